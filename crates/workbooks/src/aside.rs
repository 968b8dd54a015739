//! Sheets of what the rules have no use for any more: kept, and not read.

use std::collections::HashSet;

use rust_xlsxwriter::{Format, Workbook, XlsxError};
use tieuchi_spreadsheets::{Filled, MAX_SHEET_NAME, Shape};

use crate::columns::cut;
use crate::style::{self, DAY};
use crate::template::write_shape;

/// A sheet of cells that are set aside, as they stood.
pub(crate) struct Aside {
    /// What it is called, if that is free.
    pub name: String,
    pub cells: Vec<Filled>,
}

/// A name for a sheet that nobody has yet: without what a spreadsheet forbids, of 31 letters at most.
pub(crate) fn free_name(wanted: &str, taken: &mut HashSet<String>) -> String {
    let allowed =
        |c: char| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || c.is_control() { '-' } else { c };
    let text: String = wanted.chars().map(allowed).collect();
    let text = text.trim().trim_matches('\'');
    let text = if text.is_empty() { "-" } else { text };
    for number in 1u32.. {
        let behind = if number == 1 { String::new() } else { format!(" ({number})") };
        let most = MAX_SHEET_NAME - behind.len();
        let name = format!("{}{behind}", cut(text, most).trim_end().trim_end_matches('\''));
        let folded = name.to_lowercase();
        if folded != "history" && taken.insert(folded) {
            return name;
        }
    }
    text.to_owned()
}

/// Writes the sheets behind those that are there.
pub(crate) fn write(book: &mut Workbook, all: &[Aside]) -> Result<(), XlsxError> {
    let mut taken: HashSet<String> = book.worksheets().iter().map(|sheet| sheet.name().to_lowercase()).collect();
    taken.insert("#lists".to_owned());
    for aside in all {
        let name = free_name(&aside.name, &mut taken);
        let page = book.add_worksheet();
        page.set_name(&name)?.set_tab_color(rust_xlsxwriter::Color::Gray);
        for cell in &aside.cells {
            let column = u16::try_from(cell.column).unwrap_or(u16::MAX);
            let format = match (&cell.shape, cell.format.as_str()) {
                (Shape::Day(..), "" | "General") => Format::new().set_num_format(DAY),
                (_, "" | "General") => Format::new(),
                (_, format) => Format::new().set_num_format(format),
            };
            write_shape(page, cell.row, column, &cell.shape, &format)?;
        }
        style::printed(page, true, None)?;
    }
    Ok(())
}
