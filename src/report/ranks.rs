//! Ranks reported: who stands where, by which values, and with whom.

use crate::engine::{Hand, Truth, Value as Read};
use crate::program::{Cond, Definition, FieldId, KindId, Origin, Path, Rank, RankGives, RankKey, Set, Ties};

use super::values::{Explainer, range};
use super::{Listing, RankKeyReport, RankReport, RankedReport, Value};

/// The most missing values that are told of one place.
const MAX_OPEN: usize = 100;

/// A rank of the program.
pub(crate) struct Ranked<'p> {
    /// The kind of its records.
    pub kind: KindId,
    /// The field.
    pub field: FieldId,
    /// What it says.
    pub rank: &'p Rank,
}

impl<'p> Explainer<'p> {
    /// Every rank, by kind and field.
    pub fn each_rank(&self) -> impl Iterator<Item = Ranked<'p>> + use<'p> {
        let program = self.program;
        (0u32..).zip(&program.kinds).flat_map(|(number, kind)| {
            let fields = (0u32..).zip(&kind.fields);
            fields.filter_map(move |(place, field)| ranked(KindId(number), FieldId(place), &field.origin))
        })
    }

    /// All ranks with all their records.
    pub fn ranks(&self) -> Vec<RankReport> {
        self.each_rank().map(|ranked| self.rank(&ranked)).collect()
    }

    fn rank(&self, ranked: &Ranked<'_>) -> RankReport {
        let Ranked { kind, field, rank } = *ranked;
        let all = self.roster.len(kind) as u32;
        let listed = if self.listing == Listing::Counted { Vec::new() } else { self.evaluation.by_place(kind, field) };
        let (mut settled, mut undecided, mut outside) = (0, 0, 0);
        for row in 0..all {
            match self.evaluation.is_ranked(rank, Hand::one(kind, row)) {
                Truth::No => outside += 1,
                Truth::Yes if self.evaluation.value_of(kind, field, row).is_known() => settled += 1,
                Truth::Yes | Truth::Unknown => undecided += 1,
            }
        }
        let name = |path: &Path| self.path(path, Hand::one(kind, 0));
        let records: Vec<RankedReport> =
            listed.iter().take(self.listing.most()).map(|row| self.ranked(ranked, *row)).collect();
        RankReport {
            kind: self.kind(kind),
            field: self.named(kind, field),
            cites: self.cites(&rank.cites),
            same: rank.same.iter().map(name).collect(),
            keys: rank
                .keys
                .iter()
                .map(|key| RankKeyReport { text: key.text.clone(), lowest_first: key.lowest })
                .collect(),
            decided_by: match &rank.ties {
                Ties::Shared => None,
                Ties::Decided(path) => Some(name(path)),
            },
            settled,
            undecided,
            outside,
            more: listed.len() as u64 - records.len() as u64,
            records,
        }
    }

    /// A record's place in the rank that a field is, if it is one.
    pub fn ranked_at(&self, kind: KindId, field: FieldId, row: u32) -> Option<RankedReport> {
        let rank = ranked(kind, field, &self.field(kind, field)?.origin)?;
        Some(self.ranked(&rank, row))
    }

    /// What the rank that a field is ranks by, in the rules' words; and what it is founded on.
    pub fn rank_at(&self, kind: KindId, field: FieldId) -> Option<&'p Rank> {
        ranked(kind, field, &self.program.kinds.get(kind.at())?.fields.get(field.at())?.origin)
            .map(|ranked| ranked.rank)
    }

    /// The rank that a path reads, and the record that it is of.
    pub fn rank_behind(&self, path: &Path, hand: Hand) -> Option<Box<RankedReport>> {
        let (kind, row) = self.end(path, hand).filter(|_| self.deep)?;
        let rank = ranked(kind, path.field, &self.field(kind, path.field)?.origin)?;
        Some(Box::new(self.ranked(&rank, row)))
    }

    /// A record's place, explained.
    fn ranked(&self, ranked: &Ranked<'_>, row: u32) -> RankedReport {
        let Ranked { kind, field, rank } = *ranked;
        let hand = Hand::one(kind, row);
        let member = self.evaluation.is_ranked(rank, hand);
        let tied = if member.is_yes() { self.evaluation.tied(kind, field, row) } else { Default::default() };
        let ids = |rows: &[u32]| rows.iter().map(|row| self.id(kind, *row)).collect();
        let (place, known) = match self.evaluation.value_of(kind, field, row) {
            Read::Number(interval) => (range(interval.clone()), interval.known().is_some()),
            Read::Truth(_) | Read::Date(_) | Read::Labels(..) | Read::Text(_) | Read::Reference(_) => {
                (range(crate::engine::Interval::any()), false)
            }
        };
        let most = MAX_OPEN.min(self.listing.most());
        let mut open = Vec::new();
        if !known {
            open = self.evaluation.unknown_field(kind, field, row, most.saturating_add(1));
        }
        let open_cut = open.len() > most;
        open.truncate(most);
        RankedReport {
            id: self.id(kind, row),
            ranked: member,
            same: rank.same.iter().map(|path| self.value(path, hand)).collect(),
            place,
            keys: rank.keys.iter().map(|key| self.key_value(key, hand)).collect(),
            decision: match &rank.ties {
                Ties::Shared => None,
                Ties::Decided(path) => Some(self.value(path, hand)),
            },
            tied: ids(&tied.sure),
            undecided_with: ids(&tied.undecided),
            tied_cut: tied.cut,
            open: self.gaps(&open),
            open_cut,
        }
    }

    fn key_value(&self, key: &RankKey, hand: Hand) -> Value {
        match &key.by {
            Definition::Term(term) => self.term(term, hand).value.unwrap_or(Value::Unknown),
            Definition::Cond(Cond::Test(test)) if test.set == Set::YesNo(true) => self.value(&test.path, hand),
            Definition::Cond(cond) => match self.evaluation.truth(cond, hand) {
                Truth::Yes => Value::YesNo(true),
                Truth::No => Value::YesNo(false),
                Truth::Unknown => Value::Unknown,
            },
        }
    }
}

fn ranked(kind: KindId, field: FieldId, origin: &Origin) -> Option<Ranked<'_>> {
    match origin {
        Origin::Rank(rank) if rank.gives == RankGives::Place => Some(Ranked { kind, field, rank }),
        Origin::Rank(_)
        | Origin::Key
        | Origin::Data { .. }
        | Origin::Previous { .. }
        | Origin::Define(_)
        | Origin::Award { .. } => None,
    }
}
