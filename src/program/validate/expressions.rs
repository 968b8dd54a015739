//! Conditions and terms: every one of the type that its place asks for.
//!
//! Recursion is bounded: [`super::nesting`] has measured before.

use super::texts::{number, place, text};
use super::{Checker, Invalid, Sound, Within, each, need};
use crate::exact::MAX_DIGITS;
use crate::program::{
    Calendar, Cond, CriterionId, Field, KindId, LabelsId, List, Need, NumberSet, Order, Origin, Path, Presence, Set,
    Term, Type,
};

/// The furthest that a date is moved, in days, months or years.
const MAX_SHIFT: u64 = 4_000_000;

/// What a term gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gives {
    Number,
    Date,
    Label(LabelsId),
    Text,
    Reference(KindId),
}

impl Gives {
    pub(super) fn fits(self, ty: Type) -> bool {
        match ty {
            Type::Number(_) => self == Gives::Number,
            Type::Date => self == Gives::Date,
            Type::Label(id) => self == Gives::Label(id),
            Type::Text => self == Gives::Text,
            Type::Reference(kind) => self == Gives::Reference(kind),
            Type::YesNo => false,
        }
    }
}

impl<'p> Checker<'p> {
    /// The field at a path's end.
    pub(super) fn path(&self, path: &Path, hand: &[KindId]) -> Sound<&'p Field> {
        let start = hand.get(usize::from(path.hand)).copied();
        let mut kind = start.ok_or_else(|| Invalid::of("there is no record {} in hand", &[&path.hand]))?;
        for field in &path.via {
            kind = self.target(kind, *field).within("via")?;
        }
        self.field(kind, path.field).within("field")
    }

    pub(super) fn cond(&self, cond: &Cond, hand: &[KindId]) -> Sound {
        match cond {
            Cond::Test(test) => {
                let field = self.path(&test.path, hand).within("path")?;
                self.set(&test.set, field.ty).within("set")
            }
            Cond::Compare(one, order, other) => {
                let (one, other) = (self.term(one, hand).within("left")?, self.term(other, hand).within("right")?);
                need(one == other, "two types are compared")?;
                let orderly = match one {
                    Gives::Number | Gives::Date => true,
                    Gives::Label(id) => self.labels(id)?.ordered,
                    Gives::Text | Gives::Reference(_) => false,
                };
                match order {
                    Order::Is | Order::IsNot => Ok(()),
                    Order::AtLeast | Order::AtMost | Order::Above | Order::Below => {
                        need(orderly, "what has no order is compared by order")
                    }
                }
            }
            Cond::Presence(path, presence) => {
                let field = self.path(path, hand).within("path")?;
                let optional = match field.origin {
                    Origin::Data { optional, .. } => optional,
                    Origin::Previous { .. } => true,
                    Origin::Key | Origin::Define(_) | Origin::Award { .. } | Origin::Rank(_) => {
                        return Err(Invalid::new("only a field of the data can be missing"));
                    }
                };
                match presence {
                    Presence::Missing | Presence::Known => Ok(()),
                    Presence::Present | Presence::Absent => need(optional, "only an optional reference can be absent"),
                }
            }
            Cond::Not(inner) => self.cond(inner, hand).within("not"),
            Cond::List(list) => self.list(list, hand),
            Cond::Clause(id) => {
                let clause = self.program.clauses.get(id.at());
                let clause = clause.ok_or_else(|| Invalid::of("there is no clause {}", &[&id.0]))?;
                need(clause.population.hand == hand, "the clause has other records in hand")
            }
            Cond::Meets(id) => self.meets(*id, hand),
        }
    }

    fn list(&self, list: &List, hand: &[KindId]) -> Sound {
        match list.need {
            Need::All | Need::Any => {}
            Need::AtLeast(k) | Need::AtMost(k) | Need::Exactly(k) => {
                need(k as usize <= list.parts.len(), "more parts are asked for than there are").within("need")?;
            }
        }
        each("parts", &list.parts, |part| {
            text(&part.text).within("text")?;
            place(self.program, part.place)?;
            self.cond(&part.cond, hand).within("cond")
        })
    }

    fn meets(&self, id: CriterionId, hand: &[KindId]) -> Sound {
        let criterion = self.program.criteria.get(id.at());
        let criterion = criterion.ok_or_else(|| Invalid::of("there is no criterion {}", &[&id.0]))?;
        // From the whole roster, a criterion for each record is asked for its overall verdict.
        let there = hand.is_empty() || criterion.for_each.iter().all(|each| hand.contains(&each.kind));
        need(there, "the criterion is about records that are not in hand")
    }

    fn set(&self, set: &Set, ty: Type) -> Sound {
        match (set, ty) {
            (Set::Numbers(set), Type::Number(_) | Type::Date) => numbers(set),
            (Set::Labels(labels), Type::Label(id)) => {
                need(labels.is_sorted_by(|a, b| a < b), "the labels do not ascend")?;
                labels.iter().try_for_each(|label| self.label(id, *label))
            }
            (Set::Texts(texts, _), Type::Text) => each("texts", texts, |said| text(said)),
            (Set::YesNo(_), Type::YesNo) => Ok(()),
            (Set::Numbers(_) | Set::Labels(_) | Set::Texts(..) | Set::YesNo(_), _) => {
                Err(Invalid::new("the set is not of the field's type"))
            }
        }
    }

    pub(super) fn term(&self, term: &Term, hand: &[KindId]) -> Sound<Gives> {
        match term {
            Term::Number(value) => number(value).map(|()| Gives::Number),
            Term::Date(_) => Ok(Gives::Date),
            Term::Label(id, label) => self.label(*id, *label).map(|()| Gives::Label(*id)),
            Term::Text(said) => text(said).map(|()| Gives::Text),
            Term::Field(path) => match self.path(path, hand)?.ty {
                Type::Number(_) => Ok(Gives::Number),
                Type::Date => Ok(Gives::Date),
                Type::Label(id) => Ok(Gives::Label(id)),
                Type::Text => Ok(Gives::Text),
                Type::Reference(kind) => Ok(Gives::Reference(kind)),
                Type::YesNo => Err(Invalid::new("yes or no is no value")),
            },
            Term::Add(one, other) | Term::Sub(one, other) | Term::Mul(one, other) | Term::Div(one, other) => {
                self.number(one, hand).within("left")?;
                self.number(other, hand).within("right").map(|()| Gives::Number)
            }
            Term::Min(one, other) | Term::Max(one, other) => {
                let (one, other) = (self.term(one, hand).within("left")?, self.term(other, hand).within("right")?);
                let fits = one == other && matches!(one, Gives::Number | Gives::Date);
                need(fits, "only two numbers or two dates have a smaller one").map(|()| one)
            }
            Term::Rounded(inner, _, places) => {
                need(*places as usize <= MAX_DIGITS, "too many decimal places")?;
                self.number(inner, hand).within("rounded").map(|()| Gives::Number)
            }
            Term::Cases(cases, otherwise) => {
                let gives = self.term(otherwise, hand).within("otherwise")?;
                each("cases", cases, |(when, value)| {
                    self.cond(when, hand).within("when")?;
                    let value = self.term(value, hand).within("value")?;
                    need(value == gives, "the cases are of several types")
                })?;
                Ok(gives)
            }
            Term::OneOf(cases) => {
                let (_, first) = cases.first().ok_or_else(|| Invalid::new("there are no cases"))?;
                let gives = self.term(first, hand).within("cases")?;
                each("cases", cases, |(when, value)| {
                    self.cond(when, hand).within("when")?;
                    let value = self.term(value, hand).within("value")?;
                    need(value == gives, "the cases are of several types")
                })?;
                Ok(gives)
            }
            Term::Aggregate(id) => {
                let aggregate = self.program.aggregates.get(id.at());
                let aggregate = aggregate.ok_or_else(|| Invalid::of("there is no aggregate {}", &[&id.0]))?;
                need(aggregate.population.hand == hand, "the aggregate has other records in hand")?;
                Ok(Gives::Number)
            }
            Term::Shift(inner, amount, unit) => {
                let furthest = match unit {
                    Calendar::Days => MAX_SHIFT,
                    Calendar::Months => MAX_SHIFT / 30,
                    Calendar::Years => MAX_SHIFT / 360,
                };
                need(amount.unsigned_abs() <= furthest, "the date is moved out of the calendar")?;
                self.date(inner, hand).within("date").map(|()| Gives::Date)
            }
            Term::Elapsed(_, from, to) => {
                self.date(from, hand).within("from")?;
                self.date(to, hand).within("to").map(|()| Gives::Number)
            }
        }
    }

    pub(super) fn number(&self, term: &Term, hand: &[KindId]) -> Sound {
        need(self.term(term, hand)? == Gives::Number, "a number is wanted")
    }

    fn date(&self, term: &Term, hand: &[KindId]) -> Sound {
        need(self.term(term, hand)? == Gives::Date, "a date is wanted")
    }
}

fn numbers(set: &NumberSet) -> Sound {
    each("points", &set.points, number)?;
    need(set.points.is_sorted_by(|a, b| a < b), "the points do not ascend").within("points")?;
    need(set.at.len() == set.points.len(), "there must be one for each point").within("at")?;
    need(set.gaps.len() == set.points.len() + 1, "there must be one more than points").within("gaps")
}
