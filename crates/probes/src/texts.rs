//! Rule texts: read, laid out, checked, looked through, tested.

use tieuchi::check::check as checked;
use tieuchi::compile;
use tieuchi::diagnostic::Severity;
use tieuchi::program::{Program, validate};
use tieuchi::source::{Language, Source};
use tieuchi::syntax;
use tieuchi::trial::{EmptyShelf, run};

use crate::properties::checking::sensible;
use crate::properties::{formatting, lint, reading};

/// The rules that texts of tests are held against.
const RULES: &str = concat!(include_str!("../../../tests/suite/staff.en.tieuchi"), include_str!("judged.tieuchi"));

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Any text is read; what could be read of it prints and reads back as the same tree, and findings lie in the text.
pub fn parse(bytes: &[u8]) {
    let text = text(bytes);
    let source = Source::new("text", &text);
    sensible(&syntax::parse(&source, 0).findings, &source);
    reading::settles(&text);
}

/// A sound text is laid out as the same tree with the same comments, and stays as it is from then on; it can be written
/// in the other language.
pub fn format(bytes: &[u8]) {
    let text = text(bytes);
    let source = Source::new("text", &text);
    match syntax::format(&source) {
        Ok(_) => formatting::holds(&text),
        Err(found) => {
            assert!(!found.is_empty());
            sensible(&found, &source);
        }
    }
}

/// Any text makes a sound program, which is the same when it is written and read, or is refused with an error; a sound
/// one is looked through and its mends are made until there are none.
pub fn check(bytes: &[u8]) {
    let text = text(bytes);
    let source = Source::new("rules", &text);
    match compile(std::slice::from_ref(&source)) {
        Ok((program, warnings)) => {
            assert_eq!(validate(&program), Ok(()));
            sensible(&warnings, &source);
            let ron = program.to_ron().expect("a program can be written");
            let json = program.to_json().expect("a program can be written");
            assert!(Program::from_ron(&ron).as_ref() == Ok(&program), "another program in RON");
            assert!(Program::from_json(&json).as_ref() == Ok(&program), "another program in JSON");
            lint::looked_through(&text).expect("what lint says holds");
        }
        Err(found) => {
            assert!(found.iter().any(|finding| finding.severity() == Severity::Error), "{found:?}");
            sensible(&found, &source);
        }
    }
}

/// Tests of rules are run or refused: as many pass and fail as there are.
pub fn trial(bytes: &[u8]) {
    let (rules, tests) = (Source::new("rules", RULES), Source::new("tests", &text(bytes)));
    let parsed = syntax::parse(&tests, 1);
    let rules = [(rules.clone(), syntax::parse(&rules, 0).file)];
    assert!(checked(&rules).program.is_some(), "the rules are sound");
    match run(&rules, &[(tests, parsed.file)], &|_| true, &mut EmptyShelf) {
        Ok(report) => assert_eq!(report.passed + report.failed, report.tests.len() as u64),
        Err(found) => {
            assert!(!found.is_empty());
            for language in [Language::En, Language::Vi] {
                assert!(found.iter().all(|finding| !finding.prose(language).title.is_empty()));
            }
        }
    }
}
