//! Each reader by itself: bytes of a file to columns.
//!
//! `cargo bench -p tieuchi-records --bench readers`. The records are synthetic and the same every time: persons in no
//! order of their units, labels in Vietnamese, one value in fifty missing, a name that no criterion reads.

use std::io::Read;

use divan::Bencher;
use divan::counter::BytesCount;
use tieuchi::program::{KindId, Program};
use tieuchi::roster::Builder;
use tieuchi::source::Source;
use tieuchi_records::{read_csv, read_json, read_ndjson, read_path, read_ron};

fn main() {
    divan::main();
}

const PERSON: KindId = KindId(1);
const PERSONS: u32 = 20_000;
const UNITS: u32 = PERSONS / 20;

const RULES: &str = "tieuchi 1, en
scale rating
  \"Không hoàn thành\" < \"Hoàn thành\" < \"Hoàn thành tốt\" < \"Hoàn thành xuất sắc\"
record unit
  id: text key
record person
  id: text key
  name: text
  born: date
  unit: unit
  rating: rating
  absent: count 0 to 366
  income: decimal
  trained: yes/no
criterion 1 \"All are rated\"
  100% of persons have rating at least \"Hoàn thành\"
";

const COLUMNS: [&str; 8] = ["id", "name", "born", "unit", "rating", "absent", "income", "trained"];

fn program() -> Program {
    match tieuchi::compile(&[Source::new("rules", RULES)]) {
        Ok((program, _)) => program,
        Err(findings) => panic!("{findings:?}"),
    }
}

/// The cells of a person, and whether each stands bare in JSON; empty ones are missing.
fn person(row: u32) -> [(String, bool); 8] {
    const RATINGS: [&str; 4] = ["Không hoàn thành", "Hoàn thành", "Hoàn thành tốt", "Hoàn thành xuất sắc"];
    let draw = (u64::from(row) * 2_654_435_761 % 4_294_967_291) as u32;
    let rating = if draw.is_multiple_of(50) { "" } else { RATINGS[draw as usize / 50 % 4] };
    [
        (format!("CB{row:08}"), false),
        (format!("Nguyễn Văn {draw}"), false),
        (format!("{}-{:02}-{:02}", 1960 + draw % 40, 1 + draw / 40 % 12, 1 + draw / 480 % 28), false),
        (format!("DV{:06}", draw % UNITS), false),
        (rating.to_owned(), false),
        ((draw % 30).to_string(), true),
        (format!("{}.{}", draw % 90, draw / 90 % 10), true),
        (draw.is_multiple_of(3).to_string(), true),
    ]
}

fn csv(separator: &str, end: &str) -> String {
    let rows = (0..PERSONS).map(|row| person(row).map(|(cell, _)| cell).join(separator) + end);
    COLUMNS.join(separator) + end + &rows.collect::<String>()
}

/// A record with names before its values.
fn record(row: u32, open: &str, close: &str, quote: &str, null: &str) -> String {
    let member = |(name, (cell, bare)): (&str, (String, bool))| match (cell.as_str(), bare) {
        ("", _) => format!("{quote}{name}{quote}:{null}"),
        (cell, true) => format!("{quote}{name}{quote}:{cell}"),
        (cell, false) => format!("{quote}{name}{quote}:\"{cell}\""),
    };
    let members: Vec<String> = COLUMNS.into_iter().zip(person(row)).map(member).collect();
    format!("{open}{}{close}", members.join(","))
}

fn records(open: &str, close: &str, quote: &str, null: &str, between: &str) -> String {
    (0..PERSONS).map(|row| record(row, open, close, quote, null)).collect::<Vec<_>>().join(between)
}

/// Times a reader over some bytes, with the units read beforehand.
fn time(bencher: Bencher, text: &str, read: impl Fn(&mut Builder<'_>, &[u8]) + Sync) {
    let program = program();
    let units: String = (0..UNITS).map(|unit| format!("DV{unit:06}\n")).collect();
    let units = format!("id\n{units}");
    bencher.counter(BytesCount::new(text.len())).bench(|| {
        let mut builder = Builder::new(&program).only_what_is_read();
        read_csv(&mut builder, KindId(0), "unit.csv", units.as_bytes());
        read(&mut builder, text.as_bytes());
        builder
            .finish()
            .map(|roster| assert_eq!(roster.len(PERSON), PERSONS as usize))
            .unwrap_or_else(|f| panic!("{f:?}"))
    });
}

#[divan::bench]
fn csv_plain(bencher: Bencher) {
    time(bencher, &csv(",", "\n"), |builder, text| read_csv(builder, PERSON, "person.csv", text));
}

#[divan::bench]
fn csv_of_a_spreadsheet(bencher: Bencher) {
    // Decimal commas, and a return before each line feed.
    let text = csv(";", "\r\n").replace('.', ",");
    time(bencher, &text, |builder, text| read_csv(builder, PERSON, "person.csv", text));
}

#[divan::bench]
fn csv_with_quotes(bencher: Bencher) {
    let text = csv("\",\"", "\"\n\"");
    let text = format!("\"{}", text.trim_end_matches('"'));
    time(bencher, &text, |builder, text| read_csv(builder, PERSON, "person.csv", text));
}

#[divan::bench]
fn ndjson(bencher: Bencher) {
    let text = records("{", "}", "\"", "null", "\n");
    time(bencher, &text, |builder, text| read_ndjson(builder, PERSON, "person.ndjson", text));
}

#[divan::bench]
fn json(bencher: Bencher) {
    let text = format!("[{}]", records("{", "}", "\"", "null", ","));
    time(bencher, &text, |builder, text| read_json(builder, Some(PERSON), "person.json", text));
}

#[divan::bench]
fn ron(bencher: Bencher) {
    let text = format!("[{}]", records("(", ")", "", "None", ","));
    time(bencher, &text, |builder, text| read_ron(builder, Some(PERSON), "person.ron", text));
}

/// Times reading a folder in which the persons are packed; counted are the bytes unpacked.
fn packed(bencher: Bencher, ending: &str, pack: impl Fn(&[u8]) -> Vec<u8>) {
    let (program, text) = (program(), csv(",", "\n"));
    let folder = tempfile::tempdir().expect("a folder");
    let units: String = (0..UNITS).map(|unit| format!("DV{unit:06}\n")).collect();
    std::fs::write(folder.path().join("unit.csv"), format!("id\n{units}")).expect("a file");
    std::fs::write(folder.path().join(format!("person.csv.{ending}")), pack(text.as_bytes())).expect("a file");
    bencher.counter(BytesCount::new(text.len())).bench(|| {
        let read = read_path(&program, &tieuchi_records::Records::default(), folder.path());
        read.map(|(roster, _)| roster.len(PERSON)).unwrap_or_else(|findings| panic!("{findings:?}"))
    });
}

#[divan::bench]
fn csv_gzip(bencher: Bencher) {
    packed(bencher, "gz", |bytes| {
        let mut packed = Vec::new();
        flate2::read::GzEncoder::new(bytes, flate2::Compression::default()).read_to_end(&mut packed).expect("gzip");
        packed
    });
}

#[divan::bench]
fn csv_zstd(bencher: Bencher) {
    packed(bencher, "zst", |bytes| {
        ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
    });
}
