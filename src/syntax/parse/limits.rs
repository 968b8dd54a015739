//! What is refused before the grammar sees it, so that nothing overflows a stack or runs away.
//!
//! The grammar recurses for parentheses, for inner lists, and for phrases that
//! take another phrase behind them (`10% of 10% of …`, `persons have … have …`).
//! Each is counted here in one pass over the text.

use std::ops::Range;

use crate::diagnostic::SyntaxProblem;
use crate::source::Language;

/// The largest rule file, in bytes.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;

/// The deepest nesting of parentheses, and of phrases in phrases, in one declaration.
pub const MAX_DEPTH: usize = 48;

/// The longest label, title or name, in letters.
pub const MAX_LABEL: usize = 2000;

/// Whether the file as a whole is too large.
pub(super) fn file(text: &str) -> Option<SyntaxProblem> {
    (text.len() > MAX_BYTES).then_some(SyntaxProblem::TooLarge { limit: MAX_BYTES })
}

/// Whether a declaration goes too deep or holds a token that is too long, and where.
pub(super) fn declaration(text: &str, language: Language) -> Option<(SyntaxProblem, Range<usize>)> {
    let deep = |at: usize, len: usize| Some((SyntaxProblem::TooDeep { limit: MAX_DEPTH }, at..at + len));
    let nesting: &[&str] = language.pick(
        &["of", "where", "have", "has", "from", "by", "before", "after", "not", "when", "are", "with", "meet"],
        &["của", "mà", "có", "đạt", "được", "bị", "đều", "từ", "theo", "trước", "sau", "phải", "khi", "tổng"],
    );
    let mut brackets = 0usize;
    let mut phrases = 0usize;
    let mut signs = 0usize;
    let mut lists = 0usize;
    let mut rest = text.char_indices().peekable();
    while let Some((at, letter)) = rest.next() {
        match letter {
            '#' => while rest.next_if(|(_, letter)| *letter != '\n').is_some() {},
            '"' | '“' | '`' => {
                if let Some(problem) = quoted(text, at, letter, &mut rest) {
                    return Some(problem);
                }
                signs = 0;
            }
            '(' => {
                brackets += 1;
                if brackets > MAX_DEPTH {
                    return deep(at, 1);
                }
            }
            ')' => {
                // The end of a marker such as `a)`: an entry begins and the phrase before it is over.
                brackets = brackets.saturating_sub(1);
                phrases = 0;
            }
            ';' | ',' => phrases = 0,
            '-' => {
                signs += 1;
                if signs > MAX_DEPTH {
                    return deep(at, 1);
                }
            }
            letter if letter.is_alphanumeric() || letter == '_' => {
                let mut end = at + letter.len_utf8();
                while let Some((next, letter)) = rest.next_if(|(_, l)| l.is_alphanumeric() || *l == '_') {
                    end = next + letter.len_utf8();
                }
                let word = text.get(at..end).unwrap_or("");
                if word.len() > 4 * MAX_LABEL {
                    return Some((SyntaxProblem::TooLong { limit: MAX_LABEL }, at..end));
                }
                signs = 0;
                if nesting.contains(&word) {
                    phrases += 1;
                    if phrases > MAX_DEPTH {
                        return deep(at, word.len());
                    }
                }
                // Lists in lists: an award's cases and a definition's begin anew with each `when`.
                if word == language.pick("when", "khi") {
                    lists = 0;
                } else if opens_list(text, end, language, word) {
                    lists += 1;
                    if lists > MAX_DEPTH {
                        return deep(at, word.len());
                    }
                }
            }
            letter => {
                if !letter.is_whitespace() {
                    signs = 0;
                }
            }
        }
    }
    None
}

/// Whether a word is the last of a list's opening, right before its first marker.
fn opens_list(text: &str, end: usize, language: Language, word: &str) -> bool {
    if word != language.pick("of", "kiện") {
        return false;
    }
    let rest = text.get(end..).unwrap_or("").trim_start().trim_start_matches(':').trim_start();
    rest.chars().take(12).collect::<String>().split_once(')').is_some_and(|(marker, _)| {
        !marker.is_empty() && marker.chars().all(|letter| letter.is_alphanumeric() || letter == '.')
    })
}

type Letters<'t> = std::iter::Peekable<std::str::CharIndices<'t>>;

/// Reads to the end of a quoted text: it ends on its line.
fn quoted(text: &str, at: usize, open: char, rest: &mut Letters<'_>) -> Option<(SyntaxProblem, Range<usize>)> {
    let close = match open {
        '“' => '”',
        other => other,
    };
    let mut length = 0usize;
    while let Some((here, letter)) = rest.next_if(|(_, letter)| *letter != '\n') {
        length += 1;
        if length > MAX_LABEL {
            return Some((SyntaxProblem::TooLong { limit: MAX_LABEL }, at..here));
        }
        if letter == close {
            return None;
        }
        if letter == '\\' && open == '"' {
            rest.next_if(|(_, letter)| *letter != '\n');
        }
    }
    let line_end = text.get(at..).and_then(|line| line.find('\n')).map_or(text.len(), |length| at + length);
    Some((SyntaxProblem::OpenText, at..line_end))
}
