//! What a change of records has come to.

use serde::Serialize;

use crate::engine::{FieldTurn, Interval, Outcome, Said, Turn};
use crate::program::{CriterionId, FieldId, KindId, Program, Type};
use crate::report::Range;
pub use crate::verdict::Judged;
use crate::verdict::Verdict;

/// All verdicts, awards, places and points that are others than before; by criterion in the order of the rules, then by
/// record. A record that has got another key is the same record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Changes {
    /// Verdicts.
    pub verdicts: Vec<VerdictChange>,
    /// Awards.
    pub awards: Vec<AwardChange>,
    /// Places and points.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<NumberChange>,
}

/// Another verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerdictChange {
    /// The criterion's identifier.
    pub criterion: String,
    /// The key of the record that it is for, or two where the criterion is for each of two kinds; empty for the verdict
    /// over all of them, and of a criterion about the whole.
    pub record: Vec<String>,
    /// What was said before; nothing where the criterion wasn't about the record, or there was no such record.
    pub before: Option<Judged>,
    /// What is said now.
    pub after: Option<Judged>,
}

/// Another award.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AwardChange {
    /// The kind of record, as programs name it.
    pub kind: String,
    /// The record's key.
    pub record: String,
    /// The award's field, as programs name it.
    pub award: String,
    /// The label before, or those that it could be, lowest first (the lowest may be the empty text: none); nothing where
    /// there was no such record.
    pub before: Option<Vec<String>>,
    /// The label now, or those that it can be.
    pub after: Option<Vec<String>>,
}

/// Another place, or other points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NumberChange {
    /// The kind of record, as programs name it.
    pub kind: String,
    /// The record's key.
    pub record: String,
    /// The field of the rank or of the table of points, as programs name it.
    pub field: String,
    /// The number before, or between which it lay; nothing where there was no such record.
    pub before: Option<Range>,
    /// The number now, or between which it lies.
    pub after: Option<Range>,
}

impl Changes {
    /// Whether every verdict, award, place and number of points is as before.
    pub fn is_empty(&self) -> bool {
        self.verdicts.is_empty() && self.awards.is_empty() && self.numbers.is_empty()
    }

    pub(super) fn of(program: &Program, outcome: Outcome) -> Changes {
        Changes {
            verdicts: verdicts(program, &outcome),
            awards: awards(program, outcome.awards),
            numbers: numbers(program, outcome.numbers),
        }
    }
}

fn judged(said: Option<Said>) -> Option<Judged> {
    let Said { maybe, verdict } = said?;
    Verdict::ALL.get(usize::from(verdict)).map(|verdict| Judged { verdict: *verdict, certain: !maybe })
}

/// A change while it is sorted.
struct Sorted {
    at: (CriterionId, Vec<String>),
    before: Option<Judged>,
    after: Option<Judged>,
}

fn verdicts(program: &Program, outcome: &Outcome) -> Vec<VerdictChange> {
    let one = |Turn { criterion, keys, before, after }: &Turn| Sorted {
        at: (*criterion, keys.clone()),
        before: judged(*before),
        after: judged(*after),
    };
    let over_all = outcome.counts.iter().map(|(criterion, before, after)| {
        let whole = |verdict| Some(Judged { verdict, certain: true });
        Sorted { at: (*criterion, Vec::new()), before: whole(before.overall()), after: whole(after.overall()) }
    });
    let mut all: Vec<Sorted> = outcome.turns.iter().map(one).chain(over_all).collect();
    all.sort_by(|one, other| one.at.cmp(&other.at));
    // A record that went and one of the same key that came are one to who asks.
    all.dedup_by(|next, first| {
        let same = next.at == first.at;
        if same {
            first.before = first.before.or(next.before);
            first.after = next.after.or(first.after);
        }
        same
    });
    let name = |id: CriterionId| program.criteria.get(id.at()).map_or_else(String::new, |own| own.id.clone());
    all.into_iter()
        .filter(|change| change.before != change.after)
        .map(|Sorted { at: (id, record), before, after }| VerdictChange { criterion: name(id), record, before, after })
        .collect()
}

fn labels(program: &Program, kind: KindId, field: FieldId, possible: Option<u64>) -> Option<Vec<String>> {
    let declared = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at()))?;
    let Type::Label(set) = declared.ty else { return None };
    let labels = &program.labels.get(set.at())?.labels;
    let possible = possible?;
    Some((0u32..64).zip(labels).filter(|(at, _)| possible >> at & 1 == 1).map(|(_, label)| label.clone()).collect())
}

/// The turns that came to another value, by kind, field and key; a record that went and one of the same key that came are
/// one to who asks.
fn turned<T: PartialEq>(mut turns: Vec<FieldTurn<T>>) -> impl Iterator<Item = FieldTurn<T>> {
    turns.sort_by(|one, other| (one.kind, one.field, &one.key).cmp(&(other.kind, other.field, &other.key)));
    turns.dedup_by(|next, first| {
        let same = (next.kind, next.field, &next.key) == (first.kind, first.field, &first.key);
        if same {
            first.before = first.before.take().or(next.before.take());
            first.after = next.after.take().or(first.after.take());
        }
        same
    });
    turns.into_iter().filter(|turn| turn.before != turn.after)
}

/// The names of a kind and of its field, as programs have them.
fn names(program: &Program, kind: KindId, field: FieldId) -> Option<(String, String)> {
    let declared = program.kinds.get(kind.at())?;
    let field = declared.fields.get(field.at())?;
    Some((declared.name.canonical().to_owned(), field.name.canonical().to_owned()))
}

fn awards(program: &Program, turns: Vec<FieldTurn<u64>>) -> Vec<AwardChange> {
    let change = |FieldTurn { kind, field, key, before, after }| {
        let (before, after) = (labels(program, kind, field, before), labels(program, kind, field, after));
        let (kind, award) = names(program, kind, field)?;
        Some(AwardChange { kind, record: key, award, before, after })
    };
    turned(turns).filter_map(change).collect()
}

fn numbers(program: &Program, turns: Vec<FieldTurn<Interval>>) -> Vec<NumberChange> {
    let range = |interval: Interval| Range { low: interval.low, high: interval.high };
    let change = |FieldTurn { kind, field, key, before, after }: FieldTurn<Interval>| {
        let (kind, field) = names(program, kind, field)?;
        Some(NumberChange { kind, record: key, field, before: before.map(range), after: after.map(range) })
    };
    turned(turns).filter_map(change).collect()
}
