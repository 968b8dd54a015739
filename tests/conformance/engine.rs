//! The same of the engine: what it says of a case, in the terms of these files.

use std::collections::BTreeMap;

use tieuchi::engine::{Evaluation, Hand, Options, Truth, Value, attainable, decide, evaluate};
use tieuchi::program::{Cond, CriterionId, FieldId, KindId, Origin, Program};
use tieuchi::roster::Roster;
use tieuchi::verdict::Verdict;

use super::expect::labels;
use super::model::{Expect, Found, Judged, PartSeen, Sentence, fraction};

pub fn said(program: &Program, roster: &Roster) -> Expect {
    let evaluation = evaluate(program, roster, &Options::default()).expect("small cases");
    let key = |kind: KindId, row: u32| roster.text(kind, program.kinds[kind.at()].key, row).expect("a key").to_owned();
    let mut said = Expect::default();
    for (id, criterion) in (0u32..).map(CriterionId).zip(&program.criteria) {
        let mut judged =
            Judged { verdict: verdict(evaluation.verdict(id)), each: BTreeMap::new(), perhaps: BTreeMap::new() };
        let hands: Vec<(Hand, Option<String>)> = match criterion.for_each.first() {
            None => vec![(Hand::none(), None)],
            Some(each) => (0..roster.len(each.kind) as u32)
                .map(|row| (Hand::one(each.kind, row), Some(key(each.kind, row))))
                .collect(),
        };
        for (hand, record) in hands {
            if let Some(record) = &record {
                let Some(found) = evaluation.verdict_of(id, hand) else { continue };
                let certain = evaluation.included(id, hand) == Truth::Yes;
                let into = if certain { &mut judged.each } else { &mut judged.perhaps };
                into.insert(record.clone(), verdict(found));
            }
            if let Cond::Clause(clause) = criterion.cond {
                let counts = evaluation.counts(clause, hand);
                // A part by itself: the rule that joins tails to their head is the sentence's.
                let parts = counts.iter().enumerate().map(|(part, of)| PartSeen {
                    counts: [of.in_holds, of.in_fails, of.in_unknown, of.maybe_holds, of.maybe_fails, of.maybe_unknown],
                    left_out: of.left_out,
                    truth: truth(decide(&evaluation.threshold(clause, part, hand), of)).to_owned(),
                    share: attainable(of).map(|(low, high)| [fraction(&low), fraction(&high)]),
                });
                said.sentences.push(Sentence {
                    criterion: criterion.id.clone(),
                    record,
                    truth: truth(evaluation.clause(clause, hand)).to_owned(),
                    parts: parts.collect(),
                });
            }
        }
        said.criteria.insert(criterion.id.clone(), judged);
    }
    for (kind, declared) in (0u32..).map(KindId).zip(&program.kinds) {
        for (id, field) in (0u32..).map(FieldId).zip(&declared.fields) {
            if matches!(field.origin, Origin::Key | Origin::Data { .. } | Origin::Previous { .. }) {
                continue;
            }
            let rows = 0..roster.len(kind) as u32;
            let all = rows.map(|row| (key(kind, row), found(&evaluation, kind, id, row)));
            let name = format!("{}.{}", english(&declared.name), english(&field.name));
            said.fields.insert(name, all.collect());
        }
    }
    said.fields.retain(|_, records| !records.is_empty());
    said
}

fn english(name: &tieuchi::program::Name) -> &str {
    name.en.as_deref().expect("every name has its English")
}

fn found(evaluation: &Evaluation<'_>, kind: KindId, id: FieldId, row: u32) -> Found {
    match evaluation.value_of(kind, id, row) {
        Value::Truth(of) => Found::Truth(truth(of).to_owned()),
        Value::Number(of) => Found::Number([of.low, of.high].map(|end| end.as_ref().map(fraction))),
        Value::Labels(set, of) => labels(evaluation.program(), set, of),
        other => panic!("{other:?}"),
    }
}

fn truth(of: Truth) -> &'static str {
    match of {
        Truth::Yes => "yes",
        Truth::No => "no",
        Truth::Unknown => "unknown",
    }
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
