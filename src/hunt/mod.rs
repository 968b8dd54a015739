//! Hunting: records that refute what is claimed of rules, or show that something is possible.
//!
//! Contract. A hunt makes records that a program's schema allows, many of them at the edges that its conditions have, and
//! asks the engine what they say. What it finds is true of these records, and is made small before it is shown; that it
//! finds nothing proves nothing. The same program, seed and bounds give the same records. Nothing here reads a file or a
//! clock: whoever hunts is asked before each case whether to go on.

mod chance;
mod edges;
mod ground;
mod grow;
mod laws;
mod sample;
mod shrink;
mod written;

use crate::diagnostic::Finding;
use crate::engine::{EvaluateError, Evaluation, Options, Truth, evaluate, evaluate_sound};
use crate::program::{Claim, Program, Says, fields_claimed};

pub use ground::{Bounds, Ground};
pub use laws::{Broken, Law};
pub use sample::{Sample, Value};
pub use shrink::Shrinking;
pub use written::Written;

/// How many cases a hunt tries unless it is told otherwise.
pub const CASES: u32 = 2_000;

/// The most steps of making what was found smaller.
const MAX_SHRINKS: u32 = 20_000;

/// What is hunted with.
#[derive(Debug, Clone)]
pub struct Search {
    /// How many cases are tried at most.
    pub cases: u32,
    /// Where the chances come from: the same seed gives the same cases.
    pub seed: u64,
    /// What the records may be.
    pub bounds: Bounds,
}

impl Default for Search {
    fn default() -> Search {
        Search { cases: CASES, seed: 0, bounds: Bounds::default() }
    }
}

/// What came of a hunt.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// How many cases were tried, the one that settled it included.
    pub tried: u32,
    /// In how many of them the first half was met: what is said under `if`, or asked whether it implies something. All of
    /// them where there is no such half.
    pub applied: u32,
    /// In how many cases the engine gave up on a number too large or too much work.
    pub given_up: u32,
    /// The records that settle it.
    pub found: Option<Found>,
}

/// Records that settle a claim or a question.
#[derive(Debug, Clone)]
pub struct Found {
    /// As small as they could be made.
    pub sample: Sample,
    /// How many records they were when they were found.
    pub first: usize,
    /// How many attempts it took to make them small.
    pub attempts: u32,
}

/// Hunts for records that settle a claim or question of a program: that refute what is stated of all records, or are an
/// example of what is asked to be possible. Before each case `go_on` is asked, with how many there were.
///
/// ```
/// use tieuchi::compile;
/// use tieuchi::hunt::{Search, hunt};
/// use tieuchi::source::Source;
///
/// let rules = r#"tieuchi 1, en
/// document "Plan"
///   item 1 "Ratings"
/// record person
///   id: text key
///   score: decimal 0 to 100
/// criterion 1.a "All are good"
///   cites 1
///   100% of persons have score at least 80
/// criterion 1.b "Most are good"
///   cites 1
///   at least 50% of persons have score at least 80
/// claim K1 "All implies most"
///   always: if 1.a is met then 1.b is met
/// claim K2 "Most implies all"
///   always: if 1.b is met then 1.a is met
/// "#;
/// let (program, _) = compile(&[Source::new("plan", rules)]).expect("sound rules");
/// let claim = |id| program.claim(id).expect("a claim");
/// let search = Search { cases: 300, ..Search::default() };
/// assert!(hunt(&program, claim("K1"), &search, |_| true).found.is_none());
/// let found = hunt(&program, claim("K2"), &search, |_| true).found.expect("records that refute it");
/// // One who is good and one who isn't.
/// assert_eq!(found.sample.len(), 2);
/// ```
pub fn hunt(program: &Program, claim: &Claim, search: &Search, mut go_on: impl FnMut(u32) -> bool) -> Outcome {
    let ground = Ground::of(program, &search.bounds).for_claim(&claim.says);
    let mut outcome = Outcome { tried: 0, applied: 0, given_up: 0, found: None };
    while outcome.tried < search.cases && go_on(outcome.tried) {
        let sample = ground.sample(search.seed, outcome.tried);
        outcome.tried += 1;
        let asked =
            ground.judge(&sample, |evaluation| (applies(evaluation, &claim.says), evaluation.settles(&claim.says)));
        match asked {
            Err(_) => outcome.given_up += 1,
            Ok((applied, settled)) => {
                outcome.applied += u32::from(applied);
                if settled {
                    outcome.found = Some(small(&ground, sample, |sample| {
                        ground.judge(sample, |evaluation| evaluation.settles(&claim.says)).unwrap_or(false)
                    }));
                    break;
                }
            }
        }
    }
    outcome
}

/// Whether the first half of a claim is met.
fn applies(evaluation: &Evaluation<'_>, says: &Says) -> bool {
    match says {
        Says::Always(Some(when), _) | Says::Implies(when, _) => evaluation.statement(&when.what) == Truth::Yes,
        Says::Always(None, _) | Says::Possible(_) | Says::Equivalent(..) => true,
    }
}

/// Makes a sample small while it `is_one` of those that are looked for.
pub(crate) fn small(ground: &Ground, sample: Sample, is_one: impl Fn(&Sample) -> bool) -> Found {
    let (first, mut attempts) = (sample.len(), 0);
    let mut shrinking = Shrinking::of(ground, sample);
    let mut going = shrinking.simplify(ground);
    while going && attempts < MAX_SHRINKS {
        attempts += 1;
        going = if is_one(shrinking.current()) { shrinking.simplify(ground) } else { shrinking.complicate(ground) };
    }
    Found { sample: shrinking.into_best(), first, attempts }
}

impl Ground {
    /// The same for one claim: what it doesn't read stays plain, so that what is found shows what matters.
    pub fn for_claim(self, says: &Says) -> Ground {
        let read = fields_claimed(self.program(), says);
        self.reading(&read)
    }

    /// What the engine says of a sample.
    ///
    /// # Errors
    ///
    /// Records that the schema doesn't allow, or that the engine gives up on.
    pub fn judge<T>(&self, sample: &Sample, ask: impl FnOnce(&Evaluation<'_>) -> T) -> Result<T, Unjudged> {
        let roster = self.roster(sample).map_err(Unjudged::Records)?;
        let evaluate = if self.sound { evaluate_sound } else { evaluate };
        let evaluation = evaluate(self.program(), &roster, &Options::default()).map_err(Unjudged::Engine)?;
        Ok(ask(&evaluation))
    }
}

/// Why nothing is said of a sample.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unjudged {
    /// The schema doesn't allow its records, which were changed by hand.
    #[error("these are no records of this schema")]
    Records(Vec<Finding>),
    /// A number too large to be kept exactly, or more work than is bounded.
    #[error("{0}")]
    Engine(EvaluateError),
}
