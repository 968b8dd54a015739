//! Records that come in parts: what is said is what is said of all of them at once.

use super::choices::{Choices, choices, some};
use super::programs::{self, Wanted};
use super::rosters::{self, Cells};
use proptest::prelude::*;
use tieuchi::engine::{Evaluation, Options, Parts, Tallies, comes_in_parts, evaluate};
use tieuchi::program::KindId;
use tieuchi::report::{Listing, report_listing};

/// All that an evaluation says without names.
fn said(evaluation: &Evaluation<'_>) -> (String, Tallies) {
    let report = report_listing(evaluation, Listing::Counted);
    (serde_json::to_string(&report).expect("a report is plain data"), evaluation.tallies())
}

proptest! {
    #![proptest_config(some(2000))]

    #[test]
    fn parts_come_to_the_whole(
        list in choices(200),
        records in choices(160),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let program = programs::program(&mut Choices::new(list), Wanted::ALL);
        let cells = rosters::cells(&mut Choices::new(records), &program);
        for kind in (0..program.kinds.len() as u32).map(KindId) {
            if !comes_in_parts(&program, kind) {
                continue;
            }
            let rows = &cells.0[kind.at()];
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(rows.len() + 1)).collect();
            cuts.extend([0, rows.len()]);
            cuts.sort_unstable();
            let part = |from: usize, to: usize| {
                let mut part: Cells = cells.clone();
                part.0[kind.at()] = rows[from..to].to_vec();
                part.roster(&program)
            };
            let first = part(0, cuts[1]);
            let options = Options::default();
            let mut parts = Parts::new(&program, first, kind, &options).expect("made programs are small").expect("it does");
            for (from, to) in cuts[1..].iter().zip(&cuts[2..]) {
                parts.add(part(*from, *to)).expect("made programs are small");
            }
            let found = parts.conclude(said).expect("made programs are small");
            let roster = cells.roster(&program);
            let whole = evaluate(&program, &roster, &options).expect("made programs are small");
            prop_assert_eq!(found, said(&whole));
        }
    }
}
