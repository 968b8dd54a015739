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
    /// An error instead of a value, as a spreadsheet shows it.
    Error(Cow<'a, str>),
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

/// What a [`Span`] of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// [`Cell::Blank`]; the text is not looked at.
    Blank,
    /// [`Cell::Text`].
    Text,
    /// [`Cell::Number`].
    Number,
    /// [`Cell::Bool`] of true; the text is not looked at.
    Yes,
    /// [`Cell::Bool`] of false.
    No,
    /// [`Cell::Nested`].
    Nested,
}

/// A cell as a piece of a longer text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// How many bytes.
    pub len: u32,
    /// What they are.
    pub form: Form,
}

impl Span {
    /// The piece of a text as a cell.
    pub(super) fn cell(self, text: &str) -> Cell<'_> {
        let start = self.start as usize;
        let text = Cow::Borrowed(text.get(start..start + self.len as usize).unwrap_or(""));
        match self.form {
            Form::Blank => Cell::Blank,
            Form::Text => Cell::Text(text),
            Form::Number => Cell::Number(text),
            Form::Yes => Cell::Bool(true),
            Form::No => Cell::Bool(false),
            Form::Nested => Cell::Nested,
        }
    }
}

/// Records whose cells are pieces of one text.
#[derive(Debug, Clone, Copy)]
pub struct Batch<'t> {
    /// The text.
    pub text: &'t str,
    /// The cells, record by record.
    pub cells: &'t [Span],
    /// How many cells a record has: as many as the header, or fewer.
    pub width: usize,
    /// The row of each record in its file, from 1 (see [`Origin::row`]); one for each record.
    pub rows: &'t [u64],
}
