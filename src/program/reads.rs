//! Which fields a program reads.

use std::collections::HashSet;

use super::{
    Aggregate, AggregateId, Clause, ClauseId, Cond, Criterion, CriterionId, Definition, FieldId, KindId, Origin, Path,
    Piece, Population, Program, RankGives, Says, Statement, Term, Type,
};

/// The most steps that [`Program::readers`] takes.
const MAX_STEPS: usize = 20_000_000;

/// Somebody who reads a field, however far away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reader {
    /// A criterion.
    Criterion(CriterionId),
    /// An award, the total of a table of points, or a rank.
    Derived(KindId, FieldId),
}

/// What some criteria read, however far away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// Of each kind, whether each field is read.
    pub fields: Vec<Vec<bool>>,
    /// The clauses that are asked.
    pub clauses: HashSet<ClauseId>,
    /// The aggregates that are asked.
    pub aggregates: HashSet<AggregateId>,
    /// The criteria themselves, and those that they ask for.
    pub criteria: HashSet<CriterionId>,
}

/// Of each kind, whether each field is read by anything that decides: conditions, terms, references that are followed
/// to them, populations, keys.
pub(crate) fn fields_read(program: &Program) -> Vec<Vec<bool>> {
    let mut reads = Reads::new(program);
    for (kind, declared) in (0u32..).map(KindId).zip(&program.kinds) {
        for (id, field) in (0u32..).map(FieldId).zip(&declared.fields) {
            if field.origin == Origin::Key {
                reads.field(kind, id);
            }
            reads.origin(kind, &field.origin);
        }
    }
    program.clauses.iter().for_each(|clause| reads.clause(clause));
    program.aggregates.iter().for_each(|aggregate| reads.aggregate(aggregate));
    program.criteria.iter().for_each(|criterion| reads.criterion(criterion));
    reads.read
}

/// Of each kind, whether each field is read by what a claim says, however far away; of those whose records are spoken of
/// the key is.
pub(crate) fn fields_claimed(program: &Program, says: &Says) -> Vec<Vec<bool>> {
    let mut reads = Reads::new(program);
    let mut open: Vec<&Statement> = says.statements().map(|stated| &stated.what).collect();
    while let Some(statement) = open.pop() {
        match statement {
            Statement::Verdict(id, _) => reads.meets.push(*id),
            Statement::Cond(cond) => reads.cond(cond, &[]),
            Statement::Not(inner) => open.push(inner),
            Statement::List(_, parts) => open.extend(parts.iter().map(|part| &part.what)),
        }
    }
    let mut left = MAX_STEPS;
    reads.follow_all(&mut left);
    for kind in std::mem::take(&mut reads.spoken_of) {
        program.kinds.get(kind.at()).into_iter().for_each(|declared| {
            reads.field(kind, declared.key);
        });
    }
    reads.read
}

impl Program {
    /// What these criteria read, and what that is derived from.
    pub fn reached(&self, criteria: &[CriterionId]) -> Reached {
        let mut reads = Reads::new(self);
        reads.meets.extend(criteria);
        // Each thing is looked at once, and the program is as large as it is.
        let mut left = usize::MAX;
        let (clauses, aggregates, criteria) = reads.follow_all(&mut left);
        Reached { fields: reads.read, clauses, aggregates, criteria }
    }

    /// Who reads each field, by kind and field: what they ask, and what that is derived from. In the order of the rules:
    /// criteria first, then awards, tables of points and ranks. A program that is large beyond all use names them in part.
    pub fn readers(&self) -> Vec<Vec<Vec<Reader>>> {
        let mut readers: Vec<Vec<Vec<Reader>>> =
            self.kinds.iter().map(|kind| vec![Vec::new(); kind.fields.len()]).collect();
        let criteria = (0u32..).map(CriterionId).zip(&self.criteria).map(|(id, _)| Reader::Criterion(id));
        let fields = (0u32..).map(KindId).zip(&self.kinds).flat_map(|(kind, declared)| {
            (0u32..).map(FieldId).zip(&declared.fields).filter_map(move |(id, field)| match &field.origin {
                Origin::Award { .. } => Some(Reader::Derived(kind, id)),
                Origin::Rank(rank) if rank.gives == RankGives::Place => Some(Reader::Derived(kind, id)),
                Origin::Rank(_) | Origin::Key | Origin::Data { .. } | Origin::Define(_) | Origin::Previous { .. } => {
                    None
                }
            })
        });
        let totals = self.scores.iter().map(|score| Reader::Derived(score.kind, score.field));
        let mut left = MAX_STEPS;
        for reader in criteria.chain(fields).chain(totals) {
            let mut reads = Reads::new(self);
            match reader {
                Reader::Criterion(id) => reads.meets.push(id),
                Reader::Derived(kind, id) => {
                    self.kinds.get(kind.at()).and_then(|kind| kind.fields.get(id.at())).into_iter().for_each(|field| {
                        reads.origin(kind, &field.origin);
                    });
                }
            }
            reads.follow_all(&mut left);
            for (all, read) in readers.iter_mut().zip(&reads.read) {
                for (all, _) in all.iter_mut().zip(read).filter(|(_, read)| **read) {
                    all.push(reader);
                }
            }
        }
        readers
    }
}

struct Reads<'p> {
    program: &'p Program,
    read: Vec<Vec<bool>>,
    /// Kinds whose records are gone through.
    spoken_of: Vec<KindId>,
    /// What was come across and isn't looked at where it is asked.
    fields: Vec<(KindId, FieldId)>,
    clauses: Vec<ClauseId>,
    aggregates: Vec<AggregateId>,
    meets: Vec<CriterionId>,
}

impl<'p> Reads<'p> {
    fn new(program: &'p Program) -> Reads<'p> {
        let read = program.kinds.iter().map(|kind| vec![false; kind.fields.len()]).collect();
        Reads { program, read, spoken_of: vec![], fields: vec![], clauses: vec![], aggregates: vec![], meets: vec![] }
    }

    /// Looks at all that was come across, and at what these lead to; gives what was looked at.
    fn follow_all(&mut self, left: &mut usize) -> (HashSet<ClauseId>, HashSet<AggregateId>, HashSet<CriterionId>) {
        let program = self.program;
        let (mut clauses, mut aggregates, mut met) = (HashSet::new(), HashSet::new(), HashSet::new());
        while *left > 0 {
            *left -= 1;
            if let Some((kind, field)) = self.fields.pop() {
                let found = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at()));
                found.into_iter().for_each(|field| self.origin(kind, &field.origin));
            } else if let Some(id) = self.clauses.pop() {
                let found = program.clauses.get(id.at()).filter(|_| clauses.insert(id));
                found.into_iter().for_each(|clause| self.clause(clause));
            } else if let Some(id) = self.aggregates.pop() {
                let found = program.aggregates.get(id.at()).filter(|_| aggregates.insert(id));
                found.into_iter().for_each(|aggregate| self.aggregate(aggregate));
            } else if let Some(id) = self.meets.pop() {
                let found = program.criteria.get(id.at()).filter(|_| met.insert(id));
                found.into_iter().for_each(|criterion| self.criterion(criterion));
            } else {
                break;
            }
        }
        (clauses, aggregates, met)
    }

    fn criterion(&mut self, criterion: &Criterion) {
        let hand: Vec<KindId> = criterion.for_each.iter().map(|each| each.kind).collect();
        self.spoken_of.extend(&hand);
        for each in &criterion.for_each {
            each.filter.iter().for_each(|filter| self.cond(filter, &[each.kind]));
        }
        self.cond(&criterion.cond, &hand);
    }

    fn aggregate(&mut self, aggregate: &Aggregate) {
        self.population(&aggregate.population);
        aggregate.value.iter().for_each(|value| self.term(value, &[aggregate.population.kind]));
    }

    /// What a field is derived from.
    fn origin(&mut self, kind: KindId, origin: &Origin) {
        match origin {
            Origin::Key | Origin::Data { .. } => {}
            Origin::Previous { owners, period, .. } => {
                owners.iter().chain([period]).for_each(|field| {
                    self.field(kind, *field);
                });
            }
            Origin::Define(Definition::Cond(cond)) => self.cond(cond, &[kind]),
            Origin::Define(Definition::Term(term)) => self.term(term, &[kind]),
            Origin::Award { cases, .. } => cases.iter().for_each(|case| self.cond(&case.when, &[kind])),
            Origin::Rank(rank) => rank.pieces().for_each(|piece| match piece {
                Piece::Cond(cond) => self.cond(cond, &[kind]),
                Piece::Term(term) => self.term(term, &[kind]),
                Piece::Path(path) => self.path(path, &[kind]),
            }),
        }
    }

    /// Marks a field, and gives the kind that it refers to.
    fn field(&mut self, kind: KindId, field: FieldId) -> Option<KindId> {
        if let Some(read) = self.read.get_mut(kind.at()).and_then(|fields| fields.get_mut(field.at()))
            && !*read
        {
            *read = true;
            self.fields.push((kind, field));
        }
        match self.program.kinds.get(kind.at())?.fields.get(field.at())?.ty {
            Type::Reference(to) => Some(to),
            Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) => None,
        }
    }

    fn follow(&mut self, from: KindId, via: &[FieldId]) -> Option<KindId> {
        via.iter().try_fold(from, |kind, field| self.field(kind, *field))
    }

    fn path(&mut self, path: &Path, hand: &[KindId]) {
        let from = hand.get(usize::from(path.hand)).copied();
        if let Some(kind) = from.and_then(|from| self.follow(from, &path.via)) {
            self.field(kind, path.field);
        }
    }

    fn population(&mut self, population: &Population) {
        self.spoken_of.push(population.kind);
        for link in &population.links {
            let to = self.follow(population.kind, &link.via);
            if let (Some(to), Some(under)) = (to, link.under) {
                self.field(to, under);
            }
        }
        population.filter.iter().for_each(|filter| self.cond(filter, &[population.kind]));
    }

    fn clause(&mut self, clause: &Clause) {
        self.population(&clause.population);
        for part in &clause.parts {
            part.quantifier.terms().for_each(|term| self.term(term, &clause.population.hand));
            part.property.iter().for_each(|property| self.cond(property, &[clause.population.kind]));
        }
    }

    fn cond(&mut self, cond: &Cond, hand: &[KindId]) {
        match cond {
            Cond::Test(test) => self.path(&test.path, hand),
            Cond::Compare(left, _, right) => {
                self.term(left, hand);
                self.term(right, hand);
            }
            Cond::Presence(path, _) => self.path(path, hand),
            Cond::Not(cond) => self.cond(cond, hand),
            Cond::List(list) => list.parts.iter().for_each(|part| self.cond(&part.cond, hand)),
            Cond::Clause(id) => self.clauses.push(*id),
            Cond::Meets(id) => self.meets.push(*id),
        }
    }

    fn term(&mut self, term: &Term, hand: &[KindId]) {
        match term {
            Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) => {}
            Term::Aggregate(id) => self.aggregates.push(*id),
            Term::Field(path) => self.path(path, hand),
            Term::Add(left, right)
            | Term::Sub(left, right)
            | Term::Mul(left, right)
            | Term::Div(left, right)
            | Term::Min(left, right)
            | Term::Max(left, right)
            | Term::Elapsed(_, left, right) => {
                self.term(left, hand);
                self.term(right, hand);
            }
            Term::Rounded(term, _, _) | Term::Shift(term, _, _) => self.term(term, hand),
            Term::Cases(cases, otherwise) => {
                for (cond, term) in cases {
                    self.cond(cond, hand);
                    self.term(term, hand);
                }
                self.term(otherwise, hand);
            }
            Term::OneOf(cases) => {
                for (cond, term) in cases {
                    self.cond(cond, hand);
                    self.term(term, hand);
                }
            }
        }
    }
}
