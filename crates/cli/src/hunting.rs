//! The command `hunt`: records that refute what is claimed of rules.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tieuchi::check::{Settings, check_asking, check_parsed};
use tieuchi::diagnostic::{Finding, nearest};
use tieuchi::hunt::{Bounds, Ground, Outcome, Search, Written, hunt};
use tieuchi::program::{Claim, Program, Says};
use tieuchi::report::{CriterionReport, report};
use tieuchi::source::{Language, Source};
use tieuchi::syntax::parse;
use tieuchi::trial::run;
use tieuchi_records::{Beside, Pack};

use crate::args::HuntFormat;
use crate::text::{Page, Speech, hunts};
use crate::words::hunt_words;
use crate::{Stop, findings, input, output, progress};

/// The name of a question that stands in the command.
const ASKED: &str = "--ask";

/// What is to be hunted, and how that is told.
pub struct Asked<'a> {
    /// A pack, a rule file or a compiled program.
    pub rules: &'a Path,
    /// Only these claims.
    pub only: &'a [String],
    /// A question that stands in the command; nothing else is hunted then.
    pub ask: Option<&'a str>,
    /// How many cases, from which seed, within which bounds.
    pub search: Search,
    /// After how many seconds it ends.
    pub time: Option<u64>,
    /// Whether what is found is written beside the rules.
    pub keep: bool,
    /// The language of rules and report.
    pub lang: Option<Language>,
    /// What parameters are set to.
    pub settings: Settings,
    /// In which form.
    pub format: HuntFormat,
    /// To which file.
    pub out: Option<&'a Path>,
}

/// What came of one claim.
pub struct Hunted {
    /// The claim.
    pub claim: Claim,
    /// What the hunt gave.
    pub outcome: Outcome,
    /// What the records that settle it are.
    pub shown: Option<Shown>,
}

/// Records that settle a claim, as they are shown.
pub struct Shown {
    /// As a test of the rules.
    pub written: Written,
    /// What the report says of the criteria that the claim names.
    pub criteria: Vec<CriterionReport>,
    /// Where it was kept.
    pub kept: Option<PathBuf>,
}

impl Hunted {
    /// Whether it is a claim that some records refute.
    pub fn is_refuted(&self) -> bool {
        !self.claim.says.is_question() && self.outcome.found.is_some()
    }

    /// Whether it is a claim of whose condition nothing came in any case.
    pub fn is_idle(&self) -> bool {
        !self.claim.says.is_question() && self.outcome.found.is_none() && self.outcome.applied == 0
    }

    /// Whether the first half of it may hold or not.
    pub fn has_halves(&self) -> bool {
        matches!(self.claim.says, Says::Always(Some(_), _) | Says::Implies(..))
    }
}

/// Hunts and gives the exit code: 0 no claim is refuted, 1 some are, 2 none is, but some were never put to the test.
pub fn hunted(asked: &Asked<'_>) -> Result<u8, Stop> {
    let ending = asked.rules.extension().and_then(|ending| ending.to_str());
    let compiled =
        asked.rules.is_file() && matches!(ending, Some("ron" | "json")) && !asked.rules.ends_with("tieuchi.ron");
    let (program, pack) = if compiled {
        (input::rules(asked.rules, asked.lang, &asked.settings)?.program, None)
    } else {
        let pack = input::pack(asked.rules, asked.lang)?;
        (checked(asked, &pack)?, Some(pack))
    };
    let language = asked.lang.unwrap_or(program.language);
    let words = hunt_words(language);
    if asked.keep && pack.is_none() {
        return Err(Stop::Say((words.nowhere_to_keep)(&asked.rules.display().to_string())));
    }
    let claims = wanted(asked, &program, language)?;
    let deadline = asked.time.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let in_time = |_| deadline.is_none_or(|deadline| Instant::now() < deadline);
    let mut all: Vec<Hunted> = Vec::new();
    for claim in claims {
        let line = |_: Duration| format!("{} {}", words.hunting, claim.id);
        let outcome = progress::during(line, || hunt(&program, &claim, &asked.search, in_time));
        all.push(Hunted { shown: shown(asked, &program, pack.as_ref(), &claim, &outcome, language)?, claim, outcome });
    }
    let text = match asked.format {
        HuntFormat::Text => {
            let mut page = Page::new(output::width(asked.out));
            let stopped = asked.time.filter(|_| !in_time(0));
            hunts::render(&Speech::new(language, true), &mut page, &all, asked.search.seed, stopped, words);
            page.into_text()
        }
        HuntFormat::Json => json(&all, asked)?,
    };
    output::write(&text, asked.out)?;
    Ok(match (all.iter().any(Hunted::is_refuted), all.iter().any(Hunted::is_idle)) {
        (true, _) => 1,
        (false, true) => 2,
        (false, false) => 0,
    })
}

/// The program of a pack, with the question that stands in the command.
fn checked(asked: &Asked<'_>, pack: &Pack) -> Result<Program, Stop> {
    let spoken = pack.files.first().map_or(Language::En, |(_, tree)| tree.language);
    let mut sources: Vec<Source> = pack.files.iter().map(|(source, _)| source.clone()).collect();
    let (files, found) = (&pack.files, pack.findings.clone());
    let checked = match asked.ask {
        None => check_parsed(files, found, &asked.settings),
        Some(question) => {
            let question = Source::new(ASKED, question);
            sources.push(question.clone());
            check_asking(files, found, &question, asked.lang.unwrap_or(spoken), &asked.settings)
        }
    };
    let tell = |found: &[Finding]| output::findings(&findings::render(&sources, found, asked.lang.unwrap_or(spoken)));
    match checked {
        Ok((program, warnings)) => {
            if !warnings.is_empty() {
                tell(&warnings);
            }
            Ok(program)
        }
        Err(found) => {
            tell(&found);
            Err(Stop::Said)
        }
    }
}

/// The claims that are hunted.
fn wanted(asked: &Asked<'_>, program: &Program, language: Language) -> Result<Vec<Claim>, Stop> {
    let (words, all) = (hunt_words(language), &program.claims.list);
    if asked.ask.is_some() {
        return Ok(all.last().cloned().into_iter().collect());
    }
    if all.is_empty() {
        return Err(Stop::Say((words.no_claims)(&asked.rules.display().to_string())));
    }
    for id in asked.only {
        if program.claim(id).is_none() {
            let near = nearest(id, all.iter().map(|claim| claim.id.as_str()));
            return Err(Stop::Say((words.no_such_claim)(id, near)));
        }
    }
    let wanted = |claim: &&Claim| asked.only.is_empty() || asked.only.contains(&claim.id);
    Ok(all.iter().filter(wanted).cloned().collect())
}

/// What was found, as it is shown, and kept if that is asked.
fn shown(
    asked: &Asked<'_>,
    program: &Program,
    pack: Option<&Pack>,
    claim: &Claim,
    outcome: &Outcome,
    language: Language,
) -> Result<Option<Shown>, Stop> {
    let Some(found) = &outcome.found else { return Ok(None) };
    let ground = Ground::of(program, &asked.search.bounds).for_claim(&claim.says);
    let title =
        if claim.id == ASKED { claim.text.clone() } else { (hunt_words(language).title)(&claim.id, &claim.title) };
    let written = ground.written(&found.sample, claim, &title, language);
    let whole = ground.judge(&found.sample, report).map_err(|error| Stop::Say(error.to_string()))?;
    let named = |criterion: &CriterionReport| written.verdicts.iter().any(|(id, ..)| *id == criterion.id);
    let criteria = whole.criteria.into_iter().filter(named).collect();
    let kept = match pack.filter(|_| asked.keep) {
        None => None,
        Some(pack) if passes(pack, &written.text) => Some(keep(asked.rules, claim, language, &written.text)?),
        Some(_) => {
            output::complain(&(hunt_words(language).not_kept)(&claim.id));
            None
        }
    };
    Ok(Some(Shown { written, criteria, kept }))
}

/// Whether a file of tests passes with the rules of a pack.
fn passes(pack: &Pack, text: &str) -> bool {
    let source = Source::new("found", text);
    let parsed = parse(&source, u32::try_from(pack.files.len()).unwrap_or(u32::MAX));
    let formatted = tieuchi::syntax::format(&source).is_ok_and(|formatted| formatted == text);
    let tests = [(source, parsed.file)];
    let report = run(&pack.files, &tests, &|_| true, &mut Beside { records: &pack.records });
    parsed.findings.is_empty() && formatted && report.is_ok_and(|report| report.passed == 1 && report.failed == 0)
}

/// Writes a file of tests beside the rules, under a name that no file has.
fn keep(rules: &Path, claim: &Claim, language: Language, text: &str) -> Result<PathBuf, Stop> {
    let beside = if rules.is_dir() { rules } else { rules.parent().unwrap_or(Path::new("")) };
    let folder = beside.join("tests");
    let unwritten = |path: &Path, error: std::io::Error| Stop::Unwritten(Some(path.to_owned()), error);
    fs::create_dir_all(&folder).map_err(|error| unwritten(&folder, error))?;
    let plain: String =
        claim.id.chars().map(|c| if c.is_alphanumeric() || "._-".contains(c) { c } else { '-' }).collect();
    let plain = plain.trim_matches(['.', '-']);
    let name = if plain.is_empty() { "question" } else { plain };
    let mut number = 1u32;
    loop {
        let behind = if number == 1 { String::new() } else { format!("-{number}") };
        let path = folder.join(format!("hunt-{name}{behind}.{language}.tieuchi"));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                file.write_all(text.as_bytes()).map_err(|error| unwritten(&path, error))?;
                return Ok(path);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && number < 10_000 => number += 1,
            Err(error) => return Err(unwritten(&path, error)),
        }
    }
}

/// What came of a claim, in a word for programs.
fn outcome(hunted: &Hunted) -> &'static str {
    match (&hunted.claim.says, hunted.outcome.found.is_some()) {
        (Says::Always(..), true) => "refuted",
        (Says::Always(..), false) if hunted.is_idle() => "never_applied",
        (Says::Always(..), false) => "not_refuted",
        (Says::Possible(_), true) => "example",
        (Says::Possible(_), false) => "no_example",
        (Says::Implies(..) | Says::Equivalent(..), true) => "counter_example",
        (Says::Implies(..) | Says::Equivalent(..), false) => "no_counter_example",
    }
}

fn json(all: &[Hunted], asked: &Asked<'_>) -> Result<String, Stop> {
    let claims = all.iter().map(|hunted| {
        let shown = hunted.shown.as_ref();
        let found = hunted.outcome.found.as_ref().map(|found| {
            serde_json::json!({
                "records": found.sample.len(),
                "records_at_first": found.first,
                "verdicts": shown.map(|shown| shown.written.verdicts.iter().map(|(id, title, verdict)| {
                    serde_json::json!({ "id": id, "title": title, "verdict": verdict })
                }).collect::<Vec<_>>()),
                "criteria": shown.map(|shown| &shown.criteria),
                "test": shown.map(|shown| shown.written.text.as_str()),
                "kept": shown.and_then(|shown| shown.kept.as_ref()).map(|path| path.display().to_string()),
            })
        });
        serde_json::json!({
            "id": hunted.claim.id, "title": hunted.claim.title, "text": hunted.claim.text,
            "question": hunted.claim.says.is_question(), "outcome": outcome(hunted),
            "tried": hunted.outcome.tried, "applied": hunted.outcome.applied, "given_up": hunted.outcome.given_up,
            "found": found,
        })
    });
    let whole = serde_json::json!({
        "hunt_version": 1, "seed": asked.search.seed, "cases": asked.search.cases,
        "most": asked.search.bounds.most, "missing": asked.search.bounds.missing,
        "claims": claims.collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&whole).map_err(|error| Stop::Say(error.to_string()))?;
    Ok(format!("{text}\n"))
}

/// What is hunted with, as the command says it.
pub fn search(cases: u32, seed: u64, most: u32, missing: u8) -> Search {
    Search { cases, seed, bounds: Bounds { most, missing } }
}
