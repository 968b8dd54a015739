//! The command `diff`: the titles of 2022 and of 2024 on the same records.

mod common;

use std::fs;

use serde_json::Value;
use tieuchi::diff::Difference;

use common::{root, run};

const OLD: &str = "rules/danh-hieu-2022";
const NEW: &str = "rules/danh-hieu-2024";
const DATA: &str = "examples/danh-hieu-2024";

fn diff(old: &str, new: &str, more: &[&str]) -> (i32, String, String) {
    run(&[&["diff", old, new, "--data", DATA], more].concat())
}

fn data(old: &str, new: &str, more: &[&str]) -> Difference {
    let (_, json, err) = diff(old, new, &[&["--format", "json"], more].concat());
    serde_json::from_str(&json).unwrap_or_else(|fault| panic!("{fault}: {json}{err}"))
}

/// Each record of the first derived field: its key, the old value and the new one, as data.
fn titles(found: &Difference) -> Vec<(String, String, String)> {
    let value = |value: &Option<tieuchi::report::Value>| serde_json::to_string(value).expect("data");
    found.fields[0].records.iter().map(|one| (one.id.clone(), value(&one.old), value(&one.new))).collect()
}

#[test]
fn the_law_of_2024_changes_titles_for_whom_it_does() {
    let found = data(OLD, NEW, &[]);
    let criteria: Vec<&str> = found.criteria.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(criteria, ["DH.1", "DH.2"]);
    let (worker, fighter) = (r#"{"label":"Lao động tiên tiến"}"#, r#"{"label":"Chiến sĩ thi đua cơ sở"}"#);
    let open = r#"{"one_of":["","Lao động tiên tiến"]}"#;
    let turned = |(id, old, new): (&str, &str, &str)| (id.to_owned(), old.to_owned(), new.to_owned());
    let expected = [
        ("CB02", worker, fighter),
        ("CB07", "\"none\"", worker),
        ("CB08", "\"none\"", worker),
        ("CB12", open, worker),
        ("CB14", worker, open),
    ];
    assert_eq!(titles(&found), expected.map(turned));
    // Back to the old law it is the same the other way round.
    let back = expected.map(|(id, old, new)| turned((id, new, old)));
    assert_eq!(titles(&data(NEW, OLD, &[])), back);
}

#[test]
fn reasons_are_told_in_the_language_that_is_asked_for() {
    let (code, en, err) = diff(OLD, NEW, &["--lang", "en"]);
    assert_eq!((code, err.as_str()), (1, ""));
    for line in [
        "Different: 2 criteria, 1 derived result",
        "  none → Lao động tiên tiến (2): CB07, CB08",
        "    Old (CB07): ✘ Lao động tiên tiến: not newly recruited → 9 < 10",
        "    New (CB07): ✔ Lao động tiên tiến: not newly recruited → 9 ≥ 6",
        "    Old: nothing of the kind is asked",
        "  ✘ Not met → ✔ Met",
    ] {
        assert!(en.contains(line), "{line}\n{en}");
    }
    let (code, vi, err) = diff(OLD, NEW, &["--lang", "vi"]);
    assert_eq!((code, err.as_str()), (1, ""));
    for line in [
        "Khác nhau: 2 tiêu chí, 1 kết quả xét, chấm điểm, xếp hạng",
        "  không có → Lao động tiên tiến (2): CB07, CB08",
        "    Cũ (CB07): ✘ Lao động tiên tiến: không phải mới tuyển dụng → 9 < 10",
        "    Cũ: không đặt ra điều kiện này",
        "  ✘ Không đạt → ✔ Đạt",
    ] {
        assert!(vi.contains(line), "{line}\n{vi}");
    }
}

#[test]
fn rules_do_not_differ_from_themselves_in_whatever_form_and_language() {
    let folder = tempfile::tempdir().expect("a folder");
    let compiled = folder.path().join("old.ron");
    // A compiled program has its manifest beside it.
    fs::copy(root().join(OLD).join("tieuchi.ron"), folder.path().join("tieuchi.ron")).expect("a copy");
    let path = compiled.display().to_string();
    assert_eq!(run(&["compile", OLD, "--lang", "en", "--out", &path]).0, 0);
    for (old, new) in [(OLD, OLD), (OLD, path.as_str()), (path.as_str(), OLD), (NEW, NEW)] {
        let (code, out, err) = diff(old, new, &["--lang", "vi"]);
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
        assert!(out.contains("Không có gì khác"), "{out}");
    }
}

#[test]
fn what_it_writes_follows_the_published_schema_and_is_read_back() {
    let published = fs::read_to_string(root().join("docs/diff.schema.json")).expect("the published schema");
    let (code, printed, _) = run(&["schema", "--diff"]);
    assert_eq!(code, 0);
    assert!(published == printed, "docs/diff.schema.json is old: write `tieuchi schema --diff` to it");
    let schema: Value = serde_json::from_str(&published).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a sound schema");
    let (_, json, _) = diff(OLD, NEW, &["--format", "json"]);
    let written: Value = serde_json::from_str(&json).expect("JSON");
    let faults: Vec<String> = validator.iter_errors(&written).take(5).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    let (_, ron, _) = diff(OLD, NEW, &["--format", "ron"]);
    assert_eq!(ron::from_str::<Difference>(&ron).expect("a comparison"), data(OLD, NEW, &[]));
}

#[test]
fn lists_end_where_they_are_told_to_and_count_the_rest() {
    let cut = data(OLD, NEW, &["--names", "2"]);
    let field = &cut.fields[0];
    assert_eq!((field.records.len(), field.more), (2, 3));
    assert_eq!(field.turns.iter().map(|turn| turn.records).sum::<u64>(), 5);
    let (_, text, _) = diff(OLD, NEW, &["--names", "2", "--lang", "en"]);
    assert!(text.contains("… and 3 more"), "{text}");
}

/// A copy of the example records with one file changed.
fn changed(file: &str, change: impl Fn(String) -> String) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["can-bo.csv", "don-vi.csv", "sang-kien.csv"] {
        let text = fs::read_to_string(root().join(DATA).join(name)).expect("the example");
        let text = if name == file { change(text) } else { text };
        fs::write(folder.path().join(name), text).expect("a copy");
    }
    folder
}

#[test]
fn what_neither_reads_is_refused_once() {
    let folder = changed("don-vi.csv", |text| text.replace("Nội bộ đoàn kết", "Nội bộ"));
    let path = folder.path().display().to_string();
    let (code, out, err) = run(&["diff", OLD, NEW, "--data", &path]);
    assert_eq!((code, out.as_str()), (3, ""));
    assert_eq!(err.matches("E0413").count(), 1, "{err}");
    // A warning that both have is told once.
    let folder = changed("can-bo.csv", |text| text.replace("Khiển trách", "khiển trách"));
    let path = folder.path().display().to_string();
    let (code, _, err) = run(&["diff", OLD, NEW, "--data", &path]);
    assert_eq!(code, 1);
    assert_eq!(err.matches("W0402").count(), 1, "{err}");
    let (code, _, err) = run(&["diff", OLD, "rules/nowhere", "--data", DATA]);
    assert_eq!(code, 3, "{err}");
}

#[test]
fn a_campaign_and_the_law_that_it_builds_on_read_the_same_records_each_in_its_way() {
    // The campaign reads more kinds and columns than the law does.
    let campaign = "rules/cao-bang-2022";
    let (code, json, err) = run(&["diff", OLD, campaign, "--data", "examples/cao-bang-2022/met", "--format", "json"]);
    assert_eq!((code, err.as_str()), (1, ""));
    let found: Difference = serde_json::from_str(&json).expect("a comparison");
    assert!(found.criteria.iter().all(|one| one.old.is_none() && one.new.is_some()), "only the campaign's own differ");
    assert!(found.fields.is_empty() || found.fields.iter().all(|field| field.old.is_none()));
    assert!(found.new.own_kinds.iter().any(|kind| kind.id == "policy"));
    assert!(found.new.own_fields.iter().any(|own| own.field.id == "violations"));
}

#[test]
fn a_parameter_with_another_value_is_a_what_if() {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = r#"tieuchi 1, en

document "D"
  item 1 "one"

parameter quota aka tỷ_lệ: percent 0% to 100% = 50%

record person
  id: text key
  score: count

criterion 1 "one"
  cites 1
  at least (quota) of persons have score at least 5
"#;
    let path = |name: &str| folder.path().join(name).display().to_string();
    fs::write(path("rules.tieuchi"), rules).expect("the rules");
    fs::write(path("person.csv"), "id,score\np1,7\np2,3\n").expect("the records");
    let (rules, data) = (path("rules.tieuchi"), path("person.csv"));
    let args = ["diff", &rules, &rules, "--data", &data];
    assert_eq!(run(&args).0, 0);
    let (code, out, err) = run(&[&args[..], &["--set-new", "quota=60%"]].concat());
    assert_eq!((code, err.as_str()), (1, ""), "{out}");
    assert!(out.contains("Old: Parameter: quota = 50%") && out.contains("New: Parameter: quota = 60%"), "{out}");
    assert!(out.contains("✔ Met → ✘ Not met"), "{out}");
    assert_eq!(run(&[&args[..], &["--set-old", "quota=60%", "--set-new", "quota=60%"]].concat()).0, 0);
    assert_eq!(run(&[&args[..], &["--set-new", "quta=60%"]].concat()).0, 3);
}
