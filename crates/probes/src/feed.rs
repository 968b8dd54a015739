//! Bytes taken apart.

use crate::properties::choices::Choices;

/// The longest list of choices: as long as those of the property tests.
const LONGEST: usize = 200;

/// Bytes that are used up from the front; where they have ended, zeros follow.
pub(crate) struct Feed<'b>(&'b [u8]);

impl<'b> Feed<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Feed<'b> {
        Feed(bytes)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// Two bytes as a number.
    pub(crate) fn number(&mut self) -> usize {
        usize::from(u16::from_be_bytes([self.byte(), self.byte()]))
    }

    /// A list of choices: how many stands before them.
    pub(crate) fn choices(&mut self) -> Vec<u32> {
        let many = usize::from(self.byte()).min(LONGEST).min(self.0.len());
        let (taken, rest) = self.0.split_at(many);
        self.0 = rest;
        taken.iter().map(|byte| u32::from(*byte)).collect()
    }

    pub(crate) fn chooser(&mut self) -> Choices {
        Choices::new(self.choices())
    }

    /// What is left.
    pub(crate) fn rest(self) -> &'b [u8] {
        self.0
    }
}

/// Bytes that stand between zero bytes, the last ones with all that follows.
pub(crate) fn pieces<const N: usize>(bytes: &[u8]) -> [&[u8]; N] {
    let mut found = [&[][..]; N];
    for (place, piece) in found.iter_mut().zip(bytes.splitn(N, |byte| *byte == 0)) {
        *place = piece;
    }
    found
}
