//! Small programs that bytes choose: what the analysis says of them, against all small rosters.

use tieuchi_analysis::ask::Bounds;
use tieuchi_analysis::bulk::Size;
use tieuchi_analysis::solver::Limits;

use crate::feed::Feed;
use crate::properties::{choices, oracle};

#[allow(dead_code, reason = "the tests of the analysis tally what comes of it")]
#[path = "../../analysis/tests/small/mod.rs"]
mod small;

use small::asked::{hold_against, hold_alone};
use small::ground::{Effort, Tally};
use small::plans::{self, Case};
use small::rules::Rules;

/// What may be done for a question: a fraction of a second.
const BOUNDS: Bounds =
    Bounds { size: Size { cells: 100, groups: 200, pairs: 2_000, cuts: 50 }, steps: 200_000, tries: 20 };

/// What is shown to be possible is, as the engine and the oracle say, with no fewer records where that is said; what is
/// called impossible no small roster shows; a plan does, and is the least where that is said.
pub fn analysis(bytes: &[u8]) {
    let mut feed = Feed::new(bytes);
    let how = feed.byte();
    let (trees, more) = (how & 4 != 0, how & 8 != 0);
    // There are many trees, and much to be told apart in them: they are tried with fewer persons and questions.
    let effort = Effort { most: if trees { 2 } else { 3 }, trees, bounds: BOUNDS };
    let mut tally = Tally::default();
    let rules = |feed: &mut Feed<'_>| Rules::made(&mut feed.chooser(), trees);
    match how % 4 {
        0 => {
            let most = if more { 3 } else { 4 };
            plans::hold(&Case::made(&mut feed.chooser(), most, more), Limits { steps: BOUNDS.steps });
        }
        1 if !trees => hold_alone(&rules(&mut feed), false, &effort, &mut tally),
        2 => {
            let rules = rules(&mut feed);
            hold_against(&rules, &rules.varied(&mut feed.chooser(), trees), &effort, &mut tally);
        }
        _ => {
            let rules = rules(&mut feed);
            hold_alone(&rules.claiming(&mut feed.chooser(), if trees { 1 } else { 3 }), true, &effort, &mut tally);
        }
    }
}
