//! Places of records among those of their group.
//!
//! Every record has two values by each key: the best and the worst that it may
//! still have, which are one where it is known. By the order of all keys
//! together a record comes before another for certain where its worst comes
//! before the other's best, and perhaps where its best comes before the other's
//! worst. So of each group two lists are sorted, those who are ranked for
//! certain by their worst and those who may be by their best; how many of a
//! list come before a record is one search. Records whose group isn't known
//! stand apart, by what is known of it: they may be in each group that fits.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::rc::Rc;

use crate::exact::Exact;
use crate::program::{Definition, FieldId, KindId, Origin, Path, Rank, RankGives, Ties};
use crate::roster::Target;

use super::derived::Derived;
use super::evaluation::{EvaluateError, Evaluation};
use super::hand::Hand;
use super::numbers::Numbers;
use super::read::Value;
use super::truth::{Interval, Truth};

/// The most pairs of groups, and of records and groups, that are looked at where groups aren't known.
pub const MAX_UNPLACED: usize = 50_000_000;

/// What is known of one of the things that the records of a group have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Common {
    /// A record's row, a label's number, yes or no.
    Is(u64),
    /// One of some labels, each a bit.
    Among(u64),
    Anything,
}

impl Common {
    fn fits(self, other: Common) -> bool {
        match (self, other) {
            (Common::Anything, _) | (_, Common::Anything) => true,
            (Common::Is(one), Common::Is(other)) => one == other,
            (Common::Among(mask), Common::Is(label)) | (Common::Is(label), Common::Among(mask)) => {
                label < 64 && mask >> label & 1 == 1
            }
            (Common::Among(one), Common::Among(other)) => one & other != 0,
        }
    }
}

/// Records of one group, or of whom the same is known of their group.
#[derive(Debug)]
struct Group {
    common: Box<[Common]>,
    /// Those who are ranked for certain, the first one first by their worst.
    sure: Vec<u32>,
    /// Those who are ranked or may be, the first one first by their best.
    maybe: Vec<u32>,
    /// Others, by number, whose records may be in this group too.
    others: Vec<usize>,
}

impl Group {
    fn is_known(&self) -> bool {
        self.common.iter().all(|common| matches!(common, Common::Is(_)))
    }
}

/// Which of the values that a record may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Best,
    Worst,
}

/// Who comes before whom among the records of a kind.
#[derive(Debug)]
pub(super) struct Ranking {
    members: Vec<Truth>,
    /// How many keys there are.
    width: usize,
    /// Record by record, each key, the greater first.
    keys: Vec<Interval>,
    /// The number of each record's group.
    group_of: Vec<usize>,
    groups: Vec<Group>,
}

/// The most others that are told to be equal to a record, and the most that are looked at for it.
const MAX_TIED: (usize, usize) = (10, 1_000);

/// Others that are equal to a record by all keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tied {
    /// They share its place for certain.
    pub sure: Vec<u32>,
    /// Who comes first is decided by a number that is missing.
    pub undecided: Vec<u32>,
    /// Whether there may be more.
    pub cut: bool,
}

impl Ranking {
    /// One of a record's keys; none beyond the last, where the next record's begin.
    fn key(&self, row: u32, key: usize) -> Option<&Interval> {
        self.keys.get(row as usize * self.width + key).filter(|_| key < self.width)
    }

    /// Which of two records is greater, each with its best or its worst values.
    fn order(&self, one: (u32, Side), other: (u32, Side)) -> Ordering {
        self.order_by(self.width, one, other)
    }

    /// The same by the first keys alone.
    fn order_by(&self, keys: usize, (one, own): (u32, Side), (other, theirs): (u32, Side)) -> Ordering {
        for key in 0..keys {
            let (Some(one), Some(other)) = (self.key(one, key), self.key(other, key)) else { continue };
            let order = end(one, own, |one| end(other, theirs, |other| compare(one, other)));
            if order != Ordering::Equal {
                return order;
            }
        }
        Ordering::Equal
    }

    /// How many of a list, which is in the order of one side, come before a record.
    fn before(&self, list: &[u32], side: Side, record: (u32, Side)) -> usize {
        list.partition_point(|row| self.order((*row, side), record) == Ordering::Greater)
    }

    fn group(&self, row: u32) -> Option<&Group> {
        self.groups.get(*self.group_of.get(row as usize)?)
    }

    /// A record's group and all others that its records may be in.
    fn around<'g>(&'g self, group: &'g Group) -> impl Iterator<Item = &'g Group> {
        std::iter::once(group).chain(group.others.iter().filter_map(|other| self.groups.get(*other)))
    }

    fn may_be_ranked(&self, row: u32) -> bool {
        self.members.get(row as usize).is_some_and(|member| !member.is_no())
    }

    /// The first and the last place that a record may have.
    fn place(&self, row: u32) -> (usize, usize) {
        let Some(group) = self.group(row) else { return (1, 1) };
        let sure = if group.is_known() { self.before(&group.sure, Side::Worst, (row, Side::Best)) } else { 0 };
        let worst = (row, Side::Worst);
        let maybe: usize = self.around(group).map(|group| self.before(&group.maybe, Side::Best, worst)).sum();
        let itself = self.may_be_ranked(row) && self.order((row, Side::Best), worst) == Ordering::Greater;
        (1 + sure, 1 + maybe - usize::from(itself))
    }

    /// How many records may be ranked in a record's group.
    fn size(&self, row: u32) -> (usize, usize) {
        let Some(group) = self.group(row) else { return (0, 0) };
        let itself = self.members.get(row as usize).is_some_and(|member| member.is_yes());
        let sure = if group.is_known() { group.sure.len() } else { usize::from(itself) };
        (sure, self.around(group).map(|group| group.maybe.len()).sum())
    }

    /// Who is equal to a record by all keys; with `decided` the last one is a decision.
    fn tied(&self, row: u32, decided: bool) -> Tied {
        let mut tied = Tied::default();
        let Some(group) = self.group(row).filter(|group| group.is_known()) else { return tied };
        let keys = self.width - usize::from(decided && self.width > 0);
        let known = |row: u32, key: usize| self.key(row, key).is_some_and(|own| own.known().is_some());
        if !(0..keys).all(|key| known(row, key)) {
            return tied;
        }
        let settled = keys == self.width || known(row, keys);
        // Who is equal stands together in the list, missing decisions last.
        let equal = |keys: usize| {
            let order = |other: &u32| self.order_by(keys, (*other, Side::Worst), (row, Side::Best));
            let from = group.sure.partition_point(|other| order(other) == Ordering::Greater);
            let upto = group.sure.partition_point(|other| order(other) != Ordering::Less);
            group.sure.get(from..upto).unwrap_or(&[])
        };
        let by_keys = |other: u32| (0..keys).all(|key| self.key(row, key) == self.key(other, key));
        let mut look = |others: &mut dyn Iterator<Item = u32>, into: fn(&mut Tied) -> &mut Vec<u32>, all: bool| {
            for (looked, other) in others.filter(|other| *other != row).enumerate() {
                if into(&mut tied).len() >= MAX_TIED.0 || looked >= MAX_TIED.1 {
                    tied.cut = true;
                    break;
                }
                if by_keys(other) && (!all || self.key(row, keys) == self.key(other, keys)) {
                    into(&mut tied).push(other);
                }
            }
        };
        if settled {
            look(&mut equal(self.width).iter().copied(), |tied| &mut tied.sure, true);
        }
        if decided {
            let missing = |other: &u32| !settled || !known(*other, keys);
            look(&mut equal(keys).iter().rev().copied().take_while(missing), |tied| &mut tied.undecided, false);
        }
        tied.sure.sort_unstable();
        tied.undecided.sort_unstable();
        tied
    }

    /// Other records that keep a record's place open, in their order.
    fn open(&self, row: u32) -> Vec<u32> {
        let Some(group) = self.group(row) else { return Vec::new() };
        let sure = |other: &Group, member: u32| {
            let same = std::ptr::eq(group, other) && group.is_known();
            let ranked = self.members.get(member as usize).is_some_and(|member| member.is_yes());
            same && ranked && self.order((member, Side::Worst), (row, Side::Best)) == Ordering::Greater
        };
        let mut rows = Vec::new();
        for other in self.around(group) {
            let before = self.before(&other.maybe, Side::Best, (row, Side::Worst));
            let listed = other.maybe.get(..before).unwrap_or(&[]).iter().copied();
            rows.extend(listed.filter(|member| *member != row && !sure(other, *member)));
        }
        rows.sort_unstable();
        rows
    }

    /// Records that may or may not be ranked in a record's group, in their order.
    fn open_members(&self, row: u32) -> Vec<u32> {
        let Some(group) = self.group(row) else { return Vec::new() };
        let mut rows = Vec::new();
        for other in self.around(group) {
            let settled = std::ptr::eq(group, other) && group.is_known();
            let sure = |row: u32| self.members.get(row as usize).is_some_and(|member| member.is_yes());
            rows.extend(other.maybe.iter().copied().filter(|row| !settled || !sure(*row)));
        }
        rows.sort_unstable();
        rows
    }

    /// Finds which groups the records of an unknown group may be in.
    fn connect(&mut self) -> Result<(), EvaluateError> {
        let too_much = || EvaluateError::TooMuchWork { what: "ranks of unknown groups", limit: MAX_UNPLACED };
        let unknown: Vec<usize> =
            self.groups.iter().enumerate().filter(|(_, group)| !group.is_known()).map(|(number, _)| number).collect();
        if unknown.len().saturating_mul(self.groups.len()) > MAX_UNPLACED {
            return Err(too_much());
        }
        for number in unknown {
            let Some(own) = self.groups.get(number).map(|group| group.common.clone()) else { continue };
            let mut others = Vec::new();
            for (other, group) in self.groups.iter_mut().enumerate() {
                if other != number && own.iter().zip(&group.common).all(|(one, other)| one.fits(*other)) {
                    others.push(other);
                    if group.is_known() {
                        group.others.push(number);
                    }
                }
            }
            if let Some(group) = self.groups.get_mut(number) {
                group.others = others;
            }
        }
        let mut searches = 0usize;
        for group in &self.group_of {
            searches = searches.saturating_add(self.groups.get(*group).map_or(0, |group| group.others.len()));
        }
        if searches > MAX_UNPLACED { Err(too_much()) } else { Ok(()) }
    }
}

/// An end of an interval on the extended line.
type End<'e> = Result<&'e Exact, Side>;

/// Calls with the best or the worst value of an interval; one without end is beyond all numbers on its side.
fn end<T>(interval: &Interval, side: Side, call: impl FnOnce(End<'_>) -> T) -> T {
    let found = match side {
        Side::Best => interval.high.as_ref(),
        Side::Worst => interval.low.as_ref(),
    };
    call(found.ok_or(side))
}

fn compare(one: End<'_>, other: End<'_>) -> Ordering {
    match (one, other) {
        (Ok(one), Ok(other)) => one.cmp(other),
        (Err(one), Err(other)) if one == other => Ordering::Equal,
        (Err(Side::Best), _) | (_, Err(Side::Worst)) => Ordering::Greater,
        (Err(Side::Worst), _) | (_, Err(Side::Best)) => Ordering::Less,
    }
}

impl Evaluation<'_> {
    /// The rank that a field of a kind is.
    fn rank(&self, kind: KindId, field: FieldId) -> Option<&Rank> {
        match &self.field(kind, field)?.origin {
            Origin::Rank(rank) => Some(rank),
            Origin::Key | Origin::Data { .. } | Origin::Previous { .. } | Origin::Define(_) | Origin::Award { .. } => {
                None
            }
        }
    }

    /// Puts the records of a kind in order.
    fn ranking(&self, kind: KindId, rank: &Rank) -> Result<Ranking, EvaluateError> {
        let rows = self.roster.len(kind);
        let decided = match &rank.ties {
            Ties::Shared => None,
            Ties::Decided(path) => Some(path),
        };
        let keyed = rank.gives == RankGives::Place;
        let width = if keyed { rank.keys.len() + usize::from(decided.is_some()) } else { 0 };
        let mut ranking = Ranking {
            members: Vec::with_capacity(rows),
            width,
            keys: Vec::with_capacity(rows * width),
            group_of: Vec::with_capacity(rows),
            groups: Vec::new(),
        };
        let mut numbers: HashMap<Box<[Common]>, usize> = HashMap::new();
        let mut common = Vec::with_capacity(rank.same.len());
        for row in 0..rows as u32 {
            let hand = Hand::one(kind, row);
            ranking.members.push(rank.filter.as_ref().map_or(Truth::Yes, |filter| self.truth(filter, hand)));
            if keyed {
                ranking.keys.extend(rank.keys.iter().map(|key| self.key(&key.by, key.lowest, hand)));
                ranking.keys.extend(decided.map(|path| turned(self.interval(path, hand), true)));
            }
            common.clear();
            common.extend(rank.same.iter().map(|path| self.common(path, hand)));
            let number = numbers.get(&common[..]).copied().unwrap_or_else(|| {
                let next = ranking.groups.len();
                let common: Box<[Common]> = common.as_slice().into();
                numbers.insert(common.clone(), next);
                ranking.groups.push(Group { common, sure: Vec::new(), maybe: Vec::new(), others: Vec::new() });
                next
            });
            ranking.group_of.push(number);
            let (Some(member), Some(group)) = (ranking.members.last(), ranking.groups.get_mut(number)) else {
                continue;
            };
            if member.is_yes() {
                group.sure.push(row);
            }
            if !member.is_no() {
                group.maybe.push(row);
            }
        }
        ranking.connect()?;
        let mut groups = std::mem::take(&mut ranking.groups);
        for group in &mut groups {
            group.sure.sort_by(|one, other| ranking.order((*other, Side::Worst), (*one, Side::Worst)));
            group.maybe.sort_by(|one, other| ranking.order((*other, Side::Best), (*one, Side::Best)));
        }
        ranking.groups = groups;
        Ok(ranking)
    }

    fn key(&self, by: &Definition, lowest: bool, hand: Hand) -> Interval {
        turned(self.ordered(by, hand), lowest)
    }

    /// The values that a number of the data may have.
    fn interval(&self, path: &Path, hand: Hand) -> Interval {
        match self.value(path, hand) {
            Value::Number(interval) | Value::Date(interval) => interval,
            Value::Truth(_) | Value::Labels(..) | Value::Text(_) | Value::Reference(_) => Interval::any(),
        }
    }

    fn common(&self, path: &Path, hand: Hand) -> Common {
        match self.value(path, hand) {
            Value::Reference(Target::Row(row)) => Common::Is(row.into()),
            Value::Reference(Target::Absent) => Common::Is(u64::MAX),
            Value::Truth(Truth::Yes) => Common::Is(1),
            Value::Truth(Truth::No) => Common::Is(0),
            Value::Labels(set, labels) => match labels[..] {
                [label] => Common::Is(label.into()),
                _ if labels.len() < self.program.labels.get(set.at()).map_or(0, |set| set.labels.len()) => {
                    // Of more labels than an award may give, one is known or none is.
                    Common::Among(labels.iter().filter(|label| **label < 64).fold(0, |mask, label| mask | 1 << label))
                }
                _ => Common::Anything,
            },
            // Whole numbers; one that no word holds is looked at as if it weren't known.
            Value::Number(number) | Value::Date(number) => {
                let whole = number.known().and_then(Exact::to_i64);
                whole.map_or(Common::Anything, |whole| Common::Is(whole as u64))
            }
            Value::Reference(Target::Unknown) | Value::Truth(Truth::Unknown) | Value::Text(_) => Common::Anything,
        }
    }

    /// The ranked field of all records of a kind.
    ///
    /// # Errors
    ///
    /// So many records of unknown groups that they can't be looked at one by one.
    pub(super) fn ranked(&self, kind: KindId, field: FieldId) -> Result<Derived, EvaluateError> {
        let Some(rank) = self.rank(kind, field) else { return Ok(Derived::Number(Numbers::open(0))) };
        let ranking = self.ranking(kind, rank)?;
        let number = |number: usize| Some(Exact::from(i64::try_from(number).unwrap_or(i64::MAX)));
        let of = |row: u32| {
            let (low, high) = match rank.gives {
                RankGives::Place => ranking.place(row),
                RankGives::Size => ranking.size(row),
            };
            Interval { low: number(low), high: number(high) }
        };
        let places: Vec<Interval> = (0..self.roster.len(kind) as u32).map(of).collect();
        Ok(Derived::Number(Numbers::of(places.into_iter())))
    }

    /// The ranking behind a field, for questions after all is evaluated; none where it can't be made.
    fn ranking_behind(&self, kind: KindId, field: FieldId) -> Option<Rc<Ranking>> {
        if let Some(known) = self.rankings.borrow().get(&(kind, field)) {
            return Some(known.clone());
        }
        let ranking = Rc::new(self.ranking(kind, self.rank(kind, field)?).ok()?);
        self.rankings.borrow_mut().insert((kind, field), ranking.clone());
        Some(ranking)
    }

    /// Whether a record is ranked: its rank's `where` holds.
    pub(crate) fn is_ranked(&self, rank: &Rank, hand: Hand) -> Truth {
        rank.filter.as_ref().map_or(Truth::Yes, |filter| self.truth(filter, hand))
    }

    /// With whom a record shares its place.
    pub(crate) fn tied(&self, kind: KindId, field: FieldId, row: u32) -> Tied {
        let decided = self.rank(kind, field).is_some_and(|rank| matches!(rank.ties, Ties::Decided(_)));
        self.ranking_behind(kind, field).map_or_else(Tied::default, |ranking| ranking.tied(row, decided))
    }

    /// The rows of a kind in the order of a rank: group by group, as they come in the data, then by place.
    pub(crate) fn by_place(&self, kind: KindId, field: FieldId) -> Vec<u32> {
        let rows = 0..self.roster.len(kind) as u32;
        let Some(ranking) = self.ranking_behind(kind, field) else { return rows.collect() };
        let mut places: Vec<(usize, Truth, (usize, usize), u32)> = rows
            .map(|row| {
                let at = row as usize;
                let group = ranking.group_of.get(at).copied().unwrap_or_default();
                let member = ranking.members.get(at).copied().unwrap_or(Truth::No);
                (group, member, ranking.place(row), row)
            })
            .collect();
        places.sort_by_key(|(group, member, place, row)| (*group, member.is_no(), *place, *row));
        places.into_iter().map(|(.., row)| row).collect()
    }

    /// Other records that keep a ranked field of a record open.
    pub(super) fn open_others(&self, kind: KindId, field: FieldId, row: u32) -> Vec<u32> {
        let Some(ranking) = self.ranking_behind(kind, field) else { return Vec::new() };
        match self.rank(kind, field).map(|rank| rank.gives) {
            Some(RankGives::Place) => ranking.open(row),
            Some(RankGives::Size) => ranking.open_members(row),
            None => Vec::new(),
        }
    }
}

/// The lowest first: the other way round.
fn turned(interval: Interval, lowest: bool) -> Interval {
    if !lowest {
        return interval;
    }
    Interval { low: interval.high.map(|high| high.neg()), high: interval.low.map(|low| low.neg()) }
}
