//! Records change: what they have added is taken out of tallies, and everything that is kept by row or by group goes
//! where its record goes.

use crate::engine::aggregates::AggregateTally;
use crate::engine::evaluation::Evaluation;
use crate::engine::links::Groups;
use crate::engine::store::ClauseTally;
use crate::program::{FieldId, KindId, Origin, Program, Step, Type};
use crate::roster::{Datum, Ledger};

use super::web::{Way, Web, Work};
use super::{Dirty, FieldTurn, Kept, Live, labels, number_of, tells_number};

/// Beyond so many records, and half of all, all records of a kind are asked again.
const MANY: usize = 4_096;

impl Live {
    /// Puts something into a cell, and gives what was there.
    pub fn put(
        &mut self,
        program: &Program,
        ledger: &mut Ledger,
        (kind, field, row): (KindId, FieldId, u32),
        datum: &Datum,
    ) -> Datum {
        self.unhinge(program, ledger, kind, field, row);
        self.touched.push((kind, field, row));
        self.upset(kind, |parent| parent == field);
        ledger.put(kind, field, row, datum)
    }

    /// Has fields that are computed level by level along some references of a kind computed anew.
    fn upset(&mut self, kind: KindId, along: impl Fn(FieldId) -> bool) {
        for (node, parent) in self.web.upwards(kind) {
            if let (true, Some(dirty)) = (along(parent), self.dirty.get_mut(node)) {
                dirty.at(0).all = true;
            }
        }
    }

    /// Takes out whatever was added along a reference.
    fn unhinge(&mut self, program: &Program, ledger: &Ledger, kind: KindId, field: FieldId, row: u32) {
        if self.web.leaders(kind, field).is_empty() {
            return;
        }
        let mut evaluation = self.lend(program, ledger.roster());
        for leader in self.web.leaders(kind, field) {
            let mut rows = vec![row];
            if leader.under {
                let mut next = 0;
                while let Some(above) = rows.get(next).copied() {
                    rows.extend(ledger.followers().of(kind, field, above));
                    next += 1;
                }
            }
            let rows = image(ledger, &leader.via, &rows);
            let dirty = self.dirty.get_mut(leader.node);
            let (Some(kept), Some(dirty), Some(node)) =
                (self.kept.get_mut(leader.node), dirty, self.web.nodes.get(leader.node))
            else {
                continue;
            };
            if let Some(ties) = kept.ties() {
                // Where somebody's own parent is unknown, parents decide about groups that are not on one's way.
                ties.full |= rows.is_none() || (leader.under && ties.loose > 0);
            }
            lift(&mut evaluation, node.work, kept, dirty, rows.as_deref().unwrap_or_default());
        }
        self.give_back(evaluation);
    }

    /// Adds a record at a row; who was there goes behind the last one, and what the new one refers to is meant by the
    /// rows as they are then.
    pub fn insert(&mut self, program: &Program, ledger: &mut Ledger, kind: KindId, row: u32, data: &[Datum]) {
        let last = ledger.roster().len(kind) as u32;
        let mut data = data.to_vec();
        let fields = program.kinds.get(kind.at()).map_or(&[][..], |kind| &kind.fields);
        for (datum, field) in data.iter_mut().zip(fields) {
            if let (Datum::Row(target), Type::Reference(to)) = (datum, field.ty)
                && to == kind
            {
                *target = exchanged(*target, row, last);
            }
        }
        ledger.push(kind, &data);
        let mut evaluation = self.lend(program, ledger.roster());
        evaluation.derived.get_mut(kind.at()).into_iter().flatten().flatten().for_each(|column| column.push());
        for (kept, node) in self.kept.iter_mut().zip(&self.web.nodes) {
            let of_kind = node.kinds.first() == Some(&kind);
            match kept {
                Kept::Nothing | Kept::Upwards(_) => {}
                Kept::Marks(marks) if of_kind => marks.push(),
                Kept::Sums(sums) if of_kind => sums.push(),
                Kept::Marks(_) | Kept::Sums(_) => {}
                Kept::Standing(standing) => standing.push(kind),
            }
        }
        resize_groups(&mut evaluation, &mut self.kept, &self.web, kind, last as usize + 1);
        self.give_back(evaluation);
        for (node, position) in self.web.of_kind(kind) {
            if let Some(dirty) = self.dirty.get_mut(*node) {
                dirty.at(*position).rows.push(last);
            }
        }
        self.fresh.insert((kind, last));
        self.upset(kind, |_| true);
        if row < last {
            self.swap(program, ledger, kind, row, last);
        }
    }

    /// Takes a record away that nobody refers to; the last one goes to its place. Gives what it held.
    pub fn remove(&mut self, program: &Program, ledger: &mut Ledger, kind: KindId, row: u32) -> Vec<Datum> {
        let data = ledger.roster().data(kind, row);
        let Some(last) = (ledger.roster().len(kind) as u32).checked_sub(1) else { return data };
        let mut evaluation = self.lend(program, ledger.roster());
        self.tell_gone(&evaluation, ledger, kind, row);
        self.upset(kind, |_| true);
        for node in self.web.ranks(kind) {
            if let Some(dirty) = self.dirty.get_mut(node) {
                dirty.at(0).all = true;
            }
        }
        for ((kept, node), dirty) in self.kept.iter_mut().zip(&self.web.nodes).zip(&mut self.dirty) {
            if let (Kept::Standing(standing), Work::Criterion(id)) = (&mut *kept, node.work) {
                standing.leave(id, ledger, kind, row, &mut self.outcome.turns);
            } else if node.kinds.first() == Some(&kind) {
                match kept {
                    Kept::Nothing | Kept::Standing(_) | Kept::Upwards(_) => {}
                    Kept::Marks(_) | Kept::Sums(_) => lift(&mut evaluation, node.work, kept, dirty, &[row]),
                }
            }
        }
        self.give_back(evaluation);
        if row < last {
            self.swap(program, ledger, kind, row, last);
        }
        ledger.pop(kind);
        let mut evaluation = self.lend(program, ledger.roster());
        evaluation.derived.get_mut(kind.at()).into_iter().flatten().flatten().for_each(|column| column.pop());
        for ((kept, node), dirty) in self.kept.iter_mut().zip(&self.web.nodes).zip(&mut self.dirty) {
            let of_kind = node.kinds.first() == Some(&kind);
            match kept {
                Kept::Nothing | Kept::Upwards(_) => {}
                Kept::Marks(marks) if of_kind => marks.pop(),
                Kept::Sums(sums) if of_kind => sums.pop(),
                Kept::Marks(_) | Kept::Sums(_) => {}
                Kept::Standing(standing) => standing.pop(kind),
            }
            for (position, own) in node.kinds.iter().enumerate() {
                if *own == kind {
                    dirty.at(position).pop(last);
                }
            }
        }
        resize_groups(&mut evaluation, &mut self.kept, &self.web, kind, last as usize);
        self.give_back(evaluation);
        self.touched.retain(|(of, _, at)| (*of, *at) != (kind, last));
        self.fresh.remove(&(kind, last));
        data
    }

    /// Notes that the awards, places and points of a record go with it.
    fn tell_gone(&mut self, evaluation: &Evaluation<'_>, ledger: &Ledger, kind: KindId, row: u32) {
        if self.fresh.contains(&(kind, row)) {
            return;
        }
        let fields = evaluation.program.kinds.get(kind.at()).map_or(&[][..], |kind| &kind.fields);
        for (field, declared) in (0u32..).map(FieldId).zip(fields) {
            if let (Origin::Award { .. }, Some(column)) = (&declared.origin, evaluation.derived(kind, field)) {
                let (before, key) = (labels(column.get(row)), ledger.key(kind, row).to_owned());
                self.outcome.awards.push(FieldTurn { kind, field, key, before, after: None });
            }
            if tells_number(evaluation.program, kind, field)
                && let Some(column) = evaluation.derived(kind, field)
            {
                let (before, key) = (number_of(column.get(row)), ledger.key(kind, row).to_owned());
                self.outcome.numbers.push(FieldTurn { kind, field, key, before, after: None });
            }
        }
    }

    /// Two records of a kind change places.
    fn swap(&mut self, program: &Program, ledger: &mut Ledger, kind: KindId, one: u32, other: u32) {
        ledger.swap(kind, one, other);
        let mut evaluation = self.lend(program, ledger.roster());
        for column in evaluation.derived.get_mut(kind.at()).into_iter().flatten().flatten() {
            column.swap(one, other);
        }
        for ((kept, node), dirty) in self.kept.iter_mut().zip(&self.web.nodes).zip(&mut self.dirty) {
            let of_kind = node.kinds.first() == Some(&kind);
            match kept {
                Kept::Nothing | Kept::Upwards(_) => {}
                Kept::Marks(marks) if of_kind => marks.swap(one, other),
                Kept::Sums(sums) if of_kind => sums.swap(one, other),
                Kept::Marks(_) | Kept::Sums(_) => {}
                Kept::Standing(standing) => standing.swap(kind, one, other),
            }
            for (position, own) in node.kinds.iter().enumerate() {
                if *own == kind {
                    dirty.at(position).swap(one, other);
                }
            }
            each_tally(&mut evaluation, node.work, |groups, mut tally| {
                if groups.dimensions.iter().all(|(_, of, _)| *of != kind) {
                    return;
                }
                let one_dimension = groups.dimensions.len() == 1;
                if one_dimension {
                    tally.swap(one, other);
                }
                if let Some(ties) = kept.ties() {
                    ties.full |= !one_dimension;
                    ties.changed.swap(one, other);
                }
                if let Kept::Sums(sums) = &mut *kept {
                    sums.swap_groups(one, other);
                }
            });
        }
        self.give_back(evaluation);
        for (of, _, row) in &mut self.touched {
            if *of == kind {
                *row = exchanged(*row, one, other);
            }
        }
        let (first, second) = (self.fresh.remove(&(kind, one)), self.fresh.remove(&(kind, other)));
        self.fresh.extend(first.then_some((kind, other)));
        self.fresh.extend(second.then_some((kind, one)));
    }
}

fn exchanged(row: u32, one: u32, other: u32) -> u32 {
    if row == one {
        other
    } else if row == other {
        one
    } else {
        row
    }
}

/// Takes what some records have added to a tally out of it.
fn lift(evaluation: &mut Evaluation<'_>, work: Work, kept: &mut Kept, dirty: &mut Dirty, rows: &[u32]) {
    match (kept, work) {
        (Kept::Marks(marks), Work::Clause(id)) => marks.lift(evaluation, id, rows),
        (Kept::Sums(sums), Work::Aggregate(id)) => sums.lift(evaluation, id, rows),
        _ => {}
    }
    dirty.at(0).rows.extend(rows);
}

/// What has groups.
enum Tally<'t> {
    Clause(&'t mut ClauseTally),
    Aggregate(&'t mut AggregateTally),
}

impl Tally<'_> {
    fn swap(&mut self, one: u32, other: u32) {
        match self {
            Tally::Clause(tally) => tally.swap(one as usize, other as usize),
            Tally::Aggregate(tally) => tally.swap(one, other),
        }
    }

    fn resize(&mut self, groups: usize) {
        match self {
            Tally::Clause(tally) => tally.resize(groups),
            Tally::Aggregate(tally) => tally.resize(groups),
        }
    }
}

/// Calls with whatever of a node has groups.
fn each_tally(evaluation: &mut Evaluation<'_>, work: Work, mut call: impl FnMut(&mut Groups, Tally<'_>)) {
    let (clauses, aggregates) = match work {
        Work::Clause(id) => (&[id][..], &[][..]),
        Work::Aggregate(id) => (&[][..], &[id][..]),
        Work::Upwards(place) => match evaluation.program.plan.get(place) {
            Some(Step::DeriveUpwards { clauses, aggregates, .. }) => (&clauses[..], &aggregates[..]),
            Some(Step::Clause(_) | Step::Aggregate(_) | Step::Derive(..) | Step::DeriveOnwards { .. }) | None => return,
        },
        Work::Derive(..) | Work::Criterion(_) => return,
    };
    for id in clauses {
        let tally = evaluation.clauses.get_mut(id.at());
        if let (Some(groups), Some(tally)) = (evaluation.clause_groups.get_mut(id.at()), tally) {
            call(groups, Tally::Clause(tally));
        }
    }
    for id in aggregates {
        let tally = evaluation.aggregates.get_mut(id.at());
        if let (Some(groups), Some(tally)) = (evaluation.aggregate_groups.get_mut(id.at()), tally) {
            call(groups, Tally::Aggregate(tally));
        }
    }
}

/// Takes up that there are so many records of a kind now, the last one of which came or went.
fn resize_groups(evaluation: &mut Evaluation<'_>, kept: &mut [Kept], web: &Web, kind: KindId, rows: usize) {
    for (kept, node) in kept.iter_mut().zip(&web.nodes) {
        each_tally(evaluation, node.work, |groups, mut tally| {
            if groups.dimensions.iter().all(|(_, of, _)| *of != kind) {
                return;
            }
            groups.resize(kind, rows);
            let one_dimension = groups.dimensions.len() == 1;
            if one_dimension {
                tally.resize(rows);
            }
            if let Some(ties) = kept.ties() {
                ties.full |= !one_dimension || ties.loose > 0;
                ties.changed.pop(rows as u32);
            }
            if let Kept::Sums(sums) = &mut *kept {
                sums.pop_group(rows as u32);
            }
        });
    }
}

/// The records from which a way leads to some records; none where there are too many to go through one by one.
pub(super) fn image(ledger: &Ledger, via: &Way, rows: &[u32]) -> Option<Vec<u32>> {
    let followers = ledger.followers();
    let mut rows = rows.to_vec();
    for (kind, field) in via.iter().rev() {
        let most = MANY.max(ledger.roster().len(*kind) / 2);
        let mut before = Vec::new();
        for row in rows {
            before.extend(followers.of(*kind, *field, row));
            if before.len() > most {
                return None;
            }
        }
        rows = before;
    }
    Some(rows)
}
