//! Where the tallies of a clause are kept.
//!
//! A clause about the persons of each unit has a tally for each unit, and most
//! counts of a tally are small or can't occur. So the counts that do occur, of
//! many clauses about the same groups, are columns of bytes; the few groups of
//! more records than a byte counts stand apart.

use std::collections::BTreeMap;
use std::rc::Rc;

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

/// Groups whose counts stand together.
pub(super) const BLOCK: usize = 64;

/// The most records of a group whose counts are bytes.
pub(super) const CROWD: usize = u8::MAX as usize;

/// Counts of groups: block by block, in a block column by column, in a column a byte for each group.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    /// How many columns there are.
    pub width: usize,
    /// The counts, of whole blocks; 0 where a group stands apart.
    pub bytes: Vec<u8>,
    /// Groups of more than [`CROWD`] records, ascending, with their counts.
    pub crowded: Vec<(u32, Box<[u32]>)>,
}

impl Columns {
    /// One count of a group.
    pub fn get(&self, group: usize, column: usize) -> u64 {
        match self.crowded.binary_search_by_key(&group, |(crowded, _)| *crowded as usize) {
            Ok(apart) => u64::from(self.apart(apart, column)),
            Err(_) => self.block(group / BLOCK, column).get(group % BLOCK).copied().map_or(0, u64::from),
        }
    }

    /// A count of one of the groups that stand apart, by its place among them.
    pub fn apart(&self, place: usize, column: usize) -> u32 {
        self.crowded.get(place).and_then(|(_, counts)| counts.get(column)).copied().unwrap_or(0)
    }

    /// A count of each group of a block: 0 where one stands apart.
    pub fn block(&self, block: usize, column: usize) -> &[u8] {
        let start = (block * self.width + column) * BLOCK;
        self.bytes.get(start..start + BLOCK).unwrap_or(&[])
    }

    /// Calls with one count of each of the first groups: those that stand apart last.
    pub fn each(&self, column: usize, groups: usize, mut call: impl FnMut(usize, u64)) {
        for block in 0..groups.div_ceil(BLOCK) {
            let first = block * BLOCK;
            let counts = self.block(block, column).iter().take(groups - first);
            counts.enumerate().for_each(|(group, count)| call(first + group, u64::from(*count)));
        }
        let crowded = self.crowded.iter().map(|(group, _)| *group as usize).take_while(|group| *group < groups);
        crowded.enumerate().for_each(|(place, group)| call(group, u64::from(self.apart(place, column))));
    }
}

/// How one of the counts of a slot follows from columns.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// Which of the counts it is.
    pub count: u8,
    /// The column that has it, or has it together with others.
    pub plus: Place,
    /// The columns of the others.
    pub less: Vec<Place>,
}

/// Where a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Which table.
    pub table: u32,
    /// Which of its columns.
    pub column: u32,
}

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column<'t> {
    table: &'t Columns,
    column: usize,
}

impl<'t> Column<'t> {
    /// The count of each group of a block: 0 where one stands apart.
    pub fn block(self, block: usize) -> &'t [u8] {
        self.table.block(block, self.column)
    }

    /// The count of one of the groups that stand apart.
    pub fn apart(self, place: usize) -> u32 {
        self.table.apart(place, self.column)
    }
}

/// One of the counts of a slot: what one column has without what others have.
#[derive(Debug, Clone)]
pub(super) struct Occurring<'t> {
    /// The number of the count.
    pub number: u8,
    /// The column that has it.
    pub plus: Column<'t>,
    /// Those that have what is not to be counted.
    pub less: Vec<Column<'t>>,
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
    /// Beside those of other clauses.
    Packed {
        /// How many groups.
        groups: usize,
        /// The tables.
        tables: Rc<[Columns]>,
        /// Of each slot, the counts that occur.
        fields: Vec<Vec<Field>>,
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
            Store::Packed { tables, fields, .. } => {
                let mut counts = Counts::default();
                let of = |place: &Place| {
                    tables.get(place.table as usize).map_or(0, |table| table.get(group, place.column as usize))
                };
                for Field { count, plus, less } in fields.get(slot).into_iter().flatten() {
                    counts.raise(*count, less.iter().fold(of(plus), |count, less| count.wrapping_sub(of(less))));
                }
                counts
            }
        };
        if let Some(unplaced) = self.unplaced.get(slot) {
            counts.merge(unplaced);
        }
        counts
    }

    /// The counts of all groups by slot and number, but for those that are 0 everywhere and for records that may be in
    /// any group.
    pub fn columns(&self) -> Vec<((usize, u8), Vec<u64>)> {
        let groups = self.groups();
        let mut columns = Vec::new();
        match &self.store {
            Store::Packed { .. } => self.sum(groups, groups, Some, |slot, count, sums| {
                columns.push(((slot, count), sums.to_vec()));
            }),
            Store::Wide(counts) => {
                for (slot, number) in (0..self.slots).flat_map(|slot| (0..COUNTS).map(move |number| (slot, number))) {
                    let of_slot = counts.iter().skip(slot).step_by(self.slots.max(1));
                    columns.push(((slot, number), of_slot.map(|counts| counts.number(number)).collect()));
                }
            }
        }
        columns.retain(|(_, column)| column.iter().any(|count| *count > 0));
        columns
    }

    /// A tally of such columns of counts up to 32 bits.
    pub fn packed(joint: Vec<Option<usize>>, groups: usize, columns: BTreeMap<(usize, u8), Vec<u32>>) -> ClauseTally {
        let slots = joint.len() + joint.iter().flatten().count();
        let mut fields = vec![Vec::new(); slots];
        let width = columns.len();
        let mut table = Columns { width, bytes: vec![0; groups.div_ceil(BLOCK) * width * BLOCK], crowded: Vec::new() };
        let count = |column: &Vec<u32>, group: usize| column.get(group).copied().unwrap_or(0);
        for group in 0..groups {
            if columns.values().any(|column| count(column, group) as usize > CROWD) {
                table.crowded.push((group as u32, columns.values().map(|column| count(column, group)).collect()));
            }
        }
        let mut crowded = table.crowded.iter().map(|(group, _)| *group as usize).peekable();
        for group in 0..groups {
            if crowded.next_if_eq(&group).is_some() {
                continue;
            }
            for (number, column) in columns.values().enumerate() {
                let place = (group / BLOCK * width + number) * BLOCK + group % BLOCK;
                if let Some(byte) = table.bytes.get_mut(place) {
                    *byte = count(column, group) as u8;
                }
            }
        }
        for (column, (slot, count)) in (0..).zip(columns.keys()) {
            if let Some(fields) = fields.get_mut(*slot) {
                fields.push(Field { count: *count, plus: Place { table: 0, column }, less: Vec::new() });
            }
        }
        let store = Store::Packed { groups, tables: Rc::new([table]), fields };
        ClauseTally { slots, joint, unplaced: Vec::new(), store }
    }

    /// Sums each count of each slot over the first groups, where they stand beside others: `into` gives the place
    /// of a group's sum among so many, `call` takes the slot, the number of the count, and the sums.
    pub fn sum(
        &self,
        groups: usize,
        places: usize,
        into: impl Fn(usize) -> Option<usize>,
        mut call: impl FnMut(usize, u8, &[u64]),
    ) {
        let Store::Packed { tables, fields, .. } = &self.store else { return };
        let mut known: BTreeMap<Place, Vec<u64>> = BTreeMap::new();
        let mut of = |place: &Place, sums: &mut [u64], less: bool| {
            let column = known.entry(*place).or_insert_with(|| {
                let mut sums = vec![0; places];
                if let Some(table) = tables.get(place.table as usize) {
                    table.each(place.column as usize, groups, |group, count| {
                        if let Some(sum) = into(group).and_then(|place| sums.get_mut(place)) {
                            *sum += count;
                        }
                    });
                }
                sums
            });
            for (sum, own) in sums.iter_mut().zip(column) {
                *sum = if less { sum.wrapping_sub(*own) } else { sum.wrapping_add(*own) };
            }
        };
        for (slot, fields) in fields.iter().enumerate() {
            for Field { count, plus, less } in fields {
                let mut sums = vec![0; places];
                of(plus, &mut sums, false);
                less.iter().for_each(|place| of(place, &mut sums, true));
                call(slot, *count, &sums);
            }
        }
    }

    /// The counts of a slot that may be other than 0 where they stand beside others.
    pub fn occurring(&self, slot: usize) -> impl Iterator<Item = Occurring<'_>> {
        let (tables, fields) = match &self.store {
            Store::Wide(_) => (&[][..], &[][..]),
            Store::Packed { tables, fields, .. } => (&**tables, fields.get(slot).map_or(&[][..], Vec::as_slice)),
        };
        let column =
            |place: &Place| Some(Column { table: tables.get(place.table as usize)?, column: place.column as usize });
        fields.iter().filter_map(move |field| {
            let less = field.less.iter().map(column).collect::<Option<_>>()?;
            Some(Occurring { number: field.count, plus: column(&field.plus)?, less })
        })
    }

    /// Adds a record to a slot of a group; only where the counts stand wide.
    pub fn raise(&mut self, group: usize, slot: usize, count: u8, by: u64) {
        if let Store::Wide(counts) = &mut self.store
            && let Some(counts) = counts.get_mut(group * self.slots + slot)
        {
            counts.raise(count, by);
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
