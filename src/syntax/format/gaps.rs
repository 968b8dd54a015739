//! Where lines break: what stands before each token of a declaration, from what the grammar made of it.
//!
//! Contract. Only the kinds of nodes and the signs between them decide, never how the text was laid out: the same words
//! give the same lines.

use std::collections::BTreeMap;

use crate::syntax::grammar::{Kind, Node};
use crate::syntax::print::layout::{Gap, Ready};

use super::tokens::Token;

/// Where a node stands.
#[derive(Clone, Copy)]
struct Place {
    /// How far in the line-level element stands that it is part of.
    indent: usize,
    /// How deeply it is nested in that element.
    depth: u32,
    /// Whether it is the sentence that tails belong to, or one of several tails that have lines of their own.
    tailed: bool,
}

impl Place {
    fn deeper(self) -> Place {
        Place { depth: self.depth + 1, tailed: false, ..self }
    }

    fn line(indent: usize) -> Place {
        Place { indent, depth: 0, tailed: false }
    }

    fn may(self, ready: Ready) -> Gap {
        Gap::May(self.depth, ready)
    }
}

/// The gap before each token that has one by its place in the declaration, by where the token starts, with how far in
/// the lines stand that go on there.
pub(super) fn gaps(node: &Node<'_>, tokens: &[Token]) -> BTreeMap<usize, (Gap, usize)> {
    let mut walk = Walk { tokens, gaps: BTreeMap::new() };
    for declaration in &node.children {
        walk.children(declaration, Place::line(0));
    }
    walk.gaps
}

struct Walk<'t> {
    tokens: &'t [Token],
    gaps: BTreeMap<usize, (Gap, usize)>,
}

impl Walk<'_> {
    /// What was said of an outer node that begins here holds.
    fn set(&mut self, start: usize, gap: Gap, place: Place) {
        self.gaps.entry(start).or_insert((gap, place.indent));
    }

    /// The element begins a line, and what is in it goes on from there.
    fn line(&mut self, start: usize, indent: usize) -> Place {
        let place = Place::line(indent);
        self.set(start, Gap::Line(indent), place);
        place
    }

    /// The tokens of a node that belong to none of its children: `(start, text)`.
    fn own<'n>(&'n self, node: &'n Node<'_>) -> impl Iterator<Item = (usize, &'n str)> {
        let first = self.tokens.partition_point(|token| token.start < node.start);
        let last = self.tokens.partition_point(|token| token.start < node.start + node.text.len());
        // Children stand in the order of the text.
        let within = |at: usize| {
            let next = node.children.partition_point(|child| child.start <= at);
            let before = next.checked_sub(1).and_then(|before| node.children.get(before));
            before.is_some_and(|child| at < child.start + child.text.len())
        };
        let tokens = self.tokens.get(first..last).unwrap_or_default().iter();
        tokens.filter(move |token| !within(token.start)).map(|token| (token.start, token.text.as_str()))
    }

    /// The gap before each token that follows one of the node's own signs.
    fn behind(&mut self, node: &Node<'_>, signs: &[&str], gap: Gap, place: Place) {
        let found: Vec<usize> =
            self.own(node).filter(|(_, text)| signs.contains(text)).map(|(start, _)| start).collect();
        for start in found {
            let next = self.tokens.partition_point(|token| token.start <= start);
            if let Some(token) = self.tokens.get(next) {
                self.set(token.start, gap, place);
            }
        }
    }

    /// The first of the node's own tokens behind a place.
    fn after(&self, node: &Node<'_>, start: usize) -> Option<usize> {
        self.own(node).map(|(at, _)| at).find(|at| *at > start)
    }

    fn children(&mut self, node: &Node<'_>, place: Place) {
        self.signs(node, place);
        for (number, child) in node.children.iter().enumerate() {
            let place = self.child(node, child, number, place);
            self.children(child, place);
        }
    }

    /// What the signs and words of the node itself say.
    fn signs(&mut self, node: &Node<'_>, place: Place) {
        match node.kind {
            Kind::Scale => {
                let signs: Vec<usize> =
                    self.own(node).filter(|(_, text)| *text == "<").map(|(start, _)| start).collect();
                signs.into_iter().for_each(|start| self.set(start, place.may(Ready::Peer), place));
            }
            Kind::CaseTail | Kind::Depends => self.behind(node, &[";"], place.may(Ready::Row), place),
            Kind::ScorePoints => self.behind(node, &[";"], place.may(Ready::Peer), place),
            Kind::By => self.behind(node, &[";", ","], place.may(Ready::Row), place),
            Kind::Rank => self.behind(node, &[","], Gap::May(0, Ready::Row), Place::line(1)),
            Kind::TOneOf => self.behind(node, &[","], place.deeper().may(Ready::PeerMember), place),
            Kind::Cites | Kind::OneOf | Kind::ByRow | Kind::TableRow | Kind::Table | Kind::Same => {
                self.behind(node, &[","], place.deeper().may(Ready::Member), place);
            }
            Kind::ForEach => self.behind(node, &[","], place.may(Ready::Verb), place),
            Kind::Item => {
                // `not measured`
                let title = node.child(Kind::String).map_or(node.start, |title| title.start);
                if let Some(start) = self.after(node, title) {
                    self.set(start, place.may(Ready::Verb), place);
                }
            }
            _ => {}
        }
    }

    /// What stands before a child, and the child's own place.
    fn child(&mut self, node: &Node<'_>, child: &Node<'_>, number: usize, place: Place) -> Place {
        let start = child.start;
        let mut may = |ready: Ready| self.set(start, place.may(ready), place);
        match child.kind {
            Kind::DocTitle | Kind::DocPeriod | Kind::Item | Kind::Field | Kind::Series => self.line(start, 1),
            Kind::Cites | Kind::AwardCase | Kind::AwardElse | Kind::Band | Kind::TableRow => self.line(start, 1),
            Kind::TableElse | Kind::ForEach | Kind::IfNone | Kind::Ties | Kind::ScoreLine0 => self.line(start, 1),
            Kind::ScoreLine1 => self.line(start, 2),
            Kind::ScoreLine2 => self.line(start, 3),
            Kind::BandDrop if node.kind == Kind::Bands => self.line(start, 1),
            Kind::BandDrop => {
                may(Ready::Tail);
                place
            }
            Kind::Expr if node.kind == Kind::Criterion => self.line(start, 1),
            Kind::Always | Kind::Possible | Kind::Implies | Kind::Equivalent => self.line(start, 1),
            Kind::Hence | Kind::Imply | Kind::EquivalentTo => {
                may(Ready::Tail);
                place
            }
            Kind::RankKey if node.children.get(number - 1).is_none_or(|before| before.kind != Kind::RankKey) => {
                self.line(start, 1)
            }
            Kind::String | Kind::None if node.kind == Kind::Scale => {
                if node.children.get(number.wrapping_sub(1)).is_some_and(|before| before.kind == Kind::Naming) {
                    self.line(start, 1);
                }
                place
            }
            Kind::String if matches!(node.kind, Kind::Field | Kind::Parameter) => {
                may(Ready::Verb);
                place
            }
            Kind::String if node.kind == Kind::Table => {
                // `from "…"`: the words before it.
                let rule = node.children.get(number.wrapping_sub(1)).map_or(node.start, |rule| rule.start);
                if let Some(start) = self.after(node, rule).filter(|at| *at < start) {
                    self.set(start, place.may(Ready::Verb), place);
                }
                place
            }
            // A sign.
            Kind::Minus => {
                self.behind(child, &["-"], Gap::Glue, place);
                place
            }
            Kind::TOneOf => place.deeper(),
            Kind::String | Kind::None if node.kind == Kind::TOneOf && number == 0 => {
                may(Ready::Body);
                place
            }
            // Lettered entries stand below what they are letters of.
            Kind::Body if holds(child, Kind::Entries) => self.line(start, 1),
            Kind::Body | Kind::ScorePoints => {
                may(Ready::Body);
                place.deeper()
            }
            Kind::CaseTail if node.kind == Kind::Body => {
                self.behind(child, &[";"], place.may(Ready::Peer), place);
                place
            }
            Kind::Population if depends(node) => {
                may(Ready::Population);
                place
            }
            Kind::Entry0 | Kind::Entry1 | Kind::Entry2 => self.line(start, place.indent + 1),
            Kind::SaidEntry0 | Kind::SaidEntry1 | Kind::SaidEntry2 => self.line(start, place.indent + 1),
            Kind::TailEntry0 | Kind::TailEntry1 | Kind::TailEntry2 => self.line(start, place.indent + 2),
            Kind::ByRow if number == 1 => {
                may(Ready::Row);
                place
            }
            Kind::OfWhich | Kind::OfRest => {
                if place.tailed {
                    self.set(start, Gap::Line(place.indent + 1), place);
                } else {
                    may(Ready::Tail);
                }
                place
            }
            Kind::Filter => {
                may(Ready::Filter);
                place.deeper()
            }
            Kind::Property => {
                may(if place.tailed { Ready::Tail } else { Ready::Verb });
                place.deeper()
            }
            Kind::TailClause
            | Kind::Paren
            | Kind::SaidParen
            | Kind::Aggregate
            | Kind::By
            | Kind::Depends
            | Kind::Via => place.deeper(),
            Kind::And | Kind::Or => {
                may(Ready::Chain);
                place
            }
            Kind::AddOp | Kind::MulOp | Kind::Rounded | Kind::Clamp | Kind::Lasting => {
                may(Ready::Operator);
                place
            }
            kind if compares(kind) && node.kind == Kind::Comparison => {
                may(Ready::Operator);
                place
            }
            Kind::Chain | Kind::Saying if matches!(node.kind, Kind::Expr | Kind::Statement) => {
                Place { tailed: node.has(Kind::Tail), ..place }
            }
            // The tails belong to the sentence that the chain ends with.
            Kind::Unary | Kind::Said => Place { tailed: place.tailed && number + 1 == node.children.len(), ..place },
            // Behind lettered entries a tail isn't taken for a part of the last of them.
            Kind::Tail => Place { tailed: node.all(Kind::Tail).any(|tail| tail.has(Kind::TailEntries)), ..place },
            Kind::Sentence => place,
            Kind::List | Kind::SaidList => Place { tailed: false, ..place },
            _ => place,
        }
    }
}

/// Whether a node has one of a kind in it.
fn holds(node: &Node<'_>, kind: Kind) -> bool {
    node.children.iter().any(|child| child.kind == kind || holds(child, kind))
}

/// Whether a sentence has a threshold that is a number of its own, in parentheses.
fn depends(sentence: &Node<'_>) -> bool {
    let bounds = sentence.all(Kind::QBound);
    bounds.flat_map(|bound| bound.all(Kind::Amount)).any(|amount| amount.has(Kind::Paren))
}

/// Whether a part of a comparison says what is compared and how.
fn compares(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::CmpIs
            | Kind::CmpNot
            | Kind::CmpUnequal
            | Kind::CmpAtLeast
            | Kind::CmpAtMost
            | Kind::CmpAbove
            | Kind::CmpBelow
            | Kind::CmpFrom
    )
}
