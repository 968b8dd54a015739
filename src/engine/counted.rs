//! What is known of records that are not there: counts alone.
//!
//! An evaluation of a roster can tell how many records have which verdict and
//! which label. One that was put together from the tallies of other
//! evaluations has no records to ask, and tells what it was given.

use serde::{Deserialize, Serialize};

use crate::program::{
    AggregateId, ClauseId, Cond, CriterionId, Field, FieldId, KindId, Link, Origin, Population, Program, Type,
};
use crate::roster::Roster;

use super::aggregates::AggregateTally;
use super::derived::Derived;
use super::evaluation::{EvaluateError, Evaluation, Options, evaluate};
use super::hand::Hand;
use super::links::Above;
use super::read::Cell;
use super::tally::{Counts, Summation, VerdictCounts};
use super::truth::Truth;

/// How many records of a kind have which label of a derived field.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelCounts {
    /// By number of the label: how many certainly have it.
    pub settled: Vec<u64>,
    /// How many may have one or another.
    pub open: u64,
}

impl LabelCounts {
    /// Adds those of other records.
    pub fn merge(&mut self, other: &LabelCounts) {
        self.settled.resize(self.settled.len().max(other.settled.len()), 0);
        self.settled.iter_mut().zip(&other.settled).for_each(|(into, from)| *into += from);
        self.open += other.open;
    }
}

/// The counts of the one group of a clause that is about the whole roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClauseCounts {
    /// The clause.
    pub clause: ClauseId,
    /// Of its parts, then of those parts again that the joint rule asks for.
    pub slots: Vec<Counts>,
}

/// The state of the one group of an aggregate over the whole roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AggregateState {
    /// The aggregate.
    pub aggregate: AggregateId,
    /// Its state.
    pub state: Summation,
}

/// What a criterion that is for each record of a kind says of them all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EachCounts {
    /// The criterion.
    pub criterion: CriterionId,
    /// How many records have which verdict.
    pub verdicts: VerdictCounts,
    /// Whether its condition holds of all that it is about.
    pub holds: Truth,
}

/// How many records of a kind have which label of an award.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AwardCounts {
    /// The kind.
    pub kind: KindId,
    /// The award.
    pub field: FieldId,
    /// The counts.
    pub labels: LabelCounts,
}

/// All that a report without names asks of records.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counted {
    /// Clauses about the whole roster.
    pub clauses: Vec<ClauseCounts>,
    /// Aggregates over the whole roster.
    pub aggregates: Vec<AggregateState>,
    /// Criteria that are for each record of a kind.
    pub criteria: Vec<EachCounts>,
    /// Awards.
    pub awards: Vec<AwardCounts>,
}

/// An evaluation that has counts and no records: `nobody` is a roster without any.
///
/// # Errors
///
/// As of [`evaluate`].
pub(crate) fn evaluate_counted<'a>(
    program: &'a Program,
    nobody: &'a Roster,
    counted: Counted,
) -> Result<Evaluation<'a>, EvaluateError> {
    let mut evaluation = evaluate(program, nobody, &Options::default())?;
    for ClauseCounts { clause, slots } in &counted.clauses {
        if let Some(mut tally) = evaluation.empty_tally(*clause) {
            slots.iter().enumerate().for_each(|(slot, counts)| tally.merge(0, slot, counts));
            evaluation.put_tally(*clause, tally);
        }
    }
    for AggregateState { aggregate, state } in &counted.aggregates {
        evaluation.put_aggregate(*aggregate, AggregateTally::of_one(state.clone()));
    }
    let holds = counted.criteria.iter().map(|each| (each.criterion, each.holds)).collect();
    evaluation.counted = Some(Box::new(counted));
    evaluation.ask_again(holds)?;
    Ok(evaluation)
}

impl Evaluation<'_> {
    /// The counts of all slots of a clause that has one group.
    pub(crate) fn slots(&self, id: ClauseId) -> Vec<Counts> {
        self.clause_tally(id).map_or_else(Vec::new, |tally| (0..tally.slots).map(|slot| tally.get(0, slot)).collect())
    }

    /// Whether a criterion that is for each record of a kind holds of all that it is about.
    pub(crate) fn holds_of_all(&self, id: CriterionId) -> Truth {
        self.truth(&Cond::Meets(id), Hand::none())
    }

    /// The verdicts that were counted elsewhere, or are kept up to date.
    pub(crate) fn known_verdicts(&self, id: CriterionId) -> Option<VerdictCounts> {
        if let Some(kept) = self.standing.get(id.at()).copied().flatten() {
            return Some(kept);
        }
        let counted = self.counted.as_ref()?;
        counted.criteria.iter().find(|each| each.criterion == id).map(|each| each.verdicts)
    }

    /// How many records of a population may be in a group that isn't known: along a link some reference is
    /// unknown. `where` is asked.
    pub(crate) fn strays(&self, population: &Population) -> u64 {
        let mut strays = 0;
        if !population.links.iter().any(|link| self.may_stray(population, link)) {
            return strays;
        }
        for row in 0..self.roster.len(population.kind) as u32 {
            let astray = |link: &Link| self.place(population.kind, link, row).maybe != Above::Nothing;
            if population.links.iter().any(astray) && !self.chosen(population, row).is_no() {
                strays += 1;
            }
        }
        strays
    }

    /// Whether some reference along a link may be unknown at all.
    fn may_stray(&self, population: &Population, link: &Link) -> bool {
        let open = |field: &Field| matches!(field.origin, Origin::Data { may_be_unknown: true, .. });
        let mut kind = population.kind;
        for step in &link.via {
            let Some(field) = self.field(kind, *step) else { return true };
            if open(field) {
                return true;
            }
            kind = match field.ty {
                Type::Reference(next) => next,
                Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) => return true,
            };
        }
        link.under.is_some_and(|parent| self.field(kind, parent).is_none_or(open))
    }

    /// How many records have which label of a derived field, such as an award.
    pub fn label_counts(&self, kind: KindId, field: FieldId) -> LabelCounts {
        if let Some(counted) = &self.counted {
            let known = counted.awards.iter().find(|award| (award.kind, award.field) == (kind, field));
            return known.map_or_else(LabelCounts::default, |award| award.labels.clone());
        }
        let labels = match self.field(kind, field).map(|field| field.ty) {
            Some(Type::Label(set)) => self.program.labels.get(set.at()).map_or(0, |set| set.labels.len()),
            Some(Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Reference(_)) | None => 0,
        };
        let mut counts = LabelCounts { settled: vec![0; labels], open: 0 };
        let Some(Derived::Coded(column)) = self.derived(kind, field) else { return counts };
        // Few values, many records: count the numbers of the values first.
        let mut having = vec![0u64; column.values().len()];
        for row in 0..self.roster.len(kind) {
            if let Some(count) = column.codes().get(row).and_then(|code| having.get_mut(code as usize)) {
                *count += 1;
            }
        }
        for (value, count) in column.values().iter().zip(having) {
            let possible = match value {
                Cell::Labels(possible) => *possible,
                Cell::Truth(_) | Cell::Number(_) => 0,
            };
            match counts.settled.get_mut(possible.trailing_zeros() as usize) {
                Some(settled) if possible.count_ones() == 1 => *settled += count,
                _ => counts.open += count,
            }
        }
        counts
    }
}
