//! Workbooks against the CSV file that a spreadsheet would save, what cells show, and workbooks that are not sound.
#![cfg(feature = "spreadsheets")]

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use tieuchi::diagnostic::{DataFault, DataPlace, Finding, Problem};
use tieuchi::program::{FieldId, KindId, Program};
use tieuchi::roster::{Builder, Roster};
use tieuchi::source::{Language, Source};
use tieuchi_records::{Records, read_csv, read_path};
use tieuchi_spreadsheets::{Sheets, read_workbook};

const UNIT: KindId = KindId(0);
const PERSON: KindId = KindId(1);

const RULES: &str = "tieuchi 1, en
scale rating
  \"Hòa nhập\" < \"Hoàn thành\" < \"Hoàn thành xuất sắc\"
record unit aka đơn_vị
  id aka mã: text key
record person aka cá_nhân
  id aka mã: text key
  name: text
  unit aka đơn_vị: unit
  rating: rating
  days: count 0 to 366
  income: decimal
  share: percent
  born: date
  member: yes/no
criterion 1 \"All are rated\"
  100% of persons have rating at least \"Hoàn thành\"
";

const COLUMNS: [&str; 9] = ["id", "name", "unit", "rating", "days", "income", "share", "born", "member"];

fn program() -> Program {
    match tieuchi::compile(&[Source::new("rules", RULES)]) {
        Ok((program, _)) => program,
        Err(found) => panic!("{:?}", found.iter().map(|one| one.prose(Language::En)).collect::<Vec<_>>()),
    }
}

type Outcome = Result<(Roster, Vec<Finding>), Vec<Finding>>;

fn outcome(program: &Program, read: impl FnOnce(&mut Builder<'_>)) -> Outcome {
    let mut builder = Builder::new(program);
    read_csv(&mut builder, UNIT, "unit.csv", b"id\nU1\nU2\n".as_slice());
    read(&mut builder);
    builder.finish_with_warnings()
}

/// A workbook of one sheet with such cells.
fn sheet(name: &str, fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(name).unwrap();
    fill(sheet);
    book.save_to_buffer().unwrap()
}

fn read(bytes: &[u8]) -> Outcome {
    outcome(&program(), |builder| read_workbook(builder, Sheets::Of(PERSON), "p.xlsx", bytes))
}

/// Findings with what a place in a sheet has more left out.
fn plain(findings: Vec<Finding>) -> Vec<Finding> {
    let name = |place: &mut DataPlace| {
        if place.file.as_deref() == Some("p.xlsx") {
            assert_eq!(place.sheet.as_deref(), Some("person"));
            assert_eq!(place.letters.is_some(), place.column.is_some());
            (place.sheet, place.letters) = (None, None);
        }
    };
    let each = |mut finding: Finding| {
        if let Problem::Data(problem) = &mut finding.problem {
            name(&mut problem.place);
            if let DataFault::DuplicateKey { first, .. } = &mut problem.fault {
                name(first);
            }
        }
        finding
    };
    findings.into_iter().map(each).collect()
}

fn cells() -> [Vec<&'static str>; 9] {
    [
        vec!["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "", "P1"],
        vec!["Nguyễn Văn A", "B", "", " C ", "Tra\u{302}\u{300}n", "x\u{a0}"],
        vec!["U1", "U2", "U1", "", "U3"],
        vec!["Hoàn thành", "Hoàn thành xuất sắc", "", "Hoà nhập", "hoàn thành", "Tốt"],
        vec!["0", "1", "366", "", " 7 ", "007", "367", "-1", "1,5", "x"],
        vec!["0", "12,5", "-2.25", "", "1.234", "1.234,5"],
        vec!["0", "1", "75%", "12,5%", "", "3"],
        vec!["2000-02-29", "31/12/1999", "1/2/2003", "", "2001-02-29", "12/31/2000"],
        vec!["có", "không", "yes", "", "TRUE", "maybe"],
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn a_sheet_of_texts_is_the_csv_file_of_it(
        rows in prop::collection::vec(prop::collection::vec(prop_oneof![20 => 0usize..2, 1 => 0usize..12], 9), 0..12),
        blank in 0usize..4,
    ) {
        let pools = cells();
        let text = |row: usize, at: usize, choice: usize| match at {
            0 if choice < 2 => pools[0][row % 10],
            _ => pools[at][choice % pools[at].len()],
        };
        let mut csv = format!("{}\n", COLUMNS.join("\t"));
        let bytes = sheet("person", |sheet| {
            for (at, column) in COLUMNS.iter().enumerate() {
                sheet.write_string(0, at as u16, *column).unwrap();
            }
            for (row, choices) in rows.iter().enumerate() {
                // Blank rows are passed over and counted.
                let line = row + 1 + if row > 1 { blank } else { 0 };
                if row == 2 {
                    csv += &"\n".repeat(blank);
                }
                for (at, choice) in choices.iter().enumerate() {
                    let text = text(row, at, *choice);
                    sheet.write_string(line as u32, at as u16, text).unwrap();
                    csv += text;
                    csv.push(if at + 1 < COLUMNS.len() { '\t' } else { '\n' });
                }
            }
        });
        let expected = outcome(&program(), |builder| read_csv(builder, PERSON, "p.xlsx", csv.as_bytes()));
        match (expected, read(&bytes)) {
            (Ok((roster, warnings)), Ok((own, found))) => {
                prop_assert!(roster == own);
                prop_assert_eq!(warnings, plain(found));
            }
            (Err(expected), Err(found)) => {
                prop_assert_eq!(expected, plain(found));
            }
            (expected, found) => prop_assert!(false, "{:?} {:?}", expected.err(), found.err()),
        }
    }
}

/// A sheet with one person, whose other cells are written by `fill` into row 2.
fn one_person(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Outcome {
    read(&sheet("Sheet1", |sheet| {
        for (at, column) in COLUMNS.iter().enumerate() {
            sheet.write_string(0, at as u16, *column).unwrap();
        }
        sheet.write_string(1, 0, "P1").unwrap();
        sheet.write_string(1, 2, "U1").unwrap();
        fill(sheet);
    }))
}

/// What a field of the one person holds, as text.
fn shown(outcome: &Outcome, column: &str) -> String {
    let (roster, _) = outcome.as_ref().unwrap_or_else(|found| panic!("{found:?}"));
    let field = FieldId(COLUMNS.iter().position(|name| *name == column).unwrap() as u32);
    let number = || roster.number(PERSON, field, 0).map(|number| number.to_text(20, '.'));
    let text = || roster.text(PERSON, field, 0).map(str::to_owned);
    let yes_no = || roster.yes_no(PERSON, field, 0).map(|yes| yes.to_string());
    match column {
        "born" => roster.date(PERSON, field, 0).map(|day| day.to_string()),
        "member" => yes_no(),
        "id" | "name" => text(),
        _ => number(),
    }
    .unwrap_or_default()
}

#[test]
fn cells_are_what_they_show() {
    let percent = Format::new().set_num_format("0.0%");
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let zeros = Format::new().set_num_format("00000");
    let whole = one_person(|sheet| {
        sheet.write_number_with_format(1, 0, 7, &zeros).unwrap();
        sheet.write_number(1, 1, 15).unwrap();
        sheet.write_number(1, 4, 12).unwrap();
        sheet.write_number(1, 5, 0.1 + 0.2).unwrap();
        sheet.write_number_with_format(1, 6, 0.075, &percent).unwrap();
        sheet.write_datetime_with_format(1, 7, ExcelDateTime::parse_from_str("2022-12-31").unwrap(), &day).unwrap();
        sheet.write_boolean(1, 8, true).unwrap();
    });
    let columns = ["id", "name", "days", "income", "share", "born", "member"];
    let found: Vec<String> = columns.iter().map(|column| shown(&whole, column)).collect();
    assert_eq!(found, ["00007", "15", "12", "0.3", "0.075", "2022-12-31", "true"]);
    let two = one_person(|sheet| {
        sheet.write_number_with_format(1, 6, 2, &percent).unwrap();
        sheet.write_formula(1, 5, Formula::new("=1/8").set_result("0.125")).unwrap();
    });
    assert_eq!((shown(&two, "share"), shown(&two, "income")), ("2".to_owned(), "0.125".to_owned()));
}

/// Findings in words.
fn said(outcome: &Outcome) -> Vec<String> {
    let findings = outcome.as_ref().err().cloned().unwrap_or_default();
    let one = |finding: &Finding| match &finding.problem {
        Problem::Data(problem) => {
            format!("{} {}: {}", finding.code(), problem.place.shown(Language::En), finding.prose(Language::En).title)
        }
        _ => String::new(),
    };
    findings.iter().filter(|finding| finding.code().starts_with('E')).map(one).collect()
}

#[test]
fn what_is_wrong_is_told_with_sheet_row_and_letter() {
    let percent = Format::new().set_num_format("0%");
    let at_noon = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    let noon = ExcelDateTime::parse_from_str("2022-12-31 12:00").unwrap();
    let found = one_person(|sheet| {
        sheet.write_formula(1, 4, Formula::new("=NA()").set_result("#N/A")).unwrap();
        sheet.write_number_with_format(1, 5, 0.5, &percent).unwrap();
        sheet.write_number(1, 6, 70).unwrap();
        sheet.write_datetime_with_format(1, 7, noon, &at_noon).unwrap();
        sheet.write_string(4, 0, "P1").unwrap();
        sheet.write_string(4, 2, "U1").unwrap();
        sheet.write_string(4, 11, "x").unwrap();
    });
    assert_eq!(
        said(&found),
        [
            "E0401 p.xlsx, sheet “Sheet1”, row 2, column H “born”: “2022-12-31T12:00:00” is not a date",
            "E0437 p.xlsx, sheet “Sheet1”, row 2, column E “days”: the cell shows the error #N/A",
            "E0401 p.xlsx, sheet “Sheet1”, row 2, column F “income”: “50%” is not a number",
            "E0407 p.xlsx, sheet “Sheet1”, row 2, column G “share”: “70” stands in a field of percentages without a % sign",
            "E0430 p.xlsx, sheet “Sheet1”, row 5, column L: column 12 has values but no name",
            "E0409 p.xlsx, sheet “Sheet1”, row 5, column A “id”: the key “P1” is there twice",
        ]
        .map(str::to_owned)
    );
}

fn folder(files: &[(&str, Vec<u8>)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    files.iter().for_each(|(name, bytes)| fs::write(folder.path().join(name), bytes).unwrap());
    folder
}

fn read_all(path: &Path) -> (Vec<String>, Option<[usize; 2]>) {
    let program = program();
    let read = read_path(&program, &Records::default(), path);
    let (found, counts) = match read {
        Ok((roster, warnings)) => (warnings, Some([roster.len(UNIT), roster.len(PERSON)])),
        Err(found) => (found, None),
    };
    let place = |finding: &Finding| match &finding.problem {
        Problem::Data(problem) => problem.place.sheet.clone().unwrap_or_default(),
        _ => String::new(),
    };
    let said = found.iter().filter(|one| one.code() != "W0401").map(|one| format!("{} {}", one.code(), place(one)));
    (said.map(|said| said.trim_end().to_owned()).collect(), counts)
}

/// A workbook with sheets of keys, and units where there are persons.
fn book(sheets: &[(&str, &[&str])]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, keys) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        if !keys.is_empty() {
            sheet.write_string(0, 0, "mã").unwrap();
            sheet.write_string(0, 1, if keys[0].starts_with('P') { "đơn_vị" } else { "" }).unwrap();
        }
        for (row, key) in (1..).zip(*keys) {
            sheet.write_string(row, 0, *key).unwrap();
            if key.starts_with('P') {
                sheet.write_string(row, 1, "U1").unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn sheets_are_named_like_kinds() {
    let none: Vec<String> = Vec::new();
    let whole = book(&[("Đơn vị", &["U1", "U2"]), ("persons", &["P1"]), ("Sheet3", &[])]);
    let made = folder(&[("2022.xlsx", whole.clone())]);
    assert_eq!(read_all(&made.path().join("2022.xlsx")), (none.clone(), Some([2, 1])));
    // A folder has a file for each kind.
    let (units, persons) = (book(&[("Sheet1", &["U1"])]), book(&[("Sheet1", &["P1", "P2"])]));
    let made = folder(&[("đơn_vị.xlsx", units.clone()), ("person.xlsx", persons.clone())]);
    assert_eq!(read_all(made.path()), (none.clone(), Some([1, 2])));
    // One of several kinds is read only by itself.
    let made = folder(&[("unit.xlsx", whole), ("person.xlsx", persons.clone())]);
    assert_eq!(read_all(made.path()), (vec!["W0405 persons".to_owned()], Some([2, 2])));
    let more = book(&[("unit", &["U1"]), ("notes", &["x"])]);
    let made = folder(&[("2022.xlsx", more)]);
    assert_eq!(
        read_all(&made.path().join("2022.xlsx")),
        (vec!["W0405 notes".to_owned(), "W0403".to_owned()], Some([1, 0]))
    );
    let twice = book(&[("unit", &["U1"]), ("units", &["U2"]), ("person", &["P1"])]);
    let made = folder(&[("2022.xlsx", twice)]);
    assert_eq!(read_all(&made.path().join("2022.xlsx")), (vec!["E0432 units".to_owned()], None));
    let made =
        folder(&[("2022.xlsx", book(&[("Sheet1", &["U1"])])), ("unit.xlsx", units), ("unit.csv", b"id\n".to_vec())]);
    let (found, _) = read_all(&made.path().join("2022.xlsx"));
    assert_eq!(found.first().map(String::as_str), Some("E0420"), "{found:?}");
    let (found, _) = read_all(made.path());
    assert_eq!(found.first().map(String::as_str), Some("E0427"), "{found:?}");
}

fn sound() -> Vec<u8> {
    sheet("person", |sheet| {
        let day = Format::new().set_num_format("yyyy-mm-dd");
        for (at, column) in COLUMNS.iter().enumerate() {
            sheet.write_string(0, at as u16, *column).unwrap();
        }
        for row in 1..60 {
            sheet.write_string(row, 0, format!("P{row}")).unwrap();
            sheet.write_string(row, 2, "U1").unwrap();
            sheet.write_string(row, 3, "Hoàn thành").unwrap();
            sheet.write_number(row, 4, row).unwrap();
            sheet.write_number_with_format(row, 7, 40_000 + row, &day).unwrap();
        }
    })
}

#[test]
fn workbooks_cut_short_are_one_finding() {
    let bytes = sound();
    assert_eq!(read(&bytes).map(|(roster, _)| roster.len(PERSON)).ok(), Some(59));
    for part in 0..60 {
        let cut = bytes.len() * part / 60;
        let found = read(&bytes[..cut]).unwrap_err();
        assert!(found.iter().any(|one| one.code() == "E0435"), "{cut}: {found:?}");
    }
    // As a spreadsheet writes one with a password: a compound file.
    let locked = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 4_096]].concat();
    assert!(read(&locked).unwrap_err().iter().any(|one| one.code() == "E0435"));
}

#[test]
fn a_bomb_is_not_unpacked() {
    use std::io::Write;
    let mut made = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    made.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let zeros = vec![0; 1 << 20];
    (0..80).for_each(|_| made.write_all(&zeros).unwrap());
    let bytes = made.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    let found = read(&bytes).unwrap_err();
    assert!(found.iter().any(|one| one.code() == "E0425"), "{found:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// The parts are stored as they are, so that what is changed is what is read, not only the packing.
    #[test]
    fn changed_workbooks_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), packed in any::<bool>()) {
        use std::io::{Cursor, Read, Write};
        let mut archive = zip::ZipArchive::new(Cursor::new(sound())).unwrap();
        let mut made = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for number in 0..archive.len() {
            let mut part = archive.by_index(number).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            if !packed && !content.is_empty() {
                for (at, byte) in &changes {
                    let at = at.index(content.len());
                    content[at] ^= byte;
                }
            }
            let name = part.name().unwrap().into_owned();
            made.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            made.write_all(&content).unwrap();
        }
        let mut bytes = made.finish().unwrap().into_inner();
        if packed {
            for (at, byte) in &changes {
                let at = at.index(bytes.len());
                bytes[at] ^= byte;
            }
        }
        let _ = read(&bytes);
    }
}
