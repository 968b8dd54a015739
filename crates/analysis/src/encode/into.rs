//! Formulas put into a model of the solver.

use std::rc::Rc;

use hashbrown::{HashMap, HashSet};

use crate::logic::{Choice, Count, Formula, Linear};
use crate::solver::{self, Lit, Model, Tag, Var};

/// A model, with what stands for what.
#[derive(Debug, Default)]
pub struct Put {
    /// The model.
    pub model: Model,
    counts: HashMap<Count, Var>,
    choices: HashMap<Choice, Lit>,
    known: HashMap<*const Linear, (Rc<Linear>, Lit)>,
    none: HashSet<Count>,
}

impl Put {
    /// In which some counts are 0.
    pub fn without(none: HashSet<Count>) -> Put {
        Put { none, ..Put::default() }
    }

    /// What stands for a count.
    pub fn var(&mut self, count: Count) -> Var {
        *self.counts.entry(count).or_insert_with(|| self.model.int(0, None))
    }

    /// What stands for a count, if anything does: else it is as good as 0.
    pub fn known_var(&self, count: Count) -> Option<Var> {
        self.counts.get(&count).copied()
    }

    /// What stands for a choice.
    fn choice(&mut self, choice: Choice) -> Lit {
        *self.choices.entry(choice).or_insert_with(|| self.model.bool())
    }

    /// A linear number.
    pub fn linear(&mut self, linear: &Linear) -> solver::Linear {
        let mut into = solver::Linear::constant(linear.constant);
        for (count, times) in
            linear.terms.iter().filter(|(count, _)| !self.none.contains(count)).copied().collect::<Vec<_>>()
        {
            into.add(times, self.var(count));
        }
        into
    }

    /// A formula.
    pub fn lit(&mut self, formula: &Formula) -> Lit {
        match formula {
            Formula::True => Lit::TRUE,
            Formula::False => Lit::FALSE,
            Formula::AtLeastZero(linear) => {
                if let Some((_, known)) = self.known.get(&Rc::as_ptr(linear)) {
                    return *known;
                }
                let form = self.linear(linear);
                let lit = self.model.at_least(&form, 0);
                self.known.insert(Rc::as_ptr(linear), (linear.clone(), lit));
                lit
            }
            Formula::Chosen(choice) => self.choice(*choice),
            Formula::Not(inner) => !self.lit(inner),
            Formula::All(parts) => {
                let parts: Vec<Lit> = parts.iter().map(|part| self.lit(part)).collect();
                self.model.and(&parts)
            }
            Formula::Any(parts) => {
                let parts: Vec<Lit> = parts.iter().map(|part| self.lit(part)).collect();
                self.model.or(&parts)
            }
        }
    }

    /// Requires a formula, nameless.
    pub fn always(&mut self, formula: &Formula) {
        let lit = self.lit(formula);
        self.model.always(lit);
    }

    /// Requires a formula under a name.
    pub fn require(&mut self, formula: &Formula, tag: Tag) {
        let lit = self.lit(formula);
        self.model.require(lit, tag);
    }
}
