//! For code hosts and editors: the Static Analysis Results Interchange Format, SARIF 2.1.0.
//!
//! Columns count UTF-16 code units, the standard's default, from 1; the end of a region isn't in it.

use std::path::Path;

use serde_json::{Value, json};
use tieuchi::diagnostic::codes::{Explanation, explain};
use tieuchi::lint::{Fix, Level, RULES, level, rule};
use tieuchi::source::{Language, Source, Span};

use super::Linted;

/// One run for each pack.
pub fn sarif(found: &[Linted]) -> String {
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": found.iter().map(run).collect::<Vec<_>>(),
    });
    format!("{log:#}\n")
}

fn run(linted: &Linted) -> Value {
    let language = linted.language;
    let mut codes: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
    let warnings =
        linted.hits.iter().map(|(hit, _)| &hit.finding).chain(linted.silenced.iter().map(|one| &one.finding));
    for code in warnings.map(|finding| finding.code()) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let index = |code: &str| codes.iter().position(|known| *known == code);
    let result = |finding: &tieuchi::diagnostic::Finding, level: Level| {
        let prose = finding.prose(language);
        let message = if prose.help.is_empty() { prose.title } else { format!("{}. {}", prose.title, prose.help) };
        let mut result = json!({
            "ruleId": finding.code(),
            "ruleIndex": index(finding.code()),
            "level": named(level),
            "message": { "text": message },
            "locations": [location(&linted.sources, finding.at)],
        });
        if let Some(see) = finding.see {
            result["relatedLocations"] = json!([location(&linted.sources, see)]);
        }
        result
    };
    let mut results: Vec<Value> = Vec::new();
    for (hit, level) in &linted.hits {
        let mut one = result(&hit.finding, *level);
        if let Some(fix) = &hit.fix {
            one["fixes"] = json!([mend(&linted.sources, fix, language)]);
        }
        results.push(one);
    }
    for silenced in &linted.silenced {
        let mut one = result(&silenced.finding, level(silenced.finding.code()));
        one["suppressions"] = json!([{ "kind": "inSource", "justification": silenced.reason }]);
        results.push(one);
    }
    json!({
        "tool": { "driver": {
            "name": "tieuchi",
            "version": env!("CARGO_PKG_VERSION"),
            "language": language.code(),
            "rules": codes.iter().map(|code| described(code, language)).collect::<Vec<_>>(),
        } },
        "language": language.code(),
        "columnKind": "utf16CodeUnits",
        "results": results,
    })
}

fn named(level: Level) -> &'static str {
    match level {
        Level::Warn => "warning",
        Level::Deny => "error",
    }
}

/// What a code means, for whoever shows the result.
fn described(code: &str, language: Language) -> Value {
    let of_lint = rule(code).map(|rule| rule.explanation(language));
    let Explanation { means, wrong, right, .. } =
        of_lint.or_else(|| explain(code, language).cloned()).unwrap_or_else(|| Explanation {
            code: code.to_owned(),
            means: code.to_owned(),
            wrong: String::new(),
            right: String::new(),
            alone: false,
            test: false,
            rust: false,
        });
    let title = rule(code).map_or_else(
        || means.split_inclusive(". ").next().unwrap_or("").trim().to_owned(),
        |rule| rule.text(language).title.to_owned(),
    );
    let (bad, good) = (language.pick("Wrong", "Sai"), language.pick("Right", "Đúng"));
    let text = format!("{means}\n\n{bad}:\n{wrong}\n{good}:\n{right}");
    let markdown = format!("{means}\n\n{bad}:\n\n```\n{wrong}```\n\n{good}:\n\n```\n{right}```\n");
    let mut described = json!({
        "id": code,
        "shortDescription": { "text": title },
        "fullDescription": { "text": means },
        "help": { "text": text, "markdown": markdown },
        "defaultConfiguration": { "level": named(level(code)) },
    });
    if let Some(rule) = rule(code) {
        described["name"] = json!(rule.name);
    }
    described
}

fn location(sources: &[Source], at: Span) -> Value {
    let source = sources.get(at.file as usize);
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": source.map_or(String::new(), |source| uri(source.name())) },
        "region": source.map(|source| region(source, at)),
    } })
}

fn region(source: &Source, at: Span) -> Value {
    let ((line, column), (end_line, end_column)) = (position(source, at.start), position(source, at.end));
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

/// Line and column of an offset, from 1, the column in UTF-16 code units.
fn position(source: &Source, offset: u32) -> (u32, usize) {
    let line = source.position(offset).line;
    let before = source.text().get(..offset as usize).unwrap_or("");
    let on_line = before.rsplit('\n').next().unwrap_or("");
    (line, on_line.encode_utf16().count() + 1)
}

fn mend(sources: &[Source], fix: &Fix, language: Language) -> Value {
    let changes = fix.edits.iter().filter_map(|edit| {
        let source = sources.get(edit.at.file as usize)?;
        let mut replacement = json!({ "deletedRegion": region(source, edit.at) });
        if !edit.text.is_empty() {
            replacement["insertedContent"] = json!({ "text": edit.text });
        }
        Some(json!({ "artifactLocation": { "uri": uri(source.name()) }, "replacements": [replacement] }))
    });
    json!({
        "description": { "text": language.pick(&fix.en, &fix.vi) },
        "artifactChanges": changes.collect::<Vec<_>>(),
    })
}

/// A path as a reference: relative to where the command runs if it lies there, what a reference can't hold escaped.
fn uri(name: &str) -> String {
    let here = std::env::current_dir().ok();
    let path = Path::new(name);
    let inside = here.as_deref().and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    let parts = inside.components().map(|part| escaped(&part.as_os_str().to_string_lossy()));
    let joined = parts.collect::<Vec<_>>().join("/");
    joined.strip_prefix("//").map_or(joined.clone(), |rest| format!("file:///{rest}"))
}

fn escaped(part: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    part.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
