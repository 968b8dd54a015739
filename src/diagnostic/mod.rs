//! Findings: what is wrong with rules, data or a program, as data.
//!
//! A [`Finding`] has a stable code, a place and a [`Problem`] that carries what
//! the prose needs. The prose stands beside each family of problems, once per
//! language, and every problem has it in both (the compiler sees to that: no
//! wildcard arms). Rendering with excerpts and carets is the command line's.
//!
//! How a message is written: one plain sentence that says what is wrong, in the
//! author's words, quoting what was written; then what was expected; then one
//! thing to do next. No name of a grammar rule, of a type of this crate or of
//! a library.

mod check;
pub mod codes;
mod data;
mod lint;
mod pack;
mod syntax;

use std::fmt;

use crate::source::{Language, Span};

pub use check::{
    CheckProblem, KeyFault, PeriodFault, PresenceFault, RankTopFault, SeriesFault, SettingProblem, SettingSort, Sort,
    Stretch, TableProblem, Thing, TrialProblem,
};
pub use data::{Bilingual, DataFault, DataPlace, DataProblem, Notation, Unreadable, Wanted};
pub use lint::LintProblem;
pub use pack::{BadPath, PackFault, PackProblem};
pub use syntax::{Expected, SyntaxProblem};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing runs until it is mended.
    Error,
    /// It runs, but look at it.
    Warning,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub problem: Problem,
    /// Where in the rule files; [`Span::NONE`] for data.
    pub at: Span,
    /// Another place that matters (the first definition, the scale meant).
    pub see: Option<Span>,
}

/// What is wrong: the families of problems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The text can't be read: E01xx.
    Syntax(SyntaxProblem),
    /// It reads, but means nothing or can't be meant: E02xx; warnings W02xx.
    Check(CheckProblem),
    /// The records are bad: E04xx; warnings W04xx.
    Data(DataProblem),
    /// The pack is bad: E05xx.
    Pack(PackProblem),
    /// The rules run, but their author may not have meant it so: L00xx.
    Lint(Box<LintProblem>),
}

/// A problem in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    /// What is wrong, one sentence without a full stop.
    pub title: String,
    /// The few words under the caret; may be empty.
    pub label: String,
    /// What was expected and what to do, a sentence or two; may be empty.
    pub help: String,
}

impl Prose {
    /// From its parts.
    pub fn new(title: impl Into<String>, label: impl Into<String>, help: impl Into<String>) -> Prose {
        Prose { title: title.into(), label: label.into(), help: help.into() }
    }
}

impl Finding {
    /// A finding at a place.
    pub fn new(problem: impl Into<Problem>, at: Span) -> Finding {
        Finding { problem: problem.into(), at, see: None }
    }

    /// With another place that matters.
    pub fn see(mut self, other: Span) -> Finding {
        self.see = Some(other);
        self
    }

    /// Its stable code, such as `E0203`.
    pub fn code(&self) -> &'static str {
        match &self.problem {
            Problem::Syntax(problem) => problem.code(),
            Problem::Check(problem) => problem.code(),
            Problem::Data(problem) => problem.code(),
            Problem::Pack(problem) => problem.code(),
            Problem::Lint(problem) => problem.code,
        }
    }

    /// How grave it is: only codes with `E` keep rules from running.
    pub fn severity(&self) -> Severity {
        if self.code().starts_with('E') { Severity::Error } else { Severity::Warning }
    }

    /// In words.
    pub fn prose(&self, language: Language) -> Prose {
        match &self.problem {
            Problem::Syntax(problem) => problem.prose(language),
            Problem::Check(problem) => problem.prose(language),
            Problem::Data(problem) => problem.prose(language),
            Problem::Pack(problem) => problem.prose(language),
            Problem::Lint(problem) => problem.prose(language).clone(),
        }
    }
}

impl From<SyntaxProblem> for Problem {
    fn from(problem: SyntaxProblem) -> Problem {
        Problem::Syntax(problem)
    }
}

impl From<CheckProblem> for Problem {
    fn from(problem: CheckProblem) -> Problem {
        Problem::Check(problem)
    }
}

impl From<DataProblem> for Problem {
    fn from(problem: DataProblem) -> Problem {
        Problem::Data(problem)
    }
}

impl From<LintProblem> for Problem {
    fn from(problem: LintProblem) -> Problem {
        Problem::Lint(Box::new(problem))
    }
}

impl From<PackProblem> for Problem {
    fn from(problem: PackProblem) -> Problem {
        Problem::Pack(problem)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code(), self.prose(Language::En).title)
    }
}

/// The known name nearest to `wanted`, if one is near enough to be meant.
///
/// Distance: Damerau-Levenshtein over letters with tone and case folded away.
pub fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(wanted);
    let limit = (folded.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&folded, &fold(name)), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// Text with case, tone marks and letter marks folded away, so that `Hòa`, `hoà` and `hoa` meet. For look-ups of what was meant only.
pub fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}
