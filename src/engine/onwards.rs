//! Fields that are computed period by period.

use crate::program::{FieldId, KindId, Step};
use crate::roster::Target;

use super::evaluation::Evaluation;

impl Evaluation<'_> {
    /// Whether a field reads itself of the record before.
    pub(super) fn is_onwards(&self, kind: KindId, field: FieldId) -> bool {
        self.program.plan.iter().any(
            |step| matches!(step, Step::DeriveOnwards { kind: of, field: own, .. } if (*of, *own) == (kind, field)),
        )
    }

    /// Derives a field that reads itself of the record before: each record after the one before it.
    pub(super) fn onwards(&mut self, kind: KindId, field: FieldId, previous: FieldId) {
        self.open_derived(kind, field);
        let rows = self.roster.len(kind) as u32;
        let mut done = vec![false; rows as usize];
        let mut waiting: Vec<u32> = Vec::new();
        for row in 0..rows {
            let mut at = Target::Row(row);
            // Periods go down along the reference, so that this comes to an end.
            while let Target::Row(here) = at
                && let Some(done) = done.get_mut(here as usize)
                && !std::mem::replace(done, true)
            {
                waiting.push(here);
                at = self.roster.target(kind, previous, here);
            }
            while let Some(here) = waiting.pop() {
                self.derive_one(kind, field, here);
            }
        }
        self.close_derived(kind, field);
    }
}
