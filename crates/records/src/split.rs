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
    let returns = bits(&lanes, b'\r');
    // A return must have a line feed behind it.
    let alone = (returns << 1 | u64::from(*after_return)) & !lines;
    *after_return = returns >> 63 == 1;
    Marks { ends: bits(&lanes, separator) | lines, lines, odd: bits(&lanes, b'"') | alone }
}

/// Calls with the ends of cells, and whether a line ends there too, until that says no; gives how many bytes were
/// looked at, which are all unless something odd came up.
///
/// Whatever is odd is found before the ends of its 64 bytes are called with.
pub(crate) fn ends(bytes: &[u8], separator: u8, mut call: impl FnMut(usize, bool) -> bool) -> bool {
    let mut after_return = false;
    let (whole, rest) = bytes.as_chunks::<64>();
    let mut padded = [0; 64];
    padded[..rest.len()].copy_from_slice(rest);
    for (at, chunk) in whole.iter().chain((!rest.is_empty()).then_some(&padded)).enumerate() {
        let found = marks(chunk, separator, &mut after_return);
        if found.odd != 0 {
            return false;
        }
        let mut left = found.ends;
        while left != 0 {
            let bit = left.trailing_zeros();
            if !call(at * 64 + bit as usize, found.lines >> bit & 1 == 1) {
                return false;
            }
            left &= left - 1;
        }
    }
    !after_return
}

/// The cell of some bytes.
pub(crate) fn span(start: usize, end: usize) -> Span {
    let form = if start == end { Form::Blank } else { Form::Text };
    Span { start: start as u32, len: (end - start) as u32, form }
}
