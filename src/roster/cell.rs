//! Cells: what a reader found in one place of the data.

use std::borrow::Cow;

use crate::source::Position;

/// One value as a reader found it, before the schema says what it must be.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Nothing: a blank cell, `null`, a field that is not there.
    Blank,
    /// Text, to be read by the field's type (all that CSV has).
    Text(Cow<'a, str>),
    /// A number in plain decimal digits as it stood in the data (JSON, RON, serde).
    Number(Cow<'a, str>),
    /// True or false.
    Bool(bool),
    /// A list or a record: no field takes one.
    Nested,
}

/// Where a record came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The file, as the user named it.
    pub file: Option<String>,
    /// Line (CSV, NDJSON) or place of the record in the file, from 1.
    pub row: Option<u64>,
    /// Where the record starts, where `row` is not a line (JSON, RON).
    pub position: Option<Position>,
}
