//! The tests of a pack: files in its folder `tests`, and the records that they name.

use std::path::{Path, PathBuf};

use tieuchi::diagnostic::{DataFault, DataPlace, Finding, PackFault, PackProblem, Unreadable};
use tieuchi::roster::Builder;
use tieuchi::source::{Source, Span};
use tieuchi::syntax::parse;
use tieuchi::syntax::tree::File;
use tieuchi::trial::Shelf;

use crate::folder::{read_into, tell};
use crate::manifest::Records;
use crate::pack::{Disk, ENDING, Pack, Refused, bad_path, read, shown};
use crate::progress::Progress;

/// The folder of a pack that its tests stand in.
pub const TESTS: &str = "tests";

/// The most files of tests.
pub const MAX_TEST_FILES: usize = 1000;

/// The files of tests of a pack or a rule file, in the order of their names: whatever ends in `.tieuchi` in the folder
/// [`TESTS`] beside the manifest, or beside the rule file. There may be none.
pub fn test_files(rules: &Path) -> Vec<PathBuf> {
    let beside = if rules.is_dir() { Some(rules) } else { rules.parent() };
    let entries = beside.and_then(|folder| std::fs::read_dir(folder.join(TESTS)).ok());
    let paths = entries.into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        paths.filter(|path| path.to_string_lossy().ends_with(ENDING)).take(MAX_TEST_FILES).collect();
    files.sort();
    files
}

/// Reads files of tests; their spans number them behind the files of the pack.
///
/// # Errors
///
/// The files as far as they were read, for the spans of the findings, and what is wrong with them.
pub fn load_tests(pack: &Pack, files: &[PathBuf]) -> Result<Vec<(Source, File)>, Refused> {
    let mut found = Vec::new();
    let mut tests = Vec::new();
    for path in files {
        let root = path.canonicalize().ok().and_then(|real| real.parent().map(Path::to_owned)).unwrap_or_default();
        match read(path, &root, &Disk) {
            Ok(text) => {
                let source = Source::new(shown(path), &text);
                let number = u32::try_from(pack.files.len() + tests.len()).unwrap_or(u32::MAX);
                let parsed = parse(&source, number);
                found.extend(parsed.findings);
                tests.push((source, parsed.file));
            }
            Err(fault) => {
                let fault = match fault {
                    PackFault::OutsidePack { .. } => PackFault::Unreadable(Unreadable::Missing),
                    fault => fault,
                };
                found.push(Finding::new(PackProblem { file: Some(shown(path)), position: None, fault }, Span::NONE));
            }
        }
    }
    if found.is_empty() {
        return Ok(tests);
    }
    Err(Refused { sources: tests.into_iter().map(|(source, _)| source).collect(), findings: found })
}

/// Records of tests that stand in files, read as the pack's manifest says; a path is from the folder of the test's file.
#[derive(Debug)]
pub struct Beside<'a> {
    /// How records are written.
    pub records: &'a Records,
}

impl Shelf for Beside<'_> {
    fn prepare(&mut self, builder: &mut Builder<'_>) {
        tell(builder, self.records);
    }

    fn read(&mut self, builder: &mut Builder<'_>, test_file: &str, path: &str) {
        let absolute = bad_path(path).is_some_and(|why| why == tieuchi::diagnostic::BadPath::Absolute);
        let folder = Path::new(test_file).parent().unwrap_or(Path::new(""));
        let found = folder.join(path);
        if absolute || !found.exists() {
            let place = DataPlace { file: Some(shown(&found)), ..DataPlace::default() };
            return builder.problem(place, DataFault::Unreadable(Unreadable::Missing));
        }
        read_into(builder, self.records, &found, &Progress::default());
    }
}
