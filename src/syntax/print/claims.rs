//! What authors state and ask.

use crate::syntax::tree::{Claim, Expr, Id, Judged, Says};
use crate::syntax::words::Word;

use super::expr::{Binding, Follow, Place, Writer};
use super::layout::Ready;
use super::literal;

impl Writer {
    pub(super) fn claim(&mut self, claim: &Claim) {
        self.say(if claim.says.is_question() { Word::Question } else { Word::Claim });
        self.page.word(&claim.id.text);
        self.page.word(&literal::quoted(&claim.title));
        self.page.indent();
        self.cites(&claim.cites);
        self.page.line();
        self.says(&claim.says);
    }

    pub(super) fn says(&mut self, says: &Says) {
        match says {
            Says::Always(when, then) => {
                self.say(Word::Always);
                self.page.glued(":");
                if let Some(when) = when {
                    self.say(Word::If);
                    self.expr(when, Place::WHOLE.part(Binding::Chain, Follow::Word));
                    self.page.may_break(Ready::Tail);
                    self.say(Word::Hence);
                }
                self.expr(then, Place::WHOLE);
            }
            Says::Possible(what) => {
                self.say(Word::Possible);
                self.expr(what, Place::WHOLE);
                self.asked();
            }
            Says::Implies(one, other) => self.compared(Word::Whether, one, Word::Imply, other),
            Says::Equivalent(one, other) => self.compared(Word::WhetherIs, one, Word::EquivalentTo, other),
        }
    }

    fn compared(&mut self, first: Word, one: &Expr, between: Word, other: &Expr) {
        self.say(first);
        self.brief = true;
        self.expr(one, Place::WHOLE.part(Binding::Chain, Follow::Word));
        self.page.may_break(Ready::Tail);
        self.say(between);
        self.expr(other, Place::WHOLE);
        self.brief = false;
        self.asked();
    }

    /// The end of a question.
    fn asked(&mut self) {
        if let Some(word) = self.language.pick(None, Some(Word::OrNot)) {
            self.say(word);
        }
        self.page.glued("?");
    }

    /// `II.3 is met`.
    pub(super) fn judged(&mut self, id: &Id, fate: Judged) {
        self.page.word(&id.text);
        match fate {
            Judged::Met if self.brief => {}
            Judged::Met => self.say(Word::IsMet),
            Judged::NotMet => self.say(Word::IsNotMet),
            Judged::Undetermined => self.say(Word::IsUndetermined),
            Judged::NotApplicable => self.say(Word::IsNotApplicable),
        }
    }
}
