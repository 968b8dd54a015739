//! Codes explained.

use tieuchi::diagnostic::codes::{Explanation, explanations, in_short};

use super::Speech;
use super::page::{Look, Page, run};

/// All codes, each with its first sentence.
pub fn list(speech: &Speech, page: &mut Page) {
    let lints = tieuchi::lint::RULES.iter().map(|rule| rule.explanation(speech.language));
    for explanation in explanations(speech.language).iter().cloned().chain(lints) {
        let first = explanation.means.split_inclusive(". ").next().unwrap_or_default().trim();
        let lead = run(Look::Strong, format!("{}  ", explanation.code));
        page.flow(0, 7, &[lead], &[run(Look::Plain, first)]);
    }
}

/// One code at length.
pub fn one(speech: &Speech, page: &mut Page, explanation: &Explanation) {
    page.flow(0, 2, &[run(Look::Strong, format!("{}: ", explanation.code))], &[run(Look::Plain, &*explanation.means)]);
    let examples =
        [(speech.own.wrong, Look::Bad, &explanation.wrong), (speech.own.right, Look::Good, &explanation.right)];
    for (title, look, text) in examples {
        if !text.is_empty() {
            page.gap();
            page.line(0, &[run(look, format!("{title}:"))]);
            for line in in_short(text).trim_matches('\n').lines() {
                page.line(if line.is_empty() { 0 } else { 4 }, &[run(Look::Plain, line)]);
            }
        }
    }
}
