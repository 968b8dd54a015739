//! Which counts are added up, and their sums over the members of each group.
//!
//! The counts that clauses ask for are sets of classes: whoever is in one of
//! these classes is counted. Each set has a column of bytes, unless it follows
//! from others; what a class adds to all columns is a few machine words.

use std::collections::HashMap;
use std::ops::Range;

use crate::roster::Order;

use super::classes::Classes;
use super::evaluation::Options;
use super::store::{BLOCK, COUNTS, CROWD, Columns, Field, Place};
use super::tallying::Patterns;
use super::threads;

/// The most words of bytes of a group that go up together.
const MAX_WORDS: usize = 4;

/// The most columns of one table.
const MOST_COLUMNS: usize = 8 * MAX_WORDS;

/// Where the counts of clauses stand in [`Columns`].
pub(super) struct Layout {
    /// All classes, as bits.
    all: Vec<u64>,
    /// The classes that a column counts.
    columns: Vec<Vec<u64>>,
    numbers: HashMap<Vec<u64>, usize>,
}

impl Layout {
    pub fn new(classes: &Classes) -> Layout {
        let classes = classes.seen.len();
        let mut all = vec![u64::MAX; classes.div_ceil(64)];
        if let (Some(last), 1..) = (all.last_mut(), classes % 64) {
            *last >>= 64 - classes % 64;
        }
        Layout { all, columns: Vec::new(), numbers: HashMap::new() }
    }

    /// The fields of a clause's slots; clauses that count the same have a column together.
    pub fn fields(&mut self, patterns: &Patterns, slots: usize) -> Vec<Vec<Field>> {
        let mut classes_of = vec![vec![0u64; self.all.len()]; patterns.patterns.len()];
        for (class, pattern) in patterns.of_class.iter().enumerate() {
            if let Some(word) = classes_of.get_mut(*pattern as usize).and_then(|set| set.get_mut(class / 64)) {
                *word |= 1 << (class % 64);
            }
        }
        (0..slots)
            .map(|slot| {
                let mut sets = vec![vec![0u64; self.all.len()]; usize::from(COUNTS)];
                for (pattern, classes) in patterns.patterns.iter().zip(&classes_of) {
                    let count = pattern.get(slot).copied().unwrap_or(COUNTS);
                    if let Some(set) = sets.get_mut(usize::from(count)) {
                        set.iter_mut().zip(classes).for_each(|(set, classes)| *set |= classes);
                    }
                }
                self.slot(&sets)
            })
            .collect()
    }

    /// The fields of a slot, by the classes that each of its counts has.
    fn slot(&mut self, sets: &[Vec<u64>]) -> Vec<Field> {
        let mut fields = Vec::new();
        let occurs = |set: &[u64]| set.iter().any(|word| *word != 0);
        // Of those in, or of those perhaps in: whoever neither has the property nor leaves it open fails. Who is in is
        // often counted already, if only as everybody.
        for (first, three) in (0u8..).step_by(3).zip(sets.chunks_exact(3)) {
            let [holds, fails, unknown] = three else { continue };
            for (count, set) in [(first, holds), (first + 2, unknown)] {
                if occurs(set) {
                    fields.push(Field { count, plus: self.column(set), less: Vec::new() });
                }
            }
            if !occurs(fails) {
                continue;
            }
            let all: Vec<u64> = holds.iter().zip(fails).zip(unknown).map(|((a, b), c)| a | b | c).collect();
            let others = fields.iter().filter(|field| field.count >= first).map(|field| field.plus).collect();
            let field = if all == self.all || self.numbers.contains_key(&all) {
                Field { count: first + 1, plus: self.column(&all), less: others }
            } else {
                Field { count: first + 1, plus: self.column(fails), less: Vec::new() }
            };
            fields.push(field);
        }
        if let Some(left_out) = sets.last().filter(|set| occurs(set)) {
            fields.push(Field { count: COUNTS - 1, plus: self.column(left_out), less: Vec::new() });
        }
        fields
    }

    /// The column that counts some classes.
    fn column(&mut self, set: &[u64]) -> Place {
        let number = self.numbers.get(set).copied().unwrap_or_else(|| {
            let next = self.columns.len();
            self.columns.push(set.to_vec());
            self.numbers.insert(set.to_vec(), next);
            next
        });
        Place { table: (number / MOST_COLUMNS) as u32, column: (number % MOST_COLUMNS) as u32 }
    }

    /// What each class adds to the columns of each table.
    pub fn tables(&self, classes: &Classes) -> Vec<Additions> {
        let most = classes.seen.last().map_or(0, |class| usize::from(class.id) + 1);
        let table = |columns: &[Vec<u64>]| {
            let mut of_class = vec![[0; MAX_WORDS]; most];
            for (place, class) in classes.seen.iter().enumerate() {
                let Some(words) = of_class.get_mut(usize::from(class.id)) else { continue };
                for (number, set) in columns.iter().enumerate() {
                    if set.get(place / 64).is_some_and(|bits| bits >> (place % 64) & 1 == 1) {
                        words[number / 8] |= 1 << (number % 8 * 8);
                    }
                }
            }
            Additions { columns: columns.len(), of_class }
        };
        self.columns.chunks(MOST_COLUMNS).map(table).collect()
    }
}

/// What a record of each class adds to the columns of a table: a byte for each.
pub(super) struct Additions {
    columns: usize,
    of_class: Vec<[u64; MAX_WORDS]>,
}

impl Additions {
    /// The counts of all groups of an order, by the class of each row.
    pub fn count(&self, order: &Order, ids: &[u16], options: &Options) -> Columns {
        match self.columns.div_ceil(8) {
            1 => self.count_words::<1>(order, ids, options),
            2 => self.count_words::<2>(order, ids, options),
            3 => self.count_words::<3>(order, ids, options),
            _ => self.count_words::<MAX_WORDS>(order, ids, options),
        }
    }

    fn count_words<const W: usize>(&self, order: &Order, ids: &[u16], options: &Options) -> Columns {
        let of_class: Vec<[u64; W]> =
            self.of_class.iter().map(|words| std::array::from_fn(|word| words[word])).collect();
        let groups = order.starts().len() - 1;
        let blocks = groups.div_ceil(BLOCK);
        // Blocks of groups that have about as many rows as the pieces of rows that others work on.
        let block_of = |row: usize| order.starts().partition_point(|start| (*start as usize) < row) / BLOCK;
        let mut cuts: Vec<usize> =
            threads::pieces(ids.len(), options).iter().map(|rows| block_of(rows.start)).collect();
        cuts.extend([0, blocks]);
        cuts.sort_unstable();
        cuts.dedup();
        let jobs: Vec<Range<usize>> = cuts.iter().zip(cuts.iter().skip(1)).map(|(from, to)| *from..*to).collect();
        let parts = threads::run(jobs, options.threads, |blocks| self.count_blocks(&of_class, order, ids, blocks));
        let together = parts.into_iter().reduce(|mut all, mut part| {
            all.bytes.append(&mut part.bytes);
            all.crowded.append(&mut part.crowded);
            all
        });
        together.unwrap_or_default()
    }

    /// The counts of some blocks of groups.
    fn count_blocks<const W: usize>(
        &self,
        of_class: &[[u64; W]],
        order: &Order,
        ids: &[u16],
        blocks: Range<usize>,
    ) -> Columns {
        let size = self.columns * BLOCK;
        let mut counted = Columns { width: self.columns, bytes: vec![0; blocks.len() * size], crowded: Vec::new() };
        let sum = |ids: &[u16]| {
            let mut sum = [0u64; W];
            for id in ids {
                if let Some(more) = of_class.get(usize::from(*id)) {
                    // No byte overflows: there are at most CROWD of them.
                    sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
                }
            }
            sum
        };
        let mut gathered = Vec::new();
        for (block, columns) in blocks.zip(counted.bytes.chunks_exact_mut(size)) {
            let first = block * BLOCK;
            let starts = order.starts().get(first..).unwrap_or(&[]);
            let starts = starts.get(..BLOCK + 1).unwrap_or(starts);
            let (Some(from), Some(to)) = (starts.first(), starts.last()) else { break };
            let rows = *from as usize..*to as usize;
            let mut ids = match order.rows() {
                None => ids.get(rows).unwrap_or(&[]),
                Some(order) => {
                    let rows = order.get(rows).unwrap_or(&[]);
                    gathered.clear();
                    gathered.extend(rows.iter().map(|row| ids.get(*row as usize).copied().unwrap_or(0)));
                    &gathered[..]
                }
            };
            let mut sums = [[0u64; W]; BLOCK];
            for ((group, own), (start, end)) in (first as u32..).zip(&mut sums).zip(starts.iter().zip(&starts[1..])) {
                let (members, others) = ids.split_at(((end - start) as usize).min(ids.len()));
                ids = others;
                if members.len() <= CROWD {
                    *own = sum(members);
                    continue;
                }
                let mut counts = vec![0u32; self.columns];
                for members in members.chunks(CROWD) {
                    let bytes = sum(members).map(u64::to_le_bytes);
                    let bytes = bytes.as_flattened();
                    counts.iter_mut().zip(bytes).for_each(|(count, more)| *count += u32::from(*more));
                }
                counted.crowded.push((group, counts.into()));
            }
            turn(&sums, columns);
        }
        counted
    }
}

/// The bytes of the words of each group, column by column.
fn turn<const W: usize>(sums: &[[u64; W]; BLOCK], columns: &mut [u8]) {
    let (columns, _) = columns.as_chunks_mut::<BLOCK>();
    let (eights, _) = sums.as_chunks::<8>();
    for (word, columns) in columns.chunks_mut(8).enumerate() {
        for (place, eight) in eights.iter().enumerate() {
            let turned = transposed(std::array::from_fn(|group| eight[group][word]));
            for (column, bytes) in columns.iter_mut().zip(turned) {
                let (places, _) = column.as_chunks_mut::<8>();
                if let Some(into) = places.get_mut(place) {
                    *into = bytes.to_le_bytes();
                }
            }
        }
    }
}

/// Eight words of eight bytes with rows and columns exchanged: ever smaller blocks off the diagonal change places
/// (Warren, Hacker's Delight, section 7-3).
fn transposed(mut words: [u64; 8]) -> [u64; 8] {
    let rounds = [(4, 32, 0x0000_0000_FFFF_FFFF), (2, 16, 0x0000_FFFF_0000_FFFF), (1, 8, 0x00FF_00FF_00FF_00FFu64)];
    for (step, shift, mask) in rounds {
        for low in (0..8).filter(|row| row & step == 0) {
            let exchanged = (words[low] >> shift ^ words[low + step]) & mask;
            words[low] ^= exchanged << shift;
            words[low + step] ^= exchanged;
        }
    }
    words
}
