//! Fields that are computed level by level, up along parents.
//!
//! While it is known of every record who stands above it, what a record adds
//! to those above can be taken out and added again, and a change climbs as far
//! as it changes anything. Else, and when parents change or records come or
//! go, the whole field is computed anew.

use std::collections::BinaryHeap;

use crate::engine::evaluation::{EvaluateError, Evaluation};
use crate::engine::hand::Hand;
use crate::engine::read::Cell;
use crate::program::{AggregateId, ClauseId, FieldId, KindId, Step};
use crate::roster::Target;

use super::marks::Marks;
use super::places::Ties;
use super::sums::Sums;

/// What each record has added to the tallies of those above it.
#[derive(Debug)]
pub(super) struct Added {
    marks: Vec<(ClauseId, Marks)>,
    sums: Vec<(AggregateId, Sums)>,
}

/// What has come of it.
#[derive(Debug, Default)]
pub(super) struct Climbed {
    /// Records whose field has changed, and what it was.
    pub changed: Vec<(u32, Option<Cell>)>,
    /// Groups that have changed, of each clause and aggregate of the step.
    pub clauses: Vec<Vec<u32>>,
    pub aggregates: Vec<Vec<u32>>,
}

/// How many records stand above a record, one above the other; none where that isn't known.
fn depth(evaluation: &Evaluation<'_>, kind: KindId, parent: FieldId, row: u32) -> Option<u32> {
    let (mut at, mut depth) = (row, 0);
    loop {
        match evaluation.roster.target(kind, parent, at) {
            Target::Row(above) => (at, depth) = (above, depth + 1),
            Target::Absent => return Some(depth),
            Target::Unknown => return None,
        }
    }
}

impl Added {
    /// What has been added, where it is known of every record who stands above it.
    pub fn new(evaluation: &mut Evaluation<'_>, step: &Step) -> Option<Added> {
        let Step::DeriveUpwards { kind, parent, clauses, aggregates, .. } = step else { return None };
        let rows = 0..evaluation.roster.len(*kind) as u32;
        if rows.into_iter().any(|row| depth(evaluation, *kind, *parent, row).is_none()) {
            return None;
        }
        let program = evaluation.program;
        let mut added = Added { marks: Vec::new(), sums: Vec::new() };
        for id in clauses {
            let clause = program.clauses.get(id.at())?;
            added.marks.push((*id, Marks::new(evaluation, *id, clause)));
        }
        for id in aggregates {
            let aggregate = program.aggregates.get(id.at())?;
            added.sums.push((*id, Sums::new(evaluation, *id, aggregate)));
        }
        let marks = added.marks.iter_mut().map(|(_, marks)| &mut marks.ties);
        marks.chain(added.sums.iter_mut().map(|(_, sums)| &mut sums.ties)).for_each(Ties::settled);
        Some(added)
    }

    /// Computes the field of some records, and then of those above as long as something changes for them.
    pub fn climb(&mut self, evaluation: &mut Evaluation<'_>, step: &Step, rows: &[u32]) -> Climbed {
        let mut climbed = Climbed {
            changed: Vec::new(),
            clauses: vec![Vec::new(); self.marks.len()],
            aggregates: vec![Vec::new(); self.sums.len()],
        };
        let Step::DeriveUpwards { kind, field, parent, .. } = step else { return climbed };
        let (kind, field, parent, program) = (*kind, *field, *parent, evaluation.program);
        let Some(declared) = evaluation.field(kind, field) else { return climbed };
        let level = |evaluation: &Evaluation<'_>, row: u32| (depth(evaluation, kind, parent, row).unwrap_or(0), row);
        // The lowest first: all below a record are done before it.
        let mut next: BinaryHeap<(u32, u32)> = rows.iter().map(|row| level(evaluation, *row)).collect();
        while let Some((depth, row)) = next.pop() {
            while next.peek() == Some(&(depth, row)) {
                next.pop();
            }
            let cell = evaluation.derive(&declared.origin, Hand::one(kind, row));
            let column = evaluation.derived.get_mut(kind.at()).and_then(|columns| columns.get_mut(field.at()));
            if let Some(Some(column)) = column {
                let before = column.get(row);
                if before.as_ref() != Some(&cell) {
                    column.set(row, cell);
                    climbed.changed.push((row, before));
                }
            }
            let mut above = Vec::new();
            for ((id, marks), groups) in self.marks.iter_mut().zip(&mut climbed.clauses) {
                if let Some(clause) = program.clauses.get(id.at()) {
                    marks.settle(evaluation, *id, clause, &[row]);
                    above.extend(&marks.ties.changed.rows);
                    groups.append(&mut marks.ties.changed.rows);
                }
            }
            for ((id, sums), groups) in self.sums.iter_mut().zip(&mut climbed.aggregates) {
                if let Some(aggregate) = program.aggregates.get(id.at()) {
                    sums.settle(evaluation, *id, aggregate, &[row]);
                    above.extend(&sums.ties.changed.rows);
                    groups.append(&mut sums.ties.changed.rows);
                }
            }
            next.extend(above.into_iter().map(|row| level(evaluation, row)));
        }
        climbed
    }
}

/// Computes the whole field anew.
pub(super) fn anew(evaluation: &mut Evaluation<'_>, place: usize, step: &Step) -> Result<Climbed, EvaluateError> {
    let Step::DeriveUpwards { kind, field, clauses, aggregates, .. } = step else { return Ok(Climbed::default()) };
    let rows = evaluation.roster.len(*kind) as u32;
    let before = evaluation.derived(*kind, *field).cloned();
    let tallies: Vec<_> = clauses.iter().map(|id| evaluation.take_tally(*id)).collect();
    let states: Vec<_> =
        aggregates.iter().map(|id| evaluation.aggregates.get_mut(id.at()).map(std::mem::take)).collect();
    evaluation.upwards(place, step)?;
    let now = evaluation.derived(*kind, *field);
    let changed = (0..rows).filter_map(|row| {
        let before = before.as_ref().and_then(|column| column.get(row));
        (now.and_then(|now| now.get(row)) != before).then_some((row, before))
    });
    let mut climbed = Climbed { changed: changed.collect(), ..Climbed::default() };
    for (id, before) in clauses.iter().zip(tallies) {
        let (Some(before), Some(now)) = (before, evaluation.clauses.get(id.at())) else { continue };
        let slots = |group: u32| (0..now.slots).map(move |slot| (group as usize, slot));
        let other = |group: &u32| slots(*group).any(|(group, slot)| before.get(group, slot) != now.get(group, slot));
        climbed.clauses.push((0..now.groups() as u32).filter(other).collect());
    }
    for (id, before) in aggregates.iter().zip(states) {
        let (Some(before), Some(now)) = (before, evaluation.aggregates.get(id.at())) else { continue };
        let other = |group: &u32| before.get(*group as usize) != now.get(*group as usize);
        climbed.aggregates.push((0..now.groups() as u32).filter(other).collect());
    }
    Ok(climbed)
}
