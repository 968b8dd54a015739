//! Two saved reports: what has changed since.
//!
//! A report may name no record, or not all. Whoever isn't named in a list that
//! was cut may be in it all the same: nothing is said of such, and that is said.

use std::collections::{HashMap, HashSet};

use crate::engine::Truth;
use crate::report::{
    AwardReport, AwardedReport, CriterionReport, Explanation, ForEachReport, KindReport, MissingValue, Named,
    PartReport, RankReport, RankedReport, RecordReport, Report, ScoreReport, ScoredReport, Undefined, Value, What,
    Witness,
};
use crate::verdict::Judged;

use super::compare::same;
use super::reason::{self, Given};
use super::{
    CriterionDifference, CriterionSide, DIFFERENCE_VERSION, Difference, FieldDifference, FieldSide, ForEachDifference,
    LabelDifference, LineDifference, LineSide, ProgramSide, RecordDifference, TallyDifference, TallySide,
    ValueDifference, ValueTurn, VerdictTurn, Why,
};

/// Compares two reports, of the same rules at two times.
///
/// Criteria are known by their identifier, awards, ranks and tables of points by kind and field, records by their key.
pub fn reports(old: &Report, new: &Report) -> Difference {
    let lists = Lists { old: !old.counted, new: !new.counted };
    let (before, after) = (by_id(old), by_id(new));
    let shared = new.criteria.iter().filter_map(|one| {
        let found = criterion(lists, before.get(one.id.as_str()).copied(), Some(one));
        Some(found).filter(differs)
    });
    let gone = old.criteria.iter().filter(|one| !after.contains_key(one.id.as_str()));
    let criteria = shared.chain(gone.map(|one| criterion(lists, Some(one), None))).collect();
    let mut fields = paired(&old.awards, &new.awards, |one| (&one.kind, &one.field), award);
    fields.extend(paired(&old.scores, &new.scores, |one| (&one.kind, &one.field), score));
    fields.extend(paired(&old.ranks, &new.ranks, |one| (&one.kind, &one.field), rank));
    Difference { difference_version: DIFFERENCE_VERSION, old: side(old), new: side(new), criteria, fields }
}

/// Whether a report names records at all.
#[derive(Clone, Copy)]
struct Lists {
    old: bool,
    new: bool,
}

fn side(report: &Report) -> ProgramSide {
    ProgramSide {
        language: report.language,
        documents: report.documents.iter().map(|document| document.code.clone()).collect(),
        parameters: report.parameters.clone(),
        verdict: report.verdict,
        counts: report.counts,
        own_kinds: Vec::new(),
        own_fields: Vec::new(),
    }
}

fn by_id(report: &Report) -> HashMap<&str, &CriterionReport> {
    report.criteria.iter().map(|criterion| (criterion.id.as_str(), criterion)).collect()
}

// ---- criteria ----

fn differs(found: &CriterionDifference) -> bool {
    let (old, new) = (&found.old, &found.new);
    old.as_ref().map(|side| side.verdict) != new.as_ref().map(|side| side.verdict)
        || found.other_records
        || found.for_each.is_some()
        || !found.tallies.is_empty()
        || !found.filled.is_empty()
        || !found.opened.is_empty()
}

fn criterion(lists: Lists, old: Option<&CriterionReport>, new: Option<&CriterionReport>) -> CriterionDifference {
    let side = |one: &CriterionReport| CriterionSide {
        title: one.title.clone(),
        cites: one.cites.clone(),
        place: one.place.clone(),
        verdict: one.verdict,
    };
    let mut found = CriterionDifference {
        id: new.or(old).map_or_else(String::new, |one| one.id.clone()),
        old: old.map(side),
        new: new.map(side),
        why: Why::default(),
        other_records: false,
        for_each: None,
        tallies: Vec::new(),
        filled: Vec::new(),
        opened: Vec::new(),
        cut: false,
    };
    let (Some(old), Some(new)) = (old, new) else { return found };
    match ((&old.for_each, &old.explanation), (&new.for_each, &new.explanation)) {
        ((Some(before), _), (Some(after), _)) if kinds(before) == kinds(after) => {
            for_each(lists, before, after, &mut found)
        }
        ((None, Some(before)), (None, Some(after))) => {
            if old.verdict != new.verdict {
                found.why = reason::of_conditions(before, after);
            }
            tallies(lists, &[], before, after, &mut found);
        }
        _ => found.other_records = true,
    }
    gaps(old, new, &mut found);
    found
}

fn kinds(each: &ForEachReport) -> Vec<&str> {
    each.kinds.iter().map(|kind| kind.id.as_str()).collect()
}

fn for_each(lists: Lists, old: &ForEachReport, new: &ForEachReport, found: &mut CriterionDifference) {
    fn judged(record: &RecordReport) -> Judged {
        Judged { verdict: record.verdict, certain: record.included == Truth::Yes }
    }
    let all = |each: &ForEachReport| each.records.len() as u64 == each.counts.all() + each.maybe.all();
    let mut each = ForEachDifference {
        kinds: new.kinds.clone(),
        old: Some(old.counts),
        new: Some(new.counts),
        turns: Vec::new(),
        records: Vec::new(),
        more: 0,
    };
    let met = Met::new(&old.records, &new.records, |record| &record.ids, all(old), all(new));
    found.cut |= met.cut;
    for (ids, before, after) in met.pairs {
        let turn = (before.map(judged), after.map(judged));
        if let (Some(before), Some(after)) = (before, after) {
            tallies(lists, ids, &before.explanation, &after.explanation, found);
        }
        if turn.0 == turn.1 {
            continue;
        }
        match each.turns.iter_mut().find(|one| (one.old, one.new) == turn) {
            Some(one) => one.records += 1,
            None => each.turns.push(VerdictTurn { old: turn.0, new: turn.1, records: 1 }),
        }
        let why = before.zip(after).map(|(one, other)| reason::of_conditions(&one.explanation, &other.explanation));
        let why = why.unwrap_or_default();
        each.records.push(RecordDifference { ids: ids.clone(), old: turn.0, new: turn.1, why });
    }
    if !each.records.is_empty() || old.counts != new.counts || old.maybe != new.maybe {
        found.for_each = Some(each);
    }
}

/// The clauses of two explanations that count something else. The rules are the same, so that both have the same shape;
/// where they aren't, nothing is said of what has no counterpart.
fn tallies(lists: Lists, ids: &[String], old: &Explanation, new: &Explanation, found: &mut CriterionDifference) {
    match (&old.what, &new.what) {
        (What::Clause(before), What::Clause(after))
            if before.kind.id == after.kind.id && before.parts.len() == after.parts.len() =>
        {
            before.parts.iter().zip(&after.parts).for_each(|(one, other)| tally(lists, ids, one, other, found));
        }
        (What::List(before), What::List(after)) if before.parts.len() == after.parts.len() => {
            let both = before.parts.iter().zip(&after.parts);
            both.for_each(|(one, other)| tallies(lists, ids, &one.explanation, &other.explanation, found));
        }
        (What::Not(before), What::Not(after)) => tallies(lists, ids, before, after, found),
        (What::Test(before), What::Test(after)) if before.field.id == after.field.id => {
            if let (Some(one), Some(other)) = (&before.defined, &after.defined) {
                tallies(lists, ids, one, other, found);
            }
        }
        _ => {}
    }
}

fn tally(lists: Lists, ids: &[String], old: &PartReport, new: &PartReport, found: &mut CriterionDifference) {
    fn key(witness: &Witness) -> &String {
        &witness.id
    }
    let named = |side: bool, part: &PartReport| side && part.against_more == 0;
    let met = Met::new(&old.against, &new.against, key, named(lists.old, old), named(lists.new, new));
    let of = |part: &PartReport| TallySide { truth: part.truth, counts: part.counts, share: part.share.clone() };
    let mut one = TallyDifference {
        ids: ids.to_vec(),
        text: new.text.clone(),
        old: of(old),
        new: of(new),
        joined: Vec::new(),
        left: Vec::new(),
    };
    for (id, before, after) in &met.pairs {
        match (before, after) {
            (None, Some(_)) => one.joined.push((*id).clone()),
            (Some(_), None) => one.left.push((*id).clone()),
            (Some(_), Some(_)) | (None, None) => {}
        }
    }
    if old.counts != new.counts || old.truth != new.truth || !one.joined.is_empty() || !one.left.is_empty() {
        found.cut |= met.cut;
        found.tallies.push(one);
    }
}

/// What a gap is known by.
fn gap(value: &MissingValue) -> (&str, &str, &str, &str, Option<bool>) {
    let nobody = value.undefined.as_ref().map(|why| *why == Undefined::OfNobody);
    (&value.kind, &value.id, &value.field, &value.name, nobody)
}

/// Missing values that keep a criterion open no more, and those that do now.
fn gaps(old: &CriterionReport, new: &CriterionReport, found: &mut CriterionDifference) {
    let all = |one: &CriterionReport| {
        let records = one.for_each.iter().flat_map(|each| &each.records);
        let cut = one.open_cut
            || one.for_each.iter().any(|each| (each.records.len() as u64) < each.counts.all() + each.maybe.all())
            || records.clone().any(|record| record.open_cut);
        let mut seen = HashSet::new();
        let mut open: Vec<MissingValue> = Vec::new();
        for value in one.open.iter().chain(records.flat_map(|record| &record.open)) {
            if seen.insert(gap(value)) {
                open.push(value.clone());
            }
        }
        (open, cut)
    };
    let ((before, before_cut), (after, after_cut)) = (all(old), all(new));
    let without = |some: &[MissingValue], others: &[MissingValue]| {
        let others: HashSet<_> = others.iter().map(gap).collect();
        let own = some.iter().filter(|value| !others.contains(&gap(value)));
        own.cloned().collect::<Vec<_>>()
    };
    let (filled, opened) = (without(&before, &after), without(&after, &before));
    found.cut |= (after_cut && !filled.is_empty()) || (before_cut && !opened.is_empty());
    found.filled = if after_cut { Vec::new() } else { filled };
    found.opened = if before_cut { Vec::new() } else { opened };
}

// ---- lists ----

/// Two lists of records, each met with itself in the other.
struct Met<'r, K, T> {
    /// Key, old, new; in the order of the old list, then what is new.
    pairs: Vec<(&'r K, Option<&'r T>, Option<&'r T>)>,
    /// Whether some were left out, since the other list doesn't have all.
    cut: bool,
}

impl<'r, K: std::hash::Hash + Eq, T> Met<'r, K, T> {
    fn new(old: &'r [T], new: &'r [T], key: fn(&T) -> &K, old_whole: bool, new_whole: bool) -> Met<'r, K, T> {
        let after: HashMap<&K, &T> = new.iter().map(|one| (key(one), one)).collect();
        let before: HashSet<&K> = old.iter().map(key).collect();
        let both = old.iter().map(|one| (key(one), Some(one), after.get(key(one)).copied()));
        let added = new.iter().filter(|one| !before.contains(key(one))).map(|one| (key(one), None, Some(one)));
        let (mut pairs, mut cut) = (Vec::new(), false);
        for pair in both.chain(added) {
            let unknown = (pair.1.is_none() && !old_whole) || (pair.2.is_none() && !new_whole);
            cut |= unknown;
            if !unknown {
                pairs.push(pair);
            }
        }
        Met { pairs, cut: cut || !old_whole || !new_whole }
    }
}

// ---- derived fields ----

/// The fields of one sort, each with itself in the other report.
fn paired<T>(
    old: &[T],
    new: &[T],
    named: fn(&T) -> (&KindReport, &Named),
    compare: fn(&T, &T, FieldDifference) -> Option<FieldDifference>,
) -> Vec<FieldDifference> {
    let is = |one: &T, other: &T| named(one).0.id == named(other).0.id && named(one).1.id == named(other).1.id;
    let side = || FieldSide { cites: Vec::new(), place: None };
    let blank = |one: &T, old: bool, new: bool| FieldDifference {
        kind: named(one).0.clone(),
        field: named(one).1.clone(),
        old: old.then(side),
        new: new.then(side),
        counts: Vec::new(),
        cut: false,
        turns: Vec::new(),
        records: Vec::new(),
        more: 0,
    };
    let shared = new.iter().filter_map(|one| match old.iter().find(|other| is(other, one)) {
        Some(other) => compare(other, one, blank(one, true, true)),
        None => Some(blank(one, false, true)),
    });
    let gone = old.iter().filter(|one| !new.iter().any(|other| is(other, one)));
    shared.chain(gone.map(|one| blank(one, true, false))).collect()
}

/// Lists the records for which a field is something else.
fn values<T>(
    met: Met<'_, String, T>,
    found: &mut FieldDifference,
    value: impl Fn(&T) -> Value,
    why: impl Fn(&T, &T) -> Why,
    lines: impl Fn(&T, &T) -> Vec<LineDifference>,
) {
    found.cut = met.cut;
    for (id, before, after) in met.pairs {
        let (old, new) = (before.map(&value), after.map(&value));
        if same(old.as_ref(), new.as_ref()) {
            continue;
        }
        let both = before.zip(after);
        let why = both.map_or_else(Why::default, |(one, other)| why(one, other));
        let lines = both.map_or_else(Vec::new, |(one, other)| lines(one, other));
        found.records.push(ValueDifference { id: id.clone(), old, new, why, lines });
    }
}

fn award(old: &AwardReport, new: &AwardReport, mut found: FieldDifference) -> Option<FieldDifference> {
    let mut labels: Vec<&String> = new.counts.keys().chain(old.counts.keys()).collect();
    labels.sort();
    labels.dedup();
    let count = |award: &AwardReport, label: &String| award.counts.get(label).copied().unwrap_or(0);
    let counts = labels.into_iter().map(|one| LabelDifference {
        label: one.clone(),
        old: count(old, one),
        new: count(new, one),
    });
    found.counts = counts.filter(|one| one.old != one.new).collect();
    let whole = |award: &AwardReport| {
        award.more == 0 && award.records.len() as u64 == award.counts.values().sum::<u64>() + award.undecided
    };
    let value = |record: &AwardedReport| match record.labels.as_slice() {
        [only] if only.is_empty() => Value::None,
        [only] => Value::Label(only.clone()),
        several => Value::OneOf(several.to_vec()),
    };
    let why = |one: &AwardedReport, other: &AwardedReport| {
        let case =
            |awarded: &AwardedReport, number: usize| awarded.cases.get(number).map(|case| case.explanation.clone());
        reason::of_awards(
            &Given { awarded: one.clone(), case: &|number| case(one, number) },
            &Given { awarded: other.clone(), case: &|number| case(other, number) },
        )
    };
    let met = Met::new(&old.records, &new.records, |one| &one.id, whole(old), whole(new));
    values(met, &mut found, value, why, |_, _| Vec::new());
    for record in &found.records {
        match found.turns.iter_mut().find(|turn| turn.old == record.old && turn.new == record.new) {
            Some(turn) => turn.records += 1,
            None => found.turns.push(ValueTurn { old: record.old.clone(), new: record.new.clone(), records: 1 }),
        }
    }
    (!found.records.is_empty() || !found.counts.is_empty() || old.undecided != new.undecided).then_some(found)
}

fn score(old: &ScoreReport, new: &ScoreReport, mut found: FieldDifference) -> Option<FieldDifference> {
    let filled = |score: &ScoreReport, record: &ScoredReport| {
        let lines = score.lines.iter().zip(&record.points);
        let line = |title: &str, marker: &str, points: &Value| LineSide {
            marker: marker.to_owned(),
            title: title.to_owned(),
            points: points.clone(),
        };
        lines.map(|(own, points)| (own.id.clone(), line(&own.title, &own.marker, points))).collect()
    };
    // A report that names nobody has an empty list and no number beside it.
    let whole = |score: &ScoreReport| score.more == 0 && !score.records.is_empty();
    let met = Met::new(&old.records, &new.records, |one| &one.id, whole(old), whole(new));
    let lines = |one: &ScoredReport, other: &ScoredReport| line_by_line(filled(old, one), filled(new, other));
    values(met, &mut found, |record| record.total.clone(), |_, _| Why::default(), lines);
    (!found.records.is_empty()).then_some(found)
}

fn rank(old: &RankReport, new: &RankReport, mut found: FieldDifference) -> Option<FieldDifference> {
    let value = |record: &RankedReport| match (record.ranked, &record.place.low) {
        (Truth::No, _) => Value::None,
        (Truth::Unknown, _) => Value::Unknown,
        (Truth::Yes, Some(place)) if record.place.low == record.place.high => Value::Number(place.clone()),
        (Truth::Yes, _) => Value::Between(record.place.clone()),
    };
    let keys = |rank: &RankReport, record: &RankedReport| {
        let keys = (1u32..).zip(rank.keys.iter().zip(&record.keys));
        let line = |title: &str, points: &Value| LineSide {
            marker: String::new(),
            title: title.to_owned(),
            points: points.clone(),
        };
        keys.map(|(number, (key, points))| (number.to_string(), line(&key.text, points))).collect()
    };
    let whole =
        |rank: &RankReport| rank.more == 0 && rank.records.len() as u64 == rank.settled + rank.undecided + rank.outside;
    let met = Met::new(&old.records, &new.records, |one| &one.id, whole(old), whole(new));
    let lines = |one: &RankedReport, other: &RankedReport| line_by_line(keys(old, one), keys(new, other));
    values(met, &mut found, value, |_, _| Why::default(), lines);
    let counts = |rank: &RankReport| (rank.settled, rank.undecided, rank.outside);
    (!found.records.is_empty() || counts(old) != counts(new)).then_some(found)
}

/// The lines that don't come to the same, by their place.
pub(super) fn line_by_line(mut gone: Vec<(String, LineSide)>, new: Vec<(String, LineSide)>) -> Vec<LineDifference> {
    let mut found = Vec::new();
    for (id, line) in new {
        let before = gone.iter().position(|(other, _)| *other == id).map(|at| gone.remove(at).1);
        if !same(before.as_ref().map(|line| &line.points), Some(&line.points)) {
            found.push(LineDifference { id, old: before, new: Some(line) });
        }
    }
    found.extend(gone.into_iter().map(|(id, line)| LineDifference { id, old: Some(line), new: None }));
    found
}
