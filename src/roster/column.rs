//! Finished columns: small integers at the width that their range needs.

use std::ops::Range;

use super::bits::Bits;
use super::texts::Texts;

/// A reference to nowhere, for certain.
pub(crate) const ABSENT: u32 = u32::MAX - 1;
/// A reference that nobody knows.
pub(crate) const UNKNOWN: u32 = u32::MAX;

/// One field of all records of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Column {
    /// A derived field: the engine's.
    Derived,
    /// Texts and keys.
    Text(Texts),
    /// Labels by number, or no (0) and yes (1); a missing value is `missing`, the number past the last.
    Code {
        /// The codes.
        codes: Codes,
        /// The code of a missing value: how many others there are.
        missing: u32,
    },
    /// Numbers, `mantissa / 10^scale`, one scale for the column; days since 1970-01-01 at scale 0.
    Number {
        /// Decimal places.
        scale: u32,
        /// Mantissas; 0 where the value is missing.
        values: Whole,
        /// Which are there; none where all are.
        known: Option<Bits>,
    },
    /// References by row number, [`ABSENT`] or [`UNKNOWN`].
    Reference(Vec<u32>),
}

impl Column {
    /// A column of the same sort without rows.
    pub fn empty(&self) -> Column {
        match self {
            Column::Derived => Column::Derived,
            Column::Text(_) => Column::Text(Texts::default()),
            Column::Code { missing, .. } => Column::Code { codes: Codes::up_to(*missing), missing: *missing },
            Column::Number { scale, .. } => Column::Number { scale: *scale, values: Whole::default(), known: None },
            Column::Reference(_) => Column::Reference(Vec::new()),
        }
    }
}

/// Codes at the least width that holds them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Codes {
    /// Up to 256 of them.
    U8(Vec<u8>),
    /// Up to 65,536.
    U16(Vec<u16>),
    /// More.
    U32(Vec<u32>),
}

impl Codes {
    /// None yet, for codes up to `most`.
    pub fn up_to(most: u32) -> Codes {
        match most {
            0..=0xFF => Codes::U8(Vec::new()),
            0x100..=0xFFFF => Codes::U16(Vec::new()),
            0x1_0000.. => Codes::U32(Vec::new()),
        }
    }

    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Codes::U8(codes) => codes.len(),
            Codes::U16(codes) => codes.len(),
            Codes::U32(codes) => codes.len(),
        }
    }

    /// Keeps the first ones.
    pub fn truncate(&mut self, rows: usize) {
        match self {
            Codes::U8(codes) => codes.truncate(rows),
            Codes::U16(codes) => codes.truncate(rows),
            Codes::U32(codes) => codes.truncate(rows),
        }
    }

    /// The code of a row.
    pub fn get(&self, row: usize) -> Option<u32> {
        match self {
            Codes::U8(codes) => codes.get(row).map(|code| u32::from(*code)),
            Codes::U16(codes) => codes.get(row).map(|code| u32::from(*code)),
            Codes::U32(codes) => codes.get(row).copied(),
        }
    }

    /// Changes a row's code, if there is such a row; the code is no more than was said at the start.
    pub fn set(&mut self, row: usize, code: u32) {
        match self {
            Codes::U8(codes) => put(codes, row, u8::try_from(code).unwrap_or(u8::MAX)),
            Codes::U16(codes) => put(codes, row, u16::try_from(code).unwrap_or(u16::MAX)),
            Codes::U32(codes) => put(codes, row, code),
        }
    }

    /// Exchanges two rows, if there are both.
    pub fn swap(&mut self, one: usize, other: usize) {
        if let (Some(first), Some(second)) = (self.get(one), self.get(other)) {
            self.set(one, second);
            self.set(other, first);
        }
    }

    /// Makes room for codes up to `most`.
    pub fn widen(&mut self, most: u32) {
        match self {
            Codes::U8(codes) if most > 0xFF => {
                let wider = codes.iter().map(|code| u32::from(*code));
                let mut all = Codes::up_to(most);
                all.extend(wider);
                *self = all;
            }
            Codes::U16(codes) if most > 0xFFFF => {
                *self = Codes::U32(codes.iter().map(|code| u32::from(*code)).collect())
            }
            Codes::U8(_) | Codes::U16(_) | Codes::U32(_) => {}
        }
    }

    /// One more row; the code is no more than was said at the start.
    pub fn push(&mut self, code: u32) {
        match self {
            Codes::U8(codes) => codes.push(u8::try_from(code).unwrap_or(u8::MAX)),
            Codes::U16(codes) => codes.push(u16::try_from(code).unwrap_or(u16::MAX)),
            Codes::U32(codes) => codes.push(code),
        }
    }
}

fn put<T>(codes: &mut [T], row: usize, code: T) {
    if let Some(place) = codes.get_mut(row) {
        *place = code;
    }
}

impl Extend<u32> for Codes {
    fn extend<I: IntoIterator<Item = u32>>(&mut self, codes: I) {
        match self {
            Codes::U8(own) => own.extend(codes.into_iter().map(|code| u8::try_from(code).unwrap_or(u8::MAX))),
            Codes::U16(own) => own.extend(codes.into_iter().map(|code| u16::try_from(code).unwrap_or(u16::MAX))),
            Codes::U32(own) => own.extend(codes),
        }
    }
}

/// Whole numbers at the least width that holds them all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Whole {
    /// 8 bits.
    I8(Vec<i8>),
    /// 16 bits.
    I16(Vec<i16>),
    /// 32 bits.
    I32(Vec<i32>),
    /// 64 bits.
    I64(Vec<i64>),
    /// 128 bits.
    I128(Vec<i128>),
}

impl Whole {
    /// The number of a row.
    pub fn get(&self, row: usize) -> Option<i128> {
        match self {
            Whole::I8(values) => values.get(row).map(|value| i128::from(*value)),
            Whole::I16(values) => values.get(row).map(|value| i128::from(*value)),
            Whole::I32(values) => values.get(row).map(|value| i128::from(*value)),
            Whole::I64(values) => values.get(row).map(|value| i128::from(*value)),
            Whole::I128(values) => values.get(row).copied(),
        }
    }

    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Whole::I8(values) => values.len(),
            Whole::I16(values) => values.len(),
            Whole::I32(values) => values.len(),
            Whole::I64(values) => values.len(),
            Whole::I128(values) => values.len(),
        }
    }

    /// Keeps the first ones.
    pub fn truncate(&mut self, rows: usize) {
        match self {
            Whole::I8(values) => values.truncate(rows),
            Whole::I16(values) => values.truncate(rows),
            Whole::I32(values) => values.truncate(rows),
            Whole::I64(values) => values.truncate(rows),
            Whole::I128(values) => values.truncate(rows),
        }
    }

    /// All in order.
    pub fn iter(&self) -> impl Iterator<Item = i128> + Clone {
        (0..self.len()).map(|row| self.get(row).unwrap_or(0))
    }

    /// Changes a row's number, if there is such a row, with more room for each where it needs more.
    pub fn put(&mut self, row: usize, value: i128) {
        fn set<T: TryFrom<i128>>(values: &mut [T], row: usize, value: i128) -> bool {
            T::try_from(value).map(|value| put(values, row, value)).is_ok()
        }
        let fits = match self {
            Whole::I8(values) => set(values, row, value),
            Whole::I16(values) => set(values, row, value),
            Whole::I32(values) => set(values, row, value),
            Whole::I64(values) => set(values, row, value),
            Whole::I128(values) => set(values, row, value),
        };
        if !fits {
            *self = self.wider();
            self.put(row, value);
        }
    }

    /// One more, with more room for each where it needs more.
    pub fn push(&mut self, value: i128) {
        fn put<T: TryFrom<i128>>(values: &mut Vec<T>, value: i128) -> bool {
            T::try_from(value).map(|value| values.push(value)).is_ok()
        }
        let fits = match self {
            Whole::I8(values) => put(values, value),
            Whole::I16(values) => put(values, value),
            Whole::I32(values) => put(values, value),
            Whole::I64(values) => put(values, value),
            Whole::I128(values) => put(values, value),
        };
        if !fits {
            *self = self.wider();
            self.push(value);
        }
    }

    /// More of them, with more room for each where one needs more.
    pub fn extend(&mut self, more: impl Iterator<Item = i64> + Clone) {
        let (low, high) = more.clone().fold((0, 0), |(low, high): (i64, i64), value| (low.min(value), high.max(value)));
        loop {
            let fits = match self {
                Whole::I8(_) => low >= i8::MIN.into() && high <= i8::MAX.into(),
                Whole::I16(_) => low >= i16::MIN.into() && high <= i16::MAX.into(),
                Whole::I32(_) => low >= i32::MIN.into() && high <= i32::MAX.into(),
                Whole::I64(_) | Whole::I128(_) => true,
            };
            if fits {
                break;
            }
            *self = self.wider();
        }
        match self {
            Whole::I8(values) => values.extend(more.map(|value| value as i8)),
            Whole::I16(values) => values.extend(more.map(|value| value as i16)),
            Whole::I32(values) => values.extend(more.map(|value| value as i32)),
            Whole::I64(values) => values.extend(more),
            Whole::I128(values) => values.extend(more.map(i128::from)),
        }
    }

    /// The same at the next width.
    pub(super) fn wider(&self) -> Whole {
        match self {
            Whole::I8(values) => Whole::I16(values.iter().map(|value| i16::from(*value)).collect()),
            Whole::I16(values) => Whole::I32(values.iter().map(|value| i32::from(*value)).collect()),
            Whole::I32(values) => Whole::I64(values.iter().map(|value| i64::from(*value)).collect()),
            Whole::I64(values) => Whole::I128(values.iter().map(|value| i128::from(*value)).collect()),
            Whole::I128(values) => Whole::I128(values.clone()),
        }
    }

    /// How many bits each has.
    pub fn bits(&self) -> u64 {
        match self {
            Whole::I8(_) => 8,
            Whole::I16(_) => 16,
            Whole::I32(_) => 32,
            Whole::I64(_) => 64,
            Whole::I128(_) => 128,
        }
    }

    /// Those of some rows as machine words, in the place of what was there. False if some have more digits.
    pub fn read(&self, rows: Range<usize>, into: &mut Vec<i64>) -> bool {
        fn all<T: Copy + Into<i64>>(values: &[T], rows: Range<usize>, into: &mut Vec<i64>) -> bool {
            into.extend(values.get(rows).unwrap_or(&[]).iter().map(|value| (*value).into()));
            true
        }
        into.clear();
        match self {
            Whole::I8(values) => all(values, rows, into),
            Whole::I16(values) => all(values, rows, into),
            Whole::I32(values) => all(values, rows, into),
            Whole::I64(values) => all(values, rows, into),
            Whole::I128(_) => false,
        }
    }

    /// Those of another behind these; what has more digits than a machine word is 0.
    pub fn join(&mut self, other: &Whole) {
        const CHUNK: usize = 4_096;
        let mut words = Vec::with_capacity(CHUNK);
        for from in (0..other.len()).step_by(CHUNK) {
            let rows = from..other.len().min(from + CHUNK);
            if !other.read(rows.clone(), &mut words) {
                words.extend(rows.map(|row| other.get(row).and_then(|value| value.try_into().ok()).unwrap_or(0)));
            }
            self.extend(words.iter().copied());
        }
    }

    /// At the least width.
    pub fn fitting(values: impl Iterator<Item = i128> + Clone) -> Whole {
        let (low, high) = values.clone().fold((0, 0), |(low, high): (i128, i128), v| (low.min(v), high.max(v)));
        fn narrow<T: TryFrom<i128> + Default>(values: impl Iterator<Item = i128>) -> Vec<T> {
            values.map(|value| T::try_from(value).unwrap_or_default()).collect()
        }
        let fits = |bits: u32| low >= -(1 << (bits - 1)) && high < 1 << (bits - 1);
        if fits(8) {
            Whole::I8(narrow(values))
        } else if fits(16) {
            Whole::I16(narrow(values))
        } else if fits(32) {
            Whole::I32(narrow(values))
        } else if fits(64) {
            Whole::I64(narrow(values))
        } else {
            Whole::I128(values.collect())
        }
    }
}

impl Default for Whole {
    fn default() -> Whole {
        Whole::I8(Vec::new())
    }
}
