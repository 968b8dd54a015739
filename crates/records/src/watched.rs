//! The files of records that tests and samples read, and whether they have changed: for whoever runs them again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tieuchi::source::Source;
use tieuchi::syntax::tree::{Body, File, TrialStep};

use crate::folder::files_of;

/// When files were changed and how long they are; none of one that can't be asked.
pub type Stamps = BTreeMap<PathBuf, Option<(SystemTime, u64)>>;

/// The stamps of files, and of what stands in folders.
pub fn stamps(paths: impl IntoIterator<Item = PathBuf>) -> Stamps {
    let within = |path: PathBuf| {
        let files = if path.is_dir() { files_of(&path).unwrap_or_default() } else { Vec::new() };
        std::iter::once(path).chain(files)
    };
    let stamp = |path: &Path| {
        let file = std::fs::metadata(path).ok()?;
        Some((file.modified().ok()?, if file.is_dir() { 0 } else { file.len() }))
    };
    paths.into_iter().flat_map(within).map(|path| (path.clone(), stamp(&path))).collect()
}

/// The records outside a file of tests that it names, as they are looked for: from the folder of the file.
pub fn named_records(tests: &[(Source, File)]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for (source, file) in tests {
        let folder = Path::new(source.name()).parent().unwrap_or(Path::new(""));
        for declaration in &file.declarations {
            let Body::Trial(trial) = &declaration.body else { continue };
            for part in &trial.parts {
                if let TrialStep::From(path) = &part.step {
                    found.push(folder.join(&path.text));
                }
            }
        }
    }
    found
}
