//! A declaration's text as tokens, each with the comments that stand before it.
//!
//! What the grammar takes as one token (a text, a name, a number, a marker) stays as it is written; the rest is words
//! and signs. Nothing is lost: tokens and comments together are all of the text but its blanks.

use crate::syntax::grammar::{Kind, Node};

/// A comment, from its `#`.
#[derive(Debug, Clone)]
pub(super) struct Comment {
    pub text: String,
    /// Whether it stands behind text on its line.
    pub behind: bool,
    /// Whether a blank line stands before it.
    pub blank: bool,
}

/// A token.
#[derive(Debug)]
pub(super) struct Token {
    /// Where it stands in the declaration's text.
    pub start: usize,
    pub text: String,
    /// The comments between it and the token before it.
    pub before: Vec<Comment>,
    /// Whether a blank line stands right before it.
    pub blank: bool,
}

/// The tokens of a declaration, and the comments behind the last of them.
pub(super) fn tokens(text: &str, node: &Node<'_>) -> (Vec<Token>, Vec<Comment>) {
    let mut whole = Vec::new();
    wholes(node, &mut whole);
    let mut whole = whole.into_iter().peekable();
    let (mut out, mut before) = (Vec::new(), Vec::new());
    let (mut at, mut breaks) = (0, 0);
    while let Some(letter) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or("");
        if letter.is_whitespace() {
            breaks += usize::from(letter == '\n');
            at += letter.len_utf8();
            continue;
        }
        let behind = breaks == 0 && !(out.is_empty() && before.is_empty());
        let blank = breaks > 1;
        breaks = 0;
        if letter == '#' {
            let line = rest.lines().next().unwrap_or("");
            before.push(Comment { text: comment(line), behind, blank });
            at += line.len();
            continue;
        }
        while whole.next_if(|(start, _)| *start < at).is_some() {}
        let (length, written) = match whole.next_if(|(start, _)| *start == at) {
            Some((_, node)) => (node.text.len(), written(node)),
            None => {
                let length = run(rest, letter);
                (length, rest.get(..length).unwrap_or("").to_owned())
            }
        };
        out.push(Token { start: at, text: written, before: std::mem::take(&mut before), blank });
        at += length;
    }
    (out, before)
}

/// A comment's line as it is written, with a blank behind the `#` where a word follows at once.
pub(super) fn comment(line: &str) -> String {
    let line = line.trim();
    match line.strip_prefix('#') {
        Some(text) if text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '“' | '`' | '(')) => {
            format!("# {text}")
        }
        _ => line.to_owned(),
    }
}

/// The nodes that are one token, in order.
fn wholes<'n, 't>(node: &'n Node<'t>, out: &mut Vec<(usize, &'n Node<'t>)>) {
    let whole = matches!(
        node.kind,
        Kind::String
            | Kind::Ticked
            | Kind::Plain
            | Kind::Id
            | Kind::Number
            | Kind::Percent
            | Kind::Fraction
            | Kind::Date
            | Kind::Whole
            | Kind::Marker0
            | Kind::Marker1
            | Kind::Marker2
            | Kind::TYesNo
            | Kind::LineId
    );
    if whole {
        out.push((node.start, node));
    } else {
        node.children.iter().for_each(|child| wholes(child, out));
    }
}

fn written(node: &Node<'_>) -> String {
    match node.kind {
        // `70 %`
        Kind::Percent => node.text.chars().filter(|letter| !letter.is_whitespace()).collect(),
        _ => node.text.to_owned(),
    }
}

/// How long the word or sign is that a text begins with.
fn run(text: &str, first: char) -> usize {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_';
    if part(first) {
        return text.find(|letter: char| !part(letter)).unwrap_or(text.len());
    }
    let two = ["->", ">=", "<=", "!="].into_iter().find(|sign| text.starts_with(sign));
    two.map_or(first.len_utf8(), str::len)
}
