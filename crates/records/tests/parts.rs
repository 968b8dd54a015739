//! Records that are read in parts, tallied and not kept.

use std::cell::RefCell;
use std::fmt::Write;
use std::path::Path;
use std::rc::Rc;

use tieuchi::diagnostic::Finding;
use tieuchi::engine::{Options, Parts, evaluate};
use tieuchi::program::{KindId, Program};
use tieuchi::report::{Listing, Report, report_listing};
use tieuchi::source::Source;
use tieuchi_records::{Progress, Records, read_path, read_path_in_parts};

const RULES: &str = r#"tieuchi 1, en

document "D"
  item 1 "one"

scale rating
  "low" < "middle" < "high"

record unit, plural units
  id: text key
  planned: count

record person, plural persons
  id: text key
  unit: unit, may be unknown
  rating: rating
  days: decimal

define unit.large: (number of persons in the unit) at least 4

criterion 1 "Everybody"
  cites 1
  at least 60% of persons where id is not "P3" have rating at least "middle"

criterion 2 "Each"
  cites 1
  for each unit where large:
  100% of persons in the unit have rating at least "middle", of which at least 1 has days at most 2.5

criterion 3 "In all"
  cites 1
  (total days of persons) at most (total planned of units)
"#;

fn program() -> Program {
    match tieuchi::compile(&[Source::new("rules", RULES)]) {
        Ok((program, _)) => program,
        Err(findings) => panic!("{findings:?}"),
    }
}

fn report(program: &Program, folder: &Path) -> Result<Report, Vec<Finding>> {
    let (roster, _) = read_path(program, &Records::default(), folder)?;
    let evaluation = evaluate(program, &roster, &Options::default()).expect("it can be evaluated");
    Ok(report_listing(&evaluation, Listing::Counted))
}

/// The same in parts of so many, and how many parts there were beside the last.
fn in_parts(program: &Program, folder: &Path, many: u32) -> Result<(Report, usize), Vec<Finding>> {
    let parts: Rc<RefCell<(Option<Parts<'_>>, usize)>> = Rc::default();
    let handed = parts.clone();
    let hand_on = move |kind: KindId, part| {
        let (parts, count) = &mut *handed.borrow_mut();
        *count += 1;
        match parts {
            None => *parts = Parts::new(program, part, kind, &Options::default()).expect("it can be evaluated"),
            Some(parts) => parts.add(part).expect("it can be evaluated"),
        }
    };
    let (rest, _) = read_path_in_parts(program, &Records::default(), folder, &Progress::default(), many, hand_on)?;
    let (parts, count) = parts.take();
    let ask = |evaluation: &tieuchi::engine::Evaluation<'_>| report_listing(evaluation, Listing::Counted);
    let report = match parts {
        None => ask(&evaluate(program, &rest, &Options::default()).expect("it can be evaluated")),
        Some(mut parts) => {
            parts.add(rest).expect("it can be evaluated");
            parts.conclude(ask).expect("it can be evaluated")
        }
    };
    Ok((report, count))
}

/// Units and persons as a person's row number says; `id` gives a person's key.
fn files(persons: usize, id: impl Fn(usize) -> String) -> (String, String) {
    let units = (0..7).fold("id,planned\n".to_owned(), |text, unit| text + &format!("U{unit},{}\n", 40 + unit));
    let mut text = "id,unit,rating,days\n".to_owned();
    for row in 0..persons {
        let unit = ["U0", "U1", "U2", "U5", "", "U1", "U6"][row * row % 31 % 7];
        let rating = ["middle", "high", "", "low", "high", "middle"][row * 5 % 17 % 6];
        let days = ["1", "2.5", "", "0.25", "7"][row * 3 % 13 % 5];
        writeln!(text, "{},{unit},{rating},{days}", id(row)).expect("memory");
    }
    (units, text)
}

fn folder(units: &str, persons: &str, name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("unit.csv"), units).expect("a file");
    std::fs::write(folder.path().join(name), persons).expect("a file");
    folder
}

#[test]
fn parts_come_to_the_same_report() {
    let program = program();
    // Keys in order, in no order, and with nothing in common.
    let keys: [&dyn Fn(usize) -> String; 3] =
        [&|row| format!("P{row}"), &|row| format!("P{:04}", row * 7_919 % 10_007 % 10_000), &|row| {
            format!("{}-{row}", ["Lan", "Minh", "Hoa"][row % 3])
        }];
    for id in keys {
        let (units, persons) = files(900, id);
        let csv = folder(&units, &persons, "person.csv");
        let whole = report(&program, csv.path()).expect("sound records");
        for many in [1, 100, 512, 899, 900, 5_000] {
            let (found, count) = in_parts(&program, csv.path(), many).expect("sound records");
            assert_eq!(found, whole, "{many}");
            assert_eq!(count > 0, many <= 900);
        }
        let lines = persons.lines().skip(1).map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let cell = |at: usize| if cells[at].is_empty() { "null".to_owned() } else { format!("\"{}\"", cells[at]) };
            format!("{{\"id\":{},\"unit\":{},\"rating\":{},\"days\":{}}}\n", cell(0), cell(1), cell(2), cell(3))
        });
        let ndjson = folder(&units, &lines.collect::<String>(), "person.ndjson");
        assert_eq!(in_parts(&program, ndjson.path(), 64).expect("sound records").0, whole);
    }
}

#[test]
fn problems_are_those_of_the_whole() {
    let program = program();
    let (units, sound) = files(300, |row| format!("P{row}"));
    let with = |at: usize, line: &str| {
        let mut lines: Vec<&str> = sound.lines().collect();
        lines[at] = line;
        lines.join("\n")
    };
    for persons in [
        with(150, "P3,U1,high,1"),        // The key of an earlier part.
        with(250, "P241,U1,high,1"),      // The key of the same part.
        with(170, "P169,U9,high,1"),      // A unit that isn't there.
        with(290, "P289,U1,hihg,1"),      // No such label.
        with(2, "P1,U1,high,one"),        // In the first part.
        with(299, ",U1,high,1"),          // No key.
        with(120, "P119,U1,high,1,2,3"),  // Too many cells.
        sound.replacen("id,", "idd,", 1), // No column of keys.
    ] {
        let csv = folder(&units, &persons, "person.csv");
        let told = |findings: Vec<Finding>| findings.into_iter().map(|finding| finding.problem).collect::<Vec<_>>();
        let expected = report(&program, csv.path()).map_err(told);
        let expected = expected.expect_err("a problem");
        let found = in_parts(&program, csv.path(), 60).map_err(told).expect_err("a problem");
        assert_eq!(found, expected);
    }
}

#[test]
fn records_that_are_asked_for_again_stay() {
    let rules = format!("{RULES}\ncriterion 4 \"x\"\n  cites 1\n  for each person:\n  days at most 3\n");
    let (program, _) = tieuchi::compile(&[Source::new("rules", &rules)]).expect("sound rules");
    let (units, persons) = files(200, |row| format!("P{row}"));
    let csv = folder(&units, &persons, "person.csv");
    let (found, count) = in_parts(&program, csv.path(), 50).expect("sound records");
    assert_eq!((found, count), (report(&program, csv.path()).expect("sound records"), 0));
}
