//! What was found to be said, so that it is found once.
//!
//! Kept is only what leaves nothing open: a choice stands for one use of one condition, and no two uses may share it.

use std::hash::Hash;

use hashbrown::HashMap;

use super::Encoder;
use crate::world::Rec;

/// The most that is kept of a kind.
const MOST: usize = 200_000;

/// When something is asked, as far as what comes of it depends on that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct When {
    building: bool,
    lining: bool,
}

/// What came of things, by the records in hand.
#[derive(Debug)]
pub(super) struct Known<K, V> {
    by_hand: HashMap<When, HashMap<Vec<Rec>, HashMap<K, V>>>,
    kept: usize,
}

impl<K, V> Default for Known<K, V> {
    fn default() -> Known<K, V> {
        Known { by_hand: HashMap::new(), kept: 0 }
    }
}

impl<K: Hash + Eq, V: Clone> Known<K, V> {
    /// What came of it.
    pub fn of(&self, when: When, asked: &K, hand: &[Rec]) -> Option<V> {
        self.by_hand.get(&when)?.get(hand)?.get(asked).cloned()
    }

    /// Keeps what came of it.
    pub fn keep(&mut self, when: When, asked: K, hand: &[Rec], came: V) {
        if self.kept < MOST {
            self.kept += 1;
            self.by_hand.entry(when).or_default().entry(hand.to_vec()).or_default().insert(asked, came);
        }
    }
}

impl Encoder<'_> {
    pub(super) fn when(&self) -> When {
        When { building: self.building, lining: self.lining }
    }

    /// Whether these records stay what they are, and no choice was made since there were so many.
    pub(super) fn is_final(&self, hand: &[Rec], choices: u32) -> bool {
        self.world.choices == choices && hand.iter().all(|rec| rec.group.at() < self.fixed)
    }
}
