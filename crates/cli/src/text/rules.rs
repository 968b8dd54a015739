//! What a program holds, where no records are given.

use tieuchi::program::{Field, Origin, Program};

use super::Speech;
use super::page::{Look, Page, run};

/// A few lines about a sound program.
pub fn summary(speech: &Speech, page: &mut Page, program: &Program) {
    for document in &program.documents {
        let lead = run(Look::Strong, format!("{}  ", document.code));
        page.flow(0, 2, &[lead], &[run(Look::Plain, document.title.clone().unwrap_or_default())]);
    }
    let fields = || program.kinds.iter().flat_map(|kind| &kind.fields);
    let awards = fields().filter(|field| matches!(field.origin, Origin::Award { .. })).count();
    let own = |field: &&Field| field.name.is_spelled();
    let (scores, definitions) =
        (program.scores.len(), fields().filter(|field| matches!(field.origin, Origin::Define(_))));
    let defined = definitions.filter(own).count().saturating_sub(scores);
    let ranks = fields().filter(|field| matches!(field.origin, Origin::Rank(_))).filter(own).count();
    let counts = (speech.own.rules_sound)(program.criteria.len(), awards, defined, program.kinds.len());
    page.flow(0, 2, &[], &[run(Look::Plain, counts)]);
    if ranks + scores > 0 {
        page.flow(0, 2, &[], &[run(Look::Plain, (speech.own.numbers_too)(scores, ranks))]);
    }
    page.flow(0, 2, &[], &[run(Look::Plain, speech.own.rules_only)]);
}
