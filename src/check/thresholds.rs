//! Thresholds of quantifiers.

use crate::diagnostic::{CheckProblem, Sort, TableProblem};
use crate::exact::Exact;
use crate::program::{Bound, NumberKind, Quantifier, Term, Type};
use crate::source::Span;
use crate::syntax::tree::{self, Amount, Clause, Expr};

use super::{Checker, Context};

/// What a threshold counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    Count,
    Share,
}

impl<'a> Checker<'a> {
    /// A quantifier; its thresholds are read with the records in hand outside.
    pub(super) fn quantifier(&mut self, clause: &'a Clause, context: &Context) -> Option<Quantifier> {
        let at = clause.span;
        match &clause.quantifier {
            tree::Quantifier::All => Some(Quantifier::All),
            tree::Quantifier::No => Some(Quantifier::No),
            tree::Quantifier::Count(bound, amount) => {
                let term = self.amount(amount, Some(*bound), Measure::Count, at, context)?;
                Some(Quantifier::Count(bound_of(*bound), term))
            }
            tree::Quantifier::Between(low, high) => {
                let low = self.amount(low, None, Measure::Count, at, context);
                let high = self.amount(high, None, Measure::Count, at, context);
                let (low, high) = (low?, high?);
                if let (Term::Number(from), Term::Number(to)) = (&low, &high)
                    && from > to
                {
                    let (low, high) = (self.plain_text(from, context.file), self.plain_text(to, context.file));
                    self.fault(CheckProblem::TurnedRange { low, high }, at);
                    return None;
                }
                Some(Quantifier::Between(low, high))
            }
            tree::Quantifier::Share(bound, amount) => {
                let term = self.amount(amount, Some(*bound), Measure::Share, at, context)?;
                Some(Quantifier::Share(bound_of(*bound), term))
            }
            tree::Quantifier::Rounded(tree::Bound::Exactly, ..) => {
                self.fault(CheckProblem::Table(TableProblem::RoundedExactly), at);
                None
            }
            tree::Quantifier::Rounded(bound, amount, how) => {
                let term = self.amount(amount, Some(*bound), Measure::Share, at, context)?;
                Some(Quantifier::Rounded(bound_of(*bound), term, *how))
            }
            tree::Quantifier::BareShare(share) => {
                let percent = self.percent_text(share, context.file);
                self.fault(CheckProblem::BareShare { percent }, at);
                None
            }
        }
    }

    fn amount(
        &mut self,
        amount: &'a Amount,
        bound: Option<tree::Bound>,
        measure: Measure,
        at: Span,
        context: &Context,
    ) -> Option<Term> {
        match amount {
            Amount::Fixed(number) => {
                self.fixed(number, bound, measure, at, context)?;
                Some(Term::Number(number.clone()))
            }
            Amount::Depends(expr) => {
                let (term, kind) = self.number(expr, context)?;
                self.measured(expr, kind, measure, context)?;
                self.constants(&term, bound, measure, expr.span, context)?;
                Some(term)
            }
        }
    }

    /// Finds a count where a share is needed and the other way round.
    fn measured(&mut self, expr: &Expr, kind: NumberKind, measure: Measure, context: &Context) -> Option<()> {
        let fits = match (measure, kind) {
            (Measure::Count, NumberKind::Count | NumberKind::Integer | NumberKind::Decimal) => true,
            (Measure::Share, NumberKind::Percent | NumberKind::Decimal) => true,
            (Measure::Share, NumberKind::Count | NumberKind::Integer) => self.is_literal(expr),
            (Measure::Count, NumberKind::Percent) => false,
        };
        if !fits {
            let wanted = if measure == Measure::Count { Sort::Number } else { Sort::Percent };
            let found = self.sort_shown(Type::Number(kind), context.file);
            self.not_value(Some(wanted), found, expr.span);
        }
        fits.then_some(())
    }

    /// Judges every constant that a threshold may come to.
    fn constants(
        &mut self,
        term: &Term,
        bound: Option<tree::Bound>,
        measure: Measure,
        at: Span,
        context: &Context,
    ) -> Option<()> {
        match term {
            Term::Number(number) => self.fixed(number, bound, measure, at, context),
            Term::Cases(cases, otherwise) => {
                let mut sound = self.constants(otherwise, bound, measure, at, context);
                for (_, value) in cases {
                    sound = sound.and(self.constants(value, bound, measure, at, context));
                }
                sound
            }
            Term::OneOf(cases) => {
                let mut sound = Some(());
                for (_, value) in cases {
                    sound = sound.and(self.constants(value, bound, measure, at, context));
                }
                sound
            }
            Term::Date(_)
            | Term::Label(..)
            | Term::Text(_)
            | Term::Field(_)
            | Term::Add(..)
            | Term::Sub(..)
            | Term::Mul(..)
            | Term::Div(..)
            | Term::Min(..)
            | Term::Max(..)
            | Term::Rounded(..)
            | Term::Aggregate(_)
            | Term::Shift(..)
            | Term::Elapsed(..) => Some(()),
        }
    }

    /// Judges a constant threshold.
    fn fixed(
        &mut self,
        number: &Exact,
        bound: Option<tree::Bound>,
        measure: Measure,
        at: Span,
        context: &Context,
    ) -> Option<()> {
        let threshold = || self.threshold_text(number, bound, measure, context.file);
        let problem = match measure {
            Measure::Count if !number.is_integer() => {
                Some(CheckProblem::NotWhole { number: self.plain_text(number, context.file) })
            }
            Measure::Count | Measure::Share => match judged(number, bound, measure) {
                Judged::Open => None,
                Judged::Never => Some(CheckProblem::Impossible { threshold: threshold() }),
                Judged::Always => Some(CheckProblem::Trivial { threshold: threshold() }),
            },
        };
        let Some(problem) = problem else { return Some(()) };
        self.fault(problem, at);
        None
    }

    fn threshold_text(&self, number: &Exact, bound: Option<tree::Bound>, measure: Measure, file: u32) -> String {
        let number = match measure {
            Measure::Count => self.plain_text(number, file),
            Measure::Share => format!("{}%", self.percent_text(number, file)),
        };
        let (en, vi) = match bound {
            None => ("between", "từ"),
            Some(tree::Bound::AtLeast) => ("at least", "ít nhất"),
            Some(tree::Bound::MoreThan) => ("more than", "trên"),
            Some(tree::Bound::AtMost) => ("at most", "không quá"),
            Some(tree::Bound::LessThan) if measure == Measure::Count => ("fewer than", "dưới"),
            Some(tree::Bound::LessThan) => ("less than", "dưới"),
            Some(tree::Bound::Exactly) => ("exactly", "đúng"),
        };
        format!("{} {number}", self.language(file).pick(en, vi))
    }
}

/// What a constant threshold comes to, whatever the records say.
enum Judged {
    Open,
    Never,
    Always,
}

fn judged(number: &Exact, bound: Option<tree::Bound>, measure: Measure) -> Judged {
    let negative = number.is_negative();
    let one = Exact::from(1i64);
    let (full, over) = match measure {
        Measure::Count => (false, false),
        Measure::Share => (*number == one, *number > one),
    };
    match bound {
        Some(tree::Bound::AtLeast) if negative || number.is_zero() => Judged::Always,
        Some(tree::Bound::AtLeast) if over => Judged::Never,
        Some(tree::Bound::MoreThan) if negative => Judged::Always,
        Some(tree::Bound::MoreThan) if full || over => Judged::Never,
        Some(tree::Bound::AtMost) if negative => Judged::Never,
        Some(tree::Bound::AtMost) if full || over => Judged::Always,
        Some(tree::Bound::LessThan) if negative || number.is_zero() => Judged::Never,
        Some(tree::Bound::LessThan) if over => Judged::Always,
        Some(tree::Bound::Exactly) | None if negative || over => Judged::Never,
        Some(
            tree::Bound::AtLeast
            | tree::Bound::MoreThan
            | tree::Bound::AtMost
            | tree::Bound::LessThan
            | tree::Bound::Exactly,
        )
        | None => Judged::Open,
    }
}

fn bound_of(bound: tree::Bound) -> Bound {
    match bound {
        tree::Bound::AtLeast => Bound::AtLeast,
        tree::Bound::MoreThan => Bound::MoreThan,
        tree::Bound::AtMost => Bound::AtMost,
        tree::Bound::LessThan => Bound::LessThan,
        tree::Bound::Exactly => Bound::Exactly,
    }
}
