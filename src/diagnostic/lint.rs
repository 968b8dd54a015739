//! What lint points out: L00xx. The prose of each stands with the lint that finds it.

use crate::source::Language;

use super::Prose;

/// Something that its author may not have meant, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LintProblem {
    /// The lint's code, such as `L0010`.
    pub code: &'static str,
    /// In English.
    pub en: Prose,
    /// In Vietnamese.
    pub vi: Prose,
}

impl LintProblem {
    /// In words.
    pub fn prose(&self, language: Language) -> &Prose {
        language.pick(&self.en, &self.vi)
    }
}
