//! What may be said of a roster: said in formulas for a world, and asked of the engine for records.

use tieuchi::engine::{Evaluation, Hand, Truth};
use tieuchi::exact::Exact;
use tieuchi::program::{
    Bound, Cond, CriterionId, Fate, KindId, List, Missing, Need, Program, Quantifier, Statement, Term,
};
use tieuchi::verdict::Verdict;

use crate::encode::{Construct, Encoder};
use crate::logic::{Formula, Kleene};
use crate::settle::TooLong;
use crate::slice::{Ask, Slicer};

/// Something that holds of a roster or doesn't.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A criterion has one of these verdicts.
    Verdict(CriterionId, Vec<Verdict>),
    /// There is a record of a kind of which conditions are yes, or no.
    Some(KindId, Vec<(Cond, bool)>),
    /// There is a record that a criterion is for each of, or a pair of them, that it is about and of which it says one of
    /// these.
    Each(CriterionId, Vec<Verdict>),
    /// A statement is yes, or no.
    Said(Statement, bool),
    /// One of these at least.
    Any(Vec<Fact>),
}

impl Fact {
    /// That a criterion is met.
    pub fn met(id: CriterionId) -> Fact {
        Fact::Verdict(id, vec![Verdict::Met])
    }

    /// That a criterion is not violated: it is met, or speaks of nobody.
    pub fn kept(id: CriterionId) -> Fact {
        Fact::Verdict(id, vec![Verdict::Met, Verdict::NotApplicable])
    }

    /// That a criterion is not met.
    pub fn not_met(id: CriterionId) -> Fact {
        Fact::Verdict(id, vec![Verdict::NotMet])
    }

    /// What it says of every single record: records that can't be there where it holds.
    pub fn shuts_out(&self, program: &Program) -> Vec<ShutOut> {
        let mut found = Vec::new();
        match self {
            Fact::Verdict(id, verdicts)
                if !verdicts.contains(&Verdict::NotMet) && !verdicts.contains(&Verdict::Undetermined) =>
            {
                let Some(criterion) = program.criteria.get(id.at()) else { return found };
                match criterion.for_each.as_slice() {
                    [] => shut_out(program, &criterion.cond, &mut found),
                    [each] => found.push(ShutOut { kind: each.kind, by: By::Verdict(*id) }),
                    [_, _, ..] => {}
                }
            }
            Fact::Said(Statement::Cond(cond), true) => shut_out(program, cond, &mut found),
            Fact::Said(Statement::Verdict(id, fate), true) => {
                return Fact::Verdict(*id, vec![verdict(*fate)]).shuts_out(program);
            }
            Fact::Verdict(..) | Fact::Some(..) | Fact::Each(..) | Fact::Said(..) | Fact::Any(_) => {}
        }
        found
    }

    /// Touches all that it reads.
    pub fn touch(&self, slicer: &mut Slicer<'_>) -> Result<(), TooLong> {
        match self {
            Fact::Verdict(id, _) | Fact::Each(id, ..) => slicer.criterion(*id),
            Fact::Some(kind, conds) => {
                slicer.kind(*kind);
                conds.iter().try_for_each(|(cond, _)| slicer.ask(*kind, Ask::Cond(cond.clone())))
            }
            Fact::Said(statement, _) => touch_statement(statement, slicer),
            Fact::Any(parts) => parts.iter().try_for_each(|part| part.touch(slicer)),
        }
    }

    /// When it holds in a world.
    pub fn formula(&self, encoder: &mut Encoder<'_>) -> Formula {
        match self {
            Fact::Verdict(id, verdicts) => {
                let said = encoder.verdict(*id);
                Formula::any(verdicts.iter().map(|verdict| said.of(*verdict)))
            }
            Fact::Some(kind, conds) => Formula::any(encoder.world.recs(*kind).into_iter().map(|rec| {
                let held = conds.iter().map(|(cond, wanted)| {
                    let truth = encoder.truth(cond, &[rec]);
                    if *wanted { truth.yes() } else { truth.no() }
                });
                let held = Formula::all(held.collect::<Vec<_>>());
                encoder.present(rec).and(held)
            })),
            Fact::Each(id, verdicts) => {
                let Some(hands) = encoder.hands(*id) else { return encoder.free(Construct::Pairs) };
                Formula::any(hands.into_iter().map(|hand| {
                    let (there, included) = (encoder.all_present(&hand), encoder.included(*id, &hand).yes());
                    if included == Formula::False {
                        return Formula::False;
                    }
                    let said = encoder.record_verdict(*id, &hand);
                    let held = Formula::any(verdicts.iter().map(|verdict| said.of(*verdict)));
                    there.and(included).and(held)
                }))
            }
            Fact::Said(statement, wanted) => {
                let truth = said(statement, encoder);
                if *wanted { truth.yes() } else { truth.no() }
            }
            Fact::Any(parts) => Formula::any(parts.iter().map(|part| part.formula(encoder)).collect::<Vec<_>>()),
        }
    }

    /// Whether it holds of records.
    pub fn holds(&self, evaluation: &Evaluation<'_>, records: impl Fn(KindId) -> u32 + Copy) -> bool {
        let says = |truth: Truth, wanted: bool| if wanted { truth.is_yes() } else { truth.is_no() };
        match self {
            Fact::Verdict(id, verdicts) => verdicts.contains(&evaluation.verdict(*id)),
            Fact::Some(kind, conds) => (0..records(*kind)).any(|row| {
                conds.iter().all(|(cond, wanted)| says(evaluation.truth(cond, Hand::one(*kind, row)), *wanted))
            }),
            Fact::Each(id, verdicts) => {
                let criterion = evaluation.program().criteria.get(id.at());
                let kinds: Vec<KindId> = criterion.iter().flat_map(|one| &one.for_each).map(|each| each.kind).collect();
                let mut found = false;
                evaluation.each_hand(&kinds, |hand| {
                    found = found
                        || (evaluation.included(*id, hand).is_yes()
                            && evaluation.verdict_of(*id, hand).is_some_and(|verdict| verdicts.contains(&verdict)));
                });
                found
            }
            Fact::Said(statement, wanted) => says(evaluation.statement(statement), *wanted),
            Fact::Any(parts) => parts.iter().any(|part| part.holds(evaluation, records)),
        }
    }
}

/// Records that can't be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShutOut {
    /// Their kind.
    pub kind: KindId,
    /// Which ones.
    pub by: By,
}

/// Which records can't be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// Those of which all of these conditions are so.
    Conds(Vec<(Cond, bool)>),
    /// Those that a criterion is about and is not met by, or leaves open.
    Verdict(CriterionId),
}

/// Whom a requirement on the whole roster shuts out: whoever fails an `all`, or is one that there may be none of.
fn shut_out(program: &Program, cond: &Cond, into: &mut Vec<ShutOut>) {
    match cond {
        Cond::List(List { need: Need::All, parts, .. }) => {
            parts.iter().for_each(|part| shut_out(program, &part.cond, into));
        }
        Cond::Clause(id) => {
            let Some(clause) = program.clauses.get(id.at()) else { return };
            let Some(head) = clause.parts.first().filter(|head| head.missing == Missing::Unknown) else { return };
            let wanted = match &head.quantifier {
                Quantifier::All => true,
                Quantifier::No => false,
                Quantifier::Count(Bound::AtLeast | Bound::Exactly, Term::Number(least)) if *least > Exact::zero() => {
                    // There is somebody of whom all of it holds, and with that what is said of the whole.
                    if let Some(Cond::List(List { need: Need::All, parts, .. })) = &head.property {
                        parts.iter().for_each(|part| shut_out(program, &part.cond, into));
                    }
                    return;
                }
                Quantifier::Count(..) | Quantifier::Between(..) | Quantifier::Share(..) | Quantifier::Rounded(..) => {
                    return;
                }
            };
            let filter = clause.population.filter.iter().map(|filter| (filter.clone(), true));
            let property = head.property.iter().map(|property| (property.clone(), !wanted));
            let conds: Vec<(Cond, bool)> = filter.chain(property).collect();
            if clause.population.links.is_empty() && !conds.is_empty() && (head.property.is_some() || !wanted) {
                into.push(ShutOut { kind: clause.population.kind, by: By::Conds(conds) });
            }
        }
        Cond::List(_) | Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) | Cond::Not(_) | Cond::Meets(_) => {}
    }
}

fn touch_statement(statement: &Statement, slicer: &mut Slicer<'_>) -> Result<(), TooLong> {
    match statement {
        Statement::Verdict(id, _) => slicer.criterion(*id),
        Statement::Cond(cond) => slicer.cond(cond, &[]),
        Statement::Not(inner) => touch_statement(inner, slicer),
        Statement::List(_, parts) => parts.iter().try_for_each(|part| touch_statement(&part.what, slicer)),
    }
}

fn said(statement: &Statement, encoder: &mut Encoder<'_>) -> Kleene {
    match statement {
        Statement::Verdict(id, fate) => {
            let said = encoder.verdict(*id);
            Kleene::from(said.of(verdict(*fate)))
        }
        Statement::Cond(cond) => encoder.truth(cond, &[]),
        Statement::Not(inner) => said(inner, encoder).negated(),
        Statement::List(need, parts) => {
            let parts = parts.iter().map(|part| said(&part.what, encoder)).collect::<Vec<_>>();
            encoder.counted(*need, parts)
        }
    }
}

fn verdict(fate: Fate) -> Verdict {
    match fate {
        Fate::Met => Verdict::Met,
        Fate::NotMet => Verdict::NotMet,
        Fate::Undetermined => Verdict::Undetermined,
        Fate::NotApplicable => Verdict::NotApplicable,
    }
}
