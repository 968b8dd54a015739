//! `tieuchi lint`: what rules say that may not be meant.

mod files;
mod json;
mod sarif;
mod text;

use std::path::{Path, PathBuf};

use tieuchi::check::{Settings, check_parsed};
use tieuchi::diagnostic::{codes, nearest};
use tieuchi::lint::{Coverage, Hit, Level, Outcome, RULES, Silenced, coverage, level, mend};
use tieuchi::source::{Language, Source};

use crate::args::LintFormat;
use crate::words::words;
use crate::{Stop, findings, input, output};

/// How often mends may make room for others.
const ROUNDS: usize = 16;

/// What is asked for.
pub struct Asked<'a> {
    /// Packs and rule files.
    pub packs: &'a [PathBuf],
    /// Whether to make mends.
    pub fix: bool,
    /// Whether to show the coverage alone.
    pub coverage_only: bool,
    /// Codes that are left out.
    pub allow: &'a [String],
    /// Codes by which rules fail.
    pub deny: &'a [String],
    /// The language of rules and findings.
    pub language: Option<Language>,
    /// The form.
    pub format: LintFormat,
    /// Where it goes.
    pub out: Option<&'a Path>,
}

/// What was found in one pack.
pub struct Linted {
    /// Its files, those that it uses too.
    pub sources: Vec<Source>,
    /// What it speaks.
    pub language: Language,
    /// What is left to look at, with what comes of it.
    pub hits: Vec<(Hit, Level)>,
    /// What was silenced in the files.
    pub silenced: Vec<Silenced>,
    /// Its documents.
    pub coverage: Vec<Coverage>,
    /// How many mends were made.
    pub mended: usize,
}

/// Looks through packs and gives the exit code: 1 where something is denied.
pub fn lint(asked: &Asked<'_>) -> Result<u8, Stop> {
    let shown = asked.language.unwrap_or_default();
    asked.allow.iter().chain(asked.deny).try_for_each(|code| known(code, shown))?;
    let found = asked.packs.iter().map(|path| one(path, asked)).collect::<Result<Vec<Linted>, Stop>>()?;
    let written = match asked.format {
        LintFormat::Text => text::page(&found, asked),
        LintFormat::Json => json::json(&found),
        LintFormat::Sarif => sarif::sarif(&found),
    };
    output::write(&written, asked.out)?;
    let denied = found.iter().flat_map(|one| &one.hits).any(|(_, level)| *level == Level::Deny);
    Ok(u8::from(denied))
}

/// Whether there is such a code.
fn known(code: &str, language: Language) -> Result<(), Stop> {
    let warnings =
        codes::explanations(language).iter().map(|one| one.code.as_str()).filter(|code| code.starts_with("W02"));
    let all: Vec<&str> = RULES.iter().map(|rule| rule.code).chain(warnings).chain(["all"]).collect();
    if all.iter().any(|known| known.eq_ignore_ascii_case(code)) {
        return Ok(());
    }
    Err(Stop::Say((words(language).no_such_code)(code, nearest(code, all))))
}

/// What comes of a code: what is said of it, then what is said of all, then what it says itself. None: it is left out.
fn settled(code: &str, asked: &Asked<'_>) -> Option<Level> {
    let says = |codes: &[String], what: &str| codes.iter().any(|known| known.eq_ignore_ascii_case(what));
    if says(asked.deny, code) {
        Some(Level::Deny)
    } else if says(asked.allow, code) {
        None
    } else if says(asked.deny, "all") {
        Some(Level::Deny)
    } else if says(asked.allow, "all") {
        None
    } else {
        Some(level(code))
    }
}

fn one(path: &Path, asked: &Asked<'_>) -> Result<Linted, Stop> {
    let mut mended = 0;
    let mut round = 0;
    loop {
        let pack = input::pack(path, asked.language)?;
        let language = pack.files.first().map_or(Language::En, |(_, tree)| tree.language);
        let sources: Vec<Source> = pack.files.iter().map(|(source, _)| source.clone()).collect();
        let shown =
            |found: &[tieuchi::diagnostic::Finding]| output::findings(&findings::render(&sources, found, language));
        let (program, warnings) = check_parsed(&pack.files, pack.findings, &Settings::new()).map_err(|found| {
            shown(&found);
            Stop::Said
        })?;
        let home = sources.first().and_then(|source| Path::new(source.name()).parent()).map(Path::to_owned);
        let own = |file: u32| {
            sources.get(file as usize).is_some_and(|source| files::is_within(source.name(), home.as_deref()))
        };
        let Outcome { hits, silenced } = tieuchi::lint::lint(&pack.files, own, &program, &warnings);
        let hits: Vec<(Hit, Level)> =
            hits.into_iter().filter_map(|hit| settled(hit.finding.code(), asked).map(|level| (hit, level))).collect();
        round += 1;
        if asked.fix && round <= ROUNDS {
            let fixes = hits.iter().filter_map(|(hit, _)| hit.fix.as_ref());
            if let Some(done) = mend(&pack.files, fixes) {
                for (file, text) in &done.texts {
                    let name = sources.get(*file as usize).map_or("", Source::name);
                    files::replace(Path::new(name), text)?;
                }
                mended += done.made;
                continue;
            }
        }
        let coverage = coverage(&pack.files, own, &program);
        let hits = if asked.coverage_only { Vec::new() } else { hits };
        let silenced = if asked.coverage_only { Vec::new() } else { silenced };
        return Ok(Linted { language: asked.language.unwrap_or(language), sources, hits, silenced, coverage, mended });
    }
}
