//! On which side of some bounds a number lies, as a code.
//!
//! Sets of numbers change at bounds. Whether all, some or none of what a number
//! may be is in such a set follows from the gaps between bounds in which its
//! least and its greatest value lie.

use crate::exact::Exact;
use crate::program::NumberSet;
use crate::roster::Codes;

use super::numbering::bins;
use super::numbers::{Numbers, Over};
use super::truth::Interval;

/// A number that sets change at: from it on, or above it.
pub(super) type Bound<'p> = (&'p Exact, bool);

/// The bounds at which a set changes.
pub(super) fn bounds_of(set: &NumberSet) -> impl Iterator<Item = Bound<'_>> {
    let says = |of: &[bool], place: usize| of.get(place).copied().unwrap_or(false);
    set.points.iter().enumerate().flat_map(move |(place, point)| {
        let (below, at, above) = (says(&set.gaps, place), says(&set.at, place), says(&set.gaps, place + 1));
        [(below != at).then_some((point, false)), (at != above).then_some((point, true))].into_iter().flatten()
    })
}

/// Some bounds, ascending.
pub(super) struct Sides<'s, 'p> {
    pub bounds: &'s [Bound<'p>],
    /// Whether the field holds whole numbers only.
    pub whole: bool,
}

impl Sides<'_, '_> {
    fn gaps(&self) -> u32 {
        self.bounds.len() as u32 + 1
    }

    /// How many codes there are.
    pub fn radix(&self) -> usize {
        let gaps = self.bounds.len() + 1;
        gaps.saturating_add(gaps.saturating_mul(gaps - 1) / 2)
    }

    fn gap(&self, number: &Exact) -> u32 {
        self.bounds.partition_point(|(bound, above)| if *above { *bound < number } else { *bound <= number }) as u32
    }

    /// The code of what a number may be; none where that can't be told by its ends.
    pub fn code(&self, interval: &Interval) -> Option<u32> {
        if let Some(number) = interval.known() {
            return Some(self.gap(number));
        }
        let fits = |end: &Option<Exact>| end.as_ref().is_none_or(|end| !self.whole || end.is_integer());
        if !fits(&interval.low) || !fits(&interval.high) {
            return None;
        }
        let last = self.gaps() - 1;
        let low = interval.low.as_ref().map_or(0, |low| self.gap(low));
        let high = interval.high.as_ref().map_or(last, |high| self.gap(high));
        Some(if low == high { low } else { self.gaps() + high * (high - 1) / 2 + low })
    }

    /// The codes of a column; none where a number's can't be told.
    pub fn codes(&self, numbers: &Numbers) -> Option<Codes> {
        let (values, over, plain) = numbers.parts();
        let rows = numbers.len();
        let mut codes = Codes::up_to(0);
        let most = self.radix() as u32 - 1;
        let short: Option<Vec<(i64, i64, bool)>> =
            self.bounds.iter().map(|(bound, above)| bound.small().map(|(value, over)| (value, over, *above))).collect();
        match (over, short) {
            (Over::One(one), _) => {
                // In numerators a bound is a whole number, the least that reaches it.
                let least = self.bounds.iter().map(|(bound, above)| {
                    let (at, beyond) = bound.mul(&Exact::from(*one)).map(|bound| bound.scaled(0))?;
                    Some(if *above { beyond } else { at })
                });
                let least: Vec<i128> = least.collect::<Option<_>>()?;
                codes = bins(values, &least, None, 0..rows);
            }
            (Over::Each(each), Some(bounds)) => {
                let fits =
                    |(value, over, _): &(i64, i64, bool)| i32::try_from(*value).is_ok() && i32::try_from(*over).is_ok();
                let short = values.bits() <= 32 && each.bits() <= 32 && bounds.iter().all(fits);
                codes.widen(most);
                let (mut tops, mut bottoms) = (Vec::new(), Vec::new());
                for from in (0..rows).step_by(CHUNK) {
                    let here = from..rows.min(from + CHUNK);
                    values.read(here.clone(), &mut tops);
                    each.read(here, &mut bottoms);
                    let mut found = vec![0u32; tops.len()];
                    for (value, over, above) in &bounds {
                        let pairs = found.iter_mut().zip(tops.iter().zip(&bottoms));
                        if short {
                            let reaches = |(top, bottom): (&i64, &i64)| match above {
                                true => top * over > bottom * value,
                                false => top * over >= bottom * value,
                            };
                            pairs.for_each(|(found, pair)| *found += u32::from(reaches(pair)));
                        } else {
                            let wide = |one: i64, other: i64| i128::from(one) * i128::from(other);
                            let reaches = |(top, bottom): (&i64, &i64)| match above {
                                true => wide(*top, *over) > wide(*bottom, *value),
                                false => wide(*top, *over) >= wide(*bottom, *value),
                            };
                            pairs.for_each(|(found, pair)| *found += u32::from(reaches(pair)));
                        }
                    }
                    codes.extend(found);
                }
            }
            (Over::Each(_), None) => {
                codes.widen(most);
                for row in 0..rows {
                    let number = numbers.plain(row).and_then(|(value, over)| Exact::fraction(value, over));
                    codes.extend([number.map_or(0, |number| self.gap(&number))]);
                }
            }
        }
        codes.widen(most);
        let unknown = self.code(&Interval::any())?;
        plain.each_hole(|row| codes.set(row, unknown));
        for (row, interval) in numbers.aside(0..rows as u32) {
            codes.set(row as usize, self.code(interval)?);
        }
        Some(codes)
    }
}

/// Rows that are read together.
const CHUNK: usize = 2_048;
