//! Texts that are edited at random never bring it down, and every question has an answer.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tieuchi_language_server::text::{Encoding, Position, Range, Text};
use tieuchi_language_server::workspace::Workspace;
use tieuchi_language_server::{completion, findings, format, hover, names, outline, samples, trials};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}

/// Rule files of the packs and the suite.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            files(&entry, found);
        } else if entry.extension().is_some_and(|ending| ending == "tieuchi") {
            found.push(entry);
        }
    }
    found.sort();
}

/// Asks everything about a place.
fn everything(workspace: &Workspace, uri: &str, position: Position) {
    findings::findings(workspace);
    hover::hover(workspace, uri, position);
    completion::completion(workspace, uri, position, true);
    names::definition(workspace, uri, position);
    names::references(workspace, uri, position, true);
    names::highlights(workspace, uri, position);
    names::prepare_rename(workspace, uri, position);
    let _ = names::rename(workspace, uri, position, "tên_khác");
    outline::symbols(workspace, uri);
    outline::folds(workspace, uri);
    assert_eq!(outline::tokens(workspace, uri).len() % 5, 0);
    let _ = format::format(workspace, uri);
    let _ = samples::job(workspace, uri);
    if let Some(job) = trials::job(workspace, uri)
        && let Some((analysis, file)) = workspace.file(uri)
    {
        trials::lenses(&analysis, file, &trials::test(&job));
    }
}

#[test]
fn files_edited_at_random_never_bring_it_down() {
    let mut all = Vec::new();
    files(&root().join("rules"), &mut all);
    files(&root().join("src/diagnostic/codes"), &mut all);
    assert!(all.len() >= 18, "{all:?}");
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(4);
    for file in &all {
        let text = fs::read_to_string(file).expect("a text");
        edited_at_random(&format!("file://{}", file.display()), &text, std::cmp::min(cases, 8));
    }
}

#[test]
fn suite_files_edited_at_random_never_bring_it_down() {
    let mut cases = Vec::new();
    suite(&root().join("tests/suite"), &mut cases);
    for (number, case) in cases.iter().enumerate() {
        let Ok(text) = fs::read_to_string(case) else { continue };
        // Its rules stand among records and verdicts: some of the texts read in part, and what is in them goes with them.
        let language = ["en", "vi"][number % 2];
        edited_at_random("untitled:case", &format!("tieuchi 1, {language}\n{text}"), 2);
    }
}

#[test]
fn tests_that_stand_with_their_rules_are_answered_whatever_is_typed() {
    let mut tests = Vec::new();
    files(&root().join("rules"), &mut tests);
    tests.retain(|path| path.parent().is_some_and(|folder| folder.ends_with("tests")));
    assert!(tests.len() >= 8, "{tests:?}");
    let typed =
        ["", "\n", "  kết quả ", "    | ", "\"", ": ", "; chưa đáp ứng ở ", " của ", "  hồ sơ cá_nhân", "luôn đúng "];
    for file in tests {
        let text = fs::read_to_string(&file).expect("a text");
        let uri = format!("file://{}", file.display());
        let mut workspace = Workspace::default();
        let mut starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        starts.retain(|start| start % 7 == 0);
        for (number, start) in starts.into_iter().enumerate() {
            let new = typed[number % typed.len()];
            let (before, behind) = text.split_at(start);
            let held = Text::new("x", format!("{before}{new}{behind}"), Encoding::Utf16);
            workspace.set(&uri, number as i64, held.raw().to_owned());
            let position = held.position((start + new.len()) as u32);
            completion::completion(&workspace, &uri, position, true);
            hover::hover(&workspace, &uri, position);
            names::references(&workspace, &uri, position, true);
            findings::findings(&workspace);
        }
    }
}

/// Edits a text at random and asks everything about each place.
fn edited_at_random(uri: &str, text: &str, cases: u32) {
    let edit = (
        any::<prop::sample::Index>(),
        0usize..60,
        prop::sample::select(vec![
            "",
            " ",
            "\"",
            "\n",
            ":",
            "có ",
            "meets ",
            "e\u{302}\u{301}",
            "𝔸",
            "#",
            "(",
            "|",
            "\n  kết quả ",
            "\ntiêu chí 1 \"",
            ".",
        ]),
    );
    let mut runner = TestRunner::new_with_rng(
        Config { cases, failure_persistence: None, ..Config::default() },
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    runner
        .run(&prop::collection::vec(edit, 1..4), |edits| {
            let mut workspace = Workspace::default();
            workspace.set(uri, 1, text.to_owned());
            let mut now = text.to_owned();
            for (version, (at, length, new)) in (2..).zip(edits) {
                let held = Text::new("x", now.as_str(), Encoding::Utf16);
                let letters: Vec<usize> = now.char_indices().map(|(at, _)| at).collect();
                let start = letters.get(at.index(letters.len().max(1))).copied().unwrap_or(0);
                let end = letters.iter().copied().find(|one| *one >= start + length).unwrap_or(now.len());
                let range = Range { start: held.position(start as u32), end: held.position(end as u32) };
                now = held.edited(range, new);
                workspace.set(uri, version, now.clone());
                everything(&workspace, uri, range.start);
            }
            Ok(())
        })
        .expect("no edit brings it down");
}

fn suite(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() { suite(&entry, found) } else { found.push(entry) }
    }
    found.sort();
}

#[test]
fn every_rule_text_of_the_suite_is_answered() {
    let mut cases = Vec::new();
    suite(&root().join("tests/suite"), &mut cases);
    assert!(cases.len() > 10);
    for case in cases {
        // The rules of a case stand among its records and verdicts: read as they are, they are broken text.
        let Ok(text) = fs::read_to_string(&case) else { continue };
        let mut workspace = Workspace::default();
        workspace.set("untitled:case", 1, text.clone());
        for line in [0, 3, 9, 27] {
            everything(&workspace, "untitled:case", Position { line, character: 6 });
        }
        for language in ["en", "vi"] {
            workspace.set("untitled:case", 2, format!("tieuchi 1, {language}\n{text}"));
            everything(&workspace, "untitled:case", Position { line: 5, character: 4 });
        }
    }
}
