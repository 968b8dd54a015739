//! Periods: a record's series, and what is said of earlier records of it.

use crate::syntax::tree::{Expr, Growth, Ident, Lasting, Node, Series, Value};
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

    /// A value of an earlier period.
    pub(super) fn earlier(&mut self, path: &[Ident], periods: u32) {
        let path = literal::path(path, self.language);
        if periods == 1 {
            self.say(Word::ThePrevious);
            self.page.word(&path);
            self.say_behind(Word::ThePrevious);
        } else {
            self.page.word(&path);
            self.page.word(&periods.to_string());
            self.say(Word::PeriodsBefore);
        }
    }

    pub(super) fn has_earlier(&mut self, periods: u32) {
        if periods == 1 {
            self.say(Word::HasPrevious);
        } else {
            self.counted(Word::HasSeveralPrevious, periods);
        }
    }

    pub(super) fn growth(&mut self, path: &[Ident], how: Option<Growth>) {
        self.say(Word::GrowthOf);
        self.page.word(&literal::path(path, self.language));
        match how {
            Some(Growth::Percent) => self.say(Word::InPercent),
            Some(Growth::Points) => self.say(Word::InPoints),
            None => {}
        }
    }

    pub(super) fn run(&mut self, inner: &Expr) {
        self.say(Word::Run);
        self.parenthesised(inner);
    }

    pub(super) fn lasting(&mut self, inner: &Expr, how: Lasting, periods: u32) {
        if stands_alone(inner) {
            self.node(&inner.node, Place::WHOLE);
        } else {
            self.parenthesised(inner);
        }
        match how {
            Lasting::UpToNow => self.counted(Word::ForPeriods, periods),
            Lasting::Before => self.counted(Word::InPeriodsBefore, periods),
            Lasting::Anew => {
                self.counted(Word::ForPeriods, periods);
                self.say(Word::CountedAnew);
            }
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
    let Node::Compare(left, _, right) = &expr.node else { return matches!(expr.node, Node::Path(_)) };
    let literal = matches!(&right.node, Node::Literal(value) if !matches!(value, Value::YesNo(_) | Value::None));
    literal && matches!(left.node, Node::Path(_))
}
