//! Which sheets and columns a template has, named so that a reader of records knows them.

use std::collections::HashSet;

use tieuchi::program::{Field, FieldId, Kind, KindId, Origin, Program};
use tieuchi::roster::{kind_named, same_name};
use tieuchi::source::Language;
use tieuchi_records::{RecordOptions, Records};
use tieuchi_spreadsheets::{MAX_SHEET_NAME, kind_of_sheet};

use crate::Unwritten;
use crate::words::prose;

/// The most columns that a sheet has.
const MAX_COLUMNS: usize = 16_384;

/// A name that Excel keeps for itself.
const RESERVED: &str = "history";

/// A column of a sheet.
pub(crate) struct Column<'p> {
    pub id: FieldId,
    pub field: &'p Field,
    pub header: String,
}

/// A sheet for the records of a kind.
pub(crate) struct Sheet<'p> {
    pub id: KindId,
    pub kind: &'p Kind,
    pub name: String,
    /// The key first, then the fields in the order of the rules.
    pub columns: Vec<Column<'p>>,
    pub options: Option<&'p RecordOptions>,
}

/// The sheets for the records of a program.
pub(crate) fn sheets<'p>(
    program: &'p Program,
    records: &'p Records,
    language: Language,
) -> Result<Vec<Sheet<'p>>, Unwritten> {
    let mut taken = HashSet::new();
    let each = (0u32..).map(KindId).zip(&program.kinds);
    each.map(|(id, kind)| {
        let shown = kind.name.shown(language).to_owned();
        let name = sheet_name(program, id, kind, language, &taken);
        let name = name.ok_or_else(|| Unwritten::NoSheetName { kind: shown.clone() })?;
        taken.insert(name.to_lowercase());
        let options = options_of(program, records, id);
        let mut fields: Vec<(FieldId, &Field)> =
            (0u32..).map(FieldId).zip(&kind.fields).filter(|(_, field)| is_filled_in(field)).collect();
        fields.sort_by_key(|(_, field)| field.origin != Origin::Key);
        if fields.len() > MAX_COLUMNS {
            return Err(Unwritten::TooManyFields { kind: shown });
        }
        let columns = fields.into_iter().map(|(id, field)| {
            let header = header(kind, id, field, options, language);
            let unnamed =
                || Unwritten::NoColumnName { kind: shown.clone(), field: field.name.shown(language).to_owned() };
            Ok(Column { id, field, header: header.ok_or_else(unnamed)? })
        });
        let columns = columns.collect::<Result<_, Unwritten>>()?;
        Ok(Sheet { id, kind, name, columns, options })
    })
    .collect()
}

/// Whether a field's values come from those who keep the records.
fn is_filled_in(field: &Field) -> bool {
    match field.origin {
        Origin::Key | Origin::Data { .. } => true,
        Origin::Define(_) | Origin::Previous { .. } | Origin::Award { .. } | Origin::Rank(_) => false,
    }
}

/// What the manifest says of the records of a kind.
fn options_of<'p>(program: &Program, records: &'p Records, id: KindId) -> Option<&'p RecordOptions> {
    let told = records.kinds.iter().find(|(name, _)| kind_named(program, name) == Some(id));
    told.map(|(_, options)| options)
}

fn other(language: Language) -> Language {
    match language {
        Language::En => Language::Vi,
        Language::Vi => Language::En,
    }
}

/// The first name that a sheet may have, and by which a reader knows the kind.
fn sheet_name(
    program: &Program,
    id: KindId,
    kind: &Kind,
    language: Language,
    taken: &HashSet<String>,
) -> Option<String> {
    let shown = kind.name.shown(language);
    let plural = kind.plural.as_deref().filter(|_| language == Language::En);
    let names = [plural, Some(shown), Some(kind.name.shown(other(language)))];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    let whole = names.iter().flat_map(|name| [prose(name), (*name).to_owned()]);
    let cut = names.iter().map(|name| cut(&prose(name), MAX_SHEET_NAME));
    let fits = |name: &String| {
        name.encode_utf16().count() <= MAX_SHEET_NAME
            && kind_of_sheet(program, name) == Some(id)
            && name.to_lowercase() != RESERVED
            && !taken.contains(&name.to_lowercase())
    };
    whole.chain(cut).find(fits)
}

/// The beginning of a text, of at most so many letters as UTF-16 counts them.
pub(crate) fn cut(text: &str, most: usize) -> String {
    let mut left = most;
    let fits = |c: &char| {
        let fits = left >= c.len_utf16();
        left = left.saturating_sub(c.len_utf16());
        fits
    };
    text.chars().take_while(fits).collect()
}

/// The first name that a column may have, and by which a reader knows the field.
fn header(
    kind: &Kind,
    id: FieldId,
    field: &Field,
    options: Option<&RecordOptions>,
    language: Language,
) -> Option<String> {
    let names = [field.name.shown(language), field.name.shown(other(language))];
    let own = names.into_iter().flat_map(|name| [prose(name), name.to_owned()]);
    let told = options.into_iter().flat_map(|options| &options.columns);
    own.chain(told.map(|(column, _)| column.clone())).find(|name| field_of(kind, options, name) == Some(id))
}

/// The field that a column is read as, which is a reader's question: the manifest's word counts before the field's names.
pub(crate) fn field_of(kind: &Kind, options: Option<&RecordOptions>, column: &str) -> Option<FieldId> {
    let folded = same_name(column);
    if let Some(options) = options {
        if options.ignore.iter().any(|ignored| same_name(ignored) == folded) {
            return None;
        }
        if let Some((_, field)) = options.columns.iter().find(|(told, _)| same_name(told) == folded) {
            return named(kind, field);
        }
    }
    named(kind, column)
}

/// The field of a name: exactly, or as only one is spelled.
fn named(kind: &Kind, name: &str) -> Option<FieldId> {
    let fields = || (0u32..).map(FieldId).zip(&kind.fields);
    if let Some((id, _)) = fields().find(|(_, field)| field.name.is(name)) {
        return Some(id);
    }
    let folded = same_name(name);
    let alike =
        |field: &Field| [&field.name.en, &field.name.vi].into_iter().flatten().any(|one| same_name(one) == folded);
    let mut found = fields().filter(|(_, field)| alike(field)).map(|(id, _)| id);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}
