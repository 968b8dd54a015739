//! What came of tests: what is otherwise than expected, and what no test has seen.

use tieuchi::report::PlaceReport;
use tieuchi::trial::{CoverageReport, CoveredPlace, ExpectationReport, TestReport, TrialReport};
use unicode_width::UnicodeWidthStr;

use super::{Look, Page, Speech, padded, run};

/// How many of the places that are covered a bar shows.
const BAR: usize = 30;

/// Draws what came of tests.
pub fn render(speech: &Speech, page: &mut Page, report: &TrialReport, coverage: bool) {
    let mut file = "";
    for test in &report.tests {
        if test.place.file != file {
            file = &test.place.file;
            page.gap();
            page.line(0, &[run(Look::Strong, file)]);
        }
        self::test(speech, page, test);
    }
    if coverage {
        page.gap();
        covered(speech, page, &report.coverage);
    }
    page.gap();
    let look = if report.failed == 0 { Look::Good } else { Look::Bad };
    page.line(0, &[run(look, (speech.own.tests_counted)(report.passed, report.failed))]);
}

fn test(speech: &Speech, page: &mut Page, test: &TestReport) {
    let (sign, look) = if test.passed { ("✔", Look::Good) } else { ("✘", Look::Bad) };
    let count = (speech.own.expectations)(test.expectations.len() as u64);
    page.line(
        1,
        &[run(look, sign), run(Look::Plain, format!(" {}", test.title)), run(Look::Faint, format!("  {count}"))],
    );
    for one in test.expectations.iter().filter(|one| !one.passed) {
        expectation(speech, page, one);
    }
}

fn expectation(speech: &Speech, page: &mut Page, one: &ExpectationReport) {
    let (expected, actual) = (speech.own.test_expected, speech.own.test_actual);
    let width = expected.width().max(actual.width());
    page.line(4, &[run(Look::Plain, format!("{}  ", one.about)), run(Look::Faint, shown(&one.place))]);
    for (label, text, look) in [(expected, &one.expected, Look::Plain), (actual, &one.actual, Look::Bad)] {
        page.flow(6, width + 2, &[run(Look::Label, padded(label, width)), run(Look::Plain, "  ")], &[run(look, text)]);
    }
}

fn shown(place: &PlaceReport) -> String {
    format!("{}:{}:{}", place.file, place.line, place.column)
}

/// The places in columns: those that something is lacking of.
fn covered(speech: &Speech, page: &mut Page, coverage: &CoverageReport) {
    let words = speech.own;
    let (all, have) = (coverage.all as usize, coverage.covered as usize);
    let filled = (have * BAR).checked_div(all).unwrap_or(BAR);
    let bar = format!("{}{}", "█".repeat(filled), "░".repeat(BAR - filled));
    let look = if coverage.complete { Look::Good } else { Look::Open };
    page.line(
        0,
        &[run(look, bar), run(Look::Plain, format!("  {}", (words.places_covered)(coverage.covered, coverage.all)))],
    );
    let lacking: Vec<&CoveredPlace> = coverage.places.iter().filter(|place| !place.is_covered()).collect();
    let width = lacking.iter().map(|place| place.name.width()).max().unwrap_or(0);
    for place in lacking {
        let mut said = Vec::new();
        if !place.holding_is_settled() {
            said.push(if place.never_holds.is_some() { words.holds_after_all } else { words.never_seen_to_hold });
        }
        if !place.failing_is_settled() {
            said.push(if place.never_fails.is_some() { words.fails_after_all } else { words.never_seen_to_fail });
        }
        let at = place.place.as_ref().map(|at| format!("  {}:{}", at.file, at.line)).unwrap_or_default();
        let lead = [run(Look::Plain, padded(&place.name, width)), run(Look::Plain, "  ")];
        let text = if place.criterion || place.text.is_empty() { String::new() } else { format!("  {}", place.text) };
        let runs = [run(Look::Open, said.join(", ")), run(Look::Faint, at), run(Look::Faint, text)];
        page.flow(2, width + 2, &lead, &runs);
    }
}
