//! What the Boolean search asks of linear arithmetic.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use batsat::{Callbacks, Lit, TheoryArg};
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use tieuchi::exact::Exact;

use super::nearby::nearby;
use super::simplex::{Bound, Side, Simplex, Work};
use super::{GoOn, Limit};

/// What work is left; shared by the search and the theory.
#[derive(Debug, Clone)]
pub(super) struct Budget(Rc<Left>);

struct Left {
    steps: Cell<u64>,
    /// Whether the theory has stopped.
    stopped: Cell<bool>,
    /// Clauses that may be learnt before the search pauses, and the steps that are left then.
    clauses: Cell<u64>,
    pause_at: Cell<u64>,
    /// Whether to go on, asked again after so many steps; once it said no, nothing is left.
    go_on: GoOn,
    ask_in: Cell<u64>,
    late: Cell<bool>,
}

impl fmt::Debug for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Left").field("steps", &self.steps).field("late", &self.late).finish_non_exhaustive()
    }
}

/// The steps between two questions whether to go on: some hundredths of a second.
const ASK_AFTER: u64 = 200_000;

impl Budget {
    pub(super) fn new(steps: u64, go_on: GoOn) -> Budget {
        Budget(Rc::new(Left {
            steps: Cell::new(steps),
            stopped: Cell::new(false),
            clauses: Cell::new(u64::MAX),
            pause_at: Cell::new(0),
            go_on,
            ask_in: Cell::new(0),
            late: Cell::new(false),
        }))
    }

    fn take(&self, steps: usize) {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        self.0.steps.set(self.0.steps.get().saturating_sub(steps));
        match self.0.ask_in.get().checked_sub(steps) {
            Some(left) => self.0.ask_in.set(left),
            None => {
                self.0.ask_in.set(ASK_AFTER);
                self.0.late.set(self.0.late.get() || !(self.0.go_on)());
            }
        }
    }

    fn is_used_up(&self) -> bool {
        self.left() == 0
    }

    pub(super) fn left(&self) -> u64 {
        if self.0.late.get() { 0 } else { self.0.steps.get() }
    }

    /// Why nothing is left.
    pub(super) fn limit(&self) -> Limit {
        if self.0.late.get() { Limit::Time } else { Limit::Steps }
    }

    pub(super) fn is_paused(&self) -> bool {
        self.0.clauses.get() == 0 || self.left() < self.0.pause_at.get()
    }

    /// Lets the search pause when so many clauses are learnt, or so many steps are done.
    pub(super) fn pause_after(&self, clauses: u64, steps: u64) {
        self.0.clauses.set(clauses);
        self.0.pause_at.set(self.left().saturating_sub(steps));
    }

    pub(super) fn never_pause(&self) {
        self.pause_after(u64::MAX, u64::MAX);
    }

    /// Leaves so many steps at most; those that are set aside.
    pub(super) fn set_aside(&self, but: u64) -> u64 {
        let left = self.0.steps.get();
        self.0.steps.set(left.min(but));
        left.saturating_sub(but)
    }

    pub(super) fn put_back(&self, steps: u64) {
        self.0.steps.set(self.0.steps.get().saturating_add(steps));
    }
}

impl Work for Budget {
    fn spend(&mut self, steps: usize) -> Result<(), Limit> {
        self.take(steps);
        if self.is_used_up() { Err(self.limit()) } else { Ok(()) }
    }
}

impl Callbacks for Budget {
    fn on_new_clause(&mut self, clause: &[Lit], _: batsat::ClauseKind) {
        self.take(clause.len());
        self.0.clauses.set(self.0.clauses.get().saturating_sub(1));
    }

    fn stop(&self) -> bool {
        self.is_used_up() || self.0.stopped.get() || self.is_paused()
    }
}

/// The most that something is taken in a sum that counts.
const MOST_TIMES: u128 = 100;

/// How often fractions come up until whole numbers are looked for nearby.
const LOOK_EACH: u64 = 8;

/// What came of numbers that keep to all bounds.
#[derive(Debug)]
enum Leaf {
    /// They are whole.
    Whole(Vec<i128>),
    /// The number in this column isn't: it lies between this whole number and the next.
    Between(usize, i128),
}

/// What a variable of the search says of a column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Atom {
    pub column: usize,
    /// It is at most so much where the variable is true, and more where it is false.
    pub most: i128,
    /// Whether that is meant where it is true, and where it is false: where nothing is required to hold (or to fail) for
    /// it, the variable only doesn't say that it does, and the numbers are free.
    pub meant: Needed,
}

/// Whether something is needed to be true, and to be false.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Needed {
    pub yes: bool,
    pub no: bool,
}

/// Linear arithmetic over literals that say that a column is at most so much.
#[derive(Debug)]
pub(super) struct Arithmetic {
    simplex: Simplex<Lit>,
    /// How many columns are numbers of the model.
    numbers: usize,
    /// Columns that count: sums of small multiples of more than two.
    counts: Vec<usize>,
    /// By variable of the search: what it says.
    atoms: Vec<Option<Atom>>,
    /// How much of the trail has been looked at, now and where each level began.
    seen: usize,
    levels: Vec<usize>,
    budget: Budget,
    /// Why the search can't go on.
    pub stopped: Option<Limit>,
    /// Whether fractions are good enough.
    pub fractions: bool,
    /// How often numbers that keep to all bounds weren't whole.
    leaves: u64,
    /// What came of the last full assignment.
    pub found: Option<Vec<i128>>,
    /// Literals that were made to divide numbers, for the search to know.
    pub made: Vec<(Lit, Atom)>,
}

impl Arithmetic {
    /// Numbers without bounds.
    pub(super) fn new(numbers: usize, budget: Budget) -> Arithmetic {
        budget.0.stopped.set(false);
        let mut simplex = Simplex::new();
        for _ in 0..numbers {
            simplex.number();
        }
        let (atoms, levels, counts) = (Vec::new(), Vec::new(), Vec::new());
        Arithmetic {
            simplex,
            numbers,
            counts,
            atoms,
            seen: 0,
            levels,
            budget,
            stopped: None,
            fractions: false,
            leaves: 0,
            found: None,
            made: Vec::new(),
        }
    }

    /// A column for a sum of numbers.
    pub(super) fn form(&mut self, terms: &[(usize, i128)]) -> Result<usize, Limit> {
        match terms {
            [(number, 1)] => Ok(*number),
            _ => {
                let count = terms.len() > 2 && terms.iter().all(|(_, times)| times.unsigned_abs() <= MOST_TIMES);
                let terms: Vec<(usize, Exact)> = terms.iter().map(|(at, times)| (*at, exact(*times))).collect();
                let column = self.simplex.form(&terms, &mut self.budget)?;
                if count {
                    self.counts.push(column);
                }
                Ok(column)
            }
        }
    }

    /// A variable of the search says something.
    pub(super) fn atom(&mut self, variable: usize, atom: Atom) {
        if self.atoms.len() <= variable {
            self.atoms.resize(variable + 1, None);
        }
        if let Some(place) = self.atoms.get_mut(variable) {
            *place = Some(atom);
        }
    }

    /// Takes over what has been decided; the literals of a clash, if there is one.
    fn look(&mut self, model: &[Lit]) -> Result<Option<Vec<Lit>>, Limit> {
        self.budget.spend(model.len().saturating_sub(self.seen) + 1)?;
        while let Some(lit) = model.get(self.seen) {
            self.seen += 1;
            let variable = usize::try_from(lit.var().idx()).unwrap_or(usize::MAX);
            let Some(Atom { column, most, meant }) = self.atoms.get(variable).copied().flatten() else { continue };
            let (side, at) = match lit.sign() {
                true if meant.yes => (Side::Upper, most),
                false if meant.no => (Side::Lower, most + 1),
                _ => continue,
            };
            let bound = Bound { at: exact(at), why: *lit };
            if let Some(clash) = self.simplex.bound(column, side, bound, &mut self.budget)? {
                return Ok(Some(clash));
            }
        }
        self.simplex.check(&mut self.budget)
    }

    /// Nothing more can be said; the search asks the budget whether to go on.
    fn stop(&mut self, limit: Limit) {
        self.stopped = Some(limit);
        self.budget.0.stopped.set(true);
    }

    fn look_at(&mut self, acts: &mut TheoryArg<'_>) -> bool {
        if self.stopped.is_some() {
            return false;
        }
        match self.look(acts.model()) {
            Ok(None) => true,
            Ok(Some(clash)) => {
                let clause: Vec<Lit> = clash.into_iter().map(|lit| !lit).collect();
                acts.raise_conflict(&clause, false);
                false
            }
            Err(limit) => {
                self.stop(limit);
                false
            }
        }
    }

    /// Looks for whole numbers nearby, now and then; whether there are such.
    fn is_near(&mut self) -> bool {
        self.leaves += 1;
        if !self.leaves.is_power_of_two() && !self.leaves.is_multiple_of(LOOK_EACH) {
            return false;
        }
        match nearby(&self.simplex, self.numbers, &mut self.budget) {
            Ok(found) => self.found = found,
            Err(limit) => self.stop(limit),
        }
        self.found.is_some() || self.stopped.is_some()
    }

    /// Counts are looked at first: one that lies between two whole numbers divides all ways to come to it at once.
    fn read_leaf(&self) -> Result<Leaf, Limit> {
        let mut values = Vec::with_capacity(self.numbers);
        for column in self.counts.iter().copied().chain(0..self.numbers) {
            let value = self.simplex.value(column).ok_or(Limit::Numbers)?;
            let floor = value.floor().to_i128().ok_or(Limit::Numbers)?;
            if !value.is_integer() {
                return Ok(Leaf::Between(column, floor));
            }
            if column < self.numbers {
                values.push(floor);
            }
        }
        Ok(Leaf::Whole(values))
    }
}

fn exact(value: i128) -> Exact {
    i64::try_from(value).map_or_else(|_| BigInt::from(value).into(), Exact::from)
}

impl batsat::Theory for Arithmetic {
    fn final_check(&mut self, acts: &mut TheoryArg) {
        if !self.look_at(acts) || self.fractions {
            return;
        }
        match self.read_leaf() {
            Ok(Leaf::Whole(numbers)) => self.found = Some(numbers),
            Ok(Leaf::Between(..)) if self.is_near() => {}
            // A new literal divides the numbers there; the search goes on to decide it. The clause says nothing but that
            // there is something to decide.
            Ok(Leaf::Between(column, most)) => {
                let lit = acts.mk_new_lit();
                let atom = Atom { column, most, meant: Needed { yes: true, no: true } };
                self.atom(usize::try_from(lit.var().idx()).unwrap_or(usize::MAX), atom);
                self.made.push((lit, atom));
                acts.add_theory_lemma(&[lit, !lit]);
            }
            Err(limit) => self.stop(limit),
        }
    }

    fn create_level(&mut self) {
        self.levels.push(self.seen);
        self.simplex.push();
    }

    fn pop_levels(&mut self, n: usize) {
        let keep = self.levels.len().saturating_sub(n);
        if let Some(seen) = self.levels.get(keep) {
            self.seen = *seen;
        }
        self.levels.truncate(keep);
        self.simplex.pop(n);
    }

    fn n_levels(&self) -> usize {
        self.levels.len()
    }

    fn partial_check(&mut self, acts: &mut TheoryArg) {
        self.look_at(acts);
    }

    // Nothing is propagated.
    fn explain_propagation(&mut self, _: Lit) -> &[Lit] {
        &[]
    }
}
