//! Problems of records and their prose in both languages.

use crate::source::Language;

use super::Prose;

/// Where in the data: as much as is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DataPlace {
    /// The file, as the user named it.
    pub file: Option<String>,
    /// Line (CSV, NDJSON) or place of the record in the file, from 1.
    pub row: Option<u64>,
    /// The column's or field's name as it stands in the data.
    pub column: Option<String>,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DataProblem {
    /// A placeholder until the family is filled in.
    Todo(DataPlace, String),
}

impl DataProblem {
    /// Its stable code.
    pub fn code(&self) -> &'static str {
        match self {
            DataProblem::Todo(..) => "E0400",
        }
    }

    /// Where in the data.
    pub fn place(&self) -> &DataPlace {
        match self {
            DataProblem::Todo(place, _) => place,
        }
    }

    /// In words.
    pub fn prose(&self, _language: Language) -> Prose {
        match self {
            DataProblem::Todo(_, what) => Prose::new(what, "", ""),
        }
    }
}
