//! Places among others.

use tieuchi::exact::Exact;
use tieuchi::program::{FieldId, NumberSet, Origin, Rank, RankGives, Set, Test};

use super::{Construct, Encoder};
use crate::logic::{Formula, Kleene, Linear};
use crate::settle::own;
use crate::world::Rec;

impl<'p> Encoder<'p> {
    /// Whether a record has a place of some: decided where there are no more places than are all of them, or none. Which
    /// place one has among others is left open.
    pub(super) fn placed(&mut self, test: &Test, rec: Rec) -> Option<Kleene> {
        let (Set::Numbers(places), false) = (&test.set, self.building) else { return None };
        let rank = self.rank(rec, test.path.field)?;
        if rank.gives != RankGives::Place {
            return None;
        }
        let all = self.perhaps_beside(rec, rank)?;
        let (first, holds) = first_of(places);
        let few = Formula::at_least(&Linear::constant(first), &all)?;
        let open = self.open(Construct::Rank);
        let open = if holds { open } else { open.negated() };
        let (yes, no) = (few.clone().or(open.yes()), few.negated().and(open.no()));
        let placed = Kleene::new(yes, no);
        Some(if holds { placed } else { placed.negated() })
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

/// How many of the first places are all in a set, or none of them, and which of the two.
fn first_of(places: &NumberSet) -> (i128, bool) {
    let is_in = |place: i64| places.contains(&Exact::from(place));
    let first = (1..=MOST).take_while(|place| is_in(*place) == is_in(1)).count();
    (first as i128, is_in(1))
}

/// More places aren't looked at.
const MOST: i64 = 100;
