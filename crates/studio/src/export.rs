//! The records with the edits, as a workbook that can be read again.

use tieuchi::program::{Field, FieldId, KindId, NumberKind, Type};
use tieuchi::roster::DecimalSign;
use tieuchi::source::Language;
use tieuchi_spreadsheets::{Filled, FilledSheet, Shape};
use tieuchi_workbooks::refilled;

use crate::cells::{self, Written};
use crate::stage::Scene;

/// The last row that a sheet has for records.
const LAST_ROW: usize = 1_048_574;

/// The most digits that a spreadsheet keeps of a number.
const DIGITS: usize = 15;

/// The records of a scene as a filled-in template of its rules.
///
/// # Errors
///
/// Why there can be no such workbook, in a sentence.
pub fn workbook(scene: &Scene, language: Language) -> Result<Vec<u8>, String> {
    let (program, roster) = (&*scene.program, scene.session.roster());
    let mut sheets = Vec::new();
    for (id, kind) in (0u32..).map(KindId).zip(&program.kinds) {
        let name = kind.name.shown(language);
        let rows = roster.len(id);
        if rows > LAST_ROW {
            return Err(language.pick(
                format!("there are more records “{name}” than a sheet has rows"),
                format!("số bản ghi “{name}” nhiều hơn số dòng của một trang tính"),
            ));
        }
        let written = Written { program, roster, language, sign: DecimalSign::Point };
        let fields = cells::given(kind);
        let mut filled = Vec::with_capacity((rows + 1) * fields.len());
        for (column, (_, field)) in (0u32..).zip(&fields) {
            filled.push(text(0, column, field.name.canonical().to_owned()));
        }
        for row in 0..rows as u32 {
            for (column, (field_id, field)) in (0u32..).zip(&fields) {
                filled.extend(cell(&written, (id, *field_id, row), field, column));
            }
        }
        sheets.push(FilledSheet { name: kind.name.canonical().to_owned(), cells: filled });
    }
    let carried = refilled(program, &scene.rules.records, language, &sheets).map_err(|why| why.say(language))?;
    Ok(carried.bytes)
}

fn text(row: u32, column: u32, text: String) -> Filled {
    Filled { row, column, shown: text.clone(), shape: Shape::Text(text), format: String::new(), formula: false }
}

/// What a cell is in a workbook; nothing where it is blank.
fn cell(written: &Written<'_>, place: (KindId, FieldId, u32), field: &Field, column: u32) -> Option<Filled> {
    let (kind, id, row) = place;
    let shown = written.cell(kind, id, field, row).filter(|text| !text.is_empty())?;
    let own = text(row + 1, column, shown.clone());
    match field.ty {
        Type::Number(number) => {
            // The number itself, of which a share is shown a hundredfold.
            let exact = written.roster.number(kind, id, row)?.to_string();
            let short = exact.chars().filter(char::is_ascii_digit).count() <= DIGITS;
            let value: Option<f64> = exact.parse().ok().filter(|_| short);
            let format = if number == NumberKind::Percent { "0.##########%" } else { "General" };
            Some(value.map_or(own.clone(), |value| Filled {
                shape: Shape::Number(value),
                format: format.to_owned(),
                ..own
            }))
        }
        Type::Date => {
            let date = written.roster.date(kind, id, row)?;
            let (year, month, day) =
                (u16::try_from(date.year()).ok(), u8::try_from(date.month()).ok(), u8::try_from(date.day()).ok());
            match (year.filter(|year| *year >= 1900), month, day) {
                (Some(year), Some(month), Some(day)) => Some(Filled { shape: Shape::Day(year, month, day), ..own }),
                _ => Some(own),
            }
        }
        Type::Text | Type::YesNo | Type::Label(_) | Type::Reference(_) => Some(own),
    }
}
