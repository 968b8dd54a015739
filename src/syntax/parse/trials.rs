//! Tests of rules: from nodes of the parse to the tree.

use crate::diagnostic::SyntaxProblem;
use crate::syntax::grammar::{Kind, Node};
use crate::syntax::tree::{
    Aside, Excuse, Expect, Fate, Ident, Keys, Outcome, Place, Spot, Subject, Trial, TrialCell, TrialPart, TrialRow,
    TrialStep, Trivia,
};

use super::MAX_LABEL;
use super::build::Build;

impl Build<'_> {
    pub(super) fn trial(&mut self, node: &Node<'_>) -> Option<Trial> {
        let title = self.quoted(node.child(Kind::String)?)?;
        let mut parts = Vec::new();
        for part in node.children.iter().filter(|part| part.kind != Kind::String) {
            let step = match part.kind {
                Kind::TrialFile => TrialStep::From(self.quoted(part.child(Kind::String)?)?),
                Kind::TrialRecords => {
                    let kind = self.name(part.child(Kind::Name)?);
                    let rows = part.all(Kind::TrialRow).map(|row| self.trial_row(row)).collect::<Option<Vec<_>>>()?;
                    TrialStep::Records { kind, rows }
                }
                Kind::TrialSet => {
                    let name = self.name(part.child(Kind::Name)?);
                    TrialStep::Set(name, self.setting(part.child(Kind::Setting)?)?)
                }
                _ => TrialStep::Expect(self.expect(part)?),
            };
            parts.push(TrialPart { trivia: Trivia::default(), step, span: self.span(part) });
        }
        Some(Trial { title, parts })
    }

    fn trial_row(&mut self, node: &Node<'_>) -> Option<TrialRow> {
        let cells = node.all(Kind::TrialCell).map(|cell| self.trial_cell(cell)).collect::<Option<Vec<_>>>()?;
        Some(TrialRow { trivia: Trivia::default(), cells, span: self.span(node) })
    }

    fn trial_cell(&mut self, node: &Node<'_>) -> Option<TrialCell> {
        let (text, quoted) = match node.child(Kind::String) {
            Some(string) => (self.text(string)?, true),
            None => (node.text.trim().to_owned(), false),
        };
        // Blanks around it are none of it.
        let mut span = self.span(node);
        span.start += (node.text.len() - node.text.trim_start().len()).min(node.text.trim_end().len()) as u32;
        span.end = span.start + node.text.trim().len() as u32;
        if text.chars().count() > MAX_LABEL {
            self.finding(SyntaxProblem::TooLong { limit: MAX_LABEL }, span);
            return None;
        }
        Some(TrialCell { text, quoted, span })
    }

    fn expect(&mut self, node: &Node<'_>) -> Option<Expect> {
        let subject = self.subject(node.child(Kind::Subject)?)?;
        let of = match node.child(Kind::SomeKeys) {
            None => Vec::new(),
            Some(keys) => self.some_keys(keys)?,
        };
        let outcomes = node.all(Kind::Outcome).map(|outcome| self.outcome(outcome)).collect::<Option<Vec<_>>>()?;
        Some(Expect { subject, of, outcomes })
    }

    fn subject(&mut self, node: &Node<'_>) -> Option<Subject> {
        let span = self.span(node);
        let spot = match node.child(Kind::Spot) {
            None => None,
            Some(spot) => Some(self.spot(spot)?),
        };
        let aside = match (node.child(Kind::OfFilter), node.child(Kind::OfCase)) {
            (Some(filter), _) => Some(Aside::Where(self.number_of(filter)?)),
            (None, Some(case)) => Some(Aside::When(self.number_of(case)?)),
            (None, None) => None,
        };
        if let Some(line) = node.child(Kind::LineOf) {
            let path = self.path(line.child(Kind::Path)?);
            let place = Place::Line(self.line_place(line.child(Kind::LineId)?)?, path, spot);
            return Some(Subject { place, aside, span });
        }
        let id = self.ident(node.child(Kind::Id)?);
        let case = match node.child(Kind::Label) {
            None => None,
            Some(label) => Some(self.label(label)?),
        };
        Some(Subject { place: Place::Named { id, case, spot }, aside, span })
    }

    /// Which of several is meant, from 0: the first where no number stands.
    fn number_of(&mut self, node: &Node<'_>) -> Option<u32> {
        let Some(whole) = node.child(Kind::Whole) else { return Some(0) };
        let number = whole.text.parse::<u32>().ok().and_then(|number| number.checked_sub(1));
        if number.is_none() {
            let problem = SyntaxProblem::LetterOrder { wanted: "1".to_owned(), found: whole.text.to_owned() };
            self.finding(problem, self.span(whole));
        }
        number
    }

    fn spot(&mut self, node: &Node<'_>) -> Option<Spot> {
        if !node.text.starts_with(|c: char| c.is_ascii_digit()) {
            return Some(Spot { lettered: true, places: self.line_place(node)? });
        }
        let place = |part: &str| part.parse::<u32>().ok()?.checked_sub(1);
        let Some(places) = node.text.split('.').map(place).collect::<Option<Vec<_>>>() else {
            let problem = SyntaxProblem::LetterOrder { wanted: "1".to_owned(), found: node.text.to_owned() };
            self.finding(problem, self.span(node));
            return None;
        };
        Some(Spot { lettered: false, places })
    }

    fn some_keys(&mut self, node: &Node<'_>) -> Option<Vec<Keys>> {
        let mut keys = Vec::new();
        for some in node.all(Kind::SomeKey) {
            let mut ends = some.all(Kind::OneKey);
            let first = self.one_key(ends.next()?)?;
            let last = match ends.next() {
                None => None,
                Some(last) => Some(self.one_key(last)?),
            };
            keys.push(Keys { first, last });
        }
        Some(keys)
    }

    fn one_key(&mut self, node: &Node<'_>) -> Option<Ident> {
        match node.child(Kind::String) {
            Some(string) => Some(Ident { text: self.text(string)?, span: self.span(string) }),
            None => Some(self.ident(node.child(Kind::Id)?)),
        }
    }

    fn outcome(&mut self, node: &Node<'_>) -> Option<Outcome> {
        let span = self.span(node);
        let what = node.first()?;
        let fate = match what.kind {
            Kind::Met => Fate::Met,
            Kind::NotMet => Fate::NotMet,
            Kind::Undetermined => Fate::Undetermined,
            Kind::NotApplicable => Fate::NotApplicable,
            Kind::Against => Fate::FailsFor(self.some_keys(node.child(Kind::SomeKeys)?)?),
            Kind::OpenFor => Fate::UnknownFor(self.some_keys(node.child(Kind::SomeKeys)?)?),
            Kind::ShortBy => Fate::ShortBy(self.counted(node.child(Kind::Whole)?)?),
            Kind::Tally => {
                let mut sides = what.child(Kind::Fraction)?.all(Kind::Number);
                Fate::Tally(self.counted(sides.next()?)?, self.counted(sides.next()?)?)
            }
            Kind::Unsettled => Fate::Unknown,
            _ => Fate::Value(self.cell(what)?.fits),
        };
        Some(Outcome { fate, span })
    }

    /// A number of records.
    fn counted(&mut self, node: &Node<'_>) -> Option<u64> {
        let number = self.number(node)?.to_i64().and_then(|number| u64::try_from(number).ok());
        if number.is_none() {
            self.finding(SyntaxProblem::TooManyDigits { limit: 18 }, self.span(node));
        }
        number
    }

    pub(super) fn excuse(&mut self, node: &Node<'_>) -> Option<Excuse> {
        let subject = self.subject(node.child(Kind::Subject)?)?;
        let reason = self.quoted(node.child(Kind::String)?)?;
        Some(Excuse { fails: node.has(Kind::NeverFails), subject, reason })
    }
}
