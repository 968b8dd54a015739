//! A text as an editor holds it, and places in it.
//!
//! The checker works on composed text with `\n` alone (see [`Source`]); an editor keeps what it was given: a byte-order
//! mark, `\r\n`, letters and tone marks apart. Both have the same lines, and on a line the same letters as people see
//! them, so that a place goes over by its line and its letter. Columns are counted as the client asked for.

use serde::{Deserialize, Serialize};
use tieuchi::source::{Source, Span};
use unicode_segmentation::UnicodeSegmentation;

/// How columns are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// In bytes of UTF-8.
    Utf8,
    /// In units of UTF-16, as the protocol has it by default.
    #[default]
    Utf16,
    /// In characters.
    Utf32,
}

impl Encoding {
    /// Its name in the protocol.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16 => "utf-16",
            Encoding::Utf32 => "utf-32",
        }
    }

    fn units(self, text: &str) -> usize {
        match self {
            Encoding::Utf8 => text.len(),
            Encoding::Utf16 => text.encode_utf16().count(),
            Encoding::Utf32 => text.chars().count(),
        }
    }

    /// The byte at which so many units end; a place within a character is where it begins.
    fn byte(self, text: &str, units: usize) -> usize {
        let mut left = units;
        for (at, letter) in text.char_indices() {
            let size = match self {
                Encoding::Utf8 => letter.len_utf8(),
                Encoding::Utf16 => letter.len_utf16(),
                Encoding::Utf32 => 1,
            };
            match left.checked_sub(size) {
                Some(rest) if left > 0 => left = rest,
                _ => return at,
            }
        }
        text.len()
    }
}

/// A place in the protocol's counting, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column, in units of the encoding.
    pub character: u32,
}

/// A stretch of text, its end excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Range {
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
}

/// A text as an editor holds it.
#[derive(Debug, Clone)]
pub struct Text {
    raw: String,
    /// Where each line of it begins.
    raw_lines: Vec<usize>,
    source: Source,
    /// Where each line of the composed text begins.
    lines: Vec<usize>,
    encoding: Encoding,
}

impl Text {
    /// Takes a text; `name` is for findings.
    pub fn new(name: impl Into<String>, raw: impl Into<String>, encoding: Encoding) -> Text {
        let (name, raw) = (name.into(), raw.into());
        // A file of a program has a name.
        let name = if name.is_empty() { "untitled".to_owned() } else { name };
        let source = Source::new(name, &raw);
        let lines = std::iter::once(0).chain(source.text().match_indices('\n').map(|(at, _)| at + 1)).collect();
        let raw_lines = raw_lines(&raw);
        Text { raw, raw_lines, source, lines, encoding }
    }

    /// As the editor has it.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// As the checker reads it.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// A line of the editor's text without its end, and where it begins.
    fn raw_line(&self, line: usize) -> (usize, &str) {
        let Some(start) = self.raw_lines.get(line).copied() else { return (self.raw.len(), "") };
        let end = self.raw_lines.get(line + 1).copied().unwrap_or(self.raw.len());
        (start, self.raw.get(start..end).unwrap_or("").trim_end_matches(['\r', '\n']))
    }

    /// A line of the composed text without its end, and where it begins.
    fn line(&self, line: usize) -> (usize, &str) {
        let text = self.source.text();
        let Some(start) = self.lines.get(line).copied() else { return (text.len(), "") };
        let end = self.lines.get(line + 1).copied().unwrap_or(text.len());
        (start, text.get(start..end).unwrap_or("").trim_end_matches('\n'))
    }

    /// Where the line's own text begins behind a byte-order mark.
    fn mark(&self, line: usize) -> usize {
        if line == 0 && self.raw.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
    }

    /// The editor's place of an offset in the composed text.
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset as usize;
        let line = self.lines.partition_point(|start| *start <= offset).saturating_sub(1);
        let (start, composed) = self.line(line);
        let (_, raw) = self.raw_line(line);
        let mark = self.mark(line);
        let at = mark + moved(composed, raw.get(mark..).unwrap_or(""), offset.saturating_sub(start));
        let before = raw.get(..at).unwrap_or(raw);
        Position { line: number(line), character: number(self.encoding.units(before)) }
    }

    /// The offset in the composed text of an editor's place; a place that isn't there is the nearest before it.
    pub fn offset(&self, position: Position) -> u32 {
        let line = position.line as usize;
        let (start, composed) = self.line(line);
        let (_, raw) = self.raw_line(line);
        let mark = self.mark(line);
        let at = self.encoding.byte(raw, position.character as usize).saturating_sub(mark);
        number(start + moved(raw.get(mark..).unwrap_or(""), composed, at))
    }

    /// The editor's stretch of a span.
    pub fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end) }
    }

    /// The whole of it.
    pub fn whole(&self) -> Range {
        let last = self.raw_lines.len().saturating_sub(1);
        let character = number(self.encoding.units(self.raw_line(last).1));
        Range { start: Position { line: 0, character: 0 }, end: Position { line: number(last), character } }
    }

    /// The byte of the editor's text at a place.
    fn raw_offset(&self, position: Position) -> usize {
        let (start, line) = self.raw_line(position.line as usize);
        start + self.encoding.byte(line, position.character as usize)
    }

    /// The editor's text with a stretch of it replaced; a stretch whose end is before its beginning is empty.
    pub fn edited(&self, range: Range, with: &str) -> String {
        let start = self.raw_offset(range.start);
        let end = self.raw_offset(range.end).max(start);
        let (before, after) = (self.raw.get(..start).unwrap_or(""), self.raw.get(end..).unwrap_or(""));
        format!("{before}{with}{after}")
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Where each line begins: behind `\n`, `\r\n` or `\r`.
fn raw_lines(raw: &str) -> Vec<usize> {
    let bytes = raw.as_bytes();
    let ends = bytes
        .iter()
        .enumerate()
        .filter(|(at, byte)| **byte == b'\n' || (**byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')));
    std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
}

/// A place of one form of a line in another form of it: by the letters before it.
fn moved(from: &str, to: &str, at: usize) -> usize {
    if from == to {
        let at = at.min(to.len());
        return (0..=at).rev().find(|at| to.is_char_boundary(*at)).unwrap_or(0);
    }
    let mut there = 0;
    let mut letters = to.graphemes(true);
    for (start, letter) in from.grapheme_indices(true) {
        let Some(other) = letters.next() else { break };
        if start + letter.len() > at {
            let within = at.saturating_sub(start);
            return there + if letter == other && other.is_char_boundary(within) { within } else { 0 };
        }
        there += other.len();
    }
    there
}
