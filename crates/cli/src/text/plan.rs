//! A plan for a terminal: who, what, from what to what, and for which criteria.

use tieuchi::exact::Exact;
use tieuchi_analysis::plan::{Clashing, Said, SaidChange, SaidProof, WhyOpen};
use unicode_width::UnicodeWidthStr;

use super::{Look, Page, Speech, padded, run};
use crate::words::plan::PlanWords;

/// Draws what came of a request.
pub fn render(speech: &Speech, own: &PlanWords, page: &mut Page, said: &Said) {
    match said {
        Said::Met { .. } => page.line(0, &[run(Look::Good, own.met)]),
        Said::Plan { cost, proof, changes, .. } => {
            let each_is_one = *cost == Exact::from(changes.len() as u64);
            let cost = (!each_is_one).then(|| speech.number(cost));
            page.line(0, &[run(Look::Strong, (own.planned)(changes.len(), cost.as_deref()))]);
            self::proof(speech, own, page, proof);
            page.gap();
            self::changes(speech, own, page, changes);
            page.gap();
            page.line(0, &[run(Look::Faint, own.confirmed)]);
        }
        Said::Impossible { clash, minimal, .. } => impossible(own, page, clash, *minimal),
        Said::Undecided { why, fields, .. } => {
            page.line(0, &[run(Look::Open, own.undecided)]);
            page.flow(0, 0, &[], &[run(Look::Plain, self::why(own, *why, fields))]);
        }
    }
}

fn proof(speech: &Speech, own: &PlanWords, page: &mut Page, proof: &SaidProof) {
    match proof {
        SaidProof::Least => page.line(0, &[run(Look::Good, own.least)]),
        SaidProof::NotProven { at_least, why, fields } => {
            let least = at_least.as_ref().map(|least| speech.number(least));
            page.flow(0, 0, &[], &[run(Look::Open, (own.at_most)(least.as_deref()))]);
            page.flow(0, 0, &[], &[run(Look::Plain, self::why(own, *why, fields))]);
        }
    }
}

/// The changes in their order, those that are alike together where the first of them stands.
fn changes(speech: &Speech, own: &PlanWords, page: &mut Page, changes: &[SaidChange]) {
    let mut told = vec![false; changes.len()];
    for (at, change) in changes.iter().enumerate() {
        if told.get(at).copied().unwrap_or(true) {
            continue;
        }
        let mut names = Vec::new();
        for ((place, other), told) in changes.iter().enumerate().zip(told.iter_mut()) {
            let alike = change.group.is_some() && (change.group, &change.field) == (other.group, &other.field);
            if place == at || alike {
                names.push(other.key.as_str());
                *told = true;
            }
        }
        page.flow(0, 2, &[], &[run(Look::Strong, names.join(", "))]);
        let lead = format!("{}.{}: ", change.kind, change.field);
        let (from, to) = (speech.value(&change.from), speech.value(&change.to));
        let values = [run(Look::Plain, from), run(Look::Plain, " → "), run(Look::Good, to)];
        page.flow(2, lead.width() + 2, &[run(Look::Label, lead)], &values);
        let serves = match change.serves.as_slice() {
            [] => own.together.to_owned(),
            serves => format!("{} {}", own.serves, serves.join(", ")),
        };
        page.flow(2, 2, &[], &[run(Look::Faint, serves)]);
        if let (Some(chosen), Some(of)) = (change.chosen, change.of) {
            let mut said = (own.any_of)(chosen, of);
            if !change.others.is_empty() {
                let more = of.saturating_sub(chosen + change.others.len()) as u64;
                said.push_str("; ");
                said.push_str(&(own.others)(&speech.listed(&change.others, more)));
            }
            page.flow(2, 2, &[], &[run(Look::Faint, said)]);
        }
    }
}

fn impossible(own: &PlanWords, page: &mut Page, clash: &[Clashing], minimal: bool) {
    let head = if clash.len() == 1 { own.alone } else { own.impossible };
    page.flow(0, 0, &[], &[run(Look::Bad, format!("{head}:"))]);
    let name = |clash: &Clashing| match &clash.record {
        Some(record) => format!("{} ({record})", clash.criterion),
        None => clash.criterion.clone(),
    };
    let width = clash.iter().map(|clash| name(clash).width()).max().unwrap_or(0);
    for clash in clash {
        let lead = [run(Look::Strong, padded(&name(clash), width)), run(Look::Plain, "  ")];
        let mut said = vec![run(Look::Plain, &clash.text)];
        if !clash.moves {
            said.push(run(Look::Open, format!(" ({})", own.unmoved)));
        }
        page.flow(2, width + 4, &lead, &said);
        if let (Some(file), Some(line)) = (&clash.file, clash.line) {
            page.line(width + 4, &[run(Look::Faint, format!("{}: {file}:{line}", own.rule))]);
        }
    }
    if !minimal {
        page.flow(0, 0, &[], &[run(Look::Open, own.not_minimal)]);
    }
}

fn why(own: &PlanWords, why: WhyOpen, fields: &[String]) -> String {
    match why {
        WhyOpen::Steps => own.steps.to_owned(),
        WhyOpen::Time => own.time.to_owned(),
        WhyOpen::Numbers => own.numbers.to_owned(),
        WhyOpen::Unbounded => own.unbounded.to_owned(),
        WhyOpen::Beyond => (own.beyond)(&fields.join(", ")),
        WhyOpen::NotConfirmed => own.not_confirmed.to_owned(),
    }
}
