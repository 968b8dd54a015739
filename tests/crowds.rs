//! Groups of few members and of many: a group's counts are the sums of its parts' counts, and what is said of all
//! groups at once is what is said of each of them alone.

use tieuchi::compile;
use tieuchi::engine::{
    Counts, EvaluateError, Evaluation, Hand, MAX_GROUPS, Options, Parts, Summation, comes_in_parts, evaluate,
};
use tieuchi::program::{ClauseId, CriterionId, KindId, Program};
use tieuchi::roster::{Builder, Cell, Origin, Roster};
use tieuchi::source::{Language, Source};
use tieuchi::verdict::Verdict;

const RULES: &str = r#"tieuchi 1, en

document "D"
  item 1 "All"

scale rating
  "low" < "middle" < "high"

record unit, plural units
  id: text key

record person, plural persons
  id: text key
  unit: unit, may be unknown
  rating: rating
  absent: count
  trained: yes/no

criterion 1 "Everybody"
  cites 1
  no person has absent above 30

criterion 2 "Tails"
  cites 1
  for each unit:
  100% of persons in the unit have rating at least "middle",
    of which
      a) at least 70% are trained
      b) at least 1 has absent at most 3

criterion 3 "Some of them"
  cites 1
  for each unit:
  at most 1/3 of persons in the unit where absent at most 20 have rating "high"

criterion 4 "Left out"
  cites 1
  for each unit:
  more than 50% of persons in the unit are trained leaving out missing

criterion 5 "Counted"
  cites 1
  for each unit:
  at most 300 persons in the unit have rating at least "high"
"#;

/// How many members each unit has; every unit is followed by two that have one half of them each.
const SIZES: [usize; 12] = [0, 1, 2, 40, 254, 255, 256, 257, 510, 511, 765, 4_000];

fn roster(program: &Program, order: impl Fn(usize) -> usize, unplaced: usize) -> Roster {
    some_rows(program, order, unplaced, |_| true)
}

fn some_rows(
    program: &Program,
    order: impl Fn(usize) -> usize,
    unplaced: usize,
    wanted: impl Fn(usize) -> bool,
) -> Roster {
    let mut builder = Builder::new(program);
    let from = Origin::default();
    let header = builder.header(KindId(0), &from, &["id"]);
    // More units than are looked at together.
    for unit in 0..120 {
        builder.row(&header, &from, [Cell::Text(unit.to_string().into())]);
    }
    let header = builder.header(KindId(1), &from, &["id", "unit", "rating", "absent", "trained"]);
    let mut persons = Vec::new();
    for (number, size) in SIZES.iter().enumerate() {
        for member in 0..*size {
            persons.push((Some(3 * number), member));
            persons.push((Some(3 * number + 1 + member % 2), member));
        }
    }
    persons.extend((0..unplaced).map(|member| (None, member)));
    for row in (0..persons.len()).filter(|row| wanted(*row)) {
        let (unit, member) = persons[order(row) % persons.len()];
        let rating = [Some("low"), Some("middle"), Some("high"), Some("middle"), None, Some("high")];
        let rating = rating[member * member % 17 % 6];
        let absent = [Some(0), Some(31), Some(12), None, Some(20), Some(21), Some(2)][member * 5 % 23 % 7];
        let trained = [Some(true), Some(false), None, Some(true)][member * 3 % 13 % 4];
        let cells = [
            Cell::Text(row.to_string().into()),
            unit.map_or(Cell::Blank, |unit| Cell::Text(unit.to_string().into())),
            rating.map_or(Cell::Blank, |rating| Cell::Text(rating.into())),
            absent.map_or(Cell::Blank, |absent| Cell::Number(absent.to_string().into())),
            trained.map_or(Cell::Blank, Cell::Bool),
        ];
        builder.row(&header, &from, cells);
    }
    builder.finish().expect("sound records")
}

#[test]
fn large_groups_are_the_sums_of_small_ones() {
    let (program, _) = compile(&[Source::new("crowds", RULES)]).expect("sound rules");
    let in_order = roster(&program, |row| row, 0);
    // 7,919 is prime: every row comes once.
    let mixed = roster(&program, |row| row * 7_919, 0);
    let strays = roster(&program, |row| row * 7_919, 333);
    for roster in [&in_order, &mixed, &strays] {
        let mut reports = Vec::new();
        for options in [
            Options::default(),
            Options { threads: 3, ..Options::default() },
            Options { chunk_rows: 61, threads: 2, ..Options::default() },
        ] {
            let evaluation = evaluate(&program, roster, &options).expect("it can be evaluated");
            for clause in (1..program.clauses.len() as u32).map(ClauseId) {
                for (number, size) in SIZES.iter().enumerate() {
                    let counts = |unit: usize| evaluation.counts(clause, Hand::one(KindId(0), unit as u32));
                    let [whole, one, other] = [0, 1, 2].map(|part| counts(3 * number + part));
                    // Of nobody's unit there are just those who may be in any: they are in both halves.
                    let nobody = counts(0);
                    for (((whole, one), other), nobody) in whole.iter().zip(&one).zip(&other).zip(&nobody) {
                        let (mut once_more, mut halves) = (*whole, *one);
                        once_more.merge(nobody);
                        halves.merge(other);
                        assert_eq!(once_more, halves, "{clause:?} of {size}");
                    }
                    if *size > 0 && clause == ClauseId(1) {
                        assert_ne!(whole[0], Counts::default());
                    }
                }
            }
            for criterion in (1..5).map(CriterionId) {
                let mut alone = [0; 4];
                for unit in 0..120 {
                    let verdict = evaluation.verdict_of(criterion, Hand::one(KindId(0), unit)).expect("of every unit");
                    alone[Verdict::ALL.iter().position(|one| *one == verdict).expect("one of all")] += 1;
                }
                assert_eq!(evaluation.verdict_counts(criterion).inside, alone, "{criterion:?}");
            }
            reports.push(evaluation.tallies());
        }
        assert!(reports.iter().all(|report| *report == reports[0]));
    }
}

#[test]
fn what_comes_in_parts_comes_to_the_whole() {
    let more = "define unit.large: (number of persons in the unit) at least 256\n\
        define person.good: rating at least \"middle\" and trained\n\
        award unit.standing: rating\n  \"high\" when at least 1/3 of persons in the unit are good\n  otherwise \"low\"\n\
        criterion 6 \"x\"\n  cites 1\n  at most (number of persons / 1000) units are large\n\
        criterion 7 \"y\"\n  cites 1\n  for each unit where large:\n  (total absent of persons in the unit) at most 2000\n\
        criterion 8 \"z\"\n  cites 1\n  for each unit:\n  standing \"high\" or meets 7\n";
    let rules = format!("{RULES}\n{more}");
    let (program, _) = compile(&[Source::new("crowds", &rules)]).unwrap_or_else(|findings| panic!("{findings:?}"));
    assert!(!comes_in_parts(&program, KindId(0)), "persons refer to units");
    assert!(comes_in_parts(&program, KindId(1)));
    let whole = roster(&program, |row| row * 7_919, 333);
    let evaluation = evaluate(&program, &whole, &Options::default()).expect("it can be evaluated");
    let part = |of: usize| some_rows(&program, |row| row * 7_919, 333, |row| row % 4 == of);
    let options = Options { threads: 2, ..Options::default() };
    let mut parts = Parts::new(&program, part(0), KindId(1), &options).expect("it can be").expect("they do");
    for of in 1..4 {
        parts.add(part(of)).expect("it can be evaluated");
    }
    let tallies = parts.conclude(|evaluation| evaluation.tallies()).expect("it can be evaluated");
    assert_eq!(tallies, evaluation.tallies());
}

#[test]
fn sums_of_parts_of_other_decimal_places_are_exact() {
    let rules = "tieuchi 1, en\ndocument \"D\"\n  item 1 \"All\"\nrecord unit, plural units\n  id: text key\n\
        record person, plural persons\n  id: text key\n  unit: unit\n  amount: decimal\ncriterion 1 \"x\"\n  cites 1\n  \
        for each unit:\n  (total amount of persons in the unit leaving out missing) at least 3.25\n";
    let (program, _) = compile(&[Source::new("sums", rules)]).unwrap_or_else(|findings| panic!("{findings:?}"));
    let part = |rows: &[(&'static str, &'static str)]| {
        let mut builder = Builder::new(&program);
        let from = Origin::default();
        let header = builder.header(KindId(0), &from, &["id"]);
        for unit in ["u", "v"] {
            builder.row(&header, &from, [Cell::Text(unit.into())]);
        }
        let header = builder.header(KindId(1), &from, &["id", "unit", "amount"]);
        for (unit, amount) in rows {
            let key = format!("{unit} {amount}");
            let amount = if amount.is_empty() { Cell::Blank } else { Cell::Number((*amount).into()) };
            builder.row(&header, &from, [Cell::Text(key.into()), Cell::Text((*unit).into()), amount]);
        }
        builder.finish().expect("sound records")
    };
    let first = part(&[("u", "1"), ("v", "2")]);
    let mut parts = Parts::new(&program, first, KindId(1), &Options::default()).expect("it can be").expect("they do");
    for rows in [&[("u", "2.25"), ("v", "1.2")][..], &[("u", "0.001"), ("u", "")], &[("v", "-4")]] {
        parts.add(part(rows)).expect("it can be evaluated");
    }
    let sums = |evaluation: &Evaluation<'_>| -> Vec<(Option<String>, u64)> {
        let tallies = evaluation.tallies();
        let sum = |state: &Summation| (state.low_sum.as_ref().map(ToString::to_string), state.left_out);
        tallies.aggregates[0].iter().map(sum).collect()
    };
    let sums = parts.conclude(sums).expect("it can be evaluated");
    assert_eq!(sums, [(Some("3.251".to_owned()), 1), (Some("-0.8".to_owned()), 0)]);
}

#[test]
fn records_that_are_asked_for_once_more_stay() {
    let fits = |more: &str| {
        let rules = format!("{RULES}\n{more}");
        let (program, _) = compile(&[Source::new("more", &rules)]).unwrap_or_else(|findings| panic!("{findings:?}"));
        comes_in_parts(&program, KindId(1))
    };
    assert!(fits("define unit.large: (number of persons in the unit) at least 10\n"));
    assert!(fits("define person.good: rating at least \"middle\" and trained\n"));
    let whole = "define unit.large: (number of persons in the unit) at least 10\n";
    assert!(!fits(&format!("{whole}criterion 6 \"x\"\n  cites 1\n  no person has unit.large\n")));
    assert!(!fits("criterion 6 \"x\"\n  cites 1\n  for each person:\n  trained\n"));
    assert!(!fits("award person.honour: rating\n  \"high\" when trained\n  otherwise \"low\"\n"));
    assert!(!fits("record prize, plural prizes\n  id: text key\n  person: person\n"));
    // The threshold waits for the persons, and nobody asks for it before.
    assert!(fits("criterion 6 \"x\"\n  cites 1\n  at most (number of persons) units have id is not \"x\"\n"));
}

#[test]
fn fields_of_more_sides_than_a_byte_counts() {
    let levels: Vec<String> = (0..300).map(|level| format!("\"c{level}\"")).collect();
    let bounds: Vec<i64> = (-500..=500).step_by(3).collect();
    let mut rules = format!(
        "tieuchi 1, en\ndocument \"D\"\n  item 1 \"All\"\nscale level\n  {}\nrecord person, plural persons\n  \
         id: text key\n  points: integer\n  level: level\n  trained: yes/no\n",
        levels.join(" < ")
    );
    for (number, bound) in bounds.iter().enumerate() {
        rules += &format!("criterion P{number} \"x\"\n  cites 1\n  no person has points at least {bound}\n");
    }
    rules += "criterion L1 \"x\"\n  cites 1\n  no person where trained has level at least \"c299\"\n";
    rules += "criterion L2 \"x\"\n  cites 1\n  no person where trained has level at least \"c7\"\n";
    let (program, _) = compile(&[Source::new("sides", &rules)]).unwrap_or_else(|findings| panic!("{findings:?}"));
    let mut builder = Builder::new(&program);
    let from = Origin::default();
    let header = builder.header(KindId(0), &from, &["id", "points", "level", "trained"]);
    let points = |row: i64| (row % 9 != 0).then_some(row % 901 - 400);
    let level = |row: i64| (row % 11 != 0).then_some(row * 7 % 300);
    let trained = |row: i64| row % 3 != 0;
    for row in 0..1_000 {
        let cells = [
            Cell::Text(row.to_string().into()),
            points(row).map_or(Cell::Blank, |points| Cell::Number(points.to_string().into())),
            level(row).map_or(Cell::Blank, |level| Cell::Text(format!("c{level}").into())),
            Cell::Bool(trained(row)),
        ];
        builder.row(&header, &from, cells);
    }
    let roster = builder.finish().expect("sound records");
    let evaluation = evaluate(&program, &roster, &Options::default()).expect("it can be evaluated");
    let count = |holds: &dyn Fn(i64) -> Option<bool>| {
        let all: Vec<Option<bool>> = (0..1_000).map(holds).collect();
        let of = |wanted: Option<bool>| all.iter().filter(|one| **one == wanted).count() as u64;
        (of(Some(true)), of(Some(false)), of(None))
    };
    let counts = |clause: usize| {
        let counts = evaluation.counts(ClauseId(clause as u32), Hand::none())[0];
        (counts.in_holds, counts.in_fails, counts.in_unknown)
    };
    for (clause, bound) in bounds.iter().enumerate() {
        assert_eq!(counts(clause), count(&|row| points(row).map(|points| points >= *bound)), "points at least {bound}");
    }
    for (clause, least) in (bounds.len()..).zip([299, 7]) {
        let of_trained = |row: i64| level(row).map(|level| level >= least);
        let (holds, fails, open) = counts(clause);
        let all: Vec<Option<bool>> = (0..1_000).filter(|row| trained(*row)).map(of_trained).collect();
        let of = |wanted: Option<bool>| all.iter().filter(|one| **one == wanted).count() as u64;
        assert_eq!((holds, fails, open), (of(Some(true)), of(Some(false)), of(None)), "level at least c{least}");
    }
}

#[test]
fn more_pairs_than_are_bounded_are_refused() {
    let rules = "tieuchi 1, en\ndocument \"D\"\n  item 1 \"All\"\nrecord unit, plural units\n  id: text key\n\
        record team, plural teams\n  id: text key\nrecord person, plural persons\n  id: text key\n  unit: unit\n  \
        team: team\n  trained: yes/no\ncriterion 1 \"x\"\n  cites 1\n  for each unit, each team:\n  \
        no person in the unit and the team is trained\n";
    let (program, _) = compile(&[Source::new("pairs", rules)]).unwrap_or_else(|findings| panic!("{findings:?}"));
    let roster = |units: usize| {
        let mut builder = Builder::new(&program);
        let from = Origin::default();
        for (kind, rows) in [(KindId(0), units), (KindId(1), 2_000)] {
            let header = builder.header(kind, &from, &["id"]);
            for row in 0..rows {
                builder.row(&header, &from, [Cell::Text(row.to_string().into())]);
            }
        }
        builder.finish().expect("sound records")
    };
    let (fits, more) = (roster(MAX_GROUPS / 2_000), roster(MAX_GROUPS / 2_000 + 1));
    assert!(evaluate(&program, &fits, &Options::default()).is_ok());
    let refused = evaluate(&program, &more, &Options::default()).expect_err("there are too many pairs");
    assert!(matches!(refused, EvaluateError::TooMuchWork { limit: MAX_GROUPS, .. }), "{refused:?}");
    for language in [Language::En, Language::Vi] {
        assert!(refused.say(language).contains("4000000"), "{}", refused.say(language));
    }
}

#[test]
fn a_number_that_is_too_large_is_told_with_its_place() {
    let rules = "tieuchi 1, en\ndocument \"D\"\n  item 1 \"All\"\nrecord unit, plural units\n  id: text key\n  \
        a: decimal\ndefine unit.b: a * a * a * a * a * a * a * a\ndefine unit.c: b * b * b * b * b * b * b * b\n";
    let (program, _) = compile(&[Source::new("large", rules)]).unwrap_or_else(|findings| panic!("{findings:?}"));
    let mut builder = Builder::new(&program);
    let from = Origin::default();
    let header = builder.header(KindId(0), &from, &["id", "a"]);
    builder.row(&header, &from, [Cell::Text("u".into()), Cell::Number("123456789012345678901234567890".into())]);
    let roster = builder.finish().expect("sound records");
    let refused = evaluate(&program, &roster, &Options::default()).expect_err("it is too large");
    assert_eq!(refused.say(Language::En), "a number grows too large at line 8, column 13");
    assert!(refused.say(Language::Vi).ends_with("ở dòng 8, cột 13"), "{}", refused.say(Language::Vi));
}
