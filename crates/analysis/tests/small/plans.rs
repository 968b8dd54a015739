//! Plans for small rosters, held against all ways to change them.

use std::rc::Rc;

use serde_json::{Map, Value, json};
use tieuchi::engine::{Options, evaluate};
use tieuchi::exact::Exact;
use tieuchi::program::{CriterionId, FieldId, KindId, Program};
use tieuchi::roster::{Builder, Roster, kind_named};
use tieuchi::source::Source;
use tieuchi::verdict::Verdict;
use tieuchi_analysis::plan::{Answer, Clash, FieldCost, Given, Open, Proof, Request, plan};
use tieuchi_analysis::solver::{GoOn, Limits};

use super::super::choices::Choices;
use super::judged::{Judge, holds};

const SCHEMA: &str = r#"tieuchi 1, en

document "D"
  item 1 "Everything"

scale rating
  none < "Done" < "Well"

scale title
  none < "Advanced" < "Excellent"

record unit
  id: text key
  effective: yes/no

record person, plural people
  id: text key
  unit: unit
  rating: rating
  holds: yes/no
  points: count 0 to 3

define person.diligent: rating at least "Done" and holds

award person.grade: title
  cites 1
  "Excellent" when rating "Well" and points at least 2
  "Advanced" when diligent
  otherwise none

award unit.title: title
  cites 1
  "Excellent" when all of
    a) 100% of people in the unit have rating at least "Done", of which at least 70% have holds
    b) effective
  "Advanced" when more than 50% of people in the unit have grade at least "Advanced"
  otherwise none

define unit.sum: total points of people in the unit

define unit.mean: average points of people in the unit

define unit.mean_of_holders: average points of people in the unit where holds

score unit.table: out of 10
  cites 1
  a) "Who does well" out of 6: 2 * (number of people in the unit where rating "Well")
  b) "Effective" out of 4: 4 when effective; 1 when unit.sum at least 3

criterion 0 "Not a goal"
  cites 1
  more than 50% of people have holds
"#;

/// What may be required.
pub const CRITERIA: &[&str] = &[
    "at least 70% of people have rating at least \"Done\"",
    "at most 1/3 of people are diligent",
    "at most 15% of people have holds, of which at least 1 has rating \"Well\"",
    "100% of people have rating at least \"Done\", of which at least 50% have grade \"Excellent\"",
    "at least 1 unit has title \"Excellent\"",
    "100% of units have title at least \"Advanced\", of which at most 1 has title \"Excellent\"",
    "no person has rating is none and holds",
    "exactly 2 people have points at least 2",
    "between 1 and 2 people where holds have rating \"Well\"",
    "exactly 50% of people have holds",
    "at most 20% rounded up of people have grade \"Excellent\"",
    "total points of people at least 5",
    "total points of people at most 2",
    "for each unit:\n  unit.sum at least 2",
    "for each unit:\n  at least 1 person in the unit has holds",
    "for each unit where effective:\n  at most 50% of people in the unit have rating \"Well\"",
    "for each unit:\n  unit.table at least 5",
    "for each unit:\n  mean at least 1",
    "for each unit:\n  mean_of_holders at least 2",
    "(average points of people where holds) at least 3/2",
    "(average points of people where rating at least \"Done\") below 2",
    "(average points of people where holds) above (average points of people)",
    "at least 1 unit has mean_of_holders between 1 and 2",
    "more than 50% of people where rating at least \"Done\" have holds",
    "at least 2 people have unit.title at least \"Advanced\"",
    "at least 1 person has points is missing",
    "at least 50% of people have rating at least \"Done\", of the rest at most 1 has holds",
    "at least 2 of\n  a) at least 1 person has rating \"Well\"\n  b) no person has holds\n  c) at least 2 people have points is 3",
    "less than 50% of people where holds have rating \"Well\"",
    "for each unit:\n  less than 1/3 of people in the unit where holds have rating \"Well\"\n  if there are none: met",
    "meets 0 or no person has holds",
    "no person has points at least 3 or number of units at most 0",
];

const RATINGS: [&str; 3] = ["none", "Done", "Well"];

/// A small roster: units by whether they are effective, people.
#[derive(Debug, Clone)]
pub struct World {
    pub units: Vec<Option<bool>>,
    pub people: Vec<Person>,
}

#[derive(Debug, Clone)]
pub struct Person {
    pub unit: usize,
    pub rating: Option<usize>,
    pub holds: Option<bool>,
    pub points: Option<i64>,
}

/// A field that may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Rating,
    Holds,
    Points,
    Effective,
}

/// A field that may change, with what a change of it and each step of it cost.
#[derive(Debug, Clone, Copy)]
pub struct Free {
    pub field: Field,
    pub each: i64,
    pub step: i64,
}

impl Field {
    fn of(self) -> (&'static str, &'static str) {
        match self {
            Field::Rating => ("person", "rating"),
            Field::Holds => ("person", "holds"),
            Field::Points => ("person", "points"),
            Field::Effective => ("unit", "effective"),
        }
    }

    fn id(self, program: &Program) -> (KindId, FieldId) {
        let (kind, field) = self.of();
        let kind = kind_named(program, kind).expect("a kind");
        let field = program.kinds[kind.at()].fields.iter().position(|own| own.name.is(field)).expect("a field");
        (kind, FieldId(field as u32))
    }

    /// What it may become.
    fn values(self) -> Vec<Value> {
        match self {
            Field::Rating => RATINGS.iter().map(|rating| json!(rating)).collect(),
            Field::Holds | Field::Effective => vec![json!(true), json!(false)],
            Field::Points => (0..=3).map(|points| json!(points)).collect(),
        }
    }

    /// How far one value is from another.
    fn steps(self, from: &Value, to: &Value) -> i64 {
        let place = |value| self.values().iter().position(|other| other == value);
        match (self, place(from), place(to)) {
            (Field::Rating | Field::Points, Some(from), Some(to)) => from.abs_diff(to) as i64,
            _ => 1,
        }
    }
}

impl Free {
    /// A change of a field costs 1.
    pub fn of(field: Field) -> Free {
        Free { field, each: 1, step: 0 }
    }

    fn cost(self, from: &Value, to: &Value) -> i64 {
        self.each + self.step * self.field.steps(from, to)
    }
}

/// A world and what is asked for it.
#[derive(Debug, Clone)]
pub struct Case {
    pub world: World,
    /// What is to be met, of [`CRITERIA`].
    pub criteria: Vec<usize>,
    pub free: Vec<Free>,
    /// A person who stays as he is.
    pub fixed: Option<usize>,
}

impl Case {
    /// What choices make, with up to so many people; with gaps, values are missing now and then.
    pub fn made(choices: &mut Choices, most: usize, gaps: bool) -> Case {
        const FIELDS: &[&[Field]] = &[
            &[Field::Rating],
            &[Field::Holds],
            &[Field::Points],
            &[Field::Rating, Field::Holds],
            &[Field::Holds, Field::Effective],
            &[Field::Rating, Field::Effective],
            &[Field::Points, Field::Effective],
        ];
        const COSTS: &[(i64, i64)] = &[(1, 0), (1, 0), (2, 0), (1, 1), (0, 1), (0, 2)];
        let free = choices.of(FIELDS).iter().map(|field| {
            // What a step is from a value that is missing isn't said.
            let (each, step) = if gaps { (1, 0) } else { *choices.of(COSTS) };
            Free { field: *field, each, step }
        });
        let free = free.collect();
        let criteria = (0..=choices.below(3)).map(|_| choices.below(CRITERIA.len())).collect();
        let value = |choices: &mut Choices, below: usize| (!(gaps && choices.once_in(4))).then(|| choices.below(below));
        let units = (0..2).map(|_| value(choices, 2).map(|yes| yes == 1)).collect();
        let people = (0..=choices.below(most)).map(|_| Person {
            unit: choices.below(2),
            rating: value(choices, 3),
            holds: value(choices, 2).map(|yes| yes == 1),
            points: value(choices, 4).map(|points| points as i64),
        });
        let people = people.collect();
        let fixed = choices.once_in(2).then(|| choices.below(most));
        Case { world: World { units, people }, criteria, free, fixed }
    }
}

type Rows = Vec<Map<String, Value>>;

/// The records as cells, units and people.
fn rows(world: &World) -> [Rows; 2] {
    let object = |value: Value| value.as_object().expect("an object").clone();
    let units = world
        .units
        .iter()
        .enumerate()
        .map(|(at, effective)| object(json!({ "id": format!("U{at}"), "effective": effective })));
    let people = world.people.iter().enumerate().map(|(at, person)| {
        object(json!({
            "id": format!("P{at}"),
            "unit": format!("U{}", person.unit),
            "rating": person.rating.map(|rating| RATINGS[rating]),
            "holds": person.holds,
            "points": person.points,
        }))
    });
    [units.collect(), people.collect()]
}

fn roster(program: &Program, [units, people]: &[Rows; 2]) -> Roster {
    let mut builder = Builder::new(program);
    for (kind, rows) in [("unit", units), ("person", people)] {
        builder.given(kind_named(program, kind).expect("a kind"));
        for row in rows {
            builder.add(kind, row).expect("a record");
        }
    }
    builder.finish().expect("sound records")
}

/// Criteria with their verdicts as things are.
type Before = [(CriterionId, Verdict)];

/// Whether criteria are met; one that spoke of nobody may go on doing so.
fn good(judge: &dyn Judge, before: &Before) -> bool {
    before.iter().all(|(id, before)| match judge.verdict(*id) {
        Verdict::Met => true,
        Verdict::NotApplicable => *before == Verdict::NotApplicable,
        Verdict::NotMet | Verdict::Undetermined => false,
    })
}

/// The least cost by trying all ways, the cheapest first.
fn least(program: &Program, start: &[Rows; 2], case: &Case, before: &Before) -> Option<i64> {
    let mut ways: Vec<(i64, [Rows; 2])> = vec![(0, start.clone())];
    for free in &case.free {
        let (kind, name) = free.field.of();
        let table = usize::from(kind == "person");
        for row in (0..start[table].len()).filter(|row| table == 0 || Some(*row) != case.fixed) {
            let now = start[table][row][name].clone();
            let others = |(cost, rows): (i64, [Rows; 2])| {
                let others = free.field.values().into_iter().filter(|value| *value != now).map(|value| {
                    let mut rows = rows.clone();
                    let cost = cost + free.cost(&now, &value);
                    rows[table][row].insert(name.to_owned(), value);
                    (cost, rows)
                });
                others.chain([(cost, rows.clone())]).collect::<Vec<_>>()
            };
            ways = ways.into_iter().flat_map(others).collect();
        }
    }
    ways.sort_by_key(|(cost, _)| *cost);
    let does = |rows: &[Rows; 2]| {
        let roster = roster(program, rows);
        good(&evaluate(program, &roster, &Options::default()).expect("small records"), before)
    };
    ways.into_iter().find(|(_, rows)| does(rows)).map(|(cost, _)| cost)
}

/// The program that requires something, behind what is no goal.
pub fn program(criteria: &[usize]) -> Program {
    let mut text = SCHEMA.to_owned();
    for (at, criterion) in criteria.iter().enumerate() {
        text.push_str(&format!("\ncriterion 1.{at} \"C{at}\"\n  cites 1\n  {}\n", CRITERIA[*criterion]));
    }
    match tieuchi::compile(&[Source::new("rules.tieuchi", &text)]) {
        Ok((program, _)) => program,
        Err(findings) => panic!("{text}\n{findings:#?}"),
    }
}

/// What is said of a plan is so: it does, and no way that costs less does where it is called the least; none does where that
/// is said.
pub fn hold(case: &Case, limits: Limits) {
    let program = program(&case.criteria);
    let start = rows(&case.world);
    let person = kind_named(&program, "person").expect("a kind");
    let goals: Vec<CriterionId> = (1..=case.criteria.len() as u32).map(CriterionId).collect();
    let cost = |free: &Free| FieldCost { each: Exact::from(free.each), step: Exact::from(free.step) };
    let request = Request {
        goals: goals.clone(),
        may_change: case.free.iter().map(|free| free.field.id(&program)).collect(),
        costs: case.free.iter().map(|free| (free.field.id(&program), cost(free))).collect(),
        fixed: case.fixed.map(|row| (person, row as u32)).into_iter().collect(),
        limits,
        ..Request::default()
    };
    let records = roster(&program, &start);
    let evaluation = evaluate(&program, &records, &Options::default()).expect("small records");
    let before: Vec<(CriterionId, Verdict)> = goals.iter().map(|id| (*id, evaluation.verdict(*id))).collect();
    let least = |before: &Before| least(&program, &start, case, before);
    let cheapest = least(&before);
    let answer = plan(&program, &records, &request, &(Rc::new(|| true) as GoOn)).expect("it can be asked");
    let what = || format!("{case:?}\n{answer:?}");
    match &answer {
        Answer::Met => assert_eq!(cheapest, Some(0), "{}", what()),
        Answer::Plan(found) => {
            let mut rows = start.clone();
            let mut cost = 0;
            for change in &found.changes {
                let (kind, field) = (change.kind, change.field);
                let free =
                    case.free.iter().find(|free| free.field.id(&program) == (kind, field)).expect("it may change");
                let (table, row) = (usize::from(kind == person), change.row as usize);
                assert!(table == 0 || case.fixed != Some(row), "{}", what());
                let value = match &change.to {
                    Given::Missing => Value::Null,
                    Given::YesNo(value) => json!(value),
                    Given::Label(label) => json!(RATINGS[*label as usize]),
                    Given::Number(value) => json!(value.to_i64().expect("a whole number")),
                    Given::Date(_) => unreachable!("there is no day"),
                };
                let cell = &mut rows[table][row][free.field.of().1];
                cost += free.cost(cell, &value);
                *cell = value;
            }
            assert_eq!(found.cost.to_i64(), Some(cost), "{}", what());
            assert!(holds(&program, &roster(&program, &rows), |judge| good(judge, &before)), "{}", what());
            match &found.proof {
                Proof::Least => assert_eq!(Some(cost), cheapest, "{}", what()),
                Proof::NotProven { at_least, .. } => {
                    assert!(cheapest.is_some_and(|cheapest| cheapest <= cost), "{}", what());
                    let low = at_least.as_ref().zip(cheapest);
                    assert!(low.is_none_or(|(low, cheapest)| *low <= Exact::from(cheapest)), "{}", what());
                }
            }
            // Each change is needed for something.
            let needed = found.changes.iter().all(|change| !change.serves.is_empty());
            assert!(found.proof != Proof::Least || needed, "{}", what());
        }
        Answer::Impossible { clash, minimal } => {
            assert_eq!(cheapest, None, "{}", what());
            // What is said to clash does, without the other criteria.
            let only = |left_out: Option<CriterionId>| {
                let clashes = |id: CriterionId| clash.iter().any(|clash| clash.criterion == id) && left_out != Some(id);
                before.iter().filter(|(id, _)| clashes(*id)).copied().collect::<Vec<_>>()
            };
            assert!(!only(None).is_empty(), "{}", what());
            assert_eq!(least(&only(None)), None, "{}", what());
            // Where each is needed, the others can be met without it; unless a criterion is required piece by piece, and the
            // other pieces are required still.
            let whole = |clash: &Clash| {
                clash.record.is_none()
                    && program.criteria.get(clash.criterion.at()).is_some_and(|own| own.text == clash.text)
            };
            if *minimal && clash.iter().all(whole) {
                for one in clash {
                    assert!(least(&only(Some(one.criterion))).is_some(), "{} isn't needed\n{}", one.text, what());
                }
            }
        }
        Answer::Undecided(Open::Beyond(_)) => {}
        Answer::Undecided(Open::Limit(_)) => assert!(limits != Limits::default(), "{}", what()),
        Answer::Undecided(Open::NotConfirmed) => panic!("{}", what()),
    }
}
