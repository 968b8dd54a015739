//! JUnit: sound XML, with a test case for every criterion and record.

mod common;

use common::{has_wrong_characters, heading, hostile, shipped};
use quick_xml::Reader;
use quick_xml::events::Event;
use tieuchi_rendering::junit::junit;

/// How often each element stands there.
fn count(written: &str, what: &str) -> std::collections::BTreeMap<String, usize> {
    let mut found = std::collections::BTreeMap::new();
    let mut reader = Reader::from_str(written);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{what}: {error}")) {
            Event::Eof => break,
            Event::Start(start) | Event::Empty(start) => {
                start.attributes().for_each(|one| drop(one.unwrap()));
                *found.entry(start.name().as_ref().to_owned()).or_default() += 1;
            }
            _ => {}
        }
    }
    assert!(!has_wrong_characters(written), "{what}");
    found
}

#[test]
fn every_criterion_and_record_is_a_test_case() {
    for (name, language, report) in shipped() {
        let records =
            |one: &tieuchi::report::CriterionReport| one.for_each.as_ref().map_or(0, |each| each.records.len());
        let cases = report.criteria.len() + report.criteria.iter().map(records).sum::<usize>();
        for (what, report) in [(&name, report.clone()), (&format!("{name}, hostile"), hostile(&report))] {
            let found = count(&junit(&report, language, &heading()).unwrap(), what);
            assert_eq!(found.get("testcase").copied().unwrap_or(0), cases, "{what}");
            let known = ["testsuites", "testsuite", "testcase", "failure", "error", "skipped"];
            assert!(found.keys().all(|element| known.contains(&element.as_str())), "{what}: {found:?}");
            let all = |one: &tieuchi::report::CriterionReport, verdict| {
                let each = one.for_each.iter().flat_map(|each| &each.records);
                usize::from(one.verdict == verdict) + each.filter(|record| record.verdict == verdict).count()
            };
            for (element, verdict) in [
                ("failure", tieuchi::verdict::Verdict::NotMet),
                ("error", tieuchi::verdict::Verdict::Undetermined),
                ("skipped", tieuchi::verdict::Verdict::NotApplicable),
            ] {
                let expected: usize = report.criteria.iter().map(|one| all(one, verdict)).sum();
                assert_eq!(found.get(element).copied().unwrap_or(0), expected, "{what}: {element}");
            }
        }
    }
}
