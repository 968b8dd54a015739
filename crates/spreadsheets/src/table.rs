//! Cells of a sheet to records.

use tieuchi::diagnostic::{DataFault, DataPlace};
use tieuchi::program::KindId;
use tieuchi::roster::{Builder, Cell, Header, Origin, Sheet};

/// The most columns that a sheet has.
const MAX_COLUMNS: u32 = 16_384;

/// A sheet while it is read, cell by cell.
pub(crate) struct Table<'b, 'p> {
    builder: &'b mut Builder<'p>,
    kind: KindId,
    file: String,
    sheet: String,
    /// The file's and the sheet's name, as the builder knows the sheet.
    origin: String,
    header: Option<(Header, Vec<String>)>,
    /// Columns without a name that hold something, which was reported.
    told: Vec<usize>,
    /// The row that the cells belong to, from 0.
    row: u32,
    cells: Vec<Cell<'static>>,
}

/// The letters above a column, which is numbered from 0.
pub(crate) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(b'A' + (left % 26) as u8);
        left /= 26;
    }
    letters.reverse();
    String::from_utf8(letters).unwrap_or_default()
}

fn is_blank(cell: &Cell<'_>) -> bool {
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
    match cell {
        Cell::Blank => true,
        Cell::Text(text) => text.chars().all(blank),
        Cell::Number(_) | Cell::Bool(_) | Cell::Nested | Cell::Error(_) => false,
    }
}

impl<'b, 'p> Table<'b, 'p> {
    pub fn new(builder: &'b mut Builder<'p>, kind: KindId, file: &str, sheet: &str) -> Table<'b, 'p> {
        // As spreadsheets write it.
        let origin = format!("[{file}]{sheet}");
        let (file, sheet) = (file.to_owned(), sheet.to_owned());
        let mut table =
            Table { builder, kind, file, sheet, origin, header: None, told: Vec::new(), row: 0, cells: Vec::new() };
        table.register(&[]);
        table
    }
    /// The sheet's name in the origins of its records.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Tells the builder how findings name the sheet and its columns.
    fn register(&mut self, names: &[String]) {
        let lettered = names.iter().enumerate().map(|(at, name)| (name.clone(), letters(at)));
        let columns = lettered.filter(|(name, _)| !name.is_empty()).collect();
        let sheet = Sheet { file: self.file.clone(), name: self.sheet.clone(), columns };
        self.builder.sheet(&self.origin, sheet);
    }

    /// Takes a cell, rows and columns counted from 0; nothing where it stands before the one before.
    pub fn cell(&mut self, row: u32, column: u32, cell: Cell<'static>) -> Option<()> {
        if row < self.row || column >= MAX_COLUMNS {
            return None;
        }
        if row > self.row {
            self.end();
            self.row = row;
        }
        let column = column as usize;
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Cell::Blank);
        }
        if let Some(place) = self.cells.get_mut(column) {
            *place = cell;
        }
        Some(())
    }

    /// Ends a row.
    pub fn end(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        if cells.iter().all(is_blank) {
            return;
        }
        let row = u64::from(self.row) + 1;
        let origin = Origin { file: Some(self.origin.clone()), row: Some(row), position: None };
        let Some((header, names)) = self.header.take() else {
            let names: Vec<String> = cells.iter().map(name).collect();
            self.register(&names);
            let shown: Vec<&str> = names.iter().map(String::as_str).collect();
            let header = self.builder.header(self.kind, &origin, &shown);
            self.header = Some((header, names));
            return;
        };
        for (at, cell) in cells.iter().enumerate() {
            let unnamed = names.get(at).is_none_or(String::is_empty);
            if unnamed && !is_blank(cell) && !self.told.contains(&at) {
                self.told.push(at);
                let place = DataPlace {
                    file: Some(self.origin.clone()),
                    row: Some(row),
                    letters: Some(letters(at)),
                    ..DataPlace::default()
                };
                self.builder.problem(place, DataFault::UnnamedColumn { number: at as u64 + 1 });
            }
        }
        self.builder.row(&header, &origin, cells);
        self.header = Some((header, names));
    }
}

/// The name that a cell of the first row gives a column.
fn name(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Text(text) | Cell::Number(text) | Cell::Error(text) => text.trim().to_owned(),
        Cell::Blank | Cell::Bool(_) | Cell::Nested => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_letters() {
        let first =
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")];
        for (column, expected) in first {
            assert_eq!(letters(column), expected);
        }
    }
}
