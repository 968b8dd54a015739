//! Worlds: rosters whose records are counted and not named.
//!
//! Contract. A *group* has records of one kind whose references lead to the same groups; its *sorts* are records that
//! nothing tells apart, and of each there are so many as a model finds. Where a group is [`one`](Group::one) record, its
//! sorts are the ways that this record may be, of which exactly one is so, and whatever refers to the group refers to that
//! record. Where it isn't, a group that others refer to has one sort: many records alike, of which each has of the
//! records below it what the sort [assumes](Sort::assumed).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use tieuchi::program::{ClauseId, Cond, FieldId, KindId, Program, Type};

use crate::cells::Cell;
use crate::encode::{Construct, Reason};
use crate::logic::{Choice, Count, Formula};
use crate::settle::Known;

/// A group: [`World::groups`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GroupId(pub u32);

impl GroupId {
    /// As an index of its table.
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

/// Where a reference leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Goal {
    /// Nowhere.
    Absent,
    /// To a record of a group.
    Group(GroupId),
    /// To some record of its own kind; of which group is counted for each pair of groups.
    Elsewhere,
}

/// Records of one kind whose references lead to the same groups.
#[derive(Debug, Clone)]
pub struct Group {
    /// Their kind.
    pub kind: KindId,
    /// Where the references lead that matter.
    pub goals: Vec<(FieldId, Goal)>,
    /// The sorts of records in it.
    pub sorts: Vec<Sort>,
    /// Whether it is exactly one record.
    pub one: bool,
}

/// Records that nothing tells apart.
#[derive(Debug, Clone)]
pub struct Sort {
    /// What is known of their fields.
    pub cell: Rc<Cell>,
    /// How many there are.
    pub count: Count,
    /// What holds of the records below each of them.
    pub assumed: Rc<BTreeMap<Atom, bool>>,
}

/// Which bound of a quantifier that has two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The only one.
    Only,
    /// At least.
    Low,
    /// At most.
    High,
}

/// Something about the records below one, that is one linear comparison.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Atom {
    /// A part of a clause holds.
    Part(ClauseId, usize, Side),
    /// A clause speaks of nobody.
    Nobody(ClauseId),
    /// A comparison holds, in order of its print: of these there are few.
    Compare(Printed, Side),
}

/// A condition that is compared by how it prints.
#[derive(Debug, Clone)]
pub struct Printed {
    print: Rc<str>,
    /// The condition.
    pub cond: Rc<Cond>,
}

impl Printed {
    /// Of a condition.
    pub fn new(cond: &Cond) -> Printed {
        Printed { print: format!("{cond:?}").into(), cond: Rc::new(cond.clone()) }
    }
}

impl PartialEq for Printed {
    fn eq(&self, other: &Printed) -> bool {
        self.print == other.print
    }
}

impl Eq for Printed {}

impl PartialOrd for Printed {
    fn partial_cmp(&self, other: &Printed) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Printed {
    fn cmp(&self, other: &Printed) -> std::cmp::Ordering {
        self.print.cmp(&other.print)
    }
}

/// A sort of a group: what stands in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rec {
    /// The group.
    pub group: GroupId,
    /// Its sort.
    pub sort: usize,
}

/// A roster whose records are counted.
#[derive(Debug, Clone)]
pub struct World<'p> {
    /// The program that says what records are.
    pub program: &'p Program,
    /// All groups.
    pub groups: Vec<Group>,
    /// How many counts there are.
    pub counts: u32,
    /// How many choices there are.
    pub choices: u32,
    /// What holds in every such roster.
    pub rules: Vec<Formula>,
}

impl<'p> World<'p> {
    /// Without records.
    pub fn new(program: &'p Program) -> World<'p> {
        World { program, groups: Vec::new(), counts: 0, choices: 0, rules: Vec::new() }
    }

    /// A new count.
    pub fn count(&mut self) -> Count {
        self.counts += 1;
        Count(self.counts - 1)
    }

    /// A new choice.
    pub fn choice(&mut self) -> Choice {
        self.choices += 1;
        Choice(self.choices - 1)
    }

    /// Adds a group.
    pub fn add(&mut self, group: Group) -> GroupId {
        self.groups.push(group);
        GroupId(self.groups.len() as u32 - 1)
    }

    /// A group.
    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.get(id.at())
    }

    /// A sort.
    pub fn sort(&self, rec: Rec) -> Option<&Sort> {
        self.group(rec.group)?.sorts.get(rec.sort)
    }

    /// The groups of a kind.
    pub fn of_kind(&self, kind: KindId) -> impl Iterator<Item = GroupId> + '_ {
        (0u32..).map(GroupId).zip(&self.groups).filter(move |(_, group)| group.kind == kind).map(|(id, _)| id)
    }

    /// The sorts of a kind.
    pub fn recs(&self, kind: KindId) -> Vec<Rec> {
        let groups = self.of_kind(kind);
        let sorts = |id: GroupId| self.group(id).map_or(0, |group| group.sorts.len());
        groups.flat_map(|group| (0..sorts(group)).map(move |sort| Rec { group, sort })).collect()
    }

    /// The counts of a group's sorts.
    pub fn recs_of(&self, group: GroupId) -> Vec<Count> {
        self.group(group).map_or_else(Vec::new, |group| group.sorts.iter().map(|sort| sort.count).collect())
    }

    /// The counts of a kind's sorts.
    pub fn counts_of(&self, kind: KindId) -> Vec<Count> {
        self.of_kind(kind).flat_map(|group| self.recs_of(group)).collect()
    }

    /// Why its sorts assume what comparisons of their own fields come to.
    pub fn assumes(&self) -> BTreeSet<Reason> {
        let cells = self.groups.iter().flat_map(|group| &group.sorts).map(|sort| &sort.cell);
        let open = cells.filter(|cell| !cell.assumed.is_empty());
        open.map(|cell| {
            let text = cell.fields.iter().any(|(_, known)| matches!(known, Known::OtherText(_)));
            Reason::at(if text { Construct::Key } else { Construct::Arithmetic }, None)
        })
        .collect()
    }

    /// Where a reference of a group leads.
    pub fn goal(&self, group: GroupId, field: FieldId) -> Option<Goal> {
        self.group(group)?.goals.iter().find(|(own, _)| *own == field).map(|(_, goal)| *goal)
    }

    /// The kind that a reference leads to.
    pub fn leads_to(&self, kind: KindId, field: FieldId) -> Option<KindId> {
        match self.program.kinds.get(kind.at())?.fields.get(field.at())?.ty {
            Type::Reference(to) => Some(to),
            Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) => None,
        }
    }
}
