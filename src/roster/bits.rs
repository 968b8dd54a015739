//! A bit for each row.

/// Bits in words of 64, the first row in the lowest bit; bits past the last row are 0.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    /// The words.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// The bit of a row; false past the end.
    pub fn get(&self, row: usize) -> bool {
        row < self.len && self.words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Changes the bit of a row, if there is such a row.
    pub fn put(&mut self, row: usize, bit: bool) {
        if row < self.len
            && let Some(word) = self.words.get_mut(row / 64)
        {
            let mask = 1 << (row % 64);
            *word = if bit { *word | mask } else { *word & !mask };
        }
    }

    /// One more row.
    pub fn push(&mut self, bit: bool) {
        if self.len.is_multiple_of(64) {
            self.words.push(0);
        }
        if bit && let Some(word) = self.words.last_mut() {
            *word |= 1 << (self.len % 64);
        }
        self.len += 1;
    }

    /// So many more rows, all set.
    pub fn extend_ones(&mut self, rows: usize) {
        if let (Some(word), tail @ 1..) = (self.words.last_mut(), self.len % 64) {
            *word |= u64::MAX << tail;
        }
        self.len += rows;
        self.words.resize(self.len.div_ceil(64), u64::MAX);
        self.clear_tail();
    }

    /// Clears the bit of a row.
    pub fn clear(&mut self, row: usize) {
        if let Some(word) = self.words.get_mut(row / 64) {
            *word &= !(1 << (row % 64));
        }
    }

    /// All set.
    pub fn ones(len: usize) -> Bits {
        let mut bits = Bits { words: vec![u64::MAX; len.div_ceil(64)], len };
        bits.clear_tail();
        bits
    }

    /// Keeps the first rows.
    pub fn truncate(&mut self, rows: usize) {
        self.len = self.len.min(rows);
        self.words.truncate(self.len.div_ceil(64));
        self.clear_tail();
    }

    fn clear_tail(&mut self) {
        if let (Some(word), tail @ 1..) = (self.words.last_mut(), self.len % 64) {
            *word &= (1 << tail) - 1;
        }
    }

    /// Calls with every row whose bit isn't set.
    pub fn each_hole(&self, mut call: impl FnMut(usize)) {
        for (at, word) in self.words.iter().enumerate() {
            let mut holes = !word;
            while holes != 0 {
                let row = at * 64 + holes.trailing_zeros() as usize;
                if row < self.len {
                    call(row);
                }
                holes &= holes - 1;
            }
        }
    }

    /// Whether every bit is set.
    pub fn all(&self) -> bool {
        self.words.iter().map(|word| word.count_ones() as usize).sum::<usize>() == self.len
    }
}

impl FromIterator<bool> for Bits {
    fn from_iter<I: IntoIterator<Item = bool>>(bits: I) -> Bits {
        let mut all = Bits::default();
        bits.into_iter().for_each(|bit| all.push(bit));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn rows_come_together_as_one_by_one() {
        for before in [0, 1, 63, 64, 65] {
            for more in [0, 1, 62, 63, 64, 65, 200] {
                let mut together: Bits = (0..before).map(|row| row % 3 == 0).collect();
                let mut single = together.clone();
                together.extend_ones(more);
                (0..more).for_each(|_| single.push(true));
                assert_eq!(together, single, "{before} {more}");
                for row in (0..before + more).step_by(5) {
                    together.clear(row);
                    assert!(!together.get(row));
                }
                assert_eq!(together.len, before + more);
            }
        }
    }
}
