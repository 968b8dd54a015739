//! An evaluation that is kept up to date while records change.
//!
//! Contract. What each record has added to each tally is kept ([`Marks`],
//! [`Sums`]), and so is what each criterion says of each record
//! ([`Standing`]). A change goes in two steps. While the records change, what
//! was added along a reference that changes is taken out of its groups; then
//! [`settle`](Live::settle) goes through all that is computed in the order of
//! the plan ([`Web`]) and asks again wherever something that is read has
//! really changed, by the functions that evaluate a roster from nothing. So
//! after any changes the evaluation is the one of the records as they stand.
//!
//! Some things are made anew from all records of a kind: fields computed level
//! by level when parents change, records come or go or a parent is unknown
//! ([`Added`]); tallies of groups of two records in hand when records of these
//! kinds come or go; and tallies to which records add whose own parent is
//! unknown when parents change or groups come or go.

mod marked;
mod marks;
mod places;
mod records;
mod settle;
mod standing;
mod sums;
mod upwards;
mod web;

use std::collections::HashSet;

use crate::program::{CriterionId, FieldId, KindId, Origin, Program, RankGives};
use crate::roster::Roster;

use super::evaluation::{EvaluateError, Evaluation, State, bounded};
use super::hand::Hand;
use super::read::Cell;
use super::tally::VerdictCounts;
use super::truth::Interval;

use marked::Marked;
use marks::Marks;
use places::Ties;
use standing::Standing;
use sums::Sums;
use upwards::Added;
use web::{Web, Work};

/// Asks for a criterion's verdict on the records in hand: its number, below 4. What truths and counts mean for a
/// criterion is not the engine's to say.
pub(crate) type Ask = fn(&Evaluation<'_>, CriterionId, Hand) -> u8;

/// What a criterion says of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Said {
    /// Whether it is only perhaps about the record.
    pub maybe: bool,
    /// The verdict's number.
    pub verdict: u8,
}

/// Another verdict than before; nothing where the criterion isn't about the record, or there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Turn {
    pub criterion: CriterionId,
    /// The keys of the records in hand.
    pub keys: Vec<String>,
    pub before: Option<Said>,
    pub after: Option<Said>,
}

/// Another value of a derived field that reports list than before; nothing where there was, or is, no such record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldTurn<T> {
    pub kind: KindId,
    pub field: FieldId,
    pub key: String,
    pub before: Option<T>,
    pub after: Option<T>,
}

/// What has changed.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub turns: Vec<Turn>,
    /// Labels of awards, each a bit.
    pub awards: Vec<FieldTurn<u64>>,
    /// Places and points.
    pub numbers: Vec<FieldTurn<Interval>>,
    /// Criteria whose verdicts are counted otherwise than before: the counts before and now.
    pub counts: Vec<(CriterionId, VerdictCounts, VerdictCounts)>,
}

/// What is kept of something that is computed.
#[derive(Debug)]
enum Kept {
    /// Nothing but what the evaluation itself has.
    Nothing,
    Marks(Marks),
    Sums(Sums),
    Standing(Box<Standing>),
    /// Nothing where the whole field is to be computed anew.
    Upwards(Option<Added>),
}

impl Kept {
    /// What hangs a tally on records; none where what is computed has no tally that is kept so.
    fn ties(&mut self) -> Option<&mut Ties> {
        match self {
            Kept::Marks(marks) => Some(&mut marks.ties),
            Kept::Sums(sums) => Some(&mut sums.ties),
            Kept::Nothing | Kept::Standing(_) | Kept::Upwards(_) => None,
        }
    }
}

/// What has to be asked again: records at each position in hand.
#[derive(Debug, Default)]
struct Dirty([Marked; 2]);

impl Dirty {
    fn is_empty(&self) -> bool {
        self.0.iter().all(Marked::is_empty)
    }

    fn at(&mut self, position: usize) -> &mut Marked {
        let [first, second] = &mut self.0;
        if position == 0 { first } else { second }
    }
}

/// An evaluation of records that change.
#[derive(Debug)]
pub(crate) struct Live {
    web: Web,
    state: State,
    kept: Vec<Kept>,
    dirty: Vec<Dirty>,
    /// Cells that have changed.
    touched: Vec<(KindId, FieldId, u32)>,
    /// Records that weren't there before.
    fresh: HashSet<(KindId, u32)>,
    outcome: Outcome,
}

impl Live {
    /// From an evaluation.
    pub fn new(mut evaluation: Evaluation<'_>, ask: Ask) -> Live {
        let program = evaluation.program();
        let web = Web::new(program);
        let mut kept = Vec::with_capacity(web.nodes.len());
        for node in &web.nodes {
            kept.push(match node.work {
                Work::Derive(..) => Kept::Nothing,
                Work::Upwards(place) => {
                    Kept::Upwards(program.plan.get(place).and_then(|step| Added::new(&mut evaluation, step)))
                }
                Work::Clause(id) => match program.clauses.get(id.at()) {
                    Some(clause) => Kept::Marks(Marks::new(&mut evaluation, id, clause)),
                    None => Kept::Nothing,
                },
                Work::Aggregate(id) => match program.aggregates.get(id.at()) {
                    Some(aggregate) => Kept::Sums(Sums::new(&mut evaluation, id, aggregate)),
                    None => Kept::Nothing,
                },
                Work::Criterion(id) => match program.criteria.get(id.at()) {
                    Some(criterion) => {
                        let asked = !web.of_criterion(id).is_empty();
                        let standing = Standing::new(&evaluation, id, criterion, asked, ask);
                        stand(&mut evaluation, id, &standing, asked);
                        Kept::Standing(Box::new(standing))
                    }
                    None => Kept::Nothing,
                },
            });
        }
        // The tallies are as they were: nobody is to hear of them.
        kept.iter_mut().filter_map(Kept::ties).for_each(Ties::settled);
        Live {
            dirty: web.nodes.iter().map(|_| Dirty::default()).collect(),
            web,
            state: evaluation.into_state(),
            kept,
            touched: Vec::new(),
            fresh: HashSet::new(),
            outcome: Outcome::default(),
        }
    }

    /// The evaluation, to be [given back](Self::give_back).
    pub fn lend<'a>(&mut self, program: &'a Program, roster: &'a Roster) -> Evaluation<'a> {
        Evaluation::of_state(program, roster, std::mem::take(&mut self.state))
    }

    pub fn give_back(&mut self, evaluation: Evaluation<'_>) {
        self.state = evaluation.into_state();
    }

    /// As [`give_back`](Self::give_back), of an evaluation of which anything may have been asked: what it has found out
    /// on the way and isn't kept up to date is forgotten.
    pub fn give_back_asked(&mut self, mut evaluation: Evaluation<'_>) {
        for (id, place) in (0u32..).map(CriterionId).zip(evaluation.met_by_all.get_mut()) {
            if self.web.of_criterion(id).is_empty() {
                *place = None;
            }
        }
        self.give_back(evaluation);
    }

    /// Whether there may be so many records of a kind: groups and pairs are bounded.
    pub fn may_have(&self, program: &Program, roster: &Roster, kind: KindId, rows: usize) -> Result<(), EvaluateError> {
        let len = |of: KindId| if of == kind { rows } else { roster.len(of) };
        for groups in self.state.groups() {
            bounded(groups.dimensions.iter().map(|(_, kind, _)| len(*kind)).product())?;
        }
        for criterion in &program.criteria {
            bounded(criterion.for_each.iter().map(|each| len(each.kind)).product())?;
        }
        Ok(())
    }
}

/// Puts what a criterion says of all its records where the evaluation looks for it.
fn stand(evaluation: &mut Evaluation<'_>, id: CriterionId, standing: &Standing, asked: bool) {
    let criteria = evaluation.program.criteria.len();
    let each = evaluation.program.criteria.get(id.at()).is_some_and(|criterion| !criterion.for_each.is_empty());
    evaluation.standing.resize(criteria, None);
    if let Some(place) = evaluation.standing.get_mut(id.at()) {
        *place = each.then(|| standing.verdicts());
    }
    if let Some(place) = evaluation.met_by_all.get_mut().get_mut(id.at()) {
        *place = (each && asked).then(|| standing.holds());
    }
}

/// Whether reports list what a field comes to for each record: a place, or the total of a table of points.
fn tells_number(program: &Program, kind: KindId, field: FieldId) -> bool {
    let declared = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at()));
    let place =
        matches!(declared.map(|field| &field.origin), Some(Origin::Rank(rank)) if rank.gives == RankGives::Place);
    place || program.scores.iter().any(|score| (score.kind, score.field) == (kind, field))
}

/// The number of a cell.
fn number_of(cell: Option<Cell>) -> Option<Interval> {
    match cell {
        Some(Cell::Number(number)) => Some(number),
        Some(Cell::Truth(_) | Cell::Labels(_)) | None => None,
    }
}

/// The labels that a cell may have, each a bit.
fn labels(cell: Option<Cell>) -> Option<u64> {
    match cell {
        Some(Cell::Labels(labels)) => Some(labels),
        Some(Cell::Truth(_) | Cell::Number(_)) | None => None,
    }
}
