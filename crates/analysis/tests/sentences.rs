//! Parts of sentences against all small rosters: what their counts come to in some roster must be found possible, and what is
//! shown to be possible, the engine says of the records that show it.

#[path = "../../../tests/properties/choices.rs"]
#[allow(dead_code)]
mod choices;
#[path = "../../../tests/properties/oracle/mod.rs"]
#[allow(dead_code, unused_imports)]
mod oracle;
#[allow(dead_code)]
mod small;

use small::rules::Rules;
use small::{chosen, rosters};
use tieuchi::compile;
use tieuchi::engine::{Options, evaluate};
use tieuchi::program::{ClauseId, Criterion, CriterionId, Program};
use tieuchi::roster::Roster;
use tieuchi::source::Source;
use tieuchi_analysis::ask::Bounds;
use tieuchi_analysis::prove::{Asked, Found, prove};

/// A part of a sentence, by its place and its words, with whether some records hold it and fail it, by somebody, and whether
/// they fail it at all.
type Seen = ((u32, u32), String, bool, bool, bool);

/// How each part of a sentence that has several comes out of some records.
fn seen(program: &Program, roster: &Roster) -> Vec<Seen> {
    let evaluation = evaluate(program, roster, &Options::default()).expect("sound");
    let mut found = Vec::new();
    for (id, clause) in (0u32..).map(ClauseId).zip(&program.clauses).filter(|(_, clause)| clause.parts.len() > 1) {
        // The criterion that it stands in, if it stands in one, is about some of these records.
        let line = clause.place.expect("a place").line;
        let above = |(_, one): &(CriterionId, &Criterion)| one.place.is_some_and(|own| own.line <= line);
        let own = (0u32..).map(CriterionId).zip(&program.criteria).filter(above).last();
        evaluation.each_hand(&clause.population.hand, |hand| {
            if own.is_some_and(|(id, one)| !one.for_each.is_empty() && !evaluation.included(id, hand).is_yes()) {
                return;
            }
            let (truths, counts) = (evaluation.part_truths(id, hand), evaluation.counts(id, hand));
            for ((part, truth), counts) in clause.parts.iter().zip(truths).zip(counts) {
                let (at, somebody) = (part.place.expect("a place"), counts.in_holds + counts.in_fails > 0);
                let place = (at.line, at.column);
                let (yes, no) = (truth.is_yes() && somebody, truth.is_no() && somebody);
                found.push((place, part.text.clone(), yes, no, truth.is_no()));
            }
        });
    }
    found
}

#[test]
fn parts_of_sentences_agree_with_all_small_rosters() {
    let (mut possible, mut impossible) = (0, 0);
    for seed in 1..=12u64 {
        // What an author says of nobody isn't looked at here.
        let text = Rules::made(&mut chosen(seed), false).text().replace("\n  if there are none: met", "");
        let Ok((program, _)) = compile(&[Source::new("rules.tieuchi", &text)]) else { continue };
        let proof = prove(&program, &Asked { rules: true, bounds: Bounds::default(), threads: 1 }, &|| true);
        let small = rosters::all(3, false);
        let all: Vec<Seen> =
            small.iter().flat_map(|records| seen(&program, &rosters::roster(&program, records))).collect();
        for part in &proof.parts {
            let at = part.place.as_ref().map(|place| (place.line, place.column)).expect("a place");
            let here = |(place, words, ..): &&Seen| *place == at && *words == part.text;
            if !all.iter().any(|one| here(&one)) {
                continue;
            }
            for (found, holds) in [(&part.can_hold, true), (part.can_fail.as_ref().expect("asked"), false)] {
                let shown = |(.., yes, no, _): &Seen| if holds { *yes } else { *no };
                match found {
                    Found::Impossible { .. } => {
                        impossible += 1;
                        assert!(!all.iter().filter(here).any(shown), "seed {seed}: {} {holds}\n{text}", part.text);
                    }
                    Found::Possible { records, .. } => {
                        possible += 1;
                        let own = seen(&program, &rosters::roster(&program, records));
                        assert!(
                            own.iter().filter(here).any(|one| shown(one) || (!holds && one.4)),
                            "seed {seed}: {} {holds} {records:?}\n{text}",
                            part.text
                        );
                    }
                    Found::Undecided { .. } => {}
                }
            }
        }
    }
    println!("{possible} possible, {impossible} impossible");
    assert!(possible > 15 && impossible > 4, "{possible} possible, {impossible} impossible");
}
