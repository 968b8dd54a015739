//! Quantified sentences: quantifier, population, property, policy, tails.

use crate::exact::Rounding;
use crate::source::Language;
use crate::syntax::translate::is_one;
use crate::syntax::tree::*;
use crate::syntax::words::Word;

use super::expr::{Binding, Follow, Place, Writer};
use super::layout::Ready;
use super::literal;

impl Writer {
    pub(super) fn sentence(&mut self, sentence: &Quantified, place: Place<'_>) {
        let head = &sentence.head;
        let no = matches!(head.quantifier, Quantifier::No);
        // In Vietnamese `không có` says by itself that there is none.
        if head.property.is_none() && !(no && self.language == Language::Vi) {
            self.say(if is_one(&head.quantifier) { Word::ThereIs } else { Word::ThereAre });
        }
        self.quantifier(&head.quantifier, true);
        let tailed = !sentence.tails.is_empty();
        let follow = match (&head.property, &head.missing, tailed) {
            (Some(_), _, _) => Follow::Word,
            (None, None, false) => Follow::End,
            (None, _, _) => Follow::Open,
        };
        let filter = Place { inner: true, ..place.part(Binding::Chain, follow) };
        self.population(&sentence.population, no, filter);
        let follow = if tailed { Follow::Open } else { Follow::End };
        // A list that ends the whole declaration may stand bare; further in, its letters would mix with others.
        let marker = place.marker.filter(|marker| marker.is_empty() && !tailed && head.missing.is_none());
        let property = Place { inner: true, marker, ..place.part(Binding::Chain, follow) };
        // A sentence with tails breaks before its verb too.
        let ready = if tailed { Ready::Tail } else { Ready::Verb };
        self.page.may_break(ready);
        self.property(head, property, place.inner);
        for (number, tail) in sentence.tails.iter().enumerate() {
            self.page.glued(",");
            self.page.may_break(Ready::Tail);
            self.say(if tail.rest { Word::OfTheRest } else { Word::OfWhich });
            let follow = if number + 1 < sentence.tails.len() { Follow::Open } else { Follow::End };
            let place = Place { inner: true, ..place.part(Binding::Chain, follow) };
            match &tail.body {
                TailBody::One(clause) => self.clause(clause, place),
                TailBody::Lettered(entries) => {
                    self.entries(entries, "", |writer, clause, _| writer.clause(clause, place));
                }
            }
        }
    }

    /// A clause as it stands in a tail.
    pub(super) fn clause(&mut self, clause: &Clause, place: Place<'_>) {
        self.quantifier(&clause.quantifier, false);
        self.page.may_break(Ready::Verb);
        self.property(clause, place, false);
    }

    /// The verb, the property and the policy.
    fn property(&mut self, clause: &Clause, place: Place<'_>, within: bool) {
        let one = is_one(&clause.quantifier);
        if let Some(property) = &clause.property {
            let follow = if clause.missing.is_some() { Follow::Open } else { Follow::End };
            if let Node::Meets(id) = &property.node {
                self.say(if one { Word::Meets } else { Word::Meet });
                self.page.word(&id.text);
            } else {
                let no = matches!(&property.node, Node::Quantified(inner) if matches!(inner.head.quantifier, Quantifier::No));
                self.say(if no && self.language == Language::Vi {
                    Word::HaveNo
                } else if within {
                    Word::With
                } else if one {
                    Word::Has
                } else {
                    Word::Have
                });
                let marker = place.marker;
                let place = Place { inner: true, verb: true, marker, ..place.part(Binding::Chain, follow) };
                self.page.nest();
                self.expr(property, place);
                self.page.unnest();
            }
        }
        match clause.missing {
            Some(Missing::Failing) => self.say(Word::MissingFails),
            Some(Missing::Passing) => self.say(Word::MissingPasses),
            Some(Missing::LeftOut) => self.say(Word::MissingLeftOut),
            None => {}
        }
    }

    /// `no` is said around the kind in Vietnamese.
    pub(super) fn population(&mut self, population: &Population, no: bool, place: Place<'_>) {
        self.name(&population.kind);
        if no {
            self.say_behind(Word::NoKind);
        }
        let mut before: Option<&Scope> = None;
        for scope in &population.scopes {
            let again = before.is_some_and(|before| before.under == scope.under);
            self.say(if again {
                Word::AndThe
            } else if scope.under {
                Word::UnderThe
            } else {
                Word::InThe
            });
            self.name(&scope.kind);
            if let Some(via) = &scope.via {
                self.page.word(&format!("({})", literal::path(via, self.language)));
            }
            before = Some(scope);
        }
        if let Some(filter) = &population.filter {
            self.page.may_break(Ready::Filter);
            self.say(Word::Where);
            self.page.nest();
            self.expr(filter, Place { binding: Binding::Chain, ..place });
            self.page.unnest();
        }
    }

    /// The quantifier, with `of` where a population follows its share.
    fn quantifier(&mut self, quantifier: &Quantifier, head: bool) {
        match quantifier {
            Quantifier::All => self.say(if head { Word::All } else { Word::AllInTail }),
            Quantifier::No => self.say(if head { Word::NoKind } else { Word::NoneInTail }),
            Quantifier::Count(bound, amount) => {
                self.say(match bound {
                    Bound::AtLeast => Word::CountAtLeast,
                    Bound::MoreThan => Word::CountMoreThan,
                    Bound::AtMost => Word::CountAtMost,
                    Bound::LessThan => Word::CountFewerThan,
                    Bound::Exactly => Word::CountExactly,
                });
                self.amount(amount, false);
            }
            Quantifier::Between(low, high) => {
                self.say(Word::Between);
                self.amount(low, false);
                self.say(Word::BetweenAnd);
                self.amount(high, false);
            }
            Quantifier::Share(bound, amount) => self.share(*bound, amount, None, head),
            Quantifier::Rounded(bound, amount, how) => self.share(*bound, amount, Some(*how), head),
            Quantifier::BareShare(share) => {
                self.page.word(&literal::percent(share, self.language));
                if head {
                    self.say(Word::ShareOf);
                }
            }
        }
    }

    fn share(&mut self, bound: Bound, amount: &Amount, rounded: Option<Rounding>, head: bool) {
        self.say(match bound {
            Bound::AtLeast => Word::CountAtLeast,
            Bound::MoreThan => Word::CountMoreThan,
            Bound::AtMost => Word::CountAtMost,
            Bound::LessThan => Word::ShareLessThan,
            Bound::Exactly => Word::CountExactly,
        });
        let dependent = matches!(amount, Amount::Depends(threshold) if plain_first(threshold, true).is_none());
        let around = if head { Word::ShareIn } else { Word::ShareOfThem };
        if dependent {
            self.say(around);
        }
        self.amount(amount, true);
        if let Some(how) = rounded {
            self.say(match how {
                Rounding::Down => Word::RoundedDown,
                Rounding::Up => Word::RoundedUp,
                Rounding::Nearest => Word::RoundedNearest,
            });
        }
        if head {
            // Behind `làm tròn lên` the kind needs a word before it.
            if rounded.is_some() && self.language == Language::Vi {
                self.page.word(
                    Word::ShareOf.spellings(self.language).get(1).map_or("", |word| word.trim_end_matches([' ', '…'])),
                );
            }
            self.say(Word::ShareOf);
        } else if dependent {
            self.say_behind(around);
        }
    }

    fn amount(&mut self, amount: &Amount, share: bool) {
        match amount {
            Amount::Fixed(number) if share => self.page.word(&literal::percent(number, self.language)),
            Amount::Fixed(number) => self.page.word(&literal::number(number, self.language)),
            Amount::Depends(threshold) => match plain_first(threshold, share) {
                Some((value, cases)) => {
                    let plain = match value {
                        Value::Number(share_of) if share => literal::fraction(share_of),
                        plain => literal::value(plain, self.language),
                    };
                    self.page.word(&plain);
                    self.page.open();
                    for (number, (value, when)) in cases.iter().enumerate() {
                        if number > 0 {
                            self.page.glued(";");
                        }
                        self.expr(value, Place::WHOLE.part(Binding::Clamped, Follow::Word));
                        self.say(Word::When);
                        self.expr(when, Place::WHOLE.part(Binding::Chain, Follow::Word));
                    }
                    self.page.close();
                }
                None => {
                    self.page.open();
                    self.expr(threshold, Place { body: true, ..Place::WHOLE });
                    self.page.close();
                    self.page.may_break(Ready::Filter);
                }
            },
        }
    }
}

/// `80% (70% when hard)`: the plain value and the exceptions, where the threshold is of that form.
fn plain_first(threshold: &Expr, share: bool) -> Option<(&Value, &[(Expr, Expr)])> {
    if let Node::Cases(cases, otherwise) = &threshold.node
        && let Node::Literal(value) = &otherwise.node
        && match value {
            Value::Percent(_) => share,
            Value::Number(number) => share || (number.is_integer() && !number.is_negative()),
            Value::Points(_) | Value::Date(_) | Value::Text(_) | Value::None | Value::YesNo(_) => false,
        }
    {
        return Some((value, cases));
    }
    None
}
