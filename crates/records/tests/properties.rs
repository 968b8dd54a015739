//! Random tables and random bytes.

#[path = "../../../tests/common/schema.rs"]
mod schema;

use std::fmt::Write as _;

use proptest::prelude::*;
use schema::{PERSON, UNIT, program};
use tieuchi::program::{FieldId, Program};
use tieuchi::roster::{Builder, Roster};
use tieuchi_records::{Manifest, read_csv, read_json, read_ndjson, read_ron};

/// A person's values, as texts that every notation takes; an empty one is missing.
#[derive(Debug, Clone)]
struct Person {
    name: String,
    second: Option<usize>,
    rating: Option<&'static str>,
    member: Option<bool>,
    violations: Option<u32>,
    balance: Option<i64>,
    income: Option<(i64, u32)>,
    share: Option<u32>,
    born: Option<(u16, u8, u8)>,
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        // Texts keep their inside, but blanks around and composed forms are folded; a text is never blank.
        "[a-zA-Z0-9ạđễơ;,\"'\\\\/#(){}\\[\\]: ]{0,12}".prop_map(|text| format!("x{text}x")),
        Just("hai\ndòng".to_owned()),
        Just("\"".to_owned()),
        Just("tab\tvà \u{1f600}".to_owned()),
    ]
}

fn person() -> impl Strategy<Value = Person> {
    let labels = prop::sample::select(vec!["none", "Hoàn thành", "Hoàn thành tốt", "Hòa bình"]);
    (
        texts(),
        prop::option::of(0usize..3),
        prop::option::of(labels),
        prop::option::of(any::<bool>()),
        prop::option::of(any::<u32>()),
        prop::option::of(any::<i64>()),
        prop::option::of((any::<i64>(), 0u32..12)),
        prop::option::of(0u32..=1500),
        prop::option::of((1900u16..2100, 1u8..=12, 1u8..=28)),
    )
        .prop_map(|(name, second, rating, member, violations, balance, income, share, born)| Person {
            name,
            second,
            rating,
            member,
            violations,
            balance,
            income,
            share,
            born,
        })
}

const COLUMNS: [&str; 11] =
    ["id", "full_name", "unit", "second_unit", "rating", "member", "violations", "balance", "income", "share", "born"];

/// A decimal with a sign between whole part and decimals.
fn decimal((mantissa, scale): (i64, u32), sign: char) -> String {
    let digits = format!("{:0>width$}", mantissa.unsigned_abs(), width = scale as usize + 1);
    let (whole, part) = digits.split_at(digits.len() - scale as usize);
    let minus = if mantissa < 0 { "-" } else { "" };
    if part.is_empty() { format!("{minus}{whole}") } else { format!("{minus}{whole}{sign}{part}") }
}

/// A value and whether it stands bare (numbers, true, false).
type Values = [Option<(String, bool)>; 11];

fn values(row: usize, person: &Person) -> Values {
    let text = |text: String| Some((text, false));
    let bare = |text: String| Some((text, true));
    [
        text(format!("P{row}")),
        text(person.name.clone()),
        text(format!("U{}", row % 3)),
        person.second.and_then(|unit| text(format!("U{unit}"))),
        person.rating.and_then(|label| text(label.to_owned())),
        person.member.and_then(|value| bare(value.to_string())),
        person.violations.and_then(|value| bare(value.to_string())),
        person.balance.and_then(|value| bare(value.to_string())),
        person.income.and_then(|value| bare(decimal(value, '.'))),
        person.share.and_then(|value| bare(decimal((i64::from(value), 3), '.'))),
        person.born.and_then(|(year, month, day)| text(format!("{year}-{month:02}-{day:02}"))),
    ]
}

fn roster(program: &Program, read: impl FnOnce(&mut Builder<'_>)) -> Roster {
    let mut builder = Builder::new(program);
    read_csv(&mut builder, UNIT, "unit.csv", b"id,kind,parent\nU0,,\nU1,,U0\nU2,,U0\n".as_slice());
    read(&mut builder);
    builder.finish().unwrap_or_else(|findings| panic!("{findings:#?}"))
}

/// As an office's spreadsheet has it: semicolons, decimal commas, words, days first.
fn office(people: &[Person]) -> String {
    let mut text = format!("\u{feff}{}\r\n", COLUMNS.join(";"));
    for (row, person) in people.iter().enumerate() {
        let mut cells: Vec<String> = Vec::new();
        for (column, value) in COLUMNS.iter().zip(values(row, person)) {
            cells.push(match (*column, value) {
                (_, None) => String::new(),
                ("income", _) => person.income.map(|value| decimal(value, ',')).unwrap_or_default(),
                ("share", _) => format!("{}%", decimal((i64::from(person.share.unwrap()), 1), ',')),
                ("member", _) => if person.member == Some(true) { "Có" } else { "không" }.to_owned(),
                ("born", _) => person.born.map(|(year, month, day)| format!("{day}/{month}/{year}")).unwrap(),
                (_, Some((text, _))) => format!("\"{}\"", text.replace('"', "\"\"")),
            });
        }
        text.push_str(&cells.join(";"));
        text.push_str("\r\n");
    }
    text
}

fn commas(people: &[Person]) -> String {
    let mut text = format!("{}\n", COLUMNS.join(","));
    for (row, person) in people.iter().enumerate() {
        let cells = values(row, person).map(|value| match value {
            None => String::new(),
            Some((text, _)) => format!("\"{}\"", text.replace('"', "\"\"")),
        });
        writeln!(text, "{}", cells.join(",")).unwrap();
    }
    text
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

fn object(row: usize, person: &Person) -> String {
    let members = COLUMNS.iter().zip(values(row, person)).map(|(column, value)| match value {
        None => format!("\"{column}\": null"),
        Some((text, true)) => format!("\"{column}\": {text}"),
        Some((text, false)) => format!("\"{column}\":{}", quoted(&text)),
    });
    format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
}

fn structure(row: usize, person: &Person) -> String {
    let fields = COLUMNS.iter().zip(values(row, person)).map(|(column, value)| match value {
        None => format!("{column}: None,"),
        Some((text, true)) => format!("{column}: Some({text}),"),
        Some((text, false)) => format!("{column}: {},", quoted(&text)),
    });
    format!("Person({})", fields.collect::<String>())
}

proptest! {
    #[test]
    fn a_table_is_the_same_in_every_notation(people in prop::collection::vec(person(), 0..6)) {
        let program = program();
        let lines = |write: fn(usize, &Person) -> String| {
            people.iter().enumerate().map(|(row, person)| write(row, person)).collect::<Vec<_>>()
        };
        let json = format!("[{}]", lines(object).join(",\n"));
        let by_json = roster(&program, |builder| read_json(builder, Some(PERSON), "p.json", json.as_bytes()));
        prop_assert_eq!(by_json.len(PERSON), people.len());
        for (row, person) in (0u32..).zip(&people) {
            prop_assert_eq!(by_json.text(PERSON, FieldId(1), row), Some(person.name.as_str()));
            let income = by_json.number(PERSON, FieldId(8), row);
            prop_assert_eq!(income, person.income.map(|value| decimal(value, '.').parse().unwrap()));
        }
        let ndjson = lines(object).join("\n");
        let ron = format!("[{}]", lines(structure).join(", // next\n"));
        let (office, plain) = (office(&people), commas(&people));
        prop_assert_eq!(&by_json, &roster(&program, |builder| read_ndjson(builder, PERSON, "p.ndjson", ndjson.as_bytes())));
        prop_assert_eq!(&by_json, &roster(&program, |builder| read_ron(builder, Some(PERSON), "p.ron", ron.as_bytes())));
        prop_assert_eq!(&by_json, &roster(&program, |builder| read_csv(builder, PERSON, "p.csv", office.as_bytes())));
        prop_assert_eq!(&by_json, &roster(&program, |builder| {
            builder.decimal_sign(PERSON, tieuchi::roster::DecimalSign::Point);
            read_csv(builder, PERSON, "p.csv", plain.as_bytes());
        }));
    }

    #[test]
    fn bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_all(&bytes);
    }

    #[test]
    fn mutated_files_never_panic(
        people in prop::collection::vec(person(), 1..3),
        form in 0usize..4,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..3), 1..6),
    ) {
        let text = match form {
            0 => office(&people),
            1 => commas(&people),
            2 => format!("[{}]", object(0, &people[0])),
            _ => format!("[{}]", structure(0, &people[0])),
        };
        let mut bytes = text.into_bytes();
        for (at, byte, how) in edits {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => bytes.truncate(at.max(1)),
            }
        }
        read_all(&bytes);
    }

    /// Text of a JSON or RON kind: what the library reads as JSON, we read, and nothing else.
    #[test]
    fn json_is_json(text in r#"[\[{][\[\]{}:,"a01e.\\ntru -]{0,12}[\]}]"#) {
        let program = program();
        let wrapped = format!("[{{\"id\": \"P\", \"x\": {text}}}]");
        let mut builder = Builder::new(&program);
        read_json(&mut builder, Some(UNIT), "u.json", wrapped.as_bytes());
        let malformed = builder.finish().is_err_and(|findings| findings.iter().any(|finding| finding.code() == "E0422"));
        prop_assert_eq!(malformed, serde_json::from_str::<&serde_json::value::RawValue>(&wrapped).is_err(), "{}", wrapped);
    }
}

fn read_all(bytes: &[u8]) {
    let program = program();
    let mut builder = Builder::new(&program);
    read_csv(&mut builder, UNIT, "u.csv", bytes);
    read_ndjson(&mut builder, PERSON, "p.ndjson", bytes);
    for kind in [None, Some(PERSON)] {
        read_json(&mut builder, kind, "p.json", bytes);
        read_ron(&mut builder, kind, "p.ron", bytes);
    }
    let _ = builder.finish();
    let _ = Manifest::read("tieuchi.ron", &String::from_utf8_lossy(bytes));
}
