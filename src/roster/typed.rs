//! Columns of values that have their types already: see [`Builder::columns`](super::Builder::columns).

use std::borrow::Cow;
use std::fmt::Write;

use super::Cell;
use super::cell::{Form, Span};
use crate::date::Date;

/// A bit for each row, in bytes, the first in the lowest bit.
#[derive(Debug, Clone, Copy)]
pub struct Mask<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// The bit of the first row.
    pub first: usize,
}

impl Mask<'_> {
    /// The bit of a row; false behind the last.
    pub fn get(&self, row: usize) -> bool {
        let at = self.first + row;
        self.bytes.get(at / 8).is_some_and(|byte| byte >> (at % 8) & 1 == 1)
    }
}

impl Mask<'_> {
    /// The first `rows` rows whose bit isn't set, eight looked at together.
    pub(super) fn unset(&self, rows: usize) -> impl Iterator<Item = usize> + '_ {
        (0..rows.div_ceil(8)).flat_map(move |eight| {
            let at = self.first + eight * 8;
            let byte = |at: usize| self.bytes.get(at).copied().unwrap_or(0);
            let (low, high) = (u16::from(byte(at / 8)), u16::from(byte(at / 8 + 1)));
            let mut left = !((low | high << 8) >> (at % 8)) as u8;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros() as usize;
                left &= left.wrapping_sub(1);
                (bit < 8).then_some(eight * 8 + bit)
            })
            .filter(move |row| *row < rows)
        })
    }
}

/// Whole numbers at the width that they came in.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub enum Integers<'a> {
    I8(&'a [i8]),
    I16(&'a [i16]),
    I32(&'a [i32]),
    I64(&'a [i64]),
    U8(&'a [u8]),
    U16(&'a [u16]),
    U32(&'a [u32]),
    U64(&'a [u64]),
}

impl Integers<'_> {
    /// The number of a row; none behind the last.
    pub fn get(&self, row: usize) -> Option<i128> {
        match self {
            Integers::I8(values) => values.get(row).map(|value| i128::from(*value)),
            Integers::I16(values) => values.get(row).map(|value| i128::from(*value)),
            Integers::I32(values) => values.get(row).map(|value| i128::from(*value)),
            Integers::I64(values) => values.get(row).map(|value| i128::from(*value)),
            Integers::U8(values) => values.get(row).map(|value| i128::from(*value)),
            Integers::U16(values) => values.get(row).map(|value| i128::from(*value)),
            Integers::U32(values) => values.get(row).map(|value| i128::from(*value)),
            Integers::U64(values) => values.get(row).map(|value| i128::from(*value)),
        }
    }
}

/// Texts by their places.
pub trait TextList {
    /// The text at a place that there is.
    fn text(&self, at: usize) -> &str;
}

impl TextList for Vec<&str> {
    fn text(&self, at: usize) -> &str {
        self.get(at).copied().unwrap_or("")
    }
}

/// The values of a column, one for each row. What stands where the value is [missing](Typed::known) isn't looked at.
pub enum Values<'a> {
    /// Yes (1) and no (0).
    YesNo(Mask<'a>),
    /// Whole numbers.
    Whole(Integers<'a>),
    /// Decimals, `mantissa / 10^places`.
    Decimal {
        /// The mantissas.
        mantissas: &'a [i128],
        /// Decimal places.
        places: u32,
    },
    /// Days since 1970-01-01.
    Days(&'a [i32]),
    /// Texts, as cells of CSV are read.
    Texts(&'a dyn TextList),
    /// Texts by their places in a list.
    Listed {
        /// The place of each row's text.
        places: &'a [i32],
        /// The list.
        list: &'a dyn TextList,
        /// What texts of this list were read as.
        reading: &'a mut Reading,
    },
    /// Whatever else can be written: pieces of a text.
    Written {
        /// The text.
        text: &'a str,
        /// The pieces.
        cells: &'a [Span],
    },
}

/// A column: values, some of them missing.
pub struct Typed<'a> {
    /// The values.
    pub values: Values<'a>,
    /// Which are there; none where all are.
    pub known: Option<Mask<'a>>,
}

/// What the texts of a list were read as, by one column of one [`Header`](super::Header): each once, however many rows
/// and [batches](super::Builder::columns) it stands in. Another list, or another column, begins another.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// What each text is, as a number that the column's sort has a meaning for, or one of the numbers below.
    pub(super) told: Vec<u32>,
    /// Numbers that are not labels: mantissas and decimal places.
    pub(super) numbers: Vec<(i64, u32)>,
    /// Places of labels in another spelling than in the rules.
    pub(super) respelled: Vec<u32>,
    /// Whether anything was read.
    pub(super) begun: bool,
}

impl Reading {
    /// Nothing was read of a list of so many texts.
    pub fn new(texts: usize) -> Reading {
        Reading { told: vec![UNTOLD; texts], ..Reading::default() }
    }
}

/// A text that was not read yet.
pub(super) const UNTOLD: u32 = u32::MAX;
/// A text that says that the value is missing.
pub(super) const MISSING: u32 = u32::MAX - 1;

impl<'a> Typed<'a> {
    /// Whether a row has a value.
    pub(super) fn is_known(&self, row: usize) -> bool {
        self.known.as_ref().is_none_or(|known| known.get(row))
    }

    /// What a row says, as a cell of a file without types would.
    pub(super) fn cell(&self, row: usize) -> Cell<'a> {
        if !self.is_known(row) {
            return Cell::Blank;
        }
        match &self.values {
            Values::YesNo(values) => Cell::Bool(values.get(row)),
            Values::Texts(texts) => Cell::Text(Cow::Borrowed(texts.text(row))),
            Values::Listed { places, list, reading } => {
                let place = places.get(row).and_then(|place| usize::try_from(*place).ok());
                match place.filter(|place| *place < reading.told.len()) {
                    Some(place) => Cell::Text(Cow::Borrowed(list.text(place))),
                    // A place outside the list is no text.
                    None => Cell::Nested,
                }
            }
            Values::Written { text, cells } => cells.get(row).map_or(Cell::Blank, |span| span.cell(text)),
            Values::Whole(_) | Values::Decimal { .. } => Cell::Number(Cow::Owned(self.written(row))),
            Values::Days(_) => Cell::Text(Cow::Owned(self.written(row))),
        }
    }

    fn written(&self, row: usize) -> String {
        let mut text = String::new();
        self.write(row, &mut text);
        text
    }

    /// Writes what a number, a day or a text says behind a text.
    fn write(&self, row: usize, text: &mut String) {
        match &self.values {
            Values::Whole(values) => {
                let _ = write!(text, "{}", values.get(row).unwrap_or(0));
            }
            Values::Decimal { mantissas, places } => decimal(text, mantissas.get(row).copied().unwrap_or(0), *places),
            Values::Days(days) => day(text, days.get(row).copied().unwrap_or(0)),
            Values::Texts(texts) => text.push_str(texts.text(row)),
            Values::YesNo(_) | Values::Listed { .. } | Values::Written { .. } => {
                if let Cell::Text(cell) | Cell::Number(cell) = self.cell(row) {
                    text.push_str(&cell);
                }
            }
        }
    }

    /// The first rows as pieces of a text.
    pub(super) fn spans(&self, rows: usize, text: &mut String) -> Vec<Span> {
        let form = match &self.values {
            Values::Whole(_) | Values::Decimal { .. } => Form::Number,
            Values::YesNo(_) | Values::Days(_) | Values::Texts(_) | Values::Listed { .. } | Values::Written { .. } => {
                Form::Text
            }
        };
        let span = |row| {
            let start = text.len();
            let form = match (self.is_known(row), &self.values) {
                (false, _) => Form::Blank,
                (true, Values::YesNo(values)) if values.get(row) => Form::Yes,
                (true, Values::YesNo(_)) => Form::No,
                (true, Values::Written { cells, .. }) => cells.get(row).map_or(Form::Blank, |span| span.form),
                (true, Values::Listed { .. }) if matches!(self.cell(row), Cell::Nested) => Form::Nested,
                (true, _) => form,
            };
            if let Form::Text | Form::Number = form {
                self.write(row, text);
            }
            Span { start: start as u32, len: (text.len() - start) as u32, form }
        };
        (0..rows).map(span).collect()
    }
}

/// Writes `mantissa / 10^places` with all its places.
pub(super) fn decimal(text: &mut String, mantissa: i128, places: u32) {
    let digits = mantissa.unsigned_abs().to_string();
    let zeros = (places as usize + 1).saturating_sub(digits.len());
    let padded = format!("{}{digits}", "0".repeat(zeros));
    let (whole, part) = padded.split_at_checked(padded.len() - places as usize).unwrap_or((&padded, ""));
    let sign = if mantissa < 0 { "-" } else { "" };
    let point = if part.is_empty() { "" } else { "." };
    let _ = write!(text, "{sign}{whole}{point}{part}");
}

/// Writes a day as `2022-12-31`; or, where the year has not four digits, so that no field takes it.
fn day(text: &mut String, days: i32) {
    match Date::from_days(i64::from(days)).filter(|_| FOUR_DIGITS.contains(&days)) {
        Some(date) => {
            let _ = write!(text, "{date}");
        }
        None => {
            let _ = write!(text, "1970-01-01{days:+}d");
        }
    }
}

/// The days of the years 1 to 9999.
pub(super) const FOUR_DIGITS: std::ops::RangeInclusive<i32> = -719_162..=2_932_896;

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(values: Values<'_>) -> Vec<String> {
        let typed = Typed { values, known: Some(Mask { bytes: &[0b1101_0000], first: 4 }) };
        let cell = |row| match typed.cell(row) {
            Cell::Text(text) => format!("text {text}"),
            Cell::Number(text) => format!("number {text}"),
            other => format!("{other:?}"),
        };
        (0..4).map(cell).collect()
    }

    #[test]
    fn unset_bits_are_found_wherever_they_begin() {
        let bytes = [0b0110_1001, 0xff, 0b1010_1010];
        for first in 0..16 {
            for rows in 0..=24 - first {
                let mask = Mask { bytes: &bytes, first };
                let expected: Vec<usize> = (0..rows).filter(|row| !mask.get(*row)).collect();
                assert_eq!(mask.unset(rows).collect::<Vec<_>>(), expected, "{first} {rows}");
            }
        }
    }

    #[test]
    fn typed_values_are_written_as_a_file_would() {
        assert_eq!(
            shown(Values::Whole(Integers::I8(&[-7, 1, 0, 12]))),
            ["number -7", "Blank", "number 0", "number 12"]
        );
        assert_eq!(
            shown(Values::Decimal { mantissas: &[-5, 1, 1250, 7], places: 2 }),
            ["number -0.05", "Blank", "number 12.50", "number 0.07"]
        );
        assert_eq!(
            shown(Values::Days(&[19_357, 0, 2_932_896, 2_932_897])),
            ["text 2022-12-31", "Blank", "text 9999-12-31", "text 1970-01-01+2932897d"]
        );
        assert_eq!(
            shown(Values::YesNo(Mask { bytes: &[0b0001], first: 0 })),
            ["Bool(true)", "Blank", "Bool(false)", "Bool(false)"]
        );
        let mut reading = Reading::new(2);
        let list = vec!["a", "b"];
        let listed = Values::Listed { places: &[1, 0, -1, 2], list: &list, reading: &mut reading };
        assert_eq!(shown(listed), ["text b", "Blank", "Nested", "Nested"]);
    }
}
