//! Cases and points: which ones are asked of rules, and what becomes of them.

use tieuchi::compile;
use tieuchi::source::Source;
use tieuchi_analysis::ask::Bounds;
use tieuchi_analysis::prove::{Asked, Found, PartProof, prove};

const SCHEMA: &str = r#"tieuchi 1, en

document "D"
  item 1 "One"

scale grade
  none < "fair" < "good" < "fine"

record agency, plural agencies
  id: text key
  size: count

record unit
  id: text key
  agency: agency
  parent: unit, optional
  large: yes/no

record person
  id: text key
  unit: unit
  grade: grade
  score: decimal 0 to 100
  warned: yes/no
"#;

/// What is found out of the cases and points of rules: what each is part of, its words, `+` where it can be and `-` where it
/// can't, `?` where that isn't decided; first that it holds, then that it fails.
fn found(rules: &str) -> Vec<String> {
    let text = format!("{SCHEMA}\n{rules}");
    let (program, _) = compile(&[Source::new("rules.tieuchi", &text)]).unwrap_or_else(|found| panic!("{found:?}"));
    let proof = prove(&program, &Asked { rules: true, bounds: Bounds::default(), threads: 1 }, &|| true);
    let sign = |found: &Found| match found.possible() {
        Some(true) => '+',
        Some(false) => '-',
        None => '?',
    };
    let line = |part: &PartProof| {
        let fails = part.can_fail.as_ref().map(sign);
        let signs: String = std::iter::once(sign(&part.can_hold)).chain(fails).collect();
        format!("{signs} {}: {}", part.of, part.text)
    };
    proof.parts.iter().map(line).collect()
}

fn assert_found(rules: &str, expected: &[&str]) {
    assert_eq!(found(rules), expected, "{rules}");
}

#[test]
fn every_part_of_a_sentence_can_hold_by_somebody_and_can_fail() {
    assert_found(
        r#"criterion t "Tails"
  cites 1
  at least 80% of persons have grade at least "good",
    of which
      a) at most 20% have grade "fine"
      b) at least 1/3 have grade at most "fair",
    of the rest all have score at least 50
"#,
        &[
            "++ t: at least 80% of persons have grade at least \"good\"",
            "++ t: at most 20% have grade \"fine\"",
            // Nobody who is good is fair at most.
            "-+ t: at least 1/3 have grade at most \"fair\"",
            "++ t: all have score at least 50",
        ],
    );
    // Of each unit, with a tail of a tail, and what is asked of the rest is what they haven't.
    assert_found(
        r#"criterion u "Tails of each unit"
  cites 1
  for each unit where large:
  at least 2 persons in the unit have grade at least "fair",
    of which at least half_of_them have grade at least "good",
    of which no has grade "fair",
    of the rest at least 1 has grade at least "fair"
"#
        .replace("half_of_them", "50%")
        .as_str(),
        &[
            "++ u: at least 2 persons in the unit have grade at least \"fair\"",
            "++ u: at least 50% have grade at least \"good\"",
            "+- u: none has grade \"fair\"",
            "-+ u: at least 1 has grade at least \"fair\"",
        ],
    );
}

#[test]
fn points_are_asked_wherever_they_stand() {
    assert_found(
        r#"award unit.title: grade
  "fine" when all of
    a) at least 1 person in the unit has (any of
      a) grade "fine"
      b) score above 90 and score below 80)
    b) large
  "good" when large and (no person in the unit has grade "fine")
  "fair" when large
  otherwise none

define unit.sound:
  at least 50% (60% when any of
    a) large
    b) parent is present) of persons in the unit have score at least 50

define person.sure:
  score at least (number of persons where any of
    a) warned
    b) not warned and warned)
"#,
        &[
            "+ unit.title: fine",
            "++ unit.title: at least 1 person in the unit has any of a) grade is \"fine\" b) score above 90 and score below 80",
            "++ unit.title: grade is \"fine\"",
            "-+ unit.title: score above 90 and score below 80",
            "++ unit.title: large",
            "+ unit.title: good",
            // A large unit of which somebody is fine is fine itself, any other good.
            "- unit.title: fair",
            "+ unit.title: none",
            "++ unit.sound: large",
            "++ unit.sound: parent is present",
            "++ person.sure: warned",
            "-+ person.sure: not warned and warned",
        ],
    );
}

#[test]
fn a_where_and_a_property_have_points_of_their_own() {
    assert_found(
        r#"criterion w "In a where, and of those whom it lets through"
  cites 1
  at least 90% of persons where (all of
      a) score at least 50
      b) not warned)
    have (any of
      a) grade "fine"
      b) score below 50)
"#,
        &["++ w: score at least 50", "++ w: not warned", "++ w: grade is \"fine\"", "-+ w: score below 50"],
    );
}

#[test]
fn what_speaks_of_nobody_neither_holds_nor_fails() {
    assert_found(
        r#"criterion n "Nobody is both"
  cites 1
  any of
    a) no person where (grade at least "good" and not grade at least "fair") has warned
    b) at least 1 person where (grade at least "good" and not grade at least "fair") has warned
    c) no person has warned
"#,
        &[
            "-- n: no person where grade at least \"good\" and not grade at least \"fair\" has warned",
            // So many are asked for that there are not.
            "-+ n: at least 1 person where grade at least \"good\" and not grade at least \"fair\" has warned",
            "++ n: no person has warned",
        ],
    );
    // An author who says what becomes of nobody is taken at his word.
    assert_found(
        r#"criterion m "Nobody is both"
  cites 1
  all of
    a) no person where (grade at least "good" and not grade at least "fair") has warned
    b) no person has warned
  if there are none: met
"#,
        &[
            "+- m: no person where grade at least \"good\" and not grade at least \"fair\" has warned",
            "++ m: no person has warned",
        ],
    );
}

#[test]
fn points_of_pairs() {
    assert_found(
        r#"criterion p "Pairs"
  cites 1
  for each agency where size above 3, each unit where large:
  any of
    a) agency.size at least 5
    b) agency.size at most 2
    c) unit.large
    d) at least 2 persons in the unit have grade "fine"
"#,
        &[
            "++ p: agency.size at least 5",
            "-+ p: agency.size at most 2",
            "+- p: unit.large",
            "++ p: at least 2 persons in the unit have grade \"fine\"",
        ],
    );
}
