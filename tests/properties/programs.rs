//! Programs made up as data, without any text: units below units, persons in
//! units, policies of persons; definitions, awards and criteria of every form.
//! Everything refers only to what was made before it, so that the order of
//! making is a plan.

use super::choices::Choices;
use super::kinds::{field, schema};
use tieuchi::date::Date;
use tieuchi::exact::{Exact, Rounding};
use tieuchi::program::{
    Aggregate, AggregateId, AwardCase, Base, Bound, Calendar, Cite, Clause, ClauseId, ClausePart, Cond, Criterion,
    CriterionId, Definition, Field, FieldId, ForEach, Kind, KindId, LabelsId, Link, List, Missing, Need, NumberKind,
    NumberSet, Order, Origin, Part, Path, Population, Presence, Program, Quantifier, Rank, RankGives, RankKey, Set,
    Step, Summary, Term, Test, Ties, Type, validate,
};

pub const UNIT: KindId = KindId(0);
pub const PERSON: KindId = KindId(1);
pub const POLICY: KindId = KindId(2);

/// The reference from a unit to the one above.
pub const PARENT: FieldId = FieldId(1);

/// The scale that awards give.
pub(super) const TITLES: LabelsId = LabelsId(0);

/// What may occur.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Missing policies, `leaving out missing`, `is missing`: where these are, filling a gap may change a verdict.
    pub policies: bool,
    /// References that may be unknown.
    pub unplaced: bool,
    /// Policies that are a series: one a year, each with the one of the year before.
    pub series: bool,
}

impl Wanted {
    pub const ALL: Wanted = Wanted { policies: true, unplaced: true, series: true };
    /// What is evaluated where its records live: no record of another source may be the one before.
    pub const APART: Wanted = Wanted { policies: true, unplaced: true, series: false };
    /// Where every verdict but `undetermined` is for good.
    pub const LASTING: Wanted = Wanted { policies: false, unplaced: true, series: true };
}

/// Makes a program.
pub fn program(choices: &mut Choices, wanted: Wanted) -> Program {
    let roots = !(wanted.unplaced && choices.once_in(4));
    let series = wanted.series && choices.once_in(3);
    let mut maker = Maker::of(choices, wanted, schema(wanted, roots, series));
    for _ in 0..maker.choices.below(4) {
        maker.derived_field();
    }
    for number in 0..=maker.choices.below(3) {
        maker.criterion(number);
    }
    maker.shuffle_plan();
    maker.program
}

/// A field that reads itself downwards while it is being made.
#[derive(Clone, Copy)]
struct Upward {
    field: FieldId,
    ty: Type,
}

pub(super) struct Maker<'c> {
    pub choices: &'c mut Choices,
    wanted: Wanted,
    pub program: Program,
    upward: Option<Upward>,
}

/// How deep made conditions nest.
pub(super) const DEPTH: usize = 3;

impl<'c> Maker<'c> {
    pub fn of(choices: &'c mut Choices, wanted: Wanted, program: Program) -> Maker<'c> {
        Maker { choices, wanted, program, upward: None }
    }

    pub(super) fn kind(&self, kind: KindId) -> &Kind {
        &self.program.kinds[kind.at()]
    }

    // Fields.

    fn derived_field(&mut self) {
        if self.choices.once_in(4) {
            return self.upward_field();
        }
        if self.previous().is_some() && self.choices.once_in(3) {
            return self.run();
        }
        if self.choices.once_in(5) {
            return self.score();
        }
        let kind = *self.choices.of(&[PERSON, UNIT, POLICY]);
        let hand = [kind];
        let (ty, origin) = match self.choices.below(6) {
            0 => (Type::YesNo, Origin::Define(Definition::Cond(self.cond(&hand, DEPTH)))),
            1 => (Type::Number(NumberKind::Decimal), Origin::Define(Definition::Term(self.number(&hand, DEPTH)))),
            2 => (Type::Date, Origin::Define(Definition::Term(self.date(&hand, DEPTH)))),
            3 => (Type::Number(NumberKind::Count), Origin::Rank(self.rank(kind))),
            _ => {
                let mut cases = Vec::new();
                for _ in 0..=self.choices.below(2) {
                    let when = self.cond(&hand, DEPTH);
                    cases.push(AwardCase { label: self.choices.below(3) as u32, when, place: None });
                }
                let otherwise = self.choices.below(3) as u32;
                (Type::Label(TITLES), Origin::Award { cases, otherwise, cites: vec![] })
            }
        };
        let fields = &mut self.program.kinds[kind.at()].fields;
        let id = FieldId(fields.len() as u32);
        fields.push(Field { origin, ..field(&format!("derived{}", id.0), ty) });
        self.program.plan.push(Step::Derive(kind, id));
    }

    fn rank(&mut self, kind: KindId) -> Rank {
        let hand = [kind];
        let mut same = Vec::new();
        for _ in 0..self.choices.below(3) {
            let groups = |field: &Field| match field.ty {
                Type::Reference(_) | Type::Label(_) | Type::YesNo => true,
                Type::Date | Type::Number(NumberKind::Count | NumberKind::Integer) => {
                    matches!(field.origin, Origin::Data { .. })
                }
                Type::Text | Type::Number(NumberKind::Decimal | NumberKind::Percent) => false,
            };
            same.extend(self.path(&hand, groups));
        }
        let filter = self.choices.once_in(2).then(|| self.cond(&hand, 2));
        let mut keys = Vec::new();
        for _ in 0..=self.choices.below(3) {
            let by = match self.choices.below(4) {
                0 => Definition::Cond(self.cond(&hand, 1)),
                1 => Definition::Term(self.date(&hand, 1)),
                2 => match self.path(&hand, |field| field.ty == Type::Label(TITLES)) {
                    Some(path) => Definition::Term(Term::Field(path)),
                    None => Definition::Term(self.number(&hand, 0)),
                },
                _ => Definition::Term(self.number(&hand, 1)),
            };
            keys.push(RankKey { by, lowest: self.choices.once_in(2), text: "a key".into() });
        }
        let recorded = |field: &Field| matches!((field.ty, &field.origin), (Type::Number(_), Origin::Data { .. }));
        let decides = self.path(&hand, recorded).filter(|path| path.via.is_empty() && self.choices.once_in(2));
        let gives = if self.choices.once_in(4) { RankGives::Size } else { RankGives::Place };
        Rank { gives, same, filter, keys, ties: decides.map_or(Ties::Shared, Ties::Decided), cites: vec![] }
    }

    /// A unit's field that reads the same field of the units below.
    fn upward_field(&mut self) {
        let id = FieldId(self.kind(UNIT).fields.len() as u32);
        let ty = *self.choices.of(&[Type::Label(TITLES), Type::YesNo, Type::Number(NumberKind::Decimal)]);
        let hand = [UNIT];
        // Everything that doesn't read the field is made first.
        let (own, case) = (self.number(&hand, 1), self.cond(&hand, 2));
        self.upward = Some(Upward { field: id, ty });
        let under = self.choices.once_in(2).then_some(PARENT);
        let population = |filter| Population {
            kind: UNIT,
            hand: vec![UNIT],
            links: vec![Link { via: vec![PARENT], hand: 0, under }],
            filter,
        };
        let (mut clauses, mut aggregates) = (Vec::new(), Vec::new());
        let origin = match ty {
            Type::Number(_) => {
                let what = *self.choices.of(&[Summary::Total, Summary::Greatest]);
                let value = Some(Term::Field(Path { hand: 0, via: vec![], field: id }));
                let aggregate = self.aggregate(what, value, population(None));
                aggregates.push(aggregate);
                let below = Term::Aggregate(aggregate);
                let term = if what == Summary::Total {
                    Term::Add(Box::new(own), Box::new(below))
                } else {
                    Term::Cases(vec![(case, own)], Box::new(below))
                };
                Origin::Define(Definition::Term(term))
            }
            Type::Label(_) | Type::YesNo | Type::Text | Type::Date | Type::Reference(_) => {
                let mut conds = Vec::new();
                for _ in 0..=self.choices.below(1) {
                    let filter = self.choices.once_in(3).then(|| self.test_itself());
                    let mut property = self.test_itself();
                    if self.choices.once_in(3) {
                        // Of the units below those below.
                        let parts = self.parts(&population(None), Some(property));
                        let nested = self.clause(population(None), parts);
                        clauses.push(nested);
                        property = Cond::Clause(nested);
                    }
                    let mut parts = self.parts(&population(None), Some(property));
                    if self.choices.once_in(4) {
                        // As many as there are below that have something of the field.
                        let filter = self.test_itself();
                        let aggregate = self.aggregate(Summary::Number, None, population(Some(filter)));
                        aggregates.push(aggregate);
                        parts[0].quantifier = Quantifier::Count(Bound::AtLeast, Term::Aggregate(aggregate));
                    }
                    let clause = self.clause(population(filter), parts);
                    clauses.push(clause);
                    conds.push(Cond::Clause(clause));
                }
                conds.push(case);
                let need = *self.choices.of(&[Need::Any, Need::All]);
                let parts = conds.into_iter().map(part).collect();
                let cond = Cond::List(List { need, parts, lettered: false });
                if ty == Type::YesNo {
                    Origin::Define(Definition::Cond(cond))
                } else {
                    let label = self.choices.below(3) as u32;
                    let cases = vec![AwardCase { label, when: cond, place: None }];
                    Origin::Award { cases, otherwise: self.choices.below(3) as u32, cites: vec![] }
                }
            }
        };
        self.upward = None;
        self.program.kinds[UNIT.at()].fields.push(Field { origin, ..field(&format!("derived{}", id.0), ty) });
        self.program.plan.retain(|step| match step {
            Step::Clause(clause) => !clauses.contains(clause),
            Step::Aggregate(aggregate) => !aggregates.contains(aggregate),
            Step::Derive(..) | Step::DeriveUpwards { .. } | Step::DeriveOnwards { .. } => true,
        });
        self.program.plan.push(Step::DeriveUpwards { kind: UNIT, field: id, parent: PARENT, clauses, aggregates });
    }

    fn test_itself(&mut self) -> Cond {
        let Some(Upward { field, ty }) = self.upward else { return self.cond(&[UNIT], 0) };
        let set = self.set(ty);
        Cond::Test(Test { path: Path { hand: 0, via: vec![], field }, set })
    }

    // Paths and sets.

    /// A path to a field that fits, through up to two references.
    fn path(&mut self, hand: &[KindId], fits: impl Fn(&Field) -> bool) -> Option<Path> {
        let which = self.choices.below(hand.len());
        let mut kind = *hand.get(which)?;
        let mut via = Vec::new();
        while via.len() < 2 && self.choices.once_in(4) {
            let references: Vec<(FieldId, KindId)> = self.references(kind).collect();
            let Some(()) = (!references.is_empty()).then_some(()) else { break };
            let (field, next) = *self.choices.of(&references);
            via.push(field);
            kind = next;
        }
        let fields = (0u32..).zip(&self.kind(kind).fields);
        let fitting: Vec<FieldId> = fields.filter(|(_, field)| fits(field)).map(|(id, _)| FieldId(id)).collect();
        let field = (!fitting.is_empty()).then(|| *self.choices.of(&fitting))?;
        Some(Path { hand: which as u8, via, field })
    }

    fn references(&self, kind: KindId) -> impl Iterator<Item = (FieldId, KindId)> {
        (0u32..).zip(&self.kind(kind).fields).filter_map(|(id, field)| match field.ty {
            Type::Reference(to) => Some((FieldId(id), to)),
            Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) => None,
        })
    }

    fn end(&self, path: &Path, hand: &[KindId]) -> &Field {
        let start = hand[usize::from(path.hand)];
        let kind = path.via.iter().fold(start, |kind, field| match self.kind(kind).fields[field.at()].ty {
            Type::Reference(to) => to,
            _ => panic!("a path goes through references"),
        });
        &self.kind(kind).fields[path.field.at()]
    }

    pub fn set(&mut self, ty: Type) -> Set {
        match ty {
            Type::Number(_) => {
                let mut points: Vec<Exact> =
                    (0..=self.choices.below(2)).map(|_| halves(self.choices.within(0..7))).collect();
                points.sort();
                points.dedup();
                self.numbers(points)
            }
            Type::Date => {
                let day = self.day();
                self.numbers(vec![Exact::from(day.days())])
            }
            Type::Label(id) => {
                let count = self.program.labels[id.at()].labels.len();
                Set::Labels((0..count as u32).filter(|_| self.choices.once_in(2)).collect())
            }
            Type::Text => {
                let text = *self.choices.of(&["a", "b"]);
                Set::Texts(vec![text.into()], self.choices.once_in(2))
            }
            Type::YesNo | Type::Reference(_) => Set::YesNo(!self.choices.once_in(3)),
        }
    }

    fn numbers(&mut self, points: Vec<Exact>) -> Set {
        let at = points.iter().map(|_| self.choices.once_in(2)).collect();
        let gaps = (0..=points.len()).map(|_| self.choices.once_in(2)).collect();
        Set::Numbers(NumberSet { points, at, gaps })
    }

    fn day(&mut self) -> Date {
        let days = ["2022-01-31", "2022-02-28", "2022-12-31", "2021-08-31", "2020-02-29"];
        self.choices.of(&days).parse().expect("a day")
    }

    // Conditions.

    pub(super) fn cond(&mut self, hand: &[KindId], depth: usize) -> Cond {
        let forms = if depth == 0 { 2 } else { 14 };
        match self.choices.below(forms) {
            0..=2 => self.test(hand, depth),
            3 if self.wanted.policies => self.presence(hand, depth),
            3 | 4 => Cond::Not(Box::new(self.cond(hand, depth - 1))),
            5 | 6 => self.list(hand, depth),
            7 | 8 => self.compare(hand, depth),
            9 => self.meets(hand, depth),
            _ => Cond::Clause(self.sentence(hand, depth)),
        }
    }

    fn test(&mut self, hand: &[KindId], depth: usize) -> Cond {
        let Some(path) = self.path(hand, |field| !matches!(field.ty, Type::Reference(_))) else {
            return self.compare(hand, depth);
        };
        let ty = self.end(&path, hand).ty;
        let set = self.set(ty);
        Cond::Test(Test { path, set })
    }

    fn presence(&mut self, hand: &[KindId], depth: usize) -> Cond {
        let presence = *self.choices.of(&[Presence::Missing, Presence::Known, Presence::Present, Presence::Absent]);
        let path = self.path(hand, |field| match (&field.origin, presence) {
            (Origin::Data { optional, .. }, Presence::Present | Presence::Absent) => *optional,
            (Origin::Data { may_be_unknown, .. }, Presence::Missing | Presence::Known) => {
                *may_be_unknown || !matches!(field.ty, Type::Reference(_))
            }
            (Origin::Previous { .. }, _) => true,
            (Origin::Key | Origin::Define(_) | Origin::Award { .. } | Origin::Rank(_), _) => false,
        });
        path.map_or_else(|| self.test(hand, depth), |path| Cond::Presence(path, presence))
    }

    fn list(&mut self, hand: &[KindId], depth: usize) -> Cond {
        let count = 2 + self.choices.below(2);
        let parts: Vec<Part> = (0..count).map(|_| part(self.cond(hand, depth - 1))).collect();
        let k = self.choices.within(1..count as i64) as u32;
        let need = *self.choices.of(&[
            Need::All,
            Need::Any,
            Need::All,
            Need::Any,
            Need::AtLeast(k),
            Need::AtMost(k),
            Need::Exactly(k),
        ]);
        let lettered = !matches!(need, Need::All | Need::Any) || self.choices.once_in(2);
        Cond::List(List { need, parts, lettered })
    }

    fn compare(&mut self, hand: &[KindId], depth: usize) -> Cond {
        let orders = [Order::AtLeast, Order::Is, Order::IsNot, Order::AtMost, Order::Above, Order::Below];
        let order = *self.choices.of(&orders);
        let depth = depth.saturating_sub(1);
        match self.choices.below(6) {
            0 | 1 => Cond::Compare(self.number(hand, depth), order, self.number(hand, depth)),
            2 => Cond::Compare(self.date(hand, depth), order, self.date(hand, depth)),
            3 => {
                let (one, other) = (self.label(hand, depth), self.label(hand, depth));
                Cond::Compare(one, order, other)
            }
            4 => {
                let order = *self.choices.of(&[Order::Is, Order::IsNot]);
                Cond::Compare(self.text(hand, depth), order, self.text(hand, depth))
            }
            _ => {
                let order = *self.choices.of(&[Order::Is, Order::IsNot]);
                let refers = |field: &Field| field.ty == Type::Reference(UNIT);
                match (self.path(hand, refers), self.path(hand, refers)) {
                    (Some(one), Some(other)) => Cond::Compare(Term::Field(one), order, Term::Field(other)),
                    _ => Cond::Compare(self.number(hand, depth), order, self.number(hand, depth)),
                }
            }
        }
    }

    fn meets(&mut self, hand: &[KindId], depth: usize) -> Cond {
        let about =
            |criterion: &Criterion| hand.is_empty() || criterion.for_each.iter().all(|each| hand.contains(&each.kind));
        let fitting: Vec<u32> =
            (0u32..).zip(&self.program.criteria).filter(|(_, criterion)| about(criterion)).map(|(id, _)| id).collect();
        if fitting.is_empty() {
            return self.test(hand, depth);
        }
        Cond::Meets(CriterionId(*self.choices.of(&fitting)))
    }

    // Terms.

    pub(super) fn number(&mut self, hand: &[KindId], depth: usize) -> Term {
        let forms = if depth == 0 { 3 } else { 14 };
        let below = depth.saturating_sub(1);
        match self.choices.below(forms) {
            0 => Term::Number(halves(self.choices.within(-2..6))),
            1..=3 => match self.path(hand, |field| matches!(field.ty, Type::Number(_))) {
                Some(path) => Term::Field(path),
                None if depth > 0 => self.summary(hand, below),
                None => Term::Number(halves(self.choices.within(0..4))),
            },
            form @ 4..=9 => {
                let (one, other) = (Box::new(self.number(hand, below)), Box::new(self.number(hand, below)));
                match form {
                    4 => Term::Add(one, other),
                    5 => Term::Sub(one, other),
                    6 => Term::Mul(one, other),
                    7 => Term::Div(one, other),
                    8 => Term::Min(one, other),
                    _ => Term::Max(one, other),
                }
            }
            10 => {
                let how = *self.choices.of(&[Rounding::Down, Rounding::Up, Rounding::Nearest]);
                Term::Rounded(Box::new(self.number(hand, below)), how, self.choices.below(2) as u32)
            }
            11 => {
                let case = (self.cond(hand, below), self.number(hand, below));
                let below = self.number(hand, below);
                if self.choices.below(2) == 0 {
                    let (when, value) = case;
                    let otherwise = Cond::Not(Box::new(when.clone()));
                    return Term::OneOf(vec![(when, value), (otherwise, below)]);
                }
                Term::Cases(vec![case], Box::new(below))
            }
            12 => {
                let unit = self.calendar();
                Term::Elapsed(unit, Box::new(self.date(hand, below)), Box::new(self.date(hand, below)))
            }
            _ => self.summary(hand, below),
        }
    }

    fn summary(&mut self, hand: &[KindId], depth: usize) -> Term {
        let all = [Summary::Number, Summary::Total, Summary::Average, Summary::Least, Summary::Greatest];
        let what = *self.choices.of(&all);
        let population = self.population(hand, depth);
        let value = (what != Summary::Number).then(|| self.number(&[population.kind], depth));
        Term::Aggregate(self.aggregate(what, value, population))
    }

    fn calendar(&mut self) -> Calendar {
        *self.choices.of(&[Calendar::Days, Calendar::Months, Calendar::Years])
    }

    fn date(&mut self, hand: &[KindId], depth: usize) -> Term {
        let below = depth.saturating_sub(1);
        match self.choices.below(if depth == 0 { 2 } else { 5 }) {
            0 => Term::Date(self.day()),
            3 => {
                let (amount, unit) = (self.choices.within(-13..14), self.calendar());
                Term::Shift(Box::new(self.date(hand, below)), amount, unit)
            }
            4 => {
                let (one, other) = (Box::new(self.date(hand, below)), Box::new(self.date(hand, below)));
                if self.choices.once_in(2) { Term::Max(one, other) } else { Term::Min(one, other) }
            }
            _ => match self.path(hand, |field| field.ty == Type::Date) {
                Some(path) => Term::Field(path),
                None => Term::Date(self.day()),
            },
        }
    }

    fn label(&mut self, hand: &[KindId], depth: usize) -> Term {
        let titles = |field: &Field| field.ty == Type::Label(TITLES);
        match self.choices.below(if depth == 0 { 2 } else { 3 }) {
            1 if let Some(path) = self.path(hand, titles) => Term::Field(path),
            2 => {
                let case = (self.cond(hand, depth - 1), self.label(hand, depth - 1));
                Term::Cases(vec![case], Box::new(self.label(hand, depth - 1)))
            }
            _ => Term::Label(TITLES, self.choices.below(3) as u32),
        }
    }

    fn text(&mut self, hand: &[KindId], depth: usize) -> Term {
        match self.choices.below(if depth == 0 { 2 } else { 3 }) {
            1 if let Some(path) = self.path(hand, |field| field.ty == Type::Text) => Term::Field(path),
            2 => {
                let case = (self.cond(hand, depth - 1), self.text(hand, 0));
                Term::Cases(vec![case], Box::new(self.text(hand, 0)))
            }
            _ => Term::Text((*self.choices.of(&["a", "b", "u0"])).into()),
        }
    }

    // Sentences.

    fn population(&mut self, hand: &[KindId], depth: usize) -> Population {
        let kind = *self.choices.of(&[PERSON, UNIT, POLICY]);
        let mut links = Vec::new();
        for (number, held) in (0u8..).zip(hand) {
            let ways = self.ways(kind, *held);
            if !ways.is_empty() && !self.choices.once_in(5) {
                let via = self.choices.of(&ways).clone();
                let under = (*held == UNIT && self.choices.once_in(3)).then_some(PARENT);
                links.push(Link { via, hand: number, under });
            }
        }
        let filter = (depth > 0 && self.choices.once_in(3)).then(|| self.cond(&[kind], depth - 1));
        Population { kind, hand: hand.to_vec(), links, filter }
    }

    /// Ways of one or two references from a kind to another.
    pub fn ways(&self, kind: KindId, to: KindId) -> Vec<Vec<FieldId>> {
        let mut found = Vec::new();
        for (first, next) in self.references(kind) {
            if next == to {
                found.push(vec![first]);
            }
            let far = self.references(next).filter(|(_, end)| *end == to);
            found.extend(far.map(|(second, _)| vec![first, second]));
        }
        found
    }

    fn aggregate(&mut self, what: Summary, value: Option<Term>, population: Population) -> AggregateId {
        let id = AggregateId(self.program.aggregates.len() as u32);
        let leave_out_missing = self.wanted.policies && self.choices.once_in(4);
        let text = "an aggregate".into();
        self.program.aggregates.push(Aggregate { what, value, population, leave_out_missing, text, place: None });
        self.program.plan.push(Step::Aggregate(id));
        id
    }

    pub fn clause(&mut self, population: Population, parts: Vec<ClausePart>) -> ClauseId {
        let id = ClauseId(self.program.clauses.len() as u32);
        self.program.clauses.push(Clause { population, parts, text: "a clause".into(), place: None });
        self.program.plan.push(Step::Clause(id));
        id
    }

    fn sentence(&mut self, hand: &[KindId], depth: usize) -> ClauseId {
        let population = self.population(hand, depth.saturating_sub(1));
        let property = self.cond(&[population.kind], depth.saturating_sub(1));
        let parts = self.parts(&population, Some(property));
        self.clause(population, parts)
    }

    /// A head with its property, and tails.
    fn parts(&mut self, population: &Population, property: Option<Cond>) -> Vec<ClausePart> {
        let hand = population.hand.clone();
        let bare = self.upward.is_none() && self.choices.once_in(6);
        let mut parts = vec![self.part(Base::Population, &hand, if bare { None } else { property })];
        while parts.len() < 4 && self.choices.once_in(3) {
            let rest = parts[0].property.is_some() && self.choices.once_in(3);
            let base = if rest { Base::Rest } else { Base::Holding(self.choices.below(parts.len()) as u32) };
            let bare = self.choices.once_in(6);
            let property = if bare { None } else { Some(self.cond(&[population.kind], 1)) };
            let tail = self.part(base, &hand, property);
            parts.push(tail);
        }
        parts
    }

    fn part(&mut self, base: Base, hand: &[KindId], property: Option<Cond>) -> ClausePart {
        let quantifier = self.quantifier(hand, property.is_some());
        let missing = match self.choices.below(10) {
            7 if self.wanted.policies => Missing::Failing,
            8 if self.wanted.policies => Missing::Passing,
            9 if self.wanted.policies => Missing::LeftOut,
            _ => Missing::Unknown,
        };
        let (text, property_text) = ("a part".into(), "a property".into());
        ClausePart { base, quantifier, property, missing, letter: None, text, property_text, place: None }
    }

    fn quantifier(&mut self, hand: &[KindId], property: bool) -> Quantifier {
        let bounds = [Bound::AtLeast, Bound::MoreThan, Bound::AtMost, Bound::LessThan, Bound::Exactly];
        let bound = *self.choices.of(&bounds);
        match self.choices.below(if property { 8 } else { 5 }) {
            0 => Quantifier::No,
            1 | 2 => Quantifier::Count(bound, self.count(hand)),
            3 => {
                let (low, high) = (self.choices.below(3) as i64, self.choices.below(3) as i64);
                Quantifier::Between(Term::Number(Exact::from(low)), Term::Number(Exact::from(low + high)))
            }
            4 => {
                let low = self.count(hand);
                let high = self.number(hand, 0);
                match (&low, &high) {
                    (Term::Number(_), Term::Number(_)) => Quantifier::Count(bound, low),
                    (_, Term::Number(_)) => Quantifier::Count(bound, low),
                    _ => Quantifier::Between(low, high),
                }
            }
            5 => Quantifier::All,
            _ if bound != Bound::Exactly && self.choices.once_in(3) => {
                let how = *self.choices.of(&[Rounding::Down, Rounding::Up, Rounding::Nearest]);
                Quantifier::Rounded(bound, self.share(hand), how)
            }
            _ => Quantifier::Share(bound, self.share(hand)),
        }
    }

    fn count(&mut self, hand: &[KindId]) -> Term {
        if self.upward.is_none() && self.choices.once_in(5) {
            let term = self.number(hand, 1);
            if !constant(&term) {
                return term;
            }
        }
        Term::Number(Exact::from(self.choices.within(0..4)))
    }

    fn share(&mut self, hand: &[KindId]) -> Term {
        if self.upward.is_none() && self.choices.once_in(5) {
            let term = self.number(hand, 1);
            if !constant(&term) {
                return term;
            }
        }
        let (of, to) = *self.choices.of(&[(1, 2), (7, 10), (1, 3), (2, 3), (1, 1), (0, 1), (3, 4)]);
        Term::Number(Exact::fraction(of, to).expect("a fraction"))
    }

    // Criteria and the plan.

    fn criterion(&mut self, number: usize) {
        let hands: [&[KindId]; 6] = [&[], &[UNIT], &[PERSON], &[], &[UNIT, PERSON], &[PERSON, POLICY]];
        let hand = self.choices.of(&hands).to_vec();
        let mut for_each = Vec::new();
        for kind in &hand {
            let filter = self.choices.once_in(3).then(|| self.cond(&[*kind], 1));
            for_each.push(ForEach { kind: *kind, filter });
        }
        let cond = self.cond(&hand, DEPTH);
        let if_none = *self.choices.of(&[None, None, None, Some(true), Some(false)]);
        self.program.criteria.push(Criterion {
            id: format!("c{number}"),
            title: "a criterion".into(),
            cites: vec![Cite { document: 0, item: (number % 2) as u32 }],
            for_each,
            cond,
            if_none,
            text: "a requirement".into(),
            place: None,
        });
    }

    /// Another order that is a plan too.
    fn shuffle_plan(&mut self) {
        for _ in 0..self.program.plan.len().min(8) {
            let at = self.choices.below(self.program.plan.len().saturating_sub(1));
            if at + 1 < self.program.plan.len() && self.choices.once_in(2) {
                self.program.plan.swap(at, at + 1);
                if validate(&self.program).is_err() {
                    self.program.plan.swap(at, at + 1);
                }
            }
        }
    }
}

/// Whether a threshold could be judged before any data.
fn constant(term: &Term) -> bool {
    match term {
        Term::Number(_) => true,
        Term::OneOf(cases) => cases.iter().any(|(_, value)| constant(value)),
        Term::Cases(cases, otherwise) => constant(otherwise) || cases.iter().any(|(_, value)| constant(value)),
        _ => false,
    }
}

pub(super) fn part(cond: Cond) -> Part {
    Part { cond, text: "a condition".into(), place: None }
}

pub(super) fn halves(number: i64) -> Exact {
    Exact::fraction(number, 2).expect("halves")
}
