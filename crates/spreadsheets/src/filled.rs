//! A workbook as somebody has filled it in, whatever its cells are meant to be: to carry them over to another one.

use std::collections::HashSet;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use tieuchi_decoding::decoding;

use crate::show::Shown;
use crate::{Book, is_used, unpacks};

/// Why a workbook isn't read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Unpacked it has more than so many bytes.
    TooLarge(u64),
    /// It is damaged, or no workbook.
    Unsound,
}

/// What is in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A text; of an error, what is shown.
    Text(String),
    /// A number as the spreadsheet keeps it.
    Number(f64),
    /// Yes or no.
    Bool(bool),
    /// A day without a time: year, month, day.
    Day(u16, u8, u8),
}

/// A cell that isn't blank.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    /// Its row, from 0.
    pub row: u32,
    /// Its column, from 0.
    pub column: u32,
    /// What is in it.
    pub shape: Shape,
    /// What it shows, as far as a reader of records cares: `7.5%`, `00007`.
    pub shown: String,
    /// Its number format, such as `0.0%`.
    pub format: String,
    /// Whether it is the result of a formula.
    pub formula: bool,
}

/// A sheet with its cells, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct FilledSheet {
    /// Its name.
    pub name: String,
    /// Its cells that aren't blank.
    pub cells: Vec<Filled>,
}

/// Reads all sheets of a workbook that have a value somewhere.
///
/// # Errors
///
/// A workbook that is damaged, or too large when it is unpacked.
pub fn filled(bytes: &[u8]) -> Result<Vec<FilledSheet>, Unfit> {
    decoding(|| unpacks(bytes)).ok_or(Unfit::Unsound)??;
    let opened: Option<Result<Book<'_>, XlsxError>> = decoding(|| Xlsx::new(Cursor::new(bytes)));
    let mut book = opened.and_then(Result::ok).ok_or(Unfit::Unsound)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        if is_used(&mut book, &name).map_err(|_| Unfit::Unsound)? {
            sheets.push(sheet(&mut book, name).ok_or(Unfit::Unsound)?);
        }
    }
    Ok(sheets)
}

fn sheet(book: &mut Book<'_>, name: String) -> Option<FilledSheet> {
    let computed = formulas(book, &name)?;
    let mut reader = decoding(|| book.worksheet_cells_reader(&name))?.ok()?;
    let formats = reader.styles().iter().map(|style| style.number_format.as_ref());
    let formats: Vec<String> =
        formats.map(|format| format.map_or_else(String::new, |format| format.format_code.to_string())).collect();
    let mut cells = Vec::new();
    while let Some((cell, style)) = decoding(|| reader.next_cell_with_style_id())?.ok()? {
        let (row, column) = cell.get_position();
        let format = formats.get(style).cloned().unwrap_or_default();
        let Some((shape, shown)) = content(cell.get_value(), Shown::by(Some(&format))) else { continue };
        let formula = computed.contains(&(row, column));
        cells.push(Filled { row, column, shape, shown, format, formula });
    }
    Some(FilledSheet { name, cells })
}

/// The cells of a sheet that have a formula: as they come, since a sheet of two cells may be as large as any.
fn formulas(book: &mut Book<'_>, name: &str) -> Option<HashSet<(u32, u32)>> {
    let mut reader = decoding(|| book.worksheet_cells_reader(name))?.ok()?;
    let mut computed = HashSet::new();
    while let Some(cell) = decoding(|| reader.next_formula())?.ok()? {
        if !cell.get_value().is_empty() {
            computed.insert(cell.get_position());
        }
    }
    Some(computed)
}

fn content(value: &DataRef<'_>, by: Shown) -> Option<(Shape, String)> {
    let shown = by.text(value);
    let shape = match value {
        DataRef::Empty => return None,
        DataRef::String(text) if text.is_empty() => return None,
        DataRef::SharedString("") => return None,
        DataRef::Int(value) => Shape::Number(*value as f64),
        DataRef::Float(value) => Shape::Number(*value),
        DataRef::Bool(value) => Shape::Bool(*value),
        DataRef::DateTime(value) => {
            let (year, month, day, hour, minute, second, milli) = value.to_ymd_hms_milli();
            let whole = !value.is_duration() && value.as_f64() >= 1.0 && (hour, minute, second, milli) == (0, 0, 0, 0);
            if whole && (1900..=9999).contains(&year) {
                Shape::Day(year, month, day)
            } else {
                Shape::Text(shown.clone())
            }
        }
        DataRef::String(_)
        | DataRef::SharedString(_)
        | DataRef::DateTimeIso(_)
        | DataRef::DurationIso(_)
        | DataRef::Error(_) => Shape::Text(shown.clone()),
    };
    Some((shape, shown))
}
