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

use super::choices::Choices;

/// Choices that follow from a seed.
pub fn chosen(seed: u64) -> Choices {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as u32
    };
    Choices::new(std::iter::repeat_with(next).take(600).collect())
}
