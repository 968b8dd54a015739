//! The records in hand while a condition is read.

use crate::program::KindId;

/// Up to two records, each a kind and a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Hand {
    records: [Option<(KindId, u32)>; 2],
}

impl Hand {
    /// No record: the whole roster.
    pub fn none() -> Hand {
        Hand::default()
    }

    /// One record.
    pub fn one(kind: KindId, row: u32) -> Hand {
        Hand { records: [Some((kind, row)), None] }
    }

    /// Two records, for a criterion that is for each of two kinds.
    pub fn two(first: (KindId, u32), second: (KindId, u32)) -> Hand {
        Hand { records: [Some(first), Some(second)] }
    }

    /// The record at a position, 0 or 1.
    pub fn get(self, position: u8) -> Option<(KindId, u32)> {
        self.records.get(usize::from(position)).copied().flatten()
    }

    /// The records in hand, in order.
    pub fn records(self) -> impl Iterator<Item = (KindId, u32)> {
        self.records.into_iter().flatten()
    }
}
