//! A report as JUnit's XML, for what shows the results of tests: a test case for each criterion, and for each record of
//! one that is for each of a kind.
//!
//! Met is passed, not met has failed, not applicable is skipped. Undetermined is
//! an error: it couldn't be decided, and isn't to go by as passed.

use quick_junit::{NonSuccessKind, Report as JUnit, TestCase, TestCaseStatus, TestSuite};
use tieuchi::report::{CriterionReport, RecordReport, Report};
use tieuchi::source::Language;
use tieuchi::verdict::Verdict;

use crate::Heading;
use crate::clean::clean;
use crate::outline::Line;
use crate::speech::Speech;

/// A report as JUnit's XML in a language: all criteria in the first suite, and a suite of records for each that has them.
pub fn junit(report: &Report, language: Language, heading: &Heading) -> Result<String, quick_junit::SerializeError> {
    let speech = Speech::new(language, false);
    let mut written = JUnit::new(plain(&heading.rules));
    let mut all = TestSuite::new(plain(&heading.rules));
    let mut each = Vec::new();
    for criterion in &report.criteria {
        let name = format!("{} {}", criterion.id, criterion.title);
        let mut lines = vec![speech.foot(criterion)];
        if let Some(records) = criterion.for_each.as_ref().filter(|records| !records.records.is_empty()) {
            let mut suite = TestSuite::new(plain(&name));
            suite.add_test_cases(records.records.iter().map(|record| of_record(&speech, criterion, record)));
            each.push(suite);
        }
        lines.insert(0, format!("{}: {}", speech.words.requirement, criterion.text));
        told(&speech, 0, &speech.grounds(criterion), &mut lines);
        all.add_test_case(case(&speech, &heading.rules, &name, criterion.verdict, &lines));
    }
    written.add_test_suite(all);
    written.add_test_suites(each);
    written.to_string().map(clean)
}

fn of_record(speech: &Speech, criterion: &CriterionReport, record: &RecordReport) -> TestCase {
    let mut lines = vec![format!("{}: {}", speech.words.requirement, criterion.text)];
    told(speech, 0, &speech.explanation(&record.explanation), &mut lines);
    told(speech, 0, &speech.gaps(&record.open, record.open_cut), &mut lines);
    case(speech, &criterion.id, &record.ids.join(" × "), record.verdict, &lines)
}

/// A test case with its reasons, where it hasn't passed.
fn case(speech: &Speech, class: &str, name: &str, verdict: Verdict, lines: &[String]) -> TestCase {
    let word = speech.verdict(verdict).1;
    let not = |kind, code: &str| {
        let mut status = TestCaseStatus::non_success(kind);
        status.set_message(word).set_type(code).set_description(plain(&lines.join("\n")));
        status
    };
    let status = match verdict {
        Verdict::Met => TestCaseStatus::success(),
        Verdict::NotMet => not(NonSuccessKind::Failure, "not_met"),
        Verdict::Undetermined => not(NonSuccessKind::Error, "undetermined"),
        Verdict::NotApplicable => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(word);
            status
        }
    };
    let mut case = TestCase::new(plain(name), status);
    case.set_classname(plain(class));
    case
}

/// Lines as text, those below others further in.
fn told(speech: &Speech, depth: usize, lines: &[Line<'_>], to: &mut Vec<String>) {
    for line in lines {
        let mut text = "  ".repeat(depth);
        if let Some(sign) = line.sign {
            text.push_str(speech.verdict(sign).0);
            text.push(' ');
        }
        text.push_str(&line.letter);
        if !line.label.is_empty() {
            text.push_str(&line.label);
            text.push_str(": ");
        }
        line.runs.iter().for_each(|(_, run)| text.push_str(run));
        to.push(text);
        told(speech, depth + 1, &line.below, to);
    }
}

/// A text that isn't cut: characters that XML may not have get a sign, where they would be left out.
fn plain(text: &str) -> String {
    clean(text.to_owned())
}
