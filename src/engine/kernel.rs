//! Arithmetic on the numbers of a block of records at a time, in whole numbers.
//!
//! The same as [`Interval`](super::truth::Interval)'s for one record after the
//! other: numerators in machine words over one denominator for the block or
//! over one for each row. What leaves a machine word, or needs more care than is
//! taken here, marks its row as careful: it is left to the interval arithmetic.

use num_integer::Integer;

use crate::exact::Rounding;

use super::lane::{ABOVE, BELOW, CAREFUL, Lane, multiple, turned};

/// The most rows of a block.
pub(super) const BLOCK: usize = 2_048;

/// A denominator above which two are brought together by their least common multiple instead of their product.
const LARGE: i64 = 1 << 31;

/// The numbers of a block of records, or what they may be.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// Numerators of the least values; whatever where there is none.
    pub low: Vec<i64>,
    /// Numerators of the greatest values; none where every row has one value.
    pub high: Option<Vec<i64>>,
    pub over: Over,
    /// [`CAREFUL`], [`BELOW`] and [`ABOVE`] of each row.
    pub flags: Vec<u8>,
}

/// What numerators stand over: above 0.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Over {
    One(i64),
    Each(Vec<i64>),
}

impl Block {
    /// The same for all rows.
    pub fn of(lane: Lane, rows: usize) -> Block {
        let open = lane.low != lane.high;
        Block {
            low: vec![lane.low; rows],
            high: open.then(|| vec![lane.high; rows]),
            over: Over::One(lane.over),
            flags: vec![lane.flags; rows],
        }
    }

    /// The rows' own, all over one denominator or each over its own.
    pub fn of_lanes(lanes: impl ExactSizeIterator<Item = Lane>, over: Option<i64>) -> Block {
        let rows = lanes.len();
        let (mut low, mut high) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
        let (mut each, mut flags) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
        for lane in lanes {
            let lane = over.map_or(lane, |over| lane.over(over));
            low.push(lane.low);
            high.push(lane.high);
            each.push(lane.over);
            flags.push(lane.flags);
        }
        let high = (low != high).then_some(high);
        Block { low, high, over: over.map_or(Over::Each(each), Over::One), flags }
    }

    /// What a row's number may be.
    pub fn lane(&self, row: usize) -> Lane {
        let at = |values: &[i64]| values.get(row).copied().unwrap_or(0);
        Lane {
            low: at(&self.low),
            high: at(self.high.as_ref().unwrap_or(&self.low)),
            over: match &self.over {
                Over::One(over) => *over,
                Over::Each(each) => each.get(row).copied().unwrap_or(1),
            },
            flags: self.flags.get(row).copied().unwrap_or(CAREFUL),
        }
    }

    /// Both ends of each row apart.
    fn open(&mut self) -> &mut Vec<i64> {
        self.high.get_or_insert_with(|| self.low.clone())
    }

    fn open_both(&mut self, other: &mut Block) {
        if self.high.is_some() || other.high.is_some() {
            self.open();
            other.open();
        }
    }

    fn give_up(mut self) -> Block {
        self.flags.fill(CAREFUL);
        self.over = Over::One(1);
        self
    }

    fn times(&mut self, by: i64) {
        if by == 1 {
            return;
        }
        let Block { low, high, flags, .. } = self;
        for values in [Some(low), high.as_mut()].into_iter().flatten() {
            for (value, flags) in values.iter_mut().zip(&mut *flags) {
                let (product, left) = value.overflowing_mul(by);
                *value = product;
                *flags |= u8::from(left) * CAREFUL;
            }
        }
    }

    fn times_each(&mut self, by: &[i64]) {
        let Block { low, high, flags, .. } = self;
        for values in [Some(low), high.as_mut()].into_iter().flatten() {
            combine(values, by, flags, i64::overflowing_mul);
        }
    }

    /// Brings two over the same denominators.
    fn alike(&mut self, other: &mut Block) {
        match (&mut self.over, &mut other.over) {
            (Over::One(one), Over::One(two)) if one == two => {}
            (Over::One(one), Over::One(two)) => {
                let (one, two) = (*one, *two);
                match multiple(one, two) {
                    Some(both) => {
                        self.times(both / one);
                        other.times(both / two);
                        (self.over, other.over) = (Over::One(both), Over::One(both));
                    }
                    None => {
                        self.flags.fill(CAREFUL);
                        (self.over, other.over) = (Over::One(1), Over::One(1));
                    }
                }
            }
            (Over::One(_), Over::Each(_)) => self.under(other),
            (Over::Each(_), Over::One(_)) => other.under(self),
            (Over::Each(one), Over::Each(two)) if one == two => {}
            (Over::Each(one), Over::Each(two)) => {
                let rows = one.len();
                let (mut by_one, mut by_two) = (vec![1; rows], vec![1; rows]);
                let factors = by_one.iter_mut().zip(&mut by_two);
                for (((one, two), (by_one, by_two)), flags) in
                    one.iter_mut().zip(&mut *two).zip(factors).zip(&mut self.flags)
                {
                    if one == two {
                        continue;
                    }
                    let shared = if *one < LARGE && *two < LARGE { 1 } else { one.gcd(two) };
                    (*by_one, *by_two) = (*two / shared, *one / shared);
                    match one.checked_mul(*by_one) {
                        Some(both) => (*one, *two) = (both, both),
                        None => {
                            (*one, *two) = (1, 1);
                            *flags |= CAREFUL;
                        }
                    }
                }
                self.times_each(&by_one);
                other.times_each(&by_two);
            }
        }
    }

    /// Brings this, over one denominator, and another, over one for each row, over the same.
    fn under(&mut self, other: &mut Block) {
        let (Over::One(one), Over::Each(each)) = (&self.over, &mut other.over) else { return };
        let one = *one;
        self.times_each(each);
        if one != 1 {
            bounded(each, std::iter::repeat(&one), &mut self.flags);
            self.over = Over::Each(each.clone());
            other.times(one);
        } else {
            self.over = Over::Each(each.clone());
        }
    }

    /// Sum.
    pub fn add(mut self, mut other: Block) -> Block {
        self.alike(&mut other);
        self.open_both(&mut other);
        combine(&mut self.low, &other.low, &mut self.flags, i64::overflowing_add);
        if let (Some(high), Some(more)) = (&mut self.high, &other.high) {
            combine(high, more, &mut self.flags, i64::overflowing_add);
        }
        self.flags.iter_mut().zip(&other.flags).for_each(|(flags, more)| *flags |= more);
        self
    }

    /// Difference.
    pub fn sub(self, other: Block) -> Block {
        self.add(other.neg())
    }

    fn neg(mut self) -> Block {
        let Block { low, high, flags, .. } = &mut self;
        for values in [Some(&mut *low), high.as_mut()].into_iter().flatten() {
            for (value, flags) in values.iter_mut().zip(&mut *flags) {
                let (turned, left) = value.overflowing_neg();
                *value = turned;
                *flags |= u8::from(left) * CAREFUL;
            }
        }
        if let Some(high) = high {
            std::mem::swap(low, high);
        }
        flags.iter_mut().for_each(|flags| *flags = turned(*flags));
        self
    }

    /// Product.
    pub fn mul(mut self, mut other: Block) -> Block {
        self.open_both(&mut other);
        let endless = |flags: &u8| flags & (BELOW | ABOVE) != 0;
        let odd = self.flags.iter().zip(&other.flags).enumerate();
        let odd = odd.filter(|(_, (one, two))| endless(one) || endless(two));
        let odd: Vec<(usize, Lane)> = odd.map(|(row, _)| (row, self.lane(row).mul(other.lane(row)))).collect();
        let Some(over) = product(&self.over, &other.over, &mut self.flags) else { return self.give_up() };
        self.over = over;
        match (&mut self.high, &other.high) {
            (Some(high), Some(other_high)) => {
                let lows = self.low.iter_mut().zip(&other.low);
                let highs = high.iter_mut().zip(other_high);
                for (((a, c), (b, d)), flags) in lows.zip(highs).zip(&mut self.flags) {
                    let (ac, first) = a.overflowing_mul(*c);
                    let (ad, second) = a.overflowing_mul(*d);
                    let (bc, third) = b.overflowing_mul(*c);
                    let (bd, fourth) = b.overflowing_mul(*d);
                    (*a, *b) = (ac.min(ad).min(bc).min(bd), ac.max(ad).max(bc).max(bd));
                    *flags |= u8::from(first | second | third | fourth) * CAREFUL;
                }
            }
            _ => combine(&mut self.low, &other.low, &mut self.flags, i64::overflowing_mul),
        }
        self.flags.iter_mut().zip(&other.flags).for_each(|(flags, more)| *flags |= more);
        odd.into_iter().for_each(|(row, lane)| self.put(row, lane));
        self
    }

    /// Quotient: anything where the divisor is or may be 0.
    pub fn div(mut self, mut other: Block) -> Block {
        let rows = self.low.len();
        let (first, constant) = match other.low.first() {
            Some(first) => (*first, other.high.is_none() && other.low.iter().all(|low| low == first)),
            None => (1, true),
        };
        let plain = |row: usize, low: i64, flags: u8| {
            let high = other.high.as_ref().and_then(|high| high.get(row)).is_none_or(|high| *high == low);
            high && low != 0 && low != i64::MIN && flags == 0
        };
        let odd =
            other.low.iter().zip(&other.flags).enumerate().filter(|(row, (low, flags))| !plain(*row, **low, **flags));
        let odd = odd.map(|(row, _)| {
            let (own, inverse) = (self.lane(row), other.lane(row).inverse());
            let anything = inverse == Lane::ANY;
            (
                row,
                if anything {
                    Lane { flags: inverse.flags | own.flags & CAREFUL, ..inverse }
                } else {
                    own.mul(inverse)
                },
            )
        });
        let odd: Vec<(usize, Lane)> = odd.collect();
        // Times the denominator, and its sign is the divisor's.
        let mut tops = match std::mem::replace(&mut other.over, Over::One(1)) {
            Over::One(1) if other.low.iter().all(|low| *low > 0) => Vec::new(),
            Over::One(one) => vec![one; rows],
            Over::Each(each) => each,
        };
        for ((row, top), low) in tops.iter_mut().enumerate().zip(&other.low) {
            if *low < 0 {
                *top = -*top;
                self.turn(row);
            }
        }
        if !tops.is_empty() {
            self.times_each(&tops);
        }
        let bottom = |low: i64| if low == 0 || low == i64::MIN { 1 } else { low.abs() };
        let over = if constant {
            Over::One(bottom(first))
        } else {
            Over::Each(other.low.iter().map(|low| bottom(*low)).collect())
        };
        let Some(over) = product(&self.over, &over, &mut self.flags) else { return self.give_up() };
        self.over = over;
        odd.into_iter().for_each(|(row, lane)| self.put(row, lane));
        self
    }

    /// Puts a row in.
    pub fn put(&mut self, row: usize, lane: Lane) {
        let lane = match &mut self.over {
            Over::One(over) => lane.over(*over),
            Over::Each(each) => {
                set(each, row, lane.over);
                lane
            }
        };
        set(&mut self.low, row, lane.low);
        if self.high.is_some() || lane.low != lane.high {
            set(self.open(), row, lane.high);
        }
        set(&mut self.flags, row, lane.flags);
    }

    /// Exchanges the ends of a row that is about to be multiplied by a number below 0.
    fn turn(&mut self, row: usize) {
        if let (Some(high), Some(low)) = (self.high.as_mut().and_then(|high| high.get_mut(row)), self.low.get_mut(row))
        {
            std::mem::swap(low, high);
        }
        if let Some(flags) = self.flags.get_mut(row) {
            *flags = turned(*flags);
        }
    }

    /// The smaller of two.
    pub fn min(self, other: Block) -> Block {
        self.extreme(other, ABOVE, i64::min)
    }

    /// The greater of two.
    pub fn max(self, other: Block) -> Block {
        self.extreme(other, BELOW, i64::max)
    }

    /// The one of two; an end that is missing on its side of one is the other's.
    fn extreme(mut self, mut other: Block, side: u8, pick: impl Fn(i64, i64) -> i64) -> Block {
        self.alike(&mut other);
        let endless = self.flags.iter().chain(&other.flags).any(|flags| flags & (BELOW | ABOVE) != 0);
        if endless {
            self.open();
            other.open();
        }
        self.open_both(&mut other);
        let lacking = |end: u8| if endless && end == side { side } else { 0 };
        let flags = (&self.flags[..], &other.flags[..]);
        choose(&mut self.low, &other.low, flags, lacking(BELOW), &pick);
        if let (Some(high), Some(more)) = (&mut self.high, &other.high) {
            choose(high, more, flags, lacking(ABOVE), &pick);
        }
        for (flags, more) in self.flags.iter_mut().zip(&other.flags) {
            *flags = (*flags | more) & !side | *flags & more & side;
        }
        if self.high.as_ref() == Some(&self.low) {
            self.high = None;
        }
        self
    }

    /// Rounded to so many decimal places.
    pub fn rounded(mut self, how: Rounding, places: u32) -> Block {
        let Some(unit) = 10i64.checked_pow(places) else { return self.give_up() };
        if matches!(self.over, Over::One(over) if unit % over == 0) {
            return self;
        }
        let rows = self.low.len();
        self.times(unit);
        let overs = match std::mem::replace(&mut self.over, Over::One(unit)) {
            Over::One(over) => vec![over; rows],
            Over::Each(each) => each,
        };
        let Block { low, high, .. } = &mut self;
        for values in [Some(low), high.as_mut()].into_iter().flatten() {
            for (value, over) in values.iter_mut().zip(&overs) {
                let (down, rest) = value.div_mod_floor(over);
                *value = match how {
                    Rounding::Down => down,
                    Rounding::Up => down + i64::from(rest > 0),
                    // A half goes away from zero.
                    Rounding::Nearest => {
                        let left = over - rest;
                        down + i64::from(rest > left || rest == left && *value > 0)
                    }
                };
            }
        }
        self
    }

    /// Of some blocks the one that each row takes, or what holds all that it may take: bit by bit.
    pub fn chosen(branches: &[Block], masks: &[u64]) -> Block {
        if let [one] = branches {
            return one.clone();
        }
        let over = branches.iter().try_fold(1i64, |all, block| match &block.over {
            Over::One(over) => multiple(all, *over),
            Over::Each(_) => None,
        });
        let lanes = masks.iter().enumerate().map(|(row, mask)| {
            let mut left = *mask;
            let mut lane: Option<Lane> = None;
            while left != 0 {
                let branch = left.trailing_zeros() as usize;
                left &= left - 1;
                let own = branches.get(branch).map_or(Lane::HARD, |block| block.lane(row));
                lane = Some(lane.map_or(own, |lane| lane.hull(own)));
            }
            lane.unwrap_or(Lane::HARD)
        });
        Block::of_lanes(lanes, over)
    }
}

fn set<T>(values: &mut [T], row: usize, value: T) {
    if let Some(place) = values.get_mut(row) {
        *place = value;
    }
}

/// The denominators of a product; none where that of all rows doesn't fit.
fn product(one: &Over, other: &Over, flags: &mut [u8]) -> Option<Over> {
    Some(match (one, other) {
        (Over::One(one), Over::One(two)) => Over::One(one.checked_mul(*two)?),
        (Over::One(by), Over::Each(each)) | (Over::Each(each), Over::One(by)) => {
            let mut each = each.clone();
            if *by != 1 {
                bounded(&mut each, std::iter::repeat(by), flags);
            }
            Over::Each(each)
        }
        (Over::Each(one), Over::Each(two)) => {
            let mut each = one.clone();
            bounded(&mut each, two.iter(), flags);
            Over::Each(each)
        }
    })
}

/// Multiplies denominators, and has none where that doesn't fit.
fn bounded<'b>(each: &mut [i64], by: impl Iterator<Item = &'b i64>, flags: &mut [u8]) {
    for ((over, by), flags) in each.iter_mut().zip(by).zip(flags) {
        let (both, left) = over.overflowing_mul(*by);
        *over = if left { 1 } else { both };
        *flags |= u8::from(left) * CAREFUL;
    }
}

fn combine(values: &mut [i64], by: &[i64], flags: &mut [u8], with: impl Fn(i64, i64) -> (i64, bool)) {
    for ((value, by), flags) in values.iter_mut().zip(by).zip(flags) {
        let (result, left) = with(*value, *by);
        *value = result;
        *flags |= u8::from(left) * CAREFUL;
    }
}

/// Of two ends one; where one of them is lacking, the other.
fn choose(
    values: &mut [i64],
    other: &[i64],
    (flags, more): (&[u8], &[u8]),
    lacking: u8,
    pick: impl Fn(i64, i64) -> i64,
) {
    if lacking == 0 {
        values.iter_mut().zip(other).for_each(|(value, other)| *value = pick(*value, *other));
        return;
    }
    for ((value, other), (flags, more)) in values.iter_mut().zip(other).zip(flags.iter().zip(more)) {
        *value = match (flags & lacking != 0, more & lacking != 0) {
            (false, false) => pick(*value, *other),
            (true, _) => *other,
            (false, true) => *value,
        };
    }
}
