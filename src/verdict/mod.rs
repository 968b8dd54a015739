//! Verdicts: pure functions of program and tallies.

use serde::{Deserialize, Serialize};

/// What is said of a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is met in every way to fill what is missing.
    Met,
    /// It is not met in any.
    NotMet,
    /// It depends on what is missing.
    Undetermined,
    /// It speaks of nobody.
    NotApplicable,
}
