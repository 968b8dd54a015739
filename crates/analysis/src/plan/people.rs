//! From how many become what to who does, and whether the engine agrees.

use tieuchi::engine::Evaluation;
use tieuchi::exact::Exact;
use tieuchi::program::{CriterionId, FieldId, KindId, Program, Type};
use tieuchi::roster::{Cell, Roster};
use tieuchi::session::{Edits, Session};

use super::world::{Given, Options, World, whole};
use super::{Alike, Change, Refused, Request, is_good};
use crate::solver::Assignment;

/// The most changes of which it is looked up what each serves, one of each sort.
const MAX_ASKED: usize = 500;

/// The most records that are named beside those that were chosen.
const MAX_OTHERS: usize = 100;

/// The changes that a solution stands for. Of those that are alike the first ones of the roster are taken.
pub(super) fn changes(program: &Program, roster: &Roster, world: &World, found: &Assignment) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut group = 0usize;
    for class in &world.classes {
        let flows: Vec<usize> =
            class.flows.iter().map(|flow| usize::try_from(found.number(*flow)).unwrap_or(0)).collect();
        let mut rows = class.rows.iter();
        let all: usize = flows.iter().sum();
        let others: Vec<u32> = class.rows.iter().skip(all).take(MAX_OTHERS).copied().collect();
        let free = world.free.get(class.kind.at()).map_or(&[][..], Vec::as_slice);
        let Some(now) = world.cells.get(class.first) else { continue };
        for (chosen, cell) in flows.iter().zip(world.cells.iter().skip(class.first + 1)) {
            let alike = Alike { chosen: *chosen, of: class.rows.len(), group, others: others.clone() };
            let alike = Some(alike).filter(|alike| alike.chosen < alike.of);
            group += 1;
            for row in rows.by_ref().take(*chosen) {
                for ((field, from), to) in free.iter().zip(&now.values).zip(&cell.values) {
                    if from != to {
                        let alike = alike.clone();
                        let (from, to) = (from.clone(), to.clone());
                        changes.push(Change {
                            kind: class.kind,
                            row: *row,
                            field: *field,
                            from,
                            to,
                            serves: Vec::new(),
                            alike,
                        });
                    }
                }
            }
        }
    }
    for ((kind, row), own) in &world.own {
        for own in own {
            let declared = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(own.field.at()));
            let to = match &own.options {
                Options::Among(options) => {
                    options.iter().find(|(_, lit)| found.holds(*lit)).map_or(Given::Missing, |(value, _)| value.clone())
                }
                Options::Number { missing, .. } if found.holds(*missing) => Given::Missing,
                Options::Number { var, scale, .. } => {
                    let number = whole(found.number(*var)).div(&whole(*scale)).unwrap_or_else(Exact::zero);
                    match declared.map(|field| field.ty) {
                        Some(Type::Date) => Given::Date(number.to_i64().unwrap_or(0)),
                        _ => Given::Number(number),
                    }
                }
            };
            if to != own.from {
                changes.push(Change {
                    kind: *kind,
                    row: *row,
                    field: own.field,
                    from: own.from.clone(),
                    to,
                    serves: Vec::new(),
                    alike: None,
                });
            }
        }
    }
    let rows = |kind: KindId| roster.len(kind);
    changes.retain(|change| (change.row as usize) < rows(change.kind));
    changes.sort_by_key(|change| (change.kind, change.row, change.field));
    changes
}

/// The cell that says a value.
fn cell(program: &Program, kind: KindId, field: FieldId, value: &Given) -> Cell<'static> {
    match value {
        Given::Missing => Cell::Blank,
        Given::YesNo(value) => Cell::Bool(*value),
        Given::Number(value) => Cell::Number(value.to_string().into()),
        Given::Date(days) => {
            tieuchi::date::Date::from_days(*days).map_or(Cell::Blank, |date| Cell::Text(date.to_string().into()))
        }
        Given::Label(label) => {
            let declared = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at()));
            let labels = match declared.map(|field| field.ty) {
                Some(Type::Label(id)) => program.labels.get(id.at()),
                _ => None,
            };
            match labels.and_then(|labels| labels.labels.get(*label as usize)) {
                Some(text) if text.is_empty() => Cell::Text("none".into()),
                Some(text) => Cell::Text(text.clone().into()),
                None => Cell::Blank,
            }
        }
    }
}

/// The key of a record.
fn key(program: &Program, roster: &Roster, kind: KindId, row: u32) -> String {
    let field = program.kinds.get(kind.at()).map(|kind| kind.key);
    field.and_then(|field| roster.text(kind, field, row)).unwrap_or_default().to_owned()
}

/// What a record is called where it is shown: its key; where keys are private, its number in the data.
pub(super) fn shown_key(program: &Program, roster: &Roster, kind: KindId, row: u32) -> String {
    let declared = program.kinds.get(kind.at());
    let field = declared.and_then(|kind| kind.fields.get(kind.key.at()));
    if field.is_some_and(|field| field.private) {
        format!("#{}", u64::from(row) + 1)
    } else {
        key(program, roster, kind, row)
    }
}

fn edits<'c>(
    program: &Program,
    roster: &Roster,
    changes: impl Iterator<Item = &'c Change>,
    value: impl Fn(&Change) -> &Given,
) -> Edits {
    changes.fold(Edits::new(), |edits, change| {
        let declared = program.kinds.get(change.kind.at());
        let name = declared.map_or("", |kind| kind.name.canonical());
        let field = declared.and_then(|kind| kind.fields.get(change.field.at()));
        let field = field.map_or("", |field| field.name.canonical());
        let key = key(program, roster, change.kind, change.row);
        edits.cells(name, &key, [(field, cell(program, change.kind, change.field, value(change)))])
    })
}

/// The changes with what each serves, if the engine says that they reach the goals.
pub(super) fn confirmed(
    program: &Program,
    roster: &Roster,
    request: &Request,
    goals: &[CriterionId],
    before: &Evaluation<'_>,
    mut changes: Vec<Change>,
) -> Result<Option<Vec<Change>>, Refused> {
    let Ok(mut session) = Session::new(program.clone(), roster.clone(), &request.options) else { return Ok(None) };
    if session.apply(&edits(program, roster, changes.iter(), |change| &change.to)).is_err() {
        return Ok(None);
    }
    let was: Vec<_> = goals.iter().map(|goal| before.verdict(*goal)).collect();
    let missed = |session: &mut Session| -> Vec<CriterionId> {
        let evaluation = session.evaluation();
        let found = goals.iter().zip(&was).filter(|(goal, was)| !is_good(&evaluation, **goal, **was));
        found.map(|(goal, _)| *goal).collect()
    };
    if !missed(&mut session).is_empty() {
        return Ok(None);
    }
    // What would be missed without it; what changes alike serves the same.
    let mut asked: Vec<(usize, FieldId, Vec<CriterionId>)> = Vec::new();
    for at in 0..changes.len() {
        let Some(change) = changes.get(at) else { continue };
        let sort = change.alike.as_ref().map(|alike| alike.group);
        let known = sort.and_then(|sort| asked.iter().find(|(of, field, _)| *of == sort && *field == change.field));
        let serves = match known {
            Some((_, _, serves)) => serves.clone(),
            None if asked.len() >= MAX_ASKED => Vec::new(),
            None => {
                let back = edits(program, roster, std::iter::once(change), |change| &change.from);
                let again = edits(program, roster, std::iter::once(change), |change| &change.to);
                let serves = match session.apply(&back) {
                    Ok(_) => missed(&mut session),
                    Err(_) => Vec::new(),
                };
                if session.apply(&again).is_err() {
                    return Ok(None);
                }
                asked.push((sort.unwrap_or(usize::MAX), change.field, serves.clone()));
                serves
            }
        };
        if let Some(change) = changes.get_mut(at) {
            change.serves = serves;
        }
    }
    Ok(Some(changes))
}
