//! What clauses say of each group, all groups at once.
//!
//! The same as [`decide`](super::decide) for one group after the other, with
//! what doesn't change from group to group taken out of the loop.

use std::ops::Range;

use crate::program::{Bound, ClauseId, KindId, Quantifier, Term};
use crate::roster::Codes;

use super::evaluation::Evaluation;
use super::hand::Hand;
use super::store::{BLOCK, COUNTS, CROWD, ClauseTally, Columns, Occurring, Store};
use super::truth::Truth;

/// How many states there are: truths, and whether the head's base is empty, perhaps empty, and some are left out.
pub(super) const STATES: u32 = 24;

/// A quantifier with constant thresholds, in whole numbers.
#[derive(Debug, Clone, Copy)]
enum Quick {
    All,
    No,
    /// At least so many may hold.
    CountAtLeast(i32),
    /// At most so many.
    CountAtMost(i32),
    /// `rest·holds` stands to `part·fails` as the bound says.
    Share {
        bound: Bound,
        part: i32,
        rest: i32,
    },
}

/// The counts of one slot of a clause, of the groups of one block after the other.
struct Block<'t> {
    /// By the numbers of the counts; those that don't occur stay as they are.
    counts: [[i32; BLOCK]; COUNTS as usize],
    /// Those that do, and what is added to each of those that may be in any group.
    occurring: Vec<(Occurring<'t>, i32)>,
}

impl Quick {
    /// None where its thresholds aren't constant, or would leave 31 bits with counts up to `most`.
    fn of(quantifier: &Quantifier, most: i64) -> Option<Quick> {
        Some(match quantifier {
            Quantifier::All => Quick::All,
            Quantifier::No => Quick::No,
            Quantifier::Between(..) => return None,
            Quantifier::Count(bound, Term::Number(number)) => {
                // In a sound program it is whole and not below 0, and a share at most 1.
                let whole = i32::try_from(number.small()?.0).ok()?;
                match bound {
                    Bound::AtLeast => Quick::CountAtLeast(whole),
                    Bound::MoreThan => Quick::CountAtLeast(whole.checked_add(1)?),
                    Bound::AtMost => Quick::CountAtMost(whole),
                    Bound::LessThan => Quick::CountAtMost(whole - 1),
                    Bound::Exactly => return None,
                }
            }
            Quantifier::Share(bound, Term::Number(share)) => {
                let (part, whole) = share.small()?;
                let (part, whole) = (i32::try_from(part).ok()?, i32::try_from(whole).ok()?);
                let fits = i64::from(whole).checked_mul(most).is_some_and(|product| i32::try_from(product).is_ok());
                if !fits || *bound == Bound::Exactly {
                    return None;
                }
                Quick::Share { bound: *bound, part, rest: whole - part }
            }
            Quantifier::Count(..) | Quantifier::Share(..) | Quantifier::Rounded(..) => return None,
        })
    }

    /// Lowers the truths of a block's groups to what this says of them; with `only_no` just where it says no.
    fn lower(&self, block: &Block<'_>, truths: &mut [i32; BLOCK], only_no: bool) {
        match *self {
            Quick::All => lower(block, truths, only_no, |b, i| (b.fails_high(i) == 0, b.fails_low(i) > 0)),
            Quick::No => lower(block, truths, only_no, |b, i| (b.holds_high(i) == 0, b.holds_low(i) > 0)),
            Quick::CountAtLeast(k) => lower(block, truths, only_no, |b, i| (b.holds_low(i) >= k, b.holds_high(i) < k)),
            Quick::CountAtMost(k) => lower(block, truths, only_no, |b, i| (b.holds_high(i) <= k, b.holds_low(i) > k)),
            Quick::Share { bound, part, rest } => {
                // Of nobody any share is nobody: then both products are 0, as with a share of 0.
                let low = |b: &Block<'_>, i: usize| (rest * b.holds_low(i), part * b.fails_high(i));
                let high = |b: &Block<'_>, i: usize| (rest * b.holds_high(i), part * b.fails_low(i));
                match bound {
                    Bound::AtLeast => lower(block, truths, only_no, |b, i| {
                        let ((low, of), (high, from)) = (low(b, i), high(b, i));
                        (low >= of, high < from)
                    }),
                    Bound::MoreThan => lower(block, truths, only_no, |b, i| {
                        let ((low, of), (high, from)) = (low(b, i), high(b, i));
                        (low > of, high <= from)
                    }),
                    Bound::AtMost => lower(block, truths, only_no, |b, i| {
                        let ((low, of), (high, from)) = (low(b, i), high(b, i));
                        (high <= from, low > of)
                    }),
                    Bound::LessThan => lower(block, truths, only_no, |b, i| {
                        let ((low, of), (high, from)) = (low(b, i), high(b, i));
                        (high < from, low >= of)
                    }),
                    Bound::Exactly => truths.fill(Truth::Unknown as i32),
                }
            }
        }
    }
}

fn lower(
    block: &Block<'_>,
    truths: &mut [i32; BLOCK],
    only_no: bool,
    says: impl Fn(&Block<'_>, usize) -> (bool, bool),
) {
    // Whole arrays at a time, without branches: several groups go in one instruction.
    let mut own = [0; BLOCK];
    for (i, own) in own.iter_mut().enumerate() {
        let (yes, no) = says(block, i);
        *own = 1 + i32::from(yes) - i32::from(no);
    }
    if block.leaves_out() {
        for (i, own) in own.iter_mut().enumerate() {
            // Where leaving out has left nobody, nothing is known.
            if block.left_out(i) > 0 && block.all(i) == 0 {
                *own = 1;
            }
        }
    }
    if only_no {
        own.iter_mut().for_each(|own| *own = if *own == 0 { 0 } else { 2 });
    }
    truths.iter_mut().zip(own).for_each(|(truth, own)| *truth = (*truth).min(own));
}

impl<'t> Block<'t> {
    fn of(tally: &'t ClauseTally, slot: usize) -> Block<'t> {
        let unplaced = tally.unplaced.get(slot).copied().unwrap_or_default();
        let more = |number: u8| unplaced.number(number) as i32;
        let mut counts = [[0; BLOCK]; COUNTS as usize];
        (0..COUNTS).zip(&mut counts).for_each(|(number, column)| column.fill(more(number)));
        let occurring = tally.occurring(slot).map(|count| {
            let more = more(count.number);
            (count, more)
        });
        Block { counts, occurring: occurring.collect() }
    }

    /// Reads the counts of a block.
    fn read(&mut self, block: usize) {
        for (Occurring { number, plus, less }, more) in &self.occurring {
            let Some(counts) = self.counts.get_mut(usize::from(*number)) else { continue };
            counts.iter_mut().zip(plus.block(block)).for_each(|(count, own)| *count = more + i32::from(*own));
            for column in less {
                let column = column.block(block);
                counts.iter_mut().zip(column).for_each(|(count, less)| *count -= i32::from(*less));
            }
        }
    }

    /// Reads the counts of some groups that stand apart.
    fn read_apart(&mut self, places: Range<usize>) {
        for (Occurring { number, plus, less }, more) in &self.occurring {
            let Some(counts) = self.counts.get_mut(usize::from(*number)) else { continue };
            for (count, place) in counts.iter_mut().zip(places.clone()) {
                let less: u32 = less.iter().map(|column| column.apart(place)).sum();
                *count = more + plus.apart(place).wrapping_sub(less) as i32;
            }
        }
    }

    fn leaves_out(&self) -> bool {
        self.counts[6].iter().any(|count| *count > 0)
    }

    fn inside(&self, i: usize) -> i32 {
        self.counts[0][i] + self.counts[1][i] + self.counts[2][i]
    }

    fn all(&self, i: usize) -> i32 {
        self.inside(i) + self.counts[3][i] + self.counts[4][i] + self.counts[5][i]
    }

    fn holds_low(&self, i: usize) -> i32 {
        self.counts[0][i]
    }

    fn holds_high(&self, i: usize) -> i32 {
        self.counts[0][i] + self.counts[2][i] + self.counts[3][i] + self.counts[5][i]
    }

    fn fails_low(&self, i: usize) -> i32 {
        self.counts[1][i]
    }

    fn fails_high(&self, i: usize) -> i32 {
        self.counts[1][i] + self.counts[2][i] + self.counts[4][i] + self.counts[5][i]
    }

    fn left_out(&self, i: usize) -> i32 {
        self.counts[6][i]
    }
}

impl Evaluation<'_> {
    /// What a clause says of every record of a kind, as a code below [`STATES`]; none where it has to be asked
    /// for each by itself.
    pub(super) fn clause_states(&self, id: ClauseId, kind: KindId) -> Option<Codes> {
        let clause = self.program.clauses.get(id.at())?;
        let dimensions = &self.clause_groups.get(id.at())?.dimensions;
        let [(0, of, rows)] = dimensions[..] else { return None };
        if of != kind || clause.population.hand != [kind] {
            return None;
        }
        let tally = self.clause_tally(id)?;
        let Store::Packed { tables, .. } = &tally.store else { return None };
        let most = most_together(tables, tally)?;
        let parts = (0..).zip(&clause.parts).map(|(part, clause)| {
            let joint = tally.joint.get(part).copied().flatten().map(|slot| Block::of(tally, slot));
            Some((Quick::of(&clause.quantifier, most)?, joint, Block::of(tally, part)))
        });
        let mut parts: Vec<(Quick, Option<Block<'_>>, Block<'_>)> = parts.collect::<Option<_>>()?;
        let mut states = vec![0u8; rows];
        for (number, states) in states.chunks_mut(BLOCK).enumerate() {
            let block = block_states(&mut parts, |block| block.read(number));
            states.copy_from_slice(block.get(..states.len())?);
        }
        let crowded = tables.first().map_or(&[][..], |table| &table.crowded);
        for (chunk, groups) in crowded.chunks(BLOCK).enumerate() {
            let first = chunk * BLOCK;
            let block = block_states(&mut parts, |block| block.read_apart(first..first + groups.len()));
            for ((group, _), own) in groups.iter().zip(block) {
                // Two more groups have no record in hand.
                if let Some(state) = states.get_mut(*group as usize) {
                    *state = own;
                }
            }
        }
        Some(Codes::U8(states))
    }

    /// What a clause says of one record.
    pub(super) fn clause_state(&self, id: ClauseId, hand: Hand) -> u32 {
        let head = self.part_counts(id, 0, hand);
        let flags = flags(head.all() == 0, head.inside() == 0, head.left_out > 0);
        u32::from(flags) + self.clause(id, hand) as u32
    }
}

/// The states of the groups that the blocks of all parts are made to read.
fn block_states(
    parts: &mut [(Quick, Option<Block<'_>>, Block<'_>)],
    mut read: impl FnMut(&mut Block<'_>),
) -> [u8; BLOCK] {
    let mut truths = [Truth::Yes as i32; BLOCK];
    for (quick, joint, own) in &mut *parts {
        if let Some(joint) = joint {
            read(joint);
            quick.lower(joint, &mut truths, true);
        }
        read(own);
        quick.lower(own, &mut truths, false);
    }
    if let Some((_, _, head)) = parts.first() {
        for (i, truth) in truths.iter_mut().enumerate() {
            *truth += i32::from(flags(head.all(i) == 0, head.inside(i) == 0, head.left_out(i) > 0));
        }
    }
    truths.map(|state| state as u8)
}

/// No sum of a group's counts is above this; none where they may leave 31 bits.
fn most_together(tables: &[Columns], tally: &ClauseTally) -> Option<i64> {
    let unplaced = tally.unplaced.iter().map(|counts| counts.all() + counts.left_out).max().unwrap_or(0);
    let crowded = tables.iter().flat_map(|table| &table.crowded).flat_map(|(_, counts)| counts.iter().copied());
    let largest = crowded.max().unwrap_or(0).max(CROWD as u32);
    let most = i64::from(COUNTS) * i64::from(largest) + i64::try_from(unplaced).ok()?;
    i32::try_from(most).is_ok().then_some(most)
}

fn flags(empty: bool, may_be_empty: bool, left_out: bool) -> u8 {
    3 * (u8::from(empty) + 2 * u8::from(may_be_empty) + 4 * u8::from(left_out))
}
