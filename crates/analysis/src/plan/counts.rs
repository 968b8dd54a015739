//! Clauses: how many of whom, and what that decides.

use hashbrown::HashMap;
use tieuchi::engine::Truth;
use tieuchi::exact::{Exact, Rounding};
use tieuchi::program::{
    AggregateId, Base, Bound, Clause, ClauseId, KindId, Link, Missing, Order, Population, Quantifier,
};
use tieuchi::roster::Target;

use super::encode::{Encoder, Held};
use super::kleene::Kleene;
use super::moving::end_of;
use super::numbers::Number;
use super::world::{Slot, follow};
use super::{Beyond, Refused};
use crate::solver::{Linear, Lit};

/// The most records above one another.
const MAX_ABOVE: usize = 10_000;

/// Whom a population may be about, by the record in hand that its first link leads to.
#[derive(Debug, Default)]
pub(super) struct Group {
    by_row: HashMap<u32, Vec<Slot>>,
    /// Those who may be below any record.
    anywhere: Vec<Slot>,
    all: Vec<Slot>,
}

/// How many: in, and the property holds, fails, is unknown; the same of those who may be in.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts {
    inside: [Linear; 3],
    maybe: [Linear; 3],
    left_out: Linear,
    /// Of each sort of records: how many hold or may, and how many fail or may. That all are 0 is said of each by itself,
    /// so that records which have nothing else to do with each other aren't tied together.
    each: [Vec<Linear>; 2],
}

impl Counts {
    fn sum(parts: &[&Linear]) -> Linear {
        parts.iter().fold(Linear::new(), |mut sum, part| {
            sum.add_linear(1, part);
            sum
        })
    }

    fn holds_low(&self) -> Linear {
        let [holds, ..] = &self.inside;
        holds.clone()
    }

    fn holds_high(&self) -> Linear {
        let ([holds, _, open], [maybe, _, maybe_open]) = (&self.inside, &self.maybe);
        Counts::sum(&[holds, open, maybe, maybe_open])
    }

    fn fails_low(&self) -> Linear {
        let [_, fails, _] = &self.inside;
        fails.clone()
    }

    fn fails_high(&self) -> Linear {
        let ([_, fails, open], [_, maybe, maybe_open]) = (&self.inside, &self.maybe);
        Counts::sum(&[fails, open, maybe, maybe_open])
    }

    pub(super) fn inside(&self) -> Linear {
        let [holds, fails, open] = &self.inside;
        Counts::sum(&[holds, fails, open])
    }

    pub(super) fn all(&self) -> Linear {
        let [holds, fails, open] = &self.maybe;
        Counts::sum(&[&self.inside(), holds, fails, open])
    }

    pub(super) fn left_out(&self) -> &Linear {
        &self.left_out
    }

    /// Whether nothing about it is unknown, whatever is chosen.
    fn is_settled(&self) -> bool {
        let [_, _, open] = &self.inside;
        let nothing = |sum: &Linear| sum.known() == Some(0);
        nothing(open) && self.maybe.iter().all(nothing)
    }
}

/// A clause with the records in hand.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    pub parts: Vec<Counts>,
    pub truths: Vec<Kleene>,
}

impl<'a> Encoder<'a> {
    // ---- populations ----

    /// How many are what a slot says, where a condition holds of them.
    pub(super) fn many(&mut self, slot: Slot, when: Lit) -> Linear {
        let Slot::Cell(at) = slot else { return self.model.counted(when) };
        let Some(cell) = self.world.cells.get(at) else { return Linear::new() };
        let (many, some, most) = (cell.many.clone(), cell.some, cell.most);
        match when {
            Lit::TRUE => many,
            Lit::FALSE => Linear::new(),
            _ if most == 1 => {
                let both = self.model.and(&[some, when]);
                self.model.counted(both)
            }
            _ => {
                if let Some(known) = self.products.get(&(at, when)) {
                    return known.clone();
                }
                let var = self.model.int(0, i64::try_from(most).ok());
                let mut apart = many;
                apart.add(-1, var);
                let same = self.model.equals(&apart, 0);
                let nothing = self.model.equals(&var.into(), 0);
                let both = [self.model.implies(when, same), self.model.or(&[when, nothing])];
                both.into_iter().for_each(|lit| self.model.always(lit));
                self.products.insert((at, when), var.into());
                var.into()
            }
        }
    }

    /// The rows that a link leads to, and whether it may lead to any.
    fn places(&self, kind: KindId, link: &Link, row: u32) -> (Vec<u32>, bool) {
        let mut rows = Vec::new();
        let Some(to) = end_of(self.program, kind, &link.via) else { return (rows, false) };
        let mut at = follow(self.evaluation, kind, row, &link.via);
        while let Target::Row(row) = at {
            rows.push(row);
            match link.under {
                Some(parent) if rows.len() < MAX_ABOVE => at = self.evaluation.roster().target(to, parent, row),
                _ => return (rows, false),
            }
        }
        (rows, at == Target::Unknown)
    }

    fn group(&self, population: &Population) -> Group {
        let mut group = Group::default();
        let slots = self.world.slots.get(population.kind.at()).map_or(&[][..], Vec::as_slice);
        for slot in slots {
            let Some((kind, row)) = self.world.record(*slot) else { continue };
            group.all.push(*slot);
            if let Some(link) = population.links.first() {
                let (rows, anywhere) = self.places(kind, link, row);
                rows.into_iter().for_each(|row| group.by_row.entry(row).or_default().push(*slot));
                if anywhere {
                    group.anywhere.push(*slot);
                }
            }
        }
        group
    }

    /// Who may be meant with the records in hand, each with whether the links say so.
    fn linked(&self, population: &Population, group: &Group, held: Held) -> Vec<(Slot, Truth)> {
        let in_hand = |link: &Link| {
            let slot = held.get(usize::from(link.hand)).copied().flatten();
            slot.and_then(|slot| self.world.record(slot)).map(|(_, row)| row)
        };
        let Some(first) = population.links.first() else {
            return group.all.iter().map(|slot| (*slot, Truth::Yes)).collect();
        };
        let Some(row) = in_hand(first) else { return Vec::new() };
        let certain = group.by_row.get(&row).map_or(&[][..], Vec::as_slice);
        let perhaps = group.anywhere.iter().filter(|slot| !certain.contains(slot));
        let candidates = certain.iter().map(|slot| (*slot, Truth::Yes));
        candidates
            .chain(perhaps.map(|slot| (*slot, Truth::Unknown)))
            .filter_map(|(slot, truth)| {
                let (kind, own) = self.world.record(slot)?;
                let rest = population.links.iter().skip(1).map(|link| {
                    let Some(row) = in_hand(link) else { return Truth::No };
                    let (rows, anywhere) = self.places(kind, link, own);
                    if rows.contains(&row) {
                        Truth::Yes
                    } else if anywhere {
                        Truth::Unknown
                    } else {
                        Truth::No
                    }
                });
                Some((slot, rest.fold(truth, Truth::and))).filter(|(_, truth)| !truth.is_no())
            })
            .collect()
    }

    /// Whom a population is about, each with when.
    fn members(
        &mut self,
        population: &'a Population,
        linked: Vec<(Slot, Truth)>,
    ) -> Result<Vec<(Slot, Kleene)>, Refused> {
        let mut members = Vec::with_capacity(linked.len());
        for (slot, truth) in linked {
            let chosen = match &population.filter {
                Some(filter) => self.truth(filter, [Some(slot), None])?,
                None => Kleene::YES,
            };
            members.push((slot, Kleene::all(&mut self.model, &[truth.into(), chosen])));
        }
        Ok(members)
    }

    pub(super) fn aggregate_members(&mut self, id: AggregateId, held: Held) -> Result<Vec<(Slot, Kleene)>, Refused> {
        let program = self.program;
        let Some(aggregate) = program.aggregates.get(id.at()) else { return Ok(Vec::new()) };
        let group = match self.aggregate_groups.remove(&id) {
            Some(group) => group,
            None => self.group(&aggregate.population),
        };
        let linked = self.linked(&aggregate.population, &group, held);
        self.aggregate_groups.insert(id, group);
        self.members(&aggregate.population, linked)
    }

    // ---- clauses ----

    /// When a clause holds with the records in hand.
    pub(super) fn clause(&mut self, id: ClauseId, held: Held) -> Result<Kleene, Refused> {
        let tally = self.tally(id, held)?;
        Ok(Kleene::all(&mut self.model, &tally.truths))
    }

    /// The counts of a clause's parts, and what they decide.
    pub(super) fn tally(&mut self, id: ClauseId, held: Held) -> Result<Tally, Refused> {
        let key = (id, held.map(|slot| slot.and_then(|slot| self.world.record(slot))));
        if let Some(known) = self.tallies.get(&key) {
            return Ok(known.clone());
        }
        let program = self.program;
        let Some(clause) = program.clauses.get(id.at()) else {
            return Ok(Tally { parts: Vec::new(), truths: Vec::new() });
        };
        let group = match self.clause_groups.remove(&id) {
            Some(group) => group,
            None => self.group(&clause.population),
        };
        let linked = self.linked(&clause.population, &group, held);
        self.clause_groups.insert(id, group);
        let members = self.members(&clause.population, linked)?;
        let mut parts: Vec<Counts> = clause.parts.iter().map(|_| Counts::default()).collect();
        let mut joint = parts.clone();
        for (slot, member) in members {
            if member.yes == Lit::FALSE && member.no == Lit::TRUE {
                continue;
            }
            self.mark(clause, slot, member, &mut parts, &mut joint)?;
        }
        let mut truths: Vec<Kleene> = Vec::with_capacity(parts.len());
        for (at, (part, counts)) in clause.parts.iter().zip(&parts).enumerate() {
            let mut truth = self.decide(&part.quantifier, counts, held)?;
            let head = truths.first().copied().unwrap_or(Kleene::NO);
            let is_joint = at > 0
                && part.base == Base::Holding(0)
                && clause.parts.first().is_some_and(|head| head.quantifier == Quantifier::All);
            // A tail that can't hold together with its `all` head fails.
            if let Some(joint) = joint.get(at).filter(|_| is_joint && !parts.iter().all(Counts::is_settled)) {
                let lost = self.decide(&part.quantifier, joint, held)?.no;
                let lost = self.model.and(&[lost, !head.no]);
                truth = Kleene { yes: self.model.and(&[truth.yes, !lost]), no: self.model.or(&[truth.no, lost]) };
            }
            truths.push(truth);
        }
        let tally = Tally { parts, truths };
        self.tallies.insert(key, tally.clone());
        Ok(tally)
    }

    /// Adds somebody to the counts of each part.
    fn mark(
        &mut self,
        clause: &'a Clause,
        slot: Slot,
        member: Kleene,
        parts: &mut [Counts],
        joint: &mut [Counts],
    ) -> Result<(), Refused> {
        // Of each part: base, the base of the joint rule, property, when it is left out.
        let mut marks: Vec<(Kleene, Kleene, Kleene, Lit)> = Vec::with_capacity(clause.parts.len());
        for part in &clause.parts {
            let (base, together) = match part.base {
                Base::Population => (Kleene::YES, Kleene::YES),
                Base::Rest => match marks.first().copied() {
                    Some((_, _, property, left_out)) => {
                        let rest = self.unless(left_out, property.not());
                        (rest, rest)
                    }
                    None => (Kleene::NO, Kleene::NO),
                },
                Base::Holding(before) => match marks.get(before as usize).copied() {
                    Some((base, _, property, left_out)) => {
                        let holds = Kleene::all(&mut self.model, &[base, property]);
                        (self.unless(left_out, holds), self.unless(left_out, (!property.no).into()))
                    }
                    None => (Kleene::NO, Kleene::NO),
                },
            };
            let property = match &part.property {
                Some(property) => self.truth(property, [Some(slot), None])?,
                None => Kleene::YES,
            };
            let (property, left_out) = match part.missing {
                Missing::Unknown => (property, Lit::FALSE),
                Missing::Failing => (property.yes.into(), Lit::FALSE),
                Missing::Passing => ((!property.no).into(), Lit::FALSE),
                Missing::LeftOut => (property, property.open(&mut self.model)),
            };
            marks.push((base, together, property, left_out));
        }
        for (at, (base, together, property, left_out)) in marks.into_iter().enumerate() {
            for (base, counts) in [(base, parts.get_mut(at)), (together, joint.get_mut(at))] {
                let Some(counts) = counts else { continue };
                let base = Kleene::all(&mut self.model, &[member, base]);
                let out = self.model.and(&[left_out, !base.no]);
                let out = self.many(slot, out);
                counts.left_out.add_linear(1, &out);
                for (against, sums) in [property.no, property.yes].into_iter().zip(&mut counts.each) {
                    let when = self.model.and(&[!base.no, !against, !left_out]);
                    let many = self.many(slot, when);
                    if many.known() != Some(0) {
                        sums.push(many);
                    }
                }
                let open = property.open(&mut self.model);
                let base_open = base.open(&mut self.model);
                for (is_in, sums) in [(base.yes, &mut counts.inside), (base_open, &mut counts.maybe)] {
                    for (what, sum) in [property.yes, property.no, open].into_iter().zip(sums) {
                        let when = self.model.and(&[is_in, what, !left_out]);
                        let many = self.many(slot, when);
                        sum.add_linear(1, &many);
                    }
                }
            }
        }
        Ok(())
    }

    fn unless(&mut self, left_out: Lit, truth: Kleene) -> Kleene {
        Kleene::all(&mut self.model, &[truth, (!left_out).into()])
    }

    /// What counts decide, as the table of the language page says.
    fn decide(&mut self, quantifier: &'a Quantifier, counts: &Counts, held: Held) -> Result<Kleene, Refused> {
        let truth = match quantifier {
            Quantifier::All => {
                let [_, fails] = &counts.each;
                self.none_of(fails, &counts.fails_low(), counts.is_settled())
            }
            Quantifier::No => {
                let [holds, _] = &counts.each;
                self.none_of(holds, &counts.holds_low(), counts.is_settled())
            }
            Quantifier::Count(bound, term) => match self.number(term, held)? {
                Some(number) => self.count(*bound, &number, counts),
                None => Kleene::UNKNOWN,
            },
            Quantifier::Between(low, high) => match (self.number(low, held)?, self.number(high, held)?) {
                (Some(low), Some(high)) => {
                    let both = [self.count(Bound::AtLeast, &low, counts), self.count(Bound::AtMost, &high, counts)];
                    Kleene::all(&mut self.model, &both)
                }
                (None, _) | (_, None) => Kleene::UNKNOWN,
            },
            Quantifier::Share(bound, term) => match self.constant(term, held)? {
                Some(share) => {
                    self.both_counted(counts, held);
                    self.share(*bound, &share, counts)
                }
                None => Kleene::UNKNOWN,
            },
            Quantifier::Rounded(bound, term, how) => match self.constant(term, held)? {
                Some(share) => {
                    self.both_counted(counts, held);
                    self.rounded_share(*bound, &share, *how, counts)
                }
                None => Kleene::UNKNOWN,
            },
        };
        // Left out is not nobody: nothing is known of them.
        let (out, nobody) = (self.model.at_least(counts.left_out(), 1), self.model.at_most(&counts.all(), 0));
        let open = self.model.and(&[out, nobody]);
        Ok(Kleene { yes: self.model.and(&[truth.yes, !open]), no: self.model.and(&[truth.no, !open]) })
    }

    /// Both sides of a share are counts of their own, which a search for whole numbers divides sooner than what makes them up.
    /// Over all records they would tie together what isn't.
    fn both_counted(&mut self, counts: &Counts, held: Held) {
        if held.iter().any(Option::is_some) {
            for sum in [counts.holds_low(), counts.all()] {
                let counted = self.model.at_least(&sum, 0);
                self.model.always(counted);
            }
        }
    }

    /// That there is nobody of any of some sorts; it fails for certain if there are some of whom it is certain.
    fn none_of(&mut self, each: &[Linear], certain: &Linear, settled: bool) -> Kleene {
        let none: Vec<Lit> = each.iter().map(|many| self.model.at_most(many, 0)).collect();
        let yes = self.model.and(&none);
        if settled { Kleene::from(yes) } else { Kleene { yes, no: self.model.at_least(certain, 1) } }
    }

    /// A threshold that doesn't change.
    fn constant(&mut self, term: &'a tieuchi::program::Term, held: Held) -> Result<Option<Exact>, Refused> {
        let hand = self.hand(held);
        let kinds: Vec<KindId> = hand.records().map(|(kind, _)| kind).collect();
        let known = self.evaluation.number(term, hand).known().cloned();
        let still = !self.moving.term(term, &kinds);
        if known.is_none() || !still {
            self.beyond.insert(if still { Beyond::Missing } else { Beyond::Number });
        }
        Ok(known.filter(|_| still))
    }

    fn count(&mut self, bound: Bound, k: &Number, counts: &Counts) -> Kleene {
        let settled = counts.is_settled();
        let holds = Number { high: (!settled).then(|| counts.holds_high()), ..Number::new(counts.holds_low(), 1) };
        let order = match bound {
            Bound::AtLeast => Order::AtLeast,
            Bound::MoreThan => Order::Above,
            Bound::AtMost => Order::AtMost,
            Bound::LessThan => Order::Below,
            Bound::Exactly => Order::Is,
        };
        self.order(&holds, order, k)
    }

    fn share(&mut self, bound: Bound, share: &Exact, counts: &Counts) -> Kleene {
        let one = Exact::from(1i64);
        if share.is_negative() || *share > one {
            let negative = share.is_negative();
            let somebody =
                Kleene { yes: self.model.at_least(&counts.inside(), 1), no: self.model.at_most(&counts.all(), 0) };
            return match (bound, negative) {
                (Bound::AtLeast, true) | (Bound::AtMost, false) => Kleene::YES,
                (Bound::MoreThan, false) | (Bound::LessThan, true) => Kleene::NO,
                (Bound::MoreThan, true) | (Bound::LessThan, false) => somebody,
                (Bound::AtLeast, false) | (Bound::AtMost, true) | (Bound::Exactly, _) => somebody.not(),
            };
        }
        use num_traits::ToPrimitive;
        let Some((a, b)) = share.numerator().to_i128().zip(share.denominator().to_i128()) else {
            self.beyond.insert(Beyond::Number);
            return Kleene::UNKNOWN;
        };
        // (b - a) · holds - a · fails, in the worst filling and in the best.
        let weigh = |holds: &Linear, fails: &Linear| {
            let mut sum = Linear::new();
            sum.add_linear(b - a, holds);
            sum.add_linear(-a, fails);
            sum
        };
        let low = weigh(&counts.holds_low(), &counts.fails_high());
        let high = weigh(&counts.holds_high(), &counts.fails_low());
        let settled = counts.is_settled();
        self.sign(bound, &low, &high, settled)
    }

    /// What the least and the greatest of a difference decide about it and 0.
    fn sign(&mut self, bound: Bound, low: &Linear, high: &Linear, settled: bool) -> Kleene {
        match bound {
            Bound::AtLeast => Kleene { yes: self.model.at_least(low, 0), no: self.model.at_most(high, -1) },
            Bound::MoreThan => Kleene { yes: self.model.at_least(low, 1), no: self.model.at_most(high, 0) },
            Bound::AtMost => Kleene { yes: self.model.at_most(high, 0), no: self.model.at_least(low, 1) },
            Bound::LessThan => Kleene { yes: self.model.at_most(high, -1), no: self.model.at_least(low, 0) },
            Bound::Exactly => {
                let same = [self.model.equals(low, 0), self.model.equals(high, 0)];
                let beside = [self.model.at_most(high, -1), self.model.at_least(low, 1)];
                if !settled {
                    // Between the two, whether a filling fits is a question of divisors.
                    self.beyond.insert(Beyond::Missing);
                }
                Kleene { yes: self.model.and(&same), no: self.model.or(&beside) }
            }
        }
    }

    fn rounded_share(&mut self, bound: Bound, share: &Exact, how: Rounding, counts: &Counts) -> Kleene {
        use num_traits::ToPrimitive;
        let (zero, one) = (Exact::zero(), Exact::from(1i64));
        let share = share.max(&zero).min(&one);
        let Some((a, b)) = share.numerator().to_i128().zip(share.denominator().to_i128()) else {
            self.beyond.insert(Beyond::Number);
            return Kleene::UNKNOWN;
        };
        let apart = |encoder: &mut Self, holds: Linear, fails: &Linear| {
            let mut base = Linear::new();
            base.add_linear(a, &holds);
            base.add_linear(a, fails);
            let part = encoder.rounded_quotient(&base, b, how)?;
            let mut apart = holds;
            apart.add_linear(-1, &part);
            Some(apart)
        };
        let low = apart(self, counts.holds_low(), &counts.fails_high());
        let high =
            if counts.is_settled() { low.clone() } else { apart(self, counts.holds_high(), &counts.fails_low()) };
        match low.zip(high) {
            Some((low, high)) => self.sign(bound, &low, &high, true),
            None => Kleene::UNKNOWN,
        }
    }
}
