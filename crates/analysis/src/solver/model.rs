//! What is asked: numbers, literals, requirements.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Not;
use std::rc::Rc;

use hashbrown::HashMap;
use num_integer::Integer;

use super::parts;
use super::theory::Budget;
use super::{Assignment, Core, GoOn, Limits, Minimum, Outcome, Sum};

/// The largest coefficient or constant, either way, that is kept.
const MOST: i128 = 1 << 100;

/// A whole number that is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Var(u32);

impl Var {
    pub(super) fn at(self) -> usize {
        self.0 as usize
    }

    pub(super) fn numbered(at: u32) -> Var {
        Var(at)
    }
}

/// Something that holds or doesn't; `!` turns it round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lit(u32);

impl Lit {
    /// What always holds.
    pub const TRUE: Lit = Lit(0);
    /// What never does.
    pub const FALSE: Lit = Lit(1);

    pub(super) fn at(self) -> usize {
        (self.0 >> 1) as usize
    }

    pub(super) fn numbered(at: u32) -> Lit {
        Lit(at << 1)
    }

    pub(super) fn is_negated(self) -> bool {
        self.0 & 1 == 1
    }
}

impl Not for Lit {
    type Output = Lit;

    fn not(self) -> Lit {
        Lit(self.0 ^ 1)
    }
}

/// Names a requirement, for what clashes. Several requirements may have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tag(pub u32);

/// A sum of multiples of numbers, and a constant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Linear {
    sum: Sum,
    constant: i128,
    /// Coefficients left what is kept; whatever is asked of it is [`super::Limit::Numbers`].
    overflow: bool,
}

impl Linear {
    /// 0.
    pub fn new() -> Linear {
        Linear::default()
    }

    /// A constant.
    pub fn constant(constant: i128) -> Linear {
        let mut linear = Linear::new();
        linear.add_constant(constant);
        linear
    }

    /// With a multiple of a number added.
    pub fn plus(mut self, times: i128, var: Var) -> Linear {
        self.add(times, var);
        self
    }

    /// Adds a multiple of a number.
    pub fn add(&mut self, times: i128, var: Var) {
        let all = self.sum.entry(var).or_insert(0);
        match all.checked_add(times) {
            Some(0) => {
                self.sum.remove(&var);
            }
            Some(added) if added.unsigned_abs() <= MOST.unsigned_abs() => *all = added,
            Some(_) | None => self.overflow = true,
        }
    }

    /// Adds a constant.
    pub fn add_constant(&mut self, constant: i128) {
        match self.constant.checked_add(constant) {
            Some(added) if added.unsigned_abs() <= MOST.unsigned_abs() => self.constant = added,
            Some(_) | None => self.overflow = true,
        }
    }

    /// Adds a multiple of a constant.
    pub(super) fn add_product(&mut self, times: i128, constant: i128) {
        match times.checked_mul(constant) {
            Some(product) => self.add_constant(product),
            None => self.overflow = true,
        }
    }

    /// Adds a multiple of another sum.
    pub fn add_linear(&mut self, times: i128, other: &Linear) {
        self.overflow |= other.overflow;
        for (var, coefficient) in &other.sum {
            match coefficient.checked_mul(times) {
                Some(product) => self.add(product, *var),
                None => self.overflow = true,
            }
        }
        self.add_product(times, other.constant);
    }

    /// What it comes to, if no number is in it.
    pub fn known(&self) -> Option<i128> {
        (self.sum.is_empty() && !self.overflow).then_some(self.constant)
    }

    /// How often a number is in it.
    pub(super) fn times(&self, number: usize) -> i128 {
        u32::try_from(number).ok().and_then(|at| self.sum.get(&Var(at))).copied().unwrap_or(0)
    }

    /// The numbers in it and how often.
    pub fn terms(&self) -> impl Iterator<Item = (Var, i128)> {
        self.sum.iter().map(|(var, times)| (*var, *times))
    }

    pub(crate) fn value(&self, number: impl Fn(Var) -> i128) -> Option<i128> {
        let start = (!self.overflow).then_some(self.constant)?;
        self.sum.iter().try_fold(start, |sum, (var, times)| sum.checked_add(number(*var).checked_mul(*times)?))
    }
}

impl From<Var> for Linear {
    fn from(var: Var) -> Linear {
        Linear::new().plus(1, var)
    }
}

/// What a literal stands for. Others that it names come before it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Meaning {
    /// It always holds.
    True,
    /// Free to choose.
    Free,
    /// A form is at most so much.
    AtMost(usize, i128),
    /// All hold.
    And(Vec<Lit>),
}

/// A number's least and greatest value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Range {
    pub lower: i128,
    pub upper: Option<i128>,
}

/// Numbers, literals, and what is required of them.
#[derive(Debug, Clone)]
pub struct Model {
    pub(super) ranges: Vec<Range>,
    pub(super) meanings: Vec<Meaning>,
    /// Sums without a common divisor whose first coefficient is above 0; comparisons of one are about one number.
    pub(super) forms: Vec<Sum>,
    pub(super) required: Vec<(Option<Tag>, Lit)>,
    known_forms: HashMap<Vec<(Var, i128)>, usize>,
    known_atoms: HashMap<(usize, i128), Lit>,
    known_ands: HashMap<Vec<Lit>, Lit>,
    counted: BTreeMap<Lit, Var>,
    pub(super) overflow: bool,
}

impl Default for Model {
    fn default() -> Model {
        Model::new()
    }
}

impl Model {
    /// Nothing is required yet.
    pub fn new() -> Model {
        Model {
            ranges: Vec::new(),
            meanings: vec![Meaning::True],
            forms: Vec::new(),
            required: Vec::new(),
            known_forms: HashMap::new(),
            known_atoms: HashMap::new(),
            known_ands: HashMap::new(),
            counted: BTreeMap::new(),
            overflow: false,
        }
    }

    /// A whole number from `lower` to `upper`, or without an upper bound.
    pub fn int(&mut self, lower: i64, upper: Option<i64>) -> Var {
        self.number(Range { lower: lower.into(), upper: upper.map(i128::from) })
    }

    pub(super) fn number(&mut self, range: Range) -> Var {
        let var = Var(index(self.ranges.len(), &mut self.overflow));
        self.ranges.push(range);
        var
    }

    /// Something that may hold or not.
    pub fn bool(&mut self) -> Lit {
        self.literal(Meaning::Free)
    }

    fn literal(&mut self, meaning: Meaning) -> Lit {
        let at = index(self.meanings.len(), &mut self.overflow);
        self.meanings.push(meaning);
        Lit(at << 1)
    }

    /// `linear ≤ constant`.
    pub fn at_most(&mut self, linear: &Linear, constant: i128) -> Lit {
        self.overflow |= linear.overflow;
        let kept = constant.checked_sub(linear.constant).filter(|all| all.unsigned_abs() <= MOST.unsigned_abs());
        let Some(constant) = kept else {
            self.overflow = true;
            return Lit::FALSE;
        };
        let divisor = linear.sum.values().fold(0, |divisor: i128, times| divisor.gcd(times));
        let Some(first) = linear.sum.values().next().filter(|_| divisor > 0) else {
            return if constant >= 0 { Lit::TRUE } else { Lit::FALSE };
        };
        let sign = first.signum();
        let terms: Vec<(Var, i128)> = linear.sum.iter().map(|(var, times)| (*var, times / divisor * sign)).collect();
        let form = *self.known_forms.entry(terms).or_insert_with_key(|terms| {
            self.forms.push(terms.iter().copied().collect());
            self.forms.len() - 1
        });
        // divisor · form ≤ constant, or -divisor · form ≤ constant, which is form ≥ -constant / divisor.
        let bound = Integer::div_floor(&constant, &divisor);
        if sign > 0 { self.form_at_most(form, bound) } else { !self.form_at_most(form, -bound - 1) }
    }

    pub(super) fn form_at_most(&mut self, form: usize, bound: i128) -> Lit {
        if let Some(known) = self.known_atoms.get(&(form, bound)) {
            return *known;
        }
        let lit = self.literal(Meaning::AtMost(form, bound));
        self.known_atoms.insert((form, bound), lit);
        lit
    }

    /// `linear ≥ constant`.
    pub fn at_least(&mut self, linear: &Linear, constant: i128) -> Lit {
        match constant.checked_sub(1) {
            Some(below) => !self.at_most(linear, below),
            None => Lit::TRUE,
        }
    }

    /// `linear = constant`.
    pub fn equals(&mut self, linear: &Linear, constant: i128) -> Lit {
        let both = [self.at_most(linear, constant), self.at_least(linear, constant)];
        self.and(&both)
    }

    /// All hold; of none, what always holds.
    pub fn and(&mut self, parts: &[Lit]) -> Lit {
        let mut parts: Vec<Lit> = parts.iter().copied().filter(|part| *part != Lit::TRUE).collect();
        parts.sort_unstable();
        parts.dedup();
        let clash = parts.iter().zip(parts.iter().skip(1)).any(|(one, next)| *one == !*next);
        if clash || parts.contains(&Lit::FALSE) {
            return Lit::FALSE;
        }
        match parts.as_slice() {
            [] => Lit::TRUE,
            [one] => *one,
            _ => match self.known_ands.get(&parts) {
                Some(known) => *known,
                None => {
                    let lit = self.literal(Meaning::And(parts.clone()));
                    self.known_ands.insert(parts, lit);
                    lit
                }
            },
        }
    }

    /// At least one holds; of none, what never does.
    pub fn or(&mut self, parts: &[Lit]) -> Lit {
        let turned: Vec<Lit> = parts.iter().map(|part| !*part).collect();
        !self.and(&turned)
    }

    /// The second holds wherever the first does.
    pub fn implies(&mut self, one: Lit, two: Lit) -> Lit {
        self.or(&[!one, two])
    }

    /// Both hold or neither.
    pub fn same(&mut self, one: Lit, two: Lit) -> Lit {
        let both = [self.implies(one, two), self.implies(two, one)];
        self.and(&both)
    }

    /// 1 where it holds, else 0: to count what holds.
    pub fn counted(&mut self, lit: Lit) -> Linear {
        match lit {
            Lit::TRUE => return Linear::constant(1),
            Lit::FALSE => return Linear::new(),
            _ => {}
        }
        if let Some(var) = self.counted.get(&!lit) {
            return Linear::constant(1).plus(-1, *var);
        }
        if let Some(var) = self.counted.get(&lit) {
            return (*var).into();
        }
        let var = self.int(0, Some(1));
        let one = self.at_least(&var.into(), 1);
        let same = self.same(one, lit);
        self.always(same);
        self.counted.insert(lit, var);
        var.into()
    }

    /// Requires it, under a name.
    pub fn require(&mut self, lit: Lit, tag: Tag) {
        self.required.push((Some(tag), lit));
    }

    /// Requires it as part of what everything means; never named in what clashes.
    pub fn always(&mut self, lit: Lit) {
        self.required.push((None, lit));
    }

    /// How many literals, and numbers in sums, there are: what a search has to look at.
    pub fn size(&self) -> usize {
        self.meanings.len() + self.ranges.len()
    }

    /// The least and the greatest that a sum can be, as far as the bounds of what is in it show.
    pub fn bounds(&self, linear: &Linear) -> (Option<i128>, Option<i128>) {
        let Some(constant) = linear.value(|_| 0) else { return (None, None) };
        let (mut low, mut high) = (Some(constant), Some(constant));
        for (var, times) in linear.terms() {
            let Some(range) = self.ranges.get(var.at()) else { return (None, None) };
            let ends = (Some(range.lower), range.upper);
            let (least, most) = if times > 0 { ends } else { (ends.1, ends.0) };
            let add = |sum: Option<i128>, end: Option<i128>| sum?.checked_add(end?.checked_mul(times)?);
            (low, high) = (add(low, least), add(high, most));
        }
        (low, high)
    }

    /// Whether all requirements can hold, and how.
    pub fn solve(&self, limits: &Limits) -> Outcome {
        self.solve_with(&Cell::new(limits.steps))
    }

    /// The same, where the steps that it takes come off those that are left.
    pub fn solve_with(&self, left: &Cell<u64>) -> Outcome {
        match self.minimise_with(&[], left) {
            Minimum::Least(found) | Minimum::AtMost { best: found, .. } => Outcome::Solved(found),
            Minimum::Impossible(core) => Outcome::Impossible(core),
            Minimum::Unknown(limit) => Outcome::Unknown(limit),
        }
    }

    /// The least value of the first objective, among what has it of the second, and so on.
    pub fn minimise(&self, objectives: &[Linear], limits: &Limits) -> Minimum {
        self.minimise_with(objectives, &Cell::new(limits.steps))
    }

    /// The same, where the steps that it takes come off those that are left.
    pub fn minimise_with(&self, objectives: &[Linear], left: &Cell<u64>) -> Minimum {
        let budget = Budget::new(left.get(), Rc::new(|| true));
        let found = parts::minimise(self, objectives, &budget, false).unwrap_or_else(Minimum::Unknown);
        left.set(budget.left());
        found
    }

    /// As [`minimise`](Self::minimise), for as long as `go_on` says so; and where most of a model is blocks that a few sums tie
    /// together, from these. Of such a model the first objective alone is shown to be least.
    pub fn minimise_by_blocks(&self, objectives: &[Linear], limits: &Limits, go_on: &GoOn) -> Minimum {
        let budget = Budget::new(limits.steps, go_on.clone());
        parts::minimise(self, objectives, &budget, true).unwrap_or_else(Minimum::Unknown)
    }

    /// Of what clashes as much as does by itself.
    pub fn smaller(&self, core: Core, limits: &Limits, go_on: &GoOn) -> Core {
        parts::smaller(self, core, &Budget::new(limits.steps, go_on.clone()))
    }

    /// Numbers and choices, held against every requirement that `active` says counts.
    pub(super) fn checked(
        &self,
        numbers: Vec<i128>,
        chosen: impl Fn(Lit) -> bool,
        active: impl Fn(Tag) -> bool,
    ) -> Option<Assignment> {
        let within = self
            .ranges
            .iter()
            .zip(&numbers)
            .all(|(range, number)| range.lower <= *number && range.upper.is_none_or(|upper| *number <= upper));
        let number = |var: Var| numbers.get(var.at()).copied();
        let mut literals: Vec<bool> = Vec::with_capacity(self.meanings.len());
        for (at, meaning) in (0u32..).zip(&self.meanings) {
            let holds = match meaning {
                Meaning::True => true,
                Meaning::Free => chosen(Lit(at << 1)),
                Meaning::AtMost(form, bound) => {
                    let terms = self.forms.get(*form)?;
                    let sum = terms
                        .iter()
                        .try_fold(0i128, |sum, (var, times)| sum.checked_add(number(*var)?.checked_mul(*times)?))?;
                    sum <= *bound
                }
                Meaning::And(parts) => {
                    parts.iter().all(|part| literals.get(part.at()).is_some_and(|holds| *holds != part.is_negated()))
                }
            };
            literals.push(holds);
        }
        let found = Assignment { numbers, literals };
        let holds = self.required.iter().all(|(tag, lit)| !tag.is_none_or(&active) || found.holds(*lit));
        (within && holds).then_some(found)
    }
}

/// An index, as long as there is one.
fn index(len: usize, overflow: &mut bool) -> u32 {
    match u32::try_from(len) {
        Ok(at) if at < u32::MAX >> 2 => at,
        _ => {
            *overflow = true;
            0
        }
    }
}
