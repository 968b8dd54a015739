//! What each record adds to an aggregate, so that it can be taken out again.
//!
//! Counts and sums are subtracted. An extreme can't be; where the aggregate
//! needs extremes, how often each value occurs in a group is kept.

use std::collections::{BTreeMap, HashMap};

use crate::exact::Exact;
use crate::program::{Aggregate, AggregateId, Summary};

use crate::engine::aggregates::AggregateTally;
use crate::engine::evaluation::Evaluation;
use crate::engine::hand::Hand;
use crate::engine::tally::Summation;
use crate::engine::truth::{Interval, Truth};

use super::places::{Spot, Ties, each_spot};

/// What a record adds.
#[derive(Debug, Clone, PartialEq)]
enum Summand {
    Nothing,
    /// A known number, of a record that is in as far as this says.
    Known(Truth, Exact),
    /// One of several numbers, perhaps left out.
    Open(Truth, bool, Box<Interval>),
}

/// How often each value occurs.
#[derive(Debug, Default)]
struct Values(BTreeMap<Exact, u64>);

/// The values of a group: the least and the greatest ones that those inside may have, and those that may be inside.
#[derive(Debug, Default)]
struct Extremes {
    low: Values,
    high: Values,
    maybe_low: Values,
    maybe_high: Values,
}

/// What is kept of an aggregate.
#[derive(Debug)]
pub(super) struct Sums {
    summands: Vec<Summand>,
    /// By group; of none for records that may be in any. Empty where the aggregate needs no extremes.
    extremes: HashMap<Option<u32>, Extremes>,
    pub ties: Ties,
    /// Its last value, where there is one group.
    value: Option<Interval>,
}

impl Values {
    fn shift(&mut self, value: Option<&Exact>, up: bool) {
        let Some(value) = value else { return };
        if up {
            *self.0.entry(value.clone()).or_default() += 1;
        } else if let Some(count) = self.0.get_mut(value) {
            *count -= 1;
            if *count == 0 {
                self.0.remove(value);
            }
        }
    }

    fn least(&self) -> Option<Exact> {
        self.0.keys().next().cloned()
    }

    fn greatest(&self) -> Option<Exact> {
        self.0.keys().next_back().cloned()
    }
}

impl Extremes {
    fn shift(&mut self, member: Truth, value: &Interval, up: bool) {
        let (low, high) =
            if member.is_yes() { (&mut self.low, &mut self.high) } else { (&mut self.maybe_low, &mut self.maybe_high) };
        low.shift(value.low.as_ref(), up);
        high.shift(value.high.as_ref(), up);
    }

    fn tell(&self, state: &mut Summation) {
        state.low_extremes = self.low.least().zip(self.low.greatest());
        state.high_extremes = self.high.least().zip(self.high.greatest());
        state.maybe_least = self.maybe_low.least();
        state.maybe_greatest = self.maybe_high.greatest();
    }
}

fn count(count: &mut u64, up: bool) {
    *count = if up { count.wrapping_add(1) } else { count.wrapping_sub(1) };
}

/// Adds an end to a sum or takes it out; false if the sum grew past all bounds. There is no sum of nobody's ends.
fn sum(sum: &mut Option<Exact>, open: &mut u64, all: u64, end: Option<&Exact>, up: bool) -> bool {
    let Some(end) = end else {
        count(open, up);
        if all == *open {
            *sum = None;
        }
        return true;
    };
    let before = sum.take().unwrap_or(Exact::zero());
    let after = if up { before.add(end) } else { before.sub(end) };
    *sum = after.filter(|_| all > *open);
    sum.is_some() || all <= *open
}

/// Adds a record to a state or takes it out, but for extremes; false if a sum grew past all bounds.
fn shift(state: &mut Summation, member: Truth, value: &Interval, left_out: bool, up: bool) -> bool {
    if left_out {
        count(&mut state.left_out, up);
        return true;
    }
    if member.is_yes() {
        count(&mut state.inside, up);
        let all = state.inside;
        return sum(&mut state.low_sum, &mut state.low_open, all, value.low.as_ref(), up)
            && sum(&mut state.high_sum, &mut state.high_open, all, value.high.as_ref(), up);
    }
    count(&mut state.maybe, up);
    let (all, zero) = (state.maybe, Exact::zero());
    // A record that may be in lowers the sum only by what is below 0, and raises it only by what is above.
    let low = value.low.as_ref().map(|low| low.min(&zero));
    let high = value.high.as_ref().map(|high| high.max(&zero));
    sum(&mut state.maybe_low_sum, &mut state.maybe_low_open, all, low, up)
        && sum(&mut state.maybe_high_sum, &mut state.maybe_high_open, all, high, up)
}

impl Sums {
    pub fn new<'a>(evaluation: &mut Evaluation<'a>, id: AggregateId, aggregate: &'a Aggregate) -> Sums {
        let rows = evaluation.roster.len(aggregate.population.kind) as u32;
        let mut sums = Sums {
            summands: (0..rows).map(|row| summand(evaluation, aggregate, row)).collect(),
            extremes: HashMap::new(),
            ties: Ties::new(),
            value: None,
        };
        sums.settle(evaluation, id, aggregate, &[]);
        sums
    }

    /// Adds a record or takes it out.
    fn shift(
        &mut self,
        evaluation: &Evaluation<'_>,
        (id, aggregate): (AggregateId, &Aggregate),
        tally: &mut AggregateTally,
        row: u32,
        up: bool,
    ) {
        let known;
        let (chosen, left_out, value) = match self.summands.get(row as usize) {
            None | Some(Summand::Nothing) => return,
            Some(Summand::Known(chosen, number)) => {
                known = Interval::point(number.clone());
                (*chosen, false, &known)
            }
            Some(Summand::Open(chosen, left_out, value)) => (*chosen, *left_out, value.as_ref()),
        };
        let Some(groups) = evaluation.aggregate_groups.get(id.at()) else { return };
        let needs = needs_extremes(aggregate.what);
        let (ties, extremes) = (&mut self.ties, &mut self.extremes);
        let loose = each_spot(evaluation, &aggregate.population, groups, row, |spot| {
            let (group, member) = match spot {
                Spot::In(group) => (Some(group as u32), chosen),
                Spot::Maybe(group) => (Some(group as u32), Truth::Unknown),
                Spot::Anywhere => (None, Truth::Unknown),
            };
            let state = tally.state(group);
            if !shift(state, member, value, left_out, up) {
                evaluation.overflow();
            }
            if needs && !left_out {
                let extremes = extremes.entry(group).or_default();
                extremes.shift(member, value, up);
                extremes.tell(state);
            }
            ties.touch(spot);
        });
        self.ties.count(loose, up);
    }

    /// Takes records out, until they are settled again.
    pub fn lift(&mut self, evaluation: &mut Evaluation<'_>, id: AggregateId, rows: &[u32]) {
        let Some(aggregate) = evaluation.program.aggregates.get(id.at()).filter(|_| !self.ties.full) else { return };
        let Some(mut tally) = evaluation.aggregates.get_mut(id.at()).map(std::mem::take) else { return };
        for row in rows {
            self.shift(evaluation, (id, aggregate), &mut tally, *row, false);
            self.set(*row, Summand::Nothing);
        }
        evaluation.put_aggregate(id, tally);
    }

    fn set(&mut self, row: u32, summand: Summand) {
        if let Some(place) = self.summands.get_mut(row as usize) {
            *place = summand;
        }
    }

    /// Takes up what some records are by now. False if the value is the same as before, of whatever record in hand.
    pub fn settle<'a>(
        &mut self,
        evaluation: &mut Evaluation<'a>,
        id: AggregateId,
        aggregate: &'a Aggregate,
        rows: &[u32],
    ) -> bool {
        let Some(mut tally) = evaluation.aggregates.get_mut(id.at()).map(std::mem::take) else { return false };
        for row in rows {
            let now = summand(evaluation, aggregate, *row);
            if self.summands.get(*row as usize) == Some(&now) {
                continue;
            }
            if !self.ties.full {
                self.shift(evaluation, (id, aggregate), &mut tally, *row, false);
            }
            self.set(*row, now);
            if !self.ties.full {
                self.shift(evaluation, (id, aggregate), &mut tally, *row, true);
            }
        }
        if self.ties.begin() {
            tally = AggregateTally::open(evaluation.aggregate_groups.get(id.at()).map_or(0, |groups| groups.len()));
            self.extremes.clear();
            for row in 0..self.summands.len() as u32 {
                self.shift(evaluation, (id, aggregate), &mut tally, row, true);
            }
            self.ties.end();
        }
        evaluation.put_aggregate(id, tally);
        if !aggregate.population.links.is_empty() {
            return true;
        }
        let value = Some(evaluation.aggregate(id, Hand::none()));
        std::mem::replace(&mut self.value, value.clone()) != value
    }

    pub fn push(&mut self) {
        self.summands.push(Summand::Nothing);
    }

    pub fn pop(&mut self) {
        self.summands.pop();
    }

    pub fn swap(&mut self, one: u32, other: u32) {
        let (one, other) = (one as usize, other as usize);
        if one.max(other) < self.summands.len() {
            self.summands.swap(one, other);
        }
    }

    /// Two groups have changed places.
    pub fn swap_groups(&mut self, one: u32, other: u32) {
        let (first, second) = (self.extremes.remove(&Some(one)), self.extremes.remove(&Some(other)));
        self.extremes.extend(first.map(|values| (Some(other), values)));
        self.extremes.extend(second.map(|values| (Some(one), values)));
    }

    /// A group is no more.
    pub fn pop_group(&mut self, group: u32) {
        self.extremes.remove(&Some(group));
    }
}

fn needs_extremes(what: Summary) -> bool {
    match what {
        Summary::Least | Summary::Greatest | Summary::Average => true,
        Summary::Total | Summary::Number => false,
    }
}

/// What a record adds to an aggregate in a group that it is in for certain.
fn summand(evaluation: &Evaluation<'_>, aggregate: &Aggregate, row: u32) -> Summand {
    let chosen = evaluation.chosen(&aggregate.population, row);
    if chosen.is_no() {
        return Summand::Nothing;
    }
    let value = match &aggregate.value {
        Some(value) => evaluation.number(value, Hand::one(aggregate.population.kind, row)),
        None => Interval::point(Exact::zero()),
    };
    match value.known() {
        Some(number) => Summand::Known(chosen, number.clone()),
        None => Summand::Open(chosen, aggregate.leave_out_missing, Box::new(value)),
    }
}
