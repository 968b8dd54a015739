//! Where nothing is said to be needed, because a number has no value, nothing settles a condition: whatever is filled
//! in, it stays open.

use super::choices::{Choices, choices, some};
use super::programs::{self, Wanted};
use super::rosters::{self, Cells};
use proptest::prelude::*;
use tieuchi::engine::{Evaluation, Gap, Hand, Options, evaluate};
use tieuchi::program::{CriterionId, KindId, Program};

/// Fillings that are tried of what isn't needed.
const FILLINGS: usize = 6;

/// Every criterion for every record in hand of which it isn't known, and for which no value is needed.
fn lost(evaluation: &Evaluation<'_>) -> Vec<(CriterionId, Hand)> {
    let program = evaluation.program();
    let mut found = Vec::new();
    for (id, criterion) in (0u32..).map(CriterionId).zip(&program.criteria) {
        let kinds: Vec<KindId> = criterion.for_each.iter().map(|each| each.kind).collect();
        let mut ask = |hand: Hand| {
            let open = evaluation.truth(&criterion.cond, hand).is_unknown();
            let gaps = evaluation.unknowns(&criterion.cond, hand, usize::MAX);
            if open && !gaps.iter().any(|gap| matches!(gap, Gap::Missing(_))) {
                found.push((id, hand));
            }
        };
        if kinds.is_empty() { ask(Hand::none()) } else { evaluation.each_hand(&kinds, ask) }
    }
    found
}

/// The same records with every gap filled.
fn filled(program: &Program, cells: &Cells, choices: &mut Choices) -> Cells {
    let mut cells = cells.clone();
    for gap in cells.gaps(program) {
        let values = cells.fillings(program, gap);
        if !values.is_empty() {
            let value: &String = choices.of(&values);
            cells = cells.filled(gap, value);
        }
    }
    cells
}

proptest! {
    #![proptest_config(some(600))]

    #[test]
    fn nothing_settles_a_condition_for_which_nothing_is_needed(
        list in choices(200),
        records in choices(120),
        fillings in choices(200),
    ) {
        // What says of itself that it is missing is settled until it is filled in.
        let program = programs::program(&mut Choices::new(list), Wanted::LASTING);
        let cells = rosters::cells(&mut Choices::new(records), &program);
        let roster = cells.roster(&program);
        let evaluation = evaluate(&program, &roster, &Options::default()).expect("made programs are small");
        let mut choices = Choices::new(fillings);
        for (id, hand) in lost(&evaluation) {
            for _ in 0..FILLINGS {
                let filled = filled(&program, &cells, &mut choices);
                // Not every filling is sound: of a series there is one record a year.
                let Ok(roster) = filled.checked(&program) else { continue };
                let evaluation = evaluate(&program, &roster, &Options::default()).expect("made programs are small");
                let criterion = &program.criteria[id.at()];
                prop_assert!(
                    evaluation.truth(&criterion.cond, hand).is_unknown(),
                    "{:?} {:?}, {:?}: {:#?}\n{:#?}", id, hand, filled, criterion, program
                );
            }
        }
    }
}
