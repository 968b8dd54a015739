//! Problems of this family and their prose in both languages.

use crate::source::Language;

use super::Prose;

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CheckProblem {
    /// A placeholder until the family is filled in.
    Todo(String),
}

impl CheckProblem {
    /// Its stable code.
    pub fn code(&self) -> &'static str {
        match self {
            CheckProblem::Todo(_) => "E0200",
        }
    }

    /// In words.
    pub fn prose(&self, _language: Language) -> Prose {
        match self {
            CheckProblem::Todo(what) => Prose::new(what, "", ""),
        }
    }
}
