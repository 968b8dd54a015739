//! Whether facts can hold together, against all small rosters.
//!
//! Rules are made up over units and persons with three grades; every roster of up to four persons in up to two units is
//! evaluated. What some of them show must be found possible, with no more records than the smallest of them; what is
//! found impossible none of them may show; and the engine and the oracle say the same of every witness. Parts of sentences
//! likewise: what their counts come to in some roster must be found possible.

#[path = "../../../tests/properties/oracle/mod.rs"]
#[allow(dead_code, unused_imports)]
mod oracle;

use oracle::Oracle;
use tieuchi::compile;
use tieuchi::engine::{Options, evaluate};
use tieuchi::program::{ClauseId, Criterion, CriterionId, KindId, Program};
use tieuchi::roster::Roster;
use tieuchi::source::Source;
use tieuchi::verdict::Verdict;
use tieuchi_analysis::ask::{Answer, Bounds, possible};
use tieuchi_analysis::fact::Fact;
use tieuchi_analysis::prove::{Asked, Found, Records, prove};
use tieuchi_analysis::witness::{Table, data_fields, roster};

/// Numbers that follow from a seed.
struct Dice {
    state: u64,
    /// Whether units lie below units.
    trees: bool,
}

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 11) % n
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len() as u64) as usize]
    }
}

const SCHEMA: &str = r#"tieuchi 1, en

document "D"
  item 1 "One"

scale grade
  "low" < "mid" < "high"

scale level
  none < "fair" < "fine"

record unit
  id: text key
  parent: unit, optional
  good: yes/no

record person
  id: text key
  unit: unit
  grade: grade
"#;

fn person(dice: &mut Dice, deep: u32) -> String {
    match dice.below(if deep == 0 { 6 } else { 10 }) {
        0 | 1 => r#"grade at least "mid""#.into(),
        2 => r#"grade is "high""#.into(),
        3 => r#"grade is not "low""#.into(),
        4 => r#"grade at most "mid""#.into(),
        5 => "unit.good".into(),
        6 => format!("({} or {})", person(dice, 0), person(dice, 0)),
        7 => format!("({} and {})", person(dice, 0), person(dice, 0)),
        8 => format!("not {}", person(dice, 0)),
        _ => r#"unit.title at least "fair""#.into(),
    }
}

fn quantifier(dice: &mut Dice) -> &'static str {
    dice.pick(&[
        "100% of",
        "100% of",
        "at least 2",
        "at least 3",
        "at most 2",
        "exactly 2",
        "more than 50% of",
        "at least 50% of",
        "at least 70% of",
        "at most 40% of",
        "less than 50% of",
        "between 2 and 3",
        "fewer than 3",
        "exactly 50% of",
        "at least 1/3 rounded up of",
        "at most 50% rounded down of",
    ])
}

fn sentence(dice: &mut Dice, whom: &str) -> String {
    let filter = if dice.below(3) == 0 { format!(" where {}", person(dice, 1)) } else { String::new() };
    let tail = match dice.below(5) {
        0 => format!(", of which {} have {}", quantifier(dice), person(dice, 0)),
        1 => format!(", of the rest {} have {}", quantifier(dice), person(dice, 0)),
        _ => String::new(),
    };
    if dice.below(5) == 0 {
        return format!("no {whom}{filter} has {}", person(dice, 1)).replacen("persons", "person", 1);
    }
    format!("{} {whom}{filter} have {}{tail}", quantifier(dice), person(dice, 1))
}

/// Whom a unit's conditions speak of.
fn below(dice: &mut Dice) -> &'static str {
    if dice.trees && dice.below(2) == 0 { "persons under the unit" } else { "persons in the unit" }
}

fn unit(dice: &mut Dice, deep: u32) -> String {
    if dice.trees && dice.below(5) == 0 {
        return dice
            .pick(&["parent is absent", "parent is present", "(number of units in the unit) at least 1"])
            .into();
    }
    match dice.below(if deep == 0 { 3 } else { 7 }) {
        0 => "good".into(),
        1 => "not good".into(),
        2 => "(number of persons in the unit) at least 2".into(),
        3 => format!("({} or {})", unit(dice, 0), unit(dice, 0)),
        4 => format!("({} and {})", unit(dice, 0), unit(dice, 0)),
        _ => {
            let whom = below(dice);
            format!("({})", sentence(dice, whom))
        }
    }
}

fn rules(dice: &mut Dice) -> String {
    let mut text = SCHEMA.to_string();
    text += &format!(
        "\naward unit.title: level\n  \"fine\" when all of\n    a) {}\n    b) {}\n  \"fair\" when {}\n  otherwise none\n",
        unit(dice, 1),
        unit(dice, 1),
        unit(dice, 1),
    )
    .replace("unit.good", "grade is \"high\"")
    .replace("unit.title at least \"fair\"", "grade is \"mid\"");
    for number in 1..=3 {
        let whom = below(dice);
        let body = match dice.below(8) {
            0 | 1 => sentence(dice, "persons"),
            2 => format!("for each unit:\n  {}", sentence(dice, whom)),
            3 => format!("for each unit where {}:\n  {}", unit(dice, 0), sentence(dice, whom)),
            4 => format!("{} units have title at least \"fair\"", quantifier(dice)),
            5 => format!("{} units where good have title \"fine\"", quantifier(dice)),
            6 => format!("all of\n    a) {}\n    b) {}", sentence(dice, "persons"), sentence(dice, "persons")),
            _ => format!("for each unit:\n  all of\n    a) {}\n    b) {}", sentence(dice, whom), unit(dice, 1)),
        };
        let none = if dice.below(6) == 0 { "\n  if there are none: met" } else { "" };
        text += &format!("\ncriterion c{number} \"C{number}\"\n  cites 1\n  {body}{none}\n");
    }
    text
}

/// Every roster of up to so many persons in up to two units, up to what things are called; with trees the second unit may
/// lie below the first.
fn rosters(program: &Program, most: usize, trees: bool) -> Vec<(usize, Roster)> {
    let grades = ["low", "mid", "high"];
    let mut found = Vec::new();
    let flat = [vec![], vec!["no"], vec!["yes"], vec!["no", "no"], vec!["no", "yes"], vec!["yes", "yes"]];
    let pairs = [vec!["no", "no"], vec!["no", "yes"], vec!["yes", "no"], vec!["yes", "yes"]];
    let below = pairs.into_iter().filter(|_| trees).map(|units| (units, "U1"));
    for (units, above) in flat.into_iter().map(|units| (units, "")).chain(below) {
        let cells: Vec<(usize, &str)> =
            (0..units.len()).flat_map(|unit| grades.iter().map(move |grade| (unit, *grade))).collect();
        let mut people: Vec<Vec<usize>> = vec![vec![]];
        let mut next = people.clone();
        for _ in 0..most {
            next = next
                .iter()
                .flat_map(|before| {
                    let least = before.last().copied().unwrap_or(0);
                    (least..cells.len()).map(|cell| before.iter().copied().chain([cell]).collect::<Vec<_>>())
                })
                .collect();
            people.extend(next.iter().cloned());
        }
        for persons in people {
            let own = |kind: usize, rows: Vec<Vec<String>>| Table {
                kind: tieuchi::program::KindId(kind as u32),
                fields: data_fields(&program.kinds[kind]),
                rows,
            };
            let unit_rows = units.iter().enumerate().map(|(n, good)| {
                vec![format!("U{}", n + 1), (if n == 1 { above } else { "" }).to_string(), good.to_string()]
            });
            let person_rows = persons.iter().enumerate().map(|(n, cell)| {
                let (unit, grade) = cells[*cell];
                vec![format!("P{}", n + 1), format!("U{}", unit + 1), grade.to_string()]
            });
            let tables = [own(0, unit_rows.collect()), own(1, person_rows.collect())];
            found.push((units.len() + persons.len(), roster(program, &tables).expect("sound records")));
        }
    }
    found
}

fn said_by_the_oracle(program: &Program, roster: &Roster) -> Vec<Verdict> {
    let oracle = Oracle::new(program, roster);
    (0..program.criteria.len() as u32)
        .map(|id| match oracle.overall(CriterionId(id)) {
            oracle::Verdict::Met => Verdict::Met,
            oracle::Verdict::NotMet => Verdict::NotMet,
            oracle::Verdict::Undetermined => Verdict::Undetermined,
            oracle::Verdict::NotApplicable => Verdict::NotApplicable,
        })
        .collect()
}

/// What is asked of every program: single verdicts, and criteria together.
fn questions(program: &Program) -> Vec<Vec<Fact>> {
    let ids: Vec<CriterionId> = (0..program.criteria.len() as u32).map(CriterionId).collect();
    let mut asked: Vec<Vec<Fact>> = Vec::new();
    for id in &ids {
        for verdict in [Verdict::Met, Verdict::NotMet, Verdict::NotApplicable] {
            asked.push(vec![Fact::Verdict(*id, vec![verdict])]);
        }
        let others = ids.iter().filter(|other| *other != id).map(|other| Fact::kept(*other));
        asked.push([Fact::not_met(*id)].into_iter().chain(others).collect());
    }
    asked.push(ids.iter().map(|id| Fact::met(*id)).collect());
    asked.push(ids.iter().map(|id| Fact::kept(*id)).collect());
    asked
}

struct Tally {
    programs: usize,
    possible: usize,
    impossible: usize,
    smallest: usize,
    undecided: usize,
}

fn try_seed(seed: u64, trees: bool, tally: &mut Tally) {
    let state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let text = rules(&mut Dice { state, trees });
    let Ok((program, _)) = compile(&[Source::new("rules.tieuchi", &text)]) else { return };
    tally.programs += 1;
    let small = rosters(&program, if trees { 3 } else { 4 }, trees);
    let said: Vec<(usize, Vec<Verdict>)> = small
        .iter()
        .map(|(size, roster)| {
            let evaluation = evaluate(&program, roster, &Options::default()).expect("sound");
            (*size, (0..3).map(|id| evaluation.verdict(CriterionId(id))).collect())
        })
        .collect();
    for facts in questions(&program) {
        let fits = |verdicts: &Vec<Verdict>| {
            facts.iter().all(|fact| match fact {
                Fact::Verdict(id, wanted) => wanted.contains(&verdicts[id.at()]),
                _ => unreachable!(),
            })
        };
        let least = said.iter().filter(|(_, verdicts)| fits(verdicts)).map(|(size, _)| *size).min();
        match possible(&program, &facts, 1, &Bounds::default()) {
            Answer::Possible(witness) => {
                tally.possible += 1;
                tally.smallest += usize::from(witness.smallest);
                let records = roster(&program, &witness.tables).expect("sound records");
                assert!(
                    fits(&said_by_the_oracle(&program, &records)),
                    "seed {seed}: the oracle says otherwise\n{text}"
                );
                if let Some(least) = least {
                    assert!(
                        !witness.smallest || witness.len() <= least,
                        "seed {seed}: {facts:?} isn't smallest\n{text}"
                    );
                }
                // What has so few records that it is one of those that were evaluated is no smaller than the smallest.
                let small = witness.tables.iter().all(|table| table.rows.len() <= 2);
                assert!(!small || least.is_some_and(|least| witness.len() >= least), "seed {seed}: {facts:?}\n{text}");
            }
            Answer::Impossible { .. } => {
                tally.impossible += 1;
                assert_eq!(least, None, "seed {seed}: {facts:?} is possible\n{text}");
            }
            Answer::Undecided(why) => {
                tally.undecided += 1;
                if std::env::var("SHOW").is_ok() {
                    println!("seed {seed}: {facts:?} undecided {least:?} {why:?}\n{text}");
                }
            }
        }
    }
}

fn tried(trees: bool, many: u64) -> Tally {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse().ok());
    let (first, many) = (number("SEED").unwrap_or(1), number("WORLDS").unwrap_or(many));
    let mut tally = Tally { programs: 0, possible: 0, impossible: 0, smallest: 0, undecided: 0 };
    for seed in first..first + many {
        try_seed(seed, trees, &mut tally);
    }
    let Tally { programs, possible, impossible, smallest, undecided } = &tally;
    println!(
        "{programs} programs: {possible} possible ({smallest} proven smallest), {impossible} impossible, {undecided} undecided"
    );
    tally
}

#[test]
fn answers_agree_with_all_small_rosters() {
    let Tally { possible, impossible, smallest, undecided, .. } = tried(false, 12);
    let asked = possible + impossible + undecided;
    assert!(asked > 100 && impossible > 10);
    assert!(undecided * 20 <= asked, "{undecided} of {asked} are undecided");
    assert!(smallest * 10 >= possible * 9, "{smallest} of {possible} are proven smallest");
}

#[test]
fn answers_agree_where_units_lie_below_units() {
    let Tally { possible, impossible, undecided, .. } = tried(true, 12);
    let asked = possible + impossible + undecided;
    assert!(asked > 80 && impossible > 5);
    assert!(undecided * 4 <= asked, "{undecided} of {asked} are undecided");
}

/// A part of a sentence, by its place and its words, with whether some records hold it and fail it, by somebody, and whether
/// they fail it at all.
type Seen = ((u32, u32), String, bool, bool, bool);

/// How each part of a sentence that has several comes out of some records.
fn seen(program: &Program, roster: &Roster) -> Vec<Seen> {
    let evaluation = evaluate(program, roster, &Options::default()).expect("sound");
    let mut found = Vec::new();
    for (id, clause) in (0u32..).map(ClauseId).zip(&program.clauses).filter(|(_, clause)| clause.parts.len() > 1) {
        // The criterion that it stands in, if it stands in one, is about some of these records.
        let line = clause.place.expect("a place").line;
        let above = |(_, one): &(CriterionId, &Criterion)| one.place.is_some_and(|own| own.line <= line);
        let own = (0u32..).map(CriterionId).zip(&program.criteria).filter(above).last();
        evaluation.each_hand(&clause.population.hand, |hand| {
            if own.is_some_and(|(id, one)| !one.for_each.is_empty() && !evaluation.included(id, hand).is_yes()) {
                return;
            }
            let (truths, counts) = (evaluation.part_truths(id, hand), evaluation.counts(id, hand));
            for ((part, truth), counts) in clause.parts.iter().zip(truths).zip(counts) {
                let (at, somebody) = (part.place.expect("a place"), counts.in_holds + counts.in_fails > 0);
                let place = (at.line, at.column);
                let (yes, no) = (truth.is_yes() && somebody, truth.is_no() && somebody);
                found.push((place, part.text.clone(), yes, no, truth.is_no()));
            }
        });
    }
    found
}

/// The roster of records as they are told.
fn told(program: &Program, records: &[Records]) -> Roster {
    let tables = records.iter().map(|told| {
        let kind = program.kinds.iter().position(|kind| kind.name.canonical() == told.kind).expect("a kind");
        Table { kind: KindId(kind as u32), fields: data_fields(&program.kinds[kind]), rows: told.rows.clone() }
    });
    roster(program, &tables.collect::<Vec<_>>()).expect("sound records")
}

#[test]
fn parts_of_sentences_agree_with_all_small_rosters() {
    let (mut possible, mut impossible) = (0, 0);
    for seed in 1..=12u64 {
        let state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        // What an author says of nobody isn't looked at here.
        let text = rules(&mut Dice { state, trees: false }).replace("\n  if there are none: met", "");
        let Ok((program, _)) = compile(&[Source::new("rules.tieuchi", &text)]) else { continue };
        let proof = prove(&program, &Asked { rules: true, bounds: Bounds::default() }, &|| true);
        let small = rosters(&program, 3, false);
        let all: Vec<Seen> = small.iter().flat_map(|(_, roster)| seen(&program, roster)).collect();
        for part in &proof.parts {
            let at = part.place.as_ref().map(|place| (place.line, place.column)).expect("a place");
            let here = |(place, words, ..): &&Seen| *place == at && *words == part.text;
            if !all.iter().any(|one| here(&one)) {
                continue;
            }
            for (found, holds) in [(&part.can_hold, true), (part.can_fail.as_ref().expect("asked"), false)] {
                let shown = |(.., yes, no, _): &Seen| if holds { *yes } else { *no };
                match found {
                    Found::Impossible { .. } => {
                        impossible += 1;
                        assert!(!all.iter().filter(here).any(shown), "seed {seed}: {} {holds}\n{text}", part.text);
                    }
                    Found::Possible { records, .. } => {
                        possible += 1;
                        let own = seen(&program, &told(&program, records));
                        assert!(
                            own.iter().filter(here).any(|one| shown(one) || (!holds && one.4)),
                            "seed {seed}: {} {holds} {records:?}\n{text}",
                            part.text
                        );
                    }
                    Found::Undecided { .. } => {}
                }
            }
        }
    }
    println!("{possible} possible, {impossible} impossible");
    assert!(possible > 15 && impossible > 4, "{possible} possible, {impossible} impossible");
}
