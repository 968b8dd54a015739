//! Keys of records and where they come from, small.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::growing::BLANK;
use super::texts::Texts;

/// The keys of a kind, those of records and those that others refer to, each once and numbered.
#[derive(Debug, Default)]
pub(super) struct Keys {
    numbers: HashTable<u32>,
    hasher: DefaultHashBuilder,
    texts: Texts,
    /// The row of each key; [`BLANK`] while there is none.
    rows: Vec<u32>,
}

impl Keys {
    /// The number of a key.
    pub fn number(&mut self, key: &str) -> u32 {
        let (texts, hasher) = (&mut self.texts, &self.hasher);
        let hash = hasher.hash_one(key);
        if let Some(number) = self.numbers.find(hash, |number| texts.get(*number as usize) == Some(key)) {
            return *number;
        }
        let number = self.rows.len() as u32;
        texts.push(Some(key));
        self.rows.push(BLANK);
        let again = |number: &u32| hasher.hash_one(texts.get(*number as usize).unwrap_or(""));
        self.numbers.insert_unique(hash, number, again);
        number
    }

    /// Gives a key to a row; or tells the row that has it.
    pub fn give(&mut self, number: u32, row: u32) -> Option<u32> {
        let place = self.rows.get_mut(number as usize)?;
        if *place == BLANK {
            *place = row;
            None
        } else {
            Some(*place)
        }
    }

    /// The row of each key; [`BLANK`] where there is none.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// A key.
    pub fn text(&self, number: u32) -> Option<&str> {
        self.texts.get(number as usize)
    }

    /// The keys of the rows, by their numbers: these texts themselves where the numbers are in order.
    pub fn column(self, numbers: &[u32]) -> Texts {
        let in_order = numbers.len() == self.texts.len() && (0u32..).zip(numbers).all(|(at, number)| at == *number);
        if in_order { self.texts } else { numbers.iter().map(|number| self.texts.get(*number as usize)).collect() }
    }
}

/// Where a record came from. Zeros where it isn't known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Came {
    pub file: u32,
    pub row: u64,
    pub line: u32,
    pub column: u32,
}

/// Where records came from: one entry for each stretch of a file in which they lie evenly.
#[derive(Debug, Default)]
pub(super) struct Origins {
    stretches: Vec<Stretch>,
    len: u32,
}

#[derive(Debug)]
struct Stretch {
    first: u32,
    came: Came,
    /// Rows and lines from one record to the next.
    step: (u64, u32),
}

impl Stretch {
    fn at(&self, row: u32) -> Option<Came> {
        let (rows, lines) = self.step;
        let on = row - self.first;
        Some(Came {
            row: self.came.row.checked_add(rows.checked_mul(u64::from(on))?)?,
            line: self.came.line.checked_add(lines.checked_mul(on)?)?,
            ..self.came
        })
    }
}

impl Origins {
    /// One more record.
    pub fn push(&mut self, came: Came) {
        let row = self.len;
        self.len += 1;
        if let Some(last) = self.stretches.last_mut() {
            if row == last.first + 1
                && let (Some(rows), Some(lines)) =
                    (came.row.checked_sub(last.came.row), came.line.checked_sub(last.came.line))
            {
                last.step = (rows, lines);
            }
            if last.at(row) == Some(came) {
                return;
            }
        }
        self.stretches.push(Stretch { first: row, came, step: (0, 0) });
    }

    /// Where a record came from.
    pub fn get(&self, row: u32) -> Option<Came> {
        let after = self.stretches.partition_point(|stretch| stretch.first <= row);
        (row < self.len).then(|| self.stretches.get(after.checked_sub(1)?)?.at(row)).flatten()
    }
}
