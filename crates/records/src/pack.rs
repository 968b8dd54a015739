//! Packs: the rule files of a program, found and fenced in.
//!
//! A rule file uses files of its own pack, by names that end in `.tieuchi` and
//! start at the pack's folder, and packs that the manifest names. Nothing else
//! is opened: a path that is absolute, goes up by `..`, or leads out of the
//! pack's folder by a symbolic link is refused.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use tieuchi::diagnostic::{BadPath, Finding, PackFault, PackProblem, Unreadable, nearest};
use tieuchi::source::{Language, Source, Span};
use tieuchi::syntax::parse;
use tieuchi::syntax::tree::{Body, Declaration, Derive, Derived, File as Tree, Quoted};

use crate::manifest::{MANIFEST, Manifest, Records};

/// The most rule files of a program, those of used packs included.
pub const MAX_RULE_FILES: usize = 256;

/// The largest rule file or manifest that is read, in bytes. The parser's own limit is lower.
pub const MAX_RULE_BYTES: u64 = 64 << 20;

/// The ending of rule files.
pub(crate) const ENDING: &str = ".tieuchi";

/// The ending of files with the rows of a table.
const TABLE_ENDING: &str = ".csv";

/// A program's rule files, ready to be checked together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// Its name; a single rule file's is its file name.
    pub name: String,
    /// What it is, for people.
    pub title: Option<String>,
    /// The rule files, the main one first, then used ones as they are met, each once. A [`Span`]'s file is a place here.
    pub files: Vec<(Source, Tree)>,
    /// What the parser found in them.
    pub findings: Vec<Finding>,
    /// How records are written.
    pub records: Records,
}

/// Why there is no pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The rule files that were read, for the spans of the findings.
    pub sources: Vec<Source>,
    /// What is wrong, all of it: [`PackProblem`]s, then what the parser found in the files that were read.
    pub findings: Vec<Finding>,
}

/// Where rule files are read from: the disk, or an editor that has some of them open.
pub trait Texts {
    /// The text of a file whose links are resolved, if it is not to be read from the disk.
    fn text(&self, real: &Path) -> Option<String>;
}

/// Everything is read from the disk.
pub(crate) struct Disk;

impl Texts for Disk {
    fn text(&self, _: &Path) -> Option<String> {
        None
    }
}

/// A pack as far as it could be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Opened {
    /// Its name; empty where that could not be read.
    pub name: String,
    /// The rule files that were read, as in [`Pack::files`].
    pub files: Vec<(Source, Tree)>,
    /// The path of each, links resolved.
    pub paths: Vec<PathBuf>,
    /// What is wrong with manifests, paths and uses.
    pub problems: Vec<Finding>,
    /// What the parser found.
    pub findings: Vec<Finding>,
    /// How records are written.
    pub records: Records,
    /// The manifest in the folder of the pack.
    pub manifest: Option<Manifest>,
}

/// Opens a pack as [`load_pack`] does, as far as it can be read, with the texts that an editor has in place of the files.
pub fn open_pack(path: &Path, language: Option<Language>, texts: &dyn Texts) -> Opened {
    let mut loader = Loader::new(texts);
    let (name, _, records) = loader.start(path, language).unwrap_or_default();
    let records = loader.with_used(records);
    let manifest = loader.homes.first().and_then(|home| home.manifest.clone());
    let Loader { files, paths, findings, parsed, .. } = loader;
    Opened { name, files, paths, problems: findings, findings: parsed, records, manifest }
}

/// Loads a pack: a folder with a manifest, the manifest itself, or a single rule file.
///
/// Of a pack's main files the one in `language` is taken, or else the one
/// that the manifest lists first; of used packs the one in the same language
/// if there is one. A single rule file may use files beside it, and packs if
/// there is a manifest beside it.
///
/// # Errors
///
/// Every problem of manifests, paths and uses that was found. What only the
/// parser found comes with the pack, for the checker's findings to be added.
pub fn load_pack(path: &Path, language: Option<Language>) -> Result<Pack, Refused> {
    let mut loader = Loader::new(&Disk);
    let loaded = loader.start(path, language);
    let loaded = loaded.map(|(name, title, records)| (name, title, loader.with_used(records)));
    let Loader { files, mut findings, parsed, .. } = loader;
    match loaded {
        Some((name, title, records)) if findings.is_empty() => {
            Ok(Pack { name, title, files, findings: parsed, records })
        }
        _ => {
            findings.extend(parsed);
            Err(Refused { sources: files.into_iter().map(|(source, _)| source).collect(), findings })
        }
    }
}

/// The rule files of the pack in a folder that its main file in `language` comes to, those of other packs left out.
pub(crate) fn own_files(folder: &Path, language: Language) -> Result<Vec<PathBuf>, Refused> {
    let mut loader = Loader::new(&Disk);
    loader.start(folder, Some(language));
    let Loader { files, paths, findings, homes, .. } = loader;
    if !findings.is_empty() {
        return Err(Refused { sources: files.into_iter().map(|(source, _)| source).collect(), findings });
    }
    let root = homes.first().map(|home| home.root.clone()).unwrap_or_default();
    let own = files
        .iter()
        .zip(&paths)
        .filter(|((source, _), path)| path.starts_with(&root) && source.name().ends_with(ENDING));
    Ok(own.map(|((source, _), _)| PathBuf::from(source.name())).collect())
}

/// A file that was named by itself, wherever it lies.
pub(crate) fn read_alone(path: &Path) -> Result<String, PackFault> {
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    read(path, real.parent().unwrap_or(&real), &Disk)
}

/// Why a path of a pack is refused as it is written, if it is.
pub(crate) fn bad_path(path: &str) -> Option<BadPath> {
    let drive = path.as_bytes().get(1) == Some(&b':');
    if path.starts_with(['/', '\\', '~']) || drive {
        return Some(BadPath::Absolute);
    }
    if path.split(['/', '\\']).any(|part| part == "..") {
        return Some(BadPath::Upwards);
    }
    let plain = path.split('/').all(|part| !part.is_empty() && part != "." && !part.contains(['\\', '\0']));
    if plain { None } else { Some(BadPath::Shape) }
}

/// `a/b/../c` as `a/c`: how a path is shown. Links are not looked at.
fn tidy(path: &Path) -> PathBuf {
    let mut tidied = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(tidied.components().next_back(), Some(Component::Normal(_))) => {
                tidied.pop();
            }
            Component::ParentDir | Component::Normal(_) | Component::RootDir | Component::Prefix(_) => {
                tidied.push(part)
            }
        }
    }
    if tidied.as_os_str().is_empty() { PathBuf::from(".") } else { tidied }
}

pub(crate) fn shown(path: &Path) -> String {
    tidy(path).display().to_string()
}

/// A pack's folder and manifest while its files are met.
#[derive(Debug, Clone)]
struct Home {
    /// As the user reaches it.
    folder: PathBuf,
    /// The folder itself, links resolved.
    root: PathBuf,
    manifest: Option<Manifest>,
}

/// Where a file is used: its span, for the finding.
#[derive(Debug, Clone, Copy)]
struct From(Span);

struct Loader<'t> {
    texts: &'t dyn Texts,
    files: Vec<(Source, Tree)>,
    /// The path of each file, links resolved.
    paths: Vec<PathBuf>,
    /// The files that are being walked through, each used by the one before it.
    open: Vec<usize>,
    homes: Vec<Home>,
    /// Problems of the pack.
    findings: Vec<Finding>,
    /// Problems of the parser.
    parsed: Vec<Finding>,
}

impl<'t> Loader<'t> {
    fn new(texts: &'t dyn Texts) -> Loader<'t> {
        Loader {
            texts,
            files: Vec::new(),
            paths: Vec::new(),
            open: Vec::new(),
            homes: Vec::new(),
            findings: Vec::new(),
            parsed: Vec::new(),
        }
    }

    fn refuse(&mut self, file: Option<String>, fault: PackFault, at: Span) {
        self.findings.push(Finding::new(PackProblem { file, position: None, fault }, at));
    }

    /// A problem at a use, or of a file where there is none.
    fn refuse_at(&mut self, from: Option<From>, file: &Path, fault: PackFault) {
        match from {
            Some(From(span)) => {
                let name = self.files.get(span.file as usize).map(|(source, _)| source.name().to_owned());
                self.refuse(name, fault, span);
            }
            None => self.refuse(Some(shown(file)), fault, Span::NONE),
        }
    }

    fn start(&mut self, path: &Path, language: Option<Language>) -> Option<(String, Option<String>, Records)> {
        let is_manifest = path.file_name().is_some_and(|name| name == MANIFEST);
        let beside = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if path.is_dir() || is_manifest {
            let folder = if is_manifest { beside } else { path };
            let home = self.home(folder, None, true)?;
            let manifest = self.homes.get(home).and_then(|home| home.manifest.clone())?;
            let (language, main) = pick(&manifest, language)?;
            self.file(home, &main, None, language);
            return Some((manifest.name, manifest.title, manifest.records));
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !path.exists() {
            self.refuse(Some(shown(path)), PackFault::Unreadable(Unreadable::Missing), Span::NONE);
            return None;
        }
        let home = self.home(beside, None, false)?;
        let records = self.homes.get(home).and_then(|home| home.manifest.clone()).map(|manifest| manifest.records);
        self.file(home, &name, None, language.unwrap_or_default());
        Some((name, None, records.unwrap_or_default()))
    }

    /// How records are written, with what the packs say of theirs that are used.
    fn with_used(&self, records: Records) -> Records {
        let used = self.homes.iter().skip(1).filter_map(|home| home.manifest.as_ref());
        Records { used: used.map(|manifest| manifest.records.clone()).collect(), ..records }
    }

    /// The home in a folder, its manifest read.
    fn home(&mut self, folder: &Path, from: Option<From>, manifest_needed: bool) -> Option<usize> {
        let root = match folder.canonicalize() {
            Ok(root) if root.is_dir() => root,
            Ok(_) | Err(_) => {
                self.refuse_at(from, folder, PackFault::Unreadable(Unreadable::Missing));
                return None;
            }
        };
        if let Some(known) = self.homes.iter().position(|home| home.root == root) {
            let bare = self.homes.get(known).is_none_or(|home| home.manifest.is_none());
            if bare && manifest_needed {
                self.refuse_at(from, folder, PackFault::NoManifest);
                return None;
            }
            return Some(known);
        }
        let file = folder.join(MANIFEST);
        let manifest = if file.exists() {
            match self.text(&file, &root, MANIFEST, None) {
                Some(text) => match Manifest::read(&shown(&file), &text) {
                    Ok(manifest) => Some(manifest),
                    Err(problems) => {
                        self.findings.extend(problems.into_iter().map(|problem| Finding::new(problem, Span::NONE)));
                        return None;
                    }
                },
                None => return None,
            }
        } else if manifest_needed {
            self.refuse_at(from, folder, PackFault::NoManifest);
            return None;
        } else {
            None
        };
        self.homes.push(Home { folder: folder.to_owned(), root, manifest });
        Some(self.homes.len() - 1)
    }

    /// A file's text, if it lies under `root` and can be read.
    fn text(&mut self, file: &Path, root: &Path, written: &str, from: Option<From>) -> Option<String> {
        let fault = match read(file, root, self.texts) {
            Ok(text) => return Some(text),
            Err(PackFault::OutsidePack { .. }) => PackFault::OutsidePack { path: written.to_owned() },
            Err(fault) => fault,
        };
        self.refuse_at(from.filter(|_| matches!(fault, PackFault::OutsidePack { .. })), file, fault);
        None
    }

    /// Whether there are as many files as there may be, which is then found once.
    fn full(&mut self, from: Option<From>, path: &Path) -> bool {
        let full = self.files.len() >= MAX_RULE_FILES;
        if full && !self.findings.iter().any(|finding| finding.code() == "E0516") {
            self.refuse_at(from, path, PackFault::TooManyFiles { limit: MAX_RULE_FILES as u64 });
        }
        full
    }

    /// Reads a file of a pack and all that it uses.
    fn file(&mut self, home: usize, written: &str, from: Option<From>, language: Language) {
        let Some(Home { folder, root, manifest }) = self.homes.get(home).cloned() else { return };
        let in_manifest = folder.join(MANIFEST);
        let named_by = if from.is_some() { &folder } else { &in_manifest };
        let bad = bad_path(written).or((!written.ends_with(ENDING)).then_some(BadPath::Ending));
        if let Some(why) = bad {
            return self.refuse_at(from, named_by, PackFault::Path { path: written.to_owned(), why });
        }
        let path = folder.join(written);
        let Ok(real) = path.canonicalize() else {
            let known = siblings(&path);
            let meant = nearest(&file_name(&path), known.iter().map(String::as_str)).map(str::to_owned);
            let fault = PackFault::MissingFile { name: written.to_owned(), nearest: meant };
            return self.refuse_at(from, named_by, fault);
        };
        if let Some(known) = self.paths.iter().position(|path| *path == real) {
            if let Some(first) = self.open.iter().position(|open| *open == known) {
                let circle = self.open.get(first..).unwrap_or_default();
                let open = circle.iter().filter_map(|open| self.files.get(*open));
                let files = open.map(|(source, _)| source.name().to_owned()).collect();
                self.refuse_at(from, &path, PackFault::Cycle { files });
            }
            return;
        }
        if self.full(from, &path) {
            return;
        }
        let Some(text) = self.text(&path, &root, written, from) else { return };
        let (number, source) = (self.files.len(), Source::new(shown(&path), &text));
        let parsed = parse(&source, number as u32);
        self.parsed.extend(parsed.findings);
        let found = uses(&parsed.file);
        let tables = tables(&parsed.file);
        self.files.push((source, parsed.file));
        self.paths.push(real);
        self.open.push(number);
        for table in tables {
            self.table(home, &table, From(table.span));
        }
        for used in found {
            let from = Some(From(used.span));
            if used.text.ends_with(ENDING) {
                self.file(home, &used.text, from, language);
            } else {
                self.pack(&folder, manifest.as_ref(), &used.text, from, language);
            }
        }
        self.open.pop();
    }

    /// Reads the rows of a table, which stand beside the pack's rule files; the checker reads what they say.
    fn table(&mut self, home: usize, written: &Quoted, from: From) {
        let Some(Home { folder, root, .. }) = self.homes.get(home).cloned() else { return };
        let bad = bad_path(&written.text).or((!written.text.ends_with(TABLE_ENDING)).then_some(BadPath::Ending));
        if let Some(why) = bad {
            return self.refuse_at(Some(from), &folder, PackFault::Path { path: written.text.clone(), why });
        }
        // The name is from the folder of the rule file that has the table.
        let by = self.files.get(from.0.file as usize).map(|(source, _)| PathBuf::from(source.name()));
        let folder = by.as_deref().and_then(Path::parent).unwrap_or(&folder).to_owned();
        let path = folder.join(&written.text);
        let Ok(real) = path.canonicalize() else {
            let fault = PackFault::MissingFile { name: written.text.clone(), nearest: None };
            return self.refuse_at(Some(from), &path, fault);
        };
        if self.paths.contains(&real) {
            return;
        }
        if self.full(Some(from), &path) {
            return;
        }
        let Some(text) = self.text(&path, &root, &written.text, Some(from)) else { return };
        self.files.push((Source::new(shown(&path), &text), Tree::nothing()));
        self.paths.push(real);
    }

    /// Reads the main file of a used pack.
    fn pack(&mut self, folder: &Path, manifest: Option<&Manifest>, name: &str, from: Option<From>, language: Language) {
        let packs = manifest.map(|manifest| manifest.packs.as_slice()).unwrap_or_default();
        let Some((_, path)) = packs.iter().find(|(known, _)| known == name) else {
            let meant = nearest(name, packs.iter().map(|(name, _)| name.as_str())).map(str::to_owned);
            return self.refuse_at(from, folder, PackFault::UnknownPack { name: name.to_owned(), nearest: meant });
        };
        // A pack may lie beside or above this one: `..` is read here, and only here.
        let upwards = |why: &BadPath| *why != BadPath::Upwards;
        if let Some(why) = bad_path(path).filter(upwards) {
            let file = folder.join(MANIFEST);
            return self.refuse(Some(shown(&file)), PackFault::Path { path: path.clone(), why }, Span::NONE);
        }
        let Some(home) = self.home(&folder.join(path), from, true) else { return };
        let Some(manifest) = self.homes.get(home).and_then(|home| home.manifest.clone()) else { return };
        if let Some((_, main)) = pick(&manifest, Some(language)) {
            self.file(home, &main, from, language);
        }
    }
}

/// The strings behind `use`, in order.
fn uses(file: &Tree) -> Vec<Quoted> {
    let used = |body: &Body| match body {
        Body::Use(name) => Some(name.clone()),
        Body::Document(_)
        | Body::Scale(_)
        | Body::Record(_)
        | Body::Derive(_)
        | Body::Criterion(_)
        | Body::Claim(_)
        | Body::Parameter(_)
        | Body::Trial(_)
        | Body::Excuse(_) => None,
    };
    file.declarations.iter().filter_map(|declaration| used(&declaration.body)).collect()
}

/// The files that hold rows of tables, in order.
fn tables(file: &Tree) -> Vec<Quoted> {
    let table = |declaration: &Declaration| match &declaration.body {
        Body::Derive(Derive { what: Derived::Table(table), .. }) => table.file.clone(),
        Body::Derive(_)
        | Body::Use(_)
        | Body::Document(_)
        | Body::Scale(_)
        | Body::Record(_)
        | Body::Criterion(_)
        | Body::Claim(_)
        | Body::Parameter(_)
        | Body::Trial(_)
        | Body::Excuse(_) => None,
    };
    file.declarations.iter().filter_map(table).collect()
}

/// The main file in a language, or else the first.
fn pick(manifest: &Manifest, language: Option<Language>) -> Option<(Language, String)> {
    manifest.main.iter().find(|(main, _)| Some(*main) == language).or(manifest.main.first()).cloned()
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The rule files beside a path.
fn siblings(path: &Path) -> Vec<String> {
    let entries = path.parent().and_then(|folder| std::fs::read_dir(folder).ok());
    let names = entries.into_iter().flatten().take(10_000).filter_map(Result::ok).map(|entry| file_name(&entry.path()));
    let mut names: Vec<String> = names.filter(|name| name.ends_with(ENDING)).collect();
    names.sort();
    names
}

/// A text file that lies under a folder, links resolved.
pub(crate) fn read(path: &Path, root: &Path, texts: &dyn Texts) -> Result<String, PackFault> {
    let why = |error: std::io::Error| {
        PackFault::Unreadable(match error.kind() {
            ErrorKind::NotFound => Unreadable::Missing,
            ErrorKind::PermissionDenied => Unreadable::Forbidden,
            _ => Unreadable::Other,
        })
    };
    let real = path.canonicalize().map_err(why)?;
    if !real.starts_with(root) {
        return Err(PackFault::OutsidePack { path: String::new() });
    }
    if let Some(text) = texts.text(&real) {
        return Ok(text);
    }
    if !real.is_file() {
        return Err(PackFault::Unreadable(Unreadable::Other));
    }
    let mut bytes = Vec::new();
    File::open(&real).map_err(why)?.take(MAX_RULE_BYTES + 1).read_to_end(&mut bytes).map_err(why)?;
    if bytes.len() as u64 > MAX_RULE_BYTES {
        return Err(PackFault::TooLarge { limit: MAX_RULE_BYTES });
    }
    String::from_utf8(bytes).map_err(|_| PackFault::NotUtf8)
}
