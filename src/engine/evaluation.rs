//! The strata driver: tallies and derived columns in the order of the plan.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use crate::program::{
    AggregateId, Base, Clause, ClauseId, CriterionId, Definition, FieldId, Invalid, KindId, Missing, Origin, Place,
    Program, Quantifier, Step, Type, strata, validate,
};
use crate::roster::{Roster, Target};
use crate::source::Language;

use super::aggregates::AggregateTally;
use super::classes::{Class, Reads};
use super::counted::Counted;
use super::derived::{Coded, Derived};
use super::hand::Hand;
use super::links::{Groups, MAX_LEVELS, Members};
use super::numbers::Numbers;
use super::quantifier::{Threshold, decide};
use super::ranks::Ranking;
use super::read::Cell as ReadCell;
use super::store::{COUNTS, ClauseTally};
use super::tally::{Counts, Summation, VerdictCounts};
use super::tallying::joint_slots;
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
    /// How many threads may work at once; 0 is 1.
    pub threads: usize,
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

impl EvaluateError {
    /// The reason, in a language.
    pub fn say(&self, language: Language) -> String {
        match (language, self) {
            (Language::En, _) => self.to_string(),
            (Language::Vi, EvaluateError::Overflow { place }) => {
                let at = place.map_or(String::new(), |place| format!(" ở dòng {}, cột {}", place.line, place.column));
                format!("có số quá lớn, không thể tính chính xác{at}")
            }
            (Language::Vi, EvaluateError::TooMuchWork { limit, .. }) => {
                format!("quy tắc đòi hỏi quá nhiều phép tính trên hồ sơ này (giới hạn {limit})")
            }
            (Language::Vi, EvaluateError::Invalid(why)) => {
                format!("chương trình không hợp lệ: {}: {}", why.at, why.why(language))
            }
        }
    }
}

fn at(place: &Option<Place>) -> String {
    place.map_or(String::new(), |place| format!(" at line {}, column {}", place.line, place.column))
}

/// A record of each sort that there is, and how many records it has.
type Sorts = Rc<[(u32, u64)]>;

/// Counts per clause, group and part.
type ClauseTallies = Vec<Vec<Vec<Counts>>>;

/// An evaluation of a program over a roster: all tallies, all derived fields, and whatever is asked of them.
#[derive(Debug)]
pub struct Evaluation<'a> {
    pub(crate) program: &'a Program,
    pub(crate) roster: &'a Roster,
    pub(super) derived: Vec<Vec<Option<Derived>>>,
    pub(super) clause_groups: Vec<Groups>,
    pub(super) clauses: Vec<ClauseTally>,
    pub(super) aggregate_groups: Vec<Groups>,
    pub(super) aggregates: Vec<AggregateTally>,
    pub(super) met_by_all: RefCell<Vec<Option<Truth>>>,
    /// One record of each sort that a criterion for each of them can tell apart.
    sorts: RefCell<Vec<Option<Sorts>>>,
    options: Options,
    /// The place in the plan of the upward step whose results are open now: set while a record is looked at that
    /// may be below another since a parent on the way is unknown.
    open: Cell<Option<usize>>,
    pub(super) members: RefCell<Vec<Members>>,
    /// Rankings that were asked for.
    pub(super) rankings: RefCell<HashMap<(KindId, FieldId), Rc<Ranking>>>,
    /// Where the work stands, for the message of an overflow.
    pub(super) here: Option<Place>,
    overflow: RefCell<Option<Option<Place>>>,
    /// What was counted elsewhere, where there are no records to count.
    pub(super) counted: Option<Box<Counted>>,
    /// The verdicts of criteria that are for each record, where they are kept up to date.
    pub(super) standing: Vec<Option<VerdictCounts>>,
}

/// All of an evaluation but the program and the records that it is of, for who owns these.
#[derive(Debug, Default)]
pub(crate) struct State {
    derived: Vec<Vec<Option<Derived>>>,
    clause_groups: Vec<Groups>,
    clauses: Vec<ClauseTally>,
    aggregate_groups: Vec<Groups>,
    aggregates: Vec<AggregateTally>,
    met_by_all: Vec<Option<Truth>>,
    standing: Vec<Option<VerdictCounts>>,
    options: Options,
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
    evaluate_sound(program, roster, options)
}

/// The same of a program that has been validated: for those who ask it of many small rosters.
pub(crate) fn evaluate_sound<'a>(
    program: &'a Program,
    roster: &'a Roster,
    options: &Options,
) -> Result<Evaluation<'a>, EvaluateError> {
    let mut evaluation = Evaluation::new(program, roster, options)?;
    evaluation.take_steps(|_| true)?;
    evaluation.conclude()?;
    Ok(evaluation)
}

impl State {
    /// The groups of all clauses and aggregates.
    pub(super) fn groups(&self) -> impl Iterator<Item = &Groups> {
        self.clause_groups.iter().chain(&self.aggregate_groups)
    }
}

impl<'a> Evaluation<'a> {
    pub(super) fn new(
        program: &'a Program,
        roster: &'a Roster,
        options: &Options,
    ) -> Result<Evaluation<'a>, EvaluateError> {
        let mut evaluation = Evaluation {
            program,
            roster,
            derived: Vec::new(),
            clause_groups: Vec::new(),
            clauses: Vec::new(),
            aggregate_groups: Vec::new(),
            aggregates: Vec::new(),
            met_by_all: RefCell::new(vec![None; program.criteria.len()]),
            sorts: RefCell::new(vec![None; program.criteria.len()]),
            options: options.clone(),
            open: Cell::new(None),
            members: RefCell::new(Vec::new()),
            rankings: RefCell::default(),
            here: None,
            overflow: RefCell::new(None),
            counted: None,
            standing: Vec::new(),
        };
        evaluation.derived = program.kinds.iter().map(|kind| vec![None; kind.fields.len()]).collect();
        for clause in &program.clauses {
            let groups = evaluation.groups_of(&clause.population);
            bounded(groups.len())?;
            evaluation.clauses.push(ClauseTally::wide(joint_slots(clause), 0));
            evaluation.clause_groups.push(groups);
        }
        for aggregate in &program.aggregates {
            let groups = evaluation.groups_of(&aggregate.population);
            bounded(groups.len())?;
            evaluation.aggregates.push(AggregateTally::default());
            evaluation.aggregate_groups.push(groups);
        }
        for criterion in &program.criteria {
            bounded(criterion.for_each.iter().map(|each| roster.len(each.kind)).product())?;
        }
        Ok(evaluation)
    }

    /// The evaluation of a program and records whose state this is.
    pub(crate) fn of_state(program: &'a Program, roster: &'a Roster, state: State) -> Evaluation<'a> {
        Evaluation {
            program,
            roster,
            derived: state.derived,
            clause_groups: state.clause_groups,
            clauses: state.clauses,
            aggregate_groups: state.aggregate_groups,
            aggregates: state.aggregates,
            met_by_all: RefCell::new(state.met_by_all),
            sorts: RefCell::new(vec![None; program.criteria.len()]),
            options: state.options,
            open: Cell::new(None),
            members: RefCell::new(Vec::new()),
            rankings: RefCell::default(),
            here: None,
            overflow: RefCell::new(None),
            counted: None,
            standing: state.standing,
        }
    }

    /// What it has come to, without what it is of. What was asked of it on the way is forgotten.
    pub(crate) fn into_state(self) -> State {
        State {
            derived: self.derived,
            clause_groups: self.clause_groups,
            clauses: self.clauses,
            aggregate_groups: self.aggregate_groups,
            aggregates: self.aggregates,
            met_by_all: self.met_by_all.into_inner(),
            standing: self.standing,
            options: self.options,
        }
    }

    /// How the evaluation went about its work.
    pub(super) fn options(&self) -> &Options {
        &self.options
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

    /// Does what is done ahead and may never be asked for: none where there is an overflow in it, which is not noted.
    pub(super) fn ahead<T>(&self, work: impl FnOnce() -> T) -> Option<T> {
        let before = self.overflow.take();
        let result = work();
        self.overflow.replace(before).is_none().then_some(result)
    }

    /// Computes some steps of the plan, by their places in it, stratum by stratum.
    pub(super) fn take_steps(&mut self, wanted: impl Fn(usize) -> bool) -> Result<(), EvaluateError> {
        let (program, options) = (self.program, self.options.clone());
        let strata = strata(program);
        for stratum in 0..strata.iter().max().map_or(0, |last| last + 1) {
            let here = |(place, _): &(usize, &Step)| strata.get(*place) == Some(&stratum) && wanted(*place);
            let steps: Vec<(usize, &Step)> = program.plan.iter().enumerate().filter(here).collect();
            self.stratum(&steps, &options)?;
        }
        self.here = None;
        Ok(())
    }

    /// Reads every criterion when all steps are taken.
    pub(super) fn conclude(&mut self) -> Result<(), EvaluateError> {
        self.ask_criteria();
        self.here = None;
        self.sound()
    }

    /// Computes the steps of one stratum: none of them reads another.
    fn stratum(&mut self, steps: &[(usize, &'a Step)], options: &Options) -> Result<(), EvaluateError> {
        let mut clauses: BTreeMap<KindId, Vec<ClauseId>> = BTreeMap::new();
        for (_, step) in steps {
            if let Step::Clause(id) = step
                && let Some(clause) = self.program.clauses.get(id.at())
            {
                clauses.entry(clause.population.kind).or_default().push(*id);
            }
        }
        for (kind, ids) in clauses {
            self.tally_clauses(kind, &ids, options);
            self.sound()?;
        }
        for (place, step) in steps {
            match step {
                Step::Clause(_) => {}
                Step::Aggregate(id) => {
                    self.here = self.program.aggregates.get(id.at()).and_then(|aggregate| aggregate.place);
                    self.tally_aggregate(*id, options);
                }
                Step::Derive(kind, field) => {
                    self.here = self.field(*kind, *field).and_then(|field| field.place);
                    self.derive_all(*kind, *field, options)?;
                }
                Step::DeriveUpwards { kind, field, .. } => {
                    self.here = self.field(*kind, *field).and_then(|field| field.place);
                    self.upwards(*place, step)?;
                }
                Step::DeriveOnwards { kind, field, previous } => {
                    self.here = self.field(*kind, *field).and_then(|field| field.place);
                    self.onwards(*kind, *field, *previous);
                }
            }
            self.sound()?;
        }
        Ok(())
    }

    pub(super) fn sound(&self) -> Result<(), EvaluateError> {
        match *self.overflow.borrow() {
            Some(place) => Err(EvaluateError::Overflow { place }),
            None => Ok(()),
        }
    }

    /// Derives a field of all records: of one record of each class where there are classes.
    fn derive_all(&mut self, kind: KindId, field: FieldId, options: &Options) -> Result<(), EvaluateError> {
        let Some(origin) = self.field(kind, field).map(|field| &field.origin) else { return Ok(()) };
        if let Origin::Rank(_) = origin {
            let ranked = self.ranked(kind, field)?;
            self.put_derived(kind, field, ranked);
            return Ok(());
        }
        let classes = self.gather_origin(kind, origin).and_then(|reads| self.classify(kind, &reads, options));
        if let Some(classes) = classes {
            let values = classes.seen.iter().map(|class| (class.id, self.derive(origin, Hand::one(kind, class.row))));
            let coded = Coded::of_classes(&classes.ids, values);
            self.put_derived(kind, field, Derived::Coded(coded));
            return Ok(());
        }
        if let (Origin::Define(Definition::Term(term)), Some(Type::Number(_) | Type::Date)) =
            (origin, self.field(kind, field).map(|field| field.ty))
        {
            let numbers = self.numbers(kind, term, options);
            self.put_derived(kind, field, Derived::Number(numbers));
            return Ok(());
        }
        self.open_derived(kind, field);
        for row in 0..self.roster.len(kind) as u32 {
            self.derive_one(kind, field, row);
        }
        Ok(())
    }

    /// A column of a derived field of which nothing is known yet.
    pub(super) fn open_derived(&mut self, kind: KindId, field: FieldId) {
        let Some(declared) = self.field(kind, field) else { return };
        let rows = self.roster.len(kind);
        let column = match declared.ty {
            Type::Number(_) | Type::Date => Derived::Number(Numbers::open(rows)),
            Type::Label(_) => Derived::Coded(Coded::all(ReadCell::Labels(u64::MAX), rows)),
            Type::YesNo | Type::Text | Type::Reference(_) => {
                Derived::Coded(Coded::all(ReadCell::Truth(Truth::Unknown), rows))
            }
        };
        self.put_derived(kind, field, column);
    }

    /// Brings the numbers of a column together that were put in record by record.
    pub(super) fn close_derived(&mut self, kind: KindId, field: FieldId) {
        let column = self.derived.get_mut(kind.at()).and_then(|columns| columns.get_mut(field.at()));
        if let Some(Some(Derived::Number(column))) = column {
            *column = std::mem::replace(column, Numbers::open(0)).brought_together();
        }
    }

    pub(super) fn put_derived(&mut self, kind: KindId, field: FieldId, column: Derived) {
        if let Some(slot) = self.derived.get_mut(kind.at()).and_then(|columns| columns.get_mut(field.at())) {
            *slot = Some(column);
        }
    }

    pub(super) fn derive_one(&mut self, kind: KindId, field: FieldId, row: u32) {
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
    pub(super) fn upwards(&mut self, place: usize, step: &Step) -> Result<(), EvaluateError> {
        let Step::DeriveUpwards { kind, field, parent, clauses, aggregates } = step else { return Ok(()) };
        let (kind, field, parent) = (*kind, *field, *parent);
        self.open_derived(kind, field);
        for id in clauses {
            if let Some(tally) = self.empty_tally(*id) {
                self.put_tally(*id, tally);
            }
        }
        for id in aggregates {
            self.open_aggregate(*id);
        }
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
        self.close_derived(kind, field);
        Ok(())
    }

    /// Adds a record to the tallies of the groups that it is in for certain, or of those that it may be in.
    fn contribute_all(&mut self, row: u32, clauses: &[ClauseId], aggregates: &[AggregateId], linked: Truth) {
        for id in clauses {
            let Some(clause) = self.program.clauses.get(id.at()) else { continue };
            if let Some(mut tally) = self.take_tally(*id) {
                let pattern = self.pattern(clause, row);
                self.raise_groups(*id, row, &pattern, Some(linked), &mut tally);
                self.put_tally(*id, tally);
            }
        }
        for id in aggregates {
            if let Some(tally) = self.aggregates.get_mut(id.at()) {
                let mut tally = std::mem::take(tally);
                self.contribute_value(*id, row, Some(linked), &mut tally);
                self.put_aggregate(*id, tally);
            }
        }
    }

    // ---- clauses ----

    /// A clause's tally of nobody.
    pub(super) fn empty_tally(&self, id: ClauseId) -> Option<ClauseTally> {
        let clause = self.program.clauses.get(id.at())?;
        Some(ClauseTally::wide(joint_slots(clause), self.clause_groups.get(id.at())?.len()))
    }

    pub(super) fn take_tally(&mut self, id: ClauseId) -> Option<ClauseTally> {
        let nothing = ClauseTally::wide(Vec::new(), 0);
        self.clauses.get_mut(id.at()).map(|tally| std::mem::replace(tally, nothing))
    }

    pub(super) fn put_tally(&mut self, id: ClauseId, tally: ClauseTally) {
        if let Some(place) = self.clauses.get_mut(id.at()) {
            *place = tally;
        }
    }

    /// The count that a record adds to each slot of a clause in every group that it is in for certain:
    /// in as far as `where` says so.
    pub(super) fn pattern(&self, clause: &Clause, row: u32) -> Vec<u8> {
        let chosen = self.chosen(&clause.population, row);
        let marks = if chosen.is_no() { Vec::new() } else { self.part_marks(clause, row) };
        let joint = (0..clause.parts.len()).filter(|part| is_joint(clause, *part));
        let slots = (0..clause.parts.len()).map(|part| (part, false)).chain(joint.map(|part| (part, true)));
        slots
            .map(|(part, joint)| match marks.get(part) {
                None => COUNTS,
                Some(mark) if mark.left_out => {
                    if chosen.and(mark.base).is_no() {
                        COUNTS
                    } else {
                        6
                    }
                }
                Some(mark) => number_of(chosen.and(if joint { mark.joint } else { mark.base }), mark.property),
            })
            .collect()
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

    pub(super) fn clause_tally(&self, id: ClauseId) -> Option<&ClauseTally> {
        if self.is_open(|step| tallies(step, id)) { None } else { self.clauses.get(id.at()) }
    }

    /// The tally of a clause and its group of the records in hand.
    fn group(&self, id: ClauseId, hand: Hand) -> Option<(&ClauseTally, usize)> {
        Some((self.clauses.get(id.at())?, self.clause_groups.get(id.at())?.of(hand)?))
    }

    /// The counts of a clause's parts, the head first, with the records in hand.
    pub fn counts(&self, id: ClauseId, hand: Hand) -> Vec<Counts> {
        let parts = self.program.clauses.get(id.at()).map_or(0, |clause| clause.parts.len());
        self.group(id, hand)
            .map_or_else(Vec::new, |(tally, group)| (0..parts).map(|part| tally.get(group, part)).collect())
    }

    /// The counts of a part of a clause, 0 for the head, with the records in hand.
    pub(crate) fn part_counts(&self, id: ClauseId, part: usize, hand: Hand) -> Counts {
        self.group(id, hand).map_or_else(Counts::default, |(tally, group)| tally.get(group, part))
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
            Some(Quantifier::Rounded(bound, share, how)) => Threshold::Rounded(*bound, self.number(share, hand), *how),
        }
    }

    /// The truth of each part of a clause with the records in hand, the joint rule included.
    pub fn part_truths(&self, id: ClauseId, hand: Hand) -> Vec<Truth> {
        let parts = self.program.clauses.get(id.at()).map_or(0, |clause| clause.parts.len());
        (0..parts).map(|part| self.part_truth(id, part, hand)).collect()
    }

    /// The truth of one part of a clause with the records in hand, the joint rule included.
    pub(crate) fn part_truth(&self, id: ClauseId, part: usize, hand: Hand) -> Truth {
        self.judged(id, part, hand).0
    }

    /// The truth of a part of a clause with the records in hand, and the counts that decide it.
    /// By the joint rule a tail that can't hold together with its `all` head fails; it is
    /// decided by the counts as they would be if the head were to hold. Where the head fails
    /// anyway the rule says nothing about the tail.
    pub fn judged(&self, id: ClauseId, part: usize, hand: Hand) -> (Truth, Counts) {
        let Some((tally, group)) = self.group(id, hand) else { return (Truth::Unknown, Counts::default()) };
        let threshold = self.threshold(id, part, hand);
        let counts = tally.get(group, part);
        let truth = decide(&threshold, &counts);
        if let Some(slot) = tally.joint.get(part).copied().flatten()
            && !truth.is_no()
        {
            let joint = tally.get(group, slot);
            if decide(&threshold, &joint).is_no() && !self.part_truth(id, 0, hand).is_no() {
                return (Truth::No, joint);
            }
        }
        (truth, counts)
    }

    /// Whether a clause holds with the records in hand: all of its parts.
    pub fn clause(&self, id: ClauseId, hand: Hand) -> Truth {
        if self.is_open(|step| tallies(step, id)) {
            return Truth::Unknown;
        }
        let parts = self.program.clauses.get(id.at()).map_or(0, |clause| clause.parts.len());
        (0..parts).fold(Truth::Yes, |truth, part| truth.and(self.part_truth(id, part, hand)))
    }

    // ---- the end ----

    /// Reads every criterion once, so that an overflow in one fails the evaluation and not a later question.
    fn ask_criteria(&mut self) {
        for (id, criterion) in (0u32..).map(CriterionId).zip(&self.program.criteria) {
            self.here = criterion.place;
            self.each_alike(id, |hand, _| {
                self.truth(&criterion.cond, hand);
            });
        }
    }

    /// Reads every criterion once more, of tallies that were put in, with what is known of criteria that are for
    /// each record.
    pub(super) fn ask_again(&mut self, holds: Vec<(CriterionId, Truth)>) -> Result<(), EvaluateError> {
        let mut met_by_all = vec![None; self.program.criteria.len()];
        for (id, truth) in holds {
            if let Some(place) = met_by_all.get_mut(id.at()) {
                *place = Some(truth);
            }
        }
        self.met_by_all = RefCell::new(met_by_all);
        self.conclude()
    }

    /// Calls with the records in hand that a criterion is for each of, or with one of each sort that its
    /// condition and its `where` can tell apart, and how many there are of them.
    pub(crate) fn each_alike(&self, id: CriterionId, mut call: impl FnMut(Hand, u64)) {
        let Some(criterion) = self.program.criteria.get(id.at()) else { return };
        let kinds: Vec<KindId> = criterion.for_each.iter().map(|each| each.kind).collect();
        let [kind] = kinds[..] else { return self.each_hand(&kinds, |hand| call(hand, 1)) };
        let known = self.sorts.borrow().get(id.at()).cloned().flatten();
        let sorts = known.or_else(|| {
            let mut reads = Reads::default();
            self.gather_criterion(kind, id, &mut reads)?;
            let classes = self.classify(kind, &reads, &self.options)?;
            let sizes = classes.sizes(&self.options);
            let size = |class: &Class| u64::from(sizes.get(usize::from(class.id)).copied().unwrap_or(0));
            let sorts: Sorts = classes.seen.iter().map(|class| (class.row, size(class))).collect();
            if let Some(place) = self.sorts.borrow_mut().get_mut(id.at()) {
                *place = Some(sorts.clone());
            }
            Some(sorts)
        });
        match sorts {
            Some(sorts) => {
                sorts.iter().for_each(|(row, size)| call(Hand::one(kind, *row), *size));
            }
            None => self.each_hand(&kinds, |hand| call(hand, 1)),
        }
    }

    /// The counts of every clause, and those of the joint rule.
    pub(crate) fn clause_tallies(&self) -> (ClauseTallies, ClauseTallies) {
        let all = |of: &dyn Fn(&ClauseTally, usize, usize) -> Counts| {
            let groups = |tally: &ClauseTally| {
                let parts = tally.joint.len();
                (0..tally.groups()).map(|group| (0..parts).map(|part| of(tally, group, part)).collect()).collect()
            };
            self.clauses.iter().map(groups).collect()
        };
        let joint = |tally: &ClauseTally, group: usize, part: usize| {
            tally.joint.get(part).copied().flatten().map_or_else(Counts::default, |slot| tally.get(group, slot))
        };
        (all(&ClauseTally::get), all(&joint))
    }

    /// The state of every aggregate.
    pub(crate) fn aggregate_tallies(&self) -> Vec<Vec<Summation>> {
        self.aggregates.iter().map(AggregateTally::all).collect()
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

pub(super) fn bounded(groups: usize) -> Result<(), EvaluateError> {
    if groups > MAX_GROUPS {
        return Err(EvaluateError::TooMuchWork { what: "groups of records in hand", limit: MAX_GROUPS });
    }
    Ok(())
}

/// Whether the joint rule is about a part: a tail of those that have the property which the head asks of all.
pub(super) fn is_joint(clause: &Clause, part: usize) -> bool {
    clause.parts.first().is_some_and(|head| head.quantifier == Quantifier::All)
        && clause.parts.get(part).is_some_and(|part| part.base == Base::Holding(0))
}

/// The number of the count that a record of this sort adds to.
fn number_of(member: Truth, property: Truth) -> u8 {
    let property = match property {
        Truth::Yes => 0,
        Truth::No => 1,
        Truth::Unknown => 2,
    };
    match member {
        Truth::Yes => property,
        Truth::Unknown => property + 3,
        Truth::No => COUNTS,
    }
}
