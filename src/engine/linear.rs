//! Comparisons of numbers of all records of a kind at once.
//!
//! `disbursed >= 0.95 * planned` is a sum of numbers times constants against 0.
//! Times the denominators of all constants it is a sum of whole numbers, which
//! is exact in 128 bits. Records without one of the numbers are left to the
//! careful way.

use std::ops::AddAssign;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{NumCast, PrimInt, ToPrimitive};

use crate::exact::Exact;
use crate::program::{AggregateId, Cond, FieldId, KindId, Order, Summary, Term};
use crate::roster::{Bits, Codes, Column, Whole};

use super::aggregates::AggregateTally;
use super::evaluation::Evaluation;
use super::hand::Hand;
use super::truth::Truth;

/// The most numbers of one comparison.
const MAX_SUMMANDS: usize = 8;

/// The bits by which the sum of a constant and [`MAX_SUMMANDS`] numbers may be longer than the longest, and its sign.
const SUMMANDS_BITS: u64 = 5;

/// A sum of numbers times factors.
#[derive(Debug, Default)]
struct Linear {
    summands: Vec<(Source, Exact)>,
    constant: Option<Exact>,
}

/// Where a number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Field(FieldId),
    Aggregate(AggregateId),
}

/// The numbers of all records.
enum Numbers<'a> {
    Column(&'a Whole),
    /// Sums of the groups that the records are, or of the one group.
    Sums {
        tally: &'a AggregateTally,
        what: Summary,
        one: bool,
    },
}

impl Numbers<'_> {
    /// How many bits a number has at most.
    fn bits(&self) -> u64 {
        match self {
            Numbers::Column(values) => values.bits(),
            Numbers::Sums { .. } => 64,
        }
    }
}

impl Linear {
    /// Adds a term times a factor; none if it is more than a sum of numbers times constants.
    fn add(&mut self, term: &Term, factor: &Exact) -> Option<()> {
        match term {
            Term::Number(number) => self.add_constant(&number.mul(factor)?),
            Term::Date(date) => self.add_constant(&Exact::from(date.days()).mul(factor)?),
            Term::Field(path) if path.via.is_empty() && path.hand == 0 => {
                self.add_source(Source::Field(path.field), factor)
            }
            Term::Aggregate(id) => self.add_source(Source::Aggregate(*id), factor),
            Term::Add(one, other) => {
                self.add(one, factor)?;
                self.add(other, factor)
            }
            Term::Sub(one, other) => {
                self.add(one, factor)?;
                self.add(other, &factor.neg())
            }
            Term::Mul(one, other) => match (one.as_ref(), other.as_ref()) {
                (Term::Number(number), term) | (term, Term::Number(number)) => self.add(term, &factor.mul(number)?),
                _ => None,
            },
            Term::Div(one, other) => match other.as_ref() {
                Term::Number(number) => self.add(one, &factor.div(number)?),
                _ => None,
            },
            Term::Field(_)
            | Term::Label(..)
            | Term::Text(_)
            | Term::Min(..)
            | Term::Max(..)
            | Term::Rounded(..)
            | Term::Cases(..)
            | Term::OneOf(_)
            | Term::Shift(..)
            | Term::Elapsed(..) => None,
        }
    }

    fn add_constant(&mut self, number: &Exact) -> Option<()> {
        let sum = self.constant.take().unwrap_or(Exact::zero()).add(number)?;
        self.constant = Some(sum);
        Some(())
    }

    fn add_source(&mut self, source: Source, factor: &Exact) -> Option<()> {
        match self.summands.iter_mut().find(|(other, _)| *other == source) {
            Some((_, own)) => *own = own.add(factor)?,
            None => self.summands.push((source, factor.clone())),
        }
        (self.summands.len() <= MAX_SUMMANDS).then_some(())
    }
}

impl Evaluation<'_> {
    /// Whether two numbers of each record of a kind stand in an order, as truths; none where that can't be
    /// said all at once.
    pub(super) fn compare_all(&self, kind: KindId, left: &Term, order: Order, right: &Term) -> Option<Codes> {
        let mut linear = Linear::default();
        linear.add(left, &Exact::from(1i64))?;
        linear.add(right, &Exact::from(-1i64))?;
        let rows = self.roster.len(kind);
        let mut summands = Vec::with_capacity(linear.summands.len());
        let mut unknown = vec![false; rows];
        for (source, factor) in &linear.summands {
            let (numbers, scale) = match source {
                Source::Field(field) => match self.roster.column(kind, *field)? {
                    Column::Number { values: Whole::I128(_), .. } => return None,
                    Column::Number { scale, values, known } => {
                        if let Some(known) = known {
                            note_missing(&mut unknown, known);
                        }
                        (Numbers::Column(values), *scale)
                    }
                    Column::Derived | Column::Text(_) | Column::Code { .. } | Column::Reference(_) => return None,
                },
                Source::Aggregate(id) => self.sums(kind, *id)?,
            };
            summands.push((numbers, factor.mul(&Exact::decimal(1, scale))?));
        }
        let constant = linear.constant.unwrap_or(Exact::zero());
        let denominators = summands.iter().map(|(_, factor)| factor.denominator());
        let all = denominators.fold(constant.denominator(), |all, one| all.lcm(&one));
        let whole = |number: &Exact| -> BigInt { number.numerator() * (&all / number.denominator()) };
        let constant = whole(&constant);
        let summands: Vec<(Numbers<'_>, BigInt)> =
            summands.into_iter().map(|(numbers, factor)| (numbers, whole(&factor))).collect();
        let bits = summands.iter().map(|(numbers, factor)| factor.bits() + numbers.bits());
        let bits = bits.chain([constant.bits()]).max().unwrap_or(0) + SUMMANDS_BITS;
        let mut truths = if bits < 64 {
            compare::<i64>(&summands, &constant, order, &mut unknown)?
        } else if bits < 128 {
            compare::<i128>(&summands, &constant, order, &mut unknown)?
        } else {
            return None;
        };
        let cond = Cond::Compare(left.clone(), order, right.clone());
        for ((row, unknown), truth) in (0u32..).zip(&unknown).zip(&mut truths) {
            if *unknown {
                *truth = self.truth(&cond, Hand::one(kind, row)) as u8;
            }
        }
        Some(Codes::U8(truths))
    }

    /// The sums of an aggregate for each record of a kind in hand, and their decimal places.
    fn sums(&self, kind: KindId, id: AggregateId) -> Option<(Numbers<'_>, u32)> {
        let aggregate = self.program.aggregates.get(id.at())?;
        let one = match self.aggregate_groups.get(id.at())?.dimensions[..] {
            [] => true,
            [(0, of, _)] if of == kind => false,
            _ => return None,
        };
        let tally = self.aggregates.get(id.at())?;
        let scale = match aggregate.what {
            Summary::Number => 0,
            Summary::Total => tally.scale(),
            Summary::Average | Summary::Least | Summary::Greatest => return None,
        };
        Some((Numbers::Sums { tally, what: aggregate.what, one }, scale))
    }
}

/// Notes the records without a number.
fn note_missing(unknown: &mut [bool], known: &Bits) {
    for (unknown, word) in unknown.chunks_mut(64).zip(known.words()) {
        unknown.iter_mut().enumerate().for_each(|(bit, unknown)| *unknown |= word >> bit & 1 == 0);
    }
}

/// Whether the sums of all records stand in an order to 0, as truths; numbers that aren't known are noted.
fn compare<N>(
    summands: &[(Numbers<'_>, BigInt)],
    constant: &BigInt,
    order: Order,
    unknown: &mut [bool],
) -> Option<Vec<u8>>
where
    N: PrimInt + AddAssign + From<i8> + From<i16> + From<i32> + From<i64> + NumCast,
{
    let mut sums = vec![<N as NumCast>::from(constant.to_i128()?)?; unknown.len()];
    for (numbers, factor) in summands {
        let factor = <N as NumCast>::from(factor.to_i128()?)?;
        match numbers {
            Numbers::Column(Whole::I8(values)) => add(&mut sums, values, factor),
            Numbers::Column(Whole::I16(values)) => add(&mut sums, values, factor),
            Numbers::Column(Whole::I32(values)) => add(&mut sums, values, factor),
            Numbers::Column(Whole::I64(values)) => add(&mut sums, values, factor),
            Numbers::Column(Whole::I128(_)) => return None,
            Numbers::Sums { tally, what, one } => {
                for (row, (sum, unknown)) in sums.iter_mut().zip(&mut *unknown).enumerate() {
                    let settled = tally.settled(if *one { 0 } else { row });
                    let number = settled.and_then(|(count, total)| match what {
                        Summary::Number => i64::try_from(count).ok(),
                        Summary::Total => i64::try_from(total).ok(),
                        Summary::Average | Summary::Least | Summary::Greatest => None,
                    });
                    match number {
                        Some(number) => *sum += <N as From<i64>>::from(number) * factor,
                        None => *unknown = true,
                    }
                }
            }
        }
    }
    let zero = N::zero();
    let holds = |sum: &N| match order {
        Order::Is => *sum == zero,
        Order::IsNot => *sum != zero,
        Order::AtLeast => *sum >= zero,
        Order::AtMost => *sum <= zero,
        Order::Above => *sum > zero,
        Order::Below => *sum < zero,
    };
    Some(sums.iter().map(|sum| Truth::from(holds(sum)) as u8).collect())
}

fn add<T: Copy + Into<N>, N: PrimInt + AddAssign>(sums: &mut [N], values: &[T], factor: N) {
    sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += (*value).into() * factor);
}
