//! Tests of rules: records in small tables, and what is expected of them.
//!
//! Contract. Tests stand in files of their own and know all that the rules
//! declare. A test's records are read by the reader that reads an office's
//! files, evaluated by the engine that evaluates these, and what is said of
//! them comes from the report. Nothing is decided here. Beside it is noted at
//! which places of the rules a condition was seen to hold and to fail. Nothing
//! here reads a file: whoever runs tests hands in records that stand elsewhere.

mod asides;
mod compare;
mod keys;
mod model;
mod names;
mod records;
mod sites;

pub use model::{CoverageReport, CoveredPlace, ExpectationReport, TRIAL_VERSION, TestReport, TrialReport};
pub use names::index;

use crate::check::{Settings, check_with};
use crate::diagnostic::{CheckProblem, Finding, Problem, Severity, TrialProblem, nearest};
use crate::engine::{Evaluation, Options, Truth, evaluate};
use crate::program::Program;
use crate::report::{Explainer, PlaceReport};
use crate::roster::Builder;
use crate::source::{Language, Source, Span};
use crate::syntax::print;
use crate::syntax::tree::{Body, Expect, Expr, File, Node, Trial, TrialStep};
use crate::verdict::Verdict;

use compare::Asked;
use keys::expanded;
use names::Names;
use sites::{Guard, Key, Site, Sites, What};

/// The most records that the tables of a test have.
pub const MAX_RECORDS: usize = 100_000;

/// Where records come from that don't stand in the test.
pub trait Shelf {
    /// Tells a builder how records are written, as a manifest says.
    fn prepare(&mut self, builder: &mut Builder<'_>);
    /// Reads the records under a path that a test file names; what is wrong with them goes to the builder.
    fn read(&mut self, builder: &mut Builder<'_>, test_file: &str, path: &str);
}

/// No records but those in the tests.
pub struct EmptyShelf;

impl Shelf for EmptyShelf {
    fn prepare(&mut self, _: &mut Builder<'_>) {}

    fn read(&mut self, builder: &mut Builder<'_>, _: &str, path: &str) {
        let place = crate::diagnostic::DataPlace { file: Some(path.to_owned()), ..Default::default() };
        builder.problem(place, crate::diagnostic::DataFault::Unreadable(crate::diagnostic::Unreadable::Missing));
    }
}

/// How often a place was seen to hold, to fail and to be open, in tests.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    holds: u64,
    fails: u64,
    open: u64,
}

/// Runs tests. `rules` are the rule files of the program, the main one first; the spans of `tests` number their files
/// behind these. Coverage is about the rule files of the numbers for which `own` holds.
///
/// # Errors
///
/// What is wrong with the tests, or with their records, all of it; nothing is run by halves.
pub fn run(
    rules: &[(Source, File)],
    tests: &[(Source, File)],
    own: &dyn Fn(usize) -> bool,
    shelf: &mut dyn Shelf,
) -> Result<TrialReport, Vec<Finding>> {
    let checked = check_with(rules, &Settings::new());
    let Some(program) = checked.program else { return Err(checked.findings) };
    let sites = Sites::of(&program);
    let names = Names::of(&program);
    let mut runner = Runner {
        rules,
        program: &program,
        seen: vec![Seen::default(); sites.all.len()],
        sites: &sites,
        names: &names,
        shelf,
        findings: Vec::new(),
        tests: Vec::new(),
        excuses: Vec::new(),
    };
    for (source, file) in tests {
        runner.file(source, file);
    }
    if runner.findings.iter().any(|finding| finding.severity() == Severity::Error) {
        return Err(runner.findings);
    }
    let coverage = runner.coverage(own);
    let passed = runner.tests.iter().filter(|test| test.passed).count() as u64;
    let failed = runner.tests.len() as u64 - passed;
    let tests = runner.tests;
    Ok(TrialReport { trial_version: TRIAL_VERSION, language: program.language, passed, failed, tests, coverage })
}

struct Runner<'a> {
    rules: &'a [(Source, File)],
    program: &'a Program,
    sites: &'a Sites<'a>,
    names: &'a Names<'a>,
    seen: Vec<Seen>,
    shelf: &'a mut dyn Shelf,
    findings: Vec<Finding>,
    tests: Vec<TestReport>,
    /// Places that never fail, or never hold, and why.
    excuses: Vec<(Key, bool, String)>,
}

impl Runner<'_> {
    fn fault(&mut self, problem: TrialProblem, at: Span) {
        self.findings.push(Finding::new(CheckProblem::Trial(problem), at));
    }

    fn file(&mut self, source: &Source, file: &File) {
        for declaration in &file.declarations {
            match &declaration.body {
                Body::Trial(trial) => self.trial(source, file.language, trial),
                Body::Excuse(excuse) => {
                    match self.names.key(&excuse.subject).filter(|key| self.sites.find(key).is_some()) {
                        Some(key) => self.excuses.push((key, excuse.fails, excuse.reason.text.clone())),
                        None => self.unknown(&excuse.subject, file.language),
                    }
                }
                Body::Use(_)
                | Body::Document(_)
                | Body::Scale(_)
                | Body::Record(_)
                | Body::Derive(_)
                | Body::Criterion(_)
                | Body::Claim(_)
                | Body::Parameter(_) => self.fault(TrialProblem::NotATest, declaration.span),
            }
        }
    }

    fn unknown(&mut self, subject: &crate::syntax::tree::Subject, language: Language) {
        let name = print::subject(subject, language);
        let known = self.sites.names(language);
        let nearest = nearest(&name, known.iter().map(String::as_str)).filter(|near| **near != name).map(str::to_owned);
        self.fault(TrialProblem::Unknown { name, nearest }, subject.span);
    }

    fn trial(&mut self, source: &Source, language: Language, trial: &Trial) {
        let expects: Vec<&Expect> = trial
            .parts
            .iter()
            .filter_map(|part| match &part.step {
                TrialStep::Expect(expect) => Some(expect),
                TrialStep::From(_) | TrialStep::Records { .. } | TrialStep::Set(..) => None,
            })
            .collect();
        if expects.is_empty() {
            return self.fault(TrialProblem::ExpectsNothing, trial.title.span);
        }
        let Some(set) = self.settled(language, trial) else { return };
        let program = set.as_ref().unwrap_or(self.program);
        let mut builder = Builder::new(program);
        self.shelf.prepare(&mut builder);
        let before = self.findings.len();
        records::fill(&mut builder, self.shelf, self.names, source, trial, &mut self.findings);
        if self.findings.len() > before {
            return;
        }
        let roster = match builder.finish_with_warnings() {
            Ok((roster, _)) => roster,
            Err(found) => return self.findings.extend(found),
        };
        let evaluation = match evaluate(program, &roster, &Options::default()) {
            Ok(evaluation) => evaluation,
            // Too large a number, or too much work, is what comes of it: nothing is as expected.
            Err(error) => return self.failed(source, language, trial, &error.say(language)),
        };
        let own = set.as_ref().map(Sites::of);
        let sites = own.as_ref().unwrap_or(self.sites);
        self.look(&evaluation, sites);
        let explainer = Explainer::new(&evaluation, false);
        let asked = Asked { evaluation: &evaluation, explainer, program, sites, names: self.names, language };
        let mut expectations = Vec::new();
        for expect in expects {
            self.expect(&asked, source, expect, &mut expectations);
        }
        let passed = expectations.iter().all(|one| one.passed);
        let (title, place) = (trial.title.text.clone(), place(source, trial.title.span));
        self.tests.push(TestReport { title, place, passed, expectations });
    }

    fn failed(&mut self, source: &Source, language: Language, trial: &Trial, why: &str) {
        let mut expectations = Vec::new();
        for part in &trial.parts {
            let TrialStep::Expect(expect) = &part.step else { continue };
            expectations.extend(expect.outcomes.iter().map(|outcome| ExpectationReport {
                about: print::subject(&expect.subject, language),
                expected: print::fate(&outcome.fate, language),
                actual: why.to_owned(),
                passed: false,
                place: place(source, outcome.span),
            }));
        }
        let (title, place) = (trial.title.text.clone(), place(source, trial.title.span));
        self.tests.push(TestReport { title, place, passed: false, expectations });
    }

    /// The program with the parameters of a test, where it sets any; none if that can't be.
    fn settled(&mut self, language: Language, trial: &Trial) -> Option<Option<Program>> {
        let mut settings = Settings::new();
        let mut at = trial.title.span;
        for part in &trial.parts {
            if let TrialStep::Set(name, literal) = &part.step {
                self.names.parameter(name);
                let literal = Expr { node: Node::Literal(literal.value.clone()), span: literal.span };
                settings = settings.set(name.text.clone(), print::print_expr(&literal, language));
                at = part.span;
            }
        }
        if settings.is_empty() {
            return Some(None);
        }
        let checked = check_with(self.rules, &settings);
        let errors = checked.findings.into_iter().filter(|finding| finding.severity() == Severity::Error);
        self.findings.extend(errors.map(|finding| match finding.problem {
            Problem::Check(CheckProblem::Setting(_)) => Finding { at, see: None, ..finding },
            Problem::Syntax(_) | Problem::Check(_) | Problem::Data(_) | Problem::Pack(_) | Problem::Lint(_) => finding,
        }));
        checked.program.map(Some)
    }

    fn expect(
        &mut self,
        asked: &Asked<'_, '_>,
        source: &Source,
        expect: &Expect,
        expectations: &mut Vec<ExpectationReport>,
    ) {
        let language = asked.language;
        let found = asked.names.key(&expect.subject).and_then(|key| asked.subject(&key));
        let Some(subject) = found else { return self.unknown(&expect.subject, language) };
        let of = match expanded(&expect.of) {
            Ok(of) => of,
            Err(problem) => return self.fault(problem, expect.subject.span),
        };
        let hand = match asked.hand(&subject, &of) {
            Ok(hand) => hand,
            Err(problem) => {
                let at = expect.of.first().map_or(expect.subject.span, |keys| keys.first.span);
                return self.fault(problem, at);
            }
        };
        let mut about = print::subject(&expect.subject, language);
        if !of.is_empty() {
            about = format!("{about} {} {}", language.pick("of", "của"), of.join(", "));
        }
        for outcome in &expect.outcomes {
            match asked.outcome(&subject, hand, &of, &outcome.fate) {
                Ok(found) => expectations.push(ExpectationReport {
                    about: about.clone(),
                    expected: print::fate(&outcome.fate, language),
                    actual: found.actual,
                    passed: found.passed,
                    place: place(source, outcome.span),
                }),
                Err(problem) => self.fault(problem, outcome.span),
            }
        }
    }

    /// Notes what an evaluation shows at each place.
    fn look(&mut self, evaluation: &Evaluation<'_>, sites: &Sites<'_>) {
        for (site, seen) in sites.all.iter().zip(&mut self.seen) {
            let now = look(evaluation, site);
            seen.holds += u64::from(now.contains(&Truth::Yes));
            seen.fails += u64::from(now.contains(&Truth::No));
            seen.open += u64::from(now.contains(&Truth::Unknown));
        }
    }

    fn coverage(&self, own: &dyn Fn(usize) -> bool) -> CoverageReport {
        let language = self.program.language;
        let mut places: Vec<(&Key, CoveredPlace)> = Vec::new();
        for (site, seen) in self.sites.all.iter().zip(&self.seen) {
            if !site.place.is_none_or(|place| own(place.file as usize)) {
                continue;
            }
            // Cases of one label are one place: a band that drops gives several.
            if let Some((_, same)) = places.iter_mut().find(|(key, _)| **key == site.key) {
                same.holds += seen.holds;
                same.fails += seen.fails;
                same.open += seen.open;
                continue;
            }
            let excuse = |fails: bool| {
                let own = self.excuses.iter().find(|(key, of, _)| *key == site.key && *of == fails);
                own.map(|(_, _, reason)| reason.clone())
            };
            let file = |file: u32| self.program.files.get(file as usize).cloned().unwrap_or_default();
            let place = CoveredPlace {
                name: self.sites.name(site, language),
                text: site.text.to_owned(),
                criterion: matches!(site.what, What::Verdict(_)),
                place: site.place.map(|at| PlaceReport { file: file(at.file), line: at.line, column: at.column }),
                holds: seen.holds,
                fails: seen.fails,
                open: seen.open,
                never_holds: excuse(false),
                never_fails: excuse(true),
            };
            places.push((&site.key, place));
        }
        let places: Vec<CoveredPlace> = places.into_iter().map(|(_, place)| place).collect();
        let covered = places.iter().filter(|place| place.is_covered()).count() as u64;
        let all = places.len() as u64;
        CoverageReport { complete: covered == all, all, covered, places }
    }
}

/// What an evaluation shows at a place, of all records that it is asked of.
fn look(evaluation: &Evaluation<'_>, site: &Site<'_>) -> Vec<Truth> {
    let mut found = Vec::new();
    let mut see = |truth: Truth| {
        if !found.contains(&truth) {
            found.push(truth);
        }
    };
    evaluation.each_hand(&site.kinds, |hand| {
        let about = match site.guard {
            Guard::None => Truth::Yes,
            Guard::Criterion(id) => evaluation.included(id, hand),
            Guard::Filter(filter) => evaluation.truth(filter, hand),
        };
        if about != Truth::Yes {
            return;
        }
        match &site.what {
            What::Verdict(id) => match evaluation.verdict_of(*id, hand) {
                Some(Verdict::Met) => see(Truth::Yes),
                Some(Verdict::NotMet) => see(Truth::No),
                Some(Verdict::Undetermined) => see(Truth::Unknown),
                Some(Verdict::NotApplicable) | None => {}
            },
            What::Cond(cond) => see(evaluation.truth(cond, hand)),
            What::Part(id, part) => see(evaluation.part_truth(*id, *part, hand)),
            What::Case(earlier, cond) => {
                let truth = evaluation.truth(cond, hand);
                let reached = || earlier.iter().all(|cond| evaluation.truth(cond, hand).is_no());
                if truth != Truth::Yes || reached() {
                    see(truth);
                }
            }
        }
    });
    found
}

fn place(source: &Source, span: Span) -> PlaceReport {
    let at = source.position(span.start);
    PlaceReport { file: source.name().to_owned(), line: at.line, column: at.column }
}
