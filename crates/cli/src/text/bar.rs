//! A bar for a share: what is reached, what may still be, and the threshold.

use tieuchi::exact::Exact;

const CELLS: usize = 30;

/// A bar: `█` reached for certain, `▒` attainable, `·` the rest, `│` at the threshold.
/// A picture: floats are good enough here, and nothing is decided by it. A share
/// under the threshold never fills the cell before the mark.
pub fn bar(low: &Exact, high: &Exact, threshold: Option<&Exact>) -> String {
    let cell = |share: &Exact| (share.approximate().clamp(0.0, 1.0) * CELLS as f64).floor() as usize;
    let mut reached = cell(low);
    let mut open = cell(high).max(reached);
    let mark = threshold.map(|threshold| (threshold.approximate().clamp(0.0, 1.0) * CELLS as f64).round() as usize);
    if let (Some(threshold), Some(mark)) = (threshold, mark) {
        if low < threshold {
            reached = reached.min(mark.saturating_sub(1));
        }
        if high < threshold {
            open = open.min(mark.saturating_sub(1));
        }
    }
    let mut out = String::new();
    for at in 0..=CELLS {
        if mark == Some(at) {
            out.push('│');
        }
        if at < CELLS {
            out.push(if at < reached {
                '█'
            } else if at < open {
                '▒'
            } else {
                '·'
            });
        }
    }
    out
}
