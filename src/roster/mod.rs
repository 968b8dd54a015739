//! The roster: records as typed columns.
//!
//! Contract. A [`Roster`] belongs to one program's schema. Labels are numbers,
//! references are row numbers, parents form no cycle, keys are unique, values
//! lie in their declared ranges; whatever broke one of these was a finding of
//! the [`Builder`] and there is no roster then. Derived fields (definitions,
//! awards) have no column here: they are the engine's. Nothing here reads a
//! file; nothing here is half-read.

mod builder;
mod cell;
mod column;
mod ingest;
mod names;
mod number;
mod problems;
mod resolve;
mod text;
mod value;

use crate::date::Date;

use crate::exact::Exact;
use crate::program::{FieldId, KindId};

pub use builder::{Builder, Header, MAX_RECORDS};
pub use cell::{Cell, Origin};
pub use ingest::IngestError;
pub use names::{kind_named, nearest_kind};
pub use number::DecimalSign;
pub use problems::MAX_PROBLEMS;

/// The records of all kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    tables: Vec<Table>,
}

/// The records of one kind. Rows keep the order in which they were added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    rows: usize,
    columns: Vec<Column>,
}

/// One field of all records of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// A derived field.
    Derived,
    /// Texts and keys.
    Text(Vec<Option<Box<str>>>),
    /// Yes or no.
    YesNo(Vec<Option<bool>>),
    /// Numbers, `mantissa / 10^scale`, one scale for the column.
    Number {
        /// Decimal places.
        scale: u32,
        /// Mantissas.
        values: Vec<Option<i128>>,
    },
    /// Days.
    Date(Vec<Option<Date>>),
    /// Labels by number.
    Label(Vec<Option<u32>>),
    /// References by row number.
    Reference(Vec<Target>),
}

/// Where a reference leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// To this row.
    Row(u32),
    /// Nowhere, for certain.
    Absent,
    /// Nobody knows.
    Unknown,
}

impl Roster {
    pub(crate) fn new(tables: Vec<Table>) -> Roster {
        Roster { tables }
    }

    fn column(&self, kind: KindId, field: FieldId) -> Option<&Column> {
        self.tables.get(kind.at())?.columns.get(field.at())
    }

    /// How many records of a kind there are.
    pub fn len(&self, kind: KindId) -> usize {
        self.tables.get(kind.at()).map_or(0, |table| table.rows)
    }

    /// Whether there is no record of a kind.
    pub fn is_empty(&self, kind: KindId) -> bool {
        self.len(kind) == 0
    }

    /// A text or a key; `None` where it is missing.
    pub fn text(&self, kind: KindId, field: FieldId, row: u32) -> Option<&str> {
        match self.column(kind, field) {
            Some(Column::Text(values)) => values.get(row as usize)?.as_deref(),
            _ => None,
        }
    }

    /// A yes or no; `None` where it is missing.
    pub fn yes_no(&self, kind: KindId, field: FieldId, row: u32) -> Option<bool> {
        match self.column(kind, field) {
            Some(Column::YesNo(values)) => *values.get(row as usize)?,
            _ => None,
        }
    }

    /// A number; `None` where it is missing.
    pub fn number(&self, kind: KindId, field: FieldId, row: u32) -> Option<Exact> {
        match self.column(kind, field) {
            Some(Column::Number { scale, values }) => {
                values.get(row as usize)?.map(|mantissa| Exact::decimal(mantissa, *scale))
            }
            _ => None,
        }
    }

    /// A day; `None` where it is missing.
    pub fn date(&self, kind: KindId, field: FieldId, row: u32) -> Option<Date> {
        match self.column(kind, field) {
            Some(Column::Date(values)) => *values.get(row as usize)?,
            _ => None,
        }
    }

    /// A label's number; `None` where it is missing.
    pub fn label(&self, kind: KindId, field: FieldId, row: u32) -> Option<u32> {
        match self.column(kind, field) {
            Some(Column::Label(values)) => *values.get(row as usize)?,
            _ => None,
        }
    }

    /// Where a reference leads.
    pub fn target(&self, kind: KindId, field: FieldId, row: u32) -> Target {
        match self.column(kind, field) {
            Some(Column::Reference(values)) => values.get(row as usize).copied().unwrap_or(Target::Unknown),
            _ => Target::Unknown,
        }
    }
}

impl Table {
    pub(crate) fn new(rows: usize, columns: Vec<Column>) -> Table {
        Table { rows, columns }
    }
}
