//! Sessions: what changes, what is refused, what is rolled back, what is written and read back.

use serde::Serialize;
use std::collections::BTreeMap;
use tieuchi::compile;
use tieuchi::engine::{Hand, Options, evaluate};
use tieuchi::program::{KindId, Program};
use tieuchi::report::report;
use tieuchi::roster::{Builder, Cell, IngestError, Origin, kind_named};
use tieuchi::session::{Changes, Edits, Refused, Session, Snapshot};
use tieuchi::source::{Language, Source};
use tieuchi::verdict::Verdict;

const RULES: &str = r#"tieuchi 1, en

document "D"
  item 1 "one"

scale grade aka bậc
  none < "low" < "high"

record region aka vùng
  id aka mã: text key

record unit aka đơn_vị
  id aka mã: text key
  region aka vùng: region
  parent aka cấp_trên: unit, optional

record person aka cá_nhân
  id aka mã: text key
  unit aka đơn_vị: unit, may be unknown
  grade aka bậc: grade
  points aka điểm: decimal 0 to 100
  share aka tỷ_lệ: percent

award unit.title: grade
  "high" when at least 50% of persons in the unit have grade at least "high"
  "low" when at least 1 person in the unit has grade at least "low"
  otherwise none

criterion 1.a "Everybody"
  cites 1
  100% of persons have grade at least "low"

criterion 1.b "Each unit"
  cites 1
  for each unit:
  at least 1 person in the unit has points at least 50

criterion 1.c "Each region"
  cites 1
  for each region:
  at least 1 unit in the region has title "high"

criterion 1.d "The points"
  cites 1
  greatest points of persons at least 90
"#;

const PERSON: KindId = KindId(2);

#[derive(Serialize)]
struct Person {
    id: &'static str,
    unit: Option<&'static str>,
    grade: &'static str,
    points: Option<f64>,
}

fn program() -> Program {
    match compile(&[Source::new("rules.tieuchi", RULES)]) {
        Ok((program, _)) => program,
        Err(findings) => panic!("{findings:?}"),
    }
}

fn edits() -> Edits {
    let text = |name: &'static str, value: &'static str| (name, Cell::Text(value.into()));
    let edits = Edits::new()
        .insert_cells("region", [text("id", "R1")])
        .insert_cells("region", [text("id", "R2")])
        .insert_cells("unit", [text("id", "U1"), text("region", "R1")])
        .insert_cells("unit", [text("id", "U2"), text("region", "R1"), text("parent", "U1")])
        .insert_cells("unit", [text("id", "U3"), text("region", "R2"), text("parent", "U2")]);
    [
        Person { id: "p1", unit: Some("U1"), grade: "high", points: Some(60.5) },
        Person { id: "p2", unit: Some("U1"), grade: "low", points: Some(95.0) },
        Person { id: "p3", unit: Some("U2"), grade: "low", points: None },
        Person { id: "p4", unit: None, grade: "none", points: Some(10.0) },
    ]
    .iter()
    .fold(edits, |edits, person| edits.insert("person", person).expect("a flat record"))
}

fn session() -> Session {
    let program = program();
    let mut nobody = Builder::new(&program);
    (0..3).for_each(|kind| nobody.given(KindId(kind)));
    let roster = nobody.finish().expect("nobody is sound");
    let mut session = Session::new(program, roster, &Options::default()).expect("a small evaluation");
    session.apply(&edits()).expect("sound records");
    session
}

fn json(session: &mut Session) -> String {
    serde_json::to_string(&session.report()).expect("a report is JSON")
}

/// Criterion, records, before, after.
fn turns(changes: &Changes) -> Vec<(String, String, Option<Verdict>, Option<Verdict>)> {
    let verdicts = changes.verdicts.iter();
    verdicts
        .map(|change| {
            let (before, after) = (change.before.map(|said| said.verdict), change.after.map(|said| said.verdict));
            (change.criterion.clone(), change.record.join(" "), before, after)
        })
        .collect()
}

fn codes(refused: Refused) -> Vec<&'static str> {
    match refused {
        Refused::Records(findings) => findings.iter().map(|finding| finding.code()).collect(),
        other => panic!("{other:?}"),
    }
}

/// A server keeps a session behind a lock.
const fn shared<T: Send + Sync + 'static>() {}
const _: () = shared::<Session>();

#[test]
fn a_change_tells_which_verdicts_are_others_now() {
    let mut session = session();
    let changes = session.set("person", "p3", "points", &50).expect("a sound change");
    assert_eq!(turns(&changes), [("1.b".into(), "U2".into(), Some(Verdict::Undetermined), Some(Verdict::Met))]);
    // The same again changes nothing.
    assert!(session.set("person", "p3", "points", &50).expect("a sound change").is_empty());
    // One record's grade carries through the unit's award to the region.
    let changes = session.change("cá_nhân", "p3", &BTreeMap::from([("bậc", "high")])).expect("either language");
    assert_eq!(changes.awards.len(), 1);
    let award = &changes.awards[0];
    assert_eq!((award.kind.as_str(), award.record.as_str(), award.award.as_str()), ("unit", "U2", "title"));
    assert_eq!(award.before.as_deref(), Some(&["low".to_owned()][..]));
    assert_eq!(award.after.as_deref(), Some(&["high".to_owned()][..]));
}

#[test]
fn records_come_and_go_and_move() {
    let mut session = session();
    let person = Person { id: "p5", unit: Some("U3"), grade: "high", points: Some(70.0) };
    let changes = session.insert("person", &person).expect("a sound record");
    let expected = [
        ("1.b".to_owned(), "U3".to_owned(), Some(Verdict::NotMet), Some(Verdict::Met)),
        // Before, the one whose unit nobody knows might have been there alone.
        ("1.c".to_owned(), "R2".to_owned(), Some(Verdict::Undetermined), Some(Verdict::Met)),
    ];
    let told = turns(&changes);
    assert!(expected.iter().all(|turn| told.contains(turn)), "{told:?}");
    // To another unit, and the unit to another region.
    let changes = session.set("person", "p5", "unit", "U2").expect("a sound change");
    let expected = [
        ("1.b".to_owned(), "U2".to_owned(), Some(Verdict::Undetermined), Some(Verdict::Met)),
        ("1.b".to_owned(), "U3".to_owned(), Some(Verdict::Met), Some(Verdict::NotMet)),
    ];
    let told = turns(&changes);
    assert!(expected.iter().all(|turn| told.contains(turn)), "{told:?}");
    session.remove("person", "p1").expect("nobody refers to it");
    session.set("unit", "U1", "region", "R2").expect("a sound change");
    session
        .insert("person", &Person { id: "p1", unit: Some("U1"), grade: "high", points: None })
        .expect("a sound record");
    // The last one goes to the place of the one that goes.
    let last = session.roster().len(PERSON) as u32 - 1;
    assert_eq!(session.row(PERSON, "p1"), Some(last));
    session.remove("person", "p3").expect("nobody refers to it");
    assert_eq!(session.row(PERSON, "p1"), Some(2));
    assert_eq!(session.row(PERSON, "p3"), None);
    let roster = session.roster().clone();
    let program = session.program().clone();
    let fresh = evaluate(&program, &roster, &Options::default()).expect("small");
    assert_eq!(json(&mut session), serde_json::to_string(&report(&fresh)).expect("JSON"));
}

#[test]
fn a_units_sum_goes_with_the_unit() {
    let rules = "tieuchi 1, en\ndocument \"D\"\n  item 1 \"All\"\nrecord unit\n  id: text key\n\
        record person\n  id: text key\n  unit: unit\n  amount: decimal\ncriterion 1 \"x\"\n  cites 1\n  \
        for each unit:\n  (total amount of persons in the unit) at least 5\ncriterion 2 \"y\"\n  cites 1\n  \
        for each unit:\n  at least 1 person in the unit has amount at least 5, of which 100% have amount at most 10\n\
        criterion 3 \"z\"\n  cites 1\n  for each unit:\n  (greatest amount of persons in the unit) at least 5\n";
    let (program, _) = compile(&[Source::new("sums", rules)]).unwrap_or_else(|findings| panic!("{findings:?}"));
    let text = |name: &'static str, value: &'static str| (name, Cell::Text(value.into()));
    let person = |id: &'static str, unit: &'static str, amount: &'static str| {
        [text("id", id), text("unit", unit), ("amount", Cell::Number(amount.into()))]
    };
    let edits = Edits::new()
        .insert_cells("unit", [text("id", "U1")])
        .insert_cells("unit", [text("id", "U2")])
        .insert_cells("unit", [text("id", "U3")])
        .insert_cells("person", person("p2", "U2", "4"))
        .insert_cells("person", person("p3", "U3", "7"));
    let nobody = Builder::new(&program).finish().expect("nobody is sound");
    let mut session = Session::new(program, nobody, &Options::default()).expect("a small evaluation");
    session.apply(&edits).expect("sound records");
    // The last unit goes to its place.
    session.remove("unit", "U1").expect("nobody refers to it");
    let unit = kind_named(session.program(), "unit").expect("it is above");
    for (name, verdict) in [("U2", Verdict::NotMet), ("U3", Verdict::Met)] {
        let row = session.row(unit, name).expect("it is there");
        for id in ["1", "2", "3"] {
            let criterion = session.program().criterion(id).expect("it is above");
            let evaluation = session.evaluation();
            assert_eq!(evaluation.verdict_of(criterion, Hand::one(unit, row)), Some(verdict), "{id} of {name}");
        }
    }
    let changes = session.set("person", "p3", "amount", "3").expect("a sound change");
    for id in ["1", "2", "3"] {
        let turn = (id.to_owned(), "U3".to_owned(), Some(Verdict::Met), Some(Verdict::NotMet));
        assert!(turns(&changes).contains(&turn), "{id}: {changes:?}");
    }
}

#[test]
fn the_evaluation_answers_whatever_one_asks() {
    let mut session = session();
    let criterion = session.program().criterion("1.d").expect("it is above");
    assert_eq!(session.verdict(criterion), Verdict::Met);
    session.remove("person", "p2").expect("nobody refers to it");
    assert_eq!(session.verdict(criterion), Verdict::Undetermined);
    let units = kind_named(session.program(), "unit").expect("it is above");
    let evaluation = session.evaluation();
    assert_eq!(evaluation.roster().len(units), 3);
    let criterion = evaluation.program().criterion("1.b").expect("it is above");
    let counts = evaluation.verdict_counts(criterion);
    assert_eq!(counts.inside.iter().sum::<u64>(), 3);
}

#[test]
fn what_the_rules_would_refuse_changes_nothing() {
    let mut session = session();
    let before = json(&mut session);
    let refused: [(Result<Changes, Refused>, &[&str]); 11] = [
        (session.set("person", "p1", "grade", "middling"), &["E0402"]),
        (session.set("person", "p1", "points", &101), &["E0405"]),
        (session.set("person", "p1", "unit", "U9"), &["E0411"]),
        (session.set("person", "p1", "salary", &1), &["E0413"]),
        (session.set("unit", "U1", "title", "high"), &["E0414"]),
        (session.set("unit", "U1", "region", &None::<&str>), &["E0410"]),
        (session.set("unit", "U1", "parent", "U3"), &["E0412"]),
        (session.set("unit", "U1", "parent", "U1"), &["E0412"]),
        (session.set("person", "p1", "id", "p2"), &["E0409"]),
        (session.set("person", "p1", "id", &None::<&str>), &["E0408"]),
        (session.remove("unit", "U1"), &["E0411", "E0411", "E0411"]),
    ];
    for (number, (result, expected)) in refused.into_iter().enumerate() {
        let refused = result.expect_err(&format!("{number} is refused"));
        for language in [Language::En, Language::Vi] {
            assert!(!refused.say(language).is_empty());
        }
        assert_eq!(codes(refused), expected, "{number}");
    }
    assert_eq!(json(&mut session), before);
}

#[test]
fn several_changes_are_one_step() {
    let mut session = session();
    let before = json(&mut session);
    // The last of them is refused: none is made.
    let edits = Edits::new().remove("person", "p3").remove("unit", "U3").remove("unit", "U2").remove("unit", "U2");
    assert!(matches!(session.apply(&edits), Err(Refused::NoSuchRecord { .. })));
    assert_eq!(json(&mut session), before);
    let edits = Edits::new().remove("person", "p3").remove("unit", "U3").remove("unit", "U2");
    let changes = session.apply(&edits).expect("nobody refers to any of them any more");
    assert!(turns(&changes).contains(&("1.b".into(), "U2".into(), Some(Verdict::Undetermined), None)));
    assert!(changes.awards.iter().any(|award| award.record == "U2" && award.after.is_none()));
    // Whoever goes and comes back in one step was never away.
    let person = Person { id: "p1", unit: Some("U1"), grade: "high", points: Some(60.5) };
    let edits = Edits::new().remove("person", "p1").insert("person", &person).expect("a flat record");
    assert!(session.apply(&edits).expect("sound changes").is_empty());
}

#[test]
fn a_what_if_leaves_nothing_behind() {
    let mut session = session();
    let before = json(&mut session);
    let outer = session.what_if("a reform");
    session.set("unit", "U2", "parent", &None::<&str>).expect("a sound change");
    let inner = session.what_if("fewer");
    session.remove("person", "p1").expect("nobody refers to it");
    session.set("person", "p2", "points", &12.25).expect("a sound change");
    assert_eq!(session.what_ifs().collect::<Vec<_>>(), [("a reform", 3), ("fewer", 2)]);
    let middle = json(&mut session);
    session.keep(inner.clone()).expect("it is open");
    assert_eq!(session.keep(inner), Err(Refused::NoSuchWhatIf));
    assert_eq!(json(&mut session), middle);
    assert_eq!(session.what_ifs().count(), 1);
    let changes = session.roll_back(outer).expect("it is open");
    assert!(!changes.is_empty());
    assert_eq!(json(&mut session), before);
    assert_eq!(session.what_ifs().count(), 0);
}

#[test]
fn a_record_that_comes_back_refers_to_whom_it_did() {
    let mut session = session();
    let text = |name: &'static str, value: &'static str| (name, Cell::Text(value.into()));
    // U4 refers to U5, which stands last and goes to the place of U4 for a while.
    let units = Edits::new()
        .insert_cells("unit", [text("id", "U4"), text("region", "R1")])
        .insert_cells("unit", [text("id", "U5"), text("region", "R1")])
        .cells("unit", "U4", [text("parent", "U5")]);
    session.apply(&units).expect("sound records");
    let before = session.snapshot().expect("it can be taken");
    let mark = session.what_if("without");
    session.remove("unit", "U4").expect("nobody refers to it");
    session.roll_back(mark).expect("it is open");
    assert_eq!(session.snapshot().expect("it can be taken"), before);
}

#[test]
fn what_is_no_record_is_refused() {
    let mut session = session();
    let refused = |result: Result<Changes, Refused>| result.expect_err("it is refused");
    let nested = refused(session.insert("person", &BTreeMap::from([("id", vec![1])])));
    assert_eq!(nested, Refused::NotARecord(IngestError::Nested("id".into())));
    assert_eq!(nested.say(Language::Vi), "trường “id” không phải là một giá trị đơn");
    let unknown = refused(session.set("building", "b", "id", "c"));
    assert_eq!(unknown, Refused::NotARecord(IngestError::UnknownKind("building".into())));
    let nobody = refused(session.set("cá_nhân", "p99", "id", "c"));
    assert_eq!(nobody.say(Language::En), "there is no person “p99”");
    assert_eq!(nobody.say(Language::Vi), "không có cá nhân “p99”");
}

#[test]
fn a_snapshot_is_read_back() {
    let mut session = session();
    session.set("person", "p1", "share", "150,5%").expect("a share");
    session.set("person", "p1", "points", &12.125).expect("a number");
    let snapshot = session.snapshot().expect("it can be taken");
    let options = Options::default();
    let texts = (serde_json::to_string(&snapshot).expect("JSON"), ron::to_string(&snapshot).expect("RON"));
    let read: [Snapshot; 2] =
        [serde_json::from_str(&texts.0).expect("read back"), ron::from_str(&texts.1).expect("read back")];
    for read in read {
        assert_eq!(read, snapshot);
        let mut other = Session::restore(program(), &read, &options).expect("sound records");
        assert_eq!(json(&mut other), json(&mut session));
        assert_eq!(other.snapshot().expect("it can be taken"), snapshot);
    }
}

#[test]
fn a_snapshot_is_not_trusted() {
    let written = serde_json::to_string(&session().snapshot().expect("it can be taken")).expect("JSON");
    let options = Options::default();
    let restored = |text: &str| {
        let snapshot: Snapshot = serde_json::from_str(text).expect("it still has the form");
        Session::restore(program(), &snapshot, &options).expect_err("it is refused")
    };
    let changed = |from: &str, to: &str| {
        assert!(written.contains(from), "{from} in {written}");
        restored(&written.replacen(from, to, 1))
    };
    assert_eq!(changed("\"format\":1", "\"format\":2"), Refused::Format(2));
    assert_eq!(changed("\"records\":2", "\"records\":4294967296"), Refused::Damaged);
    assert_eq!(changed("[\"R1\",\"R2\"]", "[\"R1\"]"), Refused::Damaged);
    // A record twice, a reference to nowhere, a circle, a label and a number that can't be.
    assert_eq!(codes(changed("[\"R1\",\"R2\"]", "[\"R1\",\"R1\"]"))[0], "E0409");
    assert_eq!(codes(changed("[\"R1\",\"R1\",\"R2\"]", "[\"R1\",\"R1\",\"R7\"]")), ["E0411"]);
    assert_eq!(codes(changed("[null,\"U1\",\"U2\"]", "[\"U3\",\"U1\",\"U2\"]")), ["E0412"]);
    assert!(!codes(changed("\"high\"", "\"middling\"")).is_empty());
    assert!(!codes(changed("\"60.5\"", "\"600.5\"")).is_empty());
    let other = RULES.replace("at least 90", "at least 91");
    let (other, _) = compile(&[Source::new("rules.tieuchi", &other)]).expect("sound rules");
    let snapshot: Snapshot = serde_json::from_str(&written).expect("JSON");
    assert_eq!(Session::restore(other, &snapshot, &options).expect_err("other rules"), Refused::OtherProgram);
    // Whatever is cut off or doubled: an error, or a sound session.
    for at in (0..written.len()).step_by(7).filter(|at| written.is_char_boundary(*at)) {
        for text in [written[..at].to_owned(), format!("{}{}", &written[..at], &written[at / 2..])] {
            if let Ok(snapshot) = serde_json::from_str::<Snapshot>(&text) {
                let _ = Session::restore(program(), &snapshot, &options);
            }
        }
    }
}

#[test]
fn a_number_too_large_is_refused_and_everything_stays() {
    let mut rules = String::from(
        "tieuchi 1, en\n\ndocument \"D\"\n  item 1 \"one\"\n\nrecord item\n  id: text key\n  size: decimal\n\n",
    );
    rules.push_str("define item.d0: size * size\n");
    for number in 1..12 {
        rules.push_str(&format!("define item.d{number}: d{} * d{}\n", number - 1, number - 1));
    }
    rules.push_str("\ncriterion 1 \"small\"\n  cites 1\n  total d11 of items at most 1\n");
    let program = match compile(&[Source::new("rules.tieuchi", &rules)]) {
        Ok((program, _)) => program,
        Err(findings) => panic!("{:?}", findings[0].prose(Language::En)),
    };
    let mut builder = Builder::new(&program);
    let header = builder.header(KindId(0), &Origin::default(), &["id", "size"]);
    builder.row(&header, &Origin::default(), [Cell::Text("a".into()), Cell::Text("1".into())]);
    let roster = builder.finish().expect("sound records");
    let mut session = Session::new(program, roster, &Options::default()).expect("ones stay ones");
    let before = json(&mut session);
    assert!(matches!(session.set("item", "a", "size", &10), Err(Refused::Evaluation(_))));
    assert_eq!(json(&mut session), before);
    let criterion = session.program().criterion("1").expect("it is above");
    session.set("item", "a", "size", &2).expect_err("two to the power of 4096");
    session.set("item", "a", "size", &0).expect("nothing stays nothing");
    assert_eq!(session.verdict(criterion), Verdict::Met);
}

/// A change of one record changes the places of others, and their points where they are read off the best of all.
#[test]
fn places_and_points_that_change_are_told() {
    let rules = "tieuchi 1, en
document \"D\"
  item 1 \"…\"
record unit
  id: text key
  work: count 0 to 100
score unit.points: out of 50
  cites 1
  a) \"Work\" out of 50: work / 2
rank unit.place: among units
  cites 1
  by points
  ties shared
";
    let (program, _) = tieuchi::compile(&[Source::new("rules", rules)]).expect("sound rules");
    let mut records = Builder::new(&program);
    for (id, work) in [("U1", 90), ("U2", 60), ("U3", 20)] {
        records.add("unit", &serde_json::json!({"id": id, "work": work})).expect("a unit");
    }
    let roster = records.finish().expect("sound records");
    let mut session = Session::new(program, roster, &Options::default()).expect("a session");
    let changes = session.set("unit", "U3", "work", &70).expect("it is changed");
    assert!(changes.verdicts.is_empty() && changes.awards.is_empty());
    let told: Vec<String> = changes
        .numbers
        .iter()
        .map(|change| {
            let shown = |range: &Option<tieuchi::report::Range>| match range {
                Some(range) if range.low == range.high => range.low.as_ref().map_or("?".into(), ToString::to_string),
                Some(range) => format!("{:?}", (&range.low, &range.high)),
                None => "nothing".into(),
            };
            format!("{} {} {} to {}", change.record, change.field, shown(&change.before), shown(&change.after))
        })
        .collect();
    assert_eq!(told, ["U3 points 10 to 35", "U2 place 2 to 3", "U3 place 3 to 2"]);
    let changes = session.remove("unit", "U3").expect("it goes");
    let gone: Vec<bool> =
        changes.numbers.iter().filter(|one| one.record == "U3").map(|one| one.after.is_none()).collect();
    assert_eq!(gone, [true, true]);
    assert!(changes.numbers.iter().any(|one| one.record == "U2" && one.field == "place"));
}
