//! Places of records whose keys depend on what is chosen: each is held against each of its group.

use tieuchi::engine::Value;
use tieuchi::program::{Definition, FieldId, KindId, Order, Path, Rank, Term, Ties, Type};

use super::encode::{Encoder, Held};
use super::kleene::Kleene;
use super::numbers::Number;
use super::world::Slot;
use super::{Beyond, Much, Refused};
use crate::solver::{Linear, Lit};

/// The most records of which each is held against each.
const MAX_RANKED: usize = 300;

impl<'a> Encoder<'a> {
    /// The place of a record among its group; none where its group moves.
    pub(super) fn place_of(&mut self, kind: KindId, rank: &'a Rank, slot: Slot) -> Result<Option<Number>, Refused> {
        if rank.same.iter().any(|path| self.moving.path(path, &[kind])) {
            return Ok(None);
        }
        let others = self.world.slots.get(kind.at()).cloned().unwrap_or_default();
        let group = |encoder: &Self, slot: Slot| -> Option<Vec<String>> {
            let hand = encoder.hand([Some(slot), None]);
            let known = |path: &Path| {
                let value = encoder.evaluation.value(path, hand);
                value.is_known().then(|| format!("{value:?}"))
            };
            rank.same.iter().map(known).collect()
        };
        let own = group(self, slot);
        if own.is_none() || others.iter().any(|other| group(self, *other).is_none()) {
            self.beyond.insert(Beyond::Missing);
            return Ok(None);
        }
        let others: Vec<Slot> =
            others.into_iter().filter(|other| *other != slot && group(self, *other) == own).collect();
        if others.len() > MAX_RANKED {
            return Err(Refused::TooMany(Much::Ranked, MAX_RANKED));
        }
        let (mut sure, mut perhaps) = (Linear::constant(1), Linear::constant(1));
        for other in others {
            let member = match &rank.filter {
                Some(filter) => self.truth(filter, [Some(other), None])?,
                None => Kleene::YES,
            };
            let before = self.comes_before(kind, rank, other, slot)?;
            let there = Kleene::all(&mut self.model, &[member, before]);
            sure.add_linear(1, &self.model.counted(there.yes));
            perhaps.add_linear(1, &self.model.counted(!there.no));
        }
        Ok(Some(Number { high: (perhaps != sure).then_some(perhaps), ..Number::new(sure, 1) }))
    }

    /// Whether one record comes before another by the keys, the first first.
    fn comes_before(&mut self, kind: KindId, rank: &'a Rank, one: Slot, other: Slot) -> Result<Kleene, Refused> {
        let (mut before, mut equal) = (Vec::new(), Kleene::YES);
        for key in &rank.keys {
            let (greater, same) = match &key.by {
                Definition::Cond(cond) => {
                    let (one, other) = (self.truth(cond, [Some(one), None])?, self.truth(cond, [Some(other), None])?);
                    let first = Kleene::all(&mut self.model, &[one, other.not()]);
                    let last = Kleene::all(&mut self.model, &[other, one.not()]);
                    (if key.lowest { last } else { first }, Kleene::any(&mut self.model, &[first, last]).not())
                }
                Definition::Term(term) => {
                    let keys = (self.key(kind, term, one)?, self.key(kind, term, other)?);
                    self.held_against(keys, if key.lowest { Order::Below } else { Order::Above })
                }
            };
            before.push(Kleene::all(&mut self.model, &[equal, greater]));
            equal = Kleene::all(&mut self.model, &[equal, same]);
        }
        if let Ties::Decided(path) = &rank.ties {
            let keys = (self.decided(kind, path, one)?, self.decided(kind, path, other)?);
            let (first, _) = self.held_against(keys, Order::Below);
            before.push(Kleene::all(&mut self.model, &[equal, first]));
        }
        Ok(Kleene::any(&mut self.model, &before))
    }

    /// Whether one key stands so to another, and whether they are equal.
    fn held_against(&mut self, keys: (Option<Number>, Option<Number>), order: Order) -> (Kleene, Kleene) {
        match keys {
            (Some(one), Some(other)) => (self.order(&one, order, &other), self.order(&one, Order::Is, &other)),
            (None, _) | (_, None) => (Kleene::UNKNOWN, Kleene::UNKNOWN),
        }
    }

    /// A key as a number: a label by its place on the scale.
    fn key(&mut self, kind: KindId, term: &'a Term, slot: Slot) -> Result<Option<Number>, Refused> {
        let held: Held = [Some(slot), None];
        if let Term::Field(path) = term
            && let Some((of, end)) = self.end(path, held)
            && let Some(Type::Label(_)) = self.type_of(of, path.field)
        {
            if !self.moving.path(path, &[kind]) {
                return Ok(match self.evaluation.value(path, self.hand(held)) {
                    Value::Labels(_, labels) => match (labels.first(), labels.last()) {
                        (Some(low), Some(high)) => {
                            let high = (low != high).then(|| Linear::constant((*high).into()));
                            Some(Number { high, ..Number::new(Linear::constant((*low).into()), 1) })
                        }
                        _ => None,
                    },
                    _ => None,
                });
            }
            let labels = if self.moving.is_free(of, path.field) {
                self.own_labels(of, path.field, end).unwrap_or_default()
            } else {
                self.possible(of, path.field, end)?
            };
            let (mut place, mut count) = (Linear::new(), Linear::new());
            for (label, lit) in labels.possible {
                let counted = self.model.counted(lit);
                place.add_linear(label.into(), &counted);
                count.add_linear(1, &counted);
            }
            // Where several are possible, nothing is said of it.
            let known = if labels.settled { Lit::TRUE } else { self.model.equals(&count, 1) };
            return Ok(Some(Number { known, ..Number::new(place, 1) }));
        }
        self.number(term, held)
    }

    /// The number that decides between equals; where nothing is recorded, nobody knows.
    fn decided(&mut self, kind: KindId, path: &'a Path, slot: Slot) -> Result<Option<Number>, Refused> {
        if self.moving.path(path, &[kind]) {
            return Ok(match self.end(path, [Some(slot), None]) {
                Some((of, end)) => self.field_number(of, path.field, end)?,
                None => None,
            });
        }
        Ok(match self.evaluation.value(path, self.hand([Some(slot), None])) {
            Value::Number(interval) => interval.known().and_then(Number::constant),
            _ => None,
        })
    }

    fn type_of(&self, kind: KindId, field: FieldId) -> Option<Type> {
        self.program.kinds.get(kind.at())?.fields.get(field.at()).map(|field| field.ty)
    }
}
