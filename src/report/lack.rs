//! How far a number is from what is asked of it.

use crate::engine::{Hand, Value as Read};
use crate::exact::Exact;
use crate::program::{KindId, NumberSet, Order, Set, Term, Test};

use super::tree::Lack;
use super::values::Explainer;

impl Explainer<'_> {
    /// Of a field that fails a test; none where it is no known number, or nobody may see it.
    pub(super) fn lack(&self, test: &Test, hand: Hand) -> Option<Lack> {
        if self.is_private(&test.path, &kinds(hand)) {
            return None;
        }
        match (&test.set, self.evaluation.value(&test.path, hand)) {
            (Set::Numbers(wanted), Read::Number(value)) => nearest(wanted, value.known()?),
            _ => None,
        }
    }

    /// Of the left of two terms.
    pub(super) fn lack_of_terms(&self, left: &Term, order: Order, right: &Term, hand: Hand) -> Option<Lack> {
        let kinds = kinds(hand);
        let numbers = |term: &Term| {
            matches!(self.term_type(term, &kinds), Some(crate::program::Type::Number(_)))
                && !self.tells_private(term, &kinds)
        };
        if !numbers(left) || !numbers(right) {
            return None;
        }
        let known = |term: &Term| self.evaluation.number(term, hand).known().cloned();
        let difference = known(right)?.sub(&known(left)?)?;
        let beyond = match order {
            Order::AtLeast | Order::AtMost | Order::Is => false,
            Order::Above | Order::Below => true,
            Order::IsNot => return None,
        };
        let rise = match order {
            Order::Above => true,
            Order::Below => false,
            Order::AtLeast | Order::AtMost | Order::Is | Order::IsNot => !difference.is_negative(),
        };
        Some(Lack { by: if difference.is_negative() { difference.neg() } else { difference }, rise, beyond })
    }
}

fn kinds(hand: Hand) -> Vec<KindId> {
    hand.records().map(|(kind, _)| kind).collect()
}

/// To the nearest of the numbers that are wanted: to the boundary itself, or just beyond it.
fn nearest(wanted: &NumberSet, value: &Exact) -> Option<Lack> {
    let at = |place: usize| wanted.at.get(place).copied().unwrap_or(false);
    let gap = |place: usize| wanted.gaps.get(place).copied().unwrap_or(false);
    let to = |place: usize| {
        let difference = wanted.points.get(place)?.sub(value)?;
        // Seen from the value, what is wanted begins at the boundary or behind it.
        let rise = !difference.is_negative() && (!difference.is_zero() || gap(place + 1));
        let behind = if rise { gap(place + 1) } else { gap(place) };
        let by = if difference.is_negative() { difference.neg() } else { difference };
        (at(place) || behind).then(|| Lack { by, rise, beyond: !at(place) })
    };
    (0..wanted.points.len()).filter_map(to).min_by(|one, other| (&one.by, one.beyond).cmp(&(&other.by, other.beyond)))
}
