//! Shortfalls: how far a clause is from being met, in changes of its property.
//!
//! A shortfall is the least number of records of the base whose property must
//! change so that the clause is met; apply it and the clause is met, with one
//! change fewer it isn't. Where something is unknown it is a range over all
//! ways to fill the unknown memberships and properties of this clause. It is
//! promised per clause: a sentence's clauses share records, and the least plan
//! for all of them together is not claimed.

use num_bigint::BigInt;
use num_traits::ToPrimitive;
use serde::{Deserialize, Serialize};

use crate::engine::{Counts, rounded_share};
use crate::exact::{Exact, Rounding};
use crate::program::Bound;

/// What a clause asks for, with its threshold known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Demand {
    /// All of the base.
    All,
    /// None of it.
    No,
    /// So many.
    Count(Bound, Exact),
    /// From the first to the second, both included.
    Between(Exact, Exact),
    /// Such a share; 70% is 0.7.
    Share(Bound, Exact),
    /// So many as such a share is, rounded to a whole number.
    Rounded(Bound, Exact, Rounding),
}

/// Which way the property must change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More records must have it.
    More,
    /// Fewer records may have it.
    Fewer,
    /// One or the other, depending on what is missing.
    Either,
}

/// Why no change of the property meets a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Impossible {
    /// The base is smaller than the number demanded.
    TooFew,
    /// More than all, or fewer than none, are demanded.
    Beyond,
    /// The base can't be divided so that exactly this share has the property.
    Indivisible,
    /// A share above or below a bound is demanded of nobody.
    Nobody,
}

/// How many changes of the property are lacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Shortfall {
    /// Which way.
    pub direction: Direction,
    /// Changes needed in the best way to fill what is missing; none if it is impossible in every one.
    pub least: Option<u64>,
    /// Changes needed in the worst way; none if it is impossible in some.
    pub most: Option<u64>,
    /// Why it is impossible, in every way to fill what is missing or in some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impossible: Option<Impossible>,
}

/// The shortfall of a clause; none where nothing is lacking in any filling.
pub fn shortfall(counts: &Counts, demand: &Demand) -> Option<Shortfall> {
    let span = Span::of(counts);
    let mut found = Found::default();
    match demand {
        Demand::All => {
            found.possible(i128::from(counts.fails_low()));
            found.possible(i128::from(counts.fails_high()));
        }
        Demand::No => {
            found.possible(-span.holds.0);
            found.possible(-span.holds.1);
        }
        Demand::Count(bound, k) => {
            let (low, high) = count_range(*bound, k);
            span.count(low, high, &mut found);
        }
        Demand::Between(low, high) => span.count(whole(low.ceil()), whole(high.floor()), &mut found),
        Demand::Share(bound, share) => span.share(*bound, share, &mut found),
        Demand::Rounded(bound, share, how) => span.rounded(*bound, (share, *how), &mut found),
    }
    found.shortfall()
}

/// The numbers of a known base that meet a clause, from the first to the second; none if no number does.
pub fn required(base: u64, demand: &Demand) -> Option<(u64, u64)> {
    let all = i128::from(base);
    let (low, high) = match demand {
        Demand::All => (all, all),
        Demand::No => (0, 0),
        Demand::Count(bound, k) => count_range(*bound, k),
        Demand::Between(low, high) => (whole(low.ceil()), whole(high.floor())),
        Demand::Share(bound, share) => share_range(*bound, share, all)?,
        Demand::Rounded(bound, share, how) => rounded_range(*bound, (share, *how), all)?,
    };
    let (low, high) = (low.max(0), high.min(all));
    (low <= high).then(|| Some((u64::try_from(low).ok()?, u64::try_from(high).ok()?))).flatten()
}

/// The numbers that meet a bound by a number.
fn count_range(bound: Bound, k: &Exact) -> (i128, i128) {
    match bound {
        Bound::AtLeast => (whole(k.ceil()), i128::MAX),
        Bound::MoreThan => (whole(k.floor()).saturating_add(1), i128::MAX),
        Bound::AtMost => (0, whole(k.floor())),
        Bound::LessThan => (0, whole(k.ceil()).saturating_sub(1)),
        Bound::Exactly => (whole(k.ceil()), whole(k.floor())),
    }
}

/// The numbers of a base that meet a bound by a share; the first may lie above the second.
fn share_range(bound: Bound, share: &Exact, base: i128) -> Option<(i128, i128)> {
    let part = Exact::from(BigInt::from(base)).mul(share)?;
    let (floor, ceil) = (whole(part.floor()), whole(part.ceil()));
    Some(match bound {
        Bound::AtLeast => (ceil, base),
        Bound::MoreThan => (floor + 1, base),
        Bound::AtMost => (0, floor),
        Bound::LessThan => (0, ceil - 1),
        Bound::Exactly => (ceil, floor),
    })
}

/// The numbers of a base that meet a bound by its rounded share; the first may lie above the second.
fn rounded_range(bound: Bound, (share, how): (&Exact, Rounding), base: i128) -> Option<(i128, i128)> {
    let part = whole(rounded_share(share, how, u64::try_from(base).ok()?)?.floor());
    Some(match bound {
        Bound::AtLeast => (part, base),
        Bound::MoreThan => (part + 1, base),
        Bound::AtMost => (0, part),
        Bound::LessThan => (0, part - 1),
        Bound::Exactly => (part, part),
    })
}

/// As an `i128`; what doesn't fit is beyond every count anyway.
fn whole(value: BigInt) -> i128 {
    let bound = i128::from(u64::MAX) * 4;
    let far = if value.sign() == num_bigint::Sign::Minus { -bound } else { bound };
    value.to_i128().map_or(far, |value| value.clamp(-bound, bound))
}

/// The fillings of a clause: every whole `(holds, fails)` with each in its
/// range and their sum, the base, in its own.
struct Span {
    holds: (i128, i128),
    fails: (i128, i128),
    base: (i128, i128),
}

impl Span {
    fn of(counts: &Counts) -> Span {
        Span {
            holds: (counts.holds_low().into(), counts.holds_high().into()),
            fails: (counts.fails_low().into(), counts.fails_high().into()),
            base: (counts.inside().into(), counts.all().into()),
        }
    }

    /// How many may hold in a filling with this base.
    fn holds_at(&self, base: i128) -> (i128, i128) {
        (self.holds.0.max(base - self.fails.1), self.holds.1.min(base - self.fails.0))
    }

    /// `low..=high` must hold, whatever the base.
    fn count(&self, low: i128, high: i128, found: &mut Found) {
        let low = low.max(0);
        if high < 0 || low > high {
            return found.impossible(Impossible::Beyond);
        }
        if low > self.base.0 {
            found.impossible(Impossible::TooFew);
        }
        if low > self.base.1 {
            return;
        }
        // The number that must change is convex in the number that hold: the
        // best filling is the nearest, the worst is at an end. One with too
        // small a base is out of the reckoning of the best.
        let nearest = low.clamp(self.holds.0, self.holds.1.max(self.holds.0));
        for holds in [self.holds.0, self.holds.1, nearest] {
            found.possible(distance(holds, low, high));
        }
    }

    fn share(&self, bound: Bound, share: &Exact, found: &mut Found) {
        // At the corners of the fillings lie the extremes of the bounds that
        // only grow in one direction; a base of 1 is the best of those that
        // aren't empty where an empty one is impossible.
        let corners = [
            self.base.0,
            self.base.1,
            self.holds.0 + self.fails.1,
            self.holds.1 + self.fails.0,
            1.clamp(self.base.0, self.base.1),
        ];
        for base in corners {
            self.share_at(bound, share, base, found);
        }
        if bound == Bound::Exactly {
            let step = share.denominator().to_i128().unwrap_or(i128::MAX);
            for base in self.divisible(share, step) {
                self.share_at(bound, share, base, found);
            }
            if step > 1 && self.base.0 < self.base.1 {
                found.impossible(Impossible::Indivisible);
            }
        }
    }

    /// As with a share that isn't rounded, the extremes lie at the corners; and at the least base that has room for what
    /// is asked at all, since a larger one has too.
    fn rounded(&self, bound: Bound, share: (&Exact, Rounding), found: &mut Found) {
        let room =
            |base: i128| rounded_range(bound, share, base).is_some_and(|(first, last)| first.max(0) <= last.min(base));
        let (mut without, mut with) = (self.base.0, self.base.1);
        while without < with {
            let middle = without + (with - without) / 2;
            if room(middle) { with = middle } else { without = middle + 1 }
        }
        let corners = [self.base.0, self.base.1, self.holds.0 + self.fails.1, self.holds.1 + self.fails.0, with];
        for base in corners {
            let Some(range) = rounded_range(bound, share, base) else { continue };
            self.range_at(bound, range, base, found);
        }
    }

    /// The bases that can be divided into a share and among which the extremes lie: between two of them, what may
    /// hold and what must hold both grow evenly and don't cross.
    fn divisible(&self, share: &Exact, step: i128) -> Vec<i128> {
        let part = share.numerator().to_i128().unwrap_or(i128::MAX);
        let times = |bend: i128, each: i128| if each > 0 { bend / each } else { 0 };
        let bends = [
            times(self.base.0, step),
            times(self.base.1, step),
            times(self.holds.0 + self.fails.1, step),
            times(self.holds.1 + self.fails.0, step),
            times(self.holds.0, part),
            times(self.holds.1, part),
            times(self.fails.0, step.saturating_sub(part)),
            times(self.fails.1, step.saturating_sub(part)),
        ];
        let mut bases: Vec<i128> = bends
            .into_iter()
            .flat_map(|times| [times - 1, times, times + 1])
            .filter_map(|times| times.checked_mul(step))
            .filter(|base| (self.base.0..=self.base.1).contains(base))
            .collect();
        bases.sort_unstable();
        bases.dedup();
        bases
    }

    fn share_at(&self, bound: Bound, share: &Exact, base: i128, found: &mut Found) {
        let Some(range) = share_range(bound, share, base) else { return };
        self.range_at(bound, range, base, found);
    }

    fn range_at(&self, bound: Bound, (first, last): (i128, i128), base: i128, found: &mut Found) {
        let (low, high) = (first.max(0), last.min(base));
        if low > high {
            let strict = matches!(bound, Bound::MoreThan | Bound::LessThan);
            return found.impossible(if base == 0 && strict {
                Impossible::Nobody
            } else if bound == Bound::Exactly && first > last {
                Impossible::Indivisible
            } else {
                Impossible::Beyond
            });
        }
        let (first, last) = self.holds_at(base);
        for holds in [first, last, low.clamp(first, last.max(first))] {
            found.possible(distance(holds, low, high));
        }
    }
}

/// How far `holds` is from `low..=high`: above 0 where more are needed.
fn distance(holds: i128, low: i128, high: i128) -> i128 {
    if holds < low { low - holds } else { high.min(holds) - holds }
}

/// The shortfalls of the fillings looked at.
#[derive(Default)]
struct Found {
    least: Option<u64>,
    most: u64,
    more: bool,
    fewer: bool,
    impossible: Option<Impossible>,
}

impl Found {
    /// A filling with so many changes: above 0 more, below 0 fewer.
    fn possible(&mut self, changes: i128) {
        let size = u64::try_from(changes.unsigned_abs()).unwrap_or(u64::MAX);
        self.least = Some(self.least.map_or(size, |least| least.min(size)));
        self.most = self.most.max(size);
        self.more |= changes > 0;
        self.fewer |= changes < 0;
    }

    fn impossible(&mut self, why: Impossible) {
        self.impossible = Some(self.impossible.map_or(why, |known| known.min(why)));
    }

    fn shortfall(self) -> Option<Shortfall> {
        if self.impossible.is_none() && self.most == 0 {
            return None;
        }
        let direction = match (self.more, self.fewer) {
            (true, true) => Direction::Either,
            (false, true) => Direction::Fewer,
            (true, false) | (false, false) => Direction::More,
        };
        let most = self.impossible.is_none().then_some(self.most);
        Some(Shortfall { direction, least: self.least, most, impossible: self.impossible })
    }
}
