//! Four conditions of one person at a time, as each engine would be embedded: compiled once, then asked of one
//! record after the other. A missing value has no place in these engines' records, and a condition on it doesn't hold.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::str::FromStr;
use std::sync::Arc;

use cedar_policy::{Authorizer, Context, Entities, EntityUid, PolicySet, Request, RestrictedExpression};
use serde::Serialize;
use tieuchi::engine::{Evaluation, Options, evaluate};
use tieuchi::program::{ClauseId, KindId, Program};
use tieuchi::roster::{Builder, Origin, Roster};
use tieuchi::source::Source;

use crate::product::{labelled, number, text, yes_no};
use crate::synthetic::{DISCIPLINES, NO_DAYS, RATINGS, Synthetic, TITLES, person_key};
use crate::timing::Timing;

const RULES: &str = include_str!("../rules/person.en.tieuchi");
const CEDAR: &str = include_str!("../policies/person.cedar");
const REGO: &str = include_str!("../policies/person.rego");
/// A missing value is null.
const CEL: [&str; 4] = [
    "rating != null && rating >= 1",
    "discipline != null && discipline >= 2",
    "absent != null && absent > 20",
    "(trained != null && trained) || (title != null && title >= 1)",
];

/// Of how many persons each condition holds.
pub type Held = [u64; 4];

/// What an engine took and said.
#[derive(Serialize)]
pub struct Asked {
    engine: &'static str,
    /// Seconds to make the engine's records from the same columns, run by run.
    records: Vec<f64>,
    /// Seconds to ask the four conditions of all records, run by run.
    conditions: Vec<f64>,
    held: Held,
}

/// A person as these engines take one: labels by their place, nothing where a value is missing.
struct Person {
    rating: Option<i64>,
    title: Option<i64>,
    discipline: Option<i64>,
    absent: Option<i64>,
    trained: Option<bool>,
}

impl Person {
    fn new(made: &Synthetic, row: usize) -> Person {
        let known = |code: u8, labels: usize| (usize::from(code) < labels).then_some(i64::from(code));
        Person {
            rating: known(made.rating[row], RATINGS.len()),
            title: known(made.title[row], TITLES.len()),
            discipline: known(made.discipline[row], DISCIPLINES.len()),
            absent: known(made.absent[row], NO_DAYS.into()),
            trained: known(made.trained[row], 2).map(|code| code == 1),
        }
    }

    fn numbers(&self) -> [(&'static str, Option<i64>); 4] {
        [("rating", self.rating), ("title", self.title), ("discipline", self.discipline), ("absent", self.absent)]
    }
}

/// Asks every engine.
pub fn ask(persons: usize, runs: usize) -> Vec<Asked> {
    let made = Synthetic::new(persons);
    vec![ours(&made, runs), with_cel(&made, runs), with_rego(&made, runs), with_cedar(&made, runs)]
}

/// Times the making of records and the asking.
fn timed<R>(engine: &'static str, runs: usize, make: impl Fn() -> R, ask: impl Fn(&R) -> Held) -> Asked {
    let mut making = Timing { runs, ..Timing::default() };
    making.repeat(&make);
    let records = make();
    let mut asking = Timing { runs, ..Timing::default() };
    asking.repeat(|| ask(black_box(&records)));
    Asked { engine, records: making.seconds, conditions: asking.seconds, held: ask(&records) }
}

fn each<T>(made: &Synthetic, record: impl Fn(Person) -> T) -> Vec<T> {
    (0..made.persons()).map(|row| record(Person::new(made, row))).collect()
}

fn ours(made: &Synthetic, runs: usize) -> Asked {
    let (program, _) = tieuchi::compile(&[Source::new("person.en.tieuchi", RULES)]).expect("sound rules");
    let ask = |roster: &Roster| {
        let evaluation = evaluate(&program, roster, &Options::default()).expect("little work");
        std::array::from_fn(|clause| holding(&evaluation, clause))
    };
    timed("tieuchi", runs, || roster(&program, made), ask)
}

fn holding(evaluation: &Evaluation<'_>, clause: usize) -> u64 {
    let counts = evaluation.counts(ClauseId(clause as u32), tieuchi::engine::Hand::none());
    counts.first().map_or(0, |counts| counts.in_holds)
}

fn roster(program: &Program, made: &Synthetic) -> Roster {
    let mut builder = Builder::new(program);
    let from = Origin::default();
    let header = builder.header(KindId(0), &from, &["id", "rating", "title", "discipline", "absent", "trained"]);
    for row in 0..made.persons() {
        let cells = [
            text(person_key(row)),
            labelled(&RATINGS, made.rating[row]),
            labelled(&TITLES, made.title[row]),
            labelled(&DISCIPLINES, made.discipline[row]),
            number(made.absent[row].into(), NO_DAYS.into()),
            yes_no(made.trained[row]),
        ];
        builder.row(&header, &from, cells);
    }
    builder.finish().expect("sound records")
}

fn with_cel(made: &Synthetic, runs: usize) -> Asked {
    let env = Arc::new(cel::Env::stdlib());
    let programs = CEL.map(|condition| env.compile(condition).expect("sound conditions"));
    let record = |person: Person| {
        let mut context = cel::Context::with_env(Arc::clone(&env));
        for (name, value) in person.numbers() {
            context.add_variable_from_value(name, value.map_or(cel::Value::Null, cel::Value::Int));
        }
        context.add_variable_from_value("trained", person.trained.map_or(cel::Value::Null, cel::Value::Bool));
        context
    };
    let ask = |records: &Vec<cel::Context<'_, '_>>| {
        let mut held = [0; 4];
        for context in records {
            for (count, program) in held.iter_mut().zip(&programs) {
                let holds = program.execute(context).expect("a value");
                *count += u64::from(matches!(holds, cel::Value::Bool(true)));
            }
        }
        held
    };
    timed("cel", runs, || each(made, record), ask)
}

fn with_rego(made: &Synthetic, runs: usize) -> Asked {
    let mut engine = regorus::Engine::new();
    engine.add_policy("person.rego".into(), REGO.into()).expect("a sound policy");
    let policy = engine.compile_with_entrypoint(&"data.person.holds".into()).expect("a rule of the policy");
    let record = |person: Person| {
        let numbers = person.numbers().into_iter().filter_map(|(name, value)| Some((name.into(), value?.into())));
        let mut fields: BTreeMap<regorus::Value, regorus::Value> = numbers.collect();
        if let Some(trained) = person.trained {
            fields.insert("trained".into(), trained.into());
        }
        regorus::Value::from(fields)
    };
    let numbers = [1_u64, 2, 3, 4].map(regorus::Value::from);
    let ask = |records: &Vec<regorus::Value>| {
        let mut held = [0; 4];
        for input in records {
            let holds = policy.eval_with_input(input.clone()).expect("a value");
            let holds = holds.as_set().expect("a set");
            for (count, number) in held.iter_mut().zip(&numbers) {
                *count += u64::from(holds.contains(number));
            }
        }
        held
    };
    timed("regorus", runs, || each(made, record), ask)
}

fn with_cedar(made: &Synthetic, runs: usize) -> Asked {
    let policies = PolicySet::from_str(CEDAR).expect("sound policies");
    let anybody = EntityUid::from_str("Person::\"any\"").expect("an identifier");
    let (authorizer, entities) = (Authorizer::new(), Entities::empty());
    let record = |person: Person| {
        let numbers = person.numbers().into_iter();
        let numbers = numbers.filter_map(|(name, value)| Some((name.into(), RestrictedExpression::new_long(value?))));
        let trained = person.trained.map(|trained| ("trained".into(), RestrictedExpression::new_bool(trained)));
        let context = Context::from_pairs(numbers.chain(trained)).expect("no name twice");
        Request::new(anybody.clone(), anybody.clone(), anybody.clone(), context, None).expect("no schema to break")
    };
    let ask = |records: &Vec<Request>| {
        let mut held = [0; 4];
        for request in records {
            // One request is decided by all policies; those that hold are its reasons.
            for policy in authorizer.is_authorized(request, &policies, &entities).diagnostics().reason() {
                // Named in the order of the text: policy0, policy1, …
                let name: &str = policy.as_ref();
                let number = name.bytes().last().map_or(0, |digit| usize::from(digit - b'0'));
                held[number] += 1;
            }
        }
        held
    };
    timed("cedar-policy", runs, || each(made, record), ask)
}
