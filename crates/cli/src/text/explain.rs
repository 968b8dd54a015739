//! One criterion with everything in it, and what it has to do with one record.

use std::iter;

use tieuchi::engine::Truth;
use tieuchi::report::{CriterionReport, RecordInClause, What};
use tieuchi::syntax::words::letters;

use tieuchi_rendering::prose;

use super::Speech;
use super::page::{Look, Page, run};

/// Writes all about one criterion, or about one lettered part of it; false if there is no such part.
pub fn criterion(speech: &Speech, page: &mut Page, criterion: &CriterionReport, part: Option<&str>) -> bool {
    let columns = speech.columns(iter::once(criterion));
    let Some(letter) = part else {
        speech.criterion(page, criterion, columns);
        return true;
    };
    let mut cut = criterion.clone();
    let explanations = cut
        .explanation
        .iter_mut()
        .chain(cut.for_each.iter_mut().flat_map(|each| each.records.iter_mut().map(|record| &mut record.explanation)));
    let mut found = false;
    for explanation in explanations {
        let What::List(list) = &mut explanation.what else { continue };
        let Some(place) = letters(speech.language).iter().position(|one| *one == letter) else { continue };
        if list.lettered && place < list.parts.len() {
            explanation.truth = list.parts.get(place).map_or(Truth::Unknown, |part| part.explanation.truth);
            let kept = list.parts.swap_remove(place);
            explanation.what = kept.explanation.what;
            cut.text = kept.text;
            found = true;
        }
    }
    if found {
        speech.criterion(page, &cut, columns);
    }
    found
}

/// Writes what a record is to the clauses of a criterion, under its heading if that isn't written yet.
pub fn record(
    speech: &Speech,
    page: &mut Page,
    heading: Option<&CriterionReport>,
    key: &str,
    clauses: &[RecordInClause],
) {
    if let Some(criterion) = heading {
        let lead = run(Look::Strong, format!("{}  ", criterion.id));
        page.flow(0, 2, &[lead], &[run(Look::Strong, &*criterion.title)]);
    }
    for clause in clauses {
        let mut runs = Vec::new();
        if !clause.ids.is_empty() {
            runs.push(run(Look::Strong, format!("{}: ", clause.ids.join(" × "))));
        }
        runs.push(run(Look::Plain, prose(&clause.text)));
        page.flow(2, 2, &[run(Look::Label, format!("{} ", speech.own.in_clause))], &runs);
        let member = match clause.member {
            Truth::Yes => speech.own.in_base,
            Truth::No => speech.own.not_in_base,
            Truth::Unknown => speech.own.perhaps_in_base,
        };
        page.flow(4, 2, &[run(Look::Plain, "→ ")], &[run(Look::Strong, key), run(Look::Plain, format!(": {member}"))]);
        if let Some(filter) = &clause.filter {
            speech.draw(page, 6, &speech.explanation(filter));
        }
        if clause.member == Truth::No {
            continue;
        }
        if let Some(explanation) = &clause.explanation {
            let holds = match clause.truth {
                Truth::Yes => speech.own.property_holds,
                Truth::No => speech.own.property_fails,
                Truth::Unknown => speech.own.property_open,
            };
            let told = [run(Look::Plain, format!("{holds}: ")), run(Look::Faint, prose(&clause.property))];
            page.flow(4, 2, &[run(Look::Plain, "→ ")], &told);
            speech.draw(page, 6, &speech.explanation(explanation));
        }
    }
}
