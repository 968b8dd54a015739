//! Chances from a seed: the same on every machine and in every version, so that a case can be named by two numbers.

/// SplitMix64 (Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    /// Of one case of a seed.
    pub(super) fn of(seed: u64, case: u32) -> Chance {
        let mut chance = Chance(seed);
        let start = chance.next();
        Chance(start ^ (u64::from(case) << 17).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `of`; 0 of nothing.
    pub(super) fn below(&mut self, of: usize) -> usize {
        // The bias of so few values out of 2^64 is none that anybody could see.
        if of == 0 { 0 } else { (self.next() % of as u64) as usize }
    }

    /// One time in `of`.
    pub(super) fn one_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    /// So many times in a hundred.
    pub(super) fn percent(&mut self, percent: u8) -> bool {
        self.below(100) < usize::from(percent)
    }

    /// One of several.
    pub(super) fn one<'t, T>(&mut self, of: &'t [T]) -> Option<&'t T> {
        of.get(self.below(of.len()))
    }
}
