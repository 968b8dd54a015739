//! Programs as data that nobody vouches for.

use tieuchi::engine::{Options, evaluate};
use tieuchi::program::{Program, validate};
use tieuchi::report::report;

use crate::feed::Feed;
use crate::properties::engine::change;
use crate::properties::programs::{self, Wanted};
use crate::properties::rosters;

/// A program in RON or JSON, as it comes or damaged, is refused or is sound, and then there is an answer, whatever the
/// records; a made one is the same when it was written and read.
pub fn program(bytes: &[u8]) {
    let mut feed = Feed::new(bytes);
    if feed.byte().is_multiple_of(2) {
        let text = String::from_utf8_lossy(feed.rest());
        [Program::from_ron(&text), Program::from_json(&text)].into_iter().flatten().for_each(|read| answers(&read));
        return;
    }
    let made = programs::program(&mut feed.chooser(), Wanted::ALL);
    let records = feed.choices();
    let (ron, json) = (made.to_ron().expect("RON"), made.to_json().expect("JSON"));
    assert!(Program::from_ron(&ron).as_ref() == Ok(&made) && Program::from_json(&json).as_ref() == Ok(&made));
    let roster = rosters::cells(&mut crate::properties::choices::Choices::new(records), &made).roster(&made);
    let changes: Vec<(usize, u8, u8)> =
        (0..=feed.byte() % 4).map(|_| (feed.number(), feed.byte(), feed.byte() % 4)).collect();
    for written in [ron, json] {
        let mut text = written.into_bytes();
        for (at, byte, how) in &changes {
            let at = at % text.len().max(1);
            change(&mut text, at, *byte, *how);
        }
        let text = String::from_utf8_lossy(&text);
        for read in [Program::from_ron(&text), Program::from_json(&text)].into_iter().flatten() {
            answers(&read);
            // The records may not fit any more; whatever comes of it, there is an answer.
            if let Ok(evaluation) = evaluate(&read, &roster, &Options::default()) {
                report(&evaluation);
            }
        }
    }
}

/// A program that was read is sound, and says something of nobody.
fn answers(program: &Program) {
    assert_eq!(validate(program), Ok(()), "a program that isn't sound was read");
    if let Ok(roster) = tieuchi::roster::Builder::new(program).finish()
        && let Ok(evaluation) = evaluate(program, &roster, &Options::default())
    {
        report(&evaluation);
    }
}
