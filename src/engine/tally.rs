//! Tallies: the narrow waist between marks and verdicts.
//!
//! Everything here is a small vector of integers (or of exact sums and
//! extremes) that merges: the tally of two disjoint sets of rows is the merge
//! of their tallies, whatever the order. Verdicts are functions of tallies and
//! nothing else, so that they don't depend on how the rows were cut.

use serde::{Deserialize, Serialize};

use crate::exact::Exact;

use super::truth::Truth;

/// The six counts of one clause part over one group: {in, maybe in} x {holds, fails, unknown}, and how many were left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// In, and the property holds.
    pub in_holds: u64,
    /// In, and it fails.
    pub in_fails: u64,
    /// In, and it is unknown.
    pub in_unknown: u64,
    /// Maybe in, and the property holds.
    pub maybe_holds: u64,
    /// Maybe in, and it fails.
    pub maybe_fails: u64,
    /// Maybe in, and it is unknown.
    pub maybe_unknown: u64,
    /// In (or maybe in), with an unknown property, and left out by `leaving out missing`.
    pub left_out: u64,
}

impl Counts {
    /// Adds one record.
    pub fn add(&mut self, member: Truth, property: Truth) {
        let count = match (member, property) {
            (Truth::No, _) => return,
            (Truth::Yes, Truth::Yes) => &mut self.in_holds,
            (Truth::Yes, Truth::No) => &mut self.in_fails,
            (Truth::Yes, Truth::Unknown) => &mut self.in_unknown,
            (Truth::Unknown, Truth::Yes) => &mut self.maybe_holds,
            (Truth::Unknown, Truth::No) => &mut self.maybe_fails,
            (Truth::Unknown, Truth::Unknown) => &mut self.maybe_unknown,
        };
        *count += 1;
    }

    /// Adds another tally of the same clause part.
    pub fn merge(&mut self, other: &Counts) {
        self.in_holds += other.in_holds;
        self.in_fails += other.in_fails;
        self.in_unknown += other.in_unknown;
        self.maybe_holds += other.maybe_holds;
        self.maybe_fails += other.maybe_fails;
        self.maybe_unknown += other.maybe_unknown;
        self.left_out += other.left_out;
    }

    /// The same with every record a maybe-member: what the unplaced add to each group.
    pub fn all_maybe(&self) -> Counts {
        Counts {
            maybe_holds: self.in_holds + self.maybe_holds,
            maybe_fails: self.in_fails + self.maybe_fails,
            maybe_unknown: self.in_unknown + self.maybe_unknown,
            left_out: self.left_out,
            ..Counts::default()
        }
    }

    /// I: how many are in for certain.
    pub fn inside(&self) -> u64 {
        self.in_holds + self.in_fails + self.in_unknown
    }

    /// M: how many may be in.
    pub fn maybe(&self) -> u64 {
        self.maybe_holds + self.maybe_fails + self.maybe_unknown
    }

    /// N = I + M.
    pub fn all(&self) -> u64 {
        self.inside() + self.maybe()
    }

    /// H-: how many hold in every filling.
    pub fn holds_low(&self) -> u64 {
        self.in_holds
    }

    /// H+: how many may hold.
    pub fn holds_high(&self) -> u64 {
        self.in_holds + self.in_unknown + self.maybe_holds + self.maybe_unknown
    }

    /// F-: how many fail in every filling.
    pub fn fails_low(&self) -> u64 {
        self.in_fails
    }

    /// F+: how many may fail.
    pub fn fails_high(&self) -> u64 {
        self.in_fails + self.in_unknown + self.maybe_fails + self.maybe_unknown
    }
}

/// The state of an aggregate over one group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Summation {
    /// Records in for certain.
    pub inside: u64,
    /// Records that may be in.
    pub maybe: u64,
    /// Records left out by `leaving out missing`.
    pub left_out: u64,
    /// Sum of the least values of those inside that have one, and how many have none.
    pub low_sum: Option<Exact>,
    /// How many inside have no least value.
    pub low_open: u64,
    /// Sum of the greatest values of those inside that have one.
    pub high_sum: Option<Exact>,
    /// How many inside have no greatest value.
    pub high_open: u64,
    /// Sum of the least values below 0 of those that may be in.
    pub maybe_low_sum: Option<Exact>,
    /// How many that may be in have no least value.
    pub maybe_low_open: u64,
    /// Sum of the greatest values above 0 of those that may be in.
    pub maybe_high_sum: Option<Exact>,
    /// How many that may be in have no greatest value.
    pub maybe_high_open: u64,
    /// Extremes of the least values of those inside: (least, greatest).
    pub low_extremes: Option<(Exact, Exact)>,
    /// Extremes of the greatest values of those inside.
    pub high_extremes: Option<(Exact, Exact)>,
    /// The least of the least values of those that may be in.
    pub maybe_least: Option<Exact>,
    /// The greatest of the greatest values of those that may be in.
    pub maybe_greatest: Option<Exact>,
}

/// Verdicts of a `for each` criterion's records, counted: [met, not met, undetermined, not applicable], of those in and of those that may be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictCounts {
    /// Of records that the criterion is about for certain.
    pub inside: [u64; 4],
    /// Of records that it may be about.
    pub maybe: [u64; 4],
}

/// All tallies of an evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tallies {
    /// Per clause, per group (row of the record in hand; one group where there is none; row-major where two are), per part.
    pub clauses: Vec<Vec<Vec<Counts>>>,
    /// Per aggregate, per group.
    pub aggregates: Vec<Vec<Summation>>,
    /// Per criterion; zeros where it is not `for each`.
    pub criteria: Vec<VerdictCounts>,
}
