//! tieuchi: a rule engine in which a regulation's criteria are data.
pub mod build;
pub mod check;
pub mod date;
pub mod diagnostic;
pub mod engine;
pub mod exact;
pub mod program;
pub mod roster;
pub mod source;
pub mod syntax;
pub mod verdict;

pub use check::compile;
