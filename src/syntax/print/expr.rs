//! Conditions and numbers.
//!
//! Parentheses stand where the tree would not be read back without them. Two
//! things decide: how tightly the place binds ([`Binding`]), and what follows
//! the expression ([`Follow`]), since a sentence with an open right end (its
//! property, its population's filter) would swallow what follows it.

use crate::source::Language;
use crate::syntax::tree::*;
use crate::syntax::words::{Word, letters};

use super::layout::{Page, Ready};
use super::literal;

/// How tightly an expression binds, loosest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Binding {
    /// `x and y`, `x or y`, cases, `by`.
    Chain,
    /// A condition without `and` and `or`.
    Condition,
    /// A number, clamped.
    Clamped,
    /// `x rounded down`.
    Rounded,
    /// A number made with words.
    Phrase,
    /// `a + b`.
    Sum,
    /// `a * b`.
    Product,
    /// What is multiplied.
    Factor,
    /// A path, a literal; anything in parentheses.
    Atom,
}

/// What stands behind an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Follow {
    /// The end of the element that it belongs to.
    End,
    /// A word that carries the sentence on: a comparison, a verb.
    Word,
    /// `and`, `or`, a tail, a policy: what an open sentence would swallow.
    Open,
}

/// Where an expression stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) binding: Binding,
    pub(super) follow: Follow,
    /// Within the property or filter of a sentence that no parentheses end.
    pub(super) inner: bool,
    /// The marker of the lettered entry whose whole content this is, without its parenthesis; empty for the whole
    /// body of a declaration; none where a lettered list needs parentheses.
    pub(super) marker: Option<&'a str>,
    /// The whole body of a `define`, where cases stand bare.
    pub(super) body: bool,
    /// Right behind a verb, where `has title "…"` reads better than `has title is "…"`.
    pub(super) verb: bool,
}

impl Place<'static> {
    /// The whole of an element.
    pub(super) const WHOLE: Place<'static> = Place {
        binding: Binding::Chain,
        follow: Follow::End,
        inner: false,
        marker: Some(""),
        body: false,
        verb: false,
    };
}

impl Place<'_> {
    /// A part that binds so tightly, before what follows.
    pub(super) fn part(self, binding: Binding, follow: Follow) -> Place<'static> {
        Place { binding, follow: follow.max(self.follow), inner: self.inner, marker: None, body: false, verb: false }
    }

    /// The last part of it.
    fn last(self, binding: Binding) -> Place<'static> {
        self.part(binding, Follow::End)
    }
}

pub(super) struct Writer {
    pub(super) page: Page,
    pub(super) language: Language,
    /// Whether an identifier alone says that a criterion is met: `does II.3 imply II.4?`.
    pub(super) brief: bool,
}

impl Writer {
    pub(super) fn new(language: Language, flat: bool) -> Writer {
        Writer { page: Page::new(flat), language, brief: false }
    }

    pub(super) fn say(&mut self, word: Word) {
        self.page.word(word.around(self.language).0);
    }

    /// The words behind the operand.
    pub(super) fn say_behind(&mut self, word: Word) {
        self.page.word(word.around(self.language).1);
    }

    pub(super) fn name(&mut self, ident: &Ident) {
        self.page.word(&literal::name(ident, self.language));
    }

    fn value(&mut self, value: &Value) {
        self.page.word(&literal::value(value, self.language));
    }

    pub(super) fn literals<'a>(&mut self, literals: impl IntoIterator<Item = &'a Literal>) {
        for (number, label) in literals.into_iter().enumerate() {
            if number > 0 {
                self.page.glued(",");
                self.page.may_break(Ready::Member);
            }
            self.value(&label.value);
        }
    }

    /// Writes an expression, in parentheses where its place needs them.
    pub(super) fn expr(&mut self, expr: &Expr, place: Place<'_>) {
        if self.needs_parentheses(&expr.node, place) {
            self.page.open();
            self.node(&expr.node, Place::WHOLE);
            self.page.close();
        } else {
            self.node(&expr.node, place);
        }
    }

    fn needs_parentheses(&self, node: &Node, place: Place<'_>) -> bool {
        if binding(node) < place.binding {
            return true;
        }
        match node {
            Node::Quantified(sentence) => {
                // In a chain, a sentence that itself holds a chain reads as mixed with it.
                let chained = place.binding == Binding::Condition && holds_chain(sentence);
                place.follow != Follow::End
                    || chained
                    || (!sentence.tails.is_empty() && (place.inner || place.binding > Binding::Chain))
                    || (has_letters(sentence) && place.marker != Some(""))
                    // Behind a verb, `có có` would be read as one.
                    || (sentence.head.property.is_none() && place.verb && self.language == Language::Vi)
            }
            // Markers of a fourth level would not be told from those of the third.
            Node::List(..) => {
                place.follow != Follow::End || place.marker.is_none_or(|marker| marker.matches('.').count() > 1)
            }
            Node::Aggregate(aggregate) => match place.follow {
                Follow::End => false,
                Follow::Word => aggregate.population.filter.is_some(),
                Follow::Open => true,
            },
            Node::Cases(..) => !place.body,
            Node::By(..) => place.follow != Follow::End || place.inner,
            // `x là không` before `có` would read as `không có`.
            Node::Literal(Value::YesNo(false)) => self.language == Language::Vi && place.follow == Follow::Word,
            Node::Literal(_)
            | Node::Path(_)
            | Node::Not(_)
            | Node::And(_)
            | Node::Or(_)
            | Node::Compare(..)
            | Node::Between { .. }
            | Node::OneOf(..)
            | Node::Presence(..)
            | Node::Within(..)
            | Node::Top(..)
            | Node::Meets(_)
            | Node::MeetsEvery(_)
            | Node::Judged(..)
            | Node::Arithmetic(..)
            | Node::Negative(_)
            | Node::PercentOf(..)
            | Node::Rounded(..)
            | Node::AtMost(..)
            | Node::AtLeast(..)
            | Node::Shift(..)
            | Node::Elapsed(..)
            | Node::PeriodEdge(_)
            | Node::Earlier(..)
            | Node::HasEarlier(_)
            | Node::Growth(..)
            | Node::Run(_)
            | Node::Lasting(..)
            | Node::ScoreLine(..)
            | Node::EveryLine(..) => false,
        }
    }

    pub(super) fn node(&mut self, node: &Node, place: Place<'_>) {
        match node {
            Node::Literal(value) => self.value(value),
            Node::Path(path) => self.page.word(&literal::path(path, self.language)),
            Node::Not(inner) => {
                self.say(Word::Not);
                if matches!(inner.node, Node::Not(_) | Node::Quantified(_) | Node::List(..)) {
                    self.parenthesised(inner);
                } else {
                    self.expr(inner, place.last(Binding::Condition));
                }
            }
            Node::And(parts) => self.chain(Word::And, parts, place),
            Node::Or(parts) => self.chain(Word::Or, parts, place),
            Node::List(need, entries) => self.list(*need, entries, place),
            Node::Compare(left, comparison, right) => self.comparison(left, *comparison, right, place),
            Node::Between { value, low, high, open } => {
                let (first, second) =
                    if *open { (Word::From, Word::ToUnder) } else { (Word::Between, Word::BetweenAnd) };
                self.subject(value, place);
                self.page.may_break(Ready::Operator);
                self.say(first);
                self.expr(low, place.part(Binding::Rounded, Follow::Open));
                self.say(second);
                self.expr(high, place.last(Binding::Rounded));
            }
            Node::OneOf(value, labels) => {
                self.subject(value, place);
                self.page.may_break(Ready::Operator);
                self.say(Word::IsOneOf);
                self.literals(labels);
            }
            Node::Presence(value, presence) => {
                self.subject(value, place);
                self.say(match presence {
                    Presence::Missing => Word::IsMissing,
                    Presence::Known => Word::IsKnown,
                    Presence::Present => Word::IsPresent,
                    Presence::Absent => Word::IsAbsent,
                });
            }
            Node::Top(value, top) => {
                // `agencies in the top` would be those in something.
                self.subject(value, place.part(place.binding, Follow::Open));
                self.top(top);
            }
            Node::Within(value, stretch) => {
                // `cá_nhân trong kỳ` would be persons in something.
                let follow = self.language.pick(Follow::Word, Follow::Open);
                self.subject(value, place.part(place.binding, follow));
                match stretch {
                    Stretch::Period => self.say(Word::WithinPeriod),
                    Stretch::Quarter(quarter, year) => {
                        self.say(Word::InQuarter);
                        self.page.word(&quarter.to_string());
                        if let Some(year) = year {
                            self.say(Word::OfYear);
                            self.page.word(&year.to_string());
                        }
                    }
                }
            }
            Node::Quantified(sentence) => self.sentence(sentence, place),
            Node::MeetsEvery(item) => {
                self.say(Word::MeetsEvery);
                if let Some(item) = item {
                    self.say(Word::Of);
                    self.cite(item);
                }
            }
            Node::Judged(id, fate) => self.judged(id, *fate),
            Node::Meets(id) => {
                self.say(Word::Meets);
                self.page.word(&id.text);
            }
            Node::Arithmetic(left, operation, right) => {
                let (sign, first, second) = match operation {
                    Arithmetic::Add => ("+", Binding::Sum, Binding::Product),
                    Arithmetic::Sub => ("-", Binding::Sum, Binding::Product),
                    Arithmetic::Mul => ("*", Binding::Product, Binding::Factor),
                    Arithmetic::Div => ("/", Binding::Product, Binding::Factor),
                };
                self.expr(left, place.part(first, Follow::Word));
                self.page.may_break(Ready::Operator);
                self.page.word(sign);
                self.expr(right, place.last(second));
            }
            Node::Negative(inner) => {
                self.page.prefix("-");
                self.expr(inner, place.last(Binding::Atom));
            }
            Node::PercentOf(share, inner) => {
                self.page.word(&literal::percent(share, self.language));
                self.say(Word::PercentOf);
                self.plain_operand(inner);
            }
            Node::Rounded(inner, how, places) => {
                self.plain_operand(inner);
                self.say(match how {
                    crate::exact::Rounding::Down => Word::RoundedDown,
                    crate::exact::Rounding::Up => Word::RoundedUp,
                    crate::exact::Rounding::Nearest => Word::RoundedNearest,
                });
                if *places > 0 {
                    self.say(Word::Places);
                    self.page.word(&places.to_string());
                    self.say_behind(Word::Places);
                }
            }
            Node::AtMost(inner, limit) => self.clamp(inner, Word::ButAtMost, limit, place),
            Node::AtLeast(inner, limit) => self.clamp(inner, Word::ButAtLeast, limit, place),
            Node::Cases(cases, otherwise) => self.cases(cases, otherwise),
            Node::By(path, rows, otherwise) => self.by(path, rows, otherwise.as_deref()),
            Node::Aggregate(aggregate) => self.aggregate(aggregate, place),
            Node::Shift(day, amount, calendar) => {
                self.page.word(&amount.unsigned_abs().to_string());
                self.calendar(*calendar, amount.unsigned_abs());
                self.say(if *amount < 0 { Word::Earlier } else { Word::Later });
                self.plain_operand(day);
            }
            Node::Elapsed(calendar, from, to) => {
                self.say(match calendar {
                    Calendar::Days => Word::DaysFrom,
                    Calendar::Months => Word::MonthsFrom,
                    Calendar::Years => Word::YearsFrom,
                });
                self.plain_operand(from);
                self.say(Word::To);
                self.plain_operand(to);
            }
            Node::ScoreLine(place, path) => self.score_line(place, path),
            Node::EveryLine(path, above, share) => self.every_line(path, *above, share),
            Node::PeriodEdge(end) => self.say(if *end { Word::PeriodEnd } else { Word::PeriodStart }),
            Node::Earlier(path, periods) => self.earlier(path, *periods),
            Node::HasEarlier(periods) => self.has_earlier(*periods),
            Node::Growth(path, how) => self.growth(path, *how),
            Node::Run(inner) => self.run(inner),
            Node::Lasting(inner, how, periods) => self.lasting(inner, *how, *periods),
        }
    }

    pub(super) fn calendar(&mut self, calendar: Calendar, amount: u64) {
        let word = match calendar {
            Calendar::Days => Word::Days,
            Calendar::Months => Word::Months,
            Calendar::Years => Word::Years,
        };
        let one = if amount == 1 { word.spellings(self.language).get(1) } else { None };
        self.page.word(one.copied().unwrap_or(word.text(self.language)));
    }

    pub(super) fn parenthesised(&mut self, expr: &Expr) {
        self.page.open();
        self.node(&expr.node, Place::WHOLE);
        self.page.close();
    }

    /// What is one word or phrase by itself, or parentheses.
    pub(super) fn plain_operand(&mut self, expr: &Expr) {
        if matches!(expr.node, Node::Path(_) | Node::Literal(_) | Node::PeriodEdge(_)) {
            self.node(&expr.node, Place::WHOLE);
        } else {
            self.parenthesised(expr);
        }
    }

    /// What a comparison compares: on its left.
    fn subject(&mut self, expr: &Expr, place: Place<'_>) {
        // `15% of x is …` would begin a sentence about x; so would a percentage before `chưa rõ`.
        let begins = match self.language {
            Language::En => matches!(expr.node, Node::PercentOf(..)),
            Language::Vi => matches!(expr.node, Node::Literal(Value::Percent(_))),
        };
        if begins {
            self.parenthesised(expr);
        } else {
            self.expr(expr, place.part(Binding::Clamped, Follow::Word));
        }
    }

    fn comparison(&mut self, left: &Expr, comparison: Comparison, right: &Expr, place: Place<'_>) {
        let day = matches!(right.node, Node::Literal(Value::Date(_)) | Node::Shift(..) | Node::PeriodEdge(_));
        let word = match comparison {
            Comparison::Is => Word::Is,
            Comparison::IsNot => Word::IsNot,
            Comparison::AtLeast if day => Word::OnOrAfter,
            Comparison::AtLeast => Word::AtLeast,
            Comparison::AtMost if day => Word::OnOrBefore,
            Comparison::AtMost => Word::AtMost,
            Comparison::Above if day => Word::After,
            Comparison::Above => Word::Above,
            Comparison::Below if day => Word::Before,
            Comparison::Below => Word::Below,
        };
        // `cuối kỳ trước` is the field `cuối` of the period before.
        if word == Word::Before && self.language == Language::Vi && ends_in_period(left) {
            self.parenthesised(left);
        } else {
            self.subject(left, place);
        }
        if place.verb
            && comparison == Comparison::Is
            && matches!((&left.node, &right.node), (Node::Path(_), Node::Literal(Value::Text(_))))
        {
            return self.expr(right, Place::WHOLE);
        }
        self.page.may_break(Ready::Operator);
        self.say(word);
        let closed = !word.around(self.language).1.is_empty();
        let follow = if closed { Follow::Word } else { Follow::End };
        self.expr(right, place.part(Binding::Rounded, follow));
        self.say_behind(word);
    }

    fn chain(&mut self, word: Word, parts: &[Expr], place: Place<'_>) {
        for (number, part) in parts.iter().enumerate() {
            if number > 0 {
                self.page.may_break(Ready::Chain);
                self.say(word);
            }
            let follow = if number + 1 < parts.len() { Follow::Open } else { Follow::End };
            self.expr(part, Place { verb: place.verb, ..place.part(Binding::Condition, follow) });
        }
    }

    fn clamp(&mut self, inner: &Expr, word: Word, limit: &Expr, place: Place<'_>) {
        // `days from a to b but …` would clamp b.
        if matches!(inner.node, Node::Elapsed(..)) {
            self.parenthesised(inner);
        } else {
            self.expr(inner, place.part(Binding::Clamped, Follow::Word));
        }
        self.say(word);
        self.expr(limit, place.last(Binding::Product));
    }

    fn list(&mut self, need: Need, entries: &[Entry<Expr>], place: Place<'_>) {
        let (word, number) = match need {
            Need::All => (Word::AllOf, None),
            Need::Any => (Word::AnyOf, None),
            Need::AtLeast(number) => (Word::AtLeastOf, Some(number)),
            Need::AtMost(number) => (Word::AtMostOf, Some(number)),
            Need::Exactly(number) => (Word::ExactlyOf, Some(number)),
        };
        self.say(word);
        if let Some(number) = number {
            self.page.word(&number.to_string());
            self.say_behind(word);
        }
        self.entries(entries, place.marker.unwrap_or(""), |writer, content, marker| {
            writer.expr(content, Place { marker: Some(marker), inner: place.inner, ..Place::WHOLE });
        });
    }

    /// Lettered entries, each on a line of its own.
    pub(super) fn entries<T>(
        &mut self,
        entries: &[Entry<T>],
        within: &str,
        mut content: impl FnMut(&mut Writer, &T, &str),
    ) {
        self.page.indent();
        for (number, entry) in entries.iter().enumerate() {
            let marker = marker(within, number, self.language);
            self.page.line();
            self.page.comments(&entry.trivia.before);
            self.page.note(entry.trivia.after.as_ref());
            self.page.word(&format!("{marker})"));
            content(self, &entry.content, &marker);
        }
        self.page.outdent();
    }

    fn cases(&mut self, cases: &[(Expr, Expr)], otherwise: &Expr) {
        for (value, when) in cases {
            self.expr(value, Place::WHOLE.part(Binding::Clamped, Follow::Word));
            self.say(Word::When);
            self.expr(when, Place::WHOLE.part(Binding::Chain, Follow::Word));
            self.page.glued(";");
            self.page.may_break(Ready::Row);
        }
        self.say(Word::Otherwise);
        self.expr(otherwise, Place::WHOLE.part(Binding::Clamped, Follow::Word));
    }

    fn by(&mut self, path: &[Ident], rows: &[(Vec<Literal>, Expr)], otherwise: Option<&Expr>) {
        self.say(Word::By);
        self.page.word(&literal::path(path, self.language));
        self.page.glued(":");
        for (number, (labels, value)) in rows.iter().enumerate() {
            if number > 0 {
                self.page.glued(";");
                self.page.may_break(Ready::Row);
            }
            self.literals(labels);
            self.expr(value, Place::WHOLE.part(Binding::Clamped, Follow::Word));
        }
        if let Some(otherwise) = otherwise {
            self.page.glued(";");
            self.page.may_break(Ready::Row);
            self.say(Word::Otherwise);
            self.expr(otherwise, Place::WHOLE.part(Binding::Clamped, Follow::Word));
        }
    }

    fn aggregate(&mut self, aggregate: &Aggregate, place: Place<'_>) {
        match (&aggregate.value, summary(aggregate.what)) {
            (Some(value), Some(word)) => {
                self.say(word);
                if matches!(value.node, Node::Path(_) | Node::Literal(Value::Number(_) | Value::Percent(_))) {
                    self.node(&value.node, Place::WHOLE);
                } else {
                    self.parenthesised(value);
                }
                self.say(Word::Of);
            }
            (_, _) => self.say(Word::NumberOf),
        }
        let follow = if aggregate.leaving_out_missing { Follow::Open } else { Follow::End };
        let place = place.part(Binding::Condition, follow);
        self.population(&aggregate.population, false, Place { inner: true, ..place });
        if aggregate.leaving_out_missing {
            self.say(Word::MissingLeftOut);
        }
    }
}

fn summary(what: Summary) -> Option<Word> {
    match what {
        Summary::Total => Some(Word::Total),
        Summary::Average => Some(Word::Average),
        Summary::Least => Some(Word::Least),
        Summary::Greatest => Some(Word::Greatest),
        Summary::Number => None,
    }
}

/// The marker of an entry: a letter, or a number behind the marker that it stands in.
pub(super) fn marker(within: &str, number: usize, language: Language) -> String {
    if within.is_empty() {
        letters(language).get(number).map_or_else(|| (number + 1).to_string(), |letter| (*letter).to_owned())
    } else {
        format!("{within}.{}", number + 1)
    }
}

fn binding(node: &Node) -> Binding {
    match node {
        Node::And(_) | Node::Or(_) => Binding::Chain,
        Node::Not(_)
        | Node::List(..)
        | Node::Compare(..)
        | Node::Between { .. }
        | Node::OneOf(..)
        | Node::Presence(..)
        | Node::Within(..)
        | Node::Top(..)
        | Node::Quantified(_)
        | Node::HasEarlier(_)
        | Node::Lasting(..)
        | Node::Meets(_)
        | Node::MeetsEvery(_)
        | Node::Judged(..)
        | Node::EveryLine(..) => Binding::Condition,
        Node::AtMost(..) | Node::AtLeast(..) => Binding::Clamped,
        Node::Rounded(..) => Binding::Rounded,
        Node::Cases(..)
        | Node::By(..)
        | Node::PercentOf(..)
        | Node::Aggregate(_)
        | Node::Shift(..)
        | Node::Elapsed(..)
        | Node::Earlier(..)
        | Node::Growth(..)
        | Node::Run(_)
        | Node::PeriodEdge(_)
        | Node::ScoreLine(..) => Binding::Phrase,
        Node::Negative(_) | Node::Arithmetic(_, Arithmetic::Add | Arithmetic::Sub, _) => Binding::Sum,
        Node::Arithmetic(_, Arithmetic::Mul | Arithmetic::Div, _) => Binding::Product,
        Node::Literal(_) | Node::Path(_) => Binding::Atom,
    }
}

fn is_chain(expr: &Expr) -> bool {
    matches!(expr.node, Node::And(_) | Node::Or(_))
}

fn holds_chain(sentence: &Quantified) -> bool {
    sentence.head.property.as_ref().is_some_and(is_chain) || sentence.population.filter.as_ref().is_some_and(is_chain)
}

fn has_letters(sentence: &Quantified) -> bool {
    sentence.tails.iter().any(|tail| matches!(tail.body, TailBody::Lettered(_)))
}

/// Whether an expression may end in `the start of the period`, `the end of the period`.
fn ends_in_period(expr: &Expr) -> bool {
    match &expr.node {
        Node::PeriodEdge(_) => true,
        Node::Shift(last, ..)
        | Node::Elapsed(_, _, last)
        | Node::Arithmetic(_, _, last)
        | Node::AtMost(_, last)
        | Node::AtLeast(_, last)
        | Node::Negative(last)
        | Node::PercentOf(_, last) => ends_in_period(last),
        _ => false,
    }
}
