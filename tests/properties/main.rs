//! Properties that hold of every tree, program and roster.

pub(crate) mod checking;
pub(crate) mod choices;
mod data;
mod derived;
mod diff;
pub(crate) mod engine;
pub(crate) mod formatting;
mod gaps;
mod hunting;
mod kinds;
pub(crate) mod lint;
mod numbers;
pub(crate) mod oracle;
pub(crate) mod partial;
mod parts;
mod printing;
pub(crate) mod programs;
mod ranks;
pub(crate) mod reading;
#[path = "../common/remarks.rs"]
mod remarks;
pub(crate) mod rosters;
mod scores;
mod sentences;
mod series;
pub(crate) mod session;
mod shortfalls;
mod tables;
#[path = "../common/told.rs"]
mod told;
mod trees;
mod trials;
