//! Texts that can't be read: E01xx, in both languages.

use crate::source::Language;

use super::Prose;

/// What could have stood where reading stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Expected {
    /// `:`.
    Colon,
    /// `)`.
    Close,
    /// A condition.
    Condition,
    /// A number, a field, a calculation.
    Value,
    /// What a value is compared with.
    Comparison,
    /// How many: `at least 3`, `100% of`.
    Quantifier,
    /// A kind of record.
    Kind,
    /// `have` and a condition.
    Property,
    /// A name.
    Name,
    /// An item's or criterion's number.
    Id,
    /// A quoted text.
    Text,
    /// A label.
    Label,
    /// A number.
    Number,
    /// A day.
    Date,
    /// A field's declaration.
    Field,
    /// A type.
    Type,
    /// An item of a document.
    Item,
    /// A case.
    Case,
    /// `otherwise`.
    Otherwise,
    /// A lettered entry.
    Marker,
    /// `where`.
    Where,
    /// `and` or `or`.
    AndOr,
    /// `of`.
    Of,
    /// `when`.
    When,
    /// `to`.
    To,
    /// `cites`.
    Cites,
    /// `always: …`, or a question.
    Claim,
    /// `then`.
    Then,
    /// `imply` or `equivalent to`.
    Imply,
    /// The end of the declaration.
    End,
}

impl Expected {
    fn words(self, language: Language) -> &'static str {
        let (en, vi) = match self {
            Expected::Colon => ("`:`", "`:`"),
            Expected::Close => ("`)`", "`)`"),
            Expected::Where => ("`where`", "`mà`"),
            Expected::Condition => ("a condition", "một điều kiện"),
            Expected::Value => ("a field or a number", "một trường hoặc một số"),
            Expected::Comparison => {
                ("a comparison (`is …`, `at least …`)", "một phép so sánh (`là …`, `từ … trở lên`)")
            }
            Expected::Quantifier => {
                ("how many (`100% of`, `at least 3`, `no`)", "số lượng (`100%`, `ít nhất 3`, `không … nào`)")
            }
            Expected::Kind => ("a kind of record", "tên một loại bản ghi"),
            Expected::Property => ("`have` and a condition", "`có` và một điều kiện"),
            Expected::Name => ("a name", "một tên"),
            Expected::Id => ("a number such as `II.2.a`", "một số hiệu như `II.2.a`"),
            Expected::Text => ("a text in quotation marks", "một đoạn chữ trong ngoặc kép"),
            Expected::Label => ("a label in quotation marks", "một mức trong ngoặc kép"),
            Expected::Number => ("a number", "một số"),
            Expected::Date => ("a date", "một ngày"),
            Expected::Field => ("another field", "trường tiếp theo"),
            Expected::Type => ("a type such as `text` or `count`", "kiểu dữ liệu như `chữ` hoặc `số đếm`"),
            Expected::Item => ("`item`", "`mục`"),
            Expected::Case => ("`\"…\" when …`", "`\"…\" khi …`"),
            Expected::Claim => (
                "`always:`, `is it possible that`, `does … imply …`",
                "`luôn luôn:`, `có thể xảy ra trường hợp`, `liệu … có kéo theo …`",
            ),
            Expected::Then => ("`then`", "`thì`"),
            Expected::Imply => ("`imply` or `equivalent to`", "`có kéo theo` hoặc `có tương đương với`"),
            Expected::Otherwise => ("`otherwise`", "`còn lại`"),
            Expected::Marker => ("a letter such as `a)`", "một điểm như `a)`"),
            Expected::AndOr => ("`and` or `or`", "`và` hoặc `hoặc`"),
            Expected::Of => ("`of`", "`của`"),
            Expected::When => ("`when`", "`khi`"),
            Expected::To => ("`to`", "`đến`"),
            Expected::Cites => ("`cites`", "`căn cứ`"),
            Expected::End => ("the end of the declaration", "hết khai báo"),
        };
        language.pick(en, vi)
    }
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SyntaxProblem {
    /// E0101: the first line doesn't say edition and language.
    NoHeader,
    /// E0102: an edition that this version does not know.
    UnknownEdition {
        /// What stands there.
        found: String,
        /// The edition that is known.
        known: u32,
    },
    /// E0103: a language other than `en` and `vi`.
    UnknownLanguage {
        /// What stands there.
        found: String,
    },
    /// E0104: a text that starts no declaration.
    Stray {
        /// Its first word.
        found: String,
        /// The keyword that may be meant.
        meant: Option<String>,
    },
    /// E0105: a declaration's keyword in the other language.
    ForeignKeyword {
        /// What stands there.
        found: String,
        /// The keyword of the file's language.
        meant: String,
    },
    /// E0106: something that can't stand here.
    Unexpected {
        /// What stands there; nothing at the end.
        found: Option<String>,
        /// What could.
        expected: Vec<Expected>,
    },
    /// E0107: a quotation mark that isn't closed on its line.
    OpenText,
    /// E0108: a text of no letters.
    EmptyText,
    /// E0109: a text or a name that is too long.
    TooLong {
        /// The limit in letters.
        limit: usize,
    },
    /// E0110: a file that is too large.
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// E0111: nesting that is too deep.
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// E0112: a number of too many digits.
    TooManyDigits {
        /// The limit.
        limit: usize,
    },
    /// E0113: a number that reads in two ways.
    AmbiguousNumber {
        /// As written.
        text: String,
    },
    /// E0114: a number written the other language's way, or wrongly grouped.
    ForeignNumber {
        /// As written.
        text: String,
    },
    /// E0115: a date whose order is open.
    AmbiguousDate {
        /// As written.
        text: String,
    },
    /// E0116: a day that the calendar does not have.
    NoSuchDay {
        /// As written.
        text: String,
    },
    /// E0117: a quarter other than 1 to 4.
    NoSuchQuarter,
    /// E0118: a fraction over 0.
    ZeroFraction,
    /// E0119: `and` and `or` in one chain.
    MixedAndOr,
    /// E0120: a letter out of order.
    LetterOrder {
        /// The letter that comes next.
        wanted: String,
        /// The letter that stands there.
        found: String,
    },
    /// E0121: an inner list lettered like an outer one.
    InnerList {
        /// Its marker.
        wanted: String,
    },
    /// E0122: more entries than the alphabet has letters.
    TooManyLetters,
    /// E0123: `of which` behind something that selects nobody.
    TailWithoutSentence,
    /// E0124: a label right behind something that isn't a field.
    LabelBehindNoField,
    /// E0125: a comparison sign spelled in another way.
    WrongSign {
        /// What stands there.
        found: String,
        /// The sign meant.
        meant: String,
    },
    /// E0126: a part that may stand once only.
    Twice,
    /// E0128: `but at most` behind what a value is compared with.
    ClampedThreshold,
    /// E0130: a file that would say something else if it were laid out anew, or translated: a fault of this program.
    NotKept,
}

impl SyntaxProblem {
    /// Its stable code.
    pub fn code(&self) -> &'static str {
        match self {
            SyntaxProblem::NoHeader => "E0101",
            SyntaxProblem::UnknownEdition { .. } => "E0102",
            SyntaxProblem::UnknownLanguage { .. } => "E0103",
            SyntaxProblem::Stray { .. } => "E0104",
            SyntaxProblem::ForeignKeyword { .. } => "E0105",
            SyntaxProblem::Unexpected { .. } => "E0106",
            SyntaxProblem::OpenText => "E0107",
            SyntaxProblem::EmptyText => "E0108",
            SyntaxProblem::TooLong { .. } => "E0109",
            SyntaxProblem::TooLarge { .. } => "E0110",
            SyntaxProblem::TooDeep { .. } => "E0111",
            SyntaxProblem::TooManyDigits { .. } => "E0112",
            SyntaxProblem::AmbiguousNumber { .. } => "E0113",
            SyntaxProblem::ForeignNumber { .. } => "E0114",
            SyntaxProblem::AmbiguousDate { .. } => "E0115",
            SyntaxProblem::NoSuchDay { .. } => "E0116",
            SyntaxProblem::NoSuchQuarter => "E0117",
            SyntaxProblem::ZeroFraction => "E0118",
            SyntaxProblem::MixedAndOr => "E0119",
            SyntaxProblem::LetterOrder { .. } => "E0120",
            SyntaxProblem::InnerList { .. } => "E0121",
            SyntaxProblem::TooManyLetters => "E0122",
            SyntaxProblem::TailWithoutSentence => "E0123",
            SyntaxProblem::LabelBehindNoField => "E0124",
            SyntaxProblem::WrongSign { .. } => "E0125",
            SyntaxProblem::Twice => "E0126",
            SyntaxProblem::ClampedThreshold => "E0128",
            SyntaxProblem::NotKept => "E0130",
        }
    }

    /// In words.
    pub fn prose(&self, language: Language) -> Prose {
        match language {
            Language::En => self.english(),
            Language::Vi => self.vietnamese(),
        }
    }

    fn english(&self) -> Prose {
        let list = |expected: &[Expected]| join(expected, Language::En, "or");
        match self {
            SyntaxProblem::NoHeader => Prose::new(
                "the first line does not say which edition and language the file is in",
                "expected here",
                "Begin the file with `tieuchi 1, en` for English or `tieuchi 1, vi` for Vietnamese.",
            ),
            SyntaxProblem::UnknownEdition { found, known } => Prose::new(
                format!("edition `{found}` is not known"),
                "",
                format!("This version reads edition {known}: write `tieuchi {known}, en`."),
            ),
            SyntaxProblem::UnknownLanguage { found } => Prose::new(
                format!("language `{found}` is not known"),
                "",
                "Write `en` for English or `vi` for Vietnamese behind the comma.",
            ),
            SyntaxProblem::Stray { found, meant } => Prose::new(
                format!("`{found}` does not begin a declaration"),
                "",
                match meant {
                    Some(meant) => format!("Did you mean `{meant}`? A declaration begins at the start of a line."),
                    None => "A declaration begins at the start of a line with document, scale, record, extend, define, award, score, criterion or use.".to_string(),
                },
            ),
            SyntaxProblem::ForeignKeyword { found, meant } => Prose::new(
                format!("`{found}` is Vietnamese, but this file is in English"),
                "",
                format!("Write `{meant}`, or change the first line to `tieuchi 1, vi`."),
            ),
            SyntaxProblem::Unexpected { found, expected } => Prose::new(
                match found {
                    Some(found) => format!("`{found}` can't stand here"),
                    None => "the declaration ends too early".to_string(),
                },
                if expected.is_empty() { String::new() } else { format!("expected {}", list(expected)) },
                if expected.is_empty() { "Compare the sentence with the examples in the language reference." } else { "" },
            ),
            SyntaxProblem::OpenText => {
                Prose::new("a quotation mark is not closed", "opened here", "Close it with `\"` on the same line.")
            }
            SyntaxProblem::EmptyText => Prose::new("the text is empty", "", "Write something between the quotation marks."),
            SyntaxProblem::TooLong { limit } => {
                Prose::new("the text is too long", "", format!("At most {limit} letters are read: say it more briefly."))
            }
            SyntaxProblem::TooLarge { limit } => Prose::new(
                "the file is too large",
                "",
                format!("At most {} MiB are read: split it into several files.", limit / 1024 / 1024),
            ),
            SyntaxProblem::TooDeep { limit } => Prose::new(
                "the nesting is too deep",
                "",
                format!("At most {limit} levels are read: give parts of it a name with `define`."),
            ),
            SyntaxProblem::TooManyDigits { limit } => {
                Prose::new("the number is too long", "", format!("At most {limit} digits are read here: round the number."))
            }
            SyntaxProblem::AmbiguousNumber { text } => Prose::new(
                format!("`{text}` can be read in two ways"),
                "a thousand, or a decimal?",
                format!(
                    "For the whole number write `{}`; for the decimal write `{text}0`.",
                    text.replace(['.', ','], "")
                ),
            ),
            SyntaxProblem::ForeignNumber { text } => Prose::new(
                format!("`{text}` is not a number as English writes it"),
                "",
                "A point parts the decimals (`7.5`), commas group thousands (`1,000`).",
            ),
            SyntaxProblem::AmbiguousDate { text } => Prose::new(
                format!("`{text}`: which is the day, which the month?"),
                "",
                "Write the date as year-month-day: `2022-12-31`.",
            ),
            SyntaxProblem::NoSuchDay { text } => {
                Prose::new(format!("there is no day `{text}`"), "", "Check the day and the month.")
            }
            SyntaxProblem::NoSuchQuarter => Prose::new("a year has quarters 1 to 4", "", "Write a number from 1 to 4."),
            SyntaxProblem::ZeroFraction => Prose::new("a fraction over 0 has no value", "", "Write a share such as `1/3`."),
            SyntaxProblem::MixedAndOr => Prose::new(
                "`and` and `or` stand side by side",
                "which comes first?",
                "Put parentheses around the part that belongs together: `(a and b) or c`.",
            ),
            SyntaxProblem::LetterOrder { wanted, found } => Prose::new(
                format!("`{found})` is out of order"),
                format!("expected `{wanted})`"),
                "Letters run in order; an inner list has markers `b.1)`, `b.2)` or stands in parentheses.",
            ),
            SyntaxProblem::InnerList { wanted } => Prose::new(
                "an inner list needs its own markers",
                format!("expected `{wanted})`"),
                "Letter it `b.1)`, `b.2)`, or put it in parentheses, so that one sees where it ends.",
            ),
            SyntaxProblem::TooManyLetters => {
                Prose::new("the list has more entries than there are letters", "", "Split it into lists within a list.")
            }
            SyntaxProblem::TailWithoutSentence => Prose::new(
                "`of which` and `of the rest` follow a sentence that says how many",
                "nothing is selected before this",
                "Put it behind a clause such as `100% of persons have …`, or begin a new clause.",
            ),
            SyntaxProblem::LabelBehindNoField => Prose::new(
                "a label stands behind something that is not a field",
                "",
                "Write the field's name before the label, or a comparison such as `is` between them.",
            ),
            SyntaxProblem::WrongSign { found, meant } => {
                Prose::new(format!("`{found}` is not a comparison"), "", format!("Write `{meant}`."))
            }
            SyntaxProblem::Twice => Prose::new("this stands here a second time", "", "Keep one of the two."),
            SyntaxProblem::ClampedThreshold => Prose::new(
                "`but` stands behind what the value is compared with",
                "two limits for one value?",
                "For two limits write `between 3 and 5`; to limit the threshold itself, put it in parentheses: `(x but at most 5)`.",
            ),
            SyntaxProblem::NotKept => Prose::new(
                "formatting or translating the file would change what it says",
                "",
                "It is left as it is. This is a fault of the program, not of the file: report it to whoever gave you the program, with the file.",
            ),
        }
    }

    fn vietnamese(&self) -> Prose {
        let list = |expected: &[Expected]| join(expected, Language::Vi, "hoặc");
        match self {
            SyntaxProblem::NoHeader => Prose::new(
                "dòng đầu chưa ghi phiên bản và ngôn ngữ của tệp",
                "cần ghi ở đây",
                "Mở đầu tệp bằng `tieuchi 1, vi` (tiếng Việt) hoặc `tieuchi 1, en` (tiếng Anh).",
            ),
            SyntaxProblem::UnknownEdition { found, known } => Prose::new(
                format!("không có phiên bản `{found}`"),
                "",
                format!("Chương trình này đọc phiên bản {known}: viết `tieuchi {known}, vi`."),
            ),
            SyntaxProblem::UnknownLanguage { found } => Prose::new(
                format!("không có ngôn ngữ `{found}`"),
                "",
                "Sau dấu phẩy viết `vi` (tiếng Việt) hoặc `en` (tiếng Anh).",
            ),
            SyntaxProblem::Stray { found, meant } => Prose::new(
                format!("`{found}` không mở đầu một khai báo nào"),
                "",
                match meant {
                    Some(meant) => format!("Có phải là `{meant}`? Khai báo bắt đầu ở đầu dòng."),
                    None => "Khai báo bắt đầu ở đầu dòng bằng văn bản, thang, bản ghi, bổ sung, định nghĩa, xét tặng, chấm điểm, tiêu chí hoặc dùng.".to_string(),
                },
            ),
            SyntaxProblem::ForeignKeyword { found, meant } => Prose::new(
                format!("`{found}` là tiếng Anh, còn tệp này viết bằng tiếng Việt"),
                "",
                format!("Viết `{meant}`, hoặc đổi dòng đầu thành `tieuchi 1, en`."),
            ),
            SyntaxProblem::Unexpected { found, expected } => Prose::new(
                match found {
                    Some(found) => format!("`{found}` không thể đứng ở đây"),
                    None => "khai báo kết thúc quá sớm".to_string(),
                },
                if expected.is_empty() { String::new() } else { format!("ở đây cần {}", list(expected)) },
                if expected.is_empty() { "So sánh câu này với các ví dụ trong tài liệu ngôn ngữ." } else { "" },
            ),
            SyntaxProblem::OpenText => {
                Prose::new("dấu ngoặc kép chưa đóng", "mở ở đây", "Đóng bằng `\"` trên cùng một dòng.")
            }
            SyntaxProblem::EmptyText => Prose::new("đoạn chữ trống", "", "Viết nội dung giữa hai dấu ngoặc kép."),
            SyntaxProblem::TooLong { limit } => {
                Prose::new("đoạn chữ quá dài", "", format!("Chỉ đọc nhiều nhất {limit} chữ cái: hãy viết ngắn hơn."))
            }
            SyntaxProblem::TooLarge { limit } => Prose::new(
                "tệp quá lớn",
                "",
                format!("Chỉ đọc nhiều nhất {} MiB: hãy tách thành nhiều tệp.", limit / 1024 / 1024),
            ),
            SyntaxProblem::TooDeep { limit } => Prose::new(
                "lồng nhau quá sâu",
                "",
                format!("Chỉ đọc nhiều nhất {limit} tầng: hãy đặt tên cho từng phần bằng `định nghĩa`."),
            ),
            SyntaxProblem::TooManyDigits { limit } => {
                Prose::new("số quá dài", "", format!("Ở đây chỉ đọc nhiều nhất {limit} chữ số: hãy làm tròn."))
            }
            SyntaxProblem::AmbiguousNumber { text } => Prose::new(
                format!("`{text}` có thể đọc theo hai cách"),
                "hàng nghìn hay số thập phân?",
                format!(
                    "Nếu là số nguyên, viết `{}`; nếu là số thập phân, viết `{text}0`.",
                    text.replace(['.', ','], "")
                ),
            ),
            SyntaxProblem::ForeignNumber { text } => Prose::new(
                format!("`{text}` không viết theo cách viết số của tiếng Việt"),
                "",
                "Phần thập phân đứng sau dấu phẩy (`7,5`), dấu chấm phân hàng nghìn (`1.000`).",
            ),
            SyntaxProblem::AmbiguousDate { text } => Prose::new(
                format!("`{text}`: đâu là ngày, đâu là tháng?"),
                "",
                "Viết theo thứ tự ngày/tháng/năm: `31/12/2022`.",
            ),
            SyntaxProblem::NoSuchDay { text } => {
                Prose::new(format!("không có ngày `{text}`"), "", "Kiểm tra lại ngày và tháng.")
            }
            SyntaxProblem::NoSuchQuarter => Prose::new("một năm có quý 1 đến quý 4", "", "Viết một số từ 1 đến 4."),
            SyntaxProblem::ZeroFraction => {
                Prose::new("phân số có mẫu bằng 0 không có giá trị", "", "Viết tỷ lệ như `1/3`.")
            }
            SyntaxProblem::MixedAndOr => Prose::new(
                "`và` đứng cạnh `hoặc`",
                "phần nào tính trước?",
                "Đặt phần đi cùng nhau trong ngoặc đơn: `(a và b) hoặc c`.",
            ),
            SyntaxProblem::LetterOrder { wanted, found } => Prose::new(
                format!("điểm `{found})` không đúng thứ tự"),
                format!("ở đây cần `{wanted})`"),
                "Các điểm xếp theo thứ tự a, b, c, d, đ, e…; danh sách bên trong ghi `b.1)`, `b.2)` hoặc đặt trong ngoặc đơn.",
            ),
            SyntaxProblem::InnerList { wanted } => Prose::new(
                "danh sách bên trong cần ký hiệu riêng",
                format!("ở đây cần `{wanted})`"),
                "Ghi `b.1)`, `b.2)` hoặc đặt cả danh sách trong ngoặc đơn để thấy rõ chỗ kết thúc.",
            ),
            SyntaxProblem::TooManyLetters => {
                Prose::new("danh sách dài hơn bảng chữ cái", "", "Chia thành các danh sách nhỏ bên trong.")
            }
            SyntaxProblem::TailWithoutSentence => Prose::new(
                "`trong đó` và `số còn lại` đi sau một câu nêu số lượng",
                "phía trước chưa chọn ra ai",
                "Đặt sau một vế như `100% cá_nhân có …`, hoặc viết thành vế mới.",
            ),
            SyntaxProblem::LabelBehindNoField => Prose::new(
                "mức đứng sau một thứ không phải là trường",
                "",
                "Viết tên trường trước mức, hoặc đặt `là` ở giữa.",
            ),
            SyntaxProblem::WrongSign { found, meant } => {
                Prose::new(format!("`{found}` không phải là phép so sánh"), "", format!("Viết `{meant}`."))
            }
            SyntaxProblem::Twice => Prose::new("phần này được viết hai lần", "", "Chỉ giữ lại một."),
            SyntaxProblem::ClampedThreshold => Prose::new(
                "`nhưng` đứng sau mức được đem so sánh",
                "hai giới hạn cho một giá trị?",
                "Nếu có hai giới hạn, viết `từ 3 đến 5`; nếu giới hạn chính mức so sánh, đặt nó trong ngoặc đơn: `(x nhưng không quá 5)`.",
            ),
            SyntaxProblem::NotKept => Prose::new(
                "nếu trình bày lại hoặc dịch thì nội dung của tệp sẽ thay đổi",
                "",
                "Tệp được giữ nguyên. Đây là lỗi của chương trình, không phải của tệp: hãy báo cho nơi cung cấp chương trình, kèm theo tệp này.",
            ),
        }
    }
}

/// The first few of what was expected, joined as a sentence does.
fn join(expected: &[Expected], language: Language, or: &str) -> String {
    let words: Vec<&str> = expected.iter().take(4).map(|one| one.words(language)).collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_string(),
        Some((last, rest)) => format!("{} {or} {last}", rest.join(", ")),
    }
}
