//! The author's tests as the rules being written stand: what is wrong with them, and the line above each test and above
//! what tests name.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;
use tieuchi::check::{Index, Role, Sense};
use tieuchi::diagnostic::{DataProblem, Finding, Problem, Severity};
use tieuchi::program::{FieldId, KindId, Name};
use tieuchi::source::{Language, Span};
use tieuchi::syntax::tree::{Body, Expect, File, Place, Trial, TrialStep};
use tieuchi::trial::{ExpectationReport, TrialReport, run};
use tieuchi_records::{Beside, named_records};

use crate::findings::{add, shown};
use crate::text::{Range, Text};
use crate::workspace::{Analysis, Workspace};

/// For how long files of tests are begun; what comes later isn't run, and the lines say so.
const PATIENCE: Duration = Duration::from_secs(20);

/// How many letters of what differs a line has.
const MAX_SHOWN: usize = 120;

/// Tests to be run.
#[derive(Debug, Clone)]
pub struct Job {
    /// The URI of the main rule file.
    pub uri: String,
    rules: Arc<Analysis>,
}

/// What came of a pack's tests.
#[derive(Debug, Clone, Default)]
pub struct Tested {
    /// By what tests name: how many do, and for how many it isn't as expected.
    named: BTreeMap<String, (usize, usize)>,
    /// By the URI of each file of tests.
    files: BTreeMap<String, Ran>,
    /// Whether some tests couldn't be run.
    partly: bool,
}

/// What came of a file of tests.
#[derive(Debug, Clone)]
struct Ran {
    text: Arc<Text>,
    findings: Vec<Value>,
    /// By title, and number among those with that title.
    lines: BTreeMap<(String, usize), String>,
}

/// The tests of the pack that a file belongs to or is a file of tests of; nothing where the rules are unsound or
/// have no tests.
pub fn job(workspace: &Workspace, uri: &str) -> Option<Job> {
    let rules = workspace.rules(uri)?;
    rules.program.as_ref()?;
    rules.tests().next()?;
    Some(Job { uri: rules.uri(0).to_owned(), rules })
}

impl Job {
    /// The records outside the files of tests that these read.
    pub fn records(&self) -> Vec<std::path::PathBuf> {
        named_records(self.rules.files.get(self.rules.rule_files..).unwrap_or_default())
    }
}

/// Runs the tests, file by file, so that one that can't be used doesn't keep the others from running. It may take as long
/// as evaluations take: not for the thread that answers.
pub fn test(job: &Job) -> Tested {
    let rules = &job.rules;
    let mut tested = Tested::default();
    let begun = Instant::now();
    for file in rules.tests() {
        if begun.elapsed() > PATIENCE {
            tested.partly = true;
            break;
        }
        let (Some(text), Some(tree)) = (rules.texts.get(file as usize), rules.tree(file)) else { continue };
        let mut ran = Ran { text: text.clone(), findings: Vec::new(), lines: BTreeMap::new() };
        match ran_file(rules, file) {
            Ok(report) => note(&mut tested.named, &mut ran, &rules.index, tree, &report),
            Err(findings) => {
                tested.partly = true;
                let placed =
                    findings.iter().map(|finding| Finding { at: at(finding, text, tree, file), ..finding.clone() });
                let shown = placed.map(|finding| shown(rules, &finding)).filter(|(uri, _)| uri == rules.uri(file));
                shown.for_each(|(_, value)| add(&mut ran.findings, value));
            }
        }
        tested.files.insert(rules.uri(file).to_owned(), ran);
    }
    tested
}

/// Runs a file of tests.
///
/// # Errors
///
/// What is wrong with it. Of one that doesn't read nothing is told here: it is told of the file as it stands.
fn ran_file(rules: &Analysis, file: u32) -> Result<TrialReport, Vec<Finding>> {
    let test = rules.files.get(file as usize).map(std::slice::from_ref).unwrap_or_default();
    if rules.test_findings.iter().any(|finding| finding.at.file == file) {
        return Err(Vec::new());
    }
    run(rules.rules(), test, &|_| false, &mut Beside { records: &rules.records })
}

/// What comes of a file of tests, or what is wrong with it.
pub(crate) type Outcome = Result<TrialReport, Vec<Finding>>;

/// What comes of all tests, file by file, as far as patience goes: what an edit is held against.
pub(crate) fn outcomes(rules: &Analysis) -> Vec<Outcome> {
    let begun = Instant::now();
    rules.tests().take_while(|_| begun.elapsed() < PATIENCE / 4).map(|file| ran_file(rules, file)).collect()
}

/// The file with a fault of records that stand outside the files of tests, if that is all that is wrong.
pub(crate) fn records_elsewhere<'f>(rules: &Analysis, findings: &'f [Finding]) -> Option<&'f str> {
    let inside = |name: &str| rules.tests().any(|file| rules.text(file).source().name() == name);
    let outside = |finding: &'f Finding| match &finding.problem {
        Problem::Data(DataProblem { place, .. }) => place.file.as_deref().filter(|name| !inside(name)),
        Problem::Syntax(_) | Problem::Check(_) | Problem::Pack(_) | Problem::Lint(_) => None,
    };
    let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error);
    errors.map(outside).collect::<Option<Vec<_>>>()?.first().copied()
}

/// Where a finding is shown: a fault of records in its row, one of records that stand elsewhere where they are named.
fn at(finding: &Finding, text: &Text, tree: &File, file: u32) -> Span {
    let Problem::Data(DataProblem { place, .. }) = &finding.problem else { return finding.at };
    let line = if place.file.as_deref() == Some(text.source().name()) { place.row } else { None };
    if let Some(line) = line.and_then(|row| usize::try_from(row).ok()?.checked_sub(1)) {
        let all = text.source().text();
        let start: usize = all.split_inclusive('\n').take(line).map(str::len).sum();
        let row = all.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let blank = row.len() - row.trim_start().len();
        return Span { file, start: offset(start + blank), end: offset(start + row.trim_end().len()) };
    }
    let named = trials(tree).flat_map(|trial| &trial.parts).find_map(|part| match &part.step {
        TrialStep::From(path) => Some(path.span),
        TrialStep::Records { .. } | TrialStep::Set(..) | TrialStep::Expect(_) => None,
    });
    named.or_else(|| trials(tree).next().map(|trial| trial.title.span)).unwrap_or(Span { file, start: 0, end: 1 })
}

fn trials(tree: &File) -> impl Iterator<Item = &Trial> {
    tree.declarations.iter().filter_map(|declaration| match &declaration.body {
        Body::Trial(trial) => Some(trial),
        Body::Excuse(_)
        | Body::Use(_)
        | Body::Document(_)
        | Body::Scale(_)
        | Body::Record(_)
        | Body::Derive(_)
        | Body::Criterion(_)
        | Body::Claim(_)
        | Body::Parameter(_) => None,
    })
}

/// The tests of a file, each by its title and its number among those with that title.
fn numbered(tree: &File) -> Vec<((String, usize), &Trial)> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut found = Vec::new();
    for trial in trials(tree) {
        let number = seen.entry(trial.title.text.as_str()).or_default();
        found.push(((trial.title.text.clone(), *number), trial));
        *number += 1;
    }
    found
}

/// Notes what came of the tests of a file: all of them were run, in the order of the text.
fn note(named: &mut BTreeMap<String, (usize, usize)>, ran: &mut Ran, index: &Index, tree: &File, report: &TrialReport) {
    for ((key, trial), test) in numbered(tree).into_iter().zip(&report.tests) {
        ran.lines.insert(key, outcome(&test.expectations, tree.language));
        let mut told = test.expectations.iter();
        let (mut all, mut failed) = (BTreeSet::new(), BTreeSet::new());
        for part in &trial.parts {
            let TrialStep::Expect(expect) = &part.step else { continue };
            // One for each outcome.
            let differs = told.by_ref().take(expect.outcomes.len()).filter(|one| !one.passed).count() > 0;
            let Some(subject) = subject(index, expect) else { continue };
            if differs {
                failed.insert(subject.clone());
            }
            all.insert(subject);
        }
        for subject in all {
            let counts = named.entry(subject.clone()).or_default();
            counts.0 += 1;
            counts.1 += usize::from(failed.contains(&subject));
        }
    }
}

/// What an expectation names: a criterion, or a field by its kind and name in one and the same language.
fn subject(index: &Index, expect: &Expect) -> Option<String> {
    let (kind, field) = match &expect.subject.place {
        Place::Line(_, path, _) => {
            let [kind, field] = &path[..] else { return None };
            (kind.text.as_str(), field.text.as_str())
        }
        Place::Named { id, .. } => {
            if index.criteria.iter().any(|(known, _)| *known == id.text) {
                return Some(id.text.clone());
            }
            id.text.split_once('.')?
        }
    };
    let kind = (0u32..).zip(&index.kinds).find(|(_, known)| known.name.is(kind))?;
    let field = (0u32..).zip(&kind.1.fields).find(|(_, known)| known.name.is(field))?;
    called(index, Sense::Field(KindId(kind.0), FieldId(field.0)))
}

fn called(index: &Index, sense: Sense) -> Option<String> {
    let name = |name: &Name| name.en.clone().or_else(|| name.vi.clone());
    match sense {
        Sense::Criterion(id) => index.criteria.get(id.0 as usize).map(|(id, _)| id.clone()),
        Sense::Field(kind, field) => {
            let kind = index.kinds.get(kind.0 as usize)?;
            let field = kind.fields.get(field.0 as usize)?;
            Some(format!("{}.{}", name(&kind.name)?, name(&field.name)?))
        }
        Sense::Kind(_)
        | Sense::Scale(_)
        | Sense::Label(..)
        | Sense::Document(_)
        | Sense::Item(..)
        | Sense::Parameter(_)
        | Sense::Claim(_) => None,
    }
}

/// Whether a test passes, and what differs first.
fn outcome(expectations: &[ExpectationReport], language: Language) -> String {
    let mut differing = expectations.iter().filter(|one| !one.passed);
    let Some(first) = differing.next() else { return language.pick("passes", "đúng").to_owned() };
    let (about, expected, actual) = (&first.about, &first.expected, &first.actual);
    let what = match language {
        Language::En => format!("{about}: expected {expected}, actual {actual}"),
        Language::Vi => format!("{about}: phải là {expected}, thực tế {actual}"),
    };
    let fails = language.pick("fails", "sai");
    let more = match (differing.count(), language) {
        (0, _) => String::new(),
        (more, Language::En) => format!(" (and {more} more)"),
        (more, Language::Vi) => format!(" (và {more} chỗ khác)"),
    };
    if what.chars().count() <= MAX_SHOWN { format!("{fails}: {what}{more}") } else { format!("{fails}: {about}{more}") }
}

/// How many tests name something, and whether they pass.
fn counted((all, failed): (usize, usize), partly: bool, language: Language) -> String {
    let line = match (language, all, failed) {
        (Language::En, 1, 0) => "1 test: passes".to_owned(),
        (Language::En, 1, _) => "1 test: fails".to_owned(),
        (Language::En, _, 0) => format!("{all} tests: pass"),
        (Language::En, _, 1) => format!("1 of {all} tests fails"),
        (Language::En, ..) => format!("{failed} of {all} tests fail"),
        (Language::Vi, _, 0) => format!("{all} tình huống: đúng"),
        (Language::Vi, ..) => format!("{failed} trên {all} tình huống sai"),
    };
    let not_all = language.pick("; some tests could not be run", "; có tình huống chưa chạy được");
    if partly { line + not_all } else { line }
}

/// The lines above what tests name in a rule file, or above the tests of a file of tests.
pub fn lenses(analysis: &Analysis, file: u32, tested: &Tested) -> Vec<(Range, String)> {
    let (text, language) = (analysis.text(file), analysis.language(file));
    if analysis.is_test(file) {
        let Some((ran, tree)) = tested.files.get(analysis.uri(file)).zip(analysis.tree(file)) else {
            return Vec::new();
        };
        let tests = numbered(tree).into_iter();
        return tests
            .filter_map(|(key, trial)| Some((text.range(trial.title.span), ran.lines.get(&key)?.clone())))
            .collect();
    }
    let mentions = analysis.index.mentions.iter();
    mentions
        .filter(|mention| mention.at.file == file && mention.role == Role::Declared)
        .filter_map(|mention| {
            let counts = tested.named.get(&called(&analysis.index, mention.sense)?)?;
            Some((text.range(mention.at), counted(*counts, tested.partly, language)))
        })
        .collect()
}

impl Tested {
    /// What is wrong with a file of tests, if it still says what was run.
    pub fn findings(&self, uri: &str, now: &Text) -> &[Value] {
        self.files.get(uri).filter(|ran| ran.text.raw() == now.raw()).map_or(&[], |ran| &ran.findings)
    }
}
