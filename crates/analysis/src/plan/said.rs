//! An answer as data to be written: names, texts and numbers instead of places in a program.

use serde::Serialize;
use tieuchi::date::Date;
use tieuchi::exact::Exact;
use tieuchi::program::{CriterionId, FieldId, KindId, Name, NumberKind, Program, Type};
use tieuchi::report::Value;
use tieuchi::roster::Roster;
use tieuchi::source::Language;

use super::people::shown_key;
use super::{Answer, Beyond, Change, Clash, Given, Open, Plan, Proof};
use crate::solver::Limit;

/// The version of this form.
pub const PLAN_VERSION: u32 = 1;

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Said {
    /// Nothing has to change.
    Met {
        /// [`PLAN_VERSION`].
        plan_version: u32,
    },
    /// This has to change.
    Plan {
        /// [`PLAN_VERSION`].
        plan_version: u32,
        /// What all changes cost together.
        cost: Exact,
        /// Whether less would do.
        proof: SaidProof,
        /// By kind, record and field.
        changes: Vec<SaidChange>,
    },
    /// Nothing would do: proven.
    Impossible {
        /// [`PLAN_VERSION`].
        plan_version: u32,
        /// The requirements that can't hold together.
        clash: Vec<Clashing>,
        /// Whether each of them is needed for that.
        minimal: bool,
    },
    /// It isn't known.
    Undecided {
        /// [`PLAN_VERSION`].
        plan_version: u32,
        /// Why.
        why: WhyOpen,
        /// The fields that can't be said by sums of counts, `kind.field`.
        fields: Vec<String>,
    },
}

/// Whether less would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SaidProof {
    /// No plan costs less.
    Least,
    /// It isn't known whether one does.
    NotProven {
        /// None costs less than this, where that is known.
        at_least: Option<Exact>,
        /// Why it isn't known.
        why: WhyOpen,
        /// The fields that can't be said by sums of counts, `kind.field`.
        fields: Vec<String>,
    },
}

/// Why something isn't known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyOpen {
    /// The work came to its bound.
    Steps,
    /// There was no more time.
    Time,
    /// Numbers became too long to be kept.
    Numbers,
    /// There is no least cost that could be shown.
    Unbounded,
    /// Something can't be said by sums of counts.
    Beyond,
    /// The engine didn't confirm what was found.
    NotConfirmed,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SaidChange {
    /// The kind of record.
    pub kind: String,
    /// The record's key.
    pub key: String,
    /// The field.
    pub field: String,
    /// What it is now.
    pub from: Value,
    /// What it has to become.
    pub to: Value,
    /// Criteria that wouldn't be met without it.
    pub serves: Vec<String>,
    /// Changes of one number are alike; none: no other record would do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<usize>,
    /// So many of the records that are alike change so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen: Option<usize>,
    /// Of so many; any others of them would do as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<usize>,
    /// The first of those others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
}

/// A requirement that clashes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clashing {
    /// The criterion.
    pub criterion: String,
    /// The record that it is for, where it is for each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The clause as its author wrote it.
    pub text: String,
    /// The rule file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line in it, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Whether anything that may change is read for it.
    pub moves: bool,
}

/// A value as reports have it.
fn value(program: &Program, kind: KindId, field: FieldId, value: &Given) -> Value {
    let ty = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at())).map(|field| field.ty);
    match (value, ty) {
        (Given::Missing, _) => Value::Missing,
        (Given::YesNo(value), _) => Value::YesNo(*value),
        (Given::Number(value), Some(Type::Number(NumberKind::Percent))) => Value::Percent(value.clone()),
        (Given::Number(value), _) => Value::Number(value.clone()),
        (Given::Date(days), _) => Date::from_days(*days).map_or(Value::Missing, Value::Date),
        (Given::Label(label), Some(Type::Label(id))) => {
            match program.labels.get(id.at()).and_then(|labels| labels.labels.get(*label as usize)) {
                Some(label) if label.is_empty() => Value::None,
                Some(label) => Value::Label(label.clone()),
                None => Value::Missing,
            }
        }
        (Given::Label(_), _) => Value::Missing,
    }
}

/// The names of a kind and a field.
fn named(program: &Program, language: Language, kind: KindId, field: FieldId) -> (String, String) {
    let declared = program.kinds.get(kind.at());
    let own = declared.and_then(|kind| kind.fields.get(field.at()));
    let shown = |name: Option<&Name>| name.map_or("", |name| name.shown(language)).to_owned();
    (shown(declared.map(|kind| &kind.name)), shown(own.map(|field| &field.name)))
}

fn criterion(program: &Program, id: CriterionId) -> String {
    program.criteria.get(id.at()).map_or(String::new(), |criterion| criterion.id.clone())
}

fn change(program: &Program, roster: &Roster, language: Language, change: &Change) -> SaidChange {
    let (kind, field) = named(program, language, change.kind, change.field);
    SaidChange {
        kind,
        key: shown_key(program, roster, change.kind, change.row),
        field,
        from: value(program, change.kind, change.field, &change.from),
        to: value(program, change.kind, change.field, &change.to),
        serves: change.serves.iter().map(|id| criterion(program, *id)).collect(),
        group: change.alike.as_ref().map(|alike| alike.group),
        chosen: change.alike.as_ref().map(|alike| alike.chosen),
        of: change.alike.as_ref().map(|alike| alike.of),
        others: change
            .alike
            .iter()
            .flat_map(|alike| alike.others.iter().map(|row| shown_key(program, roster, change.kind, *row)))
            .collect(),
    }
}

fn clashing(program: &Program, roster: &Roster, clash: &Clash) -> Clashing {
    let file = clash.place.and_then(|place| program.files.get(place.file as usize)).cloned();
    Clashing {
        criterion: criterion(program, clash.criterion),
        record: clash.record.map(|(kind, row)| shown_key(program, roster, kind, row)),
        text: clash.text.clone(),
        file,
        line: clash.place.map(|place| place.line),
        moves: clash.moves,
    }
}

/// Why something isn't known, in a word, and the fields that it is about.
fn open(program: &Program, language: Language, why: &Open) -> (WhyOpen, Vec<String>) {
    let word = match why {
        Open::Limit(Limit::Steps) => WhyOpen::Steps,
        Open::Limit(Limit::Time) => WhyOpen::Time,
        Open::Limit(Limit::Numbers) => WhyOpen::Numbers,
        Open::Limit(Limit::Unbounded) => WhyOpen::Unbounded,
        Open::Beyond(_) => WhyOpen::Beyond,
        Open::NotConfirmed => WhyOpen::NotConfirmed,
    };
    let fields = match why {
        Open::Beyond(beyond) => beyond
            .iter()
            .filter_map(|beyond| match beyond {
                Beyond::Field(kind, field) => {
                    let (kind, field) = named(program, language, *kind, *field);
                    Some(format!("{kind}.{field}"))
                }
                Beyond::Number | Beyond::Missing => None,
            })
            .collect(),
        Open::Limit(_) | Open::NotConfirmed => Vec::new(),
    };
    (word, fields)
}

impl Answer {
    /// As data to be written, with names in a language.
    pub fn said(&self, program: &Program, roster: &Roster, language: Language) -> Said {
        let plan_version = PLAN_VERSION;
        match self {
            Answer::Met => Said::Met { plan_version },
            Answer::Plan(Plan { changes, cost, proof }) => Said::Plan {
                plan_version,
                cost: cost.clone(),
                proof: match proof {
                    Proof::Least => SaidProof::Least,
                    Proof::NotProven { at_least, why } => {
                        let (why, fields) = open(program, language, why);
                        SaidProof::NotProven { at_least: at_least.clone(), why, fields }
                    }
                },
                changes: changes.iter().map(|own| change(program, roster, language, own)).collect(),
            },
            Answer::Impossible { clash, minimal } => Said::Impossible {
                plan_version,
                clash: clash.iter().map(|clash| clashing(program, roster, clash)).collect(),
                minimal: *minimal,
            },
            Answer::Undecided(why) => {
                let (why, fields) = open(program, language, why);
                Said::Undecided { plan_version, why, fields }
            }
        }
    }
}
