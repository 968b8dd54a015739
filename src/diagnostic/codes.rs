//! What each code means, at length: for `explain-code`.
//!
//! Contract. The texts are data, one file per family and language. Each code
//! has a meaning and, where a few lines can show it, a wrong and a right example;
//! tests run the examples. Examples of rules stand behind the [`prelude`] unless
//! they are whole files. Examples of records and packs are
//! folders: each file stands behind a line `-- its name`.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::source::Language;

/// A code explained.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// The code, such as `E0201`.
    pub code: String,
    /// What it means, a sentence or more.
    pub means: String,
    /// What gives it; empty where no file can show it.
    #[serde(default)]
    pub wrong: String,
    /// The same done right.
    #[serde(default)]
    pub right: String,
    /// Whether the examples are whole files, not to be read behind the [`prelude`].
    #[serde(default)]
    pub alone: bool,
}

/// The files of a language, one per family.
type Texts = &'static [(&'static str, &'static str)];

const EN: Texts = &[
    ("syntax", include_str!("codes/syntax.en.ron")),
    ("check", include_str!("codes/check.en.ron")),
    ("data", include_str!("codes/data.en.ron")),
    ("pack", include_str!("codes/pack.en.ron")),
];
const VI: Texts = &[
    ("syntax", include_str!("codes/syntax.vi.ron")),
    ("check", include_str!("codes/check.vi.ron")),
    ("data", include_str!("codes/data.vi.ron")),
    ("pack", include_str!("codes/pack.vi.ron")),
];

/// All explanations of a language, in the order of the codes within each family.
pub fn explanations(language: Language) -> &'static [Explanation] {
    static READ: [OnceLock<Vec<Explanation>>; 2] = [OnceLock::new(), OnceLock::new()];
    let (read, texts) = match language {
        Language::En => (&READ[0], EN),
        Language::Vi => (&READ[1], VI),
    };
    // A file that doesn't read is left out; a test reads each.
    read.get_or_init(|| {
        texts.iter().flat_map(|(_, text)| ron::from_str::<Vec<Explanation>>(text).unwrap_or_default()).collect()
    })
}

/// What a code means; none if there is no such code.
pub fn explain(code: &str, language: Language) -> Option<&'static Explanation> {
    explanations(language).iter().find(|explanation| explanation.code.eq_ignore_ascii_case(code))
}

/// The declarations that examples of rules stand behind.
pub fn prelude(language: Language) -> &'static str {
    match language {
        Language::En => include_str!("codes/prelude.en.tieuchi"),
        Language::Vi => include_str!("codes/prelude.vi.tieuchi"),
    }
}
