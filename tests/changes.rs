//! Many changes, one after the other and several at once: a session is at any time what a fresh evaluation gives.

#[path = "common/told.rs"]
mod told;

use tieuchi::compile;
use tieuchi::engine::{Options, evaluate};
use tieuchi::program::KindId;
use tieuchi::report::report;
use tieuchi::roster::{Builder, Cell};
use tieuchi::session::{Edits, Session};
use tieuchi::source::Source;
use told::{told, verdicts};

const RULES: &str = r#"tieuchi 1, en

document "D"
  item 1 "one"

scale grade
  none < "low" < "high"

record region
  id: text key

record unit
  id: text key
  region: region
  parent: unit, may be unknown
  flag: yes/no

record team
  id: text key

record person
  id: text key
  unit: unit, may be unknown
  team: team, may be unknown
  grade: grade
  points: decimal
  ok: yes/no

award unit.level: grade
  "high" when flag or at least 1 unit in the unit has level "high"
  "low" when at least 1 unit under the unit has flag
  otherwise none

define unit.everybody: (number of persons in the unit) + (total everybody of units in the unit)

rank unit.place: among units in the same region
  by everybody, then by number of persons in the unit where ok
  ties shared

criterion a "a"
  cites 1
  for each unit:
  at least 1 person under the unit is ok, of which at least 1 has grade "high"

criterion b "b"
  cites 1
  for each unit, each team:
  at least 50% of persons in the unit and the team are ok, of which at least 1 has points at least 5

criterion c "c"
  cites 1
  for each unit:
  (total points of persons under the unit) at least 10

criterion d "d"
  cites 1
  for each person where ok:
  points at least 5

criterion e "e"
  cites 1
  meets d

criterion f "f"
  cites 1
  for each unit where flag:
  level "high" and everybody at least 1

criterion q "q"
  cites 1
  for each person:
  meets d and grade at least "low"

criterion g "g"
  cites 1
  (least points of persons) at least 1

criterion h "h"
  cites 1
  for each unit:
  (greatest points of persons in the unit leaving out missing) at least 5

criterion i "i"
  cites 1
  for each unit:
  place in the top 1

criterion j "j"
  cites 1
  for each region:
  at least 1 unit in the region has level "high"

criterion k "k"
  cites 1
  for each unit:
  at least 50% of persons in the unit are ok leaving out missing, of which at least 1 has grade "high"

criterion l "l"
  cites 1
  no person has unit.level "high" and points below 5

criterion m "m"
  cites 1
  for each unit, each team:
  (total points of persons in the unit and the team) at least 5

criterion n "n"
  cites 1
  for each region:
  at least 2 persons in the region (unit.region) are ok

criterion o "o"
  cites 1
  for each team:
  (greatest points of persons in the team) at least 7 or (least points of persons in the team) at least 3

criterion p "p"
  cites 1
  at least 2 units have everybody at least 2
"#;

/// Numbers that look like chance and are always the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    fn of<'c>(&mut self, choices: &[&'c str]) -> &'c str {
        choices[self.below(choices.len())]
    }
}

fn cell(text: &str) -> Cell<'static> {
    if text.is_empty() { Cell::Blank } else { Cell::Text(text.to_owned().into()) }
}

/// The keys of each kind, in no order that matters.
struct Keys {
    units: Vec<String>,
    teams: Vec<String>,
    persons: Vec<String>,
    made: usize,
}

impl Keys {
    fn one(chance: &mut Chance, keys: &[String]) -> String {
        if keys.is_empty() { String::new() } else { keys[chance.below(keys.len())].clone() }
    }

    fn value(&self, chance: &mut Chance, field: &str) -> String {
        match field {
            "region" => chance.of(&["R1", "R2"]).to_owned(),
            "parent" | "unit" if chance.below(5) > 0 => Keys::one(chance, &self.units),
            "team" if chance.below(5) > 0 => Keys::one(chance, &self.teams),
            "flag" => chance.of(&["yes", "no", "no", ""]).to_owned(),
            "grade" => chance.of(&["low", "high", "none", ""]).to_owned(),
            "points" => chance.of(&["0", "1", "3", "5", "7.5", "12", ""]).to_owned(),
            "ok" => chance.of(&["yes", "yes", "no", ""]).to_owned(),
            _ => String::new(),
        }
    }

    /// One change, which may be refused.
    fn step(&mut self, chance: &mut Chance, edits: Edits) -> Edits {
        const UNIT: [&str; 3] = ["region", "parent", "flag"];
        const PERSON: [&str; 5] = ["unit", "team", "grade", "points", "ok"];
        let field = |chance: &mut Chance, fields: &[&'static str]| fields[chance.below(fields.len())];
        self.made += 1;
        match chance.below(14) {
            0..=4 => {
                let name = field(chance, &PERSON);
                let value = self.value(chance, name);
                edits.cells("person", &Keys::one(chance, &self.persons), [(name, cell(&value))])
            }
            5..=7 => {
                let name = field(chance, &UNIT);
                let value = self.value(chance, name);
                edits.cells("unit", &Keys::one(chance, &self.units), [(name, cell(&value))])
            }
            8 | 9 => {
                let key = format!("p{}", self.made);
                let cells = PERSON.map(|name| (name, cell(&self.value(chance, name))));
                self.persons.push(key.clone());
                edits.insert_cells("person", cells.into_iter().chain([("id", cell(&key))]))
            }
            10 => {
                let key = format!("u{}", self.made);
                let cells = UNIT.map(|name| (name, cell(&self.value(chance, name))));
                self.units.push(key.clone());
                edits.insert_cells("unit", cells.into_iter().chain([("id", cell(&key))]))
            }
            11 if chance.below(3) == 0 => {
                let key = format!("t{}", self.made);
                self.teams.push(key.clone());
                edits.insert_cells("team", [("id", cell(&key))])
            }
            11 => edits.remove("unit", &Keys::one(chance, &self.units)),
            12 => edits.remove("team", &Keys::one(chance, &self.teams)),
            _ => edits.remove("person", &Keys::one(chance, &self.persons)),
        }
    }
}

fn changed(seed: u64, steps: usize) {
    let (program, _) = compile(&[Source::new("changes", RULES)]).unwrap_or_else(|findings| panic!("{findings:?}"));
    let nobody = Builder::new(&program).finish().expect("nobody is sound");
    let mut session = Session::new(program.clone(), nobody, &Options::default()).expect("a small evaluation");
    let edits = Edits::new().insert_cells("region", [("id", cell("R1"))]).insert_cells("region", [("id", cell("R2"))]);
    session.apply(&edits).expect("sound records");
    let mut chance = Chance(seed);
    let mut keys = Keys { units: Vec::new(), teams: Vec::new(), persons: Vec::new(), made: 0 };
    let (mut done, mut refused) = (0, 0);
    for step in 0..steps {
        let edits = (0..1 + chance.below(3)).fold(Edits::new(), |edits, _| keys.step(&mut chance, edits));
        // Shown where a test fails.
        println!("seed {seed}, step {step}: {edits:?}");
        let before = verdicts(&session.evaluation());
        match session.apply(&edits) {
            Ok(changes) => {
                done += 1;
                told(&before, &verdicts(&session.evaluation()), &changes);
            }
            Err(_) => refused += 1,
        }
        // Who isn't there any more, or never was, is no one to change.
        let there = |session: &Session, kind: u32, key: &String| session.row(KindId(kind), key).is_some();
        keys.units.retain(|key| there(&session, 1, key));
        keys.teams.retain(|key| there(&session, 2, key));
        keys.persons.retain(|key| there(&session, 3, key));
        let roster = session.roster().clone();
        let fresh = evaluate(&program, &roster, &Options::default()).expect("a small evaluation");
        let fresh = serde_json::to_string(&report(&fresh)).expect("JSON");
        let kept = serde_json::to_string(&session.report()).expect("JSON");
        assert!(kept == fresh, "{kept}\n{fresh}");
    }
    assert!(done > steps / 3, "{done} changes were made, {refused} refused");
}

#[test]
fn many_changes_come_to_what_a_fresh_evaluation_gives() {
    (1..=6).for_each(|seed| changed(seed, 70));
}
