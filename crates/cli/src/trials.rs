//! The command `test`: the tests of rules.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use quick_junit::{NonSuccessKind, Report as JUnit, TestCase, TestCaseStatus, TestSuite};
use tieuchi::check::{Settings, check_parsed};
use tieuchi::diagnostic::{Finding, Severity};
use tieuchi::source::{Language, Source};
use tieuchi::trial::{TestReport, TrialReport, run};
use tieuchi_records::{Beside, Stamps, load_pack, load_tests, named_records, stamps, test_files};

use crate::args::TestFormat;
use crate::text::{Page, Speech, trials::render};
use crate::words::words;
use crate::{Stop, findings, output};

/// How often files are looked at for changes.
const LOOK: Duration = Duration::from_millis(300);

/// What is to be tested, and how that is told.
pub struct Asked<'a> {
    /// A pack or a rule file.
    pub rules: &'a Path,
    /// Files of tests; all of the pack where there are none.
    pub files: &'a [PathBuf],
    /// The language of the rules.
    pub lang: Option<Language>,
    /// Whether what tests haven't seen is shown, and counts.
    pub coverage: bool,
    /// In which form.
    pub format: TestFormat,
    /// To which file.
    pub out: Option<&'a Path>,
}

/// What was run, and the files that it depends on.
struct Run {
    report: TrialReport,
    language: Language,
}

/// Runs tests and gives the exit code: 0 all pass, 1 some don't or something wasn't seen.
pub fn test(asked: &Asked<'_>) -> Result<u8, Stop> {
    let mut seen = Vec::new();
    let Run { report, language } = ran(asked, &mut seen)?;
    let text = match asked.format {
        TestFormat::Text => {
            let mut page = Page::new(output::width(asked.out));
            render(&Speech::new(language, false), &mut page, &report, asked.coverage);
            page.into_text()
        }
        TestFormat::Json => {
            let text = serde_json::to_string_pretty(&report).map_err(|error| Stop::Say(error.to_string()))?;
            format!("{text}\n")
        }
        TestFormat::Junit => junit(&report, language)?,
    };
    output::write(&text, asked.out)?;
    Ok(u8::from(report.failed > 0 || (asked.coverage && !report.coverage.complete)))
}

/// Runs tests, and again whenever a file changes, until nobody reads any more.
pub fn watch(asked: &Asked<'_>) -> Result<u8, Stop> {
    let mut before = Stamps::new();
    loop {
        let now = times(asked);
        if now != before {
            before = now;
            match test(asked) {
                Ok(_) | Err(Stop::Said) => {}
                Err(Stop::Say(what)) => output::complain(&what),
                Err(stop @ (Stop::PipeClosed | Stop::Unwritten(..))) => return Err(stop),
            }
            let language = asked.lang.unwrap_or_default();
            writeln!(anstream::stdout(), "\n{}", words(language).watching)?;
        }
        thread::sleep(LOOK);
    }
}

/// When the files that tests depend on were changed: all in the folders of rules and tests, named ones, and records that
/// tests read.
fn times(asked: &Asked<'_>) -> Stamps {
    let mut seen = Vec::new();
    // What can't be read now may be readable after the next change.
    if let Ok((_, tests)) = loaded(asked, &mut seen) {
        seen.extend(named_records(&tests));
    }
    let beside = if asked.rules.is_dir() { Some(asked.rules) } else { asked.rules.parent() };
    let folder = beside.and_then(|folder| fs::read_dir(folder).ok());
    seen.extend(folder.into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path()));
    seen.extend(test_files(asked.rules));
    seen.extend(asked.files.iter().cloned());
    stamps(seen)
}

/// A pack with its tests.
type Loaded = (tieuchi_records::Pack, Vec<(Source, tieuchi::syntax::tree::File)>);

/// Loads rules and tests; the findings are for the sources beside them.
fn loaded(asked: &Asked<'_>, seen: &mut Vec<PathBuf>) -> Result<Loaded, (Vec<Source>, Vec<Finding>)> {
    let pack = load_pack(asked.rules, asked.lang).map_err(|refused| (refused.sources, refused.findings))?;
    seen.extend(pack.files.iter().map(|(source, _)| PathBuf::from(source.name())));
    let own: Vec<Source> = pack.files.iter().map(|(source, _)| source.clone()).collect();
    let files = if asked.files.is_empty() { test_files(asked.rules) } else { asked.files.to_vec() };
    let tests = load_tests(&pack, &files)
        .map_err(|refused| (own.into_iter().chain(refused.sources).collect(), refused.findings))?;
    Ok((pack, tests))
}

fn ran(asked: &Asked<'_>, seen: &mut Vec<PathBuf>) -> Result<Run, Stop> {
    let said = |sources: &[Source], found: &[Finding], language: Language| {
        output::findings(&findings::render(sources, found, language));
        Stop::Said
    };
    let shown = asked.lang.unwrap_or_default();
    let (pack, tests) = loaded(asked, seen).map_err(|(sources, found)| said(&sources, &found, shown))?;
    let language = asked.lang.or(pack.files.first().map(|(_, tree)| tree.language)).unwrap_or_default();
    let both = pack.files.iter().chain(&tests);
    let sources: Vec<Source> = both.map(|(source, _)| source.clone()).collect();
    if let Err(found) = check_parsed(&pack.files, pack.findings.clone(), &Settings::new()) {
        return Err(said(&sources, &found, language));
    }
    if tests.is_empty() {
        return Err(Stop::Say((words(language).no_tests)(&asked.rules.display().to_string())));
    }
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let home = if asked.rules.is_dir() { Some(asked.rules) } else { asked.rules.parent() };
    let home = home.map(|home| real(if home.as_os_str().is_empty() { Path::new(".") } else { home }));
    let own: Vec<bool> = pack
        .files
        .iter()
        .map(|(source, _)| home.as_ref().is_some_and(|home| real(Path::new(source.name())).starts_with(home)))
        .collect();
    let own = |file: usize| own.get(file).copied().unwrap_or(false);
    match run(&pack.files, &tests, &own, &mut Beside { records: &pack.records }) {
        Ok(report) => Ok(Run { report, language }),
        Err(mut found) => {
            found.sort_by_key(|finding| (finding.severity() != Severity::Error, finding.at.file, finding.at.start));
            Err(said(&sources, &found, language))
        }
    }
}

/// The tests as JUnit has them: a suite for each file, a case for each test.
fn junit(report: &TrialReport, language: Language) -> Result<String, Stop> {
    let mut files: Vec<(&str, Vec<&TestReport>)> = Vec::new();
    for test in &report.tests {
        match files.last_mut() {
            Some((file, tests)) if *file == test.place.file => tests.push(test),
            _ => files.push((&test.place.file, vec![test])),
        }
    }
    let mut all = JUnit::new("tieuchi test");
    for (file, tests) in files {
        let mut suite = TestSuite::new(file);
        for test in tests {
            let mut status = TestCaseStatus::success();
            if !test.passed {
                status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                let words = words(language);
                let failed = test.expectations.iter().filter(|one| !one.passed);
                let lines: Vec<String> = failed
                    .map(|one| {
                        let place = format!("{}:{}:{}", one.place.file, one.place.line, one.place.column);
                        let (expected, actual) = (words.test_expected, words.test_actual);
                        format!("{place}: {}: {expected} {}; {actual} {}", one.about, one.expected, one.actual)
                    })
                    .collect();
                status.set_message(lines.join("\n"));
            }
            let mut case = TestCase::new(test.title.as_str(), status);
            case.set_classname(file);
            suite.add_test_case(case);
        }
        all.add_test_suite(suite);
    }
    let text = all.to_string().map_err(|error| Stop::Say(error.to_string()))?;
    Ok(if text.ends_with('\n') { text } else { format!("{text}\n") })
}
