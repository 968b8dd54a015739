//! What is known of records that are not there: counts alone.
//!
//! An evaluation of a roster can tell how many records have which verdict and
//! which label. One that was put together from the tallies of other
//! evaluations has no records to ask, and tells what it was given.

use serde::{Deserialize, Serialize};

use crate::program::{FieldId, KindId, Type};

use super::derived::Derived;
use super::evaluation::Evaluation;
use super::read::Cell;

/// How many records of a kind have which label of a derived field.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelCounts {
    /// By number of the label: how many certainly have it.
    pub settled: Vec<u64>,
    /// How many may have one or another.
    pub open: u64,
}

impl LabelCounts {
    /// Adds those of other records.
    pub fn merge(&mut self, other: &LabelCounts) {
        if self.settled.len() < other.settled.len() {
            self.settled.resize(other.settled.len(), 0);
        }
        self.settled.iter_mut().zip(&other.settled).for_each(|(into, from)| *into += from);
        self.open += other.open;
    }
}

impl Evaluation<'_> {
    /// How many records have which label of a derived field, such as an award.
    pub fn label_counts(&self, kind: KindId, field: FieldId) -> LabelCounts {
        let labels = match self.field(kind, field).map(|field| field.ty) {
            Some(Type::Label(set)) => self.program.labels.get(set.at()).map_or(0, |set| set.labels.len()),
            Some(Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Reference(_)) | None => 0,
        };
        let mut counts = LabelCounts { settled: vec![0; labels], open: 0 };
        let Some(Derived::Coded(column)) = self.derived(kind, field) else { return counts };
        // Few values, many records: count the numbers of the values first.
        let mut having = vec![0u64; column.values().len()];
        for row in 0..self.roster.len(kind) {
            if let Some(count) = column.codes().get(row).and_then(|code| having.get_mut(code as usize)) {
                *count += 1;
            }
        }
        for (value, count) in column.values().iter().zip(having) {
            let possible = match value {
                Cell::Labels(possible) => *possible,
                Cell::Truth(_) | Cell::Number(_) => 0,
            };
            match counts.settled.get_mut(possible.trailing_zeros() as usize) {
                Some(settled) if possible.count_ones() == 1 => *settled += count,
                _ => counts.open += count,
            }
        }
        counts
    }
}
