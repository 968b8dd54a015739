//! Rule files one by one: those of a pack, whatever they say.

use std::path::{Path, PathBuf};

use tieuchi::diagnostic::{Finding, PackProblem};
use tieuchi::source::Span;

use crate::manifest::{MANIFEST, Manifest};
use crate::pack::{self, Refused};

/// A pack's own rule files, of every language: those that the manifest names and those that they use, without the packs
/// that it builds on. In the order of the manifest, each once.
///
/// # Errors
///
/// Every problem of manifests, paths and uses that was found; nothing that the parser finds.
pub fn pack_files(folder: &Path) -> Result<Vec<PathBuf>, Refused> {
    let alone = |findings: Vec<Finding>| Refused { sources: Vec::new(), findings };
    let manifest = folder.join(MANIFEST);
    let text = match read_rule_file(&manifest) {
        Ok(text) => text,
        // It says that there is no pack.
        Err(_) if !manifest.exists() => return pack::load_pack(folder, None).map(|_| Vec::new()),
        Err(findings) => return Err(alone(findings)),
    };
    let shown = manifest.display().to_string();
    let manifest = Manifest::read(&shown, &text)
        .map_err(|problems| alone(problems.into_iter().map(|problem| Finding::new(problem, Span::NONE)).collect()))?;
    let mut found = Vec::new();
    for (language, _) in &manifest.main {
        for path in pack::own_files(folder, *language)? {
            if !found.contains(&path) {
                found.push(path);
            }
        }
    }
    Ok(found)
}

/// The text of a rule file or a manifest as it stands on the disk.
///
/// # Errors
///
/// It isn't there, can't be read, is larger than rule files may be, or isn't UTF-8.
pub fn read_rule_file(path: &Path) -> Result<String, Vec<Finding>> {
    let refuse = |fault| vec![Finding::new(PackProblem::of(path.display().to_string(), fault), Span::NONE)];
    pack::read_alone(path).map_err(refuse)
}
