//! Whole numbers near fractions that keep to all bounds.
//!
//! Contract. What is given keeps to every bound of every column, in whole numbers; that nothing is found says nothing. From
//! the nearest whole numbers one is moved at a time, always the one that takes most off what is out of bounds; bounds that
//! stay out weigh more and more. That is far less work than dividing numbers one by one, where many would do.

use num_traits::ToPrimitive;
use tieuchi::exact::{Exact, Rounding};

use super::Limit;
use super::simplex::{Simplex, Work};

/// The most moves.
const MOVES: usize = 300;

/// The most numbers of a sum that are looked at for a move.
const LOOKS: usize = 400;

/// A sum that has to be within bounds.
struct Sum {
    terms: Vec<(usize, i128)>,
    lower: Option<i128>,
    upper: Option<i128>,
    value: i128,
    weight: i128,
}

impl Sum {
    /// How far it has to go, up or down.
    fn due(&self) -> i128 {
        match (self.lower, self.upper) {
            (Some(lower), _) if self.value < lower => lower.saturating_sub(self.value),
            (_, Some(upper)) if self.value > upper => upper.saturating_sub(self.value),
            _ => 0,
        }
    }

    /// How much more, weighed, it would be out of bounds.
    fn worse(&self, by: i128) -> Option<i128> {
        let then = self.value.checked_add(by)?;
        let out = match (self.lower, self.upper) {
            (Some(lower), _) if then < lower => lower.saturating_sub(then),
            (_, Some(upper)) if then > upper => then.saturating_sub(upper),
            _ => 0,
        };
        out.checked_sub(self.due().checked_abs()?)?.checked_mul(self.weight)
    }
}

fn whole(value: &Exact, how: Rounding) -> Option<i128> {
    value.rounded(how, 0).numerator().to_i128()
}

/// Whole numbers for the first columns, near to what they are, that keep to all bounds; none where none were found.
pub(super) fn nearby<R: Clone>(
    simplex: &Simplex<R>,
    numbers: usize,
    work: &mut impl Work,
) -> Result<Option<Vec<i128>>, Limit> {
    let Some((mut values, mut sums)) = read(simplex, numbers) else { return Ok(None) };
    let mut about: Vec<Vec<(usize, i128)>> = vec![Vec::new(); numbers];
    for (at, sum) in sums.iter().enumerate() {
        work.spend(sum.terms.len() + 1)?;
        for (number, times) in &sum.terms {
            about.get_mut(*number).into_iter().for_each(|about| about.push((at, *times)));
        }
    }
    for turn in 0..MOVES {
        work.spend(sums.len())?;
        let out: Vec<usize> = sums.iter().enumerate().filter(|(_, sum)| sum.due() != 0).map(|(at, _)| at).collect();
        let Some(first) = out.get(turn % out.len().max(1)).and_then(|at| sums.get(*at)) else {
            return Ok(Some(values));
        };
        let due = first.due();
        let mut best: Option<(i128, usize, i128)> = None;
        for (number, times) in first.terms.iter().take(LOOKS) {
            let Some((value, about)) = values.get(*number).zip(about.get(*number)) else { continue };
            let far = num_integer::Integer::div_ceil(&due.abs(), &times.abs()) * due.signum() * times.signum();
            for by in [far.signum(), far] {
                work.spend(about.len())?;
                let Some(then) = value.checked_add(by) else { return Ok(None) };
                let worse = about
                    .iter()
                    .try_fold(0i128, |all, (at, times)| all.checked_add(sums.get(*at)?.worse(times.checked_mul(by)?)?));
                let Some(worse) = worse else { return Ok(None) };
                if best.is_none_or(|(least, ..)| worse < least) && range(simplex, *number, then) {
                    best = Some((worse, *number, by));
                }
            }
        }
        match best {
            Some((worse, number, by)) if worse < 0 || turn % 3 == 2 => {
                values.get_mut(number).into_iter().for_each(|value| *value += by);
                for (at, times) in about.get(number).into_iter().flatten() {
                    sums.get_mut(*at).into_iter().for_each(|sum| sum.value += times * by);
                }
            }
            _ => {}
        }
        if best.is_none_or(|(worse, ..)| worse >= 0) {
            for at in out {
                sums.get_mut(at).into_iter().for_each(|sum| sum.weight += 1);
            }
        }
    }
    Ok(None)
}

/// Whether a number may have a value by its own bounds.
fn range<R: Clone>(simplex: &Simplex<R>, number: usize, value: i128) -> bool {
    let (lower, upper) = simplex.bounds(number);
    let value = Exact::decimal(value, 0);
    lower.is_none_or(|lower| *lower <= value) && upper.is_none_or(|upper| value <= *upper)
}

/// The nearest whole numbers, and all sums that have bounds.
fn read<R: Clone>(simplex: &Simplex<R>, numbers: usize) -> Option<(Vec<i128>, Vec<Sum>)> {
    let mut values: Vec<i128> = Vec::with_capacity(numbers);
    for number in 0..numbers {
        let nearest = whole(simplex.value(number)?, Rounding::Nearest)?;
        let near = [nearest, nearest.saturating_sub(1), nearest.saturating_add(1)]
            .into_iter()
            .find(|near| range(simplex, number, *near))?;
        values.push(near);
    }
    let mut sums = Vec::new();
    for column in numbers..simplex.columns() {
        let (lower, upper) = simplex.bounds(column);
        if lower.is_none() && upper.is_none() {
            continue;
        }
        let end =
            |bound: Option<&Exact>, how: Rounding| bound.map(|bound| whole(bound, how).ok_or(())).transpose().ok();
        let (lower, upper) = (end(lower, Rounding::Up)?, end(upper, Rounding::Down)?);
        let (mut terms, mut value) = (Vec::new(), 0i128);
        for (number, times) in simplex.terms(column) {
            let times = times.is_integer().then(|| times.numerator().to_i128()).flatten()?;
            value = value.checked_add(times.checked_mul(*values.get(*number)?)?)?;
            terms.push((*number, times));
        }
        sums.push(Sum { terms, lower, upper, value, weight: 1 });
    }
    Some((values, sums))
}
