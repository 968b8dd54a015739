//! The strata driver: tallies and derived columns in the order of the plan.

use std::cell::{Cell, RefCell};

use crate::exact::Exact;
use crate::program::{
    AggregateId, Base, Clause, ClauseId, FieldId, Invalid, KindId, Missing, Origin, Place, Program, Quantifier, Step,
    Summary, Type, validate,
};
use crate::roster::{Roster, Target};

use super::derived::Derived;
use super::hand::Hand;
use super::links::{Groups, MAX_LEVELS, Members};
use super::quantifier::{Threshold, decide};
use super::tally::{Counts, Summation};
use super::truth::{Interval, Truth};

/// The most groups of one clause, and the most records that a pair of kinds in hand may give.
pub const MAX_GROUPS: usize = 4_000_000;

/// How an evaluation goes about its work. The result does not depend on it.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Rows that are tallied together before their tally is merged; 0: all at once.
    pub chunk_rows: usize,
    /// Further places where the rows of every kind are cut, ascending.
    pub cuts: Vec<usize>,
}

/// Why an evaluation gave no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvaluateError {
    /// A number grew past [`crate::exact::MAX_BITS`].
    #[error("a number grows too large{}", at(.place))]
    Overflow {
        /// The clause, definition or criterion that asked for it.
        place: Option<Place>,
    },
    /// More groups, or a longer chain of parents, than is bounded.
    #[error("too much work: {what} (limit {limit})")]
    TooMuchWork {
        /// What there is too much of.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// The program is not sound.
    #[error("the program is not valid: {0}")]
    Invalid(#[from] Invalid),
}

fn at(place: &Option<Place>) -> String {
    place.map_or(String::new(), |place| format!(" at line {}, column {}", place.line, place.column))
}

/// The tally of one group of a clause: counts per part, and for a tail of an `all`
/// head the counts as they would be if the head were to hold (the joint rule).
type GroupCounts = Vec<(Counts, Counts)>;

/// Counts per clause, group and part.
type ClauseTallies = Vec<Vec<Vec<Counts>>>;

/// An evaluation of a program over a roster: all tallies, all derived fields, and whatever is asked of them.
#[derive(Debug)]
pub struct Evaluation<'a> {
    pub(crate) program: &'a Program,
    pub(crate) roster: &'a Roster,
    derived: Vec<Vec<Option<Derived>>>,
    clause_groups: Vec<Groups>,
    clauses: Vec<Vec<GroupCounts>>,
    aggregate_groups: Vec<Groups>,
    aggregates: Vec<Vec<Summation>>,
    pub(super) met_by_all: RefCell<Vec<Option<Truth>>>,
    /// The place in the plan of the upward step whose results are open now: set while a record is looked at that
    /// may be below another since a parent on the way is unknown.
    open: Cell<Option<usize>>,
    pub(super) members: RefCell<Vec<Members>>,
    /// Where the work stands, for the message of an overflow.
    here: Option<Place>,
    overflow: RefCell<Option<Option<Place>>>,
}

/// Evaluates a program over a roster.
///
/// # Errors
///
/// An unsound program, a number that grows past all bounds, or more work than is bounded; never a half-result.
pub fn evaluate<'a>(
    program: &'a Program,
    roster: &'a Roster,
    options: &Options,
) -> Result<Evaluation<'a>, EvaluateError> {
    validate(program)?;
    let mut evaluation = Evaluation::new(program, roster)?;
    for (place, step) in program.plan.iter().enumerate() {
        evaluation.step(place, step, options)?;
    }
    evaluation.here = None;
    evaluation.ask_criteria();
    let overflow = *evaluation.overflow.borrow();
    if let Some(place) = overflow {
        return Err(EvaluateError::Overflow { place });
    }
    Ok(evaluation)
}

impl<'a> Evaluation<'a> {
    fn new(program: &'a Program, roster: &'a Roster) -> Result<Evaluation<'a>, EvaluateError> {
        let mut evaluation = Evaluation {
            program,
            roster,
            derived: Vec::new(),
            clause_groups: Vec::new(),
            clauses: Vec::new(),
            aggregate_groups: Vec::new(),
            aggregates: Vec::new(),
            met_by_all: RefCell::new(vec![None; program.criteria.len()]),
            open: Cell::new(None),
            members: RefCell::new(Vec::new()),
            here: None,
            overflow: RefCell::new(None),
        };
        evaluation.derived = program
            .kinds
            .iter()
            .enumerate()
            .map(|(kind, declared)| {
                let rows = roster.len(KindId(kind as u32));
                declared.fields.iter().map(|field| column(&field.origin, field.ty, rows)).collect()
            })
            .collect();
        for clause in &program.clauses {
            let groups = evaluation.groups_of(&clause.population);
            bounded(groups.len())?;
            let empty = vec![(Counts::default(), Counts::default()); clause.parts.len()];
            evaluation.clauses.push(vec![empty; groups.len()]);
            evaluation.clause_groups.push(groups);
        }
        for aggregate in &program.aggregates {
            let groups = evaluation.groups_of(&aggregate.population);
            bounded(groups.len())?;
            evaluation.aggregates.push(vec![Summation::default(); groups.len()]);
            evaluation.aggregate_groups.push(groups);
        }
        for criterion in &program.criteria {
            bounded(criterion.for_each.iter().map(|each| roster.len(each.kind)).product())?;
        }
        Ok(evaluation)
    }

    pub(super) fn derived(&self, kind: KindId, field: FieldId) -> Option<&Derived> {
        self.derived.get(kind.at())?.get(field.at())?.as_ref()
    }

    /// Whether something is computed by the step whose results are open now.
    pub(super) fn is_open(&self, computes: impl Fn(&Step) -> bool) -> bool {
        self.open.get().and_then(|place| self.program.plan.get(place)).is_some_and(computes)
    }

    /// Notes an overflow; the value is open from here on and the evaluation fails at its end.
    pub(super) fn overflow(&self) -> Interval {
        self.overflow.borrow_mut().get_or_insert(self.here);
        Interval::any()
    }

    fn step(&mut self, place: usize, step: &Step, options: &Options) -> Result<(), EvaluateError> {
        match step {
            Step::Clause(id) => {
                self.here = self.program.clauses.get(id.at()).and_then(|clause| clause.place);
                self.tally_clause(*id, options);
            }
            Step::Aggregate(id) => {
                self.here = self.program.aggregates.get(id.at()).and_then(|aggregate| aggregate.place);
                self.tally_aggregate(*id, options);
            }
            Step::Derive(kind, field) => {
                self.here = self.field(*kind, *field).and_then(|field| field.place);
                for row in 0..self.roster.len(*kind) as u32 {
                    self.derive_one(*kind, *field, row);
                }
            }
            Step::DeriveUpwards { kind, field, .. } => {
                self.here = self.field(*kind, *field).and_then(|field| field.place);
                self.upwards(place, step)?;
            }
        }
        match *self.overflow.borrow() {
            Some(place) => Err(EvaluateError::Overflow { place }),
            None => Ok(()),
        }
    }

    fn derive_one(&mut self, kind: KindId, field: FieldId, row: u32) {
        let Some(origin) = self.field(kind, field).map(|field| &field.origin) else { return };
        let cell = self.derive(origin, Hand::one(kind, row));
        let column = self.derived.get_mut(kind.at()).and_then(|columns| columns.get_mut(field.at()));
        if let Some(Some(column)) = column {
            column.set(row, cell);
        }
    }

    /// Derives a field that reads itself of the records below: each record after all below it.
    /// A record that may be below another, since a parent on the way is unknown, counts
    /// there from the start, with everything about it that is yet to be computed open.
    fn upwards(&mut self, place: usize, step: &Step) -> Result<(), EvaluateError> {
        let Step::DeriveUpwards { kind, field, parent, clauses, aggregates } = step else { return Ok(()) };
        let (kind, field, parent) = (*kind, *field, *parent);
        let rows = self.roster.len(kind) as u32;
        let mut order: Vec<(usize, u32)> = Vec::with_capacity(rows as usize);
        let mut loose: Vec<u32> = Vec::new();
        for row in 0..rows {
            let mut depth = 0;
            let mut at = row;
            while let Target::Row(next) = self.roster.target(kind, parent, at) {
                at = next;
                depth += 1;
                if depth > MAX_LEVELS {
                    return Err(EvaluateError::TooMuchWork { what: "levels of parents", limit: MAX_LEVELS });
                }
            }
            if self.roster.target(kind, parent, at) == Target::Unknown {
                loose.push(row);
            }
            order.push((depth, row));
        }
        order.sort_by_key(|(depth, row)| (std::cmp::Reverse(*depth), *row));
        self.open.set(Some(place));
        for row in loose {
            self.contribute_all(row, clauses, aggregates, Truth::Unknown);
        }
        self.open.set(None);
        for (_, row) in order {
            self.derive_one(kind, field, row);
            self.contribute_all(row, clauses, aggregates, Truth::Yes);
        }
        Ok(())
    }

    /// Adds a record to the tallies of the groups that it is in for certain, or of those that it may be in.
    fn contribute_all(&mut self, row: u32, clauses: &[ClauseId], aggregates: &[AggregateId], linked: Truth) {
        for id in clauses {
            if let Some(tally) = self.clauses.get_mut(id.at()) {
                let mut tally = std::mem::take(tally);
                self.contribute(*id, row, Some(linked), &mut tally);
                self.clauses[id.at()] = tally;
            }
        }
        for id in aggregates {
            if let Some(tally) = self.aggregates.get_mut(id.at()) {
                let mut tally = std::mem::take(tally);
                self.contribute_value(*id, row, Some(linked), &mut tally);
                self.aggregates[id.at()] = tally;
            }
        }
    }

    // ---- clauses ----

    /// The chunks that the rows of a kind are tallied in.
    fn chunks(&self, kind: KindId, options: &Options) -> Vec<std::ops::Range<u32>> {
        let rows = self.roster.len(kind);
        let mut cuts: Vec<usize> = options.cuts.iter().copied().filter(|cut| *cut < rows).collect();
        if options.chunk_rows > 0 {
            cuts.extend((0..rows).step_by(options.chunk_rows));
        }
        cuts.extend([0, rows]);
        cuts.sort_unstable();
        cuts.dedup();
        cuts.iter().zip(cuts.iter().skip(1)).map(|(from, to)| *from as u32..*to as u32).collect()
    }

    fn tally_clause(&mut self, id: ClauseId, options: &Options) {
        let Some(clause) = self.program.clauses.get(id.at()) else { return };
        let groups = self.clauses.get(id.at()).map_or(0, Vec::len);
        let mut total: Option<Vec<GroupCounts>> = None;
        for rows in self.chunks(clause.population.kind, options) {
            let mut tally = vec![vec![(Counts::default(), Counts::default()); clause.parts.len()]; groups];
            for row in rows {
                self.contribute(id, row, None, &mut tally);
            }
            match &mut total {
                None => total = Some(tally),
                Some(total) => merge(total, &tally),
            }
        }
        if let Some(total) = total {
            self.clauses[id.at()] = total;
        }
    }

    /// Adds one record to the tally of a clause: of all groups that it is or may be in, or `only` of one sort.
    fn contribute(&self, id: ClauseId, row: u32, only: Option<Truth>, tally: &mut [GroupCounts]) {
        let (Some(clause), Some(groups)) = (self.program.clauses.get(id.at()), self.clause_groups.get(id.at())) else {
            return;
        };
        let chosen = self.chosen(&clause.population, row);
        if chosen.is_no() {
            return;
        }
        let marks = self.part_marks(clause, row);
        self.each_group(&clause.population, groups, row, |group, linked| {
            if only.is_some_and(|only| only != linked) {
                return;
            }
            let member = linked.and(chosen);
            for (counts, mark) in tally.get_mut(group).into_iter().flatten().zip(&marks) {
                if mark.left_out {
                    if !member.and(mark.base).is_no() {
                        counts.0.left_out += 1;
                        counts.1.left_out += 1;
                    }
                    continue;
                }
                counts.0.add(member.and(mark.base), mark.property);
                counts.1.add(member.and(mark.joint), mark.property);
            }
        });
    }

    /// What a record is to each part of a clause, whatever group it is in.
    fn part_marks(&self, clause: &Clause, row: u32) -> Vec<Mark> {
        let hand = Hand::one(clause.population.kind, row);
        let mut marks: Vec<Mark> = Vec::with_capacity(clause.parts.len());
        for part in &clause.parts {
            let (base, joint) = match part.base {
                Base::Population => (Truth::Yes, Truth::Yes),
                Base::Rest => marks.first().map_or((Truth::No, Truth::No), |head| {
                    let rest = if head.left_out { Truth::No } else { !head.property };
                    (rest, rest)
                }),
                Base::Holding(before) => marks.get(before as usize).map_or((Truth::No, Truth::No), |before| {
                    if before.left_out {
                        return (Truth::No, Truth::No);
                    }
                    let holds = before.base.and(before.property);
                    // If the head is to hold of all, what is unknown holds and what fails isn't there.
                    let joint = Truth::from(!before.property.is_no());
                    (holds, joint)
                }),
            };
            let property = part.property.as_ref().map_or(Truth::Yes, |property| self.truth(property, hand));
            let unknown = property.is_unknown();
            let (property, left_out) = match part.missing {
                Missing::Failing if unknown => (Truth::No, false),
                Missing::Passing if unknown => (Truth::Yes, false),
                Missing::LeftOut => (property, unknown),
                Missing::Unknown | Missing::Failing | Missing::Passing => (property, false),
            };
            marks.push(Mark { base, joint, property, left_out });
        }
        marks
    }

    /// What a record is to a part of a clause with the records in hand: is it in the
    /// part's base, and has it the property, policies applied. This is what the tally has added.
    pub fn marks(&self, id: ClauseId, part: usize, hand: Hand, row: u32) -> (Truth, Truth) {
        let Some(clause) = self.program.clauses.get(id.at()) else { return (Truth::No, Truth::No) };
        let linked = self.in_group(&clause.population, hand, row);
        if linked.is_no() {
            return (Truth::No, Truth::No);
        }
        // Along an unknown parent the tally has seen nothing of what was computed with it.
        let step = || self.program.plan.iter().position(|step| tallies(step, id));
        self.open.set(if linked.is_unknown() { step() } else { None });
        let member = linked.and(self.chosen(&clause.population, row));
        let marks = self.part_marks(clause, row);
        self.open.set(None);
        match marks.get(part) {
            Some(mark) if !mark.left_out => (member.and(mark.base), mark.property),
            _ => (Truth::No, Truth::Unknown),
        }
    }

    fn group_counts(&self, id: ClauseId, hand: Hand) -> Option<&GroupCounts> {
        self.clauses.get(id.at())?.get(self.clause_groups.get(id.at())?.of(hand)?)
    }

    /// The counts of a clause's parts, the head first, with the records in hand.
    pub fn counts(&self, id: ClauseId, hand: Hand) -> Vec<Counts> {
        self.group_counts(id, hand).map_or_else(Vec::new, |parts| parts.iter().map(|(counts, _)| *counts).collect())
    }

    /// A part's quantifier with its thresholds read.
    pub fn threshold(&self, id: ClauseId, part: usize, hand: Hand) -> Threshold {
        let quantifier = self.program.clauses.get(id.at()).and_then(|clause| clause.parts.get(part));
        match quantifier.map(|part| &part.quantifier) {
            Some(Quantifier::All) | None => Threshold::All,
            Some(Quantifier::No) => Threshold::No,
            Some(Quantifier::Count(bound, k)) => Threshold::Count(*bound, self.number(k, hand)),
            Some(Quantifier::Between(low, high)) => Threshold::Between(self.number(low, hand), self.number(high, hand)),
            Some(Quantifier::Share(bound, share)) => Threshold::Share(*bound, self.number(share, hand)),
        }
    }

    /// The truth of each part of a clause with the records in hand, the joint rule included.
    pub fn part_truths(&self, id: ClauseId, hand: Hand) -> Vec<Truth> {
        let (Some(clause), Some(counts)) = (self.program.clauses.get(id.at()), self.group_counts(id, hand)) else {
            return Vec::new();
        };
        let all = clause.parts.first().is_some_and(|head| head.quantifier == Quantifier::All);
        counts
            .iter()
            .zip(&clause.parts)
            .enumerate()
            .map(|(number, ((counts, joint), part))| {
                let threshold = self.threshold(id, number, hand);
                let truth = decide(&threshold, counts);
                if all && part.base == Base::Holding(0) && decide(&threshold, joint).is_no() {
                    Truth::No
                } else {
                    truth
                }
            })
            .collect()
    }

    /// Whether a clause holds with the records in hand: all of its parts.
    pub fn clause(&self, id: ClauseId, hand: Hand) -> Truth {
        if self.is_open(|step| tallies(step, id)) {
            return Truth::Unknown;
        }
        self.part_truths(id, hand).into_iter().fold(Truth::Yes, Truth::and)
    }

    // ---- aggregates ----

    fn tally_aggregate(&mut self, id: AggregateId, options: &Options) {
        let Some(aggregate) = self.program.aggregates.get(id.at()) else { return };
        let groups = self.aggregates.get(id.at()).map_or(0, Vec::len);
        let mut total = vec![Summation::default(); groups];
        for rows in self.chunks(aggregate.population.kind, options) {
            let mut tally = vec![Summation::default(); groups];
            for row in rows {
                self.contribute_value(id, row, None, &mut tally);
            }
            for (into, from) in total.iter_mut().zip(&tally) {
                if !into.merge(from) {
                    self.overflow();
                }
            }
        }
        self.aggregates[id.at()] = total;
    }

    fn contribute_value(&self, id: AggregateId, row: u32, only: Option<Truth>, tally: &mut [Summation]) {
        let (Some(aggregate), Some(groups)) =
            (self.program.aggregates.get(id.at()), self.aggregate_groups.get(id.at()))
        else {
            return;
        };
        let chosen = self.chosen(&aggregate.population, row);
        if chosen.is_no() {
            return;
        }
        let hand = Hand::one(aggregate.population.kind, row);
        let value = match &aggregate.value {
            Some(value) => self.number(value, hand),
            None => Interval::point(Exact::zero()),
        };
        let left_out = aggregate.leave_out_missing && value.known().is_none();
        self.each_group(&aggregate.population, groups, row, |group, linked| {
            if only.is_none_or(|only| only == linked)
                && let Some(sum) = tally.get_mut(group)
                && !sum.add(linked.and(chosen), &value, left_out)
            {
                self.overflow();
            }
        });
    }

    /// The state of an aggregate with the records in hand.
    pub fn summation(&self, id: AggregateId, hand: Hand) -> Option<&Summation> {
        self.aggregates.get(id.at())?.get(self.aggregate_groups.get(id.at())?.of(hand)?)
    }

    /// The value of an aggregate with the records in hand, or the values that it may still have.
    pub fn aggregate(&self, id: AggregateId, hand: Hand) -> Interval {
        if self.is_open(|step| matches!(step, Step::DeriveUpwards { aggregates, .. } if aggregates.contains(&id))) {
            return Interval::any();
        }
        match (self.program.aggregates.get(id.at()), self.summation(id, hand)) {
            (Some(aggregate), Some(sum)) => sum.interval(aggregate.what).unwrap_or_else(|| self.overflow()),
            _ => Interval::any(),
        }
    }

    /// The values of one record that a member adds to an aggregate.
    pub fn summand(&self, id: AggregateId, row: u32) -> Option<Interval> {
        let aggregate = self.program.aggregates.get(id.at())?;
        let value = aggregate.value.as_ref()?;
        (aggregate.what != Summary::Number).then(|| self.number(value, Hand::one(aggregate.population.kind, row)))
    }

    // ---- the end ----

    /// Reads every criterion once, so that an overflow in one fails the evaluation and not a later question.
    fn ask_criteria(&mut self) {
        for criterion in &self.program.criteria {
            self.here = criterion.place;
            let kinds: Vec<KindId> = criterion.for_each.iter().map(|each| each.kind).collect();
            self.each_hand(&kinds, |hand| {
                self.truth(&criterion.cond, hand);
            });
        }
    }

    /// The counts of every clause, and those of the joint rule.
    pub(crate) fn clause_tallies(&self) -> (ClauseTallies, ClauseTallies) {
        (split(&self.clauses, |(counts, _)| *counts), split(&self.clauses, |(_, joint)| *joint))
    }

    /// The state of every aggregate.
    pub(crate) fn aggregate_tallies(&self) -> Vec<Vec<Summation>> {
        self.aggregates.clone()
    }

    /// The program that was evaluated.
    pub fn program(&self) -> &'a Program {
        self.program
    }

    /// The records that it was evaluated over.
    pub fn roster(&self) -> &'a Roster {
        self.roster
    }
}

/// Whether an upward step tallies a clause.
fn tallies(step: &Step, id: ClauseId) -> bool {
    matches!(step, Step::DeriveUpwards { clauses, .. } if clauses.contains(&id))
}

/// What a record is to one part of a clause.
#[derive(Debug, Clone, Copy)]
struct Mark {
    base: Truth,
    joint: Truth,
    property: Truth,
    left_out: bool,
}

fn column(origin: &Origin, ty: Type, rows: usize) -> Option<Derived> {
    match origin {
        Origin::Key | Origin::Data { .. } => None,
        Origin::Define(_) | Origin::Award { .. } => Some(match ty {
            Type::Number(_) | Type::Date => Derived::Number(vec![Interval::any(); rows]),
            Type::Label(_) => Derived::Labels(vec![u64::MAX; rows]),
            Type::YesNo | Type::Text | Type::Reference(_) => Derived::Truth(vec![Truth::Unknown; rows]),
        }),
    }
}

fn bounded(groups: usize) -> Result<(), EvaluateError> {
    if groups > MAX_GROUPS {
        return Err(EvaluateError::TooMuchWork { what: "groups of records in hand", limit: MAX_GROUPS });
    }
    Ok(())
}

fn merge(total: &mut [GroupCounts], tally: &[GroupCounts]) {
    for (into, from) in total.iter_mut().flatten().zip(tally.iter().flatten()) {
        into.0.merge(&from.0);
        into.1.merge(&from.1);
    }
}

fn split(clauses: &[Vec<GroupCounts>], which: impl Fn(&(Counts, Counts)) -> Counts) -> ClauseTallies {
    clauses.iter().map(|groups| groups.iter().map(|parts| parts.iter().map(&which).collect()).collect()).collect()
}
