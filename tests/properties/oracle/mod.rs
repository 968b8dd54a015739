//! The oracle: what a program says of a roster, straight from the semantics.
//!
//! Nothing is shared with the engine but the program, the roster's accessors,
//! exact numbers and dates. There is no plan, no tally and no closed form here:
//! fields are computed when they are asked for, and a clause tries every way to
//! fill each unknown membership and property.

mod counts;
mod folding;
mod range;
mod ranks;
mod sentences;
mod verdicts;

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use range::{End, at_most, ordered};
use tieuchi::date::Date;
use tieuchi::exact::Exact;
use tieuchi::program::{
    Calendar, Cond, Definition, Field, FieldId, KindId, NumberKind, Order, Origin, Path, Presence, Program, Set, Step,
    Term, Type,
};
use tieuchi::roster::{Roster, Target};

pub use counts::Counts;
pub use range::Range;
pub use verdicts::Verdict;

/// Yes, no, or nobody knows.
pub type Kleene = Option<bool>;

/// A record.
pub type Record = (KindId, u32);

/// What a part of a clause sees of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    pub row: u32,
    pub member: Kleene,
    /// After the missing policy.
    pub property: Kleene,
    pub left_out: bool,
}

/// A value with all that it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Number(Range),
    /// Days since 1970-01-01.
    Date(Range),
    Labels(BTreeSet<u32>),
    /// None: open.
    Text(Option<String>),
    /// None: open; otherwise a record or absence.
    Record(Option<Option<u32>>),
    YesNo(Kleene),
}

pub struct Oracle<'a> {
    program: &'a Program,
    roster: &'a Roster,
    derived: RefCell<HashMap<(Record, FieldId), Value>>,
    /// While a record is looked at that may be below another since a parent is
    /// unknown: the step whose results are open then.
    open: RefCell<Option<&'a Step>>,
}

fn and(parts: impl IntoIterator<Item = Kleene>) -> Kleene {
    let parts: Vec<Kleene> = parts.into_iter().collect();
    if parts.contains(&Some(false)) {
        Some(false)
    } else if parts.contains(&None) {
        None
    } else {
        Some(true)
    }
}

fn not(truth: Kleene) -> Kleene {
    truth.map(|yes| !yes)
}

/// Yes if all ways say so, no if none does.
fn agreed(ways: impl IntoIterator<Item = bool>) -> Kleene {
    let ways: BTreeSet<bool> = ways.into_iter().collect();
    if ways.len() == 1 { ways.first().copied() } else { None }
}

impl<'a> Oracle<'a> {
    pub fn new(program: &'a Program, roster: &'a Roster) -> Oracle<'a> {
        Oracle { program, roster, derived: RefCell::default(), open: RefCell::default() }
    }

    fn field(&self, kind: KindId, field: FieldId) -> &'a Field {
        &self.program.kinds[kind.at()].fields[field.at()]
    }

    fn rows(&self, kind: KindId) -> std::ops::Range<u32> {
        0..self.roster.len(kind) as u32
    }

    /// Whether something is computed by the step that is open now.
    fn is_open(&self, computes: impl Fn(&Step) -> bool) -> bool {
        self.open.borrow().is_some_and(computes)
    }

    /// Looks at a record as one that may be below another along an unknown parent.
    fn perhaps_below<T>(&self, computes: impl Fn(&Step) -> bool, look: impl FnOnce() -> T) -> T {
        let step = self.program.plan.iter().find(|step| matches!(step, Step::DeriveUpwards { .. }) && computes(step));
        let before = if step.is_some() { self.open.replace(step) } else { *self.open.borrow() };
        let found = look();
        self.open.replace(before);
        found
    }

    // Values.

    /// What a field may be where nothing is known of it.
    fn anything(&self, field: &Field) -> Value {
        match field.ty {
            Type::Text => Value::Text(None),
            Type::YesNo => Value::YesNo(None),
            Type::Number(kind) => {
                let mut range = match &field.range {
                    Some((low, high)) => Range { low: Some(low.clone()), high: Some(high.clone()) },
                    None => Range::any(),
                };
                let data = matches!(field.origin, Origin::Data { .. });
                if data && kind == NumberKind::Count && !at_most(&Some(Exact::zero()), &range.low) {
                    range.low = Some(Exact::zero());
                }
                if matches!(field.origin, Origin::Rank(_)) {
                    range.low = Some(Exact::from(1i64));
                }
                Value::Number(range)
            }
            Type::Date => Value::Date(Range::any()),
            Type::Label(set) => Value::Labels((0..self.program.labels[set.at()].labels.len() as u32).collect()),
            Type::Reference(_) => Value::Record(None),
        }
    }

    pub fn value(&self, record: Record, id: FieldId) -> Value {
        let (kind, row) = record;
        let field = self.field(kind, id);
        match &field.origin {
            Origin::Key | Origin::Data { .. } | Origin::Previous { .. } => {
                let known = match field.ty {
                    Type::Text => self.roster.text(kind, id, row).map(|text| Value::Text(Some(text.to_owned()))),
                    Type::YesNo => self.roster.yes_no(kind, id, row).map(|yes| Value::YesNo(Some(yes))),
                    Type::Number(_) => {
                        self.roster.number(kind, id, row).map(|number| Value::Number(Range::point(number)))
                    }
                    Type::Date => self.roster.date(kind, id, row).map(|date| Value::Date(Range::whole(date.days()))),
                    Type::Label(_) => self.roster.label(kind, id, row).map(|label| Value::Labels([label].into())),
                    Type::Reference(_) => match self.target(kind, id, row) {
                        Target::Row(row) => Some(Value::Record(Some(Some(row)))),
                        Target::Absent => Some(Value::Record(Some(None))),
                        Target::Unknown => None,
                    },
                };
                known.unwrap_or_else(|| self.anything(field))
            }
            Origin::Define(_) | Origin::Award { .. } | Origin::Rank(_)
                if self.is_open(
                    |step| matches!(step, Step::DeriveUpwards { kind: of, field, .. } if (*of, *field) == (kind, id)),
                ) =>
            {
                self.anything(field)
            }
            Origin::Define(_) | Origin::Award { .. } | Origin::Rank(_) => {
                if let Some(known) = self.derived.borrow().get(&(record, id)) {
                    return known.clone();
                }
                let found = self.derive(record, field);
                self.derived.borrow_mut().insert((record, id), found.clone());
                found
            }
        }
    }

    fn derive(&self, record: Record, field: &Field) -> Value {
        match &field.origin {
            Origin::Define(Definition::Cond(cond)) => Value::YesNo(self.truth(cond, &[record])),
            Origin::Define(Definition::Term(term)) => self.term(term, &[record]),
            Origin::Award { cases, otherwise, .. } => {
                let mut possible = BTreeSet::new();
                for case in cases {
                    match self.truth(&case.when, &[record]) {
                        Some(true) => {
                            possible.insert(case.label);
                            return Value::Labels(possible);
                        }
                        None => {
                            possible.insert(case.label);
                        }
                        Some(false) => {}
                    }
                }
                possible.insert(*otherwise);
                Value::Labels(possible)
            }
            Origin::Rank(rank) => Value::Number(self.rank(rank, record)),
            Origin::Key | Origin::Data { .. } | Origin::Previous { .. } => {
                unreachable!("only derived fields are derived")
            }
        }
    }

    /// What a reference says of a record; the one to the record before is looked for among all of the kind.
    fn target(&self, kind: KindId, id: FieldId, row: u32) -> Target {
        let Origin::Previous { owners, period, .. } = &self.field(kind, id).origin else {
            return self.roster.target(kind, id, row);
        };
        let owner = |row: u32, field: &FieldId| match self.roster.target(kind, *field, row) {
            Target::Unknown => None,
            known => Some(known),
        };
        let year = |row: u32| self.roster.number(kind, *period, row);
        let Some(own) = year(row).filter(|_| owners.iter().all(|field| owner(row, field).is_some())) else {
            return Target::Unknown;
        };
        let wanted = own.sub(&Exact::from(1i64)).expect("a small number");
        let is = |other: u32| {
            let years = year(other).map(|year| year == wanted);
            and(owners.iter().map(|field| owner(other, field).map(|one| Some(one) == owner(row, field))).chain([years]))
        };
        let others: Vec<(u32, Kleene)> = self.rows(kind).map(|other| (other, is(other))).collect();
        match others.iter().find(|(_, is)| *is == Some(true)) {
            Some((other, _)) => Target::Row(*other),
            None if others.iter().any(|(_, is)| is.is_none()) => Target::Unknown,
            None => Target::Absent,
        }
    }

    /// Where references lead: a record, nowhere, or nobody knows.
    fn follow(&self, from: Record, via: &[FieldId]) -> Result<Record, Target> {
        let mut record = from;
        for field in via {
            let Type::Reference(to) = self.field(record.0, *field).ty else { panic!("a reference") };
            match self.target(record.0, *field, record.1) {
                Target::Row(row) => record = (to, row),
                lost @ (Target::Absent | Target::Unknown) => return Err(lost),
            }
        }
        Ok(record)
    }

    fn end(&self, path: &Path, hand: &[Record]) -> (KindId, FieldId) {
        let start = hand[usize::from(path.hand)].0;
        let kind = path.via.iter().fold(start, |kind, field| match self.field(kind, *field).ty {
            Type::Reference(to) => to,
            _ => panic!("a reference"),
        });
        (kind, path.field)
    }

    fn read(&self, path: &Path, hand: &[Record]) -> Value {
        match self.follow(hand[usize::from(path.hand)], &path.via) {
            Ok(record) => self.value(record, path.field),
            Err(_) => {
                let (kind, field) = self.end(path, hand);
                self.anything(self.field(kind, field))
            }
        }
    }

    fn term(&self, term: &Term, hand: &[Record]) -> Value {
        let number = |term: &Term| self.number(term, hand);
        match term {
            Term::Number(value) => Value::Number(Range::point(value.clone())),
            Term::Date(date) => Value::Date(Range::whole(date.days())),
            Term::Label(_, label) => Value::Labels([*label].into()),
            Term::Text(text) => Value::Text(Some(text.clone())),
            Term::Field(path) => self.read(path, hand),
            Term::Add(one, other) => Value::Number(number(one).add(&number(other))),
            Term::Sub(one, other) => Value::Number(number(one).add(&number(other).neg())),
            Term::Mul(one, other) => Value::Number(number(one).mul(&number(other))),
            Term::Div(one, other) => Value::Number(number(one).div(&number(other))),
            Term::Min(one, other) | Term::Max(one, other) => {
                let choose = |one: &Range, other: &Range| match term {
                    Term::Min(..) => one.smaller(other),
                    _ => one.greater(other),
                };
                match (self.term(one, hand), self.term(other, hand)) {
                    (Value::Number(one), Value::Number(other)) => Value::Number(choose(&one, &other)),
                    (Value::Date(one), Value::Date(other)) => Value::Date(choose(&one, &other)),
                    other => panic!("numbers or dates, not {other:?}"),
                }
            }
            Term::Rounded(inner, how, places) => {
                Value::Number(number(inner).map(|end| Some(end.rounded(*how, *places))))
            }
            Term::Cases(cases, otherwise) => {
                let mut possible: Vec<Value> = Vec::new();
                let mut open = true;
                for (when, value) in cases {
                    let truth = self.truth(when, hand);
                    if truth != Some(false) {
                        possible.push(self.term(value, hand));
                    }
                    if truth == Some(true) {
                        open = false;
                        break;
                    }
                }
                if open {
                    possible.push(self.term(otherwise, hand));
                }
                possible.into_iter().reduce(union).expect("at least one case")
            }
            Term::OneOf(cases) => {
                let mut possible: Vec<Value> = Vec::new();
                for (when, value) in cases {
                    let truth = self.truth(when, hand);
                    if truth != Some(false) {
                        possible.push(self.term(value, hand));
                    }
                    if truth == Some(true) {
                        break;
                    }
                }
                possible.into_iter().reduce(union).expect("one of the cases holds")
            }
            Term::Aggregate(id) => Value::Number(self.aggregate(*id, hand)),
            Term::Shift(inner, amount, unit) => {
                let moved = |end: &Exact| {
                    let date = Date::from_days(end.to_i64()?)?;
                    let date = match unit {
                        Calendar::Days => date.plus_days(*amount),
                        Calendar::Months => date.plus_months(*amount),
                        Calendar::Years => date.plus_months(12 * amount),
                    }?;
                    Some(Exact::from(date.days()))
                };
                Value::Date(self.date(inner, hand).map(moved))
            }
            Term::Elapsed(unit, from, to) => {
                let (from, to) = (self.date(from, hand), self.date(to, hand));
                let day = |end: &End| Date::from_days(end.as_ref()?.to_i64()?);
                let passed = |from: &End, to: &End| {
                    let (from, to) = (day(from)?, day(to)?);
                    Some(Exact::from(match unit {
                        Calendar::Days => to.days() - from.days(),
                        Calendar::Months => from.months_to(to),
                        Calendar::Years => from.months_to(to) / 12,
                    }))
                };
                Value::Number(Range { low: passed(&from.high, &to.low), high: passed(&from.low, &to.high) })
            }
        }
    }

    fn number(&self, term: &Term, hand: &[Record]) -> Range {
        match self.term(term, hand) {
            Value::Number(range) => range,
            other => panic!("a number, not {other:?}"),
        }
    }

    fn date(&self, term: &Term, hand: &[Record]) -> Range {
        match self.term(term, hand) {
            Value::Date(range) => range,
            other => panic!("a date, not {other:?}"),
        }
    }

    // Conditions.

    pub fn truth(&self, cond: &Cond, hand: &[Record]) -> Kleene {
        match cond {
            Cond::Test(test) => match (self.read(&test.path, hand), &test.set) {
                (Value::Number(range) | Value::Date(range), Set::Numbers(set)) => {
                    range.within(set, self.is_whole(&test.path, hand))
                }
                (Value::Labels(possible), Set::Labels(set)) => agreed(possible.iter().map(|label| set.contains(label))),
                (Value::Text(Some(text)), Set::Texts(set, others)) => Some(set.contains(&text) != *others),
                (Value::Text(None), Set::Texts(set, others)) => set.is_empty().then_some(*others),
                (Value::YesNo(truth), Set::YesNo(yes)) => truth.map(|truth| truth == *yes),
                (value, set) => panic!("{value:?} against {set:?}"),
            },
            Cond::Compare(one, order, other) => compare(&self.term(one, hand), *order, &self.term(other, hand)),
            Cond::Presence(path, presence) => self.presence(path, *presence, hand),
            Cond::Not(inner) => not(self.truth(inner, hand)),
            Cond::List(list) => self.list(list, hand),
            Cond::Clause(id) => self.clause(*id, hand),
            Cond::Meets(id) => self.meets(*id, hand),
        }
    }

    fn presence(&self, path: &Path, presence: Presence, hand: &[Record]) -> Kleene {
        let id = path.field;
        let record = self.follow(hand[usize::from(path.hand)], &path.via);
        let target = record.map(|(kind, row)| self.roster.target(kind, id, row));
        match presence {
            Presence::Missing | Presence::Known => {
                let known = record.is_ok_and(|record| self.stands(record, id));
                Some(known == (presence == Presence::Known))
            }
            Presence::Present | Presence::Absent => {
                let present = match target {
                    Ok(Target::Row(_)) => Some(true),
                    Ok(Target::Absent) | Err(Target::Absent) => Some(false),
                    Ok(Target::Unknown) | Err(_) => None,
                };
                if presence == Presence::Present { present } else { not(present) }
            }
        }
    }

    /// Whether a cell has a value.
    fn stands(&self, (kind, row): Record, id: FieldId) -> bool {
        match self.field(kind, id).ty {
            Type::Text => self.roster.text(kind, id, row).is_some(),
            Type::YesNo => self.roster.yes_no(kind, id, row).is_some(),
            Type::Number(_) => self.roster.number(kind, id, row).is_some(),
            Type::Date => self.roster.date(kind, id, row).is_some(),
            Type::Label(_) => self.roster.label(kind, id, row).is_some(),
            Type::Reference(_) => self.target(kind, id, row) != Target::Unknown,
        }
    }
}

fn union(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => Value::Number(one.hull(other)),
        (Value::Date(one), Value::Date(other)) => Value::Date(one.hull(other)),
        (Value::Labels(one), Value::Labels(other)) => Value::Labels(&one | &other),
        (Value::Text(one), Value::Text(other)) => Value::Text(one.filter(|one| Some(one) == other.as_ref())),
        (Value::Record(one), Value::Record(other)) => Value::Record(one.filter(|one| Some(*one) == other)),
        other => panic!("one type, not {other:?}"),
    }
}

/// Every pair of possible values.
fn pairs<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>, fits: impl Fn(&T, &T) -> bool) -> Kleene {
    agreed(one.iter().flat_map(|one| other.iter().map(|other| fits(one, other)).collect::<Vec<_>>()))
}

fn in_order<T: Ord>(one: &T, order: Order, other: &T) -> bool {
    match order {
        Order::Is => one == other,
        Order::IsNot => one != other,
        Order::AtLeast => one >= other,
        Order::AtMost => one <= other,
        Order::Above => one > other,
        Order::Below => one < other,
    }
}

fn compare(one: &Value, order: Order, other: &Value) -> Kleene {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) | (Value::Date(one), Value::Date(other)) => {
            ordered(one, order, other)
        }
        (Value::Labels(one), Value::Labels(other)) => pairs(one, other, |one, other| in_order(one, order, other)),
        (Value::Text(one), Value::Text(other)) => Some(in_order(one.as_ref()?, order, other.as_ref()?)),
        (Value::Record(one), Value::Record(other)) => Some(in_order(one.as_ref()?, order, other.as_ref()?)),
        other => panic!("one type, not {other:?}"),
    }
}
