//! An answer as data to be written: names, texts and numbers instead of places in a program.

use serde::Serialize;
use tieuchi::program::{CriterionId, FieldId, KindId, Program, Type};
use tieuchi::roster::Roster;

use super::people::key;
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
        /// What all changes cost together, exactly.
        cost: String,
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
        why: String,
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
        at_least: Option<String>,
        /// Why it isn't known.
        why: String,
        /// The fields that can't be said by sums of counts, `kind.field`.
        fields: Vec<String>,
    },
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
    /// What it is now; null where it is missing.
    pub from: Option<String>,
    /// What it has to become.
    pub to: Option<String>,
    /// Criteria that wouldn't be met without it.
    pub serves: Vec<String>,
    /// So many of the records that are alike change so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen: Option<usize>,
    /// Of so many; any others of them would do as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<usize>,
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
}

/// A value as data have it; none of a scale is `none`.
pub fn text(program: &Program, kind: KindId, field: FieldId, value: &Given) -> Option<String> {
    match value {
        Given::Missing => None,
        Given::YesNo(value) => Some(if *value { "yes" } else { "no" }.to_owned()),
        Given::Number(value) => Some(value.to_string()),
        Given::Date(days) => tieuchi::date::Date::from_days(*days).map(|date| date.to_string()),
        Given::Label(label) => {
            let ty = program.kinds.get(kind.at())?.fields.get(field.at())?.ty;
            let Type::Label(id) = ty else { return None };
            let label = program.labels.get(id.at())?.labels.get(*label as usize)?;
            Some(if label.is_empty() { "none".to_owned() } else { label.clone() })
        }
    }
}

fn named(program: &Program, kind: KindId, field: FieldId) -> (String, String) {
    let declared = program.kinds.get(kind.at());
    let own = declared.and_then(|kind| kind.fields.get(field.at()));
    (
        declared.map_or(String::new(), |kind| kind.name.canonical().to_owned()),
        own.map_or(String::new(), |field| field.name.canonical().to_owned()),
    )
}

fn criterion(program: &Program, id: CriterionId) -> String {
    program.criteria.get(id.at()).map_or(String::new(), |criterion| criterion.id.clone())
}

fn change(program: &Program, roster: &Roster, change: &Change) -> SaidChange {
    let (kind, field) = named(program, change.kind, change.field);
    SaidChange {
        kind,
        key: key(program, roster, change.kind, change.row),
        field,
        from: text(program, change.kind, change.field, &change.from),
        to: text(program, change.kind, change.field, &change.to),
        serves: change.serves.iter().map(|id| criterion(program, *id)).collect(),
        chosen: change.alike.as_ref().map(|alike| alike.chosen),
        of: change.alike.as_ref().map(|alike| alike.of),
    }
}

fn clashing(program: &Program, roster: &Roster, clash: &Clash) -> Clashing {
    let file = clash.place.and_then(|place| program.files.get(place.file as usize)).cloned();
    Clashing {
        criterion: criterion(program, clash.criterion),
        record: clash.record.map(|(kind, row)| key(program, roster, kind, row)),
        text: clash.text.clone(),
        file,
        line: clash.place.map(|place| place.line),
    }
}

/// Why something isn't known, in a word, and the fields that it is about.
fn open(program: &Program, why: &Open) -> (String, Vec<String>) {
    let word = match why {
        Open::Limit(Limit::Steps) => "steps",
        Open::Limit(Limit::Numbers) => "numbers",
        Open::Limit(Limit::Unbounded) => "unbounded",
        Open::Beyond(_) => "beyond",
        Open::NotConfirmed => "not_confirmed",
    };
    let fields = match why {
        Open::Beyond(beyond) => beyond
            .iter()
            .filter_map(|beyond| match beyond {
                Beyond::Field(kind, field) => {
                    let (kind, field) = named(program, *kind, *field);
                    Some(format!("{kind}.{field}"))
                }
                Beyond::Number | Beyond::Missing => None,
            })
            .collect(),
        Open::Limit(_) | Open::NotConfirmed => Vec::new(),
    };
    (word.to_owned(), fields)
}

impl Answer {
    /// As data to be written.
    pub fn said(&self, program: &Program, roster: &Roster) -> Said {
        let plan_version = PLAN_VERSION;
        match self {
            Answer::Met => Said::Met { plan_version },
            Answer::Plan(Plan { changes, cost, proof }) => Said::Plan {
                plan_version,
                cost: cost.to_string(),
                proof: match proof {
                    Proof::Least => SaidProof::Least,
                    Proof::NotProven { at_least, why } => {
                        let (why, fields) = open(program, why);
                        SaidProof::NotProven { at_least: at_least.as_ref().map(ToString::to_string), why, fields }
                    }
                },
                changes: changes.iter().map(|own| change(program, roster, own)).collect(),
            },
            Answer::Impossible { clash, minimal } => Said::Impossible {
                plan_version,
                clash: clash.iter().map(|clash| clashing(program, roster, clash)).collect(),
                minimal: *minimal,
            },
            Answer::Undecided(why) => {
                let (why, fields) = open(program, why);
                Said::Undecided { plan_version, why, fields }
            }
        }
    }
}
