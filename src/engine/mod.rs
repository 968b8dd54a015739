//! The engine: marks, tallies and derived columns, stratum by stratum.

mod tally;
mod truth;

pub use tally::{Counts, Summation, Tallies, VerdictCounts};
pub use truth::{Interval, Truth};
