//! Derived numbers of all records of a kind, block by block.
//!
//! A term becomes a tree of readings and operations on blocks. Conditions in it
//! are asked once for each class of records; aggregates and dates are asked
//! record by record ahead. Rows that the arithmetic in machine words leaves go
//! the careful way, so that it decides nothing but how fast the others are.

use std::borrow::Cow;
use std::ops::Range;

use num_integer::Integer;

use crate::exact::{Exact, Rounding};
use crate::program::{AggregateId, Cond, FieldId, KindId, Order, Path, Term, Type};
use crate::roster::{ABSENT, Bits, Codes, Column, Whole};

use super::classes::{Classes, Reads};
use super::derived::Derived;
use super::evaluation::{Evaluation, Options};
use super::hand::Hand;
use super::kernel::{BLOCK, Block, Over};
use super::lane::{ABOVE, BELOW, CAREFUL, Lane, multiple};
use super::numbers::{self, Numbers, Stretch};
use super::read::{Cell, Value};
use super::threads;
use super::truth::{Interval, Truth};

/// The most branches of a choice.
const MAX_BRANCHES: usize = 64;

/// A numerator or denominator above which a number is brought to lowest terms before it is kept.
const LONG: i64 = i32::MAX as i64;

/// What a term asks of a block.
enum Node<'r> {
    Same(Lane),
    Field {
        source: Source<'r>,
        via: Vec<&'r [u32]>,
        missing: Lane,
    },
    Both(Operation, Box<Node<'r>>, Box<Node<'r>>),
    Rounded(Box<Node<'r>>, Rounding, u32),
    /// Of each class the branches that its records take, or may take.
    Chosen {
        of_class: Vec<u64>,
        branches: Vec<Node<'r>>,
    },
}

#[derive(Clone, Copy)]
enum Operation {
    Add,
    Sub,
    Mul,
    Div,
    Min,
    Max,
}

/// Where numbers of records are.
enum Source<'r> {
    /// Numerators over a denominator that is a multiple of the column's: by how much.
    Whole {
        values: &'r Whole,
        by: i64,
        over: i64,
        known: Option<&'r Bits>,
    },
    Coded {
        codes: &'r Codes,
        lanes: Vec<Lane>,
        over: Option<i64>,
    },
    Numbers(Cow<'r, Numbers>),
}

/// Terms for a kind of records.
struct Plan<'r> {
    nodes: Vec<Node<'r>>,
    ids: Option<Vec<u16>>,
}

impl Source<'_> {
    /// The denominator of all, where there is one.
    fn over(&self) -> Option<i64> {
        match self {
            Source::Whole { over, .. } => Some(*over),
            Source::Coded { over, .. } => *over,
            Source::Numbers(numbers) => match numbers.parts().1 {
                numbers::Over::One(over) => Some(*over),
                numbers::Over::Each(_) => None,
            },
        }
    }

    /// The number of a row.
    fn lane(&self, row: usize, missing: Lane) -> Lane {
        match self {
            Source::Whole { values, by, over, known } => {
                if known.is_some_and(|known| !known.get(row)) {
                    return missing;
                }
                let value = values.get(row).and_then(|value| i64::try_from(value).ok());
                let value = value.and_then(|value| value.checked_mul(*by));
                value.map_or(Lane::HARD, |value| Lane { low: value, high: value, over: *over, flags: 0 })
            }
            Source::Coded { codes, lanes, .. } => {
                let lane = codes.get(row).and_then(|code| lanes.get(code as usize));
                lane.copied().unwrap_or(Lane::HARD)
            }
            Source::Numbers(numbers) => match numbers.plain(row) {
                Some((value, over)) => Lane { low: value, high: value, over, flags: 0 },
                None => numbers.get(row as u32).map_or(Lane::HARD, |interval| Lane::from(&interval)),
            },
        }
    }

    /// The numbers of some rows.
    fn block(&self, rows: Range<usize>, missing: Lane) -> Block {
        let (start, len) = (rows.start, rows.len());
        let mut low = Vec::with_capacity(len);
        let mut odd = Vec::new();
        let over = match self {
            Source::Whole { values, by: 1, over, known } if values.read(rows.clone(), &mut low) => {
                if let Some(known) = known {
                    odd.extend(rows.filter(|row| !known.get(*row)).map(|row| (row - start, missing)));
                }
                Over::One(*over)
            }
            Source::Numbers(numbers)
                if let (values, over, plain) = numbers.parts()
                    && values.read(rows.clone(), &mut low) =>
            {
                let over = match over {
                    numbers::Over::One(over) => Over::One(*over),
                    numbers::Over::Each(each) => {
                        let mut overs = Vec::with_capacity(len);
                        if !each.read(rows.clone(), &mut overs) {
                            return self.row_by_row(rows, missing);
                        }
                        Over::Each(overs)
                    }
                };
                odd.extend(rows.filter(|row| !plain.get(*row)).map(|row| (row - start, self.lane(row, missing))));
                over
            }
            Source::Coded { codes: Codes::U8(codes), lanes, over: Some(over) } => {
                let codes = codes.get(rows).unwrap_or(&[]);
                low.extend(codes.iter().map(|code| lanes.get(usize::from(*code)).map_or(0, |lane| lane.low)));
                let of = |code: u8| lanes.get(usize::from(code)).copied().unwrap_or(Lane::HARD);
                if lanes.iter().all(|lane| lane.flags == 0 && lane.low == lane.high) {
                    return Block { low, high: None, over: Over::One(*over), flags: vec![0; len] };
                }
                let high = Some(codes.iter().map(|code| of(*code).high).collect());
                return Block {
                    low,
                    high,
                    over: Over::One(*over),
                    flags: codes.iter().map(|code| of(*code).flags).collect(),
                };
            }
            Source::Whole { .. } | Source::Numbers(_) | Source::Coded { .. } => return self.row_by_row(rows, missing),
        };
        let mut block = Block { low, high: None, over, flags: vec![0; len] };
        odd.into_iter().for_each(|(row, lane)| block.put(row, lane));
        block
    }

    fn row_by_row(&self, rows: Range<usize>, missing: Lane) -> Block {
        Block::of_lanes(rows.map(|row| self.lane(row, missing)), self.over())
    }
}

impl Node<'_> {
    fn block(&self, rows: &Range<usize>, ids: &[u16]) -> Block {
        match self {
            Node::Same(lane) => Block::of(*lane, rows.len()),
            Node::Field { source, via, missing } if via.is_empty() => source.block(rows.clone(), *missing),
            Node::Field { source, via, missing } => {
                let lanes = rows.clone().map(|row| {
                    let end = via.iter().try_fold(row, |row, references| {
                        references.get(row).copied().filter(|next| *next < ABSENT).map(|next| next as usize)
                    });
                    end.map_or(*missing, |row| source.lane(row, *missing))
                });
                Block::of_lanes(lanes, source.over())
            }
            Node::Both(operation, one, other) => {
                let (one, other) = (one.block(rows, ids), other.block(rows, ids));
                match operation {
                    Operation::Add => one.add(other),
                    Operation::Sub => one.sub(other),
                    Operation::Mul => one.mul(other),
                    Operation::Div => one.div(other),
                    Operation::Min => one.min(other),
                    Operation::Max => one.max(other),
                }
            }
            Node::Rounded(inner, how, places) => inner.block(rows, ids).rounded(*how, *places),
            Node::Chosen { of_class, branches } => {
                let branches: Vec<Block> = branches.iter().map(|branch| branch.block(rows, ids)).collect();
                let masks = ids.iter().map(|id| of_class.get(usize::from(*id)).copied().unwrap_or(0));
                Block::chosen(&branches, &masks.collect::<Vec<u64>>())
            }
        }
    }
}

impl Plan<'_> {
    /// The numbers that the first term gives of some rows.
    fn stretch(&self, rows: Range<usize>) -> Stretch {
        let mut stretch = Stretch::default();
        if let Some(node) = self.nodes.first() {
            blocks(rows).for_each(|here| stretch.add(here.start as u32, node.block(&here, self.ids(&here))));
        }
        stretch
    }

    /// The classes of some rows; of none where no condition is asked.
    fn ids(&self, rows: &Range<usize>) -> &[u16] {
        self.ids.as_ref().and_then(|ids| ids.get(rows.clone())).unwrap_or(&[])
    }
}

fn blocks(rows: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    rows.clone().step_by(BLOCK).map(move |start| start..rows.end.min(start + BLOCK))
}

impl Stretch {
    fn add(&mut self, start: u32, mut block: Block) {
        let end = |value: i64, over: i64, lacking: bool| {
            if lacking { None } else { Exact::fraction(value, over) }
        };
        for (row, flags) in (0..).zip(&block.flags) {
            let lane = if *flags != 0 || block.high.is_some() { block.lane(row) } else { continue };
            if flags & CAREFUL != 0 {
                self.careful.push(start + row as u32);
            } else if *flags != 0 || lane.low != lane.high {
                let low = end(lane.low, lane.over, flags & BELOW != 0);
                let high = end(lane.high, lane.over, flags & ABOVE != 0);
                self.aside.push((start + row as u32, Interval { low, high }));
            }
        }
        let before = self.values.len();
        match &mut block.over {
            Over::One(one) => {
                if before == 0 {
                    self.one = *one;
                }
                if let Some(each) = &mut self.each {
                    each.extend(std::iter::repeat_n(*one, block.low.len()));
                } else if self.one != *one {
                    let mut each = Whole::default();
                    each.extend(std::iter::repeat_n(self.one, before));
                    each.extend(std::iter::repeat_n(*one, block.low.len()));
                    self.each = Some(each);
                }
            }
            Over::Each(own) => {
                for (value, over) in block.low.iter_mut().zip(&mut *own) {
                    if *over > LONG || !(-LONG..=LONG).contains(value) {
                        let shared = value.unsigned_abs().gcd(&over.unsigned_abs());
                        let shared = i64::try_from(shared).unwrap_or(1).max(1);
                        (*value, *over) = (*value / shared, *over / shared);
                    }
                }
                let each = self.each.get_or_insert_with(|| {
                    let mut each = Whole::default();
                    each.extend(std::iter::repeat_n(self.one.max(1), before));
                    each
                });
                each.extend(own.iter().copied());
            }
        }
        self.values.extend(block.low.iter().copied());
    }
}

impl<'a> Evaluation<'a> {
    /// The numbers that a term gives of all records of a kind.
    pub(super) fn numbers(&self, kind: KindId, term: &'a Term, options: &Options) -> Numbers {
        let rows = self.roster.len(kind);
        let careful = |row: u32| self.number(term, Hand::one(kind, row));
        let Some(plan) = self.ahead(|| self.plan(kind, &[term], options)).flatten() else {
            return Numbers::of((0..rows as u32).map(careful).collect::<Vec<_>>().into_iter());
        };
        let stretches = threads::run(threads::pieces(rows, options), options.threads, |rows| plan.stretch(rows));
        let hard: Vec<u32> = stretches.iter().flat_map(|stretch| stretch.careful.iter().copied()).collect();
        let mut numbers = Numbers::of_stretches(stretches).brought_together();
        hard.into_iter().for_each(|row| numbers.set(row, careful(row)));
        numbers
    }

    /// Whether two numbers of each record of a kind stand in an order, as truths; none where that has to be asked of
    /// each by itself.
    pub(super) fn compare_blocks(
        &self,
        kind: KindId,
        (left, order, right): (&'a Term, Order, &'a Term),
        options: &Options,
    ) -> Option<Codes> {
        let plan = self.ahead(|| self.plan(kind, &[left, right], options)).flatten()?;
        let [left_node, right_node] = &plan.nodes[..] else { return None };
        let parts = threads::run(threads::pieces(self.roster.len(kind), options), options.threads, |rows| {
            let mut truths: Vec<u8> = Vec::with_capacity(rows.len());
            let mut careful: Vec<u32> = Vec::new();
            for here in blocks(rows) {
                let ids = plan.ids(&here);
                // Their difference stands in the order to 0: the ends of both go into its ends.
                let difference = left_node.block(&here, ids).sub(right_node.block(&here, ids));
                for row in 0..here.len() {
                    let truth = difference.lane(row).against_zero(order);
                    if truth.is_none() {
                        careful.push((here.start + row) as u32);
                    }
                    truths.push(truth.unwrap_or(Truth::Unknown) as u8);
                }
            }
            (truths, careful)
        });
        let (mut truths, mut careful) = (Vec::with_capacity(self.roster.len(kind)), Vec::new());
        for (part, rows) in parts {
            truths.extend(part);
            careful.extend(rows);
        }
        for row in careful {
            let hand = Hand::one(kind, row);
            if let Some(place) = truths.get_mut(row as usize) {
                *place = self.number(left, hand).compare(order, &self.number(right, hand)) as u8;
            }
        }
        Some(Codes::U8(truths))
    }

    fn plan(&self, kind: KindId, terms: &[&'a Term], options: &Options) -> Option<Plan<'_>> {
        let mut reads = Reads::default();
        let mut chooses = false;
        for term in terms {
            chooses |= self.gather_choices(kind, term, &mut reads);
        }
        let classes = if chooses { Some(self.classify(kind, &reads, options)?) } else { None };
        let nodes = terms.iter().map(|term| self.node(kind, term, classes.as_ref())).collect::<Option<_>>()?;
        Some(Plan { nodes, ids: classes.map(|classes| classes.ids) })
    }

    /// Adds what the conditions in a term read. Whether there are any.
    fn gather_choices(&self, kind: KindId, term: &'a Term, reads: &mut Reads<'a>) -> bool {
        match term {
            Term::Add(one, other)
            | Term::Sub(one, other)
            | Term::Mul(one, other)
            | Term::Div(one, other)
            | Term::Min(one, other)
            | Term::Max(one, other) => {
                let first = self.gather_choices(kind, one, reads);
                self.gather_choices(kind, other, reads) || first
            }
            Term::Rounded(inner, ..) => self.gather_choices(kind, inner, reads),
            Term::Cases(cases, otherwise) => {
                for (when, value) in cases {
                    self.gather(kind, when, reads);
                    self.gather_choices(kind, value, reads);
                }
                self.gather_choices(kind, otherwise, reads);
                true
            }
            Term::OneOf(cases) => {
                for (when, value) in cases {
                    self.gather(kind, when, reads);
                    self.gather_choices(kind, value, reads);
                }
                true
            }
            Term::Number(_)
            | Term::Date(_)
            | Term::Label(..)
            | Term::Text(_)
            | Term::Field(_)
            | Term::Aggregate(_)
            | Term::Shift(..)
            | Term::Elapsed(..) => false,
        }
    }

    /// A term as operations on blocks; none where it is no number.
    fn node(&self, kind: KindId, term: &'a Term, classes: Option<&Classes>) -> Option<Node<'_>> {
        let both = |operation: Operation, one: &'a Term, other: &'a Term| {
            let (one, other) = (self.node(kind, one, classes)?, self.node(kind, other, classes)?);
            Some(Node::Both(operation, Box::new(one), Box::new(other)))
        };
        let constant = |number: &Exact| Some(Node::Same(Lane::from(&Interval::point(number.clone()))));
        match term {
            Term::Number(number) => constant(number),
            Term::Date(date) => constant(&Exact::from(date.days())),
            Term::Label(..) | Term::Text(_) => None,
            Term::Field(path) => self.field_node(kind, path),
            Term::Add(one, other) => both(Operation::Add, one, other),
            Term::Sub(one, other) => both(Operation::Sub, one, other),
            Term::Mul(one, other) => both(Operation::Mul, one, other),
            Term::Div(one, other) => both(Operation::Div, one, other),
            Term::Min(one, other) => both(Operation::Min, one, other),
            Term::Max(one, other) => both(Operation::Max, one, other),
            Term::Rounded(inner, how, places) => {
                Some(Node::Rounded(Box::new(self.node(kind, inner, classes)?), *how, *places))
            }
            Term::Cases(cases, otherwise) => self.chosen_node(kind, cases, Some(otherwise), classes?),
            Term::OneOf(cases) => self.chosen_node(kind, cases, None, classes?),
            Term::Aggregate(id) if self.is_of_all(*id) => {
                Some(Node::Same(Lane::from(&self.aggregate(*id, Hand::none()))))
            }
            Term::Aggregate(_) | Term::Shift(..) | Term::Elapsed(..) => {
                let rows = 0..self.roster.len(kind) as u32;
                let each: Vec<Interval> = rows.map(|row| self.number(term, Hand::one(kind, row))).collect();
                let source = Source::Numbers(Cow::Owned(Numbers::of(each.into_iter())));
                Some(Node::Field { source, via: Vec::new(), missing: Lane::HARD })
            }
        }
    }

    fn is_of_all(&self, id: AggregateId) -> bool {
        self.aggregate_groups.get(id.at()).is_some_and(|groups| groups.dimensions.is_empty())
    }

    fn field_node(&self, kind: KindId, path: &Path) -> Option<Node<'_>> {
        if path.hand != 0 {
            return None;
        }
        let (mut end, mut via) = (kind, Vec::with_capacity(path.via.len()));
        for step in &path.via {
            let Type::Reference(next) = self.field(end, *step)?.ty else { return None };
            let Some(Column::Reference(references)) = self.roster.column(end, *step) else { return None };
            via.push(references.as_slice());
            end = next;
        }
        let missing = match self.nothing_known(end, path.field) {
            Value::Number(interval) | Value::Date(interval) => Lane::from(&interval),
            Value::Truth(_) | Value::Labels(..) | Value::Text(_) | Value::Reference(_) => return None,
        };
        Some(Node::Field { source: self.source(end, path.field, missing)?, via, missing })
    }

    fn source(&self, kind: KindId, field: FieldId, missing: Lane) -> Option<Source<'_>> {
        match self.derived(kind, field) {
            Some(Derived::Number(numbers)) => return Some(Source::Numbers(Cow::Borrowed(numbers))),
            Some(Derived::Coded(coded)) => {
                let lanes: Vec<Lane> = coded
                    .values()
                    .iter()
                    .map(|value| match value {
                        Cell::Number(interval) => Lane::from(interval),
                        Cell::Truth(_) | Cell::Labels(_) => Lane::HARD,
                    })
                    .collect();
                let over = lanes.iter().try_fold(missing.over, |all, lane| multiple(all, lane.over));
                let lanes = lanes.into_iter().map(|lane| over.map_or(lane, |over| lane.over(over))).collect();
                return Some(Source::Coded { codes: coded.codes(), lanes, over });
            }
            None => {}
        }
        let Column::Number { scale, values, known } = self.roster.column(kind, field)? else { return None };
        let own = 10i64.checked_pow(*scale)?;
        let over = multiple(own, missing.over)?;
        Some(Source::Whole { values, by: over / own, over, known: known.as_ref() })
    }

    fn chosen_node(
        &self,
        kind: KindId,
        cases: &'a [(Cond, Term)],
        otherwise: Option<&'a Term>,
        classes: &Classes,
    ) -> Option<Node<'_>> {
        let rest = match otherwise {
            Some(_) => cases.len(),
            // Of cases that one of them holds, all but one can't be ruled out.
            None => cases.len().checked_sub(1)?,
        };
        if rest >= MAX_BRANCHES {
            return None;
        }
        let mut of_class = vec![0u64; classes.seen.last().map_or(0, |class| usize::from(class.id) + 1)];
        for class in &classes.seen {
            let mut mask = 0u64;
            let mut settled = false;
            for (branch, (when, _)) in cases.iter().enumerate() {
                let truth = self.truth(when, Hand::one(kind, class.row));
                if !truth.is_no() {
                    mask |= 1 << branch;
                }
                if truth.is_yes() {
                    settled = true;
                    break;
                }
            }
            if !settled && (otherwise.is_some() || mask == 0) {
                mask |= 1 << rest;
            }
            if let Some(place) = of_class.get_mut(usize::from(class.id)) {
                *place = mask;
            }
        }
        // What no record takes isn't computed.
        let taken = of_class.iter().fold(0, |all, mask| all | mask);
        let terms = cases.iter().map(|(_, value)| value).chain(otherwise).enumerate();
        let branches = terms.map(|(branch, term)| match taken >> branch & 1 {
            0 => Some(Node::Same(Lane::HARD)),
            _ => self.node(kind, term, Some(classes)),
        });
        let branches = branches.collect::<Option<Vec<_>>>()?;
        Some(Node::Chosen { of_class, branches })
    }
}
