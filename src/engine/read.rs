//! Reading: what conditions, terms and fields give for the records in hand.
//!
//! The same functions mark rows for the tallies and explain single records: there is no second path.

use crate::date::Date;
use crate::exact::Exact;
use crate::program::{
    Calendar, Cond, Criterion, CriterionId, Definition, Field, FieldId, KindId, LabelsId, List, Need, NumberKind,
    Order, Origin, Path, Presence, Set, Step, Term, Test, Type,
};
use crate::roster::Target;

use super::derived::Derived;
use super::evaluation::Evaluation;
use super::hand::Hand;
use super::sets::{self, Fold};
use super::truth::{Interval, Truth};

/// What a path reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// A yes/no.
    Truth(Truth),
    /// A number, or the values that it may still have.
    Number(Interval),
    /// A day as days since 1970-01-01, or the days that it may still be.
    Date(Interval),
    /// A label, or the labels that it may still be, ascending.
    Labels(LabelsId, Vec<u32>),
    /// A text; none where it is missing.
    Text(Option<&'a str>),
    /// A reference.
    Reference(Target),
}

impl Value<'_> {
    /// Whether the value is settled.
    pub fn is_known(&self) -> bool {
        match self {
            Value::Truth(truth) => !truth.is_unknown(),
            Value::Number(interval) | Value::Date(interval) => interval.known().is_some(),
            Value::Labels(_, labels) => labels.len() == 1,
            Value::Text(text) => text.is_some(),
            Value::Reference(target) => *target != Target::Unknown,
        }
    }
}

/// Where a path's references lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Record(KindId, u32),
    /// A reference on the way is absent for certain.
    Absent(KindId),
    /// A reference on the way is missing.
    Unknown(KindId),
}

impl End {
    pub(super) fn kind(self) -> KindId {
        match self {
            End::Record(kind, _) | End::Absent(kind) | End::Unknown(kind) => kind,
        }
    }
}

impl<'a> Evaluation<'a> {
    pub(super) fn field(&self, kind: KindId, field: FieldId) -> Option<&'a Field> {
        self.program.kinds.get(kind.at())?.fields.get(field.at())
    }

    /// Follows references from a record.
    pub(super) fn follow(&self, kind: KindId, row: u32, via: &[FieldId]) -> End {
        let mut end = End::Record(kind, row);
        for step in via {
            let next = match self.field(end.kind(), *step).map(|field| field.ty) {
                Some(Type::Reference(next)) => next,
                _ => return End::Unknown(end.kind()),
            };
            end = match end {
                End::Record(kind, row) => match self.roster.target(kind, *step, row) {
                    Target::Row(row) => End::Record(next, row),
                    Target::Absent => End::Absent(next),
                    Target::Unknown => End::Unknown(next),
                },
                End::Absent(_) => End::Absent(next),
                End::Unknown(_) => End::Unknown(next),
            };
        }
        end
    }

    pub(super) fn end(&self, path: &Path, hand: Hand) -> Option<End> {
        let (kind, row) = hand.get(path.hand)?;
        Some(self.follow(kind, row, &path.via))
    }

    /// What a path reads for the records in hand.
    pub fn value(&self, path: &Path, hand: Hand) -> Value<'a> {
        match self.end(path, hand) {
            Some(End::Record(kind, row)) => self.value_of(kind, path.field, row),
            Some(end) => self.nothing_known(end.kind(), path.field),
            None => Value::Text(None),
        }
    }

    /// What a field of a record holds.
    pub fn value_of(&self, kind: KindId, field: FieldId, row: u32) -> Value<'a> {
        let Some(declared) = self.field(kind, field) else { return Value::Text(None) };
        let own = |step: &Step| matches!(step, Step::DeriveUpwards { kind: of, field: own, .. } if (*of, *own) == (kind, field));
        if self.is_open(own) {
            return self.nothing_known(kind, field);
        }
        if let Some(derived) = self.derived(kind, field) {
            return match derived {
                Derived::Number(column) => number_of(declared.ty, column.get(row).unwrap_or_else(Interval::any)),
                Derived::Coded(column) => match (column.get(row), declared.ty) {
                    (Some(Cell::Truth(truth)), _) => Value::Truth(*truth),
                    (Some(Cell::Number(interval)), ty) => number_of(ty, interval.clone()),
                    (Some(Cell::Labels(possible)), Type::Label(id)) => {
                        let all = self.width_of(id) as u32;
                        Value::Labels(id, (0..all).filter(|label| possible >> label & 1 == 1).collect())
                    }
                    (Some(Cell::Labels(_)), _) => Value::Text(None),
                    (None, _) => self.nothing_known(kind, field),
                },
            };
        }
        let (roster, known) = (self.roster, self.nothing_known(kind, field));
        match declared.ty {
            Type::Text => Value::Text(roster.text(kind, field, row)),
            Type::YesNo => Value::Truth(Truth::from(roster.yes_no(kind, field, row))),
            Type::Number(_) => roster.number(kind, field, row).map_or(known, |n| Value::Number(Interval::point(n))),
            Type::Date => match roster.date(kind, field, row) {
                Some(date) => Value::Date(Interval::point(Exact::from(date.days()))),
                None => known,
            },
            Type::Label(id) => roster.label(kind, field, row).map_or(known, |label| Value::Labels(id, vec![label])),
            Type::Reference(_) => Value::Reference(roster.target(kind, field, row)),
        }
    }

    /// All values that a field may have, by its declaration.
    pub(super) fn nothing_known(&self, kind: KindId, field: FieldId) -> Value<'a> {
        let Some(field) = self.field(kind, field) else { return Value::Text(None) };
        match field.ty {
            Type::Text => Value::Text(None),
            Type::YesNo => Value::Truth(Truth::Unknown),
            Type::Number(kind) => Value::Number(match &field.range {
                Some((low, high)) => Interval { low: Some(low.clone()), high: Some(high.clone()) },
                None if kind == NumberKind::Count && matches!(field.origin, Origin::Data { .. }) => {
                    Interval { low: Some(Exact::zero()), high: None }
                }
                None if matches!(field.origin, Origin::Rank(_)) => {
                    Interval { low: Some(Exact::from(1i64)), high: None }
                }
                None => Interval::any(),
            }),
            Type::Date => Value::Date(Interval::any()),
            Type::Label(id) => Value::Labels(id, (0..self.width_of(id) as u32).collect()),
            Type::Reference(_) => Value::Reference(Target::Unknown),
        }
    }

    fn width_of(&self, id: LabelsId) -> usize {
        self.program.labels.get(id.at()).map_or(0, |labels| labels.labels.len())
    }

    // ---- conditions ----

    /// Whether a condition holds for the records in hand.
    pub fn truth(&self, cond: &Cond, hand: Hand) -> Truth {
        match cond {
            Cond::Test(test) => self.test(test, hand),
            Cond::Compare(left, order, right) => self.compare(left, *order, right, hand),
            Cond::Presence(path, presence) => self.presence(path, *presence, hand),
            Cond::Not(inner) => !self.truth(inner, hand),
            Cond::List(list) => self.list(list, hand),
            Cond::Clause(id) => self.clause(*id, hand),
            Cond::Meets(id) => self.meets(*id, hand),
        }
    }

    fn test(&self, test: &Test, hand: Hand) -> Truth {
        let value = self.value(&test.path, hand);
        match (&test.set, value) {
            (Set::Numbers(set), Value::Number(interval)) => set.truth(&interval, self.whole(&test.path, hand)),
            (Set::Numbers(set), Value::Date(interval)) => set.truth(&interval, true),
            (Set::Labels(set), Value::Labels(_, possible)) => all_or_none(&possible, |label| set.contains(&label)),
            (Set::YesNo(wanted), Value::Truth(truth)) => {
                if *wanted {
                    truth
                } else {
                    !truth
                }
            }
            (Set::Texts(texts, but), Value::Text(text)) => sets::text_truth(texts, *but, text),
            _ => Truth::Unknown,
        }
    }

    /// Whether a path's field holds whole numbers only.
    fn whole(&self, path: &Path, hand: Hand) -> bool {
        let Some(end) = self.end(path, hand) else { return false };
        self.field(end.kind(), path.field)
            .is_some_and(|field| matches!(field.ty, Type::Date | Type::Number(NumberKind::Count | NumberKind::Integer)))
    }

    fn compare(&self, left: &Term, order: Order, right: &Term, hand: Hand) -> Truth {
        match (self.term(left, hand), self.term(right, hand)) {
            (Read::Number(left), Read::Number(right)) => left.compare(order, &right),
            (Read::Labels(left), Read::Labels(right)) => sets::compare_labels(&left, order, &right),
            (Read::Text(left), Read::Text(right)) => match (left, right) {
                (Some(left), Some(right)) => equality(order, left == right),
                _ => Truth::Unknown,
            },
            (Read::Reference(left), Read::Reference(right)) => match (left, right) {
                (Target::Unknown, _) | (_, Target::Unknown) => Truth::Unknown,
                (left, right) => equality(order, left == right),
            },
            _ => Truth::Unknown,
        }
    }

    fn presence(&self, path: &Path, presence: Presence, hand: Hand) -> Truth {
        let Some(end) = self.end(path, hand) else { return Truth::Unknown };
        let value = match end {
            End::Record(kind, row) => Some(self.value_of(kind, path.field, row)),
            End::Absent(_) | End::Unknown(_) => None,
        };
        let known = match end {
            End::Record(kind, row) => self.has_value(kind, path.field, row),
            End::Absent(_) | End::Unknown(_) => false,
        };
        match presence {
            Presence::Known => Truth::from(known),
            Presence::Missing => Truth::from(!known),
            Presence::Present | Presence::Absent => {
                let present = match (end, value) {
                    (End::Absent(_), _) | (_, Some(Value::Reference(Target::Absent))) => Truth::No,
                    (_, Some(Value::Reference(Target::Row(_)))) => Truth::Yes,
                    _ => Truth::Unknown,
                };
                if presence == Presence::Present { present } else { !present }
            }
        }
    }

    /// Whether the data have a value, whatever the declared range makes of a missing one. A
    /// derived number, label or truth has a value when it is settled.
    fn has_value(&self, kind: KindId, field: FieldId, row: u32) -> bool {
        let Some(declared) = self.field(kind, field) else { return false };
        let roster = self.roster;
        match (&declared.origin, declared.ty) {
            (Origin::Define(_) | Origin::Award { .. } | Origin::Rank(_), _) => {
                self.value_of(kind, field, row).is_known()
            }
            (Origin::Key | Origin::Data { .. }, Type::Text) => roster.text(kind, field, row).is_some(),
            (Origin::Key | Origin::Data { .. }, Type::YesNo) => roster.yes_no(kind, field, row).is_some(),
            (Origin::Key | Origin::Data { .. }, Type::Number(_)) => roster.number(kind, field, row).is_some(),
            (Origin::Key | Origin::Data { .. }, Type::Date) => roster.date(kind, field, row).is_some(),
            (Origin::Key | Origin::Data { .. }, Type::Label(_)) => roster.label(kind, field, row).is_some(),
            (Origin::Previous { .. }, _) | (Origin::Key | Origin::Data { .. }, Type::Reference(_)) => {
                roster.target(kind, field, row) != Target::Unknown
            }
        }
    }

    fn list(&self, list: &List, hand: Hand) -> Truth {
        let (mut yes, mut open) = (0usize, 0usize);
        for part in &list.parts {
            match self.truth(&part.cond, hand) {
                Truth::Yes => yes += 1,
                Truth::Unknown => open += 1,
                Truth::No => {}
            }
        }
        let plain = kleene(list.need, yes, open, list.parts.len());
        if plain.is_unknown() && open > 1 { self.folded(list, hand) } else { plain }
    }

    /// What the parts on one field say together where each alone leaves it open.
    fn folded(&self, list: &List, hand: Hand) -> Truth {
        let width = |path: &Path| match self.end(path, hand).and_then(|end| self.field(end.kind(), path.field))?.ty {
            Type::YesNo => Some(2),
            Type::Label(id) => Some(self.width_of(id)),
            Type::Text | Type::Number(_) | Type::Date | Type::Reference(_) => None,
        };
        let truth = |path: &Path, fold: &Fold| match (fold, self.value(path, hand)) {
            (Fold::Numbers(set), Value::Number(interval)) => set.truth(&interval, self.whole(path, hand)),
            (Fold::Numbers(set), Value::Date(interval)) => set.truth(&interval, true),
            (Fold::Labels(set), Value::Labels(_, possible)) => {
                all_or_none(&possible, |label| set.get(label as usize).copied().unwrap_or(false))
            }
            (Fold::Labels(set), Value::Truth(Truth::Unknown)) => {
                all_or_none(&[0, 1], |side| set.get(side as usize).copied().unwrap_or(false))
            }
            (Fold::Texts(texts, but), Value::Text(text)) => sets::text_truth(texts, *but, text),
            _ => Truth::Unknown,
        };
        match list.need {
            Need::All => {
                let lost = sets::by_field(list, &width).iter().any(|(path, fold)| truth(path, fold).is_no());
                if lost { Truth::No } else { self.whole_list(list, &width, truth) }
            }
            Need::Any => {
                let won = sets::by_field(list, &width).iter().any(|(path, fold)| truth(path, fold).is_yes());
                if won { Truth::Yes } else { self.whole_list(list, &width, truth) }
            }
            Need::AtLeast(_) | Need::AtMost(_) | Need::Exactly(_) => self.whole_list(list, &width, truth),
        }
    }

    fn whole_list(&self, list: &List, width: sets::Width<'_>, truth: impl Fn(&Path, &Fold) -> Truth) -> Truth {
        let folds = list.parts.iter().map(|part| sets::fold(&part.cond, width)).collect::<Option<Vec<_>>>();
        let Some(folds) = folds else { return Truth::Unknown };
        let Some((path, _)) = folds.first() else { return Truth::Unknown };
        if folds.iter().any(|(other, _)| other != path) {
            return Truth::Unknown;
        }
        sets::fold(&Cond::List(list.clone()), width).map_or(Truth::Unknown, |(path, fold)| truth(&path, &fold))
    }

    /// What another criterion says: of a record in hand that it is for each of, else of all.
    fn meets(&self, id: CriterionId, hand: Hand) -> Truth {
        let Some(criterion) = self.program.criteria.get(id.at()) else { return Truth::Unknown };
        if let Some(own) = self.asked_of(criterion, hand) {
            return self.met_by(id, own);
        }
        if let Some(Some(known)) = self.met_by_all.borrow().get(id.at()) {
            return *known;
        }
        let mut all = Truth::Yes;
        self.each_alike(id, |hand, _| all = all.and(self.met_by(id, hand)));
        if let Some(slot) = self.met_by_all.borrow_mut().get_mut(id.at()) {
            *slot = Some(all);
        }
        all
    }

    /// The records in hand that a criterion is for each of; none where it is asked of the whole roster.
    pub(crate) fn asked_of(&self, criterion: &Criterion, hand: Hand) -> Option<Hand> {
        let mut own = criterion.for_each.iter().map(|each| hand.records().find(|(kind, _)| *kind == each.kind));
        match (own.next(), own.next()) {
            (None, _) => Some(Hand::none()),
            (Some(one), None) => one.map(|(kind, row)| Hand::one(kind, row)),
            (Some(one), Some(other)) => one.zip(other).map(|(one, other)| Hand::two(one, other)),
        }
    }

    /// Whether a criterion's condition holds of a record, or does not speak of it.
    pub(super) fn met_by(&self, id: CriterionId, hand: Hand) -> Truth {
        let Some(criterion) = self.program.criteria.get(id.at()) else { return Truth::Unknown };
        match self.included(id, hand) {
            Truth::No => Truth::Yes,
            member => (!member).or(self.truth(&criterion.cond, hand)),
        }
    }

    /// Whether a `for each` criterion is about the records in hand: their `where` holds.
    pub fn included(&self, id: CriterionId, hand: Hand) -> Truth {
        let Some(criterion) = self.program.criteria.get(id.at()) else { return Truth::No };
        criterion.for_each.iter().enumerate().fold(Truth::Yes, |truth, (position, each)| {
            let Some((kind, row)) = hand.get(position as u8) else { return Truth::No };
            match &each.filter {
                Some(filter) => truth.and(self.truth(filter, Hand::one(kind, row))),
                None => truth,
            }
        })
    }

    /// Calls with every record of the kinds, or every pair.
    pub fn each_hand(&self, kinds: &[KindId], mut call: impl FnMut(Hand)) {
        let rows = |kind: KindId| 0..self.roster.len(kind) as u32;
        match kinds {
            [] => call(Hand::none()),
            [kind] => rows(*kind).for_each(|row| call(Hand::one(*kind, row))),
            [first, second, ..] => {
                for row in rows(*first) {
                    for other in rows(*second) {
                        call(Hand::two((*first, row), (*second, other)));
                    }
                }
            }
        }
    }

    // ---- terms ----

    /// A number or a date (as days) for the records in hand; anything where it is no number.
    pub fn number(&self, term: &Term, hand: Hand) -> Interval {
        match self.term(term, hand) {
            Read::Number(interval) => interval,
            Read::Labels(_) | Read::Text(_) | Read::Reference(_) => Interval::any(),
        }
    }

    fn term(&self, term: &Term, hand: Hand) -> Read {
        let number = |term: &Term| self.number(term, hand);
        let bounded = |result: Option<Interval>| Read::Number(result.unwrap_or_else(|| self.overflow()));
        match term {
            Term::Number(value) => Read::Number(Interval::point(value.clone())),
            Term::Date(date) => Read::Number(Interval::point(Exact::from(date.days()))),
            Term::Label(_, label) => Read::Labels(vec![*label]),
            Term::Text(text) => Read::Text(Some(text.clone())),
            Term::Field(path) => match self.value(path, hand) {
                // Yes and no are conditions, and no values of a sound program.
                Value::Truth(_) => Read::Number(Interval::any()),
                Value::Number(interval) | Value::Date(interval) => Read::Number(interval),
                Value::Labels(_, labels) => Read::Labels(labels),
                Value::Text(text) => Read::Text(text.map(str::to_string)),
                Value::Reference(target) => Read::Reference(target),
            },
            Term::Add(a, b) => bounded(number(a).add(&number(b))),
            Term::Sub(a, b) => bounded(number(a).sub(&number(b))),
            Term::Mul(a, b) => bounded(number(a).mul(&number(b))),
            Term::Div(a, b) => bounded(number(a).div(&number(b))),
            Term::Min(a, b) => Read::Number(number(a).min(&number(b))),
            Term::Max(a, b) => Read::Number(number(a).max(&number(b))),
            Term::Rounded(value, how, places) => Read::Number(number(value).rounded(*how, *places)),
            Term::Cases(cases, otherwise) => self.cases(cases, Some(otherwise), hand),
            Term::OneOf(cases) => self.cases(cases, None, hand),
            Term::Aggregate(id) => Read::Number(self.aggregate(*id, hand)),
            Term::Shift(date, amount, unit) => Read::Number(number(date).map(|days| shift(days, *amount, *unit))),
            Term::Elapsed(unit, from, to) => {
                let (from, to) = (number(from), number(to));
                Read::Number(Interval {
                    low: elapsed(*unit, &from.high, &to.low),
                    high: elapsed(*unit, &from.low, &to.high),
                })
            }
        }
    }

    fn cases(&self, cases: &[(Cond, Term)], otherwise: Option<&Term>, hand: Hand) -> Read {
        let mut found: Option<Read> = None;
        let mut settled = false;
        for (when, value) in cases {
            let truth = self.truth(when, hand);
            if truth.is_no() {
                continue;
            }
            let value = self.term(value, hand);
            found = Some(match found {
                None => value,
                Some(before) => before.or(value),
            });
            if truth.is_yes() {
                settled = true;
                break;
            }
        }
        match (found, settled, otherwise) {
            (Some(found), true, _) | (Some(found), false, None) => found,
            (Some(found), false, Some(otherwise)) => found.or(self.term(otherwise, hand)),
            (None, _, Some(otherwise)) => self.term(otherwise, hand),
            // Of cases that one of them holds, all but one can't be ruled out.
            (None, _, None) => cases
                .last()
                .map_or(Read::Number(Interval { low: None, high: None }), |(_, value)| self.term(value, hand)),
        }
    }

    /// Computes a derived field of one record.
    pub(super) fn derive(&self, origin: &Origin, hand: Hand) -> Cell {
        match origin {
            Origin::Define(definition) => self.defined(definition, hand),
            Origin::Award { cases, otherwise, .. } => {
                let mut possible = 0u64;
                for case in cases {
                    let truth = self.truth(&case.when, hand);
                    if !truth.is_no() {
                        possible |= mask(&[case.label]);
                    }
                    if truth.is_yes() {
                        return Cell::Labels(possible);
                    }
                }
                Cell::Labels(possible | mask(&[*otherwise]))
            }
            // A rank is computed of all records together.
            Origin::Rank(_) => Cell::Number(Interval::any()),
            Origin::Key | Origin::Data { .. } | Origin::Previous { .. } => Cell::Truth(Truth::Unknown),
        }
    }

    /// What a condition or value is ordered by, as numbers: yes is above no, a label stands where it does in its scale.
    pub(super) fn ordered(&self, definition: &Definition, hand: Hand) -> Interval {
        let of = |number: u32| Exact::from(i64::from(number));
        match definition {
            Definition::Cond(cond) => {
                let truth = self.truth(cond, hand);
                Interval { low: Some(of(truth.is_yes().into())), high: Some(of((!truth.is_no()).into())) }
            }
            Definition::Term(term) => match self.term(term, hand) {
                Read::Number(interval) => interval,
                // Not as a cell of a column, which holds the labels of an award: a scale of the data may have more.
                Read::Labels(labels) => {
                    Interval { low: labels.first().map(|low| of(*low)), high: labels.last().map(|high| of(*high)) }
                }
                Read::Text(_) | Read::Reference(_) => Interval::any(),
            },
        }
    }

    /// What a defined condition or value gives for the records in hand.
    pub(super) fn defined(&self, definition: &Definition, hand: Hand) -> Cell {
        match definition {
            Definition::Cond(cond) => Cell::Truth(self.truth(cond, hand)),
            Definition::Term(term) => match self.term(term, hand) {
                Read::Number(interval) => Cell::Number(interval),
                Read::Labels(labels) => Cell::Labels(mask(&labels)),
                Read::Text(_) | Read::Reference(_) => Cell::Truth(Truth::Unknown),
            },
        }
    }
}

/// A derived value of one record.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Cell {
    Truth(Truth),
    Number(Interval),
    Labels(u64),
}

/// What a term gives.
#[derive(Debug, Clone)]
enum Read {
    Number(Interval),
    Labels(Vec<u32>),
    Text(Option<String>),
    Reference(Target),
}

impl Read {
    /// One or the other.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Read::Number(a), Read::Number(b)) => Read::Number(a.hull(&b)),
            (Read::Labels(mut a), Read::Labels(b)) => {
                a.extend(b);
                a.sort_unstable();
                a.dedup();
                Read::Labels(a)
            }
            (Read::Text(a), Read::Text(b)) if a == b => Read::Text(a),
            (Read::Reference(a), Read::Reference(b)) if a == b => Read::Reference(a),
            // Texts or references that aren't the same: nothing is known of what is compared with them.
            _ => Read::Number(Interval::any()),
        }
    }
}

/// A number or a day, as its type says.
fn number_of<'a>(ty: Type, interval: Interval) -> Value<'a> {
    if ty == Type::Date { Value::Date(interval) } else { Value::Number(interval) }
}

fn mask(labels: &[u32]) -> u64 {
    labels.iter().filter(|label| **label < 64).fold(0, |mask, label| mask | 1 << label)
}

fn equality(order: Order, equal: bool) -> Truth {
    match order {
        Order::Is => Truth::from(equal),
        Order::IsNot => Truth::from(!equal),
        Order::AtLeast | Order::AtMost | Order::Above | Order::Below => Truth::Unknown,
    }
}

fn all_or_none(possible: &[u32], is_in: impl Fn(u32) -> bool) -> Truth {
    let inside = possible.iter().filter(|label| is_in(**label)).count();
    if possible.is_empty() {
        Truth::Unknown
    } else if inside == possible.len() {
        Truth::Yes
    } else if inside == 0 {
        Truth::No
    } else {
        Truth::Unknown
    }
}

/// The Kleene truth of a list of which `yes` parts hold and `open` are unknown.
fn kleene(need: Need, yes: usize, open: usize, all: usize) -> Truth {
    let most = yes + open;
    let between = |low: usize, high: usize| {
        if yes >= low && most <= high {
            Truth::Yes
        } else if most < low || yes > high {
            Truth::No
        } else {
            Truth::Unknown
        }
    };
    match need {
        Need::All => between(all, all),
        Need::Any => between(1, all.max(1)),
        Need::AtLeast(k) => between(k as usize, all.max(k as usize)),
        Need::AtMost(k) => between(0, k as usize),
        Need::Exactly(k) => between(k as usize, k as usize),
    }
}

fn day(days: &Exact) -> Option<Date> {
    Date::from_days(days.to_i64()?)
}

fn shift(days: &Exact, amount: i64, unit: Calendar) -> Option<Exact> {
    let day = day(days)?;
    let moved = match unit {
        Calendar::Days => day.plus_days(amount),
        Calendar::Months => day.plus_months(amount),
        Calendar::Years => day.plus_months(amount.checked_mul(12)?),
    };
    moved.map(|day| Exact::from(day.days()))
}

fn elapsed(unit: Calendar, from: &Option<Exact>, to: &Option<Exact>) -> Option<Exact> {
    let (from, to) = (day(from.as_ref()?)?, day(to.as_ref()?)?);
    Some(Exact::from(match unit {
        Calendar::Days => to.days() - from.days(),
        Calendar::Months => from.months_to(to),
        Calendar::Years => from.months_to(to) / 12,
    }))
}
