//! Columns of derived fields.

use super::read::Cell;
use super::truth::{Interval, Truth};

/// A derived field of all records of a kind; what isn't computed yet is open.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Derived {
    /// Conditions.
    Truth(Vec<Truth>),
    /// Numbers, dates as days.
    Number(Vec<Interval>),
    /// Labels that are still possible, a bit each.
    Labels(Vec<u64>),
}

impl Derived {
    /// Puts a record's value in; one of another type leaves the column as it is.
    pub fn set(&mut self, row: u32, cell: Cell) {
        match (self, cell) {
            (Derived::Truth(column), Cell::Truth(value)) => put(column, row, value),
            (Derived::Number(column), Cell::Number(value)) => put(column, row, value),
            (Derived::Labels(column), Cell::Labels(value)) => put(column, row, value),
            (Derived::Truth(_) | Derived::Number(_) | Derived::Labels(_), _) => {}
        }
    }
}

fn put<T>(column: &mut [T], row: u32, value: T) {
    if let Some(slot) = column.get_mut(row as usize) {
        *slot = value;
    }
}
