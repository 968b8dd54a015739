//! From the codes of fields to the classes of records.

use std::borrow::Cow;
use std::ops::Range;

use crate::roster::{Bits, Codes, Whole};

/// Rows whose classes are found together.
const CHUNK: usize = 4_096;

/// The row of a class that doesn't occur.
pub(super) const NO_ROW: u32 = u32::MAX;

/// The codes of one field of all records.
pub(super) struct Coded<'a> {
    source: Source<'a>,
    /// How many codes there may be.
    pub radix: u32,
}

/// Where codes come from.
enum Source<'a> {
    Codes(Cow<'a, Codes>),
    /// How many of the bounds each number reaches; one more than all of them for a missing one. They are found as they
    /// are needed: a column of them would be read once.
    Bins {
        values: &'a Whole,
        bounds: Vec<i128>,
        known: Option<&'a Bits>,
    },
}

impl<'a> Coded<'a> {
    /// Codes that are there.
    pub fn borrowed(codes: &'a Codes, radix: u32) -> Coded<'a> {
        Coded { source: Source::Codes(Cow::Borrowed(codes)), radix }
    }

    /// Codes that were made.
    pub fn owned(codes: Codes, radix: u32) -> Coded<'a> {
        Coded { source: Source::Codes(Cow::Owned(codes)), radix }
    }

    /// How many of some bounds, ascending, each number reaches.
    pub fn binned(values: &'a Whole, bounds: Vec<i128>, known: Option<&'a Bits>) -> Coded<'a> {
        let radix = bounds.len() as u32 + 2;
        Coded { source: Source::Bins { values, bounds, known }, radix }
    }

    /// The codes of all records.
    pub fn whole(&self) -> Cow<'_, Codes> {
        match &self.source {
            Source::Codes(codes) => Cow::Borrowed(codes.as_ref()),
            Source::Bins { values, bounds, known } => Cow::Owned(bins(values, bounds, *known, 0..values.len())),
        }
    }
}

/// The classes of the rows from one on, and the last row of each of them. Each field's codes are digits of a weight.
pub(super) fn number(coded: &[Coded<'_>], digits: &[(u32, u32)], mut start: usize, ids: &mut [u16], last: &mut [u32]) {
    for ids in ids.chunks_mut(CHUNK) {
        let here = start..start + ids.len();
        let made: Vec<Option<Codes>> = coded
            .iter()
            .map(|one| match &one.source {
                Source::Codes(_) => None,
                Source::Bins { values, bounds, known } => Some(bins(values, bounds, *known, here.clone())),
            })
            .collect();
        let mut bytes: Vec<(&[u8], u16)> = Vec::with_capacity(coded.len());
        for ((one, made), (weight, _)) in coded.iter().zip(&made).zip(digits) {
            // The weights and their sums are below MAX_CLASSES.
            let weight = *weight as u16;
            let (codes, rows) = match (&one.source, made) {
                (_, Some(made)) => (made, 0..ids.len()),
                (Source::Codes(codes), None) => (codes.as_ref(), here.clone()),
                (Source::Bins { .. }, None) => continue,
            };
            match codes {
                Codes::U8(codes) => bytes.push((codes.get(rows).unwrap_or(&[]), weight)),
                codes @ (Codes::U16(_) | Codes::U32(_)) => {
                    let codes = rows.map(|row| codes.get(row).unwrap_or(0) as u16);
                    ids.iter_mut().zip(codes).for_each(|(id, code)| *id += code * weight);
                }
            }
        }
        bytes.chunks(3).for_each(|columns| add_digits(ids, columns));
        note(start as u32, ids, last);
        start += ids.len();
    }
}

/// Notes the last row of each class among some rows.
fn note(mut row: u32, ids: &[u16], last: &mut [u32]) {
    let mut put = |id: u16| {
        if let Some(last) = last.get_mut(usize::from(id)) {
            *last = row;
        }
        row += 1;
    };
    // Eight are loaded before any is noted: they don't have to wait for each other.
    let (eights, rest) = ids.as_chunks::<8>();
    for eight in eights {
        let [a, b, c, d, e, f, g, h] = *eight;
        [a, b, c, d, e, f, g, h].into_iter().for_each(&mut put);
    }
    rest.iter().for_each(|id| put(*id));
}

/// Adds up to three columns of digits at a time, so that the numbers are seldom read and written.
fn add_digits(ids: &mut [u16], columns: &[(&[u8], u16)]) {
    match columns {
        [(one, first), (two, second), (three, third)] => {
            for (((id, one), two), three) in ids.iter_mut().zip(*one).zip(*two).zip(*three) {
                *id += u16::from(*one) * first + u16::from(*two) * second + u16::from(*three) * third;
            }
        }
        [(one, first), (two, second)] => {
            for ((id, one), two) in ids.iter_mut().zip(*one).zip(*two) {
                *id += u16::from(*one) * first + u16::from(*two) * second;
            }
        }
        columns => {
            for (codes, weight) in columns {
                ids.iter_mut().zip(*codes).for_each(|(id, code)| *id += u16::from(*code) * weight);
            }
        }
    }
}

/// How often each class occurs among some rows.
pub(super) fn sizes(ids: &[u16], classes: usize) -> Vec<u32> {
    // Neighbours of one class would wait for each other: four at a time are counted apart.
    let mut counts = vec![[0u32; 4]; classes];
    for four in ids.chunks(4) {
        for (place, id) in four.iter().enumerate() {
            if let Some(counts) = counts.get_mut(usize::from(*id)) {
                counts[place % 4] += 1;
            }
        }
    }
    counts.into_iter().map(|counts| counts.iter().sum()).collect()
}

/// How many of some bounds, ascending, each value of some rows reaches; one more than all of them for a missing value.
pub(super) fn bins(values: &Whole, bounds: &[i128], known: Option<&Bits>, rows: Range<usize>) -> Codes {
    match values {
        Whole::I8(values) => binned(values, bounds, known, rows),
        Whole::I16(values) => binned(values, bounds, known, rows),
        Whole::I32(values) => binned(values, bounds, known, rows),
        Whole::I64(values) => binned(values, bounds, known, rows),
        Whole::I128(values) => binned(values, bounds, known, rows),
    }
}

fn binned<T>(values: &[T], bounds: &[i128], known: Option<&Bits>, rows: Range<usize>) -> Codes
where
    T: Copy + PartialOrd + TryFrom<i128>,
    i128: From<T>,
{
    let values = values.get(rows.clone()).unwrap_or(&[]);
    let missing = bounds.len() as u32 + 1;
    // A bound outside the width of the values is reached by all of them or by none.
    let reached = |bound: i128| T::try_from(bound);
    let below = bounds.iter().filter(|bound| reached(**bound).is_err() && **bound < 0).count() as u32;
    let inner: Vec<T> = bounds.iter().filter_map(|bound| reached(*bound).ok()).collect();
    let mut codes = if missing <= 0xFF {
        let mut codes = vec![below as u8; values.len()];
        for bound in inner {
            codes.iter_mut().zip(values).for_each(|(code, value)| *code += u8::from(*value >= bound));
        }
        Codes::U8(codes)
    } else {
        let mut codes = Codes::up_to(missing);
        codes.extend(values.iter().map(|value| below + inner.partition_point(|bound| bound <= value) as u32));
        codes
    };
    let words = known.map_or(&[][..], Bits::words);
    let first = rows.start / 64;
    let words = words.get(first..rows.end.div_ceil(64).min(words.len())).unwrap_or(&[]);
    for (at, word) in (first..).zip(words) {
        let mut holes = !word;
        while holes != 0 {
            let row = at * 64 + holes.trailing_zeros() as usize;
            if rows.contains(&row) {
                codes.set(row - rows.start, missing);
            }
            holes &= holes - 1;
        }
    }
    codes
}
