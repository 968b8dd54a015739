//! The examples of codes of records and packs are what they say; every code is explained.

use std::collections::BTreeSet;

use tempfile::TempDir;
use tieuchi::compile;
use tieuchi::diagnostic::codes::{Explanation, explanations, in_full, prelude};
use tieuchi::diagnostic::{Finding, Severity};
use tieuchi::source::{Language, Source};
use tieuchi_records::{MANIFEST, Manifest, Records, load_pack, read_path};

/// The size of the largest file that a test writes out; a larger one has a hole.
const LARGEST: u64 = 100_000_000;

/// An example's files, each behind a line `-- its name`.
fn unpack(example: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    if let Some((start, rest)) = example.split_once('⟦')
        && let Some((count, _)) = rest.split_once('|')
        && count.parse::<u64>().is_ok_and(|count| count > LARGEST)
    {
        let (name, content) = start.trim_start_matches("-- ").split_once('\n').unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        std::fs::File::options().write(true).open(path).unwrap().set_len(count.parse().unwrap()).unwrap();
        return folder;
    }
    let full = in_full(example);
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for line in full.split_inclusive(|byte| *byte == b'\n') {
        match (line.strip_prefix(b"-- "), files.last_mut()) {
            (Some(name), _) => files.push((String::from_utf8(name.to_vec()).unwrap().trim().to_owned(), Vec::new())),
            (None, Some((_, content))) => content.extend(line),
            (None, None) => panic!("a line before the first file"),
        }
    }
    for (name, content) in files {
        let (name, target) = name.split_once(" -> ").map_or((name.as_str(), None), |(name, to)| (name, Some(to)));
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        match target {
            Some(target) => std::os::unix::fs::symlink(target, path).unwrap(),
            None => std::fs::write(path, content).unwrap(),
        }
    }
    folder
}

fn of_records(example: &str, language: Language) -> Vec<Finding> {
    let folder = unpack(example);
    let (program, _) = compile(&[Source::new("prelude", prelude(language))]).unwrap();
    let manifest = std::fs::read_to_string(folder.path().join(MANIFEST));
    let records = manifest.map_or(Records::default(), |text| Manifest::read(MANIFEST, &text).unwrap().records);
    // A lone file with all kinds is read by itself.
    let alone = ["all.json", "tất_cả.json"].map(|name| folder.path().join(name)).into_iter().find(|path| path.exists());
    match read_path(&program, &records, alone.as_deref().unwrap_or(folder.path())) {
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
            // It would take four thousand million records to see it.
            if code == "E0418" {
                continue;
            }
            let find = |example: &str| match code.starts_with("E05") {
                true => of_packs(example),
                false => of_records(example, language),
            };
            let wrong = find(&explanation.wrong);
            assert!(wrong.iter().any(|finding| finding.code() == code), "{language} {code}: {wrong:?}");
            let other = |finding: &&Finding| finding.code() != code && finding.severity() == Severity::Error;
            // That there are more problems comes with the problems.
            if code != "W0400" {
                assert_eq!(wrong.iter().find(other), None, "{language} {code}");
            }
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
