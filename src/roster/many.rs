//! Many numbers at once.

use super::bits::Bits;
use super::column::Whole;
use super::growing::Growing;
use super::number::Decimal;
use super::typed::Mask;
use super::{typed, value};
use crate::program::{Field, NumberKind};

/// Numbers of no more digits than this, with no more decimal places, are taken together.
pub(super) const MOST_PLACES: u32 = 18;

/// Adds whole numbers if a field takes all between the least and the greatest of them.
pub(super) fn whole<T: Copy + Ord + Into<i128>>(
    growing: &mut Growing,
    values: &[T],
    count: usize,
    known: Option<Mask<'_>>,
    takes: impl Fn((i128, i128)) -> bool,
) -> bool {
    let Some(values) = values.get(..count) else { return false };
    // What stands where a value is missing is nearly always a value like the others, or 0.
    let all = values.iter().min().zip(values.iter().max());
    let mut bounds = all.map(|(low, high)| ((*low).into(), (*high).into()));
    if bounds.is_some_and(|bounds| known.is_some() && !takes(bounds)) {
        let there = || values.iter().enumerate().filter(|(row, _)| is_known(known, *row)).map(|(_, value)| *value);
        bounds = there().min().zip(there().max()).map(|(low, high)| (low.into(), high.into()));
    }
    // Whatever is taken has few digits.
    let number = |value: i128| value as i64;
    let value = |row: usize| values.get(row).map_or(0, |value| number((*value).into()));
    bounds.is_none_or(takes)
        && many(growing, count, known, value, bounds.map(|(low, high)| (number(low), number(high))), 0)
}

fn is_known(known: Option<Mask<'_>>, row: usize) -> bool {
    known.as_ref().is_none_or(|known| known.get(row))
}

/// Whether a field takes all numbers between two of so many decimal places: what it takes is an interval.
pub(super) fn readable(field: &Field, kind: NumberKind, (low, high): (i128, i128), places: u32) -> bool {
    let most = 10i128.pow(MOST_PLACES);
    let whole = !matches!(kind, NumberKind::Count | NumberKind::Integer) || places == 0;
    let taken = |number: i128| {
        let mut text = String::new();
        typed::decimal(&mut text, number, places);
        value::takes_number(field, &text)
    };
    whole && low > -most && high < most && taken(low) && taken(high)
}

/// Adds decimals; nothing, and no value, where they can't be taken together.
pub(super) fn decimals(
    growing: &mut Growing,
    field: &Field,
    kind: NumberKind,
    count: usize,
    known: Option<Mask<'_>>,
    mantissas: &[i128],
    places: u32,
) -> Option<bool> {
    let Growing::Number { scale, .. } = growing else { return None };
    if places > MOST_PLACES || *scale > MOST_PLACES {
        return None;
    }
    let there = || {
        let all = mantissas.iter().take(count).enumerate();
        all.filter(|(row, _)| is_known(known, *row)).map(|(_, value)| *value)
    };
    let Some(low) = there().min() else { return Some(many(growing, count, known, |_| 0, None, 0)) };
    // A column has no more places than its numbers need.
    let mut needed = (*scale).min(places);
    for number in there() {
        while needed < places && number % 10i128.pow(places - needed) != 0 {
            needed += 1;
        }
    }
    let shorter = 10i128.pow(places - needed);
    let bounds = (low / shorter, there().max().unwrap_or(low) / shorter);
    if !readable(field, kind, bounds, needed) {
        return None;
    }
    let number = |value: i128| (value / shorter) as i64;
    let value = |row: usize| mantissas.get(row).map_or(0, |value| number(*value));
    Some(many(growing, count, known, value, Some((bounds.0 as i64, bounds.1 as i64)), needed))
}

/// Adds numbers that are in the field's range, between bounds and of so many decimal places; `false` where they don't fit.
pub(super) fn many(
    growing: &mut Growing,
    count: usize,
    known: Option<Mask<'_>>,
    value: impl Fn(usize) -> i64,
    bounds: Option<(i64, i64)>,
    places: u32,
) -> bool {
    let Some((low, high)) = bounds.map(|(low, high)| (i128::from(low), i128::from(high))) else {
        (0..count).for_each(|_| growing.push_missing());
        return true;
    };
    let Growing::Number { scale, values, known: there } = growing else { return false };
    if places > *scale || *scale > MOST_PLACES {
        // The column's other numbers become longer, or these would.
        return (0..count).all(|row| {
            if is_known(known, row) {
                growing.push_number(Decimal { mantissa: i128::from(value(row)), scale: places })
            } else {
                growing.push_missing();
                true
            }
        });
    }
    let factor = 10i128.pow(*scale - places);
    let (Some(low), Some(high)) = (low.checked_mul(factor), high.checked_mul(factor)) else { return false };
    let before = values.len();
    values.make_room(low.min(0), high.max(0));
    if factor == 1 {
        values.extend_within((0..count).map(value));
    } else {
        (0..count).for_each(|row| values.push(if is_known(known, row) { i128::from(value(row)) * factor } else { 0 }));
    }
    if known.is_some() || there.is_some() {
        let there = there.get_or_insert_with(|| Bits::ones(before));
        there.extend_ones(count);
        known.iter().flat_map(|known| known.unset(count)).for_each(|row| {
            there.clear(before + row);
            values.clear(before + row);
        });
    }
    true
}

impl Whole {
    /// Widens until numbers between two fit.
    fn make_room(&mut self, low: i128, high: i128) {
        fn fit<T: TryFrom<i128>>(_: &[T], low: i128, high: i128) -> bool {
            T::try_from(low).is_ok() && T::try_from(high).is_ok()
        }
        let fits = |values: &Whole| match values {
            Whole::I8(values) => fit(values, low, high),
            Whole::I16(values) => fit(values, low, high),
            Whole::I32(values) => fit(values, low, high),
            Whole::I64(values) => fit(values, low, high),
            Whole::I128(_) => true,
        };
        while !fits(self) {
            *self = self.wider();
        }
    }

    /// Puts 0 in a row.
    fn clear(&mut self, row: usize) {
        fn put<T: Default>(values: &mut [T], row: usize) {
            if let Some(place) = values.get_mut(row) {
                *place = T::default();
            }
        }
        match self {
            Whole::I8(values) => put(values, row),
            Whole::I16(values) => put(values, row),
            Whole::I32(values) => put(values, row),
            Whole::I64(values) => put(values, row),
            Whole::I128(values) => put(values, row),
        }
    }

    /// Adds numbers for which there is [room](Self::make_room).
    fn extend_within(&mut self, numbers: impl Iterator<Item = i64>) {
        match self {
            Whole::I8(values) => values.extend(numbers.map(|number| number as i8)),
            Whole::I16(values) => values.extend(numbers.map(|number| number as i16)),
            Whole::I32(values) => values.extend(numbers.map(|number| number as i32)),
            Whole::I64(values) => values.extend(numbers),
            Whole::I128(values) => values.extend(numbers.map(i128::from)),
        }
    }
}
