//! Tests of rules, grown like every other tree.

use super::*;

impl Grower {
    pub(super) fn trial(&mut self) -> Trial {
        let title = self.quoted();
        let parts = self.many(0, 5, |grower| {
            let trivia = grower.trivia();
            TrialPart { trivia, step: grower.step(), span: Span::NONE }
        });
        Trial { title, parts }
    }

    fn step(&mut self) -> TrialStep {
        match self.pick(5) {
            0 => TrialStep::From(self.quoted()),
            1 => {
                let value = Value::Number(Exact::from(self.pick(50) as i64));
                TrialStep::Set(self.field_name(), Literal { value, span: Span::NONE })
            }
            2 => {
                let kind = self.kind(true);
                let columns = 1 + self.pick(3);
                let head =
                    (0..columns).map(|_| TrialCell { text: self.field_name().text, quoted: false, span: Span::NONE });
                let mut rows = vec![TrialRow { trivia: Trivia::default(), cells: head.collect(), span: Span::NONE }];
                rows.extend(self.many(0, 3, |grower| grower.row(columns)));
                TrialStep::Records { kind, rows }
            }
            _ => {
                let subject = self.subject();
                let of = if self.chance(2) { self.keys() } else { Vec::new() };
                let outcomes = self.many(1, 3, |grower| Outcome { fate: grower.fate(), span: Span::NONE });
                TrialStep::Expect(Expect { subject, of, outcomes })
            }
        }
    }

    fn row(&mut self, columns: usize) -> TrialRow {
        let trivia = self.trivia();
        let cells = (0..columns).map(|_| {
            let quoted = self.chance(3);
            let plain = ["", "U1", "p1 … p38", "31/12/2022", "7,5", "Hoàn thành tốt", "không có", "70%", "a; b: c"];
            let text = if quoted { self.quoted().text } else { self.one(&plain).to_owned() };
            TrialCell { text, quoted, span: Span::NONE }
        });
        TrialRow { trivia, cells: cells.collect(), span: Span::NONE }
    }

    fn spot(&mut self) -> Spot {
        let lettered = self.chance(2);
        Spot { lettered, places: self.many(1, 3, |grower| grower.pick(4) as u32) }
    }

    fn subject(&mut self) -> Subject {
        let place = match self.pick(3) {
            0 => {
                let places = self.many(1, 3, |grower| grower.pick(4) as u32);
                let path = vec![self.kind(true), self.field_name()];
                Place::Line(places, path, self.maybe(2, Self::spot))
            }
            1 => {
                let text = format!("{}.{}", self.kind(true).text, self.field_name().text);
                Place::Named { id: ident(&text), case: self.maybe(2, Self::label), spot: self.maybe(2, Self::spot) }
            }
            _ => Place::Named { id: self.id(), case: None, spot: self.maybe(2, Self::spot) },
        };
        let aside = match self.pick(4) {
            0 => Some(Aside::Where(self.pick(3) as u32)),
            1 => Some(Aside::When(self.pick(3) as u32)),
            _ => None,
        };
        Subject { place, aside, span: Span::NONE }
    }

    fn keys(&mut self) -> Vec<Keys> {
        self.many(1, 3, |grower| {
            let first = ident(grower.one(&["p1", "CB-01", "A 1", "27", "của"]));
            let last = grower.maybe(3, |grower| ident(grower.one(&["p38", "B 9"])));
            Keys { first, last }
        })
    }

    fn fate(&mut self) -> Fate {
        match self.pick(10) {
            0 => Fate::Met,
            1 => Fate::NotMet,
            2 => Fate::Undetermined,
            3 => Fate::NotApplicable,
            4 => Fate::FailsFor(self.keys()),
            5 => Fate::UnknownFor(self.keys()),
            6 => Fate::ShortBy(self.pick(40) as u64),
            7 => Fate::Tally(self.pick(40) as u64, self.pick(40) as u64),
            8 => Fate::Unknown,
            _ => Fate::Value(self.cell().fits),
        }
    }

    pub(super) fn excuse(&mut self) -> Excuse {
        Excuse { fails: self.chance(2), subject: self.subject(), reason: self.quoted() }
    }
}
