//! What keeps a verdict open: data that are needed, and numbers that have no value whatever is filled in.

use tieuchi::compile;
use tieuchi::engine::{Options, evaluate};
use tieuchi::program::{KindId, Program};
use tieuchi::report::{MissingValue, Undefined, report};
use tieuchi::roster::{Builder, Cell, Origin, Roster};
use tieuchi::source::Source;

const RECORDS: &str = r#"tieuchi 1, en

document "D"
  item 1 "one"

record unit
  id: text key
  planned: decimal
  spent: decimal
  budget: decimal, private

record person
  id: text key
  unit: unit, may be unknown
  points: decimal

define unit.share: spent / planned
define unit.twice: share + share

score unit.marks: out of 20
  a) "By what was planned" out of 10: 10 * share
  b) "By what was spent" out of 10: spent
"#;

fn program(condition: &str) -> Program {
    let text = format!("{RECORDS}\ncriterion 1 \"one\"\n  cites 1\n  {condition}\n");
    compile(&[Source::new("r.tieuchi", &text)]).unwrap_or_else(|findings| panic!("{findings:?}")).0
}

fn roster(program: &Program, units: &[[&str; 4]], persons: &[[&str; 3]]) -> Roster {
    let mut builder = Builder::new(program);
    let origin = Origin::default();
    let header = builder.header(KindId(0), &origin, &["id", "planned", "spent", "budget"]);
    for unit in units {
        builder.row(&header, &origin, unit.iter().map(|cell| Cell::Text((*cell).into())));
    }
    let header = builder.header(KindId(1), &origin, &["id", "unit", "points"]);
    for person in persons {
        builder.row(&header, &origin, person.iter().map(|cell| Cell::Text((*cell).into())));
    }
    builder.finish().expect("sound records")
}

/// Record, name, why it has no value; of whichever record is open in the criterion.
fn gaps(condition: &str, units: &[[&str; 4]], persons: &[[&str; 3]]) -> Vec<(String, String, Option<Undefined>)> {
    let program = program(condition);
    let roster = roster(&program, units, persons);
    let evaluation = evaluate(&program, &roster, &Options::default()).expect("a small evaluation");
    let report = report(&evaluation);
    let criterion = &report.criteria[0];
    let each = criterion.for_each.iter().flat_map(|each| &each.records).flat_map(|record| &record.open);
    let told = |value: &MissingValue| (value.id.clone(), value.name.clone(), value.undefined.clone());
    criterion.open.iter().chain(each).map(told).collect()
}

fn gap(id: &str, name: &str, undefined: Option<Undefined>) -> (String, String, Option<Undefined>) {
    (id.to_owned(), name.to_owned(), undefined)
}

const BY_ZERO: Option<Undefined> = Some(Undefined::DividedByZero);
const OF_NOBODY: Option<Undefined> = Some(Undefined::OfNobody);

#[test]
fn what_is_divided_by_0_asks_for_no_data() {
    // What was spent is missing, and would settle nothing.
    let units = [["u1", "0", "", "1"]];
    let condition = "for each unit: share at least 90%";
    assert_eq!(gaps(condition, &units, &[]), [gap("u1", "planned", BY_ZERO)]);
    // Through another definition, and in a sentence about all.
    assert_eq!(gaps("100% of units have twice at least 1", &units, &[]), [gap("u1", "planned", BY_ZERO)]);
}

#[test]
fn a_divisor_that_is_missing_is_needed() {
    let units = [["u1", "", "2", "1"]];
    assert_eq!(gaps("for each unit: share at least 90%", &units, &[]), [gap("u1", "planned", None)]);
}

#[test]
fn a_divisor_taken_over_others_is_told_in_the_rules_words() {
    let units = [["u1", "3", "", "1"], ["u2", "-3", "1", "1"]];
    let condition = "total spent of units / total planned of units at least 1";
    assert_eq!(gaps(condition, &units, &[]), [gap("", "total planned of units", BY_ZERO)]);
}

#[test]
fn a_divisor_without_a_name_is_told_of_its_record() {
    let units = [["u1", "3", "", "1"]];
    let condition = "for each unit: spent / (planned - 3) at least 1";
    assert_eq!(gaps(condition, &units, &[]), [gap("u1", "", BY_ZERO)]);
}

#[test]
fn a_private_divisor_is_not_named() {
    let units = [["u1", "3", "1", "0"]];
    assert_eq!(gaps("for each unit: spent / budget at least 1", &units, &[]), [gap("u1", "", BY_ZERO)]);
}

#[test]
fn the_average_of_nobody_has_no_value() {
    let units = [["u1", "1", "", "1"]];
    let nobody = [gap("u1", "average points of persons in the unit", OF_NOBODY)];
    let condition = "for each unit: spent + average points of persons in the unit at least 5";
    assert_eq!(gaps(condition, &units, &[]), nobody);
    // Somebody may be there.
    let needed = [gap("u1", "spent", None), gap("p1", "unit", None), gap("p1", "points", None)];
    assert_eq!(gaps(condition, &units, &[["p1", "", ""]]), needed);
}

#[test]
fn points_with_a_ceiling_are_told_line_by_line() {
    let units = [["u1", "0", "", "1"]];
    let open = [gap("u1", "planned", BY_ZERO), gap("u1", "spent", None)];
    assert_eq!(gaps("for each unit: marks at least 15", &units, &[]), open);
}

#[test]
fn only_the_case_that_holds_is_asked() {
    let of = |planned: &'static str| [["u1", planned, "", "1"]];
    let condition = "for each unit: (spent when planned is 0; otherwise share) at least 1";
    assert_eq!(gaps(condition, &of("0"), &[]), [gap("u1", "spent", None)]);
    let condition = "for each unit: (share when planned is 0; otherwise spent) at least 1";
    assert_eq!(gaps(condition, &of("0"), &[]), [gap("u1", "planned", BY_ZERO)]);
    // What either condition lacks is told, each for itself.
    let condition = "for each unit: share at least 1 or spent at least 1";
    assert_eq!(gaps(condition, &of("0"), &[]), [gap("u1", "planned", BY_ZERO), gap("u1", "spent", None)]);
}
