//! Ranks: the place of each record among those of its kind.

use serde::{Deserialize, Serialize};

use super::{Cite, Cond, Definition, Path, Term};

/// A rank of the records of a kind: who comes before whom, and within which group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rank {
    /// What the field holds.
    pub gives: RankGives,
    /// What the records of a group have in common: references, labels, or yes and no. None: all are one group.
    pub same: Vec<Path>,
    /// `where …`: who is ranked. Of anybody else the field holds the place that it would take.
    pub filter: Option<Cond>,
    /// What they are ranked by, the first key first.
    pub keys: Vec<RankKey>,
    /// What comes of records that are equal by all keys.
    pub ties: Ties,
    /// What it is founded on.
    pub cites: Vec<Cite>,
}

/// What a field holds that is ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RankGives {
    /// The place: 1 and how many records of the group come before.
    Place,
    /// How many records of the group are ranked.
    Size,
}

/// What records are ranked by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankKey {
    /// A number, a date, a label of a scale; yes before no.
    pub by: Definition,
    /// Whether the lowest comes first.
    pub lowest: bool,
    /// How the author wrote it, printed in one line.
    pub text: String,
}

/// What comes of records that are equal by all keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ties {
    /// They share a place, and the next ones' places are as if they had not.
    Shared,
    /// A number that the data record decides, the lower one first; whoever it leaves equal shares a place.
    Decided(Path),
}

/// Something that a derived field reads.
pub(crate) enum Piece<'p> {
    Cond(&'p Cond),
    Term(&'p Term),
    Path(&'p Path),
}

impl Rank {
    /// All that is read of a record to rank it.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        let same = self.same.iter().map(Piece::Path);
        let filter = self.filter.iter().map(Piece::Cond);
        let keys = self.keys.iter().map(|key| match &key.by {
            Definition::Cond(cond) => Piece::Cond(cond),
            Definition::Term(term) => Piece::Term(term),
        });
        let decided = match &self.ties {
            Ties::Shared => None,
            Ties::Decided(path) => Some(Piece::Path(path)),
        };
        same.chain(filter).chain(keys).chain(decided)
    }
}
