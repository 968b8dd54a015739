//! Reports that people show, and two reports of two times.

mod common;

use std::fs;
use std::path::Path;

use tieuchi::diff::Difference;
use tieuchi::verdict::Verdict;

use common::run;

const RULES: &str = "rules/cao-bang-2022";

fn examples(which: &str) -> String {
    format!("examples/cao-bang-2022/{which}")
}

#[test]
fn every_form_has_the_verdict_and_the_exit_code_of_the_text() {
    for (which, expected) in [("met", 0), ("not-met", 1), ("incomplete", 2)] {
        for format in ["html", "md", "junit"] {
            for lang in ["vi", "en"] {
                let (code, out, err) =
                    run(&["check", RULES, "--data", &examples(which), "--lang", lang, "--format", format]);
                assert_eq!((code, err.as_str()), (expected, ""), "{which} {format}");
                let begins = match format {
                    "html" => "<!DOCTYPE html>",
                    "md" => "# ",
                    _ => "<?xml",
                };
                assert!(out.starts_with(begins) && out.ends_with('\n') && out.contains("II.3.1"), "{which} {format}");
            }
        }
    }
}

#[test]
fn a_report_without_names_has_none_in_any_form() {
    for format in ["html", "md", "junit"] {
        let check = |more: &[&str]| {
            run(&[&["check", RULES, "--data", &examples("not-met"), "--format", format], more].concat()).1
        };
        for id in ["CB11", "CS02", "P2"] {
            assert!(check(&[]).contains(id), "{format} {id}");
            assert!(!check(&["--no-names"]).contains(id), "{format} {id}");
        }
    }
}

const SCHOOL: &str = r#"tieuchi 1, en

document "School"
  item 1 "Attendance"

scale mark
  none < "good" < "best"

record class, plural classes
  id: text key

record pupil
  id: text key
  class: class
  absent: count

award class.mark: mark
  cites 1
  "best" when 100% of pupils in the class have absent at most 1
  "good" when at least 50% of pupils in the class have absent at most 1
  otherwise none

rank class.place: among classes
  cites 1
  by number of pupils in the class where absent above 1 lowest first
  ties shared

criterion 1.a "Nearly everybody attends"
  cites 1
  at least 90% of pupils have absent at most 1

criterion 1.b "In every class most attend"
  cites 1
  for each class:
  at least 50% of pupils in the class have absent at most 1
"#;

/// Rules and records in a folder: of each pupil its class and how often it was absent; blank where nobody knows.
fn school(folder: &Path, name: &str, pupils: &[(String, &str, &str)]) -> (String, String) {
    let rules = folder.join("school.tieuchi");
    fs::write(&rules, SCHOOL).expect("written");
    let data = folder.join(name);
    fs::create_dir_all(&data).expect("made");
    fs::write(data.join("class.csv"), "id\n6A\n6B\n").expect("written");
    let rows: Vec<String> = pupils.iter().map(|(id, class, absent)| format!("{id},{class},{absent}\n")).collect();
    fs::write(data.join("pupil.csv"), format!("id,class,absent\n{}", rows.concat())).expect("written");
    (rules.display().to_string(), data.display().to_string())
}

#[test]
fn many_records_dont_make_a_large_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let pupils: Vec<_> = (0..20_000).map(|n| (format!("P{n}"), if n % 2 == 0 { "6A" } else { "6B" }, "9")).collect();
    let (rules, data) = school(folder.path(), "many", &pupils);
    for format in ["html", "md", "junit"] {
        let (code, out, err) = run(&["check", &rules, "--data", &data, "--format", format]);
        assert_eq!((code, err.as_str()), (1, ""));
        assert!(out.len() < 100_000, "{format}: {} bytes", out.len());
        assert!(out.contains("20,000") || out.contains("20000"), "{format}");
    }
}

/// Two reports of a school, saved: at the beginning, and when much has changed.
fn saved(folder: &Path, more: &[&str]) -> [String; 2] {
    let of = |all: &[(&str, &'static str, &'static str)]| {
        all.iter().map(|(id, class, absent)| ((*id).to_owned(), *class, *absent)).collect::<Vec<_>>()
    };
    let old = of(&[("P1", "6A", "0"), ("P2", "6A", "5"), ("P3", "6B", ""), ("P4", "6B", "7")]);
    let new = of(&[("P1", "6A", "3"), ("P2", "6A", "5"), ("P3", "6B", "0"), ("P4", "6B", "1"), ("P5", "6B", "1")]);
    [("old", old), ("new", new)].map(|(name, pupils)| {
        let (rules, data) = school(folder, name, &pupils);
        let report = folder.join(format!("{name}.json")).display().to_string();
        let (code, _, err) =
            run(&[&["check", &rules, "--data", &data, "--format", "json", "--out", &report], more].concat());
        assert!(code < 3, "{err}");
        report
    })
}

fn compared(reports: &[String; 2], more: &[&str]) -> (i32, Difference) {
    let [old, new] = reports;
    let (code, json, err) = run(&[&["diff", old, new, "--format", "json"], more].concat());
    (code, serde_json::from_str(&json).unwrap_or_else(|fault| panic!("{fault}: {json}{err}")))
}

#[test]
fn two_reports_tell_what_has_changed_since() {
    let folder = tempfile::tempdir().expect("a folder");
    let reports = saved(folder.path(), &[]);
    let (code, found) = compared(&reports, &[]);
    assert_eq!(code, 1);
    let ids: Vec<&str> = found.criteria.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["1.a", "1.b"]);
    // The verdict is the same, and who stands against it isn't.
    let all = &found.criteria[0];
    let tally = &all.tallies[0];
    assert_eq!((tally.old.counts.in_holds, tally.new.counts.in_holds), (1, 3));
    assert_eq!(
        (tally.joined.as_slice(), tally.left.as_slice()),
        (["P1".to_owned()].as_slice(), ["P4".to_owned()].as_slice())
    );
    assert!(all.why.is_empty() && !all.cut);
    // Class by class.
    let each = found.criteria[1].for_each.as_ref().expect("it is for each class");
    let turned: Vec<_> = each
        .records
        .iter()
        .map(|one| (one.ids.concat(), one.old.map(|side| side.verdict), one.new.map(|side| side.verdict)))
        .collect();
    assert_eq!(
        turned,
        [
            ("6A".to_owned(), Some(Verdict::Met), Some(Verdict::NotMet)),
            ("6B".to_owned(), Some(Verdict::Undetermined), Some(Verdict::Met))
        ]
    );
    assert!(each.records.iter().all(|one| !one.why.is_empty()));
    let filled: Vec<_> = found.criteria[1].filled.iter().map(|gap| (gap.id.as_str(), gap.field.as_str())).collect();
    assert_eq!(filled, [("P3", "absent")]);
    // Titles and places.
    let fields: Vec<_> = found.fields.iter().map(|one| (one.field.id.as_str(), one.records.len())).collect();
    assert_eq!(fields, [("mark", 2), ("place", 2)]);
    assert!(found.fields[0].turns.iter().all(|turn| turn.records == 1));
    // The other way round it is the other way round, and against itself nothing.
    let [old, new] = reports.clone();
    let (_, back) = compared(&[new.clone(), old], &[]);
    assert_eq!((&back.criteria[0].tallies[0].joined, &back.criteria[0].tallies[0].left), (&tally.left, &tally.joined));
    let (code, none) = compared(&[new.clone(), new], &[]);
    assert_eq!((code, none.is_empty()), (0, true));
    // In words, in both languages.
    for (lang, told) in [("en", "Against it now (1): P1"), ("vi", "Mới trái điều kiện (1): P1")] {
        let (code, out, err) = run(&["diff", &reports[0], &reports[1], "--lang", lang]);
        assert_eq!((code, err.as_str()), (1, ""));
        assert!(out.contains(told), "{out}");
    }
}

#[test]
fn what_a_report_doesnt_name_is_not_told_to_have_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    for more in [["--no-names"].as_slice(), &["--names", "1"]] {
        let (code, found) = compared(&saved(folder.path(), more), &[]);
        assert_eq!(code, 1);
        let all = &found.criteria[0];
        assert_eq!((all.tallies[0].old.counts.in_holds, all.tallies[0].new.counts.in_holds), (1, 3));
        assert!(all.tallies[0].joined.is_empty() && all.tallies[0].left.is_empty(), "{more:?}");
        assert!(all.cut, "{more:?}");
        let each = found.criteria[1].for_each.as_ref().expect("verdicts counted are others");
        assert_ne!(each.old, each.new);
        assert!(each.records.iter().all(|one| one.old.is_some() && one.new.is_some()), "{more:?}");
        // How many have a title is counted all the same.
        assert!(!found.fields[0].counts.is_empty() && found.fields[0].cut, "{more:?}");
    }
}

#[test]
fn what_is_no_report_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let [old, new] = saved(folder.path(), &[]);
    let text = fs::read_to_string(&old).expect("there");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("written");
        path.display().to_string()
    };
    let later = write("later.json", &text.replacen("\"report_version\": 1", "\"report_version\": 2", 1));
    let other = write("other.json", "[1, 2]");
    let broken = write("broken.json", &text.replacen("\"verdict\"", "\"verdikt\"", 1));
    let deep = write("deep.json", &format!("{{\"report_version\": 1, \"criteria\": {}", "[".repeat(100_000)));
    let schema = folder.path().join("none.json").display().to_string();
    for (path, told) in [
        (later.as_str(), "version 2"),
        (&other, "no saved report"),
        (&broken, "refused"),
        (&deep, "no saved report"),
        (&schema, "no such file"),
        (RULES, "--data"),
    ] {
        let (code, out, err) = run(&["diff", path, &new, "--lang", "en"]);
        assert_eq!((code, out.as_str()), (3, ""), "{path}");
        assert!(err.contains(told), "{err}");
    }
    let (code, _, err) = run(&["diff", &old, &new, "--set-old", "a=1"]);
    assert_eq!(code, 3, "{err}");
    // What reads it back: RON, too.
    let (rules, data) =
        (folder.path().join("school.tieuchi").display().to_string(), folder.path().join("old").display().to_string());
    let ron = folder.path().join("old.ron").display().to_string();
    assert_eq!(run(&["check", &rules, "--data", &data, "--format", "ron", "--out", &ron]).0, 1);
    assert_eq!(run(&["diff", &old, &ron]).0, 0);
}
