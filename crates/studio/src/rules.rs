//! The rules as somebody is typing them, checked.

use std::path::Path;
use std::sync::Arc;

use tieuchi::check::{Settings, check_parsed};
use tieuchi::diagnostic::{Finding, Severity};
use tieuchi::program::Program;
use tieuchi::source::{Language, Source};
use tieuchi::syntax::tree::File;
use tieuchi_records::{Records, Texts, open_pack};

/// A pack, checked.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Its files with those that it uses.
    pub files: Vec<(Source, File)>,
    /// Where each is, links resolved.
    pub paths: Vec<std::path::PathBuf>,
    /// The program, if nothing is wrong.
    pub program: Option<Arc<Program>>,
    /// Errors and warnings.
    pub findings: Vec<Finding>,
    /// How records are written.
    pub records: Records,
}

impl Rules {
    /// Checks a pack with the texts that somebody has typed.
    pub fn check(given: &Path, language: Option<Language>, texts: &dyn Texts) -> Rules {
        let opened = open_pack(given, language, texts);
        let checked = check_parsed(&opened.files, opened.findings, &Settings::new());
        let (program, found) = match checked {
            Ok((program, warnings)) => (Some(program), warnings),
            Err(findings) => (None, findings),
        };
        // Where files are missing, what is unknown is declared in those.
        let complete = opened.problems.is_empty();
        let findings = if complete { found } else { opened.problems };
        Rules {
            program: program.filter(|_| complete).map(Arc::new),
            findings,
            files: opened.files,
            paths: opened.paths,
            records: opened.records,
        }
    }

    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.findings.iter().filter(|finding| finding.severity() == Severity::Error).count()
    }

    /// The files' texts, for the places of findings.
    pub fn sources(&self) -> Vec<Source> {
        self.files.iter().map(|(source, _)| source.clone()).collect()
    }
}
