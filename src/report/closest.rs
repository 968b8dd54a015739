//! Who is nearest to a property: by how many of its conditions fail, then by
//! how many steps of scales are lacking, then by how much in numbers; ties keep
//! the order of the data. Where the property reads a private field, nobody is
//! named, since the order itself would tell.

use crate::engine::{Hand, Truth, Value as Read};
use crate::exact::Exact;
use crate::program::{Cond, KindId, List, Need, NumberSet, Order, Set, Term, Test};

use super::tree::Closest;
use super::values::Explainer;

/// How many are named.
const NAMED: usize = 5;

/// One that is near.
pub(super) struct Near {
    /// Its row.
    pub row: u32,
    /// How near; the values are still to come.
    pub report: Closest,
}

/// How far a record is from a condition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Distance {
    failing: u32,
    steps: u32,
    gap: Exact,
}

impl Distance {
    fn none() -> Distance {
        Distance { failing: 0, steps: 0, gap: Exact::zero() }
    }

    /// One condition fails, and nothing more can be said.
    fn one() -> Distance {
        Distance { failing: 1, ..Distance::none() }
    }

    fn and(&self, other: &Distance) -> Distance {
        Distance {
            failing: self.failing.saturating_add(other.failing),
            steps: self.steps.saturating_add(other.steps),
            gap: self.gap.add(&other.gap).unwrap_or_else(|| self.gap.clone()),
        }
    }
}

/// The nearest few of the rows that fail a property; nobody where all are as far, or it can't be measured or told.
pub(super) fn closest(explainer: &Explainer<'_>, property: &Cond, kind: KindId, failing: &[u32]) -> Vec<Near> {
    if reads_private(explainer, property, kind) {
        return Vec::new();
    }
    let mut measured: Vec<(Distance, u32)> =
        failing.iter().map(|row| (distance(explainer, property, Hand::one(kind, *row)), *row)).collect();
    let first = measured.first().map(|(distance, _)| distance);
    if measured.iter().all(|(distance, _)| Some(distance) == first) {
        return Vec::new();
    }
    measured.sort();
    let named = measured.into_iter().take(NAMED).map(|(distance, row)| Near {
        row,
        report: Closest {
            id: explainer.id(kind, row),
            failing: distance.failing,
            steps: distance.steps,
            gap: distance.gap,
            values: Vec::new(),
        },
    });
    named.collect()
}

fn reads_private(explainer: &Explainer<'_>, cond: &Cond, kind: KindId) -> bool {
    match cond {
        Cond::Test(test) => explainer.is_private(&test.path, &[kind]),
        Cond::Presence(path, _) => explainer.is_private(path, &[kind]),
        Cond::Compare(left, _, right) => {
            explainer.tells_private(left, &[kind]) || explainer.tells_private(right, &[kind])
        }
        Cond::Not(inner) => reads_private(explainer, inner, kind),
        Cond::List(list) => list.parts.iter().any(|part| reads_private(explainer, &part.cond, kind)),
        Cond::Clause(_) | Cond::Meets(_) => false,
    }
}

fn distance(explainer: &Explainer<'_>, cond: &Cond, hand: Hand) -> Distance {
    if explainer.evaluation.truth(cond, hand) == Truth::Yes {
        return Distance::none();
    }
    match cond {
        Cond::Test(test) => to_test(explainer, test, hand),
        Cond::Compare(left, order, right) => to_comparison(explainer, left, *order, right, hand),
        Cond::List(list) => to_list(explainer, list, hand),
        Cond::Presence(..) | Cond::Not(_) | Cond::Clause(_) | Cond::Meets(_) => Distance::one(),
    }
}

fn to_test(explainer: &Explainer<'_>, test: &Test, hand: Hand) -> Distance {
    match (&test.set, explainer.evaluation.value(&test.path, hand)) {
        (Set::Labels(wanted), Read::Labels(set, labels)) => {
            let ordered = explainer.program.labels.get(set.at()).is_some_and(|labels| labels.ordered);
            match labels.as_slice() {
                [label] if ordered => {
                    let steps = wanted.iter().map(|one| one.abs_diff(*label)).min().unwrap_or(0);
                    Distance { steps, ..Distance::one() }
                }
                _ => Distance::one(),
            }
        }
        (Set::Numbers(wanted), Read::Number(value) | Read::Date(value)) => {
            let gap = value.known().and_then(|value| gap(wanted, value));
            Distance { gap: gap.unwrap_or_else(Exact::zero), ..Distance::one() }
        }
        _ => Distance::one(),
    }
}

/// How far a number is from the nearest that is wanted.
fn gap(wanted: &NumberSet, value: &Exact) -> Option<Exact> {
    let at = |place: usize| wanted.at.get(place).copied().unwrap_or(false);
    let gap = |place: usize| wanted.gaps.get(place).copied().unwrap_or(false);
    // A boundary is near if it is wanted or one of its sides is.
    let near = (0..wanted.points.len()).filter(|place| at(*place) || gap(*place) || gap(place + 1));
    near.filter_map(|place| {
        let difference = wanted.points.get(place)?.sub(value)?;
        Some(if difference.is_negative() { difference.neg() } else { difference })
    })
    .min()
}

fn to_comparison(explainer: &Explainer<'_>, left: &Term, order: Order, right: &Term, hand: Hand) -> Distance {
    let known = |term: &Term| explainer.evaluation.number(term, hand).known().cloned();
    match order {
        Order::AtLeast | Order::AtMost | Order::Above | Order::Below | Order::Is => {
            let gap = known(left).zip(known(right)).and_then(|(left, right)| left.sub(&right));
            let gap = gap.map(|gap| if gap.is_negative() { gap.neg() } else { gap });
            Distance { gap: gap.unwrap_or_else(Exact::zero), ..Distance::one() }
        }
        Order::IsNot => Distance::one(),
    }
}

fn to_list(explainer: &Explainer<'_>, list: &List, hand: Hand) -> Distance {
    let needed = match list.need {
        Need::All => list.parts.len(),
        Need::Any => 1,
        Need::AtLeast(k) => k as usize,
        Need::AtMost(_) | Need::Exactly(_) => return Distance::one(),
    };
    let mut each: Vec<Distance> = list.parts.iter().map(|part| distance(explainer, &part.cond, hand)).collect();
    each.sort();
    each.iter().take(needed).fold(Distance::none(), |sum, one| sum.and(one))
}
