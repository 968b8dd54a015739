//! Records from workbooks of spreadsheets (XLSX).
//!
//! A sheet is a table as a CSV file is: its first row that isn't blank names the fields. What a cell means is what it
//! shows:
//!
//! | cell | what it is for the fields |
//! | --- | --- |
//! | text | text, as a cell of CSV |
//! | number | a plain number, with the 15 digits that a spreadsheet has: 0.1 + 0.2 is 0.3 |
//! | number shown as per cent | per cent: 0.075 shown as 7.5% is 7.5%, and 2 is 200% |
//! | number shown with leading zeros (`00000`) | a number with these zeros, so that a key stays what it is |
//! | number shown as a day | the day; with a time behind it unless it is midnight |
//! | TRUE, FALSE | yes, no |
//! | error (`#N/A`) | a finding |
//!
//! Of merged cells the first has the value and the others are blank, as in the CSV file that a spreadsheet saves. Hidden
//! rows, columns and sheets are read: what is hidden is still kept.
//!
//! A sheet whose name begins with `#`, as a comment does in rules, is a note for people and isn't read. A kind whose name is
//! longer than the [`MAX_SHEET_NAME`] letters that a spreadsheet keeps is meant by its beginning, where that is nobody
//! else's.
//!
//! A workbook isn't trusted: all of it is unpacked once within bounds before anything of it is kept.

mod filled;
mod show;
mod table;

use std::io::{self, Cursor, Read};

pub use filled::{Filled, FilledSheet, Shape, Unfit, filled};

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use tieuchi::diagnostic::{Bilingual, DataFault, DataPlace, Notation};
use tieuchi::program::{Kind, KindId, Program};
use tieuchi::roster::{Builder, kind_named, nearest_kind, same_name};
use tieuchi_decoding::decoding;
use zip::ZipArchive;

use crate::show::Shown;
use crate::table::Table;

/// The most letters of a sheet's name, as UTF-16 counts them.
pub const MAX_SHEET_NAME: usize = 31;

/// How many times its packed size a workbook may have, above [`MIN_UNPACKED`].
const MAX_RATIO: u64 = 200;

/// What every workbook may have unpacked, in bytes.
const MIN_UNPACKED: u64 = 64 << 20;

/// What no workbook may have more of unpacked, in bytes.
const MAX_UNPACKED: u64 = 2 << 30;

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

/// Which sheets of a workbook are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheets {
    /// The sheet that is named like a kind, or else the only one that isn't empty.
    Of(KindId),
    /// All that are named like kinds, in either language or by the plural. Where none is, and the file is named like a
    /// kind, the only one that isn't empty.
    All(Option<KindId>),
}

/// Reads sheets of a workbook; it is called `name` in findings, which name the sheet too, and the letters of columns.
pub fn read_workbook(builder: &mut Builder<'_>, sheets: Sheets, name: &str, bytes: &[u8]) {
    let place = DataPlace { file: Some(name.to_owned()), ..DataPlace::default() };
    let unsound = DataFault::Unsound { notation: Notation::Workbook };
    match decoding(|| unpacks(bytes)) {
        Some(Ok(())) => {}
        Some(Err(Unfit::TooLarge(limit))) => return builder.problem(place, DataFault::TooLarge { limit }),
        Some(Err(Unfit::Unsound)) | None => return builder.problem(place, unsound),
    }
    let opened: Option<Result<Book<'_>, XlsxError>> = decoding(|| Xlsx::new(Cursor::new(bytes)));
    let Some(Ok(mut book)) = opened else { return builder.problem(place, unsound) };
    let chosen = match choose(builder, &mut book, sheets, name) {
        Ok(chosen) => chosen,
        Err(Some(fault)) => return builder.problem(place, fault),
        Err(None) => return builder.problem(place, unsound),
    };
    for (kind, sheet) in chosen {
        let before = builder.len(kind);
        builder.given(kind);
        let mut table = Table::new(builder, kind, name, &sheet);
        if read_sheet(&mut table, &mut book, &sheet).is_none() {
            let origin = table.origin().to_owned();
            let place = DataPlace { file: Some(origin.clone()), ..DataPlace::default() };
            builder.give_up(kind, before, &origin, place, unsound.clone());
        }
    }
}

/// Whether a sheet is a note for people, which isn't read.
pub fn is_note(sheet: &str) -> bool {
    sheet.trim_start().starts_with('#')
}

/// The kind whose records stand in a sheet of this name.
pub fn kind_of_sheet(program: &Program, sheet: &str) -> Option<KindId> {
    let cut = |kind: &Kind| {
        let names = [&kind.name.en, &kind.name.vi, &kind.plural];
        names.into_iter().flatten().any(|name| same_name(name).starts_with(&same_name(sheet)))
    };
    kind_named(program, sheet).or_else(|| {
        let mut found = (0u32..).map(KindId).zip(&program.kinds).filter(|(_, kind)| cut(kind)).map(|(id, _)| id);
        let first = found.next().filter(|_| sheet.encode_utf16().count() == MAX_SHEET_NAME)?;
        found.next().is_none().then_some(first)
    })
}

/// Unpacks everything once, to nowhere: what a file says of its sizes may be wrong.
fn unpacks(bytes: &[u8]) -> Result<(), Unfit> {
    let limit = (bytes.len() as u64).saturating_mul(MAX_RATIO).clamp(MIN_UNPACKED, MAX_UNPACKED);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unfit::Unsound)?;
    let mut left = limit;
    for number in 0..archive.len() {
        let file = archive.by_index(number).map_err(|_| Unfit::Unsound)?;
        let read = io::copy(&mut file.take(left + 1), &mut io::sink()).map_err(|_| Unfit::Unsound)?;
        left = left.checked_sub(read).ok_or(Unfit::TooLarge(limit))?;
    }
    Ok(())
}

/// Which sheets are read as what; a fault where none is, or nothing where the workbook isn't sound.
fn choose(
    builder: &mut Builder<'_>,
    book: &mut Book<'_>,
    sheets: Sheets,
    name: &str,
) -> Result<Vec<(KindId, String)>, Option<DataFault>> {
    let program = builder.program();
    let (kind, only) = match sheets {
        Sheets::Of(kind) => (Some(kind), true),
        Sheets::All(kind) => (kind, false),
    };
    let mut chosen: Vec<(KindId, String)> = Vec::new();
    let mut others: Vec<String> = Vec::new();
    for sheet in book.sheet_names() {
        if is_note(&sheet) {
            continue;
        }
        let Some(named) = kind_of_sheet(program, &sheet).filter(|named| !only || kind == Some(*named)) else {
            // Charts and empty sheets are nobody's records.
            if is_used(book, &sheet)? {
                others.push(sheet);
            }
            continue;
        };
        if chosen.iter().any(|(other, _)| *other == named) {
            let place = DataPlace { file: Some(name.to_owned()), sheet: Some(sheet), ..DataPlace::default() };
            let declared = program.kinds.get(named.at()).map(|kind| Bilingual::from(&kind.name));
            declared.into_iter().for_each(|kind| builder.problem(place.clone(), DataFault::RepeatedKind { kind }));
            continue;
        }
        chosen.push((named, sheet));
    }
    if let ([], Some(kind), [sheet]) = (chosen.as_slice(), kind, others.as_slice()) {
        return Ok(vec![(kind, sheet.clone())]);
    }
    if let ([], Some(kind), []) = (chosen.as_slice(), kind, others.as_slice()) {
        builder.given(kind);
        return Ok(Vec::new());
    }
    if chosen.is_empty() {
        let name = others.into_iter().next().unwrap_or_default();
        let nearest = nearest_kind(program, &name);
        return Err(Some(DataFault::UnknownKind { name, nearest }));
    }
    for sheet in others {
        let place = DataPlace { file: Some(name.to_owned()), sheet: Some(sheet), ..DataPlace::default() };
        builder.problem(place, DataFault::UnusedSheet);
    }
    Ok(chosen)
}

/// Whether a sheet has a cell with a value.
fn is_used(book: &mut Book<'_>, sheet: &str) -> Result<bool, Option<DataFault>> {
    let found = decoding(|| {
        let mut cells = match book.worksheet_cells_reader(sheet) {
            Ok(cells) => cells,
            Err(XlsxError::NotAWorksheet(_)) => return Ok(false),
            Err(error) => return Err(error),
        };
        while let Some(cell) = cells.next_cell()? {
            if !matches!(cell.get_value(), DataRef::Empty) {
                return Ok(true);
            }
        }
        Ok(false)
    });
    found.and_then(Result::ok).ok_or(None)
}

/// Reads a sheet; nothing where it isn't sound.
fn read_sheet(table: &mut Table<'_, '_>, book: &mut Book<'_>, sheet: &str) -> Option<()> {
    let mut cells = decoding(|| book.worksheet_cells_reader(sheet))?.ok()?;
    let styles =
        cells.styles().iter().map(|style| style.number_format.as_ref().map(|format| format.format_code.as_str()));
    let styles: Vec<Shown> = styles.map(Shown::by).collect();
    while let Some((cell, style)) = decoding(|| cells.next_cell_with_style_id())?.ok()? {
        let (row, column) = cell.get_position();
        let shown = styles.get(style).copied().unwrap_or(Shown::Plain);
        table.cell(row, column, shown.cell(cell.get_value()))?;
    }
    table.end();
    Some(())
}
