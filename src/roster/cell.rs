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
    pub cells: Cells<'t>,
    /// How many cells a record has; those beyond the header's columns are passed over.
    pub width: usize,
    /// The row of each record in its file, from 1 (see [`Origin::row`]); one for each record.
    pub rows: &'t [u64],
}

/// Where the cells of a [`Batch`] lie.
#[derive(Debug, Clone, Copy)]
pub enum Cells<'t> {
    /// Anywhere, and they may be anything.
    Spans(&'t [Span]),
    /// One behind the other with a byte between, as in a table of separated values. This is where each of them starts,
    /// and where one more would start behind the last. Each is text, or blank where it is empty; the last of a record may
    /// have a carriage return behind it, which is none of it.
    Starts(&'t [u32]),
}

impl Cells<'_> {
    /// The cell at a place among all, which is the last of its record or isn't.
    #[inline]
    pub(super) fn span(&self, text: &str, at: usize, last: bool) -> Option<Span> {
        match self {
            Cells::Spans(spans) => spans.get(at).copied(),
            Cells::Starts(starts) => {
                let (start, next) = (*starts.get(at)?, *starts.get(at + 1)?);
                Some(between(text, start, next, last))
            }
        }
    }
}

/// The cell between two starts.
#[inline(always)]
pub(super) fn between(text: &str, start: u32, next: u32, last: bool) -> Span {
    let end = next.saturating_sub(1);
    let returned = last && end > start && text.as_bytes().get(end as usize - 1) == Some(&b'\r');
    let len = (end - u32::from(returned)).saturating_sub(start);
    Span { start, len, form: if len == 0 { Form::Blank } else { Form::Text } }
}
