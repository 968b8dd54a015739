//! What keeps a condition open: values that are missing, and what has no value whatever is filled in.

use std::collections::HashMap;

use crate::exact::Exact;
use crate::program::{
    AggregateId, Cond, Definition, FieldId, KindId, Origin, Path, Population, Rank, RankGives, Summary, Term, Ties,
};
use crate::roster::Target;

use super::evaluation::Evaluation;
use super::hand::Hand;
use super::read::End;
use super::truth::{Interval, Truth};

/// A cell of the records that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MissingCell {
    /// The kind of record.
    pub kind: KindId,
    /// Its row.
    pub row: u32,
    /// The field.
    pub field: FieldId,
}

/// Something that keeps a condition open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gap {
    /// A value that is missing.
    Missing(MissingCell),
    /// A number without a value, whatever is filled in: this is 0, and something is divided by it.
    DividedBy(Divisor),
    /// A number without a value, whatever is filled in: an average, or the least or the greatest, of nobody; for the
    /// records in hand.
    OfNobody(AggregateId, Hand),
}

/// What is divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Divisor {
    /// A field of a record.
    Field(KindId, FieldId, u32),
    /// A number taken over others, for the records in hand.
    Aggregate(AggregateId, Hand),
    /// Anything else, for the records in hand.
    Other(Hand),
}

/// Collects gaps up to a limit, each once, in the order of reading.
struct Search {
    found: Vec<Gap>,
    seen: std::collections::HashSet<Gap>,
    visited: std::collections::HashSet<(KindId, FieldId, u32)>,
    /// Why a defined number has no value whatever is filled in, where that was asked.
    lost: HashMap<(KindId, FieldId, u32), Option<Gap>>,
    limit: usize,
    /// How many periods back.
    back: u32,
}

/// How many periods back missing cells are looked for: what is further away keeps little open.
const MAX_BACK: u32 = 40;

impl Evaluation<'_> {
    /// What keeps a condition unknown, at most `limit`; nothing where it isn't unknown.
    pub fn unknowns(&self, cond: &Cond, hand: Hand, limit: usize) -> Vec<Gap> {
        let mut search = Search::new(limit);
        self.search(cond, hand, &mut search);
        search.found
    }

    /// What keeps a record's place in a population open.
    pub fn unknown_membership(&self, population: &Population, hand: Hand, row: u32, limit: usize) -> Vec<Gap> {
        let mut search = Search::new(limit);
        if self.member(population, hand, row).is_unknown() {
            self.search_member(population, hand, row, &mut search);
        }
        search.found
    }

    /// What keeps a derived field of a record open.
    pub fn unknown_field(&self, kind: KindId, field: FieldId, row: u32, limit: usize) -> Vec<Gap> {
        let mut search = Search::new(limit);
        self.search_field(kind, field, row, &mut search);
        search.found
    }

    fn search(&self, cond: &Cond, hand: Hand, search: &mut Search) {
        if search.found.len() >= search.limit || !self.truth(cond, hand).is_unknown() {
            return;
        }
        match cond {
            Cond::Test(test) => self.search_path(&test.path, hand, search),
            Cond::Presence(path, _) => self.search_path(path, hand, search),
            Cond::Compare(left, _, right) => self.search_terms(&[left, right], hand, search),
            Cond::Not(inner) => self.search(inner, hand, search),
            Cond::List(list) => list.parts.iter().for_each(|part| self.search(&part.cond, hand, search)),
            Cond::Clause(id) => {
                let Some(clause) = self.program.clauses.get(id.at()) else { return };
                for part in &clause.parts {
                    part.quantifier.terms().for_each(|term| self.search_term(term, hand, search));
                }
                let population = &clause.population;
                for row in self.candidates(population, hand) {
                    if search.found.len() >= search.limit {
                        return;
                    }
                    let member = self.member(population, hand, row);
                    if member.is_no() {
                        continue;
                    }
                    if member.is_unknown() {
                        self.search_member(population, hand, row, search);
                    }
                    for part in clause.parts.iter().filter_map(|part| part.property.as_ref()) {
                        self.search(part, Hand::one(population.kind, row), search);
                    }
                }
            }
            Cond::Meets(id) => {
                let Some(criterion) = self.program.criteria.get(id.at()) else { return };
                let mut ask = |own: Hand| {
                    // Of a record that it says something of whatever is filled in nothing is needed.
                    if !self.met_by(*id, own).is_unknown() {
                        return;
                    }
                    for (each, (kind, row)) in criterion.for_each.iter().zip(own.records()) {
                        each.filter.iter().for_each(|filter| self.search(filter, Hand::one(kind, row), search));
                    }
                    self.search(&criterion.cond, own, search);
                };
                match self.asked_of(criterion, hand) {
                    Some(own) => ask(own),
                    None => {
                        let kinds: Vec<KindId> = criterion.for_each.iter().map(|each| each.kind).collect();
                        self.each_hand(&kinds, ask);
                    }
                }
            }
        }
    }

    fn search_member(&self, population: &Population, hand: Hand, row: u32, search: &mut Search) {
        if self.in_group(population, hand, row).is_unknown() {
            for link in &population.links {
                let end = self.search_via(population.kind, row, &link.via, search);
                if let (Some((kind, row)), Some(parent)) = (end, link.under) {
                    self.search_above(kind, parent, row, search);
                }
            }
        }
        if let Some(filter) = &population.filter {
            self.search(filter, Hand::one(population.kind, row), search);
        }
    }

    /// The missing reference on the way, if there is one; where the way ends otherwise.
    fn search_via(&self, kind: KindId, row: u32, via: &[FieldId], search: &mut Search) -> Option<(KindId, u32)> {
        let mut at = (kind, row);
        for step in via {
            let next = match self.field(at.0, *step).map(|field| field.ty) {
                Some(crate::program::Type::Reference(next)) => next,
                _ => return None,
            };
            match self.roster.target(at.0, *step, at.1) {
                Target::Row(row) => at = (next, row),
                Target::Absent => return None,
                Target::Unknown => {
                    self.search_reference(at.0, *step, at.1, search);
                    return None;
                }
            }
        }
        Some(at)
    }

    /// The parent that isn't known, of a record or of whichever stands above it.
    fn search_above(&self, kind: KindId, parent: FieldId, row: u32, search: &mut Search) {
        let mut at = row;
        // Parents go in no circle: they come to an end after as many as there are.
        for _ in 0..self.roster.len(kind) {
            match self.roster.target(kind, parent, at) {
                Target::Row(above) => at = above,
                Target::Absent => return,
                Target::Unknown => return self.search_reference(kind, parent, at, search),
            }
        }
    }

    /// What keeps a reference open: its own cell, or, where it is the one to the record before, what is missing of
    /// whose records are and of which period.
    fn search_reference(&self, kind: KindId, field: FieldId, row: u32, search: &mut Search) {
        let origin = self.field(kind, field).map(|field| &field.origin);
        let Some(Origin::Previous { owners, period, .. }) = origin else {
            return search.note(Gap::Missing(MissingCell { kind, row, field }));
        };
        let missing = |row: u32| {
            let fields = owners.iter().chain([period]).copied();
            fields.filter(move |field| !self.value_of(kind, *field, row).is_known())
        };
        let before = search.found.len();
        missing(row).for_each(|field| search.note(Gap::Missing(MissingCell { kind, row, field })));
        // Any record of which that isn't known may be the one before; they are looked through once.
        if search.found.len() == before && search.visited.insert((kind, field, u32::MAX)) {
            for row in 0..self.roster.len(kind) as u32 {
                missing(row).for_each(|field| search.note(Gap::Missing(MissingCell { kind, row, field })));
            }
        }
    }

    fn search_path(&self, path: &Path, hand: Hand, search: &mut Search) {
        if let Some((kind, row)) = hand.get(path.hand)
            && let Some((kind, row)) = self.search_via(kind, row, &path.via, search)
        {
            self.search_field(kind, path.field, row, search);
        }
    }

    fn search_field(&self, kind: KindId, field: FieldId, row: u32, search: &mut Search) {
        if search.found.len() >= search.limit || self.value_of(kind, field, row).is_known() {
            return;
        }
        let Some(declared) = self.field(kind, field) else { return };
        let hand = Hand::one(kind, row);
        match &declared.origin {
            Origin::Key | Origin::Data { .. } => search.note(Gap::Missing(MissingCell { kind, row, field })),
            Origin::Previous { .. } => self.search_reference(kind, field, row, search),
            Origin::Define(definition) => {
                // A field that reads itself of the record before would be followed as far back as there are records.
                if search.back < MAX_BACK && search.visited.insert((kind, field, row)) {
                    let onwards = self.is_onwards(kind, field);
                    search.back += u32::from(onwards);
                    match definition {
                        Definition::Cond(cond) => self.search(cond, hand, search),
                        Definition::Term(term) => self.search_term(term, hand, search),
                    }
                    search.back -= u32::from(onwards);
                }
            }
            Origin::Rank(rank) => {
                if search.visited.insert((kind, field, row)) {
                    self.search_ranked(rank, kind, row, search);
                    for other in self.open_others(kind, field, row) {
                        if search.found.len() >= search.limit {
                            return;
                        }
                        rank.filter.iter().for_each(|filter| self.search(filter, Hand::one(kind, other), search));
                        self.search_ranked(rank, kind, other, search);
                    }
                }
            }
            Origin::Award { cases, .. } => {
                if search.visited.insert((kind, field, row)) {
                    for case in cases {
                        self.search(&case.when, hand, search);
                        if self.truth(&case.when, hand) == Truth::Yes {
                            break;
                        }
                    }
                }
            }
        }
    }

    /// What is missing of a record's group and, where places are asked for, of its keys.
    fn search_ranked(&self, rank: &Rank, kind: KindId, row: u32, search: &mut Search) {
        let hand = Hand::one(kind, row);
        rank.same.iter().for_each(|path| self.search_path(path, hand, search));
        if rank.gives == RankGives::Size {
            return;
        }
        for key in &rank.keys {
            match &key.by {
                Definition::Cond(cond) => self.search(cond, hand, search),
                Definition::Term(term) => self.search_term(term, hand, search),
            }
        }
        if let Ties::Decided(path) = &rank.ties {
            self.search_path(path, hand, search);
        }
    }

    /// What keeps terms open that are put together; where one of them has no value, nothing else would settle it.
    fn search_terms(&self, terms: &[&Term], hand: Hand, search: &mut Search) {
        match terms.iter().find_map(|term| self.lost(term, hand, search)) {
            Some(lost) => search.note(lost),
            None => terms.iter().for_each(|term| self.search_inside(term, hand, search)),
        }
    }

    fn search_term(&self, term: &Term, hand: Hand, search: &mut Search) {
        self.search_terms(&[term], hand, search);
    }

    /// What keeps a term open that may have a value.
    fn search_inside(&self, term: &Term, hand: Hand, search: &mut Search) {
        match term {
            Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) => {}
            Term::Field(path) => self.search_path(path, hand, search),
            Term::Add(a, b) | Term::Sub(a, b) | Term::Div(a, b) | Term::Elapsed(_, a, b) => {
                self.search_inside(a, hand, search);
                self.search_inside(b, hand, search);
            }
            Term::Mul(a, b) | Term::Min(a, b) | Term::Max(a, b) => {
                self.search_term(a, hand, search);
                self.search_term(b, hand, search);
            }
            Term::Rounded(inner, _, _) | Term::Shift(inner, _, _) => self.search_inside(inner, hand, search),
            Term::Cases(cases, otherwise) => {
                if !self.search_cases(cases, hand, search) {
                    self.search_term(otherwise, hand, search);
                }
            }
            Term::OneOf(cases) => {
                self.search_cases(cases, hand, search);
            }
            Term::Aggregate(id) => self.search_aggregate(*id, hand, search),
        }
    }

    /// Up to the first case that holds for certain; whether there is one.
    fn search_cases(&self, cases: &[(Cond, Term)], hand: Hand, search: &mut Search) -> bool {
        for (when, value) in cases {
            self.search(when, hand, search);
            let holds = self.truth(when, hand);
            if !holds.is_no() {
                self.search_term(value, hand, search);
            }
            if holds == Truth::Yes {
                return true;
            }
        }
        false
    }

    /// Why a number has no value whatever is filled in, the first reason; none where it may have one.
    fn lost(&self, term: &Term, hand: Hand, search: &mut Search) -> Option<Gap> {
        match term {
            Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) => None,
            // The smaller or the greater of two may be decided by the other one.
            Term::Min(..) | Term::Max(..) => None,
            Term::Div(a, b) => {
                let lost = self.lost(a, hand, search).or_else(|| self.lost(b, hand, search));
                let by_zero = || self.number(b, hand).known().is_some_and(Exact::is_zero);
                lost.or_else(|| by_zero().then(|| Gap::DividedBy(self.divisor(b, hand))))
            }
            // 0 times anything is 0.
            Term::Mul(a, b) => {
                let never_zero = |side: &Term| {
                    let (Interval { low, high }, zero) = (self.number(side, hand), Exact::zero());
                    low.is_some_and(|low| low > zero) || high.is_some_and(|high| high < zero)
                };
                let of = |one: &Term, other: &Term, search: &mut Search| {
                    self.lost(one, hand, search).filter(|_| never_zero(other))
                };
                of(a, b, search).or_else(|| of(b, a, search))
            }
            Term::Add(a, b) | Term::Sub(a, b) | Term::Elapsed(_, a, b) => {
                self.lost(a, hand, search).or_else(|| self.lost(b, hand, search))
            }
            Term::Rounded(inner, _, _) | Term::Shift(inner, _, _) => self.lost(inner, hand, search),
            Term::Field(path) => {
                let (kind, row) = hand.get(path.hand)?;
                let (kind, row) = self.certain_end(kind, row, &path.via)?;
                self.lost_field(kind, path.field, row, search)
            }
            Term::Cases(cases, otherwise) => {
                let open = cases.iter().find(|(when, _)| !self.truth(when, hand).is_no());
                match open {
                    None => self.lost(otherwise, hand, search),
                    Some((when, value)) if self.truth(when, hand) == Truth::Yes => self.lost(value, hand, search),
                    Some(_) => None,
                }
            }
            Term::OneOf(cases) => {
                let (_, value) = cases.iter().find(|(when, _)| self.truth(when, hand) == Truth::Yes)?;
                self.lost(value, hand, search)
            }
            Term::Aggregate(id) => {
                let aggregate = self.program.aggregates.get(id.at())?;
                let needs_somebody = match aggregate.what {
                    Summary::Average | Summary::Least | Summary::Greatest => true,
                    Summary::Total | Summary::Number => false,
                };
                let nobody = || {
                    let candidates = self.candidates(&aggregate.population, hand);
                    candidates.iter().all(|row| self.member(&aggregate.population, hand, *row).is_no())
                };
                let open = self.aggregate(*id, hand) == Interval::any();
                (needs_somebody && open && nobody()).then_some(Gap::OfNobody(*id, hand))
            }
        }
    }

    fn lost_field(&self, kind: KindId, field: FieldId, row: u32, search: &mut Search) -> Option<Gap> {
        let Origin::Define(Definition::Term(term)) = &self.field(kind, field)?.origin else { return None };
        if self.value_of(kind, field, row).is_known() || search.back >= MAX_BACK {
            return None;
        }
        if let Some(known) = search.lost.get(&(kind, field, row)) {
            return *known;
        }
        search.back += 1;
        let lost = self.lost(term, Hand::one(kind, row), search);
        search.back -= 1;
        search.lost.insert((kind, field, row), lost);
        lost
    }

    /// The record that references lead to, where that is known.
    fn certain_end(&self, kind: KindId, row: u32, via: &[FieldId]) -> Option<(KindId, u32)> {
        match self.follow(kind, row, via) {
            End::Record(kind, row) => Some((kind, row)),
            End::Absent(_) | End::Unknown(_) => None,
        }
    }

    fn divisor(&self, term: &Term, hand: Hand) -> Divisor {
        let field = match term {
            Term::Field(path) => hand
                .get(path.hand)
                .and_then(|(kind, row)| self.certain_end(kind, row, &path.via))
                .map(|(kind, row)| Divisor::Field(kind, path.field, row)),
            Term::Aggregate(id) => Some(Divisor::Aggregate(*id, hand)),
            _ => None,
        };
        field.unwrap_or(Divisor::Other(hand))
    }

    fn search_aggregate(&self, id: AggregateId, hand: Hand, search: &mut Search) {
        let Some(aggregate) = self.program.aggregates.get(id.at()) else { return };
        let population = &aggregate.population;
        for row in self.candidates(population, hand) {
            let member = self.member(population, hand, row);
            if search.found.len() >= search.limit {
                return;
            }
            if member.is_unknown() {
                self.search_member(population, hand, row, search);
            }
            // One that is left out would be in if it had a value.
            if !member.is_no()
                && let Some(value) = &aggregate.value
            {
                self.search_term(value, Hand::one(population.kind, row), search);
            }
        }
    }
}

impl Search {
    fn new(limit: usize) -> Search {
        Search {
            found: Vec::new(),
            seen: Default::default(),
            visited: Default::default(),
            lost: HashMap::new(),
            limit,
            back: 0,
        }
    }

    fn note(&mut self, gap: Gap) {
        if self.found.len() < self.limit && self.seen.insert(gap) {
            self.found.push(gap);
        }
    }
}
