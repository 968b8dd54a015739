//! Keys of records and where they come from, small.

use std::borrow::Cow;
use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::growing::BLANK;
use super::piece::Piece;
use super::places::Places;
use super::text;
use super::texts::{Numbered, Texts};

/// The keys of a kind, those of records and those that others refer to, each once and numbered.
#[derive(Debug, Default)]
pub(super) struct Keys {
    index: Index,
    hasher: DefaultHashBuilder,
    /// The row of each key; [`BLANK`] while there is none.
    rows: Places,
}

/// How a key's number is found.
#[derive(Debug, Default)]
enum Index {
    #[default]
    Empty,
    /// Every key so far is the same beginning and as many digits, as offices number people.
    Counted(Counted),
    /// By the hash of its text.
    Hashed(HashTable<u32>, Texts),
}

#[derive(Debug)]
struct Counted {
    shape: Shape,
    /// What the first key's digits say.
    first: u64,
    /// None while each key's digits say one more than those of the key before.
    scattered: Option<Scattered>,
}

/// Keys in any order of what their digits say.
#[derive(Debug)]
struct Scattered {
    base: u64,
    /// The number of the key whose digits say `base` and so on, [`BLANK`] where there is none.
    numbers: Vec<u32>,
    /// What the digits of each key say, less `base`.
    said: Vec<u32>,
}

/// What all keys look like that have a beginning and digits in common.
#[derive(Debug)]
struct Shape {
    beginning: Box<str>,
    /// The first eight bytes of the beginning, and which bits those are.
    word: u64,
    mask: u64,
    digits: usize,
}

/// So many digits have a place for each number that they can say.
const FEW_DIGITS: usize = 6;

/// How far before the first key's digits and behind them there are places from the start.
const SLACK: u64 = 1_024;

/// The most digits that a [`Shape`] has.
const MAX_DIGITS: usize = 18;

impl Shape {
    /// The shape of a key, and the number that its last digits, at most [`MAX_DIGITS`], say.
    fn of(key: &str) -> Option<(Shape, u64)> {
        let digits = key.bytes().rev().take(MAX_DIGITS).take_while(u8::is_ascii_digit).count();
        let (beginning, number) = key.split_at_checked(key.len() - digits)?;
        let mut first = [0; 8];
        first.iter_mut().zip(beginning.bytes()).for_each(|(byte, from)| *byte = from);
        let mask = u64::MAX.checked_shr(64 - 8 * beginning.len().min(8) as u32).unwrap_or(0);
        let shape = Shape { beginning: Box::from(beginning), word: u64::from_le_bytes(first), mask, digits };
        Some((shape, number.parse().ok()?))
    }

    /// What the digits of a key of this shape say.
    #[inline(always)]
    fn said(&self, key: Piece<'_>) -> Option<u64> {
        let long = self.beginning.len();
        let fits = key.len() == long + self.digits
            && u64::from_le_bytes(key.first()) & self.mask == self.word
            && (long <= 8 || key.bytes().starts_with(self.beginning.as_bytes()));
        if fits { key.digits(self.digits, 0) } else { None }
    }
}

impl Counted {
    /// The number of the key whose digits say this, which is `next` if there is none yet; none where it would take too
    /// much room to find keys by their digits.
    #[inline(always)]
    fn number(&mut self, said: u64, next: u32) -> Option<u32> {
        let known = match &self.scattered {
            None => {
                said.checked_sub(self.first).filter(|number| *number <= u64::from(next)).map(|number| number as u32)
            }
            Some(scattered) => scattered.numbers.get(said.wrapping_sub(scattered.base) as usize).copied(),
        };
        if let Some(number) = known.filter(|number| *number != BLANK) {
            return Some(number);
        }
        self.scattered_number(said, next)
    }

    fn scattered_number(&mut self, said: u64, next: u32) -> Option<u32> {
        let (first, few) = (self.first, self.shape.digits <= FEW_DIGITS);
        let scattered = self.scattered.get_or_insert_with(|| {
            let base = if few { 0 } else { first.saturating_sub(SLACK) };
            let before = (first - base) as u32;
            let mut numbers = vec![BLANK; before as usize];
            numbers.extend(0..next);
            Scattered { base, numbers, said: (before..).take(next as usize).collect() }
        });
        // Not many more places than keys: keys in no order of their digits are hashed where they have many.
        let most = SLACK * 2 + u64::from(next) * 8;
        let most = if few { most.max(10u64.pow(FEW_DIGITS as u32)) } else { most.min(u64::from(u32::MAX)) };
        let at = said.checked_sub(scattered.base).filter(|at| *at < most)? as usize;
        if at >= scattered.numbers.len() {
            scattered.numbers.resize(at + 1, BLANK);
        }
        let place = scattered.numbers.get_mut(at)?;
        if *place == BLANK {
            *place = next;
            scattered.said.push(at as u32);
        }
        Some(*place)
    }

    /// A key's text.
    fn text(&self, number: u32) -> Option<String> {
        let said = match &self.scattered {
            None => self.first + u64::from(number),
            Some(scattered) => scattered.base + u64::from(*scattered.said.get(number as usize)?),
        };
        Some(format!("{}{said:0digits$}", self.shape.beginning, digits = self.shape.digits))
    }
}

impl Keys {
    /// The number of a tidy key, the next one if it is new: then [`give`](Self::give) or [`refer`](Self::refer) it.
    pub fn find(&mut self, key: &str) -> u32 {
        self.find_shaped(Piece::whole(key)).unwrap_or_else(|| self.find_otherwise(key))
    }

    /// As [`find`](Self::find); none where it doesn't show at once that the key is tidy.
    #[inline(always)]
    pub fn find_cell(&mut self, key: Piece<'_>) -> Option<u32> {
        let shaped = self.find_shaped(key);
        if shaped.is_some() { shaped } else { self.find_unshaped(key) }
    }

    fn find_unshaped(&mut self, key: Piece<'_>) -> Option<u32> {
        text::is_tidy(key.bytes()).then(|| self.find_otherwise(key.as_str()))
    }

    /// The number of a key that looks like the others, and so is as tidy as they are.
    #[inline(always)]
    fn find_shaped(&mut self, key: Piece<'_>) -> Option<u32> {
        let next = self.rows.len() as u32;
        let Index::Counted(counted) = &mut self.index else { return None };
        let said = counted.shape.said(key)?;
        counted.number(said, next)
    }

    /// Notes that a record refers to a key.
    #[inline(always)]
    pub fn refer(&mut self, number: u32) {
        if number as usize == self.rows.len() {
            self.rows.push(BLANK);
        }
    }

    /// Gives a key to a row; or tells the row that has it.
    #[inline(always)]
    pub fn give(&mut self, number: u32, row: u32) -> Option<u32> {
        match self.rows.get(number) {
            None => self.rows.push(row),
            Some(BLANK) => self.rows.set(number, row),
            Some(first) => return Some(first),
        }
        None
    }

    /// As [`find`](Self::find), where keys are hashed, which they are from the first one of another shape on.
    fn find_otherwise(&mut self, key: &str) -> u32 {
        let next = self.rows.len() as u32;
        if let (Index::Empty, Some((shape, first))) = (&self.index, Shape::of(key)) {
            self.index = Index::Counted(Counted { shape, first, scattered: None });
            return next;
        }
        if !matches!(self.index, Index::Hashed(..)) {
            self.hash_all();
        }
        let Keys { index: Index::Hashed(numbers, texts), hasher, .. } = self else { return BLANK };
        let hash = hasher.hash_one(key);
        if let Some(number) = numbers.find(hash, |number| texts.get(*number as usize) == Some(key)) {
            return *number;
        }
        let again = |number: &u32| hasher.hash_one(texts.get(*number as usize).unwrap_or(""));
        numbers.insert_unique(hash, next, again);
        texts.push(Some(key));
        next
    }

    /// Has all keys found by their hashes from now on.
    fn hash_all(&mut self) {
        let texts: Texts = (0..self.rows.len() as u32).map(|number| self.text(number)).collect();
        let hash = |number: &u32| self.hasher.hash_one(texts.get(*number as usize).unwrap_or(""));
        let mut hashed = HashTable::with_capacity(self.rows.len());
        for number in 0..self.rows.len() as u32 {
            hashed.insert_unique(hash(&number), number, hash);
        }
        self.index = Index::Hashed(hashed, texts);
    }

    /// Takes a key back from a row that it was given to.
    pub fn take_back(&mut self, number: u32, row: u32) {
        if self.rows.get(number) == Some(row) {
            self.rows.set(number, BLANK);
        }
    }

    /// Gives up room that keys take which were taken back and given again.
    pub fn settle(&mut self) {
        self.rows.settle();
    }

    /// The row of each key; [`BLANK`] where there is none.
    pub fn rows(&self) -> &Places {
        &self.rows
    }

    /// A key.
    pub fn text(&self, number: u32) -> Option<Cow<'_, str>> {
        match &self.index {
            Index::Empty => None,
            Index::Counted(counted) => {
                ((number as usize) < self.rows.len()).then(|| counted.text(number))?.map(Cow::Owned)
            }
            Index::Hashed(_, texts) => texts.get(number as usize).map(Cow::Borrowed),
        }
    }

    /// The keys of the rows, by their numbers: these texts themselves where the numbers are in order.
    pub fn column(self, numbers: &Places) -> Texts {
        let in_order = numbers.straight() && numbers.len() == self.rows.len();
        match self.index {
            Index::Counted(Counted { shape, scattered: Some(Scattered { base, said, .. }), .. }) if in_order => {
                Texts::numbered(Numbered::new(shape.beginning, shape.digits, base, Some(said), numbers.len()))
            }
            Index::Hashed(_, texts) if in_order => texts,
            index => Keys { index, ..self }.texts(numbers),
        }
    }

    /// A copy of the keys of some rows, by their numbers.
    pub fn texts(&self, numbers: &Places) -> Texts {
        match &self.index {
            Index::Counted(Counted { shape, first, scattered }) if numbers.iter().all(|number| number != BLANK) => {
                let (base, said) = match scattered {
                    None if numbers.straight() => (*first, None),
                    None => (*first, Some(numbers.iter().collect())),
                    Some(Scattered { base, said, .. }) => {
                        let of = |number: u32| said.get(number as usize).copied().unwrap_or(0);
                        (*base, Some(numbers.iter().map(of).collect()))
                    }
                };
                Texts::numbered(Numbered::new(shape.beginning.clone(), shape.digits, base, said, numbers.len()))
            }
            Index::Empty | Index::Counted(_) | Index::Hashed(..) => {
                numbers.iter().map(|number| self.text(number)).collect()
            }
        }
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
