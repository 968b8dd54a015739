//! What the page shows: the last sound rules over the last sound records with the what-if edits, and what is said of the
//! texts as they are being typed.
//!
//! Whatever takes long, checking, reading and evaluating, is done aside ([`Inputs::work`]) and put on the stage whole.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use tieuchi::diagnostic::Finding;
use tieuchi::engine::{EvaluateError, Options};
use tieuchi::program::{CriterionId, Program};
use tieuchi::roster::{Builder, Roster};
use tieuchi::session::{Refused, Session};
use tieuchi::source::Language;
use tieuchi::verdict::Verdict;
use tieuchi_records::Records;

use crate::cells::{self, Shown};
use crate::overlay::{Made as Edited, Overlay};
use crate::pack::Drafts;
use crate::rules::Rules;
use crate::sources::{Sources, same_shape};

/// Verdicts by criterion.
pub type Verdicts = BTreeMap<String, Verdict>;

/// What is to be worked on.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// Its number: the latest wins.
    pub number: u64,
    /// The pack as it was named.
    pub given: PathBuf,
    /// The language that was asked for.
    pub asked: Option<Language>,
    /// The texts that somebody has typed.
    pub drafts: Drafts,
    /// How often the disk has been found changed.
    pub disk: u64,
    /// How often the records were others.
    pub data: u64,
    /// Where records come from.
    pub sources: Arc<Sources>,
    /// What was made before and may do again.
    pub known: Known,
}

/// What was made before.
#[derive(Debug, Clone, Default)]
pub struct Known {
    base: Option<Arc<Base>>,
    saved: Option<Saved>,
}

/// Records as they were read.
#[derive(Debug)]
struct Base {
    data: u64,
    program: Arc<Program>,
    records: Records,
    roster: Roster,
    warnings: Vec<Finding>,
}

/// What the rules on the disk say of the records without edits.
#[derive(Debug, Clone)]
struct Saved {
    disk: u64,
    data: u64,
    verdicts: Arc<Verdicts>,
}

/// What came of it.
#[derive(Debug)]
pub struct Made {
    number: u64,
    rules: Rules,
    /// What is wrong with the records, or should be looked at.
    records: Vec<Finding>,
    /// Why there is no evaluation although rules and records are sound.
    failed: Option<EvaluateError>,
    scene: Option<Scene>,
    base: Option<Arc<Base>>,
    saved: Option<Saved>,
}

/// Rules over records.
#[derive(Debug)]
pub struct Scene {
    /// The program.
    pub program: Arc<Program>,
    /// The rules that it was made of.
    pub rules: Arc<Rules>,
    /// The records with the edits.
    pub session: Session,
    /// What was said without the edits, by place of the criterion.
    pub was: Vec<Verdict>,
    /// The edits as they stand on it.
    pub edited: Edited,
}

/// Evaluates with as many threads as there are; the result doesn't depend on it.
pub fn options() -> Options {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    Options { threads, ..Options::default() }
}

fn verdicts(session: &mut Session) -> Vec<Verdict> {
    let criteria = (0u32..).map(CriterionId).take(session.program().criteria.len());
    let evaluation = session.evaluation();
    criteria.map(|id| evaluation.verdict(id)).collect()
}

impl Inputs {
    /// Checks, reads and evaluates. It takes as long as it takes: not for a thread that answers.
    pub fn work(self) -> Made {
        let rules = Rules::check(&self.given, self.asked, &self.drafts);
        let mut made = Made {
            number: self.number,
            records: Vec::new(),
            failed: None,
            scene: None,
            base: None,
            saved: self.known.saved.clone(),
            rules,
        };
        if let Some(program) = made.rules.program.clone() {
            match self.base(&program, &made.rules.records) {
                Ok(base) => {
                    made.records.clone_from(&base.warnings);
                    match Session::new(program.clone(), base.roster.clone(), &options()) {
                        Ok(mut session) => {
                            let was = verdicts(&mut session);
                            made.scene = Some(Scene {
                                program,
                                rules: Arc::new(made.rules.clone()),
                                session,
                                was,
                                edited: Edited::default(),
                            });
                        }
                        Err(Refused::Evaluation(error)) => made.failed = Some(error),
                        Err(_) => {}
                    }
                    made.base = Some(base);
                }
                Err(findings) => made.records = findings,
            }
        }
        let stale = made.saved.as_ref().is_none_or(|saved| (saved.disk, saved.data) != (self.disk, self.data));
        if stale {
            made.saved = self.saved(made.scene.as_ref());
        }
        made
    }

    /// The records for a program: those that were read before, where nothing about them has changed.
    fn base(&self, program: &Arc<Program>, records: &Records) -> Result<Arc<Base>, Vec<Finding>> {
        let fits = |base: &&Arc<Base>| {
            base.data == self.data && base.records.kinds == records.kinds && same_shape(&base.program, program)
        };
        if let Some(base) = self.known.base.as_ref().filter(fits) {
            return Ok(base.clone());
        }
        let (roster, warnings) = self.sources.read(program, records)?;
        Ok(Arc::new(Base { data: self.data, program: program.clone(), records: records.clone(), roster, warnings }))
    }

    /// What the rules on the disk say.
    fn saved(&self, scene: Option<&Scene>) -> Option<Saved> {
        let by_name = |program: &Program, was: &[Verdict]| {
            program.criteria.iter().zip(was).map(|(criterion, verdict)| (criterion.id.clone(), *verdict)).collect()
        };
        let verdicts: Verdicts = match scene {
            Some(scene) if self.drafts.is_empty() => by_name(&scene.program, &scene.was),
            _ => {
                let rules = Rules::check(&self.given, self.asked, &Drafts::default());
                let program = rules.program?;
                let base = self.base(&program, &rules.records).ok()?;
                let mut session = Session::new(program.clone(), base.roster.clone(), &options()).ok()?;
                by_name(&program, &verdicts(&mut session))
            }
        };
        Some(Saved { disk: self.disk, data: self.data, verdicts: Arc::new(verdicts) })
    }
}

/// What the page shows of the rules in one language.
#[derive(Debug, Default)]
pub struct Stage {
    /// The last sound rules over the last sound records.
    pub scene: Option<Scene>,
    /// The rules as they are typed.
    pub rules: Arc<Rules>,
    /// What is found in the records.
    pub of_records: Vec<Finding>,
    /// Why there is no evaluation although rules and records are sound.
    pub failed: Option<EvaluateError>,
    /// Whether the scene is of other rules or records than those.
    pub stale: bool,
    /// What the rules on the disk say.
    pub saved: Option<Arc<Verdicts>>,
    /// The number of the inputs that were put here last.
    pub number: u64,
    known: Known,
}

impl Stage {
    /// What was made before.
    pub fn known(&self) -> Known {
        self.known.clone()
    }

    /// Puts what was made on the stage, unless something newer is there.
    ///
    /// Returns whether it was put there.
    pub fn put(&mut self, made: Made, home: Language) -> bool {
        if made.number < self.number {
            return false;
        }
        let Made { number, rules, records, failed, scene, base, saved } = made;
        self.number = number;
        self.rules = Arc::new(rules);
        self.of_records = records;
        self.failed = failed;
        self.stale = scene.is_none();
        self.saved = saved.as_ref().map(|saved| saved.verdicts.clone());
        self.known.saved = saved;
        if let Some(base) = base {
            self.known.base = Some(base);
        }
        // Where rules read but records don't, there may be nothing to keep yet: then tables are shown empty.
        let scene = scene.or_else(|| if self.scene.is_none() { empty(&self.rules) } else { None });
        if let Some(mut scene) = scene {
            cells::state_signs(&mut scene.session, &scene.rules.records, home);
            self.scene = Some(scene);
        }
        true
    }

    /// Sees to it that the edits stand on the scene.
    pub fn sync(&mut self, overlay: &mut Overlay, home: Language) {
        let Some(Scene { session, rules, edited, .. }) = &mut self.scene else { return };
        if !edited.is_made(overlay) {
            // A session that can't be rolled back any more would be none of ours.
            let _ = overlay.make(session, edited, Shown { records: &rules.records, language: home });
        }
    }
}

/// Rules over nobody.
fn empty(rules: &Arc<Rules>) -> Option<Scene> {
    let program = rules.program.clone()?;
    let nobody = {
        let mut builder = Builder::new(&program);
        (0..program.kinds.len() as u32).for_each(|kind| builder.given(tieuchi::program::KindId(kind)));
        builder.finish().ok()?
    };
    let mut session = Session::new(program.clone(), nobody, &options()).ok()?;
    let was = verdicts(&mut session);
    Some(Scene { program, rules: rules.clone(), session, was, edited: Edited::default() })
}
