//! Periods: a record's series, and what is said of earlier records of it.

use crate::diagnostic::SyntaxProblem;
use crate::syntax::grammar::{Kind, Node};
use crate::syntax::tree::{Expr, Growth, Lasting, Node as What, Series, Trivia};

use super::build::Build;
use super::expr::{Within, calendar};

impl Build<'_> {
    /// `series of unit by year every 1 month`.
    pub(super) fn series(&mut self, node: &Node<'_>) -> Option<Series> {
        let mut owners: Vec<_> = node.all(Kind::Name).map(|name| self.name(name)).collect();
        let period = owners.pop()?;
        let step = match node.child(Kind::Whole) {
            None => None,
            Some(whole) => Some((self.periods(whole)?, calendar(node)?)),
        };
        Some(Series { trivia: Trivia::default(), owners, period, step, span: self.span(node) })
    }

    fn periods(&mut self, whole: &Node<'_>) -> Option<u32> {
        let number = whole.text.parse::<u32>().ok().filter(|number| *number < 1_000_000_000);
        if number.is_none() {
            self.finding(SyntaxProblem::TooManyDigits { limit: 9 }, self.span(whole));
        }
        number
    }

    /// How many periods a node names; one where it names none.
    fn periods_of(&mut self, node: &Node<'_>) -> Option<u32> {
        node.child(Kind::Whole).map_or(Some(1), |whole| self.periods(whole))
    }

    /// `the previous revenue`, `growth of revenue in percent`, `number of consecutive periods with (…)`.
    pub(super) fn of_series(&mut self, node: &Node<'_>) -> Option<What> {
        Some(match node.kind {
            Kind::Earlier => What::Earlier(self.path(node.child(Kind::Path)?), self.periods_of(node)?),
            Kind::HasEarlier => What::HasEarlier(self.periods_of(node)?),
            Kind::Growth => {
                let percent = node.has(Kind::InPercent).then_some(Growth::Percent);
                let how = percent.or(node.has(Kind::InPoints).then_some(Growth::Points));
                What::Growth(self.path(node.child(Kind::Path)?), how)
            }
            Kind::Run => What::Run(Box::new(self.expr(node.child(Kind::Expr)?, &Within::default())?)),
            _ => return None,
        })
    }

    /// Hangs `for 3 consecutive periods` on the condition before it, if it is there.
    pub(super) fn lasting(&mut self, expr: Expr, node: &Node<'_>) -> Option<Expr> {
        let Some(lasting) = node.child(Kind::Lasting) else { return Some(expr) };
        let how = if lasting.has(Kind::PeriodsBefore) {
            Lasting::Before
        } else if lasting.has(Kind::Anew) {
            Lasting::Anew
        } else {
            Lasting::UpToNow
        };
        let periods = self.periods_of(lasting)?;
        Some(Expr { node: What::Lasting(Box::new(expr), how, periods), span: self.span(node) })
    }
}
