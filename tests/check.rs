//! The checker on rule texts: every code by its own examples.

use std::collections::BTreeSet;

use tieuchi::check::{Settings, check, check_asking, compile_with};
use tieuchi::compile;
use tieuchi::diagnostic::codes::{explanations, in_full, prelude};
use tieuchi::diagnostic::{Finding, Severity};
use tieuchi::program::{Cond, Says, Stated, Statement};
use tieuchi::source::{Language, Source, Span};
use tieuchi::syntax::parse;
use tieuchi::syntax::tree::{Body, Node};

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

/// A case: its name, its files, what parameters are set to, and what is expected: code, text under it, and maybe the title,
/// the help, or the other place.
struct Case {
    name: String,
    files: Vec<(String, String)>,
    settings: Settings,
    expected: Vec<String>,
}

/// `-- file NAME` begins another file of the case, `-- set NAME=VALUE` sets a parameter.
fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("=== ") {
            let files = vec![("example".to_owned(), String::new())];
            cases.push(Case { name: name.to_owned(), files, settings: Settings::new(), expected: Vec::new() });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        let said = line.strip_prefix("-- ");
        if let Some(name) = said.and_then(|said| said.strip_prefix("file ")) {
            case.files.push((name.to_owned(), String::new()));
        } else if let Some((name, value)) = said.and_then(|said| said.strip_prefix("set ")?.split_once('=')) {
            case.settings = std::mem::take(&mut case.settings).set(name, value);
        } else if let Some(expected) = said {
            case.expected.push(expected.to_owned());
        } else if let Some((_, text)) = case.files.last_mut() {
            *text += &format!("{line}\n");
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
        (Language::En, include_str!("check/files.cases")),
        (Language::Vi, include_str!("check/vi.cases")),
    ];
    for (language, file) in files {
        for mut case in cases(file) {
            if let Some((_, first)) = case.files.first_mut() {
                *first = whole(first, language);
            }
            let sources: Vec<Source> = case.files.iter().map(|(name, text)| Source::new(name, text)).collect();
            let under = |span: Span| sources.get(span.file as usize).map_or("", |source| source.slice(span));
            let found = match compile_with(&sources, &case.settings) {
                Ok((_, warnings)) => warnings,
                Err(findings) => findings,
            };
            // An item that nothing encodes is beside the point of most cases.
            let about_items = case.expected.iter().any(|expected| expected.starts_with("W0205"));
            let mut left: Vec<&Finding> =
                found.iter().filter(|finding| about_items || finding.code() != "W0205").collect();
            for expected in &case.expected {
                let matches = |finding: &&&Finding| {
                    let prose = finding.prose(language);
                    let start = format!("{} \"{}\"", finding.code(), under(finding.at));
                    let see = finding.see.map_or("", under);
                    let told = [("title", prose.title.as_str()), ("help", &prose.help), ("see", see)];
                    start == *expected || told.iter().any(|(what, text)| format!("{start} {what}: {text}") == *expected)
                };
                match left.iter().position(|finding| matches(&finding)) {
                    Some(at) => drop(left.remove(at)),
                    None => failed += &format!("{language}, {}: not found: {expected}\n", case.name),
                }
            }
            for finding in left {
                let prose = finding.prose(language);
                let (code, text) = (finding.code(), under(finding.at));
                failed += &format!("{language}, {}: also found: {code} “{text}” ", case.name);
                failed += &format!("{}\n    {}\n", prose.title, prose.help);
            }
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

/// A question is read in the language that was asked for, or else in the other one, and printed in its own.
#[test]
fn a_question_by_itself_is_the_last_claim() {
    let rules = Source::new("rules", prelude(Language::En));
    let files = [(rules.clone(), parse(&rules, 0).file)];
    let own = "does 1 imply 1?";
    for (language, text) in [(Language::En, own), (Language::Vi, own), (Language::En, "liệu 1 có kéo theo 1 không?")]
    {
        let question = Source::new("--ask", text);
        let (program, _) = check_asking(&files, Vec::new(), &question, language, &Settings::new()).expect("a question");
        let asked = program.claims.list.last().expect("a claim");
        assert_eq!((asked.id.as_str(), asked.text.as_str()), ("--ask", text));
    }
    // What says nothing of a verdict is one condition.
    let question = Source::new("--ask", "always: (number of persons > 3 and number of units > 3)");
    let (program, _) = check_asking(&files, Vec::new(), &question, Language::En, &Settings::new()).expect("a question");
    let asked = program.claims.list.last().map(|claim| &claim.says);
    assert!(
        matches!(asked, Some(Says::Always(None, Stated { what: Statement::Cond(Cond::List(_)), .. }))),
        "{asked:?}"
    );
}

/// Only a tree that no text gives has such a chain.
#[test]
fn a_chain_of_nothing_is_refused() {
    for node in [Node::And(Vec::new()), Node::Or(Vec::new())] {
        let source = Source::new("rules", prelude(Language::En));
        let mut file = parse(&source, 0).file;
        for declaration in &mut file.declarations {
            if let Body::Criterion(criterion) = &mut declaration.body {
                criterion.condition.node = node.clone();
            }
        }
        let found = check(&[(source, file)]).findings;
        assert_eq!(found.iter().map(Finding::code).collect::<Vec<_>>(), ["E0237"]);
    }
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

#[test]
fn a_table_has_a_thousand_rows_at_most() {
    for (count, refused) in [(1000, false), (1001, true)] {
        let rows: String = (0..count).map(|row| format!("  {}, {} -> {row}\n", row / 32, row % 32)).collect();
        let table = format!("extend person\n  days: count\ntable person.x by violations, days: first match\n{rows}");
        let found = findings(&format!("{}{table}  otherwise 0\n", prelude(Language::En)));
        assert_eq!(found.iter().any(|finding| finding.code() == "E0351"), refused, "{found:?}");
        assert_eq!(found.iter().any(|finding| finding.severity() == Severity::Error), refused, "{found:?}");
    }
}

#[test]
fn a_table_gives_one_of_64_labels_at_most() {
    for (count, refused) in [(64, false), (65, true)] {
        let labels: Vec<String> = (0..count).map(|label| format!("\"s{label}\"")).collect();
        let scale = format!("scale step\n  {}\n", labels.join(" < "));
        let table = "table unit.x by effective: exactly one match\n  yes -> \"s1\"\n  no -> \"s2\"\n";
        let found = findings(&format!("{}{scale}{table}", prelude(Language::En)));
        assert_eq!(found.iter().any(|finding| finding.code() == "E0265"), refused, "{found:?}");
        assert_eq!(found.iter().any(|finding| finding.severity() == Severity::Error), refused, "{found:?}");
    }
}
