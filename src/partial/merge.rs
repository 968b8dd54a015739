//! Adding up the tallies of disjoint sources.

use std::collections::{BTreeMap, HashMap};

use crate::engine::Counted;
use crate::program::{KindId, Program};

use super::data::fits;
use super::divide::{divisible, looked_up};
use super::fingerprints::{Digest, digest};
use super::refused::Refused;
use super::{FORMAT, MAX_SOURCES, Partial, Source};

/// Puts tallies together: the order doesn't matter, nor does it whether some were put together before. Of none at
/// all it gives the tallies of nobody.
///
/// # Errors
///
/// Tallies of other rules or damaged ones, sources that overlap, more than [`MAX_SOURCES`].
pub fn merge(program: &Program, parts: impl IntoIterator<Item = Partial>) -> Result<Partial, Refused> {
    divisible(program)?;
    let digest = digest(program)?;
    let mut sum: Option<Partial> = None;
    for part in parts {
        fits(program, &digest, &part)?;
        match &mut sum {
            None => sum = Some(part),
            Some(sum) => {
                add(&mut sum.counted, &part.counted)?;
                sum.sources.extend(part.sources);
                if sum.sources.len() > MAX_SOURCES {
                    return Err(Refused::TooManySources);
                }
            }
        }
    }
    let Some(mut sum) = sum else { return nobody(program, digest) };
    sum.sources.sort_by(|one, other| one.name.cmp(&other.name));
    disjoint(program, &sum.sources)?;
    Ok(sum)
}

/// The tallies of no source.
fn nobody(program: &Program, digest: Digest) -> Result<Partial, Refused> {
    let roster = crate::roster::Builder::new(program).finish().map_err(|_| Refused::OtherProgram)?;
    let evaluation = crate::engine::evaluate(program, &roster, &crate::engine::Options::default())?;
    let counted = super::counted(&evaluation)?;
    Ok(Partial { format: FORMAT, program: digest, sources: Vec::new(), counted })
}

/// Adds counts of the same shape; these are bounded and can't overflow.
fn add(into: &mut Counted, from: &Counted) -> Result<(), Refused> {
    for (into, from) in into.clauses.iter_mut().zip(&from.clauses) {
        into.slots.iter_mut().zip(&from.slots).for_each(|(into, from)| into.merge(from));
    }
    for (into, from) in into.aggregates.iter_mut().zip(&from.aggregates) {
        if !into.state.merge(&from.state) {
            return Err(Refused::Overflow);
        }
    }
    for (into, from) in into.criteria.iter_mut().zip(&from.criteria) {
        into.verdicts.merge(&from.verdicts);
        into.holds = into.holds.and(from.holds);
    }
    for (into, from) in into.awards.iter_mut().zip(&from.awards) {
        into.labels.merge(&from.labels);
    }
    Ok(())
}

/// Refuses sources that share a name, their data or records. They stand in the order of their names.
fn disjoint(program: &Program, sources: &[Source]) -> Result<(), Refused> {
    let pair = |one: &Source, other: &Source| (one.name.clone(), other.name.clone());
    let mut data: HashMap<_, &Source> = HashMap::new();
    for (one, other) in sources.iter().zip(sources.iter().skip(1)) {
        if one.name == other.name {
            return Err(Refused::SameName(one.name.clone()));
        }
        if one.secret != other.secret {
            let (first, second) = pair(one, other);
            return Err(Refused::OtherSecret { first, second });
        }
    }
    for source in sources {
        if let Some(digest) = source.data
            && let Some(before) = data.insert(digest, source)
        {
            let (first, second) = pair(before, source);
            return Err(Refused::SameData { first, second });
        }
    }
    for ((kind, declared), looked_up) in (0u32..).map(KindId).zip(&program.kinds).zip(looked_up(program)) {
        let Some(Clash { one, other, count, told }) = clash(sources, kind, looked_up) else { continue };
        let ((first, second), kind) = (pair(one, other), declared.name.clone());
        return Err(match (looked_up, told) {
            (false, _) => Refused::Overlap { kind, count, first, second },
            (true, true) => Refused::Differing { kind, count, first, second },
            (true, false) => Refused::Untold { kind, first, second },
        });
    }
    Ok(())
}

/// Records of a kind in two sources that must not be in both.
struct Clash<'s> {
    one: &'s Source,
    other: &'s Source,
    count: u64,
    /// Whether it is known that they differ.
    told: bool,
}

/// The first two sources that clash over a kind. Records of a table that is only looked up may be in several
/// sources if they are the same.
fn clash(sources: &[Source], kind: KindId, looked_up: bool) -> Option<Clash<'_>> {
    let mut seen: HashMap<u64, (usize, Option<u64>)> = HashMap::new();
    for (place, source) in sources.iter().enumerate() {
        let Some(marks) = source.kinds.get(kind.at()) else { continue };
        // How many clash with each earlier source, and whether all of these tell their contents.
        let mut clashes: BTreeMap<usize, (u64, bool)> = BTreeMap::new();
        for (number, key) in marks.keys.iter().enumerate() {
            let content = marks.contents.get(number).copied();
            let Some((before, known)) = seen.insert(*key, (place, content)) else { continue };
            if looked_up && content.is_some() && content == known {
                continue;
            }
            let (count, told) = clashes.entry(before).or_insert((0, true));
            *count += 1;
            *told &= content.is_some() && known.is_some();
        }
        if let Some((before, (count, told))) = clashes.pop_first() {
            return Some(Clash { one: sources.get(before)?, other: source, count, told });
        }
    }
    None
}
