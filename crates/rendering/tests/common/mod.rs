//! Reports for the tests: of the shipped packs, and of hostile rules and records.
#![allow(dead_code)]

use std::path::{Path, PathBuf};

use tieuchi::engine::{Options, evaluate};
use tieuchi::program::Program;
use tieuchi::report::{Listing, Report, report_listing};
use tieuchi::source::Language;
use tieuchi_records::{Records, load_pack, read_path};
use tieuchi_rendering::Heading;

pub fn heading() -> Heading {
    Heading { rules: "rules <b>&amp;</b>".to_owned(), records: "records".to_owned() }
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every shipped pack with each of its example records, in both languages.
pub fn shipped() -> Vec<(String, Language, Report)> {
    let mut found = Vec::new();
    let mut packs: Vec<PathBuf> =
        std::fs::read_dir(root().join("rules")).unwrap().map(|entry| entry.unwrap().path()).collect();
    packs.sort();
    for pack in packs {
        let name = pack.file_name().unwrap().to_string_lossy().into_owned();
        let Ok(examples) = std::fs::read_dir(root().join("examples").join(&name)) else { continue };
        let mut examples: Vec<PathBuf> = examples.map(|entry| entry.unwrap().path()).collect();
        examples.sort();
        if examples.iter().any(|example| example.is_file()) {
            examples = vec![root().join("examples").join(&name)];
        }
        for language in [Language::Vi, Language::En] {
            let loaded = load_pack(&pack, Some(language)).unwrap();
            let (program, _) = tieuchi::check::check_parsed(&loaded.files, Vec::new(), &Default::default()).unwrap();
            for example in &examples {
                let report = of(&program, &loaded.records, example, Listing::UpTo(1_000));
                found.push((format!("{name} {}", example.display()), language, report));
            }
        }
    }
    assert!(found.len() > 20);
    found
}

pub fn of(program: &Program, records: &Records, path: &Path, listing: Listing) -> Report {
    let (roster, _) = read_path(program, records, path).unwrap();
    report_listing(&evaluate(program, &roster, &Options::default()).unwrap(), listing)
}

/// Texts that would be markup, links, formulas or another text, if they were let.
pub const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
    "'><img src=x onerror=alert(1)>",
    "]]><evil/>",
    "&lt;b&gt; &amp;",
    "[x](javascript:alert(1)) ![y](http://example.org/z.png)",
    "<http://example.org> http://example.org www.example.org someone@example.org",
    "| a | b |",
    "`code` *star* _line_ ~~gone~~ **bold**",
    "# heading",
    "- item",
    "1. item",
    "=cmd|' /C calc'!A0",
    "\u{202e}gnp.exe\u{2066}",
    "bell\u{7} null\u{0} escape\u{1b}[31m c1\u{9b}31m",
    "line\nbreak\r\n\ttab\u{2028}",
    "</title></style><style>body{display:none}</style>",
    "--> <!-- {{ 7*7 }} $x$ \\",
];

/// A report in which every text is hostile: that of rules and records as a reader of saved reports may get it.
pub fn hostile(base: &Report) -> Report {
    let mut turn = 0;
    let text = tieuchi_rendering_text(base);
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
    spoil(&mut value, "", &mut turn);
    serde_json::from_value(value).unwrap()
}

fn tieuchi_rendering_text(report: &Report) -> String {
    serde_json::to_string(report).unwrap()
}

/// The members of a report that are free text.
const FREE: &[&str] = &[
    "id",
    "ids",
    "title",
    "text",
    "name",
    "plural",
    "code",
    "note",
    "label",
    "labels",
    "waived",
    "document",
    "item",
    "file",
    "property",
    "record",
    "cases",
    "otherwise",
    "tied",
    "undecided_with",
    "criteria",
    "marker",
    "low_shown",
    "high_shown",
];

fn spoil(value: &mut serde_json::Value, name: &str, turn: &mut usize) {
    use serde_json::Value;
    match value {
        Value::String(text) if FREE.contains(&name) => {
            *turn += 1;
            *text = format!(
                "{}{}",
                HOSTILE[*turn % HOSTILE.len()],
                if turn.is_multiple_of(50) { "x".repeat(5_000) } else { String::new() }
            );
        }
        Value::Array(all) => all.iter_mut().for_each(|one| spoil(one, name, turn)),
        Value::Object(members) => members.iter_mut().for_each(|(name, one)| spoil(one, name, turn)),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What stands in no rendering.
pub fn has_wrong_characters(written: &str) -> bool {
    written
        .chars()
        .any(|c| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}
