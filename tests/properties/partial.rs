//! Reports without records, and evaluations put together from parts.

use super::choices::{Choices, choices, some};
use super::engine::change;
use super::programs::{self, Wanted};
use super::rosters::{self, Cells};
use proptest::prelude::*;
use serde_json::Value;
use tieuchi::engine::{Options, evaluate};
use tieuchi::partial::{self, Partial, Refused, divisible};
use tieuchi::program::{Origin, Program, Type};
use tieuchi::report::{Listing, Report, report, report_listing};

/// A report with every list of records emptied.
fn emptied(report: &Report) -> Value {
    let mut value = serde_json::to_value(report).expect("a report is plain data");
    empty(&mut value);
    value["counted"] = Value::Bool(true);
    value
}

fn empty(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(empty),
        Value::Object(entries) => {
            entries.retain(|key, value| !(value.is_array() && matches!(key.as_str(), "open" | "closest")));
            for (key, value) in entries {
                match value {
                    Value::Array(items) if ["records", "against", "unknown", "maybe"].contains(&key.as_str()) => {
                        items.clear();
                    }
                    value => empty(value),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

proptest! {
    #![proptest_config(some(400))]

    #[test]
    fn counting_names_nobody_and_says_the_same(list in choices(200), records in choices(120)) {
        let program = programs::program(&mut Choices::new(list), Wanted::APART);
        let roster = rosters::cells(&mut Choices::new(records), &program).roster(&program);
        let evaluation = evaluate(&program, &roster, &Options::default()).expect("made programs are small");
        let counted = report_listing(&evaluation, Listing::Counted);
        prop_assert_eq!(serde_json::to_value(&counted).expect("plain data"), emptied(&report(&evaluation)));
    }
}

/// Records of several sets together: each keeps to itself, its keys under a letter of its own.
pub fn joined(program: &Program, sets: Vec<Vec<u32>>) -> Cells {
    let mut all = Cells(vec![Vec::new(); program.kinds.len()]);
    for (records, letter) in sets.into_iter().zip('a'..) {
        let cells = rosters::cells(&mut Choices::new(records), program);
        for ((declared, into), from) in program.kinds.iter().zip(&mut all.0).zip(cells.0) {
            for mut record in from {
                for (field, cell) in declared.fields.iter().zip(&mut record) {
                    if field.origin == Origin::Key || matches!(field.ty, Type::Reference(_)) {
                        *cell = cell.take().map(|key| format!("{letter}{key}"));
                    }
                }
                into.push(record);
            }
        }
    }
    all
}

/// The records cut into so many parts, each closed under references.
pub fn split(cells: &Cells, program: &Program, parts: usize, choices: &mut Choices) -> Vec<Cells> {
    // Each record by itself at first, then together with whatever it refers to.
    let mut next = 0..;
    let mut part: Vec<Vec<usize>> =
        cells.0.iter().map(|table| table.iter().filter_map(|_| next.next()).collect()).collect();
    for _ in 0..cells.0.iter().flatten().count() {
        for (kind, declared) in program.kinds.iter().enumerate() {
            for (at, field) in declared.fields.iter().enumerate() {
                let Type::Reference(to) = field.ty else { continue };
                for (row, record) in cells.0[kind].iter().enumerate().filter(|(_, record)| record[at].is_some()) {
                    let target = cells.0[to.at()].iter().position(|other| other[0] == record[at]);
                    let target = target.expect("made references lead somewhere");
                    let least = part[kind][row].min(part[to.at()][target]);
                    (part[kind][row], part[to.at()][target]) = (least, least);
                }
            }
        }
    }
    let goes: Vec<usize> = (0..next.start).map(|_| choices.below(parts)).collect();
    let of = |wanted: usize| {
        let tables = cells.0.iter().zip(&part).map(|(table, part)| {
            let here = table.iter().zip(part).filter(|(_, part)| goes[**part] == wanted);
            here.map(|(record, _)| record.clone()).collect()
        });
        Cells(tables.collect())
    };
    (0..parts).map(of).collect()
}

/// What a source sends: written and read again.
pub fn sent(program: &Program, cells: &Cells, name: &str) -> Result<Partial, Refused> {
    let roster = cells.roster(program);
    let evaluation = evaluate(program, &roster, &Options::default()).expect("made programs are small");
    let tallies = partial::tally(&evaluation, name, None)?;
    let ron = Partial::from_ron(program, &tallies.to_ron().expect("RON")).expect("it was written just now");
    let json = Partial::from_json(program, &tallies.to_json().expect("JSON")).expect("it was written just now");
    assert_eq!((&ron, &json), (&tallies, &tallies));
    Ok(tallies)
}

proptest! {
    #![proptest_config(some(2000))]

    #[test]
    fn what_is_merged_is_the_whole(
        list in choices(200),
        sets in prop::collection::vec(choices(80), 1..4),
        parts in 2usize..5,
        cuts in choices(40),
        order in choices(20),
    ) {
        let program = programs::program(&mut Choices::new(list), Wanted::APART);
        let cells = joined(&program, sets);
        if divisible(&program).is_err() {
            return Ok(());
        }
        let split = split(&cells, &program, parts, &mut Choices::new(cuts));
        let names = ["a", "b", "c", "d"];
        let sent: Result<Vec<Partial>, Refused> =
            split.iter().zip(names).map(|(cells, name)| sent(&program, cells, name)).collect();
        let mut sent = match sent {
            Ok(sent) => sent,
            Err(refused) => {
                prop_assert!(matches!(refused, Refused::Astray { .. }), "{}", refused);
                return Ok(());
            }
        };
        let merged = partial::merge(&program, sent.clone()).expect("they are disjoint");
        let roster = cells.roster(&program);
        let whole = evaluate(&program, &roster, &Options::default()).expect("made programs are small");
        let bytes = |report: &Report| serde_json::to_string(report).expect("a report is plain data");
        let report = partial::report(&program, &merged).expect("made programs are small");
        prop_assert_eq!(bytes(&report), bytes(&report_listing(&whole, Listing::Counted)));
        // In another order, and first some of them.
        let mut order = Choices::new(order);
        for at in 0..sent.len() {
            let other = at + order.below(sent.len() - at);
            sent.swap(at, other);
        }
        let rest = sent.split_off(order.below(sent.len() + 1));
        let both = [sent, rest].map(|some| partial::merge(&program, some).expect("they are disjoint"));
        prop_assert_eq!(partial::merge(&program, both).expect("they are disjoint"), merged);
    }

    #[test]
    fn damaged_tallies_are_refused_or_reported(
        list in choices(200),
        records in choices(120),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4u8), 1..3),
    ) {
        let program = programs::program(&mut Choices::new(list), Wanted::APART);
        let cells = rosters::cells(&mut Choices::new(records), &program);
        let Ok(sound) = sent(&program, &cells, "a") else { return Ok(()) };
        let other = sent(&program, &cells, "b").expect("the same records");
        for written in [sound.to_ron().expect("RON"), sound.to_json().expect("JSON")] {
            let mut text = written.clone().into_bytes();
            for (at, byte, how) in &changes {
                change(&mut text, at.index(written.len()).min(written.len() - 1), *byte, *how);
            }
            let text = String::from_utf8_lossy(&text);
            let found = [Partial::from_ron(&program, &text), Partial::from_json(&program, &text)];
            for found in found.into_iter().flatten() {
                // Whatever comes of it, there is an answer.
                let _ = partial::report(&program, &found);
                let _ = partial::merge(&program, [found, other.clone()]).map(|all| partial::report(&program, &all));
            }
        }
    }
}
