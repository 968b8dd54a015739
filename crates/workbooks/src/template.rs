//! Templates: a sheet for each kind of record, as its schema says.

use rust_xlsxwriter::{ConditionalFormatDuplicate, ExcelDateTime, Format, Note, Workbook, Worksheet, XlsxError};
use tieuchi::program::{Origin, Program, Type};
use tieuchi::source::Language;
use tieuchi_records::Records;
use tieuchi_spreadsheets::Shape;

use crate::carry::{Content, Kept};
use crate::columns::{Sheet, sheets};
use crate::notes::Notes;
use crate::readme::is_required;
use crate::style::{self, LAST_ROW};
use crate::{Unwritten, aside, lists, readme};

/// A workbook to be filled in with the records that a program reads.
///
/// # Errors
///
/// A kind or a field that no sheet or column can be named for.
pub fn template(program: &Program, records: &Records, language: Language) -> Result<Vec<u8>, Unwritten> {
    write(program, &sheets(program, records, language)?, language, &Content::default())
}

/// A template with what is to stand in it.
pub(crate) fn write(
    program: &Program,
    sheets: &[Sheet<'_>],
    language: Language,
    content: &Content,
) -> Result<Vec<u8>, Unwritten> {
    let title = program.documents.first().map_or("", |document| document.title.as_deref().unwrap_or(&document.code));
    let mut book = style::workbook(title)?;
    let notes = Notes::new(program, language);
    readme::write(&mut book, &notes, sheets)?;
    for (at, sheet) in sheets.iter().enumerate() {
        let kept = content.sheets.get(at).map_or(&[][..], Vec::as_slice);
        records_sheet(&mut book, &notes, sheet, sheets, kept)?;
    }
    aside::write(&mut book, &content.aside)?;
    lists::write(&mut book, program, sheets, language)?;
    // The sheet to fill in first is the one that is open, unless there is none.
    if let Some(first) = book.worksheets_mut().get_mut(usize::from(!content.sheets.is_empty())) {
        first.set_active(true);
    }
    Ok(book.save_to_buffer()?)
}

fn records_sheet(
    book: &mut Workbook,
    notes: &Notes<'_>,
    sheet: &Sheet<'_>,
    sheets: &[Sheet<'_>],
    kept: &[Kept],
) -> Result<(), XlsxError> {
    let page = book.add_worksheet();
    page.set_name(&sheet.name)?.set_freeze_panes(1, 1)?.set_row_height(0, 32)?;
    for (at, column) in (0u16..).zip(&sheet.columns) {
        let field = column.field;
        let is_key = field.origin == Origin::Key;
        let head = if is_required(field) { style::head() } else { style::head_optional() };
        page.write_string_with_format(0, at, &column.header, &head)?;
        page.insert_note(0, at, &note(&notes.of(sheet, column, sheets)))?;
        page.set_column_width(at, (column.header.chars().count() as f64 + 3.0).clamp(12.0, 32.0))?;
        page.set_column_format(at, &lists::format(field.ty, is_key))?;
        let said = format!("{} {}", notes.wanted(field, is_key, sheets), notes.blank(field));
        if let Some(validation) = lists::validation(column, is_key, &said)? {
            page.add_data_validation(1, at, LAST_ROW, at, &validation)?;
        }
        if is_key {
            let twice = ConditionalFormatDuplicate::new().set_format(style::bad());
            page.add_conditional_format(1, at, LAST_ROW, at, &twice)?;
        }
    }
    for cell in kept {
        let Some(column) = sheet.columns.get(usize::from(cell.column)) else { continue };
        kept_cell(page, cell, column.field.ty, column.field.origin == Origin::Key)?;
    }
    let last = u16::try_from(sheet.columns.len()).unwrap_or(1).saturating_sub(1);
    let rows = kept.iter().map(|cell| cell.row).max().unwrap_or(1).max(1);
    page.autofilter(0, 0, rows, last)?;
    style::printed(page, sheet.columns.len() > 6, Some(0))
}

/// A note that shows all of its text.
fn note(text: &str) -> Note {
    let lines: usize = text.lines().map(|line| line.chars().count().div_ceil(42).max(1)).sum();
    let height = u32::try_from(lines).unwrap_or(20).clamp(4, 30) * 17;
    Note::new(text).set_author("").add_author_prefix(false).set_width(300).set_height(height)
}

/// Writes a cell that somebody has filled in.
fn kept_cell(page: &mut Worksheet, cell: &Kept, ty: Type, is_key: bool) -> Result<(), XlsxError> {
    let own = lists::format(ty, is_key);
    let mut format = match &cell.format {
        None => own,
        Some(format) => Format::new().set_num_format(format),
    };
    if let Some(why) = &cell.mark {
        format = format.merge(&style::marked());
        page.insert_note(cell.row, cell.column, &note(why))?;
    }
    write_shape(page, cell.row, cell.column, &cell.shape, &format)
}

/// Writes what is in a cell.
pub(crate) fn write_shape(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    shape: &Shape,
    format: &Format,
) -> Result<(), XlsxError> {
    match shape {
        Shape::Text(text) => page.write_string_with_format(row, column, style::cell(text), format)?,
        Shape::Number(number) => page.write_number_with_format(row, column, *number, format)?,
        Shape::Bool(yes) => page.write_boolean_with_format(row, column, *yes, format)?,
        Shape::Day(year, month, day) => {
            let date = ExcelDateTime::from_ymd(*year, *month, *day)?;
            page.write_datetime_with_format(row, column, &date, format)?
        }
    };
    Ok(())
}
