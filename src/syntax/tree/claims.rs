//! What authors state and ask about their rules.

use super::{Cite, Expr, Id, Need, Node, Quoted};

/// `claim K1 "…" cites II.3 always: …` and `question Q1 "…" does II.3 imply II.4?`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its identifier.
    pub id: Id,
    /// What it is about, for people.
    pub title: Quoted,
    /// What it is founded on.
    pub cites: Vec<Cite>,
    /// What it says. What is stated always is declared as a claim, all else as a question.
    pub says: Says,
}

/// What is stated or asked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)] // one per declaration
pub enum Says {
    /// `always: if II.3 is met then II.4 is met`; without `if` it is stated of all records.
    Always(Option<Expr>, Expr),
    /// `is it possible that …?`
    Possible(Expr),
    /// `does II.3 imply II.4?`
    Implies(Expr, Expr),
    /// `is II.3 equivalent to II.4?`
    Equivalent(Expr, Expr),
}

impl Says {
    /// Whether it is asked; else it is stated.
    pub fn is_question(&self) -> bool {
        match self {
            Says::Always(..) => false,
            Says::Possible(_) | Says::Implies(..) | Says::Equivalent(..) => true,
        }
    }

    /// Its statements in the order of the text.
    pub fn statements(&self) -> impl Iterator<Item = &Expr> {
        let (first, second) = match self {
            Says::Always(when, then) => (when.as_ref(), Some(then)),
            Says::Possible(what) => (None, Some(what)),
            Says::Implies(one, other) | Says::Equivalent(one, other) => (Some(one), Some(other)),
        };
        first.into_iter().chain(second)
    }

    /// The same, to be changed.
    pub fn statements_mut(&mut self) -> impl Iterator<Item = &mut Expr> {
        let (first, second) = match self {
            Says::Always(when, then) => (when.as_mut(), Some(then)),
            Says::Possible(what) => (None, Some(what)),
            Says::Implies(one, other) | Says::Equivalent(one, other) => (Some(one), Some(other)),
        };
        first.into_iter().chain(second)
    }
}

/// A verdict as a claim names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Judged {
    /// `met`.
    Met,
    /// `not met`.
    NotMet,
    /// `undetermined`.
    Undetermined,
    /// `not applicable`.
    NotApplicable,
}

/// What joins statements, which may name verdicts.
#[derive(Debug, Clone)]
pub enum Joint<'e> {
    /// A verdict.
    Judged(&'e Id, Judged),
    /// `not`.
    Not(&'e Expr),
    /// `and`, `or`, a lettered list.
    List(Need, Vec<&'e Expr>),
    /// A condition like any other.
    Whole,
}

impl Expr {
    /// What it joins, as a statement of a claim.
    pub fn joint(&self) -> Joint<'_> {
        match &self.node {
            Node::Judged(id, fate) => Joint::Judged(id, *fate),
            Node::Not(inner) => Joint::Not(inner),
            Node::And(parts) => Joint::List(Need::All, parts.iter().collect()),
            Node::Or(parts) => Joint::List(Need::Any, parts.iter().collect()),
            Node::List(need, entries) => Joint::List(*need, entries.iter().map(|entry| &entry.content).collect()),
            Node::Literal(_)
            | Node::Path(_)
            | Node::Compare(..)
            | Node::Between { .. }
            | Node::OneOf(..)
            | Node::Presence(..)
            | Node::Within(..)
            | Node::Top(..)
            | Node::Quantified(_)
            | Node::Meets(_)
            | Node::MeetsEvery(_)
            | Node::Arithmetic(..)
            | Node::Negative(_)
            | Node::PercentOf(..)
            | Node::Rounded(..)
            | Node::AtMost(..)
            | Node::AtLeast(..)
            | Node::Cases(..)
            | Node::By(..)
            | Node::Aggregate(_)
            | Node::Shift(..)
            | Node::Elapsed(..)
            | Node::PeriodEdge(_)
            | Node::ScoreLine(..)
            | Node::EveryLine(..)
            | Node::Earlier(..)
            | Node::HasEarlier(_)
            | Node::Growth(..)
            | Node::Run(_)
            | Node::Lasting(..) => Joint::Whole,
        }
    }
}
