//! What a session says has changed, held against what has.

use std::collections::BTreeMap;

use tieuchi::engine::{Evaluation, Hand, Truth};
use tieuchi::program::{CriterionId, FieldId, KindId};
use tieuchi::session::{Changes, Judged};

/// By criterion and keys.
pub type Verdicts = BTreeMap<(String, Vec<String>), Judged>;

/// What every criterion says of every record, by keys.
pub fn verdicts(evaluation: &Evaluation<'_>) -> Verdicts {
    let (program, roster) = (evaluation.program(), evaluation.roster());
    let key = |(kind, row): (KindId, u32)| roster.text(kind, FieldId(0), row).expect("a key").to_owned();
    let mut found = Verdicts::new();
    for (id, criterion) in (0u32..).map(CriterionId).zip(&program.criteria) {
        let whole = Judged { verdict: evaluation.verdict(id), certain: true };
        found.insert((criterion.id.clone(), Vec::new()), whole);
        let kinds: Vec<KindId> = criterion.for_each.iter().map(|each| each.kind).collect();
        if kinds.is_empty() {
            continue;
        }
        evaluation.each_hand(&kinds, |hand: Hand| {
            if let Some(verdict) = evaluation.verdict_of(id, hand) {
                let certain = evaluation.included(id, hand) == Truth::Yes;
                let keys = hand.records().map(key).collect();
                found.insert((criterion.id.clone(), keys), Judged { verdict, certain });
            }
        });
    }
    found
}

/// The changes that are told against those that are there.
pub fn told(before: &Verdicts, after: &Verdicts, changes: &Changes) {
    let keys = before.keys().chain(after.keys());
    let mut expected: Differences = BTreeMap::new();
    for key in keys {
        let (was, is) = (before.get(key).copied(), after.get(key).copied());
        if was != is {
            expected.insert(key.clone(), (was, is));
        }
    }
    let found: Differences = changes
        .verdicts
        .iter()
        .map(|change| ((change.criterion.clone(), change.record.clone()), (change.before, change.after)))
        .collect();
    assert_eq!(found, expected);
}

/// What it was, and what it is.
type Differences = BTreeMap<(String, Vec<String>), (Option<Judged>, Option<Judged>)>;
