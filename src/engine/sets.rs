//! Sets of values of one field, and conditions on one field folded into one set.
//!
//! A missing value leaves a condition open only where its set holds some of the
//! field's values and not others: `x > 3 or x <= 3` is yes for every number.

use crate::exact::Exact;
use crate::program::{Cond, List, Need, NumberSet, Order, Path, Set, Test};

use super::truth::{Interval, Truth};

/// A condition on one field as the set of its values for which it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fold {
    Numbers(NumberSet),
    /// These texts; with `true` all but these.
    Texts(Vec<String>, bool),
    /// Per label, or `[no, yes]`.
    Labels(Vec<bool>),
}

/// How many labels a path's field has; 2 for yes/no; none for a number or a date.
pub(super) type Width<'f> = &'f dyn Fn(&Path) -> Option<usize>;

/// The path and the set of a condition on one field; none if it reads more, or anything else.
pub(super) fn fold(cond: &Cond, width: Width<'_>) -> Option<(Path, Fold)> {
    match cond {
        Cond::Test(Test { path, set }) => {
            let fold = match set {
                Set::Numbers(set) => Fold::Numbers(set.clone()),
                Set::Labels(labels) => {
                    let mut all = vec![false; width(path)?];
                    for label in labels {
                        *all.get_mut(*label as usize)? = true;
                    }
                    Fold::Labels(all)
                }
                Set::YesNo(wanted) => Fold::Labels(vec![!wanted, *wanted]),
                Set::Texts(texts, but) => Fold::Texts(texts.clone(), *but),
            };
            Some((path.clone(), fold))
        }
        Cond::Not(inner) => {
            let (path, fold) = fold(inner, width)?;
            Some((path, combine(Need::AtMost(0), &[fold])?))
        }
        Cond::List(list) => {
            let folds = list.parts.iter().map(|part| fold(&part.cond, width)).collect::<Option<Vec<_>>>()?;
            let path = folds.first()?.0.clone();
            if folds.iter().any(|(other, _)| *other != path) {
                return None;
            }
            let folds: Vec<Fold> = folds.into_iter().map(|(_, fold)| fold).collect();
            Some((path, combine(list.need, &folds)?))
        }
        Cond::Compare(..) | Cond::Presence(..) | Cond::Clause(_) | Cond::Meets(_) => None,
    }
}

/// The foldable parts of a conjunction or disjunction, by field; nested ones of the same kind count as its own.
pub(super) fn by_field(list: &List, width: Width<'_>) -> Vec<(Path, Fold)> {
    let mut found: Vec<(Path, Vec<Fold>)> = Vec::new();
    gather(list, list.need, width, &mut found);
    found
        .into_iter()
        .filter(|(_, folds)| folds.len() > 1)
        .filter_map(|(path, folds)| combine(list.need, &folds).map(|fold| (path, fold)))
        .collect()
}

fn gather(list: &List, need: Need, width: Width<'_>, found: &mut Vec<(Path, Vec<Fold>)>) {
    for part in &list.parts {
        if let Cond::List(inner) = &part.cond
            && inner.need == need
        {
            gather(inner, need, width, found);
        } else if let Some((path, fold)) = fold(&part.cond, width) {
            match found.iter_mut().find(|(other, _)| *other == path) {
                Some((_, folds)) => folds.push(fold),
                None => found.push((path, vec![fold])),
            }
        }
    }
}

fn holds(need: Need, yes: usize, all: usize) -> bool {
    match need {
        Need::All => yes == all,
        Need::Any => yes > 0,
        Need::AtLeast(k) => yes >= k as usize,
        Need::AtMost(k) => yes <= k as usize,
        Need::Exactly(k) => yes == k as usize,
    }
}

/// The set of values that lie in as many of the sets as are needed.
fn combine(need: Need, folds: &[Fold]) -> Option<Fold> {
    match folds.first()? {
        Fold::Labels(first) => {
            let sets = folds
                .iter()
                .map(|fold| match fold {
                    Fold::Labels(labels) => Some(labels),
                    Fold::Numbers(_) | Fold::Texts(..) => None,
                })
                .collect::<Option<Vec<_>>>()?;
            let count = |label: usize| sets.iter().filter(|set| set.get(label).copied().unwrap_or(false)).count();
            Some(Fold::Labels((0..first.len()).map(|label| holds(need, count(label), sets.len())).collect()))
        }
        Fold::Texts(..) => {
            let sets = folds
                .iter()
                .map(|fold| match fold {
                    Fold::Texts(texts, but) => Some((texts, *but)),
                    Fold::Numbers(_) | Fold::Labels(_) => None,
                })
                .collect::<Option<Vec<_>>>()?;
            // Texts that no set names are all alike.
            let unnamed = holds(need, sets.iter().filter(|(_, but)| *but).count(), sets.len());
            let mut named: Vec<&String> = sets.iter().flat_map(|(texts, _)| texts.iter()).collect();
            named.sort();
            named.dedup();
            let count = |text: &String| sets.iter().filter(|(texts, but)| texts.contains(text) != *but).count();
            named.retain(|text| holds(need, count(text), sets.len()) != unnamed);
            Some(Fold::Texts(named.into_iter().cloned().collect(), unnamed))
        }
        Fold::Numbers(_) => {
            let sets = folds
                .iter()
                .map(|fold| match fold {
                    Fold::Numbers(set) => Some(set),
                    Fold::Labels(_) | Fold::Texts(..) => None,
                })
                .collect::<Option<Vec<_>>>()?;
            let mut points: Vec<Exact> = sets.iter().flat_map(|set| set.points.iter().cloned()).collect();
            points.sort();
            points.dedup();
            let at = points
                .iter()
                .map(|point| holds(need, sets.iter().filter(|set| set.contains(point)).count(), sets.len()))
                .collect();
            let gaps = (0..=points.len())
                .map(|gap| {
                    // Every set is constant over the gap: it has no boundary inside.
                    let below = gap.checked_sub(1).and_then(|before| points.get(before));
                    holds(need, sets.iter().filter(|set| set.holds_above(below)).count(), sets.len())
                })
                .collect();
            Some(Fold::Numbers(NumberSet { points, at, gaps }))
        }
    }
}

impl NumberSet {
    /// Whether a number is in.
    pub fn contains(&self, value: &Exact) -> bool {
        match self.points.binary_search(value) {
            Ok(point) => self.at.get(point).copied().unwrap_or(false),
            Err(gap) => self.gaps.get(gap).copied().unwrap_or(false),
        }
    }

    /// Whether the numbers right above a value are in; of none: the numbers below all points.
    fn holds_above(&self, value: Option<&Exact>) -> bool {
        let gap = match value {
            None => 0,
            Some(value) => self.points.partition_point(|point| point <= value),
        };
        self.gaps.get(gap).copied().unwrap_or(false)
    }

    /// Whether all (yes) or none (no) of the numbers of an interval are in. With `whole`, only whole numbers are meant.
    pub(super) fn truth(&self, interval: &Interval, whole: bool) -> Truth {
        if let Some(value) = interval.known() {
            return Truth::from(self.contains(value));
        }
        let (mut some_in, mut some_out) = (false, false);
        let mut see = |is_in: bool| {
            if is_in {
                some_in = true;
            } else {
                some_out = true;
            }
        };
        let inside = |value: &Exact| {
            interval.low.as_ref().is_none_or(|low| low <= value)
                && interval.high.as_ref().is_none_or(|high| value <= high)
        };
        for (point, is_in) in self.points.iter().zip(&self.at) {
            if inside(point) && (!whole || point.is_integer()) {
                see(*is_in);
            }
        }
        for (gap, is_in) in self.gaps.iter().enumerate() {
            let below = gap.checked_sub(1).and_then(|before| self.points.get(before));
            let above = self.points.get(gap);
            if meets(interval, below, above, whole) {
                see(*is_in);
            }
        }
        match (some_in, some_out) {
            (true, false) => Truth::Yes,
            (false, true) => Truth::No,
            _ => Truth::Unknown,
        }
    }
}

/// Whether an interval has a number (a whole one) in the open gap between two points.
fn meets(interval: &Interval, below: Option<&Exact>, above: Option<&Exact>, whole: bool) -> bool {
    let low = interval.low.as_ref();
    let high = interval.high.as_ref();
    if whole {
        // The least whole number of the interval above `below`, the greatest under `above`.
        let one = num_bigint::BigInt::from(1);
        let first = match (low.map(Exact::ceil), below.map(|below| below.floor() + &one)) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        let last = match (high.map(Exact::floor), above.map(|above| above.ceil() - &one)) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        return match (first, last) {
            (Some(first), Some(last)) => first <= last,
            _ => true,
        };
    }
    // An interval that is more than a point meets an open gap unless it ends where the gap begins or before.
    let starts_in_time = match (low, above) {
        (Some(low), Some(above)) => low < above,
        _ => true,
    };
    let ends_late_enough = match (high, below) {
        (Some(high), Some(below)) => high > below,
        _ => true,
    };
    starts_in_time && ends_late_enough
}

/// Whether a text is among some, or not among them; a missing one is where all texts are or none is.
pub(super) fn text_truth(texts: &[String], but: bool, text: Option<&str>) -> Truth {
    match text {
        Some(text) => Truth::from(texts.iter().any(|one| one == text) != but),
        None if texts.is_empty() => Truth::from(but),
        None => Truth::Unknown,
    }
}

/// The truth of an order between two sets of possible labels.
pub(super) fn compare_labels(left: &[u32], order: Order, right: &[u32]) -> Truth {
    let ends = |set: &[u32]| set.iter().min().copied().zip(set.iter().max().copied());
    let (Some((left_low, left_high)), Some((right_low, right_high))) = (ends(left), ends(right)) else {
        return Truth::Unknown;
    };
    let at_least = |a: (u32, u32), b: (u32, u32)| {
        if a.0 >= b.1 {
            Truth::Yes
        } else if a.1 < b.0 {
            Truth::No
        } else {
            Truth::Unknown
        }
    };
    let (left_ends, right_ends) = ((left_low, left_high), (right_low, right_high));
    let equal = || {
        if left_low == left_high && left_ends == right_ends {
            Truth::Yes
        } else if left.iter().all(|label| !right.contains(label)) {
            Truth::No
        } else {
            Truth::Unknown
        }
    };
    match order {
        Order::AtLeast => at_least(left_ends, right_ends),
        Order::AtMost => at_least(right_ends, left_ends),
        Order::Above => !at_least(right_ends, left_ends),
        Order::Below => !at_least(left_ends, right_ends),
        Order::Is => equal(),
        Order::IsNot => !equal(),
    }
}
