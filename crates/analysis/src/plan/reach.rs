//! What criteria read, however far away.

use tieuchi::program::{
    AggregateId, ClauseId, Cond, CriterionId, Definition, FieldId, KindId, Origin, Path, Population, Program, Term,
    Ties,
};

use super::moving::{end_of, set, thresholds};

/// What is read.
#[derive(Debug)]
pub(super) struct Reach<'p> {
    program: &'p Program,
    /// By kind and field.
    pub fields: Vec<Vec<bool>>,
    pub clauses: Vec<bool>,
    pub aggregates: Vec<bool>,
    pub criteria: Vec<bool>,
    /// What was come across and isn't looked at yet.
    open: Vec<Found>,
}

#[derive(Debug)]
enum Found {
    Field(KindId, FieldId),
    Clause(ClauseId),
    Aggregate(AggregateId),
    Criterion(CriterionId),
}

impl<'p> Reach<'p> {
    /// What these criteria read.
    pub(super) fn new(program: &'p Program, goals: &[CriterionId]) -> Reach<'p> {
        let mut reach = Reach {
            program,
            fields: program.kinds.iter().map(|kind| vec![false; kind.fields.len()]).collect(),
            clauses: vec![false; program.clauses.len()],
            aggregates: vec![false; program.aggregates.len()],
            criteria: vec![false; program.criteria.len()],
            open: Vec::new(),
        };
        goals.iter().for_each(|goal| reach.criterion(*goal));
        while let Some(found) = reach.open.pop() {
            reach.look(&found);
        }
        reach
    }

    fn look(&mut self, found: &Found) {
        let program = self.program;
        match found {
            Found::Field(kind, field) => {
                let declared = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at()));
                declared.into_iter().for_each(|declared| self.origin(*kind, &declared.origin));
            }
            Found::Clause(id) => {
                let Some(clause) = program.clauses.get(id.at()) else { return };
                self.population(&clause.population);
                for part in &clause.parts {
                    thresholds(&part.quantifier).into_iter().for_each(|term| self.term(term, &clause.population.hand));
                    part.property.iter().for_each(|cond| self.cond(cond, &[clause.population.kind]));
                }
            }
            Found::Aggregate(id) => {
                let Some(aggregate) = program.aggregates.get(id.at()) else { return };
                self.population(&aggregate.population);
                aggregate.value.iter().for_each(|term| self.term(term, &[aggregate.population.kind]));
            }
            Found::Criterion(id) => {
                let Some(criterion) = program.criteria.get(id.at()) else { return };
                let hand: Vec<KindId> = criterion.for_each.iter().map(|each| each.kind).collect();
                for each in &criterion.for_each {
                    each.filter.iter().for_each(|filter| self.cond(filter, &[each.kind]));
                }
                self.cond(&criterion.cond, &hand);
            }
        }
    }

    fn origin(&mut self, kind: KindId, origin: &Origin) {
        match origin {
            Origin::Key | Origin::Data { .. } | Origin::Previous { .. } => {}
            Origin::Define(Definition::Cond(cond)) => self.cond(cond, &[kind]),
            Origin::Define(Definition::Term(term)) => self.term(term, &[kind]),
            Origin::Award { cases, .. } => cases.iter().for_each(|case| self.cond(&case.when, &[kind])),
            Origin::Rank(rank) => {
                rank.same.iter().for_each(|path| self.path(path, &[kind]));
                rank.filter.iter().for_each(|filter| self.cond(filter, &[kind]));
                rank.keys.iter().for_each(|key| match &key.by {
                    Definition::Cond(cond) => self.cond(cond, &[kind]),
                    Definition::Term(term) => self.term(term, &[kind]),
                });
                match &rank.ties {
                    Ties::Shared => {}
                    Ties::Decided(path) => self.path(path, &[kind]),
                }
            }
        }
    }

    fn population(&mut self, population: &Population) {
        population.filter.iter().for_each(|filter| self.cond(filter, &[population.kind]));
    }

    fn criterion(&mut self, id: CriterionId) {
        if set(Some(&mut self.criteria), id.at()) {
            self.open.push(Found::Criterion(id));
        }
    }

    fn path(&mut self, path: &Path, hand: &[KindId]) {
        let from = hand.get(usize::from(path.hand)).copied();
        let Some(kind) = from.and_then(|from| end_of(self.program, from, &path.via)) else { return };
        if set(self.fields.get_mut(kind.at()), path.field.at()) {
            self.open.push(Found::Field(kind, path.field));
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
            Cond::Not(inner) => self.cond(inner, hand),
            Cond::List(list) => list.parts.iter().for_each(|part| self.cond(&part.cond, hand)),
            Cond::Clause(id) => {
                if set(Some(&mut self.clauses), id.at()) {
                    self.open.push(Found::Clause(*id));
                }
            }
            Cond::Meets(id) => self.criterion(*id),
        }
    }

    fn term(&mut self, term: &Term, hand: &[KindId]) {
        match term {
            Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) => {}
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
            Term::Rounded(inner, ..) | Term::Shift(inner, ..) => self.term(inner, hand),
            Term::Cases(cases, otherwise) => {
                self.cases(cases, hand);
                self.term(otherwise, hand);
            }
            Term::OneOf(cases) => self.cases(cases, hand),
            Term::Aggregate(id) => {
                if set(Some(&mut self.aggregates), id.at()) {
                    self.open.push(Found::Aggregate(*id));
                }
            }
        }
    }

    fn cases(&mut self, cases: &[(Cond, Term)], hand: &[KindId]) {
        for (cond, term) in cases {
            self.cond(cond, hand);
            self.term(term, hand);
        }
    }
}
