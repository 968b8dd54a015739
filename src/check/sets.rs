//! Sets of values of one field: union, intersection, complement, coverage.

use std::collections::{BTreeSet, HashSet};

use crate::exact::Exact;
use crate::program::{Labels, NumberSet, Order, Set};

/// All numbers, or none.
fn uniform(all: bool) -> NumberSet {
    NumberSet { points: Vec::new(), at: Vec::new(), gaps: vec![all] }
}

/// The numbers that stand in an order to one.
pub(super) fn half_line(order: Order, point: Exact) -> NumberSet {
    let (below, at, above) = match order {
        Order::Is => (false, true, false),
        Order::IsNot => (true, false, true),
        Order::AtLeast => (false, true, true),
        Order::AtMost => (true, true, false),
        Order::Above => (false, false, true),
        Order::Below => (true, false, false),
    };
    NumberSet { points: vec![point], at: vec![at], gaps: vec![below, above] }
}

/// The labels, by number, that stand in an order to one of them.
pub(super) fn labels(order: Order, label: u32, of: &Labels) -> Set {
    let all = 0..of.labels.len() as u32;
    Set::Labels(
        all.filter(|other| match order {
            Order::Is => *other == label,
            Order::IsNot => *other != label,
            Order::AtLeast => *other >= label,
            Order::AtMost => *other <= label,
            Order::Above => *other > label,
            Order::Below => *other < label,
        })
        .collect(),
    )
}

/// Whether a set has the gap right above a point; below all points where there is none. No boundary may lie in the gap.
pub(super) fn has_gap(set: &NumberSet, above: Option<&Exact>) -> bool {
    let passed = above.map_or(0, |low| set.points.partition_point(|point| point <= low));
    set.gaps.get(passed).copied().unwrap_or(false)
}

/// Whether a set has a point.
pub(super) fn has_point(set: &NumberSet, point: &Exact) -> bool {
    match set.points.binary_search(point) {
        Ok(place) => set.at.get(place).copied().unwrap_or(false),
        Err(place) => set.gaps.get(place).copied().unwrap_or(false),
    }
}

/// Walks along a set's boundaries.
struct Walk<'s> {
    set: &'s NumberSet,
    /// How many boundaries have been passed.
    passed: usize,
}

impl Walk<'_> {
    fn next(&self) -> Option<&Exact> {
        self.set.points.get(self.passed)
    }

    /// Whether the gap that the walk has come to is in.
    fn gap(&self) -> bool {
        self.set.gaps.get(self.passed).copied().unwrap_or(false)
    }

    /// Steps over a point that is not before its next boundary; whether the point is in.
    fn over(&mut self, point: &Exact) -> bool {
        if self.next() != Some(point) {
            return self.gap();
        }
        self.passed += 1;
        self.set.at.get(self.passed - 1).copied().unwrap_or(false)
    }
}

/// Two sets at once, along the boundaries of both.
fn combine(a: &NumberSet, b: &NumberSet, join: fn(bool, bool) -> bool) -> NumberSet {
    let (mut a, mut b) = (Walk { set: a, passed: 0 }, Walk { set: b, passed: 0 });
    let mut before = join(a.gap(), b.gap());
    let mut joined = uniform(before);
    loop {
        let point = match (a.next(), b.next()) {
            (None, None) => return joined,
            (Some(one), None) | (None, Some(one)) => one,
            (Some(one), Some(other)) => one.min(other),
        };
        let point = point.clone();
        let at = join(a.over(&point), b.over(&point));
        let behind = join(a.gap(), b.gap());
        // A point that changes nothing is no boundary.
        if at != before || behind != before {
            joined.points.push(point);
            joined.at.push(at);
            joined.gaps.push(behind);
        }
        before = behind;
    }
}

/// The values in one or the other; the first where they are of two types.
pub(super) fn union(a: &Set, b: &Set, of: Option<&Labels>) -> Set {
    match (a, b) {
        (Set::Labels(a), Set::Labels(b)) => Set::Labels(ascending(a.iter().chain(b).copied())),
        (Set::Numbers(a), Set::Numbers(b)) => Set::Numbers(combine(a, b, |a, b| a || b)),
        (Set::Numbers(_) | Set::Labels(_) | Set::Texts(..) | Set::YesNo(_), _) => {
            not(&intersection(&not(a, of), &not(b, of)), of)
        }
    }
}

fn ascending(labels: impl Iterator<Item = u32>) -> Vec<u32> {
    labels.collect::<BTreeSet<u32>>().into_iter().collect()
}

/// Many sets of one type joined into one, two by two, so that the work stays near their size.
pub(super) fn joined(mut sets: Vec<Set>, join: impl Fn(&Set, &Set) -> Set) -> Option<Set> {
    while sets.len() > 1 {
        sets = sets
            .chunks(2)
            .filter_map(|pair| match pair {
                [one, other] => Some(join(one, other)),
                [one] => Some(one.clone()),
                _ => None,
            })
            .collect();
    }
    sets.pop()
}

/// The values in both; the first where they are of two types.
pub(super) fn intersection(a: &Set, b: &Set) -> Set {
    match (a, b) {
        (Set::Numbers(a), Set::Numbers(b)) => Set::Numbers(combine(a, b, |a, b| a && b)),
        (Set::Labels(a), Set::Labels(b)) => {
            Set::Labels(a.iter().filter(|label| b.binary_search(label).is_ok()).copied().collect())
        }
        (Set::Texts(a, false), Set::Texts(b, negated)) => {
            let b: HashSet<&String> = b.iter().collect();
            Set::Texts(a.iter().filter(|text| b.contains(text) != *negated).cloned().collect(), false)
        }
        (Set::Texts(_, true), Set::Texts(_, false)) => intersection(b, a),
        (Set::Texts(a, true), Set::Texts(b, true)) => {
            let known: HashSet<&String> = a.iter().collect();
            let more = b.iter().filter(|text| !known.contains(text));
            Set::Texts(a.iter().chain(more).cloned().collect(), true)
        }
        // Yes and no: both at once is no value at all, which no test of a yes/no field says; see `mergeable`.
        (Set::YesNo(_), _) | (Set::Numbers(_), _) | (Set::Labels(_), _) | (Set::Texts(..), _) => a.clone(),
    }
}

/// The values that are not in it.
pub(super) fn not(set: &Set, of: Option<&Labels>) -> Set {
    match set {
        Set::Numbers(set) => Set::Numbers(NumberSet {
            points: set.points.clone(),
            at: set.at.iter().map(|at| !at).collect(),
            gaps: set.gaps.iter().map(|gap| !gap).collect(),
        }),
        Set::Labels(labels) => {
            let all = 0..of.map_or(0, |of| of.labels.len() as u32);
            Set::Labels(all.filter(|label| labels.binary_search(label).is_err()).collect())
        }
        Set::Texts(texts, negated) => Set::Texts(texts.clone(), !negated),
        Set::YesNo(yes) => Set::YesNo(!yes),
    }
}

/// Whether two tests of one field can be said as one set.
pub(super) fn mergeable(a: &Set, b: &Set) -> bool {
    match (a, b) {
        (Set::Numbers(_), Set::Numbers(_)) | (Set::Labels(_), Set::Labels(_)) | (Set::Texts(..), Set::Texts(..)) => {
            true
        }
        (Set::YesNo(a), Set::YesNo(b)) => a == b,
        (Set::Numbers(_) | Set::Labels(_) | Set::Texts(..) | Set::YesNo(_), _) => false,
    }
}

/// The numbers of a declared range, as a set.
pub(super) fn range(low: Option<&Exact>, high: Option<&Exact>) -> NumberSet {
    let from = low.map_or(uniform(true), |low| half_line(Order::AtLeast, low.clone()));
    let to = high.map_or(uniform(true), |high| half_line(Order::AtMost, high.clone()));
    combine(&from, &to, |a, b| a && b)
}

/// Whether no value that the field may have is in the set. `domain`: the values of a number.
pub(super) fn is_empty(set: &Set, domain: &NumberSet) -> bool {
    match set {
        Set::Numbers(set) => {
            let inside = combine(set, domain, |a, b| a && b);
            !inside.at.contains(&true) && !inside.gaps.contains(&true)
        }
        Set::Labels(labels) => labels.is_empty(),
        Set::Texts(texts, negated) => texts.is_empty() && !negated,
        Set::YesNo(_) => false,
    }
}

/// Whether the set has every value that the field may have.
pub(super) fn is_full(set: &Set, domain: &NumberSet, of: Option<&Labels>) -> bool {
    match set {
        Set::YesNo(_) => false,
        Set::Numbers(_) | Set::Labels(_) | Set::Texts(..) => is_empty(&not(set, of), domain),
    }
}

/// Whether `whole` has every value of `part`.
pub(super) fn covers(whole: &Set, part: &Set, domain: &NumberSet, of: Option<&Labels>) -> bool {
    match (whole, part) {
        (Set::YesNo(a), Set::YesNo(b)) => a == b,
        (Set::Numbers(_) | Set::Labels(_) | Set::Texts(..) | Set::YesNo(_), _) => {
            is_empty(&intersection(part, &not(whole, of)), domain)
        }
    }
}
