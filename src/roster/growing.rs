//! Columns while they grow.

use super::Target;
use super::column::{ABSENT, Column, UNKNOWN};
use super::keys::Keys;
use super::number::Decimal;
use super::texts::Texts;
use crate::date::Date;
use crate::program::{Field, Origin as FieldOrigin, Type};

/// A reference not yet resolved: a number of its kind's dictionary of keys, or one of these.
pub(super) const BLANK: u32 = u32::MAX;
/// A cell that was refused already.
pub(super) const REFUSED: u32 = u32::MAX - 1;

/// A column that still grows.
#[derive(Debug)]
pub(super) enum Growing {
    Derived,
    /// Numbers of the kind's keys, [`BLANK`] or [`REFUSED`].
    Key(Vec<u32>),
    Text(Texts),
    YesNo(Vec<Option<bool>>),
    Number {
        scale: u32,
        values: Vec<Option<i128>>,
    },
    Date(Vec<Option<Date>>),
    Label(Vec<Option<u32>>),
    Reference(Vec<u32>),
}

impl Growing {
    pub(super) fn new(field: &Field) -> Growing {
        match (&field.origin, field.ty) {
            (FieldOrigin::Define(_) | FieldOrigin::Award { .. }, _) => Growing::Derived,
            (FieldOrigin::Key, _) => Growing::Key(Vec::new()),
            (FieldOrigin::Data { .. }, Type::Text) => Growing::Text(Texts::default()),
            (FieldOrigin::Data { .. }, Type::YesNo) => Growing::YesNo(Vec::new()),
            (FieldOrigin::Data { .. }, Type::Number(_)) => Growing::Number { scale: 0, values: Vec::new() },
            (FieldOrigin::Data { .. }, Type::Date) => Growing::Date(Vec::new()),
            (FieldOrigin::Data { .. }, Type::Label(_)) => Growing::Label(Vec::new()),
            (FieldOrigin::Data { .. }, Type::Reference(_)) => Growing::Reference(Vec::new()),
        }
    }

    /// How many rows it has; none for a derived field.
    pub(super) fn len(&self) -> Option<usize> {
        match self {
            Growing::Derived => None,
            Growing::Key(values) => Some(values.len()),
            Growing::Text(values) => Some(values.len()),
            Growing::YesNo(values) => Some(values.len()),
            Growing::Number { values, .. } => Some(values.len()),
            Growing::Date(values) => Some(values.len()),
            Growing::Label(values) => Some(values.len()),
            Growing::Reference(values) => Some(values.len()),
        }
    }

    /// One more row without a value.
    pub(super) fn push_missing(&mut self) {
        match self {
            Growing::Derived => {}
            Growing::Text(values) => values.push(None),
            Growing::YesNo(values) => values.push(None),
            Growing::Number { values, .. } => values.push(None),
            Growing::Date(values) => values.push(None),
            Growing::Label(values) => values.push(None),
            Growing::Key(values) | Growing::Reference(values) => values.push(BLANK),
        }
    }

    /// One more row that was refused: whatever it holds, there will be no roster.
    pub(super) fn push_refused(&mut self) {
        match self {
            Growing::Text(values) => values.push(Some("")),
            Growing::Key(values) | Growing::Reference(values) => values.push(REFUSED),
            Growing::Derived | Growing::YesNo(_) | Growing::Number { .. } | Growing::Date(_) | Growing::Label(_) => {
                self.push_missing()
            }
        }
    }

    /// The finished column: `keys` are those of the kind itself, `labels` is how many labels a field of labels has, `rows` says where each key of the
    /// target's dictionary stands.
    pub(super) fn finish(self, labels: u32, blank: Target, rows: &[u32], keys: &mut Keys) -> Column {
        match self {
            Growing::Derived => Column::Derived,
            Growing::Key(numbers) => Column::Text(std::mem::take(keys).column(&numbers)),
            Growing::Text(values) => Column::Text(values),
            Growing::YesNo(values) => Column::codes(2, values.into_iter().map(|value| value.map(u32::from))),
            Growing::Number { scale, values } => Column::numbers(scale, values.iter().copied()),
            Growing::Date(values) => {
                Column::numbers(0, values.iter().map(|date| date.map(|date| i128::from(date.days()))))
            }
            Growing::Label(values) => Column::codes(labels, values.into_iter()),
            Growing::Reference(values) => {
                Column::Reference(values.into_iter().map(|key| target(key, blank, rows)).collect())
            }
        }
    }
}

fn target(key: u32, blank: Target, rows: &[u32]) -> u32 {
    match rows.get(key as usize) {
        Some(row) if *row != BLANK => *row,
        Some(_) | None => match blank {
            Target::Row(row) => row,
            Target::Absent => ABSENT,
            Target::Unknown => UNKNOWN,
        },
    }
}

/// Appends to a column of decimals, which all have the scale of the longest;
/// `false` if a value would not fit any more.
pub(super) fn push_decimal(scale: &mut u32, values: &mut Vec<Option<i128>>, number: Decimal) -> bool {
    let stretched = |mantissa: i128, by: u32| 10i128.checked_pow(by).and_then(|factor| mantissa.checked_mul(factor));
    if number.scale <= *scale {
        return match stretched(number.mantissa, *scale - number.scale) {
            Some(mantissa) => {
                values.push(Some(mantissa));
                true
            }
            None => false,
        };
    }
    // A column widens at most MAX_DIGITS times.
    let by = number.scale - *scale;
    if values.iter().flatten().any(|mantissa| stretched(*mantissa, by).is_none()) {
        return false;
    }
    for mantissa in values.iter_mut().flatten() {
        *mantissa = stretched(*mantissa, by).unwrap_or(*mantissa);
    }
    *scale = number.scale;
    values.push(Some(number.mantissa));
    true
}
