//! Comparisons of programs against the reports of both.

use super::choices::{Choices, choices, some};
use super::programs::{self, Wanted};
use super::rosters;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tieuchi::diff::{Difference, diff};
use tieuchi::engine::{Options, Truth, evaluate};
use tieuchi::program::{Cond, Origin, Program};
use tieuchi::report::{Listing, Report, report};

/// The same program with some criteria negated or under another identifier, and some awards without their first case.
fn altered(program: &Program, choices: &mut Choices) -> Program {
    let mut altered = program.clone();
    for criterion in &mut altered.criteria {
        match choices.below(4) {
            1 => {
                criterion.cond = Cond::Not(Box::new(criterion.cond.clone()));
            }
            2 => criterion.id.push('x'),
            _ => {}
        }
    }
    for field in altered.kinds.iter_mut().flat_map(|kind| &mut kind.fields) {
        if let Origin::Award { cases, .. } = &mut field.origin
            && cases.len() > 1
            && choices.once_in(2)
        {
            cases.remove(0);
        }
    }
    altered
}

/// Whatever a report says of each record and of the whole, by where it stands.
fn said(report: &Report) -> BTreeMap<(String, Vec<String>), String> {
    let mut found = BTreeMap::new();
    for criterion in &report.criteria {
        found.insert((criterion.id.clone(), Vec::new()), format!("{:?}", criterion.verdict));
        for record in criterion.for_each.iter().flat_map(|each| &each.records) {
            let told = format!("{:?} {:?}", record.included, record.verdict);
            found.insert((criterion.id.clone(), record.ids.clone()), told);
        }
    }
    for award in &report.awards {
        let id = format!("{}.{}", award.kind.id, award.field.id);
        for record in &award.records {
            let labels: BTreeSet<&String> = record.labels.iter().collect();
            found.insert((id.clone(), vec![record.id.clone()]), format!("{labels:?}"));
        }
    }
    for score in &report.scores {
        let id = format!("{}.{}", score.kind.id, score.field.id);
        for record in &score.records {
            found.insert((id.clone(), vec![record.id.clone()]), format!("{:?}", record.total));
        }
    }
    for rank in &report.ranks {
        let id = format!("{}.{}", rank.kind.id, rank.field.id);
        for record in &rank.records {
            let place = match record.ranked {
                Truth::Yes => format!("{:?}", record.place),
                Truth::No | Truth::Unknown => format!("{:?}", record.ranked),
            };
            found.insert((id.clone(), vec![record.id.clone()]), place);
        }
    }
    found
}

/// Where two reports say something else.
fn others(old: &Report, new: &Report) -> BTreeSet<(String, Vec<String>)> {
    let (old, new) = (said(old), said(new));
    old.keys().chain(new.keys()).filter(|at| old.get(*at) != new.get(*at)).cloned().collect()
}

/// Where a comparison says that they do; a criterion that only one has stands for all its records.
fn listed(found: &Difference, old: &Report, new: &Report) -> BTreeSet<(String, Vec<String>)> {
    let mut all = BTreeSet::new();
    for criterion in &found.criteria {
        match (&criterion.old, &criterion.new) {
            (Some(before), Some(after)) => {
                if before.verdict != after.verdict {
                    all.insert((criterion.id.clone(), Vec::new()));
                }
                let records = criterion.for_each.iter().flat_map(|each| &each.records);
                all.extend(records.map(|record| (criterion.id.clone(), record.ids.clone())));
            }
            _ => {
                let own = [old, new].into_iter().flat_map(said).map(|(at, _)| at);
                all.extend(own.filter(|(id, _)| *id == criterion.id));
            }
        }
    }
    for field in &found.fields {
        let id = format!("{}.{}", field.kind.id, field.field.id);
        all.extend(field.records.iter().map(|record| (id.clone(), vec![record.id.clone()])));
    }
    all
}

/// How many records each list stands for.
fn sizes(found: &Difference) -> Vec<u64> {
    let each = found.criteria.iter().filter_map(|criterion| criterion.for_each.as_ref());
    let each = each.map(|each| each.records.len() as u64 + each.more);
    each.chain(found.fields.iter().map(|field| field.records.len() as u64 + field.more)).collect()
}

proptest! {
    #![proptest_config(some(400))]

    #[test]
    fn a_program_does_not_differ_from_itself(list in choices(200), records in choices(120), order in choices(20)) {
        let program = programs::program(&mut Choices::new(list), Wanted::ALL);
        let cells = rosters::cells(&mut Choices::new(records), &program);
        let (roster, other) = (cells.roster(&program), cells.shuffled(&mut Choices::new(order)).roster(&program));
        let evaluated = |roster| evaluate(&program, roster, &Options::default()).expect("made programs are small");
        let found = diff(&evaluated(&roster), &evaluated(&other), Listing::Named);
        prop_assert!(found.is_empty(), "{:#?}", found);
    }

    #[test]
    fn what_differs_is_listed_and_nothing_else(list in choices(200), records in choices(120), changes in choices(20)) {
        let old = programs::program(&mut Choices::new(list), Wanted::ALL);
        let new = altered(&old, &mut Choices::new(changes));
        let cells = rosters::cells(&mut Choices::new(records), &old);
        let (before, after) = (cells.roster(&old), cells.roster(&new));
        let before = evaluate(&old, &before, &Options::default()).expect("made programs are small");
        // A program that was altered may not be sound: nobody evaluates that.
        let Ok(after) = evaluate(&new, &after, &Options::default()) else { return Ok(()) };
        let (one, other) = (report(&before), report(&after));
        let found = diff(&before, &after, Listing::Named);
        prop_assert_eq!(listed(&found, &one, &other), others(&one, &other));
        // The other way round it is the same.
        let back = diff(&after, &before, Listing::Named);
        prop_assert_eq!(listed(&back, &other, &one), others(&one, &other));
        prop_assert_eq!(found.is_empty(), back.is_empty());
        // A list that ends early counts the rest, and what is written is read back.
        let cut = diff(&before, &after, Listing::UpTo(1));
        prop_assert_eq!(sizes(&cut), sizes(&found));
        let written = serde_json::to_string(&found).expect("plain data");
        prop_assert_eq!(serde_json::from_str::<Difference>(&written).expect("the same"), found);
    }
}
