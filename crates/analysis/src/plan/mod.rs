//! The least that must change so that criteria are met together.
//!
//! Contract. Fields that may change are chosen anew, everything else stays as it is; what is derived follows by the
//! program's own strata. A [`Plan`] is applied and evaluated by the engine before it is given; it is called least only
//! where that is proven, and "none" is said only where that is proven, with the requirements that clash. Nothing here
//! reads a file or a clock; work is counted.

mod counts;
mod encode;
mod kleene;
mod moving;
mod numbers;
mod people;
mod ranks;
mod said;
mod verdicts;
mod world;

pub use said::{Clashing, PLAN_VERSION, Said, SaidChange, SaidProof, WhyOpen};
pub use world::Given;

use std::collections::{BTreeMap, BTreeSet};

use tieuchi::engine::{EvaluateError, Evaluation, Options, evaluate};
use tieuchi::exact::Exact;
use tieuchi::program::{CriterionId, FieldId, KindId, Origin, Place, Program, Type};
use tieuchi::roster::Roster;
use tieuchi::verdict::Verdict;

use crate::solver::{GoOn, Limit, Limits, Minimum, Model, Tag};
use encode::Encoder;
use moving::Moving;
use verdicts::Demand;
use world::World;

/// What a change of a field costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldCost {
    /// For any change.
    pub each: Exact,
    /// For each step of a scale, and each unit of a number or day, in addition.
    pub step: Exact,
}

impl Default for FieldCost {
    /// 1 for any change.
    fn default() -> FieldCost {
        FieldCost { each: Exact::from(1i64), step: Exact::zero() }
    }
}

/// What may change, what it costs, and what is to be reached.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The fields of the data that may change.
    pub may_change: BTreeSet<(KindId, FieldId)>,
    /// What that costs; 1 for each change where nothing is said.
    pub costs: BTreeMap<(KindId, FieldId), FieldCost>,
    /// Records that stay as they are.
    pub fixed: BTreeSet<(KindId, u32)>,
    /// The criteria that are to be met; none: all.
    pub goals: Vec<CriterionId>,
    /// How much work may be done.
    pub limits: Limits,
    /// Of how the engine evaluates.
    pub options: Options,
}

impl Request {
    fn cost(&self, kind: KindId, field: FieldId) -> &FieldCost {
        static ONE: std::sync::LazyLock<FieldCost> = std::sync::LazyLock::new(FieldCost::default);
        self.costs.get(&(kind, field)).unwrap_or(&ONE)
    }
}

/// Why a field can't be planned with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unchangeable {
    /// It is derived: it follows.
    Derived,
    /// It is a key, a text or a reference.
    NoChoice,
    /// It says whose a record of a series is, or of which period: with it the record before would be another.
    Series,
    /// Its values must not be shown.
    Private,
}

/// Why there is no answer at all.
#[derive(Debug, Clone, PartialEq)]
pub enum Refused {
    /// A field that can't be planned with.
    Field(KindId, FieldId, Unchangeable),
    /// There is more of something than is looked at: so many.
    TooMany(Much, usize),
    /// The records can't be evaluated.
    Evaluate(EvaluateError),
}

impl From<EvaluateError> for Refused {
    fn from(error: EvaluateError) -> Refused {
        Refused::Evaluate(error)
    }
}

/// What there may be too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Much {
    /// Records, and what they may become.
    Records,
    /// Pairs of records that a criterion is for.
    Pairs,
    /// Records of one group that are ranked.
    Ranked,
    /// Definitions that lead to others.
    Definitions,
    /// Comparisons that the requirements come to.
    Comparisons,
}

/// What can't be said by sums of counts, so that it counted as unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Beyond {
    /// A derived field.
    Field(KindId, FieldId),
    /// A number, such as a product of two that may change.
    Number,
    /// A number that is missing, of which the rules don't say what it may be.
    Missing,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The kind of record.
    pub kind: KindId,
    /// Its row.
    pub row: u32,
    /// The field.
    pub field: FieldId,
    /// What it is now.
    pub from: Given,
    /// What it has to become.
    pub to: Given,
    /// The criteria that wouldn't be met without it, all other changes made.
    pub serves: Vec<CriterionId>,
    /// Of these records so many were taken: any others of them would do as well. None: it is this one.
    pub alike: Option<Alike>,
}

/// Records that could stand for each other in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// How many change so.
    pub chosen: usize,
    /// Of how many.
    pub of: usize,
    /// Which of the groups of changes it is, from 0: all of one group change alike.
    pub group: usize,
    /// The first of them that stay as they are, in the order of the roster.
    pub others: Vec<u32>,
}

/// How good a plan is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// No plan costs less: proven.
    Least,
    /// It isn't known whether one costs less.
    NotProven {
        /// No plan costs less than this, where that is known.
        at_least: Option<Exact>,
        /// Why it isn't known.
        why: Open,
    },
}

/// Why something isn't known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Open {
    /// The work was more than was allowed, or numbers became too long.
    Limit(Limit),
    /// Something can't be said by sums of counts.
    Beyond(Vec<Beyond>),
    /// What was found isn't what the engine says.
    NotConfirmed,
}

/// What has to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The changes, by kind, record and field.
    pub changes: Vec<Change>,
    /// What they cost together.
    pub cost: Exact,
    /// Whether less would do.
    pub proof: Proof,
}

/// A requirement that clashes with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The criterion.
    pub criterion: CriterionId,
    /// The record that it is for, where it is for each.
    pub record: Option<(KindId, u32)>,
    /// The clause as its author wrote it, in one line.
    pub text: String,
    /// Where it is written.
    pub place: Option<Place>,
    /// Whether anything that may change is read for it.
    pub moves: bool,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Nothing has to change.
    Met,
    /// This would do, as the engine confirms.
    Plan(Plan),
    /// Nothing would: proven. These can't hold together.
    Impossible {
        /// The requirements that clash.
        clash: Vec<Clash>,
        /// Whether each of them is needed for that.
        minimal: bool,
    },
    /// It isn't known whether anything would.
    Undecided(Open),
}

/// The criteria that a request is about.
fn goals(program: &Program, request: &Request) -> Vec<CriterionId> {
    if request.goals.is_empty() {
        moving::numbered(CriterionId, &program.criteria).map(|(id, _)| id).collect()
    } else {
        request.goals.clone()
    }
}

/// The least that must change so that the goals are met together. A criterion that speaks of nobody as things are may go
/// on speaking of nobody; none is made to. Work is counted; beside that it goes on for as long as `go_on` says so, and where
/// it doesn't, says that it was [`Limit::Time`].
///
/// # Errors
///
/// Fields that can't be planned with, and whatever is beyond the stated bounds.
pub fn plan(program: &Program, roster: &Roster, request: &Request, go_on: &GoOn) -> Result<Answer, Refused> {
    for (kind, field) in &request.may_change {
        if let Some(why) = unchangeable(program, *kind, *field) {
            return Err(Refused::Field(*kind, *field, why));
        }
    }
    let evaluation = evaluate(program, roster, &request.options)?;
    let goals = goals(program, request);
    if goals.iter().all(|goal| is_good(&evaluation, *goal, Verdict::NotApplicable)) {
        return Ok(Answer::Met);
    }
    let moving = Moving::new(program, &request.may_change, &goals);
    let mut model = Model::new();
    let world = World::new(request, &evaluation, &moving, &mut model)?;
    let mut encoder = Encoder::new(&evaluation, moving, world, model);
    let mut demands: Vec<Demand> = Vec::new();
    for goal in &goals {
        let now = evaluation.verdict(*goal);
        encoder.demand(*goal, now == Verdict::NotApplicable, &mut demands)?;
    }
    let Encoder { world, mut model, beyond, moving, late, .. } = encoder;
    let moves: Vec<CriterionId> = goals.iter().copied().filter(|goal| moving.criterion(*goal)).collect();
    let beyond: Vec<Beyond> = beyond.into_iter().collect();
    let mut objectives = vec![world.cost.clone(), world.changes.clone(), world.steps.clone()];
    // Where nothing is said of costs, they are the number of changes.
    objectives.dedup();
    // Without what ties all records together first: what is least so and keeps to it is least.
    let mut least = model.minimise_by_blocks(&objectives, &request.limits, go_on);
    let keeps = match &least {
        Minimum::Least(found) | Minimum::AtMost { best: found, .. } => late.iter().all(|(lit, _)| found.holds(*lit)),
        Minimum::Impossible(_) | Minimum::Unknown(_) => true,
    };
    // What clashes so does; but one of the criteria may be impossible by itself, as it has to speak of somebody.
    let clashing: Vec<CriterionId> = match &least {
        Minimum::Impossible(core) => verdicts::of(core, &demands).map(|demand| demand.criterion).collect(),
        Minimum::Least(_) | Minimum::AtMost { .. } | Minimum::Unknown(_) => Vec::new(),
    };
    let late = late.into_iter().filter(|(_, demand)| !keeps || clashing.contains(&demand.criterion));
    let late: BTreeSet<Tag> = late
        .map(|(lit, demand)| {
            let tag = verdicts::named_once(demand, &mut demands);
            model.require(lit, tag);
            tag
        })
        .collect();
    least = match least {
        Minimum::Impossible(mut core) if beyond.is_empty() && !late.is_empty() => {
            core.tags.extend(late.into_iter().filter(|tag| !core.tags.contains(tag)).collect::<Vec<_>>());
            Minimum::Impossible(model.smaller(core, &request.limits, go_on))
        }
        _ if !keeps => model.minimise_by_blocks(&objectives, &request.limits, go_on),
        least => least,
    };
    let (found, proof) = match least {
        Minimum::Least(found) if beyond.is_empty() => (found, Proof::Least),
        Minimum::Least(found) => (found, Proof::NotProven { at_least: None, why: Open::Beyond(beyond) }),
        // What it costs is least; only among equals another one might have been taken.
        Minimum::AtMost { best, objective: 1.., .. } if beyond.is_empty() => (best, Proof::Least),
        Minimum::AtMost { best, at_least, objective, limit } => {
            let at_least = Some(at_least).filter(|least| objective == 0 && *least > 0 && beyond.is_empty());
            let at_least = at_least.and_then(|least| world::whole(least).div(&world::whole(world.unit)));
            (best, Proof::NotProven { at_least, why: Open::Limit(limit) })
        }
        Minimum::Impossible(_) if !beyond.is_empty() => return Ok(Answer::Undecided(Open::Beyond(beyond))),
        Minimum::Impossible(core) => {
            let clash = verdicts::of(&core, &demands).cloned().map(|demand| {
                let Demand { criterion, record, text, place } = demand;
                Clash { criterion, record, text, place, moves: moves.contains(&criterion) }
            });
            return Ok(Answer::Impossible { clash: clash.collect(), minimal: core.minimal });
        }
        Minimum::Unknown(limit) => return Ok(Answer::Undecided(Open::Limit(limit))),
    };
    let cost = found.sum(&world.cost).and_then(|parts| world::whole(parts).div(&world::whole(world.unit)));
    let changes = people::changes(program, roster, &world, &found);
    match (people::confirmed(program, roster, request, &goals, &evaluation, changes)?, cost) {
        (Some(changes), Some(cost)) => Ok(Answer::Plan(Plan { changes, cost, proof })),
        _ => Ok(Answer::Undecided(Open::NotConfirmed)),
    }
}

/// Whether a goal is reached: it is met, or speaks of nobody where it did `before`.
fn is_good(evaluation: &Evaluation<'_>, goal: CriterionId, before: Verdict) -> bool {
    match evaluation.verdict(goal) {
        Verdict::Met => true,
        Verdict::NotApplicable => before == Verdict::NotApplicable,
        Verdict::NotMet | Verdict::Undetermined => false,
    }
}

/// Why a field can't be planned with, if it can't.
pub fn unchangeable(program: &Program, kind: KindId, field: FieldId) -> Option<Unchangeable> {
    let fields = program.kinds.get(kind.at()).map_or(&[][..], |kind| kind.fields.as_slice());
    let declared = fields.get(field.at())?;
    let in_series = fields.iter().any(|other| match &other.origin {
        Origin::Previous { owners, period, .. } => *period == field || owners.contains(&field),
        Origin::Key | Origin::Data { .. } | Origin::Define(_) | Origin::Award { .. } | Origin::Rank(_) => false,
    });
    match (&declared.origin, declared.ty) {
        (Origin::Data { .. }, _) if in_series => Some(Unchangeable::Series),
        (Origin::Define(_) | Origin::Award { .. } | Origin::Rank(_) | Origin::Previous { .. }, _) => {
            Some(Unchangeable::Derived)
        }
        (Origin::Key, _) | (_, Type::Text | Type::Reference(_)) => Some(Unchangeable::NoChoice),
        (Origin::Data { .. }, Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_)) => {
            declared.private.then_some(Unchangeable::Private)
        }
    }
}
