//! Tokens, comments and the gaps between them, as lines.

use crate::syntax::grammar::Node;
use crate::syntax::print::layout::{Gap, Piece, split};

use super::gaps::gaps;
use super::tokens::{Comment, Token, tokens};

/// What stands together until a line must end: an element, or a part of one behind a comment.
#[derive(Default)]
struct Stretch {
    /// How far in its first line stands.
    indent: usize,
    /// Whether it goes on what stood before a comment.
    goes_on: bool,
    pieces: Vec<Piece>,
}

/// A declaration's lines, without a line end behind the last.
pub(super) fn declaration(text: &str, node: &Node<'_>) -> String {
    let (tokens, tail) = tokens(text, node);
    let gaps = gaps(node, &tokens);
    let mut lines = Lines::default();
    let mut stretch = Stretch::default();
    let mut before: Option<&Token> = None;
    // How far in the element stands that was begun last.
    let mut element = 0;
    for token in &tokens {
        let (gap, indent) = gaps.get(&token.start).copied().map_or((Gap::Space, None), |(gap, at)| (gap, Some(at)));
        let gap = tight(before, token).unwrap_or(gap);
        let broken = matches!(gap, Gap::Line(_));
        if broken || !token.before.is_empty() {
            lines.stretch(std::mem::take(&mut stretch));
            if let Gap::Line(indent) = gap {
                element = indent;
            }
            let indent = if broken { element } else { indent.unwrap_or(element) + 1 };
            for comment in &token.before {
                lines.comment(comment, indent, broken);
            }
            if token.blank && broken {
                lines.blank();
            }
            stretch = Stretch { indent, goes_on: !broken, pieces: Vec::new() };
        }
        stretch.pieces.push(Piece { gap, text: token.text.clone() });
        before = Some(token);
    }
    lines.stretch(stretch);
    for comment in &tail {
        lines.comment(comment, 1, true);
    }
    lines.0
}

/// What hangs on the token before it, whatever the grammar made of both.
fn tight(before: Option<&Token>, token: &Token) -> Option<Gap> {
    let opened = before.is_some_and(|before| matches!(before.text.as_str(), "(" | "."));
    (opened || matches!(token.text.as_str(), "," | ";" | ":" | ")" | "." | "?")).then_some(Gap::Glue)
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    fn stretch(&mut self, stretch: Stretch) {
        let Stretch { indent, goes_on, pieces } = stretch;
        if pieces.is_empty() {
            return;
        }
        let mut lines = Vec::new();
        split(&pieces, indent, if goes_on { indent } else { indent + 1 }, &mut lines);
        for (indent, text) in lines {
            self.line(indent, &text);
        }
    }

    fn line(&mut self, indent: usize, text: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.extend(std::iter::repeat_n(' ', 2 * indent));
        self.0.push_str(text);
    }

    fn blank(&mut self) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
    }

    fn comment(&mut self, comment: &Comment, indent: usize, blanks: bool) {
        if comment.behind && !self.0.is_empty() {
            self.0.push_str("  ");
            self.0.push_str(&comment.text);
            return;
        }
        if comment.blank && blanks {
            self.blank();
        }
        self.line(indent, &comment.text);
    }
}
