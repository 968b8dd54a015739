//! Whole numbers, linear comparisons of them, and Boolean structure over these: whether all of it can hold, the least
//! that something can be, and what clashes.
//!
//! Contract. A [`Model`] is built, then asked. Every answer is exact: numbers are fractions of integers, never floats;
//! an [`Assignment`] has been held against every requirement before it is given; an impossibility is found by clauses
//! each of which is either what the model says or a sum of its comparisons that comes to 0 < 0, and each such sum is
//! added up once more in the model's own terms (`simplex`). What isn't settled within the [`Limits`] is
//! [`Unknown`](Outcome::Unknown), never a guess. Work is counted in steps, not in time: the same model gets the same
//! answer everywhere.
//!
//! The Boolean search is batsat's, a CDCL solver that asks a theory; the theory is linear arithmetic over the integers:
//! the general simplex on exact fractions, which keeps its tableau while the search goes back and forth, and branching
//! on fractions by new literals.

mod decomposition;
mod model;
mod nearby;
mod parts;
mod prices;
mod rounding;
mod search;
mod simplex;
mod theory;
mod tied;

pub use model::{Linear, Lit, Model, Tag, Var};

use std::collections::BTreeMap;
use std::rc::Rc;

/// How much work may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Steps: a number of the tableau that is touched, a literal that is looked at. Some ten million are a second.
    pub steps: u64,
}

impl Default for Limits {
    /// A hundred million steps.
    fn default() -> Limits {
        Limits { steps: 100_000_000 }
    }
}

/// Whether to go on: asked now and then, so that who has no more time can say so.
pub type GoOn = Rc<dyn Fn() -> bool>;

/// Why something isn't settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// All steps are used up.
    Steps,
    /// Whoever asked didn't want to go on.
    Time,
    /// Numbers became too long to be kept.
    Numbers,
    /// What is to be made least has no least value that its parts' bounds show.
    Unbounded,
}

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// All requirements hold, so.
    Solved(Assignment),
    /// They can't.
    Impossible(Core),
    /// Not settled.
    Unknown(Limit),
}

/// What came of a search for the least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Minimum {
    /// The least, by the first objective, among these by the second, and so on.
    Least(Assignment),
    /// All requirements hold so, but whether less would do isn't settled.
    AtMost {
        /// The best that was found.
        best: Assignment,
        /// The first objective whose least value isn't known, from 0.
        objective: usize,
        /// No less than this.
        at_least: i128,
        /// Why not.
        limit: Limit,
    },
    /// The requirements can't all hold.
    Impossible(Core),
    /// Not even that is settled.
    Unknown(Limit),
}

/// What clashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Core {
    /// Requirements that can't all hold, ascending. None: what was required without a tag is impossible by itself.
    pub tags: Vec<Tag>,
    /// Whether each is needed: without any one of them, the rest can hold.
    pub minimal: bool,
}

/// A value for everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    numbers: Vec<i128>,
    literals: Vec<bool>,
}

impl Assignment {
    /// A number's value.
    pub fn number(&self, var: Var) -> i128 {
        self.numbers.get(var.at()).copied().unwrap_or(0)
    }

    /// Whether a literal holds.
    pub fn holds(&self, lit: Lit) -> bool {
        self.literals.get(lit.at()).copied().unwrap_or(false) != lit.is_negated()
    }

    /// What a sum comes to; none where it is too large to be kept.
    pub fn sum(&self, linear: &Linear) -> Option<i128> {
        linear.value(|var| self.number(var))
    }
}

/// Sums by variable, without those that come to 0.
type Sum = BTreeMap<Var, i128>;
