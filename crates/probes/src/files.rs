//! Files of records and packs, of which nobody says what they are.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::sync::OnceLock;

use tempfile::TempDir;
use tieuchi::check::check;
use tieuchi::diagnostic::Finding;
use tieuchi::engine::{Options, evaluate};
use tieuchi::program::{KindId, Program};
use tieuchi::report::report;
use tieuchi::roster::{Builder, Roster};
use tieuchi::source::{Language, Source};
use tieuchi_columnar::{Passed, read_arrow, read_parquet};
use tieuchi_records::{MANIFEST, Manifest, Records, load_pack, read_csv, read_json, read_ndjson, read_path, read_ron};
use tieuchi_spreadsheets::{Sheets, filled, read_workbook};
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::feed::{Feed, pieces};

const UNIT: KindId = KindId(0);
const PERSON: KindId = KindId(1);

/// Persons with a field of each type, and units that they refer to.
const RULES: &str = include_str!("people.tieuchi");

fn program() -> &'static Program {
    static PROGRAM: OnceLock<Program> = OnceLock::new();
    PROGRAM.get_or_init(|| tieuchi::compile(&[Source::new("rules", RULES)]).expect("sound rules").0)
}

type Outcome = Result<(Roster, Vec<Finding>), Vec<Finding>>;

/// Some units, and whatever a reader makes of persons.
fn read(read: impl FnOnce(&mut Builder<'_>)) -> Outcome {
    let mut builder = Builder::new(program());
    read_csv(&mut builder, UNIT, "unit.csv", b"id\nU1\nU2\nU000003\nX\n".as_slice());
    read(&mut builder);
    builder.finish_with_warnings()
}

/// What was read has a report; what was refused says why, in both languages.
fn answered(outcome: &Outcome) {
    match outcome {
        Ok((roster, warnings)) => {
            told(warnings);
            let evaluation = evaluate(program(), roster, &Options::default()).expect("few records of small numbers");
            report(&evaluation);
        }
        Err(found) => {
            assert!(!found.is_empty());
            told(found);
        }
    }
}

fn told(found: &[Finding]) {
    for finding in found {
        for language in [Language::En, Language::Vi] {
            assert!(!finding.prose(language).title.is_empty());
        }
    }
}

/// Gives a file so many bytes at a time.
struct Drops<'b>(&'b [u8], usize);

impl Read for Drops<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let many = self.1.min(into.len()).min(self.0.len());
        let (given, rest) = self.0.split_at(many);
        into[..many].copy_from_slice(given);
        self.0 = rest;
        Ok(many)
    }
}

/// A file of CSV is read, or refused with findings, the same however many bytes of it come at a time.
pub fn csv(bytes: &[u8]) {
    let mut feed = Feed::new(bytes);
    let drop = 1 + usize::from(feed.byte());
    let bytes = feed.rest();
    let whole = read(|builder| read_csv(builder, PERSON, "person.csv", bytes));
    answered(&whole);
    assert!(whole == read(|builder| read_csv(builder, PERSON, "person.csv", Drops(bytes, drop))), "read in drops");
}

/// A file of NDJSON likewise; a return before each line, which is read the careful way, changes nothing.
pub fn ndjson(bytes: &[u8]) {
    let mut feed = Feed::new(bytes);
    let drop = 1 + usize::from(feed.byte());
    let bytes = feed.rest();
    let whole = read(|builder| read_ndjson(builder, PERSON, "person.ndjson", bytes));
    answered(&whole);
    assert!(whole == read(|builder| read_ndjson(builder, PERSON, "person.ndjson", Drops(bytes, drop))), "in drops");
    if let Ok(text) = std::str::from_utf8(bytes)
        && !text.contains('\u{feff}')
        && !text.contains('\0')
    {
        let careful = text.split('\n').map(|line| format!("\r{line}")).collect::<Vec<_>>().join("\n");
        let careful = read(|builder| read_ndjson(builder, PERSON, "person.ndjson", careful.as_bytes()));
        match (&whole, &careful) {
            (Ok(one), Ok(other)) => assert!(one == other, "the careful way reads something else"),
            (one, other) => assert_eq!(one.is_ok(), other.is_ok(), "the careful way"),
        }
    }
}

/// JSON and RON, of persons or of all kinds.
pub fn objects(bytes: &[u8]) {
    let mut feed = Feed::new(bytes);
    let how = feed.byte();
    let kind = (how & 1 == 0).then_some(PERSON);
    let bytes = feed.rest();
    answered(&if how & 2 == 0 {
        read(|builder| read_json(builder, kind, "person.json", bytes))
    } else {
        read(|builder| read_ron(builder, kind, "person.ron", bytes))
    });
}

/// A workbook as it comes, or its parts (the sheet, texts, styles, the list of sheets), which are put into one here.
pub fn workbook(bytes: &[u8]) {
    let mut feed = Feed::new(bytes);
    let how = feed.byte();
    let sheets = match how % 3 {
        0 => Sheets::Of(PERSON),
        1 => Sheets::All(None),
        _ => Sheets::All(Some(PERSON)),
    };
    let packed;
    let book = if how < 128 {
        packed = zipped(pieces(feed.rest()));
        packed.as_slice()
    } else {
        feed.rest()
    };
    answered(&read(|builder| read_workbook(builder, sheets, "book.xlsx", book)));
    // What a template takes over, or why it doesn't.
    let _ = filled(book);
}

fn zipped([sheet, texts, styles, list]: [&[u8]; 4]) -> Vec<u8> {
    const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#;
    const HOME: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const PARTS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
    const LIST: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="person" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let list = if list.is_empty() { LIST.as_bytes() } else { list };
    let parts = [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", HOME.as_bytes()),
        ("xl/_rels/workbook.xml.rels", PARTS.as_bytes()),
        ("xl/workbook.xml", list),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", texts),
        ("xl/styles.xml", styles),
    ];
    for (name, part) in parts {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(part).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}

/// A Parquet file.
pub fn parquet(bytes: &[u8]) {
    let bytes = bytes.to_vec();
    answered(&read(|builder| read_parquet(builder, PERSON, "person.parquet", bytes, &Passed::default())));
}

/// An Arrow file or stream, the same however many bytes of it come at a time.
pub fn arrow(bytes: &[u8]) {
    let whole = read(|builder| read_arrow(builder, PERSON, "person.arrow", bytes, &Passed::default()));
    answered(&whole);
    let drops = read(|builder| read_arrow(builder, PERSON, "person.arrow", Drops(bytes, 7), &Passed::default()));
    assert!(whole == drops, "read in drops");
}

/// A pack on the disk, a manifest, two rule files and a table of the one kind of records, is loaded and evaluated or
/// refused.
pub fn pack(bytes: &[u8]) {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| tempfile::tempdir().expect("a folder")).path();
    let [manifest, main, used, table] = pieces(bytes);
    if let Ok(text) = std::str::from_utf8(manifest) {
        let _ = Manifest::read("tieuchi.ron", text);
    }
    let put = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).expect("a small file");
    put(MANIFEST, manifest);
    put("main.tieuchi", main);
    put("used.tieuchi", used);
    put("person.csv", table);
    for path in [folder.to_owned(), folder.join("main.tieuchi")] {
        for language in [None, Some(Language::Vi)] {
            loaded(&path, language, folder);
        }
    }
}

fn loaded(path: &Path, language: Option<Language>, folder: &Path) {
    match load_pack(path, language) {
        Ok(pack) => {
            told(&pack.findings);
            let checked = check(&pack.files);
            told(&checked.findings);
            let Some(program) = checked.program.filter(|_| pack.findings.is_empty()) else { return };
            for records in [&pack.records, &Records::default()] {
                match read_path(&program, records, &folder.join("person.csv")) {
                    Ok((roster, warnings)) => {
                        told(&warnings);
                        if let Ok(evaluation) = evaluate(&program, &roster, &Options::default()) {
                            report(&evaluation);
                        }
                    }
                    Err(found) => {
                        assert!(!found.is_empty());
                        told(&found);
                    }
                }
            }
        }
        Err(refused) => {
            assert!(!refused.findings.is_empty());
            told(&refused.findings);
        }
    }
}
