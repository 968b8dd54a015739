//! The examples of codes of records and packs are what they say; every code is explained.

use std::collections::BTreeSet;

use tempfile::TempDir;
use tieuchi::compile;
use tieuchi::diagnostic::codes::{Explanation, explanations, prelude};
use tieuchi::diagnostic::{Finding, Severity};
use tieuchi::source::{Language, Source};
use tieuchi_records::{MANIFEST, Manifest, Records, load_pack, read_path};

/// An example's files, each behind a line `-- its name`.
fn unpack(example: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in example.split("-- ").skip(1) {
        let (name, content) = file.split_once('\n').unwrap();
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    folder
}

fn of_records(example: &str, language: Language) -> Vec<Finding> {
    let folder = unpack(example);
    let (program, _) = compile(&[Source::new("prelude", prelude(language))]).unwrap();
    let manifest = std::fs::read_to_string(folder.path().join(MANIFEST));
    let records = manifest.map_or(Records::default(), |text| Manifest::read(MANIFEST, &text).unwrap().records);
    match read_path(&program, &records, folder.path()) {
        Ok((_, warnings)) => warnings,
        Err(findings) => findings,
    }
}

fn of_packs(example: &str) -> Vec<Finding> {
    let folder = unpack(example);
    match load_pack(&folder.path().join("p"), None) {
        Ok(pack) => pack.findings,
        Err(refused) => refused.findings,
    }
}

fn family(language: Language, prefixes: &[&str]) -> Vec<&'static Explanation> {
    let of_family = |code: &str| prefixes.iter().any(|prefix| code.starts_with(prefix));
    explanations(language).iter().filter(|explanation| of_family(&explanation.code)).collect()
}

#[test]
fn examples_are_what_they_say() {
    for language in [Language::En, Language::Vi] {
        for explanation in family(language, &["E04", "W04", "E05"]) {
            let code = explanation.code.as_str();
            if explanation.wrong.is_empty() {
                continue;
            }
            let find = |example: &str| match code.starts_with("E05") {
                true => of_packs(example),
                false => of_records(example, language),
            };
            let wrong = find(&explanation.wrong);
            assert!(wrong.iter().any(|finding| finding.code() == code), "{language} {code}: {wrong:?}");
            let other = |finding: &&Finding| finding.code() != code && finding.severity() == Severity::Error;
            assert_eq!(wrong.iter().find(other), None, "{language} {code}");
            let right = find(&explanation.right);
            let bad = |finding: &&Finding| finding.code() == code || finding.severity() == Severity::Error;
            assert_eq!(right.iter().find(bad), None, "{language} {code}");
        }
    }
}

#[test]
fn every_code_is_explained_in_both_languages() {
    let codes =
        |family: Vec<&Explanation>| family.iter().map(|explanation| explanation.code.clone()).collect::<BTreeSet<_>>();
    let run =
        |letter: &str, first: u32, last: u32| (first..=last).map(|n| format!("{letter}{n:04}")).collect::<Vec<_>>();
    for language in [Language::En, Language::Vi] {
        let data: BTreeSet<String> = run("E", 401, 433).into_iter().chain(run("W", 400, 404)).collect();
        assert_eq!(codes(family(language, &["E04", "W04"])), data);
        assert_eq!(codes(family(language, &["E05"])), run("E", 501, 518).into_iter().collect());
    }
}
