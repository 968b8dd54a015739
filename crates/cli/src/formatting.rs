//! `tieuchi fmt`: rule files in their one layout, or in the other language.

use std::fs;
use std::io::{Error, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anstyle::AnsiColor;
use similar::TextDiff;
use tieuchi::diagnostic::{Finding, PackFault, PackProblem};
use tieuchi::source::{Language, Source, Span};
use tieuchi::syntax;
use tieuchi::syntax::translate::Names;
use tieuchi::syntax::tree::File;
use tieuchi_records::{MANIFEST, MAX_RULE_BYTES, TESTS, load_pack, pack_files, read_rule_file};

use crate::words::file_words;
use crate::{Stop, findings, output, spoken};

/// What is done with a file whose layout is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It is written.
    Write,
    /// It is shown, and the exit code says so.
    Check,
    /// It is shown.
    Show,
}

impl Mode {
    /// From the options.
    pub fn of(check: bool, show: bool) -> Mode {
        match (check, show) {
            (true, _) => Mode::Check,
            (false, true) => Mode::Show,
            (false, false) => Mode::Write,
        }
    }
}

/// Formats files, packs, or standard input. What has findings is left alone; the others are formatted all the same.
pub fn format(paths: &[PathBuf], mode: Mode, language: Option<Language>) -> Result<u8, Stop> {
    let words = file_words(language.unwrap_or_else(spoken));
    let (mut all, mut changed, mut refused) = (0, 0, false);
    let mut page = String::new();
    for file in files(paths, language, &mut refused) {
        let Some((name, text)) = read(&file, language) else {
            refused = true;
            continue;
        };
        let source = Source::new(&name, &text);
        let formatted = match syntax::format(&source) {
            Ok(formatted) => line_ends(&text, formatted),
            Err(found) => {
                complain(std::slice::from_ref(&source), &found, language);
                refused = true;
                continue;
            }
        };
        all += 1;
        let same = formatted == text;
        changed += usize::from(!same);
        match mode {
            Mode::Write if file.as_os_str() == "-" => page.push_str(&formatted),
            Mode::Write if !same => {
                replace(&file, &formatted)?;
                page.push_str(&(words.formatted)(&name));
                page.push('\n');
            }
            Mode::Write => {}
            Mode::Check | Mode::Show => difference(&mut page, &name, &text, &formatted, language),
        }
    }
    output::write(&page, None)?;
    if mode == Mode::Check && all > 0 {
        let told = if changed == 0 { (words.all_formatted)(all) } else { (words.would_change)(changed, all) };
        output::complain(&told);
    }
    Ok(match mode {
        _ if refused => 3,
        Mode::Check => u8::from(changed > 0),
        Mode::Write | Mode::Show => 0,
    })
}

/// Translates one file, to standard output or another file.
pub fn translate(paths: &[PathBuf], to: Language, out: Option<&Path>, language: Option<Language>) -> Result<u8, Stop> {
    let words = file_words(language.unwrap_or_else(spoken));
    let [path] = paths else { return Err(Stop::Say(words.one_to_translate.to_owned())) };
    if path.is_dir() {
        return Err(Stop::Say(words.one_to_translate.to_owned()));
    }
    let (name, text) = read(path, language).ok_or(Stop::Said)?;
    let source = Source::new(&name, &text);
    let refuse = |found: Vec<Finding>| {
        complain(std::slice::from_ref(&source), &found, language);
        Stop::Said
    };
    let parsed = syntax::parse(&source, 0);
    if !parsed.findings.is_empty() {
        return Err(refuse(parsed.findings));
    }
    // Names may be declared in files and packs that it uses.
    let used = match path.as_os_str() == "-" {
        true => Vec::new(),
        false => match load_pack(&namer(path), Some(parsed.file.language)) {
            Ok(pack) => pack.files,
            Err(refused) => {
                complain(&refused.sources, &refused.findings, language);
                return Err(Stop::Said);
            }
        },
    };
    let trees: Vec<&File> = used.iter().map(|(_, tree)| tree).chain([&parsed.file]).collect();
    let translation = syntax::translate_text(&source, to, &Names::gather(&trees)).map_err(refuse)?;
    match out {
        None => output::write(&translation.text, None)?,
        Some(out) => replace(out, &translation.text)?,
    }
    for unnamed in &translation.unnamed {
        let at = source.position(unnamed.span.start);
        output::complain(&(words.unnamed)(&name, at.line, at.column, &unnamed.text));
    }
    Ok(0)
}

/// Where the names are declared that a file uses: tests name what the rules of the pack beside them declare.
fn namer(path: &Path) -> PathBuf {
    let folder = path.canonicalize().ok().and_then(|path| Some(path.parent()?.to_owned()));
    let of_tests = folder.filter(|folder| folder.file_name().is_some_and(|name| name == TESTS));
    let pack = of_tests.and_then(|folder| Some(folder.parent()?.to_owned()));
    pack.filter(|pack| pack.join(MANIFEST).is_file()).unwrap_or_else(|| path.to_owned())
}

/// The files behind what was named: a pack stands for all its rule files.
fn files(paths: &[PathBuf], language: Option<Language>, refused: &mut bool) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = Vec::new();
    for path in paths {
        let manifest = path.file_name().is_some_and(|name| name == MANIFEST);
        let folder = if manifest {
            path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
        } else {
            path
        };
        if !manifest && !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        match pack_files(folder) {
            Ok(files) => found.extend(files),
            Err(problems) => {
                complain(&problems.sources, &problems.findings, language);
                *refused = true;
            }
        }
    }
    let mut once = Vec::new();
    found.into_iter().for_each(|file| {
        if !once.contains(&file) {
            once.push(file);
        }
    });
    once
}

/// A file's name and text, or standard input's. What keeps it from being read is told.
fn read(path: &Path, language: Option<Language>) -> Option<(String, String)> {
    let read = match path.as_os_str() == "-" {
        true => {
            let name = file_words(language.unwrap_or_else(spoken)).standard_input.to_owned();
            standard_input(&name).map(|text| (name, text))
        }
        false => read_rule_file(path).map(|text| (path.display().to_string(), text)),
    };
    read.map_err(|found| complain(&[], &found, language)).ok()
}

fn standard_input(name: &str) -> Result<String, Vec<Finding>> {
    let refuse = |fault: PackFault| vec![Finding::new(PackProblem::of(name, fault), Span::NONE)];
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(MAX_RULE_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|_| refuse(PackFault::Unreadable(tieuchi::diagnostic::Unreadable::Other)))?;
    if bytes.len() as u64 > MAX_RULE_BYTES {
        return Err(refuse(PackFault::TooLarge { limit: MAX_RULE_BYTES }));
    }
    String::from_utf8(bytes).map_err(|_| refuse(PackFault::NotUtf8))
}

/// Findings in the language that was asked for, or else that of the file.
fn complain(sources: &[Source], found: &[Finding], language: Option<Language>) {
    let own = sources.first().map(|source| syntax::parse(source, 0).file.language);
    let language = language.or(own).unwrap_or_else(spoken);
    output::findings(&findings::render(sources, found, language));
}

/// With the line ends that the file has.
fn line_ends(before: &str, formatted: String) -> String {
    if before.contains("\r\n") { formatted.replace('\n', "\r\n") } else { formatted }
}

/// What would change, as a unified diff.
fn difference(page: &mut String, name: &str, before: &str, after: &str, language: Option<Language>) {
    let words = file_words(language.unwrap_or_else(spoken));
    // A diff that isn't the shortest will do.
    let diff = TextDiff::configure().timeout(Duration::from_secs(2)).diff_lines(before, after);
    let (old, new) = (format!("{name} ({})", words.as_it_is), format!("{name} ({})", words.as_formatted));
    for line in diff.unified_diff().context_radius(2).header(&old, &new).to_string().lines() {
        let style = match line.as_bytes().first() {
            Some(b'+') => AnsiColor::Green.on_default(),
            Some(b'-') => AnsiColor::Red.on_default(),
            Some(b'@') => AnsiColor::Cyan.on_default(),
            _ => anstyle::Style::new(),
        };
        page.push_str(&format!("{style}{line}{style:#}\n"));
    }
}

/// Writes a file so that it is the old one or the whole of the new one; one that is a link is written where it leads.
fn replace(path: &Path, text: &str) -> Result<(), Stop> {
    let unwritten = |error: Error| Stop::Unwritten(Some(path.to_owned()), error);
    if path.is_dir() {
        return Err(unwritten(Error::from(ErrorKind::IsADirectory)));
    }
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = real.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = output::beside(folder).map_err(unwritten)?;
    file.write_all(text.as_bytes()).map_err(unwritten)?;
    // Whoever may read it goes on reading it.
    if let Ok(known) = fs::metadata(&real) {
        file.as_file().set_permissions(known.permissions()).map_err(unwritten)?;
    }
    file.persist(&real).map_err(|error| unwritten(error.error))?;
    Ok(())
}
