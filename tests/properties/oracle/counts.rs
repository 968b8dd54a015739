//! Six counts and a quantifier: every way to fill memberships and properties is tried.

use std::collections::BTreeSet;

use super::range::{Range, below, ordered};
use super::{Kleene, Seen, and, not};
use tieuchi::exact::{Exact, Rounding};
use tieuchi::program::{Bound, Order};

/// How often each record of a base has the property: {in, maybe in} x {holds,
/// fails, unknown}, and how many are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub inside: [u64; 3],
    pub maybe: [u64; 3],
    pub left_out: u64,
}

/// A quantifier with what its thresholds may be.
pub(super) enum Threshold {
    All,
    No,
    Count(Bound, Range),
    Between(Range, Range),
    Share(Bound, Range),
    Rounded(Bound, Range, Rounding),
}

impl Threshold {
    /// Whether so many of a base fit, over all that the threshold may be.
    pub(super) fn truth(&self, base: u64, holds: u64) -> Kleene {
        let count = Exact::from(holds);
        match self {
            Threshold::All => Some(holds == base),
            Threshold::No => Some(holds == 0),
            Threshold::Count(bound, range) => bounded(*bound, &count, range),
            Threshold::Between(low, high) => {
                and([bounded(Bound::AtLeast, &count, low), bounded(Bound::AtMost, &count, high)])
            }
            Threshold::Share(bound, range) => bounded(*bound, &count, &range.mul(&Range::point(Exact::from(base)))),
            Threshold::Rounded(bound, range, how) => {
                // A share is no less than nothing and no more than all.
                let end = |end: &Exact| {
                    let share = if *end < Exact::zero() { Exact::zero() } else { end.clone() };
                    let share = if share > Exact::from(1i64) { Exact::from(1i64) } else { share };
                    Some(share.mul(&Exact::from(base))?.rounded(*how, 0))
                };
                bounded(*bound, &count, &range.map(end))
            }
        }
    }
}

pub(super) fn bounded(bound: Bound, count: &Exact, range: &Range) -> Kleene {
    let order = match bound {
        Bound::AtLeast => Order::AtLeast,
        Bound::MoreThan => Order::Above,
        Bound::AtMost => Order::AtMost,
        Bound::LessThan => Order::Below,
        Bound::Exactly => Order::Is,
    };
    ordered(&Range::point(count.clone()), order, range)
}

/// Whether a quantifier can't be satisfied by nobody.
pub(super) fn demands(threshold: &Threshold) -> Kleene {
    match threshold {
        Threshold::All | Threshold::No => Some(false),
        Threshold::Count(Bound::AtLeast | Bound::MoreThan | Bound::Exactly, _)
        | Threshold::Between(..)
        | Threshold::Share(Bound::MoreThan, _)
        | Threshold::Rounded(Bound::MoreThan, ..) => not(threshold.truth(0, 0)),
        Threshold::Count(Bound::AtMost | Bound::LessThan, _)
        | Threshold::Share(Bound::AtLeast | Bound::AtMost | Bound::LessThan | Bound::Exactly, _)
        | Threshold::Rounded(Bound::AtLeast | Bound::AtMost | Bound::LessThan | Bound::Exactly, ..) => Some(false),
    }
}

impl Counts {
    pub fn of(seen: &[Seen]) -> Counts {
        let mut counts = Counts::default();
        for record in seen {
            let side = match record.member {
                Some(false) => continue,
                _ if record.left_out => {
                    counts.left_out += 1;
                    continue;
                }
                Some(true) => &mut counts.inside,
                None => &mut counts.maybe,
            };
            side[match record.property {
                Some(true) => 0,
                Some(false) => 1,
                None => 2,
            }] += 1;
        }
        counts
    }

    pub(super) fn all(&self) -> u64 {
        self.inside.iter().chain(&self.maybe).sum()
    }

    /// Leaving out those without a value has left nobody.
    pub(super) fn nobody_left(&self) -> bool {
        self.all() == 0 && self.left_out > 0
    }

    /// Base and number of those that hold in every filling.
    pub(super) fn fillings(&self) -> BTreeSet<(u64, u64)> {
        let ([ih, fails, iu], [mh, mf, mu]) = (self.inside, self.maybe);
        let mut found = BTreeSet::new();
        for (a, b, c) in (0..=iu).flat_map(|a| (0..=mh).flat_map(move |b| (0..=mf).map(move |c| (a, b, c)))) {
            // Of the wholly unknown some are in and hold, some are in and fail.
            for (d, e) in (0..=mu).flat_map(|d| (0..=mu - d).map(move |e| (d, e))) {
                found.insert((ih + fails + iu + b + c + d + e, ih + a + b + d));
            }
        }
        found
    }

    pub(super) fn truth(&self, threshold: &Threshold) -> Kleene {
        let over = |threshold: &Threshold| {
            let ways: BTreeSet<Kleene> =
                self.fillings().into_iter().map(|(base, holds)| threshold.truth(base, holds)).collect();
            if ways.len() == 1 { ways.first().copied().flatten() } else { None }
        };
        match threshold {
            // What isn't settled is taken bound by bound.
            // No whole number lies between.
            Threshold::Between(low, high)
                if below(
                    &high.high.as_ref().map(|end| end.floor().into()),
                    &low.low.as_ref().map(|end| end.ceil().into()),
                ) =>
            {
                Some(false)
            }
            Threshold::Between(low, high) if low.known().is_none() || high.known().is_none() => {
                let bounds = [(Bound::AtLeast, low), (Bound::AtMost, high)];
                and(bounds.map(|(bound, range)| over(&Threshold::Count(bound, range.clone()))))
            }
            Threshold::Count(Bound::Exactly, range) if range.known().is_none() => {
                let bounds = [Bound::AtLeast, Bound::AtMost];
                never(bounds.map(|bound| over(&Threshold::Count(bound, range.clone()))))
            }
            Threshold::Share(Bound::Exactly, range) if range.known().is_none() && self.all() > 0 => {
                let bounds = [Bound::AtLeast, Bound::AtMost];
                never(bounds.map(|bound| over(&Threshold::Share(bound, range.clone()))))
            }
            Threshold::All
            | Threshold::No
            | Threshold::Between(..)
            | Threshold::Count(..)
            | Threshold::Share(..)
            | Threshold::Rounded(..) => over(threshold),
        }
    }
}

/// No if a bound is never kept; whether both are met at once can't be told.
pub(super) fn never(bounds: [Kleene; 2]) -> Kleene {
    if bounds.contains(&Some(false)) { Some(false) } else { None }
}
