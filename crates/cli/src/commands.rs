//! The commands.

use std::path::Path;

use tieuchi::diagnostic::{codes, nearest};
use tieuchi::diff::Difference;
use tieuchi::engine::{EvaluateError, Evaluation, Options, evaluate};
use tieuchi::program::{KindId, Name, Program};
use tieuchi::report::{self, Listing, RecordInClause, Report};
use tieuchi::roster::Roster;
use tieuchi::source::Language;
use tieuchi::trial::TrialReport;
use tieuchi::verdict::Verdict;
use tieuchi_rendering::{Heading, html, junit, markdown};

use crate::args::{Args, Command, DataFormat, ReportFormat, settings};
#[cfg(feature = "studio")]
use crate::studio;
use crate::text::{Page, Speech};
use crate::words::words;
use crate::{
    Stop, compare, formatting, hunting, input, lint, output, parts, planning, progress, proving, shells, spoken,
    starter, text, trials, witnesses, workbooks,
};

/// Runs a command and gives the exit code.
pub fn run(args: &Args) -> Result<u8, Stop> {
    match &args.command {
        Command::Check { rules, data, lang, given, format, no_names, names, witnesses, out } => {
            let loaded = input::rules(rules, lang.map(Language::from), &given.settings())?;
            let language = lang.map_or(loaded.program.language, Language::from);
            match data {
                None => rules_only(&loaded, language, out.as_deref()),
                Some(data) => {
                    if *format == ReportFormat::Xlsx {
                        workbooks::needs_a_file(out.as_deref(), language)?;
                    }
                    let heading = Heading { rules: rules.display().to_string(), records: data.display().to_string() };
                    let listing = if *no_names { Listing::Counted } else { Listing::UpTo(*names) };
                    let form = Form { format: *format, listing, out: out.as_deref() };
                    check(&loaded, language, data, &heading, form, witnesses.as_deref())
                }
            }
        }
        Command::Tally { rules, data, source, secret, lang, given, format, out } => {
            let loaded = input::rules(rules, lang.map(Language::from), &given.settings())?;
            let language = lang.map_or(loaded.program.language, Language::from);
            parts::tally(&loaded, language, data, source, secret.as_deref(), *format, out.as_deref())
        }
        Command::Merge { rules, files, lang, given, format, save, out } => {
            let loaded = input::rules(rules, lang.map(Language::from), &given.settings())?;
            let language = lang.map_or(loaded.program.language, Language::from);
            let (report, sources) = parts::merge(&loaded, language, files, save.as_deref())?;
            let heading = Heading { rules: rules.display().to_string(), records: sources };
            let form = Form { format: *format, listing: Listing::Counted, out: out.as_deref() };
            deliver(&report, language, &heading, form)
        }
        Command::Diff { old, new, data, set_old, set_new, lang, format, names, out } => {
            let form = compare::Form { format: *format, listing: Listing::UpTo(*names), out: out.as_deref() };
            let lang = lang.map(Language::from);
            let Some(data) = data else { return compare::reports(old, new, lang, form) };
            let (old, new) = ((old.as_path(), settings(set_old)), (new.as_path(), settings(set_new)));
            compare::diff(old, new, data, lang, form)
        }
        Command::Explain { rules, criterion, data, record, part, lang, given } => {
            let loaded = input::rules(rules, lang.map(Language::from), &given.settings())?;
            let language = lang.map_or(loaded.program.language, Language::from);
            explain(&loaded, language, criterion, data, record.as_deref(), part.as_deref())
        }
        Command::Lint { packs, fix, coverage_only, allow, deny, lang, format, out } => lint::lint(&lint::Asked {
            packs,
            fix: *fix,
            coverage_only: *coverage_only,
            allow,
            deny,
            language: lang.map(Language::from),
            format: *format,
            out: out.as_deref(),
        }),
        Command::Hunt { rules, only, ask, cases, seed, most, missing, time, keep, lang, given, format, out } => {
            hunting::hunted(&hunting::Asked {
                rules,
                only,
                ask: ask.as_deref(),
                search: hunting::search(*cases, *seed, *most, *missing),
                time: *time,
                keep: *keep,
                lang: lang.map(Language::from),
                settings: given.settings(),
                format: *format,
                out: out.as_deref(),
            })
        }
        Command::Plan(asked) => planning::run(asked),
        Command::Compile { rules, lang, given, format, out } => {
            let loaded = input::rules(rules, lang.map(Language::from), &given.settings())?;
            let written = match format {
                DataFormat::Ron => loaded.program.to_ron(),
                DataFormat::Json => loaded.program.to_json(),
            };
            let mut written = written.map_err(|error| Stop::Say(error.to_string()))?;
            if !written.ends_with('\n') {
                written.push('\n');
            }
            output::write(&written, out.as_deref())?;
            Ok(0)
        }
        Command::Template { rules, out, from, force, lang } => {
            let target = workbooks::Target { out, from: from.as_deref(), force: *force };
            workbooks::template(rules, target, lang.map(Language::from))
        }
        Command::ExplainCode { code, list, lang } => {
            let language = Language::from(*lang);
            match code {
                Some(code) if !list => explain_code(code, language),
                _ => {
                    let mut page = Page::new(output::width(None));
                    text::codes::list(&Speech::new(language, true), &mut page);
                    output::write(&page.into_text(), None)?;
                    Ok(0)
                }
            }
        }
        #[cfg(feature = "lsp")]
        Command::Lsp { .. } => Ok(tieuchi_language_server::server::serve(std::io::stdin(), std::io::stdout().lock())),
        #[cfg(feature = "studio")]
        Command::Studio { pack, data, lang, port, no_open } => {
            let asked = studio::Asked { pack, data: data.as_deref(), port: *port, open: !no_open };
            studio::studio(&asked, lang.map(Language::from))
        }
        Command::Test { rules, test_files, lang, coverage, format, watch, out } => {
            let asked = trials::Asked {
                rules,
                files: test_files,
                lang: lang.map(Language::from),
                coverage: *coverage,
                format: *format,
                out: out.as_deref(),
            };
            if *watch { trials::watch(&asked) } else { trials::test(&asked) }
        }
        Command::Prove { rules, implies, equivalent, ask, claims, lang, given, bounds, format, out } => {
            let other = implies.as_deref().map(|other| (other, false));
            proving::run(&proving::Request {
                rules,
                other: other.or_else(|| equivalent.as_deref().map(|other| (other, true))),
                questions: ask,
                claims_only: *claims,
                lang: lang.map(Language::from),
                settings: given.settings(),
                format: *format,
                out: out.as_deref(),
                bounds,
            })
        }
        Command::Fmt { paths, check, show, to, out, lang } => {
            let language = lang.map(Language::from);
            match to {
                Some(to) => formatting::translate(paths, Language::from(*to), out.as_deref(), language),
                None => formatting::format(paths, formatting::Mode::of(*check, *show), language),
            }
        }
        Command::New { folder, lang } => starter::begin(folder, lang.map_or_else(spoken, Language::from)),
        Command::Completions { shell } => shells::completions(*shell),
        Command::Man { pages, lang } => shells::manual(pages.as_deref(), lang.map_or_else(spoken, Language::from)),
        Command::Schema { diff, test } => {
            let schema = match (diff, test) {
                (true, _) => schemars::schema_for!(Difference),
                (_, true) => schemars::schema_for!(TrialReport),
                (false, false) => schemars::schema_for!(Report),
            };
            let text = serde_json::to_string_pretty(&schema).map_err(|error| Stop::Say(error.to_string()))?;
            output::write(&format!("{text}\n"), None)?;
            Ok(0)
        }
    }
}

fn rules_only(loaded: &input::Loaded, language: Language, out: Option<&Path>) -> Result<u8, Stop> {
    let mut page = Page::new(output::width(out));
    text::rules::summary(&Speech::new(language, false), &mut page, &loaded.program);
    output::write(&page.into_text(), out)?;
    Ok(0)
}

/// Evaluates with as many threads as the machine has; the result doesn't depend on it.
pub fn evaluated<'a>(program: &'a Program, roster: &'a Roster, language: Language) -> Result<Evaluation<'a>, Stop> {
    let line = |elapsed| progress::evaluating(elapsed, language);
    let evaluation = progress::during(line, || evaluate(program, roster, &all_threads()));
    evaluation.map_err(|error| failed(error, program, language))
}

/// As many threads as there are.
pub fn all_threads() -> Options {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    Options { threads, ..Options::default() }
}

/// Why an evaluation gave nothing, in a sentence.
pub fn failed(error: EvaluateError, program: &Program, language: Language) -> Stop {
    Stop::Say(match error {
        EvaluateError::Overflow { place } => {
            let named = place.and_then(|place| Some((program.files.get(place.file as usize)?, place.line)));
            let at = named.map_or_else(String::new, |(file, line)| format!(" ({file}:{line})"));
            (words(language).too_large)(&at)
        }
        EvaluateError::TooMuchWork { .. } => words(language).too_much.to_owned(),
        EvaluateError::Invalid(_) => error.say(language),
    })
}

/// How a report is written, and where to.
#[derive(Clone, Copy)]
pub struct Form<'a> {
    /// In which form.
    pub format: ReportFormat,
    /// How many records are named.
    pub listing: Listing,
    /// To which file.
    pub out: Option<&'a Path>,
}

fn check(
    loaded: &input::Loaded,
    language: Language,
    data: &Path,
    heading: &Heading,
    form: Form<'_>,
    behind: Option<&Path>,
) -> Result<u8, Stop> {
    if form.listing == Listing::Counted && behind.is_none() {
        let report = input::counted(loaded, data, |evaluation| report::report_listing(evaluation, form.listing))?;
        return deliver(&report, language, heading, form);
    }
    let roster = input::records(loaded, data)?;
    let evaluation = evaluated(&loaded.program, &roster, language)?;
    if let Some(path) = behind {
        witnesses::write(&evaluation, language, path)?;
    }
    deliver(&report::report_listing(&evaluation, form.listing), language, heading, form)
}

/// Writes a report and gives the exit code of its verdict.
fn deliver(report: &Report, language: Language, heading: &Heading, form: Form<'_>) -> Result<u8, Stop> {
    let written = match form.format {
        ReportFormat::Xlsx => {
            workbooks::report(report, language, heading, form.out)?;
            return Ok(exit_code(report.verdict));
        }
        ReportFormat::Text => in_page(form.out, |page| {
            text::report::render(&Speech::new(language, false), page, report, heading);
        }),
        ReportFormat::Json => as_json(report)?,
        ReportFormat::Ron => as_ron(report)?,
        ReportFormat::Html => format!("{}\n", html::page(report, language, heading)),
        ReportFormat::Md => markdown::markdown(report, language, heading),
        ReportFormat::Junit => junit::junit(report, language, heading).map_err(|error| Stop::Say(error.to_string()))?,
    };
    output::write(&written, form.out)?;
    Ok(exit_code(report.verdict))
}

/// A text for people, as wide as where it goes.
pub fn in_page(out: Option<&Path>, render: impl FnOnce(&mut Page)) -> String {
    let mut page = Page::new(output::width(out));
    render(&mut page);
    page.into_text()
}

/// Data as JSON.
pub fn as_json(data: &impl serde::Serialize) -> Result<String, Stop> {
    let text = serde_json::to_string_pretty(data).map_err(|error| Stop::Say(error.to_string()))?;
    Ok(format!("{text}\n"))
}

/// Data as RON.
pub fn as_ron(data: &impl serde::Serialize) -> Result<String, Stop> {
    let pretty = ron::ser::PrettyConfig::new().new_line("\n").indentor("  ");
    let text = ron::ser::to_string_pretty(data, pretty).map_err(|error| Stop::Say(error.to_string()))?;
    Ok(format!("{text}\n"))
}

/// 0 all met or not applicable, 1 some not met, 2 none not met but some undetermined.
fn exit_code(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Met | Verdict::NotApplicable => 0,
        Verdict::NotMet => 1,
        Verdict::Undetermined => 2,
    }
}

fn explain(
    loaded: &input::Loaded,
    language: Language,
    id: &str,
    data: &Path,
    key: Option<&str>,
    part: Option<&str>,
) -> Result<u8, Stop> {
    let (program, words) = (&loaded.program, words(language));
    let Some(number) = program.criterion(id) else {
        if let Some(score) = score(program, id) {
            return explain_score(loaded, language, (score, id), data, key);
        }
        let ids = program.criteria.iter().map(|criterion| criterion.id.as_str());
        return Err(Stop::Say((words.no_such_criterion)(id, nearest(id, ids))));
    };
    let roster = input::records(loaded, data)?;
    let evaluation = evaluated(program, &roster, language)?;
    let Some(mut found) = report::criterion(&evaluation, number) else {
        return Err(Stop::Say((words.no_such_criterion)(id, None)));
    };
    let speech = Speech::new(language, true);
    let mut page = Page::new(output::width(None));
    let Some(key) = key else {
        if !text::explain::criterion(&speech, &mut page, &found, part) {
            return Err(Stop::Say((words.no_such_part)(part.unwrap_or_default())));
        }
        output::write(&page.into_text(), None)?;
        return Ok(exit_code(found.verdict));
    };
    // The record may be one that the criterion is for each of, or one that it counts.
    let own = found.for_each.as_mut().is_some_and(|each| {
        each.records.retain(|record| record.ids.iter().any(|id| id == key));
        !each.records.is_empty()
    });
    if own {
        text::explain::criterion(&speech, &mut page, &found, None);
    }
    let rows = rows(program, &roster, key);
    let counted: Vec<RecordInClause> =
        rows.iter().flat_map(|(kind, row)| report::record_in_criterion(&evaluation, number, *kind, *row)).collect();
    if !own && counted.is_empty() {
        let say = if rows.is_empty() { words.no_such_record } else { words.not_counted };
        return Err(Stop::Say(say(key, id)));
    }
    text::explain::record(&speech, &mut page, (!own).then_some(&found), key, &counted);
    output::write(&page.into_text(), None)?;
    Ok(exit_code(found.verdict))
}

/// The score of a name such as `unit.points`, in either language.
fn score(program: &Program, name: &str) -> Option<usize> {
    let (kind, field) = name.split_once('.')?;
    let is = |name: &Name, text: &str| [&name.en, &name.vi].into_iter().flatten().any(|one| one == text);
    program.scores.iter().position(|score| {
        let declared = program.kinds.get(score.kind.at());
        let own = declared.and_then(|kind| kind.fields.get(score.field.at()));
        declared.is_some_and(|declared| is(&declared.name, kind)) && own.is_some_and(|own| is(&own.name, field))
    })
}

/// The filled-in tables of a score: of one record, or of all.
fn explain_score(
    loaded: &input::Loaded,
    language: Language,
    (score, id): (usize, &str),
    data: &Path,
    key: Option<&str>,
) -> Result<u8, Stop> {
    let (program, words) = (&loaded.program, words(language));
    let roster = input::records(loaded, data)?;
    let evaluation = evaluated(program, &roster, language)?;
    let kind = program.scores.get(score).map(|score| score.kind);
    let all = || kind.map_or(Vec::new(), |kind| (0..roster.len(kind) as u32).map(|row| (kind, row)).collect());
    let found: Vec<(KindId, u32)> = key.map_or_else(all, |key| rows(program, &roster, key));
    let speech = Speech::new(language, true);
    let mut page = Page::new(output::width(None));
    let mut told = false;
    for (_, row) in found.into_iter().filter(|(of, _)| Some(*of) == kind) {
        let Some(table) = report::scored(&evaluation, score, row) else { continue };
        for record in &table.records {
            page.gap();
            speech.score_table(&mut page, 0, &table, record);
            told = true;
        }
    }
    if let (false, Some(key)) = (told, key) {
        return Err(Stop::Say((words.no_such_record)(key, id)));
    }
    output::write(&page.into_text(), None)?;
    Ok(0)
}

/// The records of any kind with this key. A private key isn't looked up: that somebody has it would be an answer.
fn rows(program: &Program, roster: &Roster, key: &str) -> Vec<(KindId, u32)> {
    let mut found = Vec::new();
    for (number, kind) in (0u32..).zip(&program.kinds) {
        if kind.fields.get(kind.key.at()).is_some_and(|field| !field.private) {
            let id = KindId(number);
            let rows = 0..u32::try_from(roster.len(id)).unwrap_or(u32::MAX);
            found.extend(rows.filter(|row| roster.text(id, kind.key, *row) == Some(key)).map(|row| (id, row)));
        }
    }
    found
}

fn explain_code(code: &str, language: Language) -> Result<u8, Stop> {
    if let Some(rule) = tieuchi::lint::rule(code) {
        let mut page = Page::new(output::width(None));
        text::codes::one(&Speech::new(language, true), &mut page, &rule.explanation(language));
        output::write(&page.into_text(), None)?;
        return Ok(0);
    }
    let Some(explanation) = codes::explain(code, language) else {
        let known = codes::explanations(language).iter().map(|explanation| explanation.code.as_str());
        let known = known.chain(tieuchi::lint::RULES.iter().map(|rule| rule.code));
        return Err(Stop::Say((words(language).no_such_code)(code, nearest(code, known))));
    };
    let mut page = Page::new(output::width(None));
    text::codes::one(&Speech::new(language, true), &mut page, explanation);
    output::write(&page.into_text(), None)?;
    Ok(0)
}
