//! What the number of one row may be, in machine words.
//!
//! This is what a block of rows does with those of them that are not known
//! numbers; what doesn't fit is left to the interval arithmetic.

use num_integer::Integer;

use crate::exact::Exact;
use crate::program::Order;

use super::truth::{Interval, Truth};

/// The number isn't known to this arithmetic.
pub(super) const CAREFUL: u8 = 1;
/// There is no least value.
pub(super) const BELOW: u8 = 2;
/// There is no greatest value.
pub(super) const ABOVE: u8 = 4;

/// What one row's number may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lane {
    pub low: i64,
    pub high: i64,
    pub over: i64,
    pub flags: u8,
}

impl Lane {
    /// What the interval arithmetic has to say.
    pub const HARD: Lane = Lane { low: 0, high: 0, over: 1, flags: CAREFUL };

    /// The same over a multiple of its denominator, if it is one and fits.
    pub fn over(self, over: i64) -> Lane {
        if self.over == over {
            return self;
        }
        let by = if over % self.over == 0 { over / self.over } else { return Lane { over, ..Lane::HARD } };
        match (self.low.checked_mul(by), self.high.checked_mul(by)) {
            (Some(low), Some(high)) => Lane { low, high, over, ..self },
            _ => Lane { over, ..Lane::HARD },
        }
    }

    /// Anything.
    pub const ANY: Lane = Lane { low: 0, high: 0, over: 1, flags: BELOW | ABOVE };

    /// Whether it stands in an order to 0; none where it is hard.
    pub fn against_zero(self, order: Order) -> Option<Truth> {
        if self.flags & CAREFUL != 0 {
            return None;
        }
        let (low, high) =
            ((self.flags & BELOW == 0).then_some(self.low), (self.flags & ABOVE == 0).then_some(self.high));
        let (from, over) = (low.is_some_and(|low| low >= 0), low.is_some_and(|low| low > 0));
        let (to, under) = (high.is_some_and(|high| high <= 0), high.is_some_and(|high| high < 0));
        let truth = |yes: bool, no: bool| match (yes, no) {
            (true, _) => Truth::Yes,
            (false, true) => Truth::No,
            (false, false) => Truth::Unknown,
        };
        Some(match order {
            Order::AtLeast => truth(from, under),
            Order::AtMost => truth(to, over),
            Order::Above => truth(over, to),
            Order::Below => truth(under, from),
            Order::Is => truth(from && to, under || over),
            Order::IsNot => truth(under || over, from && to),
        })
    }

    fn is(self, number: i64) -> bool {
        self.flags == 0 && self.low == number && self.high == number
    }

    /// The product, with 0 times anything 0; hard where one is half open and the other is open too.
    pub fn mul(self, other: Lane) -> Lane {
        let all = |lane: Lane| lane.flags == BELOW | ABOVE;
        let Some(over) = self.over.checked_mul(other.over).filter(|_| (self.flags | other.flags) & CAREFUL == 0) else {
            return Lane::HARD;
        };
        if self.is(0) || other.is(0) {
            return Lane { low: 0, high: 0, over, flags: 0 };
        }
        if all(self) || all(other) {
            return Lane { over, ..Lane::ANY };
        }
        let product = if self.flags | other.flags == 0 {
            let (low, high) = (other.low, other.high);
            let ends = [(self.low, low), (self.low, high), (self.high, low), (self.high, high)];
            ends.into_iter().try_fold((i64::MAX, i64::MIN), |(least, most), (one, other)| {
                let product = one.checked_mul(other)?;
                Some((least.min(product), most.max(product)))
            })
        } else {
            let (half, by) = if self.flags == 0 { (other, self) } else { (self, other) };
            let ends = half.low.checked_mul(by.low).zip(half.high.checked_mul(by.low));
            let ends = ends.filter(|_| by.flags == 0 && by.low == by.high);
            return match ends {
                Some((low, high)) if by.low > 0 => Lane { low, high, over, flags: half.flags },
                Some((low, high)) => Lane { low: high, high: low, over, flags: turned(half.flags) },
                None => Lane::HARD,
            };
        };
        product.map_or(Lane::HARD, |(low, high)| Lane { low, high, over, flags: 0 })
    }

    /// One divided by it; anything where it may be 0.
    pub fn inverse(self) -> Lane {
        let Lane { low, high, over, flags } = self;
        let lane = |low: Option<i64>, high: Option<i64>, over: Option<i64>| match (low, high, over) {
            (Some(low), Some(high), Some(over)) => Lane { low, high, over, flags: 0 },
            _ => Lane::HARD,
        };
        let above = flags & BELOW == 0 && low > 0;
        let below = flags & ABOVE == 0 && high < 0;
        match (flags & CAREFUL == 0, above, below) {
            (false, _, _) => Lane::HARD,
            (true, false, false) => Lane::ANY,
            (true, true, _) if flags & ABOVE != 0 => lane(Some(0), Some(over), Some(low)),
            (true, true, _) => lane(over.checked_mul(low), over.checked_mul(high), low.checked_mul(high)),
            (true, false, true) if flags & BELOW != 0 => lane(Some(-over), Some(0), high.checked_neg()),
            (true, false, true) => lane(over.checked_mul(low), over.checked_mul(high), low.checked_mul(high)),
        }
    }

    /// The least that holds both.
    pub fn hull(self, other: Lane) -> Lane {
        let over = if self.over == other.over { Some(self.over) } else { multiple(self.over, other.over) };
        let Some(over) = over else { return Lane::HARD };
        let (one, other) = (self.over(over), other.over(over));
        Lane { low: one.low.min(other.low), high: one.high.max(other.high), over, flags: one.flags | other.flags }
    }
}

/// The least common multiple of two denominators, if it fits.
pub(super) fn multiple(one: i64, other: i64) -> Option<i64> {
    (one / one.gcd(&other)).checked_mul(other)
}

impl From<&Interval> for Lane {
    fn from(interval: &Interval) -> Lane {
        let end = |end: &Option<Exact>| end.as_ref().map_or(Some((0, 1)), Exact::small);
        let (Some((low, one)), Some((high, other))) = (end(&interval.low), end(&interval.high)) else {
            return Lane::HARD;
        };
        let Some(over) = multiple(one, other) else { return Lane::HARD };
        let below = if interval.low.is_none() { BELOW } else { 0 };
        let above = if interval.high.is_none() { ABOVE } else { 0 };
        match (low.checked_mul(over / one), high.checked_mul(over / other)) {
            (Some(low), Some(high)) => Lane { low, high, over, flags: below | above },
            _ => Lane::HARD,
        }
    }
}

/// The flags of a number whose sign is turned.
pub(super) fn turned(flags: u8) -> u8 {
    flags & CAREFUL | (flags & BELOW) << 1 | (flags & ABOVE) >> 1
}
