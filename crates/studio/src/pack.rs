//! The files of the pack that the page shows: what stands on the disk, and what somebody has typed instead.
//!
//! A file is known by the path that is shown. What a client names is looked up among these paths and goes nowhere else:
//! no text of a client ever becomes a path of the disk.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use serde::Serialize;
use sha2::{Digest, Sha256};
use tieuchi::source::Language;
use tieuchi_language_server::place::uri_of;
use tieuchi_records::{MANIFEST, MAX_RULE_BYTES, MAX_RULE_FILES, Manifest, TESTS, Texts, open_pack, test_files};

use crate::said::Paths;

/// The ending of rule files.
pub const ENDING: &str = ".tieuchi";

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// Rules.
    Rules,
    /// Tests of rules.
    Tests,
    /// The manifest.
    Manifest,
}

/// A file of the pack.
#[derive(Debug, Clone)]
pub struct Leaf {
    /// Where it is, links resolved.
    pub real: PathBuf,
    /// What it is for.
    pub used: Use,
    /// Whether it is another pack's, which is shown and not changed.
    pub read_only: bool,
    /// What stands on the disk.
    pub disk: OnDisk,
    /// What somebody has typed instead.
    pub draft: Option<Arc<str>>,
    /// When it was changed, and how long it was then.
    stamp: Stamp,
}

/// When a file was changed, and how long it was then.
type Stamp = Option<(SystemTime, u64)>;

fn stamp(real: &Path) -> Stamp {
    let about = fs::metadata(real).ok()?;
    Some((about.modified().ok()?, about.len()))
}

/// A text as it stands on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDisk {
    /// The text, without a byte-order mark and with line feeds alone.
    pub text: Arc<str>,
    /// The digest of its bytes.
    pub digest: String,
    /// Whether it begins with a byte-order mark.
    mark: bool,
    /// Whether its lines end with a return and a line feed.
    returns: bool,
}

impl OnDisk {
    /// From the bytes of a file, if they are a text.
    pub fn of(bytes: &[u8]) -> Option<OnDisk> {
        let text = std::str::from_utf8(bytes).ok()?;
        let (mark, text) = text.strip_prefix('\u{feff}').map_or((false, text), |text| (true, text));
        let returns = text.contains("\r\n");
        Some(OnDisk { text: plain(text).into(), digest: digest(bytes), mark, returns })
    }

    /// The bytes of another text, as this one is written.
    pub fn dressed(&self, text: &str) -> Vec<u8> {
        let mark = if self.mark { "\u{feff}" } else { "" };
        let text = if self.returns { text.replace('\n', "\r\n") } else { text.to_owned() };
        [mark.as_bytes(), text.as_bytes()].concat()
    }
}

/// A text whose lines end with line feeds alone, as the page has it.
pub fn plain(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// The digest of a file's bytes.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Leaf {
    /// What the page shows.
    pub fn text(&self) -> &Arc<str> {
        self.draft.as_ref().unwrap_or(&self.disk.text)
    }

    /// The language that its first line says.
    pub fn language(&self) -> Option<Language> {
        let first = self.text().lines().find(|line| line.trim_start().starts_with("tieuchi"))?;
        first.rsplit(',').next()?.trim().parse().ok()
    }
}

/// Drafts in place of files.
#[derive(Debug, Clone, Default)]
pub struct Drafts(HashMap<PathBuf, Arc<str>>);

impl Texts for Drafts {
    fn text(&self, real: &Path) -> Option<String> {
        self.0.get(real).map(|text| text.to_string())
    }
}

impl Drafts {
    /// Whether everything is as on the disk.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The files of a pack.
#[derive(Debug)]
pub struct Shelf {
    /// The pack: its folder, or its one rule file, links resolved.
    pub given: PathBuf,
    /// The folder of the pack, links resolved.
    pub root: PathBuf,
    /// The language that was asked for.
    pub language: Option<Language>,
    /// The files by the path that is shown, which is also their order.
    pub files: BTreeMap<String, Leaf>,
}

impl Shelf {
    /// The files of a pack: a folder with a manifest, a manifest, or a rule file.
    ///
    /// # Errors
    ///
    /// The folder isn't there.
    pub fn open(given: &Path, language: Option<Language>) -> std::io::Result<Shelf> {
        let real = given.canonicalize()?;
        let manifest = real.file_name().is_some_and(|name| name == MANIFEST);
        let folder = if real.is_dir() { real.clone() } else { real.parent().unwrap_or(&real).to_owned() };
        let given = if manifest { folder.clone() } else { real };
        let mut shelf = Shelf { given, root: folder, language, files: BTreeMap::new() };
        shelf.look();
        Ok(shelf)
    }

    /// The language of the pack: that of the first main file.
    pub fn spoken(&self) -> Option<Language> {
        let main = self.manifest().and_then(|read| read.main.first().map(|(language, _)| *language));
        main.or_else(|| self.files.values().find_map(Leaf::language))
    }

    /// The files by the names that they have in findings and reports.
    pub fn paths(&self) -> Paths {
        Paths(self.files.iter().map(|(path, leaf)| (leaf.real.display().to_string(), path.clone())).collect())
    }

    /// The files whose text isn't saved.
    pub fn unsaved(&self) -> Vec<String> {
        self.files.iter().filter(|(_, leaf)| leaf.draft.is_some()).map(|(path, _)| path.clone()).collect()
    }

    /// The drafts that differ from the disk.
    pub fn drafts(&self) -> Drafts {
        let changed = self.files.values().filter_map(|leaf| Some((leaf.real.clone(), leaf.draft.clone()?)));
        Drafts(changed.collect())
    }

    /// The manifest as the page has it, if it reads.
    pub fn manifest(&self) -> Option<Manifest> {
        Manifest::read(MANIFEST, self.files.get(MANIFEST)?.text()).ok()
    }

    /// Looks at the disk again: files that have come, gone or changed. Drafts stay.
    ///
    /// Returns whether anything is different.
    pub fn look(&mut self) -> bool {
        let mut found = BTreeMap::new();
        for (real, used) in self.candidates() {
            if found.len() >= MAX_RULE_FILES {
                break;
            }
            let own = real.strip_prefix(&self.root).ok().map(slashed);
            let read_only = own.is_none();
            let shown = own.unwrap_or_else(|| beside(&self.root, &real));
            if found.contains_key(&shown) {
                continue;
            }
            let stamp = stamp(&real);
            let Some(disk) = read(&real) else { continue };
            let draft = self.files.get(&shown).and_then(|known| known.draft.clone());
            let draft = draft.filter(|draft| *draft != disk.text);
            found.insert(shown, Leaf { real, used, read_only, disk, draft, stamp });
        }
        // A draft whose file has gone stays to be saved.
        for (shown, leaf) in &self.files {
            if leaf.draft.is_some() && !found.contains_key(shown) {
                found.insert(shown.clone(), leaf.clone());
            }
        }
        let same = |one: &Leaf, other: &Leaf| one.disk == other.disk && one.draft == other.draft;
        let different = found.len() != self.files.len()
            || found.iter().any(|(shown, leaf)| !self.files.get(shown).is_some_and(|known| same(known, leaf)));
        self.files = found;
        different
    }

    /// Whether a file that is known has another length or time than when it was looked at last.
    pub fn has_moved(&self) -> bool {
        self.files.values().any(|leaf| stamp(&leaf.real) != leaf.stamp)
    }

    /// Every file that may be the pack's, links resolved, those outside its folder last.
    fn candidates(&self) -> Vec<(PathBuf, Use)> {
        let mut found: Vec<(PathBuf, Use)> = Vec::new();
        let is_pack = self.given.is_dir();
        let mut add = |path: &Path, used: Use, within: Option<&Path>| {
            let Ok(real) = path.canonicalize() else { return };
            let inside = within.is_none_or(|root| real.starts_with(root));
            if inside && real.is_file() && !found.iter().any(|(known, _)| *known == real) {
                found.push((real, used));
            }
        };
        let drafts = self.drafts();
        let manifest = self.root.join(MANIFEST);
        let languages: Vec<Option<Language>> = match fs::read_to_string(&manifest).ok() {
            Some(text) if is_pack => {
                add(&manifest, Use::Manifest, Some(&self.root));
                let read = Manifest::read(MANIFEST, &text).ok();
                read.map_or_else(Vec::new, |read| read.main.iter().map(|(language, _)| Some(*language)).collect())
            }
            _ => vec![self.language],
        };
        for path in test_files(&self.given) {
            add(&path, Use::Tests, Some(&self.root));
        }
        if is_pack {
            for path in rule_files(&self.root) {
                add(&path, Use::Rules, Some(&self.root));
            }
        }
        let used = languages.into_iter().flat_map(|language| open_pack(&self.given, language, &drafts).paths);
        for path in used.filter(|path| path.to_string_lossy().ends_with(ENDING)) {
            add(&path, Use::Rules, None);
        }
        found.sort_by_key(|(path, _)| !path.starts_with(&self.root));
        found
    }
}

/// The rule files right in a folder.
fn rule_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let mut found: Vec<PathBuf> =
        entries.filter(|path| path.to_string_lossy().ends_with(ENDING)).take(MAX_RULE_FILES).collect();
    found.sort();
    found
}

/// A file's text, if it is one and not too long.
pub fn read(real: &Path) -> Option<OnDisk> {
    let short = fs::metadata(real).is_ok_and(|about| about.is_file() && about.len() <= MAX_RULE_BYTES);
    OnDisk::of(&fs::read(real).ok().filter(|_| short)?)
}

/// A path with slashes, whatever the system writes.
fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// How a file outside of a folder is shown: from the folder that both are in.
fn beside(root: &Path, real: &Path) -> String {
    let common = root.components().zip(real.components()).take_while(|(one, other)| one == other).count();
    let up = root.components().count() - common;
    let rest: PathBuf = real.components().skip(common).collect();
    format!("{}{}", "../".repeat(up), slashed(&rest))
}

/// The folders that files may be made in, by the path that is shown.
pub fn may_be_new(path: &str) -> bool {
    let name = match path.rsplit_once('/') {
        Some((folder, name)) if folder == TESTS => name,
        Some(_) => return false,
        None => path,
    };
    let Some(stem) = name.strip_suffix(ENDING) else { return false };
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ');
    !stem.is_empty() && name.len() <= 200 && !stem.starts_with(['.', ' ', '-']) && stem.chars().all(plain)
}

/// The URI by which the language server knows a file.
pub fn uri(leaf: &Leaf) -> String {
    uri_of(&leaf.real)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_files_are_rule_files_of_the_pack() {
        for good in ["a.tieuchi", "tests/của tôi.vi.tieuchi", "x_1-2.tieuchi"] {
            assert!(may_be_new(good), "{good}");
        }
        let bad = [
            "a.txt",
            ".tieuchi",
            "/a.tieuchi",
            "../a.tieuchi",
            "tests/../a.tieuchi",
            "tests//a.tieuchi",
            "other/a.tieuchi",
            "a\0.tieuchi",
            "a\\b.tieuchi",
            "C:a.tieuchi",
            ".hidden.tieuchi",
            "tests/",
            "",
            "a.tieuchi/",
            "a\n.tieuchi",
        ];
        for bad in bad {
            assert!(!may_be_new(bad), "{bad:?}");
        }
    }

    #[test]
    fn what_is_written_back_is_dressed_as_it_was() {
        let disk = OnDisk::of("\u{feff}a\r\nb\r\n".as_bytes()).expect("a text");
        assert_eq!(&*disk.text, "a\nb\n");
        assert_eq!(disk.dressed("a\nc\n"), "\u{feff}a\r\nc\r\n".as_bytes());
        assert_eq!(OnDisk::of(b"\xff"), None);
    }

    #[test]
    fn a_file_of_another_pack_is_shown_from_here() {
        assert_eq!(beside(Path::new("/a/b/c"), Path::new("/a/b/d/e.tieuchi")), "../d/e.tieuchi");
        assert_eq!(beside(Path::new("/a/b"), Path::new("/x/e.tieuchi")), "../../x/e.tieuchi");
    }
}
