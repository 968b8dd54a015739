//! Runs the cases of `tests/diff/`: two rule texts, records, and every line that there is to say.
//!
//! `--- prelude NAME` before the first case is put before each `--- old NAME` and `--- new NAME`; records stand under
//! `--- KIND`; `--- expect` has all differences, in order.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tieuchi::compile;
use tieuchi::diff::{Difference, LineSide, Why, diff};
use tieuchi::engine::{Options, evaluate};
use tieuchi::exact::Exact;
use tieuchi::program::Program;
use tieuchi::report::{Listing, Value};
use tieuchi::roster::{Builder, Cell, Origin, Roster, kind_named};
use tieuchi::source::Source;
use tieuchi::verdict::{Judged, Verdict};

#[derive(Default)]
struct Case {
    name: String,
    sections: Vec<(String, String)>,
}

fn cases(text: &str) -> (BTreeMap<String, String>, Vec<Case>) {
    let (mut preludes, mut cases) = (BTreeMap::new(), Vec::<Case>::new());
    let (mut section, mut body) = (String::new(), String::new());
    for line in text.lines().chain(["=== "]) {
        let (title, head) = (line.strip_prefix("=== "), line.strip_prefix("--- "));
        if title.is_none() && head.is_none() {
            body += &format!("{line}\n");
            continue;
        }
        let full = std::mem::take(&mut body);
        match (section.strip_prefix("prelude "), cases.last_mut()) {
            (Some(name), _) => drop(preludes.insert(name.to_owned(), full)),
            (None, Some(case)) if !section.is_empty() => case.sections.push((section.clone(), full)),
            (None, _) => {}
        }
        section = head.unwrap_or("").trim().to_owned();
        if let Some(title) = title.filter(|title| !title.is_empty()) {
            cases.push(Case { name: title.to_owned(), ..Case::default() });
        }
    }
    (preludes, cases)
}

impl Case {
    fn program(&self, which: &str, preludes: &BTreeMap<String, String>) -> Program {
        let found = self.sections.iter().find_map(|(head, body)| Some((head.strip_prefix(which)?.trim(), body)));
        let (prelude, body) = found.unwrap_or_else(|| panic!("{}: no {which}", self.name));
        let text = format!("{}{body}", preludes.get(prelude).expect("a prelude"));
        let compiled = compile(&[Source::new(which, &text)]);
        compiled.unwrap_or_else(|findings| panic!("{}: {which}: {findings:#?}", self.name)).0
    }

    fn roster(&self, program: &Program, other: &Program) -> Roster {
        let mut builder = Builder::new(program);
        builder.beside(other);
        let known = ["old", "new", "expect"];
        let tables = self.sections.iter().filter(|(head, _)| !known.contains(&head.split(' ').next().unwrap_or("")));
        for (kind, table) in tables {
            let Some(kind) = kind_named(program, kind) else {
                assert!(kind_named(other, kind).is_some(), "{}: nobody knows {kind}", self.name);
                continue;
            };
            builder.given(kind);
            let mut lines = table.lines().filter(|line| !line.trim().is_empty());
            let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
            for line in lines {
                let cell = |text: &str| if text.is_empty() { Cell::Blank } else { Cell::Text(text.to_owned().into()) };
                let cells = header.iter().copied().zip(line.split(',').map(cell));
                builder.record(kind, &Origin::default(), cells);
            }
        }
        builder.finish().unwrap_or_else(|findings| panic!("{}: {findings:#?}", self.name))
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::NotMet => "not met",
        Verdict::Undetermined => "undetermined",
        Verdict::NotApplicable => "not applicable",
    }
}

fn judged(judged: Option<Judged>) -> String {
    let maybe = |judged: &Judged| if judged.certain { "" } else { "perhaps " };
    judged.map_or("-".to_owned(), |judged| format!("{}{}", maybe(&judged), verdict(judged.verdict)))
}

fn value(value: &Option<Value>) -> String {
    match value {
        None => "-".to_owned(),
        Some(Value::None) => "none".to_owned(),
        Some(Value::Label(label)) => label.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Between(range)) => {
            let end = |end: &Option<Exact>| end.as_ref().map_or_else(String::new, Exact::to_string);
            format!("{}..{}", end(&range.low), end(&range.high))
        }
        Some(Value::OneOf(labels)) => {
            labels.iter().map(|label| if label.is_empty() { "none" } else { label }).collect::<Vec<_>>().join("/")
        }
        Some(other) => format!("{other:?}"),
    }
}

/// The reason of each side: its words, and whether they hold.
fn why(why: &Why) -> String {
    let said = |side: &Option<tieuchi::diff::Reason>| {
        side.as_ref().map_or("-".to_owned(), |reason| {
            let label = reason.label.as_ref().map_or_else(String::new, |label| format!("[{label}] "));
            format!("{label}{} ({:?})", reason.text, reason.truth)
        })
    };
    if why.is_empty() { String::new() } else { format!(" because {} | {}", said(&why.old), said(&why.new)) }
}

fn lines(found: &Difference) -> Vec<String> {
    let mut lines = Vec::new();
    for criterion in &found.criteria {
        match (&criterion.old, &criterion.new) {
            (Some(old), Some(new)) => {
                let (before, after) = (verdict(old.verdict), verdict(new.verdict));
                if before != after || criterion.other_records {
                    let other = if criterion.other_records { " for other records" } else { "" };
                    lines.push(format!("{}: {before} -> {after}{other}{}", criterion.id, why(&criterion.why)));
                }
            }
            (Some(old), None) => lines.push(format!("{}: only old, {}", criterion.id, verdict(old.verdict))),
            (None, Some(new)) => lines.push(format!("{}: only new, {}", criterion.id, verdict(new.verdict))),
            (None, None) => lines.push(format!("{}: nobody's", criterion.id)),
        }
        if let Some(each) = &criterion.for_each {
            for record in &each.records {
                let (ids, turn) = (record.ids.join(" x "), (judged(record.old), judged(record.new)));
                lines.push(format!("{} {ids}: {} -> {}{}", criterion.id, turn.0, turn.1, why(&record.why)));
            }
            let turned: u64 = each.turns.iter().map(|turn| turn.records).sum();
            assert_eq!(turned, each.records.len() as u64 + each.more);
        }
    }
    for field in &found.fields {
        let id = format!("{}.{}", field.kind.id, field.field.id);
        match (&field.old, &field.new) {
            (Some(_), None) => lines.push(format!("{id}: only old")),
            (None, Some(_)) => lines.push(format!("{id}: only new")),
            (Some(_), Some(_)) | (None, None) => {}
        }
        for record in &field.records {
            let turn = (value(&record.old), value(&record.new));
            lines.push(format!("{id} {}: {} -> {}{}", record.id, turn.0, turn.1, why(&record.why)));
            for line in &record.lines {
                let points = |side: &Option<LineSide>| {
                    side.as_ref()
                        .map_or("-".to_owned(), |side| format!("{} {}", side.marker, value(&Some(side.points.clone()))))
                };
                lines.push(format!("  line {}: {} -> {}", line.id, points(&line.old), points(&line.new)));
            }
        }
    }
    for (label, side) in [("old", &found.old), ("new", &found.new)] {
        lines.extend(side.own_kinds.iter().map(|kind| format!("{label} reads {}", kind.id)));
        lines.extend(side.own_fields.iter().map(|own| format!("{label} reads {}.{}", own.kind.id, own.field.id)));
    }
    lines
}

#[test]
fn every_case_differs_as_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff");
    let (mut run, mut faults) = (0, Vec::new());
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("the cases").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    for path in files {
        let (preludes, cases) = cases(&fs::read_to_string(&path).expect("UTF-8"));
        for case in cases {
            run += 1;
            let (old, new) = (case.program("old", &preludes), case.program("new", &preludes));
            let (before, after) = (case.roster(&old, &new), case.roster(&new, &old));
            let evaluated = |program, roster| evaluate(program, roster, &Options::default()).expect("small");
            let (before, after) = (evaluated(&old, &before), evaluated(&new, &after));
            let found = diff(&before, &after, Listing::Named);
            let expected = case.sections.iter().find(|(head, _)| head == "expect").expect("an expectation");
            let expected: Vec<&str> = expected.1.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            let lines: Vec<String> = lines(&found).iter().map(|line| line.trim().to_owned()).collect();
            if lines != expected {
                faults.push(format!("{}: {}\n{}", path.display(), case.name, lines.join("\n")));
            }
            // The other way round there is as much to say, and nothing of oneself.
            assert_eq!(diff(&after, &before, Listing::Named).is_empty(), found.is_empty(), "{}", case.name);
            assert!(diff(&before, &before, Listing::Named).is_empty(), "{}", case.name);
        }
    }
    assert!(run >= 10, "only {run} cases: they have not been read whole");
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn a_private_key_is_told_nobody() {
    let rules = |bound: u32| {
        format!(
            "tieuchi 1, en\ndocument \"D\"\n  item 1 \"one\"\nscale grade\n  none < \"low\"\nrecord person\n  id: text key\n  points: count\n\n\
             award person.grade: grade\n  \"low\" when points at least {bound}\n  otherwise none\n\ncriterion 1 \"one\"\n  cites 1\n  for each person:\n  points at least {bound}\n"
        )
    };
    // No rule text makes a key private; a program from elsewhere may have one.
    let program = |bound| {
        let mut program = compile(&[Source::new("r", &rules(bound))]).expect("sound rules").0;
        program.kinds[0].fields[0].private = true;
        program
    };
    let (old, new) = (program(1), program(5));
    let roster = |program: &Program| {
        let mut builder = Builder::new(program);
        let kind = kind_named(program, "person").expect("a kind");
        for (key, points) in [("secret-1", "0"), ("secret-2", "3")] {
            let cells = [("id", Cell::Text(key.into())), ("points", Cell::Text(points.into()))];
            builder.record(kind, &Origin::default(), cells);
        }
        builder.finish().expect("sound records")
    };
    let (before, after) = (roster(&old), roster(&new));
    let evaluated = |program, roster| evaluate(program, roster, &Options::default()).expect("small");
    let (before, after) = (evaluated(&old, &before), evaluated(&new, &after));
    let found = diff(&before, &after, Listing::Named);
    let written = serde_json::to_string(&found).expect("plain data");
    assert!(!written.contains("secret"), "{written}");
    assert_eq!(found.criteria[0].for_each.as_ref().expect("for each").records[0].ids, ["#2"]);
    assert_eq!(found.fields[0].records[0].id, "#2");
}
