//! Cutting a file into its header and its declarations.

use std::ops::Range;

use crate::diagnostic::{Finding, SyntaxProblem};
use crate::source::{Language, Span};

use super::EDITION;

/// The first line.
pub(in crate::syntax) struct Header {
    pub edition: u32,
    pub language: Language,
    /// Where the rest begins.
    pub end: usize,
}

/// A declaration's text: from its first letter to the end of its last line that says something.
#[derive(Debug, Clone)]
pub(in crate::syntax) struct Part {
    pub start: usize,
    pub end: usize,
    /// Where the next declaration starts; between `end` and here are blanks and comments that belong to that one.
    pub next: usize,
}

/// A file's declarations.
pub(in crate::syntax) struct Parts {
    /// Text before the first declaration that is neither blank nor comment.
    pub stray: Option<Range<usize>>,
    pub declarations: Vec<Part>,
    end: usize,
}

impl Parts {
    /// Where the first declaration starts, or the text's end.
    pub fn first(&self) -> usize {
        self.declarations.first().map_or(self.end, |part| part.start)
    }
}

/// The keywords that declarations start with.
pub(super) fn keywords(language: Language) -> &'static [&'static str] {
    language.pick(
        &[
            "use",
            "document",
            "scale",
            "record",
            "extend",
            "define",
            "award",
            "criterion",
            "score",
            "rank",
            "parameter",
            "table",
            "test",
            "never",
            "claim",
            "question",
        ],
        &[
            "dùng",
            "văn bản",
            "thang",
            "bản ghi",
            "bổ sung",
            "định nghĩa",
            "xét tặng",
            "tiêu chí",
            "chấm điểm",
            "xếp hạng",
            "tham số",
            "bảng",
            "tình huống",
            "luôn",
            "khẳng định",
            "câu hỏi",
        ],
    )
}

/// Reads `tieuchi 1, en`. Where it is missing or off, a finding says so and the language is guessed from the keywords.
pub(super) fn header(text: &str, file: u32, findings: &mut Vec<Finding>) -> Header {
    let line_end = text.find('\n').unwrap_or(text.len());
    let line = text.get(..line_end).unwrap_or("");
    let words = line.split('#').next().unwrap_or("").trim();
    let mut finding = |problem: SyntaxProblem| {
        let end = words.chars().take(60).map(char::len_utf8).sum::<usize>() as u32;
        findings.push(Finding::new(problem, Span { file, start: 0, end }));
    };
    let Some(rest) = words.strip_prefix("tieuchi").filter(|rest| rest.starts_with(char::is_whitespace)) else {
        finding(SyntaxProblem::NoHeader);
        // A line that means to be the first one is not a declaration as well.
        let end = if words.starts_with("tieuchi") { line_end } else { 0 };
        return Header { edition: EDITION, language: guess(text), end };
    };
    let (edition, language) = rest.split_once(',').unwrap_or((rest, ""));
    let (edition, language) = (edition.trim(), language.trim());
    if language.is_empty() || !edition.starts_with(|c: char| c.is_ascii_digit()) {
        finding(SyntaxProblem::NoHeader);
        return Header { edition: EDITION, language: guess(text), end: line_end };
    }
    let edition = match edition.parse::<u32>() {
        Ok(EDITION) => EDITION,
        _ => {
            finding(SyntaxProblem::UnknownEdition { found: shorten(edition), known: EDITION });
            EDITION
        }
    };
    let language = language.parse().unwrap_or_else(|()| {
        finding(SyntaxProblem::UnknownLanguage { found: shorten(language) });
        guess(text)
    });
    Header { edition, language, end: (line_end + 1).min(text.len()) }
}

fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}

/// The language whose declarations the text has more of.
fn guess(text: &str) -> Language {
    let count = |language| text.lines().filter(|line| keyword(line, language).is_some()).count();
    if count(Language::Vi) > count(Language::En) { Language::Vi } else { Language::En }
}

/// The declaration's keyword that a line starts with, at its first column and followed by a blank and no colon.
pub(super) fn keyword(line: &str, language: Language) -> Option<&'static str> {
    keywords(language).iter().copied().find(|keyword| {
        let Some(rest) = after_words(line, keyword) else { return false };
        rest.starts_with([' ', '\t', '\u{a0}']) && !rest.trim_start().starts_with(':')
            || rest.trim().is_empty()
            || rest.starts_with('#')
    })
}

/// What follows the words of a phrase, any blanks between them.
fn after_words<'t>(line: &'t str, phrase: &str) -> Option<&'t str> {
    let mut rest = line;
    for (number, word) in phrase.split(' ').enumerate() {
        if number > 0 {
            let trimmed = rest.trim_start_matches([' ', '\t', '\u{a0}']);
            if trimmed.len() == rest.len() {
                return None;
            }
            rest = trimmed;
        }
        rest = rest.strip_prefix(word)?;
    }
    Some(rest)
}

/// Cuts what follows the header.
pub(super) fn declarations(text: &str, from: usize, language: Language) -> Parts {
    let mut starts = Vec::new();
    let mut stray: Option<Range<usize>> = None;
    let mut at = from;
    for line in text.get(from..).unwrap_or("").split_inclusive('\n') {
        if keyword(line, language).is_some() {
            starts.push(at);
        } else if starts.is_empty() && !blank(line) {
            let end = at + line.trim_end().len();
            let begin = at + (line.len() - line.trim_start().len());
            stray = Some(stray.map_or(begin, |range| range.start)..end);
        }
        at += line.len();
    }
    let declarations = starts
        .iter()
        .enumerate()
        .map(|(number, start)| {
            let next = starts.get(number + 1).copied().unwrap_or(text.len());
            Part { start: *start, end: said_end(text, *start, next), next }
        })
        .collect();
    Parts { stray, declarations, end: text.len() }
}

fn blank(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}

/// The end of a declaration's own text: comments that stand at the first column
/// after its last line belong to what follows; indented ones are its own.
fn said_end(text: &str, start: usize, next: usize) -> usize {
    let slice = text.get(start..next).unwrap_or("");
    let mut end = 0;
    let mut at = 0;
    for line in slice.split_inclusive('\n') {
        let indented_comment = line.starts_with([' ', '\t']) && line.trim_start().starts_with('#');
        if !blank(line) || indented_comment {
            end = at + line.trim_end().len();
        }
        at += line.len();
    }
    start + end
}
