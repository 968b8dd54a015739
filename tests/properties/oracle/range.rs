//! Intervals of numbers and dates: what is left open by missing values.

use std::collections::BTreeSet;

use super::{Kleene, agreed, not};
use tieuchi::exact::Exact;
use tieuchi::program::{NumberSet, Order};

/// A bound of an interval; none where there is no bound.
pub(super) type End = Option<Exact>;

/// All values that a number or date may have, from one to the other, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    pub low: End,
    pub high: End,
}

pub(super) fn below(one: &End, other: &End) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one < other)
}

pub(super) fn at_most(one: &End, other: &End) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one <= other)
}

impl Range {
    pub fn any() -> Range {
        Range { low: None, high: None }
    }

    pub fn point(value: Exact) -> Range {
        Range { low: Some(value.clone()), high: Some(value) }
    }

    pub(super) fn whole(value: i64) -> Range {
        Range::point(Exact::from(value))
    }

    pub fn known(&self) -> Option<&Exact> {
        self.low.as_ref().filter(|_| self.low == self.high)
    }

    pub(super) fn hull(self, other: Range) -> Range {
        let low = self.low.zip(other.low).map(|(one, other)| one.min(other));
        let high = self.high.zip(other.high).map(|(one, other)| one.max(other));
        Range { low, high }
    }

    pub(super) fn map(&self, with: impl Fn(&Exact) -> Option<Exact>) -> Range {
        Range { low: self.low.as_ref().and_then(&with), high: self.high.as_ref().and_then(&with) }
    }

    pub(super) fn add(&self, other: &Range) -> Range {
        let sum = |one: &End, other: &End| one.as_ref()?.add(other.as_ref()?);
        Range { low: sum(&self.low, &other.low), high: sum(&self.high, &other.high) }
    }

    pub(super) fn neg(&self) -> Range {
        Range { low: self.high.as_ref().map(Exact::neg), high: self.low.as_ref().map(Exact::neg) }
    }

    pub(super) fn mul(&self, other: &Range) -> Range {
        if [self, other].into_iter().any(|side| side.known().is_some_and(Exact::is_zero)) {
            return Range::whole(0);
        }
        let (Some(a), Some(b), Some(c), Some(d)) = (&self.low, &self.high, &other.low, &other.high) else {
            return self.mul_open(other);
        };
        let products: Vec<Exact> =
            [(a, c), (a, d), (b, c), (b, d)].into_iter().map(|(one, other)| one.mul(other).expect("small")).collect();
        Range { low: products.iter().min().cloned(), high: products.iter().max().cloned() }
    }

    /// A product of which a side has no bound: bounded only where signs say so.
    pub(super) fn mul_open(&self, other: &Range) -> Range {
        // Signs of the values that occur: below 0, above 0.
        let below_zero = |side: &Range| side.low.as_ref().is_none_or(Exact::is_negative);
        let above_zero = |side: &Range| side.high.as_ref().is_none_or(|high| *high > Exact::zero());
        let open_down = |side: &Range| side.low.is_none();
        let open_up = |side: &Range| side.high.is_none();
        let endless_up = [(self, other), (other, self)]
            .into_iter()
            .any(|(one, other)| (open_up(one) && above_zero(other)) || (open_down(one) && below_zero(other)));
        let endless_down = [(self, other), (other, self)]
            .into_iter()
            .any(|(one, other)| (open_up(one) && below_zero(other)) || (open_down(one) && above_zero(other)));
        let finite = |ends: [(&End, &End); 4]| -> Vec<Exact> {
            let zero = Exact::zero();
            ends.into_iter()
                .filter_map(|(one, other)| match (one, other) {
                    (Some(one), Some(other)) => one.mul(other),
                    // No bound times nothing is nothing.
                    (Some(end), None) | (None, Some(end)) if end.is_zero() => Some(zero.clone()),
                    _ => None,
                })
                .collect()
        };
        let ends = finite([
            (&self.low, &other.low),
            (&self.low, &other.high),
            (&self.high, &other.low),
            (&self.high, &other.high),
        ]);
        Range {
            low: if endless_down { None } else { ends.iter().min().cloned() },
            high: if endless_up { None } else { ends.iter().max().cloned() },
        }
    }

    pub(super) fn div(&self, other: &Range) -> Range {
        let zero = Some(Exact::zero());
        if !below(&zero, &other.low) && !below(&other.high, &zero) {
            return Range::any();
        }
        // The reciprocals of an interval on one side of 0; of no bound, 0.
        let one = Exact::from(1i64);
        let reciprocal = |end: &End| match end {
            Some(end) => one.div(end),
            None => Some(Exact::zero()),
        };
        self.mul(&Range { low: reciprocal(&other.high), high: reciprocal(&other.low) })
    }

    pub(super) fn smaller(&self, other: &Range) -> Range {
        let low = self.low.clone().zip(other.low.clone()).map(|(one, other)| one.min(other));
        let high = match (self.high.clone(), other.high.clone()) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Range { low, high }
    }

    pub(super) fn greater(&self, other: &Range) -> Range {
        self.neg().smaller(&other.neg()).neg()
    }

    /// Whether a number of this range is in the set.
    pub(super) fn within(&self, set: &NumberSet, whole: bool) -> Kleene {
        agreed(samples(self, &set.points, whole).iter().map(|number| contains(set, number)))
    }
}

pub(super) fn contains(set: &NumberSet, number: &Exact) -> bool {
    match set.points.iter().position(|point| point == number) {
        Some(index) => set.at[index],
        None => set.gaps[set.points.iter().filter(|point| *point < number).count()],
    }
}

/// Numbers of a range among which every set with these points finds all that it can tell apart.
pub(super) fn samples(range: &Range, points: &[Exact], whole: bool) -> Vec<Exact> {
    let quarter = Exact::fraction(1, 4).expect("a fraction");
    let mut found: Vec<Exact> = range.low.iter().chain(&range.high).cloned().collect();
    found.push(Exact::zero());
    for point in points {
        for step in [0, 1, 2, 4, 8] {
            let step = Exact::from(step as i64).mul(&quarter).expect("small");
            found.extend([point.add(&step).expect("small"), point.sub(&step).expect("small")]);
        }
    }
    let sorted: BTreeSet<Exact> = found.into_iter().collect();
    let between: Vec<Exact> = sorted
        .iter()
        .zip(sorted.iter().skip(1))
        .map(|(one, other)| one.add(other).and_then(|sum| sum.mul(&Exact::fraction(1, 2)?)).expect("small"))
        .collect();
    let beyond = [sorted.first(), sorted.last()].into_iter().flatten().zip([-1i64, 1]);
    let beyond: Vec<Exact> = beyond.map(|(end, step)| end.add(&Exact::from(step)).expect("small")).collect();
    let mut all: Vec<Exact> = sorted.iter().cloned().chain(between).chain(beyond).collect();
    if whole {
        all = all.into_iter().flat_map(|number| [number.floor(), number.ceil()]).map(Exact::from).collect();
    }
    all.retain(|number| {
        let point = Some(number.clone());
        !below(&point, &range.low) && !below(&range.high, &point)
    });
    all
}

pub(super) fn ordered(one: &Range, order: Order, other: &Range) -> Kleene {
    let decided = |yes: bool, no: bool| {
        if yes {
            Some(true)
        } else if no {
            Some(false)
        } else {
            None
        }
    };
    match order {
        Order::AtLeast => decided(at_most(&other.high, &one.low), below(&one.high, &other.low)),
        Order::AtMost => decided(at_most(&one.high, &other.low), below(&other.high, &one.low)),
        Order::Above => not(ordered(one, Order::AtMost, other)),
        Order::Below => not(ordered(one, Order::AtLeast, other)),
        Order::Is => {
            let same = one.known().zip(other.known()).is_some_and(|(one, other)| one == other);
            decided(same, below(&one.high, &other.low) || below(&other.high, &one.low))
        }
        Order::IsNot => not(ordered(one, Order::Is, other)),
    }
}
