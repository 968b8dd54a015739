//! From classes of records to the tallies of clauses.
//!
//! Clauses of one stratum about one kind of record are tallied together. What
//! a record is to each of them follows from its class; a class adds to fixed
//! counts of each clause, its *pattern*. A clause about everybody needs the
//! sizes of the classes. One about the records of each group needs one pass
//! over the rows, group by group, which adds up what their classes add.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use crate::program::{Clause, ClauseId, FieldId, KindId, Link, Type};
use crate::roster::{ABSENT, Column};

use super::classes::{Classes, MAX_CLASSES, Reads};
use super::evaluation::{Evaluation, Options};
use super::layout::Layout;
use super::links::Above;
use super::read::End;
use super::store::{COUNTS, ClauseTally, Columns, Field, Store};
use super::tally::Counts;
use super::truth::Truth;

/// The most classes that some conditions may have to be tallied together with others: few enough for
/// the counts that each adds to stay in the fastest memory.
const FEW_CLASSES: usize = 16_384;

/// What each class adds to the slots of a clause: the number of a count for each slot.
pub(super) struct Patterns {
    /// The pattern of each class that occurs.
    pub of_class: Vec<u32>,
    /// Slot by slot.
    pub patterns: Vec<Vec<u8>>,
}

impl Patterns {
    fn of(&self, class: usize) -> &[u8] {
        let pattern = self.of_class.get(class).and_then(|pattern| self.patterns.get(*pattern as usize));
        pattern.map_or(&[], Vec::as_slice)
    }
}

impl<'a> Evaluation<'a> {
    /// Tallies clauses of one stratum about one kind.
    pub(super) fn tally_clauses(&mut self, kind: KindId, ids: &[ClauseId], options: &Options) {
        let mut batch: Vec<(ClauseId, Reads<'a>)> = Vec::new();
        let mut all = Reads::default();
        for id in ids {
            let Some(clause) = self.program.clauses.get(id.at()) else { continue };
            let mut own = Reads::default();
            let filter = clause.population.filter.iter();
            let conds = filter.chain(clause.parts.iter().filter_map(|part| part.property.as_ref()));
            conds.for_each(|cond| self.gather(kind, cond, &mut own));
            let mut joined = all.clone();
            joined.join(&own);
            if !batch.is_empty() && self.spread(kind, &joined) > FEW_CLASSES {
                self.tally_batch(kind, &batch, &all, options);
                batch.clear();
                joined = own.clone();
            }
            all = joined;
            batch.push((*id, own));
        }
        self.tally_batch(kind, &batch, &all, options);
    }

    fn tally_batch(&mut self, kind: KindId, batch: &[(ClauseId, Reads<'a>)], all: &Reads<'a>, options: &Options) {
        let Some(classes) = self.classify(kind, all, options) else {
            batch.iter().for_each(|(id, _)| self.tally_by_record(*id));
            return;
        };
        let mut anchored: BTreeMap<FieldId, Vec<(ClauseId, Patterns)>> = BTreeMap::new();
        let mut of_all: Vec<(ClauseId, Patterns)> = Vec::new();
        for (id, own) in batch {
            let Some(clause) = self.program.clauses.get(id.at()) else { continue };
            let patterns = self.patterns(clause, &classes, &own.within(all));
            match &clause.population.links[..] {
                [] => of_all.push((*id, patterns)),
                [Link { via, .. }] if let [anchor, ..] = &via[..] => {
                    anchored.entry(*anchor).or_default().push((*id, patterns));
                }
                _ => self.tally_by_class(*id, &classes, &patterns),
            }
        }
        match anchored.first_entry() {
            // Most of what is counted of everybody is counted of groups too.
            Some(mut first) => first.get_mut().append(&mut of_all),
            None => self.tally_everybody(&of_all, &classes, options),
        }
        for (anchor, clauses) in anchored {
            self.tally_anchored(kind, anchor, &clauses, &classes, options);
        }
    }

    /// The pattern of every class that occurs. A clause reads few of the digits of a class; what it makes
    /// of them is asked once for each of their values.
    fn patterns(&self, clause: &Clause, classes: &Classes, places: &[usize]) -> Patterns {
        let local = classes.local(places);
        let mut known = vec![u32::MAX; local.size];
        let mut patterns = Vec::new();
        let of_class = classes.seen.iter().map(|class| {
            let Some(known) = known.get_mut(local.of(class.id)) else { return u32::MAX };
            if *known == u32::MAX {
                *known = patterns.len() as u32;
                patterns.push(self.pattern(clause, class.row));
            }
            *known
        });
        let of_class = of_class.collect();
        Patterns { of_class, patterns }
    }

    /// Clauses that have one group.
    fn tally_everybody(&mut self, clauses: &[(ClauseId, Patterns)], classes: &Classes, options: &Options) {
        if clauses.is_empty() {
            return;
        }
        let sizes = classes.sizes(options);
        for (id, patterns) in clauses {
            let Some(mut tally) = self.empty_tally(*id) else { continue };
            for (number, class) in classes.seen.iter().enumerate() {
                let size = sizes.get(usize::from(class.id)).copied().unwrap_or(0);
                for (slot, count) in patterns.of(number).iter().enumerate() {
                    tally.raise(0, slot, *count, u64::from(size));
                }
            }
            self.put_tally(*id, tally);
        }
    }

    /// A clause whose groups hang on more than one link, or on the record itself: row by row.
    fn tally_by_class(&mut self, id: ClauseId, classes: &Classes, patterns: &Patterns) {
        let Some(mut tally) = self.empty_tally(id) else { return };
        let mut number = vec![usize::MAX; MAX_CLASSES];
        for (place, class) in classes.seen.iter().enumerate() {
            number[usize::from(class.id)] = place;
        }
        for (row, class) in (0u32..).zip(&classes.ids) {
            self.raise_groups(id, row, patterns.of(number[usize::from(*class)]), None, &mut tally);
        }
        self.put_tally(id, tally);
    }

    /// A clause asked of each record anew.
    fn tally_by_record(&mut self, id: ClauseId) {
        let (Some(clause), Some(mut tally)) = (self.program.clauses.get(id.at()), self.empty_tally(id)) else { return };
        for row in 0..self.roster.len(clause.population.kind) as u32 {
            let pattern = self.pattern(clause, row);
            self.raise_groups(id, row, &pattern, None, &mut tally);
        }
        self.put_tally(id, tally);
    }

    /// Clauses about the records that refer to a record of a group by one field, at once or on the way.
    fn tally_anchored(
        &mut self,
        kind: KindId,
        anchor: FieldId,
        clauses: &[(ClauseId, Patterns)],
        classes: &Classes,
        options: &Options,
    ) {
        let Some(Type::Reference(target)) = self.field(kind, anchor).map(|field| field.ty) else { return };
        let Some(order) = self.roster.order(kind, anchor, target) else { return };
        let groups = self.roster.len(target);
        let mut layout = Layout::new(classes);
        let fields: Vec<Vec<Vec<Field>>> = clauses
            .iter()
            .filter_map(|(id, patterns)| self.program.clauses.get(id.at()).map(|clause| (clause, patterns)))
            .map(|(clause, patterns)| layout.fields(patterns, slots(clause)))
            .collect();
        let tables: Rc<[Columns]> =
            layout.tables(classes).iter().map(|table| table.count(order, &classes.ids, options)).collect();
        for ((id, _), fields) in clauses.iter().zip(fields) {
            let Some(clause) = self.program.clauses.get(id.at()) else { continue };
            let joint = joint_slots(clause);
            let slots = fields.len();
            let store = Store::Packed { groups, tables: tables.clone(), fields };
            let mut direct = ClauseTally { slots, joint, unplaced: Vec::new(), store };
            if clause.population.links.is_empty() {
                self.put_tally(*id, everybody(&direct));
                continue;
            }
            let unknown: Vec<Counts> = (0..slots).map(|slot| direct.get(groups + 1, slot)).collect();
            let tally = match &clause.population.links[..] {
                [Link { via, under: None, .. }] if via.len() == 1 => {
                    unknown
                        .iter()
                        .enumerate()
                        .filter(|(_, counts)| **counts != Counts::default())
                        .for_each(|(slot, counts)| direct.merge_unplaced(slot, counts));
                    Some(direct)
                }
                [link] => self.handed_on(*id, target, link, &direct, &unknown),
                _ => None,
            };
            if let Some(tally) = tally {
                self.put_tally(*id, tally);
            }
        }
    }

    /// The tally of the groups that anchors' tallies go on to.
    fn handed_on(
        &self,
        id: ClauseId,
        anchor: KindId,
        link: &Link,
        direct: &ClauseTally,
        unknown: &[Counts],
    ) -> Option<ClauseTally> {
        let mut tally = self.empty_tally(id)?;
        let rest = Link { via: link.via.get(1..)?.to_vec(), hand: link.hand, under: link.under };
        if let ([step], None) = (&rest.via[..], rest.under)
            && let Some(Column::Reference(groups)) = self.roster.column(anchor, *step)
            && groups.iter().all(|group| *group < ABSENT)
        {
            hand_on(direct, groups, &mut tally);
            unknown.iter().enumerate().for_each(|(slot, counts)| tally.merge_unplaced(slot, counts));
            return Some(tally);
        }
        let mut open: HashMap<u32, Vec<Counts>> = HashMap::new();
        let mut counts = vec![Counts::default(); direct.slots];
        for row in 0..self.roster.len(anchor) {
            counts.iter_mut().enumerate().for_each(|(slot, counts)| *counts = direct.get(row, slot));
            if counts.iter().all(|counts| *counts == Counts::default()) {
                continue;
            }
            if rest.under.is_none()
                && let End::Record(_, group) = self.follow(anchor, row as u32, &rest.via)
            {
                counts.iter().enumerate().for_each(|(slot, counts)| tally.merge(group as usize, slot, counts));
                continue;
            }
            let place = self.place(anchor, &rest, row as u32);
            for group in &place.certain {
                counts.iter().enumerate().for_each(|(slot, counts)| tally.merge(*group as usize, slot, counts));
            }
            match place.maybe {
                Above::Nothing => {}
                Above::Anything => {
                    counts.iter().enumerate().for_each(|(slot, counts)| tally.merge_unplaced(slot, counts));
                }
                Above::Over(top) => {
                    let open = open.entry(top).or_insert_with(|| vec![Counts::default(); direct.slots]);
                    open.iter_mut().zip(&counts).for_each(|(open, counts)| open.merge(&counts.all_maybe()));
                }
            }
        }
        unknown.iter().enumerate().for_each(|(slot, counts)| tally.merge_unplaced(slot, counts));
        let in_hand = self.program.clauses.get(id.at())?.population.hand.get(usize::from(link.hand)).copied()?;
        self.spread_open(in_hand, link, &open, &mut tally);
        Some(tally)
    }

    /// Adds what stands below records whose parent is unknown to all groups but those below the same record.
    fn spread_open(&self, in_hand: KindId, link: &Link, open: &HashMap<u32, Vec<Counts>>, tally: &mut ClauseTally) {
        let mut total = vec![Counts::default(); tally.slots];
        for counts in open.values() {
            total.iter_mut().zip(counts).for_each(|(total, counts)| total.merge(counts));
        }
        if open.is_empty() {
            return;
        }
        for group in 0..tally.groups() {
            let own = self.unknown_top(in_hand, link, group as u32).and_then(|top| open.get(&top));
            for (slot, total) in total.iter().enumerate() {
                let own = own.and_then(|own| own.get(slot)).copied().unwrap_or_default();
                tally.merge(group, slot, &total.without(&own));
            }
        }
    }

    /// Adds a record to the groups that it is or may be in, or only to those of one sort.
    pub(super) fn raise_groups(
        &self,
        id: ClauseId,
        row: u32,
        pattern: &[u8],
        only: Option<Truth>,
        tally: &mut ClauseTally,
    ) {
        let (Some(clause), Some(groups)) = (self.program.clauses.get(id.at()), self.clause_groups.get(id.at())) else {
            return;
        };
        if pattern.iter().all(|count| *count >= COUNTS) {
            return;
        }
        self.each_group(&clause.population, groups, row, |group, linked| {
            if only.is_some_and(|only| only != linked) {
                return;
            }
            for (slot, count) in pattern.iter().enumerate() {
                // 0 to 2 are of those who are in, 3 to 5 of those who may be.
                let count = if linked.is_unknown() && *count < 3 { count + 3 } else { *count };
                tally.raise(group, slot, count, 1);
            }
        });
    }
}

/// The slot of the joint counts of each part that the joint rule is about: behind those of the parts.
pub(super) fn joint_slots(clause: &Clause) -> Vec<Option<usize>> {
    let mut next = clause.parts.len();
    let slots = (0..clause.parts.len()).map(|part| {
        super::evaluation::is_joint(clause, part).then(|| {
            next += 1;
            next - 1
        })
    });
    slots.collect()
}

/// How many slots a clause has.
pub(crate) fn slots(clause: &Clause) -> usize {
    let joint = joint_slots(clause);
    joint.len() + joint.iter().flatten().count()
}

/// The tally of a clause about everybody, by that of all groups.
fn everybody(direct: &ClauseTally) -> ClauseTally {
    let mut tally = ClauseTally::wide(direct.joint.clone(), 1);
    // Those that refer to none and those of whom nobody knows are two groups more.
    let groups = direct.groups() + 2;
    direct.sum(
        groups,
        1,
        |_| Some(0),
        |slot, count, sums| sums.iter().for_each(|sum| tally.raise(0, slot, count, *sum)),
    );
    tally
}

/// Adds the counts of each anchor to those of its group.
fn hand_on(direct: &ClauseTally, groups: &[u32], tally: &mut ClauseTally) {
    let into = |row: usize| groups.get(row).map(|group| *group as usize);
    direct.sum(groups.len(), tally.groups(), into, |slot, count, sums| {
        sums.iter().enumerate().for_each(|(group, sum)| tally.raise(group, slot, count, *sum));
    });
}
