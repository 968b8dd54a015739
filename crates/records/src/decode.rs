//! From a file's bytes to text.

use std::borrow::Cow;

use tieuchi::diagnostic::{DataFault, DataPlace};

/// A text, or the line where it stops being one and what it looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotText {
    /// Line from 1.
    pub line: u64,
    /// The encoding that it may be in.
    pub looks: Option<&'static str>,
}

impl NotText {
    /// As a problem of a file.
    pub(crate) fn problem(self, file: &str) -> (DataPlace, DataFault) {
        let place = DataPlace { file: Some(file.to_owned()), row: Some(self.line), ..DataPlace::default() };
        (place, DataFault::NotUtf8 { looks: self.looks })
    }
}

/// UTF-8 with or without a byte-order mark, or UTF-16 with one.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, NotText> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, NotText> {
    // UTF-16 without a mark passes for UTF-8 where its text is ASCII: every second byte is 0 then.
    if let [first, second, ..] = bytes
        && (*first == 0) != (*second == 0)
    {
        return Err(NotText { line: 1, looks: Some("UTF-16") });
    }
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or(bytes);
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count() as u64;
        NotText { line, looks: looks_like(bytes) }
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'_, str>, NotText> {
    let mut text = String::with_capacity(bytes.len());
    let pairs = bytes.chunks_exact(2);
    let odd = !pairs.remainder().is_empty();
    let units = pairs.map(|pair| match pair {
        [first, second] => unit([*first, *second]),
        _ => 0,
    });
    let broken = |text: &str| NotText { line: 1 + text.matches('\n').count() as u64, looks: Some("UTF-16") };
    for letter in char::decode_utf16(units) {
        match letter {
            Ok(letter) => text.push(letter),
            Err(_) => return Err(broken(&text)),
        }
    }
    if odd { Err(broken(&text)) } else { Ok(Cow::Owned(text)) }
}

/// Which of the old Vietnamese encodings the bytes look like, by the letters
/// that nearly every Vietnamese sentence has: ă â ê ô ơ ư đ.
pub(crate) fn looks_like(bytes: &[u8]) -> Option<&'static str> {
    let count = |letters: &[u8]| bytes.iter().take(1 << 20).filter(|byte| letters.contains(byte)).count();
    let tcvn3 = count(&[0xa8, 0xa9, 0xaa, 0xab, 0xac, 0xad, 0xae, 0xb5, 0xb8, 0xb9]);
    let windows = count(&[0xe3, 0xe2, 0xea, 0xf4, 0xf5, 0xfd, 0xf0, 0xcc, 0xec, 0xf2]);
    match (tcvn3, windows) {
        (0, 0) => None,
        (old, new) if old > new => Some("TCVN3"),
        // One or two such letters may as well be another Western encoding.
        (_, new) if new >= 3 => Some("Windows-1258"),
        _ => None,
    }
}
