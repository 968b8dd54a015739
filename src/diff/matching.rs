//! Which kind, field and record of one program is which of the other.

use std::collections::HashMap;

use crate::engine::Hand;
use crate::program::{Field, FieldId, KindId, Name, Origin, Program};
use crate::roster::Roster;

/// Whether two names are one in English, in Vietnamese.
const ALIKE: [fn(&Name, &Name) -> bool; 2] =
    [|one, other| one.en.is_some() && one.en == other.en, |one, other| one.vi.is_some() && one.vi == other.vi];

/// The kinds that both programs have, by name in either language: of each of the old one's that of the new one.
pub(super) fn kinds(old: &Program, new: &Program) -> Vec<Option<KindId>> {
    let mut found: Vec<Option<KindId>> = vec![None; old.kinds.len()];
    for alike in ALIKE {
        for (place, kind) in old.kinds.iter().enumerate() {
            let free = |id: &KindId| !found.contains(&Some(*id));
            let mut same = (0u32..).map(KindId).zip(&new.kinds).filter(|(_, other)| alike(&kind.name, &other.name));
            let other = same.find(|(id, _)| free(id)).map(|(id, _)| id);
            if let Some(slot @ None) = found.get_mut(place) {
                *slot = other;
            }
        }
    }
    found
}

/// The field of this name in a program's kind.
pub(super) fn field(program: &Program, kind: KindId, name: &Name) -> Option<FieldId> {
    let fields = &program.kinds.get(kind.at())?.fields;
    let place = ALIKE.iter().find_map(|alike| fields.iter().position(|field| alike(&field.name, name)))?;
    u32::try_from(place).ok().map(FieldId)
}

/// Whether a field's values come from the data.
pub(super) fn is_data(field: &Field) -> bool {
    matches!(field.origin, Origin::Key | Origin::Data { .. })
}

/// The records of a kind in both rosters, by key.
pub(super) struct Records {
    pub new: KindId,
    /// For each old row the new one.
    to_new: Vec<Option<u32>>,
    /// Whether there is an old row for each new one.
    met: Vec<bool>,
}

impl Records {
    pub fn meet(old: (&Program, &Roster, KindId), new: (&Program, &Roster, KindId)) -> Records {
        let rows = |roster: &Roster, kind: KindId| u32::try_from(roster.len(kind)).unwrap_or(u32::MAX);
        let key = |program: &Program, kind: KindId| program.kinds.get(kind.at()).map(|kind| kind.key);
        let (all_old, all_new) = (rows(old.1, old.2), rows(new.1, new.2));
        let mut records =
            Records { new: new.2, to_new: vec![None; all_old as usize], met: vec![false; all_new as usize] };
        let (Some(old_key), Some(new_key)) = (key(old.0, old.2), key(new.0, new.2)) else { return records };
        let mut by_key: Option<HashMap<&str, u32>> = None;
        for (row, slot) in (0..all_old).zip(&mut records.to_new) {
            let Some(text) = old.1.text(old.2, old_key, row) else { continue };
            // Mostly both have read the same file.
            let found = if row < all_new && new.1.text(new.2, new_key, row) == Some(text) {
                Some(row)
            } else {
                let by_key = by_key.get_or_insert_with(|| {
                    (0..all_new).filter_map(|row| Some((new.1.text(new.2, new_key, row)?, row))).collect()
                });
                by_key.get(text).copied()
            };
            *slot = found;
            if let Some(met) = found.and_then(|row| records.met.get_mut(row as usize)) {
                *met = true;
            }
        }
        records
    }

    pub fn new_row(&self, old: u32) -> Option<u32> {
        self.to_new.get(old as usize).copied().flatten()
    }

    /// Whether the old roster has a record too.
    pub fn is_met(&self, new: u32) -> bool {
        self.met.get(new as usize).copied().unwrap_or(false)
    }

    pub fn all_old(&self) -> u32 {
        u32::try_from(self.to_new.len()).unwrap_or(u32::MAX)
    }

    pub fn all_new(&self) -> u32 {
        u32::try_from(self.met.len()).unwrap_or(u32::MAX)
    }
}

/// The new records in hand for old ones; none where one of them isn't there.
pub(super) fn new_hand(records: &[&Records], old: Hand) -> Option<Hand> {
    let mut hands = old.records().zip(records).map(|((_, row), records)| Some((records.new, records.new_row(row)?)));
    match (hands.next(), hands.next()) {
        (None, _) => Some(Hand::none()),
        (Some(one), None) => one.map(|(kind, row)| Hand::one(kind, row)),
        (Some(one), Some(other)) => Some(Hand::two(one?, other?)),
    }
}

/// Whether the old roster has all of the new records in hand.
pub(super) fn is_met(records: &[&Records], new: Hand) -> bool {
    new.records().zip(records).all(|((_, row), records)| records.is_met(row))
}
