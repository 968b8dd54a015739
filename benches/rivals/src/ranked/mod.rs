//! Scored persons and ranked units: [the rules](../../rules/ranked.en.tieuchi).

mod made;
mod product;
mod scan;

pub use made::Ranked;
pub use product::in_memory as product;
pub use scan::in_memory as scan;

use crate::answer::Answer;

/// Intervals of many records in sum.
#[derive(Debug, Default, Clone, Copy)]
struct Sums {
    all: u64,
    certain: u64,
    low: u64,
    high: u64,
}

impl Sums {
    fn add(&mut self, low: i64, high: i64) {
        self.all += 1;
        self.certain += u64::from(low == high);
        self.low += low as u64;
        self.high += high as u64;
    }

    /// As an answer: how many there are, how many are certain, the lower ends and the upper ends.
    fn answer(self, id: &str) -> Answer {
        let counts = vec![[self.all, self.certain, self.low, self.high, 0, 0]];
        Answer { id: id.into(), verdict: "", groups: [0; 4], counts }
    }
}
