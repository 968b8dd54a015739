//! Plans for many units that criteria over all of them tie together: how long they take.

use std::rc::Rc;

use serde_json::{Value, json};
use tieuchi::engine::{Options, evaluate};
use tieuchi::program::{CriterionId, FieldId, Program};
use tieuchi::roster::{Builder, Roster, kind_named};
use tieuchi::source::Source;
use tieuchi::verdict::Verdict;
use tieuchi_analysis::plan::{Answer, Given, Plan, Proof, Request, plan};
use tieuchi_analysis::solver::{GoOn, Limits};

const TITLES: &str = include_str!("../../../rules/danh-hieu-2022/titles.en.tieuchi");

/// What a province asks for beside the law.
const PROVINCE: &str = r#"tieuchi 1, en

document "P"
  item 1 "Titles of agencies"
  item 2 "Titles of persons"

criterion P.1 "A fifth of the agencies are excellent"
  cites "P" 1
  at least 20% of units have title "Tập thể lao động xuất sắc"

criterion P.2 "Seven in ten are Advanced Workers"
  cites "P" 2
  at least 70% of persons have title at least "Lao động tiên tiến"

criterion P.3 "Most agencies are advanced"
  cites "P" 1
  at least 80% of units have title at least "Tập thể lao động tiên tiến"

criterion P.4 "Emulation Fighters are at least 5% of all"
  cites "P" 2
  at least 5% of persons have title "Chiến sĩ thi đua cơ sở"

criterion P.5 "At most a fifth are rated excellent"
  cites "P" 2
  at most 20% of persons have rating "Hoàn thành xuất sắc nhiệm vụ"
"#;

/// Numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n
    }

    fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }
}

fn program() -> Program {
    match tieuchi::compile(&[Source::new("titles.tieuchi", TITLES), Source::new("province.tieuchi", PROVINCE)]) {
        Ok((program, _)) => program,
        Err(findings) => panic!("{findings:#?}"),
    }
}

/// Agencies of 20 to 200 persons; `makes`: how many of them differ.
fn province(program: &Program, units: u64, makes: u64, seed: u64) -> Roster {
    let mut builder = Builder::new(program);
    for kind in ["unit", "person", "initiative"] {
        builder.given(kind_named(program, kind).unwrap());
    }
    let mut add = |kind: &str, row: Value| builder.add(kind, row.as_object().unwrap()).unwrap();
    for unit in 0..units {
        let mut dice = Dice(seed * 1_000_003 + unit % makes + 1);
        (0..20).for_each(|_| {
            dice.below(2);
        });
        let id = format!("U{unit}");
        add(
            "unit",
            json!({ "id": id, "plan_completed": true, "movement_effective": dice.percent(95),
            "united": true, "creative": dice.percent(70) }),
        );
        let (well, titled) = (60 + dice.below(35), 40 + dice.below(55));
        for person in 0..20 + dice.below(181) {
            let key = format!("U{unit}-{person}");
            let rating = match dice.below(100) {
                excellent if excellent < 15 => "Hoàn thành xuất sắc nhiệm vụ",
                good if good < well => "Hoàn thành tốt nhiệm vụ",
                _ => "Hoàn thành nhiệm vụ",
            };
            let good = rating != "Hoàn thành nhiệm vụ";
            let fighter = good && dice.percent(4);
            let title = match () {
                () if fighter => "Chiến sĩ thi đua cơ sở",
                () if good && dice.percent(titled) => "Lao động tiên tiến",
                () => "none",
            };
            add(
                "person",
                json!({ "id": key, "unit": id, "recruited": "2015-01-01", "months_worked": 12, "months_on_leave": 0,
                "maternity_leave": false, "rating": rating, "discipline": "none", "law_abiding": dice.percent(98),
                "keeps_learning": true, "good_character": true, "title": title }),
            );
            if fighter || dice.percent(10) {
                add(
                    "initiative",
                    json!({ "id": format!("I{key}"), "author": key, "kind": "Sáng kiến",
                    "recognised": true, "applied": true }),
                );
            }
        }
    }
    builder.finish().unwrap()
}

fn request(program: &Program, fields: &[&str], goals: &[&str]) -> Request {
    let person = kind_named(program, "person").unwrap();
    let field = |name: &&str| {
        let fields = &program.kinds[person.at()].fields;
        (person, FieldId(fields.iter().position(|field| field.name.is(name)).unwrap() as u32))
    };
    let goal = |name: &&str| CriterionId(program.criteria.iter().position(|own| own.id == **name).unwrap() as u32);
    Request {
        may_change: fields.iter().map(field).collect(),
        goals: goals.iter().map(goal).collect(),
        limits: Limits { steps: 1_000_000_000 },
        ..Request::default()
    }
}

const SMALL: &str = r#"tieuchi 1, en

document "D"
  item 1 "Everything"

scale title
  none < "Advanced" < "Excellent"

record unit
  id: text key
  effective: yes/no

record person, plural people
  id: text key
  unit: unit
  good: yes/no
  title: title

award unit.title: title
  cites 1
  "Excellent" when all of
    a) effective
    b) at least 1 person in the unit has title "Excellent"
    c) at least 50% of people in the unit have title at least "Advanced"
  "Advanced" when at least 50% of people in the unit have title at least "Advanced"
  otherwise none

criterion E "For each"
  cites 1
  for each unit:
  at most 50% of people in the unit have title "Excellent"
"#;

/// Criteria over all units and persons.
const OVER_ALL: &[&str] = &[
    "at least 40% of units have title \"Excellent\"",
    "at least 80% of units have title at least \"Advanced\"",
    "at least 60% of people have title at least \"Advanced\"",
    "at most 30% of people have title \"Excellent\"",
    "100% of people where title \"Excellent\" have good",
    "exactly 2 units have title \"Excellent\"",
    "at least 3 people where good have title is none",
    "at most 1 unit has title is none",
];

/// Small rosters of units that are alike or not, against all changes of their persons' titles.
#[test]
fn small_coupled_rosters_against_all_changes() {
    const TITLES: [&str; 3] = ["none", "Advanced", "Excellent"];
    let mut dice = Dice(0x5eed);
    (0..20).for_each(|_| {
        dice.below(2);
    });
    let (mut planned, mut least) = (0, 0);
    for round in 0..40 {
        let mut text = SMALL.to_owned();
        let over: Vec<u64> = (0..2 + dice.below(2)).map(|_| dice.below(OVER_ALL.len() as u64)).collect();
        for (at, over) in over.iter().enumerate() {
            text.push_str(&format!("\ncriterion A.{at} \"A\"\n  cites 1\n  {}\n", OVER_ALL[*over as usize]));
        }
        let (program, _) = tieuchi::compile(&[Source::new("rules.tieuchi", &text)]).unwrap();
        // Four units of two persons; in every other round they are of two makes.
        let makes: Vec<(bool, [(bool, usize); 2])> =
            (0..4).map(|_| (dice.percent(70), [(); 2].map(|()| (dice.percent(70), dice.below(3) as usize)))).collect();
        let make = |unit: usize| makes[if round % 2 == 0 { unit % 2 } else { unit }];
        let roster = |titles: &[usize]| {
            let mut builder = Builder::new(&program);
            for unit in 0..4 {
                let id = format!("U{unit}");
                let row = json!({ "id": id, "effective": make(unit).0 });
                builder.add("unit", row.as_object().unwrap()).unwrap();
                for (person, (good, _)) in make(unit).1.iter().enumerate() {
                    let title = TITLES[titles[unit * 2 + person]];
                    let row = json!({ "id": format!("{id}-{person}"), "unit": id, "good": good, "title": title });
                    builder.add("person", row.as_object().unwrap()).unwrap();
                }
            }
            builder.finish().unwrap()
        };
        let start: Vec<usize> = (0..4).flat_map(|unit| make(unit).1.map(|(_, title)| title)).collect();
        let goals: Vec<CriterionId> = (0..program.criteria.len() as u32).map(CriterionId).collect();
        let now = roster(&start);
        let evaluation = evaluate(&program, &now, &Options::default()).unwrap();
        let before: Vec<Verdict> = goals.iter().map(|goal| evaluation.verdict(*goal)).collect();
        let good = |titles: &[usize]| {
            let roster = roster(titles);
            let evaluation = evaluate(&program, &roster, &Options::default()).unwrap();
            goals.iter().zip(&before).all(|(goal, before)| match evaluation.verdict(*goal) {
                Verdict::Met => true,
                Verdict::NotApplicable => *before == Verdict::NotApplicable,
                Verdict::NotMet | Verdict::Undetermined => false,
            })
        };
        let mut ways: Vec<(usize, Vec<usize>)> = (0..3usize.pow(8))
            .map(|way| {
                let titles: Vec<usize> = (0..8).map(|at| way / 3usize.pow(at) % 3).collect();
                (titles.iter().zip(&start).filter(|(to, from)| to != from).count(), titles)
            })
            .collect();
        ways.sort();
        let fewest = ways.iter().find(|(_, titles)| good(titles)).map(|(changes, _)| *changes);
        let said = plan(&program, &now, &request(&program, &["title"], &[]), &(Rc::new(|| true) as GoOn)).unwrap();
        match &said {
            Answer::Met => assert_eq!(fewest, Some(0), "{text}"),
            Answer::Plan(found) => {
                planned += 1;
                let mut titles = start.clone();
                for change in &found.changes {
                    let Given::Label(label) = change.to else { panic!("{change:?}") };
                    titles[change.row as usize] = label as usize;
                }
                assert!(good(&titles), "{text}\n{found:?}");
                assert!(Some(found.changes.len()) >= fewest, "{text}");
                if found.proof == Proof::Least {
                    least += 1;
                    assert_eq!(Some(found.changes.len()), fewest, "{text}\n{found:?}");
                }
            }
            Answer::Impossible { .. } => assert_eq!(fewest, None, "{text}"),
            Answer::Undecided(why) => panic!("{why:?}\n{text}"),
        }
    }
    assert!(planned > 5 && least == planned, "{least} of {planned}");
}

/// A province of agencies, each another one, ends with a plan that is proven least; one of few makes too.
#[test]
fn agencies_under_criteria_over_all_of_them() {
    let program = program();
    let request = request(&program, &["title"], &["DH.1", "DH.2", "DH.3.1", "P.1", "P.2", "P.3", "P.4"]);
    for (units, seed) in [(10, 1), (30, 2)] {
        let roster = province(&program, units, units, seed);
        match plan(&program, &roster, &request, &(Rc::new(|| true) as GoOn)).unwrap() {
            Answer::Plan(found) => assert_eq!(found.proof, Proof::Least),
            other => panic!("{other:?}"),
        }
    }
}

/// What is measured for docs/plan.md: `cargo test --release -p tieuchi-analysis --test coupled -- --ignored --nocapture`.
#[test]
#[ignore = "a measure"]
fn measure() {
    let program = program();
    let sizes = std::env::var("UNITS").unwrap_or_else(|_| "10,100,1000".to_owned());
    let only = std::env::var("ONLY").ok();
    for (name, fields, goals) in [
        ("titles", &["title"][..], &["DH.1", "DH.2", "DH.3.1", "P.1", "P.2", "P.3"][..]),
        ("fighters", &["title"][..], &["DH.1", "DH.2", "DH.3.1", "P.1", "P.2", "P.3", "P.4"][..]),
        (
            "both",
            &["title", "rating"][..],
            &["DH.1", "DH.2", "DH.3.1", "XL.3.1", "P.1", "P.2", "P.3", "P.4", "P.5"][..],
        ),
    ] {
        if only.as_ref().is_some_and(|only| only != name) {
            continue;
        }
        let request = request(&program, fields, goals);
        for units in sizes.split(',').map(|units| units.parse::<u64>().unwrap()) {
            for makes in [units, 7] {
                let roster = province(&program, units, makes, 1);
                let begun = std::time::Instant::now();
                let answer = plan(&program, &roster, &request, &(Rc::new(|| true) as GoOn)).unwrap();
                let took = begun.elapsed();
                let said = match answer {
                    Answer::Plan(Plan { changes, cost, proof }) => {
                        format!("{} changes, cost {cost}, {proof:?}", changes.len())
                    }
                    other => format!("{other:?}").chars().take(300).collect(),
                };
                println!(
                    "{name}: {units} units of {makes} makes, {} persons: {said} in {took:.1?}",
                    roster.len(kind_named(&program, "person").unwrap())
                );
            }
        }
    }
}
