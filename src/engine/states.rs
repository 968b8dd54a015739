//! What clauses say of each group, all groups at once.
//!
//! The same as [`decide`](super::decide) for one group after the other, with
//! what doesn't change from group to group taken out of the loop.

use crate::program::{Bound, ClauseId, KindId, Quantifier, Term};
use crate::roster::Codes;

use super::evaluation::Evaluation;
use super::hand::Hand;
use super::store::{COUNTS, ClauseTally, Field, Store};
use super::truth::Truth;

/// How many states there are: truths, and whether the head's base is empty, perhaps empty, and some are left out.
pub(super) const STATES: u32 = 24;

/// Groups that are looked at together.
pub(super) const BLOCK: usize = 512;

/// Numbers below this can be multiplied by any count without leaving 64 bits.
const SMALL: u64 = 1 << 30;

/// Counts below this can be multiplied by any [`SMALL`] number.
const COUNTABLE: u64 = 1 << 33;

/// A quantifier with constant thresholds, in whole numbers.
#[derive(Debug, Clone, Copy)]
enum Quick {
    All,
    No,
    /// At least so many may hold.
    CountAtLeast(u64),
    /// At most so many.
    CountAtMost(u64),
    /// `rest·holds` stands to `part·fails` as the bound says.
    Share {
        bound: Bound,
        part: u64,
        rest: u64,
    },
}

/// The counts of one slot of the groups of a block, by their numbers.
pub(super) struct Block {
    counts: [[u64; BLOCK]; COUNTS as usize],
}

impl Quick {
    fn of(quantifier: &Quantifier) -> Option<Quick> {
        Some(match quantifier {
            Quantifier::All => Quick::All,
            Quantifier::No => Quick::No,
            Quantifier::Between(..) => return None,
            Quantifier::Count(bound, Term::Number(number)) => {
                let (whole, _) = number.small().filter(|(whole, over)| *over == 1 && *whole >= 0)?;
                let whole = u64::try_from(whole).ok().filter(|whole| *whole < SMALL)?;
                match bound {
                    Bound::AtLeast => Quick::CountAtLeast(whole),
                    Bound::MoreThan => Quick::CountAtLeast(whole + 1),
                    Bound::AtMost => Quick::CountAtMost(whole),
                    Bound::LessThan if whole > 0 => Quick::CountAtMost(whole - 1),
                    Bound::LessThan | Bound::Exactly => return None,
                }
            }
            Quantifier::Share(bound, Term::Number(share)) => {
                let (part, whole) = share.small()?;
                let (part, whole) = (u64::try_from(part).ok()?, u64::try_from(whole).ok()?);
                if part > whole || whole >= SMALL || *bound == Bound::Exactly {
                    return None;
                }
                Quick::Share { bound: *bound, part, rest: whole - part }
            }
            Quantifier::Count(..) | Quantifier::Share(..) => return None,
        })
    }

    /// Lowers the truths of a block's groups to what this says of them; with `only_no` just where it says no.
    fn lower(&self, block: &Block, truths: &mut [u8], only_no: bool) {
        match *self {
            Quick::All => lower(block, truths, only_no, |b, i| (b.fails_high(i) == 0, b.fails_low(i) > 0)),
            Quick::No => lower(block, truths, only_no, |b, i| (b.holds_high(i) == 0, b.holds_low(i) > 0)),
            Quick::CountAtLeast(k) => lower(block, truths, only_no, |b, i| (b.holds_low(i) >= k, b.holds_high(i) < k)),
            Quick::CountAtMost(k) => lower(block, truths, only_no, |b, i| (b.holds_high(i) <= k, b.holds_low(i) > k)),
            Quick::Share { bound, part, rest } => {
                // Of nobody any share is nobody: then both products are 0, as with a share of 0.
                let low = |b: &Block, i: usize| (rest * b.holds_low(i), part * b.fails_high(i));
                let high = |b: &Block, i: usize| (rest * b.holds_high(i), part * b.fails_low(i));
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
                    Bound::Exactly => truths.fill(Truth::Unknown as u8),
                }
            }
        }
    }
}

fn lower(block: &Block, truths: &mut [u8], only_no: bool, says: impl Fn(&Block, usize) -> (bool, bool)) {
    for (i, truth) in truths.iter_mut().take(BLOCK).enumerate() {
        let (yes, no) = says(block, i);
        // Where leaving out has left nobody, nothing is known.
        let none_left = block.left_out(i) > 0 && block.all(i) == 0;
        let own = if none_left { 1 } else { u8::from(!no) + u8::from(yes) };
        let own = if only_no && own != 0 { 2 } else { own };
        *truth = (*truth).min(own);
    }
}

impl Block {
    pub(super) fn new() -> Block {
        Block { counts: [[0; BLOCK]; COUNTS as usize] }
    }

    /// The counts of a slot of so many groups from one on; false where they don't stand packed or
    /// are too many for 64 bits.
    pub(super) fn read(&mut self, tally: &ClauseTally, slot: usize, first: usize, count: usize) -> bool {
        let Store::Packed { tables, fields, mask, .. } = &tally.store else { return false };
        let base = tally.unplaced.get(slot).copied().unwrap_or_default();
        if base.all() >= COUNTABLE / 2 || base.left_out >= COUNTABLE / 2 {
            return false;
        }
        let fields = fields.get(slot).map_or(&[][..], Vec::as_slice);
        for (number, column) in (0u8..).zip(&mut self.counts) {
            let column = column.get_mut(..count).unwrap_or_default();
            let base = base.number(number);
            let Some(field) = fields.iter().find(|field| field.count == number) else {
                column.fill(base);
                continue;
            };
            let Some(table) = tables.get(field.table as usize) else { return false };
            let words = table.words.get(first * table.width..).unwrap_or(&[]);
            match table.width {
                1 => extract::<1>(words, field, *mask, base, column),
                2 => extract::<2>(words, field, *mask, base, column),
                3 => extract::<3>(words, field, *mask, base, column),
                _ => extract::<4>(words, field, *mask, base, column),
            }
        }
        true
    }

    /// One count of a group of the block.
    pub(super) fn count(&self, number: u8, group: usize) -> u64 {
        self.counts.get(usize::from(number)).and_then(|column| column.get(group)).copied().unwrap_or(0)
    }

    fn inside(&self, i: usize) -> u64 {
        self.counts[0][i] + self.counts[1][i] + self.counts[2][i]
    }

    fn all(&self, i: usize) -> u64 {
        self.inside(i) + self.counts[3][i] + self.counts[4][i] + self.counts[5][i]
    }

    fn holds_low(&self, i: usize) -> u64 {
        self.counts[0][i]
    }

    fn holds_high(&self, i: usize) -> u64 {
        self.counts[0][i] + self.counts[2][i] + self.counts[3][i] + self.counts[5][i]
    }

    fn fails_low(&self, i: usize) -> u64 {
        self.counts[1][i]
    }

    fn fails_high(&self, i: usize) -> u64 {
        self.counts[1][i] + self.counts[2][i] + self.counts[4][i] + self.counts[5][i]
    }

    fn left_out(&self, i: usize) -> u64 {
        self.counts[6][i]
    }
}

fn extract<const W: usize>(words: &[u64], field: &Field, mask: u64, base: u64, column: &mut [u64]) {
    let (groups, _) = words.as_chunks::<W>();
    for (value, group) in column.iter_mut().zip(groups) {
        *value = base + (group[field.word as usize % W] >> field.shift & mask);
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
        let quick: Vec<Quick> = clause.parts.iter().map(|part| Quick::of(&part.quantifier)).collect::<Option<_>>()?;
        let tally = self.clause_tally(id)?;
        let mut states = vec![0u8; rows];
        let mut block = Block::new();
        let mut truths = [0u8; BLOCK];
        let mut first = 0;
        for states in states.chunks_mut(BLOCK) {
            let truths = &mut truths[..states.len()];
            truths.fill(Truth::Yes as u8);
            for (part, quick) in quick.iter().enumerate() {
                if let Some(joint) = tally.joint.get(part).copied().flatten() {
                    if !block.read(tally, joint, first, states.len()) {
                        return None;
                    }
                    quick.lower(&block, truths, true);
                }
                if !block.read(tally, part, first, states.len()) {
                    return None;
                }
                quick.lower(&block, truths, false);
                if part == 0 {
                    for (i, state) in states.iter_mut().enumerate() {
                        *state = flags(block.all(i) == 0, block.inside(i) == 0, block.left_out(i) > 0);
                    }
                }
            }
            states.iter_mut().zip(&*truths).for_each(|(state, truth)| *state += truth);
            first += states.len();
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

fn flags(empty: bool, may_be_empty: bool, left_out: bool) -> u8 {
    3 * (u8::from(empty) + 2 * u8::from(may_be_empty) + 4 * u8::from(left_out))
}
