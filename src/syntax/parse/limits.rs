//! How large and how deep a text may be.
//!
//! What is too long is refused before the grammar sees it, in one pass over the
//! text. How deep a text nests the grammar counts itself, wherever a thing can
//! hold itself (`deeper` in `grammar/common.pest`). What it reads side by side
//! but the tree nests (terms of a sum, `not not …`) is counted as the tree is
//! built, so that whoever walks a tree can count on [`MAX_TREE`].

use std::ops::Range;

use crate::diagnostic::SyntaxProblem;

/// The largest rule file, in bytes.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;

/// The deepest nesting of parentheses, lists and sentences within one another in one declaration.
pub const MAX_DEPTH: usize = 48;

/// The deepest tree of a declaration, in expressions within expressions; so also the longest sum or product.
pub const MAX_TREE: usize = 300;

/// The longest label, title or name, in letters.
pub const MAX_LABEL: usize = 2000;

/// Whether the file as a whole is too large.
pub(super) fn file(text: &str) -> Option<SyntaxProblem> {
    (text.len() > MAX_BYTES).then_some(SyntaxProblem::TooLarge { limit: MAX_BYTES })
}

/// Whether a declaration holds a token that is too long or a quoted text that does not end, and where.
pub(super) fn declaration(text: &str) -> Option<(SyntaxProblem, Range<usize>)> {
    let mut rest = text.char_indices().peekable();
    while let Some((at, letter)) = rest.next() {
        match letter {
            '#' => while rest.next_if(|(_, letter)| *letter != '\n').is_some() {},
            '"' | '“' | '`' => {
                if let Some(problem) = quoted(text, at, letter, &mut rest) {
                    return Some(problem);
                }
            }
            letter if letter.is_alphanumeric() || letter == '_' => {
                let mut end = at + letter.len_utf8();
                let mut length = 1usize;
                while let Some((next, letter)) = rest.next_if(|(_, l)| l.is_alphanumeric() || *l == '_') {
                    end = next + letter.len_utf8();
                    length += 1;
                }
                if length > MAX_LABEL {
                    return Some((SyntaxProblem::TooLong { limit: MAX_LABEL }, at..end));
                }
            }
            _ => {}
        }
    }
    None
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
