//! From cells to columns: what is read, what is refused, and how it is said.

#[path = "common/schema.rs"]
mod schema;

use std::borrow::Cow;

use schema::{PERSON, UNIT, program};
use tieuchi::diagnostic::{Finding, Problem};
use tieuchi::exact::Exact;
use tieuchi::program::FieldId;
use tieuchi::roster::{Builder, Cell, DecimalSign, MAX_PROBLEMS, Origin, Roster, Target, kind_named};
use tieuchi::source::Language;

const RATING: FieldId = FieldId(4);
const MEMBER: FieldId = FieldId(5);
const VIOLATIONS: FieldId = FieldId(6);
const BALANCE: FieldId = FieldId(7);
const INCOME: FieldId = FieldId(8);
const SCORE: FieldId = FieldId(9);
const SHARE: FieldId = FieldId(10);
const BORN: FieldId = FieldId(11);

fn text(value: &str) -> Cell<'_> {
    if value.is_empty() { Cell::Blank } else { Cell::Text(Cow::Borrowed(value)) }
}

fn at(file: &str, row: u64) -> Origin {
    Origin { file: Some(file.into()), row: Some(row), position: None }
}

type Read = Result<(Roster, Vec<Finding>), Vec<Finding>>;

/// One unit and one person with these cells beside the key and the unit.
fn person(sign: Option<DecimalSign>, cells: &[(&str, Cell<'_>)]) -> Read {
    let program = program();
    let mut builder = Builder::new(&program);
    builder.record(UNIT, &at("unit.csv", 2), [("id", text("U")), ("kind", text("phòng")), ("parent", text(""))]);
    if let Some(sign) = sign {
        builder.decimal_sign(PERSON, sign);
    }
    let given = [("id", text("P")), ("unit", text("U"))].into_iter().chain(cells.iter().cloned());
    builder.record(PERSON, &at("person.csv", 2), given);
    builder.finish_with_warnings()
}

/// The code of the only error.
fn code(read: Read) -> &'static str {
    match read {
        Ok(_) => "read",
        Err(findings) => {
            let errors: Vec<_> = findings.iter().map(Finding::code).filter(|code| code.starts_with('E')).collect();
            assert_eq!(errors.len(), 1, "{findings:?}");
            errors[0]
        }
    }
}

fn warnings(read: Read) -> Vec<String> {
    read.unwrap().1.iter().filter(|finding| finding.code() != "W0401").map(Finding::to_string).collect()
}

#[test]
fn numbers() {
    for (field, name, written, expected) in [
        (VIOLATIONS, "violations", "0", "0"),
        (VIOLATIONS, "số vi phạm", " 12\u{a0}", "12"),
        (VIOLATIONS, "violations", "2,0", "2"),
        (BALANCE, "balance", "-3", "-3"),
        (BALANCE, "balance", "\u{2212}3", "-3"),
        (INCOME, "income", "1.234,50", "1234.5"),
        (INCOME, "income", "1,234.5", "1234.5"),
        (INCOME, "thu_nhập", "7,5", "7.5"),
        (SCORE, "score", "100", "100"),
        (SHARE, "share", "70%", "0.7"),
        (SHARE, "share", "70,5 %", "0.705"),
        (SHARE, "share", "0,7", "0.7"),
        (SHARE, "share", "1.5", "1.5"),
        (SHARE, "share", "250%", "2.5"),
    ] {
        let (roster, _) = person(None, &[(name, text(written))]).unwrap();
        let expected: Exact = expected.parse().unwrap();
        assert_eq!(roster.number(PERSON, field, 0), Some(expected), "{written}");
    }
}

#[test]
fn refused_values() {
    for (name, written, expected) in [
        ("violations", "-1", "E0401"),
        ("violations", "1,5", "E0401"),
        ("violations", "hai", "E0401"),
        ("balance", "1/2", "E0401"),
        ("income", "1.234", "E0403"),
        ("income", "1234567890123456789012345678901234567", "E0406"),
        ("score", "100,01", "E0405"),
        ("score", "-1", "E0405"),
        ("share", "70", "E0407"),
        ("share", "1,51", "E0407"),
        ("violations", "5%", "E0401"),
        ("member", "1", "E0401"),
        ("member", "x", "E0401"),
        ("member", "co", "E0401"),
        ("born", "31/02/2022", "E0404"),
        ("born", "12/31/2022", "E0404"),
        ("born", "2022", "E0401"),
        ("born", "1/2/22", "E0401"),
        ("born", "2022-12-31 10:30", "E0401"),
        ("rating", "Hoàn thành tôt", "E0402"),
        ("rating", "Xuất sắc", "E0402"),
        ("unit", "U", "E0415"),
        ("second_unit", "V", "E0411"),
        ("nickname", "a", "E0413"),
        ("hard", "có", "E0414"),
    ] {
        assert_eq!(code(person(None, &[(name, text(written))])), expected, "{name} {written}");
    }
    let nested = person(None, &[("full_name", Cell::Nested)]);
    assert_eq!(code(nested), "E0417");
    assert_eq!(code(person(None, &[("full_name", Cell::Bool(true))])), "E0401");
    assert_eq!(code(person(None, &[("member", Cell::Number("1".into()))])), "E0401");
    assert_eq!(code(person(Some(DecimalSign::Comma), &[("income", text("7.5"))])), "E0401");
}

#[test]
fn words_days_and_labels() {
    for (written, expected) in [("có", true), ("Yes", true), ("TRUE", true), ("không", false), ("NO", false)] {
        let (roster, _) = person(None, &[("member", text(written))]).unwrap();
        assert_eq!(roster.yes_no(PERSON, MEMBER, 0), Some(expected), "{written}");
    }
    for written in ["1/3/2022", "01/03/2022", "2022-03-01", "1-3-2022", "01.03.2022", "2022-03-01T00:00:00Z"] {
        let (roster, _) = person(None, &[("born", text(written))]).unwrap();
        assert_eq!(roster.date(PERSON, BORN, 0).unwrap().to_string(), "2022-03-01", "{written}");
    }
    let labels = [
        ("Hoàn thành tốt", 2, ""),
        ("Hoàn thành to\u{302}\u{301}t", 2, ""),
        ("  Hoàn thành ", 1, ""),
        ("none", 0, ""),
        ("Không có", 0, ""),
        ("không", 0, ""),
        ("Hoà bình", 3, "W0402: “Hoà bình” was read as the label “Hòa bình” (1 cell)"),
        ("hoàn  thành", 1, "W0402: “hoàn  thành” was read as the label “Hoàn thành” (1 cell)"),
    ];
    for (written, expected, warning) in labels {
        let read = person(None, &[("rating", text(written))]);
        assert_eq!(read.as_ref().unwrap().0.label(PERSON, RATING, 0), Some(expected), "{written}");
        assert_eq!(warnings(read).join("; "), warning, "{written}");
    }
}

#[test]
fn missing_values_and_references() {
    let (roster, _) = person(None, &[("rating", text("")), ("score", text(" \u{a0}"))]).unwrap();
    assert_eq!(roster.label(PERSON, RATING, 0), None);
    assert_eq!(roster.number(PERSON, SCORE, 0), None);
    assert_eq!(roster.target(PERSON, FieldId(2), 0), Target::Row(0));
    assert_eq!(roster.target(PERSON, FieldId(3), 0), Target::Unknown);
    assert_eq!(roster.target(UNIT, FieldId(2), 0), Target::Absent);
}

#[test]
fn one_scale_for_a_column() {
    let program = program();
    let mut builder = Builder::new(&program);
    let long = "9".repeat(36);
    let tiny = format!("0,{}1", "0".repeat(30));
    for (row, income) in (1u64..).zip(["5", "0,25", &long, &tiny, "1,5"]) {
        let key = row.to_string();
        builder.record(
            PERSON,
            &at("person.csv", row),
            [("id", text(&key)), ("unit", text("U")), ("income", text(income))],
        );
    }
    builder.record(UNIT, &at("unit.csv", 1), [("id", text("U"))]);
    let findings = builder.finish().unwrap_err();
    let errors: Vec<_> = findings.iter().filter(|f| f.code().starts_with('E')).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(errors[0].code(), "E0406");
    let Problem::Data(problem) = &errors[0].problem else { panic!("not of the data") };
    assert_eq!(problem.place().row, Some(4));
}

#[test]
fn everything_is_reported_in_one_go() {
    let program = program();
    let mut builder = Builder::new(&program);
    let unit = |id: &'static str, parent: &'static str| {
        [("mã", text(id)), ("loại", text("phòng")), ("Cấp trên", text(parent))]
    };
    for (row, (id, parent)) in
        (2u64..).zip([("A", "B"), ("B", "C"), ("C", "A"), ("A", ""), ("Phòng 1", "Phong 1"), ("E", "E"), ("", "A")])
    {
        builder.record(UNIT, &at("đơn_vị.csv", row), unit(id, parent));
    }
    builder.record(
        PERSON,
        &at("person.csv", 2),
        [("id", text("1")), ("unit", text("")), ("rating", text("Hoàn than"))],
    );
    builder.record(PERSON, &at("person.csv", 3), [("id", text("2")), ("unit", text("a"))]);
    let findings = builder.finish().unwrap_err();
    let shown: Vec<String> = findings
        .iter()
        .filter(|finding| finding.code().starts_with('E'))
        .map(|finding| {
            let Problem::Data(problem) = &finding.problem else { panic!("not of the data") };
            let prose = finding.prose(Language::En);
            format!("{} {}: {}. {}", finding.code(), problem.place().shown(Language::En), prose.title, prose.help)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "E0412 đơn_vị.csv, row 2, column “Cấp trên”: these records stand above each other in a circle. “A” is under “B”, “B” is under “C”, “C” is under “A”. Correct one of them.",
            "E0409 đơn_vị.csv, row 5, column “mã”: the key “A” is there twice. It is first at đơn_vị.csv, row 2, column “mã”. Give each record a key of its own.",
            "E0411 đơn_vị.csv, row 6, column “Cấp trên”: there is no unit with the key “Phong 1”. Did you mean “Phòng 1”? Correct the key, or add that unit.",
            "E0412 đơn_vị.csv, row 7, column “Cấp trên”: these records stand above each other in a circle. “E” is under “E”. Correct one of them.",
            "E0408 đơn_vị.csv, row 8, column “mã”: this unit has no key. Fill in the key: it is how other records and the report name this record.",
            "E0402 person.csv, row 2, column “rating”: “Hoàn than” is not a label of this field. Did you mean “Hoàn thành”? The labels are “Hoàn thành”, “Hoàn thành tốt”, “Hòa bình”.",
            "E0410 person.csv, row 2, column “unit”: the unit is not filled in. Write the key of a unit. If a blank is right here, declare the field “optional” or “may be unknown” in the rule file.",
            "E0411 person.csv, row 3, column “unit”: there is no unit with the key “a”. Did you mean “A”? Correct the key, or add that unit.",
        ]
    );
}

#[test]
fn columns_and_kinds_that_never_came() {
    let program = program();
    let mut builder = Builder::new(&program);
    builder.record(PERSON, &at("person.csv", 2), [("full_name", text("An"))]);
    let findings = builder.finish().unwrap_err();
    let codes: Vec<_> = findings.iter().map(Finding::code).collect();
    assert_eq!(codes.iter().filter(|code| **code == "E0416").count(), 2, "key and unit: {codes:?}");
    assert_eq!(codes.iter().filter(|code| **code == "W0401").count(), 9, "{codes:?}");
    assert_eq!(codes.iter().filter(|code| **code == "W0403").count(), 1, "{codes:?}");
    assert_eq!(codes.len(), 12);
}

#[test]
fn problems_are_kept_up_to_a_bound() {
    let program = program();
    let mut builder = Builder::new(&program);
    for row in 0..3_000u64 {
        let key = row.to_string();
        builder.record(UNIT, &at("unit.csv", row), [("id", text(&key)), ("kind", text("?"))]);
    }
    let findings = builder.finish().unwrap_err();
    assert_eq!(findings.iter().filter(|finding| finding.code() == "E0402").count(), MAX_PROBLEMS);
    assert_eq!(findings.last().unwrap().to_string(), "W0400: 2000 more problems of the records are not listed");
}

#[test]
fn columns_are_renamed_and_ignored() {
    let program = program();
    let mut builder = Builder::new(&program);
    builder.rename(UNIT, "Mã số", "id");
    builder.rename(UNIT, "Nhóm", "kin");
    builder.ignore(UNIT, "Ghi chú");
    let header = builder.header(UNIT, &at("u.csv", 1), &["mã_số", "GHI CHÚ", "Nhóm", "", "id"]);
    builder.row(&header, &at("u.csv", 2), [text("U"), text("x"), text("y"), text("z"), text("V")]);
    let findings = builder.finish().unwrap_err();
    let codes: Vec<_> = findings.iter().map(Finding::code).filter(|code| code.starts_with('E')).collect();
    assert_eq!(codes, ["E0415", "E0419"]);
}

#[test]
fn kinds_by_name() {
    let program = program();
    for (written, expected) in [
        ("person", Some(PERSON)),
        ("people", Some(PERSON)),
        ("cá_nhân", Some(PERSON)),
        ("Cá nhân", Some(PERSON)),
        ("units", Some(UNIT)),
        ("Đơn vị", Some(UNIT)),
        ("đo\u{31b}n_vị", Some(UNIT)),
        ("persons", Some(PERSON)),
        ("peoples", None),
        ("", None),
    ] {
        assert_eq!(kind_named(&program, written), expected, "{written}");
    }
}

#[derive(serde::Serialize)]
enum Rating {
    #[serde(rename = "Hoàn thành tốt")]
    Good,
    None,
}

#[derive(serde::Serialize)]
struct Key(u64);

#[derive(serde::Serialize)]
struct Worker<T> {
    id: Key,
    unit: &'static str,
    #[serde(rename = "xếp_loại")]
    rating: Option<Rating>,
    member: bool,
    violations: u8,
    balance: i128,
    income: f64,
    share: f32,
    born: tieuchi::date::Date,
    full_name: T,
}

fn worker<T>(full_name: T) -> Worker<T> {
    Worker {
        id: Key(7),
        unit: "U",
        rating: Some(Rating::Good),
        member: true,
        violations: 3,
        balance: -12_345_678_901_234_567_890_123_456_789,
        income: 0.1,
        share: 0.705,
        born: "1990-05-01".parse().unwrap(),
        full_name,
    }
}

#[test]
fn records_from_own_types() {
    let program = program();
    let mut builder = Builder::new(&program);
    builder.add("đơn vị", &std::collections::BTreeMap::from([("id", "U"), ("kind", "phòng")])).unwrap();
    builder.add("person", &worker("An")).unwrap();
    builder.add("people", &Worker { id: Key(8), rating: Some(Rating::None), ..worker('B') }).unwrap();
    builder.add("people", &Worker { id: Key(9), rating: None, ..worker(()) }).unwrap();
    let roster = builder.finish().unwrap();
    assert_eq!(roster.len(PERSON), 3);
    assert_eq!(roster.text(PERSON, FieldId(0), 0), Some("7"));
    assert_eq!((0..3).map(|row| roster.label(PERSON, RATING, row)).collect::<Vec<_>>(), [Some(2), Some(0), None]);
    assert_eq!(
        (0..3).map(|row| roster.text(PERSON, FieldId(1), row)).collect::<Vec<_>>(),
        [Some("An"), Some("B"), None]
    );
    let number = |field| roster.number(PERSON, field, 0).unwrap().to_string();
    assert_eq!(
        [VIOLATIONS, BALANCE, INCOME, SHARE].map(number),
        ["3", "-12345678901234567890123456789", "0.1", "0.705"]
    );
    assert_eq!(roster.date(PERSON, BORN, 0).unwrap().to_string(), "1990-05-01");
}

#[test]
fn values_that_are_no_records() {
    use tieuchi::roster::IngestError;
    let program = program();
    let mut builder = Builder::new(&program);
    let nested = |field: &str| Err(IngestError::Nested(field.into()));
    assert_eq!(builder.add("school", &worker("An")), Err(IngestError::UnknownKind("school".into())));
    assert_eq!(builder.add("person", "An"), Err(IngestError::NotARecord));
    assert_eq!(builder.add("person", &[1, 2]), Err(IngestError::NotARecord));
    assert_eq!(builder.add("person", &std::collections::BTreeMap::from([(1, "a")])), Err(IngestError::NotARecord));
    assert_eq!(builder.add("person", &worker(["An", "Bình"])), nested("full_name"));
    assert_eq!(builder.add("person", &worker(Some(worker("An")))), nested("full_name"));
    assert_eq!(builder.finish().unwrap().len(PERSON), 0, "nothing was added");
    let mut builder = Builder::new(&program);
    builder.add("person", &Worker { income: f64::NAN, unit: "X", ..worker("An") }).unwrap();
    let codes: Vec<_> =
        builder.finish().unwrap_err().iter().map(Finding::code).filter(|c| c.starts_with('E')).collect();
    assert_eq!(codes, ["E0401", "E0411"]);
}

#[test]
fn problems_that_no_small_file_has() {
    use tieuchi::diagnostic::{DataFault, DataPlace, DataProblem, PackFault, PackProblem, Unreadable};
    use tieuchi::source::Span;
    let data = |fault| Finding::new(DataProblem { place: DataPlace::default(), fault }, Span::NONE);
    let pack = |fault| Finding::new(PackProblem::of("p", fault), Span::NONE);
    for (finding, code, en, vi) in [
        (
            data(DataFault::TooManyRecords { limit: 9 }),
            "E0418",
            "there are more than 9 records of a kind",
            "có hơn 9 bản ghi cùng một loại",
        ),
        (
            data(DataFault::TooLarge { limit: 9 }),
            "E0425",
            "the file, or a line of it, is longer than 9 bytes",
            "tệp, hoặc một dòng của tệp, dài hơn 9 byte",
        ),
        (
            data(DataFault::Unreadable(Unreadable::Forbidden)),
            "E0426",
            "the file may not be read",
            "không có quyền đọc tệp này",
        ),
        (data(DataFault::Unreadable(Unreadable::Other)), "E0426", "the file can't be read", "không đọc được tệp này"),
        (
            data(DataFault::More { left_out: 9 }),
            "W0400",
            "9 more problems of the records are not listed",
            "còn 9 vấn đề khác của dữ liệu không được liệt kê",
        ),
        (
            pack(PackFault::Unreadable(Unreadable::Forbidden)),
            "E0502",
            "the file may not be read",
            "không có quyền đọc tệp này",
        ),
        (pack(PackFault::Unreadable(Unreadable::Other)), "E0502", "the file can't be read", "không đọc được tệp này"),
        (pack(PackFault::TooLarge { limit: 9 }), "E0517", "the file is larger than 9 bytes", "tệp lớn hơn 9 byte"),
    ] {
        assert_eq!(finding.code(), code);
        assert_eq!([Language::En, Language::Vi].map(|language| finding.prose(language).title), [en, vi]);
    }
}
