//! Records: dropped on the page, looked through, taken out.

mod common;

use std::fs;

use common::{Served, school};
use serde_json::{Value, json};

fn dropped(served: &Served, query: &str, bytes: &[u8]) -> Value {
    let answer = served.ask("POST", &format!("data?{query}"), bytes);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

const MORE: &str = "id,class,days_absent\nQ1,6A,1\nQ2,6B,31\nQ3,6B,31\n";

#[test]
fn a_dropped_file_takes_the_place_of_the_records_of_its_kind() {
    let served = school();
    let told = dropped(&served, "name=pupil.csv", MORE.as_bytes());
    assert_eq!(told["taken"], true, "{told}");
    assert_eq!(told["read"], json!([{ "kind": "pupil", "label": "pupil", "rows": 3 }]));
    assert_eq!(told["board"]["criteria"][1]["verdict"], "not_met");
    assert_eq!((&told["kinds"][0]["rows"], &told["kinds"][1]["rows"]), (&json!(2), &json!(3)));
    let sources: Vec<String> =
        served.get("state")["sources"].as_array().expect("a list").iter().map(|one| one["text"].to_string()).collect();
    assert_eq!(sources, ["\"data\"", "\"pupil.csv\""]);
    // The newest counts.
    let told =
        dropped(&served, "name=people.ndjson&kind=pupil", b"{\"id\":\"Z\",\"class\":\"6A\",\"days_absent\":0}\n");
    assert_eq!(told["read"][0]["rows"], 1);
    assert_eq!(told["board"]["criteria"][1]["verdict"], "met");
    // And all of it is forgotten.
    assert_eq!(served.ask("DELETE", "data", b"").status, 200);
    assert_eq!(served.get("records/pupil")["total"], 4);
    // The disk has nothing of it.
    assert_eq!(fs::read_dir(served.pack().join("data")).expect("a folder").count(), 2);
}

#[test]
fn a_file_with_errors_changes_nothing_and_says_where_they_are() {
    let served = school();
    let before = served.get("records/pupil");
    let told = dropped(&served, "name=pupil.csv", b"id,class,days_absent\nQ1,6A,many\nQ2,9Z,1\n");
    assert_eq!(told["taken"], false);
    let finding = &told["findings"][0];
    assert_eq!(
        (&finding["file"], &finding["row"], &finding["severity"]),
        (&json!("pupil.csv"), &json!(2), &json!("error"))
    );
    let errors =
        told["findings"].as_array().expect("a list").iter().filter(|finding| finding["severity"] == "error").count();
    assert_eq!(errors, 2);
    for (query, bytes) in [
        ("name=nobody.csv", MORE.as_bytes()),
        ("name=pupil.exe", b"MZ".as_slice()),
        ("name=pupil.xlsx", b"PK\x03\x04 no workbook".as_slice()),
        ("name=pupil.json", b"[{]".as_slice()),
        ("name=pupil.csv.gz", b"\x1f\x8b no gzip".as_slice()),
        ("name=pupil.csv", b"\xff\xfe\x00".as_slice()),
    ] {
        let told = dropped(&served, query, bytes);
        assert_eq!(
            (&told["taken"], told["findings"].as_array().is_some_and(|found| !found.is_empty())),
            (&json!(false), true),
            "{query}"
        );
    }
    assert_eq!(served.ask("POST", "data", MORE.as_bytes()).status, 400);
    assert_eq!(served.get("records/pupil"), before);
}

#[test]
fn edits_are_dropped_only_when_the_page_says_so() {
    let served = school();
    served.edit(&json!([{ "kind": "pupil", "key": "P1", "field": "days_absent", "text": "9" }]));
    let answer = served.ask("POST", "data?name=pupil.csv", MORE.as_bytes());
    assert_eq!((answer.status, &answer.json()["edits"]), (409, &json!(1)));
    assert_eq!(served.get("records/pupil")["total"], 4);
    let told = dropped(&served, "name=pupil.csv&keep=1", MORE.as_bytes());
    // There is no such record any more: the edit stays, and says that it does nothing.
    assert_eq!(told["board"]["edits"], 1);
    let idle = |told: &Value| told["board"]["records"].to_string().contains("what-if edit of “P1” has no effect");
    assert!(idle(&told), "{told}");
    let told = dropped(&served, "name=pupil.csv&drop=1", MORE.as_bytes());
    assert_eq!((&told["board"]["edits"], idle(&told)), (&json!(0), false));
}

#[test]
fn rows_are_found_and_come_page_by_page() {
    let served = school();
    let csv: String =
        (0..5_000).map(|n| format!("K{n:04},6{},{}\n", if n % 2 == 0 { "A" } else { "B" }, n % 40)).collect();
    dropped(&served, "name=pupil.csv", format!("id,class,days_absent\n{csv}").as_bytes());
    let page = served.get("records/pupil?from=10&count=3");
    let keys: Vec<_> = page["rows"].as_array().expect("rows").iter().map(|row| row["key"].clone()).collect();
    assert_eq!((&page["total"], keys), (&json!(5_000), vec![json!("K0010"), json!("K0011"), json!("K0012")]));
    let all = served.get("records/pupil?count=1000000");
    assert_eq!(all["rows"].as_array().map(Vec::len), Some(1_000));
    assert_eq!(served.get("records/pupil?find=k00")["total"], 100);
    assert_eq!(served.get("records/pupil?find=nobody")["rows"], json!([]));
    assert_eq!(served.get("records/pupil?from=18446744073709551615&count=5")["rows"], json!([]));
    assert_eq!(served.get("records/pupil?only=K0001&only=K4999&only=X")["total"], 2);
    let answer = served.post("records/pupil", &json!({ "only": ["K0007", "K0008"], "count": 1 }));
    assert_eq!((&answer.json()["total"], answer.json()["rows"].as_array().map(Vec::len)), (&json!(2), Some(1)));
    assert_eq!(served.ask("GET", "records/nobody", b"").status, 404);
}

#[test]
fn the_schema_is_told_in_words() {
    let served = school();
    let state = served.get("state?lang=vi");
    let fields = &state["kinds"][1]["fields"];
    let types: Vec<_> =
        fields.as_array().expect("fields").iter().map(|field| field["type"].as_str().expect("a type")).collect();
    assert_eq!(types, ["text", "reference", "count", "percent", "date", "bool"]);
    assert_eq!(
        (&fields[0]["key"], &fields[1]["refers_to"], &fields[5]["labels"]),
        (&json!(true), &json!("class"), &json!(["yes", "no"]))
    );
    assert_eq!(fields[4]["says"], "ngày");
    assert_eq!(state["limits"]["upload"], 64 << 20);
}

#[cfg(feature = "spreadsheets")]
#[test]
fn what_is_taken_out_is_read_again_as_the_same() {
    let served = school();
    served.edit(&json!([
        { "kind": "pupil", "key": "P2", "field": "share", "text": "33.3%" },
        { "kind": "pupil", "key": "P3", "field": "days_absent", "text": "31" },
        { "add": true, "kind": "pupil", "key": "=1+1", "cells": { "class": "6B", "days_absent": "4" } },
    ]));
    let before = served.get("records/pupil");
    let board = served.get("board");
    let workbook = served.ask("GET", "export.xlsx", b"");
    assert_eq!(workbook.status, 200);
    assert!(workbook.header("content-disposition").is_some_and(|said| said.contains("records.xlsx")));
    let told = dropped(&served, "name=records.xlsx&drop=1", &workbook.body);
    assert_eq!(told["taken"], true, "{told}");
    assert_eq!(told["read"].as_array().map(Vec::len), Some(2));
    let texts = |page: &Value| -> Vec<Vec<String>> {
        let rows = page["rows"].as_array().expect("rows").iter();
        rows.map(|row| row["cells"].as_array().expect("cells").iter().map(|cell| cell["text"].to_string()).collect())
            .collect()
    };
    assert_eq!(texts(&served.get("records/pupil")), texts(&before));
    assert_eq!(common::verdicts(&told["board"]), common::verdicts(&board));
}

#[test]
fn the_report_is_a_page_of_its_own_and_says_that_there_are_edits() {
    let served = school();
    served.edit(&json!([{ "kind": "pupil", "key": "P2", "field": "days_absent", "text": "40" }]));
    let report = served.ask("GET", "report.html", b"");
    assert_eq!(report.status, 200);
    assert!(report.text().contains("with 1 what-if edits") || report.text().contains("what-if edit"));
    assert!(
        !report.text().contains(&served.folder.path().display().to_string()),
        "where the pack lies is nobody's business"
    );
    assert!(report.header("content-security-policy").is_some_and(|policy| policy.contains("style-src 'sha256-")));
}

#[test]
fn coverage_says_what_measures_each_item_and_where() {
    let served = school();
    let told = served.get("coverage");
    let items = &told["documents"][0]["items"];
    assert_eq!((&items[0]["id"], &items[0]["state"]), (&json!("4"), &json!("measured")));
    assert_eq!(items[0]["by"][0]["id"], "4");
    assert_eq!(items[0]["by"][0]["place"]["path"], "school.tieuchi");
    assert_eq!((&items[1]["state"], &items[1]["by"]), (&json!("forgotten"), &json!([])));
    assert_eq!(items[1]["place"]["line"], 5);
}
