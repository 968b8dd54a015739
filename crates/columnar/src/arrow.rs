//! Arrow: record batches in memory, and its file and stream.

use std::io::{self, Read};
use std::sync::atomic::Ordering;

use arrow_array::RecordBatchReader;
use arrow_buffer::{Buffer, MutableBuffer};
use arrow_ipc::reader::StreamDecoder;
use arrow_ipc::{MessageHeader, root_as_message};
use arrow_schema::ArrowError;
use tieuchi::diagnostic::{DataFault, DataPlace, Notation};
use tieuchi::program::KindId;
use tieuchi::roster::Builder;
use tieuchi_decoding::decoding;

use crate::batches::Table;
use crate::guard::exactly;
use crate::{FEW_RECORDS, MAX_PIECE, MOST_PER_BYTE, Passed};

/// What a file begins with, filled to eight bytes; a stream begins with its first message.
const MAGIC: &[u8; 8] = b"ARROW1\0\0";

/// What stands before the length of a message.
const CONTINUATION: u32 = u32::MAX;

/// The longest description of a message, in bytes.
const MAX_DESCRIPTION: u32 = 1 << 24;

/// How long what stands before a description is, in bytes.
const PREFIX: usize = 8;

/// How many bytes are read at once.
const PIECE: u64 = 1 << 24;

/// What stands before a buffer that was left as it was.
const NOT_PACKED: i64 = -1;

/// Adds the records of record batches; the stream is called `name` in findings, and its records are numbered from 1.
///
/// # Errors
///
/// What the reader says where it stops; the records before stay.
pub fn read_batches(
    builder: &mut Builder<'_>,
    kind: KindId,
    name: &str,
    reader: impl RecordBatchReader,
) -> Result<(), ArrowError> {
    builder.given(kind);
    let mut table = Table::new(builder, kind, name, &reader.schema());
    for batch in reader {
        let whole = table.whole(&batch?);
        whole.ok_or_else(|| ArrowError::InvalidArgumentError("a batch contradicts itself".to_owned()))?;
    }
    Ok(())
}

/// Reads Arrow's file (Feather, version 2) or its stream as records of a kind; it is called `name` in findings.
///
/// Messages are read one after the other: memory is that of the records, of one message and of the dictionaries. A file
/// that isn't sound is one finding, and nothing of it stays.
///
/// `passed` counts the bytes that were read.
pub fn read_arrow(builder: &mut Builder<'_>, kind: KindId, name: &str, input: impl Read, passed: &Passed) {
    builder.given(kind);
    let before = builder.len(kind);
    let mut messages = Messages { input, passed, read: 0, file: false };
    let fault = match read(builder, kind, name, &mut messages) {
        Ok(()) => return,
        Err(Stop::Fault(fault)) => fault,
        Err(Stop::Unsound) => DataFault::Unsound { notation: Notation::Arrow },
    };
    let place = DataPlace { file: Some(name.to_owned()), ..DataPlace::default() };
    builder.give_up(kind, before, name, place, fault);
}

/// Why reading stopped.
enum Stop {
    Unsound,
    Fault(DataFault),
}

impl From<io::Error> for Stop {
    fn from(_: io::Error) -> Stop {
        Stop::Unsound
    }
}

impl From<ArrowError> for Stop {
    fn from(_: ArrowError) -> Stop {
        Stop::Unsound
    }
}

fn read(
    builder: &mut Builder<'_>,
    kind: KindId,
    name: &str,
    messages: &mut Messages<'_, impl Read>,
) -> Result<(), Stop> {
    let mut decoder = StreamDecoder::new();
    let (mut table, mut records, mut last) = (None, 0u64, false);
    let mut first = Some(messages.start()?);
    while !last {
        // A message without a body is read once something follows it: the end does, too.
        let mut message = messages.next(first.take())?.unwrap_or_else(|| {
            last = true;
            Buffer::from_vec([CONTINUATION.to_le_bytes(), [0; 4]].concat())
        });
        while !message.is_empty() {
            let batch = decoding(|| decoder.decode(&mut message)).ok_or(Stop::Unsound)??;
            if let (None, Some(schema)) = (&table, decoder.schema()) {
                table = Some(Table::new(builder, kind, name, &schema));
            }
            let (Some(batch), Some(table)) = (batch, &mut table) else { continue };
            records = records.saturating_add(batch.num_rows() as u64);
            let limit = FEW_RECORDS.max(messages.read.saturating_mul(MOST_PER_BYTE));
            if records > limit {
                return Err(Stop::Fault(DataFault::TooManyRecords { limit }));
            }
            table.whole(&batch).ok_or(Stop::Unsound)?;
        }
    }
    table.map(|_| ()).ok_or(Stop::Unsound)
}

/// The messages of a file or a stream.
struct Messages<'p, R> {
    input: R,
    passed: &'p Passed,
    /// How many bytes were read.
    read: u64,
    /// Whether it is a file: then something stands behind the last message.
    file: bool,
}

impl<R: Read> Messages<'_, R> {
    fn exactly(&mut self, length: u64) -> io::Result<Option<Vec<u8>>> {
        let bytes = exactly(&mut self.input, length)?;
        let read = bytes.as_ref().map_or(0, |bytes| bytes.len() as u64);
        self.read += read;
        self.passed.fetch_add(read, Ordering::Relaxed);
        Ok(bytes)
    }

    fn number(&mut self) -> io::Result<Option<u32>> {
        let bytes = self.exactly(4)?;
        Ok(bytes.and_then(|bytes| bytes.try_into().ok()).map(u32::from_le_bytes))
    }

    /// The first number of the first message.
    fn start(&mut self) -> Result<u32, Stop> {
        let (magic, rest) = MAGIC.split_at(4);
        let first = self.number()?.ok_or(Stop::Unsound)?;
        if first.to_le_bytes() != magic {
            return Ok(first);
        }
        if self.exactly(4)?.is_none_or(|bytes| bytes != rest) {
            return Err(Stop::Unsound);
        }
        self.file = true;
        // Some fill what stands before the first message to 64 bytes.
        for _ in 0..16 {
            let number = self.number()?.ok_or(Stop::Unsound)?;
            if number != 0 {
                return Ok(number);
            }
        }
        Err(Stop::Unsound)
    }

    /// The next message, whole; none behind the last.
    fn next(&mut self, first: Option<u32>) -> Result<Option<Buffer>, Stop> {
        let first = match first {
            Some(first) => Some(first),
            None => self.number()?,
        };
        // Before version 0.15 nothing stood before a length.
        let length = match first {
            Some(CONTINUATION) => Some(self.number()?.ok_or(Stop::Unsound)?),
            length => length,
        };
        match length {
            None if self.file => return Err(Stop::Unsound),
            Some(0) | None => {
                self.end()?;
                return Ok(None);
            }
            Some(MAX_DESCRIPTION..) => return Err(Stop::Unsound),
            Some(_) => {}
        }
        let length = length.unwrap_or(0);
        let described = self.exactly(u64::from(length))?.ok_or(Stop::Unsound)?;
        let body = body_length(&described)?;
        let mut message = MutableBuffer::new(PREFIX + described.len());
        message.extend_from_slice(&CONTINUATION.to_le_bytes());
        message.extend_from_slice(&length.to_le_bytes());
        message.extend_from_slice(&described);
        let mut left = body;
        while left > 0 {
            // Memory is asked for as bytes come, not as a length says.
            let piece = self.exactly(left.min(PIECE))?.ok_or(Stop::Unsound)?;
            left -= piece.len() as u64;
            message.extend_from_slice(&piece);
        }
        let message = Buffer::from(message);
        packed_buffers(&described, message.get(PREFIX + described.len()..).unwrap_or_default())?;
        Ok(Some(message))
    }

    /// A file ends as it begins, behind a table of its messages.
    fn end(&mut self) -> Result<(), Stop> {
        if !self.file {
            return Ok(());
        }
        let magic = MAGIC.get(..6).unwrap_or_default();
        let mut last: Vec<u8> = Vec::new();
        loop {
            let mut piece = Vec::new();
            if self.input.by_ref().take(PIECE).read_to_end(&mut piece)? == 0 {
                break;
            }
            self.passed.fetch_add(piece.len() as u64, Ordering::Relaxed);
            last.extend(piece);
            last.drain(..last.len().saturating_sub(magic.len()));
        }
        if last == magic { Ok(()) } else { Err(Stop::Unsound) }
    }
}

/// How long a message's body is by its description.
fn body_length(described: &[u8]) -> Result<u64, Stop> {
    let message = root_as_message(described).map_err(|_| Stop::Unsound)?;
    u64::try_from(message.bodyLength()).map_err(|_| Stop::Unsound)
}

/// Holds what packed buffers say that they unpack to against what is believed.
fn packed_buffers(described: &[u8], body: &[u8]) -> Result<(), Stop> {
    let message = root_as_message(described).map_err(|_| Stop::Unsound)?;
    let batch = match message.header_type() {
        MessageHeader::RecordBatch => message.header_as_record_batch(),
        MessageHeader::DictionaryBatch => message.header_as_dictionary_batch().and_then(|batch| batch.data()),
        _ => None,
    };
    let Some(batch) = batch.filter(|batch| batch.compression().is_some()) else { return Ok(()) };
    for buffer in batch.buffers().iter().flatten() {
        let place = usize::try_from(buffer.offset()).ok().zip(usize::try_from(buffer.length()).ok());
        let (start, length) = place.ok_or(Stop::Unsound)?;
        if length == 0 {
            continue;
        }
        let packed = start.checked_add(length).and_then(|end| body.get(start..end)).ok_or(Stop::Unsound)?;
        let (stated, _) = packed.split_first_chunk::<8>().ok_or(Stop::Unsound)?;
        let limit = MAX_PIECE.max((length as u64).saturating_mul(MOST_PER_BYTE));
        let stated = i64::from_le_bytes(*stated);
        if stated != NOT_PACKED && u64::try_from(stated).is_ok_and(|stated| stated > limit) {
            return Err(Stop::Fault(DataFault::TooLarge { limit }));
        }
    }
    Ok(())
}
