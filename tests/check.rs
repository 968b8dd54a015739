//! The checker on rule texts: every code by its own examples.

use std::collections::BTreeSet;

use tieuchi::compile;
use tieuchi::diagnostic::codes::{explanations, in_full, prelude};
use tieuchi::diagnostic::{Finding, Severity};
use tieuchi::source::{Language, Source};

fn findings(text: &str) -> Vec<Finding> {
    match compile(&[Source::new("example", text)]) {
        Ok((_, warnings)) => warnings,
        Err(findings) => findings,
    }
}

/// What is found in several files, each behind a line `-- its name`.
fn of_files(example: &str) -> Vec<Finding> {
    let files = example.split("-- ").skip(1).filter_map(|file| file.split_once('\n'));
    let sources: Vec<Source> = files.map(|(name, text)| Source::new(name, text)).collect();
    match compile(&sources) {
        Ok((_, warnings)) => warnings,
        Err(findings) => findings,
    }
}

/// An example behind the prelude, unless it has a first line of its own.
fn whole(example: &str, language: Language) -> String {
    if example.starts_with("tieuchi") { example.to_owned() } else { format!("{}{example}", prelude(language)) }
}

fn shown(findings: &[Finding], text: &str, language: Language) -> String {
    let source = Source::new("example", text);
    let line = |finding: &Finding| {
        let prose = finding.prose(language);
        format!("{} “{}” {}\n    {}\n", finding.code(), source.slice(finding.at), prose.title, prose.help)
    };
    findings.iter().map(line).collect()
}

#[test]
fn the_examples_of_codes_are_what_they_say() {
    let mut failed = String::new();
    for language in [Language::En, Language::Vi] {
        for explanation in explanations(language) {
            // No text brings about a fault of the formatter.
            if explanation.code == "E0130" {
                continue;
            }
            assert!(!explanation.wrong.is_empty() && !explanation.right.is_empty(), "{}", explanation.code);
            // Folders of records and packs are run where files can be read, and Rust where rules are built.
            let own = explanation.code.starts_with("E02") || explanation.code.starts_with("E03");
            if explanation.wrong.starts_with("-- ") && own {
                let (wrong, right) = (of_files(&explanation.wrong), of_files(&explanation.right));
                assert!(wrong.iter().any(|finding| finding.code() == explanation.code), "{}", explanation.code);
                assert!(right.iter().all(|finding| finding.severity() == Severity::Warning), "{right:?}");
            }
            if explanation.wrong.starts_with("-- ") || explanation.rust || explanation.test {
                continue;
            }
            let whole = |example: &str| {
                let example = String::from_utf8(in_full(example)).expect("rules are text");
                if explanation.alone { example } else { whole(&example, language) }
            };
            let wrong = whole(&explanation.wrong);
            let found = findings(&wrong);
            if !found.iter().any(|finding| finding.code() == explanation.code)
                || found
                    .iter()
                    .any(|finding| finding.code() != explanation.code && finding.severity() == Severity::Error)
            {
                failed += &format!("{language} {} wrong:\n{}", explanation.code, shown(&found, &wrong, language));
            }
            let right = whole(&explanation.right);
            let found = findings(&right);
            if found.iter().any(|finding| finding.code() == explanation.code || finding.severity() == Severity::Error) {
                failed += &format!("{language} {} right:\n{}", explanation.code, shown(&found, &right, language));
            }
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

/// A case: its name, its text, and what is expected: code, text under it, and maybe the title or help.
struct Case {
    name: String,
    text: String,
    expected: Vec<String>,
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("=== ") {
            cases.push(Case { name: name.to_owned(), text: String::new(), expected: Vec::new() });
        } else if let Some(case) = cases.last_mut() {
            match line.strip_prefix("-- ") {
                Some(expected) => case.expected.push(expected.to_owned()),
                None => case.text += &format!("{line}\n"),
            }
        }
    }
    cases
}

#[test]
fn cases_find_what_they_say() {
    let mut failed = String::new();
    let files = [
        (Language::En, include_str!("check/en.cases")),
        (Language::En, include_str!("check/edges.cases")),
        (Language::Vi, include_str!("check/vi.cases")),
    ];
    for (language, file) in files {
        for case in cases(file) {
            let text = whole(&case.text, language);
            let source = Source::new("example", &text);
            let found = findings(&text);
            // An item that nothing encodes is beside the point of most cases.
            let about_items = case.expected.iter().any(|expected| expected.starts_with("W0205"));
            let mut left: Vec<&Finding> =
                found.iter().filter(|finding| about_items || finding.code() != "W0205").collect();
            for expected in &case.expected {
                let matches = |finding: &&&Finding| {
                    let prose = finding.prose(language);
                    let start = format!("{} \"{}\"", finding.code(), source.slice(finding.at));
                    [start.clone(), format!("{start} title: {}", prose.title), format!("{start} help: {}", prose.help)]
                        .contains(expected)
                };
                match left.iter().position(|finding| matches(&finding)) {
                    Some(at) => drop(left.remove(at)),
                    None => failed += &format!("{language}, {}: not found: {expected}\n", case.name),
                }
            }
            for finding in left {
                failed += &format!(
                    "{language}, {}: also found: {}",
                    case.name,
                    shown(std::slice::from_ref(finding), &text, language)
                );
            }
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

/// The codes that a file of problems gives.
fn codes(source: &str) -> BTreeSet<&str> {
    let codes = source.match_indices("=> \"").filter_map(|(at, _)| source.get(at + 4..at + 10));
    codes.filter_map(|code| code.strip_suffix('"')).filter(|code| code.starts_with(['E', 'W'])).collect()
}

#[test]
fn every_code_is_explained_in_both_languages() {
    let mut families = codes(include_str!("../src/diagnostic/check.rs"));
    families.extend(codes(include_str!("../src/diagnostic/check/settings.rs")));
    families.extend(codes(include_str!("../src/diagnostic/check/tables.rs")));
    families.extend(codes(include_str!("../src/diagnostic/check/trials.rs")));
    families.extend(codes(include_str!("../src/diagnostic/syntax.rs")));
    families.extend(codes(include_str!("../src/diagnostic/data/mod.rs")));
    families.extend(codes(include_str!("../src/diagnostic/pack.rs")));
    for language in [Language::En, Language::Vi] {
        let explained: BTreeSet<&str> = explanations(language).iter().map(|one| one.code.as_str()).collect();
        assert_eq!(families, explained, "{language}");
    }
}

#[test]
fn every_code_of_the_checker_has_a_case() {
    let codes = codes(include_str!("../src/diagnostic/check.rs"));
    // These come of trees alone that no text gives, or of texts too long to print; see tests/build.rs.
    let untold = ["E0235", "E0237", "E0265", "E0308"];
    for (language, file) in
        [(Language::En, include_str!("check/en.cases")), (Language::Vi, include_str!("check/vi.cases"))]
    {
        let shown = |code: &&str| file.contains(&format!("-- {code}")) || untold.contains(code);
        let missing: Vec<_> = codes.iter().filter(|code| !shown(code)).collect();
        assert!(missing.is_empty(), "{language}: without a case: {missing:?}");
    }
}
