//! What somebody has filled in, carried over to a template of rules that have changed since.

use std::collections::{BTreeMap, HashMap};

use tieuchi::diagnostic::{Finding, Problem, Severity};
use tieuchi::program::{FieldId, NumberKind, Origin, Program, Type};
use tieuchi::roster::Builder;
use tieuchi::source::Language;
use tieuchi_records::Records;
use tieuchi_spreadsheets::{Filled, FilledSheet, Shape, Sheets, is_note, kind_of_sheet, read_workbook};

use crate::Unwritten;
use crate::aside::Aside;
use crate::columns::{Sheet, sheets};
use crate::style::LAST_ROW;
use crate::template::write;
use crate::words::prose;

/// A share that is written without a % sign and believed is at most this.
const BARE_SHARE: f64 = 1.5;

/// What stands in a template.
#[derive(Default)]
pub(crate) struct Content {
    /// The cells of each sheet, in the sheets' order.
    pub sheets: Vec<Vec<Kept>>,
    pub aside: Vec<Aside>,
}

/// A cell that is kept.
pub(crate) struct Kept {
    pub row: u32,
    pub column: u16,
    pub shape: Shape,
    /// Its number format, where that of the column would change what it means.
    pub format: Option<String>,
    /// Why somebody should look at it.
    pub mark: Option<String>,
}

/// What was done with a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// Its name now.
    pub sheet: String,
    /// How many rows were kept.
    pub rows: usize,
    /// The columns that were kept.
    pub kept: Vec<String>,
    /// The columns that are new.
    pub added: Vec<String>,
    /// The columns that the rules don't know any more: they stand in a sheet of their own.
    pub set_aside: Vec<String>,
    /// How many formulas were replaced by their values.
    pub formulas: usize,
    /// How many cells are marked, since a reader would refuse them.
    pub marked: usize,
}

/// A workbook that was carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The new workbook.
    pub bytes: Vec<u8>,
    /// What was done, sheet by sheet.
    pub changes: Vec<Change>,
    /// Sheets that are of no kind any more, kept as notes.
    pub sheets_aside: Vec<String>,
}

/// A template with what was filled in in another one: cells go to where their columns stand now, columns and sheets that the
/// rules don't know any more to sheets of their own, and what a reader would refuse is kept and marked.
///
/// # Errors
///
/// As [`template`](crate::template()).
pub fn refilled(
    program: &Program,
    records: &Records,
    language: Language,
    filled: &[FilledSheet],
) -> Result<Carried, Unwritten> {
    let sheets = sheets(program, records, language)?;
    let mut content = Content { sheets: sheets.iter().map(|_| Vec::new()).collect(), aside: Vec::new() };
    let mut changes: Vec<Change> =
        sheets.iter().map(|sheet| Change { sheet: sheet.name.clone(), ..Change::default() }).collect();
    let mut sheets_aside = Vec::new();
    let mut came = vec![false; sheets.len()];
    for sheet in filled {
        if is_note(&sheet.name) {
            if !is_ours(&sheet.name) {
                content.aside.push(Aside { name: sheet.name.clone(), cells: sheet.cells.clone() });
            }
            continue;
        }
        let kind = kind_of_sheet(program, &sheet.name);
        let at = sheets.iter().position(|of| Some(of.id) == kind).filter(|at| came.get(*at) == Some(&false));
        match (at, at.and_then(|at| sheets.get(at)), at.and_then(|at| changes.get_mut(at))) {
            (Some(at), Some(of), Some(change)) => {
                if let Some(came) = came.get_mut(at) {
                    *came = true;
                }
                let (kept, gone) = carry(sheet, of, language, change);
                if let Some(place) = content.sheets.get_mut(at) {
                    *place = kept;
                }
                content.aside.extend(gone);
            }
            _ => {
                sheets_aside.push(sheet.name.clone());
                content.aside.push(Aside { name: format!("# {}", sheet.name), cells: sheet.cells.clone() });
            }
        }
    }
    for ((change, sheet), came) in changes.iter_mut().zip(&sheets).zip(came) {
        if !came {
            change.added = sheet.columns.iter().map(|column| column.header.clone()).collect();
        }
    }
    let bytes = write(program, &sheets, language, &content)?;
    let marks = mark(program, records, language, &sheets, &mut content, &bytes);
    for (change, marked) in changes.iter_mut().zip(&marks) {
        change.marked = *marked;
    }
    let bytes =
        if marks.iter().any(|marked| *marked > 0) { write(program, &sheets, language, &content)? } else { bytes };
    Ok(Carried { bytes, changes, sheets_aside })
}

/// Whether a note is written anew with every template.
fn is_ours(sheet: &str) -> bool {
    matches!(sheet, "# Read me" | "# Hướng dẫn" | "#lists")
}

/// The cells of a sheet where they stand now, and those whose columns are gone, with the keys beside them.
fn carry(sheet: &FilledSheet, of: &Sheet<'_>, language: Language, change: &mut Change) -> (Vec<Kept>, Option<Aside>) {
    let blank = |cell: &&Filled| !cell.shown.trim().is_empty();
    let head = sheet.cells.iter().find(blank).map_or(0, |cell| cell.row);
    let mut headers: BTreeMap<u32, String> = BTreeMap::new();
    for cell in sheet.cells.iter().filter(|cell| cell.row == head) {
        headers.insert(cell.column, cell.shown.trim().to_owned());
    }
    let mut free: HashMap<FieldId, u16> = (0u16..).zip(&of.columns).map(|(place, column)| (column.id, place)).collect();
    let mut places: HashMap<u32, u16> = HashMap::new();
    for (column, header) in &headers {
        if let Some(place) = of.names.field(header).and_then(|field| free.remove(&field)) {
            places.insert(*column, place);
            change.kept.push(header.clone());
        }
    }
    let new = of.columns.iter().filter(|column| free.contains_key(&column.id));
    change.added = new.map(|column| column.header.clone()).collect();
    let (mut kept, mut gone): (Vec<Kept>, Vec<Filled>) = (Vec::new(), Vec::new());
    let mut rows: Vec<u32> = Vec::new();
    for cell in sheet.cells.iter().filter(|cell| cell.row > head && cell.row <= LAST_ROW) {
        change.formulas += usize::from(cell.formula);
        if rows.last() != Some(&cell.row) {
            rows.push(cell.row);
        }
        match places.get(&cell.column).and_then(|place| Some((*place, of.columns.get(usize::from(*place))?))) {
            Some((column, declared)) => {
                let (shape, format) = fitted(cell, declared.field.ty, declared.field.origin == Origin::Key);
                kept.push(Kept { row: cell.row - head, column, shape, format, mark: None });
            }
            None => gone.push(cell.clone()),
        }
    }
    change.rows = rows.len();
    let mut columns: Vec<u32> = gone.iter().map(|cell| cell.column).collect();
    columns.extend(headers.keys().filter(|column| !places.contains_key(column)));
    columns.sort_unstable();
    columns.dedup();
    if columns.is_empty() {
        return (kept, None);
    }
    let unnamed = || language.pick("(without a name)", "(không tên)").to_owned();
    change.set_aside = columns.iter().map(|column| headers.get(column).cloned().unwrap_or_else(unnamed)).collect();
    let aside = Aside {
        name: format!(
            "# {} {}",
            prose(of.kind.name.shown(language)),
            language.pick("no longer used", "không còn dùng")
        ),
        cells: set_aside(sheet, head, &places, &columns, &gone),
    };
    (kept, Some(aside))
}

/// The cells of columns that are gone, each row behind its key.
fn set_aside(
    sheet: &FilledSheet,
    head: u32,
    places: &HashMap<u32, u16>,
    columns: &[u32],
    gone: &[Filled],
) -> Vec<Filled> {
    // The key is the first column of a template.
    let key = places.iter().find(|(_, place)| **place == 0).map(|(column, _)| *column);
    let rows: std::collections::HashSet<u32> = gone.iter().map(|cell| cell.row).chain([head]).collect();
    let order: HashMap<u32, u32> = columns.iter().copied().zip(1u32..).collect();
    let heads = sheet.cells.iter().filter(|cell| cell.row == head && order.contains_key(&cell.column));
    let keys = sheet.cells.iter().filter(|cell| Some(cell.column) == key && rows.contains(&cell.row));
    let moved = |cell: &Filled, column: u32| Filled { row: cell.row - head, column, ..cell.clone() };
    let place = |cell: &Filled| order.get(&cell.column).copied().unwrap_or(1);
    let mut cells: Vec<Filled> = keys.map(|cell| moved(cell, 0)).collect();
    cells.extend(heads.chain(gone).map(|cell| moved(cell, place(cell))));
    cells.sort_by_key(|cell| (cell.row, cell.column));
    cells
}

/// A cell for a column of a type; with its own format, where the column's would make something else of it.
fn fitted(cell: &Filled, ty: Type, is_key: bool) -> (Shape, Option<String>) {
    let percent = cell.shown.ends_with('%');
    let own = || (cell.shape.clone(), Some(cell.format.clone()).filter(|format| !format.is_empty()));
    match (ty, &cell.shape) {
        _ if is_key => (Shape::Text(cell.shown.clone()), None),
        (Type::Text | Type::Reference(_) | Type::Label(_), _) => (Shape::Text(cell.shown.clone()), None),
        (Type::YesNo, _) | (_, Shape::Text(_) | Shape::Bool(_)) => (cell.shape.clone(), None),
        (Type::Date, Shape::Day(..)) => (cell.shape.clone(), None),
        (Type::Number(NumberKind::Percent), Shape::Number(number)) if percent || number.abs() <= BARE_SHARE => {
            (cell.shape.clone(), None)
        }
        // A number that isn't shown as per cent means itself.
        (Type::Number(NumberKind::Percent), Shape::Number(_)) => (cell.shape.clone(), Some("General".to_owned())),
        (Type::Number(_), Shape::Number(_)) if !percent => (cell.shape.clone(), None),
        (Type::Date, Shape::Number(_)) => (cell.shape.clone(), Some("General".to_owned())),
        (Type::Number(_), Shape::Day(..) | Shape::Number(_)) => own(),
    }
}

/// Reads what was written, as a check of the records would, and marks the cells that it refuses. Says how many in each sheet.
fn mark(
    program: &Program,
    records: &Records,
    language: Language,
    sheets: &[Sheet<'_>],
    content: &mut Content,
    bytes: &[u8],
) -> Vec<usize> {
    let mut builder = Builder::new(program);
    tieuchi_records::tell(&mut builder, records);
    read_workbook(&mut builder, Sheets::All(None), "", bytes);
    let found = match builder.finish_with_warnings() {
        Ok(_) => Vec::new(),
        Err(found) => found,
    };
    let mut marks: HashMap<(&str, u64, String), String> = HashMap::new();
    for finding in found.iter().filter(|finding| finding.severity() == Severity::Error) {
        if let Some((sheet, row, letters)) = place(finding) {
            let key = (sheet, row, letters.to_owned());
            marks.entry(key).or_insert_with(|| {
                let said = finding.prose(language);
                [said.title, said.help].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". ")
            });
        }
    }
    let each = content.sheets.iter_mut().zip(sheets);
    each.map(|(cells, sheet)| {
        for cell in cells.iter_mut() {
            let letters = rust_xlsxwriter::column_number_to_name(cell.column);
            cell.mark = marks.get(&(sheet.name.as_str(), u64::from(cell.row) + 1, letters)).cloned();
        }
        cells.iter().filter(|cell| cell.mark.is_some()).count()
    })
    .collect()
}

fn place(finding: &Finding) -> Option<(&str, u64, &str)> {
    let Problem::Data(problem) = &finding.problem else { return None };
    let place = &problem.place;
    Some((place.sheet.as_deref()?, place.row?, place.letters.as_deref()?))
}
