//! A piece of a longer text, looked at some bytes at a time in machine words.

use super::cell::Span;

/// A piece of a text. What lies around it may be loaded along with it, and is masked away.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'t> {
    pub text: &'t str,
    pub start: usize,
    pub end: usize,
}

/// The digit 0, eight times.
const ZEROS: u64 = 0x3030_3030_3030_3030;

/// So many bytes from a place on, or else before one; those before the text and behind it are 0.
#[cold]
fn at_the_edge<const N: usize>(text: &[u8], from: Option<usize>, end: usize) -> [u8; N] {
    let mut bytes = [0; N];
    match from {
        Some(from) => {
            let rest = text.get(from..).unwrap_or_default();
            bytes.iter_mut().zip(rest).for_each(|(byte, from)| *byte = *from);
        }
        None => {
            let before = text.get(..end).unwrap_or_default();
            bytes.iter_mut().rev().zip(before.iter().rev()).for_each(|(byte, from)| *byte = *from);
        }
    }
    bytes
}

impl<'t> Piece<'t> {
    /// All of a text.
    pub fn whole(text: &'t str) -> Piece<'t> {
        Piece { text, start: 0, end: text.len() }
    }

    /// The text of a cell.
    #[inline(always)]
    pub fn of(text: &'t str, cell: &Span) -> Piece<'t> {
        let start = cell.start as usize;
        Piece { text, start, end: start + cell.len as usize }
    }

    /// How many bytes.
    #[inline]
    pub fn len(&self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// The piece by itself.
    pub fn as_str(&self) -> &'t str {
        self.text.get(self.start..self.end).unwrap_or("")
    }

    /// Its bytes.
    #[inline]
    pub fn bytes(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.start..self.end).unwrap_or_default()
    }

    /// So many bytes from the first on, and thus perhaps some that lie behind the piece.
    #[inline(always)]
    pub fn first<const N: usize>(&self) -> [u8; N] {
        let text = self.text.as_bytes();
        match text.get(self.start..).and_then(|rest| rest.first_chunk()) {
            Some(bytes) => *bytes,
            None => at_the_edge(text, Some(self.start), 0),
        }
    }

    /// So many bytes before the last `behind`, and thus perhaps some that lie before the piece.
    #[inline(always)]
    pub fn last<const N: usize>(&self, behind: usize) -> [u8; N] {
        let (text, end) = (self.text.as_bytes(), self.end.saturating_sub(behind));
        match text.get(..end).and_then(|rest| rest.last_chunk()) {
            Some(bytes) => *bytes,
            None => at_the_edge(text, None, end),
        }
    }

    /// The number that the `count` bytes before the last `behind` say, if they are digits; up to 18 of them.
    #[inline(always)]
    pub fn digits(&self, count: usize, behind: usize) -> Option<u64> {
        let word = u64::from_le_bytes(self.last(behind));
        if count <= 8 { eight_digits(word, count).map(u64::from) } else { self.many_digits(count, behind) }
    }

    fn many_digits(&self, count: usize, behind: usize) -> Option<u64> {
        let last = self.digits(8, behind)?;
        Some(self.digits(count - 8, behind + 8)? * 100_000_000 + last)
    }
}

/// What the last `count` bytes of eight say, the first of them lowest, if they are digits.
#[inline(always)]
pub(super) fn eight_digits(word: u64, count: usize) -> Option<u32> {
    let kept = u64::MAX.checked_shl(64 - 8 * count as u32).unwrap_or(0);
    // Zeros stand in for the bytes before.
    let digits = (word ^ ZEROS) & kept;
    if (digits | digits.wrapping_add(0x0606_0606_0606_0606)) & 0xf0f0_f0f0_f0f0_f0f0 != 0 {
        return None;
    }
    // Twos, fours and the eight of them at once, each in the lowest byte of its place.
    let twos = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let first = (twos & 0x0000_00ff_0000_00ff).wrapping_mul(100 + (1_000_000 << 32));
    let second = ((twos >> 16) & 0x0000_00ff_0000_00ff).wrapping_mul(1 + (10_000 << 32));
    Some((first.wrapping_add(second) >> 32) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_say_their_number() {
        let text = "x0123456789012345678y12:4/7";
        for start in 1..20usize {
            for end in start..20 {
                let piece = Piece { text, start, end };
                let expected = text[start..end].parse::<u64>().unwrap_or(0);
                assert_eq!(piece.digits(piece.len(), 0), Some(expected), "{}", piece.as_str());
            }
        }
        assert_eq!(Piece::whole("7").digits(1, 0), Some(7));
        assert_eq!(Piece::whole("123456789").digits(9, 0), Some(123_456_789));
        for (start, end) in [(0, 4), (18, 21), (21, 25), (21, 26)] {
            assert_eq!(Piece { text, start, end }.digits(end - start, 0), None);
        }
        for byte in (0..=0x7fu8).filter(|byte| !byte.is_ascii_digit()) {
            let text = format!("12{}45678", char::from(byte));
            assert_eq!(Piece::whole(&text).digits(8, 0), None, "{text:?}");
        }
    }

    #[test]
    fn bytes_beyond_the_text_are_zeros() {
        let piece = Piece { text: "abc", start: 1, end: 3 };
        assert_eq!(piece.first(), *b"bc\0\0\0\0\0\0");
        assert_eq!(piece.last(1), *b"\0\0\0\0\0\0ab");
    }
}
