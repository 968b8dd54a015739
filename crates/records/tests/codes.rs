//! The examples of codes of records and packs are what they say; every code is explained.

mod unpack;

use std::collections::BTreeSet;

use tieuchi::diagnostic::codes::{Explanation, explanations, prelude};
use tieuchi::diagnostic::{Finding, Severity};
use tieuchi::source::Language;
use unpack::{of_packs, of_records, unpack};

fn family(language: Language, prefixes: &[&str]) -> Vec<&'static Explanation> {
    let of_family = |code: &str| prefixes.iter().any(|prefix| code.starts_with(prefix));
    explanations(language).iter().filter(|explanation| of_family(&explanation.code)).collect()
}

#[test]
fn examples_are_what_they_say() {
    for language in [Language::En, Language::Vi] {
        for explanation in family(language, &["E04", "W04", "E05"]) {
            let code = explanation.code.as_str();
            // It would take four thousand million records to see it, or files that are no text, or another build.
            if matches!(code, "E0418" | "E0436" | "E0437" | "E0438" | "W0405") {
                continue;
            }
            let find = |example: &str| match code.starts_with("E05") {
                true => of_packs(&unpack(example)),
                false => of_records(&unpack(example), prelude(language)),
            };
            let wrong = find(&explanation.wrong);
            // Each says what to do next.
            for finding in &wrong {
                assert!(
                    [Language::En, Language::Vi].iter().all(|told| !finding.prose(*told).help.is_empty()),
                    "{finding}"
                );
            }
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
        let data: BTreeSet<String> = run("E", 401, 439).into_iter().chain(run("W", 400, 405)).collect();
        assert_eq!(codes(family(language, &["E04", "W04"])), data);
        assert_eq!(codes(family(language, &["E05"])), run("E", 501, 518).into_iter().collect());
    }
}
