//! Formulas over linear comparisons of whole numbers.
//!
//! Contract. Numbers are counts of records and what follows from them: none is below 0. A comparison is
//! `linear >= 0`; everything else is built of these by the functions here, which fold constants, so that a formula that
//! is decided is [`Formula::True`] or [`Formula::False`] and nothing else. Coefficients are checked: what would leave 128
//! bits is no formula at all.

use std::rc::Rc;

use hashbrown::HashSet;
use tieuchi::engine::Truth;

/// A whole number that a model looks for, from 0 up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Count(pub u32);

/// A truth that a model is free to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Choice(pub u32);

/// Whole multiples of counts and a constant, added up.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Linear {
    /// Ascending by count; no coefficient is 0.
    pub terms: Vec<(Count, i128)>,
    /// What is added.
    pub constant: i128,
}

impl Linear {
    /// A number.
    pub fn constant(constant: i128) -> Linear {
        Linear { terms: Vec::new(), constant }
    }

    /// A count.
    pub fn count(count: Count) -> Linear {
        Linear { terms: vec![(count, 1)], constant: 0 }
    }

    /// The number, if it is one.
    pub fn known(&self) -> Option<i128> {
        self.terms.is_empty().then_some(self.constant)
    }

    /// So many times this and so many times another.
    pub fn combine(&self, own: i128, other: &Linear, times: i128) -> Option<Linear> {
        let mut terms = Vec::with_capacity(self.terms.len() + other.terms.len());
        let (mut left, mut right) = (self.terms.iter().peekable(), other.terms.iter().peekable());
        loop {
            let (count, coefficient) = match (left.peek(), right.peek()) {
                (Some((a, x)), Some((b, y))) if a == b => {
                    let sum = x.checked_mul(own)?.checked_add(y.checked_mul(times)?)?;
                    left.next();
                    right.next();
                    (*a, sum)
                }
                (Some((a, x)), Some((b, _))) if a < b => {
                    left.next();
                    (*a, x.checked_mul(own)?)
                }
                (Some((a, x)), None) => {
                    left.next();
                    (*a, x.checked_mul(own)?)
                }
                (_, Some((b, y))) => {
                    right.next();
                    (*b, y.checked_mul(times)?)
                }
                (None, None) => break,
            };
            if coefficient != 0 {
                terms.push((count, coefficient));
            }
        }
        let constant = self.constant.checked_mul(own)?.checked_add(other.constant.checked_mul(times)?)?;
        Some(Linear { terms, constant })
    }

    /// Sum.
    pub fn plus(&self, other: &Linear) -> Option<Linear> {
        self.combine(1, other, 1)
    }

    /// Difference.
    pub fn minus(&self, other: &Linear) -> Option<Linear> {
        self.combine(1, other, -1)
    }

    /// So many times.
    pub fn times(&self, factor: i128) -> Option<Linear> {
        self.combine(factor, &Linear::default(), 0)
    }

    /// Adds a multiple of a count.
    pub fn add(&mut self, count: Count, coefficient: i128) -> Option<()> {
        match self.terms.binary_search_by_key(&count, |(count, _)| *count) {
            Ok(at) => {
                let slot = self.terms.get_mut(at)?;
                slot.1 = slot.1.checked_add(coefficient)?;
                if slot.1 == 0 {
                    self.terms.remove(at);
                }
            }
            Err(at) if coefficient != 0 => self.terms.insert(at, (count, coefficient)),
            Err(_) => {}
        }
        Some(())
    }

    /// Adds another, of few counts.
    pub fn gather(&mut self, other: &Linear) -> Option<()> {
        self.constant = self.constant.checked_add(other.constant)?;
        other.terms.iter().try_for_each(|(count, coefficient)| self.add(*count, *coefficient))
    }

    /// Its constant multiplied by a count: what it is over so many alike, added up.
    pub fn of_many(&self, many: Count) -> Option<Linear> {
        let mut all = Linear { terms: self.terms.clone(), constant: 0 };
        all.add(many, self.constant)?;
        Some(all)
    }

    /// Its value, where counts are.
    pub fn value(&self, of: &impl Fn(Count) -> i128) -> Option<i128> {
        self.terms
            .iter()
            .try_fold(self.constant, |sum, (count, coefficient)| sum.checked_add(coefficient.checked_mul(of(*count))?))
    }
}

/// A condition on counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Formula {
    /// Yes.
    True,
    /// No.
    False,
    /// The linear is at least 0.
    AtLeastZero(Rc<Linear>),
    /// A free choice.
    Chosen(Choice),
    /// Not.
    Not(Rc<Formula>),
    /// All of them: two or more.
    All(Rc<[Formula]>),
    /// One of them: two or more.
    Any(Rc<[Formula]>),
}

impl From<bool> for Formula {
    fn from(truth: bool) -> Formula {
        if truth { Formula::True } else { Formula::False }
    }
}

impl Formula {
    /// `linear >= 0`.
    pub fn at_least_zero(linear: Linear) -> Formula {
        // No count is below 0.
        let (all_up, all_down) = (linear.terms.iter().all(|(_, x)| *x > 0), linear.terms.iter().all(|(_, x)| *x < 0));
        if all_up && linear.constant >= 0 {
            Formula::True
        } else if all_down && linear.constant < 0 {
            Formula::False
        } else {
            Formula::AtLeastZero(Rc::new(linear))
        }
    }

    /// `left >= right`; none where a number grows too large.
    pub fn at_least(left: &Linear, right: &Linear) -> Option<Formula> {
        left.minus(right).map(Formula::at_least_zero)
    }

    /// There is one at least.
    pub fn some(linear: &Linear) -> Option<Formula> {
        Formula::at_least(linear, &Linear::constant(1))
    }

    /// Whether it is decided, and how.
    pub fn known(&self) -> Option<bool> {
        match self {
            Formula::True => Some(true),
            Formula::False => Some(false),
            Formula::AtLeastZero(_) | Formula::Chosen(_) | Formula::Not(_) | Formula::All(_) | Formula::Any(_) => None,
        }
    }

    /// Not this.
    pub fn negated(&self) -> Formula {
        match self {
            Formula::True => Formula::False,
            Formula::False => Formula::True,
            Formula::Not(inner) => (**inner).clone(),
            // Of whole numbers: not `x >= 0` is `-x - 1 >= 0`.
            Formula::AtLeastZero(linear) => match linear.combine(-1, &Linear::constant(1), -1) {
                Some(linear) => Formula::at_least_zero(linear),
                None => Formula::Not(Rc::new(self.clone())),
            },
            Formula::Chosen(_) | Formula::All(_) | Formula::Any(_) => Formula::Not(Rc::new(self.clone())),
        }
    }

    /// All of some.
    pub fn all(parts: impl IntoIterator<Item = Formula>) -> Formula {
        let mut kept: Vec<Formula> = Vec::new();
        for part in parts {
            match part {
                Formula::True => {}
                Formula::False => return Formula::False,
                Formula::All(inner) => kept.extend(inner.iter().cloned()),
                Formula::AtLeastZero(_) | Formula::Chosen(_) | Formula::Not(_) | Formula::Any(_) => kept.push(part),
            }
        }
        match (kept.len(), kept.pop()) {
            (1, Some(one)) => one,
            (_, Some(last)) => {
                kept.push(last);
                Formula::All(kept.into())
            }
            (_, None) => Formula::True,
        }
    }

    /// One of some at least.
    pub fn any(parts: impl IntoIterator<Item = Formula>) -> Formula {
        let mut kept: Vec<Formula> = Vec::new();
        for part in parts {
            match part {
                Formula::False => {}
                Formula::True => return Formula::True,
                Formula::Any(inner) => kept.extend(inner.iter().cloned()),
                Formula::AtLeastZero(_) | Formula::Chosen(_) | Formula::Not(_) | Formula::All(_) => kept.push(part),
            }
        }
        match (kept.len(), kept.pop()) {
            (1, Some(one)) => one,
            (_, Some(last)) => {
                kept.push(last);
                Formula::Any(kept.into())
            }
            (_, None) => Formula::False,
        }
    }

    /// Both.
    pub fn and(self, other: Formula) -> Formula {
        Formula::all([self, other])
    }

    /// One of two.
    pub fn or(self, other: Formula) -> Formula {
        Formula::any([self, other])
    }

    /// Where this holds, the other does.
    pub fn implies(&self, other: Formula) -> Formula {
        self.negated().or(other)
    }

    /// What is left of it where some counts are 0.
    pub fn without(&self, none: &HashSet<Count>) -> Formula {
        match self {
            Formula::True | Formula::False | Formula::Chosen(_) => self.clone(),
            Formula::AtLeastZero(linear) => {
                if !linear.terms.iter().any(|(count, _)| none.contains(count)) {
                    return self.clone();
                }
                let terms = linear.terms.iter().filter(|(count, _)| !none.contains(count)).copied().collect();
                Formula::at_least_zero(Linear { terms, constant: linear.constant })
            }
            Formula::Not(inner) => inner.without(none).negated(),
            Formula::All(parts) => Formula::all(parts.iter().map(|part| part.without(none))),
            Formula::Any(parts) => Formula::any(parts.iter().map(|part| part.without(none))),
        }
    }

    /// Without choices: when it holds for some of them, if it `may`, else when it does for all.
    pub fn chosen(&self, may: bool) -> Formula {
        match self {
            Formula::True | Formula::False | Formula::AtLeastZero(_) => self.clone(),
            Formula::Chosen(_) => Formula::from(may),
            Formula::Not(inner) => inner.chosen(!may).negated(),
            Formula::All(parts) => Formula::all(parts.iter().map(|part| part.chosen(may))),
            Formula::Any(parts) => Formula::any(parts.iter().map(|part| part.chosen(may))),
        }
    }

    /// Counts that are 0 wherever it holds, as far as that shows at once.
    pub fn nothing_of(&self, into: &mut HashSet<Count>) {
        match self {
            // A sum of what is below 0 that is to be at least 0.
            Formula::AtLeastZero(linear) if linear.terms.iter().all(|(_, times)| *times < 0) => {
                let none = linear.terms.iter().filter(|(_, times)| linear.constant < -times);
                into.extend(none.map(|(count, _)| *count));
            }
            Formula::All(parts) => parts.iter().for_each(|part| part.nothing_of(into)),
            Formula::True
            | Formula::False
            | Formula::AtLeastZero(_)
            | Formula::Chosen(_)
            | Formula::Not(_)
            | Formula::Any(_) => {}
        }
    }

    /// Its truth, where counts and choices are.
    pub fn holds(&self, count: &impl Fn(Count) -> i128, chosen: &impl Fn(Choice) -> bool) -> Option<bool> {
        Some(match self {
            Formula::True => true,
            Formula::False => false,
            Formula::AtLeastZero(linear) => linear.value(count)? >= 0,
            Formula::Chosen(choice) => chosen(*choice),
            Formula::Not(inner) => !inner.holds(count, chosen)?,
            Formula::All(parts) => {
                for part in parts.iter() {
                    if !part.holds(count, chosen)? {
                        return Some(false);
                    }
                }
                true
            }
            Formula::Any(parts) => {
                for part in parts.iter() {
                    if part.holds(count, chosen)? {
                        return Some(true);
                    }
                }
                false
            }
        })
    }
}

/// A truth in three values: when it is yes, and when it is no. It is unknown where it is neither; never both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kleene {
    yes: Formula,
    /// None: whenever it isn't yes.
    no: Option<Formula>,
}

impl From<Formula> for Kleene {
    /// A truth that is never unknown.
    fn from(yes: Formula) -> Kleene {
        Kleene { yes, no: None }
    }
}

impl From<Truth> for Kleene {
    fn from(truth: Truth) -> Kleene {
        match truth {
            Truth::Yes => Kleene::from(true),
            Truth::No => Kleene::from(false),
            Truth::Unknown => Kleene::unknown(),
        }
    }
}

impl From<bool> for Kleene {
    fn from(truth: bool) -> Kleene {
        Kleene::from(Formula::from(truth))
    }
}

impl Kleene {
    /// Yes where the first holds, no where the second does; they exclude each other.
    pub fn new(yes: Formula, no: Formula) -> Kleene {
        Kleene { yes, no: Some(no) }
    }

    /// Neither yes nor no.
    pub fn unknown() -> Kleene {
        Kleene::new(Formula::False, Formula::False)
    }

    /// When it is yes.
    pub fn yes(&self) -> Formula {
        self.yes.clone()
    }

    /// When it is no.
    pub fn no(&self) -> Formula {
        self.no.clone().unwrap_or_else(|| self.yes.negated())
    }

    /// When it is unknown.
    pub fn open(&self) -> Formula {
        match &self.no {
            None => Formula::False,
            Some(no) => self.yes.negated().and(no.negated()),
        }
    }

    /// Whether it is never unknown.
    pub fn is_settled(&self) -> bool {
        self.no.is_none()
    }

    /// Not.
    pub fn negated(self) -> Kleene {
        match self.no {
            None => Kleene::from(self.yes.negated()),
            Some(no) => Kleene::new(no, self.yes),
        }
    }

    /// All of some.
    pub fn all(parts: impl IntoIterator<Item = Kleene>) -> Kleene {
        let parts: Vec<Kleene> = parts.into_iter().collect();
        let yes = Formula::all(parts.iter().map(Kleene::yes));
        if parts.iter().all(Kleene::is_settled) {
            return Kleene::from(yes);
        }
        Kleene::new(yes, Formula::any(parts.iter().map(Kleene::no)))
    }

    /// One of some at least.
    pub fn any(parts: impl IntoIterator<Item = Kleene>) -> Kleene {
        Kleene::all(parts.into_iter().map(Kleene::negated)).negated()
    }

    /// The truth, if it is decided.
    pub fn known(&self) -> Option<Truth> {
        match (&self.yes, &self.no) {
            (Formula::True, _) => Some(Truth::Yes),
            (Formula::False, None) | (_, Some(Formula::True)) => Some(Truth::No),
            (Formula::False, Some(Formula::False)) => Some(Truth::Unknown),
            _ => None,
        }
    }
}
