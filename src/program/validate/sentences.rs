//! Populations, clauses, aggregates and criteria.

use super::texts::{filled, place, text};
use super::{Checker, Invalid, Sound, Within, each, each_numbered, need};
use crate::exact::Exact;
use crate::program::{
    Aggregate, Base, Bound, Clause, ClausePart, Criterion, KindId, Link, Population, Quantifier, Summary, Term,
};

/// The most records in hand.
const MAX_HAND: usize = 2;

impl Checker<'_> {
    pub(super) fn clause(&self, clause: &Clause) -> Sound {
        text(&clause.text).within("text")?;
        place(self.program, clause.place)?;
        self.population(&clause.population).within("population")?;
        let head = clause.parts.first().ok_or_else(|| Invalid::new("there is no head clause")).within("parts")?;
        each_numbered("parts", &clause.parts, |index, part| self.part(part, index, head, &clause.population))
    }

    fn part(&self, part: &ClausePart, index: usize, head: &ClausePart, population: &Population) -> Sound {
        text(&part.text).within("text")?;
        text(&part.property_text).within("property_text")?;
        place(self.program, part.place)?;
        let sound = match part.base {
            Base::Population => index == 0,
            Base::Holding(of) => (of as usize) < index,
            Base::Rest => index > 0 && head.property.is_some(),
        };
        need(sound, "the base is no earlier part").within("base")?;
        self.quantifier(&part.quantifier, part.property.is_some(), &population.hand).within("quantifier")?;
        match &part.property {
            Some(property) => self.cond(property, &[population.kind]).within("property"),
            None => Ok(()),
        }
    }

    fn quantifier(&self, quantifier: &Quantifier, property: bool, hand: &[KindId]) -> Sound {
        match quantifier {
            Quantifier::All => need(property, "there is nothing that all must have"),
            Quantifier::No => Ok(()),
            Quantifier::Count(_, term) => {
                count(term)?;
                self.number(term, hand)
            }
            Quantifier::Between(low, high) => {
                count(low)?;
                count(high)?;
                if let (Term::Number(low), Term::Number(high)) = (low, high) {
                    need(low <= high, "the lower number is above the upper one")?;
                }
                self.number(low, hand)?;
                self.number(high, hand)
            }
            Quantifier::Rounded(Bound::Exactly, ..) => Err(Invalid::new("a rounded share has a side")),
            Quantifier::Share(_, term) | Quantifier::Rounded(_, term, _) => {
                need(property, "there is nothing that a share must have")?;
                share(term)?;
                self.number(term, hand)
            }
        }
    }

    fn hand(&self, hand: &[KindId]) -> Sound {
        need(hand.len() <= MAX_HAND, "too many records in hand")?;
        hand.iter().try_for_each(|kind| self.kind(*kind).map(drop))?;
        need(hand.first() != hand.get(1) || hand.len() < 2, "two records of one kind are in hand")
    }

    fn population(&self, population: &Population) -> Sound {
        self.kind(population.kind).within("kind")?;
        self.hand(&population.hand).within("hand")?;
        each("links", &population.links, |link: &Link| self.link(link, population))?;
        match &population.filter {
            Some(filter) => self.cond(filter, &[population.kind]).within("filter"),
            None => Ok(()),
        }
    }

    fn link(&self, link: &Link, population: &Population) -> Sound {
        let held = population.hand.get(usize::from(link.hand)).copied();
        let held = held.ok_or_else(|| Invalid::new("there is no such record in hand")).within("hand")?;
        need(!link.via.is_empty(), "there is no reference to follow").within("via")?;
        let mut kind = population.kind;
        for field in &link.via {
            kind = self.target(kind, *field).within("via")?;
        }
        need(kind == held, "the references lead to another kind than the one in hand").within("via")?;
        match link.under {
            Some(parent) => self.parent(held, parent).within("under"),
            None => Ok(()),
        }
    }

    pub(super) fn aggregate(&self, aggregate: &Aggregate) -> Sound {
        text(&aggregate.text).within("text")?;
        place(self.program, aggregate.place)?;
        self.population(&aggregate.population).within("population")?;
        match (aggregate.what, &aggregate.value) {
            (Summary::Total | Summary::Average | Summary::Least | Summary::Greatest, Some(value)) => {
                self.number(value, &[aggregate.population.kind]).within("value")
            }
            (Summary::Number, None) => Ok(()),
            (Summary::Total | Summary::Average | Summary::Least | Summary::Greatest, None) => {
                Err(Invalid::new("there is nothing to take it of")).within("value")
            }
            (Summary::Number, Some(_)) => Err(Invalid::new("a number of records is of no value")).within("value"),
        }
    }

    pub(super) fn criterion(&self, criterion: &Criterion) -> Sound {
        filled(&criterion.id).within("id")?;
        text(&criterion.title).within("title")?;
        text(&criterion.text).within("text")?;
        place(self.program, criterion.place)?;
        self.cites(&criterion.cites)?;
        let hand: Vec<KindId> = criterion.for_each.iter().map(|each| each.kind).collect();
        self.hand(&hand).within("for_each")?;
        each("for_each", &criterion.for_each, |each| match &each.filter {
            Some(filter) => self.cond(filter, &[each.kind]).within("filter"),
            None => Ok(()),
        })?;
        self.cond(&criterion.cond, &hand).within("cond")
    }
}

/// Every constant that a threshold may come to is such a number.
fn constants(term: &Term, fits: fn(&Exact) -> bool, why: &'static str) -> Sound {
    match term {
        Term::Number(number) => need(fits(number), why),
        Term::Cases(cases, otherwise) => {
            cases.iter().try_for_each(|(_, value)| constants(value, fits, why))?;
            constants(otherwise, fits, why)
        }
        Term::OneOf(cases) => cases.iter().try_for_each(|(_, value)| constants(value, fits, why)),
        Term::Date(_)
        | Term::Label(..)
        | Term::Text(_)
        | Term::Field(_)
        | Term::Add(..)
        | Term::Sub(..)
        | Term::Mul(..)
        | Term::Div(..)
        | Term::Min(..)
        | Term::Max(..)
        | Term::Rounded(..)
        | Term::Aggregate(_)
        | Term::Shift(..)
        | Term::Elapsed(..) => Ok(()),
    }
}

fn count(term: &Term) -> Sound {
    constants(term, |number| number.is_integer() && !number.is_negative(), "the threshold is no count")
}

fn share(term: &Term) -> Sound {
    let fits = |number: &Exact| !number.is_negative() && *number <= Exact::from(1i64);
    constants(term, fits, "the threshold is no share from 0 to 1")
}
