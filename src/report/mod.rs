//! Reports: what was decided and why, as data.
//!
//! Contract. A [`Report`] is made from a program, a roster and the evaluation
//! that decided, and from nothing else: no second path computes a truth value
//! that the engine has computed. It is data first; text, tables and pages are
//! renderings of it, and stand elsewhere. Nothing here reads a file.

/// Derives what every type of a report has.
macro_rules! data {
    ($($(#[$meta:meta])* pub $what:tt $name:ident $body:tt)*) => {$(
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        $(#[$meta])*
        pub $what $name $body
    )*};
}

pub(crate) use data;

mod awards;
mod behind;
mod build;
mod clauses;
mod closest;
mod explain;
mod lack;
mod model;
mod ranks;
mod scores;
mod share;
mod shortfall;
mod tree;
mod values;

pub use behind::{Behind, Standing, behind, behind_one};
pub(crate) use build::parameter;
pub use build::{
    Listing, RecordInClause, criterion, criterion_listing, record_in_criterion, report, report_listing, scored,
};
pub(crate) use explain::Scope;
pub use model::*;
pub use share::percent;
pub use shortfall::{Demand, Direction, Impossible, Shortfall, required, shortfall};
pub use tree::*;
pub(crate) use values::Explainer;
