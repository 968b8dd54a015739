//! Score tables and bands.

use crate::syntax::tree::*;
use crate::syntax::words::{Word, letters};

use super::expr::{Binding, Follow, Place, Writer};
use super::literal;

impl Writer {
    /// What stands behind the name of a score.
    pub(super) fn score(&mut self, score: &Score) {
        self.limit(score.limit.as_ref());
        self.page.indent();
        self.cites(&score.cites);
        self.score_lines(&score.lines, "");
    }

    fn limit(&mut self, limit: Option<&Limit>) {
        match limit {
            None => {}
            Some(Limit::OutOf(most)) => {
                self.say(Word::OutOf);
                self.page.word(&literal::number(most, self.language));
            }
            Some(Limit::AtMost(most)) => {
                self.say(Word::LimitAtMost);
                self.page.word(&literal::number(most, self.language));
            }
            Some(Limit::Range(low, high)) => {
                self.say(Word::From);
                self.page.word(&literal::number(low, self.language));
                self.say(Word::To);
                self.page.word(&literal::number(high, self.language));
            }
        }
    }

    fn score_lines(&mut self, lines: &[ScoreLine], within: &str) {
        for (number, line) in lines.iter().enumerate() {
            let marker = super::expr::marker(within, number, self.language);
            self.element(&line.trivia);
            self.page.word(&format!("{marker})"));
            match line.role {
                Role::Plain => {}
                Role::Bonus => self.say(Word::Bonus),
                Role::Beyond => self.say(Word::BonusBeyond),
                Role::Minus => self.say(Word::Minus),
            }
            self.page.word(&literal::quoted(&line.title));
            self.limit(line.limit.as_ref());
            match &line.content {
                LineContent::Points(points) => {
                    self.page.glued(":");
                    self.points(points, &marker);
                }
                LineContent::Lines(lines) => {
                    self.page.indent();
                    self.score_lines(lines, &marker);
                    self.page.outdent();
                }
            }
        }
    }

    /// A line's number: cases stand bare, and `otherwise 0` isn't said.
    pub(super) fn points(&mut self, points: &Expr, marker: &str) {
        let place = Place::WHOLE.part(Binding::Clamped, Follow::Word);
        let Node::Cases(cases, otherwise) = &points.node else { return self.expr(points, place) };
        let silent = matches!(&otherwise.node, Node::Literal(Value::Number(number)) if number.is_zero());
        for (number, (value, when)) in cases.iter().enumerate() {
            if number > 0 {
                self.page.glued(";");
                self.page.may_break(super::layout::Ready::Row);
            }
            self.expr(value, place);
            self.say(Word::When);
            // A list in the only case may use the markers below the line's own.
            if cases.len() == 1 && silent {
                self.expr(when, Place { marker: Some(marker), ..Place::WHOLE });
            } else {
                self.expr(when, Place::WHOLE.part(Binding::Chain, Follow::Word));
            }
        }
        if !silent {
            self.page.glued(";");
            self.page.may_break(super::layout::Ready::Row);
            self.say(Word::Otherwise);
            self.expr(otherwise, place);
        }
    }

    /// What stands behind the name of an award by bands.
    pub(super) fn bands(&mut self, bands: &Bands) {
        self.name(&bands.scale);
        self.say(Word::By);
        self.page.word(&literal::path(&bands.by, self.language));
        self.page.indent();
        self.cites(&bands.cites);
        for band in &bands.bands {
            self.element(&band.trivia);
            self.page.word(&literal::value(&band.label.value, self.language));
            self.stretch(&band.stretch);
            if let Some(drop) = &band.drop {
                self.page.glued(",");
                self.say(Word::DropsOneBand);
                self.expr(drop, Place::WHOLE.part(Binding::Chain, Follow::Word));
            }
        }
        if let Some(drop) = &bands.drop {
            self.page.line();
            self.say(Word::DropsOneBand);
            self.expr(drop, Place::WHOLE);
        }
        if let Some(otherwise) = &bands.otherwise {
            self.page.line();
            self.say(Word::Otherwise);
            self.page.word(&literal::value(&otherwise.value, self.language));
        }
    }

    fn stretch(&mut self, stretch: &BandStretch) {
        let end = Place::WHOLE.part(Binding::Rounded, Follow::Open);
        match stretch {
            BandStretch::Side(side, number) => {
                let word = match side {
                    Comparison::AtLeast | Comparison::Is | Comparison::IsNot => Word::AtLeast,
                    Comparison::AtMost => Word::AtMost,
                    Comparison::Above => Word::Above,
                    Comparison::Below => Word::Below,
                };
                self.say(word);
                self.expr(number, end);
                self.say_behind(word);
            }
            BandStretch::Between { low, high, open } => {
                let (first, second) =
                    if *open { (Word::From, Word::ToUnder) } else { (Word::Between, Word::BetweenAnd) };
                self.say(first);
                self.expr(low, end);
                self.say(second);
                self.expr(high, end);
            }
        }
    }

    /// `line a.1 of points`.
    pub(super) fn score_line(&mut self, place: &[u32], path: &[Ident]) {
        self.say(Word::Line);
        self.page.word(&line_id(place, self.language));
        self.say(Word::Of);
        self.page.word(&literal::path(path, self.language));
    }

    /// `every line of points at least 50%`.
    pub(super) fn every_line(&mut self, path: &[Ident], above: bool, share: &crate::exact::Exact) {
        let word = if above { Word::Above } else { Word::AtLeast };
        self.say(Word::EveryLine);
        self.page.word(&literal::path(path, self.language));
        self.say(word);
        self.page.word(&literal::percent(share, self.language));
        self.say_behind(word);
    }
}

/// `a.1`: the letter and the numbers of a line, from its places.
pub(crate) fn line_id(place: &[u32], language: crate::source::Language) -> String {
    // Behind the alphabet's end numbers go on: the other language may have more letters.
    let letter = |place: u32| {
        letters(language).get(place as usize).map_or_else(|| (place + 1).to_string(), |letter| (*letter).to_owned())
    };
    let part = |(level, place): (usize, &u32)| if level == 0 { letter(*place) } else { (place + 1).to_string() };
    place.iter().enumerate().map(part).collect::<Vec<_>>().join(".")
}
