//! Columns while they grow.

use super::Target;
use super::bits::Bits;
use super::column::{ABSENT, Codes, Column, UNKNOWN, Whole};
use super::keys::Keys;
use super::number::Decimal;
use super::places::Places;
use super::remembered::Says;
use super::texts::Texts;
use crate::program::{Field, Origin as FieldOrigin, Program, Type};

/// A reference not yet resolved: a number of its kind's dictionary of keys, or one of these.
pub(super) const BLANK: u32 = u32::MAX;
/// A cell that was refused already.
pub(super) const REFUSED: u32 = u32::MAX - 1;

/// What a cell without a value says among numbers that do: see [`Growing::extend`].
pub(super) const MISSING: i64 = i64::MIN;

/// A column that still grows, as narrow as a finished one.
#[derive(Debug)]
pub(super) enum Growing {
    Derived,
    /// A text that is not kept: how many rows.
    Passed(usize),
    /// Numbers of the kind's keys, [`BLANK`] or [`REFUSED`].
    Key(Places),
    Text(Texts),
    /// Labels, or no and yes.
    Code {
        codes: Codes,
        missing: u32,
    },
    /// Numbers, or days.
    Number {
        scale: u32,
        values: Whole,
        /// None while all are there.
        known: Option<Bits>,
    },
    Reference(Vec<u32>),
}

impl Growing {
    pub(super) fn new(program: &Program, field: &Field) -> Growing {
        let codes = |missing: u32| Growing::Code { codes: Codes::up_to(missing), missing };
        match (&field.origin, field.ty) {
            (
                FieldOrigin::Define(_)
                | FieldOrigin::Award { .. }
                | FieldOrigin::Previous { .. }
                | FieldOrigin::Rank(_),
                _,
            ) => Growing::Derived,
            (FieldOrigin::Key, _) => Growing::Key(Places::default()),
            (FieldOrigin::Data { .. }, Type::Text) => Growing::Text(Texts::default()),
            (FieldOrigin::Data { .. }, Type::YesNo) => codes(2),
            (FieldOrigin::Data { .. }, Type::Number(_) | Type::Date) => {
                Growing::Number { scale: 0, values: Whole::default(), known: None }
            }
            (FieldOrigin::Data { .. }, Type::Label(set)) => {
                codes(program.labels.get(set.at()).map_or(0, |set| set.labels.len() as u32))
            }
            (FieldOrigin::Data { .. }, Type::Reference(_)) => Growing::Reference(Vec::new()),
        }
    }

    /// How many rows it has; none for a derived field.
    pub(super) fn len(&self) -> Option<usize> {
        match self {
            Growing::Derived => None,
            Growing::Passed(len) => Some(*len),
            Growing::Key(numbers) => Some(numbers.len()),
            Growing::Reference(values) => Some(values.len()),
            Growing::Text(values) => Some(values.len()),
            Growing::Code { codes, .. } => Some(codes.len()),
            Growing::Number { values, .. } => Some(values.len()),
        }
    }

    /// One more row without a value.
    pub(super) fn push_missing(&mut self) {
        match self {
            Growing::Derived => {}
            Growing::Passed(len) => *len += 1,
            Growing::Text(values) => values.push(None),
            Growing::Code { codes, missing } => codes.push(*missing),
            Growing::Number { values, known, .. } => {
                known.get_or_insert_with(|| Bits::ones(values.len())).push(false);
                values.push(0);
            }
            Growing::Key(numbers) => numbers.push(BLANK),
            Growing::Reference(values) => values.push(BLANK),
        }
    }

    /// One more row that was refused: whatever it holds, there will be no roster.
    pub(super) fn push_refused(&mut self) {
        match self {
            Growing::Text(values) => values.push(Some("")),
            Growing::Key(numbers) => numbers.push(REFUSED),
            Growing::Reference(values) => values.push(REFUSED),
            Growing::Derived | Growing::Passed(_) | Growing::Code { .. } | Growing::Number { .. } => {
                self.push_missing()
            }
        }
    }

    /// One more number, all of which get the scale of the longest; `false`, and nothing more, if one would not fit any more.
    pub(super) fn push_number(&mut self, number: Decimal) -> bool {
        let Growing::Number { scale, values, known } = self else { return false };
        let stretched =
            |mantissa: i128, by: u32| 10i128.checked_pow(by).and_then(|factor| mantissa.checked_mul(factor));
        let mantissa = if number.scale <= *scale {
            stretched(number.mantissa, *scale - number.scale)
        } else {
            // A column widens at most MAX_DIGITS times.
            let by = number.scale - *scale;
            let wider: Option<Vec<i128>> = values.iter().map(|mantissa| stretched(mantissa, by)).collect();
            wider.map(|wider| {
                *values = Whole::fitting(wider.into_iter());
                *scale = number.scale;
                number.mantissa
            })
        };
        let Some(mantissa) = mantissa else { return false };
        values.push(mantissa);
        if let Some(known) = known {
            known.push(true);
        }
        true
    }

    /// More rows with labels, numbers at the column's own scale, or [`MISSING`].
    pub(super) fn extend(&mut self, said: &[i64]) {
        match self {
            Growing::Code { codes, missing } => {
                codes.extend(said.iter().map(|code| if *code == MISSING { *missing } else { *code as u32 }));
            }
            Growing::Number { values, known, .. } => {
                if known.is_some() || said.contains(&MISSING) {
                    let known = known.get_or_insert_with(|| Bits::ones(values.len()));
                    said.iter().for_each(|number| known.push(*number != MISSING));
                }
                values.extend(said.iter().map(|number| if *number == MISSING { 0 } else { *number }));
            }
            Growing::Derived | Growing::Passed(_) | Growing::Key(_) | Growing::Text(_) | Growing::Reference(_) => {}
        }
    }

    /// How many decimal places its numbers have.
    pub(super) fn scale(&self) -> u32 {
        if let Growing::Number { scale, .. } = self { *scale } else { 0 }
    }

    /// One more row with what a cell says; `false`, and nothing more, if it doesn't fit.
    pub(super) fn push_said(&mut self, says: Says) -> bool {
        match (self, says) {
            (Growing::Code { codes, .. }, Says::Code(code)) => codes.push(code),
            (Growing::Number { scale, values, known }, Says::Number(mantissa, digits)) if *scale == digits => {
                values.push(i128::from(mantissa));
                if let Some(known) = known {
                    known.push(true);
                }
            }
            (growing, Says::Number(mantissa, scale)) => {
                return growing.push_number(Decimal { mantissa: i128::from(mantissa), scale });
            }
            (growing, Says::Missing) => growing.push_missing(),
            (_, Says::Code(_)) => return false,
        }
        true
    }

    /// Takes rows back, so that only the first `rows` stay.
    pub(super) fn truncate(&mut self, rows: usize) {
        match self {
            Growing::Derived => {}
            Growing::Passed(len) => *len = rows.min(*len),
            Growing::Key(numbers) => numbers.truncate(rows),
            Growing::Reference(values) => values.truncate(rows),
            Growing::Text(values) => values.truncate(rows),
            Growing::Code { codes, .. } => codes.truncate(rows),
            Growing::Number { values, known, .. } => {
                values.truncate(rows);
                if let Some(known) = known {
                    known.truncate(rows);
                }
            }
        }
    }

    /// The finished column: `keys` are those of the kind itself, `rows` says where each key of the target's
    /// dictionary stands.
    pub(super) fn finish(self, blank: Target, rows: &Places, keys: &mut Keys) -> Column {
        match self {
            Growing::Derived | Growing::Passed(_) => Column::Derived,
            Growing::Key(numbers) => Column::Text(std::mem::take(keys).column(&numbers)),
            Growing::Text(values) => Column::Text(values),
            Growing::Code { codes, missing } => Column::Code { codes, missing },
            Growing::Number { scale, values, known } => {
                Column::Number { scale, values, known: known.filter(|known| !known.all()) }
            }
            Growing::Reference(mut values) => {
                values.iter_mut().for_each(|key| *key = target(*key, blank, rows));
                Column::Reference(values)
            }
        }
    }
}

fn target(key: u32, blank: Target, rows: &Places) -> u32 {
    match rows.get(key) {
        Some(row) if row != BLANK => row,
        Some(_) | None => match blank {
            Target::Row(row) => row,
            Target::Absent => ABSENT,
            Target::Unknown => UNKNOWN,
        },
    }
}
