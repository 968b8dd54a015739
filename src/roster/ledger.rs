//! A roster with what finds its records quickly: by their keys, and by whom they refer to.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::edit::Datum;
use super::{Roster, Target};
use crate::program::{FieldId, KindId, Origin, Program, Type};

/// No row.
const NOBODY: u32 = u32::MAX;

/// A roster that can be changed.
#[derive(Debug)]
pub(crate) struct Ledger {
    roster: Roster,
    places: Places,
    followers: Followers,
    /// The key field of each kind.
    keys: Vec<FieldId>,
    /// Of each kind, the references that lead to it: kind and field.
    leading: Vec<Vec<(KindId, FieldId)>>,
    /// Of each kind, its own references and the kinds that they lead to.
    own: Vec<Vec<FieldId>>,
}

/// The row of each key.
#[derive(Debug, Default)]
struct Places {
    hasher: DefaultHashBuilder,
    rows: Vec<HashTable<u32>>,
}

/// Who refers to each record.
#[derive(Debug, Default)]
pub(crate) struct Followers(Vec<Vec<Option<Chains>>>);

/// For each record the chain of those that refer to it by one field, in no order.
#[derive(Debug, Default)]
struct Chains {
    heads: Vec<u32>,
    next: Vec<u32>,
    before: Vec<u32>,
}

fn set(rows: &mut [u32], at: u32, value: u32) {
    if let Some(place) = rows.get_mut(at as usize) {
        *place = value;
    }
}

fn get(rows: &[u32], at: u32) -> u32 {
    rows.get(at as usize).copied().unwrap_or(NOBODY)
}

impl Chains {
    fn link(&mut self, target: u32, row: u32) {
        let first = get(&self.heads, target);
        set(&mut self.next, row, first);
        set(&mut self.before, row, NOBODY);
        set(&mut self.before, first, row);
        set(&mut self.heads, target, row);
    }

    fn unlink(&mut self, target: u32, row: u32) {
        let (before, next) = (get(&self.before, row), get(&self.next, row));
        match before {
            NOBODY => set(&mut self.heads, target, next),
            before => set(&mut self.next, before, next),
        }
        set(&mut self.before, next, before);
        set(&mut self.next, row, NOBODY);
        set(&mut self.before, row, NOBODY);
    }

    fn of(&self, target: u32) -> impl Iterator<Item = u32> {
        let some = |row: u32| (row != NOBODY).then_some(row);
        std::iter::successors(some(get(&self.heads, target)), move |row| some(get(&self.next, *row)))
    }
}

impl Followers {
    fn chains(&self, kind: KindId, field: FieldId) -> Option<&Chains> {
        self.0.get(kind.at())?.get(field.at())?.as_ref()
    }

    fn chains_mut(&mut self, kind: KindId, field: FieldId) -> Option<&mut Chains> {
        self.0.get_mut(kind.at())?.get_mut(field.at())?.as_mut()
    }

    /// The records of a kind that refer to a record by a field.
    pub fn of(&self, kind: KindId, field: FieldId, target: u32) -> impl Iterator<Item = u32> {
        self.chains(kind, field).into_iter().flat_map(move |chains| chains.of(target))
    }
}

impl Ledger {
    pub fn new(program: &Program, roster: Roster) -> Ledger {
        let kinds = || (0u32..).map(KindId).zip(&program.kinds);
        let mut ledger = Ledger {
            places: Places::default(),
            followers: Followers::default(),
            keys: program.kinds.iter().map(|kind| kind.key).collect(),
            leading: vec![Vec::new(); program.kinds.len()],
            own: Vec::new(),
            roster,
        };
        for (kind, declared) in kinds() {
            let rows = ledger.roster.len(kind) as u32;
            let mut found = HashTable::with_capacity(rows as usize);
            let (roster, hasher) = (&ledger.roster, &ledger.places.hasher);
            let hash = |row: &u32| hasher.hash_one(roster.text(kind, declared.key, *row).unwrap_or(""));
            for row in 0..rows {
                found.insert_unique(hash(&row), row, hash);
            }
            ledger.places.rows.push(found);
            let mut all = Vec::new();
            let mut own = Vec::new();
            for (field, declared) in (0u32..).map(FieldId).zip(&declared.fields) {
                let to = match (declared.ty, &declared.origin) {
                    (Type::Reference(to), Origin::Data { .. } | Origin::Previous { .. }) => to,
                    _ => {
                        all.push(None);
                        continue;
                    }
                };
                if let Some(leading) = ledger.leading.get_mut(to.at()) {
                    leading.push((kind, field));
                }
                own.push(field);
                let mut chains = Chains {
                    heads: vec![NOBODY; ledger.roster.len(to)],
                    next: vec![NOBODY; rows as usize],
                    before: vec![NOBODY; rows as usize],
                };
                // Backwards, so that each chain begins with the first.
                for row in (0..rows).rev() {
                    if let Target::Row(target) = ledger.roster.target(kind, field, row) {
                        chains.link(target, row);
                    }
                }
                all.push(Some(chains));
            }
            ledger.followers.0.push(all);
            ledger.own.push(own);
        }
        ledger
    }

    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    pub fn followers(&self) -> &Followers {
        &self.followers
    }

    /// The references that lead to a kind.
    pub fn leading(&self, kind: KindId) -> &[(KindId, FieldId)] {
        self.leading.get(kind.at()).map_or(&[], Vec::as_slice)
    }

    /// The key of a record.
    pub fn key(&self, kind: KindId, row: u32) -> &str {
        self.keys.get(kind.at()).and_then(|key| self.roster.text(kind, *key, row)).unwrap_or("")
    }

    /// The record of a key.
    pub fn find(&self, kind: KindId, key: &str) -> Option<u32> {
        let hash = self.places.hasher.hash_one(key);
        self.places.rows.get(kind.at())?.find(hash, |row| self.key(kind, *row) == key).copied()
    }

    /// The record of a key as somebody writes it.
    pub fn find_tidy(&self, kind: KindId, key: &str) -> Option<u32> {
        self.find(kind, &super::text::tidy(key))
    }

    fn enter(&mut self, kind: KindId, row: u32) {
        let (roster, keys, Places { hasher, rows }) = (&self.roster, &self.keys, &mut self.places);
        let key = |row: u32| keys.get(kind.at()).and_then(|key| roster.text(kind, *key, row)).unwrap_or("");
        let hash = |row: &u32| hasher.hash_one(key(*row));
        if let Some(rows) = rows.get_mut(kind.at()) {
            rows.insert_unique(hash(&row), row, hash);
        }
    }

    fn leave(&mut self, kind: KindId, row: u32) {
        let hash = self.places.hasher.hash_one(self.key(kind, row));
        if let Some(rows) = self.places.rows.get_mut(kind.at())
            && let Ok(found) = rows.find_entry(hash, |other| *other == row)
        {
            found.remove();
        }
    }

    /// Puts something into a cell, and gives what was there.
    pub fn put(&mut self, kind: KindId, field: FieldId, row: u32, datum: &Datum) -> Datum {
        let before = self.roster.datum(kind, field, row);
        let is_key = self.keys.get(kind.at()) == Some(&field);
        if is_key {
            self.leave(kind, row);
        }
        if let (Datum::Row(target), Some(chains)) = (&before, self.followers.chains_mut(kind, field)) {
            chains.unlink(*target, row);
        }
        self.roster.put(kind, field, row, datum);
        if let (Datum::Row(target), Some(chains)) = (datum, self.followers.chains_mut(kind, field)) {
            chains.link(*target, row);
        }
        if is_key {
            self.enter(kind, row);
        }
        before
    }

    /// Adds a record behind the last one of its kind.
    pub fn push(&mut self, kind: KindId, data: &[Datum]) {
        let row = self.roster.len(kind) as u32;
        self.roster.push(kind, data);
        self.enter(kind, row);
        for (from, field) in self.leading.get(kind.at()).into_iter().flatten() {
            if let Some(chains) = self.followers.chains_mut(*from, *field) {
                chains.heads.push(NOBODY);
            }
        }
        for field in self.own.get(kind.at()).into_iter().flatten() {
            let Some(chains) = self.followers.chains_mut(kind, *field) else { continue };
            chains.next.push(NOBODY);
            chains.before.push(NOBODY);
            if let Some(Datum::Row(target)) = data.get(field.at()) {
                chains.link(*target, row);
            }
        }
    }

    /// Takes the last record of a kind away, which nobody refers to.
    pub fn pop(&mut self, kind: KindId) {
        let Some(row) = (self.roster.len(kind) as u32).checked_sub(1) else { return };
        self.leave(kind, row);
        for field in self.own.get(kind.at()).into_iter().flatten() {
            let Some(chains) = self.followers.chains_mut(kind, *field) else { continue };
            if let Target::Row(target) = self.roster.target(kind, *field, row) {
                chains.unlink(target, row);
            }
            chains.next.pop();
            chains.before.pop();
        }
        for (from, field) in self.leading.get(kind.at()).into_iter().flatten() {
            if let Some(chains) = self.followers.chains_mut(*from, *field) {
                chains.heads.pop();
            }
        }
        self.roster.pop(kind);
    }

    /// Exchanges two records of a kind; whoever refers to one of them still does.
    pub fn swap(&mut self, kind: KindId, one: u32, other: u32) {
        if one == other {
            return;
        }
        for (from, field) in self.leading.get(kind.at()).into_iter().flatten() {
            let Some(chains) = self.followers.chains_mut(*from, *field) else { continue };
            for (target, now) in [(one, other), (other, one)] {
                for row in chains.of(target) {
                    self.roster.put(*from, *field, row, &Datum::Row(now));
                }
            }
            if one.max(other) < chains.heads.len() as u32 {
                chains.heads.swap(one as usize, other as usize);
            }
        }
        self.leave(kind, one);
        self.leave(kind, other);
        for field in self.own.get(kind.at()).into_iter().flatten() {
            for row in [one, other] {
                if let (Target::Row(target), Some(chains)) =
                    (self.roster.target(kind, *field, row), self.followers.chains_mut(kind, *field))
                {
                    chains.unlink(target, row);
                }
            }
        }
        let (first, second) = (self.roster.data(kind, one), self.roster.data(kind, other));
        for (row, data) in [(one, second), (other, first)] {
            for (field, datum) in (0u32..).map(FieldId).zip(&data) {
                self.roster.put(kind, field, row, datum);
            }
            for field in self.own.get(kind.at()).into_iter().flatten() {
                if let (Some(Datum::Row(target)), Some(chains)) =
                    (data.get(field.at()), self.followers.chains_mut(kind, *field))
                {
                    chains.link(*target, row);
                }
            }
        }
        self.enter(kind, one);
        self.enter(kind, other);
    }
}
