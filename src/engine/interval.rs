//! Arithmetic on intervals with exact ends, some of which may be open-ended.
//!
//! Every operation is sound: the result holds whatever the operands' values
//! give. `None` for a whole result is an overflow (see [`Exact`]).

use std::cmp::Ordering;

use crate::exact::{Exact, Rounding};
use crate::program::Order;

use super::truth::{Interval, Truth};

/// An end of an interval on the extended line.
#[derive(Debug, Clone, PartialEq, Eq)]
enum End {
    Below,
    At(Exact),
    Above,
}

impl End {
    fn cmp(&self, other: &End) -> Ordering {
        match (self, other) {
            (End::Below, End::Below) | (End::Above, End::Above) => Ordering::Equal,
            (End::Below, _) | (_, End::Above) => Ordering::Less,
            (End::Above, _) | (_, End::Below) => Ordering::Greater,
            (End::At(a), End::At(b)) => a.cmp(b),
        }
    }

    fn sign(&self) -> i8 {
        match self {
            End::Below => -1,
            End::Above => 1,
            End::At(value) if value.is_zero() => 0,
            End::At(value) if value.is_negative() => -1,
            End::At(_) => 1,
        }
    }

    /// The product, with 0 times anything 0.
    fn times(&self, other: &End) -> Option<End> {
        if let (End::At(a), End::At(b)) = (self, other) {
            return a.mul(b).map(End::At);
        }
        Some(match self.sign() * other.sign() {
            0 => End::At(Exact::zero()),
            1 => End::Above,
            _ => End::Below,
        })
    }
}

impl Interval {
    fn ends(&self) -> [End; 2] {
        [self.low.clone().map_or(End::Below, End::At), self.high.clone().map_or(End::Above, End::At)]
    }

    fn of(low: End, high: End) -> Interval {
        let at = |end: End| match end {
            End::At(value) => Some(value),
            End::Below | End::Above => None,
        };
        Interval { low: at(low), high: at(high) }
    }

    /// Sum.
    pub(super) fn add(&self, other: &Interval) -> Option<Interval> {
        Some(Interval {
            low: both(&self.low, &other.low, Exact::add)?,
            high: both(&self.high, &other.high, Exact::add)?,
        })
    }

    /// Difference.
    pub(super) fn sub(&self, other: &Interval) -> Option<Interval> {
        Some(Interval {
            low: both(&self.low, &other.high, Exact::sub)?,
            high: both(&self.high, &other.low, Exact::sub)?,
        })
    }

    /// Product.
    pub(super) fn mul(&self, other: &Interval) -> Option<Interval> {
        let mut low: Option<End> = None;
        let mut high: Option<End> = None;
        for a in self.ends() {
            for b in other.ends() {
                let product = a.times(&b)?;
                if low.as_ref().is_none_or(|low| product.cmp(low) == Ordering::Less) {
                    low = Some(product.clone());
                }
                if high.as_ref().is_none_or(|high| product.cmp(high) == Ordering::Greater) {
                    high = Some(product);
                }
            }
        }
        Some(Interval::of(low?, high?))
    }

    /// Quotient: anything where the divisor is or may be 0.
    pub(super) fn div(&self, other: &Interval) -> Option<Interval> {
        let zero = Exact::zero();
        let below = other.high.as_ref().is_some_and(|high| *high < zero);
        let above = other.low.as_ref().is_some_and(|low| *low > zero);
        if !below && !above {
            return Some(Interval::any());
        }
        let turned = |end: &Option<Exact>| match end {
            None => Some(Exact::zero()),
            Some(value) => Exact::from(1i64).div(value),
        };
        let inverse = Interval { low: Some(turned(&other.high)?), high: Some(turned(&other.low)?) };
        self.mul(&inverse)
    }

    /// The smaller of two.
    pub(super) fn min(&self, other: &Interval) -> Interval {
        let low = match (&self.low, &other.low) {
            (Some(a), Some(b)) => Some(a.min(b).clone()),
            _ => None,
        };
        let high = match (&self.high, &other.high) {
            (Some(a), Some(b)) => Some(a.min(b).clone()),
            (one, None) => one.clone(),
            (None, one) => one.clone(),
        };
        Interval { low, high }
    }

    /// The greater of two.
    pub(super) fn max(&self, other: &Interval) -> Interval {
        let low = match (&self.low, &other.low) {
            (Some(a), Some(b)) => Some(a.max(b).clone()),
            (one, None) => one.clone(),
            (None, one) => one.clone(),
        };
        let high = match (&self.high, &other.high) {
            (Some(a), Some(b)) => Some(a.max(b).clone()),
            _ => None,
        };
        Interval { low, high }
    }

    /// The least interval that holds both.
    pub(super) fn hull(&self, other: &Interval) -> Interval {
        let low = match (&self.low, &other.low) {
            (Some(a), Some(b)) => Some(a.min(b).clone()),
            _ => None,
        };
        let high = match (&self.high, &other.high) {
            (Some(a), Some(b)) => Some(a.max(b).clone()),
            _ => None,
        };
        Interval { low, high }
    }

    /// Both ends through a function that grows with its argument.
    pub(super) fn map(&self, grow: impl Fn(&Exact) -> Option<Exact>) -> Interval {
        Interval { low: self.low.as_ref().and_then(&grow), high: self.high.as_ref().and_then(&grow) }
    }

    /// Rounded.
    pub(super) fn rounded(&self, how: Rounding, places: u32) -> Interval {
        self.map(|value| Some(value.rounded(how, places)))
    }

    /// Whether it stands in an order to another.
    pub(super) fn compare(&self, order: Order, other: &Interval) -> Truth {
        let at_least = |a: &Interval, b: &Interval| match (&a.low, &b.high) {
            (Some(low), Some(high)) if low >= high => Truth::Yes,
            _ => match (&a.high, &b.low) {
                (Some(high), Some(low)) if high < low => Truth::No,
                _ => Truth::Unknown,
            },
        };
        match order {
            Order::AtLeast => at_least(self, other),
            Order::AtMost => at_least(other, self),
            Order::Above => !at_least(other, self),
            Order::Below => !at_least(self, other),
            Order::Is => self.equal(other),
            Order::IsNot => !self.equal(other),
        }
    }

    fn equal(&self, other: &Interval) -> Truth {
        if let (Some(a), Some(b)) = (self.known(), other.known()) {
            return Truth::from(a == b);
        }
        let apart = |a: &Interval, b: &Interval| matches!((&a.high, &b.low), (Some(high), Some(low)) if high < low);
        if apart(self, other) || apart(other, self) { Truth::No } else { Truth::Unknown }
    }
}

fn both(
    a: &Option<Exact>,
    b: &Option<Exact>,
    operation: impl Fn(&Exact, &Exact) -> Option<Exact>,
) -> Option<Option<Exact>> {
    match (a, b) {
        (Some(a), Some(b)) => operation(a, b).map(Some),
        _ => Some(None),
    }
}
