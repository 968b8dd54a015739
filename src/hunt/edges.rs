//! Where the conditions of a program turn: the values that fields are compared with, and the numbers of records that
//! sentences ask for.

use std::collections::HashMap;

use crate::date::Date;
use crate::exact::Exact;
use crate::program::{
    Calendar, Cond, Definition, FieldId, KindId, Origin, Path, Piece, Population, Program, Quantifier, Set, Statement,
    Term, Type,
};

use super::sample::Value;

/// The most records that a share is looked at with.
const LARGEST_WHOLE: u32 = 40;

/// The most that a count asks for to be tried.
const LARGEST_COUNT: i64 = 60;

/// The most values that are noted of a field.
const MOST_VALUES: usize = 60;

/// What matters to a program.
#[derive(Debug, Default)]
pub(super) struct Edges {
    values: HashMap<(KindId, FieldId), Vec<Value>>,
    sizes: HashMap<KindId, Vec<u32>>,
    shares: HashMap<KindId, Vec<(u32, u32)>>,
}

impl Edges {
    /// The values that a field is compared with.
    pub(super) fn of(&self, kind: KindId, field: FieldId) -> &[Value] {
        self.values.get(&(kind, field)).map_or(&[], Vec::as_slice)
    }

    /// The numbers of records and the shares that sentences about a kind turn at.
    pub(super) fn crowds(&self, kind: KindId) -> (Vec<u32>, Vec<(u32, u32)>) {
        (self.sizes.get(&kind).cloned().unwrap_or_default(), self.shares.get(&kind).cloned().unwrap_or_default())
    }

    fn note(&mut self, (kind, field): (KindId, FieldId), value: Value) {
        let known = self.values.entry((kind, field)).or_default();
        if known.len() < MOST_VALUES && !known.contains(&value) {
            known.push(value);
        }
    }
}

/// Looks through a whole program.
pub(super) fn edges(program: &Program) -> Edges {
    let mut walk = Walk { program, edges: Edges::default() };
    for (kind, declared) in (0u32..).map(KindId).zip(&program.kinds) {
        for field in &declared.fields {
            match &field.origin {
                Origin::Key | Origin::Data { .. } | Origin::Previous { .. } => {}
                Origin::Define(Definition::Cond(cond)) => walk.cond(cond, &[kind]),
                Origin::Define(Definition::Term(term)) => walk.term(term, &[kind]),
                Origin::Award { cases, .. } => cases.iter().for_each(|case| walk.cond(&case.when, &[kind])),
                Origin::Rank(rank) => rank.pieces().for_each(|piece| match piece {
                    Piece::Cond(cond) => walk.cond(cond, &[kind]),
                    Piece::Term(term) => walk.term(term, &[kind]),
                    Piece::Path(_) => {}
                }),
            }
        }
    }
    for clause in &program.clauses {
        walk.population(&clause.population);
        let own = clause.population.kind;
        for part in &clause.parts {
            walk.quantifier(&part.quantifier, own, &clause.population.hand);
            part.property.iter().for_each(|property| walk.cond(property, &[own]));
        }
    }
    for aggregate in &program.aggregates {
        walk.population(&aggregate.population);
        aggregate.value.iter().for_each(|value| walk.term(value, &[aggregate.population.kind]));
    }
    for criterion in &program.criteria {
        let hand: Vec<KindId> = criterion.for_each.iter().map(|each| each.kind).collect();
        for each in &criterion.for_each {
            each.filter.iter().for_each(|filter| walk.cond(filter, &[each.kind]));
        }
        walk.cond(&criterion.cond, &hand);
    }
    for claim in &program.claims.list {
        let mut open: Vec<&Statement> = claim.says.statements().map(|stated| &stated.what).collect();
        while let Some(statement) = open.pop() {
            match statement {
                Statement::Verdict(..) => {}
                Statement::Cond(cond) => walk.cond(cond, &[]),
                Statement::Not(inner) => open.push(inner),
                Statement::List(_, parts) => open.extend(parts.iter().map(|part| &part.what)),
            }
        }
    }
    walk.edges
}

struct Walk<'p> {
    program: &'p Program,
    edges: Edges,
}

/// What two terms that are compared are made of.
#[derive(Default)]
struct Made {
    fields: Vec<(KindId, FieldId)>,
    numbers: Vec<Exact>,
    days: Vec<Date>,
    labels: Vec<u32>,
    texts: Vec<String>,
    calendars: Vec<Calendar>,
    /// Records that are counted.
    counted: Vec<KindId>,
}

impl Walk<'_> {
    fn end(&self, path: &Path, hand: &[KindId]) -> Option<(KindId, FieldId)> {
        let mut kind = *hand.get(usize::from(path.hand))?;
        for field in &path.via {
            match self.program.kinds.get(kind.at())?.fields.get(field.at())?.ty {
                Type::Reference(to) => kind = to,
                Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) => return None,
            }
        }
        Some((kind, path.field))
    }

    fn population(&mut self, population: &Population) {
        population.filter.iter().for_each(|filter| self.cond(filter, &[population.kind]));
    }

    fn quantifier(&mut self, quantifier: &Quantifier, kind: KindId, hand: &[KindId]) {
        quantifier.terms().for_each(|term| self.term(term, hand));
        match quantifier {
            Quantifier::All | Quantifier::No => {}
            Quantifier::Count(_, term) => self.count(term, kind),
            Quantifier::Between(low, high) => {
                self.count(low, kind);
                self.count(high, kind);
            }
            Quantifier::Share(_, term) | Quantifier::Rounded(_, term, _) => {
                let mut made = Made::default();
                self.made(term, hand, &mut made);
                made.numbers.iter().for_each(|share| self.share(share, kind));
            }
        }
    }

    fn count(&mut self, term: &Term, kind: KindId) {
        let mut made = Made::default();
        self.made(term, &[], &mut made);
        for count in made.numbers.iter().filter_map(Exact::to_i64).filter(|count| (0..=LARGEST_COUNT).contains(count)) {
            let sizes = self.edges.sizes.entry(kind).or_default();
            for near in [count - 1, count, count + 1] {
                if let Ok(near) = u32::try_from(near)
                    && !sizes.contains(&near)
                {
                    sizes.push(near);
                }
            }
        }
    }

    /// A share has its smallest whole of which it is a whole number, and this many records beside it matter.
    fn share(&mut self, share: &Exact, kind: KindId) {
        let part = share.numerator().try_into().ok();
        let whole = share.denominator().try_into().ok();
        let (Some(part), Some(whole)) = (part, whole) else { return };
        if part > whole || whole > LARGEST_WHOLE {
            return;
        }
        let shares = self.edges.shares.entry(kind).or_default();
        if !shares.contains(&(part, whole)) {
            shares.push((part, whole));
        }
    }

    fn cond(&mut self, cond: &Cond, hand: &[KindId]) {
        match cond {
            Cond::Test(test) => {
                let Some(field) = self.end(&test.path, hand) else { return };
                match &test.set {
                    Set::Numbers(set) => {
                        let date = self.is_date(field);
                        for point in &set.points {
                            let day = || point.to_i64().and_then(Date::from_days).map(Value::Date);
                            let value = if date { day() } else { Some(Value::Number(point.clone())) };
                            value.into_iter().for_each(|value| self.edges.note(field, value));
                        }
                    }
                    Set::Labels(labels) => {
                        // Where labels are in and their neighbours aren't.
                        for label in labels {
                            for near in [label.checked_sub(1), Some(*label), label.checked_add(1)].into_iter().flatten()
                            {
                                let edge = labels.contains(&near) != labels.contains(&near.wrapping_sub(1))
                                    || labels.contains(&near) != labels.contains(&near.wrapping_add(1));
                                if edge {
                                    self.edges.note(field, Value::Label(near));
                                }
                            }
                        }
                    }
                    Set::Texts(texts, _) => {
                        texts.iter().for_each(|text| self.edges.note(field, Value::Text(text.clone())));
                    }
                    Set::YesNo(_) => {}
                }
            }
            Cond::Compare(one, _, other) => {
                let mut made = Made::default();
                self.made(one, hand, &mut made);
                self.made(other, hand, &mut made);
                self.compared(&made);
                self.term(one, hand);
                self.term(other, hand);
            }
            Cond::Presence(..) | Cond::Clause(_) | Cond::Meets(_) => {}
            Cond::Not(inner) => self.cond(inner, hand),
            Cond::List(list) => list.parts.iter().for_each(|part| self.cond(&part.cond, hand)),
        }
    }

    fn is_date(&self, (kind, field): (KindId, FieldId)) -> bool {
        let declared = self.program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at()));
        declared.is_some_and(|field| field.ty == Type::Date)
    }

    /// Every constant of a comparison may be where each of its fields turns.
    fn compared(&mut self, made: &Made) {
        let mut days = made.days.clone();
        for day in &made.days {
            for count in made.numbers.iter().filter_map(Exact::to_i64).filter(|count| count.abs() <= 1_000) {
                for calendar in &made.calendars {
                    let moved = |by: i64| match calendar {
                        Calendar::Days => day.plus_days(by),
                        Calendar::Months => day.plus_months(by),
                        Calendar::Years => day.plus_months(12 * by),
                    };
                    days.extend([moved(count), moved(-count)].into_iter().flatten());
                }
            }
        }
        for field in &made.fields {
            made.numbers.iter().for_each(|number| self.edges.note(*field, Value::Number(number.clone())));
            days.iter().for_each(|day| self.edges.note(*field, Value::Date(*day)));
            made.labels.iter().for_each(|label| self.edges.note(*field, Value::Label(*label)));
            made.texts.iter().for_each(|text| self.edges.note(*field, Value::Text(text.clone())));
        }
        for kind in &made.counted {
            made.numbers.iter().for_each(|number| self.count(&Term::Number(number.clone()), *kind));
        }
    }

    /// Conditions within a term.
    fn term(&mut self, term: &Term, hand: &[KindId]) {
        match term {
            Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) | Term::Field(_) | Term::Aggregate(_) => {
            }
            Term::Add(one, other)
            | Term::Sub(one, other)
            | Term::Mul(one, other)
            | Term::Div(one, other)
            | Term::Elapsed(_, one, other) => {
                self.term(one, hand);
                self.term(other, hand);
            }
            // A ceiling or a floor is an edge of what it bounds.
            Term::Min(one, other) | Term::Max(one, other) => {
                let mut made = Made::default();
                self.made(one, hand, &mut made);
                self.made(other, hand, &mut made);
                self.compared(&made);
                self.term(one, hand);
                self.term(other, hand);
            }
            Term::Rounded(inner, ..) | Term::Shift(inner, ..) => self.term(inner, hand),
            Term::Cases(cases, otherwise) => {
                for (when, value) in cases {
                    self.cond(when, hand);
                    self.term(value, hand);
                }
                self.term(otherwise, hand);
            }
            Term::OneOf(cases) => {
                for (when, value) in cases {
                    self.cond(when, hand);
                    self.term(value, hand);
                }
            }
        }
    }

    fn made(&self, term: &Term, hand: &[KindId], made: &mut Made) {
        match term {
            Term::Number(number) => made.numbers.push(number.clone()),
            Term::Date(day) => made.days.push(*day),
            Term::Label(_, label) => made.labels.push(*label),
            Term::Text(text) => made.texts.push(text.clone()),
            Term::Field(path) => made.fields.extend(self.end(path, hand)),
            Term::Add(one, other)
            | Term::Sub(one, other)
            | Term::Mul(one, other)
            | Term::Div(one, other)
            | Term::Min(one, other)
            | Term::Max(one, other) => {
                self.made(one, hand, made);
                self.made(other, hand, made);
            }
            Term::Elapsed(calendar, one, other) => {
                made.calendars.push(*calendar);
                self.made(one, hand, made);
                self.made(other, hand, made);
            }
            Term::Rounded(inner, ..) => self.made(inner, hand, made),
            Term::Shift(inner, by, calendar) => {
                made.calendars.push(*calendar);
                made.numbers.push(Exact::from(*by));
                self.made(inner, hand, made);
            }
            Term::Cases(cases, otherwise) => {
                cases.iter().for_each(|(_, value)| self.made(value, hand, made));
                self.made(otherwise, hand, made);
            }
            Term::OneOf(cases) => cases.iter().for_each(|(_, value)| self.made(value, hand, made)),
            Term::Aggregate(id) => {
                let Some(aggregate) = self.program.aggregates.get(id.at()) else { return };
                match &aggregate.value {
                    Some(value) => self.made(value, &[aggregate.population.kind], made),
                    None => made.counted.push(aggregate.population.kind),
                }
            }
        }
    }
}
