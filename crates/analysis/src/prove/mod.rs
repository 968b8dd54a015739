//! What rules mean, whatever the records: whether criteria can be met, each and all together; whether they add anything;
//! whether cases are ever reached; and what authors claim and ask.
//!
//! Contract. Rosters are spoken of that are complete: every field filled, days of the years 1000 to 8999. *Met* means met by
//! somebody: a criterion that speaks of nobody is not applicable, and that is not enough where it is asked whether it can
//! be met. The others are *kept* where a criterion is to fail alone: met, or not applicable.

mod model;
mod parts;
mod points;

pub use model::{
    ClaimAnswer, ClaimProof, CriterionProof, Found, Judged, PROOF_VERSION, PartProof, Proof, Records, Said, Spot,
    Wanted, Why,
};

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tieuchi::engine::{Options, evaluate};
use tieuchi::program::{Cond, CriterionId, List, Need, Part, Place, Program, Says, Stated, Statement};

use crate::ask::{Answer, Bounds, Witness, possible_while};
use crate::encode::{Construct, Reason};
use crate::fact::Fact;
use crate::search::most;
use crate::settle::Settler;
use crate::solver::Limit;
use crate::witness::Table;

/// What is asked of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Whether criteria, cases and points are gone through; else claims alone.
    pub rules: bool,
    /// How much may be done for each question.
    pub bounds: Bounds,
    /// How many questions are asked at the same time; what comes of them doesn't depend on it.
    pub threads: usize,
}

/// Whether there is time left.
pub type GoOn<'a> = &'a (dyn Fn() -> bool + Sync);

/// The most clashes that are looked for.
const MAX_CLASHES: usize = 8;

/// Something that is to hold, with its words.
#[derive(Debug, Clone)]
struct Named {
    fact: Fact,
    said: Said,
}

/// Finds out what rules mean.
///
/// `go_on` is asked before each question and now and then within one: once it says no, what isn't decided stays so, by the
/// limit `time`.
pub fn prove(program: &Program, asked: &Asked, go_on: GoOn<'_>) -> Proof {
    let whole = program.with_claims();
    let prover = Prover::new(&whole, program.criteria.len(), asked, go_on);
    let ids: Vec<CriterionId> = (0..whole.criteria.len() as u32).map(CriterionId).collect();
    let mut proof = Proof {
        proof_version: PROOF_VERSION,
        language: whole.language,
        together: None,
        clashes: Vec::new(),
        criteria: Vec::new(),
        parts: Vec::new(),
        claims: prover.each(&whole.claims.list, Prover::claim),
    };
    if !asked.rules {
        return proof;
    }
    // What matters most comes first, should time be short.
    if !ids.is_empty() {
        let met: Vec<Named> = ids.iter().filter_map(|id| prover.met(*id)).collect();
        let (together, clashes) = prover.together(met);
        (proof.together, proof.clashes) = (Some(together), clashes);
    }
    proof.criteria = prover.each(&ids, |prover, id| prover.criterion(*id));
    proof.parts = prover.parts(program);
    // Of each against all others: the largest questions come last.
    if ids.len() > 1 {
        let failing = ids.iter().zip(&mut proof.criteria);
        let failing = failing.filter(|(_, criterion)| criterion.can_fail.possible() != Some(false));
        let (failing, criteria): (Vec<CriterionId>, Vec<&mut CriterionProof>) = failing.unzip();
        let alone = prover.each(&failing, |prover, id| prover.fails_alone(*id, &ids));
        for (criterion, alone) in criteria.into_iter().zip(alone) {
            criterion.fails_alone = Some(alone);
        }
    }
    proof
}

/// The smallest roster that keeps all criteria of one part of a program and fails one of another: of two rules put into one
/// program, the criteria of each. `go_on` is asked now and then, as by [`prove`].
pub fn implies(program: &Program, old: &[CriterionId], new: &[CriterionId], bounds: Bounds, go_on: GoOn<'_>) -> Found {
    let asked = Asked { rules: true, bounds, threads: 1 };
    let prover = Prover::new(program, program.criteria.len(), &asked, go_on);
    let fails = prover.some_fails(new);
    let facts: Vec<Named> = fails.into_iter().chain(old.iter().filter_map(|id| prover.kept(*id))).collect();
    prover.found(&facts, 1)
}

struct Prover<'p> {
    settler: Settler<'p>,
    /// How many criteria the rules have; what stands behind them is asked alone.
    criteria: usize,
    asked: &'p Asked,
    /// Whether there is time for one more question.
    go_on: GoOn<'p>,
}

impl<'p> Prover<'p> {
    fn new(program: &'p Program, criteria: usize, asked: &'p Asked, go_on: GoOn<'p>) -> Prover<'p> {
        Prover { settler: Settler::new(program), criteria, asked, go_on }
    }

    /// What is asked of each, from the first on, with a prover for each thread.
    fn each<J: Sync, T: Send>(&self, jobs: &[J], ask: impl Fn(&Prover<'p>, &J) -> T + Sync) -> Vec<T> {
        let workers = self.asked.threads.min(jobs.len());
        if workers < 2 {
            return jobs.iter().map(|job| ask(self, job)).collect();
        }
        let (program, criteria, asked, go_on) = (self.program(), self.criteria, self.asked, self.go_on);
        let (next, done) = (Mutex::new(jobs.iter().enumerate()), Mutex::new(Vec::new()));
        std::thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    let prover = Prover::new(program, criteria, asked, go_on);
                    loop {
                        let job = locked(&next).next();
                        let Some((number, job)) = job else { return };
                        let found = ask(&prover, job);
                        locked(&done).push((number, found));
                    }
                });
            }
        });
        let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.sort_by_key(|(number, _)| *number);
        done.into_iter().map(|(_, found)| found).collect()
    }

    fn program(&self) -> &'p Program {
        self.settler.program()
    }

    fn spot(&self, place: Option<Place>) -> Option<Spot> {
        let place = place?;
        let file = self.program().files.get(place.file as usize)?;
        Some(Spot { file: file.clone(), line: place.line, column: place.column })
    }

    fn of_criterion(&self, id: CriterionId, fact: Fact, wanted: Wanted) -> Option<Named> {
        let criterion = self.program().criteria.get(id.at())?;
        let (what, text) = (criterion.id.clone(), criterion.text.clone());
        Some(Named { fact, said: Said { what, wanted, text, place: self.spot(criterion.place) } })
    }

    fn met(&self, id: CriterionId) -> Option<Named> {
        self.of_criterion(id, Fact::met(id), Wanted::Met)
    }

    fn kept(&self, id: CriterionId) -> Option<Named> {
        self.of_criterion(id, Fact::kept(id), Wanted::Kept)
    }

    fn not_met(&self, id: CriterionId) -> Option<Named> {
        self.of_criterion(id, Fact::not_met(id), Wanted::NotMet)
    }

    fn some_fails(&self, ids: &[CriterionId]) -> Option<Named> {
        if let [one] = ids {
            return self.not_met(*one);
        }
        let names: Vec<&str> =
            ids.iter().filter_map(|id| self.program().criteria.get(id.at())).map(|one| one.id.as_str()).collect();
        let fact = Fact::Any(ids.iter().map(|id| Fact::not_met(*id)).collect());
        Some(Named {
            fact,
            said: Said { what: names.join(", "), wanted: Wanted::SomeNotMet, text: String::new(), place: None },
        })
    }

    /// Whether facts can hold together.
    fn found(&self, facts: &[Named], eager: usize) -> Found {
        if !(self.go_on)() {
            return Found::Undecided { reasons: Vec::new(), limit: Some("time".to_owned()), tried: 0, most: most() };
        }
        let asked: Vec<Fact> = facts.iter().map(|named| named.fact.clone()).collect();
        match possible_while(&self.settler, &asked, eager, &self.asked.bounds, self.go_on) {
            Answer::Possible(witness) => {
                let verdicts = self.judged(&witness);
                Found::Possible { smallest: witness.smallest, records: records(self.program(), &witness), verdicts }
            }
            Answer::Impossible { clash, minimal } => {
                let clash = clash.iter().filter_map(|place| facts.get(*place)).map(|named| named.said.clone());
                Found::Impossible { clash: clash.collect(), minimal }
            }
            Answer::Undecided(why) => {
                let reasons: BTreeSet<Why> = why.reasons.iter().map(|reason| self.why(reason)).collect();
                Found::Undecided {
                    reasons: reasons.into_iter().collect(),
                    limit: why.limit.map(|limit| limit_name(limit).to_owned()),
                    tried: why.tried,
                    most: most(),
                }
            }
        }
    }

    /// What all criteria say of records.
    fn judged(&self, witness: &Witness) -> Vec<Judged> {
        let Some(roster) = crate::witness::roster(self.program(), &witness.tables) else { return Vec::new() };
        let Ok(evaluation) = evaluate(self.program(), &roster, &Options::default()) else { return Vec::new() };
        let ids = (0u32..).map(CriterionId).zip(&self.program().criteria).take(self.criteria);
        ids.map(|(id, criterion)| Judged { id: criterion.id.clone(), verdict: evaluation.verdict(id) }).collect()
    }

    fn why(&self, reason: &Reason) -> Why {
        let place = reason.place.map(|(file, line, column)| Place { file, line, column });
        Why { construct: construct_name(reason.construct).to_owned(), place: self.spot(place) }
    }

    /// What is said of a criterion by itself.
    fn criterion(&self, id: CriterionId) -> CriterionProof {
        let criterion = self.program().criteria.get(id.at());
        let ask = |named: Option<Named>| self.found(&named.into_iter().collect::<Vec<_>>(), 1);
        CriterionProof {
            id: criterion.map_or_else(String::new, |criterion| criterion.id.clone()),
            title: criterion.map_or_else(String::new, |criterion| criterion.title.clone()),
            place: self.spot(criterion.and_then(|criterion| criterion.place)),
            can_be_met: ask(self.met(id)),
            can_fail: ask(self.not_met(id)),
            fails_alone: None,
        }
    }

    /// Whether a criterion can fail while all others are kept.
    fn fails_alone(&self, id: CriterionId, all: &[CriterionId]) -> Found {
        let others = all.iter().filter(|other| **other != id).filter_map(|other| self.kept(*other));
        self.found(&self.not_met(id).into_iter().chain(others).collect::<Vec<_>>(), 1)
    }

    /// Whether all can be met together; else what clashes, and what more clashes without the first of that.
    fn together(&self, mut met: Vec<Named>) -> (Found, Vec<Vec<Said>>) {
        let found = self.found(&met, 1);
        let (mut clashes, mut last) = (Vec::new(), found.clone());
        while let Found::Impossible { clash, .. } = &last {
            let Some(first) = clash.first().filter(|_| clashes.len() < MAX_CLASHES) else { break };
            met.retain(|named| named.said != *first);
            last = self.found(&met, 1);
            if let Found::Impossible { clash, .. } = &last {
                clashes.push(clash.clone());
            }
        }
        clashes.sort_by_key(Vec::len);
        (found, clashes)
    }

    /// A statement that is to hold or to fail, in as many pieces as it has: what clashes is named piece by piece.
    fn stated(&self, stated: &Stated, holds: bool) -> Vec<Named> {
        let joined = if holds { Need::All } else { Need::Any };
        match &stated.what {
            Statement::List(need, parts) if *need == joined => {
                parts.iter().flat_map(|part| self.stated(part, holds)).collect()
            }
            Statement::Not(inner) => {
                let inner = Stated { what: (**inner).clone(), ..stated.clone() };
                let mut pieces = self.stated(&inner, !holds);
                // The words are those of the whole; a verdict is said in words of its own.
                if let [Named { said: Said { wanted: wanted @ (Wanted::Holds | Wanted::Fails), .. }, .. }] =
                    pieces.as_mut_slice()
                {
                    *wanted = if holds { Wanted::Holds } else { Wanted::Fails };
                }
                pieces
            }
            Statement::Verdict(id, fate) => {
                let criterion = self.program().criteria.get(id.at());
                let (what, text) = criterion.map_or_else(Default::default, |one| (one.id.clone(), one.text.clone()));
                let wanted = Wanted::verdict(*fate, holds);
                vec![Named {
                    fact: Fact::Said(stated.what.clone(), holds),
                    said: Said { what, wanted, text, place: self.spot(stated.place) },
                }]
            }
            Statement::Cond(Cond::List(List { need, parts, .. })) if *need == joined => {
                let piece = |part: &Part| Stated {
                    what: Statement::Cond(part.cond.clone()),
                    text: part.text.clone(),
                    place: part.place,
                };
                parts.iter().flat_map(|part| self.stated(&piece(part), holds)).collect()
            }
            Statement::List(..) | Statement::Cond(_) => {
                let wanted = if holds { Wanted::Holds } else { Wanted::Fails };
                let (what, place) = (stated.text.clone(), self.spot(stated.place));
                vec![Named {
                    fact: Fact::Said(stated.what.clone(), holds),
                    said: Said { what, wanted, text: String::new(), place },
                }]
            }
        }
    }

    fn claim(&self, claim: &tieuchi::program::Claim) -> ClaimProof {
        let ask = |facts: Vec<Named>| self.found(&facts, facts.len());
        let refuted = |one: &Stated, other: &Stated| {
            ask(self.stated(one, true).into_iter().chain(self.stated(other, false)).collect())
        };
        let found = match &claim.says {
            Says::Possible(what) => vec![ask(self.stated(what, true))],
            Says::Always(None, then) => vec![ask(self.stated(then, false))],
            Says::Always(Some(one), other) | Says::Implies(one, other) => vec![refuted(one, other)],
            Says::Equivalent(one, other) => vec![refuted(one, other), refuted(other, one)],
        };
        let possible: Vec<Option<bool>> = found.iter().map(Found::possible).collect();
        let shown = if possible.contains(&Some(true)) {
            Some(true)
        } else if possible.contains(&None) {
            None
        } else {
            Some(false)
        };
        let hoped = matches!(claim.says, Says::Possible(_));
        let answer = match shown {
            Some(shown) if shown == hoped => ClaimAnswer::Yes,
            Some(_) => ClaimAnswer::No,
            None => ClaimAnswer::Undecided,
        };
        ClaimProof {
            id: claim.id.clone(),
            title: claim.title.clone(),
            text: claim.text.clone(),
            place: self.spot(claim.place),
            answer,
            found,
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Records with the names of kinds and fields, as data have them.
fn records(program: &Program, witness: &Witness) -> Vec<Records> {
    let named = |table: &Table| {
        let kind = program.kinds.get(table.kind.at())?;
        let shown = |field: &tieuchi::program::FieldId| {
            kind.fields.get(field.at()).map_or_else(String::new, |field| field.name.shown(program.language).to_owned())
        };
        Some(Records {
            kind: kind.name.shown(program.language).to_owned(),
            fields: table.fields.iter().map(shown).collect(),
            read: table
                .fields
                .iter()
                .map(|field| *field == kind.key || witness.read.contains(&(table.kind, *field)))
                .collect(),
            rows: table.rows.clone(),
        })
    };
    witness.tables.iter().filter_map(named).collect()
}

fn limit_name(limit: Limit) -> &'static str {
    match limit {
        Limit::Steps => "steps",
        Limit::Numbers => "numbers",
        Limit::Unbounded => "unbounded",
        Limit::Time => "time",
    }
}

fn construct_name(construct: Construct) -> &'static str {
    match construct {
        Construct::Arithmetic => "arithmetic",
        Construct::Mean => "mean",
        Construct::Rank => "rank",
        Construct::Series => "series",
        Construct::Pairs => "pairs",
        Construct::Above => "above",
        Construct::Levels => "levels",
        Construct::Unknown => "unknown",
        Construct::Numbers => "numbers",
        Construct::Circle => "circle",
        Construct::Cases => "cases",
        Construct::Key => "key",
    }
}
