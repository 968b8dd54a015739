//! Where the tallies of a clause are kept.
//!
//! A clause about the persons of each unit has a tally for each unit, and most
//! counts of a tally are small or can't occur. So the counts of many clauses
//! about the same groups stand side by side in a few machine words for each
//! group, each in as many bits as the largest group needs, and all of them go
//! up in one addition for a record.

use std::sync::Arc;

use super::tally::Counts;

/// How many counts [`Counts`] has; also the number of no count at all.
pub(super) const COUNTS: u8 = 7;

impl Counts {
    /// One of the counts by number.
    pub(super) fn nth(&mut self, number: u8) -> Option<&mut u64> {
        Some(match number {
            0 => &mut self.in_holds,
            1 => &mut self.in_fails,
            2 => &mut self.in_unknown,
            3 => &mut self.maybe_holds,
            4 => &mut self.maybe_fails,
            5 => &mut self.maybe_unknown,
            6 => &mut self.left_out,
            _ => return None,
        })
    }

    /// One of the counts.
    pub(super) fn number(mut self, number: u8) -> u64 {
        self.nth(number).map_or(0, |count| *count)
    }

    /// Adds so many records of one count.
    pub(super) fn raise(&mut self, number: u8, by: u64) {
        if let Some(count) = self.nth(number) {
            *count += by;
        }
    }
}

/// Words of counts for each group.
#[derive(Debug, Clone)]
pub(super) struct Words {
    /// How many words each group has.
    pub width: usize,
    /// Group by group.
    pub words: Vec<u64>,
}

/// Where a count stands in [`Words`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    /// Which of the counts it is.
    pub count: u8,
    /// Which table.
    pub table: u32,
    /// Which of a group's words.
    pub word: u32,
    /// How far up.
    pub shift: u32,
}

/// The counts of one clause: for each group, of each of its slots.
#[derive(Debug, Clone)]
pub(super) struct ClauseTally {
    /// Slots of a group: the parts in order, then those parts again that the joint rule asks for.
    pub slots: usize,
    /// The slot of the joint counts of each part that has them.
    pub joint: Vec<Option<usize>>,
    /// Added to every group: records that may be in any, by slot.
    pub unplaced: Vec<Counts>,
    /// The groups.
    pub store: Store,
}

/// The counts of a clause's groups.
#[derive(Debug, Clone)]
pub(super) enum Store {
    /// Group by group, slot by slot.
    Wide(Vec<Counts>),
    /// Packed with those of other clauses.
    Packed {
        /// How many groups.
        groups: usize,
        /// The tables.
        tables: Arc<[Words]>,
        /// Of each slot, the counts that occur.
        fields: Vec<Vec<Field>>,
        /// Set in the lowest bits: as many as a count has.
        mask: u64,
    },
}

impl ClauseTally {
    /// All zeros.
    pub fn wide(joint: Vec<Option<usize>>, groups: usize) -> ClauseTally {
        let slots = joint.len() + joint.iter().flatten().count();
        let store = Store::Wide(vec![Counts::default(); groups * slots]);
        ClauseTally { slots, joint, unplaced: Vec::new(), store }
    }

    /// How many groups.
    pub fn groups(&self) -> usize {
        match &self.store {
            Store::Wide(counts) => counts.len().checked_div(self.slots).unwrap_or(0),
            Store::Packed { groups, .. } => *groups,
        }
    }

    /// The counts of a slot of a group.
    pub fn get(&self, group: usize, slot: usize) -> Counts {
        let mut counts = match &self.store {
            Store::Wide(counts) => counts.get(group * self.slots + slot).copied().unwrap_or_default(),
            Store::Packed { tables, fields, mask, .. } => {
                let mut counts = Counts::default();
                for field in fields.get(slot).into_iter().flatten() {
                    let word = tables
                        .get(field.table as usize)
                        .and_then(|table| table.words.get(group * table.width + field.word as usize));
                    counts.raise(field.count, word.map_or(0, |word| word >> field.shift & mask));
                }
                counts
            }
        };
        if let Some(unplaced) = self.unplaced.get(slot) {
            counts.merge(unplaced);
        }
        counts
    }

    /// The numbers of the counts of a slot that may be other than 0 where they stand packed.
    pub fn occurring(&self, slot: usize) -> Vec<u8> {
        match &self.store {
            Store::Wide(_) => Vec::new(),
            Store::Packed { fields, .. } => fields.get(slot).into_iter().flatten().map(|field| field.count).collect(),
        }
    }

    /// Adds a record to a slot of a group; only where the counts stand wide.
    pub fn raise(&mut self, group: usize, slot: usize, count: u8, by: u64) {
        if let Store::Wide(counts) = &mut self.store
            && let Some(counts) = counts.get_mut(group * self.slots + slot)
        {
            counts.raise(count, by);
        }
    }

    /// Adds a record to a slot of a group, or takes it out; only where the counts stand wide.
    pub fn shift(&mut self, group: usize, slot: usize, count: u8, up: bool) {
        if let Store::Wide(counts) = &mut self.store
            && let Some(count) = counts.get_mut(group * self.slots + slot).and_then(|counts| counts.nth(count))
        {
            *count = if up { count.wrapping_add(1) } else { count.wrapping_sub(1) };
        }
    }

    /// Adds a record that may be in any group to a slot, or takes it out.
    pub fn shift_unplaced(&mut self, slot: usize, count: u8, up: bool) {
        if self.unplaced.is_empty() {
            self.unplaced = vec![Counts::default(); self.slots];
        }
        if let Some(count) = self.unplaced.get_mut(slot).and_then(|counts| counts.nth(count)) {
            *count = if up { count.wrapping_add(1) } else { count.wrapping_sub(1) };
        }
    }

    /// One more group, or one less; only where the counts stand wide.
    pub fn resize(&mut self, groups: usize) {
        if let Store::Wide(counts) = &mut self.store {
            counts.resize(groups * self.slots, Counts::default());
        }
    }

    /// Exchanges the counts of two groups; only where the counts stand wide.
    pub fn swap(&mut self, one: usize, other: usize) {
        if let Store::Wide(counts) = &mut self.store {
            for slot in 0..self.slots {
                let (one, other) = (one * self.slots + slot, other * self.slots + slot);
                if one.max(other) < counts.len() {
                    counts.swap(one, other);
                }
            }
        }
    }

    /// Adds counts to a slot of a group; only where the counts stand wide.
    pub fn merge(&mut self, group: usize, slot: usize, more: &Counts) {
        if let Store::Wide(counts) = &mut self.store
            && let Some(counts) = counts.get_mut(group * self.slots + slot)
        {
            counts.merge(more);
        }
    }

    /// Adds counts of records that may be in any group to a slot.
    pub fn merge_unplaced(&mut self, slot: usize, more: &Counts) {
        if self.unplaced.is_empty() {
            self.unplaced = vec![Counts::default(); self.slots];
        }
        if let Some(counts) = self.unplaced.get_mut(slot) {
            counts.merge(&more.all_maybe());
        }
    }
}
