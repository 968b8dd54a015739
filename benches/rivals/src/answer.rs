//! What every engine must agree on.

use serde::Serialize;

/// The result for one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The criterion.
    pub id: String,
    /// `met`, `not met`, `undetermined` or `not applicable`.
    pub verdict: &'static str,
    /// Groups that are met, not met, undetermined, not applicable; zeros where it is decided once.
    pub groups: [u64; 4],
    /// For each part of each of its clauses the six counts, summed over all groups: in and holds, in and fails,
    /// in and unknown, the same of those that may be in.
    pub counts: Vec<[u64; 6]>,
}

/// Names of verdicts in the order of [`Answer::groups`].
pub const VERDICTS: [&str; 4] = ["met", "not met", "undetermined", "not applicable"];

/// The verdict over groups: the first present of not met, undetermined, met, not applicable.
pub fn over_groups(groups: &[u64; 4]) -> &'static str {
    let present = [1, 2, 0].into_iter().find(|verdict| groups[*verdict] > 0);
    VERDICTS[present.unwrap_or(3)]
}
