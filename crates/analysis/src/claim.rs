//! What may be claimed of a roster: said in formulas for a world, and asked of the engine for records.

use tieuchi::engine::{Evaluation, Hand, Truth};
use tieuchi::program::{Cond, CriterionId, KindId};
use tieuchi::verdict::Verdict;

use crate::encode::Encoder;
use crate::logic::Formula;
use crate::settle::TooLong;
use crate::slice::{Ask, Slicer};

/// Something that holds of a roster or doesn't.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// A criterion has one of these verdicts.
    Verdict(CriterionId, Vec<Verdict>),
    /// A condition on the whole roster is yes, or no.
    Truth(Cond, bool),
    /// There is a record of a kind of which conditions are yes, or no.
    Some(KindId, Vec<(Cond, bool)>),
    /// There is a record of a kind that a criterion is for each of, that it is about and of which it says one of these.
    Each(CriterionId, KindId, Vec<Verdict>),
    /// All of these.
    All(Vec<Claim>),
    /// One of these at least.
    Any(Vec<Claim>),
}

impl Claim {
    /// That a criterion is met.
    pub fn met(id: CriterionId) -> Claim {
        Claim::Verdict(id, vec![Verdict::Met])
    }

    /// That a criterion is not violated: it is met, or speaks of nobody.
    pub fn kept(id: CriterionId) -> Claim {
        Claim::Verdict(id, vec![Verdict::Met, Verdict::NotApplicable])
    }

    /// That a criterion is not met.
    pub fn not_met(id: CriterionId) -> Claim {
        Claim::Verdict(id, vec![Verdict::NotMet])
    }

    /// Touches all that it reads.
    pub fn touch(&self, slicer: &mut Slicer<'_>) -> Result<(), TooLong> {
        match self {
            Claim::Verdict(id, _) | Claim::Each(id, ..) => slicer.criterion(*id),
            Claim::Truth(cond, _) => slicer.cond(cond, &[]),
            Claim::Some(kind, conds) => {
                slicer.kind(*kind);
                conds.iter().try_for_each(|(cond, _)| slicer.ask(*kind, Ask::Cond(cond.clone())))
            }
            Claim::All(parts) | Claim::Any(parts) => parts.iter().try_for_each(|part| part.touch(slicer)),
        }
    }

    /// When it holds in a world.
    pub fn formula(&self, encoder: &mut Encoder<'_>) -> Formula {
        match self {
            Claim::Verdict(id, verdicts) => {
                let said = encoder.verdict(*id);
                Formula::any(verdicts.iter().map(|verdict| said.of(*verdict)))
            }
            Claim::Truth(cond, wanted) => {
                let truth = encoder.truth(cond, &[]);
                if *wanted { truth.yes() } else { truth.no() }
            }
            Claim::Some(kind, conds) => Formula::any(encoder.world.recs(*kind).into_iter().map(|rec| {
                let held = conds.iter().map(|(cond, wanted)| {
                    let truth = encoder.truth(cond, &[rec]);
                    if *wanted { truth.yes() } else { truth.no() }
                });
                let held = Formula::all(held.collect::<Vec<_>>());
                encoder.present(rec).and(held)
            })),
            Claim::Each(id, kind, verdicts) => Formula::any(encoder.world.recs(*kind).into_iter().map(|rec| {
                let included = encoder.included_one(*id, rec).yes();
                if included == Formula::False {
                    return Formula::False;
                }
                let said = encoder.record_verdict(*id, &[rec]);
                let held = Formula::any(verdicts.iter().map(|verdict| said.of(*verdict)));
                encoder.present(rec).and(included).and(held)
            })),
            Claim::All(parts) => Formula::all(parts.iter().map(|part| part.formula(encoder)).collect::<Vec<_>>()),
            Claim::Any(parts) => Formula::any(parts.iter().map(|part| part.formula(encoder)).collect::<Vec<_>>()),
        }
    }

    /// Whether it holds of records.
    pub fn holds(&self, evaluation: &Evaluation<'_>, records: impl Fn(KindId) -> u32 + Copy) -> bool {
        let says = |truth: Truth, wanted: bool| if wanted { truth.is_yes() } else { truth.is_no() };
        match self {
            Claim::Verdict(id, verdicts) => verdicts.contains(&evaluation.verdict(*id)),
            Claim::Truth(cond, wanted) => says(evaluation.truth(cond, Hand::none()), *wanted),
            Claim::Some(kind, conds) => (0..records(*kind)).any(|row| {
                conds.iter().all(|(cond, wanted)| says(evaluation.truth(cond, Hand::one(*kind, row)), *wanted))
            }),
            Claim::Each(id, kind, verdicts) => (0..records(*kind)).map(|row| Hand::one(*kind, row)).any(|hand| {
                evaluation.included(*id, hand).is_yes()
                    && evaluation.verdict_of(*id, hand).is_some_and(|verdict| verdicts.contains(&verdict))
            }),
            Claim::All(parts) => parts.iter().all(|part| part.holds(evaluation, records)),
            Claim::Any(parts) => parts.iter().any(|part| part.holds(evaluation, records)),
        }
    }
}
