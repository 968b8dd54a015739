//! Which programs can be evaluated by parts, and what of them is put together.
//!
//! What a source decides of a record must not depend on records of other
//! sources: a record may read its own group, but not the whole roster. What is
//! about the whole roster is added up and decided at the end.

use crate::engine::EvaluateError;
use crate::program::{
    Aggregate, AggregateId, Clause, ClauseId, Cond, CriterionId, Definition, FieldId, KindId, Name, Origin, Place,
    Population, Program, Quantifier, Term, Type, validate,
};

use super::refused::{Indivisible, Refused};

/// Whether a population is taken over the whole roster, whoever is in hand.
pub(super) fn is_whole(population: &Population) -> bool {
    population.links.is_empty()
}

/// The clauses that are about the whole roster.
pub(super) fn whole_clauses(program: &Program) -> impl Iterator<Item = (ClauseId, &Clause)> {
    (0u32..).map(ClauseId).zip(&program.clauses).filter(|(_, clause)| is_whole(&clause.population))
}

/// The aggregates that are over the whole roster.
pub(super) fn whole_aggregates(program: &Program) -> impl Iterator<Item = (AggregateId, &Aggregate)> {
    (0u32..).map(AggregateId).zip(&program.aggregates).filter(|(_, one)| is_whole(&one.population))
}

/// The criteria that are for each record of a kind.
pub(super) fn each_criteria(program: &Program) -> impl Iterator<Item = (CriterionId, KindId)> {
    let criteria = (0u32..).map(CriterionId).zip(&program.criteria);
    criteria.filter_map(|(id, criterion)| Some((id, criterion.for_each.first()?.kind)))
}

/// The awards that reports show, with how many labels their scale has.
pub(super) fn shown_awards(program: &Program) -> impl Iterator<Item = (KindId, FieldId, usize)> {
    (0u32..).map(KindId).zip(&program.kinds).flat_map(move |(kind, declared)| {
        let fields = (0u32..).map(FieldId).zip(&declared.fields).filter(|(_, field)| !field.private);
        fields.filter_map(move |(id, field)| match (&field.origin, field.ty) {
            (Origin::Award { .. }, Type::Label(set)) => {
                Some((kind, id, program.labels.get(set.at()).map_or(0, |set| set.labels.len())))
            }
            _ => None,
        })
    })
}

/// Of each kind, whether its records are only looked up: never counted, never a group, never decided upon. Such
/// a table may be the same in several sources.
pub(super) fn looked_up(program: &Program) -> Vec<bool> {
    let mut only = vec![true; program.kinds.len()];
    let mut counted = |kind: KindId| {
        if let Some(only) = only.get_mut(kind.at()) {
            *only = false;
        }
    };
    let clauses = program.clauses.iter().map(|clause| &clause.population);
    for population in clauses.chain(program.aggregates.iter().map(|aggregate| &aggregate.population)) {
        counted(population.kind);
        population.hand.iter().for_each(|kind| counted(*kind));
    }
    program.criteria.iter().flat_map(|criterion| &criterion.for_each).for_each(|each| counted(each.kind));
    for (kind, declared) in (0u32..).map(KindId).zip(&program.kinds) {
        if declared.fields.iter().any(|field| matches!(field.origin, Origin::Award { .. } | Origin::Rank(_))) {
            counted(kind);
        }
    }
    only
}

/// Of each kind, whether records of some kind refer to it.
pub(super) fn referred_to(program: &Program) -> Vec<bool> {
    let mut referred = vec![false; program.kinds.len()];
    for field in program.kinds.iter().flat_map(|kind| &kind.fields) {
        if let Type::Reference(to) = field.ty
            && let Some(referred) = referred.get_mut(to.at())
        {
            *referred = true;
        }
    }
    referred
}

/// Whether a program can be evaluated by parts.
///
/// # Errors
///
/// An unsound program; the first place where a record reads the whole roster, or a criterion is for each pair of records.
pub fn divisible(program: &Program) -> Result<(), Refused> {
    validate(program).map_err(EvaluateError::from)?;
    let mut walk = Walk { program, here: None, found: None };
    for (kind, declared) in (0u32..).map(KindId).zip(&program.kinds) {
        for field in &declared.fields {
            walk.here = field.place;
            match &field.origin {
                Origin::Key | Origin::Data { .. } => {}
                Origin::Previous { .. } => {
                    walk.note(Indivisible::Series, declared.name.shown(program.language), walk.here);
                }
                Origin::Define(Definition::Cond(cond)) => walk.cond(cond, &[kind]),
                Origin::Define(Definition::Term(term)) => walk.term(term, &[kind]),
                Origin::Award { cases, .. } => cases.iter().for_each(|case| walk.cond(&case.when, &[kind])),
                Origin::Rank(_) => {
                    let name = |name: &Name| name.shown(program.language).to_owned();
                    let text = format!("{}.{}", name(&declared.name), name(&field.name));
                    walk.note(Indivisible::Ranks, &text, field.place);
                }
            }
        }
    }
    for clause in &program.clauses {
        walk.here = clause.place;
        walk.filter(&clause.population);
        for part in &clause.parts {
            part.property.iter().for_each(|property| walk.cond(property, &[clause.population.kind]));
            let hand = &clause.population.hand;
            match &part.quantifier {
                Quantifier::All | Quantifier::No => {}
                Quantifier::Count(_, one) | Quantifier::Share(_, one) | Quantifier::Rounded(_, one, _) => {
                    walk.term(one, hand)
                }
                Quantifier::Between(low, high) => {
                    walk.term(low, hand);
                    walk.term(high, hand);
                }
            }
        }
    }
    for aggregate in &program.aggregates {
        walk.here = aggregate.place;
        walk.filter(&aggregate.population);
        aggregate.value.iter().for_each(|value| walk.term(value, &[aggregate.population.kind]));
    }
    for criterion in &program.criteria {
        walk.here = criterion.place;
        let hand: Vec<KindId> = criterion.for_each.iter().map(|each| each.kind).collect();
        if hand.len() > 1 {
            walk.note(Indivisible::Pairs, &criterion.text, criterion.place);
        }
        for each in &criterion.for_each {
            each.filter.iter().for_each(|filter| walk.cond(filter, &[each.kind]));
        }
        walk.cond(&criterion.cond, &hand);
    }
    walk.found.map_or(Ok(()), Err)
}

/// Looks for what a record reads of the whole roster. Nesting is bounded by validation.
struct Walk<'p> {
    program: &'p Program,
    /// Where what is walked stands.
    here: Option<Place>,
    found: Option<Refused>,
}

impl Walk<'_> {
    fn note(&mut self, why: Indivisible, text: &str, place: Option<Place>) {
        if self.found.is_none() {
            let at = place.or(self.here).and_then(|at| Some((self.program.files.get(at.file as usize)?, at.line)));
            let at = at.map(|(file, line)| format!("{file}:{line}"));
            self.found = Some(Refused::Indivisible { why, text: text.to_owned(), at });
        }
    }

    fn filter(&mut self, population: &Population) {
        population.filter.iter().for_each(|filter| self.cond(filter, &[population.kind]));
    }

    /// A condition with records of these kinds in hand.
    fn cond(&mut self, cond: &Cond, hand: &[KindId]) {
        match cond {
            Cond::Test(_) | Cond::Presence(..) => {}
            Cond::Compare(one, _, other) => {
                self.term(one, hand);
                self.term(other, hand);
            }
            Cond::Not(inner) => self.cond(inner, hand),
            Cond::List(list) => list.parts.iter().for_each(|part| self.cond(&part.cond, hand)),
            Cond::Clause(id) => {
                let clause = self.program.clauses.get(id.at()).filter(|clause| is_whole(&clause.population));
                if let Some(clause) = clause.filter(|_| !hand.is_empty()) {
                    self.note(Indivisible::ReadsAll, &clause.text, clause.place);
                }
            }
            Cond::Meets(id) => {
                let Some(criterion) = self.program.criteria.get(id.at()) else { return };
                let own =
                    !criterion.for_each.is_empty() && criterion.for_each.iter().all(|each| hand.contains(&each.kind));
                if !hand.is_empty() && !own {
                    self.note(Indivisible::AsksAll, &criterion.id, None);
                }
            }
        }
    }

    fn term(&mut self, term: &Term, hand: &[KindId]) {
        match term {
            Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) | Term::Field(_) => {}
            Term::Add(one, other)
            | Term::Sub(one, other)
            | Term::Mul(one, other)
            | Term::Div(one, other)
            | Term::Min(one, other)
            | Term::Max(one, other)
            | Term::Elapsed(_, one, other) => {
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
                for (cond, term) in cases {
                    self.cond(cond, hand);
                    self.term(term, hand);
                }
            }
            Term::Aggregate(id) => {
                let one = self.program.aggregates.get(id.at()).filter(|one| is_whole(&one.population));
                if let Some(one) = one.filter(|_| !hand.is_empty()) {
                    self.note(Indivisible::ReadsAll, &one.text, one.place);
                }
            }
        }
    }
}
