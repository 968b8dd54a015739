//! Records that another program reads too: what that one knows of them and this one doesn't is no problem.

use super::builder::Builder;
use super::kind_named;
use crate::diagnostic::{DataFault, DataPlace};
use crate::program::{Field, Kind, KindId, Origin, Program};

impl<'p> Builder<'p> {
    /// Says that `other` reads the same records, so that they may have kinds and fields that it alone knows: they are
    /// passed over. What neither knows remains a problem. It is to be said when this program's columns are
    /// [told](Self::rename) and before the first record comes in.
    pub fn beside(&mut self, other: &'p Program) {
        for kind in &other.kinds {
            let Some(own) = self.kind_of_other(kind) else { continue };
            for field in kind.fields.iter().filter(|field| is_data(field)) {
                for name in [&field.name.en, &field.name.vi].into_iter().flatten() {
                    self.pass_over(own, name);
                }
            }
        }
        self.other = Some(other);
    }

    /// Passes over a column of a kind unless it is a field of this program.
    pub fn pass_over(&mut self, kind: KindId, column: &str) {
        if !self.reads(kind, column) {
            self.ignore(kind, column);
        }
    }

    fn kind_of_other(&self, kind: &Kind) -> Option<KindId> {
        let names = [&kind.name.en, &kind.name.vi];
        names.into_iter().flatten().find_map(|name| kind_named(self.program, name))
    }

    /// Whether what was found is a kind that only the other program knows.
    pub(super) fn is_the_others(&self, place: &DataPlace, fault: &DataFault) -> bool {
        let Some(other) = self.other else { return false };
        let knows = |name: &str| kind_named(other, name).is_some();
        match fault {
            DataFault::UnknownKind { name, .. } => knows(name),
            DataFault::UnusedSheet => place.sheet.as_deref().is_some_and(knows),
            _ => false,
        }
    }
}

fn is_data(field: &Field) -> bool {
    matches!(field.origin, Origin::Key | Origin::Data { .. })
}
