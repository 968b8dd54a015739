//! Periods: a record's series, and what is said of earlier records of it.

use crate::syntax::tree::{Expr, Growth, Lasting, Node, Series, Value};
use crate::syntax::words::Word;

use super::expr::{Place, Writer};
use super::literal;

impl Writer {
    pub(super) fn series(&mut self, series: &Series) {
        self.say(Word::Series);
        for (number, owner) in series.owners.iter().enumerate() {
            if number > 0 {
                self.page.glued(",");
            }
            self.name(owner);
        }
        self.say(Word::By);
        self.name(&series.period);
        if let Some((amount, calendar)) = series.step {
            self.say(Word::EveryStep);
            self.page.word(&amount.to_string());
            self.calendar(calendar, u64::from(amount));
        }
    }

    /// What is said of earlier periods.
    pub(super) fn of_series(&mut self, node: &Node) {
        match node {
            Node::Earlier(path, 1) => {
                self.say(Word::ThePrevious);
                self.page.word(&literal::path(path, self.language));
                self.say_behind(Word::ThePrevious);
            }
            Node::Earlier(path, periods) => {
                self.page.word(&literal::path(path, self.language));
                self.page.word(&periods.to_string());
                self.say(Word::PeriodsBefore);
            }
            Node::HasEarlier(1) => self.say(Word::HasPrevious),
            Node::HasEarlier(periods) => self.counted(Word::HasSeveralPrevious, *periods),
            Node::Growth(path, how) => {
                self.say(Word::GrowthOf);
                self.page.word(&literal::path(path, self.language));
                match how {
                    Some(Growth::Percent) => self.say(Word::InPercent),
                    Some(Growth::Points) => self.say(Word::InPoints),
                    None => {}
                }
            }
            Node::Run(inner) => {
                self.say(Word::Run);
                self.parenthesised(inner);
            }
            Node::Lasting(inner, how, periods) => {
                if stands_alone(inner) {
                    self.node(&inner.node, Place::WHOLE);
                } else {
                    self.parenthesised(inner);
                }
                match how {
                    Lasting::UpToNow | Lasting::Anew => self.counted(Word::ForPeriods, *periods),
                    Lasting::Before => self.counted(Word::InPeriodsBefore, *periods),
                }
                if *how == Lasting::Anew {
                    self.say(Word::CountedAnew);
                }
            }
            Node::Literal(_)
            | Node::Path(_)
            | Node::Not(_)
            | Node::And(_)
            | Node::Or(_)
            | Node::List(..)
            | Node::Compare(..)
            | Node::Between { .. }
            | Node::OneOf(..)
            | Node::Presence(..)
            | Node::Within(..)
            | Node::Quantified(_)
            | Node::Meets(_)
            | Node::Arithmetic(..)
            | Node::Negative(_)
            | Node::PercentOf(..)
            | Node::Rounded(..)
            | Node::AtMost(..)
            | Node::AtLeast(..)
            | Node::Cases(..)
            | Node::By(..)
            | Node::Aggregate(_)
            | Node::Shift(..)
            | Node::Elapsed(..)
            | Node::PeriodEdge(_) => {}
        }
    }

    /// Words around a number.
    fn counted(&mut self, word: Word, number: u32) {
        self.say(word);
        self.page.word(&number.to_string());
        self.say_behind(word);
    }
}

/// Whether what follows a condition can only be about all of it: a field, or one beside a literal.
fn stands_alone(expr: &Expr) -> bool {
    match &expr.node {
        Node::Path(_) => true,
        Node::Compare(left, _, right) => {
            let literal =
                matches!(&right.node, Node::Literal(value) if !matches!(value, Value::YesNo(_) | Value::None));
            matches!(left.node, Node::Path(_)) && literal
        }
        _ => false,
    }
}
