//! Evaluation by parts: what is refused, and why, in both languages.

use tieuchi::compile;
use tieuchi::engine::{LabelCounts, Options, evaluate};
use tieuchi::partial::{Damage, Indivisible, Partial, Refused, digest, divisible, merge, report, tally};
use tieuchi::program::{KindId, Program};
use tieuchi::report::{Listing, report_listing};
use tieuchi::roster::{Builder, Cell, Origin, Roster};
use tieuchi::source::{Language, Source};
use tieuchi::verdict::Verdict;

const SCHEMA: &str = r#"tieuchi 1, en

document "D"
  item 1 "one"

scale grade
  none < "low" < "high"

record region
  id: text key
  poor: yes/no

record unit
  id: text key
  region: region
  parent: unit, optional

record person
  id: text key
  unit: unit, may be unknown
  grade: grade
  points: decimal, private
"#;

const CRITERIA: &str = r#"
award unit.title: grade
  "high" when at least 70% of persons in the unit have grade at least "high"
  otherwise none

criterion 1.a "Most persons"
  cites 1
  at least 60% of persons where unit.region.poor have grade at least "low"

criterion 1.b "Each unit"
  cites 1
  for each unit:
  at least 1 of persons in the unit has grade at least "low"

criterion 1.c "The points"
  cites 1
  total points of persons at least 2 * number of units

criterion 1.d "The best"
  cites 1
  greatest points of persons at least 9
"#;

fn program(criteria: &str) -> Program {
    let text = format!("{SCHEMA}\n{criteria}");
    match compile(&[Source::new("r.tieuchi", &text)]) {
        Ok((program, _)) => program,
        Err(findings) => panic!("{findings:?}"),
    }
}

/// Regions, units and persons; a line for each record, its cells parted by blanks, `-` for a blank one.
fn roster(program: &Program, tables: [&str; 3]) -> Roster {
    let names: [&[&str]; 3] = [&["id", "poor"], &["id", "region", "parent"], &["id", "unit", "grade", "points"]];
    let mut builder = Builder::new(program);
    for ((kind, names), table) in (0u32..).map(KindId).zip(names).zip(tables) {
        let header = builder.header(kind, &Origin::default(), names);
        for line in table.split(';').map(str::trim).filter(|line| !line.is_empty()) {
            let cells = line.split_whitespace().map(|cell| match cell {
                "-" => Cell::Blank,
                cell => Cell::Text(cell.into()),
            });
            builder.row(&header, &Origin::default(), cells);
        }
    }
    builder.finish().expect("sound records")
}

const REGIONS: &str = "north yes; south no";
const ONE: [&str; 3] = [REGIONS, "u1 north -; u2 north u1", "p1 u1 high 5; p2 u1 low 4.5; p3 u2 none 1"];
const OTHER: [&str; 3] = [REGIONS, "v1 south -; v2 north v1", "q1 v1 high 9.5; q2 v2 - 2; q3 v2 low -"];
const BOTH: [&str; 3] = [
    REGIONS,
    "u1 north -; u2 north u1; v1 south -; v2 north v1",
    "p1 u1 high 5; p2 u1 low 4.5; p3 u2 none 1; q1 v1 high 9.5; q2 v2 - 2; q3 v2 low -",
];
const SECRET: &[u8] = b"sixteen bytes of it";

fn tallied(program: &Program, tables: [&str; 3], name: &str, secret: Option<&[u8]>) -> Result<Partial, Refused> {
    let roster = roster(program, tables);
    let evaluation = evaluate(program, &roster, &Options::default()).expect("it is small");
    tally(&evaluation, name, secret)
}

fn sent(program: &Program, tables: [&str; 3], name: &str) -> Partial {
    tallied(program, tables, name, Some(SECRET)).expect("it can be tallied")
}

/// Checks that the reason is said in both languages.
fn said(refused: &Refused, en: &str, vi: &str) {
    let (english, vietnamese) = (refused.say(Language::En), refused.say(Language::Vi));
    assert!(english.contains(en), "{english}");
    assert!(vietnamese.contains(vi), "{vietnamese}");
    assert_eq!(refused.to_string(), english);
}

#[test]
fn what_is_merged_is_the_whole() {
    let program = program(CRITERIA);
    let merged = merge(&program, [sent(&program, OTHER, "B"), sent(&program, ONE, "A")]).expect("they are disjoint");
    assert_eq!(merged.sources().collect::<Vec<_>>(), ["A", "B"]);
    assert_eq!((merged.records(KindId(1)), merged.records(KindId(2))), (4, 6));
    let all = roster(&program, BOTH);
    let whole = evaluate(&program, &all, &Options::default()).expect("it is small");
    let found = report(&program, &merged).expect("a report");
    assert_eq!(found, report_listing(&whole, Listing::Counted));
    let verdicts: Vec<Verdict> = found.criteria.iter().map(|criterion| criterion.verdict).collect();
    assert_eq!(verdicts, [Verdict::Met, Verdict::NotMet, Verdict::Undetermined, Verdict::Met]);
    assert_eq!((found.awards[0].undecided, found.awards[0].counts["high"]), (0, 1));
    // Of no source: nobody.
    let nobody = merge(&program, []).expect("nothing is wrong with that");
    assert_eq!(merge(&program, [merged.clone(), nobody]).as_ref(), Ok(&merged));
}

#[test]
fn labels_that_are_open_add_up() {
    let program = program(CRITERIA);
    // Of u1 one of two is high and one unknown, which is half of them or all; none of u2; all of u3. Of v1 and v2 nobody is known.
    let (regions, one) = (REGIONS, "p1 u1 high 5; p2 u1 - 4; p3 u2 low 1; p4 u3 high 1");
    let (units, others) = ("u1 north -; u2 north u1; u3 south -", "q1 v1 - 9; q2 v2 - 2; q3 v3 high 3");
    let (more, third) = ("v1 south -; v2 north v1; v3 south -", "w1 north -");
    let parts = [[regions, units, one], [regions, more, others], [regions, third, "r1 w1 - 1"]];
    let all = roster(&program, [regions, &[units, more, third].join(";"), &[one, others, "r1 w1 - 1"].join(";")]);
    let whole = evaluate(&program, &all, &Options::default()).expect("it is small");
    let parts = parts.into_iter().zip(["A", "B", "C"]).map(|(tables, name)| sent(&program, tables, name));
    let found = report(&program, &merge(&program, parts).expect("they are disjoint")).expect("a report");
    assert_eq!(found, report_listing(&whole, Listing::Counted));
    assert_eq!((found.awards[0].undecided, found.awards[0].counts["high"]), (4, 2));
}

#[test]
fn counts_of_labels_add_up_from_nothing_on() {
    let mut sum = LabelCounts::default();
    sum.merge(&LabelCounts { settled: vec![1, 2], open: 3 });
    sum.merge(&LabelCounts { settled: vec![4], open: 5 });
    assert_eq!(sum, LabelCounts { settled: vec![5, 2], open: 8 });
}

#[test]
fn what_only_all_sources_together_decide_is_decided() {
    let program = program(
        "criterion 1 \"J\"\n  cites 1\n  100% of persons have points at least 3,\n    of which at least 50% have grade \"high\"",
    );
    let sources = [[REGIONS, "u1 north -", "p1 u1 high 5; p2 u1 low -"], [REGIONS, "v1 north -", "q1 v1 low -"]];
    let parts = sources.iter().zip(["A", "B"]).map(|(tables, name)| sent(&program, *tables, name));
    let parts: Vec<Partial> = parts.collect();
    let verdict = |parts: Vec<Partial>| {
        let merged = merge(&program, parts).expect("they are disjoint");
        report(&program, &merged).expect("a report").verdict
    };
    // If all have three points, one in three is high: the head and what follows it can't hold together.
    assert_eq!(verdict(vec![parts[0].clone()]), Verdict::Undetermined);
    assert_eq!(verdict(vec![parts[1].clone()]), Verdict::NotMet);
    assert_eq!(verdict(parts), Verdict::NotMet);
}

#[test]
fn no_record_is_in_what_is_sent() {
    let program = program(CRITERIA);
    let tables = [REGIONS, "hidden-unit north -", "hidden-person hidden-unit high 7654.25; other hidden-unit low 2"];
    for secret in [None, Some(SECRET)] {
        let sent = tallied(&program, tables, "A", secret).expect("it can be tallied");
        for text in [sent.to_ron().expect("RON"), sent.to_json().expect("JSON")] {
            assert!(!text.contains("hidden"), "{text}");
        }
    }
    // The greatest is what is asked for; the least and the total aren't its business.
    let greatest = self::program("criterion 1 \"G\"\n  cites 1\n  greatest points of persons at least 9");
    let text = tallied(&greatest, tables, "A", None).expect("it can be tallied").to_json().expect("JSON");
    assert!(text.contains("7654.25") && !text.contains("7656.25") && !text.contains("\"2\""), "{text}");
    let total = self::program("criterion 1 \"T\"\n  cites 1\n  total points of persons at least 9");
    let text = tallied(&total, tables, "A", None).expect("it can be tallied").to_json().expect("JSON");
    assert!(text.contains("7656.25") && !text.contains("7654.25"), "{text}");
}

#[test]
fn a_private_key_leaves_no_fingerprint_without_a_secret() {
    let mut program = program(CRITERIA);
    program.kinds[2].fields[0].private = true;
    let twice = ["", "w1 north -", "p1 w1 high 5"].map(|table| table.to_owned());
    let tables = [REGIONS, &twice[1], &twice[2]];
    // With a secret the person is found in both; without one there is nothing to find it by.
    let found = merge(&program, [sent(&program, ONE, "A"), sent(&program, tables, "B")]).expect_err("p1 is in both");
    let Refused::Overlap { count: 1, first, second, .. } = &found else { panic!("{found}") };
    assert_eq!((first.as_str(), second.as_str()), ("A", "B"));
    said(&found, "1 of person are found in both “A” and “B”", "1 bản ghi person có cả trong “A” và “B”");
    let open = |tables, name| tallied(&program, tables, name, None).expect("it can be tallied");
    assert!(merge(&program, [open(ONE, "A"), open(tables, "B")]).is_ok());
    let mixed = merge(&program, [open(OTHER, "A"), sent(&program, tables, "B")]).expect_err("one secret");
    said(&mixed, "different secrets", "khóa bí mật khác nhau");
}

#[test]
fn sources_that_overlap_are_refused() {
    let program = program(CRITERIA);
    let one = sent(&program, ONE, "A");
    let refused = |other: Partial| merge(&program, [one.clone(), other]).expect_err("they overlap");
    said(&refused(one.clone()), "two sources of the name “A”", "hai nguồn cùng tên “A”");
    said(&refused(sent(&program, ONE, "B")), "“A” and “B” are the same records", "là cùng một bộ hồ sơ");
    let unit = [REGIONS, "u2 north -", ""];
    said(&refused(sent(&program, unit, "B")), "1 of unit are found in both", "1 bản ghi unit có cả trong");
    // The same unit is told before it is merged with a third.
    let third = merge(&program, [sent(&program, unit, "B"), sent(&program, OTHER, "C")]).expect("these are disjoint");
    assert!(matches!(refused(third), Refused::Overlap { .. }));
}

#[test]
fn a_table_that_is_only_looked_up_may_be_everywhere() {
    let program = program(CRITERIA);
    let one = sent(&program, ONE, "A");
    let same = ["south no; north yes; east no", "w1 east -", ""];
    assert!(merge(&program, [one.clone(), sent(&program, same, "B")]).is_ok());
    let differing = ["south yes", "w1 south -", ""];
    let refused = merge(&program, [one, sent(&program, differing, "B")]).expect_err("the south is poor in one only");
    said(&refused, "1 of region differ between “A” and “B”", "1 bản ghi region khác nhau giữa “A” và “B”");
    // A region that is counted is another matter.
    let counted = self::program("criterion 1 \"R\"\n  cites 1\n  at least 1 of regions is poor");
    let refused = merge(&counted, [sent(&counted, ONE, "A"), sent(&counted, same, "B")]).expect_err("counted twice");
    said(&refused, "2 of region are found in both", "2 bản ghi region có cả trong");
}

#[test]
fn an_overlap_of_any_size_is_found_in_a_sample() {
    let program = program("criterion 1 \"A\"\n  cites 1\n  no person has grade \"high\"");
    let persons = |from: u32, to: u32, unit: &str| {
        (from..to).map(|n| format!("p{n} {unit} low 1;")).collect::<Vec<_>>().join(" ")
    };
    let (first, second) = (persons(0, 20_000, "u1"), persons(19_600, 39_600, "v1"));
    let one = tallied(&program, [REGIONS, "u1 north -", &first], "A", None).expect("it can be tallied");
    let other = tallied(&program, [REGIONS, "v1 north -", &second], "B", None).expect("it can be tallied");
    let refused = merge(&program, [one, other]).expect_err("400 of 20,000 are in both");
    assert!(matches!(refused, Refused::Overlap { count, .. } if count < 100), "{refused}");
}

#[test]
fn records_that_may_belong_elsewhere_are_refused() {
    let program = program(CRITERIA);
    let tables = [REGIONS, "u1 north -", "p1 u1 high 5; p2 - low 5"];
    let refused = tallied(&program, tables, "A", None).expect_err("p2 may be of any unit");
    said(&refused, "1 of person may belong to a group of another source", "1 bản ghi person có tham chiếu chưa rõ");
    // Where nothing is counted by unit it doesn't matter.
    let whole = self::program("criterion 1 \"W\"\n  cites 1\n  at least 60% of persons have grade \"low\"");
    assert!(tallied(&whole, tables, "A", None).is_ok());
}

#[test]
fn rules_that_cant_be_parted_are_refused() {
    let cases = [
        (
            "define person.better: points > average points of persons\n\ncriterion 1 \"B\"\n  cites 1\n  no person is better",
            Indivisible::ReadsAll,
        ),
        (
            "award person.prize: grade\n  cites 1\n  \"high\" when at least 2 units have region.poor\n  otherwise none",
            Indivisible::ReadsAll,
        ),
        (
            "criterion 1 \"U\"\n  cites 1\n  for each unit:\n  total points of persons in the unit >= average points of persons",
            Indivisible::ReadsAll,
        ),
        (
            "criterion 1.a \"A\"\n  cites 1\n  no person has points below 1\n\ncriterion 1.b \"U\"\n  cites 1\n  for each unit:\n  \
             all of\n    a) meets 1.a\n    b) region.poor",
            Indivisible::AsksAll,
        ),
    ];
    for (rules, expected) in cases {
        let program = program(rules);
        let refused = divisible(&program).expect_err(rules);
        let Refused::Indivisible { why, at, .. } = &refused else { panic!("{refused}") };
        assert_eq!(*why, expected, "{rules}");
        assert!(at.as_ref().is_some_and(|at| at.starts_with("r.tieuchi:")), "{at:?}");
        said(
            &refused,
            "these rules can't be evaluated by parts: “",
            "không thể đánh giá riêng từng nguồn theo quy tắc này: “",
        );
        // Neither is anything tallied or merged by them.
        assert_eq!(tallied(&program, ONE, "A", None).as_ref(), Err(&refused));
        assert_eq!(merge(&program, []).as_ref(), Err(&refused));
    }
}

#[test]
fn names_and_secrets_are_held_to_their_bounds() {
    let program = program(CRITERIA);
    for name in ["", "  ", "two\nlines", "turned\u{202e}round", &"x".repeat(201)] {
        let refused = tallied(&program, ONE, name, None).expect_err("no name");
        said(&refused, "a source needs a name of one line", "mỗi nguồn cần một tên viết trên một dòng");
    }
    let refused = tallied(&program, ONE, "A", Some(b"short")).expect_err("a short secret");
    said(&refused, "the secret is too short", "khóa bí mật quá ngắn");
}

#[test]
fn tallies_by_other_rules_are_refused() {
    let (program, other) = (program(CRITERIA), program(&CRITERIA.replace("60%", "61%")));
    let written = sent(&program, ONE, "A").to_ron().expect("RON");
    said(&Partial::from_ron(&other, &written).expect_err("60%"), "tallies by other rules", "theo quy tắc khác");
    // A title or a comment makes no other rules.
    let retitled =
        self::program(&CRITERIA.replace("Most persons", "Nearly all").replace("award", "# a comment\naward"));
    assert_eq!(digest(&program), digest(&retitled));
    assert!(Partial::from_ron(&retitled, &written).is_ok());
}

#[test]
fn hostile_numbers_are_refused() {
    let program = program(CRITERIA);
    let written = sent(&program, ONE, "A").to_json().expect("JSON");
    let refused = |from: &str, to: &str| {
        assert!(written.contains(from), "{from}: {written}");
        Partial::from_json(&program, &written.replacen(from, to, 1)).expect_err(to)
    };
    let most = u64::MAX.to_string();
    for (from, to, damage) in [
        ("\"in_holds\":", format!("\"in_holds\":{most}"), Damage::Counts),
        ("\"in_holds\":", "\"in_holds\":9".to_owned(), Damage::Counts),
        ("\"inside\":[", format!("\"inside\":[{most}"), Damage::Counts),
        ("\"settled\":[", "\"settled\":[9".to_owned(), Damage::Counts),
        ("\"records\":", format!("\"records\":{most}"), Damage::Counts),
        ("\"low_open\":", "\"low_open\":9".to_owned(), Damage::Counts),
        ("\"keys\":[", "\"keys\":[18446744073709551615,1".to_owned(), Damage::Fingerprints),
        ("\"name\":\"A", "\"name\":\"A ".to_owned(), Damage::Names),
        ("\"slots\":[", "\"slots\":[],\"slots\":[".to_owned(), Damage::Shape),
    ] {
        // The digits that stood behind stay behind: take them away.
        let end = written.find(from).expect("it is there") + from.len();
        let digits = written[end..].bytes().take_while(u8::is_ascii_digit).count();
        let found = refused(&written[end - from.len()..end + digits], &to);
        if damage == Damage::Shape {
            said(&found, "the file is damaged or has no tallies", "tệp bị hỏng hoặc không phải là kết quả kiểm đếm");
            continue;
        }
        assert_eq!(found, Refused::Damaged(damage), "{to}");
        said(&found, "the file is damaged: ", "tệp bị hỏng: ");
    }
    said(&refused("\"format\":1", "\"format\":2"), "the file is of format 2", "tệp có định dạng 2");
    said(&Partial::from_ron(&program, "(").expect_err("a bracket"), "line 1, column 1", "dòng 1, cột 1");
}
