//! Derived numbers as they are kept for all records, against what the term gives for each record by itself.

use super::choices::{Choices, choices, some};
use proptest::prelude::*;
use tieuchi::compile;
use tieuchi::engine::{Evaluation, Hand, Options, Value, evaluate};
use tieuchi::exact::{Exact, Rounding};
use tieuchi::program::{
    Calendar, Cond, Definition, Field, FieldId, KindId, Name, NumberKind, NumberSet, Order, Origin, Path, Presence,
    Program, Set, Step, Term, Test, Type,
};
use tieuchi::roster::{self, Builder, Cell, Roster};
use tieuchi::source::Source;

const SCHEMA: &str = "tieuchi 1, en

document \"D\"
  item 1 \"…\" not measured: \"…\"
scale level
  \"L0\" < \"L1\" < \"L2\"
record bloc
  id: text key
  weight: decimal
record unit
  id: text key
  bloc: bloc, may be unknown
  flag: yes/no
  few: count 0 to 3
  some: integer -4 to 4
  part: decimal
  large: integer
  count: count
  day: date
  level: level
";

const UNIT: KindId = KindId(1);

const BLOCS: [&str; 4] = ["b0", "b1", "b2", ""];

/// Cells of one unit, by its fields.
const VALUES: [&[&str]; 8] = [
    &["yes", "no"],
    &["0", "1", "2", "3"],
    &["-4", "-1", "0", "1", "3"],
    &["0.5", "-0.25", "0", "12.1257", "3", "-7.0001"],
    &["1", "-3", "0", "9223372036854775807", "-9223372036854775808", "3037000500", "99999999999999999999999999"],
    &["0", "1", "7", "1000000007"],
    &["2020-02-29", "2022-12-31", "1969-12-31"],
    &["L0", "L1", "L2"],
];

struct Maker<'c> {
    choices: &'c mut Choices,
    program: Program,
}

impl Maker<'_> {
    fn fields(&self, wanted: impl Fn(Type) -> bool) -> Vec<Path> {
        let of = |kind: KindId, via: &[FieldId]| -> Vec<Path> {
            let fields = (0u32..).map(FieldId).zip(&self.program.kinds[kind.at()].fields);
            let fields = fields.filter(|(_, field)| wanted(field.ty));
            fields.map(|(field, _)| Path { hand: 0, via: via.to_vec(), field }).collect()
        };
        let mut all = of(UNIT, &[]);
        all.extend(of(KindId(0), &[FieldId(1)]));
        all
    }

    fn path(&mut self, wanted: impl Fn(Type) -> bool) -> Path {
        let all = self.fields(wanted);
        self.choices.of(&all).clone()
    }

    fn constant(&mut self) -> Exact {
        let large = ["1", "0", "-1", "2", "0.5", "-2.75", "10", "1/3", "-4/7", "99999999999999999999", "4000000000"];
        self.choices.of(&large).parse().expect("a number")
    }

    fn cond(&mut self, depth: usize) -> Cond {
        match self.choices.below(6) {
            0 | 1 => {
                let path = self.path(|ty| matches!(ty, Type::Number(_)));
                let mut points = vec![self.constant()];
                if self.choices.once_in(2) {
                    points.push(self.constant());
                }
                points.sort();
                points.dedup();
                let at = points.iter().map(|_| self.choices.once_in(2)).collect();
                let gaps = (0..=points.len()).map(|_| self.choices.once_in(2)).collect();
                Cond::Test(Test { path, set: Set::Numbers(NumberSet { points, at, gaps }) })
            }
            2 => Cond::Test(Test { path: self.path(|ty| ty == Type::YesNo), set: Set::YesNo(true) }),
            3 => Cond::Presence(self.path(|ty| matches!(ty, Type::Number(_))), Presence::Known),
            4 if depth > 0 => {
                let order = *self.choices.of(&[Order::AtLeast, Order::Below, Order::Is, Order::IsNot, Order::Above]);
                Cond::Compare(self.number(depth - 1), order, self.number(depth - 1))
            }
            4 => Cond::Test(Test { path: self.path(|ty| ty == Type::YesNo), set: Set::YesNo(false) }),
            _ => Cond::Test(Test { path: self.path(|ty| matches!(ty, Type::Label(_))), set: Set::Labels(vec![1, 2]) }),
        }
    }

    fn number(&mut self, depth: usize) -> Term {
        let forms = if depth == 0 { 4 } else { 16 };
        let below = depth.saturating_sub(1);
        match self.choices.below(forms) {
            0 => Term::Number(self.constant()),
            1..=3 => Term::Field(self.path(|ty| matches!(ty, Type::Number(_)))),
            form @ 4..=11 => {
                let (one, other) = (Box::new(self.number(below)), Box::new(self.number(below)));
                match form {
                    4 => Term::Add(one, other),
                    5 => Term::Sub(one, other),
                    6 | 7 => Term::Mul(one, other),
                    8 | 9 => Term::Div(one, other),
                    10 => Term::Min(one, other),
                    _ => Term::Max(one, other),
                }
            }
            12 => {
                let how = *self.choices.of(&[Rounding::Down, Rounding::Up, Rounding::Nearest]);
                Term::Rounded(Box::new(self.number(below)), how, self.choices.below(3) as u32)
            }
            13 => {
                let date = || Term::Field(Path { hand: 0, via: vec![], field: FieldId(8) });
                let since = Term::Shift(Box::new(date()), self.choices.within(-3..4), Calendar::Months);
                Term::Elapsed(Calendar::Days, Box::new(since), Box::new(date()))
            }
            _ => {
                let cases = (0..=self.choices.below(2)).map(|_| (self.cond(below), self.number(below))).collect();
                if self.choices.once_in(3) {
                    return Term::OneOf(cases);
                }
                Term::Cases(cases, Box::new(self.number(below)))
            }
        }
    }

    fn derived(&mut self, ty: Type, origin: Definition) {
        let fields = &mut self.program.kinds[UNIT.at()].fields;
        let id = FieldId(fields.len() as u32);
        let name = Name { en: Some(format!("derived{}", id.0)), vi: None };
        let origin = Origin::Define(origin);
        fields.push(Field {
            name,
            ty,
            origin,
            private: false,
            less_is_better: false,
            range: None,
            note: None,
            place: None,
        });
        self.program.plan.push(Step::Derive(UNIT, id));
    }
}

/// A program and its records, each of them so many times.
fn made(choices: &mut Choices, times: usize) -> (Program, Roster) {
    let (program, _) = compile(&[Source::new("schema", SCHEMA)]).expect("a sound schema");
    let mut maker = Maker { choices, program };
    for _ in 0..=maker.choices.below(4) {
        let term = maker.number(4);
        maker.derived(Type::Number(NumberKind::Decimal), Definition::Term(term));
        let cond = maker.cond(1);
        maker.derived(Type::YesNo, Definition::Cond(cond));
    }
    let Maker { choices, program } = maker;
    let mut builder = Builder::new(&program);
    let origin = roster::Origin::default();
    let text = |text: &str| Cell::Text(text.to_owned().into());
    let header = builder.header(KindId(0), &origin, &["id", "weight"]);
    for (id, weight) in [("b0", "2"), ("b1", "-0.5"), ("b2", "")] {
        builder.row(&header, &origin, [text(id), text(weight)]);
    }
    let names = ["id", "bloc", "flag", "few", "some", "part", "large", "count", "day", "level"];
    let header = builder.header(UNIT, &origin, &names);
    let gaps = *choices.of(&[3, 8, 1000]);
    let mut units = Vec::new();
    for _ in 0..choices.below(40) {
        let mut cells = vec![text(BLOCS[choices.below(4)])];
        for values in VALUES {
            let value = *choices.of(values);
            cells.push(if choices.once_in(gaps) { Cell::Blank } else { text(value) });
        }
        units.push(cells);
    }
    for (row, cells) in std::iter::repeat_n(&units, times).flatten().enumerate() {
        builder.row(&header, &origin, std::iter::once(text(&format!("u{row}"))).chain(cells.iter().cloned()));
    }
    let roster = builder.finish().unwrap_or_else(|found| panic!("{found:?}"));
    (program, roster)
}

/// Every derived field of every record is what its definition gives of the record by itself.
fn agree(evaluation: &Evaluation<'_>) -> Result<(), TestCaseError> {
    let fields = &evaluation.program().kinds[UNIT.at()].fields;
    for row in 0..evaluation.roster().len(UNIT) as u32 {
        let hand = Hand::one(UNIT, row);
        for (id, field) in (0u32..).map(FieldId).zip(fields) {
            let Origin::Define(definition) = &field.origin else { continue };
            let expected = match definition {
                Definition::Term(term) => Value::Number(evaluation.number(term, hand)),
                Definition::Cond(cond) => Value::Truth(evaluation.truth(cond, hand)),
            };
            prop_assert_eq!(evaluation.value_of(UNIT, id, row), expected, "{:?} of {}: {:#?}", id, row, definition);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(some(192))]

    #[test]
    fn all_at_once_are_what_each_is(list in choices(400), cuts in prop::collection::vec(0usize..40, 0..4)) {
        let (program, roster) = made(&mut Choices::new(list), 1);
        let mut cuts = cuts;
        cuts.sort_unstable();
        let plain = evaluate(&program, &roster, &Options::default());
        let cut = evaluate(&program, &roster, &Options { cuts, chunk_rows: 7, threads: 2 });
        match (&plain, &cut) {
            (Ok(plain), Ok(cut)) => {
                agree(plain)?;
                agree(cut)?;
            }
            (plain, cut) => prop_assert_eq!(plain.as_ref().err(), cut.as_ref().err()),
        }
    }
}

proptest! {
    #![proptest_config(some(12))]

    /// Where there are more records than are computed at a time.
    #[test]
    fn blocks_follow_each_other(list in choices(400)) {
        let (program, roster) = made(&mut Choices::new(list), 150);
        if let Ok(evaluation) = evaluate(&program, &roster, &Options::default()) {
            agree(&evaluation)?;
        }
    }
}
