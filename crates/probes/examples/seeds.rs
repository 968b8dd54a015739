//! Writes something sound for each fuzz target to begin with: `cargo run -p tieuchi-probes --example seeds -- fuzz/corpus`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_ipc::writer::{FileWriter, StreamWriter};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use serde_json::json;
use tieuchi::compile;
use tieuchi::diagnostic::codes::{explanations, prelude};
use tieuchi::engine::{Options, evaluate};
use tieuchi::lint;
use tieuchi::report::report;
use tieuchi::roster::Builder;
use tieuchi::source::{Language, Source};

type Made = Result<(), Box<dyn Error>>;

const CSV: &str = "id;name;unit;rating;days;income;share;born;member
P0001;Nguyễn Văn A;U1;Hoàn thành;12;1.234,5;50%;31/12/1990;có
P0002;\"B; \"\"C\"\"
D\";U2;hoàn thành xuất sắc nhiệm vụ;366;0,5;0,25;2000-02-29;không

P3;;U000003;;;;;;
X-1;E;X;Hoà nhập;0;-1;100 %;1/2/2003;yes
";

const RON: &str = r##"// People.
{
    "unit": [(id: "U9")],
    "person": [
        Person(id: "P1", name: r#"a "b""#, unit: "U1", rating: Some("Hoàn thành"), days: 12, income: -1.25, member: true),
        (id: "P2", unit: "U9", share: 0.5, born: "2000-02-29", name: None),
    ],
}
"##;

const SHEET: &str = r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:I3"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>rating</t></is></c><c r="D1" t="s"><v>2</v></c><c r="E1" t="inlineStr"><is><t>born</t></is></c><c r="F1" t="inlineStr"><is><t>share</t></is></c></row><row r="2"><c r="A2" t="str"><v>P1</v></c><c r="B2" t="inlineStr"><is><t>U1</t></is></c><c r="C2" t="inlineStr"><is><t>Hoàn thành</t></is></c><c r="D2"><v>12</v></c><c r="E2" s="1"><v>44926</v></c><c r="F2" s="2"><v>0.075</v></c></row><row r="3"><c r="A3" s="3"><v>7</v></c><c r="B3" t="e"><v>#N/A</v></c><c r="D3"><f>1+1</f><v>1.5E1</v></c><c r="F3" t="b"><v>1</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A5:B6"/></mergeCells></worksheet>"#;

const TEXTS: &str = r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="3" uniqueCount="3"><si><t>id</t></si><si><r><t>un</t></r><r><t>it</t></r></si><si><t>days</t></si></sst>"#;

const STYLES: &str = r##"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="00000"/></numFmts><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="10"/><xf numFmtId="165"/></cellXfs></styleSheet>"##;

const MANIFEST: &str = r#"(tieuchi: 1, name: "made", title: "Made", main: { "en": "main.tieuchi", "vi": "used.tieuchi" }, packs: { "other": "." },
records: { "person": (file: "person.csv", columns: { "Tên": "name" }, ignore: ["STT"], decimal: ",") }, samples: ["."])"#;

const MAIN: &str = "tieuchi 1, en\nuse \"used.tieuchi\"\ntable person.bonus aka thưởng by days: first match from \"person.csv\"\n\
    criterion 1 \"A\" 100% of people have days at least 3\n";

const USED: &str = "tieuchi 1, vi\nbản ghi cá_nhân còn gọi person, số nhiều people\n  mã còn gọi id: chữ khóa\n  \
    tên còn gọi name: chữ\n  ngày_công còn gọi days: số đếm\n";

const TESTS: &str = r#"tieuchi 1, en

test "Some are good"
  records unit
    | id | kind     | parent | effective | budget |
    | A  | Office   |        | yes       | 1.5    |
    | B  | Division | A      | no        |        |
  records person
    | id      | unit | rating | passed | score | born       |
    | X1 … X3 | A    | Good   | yes    | 70    | 1990-01-01 |
    | T1      | B    | none   |        | 0     | 2000-02-29 |
  expect 1: met; 3/4
  expect 2 of A: not met; failing X1
  expect unit.standing of A: "Good"
"#;

const TESTS_VI: &str = r#"tieuchi 1, vi

tình huống "Có người khá"
  hồ sơ đơn_vị
    | mã | loại   | cấp_trên |
    | CQ | Office |          |
  hồ sơ cá_nhân
    | mã      | đơn_vị | xếp_loại | đã_đạt |
    | X1 … X3 | CQ     | Good     | có     |
  kết quả 2 của CQ: không đạt; 3/10; còn thiếu 1; chưa đáp ứng ở X1 … X3
  kết quả đơn_vị.hạng của CQ: "Good"
"#;

struct Corpora(PathBuf);

impl Corpora {
    fn put(&self, target: &str, name: impl std::fmt::Display, parts: &[&[u8]]) -> Made {
        let folder = self.0.join(target);
        fs::create_dir_all(&folder)?;
        Ok(fs::write(folder.join(format!("seed-{name}")), parts.concat())?)
    }
}

fn main() -> Made {
    let into = std::env::args().nth(1).ok_or("which folder?")?;
    let corpora = Corpora(into.into());
    texts(&corpora)?;
    records(&corpora)?;
    columns(&corpora)?;
    data(&corpora)?;
    choices(&corpora)?;
    lines(&corpora)
}

/// The rule files of the suite, and the examples of every code and lint.
fn texts(corpora: &Corpora) -> Made {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut texts: Vec<String> = Vec::new();
    for folder in ["tests/suite", "rules/danh-hieu-2022", "rules/khoi-thi-dua", "rules/cong-doan", "tests/format"] {
        for entry in fs::read_dir(root.join(folder))? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "tieuchi") {
                texts.push(fs::read_to_string(path)?);
            }
        }
    }
    for language in [Language::En, Language::Vi] {
        let examples = explanations(language).iter().flat_map(|one| [one.right.clone(), one.wrong.clone()]);
        texts.extend(examples.map(|text| format!("{}{text}", prelude(language))));
        let examples = lint::RULES.iter().flat_map(|rule| [rule.text(language).wrong, rule.text(language).right]);
        texts.extend(examples.map(|text| format!("{}{}", lint::prelude(language), text.replace(['«', '»'], ""))));
    }
    for (number, text) in texts.iter().enumerate() {
        for target in ["parse", "format", "check"] {
            corpora.put(target, number, &[text.as_bytes()])?;
        }
        corpora.put(
            "editor",
            number,
            &[&[1, 3, 5, 2, 5, 9, 0, 3, 9, 0, 9, 4, 0, 7, 12, 1, 13, 0, 1, 1], text.as_bytes()],
        )?;
    }
    corpora.put("trial", "english", &[TESTS.as_bytes()])?;
    corpora.put("trial", "vietnamese", &[TESTS_VI.as_bytes()])
}

fn records(corpora: &Corpora) -> Made {
    corpora.put("csv", "semicolons", &[&[3], CSV.as_bytes()])?;
    corpora.put(
        "csv",
        "commas",
        &[&[250], CSV.replace("1.234,5", "7").replace("0,", "0.").replace(';', ",").as_bytes()],
    )?;
    corpora.put(
        "csv",
        "tabs",
        &[&[0], "\u{feff}".as_bytes(), CSV.replace(';', "\t").replace('\n', "\r\n").as_bytes()],
    )?;
    let person = json!({
        "id": "P1", "name": "a\u{301}\"\\", "unit": "U1", "rating": "Hoàn thành", "days": 12, "income": -1.25,
        "share": "50%", "born": "2000-02-29", "member": true,
    });
    let other = json!({ "member": null, "id": "P2", "days": "366" });
    corpora.put("ndjson", "lines", &[&[5], format!("{person}\n{other}\n\n{person}").as_bytes()])?;
    corpora.put("objects", "list", &[&[0], json!([person, other]).to_string().as_bytes()])?;
    let kinds = json!({ "unit": [{ "id": "U9" }], "people": [person] });
    corpora.put("objects", "kinds", &[&[1], kinds.to_string().as_bytes()])?;
    corpora.put("objects", "ron", &[&[3], RON.as_bytes()])?;
    corpora.put("workbook", "parts", &[&[1], SHEET.as_bytes(), &[0], TEXTS.as_bytes(), &[0], STYLES.as_bytes()])?;
    let table = "STT,id,Tên,days\n1,P1,A,3\n2,P2,B,\n";
    corpora.put(
        "pack",
        "two",
        &[MANIFEST.as_bytes(), &[0], MAIN.as_bytes(), &[0], USED.as_bytes(), &[0], table.as_bytes()],
    )
}

fn columns(corpora: &Corpora) -> Made {
    let batch = RecordBatch::try_from_iter([
        ("id", Arc::new(StringArray::from(vec!["P1", "P2", "P3"])) as ArrayRef),
        ("unit", Arc::new(StringArray::from(vec!["U1", "U2", "U1"]))),
        ("rating", Arc::new(StringArray::from(vec![Some("Hoàn thành"), None, Some("Hòa nhập")]))),
        ("days", Arc::new(Int64Array::from(vec![Some(1), Some(366), None]))),
        ("income", Arc::new(Float64Array::from(vec![0.1, -2.5, 1e9]))),
        ("born", Arc::new(Date32Array::from(vec![Some(0), Some(19_000), None]))),
        ("member", Arc::new(BooleanArray::from(vec![true, false, true]))),
    ])?;
    let zstd = Compression::ZSTD(ZstdLevel::default());
    for (name, compression, dictionary) in [
        ("plain", Compression::UNCOMPRESSED, false),
        ("dictionary", Compression::UNCOMPRESSED, true),
        ("snappy", Compression::SNAPPY, true),
        ("zstd", zstd, false),
    ] {
        let properties = WriterProperties::builder().set_compression(compression).set_dictionary_enabled(dictionary);
        let mut written = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut written, batch.schema(), Some(properties.build()))?;
        writer.write(&batch)?;
        writer.close()?;
        corpora.put("parquet", name, &[&written])?;
    }
    let mut file = FileWriter::try_new(Vec::new(), &batch.schema())?;
    file.write(&batch)?;
    corpora.put("arrow", "file", &[&file.into_inner()?])?;
    let mut stream = StreamWriter::try_new(Vec::new(), &batch.schema())?;
    stream.write(&batch)?;
    corpora.put("arrow", "stream", &[&stream.into_inner()?])
}

/// Programs and reports as data.
fn data(corpora: &Corpora) -> Made {
    let examples = explanations(Language::En).iter().map(|one| format!("{}{}", prelude(Language::En), one.right));
    for (number, text) in examples.enumerate().filter(|(number, _)| number % 9 == 0) {
        let Ok((program, _)) = compile(&[Source::new("rules", &text)]) else { continue };
        corpora.put("program", format_args!("ron-{number}"), &[&[0], program.to_ron()?.as_bytes()])?;
        corpora.put("program", format_args!("json-{number}"), &[&[0], program.to_json()?.as_bytes()])?;
        let Ok(roster) = Builder::new(&program).finish() else { continue };
        let report = serde_json::to_string(&report(&evaluate(&program, &roster, &Options::default())?))?;
        corpora.put("report", number, &[&[0], report.as_bytes()])?;
    }
    Ok(())
}

/// Bytes as they come, for programs and records that bytes choose.
fn choices(corpora: &Corpora) -> Made {
    let mut state: u64 = 2022;
    let mut next = || {
        // A linear congruential generator; its upper bits are even enough.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    for target in ["oracle", "analysis", "tallies", "session", "report", "program"] {
        for number in 0..40 {
            let bytes: Vec<u8> = (0..500).map(|_| next()).collect();
            // A list's length stands before it.
            let first: &[u8] = match target {
                "oracle" => &[150],
                "analysis" => &[number, 150],
                "tallies" => &[0, 3, 0, 2, 0, 2, 2, 0, 3, 0, 5, 150],
                "session" => &[1, 150],
                _ => &[1, 150],
            };
            corpora.put(target, format_args!("random-{number}"), &[first, &bytes])?;
        }
    }
    Ok(())
}

/// What an editor says.
fn lines(corpora: &Corpora) -> Made {
    let at = json!({ "textDocument": { "uri": "untitled:a.tieuchi" }, "position": { "line": 4, "character": 9 } });
    let text = format!("{}{}", prelude(Language::En), "criterion 1 \"a\"\n  100% of people have score at least 3\n");
    let opened =
        json!({ "textDocument": { "uri": "untitled:a.tieuchi", "languageId": "tieuchi", "version": 1, "text": text } });
    let changed = json!({
        "textDocument": { "uri": "untitled:a.tieuchi", "version": 2 },
        "contentChanges": [
            { "range": { "start": { "line": 2, "character": 1 }, "end": { "line": 3, "character": 0 } }, "text": "x" },
            { "text": "tieuchi 1, vi\n" },
        ],
    });
    let notice =
        |method: &str, params: &serde_json::Value| json!({ "jsonrpc": "2.0", "method": method, "params": params });
    let mut messages = vec![notice("initialized", &json!({})), notice("textDocument/didOpen", &opened)];
    let questions = [
        "hover",
        "completion",
        "definition",
        "references",
        "documentHighlight",
        "prepareRename",
        "documentSymbol",
        "foldingRange",
        "semanticTokens/full",
        "codeAction",
        "formatting",
        "codeLens",
    ];
    for (number, question) in (1..).zip(questions) {
        messages.push(
            json!({ "jsonrpc": "2.0", "id": number, "method": format!("textDocument/{question}"), "params": at }),
        );
    }
    messages.push(json!({ "jsonrpc": "2.0", "id": "r", "method": "textDocument/rename", "params": {
        "textDocument": at["textDocument"], "position": at["position"], "newName": "other",
    } }));
    messages.push(notice("textDocument/didChange", &changed));
    messages.push(notice("$/cancelRequest", &json!({ "id": 3 })));
    messages.push(json!({ "jsonrpc": "2.0", "id": 99, "method": "shutdown" }));
    messages.push(notice("exit", &json!({})));
    let written: Vec<String> = messages.iter().map(ToString::to_string).collect();
    corpora.put("server", "lines", &[&[1], written.join("\n").as_bytes()])?;
    let framed: String = written.iter().map(|body| format!("Content-Length: {}\r\n\r\n{body}", body.len())).collect();
    corpora.put("server", "framed", &[&[0], framed.as_bytes()])
}
