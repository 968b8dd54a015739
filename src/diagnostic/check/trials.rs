//! What is found of tests: E0370 to E0380.

use super::super::Prose;

/// What is wrong with a test, or with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TrialProblem {
    /// A test among rules.
    AmongRules,
    /// Something else among tests.
    NotATest,
    /// A row with another number of cells than the table has columns.
    Cells {
        /// How many it has.
        found: usize,
        /// How many columns there are.
        wanted: usize,
    },
    /// Nothing of that name, or no such part of it, can be asked for.
    Unknown {
        /// As written.
        name: String,
        /// What may have been meant.
        nearest: Option<String>,
    },
    /// Another number of records than the expectation needs.
    Hand {
        /// How many are named.
        found: usize,
        /// How many are needed.
        wanted: usize,
    },
    /// An expectation of another sort than what it is about.
    Unfit,
    /// An expectation about a sentence, where it isn't clear about which.
    NoSentence,
    /// Keys from one to another that don't count up, or too many.
    Range {
        /// As written.
        text: String,
        /// The most records.
        limit: usize,
    },
    /// No kind of that name.
    UnknownKind {
        /// As written.
        name: String,
        /// What may have been meant, in English and in Vietnamese.
        nearest: Option<(String, String)>,
    },
    /// No record of that key.
    NoRecord {
        /// As written.
        key: String,
    },
    /// A test without an expectation.
    ExpectsNothing,
}

impl TrialProblem {
    pub(super) fn code(&self) -> &'static str {
        match self {
            TrialProblem::AmongRules => "E0370",
            TrialProblem::NotATest => "E0371",
            TrialProblem::Cells { .. } => "E0372",
            TrialProblem::Unknown { .. } => "E0373",
            TrialProblem::Hand { .. } => "E0374",
            TrialProblem::Unfit => "E0375",
            TrialProblem::NoSentence => "E0376",
            TrialProblem::Range { .. } => "E0377",
            TrialProblem::UnknownKind { .. } => "E0378",
            TrialProblem::NoRecord { .. } => "E0379",
            TrialProblem::ExpectsNothing => "E0380",
        }
    }

    pub(super) fn en(&self) -> Prose {
        match self {
            TrialProblem::AmongRules => Prose::new(
                "a test stands among the rules",
                "a test",
                "Move it to a file of its own in the folder `tests` of the pack.",
            ),
            TrialProblem::NotATest => Prose::new(
                "only tests stand in a file of tests",
                "not a test",
                "Move it to a rule file of the pack. The tests know everything that the pack declares.",
            ),
            TrialProblem::Cells { found, wanted } => Prose::new(
                format!("the row has {found} cells, and the table has {wanted} columns"),
                format!("{found} cells"),
                "A cell for each column, also where nothing is recorded: `| p1 | | 3 |`.",
            ),
            TrialProblem::Unknown { name, nearest } => Prose::new(
                format!("there is nothing called `{name}` to be expected"),
                "what is this?",
                match nearest {
                    Some(name) => format!("Did you mean `{name}`?"),
                    None => {
                        "Name a criterion, `II.2`, or a field of a kind, `unit.title`; a part of a condition stands \
                             behind it, `II.2 b`."
                            .to_owned()
                    }
                },
            ),
            TrialProblem::Hand { found, wanted } => Prose::new(
                format!("this is about {wanted} records at a time, and {found} are named"),
                "of which record?",
                match wanted {
                    0 => "It is about all records together: leave out what stands behind `of`.",
                    _ => "Name the record by its key: `expect unit.title of U1: …`.",
                },
            ),
            TrialProblem::Unfit => Prose::new(
                "this can't come of it",
                "doesn't fit",
                "A criterion or a condition is met, not met or undetermined; a field has a value of its own type, such \
                 as a label, a number, yes, or is unknown.",
            ),
            TrialProblem::NoSentence => Prose::new(
                "it isn't clear which records are counted here",
                "of which sentence?",
                "Counts and names belong to one sentence. Say which part is meant: `expect II.2 b: 38/40`.",
            ),
            TrialProblem::Range { text, limit } => Prose::new(
                format!("`{text}` isn't a range of keys that can be counted"),
                "from where to where?",
                format!(
                    "Write the first and the last key, which differ in the number at their end: `p1 … p38`. A test may \
                     have {limit} records."
                ),
            ),
            TrialProblem::UnknownKind { name, nearest } => Prose::new(
                format!("there is no kind of record `{name}`"),
                "unknown kind",
                nearest.as_ref().map_or_else(
                    || "Name a kind that the rules declare, in the singular.".to_owned(),
                    |(name, _)| format!("Did you mean `{name}`?"),
                ),
            ),
            TrialProblem::NoRecord { key } => Prose::new(
                format!("the test has no record `{key}` of this kind"),
                "no such record",
                "Write its key as the table of records has it.",
            ),
            TrialProblem::ExpectsNothing => {
                Prose::new("the test expects nothing", "this test", "Say what is expected: `expect II.2.a: not met`.")
            }
        }
    }

    pub(super) fn vi(&self) -> Prose {
        match self {
            TrialProblem::AmongRules => Prose::new(
                "tình huống kiểm tra nằm lẫn trong quy tắc",
                "tình huống kiểm tra",
                "Hãy chuyển sang tệp riêng trong thư mục `tests` của bộ quy tắc.",
            ),
            TrialProblem::NotATest => Prose::new(
                "tệp tình huống chỉ được chứa tình huống kiểm tra",
                "không phải tình huống",
                "Hãy chuyển sang tệp quy tắc. Tình huống dùng được mọi nội dung mà bộ quy tắc đã khai báo.",
            ),
            TrialProblem::Cells { found, wanted } => Prose::new(
                format!("dòng có {found} ô, trong khi bảng có {wanted} cột"),
                format!("{found} ô"),
                "Mỗi cột một ô, kể cả khi chưa có số liệu: `| p1 | | 3 |`.",
            ),
            TrialProblem::Unknown { name, nearest } => Prose::new(
                format!("không có nội dung nào tên là `{name}` để kiểm tra"),
                "đây là gì?",
                match nearest {
                    Some(name) => format!("Có phải ý là `{name}`?"),
                    None => "Hãy ghi một tiêu chí, `II.2`, hoặc một trường, `đơn_vị.danh_hiệu`; muốn nói một phần của \
                             điều kiện thì ghi tiếp phía sau, `II.2 b`."
                        .to_owned(),
                },
            ),
            TrialProblem::Hand { found, wanted } => Prose::new(
                format!("nội dung này xét {wanted} bản ghi mỗi lần, nhưng đã ghi {found}"),
                "của bản ghi nào?",
                match wanted {
                    0 => "Nội dung này xét chung tất cả bản ghi: hãy bỏ phần sau chữ `của`.",
                    _ => "Hãy ghi khóa của bản ghi: `kết quả đơn_vị.danh_hiệu của U1: …`.",
                },
            ),
            TrialProblem::Unfit => Prose::new(
                "không thể có kết quả như vậy",
                "không phù hợp",
                "Tiêu chí và điều kiện thì đạt, không đạt hoặc chưa xác định; trường thì có giá trị đúng kiểu của nó, \
                 chẳng hạn một nhãn, một số, có, hoặc chưa rõ.",
            ),
            TrialProblem::NoSentence => Prose::new(
                "chưa rõ đang đếm bản ghi nào",
                "của câu nào?",
                "Số đếm và danh sách thuộc về một câu. Hãy ghi rõ phần nào: `kết quả II.2 b: 38/40`.",
            ),
            TrialProblem::Range { text, limit } => Prose::new(
                format!("`{text}` không phải là dãy khóa đếm được"),
                "từ đâu đến đâu?",
                format!(
                    "Hãy ghi khóa đầu và khóa cuối, chỉ khác nhau ở số cuối cùng: `p1 … p38`. Một tình huống có tối đa \
                     {limit} bản ghi."
                ),
            ),
            TrialProblem::UnknownKind { name, nearest } => Prose::new(
                format!("không có loại bản ghi `{name}`"),
                "không có loại này",
                nearest.as_ref().map_or_else(
                    || "Hãy ghi một loại bản ghi mà quy tắc đã khai báo.".to_owned(),
                    |(_, name)| format!("Có phải ý là `{name}`?"),
                ),
            ),
            TrialProblem::NoRecord { key } => Prose::new(
                format!("tình huống không có bản ghi `{key}` thuộc loại này"),
                "không có bản ghi này",
                "Hãy ghi khóa đúng như trong bảng hồ sơ.",
            ),
            TrialProblem::ExpectsNothing => Prose::new(
                "tình huống chưa nêu kết quả nào",
                "tình huống này",
                "Hãy ghi kết quả phải có: `kết quả II.2.a: không đạt`.",
            ),
        }
    }
}
