//! What follows from changes: everything that reads what has changed is asked again, in the order of the plan.

use crate::engine::evaluation::{EvaluateError, Evaluation};
use crate::engine::hand::Hand;
use crate::engine::links::Groups;
use crate::engine::read::Cell;
use crate::program::{CriterionId, FieldId, KindId, Origin, Program, Step};
use crate::roster::Ledger;

use super::marked::Marked;
use super::records::image;
use super::upwards::{Added, anew};
use super::web::{GroupReader, Web, Work};
use super::{Ask, Dirty, FieldTurn, Kept, Live, Outcome, labels, number_of, stand, tells_number};

impl Live {
    /// Asks again wherever something has changed, and tells what came of it.
    ///
    /// # Errors
    ///
    /// What fails an evaluation of the records as they stand now. Then they are to be changed back, and this asked again.
    pub fn settle(&mut self, program: &Program, ledger: &Ledger, ask: Ask) -> Result<Outcome, EvaluateError> {
        for (kind, field, row) in std::mem::take(&mut self.touched) {
            push_rows(&self.web, &mut self.dirty, ledger, kind, field, &[row]);
        }
        let mut evaluation = self.lend(program, ledger.roster());
        let mut failed = None;
        for number in 0..self.web.nodes.len() {
            let Some(work) = self.web.nodes.get(number).map(|node| node.work) else { continue };
            if self.is_clean(number) {
                continue;
            }
            match work {
                // A field that reads itself of the period before is asked again as long as that changes anything.
                Work::Derive(kind, field) => {
                    while failed.is_none() && !self.is_clean(number) {
                        let done = self.derive(&mut evaluation, ledger, number, kind, field);
                        failed = failed.or(done.err());
                    }
                }
                Work::Clause(_) | Work::Aggregate(_) => self.tally(&mut evaluation, number, work),
                Work::Upwards(place) => {
                    let done = self.upwards(&mut evaluation, ledger, number, place);
                    failed = failed.or(done.err());
                }
                Work::Criterion(id) => self.ask(&mut evaluation, ledger, number, id, ask),
            }
        }
        evaluation.here = None;
        failed = failed.or(evaluation.sound().err());
        self.give_back(evaluation);
        self.fresh.clear();
        let outcome = std::mem::take(&mut self.outcome);
        match failed {
            None => Ok(outcome),
            Some(error) => {
                // A sum that grew too large is lost: sums are made anew.
                for kept in &mut self.kept {
                    match kept {
                        Kept::Sums(sums) => sums.ties.full = true,
                        Kept::Upwards(added) => *added = None,
                        Kept::Nothing | Kept::Marks(_) | Kept::Standing(_) => {}
                    }
                }
                Err(error)
            }
        }
    }

    fn is_clean(&self, number: usize) -> bool {
        let kept = match self.kept.get(number) {
            Some(Kept::Marks(marks)) => marks.ties.full || !marks.ties.changed.is_empty(),
            Some(Kept::Sums(sums)) => sums.ties.full || !sums.ties.changed.is_empty(),
            Some(Kept::Standing(standing)) => standing.is_changed(),
            Some(Kept::Nothing | Kept::Upwards(_)) | None => false,
        };
        !kept && self.dirty.get(number).is_none_or(Dirty::is_empty)
    }

    fn take_rows(&mut self, number: usize, position: usize, len: usize) -> Vec<u32> {
        self.dirty.get_mut(number).map_or_else(Vec::new, |dirty| dirty.at(position).take(len))
    }

    fn derive(
        &mut self,
        evaluation: &mut Evaluation<'_>,
        ledger: &Ledger,
        number: usize,
        kind: KindId,
        field: FieldId,
    ) -> Result<(), EvaluateError> {
        let mut rows = self.take_rows(number, 0, ledger.roster().len(kind));
        let Some(declared) = evaluation.field(kind, field) else { return Ok(()) };
        evaluation.here = declared.place;
        let mut changed = Vec::new();
        // Any record may have changed the place of any other.
        let mut ranked = None;
        if matches!(declared.origin, Origin::Rank(_)) {
            rows = (0..ledger.roster().len(kind) as u32).collect();
            ranked = Some(evaluation.ranked(kind, field)?);
        }
        for row in rows {
            let cell = ranked.as_ref().and_then(|ranked| ranked.get(row));
            let cell = cell.unwrap_or_else(|| evaluation.derive(&declared.origin, Hand::one(kind, row)));
            let column = evaluation.derived.get_mut(kind.at()).and_then(|columns| columns.get_mut(field.at()));
            let Some(Some(column)) = column else { continue };
            let before = column.get(row);
            if before.as_ref() != Some(&cell) {
                column.set(row, cell.clone());
                changed.push((row, before));
            } else if self.fresh.contains(&(kind, row)) {
                changed.push((row, before));
            }
        }
        self.rederived(evaluation, ledger, kind, field, changed);
        Ok(())
    }

    /// Tells of records whose derived field has another value than before.
    fn rederived(
        &mut self,
        evaluation: &Evaluation<'_>,
        ledger: &Ledger,
        kind: KindId,
        field: FieldId,
        changed: Vec<(u32, Option<Cell>)>,
    ) {
        let award = evaluation.field(kind, field).is_some_and(|field| matches!(field.origin, Origin::Award { .. }));
        if award && let Some(column) = evaluation.derived(kind, field) {
            for (row, before) in &changed {
                let before = if self.fresh.contains(&(kind, *row)) { None } else { labels(before.clone()) };
                let (after, key) = (labels(column.get(*row)), ledger.key(kind, *row).to_owned());
                self.outcome.awards.push(FieldTurn { kind, field, key, before, after });
            }
        }
        if tells_number(evaluation.program, kind, field)
            && let Some(column) = evaluation.derived(kind, field)
        {
            for (row, before) in &changed {
                let before = if self.fresh.contains(&(kind, *row)) { None } else { number_of(before.clone()) };
                let (after, key) = (number_of(column.get(*row)), ledger.key(kind, *row).to_owned());
                self.outcome.numbers.push(FieldTurn { kind, field, key, before, after });
            }
        }
        let rows: Vec<u32> = changed.into_iter().map(|(row, _)| row).collect();
        push_rows(&self.web, &mut self.dirty, ledger, kind, field, &rows);
    }

    fn tally(&mut self, evaluation: &mut Evaluation<'_>, number: usize, work: Work) {
        let kind = self.web.nodes.get(number).and_then(|node| node.kinds.first().copied());
        let rows = self.take_rows(number, 0, kind.map_or(0, |kind| evaluation.roster.len(kind)));
        let program = evaluation.program;
        match (self.kept.get_mut(number), work) {
            (Some(Kept::Marks(marks)), Work::Clause(id)) => {
                let Some(clause) = program.clauses.get(id.at()) else { return };
                evaluation.here = clause.place;
                let news = marks.settle(evaluation, id, clause, &rows);
                let changed = std::mem::take(&mut marks.ties.changed);
                if news {
                    let width = width(evaluation.clause_groups.get(id.at()));
                    push_groups(&mut self.dirty, self.web.of_clause(id), &changed, width);
                }
            }
            (Some(Kept::Sums(sums)), Work::Aggregate(id)) => {
                let Some(aggregate) = program.aggregates.get(id.at()) else { return };
                evaluation.here = aggregate.place;
                let news = sums.settle(evaluation, id, aggregate, &rows);
                let changed = std::mem::take(&mut sums.ties.changed);
                if news {
                    let width = width(evaluation.aggregate_groups.get(id.at()));
                    push_groups(&mut self.dirty, self.web.of_aggregate(id), &changed, width);
                }
            }
            _ => {}
        }
    }

    fn upwards(
        &mut self,
        evaluation: &mut Evaluation<'_>,
        ledger: &Ledger,
        number: usize,
        place: usize,
    ) -> Result<(), EvaluateError> {
        let all = self.dirty.get_mut(number).is_none_or(|dirty| dirty.at(0).all);
        let rows = self.take_rows(number, 0, 0);
        let program = evaluation.program;
        let Some(step @ Step::DeriveUpwards { kind, field, clauses, aggregates, .. }) = program.plan.get(place) else {
            return Ok(());
        };
        let Some(Kept::Upwards(added)) = self.kept.get_mut(number) else { return Ok(()) };
        evaluation.here = evaluation.field(*kind, *field).and_then(|field| field.place);
        let climbed = match added {
            Some(added) if !all => added.climb(evaluation, step, &rows),
            _ => {
                *added = None;
                let climbed = anew(evaluation, place, step)?;
                *added = Added::new(evaluation, step);
                climbed
            }
        };
        let mut changed = climbed.changed;
        // Of a record that is new even what it had for want of anything is news.
        let new = self.fresh.iter().filter(|(of, _)| of == kind).map(|(_, row)| *row);
        let new = new.filter(|row| changed.iter().all(|(other, _)| other != row)).collect::<Vec<u32>>();
        changed.extend(new.into_iter().map(|row| (row, None)));
        self.rederived(evaluation, ledger, *kind, *field, changed);
        for (id, rows) in clauses.iter().zip(climbed.clauses) {
            push_groups(&mut self.dirty, self.web.of_clause(*id), &Marked { all: false, rows }, None);
        }
        for (id, rows) in aggregates.iter().zip(climbed.aggregates) {
            push_groups(&mut self.dirty, self.web.of_aggregate(*id), &Marked { all: false, rows }, None);
        }
        Ok(())
    }

    fn ask(&mut self, evaluation: &mut Evaluation<'_>, ledger: &Ledger, number: usize, id: CriterionId, ask: Ask) {
        let kinds = self.web.nodes.get(number).map_or_else(Vec::new, |node| node.kinds.clone());
        evaluation.here = evaluation.program.criteria.get(id.at()).and_then(|criterion| criterion.place);
        for position in 0..kinds.len().max(1) {
            let len = kinds.get(position).map_or(1, |kind| ledger.roster().len(*kind));
            let rows = self.take_rows(number, position, len);
            if let Some(Kept::Standing(standing)) = self.kept.get_mut(number) {
                standing.settle(evaluation, id, ledger, (position, &rows), ask, &mut self.outcome.turns);
            }
        }
        let Some(Kept::Standing(standing)) = self.kept.get_mut(number) else { return };
        let Some(before) = standing.changed() else { return };
        let asked = !self.web.of_criterion(id).is_empty();
        stand(evaluation, id, standing, asked);
        if !kinds.is_empty() {
            self.outcome.counts.push((id, before, standing.verdicts()));
        }
        for reader in self.web.of_criterion(id) {
            if let Some(dirty) = self.dirty.get_mut(*reader) {
                dirty.at(0).all = true;
            }
        }
    }
}

/// How many groups there are to each of the first dimension; none where there is one dimension.
fn width(groups: Option<&Groups>) -> Option<u32> {
    match groups.map(|groups| &groups.dimensions[..]) {
        Some([_, (_, _, width), ..]) => Some(*width as u32),
        Some([] | [_]) | None => None,
    }
}

/// Notes that a field of some records has changed.
fn push_rows(web: &Web, dirty: &mut [Dirty], ledger: &Ledger, kind: KindId, field: FieldId, rows: &[u32]) {
    if rows.is_empty() {
        return;
    }
    for reader in web.readers(kind, field) {
        let Some(marked) = dirty.get_mut(reader.node).map(|dirty| dirty.at(reader.position)) else { continue };
        if marked.all {
            continue;
        }
        if reader.via.is_empty() {
            marked.rows.extend(rows);
        } else {
            match image(ledger, &reader.via, rows) {
                Some(rows) => marked.rows.extend(rows),
                None => marked.all = true,
            }
        }
    }
}

/// Notes that some groups have changed.
fn push_groups(dirty: &mut [Dirty], readers: &[GroupReader], changed: &Marked, width: Option<u32>) {
    if changed.is_empty() {
        return;
    }
    for reader in readers {
        let Some(dirty) = dirty.get_mut(reader.node) else { continue };
        let marked = dirty.at(reader.position.unwrap_or(0));
        if reader.position.is_none() || changed.all {
            marked.all = true;
        } else {
            marked.rows.extend(changed.rows.iter().map(|group| width.map_or(*group, |width| group / width.max(1))));
        }
    }
}
