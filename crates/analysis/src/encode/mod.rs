//! What conditions and criteria say of a world, as formulas over its counts.
//!
//! Contract. The formulas say of every roster of the world exactly what the engine says of it, except where something is
//! left *open*: then a choice stands there that a model may make as it likes, and the reason is kept. So what no model
//! gives, no roster gives; and what a model gives is to be held against the engine.

mod clauses;
mod conds;
pub mod into;
mod known;
mod places;
mod terms;
mod verdicts;

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;
use tieuchi::program::{AggregateId, Cond, FieldId, KindId, Link, Place, Program, Term};

use crate::logic::{Choice, Count, Formula, Kleene, Linear};
use crate::settle::Settler;
use crate::world::{Atom, Goal, GroupId, Rec, World};

use known::Known;
use terms::Pieces;

pub use verdicts::Verdicts;

/// What isn't turned into comparisons of counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Construct {
    /// Numbers that records have are computed with: their products, quotients, sums.
    Arithmetic,
    /// An average, or an extreme, that isn't held against a constant.
    Mean,
    /// A place among others.
    Rank,
    /// The period before.
    Series,
    /// A requirement for each pair of records.
    Pairs,
    /// A field of a record above that isn't known.
    Above,
    /// Trees of more than two levels.
    Levels,
    /// What depends on values that there may be none of.
    Unknown,
    /// Numbers grow too large.
    Numbers,
    /// Kinds that refer to each other in a circle.
    Circle,
    /// There are too many cases to tell apart.
    Cases,
    /// A key, or a text that is held against another one.
    Key,
}

/// Why something was left open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reason {
    /// What.
    pub construct: Construct,
    /// File, line and column in the program.
    pub place: Option<(u32, u32, u32)>,
}

impl Reason {
    /// At a place.
    pub fn at(construct: Construct, place: Option<Place>) -> Reason {
        Reason { construct, place: place.map(|place| (place.file, place.line, place.column)) }
    }
}

/// Says what conditions mean in a world.
#[derive(Debug)]
pub struct Encoder<'p> {
    pub(crate) program: &'p Program,
    /// The world.
    pub world: World<'p>,
    /// What was left open.
    pub reasons: BTreeSet<Reason>,
    pub(crate) settler: Settler<'p>,
    pub(crate) here: Option<Place>,
    /// While groups are still being made: nothing is asked of all records, and atoms that aren't assumed are noted.
    pub(crate) building: bool,
    pub(crate) noted: Vec<(Atom, Choice)>,
    /// While what is assumed of the records below each of many is made a comparison of all of them together.
    pub(crate) lining: bool,
    weighed: HashMap<(Linear, Formula), Count>,
    /// Of each of many records of a group: `linear >= 0` for each by itself.
    pub(crate) lines: Vec<(GroupId, Linear)>,
    /// How many records of a sort lie under records of a group, but not directly.
    pub(crate) extra: BTreeMap<(FieldId, GroupId, Rec), Count>,
    /// How many records of a group lead to records of another by the reference to their own kind.
    pub(crate) direct: BTreeMap<(FieldId, GroupId, GroupId), Count>,
    /// So many groups stay as they are; those behind them are tried out.
    pub(crate) fixed: usize,
    truths: Known<Cond, Kleene>,
    values: Known<Term, Pieces>,
    aggregates: Known<AggregateId, Pieces>,
    depth: usize,
}

/// The deepest that conditions, and what they read, may lead.
const MAX_DEPTH: usize = 400;

impl<'p> Encoder<'p> {
    /// Of a world.
    pub fn new(world: World<'p>, settler: Settler<'p>) -> Encoder<'p> {
        Encoder {
            program: world.program,
            settler,
            world,
            reasons: BTreeSet::new(),
            here: None,
            building: false,
            noted: Vec::new(),
            lining: false,
            weighed: HashMap::new(),
            lines: Vec::new(),
            extra: BTreeMap::new(),
            direct: BTreeMap::new(),
            fixed: 0,
            truths: Known::default(),
            values: Known::default(),
            aggregates: Known::default(),
            depth: 0,
        }
    }

    /// A choice, with the reason why it is one.
    pub(crate) fn free(&mut self, construct: Construct) -> Formula {
        self.reasons.insert(Reason::at(construct, self.here));
        Formula::Chosen(self.world.choice())
    }

    /// A truth of which nothing is known, not even whether it is known.
    pub(crate) fn open(&mut self, construct: Construct) -> Kleene {
        let (yes, no) = (self.free(construct), self.free(construct));
        Kleene::new(yes.clone(), no.and(yes.negated()))
    }

    /// A formula where numbers didn't grow too large.
    pub(crate) fn checked(&mut self, formula: Option<Formula>) -> Formula {
        match formula {
            Some(formula) => formula,
            None => self.free(Construct::Numbers),
        }
    }

    /// Goes a level deeper.
    pub(crate) fn deeper<T>(&mut self, work: impl FnOnce(&mut Self) -> T, too_deep: impl FnOnce(&mut Self) -> T) -> T {
        if self.depth >= MAX_DEPTH {
            return too_deep(self);
        }
        self.depth += 1;
        let found = work(self);
        self.depth -= 1;
        found
    }

    /// Looks at a part of the rules that stands at a place.
    pub(crate) fn there<T>(&mut self, place: Option<Place>, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.here;
        self.here = place.or(before);
        let found = work(self);
        self.here = before;
        found
    }

    /// How many of a sort there are.
    pub(crate) fn many(&self, rec: Rec) -> Linear {
        self.world.sort(rec).map_or_else(Linear::default, |sort| Linear::count(sort.count))
    }

    /// That there is one of a sort.
    pub(crate) fn present(&mut self, rec: Rec) -> Formula {
        let some = Formula::some(&self.many(rec));
        self.checked(some)
    }

    /// How many of so many records a formula holds for; what it leaves open may differ from record to record.
    pub(crate) fn weigh(&mut self, many: &Linear, when: &Formula) -> Option<Linear> {
        match when.known() {
            Some(true) => return Some(many.clone()),
            Some(false) => return Some(Linear::default()),
            None => {}
        }
        if many.known() == Some(0) {
            return Some(Linear::default());
        }
        let key = (many.clone(), when.clone());
        if let Some(known) = self.weighed.get(&key) {
            return Some(Linear::count(*known));
        }
        let part = self.world.count();
        let of = Linear::count(part);
        self.world.rules.push(Formula::at_least(many, &of)?);
        let all = Formula::at_least(&of, many)?;
        let none = Formula::at_least_zero(of.times(-1)?);
        self.world.rules.push(when.chosen(false).implies(all));
        self.world.rules.push(when.chosen(true).or(none));
        if !has_choice(when) {
            self.weighed.insert(key, part);
        }
        Some(of)
    }

    /// How many records of a sort hang on records of a group by a link; none where that isn't known.
    pub(crate) fn hanging(&mut self, rec: Rec, link: &Link, hand: GroupId) -> Option<Linear> {
        let own = self.many(rec);
        let mut at = rec.group;
        for (step, field) in link.via.iter().enumerate() {
            match self.world.goal(at, *field)? {
                Goal::Absent => return Some(Linear::default()),
                Goal::Group(next) => at = next,
                Goal::Elsewhere if step + 1 == link.via.len() && step == 0 => {
                    return Some(Linear::count(match link.under {
                        None => self.led(*field, hand, rec.group),
                        Some(parent) => self.under(parent, hand, rec),
                    }));
                }
                Goal::Elsewhere => return None,
            }
        }
        if at == hand {
            let Some(parent) = link.under.filter(|_| self.is_many(hand)) else { return Some(own) };
            // Of many units alike one may lie under another: then whoever is in that is under two of them.
            return own.plus(&Linear::count(self.under(parent, hand, rec)));
        }
        let Some(parent) = link.under else { return Some(Linear::default()) };
        if self.is_many(hand) {
            return Some(Linear::count(self.under(parent, hand, rec)));
        }
        let mut left = self.world.groups.len();
        while let Some(Goal::Group(above)) = self.world.goal(at, parent).filter(|_| left > 0) {
            if above == hand {
                return Some(own);
            }
            at = above;
            left -= 1;
        }
        Some(Linear::default())
    }

    pub(crate) fn is_many(&self, group: GroupId) -> bool {
        self.world.group(group).is_some_and(|group| !group.one)
    }

    pub(crate) fn under(&mut self, parent: FieldId, hand: GroupId, rec: Rec) -> Count {
        if let Some(known) = self.extra.get(&(parent, hand, rec)) {
            return *known;
        }
        let count = self.world.count();
        self.extra.insert((parent, hand, rec), count);
        count
    }

    pub(crate) fn led(&mut self, field: FieldId, hand: GroupId, group: GroupId) -> Count {
        if let Some(known) = self.direct.get(&(field, hand, group)) {
            return *known;
        }
        let count = self.world.count();
        self.direct.insert((field, hand, group), count);
        count
    }

    /// The kinds of what stands in hand.
    pub(crate) fn kinds(&self, hand: &[Rec]) -> Vec<KindId> {
        hand.iter().filter_map(|rec| self.world.group(rec.group)).map(|group| group.kind).collect()
    }
}

/// Whether a formula depends on a choice.
pub(crate) fn has_choice(formula: &Formula) -> bool {
    match formula {
        Formula::True | Formula::False | Formula::AtLeastZero(_) => false,
        Formula::Chosen(_) => true,
        Formula::Not(inner) => has_choice(inner),
        Formula::All(parts) | Formula::Any(parts) => parts.iter().any(has_choice),
    }
}
