//! The words around a place in text that may be half written: for completion and for what a word means.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A word, a name or a number.
    Word,
    /// A text in quotation marks; `false` if it isn't closed.
    Text(bool),
    /// A sign.
    Sign,
    /// A comment.
    Comment,
}

/// A token of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'t> {
    /// What it is.
    pub sort: Sort,
    /// Where it begins.
    pub start: usize,
    /// What stands there.
    pub text: &'t str,
}

impl Token<'_> {
    /// Where it ends.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// What a text says, without its quotation marks.
    pub fn inner(&self) -> &str {
        self.text.trim_start_matches(['"', '“']).trim_end_matches(['"', '”'])
    }
}

/// Whether a letter may stand in a word.
pub fn in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || unicode_normalization::char::is_combining_mark(c)
}

/// The tokens of a stretch of text.
pub fn tokens(text: &str, from: usize, to: usize) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let stretch = text.get(from..to).unwrap_or("");
    let mut letters = stretch.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if letter.is_whitespace() {
            continue;
        }
        let mut end = at + letter.len_utf8();
        let sort = if letter == '#' {
            end = stretch.get(at..).and_then(|rest| rest.find('\n')).map_or(stretch.len(), |length| at + length);
            Sort::Comment
        } else if letter == '"' || letter == '“' {
            let (closed, length) = quoted(stretch.get(at..).unwrap_or(""), letter);
            end = at + length;
            Sort::Text(closed)
        } else if in_word(letter) {
            let rest = stretch.get(at..).unwrap_or("");
            end = at + rest.find(|c: char| !in_word(c)).unwrap_or(rest.len());
            Sort::Word
        } else {
            Sort::Sign
        };
        while letters.peek().is_some_and(|(next, _)| *next < end) {
            letters.next();
        }
        found.push(Token { sort, start: from + at, text: stretch.get(at..end).unwrap_or("") });
    }
    found
}

/// Whether a text closes on its line, and how long it is.
fn quoted(rest: &str, open: char) -> (bool, usize) {
    let close = if open == '“' { '”' } else { '"' };
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            '\n' => return (false, at),
            '\\' if open == '"' && !escaped => escaped = true,
            letter if letter == close && !escaped => return (true, at + letter.len_utf8()),
            _ => escaped = false,
        }
    }
    (false, rest.len())
}

/// Where the declaration around a place begins: the last line before it that begins at the margin.
pub fn declaration_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or("");
    let mut starts = std::iter::once(0).chain(before.match_indices('\n').map(|(at, _)| at + 1)).collect::<Vec<_>>();
    while let Some(start) = starts.pop() {
        let line = text.get(start..).unwrap_or("");
        if !line.starts_with([' ', '\t', '\n', '#', '\u{a0}']) && !line.is_empty() {
            return start;
        }
    }
    0
}
