//! Ranks.

use crate::syntax::tree::{Rank, Ties, Top};
use crate::syntax::words::Word;

use super::expr::{Binding, Follow, Place, Writer};
use super::layout::Ready;
use super::literal;

impl Writer {
    /// All that stands behind the colon.
    pub(super) fn rank(&mut self, rank: &Rank) {
        self.say(Word::Among);
        self.name(&rank.among);
        self.page.indent();
        for (number, path) in rank.same.iter().enumerate() {
            if number == 0 {
                self.say(Word::InTheSame);
            } else {
                self.page.glued(",");
                self.page.may_break(Ready::Member);
            }
            self.page.word(&literal::path(path, self.language));
        }
        if let Some(filter) = &rank.filter {
            self.page.may_break(Ready::Filter);
            self.say(Word::Where);
            self.page.nest();
            self.expr(filter, Place::WHOLE.part(Binding::Chain, Follow::Open));
            self.page.unnest();
        }
        self.cites(&rank.cites);
        self.page.line();
        for (number, key) in rank.keys.iter().enumerate() {
            if number > 0 {
                self.page.glued(",");
                self.page.may_break(Ready::Row);
                self.say(Word::Then);
            }
            self.say(Word::By);
            self.expr(&key.by, Place::WHOLE.part(Binding::Chain, Follow::Open));
            if key.lowest {
                self.say(Word::LowestFirst);
            }
        }
        match &rank.ties {
            None => {}
            Some(Ties::Shared) => {
                self.page.line();
                self.say(Word::TiesShared);
            }
            Some(Ties::Decided(field)) => {
                self.page.line();
                self.say(Word::TiesDecidedBy);
                self.name(field);
            }
        }
    }

    /// `in the top 3`.
    pub(super) fn top(&mut self, top: &Top) {
        self.say(Word::InTheTop);
        let amount = match top {
            Top::First(number) => literal::number(number, self.language),
            Top::Share(share) => literal::percent(share, self.language),
        };
        self.page.word(&amount);
        self.say_behind(Word::InTheTop);
    }
}
