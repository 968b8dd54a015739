//! Runs the data-driven suite: `tests/suite/*.suite`, both languages of every case.

#[path = "suite_runner/expect.rs"]
mod expect;
#[path = "suite_runner/format.rs"]
mod format;

use std::path::Path;

use tieuchi::diagnostic::codes::explanations;
use tieuchi::source::Language;

/// What no suite can hold.
const ELSEWHERE: [(&str, &str); 21] = [
    ("E0130", "a fault of the formatter, which no text brings about: tests/format.rs"),
    ("E0235", "no text is nested so deeply: tests/build.rs"),
    ("E0237", "only rules built in Rust can be so: tests/build.rs"),
    ("E0308", "only rules built in Rust can be so: tests/build.rs"),
    ("E0343", "findings of what is set stand at no text: tests/build.rs"),
    ("E0344", "one parameter is set twice, by names of both languages: tests/build.rs"),
    ("E0371", "tests stand in files of their own: tests/trials.rs"),
    ("E0372", "tests stand in files of their own: tests/trials.rs"),
    ("E0373", "tests stand in files of their own: tests/trials.rs"),
    ("E0374", "tests stand in files of their own: tests/trials.rs"),
    ("E0375", "tests stand in files of their own: tests/trials.rs"),
    ("E0376", "tests stand in files of their own: tests/trials.rs"),
    ("E0377", "tests stand in files of their own: tests/trials.rs"),
    ("E0378", "tests stand in files of their own: tests/trials.rs"),
    ("E0379", "tests stand in files of their own: tests/trials.rs"),
    ("E0380", "tests stand in files of their own: tests/trials.rs"),
    ("E0418", "it takes four thousand million records"),
    ("E0436", "columns of such types are in no text: crates/records/tests/columnar.rs"),
    ("E0437", "cells of workbooks are in no text: crates/records/tests/workbooks.rs"),
    ("E0438", "it takes a build without such readers: crates/records/tests/without.rs"),
    ("W0405", "sheets of workbooks are in no text: crates/records/tests/workbooks.rs"),
];

#[test]
fn every_code_has_a_case_in_both_languages() {
    let cases = format::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite"));
    let mut missing = Vec::new();
    for explanation in explanations(Language::En) {
        for language in [Language::En, Language::Vi] {
            let found = cases.iter().any(|case| {
                let said = format!("finding {}", explanation.code);
                let expected = case.expect.iter().any(|line| line.split(" at ").next() == Some(said.as_str()));
                expected && (case.rules.contains_key(&language) || case.files.contains_key(&language))
            });
            let elsewhere = ELSEWHERE.iter().any(|(code, _)| *code == explanation.code);
            if found == elsewhere {
                missing.push(format!("{} ({language})", explanation.code));
            }
        }
    }
    assert!(missing.is_empty(), "no case expects {}", missing.join(", "));
}

#[test]
fn every_case_gives_what_it_expects() {
    let cases = format::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite"));
    let mut run = 0;
    let mut faults = Vec::new();
    for case in &cases {
        // Where files are read, in the readers' package.
        if !case.files.is_empty() {
            continue;
        }
        for language in [Language::En, Language::Vi] {
            let Some(rules) = format::rule_text(case, language) else { continue };
            run += 1;
            for fault in expect::faults(case, language, &rules) {
                faults.push(format!("{}: {} ({language}): {fault}", case.file, case.name));
            }
            if let Some((language, rules)) = format::translated(case, &rules) {
                for fault in expect::faults(case, language, &rules) {
                    faults.push(format!("{}: {} (translated to {language}): {fault}", case.file, case.name));
                }
            }
        }
    }
    assert!(run >= 300, "only {run} cases: the suite has not been read whole");
    assert!(faults.is_empty(), "{} of {run} cases fail:\n{}", faults.len(), faults.join("\n"));
}
