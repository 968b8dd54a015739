//! Why a partial evaluation is refused, in words.

use crate::engine::EvaluateError;
use crate::program::Name;
use crate::source::Language;

use super::{FORMAT, MAX_BYTES, MAX_NAME, MAX_SOURCES, MIN_SECRET};

/// What keeps a program from being evaluated by parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indivisible {
    /// A clause or an aggregate over the whole roster is read of single records.
    ReadsAll,
    /// A criterion that is about the whole roster is asked of single records.
    AsksAll,
    /// A criterion is for each pair of records.
    Pairs,
    /// Records are a series: the one of the period before may be at another source.
    Series,
    /// A rank is among records of all sources.
    Ranks,
}

/// Why something is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refused {
    /// The program can't be evaluated by parts.
    Indivisible {
        /// Why not.
        why: Indivisible,
        /// The clause, the aggregate or the criterion, in the rules' words.
        text: String,
        /// File and line.
        at: Option<String>,
    },
    /// Records that may belong to groups of another source.
    Astray {
        /// Their kind.
        kind: Name,
        /// How many.
        count: u64,
        /// The clause or aggregate that counts them by group.
        text: String,
    },
    /// A source's name is empty, too long, or no line of text.
    BadName,
    /// A secret is too short.
    ShortSecret,
    /// A file is too long: its length in bytes.
    TooLong(usize),
    /// A file is of another version.
    Format(u32),
    /// A file is not RON or JSON, or has not the fields of tallies.
    Shape {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong there, in English, by those who read it.
        reason: String,
    },
    /// Tallies can't be written.
    Unwritable(String),
    /// Tallies contradict themselves or the program.
    Damaged(Damage),
    /// Tallies of another program.
    OtherProgram,
    /// Some fingerprints were made with a secret that others were not made with.
    OtherSecret {
        /// A source.
        first: String,
        /// One with another secret, or none.
        second: String,
    },
    /// Two sources of one name.
    SameName(String),
    /// Two sources of the same records.
    SameData {
        /// A source.
        first: String,
        /// The other.
        second: String,
    },
    /// Records that are in two sources.
    Overlap {
        /// Their kind.
        kind: Name,
        /// How many were found.
        count: u64,
        /// A source.
        first: String,
        /// The other.
        second: String,
    },
    /// Records of a table that is only looked up differ between two sources.
    Differing {
        /// Their kind.
        kind: Name,
        /// How many were found.
        count: u64,
        /// A source.
        first: String,
        /// The other.
        second: String,
    },
    /// A table with private fields is in two sources, and without a secret nothing tells whether it is the same.
    Untold {
        /// Its kind.
        kind: Name,
        /// A source.
        first: String,
        /// The other.
        second: String,
    },
    /// More sources than are bounded.
    TooManySources,
    /// A sum grows too large.
    Overflow,
    /// The evaluation of what was put together gave no result.
    Evaluation(EvaluateError),
}

/// What is wrong with tallies as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// Clauses, aggregates, criteria, awards or kinds are not those of the program.
    Shape,
    /// More is counted than there are records.
    Counts,
    /// Sums and extremes don't go with their counts.
    Sums,
    /// Fingerprints are too many or not in order.
    Fingerprints,
    /// Names of sources are bad or not in order.
    Names,
}

impl Damage {
    fn say(self) -> (&'static str, &'static str) {
        match self {
            Damage::Shape => ("what it counts is not what the rules count", "nội dung đếm không khớp với quy tắc"),
            Damage::Counts => ("it counts more than there are records", "số đếm lớn hơn số bản ghi"),
            Damage::Sums => ("a sum doesn't go with its count", "có tổng không khớp với số đếm"),
            Damage::Fingerprints => {
                ("its fingerprints are too many or not in order", "dấu vân số quá nhiều hoặc sai thứ tự")
            }
            Damage::Names => {
                ("the names of its sources are not in order", "tên các nguồn không hợp lệ hoặc sai thứ tự")
            }
        }
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Language::En))
    }
}

impl std::error::Error for Refused {}

impl From<EvaluateError> for Refused {
    fn from(error: EvaluateError) -> Refused {
        Refused::Evaluation(error)
    }
}

impl Refused {
    /// The reason and what to do, in a language.
    pub fn say(&self, language: Language) -> String {
        match language {
            Language::En => self.english(),
            Language::Vi => self.vietnamese(),
        }
    }

    fn english(&self) -> String {
        let name = |kind: &Name| kind.shown(Language::En).replace('_', " ");
        match self {
            Refused::Indivisible { why, text, at } => {
                let at = at.as_ref().map_or_else(String::new, |at| format!(" ({at})"));
                let why = match why {
                    Indivisible::ReadsAll => "is read of single records and is about all records of all sources",
                    Indivisible::AsksAll => "is asked of single records and is about all records of all sources",
                    Indivisible::Series => {
                        "is a series, and the record of the period before may stand in another source"
                    }
                    Indivisible::Pairs => "is about pairs of records, which may stand in two sources",
                    Indivisible::Ranks => "ranks single records among those of all sources",
                };
                format!(
                    "these rules can't be evaluated by parts: “{text}”{at} {why}; bring the records together and use check"
                )
            }
            Refused::Astray { kind, count, text } => format!(
                "{count} of {} may belong to a group of another source, since a reference is unknown, and “{text}” counts \
                 by group: fill in these references, or bring the records together and use check",
                name(kind)
            ),
            Refused::BadName => {
                format!("a source needs a name of one line, of at most {MAX_NAME} letters, such as “Cao Bằng”")
            }
            Refused::ShortSecret => format!("the secret is too short: at least {MIN_SECRET} bytes, made at random"),
            Refused::TooLong(bytes) => {
                format!("the file is {bytes} bytes long; at most {MAX_BYTES} are read: tally smaller sources")
            }
            Refused::Format(format) => {
                format!("the file is of format {format}; this version reads format {FORMAT}: tally the records anew")
            }
            Refused::Shape { line, column, reason } => {
                format!(
                    "line {line}, column {column}: the file is damaged or has no tallies ({reason}); name a file that tally or merge wrote, or ask for it again"
                )
            }
            Refused::Unwritable(reason) => format!("the tallies can't be written ({reason})"),
            Refused::Damaged(damage) => format!("the file is damaged: {}; ask for it again", damage.say().0),
            Refused::OtherProgram => {
                "these are tallies by other rules: tally the records anew by the rules that are given here".to_owned()
            }
            Refused::OtherSecret { first, second } => format!(
                "“{first}” and “{second}” were tallied with different secrets, so that it can't be told whether they \
                 overlap: tally all sources with the same one, or all without"
            ),
            Refused::SameName(source) => {
                format!("there are two sources of the name “{source}”: give each its own, and each file once")
            }
            Refused::SameData { first, second } => {
                format!("“{first}” and “{second}” are the same records: leave one out")
            }
            Refused::Overlap { kind, count, first, second } => format!(
                "{count} of {} are found in both “{first}” and “{second}” and would be counted twice: take them out of \
                 one source and tally it anew",
                name(kind)
            ),
            Refused::Differing { kind, count, first, second } => format!(
                "{count} of {} differ between “{first}” and “{second}”, and should be the same everywhere: agree on one \
                 table and tally anew",
                name(kind)
            ),
            Refused::Untold { kind, first, second } => format!(
                "“{first}” and “{second}” share records of {}, which has private fields, so that only tallies with a \
                 secret (--secret) tell whether they are the same",
                name(kind)
            ),
            Refused::TooManySources => format!("there are too many sources; at most {MAX_SOURCES} are put together"),
            Refused::Overflow => "a sum grows too large to be kept exact".to_owned(),
            Refused::Evaluation(error) => error.say(Language::En),
        }
    }

    fn vietnamese(&self) -> String {
        let name = |kind: &Name| kind.shown(Language::Vi).replace('_', " ");
        match self {
            Refused::Indivisible { why, text, at } => {
                let at = at.as_ref().map_or_else(String::new, |at| format!(" ({at})"));
                let why = match why {
                    Indivisible::ReadsAll | Indivisible::AsksAll => {
                        "xét toàn bộ hồ sơ của mọi nguồn nhưng lại được dùng khi xét từng bản ghi"
                    }
                    Indivisible::Series => "là chuỗi theo kỳ, mà bản ghi của kỳ trước có thể ở nguồn khác",
                    Indivisible::Pairs => "xét từng cặp bản ghi, mà hai bản ghi có thể ở hai nguồn khác nhau",
                    Indivisible::Ranks => "xếp hạng từng bản ghi giữa các bản ghi của mọi nguồn",
                };
                format!(
                    "không thể đánh giá riêng từng nguồn theo quy tắc này: “{text}”{at} {why}; hãy gộp hồ sơ lại và \
                     dùng lệnh check"
                )
            }
            Refused::Astray { kind, count, text } => format!(
                "{count} bản ghi {} có tham chiếu chưa rõ nên có thể thuộc về nhóm ở nguồn khác, trong khi “{text}” đếm \
                 theo nhóm: hãy bổ sung các tham chiếu này, hoặc gộp hồ sơ lại và dùng lệnh check",
                name(kind)
            ),
            Refused::BadName => {
                format!("mỗi nguồn cần một tên viết trên một dòng, tối đa {MAX_NAME} ký tự, chẳng hạn “Cao Bằng”")
            }
            Refused::ShortSecret => format!("khóa bí mật quá ngắn: cần ít nhất {MIN_SECRET} byte ngẫu nhiên"),
            Refused::TooLong(bytes) => format!(
                "tệp dài {bytes} byte, trong khi chỉ đọc được tối đa {MAX_BYTES} byte; hãy kiểm đếm theo nguồn nhỏ hơn"
            ),
            Refused::Format(format) => format!(
                "tệp có định dạng {format}, trong khi phiên bản này đọc định dạng {FORMAT}; hãy kiểm đếm lại hồ sơ"
            ),
            Refused::Shape { line, column, reason } => {
                format!(
                    "dòng {line}, cột {column}: tệp bị hỏng hoặc không phải là kết quả kiểm đếm ({reason}); hãy nêu tệp do lệnh tally hoặc merge ghi ra, hoặc yêu cầu gửi lại"
                )
            }
            Refused::Unwritable(reason) => format!("không ghi được kết quả kiểm đếm ({reason})"),
            Refused::Damaged(damage) => format!("tệp bị hỏng: {}; hãy yêu cầu gửi lại", damage.say().1),
            Refused::OtherProgram => {
                "đây là kết quả kiểm đếm theo quy tắc khác; hãy kiểm đếm lại theo đúng quy tắc đang dùng".to_owned()
            }
            Refused::OtherSecret { first, second } => format!(
                "“{first}” và “{second}” được kiểm đếm với khóa bí mật khác nhau nên không biết có trùng hồ sơ hay không: \
                 hãy dùng cùng một khóa cho mọi nguồn, hoặc không dùng khóa nào"
            ),
            Refused::SameName(source) => {
                format!("có hai nguồn cùng tên “{source}”: mỗi nguồn phải có tên riêng và mỗi tệp chỉ nêu một lần")
            }
            Refused::SameData { first, second } => {
                format!("“{first}” và “{second}” là cùng một bộ hồ sơ: hãy bỏ bớt một nguồn")
            }
            Refused::Overlap { kind, count, first, second } => format!(
                "{count} bản ghi {} có cả trong “{first}” và “{second}” nên sẽ bị đếm hai lần: hãy bỏ chúng khỏi một \
                 nguồn rồi kiểm đếm lại nguồn đó",
                name(kind)
            ),
            Refused::Differing { kind, count, first, second } => format!(
                "{count} bản ghi {} khác nhau giữa “{first}” và “{second}”, trong khi danh mục này phải giống nhau ở mọi \
                 nguồn: hãy thống nhất một danh mục rồi kiểm đếm lại",
                name(kind)
            ),
            Refused::Untold { kind, first, second } => format!(
                "“{first}” và “{second}” có chung bản ghi {}, loại này có trường riêng tư nên phải kiểm đếm với khóa bí \
                 mật (--secret) mới biết có giống nhau hay không",
                name(kind)
            ),
            Refused::TooManySources => format!("có quá nhiều nguồn; chỉ gộp được tối đa {MAX_SOURCES} nguồn"),
            Refused::Overflow => "có tổng quá lớn, không thể tính chính xác".to_owned(),
            Refused::Evaluation(error) => error.say(Language::Vi),
        }
    }
}
