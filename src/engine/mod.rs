//! The engine: marks, tallies and derived columns, stratum by stratum.
//!
//! Contract. [`evaluate`] goes through the program's plan: each step tallies a
//! clause or an aggregate over all groups, or computes a derived field, from
//! results of steps before it. What a record is to a clause (its *marks*) is
//! computed by the same functions that answer later questions about it, so that
//! explanations can't drift from verdicts. Tallies merge; nothing that is
//! decided depends on the order of rows or on how they were cut.

mod aggregates;
mod blocks;
mod classes;
mod counted;
mod derived;
mod evaluation;
mod hand;
mod interval;
mod kernel;
mod lane;
mod layout;
mod linear;
mod links;
mod live;
mod numbering;
mod numbers;
mod onwards;
mod parts;
mod quantifier;
mod ranks;
mod read;
mod sets;
mod sides;
mod states;
mod store;
mod tally;
mod tallying;
mod threads;
mod truth;
mod unknowns;

pub use counted::LabelCounts;
pub(crate) use counted::{AggregateState, AwardCounts, ClauseCounts, Counted, EachCounts, evaluate_counted};
pub(crate) use evaluation::State;
pub(crate) use evaluation::evaluate_sound;
pub use evaluation::{EvaluateError, Evaluation, MAX_GROUPS, Options, evaluate};
pub use hand::Hand;
pub(crate) use live::{FieldTurn, Live, Outcome, Said, Turn};
pub use parts::{Parts, comes_in_parts};
pub use quantifier::{Threshold, attainable, decide, rounded_share};
pub use ranks::MAX_UNPLACED;
pub use read::Value;
pub use tally::{Counts, Summation, Tallies, VerdictCounts};
pub(crate) use tallying::slots;
pub use truth::{Interval, Truth};
pub use unknowns::{Divisor, Gap, MissingCell};
