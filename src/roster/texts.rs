//! Texts end to end, some of them missing.

use std::collections::HashMap;

use super::bits::Bits;

/// How many bytes a piece holds before another is begun.
const PIECE: usize = 1 << 30;

/// A column of texts: their bytes one behind the other, and where each ends.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    /// Nearly always one; more where a column has more than [`PIECE`] bytes.
    pieces: Vec<Piece>,
    /// Which are there; none where all are.
    known: Option<Bits>,
    /// Rows that were changed since.
    changed: HashMap<usize, Option<Box<str>>>,
    len: usize,
}

#[derive(Debug, Clone, Default)]
struct Piece {
    first: usize,
    bytes: String,
    ends: Vec<u32>,
}

impl Texts {
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
