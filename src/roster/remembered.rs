//! What the texts of a column were read as: most columns say the same few things again and again.

use super::cell::Form;
use super::number::DecimalSign;

/// What a cell was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    Missing,
    /// A label, or no and yes.
    Code(u32),
    /// A number, `mantissa / 10^scale`; or days, at scale 0.
    Number(i64, u32),
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
    first: u64,
    last: u64,
    sort: u32,
    text: Box<[u8]>,
    says: Says,
    /// Whether it is a label in another spelling than in the rules.
    respelled: bool,
}

/// The sort of a text: its length, and by what rules it is read.
fn sort(text: &[u8], form: Form, sign: Option<DecimalSign>) -> u32 {
    let rules = match (form, sign) {
        (Form::Number, _) => 0,
        (_, None) => 1,
        (_, Some(DecimalSign::Comma)) => 2,
        (_, Some(DecimalSign::Point)) => 3,
    };
    (text.len() as u32) << 2 | rules
}

/// The first and the last eight bytes, which are all there is to a text of up to sixteen.
fn ends(text: &[u8]) -> (u64, u64) {
    let word = |bytes: Option<&[u8]>| bytes.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes);
    let half = |bytes: Option<&[u8]>| bytes.and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes);
    let len = text.len();
    if len >= 8 {
        (word(text.get(..8)), word(text.get(len - 8..)))
    } else if len >= 4 {
        (u64::from(half(text.get(..4))), u64::from(half(text.get(len - 4..))))
    } else {
        let byte = |at: usize| text.get(at).map_or(0, |byte| u64::from(*byte));
        (byte(0) | byte(1) << 8 | byte(2) << 16, 0)
    }
}

fn slot_of(first: u64, last: u64, sort: u32, slots: usize) -> usize {
    // Multiplicative hashing, by the golden ratio: Knuth, The Art of Computer Programming 3, section 6.4.
    let mixed = (first ^ last.rotate_left(29) ^ u64::from(sort)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 40) as usize & (slots - 1)
}

impl Remembered {
    /// What a text was read as, and whether it is a label spelt otherwise than in the rules.
    pub fn find(&self, text: &[u8], form: Form, sign: Option<DecimalSign>) -> Option<(Says, bool)> {
        if self.slots.is_empty() {
            return None;
        }
        let ((first, last), sort) = (ends(text), sort(text, form, sign));
        let at = slot_of(first, last, sort, self.slots.len());
        let slot = self.slots.get(at)?;
        if (slot.first, slot.last, slot.sort) != (first, last, sort) || (text.len() > 16 && *slot.text != *text) {
            return None;
        }
        Some((slot.says, slot.respelled))
    }

    /// Remembers what a text was read as, in the place of whatever was there.
    pub fn put(&mut self, text: &[u8], form: Form, sign: Option<DecimalSign>, says: Says, respelled: bool) {
        if text.len() > LONGEST {
            return;
        }
        if self.slots.is_empty() || (self.lost > self.slots.len() && self.slots.len() < MOST_SLOTS) {
            let wider = if self.slots.is_empty() { FIRST_SLOTS } else { self.slots.len() * 4 };
            let nothing =
                Slot { first: 0, last: 0, sort: 0, text: Box::from([]), says: Says::Missing, respelled: false };
            let before = std::mem::replace(&mut self.slots, vec![nothing; wider]);
            self.lost = 0;
            for slot in before.into_iter().filter(|slot| slot.sort != 0) {
                let at = slot_of(slot.first, slot.last, slot.sort, wider);
                if let Some(place) = self.slots.get_mut(at) {
                    *place = slot;
                }
            }
        }
        let ((first, last), sort) = (ends(text), sort(text, form, sign));
        let at = slot_of(first, last, sort, self.slots.len());
        if let Some(slot) = self.slots.get_mut(at) {
            self.lost += usize::from(slot.sort != 0);
            *slot = Slot { first, last, sort, text: Box::from(text), says, respelled };
        }
    }
}
