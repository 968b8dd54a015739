//! Explanations of quantified sentences: counts, shares, witnesses, what is lacking.

use crate::engine::{Counts, Hand, Interval, Threshold, Truth, attainable};
use crate::exact::{Exact, Rounding};
use crate::program::{Base, Bound, Clause, ClauseId, ClausePart, Cond, KindId, Missing, Path, Population, Term};

use super::closest::closest;
use super::share::percent;
use super::shortfall::{Demand, Direction, required, shortfall};
use super::values::{Explainer, range};
use super::{
    BaseReport, BoundReport, ClauseReport, DemandReport, Listing, MissingReport, Named, PartReport, PopulationReport,
    Required, RoundedReport, ShareReport, Side, Value, Witness,
};

/// The most records whose distance to a property is measured.
const MAX_MEASURED: u64 = 100_000;

/// The most fields whose values stand with each record.
const MAX_READS: usize = 8;

/// Who stands against a clause: those that fail where more are asked for, those that hold where fewer are.
#[derive(Clone, Copy)]
pub(super) struct Sides {
    pub failing: bool,
    pub holding: bool,
}

impl Explainer<'_> {
    /// Explains a clause for the records in hand.
    pub fn clause(&self, id: ClauseId, hand: Hand) -> ClauseReport {
        let Some(clause) = self.program.clauses.get(id.at()) else {
            let kind = self.kind(KindId(u32::MAX));
            return ClauseReport { text: String::new(), kind, parts: Vec::new() };
        };
        let counts = self.evaluation.counts(id, hand);
        let parts = counts.iter().enumerate().zip(&clause.parts);
        let parts = parts.map(|((number, counts), part)| {
            let judged = self.evaluation.judged(id, number, hand);
            let threshold = self.evaluation.threshold(id, number, hand);
            let threshold = if self.tells_threshold(part, hand) { unsaid(&threshold) } else { threshold };
            let place = Place { id, number, hand };
            self.part(clause, part, place, counts, judged, &threshold)
        });
        ClauseReport { text: clause.text.clone(), kind: self.kind(clause.population.kind), parts: parts.collect() }
    }

    /// Whether a threshold would tell a private value.
    fn tells_threshold(&self, part: &ClausePart, hand: Hand) -> bool {
        let kinds: Vec<KindId> = hand.records().map(|(kind, _)| kind).collect();
        part.quantifier.terms().any(|term| self.tells_private(term, &kinds))
    }

    fn part(
        &self,
        clause: &Clause,
        part: &ClausePart,
        place: Place,
        counts: &Counts,
        (truth, deciding): (Truth, Counts),
        threshold: &Threshold,
    ) -> PartReport {
        let demand = demand(threshold);
        let lacking = demand.as_ref().filter(|_| !truth.is_yes()).and_then(|demand| match (&part.property, demand) {
            // Where being there is enough, whoever comes in has what is asked.
            (None, Demand::Count(..) | Demand::Between(..)) => {
                shortfall(&Counts { in_fails: u64::from(u32::MAX), ..deciding }, demand)
            }
            (_, demand) => shortfall(&deciding, demand),
        });
        let settled = counts.maybe() == 0 && counts.left_out == 0;
        let needed = demand.as_ref().filter(|_| settled).and_then(|demand| {
            let base = counts.inside();
            let (low, high) = required(base, demand)?;
            Some(Required { at_least: (low > 0).then_some(low), at_most: (high < base).then_some(high) })
        });
        let paths = part.property.as_ref().map_or_else(Vec::new, paths);
        let direction = lacking.map(|lacking| lacking.direction);
        let witnesses = self.witnesses(&clause.population, part, place, counts, sides(threshold, direction), &paths);
        let in_hand = Hand::one(clause.population.kind, 0);
        let near = match (&part.property, direction) {
            (Some(property), Some(Direction::More)) if truth.is_no() => {
                closest(self, property, clause.population.kind, &witnesses.failing)
            }
            _ => Vec::new(),
        };
        PartReport {
            text: part.text.clone(),
            property: part.property_text.clone(),
            letter: part.letter,
            base: match part.base {
                Base::Population => BaseReport::Population,
                Base::Holding(number) => BaseReport::OfWhich(number),
                Base::Rest => BaseReport::OfTheRest,
            },
            demand: shown_demand(threshold),
            truth,
            counts: *counts,
            missing: match part.missing {
                Missing::Unknown => MissingReport::Unknown,
                Missing::Failing => MissingReport::Failing,
                Missing::Passing => MissingReport::Passing,
                Missing::LeftOut => MissingReport::LeftOut,
            },
            required: needed,
            share: share(counts, threshold),
            population: match (counts.inside(), counts.all()) {
                (_, 0) => PopulationReport::Empty,
                (0, _) => PopulationReport::MayBeEmpty,
                (_, _) => PopulationReport::Somebody,
            },
            shortfall: lacking,
            closest: near
                .into_iter()
                .map(|mut one| {
                    one.report.values = self.values(&paths, Hand::one(clause.population.kind, one.row));
                    one.report
                })
                .collect(),
            reads: paths.iter().map(|path| self.path(path, in_hand)).collect::<Vec<Named>>(),
            against_more: witnesses.against.more(),
            against: witnesses.against.listed,
            unknown_more: witnesses.unknown.more(),
            unknown: witnesses.unknown.listed,
            maybe_more: witnesses.maybe.more(),
            maybe: witnesses.maybe.listed,
        }
    }

    fn witnesses(
        &self,
        population: &Population,
        part: &ClausePart,
        place: Place,
        counts: &Counts,
        sides: Sides,
        paths: &[Path],
    ) -> Witnesses {
        let against = if sides.failing { counts.in_fails } else { 0 } + if sides.holding { counts.in_holds } else { 0 };
        let most = self.listing.most();
        let mut found = Witnesses {
            against: List::of(against, most),
            unknown: List::of(counts.in_unknown + counts.maybe_unknown, most),
            maybe: List::of(counts.maybe(), most),
            failing: Vec::new(),
        };
        if self.listing == Listing::Counted {
            return Witnesses::default();
        }
        if found.is_full() {
            return found;
        }
        let measured = counts.in_fails <= MAX_MEASURED;
        for row in self.evaluation.candidates(population, place.hand) {
            if found.is_full() && !(measured && (found.failing.len() as u64) < counts.in_fails) {
                break;
            }
            let (member, property) = self.evaluation.marks(place.id, place.number, place.hand, row);
            let in_question = property.is_unknown() || member.is_unknown();
            let stands = (property.is_no() && sides.failing) || (property.is_yes() && sides.holding);
            if member.is_no() || !(in_question || stands) {
                continue;
            }
            let record = Hand::one(population.kind, row);
            let witness = || Witness {
                id: self.id(population.kind, row),
                member,
                values: self.values(paths, record),
                open: Vec::new(),
            };
            if member.is_yes() && stands {
                if property.is_no() && measured {
                    found.failing.push(row);
                }
                found.against.offer(witness);
                continue;
            }
            if found.maybe.is_full() && found.unknown.is_full() {
                continue;
            }
            let mut witness = witness();
            let mut cells = self.evaluation.unknown_membership(population, place.hand, row, usize::MAX);
            if property.is_unknown()
                && let Some(property) = &part.property
            {
                cells.extend(self.evaluation.unknowns(property, record, usize::MAX));
            }
            let mut seen = std::collections::HashSet::new();
            cells.retain(|cell| seen.insert(*cell));
            witness.open = self.gaps(&cells);
            if member.is_unknown() {
                found.maybe.offer(|| witness.clone());
            }
            if property.is_unknown() {
                found.unknown.offer(|| witness);
            }
        }
        found
    }

    fn values(&self, paths: &[Path], hand: Hand) -> Vec<Value> {
        paths.iter().map(|path| self.value(path, hand)).collect()
    }
}

/// Which clause part, with which records in hand.
#[derive(Clone, Copy)]
struct Place {
    id: ClauseId,
    number: usize,
    hand: Hand,
}

#[derive(Default)]
struct Witnesses {
    against: List,
    unknown: List,
    maybe: List,
    /// Rows of those against that fail the property, where they aren't too many to be measured.
    failing: Vec<u32>,
}

impl Witnesses {
    fn is_full(&self) -> bool {
        self.against.is_full() && self.unknown.is_full() && self.maybe.is_full()
    }
}

/// Records that stand in a list, and how many there are in all.
#[derive(Default)]
struct List {
    listed: Vec<Witness>,
    all: u64,
    most: usize,
}

impl List {
    fn of(all: u64, most: usize) -> List {
        List { listed: Vec::new(), all, most }
    }

    /// Whether all are listed that are to be.
    fn is_full(&self) -> bool {
        self.listed.len() as u64 >= self.all.min(self.most as u64)
    }

    fn offer(&mut self, witness: impl FnOnce() -> Witness) {
        if self.listed.len() < self.most {
            self.listed.push(witness());
        }
    }

    fn more(&self) -> u64 {
        self.all.saturating_sub(self.listed.len() as u64)
    }
}

/// A threshold as a demand, where it is settled.
fn demand(threshold: &Threshold) -> Option<Demand> {
    Some(match threshold {
        Threshold::All => Demand::All,
        Threshold::No => Demand::No,
        Threshold::Count(bound, k) => Demand::Count(*bound, k.known()?.clone()),
        Threshold::Between(low, high) => Demand::Between(low.known()?.clone(), high.known()?.clone()),
        Threshold::Share(bound, share) => Demand::Share(*bound, share.known()?.clone()),
        Threshold::Rounded(bound, share, how) => Demand::Rounded(*bound, share.known()?.clone(), *how),
    })
}

/// In which direction a part is off that doesn't hold, where it can be said.
pub(super) fn demand_direction(threshold: &Threshold, truth: Truth, deciding: &Counts) -> Option<Direction> {
    let demand = demand(threshold).filter(|_| !truth.is_yes())?;
    shortfall(deciding, &demand).map(|lacking| lacking.direction)
}

/// A threshold that must not be said: it may be anything, and nothing follows from it.
fn unsaid(threshold: &Threshold) -> Threshold {
    match threshold {
        Threshold::All => Threshold::All,
        Threshold::No => Threshold::No,
        Threshold::Count(bound, _) => Threshold::Count(*bound, Interval::any()),
        Threshold::Share(bound, _) => Threshold::Share(*bound, Interval::any()),
        Threshold::Rounded(bound, _, how) => Threshold::Rounded(*bound, Interval::any(), *how),
        Threshold::Between(..) => Threshold::Between(Interval::any(), Interval::any()),
    }
}

pub(super) fn sides(threshold: &Threshold, direction: Option<Direction>) -> Sides {
    let one_sided = |bound: &Bound| match bound {
        Bound::AtLeast | Bound::MoreThan => Some(Sides { failing: true, holding: false }),
        Bound::AtMost | Bound::LessThan => Some(Sides { failing: false, holding: true }),
        Bound::Exactly => None,
    };
    let fixed = match threshold {
        Threshold::All => Some(Sides { failing: true, holding: false }),
        Threshold::No => Some(Sides { failing: false, holding: true }),
        Threshold::Count(bound, _) | Threshold::Share(bound, _) | Threshold::Rounded(bound, ..) => one_sided(bound),
        Threshold::Between(..) => None,
    };
    // Where a number must lie between two, it depends on which side it is.
    fixed.unwrap_or(match direction {
        Some(Direction::More) => Sides { failing: true, holding: false },
        Some(Direction::Fewer) => Sides { failing: false, holding: true },
        Some(Direction::Either) => Sides { failing: true, holding: true },
        None => Sides { failing: false, holding: false },
    })
}

fn shown_demand(threshold: &Threshold) -> DemandReport {
    let bound = |bound: Bound, share: bool, threshold: &Interval, rounded: Option<Rounding>| {
        let side = match bound {
            Bound::AtLeast => Side::AtLeast,
            Bound::MoreThan => Side::MoreThan,
            Bound::AtMost => Side::AtMost,
            Bound::LessThan => Side::LessThan,
            Bound::Exactly => Side::Exactly,
        };
        let rounded = rounded.map(|how| match how {
            Rounding::Down => RoundedReport::Down,
            Rounding::Up => RoundedReport::Up,
            Rounding::Nearest => RoundedReport::Nearest,
        });
        DemandReport::Bound(BoundReport { side, share, threshold: range(threshold.clone()), rounded })
    };
    match threshold {
        Threshold::All => DemandReport::All,
        Threshold::No => DemandReport::No,
        Threshold::Count(side, k) => bound(*side, false, k, None),
        Threshold::Share(side, share) => bound(*side, true, share, None),
        Threshold::Rounded(side, share, how) => bound(*side, true, share, Some(*how)),
        Threshold::Between(low, high) => DemandReport::Between { low: range(low.clone()), high: range(high.clone()) },
    }
}

fn share(counts: &Counts, threshold: &Threshold) -> Option<ShareReport> {
    let (low, high) = attainable(counts)?;
    let marks: Vec<&Exact> = match threshold {
        Threshold::Share(_, share) | Threshold::Rounded(_, share, _) => share.low.iter().chain(&share.high).collect(),
        Threshold::All | Threshold::No | Threshold::Count(..) | Threshold::Between(..) => Vec::new(),
    };
    let (low_shown, high_shown) = (percent(&low, &marks), percent(&high, &marks));
    Some(ShareReport { low, high, low_shown, high_shown })
}

/// The fields that a property reads of its record, each once, in the order of reading.
fn paths(property: &Cond) -> Vec<Path> {
    let mut found = Vec::new();
    collect(property, &mut found);
    found.truncate(MAX_READS);
    found
}

fn collect(cond: &Cond, found: &mut Vec<Path>) {
    let mut note = |path: &Path| {
        if !found.contains(path) {
            found.push(path.clone());
        }
    };
    match cond {
        Cond::Test(test) => note(&test.path),
        Cond::Presence(path, _) => note(path),
        Cond::Compare(left, _, right) => {
            collect_term(left, &mut note);
            collect_term(right, &mut note);
        }
        Cond::Not(inner) => collect(inner, found),
        Cond::List(list) => list.parts.iter().for_each(|part| collect(&part.cond, found)),
        Cond::Clause(_) | Cond::Meets(_) => {}
    }
}

fn collect_term(term: &Term, note: &mut impl FnMut(&Path)) {
    match term {
        Term::Field(path) => note(path),
        Term::Add(a, b)
        | Term::Sub(a, b)
        | Term::Mul(a, b)
        | Term::Div(a, b)
        | Term::Min(a, b)
        | Term::Max(a, b)
        | Term::Elapsed(_, a, b) => {
            collect_term(a, note);
            collect_term(b, note);
        }
        Term::Rounded(inner, _, _) | Term::Shift(inner, _, _) => collect_term(inner, note),
        Term::Cases(cases, otherwise) => {
            cases.iter().for_each(|(_, value)| collect_term(value, note));
            collect_term(otherwise, note);
        }
        Term::OneOf(cases) => cases.iter().for_each(|(_, value)| collect_term(value, note)),
        Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) | Term::Aggregate(_) => {}
    }
}
