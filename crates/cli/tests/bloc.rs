//! The pack `khoi-thi-dua` on its example records: points, bands, places and the quota, in both languages.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn run(args: &[&str]) -> (i32, String) {
    let mut command = Command::cargo_bin("tieuchi").expect("the program is built");
    let output = command.current_dir(root()).env("NO_COLOR", "1").args(args).output().expect("it runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    (output.status.code().expect("an exit code"), text)
}

fn report(example: &str, language: &str) -> Value {
    let data = format!("examples/khoi-thi-dua/{example}");
    let (code, text) = run(&["check", "rules/khoi-thi-dua", "--data", &data, "--lang", language, "--format", "json"]);
    assert_eq!(code, 1);
    serde_json::from_str(&text).expect("a report is JSON")
}

fn verdicts(report: &Value) -> Vec<(&str, &str)> {
    let criteria = report["criteria"].as_array().expect("criteria").iter();
    criteria.map(|one| (one["id"].as_str().expect("an id"), one["verdict"].as_str().expect("a verdict"))).collect()
}

/// What a record of a list has under a name.
fn of<'r>(list: &'r Value, id: &str, name: &str) -> &'r Value {
    let records = list["records"].as_array().expect("records");
    &records.iter().find(|record| record["id"] == id).expect("the record")[name]
}

#[test]
fn complete_records_have_one_place_each() {
    for language in ["vi", "en"] {
        let report = report("full", language);
        let expected = [("2", "not_met"), ("3", "not_met"), ("5.a", "met"), ("5.b", "met"), ("5.c", "met")];
        assert_eq!(verdicts(&report), expected);
        let (points, places) = (&report["scores"][0], &report["ranks"][0]);
        // 600 for the leader of every indicator, 200, 150, and 40 for four initiatives.
        assert_eq!(*of(points, "CQ01", "total"), serde_json::json!({"number": "990"}));
        // CQ11 and CQ12 have the same standing and the same points; the bloc has voted CQ12 first.
        assert_eq!(of(points, "CQ11", "total"), of(points, "CQ12", "total"));
        for (id, place) in [("CQ01", "1"), ("CQ06", "2"), ("CQ02", "3"), ("CQ05", "6"), ("CQ12", "1"), ("CQ11", "2")] {
            assert_eq!(*of(places, id, "place"), serde_json::json!({"low": place, "high": place}), "{id}");
        }
    }
}

#[test]
fn records_with_gaps_leave_places_open() {
    let report = report("incomplete", "vi");
    let expected =
        [("2", "not_met"), ("3", "not_met"), ("5.a", "undetermined"), ("5.b", "met"), ("5.c", "undetermined")];
    assert_eq!(verdicts(&report), expected);
    let places = &report["ranks"][0];
    assert_eq!(*of(places, "CQ06", "place"), serde_json::json!({"low": "1", "high": "6"}));
    // Nobody has voted on CQ12, which stands where CQ11 does.
    assert_eq!(*of(places, "CQ12", "place"), serde_json::json!({"low": "1", "high": "2"}));
}

#[test]
fn a_table_is_filled_in_for_one_agency() {
    let data = ["--data", "examples/khoi-thi-dua/full", "--record", "CQ03"];
    let (code, text) = run(&[&["explain", "rules/khoi-thi-dua", "cơ_quan.điểm"][..], &data].concat());
    assert_eq!(code, 0);
    for line in ["120  Tổ chức phong trào thi đua (tối đa 150)", "−8  Phát động thi đua chậm", "659,619…  tổng điểm"]
    {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let english = [&["explain", "rules/khoi-thi-dua", "agency.points", "--lang", "en"][..], &data].concat();
    assert!(run(&english).1.contains("659.619…  in all (out of 1000)"));
}
