//! Hunting: samples are valid and reach the edges of rules, what is found is small, and what holds isn't refuted.

use std::collections::BTreeSet;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use tieuchi::check::compile;
use tieuchi::exact::Exact;
use tieuchi::hunt::{Bounds, Ground, Law, Sample, Search, Shrinking, Value, hunt};
use tieuchi::program::{CriterionId, KindId, Program, Says};
use tieuchi::proptest::{Records, find, rosters, test};
use tieuchi::source::{Language, Source};
use tieuchi::syntax::parse;
use tieuchi::trial::{EmptyShelf, run};
use tieuchi::verdict::Verdict;

const RULES: &str = r#"tieuchi 1, en
document "D"
  period 2022-01-01 to 2022-12-31
  item 1 "one"
scale rating
  none < "Poor" < "Fair" < "Good"
record unit
  id: text key
  kind: one of "Office", "Division"
  parent: unit, optional
  effective: yes/no
record person, plural people
  id: text key
  unit: unit
  mentor: person, may be unknown
  rating: rating
  violations: count
  score: decimal 0 to 100
  share: percent
  joined: date
  note: text
record figure
  id: text key
  unit: unit
  year: count
  spent: decimal
  series of unit by year
define person.senior: months from joined to 2022-12-31 at least 6
award unit.title: rating
  cites 1
  "Good" when 100% of people in the unit have rating "Good"
  "Fair" when at least 50% of people in the unit have rating "Good"
  otherwise none
criterion A "All are good"
  cites 1
  100% of people have rating "Good"
criterion B "Most are good"
  cites 1
  at least 70% of people have rating "Good"
criterion C "Few are poor"
  cites 1
  at most 15% of people have rating "Poor"
criterion D "Enough points"
  cites 1
  100% of people have score at least 80
criterion E "Nobody violates in any unit"
  cites 1
  for each unit:
  no person in the unit has violations > 0
criterion F "Somebody is senior"
  cites 1
  at least 3 people are senior
criterion G "Spending grows"
  cites 1
  no figure has spent > 3 for 3 consecutive periods
criterion H "A fifth"
  cites 1
  at most 20% of people have share above 12.5%
"#;

fn program(claims: &str) -> Program {
    let text = format!("{RULES}{claims}");
    let source = Source::new("r", &text);
    match compile(std::slice::from_ref(&source)) {
        Ok((program, _)) => program,
        Err(found) => panic!("{:?}", found.iter().map(|one| (one.code(), source.slice(one.at))).collect::<Vec<_>>()),
    }
}

fn search(cases: u32) -> Search {
    Search { cases, ..Search::default() }
}

#[test]
fn samples_are_records_of_their_schema() {
    let program = program("");
    for missing in [0, 10, 60] {
        let ground = Ground::of(&program, &Bounds { most: 12, missing });
        for case in 0..400 {
            let sample = ground.sample(7, case);
            let roster = ground.roster(&sample).unwrap_or_else(|found| panic!("case {case}: {found:?}"));
            assert_eq!(roster.len(KindId(1)), sample.records(KindId(1)).len());
        }
    }
}

#[test]
fn samples_come_to_the_edges_of_the_rules() {
    let program = program("");
    let ground = Ground::of(&program, &Bounds { missing: 5, ..Bounds::default() });
    let person = KindId(1);
    let column = |name: &str| {
        program.kinds[1].fields.iter().position(|field| field.name.is(name)).unwrap_or_else(|| panic!("{name}"))
    };
    let mut seen: Vec<BTreeSet<String>> = vec![BTreeSet::new(); program.kinds[1].fields.len()];
    let (mut sizes, mut units) = (BTreeSet::new(), BTreeSet::new());
    let (mut just_met, mut just_missed, mut tied) = (0, 0, 0);
    for case in 0..1_500 {
        let sample = ground.sample(1, case);
        let people = sample.records(person);
        sizes.insert(people.len());
        units.insert(sample.records(KindId(0)).len());
        for row in people {
            for (at, value) in row.iter().enumerate() {
                seen[at].insert(format!("{value:?}"));
            }
            tied += usize::from(matches!(row[column("mentor")], Value::Record(_)));
        }
        let good = people.iter().filter(|row| row[column("rating")] == Value::Label(3)).count();
        // On either side of 70%, as near as whole records come.
        if people.len() >= 5 {
            let enough = (7 * people.len()).div_ceil(10);
            just_met += usize::from(good == enough);
            just_missed += usize::from(good + 1 == enough);
        }
    }
    let number = |text: &str| format!("{:?}", Value::Number(text.parse::<Exact>().expect("a number")));
    for edge in ["79.99", "80", "80.01", "79", "81", "0", "100"] {
        assert!(seen[column("score")].contains(&number(edge)), "{edge}");
    }
    for edge in ["0.125", "0.124", "0.126", "0.115", "0.135"] {
        assert!(seen[column("share")].contains(&number(edge)), "{edge}");
    }
    for edge in ["0", "1"] {
        assert!(seen[column("violations")].contains(&number(edge)), "{edge}");
    }
    for day in ["2022-06-30", "2022-07-01", "2022-06-29", "2022-12-31", "2021-12-31"] {
        let day = format!("{:?}", Value::Date(day.parse().expect("a day")));
        assert!(seen[column("joined")].contains(&day), "{day}");
    }
    assert!((0..4).all(|label| seen[column("rating")].contains(&format!("{:?}", Value::Label(label)))));
    assert!(["rating", "score", "mentor"].iter().all(|name| seen[column(name)].contains("Blank")));
    assert!(!seen[column("unit")].contains("Blank") && tied > 100);
    // Around 3 people, and around the wholes of 70%, 15% and 20%.
    assert!([0, 1, 2, 3, 4, 9, 10, 11, 19, 20, 21].iter().all(|size| sizes.contains(size)), "{sizes:?}");
    assert!(just_met > 5 && just_missed > 5, "{just_met} {just_missed}");
    assert!(units.contains(&0) && units.contains(&3), "{units:?}");
}

/// Claims that don't hold, and how many records the smallest that refute them are.
const PLANTED: &[(&str, usize)] = &[
    // Seven of ten are enough; three of four are fewer; and their unit.
    ("always: if B is met then A is met", 5),
    ("always: A is met", 0),
    // One who is good, and the unit that he belongs to.
    ("always: if A is met then no person has rating \"Good\"", 2),
    ("always: if A is met then D is met", 2),
    ("always: if D is met then A is met", 2),
    // 15% of seven is one; below that nobody may be poor.
    ("always: if C is met then no person has rating \"Poor\"", 8),
    ("always: if H is met then no person has share above 12.5%", 6),
    // A unit and three people.
    ("always: F is not met", 4),
    ("always: if F is met then at least 4 people are senior", 4),
    ("always: if E is met then no unit has title \"Good\"", 2),
    ("always: no unit has title \"Fair\"", 3),
    ("always: if A is met then at least 2 units have title at least \"Fair\"", 2),
    // A unit and its figures of three years.
    ("always: not (G is not met)", 4),
    ("always: no unit where parent is present has effective", 2),
    ("always: total violations of people < 7", 2),
    // Nothing is read of whom it speaks.
    ("always: number of people at most 2", 4),
    ("always: not (number of units at least 3)", 3),
    ("always: average score of people at most 99", 2),
];

#[test]
fn what_is_planted_is_found_made_as_small_as_can_be_and_written_as_a_test_that_passes() {
    let mut wrong = Vec::new();
    for (claim, smallest) in PLANTED {
        let text = format!("{RULES}claim K1 \"x\"\n  {claim}\n");
        let source = Source::new("r", &text);
        let rules = [(source.clone(), parse(&source, 0).file)];
        let program = program(&format!("claim K1 \"x\"\n  {claim}\n"));
        let claim_of = program.claim("K1").expect("the claim");
        let outcome = hunt(&program, claim_of, &search(3_000), |_| true);
        let Some(found) = outcome.found else {
            wrong.push(format!("{claim}: not refuted in {} cases", outcome.tried));
            continue;
        };
        let ground = Ground::of(&program, &Bounds::default()).for_claim(&claim_of.says);
        if found.sample.len() != *smallest {
            let shown = ground.tables(&found.sample, claim, Language::En);
            wrong.push(format!("{claim}: {} records, not {smallest}\n{shown}", found.sample.len()));
        }
        for language in [Language::En, Language::Vi] {
            let written = ground.written(&found.sample, claim_of, "Found", language);
            let source = Source::new("t", &written.text);
            let parsed = parse(&source, 1);
            assert!(parsed.findings.is_empty(), "{}", written.text);
            let report = run(&rules, &[(source.clone(), parsed.file)], &|_| true, &mut EmptyShelf);
            let report = report.unwrap_or_else(|found| panic!("{found:?}\n{}", written.text));
            assert_eq!((report.passed, report.failed), (1, 0), "{}", written.text);
            assert!(!report.tests[0].expectations.is_empty(), "{}", written.text);
            assert_eq!(tieuchi::syntax::format(&source).expect("it reads"), written.text);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_holds_is_not_refuted() {
    for claim in [
        "always: if A is met then B is met",
        "always: if A is met then (no person has rating \"Poor\")",
        "always: if A is met and E is met then not (B is not met)",
        "always: if (at least 1 person has rating \"Poor\") then A is not met",
    ] {
        let program = program(&format!("claim K1 \"x\"\n  {claim}\n"));
        let outcome = hunt(&program, program.claim("K1").expect("the claim"), &search(1_500), |_| true);
        assert!(outcome.found.is_none() && outcome.tried == 1_500, "{claim}");
        assert!(outcome.applied > 20, "{claim}: its condition was met in {} cases", outcome.applied);
    }
}

#[test]
fn a_possibility_has_an_example() {
    let program =
        program("question Q1 \"x\"\n  is it possible that C is met and at least 2 people have rating \"Poor\"?\n");
    let asked = program.claim("Q1").expect("the question");
    assert!(matches!(asked.says, Says::Possible(_)));
    let found = hunt(&program, asked, &search(4_000), |_| true).found.expect("an example");
    // 15% of fourteen is just two, with their unit.
    assert_eq!(found.sample.len(), 15);
}

#[test]
fn the_same_seed_finds_the_same() {
    let program = program("claim K1 \"x\"\n  always: if B is met then A is met\n");
    let claim = program.claim("K1").expect("the claim");
    let once = |seed| {
        let outcome = hunt(&program, claim, &Search { seed, ..search(500) }, |_| true);
        (outcome.tried, outcome.applied, outcome.found.map(|found| found.sample))
    };
    assert_eq!(once(3), once(3));
    assert_ne!(
        Ground::of(&program, &Bounds::default()).sample(1, 0),
        Ground::of(&program, &Bounds::default()).sample(2, 0)
    );
    // Who is told to stop stops.
    let claim = program.claim("K1").expect("the claim");
    assert_eq!(hunt(&program, claim, &search(500), |tried| tried < 1).tried, 1);
}

#[test]
fn making_small_ends_whatever_is_accepted() {
    let program = program("");
    for case in 0..40 {
        let ground = Ground::of(&program, &Bounds { most: 8, missing: 20 });
        let mut shrinking = Shrinking::of(&ground, ground.sample(5, case));
        let (mut going, mut steps, mut size) = (shrinking.simplify(&ground), 0u32, usize::MAX);
        while going {
            steps += 1;
            assert!(steps < 60_000, "case {case} doesn't end");
            ground.roster(shrinking.current()).unwrap_or_else(|found| panic!("case {case}: {found:?}"));
            // Two in three are accepted.
            let accepted = steps % 3 != case % 3;
            if accepted {
                assert!(shrinking.current().len() <= size, "case {case} grows");
                size = shrinking.current().len();
            }
            going = if accepted { shrinking.simplify(&ground) } else { shrinking.complicate(&ground) };
        }
    }
    let ground = Ground::of(&program, &Bounds::default());
    let mut shrinking = Shrinking::of(&ground, ground.sample(5, 2));
    while shrinking.simplify(&ground) {}
    assert!(shrinking.into_best().is_empty());
}

#[test]
fn laws_of_rules_hold_and_what_breaks_them_is_small() {
    let program = program("claim K1 \"x\"\n  always: if A is met then B is met\n");
    let bounds = Bounds { most: 10, missing: 5 };
    let holds = [
        Law::order(&program, &bounds),
        Law::keys(&program, &bounds),
        Law::unread(&program, &bounds),
        Law::claim(&program, "K1", &bounds).expect("a claim"),
        Law::implies(&program, "A", "B", &bounds).expect("criteria"),
        Law::monotone(&program, "person.rating", "B", &bounds).expect("names"),
        Law::monotone(&program, "person.score", "D", &bounds).expect("names"),
    ];
    for law in &holds {
        test(law, 150).unwrap_or_else(|records| panic!("{records:?}"));
    }
    let bounds = Bounds::default();
    let broken = [
        (Law::implies(&program, "B", "A", &bounds).expect("criteria"), 5),
        (Law::never_both(&program, "A", "D", &bounds).expect("criteria"), 2),
        (Law::monotone(&program, "person.violations", "E", &bounds).expect("names"), 2),
        (Law::monotone(&program, "person.rating", "C", &bounds).expect("names"), 2),
    ];
    for (number, (law, smallest)) in broken.iter().enumerate() {
        let records = test(law, 3_000).expect_err("it is broken");
        assert_eq!(records.len(), *smallest, "{number}: {records:?}");
    }
    assert!(Law::monotone(&program, "person.note", "A", &bounds).is_err());
    assert!(Law::monotone(&program, "person.nothing", "A", &bounds).is_err());
    assert!(Law::implies(&program, "A", "Z", &bounds).is_err());
    assert!(Law::claim(&program, "Z", &bounds).is_err());
}

#[test]
fn a_strategy_gives_valid_records_that_shrink_to_none() {
    let program = program("");
    let mut runner = TestRunner::deterministic();
    let strategy = rosters(&program).most(6).missing(30);
    for _ in 0..100 {
        let mut tree = strategy.new_tree(&mut runner).expect("records");
        let records = tree.current();
        records.roster().expect("valid records");
        assert!(format!("{records:?}").contains("test \"records\""));
        let most = |sample: &Sample| (0..3).map(|kind| sample.records(KindId(kind)).len()).max();
        assert!(most(&records) <= Some(6));
        while tree.simplify() {
            tree.current().roster().expect("valid records");
        }
        assert!(tree.current().is_empty());
    }
}

#[test]
fn what_a_strategy_finds_is_small_and_the_same_each_time() {
    let program = program("");
    let fails = |records: &Records| {
        let judged = records.ground().judge(records, |evaluation| evaluation.verdict(CriterionId(3)));
        judged.is_ok_and(|verdict| verdict == Verdict::NotMet)
    };
    let found = |most: u32| find(&rosters(&program).most(most), 300, fails).expect("somebody has less");
    let one = found(6);
    // One person of less than 80 points, and the unit.
    assert_eq!((one.len(), one.records(KindId(1)).len()), (2, 1));
    assert_eq!(*one, *found(6));
    assert!(find(&rosters(&program), 0, fails).is_none());
    // Of units alone nothing else is there.
    let mut read: Vec<Vec<bool>> = program.kinds.iter().map(|kind| vec![false; kind.fields.len()]).collect();
    read[0].fill(true);
    let units = rosters(&program).reading(&read);
    assert!(find(&units, 100, |records| !records.records(KindId(1)).is_empty()).is_none());
    assert!(find(&units, 100, |records| !records.records(KindId(0)).is_empty()).is_some());
}
