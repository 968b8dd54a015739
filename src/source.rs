//! Source text, spans, and positions as a person counts them.
//!
//! Text is normalised to NFC when a [`Source`] is made, so that a decomposed
//! "tốt" from a spreadsheet and a composed one from an editor are one word
//! everywhere after. Lines and columns count graphemes from 1 and are therefore
//! the same for both forms. Nothing here reads a file.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// The two languages that rule files, findings and reports are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English, `en`.
    #[default]
    En,
    /// Vietnamese, `vi`.
    Vi,
}

impl Language {
    /// The code on a rule file's first line: `en` or `vi`.
    pub fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Vi => "vi",
        }
    }

    /// Picks the text of this language from a pair.
    pub fn pick<T>(self, en: T, vi: T) -> T {
        match self {
            Language::En => en,
            Language::Vi => vi,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::str::FromStr for Language {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        match code {
            "en" => Ok(Language::En),
            "vi" => Ok(Language::Vi),
            _ => Err(()),
        }
    }
}

/// One text with a name to show for it. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source(Arc<Inner>);

#[derive(Debug, PartialEq, Eq)]
struct Inner {
    name: String,
    text: String,
    /// Byte offset of each line's start.
    lines: Vec<usize>,
}

/// A place as a person counts it: line and column from 1, in graphemes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in graphemes (what a reader sees as one letter).
    pub column: u32,
}

impl Source {
    /// Takes `text` under `name` (a file name as the author knows it).
    /// A byte-order mark is dropped, the text becomes NFC, and line ends `\n`.
    pub fn new(name: impl Into<String>, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let text: String = text.nfc().collect();
        let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Source(Arc::new(Inner { name: name.into(), text, lines }))
    }

    /// The name it was given.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The whole text, NFC, lines ended by `\n`.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The text under `span`; empty where the span does not fit this source.
    pub fn slice(&self, span: Span) -> &str {
        self.0.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Line and column of a byte offset; an offset past the end stands at the end.
    pub fn position(&self, offset: u32) -> Position {
        let offset = (offset as usize).min(self.0.text.len());
        let line = self.0.lines.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.0.lines.get(line).copied().unwrap_or(0);
        let before = self.0.text.get(start..offset).unwrap_or("");
        Position { line: line as u32 + 1, column: before.graphemes(true).count() as u32 + 1 }
    }
}

/// A stretch of a file's NFC text: file number and byte offsets, end exclusive.
///
/// All spans are equal: two trees are equal when they say the same thing,
/// wherever it stands. Compare the fields where the place matters.
#[derive(Debug, Clone, Copy, Default, Eq)]
pub struct Span {
    /// Which file: its number in the list of sources that were read together.
    pub file: u32,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl PartialEq for Span {
    fn eq(&self, _: &Span) -> bool {
        true
    }
}

impl Span {
    /// The span of what was built without any text.
    pub const NONE: Span = Span { file: u32::MAX, start: 0, end: 0 };

    /// From the start of this one to the end of `other`.
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether it stands in a text at all.
    pub fn is_some(self) -> bool {
        self.file != u32::MAX
    }
}
