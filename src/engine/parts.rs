//! Records that come in parts and don't stay.
//!
//! Tallies add up. Where nothing asks for the records of a kind once more when
//! they are tallied, they needn't be there all at once: each part is tallied by
//! the same functions and dropped, and what is said of all of them follows from
//! the sums. Memory is that of one part and of the groups.

use std::collections::BTreeMap;

use crate::program::{AggregateId, ClauseId, KindId, Program, Step, Turn, turns, validate};
use crate::roster::{MAX_RECORDS, Roster};

use super::aggregates::AggregateTally;
use super::evaluation::{EvaluateError, Evaluation, Options, State};
use super::store::ClauseTally;
use super::tally::Counts;
use super::tallying::joint_slots;

/// Whether the records of a kind can come in parts: nothing refers to them, no criterion is for each of them, they get
/// no award, and what is asked of one doesn't depend on what all of them come to.
pub fn comes_in_parts(program: &Program, kind: KindId) -> bool {
    validate(program).is_ok() && turns(program, kind).is_some()
}

/// An evaluation of records of which those of one kind come in parts and don't stay.
///
/// ```
/// use tieuchi::engine::{Options, Parts, comes_in_parts};
/// use tieuchi::program::KindId;
/// use tieuchi::roster::{Builder, Cell, Origin};
/// use tieuchi::source::Source;
/// use tieuchi::verdict::Verdict;
///
/// let rules = "tieuchi 1, en\ndocument \"D\"\n  item 1 \"one\"\nrecord pupil\n  id: text key\n  absent: count\n\
///              criterion 1 \"Most attend\"\n  cites 1\n  at least 60% of pupils have absent at most 10\n";
/// let (program, _) = tieuchi::compile(&[Source::new("rules", rules)]).expect("sound rules");
/// let pupils = |absent: &[u32]| {
///     let mut builder = Builder::new(&program);
///     let header = builder.header(KindId(0), &Origin::default(), &["id", "absent"]);
///     for (id, days) in absent.iter().enumerate() {
///         let cells = [Cell::Text(id.to_string().into()), Cell::Number(days.to_string().into())];
///         builder.row(&header, &Origin::default(), cells);
///     }
///     builder.finish().expect("sound records")
/// };
/// assert!(comes_in_parts(&program, KindId(0)));
/// let mut parts = Parts::new(&program, pupils(&[]), KindId(0), &Options::default())?.expect("they do");
/// parts.add(pupils(&[0, 12, 3]))?;
/// parts.add(pupils(&[40, 2]))?;
/// let verdict = parts.conclude(|evaluation| evaluation.verdict(tieuchi::program::CriterionId(0)))?;
/// assert_eq!(verdict, Verdict::Met);
/// # Ok::<(), tieuchi::engine::EvaluateError>(())
/// ```
#[derive(Debug)]
pub struct Parts<'p> {
    program: &'p Program,
    kind: KindId,
    roster: Roster,
    state: State,
    turns: Vec<Turn>,
    clauses: BTreeMap<ClauseId, Sums>,
    aggregates: BTreeMap<AggregateId, AggregateTally>,
    records: u64,
}

/// The counts of a clause so far: of all groups by slot and number, and of records that may be in any group by slot.
#[derive(Debug, Default)]
struct Sums {
    columns: BTreeMap<(usize, u8), Vec<u32>>,
    unplaced: Vec<Counts>,
}

impl<'p> Parts<'p> {
    /// An evaluation over the records of all other kinds, those of `kind` still to come; none where they can't
    /// [come in parts](comes_in_parts). Records of the kind that the roster has are the first part.
    ///
    /// # Errors
    ///
    /// As of [`evaluate`](super::evaluate).
    pub fn new(
        program: &'p Program,
        mut roster: Roster,
        kind: KindId,
        options: &Options,
    ) -> Result<Option<Parts<'p>>, EvaluateError> {
        validate(program)?;
        let Some(turns) = turns(program, kind) else { return Ok(None) };
        let first = roster.take(kind);
        let mut evaluation = Evaluation::new(program, &roster, options)?;
        evaluation.take_steps(|place| turns.get(place) == Some(&Turn::Before))?;
        let state = evaluation.into_state();
        let (clauses, aggregates) = (BTreeMap::new(), BTreeMap::new());
        let mut parts = Parts { program, kind, roster, state, turns, clauses, aggregates, records: 0 };
        if let Some(first) = first {
            parts.roster.replace(kind, first);
            parts.tally()?;
        }
        Ok(Some(parts))
    }

    /// Adds a part: the records of the kind that a roster has. Its other records are taken to be those that are there.
    ///
    /// # Errors
    ///
    /// As of [`evaluate`](super::evaluate).
    pub fn add(&mut self, mut part: Roster) -> Result<(), EvaluateError> {
        if let Some(table) = part.take(self.kind) {
            self.roster.replace(self.kind, table);
        }
        self.tally()
    }

    /// Tallies the records of the kind that are there, and drops them.
    fn tally(&mut self) -> Result<(), EvaluateError> {
        self.records += self.roster.len(self.kind) as u64;
        if self.records > MAX_RECORDS {
            let limit = usize::try_from(MAX_RECORDS).unwrap_or(usize::MAX);
            return Err(EvaluateError::TooMuchWork { what: "records", limit });
        }
        let mut evaluation = Evaluation::of_state(self.program, &self.roster, std::mem::take(&mut self.state));
        evaluation.take_steps(|place| self.turns.get(place) == Some(&Turn::Each))?;
        for (turn, step) in self.turns.iter().zip(&self.program.plan) {
            match step {
                Step::Clause(id) if *turn == Turn::Each => {
                    if let Some(tally) = evaluation.clause_tally(*id) {
                        self.clauses.entry(*id).or_default().add(tally);
                    }
                }
                Step::Aggregate(id) if *turn == Turn::Each => {
                    let part = evaluation.take_aggregate(*id);
                    let fits = match self.aggregates.get_mut(id) {
                        Some(all) => all.absorb(part),
                        None => self.aggregates.insert(*id, part).is_none(),
                    };
                    if !fits {
                        let place = self.program.aggregates.get(id.at()).and_then(|aggregate| aggregate.place);
                        return Err(EvaluateError::Overflow { place });
                    }
                }
                Step::Clause(_) | Step::Aggregate(_) | Step::Derive(..) => {}
                Step::DeriveUpwards { .. } | Step::DeriveOnwards { .. } => {}
            }
        }
        self.state = evaluation.into_state();
        self.roster.take(self.kind);
        Ok(())
    }

    /// Ends with what is said of all records. The evaluation has the counts of those that came in parts, and none of
    /// the records themselves.
    ///
    /// # Errors
    ///
    /// As of [`evaluate`](super::evaluate).
    pub fn conclude<T>(self, ask: impl FnOnce(&Evaluation<'_>) -> T) -> Result<T, EvaluateError> {
        let mut evaluation = Evaluation::of_state(self.program, &self.roster, self.state);
        for (id, sums) in self.clauses {
            let Some(clause) = self.program.clauses.get(id.at()) else { continue };
            let groups = evaluation.clause_groups.get(id.at()).map_or(0, |groups| groups.len());
            let mut tally = ClauseTally::packed(joint_slots(clause), groups, sums.columns);
            tally.unplaced = sums.unplaced;
            evaluation.put_tally(id, tally);
        }
        for (id, tally) in self.aggregates {
            evaluation.put_aggregate(id, tally);
        }
        evaluation.take_steps(|place| self.turns.get(place) == Some(&Turn::After))?;
        evaluation.conclude()?;
        Ok(ask(&evaluation))
    }
}

impl Sums {
    fn add(&mut self, tally: &ClauseTally) {
        for (place, counts) in tally.columns() {
            let own = self.columns.entry(place).or_insert_with(|| vec![0; counts.len()]);
            // There are no more than MAX_RECORDS records in all.
            own.iter_mut().zip(counts).for_each(|(own, more)| *own += more as u32);
        }
        self.unplaced.resize(self.unplaced.len().max(tally.unplaced.len()), Counts::default());
        self.unplaced.iter_mut().zip(&tally.unplaced).for_each(|(own, more)| own.merge(more));
    }
}
