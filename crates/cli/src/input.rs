//! Rules and records from where the user keeps them.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use tieuchi::check::Settings;
use tieuchi::diagnostic::Finding;
use tieuchi::engine::{EvaluateError, Evaluation, Parts};
use tieuchi::program::Program;
use tieuchi::roster::Roster;
use tieuchi::source::{Language, Source};
use tieuchi_records::{
    MANIFEST, Manifest, Pack, Progress, Records, load_pack, read_path_beside, read_path_in_parts, read_path_showing,
};

use crate::commands::{all_threads, evaluated, failed};
use crate::words::{disk_fault, words};
use crate::{Stop, findings, output, progress};

/// How many records are tallied together where they don't stay.
const PART: u32 = 1 << 20;

/// A program with what is needed to read its records and to show findings.
#[derive(Debug)]
pub struct Loaded {
    /// The program.
    pub program: Program,
    /// How its records are written.
    pub records: Records,
    /// Its rule files; none for a compiled program.
    pub sources: Vec<Source>,
}

/// The rule files of a pack or of a rule file, with what the parser found in them. What keeps them from being found is printed.
pub fn pack(path: &Path, language: Option<Language>) -> Result<Pack, Stop> {
    load_pack(path, language).map_err(|refused| {
        let shown = language.or_else(|| spoken(&refused.sources)).unwrap_or_default();
        output::findings(&findings::render(&refused.sources, &refused.findings, shown));
        Stop::Said
    })
}

/// Loads a pack, a rule file or a compiled program. Findings are printed; warnings don't stop.
pub fn rules(path: &Path, language: Option<Language>, settings: &Settings) -> Result<Loaded, Stop> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("");
    let manifest = path.file_name().is_some_and(|name| name == MANIFEST);
    if path.is_file() && matches!(ending, "ron" | "json") && !manifest {
        let language = language.unwrap_or_default();
        if !settings.is_empty() {
            return Err(Stop::Say((words(language).settled)(&path.display().to_string())));
        }
        return compiled(path, ending, language);
    }
    let pack = pack(path, language)?;
    let spoken = pack.files.first().map_or(Language::En, |(_, tree)| tree.language);
    let sources: Vec<Source> = pack.files.iter().map(|(source, _)| source.clone()).collect();
    let (program, found) = match tieuchi::check::check_parsed(&pack.files, pack.findings, settings) {
        Ok((program, warnings)) => (Some(program), warnings),
        Err(findings) => (None, findings),
    };
    if !found.is_empty() {
        output::findings(&findings::render(&sources, &found, spoken));
    }
    let program = program.ok_or(Stop::Said)?;
    Ok(Loaded { program, records: pack.records, sources })
}

/// The language that the first of the files says it is in.
fn spoken(sources: &[Source]) -> Option<Language> {
    let first = sources.first()?.text().lines().next()?;
    first.rsplit(',').next()?.trim().parse().ok()
}

fn compiled(path: &Path, ending: &str, language: Language) -> Result<Loaded, Stop> {
    let (words, shown) = (words(language), path.display().to_string());
    let unread = |error: std::io::Error| Stop::Say((words.cant_read)(&shown, &disk_fault(&error, language)));
    let text = fs::read_to_string(path).map_err(unread)?;
    let program = if ending == "ron" { Program::from_ron(&text) } else { Program::from_json(&text) };
    let program = program.map_err(|error| Stop::Say((words.bad_program)(&shown, &error.say(language))))?;
    let records = manifest_beside(path).unwrap_or_default();
    Ok(Loaded { program, records, sources: Vec::new() })
}

/// How records are written, from a manifest beside a compiled program.
fn manifest_beside(path: &Path) -> Option<Records> {
    let file = path.with_file_name(MANIFEST);
    let text = fs::read_to_string(&file).ok()?;
    Manifest::read(&file.display().to_string(), &text).ok().map(|manifest| manifest.records)
}

/// Reads the records. Findings are printed; warnings don't stop.
pub fn records(loaded: &Loaded, path: &Path) -> Result<Roster, Stop> {
    let progress = Progress::default();
    shown(loaded, &progress, &mut Vec::new(), || read_path_showing(&loaded.program, &loaded.records, path, &progress))
}

/// Reads the records that other rules read too. Findings are printed, but for those that stand in `told` already.
pub fn records_beside(loaded: &Loaded, other: &Loaded, path: &Path, told: &mut Vec<Finding>) -> Result<Roster, Stop> {
    let (progress, other) = (Progress::default(), Some((&other.program, &other.records)));
    shown(loaded, &progress, told, || read_path_beside(&loaded.program, &loaded.records, other, path, &progress))
}

/// Asks an evaluation that counts records and names none. Those that are asked for no more when they are tallied are not
/// kept, so that there may be more of them than memory holds.
pub fn counted<T>(loaded: &Loaded, path: &Path, ask: impl FnOnce(&Evaluation<'_>) -> T) -> Result<T, Stop> {
    let (program, options) = (&loaded.program, all_threads());
    let stop = |error| failed(error, program, program.language);
    let parts: Rc<RefCell<Option<Result<Parts<'_>, EvaluateError>>>> = Rc::default();
    let hand_on = {
        let (parts, options) = (parts.clone(), options.clone());
        move |kind, part| {
            let mut parts = parts.borrow_mut();
            let more = match parts.as_mut() {
                None => Parts::new(program, part, kind, &options).transpose(),
                Some(Ok(parts)) => parts.add(part).err().map(Err),
                Some(Err(_)) => None,
            };
            if more.is_some() {
                *parts = more;
            }
        }
    };
    let progress = Progress::default();
    let read = || read_path_in_parts(program, &loaded.records, path, &progress, PART, hand_on);
    let rest = shown(loaded, &progress, &mut Vec::new(), read)?;
    let Some(parts) = parts.take() else {
        return Ok(ask(&evaluated(program, &rest, program.language)?));
    };
    let mut parts = parts.map_err(stop)?;
    parts.add(rest).map_err(stop)?;
    parts.conclude(ask).map_err(stop)
}

/// Reads with a line that says how far it is. Findings are printed unless they were told, and told from then on; warnings
/// don't stop.
fn shown(
    loaded: &Loaded,
    progress: &Progress,
    told: &mut Vec<Finding>,
    read: impl FnOnce() -> Result<(Roster, Vec<Finding>), Vec<Finding>>,
) -> Result<Roster, Stop> {
    let language = loaded.program.language;
    let mut show = |mut found: Vec<Finding>| {
        found.retain(|finding| !told.contains(finding));
        if !found.is_empty() {
            output::findings(&findings::render(&loaded.sources, &found, language));
        }
        told.extend(found);
    };
    match progress::during(|elapsed| progress::reading(progress, elapsed, language), read) {
        Ok((roster, warnings)) => {
            show(warnings);
            Ok(roster)
        }
        Err(mut found) => {
            // That records of a kind are missing altogether says nothing while others can't be read.
            found.retain(|finding| finding.code() != "W0403");
            show(found);
            Err(Stop::Said)
        }
    }
}
