//! What came of a hunt.

use tieuchi::program::Says;

use super::{Look, Page, Speech, run};
use crate::hunting::{Hunted, Shown};
use crate::words::HuntWords;

/// Draws what came of each claim.
pub fn render(speech: &Speech, page: &mut Page, all: &[Hunted], seed: u64, stopped: Option<u64>, words: &HuntWords) {
    for hunted in all {
        page.gap();
        claim(speech, page, hunted, words);
    }
    page.gap();
    if let Some(seconds) = stopped {
        page.flow(0, 0, &[], &[run(Look::Open, (words.stopped)(seconds))]);
    }
    let claims = all.iter().filter(|hunted| !hunted.claim.says.is_question()).count();
    let refuted = all.iter().filter(|hunted| hunted.is_refuted()).count();
    let counted = if claims == 0 { String::new() } else { (words.counted)(refuted, claims) };
    page.flow(0, 0, &[], &[run(Look::Faint, counted + &(words.closing)(seed))]);
}

fn claim(speech: &Speech, page: &mut Page, hunted: &Hunted, words: &HuntWords) {
    let found = hunted.outcome.found.as_ref();
    let (sign, word, look) = match (&hunted.claim.says, found.is_some()) {
        (Says::Always(..), true) => ("✘", words.refuted, Look::Bad),
        (Says::Always(..), false) if hunted.is_idle() => ("?", words.never_applied, Look::Open),
        (Says::Always(..), false) => ("✔", words.not_refuted, Look::Good),
        (Says::Possible(_), true) => ("✔", words.example, Look::Good),
        (Says::Possible(_), false) => ("?", words.no_example, Look::Open),
        (Says::Implies(..) | Says::Equivalent(..), true) => ("✘", words.counter, Look::Bad),
        (Says::Implies(..) | Says::Equivalent(..), false) => ("?", words.no_counter, Look::Open),
    };
    let lead = [run(look, format!("{sign} {word}  "))];
    let named = if hunted.claim.title == hunted.claim.text {
        vec![run(Look::Strong, hunted.claim.text.clone())]
    } else {
        vec![run(Look::Strong, format!("{}  {}", hunted.claim.id, hunted.claim.title))]
    };
    page.flow(0, 4, &lead, &named);
    if hunted.claim.title != hunted.claim.text {
        page.flow(2, 2, &[], &[run(Look::Plain, hunted.claim.text.clone())]);
    }
    let applied = hunted.has_halves().then_some(hunted.outcome.applied);
    let told = match found {
        Some(found) => (words.found)(hunted.outcome.tried, found.first, found.sample.len()),
        None => (words.tried)(hunted.outcome.tried, applied),
    };
    page.flow(2, 2, &[], &[run(Look::Faint, told)]);
    if hunted.outcome.given_up > 0 {
        page.flow(2, 2, &[], &[run(Look::Open, (words.given_up)(hunted.outcome.given_up))]);
    }
    if let Some(shown) = &hunted.shown {
        self::shown(speech, page, shown, words);
    }
}

fn shown(speech: &Speech, page: &mut Page, shown: &Shown, words: &HuntWords) {
    page.gap();
    page.line(2, &[run(Look::Strong, format!("{}:", words.as_a_test))]);
    for line in shown.written.text.lines().skip(2) {
        page.line(4, &[run(Look::Plain, line.to_owned())]);
    }
    if let Some(path) = &shown.kept {
        page.flow(2, 2, &[], &[run(Look::Good, (words.kept)(&path.display().to_string()))]);
    }
    if !shown.criteria.is_empty() {
        page.gap();
        page.line(2, &[run(Look::Strong, format!("{}:", words.why))]);
        let columns = speech.columns(shown.criteria.iter());
        for criterion in &shown.criteria {
            page.gap();
            speech.criterion(page, criterion, columns);
        }
    }
}
