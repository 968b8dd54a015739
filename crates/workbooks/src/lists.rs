//! What may stand in a cell: lists to choose from, and bounds.
//!
//! Lists stand in a hidden sheet and have names: there is no limit on their length, and a label may have any sign in it.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, Format, Formula, Workbook, XlsxError,
};
use tieuchi::program::{Field, Labels, NumberKind, Program, Type};
use tieuchi::roster::none_word;
use tieuchi::source::Language;

use crate::columns::{Column, Sheet, cut};
use crate::style::{DAY, LAST_ROW, PERCENT};
use crate::words;

/// The sheet with the lists.
const LISTS: &str = "#lists";

/// The list of yes and no.
const YES_NO: &str = "yes_no";

/// The greatest number that a cell takes, where the rules say nothing: the digits of a spreadsheet.
const MOST: &str = "999999999999999";

/// The most letters of what a spreadsheet says of a refused cell.
const MAX_MESSAGE: usize = 225;

/// The labels of a set as they are filled in.
pub(crate) fn labels(labels: &Labels, language: Language) -> Vec<String> {
    let none = none_word(labels, language).filter(|_| labels.none).map(str::to_owned);
    none.into_iter().chain(labels.labels.iter().skip(usize::from(labels.none)).cloned()).collect()
}

/// How cells of a field are formatted.
pub(crate) fn format(ty: Type, is_key: bool) -> Format {
    Format::new().set_num_format(match ty {
        _ if is_key => "@",
        // Whatever a label or a key begins with, it stays a text.
        Type::Text | Type::YesNo | Type::Label(_) | Type::Reference(_) => "@",
        Type::Date => DAY,
        Type::Number(NumberKind::Percent) => PERCENT,
        Type::Number(NumberKind::Count | NumberKind::Integer) => "0",
        Type::Number(NumberKind::Decimal) => "General",
    })
}

/// The letters above a column, as a formula has them.
fn column(number: usize) -> String {
    rust_xlsxwriter::column_number_to_name(u16::try_from(number).unwrap_or(u16::MAX))
}

/// A sheet's name as a formula has it.
fn quoted(sheet: &str) -> String {
    format!("'{}'", sheet.replace('\'', "''"))
}

/// Writes the hidden sheet, and names the lists.
pub(crate) fn write(
    book: &mut Workbook,
    program: &Program,
    sheets: &[Sheet<'_>],
    language: Language,
) -> Result<(), XlsxError> {
    let yes_no = vec![words::yes_no(true, language).to_owned(), words::yes_no(false, language).to_owned()];
    let of_labels = (0usize..).zip(&program.labels).map(|(at, set)| (format!("labels_{at}"), labels(set, language)));
    let lists: Vec<(String, Vec<String>)> = std::iter::once((YES_NO.to_owned(), yes_no)).chain(of_labels).collect();
    let sheet = book.add_worksheet();
    sheet.set_name(LISTS)?.set_hidden(true);
    let text = Format::new().set_num_format("@");
    for (at, (_, list)) in (0u16..).zip(&lists) {
        for (row, label) in (0u32..).zip(list) {
            sheet.write_string_with_format(row, at, label, &text)?;
        }
    }
    for (at, (name, list)) in lists.iter().enumerate() {
        let (letters, last) = (column(at), list.len().max(1));
        book.define_name(name, &format!("={}!${letters}$1:${letters}${last}", quoted(LISTS)))?;
    }
    for sheet in sheets {
        // The key is the first column; as many of its rows as have one are a list.
        let (name, last) = (quoted(&sheet.name), LAST_ROW + 1);
        let keys = format!("=OFFSET({name}!$A$2,0,0,MAX(1,COUNTA({name}!$A$2:$A${last})),1)");
        book.define_name(format!("keys_{}", sheet.id.0), &keys)?;
    }
    Ok(())
}

/// Between which numbers a cell must lie.
fn bounds(field: &Field, least: &str, most: &str) -> DataValidationRule<Formula> {
    let range = field.range.as_ref().map(|(low, high)| (low.to_string(), high.to_string()));
    // A bound that no decimal writes is no bound that a spreadsheet knows.
    let (low, high) =
        range.filter(|(low, high)| !low.contains('/') && !high.contains('/')).unwrap_or((least.into(), most.into()));
    DataValidationRule::Between(Formula::new(low), Formula::new(high))
}

/// What a spreadsheet holds the cells of a column against; nothing where anything goes.
pub(crate) fn validation(column: &Column<'_>, is_key: bool, said: &str) -> Result<Option<DataValidation>, XlsxError> {
    let field = column.field;
    let new = DataValidation::new;
    let validation = match field.ty {
        _ if is_key => return Ok(None),
        Type::Text => return Ok(None),
        Type::YesNo => new().allow_list_formula(Formula::new(YES_NO)),
        Type::Label(set) => new().allow_list_formula(Formula::new(format!("labels_{}", set.0))),
        // Records may be filled in in any order: what isn't there yet is asked about, not refused.
        Type::Reference(to) => new()
            .allow_list_formula(Formula::new(format!("keys_{}", to.0)))
            .set_error_style(DataValidationErrorStyle::Warning),
        Type::Number(NumberKind::Count) => new().allow_whole_number_formula(bounds(field, "0", MOST)),
        Type::Number(NumberKind::Integer) => new().allow_whole_number_formula(bounds(field, &format!("-{MOST}"), MOST)),
        Type::Number(NumberKind::Decimal | NumberKind::Percent) => {
            new().allow_decimal_number_formula(bounds(field, &format!("-{MOST}"), MOST))
        }
        // From the first to the last day that a spreadsheet knows.
        Type::Date => new().allow_date_formula(DataValidationRule::Between(Formula::new("1"), Formula::new("2958465"))),
    };
    let title = cut(&column.header, 32);
    validation.set_error_title(title)?.set_error_message(cut(said, MAX_MESSAGE)).map(Some)
}
