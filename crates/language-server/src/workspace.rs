//! The files that an editor has open, the packs that they belong to, and what the checker says of them.
//!
//! Nothing here speaks the protocol, waits or writes: open and change texts, then ask. A pack is analysed when something
//! is asked of it and kept until one of its files changes. Files that aren't open are read from the disk.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tieuchi::check::{Index, Mention, Settings, index_parsed};
use tieuchi::diagnostic::{Finding, Severity};
use tieuchi::lint::Hit;
use tieuchi::program::Program;
use tieuchi::source::{Language, Source};
use tieuchi::syntax::parse;
use tieuchi::syntax::tree::{Body, File as Tree};
use tieuchi::trial::index;
use tieuchi_records::{Beside, MANIFEST, MAX_RULE_BYTES, Manifest, Opened, TESTS, Texts, open_pack, test_files};

use crate::place::{path_of, uri_of};
use crate::text::{Encoding, Position, Range, Text};

/// How many folders are looked through for packs.
const MAX_FOLDERS: usize = 2_000;

/// How deep packs are looked for.
const MAX_DEPTH: usize = 6;

/// How many packs of a workspace are looked at.
const MAX_PACKS: usize = 64;

/// A pack in one language, or a file that stands alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    path: PathBuf,
    language: Option<Language>,
}

/// An open document.
#[derive(Debug, Clone)]
pub struct Document {
    /// What its client calls it.
    pub uri: String,
    /// Its version, as the client counts.
    pub version: i64,
    /// What it says.
    pub text: Arc<Text>,
}

/// What the checker says of a pack.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// The folder of the pack, or the file.
    pub path: PathBuf,
    /// The rule files, then the files of tests.
    pub files: Vec<(Source, Tree)>,
    /// How many of them are rule files; of a file of tests whose rules aren't known, none.
    pub rule_files: usize,
    /// The URI of each.
    pub uris: Vec<String>,
    /// The text of each as the editor has it.
    pub texts: Vec<Arc<Text>>,
    /// All findings in the rules, and in a manifest.
    pub findings: Vec<Finding>,
    /// What doesn't read in files of tests; what else is wrong with them is found when they are run.
    pub test_findings: Vec<Finding>,
    /// What every name stands for, in files of tests too as long as the rules are sound.
    pub index: Index,
    /// The program, if nothing is wrong.
    pub program: Option<Arc<Program>>,
    /// The folder of the pack and its manifest.
    pub manifest: Option<(PathBuf, Manifest)>,
    /// How records are written.
    pub records: tieuchi_records::Records,
    /// The folder in which the tests' folder is.
    home: Option<PathBuf>,
    /// Whether all files could be found.
    complete: bool,
    hits: OnceLock<Vec<Hit>>,
}

/// A name that was asked for: the analysis, the number of the file in it, and the offset in its text.
pub struct Spot {
    /// The analysis.
    pub analysis: Arc<Analysis>,
    /// The file.
    pub file: u32,
    /// The offset.
    pub offset: u32,
}

impl Spot {
    /// The file's text.
    pub fn text(&self) -> &Text {
        self.analysis.text(self.file)
    }

    /// The file's language.
    pub fn language(&self) -> Language {
        self.analysis.language(self.file)
    }

    /// The name that stands there.
    pub fn mention(&self) -> Option<&Mention> {
        self.analysis.index.at(self.file, self.offset)
    }
}

impl Analysis {
    /// A file's text.
    pub fn text(&self, file: u32) -> &Text {
        static NOTHING: OnceLock<Text> = OnceLock::new();
        match self.texts.get(file as usize) {
            Some(text) => text,
            None => NOTHING.get_or_init(|| Text::new("", "", Encoding::Utf16)),
        }
    }

    /// A file's URI.
    pub fn uri(&self, file: u32) -> &str {
        self.uris.get(file as usize).map_or("", String::as_str)
    }

    /// A file's language.
    pub fn language(&self, file: u32) -> Language {
        self.files.get(file as usize).map_or(Language::En, |(_, tree)| tree.language)
    }

    /// A file's tree.
    pub fn tree(&self, file: u32) -> Option<&Tree> {
        self.files.get(file as usize).map(|(_, tree)| tree)
    }

    /// The rule files.
    pub fn rules(&self) -> &[(Source, Tree)] {
        self.files.get(..self.rule_files).unwrap_or_default()
    }

    /// Whether a file is one of tests.
    pub fn is_test(&self, file: u32) -> bool {
        file as usize >= self.rule_files
    }

    /// The numbers of the files of tests.
    pub fn tests(&self) -> impl Iterator<Item = u32> + use<> {
        let all = [self.rule_files, self.files.len()].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        all[0]..all[1]
    }

    /// The number of a file.
    pub fn number(&self, uri: &str) -> Option<u32> {
        self.uris.iter().position(|known| known == uri).and_then(|number| u32::try_from(number).ok())
    }

    /// What lint finds; it is asked once.
    pub fn hits(&self) -> &[Hit] {
        self.hits.get_or_init(|| crate::advice::hits(self))
    }

    /// Whether nothing is wrong but for warnings.
    pub fn is_sound(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity() == Severity::Warning)
    }

    /// A place as the protocol has it: URI and range.
    pub fn place(&self, at: tieuchi::source::Span) -> (String, Range) {
        (self.uri(at.file).to_owned(), self.text(at.file).range(at))
    }
}

/// Everything that is open.
#[derive(Debug, Default)]
pub struct Workspace {
    /// How columns are counted.
    pub encoding: Encoding,
    /// The folders that the editor shows.
    pub folders: Vec<PathBuf>,
    open: BTreeMap<String, Document>,
    analyses: RefCell<BTreeMap<Key, Arc<Analysis>>>,
    packs: RefCell<Option<Vec<Key>>>,
}

/// Open texts in place of files; what is read from the disk is kept, for its places.
struct Held {
    open: HashMap<PathBuf, Arc<Text>>,
    read: RefCell<HashMap<PathBuf, Arc<Text>>>,
    encoding: Encoding,
}

impl Texts for Held {
    fn text(&self, real: &Path) -> Option<String> {
        if let Some(text) = self.open.get(real) {
            return Some(text.raw().to_owned());
        }
        let short = std::fs::metadata(real).is_ok_and(|file| file.len() <= MAX_RULE_BYTES);
        let text = std::fs::read_to_string(real).ok().filter(|_| short)?;
        let kept = Arc::new(Text::new(real.display().to_string(), text.as_str(), self.encoding));
        self.read.borrow_mut().insert(real.to_owned(), kept);
        Some(text)
    }
}

/// The folder beside whose rules a file stands as one of tests.
fn home_of(path: &Path) -> Option<&Path> {
    path.parent().filter(|folder| folder.ends_with(TESTS))?.parent()
}

/// The folder in which the tests of rules have theirs: that of a pack, or of a rule file that stands alone.
fn tested_home(rules: &Path) -> Option<PathBuf> {
    if rules.is_dir() {
        return Some(rules.to_owned());
    }
    let beside = rules.parent().filter(|folder| !folder.join(MANIFEST).is_file())?;
    sole_rule_file(beside).filter(|sole| sole == rules).map(|_| beside.to_owned())
}

/// The rule file of a folder, if there is one alone.
fn sole_rule_file(folder: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    let mut rules = entries.filter(|path| path.extension().is_some_and(|ending| ending == "tieuchi"));
    let sole = rules.next()?;
    rules.next().is_none().then_some(sole)
}

/// Whether a file that is of no pack has tests in it: whatever stands in the folder of a pack's tests, and elsewhere what
/// has tests and nothing else.
fn are_tests(path: &Path, tree: &Tree) -> bool {
    let test = |body: &Body| matches!(body, Body::Trial(_) | Body::Excuse(_));
    home_of(path).is_some_and(|home| home.join(MANIFEST).is_file())
        || (!tree.declarations.is_empty() && tree.declarations.iter().all(|one| test(&one.body)))
}

impl Workspace {
    /// The one way to call a file: links resolved, as the loader finds it.
    pub fn canonical(&self, uri: &str) -> String {
        // A file that isn't on the disk yet lies in a folder that is.
        let new = |path: &Path| Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
        let real = path_of(uri).and_then(|path| path.canonicalize().ok().or_else(|| new(&path)));
        real.map_or_else(|| uri.to_owned(), |real| uri_of(&real))
    }

    /// Opens a document or gives it another text.
    pub fn set(&mut self, uri: &str, version: i64, text: String) {
        let text = Arc::new(Text::new(uri, text, self.encoding));
        let document = Document { uri: uri.to_owned(), version, text };
        let new = self.open.insert(self.canonical(uri), document).is_none();
        self.touch(uri, new);
    }

    /// Closes a document: its file counts again.
    pub fn close(&mut self, uri: &str) {
        self.open.remove(&self.canonical(uri));
        self.touch(uri, true);
    }

    /// A document that is open.
    pub fn document(&self, uri: &str) -> Option<&Document> {
        self.open.get(&self.canonical(uri))
    }

    /// The text of a file as it is open, or else on the disk.
    pub fn read(&self, uri: &str) -> Option<Text> {
        if let Some(document) = self.document(uri) {
            return Some(document.text.as_ref().clone());
        }
        let path = path_of(uri)?;
        let short = std::fs::metadata(&path).is_ok_and(|file| file.len() <= MAX_RULE_BYTES);
        let raw = std::fs::read_to_string(&path).ok().filter(|_| short)?;
        Some(Text::new(uri, raw, self.encoding))
    }

    /// The documents that are open.
    pub fn documents(&self) -> impl Iterator<Item = &str> {
        self.open.keys().map(String::as_str)
    }

    /// Files have changed on the disk, come or gone.
    pub fn disk_changed(&mut self) {
        self.analyses.borrow_mut().clear();
        *self.packs.borrow_mut() = None;
    }

    /// Forgets what was said of packs that a file belongs to, or may.
    fn touch(&mut self, uri: &str, new: bool) {
        let uri = self.canonical(uri);
        if uri.ends_with(MANIFEST) {
            return self.disk_changed();
        }
        let home = path_of(&uri).and_then(|path| home_of(&path).map(Path::to_owned));
        let of = |analysis: &Analysis| {
            let may = !analysis.complete || (home.is_some() && analysis.home == home);
            analysis.number(&uri).is_some() || (new && may)
        };
        self.analyses.borrow_mut().retain(|_, analysis| !of(analysis));
    }

    /// What is said of a pack.
    fn analysis(&self, key: &Key) -> Arc<Analysis> {
        if let Some(known) = self.analyses.borrow().get(key) {
            return known.clone();
        }
        let made = Arc::new(self.analysed(key));
        self.analyses.borrow_mut().insert(key.clone(), made.clone());
        made
    }

    fn analysed(&self, key: &Key) -> Analysis {
        let real = |uri: &String| path_of(uri).unwrap_or_else(|| PathBuf::from(uri));
        let held = Held {
            open: self.open.iter().map(|(uri, document)| (real(uri), document.text.clone())).collect(),
            read: RefCell::default(),
            encoding: self.encoding,
        };
        let alone = held.open.get(&key.path).filter(|_| !key.path.exists()).cloned();
        let opened = match alone {
            // It is on no disk, or no more.
            Some(text) => {
                let source = text.source().clone();
                let parsed = parse(&source, 0);
                Opened {
                    files: vec![(source, parsed.file)],
                    paths: vec![key.path.clone()],
                    findings: parsed.findings,
                    ..Opened::default()
                }
            }
            None => open_pack(&key.path, key.language, &held),
        };
        let Opened { files, paths, mut problems, findings, records, manifest, .. } = opened;
        let complete = problems.is_empty();
        let tests = !key.path.is_dir() && files.first().is_some_and(|(_, tree)| are_tests(&key.path, tree));
        let rule_files = if tests { 0 } else { files.len() };
        let rules = files.get(..rule_files).unwrap_or_default();
        let (checked, index) = index_parsed(rules, findings.clone(), &Settings::new());
        // Where files are missing, names are unknown that those declare.
        let program = checked.program.filter(|_| complete && !tests).map(Arc::new);
        problems.extend(if complete && !tests { checked.findings } else { findings });
        let read = held.read.take();
        let text = |path: &PathBuf| held.open.get(path).or_else(|| read.get(path)).cloned();
        let nothing = || Arc::new(Text::new("", "", self.encoding));
        let texts = paths.iter().map(|path| text(path).unwrap_or_else(nothing)).collect();
        // A document keeps the URI that it was opened by.
        let opened_as = |path: &PathBuf| self.open.keys().find(|uri| real(uri) == *path).cloned();
        let uri = |path: &PathBuf| opened_as(path).unwrap_or_else(|| uri_of(path));
        let mut analysis = Analysis {
            path: key.path.clone(),
            files,
            rule_files,
            uris: paths.iter().map(uri).collect(),
            texts,
            findings: problems,
            test_findings: Vec::new(),
            index,
            program,
            manifest: manifest.map(|manifest| {
                let folder = if key.path.is_dir() { key.path.clone() } else { key.path.with_file_name("") };
                (folder, manifest)
            }),
            records,
            home: if tests { None } else { tested_home(&key.path) },
            complete,
            hits: OnceLock::new(),
        };
        self.add_tests(&mut analysis, &held);
        analysis
    }

    /// The files of tests of rules, those that only the editor has too, with what their names stand for.
    fn add_tests(&self, analysis: &mut Analysis, held: &Held) {
        let Some(home) = analysis.home.clone() else { return };
        let of = |path: &&PathBuf| path.to_string_lossy().ends_with(".tieuchi") && home_of(path) == Some(&home);
        let mut paths: BTreeSet<PathBuf> = held.open.keys().filter(of).cloned().collect();
        paths.extend(test_files(&analysis.path).iter().filter_map(|path| path.canonicalize().ok()));
        for path in paths {
            let Some(raw) = held.text(&path) else { continue };
            let text = Arc::new(Text::new(path.display().to_string(), raw, self.encoding));
            let number = u32::try_from(analysis.files.len()).unwrap_or(u32::MAX);
            let parsed = parse(text.source(), number);
            analysis.test_findings.extend(parsed.findings);
            analysis.files.push((text.source().clone(), parsed.file));
            analysis.uris.push(uri_of(&path));
            analysis.texts.push(text);
        }
        if let Some(program) = &analysis.program {
            let tests = analysis.files.get(analysis.rule_files..).unwrap_or_default();
            let mentions = index(program, tests, &mut Beside { records: &analysis.records });
            analysis.index.mentions.extend(mentions);
        }
    }

    /// The rules that a file is about: of a file of tests, those of the pack whose folder they stand in, in the language of
    /// the tests where there is a choice, or of the one rule file beside that folder; of any other file, its pack's.
    pub fn rules(&self, uri: &str) -> Option<Arc<Analysis>> {
        self.file(uri).map(|(analysis, _)| analysis).filter(|analysis| analysis.rule_files > 0)
    }

    /// The packs that a file is a main file of or belongs to, or else the file alone.
    fn keys(&self, uri: &str) -> Vec<Key> {
        let path = path_of(uri).unwrap_or_else(|| PathBuf::from(uri));
        let home = path.ancestors().skip(1).take(MAX_DEPTH).find(|folder| folder.join(MANIFEST).is_file());
        let mut mains = home.map(|folder| self.mains(folder)).unwrap_or_default();
        let beside = home_of(&path).and_then(sole_rule_file).map(|path| Key { path, language: None });
        mains.extend(beside.filter(|_| home.is_none()));
        let of: Vec<Key> = mains.into_iter().filter(|key| self.analysis(key).number(uri).is_some()).collect();
        if of.is_empty() { vec![Key { path, language: None }] } else { of }
    }

    /// A pack in each of its languages.
    fn mains(&self, folder: &Path) -> Vec<Key> {
        let file = folder.join(MANIFEST);
        let open = self.open.get(&uri_of(&file)).map(|document| document.text.raw().to_owned());
        let text = open.or_else(|| std::fs::read_to_string(&file).ok()).unwrap_or_default();
        let manifest = Manifest::read(MANIFEST, &text);
        let languages =
            manifest.map(|manifest| manifest.main.into_iter().map(|(language, _)| language).collect::<Vec<_>>());
        let key = |language| Key { path: folder.to_owned(), language };
        languages
            .map_or_else(|_| vec![key(None)], |languages| languages.into_iter().map(|one| key(Some(one))).collect())
    }

    /// Where something stands: the pack of its file, and the place in it.
    pub fn spot(&self, uri: &str, position: Position) -> Option<Spot> {
        let (analysis, file) = self.file(uri)?;
        let offset = analysis.text(file).offset(position);
        Some(Spot { analysis, file, offset })
    }

    /// The pack of a file, and its number in it. Tests of a pack in both languages belong to the rules in their own.
    pub fn file(&self, uri: &str) -> Option<(Arc<Analysis>, u32)> {
        let uri = self.canonical(uri);
        let mut found = self.keys(&uri).into_iter().filter_map(|key| {
            let analysis = self.analysis(&key);
            let file = analysis.number(&uri)?;
            Some((analysis, file))
        });
        let first = found.next()?;
        let other =
            |(rules, file): &(Arc<Analysis>, u32)| rules.is_test(*file) && rules.language(0) != rules.language(*file);
        let same = if other(&first) { found.find(|one| !other(one)) } else { None };
        Some(same.unwrap_or(first))
    }

    /// What is said of every pack that has an open file.
    pub fn live(&self) -> Vec<Arc<Analysis>> {
        let mut keys: BTreeSet<Key> =
            self.open.keys().filter(|uri| !uri.ends_with(MANIFEST)).flat_map(|uri| self.keys(uri)).collect();
        let open = |analysis: &Analysis| analysis.uris.iter().any(|uri| self.open.contains_key(uri));
        keys.extend(self.packs().into_iter().filter(|key| open(&self.analysis(key))));
        keys.iter().map(|key| self.analysis(key)).collect()
    }

    /// What is said of every pack of the workspace.
    pub fn all(&self) -> Vec<Arc<Analysis>> {
        let mut keys: BTreeSet<Key> =
            self.open.keys().filter(|uri| !uri.ends_with(MANIFEST)).flat_map(|uri| self.keys(uri)).collect();
        keys.extend(self.packs());
        keys.iter().map(|key| self.analysis(key)).collect()
    }

    /// The packs below the folders that the editor shows.
    fn packs(&self) -> Vec<Key> {
        if let Some(known) = &*self.packs.borrow() {
            return known.clone();
        }
        let mut found = Vec::new();
        let mut folders: Vec<(PathBuf, usize)> =
            self.folders.iter().filter_map(|folder| Some((folder.canonicalize().ok()?, 0))).collect();
        let mut looked = 0;
        while let Some((folder, depth)) = folders.pop() {
            looked += 1;
            if looked > MAX_FOLDERS || found.len() >= MAX_PACKS {
                break;
            }
            if folder.join(MANIFEST).is_file() {
                found.extend(self.mains(&folder));
            }
            if depth >= MAX_DEPTH {
                continue;
            }
            let entries = std::fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok);
            let below = entries.filter(|entry| entry.file_type().is_ok_and(|ty| ty.is_dir())).map(|entry| entry.path());
            let plain = |path: &PathBuf| {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                !name.starts_with('.') && name != "node_modules" && name != "target"
            };
            folders.extend(below.filter(plain).map(|path| (path, depth + 1)));
        }
        *self.packs.borrow_mut() = Some(found.clone());
        found
    }

    /// The same with other texts: what an edit would come to.
    pub fn with(&self, texts: &BTreeMap<String, String>) -> Workspace {
        let mut other = Workspace {
            encoding: self.encoding,
            folders: self.folders.clone(),
            open: self.open.clone(),
            analyses: RefCell::default(),
            packs: RefCell::new(self.packs.borrow().clone()),
        };
        for (uri, text) in texts {
            let text = Arc::new(Text::new(uri, text.as_str(), self.encoding));
            other.open.insert(uri.clone(), Document { uri: uri.clone(), version: 0, text });
        }
        other
    }
}
