//! Who is behind the verdicts, one record after the other: for lists too long to hold.

use crate::engine::{Evaluation, Hand, Truth};
use crate::program::{ClauseId, Cond, CriterionId, KindId};
use crate::verdict::Verdict;

use super::clauses::{demand_direction, sides};
use super::values::Explainer;

/// A record behind a verdict that isn't “met”.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind<'r> {
    /// The criterion's identifier.
    pub criterion: &'r str,
    /// What it says of the records in hand.
    pub verdict: Verdict,
    /// The keys of the records in hand, where the criterion is for each of a kind.
    pub each: &'r [String],
    /// The clause part in the rules' words; empty where the records in hand are themselves what is behind it.
    pub part: &'r str,
    /// The record's kind; none where [`part`](Self::part) is empty.
    pub kind: Option<KindId>,
    /// Its key; empty where [`part`](Self::part) is.
    pub id: &'r str,
    /// How it stands to the part.
    pub standing: Standing,
}

/// How a record stands to a clause part that doesn't hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It is what the part objects to.
    Against,
    /// Whether it has the property is unknown.
    Unknown,
    /// Whether it counts at all is unknown.
    MayCount,
}

/// Calls with every record behind a verdict that isn't “met”, in the order of criteria, records in hand, clauses and data.
///
/// It takes the memory of one group of records, however many there are in all.
///
/// # Errors
///
/// What the call returns; nothing more is called then.
pub fn behind<E>(evaluation: &Evaluation<'_>, mut call: impl FnMut(&Behind<'_>) -> Result<(), E>) -> Result<(), E> {
    let all = 0..u32::try_from(evaluation.program().criteria.len()).unwrap_or(u32::MAX);
    all.map(CriterionId).try_for_each(|id| behind_one(evaluation, id, &mut call))
}

/// As [`behind`], of one criterion; nothing is called if there is no such criterion.
///
/// # Errors
///
/// As [`behind`].
pub fn behind_one<E>(
    evaluation: &Evaluation<'_>,
    id: CriterionId,
    mut call: impl FnMut(&Behind<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let explainer = Explainer::new(evaluation, false);
    let Some(criterion) = explainer.program.criteria.get(id.at()) else { return Ok(()) };
    let kinds: Vec<KindId> = criterion.for_each.iter().map(|each| each.kind).collect();
    let mut outcome = Ok(());
    evaluation.each_hand(&kinds, |hand| {
        let verdict = match evaluation.verdict_of(id, hand) {
            Some(verdict @ (Verdict::NotMet | Verdict::Undetermined)) if outcome.is_ok() => verdict,
            Some(_) | None => return,
        };
        let each: Vec<String> = hand.records().map(|(kind, row)| explainer.id(kind, row)).collect();
        let own = Behind {
            criterion: &criterion.id,
            verdict,
            each: &each,
            part: "",
            kind: None,
            id: "",
            standing: if verdict == Verdict::NotMet { Standing::Against } else { Standing::Unknown },
        };
        if !each.is_empty() {
            outcome = call(&own);
        }
        if outcome.is_ok() {
            outcome = explainer.behind(&criterion.cond, hand, false, &own, &mut call);
        }
    });
    outcome
}

impl Explainer<'_> {
    fn behind<E>(
        &self,
        cond: &Cond,
        hand: Hand,
        negated: bool,
        own: &Behind<'_>,
        call: &mut impl FnMut(&Behind<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        match cond {
            Cond::Clause(id) => self.behind_clause(*id, hand, negated, own, call),
            Cond::Not(cond) => self.behind(cond, hand, !negated, own, call),
            Cond::List(list) => {
                list.parts.iter().try_for_each(|part| self.behind(&part.cond, hand, negated, own, call))
            }
            // What another criterion says stands with that one; fields are those of the records in hand.
            Cond::Meets(_) | Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) => Ok(()),
        }
    }

    fn behind_clause<E>(
        &self,
        id: ClauseId,
        hand: Hand,
        negated: bool,
        own: &Behind<'_>,
        call: &mut impl FnMut(&Behind<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(clause) = self.program.clauses.get(id.at()) else { return Ok(()) };
        let settled = if negated { Truth::No } else { Truth::Yes };
        for (number, part) in clause.parts.iter().enumerate() {
            let (truth, deciding) = self.evaluation.judged(id, number, hand);
            if truth == settled {
                continue;
            }
            let threshold = self.evaluation.threshold(id, number, hand);
            let sides = sides(&threshold, demand_direction(&threshold, truth, &deciding));
            for row in self.evaluation.candidates(&clause.population, hand) {
                let (member, property) = self.evaluation.marks(id, number, hand, row);
                let against = if property.is_no() { sides.failing != negated } else { sides.holding != negated };
                let standing = match (member, property) {
                    (Truth::No, _) => continue,
                    (_, Truth::Unknown) => Standing::Unknown,
                    (Truth::Unknown, _) => Standing::MayCount,
                    (Truth::Yes, _) if against => Standing::Against,
                    (Truth::Yes, _) => continue,
                };
                let kind = clause.population.kind;
                let record = self.id(kind, row);
                call(&Behind { part: &part.text, kind: Some(kind), id: &record, standing, ..*own })?;
            }
        }
        Ok(())
    }
}
