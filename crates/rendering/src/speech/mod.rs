//! How things are said: words, numbers and names in a language.

mod heading;
mod values;

use tieuchi::engine::Truth;
use tieuchi::source::Language;
use tieuchi::verdict::Verdict;

use crate::look::Look;
use crate::words::{Words, words};

pub use heading::{Derived, derived, each_total, is_encoded, is_open, is_unplaced};
pub use values::prose;

/// How things are said.
#[derive(Debug, Clone, Copy)]
pub struct Speech {
    /// In which language.
    pub language: Language,
    /// With which words.
    pub words: &'static Words,
    /// Whether everything is shown: all of every list, and explanations of what holds.
    pub whole: bool,
    /// How many of a list are shown where not everything is.
    pub shown: usize,
}

impl Speech {
    /// Of a language; `whole` shows everything.
    pub fn new(language: Language, whole: bool) -> Speech {
        Speech { language, words: words(language), whole, shown: values::SHOWN }
    }

    /// The same with so many names in each list.
    pub fn showing(self, shown: usize) -> Speech {
        Speech { shown, ..self }
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

    /// How many of a list are shown.
    pub fn limit(&self) -> usize {
        if self.whole { usize::MAX } else { self.shown }
    }
}
