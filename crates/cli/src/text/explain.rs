//! The whole tree of one criterion, with the values read.

use std::fmt::Write;

use tieuchi::engine::Truth;
use tieuchi::report::{CriterionReport, Explanation, PartReport, Value, What, Witness};
use tieuchi::source::Language;
use tieuchi::verdict::Verdict;

use super::style::{self, FAINT};
use super::{part, report, words};

/// The letter of a list's entry.
pub fn letter(language: Language, position: usize) -> String {
    let letters = language.pick("abcdefghijklmnopqrstuvwxyz", "abcdđeghiklmnopqrstuvxy");
    letters.chars().nth(position).map_or_else(|| (position + 1).to_string(), String::from)
}

/// A criterion as a tree; only what is said of one record where a key is given. None where nothing is said of it.
pub fn render(criterion: &CriterionReport, language: Language, record: Option<&str>) -> Option<String> {
    let mut out = String::new();
    report::heading(&mut out, language, criterion);
    out.push_str(&style::wrap(&criterion.text, 4));
    report::sources(&mut out, language, criterion);
    out.push('\n');
    let mut said = record.is_none();
    if let Some(explanation) = &criterion.explanation {
        match record {
            None => tree(&mut out, language, explanation, 2),
            Some(key) => said |= witness(&mut out, language, explanation, key),
        }
    }
    for each in criterion.for_each.iter().flat_map(|each| &each.records) {
        let meant = record.is_some_and(|key| each.ids.iter().any(|id| id == key));
        let about = record.is_none() || meant;
        let mut inner = String::new();
        let found = match record {
            Some(key) if !meant => witness(&mut inner, language, &each.explanation, key),
            _ => false,
        };
        if about || found {
            said = true;
            let style = style::verdict(each.verdict);
            let _ = writeln!(
                out,
                "  {style}{} {}{style:#}  {}",
                style::sign(each.verdict),
                each.ids.join(" · "),
                words::verdict(language, each.verdict)
            );
            if about {
                tree(&mut out, language, &each.explanation, 4);
            }
            out.push_str(&inner);
        }
    }
    said.then_some(out)
}

/// An explanation with everything in it.
fn tree(out: &mut String, language: Language, explanation: &Explanation, indent: usize) {
    match &explanation.what {
        What::Clause(clause) => {
            if clause.parts.len() == 1 {
                out.push_str(&style::wrap(&clause.text, indent));
            }
            part::clause(out, language, clause, indent, false);
            for part in &clause.parts {
                values(out, language, part, indent + 2);
            }
        }
        What::List(list) => {
            for (number, one) in list.parts.iter().enumerate() {
                let verdict = one.verdict.unwrap_or(Verdict::from(one.explanation.truth));
                let style = style::verdict(verdict);
                let letter = if list.lettered { format!("{}) ", letter(language, number)) } else { String::new() };
                let _ = write!(out, "{}{style}{}{style:#} ", " ".repeat(indent), style::sign(verdict));
                out.push_str(style::wrap(&format!("{letter}{}", one.text), indent + 2).trim_start());
                tree(out, language, &one.explanation, indent + 2);
            }
        }
        What::Not(inner) => tree(out, language, inner, indent),
        What::Compare(_) | What::Test(_) | What::Presence(_) | What::Meets(_) => {
            leaf(out, language, explanation, indent)
        }
    }
}

/// A condition that reads values.
pub fn leaf(out: &mut String, language: Language, explanation: &Explanation, indent: usize) {
    let blanks = " ".repeat(indent);
    let sign = style::sign(Verdict::from(explanation.truth));
    match &explanation.what {
        What::Test(test) => {
            let value = words::value(language, &test.value);
            let _ = writeln!(out, "{blanks}{sign} {} = {value}", test.field.name);
            if let Some(defined) = &test.defined {
                tree(out, language, defined, indent + 2);
            }
        }
        What::Compare(compare) => {
            let term = |term: &tieuchi::report::TermReport| {
                let value = term.value.as_ref().map(|value| words::value(language, value));
                match (&term.source, value) {
                    (Some(source), Some(value)) => format!("{} = {value}", source.name),
                    (Some(source), None) => source.name.clone(),
                    (None, value) => value.unwrap_or_else(|| "…".to_string()),
                }
            };
            let text =
                format!("{sign} {}  {}  {}", term(&compare.left), words::order(compare.order), term(&compare.right));
            out.push_str(&style::wrap(&text, indent));
        }
        What::Presence(presence) => {
            let _ =
                writeln!(out, "{blanks}{sign} {} {}", presence.field.name, words::presence(language, presence.asked));
        }
        What::Meets(meets) => {
            let _ = writeln!(out, "{blanks}{sign} {} {}", meets.criterion, meets.title);
        }
        What::Not(inner) => tree(out, language, inner, indent),
        What::Clause(_) | What::List(_) => {}
    }
}

/// The values read of those who stand against a clause or keep it open.
fn values(out: &mut String, language: Language, part: &PartReport, indent: usize) {
    if part.reads.is_empty() {
        return;
    }
    for one in part.against.iter().chain(&part.unknown).chain(&part.maybe) {
        row(out, language, part, one, indent);
    }
}

fn row(out: &mut String, language: Language, part: &PartReport, one: &Witness, indent: usize) {
    let pairs: Vec<String> = part
        .reads
        .iter()
        .zip(&one.values)
        .filter(|(_, value)| **value != Value::Private)
        .map(|(field, value)| format!("{} = {}", field.name, words::value(language, value)))
        .collect();
    let _ = writeln!(out, "{}{FAINT}{}{FAINT:#}  {}", " ".repeat(indent), one.id, pairs.join("; "));
}

/// What the clauses of an explanation say of one record; whether any does.
fn witness(out: &mut String, language: Language, explanation: &Explanation, key: &str) -> bool {
    match &explanation.what {
        What::Clause(clause) => {
            let mut said = false;
            for part in &clause.parts {
                let groups = [
                    (&part.against, Truth::No, language.pick("stands against", "chưa đáp ứng")),
                    (&part.unknown, Truth::Unknown, language.pick("is unknown in", "chưa rõ ở")),
                    (&part.maybe, Truth::Unknown, language.pick("is perhaps in", "có thể thuộc diện của")),
                ];
                for (list, truth, text) in groups {
                    for one in list.iter().filter(|one| one.id == key) {
                        said = true;
                        let sign = style::sign(Verdict::from(truth));
                        out.push_str(&style::wrap(&format!("{sign} {key} {text}: {}", part.text), 4));
                        row(out, language, part, one, 6);
                        if !one.open.is_empty() {
                            let missing = words::open(language, &one.open);
                            let label = language.pick("missing:", "thiếu dữ liệu:");
                            out.push_str(&style::wrap(&format!("{label} {missing}"), 6));
                        }
                    }
                }
            }
            said
        }
        What::List(list) => {
            list.parts.iter().fold(false, |said, one| witness(out, language, &one.explanation, key) | said)
        }
        What::Not(inner) => witness(out, language, inner, key),
        What::Test(_) | What::Compare(_) | What::Presence(_) | What::Meets(_) => false,
    }
}
