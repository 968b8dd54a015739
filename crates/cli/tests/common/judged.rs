//! What the program shows as records, as the engine and the oracle judge it.

#[path = "../../../../tests/properties/oracle/mod.rs"]
#[allow(dead_code, unused_imports)]
mod oracle;

use std::path::Path;

use oracle::Oracle;
use serde_json::Value;
use tieuchi::check::{Settings, check_parsed};
use tieuchi::engine::{Options, evaluate};
use tieuchi::program::{CriterionId, Program};
use tieuchi::roster::{Builder, Cell, DecimalSign, Origin, Roster, kind_named};
use tieuchi::source::Language;
use tieuchi::verdict::Verdict;
use tieuchi_records::{load_pack, read_path};

use super::common::root;

/// What follows an option in a call.
pub fn option<'a>(args: &[&'a str], name: &str) -> Option<&'a str> {
    args.iter().position(|arg| *arg == name).and_then(|at| args.get(at + 1)).copied()
}

fn rules(path: &str, args: &[&str]) -> (Program, tieuchi_records::Records) {
    let language: Option<Language> = option(args, "--lang").map(|language| language.parse().expect("a language"));
    let pack = load_pack(&root().join(path), language).expect("rules");
    let (program, _) = check_parsed(&pack.files, pack.findings, &Settings::default()).expect("sound rules");
    (program, pack.records)
}

/// The verdicts of all criteria, of which engine and oracle are of one mind.
fn verdicts(program: &Program, roster: &Roster) -> Vec<(String, Value)> {
    let evaluation = evaluate(program, roster, &Options::default()).expect("few records");
    let oracle = Oracle::new(program, roster);
    let ids = (0u32..).map(CriterionId).zip(&program.criteria);
    ids.map(|(id, criterion)| {
        let naive = match oracle.overall(id) {
            oracle::Verdict::Met => Verdict::Met,
            oracle::Verdict::NotMet => Verdict::NotMet,
            oracle::Verdict::Undetermined => Verdict::Undetermined,
            oracle::Verdict::NotApplicable => Verdict::NotApplicable,
        };
        assert_eq!(evaluation.verdict(id), naive, "{}", criterion.id);
        (criterion.id.clone(), serde_json::to_value(naive).expect("a word"))
    })
    .collect()
}

/// Records in files are judged alike by both; gives what the criteria say.
pub fn files(rules_path: &str, args: &[&str], data: &Path) -> Vec<(String, Value)> {
    let (program, manifest) = rules(rules_path, args);
    let (roster, _) = read_path(&program, &manifest, data).expect("sound records");
    verdicts(&program, &roster)
}

/// All records that an answer of `prove` has show what it says of them; gives how many there are.
pub fn witnesses(args: &[&str], answer: &Value) -> usize {
    let other = option(args, "--implies").or(option(args, "--equivalent"));
    let (first, _) = rules(args[1], args);
    let second = other.map(|other| rules(other, args).0);
    let mut all = 0;
    each(answer, &mut |found| {
        all += 1;
        let said = |program: &Program, mark: &str| {
            let own = verdicts(program, &roster(program, &found["records"]));
            for (id, verdict) in own {
                let id = format!("{id}{mark}");
                let shown = found["verdicts"].as_array().expect("verdicts").iter().find(|one| one["id"] == *id);
                assert_eq!(shown.expect("every criterion is there")["verdict"], verdict, "{id}: {found}");
            }
        };
        said(&first, "");
        second.iter().for_each(|second| said(second, " (2)"));
    });
    all
}

/// Calls with everything that was found to be possible.
fn each(answer: &Value, call: &mut dyn FnMut(&Value)) {
    match answer {
        Value::Object(own) => {
            if own.get("answer").is_some_and(|answer| answer == "possible") {
                call(answer);
            }
            own.values().for_each(|inner| each(inner, call));
        }
        Value::Array(list) => list.iter().for_each(|inner| each(inner, call)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn roster(program: &Program, records: &Value) -> Roster {
    let texts = |list: &Value| -> Vec<String> {
        let list = list.as_array().expect("a list").iter();
        list.map(|text| text.as_str().expect("a text").to_owned()).collect()
    };
    let mut builder = Builder::new(program);
    for table in records.as_array().expect("tables") {
        let kind = kind_named(program, table["kind"].as_str().expect("a name")).expect("a kind");
        builder.decimal_sign(kind, DecimalSign::Point);
        builder.given(kind);
        let fields = texts(&table["fields"]);
        for row in table["rows"].as_array().expect("rows") {
            let cells = texts(row).into_iter().map(|text| match text.as_str() {
                "" => Cell::Blank,
                _ => Cell::Text(text.into()),
            });
            builder.record(kind, &Origin::default(), fields.iter().map(String::as_str).zip(cells));
        }
    }
    builder.finish().expect("sound records")
}
