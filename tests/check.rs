//! The checker on rule texts: every code by its own examples.

use tieuchi::compile;
use tieuchi::diagnostic::codes::{explanations, prelude};
use tieuchi::diagnostic::{Finding, Severity};
use tieuchi::source::{Language, Source};

fn findings(text: &str) -> Vec<Finding> {
    match compile(&[Source::new("example", text)]) {
        Ok((_, warnings)) => warnings,
        Err(findings) => findings,
    }
}

fn shown(findings: &[Finding], text: &str) -> String {
    let source = Source::new("example", text);
    let line = |finding: &Finding| {
        let prose = finding.prose(Language::En);
        format!("{} “{}” {}\n    {}\n", finding.code(), source.slice(finding.at), prose.title, prose.help)
    };
    findings.iter().map(line).collect()
}

#[test]
fn the_examples_of_codes_are_what_they_say() {
    let mut failed = String::new();
    for language in [Language::En, Language::Vi] {
        for explanation in explanations(language) {
            let whole = |example: &str| {
                if example.starts_with("tieuchi") {
                    example.to_owned()
                } else {
                    format!("{}{example}", prelude(language))
                }
            };
            if explanation.wrong.is_empty() {
                continue;
            }
            let wrong = whole(&explanation.wrong);
            let found = findings(&wrong);
            if !found.iter().any(|finding| finding.code() == explanation.code)
                || found
                    .iter()
                    .any(|finding| finding.code() != explanation.code && finding.severity() == Severity::Error)
            {
                failed += &format!("{language} {} wrong:\n{}", explanation.code, shown(&found, &wrong));
            }
            let right = whole(&explanation.right);
            let found = findings(&right);
            if found.iter().any(|finding| finding.code() == explanation.code || finding.severity() == Severity::Error) {
                failed += &format!("{language} {} right:\n{}", explanation.code, shown(&found, &right));
            }
        }
    }
    assert!(failed.is_empty(), "{failed}");
}
