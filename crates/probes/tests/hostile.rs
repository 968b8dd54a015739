//! Rules and data that were made to do harm: an answer, within memory that grows with what came and not faster, and
//! within time that is bounded too.
//!
//! Memory is what was allocated at most, beyond what there was before; time is the processor's, so that what else the
//! machine does is nothing to it. Bounds are some times what is measured: they catch what grows out of proportion.

use std::fmt::Write as _;
use std::io::Cursor;
use std::io::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cpu_time::ProcessTime;
use peak_alloc::PeakAlloc;
use tieuchi::diagnostic::Finding;
use tieuchi::engine::{EvaluateError, Options, evaluate};
use tieuchi::partial::Partial;
use tieuchi::program::{KindId, Program};
use tieuchi::report::{Listing, Report, report_listing};
use tieuchi::roster::{Builder, Roster};
use tieuchi::source::Source;
use tieuchi_columnar::{Passed, read_arrow, read_parquet};
use tieuchi_language_server::server::serve;
use tieuchi_records::{read_csv, read_json, read_ndjson, read_ron};
use tieuchi_spreadsheets::{Sheets, filled, read_workbook};
use zip::write::{SimpleFileOptions, ZipWriter};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// One test at a time: memory is counted for the process, and what a test prepares is memory too.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

const MIB: usize = 1 << 20;

/// Runs something within so many bytes and seconds of the processor; whatever comes of it may do.
fn bounded<T>(name: &str, bytes: usize, seconds: u64, act: impl FnOnce() -> T) {
    let _ = within(name, bytes, seconds, act);
}

/// Runs something within so many bytes and seconds of the processor.
fn within<T>(name: &str, bytes: usize, seconds: u64, act: impl FnOnce() -> T) -> T {
    MEMORY.reset_peak_usage();
    let (before, start) = (MEMORY.current_usage(), ProcessTime::now());
    let done = act();
    let (peak, taken) = (MEMORY.peak_usage().saturating_sub(before), start.elapsed());
    println!("{name}: {} KiB of {}, {taken:?} of {seconds} s", peak / 1024, bytes / 1024);
    assert!(peak <= bytes, "{name}: {peak} bytes, not {bytes}");
    assert!(taken <= Duration::from_secs(seconds), "{name}: {taken:?}");
    done
}

const DECLARED: &str = "tieuchi 1, en
document \"D\"
  item 1 \"one\"
scale grade
  none < \"low\" < \"high\"
record unit
  id: text key
  parent: unit, optional
  score: decimal
record person
  id: text key
  unit: unit, may be unknown
  ok: yes/no
  times: count
  amount: decimal
";

/// The codes of what is found in rules.
fn codes(rules: &str) -> Vec<String> {
    let found = match tieuchi::compile(&[Source::new("rules", rules)]) {
        Ok((_, warnings)) => warnings,
        Err(found) => found,
    };
    found.iter().map(|finding| finding.code().to_owned()).collect()
}

fn compiled(rules: &str) -> Program {
    tieuchi::compile(&[Source::new("rules", rules)]).unwrap_or_else(|found| panic!("{:?}", found.first())).0
}

const UNIT: KindId = KindId(0);
const PERSON: KindId = KindId(1);

fn small() -> Program {
    compiled(&format!("{DECLARED}criterion 1 \"x\" cites 1 100% of persons have ok\n"))
}

fn read(program: &Program, read: impl FnOnce(&mut Builder<'_>)) -> Result<Roster, Vec<Finding>> {
    let mut builder = Builder::new(program);
    read(&mut builder);
    builder.finish()
}

/// Units and persons from two tables.
fn roster(program: &Program, units: &str, persons: &str) -> Roster {
    read(program, |builder| {
        read_csv(builder, UNIT, "unit.csv", units.as_bytes());
        read_csv(builder, PERSON, "person.csv", persons.as_bytes());
    })
    .unwrap_or_else(|found| panic!("{:?}", found.first()))
}

/// Evaluates and reports, of lists their beginning.
fn judged(program: &Program, roster: &Roster) -> Result<Report, EvaluateError> {
    evaluate(program, roster, &Options::default()).map(|evaluation| report_listing(&evaluation, Listing::UpTo(1000)))
}

// Rules.

#[test]
fn rules_of_many_declarations() {
    let _alone = alone();
    for (name, line) in [
        ("criteria", "criterion c@ \"x\" cites 1 100% of persons have ok\n"),
        ("definitions", "define person.d@: ok and times > @\n"),
        ("awards", "award unit.a@: grade cites 1 \"high\" when score > @ otherwise none\n"),
        ("fields", "extend person f@: count\n"),
    ] {
        let mut rules = DECLARED.to_owned();
        for number in 0..5_000 {
            rules += &line.replace('@', &number.to_string());
        }
        let rules = rules.as_str();
        bounded(name, 250 * rules.len(), 60, || compiled(rules));
    }
}

/// Twice what stands before it, 60 times over: if definitions were written out, 2^60 places.
#[test]
fn rules_that_double() {
    let _alone = alone();
    let mut rules = DECLARED.to_owned();
    rules += "define person.d0: amount + amount\ndefine person.c0: ok and times > 1\n";
    for number in 1..60 {
        let _ = writeln!(rules, "define person.d{number}: d{0} + d{0}", number - 1);
        let _ =
            writeln!(rules, "define person.c{number}: (c{0} and times > {number}) or (c{0} and not ok)", number - 1);
    }
    rules += "criterion 1 \"x\" cites 1 100% of persons have d59 > 0 and c59\n";
    let program = within("doubling, checked", 64 * MIB, 30, || compiled(&rules));
    let persons = "id,ok,amount,times\np1,yes,1.5,3\np2,,,\np3,no,-2,70\n";
    let found = within("doubling, evaluated", 64 * MIB, 30, || judged(&program, &roster(&program, "id\n", persons)));
    assert!(found.is_ok(), "{found:?}");
}

/// Squares of squares: a number that can't be kept stops the evaluation and names its place.
#[test]
fn rules_whose_numbers_explode() {
    let _alone = alone();
    let mut rules = DECLARED.to_owned() + "define person.d0: amount * amount\n";
    for number in 1..40 {
        let _ = writeln!(rules, "define person.d{number}: d{0} * d{0}", number - 1);
    }
    rules += "criterion 1 \"x\" cites 1 100% of persons have d39 > 0\n";
    let program = compiled(&rules);
    let persons = "id,amount\np1,999999999999999999999999999999999999\np2,1.5\n";
    let found = within("squares", 16 * MIB, 20, || judged(&program, &roster(&program, "id\n", persons)));
    assert!(matches!(found, Err(EvaluateError::Overflow { .. })), "{found:?}");
}

/// Awards that read one another, a thousand strata deep.
#[test]
fn rules_of_a_thousand_strata() {
    let _alone = alone();
    let mut rules = DECLARED.to_owned() + "award unit.a0: grade cites 1 \"high\" when score > 1 otherwise none\n";
    for number in 1..1_000 {
        let _ = writeln!(
            rules,
            "award unit.a{number}: grade cites 1 \"high\" when a{0} \"low\" or (at least 1 unit has a{0} \"high\") otherwise none",
            number - 1
        );
    }
    rules += "criterion 1 \"x\" cites 1 100% of units have a999 \"high\"\n";
    let program = within("strata, checked", 256 * MIB, 60, || compiled(&rules));
    let units = "id,score\nu1,5\nu2,0\nu3,\n";
    let found = within("strata, evaluated", 256 * MIB, 120, || judged(&program, &roster(&program, units, "id\n")));
    assert!(found.is_ok(), "{found:?}");
}

/// Lists: many labels, many parts, so many of several hundred.
#[test]
fn rules_of_long_lists() {
    let _alone = alone();
    let labels: String = (0..20_000).map(|number| format!(", \"label {number}\"")).collect();
    let many = format!("{DECLARED}extend person kind: one of \"a\"{labels}\n");
    bounded("labels", 80 * many.len(), 60, || compiled(&many));
    let parts: String = (0..250).map(|number| format!(" and times > {number}")).collect();
    let rules = format!("{DECLARED}criterion 1 \"x\" cites 1 100% of persons have ok{parts}\n");
    let program = within("parts", 64 * MIB, 30, || compiled(&rules));
    let persons = "id,ok,times\np1,yes,300\np2,,\n";
    assert!(within("parts, evaluated", 64 * MIB, 30, || judged(&program, &roster(&program, "id\n", persons))).is_ok());
}

/// A table of eight attributes with ends of their own in each row: they are held against each other, or too many to be.
#[test]
fn rules_of_tables_with_many_ends() {
    let _alone = alone();
    let fields: String = (0..8).map(|number| format!("  n{number}: count\n")).collect();
    let names: Vec<String> = (0..8).map(|number| format!("n{number}")).collect();
    let head = format!("{DECLARED}record case\n  id: text key\n{fields}table case.worth by {}", names.join(", "));
    let mut rows = String::new();
    for row in 0..900u32 {
        let low = |column: u32| row * (column + 1) % 997;
        let cells: Vec<String> =
            (0..8).map(|column| format!("between {} and {}", low(column), low(column) + 7 * column + 3)).collect();
        let _ = writeln!(rows, "  {} -> {row}", cells.join(", "));
    }
    for matching in ["first match", "exactly one match"] {
        let rules = format!("{head}: {matching}\n{rows}  otherwise 0\n");
        let found = within(matching, 256 * MIB, 60, || codes(&rules));
        // It is read, whatever is said of it.
        assert!(found.iter().all(|code| !code.starts_with("E01")), "{matching}: {found:?}");
    }
}

// Records.

fn persons(many: usize, mut row: impl FnMut(usize) -> String) -> String {
    (0..many).fold("id,unit,ok,times,amount\n".to_owned(), |text, number| text + &row(number) + "\n")
}

/// Each of very many units has one person, or none.
#[test]
fn records_of_tiny_groups() {
    let _alone = alone();
    let rules = format!(
        "{DECLARED}award unit.title: grade cites 1 \"high\" when at least 50% of persons in the unit have ok otherwise none\n\
         criterion 1 \"x\" cites 1 for each unit: (total amount of persons in the unit) >= 0\n"
    );
    let program = compiled(&rules);
    let many = 200_000;
    let units = (0..many).fold("id,parent,score\n".to_owned(), |text, number| text + &format!("u{number},,1\n"));
    let table = persons(many, |number| format!("p{number},u{number},yes,1,2.5"));
    let size = units.len() + table.len();
    let found = within("tiny groups", 60 * size, 120, || judged(&program, &roster(&program, &units, &table)));
    assert!(found.is_ok(), "{found:?}");
}

/// How deep units lie one below the other; from 10,000 on an evaluation is refused.
const LEVELS: usize = 3_000;

/// Units one below the other, thousands of levels deep.
#[test]
fn records_of_deep_trees() {
    let _alone = alone();
    let rules = format!(
        "{DECLARED}define unit.heads: number of persons under the unit\n\
         award unit.title: grade cites 1 \"high\" when score > 3 or (at least 1 unit in the unit has title \"high\") otherwise none\n\
         criterion 1 \"x\" cites 1 for each unit: heads >= 0 and title \"high\"\n"
    );
    let program = compiled(&rules);
    let units = (0..LEVELS).fold("id,parent,score\n".to_owned(), |text, number| {
        let parent = if number == 0 { String::new() } else { format!("u{}", number - 1) };
        text + &format!("u{number},{parent},{}\n", number / (LEVELS - 1) * 5)
    });
    let table = persons(100, |number| format!("p{number},u{},yes,1,2.5", number * 29));
    let found = within("deep trees", 600 * units.len(), 120, || judged(&program, &roster(&program, &units, &table)));
    assert!(found.is_ok(), "{found:?}");
}

/// Every unit with every person: as many pairs as are allowed, or a refusal.
#[test]
fn records_in_pairs() {
    let _alone = alone();
    let program = compiled(&format!(
        "{DECLARED}criterion 1 \"x\" cites 1 for each unit, each person: unit.score > person.amount\n"
    ));
    let units = (0..20_000)
        .fold("id,parent,score\n".to_owned(), |text, number| text + &format!("u{number},,{}\n", number % 50));
    let table = persons(20_000, |number| format!("p{number},u{number},yes,1,{}", number % 60));
    let size = units.len() + table.len();
    bounded("pairs", 200 * size + 64 * MIB, 120, || judged(&program, &roster(&program, &units, &table)));
}

/// Persons of unknown units among very many ranked groups.
#[test]
fn records_ranked_in_unknown_groups() {
    let _alone = alone();
    let program = compiled(&format!(
        "{DECLARED}rank person.place: among persons in the same unit by amount ties shared\n\
         criterion 1 \"x\" cites 1 100% of persons have place <= 3\n"
    ));
    let units = (0..20_000).fold("id\n".to_owned(), |text, number| text + &format!("u{number}\n"));
    let table = persons(20_000, |number| {
        format!("p{number},{},yes,1,{number}", if number % 2 == 0 { format!("u{number}") } else { String::new() })
    });
    let size = units.len() + table.len();
    bounded("ranks", 200 * size, 120, || judged(&program, &roster(&program, &units, &table)));
}

// Files.

/// One cell of very many bytes, closed and not, and bare.
#[test]
fn tables_with_one_enormous_cell() {
    let _alone = alone();
    let program = small();
    let enormous = "x".repeat(100 * MIB);
    for (name, text) in [
        ("a bare cell", format!("id,ok\n{enormous},yes\n")),
        ("a quoted cell", format!("id,ok\n\"{enormous}\",yes\n")),
        ("an open quote", format!("id,ok\n\"{enormous}")),
        ("a name of a column", format!("id,{enormous}\np1,yes\n")),
        ("one line without end", enormous.clone()),
    ] {
        let found = within(name, 4 * text.len(), 120, || {
            read(&program, |builder| read_csv(builder, PERSON, "a.csv", text.as_bytes()))
        });
        // What findings show of it is short.
        for finding in found.err().into_iter().flatten() {
            let prose = finding.prose(tieuchi::source::Language::En);
            assert!(prose.title.len() < 10_000 && prose.label.len() < 10_000, "{name}");
        }
    }
}

#[test]
fn tables_with_very_many_columns_or_problems() {
    let _alone = alone();
    let program = small();
    let columns: Vec<String> = (0..300_000).map(|number| format!("c{number}")).collect();
    let wide = format!("id,{}\np1{}\n", columns.join(","), ",".repeat(300_000));
    bounded("columns", 60 * wide.len(), 60, || {
        read(&program, |builder| read_csv(builder, PERSON, "a.csv", wide.as_bytes()))
    });
    let bad = persons(200_000, |number| format!("p{},nowhere,perhaps,-1.5,x", number % 7));
    let found = within("problems", 40 * bad.len(), 120, || {
        read(&program, |builder| read_csv(builder, PERSON, "a.csv", bad.as_bytes()))
            .expect_err("nothing of it is sound")
    });
    assert!(found.len() <= tieuchi::roster::MAX_PROBLEMS + 10, "{}", found.len());
}

#[test]
fn objects_that_nest_or_go_on() {
    let _alone = alone();
    let program = small();
    let deep = 2_000_000;
    for (name, text) in [
        ("lists in lists", "[".repeat(deep)),
        ("objects in objects", "{\"a\":".repeat(deep / 4)),
        ("a nested value", format!("[{{\"id\":\"p1\",\"ok\":{}1{}}}]", "[".repeat(deep), "]".repeat(deep))),
        ("a long name", format!("[{{\"{}\":1}}]", "n".repeat(8 * MIB))),
        ("a long text", format!("[{{\"id\":\"{}\"}}]", "\\u0061".repeat(3 * MIB))),
        ("a long number", format!("[{{\"id\":\"p1\",\"times\":{}}}]", "9".repeat(8 * MIB))),
        ("a far exponent", "[{\"id\":\"p1\",\"amount\":1e999999999}]".to_owned()),
        ("a tiny exponent", "[{\"id\":\"p1\",\"amount\":1e-999999999}]".to_owned()),
        ("many empty ones", format!("[{}{{}}]", "{},".repeat(300_000))),
        ("many names", format!("[{{{}\"id\":\"p\"}}]", "\"a\":1,".repeat(300_000))),
    ] {
        // A record takes more room than the two letters of an empty one.
        let bytes = 60 * text.len() + MIB;
        bounded(&format!("JSON, {name}"), bytes, 60, || {
            read(&program, |builder| read_json(builder, Some(PERSON), "a.json", text.as_bytes()))
        });
        bounded(&format!("RON, {name}"), bytes, 60, || {
            read(&program, |builder| read_ron(builder, Some(PERSON), "a.ron", text.as_bytes()))
        });
        bounded(&format!("NDJSON, {name}"), bytes, 60, || {
            read(&program, |builder| read_ndjson(builder, PERSON, "a.ndjson", text.as_bytes()))
        });
    }
    let ron = format!("[(id: \"p1\", ok: {}true{})]", "Some(".repeat(deep / 4), ")".repeat(deep / 4));
    bounded("RON, some of some", 20 * ron.len(), 60, || {
        read(&program, |builder| read_ron(builder, Some(PERSON), "a.ron", ron.as_bytes()))
    });
    let comments = "/*".repeat(deep);
    bounded("RON, comments", 20 * comments.len(), 60, || {
        read(&program, |builder| read_ron(builder, Some(PERSON), "a.ron", comments.as_bytes()))
    });
}

fn workbook(sheet: &[u8], texts: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    let relation = |id: &str, to: &str, target: &str| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{to}\" Target=\"{target}\"/>"
        )
    };
    let relations = |inner: String| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
        )
    };
    let list = "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"person\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    let parts: [(&str, Vec<u8>); 5] = [
        ("_rels/.rels", relations(relation("rId1", "officeDocument", "xl/workbook.xml")).into_bytes()),
        (
            "xl/_rels/workbook.xml.rels",
            relations(
                relation("rId1", "worksheet", "worksheets/sheet1.xml")
                    + &relation("rId2", "sharedStrings", "sharedStrings.xml"),
            )
            .into_bytes(),
        ),
        ("xl/workbook.xml", list.as_bytes().to_vec()),
        ("xl/worksheets/sheet1.xml", sheet.to_vec()),
        ("xl/sharedStrings.xml", texts.to_vec()),
    ];
    for (name, part) in parts {
        zip.start_file(name, options).expect("a part");
        zip.write_all(&part).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}

#[test]
fn workbooks_that_say_more_than_they_have() {
    let _alone = alone();
    let program = small();
    let sheet = |inner: &str| {
        format!("<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData>{inner}</sheetData></worksheet>").into_bytes()
    };
    let none: &[u8] = b"<sst></sst>";
    let zeros = vec![b'0'; 300 * MIB];
    let header = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>id</t></is></c></row>";
    for (name, sheet, texts) in [
        ("a bomb", zeros, none.to_vec()),
        ("a dimension", sheet(header), none.to_vec()),
        (
            "a far cell",
            sheet(&format!("{header}<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>")),
            none.to_vec(),
        ),
        ("far beyond", sheet("<row r=\"4294967295\"><c r=\"ZZZZZZZ4294967295\"><v>1</v></c></row>"), none.to_vec()),
        (
            "counted texts",
            sheet(header),
            b"<sst count=\"4294967295\" uniqueCount=\"18446744073709551615\"><si><t>a</t></si></sst>".to_vec(),
        ),
        ("a long text", sheet(header), format!("<sst><si><t>{}</t></si></sst>", "a".repeat(30 * MIB)).into_bytes()),
        ("nested", "<a>".repeat(2 * MIB).into_bytes(), none.to_vec()),
        ("no end", b"<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>".to_vec(), none.to_vec()),
    ] {
        let book = workbook(&sheet, &texts);
        let bytes = 40 * book.len() + 160 * MIB;
        bounded(name, bytes, 120, || {
            read(&program, |builder| read_workbook(builder, Sheets::Of(PERSON), "a.xlsx", &book))
        });
        bounded(name, bytes, 120, || filled(&book));
    }
}

#[test]
fn columns_that_say_more_than_they_have() {
    let _alone = alone();
    let program = small();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/kept");
    let mut many = 0;
    for (name, columns) in [("parquet", true), ("arrow", false)] {
        for entry in std::fs::read_dir(folder.join(name)).expect("what is kept") {
            let sound = std::fs::read(entry.expect("an entry").path()).expect("a file");
            // Each stretch of bytes as the largest number there is.
            for at in (0..sound.len()).step_by(29) {
                let mut changed = sound.clone();
                let end = (at + 5).min(changed.len());
                changed[at..end].fill(0xff);
                changed[end - 1] = 0x7f;
                let bytes = 600 * MIB;
                bounded(name, bytes, 20, || {
                    read(&program, |builder| match columns {
                        true => read_parquet(builder, PERSON, "a", changed, &Passed::default()),
                        false => read_arrow(builder, PERSON, "a", changed.as_slice(), &Passed::default()),
                    })
                });
                many += 1;
            }
        }
    }
    assert!(many > 100, "{many}");
}

// Programs, tallies and reports as data; messages.

#[test]
fn programs_as_data_that_do_harm() {
    let _alone = alone();
    let sound = small();
    let (ron, json) = (sound.to_ron().expect("RON"), sound.to_json().expect("JSON"));
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let json = json.to_string();
    let with = |from: &str, to: String| {
        assert!(json.contains(from), "{from} in {json}");
        json.replacen(from, &to, 1)
    };
    let deep = 300_000;
    let wrap = |open: &str, close: &str| {
        // The criterion's condition, wrapped over and over.
        let at = json.find("\"cond\":").expect("a condition") + "\"cond\":".len();
        format!("{}{}{}{}", &json[..at], open.repeat(deep), &json[at..], close.repeat(deep))
    };
    for (name, text) in [
        ("brackets", "[".repeat(3_000_000)),
        ("parentheses", "(".repeat(3_000_000)),
        ("somes", "Some(".repeat(600_000)),
        ("nots", wrap("{\"Not\":", "}")),
        ("lists", wrap("{\"List\":{\"need\":\"All\",\"parts\":[{\"cond\":", "}]}}")),
        ("a long digit", with("\"format\":1", format!("\"format\":{}", "9".repeat(5_000_000)))),
        ("a long name", with("person", "n".repeat(5_000_000))),
        ("many kinds", with("\"kinds\":[", format!("\"kinds\":[{}", "{},".repeat(1_000_000)))),
        ("many files", with("\"files\":[", format!("\"files\":[{}", "\"\",".repeat(1_000_000)))),
        ("comments", format!("{}{ron}", "/*".repeat(2_000_000))),
    ] {
        let bytes = 40 * text.len() + MIB;
        let (as_ron, as_json) = within(name, bytes, 60, || (Program::from_ron(&text), Program::from_json(&text)));
        assert!(as_ron.is_err() && as_json.is_err(), "{name}");
        bounded(name, bytes, 60, || (Partial::from_ron(&sound, &text), Partial::from_json(&sound, &text)));
        bounded(name, bytes, 60, || serde_json::from_str::<Report>(&text));
    }
}

#[test]
fn messages_that_do_harm() {
    let _alone = alone();
    let text = "[".repeat(3_000_000);
    for (name, line) in [
        ("a promise", b"Content-Length: 99999999999999\r\n\r\n{}".to_vec()),
        ("more than there are numbers", b"Content-Length: 99999999999999999999999999\r\n\r\n{}".to_vec()),
        ("a header without end", b"Content-Length".repeat(500_000)),
        ("depth", format!("Content-Length: {}\r\n\r\n{text}", text.len()).into_bytes()),
    ] {
        let bytes = 8 * line.len() + MIB;
        assert!(within(name, bytes, 60, || serve(Cursor::new(line), std::io::sink())) <= 1);
    }
}
