//! Files as offices and programs write them.

#[path = "../../../tests/common/schema.rs"]
mod schema;

use schema::{PERSON, UNIT, program};
use tieuchi::diagnostic::{Finding, Problem};
use tieuchi::program::FieldId;
use tieuchi::roster::{Builder, DecimalSign, Roster};
use tieuchi_records::{read_csv, read_json, read_ndjson, read_ron};

const NAME: FieldId = FieldId(1);
const INCOME: FieldId = FieldId(8);

fn unit(builder: &mut Builder<'_>) {
    read_csv(builder, UNIT, "unit.csv", b"id\nU\n".as_slice());
}

fn csv(bytes: &[u8]) -> Result<Roster, Vec<Finding>> {
    let program = program();
    let mut builder = Builder::new(&program);
    unit(&mut builder);
    read_csv(&mut builder, PERSON, "person.csv", bytes);
    builder.finish()
}

/// Names of the persons, and their rows' places where they are refused.
fn names(roster: &Roster) -> Vec<Option<&str>> {
    (0..roster.len(PERSON) as u32).map(|row| roster.text(PERSON, NAME, row)).collect()
}

fn rows(findings: &[Finding]) -> Vec<(&'static str, u64)> {
    let place = |finding: &Finding| {
        let Problem::Data(problem) = &finding.problem else { panic!("{finding:?}") };
        problem.place().row.map(|row| (finding.code(), row))
    };
    findings.iter().filter_map(place).collect()
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn separators_line_ends_marks_and_encodings() {
    let table = "Mã;Đơn vị;Họ tên\nP1;U;Nguyễn Văn An\nP2;U;Trần, Thị \"Bình\"\n";
    let comma = "Mã,Đơn vị,Họ tên\nP1,U,Nguyễn Văn An\nP2,U,\"Trần, Thị \"\"Bình\"\"\"\n";
    let tab = table.replace(';', "\t");
    for text in [
        table.to_owned(),
        comma.to_owned(),
        tab.clone(),
        format!("\u{feff}{table}"),
        format!("sep=;\n{table}"),
        format!("\u{feff}sep=;\r\n{}", table.replace('\n', "\r\n")),
        format!("sep=\\t\n{tab}"),
        table.replace('\n', "\r\n"),
        table.replace('\n', "\r"),
        table.replace('\n', ";;\n"),
        table.trim_end().to_owned(),
        table.replace("P1", "\n;;\n\n  P1 "),
        table.replace("ễ", "e\u{302}\u{303}"),
    ] {
        let roster = csv(text.as_bytes()).unwrap_or_else(|findings| panic!("{text:?}: {findings:?}"));
        assert_eq!(names(&roster), [Some("Nguyễn Văn An"), Some("Trần, Thị \"Bình\"")], "{text:?}");
    }
    for big in [false, true] {
        assert_eq!(names(&csv(&utf16(table, big)).unwrap()).len(), 2);
    }
    let mut odd = utf16(table, false);
    odd.pop();
    assert_eq!(csv(&odd).unwrap_err()[0].code(), "E0424");
    let unmarked: Vec<u8> = utf16(&comma.replace('M', "m"), false).split_off(2);
    assert_eq!(csv(&unmarked).unwrap_err()[0].code(), "E0424");
}

#[test]
fn rows_are_lines_of_the_file() {
    let text = "sep=;\nid;unit;full_name;member\nP1;U;\"hai\ndòng\";?\n\n;;;\nP2;U;x;?\r\n\"P3\";U;;?\rP4;U;;?";
    assert_eq!(rows(&csv(text.as_bytes()).unwrap_err()), [("E0401", 3), ("E0401", 7), ("E0401", 8), ("E0401", 9)]);
    let text = text.replace('?', "có");
    assert_eq!(names(&csv(text.as_bytes()).unwrap()), [Some("hai\ndòng"), Some("x"), None, None]);
    assert_eq!(rows(&csv(b"id,unit\n\"P,U\nQ,U\n").unwrap_err()), [("E0431", 2)]);
    assert_eq!(rows(&csv(b"id,unit\nP,U\nQ\nR,U\n").unwrap_err()), [("E0429", 3), ("E0410", 3)]);
    assert_eq!(csv(b"").unwrap().len(PERSON), 0);
    assert_eq!(csv(b"id,unit\n").unwrap().len(PERSON), 0);
}

#[test]
fn decimal_signs() {
    let income = |text: &str, sign: Option<DecimalSign>| {
        let program = program();
        let mut builder = Builder::new(&program);
        unit(&mut builder);
        if let Some(sign) = sign {
            builder.decimal_sign(PERSON, sign);
        }
        read_csv(&mut builder, PERSON, "person.csv", text.as_bytes());
        builder
            .finish()
            .map(|roster| roster.number(PERSON, INCOME, 0).unwrap().to_string())
            .map_err(|findings| findings[0].code())
    };
    let by = |separator: &str, value: &str| {
        format!("id,unit,income\nP,U,{value}\n").replace(',', separator).replace('\'', ",")
    };
    assert_eq!(income(&by(";", "1.234"), None), Ok("1234".into()), "a file with semicolons has decimal commas");
    assert_eq!(income(&by(";", "1.234'5"), None), Ok("1234.5".into()));
    assert_eq!(income(&by(";", "7.5"), None), Err("E0401"));
    assert_eq!(income(&by(";", "7.5"), Some(DecimalSign::Point)), Ok("7.5".into()), "what is stated comes first");
    assert_eq!(income(&by(",", "1.234"), None), Err("E0403"));
    assert_eq!(income(&by(",", "1.234"), Some(DecimalSign::Comma)), Ok("1234".into()));
    assert_eq!(income(&by(",", "1.234"), Some(DecimalSign::Point)), Ok("1.234".into()));
    assert_eq!(income(&by("\t", "1'234"), None), Err("E0403"));
}

fn json(text: &str) -> Result<Roster, Vec<&'static str>> {
    let program = program();
    let mut builder = Builder::new(&program);
    unit(&mut builder);
    read_json(&mut builder, Some(PERSON), "person.json", text.as_bytes());
    builder
        .finish()
        .map_err(|findings| findings.iter().map(Finding::code).filter(|code| code.starts_with('E')).collect())
}

#[test]
fn json_values() {
    let long = "123456789012345678901234567890.123456";
    let text = format!(
        r#" [ {{"id": 7, "unit": "U", "họ_tên": "\u0110\u1ed7 \ud83d\ude00\n", "income": {long}, "member": null, "share": 7e-1}} ] "#
    );
    let roster = json(&text).unwrap();
    assert_eq!(roster.text(PERSON, FieldId(0), 0), Some("7"));
    assert_eq!(roster.text(PERSON, NAME, 0), Some("Đỗ 😀"));
    assert_eq!(roster.number(PERSON, INCOME, 0).unwrap().to_string(), long);
    assert_eq!(roster.number(PERSON, FieldId(10), 0).unwrap().to_string(), "0.7");
    assert_eq!(roster.yes_no(PERSON, FieldId(5), 0), None);
    for (text, expected) in [
        (r#"[{"id": "P", "unit": "U", "unit": "U"}]"#, vec!["E0415"]),
        (r#"[{"id": "P", "unit": "U", "member": 1}, {"id": "Q", "unit": "U", "born": 1990}]"#, vec!["E0401", "E0401"]),
        (r#"[{"id": "P", "unit": "U"},]"#, vec!["E0422"]),
        (r#"[{"id": "P", "unit": "U"}] x"#, vec!["E0422"]),
        (r#"[{"id": "P", "unit": "U"}"#, vec!["E0422"]),
        (r#"[{id: "P", "unit": "U"}]"#, vec!["E0422"]),
        (r#"[{"id": 'P', "unit": "U"}]"#, vec!["E0422"]),
        (r#"[{"id": 07, "unit": "U"}]"#, vec!["E0422"]),
        (r#"[{"id": "\ud83d", "unit": "U"}]"#, vec!["E0422"]),
        (r#"[{"id": nul, "unit": "U"}]"#, vec!["E0422"]),
        (r#"{"person": []}"#, vec!["E0421"]),
        (r#""x""#, vec!["E0421"]),
        ("", vec!["E0422"]),
    ] {
        assert_eq!(json(text), Err(expected), "{text}");
    }
    assert_eq!(json("[]").unwrap().len(PERSON), 0);
}

#[test]
fn ron_values() {
    let text = r###"#![enable(implicit_some)]
        // a comment /* not one
        People([
            Person(id: "P1", unit: U, rating: Some("Hoàn thành"), income: 1_000.50, member: true, violations: 3u8,),
            /* nested /* twice */ */
            (id: (7), unit: r#"U"#, full_name: "Bình \u{1f600}\x21\'", rating: None, member: (), violations: 0x1F,),
            { "id": 'c', "unit": "U", r"full_name": "a
b", income: +.5e1 },
        ])"###;
    let program = program();
    let read = |text: &str| {
        let mut builder = Builder::new(&program);
        unit(&mut builder);
        read_ron(&mut builder, Some(PERSON), "person.ron", text.as_bytes());
        builder.finish().map_err(|findings| findings[0].code())
    };
    assert_eq!(read(text).unwrap_err(), "E0421", "a list, not a variant with a list");
    let roster = read(&text.replace("People([", "[").replace("])", "]")).unwrap();
    assert_eq!(names(&roster), [None, Some("Bình 😀!'"), Some("a\nb")]);
    assert_eq!((0..3).map(|row| roster.text(PERSON, FieldId(0), row).unwrap()).collect::<String>(), "P17c");
    assert_eq!(roster.label(PERSON, FieldId(4), 0), Some(1));
    assert_eq!(roster.number(PERSON, INCOME, 0).unwrap().to_string(), "1000.5");
    assert_eq!(roster.number(PERSON, INCOME, 2).unwrap().to_string(), "5");
    assert_eq!(roster.number(PERSON, FieldId(6), 1).unwrap().to_string(), "31");
    for (text, expected) in [
        ("[(id: \"P\", unit: \"U\", rating: Good(1))]", "E0417"),
        ("[(id: \"P\", unit: \"U\", income: inf)]", "E0401"),
        ("[(\"P\", \"U\")]", "E0421"),
        ("[(id: \"P\", unit: \"U\") /* ]", "E0422"),
        ("[(id: r#\"P\")]", "E0422"),
    ] {
        assert_eq!(read(text), Err(expected), "{text}");
    }
}

#[test]
fn ndjson_goes_on_after_a_bad_line() {
    let program = program();
    let mut builder = Builder::new(&program);
    unit(&mut builder);
    let text = "\u{feff}{\"id\": \"P\", \"unit\": \"U\"}\r\n\r\n{\"id\" \"Q\"}\n[]\n{\"id\": \"R\", \"unit\": \"U\"} {}\n{\"id\": \"S\", \"unit\": \"U\", \"born\": \"x\"}";
    read_ndjson(&mut builder, PERSON, "person.ndjson", text.as_bytes());
    assert_eq!(rows(&builder.finish().unwrap_err()), [("E0422", 3), ("E0421", 4), ("E0422", 5), ("E0401", 6)]);
}

#[test]
fn positions_count_letters_as_seen() {
    let program = program();
    let mut builder = Builder::new(&program);
    let text = "{\n \"đơn_vị\": [{\"mã\": \"e\u{302}\u{301}\", \"loại\": 7}, {\"mã\": \"V\",\n\"loại\": \"x\"}]}";
    read_json(&mut builder, None, "all.json", text.as_bytes());
    let findings = builder.finish().unwrap_err();
    let place = |finding: &Finding| {
        let Problem::Data(problem) = &finding.problem else { panic!("{finding:?}") };
        problem.place().position.map(|at| (at.line, at.column))
    };
    assert_eq!(findings.iter().filter_map(place).collect::<Vec<_>>(), [(2, 33), (3, 9)]);
}
