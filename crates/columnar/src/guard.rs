//! Files that may not be what they say.

use std::fs::File;
use std::io::{self, Read};
use std::sync::atomic::Ordering;

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

use crate::{MAX_PIECE, Passed};

/// A Parquet file whose pages are looked at before anybody asks for memory for them.
#[derive(Debug)]
pub(crate) struct Guarded<R> {
    pub file: R,
    pub passed: Passed,
}

/// What every page begins with: its type and its sizes.
const START_OF_HEADER: usize = 32;

impl<R: Length> Length for Guarded<R> {
    fn len(&self) -> u64 {
        self.file.len()
    }
}

impl<R: ChunkReader> ChunkReader for Guarded<R> {
    type T = R::T;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        let first = usize::try_from(self.len().saturating_sub(start)).unwrap_or(0).min(START_OF_HEADER);
        let header = self.file.get_bytes(start, first)?;
        match page_sizes(&header) {
            Some(sizes) if sizes.iter().all(|size| *size <= MAX_PIECE) => self.file.get_read(start),
            Some(_) | None => Err(ParquetError::General("a page that is too large, or no page".to_owned())),
        }
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        if start.checked_add(length as u64).is_none_or(|end| end > self.len()) {
            return Err(ParquetError::EOF("a piece behind the end of the file".to_owned()));
        }
        self.passed.fetch_add(length as u64, Ordering::Relaxed);
        self.file.get_bytes(start, length)
    }
}

/// The unpacked and the packed size that a page's header states: Thrift's compact protocol, fields 1 to 3, all of them
/// required whole numbers of 32 bits (parquet-format, struct PageHeader).
fn page_sizes(header: &[u8]) -> Option<[u64; 2]> {
    const NEXT_FIELD_I32: u8 = 0x15;
    let mut bytes = header.iter().copied();
    let mut field = || {
        if bytes.next()? != NEXT_FIELD_I32 {
            return None;
        }
        let mut number = 0u64;
        for shift in (0..35).step_by(7) {
            let byte = bytes.next()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                // Zigzag: odd ones are negative, and no size.
                return (number & 1 == 0).then_some(number >> 1);
            }
        }
        None
    };
    let _kind = field()?;
    Some([field()?, field()?])
}

/// Reads exactly so many bytes; an end of file before the first of them is none.
pub(crate) fn exactly(input: &mut impl Read, length: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    match bytes.len() as u64 {
        0 if length > 0 => Ok(None),
        read if read == length => Ok(Some(bytes)),
        _ => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

/// Whatever a Parquet file can be read from.
pub trait Source: Send + Sync + 'static {
    /// What the decoder reads from.
    #[doc(hidden)]
    type Chunks: ChunkReader + 'static;

    #[doc(hidden)]
    fn chunks(self) -> Self::Chunks;
}

impl Source for File {
    type Chunks = File;

    fn chunks(self) -> File {
        self
    }
}

impl Source for Vec<u8> {
    type Chunks = Bytes;

    fn chunks(self) -> Bytes {
        Bytes::from(self)
    }
}

#[cfg(test)]
mod tests {
    use super::page_sizes;

    #[test]
    fn sizes_are_read_or_refused() {
        assert_eq!(page_sizes(&[0x15, 0x00, 0x15, 0x90, 0x03, 0x15, 0x0e]), Some([200, 7]));
        assert_eq!(page_sizes(&[0x15, 0x00, 0x15, 0x91, 0x03, 0x15, 0x0e]), None, "negative");
        assert_eq!(page_sizes(&[0x15, 0x00, 0x25, 0x90, 0x03, 0x15, 0x0e]), None, "another field");
        assert_eq!(page_sizes(&[0x15, 0x00, 0x15, 0x90]), None, "cut short");
        assert_eq!(page_sizes(&[0x15, 0x00, 0x15, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0x15, 0x0e]), None, "too long");
    }
}
