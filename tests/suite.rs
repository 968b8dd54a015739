//! Runs the data-driven suite: `tests/suite/*.suite`, both languages of every case.

#[path = "suite_runner/expect.rs"]
mod expect;
#[path = "suite_runner/format.rs"]
mod format;

use std::path::Path;

use tieuchi::source::Language;

#[test]
fn every_case_gives_what_it_expects() {
    let cases = format::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite"));
    let mut run = 0;
    let mut faults = Vec::new();
    for case in &cases {
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
