//! Problems of this family and their prose in both languages.

use crate::source::Language;

use super::Prose;

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SyntaxProblem {
    /// A placeholder until the family is filled in.
    Todo(String),
}

impl SyntaxProblem {
    /// Its stable code.
    pub fn code(&self) -> &'static str {
        match self {
            SyntaxProblem::Todo(_) => "E0100",
        }
    }

    /// In words.
    pub fn prose(&self, _language: Language) -> Prose {
        match self {
            SyntaxProblem::Todo(what) => Prose::new(what, "", ""),
        }
    }
}
