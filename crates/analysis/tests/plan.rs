//! Plans against all ways to change small rosters.

use std::rc::Rc;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tieuchi::engine::{Options, evaluate};
use tieuchi::program::{CriterionId, FieldId, KindId, Program};
use tieuchi::roster::{Builder, Roster, kind_named};
use tieuchi::source::Source;
use tieuchi::verdict::Verdict;
use tieuchi_analysis::plan::{Answer, Given, Proof, Request, plan};
use tieuchi_analysis::solver::GoOn;

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
const CRITERIA: &[&str] = &[
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

/// A small roster: units by whether they are effective, persons.
#[derive(Debug, Clone)]
struct World {
    units: Vec<Option<bool>>,
    people: Vec<Person>,
}

#[derive(Debug, Clone)]
struct Person {
    unit: usize,
    rating: Option<usize>,
    holds: Option<bool>,
    points: Option<i64>,
}

const RATINGS: [&str; 3] = ["none", "Done", "Well"];

/// A field that may change, with what it costs and its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Rating,
    Holds,
    Points,
    Effective,
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
        let kind = kind_named(program, kind).unwrap();
        let field = program.kinds[kind.at()].fields.iter().position(|own| own.name.is(field)).unwrap();
        (kind, FieldId(field as u32))
    }

    fn values(self) -> Vec<Value> {
        match self {
            Field::Rating => RATINGS.iter().map(|rating| json!(rating)).collect(),
            Field::Holds | Field::Effective => vec![json!(true), json!(false)],
            Field::Points => (0..=3).map(|points| json!(points)).collect(),
        }
    }
}

type Rows = Vec<Map<String, Value>>;

/// The records as cells, units and people.
fn rows(world: &World) -> [Rows; 2] {
    let object = |value: Value| value.as_object().unwrap().clone();
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
        builder.given(kind_named(program, kind).unwrap());
        for row in rows {
            builder.add(kind, row).unwrap();
        }
    }
    builder.finish().unwrap()
}

/// Whether criteria are met; one that spoke of nobody may go on doing so.
fn good(program: &Program, rows: &[Rows; 2], before: &[(CriterionId, Verdict)]) -> bool {
    let roster = roster(program, rows);
    let evaluation = evaluate(program, &roster, &Options::default()).unwrap();
    before.iter().all(|(id, before)| match evaluation.verdict(*id) {
        Verdict::Met => true,
        Verdict::NotApplicable => *before == Verdict::NotApplicable,
        Verdict::NotMet | Verdict::Undetermined => false,
    })
}

/// The least number of changes by trying all, those with fewest changes first.
fn least(
    program: &Program,
    start: &[Rows; 2],
    fields: &[Field],
    fixed: Option<usize>,
    before: &[(CriterionId, Verdict)],
) -> Option<u64> {
    let mut places = Vec::new();
    for field in fields {
        let table = usize::from(field.of().0 == "person");
        for row in (0..start[table].len()).filter(|row| table == 0 || Some(*row) != fixed) {
            places.push((table, row, *field));
        }
    }
    let mut ways: Vec<(u64, [Rows; 2])> = vec![(0, start.clone())];
    for (table, row, field) in places {
        let name = field.of().1;
        let now = start[table][row][name].clone();
        ways = ways
            .into_iter()
            .flat_map(|(cost, rows)| {
                let others = field.values().into_iter().filter(|value| *value != now).map(|value| {
                    let mut rows = rows.clone();
                    rows[table][row].insert(name.to_owned(), value);
                    (cost + 1, rows)
                });
                others.chain([(cost, rows.clone())]).collect::<Vec<_>>()
            })
            .collect();
    }
    ways.sort_by_key(|(cost, _)| *cost);
    ways.into_iter().find(|(_, rows)| good(program, rows, before)).map(|(cost, _)| cost)
}

fn program(criteria: &[usize]) -> Program {
    let mut text = SCHEMA.to_owned();
    for (at, criterion) in criteria.iter().enumerate() {
        text.push_str(&format!("\ncriterion 1.{at} \"C{at}\"\n  cites 1\n  {}\n", CRITERIA[*criterion]));
    }
    match tieuchi::compile(&[Source::new("rules.tieuchi", &text)]) {
        Ok((program, _)) => program,
        Err(findings) => panic!("{text}\n{findings:#?}"),
    }
}

fn world(people: std::ops::Range<usize>, missing: u32) -> impl Strategy<Value = World> {
    let some = move |of: BoxedStrategy<i64>| prop_oneof![20 => of.prop_map(Some), missing => Just(None)];
    let person = (0usize..2, some((0i64..3).boxed()), some((0i64..2).boxed()), some((0i64..4).boxed()));
    let units = proptest::collection::vec(some((0i64..2).boxed()), 2);
    (units, proptest::collection::vec(person, people)).prop_map(|(units, people)| World {
        units: units.into_iter().map(|effective| effective.map(|yes| yes == 1)).collect(),
        people: people
            .into_iter()
            .map(|(unit, rating, holds, points)| Person {
                unit,
                rating: rating.map(|rating| rating as usize),
                holds: holds.map(|holds| holds == 1),
                points,
            })
            .collect(),
    })
}

/// A plan for a world, held against all ways; the answer for whoever wants to look.
fn hold(world: &World, criteria: &[usize], fields: &[Field], fixed: Option<usize>) -> Result<(), TestCaseError> {
    let program = program(criteria);
    let start = rows(world);
    let roster = roster(&program, &start);
    let person = kind_named(&program, "person").unwrap();
    let goals: Vec<CriterionId> = (1..=criteria.len() as u32).map(CriterionId).collect();
    let request = Request {
        goals: goals.clone(),
        may_change: fields.iter().map(|field| field.id(&program)).collect(),
        fixed: fixed.map(|row| (person, row as u32)).into_iter().collect(),
        ..Request::default()
    };
    let evaluation = evaluate(&program, &roster, &Options::default()).unwrap();
    let before: Vec<(CriterionId, Verdict)> = goals.iter().map(|id| (*id, evaluation.verdict(*id))).collect();
    let fewest = least(&program, &start, fields, fixed, &before);
    let answer = plan(&program, &roster, &request, &(Rc::new(|| true) as GoOn)).unwrap();
    match &answer {
        Answer::Met => prop_assert_eq!(fewest, Some(0)),
        Answer::Plan(found) => {
            prop_assert_eq!(found.cost.to_i64(), Some(found.changes.len() as i64));
            let mut rows = start.clone();
            for change in &found.changes {
                let table = usize::from(change.kind == person);
                let name = program.kinds[change.kind.at()].fields[change.field.at()].name.canonical();
                let value = match &change.to {
                    Given::Missing => Value::Null,
                    Given::YesNo(value) => json!(value),
                    Given::Label(label) => json!(RATINGS[*label as usize]),
                    Given::Number(value) => json!(value.to_i64().unwrap()),
                    Given::Date(_) => unreachable!(),
                };
                prop_assert!(fixed != Some(change.row as usize) || change.kind != person);
                rows[table][change.row as usize].insert(name.to_owned(), value);
            }
            prop_assert!(good(&program, &rows, &before));
            match &found.proof {
                Proof::Least => prop_assert_eq!(Some(found.changes.len() as u64), fewest, "{:?}", found),
                Proof::NotProven { .. } => prop_assert!(Some(found.changes.len() as u64) >= fewest),
            }
            // Each change is needed for something.
            prop_assert!(found.proof != Proof::Least || found.changes.iter().all(|change| !change.serves.is_empty()));
        }
        Answer::Impossible { clash, .. } => {
            prop_assert_eq!(fewest, None);
            // What is said to clash does, without the other criteria.
            let clashing: Vec<(CriterionId, Verdict)> =
                before.iter().filter(|(id, _)| clash.iter().any(|clash| clash.criterion == *id)).copied().collect();
            prop_assert!(!clashing.is_empty());
            prop_assert_eq!(least(&program, &start, fields, fixed, &clashing), None);
        }
        Answer::Undecided(why) => {
            let said = format!("{why:?}");
            prop_assert!(said.contains("Beyond"), "{said}");
        }
    }
    Ok(())
}

fn fields() -> impl Strategy<Value = Vec<Field>> {
    prop::sample::select(vec![
        vec![Field::Rating],
        vec![Field::Holds],
        vec![Field::Points],
        vec![Field::Rating, Field::Holds],
        vec![Field::Holds, Field::Effective],
        vec![Field::Rating, Field::Effective],
        vec![Field::Points, Field::Effective],
    ])
}

#[test]
fn all_that_may_be_required_can_be_read() {
    program(&(0..CRITERIA.len()).collect::<Vec<usize>>());
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn plans_are_least(
        world in world(1..5, 0),
        criteria in proptest::collection::vec(0..CRITERIA.len(), 1..4),
        fields in fields(),
        fixed in proptest::option::of(0usize..4),
    ) {
        hold(&world, &criteria, &fields, fixed)?;
    }

    #[test]
    fn plans_of_rosters_with_gaps_hold(
        world in world(1..4, 6),
        criteria in proptest::collection::vec(0..CRITERIA.len(), 1..3),
        fields in fields(),
    ) {
        hold(&world, &criteria, &fields, None)?;
    }
}
