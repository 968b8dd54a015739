//! What an expression gives, told without finding anything: for the types of
//! definitions and for the scale that a label is of.

use crate::diagnostic::{CheckProblem, Sort};
use crate::exact::{Exact, Rounding};
use crate::program::{FieldId, KindId, MAX_DEPTH, NumberKind, Type};
use crate::syntax::tree::{Aggregate, Arithmetic, Expr, Node, Summary, Value};

use super::names::{FieldSource, Known};
use super::paths::{Found, Lost};
use super::{Checker, Context};

/// What an expression gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guess {
    /// Something that holds or doesn't.
    Condition,
    /// A value of this type.
    Value(Type),
    /// A label or a text; which, its surroundings say.
    Quoted,
    /// Nothing that can be told; the reason is found elsewhere.
    Nothing,
}

/// A definition whose type must be settled first.
type Needed = (KindId, FieldId);

/// What a path gives that leads to a field.
fn found_sort(found: Result<Found, Lost<'_>>) -> Result<Guess, Needed> {
    let Ok(found) = found else { return Ok(Guess::Nothing) };
    match found.ty {
        Known::Is(ty) => Ok(Guess::Value(ty)),
        Known::Pending => Err((found.kind, found.path.field)),
        Known::Poisoned => Ok(Guess::Nothing),
    }
}

impl<'a> Checker<'a> {
    /// Gives every definition its type, those that others need first.
    pub(super) fn settle_definitions(&mut self) {
        for kind in 0..self.kinds.len() {
            let fields = self.kinds.get(kind).map_or(0, |kind| kind.fields.len());
            for field in 0..fields {
                self.settle((KindId(kind as u32), FieldId(field as u32)));
            }
        }
    }

    fn settle(&mut self, field: Needed) {
        // A stack of our own: a chain of definitions may be as long as the file.
        let mut stack = vec![field];
        self.settling.insert(field);
        while let Some(here) = stack.last().copied() {
            let known = match self.pending(here) {
                None => None,
                Some((value, context)) => match self.guess(value, &context) {
                    Err(needed) if self.settling.contains(&needed) => {
                        self.circular_types(&stack, needed);
                        Some(Known::Poisoned)
                    }
                    Err(needed) => {
                        stack.push(needed);
                        self.settling.insert(needed);
                        continue;
                    }
                    Ok(Guess::Condition) => Some(Known::Is(Type::YesNo)),
                    Ok(Guess::Value(ty)) => Some(Known::Is(ty)),
                    Ok(Guess::Quoted) => Some(Known::Is(Type::Text)),
                    Ok(Guess::Nothing) => Some(Known::Poisoned),
                },
            };
            let (kind, field) = here;
            let entry = self.kinds.get_mut(kind.at()).and_then(|kind| kind.fields.get_mut(field.at()));
            if let Some((entry, known)) = entry.zip(known) {
                entry.ty = known;
            }
            stack.pop();
            self.settling.remove(&here);
        }
    }

    /// Finds definitions that are one another's value.
    fn circular_types(&mut self, stack: &[Needed], needed: Needed) {
        let Some(entry) = self.field_entry(needed.0, needed.1) else { return };
        let (at, file) = (entry.at, entry.file);
        let start = stack.iter().position(|field| *field == needed).unwrap_or(0);
        let around = stack.iter().skip(start).chain([&needed]);
        let name = |(kind, field): &Needed| {
            format!("{}.{}", self.kind_name(*kind, file), self.field_name(*kind, *field, file))
        };
        let names = around.map(name).collect();
        self.fault(CheckProblem::Cycle { names }, at);
    }

    fn pending(&self, (kind, field): Needed) -> Option<(&'a Expr, Context)> {
        let entry = self.field_entry(kind, field)?;
        match (entry.ty, entry.source) {
            (Known::Pending, FieldSource::Define(value)) => Some((value, Context::new(entry.file, vec![kind]))),
            (Known::Pending | Known::Poisoned | Known::Is(_), _) => None,
        }
    }

    /// What an expression gives, once all definitions are settled.
    pub(super) fn sort_of(&self, expr: &Expr, context: &Context) -> Guess {
        self.guess(expr, context).unwrap_or(Guess::Nothing)
    }

    fn guess(&self, expr: &Expr, context: &Context) -> Result<Guess, Needed> {
        if context.depth >= MAX_DEPTH {
            return Ok(Guess::Nothing);
        }
        let inside = context.deeper(1);
        Ok(match self.said(expr) {
            Node::Literal(value) => match value {
                Value::Number(number) => Guess::Value(Type::Number(literal_kind(number))),
                Value::Percent(_) | Value::Points(_) => Guess::Value(Type::Number(NumberKind::Percent)),
                Value::Date(_) => Guess::Value(Type::Date),
                Value::Text(_) | Value::None => Guess::Quoted,
                Value::YesNo(_) => Guess::Condition,
            },
            Node::Path(path) => found_sort(self.follow(path, context))?,
            Node::Earlier(path, _) => self.earlier_type(path, context).map_or(Ok(Guess::Nothing), found_sort)?,
            Node::Not(_)
            | Node::And(_)
            | Node::Or(_)
            | Node::List(..)
            | Node::Compare(..)
            | Node::Between { .. }
            | Node::OneOf(..)
            | Node::Presence(..)
            | Node::Within(..)
            | Node::Top(..)
            | Node::Quantified(_)
            | Node::MeetsEvery(_)
            | Node::HasEarlier(_)
            | Node::Lasting(..)
            | Node::Meets(_)
            | Node::Judged(..)
            | Node::EveryLine(..) => Guess::Condition,
            Node::ScoreLine(..) => Guess::Value(Type::Number(NumberKind::Decimal)),
            Node::Arithmetic(left, how, right) => {
                let (left, right) = (self.guess(left, &inside)?, self.guess(right, &inside)?);
                match (left, right) {
                    (Guess::Value(Type::Number(left)), Guess::Value(Type::Number(right))) => {
                        Guess::Value(Type::Number(arithmetic_kind(left, *how, right)))
                    }
                    _ => Guess::Value(Type::Number(NumberKind::Decimal)),
                }
            }
            Node::Negative(inner) => match self.guess(inner, &inside)? {
                Guess::Value(Type::Number(kind)) => Guess::Value(Type::Number(negative_kind(kind))),
                _ => Guess::Value(Type::Number(NumberKind::Decimal)),
            },
            Node::PercentOf(..) => Guess::Value(Type::Number(NumberKind::Decimal)),
            Node::Rounded(inner, how, places) => match self.guess(inner, &inside)? {
                Guess::Value(Type::Number(kind)) => Guess::Value(Type::Number(rounded_kind(kind, *how, *places))),
                _ => Guess::Value(Type::Number(NumberKind::Decimal)),
            },
            Node::AtMost(one, other) | Node::AtLeast(one, other) => {
                join(self.guess(one, &inside)?, self.guess(other, &inside)?)
            }
            Node::Cases(cases, otherwise) => {
                let mut guess = self.guess(otherwise, &inside)?;
                for (value, _) in cases {
                    guess = join(guess, self.guess(value, &inside)?);
                }
                guess
            }
            Node::By(_, rows, otherwise) => {
                let mut guess = otherwise.as_ref().map_or(Ok(Guess::Quoted), |value| self.guess(value, &inside))?;
                for (_, value) in rows {
                    guess = join(guess, self.guess(value, &inside)?);
                }
                guess
            }
            Node::Aggregate(aggregate) => self.aggregate_guess(aggregate, &inside)?,
            Node::Shift(..) | Node::PeriodEdge(_) => Guess::Value(Type::Date),
            Node::Elapsed(..) => Guess::Value(Type::Number(NumberKind::Integer)),
            Node::Growth(..) => Guess::Value(Type::Number(NumberKind::Percent)),
            Node::Run(_) => Guess::Value(Type::Number(NumberKind::Count)),
        })
    }

    /// An aggregate is a number whatever it is of, so that a definition may
    /// total itself over the records below.
    fn aggregate_guess(&self, aggregate: &Aggregate, context: &Context) -> Result<Guess, Needed> {
        let of = || -> Result<NumberKind, Needed> {
            let (Some(value), Some(kind)) = (&aggregate.value, self.kind_named(&aggregate.population.kind.text)) else {
                return Ok(NumberKind::Decimal);
            };
            let inner = Context { hand: vec![kind], ..context.clone() };
            match self.guess(value, &inner) {
                Ok(Guess::Value(Type::Number(kind))) => Ok(kind),
                Ok(Guess::Value(_) | Guess::Condition | Guess::Quoted | Guess::Nothing) => Ok(NumberKind::Decimal),
                Err(needed) if self.settling.contains(&needed) => Ok(NumberKind::Decimal),
                Err(needed) => Err(needed),
            }
        };
        Ok(Guess::Value(Type::Number(aggregate_kind(aggregate.what, of()?))))
    }

    /// Finds that a value was needed where something else stands.
    pub(super) fn not_value(&mut self, wanted: Option<Sort>, found: Sort, at: crate::source::Span) {
        self.fault(CheckProblem::NotValue { wanted, found }, at);
    }
}

/// What two branches give together.
fn join(one: Guess, other: Guess) -> Guess {
    match (one, other) {
        (Guess::Value(Type::Number(one)), Guess::Value(Type::Number(other))) => {
            Guess::Value(Type::Number(common_kind(one, other)))
        }
        (Guess::Value(ty), _) | (_, Guess::Value(ty)) => Guess::Value(ty),
        (Guess::Condition, _) | (_, Guess::Condition) => Guess::Condition,
        (Guess::Quoted, _) | (_, Guess::Quoted) => Guess::Quoted,
        (Guess::Nothing, Guess::Nothing) => Guess::Nothing,
    }
}

/// The kind of a number as written.
pub(super) fn literal_kind(number: &Exact) -> NumberKind {
    match (number.is_integer(), number.is_negative()) {
        (true, false) => NumberKind::Count,
        (true, true) => NumberKind::Integer,
        (false, _) => NumberKind::Decimal,
    }
}

/// The kind that holds the numbers of both.
pub(super) fn common_kind(one: NumberKind, other: NumberKind) -> NumberKind {
    match (one, other) {
        (one, other) if one == other => one,
        (NumberKind::Count | NumberKind::Integer, NumberKind::Count | NumberKind::Integer) => NumberKind::Integer,
        _ => NumberKind::Decimal,
    }
}

pub(super) fn arithmetic_kind(left: NumberKind, how: Arithmetic, right: NumberKind) -> NumberKind {
    match how {
        Arithmetic::Add => match (left, right) {
            // 1 - rate is a share, and so is rate + 1.
            (NumberKind::Percent, NumberKind::Count) | (NumberKind::Count, NumberKind::Percent) => NumberKind::Percent,
            (left, right) => common_kind(left, right),
        },
        Arithmetic::Sub => match (left, right) {
            (NumberKind::Percent, NumberKind::Count) | (NumberKind::Count, NumberKind::Percent) => NumberKind::Percent,
            (left, right) => negative_kind(common_kind(left, right)),
        },
        Arithmetic::Mul => match (left, right) {
            (NumberKind::Percent, _) | (_, NumberKind::Percent) => NumberKind::Decimal,
            (left, right) => common_kind(left, right),
        },
        Arithmetic::Div => NumberKind::Decimal,
    }
}

pub(super) fn negative_kind(kind: NumberKind) -> NumberKind {
    match kind {
        NumberKind::Count | NumberKind::Integer => NumberKind::Integer,
        NumberKind::Decimal => NumberKind::Decimal,
        NumberKind::Percent => NumberKind::Percent,
    }
}

pub(super) fn rounded_kind(kind: NumberKind, _how: Rounding, places: u32) -> NumberKind {
    match kind {
        NumberKind::Decimal if places == 0 => NumberKind::Integer,
        NumberKind::Count | NumberKind::Integer | NumberKind::Decimal | NumberKind::Percent => kind,
    }
}

pub(super) fn aggregate_kind(what: Summary, of: NumberKind) -> NumberKind {
    match (what, of) {
        (Summary::Number, _) => NumberKind::Count,
        (Summary::Average, NumberKind::Percent) => NumberKind::Percent,
        (Summary::Average, NumberKind::Count | NumberKind::Integer | NumberKind::Decimal) => NumberKind::Decimal,
        (Summary::Total | Summary::Least | Summary::Greatest, kind) => kind,
    }
}
