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
            "\ntiêu chí 1 \"",
            ".",
        ]),
    );
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(4);
    for file in &all {
        let text = fs::read_to_string(file).expect("a text");
        let uri = format!("file://{}", file.display());
        let mut runner = TestRunner::new_with_rng(
            Config { cases: std::cmp::min(cases, 8), failure_persistence: None, ..Config::default() },
            proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
        );
        runner
            .run(&prop::collection::vec(edit.clone(), 1..4), |edits| {
                let mut workspace = Workspace::default();
                workspace.set(&uri, 1, text.clone());
                let mut now = text.clone();
                for (version, (at, length, new)) in (2..).zip(edits) {
                    let held = Text::new("x", now.as_str(), Encoding::Utf16);
                    let letters: Vec<usize> = now.char_indices().map(|(at, _)| at).collect();
                    let start = letters.get(at.index(letters.len().max(1))).copied().unwrap_or(0);
                    let end = letters.iter().copied().find(|one| *one >= start + length).unwrap_or(now.len());
                    let range = Range { start: held.position(start as u32), end: held.position(end as u32) };
                    now = held.edited(range, new);
                    workspace.set(&uri, version, now.clone());
                    everything(&workspace, &uri, range.start);
                }
                Ok(())
            })
            .expect("no edit brings it down");
    }
}

#[test]
fn every_rule_text_of_the_suite_is_answered() {
    let mut cases = Vec::new();
    fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() { gather(&entry, found) } else { found.push(entry) }
        }
    }
    gather(&root().join("tests/suite"), &mut cases);
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
