//! Choices: the random numbers that a generated program or roster is built
//! from. Zeros are the simplest choice everywhere, and a list that has ended
//! goes on with zeros, so that what fails shrinks to something small.

use std::ops::Range;

use proptest::prelude::*;

/// A list of choices being used up.
pub struct Choices {
    list: Vec<u32>,
    next: usize,
}

impl Choices {
    pub fn new(list: Vec<u32>) -> Choices {
        Choices { list, next: 0 }
    }

    /// A number below `count`, or 0 where `count` is 0.
    pub fn below(&mut self, count: usize) -> usize {
        let chosen = self.list.get(self.next).copied().unwrap_or(0);
        self.next += 1;
        if count == 0 { 0 } else { chosen as usize % count }
    }

    /// A number from a range.
    pub fn within(&mut self, range: Range<i64>) -> i64 {
        range.start + self.below((range.end - range.start) as usize) as i64
    }

    /// Yes once in so many times, never where the list has ended.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    pub fn of<'t, T>(&mut self, things: &'t [T]) -> &'t T {
        &things[self.below(things.len())]
    }
}

/// Lists of choices of up to a length.
pub fn choices(longest: usize) -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(0..5040u32, 0..longest)
}

/// So many cases, or as many as `PROPTEST_CASES` says; what fails is put into the suite by hand.
pub fn some(cases: u32) -> ProptestConfig {
    let stated = std::env::var("PROPTEST_CASES").ok().and_then(|stated| stated.parse().ok());
    ProptestConfig { cases: stated.unwrap_or(cases), failure_persistence: None, ..ProptestConfig::default() }
}
