//! What has to be looked at again.

/// Rows or groups, or all of them.
#[derive(Debug, Default)]
pub(super) struct Marked {
    pub all: bool,
    pub rows: Vec<u32>,
}

impl Marked {
    pub fn is_empty(&self) -> bool {
        !self.all && self.rows.is_empty()
    }

    /// Two rows have changed places.
    pub fn swap(&mut self, one: u32, other: u32) {
        for row in &mut self.rows {
            if *row == one {
                *row = other;
            } else if *row == other {
                *row = one;
            }
        }
    }

    /// A row is no more.
    pub fn pop(&mut self, row: u32) {
        self.rows.retain(|other| *other != row);
    }

    /// Each once, in order, and none of them any more; all there are of `len` where all are meant.
    pub fn take(&mut self, len: usize) -> Vec<u32> {
        let mut rows = std::mem::take(&mut self.rows);
        if std::mem::take(&mut self.all) {
            return (0..len as u32).collect();
        }
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}
