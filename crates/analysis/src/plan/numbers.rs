//! Numbers that depend on what is chosen.

use num_traits::ToPrimitive;
use tieuchi::engine::Interval;
use tieuchi::exact::{Exact, Rounding};
use tieuchi::program::{AggregateId, Cond, Definition, FieldId, KindId, Order, Origin, RankGives, Summary, Term};

use super::encode::{Encoder, Held};
use super::kleene::Kleene;
use super::world::{Given, Options, Slot};
use super::{Beyond, Refused};
use crate::solver::{Linear, Lit, Var};

/// What a number may be: from `low / scale` to `high / scale`, where anything is known of it.
#[derive(Debug, Clone)]
pub(super) struct Number {
    pub low: Linear,
    /// None: it is the same.
    pub high: Option<Linear>,
    /// Above 0.
    pub scale: i128,
    /// When anything is known.
    pub known: Lit,
    /// All of that divided by so many in addition, of whom there are some where anything is known: an average of those who
    /// change. It can be held against what doesn't change, and nothing else.
    pub over: Option<Linear>,
}

impl Number {
    /// A settled one.
    pub(super) fn new(linear: Linear, scale: i128) -> Number {
        Number { low: linear, high: None, scale, known: Lit::TRUE, over: None }
    }

    /// A constant; none where it is too long.
    pub(super) fn constant(value: &Exact) -> Option<Number> {
        let (above, below) = ratio(value)?;
        Some(Number::new(Linear::constant(above), below))
    }

    /// What nothing can change; none where an end is open or too long.
    pub(super) fn interval(interval: &Interval) -> Option<Number> {
        let (low, high) = (Number::constant(interval.low.as_ref()?)?, Number::constant(interval.high.as_ref()?)?);
        let scale = shared(low.scale, high.scale)?;
        let (one, other) = (low.scaled(scale), high.scaled(scale));
        Some(Number {
            high: (one.low != other.low).then_some(other.low),
            low: one.low,
            scale,
            known: Lit::TRUE,
            over: None,
        })
    }

    /// Whether it is one number, whatever is chosen.
    pub(super) fn is_settled(&self) -> bool {
        self.high.is_none() && self.known == Lit::TRUE
    }

    fn high(&self) -> &Linear {
        self.high.as_ref().unwrap_or(&self.low)
    }

    /// Its value, if nothing can change it.
    fn fixed(&self) -> Option<Exact> {
        if self.high.is_some() || self.known != Lit::TRUE || self.over.is_some() {
            return None;
        }
        Exact::decimal(self.low.known()?, 0).div(&Exact::decimal(self.scale, 0))
    }

    /// So many times; none where it becomes too long.
    fn times(&self, factor: &Exact) -> Option<Number> {
        let (above, below) = ratio(factor)?;
        let all = self.multiple(above);
        Some(Number { scale: self.scale.checked_mul(below)?, ..all })
    }

    /// A whole multiple, over the same scale.
    fn multiple(&self, times: i128) -> Number {
        let of = |linear: &Linear| {
            let mut all = Linear::new();
            all.add_linear(times, linear);
            all
        };
        let (low, high) = (of(&self.low), self.high.as_ref().map(of));
        let (low, high) = match high {
            Some(high) if times < 0 => (high, Some(low)),
            high => (low, high),
        };
        Number { low, high, over: self.over.clone(), ..*self }
    }

    /// In so many parts of 1, a multiple of those that it is in.
    fn scaled(&self, scale: i128) -> Number {
        Number { scale, ..self.multiple(scale / self.scale) }
    }

    /// The same made of both ends.
    fn map(&self, scale: i128, mut end: impl FnMut(&Linear) -> Option<Linear>) -> Option<Number> {
        let low = end(&self.low)?;
        let high = match &self.high {
            Some(high) => Some(end(high)?),
            None => None,
        };
        Some(Number { low, high, scale, known: self.known, over: self.over.clone() })
    }
}

/// A sum, times how many there are if that changes; none where both change.
fn of_all(sum: &Linear, many: Option<&Linear>) -> Option<Linear> {
    let Some(many) = many else { return Some(sum.clone()) };
    let mut all = Linear::new();
    all.add_linear(sum.known()?, many);
    Some(all)
}

/// Numerator and denominator.
fn ratio(value: &Exact) -> Option<(i128, i128)> {
    Some((value.numerator().to_i128()?, value.denominator().to_i128()?))
}

fn shared(one: i128, other: i128) -> Option<i128> {
    (one / num_integer::Integer::gcd(&one, &other)).checked_mul(other).filter(|scale| *scale < 1 << 80)
}

impl<'a> Encoder<'a> {
    /// When a number stands so to a constant.
    pub(super) fn stands(&mut self, number: &Number, order: Order, to: &Exact) -> Kleene {
        match Number::constant(to) {
            Some(constant) => self.order(number, order, &constant),
            None => Kleene::UNKNOWN,
        }
    }

    /// When two numbers stand in an order.
    pub(super) fn order(&mut self, one: &Number, order: Order, other: &Number) -> Kleene {
        // one / s - other / t, times s · t; and times how many, where that changes.
        let apart = |left: &Linear, right: &Linear| {
            let mut apart = Linear::new();
            apart.add_linear(other.scale, &of_all(left, other.over.as_ref())?);
            apart.add_linear(-one.scale, &of_all(right, one.over.as_ref())?);
            Some(apart)
        };
        let Some((low, high)) = apart(&one.low, other.high()).zip(apart(one.high(), &other.low)) else {
            self.beyond.insert(Beyond::Number);
            return Kleene::UNKNOWN;
        };
        let truth = match order {
            Order::AtLeast => Kleene { yes: self.model.at_least(&low, 0), no: self.model.at_most(&high, -1) },
            Order::Below => Kleene { yes: self.model.at_most(&high, -1), no: self.model.at_least(&low, 0) },
            Order::Above => Kleene { yes: self.model.at_least(&low, 1), no: self.model.at_most(&high, 0) },
            Order::AtMost => Kleene { yes: self.model.at_most(&high, 0), no: self.model.at_least(&low, 1) },
            Order::Is | Order::IsNot => {
                let same = [self.model.equals(&low, 0), self.model.equals(&high, 0)];
                let beside = [self.model.at_most(&high, -1), self.model.at_least(&low, 1)];
                let truth = if one.high.is_none() && other.high.is_none() {
                    Kleene::from(self.model.and(&same))
                } else {
                    Kleene { yes: self.model.and(&same), no: self.model.or(&beside) }
                };
                if order == Order::Is { truth } else { truth.not() }
            }
        };
        let known = [one.known, other.known];
        let yes: Vec<Lit> = known.into_iter().chain([truth.yes]).collect();
        let no: Vec<Lit> = known.into_iter().chain([truth.no]).collect();
        Kleene { yes: self.model.and(&yes), no: self.model.and(&no) }
    }

    pub(super) fn compare_numbers(
        &mut self,
        left: &'a Term,
        order: Order,
        right: &'a Term,
        held: Held,
    ) -> Result<Kleene, Refused> {
        match (self.number(left, held)?, self.number(right, held)?) {
            (Some(left), Some(right)) => Ok(self.order(&left, order, &right)),
            (None, _) | (_, None) => Ok(Kleene::UNKNOWN),
        }
    }

    /// What a term gives; none where it can't be said, which is noted, or where nobody knows.
    pub(super) fn number(&mut self, term: &'a Term, held: Held) -> Result<Option<Number>, Refused> {
        let kinds: Vec<KindId> =
            held.into_iter().flatten().filter_map(|slot| self.world.record(slot)).map(|(kind, _)| kind).collect();
        if !self.moving.term(term, &kinds) {
            let interval = self.evaluation.number(term, self.hand(held));
            let number = Number::interval(&interval);
            if number.is_none() {
                self.beyond.insert(Beyond::Missing);
            }
            return Ok(number);
        }
        self.deeper(|encoder| encoder.moving_number(term, held))
    }

    /// What a term gives, if that can be computed with: no average of those who change.
    fn plain(&mut self, term: &'a Term, held: Held) -> Result<Option<Number>, Refused> {
        let number = self.number(term, held)?;
        if number.as_ref().is_some_and(|number| number.over.is_some()) {
            self.beyond.insert(Beyond::Number);
            return Ok(None);
        }
        Ok(number)
    }

    fn moving_number(&mut self, term: &'a Term, held: Held) -> Result<Option<Number>, Refused> {
        let two = |encoder: &mut Self, one: &'a Term, other: &'a Term| {
            Ok::<_, Refused>(encoder.plain(one, held)?.zip(encoder.plain(other, held)?))
        };
        let said = match term {
            // These don't move.
            Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) => None,
            Term::Field(path) => match self.end(path, held) {
                Some((kind, slot)) => return self.field_number(kind, path.field, slot),
                None => None,
            },
            Term::Add(one, other) => two(self, one, other)?.and_then(|(one, other)| self.sum(&one, 1, &other)),
            Term::Sub(one, other) => two(self, one, other)?.and_then(|(one, other)| self.sum(&one, -1, &other)),
            Term::Mul(one, other) => {
                two(self, one, other)?.and_then(|(one, other)| match (one.fixed(), other.fixed()) {
                    (Some(factor), _) => other.times(&factor),
                    (_, Some(factor)) => one.times(&factor),
                    (None, None) => None,
                })
            }
            Term::Div(one, other) => {
                two(self, one, other)?.and_then(|(one, other)| one.times(&Exact::from(1i64).div(&other.fixed()?)?))
            }
            Term::Min(one, other) => two(self, one, other)?.and_then(|(one, other)| self.extreme(&[one, other], true)),
            Term::Max(one, other) => two(self, one, other)?.and_then(|(one, other)| self.extreme(&[one, other], false)),
            Term::Rounded(inner, how, places) => {
                self.plain(inner, held)?.and_then(|number| self.rounded(&number, *how, *places))
            }
            Term::Cases(cases, otherwise) => self.cases(cases, Some(otherwise), held)?,
            Term::OneOf(cases) => self.cases(cases, None, held)?,
            Term::Aggregate(id) => self.aggregate(*id, held)?,
            Term::Shift(..) | Term::Elapsed(..) => None,
        };
        if said.is_none() {
            self.beyond.insert(Beyond::Number);
        }
        Ok(said)
    }

    /// A number of somebody.
    pub(super) fn field_number(&mut self, kind: KindId, field: FieldId, slot: Slot) -> Result<Option<Number>, Refused> {
        if self.moving.is_free(kind, field) {
            return Ok(self.own_number(kind, field, slot));
        }
        if !self.moving.field(kind, field) {
            let row = self.world.record(slot).map_or(0, |(_, row)| row);
            let value = match self.evaluation.value_of(kind, field, row) {
                tieuchi::engine::Value::Number(interval) | tieuchi::engine::Value::Date(interval) => {
                    Number::interval(&interval)
                }
                _ => None,
            };
            if value.is_none() {
                self.beyond.insert(Beyond::Missing);
            }
            return Ok(value);
        }
        let key = (kind, field, slot);
        if let Some(known) = self.numbers.get(&key) {
            return Ok(known.clone());
        }
        let program = self.program;
        let declared = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at()));
        let number = match declared.map(|field| &field.origin) {
            Some(Origin::Define(Definition::Term(term))) => self.number(term, [Some(slot), None])?,
            Some(Origin::Rank(rank)) if rank.gives == RankGives::Place => self.place_of(kind, rank, slot)?,
            _ => None,
        };
        if number.is_none() {
            self.beyond.insert(Beyond::Field(kind, field));
        }
        // What is read often is one number from here on.
        let number = number.and_then(|number| self.named(&number));
        self.numbers.insert(key, number.clone());
        Ok(number)
    }

    fn own_number(&mut self, kind: KindId, field: FieldId, slot: Slot) -> Option<Number> {
        if let Some(value) = self.own_value(kind, field, slot) {
            return match value {
                Given::Number(value) => Number::constant(&value),
                Given::Date(days) => Number::constant(&Exact::from(days)),
                Given::Missing => {
                    self.beyond.insert(Beyond::Missing);
                    None
                }
                Given::YesNo(_) | Given::Label(_) => None,
            };
        }
        let Slot::Record(kind, row) = slot else { return None };
        let own = self.world.own.get(&(kind, row))?.iter().find(|own| own.field == field)?;
        match &own.options {
            Options::Number { var, scale, missing } => {
                let (var, scale, missing) = (*var, *scale, *missing);
                if missing == Lit::FALSE {
                    return Some(Number::new(var.into(), scale));
                }
                // Where it stays missing it may be anything in its range.
                let declared = self.program.kinds.get(kind.at())?.fields.get(field.at())?;
                let bounds = declared
                    .range
                    .clone()
                    .and_then(|(low, high)| Number::interval(&Interval { low: Some(low), high: Some(high) }));
                match bounds {
                    Some(bounds) => self.chosen(&[(missing, bounds), (!missing, Number::new(var.into(), scale))]),
                    None => {
                        self.beyond.insert(Beyond::Missing);
                        Some(Number { known: !missing, ..Number::new(var.into(), scale) })
                    }
                }
            }
            Options::Among(_) => None,
        }
    }

    /// One number for a sum of many.
    fn named(&mut self, number: &Number) -> Option<Number> {
        if number.over.is_some() {
            return Some(number.clone());
        }
        number.map(number.scale, |linear| {
            if linear.terms().count() <= 6 {
                return Some(linear.clone());
            }
            let (low, high) = self.model.bounds(linear);
            let var = self.variable(low, high);
            let mut apart = linear.clone();
            apart.add(-1, var);
            let same = self.model.equals(&apart, 0);
            self.model.always(same);
            Some(var.into())
        })
    }

    fn variable(&mut self, low: Option<i128>, high: Option<i128>) -> Var {
        let low = low.and_then(|low| i64::try_from(low).ok()).unwrap_or(i64::MIN / 4);
        self.model.int(low, high.and_then(|high| i64::try_from(high).ok()))
    }

    fn sum(&mut self, one: &Number, times: i128, other: &Number) -> Option<Number> {
        let scale = shared(one.scale, other.scale)?;
        let (one, other) = (one.scaled(scale), other.scaled(scale).multiple(times));
        let known = self.model.and(&[one.known, other.known]);
        let add = |left: &Linear, right: &Linear| {
            let mut sum = left.clone();
            sum.add_linear(1, right);
            sum
        };
        let high = (one.high.is_some() || other.high.is_some()).then(|| add(one.high(), other.high()));
        Some(Number { low: add(&one.low, &other.low), high, scale, known, over: None })
    }

    /// The smallest of some numbers (`least`), or the greatest.
    fn extreme(&mut self, of: &[Number], least: bool) -> Option<Number> {
        let conditions: Vec<(Lit, Number)> = of.iter().map(|number| (Lit::TRUE, number.clone())).collect();
        self.extreme_of(&conditions, least)
    }

    /// The same of those that are there; one is.
    fn extreme_of(&mut self, of: &[(Lit, Number)], least: bool) -> Option<Number> {
        if let [(Lit::TRUE, one)] = of {
            return Some(one.clone());
        }
        let fixed: Option<Vec<Exact>> =
            of.iter().map(|(there, number)| number.fixed().filter(|_| *there == Lit::TRUE)).collect();
        if let Some(fixed) = fixed {
            let found = if least { fixed.iter().min() } else { fixed.iter().max() };
            return found.and_then(Number::constant);
        }
        let scale = of.iter().try_fold(1, |scale, (_, number)| shared(scale, number.scale))?;
        let scaled: Vec<(Lit, Number)> = of.iter().map(|(there, number)| (*there, number.scaled(scale))).collect();
        let ends = |high: bool| -> Vec<(Lit, Linear)> {
            let end = |number: &Number| if high { number.high().clone() } else { number.low.clone() };
            scaled.iter().map(|(there, number)| (*there, end(number))).collect()
        };
        let open = scaled.iter().any(|(_, number)| number.high.is_some());
        let low = self.extreme_sum(ends(false), least);
        let high = open.then(|| self.extreme_sum(ends(true), least));
        let known: Vec<Lit> = scaled.iter().map(|(there, number)| self.model.implies(*there, number.known)).collect();
        Some(Number { low, high, scale, known: self.model.and(&known), over: None })
    }

    fn extreme_sum(&mut self, sums: Vec<(Lit, Linear)>, least: bool) -> Linear {
        let bounds: Vec<(Option<i128>, Option<i128>)> = sums.iter().map(|(_, sum)| self.model.bounds(sum)).collect();
        let low = bounds.iter().map(|(low, _)| *low).min().flatten();
        let high = bounds.iter().map(|(_, high)| high.unwrap_or(i128::MAX)).max();
        let var = self.variable(low, high);
        let mut reached = Vec::new();
        for (there, sum) in sums {
            let mut apart = sum;
            apart.add(-1, var);
            // The number itself is at the bound of all, and one of them.
            let bound = if least { self.model.at_least(&apart, 0) } else { self.model.at_most(&apart, 0) };
            let bound = self.model.implies(there, bound);
            self.model.always(bound);
            let other = if least { self.model.at_most(&apart, 0) } else { self.model.at_least(&apart, 0) };
            reached.push(self.model.and(&[there, other]));
        }
        let one = self.model.or(&reached);
        self.model.always(one);
        var.into()
    }

    fn rounded(&mut self, number: &Number, how: Rounding, places: u32) -> Option<Number> {
        let parts = 10i128.checked_pow(places)?;
        number.map(parts, |linear| {
            let mut shifted = Linear::new();
            shifted.add_linear(parts, linear);
            self.rounded_quotient(&shifted, number.scale, how)
        })
    }

    /// A quotient rounded to a whole number; a half goes upwards, so that nothing may be below 0.
    pub(super) fn rounded_quotient(&mut self, linear: &Linear, scale: i128, how: Rounding) -> Option<Linear> {
        let mut linear = linear.clone();
        match how {
            Rounding::Down => self.floor(&linear, scale),
            Rounding::Up => {
                linear.add_constant(scale - 1);
                self.floor(&linear, scale)
            }
            Rounding::Nearest => {
                if self.model.bounds(&linear).0.is_none_or(|low| low < 0) {
                    return None;
                }
                let mut double = Linear::constant(scale);
                double.add_linear(2, &linear);
                self.floor(&double, scale.checked_mul(2)?)
            }
        }
    }

    /// The largest whole number that is at most `linear / scale`.
    fn floor(&mut self, linear: &Linear, scale: i128) -> Option<Linear> {
        let (low, high) = self.model.bounds(linear);
        let down = |bound: i128| num_integer::Integer::div_floor(&bound, &scale);
        let var = self.variable(low.map(down), high.map(down));
        let mut apart = linear.clone();
        apart.add(-scale, var);
        let both = [self.model.at_least(&apart, 0), self.model.at_most(&apart, scale - 1)];
        both.into_iter().for_each(|lit| self.model.always(lit));
        Some(var.into())
    }

    fn cases(
        &mut self,
        cases: &'a [(Cond, Term)],
        otherwise: Option<&'a Term>,
        held: Held,
    ) -> Result<Option<Number>, Refused> {
        let (mut found, mut before) = (Vec::new(), Vec::new());
        for (when, then) in cases {
            let when = self.truth(when, held)?;
            if when.yes == Lit::FALSE && when.no == Lit::TRUE {
                continue;
            }
            if !when.is_settled() {
                self.beyond.insert(Beyond::Missing);
                return Ok(None);
            }
            let guard: Vec<Lit> = before.iter().copied().chain([when.yes]).collect();
            let Some(number) = self.plain(then, held)? else { return Ok(None) };
            found.push((self.model.and(&guard), number));
            before.push(when.no);
        }
        if let Some(otherwise) = otherwise {
            let guard = self.model.and(&before);
            if guard != Lit::FALSE {
                let Some(number) = self.plain(otherwise, held)? else { return Ok(None) };
                found.push((guard, number));
            }
        }
        Ok(self.chosen(&found))
    }

    /// The number whose condition holds; of all but the last exactly one may, and one does.
    fn chosen(&mut self, of: &[(Lit, Number)]) -> Option<Number> {
        if let [(_, one)] = of {
            return Some(one.clone());
        }
        let scale = of.iter().try_fold(1, |scale, (_, number)| shared(scale, number.scale))?;
        let open = of.iter().any(|(_, number)| number.high.is_some());
        let (mut low, mut high, mut known) = (Linear::new(), Linear::new(), Vec::new());
        for (when, number) in of {
            known.push(self.model.implies(*when, number.known));
            let scaled = number.scaled(scale);
            low.add_linear(1, &self.gated(*when, &scaled.low)?);
            if open {
                high.add_linear(1, &self.gated(*when, scaled.high())?);
            }
        }
        Some(Number { low, high: open.then_some(high), scale, known: self.model.and(&known), over: None })
    }

    /// The sum where a condition holds, else 0.
    fn gated(&mut self, when: Lit, sum: &Linear) -> Option<Linear> {
        if when == Lit::TRUE {
            return Some(sum.clone());
        }
        if sum.terms().next().is_none() {
            let mut all = Linear::new();
            all.add_linear(sum.known()?, &self.model.counted(when));
            return Some(all);
        }
        let (low, high) = self.model.bounds(sum);
        let var = self.variable(low.map(|low| low.min(0)), high.map(|high| high.max(0)));
        let mut apart = sum.clone();
        apart.add(-1, var);
        let same = self.model.equals(&apart, 0);
        let nothing = self.model.equals(&var.into(), 0);
        let both = [self.model.implies(when, same), self.model.or(&[when, nothing])];
        both.into_iter().for_each(|lit| self.model.always(lit));
        Some(var.into())
    }

    fn aggregate(&mut self, id: AggregateId, held: Held) -> Result<Option<Number>, Refused> {
        let program = self.program;
        let Some(aggregate) = program.aggregates.get(id.at()) else { return Ok(None) };
        let members = self.aggregate_members(id, held)?;
        let mut count = Linear::new();
        let (mut total, mut known) = (Number::new(Linear::new(), 1), Vec::new());
        let mut values: Vec<(Lit, Number)> = Vec::new();
        for (slot, member) in members {
            if member.yes == Lit::FALSE && member.no == Lit::TRUE {
                continue;
            }
            if !member.is_settled() {
                self.beyond.insert(Beyond::Missing);
                return Ok(None);
            }
            let many = self.many(slot, member.yes);
            let Some(value) = &aggregate.value else {
                count.add_linear(1, &many);
                continue;
            };
            let Some(number) = self.plain(value, [Some(slot), None])? else {
                // Whose value nobody knows may be left out; whether somebody does is settled where it can't change.
                if aggregate.leave_out_missing && !self.moving.term(value, &[aggregate.population.kind]) {
                    continue;
                }
                return Ok(None);
            };
            if aggregate.leave_out_missing && number.known != Lit::TRUE {
                self.beyond.insert(Beyond::Missing);
                return Ok(None);
            }
            count.add_linear(1, &many);
            let there = self.present(slot);
            let there = self.model.and(&[there, member.yes]);
            known.push(self.model.implies(there, number.known));
            match aggregate.what {
                Summary::Number => {}
                Summary::Total | Summary::Average => {
                    let Some(part) = self.part_of_total(&number, member.yes, &many) else { return Ok(None) };
                    let Some(sum) = self.sum(&total, 1, &part) else { return Ok(None) };
                    total = sum;
                }
                Summary::Least | Summary::Greatest => values.push((there, number)),
            }
        }
        total.known = self.model.and(&known);
        Ok(match aggregate.what {
            Summary::Number => Some(Number::new(count, 1)),
            Summary::Total => Some(total),
            Summary::Average => match count.known() {
                // Of so many for certain.
                Some(many) if many > 0 => total.scale.checked_mul(many).map(|scale| Number { scale, ..total }),
                Some(_) => None,
                // Of nobody nothing is known.
                None => {
                    let some = self.model.at_least(&count, 1);
                    Some(Number { known: self.model.and(&[total.known, some]), over: Some(count), ..total })
                }
            },
            Summary::Least | Summary::Greatest => {
                let there: Vec<Lit> = values.iter().map(|(there, _)| *there).collect();
                // Of nobody it would be unknown.
                if there.contains(&Lit::TRUE) {
                    self.extreme_of(&values, aggregate.what == Summary::Least)
                } else {
                    None
                }
            }
        })
    }

    /// What so many add to a sum: a number that is chosen is of a record by itself.
    fn part_of_total(&mut self, number: &Number, member: Lit, many: &Linear) -> Option<Number> {
        let part = number.map(number.scale, |linear| match linear.known() {
            Some(value) => {
                let mut part = Linear::new();
                part.add_linear(value, many);
                Some(part)
            }
            None => self.gated(member, linear),
        })?;
        Some(Number { known: Lit::TRUE, ..part })
    }

    /// Whether somebody is what a slot says.
    pub(super) fn present(&self, slot: Slot) -> Lit {
        match slot {
            Slot::Record(..) => Lit::TRUE,
            Slot::Cell(at) => self.world.cells.get(at).map_or(Lit::FALSE, |cell| cell.some),
        }
    }
}
