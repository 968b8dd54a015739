//! Why a session refuses something, in words.

use crate::diagnostic::{Bilingual, Finding};
use crate::engine::EvaluateError;
use crate::roster::IngestError;
use crate::source::Language;

use super::{FORMAT, MAX_LOGGED};

/// Why something is refused. Whatever it was, the session is as it was before.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Refused {
    /// A value is no record, or there is no such kind of records.
    NotARecord(IngestError),
    /// What is wrong with the records as they would be.
    Records(Vec<Finding>),
    /// There is no record of this key.
    NoSuchRecord {
        /// The kind.
        kind: Bilingual,
        /// The key.
        key: String,
    },
    /// The evaluation of the records as they would be gives no result.
    Evaluation(EvaluateError),
    /// A what-if that was rolled back or kept already, or is another session's.
    NoSuchWhatIf,
    /// More changes since a what-if began than are kept to be rolled back.
    TooMuchToRollBack,
    /// A snapshot is of another version.
    Format(u32),
    /// A snapshot is of another program.
    OtherProgram,
    /// A snapshot is damaged: its tables aren't those of the program.
    Damaged,
    /// The program can't be told from others.
    Unwritable(String),
}

impl std::error::Error for Refused {}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Language::En))
    }
}

impl From<IngestError> for Refused {
    fn from(error: IngestError) -> Refused {
        Refused::NotARecord(error)
    }
}

impl From<EvaluateError> for Refused {
    fn from(error: EvaluateError) -> Refused {
        Refused::Evaluation(error)
    }
}

fn findings(found: &[Finding], language: Language) -> String {
    let say = |finding: &Finding| {
        let prose = finding.prose(language);
        let at = match &finding.problem {
            crate::diagnostic::Problem::Data(problem) => problem.place.shown(language),
            crate::diagnostic::Problem::Syntax(_)
            | crate::diagnostic::Problem::Check(_)
            | crate::diagnostic::Problem::Pack(_)
            | crate::diagnostic::Problem::Lint(_) => String::new(),
        };
        if at.is_empty() { prose.title } else { format!("{at}: {}", prose.title) }
    };
    found.iter().map(say).collect::<Vec<_>>().join("\n")
}

impl Refused {
    /// The reason, in a language.
    pub fn say(&self, language: Language) -> String {
        match self {
            Refused::Records(found) => findings(found, language),
            Refused::Evaluation(error) => error.say(language),
            _ => language.pick(self.english(), self.vietnamese()),
        }
    }

    fn english(&self) -> String {
        match self {
            Refused::NotARecord(error) => error.to_string(),
            Refused::Records(found) => findings(found, Language::En),
            Refused::NoSuchRecord { kind, key } => format!("there is no {} “{key}”", kind.en.replace('_', " ")),
            Refused::Evaluation(error) => error.say(Language::En),
            Refused::NoSuchWhatIf => "this what-if has been rolled back or kept already".to_owned(),
            Refused::TooMuchToRollBack => {
                format!("a what-if holds at most {MAX_LOGGED} changes: keep it or roll it back first")
            }
            Refused::Format(format) => format!("the snapshot has format {format}; this version reads format {FORMAT}"),
            Refused::OtherProgram => "the snapshot was taken under other rules".to_owned(),
            Refused::Damaged => "the snapshot is damaged: its tables are not those of the rules".to_owned(),
            Refused::Unwritable(reason) => format!("the rules can't be told from others ({reason})"),
        }
    }

    fn vietnamese(&self) -> String {
        match self {
            Refused::NotARecord(IngestError::UnknownKind(kind)) => format!("quy tắc không có loại bản ghi “{kind}”"),
            Refused::NotARecord(IngestError::NotARecord) => {
                "mỗi bản ghi phải gồm các trường có tên, mỗi trường một giá trị".to_owned()
            }
            Refused::NotARecord(IngestError::Nested(field)) => {
                format!("trường “{field}” không phải là một giá trị đơn")
            }
            Refused::NotARecord(IngestError::Custom(reason)) => reason.clone(),
            Refused::Records(found) => findings(found, Language::Vi),
            Refused::NoSuchRecord { kind, key } => format!("không có {} “{key}”", kind.vi.replace('_', " ")),
            Refused::Evaluation(error) => error.say(Language::Vi),
            Refused::NoSuchWhatIf => "phương án giả định này đã được hủy hoặc đã được giữ lại".to_owned(),
            Refused::TooMuchToRollBack => format!(
                "mỗi phương án giả định chứa tối đa {MAX_LOGGED} thay đổi: hãy giữ lại hoặc hủy phương án trước đã"
            ),
            Refused::Format(format) => {
                format!("bản lưu có định dạng {format}, trong khi phiên bản này đọc định dạng {FORMAT}")
            }
            Refused::OtherProgram => "bản lưu thuộc về quy tắc khác".to_owned(),
            Refused::Damaged => "bản lưu bị hỏng: các bảng không khớp với quy tắc".to_owned(),
            Refused::Unwritable(reason) => format!("không xác định được quy tắc ({reason})"),
        }
    }
}
