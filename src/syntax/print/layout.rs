//! Lines: what is written becomes lines of at most [`WIDTH`] columns.
//!
//! The printer says words one after another and between them where a line may
//! break and how readily. A stretch that fits stays on one line; else it breaks
//! at its most ready places, and what still does not fit at the next. A line
//! without such places stays long.

/// The column that lines try not to pass.
const WIDTH: usize = 120;

/// How readily a line breaks, most readily first, at equal depth of nesting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::syntax) enum Ready {
    /// Behind the colon that all of it hangs on.
    Body,
    /// Between what stands one below the other, the first of them too.
    Peer,
    /// The same for an enumeration: as many to a line as fit.
    PeerMember,
    /// Before a tail.
    Tail,
    /// Between cases and rows.
    Row,
    /// Before `and`, `or`.
    Chain,
    /// Before those that a sentence is about.
    Population,
    /// Before the verb.
    Verb,
    /// Before `where`.
    Filter,
    /// Between the members of an enumeration; as many to a line as fit.
    Member,
    /// Before a comparison or an operator.
    Operator,
}

/// What stands before a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax) enum Gap {
    /// Nothing.
    Glue,
    /// A blank.
    Space,
    /// A blank, or a line end: how deeply it is nested, and how readily it breaks.
    May(u32, Ready),
    /// A line end; how far in the line stands.
    Line(usize),
}

/// What no line is broken in, and what stands before it.
#[derive(Debug)]
pub(in crate::syntax) struct Piece {
    pub(in crate::syntax) gap: Gap,
    pub(in crate::syntax) text: String,
}

/// What has been said so far.
#[derive(Debug)]
pub(super) struct Page {
    pieces: Vec<Piece>,
    /// Comments for the end of a line, with the number of the piece they were said before.
    notes: Vec<(usize, String)>,
    next: Gap,
    indent: usize,
    depth: u32,
    flat: bool,
}

impl Page {
    /// An empty page; a `flat` one is a single line without comments.
    pub(super) fn new(flat: bool) -> Page {
        Page { pieces: Vec::new(), notes: Vec::new(), next: Gap::Line(0), indent: 0, depth: 0, flat }
    }

    /// Says a word, a blank before it.
    pub(super) fn word(&mut self, text: &str) {
        if !text.is_empty() {
            self.pieces.push(Piece { gap: self.next, text: text.to_owned() });
            self.next = Gap::Space;
        }
    }

    /// Says what hangs on the word before it: a comma, a closing parenthesis.
    pub(super) fn glued(&mut self, text: &str) {
        let next = self.next;
        self.next = if matches!(next, Gap::Line(_)) { next } else { Gap::Glue };
        self.word(text);
    }

    /// Opens parentheses.
    pub(super) fn open(&mut self) {
        self.word("(");
        self.next = Gap::Glue;
        self.depth += 1;
    }

    /// Says what the next word hangs on: a sign.
    pub(super) fn prefix(&mut self, text: &str) {
        self.word(text);
        self.next = Gap::Glue;
    }

    /// Closes parentheses.
    pub(super) fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.glued(")");
    }

    /// The line may break before the next word.
    pub(super) fn may_break(&mut self, ready: Ready) {
        if self.next == Gap::Space && !self.flat {
            self.next = Gap::May(self.depth, ready);
        }
    }

    /// The line breaks before the next word.
    pub(super) fn line(&mut self) {
        if !self.flat {
            self.next = Gap::Line(self.indent);
        }
    }

    /// Lines that begin from here on stand one level further in.
    pub(super) fn indent(&mut self) {
        self.indent += 1;
    }

    /// Ends [`indent`](Self::indent).
    pub(super) fn outdent(&mut self) {
        self.indent = self.indent.saturating_sub(1);
    }

    /// What follows is nested: lines break around it rather than in it.
    pub(super) fn nest(&mut self) {
        self.depth += 1;
    }

    /// Ends [`nest`](Self::nest).
    pub(super) fn unnest(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Comments on lines of their own.
    pub(super) fn comments(&mut self, comments: &[String]) {
        if self.flat {
            return;
        }
        for comment in comments {
            self.line();
            self.word(&remark(comment));
        }
        if !comments.is_empty() {
            self.line();
        }
    }

    /// A comment for the end of the line that the next word stands on.
    pub(super) fn note(&mut self, comment: Option<&String>) {
        if let (Some(comment), false) = (comment, self.flat) {
            self.notes.push((self.pieces.len(), remark(comment)));
        }
    }

    /// The lines, without a line end behind the last.
    pub(super) fn finish(self) -> String {
        let mut out = String::new();
        let mut notes = self.notes.into_iter().peekable();
        let mut pieces = self.pieces.as_slice();
        let mut said = 0;
        while let Some(first) = pieces.first() {
            let length = 1 + pieces.iter().skip(1).take_while(|piece| !matches!(piece.gap, Gap::Line(_))).count();
            let (line, rest) = pieces.split_at(length);
            let indent = if let Gap::Line(indent) = first.gap { indent } else { 0 };
            let mut lines = Vec::new();
            split(line, indent, indent + 1, &mut lines);
            said += length;
            let mut remarks = Vec::new();
            while let Some((_, note)) = notes.next_if(|(at, _)| *at < said) {
                remarks.push(note);
            }
            for (number, (indent, text)) in lines.iter().enumerate() {
                if !out.is_empty() {
                    out.push('\n');
                }
                out.extend(std::iter::repeat_n(' ', 2 * indent));
                out.push_str(text);
                if number == 0 {
                    for remark in &remarks {
                        out.push_str("  ");
                        out.push_str(remark);
                    }
                }
            }
            pieces = rest;
        }
        out
    }
}

fn remark(comment: &str) -> String {
    if comment.is_empty() { "#".to_owned() } else { format!("# {comment}") }
}

fn plain(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for (number, piece) in pieces.iter().enumerate() {
        if number > 0 && piece.gap != Gap::Glue {
            text.push(' ');
        }
        text.push_str(&piece.text);
    }
    text
}

fn width(pieces: &[Piece]) -> usize {
    pieces.iter().map(|piece| piece.text.chars().count() + usize::from(piece.gap != Gap::Glue)).sum()
}

/// The lines of a stretch, each with how far in it stands: the first at `first`, those that follow at `rest`.
pub(in crate::syntax) fn split(pieces: &[Piece], first: usize, rest: usize, lines: &mut Vec<(usize, String)>) {
    let place = |piece: &Piece| if let Gap::May(depth, ready) = piece.gap { Some((depth, ready)) } else { None };
    let fits = |pieces: &[Piece], indent: usize| width(pieces) + 2 * indent <= WIDTH;
    let most = pieces.iter().skip(1).filter_map(place).min();
    let Some(most) = most.filter(|_| !fits(pieces, first)) else {
        lines.push((first, plain(pieces)));
        return;
    };
    let rest = if matches!(most.1, Ready::Peer | Ready::PeerMember) { first } else { rest };
    let mut parts: Vec<&[Piece]> = Vec::new();
    let mut start = 0;
    let mut last = 0;
    for at in 1..=pieces.len() {
        if pieces.get(at).is_some_and(|piece| place(piece) != Some(most)) {
            continue;
        }
        let indent = if parts.is_empty() { first } else { rest };
        let full = match most.1 {
            // As many members to a line as fit: up to `last` they do.
            Ready::Member | Ready::PeerMember => last > start && !fits(pieces.get(start..at).unwrap_or(&[]), indent),
            Ready::Body
            | Ready::Peer
            | Ready::Tail
            | Ready::Row
            | Ready::Chain
            | Ready::Population
            | Ready::Verb
            | Ready::Filter
            | Ready::Operator => last > start,
        };
        if full {
            parts.push(pieces.get(start..last).unwrap_or(&[]));
            start = last;
        }
        last = at;
    }
    parts.push(pieces.get(start..).unwrap_or(&[]));
    for (number, part) in parts.into_iter().enumerate() {
        split(part, if number == 0 { first } else { rest }, rest + 1, lines);
    }
}
