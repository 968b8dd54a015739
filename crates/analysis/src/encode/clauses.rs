//! Quantified clauses.

use tieuchi::exact::Rounding;
use tieuchi::program::{Base, Bound, Clause, ClauseId, CriterionId, Missing, Order, Quantifier, Term};

use super::conds::chosen;
use super::terms::{Ratio, Value};
use super::{Construct, Encoder};
use crate::logic::{Formula, Kleene, Linear};
use crate::world::{Atom, Rec, Side};

/// What a part of a clause counts: the base, and those of it that have the property.
#[derive(Debug, Clone)]
pub(super) struct Counted {
    /// Those who hold, in the worst filling and in the best.
    pub holds: (Linear, Linear),
    /// Those who fail, likewise the fewest and the most.
    pub fails: (Linear, Linear),
    /// The base for certain, and with those that may be in.
    pub base: (Linear, Linear),
    /// Whether nothing of it is unknown.
    pub settled: bool,
    /// Those left out.
    pub left_out: Linear,
}

impl Encoder<'_> {
    /// Whether a clause holds with such records in hand.
    pub(super) fn clause(&mut self, id: ClauseId, hand: &[Rec]) -> Kleene {
        let Some(clause) = self.program.clauses.get(id.at()) else { return Kleene::unknown() };
        let parts = (0..clause.parts.len()).map(|part| self.clause_part(id, part, hand)).collect::<Vec<_>>();
        Kleene::all(parts)
    }

    /// Whether what a clause says of the records below the one in hand was assumed.
    fn is_assumed(&self, clause: &Clause, hand: &[Rec]) -> bool {
        let many = |rec: &Rec| self.world.group(rec.group).is_some_and(|group| !group.one);
        !clause.population.links.is_empty() && hand.first().is_some_and(many)
    }

    /// Whether a part of a clause holds with such records in hand.
    pub(super) fn clause_part(&mut self, id: ClauseId, part: usize, hand: &[Rec]) -> Kleene {
        let Some(clause) = self.program.clauses.get(id.at()) else { return Kleene::unknown() };
        let place = clause.parts.get(part).and_then(|part| part.place).or(clause.place);
        self.there(place, |own| own.part_here(id, clause, part, hand))
    }

    fn part_here(&mut self, id: ClauseId, clause: &Clause, part: usize, hand: &[Rec]) -> Kleene {
        let Some(asked) = clause.parts.get(part) else { return Kleene::unknown() };
        if self.is_assumed(clause, hand) {
            let Some(rec) = alone(clause, hand) else { return self.open(Construct::Pairs) };
            if clause.parts.iter().any(|part| part.missing == Missing::LeftOut) {
                return self.open(Construct::Unknown);
            }
            let sides: &[Side] = if two_sided(&asked.quantifier) { &[Side::Low, Side::High] } else { &[Side::Only] };
            let parts: Vec<Formula> = sides.iter().map(|side| self.assumed(Atom::Part(id, part, *side), rec)).collect();
            return Kleene::from(Formula::all(parts));
        }
        if self.building {
            return self.later();
        }
        match self.counted_part(clause, part, hand) {
            Some(counted) => self.decided(&asked.quantifier, hand, &counted),
            None => self.open(Construct::Above),
        }
    }

    /// That a clause speaks of nobody; none where it isn't known whether.
    pub(super) fn nobody(&mut self, id: ClauseId, hand: &[Rec]) -> Option<Formula> {
        let clause = self.program.clauses.get(id.at())?;
        if self.is_assumed(clause, hand) {
            return alone(clause, hand).map(|rec| self.assumed(Atom::Nobody(id), rec));
        }
        if self.building {
            return Some(self.later().yes());
        }
        let counted = self.counted_part(clause, 0, hand)?;
        // Whatever is unknown of the property, who is there is known.
        let known = counted.base.0 == counted.base.1 && counted.left_out.known() == Some(0);
        known.then(|| Formula::some(&counted.base.1).map(|some| some.negated())).flatten()
    }

    /// The counts of a part.
    pub(super) fn counted_part(&mut self, clause: &Clause, part: usize, hand: &[Rec]) -> Option<Counted> {
        let members = self.members(&clause.population, hand)?;
        let none = (Linear::default(), Linear::default());
        let mut counted = Counted {
            holds: none.clone(),
            fails: none.clone(),
            base: none,
            settled: true,
            left_out: Linear::default(),
        };
        for (rec, many) in members {
            let member = self.member(&clause.population, rec);
            let (member, property) = self.seen(clause, part, member, rec)?;
            let missing = clause.parts.get(part)?.missing;
            let (property, member, left) = match (property.is_settled(), missing) {
                (true, _) | (false, Missing::Unknown) => (property, member, Formula::False),
                (false, Missing::Failing) => (Kleene::from(property.yes()), member, Formula::False),
                (false, Missing::Passing) => (Kleene::from(property.no().negated()), member, Formula::False),
                (false, Missing::LeftOut) => {
                    let open = property.open();
                    let stays = Kleene::from(open.negated());
                    let left = member.no().negated().and(open);
                    (property, Kleene::all([member, stays]), left)
                }
            };
            counted.settled &= member.is_settled() && property.is_settled();
            let (inside, perhaps) = (member.yes(), member.no().negated());
            let add = |own: &mut Self, to: &mut Linear, when: Formula| to.gather(&own.weigh(&many, &when)?);
            let (holds, fails) = (property.yes(), property.no());
            add(self, &mut counted.base.0, inside.clone())?;
            add(self, &mut counted.base.1, perhaps.clone())?;
            add(self, &mut counted.holds.0, inside.clone().and(holds.clone()))?;
            add(self, &mut counted.holds.1, perhaps.clone().and(fails.negated()))?;
            add(self, &mut counted.fails.0, inside.and(fails))?;
            add(self, &mut counted.fails.1, perhaps.and(holds.negated()))?;
            add(self, &mut counted.left_out, left)?;
        }
        Some(counted)
    }

    /// Whether a record is in a part's base, and whether it has the part's property. With tails nothing may be unknown.
    fn seen(&mut self, clause: &Clause, part: usize, member: Kleene, rec: Rec) -> Option<(Kleene, Kleene)> {
        let asked = clause.parts.get(part)?;
        let base = match asked.base {
            Base::Population => member,
            Base::Holding(earlier) => {
                let (base, property) = self.seen(clause, earlier as usize, member, rec)?;
                Kleene::all([base, property])
            }
            Base::Rest => {
                let (base, property) = self.seen(clause, 0, member, rec)?;
                Kleene::all([base, property.negated()])
            }
        };
        let property = match &asked.property {
            Some(property) if base.yes() != Formula::False || !base.is_settled() => self.truth(property, &[rec]),
            Some(_) | None => Kleene::from(true),
        };
        let plain = clause.parts.len() == 1 || (base.is_settled() && property.is_settled());
        plain.then_some((base, property))
    }

    /// Whether a quantifier holds of counts.
    fn decided(&mut self, quantifier: &Quantifier, hand: &[Rec], counted: &Counted) -> Kleene {
        let ((holds_low, holds_high), (fails_low, fails_high)) = (&counted.holds, &counted.fails);
        if counted.settled && counted.left_out.known() == Some(0) {
            return self.quantified(quantifier, hand, holds_low, &counted.base.0);
        }
        let (Some(worst), Some(best)) = (holds_low.plus(fails_high), holds_high.plus(fails_low)) else {
            return self.open(Construct::Numbers);
        };
        if two_sided(quantifier) {
            return self.open(Construct::Unknown);
        }
        let growing = matches!(
            quantifier,
            Quantifier::All
                | Quantifier::Count(Bound::AtLeast | Bound::MoreThan, _)
                | Quantifier::Share(Bound::AtLeast | Bound::MoreThan, _)
                | Quantifier::Rounded(Bound::AtLeast | Bound::MoreThan, ..)
        );
        let low = self.quantified(quantifier, hand, holds_low, &worst);
        let high = self.quantified(quantifier, hand, holds_high, &best);
        let truth = if growing { Kleene::new(low.yes(), high.no()) } else { Kleene::new(high.yes(), low.no()) };
        // Whom leaving out has left nobody is unknown.
        let nobody = Formula::some(&counted.left_out).zip(Formula::some(&counted.base.1));
        let Some((left, some)) = nobody else { return self.open(Construct::Numbers) };
        let speaks = left.negated().or(some);
        Kleene::new(truth.yes().and(speaks.clone()), truth.no().and(speaks))
    }

    /// Whether a quantifier holds of so many of a base.
    pub(super) fn quantified(
        &mut self,
        quantifier: &Quantifier,
        hand: &[Rec],
        holds: &Linear,
        base: &Linear,
    ) -> Kleene {
        let sides: &[Side] = if two_sided(quantifier) { &[Side::Low, Side::High] } else { &[Side::Only] };
        let parts: Vec<Kleene> = sides.iter().map(|side| self.bounded(quantifier, *side, hand, holds, base)).collect();
        // Unknown bounds that may or may not be one: what each leaves open, both do.
        Kleene::all(parts)
    }

    fn bounded(&mut self, quantifier: &Quantifier, side: Side, hand: &[Rec], holds: &Linear, base: &Linear) -> Kleene {
        let Some(term) = threshold(quantifier, side) else {
            let line = line(quantifier, side, None, holds, base).map(Formula::at_least_zero);
            return Kleene::from(self.checked(line));
        };
        let pieces = self.value(term, hand);
        let ways = pieces.into_iter().map(|(when, value)| {
            let truth = match value {
                Value::Number(ratio) => match line(quantifier, side, Some(&ratio), holds, base) {
                    Some(linear) => Kleene::from(Formula::at_least_zero(linear)),
                    None => self.open(Construct::Arithmetic),
                },
                Value::Any => self.open(Construct::Unknown),
                Value::Open(why) => self.open(why),
                Value::Label(_) | Value::Text(_) | Value::Record(_) => self.open(Construct::Arithmetic),
            };
            (when, truth)
        });
        chosen(ways.collect())
    }

    /// What an atom says of one of many records: `linear >= 0`. None where it isn't one such comparison.
    pub(crate) fn line_of(&mut self, atom: &Atom, rec: Rec) -> Option<Linear> {
        self.lining = true;
        let line = self.line_here(atom, rec);
        self.lining = false;
        line
    }

    /// What an atom counts of the records below one: those who have the property, and all.
    pub(crate) fn forms_of(&mut self, atom: &Atom, rec: Rec) -> Vec<Linear> {
        self.lining = true;
        let counted = self.counted_by(atom, rec);
        self.lining = false;
        counted.map_or_else(Vec::new, |counted| vec![counted.holds.0, counted.base.0])
    }

    /// Whether an atom is about a share.
    pub(crate) fn is_share(&self, atom: &Atom) -> bool {
        let Atom::Part(id, part, _) = atom else { return false };
        let asked = self.program.clauses.get(id.at()).and_then(|clause| clause.parts.get(*part));
        asked.is_some_and(|part| matches!(part.quantifier, Quantifier::Share(..) | Quantifier::Rounded(..)))
    }

    fn counted_by(&mut self, atom: &Atom, rec: Rec) -> Option<Counted> {
        match atom {
            Atom::Part(id, part, _) => {
                let clause = self.program.clauses.get(id.at())?;
                self.counted_part(clause, *part, &[rec])
            }
            Atom::Nobody(_) | Atom::Compare(..) => None,
        }
    }

    fn line_here(&mut self, atom: &Atom, rec: Rec) -> Option<Linear> {
        let hand = [rec];
        match atom {
            Atom::Part(id, part, side) => {
                let clause = self.program.clauses.get(id.at())?;
                let counted = self.counted_part(clause, *part, &hand)?;
                let quantifier = &clause.parts.get(*part)?.quantifier;
                if !counted.settled {
                    return None;
                }
                let ratio = match threshold(quantifier, *side) {
                    Some(term) => Some(self.single(term, rec)?),
                    None => None,
                };
                line(quantifier, *side, ratio.as_ref(), &counted.holds.0, &counted.base.0)
            }
            Atom::Nobody(id) => {
                let clause = self.program.clauses.get(id.at())?;
                let counted = self.counted_part(clause, 0, &hand)?;
                counted.settled.then(|| counted.base.0.times(-1)).flatten()
            }
            Atom::Compare(printed, _) => {
                let tieuchi::program::Cond::Compare(one, order, other) = &*printed.cond else { return None };
                let (one, other) = (self.settled_single(one, rec)?, self.settled_single(other, rec)?);
                one.line(*order, &other)
            }
        }
    }

    /// A term that comes out in one way.
    fn single(&mut self, term: &Term, rec: Rec) -> Option<Ratio> {
        only(self.value(term, &[rec]))
    }

    fn settled_single(&mut self, term: &Term, rec: Rec) -> Option<Ratio> {
        only(self.term(term, &[rec]))
    }

    /// What another criterion says as a condition.
    pub(super) fn meets(&mut self, id: CriterionId, hand: &[Rec]) -> Kleene {
        let Some(criterion) = self.program.criteria.get(id.at()) else { return Kleene::unknown() };
        let kinds = self.kinds(hand);
        let own: Option<Vec<Rec>> = criterion
            .for_each
            .iter()
            .map(|each| kinds.iter().position(|kind| *kind == each.kind).and_then(|place| hand.get(place).copied()))
            .collect();
        if let Some(own) = own {
            return self.met_by(id, &own);
        }
        if self.building {
            return self.later();
        }
        let [each] = criterion.for_each.as_slice() else { return self.open(Construct::Pairs) };
        let all = self.world.recs(each.kind).into_iter().map(|rec| {
            let absent = Kleene::from(self.present(rec).negated());
            Kleene::any([absent, self.met_by(id, &[rec])])
        });
        Kleene::all(all.collect::<Vec<_>>())
    }

    fn met_by(&mut self, id: CriterionId, hand: &[Rec]) -> Kleene {
        let Some(criterion) = self.program.criteria.get(id.at()) else { return Kleene::unknown() };
        let included = self.included(id, hand);
        let met = self.truth(&criterion.cond, hand);
        Kleene::any([included.negated(), met])
    }

    /// Whether a criterion that is for each of a kind is about a record of it.
    pub(crate) fn included_one(&mut self, id: CriterionId, rec: Rec) -> Kleene {
        self.included(id, &[rec])
    }

    /// Whether a criterion is about the records in hand.
    pub(crate) fn included(&mut self, id: CriterionId, hand: &[Rec]) -> Kleene {
        let Some(criterion) = self.program.criteria.get(id.at()) else { return Kleene::from(false) };
        let filters = criterion.for_each.iter().zip(hand).map(|(each, rec)| match &each.filter {
            Some(filter) => self.truth(filter, &[*rec]),
            None => Kleene::from(true),
        });
        Kleene::all(filters.collect::<Vec<_>>())
    }
}

/// The one record in hand that a clause is asked of; none of a clause that is about two.
fn alone(clause: &Clause, hand: &[Rec]) -> Option<Rec> {
    match hand {
        [rec] if clause.population.hand.len() == 1 => Some(*rec),
        _ => None,
    }
}

fn only(pieces: Vec<(Formula, Value)>) -> Option<Ratio> {
    match pieces.as_slice() {
        [(Formula::True, Value::Number(ratio))] => Some(ratio.clone()),
        _ => None,
    }
}

/// Whether a quantifier has two bounds.
pub(super) fn two_sided(quantifier: &Quantifier) -> bool {
    match quantifier {
        Quantifier::Between(..)
        | Quantifier::Count(Bound::Exactly, _)
        | Quantifier::Share(Bound::Exactly, _)
        | Quantifier::Rounded(Bound::Exactly, ..) => true,
        Quantifier::All | Quantifier::No | Quantifier::Count(..) | Quantifier::Share(..) | Quantifier::Rounded(..) => {
            false
        }
    }
}

/// The threshold of a bound.
fn threshold(quantifier: &Quantifier, side: Side) -> Option<&Term> {
    match (quantifier, side) {
        (Quantifier::All | Quantifier::No, _) => None,
        (Quantifier::Between(low, _), Side::Low | Side::Only) => Some(low),
        (Quantifier::Between(_, high), Side::High) => Some(high),
        (Quantifier::Count(_, term) | Quantifier::Share(_, term) | Quantifier::Rounded(_, term, _), _) => Some(term),
    }
}

/// `linear >= 0` for a bound of so many of a base.
fn line(quantifier: &Quantifier, side: Side, ratio: Option<&Ratio>, holds: &Linear, base: &Linear) -> Option<Linear> {
    let order = |bound: &Bound| match (bound, side) {
        (Bound::AtLeast, _) | (Bound::Exactly, Side::Low | Side::Only) => Order::AtLeast,
        (Bound::AtMost, _) | (Bound::Exactly, Side::High) => Order::AtMost,
        (Bound::MoreThan, _) => Order::Above,
        (Bound::LessThan, _) => Order::Below,
    };
    let many = Ratio::of(holds.clone());
    match quantifier {
        Quantifier::All => holds.minus(base),
        Quantifier::No => holds.times(-1),
        Quantifier::Count(bound, _) => many.line(order(bound), ratio?),
        Quantifier::Between(..) => many.line(if side == Side::High { Order::AtMost } else { Order::AtLeast }, ratio?),
        Quantifier::Share(bound, _) => {
            let (top, bottom) = ratio?.known()?;
            let part = Ratio { top: base.times(top)?, bottom: Linear::constant(bottom) };
            many.line(order(bound), &part)
        }
        Quantifier::Rounded(bound, _, how) => {
            let (top, bottom) = ratio?.known()?;
            let top = top.clamp(0, bottom);
            rounded(order(bound), *how, holds, &base.times(top)?, bottom)
        }
    }
}

/// How so many stand to `top / bottom` rounded to a whole number.
fn rounded(order: Order, how: Rounding, holds: &Linear, top: &Linear, bottom: i128) -> Option<Linear> {
    let (top, bottom) = match how {
        Rounding::Down | Rounding::Up => (top.clone(), bottom),
        // To the nearest, a half upwards, is down from a half more.
        Rounding::Nearest => (top.combine(2, &Linear::constant(bottom), 1)?, bottom.checked_mul(2)?),
    };
    let own = holds.times(bottom)?;
    let (one, step) = (Linear::constant(1), Linear::constant(bottom));
    match (how == Rounding::Up, order) {
        // h >= floor(x): h > x - 1.
        (false, Order::AtLeast) => own.minus(&top)?.plus(&step)?.minus(&one),
        // h > floor(x): h > x.
        (false, Order::Above) => own.minus(&top)?.minus(&one),
        (false, Order::AtMost) => top.minus(&own),
        // h < floor(x): h + 1 <= x.
        (false, Order::Below) => top.minus(&own)?.minus(&step),
        (true, Order::AtLeast) => own.minus(&top),
        // h > ceil(x): h - 1 >= x.
        (true, Order::Above) => own.minus(&top)?.minus(&step),
        // h <= ceil(x): h < x + 1.
        (true, Order::AtMost) => top.minus(&own)?.plus(&step)?.minus(&one),
        (true, Order::Below) => top.minus(&own)?.minus(&one),
        (_, Order::Is | Order::IsNot) => None,
    }
}
