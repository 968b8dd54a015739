//! Strategies for [proptest](https://docs.rs/proptest): records that a program's schema allows, and laws to hold them
//! against. Behind the feature `proptest`.
//!
//! Records are drawn at the edges that the rules have: values that conditions compare with and those right beside them,
//! labels around thresholds, numbers of records around shares and counts. They are valid: a roster can be built of them
//! without a finding. What fails is made small: fewer records first, then plainer values.
//!
//! ```
//! use proptest::prelude::*;
//! use tieuchi::compile;
//! use tieuchi::hunt::{Bounds, Law};
//! use tieuchi::proptest::{rosters, test};
//! use tieuchi::source::Source;
//!
//! let rules = r#"tieuchi 1, en
//! document "Plan"
//!   item 1 "Ratings"
//! scale rating
//!   none < "Fair" < "Good"
//! record person
//!   id: text key
//!   rating: rating
//! criterion 1.a "Most are good"
//!   cites 1
//!   at least 70% of persons have rating "Good"
//! criterion 1.b "Few are fair"
//!   cites 1
//!   at most 20% of persons have rating "Fair"
//! "#;
//! let (program, _) = compile(&[Source::new("plan", rules)]).expect("sound rules");
//!
//! // Ready-made laws.
//! let bounds = Bounds::default();
//! test(&Law::order(&program, &bounds), 50).expect("the order of records says nothing");
//! test(&Law::monotone(&program, "person.rating", "1.a", &bounds).expect("names"), 50).expect("better is never worse");
//! // One who was rated none and is rated fair may be one too many.
//! let small = test(&Law::monotone(&program, "person.rating", "1.b", &bounds).expect("names"), 500).expect_err("it isn't");
//! assert_eq!(small.len(), 1);
//!
//! // Or one of your own, in a test of your own.
//! proptest!(ProptestConfig::with_cases(20), |(records in rosters(&program).most(8).missing(10))| {
//!     let roster = records.roster().expect("valid records");
//!     prop_assert_eq!(records.len(), roster.len(tieuchi::program::KindId(0)));
//! });
//! ```

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use ::proptest::arbitrary::any;
use ::proptest::strategy::{NewTree, Strategy, ValueTree};
use ::proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};

use crate::diagnostic::Finding;
use crate::hunt::{Bounds, Ground, Law, Sample, Shrinking, small};
use crate::program::Program;
use crate::roster::Roster;

/// Records that a program's schema allows.
///
/// Give up to 24 records of a kind, and none that misses a value, unless told otherwise.
pub fn rosters(program: &Program) -> Rosters {
    Rosters { ground: Arc::new(Ground::of(program, &Bounds::default())) }
}

/// Holds samples against a law, so many; what breaks it is given as small as it could be made.
///
/// # Errors
///
/// The records that break it.
pub fn test(law: &Law, cases: u32) -> Result<(), Records> {
    let rosters = Rosters { ground: Arc::new(law.ground().clone()) };
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
    let tested = TestRunner::new(config).run(&rosters, |records| Ok(law.check(&records)?));
    match tested {
        Ok(()) | Err(TestError::Abort(_)) => Ok(()),
        Err(TestError::Fail(_, records)) => Err(records),
    }
}

/// The first of so many records of a strategy that is one of those looked for, as small as it could be made. The same
/// strategy gives the same records each time, and so the same answer.
///
/// ```
/// # let rules = "tieuchi 1, en\ndocument \"D\"\n  item 1 \"One\"\nrecord person\n  id: text key\n  score: count\n\
/// # criterion 1 \"All\"\n  cites 1\n  100% of persons have score at least 50\n";
/// # let (program, _) = tieuchi::compile(&[tieuchi::source::Source::new("plan", rules)]).expect("sound rules");
/// use tieuchi::engine::{Options, evaluate};
/// use tieuchi::program::CriterionId;
/// use tieuchi::proptest::{find, rosters};
/// use tieuchi::verdict::Verdict;
///
/// let fails = find(&rosters(&program), 300, |records| {
///     let roster = records.roster().expect("valid records");
///     let evaluation = evaluate(&program, &roster, &Options::default()).expect("small numbers");
///     evaluation.verdict(CriterionId(0)) == Verdict::NotMet
/// });
/// assert_eq!(fails.expect("somebody has less").len(), 1);
/// ```
pub fn find(rosters: &Rosters, cases: u32, is_one: impl Fn(&Records) -> bool) -> Option<Records> {
    let seed = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), seed);
    let drawn = || rosters.new_tree(&mut runner).ok().map(|tree| tree.current()).filter(&is_one);
    let first = std::iter::repeat_with(drawn).take(cases as usize).flatten().next()?;
    let of = |sample: &Sample| Records { ground: Arc::clone(&rosters.ground), sample: sample.clone() };
    let small = small(&rosters.ground, first.sample, |sample| is_one(&of(sample)));
    Some(of(&small.sample))
}

/// The strategy of [`rosters`].
#[derive(Debug, Clone)]
pub struct Rosters {
    ground: Arc<Ground>,
}

impl Rosters {
    /// At most so many records of a kind.
    pub fn most(self, most: u32) -> Rosters {
        self.bounded(|bounds| Bounds { most, ..bounds })
    }

    /// So many values in a hundred are missing, of fields that may be.
    pub fn missing(self, missing: u8) -> Rosters {
        self.bounded(|bounds| Bounds { missing, ..bounds })
    }

    /// Fields that aren't read, by kind and field, stay plain; of a kind of which none is read there are no records, unless
    /// others refer to them.
    pub fn reading(self, read: &[Vec<bool>]) -> Rosters {
        Rosters { ground: Arc::new(Arc::unwrap_or_clone(self.ground).reading(read)) }
    }

    fn bounded(self, change: impl FnOnce(Bounds) -> Bounds) -> Rosters {
        let ground = Arc::unwrap_or_clone(self.ground).bounded(change);
        Rosters { ground: Arc::new(ground) }
    }
}

impl Strategy for Rosters {
    type Tree = Growing;
    type Value = Records;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let seed = any::<u64>().new_tree(runner)?.current();
        let sample = self.ground.sample(seed, 0);
        Ok(Growing { shrinking: Shrinking::of(&self.ground, sample), ground: Arc::clone(&self.ground) })
    }
}

/// Records that are being made small.
#[derive(Debug, Clone)]
pub struct Growing {
    ground: Arc<Ground>,
    shrinking: Shrinking,
}

impl ValueTree for Growing {
    type Value = Records;

    fn current(&self) -> Records {
        Records { ground: Arc::clone(&self.ground), sample: self.shrinking.current().clone() }
    }

    fn simplify(&mut self) -> bool {
        self.shrinking.simplify(&self.ground)
    }

    fn complicate(&mut self) -> bool {
        self.shrinking.complicate(&self.ground)
    }
}

/// A sample, shown as the tables that a test of the rules has.
#[derive(Clone)]
pub struct Records {
    ground: Arc<Ground>,
    sample: Sample,
}

impl Records {
    /// Their roster.
    ///
    /// # Errors
    ///
    /// None: what a strategy gives is valid.
    pub fn roster(&self) -> Result<Roster, Vec<Finding>> {
        self.ground.roster(&self.sample)
    }

    /// The program that they are records of.
    pub fn program(&self) -> &Program {
        self.ground.program()
    }

    /// The ground that they grew on.
    pub fn ground(&self) -> &Ground {
        &self.ground
    }
}

impl Deref for Records {
    type Target = Sample;

    fn deref(&self) -> &Sample {
        &self.sample
    }
}

impl fmt::Debug for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{}", self.ground.tables(&self.sample, "records", self.program().language))
    }
}
