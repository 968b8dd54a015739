//! Which groups a record belongs to.

use crate::program::{KindId, Link, Population};
use crate::roster::Target;

use super::evaluation::Evaluation;
use super::hand::Hand;
use super::read::End;
use super::truth::Truth;

/// The groups of a population: the records in hand that its links lead to, or one group where there is no link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Groups {
    /// The linked positions in hand, ascending, with kind and how many records.
    pub dimensions: Vec<(u8, KindId, usize)>,
}

impl Groups {
    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.dimensions.iter().map(|(_, _, rows)| rows).product()
    }

    /// The group of the records in hand.
    pub fn of(&self, hand: Hand) -> Option<usize> {
        self.dimensions.iter().try_fold(0usize, |group, (position, kind, rows)| {
            let (in_hand, row) = hand.get(*position)?;
            (in_hand == *kind).then_some(group * rows + row as usize)
        })
    }

    /// Takes up that there are so many records of a kind now.
    pub fn resize(&mut self, kind: KindId, rows: usize) {
        let own = self.dimensions.iter_mut().filter(|(_, of, _)| *of == kind);
        own.for_each(|(_, _, count)| *count = rows);
    }

    /// The rows of a group, one per dimension.
    fn rows(&self, group: usize) -> Vec<u32> {
        let mut rest = group;
        let mut rows: Vec<u32> = self
            .dimensions
            .iter()
            .rev()
            .map(|(_, _, count)| {
                let row = rest % (*count).max(1);
                rest /= (*count).max(1);
                row as u32
            })
            .collect();
        rows.reverse();
        rows
    }
}

/// Where a record belongs along one link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// Records in hand that it belongs to for certain.
    pub certain: Vec<u32>,
    /// To which others it may belong.
    pub maybe: Above,
}

/// To which records a record may belong beyond those that are certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Above {
    /// To none.
    Nothing,
    /// To any.
    Anything,
    /// To any but this one, whose parent is unknown, and those under it.
    Over(u32),
}

/// The rows of each group of a population, whatever its `where`.
#[derive(Debug, Clone)]
pub(super) struct Members {
    kind: KindId,
    hand: Vec<KindId>,
    links: Vec<Link>,
    rows: std::rc::Rc<[Vec<u32>]>,
    /// Rows whose place isn't known for certain.
    anywhere: std::rc::Rc<[u32]>,
}

impl Members {
    fn is_of(&self, population: &Population) -> bool {
        self.kind == population.kind && self.hand == population.hand && self.links == population.links
    }
}

/// The longest chain of parents that is followed.
pub(super) const MAX_LEVELS: usize = 10_000;

impl Evaluation<'_> {
    pub(super) fn groups_of(&self, population: &Population) -> Groups {
        let dimensions = population
            .hand
            .iter()
            .enumerate()
            .filter(|(position, _)| population.links.iter().any(|link| usize::from(link.hand) == *position))
            .map(|(position, kind)| (position as u8, *kind, self.roster.len(*kind)))
            .collect();
        Groups { dimensions }
    }

    /// The parent of a record along a reference of its own kind.
    fn above(&self, kind: KindId, parent: crate::program::FieldId, row: u32) -> Target {
        self.roster.target(kind, parent, row)
    }

    pub(super) fn place(&self, kind: KindId, link: &Link, row: u32) -> Place {
        let nowhere = Place { certain: Vec::new(), maybe: Above::Nothing };
        match self.follow(kind, row, &link.via) {
            End::Absent(_) => nowhere,
            End::Unknown(_) => Place { certain: Vec::new(), maybe: Above::Anything },
            End::Record(above_kind, first) => {
                let mut place = Place { certain: vec![first], maybe: Above::Nothing };
                let Some(parent) = link.under else { return place };
                let mut top = first;
                for _ in 0..MAX_LEVELS {
                    match self.above(above_kind, parent, top) {
                        Target::Row(next) => {
                            place.certain.push(next);
                            top = next;
                        }
                        Target::Absent => return place,
                        Target::Unknown => {
                            place.maybe = Above::Over(top);
                            return place;
                        }
                    }
                }
                place
            }
        }
    }

    /// The record of unknown parent that a record in hand stands at or below, if there is one.
    pub(super) fn unknown_top(&self, kind: KindId, link: &Link, row: u32) -> Option<u32> {
        let parent = link.under?;
        let mut at = row;
        for _ in 0..MAX_LEVELS {
            match self.above(kind, parent, at) {
                Target::Row(next) => at = next,
                Target::Absent => return None,
                Target::Unknown => return Some(at),
            }
        }
        None
    }

    /// Whether a record in hand stands at or below another along a parent reference, for certain.
    fn at_or_below(&self, kind: KindId, link: &Link, row: u32, top: u32) -> bool {
        let Some(parent) = link.under else { return false };
        let mut at = row;
        for _ in 0..MAX_LEVELS {
            if at == top {
                return true;
            }
            match self.above(kind, parent, at) {
                Target::Row(next) => at = next,
                Target::Absent | Target::Unknown => return false,
            }
        }
        false
    }

    /// Whether a record belongs to the records in hand along one link.
    fn linked(&self, population: &Population, link: &Link, place: &Place, row: u32) -> Truth {
        if place.certain.contains(&row) {
            return Truth::Yes;
        }
        match place.maybe {
            Above::Nothing => Truth::No,
            Above::Anything => Truth::Unknown,
            Above::Over(top) => match population.hand.get(usize::from(link.hand)) {
                Some(kind) if self.at_or_below(*kind, link, row, top) => Truth::No,
                _ => Truth::Unknown,
            },
        }
    }

    /// The rows that are or may be in the group of the records in hand, ascending: all others
    /// are out for certain. The population's `where` is not asked. The rows of each group are
    /// found in one pass over the records the first time that a population of this shape is asked about.
    pub fn candidates(&self, population: &Population, hand: Hand) -> Vec<u32> {
        let groups = self.groups_of(population);
        let all = 0..self.roster.len(population.kind) as u32;
        let Some(group) = groups.of(hand).filter(|_| !population.links.is_empty()) else { return all.collect() };
        let known = self.members.borrow().iter().find(|known| known.is_of(population)).cloned();
        let members = known.unwrap_or_else(|| {
            let members = self.find_members(population, &groups);
            self.members.borrow_mut().push(members.clone());
            members
        });
        let mut rows = members.rows.get(group).cloned().unwrap_or_default();
        rows.extend(members.anywhere.iter());
        rows.sort_unstable();
        rows
    }

    fn find_members(&self, population: &Population, groups: &Groups) -> Members {
        let mut rows = vec![Vec::new(); groups.len()];
        let mut anywhere = Vec::new();
        for row in 0..self.roster.len(population.kind) as u32 {
            let certain =
                population.links.iter().all(|link| self.place(population.kind, link, row).maybe == Above::Nothing);
            if !certain {
                anywhere.push(row);
                continue;
            }
            self.each_group(population, groups, row, |group, _| {
                if let Some(rows) = rows.get_mut(group) {
                    rows.push(row);
                }
            });
        }
        Members {
            kind: population.kind,
            hand: population.hand.clone(),
            links: population.links.clone(),
            rows: rows.into(),
            anywhere: anywhere.into(),
        }
    }

    /// Whether a record belongs to the group of the records in hand; the population's `where` is not asked.
    pub(super) fn in_group(&self, population: &Population, hand: Hand, row: u32) -> Truth {
        population.links.iter().fold(Truth::Yes, |truth, link| {
            let Some((_, in_hand)) = hand.get(link.hand) else { return Truth::No };
            if truth.is_no() {
                return truth;
            }
            let place = self.place(population.kind, link, row);
            truth.and(self.linked(population, link, &place, in_hand))
        })
    }

    /// Calls with every group that a record is or may be in.
    pub(super) fn each_group(
        &self,
        population: &Population,
        groups: &Groups,
        row: u32,
        mut call: impl FnMut(usize, Truth),
    ) {
        let places: Vec<(&Link, Place)> =
            population.links.iter().map(|link| (link, self.place(population.kind, link, row))).collect();
        let certain_only = places.iter().all(|(_, place)| place.maybe == Above::Nothing);
        match (places.as_slice(), groups.dimensions.as_slice()) {
            ([], _) => call(0, Truth::Yes),
            ([(_, place)], [_]) if certain_only => {
                place.certain.iter().for_each(|group| call(*group as usize, Truth::Yes));
            }
            // Two positions in hand and two links: one for each.
            ([(a, first), (b, second)], [_, (_, _, width)]) if certain_only => {
                let (first, second) = if a.hand < b.hand { (first, second) } else { (second, first) };
                for row in &first.certain {
                    for other in &second.certain {
                        call(*row as usize * width + *other as usize, Truth::Yes);
                    }
                }
            }
            _ => {
                for group in 0..groups.len() {
                    let rows = groups.rows(group);
                    let member = places.iter().fold(Truth::Yes, |truth, (link, place)| {
                        let dimension = groups.dimensions.iter().position(|(position, _, _)| *position == link.hand);
                        let row = dimension.and_then(|at| rows.get(at)).copied().unwrap_or(u32::MAX);
                        truth.and(self.linked(population, link, place, row))
                    });
                    if !member.is_no() {
                        call(group, member);
                    }
                }
            }
        }
    }

    /// Whether a record is in the population of the records in hand: its links and its `where`.
    pub fn member(&self, population: &Population, hand: Hand, row: u32) -> Truth {
        let linked = self.in_group(population, hand, row);
        if linked.is_no() { linked } else { linked.and(self.chosen(population, row)) }
    }

    /// Whether the population's `where` holds of a record.
    pub(super) fn chosen(&self, population: &Population, row: u32) -> Truth {
        match &population.filter {
            Some(filter) => self.truth(filter, Hand::one(population.kind, row)),
            None => Truth::Yes,
        }
    }
}
