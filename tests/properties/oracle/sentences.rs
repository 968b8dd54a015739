//! Populations, clauses and aggregates: every filling is tried.

use super::counts::{Counts, Threshold};
use super::range::Range;
use super::{Kleene, Oracle, Record, Seen, and, not};
use tieuchi::exact::Exact;
use tieuchi::program::{
    AggregateId, Base, ClauseId, ClausePart, FieldId, Link, Missing, Population, Quantifier, Step, Summary,
};
use tieuchi::roster::Target;

impl Oracle<'_> {
    pub(super) fn linked(&self, record: Record, link: &Link, hand: &[Record]) -> Kleene {
        let held = hand[usize::from(link.hand)];
        let mut at = match self.follow(record, &link.via) {
            Ok(record) => record,
            Err(Target::Absent) => return Some(false),
            Err(_) => return None,
        };
        while at != held {
            let Some(parent) = link.under else { return Some(false) };
            at = match self.follow(at, &[parent]) {
                Ok(record) => record,
                Err(Target::Absent) => return Some(false),
                // Whoever is below can't be above: there are no circles.
                Err(_) => return if self.climbs(held, parent, at) { Some(false) } else { None },
            };
        }
        Some(true)
    }

    /// Whether one record is surely below another.
    pub(super) fn climbs(&self, mut from: Record, parent: FieldId, to: Record) -> bool {
        while let Ok(above) = self.follow(from, &[parent]) {
            if above == to {
                return true;
            }
            from = above;
        }
        false
    }

    /// Whether a record may be in a population only because a link is unknown.
    fn perhaps_linked(&self, record: Record, population: &Population, hand: &[Record]) -> bool {
        and(population.links.iter().map(|link| self.linked(record, link, hand))).is_none()
    }

    pub(super) fn member(&self, record: Record, population: &Population, hand: &[Record]) -> Kleene {
        let links: Vec<Kleene> = population.links.iter().map(|link| self.linked(record, link, hand)).collect();
        // Who is surely elsewhere is not looked at: a field that reads itself downwards ends here.
        if links.contains(&Some(false)) {
            return Some(false);
        }
        let filter = population.filter.as_ref().map_or(Some(true), |filter| self.truth(filter, &[record]));
        and(links.into_iter().chain([filter]))
    }

    /// What every part of a clause sees, part by part.
    pub fn seen(&self, id: ClauseId, hand: &[Record]) -> Vec<Vec<Seen>> {
        let clause = &self.program.clauses[id.at()];
        let kind = clause.population.kind;
        let mut parts: Vec<Vec<Seen>> = Vec::new();
        for part in &clause.parts {
            let mut seen = Vec::new();
            for row in self.rows(kind) {
                // A record that a part has left out is in no base of its tails.
                let of = |index: usize| &parts[index][row as usize];
                let perhaps = self.perhaps_linked((kind, row), &clause.population, hand);
                let look = |look: &dyn Fn() -> Kleene| {
                    if perhaps { self.perhaps_below(|step| tallies(step, id), look) } else { look() }
                };
                let member = match part.base {
                    Base::Population => look(&|| self.member((kind, row), &clause.population, hand)),
                    Base::Holding(index) => {
                        let outer = of(index as usize);
                        if outer.left_out { Some(false) } else { and([outer.member, outer.property]) }
                    }
                    Base::Rest => {
                        let outer = of(0);
                        if outer.left_out { Some(false) } else { and([outer.member, not(outer.property)]) }
                    }
                };
                let mut property = Some(true);
                let mut left_out = false;
                if member != Some(false) {
                    let holds = |cond| look(&|| self.truth(cond, &[(kind, row)]));
                    property = part.property.as_ref().map_or(Some(true), holds);
                    if property.is_none() {
                        match part.missing {
                            Missing::Unknown => {}
                            Missing::Failing => property = Some(false),
                            Missing::Passing => property = Some(true),
                            Missing::LeftOut => left_out = true,
                        }
                    }
                }
                seen.push(Seen { row, member, property, left_out });
            }
            parts.push(seen);
        }
        parts
    }

    pub fn clause(&self, id: ClauseId, hand: &[Record]) -> Kleene {
        if self.is_open(|step| tallies(step, id)) {
            return None;
        }
        let seen = self.seen(id, hand);
        let clause = &self.program.clauses[id.at()];
        let parts = clause.parts.iter().zip(&seen).map(|(part, seen)| self.part(part, seen, hand));
        let joint = self.joint(id, &seen, hand);
        and(parts.chain([joint]))
    }

    pub fn part(&self, part: &ClausePart, seen: &[Seen], hand: &[Record]) -> Kleene {
        let counts = Counts::of(seen);
        if counts.nobody_left() {
            return None;
        }
        let threshold = self.threshold(&part.quantifier, hand);
        counts.truth(&threshold)
    }

    /// Where the head is `all`, a tail of those that hold sees everybody.
    pub(super) fn joint(&self, id: ClauseId, seen: &[Vec<Seen>], hand: &[Record]) -> Kleene {
        let clause = &self.program.clauses[id.at()];
        if clause.parts[0].quantifier != Quantifier::All {
            return Some(true);
        }
        for (part, tail) in clause.parts.iter().zip(seen) {
            if part.base != Base::Holding(0) {
                continue;
            }
            let mut whole = Vec::new();
            for (head, own) in seen[0].iter().zip(tail) {
                if head.left_out || head.property == Some(false) || head.member == Some(false) {
                    continue;
                }
                whole.push(Seen { member: head.member, ..*own });
            }
            if self.part(part, &whole, hand) == Some(false) {
                return Some(false);
            }
        }
        Some(true)
    }

    pub fn aggregate(&self, id: AggregateId, hand: &[Record]) -> Range {
        if self.is_open(|step| sums(step, id)) {
            return Range::any();
        }
        let aggregate = &self.program.aggregates[id.at()];
        let kind = aggregate.population.kind;
        let mut inside = Vec::new();
        let mut maybe = Vec::new();
        for row in self.rows(kind) {
            let look = || {
                let member = self.member((kind, row), &aggregate.population, hand);
                let value = aggregate.value.as_ref().filter(|_| member != Some(false));
                (member, value.map_or_else(Range::any, |term| self.number(term, &[(kind, row)])))
            };
            let perhaps = self.perhaps_linked((kind, row), &aggregate.population, hand);
            let (member, value) = if perhaps { self.perhaps_below(|step| sums(step, id), look) } else { look() };
            if member == Some(false) {
                continue;
            }
            if aggregate.value.is_some() && aggregate.leave_out_missing && value.known().is_none() {
                continue;
            }
            if member == Some(true) { inside.push(value) } else { maybe.push(value) }
        }
        if aggregate.what == Summary::Average && !inside.is_empty() && !maybe.is_empty() {
            // A mean lies between the least and the greatest; that is all that is promised here.
            let all: Vec<&Range> = inside.iter().chain(&maybe).collect();
            let (least, greatest) = (taken(Summary::Least, &all), taken(Summary::Greatest, &all));
            return Range { low: least.low, high: greatest.high };
        }
        // Every way to choose among those that may be in.
        let mut found: Option<Range> = None;
        for chosen in 0..1u32 << maybe.len() {
            let with = maybe.iter().enumerate().filter(|(index, _)| chosen >> index & 1 == 1).map(|(_, value)| value);
            let values: Vec<&Range> = inside.iter().chain(with).collect();
            let here = taken(aggregate.what, &values);
            found = Some(match found {
                Some(found) => found.hull(here),
                None => here,
            });
        }
        found.expect("one way at least")
    }

    pub(super) fn threshold(&self, quantifier: &Quantifier, hand: &[Record]) -> Threshold {
        match quantifier {
            Quantifier::All => Threshold::All,
            Quantifier::No => Threshold::No,
            Quantifier::Count(bound, term) => Threshold::Count(*bound, self.number(term, hand)),
            Quantifier::Between(low, high) => Threshold::Between(self.number(low, hand), self.number(high, hand)),
            Quantifier::Share(bound, term) => Threshold::Share(*bound, self.number(term, hand)),
            Quantifier::Rounded(bound, term, how) => Threshold::Rounded(*bound, self.number(term, hand), *how),
        }
    }
}

/// What an aggregate over exactly these comes to.
pub(super) fn taken(what: Summary, values: &[&Range]) -> Range {
    let sum = || values.iter().fold(Range::whole(0), |sum, value| sum.add(value));
    match what {
        Summary::Number => Range::whole(values.len() as i64),
        Summary::Total => sum(),
        Summary::Average if values.is_empty() => Range::any(),
        Summary::Average => {
            let count = Exact::from(values.len() as u64);
            sum().map(|end| end.div(&count))
        }
        Summary::Least => {
            values.iter().copied().cloned().reduce(|one, other| one.smaller(&other)).unwrap_or_else(Range::any)
        }
        Summary::Greatest => {
            values.iter().copied().cloned().reduce(|one, other| one.greater(&other)).unwrap_or_else(Range::any)
        }
    }
}

/// Whether an upward step tallies a clause.
fn tallies(step: &Step, id: ClauseId) -> bool {
    matches!(step, Step::DeriveUpwards { clauses, .. } if clauses.contains(&id))
}

/// Whether an upward step tallies an aggregate.
fn sums(step: &Step, id: AggregateId) -> bool {
    matches!(step, Step::DeriveUpwards { aggregates, .. } if aggregates.contains(&id))
}
