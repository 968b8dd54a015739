//! Tests of rules: what they find, what passes, what they have seen.

use tieuchi::diagnostic::codes::{explanations, prelude};
use tieuchi::diagnostic::{Finding, Severity};
use tieuchi::source::{Language, Source};
use tieuchi::syntax::parse;
use tieuchi::syntax::print::{print, print_in};
use tieuchi::syntax::translate::Names;
use tieuchi::syntax::tree::File;
use tieuchi::trial::{EmptyShelf, ExpectationReport, TrialReport, run};

/// A rule file and its tree.
fn tree(name: &str, text: &str, number: u32) -> (Source, File, Vec<Finding>) {
    let source = Source::new(name, text);
    let parsed = parse(&source, number);
    (source, parsed.file, parsed.findings)
}

/// Runs a file of tests on rules.
fn run_on(rules: &str, tests: &str) -> Result<TrialReport, Vec<Finding>> {
    let (source, file, found) = tree("rules.tieuchi", rules, 0);
    assert!(found.is_empty(), "{found:?}");
    let (tests_source, tests_file, found) = tree("tests.tieuchi", tests, 1);
    if !found.is_empty() {
        return Err(found);
    }
    run(&[(source, file)], &[(tests_source, tests_file)], &|_| true, &mut EmptyShelf)
}

const RULES: &str = r#"tieuchi 1, en

document "Plan"
  item 1 "Ratings"
  item 2 "Units"

parameter quota aka chỉ_tiêu: percent = 20%

scale level aka mức
  none < "Fair" < "Good"

record unit aka đơn_vị
  id aka mã: text key
  region aka vùng: one of "high", "low"

record person aka cá_nhân
  id aka mã: text key
  unit aka đơn_vị: unit
  rating aka xếp_loại: level
  days aka số_ngày: count

define unit.target aka đích: by region: "high" 1; otherwise 3

define unit.fits aka vừa: number of people in the unit at least target

award unit.title aka danh_hiệu: level
  cites 2
  "Good" when all of
    a) 100% of persons in the unit have rating at least "Fair",
       of which at least 50% have rating "Good"
    b) no person in the unit has days > 3
  "Fair" when fits
  otherwise none

score unit.points aka điểm: out of 30
  cites 2
  a) "Attendance" out of 30
    a.1) "Few days" out of 20: 20 when (average days of persons in the unit) below 2
    a.2) "High" out of 10: 10 when region "high"

criterion 1 "All are fair"
  cites 1
  100% of persons have rating at least "Fair"

criterion 2 "Few miss days"
  cites 1
  for each unit:
  at most (quota) of persons in the unit have days > 3
"#;

const RULES_KIND: &str = "record person aka cá_nhân";

fn rules() -> String {
    RULES.replace(RULES_KIND, "record person aka cá_nhân, plural people").replace("of persons", "of people")
}

const TESTS: &str = r#"tieuchi 1, en

# A comment.
test "Two units"
  records unit
    | id | region |
    | U1 | high |  # the capital
    | U2 | low |
  records person
    | id | unit | rating | days |
    | p1 … p4 | U1 | Good | 0 |
    | p5 | U1 | Fair | 4 |
    | p6 | U2 | none | 5 |
    | p7 | U2 |  | 1 |
  expect 1: not met; fails for p6; unknown for p7
  expect 2: not met; 1/2; fails for U2
  expect 2 of U1: met; 1/5
  expect unit.title of U1: "Fair"
  expect unit.title "Good" a.1 of U1: met; 5/5
  expect unit.title "Good" a.2 of U1: 4/5; short by 0
  expect unit.title "Good" b of U1: not met; fails for p5
  expect unit.title of U2: none
  expect unit.fits of U1: yes
  expect unit.target of U1: 1
  expect line a.1 of unit.points of U1: 20
  expect unit.points of U2: 0

test "A quota of 10%"
  set quota = 10%
  records unit
    | id |
    | U1 |
  records person
    | id | unit | days |
    | "a … b" | U1 | 3 |
    | p2 … p10 | U1 | 0 |
    | p11 … p12 | U1 |  |
  expect 2 of U1: undetermined
  expect unit.title of U1: "Good" or "Fair"
  expect unit.points of U1: between 0 and 30
  expect unit.fits of U1: yes

never holds 1: "here only"
"#;

fn failures(report: &TrialReport) -> Vec<&ExpectationReport> {
    report.tests.iter().flat_map(|test| &test.expectations).filter(|one| !one.passed).collect()
}

#[test]
fn examples_of_codes_are_what_they_say() {
    for language in [Language::En, Language::Vi] {
        let mut run = 0;
        for explanation in explanations(language).iter().filter(|explanation| explanation.test) {
            let whole = |example: &str| format!("tieuchi 1, {language}\n\n{example}");
            let wrong = run_on(prelude(language), &whole(&explanation.wrong)).expect_err(&explanation.code);
            assert_eq!(wrong.iter().map(Finding::code).collect::<Vec<_>>(), [explanation.code.as_str()], "{language}");
            assert!(wrong.iter().all(|finding| finding.at.is_some()));
            let right = run_on(prelude(language), &whole(&explanation.right));
            let right = right.unwrap_or_else(|found| panic!("{} {found:?}", explanation.code));
            assert_eq!(right.failed, 0, "{} {right:?}", explanation.code);
            run += 1;
        }
        assert!(run > 8);
    }
}

#[test]
fn tests_say_what_the_rules_say() {
    let report = run_on(&rules(), TESTS).expect("sound tests");
    let failed = failures(&report);
    assert!(failed.is_empty(), "{failed:#?}");
    assert_eq!((report.passed, report.failed), (2, 0));
}

#[test]
fn both_languages_are_one_test() {
    let rules = rules();
    let (_, file, _) = tree("rules", &rules, 0);
    let (_, tests, found) = tree("tests", TESTS, 1);
    assert!(found.is_empty(), "{found:?}");
    let names = Names::gather(&[&file]);
    let (vi, missing) = print_in(&tests, Language::Vi, &names);
    assert!(missing.is_empty(), "{missing:?}");
    let (_, read, found) = tree("tests", &vi, 1);
    assert!(found.is_empty(), "{found:?}\n{vi}");
    let (back, _) = print_in(&read, Language::En, &names);
    assert_eq!(back, print(&tests));
    let (one, other) = (run_on(&rules, TESTS).expect("sound"), run_on(&rules, &vi).expect("sound"));
    assert_eq!(failures(&other), Vec::<&ExpectationReport>::new());
    assert_eq!(one.coverage, other.coverage);
}

#[test]
fn what_is_printed_reads_back_and_stands_in_columns() {
    let (_, tests, _) = tree("tests", TESTS, 1);
    let printed = print(&tests);
    let (_, again, found) = tree("tests", &printed, 1);
    assert!(found.is_empty(), "{found:?}\n{printed}");
    assert!(again == tests, "{printed}");
    assert_eq!(print(&again), printed);
    assert!(printed.contains("    | p1 … p4 | U1   | Good   | 0    |\n"), "{printed}");
    assert!(printed.contains("    | U1 | high   |  # the capital\n"), "{printed}");
}

#[test]
fn coverage_says_what_was_seen() {
    let report = run_on(&rules(), TESTS).expect("sound tests");
    let place = |name: &str| {
        let found = report.coverage.places.iter().find(|place| place.name == name);
        found.unwrap_or_else(|| panic!("{name} of {:#?}", report.coverage.places))
    };
    let seen = |name: &str| (place(name).holds, place(name).fails, place(name).open);
    assert_eq!(seen("1"), (0, 1, 1));
    assert!(place("1").is_covered(), "that it never holds is excused");
    assert_eq!(seen("2"), (1, 1, 1));
    assert_eq!(seen("unit.title \"Good\" a"), (1, 1, 1));
    assert_eq!(seen("unit.title \"Good\" a.2"), (1, 0, 2));
    assert_eq!(seen("unit.target 1"), (1, 1, 1));
    assert_eq!(seen("line a.1 of unit.points 1"), (1, 1, 1));
    assert_eq!(seen("line a.2 of unit.points 1"), (1, 1, 1));
}

const FILTERS: &str = r#"tieuchi 1, en

document "Plan"
  item 1 "Ratings"

record unit aka đơn_vị
  id aka mã: text key
  region aka vùng: one of "high", "low"
  small aka nhỏ: yes/no

record person aka cá_nhân, plural people
  id aka mã: text key
  unit aka đơn_vị: unit
  days aka số_ngày: count
  staff aka biên_chế: yes/no

define unit.staffed aka đủ_người: (number of people in the unit where staff) at least 2

define unit.absent aka vắng: total days of people in the unit where not staff

rank unit.place aka hạng: among units where not small by absent lowest first ties shared

criterion 1 "Few miss days"
  cites 1
  for each unit where staffed:
  at least 80% (70% when region "high"; 50% when small) of people in the unit where staff have days at most (4 when staff; otherwise 2),
  of which at least 1 has days is 0
"#;

#[test]
fn who_is_counted_and_cases_of_thresholds_are_places() {
    let tests = r#"tieuchi 1, en

test "One unit"
  records unit
    | id | region | small |
    | U1 | high   | no    |
  records person
    | id | unit | days | staff |
    | p1 | U1   | 0    | yes   |
    | p2 | U1   | 3    | yes   |
    | p3 | U1   | 9    | no    |
  expect 1 where of U1: met
  expect 1 where 2 of p3: not met
  expect 1 1 when of U1: met
  expect 1 1 when 2 of U1: not met
  expect unit.absent of U1: 9
"#;
    let report = run_on(FILTERS, tests).unwrap_or_else(|found| panic!("{found:?}"));
    assert_eq!(failures(&report), Vec::<&ExpectationReport>::new());
    let seen = |report: &TrialReport| -> Vec<(String, u64, u64)> {
        let beside = |name: &str| name.contains(" where") || name.contains(" when");
        let places = report.coverage.places.iter().filter(|place| beside(&place.name));
        places.map(|place| (place.name.clone(), place.holds, place.fails)).collect()
    };
    let wanted = [
        ("1 where", 1, 0),
        ("1 where 2", 1, 1),
        ("1 1 when", 1, 0),
        ("1 1 when 2", 0, 1),
        ("1 1 when 3", 1, 0),
        ("unit.staffed where", 1, 1),
        ("unit.absent where", 1, 1),
        ("unit.place where", 1, 0),
    ];
    assert_eq!(seen(&report), wanted.map(|(name, holds, fails)| (name.to_owned(), holds, fails)));
    assert!(!report.coverage.complete);
    let rows = report.coverage.places.iter().find(|place| place.name == "1 where 2").expect("it is there");
    assert!(rows.text.contains("of people in the unit where staff have"), "{rows:?}");
    assert_eq!(
        rows.place.as_ref().map(|at| at.line),
        Some(FILTERS.lines().position(|line| line.contains("at least 80%")).expect("a line") as u32 + 1)
    );
    // What no test can see is excused by the same name, in either language.
    let excused =
        format!("{tests}\nnever fails unit.place where: \"no unit is small\"\n\nnever holds 1 1 when 2: \"none is\"\n");
    let (_, file, _) = tree("rules", FILTERS, 0);
    let (_, read, found) = tree("tests", &excused, 1);
    assert!(found.is_empty(), "{found:?}");
    let vi = print_in(&read, Language::Vi, &Names::gather(&[&file])).0;
    assert!(vi.contains("luôn đúng đơn_vị.hạng mà: ") && vi.contains("luôn sai 1 1 khi 2: "), "{vi}");
    for text in [excused, vi] {
        let report = run_on(FILTERS, &text).unwrap_or_else(|found| panic!("{found:?}"));
        assert_eq!(failures(&report), Vec::<&ExpectationReport>::new());
        let covered = |name: &str| report.coverage.places.iter().any(|place| place.name == name && place.is_covered());
        assert!(covered("unit.place where") && covered("1 1 when 2") && !covered("1 1 when 3"));
    }
    // There are only so many.
    for wrong in ["1 where 3", "1 when", "unit.place when", "1 where 0"] {
        assert!(run_on(FILTERS, &format!("{tests}\nnever fails {wrong}: \"x\"\n")).is_err(), "{wrong}");
    }
}

#[test]
fn an_excuse_that_is_refuted_is_none() {
    let tests = TESTS.replace("never holds 1", "never fails 1");
    let report = run_on(&rules(), &tests).expect("sound tests");
    let place = report.coverage.places.iter().find(|place| place.name == "1").expect("it is there");
    assert!(!place.failing_is_settled() && !place.holding_is_settled());
    assert!(!report.coverage.complete);
}

#[test]
fn records_are_read_with_care_and_their_findings_stand_in_the_test() {
    let tests = TESTS.replace("| p6 | U2 | none | 5 |", "| p6 | U2 | Goood | 5 |");
    let found = run_on(&rules(), &tests).expect_err("no such label");
    let errors: Vec<&Finding> = found.iter().filter(|finding| finding.severity() == Severity::Error).collect();
    let [finding] = errors[..] else { panic!("{found:?}") };
    let tieuchi::diagnostic::Problem::Data(problem) = &finding.problem else { panic!("{finding:?}") };
    let line = TESTS.lines().position(|line| line.contains("| p6 |")).expect("it is there") as u64 + 1;
    assert_eq!((problem.place.file.as_deref(), problem.place.row), (Some("tests.tieuchi"), Some(line)));
    assert_eq!(problem.place.column.as_deref(), Some("rating"));
}

#[test]
fn a_parameter_out_of_range_is_found_where_the_test_sets_it() {
    let tests = TESTS.replace("set quota = 10%", "set quote = 10%");
    let found = run_on(&rules(), &tests).expect_err("no such parameter");
    assert_eq!(found.iter().map(Finding::code).collect::<Vec<_>>(), ["E0343"]);
    let source = Source::new("tests", &tests);
    assert_eq!(source.slice(found[0].at), "set quote = 10%");
}

/// What an expectation would be if it were another one: whatever is expected, flipping it fails.
#[test]
fn flipping_any_expectation_fails() {
    let (_, tests, _) = tree("tests", TESTS, 1);
    let printed = print(&tests);
    let flips: &[(&str, &str)] = &[
        (": not met", ": met"),
        (": met", ": not met"),
        ("short by 0", "short by 1"),
        ("fails for p6", "fails for p5, p6"),
        ("unknown for p7", "unknown for p6"),
        ("fails for U2", "fails for U1"),
        ("1/2", "2/2"),
        ("1/5", "1/4"),
        ("\"Good\" or \"Fair\"", "\"Good\" or \"Fair\" or none"),
        ("between 0 and 30", "between 0 and 29"),
        (": yes", ": no"),
        ("U2: none", "U2: \"Fair\""),
        ("U1: 20", "U1: unknown"),
        ("undetermined", "not applicable"),
    ];
    let mut flipped = 0;
    for (from, to) in flips {
        for (at, _) in printed.match_indices(from) {
            let text = format!("{}{to}{}", &printed[..at], &printed[at + from.len()..]);
            let report = run_on(&rules(), &text).unwrap_or_else(|found| panic!("{from} {to} {found:?}"));
            assert_eq!(failures(&report).len(), 1, "{from} {to} {:#?}", failures(&report));
            flipped += 1;
        }
    }
    assert!(flipped >= flips.len());
}

#[test]
fn what_is_told_of_a_failure_is_what_would_pass() {
    let (_, tests, _) = tree("tests", TESTS, 1);
    let printed = print(&tests);
    let wrong = printed.replace("expect unit.title of U1: \"Fair\"", "expect unit.title of U1: \"Good\"");
    let report = run_on(&rules(), &wrong).expect("sound tests");
    let [one] = failures(&report)[..] else { panic!("one is wrong") };
    let mended =
        wrong.replacen(&format!("{}: {}", one.about, one.expected), &format!("{}: {}", one.about, one.actual), 1);
    assert_eq!(mended, printed);
}

/// The blocks of the page on tests, in order: language and text.
fn page() -> Vec<(Language, String)> {
    let page = include_str!("../docs/testing.md");
    let blocks = page.split("```tieuchi-test ").skip(1).map(|rest| rest.split("```").next().expect("it ends"));
    blocks
        .map(|block| {
            block
                .split_once('\n')
                .map(|(language, text)| (language.parse().expect("en or vi"), text.to_owned()))
                .expect("a language")
        })
        .collect()
}

#[test]
fn the_samples_of_the_page_pass_and_are_one_test_in_both_languages() {
    let rules = include_str!("../docs/language.md");
    let rules = rules.split("```tieuchi\n").nth(1).and_then(|rest| rest.split("```").next()).expect("the first sample");
    let (_, file, found) = tree("rules", rules, 0);
    assert!(found.is_empty());
    let names = Names::gather(&[&file]);
    let samples = page();
    assert!(samples.len() >= 4);
    for pair in samples.chunks(2) {
        let [(Language::En, en), (Language::Vi, vi)] = pair else { panic!("English, then Vietnamese") };
        for text in [en, vi] {
            let report = run_on(rules, text).unwrap_or_else(|found| panic!("{found:?}"));
            assert_eq!(failures(&report), Vec::<&ExpectationReport>::new());
        }
        let ((_, one, found), (_, other, more)) = (tree("en", en, 1), tree("vi", vi, 1));
        assert!(found.is_empty() && more.is_empty());
        assert_eq!(print_in(&one, Language::Vi, &names).0, print(&other));
        assert_eq!(print_in(&other, Language::En, &names).0, print(&one));
    }
}
