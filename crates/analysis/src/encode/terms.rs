//! Numbers, labels, texts and references, each as the ways that it may come out.

use std::rc::Rc;

use num_traits::ToPrimitive;
use tieuchi::exact::{Exact, Rounding};
use tieuchi::program::{Aggregate, AggregateId, Cond, Order, Path, Summary, Term, Type};

use super::{Construct, Encoder};
use crate::logic::{Formula, Kleene, Linear};
use crate::settle::{own, substituted_term};
use crate::world::{Goal, Rec};

/// The most ways in which a term may come out.
pub const MAX_PIECES: usize = 256;

/// Ways that a term may come out, each with its condition; one of them holds, and no two do.
pub type Pieces = Vec<(Formula, Value)>;

/// What a term comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A number, or a day as days since 1970-01-01.
    Number(Ratio),
    /// A number of which nothing is known: an average of nobody, a quotient by 0.
    Any,
    /// A label, by number.
    Label(u32),
    /// A text.
    Text(String),
    /// A reference.
    Record(Goal),
    /// What isn't turned into counts.
    Open(Construct),
}

/// A quotient of linear numbers; the divisor is above 0 wherever the quotient is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ratio {
    /// What is divided.
    pub top: Linear,
    /// By what.
    pub bottom: Linear,
}

impl Ratio {
    /// A linear number.
    pub fn of(top: Linear) -> Ratio {
        Ratio { top, bottom: Linear::constant(1) }
    }

    /// A constant; none where it is too long.
    pub fn exact(value: &Exact) -> Option<Ratio> {
        let (top, bottom) = (value.numerator().to_i64()?, value.denominator().to_i64()?);
        Some(Ratio { top: Linear::constant(top.into()), bottom: Linear::constant(bottom.into()) })
    }

    /// Numerator and denominator, if it is a constant.
    pub fn known(&self) -> Option<(i128, i128)> {
        Some((self.top.known()?, self.bottom.known()?))
    }

    fn add(&self, other: &Ratio, sign: i128) -> Option<Ratio> {
        if self.bottom == other.bottom {
            return Some(Ratio { top: self.top.combine(1, &other.top, sign)?, bottom: self.bottom.clone() });
        }
        let (left, right) = (product(&self.top, &other.bottom)?, product(&other.top, &self.bottom)?);
        Some(Ratio { top: left.combine(1, &right, sign)?, bottom: product(&self.bottom, &other.bottom)? })
    }

    fn mul(&self, other: &Ratio) -> Option<Ratio> {
        Some(Ratio { top: product(&self.top, &other.top)?, bottom: product(&self.bottom, &other.bottom)? })
    }

    /// `self - other`, times whatever is above 0 that makes it linear.
    pub fn difference(&self, other: &Ratio) -> Option<Linear> {
        if self.bottom == other.bottom {
            return self.top.minus(&other.top);
        }
        product(&self.top, &other.bottom)?.minus(&product(&other.top, &self.bottom)?)
    }

    /// `linear >= 0` for this order, of orders with one bound.
    pub fn line(&self, order: Order, other: &Ratio) -> Option<Linear> {
        let one = Linear::constant(1);
        match order {
            Order::AtLeast => self.difference(other),
            Order::AtMost => other.difference(self),
            Order::Above => self.difference(other)?.minus(&one),
            Order::Below => other.difference(self)?.minus(&one),
            Order::Is | Order::IsNot => None,
        }
    }

    /// Whether they stand in an order.
    pub fn order(&self, order: Order, other: &Ratio) -> Option<Formula> {
        let line = |order| self.line(order, other).map(Formula::at_least_zero);
        match order {
            Order::Is => Some(line(Order::AtLeast)?.and(line(Order::AtMost)?)),
            Order::IsNot => Some(line(Order::Above)?.or(line(Order::Below)?)),
            Order::AtLeast | Order::AtMost | Order::Above | Order::Below => line(order),
        }
    }
}

/// A product of which one side is a constant.
fn product(one: &Linear, other: &Linear) -> Option<Linear> {
    match (one.known(), other.known()) {
        (Some(k), _) => other.times(k),
        (None, Some(k)) => one.times(k),
        (None, None) => None,
    }
}

fn always(value: Value) -> Pieces {
    vec![(Formula::True, value)]
}

fn number(ratio: Option<Ratio>) -> Value {
    ratio.map_or(Value::Open(Construct::Numbers), Value::Number)
}

impl Encoder<'_> {
    /// What a term comes to with such records in hand.
    pub fn value(&mut self, term: &Term, hand: &[Rec]) -> Pieces {
        let (when, choices) = (self.when(), self.world.choices);
        if let Some(known) = self.values.of(when, term, hand) {
            return known;
        }
        let kinds = self.kinds(hand);
        let Ok(mut settled) = self.settler.inlined_term(term, &kinds) else {
            return always(Value::Open(Construct::Cases));
        };
        for (position, rec) in (0u8..).zip(hand) {
            if let Some(cell) = self.world.sort(*rec).map(|sort| sort.cell.clone()) {
                settled = Rc::new(substituted_term(&settled, position, &*cell));
            }
        }
        let pieces = self.term(&settled, hand);
        if self.is_final(hand, choices) {
            self.values.keep(when, term.clone(), hand, pieces.clone());
        }
        pieces
    }

    /// A term in which what is known of the records in hand stands already.
    pub(super) fn term(&mut self, term: &Term, hand: &[Rec]) -> Pieces {
        self.deeper(|own| own.term_here(term, hand), |_| always(Value::Open(Construct::Cases)))
    }

    fn term_here(&mut self, term: &Term, hand: &[Rec]) -> Pieces {
        match term {
            Term::Number(value) => always(number(Ratio::exact(value))),
            Term::Date(day) => always(number(Ratio::exact(&Exact::from(day.days())))),
            Term::Label(_, label) => always(Value::Label(*label)),
            Term::Text(text) => always(Value::Text(text.clone())),
            Term::Field(path) => self.read(path, hand),
            Term::Add(a, b) => self.both(a, b, hand, |a, b| a.add(b, 1)),
            Term::Sub(a, b) => self.both(a, b, hand, |a, b| a.add(b, -1)),
            Term::Mul(a, b) => self.pairs(a, b, hand, |_, a, b| match (a, b) {
                (Value::Number(a), Value::Number(b)) => {
                    always(a.mul(b).map_or(Value::Open(Construct::Arithmetic), Value::Number))
                }
                _ => always(Value::Open(Construct::Arithmetic)),
            }),
            Term::Div(a, b) => self.pairs(a, b, hand, |own, a, b| own.quotient(a, b)),
            Term::Min(a, b) => self.pairs(a, b, hand, |_, a, b| choose(a, b, Order::AtMost)),
            Term::Max(a, b) => self.pairs(a, b, hand, |_, a, b| choose(a, b, Order::AtLeast)),
            Term::Rounded(inner, how, places) => {
                let pieces = self.term(inner, hand);
                pieces.into_iter().map(|(when, value)| (when, self.rounded(value, *how, *places))).collect()
            }
            Term::Cases(cases, otherwise) => self.cases(cases, Some(otherwise), hand),
            Term::OneOf(cases) => self.cases(cases, None, hand),
            Term::Aggregate(id) => self.aggregate(*id, hand),
            Term::Shift(..) | Term::Elapsed(..) => always(Value::Open(Construct::Arithmetic)),
        }
    }

    fn read(&mut self, path: &Path, hand: &[Rec]) -> Pieces {
        let alone = Path { hand: 0, via: Vec::new(), field: path.field };
        let readings = match self.readings(path, hand) {
            Some(Ok(readings)) => readings,
            Some(Err(_)) | None => return always(Value::Open(Construct::Above)),
        };
        let in_place = own(path, 0).is_some();
        let mut pieces = Vec::new();
        for (when, rec) in readings {
            let kind = self.world.group(rec.group).map(|group| group.kind);
            let field = kind.and_then(|kind| self.program.kinds.get(kind.at())?.fields.get(path.field.at()));
            if field.is_some_and(|field| matches!(field.ty, Type::Reference(_))) {
                let goal = self.world.goal(rec.group, path.field);
                pieces.push((when, goal.map_or(Value::Open(Construct::Above), Value::Record)));
            } else if in_place {
                // Whatever is known of it stands in the term already.
                pieces.push((when, Value::Open(self.why_open(path, hand))));
            } else {
                let inner = self.value(&Term::Field(alone.clone()), &[rec]);
                pieces.extend(inner.into_iter().map(|(and, value)| (when.clone().and(and), value)));
            }
        }
        pieces
    }

    fn both(&mut self, a: &Term, b: &Term, hand: &[Rec], by: impl Fn(&Ratio, &Ratio) -> Option<Ratio>) -> Pieces {
        self.pairs(a, b, hand, |_, a, b| {
            always(match (a, b) {
                (Value::Number(a), Value::Number(b)) => {
                    by(a, b).map_or(Value::Open(Construct::Arithmetic), Value::Number)
                }
                (Value::Any, Value::Any | Value::Number(_)) | (Value::Number(_), Value::Any) => Value::Any,
                (Value::Open(why), _) | (_, Value::Open(why)) => Value::Open(*why),
                _ => Value::Open(Construct::Arithmetic),
            })
        })
    }

    fn pairs(&mut self, a: &Term, b: &Term, hand: &[Rec], by: impl Fn(&mut Self, &Value, &Value) -> Pieces) -> Pieces {
        let (left, right) = (self.term(a, hand), self.term(b, hand));
        let mut pieces = Vec::new();
        for (when, a) in &left {
            for (and, b) in &right {
                let both = when.clone().and(and.clone());
                if both == Formula::False {
                    continue;
                }
                for (more, value) in by(self, a, b) {
                    pieces.push((both.clone().and(more), value));
                }
                if pieces.len() > MAX_PIECES {
                    return always(Value::Open(Construct::Cases));
                }
            }
        }
        pieces
    }

    fn quotient(&mut self, a: &Value, b: &Value) -> Pieces {
        let (Value::Number(a), Value::Number(b)) = (a, b) else {
            return always(match (a, b) {
                // Whatever may be 0 isn't divided by.
                (_, Value::Any) => Value::Any,
                (Value::Open(why), _) | (_, Value::Open(why)) => Value::Open(*why),
                _ => Value::Open(Construct::Arithmetic),
            });
        };
        let turned = |sign: i128| -> Option<Ratio> {
            let (top, bottom) = (product(&a.top, &b.bottom)?, product(&a.bottom, &b.top)?);
            Some(Ratio { top: top.times(sign)?, bottom: bottom.times(sign)? })
        };
        let side = |sign: i128| {
            let linear = b.top.combine(sign, &Linear::constant(1), -1);
            linear.map(Formula::at_least_zero)
        };
        let (Some(above), Some(below)) = (side(1), side(-1)) else { return always(Value::Open(Construct::Numbers)) };
        let neither = above.negated().and(below.negated());
        let way = |ratio: Option<Ratio>| ratio.map_or(Value::Open(Construct::Arithmetic), Value::Number);
        let ways = [(above, way(turned(1))), (below, way(turned(-1))), (neither, Value::Any)];
        ways.into_iter().filter(|(when, _)| *when != Formula::False).collect()
    }

    fn rounded(&mut self, value: Value, how: Rounding, places: u32) -> Value {
        let Value::Number(ratio) = value else { return value };
        if let Some((top, bottom)) = ratio.known() {
            let exact = i64::try_from(top).ok().zip(i64::try_from(bottom).ok());
            let exact = exact.and_then(|(top, bottom)| Exact::fraction(top, bottom));
            return exact
                .map_or(Value::Open(Construct::Numbers), |exact| number(Ratio::exact(&exact.rounded(how, places))));
        }
        Value::Open(Construct::Arithmetic)
    }

    fn cases(&mut self, cases: &[(Cond, Term)], otherwise: Option<&Term>, hand: &[Rec]) -> Pieces {
        let mut pieces: Pieces = Vec::new();
        let mut rest = Formula::True;
        for (when, value) in cases {
            let truth = self.settled(when, hand);
            let inner = self.term(value, hand);
            let here = rest.clone().and(truth.yes());
            pieces.extend(inner.into_iter().map(|(and, value)| (here.clone().and(and), value)));
            let open = rest.clone().and(truth.open());
            if open != Formula::False {
                pieces.push((open, Value::Open(Construct::Unknown)));
            }
            rest = rest.and(truth.no());
            if pieces.len() > MAX_PIECES {
                return always(Value::Open(Construct::Cases));
            }
        }
        match otherwise {
            Some(otherwise) => {
                let inner = self.term(otherwise, hand);
                pieces.extend(inner.into_iter().map(|(and, value)| (rest.clone().and(and), value)));
            }
            // One of the cases holds.
            None => pieces.push((rest, Value::Open(Construct::Unknown))),
        }
        pieces.retain(|(when, _)| *when != Formula::False);
        pieces
    }

    /// What an aggregate comes to with such records in hand.
    fn aggregate(&mut self, id: AggregateId, hand: &[Rec]) -> Pieces {
        let Some(aggregate) = self.program.aggregates.get(id.at()) else {
            return always(Value::Open(Construct::Arithmetic));
        };
        let of_many = !aggregate.population.links.is_empty() && hand.iter().any(|rec| self.is_many(rec.group));
        if self.building || (of_many && !self.lining) {
            return always(Value::Open(Construct::Cases));
        }
        let (when, choices) = (self.when(), self.world.choices);
        if let Some(known) = self.aggregates.of(when, &id, hand) {
            return known;
        }
        let place = aggregate.place;
        let pieces = self.there(place, |own| own.taken(aggregate, hand));
        let pieces = pieces.unwrap_or_else(|| always(Value::Open(Construct::Numbers)));
        if self.is_final(hand, choices) {
            self.aggregates.keep(when, id, hand, pieces.clone());
        }
        pieces
    }

    fn taken(&mut self, aggregate: &Aggregate, hand: &[Rec]) -> Option<Pieces> {
        let Some(members) = self.members(&aggregate.population, hand) else {
            return Some(always(Value::Open(Construct::Above)));
        };
        // How many there are, their values, and what of them isn't known.
        let (mut many, mut values, mut open) = (Linear::default(), Vec::new(), Vec::new());
        for (rec, count) in members {
            let member = self.member(&aggregate.population, rec);
            if !member.is_settled() {
                open.push((count.clone(), member.open(), Construct::Unknown));
            }
            let member = member.yes();
            if member == Formula::False {
                continue;
            }
            let Some(term) = &aggregate.value else {
                many.gather(&self.weigh(&count, &member)?)?;
                continue;
            };
            for (when, value) in self.value(term, &[rec]) {
                let here = member.clone().and(when);
                match value {
                    Value::Number(ratio) if ratio.known().is_some() => {
                        many.gather(&self.weigh(&count, &here)?)?;
                        values.push((ratio, count.clone(), here));
                    }
                    Value::Any if aggregate.leave_out_missing => {}
                    Value::Open(why) => open.push((count.clone(), here, why)),
                    _ => open.push((count.clone(), here, Construct::Arithmetic)),
                }
            }
        }
        let mut pieces = match aggregate.what {
            Summary::Number => always(Value::Number(Ratio::of(many))),
            Summary::Total => always(number(self.total(&values)?)),
            Summary::Average => {
                let total = self.total(&values)?;
                let mean =
                    total.and_then(|total| Some(Ratio { top: total.top, bottom: product(&total.bottom, &many)? }));
                let some = Formula::some(&many)?;
                vec![(some.clone(), number(mean)), (some.negated(), Value::Any)]
            }
            Summary::Least | Summary::Greatest => self.extreme(values, aggregate.what == Summary::Least)?,
        };
        // What is open is open, for whichever of the reasons that hold.
        let why = open.first().map(|(_, _, why)| *why);
        let opens = open.iter().map(|(count, when, _)| Some(Formula::some(count)?.and(when.clone())));
        let opens = Formula::any(opens.collect::<Option<Vec<_>>>()?);
        if let Some(why) = why.filter(|_| opens != Formula::False) {
            let settled = opens.negated();
            pieces.iter_mut().for_each(|(when, _)| *when = settled.clone().and(when.clone()));
            pieces.push((opens, Value::Open(why)));
        }
        pieces.retain(|(when, _)| *when != Formula::False);
        Some(pieces)
    }

    fn total(&mut self, values: &[(Ratio, Linear, Formula)]) -> Option<Option<Ratio>> {
        let mut sum = Ratio::of(Linear::default());
        for (value, count, when) in values {
            let (top, bottom) = value.known()?;
            let weighed = self.weigh(count, when)?.times(top)?;
            let Some(more) = sum.add(&Ratio { top: weighed, bottom: Linear::constant(bottom) }, 1) else {
                return Some(None);
            };
            sum = more;
        }
        Some(Some(sum))
    }

    /// The first value, from the least up or from the greatest down, that somebody has.
    fn extreme(&mut self, mut values: Vec<(Ratio, Linear, Formula)>, least: bool) -> Option<Pieces> {
        let cross = |ratio: &Ratio, other: &Ratio| {
            let ((a, b), (c, d)) = (ratio.known()?, other.known()?);
            Some(a.checked_mul(d)?.cmp(&c.checked_mul(b)?))
        };
        let mut failed = false;
        values.sort_by(|(a, ..), (b, ..)| {
            let order = cross(a, b).unwrap_or_else(|| {
                failed = true;
                std::cmp::Ordering::Equal
            });
            if least { order } else { order.reverse() }
        });
        if failed {
            return None;
        }
        let (mut pieces, mut before) = (Vec::new(), Formula::True);
        for (value, count, when) in values {
            let some = Formula::some(&count)?.and(when);
            pieces.push((before.clone().and(some.clone()), Value::Number(value)));
            before = before.and(some.negated());
            if pieces.len() > MAX_PIECES {
                return Some(always(Value::Open(Construct::Cases)));
            }
        }
        pieces.push((before, Value::Any));
        Some(pieces)
    }

    /// Whether a record is in a population by its `where`.
    pub(super) fn member(&mut self, population: &tieuchi::program::Population, rec: Rec) -> Kleene {
        match &population.filter {
            Some(filter) => self.truth(filter, &[rec]),
            None => Kleene::from(true),
        }
    }

    /// The sorts of a population's kind, and how many of each its links lead to from those in hand; none where that
    /// isn't known.
    pub(super) fn members(
        &mut self,
        population: &tieuchi::program::Population,
        hand: &[Rec],
    ) -> Option<Vec<(Rec, Linear)>> {
        let mut found = Vec::new();
        for rec in self.world.recs(population.kind) {
            let mut count = self.many(rec);
            for link in &population.links {
                let held = hand.get(usize::from(link.hand))?;
                let hanging = self.hanging(rec, link, held.group)?;
                // With two links, whoever hangs on both: where each is all or none.
                count = if hanging.known() == Some(0) {
                    hanging
                } else if hanging == self.many(rec) {
                    count
                } else if population.links.len() == 1 {
                    hanging
                } else {
                    return None;
                };
            }
            if count.known() != Some(0) {
                found.push((rec, count));
            }
        }
        Some(found)
    }
}

/// The one of two that stands in an order to the other.
fn choose(a: &Value, b: &Value, order: Order) -> Pieces {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) => match x.order(order, y) {
            Some(first) => {
                let ways = [(first.clone(), a.clone()), (first.negated(), b.clone())];
                ways.into_iter().filter(|(when, _)| *when != Formula::False).collect()
            }
            None => always(Value::Open(Construct::Arithmetic)),
        },
        (Value::Open(why), _) | (_, Value::Open(why)) => always(Value::Open(*why)),
        _ => always(Value::Open(Construct::Unknown)),
    }
}
