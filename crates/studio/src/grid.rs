//! Records as tables: what kinds there are, and their rows page by page.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use tieuchi::diagnostic::fold;
use tieuchi::program::{Field, FieldId, Kind, KindId, NumberKind, Origin, Type};
use tieuchi::source::Language;

use crate::cells::{self, Shown, Written};
use crate::overlay::{Edit, Overlay, What};
use crate::said::{Said, refused};
use crate::stage::Scene;

/// The most rows of a page.
pub const MOST: usize = 1_000;

/// The most cells that are looked at to find a text.
const MOST_SOUGHT: usize = 2_000_000;

/// The most labels that are told of a field.
const MOST_LABELS: usize = 500;

/// A kind of records.
#[derive(Debug, Clone, Serialize)]
pub struct KindOf {
    /// Its name for programs.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// How many records there are.
    pub rows: usize,
    /// The fields whose values come from the data, the key first.
    pub fields: Vec<FieldOf>,
}

/// A field.
#[derive(Debug, Clone, Serialize)]
pub struct FieldOf {
    /// Its name for programs.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// `text`, `bool`, `count`, `integer`, `number`, `percent`, `date`, `label` (of a scale), `choice` (of labels without an
    /// order) or `reference`.
    #[serde(rename = "type")]
    pub ty: &'static str,
    /// The type in words.
    pub says: String,
    /// Whether it is the key.
    pub key: bool,
    /// Whether a blank means that there is nobody, for certain.
    pub optional: bool,
    /// Whether its values stay out of reports.
    pub private: bool,
    /// The least and the greatest value, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    /// The labels as they are typed, lowest first; of a yes or no its two words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labels: Option<Vec<String>>,
    /// The kind that it refers to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refers_to: Option<String>,
    /// What it means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The kinds of records of a scene, in a language; cells are written as `shown` says.
pub fn kinds(scene: &Scene, shown: Shown<'_>, language: Language) -> Vec<KindOf> {
    let one = |(id, kind): (KindId, &Kind)| {
        let written = shown.written(&scene.session, id);
        KindOf {
            name: kind.name.canonical().to_owned(),
            label: tieuchi_rendering::prose(kind.name.shown(language)),
            rows: scene.session.roster().len(id),
            fields: cells::given(kind).into_iter().map(|(_, field)| described(&written, field, language)).collect(),
        }
    };
    (0u32..).map(KindId).zip(&scene.program.kinds).map(one).collect()
}

fn described(written: &Written<'_>, field: &Field, language: Language) -> FieldOf {
    let program = written.program;
    let named = |kind: &Kind| tieuchi_rendering::prose(kind.name.shown(language));
    let (ty, says) = match field.ty {
        Type::Text => ("text", language.pick("text", "chữ").to_owned()),
        Type::YesNo => ("bool", language.pick("yes or no", "có hoặc không").to_owned()),
        Type::Number(NumberKind::Count) => {
            ("count", language.pick("a whole number from 0", "số nguyên từ 0").to_owned())
        }
        Type::Number(NumberKind::Integer) => ("integer", language.pick("a whole number", "số nguyên").to_owned()),
        Type::Number(NumberKind::Decimal) => ("number", language.pick("a number", "số").to_owned()),
        Type::Number(NumberKind::Percent) => ("percent", language.pick("a percentage", "tỷ lệ phần trăm").to_owned()),
        Type::Date => ("date", language.pick("a date", "ngày").to_owned()),
        Type::Label(set) => {
            let ordered = program.labels.get(set.at()).is_some_and(|set| set.ordered);
            (
                if ordered { "label" } else { "choice" },
                language.pick("one of the labels", "một trong các nhãn").to_owned(),
            )
        }
        Type::Reference(to) => {
            let kind = program.kinds.get(to.at()).map(named).unwrap_or_default();
            ("reference", language.pick(format!("the key of a record: {kind}"), format!("mã của bản ghi: {kind}")))
        }
    };
    let labels = match field.ty {
        Type::Label(set) => program.labels.get(set.at()).map(|set| {
            let shown = |label: &String| cells::label(set, label, written.language);
            set.labels.iter().take(MOST_LABELS).map(shown).collect()
        }),
        Type::YesNo => Some([true, false].map(|yes| cells::yes_no(yes, written.language).to_owned()).to_vec()),
        Type::Text | Type::Number(_) | Type::Date | Type::Reference(_) => None,
    };
    let refers_to = match field.ty {
        Type::Reference(to) => program.kinds.get(to.at()).map(|kind| kind.name.canonical().to_owned()),
        Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) => None,
    };
    let range = match (field.ty, &field.range) {
        (Type::Number(number), Some((least, most))) => {
            let (least, most) = (written.number(least, number), written.number(most, number));
            Some(language.pick(format!("{least} to {most}"), format!("từ {least} đến {most}")))
        }
        _ => None,
    };
    FieldOf {
        name: field.name.canonical().to_owned(),
        label: tieuchi_rendering::prose(field.name.shown(language)),
        ty,
        says,
        key: field.origin == Origin::Key,
        optional: matches!(field.origin, Origin::Data { optional: true, .. }),
        private: field.private,
        range,
        labels,
        refers_to,
        note: field.note.clone(),
    }
}

/// Which rows are asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// How many are passed over.
    pub from: usize,
    /// How many are wanted, at most [`MOST`].
    pub count: usize,
    /// A text that must be in one of the cells, whatever its marks and capitals.
    pub find: String,
    /// Only records of these keys.
    pub only: Option<HashSet<String>>,
}

/// Rows of a kind.
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    /// How many rows there are that are asked for.
    pub total: usize,
    /// How many are passed over.
    pub from: usize,
    /// Whether not all records were looked at, since there are too many.
    pub cut: bool,
    /// One page of them.
    pub rows: Vec<Row>,
}

/// A record.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Its key.
    pub key: String,
    /// `given`, `added` or `removed`.
    pub state: &'static str,
    /// Its cells in the order of the fields.
    pub cells: Vec<CellOf>,
}

/// A cell.
#[derive(Debug, Clone, Serialize)]
pub struct CellOf {
    /// What it holds; empty where it is missing.
    pub text: String,
    /// `given`, `missing`, `edited`, or `wrong`: then the record isn't counted until it is filled in.
    pub state: &'static str,
    /// What the record itself holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// What is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<Said>,
}

/// What a page is drawn from.
pub struct Sheet<'a> {
    /// Rules over records.
    pub scene: &'a Scene,
    /// The edits.
    pub overlay: &'a Overlay,
    /// How cells are written.
    pub shown: Shown<'a>,
    /// The language of what is said.
    pub language: Language,
}

/// One row of what is shown: of the roster, or of edits alone.
#[derive(Clone, Copy)]
enum At<'a> {
    Roster(u32),
    Edit(&'a Edit),
}

impl Sheet<'_> {
    /// A page of the records of a kind; nothing where there is no such kind.
    pub fn page(&self, kind: &str, asked: &Asked) -> Option<Page> {
        let (id, declared) = cells::kind(&self.scene.program, kind)?;
        let table = Table::new(self, id, declared);
        let rows = self.scene.session.roster().len(id);
        let all = (0..rows as u32).map(At::Roster).chain(table.beside.iter().map(|edit| At::Edit(edit)));
        let wanted = asked.from..asked.from.saturating_add(asked.count.min(MOST));
        if asked.find.is_empty() && asked.only.is_none() {
            let total = rows + table.beside.len();
            let drawn = all.skip(wanted.start).take(wanted.len()).map(|at| table.draw(at)).collect();
            return Some(Page { total, from: asked.from, cut: false, rows: drawn });
        }
        let sought = fold(&asked.find);
        let most = if sought.is_empty() { usize::MAX } else { MOST_SOUGHT / table.fields.len().max(1) };
        let fits = |at: &At<'_>| {
            let own = asked.only.as_ref().is_none_or(|keys| keys.contains(table.key(*at)));
            own && (sought.is_empty() || table.texts(*at).iter().flatten().any(|text| fold(text).contains(&sought)))
        };
        let found: Vec<At<'_>> = all.take(most).filter(fits).collect();
        let shown = found.iter().skip(wanted.start).take(wanted.len());
        let drawn = shown.map(|at| table.draw(*at)).collect();
        Some(Page { total: found.len(), from: asked.from, cut: most < rows, rows: drawn })
    }
}

/// The records of a kind with what edits have done to them.
struct Table<'a> {
    sheet: &'a Sheet<'a>,
    id: KindId,
    written: Written<'a>,
    fields: Vec<(FieldId, &'a Field)>,
    /// The edits of cells, by key and field.
    cells: HashMap<(&'a str, &'a str), &'a Edit>,
    /// The keys of new records.
    added: HashSet<&'a str>,
    /// Records that are in no roster: those that are gone, and new ones that aren't whole.
    beside: Vec<&'a Edit>,
}

impl<'a> Table<'a> {
    fn new(sheet: &'a Sheet<'a>, id: KindId, kind: &'a Kind) -> Table<'a> {
        let own = || sheet.overlay.edits.iter().filter(|edit| edit.kind == kind.name.canonical());
        let faults = &sheet.scene.edited.faults;
        let of_cells = own().filter_map(|edit| Some(((edit.key.as_str(), edit.field.as_deref()?), edit)));
        let adds = own().filter(|edit| edit.what == What::Add);
        let pending = |edit: &&Edit| edit.what == What::Add && faults.contains_key(&edit.n);
        let gone = |edit: &&Edit| edit.what == What::Remove && !faults.contains_key(&edit.n);
        Table {
            sheet,
            id,
            written: sheet.shown.written(&sheet.scene.session, id),
            fields: cells::given(kind),
            cells: of_cells.collect(),
            added: adds.map(|edit| edit.key.as_str()).collect(),
            beside: own().filter(|edit| pending(edit) || gone(edit)).collect(),
        }
    }

    fn key(&self, at: At<'a>) -> &'a str {
        match at {
            At::Roster(row) => cells::key(self.written.program, self.written.roster, self.id, row),
            At::Edit(edit) => &edit.key,
        }
    }

    /// What the cells of a row hold.
    fn texts(&self, at: At<'a>) -> Vec<Option<String>> {
        match at {
            At::Roster(row) => {
                let text = |(id, field): &(FieldId, &Field)| self.written.cell(self.id, *id, field, row);
                self.fields.iter().map(text).collect()
            }
            At::Edit(edit) if edit.what == What::Remove => edit.cells.clone(),
            At::Edit(edit) => {
                let text = |(_, field): &(FieldId, &Field)| match field.origin {
                    Origin::Key => Some(edit.key.clone()),
                    _ => self.edit(&edit.key, field).map(|edit| edit.after.clone()),
                };
                self.fields.iter().map(text).collect()
            }
        }
    }

    fn edit(&self, key: &str, field: &Field) -> Option<&'a Edit> {
        self.cells.get(&(key, field.name.canonical())).copied()
    }

    fn draw(&self, at: At<'a>) -> Row {
        let key = self.key(at);
        let state = match at {
            At::Edit(edit) if edit.what == What::Remove => "removed",
            _ if self.added.contains(key) => "added",
            _ => "given",
        };
        let texts = self.texts(at).into_iter().zip(&self.fields);
        let cells = texts.map(|(text, (_, field))| self.cell(at, key, state, text, field)).collect();
        Row { key: key.to_owned(), state, cells }
    }

    fn cell(&self, at: At<'a>, key: &str, row: &str, text: Option<String>, field: &Field) -> CellOf {
        let edit = self.edit(key, field).filter(|_| row == "given");
        let fault = match at {
            At::Edit(edit) if edit.what == What::Add => self.sheet.scene.edited.faults.get(&edit.n),
            At::Edit(_) | At::Roster(_) => {
                self.edit(key, field).and_then(|edit| self.sheet.scene.edited.faults.get(&edit.n))
            }
        };
        let name = field.name.canonical();
        let told = fault.map(|why| refused(why, self.sheet.language)).unwrap_or_default();
        let finding = told.into_iter().find(|said| said.field.as_deref().is_none_or(|field| field == name));
        let state = match (&finding, edit, &text) {
            (Some(_), _, _) => "wrong",
            (None, Some(_), _) => "edited",
            (None, None, Some(_)) if row == "added" => "edited",
            (None, None, Some(_)) => "given",
            (None, None, None) => "missing",
        };
        CellOf { text: text.unwrap_or_default(), state, was: edit.map(|edit| edit.before.clone()), finding }
    }
}
