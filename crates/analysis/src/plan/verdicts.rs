//! What criteria say, and what is required so that they are met.

use tieuchi::engine::{Counts, Threshold, Truth, decide};
use tieuchi::program::{
    Bound, ClauseId, ClausePart, Cond, Criterion, CriterionId, KindId, List, Need, Place, Quantifier,
};
use tieuchi::verdict::Verdict;

use super::encode::{Encoder, Held};
use super::kleene::{Judged, Kleene};
use super::world::Slot;
use super::{Beyond, Much, Refused};
use crate::solver::{Core, Lit, Tag};

/// The most pairs of records that a criterion is looked at for.
const MAX_PAIRS: usize = 200_000;

/// Something that is required.
#[derive(Debug, Clone)]
pub(super) struct Demand {
    pub criterion: CriterionId,
    /// The record that a criterion which is for each speaks of.
    pub record: Option<(KindId, u32)>,
    /// How the author wrote it, printed in one line.
    pub text: String,
    pub place: Option<Place>,
}

impl<'a> Encoder<'a> {
    /// Requires that a criterion is met; `nobody`: or that it speaks of nobody.
    pub(super) fn demand(&mut self, id: CriterionId, nobody: bool, demands: &mut Vec<Demand>) -> Result<(), Refused> {
        let program = self.program;
        let Some(criterion) = program.criteria.get(id.at()) else { return Ok(()) };
        let whole = Demand { criterion: id, record: None, text: criterion.text.clone(), place: criterion.place };
        if !self.moving.criterion(id) {
            let now = self.evaluation.verdict(id);
            let good = now == Verdict::Met || (nobody && now == Verdict::NotApplicable);
            self.require(if good { Lit::TRUE } else { Lit::FALSE }, whole, demands);
            return Ok(());
        }
        // Whether somebody is spoken of, whatever is chosen: then all is met if it is met of each.
        let mut somebody = false;
        for held in self.each_held(criterion)? {
            let about = self.about(criterion, held)?;
            let here: Vec<Lit> = held.into_iter().flatten().map(|slot| self.present(slot)).collect();
            let here = self.model.and(&here);
            let guard = self.model.and(&[here, !about.no]);
            if guard == Lit::FALSE {
                continue;
            }
            let judged = self.cond_verdict(&criterion.cond, criterion.if_none, held)?;
            somebody |= (here, about.yes, judged.nobody) == (Lit::TRUE, Lit::TRUE, Lit::FALSE);
            let record = match held {
                [Some(Slot::Record(kind, row)), _] => Some((kind, row)),
                _ => None,
            };
            let demand = Demand { criterion: id, record, text: criterion.text.clone(), place: criterion.place };
            let said = self.demand_cond(&criterion.cond, criterion.if_none, held, guard, demand.clone(), demands)?;
            let good = self.model.or(&[!guard, judged.met, judged.nobody]);
            // Of a single record it ties nothing together that isn't.
            if !said || !criterion.for_each.is_empty() {
                self.require(good, demand, demands);
            }
        }
        if somebody && !criterion.for_each.is_empty() {
            return Ok(());
        }
        let judged = self.verdict(id)?;
        let good = if nobody { self.model.or(&[judged.met, judged.nobody]) } else { judged.met };
        if good != Lit::TRUE {
            self.late.push((good, whole));
        }
        Ok(())
    }

    fn require(&mut self, lit: Lit, demand: Demand, demands: &mut Vec<Demand>) {
        if lit == Lit::TRUE {
            return;
        }
        self.model.require(lit, named(demand, demands));
    }

    /// Requires the parts of a condition, each under its own name, as far as they have names; whether these are all of
    /// it, but for whether it speaks of anybody.
    fn demand_cond(
        &mut self,
        cond: &'a Cond,
        if_none: Option<bool>,
        held: Held,
        guard: Lit,
        demand: Demand,
        demands: &mut Vec<Demand>,
    ) -> Result<bool, Refused> {
        match cond {
            Cond::List(List { need: Need::All, parts, .. }) => {
                let mut all = true;
                for part in parts {
                    let own = Demand { text: part.text.clone(), place: part.place, ..demand.clone() };
                    all &= self.demand_cond(&part.cond, if_none, held, guard, own, demands)?;
                }
                Ok(all)
            }
            Cond::Clause(id) if self.moving.clause(*id) => {
                let tally = self.tally(*id, held)?;
                let program = self.program;
                let parts = program.clauses.get(id.at()).map_or(&[][..], |clause| clause.parts.as_slice());
                // Over nobody each part holds by itself wherever the whole may stand, but for these.
                let less = |part: &ClausePart| {
                    matches!(
                        part.quantifier,
                        Quantifier::Share(Bound::LessThan, _) | Quantifier::Rounded(Bound::LessThan, ..)
                    )
                };
                let empty = match tally.parts.first() {
                    Some(head) if if_none == Some(true) || parts.iter().any(less) => self.model.at_most(&head.all(), 0),
                    _ => Lit::FALSE,
                };
                for (part, truth) in parts.iter().zip(&tally.truths) {
                    let lit = self.model.or(&[!guard, empty, truth.yes]);
                    let own = Demand { text: part.text.clone(), place: part.place, ..demand.clone() };
                    self.require(lit, own, demands);
                }
                Ok(true)
            }
            Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) | Cond::Not(_) => {
                let truth = self.truth(cond, held)?;
                let lit = self.model.or(&[!guard, truth.yes]);
                self.require(lit, demand, demands);
                Ok(true)
            }
            Cond::List(_) | Cond::Clause(_) | Cond::Meets(_) => Ok(false),
        }
    }

    /// The records in hand that a criterion is for each of.
    fn each_held(&self, criterion: &Criterion) -> Result<Vec<Held>, Refused> {
        let slots = |kind: KindId| self.world.slots.get(kind.at()).map_or(&[][..], Vec::as_slice);
        match criterion.for_each.as_slice() {
            [] => Ok(vec![[None, None]]),
            [one] => Ok(slots(one.kind).iter().map(|slot| [Some(*slot), None]).collect()),
            [one, other, ..] => {
                let (one, other) = (slots(one.kind), slots(other.kind));
                if one.len().saturating_mul(other.len()) > MAX_PAIRS {
                    return Err(Refused::TooMany(Much::Pairs, MAX_PAIRS));
                }
                Ok(one.iter().flat_map(|one| other.iter().map(move |other| [Some(*one), Some(*other)])).collect())
            }
        }
    }

    /// When a criterion is about the records in hand.
    fn about(&mut self, criterion: &'a Criterion, held: Held) -> Result<Kleene, Refused> {
        let mut parts = Vec::new();
        for (each, slot) in criterion.for_each.iter().zip(held) {
            if let Some(filter) = &each.filter {
                parts.push(self.truth(filter, [slot, None])?);
            }
        }
        Ok(Kleene::all(&mut self.model, &parts))
    }

    /// What a criterion says, of all where it is for each.
    fn verdict(&mut self, id: CriterionId) -> Result<Judged, Refused> {
        if !self.moving.criterion(id) {
            return Ok(Judged::of(self.evaluation.verdict(id)));
        }
        if let Some(known) = self.verdicts.get(&id) {
            return Ok(*known);
        }
        let program = self.program;
        let Some(criterion) = program.criteria.get(id.at()) else { return Ok(Judged::of(Verdict::NotApplicable)) };
        let judged = if criterion.for_each.is_empty() {
            self.cond_verdict(&criterion.cond, criterion.if_none, [None, None])?
        } else {
            let (mut certain, mut bad, mut met) = (Vec::new(), Vec::new(), Vec::new());
            for held in self.each_held(criterion)? {
                let about = self.about(criterion, held)?;
                let judged = self.cond_verdict(&criterion.cond, criterion.if_none, held)?;
                let here: Vec<Lit> = held.into_iter().flatten().map(|slot| self.present(slot)).collect();
                let here = self.model.and(&here);
                let (sure, open) = (self.model.and(&[here, about.yes]), about.open(&mut self.model));
                certain.push((sure, judged));
                let maybe = self.model.and(&[here, open]);
                let not_good = self.model.or(&[judged.not_met, judged.open]);
                bad.push(self.model.and(&[maybe, not_good]));
                met.push(self.model.and(&[maybe, judged.met]));
            }
            let certain = Judged::join(&mut self.model, &certain, true);
            let (bad, met) = (self.model.or(&bad), self.model.or(&met));
            let alone = self.model.and(&[met, certain.nobody]);
            let open = self.model.or(&[bad, alone]);
            let lowered = [(Lit::TRUE, certain), (Lit::TRUE, Judged::of(Verdict::Undetermined))];
            let lowered = Judged::join(&mut self.model, &lowered, true);
            Judged::either(&mut self.model, open, lowered, certain)
        };
        self.verdicts.insert(id, judged);
        Ok(judged)
    }

    fn cond_verdict(&mut self, cond: &'a Cond, if_none: Option<bool>, held: Held) -> Result<Judged, Refused> {
        let kinds: Vec<KindId> =
            held.into_iter().flatten().filter_map(|slot| self.world.record(slot)).map(|(kind, _)| kind).collect();
        if !self.moving.cond(cond, &kinds) {
            return Ok(Judged::of(self.evaluation.cond_verdict(cond, self.hand(held), if_none)));
        }
        self.deeper(|encoder| match cond {
            Cond::Clause(id) => encoder.clause_verdict(*id, if_none, held),
            Cond::List(List { need: need @ (Need::All | Need::Any), parts, .. }) => {
                let mut judged = Vec::with_capacity(parts.len());
                for part in parts {
                    judged.push((Lit::TRUE, encoder.cond_verdict(&part.cond, if_none, held)?));
                }
                Ok(Judged::join(&mut encoder.model, &judged, *need == Need::All))
            }
            Cond::Meets(id) => encoder.meets_verdict(*id, held),
            Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) | Cond::Not(_) | Cond::List(_) => {
                let truth = encoder.truth(cond, held)?;
                Ok(Judged::of_truth(&mut encoder.model, truth))
            }
        })
    }

    fn clause_verdict(&mut self, id: ClauseId, if_none: Option<bool>, held: Held) -> Result<Judged, Refused> {
        let tally = self.tally(id, held)?;
        let Some(head) = tally.parts.first().cloned() else { return Ok(Judged::of(Verdict::NotApplicable)) };
        let nobody = match if_none {
            Some(true) => Verdict::Met,
            Some(false) => Verdict::NotMet,
            None => match self.demands_somebody(id, held) {
                Truth::Yes => Verdict::NotMet,
                Truth::No => Verdict::NotApplicable,
                Truth::Unknown => Verdict::Undetermined,
            },
        };
        let (nobody_is, open) = (Judged::of(nobody), Judged::of(Verdict::Undetermined));
        let mut parts = Vec::new();
        for truth in &tally.truths {
            parts.push((Lit::TRUE, Judged::of_truth(&mut self.model, *truth)));
        }
        let by_truth = Judged::join(&mut self.model, &parts, true);
        let same = match nobody {
            Verdict::Met => by_truth.met,
            Verdict::NotMet => by_truth.not_met,
            Verdict::Undetermined => by_truth.open,
            Verdict::NotApplicable => by_truth.nobody,
        };
        let nobody_sure = self.model.at_most(&head.inside(), 0);
        let perhaps = self.model.and(&[nobody_sure, !same]);
        let somebody = Judged::either(&mut self.model, perhaps, open, by_truth);
        let left_out = self.model.at_least(head.left_out(), 1);
        let none = Judged::either(&mut self.model, left_out, open, nobody_is);
        let empty = self.model.at_most(&head.all(), 0);
        Ok(Judged::either(&mut self.model, empty, none, somebody))
    }

    /// Whether a clause isn't met over nobody.
    fn demands_somebody(&mut self, id: ClauseId, held: Held) -> Truth {
        let (program, hand) = (self.program, self.hand(held));
        let Some(clause) = program.clauses.get(id.at()) else { return Truth::No };
        let mut demands = Truth::No;
        for (at, part) in clause.parts.iter().enumerate() {
            if part.quantifier.terms().any(|term| self.moving.term(term, &clause.population.hand)) {
                self.beyond.insert(Beyond::Number);
            }
            let threshold = self.evaluation.threshold(id, at, hand);
            demands = demands.or(match &threshold {
                Threshold::Count(Bound::AtLeast | Bound::MoreThan | Bound::Exactly, _)
                | Threshold::Between(..)
                | Threshold::Share(Bound::MoreThan, _)
                | Threshold::Rounded(Bound::MoreThan, ..) => !decide(&threshold, &Counts::default()),
                Threshold::All
                | Threshold::No
                | Threshold::Count(..)
                | Threshold::Share(..)
                | Threshold::Rounded(..) => Truth::No,
            });
        }
        demands
    }

    /// Those in hand that a criterion is for each of; none where it is asked of all.
    fn asked_of(&self, criterion: &Criterion, held: Held) -> Option<Held> {
        let find = |kind: KindId| {
            let mut slots = held.into_iter().flatten();
            slots.find(|slot| self.world.record(*slot).is_some_and(|(of, _)| of == kind))
        };
        let mut own = criterion.for_each.iter().map(|each| find(each.kind));
        match (own.next(), own.next()) {
            (None, _) => Some([None, None]),
            (Some(one), None) => one.map(|one| [Some(one), None]),
            (Some(one), Some(other)) => one.zip(other).map(|(one, other)| [Some(one), Some(other)]),
        }
    }

    fn meets_verdict(&mut self, id: CriterionId, held: Held) -> Result<Judged, Refused> {
        let program = self.program;
        let Some(criterion) = program.criteria.get(id.at()) else { return Ok(Judged::of(Verdict::NotApplicable)) };
        let Some(own) = self.asked_of(criterion, held) else { return self.verdict(id) };
        let about = self.about(criterion, own)?;
        let judged = self.cond_verdict(&criterion.cond, criterion.if_none, own)?;
        let open = Judged::either(
            &mut self.model,
            judged.nobody,
            Judged::of(Verdict::NotApplicable),
            Judged::of(Verdict::Undetermined),
        );
        let perhaps = Judged::either(&mut self.model, about.yes, judged, open);
        Ok(Judged::either(&mut self.model, about.no, Judged::of(Verdict::NotApplicable), perhaps))
    }

    /// When another criterion's condition holds.
    pub(super) fn meets(&mut self, id: CriterionId, held: Held) -> Result<Kleene, Refused> {
        let program = self.program;
        let Some(criterion) = program.criteria.get(id.at()) else { return Ok(Kleene::UNKNOWN) };
        if let Some(own) = self.asked_of(criterion, held) {
            return self.met_by(criterion, own);
        }
        let mut all = Vec::new();
        for held in self.each_held(criterion)? {
            let here: Vec<Lit> = held.into_iter().flatten().map(|slot| self.present(slot)).collect();
            let here = self.model.and(&here);
            let met = self.met_by(criterion, held)?;
            all.push(Kleene::any(&mut self.model, &[(!here).into(), met]));
        }
        Ok(Kleene::all(&mut self.model, &all))
    }

    fn met_by(&mut self, criterion: &'a Criterion, held: Held) -> Result<Kleene, Refused> {
        let about = self.about(criterion, held)?;
        let truth = self.truth(&criterion.cond, held)?;
        Ok(Kleene::any(&mut self.model, &[about.not(), truth]))
    }
}

/// A tag for something that is required.
pub(super) fn named(demand: Demand, demands: &mut Vec<Demand>) -> Tag {
    let tag = Tag(u32::try_from(demands.len()).unwrap_or(u32::MAX));
    demands.push(demand);
    tag
}

/// The same, where what a criterion says in the same words has one tag.
pub(super) fn named_once(demand: Demand, demands: &mut Vec<Demand>) -> Tag {
    let said = |own: &Demand| (own.criterion, own.record, &own.text) == (demand.criterion, demand.record, &demand.text);
    let known = demands.iter().position(said).and_then(|at| u32::try_from(at).ok());
    known.map_or_else(|| named(demand, demands), Tag)
}

/// What is required under the tags of a clash.
pub(super) fn of<'a>(core: &Core, demands: &'a [Demand]) -> impl Iterator<Item = &'a Demand> {
    core.tags.iter().filter_map(|tag| demands.get(usize::try_from(tag.0).ok()?))
}
