//! Templates of every pack, filled in and checked, and reports as workbooks.
#![cfg(feature = "spreadsheets")]

mod soffice;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use tieuchi_spreadsheets::{FilledSheet, filled};

/// Packs with the records of their examples.
const EXAMPLES: [(&str, &str); 9] = [
    ("cao-bang-2022", "cao-bang-2022/met"),
    ("cao-bang-2022", "cao-bang-2022/incomplete"),
    ("an-toan-an-ninh-trat-tu", "an-toan-an-ninh-trat-tu/not-met"),
    ("co-quan-van-hoa", "co-quan-van-hoa/not-met"),
    ("cong-doan", "cong-doan/not-met"),
    ("danh-hieu-2022", "danh-hieu-2024"),
    ("danh-hieu-2024", "danh-hieu-2024"),
    ("khoi-thi-dua", "khoi-thi-dua/incomplete"),
    ("to-chuc-co-so-dang", "to-chuc-co-so-dang/incomplete"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn run(args: &[&str]) -> Output {
    let mut command = Command::cargo_bin("tieuchi").unwrap();
    command.current_dir(root()).args(args).env("LANG", "C").env_remove("LC_ALL").env_remove("LC_MESSAGES");
    command.output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The records of a folder as a workbook that a person would have: a sheet for each file, named like its kind, days and
/// numbers and percentages as such.
fn by_hand(pack: &str, folder: &str) -> Vec<u8> {
    let manifest = fs::read_to_string(root().join(format!("rules/{pack}/tieuchi.ron"))).unwrap();
    let manifest = tieuchi_records::Manifest::read("tieuchi.ron", &manifest).unwrap();
    let (day, percent) = (Format::new().set_num_format("d/m/yyyy"), Format::new().set_num_format("0.0%"));
    let mut book = Workbook::new();
    for (kind, options) in &manifest.records.kinds {
        let path = root().join("examples").join(folder).join(&options.files[0]);
        let Ok(bytes) = fs::read(&path) else { continue };
        let text = String::from_utf8(bytes).unwrap();
        let text = text.trim_start_matches('\u{feff}');
        let separator = if text.lines().next().unwrap().contains(';') { b';' } else { b',' };
        let mut csv = csv::ReaderBuilder::new().has_headers(false).delimiter(separator).from_reader(text.as_bytes());
        let sheet = book.add_worksheet();
        sheet.set_name(kind).unwrap();
        for (row, record) in csv.records().enumerate() {
            for (column, cell) in record.unwrap().iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let (row, column) = (row as u32, column as u16);
                let parts: Vec<u16> = cell.split('/').filter_map(|part| part.parse().ok()).collect();
                let share = cell.strip_suffix('%').and_then(|share| share.replace(',', ".").parse::<f64>().ok());
                if let [date, month, year] = parts[..] {
                    let date = ExcelDateTime::from_ymd(year, month as u8, date as u8).unwrap();
                    sheet.write_datetime_with_format(row, column, &date, &day).unwrap();
                } else if let Some(share) = share {
                    sheet.write_number_with_format(row, column, share / 100.0, &percent).unwrap();
                } else if cell.bytes().all(|byte| byte.is_ascii_digit()) && !cell.starts_with('0') {
                    sheet.write_number(row, column, cell.parse::<f64>().unwrap()).unwrap();
                } else {
                    sheet.write_string(row, column, cell).unwrap();
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn sheets(path: &Path) -> Vec<FilledSheet> {
    filled(&fs::read(path).unwrap()).unwrap()
}

fn texts(sheet: &FilledSheet) -> Vec<&str> {
    sheet.cells.iter().map(|cell| cell.shown.as_str()).collect()
}

#[test]
fn a_template_of_every_pack_is_read_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let packs: Vec<PathBuf> = fs::read_dir(root().join("rules")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(packs.len() >= 8);
    for pack in packs {
        for lang in ["vi", "en"] {
            let pack = pack.to_str().unwrap();
            let file = folder.path().join(format!("{lang}.xlsx"));
            let file = file.to_str().unwrap();
            let output = run(&["template", pack, "--out", file, "--lang", lang, "--force"]);
            assert_eq!(code(&output), 0, "{}", said(&output));
            let output = run(&["check", pack, "--data", file, "--lang", lang]);
            assert!(code(&output) < 3, "{pack}: {}", said(&output));
            // Nothing is said of the read-me sheet or of columns: every kind has its sheet.
            assert!(!said(&output).contains("[W04") && !said(&output).contains("[E04"), "{pack}: {}", said(&output));
        }
    }
}

#[test]
fn what_is_filled_in_says_what_the_folder_says() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for (pack, records) in EXAMPLES {
        fs::write(at("by-hand.xlsx"), by_hand(pack, records)).unwrap();
        let (rules, records) = (format!("rules/{pack}"), format!("examples/{records}"));
        for (lang, back) in [("vi", "en"), ("en", "vi")] {
            let wanted = run(&["check", &rules, "--data", &records, "--lang", lang, "--format", "json"]);
            assert!(code(&wanted) < 3, "{}", said(&wanted));
            let output = run(&[
                "template",
                &rules,
                "--from",
                &at("by-hand.xlsx"),
                "--out",
                &at("one.xlsx"),
                "--lang",
                lang,
                "--force",
            ]);
            assert_eq!(code(&output), 0, "{}", said(&output));
            // There and back by the names in the other language.
            let output = run(&[
                "template",
                &rules,
                "--from",
                &at("one.xlsx"),
                "--out",
                &at("two.xlsx"),
                "--lang",
                back,
                "--force",
            ]);
            assert_eq!(code(&output), 0, "{}", said(&output));
            for file in ["one.xlsx", "two.xlsx"] {
                let found = run(&["check", &rules, "--data", &at(file), "--lang", lang, "--format", "json"]);
                assert_eq!(code(&found), code(&wanted), "{rules} {file}: {}", said(&found));
                assert_eq!(found.stdout, wanted.stdout, "{rules} {file}");
            }
        }
    }
}

/// Templates that LibreOffice has opened and saved, once in Excel's form and once by way of its own.
#[test]
fn what_libreoffice_saves_says_the_same() {
    let Some(libreoffice) = soffice::soffice() else { return };
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| {
        let place = folder.path().join(name);
        fs::create_dir_all(&place).unwrap();
        place
    };
    // Each pack in one of its languages.
    let packs = EXAMPLES[1..].iter().zip(["vi", "en"].into_iter().cycle());
    let mut files = Vec::new();
    for ((pack, records), lang) in packs.clone() {
        let (hand, file) = (place("hand").join(format!("{pack}.xlsx")), place("filled").join(format!("{pack}.xlsx")));
        fs::write(&hand, by_hand(pack, records)).unwrap();
        let (rules, from, to) = (format!("rules/{pack}"), hand.to_str().unwrap(), file.to_str().unwrap());
        let output = run(&["template", &rules, "--from", from, "--out", to, "--lang", lang]);
        assert_eq!(code(&output), 0, "{}", said(&output));
        files.push(file);
    }
    let saved = libreoffice.convert(&files, "xlsx", &place("saved"));
    let own = libreoffice.convert(&files, "ods", &place("own"));
    let back = libreoffice.convert(&own, "xlsx", &place("back"));
    for (at, ((pack, records), lang)) in packs.enumerate() {
        let (rules, records) = (format!("rules/{pack}"), format!("examples/{records}"));
        let check = |data: &str| run(&["check", &rules, "--data", data, "--lang", lang, "--format", "json"]);
        let wanted = check(&records);
        for file in [&saved[at], &back[at]] {
            let found = check(file.to_str().unwrap());
            assert_eq!(code(&found), code(&wanted), "{}: {}", file.display(), said(&found));
            assert!(found.stdout == wanted.stdout, "{}", file.display());
        }
        // What is carried over from it is what was there.
        let again = place("again").join(format!("{pack}.xlsx"));
        let (from, to) = (back[at].to_str().unwrap(), again.to_str().unwrap());
        let output = run(&["template", &rules, "--from", from, "--out", to, "--lang", lang]);
        assert_eq!(code(&output), 0, "{}", said(&output));
        assert!(check(to).stdout == wanted.stdout, "{}", again.display());
    }
}

#[test]
fn a_filled_workbook_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("records.xlsx");
    let name = file.to_str().unwrap();
    assert_eq!(code(&run(&["template", "rules/cong-doan", "--out", name])), 0);
    let before = fs::read(&file).unwrap();
    let output = run(&["template", "rules/cong-doan", "--out", name, "--lang", "en"]);
    assert_eq!(code(&output), 3);
    assert!(said(&output).contains("--force"), "{}", said(&output));
    let output = run(&["template", "rules/cong-doan", "--from", name, "--out", name, "--force", "--lang", "en"]);
    assert_eq!(code(&output), 3);
    assert!(said(&output).contains("name another file"), "{}", said(&output));
    assert_eq!(fs::read(&file).unwrap(), before);
    // The same input gives the same bytes.
    assert_eq!(code(&run(&["template", "rules/cong-doan", "--out", name, "--force"])), 0);
    assert_eq!(fs::read(&file).unwrap(), before);
    let other = folder.path().join("records.csv");
    let output = run(&["template", "rules/cong-doan", "--out", other.to_str().unwrap(), "--lang", "vi"]);
    assert_eq!(code(&output), 3);
    assert!(said(&output).contains(".xlsx"), "{}", said(&output));
    fs::write(&other, "no workbook").unwrap();
    let output = run(&["template", "rules/cong-doan", "--from", other.to_str().unwrap(), "--out", name, "--force"]);
    assert_eq!(code(&output), 3, "{}", said(&output));
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn a_report_is_a_workbook_of_the_same_verdicts() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.xlsx");
    let name = file.to_str().unwrap();
    for (records, lang, exit) in [("not-met", "en", 1), ("not-met", "vi", 1), ("incomplete", "en", 2), ("met", "vi", 0)]
    {
        let data = format!("examples/cao-bang-2022/{records}");
        let check =
            ["check", "rules/cao-bang-2022", "--data", &data, "--lang", lang, "--format", "xlsx", "--out", name];
        let output = run(&check);
        assert_eq!(code(&output), exit, "{}", said(&output));
        assert!(output.stdout.is_empty());
        let bytes = fs::read(&file).unwrap();
        run(&check);
        assert_eq!(fs::read(&file).unwrap(), bytes, "the same bytes");
        let json = run(&["check", "rules/cao-bang-2022", "--data", &data, "--lang", lang, "--format", "json"]);
        let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
        let sheets = sheets(&file);
        let criteria = texts(&sheets[1]);
        for criterion in json["criteria"].as_array().unwrap() {
            assert!(criteria.contains(&criterion["id"].as_str().unwrap()));
            let behind = sheets.iter().any(|sheet| sheet.name == criterion["id"].as_str().unwrap());
            let stands = ["not_met", "undetermined"].contains(&criterion["verdict"].as_str().unwrap());
            assert_eq!(behind, stands, "{}", criterion["id"]);
        }
    }
    let output = run(&[
        "check",
        "rules/cao-bang-2022",
        "--data",
        "examples/cao-bang-2022/not-met",
        "--lang",
        "en",
        "--format",
        "xlsx",
        "--out",
        name,
    ]);
    assert_eq!(code(&output), 1);
    let sheets = sheets(&file);
    let short = sheets.iter().find(|sheet| sheet.name == "I.2.d.1").unwrap();
    let told = texts(short);
    assert!(["CS02", "CS08", "7904", "8320", "455.6", "780"].iter().all(|one| told.contains(one)), "{told:?}");
    let number = short.cells.iter().find(|cell| cell.shown == "455.6").unwrap();
    assert_eq!(number.shape, tieuchi_spreadsheets::Shape::Number(455.6));
}

#[test]
fn tables_of_points_and_places_are_exact() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.xlsx");
    let name = file.to_str().unwrap();
    let rules = ["check", "rules/khoi-thi-dua", "--data", "examples/khoi-thi-dua/full"];
    let output = run(&[rules.as_slice(), &["--lang", "en", "--format", "xlsx", "--out", name]].concat());
    assert_eq!(code(&output), 1, "{}", said(&output));
    let sheets = sheets(&file);
    let of = |name: &str| sheets.iter().find(|sheet| sheet.name == name).unwrap();
    let points = of("Points - agency");
    let row = points.cells.iter().find(|cell| cell.shown == "CQ03").unwrap().row;
    let row: Vec<&str> = points.cells.iter().filter(|cell| cell.row == row).map(|cell| cell.shown.as_str()).collect();
    assert_eq!(row[..3], ["CQ03", "659.619… (13852/21)", "347.619… (7300/21)"]);
    let total = points.cells.iter().find(|cell| cell.shown == "990").unwrap();
    assert_eq!(total.shape, tieuchi_spreadsheets::Shape::Number(990.0));
    let places = of("Place - agency");
    let first: Vec<u32> = places.cells.iter().filter(|cell| cell.shown == "CQ01").map(|cell| cell.row).collect();
    assert!(
        places
            .cells
            .iter()
            .any(|cell| first.contains(&cell.row) && cell.shape == tieuchi_spreadsheets::Shape::Number(1.0))
    );
}

#[test]
fn a_workbook_is_nothing_for_a_terminal() {
    let check = ["check", "rules/cao-bang-2022", "--data", "examples/cao-bang-2022/met", "--format", "xlsx"];
    for (lang, words) in [("en", "--out report.xlsx"), ("vi", "--out bao-cao.xlsx")] {
        let output = run(&[check.as_slice(), &["--lang", lang]].concat());
        assert_eq!(code(&output), 3);
        assert!(output.stdout.is_empty());
        assert!(said(&output).contains(words), "{}", said(&output));
    }
    let diff = [
        "diff",
        "rules/danh-hieu-2022",
        "rules/danh-hieu-2024",
        "--data",
        "examples/danh-hieu-2024",
        "--format",
        "xlsx",
    ];
    assert_eq!(code(&run(&diff)), 3);
}
