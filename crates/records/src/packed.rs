//! Files packed with gzip or Zstandard, unpacked while they are read.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use tieuchi::diagnostic::{DataFault, Unreadable};

use crate::progress::{Counted, Progress};

/// How many times its packed size a file may have, above [`MIN_UNPACKED`].
pub(crate) const MAX_RATIO: u64 = 500;

/// What every packed file may have, in bytes.
const MIN_UNPACKED: u64 = 64 << 20;

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    Gzip,
    Zstandard,
}

/// How a file is packed by its name, and its name without that.
fn packing(path: &Path) -> (PathBuf, Option<Packing>) {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("").to_lowercase();
    let packing = match ending.as_str() {
        "gz" => Some(Packing::Gzip),
        "zst" => Some(Packing::Zstandard),
        _ => None,
    };
    (if packing.is_some() { path.with_extension("") } else { path.to_owned() }, packing)
}

/// A file's name without what says that it is packed.
pub(crate) fn plain_name(path: &Path) -> PathBuf {
    packing(path).0
}

/// More than [`MAX_RATIO`] allows.
#[derive(Debug)]
struct Bomb {
    limit: u64,
}

impl fmt::Display for Bomb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unpacks to more than {} bytes", self.limit)
    }
}

impl std::error::Error for Bomb {}

/// What stands in the way of reading, as a fault.
pub(crate) fn fault(error: &io::Error) -> DataFault {
    if let Some(bomb) = error.get_ref().and_then(|inner| inner.downcast_ref::<Bomb>()) {
        return DataFault::TooLarge { limit: bomb.limit };
    }
    match error.kind() {
        ErrorKind::NotFound => DataFault::Unreadable(Unreadable::Missing),
        ErrorKind::PermissionDenied => DataFault::Unreadable(Unreadable::Forbidden),
        // The system gives neither for a plain file.
        ErrorKind::InvalidData | ErrorKind::UnexpectedEof => DataFault::Damaged,
        _ => DataFault::Unreadable(Unreadable::Other),
    }
}

/// Whether a file is packed by its name.
#[cfg(feature = "columnar")]
pub(crate) fn is_packed(path: &Path) -> bool {
    packing(path).1.is_some()
}

/// Opens a file, unpacking it if its name says so.
///
/// # Errors
///
/// What the system says.
pub(crate) fn open(path: &Path, progress: &Progress) -> io::Result<Box<dyn Read>> {
    let file = Counted { input: File::open(path)?, passed: progress.counter().clone() };
    let length = file.input.metadata()?.len();
    Ok(unpacked(path, file, length))
}

/// Unpacks the content of a file of so many bytes if its name says so.
pub(crate) fn unpacked(path: &Path, file: impl Read + 'static, length: u64) -> Box<dyn Read> {
    let (_, Some(packing)) = packing(path) else { return Box::new(file) };
    let limit = length.saturating_mul(MAX_RATIO).max(MIN_UNPACKED);
    let file = BufReader::with_capacity(1 << 16, file);
    let unpacked: Box<dyn Read> = match packing {
        Packing::Gzip => Box::new(MultiGzDecoder::new(file)),
        Packing::Zstandard => Box::new(Frames { source: file, decoder: FrameDecoder::new(), within: false }),
    };
    Box::new(Unpacked { unpacked, read: 0, limit })
}

/// Bounds what comes out, and says of everything that is wrong inside that the file is damaged.
struct Unpacked {
    unpacked: Box<dyn Read>,
    read: u64,
    limit: u64,
}

impl Read for Unpacked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.unpacked.read(buffer).map_err(|error| match error.kind() {
            ErrorKind::Interrupted | ErrorKind::PermissionDenied => error,
            _ => io::Error::new(ErrorKind::InvalidData, error),
        })?;
        self.read += read as u64;
        if self.read > self.limit {
            return Err(io::Error::new(ErrorKind::FileTooLarge, Bomb { limit: self.limit }));
        }
        Ok(read)
    }
}

/// A Zstandard file: frames one behind the other, of which some are to be passed over (RFC 8878, section 3.1).
struct Frames<R> {
    source: R,
    decoder: FrameDecoder,
    /// Whether a frame was begun and not read to its end.
    within: bool,
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let damaged = |error: &dyn fmt::Display| io::Error::new(ErrorKind::InvalidData, error.to_string());
        loop {
            if !self.within {
                if self.source.fill_buf()?.is_empty() {
                    return Ok(0);
                }
                match self.decoder.init(&mut self.source) {
                    Ok(()) => self.within = true,
                    Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                        length, ..
                    })) => {
                        let passed = io::copy(&mut self.source.by_ref().take(u64::from(length)), &mut io::sink())?;
                        if passed < u64::from(length) {
                            return Err(io::Error::from(ErrorKind::UnexpectedEof));
                        }
                        continue;
                    }
                    Err(error) => return Err(damaged(&error)),
                }
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let step = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(&mut self.source, step).map_err(|error| damaged(&error))?;
            }
            let read = self.decoder.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            self.within = false;
        }
    }
}
