//! Workbooks (XLSX) that are written: templates of records, and reports.
//!
//! A [`template`] has a sheet for each kind of record, with the columns, lists and bounds that its schema says, so that a
//! workbook that was filled in is read as it is. [`refilled`] carries what somebody has filled in over to a template of rules
//! that have changed; nothing of it is dropped. A [`report`] is a report of verdicts as sheets to be filtered and printed.
//!
//! Texts are written as texts, whatever they begin with, and nothing that is written is a formula of somebody's. The same
//! input gives the same bytes.

mod aside;
mod carry;
mod columns;
mod lists;
mod notes;
mod readme;
mod report;
mod style;
mod template;
mod words;

use rust_xlsxwriter::XlsxError;
use tieuchi::source::Language;

pub use carry::{Carried, Change, refilled};
pub use report::{Heading, Phrases, report};
pub use template::template;

/// Why a workbook isn't written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unwritten {
    /// A kind has more fields than a sheet has columns.
    TooManyFields {
        /// The kind's name.
        kind: String,
    },
    /// No sheet can be named so that a reader knows the kind: its names are too long, or begin like those of others.
    NoSheetName {
        /// The kind's name.
        kind: String,
    },
    /// No column can be named so that a reader knows the field: the manifest has its names for something else.
    NoColumnName {
        /// The kind's name.
        kind: String,
        /// The field's name.
        field: String,
    },
    /// What those who write the file say.
    Failed(String),
}

impl Unwritten {
    /// The reason, in a sentence.
    pub fn say(&self, language: Language) -> String {
        match self {
            Unwritten::TooManyFields { kind } => language.pick(
                format!("“{kind}” has more fields than a sheet has columns: keep its records in a CSV file"),
                format!("“{kind}” có nhiều trường hơn số cột của một trang tính: hãy lưu hồ sơ trong tệp CSV"),
            ),
            Unwritten::NoSheetName { kind } => language.pick(
                format!("no sheet can be named for “{kind}”: give the kind a name of at most 31 letters that no other has"),
                format!("không đặt được tên trang tính cho “{kind}”: hãy đặt tên riêng không quá 31 chữ cho loại bản ghi này"),
            ),
            Unwritten::NoColumnName { kind, field } => language.pick(
                format!("no column can be named for “{field}” of “{kind}”: the manifest has its names for something else"),
                format!("không đặt được tên cột cho “{field}” của “{kind}”: tệp tieuchi.ron dùng tên này vào việc khác"),
            ),
            Unwritten::Failed(why) => language.pick(
                format!("the workbook can't be written: {why}"),
                format!("không ghi được bảng tính: {why}"),
            ),
        }
    }
}

impl From<XlsxError> for Unwritten {
    fn from(error: XlsxError) -> Unwritten {
        Unwritten::Failed(error.to_string())
    }
}
