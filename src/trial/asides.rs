//! What stands beside conditions: who is counted among, and the cases of thresholds.

use crate::program::{Aggregate, AggregateId, Base, Clause, Cond, KindId, Place, Population, Term};
use crate::syntax::tree::Aside;

use super::sites::{Guard, Key, Site, Sites, What};

/// Where something stands beside a condition.
#[derive(Debug, Clone)]
pub(super) struct Beside<'p> {
    pub key: Key,
    pub lettered: bool,
    /// The kinds in hand.
    pub kinds: Vec<KindId>,
    pub guard: Guard<'p>,
    /// In the rules' words.
    pub text: &'p str,
    pub place: Option<Place>,
}

impl<'p> Beside<'p> {
    pub fn of(site: &Site<'p>) -> Beside<'p> {
        let (key, kinds) = (site.key.clone(), site.kinds.clone());
        Beside { key, lettered: site.lettered, kinds, guard: site.guard, text: site.text, place: site.place }
    }

    /// The same with other records in hand, all of a kind.
    fn each(&self, kind: KindId) -> Beside<'p> {
        Beside { kinds: vec![kind], guard: Guard::None, ..self.clone() }
    }

    fn said(&self, text: &'p str, place: Option<Place>) -> Beside<'p> {
        Beside { text, place: place.or(self.place), ..self.clone() }
    }
}

/// Who has the property that is asked for: the records that a part of a sentence counts.
pub(super) fn counted(clause: &Clause, base: Base) -> Guard<'_> {
    match &clause.population.filter {
        Some(filter) if base == Base::Population => Guard::Filter(filter),
        Some(_) | None => Guard::None,
    }
}

impl<'p> Sites<'p> {
    /// Adds a place beside a condition, numbered behind those that stand there already.
    fn aside(&mut self, at: &Beside<'p>, number: fn(u32) -> Aside, what: What<'p>) {
        let own = self.all.iter().rev().take_while(|site| site.key.owner == at.key.owner);
        let there: Vec<&Key> = own.map(|site| &site.key).collect();
        let taken = |key: &Key| there.contains(&key);
        let keys = (0u32..).map(|place| Key { aside: Some(number(place)), ..at.key.clone() });
        let Some(key) = keys.into_iter().find(|key| !taken(key)) else { return };
        let (kinds, guard) = (at.kinds.clone(), at.guard);
        self.all.push(Site { key, what, kinds, guard, lettered: at.lettered, text: at.text, place: at.place });
    }

    /// A `where`, which is asked of every record of a kind.
    pub fn filter(&mut self, at: &Beside<'p>, kind: KindId, filter: &'p Cond) {
        let at = at.each(kind);
        self.aside(&at, Aside::Where, What::Cond(filter));
        self.deep(&at, filter);
    }

    /// The `where` of those whom a sentence is about.
    pub fn population(&mut self, at: &Beside<'p>, clause: &'p Clause) {
        self.among(&at.said(&clause.text, clause.place), &clause.population);
    }

    fn among(&mut self, at: &Beside<'p>, population: &'p Population) {
        if let Some(filter) = &population.filter {
            self.filter(at, population.kind, filter);
        }
    }

    /// What stands beside a number or another value that something is compared with: its cases, and what is taken over
    /// records in it.
    pub fn term(&mut self, at: &Beside<'p>, term: &'p Term) {
        for group in cases(term) {
            let mut earlier = Vec::new();
            for cond in group {
                self.aside(at, Aside::When, What::Case(earlier.clone(), cond));
                self.deep(at, cond);
                earlier.push(cond);
            }
        }
        self.aggregates(at, term);
    }

    /// The `where` of whatever is taken over records in a term.
    pub fn aggregates(&mut self, at: &Beside<'p>, term: &'p Term) {
        let mut found: Vec<AggregateId> = Vec::new();
        each_term(term, &mut |term| {
            if let Term::Aggregate(id) = term {
                found.push(*id);
            }
        });
        for id in found {
            let Some(aggregate): Option<&'p Aggregate> = self.program().aggregates.get(id.at()) else { continue };
            let at = at.said(&aggregate.text, aggregate.place);
            self.among(&at, &aggregate.population);
            if let Some(value) = &aggregate.value {
                self.term(&at.each(aggregate.population.kind), value);
            }
        }
    }

    /// What stands beside all that a condition is made of, where its parts are no places of their own.
    fn deep(&mut self, at: &Beside<'p>, cond: &'p Cond) {
        match cond {
            Cond::List(list) => list.parts.iter().for_each(|part| self.deep(at, &part.cond)),
            Cond::Not(inner) => self.deep(at, inner),
            Cond::Compare(left, _, right) => {
                self.term(at, left);
                self.term(at, right);
            }
            Cond::Clause(id) => {
                let Some(clause): Option<&'p Clause> = self.program().clauses.get(id.at()) else { return };
                self.population(at, clause);
                for part in &clause.parts {
                    part.quantifier.terms().for_each(|term| self.term(at, term));
                    if let Some(property) = &part.property {
                        let inner = Beside { guard: counted(clause, part.base), ..at.each(clause.population.kind) };
                        self.deep(&inner, property);
                    }
                }
            }
            Cond::Test(_) | Cond::Presence(..) | Cond::Meets(_) => {}
        }
    }
}

/// Looks at a term and all terms in it, in the order of the text.
fn each_term<'p>(term: &'p Term, see: &mut dyn FnMut(&'p Term)) {
    see(term);
    match term {
        Term::Cases(list, otherwise) => {
            list.iter().for_each(|(_, term)| each_term(term, see));
            each_term(otherwise, see);
        }
        Term::OneOf(list) => list.iter().for_each(|(_, term)| each_term(term, see)),
        Term::Add(a, b)
        | Term::Sub(a, b)
        | Term::Mul(a, b)
        | Term::Div(a, b)
        | Term::Min(a, b)
        | Term::Max(a, b)
        | Term::Elapsed(_, a, b) => {
            each_term(a, see);
            each_term(b, see);
        }
        Term::Rounded(inner, ..) | Term::Shift(inner, ..) => each_term(inner, see),
        Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) | Term::Field(_) | Term::Aggregate(_) => {}
    }
}

/// The conditions of the cases of a term, group by group in the order of the text.
pub(super) fn cases(term: &Term) -> Vec<Vec<&Cond>> {
    let mut groups = Vec::new();
    each_term(term, &mut |term| {
        if let Term::Cases(list, _) | Term::OneOf(list) = term {
            groups.push(list.iter().map(|(cond, _)| cond).collect());
        }
    });
    groups
}
