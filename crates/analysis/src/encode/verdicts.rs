//! Verdicts of criteria.

use tieuchi::program::{Bound, ClauseId, Cond, CriterionId, List, Need, Quantifier};
use tieuchi::verdict::Verdict;

use super::{Construct, Encoder};
use crate::logic::{Formula, Kleene, Linear};
use crate::world::Rec;

/// The most pairs of sorts that a criterion is asked of.
const MAX_PAIRS: usize = 2_000;

/// When each verdict is given; one always is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdicts {
    /// Met.
    pub met: Formula,
    /// Not met.
    pub not_met: Formula,
    /// Undetermined.
    pub undetermined: Formula,
    /// Not applicable.
    pub not_applicable: Formula,
}

impl From<Kleene> for Verdicts {
    fn from(truth: Kleene) -> Verdicts {
        Verdicts { met: truth.yes(), not_met: truth.no(), undetermined: truth.open(), not_applicable: Formula::False }
    }
}

impl Verdicts {
    /// When it is this verdict.
    pub fn of(&self, verdict: Verdict) -> Formula {
        match verdict {
            Verdict::Met => self.met.clone(),
            Verdict::NotMet => self.not_met.clone(),
            Verdict::Undetermined => self.undetermined.clone(),
            Verdict::NotApplicable => self.not_applicable.clone(),
        }
    }

    fn only(verdict: Verdict) -> Verdicts {
        let is = |other: Verdict| Formula::from(verdict == other);
        Verdicts {
            met: is(Verdict::Met),
            not_met: is(Verdict::NotMet),
            undetermined: is(Verdict::Undetermined),
            not_applicable: is(Verdict::NotApplicable),
        }
    }

    /// One where a formula holds, another where it doesn't.
    fn either(when: &Formula, then: Verdicts, otherwise: Verdicts) -> Verdicts {
        let join = |a: Formula, b: Formula| when.clone().and(a).or(when.negated().and(b));
        Verdicts {
            met: join(then.met, otherwise.met),
            not_met: join(then.not_met, otherwise.not_met),
            undetermined: join(then.undetermined, otherwise.undetermined),
            not_applicable: join(then.not_applicable, otherwise.not_applicable),
        }
    }

    /// The first present of an order of three, else not applicable.
    fn first(present: [Formula; 3]) -> [Formula; 4] {
        let [a, b, c] = present;
        let (no_a, no_b, no_c) = (a.negated(), b.negated(), c.negated());
        [a, b.and(no_a.clone()), c.and(no_a.clone()).and(no_b.clone()), no_a.and(no_b).and(no_c)]
    }

    /// `and`: of several, each with the condition that it counts.
    fn all(parts: &[(Formula, Verdicts)]) -> Verdicts {
        let any = |of: Verdict| Formula::any(parts.iter().map(|(when, part)| when.clone().and(part.of(of))));
        let [not_met, undetermined, met, not_applicable] =
            Verdicts::first([any(Verdict::NotMet), any(Verdict::Undetermined), any(Verdict::Met)]);
        Verdicts { met, not_met, undetermined, not_applicable }
    }

    /// `or`.
    fn any(parts: &[(Formula, Verdicts)]) -> Verdicts {
        let any = |of: Verdict| Formula::any(parts.iter().map(|(when, part)| when.clone().and(part.of(of))));
        let [met, undetermined, not_met, not_applicable] =
            Verdicts::first([any(Verdict::Met), any(Verdict::Undetermined), any(Verdict::NotMet)]);
        Verdicts { met, not_met, undetermined, not_applicable }
    }
}

impl Encoder<'_> {
    /// The verdict of a criterion; over all records where it is `for each`.
    pub fn verdict(&mut self, id: CriterionId) -> Verdicts {
        let Some(criterion) = self.program.criteria.get(id.at()) else {
            return Verdicts::only(Verdict::NotApplicable);
        };
        if criterion.for_each.is_empty() {
            return self.there(criterion.place, |own| own.record_verdict(id, &[]));
        }
        match self.hands(id) {
            Some(hands) => self.there(criterion.place, |own| own.overall(id, hands)),
            None => self.there(criterion.place, |own| own.any_verdict(Construct::Pairs)),
        }
    }

    /// The sorts that a criterion is asked of, or the pairs of them; none where there are too many pairs.
    pub(crate) fn hands(&self, id: CriterionId) -> Option<Vec<Vec<Rec>>> {
        let criterion = self.program.criteria.get(id.at())?;
        let sorts: Vec<Vec<Rec>> = criterion.for_each.iter().map(|each| self.world.recs(each.kind)).collect();
        match sorts.as_slice() {
            [] => Some(vec![Vec::new()]),
            [sorts] => Some(sorts.iter().map(|rec| vec![*rec]).collect()),
            [first, second, ..] => (first.len() * second.len() <= MAX_PAIRS)
                .then(|| first.iter().flat_map(|a| second.iter().map(move |b| vec![*a, *b])).collect()),
        }
    }

    /// That there is one of each of these sorts.
    pub(crate) fn all_present(&mut self, hand: &[Rec]) -> Formula {
        let present = hand.iter().map(|rec| self.present(*rec)).collect::<Vec<_>>();
        Formula::all(present)
    }

    /// Of each of the records in hand that are there: `and` over those that the criterion is about.
    fn overall(&mut self, id: CriterionId, hands: Vec<Vec<Rec>>) -> Verdicts {
        let mut parts = Vec::new();
        for hand in hands {
            let included = self.included(id, &hand);
            if !included.is_settled() {
                return self.any_verdict(Construct::Unknown);
            }
            let counts = self.all_present(&hand).and(included.yes());
            if counts != Formula::False {
                let verdict = self.record_verdict(id, &hand);
                parts.push((counts, verdict));
            }
        }
        Verdicts::all(&parts)
    }

    /// A verdict that is left open.
    fn any_verdict(&mut self, construct: Construct) -> Verdicts {
        let (a, b) = (self.free(construct), self.free(construct));
        Verdicts::either(
            &a,
            Verdicts::either(&b, Verdicts::only(Verdict::Met), Verdicts::only(Verdict::NotMet)),
            Verdicts::either(&b, Verdicts::only(Verdict::Undetermined), Verdicts::only(Verdict::NotApplicable)),
        )
    }

    /// The verdict for the records in hand, whether or not the criterion is about them.
    pub fn record_verdict(&mut self, id: CriterionId, hand: &[Rec]) -> Verdicts {
        match self.program.criteria.get(id.at()) {
            Some(criterion) => self.cond_verdict(&criterion.cond, hand, criterion.if_none),
            None => Verdicts::only(Verdict::NotApplicable),
        }
    }

    fn cond_verdict(&mut self, cond: &Cond, hand: &[Rec], if_none: Option<bool>) -> Verdicts {
        match cond {
            Cond::Clause(id) => self.clause_verdict(*id, hand, if_none),
            Cond::List(list @ List { need: Need::All | Need::Any, .. }) => self.joined(list, hand, if_none),
            Cond::Meets(id) => self.meets_verdict(*id, hand),
            Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) | Cond::Not(_) | Cond::List(_) => {
                Verdicts::from(self.truth(cond, hand))
            }
        }
    }

    fn joined(&mut self, list: &List, hand: &[Rec], if_none: Option<bool>) -> Verdicts {
        let mut parts = Vec::new();
        let mut doubtful = 0;
        for part in &list.parts {
            let verdict = self.there(part.place, |own| own.cond_verdict(&part.cond, hand, if_none));
            doubtful += usize::from(verdict.undetermined != Formula::False);
            parts.push((Formula::True, verdict));
        }
        let whole = if list.need == Need::All { Verdicts::all(&parts) } else { Verdicts::any(&parts) };
        if doubtful < 2 || whole.undetermined == Formula::False {
            return whole;
        }
        // What several leave open each may be decided by them together, since they may speak of one field.
        let open = whole.undetermined.clone();
        let together = self.any_verdict(Construct::Unknown);
        Verdicts::either(&open, together, whole)
    }

    fn clause_verdict(&mut self, id: ClauseId, hand: &[Rec], if_none: Option<bool>) -> Verdicts {
        let Some(clause) = self.program.clauses.get(id.at()) else { return Verdicts::only(Verdict::NotApplicable) };
        let Some(nobody) = self.nobody(id, hand) else { return self.any_verdict(Construct::Unknown) };
        let parts: Vec<Kleene> = (0..clause.parts.len()).map(|part| self.clause_part(id, part, hand)).collect();
        let over_nobody = match if_none {
            Some(met) => Verdicts::only(if met { Verdict::Met } else { Verdict::NotMet }),
            None => {
                let demands: Vec<Kleene> =
                    clause.parts.iter().map(|part| self.demands(&part.quantifier, hand)).collect();
                let demanded = Kleene::any(demands);
                Verdicts {
                    met: Formula::False,
                    not_met: demanded.yes(),
                    undetermined: demanded.open(),
                    not_applicable: demanded.no(),
                }
            }
        };
        Verdicts::either(&nobody, over_nobody, Verdicts::from(Kleene::all(parts)))
    }

    /// Whether a quantifier isn't satisfied by nobody.
    fn demands(&mut self, quantifier: &Quantifier, hand: &[Rec]) -> Kleene {
        match quantifier {
            Quantifier::All | Quantifier::No => Kleene::from(false),
            Quantifier::Count(Bound::AtMost | Bound::LessThan, _)
            | Quantifier::Share(Bound::AtLeast | Bound::AtMost | Bound::LessThan | Bound::Exactly, _)
            | Quantifier::Rounded(Bound::AtLeast | Bound::AtMost | Bound::LessThan | Bound::Exactly, ..) => {
                Kleene::from(false)
            }
            Quantifier::Count(Bound::AtLeast | Bound::MoreThan | Bound::Exactly, _)
            | Quantifier::Between(..)
            | Quantifier::Share(Bound::MoreThan, _)
            | Quantifier::Rounded(Bound::MoreThan, ..) => {
                let none = Linear::default();
                self.quantified(quantifier, hand, &none, &none).negated()
            }
        }
    }

    fn meets_verdict(&mut self, id: CriterionId, hand: &[Rec]) -> Verdicts {
        let Some(criterion) = self.program.criteria.get(id.at()) else {
            return Verdicts::only(Verdict::NotApplicable);
        };
        let kinds = self.kinds(hand);
        let own: Option<Vec<Rec>> = criterion
            .for_each
            .iter()
            .map(|each| kinds.iter().position(|kind| *kind == each.kind).and_then(|place| hand.get(place).copied()))
            .collect();
        let Some(own) = own else {
            return if self.building {
                Verdicts::from(self.later())
            } else {
                self.deeper(|to| to.verdict(id), |to| to.any_verdict(Construct::Cases))
            };
        };
        let included = self.included(id, &own);
        if !included.is_settled() {
            return self.any_verdict(Construct::Unknown);
        }
        let said = self.deeper(|to| to.record_verdict(id, &own), |to| to.any_verdict(Construct::Cases));
        Verdicts::either(&included.yes(), said, Verdicts::only(Verdict::NotApplicable))
    }
}
