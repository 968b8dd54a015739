//! Bars: how many have something, what is still attainable, and what is asked.
//!
//! A bar is a picture, but it doesn't lie about the threshold: a share under it
//! never fills the cells before its mark, and one at or over it does.

use num_traits::ToPrimitive;
use tieuchi::exact::Exact;

/// To which side of a mark the bar must reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toward {
    /// Up to it or beyond.
    Up,
    /// At most to it.
    Down,
    /// To nowhere else.
    There,
}

/// A bar: of a whole of 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What is certain.
    pub low: Exact,
    /// What is possible.
    pub high: Exact,
    /// What is asked.
    pub mark: Option<Exact>,
    /// On which side of that.
    pub toward: Toward,
    /// Whether it is a share of records; else numbers stand against the greatest of them.
    pub share: bool,
}

/// A bar of so many cells, from the left: full ones, then possible ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cells {
    /// How many are full.
    pub certain: u32,
    /// How many are full or possible.
    pub possible: u32,
    /// Before which the mark stands.
    pub mark: Option<u32>,
}

impl Bar {
    /// The bar in so many cells.
    pub fn cells(&self, wide: u32) -> Cells {
        let mark = self.mark.as_ref().map(|threshold| (threshold, filled(threshold, wide)));
        let reach = |share: &Exact| {
            // Somebody is never nobody.
            let cells = filled(share, wide).max(u32::from(*share > Exact::zero()));
            match mark {
                Some((threshold, mark)) if share < threshold => cells.min(mark.saturating_sub(1)),
                Some((threshold, mark)) if share > threshold => cells.max((mark + 1).min(wide)),
                Some((_, mark)) => mark,
                None => cells,
            }
        };
        Cells { certain: reach(&self.low), possible: reach(&self.high), mark: mark.map(|(_, mark)| mark) }
    }
}

/// How many cells a share fills.
fn filled(share: &Exact, wide: u32) -> u32 {
    let cells = share.mul(&Exact::from(i64::from(wide))).map(|cells| cells.floor());
    let filled = cells.and_then(|cells| cells.to_u32());
    // Below 0 fills nothing, above 1 all.
    filled.unwrap_or(if share.is_negative() { 0 } else { wide }).min(wide)
}

#[cfg(test)]
mod tests {
    use super::{Bar, Toward};
    use tieuchi::exact::Exact;

    fn part(n: i64, d: i64) -> Exact {
        Exact::fraction(n, d).unwrap()
    }

    /// How many cells before and behind the mark are full.
    fn full(low: (i64, i64), threshold: (i64, i64)) -> (u32, u32) {
        let low = part(low.0, low.1);
        let mark = Some(part(threshold.0, threshold.1));
        let cells = Bar { high: low.clone(), low, mark, toward: Toward::Up, share: true }.cells(30);
        let mark = cells.mark.unwrap();
        (cells.certain.min(mark), cells.certain.saturating_sub(mark))
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
