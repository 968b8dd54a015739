//! Texts as they are typed: nothing of them is written, the last sound board stays, and the latest wins.

mod common;

use std::thread;
use std::time::{Duration, Instant};

use common::{RULES, school, serve, verdicts};
use serde_json::json;

#[test]
fn a_draft_with_errors_keeps_the_last_board_and_says_so() {
    let served = school();
    let before = served.get("board");
    let broken = RULES.replace("have days_absent at most 10", "have days_absent at mst 10");
    let board = served.ask("PUT", "draft/school.tieuchi", broken.as_bytes()).json();
    assert_eq!((&board["sound"], &board["stale"]), (&json!(false), &json!(true)));
    assert!(board["errors"].as_u64().is_some_and(|errors| errors > 0));
    assert_eq!(board["criteria"], before["criteria"]);
    let finding = &board["findings"][0];
    assert_eq!(finding["place"]["path"], "school.tieuchi");
    assert!(finding["place"]["line"].as_u64().is_some_and(|line| line > 1) && finding["message"].is_string());
    // The records can still be looked at and edited.
    let edited = served.edit(&json!([{ "kind": "pupil", "key": "P2", "field": "days_absent", "text": "40" }]));
    assert_eq!(edited["board"]["criteria"][1]["verdict"], "not_met");
    let mended = served.ask("PUT", "draft/school.tieuchi", RULES.as_bytes()).json();
    assert_eq!((&mended["sound"], &mended["stale"], &mended["drafts"]), (&json!(true), &json!(false), &json!([])));
    assert_eq!(verdicts(&mended)[1].1, "not_met");
    // Nothing was written.
    assert_eq!(std::fs::read_to_string(served.pack().join("school.tieuchi")).expect("it is there"), RULES);
}

#[test]
fn a_pack_that_never_was_sound_is_shown_to_be_mended() {
    let served =
        serve(&[("pack/tieuchi.ron", common::MANIFEST), ("pack/school.tieuchi", "tieuchi 1, en\n\nrecrd x\n")]);
    let state = served.get("state");
    assert_eq!(state["kinds"], json!([]));
    let board = served.get("board");
    assert_eq!((&board["sound"], &board["criteria"]), (&json!(false), &json!([])));
    assert_eq!(board.get("overall"), None);
    assert_eq!(served.ask("POST", "edits", b"{\"edits\":[]}").status, 409);
    assert_eq!(served.ask("GET", "criterion/4", b"").status, 404);
    let board = served.ask("PUT", "draft/school.tieuchi", RULES.as_bytes()).json();
    assert_eq!(board["sound"], true);
    // There are no records: the tables are there to be filled in.
    assert_eq!(served.get("state")["kinds"][1]["rows"], 0);
    let edits = json!([
        { "add": true, "kind": "class", "key": "6A" },
        { "add": true, "kind": "pupil", "key": "P1", "cells": { "class": "6A", "days_absent": "3" } },
    ]);
    let edited = served.edit(&edits);
    assert_eq!(edited["refused"], json!([]));
    assert_eq!(verdicts(&edited["board"])[0].1, "met");
}

#[test]
fn a_manifest_with_an_error_can_be_mended() {
    let served = school();
    let board = served.ask("PUT", "draft/tieuchi.ron", b"(tieuchi: 1, nam: \"x\")").json();
    assert_eq!((&board["sound"], &board["stale"]), (&json!(false), &json!(true)));
    assert_eq!(board["findings"][0]["place"]["path"], "tieuchi.ron");
    assert!(board["drafts"].as_array().is_some_and(|drafts| drafts.contains(&json!("tieuchi.ron"))));
    let board = served.ask("PUT", "draft/tieuchi.ron", common::MANIFEST.as_bytes()).json();
    assert_eq!(board["sound"], true);
}

#[test]
fn what_the_saved_rules_say_stands_beside_the_draft() {
    let served = school();
    let strict = RULES.replace("at most 30", "at most 5");
    let board = served.ask("PUT", "draft/school.tieuchi", strict.as_bytes()).json();
    let criterion = &board["criteria"][1];
    assert_eq!((&criterion["verdict"], &criterion["was_saved"]), (&json!("not_met"), &json!("met")));
    assert_eq!(criterion.get("was"), None);
    assert_eq!(board["drafts"], json!(["school.tieuchi"]));
}

#[test]
fn the_latest_draft_wins() {
    let served = school();
    thread::scope(|scope| {
        for days in 0..20 {
            let served = &served;
            scope.spawn(move || {
                let text = RULES.replace("at most 30", &format!("at most {days}"));
                assert_eq!(served.ask("PUT", "draft/school.tieuchi", text.as_bytes()).status, 200);
            });
        }
    });
    let last = RULES.replace("at most 30", "at most 11");
    served.ask("PUT", "draft/school.tieuchi", last.as_bytes());
    let board = served.get("board");
    assert_eq!(verdicts(&board)[1].1, "not_met");
    assert!(
        served.get("state")["files"]
            .as_array()
            .is_some_and(|files| files.iter().any(|file| file["text"] == last.as_str()))
    );
}

/// Rules that take a while: many sentences, each over all records.
fn heavy(sentences: usize) -> String {
    let mut text = RULES.to_owned();
    for number in 0..sentences {
        text.push_str(&format!(
            "\ncriterion 5.{number} \"Number {number}\"\n  cites 5\n  at least {}% of pupils where days_absent at least {} have share at most {}%\n",
            number % 90 + 1,
            number % 37,
            number % 97 + 1
        ));
    }
    text
}

#[test]
fn what_takes_long_keeps_nobody_waiting() {
    let served = school();
    served.get("board");
    let heavy = heavy(3_000);
    thread::scope(|scope| {
        let worker = scope.spawn(|| {
            let begun = Instant::now();
            assert_eq!(served.ask("PUT", "draft/school.tieuchi", heavy.as_bytes()).status, 200);
            begun.elapsed()
        });
        thread::sleep(Duration::from_millis(50));
        let mut longest = Duration::ZERO;
        while !worker.is_finished() {
            let begun = Instant::now();
            assert_eq!(served.ask("GET", "edits", b"").status, 200);
            longest = longest.max(begun.elapsed());
        }
        let all = worker.join().expect("it is done");
        assert!(longest < all.max(Duration::from_secs(2)), "{longest:?} of {all:?}");
    });
}

#[test]
fn hostile_rules_are_bounded() {
    let served = school();
    let deep = format!("tieuchi 1, en\n\nrecord x\n  id: text key\n\ncriterion 1 \"x\"\n  {}", "(".repeat(200_000));
    let wide = "tieuchi 1, en\n".to_owned() + &"criterion 1 \"x\"\n".repeat(10_000);
    let circle = RULES.to_owned() + "\nuse \"school.tieuchi\"\n";
    let chain: String = (0..3_000)
        .map(|n| {
            format!(
                "\ndefine pupil.a{n}: {}\n",
                if n == 0 { "days_absent".into() } else { format!("a{} * a{}", n - 1, n - 1) }
            )
        })
        .collect();
    for hostile in [deep, wide, circle, RULES.to_owned() + &chain, "\0".repeat(10_000), "tieuchi 1, en\n\"".into()] {
        let begun = Instant::now();
        let answer = served.ask("PUT", "draft/school.tieuchi", hostile.as_bytes());
        assert_eq!(answer.status, 200, "{}", answer.text());
        let board = answer.json();
        assert!(board["stale"] == true, "{}", &hostile[..hostile.len().min(80)]);
        assert!(begun.elapsed() < Duration::from_secs(50), "{:?}", begun.elapsed());
    }
    assert_eq!(served.ask("PUT", "draft/school.tieuchi", &[0xff, 0xfe]).status, 400);
    assert_eq!(served.ask("PUT", "draft/school.tieuchi", RULES.as_bytes()).json()["sound"], true);
}

#[test]
fn both_languages_are_judged_by_their_own_rules() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/danh-hieu-2022");
    let served = common::serve_path(tempfile::tempdir().expect("a folder"), root, None);
    let english = served.get("board?lang=en");
    let vietnamese = served.get("board?lang=vi");
    assert_eq!((&english["rules"], &vietnamese["rules"]), (&json!("titles.en.tieuchi"), &json!("titles.vi.tieuchi")));
    assert_eq!(verdicts(&english), verdicts(&vietnamese));
    assert_ne!(english["criteria"][0]["title"], vietnamese["criteria"][0]["title"]);
    let refusal = served.ask("GET", "criterion/none?lang=vi", b"");
    assert_eq!(refusal.json()["findings"][0]["message"], "không có nội dung này");
}
