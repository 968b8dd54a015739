//! Where records come from: a path that was named, or the pack's samples, and files that were dropped on the page.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tieuchi::diagnostic::Finding;
use tieuchi::program::{Field, KindId, Origin, Program};
use tieuchi::roster::{Builder, Roster};
use tieuchi_records::{Progress, Records, read_bytes, read_into, tell};

/// The most files that are kept at once.
const MOST_DROPPED: usize = 16;

/// A file that was dropped on the page.
#[derive(Debug, Clone)]
pub struct Dropped {
    /// Its name.
    pub name: String,
    /// The kind of its records as the page says, where the name doesn't.
    pub kind: Option<String>,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

impl Dropped {
    /// The kinds that it has records of, and how many.
    pub fn kinds(&self, program: &Program, records: &Records) -> Vec<(KindId, usize)> {
        let mut builder = Builder::new(program);
        tell(&mut builder, records);
        read_bytes(&mut builder, records, &self.name, self.kind.as_deref(), &self.bytes);
        let given = kinds(program).filter(|kind| builder.is_given(*kind));
        given.map(|kind| (kind, builder.len(kind) as usize)).collect()
    }
}

/// Where records come from.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// A file or a folder.
    pub base: Option<PathBuf>,
    /// What was dropped on the page, the newest last.
    pub dropped: Vec<Dropped>,
}

/// Records with warnings, or what is wrong with them.
pub type Outcome = Result<(Roster, Vec<Finding>), Vec<Finding>>;

impl Sources {
    /// Reads the records. What was dropped stands in the place of all records of its kinds; where there is nothing at all,
    /// all tables are empty.
    pub fn read(&self, program: &Program, records: &Records) -> Outcome {
        let mut builder = Builder::new(program);
        tell(&mut builder, records);
        for dropped in self.dropped.iter().rev() {
            let Dropped { name, kind, bytes } = dropped;
            read_bytes(&mut builder, records, name, kind.as_deref(), bytes);
            for kind in kinds(program) {
                if builder.is_given(kind) {
                    builder.close(kind);
                }
            }
        }
        match &self.base {
            Some(path) => read_into(&mut builder, records, path, &Progress::default()),
            None => kinds(program).for_each(|kind| builder.given(kind)),
        }
        builder.finish_with_warnings()
    }

    /// With one more file; the oldest goes where there are too many.
    pub fn with(&self, dropped: Dropped) -> Sources {
        let mut all: Vec<Dropped> = self.dropped.iter().filter(|one| one.name != dropped.name).cloned().collect();
        all.push(dropped);
        let from = all.len().saturating_sub(MOST_DROPPED);
        Sources { base: self.base.clone(), dropped: all.split_off(from) }
    }

    /// What they are called, for people.
    pub fn names(&self) -> Vec<String> {
        let base = self.base.as_deref().map(shown);
        base.into_iter().chain(self.dropped.iter().map(|dropped| dropped.name.clone())).collect()
    }
}

/// The last part of a path.
pub fn shown(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn kinds(program: &Program) -> impl Iterator<Item = KindId> + use<> {
    (0u32..).map(KindId).take(program.kinds.len())
}

/// Whether the records of one program can be those of another: whatever the data give is declared alike.
pub fn same_shape(one: &Program, other: &Program) -> bool {
    let fields = |one: &[Field], other: &[Field]| {
        one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same_field(one, other))
    };
    one.labels == other.labels
        && one.kinds.len() == other.kinds.len()
        && one.kinds.iter().zip(&other.kinds).all(|(one, other)| {
            (&one.name, &one.plural, one.key) == (&other.name, &other.plural, other.key)
                && fields(&one.fields, &other.fields)
        })
}

fn same_field(one: &Field, other: &Field) -> bool {
    let derived = |field: &Field| match field.origin {
        Origin::Key | Origin::Data { .. } | Origin::Previous { .. } => false,
        Origin::Define(_) | Origin::Award { .. } | Origin::Rank(_) => true,
    };
    (&one.name, one.ty, &one.range) == (&other.name, other.ty, &other.range)
        && (one.origin == other.origin || (derived(one) && derived(other)))
}
