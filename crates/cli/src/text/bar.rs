//! Bars: a share, what is still attainable, and the threshold on it.
//!
//! A bar is a picture, but it doesn't lie about the threshold: a share under it
//! never fills the cells before its mark, and one at or over it does.

use tieuchi::exact::Exact;

const FULL: char = '█';
const MAYBE: char = '▒';
const REST: char = '░';
const MARK: char = '│';

/// How many cells a bar has.
pub const CELLS: u32 = 30;

/// A bar's cells: those before the mark, and those behind it.
pub fn bar(low: &Exact, high: &Exact, threshold: Option<&Exact>) -> String {
    let mark = threshold.map(|threshold| (threshold, cells(threshold)));
    let reach = |share: &Exact| {
        // Somebody is never nobody.
        let filled = cells(share).max(u32::from(*share > Exact::zero()));
        match mark {
            Some((threshold, mark)) if share < threshold => filled.min(mark.saturating_sub(1)),
            Some((threshold, mark)) if share > threshold => filled.max((mark + 1).min(CELLS)),
            Some((_, mark)) => mark,
            None => filled,
        }
    };
    let (certain, possible) = (reach(low), reach(high));
    let mut drawn = String::new();
    for cell in 0..=CELLS {
        if mark.is_some_and(|(_, mark)| mark == cell) {
            drawn.push(MARK);
        }
        if cell < CELLS {
            drawn.push(match cell {
                cell if cell < certain => FULL,
                cell if cell < possible => MAYBE,
                _ => REST,
            });
        }
    }
    drawn
}

/// How many cells a share fills.
fn cells(share: &Exact) -> u32 {
    let wide = share.mul(&Exact::from(i64::from(CELLS))).map(|wide| wide.floor());
    let filled = wide.and_then(|wide| u32::try_from(wide).ok());
    // Below 0 fills nothing, above 1 all.
    filled.unwrap_or(if share.is_negative() { 0 } else { CELLS }).min(CELLS)
}

#[cfg(test)]
mod tests {
    use super::{CELLS, bar};
    use tieuchi::exact::Exact;

    fn part(n: i64, d: i64) -> Exact {
        Exact::fraction(n, d).unwrap()
    }

    /// Cells before and behind the mark that are full.
    fn full(low: (i64, i64), threshold: (i64, i64)) -> (usize, usize) {
        let low = part(low.0, low.1);
        let drawn = bar(&low, &low, Some(&part(threshold.0, threshold.1)));
        let (before, behind) = drawn.split_once('│').unwrap();
        assert_eq!(before.chars().count() + behind.chars().count(), CELLS as usize);
        (before.chars().filter(|c| *c == '█').count(), behind.chars().filter(|c| *c == '█').count())
    }

    #[test]
    fn a_share_just_under_the_threshold_does_not_reach_its_mark() {
        assert_eq!(full((6999, 10000), (7, 10)), (20, 0));
        assert_eq!(full((7, 10), (7, 10)), (21, 0));
        assert_eq!(full((70001, 100000), (7, 10)), (21, 1));
        assert_eq!(full((999, 1000), (1, 1)), (29, 0));
        assert_eq!(full((1, 1), (1, 1)), (30, 0));
        assert_eq!(full((0, 1), (0, 1)), (0, 0));
        assert_eq!(full((1, 1000), (0, 1)), (0, 1));
    }
}
