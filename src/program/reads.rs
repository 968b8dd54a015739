//! Which fields a program reads.

use super::{Clause, Cond, Definition, FieldId, KindId, Origin, Path, Piece, Population, Program, Term, Type};

/// Of each kind, whether each field is read by anything that decides: conditions, terms, references that are followed
/// to them, populations, keys.
pub(crate) fn fields_read(program: &Program) -> Vec<Vec<bool>> {
    let of = |kind: &super::Kind| kind.fields.iter().map(|field| field.origin == Origin::Key).collect();
    let mut reads = Reads { program, read: program.kinds.iter().map(of).collect() };
    for (kind, declared) in (0u32..).map(KindId).zip(&program.kinds) {
        for field in &declared.fields {
            match &field.origin {
                Origin::Key | Origin::Data { .. } => {}
                Origin::Previous { owners, period, .. } => {
                    owners.iter().chain([period]).for_each(|field| {
                        reads.field(kind, *field);
                    });
                }
                Origin::Define(Definition::Cond(cond)) => reads.cond(cond, &[kind]),
                Origin::Define(Definition::Term(term)) => reads.term(term, &[kind]),
                Origin::Award { cases, .. } => cases.iter().for_each(|case| reads.cond(&case.when, &[kind])),
                Origin::Rank(rank) => rank.pieces().for_each(|piece| match piece {
                    Piece::Cond(cond) => reads.cond(cond, &[kind]),
                    Piece::Term(term) => reads.term(term, &[kind]),
                    Piece::Path(path) => reads.path(path, &[kind]),
                }),
            }
        }
    }
    program.clauses.iter().for_each(|clause| reads.clause(clause));
    for aggregate in &program.aggregates {
        reads.population(&aggregate.population);
        aggregate.value.iter().for_each(|value| reads.term(value, &[aggregate.population.kind]));
    }
    for criterion in &program.criteria {
        let hand: Vec<KindId> = criterion.for_each.iter().map(|each| each.kind).collect();
        for each in &criterion.for_each {
            each.filter.iter().for_each(|filter| reads.cond(filter, &[each.kind]));
        }
        reads.cond(&criterion.cond, &hand);
    }
    reads.read
}

struct Reads<'p> {
    program: &'p Program,
    read: Vec<Vec<bool>>,
}

impl Reads<'_> {
    /// Marks a field, and gives the kind that it refers to.
    fn field(&mut self, kind: KindId, field: FieldId) -> Option<KindId> {
        if let Some(read) = self.read.get_mut(kind.at()).and_then(|fields| fields.get_mut(field.at())) {
            *read = true;
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
            // These are looked at where they stand.
            Cond::Clause(_) | Cond::Meets(_) => {}
        }
    }

    fn term(&mut self, term: &Term, hand: &[KindId]) {
        match term {
            Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) | Term::Aggregate(_) => {}
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
