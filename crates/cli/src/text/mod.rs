//! Reports and explanations for a terminal.

mod bar;
mod clause;
pub mod codes;
pub mod diff;
pub mod explain;
mod page;
mod ranks;
pub mod report;
pub mod rules;
mod scores;
mod tree;
pub mod trials;
mod values;

use tieuchi::engine::Truth;
use tieuchi::source::Language;
use tieuchi::verdict::Verdict;

use crate::words::{Words, words};

pub use page::{Look, Page};

/// How things are said.
pub struct Speech {
    /// In which language.
    pub language: Language,
    /// With which words.
    pub words: &'static Words,
    /// Whether everything is shown: all of every list, and explanations of what holds.
    pub whole: bool,
}

impl Speech {
    /// Of a language; `whole` shows everything.
    pub fn new(language: Language, whole: bool) -> Speech {
        Speech { language, words: words(language), whole }
    }

    /// A verdict's sign, words and look.
    pub fn verdict(&self, verdict: Verdict) -> (&'static str, &'static str, Look) {
        match verdict {
            Verdict::Met => ("✔", self.words.met, Look::Good),
            Verdict::NotMet => ("✘", self.words.not_met, Look::Bad),
            Verdict::Undetermined => ("?", self.words.undetermined, Look::Open),
            Verdict::NotApplicable => ("–", self.words.not_applicable, Look::Faint),
        }
    }

    /// A truth's sign and look.
    pub fn truth(&self, truth: Truth) -> (&'static str, Look) {
        let (sign, _, look) = self.verdict(Verdict::from(truth));
        (sign, look)
    }
}
