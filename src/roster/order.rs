//! Records in the order of those that they refer to.

use super::column::{ABSENT, UNKNOWN};

/// The records of a kind in the order of the records that they refer to by one field: group by group, those of a
/// group in the order of the roster. Behind the groups stand those that refer to none, then those of whom nobody knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Order {
    /// Where each group begins, and where the last one ends.
    starts: Vec<u32>,
    /// The rows in this order; none where the roster has them so.
    rows: Option<Vec<u32>>,
}

impl Order {
    /// Of references to records numbered below `groups`.
    pub fn of(references: &[u32], groups: usize) -> Order {
        let place = |reference: u32| match reference {
            ABSENT => groups,
            UNKNOWN => groups + 1,
            row => row as usize,
        };
        let mut starts = vec![0u32; groups + 3];
        let (mut ordered, mut before) = (true, 0);
        for reference in references {
            let place = place(*reference);
            ordered &= before <= place;
            before = place;
            if let Some(count) = starts.get_mut(place + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let rows = (!ordered).then(|| {
            let mut next = starts.clone();
            let mut rows = vec![0; references.len()];
            for (row, reference) in (0u32..).zip(references) {
                if let Some(next) = next.get_mut(place(*reference)) {
                    if let Some(slot) = rows.get_mut(*next as usize) {
                        *slot = row;
                    }
                    *next += 1;
                }
            }
            rows
        });
        Order { starts, rows }
    }

    /// Where each group begins, those without a group in two groups at the end, and where the last one ends.
    pub fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// The rows in this order; none where they are 0, 1, 2 and so on.
    pub fn rows(&self) -> Option<&[u32]> {
        self.rows.as_deref()
    }
}
