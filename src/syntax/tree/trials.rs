//! Tests of rules: a small table of records, and what is expected of them.

use crate::source::Span;

use super::{Fits, Id, Ident, Literal, Quoted, Trivia};

/// `test "Forty persons, two of them short" records … expect …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// What it is about, for people.
    pub title: Quoted,
    /// Records, settings and expectations in the order of the text.
    pub parts: Vec<TrialPart>,
}

/// A part of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialPart {
    /// Its comments.
    pub trivia: Trivia,
    /// What it says.
    pub step: TrialStep,
    /// Where.
    pub span: Span,
}

/// What a part of a test says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrialStep {
    /// `records from "../examples/met"`.
    From(Quoted),
    /// `records person | id | rating | …`: the first row names the columns.
    Records {
        /// The kind.
        kind: Ident,
        /// The rows.
        rows: Vec<TrialRow>,
    },
    /// `set quota = 20%`.
    Set(Ident, Literal),
    /// `expect II.2.a: not met`.
    Expect(Expect),
}

/// `| p1 | U1 | Good |`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialRow {
    /// Its comments.
    pub trivia: Trivia,
    /// Its cells.
    pub cells: Vec<TrialCell>,
    /// Where.
    pub span: Span,
}

/// A cell, as a file of records would have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialCell {
    /// What it says, without blanks around; empty where nothing is recorded.
    pub text: String,
    /// Whether it stands in quotes: then it is no range of keys.
    pub quoted: bool,
    /// Where.
    pub span: Span,
}

/// `expect II.3 of U1: met; 3/4`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expect {
    /// Of what.
    pub subject: Subject,
    /// `of U1`: the records in hand.
    pub of: Vec<Keys>,
    /// What comes of it.
    pub outcomes: Vec<Outcome>,
}

/// What an expectation, or an excuse, is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// What.
    pub place: Place,
    /// Something that stands beside what holds or fails there.
    pub aside: Option<Aside>,
    /// Where.
    pub span: Span,
}

/// What stands beside a condition, by its number from 0 among those of its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aside {
    /// `where`, `where 2`: who is counted among.
    Where(u32),
    /// `when`, `when 2`: a case of a threshold.
    When(u32),
}

/// A place in the rules that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// `line a.1 of unit.points`, maybe a case of it: `line a.1 of unit.points 2`.
    Line(Vec<u32>, Vec<Ident>, Option<Spot>),
    /// `II.2`, `unit.title`, maybe a case of it and a part of that: `unit.title "Xuất sắc" b`.
    Named {
        /// The criterion, or kind and field.
        id: Id,
        /// The label of an award's case.
        case: Option<Literal>,
        /// A part of the condition.
        spot: Option<Spot>,
    },
}

/// A part of a condition: its place from 0 at each level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Whether the first place is a letter.
    pub lettered: bool,
    /// The places.
    pub places: Vec<u32>,
}

/// `p1`, or `p1 … p38`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// The first.
    pub first: Ident,
    /// The last of a range.
    pub last: Option<Ident>,
}

/// What is expected, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What.
    pub fate: Fate,
    /// Where.
    pub span: Span,
}

/// What may be expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// `met`.
    Met,
    /// `not met`.
    NotMet,
    /// `undetermined`.
    Undetermined,
    /// `not applicable`.
    NotApplicable,
    /// `fails for p1, p2`: exactly these stand against it.
    FailsFor(Vec<Keys>),
    /// `unknown for p3`: exactly these leave it open.
    UnknownFor(Vec<Keys>),
    /// `short by 2`.
    ShortBy(u64),
    /// `38/40`: how many of how many.
    Tally(u64, u64),
    /// `unknown`: nothing is known of the value.
    Unknown,
    /// A value, `"A" or "B"` where it is open, `at least 3`, `between 3 and 5` of a number that is open.
    Value(Fits),
}

/// `never fails II.1 b: "…"`: why no test can see it fail, or hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excuse {
    /// Whether it never fails; else it never holds.
    pub fails: bool,
    /// What.
    pub subject: Subject,
    /// Why.
    pub reason: Quoted,
}
