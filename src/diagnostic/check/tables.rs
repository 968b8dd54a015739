//! What is found of tables, rounded shares and every criterion: E0345 to E0357.

use super::super::Prose;
use super::listed;

/// What is wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TableProblem {
    /// Two rows that the same values fit, where exactly one may.
    Overlap {
        /// Such values.
        example: String,
    },
    /// Values that no row fits.
    Gap {
        /// Such values.
        example: String,
    },
    /// More or fewer cells than attributes.
    Cells {
        /// How many attributes there are.
        wanted: usize,
        /// How many cells.
        found: usize,
    },
    /// Values of several types.
    Values,
    /// Labels that no scale, or more than one, has all of.
    Scale {
        /// The scales that have them.
        scales: Vec<String>,
    },
    /// An attribute twice, or too many of them.
    Attribute {
        /// Its name.
        name: String,
        /// How many there may be.
        most: usize,
    },
    /// Too many rows, or more than can be held against each other.
    TooLarge {
        /// How many rows there may be.
        most: usize,
    },
    /// A file of rows that isn't there.
    File {
        /// As written.
        name: String,
    },
    /// A column that isn't the table's, or one that lacks.
    Column {
        /// The column; the attribute that has none where it lacks.
        name: String,
        /// Whether it lacks.
        lacks: bool,
        /// What the columns are.
        wanted: Vec<String>,
    },
    /// A cell without anything in it.
    Blank,
    /// `exactly 15% rounded up`.
    RoundedExactly,
    /// `meets every criterion` outside of a criterion.
    EveryWhere,
    /// `meets every criterion` of none.
    EveryOfNone,
}

impl TableProblem {
    pub(super) fn code(&self) -> &'static str {
        match self {
            TableProblem::Overlap { .. } => "E0345",
            TableProblem::Gap { .. } => "E0346",
            TableProblem::Cells { .. } => "E0347",
            TableProblem::Values => "E0348",
            TableProblem::Scale { .. } => "E0349",
            TableProblem::Attribute { .. } => "E0350",
            TableProblem::TooLarge { .. } => "E0351",
            TableProblem::File { .. } => "E0352",
            TableProblem::Column { .. } => "E0353",
            TableProblem::Blank => "E0354",
            TableProblem::RoundedExactly => "E0355",
            TableProblem::EveryWhere => "E0356",
            TableProblem::EveryOfNone => "E0357",
        }
    }

    pub(super) fn en(&self) -> Prose {
        match self {
            TableProblem::Overlap { example } => Prose::new(
                format!("two rows fit the same values, such as {example}"),
                "overlaps an earlier row",
                "Part the rows, or write `first match` if the first of them counts.",
            ),
            TableProblem::Gap { example } => Prose::new(
                format!("no row fits some values, such as {example}"),
                "leaves values out",
                "Write a row for them, or `otherwise` with what remains.",
            ),
            TableProblem::Cells { wanted, found } => Prose::new(
                format!("this row has {found} cells for {wanted} attributes"),
                format!("{found} cells"),
                "Write one cell for each attribute, `any` where all values fit.",
            ),
            TableProblem::Values => Prose::new(
                "the rows give values of several types",
                "another type",
                "Give numbers, or percentages, or dates, or labels of one scale.",
            ),
            TableProblem::Scale { scales } if scales.is_empty() => Prose::new(
                "no scale has all labels that the rows give",
                "of which scale?",
                "Declare a scale with these labels, or look at their spelling.",
            ),
            TableProblem::Scale { scales } => Prose::new(
                "several scales have all labels that the rows give",
                "of which scale?",
                format!(
                    "It can't be told which of {} is meant. Give their labels other names.",
                    listed(scales, "`", "`")
                ),
            ),
            TableProblem::Attribute { name, most } => Prose::new(
                format!("`{name}` can't be one more attribute"),
                "not here",
                format!("An attribute stands once, and a table has at most {most} of them."),
            ),
            TableProblem::TooLarge { most } => Prose::new(
                "the table is too large to hold its rows against each other",
                "too large",
                format!("A table has at most {most} rows. Make several tables of it, each by fewer attributes."),
            ),
            TableProblem::File { name } => Prose::new(
                format!("there is no table file “{name}”"),
                "no such file",
                "Write the name of a .csv file beside this rule file.",
            ),
            TableProblem::Column { name, lacks: true, wanted } => Prose::new(
                format!("no column is headed `{name}`"),
                "a column lacks",
                format!("The columns are {}.", listed(wanted, "`", "`")),
            ),
            TableProblem::Column { name, lacks: false, wanted } => Prose::new(
                format!("the table has no attribute `{name}`, or has it already"),
                "unknown column",
                format!("The columns are {}, each once.", listed(wanted, "`", "`")),
            ),
            TableProblem::EveryWhere => Prose::new(
                "only a criterion asks whether every criterion is met",
                "not here",
                "Write a criterion of its own for it.",
            ),
            TableProblem::EveryOfNone => Prose::new(
                "there is no criterion that could be met here",
                "every one of none",
                "Name an item that other criteria cite, or an item above it.",
            ),
            TableProblem::RoundedExactly => Prose::new(
                "`exactly` doesn't go with a rounded share",
                "exactly, and rounded?",
                "Write `at least` or `at most`, or leave the rounding out.",
            ),
            TableProblem::Blank => {
                Prose::new("this cell says nothing", "blank", "Write the values that fit, or `any`.")
            }
        }
    }

    pub(super) fn vi(&self) -> Prose {
        match self {
            TableProblem::Overlap { example } => Prose::new(
                format!("hai dòng cùng khớp với một trường hợp, chẳng hạn {example}"),
                "trùng với một dòng ở trên",
                "Hãy tách hai dòng, hoặc viết `dòng khớp đầu tiên` nếu lấy dòng đứng trước.",
            ),
            TableProblem::Gap { example } => Prose::new(
                format!("có trường hợp không dòng nào khớp, chẳng hạn {example}"),
                "bỏ sót trường hợp",
                "Hãy viết thêm dòng cho trường hợp đó, hoặc viết `còn lại` kèm giá trị.",
            ),
            TableProblem::Cells { wanted, found } => Prose::new(
                format!("dòng này có {found} ô, trong khi bảng xét theo {wanted} yếu tố"),
                format!("{found} ô"),
                "Hãy viết mỗi yếu tố một ô, `bất kỳ` nếu giá trị nào cũng được.",
            ),
            TableProblem::Values => Prose::new(
                "các dòng cho giá trị thuộc nhiều kiểu",
                "khác kiểu",
                "Hãy cho toàn số, toàn tỷ lệ phần trăm, toàn ngày, hoặc toàn nhãn của một thang.",
            ),
            TableProblem::Scale { scales } if scales.is_empty() => Prose::new(
                "không thang nào có đủ các nhãn mà bảng cho ra",
                "thuộc thang nào?",
                "Hãy khai báo thang có các nhãn này, hoặc xem lại cách viết nhãn.",
            ),
            TableProblem::Scale { scales } => Prose::new(
                "nhiều thang có đủ các nhãn mà bảng cho ra",
                "thuộc thang nào?",
                format!("Không rõ thang nào trong số {}. Hãy đặt tên nhãn khác nhau.", listed(scales, "`", "`")),
            ),
            TableProblem::Attribute { name, most } => Prose::new(
                format!("không thể xét thêm theo `{name}`"),
                "không ghi ở đây",
                format!("Mỗi yếu tố chỉ ghi một lần, và một bảng xét theo nhiều nhất {most} yếu tố."),
            ),
            TableProblem::TooLarge { most } => Prose::new(
                "bảng quá lớn, không đối chiếu được các dòng với nhau",
                "quá lớn",
                format!("Một bảng có nhiều nhất {most} dòng. Hãy tách thành nhiều bảng, mỗi bảng ít yếu tố hơn."),
            ),
            TableProblem::File { name } => Prose::new(
                format!("không có tệp bảng “{name}”"),
                "không có tệp này",
                "Hãy ghi tên một tệp .csv nằm cạnh tệp quy tắc này.",
            ),
            TableProblem::Column { name, lacks: true, wanted } => Prose::new(
                format!("không có cột nào tên `{name}`"),
                "thiếu cột",
                format!("Các cột gồm {}.", listed(wanted, "`", "`")),
            ),
            TableProblem::Column { name, lacks: false, wanted } => Prose::new(
                format!("bảng không xét theo `{name}`, hoặc cột này đã có"),
                "cột không rõ",
                format!("Các cột gồm {}, mỗi cột một lần.", listed(wanted, "`", "`")),
            ),
            TableProblem::EveryWhere => Prose::new(
                "chỉ tiêu chí mới được hỏi mọi tiêu chí có đạt không",
                "không ghi ở đây",
                "Hãy viết một tiêu chí riêng cho việc này.",
            ),
            TableProblem::EveryOfNone => Prose::new(
                "không có tiêu chí nào để xét ở đây",
                "không có tiêu chí nào",
                "Hãy ghi một mục mà tiêu chí khác căn cứ vào, hoặc mục ở trên mục đó.",
            ),
            TableProblem::RoundedExactly => Prose::new(
                "`đúng` không đi với tỷ lệ làm tròn",
                "vừa đúng, vừa làm tròn?",
                "Hãy viết `ít nhất` hoặc `không quá`, hoặc bỏ phần làm tròn.",
            ),
            TableProblem::Blank => Prose::new("ô này để trống", "để trống", "Hãy ghi các giá trị khớp, hoặc `bất kỳ`."),
        }
    }
}
