//! Reports: who is behind a verdict, what is lacking, what is kept out.

use tieuchi::compile;
use tieuchi::engine::{Options, Truth, evaluate};
use tieuchi::program::{KindId, Program};
use tieuchi::report::{
    CriterionReport, Direction, Impossible, Listing, PartReport, PopulationReport, Report, Value, What,
    record_in_criterion, report, report_listing,
};
use tieuchi::roster::{Builder, Cell, Origin, Roster};
use tieuchi::source::Source;
use tieuchi::verdict::Verdict;

const RULES: &str = r#"tieuchi 1, en

document "D"
  item 1 "one"

scale grade
  none < "low" < "mid" < "high"

record unit
  id: text key
  quota: count, private

record person
  id: text key
  unit: unit, may be unknown
  grade: grade
  points: decimal
  salary: count, private

define person.twice: salary * 2

award person.honour: grade
  "high" when grade at least "high"
  "mid" when all of
    a) grade at least "mid"
    b) points at least 5
  otherwise none
"#;

const UNITS: &[[&str; 2]] = &[["u1", "77"], ["u2", "88"]];

/// Key, unit, grade, points, salary.
const PERSONS: &[[&str; 5]] = &[
    ["p1", "u1", "high", "9", "4001"],
    ["p2", "u1", "low", "4", "4002"],
    ["p3", "u1", "mid", "2", "4003"],
    ["p4", "u1", "mid", "4.5", "4004"],
    ["p5", "u2", "", "7", "4005"],
    ["p6", "", "high", "8", "4006"],
];

fn program(criteria: &str) -> Program {
    let text = format!("{RULES}\n{criteria}");
    match compile(&[Source::new("r.tieuchi", &text)]) {
        Ok((program, _)) => program,
        Err(findings) => panic!("{findings:?}"),
    }
}

fn kind(program: &Program, name: &str) -> KindId {
    KindId(program.kinds.iter().position(|kind| kind.name.is(name)).expect("a kind") as u32)
}

fn roster(program: &Program, persons: &[[&str; 5]]) -> Roster {
    let mut builder = Builder::new(program);
    let cell = |text: &'static str| if text.is_empty() { Cell::Blank } else { Cell::Text(text.into()) };
    builder.given(kind(program, "unit"));
    builder.given(kind(program, "person"));
    for row in UNITS {
        let cells = ["id", "quota"].into_iter().zip(row.iter().map(|text| cell(text)));
        builder.record(kind(program, "unit"), &Origin::default(), cells);
    }
    for row in persons {
        let cells = ["id", "unit", "grade", "points", "salary"].into_iter().zip(row.map(|text| {
            // The rows are constants of this file; a copy makes their lives simple.
            if text.is_empty() { Cell::Blank } else { Cell::Text(text.to_owned().into()) }
        }));
        builder.record(kind(program, "person"), &Origin::default(), cells);
    }
    builder.finish().unwrap_or_else(|findings| panic!("{findings:?}"))
}

fn reported(criteria: &str, persons: &[[&str; 5]]) -> Report {
    let program = program(criteria);
    let roster = roster(&program, persons);
    let evaluation = evaluate(&program, &roster, &Options::default()).expect("it evaluates");
    report(&evaluation)
}

/// The first criterion, and the parts of its sentence.
fn parts(report: &Report) -> (&CriterionReport, &[PartReport]) {
    let criterion = &report.criteria[0];
    match &criterion.explanation.as_ref().expect("an explanation").what {
        What::Clause(clause) => (criterion, &clause.parts),
        what => panic!("{what:?}"),
    }
}

fn ids(witnesses: &[tieuchi::report::Witness]) -> Vec<&str> {
    witnesses.iter().map(|one| one.id.as_str()).collect()
}

#[test]
fn who_falls_short_and_who_is_unknown_and_what_is_missing() {
    let report = reported("criterion A \"a\"\n  cites 1\n  100% of persons have grade at least \"mid\"\n", PERSONS);
    let (criterion, parts) = parts(&report);
    let part = &parts[0];
    assert_eq!(criterion.verdict, Verdict::NotMet);
    assert_eq!(ids(&part.against), ["p2"]);
    assert_eq!(part.against[0].values, [Value::Label("low".into())]);
    assert_eq!(ids(&part.unknown), ["p5"]);
    let open = &part.unknown[0].open;
    assert_eq!((open.len(), open[0].id.as_str(), open[0].field.as_str()), (1, "p5", "grade"));
    let lacking = part.shortfall.expect("something is lacking");
    assert_eq!((lacking.direction, lacking.least, lacking.most), (Direction::More, Some(1), Some(2)));
    assert_eq!(part.required.and_then(|one| one.at_least), Some(6));
    let share = part.share.as_ref().expect("a share");
    assert_eq!((share.low_shown.as_str(), share.high_shown.as_str()), ("66.7%", "83.3%"));
}

#[test]
fn where_fewer_are_asked_for_those_who_have_it_stand_against() {
    let report = reported("criterion A \"a\"\n  cites 1\n  at most 1 person has grade \"high\"\n", PERSONS);
    let (_, parts) = parts(&report);
    assert_eq!(ids(&parts[0].against), ["p1", "p6"]);
    let lacking = parts[0].shortfall.expect("one too many");
    assert_eq!((lacking.direction, lacking.least), (Direction::Fewer, Some(1)));
    assert!(parts[0].closest.is_empty());
}

#[test]
fn the_closest_are_by_failing_conditions_then_steps_then_gaps() {
    let text = "criterion A \"a\"\n  cites 1\n  at least 2 persons have all of a) grade at least \"high\" b) points at least 5\n";
    let known: Vec<[&str; 5]> = PERSONS[..4].to_vec();
    let report = reported(text, &known);
    let (_, parts) = parts(&report);
    let closest: Vec<(&str, u32, u32, String)> =
        parts[0].closest.iter().map(|one| (one.id.as_str(), one.failing, one.steps, one.gap.to_string())).collect();
    let wanted = [("p4", 2, 1, "0.5"), ("p3", 2, 1, "3"), ("p2", 2, 2, "1")];
    assert_eq!(closest, wanted.map(|(id, failing, steps, gap)| (id, failing, steps, gap.to_owned())));
}

#[test]
fn nothing_private_is_told_in_any_form() {
    let text = "criterion A \"a\"\n  cites 1\n  100% of persons have salary >= 4004\n\n\
                criterion B \"b\"\n  cites 1\n  (total salary of persons) at least 90000\n\n\
                criterion C \"c\"\n  cites 1\n  for each unit:\n  at least (quota) persons in the unit have points >= 1\n\n\
                criterion E \"e\"\n  cites 1\n  100% of persons have twice at least 9000\n\n\
                criterion F \"f\"\n  cites 1\n  for each person:\n  all of a) salary above 4003 b) twice < 8011 c) salary < twice\n";
    let report = reported(text, PERSONS);
    let json = serde_json::to_string(&report).expect("JSON");
    for row in PERSONS {
        let twice = (row[4].parse::<u32>().expect("a number") * 2).to_string();
        assert!(!json.contains(row[4]) || row[4] == "4004" || row[4] == "4003", "{}", row[4]);
        assert!(!json.contains(&twice), "{twice}");
    }
    // 4003 and 4004 are constants of the rules and stand in their texts, never as values.
    assert!(!json.contains("\"number\":\"400"), "{json}");
    assert!(!json.contains("24021"), "the total");
    assert!(!json.contains("\"77\"") && !json.contains("\"88\""), "thresholds");
    assert!(
        !json.contains(":76,") && !json.contains(":74,") && !json.contains(":72,"),
        "what is lacking to a private threshold"
    );
    let (_, parts) = parts(&report);
    assert!(parts[0].closest.is_empty(), "their order tells");
    assert!(parts[0].against.iter().all(|one| one.values == [Value::Private]));
}

#[test]
fn being_there_is_what_a_sentence_without_property_lacks() {
    let text = "criterion A \"a\"\n  cites 1\n  there are at least 3 persons where grade is \"high\"\n";
    let report = reported(text, PERSONS);
    let (_, parts) = parts(&report);
    let lacking = parts[0].shortfall.expect("one more, or none if it is p5");
    assert_eq!((lacking.direction, lacking.least, lacking.most), (Direction::More, Some(0), Some(1)));
    assert_eq!(lacking.impossible, None);
    let with = "criterion A \"a\"\n  cites 1\n  at least 9 persons have grade at least \"low\"\n";
    let report = reported(with, PERSONS);
    let (_, parts) = self::parts(&report);
    let lacking = parts[0].shortfall.expect("too few");
    assert_eq!((lacking.least, lacking.impossible), (None, Some(Impossible::TooFew)));
}

#[test]
fn a_tail_that_cannot_hold_together_with_its_head_lacks_what_it_lacks_if_the_head_holds() {
    let text = "criterion A \"a\"\n  cites 1\n  100% of persons have grade at least \"mid\", of which 100% have points above 8\n";
    // Nobody knows whether p5 is of those with the grade; if so, its points don't suffice.
    let report = reported(text, &PERSONS[4..5]);
    let (_, tails) = parts(&report);
    assert_eq!((tails[0].truth, tails[1].truth), (Truth::Unknown, Truth::No));
    let lacking = tails[1].shortfall.expect("p5");
    assert_eq!((lacking.least, lacking.most), (Some(1), Some(1)));
    // With p2 the head fails for certain, and then nothing is said of the two together.
    let report = reported(text, &[PERSONS[1], PERSONS[4]]);
    let (_, tails) = parts(&report);
    assert_eq!((tails[0].truth, tails[1].truth), (Truth::No, Truth::Unknown));
    let lacking = tails[1].shortfall.expect("p5, if it has the grade");
    assert_eq!((lacking.least, lacking.most), (Some(0), Some(1)));
}

#[test]
fn an_empty_base_is_said() {
    let text = "criterion A \"a\"\n  cites 1\n  100% of persons where points above 100 have grade at least \"low\"\n";
    let report = reported(text, PERSONS);
    let (criterion, parts) = parts(&report);
    assert_eq!((criterion.verdict, parts[0].population), (Verdict::NotApplicable, PopulationReport::Empty));
    assert!(parts[0].share.is_none());
}

#[test]
fn an_award_says_which_case_gave_it_and_why_earlier_ones_did_not() {
    let report = reported("criterion A \"a\"\n  cites 1\n  100% of persons have points >= 0\n", PERSONS);
    let award = &report.awards[0];
    assert_eq!(
        (award.kind.id.as_str(), award.kind.plural.as_str(), award.field.id.as_str()),
        ("person", "persons", "honour")
    );
    let of = |id: &str| award.records.iter().find(|record| record.id == id).expect("a record");
    assert_eq!((of("p1").case, of("p1").labels.as_slice()), (Some(0), ["high".to_owned()].as_slice()));
    assert_eq!(of("p1").cases.len(), 1);
    let p4 = of("p4");
    assert_eq!((p4.case, p4.labels.as_slice()), (None, [String::new()].as_slice()));
    let truths: Vec<Truth> = p4.cases.iter().map(|case| case.explanation.truth).collect();
    assert_eq!(truths, [Truth::No, Truth::No]);
    let p5 = of("p5");
    assert_eq!(p5.labels, ["", "mid", "high"]);
    assert_eq!((p5.case, p5.open.len()), (None, 1));
    assert_eq!(award.counts.get("high"), Some(&2));
}

#[test]
fn what_a_record_is_to_a_criterion() {
    let text = "criterion A \"a\"\n  cites 1\n  for each unit:\n  at least 50% of persons in the unit have honour at least \"mid\"\n";
    let program = program(text);
    let roster = roster(&program, PERSONS);
    let evaluation = evaluate(&program, &roster, &Options::default()).expect("it evaluates");
    let criterion = program.criterion("A").expect("A");
    let person = kind(&program, "person");
    let of = |row: u32| record_in_criterion(&evaluation, criterion, person, row);
    let p4 = of(3);
    assert_eq!(p4.len(), 1, "it is of one unit for certain");
    assert_eq!(
        (p4[0].ids.as_slice(), p4[0].member, p4[0].truth),
        (["u1".to_owned()].as_slice(), Truth::Yes, Truth::No)
    );
    match &p4[0].explanation.as_ref().expect("why").what {
        What::Test(test) => assert_eq!(test.awarded.as_ref().expect("the award").cases.len(), 2),
        what => panic!("{what:?}"),
    }
    let p6: Vec<Truth> = of(5).iter().map(|one| one.member).collect();
    assert_eq!(p6, [Truth::Unknown, Truth::Unknown], "nobody knows of which unit it is");
}

#[test]
fn the_order_of_work_does_not_show() {
    let program = program(
        "criterion A \"a\"\n  cites 1\n  for each unit:\n  at least 50% of persons in the unit have grade at least \"mid\"\n",
    );
    let roster = roster(&program, PERSONS);
    let whole = evaluate(&program, &roster, &Options::default()).expect("it evaluates");
    let cut = evaluate(&program, &roster, &Options { chunk_rows: 1, cuts: vec![2], threads: 2 }).expect("it evaluates");
    assert_eq!(serde_json::to_string(&report(&whole)).ok(), serde_json::to_string(&report(&cut)).ok());
}

/// Every list of records of a report, and how many more there are.
fn lists(value: &serde_json::Value, found: &mut Vec<(Vec<String>, u64)>) {
    match value {
        serde_json::Value::Array(all) => all.iter().for_each(|one| lists(one, found)),
        serde_json::Value::Object(fields) => {
            for (name, more) in
                [("against", "against_more"), ("unknown", "unknown_more"), ("maybe", "maybe_more"), ("records", "more")]
            {
                if let Some(serde_json::Value::Array(list)) = fields.get(name) {
                    let more = fields.get(more).map_or(0, |more| more.as_u64().expect("a number"));
                    let id = |one: &serde_json::Value| one.get("id").or(one.get("ids")).expect("a key").to_string();
                    found.push((list.iter().map(id).collect(), more));
                }
            }
            fields.values().for_each(|one| lists(one, found));
        }
        _ => {}
    }
}

#[test]
fn lists_end_where_they_are_told_to_and_count_the_rest() {
    let program = program(
        "criterion A \"a\"\n  cites 1\n  at least 5 persons have grade at least \"high\"\n\
         criterion B \"b\"\n  cites 1\n  for each unit:\n  100% of persons in the unit have points above 8\n\
         criterion C \"c\"\n  cites 1\n  (total points of persons) at least 100\n",
    );
    let roster = roster(&program, PERSONS);
    let evaluation = evaluate(&program, &roster, &Options::default()).expect("it evaluates");
    let read = |report: &Report| {
        let mut found = Vec::new();
        lists(&serde_json::to_value(report).expect("data"), &mut found);
        found
    };
    let whole = read(&report(&evaluation));
    assert!(whole.iter().all(|(_, more)| *more == 0));
    assert!(whole.iter().any(|(list, _)| list.len() >= 4));
    assert_eq!(report(&evaluation), report_listing(&evaluation, Listing::UpTo(6)), "nothing is longer");
    let cut = report_listing(&evaluation, Listing::UpTo(1));
    let (a, b) = (&cut.criteria[0], &cut.criteria[1]);
    let Some(What::Clause(clause)) = a.explanation.as_ref().map(|explanation| &explanation.what) else {
        panic!("{a:#?}");
    };
    let part = &clause.parts[0];
    assert_eq!((ids(&part.against), part.against_more), (vec!["p2"], 2));
    assert_eq!((ids(&part.unknown), part.unknown_more), (vec!["p5"], 0));
    assert_eq!(part.closest[0].id, "p3", "the nearest of all, listed or not");
    // p5 of u2 has 7 points and p6 8, of u1 most are below; each unit is lost, the first is listed.
    let each = b.for_each.as_ref().expect("for each");
    assert_eq!((each.records.len(), each.more, each.counts.not_met), (1, 1, 2));
    let award = &cut.awards[0];
    assert_eq!((award.records.len(), award.more), (1, 5));
    for (list, _) in read(&cut) {
        assert!(list.len() <= 1, "{list:?}");
    }
    assert_eq!(cut.criteria.iter().map(|one| one.verdict).collect::<Vec<_>>(), [Verdict::NotMet; 3]);
}

#[test]
fn of_many_records_the_lost_ones_are_listed_first() {
    let program = program("criterion A \"a\"\n  cites 1\n  for each person:\n  points at least 4.5\n");
    let roster = roster(&program, PERSONS);
    let evaluation = evaluate(&program, &roster, &Options::default()).expect("it evaluates");
    let listed = |most: usize| {
        let report = report_listing(&evaluation, Listing::UpTo(most));
        let each = report.criteria[0].for_each.clone().expect("for each");
        let ids: Vec<String> = each.records.iter().flat_map(|record| record.ids.clone()).collect();
        (ids.join(" "), each.more)
    };
    assert_eq!(listed(6), ("p1 p2 p3 p4 p5 p6".to_owned(), 0));
    assert_eq!(listed(3), ("p1 p2 p3".to_owned(), 3));
    assert_eq!(listed(2), ("p2 p3".to_owned(), 4));
    assert_eq!(listed(1), ("p2".to_owned(), 5));
}
