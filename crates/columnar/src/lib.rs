//! Records from Parquet and Arrow.
//!
//! A column is read as its type says and never as text where it needn't be: a
//! dictionary is read once, not once a row; columns that are no field are not
//! decoded, and neither are texts that no criterion reads. Everything that is
//! wrong with the records is the same finding that a CSV file with the same
//! values would have, with the record's number in the file as its row.
//!
//! | type in the file | what it is for the fields |
//! | --- | --- |
//! | boolean | yes or no |
//! | integers | plain numbers |
//! | decimals | plain numbers with all their decimal places |
//! | floats | the shortest decimal that stands for the float, exactly, as numbers of JSON are read |
//! | dates, timestamps at midnight | days; a timestamp is of its own offset from UTC |
//! | strings, binary that is UTF-8 | texts, as cells of CSV |
//! | dictionaries of these | as their values |
//! | null | missing |
//! | lists, structs, maps, times of day, durations | refused, once for the column |
//!
//! Nothing here trusts a file: lengths that it states are held against what it
//! has before memory is asked for.

mod arrow;
mod batches;
mod guard;
mod parquet;
mod values;
mod written;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

pub use arrow::{read_arrow, read_batches};
pub use parquet::read_parquet;

/// Counts the bytes of a file that were read, for whoever shows how far it is.
pub type Passed = Arc<AtomicU64>;

/// How many records are handed on together: their columns stay in the processor's cache.
const BATCH: usize = 8_192;

/// The longest text of a value, in bytes.
const MAX_TEXT: usize = 1 << 26;

/// The most bytes of one page, message or buffer once it is unpacked.
const MAX_PIECE: u64 = 1 << 28;

/// The most records that a file may have whatever its length; see [`MOST_PER_BYTE`].
const FEW_RECORDS: u64 = 1 << 24;

/// The most records for each byte of a file that has more than [`FEW_RECORDS`]. Every record has a key of its own.
const MOST_PER_BYTE: u64 = 500;
