//! Quantifiers: pure functions from counts and a threshold to a truth.
//!
//! The table of the language reference, row by row. Shares are compared as
//! integers, `b·holds` with `a·base`, in the worst and the best filling; nothing
//! divides. Both fillings suffice for one-sided shares since the difference
//! grows with the holds and shrinks with the fails; for `exactly` see there.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::Zero;

use crate::exact::{Exact, Rounding};
use crate::program::Bound;

use super::tally::Counts;
use super::truth::{Interval, Truth};

/// A quantifier whose thresholds have been read: each is the values that it may still have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Threshold {
    /// All.
    All,
    /// None.
    No,
    /// So many.
    Count(Bound, Interval),
    /// From so many to so many, both included.
    Between(Interval, Interval),
    /// Such a share.
    Share(Bound, Interval),
    /// So many as such a share of the base is, rounded to a whole number.
    Rounded(Bound, Interval, Rounding),
}

/// Least and greatest share of the base that the fillings give: `lo = H-/(H- + F+)`, `hi = H+/(H+ + F-)`; none if nobody may be in.
pub fn attainable(counts: &Counts) -> Option<(Exact, Exact)> {
    if counts.all() == 0 {
        return None;
    }
    let share = |holds: u64, fails: u64, empty: i64| {
        let base = Exact::from(holds).add(&Exact::from(fails));
        base.and_then(|base| Exact::from(holds).div(&base)).unwrap_or(Exact::from(empty))
    };
    Some((share(counts.holds_low(), counts.fails_high(), 1), share(counts.holds_high(), counts.fails_low(), 0)))
}

/// Whether a clause part holds over every filling (yes), none (no), or some.
/// Where `leaving out missing` has left nobody, it is unknown.
pub fn decide(threshold: &Threshold, counts: &Counts) -> Truth {
    if counts.left_out > 0 && counts.all() == 0 {
        return Truth::Unknown;
    }
    match threshold {
        Threshold::All => three(counts.fails_high() == 0, counts.fails_low() > 0),
        Threshold::No => three(counts.holds_high() == 0, counts.holds_low() > 0),
        Threshold::Count(bound, k) => count(*bound, k, counts),
        // Ends that have changed sides, or lie between two whole numbers, leave no count between them.
        Threshold::Between(Interval { low: Some(low), .. }, Interval { high: Some(high), .. })
            if low.ceil() > high.floor() =>
        {
            Truth::No
        }
        Threshold::Between(low, high) => count(Bound::AtLeast, low, counts).and(count(Bound::AtMost, high, counts)),
        Threshold::Share(bound, share) => shares(*bound, share, counts),
        Threshold::Rounded(bound, share, how) => rounded(*bound, share, *how, counts),
    }
}

fn three(yes: bool, no: bool) -> Truth {
    if yes {
        Truth::Yes
    } else if no {
        Truth::No
    } else {
        Truth::Unknown
    }
}

/// Over a threshold that isn't settled, a one-sided bound is decided at its ends:
/// the hardest threshold for yes, the easiest for no.
fn over(bound: Bound, threshold: &Interval, at: impl Fn(Bound, &Exact) -> Truth) -> Truth {
    if let Some(value) = threshold.known() {
        return at(bound, value);
    }
    let (hardest, easiest) = match bound {
        Bound::AtLeast | Bound::MoreThan => (&threshold.high, &threshold.low),
        Bound::AtMost | Bound::LessThan => (&threshold.low, &threshold.high),
        Bound::Exactly => {
            let above = threshold.low.as_ref().is_some_and(|low| at(Bound::AtLeast, low).is_no());
            let below = threshold.high.as_ref().is_some_and(|high| at(Bound::AtMost, high).is_no());
            return three(false, above || below);
        }
    };
    let yes = hardest.as_ref().is_some_and(|value| at(bound, value).is_yes());
    let no = easiest.as_ref().is_some_and(|value| at(bound, value).is_no());
    three(yes, no)
}

fn count(bound: Bound, k: &Interval, counts: &Counts) -> Truth {
    let (low, high) = (Exact::from(counts.holds_low()), Exact::from(counts.holds_high()));
    over(bound, k, |bound, k| match bound {
        Bound::AtLeast => three(low >= *k, high < *k),
        Bound::MoreThan => three(low > *k, high <= *k),
        Bound::AtMost => three(high <= *k, low > *k),
        Bound::LessThan => three(high < *k, low >= *k),
        Bound::Exactly => three(low == *k && high == *k, high < *k || low > *k || !k.is_integer()),
    })
}

fn shares(bound: Bound, share: &Interval, counts: &Counts) -> Truth {
    // Any share of nobody is nobody, settled or not.
    let of_nobody = Interval::point(Exact::zero());
    let share = if counts.all() == 0 { &of_nobody } else { share };
    over(bound, share, |bound, share| {
        let one = Exact::from(1i64);
        if share.is_negative() || *share > one {
            return outside(bound, share.is_negative(), counts);
        }
        // How `(b - a)·holds` stands to `a·fails`, in the worst filling and in the best.
        let (low, high) = match share.small() {
            Some((a, b)) => {
                let weigh = |holds: u64, fails: u64| {
                    (u128::from((b - a).unsigned_abs()) * u128::from(holds))
                        .cmp(&(u128::from(a.unsigned_abs()) * u128::from(fails)))
                };
                (weigh(counts.holds_low(), counts.fails_high()), weigh(counts.holds_high(), counts.fails_low()))
            }
            None => {
                let (a, b) = (share.numerator(), share.denominator());
                let rest = &b - &a;
                let weigh = |holds: u64, fails: u64| (&rest * holds).cmp(&(&a * fails));
                (weigh(counts.holds_low(), counts.fails_high()), weigh(counts.holds_high(), counts.fails_low()))
            }
        };
        match bound {
            Bound::AtLeast => three(low.is_ge(), high.is_lt()),
            Bound::MoreThan => three(low.is_gt(), high.is_le()),
            Bound::AtMost => three(high.is_le(), low.is_gt()),
            Bound::LessThan => three(high.is_lt(), low.is_ge()),
            Bound::Exactly => {
                let possible = || exactly_possible(&share.numerator(), &share.denominator(), counts);
                if low.is_eq() && high.is_eq() { Truth::Yes } else { three(false, !possible()) }
            }
        }
    })
}

/// How many a share of a base is, rounded to a whole number. A share below 0 counts as 0, one above 1 as 1.
pub fn rounded_share(share: &Exact, how: Rounding, base: u64) -> Option<Exact> {
    let (zero, one) = (Exact::zero(), Exact::from(1i64));
    let share = share.max(&zero).min(&one);
    share.mul(&Exact::from(base)).map(|part| part.rounded(how, 0))
}

/// One more that has the property raises the rounded share of the base by one at most, one more that lacks it never
/// lowers it: what stands between the two is least in the worst filling and greatest in the best.
fn rounded(bound: Bound, share: &Interval, how: Rounding, counts: &Counts) -> Truth {
    over(bound, share, |bound, share| {
        let stands = |holds: u64, fails: u64| {
            let part = rounded_share(share, how, holds.checked_add(fails)?)?;
            Some(Exact::from(holds).cmp(&part))
        };
        let low = stands(counts.holds_low(), counts.fails_high());
        let high = stands(counts.holds_high(), counts.fails_low());
        let Some((low, high)) = low.zip(high) else { return Truth::Unknown };
        match bound {
            Bound::AtLeast => three(low.is_ge(), high.is_lt()),
            Bound::MoreThan => three(low.is_gt(), high.is_le()),
            Bound::AtMost => three(high.is_le(), low.is_gt()),
            Bound::LessThan => three(high.is_lt(), low.is_ge()),
            // Refused before anything runs.
            Bound::Exactly => Truth::Unknown,
        }
    })
}

/// A share that no base has, below 0 or above 1: decided by the sign of `b·holds - a·base`, which is 0 on nobody.
fn outside(bound: Bound, negative: bool, counts: &Counts) -> Truth {
    // The difference is above 0 for a negative share and below 0 for one over 1, as soon as there is a base.
    let somebody = three(counts.inside() > 0, counts.all() == 0);
    match (bound, negative) {
        (Bound::AtLeast, true) | (Bound::AtMost, false) => Truth::Yes,
        (Bound::MoreThan, false) | (Bound::LessThan, true) => Truth::No,
        (Bound::MoreThan, true) | (Bound::LessThan, false) => somebody,
        (Bound::AtLeast, false) | (Bound::AtMost, true) | (Bound::Exactly, _) => !somebody,
    }
}

/// Whether some filling has exactly a/b of its base: a number t of times that a hold and b - a fail, with
/// `tl = max(ceil(H-/a), ceil(F-/(b-a)), ceil(I/b))` and `th = min(floor(H+/a), floor(F+/(b-a)), floor(N/b))`.
/// A term over 0 is dropped; then nobody may be on its side for certain.
fn exactly_possible(a: &BigInt, b: &BigInt, counts: &Counts) -> bool {
    let rest = b - a;
    let number = |n: u64| BigInt::from(n);
    let mut least = number(counts.inside()).div_ceil(b);
    let mut most = number(counts.all()).div_floor(b);
    for (divisor, low, high) in
        [(a, counts.holds_low(), counts.holds_high()), (&rest, counts.fails_low(), counts.fails_high())]
    {
        if divisor.is_zero() {
            if low > 0 {
                return false;
            }
        } else {
            least = least.max(number(low).div_ceil(divisor));
            most = most.min(number(high).div_floor(divisor));
        }
    }
    least <= most
}
