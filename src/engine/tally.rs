//! Tallies: the narrow waist between marks and verdicts.
//!
//! Everything here is a small vector of integers (or of exact sums and
//! extremes) that merges: the tally of two disjoint sets of rows is the merge
//! of their tallies, whatever the order. Verdicts are functions of tallies and
//! nothing else, so that they don't depend on how the rows were cut.

use serde::{Deserialize, Serialize};

use crate::exact::Exact;

use crate::program::Summary;

use super::truth::{Interval, Truth};

/// The six counts of one clause part over one group: {in, maybe in} x {holds, fails, unknown}, and how many were left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

    /// Maybe-members without others that are among them.
    pub(super) fn without(&self, part: &Counts) -> Counts {
        Counts {
            maybe_holds: self.maybe_holds - part.maybe_holds,
            maybe_fails: self.maybe_fails - part.maybe_fails,
            maybe_unknown: self.maybe_unknown - part.maybe_unknown,
            left_out: self.left_out - part.left_out,
            ..*self
        }
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

impl Summation {
    /// Adds a record's value; false if a sum grew past all bounds.
    pub(super) fn add(&mut self, member: Truth, value: &Interval, left_out: bool) -> bool {
        if member.is_no() {
            return true;
        }
        if left_out {
            self.left_out += 1;
            return true;
        }
        let zero = Exact::zero();
        if member.is_yes() {
            self.inside += 1;
            extremes(&mut self.low_extremes, &value.low);
            extremes(&mut self.high_extremes, &value.high);
            sum(&mut self.low_sum, &mut self.low_open, value.low.as_ref())
                && sum(&mut self.high_sum, &mut self.high_open, value.high.as_ref())
        } else {
            self.maybe += 1;
            least(&mut self.maybe_least, &value.low);
            greatest(&mut self.maybe_greatest, &value.high);
            // A record that may be in lowers the sum only by what is below 0, and raises it only by what is above.
            let low = value.low.as_ref().map(|low| low.min(&zero));
            let high = value.high.as_ref().map(|high| high.max(&zero));
            sum(&mut self.maybe_low_sum, &mut self.maybe_low_open, low)
                && sum(&mut self.maybe_high_sum, &mut self.maybe_high_open, high)
        }
    }

    /// Adds the state over other records of the same group; false if a sum grew past all bounds.
    pub fn merge(&mut self, other: &Summation) -> bool {
        self.inside += other.inside;
        self.maybe += other.maybe;
        self.left_out += other.left_out;
        self.low_open += other.low_open;
        self.high_open += other.high_open;
        self.maybe_low_open += other.maybe_low_open;
        self.maybe_high_open += other.maybe_high_open;
        for (into, from) in
            [(&mut self.low_extremes, &other.low_extremes), (&mut self.high_extremes, &other.high_extremes)]
        {
            if let Some((low, high)) = from {
                extremes(into, &Some(low.clone()));
                extremes(into, &Some(high.clone()));
            }
        }
        least(&mut self.maybe_least, &other.maybe_least);
        greatest(&mut self.maybe_greatest, &other.maybe_greatest);
        let mut open = 0;
        [
            (&mut self.low_sum, &other.low_sum),
            (&mut self.high_sum, &other.high_sum),
            (&mut self.maybe_low_sum, &other.maybe_low_sum),
            (&mut self.maybe_high_sum, &other.maybe_high_sum),
        ]
        .into_iter()
        .all(|(into, from)| from.is_none() || sum(into, &mut open, from.as_ref()))
    }

    /// The values that the aggregate may still have; none on overflow.
    pub fn interval(&self, what: Summary) -> Option<Interval> {
        let all = self.inside + self.maybe;
        let total = || -> Option<Interval> {
            let end = |sum: &Option<Exact>, open: u64, more: &Option<Exact>, more_open: u64| -> Option<Option<Exact>> {
                if open + more_open > 0 {
                    return Some(None);
                }
                let zero = Exact::zero();
                sum.as_ref().unwrap_or(&zero).add(more.as_ref().unwrap_or(&zero)).map(Some)
            };
            Some(Interval {
                low: end(&self.low_sum, self.low_open, &self.maybe_low_sum, self.maybe_low_open)?,
                high: end(&self.high_sum, self.high_open, &self.maybe_high_sum, self.maybe_high_open)?,
            })
        };
        let low_open = self.low_open + self.maybe_low_open > 0;
        let high_open = self.high_open + self.maybe_high_open > 0;
        let least_of_all = || lesser(self.low_extremes.as_ref().map(|(low, _)| low), self.maybe_least.as_ref());
        let greatest_of_all =
            || greater(self.high_extremes.as_ref().map(|(_, high)| high), self.maybe_greatest.as_ref());
        Some(match what {
            Summary::Number => Interval { low: Some(Exact::from(self.inside)), high: Some(Exact::from(all)) },
            Summary::Total => total()?,
            // Of nobody these have no value, and where perhaps nobody is in nothing can be said.
            Summary::Average | Summary::Least | Summary::Greatest if self.inside == 0 => Interval::any(),
            Summary::Average if self.maybe == 0 => {
                let count = Exact::from(self.inside);
                let Interval { low, high } = total()?;
                let mean = |end: Option<Exact>| end.map_or(Some(None), |end| end.div(&count).map(Some));
                Interval { low: mean(low)?, high: mean(high)? }
            }
            Summary::Average => Interval {
                low: if low_open { None } else { least_of_all() },
                high: if high_open { None } else { greatest_of_all() },
            },
            Summary::Least => Interval {
                low: if low_open { None } else { least_of_all() },
                high: self.high_extremes.as_ref().map(|(low, _)| low.clone()),
            },
            Summary::Greatest => Interval {
                low: self.low_extremes.as_ref().map(|(_, high)| high.clone()),
                high: if high_open { None } else { greatest_of_all() },
            },
        })
    }
}

fn sum(into: &mut Option<Exact>, open: &mut u64, value: Option<&Exact>) -> bool {
    let Some(value) = value else {
        *open += 1;
        return true;
    };
    match into {
        None => *into = Some(value.clone()),
        Some(sum) => match sum.add(value) {
            Some(total) => *sum = total,
            None => return false,
        },
    }
    true
}

fn extremes(into: &mut Option<(Exact, Exact)>, value: &Option<Exact>) {
    if value.is_some() {
        let (low, high) = into.take().unzip();
        *into = lesser(low.as_ref(), value.as_ref()).zip(greater(high.as_ref(), value.as_ref()));
    }
}

fn least(into: &mut Option<Exact>, value: &Option<Exact>) {
    *into = lesser(into.as_ref(), value.as_ref());
}

fn greatest(into: &mut Option<Exact>, value: &Option<Exact>) {
    *into = greater(into.as_ref(), value.as_ref());
}

fn lesser(a: Option<&Exact>, b: Option<&Exact>) -> Option<Exact> {
    a.into_iter().chain(b).min().cloned()
}

fn greater(a: Option<&Exact>, b: Option<&Exact>) -> Option<Exact> {
    a.into_iter().chain(b).max().cloned()
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

impl VerdictCounts {
    /// Adds those of other records.
    pub fn merge(&mut self, other: &VerdictCounts) {
        for (into, from) in [(&mut self.inside, &other.inside), (&mut self.maybe, &other.maybe)] {
            into.iter_mut().zip(from).for_each(|(into, from)| *into += from);
        }
    }
}

/// All tallies of an evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tallies {
    /// Per clause, per group (row of the record in hand that the population hangs on; one group where it hangs on none; row-major where it hangs on two), per part.
    pub clauses: Vec<Vec<Vec<Counts>>>,
    /// The same as they would be if the head were to hold of all: for tails of an `all` head (the joint rule).
    pub joint: Vec<Vec<Vec<Counts>>>,
    /// Per aggregate, per group.
    pub aggregates: Vec<Vec<Summation>>,
    /// Per criterion; zeros where it is not `for each`.
    pub criteria: Vec<VerdictCounts>,
}
