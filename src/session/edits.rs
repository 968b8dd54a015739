//! Changes that are made in one step.

use std::borrow::Cow;

use serde::Serialize;

use crate::roster::{Cell, FieldCells, IngestError, cells_of};

/// Changes of records that are made together, in this order, or not at all. A record must be there before another one
/// refers to it, and gone is only who nobody refers to any more.
#[derive(Debug, Clone, Default)]
pub struct Edits {
    pub(super) list: Vec<Edit>,
}

/// One of them.
#[derive(Debug, Clone)]
pub(super) enum Edit {
    Insert { kind: String, cells: FieldCells },
    Change { kind: String, key: String, cells: FieldCells },
    Remove { kind: String, key: String },
}

impl Edits {
    /// None yet.
    pub fn new() -> Edits {
        Edits::default()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// And a new record, as [`Builder::add`](crate::roster::Builder::add) takes it.
    ///
    /// # Errors
    ///
    /// A value that isn't a flat record.
    pub fn insert<T: Serialize + ?Sized>(mut self, kind: &str, record: &T) -> Result<Edits, IngestError> {
        self.list.push(Edit::Insert { kind: kind.to_owned(), cells: cells_of(record)? });
        Ok(self)
    }

    /// And other values of a record, by its key: of the fields of a struct or a map, under either name. Others stay.
    ///
    /// # Errors
    ///
    /// A value that isn't a flat record.
    pub fn change<T: Serialize + ?Sized>(mut self, kind: &str, key: &str, values: &T) -> Result<Edits, IngestError> {
        self.list.push(Edit::Change { kind: kind.to_owned(), key: key.to_owned(), cells: cells_of(values)? });
        Ok(self)
    }

    /// And other cells of a record, by its key: pairs of a field's name in either language and a cell.
    pub fn cells<'c>(
        mut self,
        kind: &str,
        key: &str,
        cells: impl IntoIterator<Item = (&'c str, Cell<'static>)>,
    ) -> Edits {
        let cells = cells.into_iter().map(|(name, cell)| (Cow::Owned(name.to_owned()), cell)).collect();
        self.list.push(Edit::Change { kind: kind.to_owned(), key: key.to_owned(), cells });
        self
    }

    /// And a new record from cells.
    pub fn insert_cells<'c>(mut self, kind: &str, cells: impl IntoIterator<Item = (&'c str, Cell<'static>)>) -> Edits {
        let cells = cells.into_iter().map(|(name, cell)| (Cow::Owned(name.to_owned()), cell)).collect();
        self.list.push(Edit::Insert { kind: kind.to_owned(), cells });
        self
    }

    /// And a record less, by its key.
    pub fn remove(mut self, kind: &str, key: &str) -> Edits {
        self.list.push(Edit::Remove { kind: kind.to_owned(), key: key.to_owned() });
        self
    }
}
