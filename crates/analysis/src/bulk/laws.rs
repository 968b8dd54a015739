//! What holds in every roster of a world: of records below others, of whole numbers below one record.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;
use tieuchi::program::{FieldId, KindId};

use super::{Shape, is_optional};
use crate::encode::Encoder;
use crate::encode::into::Put;
use crate::logic::{Count, Formula, Linear};
use crate::slice::Slice;
use crate::solver::{Limits, Minimum, Outcome};
use crate::world::{Goal, GroupId, Rec};

/// Counts added up.
pub(super) fn sum(counts: impl IntoIterator<Item = Count>) -> Option<Linear> {
    let mut sum = Linear::default();
    counts.into_iter().try_for_each(|count| sum.add(count, 1))?;
    Some(sum)
}

/// That nobody is below somebody who isn't there, and that whatever must be referred to is there.
pub(super) fn structure(encoder: &mut Encoder<'_>, slice: &Slice) {
    let mut below: BTreeMap<GroupId, Vec<Count>> = BTreeMap::new();
    for group in &encoder.world.groups {
        for (_, goal) in &group.goals {
            if let Goal::Group(to) = goal {
                below.entry(*to).or_default().extend(group.sorts.iter().map(|sort| sort.count));
            }
        }
    }
    for (above, counts) in below {
        let own = encoder.world.recs_of(above);
        none_without(encoder, own, counts);
    }
    for (kind, touched) in &slice.kinds {
        let fields = encoder.program.kinds.get(kind.at()).map_or(0, |kind| kind.fields.len() as u32);
        for field in (0..fields).map(FieldId).filter(|field| !touched.references.contains(field)) {
            let Some(to) = encoder.world.leads_to(*kind, field) else { continue };
            if !is_optional(encoder.program, *kind, field) && to != *kind {
                let (own, others) = (encoder.world.counts_of(*kind), encoder.world.counts_of(to));
                none_without(encoder, others, own);
            }
        }
        let own_kind = |field: &&FieldId| encoder.world.leads_to(*kind, **field) == Some(*kind);
        let own_kind: Vec<FieldId> = touched.references.iter().filter(own_kind).copied().collect();
        for field in own_kind {
            let with = |goal: Goal| {
                let groups = encoder.world.groups.iter().filter(|group| group.kind == *kind);
                let groups = groups.filter(|group| group.goals.contains(&(field, goal)));
                groups.flat_map(|group| group.sorts.iter().map(|sort| sort.count)).collect::<Vec<_>>()
            };
            let (first, others) = (with(Goal::Absent), with(Goal::Elsewhere));
            none_without(encoder, first, others);
        }
    }
}

/// Where there are none of some, there are none of others.
fn none_without(encoder: &mut Encoder<'_>, some: Vec<Count>, others: Vec<Count>) {
    let rule = sum(some)
        .zip(sum(others))
        .and_then(|(some, others)| Some(Formula::some(&some)?.or(Formula::some(&others)?.negated())));
    encoder.world.rules.extend(rule);
}

/// What is assumed of the records below each of many holds of all of them together, and what follows for whole numbers.
pub(super) fn below(encoder: &mut Encoder<'_>, shape: Shape) {
    let mut whole = Sharpening { cuts: if shape.sharp { shape.size.cuts } else { 0 }, known: HashMap::new() };
    for at in 0..encoder.world.groups.len() {
        let rec = Rec { group: GroupId(at as u32), sort: 0 };
        let Some(sort) = encoder.world.sort(rec).filter(|sort| !sort.assumed.is_empty()) else { continue };
        let (many, assumed) = (sort.count, sort.assumed.clone());
        let mut lines: Vec<Linear> = Vec::new();
        let mut forms: Vec<Linear> = Vec::new();
        for (atom, holds) in assumed.iter() {
            let Some(line) = encoder.line_of(atom, rec) else { continue };
            let line = if *holds { Some(line) } else { line.combine(-1, &Linear::constant(1), -1) };
            lines.extend(line);
            // Counts alone are whole by themselves; shares are what rounding matters to.
            if shape.sharp && encoder.is_share(atom) {
                forms.extend(encoder.forms_of(atom, rec));
            }
        }
        lines.extend(whole.follows(&lines, forms));
        for line in &lines {
            encoder.world.rules.extend(line.of_many(many).map(Formula::at_least_zero));
        }
        encoder.lines.extend(lines.into_iter().map(|line| (rec.group, line)));
    }
}

/// The counts in a sum that is looked at: of whoever is in a unit, and not of all that may lie under it.
const MAX_TERMS: usize = 100;

/// What whole numbers below one record come to at least and at most.
struct Sharpening {
    /// The questions that may still be put.
    cuts: usize,
    /// What came of comparisons and sums, whatever their counts are called: below many records they are the same.
    known: HashMap<(Vec<Linear>, Vec<Linear>), Vec<Linear>>,
}

impl Sharpening {
    /// What more holds where these lines do.
    fn follows(&mut self, lines: &[Linear], mut forms: Vec<Linear>) -> Vec<Linear> {
        if lines.is_empty() || self.cuts == 0 {
            return Vec::new();
        }
        let is_short = |linear: &&Linear| linear.terms.len() <= MAX_TERMS;
        forms.retain(|form| !form.terms.is_empty() && form.constant == 0 && is_short(&form));
        forms.sort_by(|a, b| a.terms.cmp(&b.terms));
        forms.dedup();
        let short = || lines.iter().filter(is_short);
        let counts: BTreeSet<Count> =
            short().chain(&forms).flat_map(|linear| linear.terms.iter().map(|(count, _)| *count)).collect();
        let counts: Vec<Count> = counts.into_iter().collect();
        let numbered = |linear: &Linear| {
            let number = |count: &Count| Count(counts.binary_search(count).map_or(u32::MAX, |at| at as u32));
            let terms = linear.terms.iter().map(|(count, times)| (number(count), *times)).collect();
            Linear { terms, constant: linear.constant }
        };
        let key = (short().map(numbered).collect::<Vec<_>>(), forms.iter().map(numbered).collect::<Vec<_>>());
        let found = match self.known.get(&key) {
            Some(found) => found.clone(),
            None => {
                let found = sharpened(&key.0, &key.1, &mut self.cuts);
                self.known.insert(key, found.clone());
                found
            }
        };
        let named = |linear: Linear| {
            let name = |count: Count| counts.get(count.0 as usize).copied().unwrap_or(count);
            let terms = linear.terms.into_iter().map(|(count, times)| (name(count), times)).collect();
            Linear { terms, constant: linear.constant }
        };
        found.into_iter().map(named).collect()
    }
}

/// What more holds below one record.
fn sharpened(lines: &[Linear], forms: &[Linear], cuts: &mut usize) -> Vec<Linear> {
    let limits = Limits { steps: 200_000 };
    let mut found = Vec::new();
    *cuts = cuts.saturating_sub(1);
    let mut one = Put::default();
    for line in lines {
        one.always(&Formula::at_least_zero(line.clone()));
    }
    if let Outcome::Impossible(_) = one.model.solve(&limits) {
        // There is no such record: 0 is at least 1 for each.
        return vec![Linear::constant(-1)];
    }
    if lines.len() < 2 {
        return found;
    }
    for form in forms {
        let sum = one.linear(form);
        let mut spend = || {
            *cuts = cuts.checked_sub(1)?;
            Some(())
        };
        if spend().is_none() {
            break;
        }
        if let Minimum::Least(least) = one.model.minimise(std::slice::from_ref(&sum), &limits) {
            found.extend(least.sum(&sum).and_then(|least| form.minus(&Linear::constant(least))));
        }
        let possible = |least: i128| {
            spend()?;
            let mut model = one.model.clone();
            let at_least = model.at_least(&sum, least);
            model.always(at_least);
            match model.solve(&limits) {
                Outcome::Solved(_) => Some(true),
                Outcome::Impossible(_) => Some(false),
                Outcome::Unknown(_) => None,
            }
        };
        found.extend(most(possible).and_then(|most| Linear::constant(most).minus(form)));
    }
    found
}

/// What shares come to at most is looked for up to here.
const MOST: i128 = 64;

/// The most that is possible, if it is no more than [`MOST`]: in steps that double, then between.
fn most(mut possible: impl FnMut(i128) -> Option<bool>) -> Option<i128> {
    let (mut low, mut high) = (0, 1);
    while possible(high)? {
        (low, high) = (high, high * 2);
        if high > MOST {
            return None;
        }
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if possible(middle)? { low = middle } else { high = middle }
    }
    Some(low)
}

/// What holds of the records that lie under others, once all is asked.
pub fn finish(encoder: &mut Encoder<'_>, tidy: bool) {
    moving_together(encoder);
    under(encoder, tidy);
    led(encoder, tidy);
    if !tidy {
        return;
    }
    // Of two levels: one first unit with all others below it, or none below any.
    let mut kinds: BTreeMap<(KindId, FieldId), (Vec<Count>, Vec<Count>)> = BTreeMap::new();
    for group in &encoder.world.groups {
        for (field, goal) in &group.goals {
            if encoder.world.leads_to(group.kind, *field) == Some(group.kind) {
                let (first, others) = kinds.entry((group.kind, *field)).or_default();
                let counts = group.sorts.iter().map(|sort| sort.count);
                if *goal == Goal::Absent { first.extend(counts) } else { others.extend(counts) }
            }
        }
    }
    for (first, others) in kinds.into_values() {
        let rule = sum(first).zip(sum(others)).and_then(|(first, others)| {
            let single = Formula::at_least(&Linear::constant(1), &first)?;
            Some(single.or(Formula::some(&others)?.negated()))
        });
        encoder.world.rules.extend(rule);
    }
}

/// Whoever is in a unit lies under another with the whole of it: what holds for each unit of a sort holds of those of them
/// that lie under one.
fn moving_together(encoder: &mut Encoder<'_>) {
    let asked: BTreeSet<(FieldId, GroupId)> = encoder.extra.keys().map(|(field, hand, _)| (*field, *hand)).collect();
    for (field, hand) in asked {
        let Some(kind) = encoder.world.group(hand).map(|group| group.kind) else { continue };
        let below: BTreeMap<Count, (GroupId, Count)> = encoder
            .extra
            .iter()
            .filter(|((own, above, _), _)| *own == field && *above == hand)
            .filter_map(|((_, _, rec), extra)| {
                let (unit, sort) = (unit_of(encoder, rec.group, kind)?, encoder.world.sort(*rec)?);
                (unit != rec.group).then_some((sort.count, (unit, *extra)))
            })
            .collect();
        for (unit, line) in encoder.lines.clone() {
            let moved: Option<Vec<(Count, i128)>> = line
                .terms
                .iter()
                .map(|(count, times)| match below.get(count) {
                    Some((of, extra)) if *of == unit => Some((*extra, *times)),
                    _ => None,
                })
                .collect();
            let Some(moved) = moved.filter(|moved| !moved.is_empty()) else { continue };
            let units = encoder.under(field, hand, Rec { group: unit, sort: 0 });
            let rule = (|| {
                let mut rule = Linear::default();
                moved.iter().try_for_each(|(count, times)| rule.add(*count, *times))?;
                rule.add(units, line.constant)?;
                Some(Formula::at_least_zero(rule))
            })();
            encoder.world.rules.extend(rule);
        }
        // Nobody of a sort of units is under it without one of these units.
        for (unit, extra) in below.into_values().collect::<Vec<_>>() {
            let units = encoder.under(field, hand, Rec { group: unit, sort: 0 });
            none_without(encoder, vec![units], vec![extra]);
        }
    }
}

fn under(encoder: &mut Encoder<'_>, tidy: bool) {
    let asked: BTreeSet<(FieldId, Rec)> = encoder.extra.keys().map(|(field, _, rec)| (*field, *rec)).collect();
    for (field, rec) in asked {
        let Some(hand) =
            encoder.extra.keys().find(|(own, _, of)| *own == field && *of == rec).map(|(_, hand, _)| *hand)
        else {
            continue;
        };
        let Some(kind) = encoder.world.group(hand).map(|group| group.kind) else { continue };
        let Some(own) = encoder.world.sort(rec).map(|sort| sort.count) else { continue };
        let is_first = |encoder: &Encoder<'_>, group| encoder.world.goal(group, field) == Some(Goal::Absent);
        // The unit that the record itself is in, or is.
        let unit = unit_of(encoder, rec.group, kind);
        let at_top = unit.is_some_and(|unit| is_first(encoder, unit));
        let above: Vec<GroupId> = encoder.world.of_kind(kind).collect();
        let mut firsts = Vec::new();
        for hand in above {
            let first = is_first(encoder, hand);
            let known = encoder.extra.get(&(field, hand, rec)).copied();
            let count = match known {
                Some(count) => count,
                None if first && !at_top => encoder.under(field, hand, rec),
                None => continue,
            };
            if first {
                firsts.push(count);
            }
            let none = sum([count]).and_then(|count| count.times(-1)).map(Formula::at_least_zero);
            if at_top || (tidy && !first) {
                encoder.world.rules.extend(none);
                continue;
            }
            none_without(encoder, vec![own], vec![count]);
            let there = encoder.world.recs_of(hand);
            none_without(encoder, there, vec![count]);
        }
        if !at_top {
            // Whoever isn't in a first unit is under one, and under no two.
            equal(encoder, firsts, own);
        }
    }
}

/// The group of a kind that records of a group belong to.
fn unit_of(encoder: &Encoder<'_>, group: GroupId, kind: KindId) -> Option<GroupId> {
    let found = encoder.world.group(group)?;
    if found.kind == kind {
        return Some(group);
    }
    found.goals.iter().find_map(|(_, goal)| match goal {
        Goal::Group(next) => unit_of(encoder, *next, kind),
        Goal::Absent | Goal::Elsewhere => None,
    })
}

fn equal(encoder: &mut Encoder<'_>, parts: Vec<Count>, whole: Count) {
    let rule = sum(parts).and_then(|parts| {
        let whole = Linear::count(whole);
        Some(Formula::at_least(&parts, &whole)?.and(Formula::at_least(&whole, &parts)?))
    });
    encoder.world.rules.extend(rule);
}

fn led(encoder: &mut Encoder<'_>, tidy: bool) {
    let asked: BTreeSet<(FieldId, GroupId)> = encoder.direct.keys().map(|(field, _, group)| (*field, *group)).collect();
    for (field, group) in asked {
        let Some(kind) = encoder.world.group(group).map(|group| group.kind) else { continue };
        let Some(own) = encoder.world.recs_of(group).first().copied() else { continue };
        let above: Vec<GroupId> = encoder.world.of_kind(kind).collect();
        let mut all = Vec::new();
        for hand in above {
            let count = encoder.led(field, hand, group);
            let first = encoder.world.goal(hand, field) == Some(Goal::Absent);
            if tidy && !first {
                let none = sum([count]).and_then(|count| count.times(-1)).map(Formula::at_least_zero);
                encoder.world.rules.extend(none);
            }
            let there = encoder.world.recs_of(hand);
            none_without(encoder, there, vec![count]);
            all.push(count);
        }
        equal(encoder, all, own);
    }
}
