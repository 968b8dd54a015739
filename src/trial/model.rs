//! What came of tests, as data.

use serde::{Deserialize, Serialize};

use crate::report::{PlaceReport, data};
use crate::source::Language;

/// The version of the form described here.
pub const TRIAL_VERSION: u32 = 1;

data! {
    /// What came of the tests of rules.
    pub struct TrialReport {
        /// [`TRIAL_VERSION`].
        pub trial_version: u32,
        /// The language of the rules.
        pub language: Language,
        /// How many tests pass.
        pub passed: u64,
        /// How many don't.
        pub failed: u64,
        /// The tests, in the order of the files and of their text.
        pub tests: Vec<TestReport>,
        /// What the tests have seen of the rules, in the order of criteria and fields.
        pub coverage: CoverageReport,
    }

    /// What came of a test.
    pub struct TestReport {
        /// What it is about.
        pub title: String,
        /// Where it stands.
        pub place: PlaceReport,
        /// Whether everything is as expected.
        pub passed: bool,
        /// What is expected, in the order of the text.
        pub expectations: Vec<ExpectationReport>,
    }

    /// An expectation against what is.
    pub struct ExpectationReport {
        /// What it is about, as written: `II.3 of U1`.
        pub about: String,
        /// What is expected, in the words of the test.
        pub expected: String,
        /// What is, in the same words.
        pub actual: String,
        /// Whether they are the same.
        pub passed: bool,
        /// Where it stands.
        pub place: PlaceReport,
    }

    /// What tests have seen of the rules.
    pub struct CoverageReport {
        /// Whether everything was seen to hold and to fail, but for what is excused.
        pub complete: bool,
        /// How many places there are.
        pub all: u64,
        /// How many of them were seen to hold and to fail, or are excused.
        pub covered: u64,
        /// The places: criteria, parts of conditions and of sentences, cases, in the order of the rules.
        pub places: Vec<CoveredPlace>,
    }

    /// A place of the rules, and in how many tests it was seen to hold, to fail, and to be open.
    pub struct CoveredPlace {
        /// What it is called: `II.1 b`.
        pub name: String,
        /// In the rules' words; empty where its name says it.
        pub text: String,
        /// Whether it is a whole criterion.
        pub criterion: bool,
        /// Where it stands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub place: Option<PlaceReport>,
        /// In how many tests it held.
        pub holds: u64,
        /// In how many it failed.
        pub fails: u64,
        /// In how many it was open.
        pub open: u64,
        /// Why it never holds, where an author says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub never_holds: Option<String>,
        /// Why it never fails, where an author says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub never_fails: Option<String>,
    }
}

impl CoveredPlace {
    /// Whether it was seen to hold, or is excused; an excuse that a test refutes is none.
    pub fn holding_is_settled(&self) -> bool {
        (self.holds > 0) != self.never_holds.is_some()
    }

    /// Whether it was seen to fail, or is excused; an excuse that a test refutes is none.
    pub fn failing_is_settled(&self) -> bool {
        (self.fails > 0) != self.never_fails.is_some()
    }

    /// Both.
    pub fn is_covered(&self) -> bool {
        self.holding_is_settled() && self.failing_is_settled()
    }
}
