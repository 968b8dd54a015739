//! Time per stage: parse, check, records to columns, evaluate (whole and in parts), verdicts, witnesses, report, tally
//! and merge.
//!
//! `cargo bench --bench stages`. The roster is synthetic and the same every
//! time: units of skewed size, one value in a hundred missing, not in the order of units.

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use tieuchi::engine::{Evaluation, Options, Parts, evaluate};
use tieuchi::partial;
use tieuchi::program::{CriterionId, KindId, Program};
use tieuchi::roster::{Builder, Cell, Origin, Roster};
use tieuchi::source::Source;
use tieuchi::verdict::Verdict;

fn main() {
    divan::main();
}

const RULES: &str = r#"tieuchi 1, en

document "D"
  item 1 "one"

scale rating
  "none yet" < "fair" < "good" < "excellent"

record unit
  id: text key
  effective: yes/no

record person
  id: text key
  unit: unit
  rating: rating
  violations: count
  days: decimal 0 to 400

award unit.title: rating
  "excellent" when all of
    a) 100% of persons in the unit have rating at least "fair", of which at least 70% have rating at least "good"
    b) at least 1 person in the unit has rating "excellent"
    c) effective
  "good" when more than 50% of persons in the unit have rating at least "good"
  otherwise "fair"

criterion 1.a "everybody"
  cites 1
  100% of persons have rating at least "fair"

criterion 1.b "nobody"
  cites 1
  no person has violations > 3

criterion 1.c "units"
  cites 1
  at least 20% of units have title at least "good"

criterion 1.d "days in all"
  cites 1
  average days of persons >= 180
"#;

/// What stands in front of the criteria.
fn declarations() -> &'static str {
    RULES.split_once("award").map_or(RULES, |(before, _)| before)
}

/// Conditions of a person that are kept for each: marks, and nothing counted.
const MARKS: &str = "
define person.sound: rating at least \"good\" and violations at most 3
define person.steady: days at least 180 or rating is \"excellent\"
define person.settled: not (violations > 3 and days below 200) and rating is known
";

/// One question of each unit's persons, with a property that is read off one field: hardly a mark, all is counting.
const TALLIES: &str = "
criterion 1 \"one\"
  cites 1
  for each unit: at least 50% of persons in the unit have rating at least \"good\"
";

fn program() -> Program {
    match tieuchi::compile(&[Source::new("bench.tieuchi", RULES)]) {
        Ok((program, _)) => program,
        Err(findings) => panic!("{findings:?}"),
    }
}

/// A small linear congruential generator: the same numbers every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

fn roster(program: &Program, persons: u64) -> Roster {
    some_persons(program, "", persons, 0..persons)
}

/// Some of so many persons; what all keys begin with tells sources apart.
fn some_persons(program: &Program, source: &str, persons: u64, wanted: std::ops::Range<u64>) -> Roster {
    let mut builder = Builder::new(program);
    let mut numbers = Numbers(7);
    let units = (persons / 20).max(1);
    let header = builder.header(KindId(0), &Origin::default(), &["id", "effective"]);
    for unit in 0..units {
        let effective = if numbers.below(10) > 0 { "yes" } else { "no" };
        builder.row(
            &header,
            &Origin::default(),
            [Cell::Text(format!("{source}u{unit}").into()), Cell::Text(effective.into())],
        );
    }
    let header = builder.header(KindId(1), &Origin::default(), &["id", "unit", "rating", "violations", "days"]);
    let ratings = ["none yet", "fair", "good", "good", "good", "excellent"];
    for person in 0..persons {
        // Two draws multiplied: some units are large, most are small.
        let unit = numbers.below(units) * numbers.below(units) / units;
        let rating = ratings[numbers.below(6) as usize];
        let days = format!("{}.{}", numbers.below(390), numbers.below(10));
        let missing = numbers.below(100) == 0;
        let violations = numbers.below(5).to_string();
        if !wanted.contains(&person) {
            continue;
        }
        builder.row(
            &header,
            &Origin::default(),
            [
                Cell::Text(format!("{source}p{person}").into()),
                Cell::Text(format!("{source}u{unit}").into()),
                if missing { Cell::Blank } else { Cell::Text(rating.into()) },
                Cell::Text(violations.into()),
                Cell::Number(days.into()),
            ],
        );
    }
    match builder.finish() {
        Ok(roster) => roster,
        Err(findings) => panic!("{:?}", findings.first()),
    }
}

/// A rule file of about so many bytes.
fn long_rules(bytes: usize) -> String {
    let mut text = RULES.to_string();
    let mut number = 0;
    while text.len() < bytes {
        number += 1;
        text.push_str(&format!(
            "\ncriterion 2.{number} \"made\"\n  cites 1\n  all of\n    a) at least {number} persons have rating at least \"good\"\n    b) no person has violations > {number}\n"
        ));
    }
    text
}

#[divan::bench(args = [10_000, 100_000, 1_000_000])]
fn parse(bencher: Bencher, bytes: usize) {
    let source = Source::new("long.tieuchi", &long_rules(bytes));
    bencher.counter(BytesCount::new(source.text().len())).bench(|| tieuchi::syntax::parse(&source, 0));
}

#[divan::bench(args = [10_000, 100_000, 1_000_000])]
fn parse_and_check(bencher: Bencher, bytes: usize) {
    let source = Source::new("long.tieuchi", &long_rules(bytes));
    bencher.counter(BytesCount::new(source.text().len())).bench(|| tieuchi::compile(std::slice::from_ref(&source)));
}

#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 10)]
fn records(bencher: Bencher, persons: u64) {
    let program = program();
    bencher.counter(ItemsCount::new(persons)).bench(|| roster(&program, persons));
}

#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 10)]
fn evaluation(bencher: Bencher, persons: u64) {
    let program = program();
    let roster = roster(&program, persons);
    bencher
        .counter(ItemsCount::new(persons))
        .bench(|| evaluate(&program, &roster, &Options::default()).map(|evaluation| verdicts(&evaluation)).ok());
}

/// Marks alone: conditions of each person, as columns.
#[divan::bench(args = [10_000, 100_000], sample_count = 10)]
fn marks(bencher: Bencher, persons: u64) {
    of_rules(bencher, MARKS, persons);
}

/// Tallies alone, or nearly so: persons counted by unit.
#[divan::bench(args = [10_000, 100_000], sample_count = 10)]
fn tallies(bencher: Bencher, persons: u64) {
    of_rules(bencher, TALLIES, persons);
}

fn of_rules(bencher: Bencher, rules: &str, persons: u64) {
    let Ok((program, _)) = tieuchi::compile(&[Source::new("part.tieuchi", &format!("{}{rules}", declarations()))])
    else {
        panic!("the rules are sound")
    };
    let roster = roster(&program, persons);
    bencher.counter(ItemsCount::new(persons)).bench(|| evaluate(&program, &roster, &Options::default()).is_ok());
}

/// Verdicts asked of an evaluation that is there: pure functions of tallies.
#[divan::bench(args = [10_000, 100_000])]
fn verdicts_of_tallies(bencher: Bencher, persons: u64) {
    let program = program();
    let roster = roster(&program, persons);
    let Ok(evaluation) = evaluate(&program, &roster, &Options::default()) else { panic!("no evaluation") };
    bencher.counter(ItemsCount::new(program.criteria.len())).bench_local(|| verdicts(&evaluation));
}

fn verdicts(evaluation: &Evaluation<'_>) -> Vec<Verdict> {
    (0..evaluation.program().criteria.len() as u32).map(|id| evaluation.verdict(CriterionId(id))).collect()
}

/// The same records, tallied in four parts and dropped.
#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 10)]
fn evaluation_in_parts(bencher: Bencher, persons: u64) {
    let program = program();
    let quarter = persons / 4;
    let parts = || {
        let part = |from: u64| some_persons(&program, "", persons, from * quarter..(from + 1) * quarter);
        [part(0), part(1), part(2), part(3)]
    };
    bencher.counter(ItemsCount::new(persons)).with_inputs(parts).bench_values(|[first, second, third, fourth]| {
        let parts = Parts::new(&program, first, KindId(1), &Options::default());
        let Ok(Some(mut parts)) = parts else { panic!("they come in parts") };
        for part in [second, third, fourth] {
            assert!(parts.add(part).is_ok());
        }
        parts.conclude(verdicts).ok()
    });
}

#[divan::bench(args = [1_000, 10_000], sample_count = 10)]
fn report(bencher: Bencher, persons: u64) {
    let program = program();
    let roster = roster(&program, persons);
    let Ok(evaluation) = evaluate(&program, &roster, &Options::default()) else { panic!("no evaluation") };
    bencher.counter(ItemsCount::new(persons)).bench_local(|| tieuchi::report::report(&evaluation));
}

/// Lists end at a thousand records, as on the command line.
#[divan::bench(args = [10_000, 100_000], sample_count = 10)]
fn report_of_many(bencher: Bencher, persons: u64) {
    let program = program();
    let roster = roster(&program, persons);
    let Ok(evaluation) = evaluate(&program, &roster, &Options::default()) else { panic!("no evaluation") };
    let listing = tieuchi::report::Listing::UpTo(1_000);
    bencher.counter(ItemsCount::new(persons)).bench_local(|| tieuchi::report::report_listing(&evaluation, listing));
}

/// Every record behind a verdict, counted and not kept.
#[divan::bench(args = [10_000, 100_000], sample_count = 10)]
fn witnesses(bencher: Bencher, persons: u64) {
    let program = program();
    let roster = roster(&program, persons);
    let Ok(evaluation) = evaluate(&program, &roster, &Options::default()) else { panic!("no evaluation") };
    bencher.counter(ItemsCount::new(persons)).bench_local(|| {
        let mut count = 0u64;
        let all = tieuchi::report::behind(&evaluation, |_| {
            count += 1;
            Ok::<(), ()>(())
        });
        (all, count)
    });
}

fn tallied(program: &Program, persons: u64, source: &str) -> partial::Partial {
    let roster = some_persons(program, source, persons, 0..persons);
    let Ok(evaluation) = evaluate(program, &roster, &Options::default()) else { panic!("no evaluation") };
    match partial::tally(&evaluation, source, None) {
        Ok(partial) => partial,
        Err(refused) => panic!("{refused}"),
    }
}

/// What one source sends, fingerprints included.
#[divan::bench(args = [10_000, 100_000], sample_count = 10)]
fn tally(bencher: Bencher, persons: u64) {
    let program = program();
    let roster = roster(&program, persons);
    let Ok(evaluation) = evaluate(&program, &roster, &Options::default()) else { panic!("no evaluation") };
    bencher.counter(ItemsCount::new(persons)).bench_local(|| partial::tally(&evaluation, "one", None).is_ok());
}

/// The tallies of sixty small sources and a large one put together.
#[divan::bench(sample_count = 10)]
fn merge(bencher: Bencher) {
    let program = program();
    let mut sent: Vec<_> = (0..60).map(|number| tallied(&program, 100, &format!("source {number}"))).collect();
    sent.push(tallied(&program, 10_000, "large"));
    bencher.with_inputs(|| sent.clone()).bench_values(|sent| match partial::merge(&program, sent) {
        Ok(merged) => merged,
        Err(refused) => panic!("{refused}"),
    });
}
