//! Texts end to end, some of them missing; or made from their numbers.

use std::sync::OnceLock;

use std::collections::HashMap;

use super::bits::Bits;

/// How many bytes a piece holds before another is begun.
const PIECE: usize = 1 << 30;

/// How many texts are made from their numbers at once.
const MADE: usize = 512;

/// A column of texts: their bytes one behind the other, and where each ends.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    /// The first texts, where they differ in a number alone.
    numbered: Option<Numbered>,
    /// Nearly always one; more where a column has more than [`PIECE`] bytes.
    pieces: Vec<Piece>,
    /// Which are there; none where all are.
    known: Option<Bits>,
    /// Rows that were changed since.
    changed: HashMap<usize, Option<Box<str>>>,
    len: usize,
}

/// Texts that are the same beginning and a number of so many digits: they are made when somebody asks for them.
#[derive(Debug, Clone)]
pub(crate) struct Numbered {
    beginning: Box<str>,
    digits: usize,
    base: u64,
    /// What the digits of each text say, less the base; none where each says one more than the one before.
    said: Option<Vec<u32>>,
    len: usize,
    made: Vec<OnceLock<Box<str>>>,
}

impl Numbered {
    /// So many texts.
    pub fn new(beginning: Box<str>, digits: usize, base: u64, said: Option<Vec<u32>>, len: usize) -> Numbered {
        let made = vec![OnceLock::new(); len.div_ceil(MADE)];
        Numbered { beginning, digits, base, said, len, made }
    }

    fn get(&self, row: usize) -> Option<&str> {
        let block = row / MADE;
        let made = self.made.get(block)?.get_or_init(|| self.make(block));
        let wide = self.beginning.len() + self.digits;
        made.get(row % MADE * wide..)?.get(..wide)
    }

    fn make(&self, block: usize) -> Box<str> {
        let mut made = String::new();
        for row in (block * MADE..self.len).take(MADE) {
            let said = match &self.said {
                None => row as u64,
                Some(said) => said.get(row).copied().unwrap_or(0).into(),
            };
            made.push_str(&self.beginning);
            made.push_str(&format!("{:0digits$}", self.base + said, digits = self.digits));
        }
        made.into()
    }
}

#[derive(Debug, Clone, Default)]
struct Piece {
    first: usize,
    bytes: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Texts that are made from their numbers.
    pub fn numbered(numbered: Numbered) -> Texts {
        Texts { len: numbered.len, numbered: Some(numbered), ..Texts::default() }
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.len
    }

    /// The text of a row; none where it is missing.
    pub fn get(&self, row: usize) -> Option<&str> {
        if !self.changed.is_empty()
            && let Some(text) = self.changed.get(&row)
        {
            return text.as_deref();
        }
        if row >= self.len || self.known.as_ref().is_some_and(|known| !known.get(row)) {
            return None;
        }
        if let Some(numbered) = self.numbered.as_ref().filter(|numbered| row < numbered.len) {
            return numbered.get(row);
        }
        let after = self.pieces.partition_point(|piece| piece.first <= row);
        let piece = self.pieces.get(after.checked_sub(1)?)?;
        let at = row - piece.first;
        let start = at.checked_sub(1).map_or(Some(0), |before| piece.ends.get(before).copied())?;
        piece.bytes.get(start as usize..*piece.ends.get(at)? as usize)
    }

    /// Changes the text of a row, if there is such a row.
    pub fn put(&mut self, row: usize, text: Option<&str>) {
        if row < self.len {
            self.changed.insert(row, text.map(Box::from));
        }
    }

    /// One more row.
    pub fn push(&mut self, text: Option<&str>) {
        match (&mut self.known, text) {
            (Some(known), text) => known.push(text.is_some()),
            (None, None) => {
                let mut known: Bits = std::iter::repeat_n(true, self.len).collect();
                known.push(false);
                self.known = Some(known);
            }
            (None, Some(_)) => {}
        }
        let text = text.unwrap_or("");
        // A single text of more bytes than an end can count has a cell that no reader gives.
        if self.pieces.last().is_none_or(|piece| piece.bytes.len() + text.len() > PIECE) {
            self.pieces.push(Piece { first: self.len, ..Piece::default() });
        }
        if let Some(piece) = self.pieces.last_mut() {
            piece.bytes.push_str(text);
            piece.ends.push(u32::try_from(piece.bytes.len()).unwrap_or(u32::MAX));
        }
        self.len += 1;
    }

    /// Keeps the first rows.
    pub fn truncate(&mut self, rows: usize) {
        if !self.changed.is_empty() {
            (rows..self.len).for_each(|row| drop(self.changed.remove(&row)));
        }
        self.len = self.len.min(rows);
        if let Some(numbered) = &mut self.numbered {
            numbered.len = numbered.len.min(rows);
        }
        if let Some(known) = &mut self.known {
            known.truncate(rows);
        }
        while self.pieces.last().is_some_and(|piece| piece.first > 0 && piece.first >= rows) {
            self.pieces.pop();
        }
        if let Some(piece) = self.pieces.last_mut() {
            piece.ends.truncate(rows.saturating_sub(piece.first));
            piece.bytes.truncate(piece.ends.last().map_or(0, |end| *end as usize));
        }
    }

    /// All rows in order.
    pub fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        (0..self.len).map(|row| self.get(row))
    }
}

impl PartialEq for Texts {
    fn eq(&self, other: &Texts) -> bool {
        self.len == other.len && self.iter().eq(other.iter())
    }
}

impl Eq for Texts {}

impl<T: AsRef<str>> FromIterator<Option<T>> for Texts {
    fn from_iter<I: IntoIterator<Item = Option<T>>>(texts: I) -> Texts {
        let mut all = Texts::default();
        texts.into_iter().for_each(|text| all.push(text.as_ref().map(T::as_ref)));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_texts_are_texts() {
        for said in [None, Some((0..1_500).rev().collect::<Vec<u32>>())] {
            let text = |row: u32| format!("P{:05}", 7 + said.as_ref().map_or(row, |said| said[row as usize]));
            let mut expected: Texts = (0..1_500).map(text).map(Some).collect();
            let mut texts = Texts::numbered(Numbered::new("P".into(), 5, 7, said.clone(), 1_500));
            assert_eq!(texts, expected);
            for texts in [&mut texts, &mut expected] {
                texts.push(None);
                texts.push(Some("x"));
            }
            assert_eq!(texts, expected);
            assert_eq!((texts.get(1_499), texts.get(1_500), texts.get(1_501)), (expected.get(1_499), None, Some("x")));
            for rows in [1_501, 1_000, 3] {
                texts.truncate(rows);
                expected.truncate(rows);
                assert_eq!(texts, expected);
                texts.push(Some("y"));
                expected.push(Some("y"));
                assert_eq!(texts, expected);
            }
        }
    }
}
