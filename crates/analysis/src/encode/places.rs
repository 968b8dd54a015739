//! Places among others.

use tieuchi::exact::Exact;
use tieuchi::program::{FieldId, NumberSet, Origin, Rank, RankGives, Set, Test};

use super::{Construct, Encoder};
use crate::logic::{Formula, Kleene, Linear};
use crate::settle::own;
use crate::world::Rec;

impl<'p> Encoder<'p> {
    /// Whether a record has a place of some: for certain where no more than these are there to be had. Which place one has
    /// among others is left open.
    pub(super) fn placed(&mut self, test: &Test, rec: Rec) -> Option<Kleene> {
        let (Set::Numbers(places), false) = (&test.set, self.building) else { return None };
        let rank = self.rank(rec, test.path.field)?;
        let (RankGives::Place, first @ 1..) = (rank.gives, first_of(places)) else { return None };
        let all = self.perhaps_beside(rec, rank)?;
        let few = Formula::at_least(&Linear::constant(first), &all)?;
        let open = self.open(Construct::Rank);
        let (yes, no) = (few.clone().or(open.yes()), few.negated().and(open.no()));
        Some(Kleene::new(yes, no))
    }

    fn rank(&self, rec: Rec, field: FieldId) -> Option<&'p Rank> {
        let kind = self.world.group(rec.group)?.kind;
        match &self.program.kinds.get(kind.at())?.fields.get(field.at())?.origin {
            Origin::Rank(rank) => Some(rank),
            Origin::Key | Origin::Data { .. } | Origin::Define(_) | Origin::Award { .. } | Origin::Previous { .. } => {
                None
            }
        }
    }

    /// How many records may be ranked with a record, and it: all of its kind but those that refer to others.
    fn perhaps_beside(&self, rec: Rec, rank: &Rank) -> Option<Linear> {
        let kind = self.world.group(rec.group)?.kind;
        let apart = |other: Rec| {
            rank.same.iter().filter_map(|path| own(path, 0)).any(|field| {
                let (one, other) = (self.world.goal(rec.group, field), self.world.goal(other.group, field));
                one.is_some() && other.is_some() && one != other
            })
        };
        let mut all = Linear::default();
        for other in self.world.recs(kind).into_iter().filter(|other| !apart(*other)) {
            all.gather(&self.many(other))?;
        }
        Some(all)
    }
}

/// The first places, as many as are all in a set.
fn first_of(places: &NumberSet) -> i128 {
    (1..=MOST).take_while(|place| places.contains(&Exact::from(*place))).last().unwrap_or(0).into()
}

/// More places aren't looked at.
const MOST: i64 = 100;
