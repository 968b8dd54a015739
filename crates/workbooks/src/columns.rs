//! Which sheets and columns a template has, named so that a reader of records knows them.

use std::collections::{HashMap, HashSet};

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
    pub names: Names,
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
        let options: Vec<&RecordOptions> = records.of(|name| kind_named(program, name) == Some(id)).collect();
        let mut fields: Vec<(FieldId, &Field)> =
            (0u32..).map(FieldId).zip(&kind.fields).filter(|(_, field)| is_filled_in(field)).collect();
        fields.sort_by_key(|(_, field)| field.origin != Origin::Key);
        if fields.len() > MAX_COLUMNS {
            return Err(Unwritten::TooManyFields { kind: shown });
        }
        let names = Names::new(kind, &options);
        let columns = fields.into_iter().map(|(id, field)| {
            let header = header(&names, id, field, &options, language);
            let unnamed =
                || Unwritten::NoColumnName { kind: shown.clone(), field: field.name.shown(language).to_owned() };
            Ok(Column { id, field, header: header.ok_or_else(unnamed)? })
        });
        let columns = columns.collect::<Result<_, Unwritten>>()?;
        Ok(Sheet { id, kind, name, columns, names })
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
fn header(names: &Names, id: FieldId, field: &Field, options: &[&RecordOptions], language: Language) -> Option<String> {
    let own = [field.name.shown(language), field.name.shown(other(language))];
    let own = own.into_iter().flat_map(|name| [prose(name), name.to_owned()]);
    let told = options.iter().flat_map(|options| &options.columns);
    own.chain(told.map(|(column, _)| column.clone())).find(|name| names.field(name) == Some(id))
}

/// The fields of a kind by what a column may be called.
pub(crate) struct Names {
    told: HashMap<String, Option<FieldId>>,
    exact: HashMap<String, FieldId>,
    /// None where two fields share it.
    folded: HashMap<String, Option<FieldId>>,
}

impl Names {
    /// `options` are those of the nearest manifest first.
    pub fn new(kind: &Kind, options: &[&RecordOptions]) -> Names {
        let mut names = Names { told: HashMap::new(), exact: HashMap::new(), folded: HashMap::new() };
        for (id, field) in (0u32..).map(FieldId).zip(&kind.fields) {
            for name in [&field.name.en, &field.name.vi].into_iter().flatten() {
                names.exact.entry(name.clone()).or_insert(id);
                let shared = |other: &mut Option<FieldId>| *other = other.filter(|other| *other == id);
                names.folded.entry(same_name(name)).and_modify(shared).or_insert(Some(id));
            }
        }
        for options in options.iter().rev() {
            for (column, field) in &options.columns {
                let found = names.own(field);
                names.told.insert(same_name(column), found);
            }
            for column in &options.ignore {
                names.told.insert(same_name(column), None);
            }
        }
        names
    }

    /// The field that a column is read as: the manifest's word counts before the field's names.
    pub fn field(&self, column: &str) -> Option<FieldId> {
        self.told.get(&same_name(column)).copied().unwrap_or_else(|| self.own(column))
    }

    /// The field of a name: exactly, or as only one is spelled.
    fn own(&self, name: &str) -> Option<FieldId> {
        let exact = self.exact.get(name).copied();
        exact.or_else(|| self.folded.get(&same_name(name)).copied().flatten())
    }
}
