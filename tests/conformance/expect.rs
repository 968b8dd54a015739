//! What must come of a case, as the naive oracle has it: every filling is tried, nothing is shared with the engine.

use std::collections::BTreeMap;

use tieuchi::exact::Exact;
use tieuchi::program::{ClauseId, Cond, CriterionId, FieldId, KindId, LabelsId, Origin, Program, Type};
use tieuchi::roster::Roster;

use super::model::{Expect, Found, Judged, PartSeen, Sentence, fraction};
use super::oracle::{Counts, Kleene, Oracle, Range, Record, Value, Verdict};

pub fn expected(program: &Program, roster: &Roster) -> Expect {
    let oracle = Oracle::new(program, roster);
    let key = |(kind, row): Record| roster.text(kind, program.kinds[kind.at()].key, row).expect("a key").to_owned();
    let mut expect = Expect::default();
    for (id, criterion) in (0u32..).map(CriterionId).zip(&program.criteria) {
        let mut judged =
            Judged { verdict: verdict(oracle.overall(id)), each: BTreeMap::new(), perhaps: BTreeMap::new() };
        for hand in oracle.hands(id) {
            let about = oracle.about(id, &hand);
            if about == Some(false) {
                continue;
            }
            let record = hand.first().copied().map(key);
            if let Some(record) = &record {
                let into = if about == Some(true) { &mut judged.each } else { &mut judged.perhaps };
                into.insert(record.clone(), verdict(oracle.of(id, &hand)));
            }
            if let Cond::Clause(clause) = criterion.cond {
                expect.sentences.push(sentence(program, &oracle, clause, &hand, criterion.id.clone(), record));
            }
        }
        expect.criteria.insert(criterion.id.clone(), judged);
    }
    for (kind, declared) in (0u32..).map(KindId).zip(&program.kinds) {
        for (id, field) in (0u32..).map(FieldId).zip(&declared.fields) {
            if matches!(field.origin, Origin::Key | Origin::Data { .. } | Origin::Previous { .. }) {
                continue;
            }
            let rows = 0..roster.len(kind) as u32;
            let all = rows.map(|row| (key((kind, row)), found(program, field.ty, oracle.value((kind, row), id))));
            let name = format!("{}.{}", declared.name.canonical(), field.name.canonical());
            expect.fields.insert(name, all.collect());
        }
    }
    expect.fields.retain(|_, records| !records.is_empty());
    expect
}

fn sentence(
    program: &Program,
    oracle: &Oracle<'_>,
    id: ClauseId,
    hand: &[Record],
    criterion: String,
    record: Option<String>,
) -> Sentence {
    let clause = &program.clauses[id.at()];
    let seen = oracle.seen(id, hand);
    let parts = clause.parts.iter().zip(&seen).map(|(part, seen)| {
        let counts = Counts::of(seen);
        let ([a, b, c], [d, e, f]) = (counts.inside, counts.maybe);
        PartSeen {
            counts: [a, b, c, d, e, f],
            left_out: counts.left_out,
            truth: truth(oracle.part(part, seen, hand)),
            share: share(&counts),
        }
    });
    Sentence { criterion, record, truth: truth(oracle.clause(id, hand)), parts: parts.collect() }
}

/// The least and the greatest share, over every way to fill in what is unknown that leaves somebody in.
fn share(counts: &Counts) -> Option<[String; 2]> {
    let ([ih, fails, iu], [mh, mf, mu]) = (counts.inside, counts.maybe);
    let mut shares: Vec<Exact> = Vec::new();
    for (a, b, c) in (0..=iu).flat_map(|a| (0..=mh).flat_map(move |b| (0..=mf).map(move |c| (a, b, c)))) {
        for (d, e) in (0..=mu).flat_map(|d| (0..=mu - d).map(move |e| (d, e))) {
            let (base, holds) = (ih + fails + iu + b + c + d + e, ih + a + b + d);
            shares.extend((base > 0).then(|| Exact::fraction(holds as i64, base as i64).expect("not by 0")));
        }
    }
    let (least, greatest) = (shares.iter().min()?, shares.iter().max()?);
    Some([fraction(least), fraction(greatest)])
}

pub fn truth(kleene: Kleene) -> String {
    match kleene {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    }
    .to_owned()
}

fn verdict(of: Verdict) -> String {
    match of {
        Verdict::Met => "met",
        Verdict::NotMet => "not met",
        Verdict::Undetermined => "undetermined",
        Verdict::NotApplicable => "not applicable",
    }
    .to_owned()
}

/// Labels by name, lowest first.
pub fn labels(program: &Program, set: LabelsId, found: impl IntoIterator<Item = u32>) -> Found {
    let names = &program.labels[set.at()].labels;
    let name = |label: u32| {
        let name = &names[label as usize];
        if name.is_empty() { "none".to_owned() } else { name.clone() }
    };
    Found::Labels(found.into_iter().map(name).collect())
}

fn found(program: &Program, ty: Type, value: Value) -> Found {
    match (ty, value) {
        (Type::Label(set), Value::Labels(found)) => labels(program, set, found),
        (_, Value::YesNo(found)) => Found::Truth(truth(found)),
        (_, Value::Number(Range { low, high })) => Found::Number([low, high].map(|end| end.as_ref().map(fraction))),
        (ty, other) => panic!("{ty:?}: {other:?}"),
    }
}
