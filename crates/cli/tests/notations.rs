//! The same records in other notations come to the same report, to the last byte.
#![cfg(all(feature = "columnar", feature = "spreadsheets"))]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, Date32Array, Decimal128Array, DictionaryArray, Int32Array, RecordBatch};
use arrow_ipc::writer::FileWriter;
use parquet::arrow::ArrowWriter;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use tieuchi::date::Date;

/// A cell as a spreadsheet in a Vietnamese setting shows it, by what it is.
enum Value {
    Blank,
    Text(String),
    Whole(i32),
    /// Tenths.
    Decimal(i128),
    Day(Date),
}

fn value(cell: &str) -> Value {
    let number = cell.replace('.', "");
    let tenths = |text: &str| {
        let (whole, part) = text.split_once(',')?;
        (part.len() == 1).then(|| format!("{whole}{part}").parse().ok()).flatten()
    };
    let day = || {
        let mut parts = cell.split('/').map(|part| part.parse::<i16>().ok());
        let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
        Date::new(year, month as i8, day as i8)
    };
    if cell.is_empty() {
        Value::Blank
    } else if let Ok(whole) = number.parse() {
        Value::Whole(whole)
    } else if let Some(tenths) = tenths(&number) {
        Value::Decimal(tenths)
    } else if let Some(day) = day() {
        Value::Day(day)
    } else {
        Value::Text(cell.to_owned())
    }
}

/// A file's header and rows.
fn table(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let text = fs::read_to_string(path).unwrap();
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
    (header, rows.collect())
}

fn write_sheet(sheet: &mut Worksheet, header: &[String], rows: &[Vec<String>]) {
    let shown = Format::new().set_num_format("dd/mm/yyyy");
    for (at, name) in (0..).zip(header) {
        sheet.write_string(0, at, name).unwrap();
    }
    for (row, cells) in (1..).zip(rows) {
        for (at, cell) in (0..).zip(cells) {
            let written = match value(cell) {
                Value::Blank => continue,
                Value::Text(text) => sheet.write_string(row, at, text),
                Value::Whole(whole) => sheet.write_number(row, at, whole),
                Value::Decimal(tenths) => sheet.write_number(row, at, tenths as f64 / 10.0),
                Value::Day(day) => {
                    let day = ExcelDateTime::parse_from_str(&day.to_string()).unwrap();
                    sheet.write_datetime_with_format(row, at, &day, &shown)
                }
            };
            written.unwrap();
        }
    }
}

fn batch(header: &[String], rows: &[Vec<String>]) -> RecordBatch {
    let column = |at: usize| -> ArrayRef {
        let values: Vec<Value> = rows.iter().map(|row| value(&row[at])).collect();
        if values.iter().all(|value| matches!(value, Value::Blank | Value::Whole(_))) {
            let whole = |value: &Value| if let Value::Whole(whole) = value { Some(*whole) } else { None };
            return Arc::new(values.iter().map(whole).collect::<Int32Array>());
        }
        if values.iter().all(|value| matches!(value, Value::Blank | Value::Whole(_) | Value::Decimal(_))) {
            let tenths = |value: &Value| match value {
                Value::Whole(whole) => Some(i128::from(*whole) * 10),
                Value::Decimal(tenths) => Some(*tenths),
                _ => None,
            };
            let decimals = values.iter().map(tenths).collect::<Decimal128Array>();
            return Arc::new(decimals.with_precision_and_scale(20, 1).unwrap());
        }
        if values.iter().all(|value| matches!(value, Value::Blank | Value::Day(_))) {
            let day = |value: &Value| if let Value::Day(day) = value { Some(day.days() as i32) } else { None };
            return Arc::new(values.iter().map(day).collect::<Date32Array>());
        }
        let texts = rows.iter().map(|row| Some(row[at].as_str()).filter(|text| !text.is_empty()));
        Arc::new(texts.collect::<DictionaryArray<Int32Type>>())
    };
    let columns = header.iter().enumerate().map(|(at, name)| (name, column(at), true));
    RecordBatch::try_from_iter_with_nullable(columns).unwrap()
}

fn write(path: &Path, header: &[String], rows: &[Vec<String>]) {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("xlsx") => {
            let mut book = Workbook::new();
            write_sheet(book.add_worksheet(), header, rows);
            book.save(path).unwrap();
        }
        Some("parquet") => {
            let batch = batch(header, rows);
            let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), None).unwrap();
            writer.write(&batch).unwrap();
            writer.close().unwrap();
        }
        _ => {
            let batch = batch(header, rows);
            let mut writer = FileWriter::try_new(File::create(path).unwrap(), &batch.schema()).unwrap();
            writer.write(&batch).unwrap();
            writer.finish().unwrap();
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What a check prints of records in a folder, and its exit code.
fn check(at: &Path) -> (String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_tieuchi"))
        .args(["check", "rules", "--data", "records", "--format", "json"])
        .current_dir(at)
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{}", at.display());
    (String::from_utf8(output.stdout).unwrap(), output.status.code())
}

#[test]
fn every_notation_comes_to_the_same_report() {
    let rules = root().join("rules");
    for records in ["met", "not-met", "incomplete"] {
        let mut reports = Vec::new();
        for ending in ["csv", "xlsx", "parquet", "arrow"] {
            let made = tempfile::tempdir().unwrap();
            // The campaign, and what it builds on beside it.
            for entry in fs::read_dir(&rules).unwrap() {
                let pack = entry.unwrap().file_name().into_string().unwrap();
                let pack = pack.as_str();
                let folder = if pack == "cao-bang-2022" { "rules" } else { pack };
                fs::create_dir(made.path().join(folder)).unwrap();
                for entry in fs::read_dir(rules.join(pack)).unwrap() {
                    let path = entry.unwrap().path();
                    if path.is_dir() {
                        continue;
                    }
                    let text = fs::read_to_string(&path).unwrap();
                    let manifest = path.extension().is_some_and(|ending| ending == "ron");
                    let text = if manifest { text.replace(".csv\"", &format!(".{ending}\"")) } else { text };
                    fs::write(made.path().join(folder).join(path.file_name().unwrap()), text).unwrap();
                }
            }
            fs::create_dir(made.path().join("records")).unwrap();
            for entry in fs::read_dir(root().join("examples/cao-bang-2022").join(records)).unwrap() {
                let path = entry.unwrap().path();
                let to = made.path().join("records").join(path.file_name().unwrap()).with_extension(ending);
                if ending == "csv" {
                    fs::copy(&path, &to).unwrap();
                } else {
                    let (header, rows) = table(&path);
                    write(&to, &header, &rows);
                }
            }
            reports.push((ending, check(made.path())));
        }
        let (_, expected) = &reports[0];
        assert!(expected.0.len() > 10_000, "{}", expected.0);
        for (ending, report) in &reports[1..] {
            assert!(report == expected, "{records} as {ending}:\n{}\n{}", expected.0, report.0);
        }
    }
}
