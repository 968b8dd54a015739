//! Tallies as RON and JSON. What is read isn't trusted: its length is bounded, it is of [`FORMAT`], and its numbers
//! are held against the program and the numbers of records before they are used.

use ron::extensions::Extensions;
use serde::Deserialize;

use crate::engine::{Counted, Counts, LabelCounts, Summation, VerdictCounts, slots};
use crate::program::{KindId, Program};
use crate::roster::MAX_RECORDS;

use super::divide::{each_criteria, shown_awards, whole_aggregates, whole_clauses};
use super::fingerprints::{Digest, KindMarks, digest, limits};
use super::refused::{Damage, Refused};
use super::{FORMAT, MAX_SOURCES, Partial, Source, is_name};

/// The longest file of tallies that is read, in bytes.
pub const MAX_BYTES: usize = 256 << 20;

/// The version alone, whatever else there is.
#[derive(Deserialize)]
#[serde(rename = "Partial")]
struct Version {
    format: u32,
}

impl Partial {
    /// Reads tallies in RON and holds them against a program.
    ///
    /// # Errors
    ///
    /// A damaged file, another version, tallies by other rules.
    pub fn from_ron(program: &Program, text: &str) -> Result<Partial, Refused> {
        let options = ron::Options::default().without_default_extension(Extensions::all());
        let found = |text: &str| {
            options.from_str(text).map_err(|error| Refused::Shape {
                line: error.span.start.line,
                column: error.span.start.col,
                reason: error.code.to_string(),
            })
        };
        read(program, text, found, |text| options.from_str(text).ok())
    }

    /// Reads tallies in JSON and holds them against a program.
    ///
    /// # Errors
    ///
    /// As [`from_ron`](Self::from_ron).
    pub fn from_json(program: &Program, text: &str) -> Result<Partial, Refused> {
        let found = |text: &str| {
            serde_json::from_str(text).map_err(|error| Refused::Shape {
                line: error.line(),
                column: error.column(),
                reason: error.to_string(),
            })
        };
        read(program, text, found, |text| serde_json::from_str(text).ok())
    }

    /// The tallies in RON.
    ///
    /// # Errors
    ///
    /// None that is known of: that the notation can't say them.
    pub fn to_ron(&self) -> Result<String, Refused> {
        let style = ron::ser::PrettyConfig::new().new_line("\n").indentor("  ").depth_limit(5);
        let written = ron::Options::default().to_string_pretty(self, style);
        written.map_err(|error| Refused::Unwritable(error.to_string()))
    }

    /// The tallies in JSON.
    ///
    /// # Errors
    ///
    /// As [`to_ron`](Self::to_ron).
    pub fn to_json(&self) -> Result<String, Refused> {
        serde_json::to_string(self).map_err(|error| Refused::Unwritable(error.to_string()))
    }
}

fn read(
    program: &Program,
    text: &str,
    parse: impl Fn(&str) -> Result<Partial, Refused>,
    version: impl Fn(&str) -> Option<Version>,
) -> Result<Partial, Refused> {
    if text.len() > MAX_BYTES {
        return Err(Refused::TooLong(text.len()));
    }
    let found = parse(text);
    // Another version may have other fields: that it is another one is the better reason.
    let format = found.as_ref().map_or_else(|_| version(text).map(|other| other.format), |found| Some(found.format));
    if let Some(format) = format.filter(|format| *format != FORMAT) {
        return Err(Refused::Format(format));
    }
    let partial = found?;
    fits(program, &digest(program)?, &partial)?;
    Ok(partial)
}

/// Whether tallies are those of a program, of which this is the digest, and such as records can have.
pub(super) fn fits(program: &Program, digest: &Digest, partial: &Partial) -> Result<(), Refused> {
    if partial.format != FORMAT {
        return Err(Refused::Format(partial.format));
    }
    if partial.program != *digest {
        return Err(Refused::OtherProgram);
    }
    if partial.sources.len() > MAX_SOURCES {
        return Err(Refused::TooManySources);
    }
    sources(program, &partial.sources).and_then(|()| numbers(program, partial)).map_err(Refused::Damaged)
}

fn need(holds: bool, otherwise: Damage) -> Result<(), Damage> {
    if holds { Ok(()) } else { Err(otherwise) }
}

fn ascending<T: PartialOrd>(items: &[T]) -> bool {
    items.iter().zip(items.iter().skip(1)).all(|(one, next)| one < next)
}

fn sources(program: &Program, sources: &[Source]) -> Result<(), Damage> {
    let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
    need(names.iter().all(|name| is_name(name)) && ascending(&names), Damage::Names)?;
    let limits = limits(program);
    for source in sources {
        need(source.kinds.len() == program.kinds.len(), Damage::Shape)?;
        for (marks, limit) in source.kinds.iter().zip(&limits) {
            need(marks.records <= MAX_RECORDS, Damage::Counts)?;
            need(marked(marks, *limit), Damage::Fingerprints)?;
        }
    }
    Ok(())
}

fn marked(marks: &KindMarks, limit: usize) -> bool {
    let keys = marks.keys.len();
    let all = keys <= limit && u64::try_from(keys).is_ok_and(|keys| keys <= marks.records);
    all && ascending(&marks.keys) && (marks.contents.is_empty() || marks.contents.len() == keys)
}

/// Every number is at most a number of records, and these are bounded: sums of many sources can't overflow.
fn numbers(program: &Program, partial: &Partial) -> Result<(), Damage> {
    let Counted { clauses, aggregates, criteria, awards } = &partial.counted;
    let records = |kind: KindId| partial.records(kind);
    let mut whole = whole_clauses(program);
    for found in clauses {
        let (id, clause) = whole.next().ok_or(Damage::Shape)?;
        need(found.clause == id && found.slots.len() == slots(clause), Damage::Shape)?;
        let most = records(clause.population.kind);
        need(found.slots.iter().all(|counts| counted(counts).is_some_and(|all| all <= most)), Damage::Counts)?;
    }
    let mut taken = whole_aggregates(program);
    for found in aggregates {
        let (id, aggregate) = taken.next().ok_or(Damage::Shape)?;
        need(found.aggregate == id, Damage::Shape)?;
        summed(&found.state, records(aggregate.population.kind))?;
    }
    let mut each = each_criteria(program);
    for found in criteria {
        let (id, kind) = each.next().ok_or(Damage::Shape)?;
        need(found.criterion == id, Damage::Shape)?;
        let VerdictCounts { inside, maybe } = &found.verdicts;
        need(total(inside.iter().chain(maybe)).is_some_and(|all| all <= records(kind)), Damage::Counts)?;
    }
    let mut shown = shown_awards(program);
    for found in awards {
        let (kind, field, labels) = shown.next().ok_or(Damage::Shape)?;
        let LabelCounts { settled, open } = &found.labels;
        need((found.kind, found.field, settled.len()) == (kind, field, labels), Damage::Shape)?;
        need(total(settled.iter().chain([open])) == Some(records(kind)), Damage::Counts)?;
    }
    let none_left = whole.next().is_none() && taken.next().is_none() && each.next().is_none();
    need(none_left && shown.next().is_none(), Damage::Shape)
}

fn total<'n>(mut numbers: impl Iterator<Item = &'n u64>) -> Option<u64> {
    numbers.try_fold(0u64, |sum, number| sum.checked_add(*number))
}

/// How many records a tally has counted.
fn counted(counts: &Counts) -> Option<u64> {
    let Counts { in_holds, in_fails, in_unknown, maybe_holds, maybe_fails, maybe_unknown, left_out } = counts;
    total([in_holds, in_fails, in_unknown, maybe_holds, maybe_fails, maybe_unknown, left_out].into_iter())
}

/// Whether the state of an aggregate is one that so many records can have.
fn summed(state: &Summation, records: u64) -> Result<(), Damage> {
    let all = total([&state.inside, &state.maybe, &state.left_out].into_iter());
    let open = state.low_open.max(state.high_open) <= state.inside
        && state.maybe_low_open.max(state.maybe_high_open) <= state.maybe;
    need(all.is_some_and(|all| all <= records) && open, Damage::Counts)?;
    // A sum or an extreme is of somebody.
    let (inside, maybe) = (state.inside, state.maybe);
    let of_somebody = [
        (state.low_sum.is_some() || state.low_extremes.is_some(), inside > state.low_open),
        (state.high_sum.is_some() || state.high_extremes.is_some(), inside > state.high_open),
        (state.maybe_low_sum.is_some(), maybe > state.maybe_low_open),
        (state.maybe_high_sum.is_some(), maybe > state.maybe_high_open),
        (state.maybe_least.is_some() || state.maybe_greatest.is_some(), maybe > 0),
    ];
    let ordered = [&state.low_extremes, &state.high_extremes].into_iter().flatten().all(|(low, high)| low <= high);
    need(ordered && of_somebody.into_iter().all(|(there, somebody)| !there || somebody), Damage::Sums)
}
