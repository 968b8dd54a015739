//! Rows without quotation marks, split at once.

use tieuchi::roster::{Form, Span};
use wide::u8x16;

/// The bytes of one kind in 64 bytes, a bit for each.
fn bits(lanes: &[u8x16; 4], byte: u8) -> u64 {
    let same = |at: usize| u64::from(lanes[at].simd_eq(u8x16::splat(byte)).to_bitmask());
    same(0) | same(1) << 16 | same(2) << 32 | same(3) << 48
}

/// Bytes of 64 that matter to a table.
struct Marks {
    /// Separators and line ends.
    ends: u64,
    /// Line ends.
    lines: u64,
    /// What the plain way can't take: quotation marks, line ends of old systems.
    odd: u64,
}

fn marks(bytes: &[u8; 64], separator: u8, after_return: &mut bool) -> Marks {
    let lane = |at: usize| {
        let mut lane = [0; 16];
        lane.copy_from_slice(&bytes[at * 16..at * 16 + 16]);
        u8x16::new(lane)
    };
    let lanes = [lane(0), lane(1), lane(2), lane(3)];
    let lines = bits(&lanes, b'\n');
    let (quote, back) = (u8x16::splat(b'"'), u8x16::splat(b'\r'));
    let rare = lanes.iter().fold(u8x16::splat(0), |rare, lane| rare | lane.simd_eq(quote) | lane.simd_eq(back));
    let mut odd = 0;
    if *after_return || rare.to_bitmask() != 0 {
        let returns = bits(&lanes, b'\r');
        // A return must have a line feed behind it.
        let alone = (returns << 1 | u64::from(*after_return)) & !lines;
        *after_return = returns >> 63 == 1;
        odd = bits(&lanes, b'"') | alone;
    }
    Marks { ends: bits(&lanes, separator) | lines, lines, odd }
}

/// How the splitting of a text into rows came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// There are as many rows as were wanted, or more.
    Full,
    /// The next row doesn't have the cells that the others have.
    Uneven,
    /// The next row, or one not far behind it, has what the plain way can't take.
    Odd,
    /// The text is at its end.
    End,
}

/// How many more starts there is room for at a time.
const ROOM: usize = 4_096;

/// Rows of a text that all have as many cells, one behind the other.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    /// Where each cell starts, and where the one behind the last would; then room.
    starts: Vec<u32>,
    /// How many of them there are.
    filled: usize,
    /// How many whole rows these are.
    pub count: usize,
    /// The byte from which the text is to be looked at next.
    next: usize,
    after_return: bool,
}

impl Rows {
    /// Begins anew with the row at a byte.
    pub fn begin(&mut self, row: usize) {
        (self.filled, self.count, self.next, self.after_return) = (0, 0, row, false);
        self.push(row, 1);
    }

    /// Goes on until there are so many rows of so many cells.
    pub fn split(&mut self, bytes: &[u8], separator: u8, width: usize, most: usize) -> Stop {
        // Which start, counted from 0, belongs to the end of the next row.
        let mut line_end = (self.count + 1) * width;
        while self.count < most {
            let rest = bytes.get(self.next..).unwrap_or_default();
            let mut padded = [0; 64];
            let chunk = match rest.first_chunk::<64>() {
                Some(chunk) => chunk,
                None if rest.is_empty() => return self.last(bytes, width),
                None => {
                    padded.iter_mut().zip(rest).for_each(|(byte, from)| *byte = *from);
                    &padded
                }
            };
            let found = marks(chunk, separator, &mut self.after_return);
            if found.odd != 0 {
                return Stop::Odd;
            }
            let before = self.filled;
            let mut lines = found.lines;
            while lines != 0 {
                let line = lines & lines.wrapping_neg();
                if before + (found.ends & (line - 1)).count_ones() as usize != line_end {
                    self.push(self.next + 1, found.ends);
                    return Stop::Uneven;
                }
                self.count += 1;
                line_end += width;
                lines ^= line;
            }
            self.push(self.next + 1, found.ends);
            self.next += 64;
            if self.filled > line_end {
                return Stop::Uneven;
            }
        }
        Stop::Full
    }

    /// The starts at these of the 64 bytes from a place on.
    #[inline(always)]
    fn push(&mut self, from: usize, mut at: u64) {
        if self.starts.len() < self.filled + 64 {
            self.starts.resize(self.filled + ROOM, 0);
        }
        let Some(room) = self.starts.get_mut(self.filled..).and_then(|room| room.first_chunk_mut::<64>()) else {
            return;
        };
        let mut count = 0;
        while at != 0 {
            room[count & 63] = from as u32 + at.trailing_zeros();
            count += 1;
            at &= at - 1;
        }
        self.filled += count;
    }

    /// The last row of a file may have no line end.
    fn last(&mut self, bytes: &[u8], width: usize) -> Stop {
        let whole = self.count * width;
        if self.starts().get(whole).is_none_or(|row| *row as usize >= bytes.len()) {
            return Stop::End;
        }
        if self.after_return {
            return Stop::Odd;
        }
        if self.filled != whole + width {
            return Stop::Uneven;
        }
        self.push(bytes.len() + 1, 1);
        self.count += 1;
        Stop::End
    }

    /// Lets go of the whole rows, which leaves the beginning of the next one.
    pub fn pass(&mut self, width: usize) {
        let whole = self.count * width;
        self.starts.copy_within(whole..self.filled, 0);
        self.filled -= whole;
        self.count = 0;
    }

    /// Where each cell starts, and where the one behind the last would.
    pub fn starts(&self) -> &[u32] {
        self.starts.get(..self.filled).unwrap_or_default()
    }

    /// Where the first row behind the whole ones begins.
    pub fn behind(&self, width: usize) -> usize {
        self.starts().get(self.count * width).map_or(0, |start| *start as usize)
    }
}

/// The cell of some bytes.
pub(crate) fn span(start: usize, end: usize) -> Span {
    let form = if start == end { Form::Blank } else { Form::Text };
    Span { start: start as u32, len: (end - start) as u32, form }
}
