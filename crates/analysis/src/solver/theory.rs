//! What the Boolean search asks of linear arithmetic.

use std::cell::Cell;
use std::rc::Rc;

use batsat::{Callbacks, Lit, TheoryArg};
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use tieuchi::exact::Exact;

use super::Limit;
use super::simplex::{Bound, Side, Simplex, Work};

/// The steps that are left, and whether the theory has stopped; shared by the search and the theory.
#[derive(Debug, Clone)]
pub(super) struct Budget(Rc<Cell<u64>>, Rc<Cell<bool>>);

impl Budget {
    pub(super) fn new(steps: u64) -> Budget {
        Budget(Rc::new(Cell::new(steps)), Rc::default())
    }

    fn take(&self, steps: usize) {
        self.0.set(self.0.get().saturating_sub(u64::try_from(steps).unwrap_or(u64::MAX)));
    }

    pub(super) fn is_used_up(&self) -> bool {
        self.0.get() == 0
    }

    pub(super) fn left(&self) -> u64 {
        self.0.get()
    }

    /// Leaves so many steps at most; those that are set aside.
    pub(super) fn set_aside(&self, but: u64) -> u64 {
        let left = self.0.get();
        self.0.set(left.min(but));
        left.saturating_sub(but)
    }

    pub(super) fn put_back(&self, steps: u64) {
        self.0.set(self.0.get().saturating_add(steps));
    }
}

impl Work for Budget {
    fn spend(&mut self, steps: usize) -> Result<(), Limit> {
        self.take(steps);
        if self.is_used_up() { Err(Limit::Steps) } else { Ok(()) }
    }
}

impl Callbacks for Budget {
    fn on_new_clause(&mut self, clause: &[Lit], _: batsat::ClauseKind) {
        self.take(clause.len());
    }

    fn stop(&self) -> bool {
        self.is_used_up() || self.1.get()
    }
}

/// What came of numbers that keep to all bounds.
#[derive(Debug)]
pub(super) enum Leaf {
    /// They are whole.
    Whole(Vec<i128>),
    /// The number in this column isn't: it lies between this whole number and the next.
    Between(usize, i128),
}

/// Linear arithmetic over literals that say that a column is at most so much.
#[derive(Debug)]
pub(super) struct Arithmetic {
    simplex: Simplex<Lit>,
    /// How many columns are numbers of the model.
    numbers: usize,
    /// By variable of the search: the column, and what it is at most where the variable is true.
    atoms: Vec<Option<(usize, i128)>>,
    /// How much of the trail has been looked at, now and where each level began.
    seen: usize,
    levels: Vec<usize>,
    budget: Budget,
    /// Why the search can't go on.
    pub stopped: Option<Limit>,
    /// What came of the last full assignment.
    pub leaf: Option<Leaf>,
}

impl Arithmetic {
    /// Numbers without bounds.
    pub(super) fn new(numbers: usize, budget: Budget) -> Arithmetic {
        budget.1.set(false);
        let mut simplex = Simplex::new();
        for _ in 0..numbers {
            simplex.number();
        }
        let (atoms, levels) = (Vec::new(), Vec::new());
        Arithmetic { simplex, numbers, atoms, seen: 0, levels, budget, stopped: None, leaf: None }
    }

    /// A column for a sum of numbers.
    pub(super) fn form(&mut self, terms: &[(usize, i128)]) -> Result<usize, Limit> {
        match terms {
            [(number, 1)] => Ok(*number),
            _ => {
                let terms: Vec<(usize, Exact)> = terms.iter().map(|(at, times)| (*at, exact(*times))).collect();
                self.simplex.form(&terms, &mut self.budget)
            }
        }
    }

    /// A variable of the search says that a column is at most so much.
    pub(super) fn atom(&mut self, variable: usize, column: usize, most: i128) {
        if self.atoms.len() <= variable {
            self.atoms.resize(variable + 1, None);
        }
        if let Some(atom) = self.atoms.get_mut(variable) {
            *atom = Some((column, most));
        }
    }

    /// Takes over what has been decided; the literals of a clash, if there is one.
    fn look(&mut self, model: &[Lit]) -> Result<Option<Vec<Lit>>, Limit> {
        self.budget.spend(model.len().saturating_sub(self.seen) + 1)?;
        while let Some(lit) = model.get(self.seen) {
            self.seen += 1;
            let variable = usize::try_from(lit.var().idx()).unwrap_or(usize::MAX);
            let Some((column, most)) = self.atoms.get(variable).copied().flatten() else { continue };
            let (side, at) = if lit.sign() { (Side::Upper, most) } else { (Side::Lower, most + 1) };
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
        self.budget.1.set(true);
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

    /// Sums are looked at first: a sum that lies between two whole numbers divides all ways to come to it at once.
    fn read_leaf(&self) -> Result<Leaf, Limit> {
        let mut values = Vec::with_capacity(self.numbers);
        for column in (self.numbers..self.simplex.len()).chain(0..self.numbers) {
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
        if self.look_at(acts) {
            match self.read_leaf() {
                Ok(leaf) => self.leaf = Some(leaf),
                Err(limit) => self.stop(limit),
            }
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
