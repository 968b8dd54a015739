//! Derived fields of forms that take several fields: numbers that are carried from year to year, tables of points.

use super::kinds::field;
use super::programs::{DEPTH, Maker, PERSON, POLICY, TITLES, UNIT, halves};
use tieuchi::exact::Exact;
use tieuchi::program::{
    AwardCase, Cond, Definition, Field, FieldId, KindId, NumberKind, NumberSet, Order, Origin, Path, Presence, Role,
    Score, ScoreLine, Set, Step, Term, Test, Type,
};

impl Maker<'_> {
    /// The reference from a policy to the one of the year before, where policies are a series.
    pub(super) fn previous(&self) -> Option<FieldId> {
        let fields = (0u32..).zip(&self.kind(POLICY).fields);
        fields.into_iter().find(|(_, field)| matches!(field.origin, Origin::Previous { .. })).map(|(id, _)| FieldId(id))
    }

    /// A number that reads itself of the year before: how often a condition has held in a row, or a sum that grows.
    pub(super) fn run(&mut self) {
        let Some(previous) = self.previous() else { return };
        let id = FieldId(self.kind(POLICY).fields.len() as u32);
        let number = |number: i64| Term::Number(Exact::from(number));
        let before = || Term::Field(Path { hand: 0, via: vec![previous], field: id });
        let there = Cond::Presence(Path { hand: 0, via: vec![], field: previous }, Presence::Present);
        let cond = self.cond(&[POLICY], DEPTH - 1);
        let longer = match self.choices.below(3) {
            0 => Term::Add(Box::new(before()), Box::new(self.number(&[POLICY], 1))),
            1 => {
                let full = Cond::Compare(before(), Order::Is, number(2));
                Term::Cases(vec![(full, number(1))], Box::new(Term::Add(Box::new(before()), Box::new(number(1)))))
            }
            _ => Term::Add(Box::new(Term::Max(Box::new(before()), Box::new(number(0)))), Box::new(number(1))),
        };
        let length = Term::Cases(vec![(there, longer)], Box::new(number(1)));
        let origin = Origin::Define(Definition::Term(Term::Cases(vec![(cond, length)], Box::new(number(0)))));
        let ty = Type::Number(NumberKind::Decimal);
        self.program.kinds[POLICY.at()].fields.push(Field { origin, ..field(&format!("derived{}", id.0), ty) });
        self.program.plan.push(Step::DeriveOnwards { kind: POLICY, field: id, previous });
    }

    pub(super) fn derive(&mut self, kind: KindId, ty: Type, origin: Origin) -> FieldId {
        let id = FieldId(self.kind(kind).fields.len() as u32);
        self.program.kinds[kind.at()].fields.push(Field { origin, ..field(&format!("derived{}", id.0), ty) });
        self.program.plan.push(Step::Derive(kind, id));
        id
    }

    /// A table of points, each line with a floor and a ceiling and a role of its own, and an award by bands of it.
    pub(super) fn score(&mut self) {
        let kind = *self.choices.of(&[PERSON, UNIT, POLICY]);
        let (points, number) =
            (Type::Number(NumberKind::Decimal), |number: &Exact| Box::new(Term::Number(number.clone())));
        let most = self.choices.below(3).ge(&1).then(|| Exact::from(self.choices.within(1..6)));
        let (mut lines, mut within, mut beyond) =
            (Vec::new(), Term::Number(Exact::zero()), Term::Number(Exact::zero()));
        for position in 0..=self.choices.below(3) as u32 {
            let role = *self.choices.of(&[Role::Plain, Role::Plain, Role::Bonus, Role::Beyond, Role::Minus]);
            let (least, line_most) = (Exact::from(-self.choices.within(0..2)), Exact::from(self.choices.within(0..4)));
            let given = Box::new(self.number(&[kind], 2));
            let floored = Term::Max(given, number(&least));
            let own = Origin::Define(Definition::Term(Term::Min(Box::new(floored), number(&line_most))));
            let line = self.derive(kind, points, own);
            let value = Box::new(Term::Field(Path { hand: 0, via: vec![], field: line }));
            match role {
                Role::Plain | Role::Bonus => within = Term::Add(Box::new(within), value),
                Role::Beyond => beyond = Term::Add(Box::new(beyond), value),
                Role::Minus => beyond = Term::Sub(Box::new(beyond), value),
            }
            lines.push(ScoreLine {
                field: line,
                position: vec![position],
                marker: format!("{position}"),
                role,
                title: "a line".into(),
                text: "points".into(),
                least,
                most: Some(line_most),
                place: None,
            });
        }
        let within = match &most {
            Some(most) => Term::Min(Box::new(within), number(most)),
            None => within,
        };
        let sum = Box::new(Term::Add(Box::new(within), Box::new(beyond)));
        let least = Exact::zero();
        let over: Vec<&Exact> =
            lines.iter().filter(|line| line.role == Role::Beyond).flat_map(|line| &line.most).collect();
        let most = over.into_iter().fold(most, |most, line| most.and_then(|most| most.add(line)));
        let total = Origin::Define(Definition::Term(Term::Max(sum, number(&least))));
        let total = self.derive(kind, points, total);
        self.program.scores.push(Score { kind, field: total, lines, least, most, cites: vec![] });
        let band = |label: u32, least: i64| {
            let (points, at) = (vec![halves(least)], vec![true]);
            let set = Set::Numbers(NumberSet { points, at, gaps: vec![false, true] });
            let when = Cond::Test(Test { path: Path { hand: 0, via: vec![], field: total }, set });
            AwardCase { label, when, place: None }
        };
        let cases = vec![band(2, self.choices.within(4..9)), band(1, self.choices.within(1..4))];
        self.derive(kind, Type::Label(TITLES), Origin::Award { cases, otherwise: 0, cites: vec![] });
    }
}
