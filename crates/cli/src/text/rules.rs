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
    // What has a point in its name is a part of another declaration.
    let own = |field: &&Field| !field.name.canonical().contains('.');
    let defined = fields().filter(|field| matches!(field.origin, Origin::Define(_))).filter(own).count();
    let ranks = fields().filter(|field| matches!(field.origin, Origin::Rank(_))).filter(own).count();
    let counts = (speech.words.rules_sound)(program.criteria.len(), awards, defined, program.kinds.len());
    page.flow(0, 2, &[], &[run(Look::Plain, counts)]);
    if ranks > 0 {
        page.flow(0, 2, &[], &[run(Look::Plain, (speech.words.ranks_too)(ranks))]);
    }
    page.flow(0, 2, &[], &[run(Look::Plain, speech.words.rules_only)]);
}
