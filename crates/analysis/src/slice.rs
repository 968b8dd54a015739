//! What of a program a question touches: kinds, references, fields with the bounds that they are held against, and
//! everything that is asked of one record.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashSet;
use tieuchi::date::Date;
use tieuchi::exact::Exact;
use tieuchi::program::{
    Aggregate, AggregateId, Clause, ClauseId, Cond, Criterion, CriterionId, Definition, FieldId, KindId, Order, Origin,
    Path, Population, Program, Rank, Set, Term, Test, Ties, Type,
};

use crate::settle::{Fields, Known, Settler, TooLong, compared, own, single_field, stepped, substituted_term};

/// What is asked of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Whether a condition holds.
    Cond(Cond),
    /// What a term gives.
    Term(Term),
    /// What a criterion that is for each of the kind says.
    Verdict(CriterionId),
}

/// How a field's values are told apart.
#[derive(Debug, Clone, Default)]
pub struct Use {
    /// Bounds that it is held against.
    pub points: BTreeSet<Exact>,
    /// Texts that it is held against.
    pub texts: BTreeSet<String>,
    /// Whether it is computed with, so that its very value matters.
    pub computed: bool,
}

/// What is touched of a kind.
#[derive(Debug, Clone, Default)]
pub struct KindSlice {
    /// What is asked of its records, and with the record at which position in hand.
    pub asks: Vec<(Ask, u8)>,
    /// Fields of the data that matter.
    pub fields: BTreeMap<FieldId, Use>,
    /// References that matter.
    pub references: BTreeSet<FieldId>,
    /// Whether records of other kinds, or of its own, are counted below its records.
    pub counted_below: bool,
    /// Whether records are ranked among those that refer to the same one of them.
    pub ranked_below: bool,
}

/// What is touched of a program.
#[derive(Debug, Clone, Default)]
pub struct Slice {
    /// By kind.
    pub kinds: BTreeMap<KindId, KindSlice>,
    /// Clauses that are asked.
    pub clauses: BTreeSet<ClauseId>,
    /// Aggregates that are asked.
    pub aggregates: BTreeSet<AggregateId>,
}

/// Collects a slice.
#[derive(Debug)]
pub struct Slicer<'p> {
    program: &'p Program,
    settler: Settler<'p>,
    slice: Slice,
    criteria: HashSet<CriterionId>,
    /// Fields that others decide which aren't touched: places, periods before.
    decided: BTreeSet<(KindId, FieldId)>,
}

impl<'p> Slicer<'p> {
    /// Of a program: nothing is touched yet.
    pub fn new(settler: &Settler<'p>) -> Slicer<'p> {
        let program = settler.program();
        Slicer {
            program,
            settler: settler.clone(),
            slice: Slice::default(),
            criteria: HashSet::new(),
            decided: BTreeSet::new(),
        }
    }

    /// What was touched, with the kinds that its records can't be without.
    pub fn finish(mut self) -> Slice {
        let mut left: Vec<KindId> = self.slice.kinds.keys().copied().collect();
        while let Some(kind) = left.pop() {
            for field in self.program.kinds.get(kind.at()).map_or(&[][..], |kind| &kind.fields) {
                let (Type::Reference(to), Origin::Data { optional: false, .. }) = (field.ty, &field.origin) else {
                    continue;
                };
                if !self.slice.kinds.contains_key(&to) {
                    self.kind(to);
                    left.push(to);
                }
            }
        }
        self.slice
    }

    /// Touches what decides places and periods before. Formulas leave that open; records that are tried differ in it.
    pub fn open_too(&mut self) -> Result<(), TooLong> {
        let mut seen = BTreeSet::new();
        while let Some((kind, field)) = self.decided.pop_first() {
            match self.ty(kind, field).filter(|_| seen.insert((kind, field))) {
                Some((_, Origin::Rank(rank))) => self.ranked(kind, rank)?,
                Some((_, Origin::Previous { owners, period, .. })) => {
                    for field in owners.iter().chain([period]) {
                        self.own_field(kind, *field);
                    }
                }
                Some((_, Origin::Key | Origin::Data { .. } | Origin::Define(_) | Origin::Award { .. })) | None => {}
            }
        }
        Ok(())
    }

    fn ranked(&mut self, kind: KindId, rank: &Rank) -> Result<(), TooLong> {
        for key in &rank.keys {
            match &key.by {
                Definition::Cond(cond) => self.cond(cond, &[kind])?,
                Definition::Term(term) => self.term_of(term, &[kind])?,
            }
        }
        rank.filter.iter().try_for_each(|filter| self.cond(filter, &[kind]))?;
        let path = |path: &Path| Term::Field(path.clone());
        let ties = match &rank.ties {
            Ties::Decided(decided) => Some(decided),
            Ties::Shared => None,
        };
        rank.same.iter().chain(ties).map(path).try_for_each(|term| self.term_of(&term, &[kind]))
    }

    /// Touches a criterion.
    pub fn criterion(&mut self, id: CriterionId) -> Result<(), TooLong> {
        let Some(criterion) = self.program.criteria.get(id.at()).filter(|_| self.criteria.insert(id)) else {
            return Ok(());
        };
        let Criterion { for_each, cond, .. } = criterion;
        let kinds: Vec<KindId> = for_each.iter().map(|each| each.kind).collect();
        for each in for_each {
            self.kind(each.kind);
            if let Some(filter) = &each.filter {
                self.ask(each.kind, Ask::Cond(filter.clone()))?;
            }
        }
        let ask = if kinds.len() > 1 { Ask::Cond(cond.clone()) } else { Ask::Verdict(id) };
        self.asks_in_hand(ask, &kinds);
        self.cond(cond, &kinds)
    }

    /// Touches a condition that is asked with such records in hand.
    pub fn cond(&mut self, cond: &Cond, hand: &[KindId]) -> Result<(), TooLong> {
        let inlined = self.settler.inlined(cond, hand)?;
        self.asked(&inlined, hand)
    }

    /// Touches what is asked of the records of a kind, each by itself.
    pub fn ask(&mut self, kind: KindId, ask: Ask) -> Result<(), TooLong> {
        let slice = self.kind(kind);
        let entry = (ask.clone(), 0);
        if slice.asks.contains(&entry) {
            return Ok(());
        }
        slice.asks.push(entry);
        match &ask {
            Ask::Cond(cond) => self.cond(cond, &[kind]),
            Ask::Term(term) => self.term_of(term, &[kind]),
            Ask::Verdict(id) => self.criterion(*id),
        }
    }

    /// Touches a kind.
    pub fn kind(&mut self, kind: KindId) -> &mut KindSlice {
        self.slice.kinds.entry(kind).or_default()
    }

    fn term_of(&mut self, term: &Term, hand: &[KindId]) -> Result<(), TooLong> {
        let inlined = self.settler.inlined_term(term, hand)?;
        self.term(&inlined, hand)
    }

    /// What stands in hand is asked something that depends on the others in hand too.
    fn asks_in_hand(&mut self, ask: Ask, hand: &[KindId]) {
        for (position, kind) in (0u8..).zip(hand) {
            let slice = self.kind(*kind);
            let entry = (ask.clone(), position);
            if !slice.asks.contains(&entry) {
                slice.asks.push(entry);
            }
        }
    }

    fn ty(&self, kind: KindId, field: FieldId) -> Option<(Type, &'p Origin)> {
        let field = self.program.kinds.get(kind.at())?.fields.get(field.at())?;
        Some((field.ty, &field.origin))
    }

    /// Follows references, and gives the kind that they lead to.
    fn follow(&mut self, from: KindId, via: &[FieldId]) -> Option<KindId> {
        via.iter().try_fold(from, |kind, field| match self.ty(kind, *field)?.0 {
            Type::Reference(to) => {
                self.kind(kind).references.insert(*field);
                self.kind(to);
                Some(to)
            }
            Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) => None,
        })
    }

    /// Reads a field of a record in hand; gives its use where it is of the data.
    fn own_field(&mut self, kind: KindId, field: FieldId) -> Option<&mut Use> {
        match self.ty(kind, field)? {
            (Type::Reference(to), origin) => {
                if matches!(origin, Origin::Previous { .. }) {
                    self.decided.insert((kind, field));
                }
                self.kind(kind).references.insert(field);
                self.kind(to);
                None
            }
            (_, Origin::Data { .. } | Origin::Key) => Some(self.kind(kind).fields.entry(field).or_default()),
            (_, Origin::Rank(rank)) => {
                self.decided.insert((kind, field));
                for path in rank.same.iter().filter(|path| own(path, 0).is_some()) {
                    // Who is ranked with whom matters.
                    if let Some(to) = self.follow(kind, &[path.field]) {
                        let above = self.kind(to);
                        (above.counted_below, above.ranked_below) = (true, true);
                    }
                }
                None
            }
            (_, Origin::Define(_) | Origin::Award { .. } | Origin::Previous { .. }) => None,
        }
    }

    /// A path as one of a record alone in hand: the kind at its end, and the field.
    fn end(&mut self, path: &Path, hand: &[KindId]) -> Option<(KindId, Path)> {
        let from = *hand.get(usize::from(path.hand))?;
        let kind = self.follow(from, &path.via)?;
        Some((kind, Path { hand: 0, via: Vec::new(), field: path.field }))
    }

    /// An inlined condition.
    fn asked(&mut self, cond: &Cond, hand: &[KindId]) -> Result<(), TooLong> {
        match cond {
            Cond::Test(Test { path, set }) => {
                if own(path, 0).is_none() {
                    let Some((kind, own)) = self.end(path, hand) else { return Ok(()) };
                    return self.ask(kind, Ask::Cond(Cond::Test(Test { path: own, set: set.clone() })));
                }
                let Some(kind) = hand.first() else { return Ok(()) };
                if let Some(used) = self.own_field(*kind, path.field) {
                    match set {
                        Set::Numbers(numbers) => used.points.extend(numbers.points.iter().cloned()),
                        Set::Texts(texts, _) => used.texts.extend(texts.iter().cloned()),
                        Set::Labels(_) | Set::YesNo(_) => {}
                    }
                }
                Ok(())
            }
            Cond::Compare(one, order, other) => {
                if let Some((term, _)) = stepped(one, other, 0)
                    && let Some(field) = single_field(term, 0)
                    && let Some(kind) = hand.first().copied()
                    && self.own_field(kind, field).is_some()
                {
                    // Where it turns must be known, since on either side of that it is asked of one value alone.
                    let points = self.bounds(one, *order, other, hand).ok_or(TooLong)?;
                    self.own_field(kind, field).into_iter().for_each(|used| used.points.extend(points.iter().cloned()));
                    return Ok(());
                }
                self.term(one, hand)?;
                self.term(other, hand)
            }
            Cond::Presence(path, _) => {
                let Some((kind, own)) = self.end(path, hand) else { return Ok(()) };
                self.own_field(kind, own.field);
                Ok(())
            }
            Cond::Not(inner) => self.asked(inner, hand),
            Cond::List(list) => list.parts.iter().try_for_each(|part| self.asked(&part.cond, hand)),
            Cond::Clause(id) => self.clause(*id),
            Cond::Meets(id) => self.criterion(*id),
        }
    }

    /// An inlined term.
    fn term(&mut self, term: &Term, hand: &[KindId]) -> Result<(), TooLong> {
        match term {
            Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) => Ok(()),
            Term::Field(path) => {
                if own(path, 0).is_none() {
                    let Some((kind, own)) = self.end(path, hand) else { return Ok(()) };
                    return self.ask(kind, Ask::Term(Term::Field(own)));
                }
                let Some(kind) = hand.first() else { return Ok(()) };
                if let Some(used) = self.own_field(*kind, path.field) {
                    used.computed = true;
                }
                Ok(())
            }
            Term::Aggregate(id) => self.aggregate(*id),
            Term::Add(a, b)
            | Term::Sub(a, b)
            | Term::Mul(a, b)
            | Term::Div(a, b)
            | Term::Min(a, b)
            | Term::Max(a, b)
            | Term::Elapsed(_, a, b) => {
                self.term(a, hand)?;
                self.term(b, hand)
            }
            Term::Rounded(a, ..) | Term::Shift(a, ..) => self.term(a, hand),
            Term::Cases(cases, otherwise) => {
                self.cases(cases, hand)?;
                self.term(otherwise, hand)
            }
            Term::OneOf(cases) => self.cases(cases, hand),
        }
    }

    fn cases(&mut self, cases: &[(Cond, Term)], hand: &[KindId]) -> Result<(), TooLong> {
        cases.iter().try_for_each(|(when, value)| {
            self.asked(when, hand)?;
            self.term(value, hand)
        })
    }

    fn population(&mut self, population: &Population) -> Result<(), TooLong> {
        self.kind(population.kind);
        for link in &population.links {
            if let Some(to) = self.follow(population.kind, &link.via) {
                self.kind(to).counted_below = true;
                if let Some(parent) = link.under {
                    self.kind(to).references.insert(parent);
                }
            }
        }
        population.filter.iter().try_for_each(|filter| self.ask(population.kind, Ask::Cond(filter.clone())))
    }

    fn clause(&mut self, id: ClauseId) -> Result<(), TooLong> {
        let Some(Clause { population, parts, .. }) = self.program.clauses.get(id.at()) else { return Ok(()) };
        if !self.slice.clauses.insert(id) {
            return Ok(());
        }
        self.population(population)?;
        for part in parts {
            for term in part.quantifier.terms() {
                self.asks_in_hand(Ask::Term(term.clone()), &population.hand);
                self.term_of(term, &population.hand)?;
            }
            if let Some(property) = &part.property {
                self.ask(population.kind, Ask::Cond(property.clone()))?;
            }
        }
        Ok(())
    }

    fn aggregate(&mut self, id: AggregateId) -> Result<(), TooLong> {
        let Some(Aggregate { population, value, .. }) = self.program.aggregates.get(id.at()) else { return Ok(()) };
        if !self.slice.aggregates.insert(id) {
            return Ok(());
        }
        self.population(population)?;
        value.iter().try_for_each(|value| self.ask(population.kind, Ask::Term(value.clone())))
    }

    /// Where a comparison of one field's term with a constant turns, as the field grows.
    fn bounds(&self, one: &Term, order: Order, other: &Term, hand: &[KindId]) -> Option<Vec<Exact>> {
        let (term, bound) = stepped(one, other, 0)?;
        let (kind, field) = (*hand.first()?, single_field(term, 0)?);
        let (ty, _) = self.ty(kind, field)?;
        let reach = |value: &Exact, order: Order| -> Option<bool> {
            let known = match ty {
                Type::Date => Known::Date(Date::from_days(value.to_i64()?)?),
                Type::Number(_) => Known::Number(value.clone()),
                Type::Text | Type::YesNo | Type::Label(_) | Type::Reference(_) => return None,
            };
            compared(&substituted_term(term, 0, &At { field, known }), order, bound)
        };
        let orders: &[Order] = match order {
            Order::Is | Order::IsNot => &[Order::AtLeast, Order::AtMost],
            Order::AtLeast | Order::Below => &[Order::AtLeast],
            Order::AtMost | Order::Above => &[Order::AtMost],
        };
        let mut points = Vec::new();
        for order in orders {
            if ty != Type::Date {
                points.extend(self.root(term, bound, field)?);
                continue;
            }
            let (mut low, mut high) = DAYS;
            let (start, end) = (reach(&Exact::from(low), *order)?, reach(&Exact::from(high), *order)?);
            while start != end && high - low > 1 {
                let middle = low + (high - low) / 2;
                if reach(&Exact::from(middle), *order)? == start { low = middle } else { high = middle }
            }
            points.extend((start != end).then(|| [Exact::from(low), Exact::from(high)]).into_iter().flatten());
        }
        Some(points)
    }

    /// Where a term that is a multiple of a field and a constant comes to a bound.
    fn root(&self, term: &Term, bound: &Term, field: FieldId) -> Option<Vec<Exact>> {
        let at = |value: i64| match substituted_term(term, 0, &At { field, known: Known::Number(Exact::from(value)) }) {
            Term::Number(value) => Some(value),
            _ => None,
        };
        let Term::Number(bound) = bound else { return None };
        let (zero, one) = (at(0)?, at(1)?);
        if zero == one {
            return Some(Vec::new());
        }
        Some(vec![bound.sub(&zero)?.div(&one.sub(&zero)?)?])
    }
}

/// The first and the last day of rosters that are spoken of: the years 1000 to 8999. Hundreds of years before and after are
/// days too, so that whatever is asked of these can be computed.
pub const DAYS: (i64, i64) = (-354_285, 2_567_654);

struct At {
    field: FieldId,
    known: Known,
}

impl Fields for At {
    fn known(&self, field: FieldId) -> Option<&Known> {
        (field == self.field).then_some(&self.known)
    }

    fn assumed(&self, _: &Cond) -> Option<bool> {
        None
    }
}
