//! Comparisons: what two programs say of the same records.
//!
//! Contract. A [`Difference`] is made from two evaluations and nothing else;
//! it decides nothing. Criteria are known by their identifier, kinds and fields
//! by their name in either language, records by their key; the programs may be
//! in two languages and have kinds and fields that the other hasn't got. It
//! lists whatever comes out otherwise (verdicts over all, verdicts of single
//! records, the derived fields that a report lists: awards, totals of points, ranks) and what only one of the
//! programs has; how a rule is worded makes no difference. A program doesn't
//! differ from itself.
//!
//! Two saved reports of the same rules, of two times, are compared likewise
//! ([`reports`]): by what stands in them, their counts too.
//!
//! The reason is the first condition on which the two don't agree, found by
//! going down both explanations side by side.

mod compare;
mod matching;
mod model;
mod reason;
mod saved;

use crate::engine::Evaluation;
use crate::report::{Explainer, Listing};

pub use model::*;
pub use saved::reports;

/// Compares two evaluations of the same records.
///
/// Lists of records, those in reasons too, have as many as `listing` says; the others are counted.
pub fn diff(old: &Evaluation<'_>, new: &Evaluation<'_>, listing: Listing) -> Difference {
    let explainer = |evaluation| Explainer::new(evaluation, true).listing(listing);
    compare::Both::new(&explainer(old), &explainer(new)).difference()
}
