//! A model in the hands of the Boolean search, and the questions that are put to it.

use std::collections::{BTreeMap, BTreeSet};

use batsat::{Lit, Solver, SolverInterface, SolverOpts, lbool};
use num_integer::Integer;

use super::model::{Lit as ModelLit, Meaning, Model, Tag};
use super::theory::{Arithmetic, Atom, Budget, Needed};
use super::{Assignment, Core, Limit, Linear, Minimum};

/// A model being searched.
pub(super) struct Search<'m> {
    model: &'m Model,
    sat: Solver<Budget>,
    arithmetic: Arithmetic,
    budget: Budget,
    /// The variables that stand for what the model's literals mean.
    meanings: Vec<Lit>,
    /// Columns of the forms that are there so far.
    columns: BTreeMap<Vec<(usize, i128)>, usize>,
    /// What says that a column is at most so much.
    atoms: BTreeMap<(usize, i128), (Lit, Needed)>,
    /// What switches the requirements of a tag on.
    switches: BTreeMap<Tag, Lit>,
}

/// The steps that a second objective may take at least.
const SECOND: u64 = 200_000;

/// The clauses that may be learnt at first before something else is tried.
const PATIENCE: u64 = 200;

/// The steps that count as much as a clause.
const EACH: u64 = 10_000;

/// What came of one question to the search.
enum Probe {
    Found(Assignment),
    /// Not with these switches, and whatever else was assumed.
    Impossible(BTreeSet<Tag>),
}

/// What came of looking for less.
pub(super) struct Improved {
    pub found: Option<Assignment>,
    /// It is no less than this, if that was found out.
    pub low: Option<i128>,
    /// The tags that keep it from being less.
    pub why: BTreeSet<Tag>,
}

/// What came of one objective.
pub(super) enum Least {
    Known(Assignment, i128),
    Open { best: Assignment, at_least: i128, limit: Limit },
}

impl<'m> Search<'m> {
    pub(super) fn new(model: &'m Model, budget: Budget) -> Result<Search<'m>, Limit> {
        if model.overflow {
            return Err(Limit::Numbers);
        }
        let mut search = Search {
            model,
            sat: Solver::new(SolverOpts::default(), budget.clone()),
            arithmetic: Arithmetic::new(model.ranges.len(), budget.clone()),
            budget,
            meanings: Vec::new(),
            columns: BTreeMap::new(),
            atoms: BTreeMap::new(),
            switches: BTreeMap::new(),
        };
        for _ in &model.meanings {
            let lit = search.fresh();
            search.meanings.push(lit);
        }
        let forms = model.forms.iter().map(|form| search.column(form.iter().map(|(var, times)| (var.at(), *times))));
        let columns = forms.collect::<Result<Vec<usize>, Limit>>()?;
        for (number, range) in model.ranges.iter().enumerate() {
            let below = search.atom(number, range.lower - 1, Needed { yes: false, no: true });
            search.clause(&[!below]);
            if let Some(upper) = range.upper {
                let most = search.atom(number, upper, Needed { yes: true, no: false });
                search.clause(&[most]);
            }
        }
        let needed = needed(model);
        for ((lit, meaning), needed) in search.meanings.clone().into_iter().zip(&model.meanings).zip(needed) {
            match meaning {
                Meaning::True => search.clause(&[lit]),
                Meaning::Free => {}
                Meaning::AtMost(form, bound) => {
                    let column = columns.get(*form).copied().ok_or(Limit::Numbers)?;
                    search.name(lit, Atom { column, most: *bound, meant: needed });
                }
                Meaning::And(parts) => {
                    let parts: Vec<Lit> = parts.iter().map(|part| search.lit(*part)).collect();
                    if needed.yes {
                        parts.iter().for_each(|part| search.clause(&[!lit, *part]));
                    }
                    if needed.no {
                        let all: Vec<Lit> = parts.iter().map(|part| !*part).chain([lit]).collect();
                        search.clause(&all);
                    }
                }
            }
        }
        for (tag, required) in &model.required {
            let required = search.lit(*required);
            match tag {
                None => search.clause(&[required]),
                Some(tag) => {
                    let switch = match search.switches.get(tag) {
                        Some(switch) => *switch,
                        None => search.fresh(),
                    };
                    search.switches.insert(*tag, switch);
                    search.clause(&[!switch, required]);
                }
            }
        }
        Ok(search)
    }

    /// The least of the objectives, one after the other.
    pub(super) fn minimise(mut self, objectives: &[Linear]) -> Result<Minimum, Limit> {
        let all = self.all();
        let mut best = match self.probe(&all, None)? {
            Probe::Found(found) => found,
            Probe::Impossible(core) => return Ok(Minimum::Impossible(self.least_core(core))),
        };
        let begun = self.budget.left();
        let mut first_took = 0;
        for (objective, linear) in objectives.iter().enumerate() {
            // What is chosen among equals takes no more work than what it is chosen for.
            let most = if objective == 0 { u64::MAX } else { first_took + SECOND };
            let aside = self.budget.set_aside(most);
            let found = self.least(linear, best.clone(), &all);
            self.budget.put_back(aside);
            if objective == 0 {
                first_took = begun.saturating_sub(self.budget.left());
            }
            let open = |best, at_least, limit| Minimum::AtMost { best, objective, at_least, limit };
            match found {
                Ok(Least::Known(found, least)) => {
                    best = found;
                    // The next ones choose among those that have it.
                    match self.at_most(linear, least) {
                        Ok(Some(kept)) => self.clause(&[kept]),
                        Ok(None) => {}
                        Err(limit) => return Ok(open(best, least, limit)),
                    }
                }
                Ok(Least::Open { best, at_least, limit }) => return Ok(open(best, at_least, limit)),
                Err(limit) => return Ok(open(best, i128::MIN, limit)),
            }
        }
        Ok(Minimum::Least(best))
    }

    /// The least of one objective: what fractions would come to is no more; from there upwards in steps that double, then
    /// between.
    fn least(&mut self, linear: &Linear, found: Assignment, all: &[Tag]) -> Result<Least, Limit> {
        let mut low = self.lowest(linear)?;
        let mut high = found.sum(linear).ok_or(Limit::Numbers)?;
        let mut above = high;
        while low < above {
            let target = low + (above - low) / 2;
            let bound = self.at_most(linear, target)?;
            match self.fractions_do(all, bound) {
                Ok(true) => above = target,
                Ok(false) => low = target + 1,
                Err(limit) => return Ok(Least::Open { best: found, at_least: low, limit }),
            }
        }
        let (mut best, mut step, mut patience) = (found, 0i128, PATIENCE);
        while low < high {
            // From below in steps that double, and, where that takes long, from above.
            let reach = low.checked_add(step).unwrap_or(high).min(high - 1);
            let mut paused = 0;
            for target in [reach, high - 1 - (high - 1 - low) / 4] {
                let bound = self.at_most(linear, target)?;
                match self.patient(all, bound, patience) {
                    Ok(Some(Probe::Found(found))) => {
                        high = found.sum(linear).ok_or(Limit::Numbers)?.min(target);
                        (best, step) = (found, (high - low) / 2);
                    }
                    Ok(Some(Probe::Impossible(_))) => {
                        low = target + 1;
                        step = step.saturating_mul(2).max(1);
                    }
                    Ok(None) => {
                        paused += 1;
                        continue;
                    }
                    Err(limit) => return Ok(Least::Open { best, at_least: low, limit }),
                }
                break;
            }
            if paused == 2 {
                patience = patience.saturating_mul(2);
                step = 0;
            }
        }
        Ok(Least::Known(best, high))
    }

    /// The least of a sum, from what is known to be possible.
    pub(super) fn least_of(&mut self, linear: &Linear, found: Assignment) -> Result<Least, Limit> {
        let all = self.all();
        self.least(linear, found, &all)
    }

    /// Whether everything can hold; if not, the tags that clash.
    pub(super) fn any(&mut self) -> Result<Result<Assignment, Core>, Limit> {
        let all = self.all();
        Ok(match self.probe(&all, None)? {
            Probe::Found(found) => Ok(found),
            Probe::Impossible(core) => Err(self.least_core(core)),
        })
    }

    /// Something below what a sum is known to reach, by more than `spare` if there is such. Asked exactly, the least of it
    /// but for that, and what it is at least: where that takes long, as if numbers could be fractions.
    pub(super) fn improve(
        &mut self,
        linear: &Linear,
        known: i128,
        spare: i128,
        exactly: bool,
    ) -> Result<Improved, Limit> {
        let all = self.all();
        let mut improved = Improved { found: None, low: Some(known), why: BTreeSet::new() };
        let (mut low, mut high, mut step) = (None, known, 1i128);
        let patience = if exactly { PATIENCE } else { PATIENCE / 4 };
        loop {
            // Downwards in steps that grow, then between.
            let target = match low {
                None => high.checked_sub(step + spare).ok_or(Limit::Numbers)?,
                Some(low) => low + (high - 1 - spare - low) / 2,
            };
            let Some(bound) = self.at_most(linear, target)? else { return Ok(improved) };
            match self.patient(&all, Some(bound), patience)? {
                Some(Probe::Found(better)) => {
                    high = better.sum(linear).ok_or(Limit::Numbers)?.min(target);
                    improved.found = Some(better);
                    step = step.saturating_mul(4);
                }
                Some(Probe::Impossible(core)) => {
                    low = Some(target + 1);
                    improved.why = core;
                }
                None if exactly => {
                    improved.low = Some(self.low_of_fractions(linear, high, &all)?.max(low.unwrap_or(i128::MIN)));
                    improved.why = all.into_iter().collect();
                    return Ok(improved);
                }
                None => {
                    improved.low = None;
                    return Ok(improved);
                }
            }
            improved.low = low;
            if low.is_some_and(|low| !exactly || low + spare >= high) {
                return Ok(improved);
            }
        }
    }

    /// What a sum is at least if numbers may be fractions: so much, rounded up.
    fn low_of_fractions(&mut self, linear: &Linear, high: i128, all: &[Tag]) -> Result<i128, Limit> {
        let (mut low, mut above, mut step) = (None, high, 1i128);
        while low != Some(above) {
            let target = match low {
                None => above.checked_sub(step).ok_or(Limit::Numbers)?,
                Some(low) => low + (above - 1 - low) / 2,
            };
            let bound = self.at_most(linear, target)?;
            if self.fractions_do(all, bound)? {
                (above, step) = (target, step.saturating_mul(4));
            } else {
                low = Some(target + 1);
            }
        }
        Ok(above)
    }

    /// Counts a sum among those that are divided first.
    pub(super) fn count(&mut self, linear: &Linear) -> Result<(), Limit> {
        let divisor = linear.terms().fold(0, |divisor: i128, (_, times)| divisor.gcd(&times)).max(1);
        self.column(linear.terms().map(|(var, times)| (var.at(), times / divisor))).map(drop)
    }

    /// As [`probe`](Self::probe); none where it takes more than so many clauses.
    fn patient(&mut self, all: &[Tag], assumed: Option<Lit>, patience: u64) -> Result<Option<Probe>, Limit> {
        self.budget.pause_after(patience, patience.saturating_mul(EACH));
        let found = self.probe(all, assumed);
        let paused = self.budget.is_paused();
        self.budget.never_pause();
        match found {
            Err(Limit::Steps | Limit::Time)
                if paused && self.arithmetic.stopped.is_none() && self.budget.left() > 0 =>
            {
                Ok(None)
            }
            found => found.map(Some),
        }
    }

    /// What a sum can't be below, as far as its parts' bounds show.
    fn lowest(&self, linear: &Linear) -> Result<i128, Limit> {
        let start = linear.value(|_| 0).ok_or(Limit::Numbers)?;
        linear.terms().try_fold(start, |sum, (var, times)| {
            let range = self.model.ranges.get(var.at()).ok_or(Limit::Numbers)?;
            let end = if times > 0 { Some(range.lower) } else { range.upper };
            let product = end.ok_or(Limit::Unbounded)?.checked_mul(times);
            product.and_then(|product| sum.checked_add(product)).ok_or(Limit::Numbers)
        })
    }

    /// Leaves out of what clashes whatever isn't needed.
    fn least_core(&mut self, core: BTreeSet<Tag>) -> Core {
        let (mut core, mut minimal) = (core, true);
        // The last ones first: what is said of the whole comes behind what is said of its parts.
        for tag in core.clone().into_iter().rev() {
            if !core.contains(&tag) {
                continue;
            }
            let others: Vec<Tag> = core.iter().copied().filter(|other| *other != tag).collect();
            match self.probe(&others, None) {
                Ok(Probe::Found(_)) => {}
                Ok(Probe::Impossible(fewer)) => core = fewer,
                Err(_) => {
                    minimal = false;
                    break;
                }
            }
        }
        Core { tags: core.into_iter().collect(), minimal }
    }

    fn all(&self) -> Vec<Tag> {
        self.switches.keys().copied().collect()
    }

    /// Whether the requirements, and what is assumed, can hold if numbers may be fractions.
    fn fractions_do(&mut self, tags: &[Tag], assumed: Option<Lit>) -> Result<bool, Limit> {
        self.arithmetic.fractions = true;
        let answer = self.ask(tags, assumed);
        self.arithmetic.fractions = false;
        let answer = answer?;
        let known = answer == lbool::TRUE || answer == lbool::FALSE;
        if known { Ok(answer == lbool::TRUE) } else { Err(self.budget.limit()) }
    }

    fn ask(&mut self, tags: &[Tag], assumed: Option<Lit>) -> Result<lbool, Limit> {
        let switches = tags.iter().filter_map(|tag| self.switches.get(tag).copied());
        let assumptions: Vec<Lit> = switches.chain(assumed).collect();
        self.arithmetic.found = None;
        let answer = self.sat.solve_limited_th(&mut self.arithmetic, &assumptions);
        for (lit, atom) in std::mem::take(&mut self.arithmetic.made) {
            self.name(lit, atom);
        }
        self.arithmetic.stopped.map_or(Ok(answer), Err)
    }

    /// Whether the requirements of these tags, and what is assumed, can hold.
    fn probe(&mut self, tags: &[Tag], assumed: Option<Lit>) -> Result<Probe, Limit> {
        let answer = self.ask(tags, assumed)?;
        if answer == lbool::FALSE {
            let core = self.sat.unsat_core();
            let named = |switch: &Lit| core.iter().any(|lit| lit.var() == switch.var());
            let clash = self.switches.iter().filter(|(tag, switch)| tags.contains(tag) && named(switch));
            return Ok(Probe::Impossible(clash.map(|(tag, _)| *tag).collect()));
        }
        match self.arithmetic.found.take().filter(|_| answer == lbool::TRUE) {
            None => Err(self.budget.limit()),
            Some(numbers) => {
                let chosen = |lit: ModelLit| self.sat.value_lit(self.lit(lit)) == lbool::TRUE;
                let found = self.model.checked(numbers, chosen, |tag| tags.contains(&tag));
                found.map(Probe::Found).ok_or(Limit::Numbers)
            }
        }
    }

    /// What says that a sum is at most so much; none where it is constant.
    fn at_most(&mut self, linear: &Linear, most: i128) -> Result<Option<Lit>, Limit> {
        let constant = linear.value(|_| 0).ok_or(Limit::Numbers)?;
        let most = most.checked_sub(constant).ok_or(Limit::Numbers)?;
        let terms: Vec<(usize, i128)> = linear.terms().map(|(var, times)| (var.at(), times)).collect();
        if terms.is_empty() {
            return Ok(None);
        }
        let column = self.column(terms.into_iter())?;
        Ok(Some(self.atom(column, most, Needed { yes: true, no: false })))
    }

    fn column(&mut self, form: impl Iterator<Item = (usize, i128)>) -> Result<usize, Limit> {
        let form: Vec<(usize, i128)> = form.collect();
        match self.columns.get(&form) {
            Some(column) => Ok(*column),
            None => {
                let column = self.arithmetic.form(&form)?;
                self.columns.insert(form, column);
                Ok(column)
            }
        }
    }

    /// The literal that says that a column is at most so much, meant in these ways at least.
    fn atom(&mut self, column: usize, most: i128, meant: Needed) -> Lit {
        match self.atoms.get(&(column, most)) {
            Some((lit, known)) if (known.yes || !meant.yes) && (known.no || !meant.no) => *lit,
            _ => {
                let lit = self.fresh();
                self.name(lit, Atom { column, most, meant });
                lit
            }
        }
    }

    /// A literal says that a column is at most so much: it follows from the next lower one, and the next higher from it.
    fn name(&mut self, lit: Lit, atom: Atom) {
        let Atom { column, most, mut meant } = atom;
        self.arithmetic.atom(usize::try_from(lit.var().idx()).unwrap_or(usize::MAX), atom);
        if let Some((known, before)) = self.atoms.get(&(column, most)).copied() {
            // Both say the same from here on, each as it is meant.
            self.clause(&[!lit, known]);
            self.clause(&[lit, !known]);
            meant = Needed { yes: meant.yes || before.yes, no: meant.no || before.no };
        } else {
            let lower = self.atoms.range((column, i128::MIN)..(column, most)).next_back().map(|(_, (lit, _))| *lit);
            let higher = self.atoms.range((column, most)..=(column, i128::MAX)).next().map(|(_, (lit, _))| *lit);
            if let Some(lower) = lower {
                self.clause(&[!lower, lit]);
            }
            if let Some(higher) = higher {
                self.clause(&[!lit, higher]);
            }
        }
        self.atoms.insert((column, most), (lit, meant));
    }

    fn clause(&mut self, lits: &[Lit]) {
        self.sat.add_clause_reuse(&mut lits.to_vec());
    }

    fn fresh(&mut self) -> Lit {
        Lit::new(self.sat.new_var_default(), true)
    }

    fn lit(&self, lit: ModelLit) -> Lit {
        let meaning = self.meanings.get(lit.at()).copied().unwrap_or(Lit::UNDEF);
        if lit.is_negated() { !meaning } else { meaning }
    }
}

/// Which literals requirements need to be true, and which to be false. What is needed in one way only is said in one way.
fn needed(model: &Model) -> Vec<Needed> {
    let mut needed = vec![Needed::default(); model.meanings.len()];
    let mut open: Vec<ModelLit> = model.required.iter().map(|(_, lit)| *lit).collect();
    while let Some(lit) = open.pop() {
        let Some(place) = needed.get_mut(lit.at()) else { continue };
        let way = if lit.is_negated() { &mut place.no } else { &mut place.yes };
        if std::mem::replace(way, true) {
            continue;
        }
        if let Some(Meaning::And(parts)) = model.meanings.get(lit.at()) {
            open.extend(parts.iter().map(|part| if lit.is_negated() { !*part } else { *part }));
        }
    }
    needed
}
