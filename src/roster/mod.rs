//! The roster: records as typed columns.
//!
//! Contract. A [`Roster`] belongs to one program's schema. Labels are numbers,
//! references are row numbers, parents form no cycle, keys are unique, values
//! lie in their declared ranges; whatever broke one of these was a finding of
//! the [`Builder`] and there is no roster then. Derived fields (definitions,
//! awards) have no column here: they are the engine's. Nothing here reads a
//! file; nothing here is half-read.

mod batch;
mod beside;
mod bits;
mod builder;
mod cell;
mod column;
mod columns;
mod edit;
mod entry;
mod growing;
mod handing;
mod ingest;
mod keys;
mod ledger;
mod many;
mod names;
mod number;
mod order;
mod piece;
mod places;
mod problems;
mod remembered;
mod resolve;
mod series;
mod sheets;
mod text;
mod texts;
mod typed;
mod value;

use std::sync::OnceLock;

use crate::date::Date;
use crate::exact::Exact;
use crate::program::{FieldId, KindId};

pub(crate) use bits::Bits;
pub use builder::{Builder, Header, MAX_RECORDS};
pub use cell::{Batch, Cell, Cells, Form, Origin, Span};
pub(crate) use column::{ABSENT, Codes, Column, UNKNOWN, Whole};
pub use columns::Use;
pub(crate) use edit::Datum;
pub(crate) use entry::{Entries, Entry};
pub use ingest::IngestError;
pub(crate) use ingest::{FieldCells, cell_of, cells_of};
pub(crate) use ledger::Ledger;
pub use names::{kind_named, nearest_kind};
pub use number::DecimalSign;
pub(crate) use order::Order;
pub use problems::MAX_PROBLEMS;
pub(crate) use series::Before;
pub use sheets::Sheet;
pub use text::{none_word, same_name};
pub use typed::{Integers, Mask, Reading, TextList, Typed, Values};

/// The records of all kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    tables: Vec<Table>,
    orders: Orders,
}

/// The records of each kind in the order of those that they refer to by each field, once it was asked.
#[derive(Debug, Clone, Default)]
struct Orders(Vec<Vec<OnceLock<Order>>>);

/// What was asked of a roster is no part of it.
impl PartialEq for Orders {
    fn eq(&self, _: &Orders) -> bool {
        true
    }
}

impl Eq for Orders {}

/// The records of one kind. Rows keep the order in which they were added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    rows: usize,
    columns: Vec<Column>,
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
        let orders = tables.iter().map(|table| vec![OnceLock::new(); table.columns.len()]).collect();
        Roster { tables, orders: Orders(orders) }
    }

    /// The column of a field.
    pub(crate) fn column(&self, kind: KindId, field: FieldId) -> Option<&Column> {
        self.tables.get(kind.at())?.columns.get(field.at())
    }

    /// The records of a kind in the order of the records of another that they refer to by a field.
    pub(crate) fn order(&self, kind: KindId, field: FieldId, target: KindId) -> Option<&Order> {
        let Column::Reference(references) = self.column(kind, field)? else { return None };
        let order = self.orders.0.get(kind.at())?.get(field.at())?;
        Some(order.get_or_init(|| Order::of(references, self.len(target))))
    }

    /// Puts other records of a kind in the place of those that are there, which are dropped.
    pub(crate) fn replace(&mut self, kind: KindId, table: Table) {
        self.forget();
        if let Some(place) = self.tables.get_mut(kind.at()) {
            *place = table;
        }
    }

    /// Takes the records of a kind out.
    pub(crate) fn take(&mut self, kind: KindId) -> Option<Table> {
        self.forget();
        let table = self.tables.get_mut(kind.at())?;
        let nobody = table.columns.iter().map(Column::empty).collect();
        Some(std::mem::replace(table, Table::new(0, nobody)))
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
            Some(Column::Text(values)) => values.get(row as usize),
            _ => None,
        }
    }

    /// A yes or no; `None` where it is missing.
    pub fn yes_no(&self, kind: KindId, field: FieldId, row: u32) -> Option<bool> {
        match self.column(kind, field) {
            Some(Column::Code { codes, .. }) => codes.get(row as usize).filter(|code| *code < 2).map(|code| code == 1),
            _ => None,
        }
    }

    /// A number; `None` where it is missing.
    pub fn number(&self, kind: KindId, field: FieldId, row: u32) -> Option<Exact> {
        match self.column(kind, field) {
            Some(Column::Number { scale, values, known }) => {
                let mantissa = values.get(row as usize)?;
                known.as_ref().is_none_or(|known| known.get(row as usize)).then(|| Exact::decimal(mantissa, *scale))
            }
            _ => None,
        }
    }

    /// A day; `None` where it is missing.
    pub fn date(&self, kind: KindId, field: FieldId, row: u32) -> Option<Date> {
        match self.column(kind, field) {
            Some(Column::Number { values, known, .. }) => {
                let days = values.get(row as usize)?;
                let known = known.as_ref().is_none_or(|known| known.get(row as usize));
                known.then(|| i64::try_from(days).ok().and_then(Date::from_days)).flatten()
            }
            _ => None,
        }
    }

    /// A label's number; `None` where it is missing.
    pub fn label(&self, kind: KindId, field: FieldId, row: u32) -> Option<u32> {
        match self.column(kind, field) {
            Some(Column::Code { codes, missing }) => codes.get(row as usize).filter(|code| code != missing),
            _ => None,
        }
    }

    /// Where a reference leads.
    pub fn target(&self, kind: KindId, field: FieldId, row: u32) -> Target {
        match self.column(kind, field) {
            Some(Column::Reference(values)) => match values.get(row as usize).copied() {
                Some(ABSENT) => Target::Absent,
                Some(UNKNOWN) | None => Target::Unknown,
                Some(row) => Target::Row(row),
            },
            _ => Target::Unknown,
        }
    }
}

impl Table {
    pub(crate) fn new(rows: usize, columns: Vec<Column>) -> Table {
        Table { rows, columns }
    }

    /// Puts a column in the place of one that is there.
    pub(crate) fn set(&mut self, field: FieldId, column: Column) {
        if let Some(place) = self.columns.get_mut(field.at()) {
            *place = column;
        }
    }
}
