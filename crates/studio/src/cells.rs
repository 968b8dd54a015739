//! What a cell holds, as its author would write it: what is shown is read back as the same.

use tieuchi::exact::Exact;
use tieuchi::program::{Field, FieldId, Kind, KindId, Labels, NumberKind, Origin, Program, Type};
use tieuchi::roster::{DecimalSign, Roster, Target, none_word};
use tieuchi::session::Session;
use tieuchi::source::Language;
use tieuchi_records::Records;

/// The kind of a name, as programs have it or in either language.
pub fn kind<'p>(program: &'p Program, name: &str) -> Option<(KindId, &'p Kind)> {
    let id = tieuchi::roster::kind_named(program, name)?;
    Some((id, program.kinds.get(id.at())?))
}

/// The field of a name.
pub fn field<'p>(kind: &'p Kind, name: &str) -> Option<(FieldId, &'p Field)> {
    (0u32..).map(FieldId).zip(&kind.fields).find(|(_, field)| field.name.is(name))
}

/// The fields whose values come from the data, the key first.
pub fn given(kind: &Kind) -> Vec<(FieldId, &Field)> {
    let given = |field: &Field| matches!(field.origin, Origin::Key | Origin::Data { .. });
    let mut fields: Vec<(FieldId, &Field)> =
        (0u32..).map(FieldId).zip(&kind.fields).filter(|(_, field)| given(field)).collect();
    fields.sort_by_key(|(_, field)| field.origin != Origin::Key);
    fields
}

/// The key of a record.
pub fn key<'r>(program: &Program, roster: &'r Roster, kind: KindId, row: u32) -> &'r str {
    let field = program.kinds.get(kind.at()).map(|kind| kind.key);
    field.and_then(|field| roster.text(kind, field, row)).unwrap_or("")
}

/// The decimal sign of numbers of a kind: what the manifest states, or else what the language writes.
pub fn sign(program: &Program, records: &Records, kind: KindId, language: Language) -> DecimalSign {
    let named = |name: &str| tieuchi::roster::kind_named(program, name) == Some(kind);
    let stated = records.kinds.iter().find(|(name, _)| named(name)).and_then(|(_, options)| options.decimal);
    stated.unwrap_or(language.pick(DecimalSign::Point, DecimalSign::Comma))
}

/// Has a session read numbers as they are shown.
pub fn state_signs(session: &mut Session, records: &Records, language: Language) {
    for kind in (0..session.program().kinds.len() as u32).map(KindId) {
        let sign = sign(session.program(), records, kind, language);
        session.decimal_sign(kind, sign);
    }
}

/// How cells of a session are shown.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// How records are written.
    pub records: &'a Records,
    /// The language of the pack.
    pub language: Language,
}

impl Shown<'_> {
    /// How cells of a kind are written.
    pub fn written<'s>(&self, session: &'s Session, kind: KindId) -> Written<'s> {
        let (program, roster) = (session.program(), session.roster());
        Written { program, roster, language: self.language, sign: sign(program, self.records, kind, self.language) }
    }

    /// What a cell holds, by names and key.
    pub fn named(&self, session: &Session, kind_name: &str, key: &str, name: &str) -> Option<String> {
        let (id, declared) = kind(session.program(), kind_name)?;
        let (field_id, field) = field(declared, name)?;
        self.written(session, id).cell(id, field_id, field, session.row(id, key)?)
    }

    /// What the cells of a record hold; none where there is no such record.
    pub fn row(&self, session: &Session, kind_name: &str, key: &str) -> Vec<Option<String>> {
        let Some((id, declared)) = kind(session.program(), kind_name) else { return Vec::new() };
        let Some(row) = session.row(id, key) else { return Vec::new() };
        let written = self.written(session, id);
        given(declared).into_iter().map(|(field, declared)| written.cell(id, field, declared, row)).collect()
    }
}

/// How cells are written.
#[derive(Clone, Copy)]
pub struct Written<'a> {
    /// The program.
    pub program: &'a Program,
    /// The records.
    pub roster: &'a Roster,
    /// The language.
    pub language: Language,
    /// The decimal sign of the kind.
    pub sign: DecimalSign,
}

impl Written<'_> {
    /// What a cell holds; nothing where it is missing, an empty text where it refers to nobody for certain.
    pub fn cell(&self, kind: KindId, id: FieldId, field: &Field, row: u32) -> Option<String> {
        let Written { program, roster, language, .. } = *self;
        match field.ty {
            Type::Text => roster.text(kind, id, row).map(str::to_owned),
            Type::YesNo => roster.yes_no(kind, id, row).map(|yes| yes_no(yes, language).to_owned()),
            Type::Number(number) => roster.number(kind, id, row).map(|value| self.number(&value, number)),
            Type::Date => roster.date(kind, id, row).map(|date| match language {
                Language::En => date.to_string(),
                Language::Vi => format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year()),
            }),
            Type::Label(set) => {
                let labels = program.labels.get(set.at())?;
                Some(label(labels, labels.labels.get(roster.label(kind, id, row)? as usize)?, language))
            }
            Type::Reference(to) => match roster.target(kind, id, row) {
                Target::Row(target) => Some(key(program, roster, to, target).to_owned()),
                Target::Absent => Some(String::new()),
                Target::Unknown => None,
            },
        }
    }

    /// A number.
    pub fn number(&self, value: &Exact, kind: NumberKind) -> String {
        let point = match kind {
            NumberKind::Percent => match value.mul(&Exact::from(100i64)) {
                Some(hundredfold) => format!("{hundredfold}%"),
                None => value.to_string(),
            },
            NumberKind::Count | NumberKind::Integer | NumberKind::Decimal => value.to_string(),
        };
        match self.sign {
            DecimalSign::Comma => point.replace('.', ","),
            DecimalSign::Point => point,
        }
    }
}

/// Yes or no in words that records are read by.
pub fn yes_no(yes: bool, language: Language) -> &'static str {
    if yes { language.pick("yes", "có") } else { language.pick("no", "không") }
}

/// A label in a word that records are read by: the empty text is `none`.
pub fn label(labels: &Labels, label: &str, language: Language) -> String {
    if !label.is_empty() {
        return label.to_owned();
    }
    none_word(labels, language).unwrap_or(language.pick("none", "không có")).to_owned()
}
