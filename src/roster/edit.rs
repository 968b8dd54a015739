//! A finished roster changed in place, cell by cell and record by record.

use std::sync::OnceLock;

use super::Roster;
use super::bits::Bits;
use super::column::{ABSENT, Column, UNKNOWN};
use crate::program::{FieldId, KindId};

/// What a cell of a finished roster holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Datum {
    /// Nothing; of a reference: nobody knows.
    Missing,
    /// A label by number, or no (0) and yes (1).
    Code(u32),
    /// A number, `mantissa / 10^scale`; or days, at scale 0.
    Number(i128, u32),
    /// A text or a key.
    Text(Box<str>),
    /// A reference to a row.
    Row(u32),
    /// A reference to nowhere, for certain.
    Absent,
}

impl Datum {
    fn reference(&self) -> u32 {
        match self {
            Datum::Row(row) => *row,
            Datum::Absent => ABSENT,
            Datum::Missing | Datum::Code(_) | Datum::Number(..) | Datum::Text(_) => UNKNOWN,
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Datum::Text(text) => Some(text),
            Datum::Missing | Datum::Code(_) | Datum::Number(..) | Datum::Row(_) | Datum::Absent => None,
        }
    }
}

fn stretched(mantissa: i128, by: u32) -> Option<i128> {
    10i128.checked_pow(by).and_then(|factor| mantissa.checked_mul(factor))
}

impl Column {
    fn datum(&self, row: usize) -> Datum {
        match self {
            Column::Derived => Datum::Missing,
            Column::Text(texts) => texts.get(row).map_or(Datum::Missing, |text| Datum::Text(Box::from(text))),
            Column::Code { codes, missing } => {
                codes.get(row).filter(|code| code != missing).map_or(Datum::Missing, Datum::Code)
            }
            Column::Number { scale, values, known } => {
                let value = values.get(row).filter(|_| known.as_ref().is_none_or(|known| known.get(row)));
                value.map_or(Datum::Missing, |value| Datum::Number(value, *scale))
            }
            Column::Reference(rows) => match rows.get(row).copied() {
                None | Some(UNKNOWN) => Datum::Missing,
                Some(ABSENT) => Datum::Absent,
                Some(row) => Datum::Row(row),
            },
        }
    }

    /// The mantissa of a number at the column's scale, which is raised for it where it must be.
    fn mantissa(&mut self, datum: &Datum) -> Option<i128> {
        let (Column::Number { scale, values, .. }, Datum::Number(mantissa, own)) = (self, datum) else { return None };
        if own <= scale {
            return stretched(*mantissa, *scale - own);
        }
        let by = own - *scale;
        let all: Vec<i128> = values.iter().map(|value| stretched(value, by)).collect::<Option<_>>()?;
        *values = super::Whole::fitting(all.into_iter());
        *scale = *own;
        Some(*mantissa)
    }

    fn put(&mut self, row: usize, datum: &Datum) {
        let mantissa = self.mantissa(datum);
        match self {
            Column::Derived => {}
            Column::Text(texts) => texts.put(row, datum.text()),
            Column::Code { codes, missing } => codes.set(row, code(datum, *missing)),
            Column::Number { values, known, .. } => {
                values.put(row, mantissa.unwrap_or(0));
                if mantissa.is_none() || known.is_some() {
                    known.get_or_insert_with(|| Bits::ones(values.len())).put(row, mantissa.is_some());
                }
            }
            Column::Reference(rows) => {
                if let Some(place) = rows.get_mut(row) {
                    *place = datum.reference();
                }
            }
        }
    }

    fn push(&mut self, datum: &Datum) {
        let mantissa = self.mantissa(datum);
        match self {
            Column::Derived => {}
            Column::Text(texts) => texts.push(datum.text()),
            Column::Code { codes, missing } => codes.push(code(datum, *missing)),
            Column::Number { values, known, .. } => {
                if mantissa.is_none() || known.is_some() {
                    known.get_or_insert_with(|| Bits::ones(values.len())).push(mantissa.is_some());
                }
                values.push(mantissa.unwrap_or(0));
            }
            Column::Reference(rows) => rows.push(datum.reference()),
        }
    }

    fn truncate(&mut self, len: usize) {
        match self {
            Column::Derived => {}
            Column::Text(texts) => texts.truncate(len),
            Column::Code { codes, .. } => codes.truncate(len),
            Column::Number { values, known, .. } => {
                values.truncate(len);
                if let Some(known) = known {
                    known.truncate(len);
                }
            }
            Column::Reference(rows) => rows.truncate(len),
        }
    }
}

fn code(datum: &Datum, missing: u32) -> u32 {
    match datum {
        Datum::Code(code) => *code,
        Datum::Missing | Datum::Number(..) | Datum::Text(_) | Datum::Row(_) | Datum::Absent => missing,
    }
}

impl Roster {
    fn column_mut(&mut self, kind: KindId, field: FieldId) -> Option<&mut Column> {
        self.tables.get_mut(kind.at())?.columns.get_mut(field.at())
    }

    /// Forgets what was found out of the columns: one of them is about to change.
    pub(crate) fn forget(&mut self) {
        let orders = self.orders.0.iter_mut().flatten();
        orders.filter(|known| known.get().is_some()).for_each(|known| *known = OnceLock::new());
    }

    /// What a cell holds.
    pub(crate) fn datum(&self, kind: KindId, field: FieldId, row: u32) -> Datum {
        self.column(kind, field).map_or(Datum::Missing, |column| column.datum(row as usize))
    }

    /// What the cells of a record hold, by field.
    pub(crate) fn data(&self, kind: KindId, row: u32) -> Vec<Datum> {
        let columns = self.tables.get(kind.at()).map_or(&[][..], |table| &table.columns);
        columns.iter().map(|column| column.datum(row as usize)).collect()
    }

    /// Whether a column can hold a number beside those that it holds: all are kept at the scale of the longest.
    pub(crate) fn can_hold(&self, kind: KindId, field: FieldId, mantissa: i128, own: u32) -> bool {
        match self.column(kind, field) {
            Some(Column::Number { scale, values, .. }) if own > *scale => {
                values.iter().all(|value| stretched(value, own - *scale).is_some())
            }
            Some(Column::Number { scale, .. }) => stretched(mantissa, *scale - own).is_some(),
            Some(Column::Derived | Column::Text(_) | Column::Code { .. } | Column::Reference(_)) | None => true,
        }
    }

    /// Puts something into a cell.
    pub(crate) fn put(&mut self, kind: KindId, field: FieldId, row: u32, datum: &Datum) {
        self.forget();
        if let Some(column) = self.column_mut(kind, field) {
            column.put(row as usize, datum);
        }
    }

    /// Adds a record behind the last one of its kind; one datum for each field.
    pub(crate) fn push(&mut self, kind: KindId, data: &[Datum]) {
        self.forget();
        let Some(table) = self.tables.get_mut(kind.at()) else { return };
        table.rows += 1;
        for (at, column) in table.columns.iter_mut().enumerate() {
            column.push(data.get(at).unwrap_or(&Datum::Missing));
        }
    }

    /// Takes the last record of a kind away.
    pub(crate) fn pop(&mut self, kind: KindId) {
        self.forget();
        let Some(table) = self.tables.get_mut(kind.at()) else { return };
        table.rows = table.rows.saturating_sub(1);
        for column in &mut table.columns {
            column.truncate(table.rows);
        }
    }
}
