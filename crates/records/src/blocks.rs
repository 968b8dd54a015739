//! A file's text in blocks of whole lines, so that memory is bounded however long the file is.

use std::io::{Cursor, ErrorKind, Read};

use tieuchi::diagnostic::{DataFault, DataPlace};

use crate::decode::{NotText, decode, looks_like};
use crate::packed::fault;

/// How much is read at once: what stays in a processor's cache nearby while it is gone through some times.
const BLOCK: usize = 1 << 17;

/// How much of the start is kept, to say what an unreadable file looks like.
const HEAD: usize = 1 << 20;

/// The longest row, in bytes.
pub(crate) const MAX_ROW: usize = 1 << 26;

/// Why there is no next block.
pub(crate) enum Broken {
    /// It is no text.
    NotText(NotText),
    /// There is no more of it to be had.
    Unreadable(std::io::Error),
    /// A row is longer than [`MAX_ROW`].
    LongRow {
        /// Whether there are quotation marks in it.
        quoted: bool,
    },
}

impl Broken {
    /// As a problem of a file.
    pub(crate) fn problem(self, file: &str) -> (DataPlace, DataFault) {
        let place = DataPlace { file: Some(file.to_owned()), ..DataPlace::default() };
        match self {
            Broken::NotText(not_text) => not_text.problem(file),
            Broken::Unreadable(error) => (place, fault(&error)),
            Broken::LongRow { .. } => (place, DataFault::TooLarge { limit: MAX_ROW as u64 }),
        }
    }
}

/// Reads blocks.
pub(crate) struct Blocks<R> {
    input: Input<R>,
    buffer: Vec<u8>,
    /// How much of the buffer has text in it.
    filled: usize,
    /// Where the next block begins in the buffer.
    at: usize,
    ended: bool,
    head: Vec<u8>,
    /// Lines before the next block.
    lines: u64,
}

enum Input<R> {
    /// Not looked at yet.
    Fresh(R),
    Text(R),
    /// A text in another encoding, decoded as a whole.
    Decoded(Cursor<Vec<u8>>),
    Closed,
}

impl<R: Read> Blocks<R> {
    pub(crate) fn new(input: R) -> Blocks<R> {
        let input = Input::Fresh(input);
        Blocks { input, buffer: Vec::new(), filled: 0, at: 0, ended: false, head: Vec::new(), lines: 0 }
    }

    /// The next block: as many whole rows as were read, where `cut` says how many bytes of a text are whole rows.
    /// The last block is whatever is left.
    pub(crate) fn next(&mut self, cut: impl Fn(&[u8]) -> usize) -> Result<Option<&str>, Broken> {
        if matches!(self.input, Input::Fresh(_)) {
            self.open()?;
        }
        self.pass(self.at);
        let mut want = BLOCK;
        let whole = loop {
            self.fill(want)?;
            if self.ended {
                break self.filled;
            }
            let text = self.buffer.get(..self.filled).unwrap_or_default();
            match cut(text) {
                0 if text.len() > MAX_ROW => {
                    return Err(Broken::LongRow { quoted: memchr::memchr(b'"', text).is_some() });
                }
                0 => want = (text.len() * 2).min(MAX_ROW + 1),
                whole => break whole,
            }
        };
        self.at = whole;
        let block = self.buffer.get(..whole).unwrap_or_default();
        if self.head.len() < HEAD {
            self.head.extend_from_slice(block.get(..block.len().min(HEAD - self.head.len())).unwrap_or_default());
        }
        if block.is_empty() {
            return Ok(None);
        }
        let lines = self.lines;
        match simdutf8::basic::from_utf8(block) {
            Ok(text) => Ok(Some(text)),
            Err(_) => {
                let valid = std::str::from_utf8(block).map_or_else(|error| error.valid_up_to(), str::len);
                let before = block.get(..valid).unwrap_or_default();
                let line = 1 + lines + before.iter().filter(|byte| **byte == b'\n').count() as u64;
                Err(Broken::NotText(NotText { line, looks: looks_like(&self.head) }))
            }
        }
    }

    /// Says how many lines the last block had.
    pub(crate) fn passed(&mut self, lines: u64) {
        self.lines += lines;
    }

    /// Looks at how the text is encoded.
    fn open(&mut self) -> Result<(), Broken> {
        let Input::Fresh(input) = std::mem::replace(&mut self.input, Input::Closed) else { return Ok(()) };
        self.input = Input::Text(input);
        self.fill(BLOCK)?;
        match self.buffer.get(..self.filled).unwrap_or_default() {
            [0xef, 0xbb, 0xbf, ..] => self.pass(3),
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
                let mut bytes = std::mem::take(&mut self.buffer);
                bytes.truncate(self.filled);
                self.filled = 0;
                if let Input::Text(input) = std::mem::replace(&mut self.input, Input::Closed) {
                    input.take(crate::folder::MAX_FILE_BYTES).read_to_end(&mut bytes).map_err(Broken::Unreadable)?;
                }
                let text = decode(&bytes).map_err(Broken::NotText)?.into_owned();
                self.input = Input::Decoded(Cursor::new(text.into_bytes()));
                self.ended = false;
            }
            // UTF-16 without a mark: see `decode`.
            [first, second, ..] if (*first == 0) != (*second == 0) => {
                return Err(Broken::NotText(NotText { line: 1, looks: Some("UTF-16") }));
            }
            _ => {}
        }
        Ok(())
    }

    /// Reads until there are so many bytes or no more.
    fn fill(&mut self, want: usize) -> Result<(), Broken> {
        if self.buffer.len() < want {
            self.buffer.resize(want, 0);
        }
        while !self.ended && self.filled < want {
            let room = self.buffer.get_mut(self.filled..want).unwrap_or_default();
            let read = match &mut self.input {
                Input::Fresh(input) | Input::Text(input) => input.read(room),
                Input::Decoded(input) => input.read(room),
                Input::Closed => Ok(0),
            };
            match read {
                Ok(read) => {
                    self.ended = read == 0;
                    self.filled += read;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(Broken::Unreadable(error)),
            }
        }
        Ok(())
    }

    /// Lets go of the first bytes.
    fn pass(&mut self, bytes: usize) {
        self.buffer.copy_within(bytes..self.filled, 0);
        self.filled -= bytes;
        self.at = 0;
    }
}
