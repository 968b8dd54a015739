//! What the texts of a column were read as: most columns say the same few things again and again.

use super::cell::{Form, Span};
use super::growing::MISSING;
use super::number::DecimalSign;
use super::piece::Piece;

/// What a cell was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    Missing,
    /// A label, or no and yes.
    Code(u32),
    /// A number, `mantissa / 10^scale`; or days, at scale 0.
    Number(i64, u32),
}

/// Notes what cells say up to the first that says nothing; gives how many these are.
#[inline(always)]
pub(super) fn each(cells: &[Span], said: &mut [i64], says: impl Fn(&Span) -> Option<i64>) -> usize {
    let mut read = 0;
    for (cell, place) in cells.iter().zip(said) {
        let Some(number) = says(cell) else { break };
        *place = number;
        read += 1;
    }
    read
}

/// How many slots there are from the first remembered text on.
const FIRST_SLOTS: usize = 64;
/// How many there are at most.
const MOST_SLOTS: usize = 1_024;
/// The longest text that is remembered, in bytes.
const LONGEST: usize = 128;

/// The texts of a column that were read before, the latest in each slot.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    slots: Vec<Slot>,
    /// How many texts lost their slot to another.
    lost: usize,
    /// Whole numbers between these were found to be in the field's range.
    pub proven: Option<(i64, i64)>,
}

#[derive(Debug, Clone)]
struct Slot {
    ends: Ends,
    sort: u32,
    says: Says,
    /// Whether it is a label in another spelling than in the rules.
    respelled: bool,
    text: Box<[u8]>,
}

/// Of a text's first sixteen and last sixteen bytes the first eight, the last eight, and the rest of both, which is left
/// away where there are no more than sixteen in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ends {
    first: u64,
    last: u64,
    second: u64,
    second_last: u64,
}

/// The lowest bytes of a word, so many of them.
const LOW: [u64; 9] = {
    let mut low = [u64::MAX; 9];
    let mut bytes = 0;
    while bytes < 8 {
        low[bytes] = (1 << (8 * bytes)) - 1;
        bytes += 1;
    }
    low
};

/// By what rules a text is read.
#[inline(always)]
fn rules(form: Form, sign: Option<DecimalSign>) -> u32 {
    match (form, sign) {
        (Form::Number, _) => 0,
        (_, None) => 1,
        (_, Some(DecimalSign::Comma)) => 2,
        (_, Some(DecimalSign::Point)) => 3,
    }
}

/// The ends of a text, alike for all lengths, since labels come in no order of their lengths; nothing where they lie too
/// near the end of the text around.
#[inline(always)]
fn ends(text: &[u8], start: usize, len: usize) -> Option<Ends> {
    let around = text.get(start..start + len.max(16))?;
    let word =
        |from: usize| around.get(from..).and_then(|rest| rest.first_chunk()).map(|word| u64::from_le_bytes(*word));
    let low = *LOW.get(len.min(8))?;
    let more = if len > 16 { u64::MAX } else { 0 };
    Some(Ends {
        first: word(0)? & low,
        last: word(len.max(8) - 8)? & low,
        second: word(8)? & more,
        second_last: word(len.max(16) - 16)? & more,
    })
}

/// The ends of a text that stands alone.
fn ends_alone(text: &[u8]) -> Option<Ends> {
    let mut padded = [0; LONGEST + 16];
    padded.get_mut(..text.len())?.copy_from_slice(text);
    ends(&padded, 0, text.len())
}

#[inline(always)]
fn slot_of(ends: Ends, sort: u32, slots: usize) -> usize {
    // Multiplicative hashing, by the golden ratio: Knuth, The Art of Computer Programming 3, section 6.4.
    let mixed = (ends.first ^ ends.last.rotate_left(29) ^ u64::from(sort)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 40) as usize & slots.wrapping_sub(1)
}

impl Slot {
    /// Whether it is that of a text of up to 32 bytes. The words are not compared one after the other: which of them
    /// differ is hard to foresee.
    #[inline(always)]
    fn is(&self, ends: Ends, sort: u32) -> bool {
        let differ = (self.ends.first ^ ends.first)
            | (self.ends.last ^ ends.last)
            | (self.ends.second ^ ends.second)
            | (self.ends.second_last ^ ends.second_last)
            | u64::from(self.sort ^ sort);
        differ == 0
    }
}

impl Remembered {
    /// What a text was read as, and whether it is a label spelt otherwise than in the rules.
    pub fn find(&self, text: Piece<'_>, form: Form, sign: Option<DecimalSign>) -> Option<(Says, bool)> {
        if self.slots.is_empty() {
            return None;
        }
        let bytes = text.bytes();
        let (ends, sort) = (ends_alone(bytes)?, (bytes.len() as u32) << 2 | rules(form, sign));
        let slot = self.slots.get(slot_of(ends, sort, self.slots.len()))?;
        (slot.is(ends, sort) && *slot.text == *bytes).then_some((slot.says, slot.respelled))
    }

    /// What the first of some texts were read as, labels by their numbers and numbers at a scale, up to the first text
    /// that isn't recognised at once; gives how many these are.
    pub fn recognise(
        &self,
        text: &str,
        cells: &[Span],
        (sign, scale): (Option<DecimalSign>, u32),
        said: &mut [i64],
    ) -> usize {
        let bytes = text.as_bytes();
        let (slots, written) = (self.slots.as_slice(), rules(Form::Text, sign));
        let number = |cell: &Span| {
            let rules = match cell.form {
                Form::Blank => return Some(MISSING),
                Form::Text => written,
                Form::Number => 0,
                Form::Yes | Form::No | Form::Nested => return None,
            };
            let len = cell.len as usize;
            let (ends, sort) = (ends(bytes, cell.start as usize, len)?, cell.len << 2 | rules);
            let slot = slots.get(slot_of(ends, sort, slots.len()))?;
            if !slot.is(ends, sort) || slot.respelled || len > 32 {
                return None;
            }
            match slot.says {
                Says::Code(code) => Some(code.into()),
                Says::Number(number, digits) if digits == scale && number != MISSING => Some(number),
                Says::Number(..) | Says::Missing => None,
            }
        };
        each(cells, said, number)
    }

    /// Remembers what a text was read as, in the place of whatever was there.
    pub fn put(&mut self, text: Piece<'_>, form: Form, sign: Option<DecimalSign>, says: Says, respelled: bool) {
        if text.len() > LONGEST {
            return;
        }
        if self.slots.is_empty() || (self.lost > self.slots.len() && self.slots.len() < MOST_SLOTS) {
            let wider = if self.slots.is_empty() { FIRST_SLOTS } else { self.slots.len() * 4 };
            let ends = Ends { first: 0, last: 0, second: 0, second_last: 0 };
            let nothing = Slot { ends, sort: 0, text: Box::from([]), says: Says::Missing, respelled: false };
            let before = std::mem::replace(&mut self.slots, vec![nothing; wider]);
            self.lost = 0;
            for slot in before.into_iter().filter(|slot| slot.sort != 0) {
                let at = slot_of(slot.ends, slot.sort, wider);
                if let Some(place) = self.slots.get_mut(at) {
                    *place = slot;
                }
            }
        }
        let Some(ends) = ends_alone(text.bytes()) else { return };
        let sort = (text.len() as u32) << 2 | rules(form, sign);
        let at = slot_of(ends, sort, self.slots.len());
        if let Some(slot) = self.slots.get_mut(at) {
            self.lost += usize::from(slot.sort != 0);
            *slot = Slot { ends, sort, text: Box::from(text.bytes()), says, respelled };
        }
    }
}
