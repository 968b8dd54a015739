//! Programs and records that bytes choose: the engine against the oracle, against itself in parts, and step by step.

use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};
use tieuchi::engine::{Options, evaluate};
use tieuchi::partial::{self, Refused, divisible};
use tieuchi::report::{Listing, report_listing};

use crate::feed::Feed;
use crate::properties::engine::{agree, evaluated, verdicts};
use crate::properties::partial::{joined, sent, split};
use crate::properties::programs::{self, Wanted};
use crate::properties::rosters;
use crate::properties::session::{Choosing, Machine, Records};

/// The most steps of a session.
const STEPS: usize = 12;

/// All that the engine says is what the naive oracle says: marks, counts, truths, aggregates, places, verdicts.
pub fn oracle(bytes: &[u8]) {
    let mut feed = Feed::new(bytes);
    let program = programs::program(&mut feed.chooser(), Wanted::ALL);
    let roster = rosters::cells(&mut feed.chooser(), &program).roster(&program);
    agree(&program, &roster).expect("the engine says what the oracle says");
}

/// Rows cut anywhere come to the same tallies and verdicts; what sources send and somebody merges is the report of the
/// whole.
pub fn tallies(bytes: &[u8]) {
    let mut feed = Feed::new(bytes);
    let (chunk_rows, threads, parts) = (feed.number() % 80, 1 + feed.number() % 8, 2 + feed.number() % 3);
    let mut cuts: Vec<usize> = (0..feed.byte() % 4).map(|_| feed.number() % 9).collect();
    cuts.sort_unstable();
    let program = programs::program(&mut feed.chooser(), Wanted::APART);
    let sets = (0..=feed.byte() % 3).map(|_| feed.choices()).collect();
    let cells = joined(&program, sets);
    let roster = cells.roster(&program);
    let whole = evaluated(&program, &roster);
    let cut = evaluate(&program, &roster, &Options { chunk_rows, cuts, threads }).expect("made programs are small");
    assert_eq!(whole.tallies(), cut.tallies());
    assert_eq!(verdicts(&whole), verdicts(&cut));
    if divisible(&program).is_err() {
        return;
    }
    let split = split(&cells, &program, parts, &mut feed.chooser());
    let sent = split.iter().zip(["a", "b", "c", "d"]).map(|(cells, name)| sent(&program, cells, name));
    match sent.collect::<Result<Vec<_>, Refused>>() {
        Ok(sent) => {
            let merged = partial::merge(&program, sent).expect("they are disjoint");
            let report = partial::report(&program, &merged).expect("made programs are small");
            assert_eq!(report, report_listing(&whole, Listing::Counted));
        }
        Err(refused) => assert!(matches!(refused, Refused::Astray { .. }), "{refused}"),
    }
}

/// After every step a session is what a fresh evaluation of the same records gives, and has told what has changed.
pub fn session(bytes: &[u8]) {
    let mut feed = Feed::new(bytes);
    let threads = 1 + usize::from(feed.byte() % 3);
    let mut records = Records::made(feed.choices(), feed.choices(), threads);
    let mut tested = Machine::init_test(&records);
    for _ in 0..STEPS {
        if feed.is_empty() {
            break;
        }
        let step = Choosing(feed.choices());
        records = <Machine as ReferenceStateMachine>::apply(records, &step);
        tested = <Machine as StateMachineTest>::apply(tested, &records, step);
    }
}
