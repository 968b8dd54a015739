//! Partial evaluations that add up: records stay where they are, tallies travel.
//!
//! Contract. [`tally`] takes from the evaluation of one source what a report
//! without names asks of its records: counts, sums, extremes. [`merge`] adds up
//! what disjoint sources sent, in any order and any grouping, and [`report`]
//! makes of it the very report that one evaluation of all records together
//! gives with [`Listing::Counted`]. Whatever could make it another report is
//! refused: a program in which a record reads what is about all records, a
//! record that may belong to a group of another source, tallies of other
//! rules, sources that overlap. A file of tallies isn't trusted: its size and
//! its numbers are bounded before anything is added.
//!
//! No record and no name of one is in the tallies. What is: for each clause
//! and aggregate about all records its counts, sum or extremes (an extreme is
//! the value of some record), how many records have which verdict and which
//! award, how many records of each kind there are, and fingerprints of keys
//! (see [`SAMPLE`] and [`REFERRED`]). Two sources that share a record share its
//! fingerprint: of kinds that others refer to all are there; of others a
//! sample, in which an overlap of one in a hundred records of the larger source
//! goes unseen once in 29,000 times, and one of a single record mostly does. Who can guess a key can test
//! for it, unless the sources agreed on a secret.

mod data;
mod divide;
mod fingerprints;
mod merge;
mod refused;

use serde::{Deserialize, Serialize};

use crate::engine::{
    AggregateState, AwardCounts, ClauseCounts, Counted, EachCounts, Evaluation, Hand, Summation, evaluate_counted,
};
use crate::program::{KindId, Program, Summary};
use crate::report::{Listing, Report, report_listing};
use crate::roster::Builder;

pub use data::MAX_BYTES;
pub use divide::divisible;
pub use fingerprints::{Digest, REFERRED, SAMPLE, digest};
pub use merge::merge;
pub use refused::{Damage, Indivisible, Refused};

use divide::{each_criteria, shown_awards, whole_aggregates, whole_clauses};
use fingerprints::{KindMarks, Salt, marks};

/// The version of the serialised form.
pub const FORMAT: u32 = 1;

/// The most sources that are put together.
pub const MAX_SOURCES: usize = 10_000;

/// The longest name of a source, in characters.
pub const MAX_NAME: usize = 200;

/// The least length of a secret, in bytes.
pub const MIN_SECRET: usize = 16;

/// The tallies of one source, or of several put together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partial {
    /// [`FORMAT`].
    format: u32,
    /// Of what was evaluated.
    program: Digest,
    /// Where they come from, by name.
    sources: Vec<Source>,
    /// What was counted.
    counted: Counted,
}

/// Where tallies come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    name: String,
    /// Tells with which secret the fingerprints were made; none without one.
    secret: Option<Digest>,
    /// Of all records that aren't only looked up; none where there are no such records.
    data: Option<Digest>,
    /// By kind.
    kinds: Vec<KindMarks>,
}

impl Partial {
    /// The names of the sources.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().map(|source| source.name.as_str())
    }

    /// How many records of a kind there are in all sources.
    pub fn records(&self, kind: KindId) -> u64 {
        self.sources.iter().filter_map(|source| source.kinds.get(kind.at())).map(|marks| marks.records).sum()
    }
}

/// The tallies of a source, from its evaluation. With a secret, of [`MIN_SECRET`] bytes or more and the same for all
/// sources, nobody without it can test the fingerprints for a key.
///
/// # Errors
///
/// A program that can't be evaluated by parts, records that may belong to another source, a bad name or secret.
pub fn tally(evaluation: &Evaluation<'_>, source: &str, secret: Option<&[u8]>) -> Result<Partial, Refused> {
    let (program, roster) = (evaluation.program(), evaluation.roster());
    divisible(program)?;
    let name = source.trim().to_owned();
    if !is_name(&name) {
        return Err(Refused::BadName);
    }
    if secret.is_some_and(|secret| secret.len() < MIN_SECRET) {
        return Err(Refused::ShortSecret);
    }
    all_at_home(evaluation)?;
    let digest = digest(program)?;
    let salt = Salt::new(&digest, secret);
    let (kinds, data) = marks(program, roster, &salt);
    Ok(Partial {
        format: FORMAT,
        program: digest,
        sources: vec![Source { name, secret: salt.check(), data, kinds }],
        counted: counted(evaluation)?,
    })
}

/// The report of all sources together, which counts records and names none: the same as one evaluation of all their
/// records gives.
///
/// # Errors
///
/// Tallies of another program or damaged ones, or a number that grows past all bounds.
pub fn report(program: &Program, partial: &Partial) -> Result<Report, Refused> {
    data::fits(program, &digest(program)?, partial)?;
    let nobody = Builder::new(program).finish().map_err(|_| Refused::Damaged(Damage::Shape))?;
    let evaluation = evaluate_counted(program, &nobody, partial.counted.clone())?;
    Ok(report_listing(&evaluation, Listing::Counted))
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.trim() == name
        && name.chars().count() <= MAX_NAME
        && !name
            .chars()
            .any(|letter| letter.is_control() || matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}

/// Whether every record is in groups of its own source for certain.
fn all_at_home(evaluation: &Evaluation<'_>) -> Result<(), Refused> {
    let program = evaluation.program();
    let clauses = program.clauses.iter().map(|clause| (&clause.population, &clause.text));
    let aggregates = program.aggregates.iter().map(|aggregate| (&aggregate.population, &aggregate.text));
    for (population, text) in clauses.chain(aggregates) {
        let count = evaluation.strays(population);
        if let (true, Some(kind)) = (count > 0, program.kinds.get(population.kind.at())) {
            return Err(Refused::Astray { kind: kind.name.clone(), count, text: text.clone() });
        }
    }
    Ok(())
}

fn counted(evaluation: &Evaluation<'_>) -> Result<Counted, Refused> {
    let program = evaluation.program();
    let clauses = whole_clauses(program).map(|(clause, _)| ClauseCounts { clause, slots: evaluation.slots(clause) });
    let states = whole_aggregates(program).map(|(id, aggregate)| {
        let state = evaluation.summation(id, Hand::none()).ok_or(Refused::Overflow)?;
        Ok(AggregateState { aggregate: id, state: needed(aggregate.what, state) })
    });
    let criteria = each_criteria(program).map(|(criterion, _)| EachCounts {
        criterion,
        verdicts: evaluation.verdict_counts(criterion),
        holds: evaluation.holds_of_all(criterion),
    });
    let awards = shown_awards(program).map(|(kind, field, _)| AwardCounts {
        kind,
        field,
        labels: evaluation.label_counts(kind, field),
    });
    Ok(Counted {
        clauses: clauses.collect(),
        aggregates: states.collect::<Result<_, Refused>>()?,
        criteria: criteria.collect(),
        awards: awards.collect(),
    })
}

/// What an aggregate needs of its state: nothing else leaves the source, above all no record's own value.
fn needed(what: Summary, state: Summation) -> Summation {
    let counts = Summation {
        inside: state.inside,
        maybe: state.maybe,
        left_out: state.left_out,
        low_open: state.low_open,
        high_open: state.high_open,
        maybe_low_open: state.maybe_low_open,
        maybe_high_open: state.maybe_high_open,
        ..Summation::default()
    };
    match what {
        Summary::Number => counts,
        Summary::Total => Summation {
            low_sum: state.low_sum,
            high_sum: state.high_sum,
            maybe_low_sum: state.maybe_low_sum,
            maybe_high_sum: state.maybe_high_sum,
            ..counts
        },
        Summary::Least => Summation {
            low_extremes: state.low_extremes.map(|(least, _)| (least.clone(), least)),
            high_extremes: state.high_extremes.map(|(least, _)| (least.clone(), least)),
            maybe_least: state.maybe_least,
            ..counts
        },
        Summary::Greatest => Summation {
            low_extremes: state.low_extremes.map(|(_, greatest)| (greatest.clone(), greatest)),
            high_extremes: state.high_extremes.map(|(_, greatest)| (greatest.clone(), greatest)),
            maybe_greatest: state.maybe_greatest,
            ..counts
        },
        Summary::Average => state,
    }
}
