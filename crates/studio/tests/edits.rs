//! What-if edits: kept apart from the records, listed, taken back without a trace.

mod common;

use common::{CLASSES, MANIFEST, PUPILS, RULES, school, serve, verdicts};
use proptest::prelude::*;
use serde_json::{Value, json};

fn set(key: &str, field: &str, text: &str) -> Value {
    json!({ "kind": "pupil", "key": key, "field": field, "text": text })
}

fn add(kind: &str, key: &str) -> Value {
    json!({ "add": true, "kind": kind, "key": key })
}

fn remove(kind: &str, key: &str) -> Value {
    json!({ "remove": true, "kind": kind, "key": key })
}

/// A board without what counts changes.
fn plain(mut board: Value) -> Value {
    board["revision"] = json!(0);
    board
}

#[test]
fn a_cell_changes_the_verdict_and_is_taken_back() {
    let served = school();
    let before = served.get("board");
    assert_eq!(verdicts(&before), [("4".into(), "met".into()), ("4.1".into(), "met".into())]);

    let edited = served.edit(&json!([set("P2", "days_absent", "40")]));
    assert_eq!(edited["refused"], json!([]));
    assert_eq!(edited["changed"][0]["id"], "4");
    assert_eq!(edited["changed"][0]["before"], "met");
    assert_eq!(edited["changed"][0]["after"], "not_met");
    assert_eq!(edited["changed"][1]["id"], "4.1");
    assert_eq!(edited["board"]["criteria"][0]["was"], "met");
    assert_eq!(edited["board"]["overall"]["was"], "met");
    let edit = &edited["edits"][0];
    assert_eq!((&edit["before"], &edit["after"], &edit["what"]), (&json!("3"), &json!("40"), &json!("set")));

    let page = served.get("records/pupil");
    let cell = &page["rows"][1]["cells"][2];
    assert_eq!((&cell["text"], &cell["state"], &cell["was"]), (&json!("40"), &json!("edited"), &json!("3")));

    // Who is behind it is told, with what it takes.
    let detail = served.get("criterion/4.1");
    assert_eq!(detail["people"], json!([{ "kind": "pupil", "key": "P2" }]));
    assert!(detail["html"].as_str().is_some_and(|html| html.contains("criterion not-met") && html.contains("P2")));

    let answer = served.ask("DELETE", &format!("edits/{}", edit["n"]), b"");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["edits"], json!([]));
    assert_eq!(plain(served.get("board")), plain(before));
    // The file is as it was.
    let file = std::fs::read_to_string(served.pack().join("data/pupil.csv")).expect("it is there");
    assert_eq!(file, PUPILS);
}

#[test]
fn a_cell_that_holds_again_what_the_record_does_is_no_edit() {
    let served = school();
    served.edit(&json!([set("P2", "days_absent", "40")]));
    let back = served.edit(&json!([set("P2", "days_absent", " 3 ")]));
    assert_eq!(back["edits"], json!([]));
    assert_eq!(back["board"]["edits"], 0);
    // As it is written doesn't matter.
    assert_eq!(served.edit(&json!([set("P1", "share", "0.125")]))["edits"], json!([]));
    assert_eq!(served.edit(&json!([set("P1", "since", "01/09/2020")]))["edits"], json!([]));
    // One that is edited twice is one edit, and what it was is what the record holds.
    served.edit(&json!([set("P3", "days_absent", "9")]));
    let twice = served.edit(&json!([set("P3", "days_absent", "8")]));
    assert_eq!(twice["edits"].as_array().map(Vec::len), Some(1));
    assert_eq!(twice["edits"][0]["before"], "12");
    // What isn't known may become so, and the other way round.
    let filled = served.edit(&json!([set("P2", "share", "20%"), set("P1", "share", "")]));
    assert_eq!(filled["refused"], json!([]));
    let page = served.get("records/pupil");
    assert_eq!(page["rows"][1]["cells"][3], json!({ "text": "20%", "state": "edited", "was": "" }));
    assert_eq!(page["rows"][0]["cells"][3], json!({ "text": "", "state": "edited", "was": "12.5%" }));
}

#[test]
fn a_bad_text_is_refused_with_its_reason_and_the_others_are_taken() {
    let served = school();
    let edited = served.edit(&json!([
        set("P1", "days_absent", "many"),
        set("P2", "days_absent", "5"),
        set("P3", "class", "7C"),
        set("P9", "days_absent", "1"),
        set("P1", "no_such_field", "1"),
        set("P1", "id", "P100"),
        json!({ "kind": "teacher", "key": "T", "field": "x", "text": "y" }),
        json!({ "kind": "pupil", "key": "P1" }),
    ]));
    let refused = edited["refused"].as_array().expect("a list");
    let places: Vec<_> = refused.iter().map(|one| one["index"].as_u64().expect("a number")).collect();
    assert_eq!(places, [0, 2, 3, 4, 5, 6, 7]);
    for one in refused {
        assert!(one["findings"][0]["message"].as_str().is_some_and(|message| !message.is_empty()), "{one}");
    }
    assert_eq!(edited["edits"].as_array().map(Vec::len), Some(1));
    // In the author's language.
    let answer = served.ask(
        "POST",
        "edits?lang=vi",
        json!({ "edits": [set("P1", "days_absent", "nhiều")] }).to_string().as_bytes(),
    );
    let told = answer.json()["refused"][0]["findings"][0]["message"].as_str().unwrap_or("").to_owned();
    assert!(told.contains("nhiều") && !told.contains("is not"), "{told}");
}

#[test]
fn records_come_and_go() {
    let served = school();
    let before = served.get("board");
    // Without its class nobody can say where it counts: it waits.
    let edited = served.edit(&json!([add("pupil", "P5")]));
    assert_eq!(edited["refused"], json!([]), "{edited}");
    let page = served.get("records/pupil");
    assert_eq!((&page["total"], &page["rows"][4]["state"]), (&json!(5), &json!("added")));
    assert_eq!(page["rows"][4]["cells"][1]["state"], "wrong");
    assert!(page["rows"][4]["cells"][1]["finding"]["message"].is_string());

    let edited = served.edit(&json!([set("P5", "class", "6B"), set("P5", "days_absent", "31")]));
    assert_eq!(edited["refused"], json!([]), "{edited}");
    assert_eq!(edited["changed"].as_array().map(Vec::len), Some(2));
    let page = served.get("records/pupil");
    assert_eq!(page["rows"][4]["cells"][1], json!({ "text": "6B", "state": "edited" }));

    // A record that others refer to stays; with them it goes.
    let edited = served.edit(&json!([remove("class", "6B")]));
    assert_eq!(edited["refused"][0]["index"], 0);
    let edited = served.edit(&json!([remove("pupil", "P4"), remove("pupil", "P5"), remove("class", "6B")]));
    assert_eq!(edited["refused"], json!([]));
    let page = served.get("records/class");
    assert_eq!((&page["rows"][1]["key"], &page["rows"][1]["state"]), (&json!("6B"), &json!("removed")));
    // What is gone comes back by being added, and has what it had.
    let edited = served.edit(&json!([add("class", "6B"), add("pupil", "P4")]));
    assert_eq!(edited["refused"], json!([]));
    assert_eq!(edited["edits"], json!([]));
    assert_eq!(plain(served.get("board")), plain(before));
    // There are no two of a key.
    let edited = served.edit(&json!([add("pupil", "P1")]));
    assert_eq!(edited["refused"][0]["index"], 0, "{edited}");
    assert_eq!(edited["edits"], json!([]));
}

#[test]
fn an_edit_that_others_need_stays() {
    let served = school();
    served.edit(&json!([add("class", "7A"), set("P1", "class", "7A")]));
    let edits = served.get("edits");
    let number = &edits["edits"][0]["n"];
    let answer = served.ask("DELETE", &format!("edits/{number}"), b"");
    assert_eq!(answer.status, 409, "{}", answer.text());
    assert!(answer.json()["findings"][0]["message"].is_string());
    assert_eq!(served.get("edits"), edits);
    assert_eq!(served.ask("DELETE", "edits", b"").status, 200);
    assert_eq!(served.get("edits")["edits"], json!([]));
    assert_eq!(served.ask("DELETE", "edits/12345", b"").json()["edits"], json!([]));
}

#[test]
fn edits_outlive_rules_and_records_that_change() {
    let served = school();
    served.edit(&json!([set("P2", "days_absent", "40")]));
    let stricter = RULES.replace("at most 30", "at most 50");
    let board = served.ask("PUT", "draft/school.tieuchi", stricter.as_bytes()).json();
    assert_eq!(verdicts(&board)[1], ("4.1".into(), "met".into()));
    assert_eq!(board["edits"], 1);
    // Where there is no such field any more, the edit says that it does nothing.
    let other = RULES.replace("days_absent", "days_away");
    let board = served.ask("PUT", "draft/school.tieuchi", other.as_bytes()).json();
    assert_eq!(board["stale"], true, "{board}");
    // And when there is again, it does.
    let board = served.ask("PUT", "draft/school.tieuchi", RULES.as_bytes()).json();
    assert_eq!(verdicts(&board)[1], ("4.1".into(), "not_met".into()));
}

/// What may be done in one step.
#[derive(Debug, Clone)]
enum Step {
    Set(usize, usize),
    Add(usize, usize),
    Remove(usize),
    TakeBack(usize),
}

const KEYS: &[&str] = &["P1", "P2", "P3", "P4", "N1", "N2"];
const TEXTS: &[(&str, &str)] = &[
    ("days_absent", "0"),
    ("days_absent", "11"),
    ("days_absent", "31"),
    ("days_absent", ""),
    ("days_absent", "x"),
    ("class", "6A"),
    ("class", "6B"),
    ("class", "7Z"),
    ("share", "33.3333%"),
    ("helps", "yes"),
    ("since", "2022-01-31"),
];

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..KEYS.len(), 0..TEXTS.len()).prop_map(|(key, text)| Step::Set(key, text)),
        2 => (4..KEYS.len(), 5usize..7).prop_map(|(key, text)| Step::Add(key, text)),
        2 => (0..KEYS.len()).prop_map(Step::Remove),
        2 => (0usize..8).prop_map(Step::TakeBack),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// After any edits the board is that of the records as they would be, read from nothing; and when all are taken back,
    /// it is what it was.
    #[test]
    fn edits_come_to_what_such_records_would(steps in prop::collection::vec(step(), 1..14)) {
        let served = school();
        let before = plain(served.get("board"));
        let rows = served.get("records/pupil");
        for step in steps {
            match step {
                Step::Set(key, text) => {
                    let (field, text) = TEXTS[text];
                    served.edit(&json!([set(KEYS[key], field, text)]));
                }
                Step::Add(key, text) => {
                    let (field, text) = TEXTS[text];
                    served.edit(&json!([{ "add": true, "kind": "pupil", "key": KEYS[key], "cells": { field: text } }]));
                }
                Step::Remove(key) => drop(served.edit(&json!([remove("pupil", KEYS[key])]))),
                Step::TakeBack(at) => {
                    let edits = served.get("edits");
                    if let Some(edit) = edits["edits"].get(at) {
                        served.ask("DELETE", &format!("edits/{}", edit["n"]), b"");
                    }
                }
            }
        }
        // The same records from files.
        let page = served.get("records/pupil");
        let mut csv = PUPILS.lines().next().expect("a head").to_owned() + "\n";
        for row in page["rows"].as_array().expect("rows") {
            let cells = row["cells"].as_array().expect("cells");
            let waits = cells.iter().any(|cell| cell["state"] == "wrong");
            if row["state"] != "removed" && !waits {
                let texts: Vec<&str> = cells.iter().map(|cell| cell["text"].as_str().expect("a text")).collect();
                csv.push_str(&texts.join(","));
                csv.push('\n');
            }
        }
        let fresh = serve(&[
            ("pack/tieuchi.ron", MANIFEST),
            ("pack/school.tieuchi", RULES),
            ("pack/data/class.csv", CLASSES),
            ("pack/data/pupil.csv", &csv),
        ]);
        prop_assert_eq!(verdicts(&served.get("board")), verdicts(&fresh.get("board")), "{}", csv);
        for id in ["4", "4.1"] {
            let people = |served: &common::Served| {
                let mut people = served.get(&format!("criterion/{id}"))["people"].as_array().expect("people").clone();
                people.sort_by_key(Value::to_string);
                people
            };
            prop_assert_eq!(people(&served), people(&fresh));
        }
        served.ask("DELETE", "edits", b"");
        prop_assert_eq!(plain(served.get("board")), before);
        prop_assert_eq!(served.get("records/pupil"), rows);
    }
}
