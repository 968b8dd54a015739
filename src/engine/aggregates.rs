//! Tallies of aggregates.

use std::borrow::Cow;
use std::collections::HashMap;

use num_traits::PrimInt;

use crate::exact::Exact;
use crate::program::{Aggregate, AggregateId, KindId, Link, Population, Summary, Term};
use crate::roster::{ABSENT, Bits, Column, Whole};

use super::classes::{Classes, Reads};
use super::derived::{Coded, Derived};
use super::evaluation::{Evaluation, Options};
use super::hand::Hand;
use super::lane::multiple;
use super::links::Above;
use super::numbers::tens;
use super::read::Cell;
use super::tally::Summation;
use super::threads;
use super::truth::{Interval, Truth};

/// The state of an aggregate over all groups.
#[derive(Debug, Clone, Default)]
pub(super) struct AggregateTally {
    /// How many groups.
    groups: usize,
    /// Decimal places of the sums.
    scale: u32,
    /// Of the records that are in a group for certain with a known number; none where nothing was summed this way.
    sums: Vec<Sum>,
    /// Of all other records, by group.
    others: HashMap<u32, Summation>,
    /// Of records that may be in any group.
    unplaced: Option<Summation>,
}

/// Known numbers of one group.
#[derive(Debug, Clone, Copy, Default)]
struct Sum<N = i128> {
    count: u64,
    total: N,
    least: N,
    greatest: N,
}

impl<N: PrimInt> Sum<N> {
    /// Adds a number; false if the total does not fit any more.
    fn add(&mut self, value: N) -> bool {
        if self.count == 0 {
            (self.least, self.greatest) = (value, value);
        } else {
            (self.least, self.greatest) = (self.least.min(value), self.greatest.max(value));
        }
        self.count += 1;
        self.total.checked_add(&value).is_some_and(|total| {
            self.total = total;
            true
        })
    }
}

impl Sum {
    fn merge(&mut self, other: &Sum) -> bool {
        if other.count == 0 {
            return true;
        }
        if self.count == 0 {
            *self = *other;
            return true;
        }
        (self.least, self.greatest) = (self.least.min(other.least), self.greatest.max(other.greatest));
        self.count += other.count;
        self.total.checked_add(other.total).is_some_and(|total| {
            self.total = total;
            true
        })
    }

    fn state(&self, scale: u32) -> Summation {
        if self.count == 0 {
            return Summation::default();
        }
        let exact = |mantissa: i128| Exact::decimal(mantissa, scale);
        let extremes = Some((exact(self.least), exact(self.greatest)));
        Summation {
            inside: self.count,
            low_sum: Some(exact(self.total)),
            high_sum: Some(exact(self.total)),
            low_extremes: extremes.clone(),
            high_extremes: extremes,
            ..Summation::default()
        }
    }
}

impl AggregateTally {
    /// All zeros.
    pub fn open(groups: usize) -> AggregateTally {
        AggregateTally { groups, ..AggregateTally::default() }
    }

    /// One group in this state.
    pub fn of_one(state: Summation) -> AggregateTally {
        AggregateTally { groups: 1, others: HashMap::from([(0, state)]), ..AggregateTally::default() }
    }

    /// The state of a group; none on overflow.
    pub fn get(&self, group: usize) -> Option<Summation> {
        let mut state = self.sums.get(group).map_or_else(Summation::default, |sum| sum.state(self.scale));
        let others = u32::try_from(group).ok().and_then(|group| self.others.get(&group));
        let fits = others.into_iter().chain(&self.unplaced).all(|more| state.merge(more));
        fits.then_some(state)
    }

    /// What is added up of a group apart from sums of known numbers; of none: of records that may be in any.
    pub fn state(&mut self, group: Option<u32>) -> &mut Summation {
        match group {
            Some(group) => self.others.entry(group).or_default(),
            None => self.unplaced.get_or_insert_default(),
        }
    }

    /// One more group, or one less; only where no sums of known numbers are kept.
    pub fn resize(&mut self, groups: usize) {
        for group in groups..self.groups {
            self.others.remove(&(group as u32));
        }
        self.groups = groups;
    }

    /// Exchanges the states of two groups; only where no sums of known numbers are kept.
    pub fn swap(&mut self, one: u32, other: u32) {
        let (first, second) = (self.others.remove(&one), self.others.remove(&other));
        self.others.extend(first.map(|state| (other, state)));
        self.others.extend(second.map(|state| (one, state)));
    }

    /// How many groups there are.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// The states of all groups.
    pub fn all(&self) -> Vec<Summation> {
        (0..self.groups).map(|group| self.get(group).unwrap_or_default()).collect()
    }

    /// The number of records of a group and the sum of their numbers, where all that is known of it is known numbers.
    pub fn settled(&self, group: usize) -> Option<(u64, i128)> {
        let sum = self.sums.get(group)?;
        let alone = self.unplaced.is_none() && !self.others.contains_key(&u32::try_from(group).ok()?);
        alone.then_some((sum.count, sum.total))
    }

    /// Adds the tally of other records of the same groups; false if a sum grew past all bounds.
    pub fn absorb(&mut self, other: AggregateTally) -> bool {
        for (group, sum) in (0u32..).zip(&other.sums).filter(|(_, sum)| sum.count > 0) {
            let fits = match self.sums.get_mut(group as usize) {
                Some(own) if other.scale == self.scale => own.merge(sum),
                // Sums of other decimal places, or none yet: they are exact either way.
                _ => self.others.entry(group).or_default().merge(&sum.state(other.scale)),
            };
            if !fits {
                return false;
            }
        }
        let others = other.others.iter().all(|(group, more)| self.others.entry(*group).or_default().merge(more));
        others && other.unplaced.iter().all(|more| self.unplaced.get_or_insert_default().merge(more))
    }

    /// Decimal places of the sums.
    pub fn scale(&self) -> u32 {
        self.scale
    }
}

impl<'a> Evaluation<'a> {
    pub(super) fn open_aggregate(&mut self, id: AggregateId) {
        let groups = self.aggregate_groups.get(id.at()).map_or(0, |groups| groups.len());
        self.put_aggregate(id, AggregateTally::open(groups));
    }

    pub(super) fn put_aggregate(&mut self, id: AggregateId, tally: AggregateTally) {
        if let Some(place) = self.aggregates.get_mut(id.at()) {
            *place = tally;
        }
    }

    pub(super) fn take_aggregate(&mut self, id: AggregateId) -> AggregateTally {
        self.aggregates.get_mut(id.at()).map(std::mem::take).unwrap_or_default()
    }

    /// Tallies an aggregate over all groups.
    pub(super) fn tally_aggregate(&mut self, id: AggregateId, options: &Options) {
        let Some(aggregate) = self.program.aggregates.get(id.at()) else { return };
        let groups = self.aggregate_groups.get(id.at()).map_or(0, |groups| groups.len());
        let mut tally = AggregateTally::open(groups);
        let done = self.tally_known(id, aggregate, &mut tally, options);
        if done.is_none() {
            tally = AggregateTally::open(groups);
            for row in 0..self.roster.len(aggregate.population.kind) as u32 {
                self.contribute_value(id, row, None, &mut tally);
            }
        }
        self.put_aggregate(id, tally);
    }

    /// Sums numbers of the records themselves, group by group, and leaves to the careful way whoever is
    /// only perhaps in, or has no number. None where the aggregate is about more than that.
    fn tally_known(
        &self,
        id: AggregateId,
        aggregate: &'a Aggregate,
        tally: &mut AggregateTally,
        options: &Options,
    ) -> Option<()> {
        let Aggregate { value, population, .. } = aggregate;
        let kind = population.kind;
        let references = self.references(population)?;
        let number = match value {
            None => None,
            Some(term) => Some(self.decimals(kind, term, options)?),
        };
        let number = number.as_ref().map(|(scale, values, known)| (*scale, values.as_ref(), known.as_deref()));
        let mut reads = Reads::default();
        population.filter.iter().for_each(|filter| self.gather(kind, filter, &mut reads));
        let classes = self.classify(kind, &reads, options)?;
        let most = classes.seen.last().map_or(0, |class| usize::from(class.id) + 1);
        let mut chosen = vec![Truth::No; most];
        for class in &classes.seen {
            if let Some(place) = chosen.get_mut(usize::from(class.id)) {
                *place = self.chosen(population, class.row);
            }
        }
        let groups = tally.groups;
        let jobs = threads::pieces(self.roster.len(kind), options);
        let work = Work { classes: &classes, chosen: &chosen, references, groups };
        let parts = match number {
            None => threads::run(jobs, options.threads, |rows| work.sum::<i8, i64>(rows, None, None)),
            Some((_, Whole::I8(values), known)) => {
                threads::run(jobs, options.threads, |rows| work.sum::<_, i64>(rows, Some(values), known))
            }
            Some((_, Whole::I16(values), known)) => {
                threads::run(jobs, options.threads, |rows| work.sum::<_, i64>(rows, Some(values), known))
            }
            Some((_, Whole::I32(values), known)) => {
                threads::run(jobs, options.threads, |rows| work.sum::<_, i64>(rows, Some(values), known))
            }
            Some((_, Whole::I64(values), known)) => {
                threads::run(jobs, options.threads, |rows| work.sum::<_, i128>(rows, Some(values), known))
            }
            Some((_, Whole::I128(values), known)) => {
                threads::run(jobs, options.threads, |rows| work.sum::<_, i128>(rows, Some(values), known))
            }
        };
        tally.scale = number.map_or(0, |(scale, _, _)| scale);
        let mut others = Vec::new();
        for part in parts {
            let (sums, rest) = part?;
            others.extend(rest);
            if tally.sums.is_empty() {
                tally.sums = sums;
            } else if !tally.sums.iter_mut().zip(&sums).all(|(into, from)| into.merge(from)) {
                return None;
            }
        }
        for row in others {
            self.contribute_value(id, row, None, tally);
        }
        Some(())
    }

    /// The numbers that a term gives of all records as decimals: their places, their mantissas, and which are known.
    /// None where they are no decimals.
    fn decimals(&self, kind: KindId, term: &'a Term, options: &Options) -> Option<Decimals<'_>> {
        match term {
            Term::Field(path) if path.via.is_empty() => match self.derived(kind, path.field) {
                Some(Derived::Number(numbers)) => {
                    let (scale, values) = numbers.decimals()?;
                    Some((scale, values, Some(Cow::Borrowed(numbers.parts().2))))
                }
                Some(Derived::Coded(coded)) => coded_decimals(coded),
                None => match self.roster.column(kind, path.field)? {
                    Column::Number { scale, values, known } => {
                        Some((*scale, Cow::Borrowed(values), known.as_ref().map(Cow::Borrowed)))
                    }
                    Column::Derived | Column::Text(_) | Column::Code { .. } | Column::Reference(_) => None,
                },
            },
            _ => {
                let numbers = self.ahead(|| self.numbers(kind, term, options))?;
                let (scale, values) = numbers.decimals()?;
                Some((scale, Cow::Owned(values.into_owned()), Some(Cow::Owned(numbers.parts().2.clone()))))
            }
        }
    }

    /// The references that say which group a record is in: none where there is one group. No answer where
    /// they are not that simple.
    fn references(&self, population: &Population) -> Option<Option<&[u32]>> {
        match &population.links[..] {
            [] => Some(None),
            [Link { via, under: None, .. }] => match &via[..] {
                [field] => match self.roster.column(population.kind, *field)? {
                    Column::Reference(rows) => Some(Some(rows)),
                    Column::Derived | Column::Text(_) | Column::Code { .. } | Column::Number { .. } => None,
                },
                _ => None,
            },
            _ => None,
        }
    }

    /// Adds one record, of the groups that it is or may be in, or only of those of one sort.
    pub(super) fn contribute_value(&self, id: AggregateId, row: u32, only: Option<Truth>, tally: &mut AggregateTally) {
        let (Some(aggregate), Some(groups)) =
            (self.program.aggregates.get(id.at()), self.aggregate_groups.get(id.at()))
        else {
            return;
        };
        let population = &aggregate.population;
        let chosen = self.chosen(population, row);
        if chosen.is_no() {
            return;
        }
        let hand = Hand::one(population.kind, row);
        let value = match &aggregate.value {
            Some(value) => self.number(value, hand),
            None => Interval::point(Exact::zero()),
        };
        let left_out = aggregate.leave_out_missing && value.known().is_none();
        if let ([link], None) = (&population.links[..], only)
            && self.place(population.kind, link, row).maybe == Above::Anything
        {
            if !tally.unplaced.get_or_insert_default().add(Truth::Unknown, &value, left_out) {
                self.overflow();
            }
            return;
        }
        self.each_group(population, groups, row, |group, linked| {
            if only.is_none_or(|only| only == linked)
                && let Ok(group) = u32::try_from(group)
                && !tally.others.entry(group).or_default().add(linked.and(chosen), &value, left_out)
            {
                self.overflow();
            }
        });
    }

    /// The state of an aggregate with the records in hand; none where it grew past all bounds.
    pub fn summation(&self, id: AggregateId, hand: Hand) -> Option<Summation> {
        self.aggregates.get(id.at())?.get(self.aggregate_groups.get(id.at())?.of(hand)?)
    }

    /// The value of an aggregate with the records in hand, or the values that it may still have.
    pub fn aggregate(&self, id: AggregateId, hand: Hand) -> Interval {
        let open = |step: &crate::program::Step| matches!(step, crate::program::Step::DeriveUpwards { aggregates, .. } if aggregates.contains(&id));
        if self.is_open(open) {
            return Interval::any();
        }
        let Some(aggregate) = self.program.aggregates.get(id.at()) else { return Interval::any() };
        let group = self.aggregate_groups.get(id.at()).and_then(|groups| groups.of(hand));
        let (Some(tally), Some(group)) = (self.aggregates.get(id.at()), group) else { return Interval::any() };
        let state = tally.get(group).and_then(|sum| sum.interval(aggregate.what));
        state.unwrap_or_else(|| self.overflow())
    }

    /// The values of one record that a member adds to an aggregate.
    pub fn summand(&self, id: AggregateId, row: u32) -> Option<Interval> {
        let aggregate = self.program.aggregates.get(id.at())?;
        let value = aggregate.value.as_ref()?;
        (aggregate.what != Summary::Number).then(|| self.number(value, Hand::one(aggregate.population.kind, row)))
    }
}

/// Decimal places, mantissas, and which are known.
type Decimals<'n> = (u32, Cow<'n, Whole>, Option<Cow<'n, Bits>>);

/// Numbers of which there are few, as decimals.
fn coded_decimals(coded: &Coded) -> Option<Decimals<'static>> {
    let known = |value: &Cell| match value {
        Cell::Number(interval) => interval.known().map(Exact::small),
        Cell::Truth(_) | Cell::Labels(_) => None,
    };
    let known: Vec<Option<(i64, i64)>> = coded
        .values()
        .iter()
        .map(|value| known(value).map_or(Some(None), |short| short.map(Some)))
        .collect::<Option<_>>()?;
    let over = known.iter().flatten().try_fold(1, |all, (_, over)| multiple(all, *over))?;
    let (scale, by) = tens(over)?;
    let mantissa = |number: &Option<(i64, i64)>| match number {
        Some((value, own)) => value.checked_mul(over / own)?.checked_mul(by),
        None => Some(0),
    };
    let mantissas: Vec<i64> = known.iter().map(mantissa).collect::<Option<_>>()?;
    let codes = (0..coded.codes().len()).map(|row| coded.codes().get(row).unwrap_or(0) as usize);
    let mut values = Whole::default();
    values.extend(codes.clone().map(|code| mantissas.get(code).copied().unwrap_or(0)));
    let all = known.iter().all(Option::is_some);
    let known = (!all).then(|| codes.map(|code| known.get(code).is_some_and(Option::is_some)).collect());
    Some((scale, Cow::Owned(values), known.map(Cow::Owned)))
}

/// What the summing of rows needs to know.
struct Work<'w> {
    classes: &'w Classes,
    /// Whether the records of each class are in.
    chosen: &'w [Truth],
    references: Option<&'w [u32]>,
    groups: usize,
}

impl Work<'_> {
    /// The sums of a range of rows, and the rows that are left to the careful way; none where a total leaves `N`.
    fn sum<T: Copy + Into<N>, N: PrimInt + Default>(
        &self,
        rows: std::ops::Range<usize>,
        values: Option<&Vec<T>>,
        known: Option<&Bits>,
    ) -> Option<(Vec<Sum>, Vec<u32>)>
    where
        i128: From<N>,
    {
        let mut sums = vec![Sum::<N>::default(); self.groups];
        let mut others = Vec::new();
        for row in rows {
            let class = self.classes.ids.get(row).copied().unwrap_or(0);
            let chosen = self.chosen.get(usize::from(class)).copied().unwrap_or(Truth::No);
            if chosen.is_no() {
                continue;
            }
            let group = match self.references {
                None => 0,
                Some(references) => match references.get(row).copied() {
                    None | Some(ABSENT) => continue,
                    Some(group) => group as usize,
                },
            };
            let value = match values {
                None => Some(N::zero()),
                Some(values) => {
                    values.get(row).filter(|_| known.is_none_or(|known| known.get(row))).map(|value| (*value).into())
                }
            };
            match (sums.get_mut(group), value) {
                (Some(sum), Some(value)) if chosen.is_yes() => {
                    if !sum.add(value) {
                        return None;
                    }
                }
                // In only perhaps, in an unknown group, or without a number.
                _ => others.push(row as u32),
            }
        }
        let wide = |sum: Sum<N>| Sum {
            count: sum.count,
            total: i128::from(sum.total),
            least: i128::from(sum.least),
            greatest: i128::from(sum.greatest),
        };
        Some((sums.into_iter().map(wide).collect(), others))
    }
}
