//! The conformance suite: cases that any engine for such rules can use, in `conformance/`.
//!
//! Those that are made come from forms and records that this test makes, the same at every run, and from the naive oracle;
//! the files must be what it makes (`TIEUCHI_WRITE=1` writes them). Every case, those written by hand too, is put to the
//! engine and to the oracle in both languages.

#[path = "conformance/engine.rs"]
mod engine;
#[path = "conformance/expect.rs"]
mod expect;
#[path = "conformance/make.rs"]
mod make;
#[path = "conformance/model.rs"]
mod model;
#[allow(dead_code, unused_imports, reason = "shared with the property tests")]
#[path = "properties/oracle/mod.rs"]
mod oracle;
#[path = "conformance/text.rs"]
mod text;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tieuchi::program::{Field, Kind, NumberKind, Origin, Program, Type};
use tieuchi::roster::{self, Builder, Cell, Roster, kind_named};
use tieuchi::source::{Language, Source};
use tieuchi::syntax::translate::Names;
use tieuchi::syntax::{parse, translate_text};

use make::{FAMILIES, Family, Records};
use model::{Case, Declared, EDITION, Expect, Kinds, Scales, Suite, Texts, fraction};

const DECLARATIONS: &str = include_str!("conformance/declarations.en.tieuchi");

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance")
}

/// The English text in Vietnamese.
fn vietnamese(text: &str) -> String {
    let source = Source::new("case", text);
    let names = Names::gather(&[&parse(&source, 0).file]);
    let translation = translate_text(&source, Language::Vi, &names).unwrap_or_else(|found| panic!("{found:?}\n{text}"));
    assert!(translation.unnamed.is_empty(), "{:?}\n{text}", translation.unnamed);
    translation.text
}

fn compiled(text: &str) -> Result<Program, String> {
    match tieuchi::compile(&[Source::new("case", text)]) {
        Ok((program, _)) => Ok(program),
        Err(found) => Err(found.iter().map(|one| one.prose(Language::En).title.clone()).collect::<Vec<_>>().join("; ")),
    }
}

/// Records through the builder, as an embedding program hands them in.
fn roster(program: &Program, records: &Records) -> Roster {
    let mut builder = Builder::new(program);
    for (name, rows) in records {
        let kind = kind_named(program, name).expect("a kind of the declarations");
        builder.given(kind);
        for row in rows {
            let names: Vec<&str> = row.keys().map(String::as_str).collect();
            let header = builder.header(kind, &roster::Origin::default(), &names);
            let cells = row.values().map(|value| match value {
                Value::Null => Cell::Blank,
                Value::Bool(yes) => Cell::Text(if *yes { "yes" } else { "no" }.into()),
                Value::String(text) => Cell::Text(text.as_str().into()),
                other => panic!("a text, true, false or null, not {other}"),
            });
            builder.row(&header, &roster::Origin::default(), cells);
        }
    }
    builder.finish().expect("sound records")
}

/// The declarations as data, from what the checker made of them.
fn declared(program: &Program) -> (Scales, Kinds) {
    let label = |label: &String| if label.is_empty() { "none".to_owned() } else { label.clone() };
    let scales = program.labels.iter().filter_map(|set| {
        let name = set.name.as_ref()?.en.clone()?;
        Some((name, set.labels.iter().map(label).collect()))
    });
    let field = |field: &Field| {
        let (ty, of) = match field.ty {
            Type::Text if field.origin == Origin::Key => ("key", None),
            Type::Text => ("text", None),
            Type::YesNo => ("yes/no", None),
            Type::Date => ("date", None),
            Type::Number(NumberKind::Count) => ("count", None),
            Type::Number(NumberKind::Integer) => ("integer", None),
            Type::Number(NumberKind::Decimal) => ("decimal", None),
            Type::Number(NumberKind::Percent) => ("percent", None),
            Type::Label(set) => {
                let set = &program.labels[set.at()];
                match &set.name {
                    Some(name) => ("scale", name.en.clone()),
                    None => ("one of", Some(set.labels.join(", "))),
                }
            }
            Type::Reference(to) => ("reference", program.kinds[to.at()].name.en.clone()),
        };
        let blank = match (&field.origin, field.ty) {
            (Origin::Data { optional: true, .. }, Type::Reference(_)) => Some("absent".to_owned()),
            (Origin::Data { .. }, _) => Some("unknown".to_owned()),
            _ => None,
        };
        let ends = field.range.as_ref();
        let least = ends.map(|(low, _)| fraction(low));
        let least = if ty == "count" { Some("0".to_owned()) } else { least };
        Declared { ty: ty.to_owned(), of, least, most: ends.map(|(_, high)| fraction(high)), blank }
    };
    let kinds = program.kinds.iter().map(|Kind { name, fields, .. }| {
        let fields = fields.iter().map(|one| (one.name.en.clone().expect("English"), field(one)));
        (name.en.clone().expect("English"), fields.collect())
    });
    (scales.collect(), kinds.collect())
}

/// A made family as a suite. A form that the checker refuses, as it does what can never or always be, is left out.
fn suite(family: &Family) -> Suite {
    let declarations_vi = vietnamese(DECLARATIONS);
    let mut cases = Vec::new();
    let mut seen = BTreeSet::new();
    for made in family.cases() {
        let en = text::rules(&made.form);
        let whole = format!("{DECLARATIONS}\n{en}");
        let Ok(program) = compiled(&whole) else { continue };
        let vi = vietnamese(&whole);
        let vi = vi.strip_prefix(&declarations_vi).expect("the declarations come first").trim_start().to_owned();
        // The same case twice says nothing new.
        if !seen.insert(format!("{en}{:?}", made.records)) {
            continue;
        }
        let roster = roster(&program, &made.records);
        cases.push(Case {
            id: format!("{}-{:03}", family.name, cases.len() + 1),
            level: made.level,
            why: None,
            rules: Texts { en, vi },
            form: Some(made.form),
            records: made.records,
            expect: expect::expected(&program, &roster),
        });
    }
    let (scales, kinds) = declared(&compiled(DECLARATIONS).expect("sound declarations"));
    Suite {
        conformance: EDITION,
        title: family.title.to_owned(),
        about: family.about.to_owned(),
        declarations: Texts { en: DECLARATIONS.to_owned(), vi: declarations_vi },
        scales,
        kinds,
        cases,
    }
}

/// JSON with a case a line, so that a change of one is one line.
fn written(suite: &Suite) -> String {
    let head = Suite { cases: Vec::new(), ..suite.clone() };
    let head = serde_json::to_string_pretty(&head).expect("plain data");
    let mut text = head.strip_suffix("[]\n}").expect("the cases come last").to_owned() + "[\n";
    for (number, case) in suite.cases.iter().enumerate() {
        let comma = if number + 1 < suite.cases.len() { "," } else { "" };
        let _ = writeln!(text, "    {}{comma}", serde_json::to_string(case).expect("plain data"));
    }
    text + "  ]\n}\n"
}

fn files() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder().join("cases")).expect("the folder of cases");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

fn read(path: &Path) -> Suite {
    let text = fs::read_to_string(path).expect("a file of cases");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_made_cases_are_what_is_made() {
    let mut many = 0;
    for family in FAMILIES {
        let suite = suite(family);
        many += suite.cases.len();
        let path = folder().join("cases").join(format!("{}.json", family.name));
        let text = written(&suite);
        if std::env::var_os("TIEUCHI_WRITE").is_some() {
            fs::write(&path, &text).expect("a file of cases");
        }
        let there = fs::read_to_string(&path).expect("a file of cases");
        assert!(there == text, "{}: TIEUCHI_WRITE=1 writes it anew", path.display());
    }
    assert!(many >= 1_000, "{many} cases");
}

/// Whether all that is wanted was said.
fn lacking(wanted: &Expect, said: &Expect) -> Option<String> {
    for (id, wanted) in &wanted.criteria {
        let said = said.criteria.get(id);
        let holds = said.is_some_and(|said| {
            wanted.verdict == said.verdict
                && wanted.each.iter().all(|(record, verdict)| said.each.get(record) == Some(verdict))
                && wanted.perhaps.iter().all(|(record, verdict)| said.perhaps.get(record) == Some(verdict))
        });
        if !holds {
            return Some(format!("criterion {id}: {wanted:?}, not {said:?}"));
        }
    }
    if let Some(one) = wanted.sentences.iter().find(|one| !said.sentences.contains(one)) {
        return Some(format!("{one:?} among {:?}", said.sentences));
    }
    for (name, wanted) in &wanted.fields {
        for (record, found) in wanted {
            let there = said.fields.get(name).and_then(|records| records.get(record));
            if there != Some(found) {
                return Some(format!("{name} of {record}: {found:?}, not {there:?}"));
            }
        }
    }
    None
}

#[test]
fn every_case_holds_in_both_languages() {
    let mut many = 0;
    for path in files() {
        let suite = read(&path);
        for case in &suite.cases {
            for (declarations, rules) in
                [(&suite.declarations.en, &case.rules.en), (&suite.declarations.vi, &case.rules.vi)]
            {
                let text = format!("{declarations}\n{rules}");
                let program = compiled(&text).unwrap_or_else(|error| panic!("{}: {error}\n{text}", case.id));
                let roster = roster(&program, &case.records);
                let said = engine::said(&program, &roster);
                if let Some(lacking) = lacking(&case.expect, &said) {
                    panic!("{}: {lacking}\n{rules}\n{:#?}", case.id, case.records);
                }
                // Of a case that was made, everything is expected that can be said.
                let made = case.why.is_none();
                assert!(!made || said == case.expect, "{}: more is said than expected", case.id);
                if !made && program.language == Language::En {
                    let lacking = lacking(&case.expect, &expect::expected(&program, &roster));
                    assert!(lacking.is_none(), "{}: the oracle has {lacking:?}\n{rules}", case.id);
                }
            }
            assert!(!case.expect.criteria.is_empty() || !case.expect.fields.is_empty(), "{}", case.id);
            many += 1;
        }
    }
    assert!(many >= 1_000, "{many} cases");
}

#[test]
fn cases_have_identifiers_of_their_own_and_reasons() {
    let mut ids = BTreeSet::new();
    let mut by_hand = 0;
    for path in files() {
        let made = FAMILIES.iter().any(|family| path.file_stem().is_some_and(|stem| stem == family.name));
        for case in read(&path).cases {
            assert!(ids.insert(case.id.clone()), "{} stands twice", case.id);
            assert_eq!(case.why.is_none(), made, "{}", case.id);
            assert!((1..=3).contains(&case.level), "{}", case.id);
            by_hand += usize::from(!made);
        }
    }
    assert!(by_hand >= 20, "{by_hand} by hand");
}

#[test]
fn every_verdict_quantifier_and_policy_occurs() {
    let mut seen = BTreeSet::new();
    for path in files() {
        for case in read(&path).cases {
            let verdicts = case.expect.criteria.values();
            seen.extend(verdicts.flat_map(|judged| judged.each.values().chain([&judged.verdict]).cloned()));
            let text = serde_json::to_string(&case.form).expect("plain data");
            let words = [
                "\"all\"",
                "\"no\"",
                "at least",
                "more than",
                "at most",
                "less than",
                "exactly",
                "between",
                "share",
                "rounded",
                "of_which",
                "of_the_rest",
                "fails",
                "passes",
                "left_out",
                "if_none",
                "awards",
                "total",
                "average",
                "least",
                "greatest",
                "number_of",
                "under",
                "missing",
                "known",
                "\"some\"",
            ];
            seen.extend(words.into_iter().filter(|word| text.contains(word)).map(str::to_owned));
        }
    }
    assert_eq!(seen.len(), 4 + 26, "{seen:?}");
}

#[test]
fn the_files_fit_their_schema() {
    let schema = fs::read_to_string(folder().join("schema.json")).expect("the schema");
    let schema = jsonschema::validator_for(&serde_json::from_str(&schema).expect("JSON")).expect("a JSON Schema");
    for path in files() {
        let file: Value = serde_json::from_str(&fs::read_to_string(&path).expect("a file")).expect("JSON");
        let errors: Vec<String> =
            schema.iter_errors(&file).take(3).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
        // What isn't a case isn't let through.
        let mut broken = file;
        broken["cases"][0]["expect"]["criteria"] = serde_json::json!({ "c": { "verdict": "passed" } });
        assert!(!schema.is_valid(&broken), "{}", path.display());
    }
}
