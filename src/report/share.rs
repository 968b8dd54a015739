//! Shares as people read them.
//!
//! The rule: a share that is not the threshold never prints as the threshold,
//! and stands on the same side of it in print as in truth. 69.99% of a
//! threshold of 70% is "69.99%", never "70%"; the digits are chosen so. The
//! same holds at 0% and at 100%.

use crate::exact::{Exact, Rounding};

/// The most decimal places of a printed percentage; beyond that it is printed as a fraction.
const MAX_PLACES: u32 = 12;

/// A share as a percentage with a decimal point, apart from each threshold
/// that it isn't equal to: `69.99%`, or `2/3` where no decimal of a dozen
/// places can tell them apart.
pub fn percent(share: &Exact, thresholds: &[&Exact]) -> String {
    let hundred = Exact::from(100i64);
    let Some(value) = share.mul(&hundred) else { return share.to_string() };
    let mut marks = vec![Exact::zero(), hundred.clone()];
    marks.extend(thresholds.iter().filter_map(|threshold| threshold.mul(&hundred)));
    (1..=MAX_PLACES)
        .map(|places| value.rounded(Rounding::Nearest, places))
        .find(|shown| marks.iter().all(|mark| shown.cmp(mark) == value.cmp(mark)))
        .map_or_else(|| share.to_string(), |shown| format!("{shown}%"))
}
