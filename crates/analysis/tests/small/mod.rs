//! The analysis against brute force: small programs, all small rosters of them, and what the analysis says.
//!
//! Contract. What a program is like follows from choices; what is promised is asserted. Beside this module stand
//! `choices` and `oracle` of the property tests.

pub mod asked;
pub mod ground;
pub mod judged;
pub mod plans;
pub mod rosters;
pub mod rules;
