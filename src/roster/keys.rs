//! Keys of records and where they come from, small.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::growing::BLANK;
use super::texts::Texts;

/// The keys of a kind, those of records and those that others refer to, each once and numbered.
#[derive(Debug, Default)]
pub(super) struct Keys {
    index: Index,
    hasher: DefaultHashBuilder,
    texts: Texts,
    /// The row of each key; [`BLANK`] while there is none.
    rows: Vec<u32>,
}

/// How a key's number is found.
#[derive(Debug, Default)]
enum Index {
    #[default]
    Empty,
    /// Every key so far is the same beginning and as many digits, as offices number people: the number of the key
    /// whose digits say `base` and so on, [`BLANK`] where there is none.
    Counted {
        beginning: Box<str>,
        digits: usize,
        base: u64,
        numbers: Vec<u32>,
    },
    Hashed(HashTable<u32>),
}

/// So many digits have a place for each number that they can say.
const FEW_DIGITS: usize = 6;

/// How far before the first key's digits and behind them there are places from the start.
const SLACK: u64 = 1_024;

/// The most digits that [`Index::Counted`] reads.
const MAX_DIGITS: usize = 18;

/// A key's beginning and the number that its last digits, at most [`MAX_DIGITS`], say.
fn counted(key: &str) -> Option<(&str, usize, u64)> {
    let digits = key.bytes().rev().take(MAX_DIGITS).take_while(u8::is_ascii_digit).count();
    let (beginning, number) = key.split_at_checked(key.len() - digits)?;
    Some((beginning, digits, number.parse().ok()?))
}

/// What the digits of a key of a known shape say.
fn shaped(key: &str, beginning: &str, digits: usize) -> Option<u64> {
    let rest = key.as_bytes().strip_prefix(beginning.as_bytes()).filter(|rest| rest.len() == digits)?;
    let mut said = 0u64;
    for byte in rest {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        said = said * 10 + u64::from(digit);
    }
    Some(said)
}

impl Keys {
    /// The number of a key.
    pub fn number(&mut self, key: &str) -> u32 {
        let next = self.rows.len() as u32;
        if let Some(place) = self.place(key) {
            if *place != BLANK {
                return *place;
            }
            *place = next;
        } else {
            let Keys { index, hasher, texts, .. } = self;
            let Index::Hashed(numbers) = index else { return BLANK };
            let hash = hasher.hash_one(key);
            if let Some(number) = numbers.find(hash, |number| texts.get(*number as usize) == Some(key)) {
                return *number;
            }
            let again = |number: &u32| hasher.hash_one(texts.get(*number as usize).unwrap_or(""));
            numbers.insert_unique(hash, next, again);
        }
        self.texts.push(Some(key));
        self.rows.push(BLANK);
        next
    }

    /// Where a key's number stands; none where keys are hashed, which they are from the first one of another shape on.
    fn place(&mut self, key: &str) -> Option<&mut u32> {
        if let Index::Empty = self.index {
            self.index = match counted(key) {
                Some((beginning, digits, said)) => Index::Counted {
                    beginning: Box::from(beginning),
                    digits,
                    base: if digits <= FEW_DIGITS { 0 } else { said.saturating_sub(SLACK) },
                    numbers: Vec::new(),
                },
                None => Index::Hashed(HashTable::new()),
            };
        }
        // Not many more places than keys: keys in no order of their digits are hashed where they have many.
        let most = SLACK as usize * 2 + self.rows.len() * 8;
        let at = match &mut self.index {
            Index::Empty | Index::Hashed(_) => return None,
            Index::Counted { beginning, digits, base, numbers } => {
                let most = if *digits <= FEW_DIGITS { most.max(10usize.pow(FEW_DIGITS as u32)) } else { most };
                let at = shaped(key, beginning, *digits).and_then(|said| said.checked_sub(*base)).map(|at| at as usize);
                at.filter(|at| *at < most).inspect(|at| {
                    if *at >= numbers.len() {
                        numbers.resize(at + 1, BLANK);
                    }
                })
            }
        };
        let Some(at) = at else {
            self.hash_all();
            return None;
        };
        match &mut self.index {
            Index::Counted { numbers, .. } => numbers.get_mut(at),
            Index::Empty | Index::Hashed(_) => None,
        }
    }

    /// Has all keys found by their hashes from now on.
    fn hash_all(&mut self) {
        let Keys { hasher, texts, .. } = self;
        let hash = |number: &u32| hasher.hash_one(texts.get(*number as usize).unwrap_or(""));
        let mut hashed = HashTable::with_capacity(self.rows.len());
        for number in 0..self.rows.len() as u32 {
            hashed.insert_unique(hash(&number), number, hash);
        }
        self.index = Index::Hashed(hashed);
    }

    /// Takes a key back from a row that it was given to.
    pub fn take_back(&mut self, number: u32, row: u32) {
        if let Some(place) = self.rows.get_mut(number as usize).filter(|place| **place == row) {
            *place = BLANK;
        }
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
    /// So many more records of a file, row upon row and line upon line.
    pub fn push_run(&mut self, came: Came, count: u32) {
        let first = self.len;
        self.len += count;
        if let Some(last) = self.stretches.last()
            && last.step == (1, 0)
            && last.at(first) == Some(came)
        {
            return;
        }
        self.stretches.push(Stretch { first, came, step: (1, 0) });
    }

    /// Keeps the first records.
    pub fn truncate(&mut self, rows: u32) {
        self.len = self.len.min(rows);
        self.stretches.retain(|stretch| stretch.first < rows);
    }

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
