//! Templates of rules that were made to break them, what their cells allow, and workbooks of rules that have changed.
#![cfg(feature = "spreadsheets")]

mod soffice;

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use tempfile::TempDir;
use tieuchi_spreadsheets::{Filled, FilledSheet, Shape, filled};
use zip::{ZipArchive, ZipWriter};

const RULES: &str = r#"tieuchi 1, en

document "KH-01"
  title "Plan"
  period 2022-01-01 to 2022-12-31
  item 1 "Ratings"

scale rating aka xếp_loại
  none < "=1+1" < "a, \"b\"" < "Hoàn thành tốt"

record history aka lịch_sử, plural read_me
  id aka mã: text key

record a_kind_of_records_whose_name_is_longer_than_a_sheet_has aka loại_dài
  id: text key

record person aka cá_nhân, plural people
  id aka mã: text key
  year aka năm: integer 2000 to 2100
  who: history, optional
  joined aka ngày_vào: date, private "the day of the decision"
  rating aka xếp_loại: rating
  score aka điểm: decimal -1.5 to 100 "points"
  share aka tỷ_lệ: percent 0% to 120%
  many: count
  effective: yes/no
  state: one of LABELS
  series of who by year

define person.fine aka ổn: score at least 50

criterion 1.a "Everybody"
  cites 1
  100% of people have rating at least "Hoàn thành tốt" and fine and joined within the period
"#;

/// The rules, with so many labels that no cell holds their list.
fn rules() -> String {
    let labels: Vec<String> = (0..80).map(|number| format!("\"Trạng thái số {number}, của năm\"")).collect();
    RULES.replace("LABELS", &labels.join(", "))
}

struct Place(TempDir);

impl Place {
    fn new() -> Place {
        Place(tempfile::tempdir().unwrap())
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.at(name), text).unwrap();
    }

    fn run(&self, args: &[&str]) -> (i32, String, String) {
        let mut command = Command::cargo_bin("tieuchi").unwrap();
        let output = command.current_dir(self.0.path()).args(args).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    }

    fn sheets(&self, name: &str) -> Vec<FilledSheet> {
        filled(&fs::read(self.at(name)).unwrap()).unwrap()
    }
}

fn parts(path: &Path) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let mut parts = Vec::new();
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).unwrap();
        let mut text = String::new();
        if file.read_to_string(&mut text).is_ok() {
            parts.push((file.name().unwrap().into_owned(), text));
        }
    }
    parts
}

fn part(parts: &[(String, String)], name: &str) -> String {
    parts.iter().find(|(part, _)| part == name).map(|(_, text)| text.clone()).unwrap_or_default()
}

/// The number of a sheet's part.
fn number(sheets: &[String], name: &str) -> usize {
    sheets.iter().position(|sheet| sheet == name).unwrap() + 1
}

fn names(parts: &[(String, String)]) -> Vec<String> {
    let book = part(parts, "xl/workbook.xml");
    let each = book.split("<sheet name=\"").skip(1);
    each.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

fn cell<'s>(sheets: &'s [FilledSheet], sheet: &str, row: u32, header: &str) -> Option<&'s Filled> {
    let sheet = sheets.iter().find(|one| one.name == sheet).unwrap();
    let column = sheet.cells.iter().find(|cell| cell.row == 0 && cell.shown == header).unwrap().column;
    sheet.cells.iter().find(|cell| cell.row == row && cell.column == column)
}

#[test]
fn cells_allow_what_the_schema_says() {
    let place = Place::new();
    place.write("rules.tieuchi", rules());
    let (code, _, said) = place.run(&["template", "rules.tieuchi", "--out", "t.xlsx", "--lang", "en"]);
    assert_eq!(code, 0, "{said}");
    let parts = parts(&place.at("t.xlsx"));
    let sheets = names(&parts);
    // Excel keeps “History” for itself; a kind whose name is too long is meant by its beginning, or by its other name.
    let cut = sheets.iter().find(|name| name.starts_with("A kind of") || *name == "Loại dài").unwrap();
    assert!(cut.chars().count() <= 31);
    assert_eq!(sheets.len(), 5, "{sheets:?}");
    assert!(sheets.iter().all(|name| name.to_lowercase() != "history"));
    assert_eq!(sheets.iter().filter(|name| name.starts_with('#')).count(), 2);
    assert!(part(&parts, "xl/workbook.xml").contains("name=\"#lists\" sheetId=\"5\" state=\"hidden\""));
    let xml = part(&parts, &format!("xl/worksheets/sheet{}.xml", number(&sheets, "People")));
    // No limit of an inline list is met: every list has a name.
    let expected = [
        ("B", "type=\"whole\"", "<formula1>2000</formula1><formula2>2100</formula2>"),
        ("C", "type=\"list\" errorStyle=\"warning\"", "<formula1>keys_0</formula1>"),
        ("D", "type=\"date\"", "<formula1>1</formula1><formula2>2958465</formula2>"),
        ("E", "type=\"list\"", "<formula1>labels_0</formula1>"),
        ("F", "type=\"decimal\"", "<formula1>-1.5</formula1><formula2>100</formula2>"),
        ("G", "type=\"decimal\"", "<formula1>0</formula1><formula2>1.2</formula2>"),
        ("H", "type=\"whole\"", "<formula1>0</formula1><formula2>999999999999999</formula2>"),
        ("I", "type=\"list\"", "<formula1>yes_no</formula1>"),
        ("J", "type=\"list\"", "<formula1>labels_1</formula1>"),
    ];
    for (letter, kind, formulas) in expected {
        let range = format!("sqref=\"{letter}2:{letter}1048576\">{formulas}</dataValidation>");
        let found = xml.split("<dataValidation ").find(|one| one.contains(&range));
        assert!(found.is_some_and(|one| one.starts_with(kind)), "{letter}: {found:?}");
    }
    assert!(xml.contains("<conditionalFormatting sqref=\"A2:A1048576\"><cfRule type=\"duplicateValues\""));
    assert!(xml.contains("ySplit=\"1\""));
    assert!(xml.contains("paperSize=\"9\"") && xml.contains("orientation=\"landscape\""));
    let book = part(&parts, "xl/workbook.xml");
    assert!(book.contains("name=\"labels_1\">'#lists'!$C$1:$C$80<"), "{book}");
    assert!(book.contains("_xlnm.Print_Titles"));
    // What is derived has no column; whatever a label begins with, it is a text.
    let read = place.sheets("t.xlsx");
    let heads: Vec<&str> =
        read.iter().find(|one| one.name == "People").unwrap().cells.iter().map(|cell| cell.shown.as_str()).collect();
    assert_eq!(heads, ["Id", "Year", "Who", "Joined", "Rating", "Score", "Share", "Many", "Effective", "State"]);
    let lists = read.iter().find(|one| one.name == "#lists").unwrap();
    assert!(lists.cells.iter().any(|cell| cell.shown == "=1+1" && cell.shape == Shape::Text("=1+1".to_owned())));
    assert!(lists.cells.iter().any(|cell| cell.shown == "a, \"b\""));
    for (name, text) in parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet")) {
        assert!(!text.contains("<f>") && !text.contains("<f "), "{name} has a formula");
        let widest = text.split("error=\"").skip(1).map(|one| one.split('"').next().unwrap().chars().count()).max();
        assert!(widest.unwrap_or(0) < 300);
    }
    let notes: Vec<&String> =
        parts.iter().filter(|(name, _)| name.contains("comments")).map(|(_, text)| text).collect();
    let told = notes.iter().map(|text| text.as_str()).collect::<String>();
    for words in [
        "the day of the decision",
        "Private",
        "Blank: there is none.",
        "Required.",
        "1.a [KH-01, item 1]",
        "0% to 120%",
    ] {
        assert!(told.contains(words), "{words}");
    }
}

/// A workbook as somebody has filled it in.
fn by_hand() -> Vec<u8> {
    let (day, percent) = (Format::new().set_num_format("d/m/yyyy"), Format::new().set_num_format("0%"));
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Cá nhân").unwrap();
    let heads = ["Điểm", "MÃ", "Ghi chú riêng", "tỷ lệ", "ngày_vào", "xếp loại", "many"];
    for (column, head) in (0u16..).zip(heads) {
        // The head stands in the third row.
        sheet.write_string(2, column, head).unwrap();
    }
    sheet.write_number(3, 0, 12.5).unwrap();
    sheet.write_string(3, 1, "=P1").unwrap();
    sheet.write_string(3, 2, "giữ lại").unwrap();
    sheet.write_number_with_format(3, 3, 0.85, &percent).unwrap();
    sheet.write_datetime_with_format(3, 4, ExcelDateTime::from_ymd(2022, 3, 1).unwrap(), &day).unwrap();
    sheet.write_string(3, 5, "=1+1").unwrap();
    sheet.write_formula(3, 6, Formula::new("1+2").set_result("3")).unwrap();
    // A blank row, a number as the key, a label that is gone, a share that may be meant as 85%.
    let zeros = Format::new().set_num_format("000");
    sheet.write_number_with_format(5, 1, 7.0, &zeros).unwrap();
    sheet.write_string(5, 5, "Nhãn cũ").unwrap();
    sheet.write_number(5, 3, 85.0).unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("Bảng cũ").unwrap();
    sheet.write_string(0, 0, "một").unwrap();
    sheet.write_number(1, 1, 2.5).unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("# của tôi").unwrap();
    sheet.write_string(0, 0, "ghi chú").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn nothing_that_was_filled_in_is_lost() {
    let place = Place::new();
    place.write("rules.tieuchi", rules());
    place.write("old.xlsx", by_hand());
    let (code, told, said) =
        place.run(&["template", "rules.tieuchi", "--from", "old.xlsx", "--out", "new.xlsx", "--lang", "en"]);
    assert_eq!(code, 0, "{said}");
    assert!(told.contains("People: 2 rows kept"), "{told}");
    assert!(told.contains("kept: Điểm, MÃ, tỷ lệ, ngày_vào, xếp loại, many"), "{told}");
    assert!(told.contains("added: Year, Who, Effective, State"), "{told}");
    assert!(told.contains("set aside: Ghi chú riêng"), "{told}");
    assert!(told.contains("formulas replaced by their values: 1"), "{told}");
    assert!(told.contains("marked, since the rules refuse them: 2 cells"), "{told}");
    assert!(told.contains("Bảng cũ"), "{told}");
    let check = |file: &str, marked: usize| {
        let sheets = place.sheets(file);
        let of = |row, head| cell(&sheets, "People", row, head).map(|cell| (cell.shape.clone(), cell.shown.clone()));
        let text = |text: &str| Some((Shape::Text(text.to_owned()), text.to_owned()));
        assert_eq!(of(1, "Id"), text("=P1"));
        assert_eq!(of(1, "Score"), Some((Shape::Number(12.5), "12.5".to_owned())));
        assert_eq!(of(1, "Share"), Some((Shape::Number(0.85), "85%".to_owned())));
        assert_eq!(of(1, "Joined"), Some((Shape::Day(2022, 3, 1), "2022-03-01".to_owned())));
        assert_eq!(of(1, "Rating"), text("=1+1"));
        assert_eq!(of(1, "Many"), Some((Shape::Number(3.0), "3".to_owned())));
        assert_eq!(of(3, "Id"), text("007"));
        assert_eq!(of(3, "Rating"), text("Nhãn cũ"));
        // What may be meant as 85% isn't made 8500%.
        assert_eq!(of(3, "Share"), Some((Shape::Number(85.0), "85".to_owned())));
        let aside = sheets.iter().find(|one| one.name == "# Person no longer used").unwrap();
        let kept: Vec<&str> = aside.cells.iter().map(|cell| cell.shown.as_str()).collect();
        assert_eq!(kept, ["MÃ", "Ghi chú riêng", "=P1", "giữ lại"]);
        let other = sheets.iter().find(|one| one.name == "# Bảng cũ").unwrap();
        assert_eq!(other.cells.iter().map(|cell| cell.shown.as_str()).collect::<Vec<_>>(), ["một", "2.5"]);
        assert!(sheets.iter().any(|one| one.name == "# của tôi"));
        let parts = parts(&place.at(file));
        assert!(parts.iter().all(|(name, text)| !name.starts_with("xl/worksheets/") || !text.contains("<f>")));
        let (code, _, said) = place.run(&["check", "rules.tieuchi", "--data", file, "--lang", "en"]);
        assert_eq!(code, 3);
        assert_eq!(said.matches("error[").count(), marked, "{said}");
        assert!(said.contains("sheet “People”, row 4"), "{said}");
    };
    check("new.xlsx", 2);
    // What was set aside stays when the template is made anew, and so on.
    let again = ["template", "rules.tieuchi", "--from", "new.xlsx", "--out", "newer.xlsx", "--lang", "en"];
    let (code, told, said) = place.run(&again);
    assert_eq!(code, 0, "{said}");
    assert!(!told.contains("set aside") && told.contains("2 cells"), "{told}");
    check("newer.xlsx", 2);
}

#[test]
fn days_of_the_other_epoch_are_the_same_days() {
    let place = Place::new();
    place.write("rules.tieuchi", rules());
    place.write("old.xlsx", by_hand());
    // The same cells, counted from 1904 as the old Macintosh does.
    let mut from = ZipArchive::new(Cursor::new(by_hand())).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..from.len() {
        let mut file = from.by_index(number).unwrap();
        let (name, mut bytes) = (file.name().unwrap().into_owned(), Vec::new());
        file.read_to_end(&mut bytes).unwrap();
        if name == "xl/workbook.xml" {
            let text = String::from_utf8(bytes).unwrap().replace("<workbookPr ", "<workbookPr date1904=\"1\" ");
            assert!(text.contains("date1904"));
            bytes = text.into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(&bytes).unwrap();
    }
    place.write("mac.xlsx", to.finish().unwrap().into_inner());
    let (code, _, said) =
        place.run(&["template", "rules.tieuchi", "--from", "mac.xlsx", "--out", "new.xlsx", "--lang", "en"]);
    assert_eq!(code, 0, "{said}");
    let sheets = place.sheets("new.xlsx");
    // The same number of days is four years and a day later there.
    assert_eq!(cell(&sheets, "People", 1, "Joined").unwrap().shape, Shape::Day(2026, 3, 2));
}

#[test]
fn a_report_of_hostile_records_has_no_formula() {
    let place = Place::new();
    place.write("rules.tieuchi", rules());
    let mut csv = String::from("id;score;joined;rating\n");
    for text in ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://x\")"] {
        csv.push_str(&format!("\"{}\";1;2022-01-01;=1+1\n", text.replace('"', "\"\"")));
    }
    fs::create_dir(place.at("records")).unwrap();
    place.write("records/person.csv", csv);
    place.write("records/history.csv", "id\n");
    place.write("records/loại_dài.csv", "id\n");
    let check = ["check", "rules.tieuchi", "--data", "records", "--format", "xlsx", "--out", "report.xlsx"];
    let (code, _, said) = place.run(&check);
    assert_eq!(code, 1, "{said}");
    let parts = parts(&place.at("report.xlsx"));
    for (name, text) in parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet")) {
        assert!(!text.contains("<f>") && !text.contains("<f "), "{name} has a formula");
    }
    let sheets = place.sheets("report.xlsx");
    let behind = sheets.iter().find(|sheet| sheet.name == "1.a").unwrap();
    let told: Vec<&str> = behind.cells.iter().map(|cell| cell.shown.as_str()).collect();
    assert!(told.contains(&"'=1+1") && told.contains(&"'@SUM(A1)") && told.contains(&"'-1"), "{told:?}");
    for sheet in &sheets {
        for cell in &sheet.cells {
            let safe = !cell.shown.starts_with(['=', '+', '@', '\t', '\r', '-']) || cell.shape == Shape::Number(-1.0);
            assert!(safe, "{}: {}", sheet.name, cell.shown);
        }
    }
    // LibreOffice reads the same, and makes nothing of it but what it is.
    let Some(libreoffice) = soffice::soffice() else { return };
    let saved = libreoffice.convert(&[place.at("report.xlsx")], "xlsx", &place.at("saved"));
    let saved = filled(&fs::read(&saved[0]).unwrap()).unwrap();
    for (sheet, same) in sheets.iter().zip(&saved) {
        assert_eq!(sheet.name, same.name);
        assert_eq!(sheet.cells.len(), same.cells.len(), "{}", sheet.name);
        for (cell, same) in sheet.cells.iter().zip(&same.cells) {
            assert_eq!((cell.row, cell.column, &cell.shape), (same.row, same.column, &same.shape), "{}", sheet.name);
        }
    }
    assert_eq!(sheets.len(), saved.len());
    let parts = self::parts(&place.at("saved/report.xlsx"));
    assert!(parts.iter().all(|(name, text)| !name.starts_with("xl/worksheets/") || !text.contains("<f")));
}

#[test]
fn sheets_of_criteria_have_names_of_their_own() {
    let place = Place::new();
    let mut rules = String::from("tieuchi 1, en\n\nrecord person, plural people\n  id: text key\n  score: count\n");
    let long = "A".repeat(40);
    for id in [&format!("{long}.1"), &format!("{long}.2"), "summary", "Items", "1.a", "1.A", "history"] {
        rules.push_str(&format!("\ncriterion {id} \"x\"\n  100% of people have score at least 1\n"));
    }
    place.write("rules.tieuchi", rules);
    place.write("person.csv", "id,score\nP1,0\nP2,0\nP3,0\n");
    let check =
        ["check", "rules.tieuchi", "--data", "person.csv", "--format", "xlsx", "--out", "report.xlsx", "--names", "2"];
    let (code, _, said) = place.run(&check);
    assert_eq!(code, 1, "{said}");
    let names = names(&parts(&place.at("report.xlsx")));
    let mut folded: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    folded.sort();
    folded.dedup();
    assert_eq!((names.len(), folded.len()), (11, 11), "{names:?}");
    assert!(names.iter().all(|name| name.encode_utf16().count() <= 31 && name.to_lowercase() != "history"));
    // A list that is cut says how many more there are.
    let sheets = place.sheets("report.xlsx");
    let behind = sheets.iter().find(|sheet| sheet.name == "1.a").unwrap();
    assert!(behind.cells.iter().any(|cell| cell.shown == "and 1 more"));
}

#[test]
fn a_formula_in_the_last_cell_takes_no_room() {
    let place = Place::new();
    place.write("rules.tieuchi", rules());
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("People").unwrap();
    sheet.write_string(0, 0, "id").unwrap();
    sheet.write_formula(1, 0, Formula::new("1").set_result("1")).unwrap();
    sheet.write_formula(1_048_575, 16_383, Formula::new("1+1").set_result("2")).unwrap();
    book.save(place.at("old.xlsx")).unwrap();
    let (code, told, said) =
        place.run(&["template", "rules.tieuchi", "--from", "old.xlsx", "--out", "new.xlsx", "--lang", "en"]);
    assert_eq!(code, 0, "{said}");
    assert!(told.contains("formulas replaced by their values: 2"), "{told}");
    assert!(told.contains("set aside: (without a name)"), "{told}");
}

#[test]
fn criteria_beyond_the_sheets_share_one() {
    let place = Place::new();
    let mut rules = String::from("tieuchi 1, en\n\nrecord person, plural people\n  id: text key\n  score: count\n");
    for id in 1..=303 {
        rules.push_str(&format!("\ncriterion {id} \"x\"\n  100% of people have score at least 1\n"));
    }
    place.write("rules.tieuchi", rules);
    place.write("person.csv", "id,score\nP1,0\n");
    let check = ["check", "rules.tieuchi", "--data", "person.csv", "--format", "xlsx", "--out", "report.xlsx"];
    let (code, _, said) = place.run(&check);
    assert_eq!(code, 1, "{said}");
    let sheets = place.sheets("report.xlsx");
    let others = sheets.iter().find(|sheet| sheet.name == "Others").unwrap();
    let told: Vec<&str> = others.cells.iter().filter(|cell| cell.column == 0).map(|cell| cell.shown.as_str()).collect();
    assert_eq!(told, ["Criterion", "300", "301", "302", "303"]);
}
