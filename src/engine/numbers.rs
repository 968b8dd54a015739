//! Columns of derived numbers that may be different for each record.
//!
//! Nearly all numbers that rules come to are known and short: a numerator at
//! the least width that holds all of them, over one denominator for the column
//! or over one for each record. Whatever doesn't fit (a number that is still
//! open, one of many digits) stands aside as the interval that it is.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use num_integer::Integer;

use crate::exact::Exact;
use crate::roster::{Bits, Whole};

use super::truth::Interval;

/// The greatest denominator that all numbers of a column are brought to.
const MOST_COMMON: i64 = 1_000_000_000;

/// Numbers, dates as days, of all records of a kind.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Numbers {
    values: Whole,
    over: Over,
    /// The rows whose number is known and among the values.
    plain: Bits,
    /// What the numbers of other rows may be; anything where nothing stands here.
    aside: BTreeMap<u32, Interval>,
}

/// What numerators stand over: above 0.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Over {
    One(i64),
    Each(Whole),
}

/// The decimal places of what stands over a denominator, and by what a numerator becomes their mantissa.
pub(super) fn tens(over: i64) -> Option<(u32, i64)> {
    (0..=18u32).find_map(|places| {
        let unit = 10i64.checked_pow(places)?;
        (unit % over == 0).then_some((places, unit / over))
    })
}

/// Consecutive rows of a column that is being made.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    pub values: Whole,
    /// None while all rows have had the same, which is `one`.
    pub each: Option<Whole>,
    pub one: i64,
    /// By row: what is open, or doesn't fit.
    pub aside: Vec<(u32, Interval)>,
    /// Rows that are left to the careful way.
    pub careful: Vec<u32>,
}

impl Numbers {
    /// Of so many records, with nothing known of any.
    pub fn open(rows: usize) -> Numbers {
        Numbers {
            values: Whole::I8(vec![0; rows]),
            over: Over::Each(Whole::I8(vec![1; rows])),
            plain: std::iter::repeat_n(false, rows).collect(),
            aside: BTreeMap::new(),
        }
    }

    /// Of the numbers of all records, in their order.
    pub fn of(all: impl ExactSizeIterator<Item = Interval>) -> Numbers {
        let mut numbers = Numbers::open(all.len());
        (0u32..).zip(all).for_each(|(row, interval)| numbers.set(row, interval));
        numbers.brought_together()
    }

    /// Of stretches one behind the other. Rows left to the careful way are open.
    pub fn of_stretches(stretches: Vec<Stretch>) -> Numbers {
        let first = stretches.first().map_or(1, |stretch| stretch.one);
        let alike = stretches.iter().all(|stretch| stretch.each.is_none() && stretch.one == first);
        let mut numbers = Numbers {
            values: Whole::default(),
            over: Over::One(first),
            plain: Bits::default(),
            aside: BTreeMap::new(),
        };
        let mut dens = Whole::default();
        for stretch in stretches {
            let rows = stretch.values.len();
            numbers.plain.extend_ones(rows);
            for row in stretch.aside.iter().map(|(row, _)| row).chain(&stretch.careful) {
                numbers.plain.clear(*row as usize);
            }
            numbers.aside.extend(stretch.aside);
            if !alike {
                match &stretch.each {
                    Some(each) => dens.join(each),
                    None => dens.extend(std::iter::repeat_n(stretch.one, rows)),
                }
            }
            if numbers.values.len() == 0 {
                numbers.values = stretch.values;
            } else {
                numbers.values.join(&stretch.values);
            }
        }
        if !alike {
            numbers.over = Over::Each(dens);
        }
        numbers
    }

    /// Over one denominator, if there is a small one that all known numbers have.
    pub fn brought_together(mut self) -> Numbers {
        if let Some((values, common)) = self.together() {
            (self.values, self.over) = (values, Over::One(common));
        }
        self
    }

    fn together(&self) -> Option<(Whole, i64)> {
        let Over::Each(dens) = &self.over else { return None };
        let rows = dens.iter().zip(self.values.iter()).enumerate();
        let rows = rows.map(|(row, (over, value))| if self.plain.get(row) { (over, value) } else { (1, 0) });
        let common = rows.clone().try_fold(1i64, |all, (over, _)| {
            let over = i64::try_from(over).ok()?;
            let all = if all % over == 0 { Some(all) } else { (all / all.gcd(&over)).checked_mul(over) };
            all.filter(|all| *all <= MOST_COMMON)
        })?;
        let scaled = rows.map(|(over, value)| value * (i128::from(common) / over));
        let scaled: Vec<i128> = scaled.collect();
        let values = Whole::fitting(scaled.into_iter());
        (values.bits() <= 64).then_some((values, common))
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// The numerators, what they stand over, and which are there.
    pub fn parts(&self) -> (&Whole, &Over, &Bits) {
        (&self.values, &self.over, &self.plain)
    }

    /// The known numbers as decimals: their places and mantissas. None where they aren't, or each stands over its own.
    pub fn decimals(&self) -> Option<(u32, Cow<'_, Whole>)> {
        let Over::One(over) = &self.over else { return None };
        let (places, by) = tens(*over)?;
        if by == 1 {
            return Some((places, Cow::Borrowed(&self.values)));
        }
        let scaled = self.values.iter().map(|value| value * i128::from(by));
        Some((places, Cow::Owned(Whole::fitting(scaled))))
    }

    /// What is known of rows whose number isn't, ascending; of those that are not here: nothing.
    pub fn aside(&self, rows: Range<u32>) -> impl Iterator<Item = (u32, &Interval)> {
        self.aside.range(rows).map(|(row, interval)| (*row, interval))
    }

    /// Numerator and denominator of a row's number, where it is known and short.
    pub fn plain(&self, row: usize) -> Option<(i64, i64)> {
        if !self.plain.get(row) {
            return None;
        }
        let over = match &self.over {
            Over::One(one) => *one,
            Over::Each(each) => i64::try_from(each.get(row)?).ok()?,
        };
        Some((i64::try_from(self.values.get(row)?).ok()?, over))
    }

    /// The number of a row, or what it may be.
    pub fn get(&self, row: u32) -> Option<Interval> {
        if row as usize >= self.len() {
            return None;
        }
        let plain = self.plain(row as usize).and_then(|(value, over)| Exact::fraction(value, over));
        Some(match plain {
            Some(number) => Interval::point(number),
            None => self.aside.get(&row).cloned().unwrap_or_else(Interval::any),
        })
    }

    /// Gives a row a number, if there is such a row.
    pub fn set(&mut self, row: u32, interval: Interval) {
        let at = row as usize;
        if at >= self.len() {
            return;
        }
        let short = interval.known().and_then(Exact::small);
        let plain = short.is_some_and(|(value, over)| match &mut self.over {
            Over::One(one) => {
                let scaled = (*one % over == 0).then(|| value.checked_mul(*one / over)).flatten();
                scaled.is_some_and(|value| {
                    self.values.put(at, value.into());
                    true
                })
            }
            Over::Each(each) => {
                self.values.put(at, value.into());
                each.put(at, over.into());
                true
            }
        });
        self.plain.put(at, plain);
        if plain || interval == Interval::any() {
            self.aside.remove(&row);
        } else {
            self.aside.insert(row, interval);
        }
    }

    /// One more row, of which nothing is known.
    pub fn push(&mut self) {
        self.values.push(0);
        if let Over::Each(each) = &mut self.over {
            each.push(1);
        }
        self.plain.push(false);
    }

    /// One row less.
    pub fn pop(&mut self) {
        let rows = self.len().saturating_sub(1);
        self.values.truncate(rows);
        if let Over::Each(each) = &mut self.over {
            each.truncate(rows);
        }
        self.plain.truncate(rows);
        self.aside.remove(&(rows as u32));
    }

    /// Exchanges two rows, if there are both.
    pub fn swap(&mut self, one: u32, other: u32) {
        if let (Some(first), Some(second)) = (self.get(one), self.get(other)) {
            self.set(one, second);
            self.set(other, first);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(value: i64, over: i64) -> Interval {
        Interval::point(Exact::fraction(value, over).expect("not 0"))
    }

    #[test]
    fn rows_hold_what_they_were_given() {
        let large: Exact = "123456789012345678901234567890".parse().expect("a number");
        let half_open = Interval { low: Some(Exact::from(3i64)), high: None };
        let all =
            [number(1, 3), number(-7, 2), Interval::any(), half_open.clone(), Interval::point(large), number(0, 1)];
        let mut numbers = Numbers::of(all.clone().into_iter());
        assert_eq!(numbers.over, Over::One(6));
        for (row, interval) in (0u32..).zip(&all) {
            assert_eq!(numbers.get(row).as_ref(), Some(interval), "{row}");
        }
        assert_eq!(numbers.get(6), None);
        // A seventh isn't a number of sixths, and i64::MAX isn't one over 6 either.
        for interval in [number(1, 7), number(i64::MAX, 1), half_open, number(5, 6)] {
            numbers.set(0, interval.clone());
            assert_eq!(numbers.get(0), Some(interval));
        }
        numbers.swap(0, 2);
        assert_eq!((numbers.get(0), numbers.get(2)), (Some(Interval::any()), Some(number(5, 6))));
        numbers.push();
        assert_eq!(numbers.get(6), Some(Interval::any()));
        numbers.set(6, number(1, 5));
        numbers.pop();
        numbers.push();
        assert_eq!(numbers.get(6), Some(Interval::any()));
    }

    #[test]
    fn without_a_small_common_denominator_each_keeps_its_own() {
        let all: Vec<Interval> = (1..=40).map(|over| number(1, over)).collect();
        let numbers = Numbers::of(all.clone().into_iter());
        assert!(matches!(numbers.over, Over::Each(_)));
        assert!((0u32..).zip(all).all(|(row, interval)| numbers.get(row) == Some(interval)));
    }
}
