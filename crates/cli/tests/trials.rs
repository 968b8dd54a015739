//! The command `test`: the tests of the shipped packs, and what it says of tests that fail.

mod common;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;
use tieuchi::source::{Language, Source};
use tieuchi::syntax::parse;
use tieuchi::syntax::print::{print, print_in};
use tieuchi::syntax::translate::Names;
use tieuchi::trial::TrialReport;
use tieuchi_records::load_pack;

use common::{root, run};

/// The packs of `rules/`, in order.
fn packs() -> Vec<String> {
    let entries = fs::read_dir(root().join("rules")).expect("the packs");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("a pack").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
        .into_iter()
        .map(|name| format!("rules/{name}"))
        .filter(|pack| root().join(pack).join("tieuchi.ron").exists())
        .collect()
}

/// Packs whose tests don't see everything yet.
const INCOMPLETE: [&str; 0] = [];

fn report(args: &[&str]) -> TrialReport {
    let (_, json, err) = run(&[args, &["--format", "json"]].concat());
    serde_json::from_str(&json).unwrap_or_else(|fault| panic!("{fault}: {json}{err}"))
}

#[test]
fn tests_of_all_packs_pass_and_see_everything() {
    assert!(packs().len() >= 8);
    for pack in packs() {
        for language in ["vi", "en"] {
            let report = report(&["test", &pack, "--lang", language]);
            assert_eq!(report.failed, 0, "{pack}");
            assert!(report.passed > 0 && report.coverage.all > 10, "{pack}");
            let incomplete = INCOMPLETE.contains(&pack.as_str());
            assert_eq!(report.coverage.complete, !incomplete, "{pack}: {:#?}", lacking(&report));
        }
        let (code, text, err) = run(&["test", &pack, "--coverage", "--lang", "vi"]);
        assert_eq!((code, err.as_str()), (0, ""), "{pack} {text}");
    }
}

fn lacking(report: &TrialReport) -> Vec<&str> {
    let places = report.coverage.places.iter().filter(|place| !place.is_covered());
    places.map(|place| place.name.as_str()).collect()
}

/// The way from a folder to a path.
fn way(from: &Path, to: &Path) -> String {
    let (from, to) = (from.canonicalize().expect("a folder"), to.canonicalize().expect("a path"));
    let up = "../".repeat(from.components().count() - 1);
    format!("{up}{}", to.display().to_string().trim_start_matches('/'))
}

/// In English they pass too, and are the same tests; they stand as the printer writes them.
#[test]
fn tests_of_all_packs_are_the_same_in_english() {
    for pack in packs() {
        let folder = root().join(&pack);
        let loaded = load_pack(&folder, Some(Language::Vi)).expect("a sound pack");
        let trees: Vec<_> = loaded.files.iter().map(|(_, tree)| tree).collect();
        let names = Names::gather(&trees);
        for path in tieuchi_records::test_files(&folder) {
            let text = fs::read_to_string(&path).expect("a file of tests");
            let tree = parse(&Source::new("tests", &text), 0).file;
            assert_eq!(print(&tree), text, "{}", path.display());
            let (english, missing) = print_in(&tree, Language::En, &names);
            assert_eq!(missing, Vec::<String>::new());
            // Elsewhere: whoever looks for tests of the pack must not find it.
            let elsewhere = tempfile::tempdir().expect("a folder");
            let english = english.replace("\"../../..", &format!("\"{}", way(elsewhere.path(), &root())));
            let beside = elsewhere.path().join("tests.en.tieuchi");
            fs::write(&beside, english).expect("it is written");
            let shown = beside.display().to_string();
            let (code, out, err) = run(&["test", &pack, &shown, "--lang", "en"]);
            assert_eq!((code, err.as_str()), (0, ""), "{out}");
        }
    }
}

/// A pack of its own with these tests.
fn pack(tests: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = "tieuchi 1, en\n\ndocument \"Plan\"\n  item 1 \"Ratings\"\n\nrecord person\n  id: text key\n  good: yes/no\n\n\
                 criterion 1 \"All are good\"\n  cites 1\n  100% of persons are good\n";
    fs::write(folder.path().join("rules.tieuchi"), rules).expect("rules");
    fs::create_dir(folder.path().join("tests")).expect("a folder");
    fs::write(folder.path().join("tests/a.tieuchi"), tests).expect("tests");
    folder
}

const PASSING: &str = "tieuchi 1, en\n\ntest \"One of two\"\n  records person\n    | id | good |\n    | p1 | yes  |\n    | p2 | no   |\n  \
                       expect 1: not met; 1/2\n";

/// A file of records.
const MORE: &str = "id,good\np9,yes\n";

fn rules(folder: &tempfile::TempDir) -> String {
    folder.path().join("rules.tieuchi").display().to_string()
}

#[test]
fn what_differs_is_shown_with_its_place() {
    let folder = pack(&PASSING.replace("1/2", "2/2; fails for p1"));
    let rules = rules(&folder);
    let (code, out, err) = run(&["test", &rules]);
    assert_eq!((code, err.as_str()), (1, ""));
    let shown = folder.path().join("tests/a.tieuchi").display().to_string();
    assert!(out.contains("✘ One of two  3 expectations"), "{out}");
    assert!(out.contains(&format!("1  {shown}:8:22\n      expected  2/2\n      actual    1/2\n")), "{out}");
    assert!(out.contains("expected  fails for p1\n      actual    fails for p2\n"), "{out}");
    assert!(out.ends_with("0 passed, 1 failed\n"), "{out}");
    let (code, out, _) = run(&["test", &rules, "--format", "junit"]);
    assert_eq!(code, 1);
    assert!(out.contains("<testsuites name=\"tieuchi test\" tests=\"1\"") && out.contains("failures=\"1\""), "{out}");
    assert!(out.contains(":8:22: 1: expected 2/2; actual 1/2"), "{out}");
}

#[test]
fn coverage_counts_when_it_is_asked_for() {
    let folder = pack(PASSING);
    let rules = rules(&folder);
    assert_eq!(run(&["test", &rules]).0, 0);
    let (code, out, _) = run(&["test", &rules, "--coverage"]);
    assert_eq!(code, 1);
    assert!(out.contains("0 of 1 places in the rules were seen to hold and to fail"), "{out}");
    assert!(out.contains("1  never seen to hold"), "{out}");
    fs::write(folder.path().join("tests/a.tieuchi"), format!("{PASSING}\nnever holds 1: \"not here\"\n"))
        .expect("tests");
    assert_eq!(run(&["test", &rules, "--coverage"]).0, 0);
}

#[test]
fn what_cannot_be_used_is_found() {
    let folder = pack(&PASSING.replace("expect 1:", "expect 2:"));
    let (code, out, err) = run(&["test", &rules(&folder)]);
    assert_eq!((code, out.as_str()), (3, ""));
    assert!(err.contains("E0373") && err.contains("a.tieuchi:8:10"), "{err}");
    fs::remove_dir_all(folder.path().join("tests")).expect("removed");
    let (code, _, err) = run(&["test", &rules(&folder)]);
    assert_eq!(code, 3);
    assert!(err.contains("there are no tests for"), "{err}");
    let folder = pack(&PASSING.replace("| no ", "| nope "));
    let (code, _, err) = run(&["test", &rules(&folder)]);
    assert_eq!(code, 3);
    assert!(err.contains("a.tieuchi, row 7, column “good”"), "{err}");
}

#[test]
fn records_of_files_that_are_not_there_are_found() {
    let folder = pack("tieuchi 1, en\n\ntest \"x\"\n  records from \"../nowhere\"\n  expect 1: met\n");
    let (code, _, err) = run(&["test", &rules(&folder)]);
    assert_eq!(code, 3);
    assert!(err.contains("nowhere"), "{err}");
}

#[test]
fn the_schema_is_published_and_holds() {
    let published = fs::read_to_string(root().join("docs/tests.schema.json")).expect("the published schema");
    let (code, printed, _) = run(&["schema", "--test"]);
    assert_eq!(code, 0);
    assert!(published == printed, "docs/tests.schema.json is old: write `tieuchi schema --test` to it");
    let schema: Value = serde_json::from_str(&published).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let (_, json, _) = run(&["test", "rules/danh-hieu-2022", "--format", "json"]);
    let report: Value = serde_json::from_str(&json).expect("JSON");
    assert!(validator.is_valid(&report));
}

#[test]
fn a_change_runs_the_tests_again() {
    let folder = pack(PASSING);
    let program = assert_cmd::cargo::cargo_bin("tieuchi");
    let mut child = std::process::Command::new(program)
        .args(["test", &rules(&folder), "--watch"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines().map(|line| line.expect("text"));
    let mut until = |what: &str| lines.by_ref().any(|line| line == what);
    assert!(until("1 passed") && until("Waiting for a change …"));
    let changed: &Path = &folder.path().join("tests/a.tieuchi");
    fs::write(changed, PASSING.replace("1/2", "2/2")).expect("tests");
    assert!(until("0 passed, 1 failed"));
    // Records that a test names count as well.
    let beside = PASSING.replacen("  expect", "  records from \"../more\"\n  expect", 1);
    fs::create_dir(folder.path().join("more")).expect("a folder");
    fs::write(folder.path().join("more/person.csv"), MORE).expect("records");
    fs::write(changed, beside).expect("tests");
    assert!(until("0 passed, 1 failed"));
    fs::write(folder.path().join("more/person.csv"), MORE.lines().next().expect("a head")).expect("records");
    assert!(until("1 passed"));
    child.kill().expect("it ends");
    child.wait().expect("it has ended");
}

/// What a report says as expectations: whatever it says, a test that expects it passes.
fn told(report: &tieuchi::report::Report) -> String {
    let verdict = |verdict: tieuchi::verdict::Verdict| match verdict {
        tieuchi::verdict::Verdict::Met => "met",
        tieuchi::verdict::Verdict::NotMet => "not met",
        tieuchi::verdict::Verdict::Undetermined => "undetermined",
        tieuchi::verdict::Verdict::NotApplicable => "not applicable",
    };
    let mut text = String::new();
    for criterion in &report.criteria {
        text += &format!("  expect {}: {}\n", criterion.id, verdict(criterion.verdict));
        for each in criterion.for_each.iter().flat_map(|each| &each.records) {
            if each.included == tieuchi::engine::Truth::Yes {
                text += &format!("  expect {} of {}: {}\n", criterion.id, each.ids.join(", "), verdict(each.verdict));
            }
        }
        if let Some(tieuchi::report::What::Clause(clause)) = criterion.explanation.as_ref().map(|found| &found.what) {
            let head = &clause.parts[0];
            let names = |list: &[tieuchi::report::Witness]| {
                list.iter().map(|witness| format!("\"{}\"", witness.id)).collect::<Vec<_>>().join(", ")
            };
            if !head.against.is_empty() {
                text += &format!("  expect {}: fails for {}\n", criterion.id, names(&head.against));
            }
            if !head.unknown.is_empty() {
                text += &format!("  expect {}: unknown for {}\n", criterion.id, names(&head.unknown));
            }
        }
    }
    for award in &report.awards {
        let label = |label: &String| if label.is_empty() { "none".to_owned() } else { format!("\"{label}\"") };
        for record in &award.records {
            let labels: Vec<String> = record.labels.iter().map(label).collect();
            let (kind, field) = (&award.kind.id, &award.field.id);
            text += &format!("  expect {kind}.{field} of {}: {}\n", record.id, labels.join(" or "));
        }
    }
    text
}

#[test]
fn a_test_made_from_a_report_passes() {
    let mut seen = 0;
    for pack in packs() {
        let name = pack.trim_start_matches("rules/");
        for data in ["met", "not-met", "incomplete", "full", "."] {
            let data = root().join("examples").join(name).join(data);
            let plain = fs::read_dir(&data).is_ok_and(|mut files| {
                files.any(|file| file.expect("a file").path().extension().is_some_and(|ending| ending == "csv"))
            });
            if !plain {
                continue;
            }
            let (_, json, err) =
                run(&["check", &pack, "--lang", "en", "--format", "json", "--data", &data.display().to_string()]);
            let report = serde_json::from_str(&json).unwrap_or_else(|fault| panic!("{fault} {err}"));
            let folder = tempfile::tempdir().expect("a folder");
            let (tests, from) = (folder.path().join("told.tieuchi"), way(folder.path(), &data));
            let text = format!("tieuchi 1, en\n\ntest \"told\"\n  records from \"{from}\"\n{}", told(&report));
            fs::write(&tests, text).expect("tests");
            let found = self::report(&["test", &pack, &tests.display().to_string(), "--lang", "en"]);
            assert_eq!((found.passed, found.failed), (1, 0), "{pack} {data:?} {:#?}", found.tests);
            seen += found.tests[0].expectations.len();
        }
    }
    assert!(seen > 300, "{seen}");
}
