//! Findings as an editor shows them, and the names that may have been meant.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tieuchi::diagnostic::{CheckProblem, DataProblem, Finding, PackFault, PackProblem, Problem, Severity};
use tieuchi::lint::{Level, level};
use tieuchi::source::Language;

use crate::advice::{mends, seen};
use crate::place::{path_of, uri_of};
use crate::text::{Position, Range};
use crate::workspace::{Analysis, Workspace};

/// How many findings a file is shown.
const MAX_FINDINGS: usize = 500;

/// The findings of every pack that has an open file, by URI; a file without any has an empty list.
pub fn findings(workspace: &Workspace) -> BTreeMap<String, Vec<Value>> {
    let mut found: BTreeMap<String, Vec<Value>> =
        workspace.documents().map(|uri| (uri.to_owned(), Vec::new())).collect();
    for analysis in workspace.live() {
        for uri in &analysis.uris {
            found.entry(uri.clone()).or_default();
        }
        for finding in seen(&analysis) {
            let (uri, shown) = shown(&analysis, finding);
            add(found.entry(uri).or_default(), shown);
        }
        for finding in &analysis.test_findings {
            let (uri, shown) = shown(&analysis, finding);
            add(found.entry(uri).or_default(), shown);
        }
    }
    found
}

/// Adds what isn't told yet to what is told of a file.
pub(crate) fn add(told: &mut Vec<Value>, shown: Value) {
    if told.len() < MAX_FINDINGS && !told.contains(&shown) {
        told.push(shown);
    }
}

/// A finding in the language of its file.
pub(crate) fn shown(analysis: &Analysis, finding: &Finding) -> (String, Value) {
    let first = analysis.language(0);
    let language = if finding.at.is_some() { analysis.language(finding.at.file) } else { first };
    let (uri, range) = if finding.at.is_some() {
        let (uri, range) = analysis.place(finding.at);
        (uri, widened(analysis, finding, range))
    } else {
        placed(analysis, finding)
    };
    let prose = finding.prose(language);
    let message = [prose.title.as_str(), prose.help.as_str()]
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join("\n");
    let severity = match (finding.severity(), level(finding.code())) {
        (Severity::Error, _) => 1,
        (Severity::Warning, Level::Deny) => 2,
        (Severity::Warning, Level::Warn) => 3,
    };
    let related = finding.see.filter(|see| see.is_some()).map(|see| {
        let (uri, range) = analysis.place(see);
        json!([{ "location": { "uri": uri, "range": range }, "message": language.pick("see here", "xem tại đây") }])
    });
    let mut value = json!({
        "range": range, "severity": severity, "code": finding.code(), "source": "tieuchi", "message": message,
    });
    if let (Some(related), Some(map)) = (related, value.as_object_mut()) {
        map.insert("relatedInformation".to_owned(), related);
    }
    if let (Some(meant), Some(map)) = (meant(finding), value.as_object_mut()) {
        map.insert("data".to_owned(), json!({ "meant": meant }));
    }
    (uri, value)
}

/// A finding at no letter is shown at the one before it, or the one behind it.
fn widened(analysis: &Analysis, finding: &Finding, range: Range) -> Range {
    if range.start != range.end {
        return range;
    }
    let text = analysis.text(finding.at.file);
    let start = range.start.character.saturating_sub(1);
    let line = text.source().text().lines().nth(range.start.line as usize).unwrap_or("");
    let end = if line.is_empty() { 0 } else { (start + 1).max(range.end.character) };
    Range { start: Position { character: start, ..range.start }, end: Position { character: end, ..range.end } }
}

/// Where a finding is shown that stands in no rule file: in the manifest that it names, or at the top of the first file.
fn placed(analysis: &Analysis, finding: &Finding) -> (String, Range) {
    let top = Position { line: 0, character: 0 };
    let at = match &finding.problem {
        Problem::Pack(PackProblem { file, position, .. }) => (file.clone(), *position),
        Problem::Data(DataProblem { .. }) | Problem::Syntax(_) | Problem::Check(_) | Problem::Lint(_) => (None, None),
    };
    let real = at.0.and_then(|file| std::path::Path::new(&file).canonicalize().ok()).filter(|real| real.is_file());
    let uri = real.map_or_else(|| analysis.uri(0).to_owned(), |real| uri_of(&real));
    let start =
        at.1.map_or(top, |at| Position { line: at.line.saturating_sub(1), character: at.column.saturating_sub(1) });
    (uri, Range { start, end: Position { character: start.character + 1, ..start } })
}

/// The name that may have been meant.
fn meant(finding: &Finding) -> Option<String> {
    match &finding.problem {
        Problem::Check(
            CheckProblem::UnknownField { nearest, .. }
            | CheckProblem::UnknownType { nearest, .. }
            | CheckProblem::UnknownKind { nearest, .. }
            | CheckProblem::UnknownLabel { nearest, .. }
            | CheckProblem::UnknownCriterion { nearest, .. }
            | CheckProblem::UnknownDocument { nearest, .. }
            | CheckProblem::UnknownItem { nearest, .. },
        ) => nearest.clone(),
        Problem::Check(_) => None,
        Problem::Pack(PackProblem { fault, .. }) => match fault {
            PackFault::MissingFile { nearest, .. } | PackFault::UnknownPack { nearest, .. } => nearest.clone(),
            _ => None,
        },
        Problem::Syntax(_) | Problem::Data(_) | Problem::Lint(_) => None,
    }
}

/// Corrections of the findings that a client shows: the name that may have been meant, in place of what was written, and
/// the mends of lint.
pub fn corrections(workspace: &Workspace, uri: &str, shown: &[Value]) -> Vec<Value> {
    let mut actions = mends(workspace, uri, shown);
    let Some((analysis, file)) = workspace.file(uri) else { return actions };
    let (text, language) = (analysis.text(file), analysis.language(file));
    for diagnostic in shown {
        let Some(meant) = diagnostic.pointer("/data/meant").and_then(Value::as_str) else { continue };
        let range = diagnostic.get("range").cloned().and_then(|range| serde_json::from_value::<Range>(range).ok());
        let Some(range) = range else { continue };
        let (start, end) = (text.offset(range.start) as usize, text.offset(range.end) as usize);
        let written = text.source().text().get(start..end).unwrap_or("");
        let new = if written.starts_with(['"', '“']) { crate::names::quoted(meant) } else { meant.to_owned() };
        let title = match language {
            Language::En => format!("Write “{meant}”"),
            Language::Vi => format!("Sửa thành “{meant}”"),
        };
        actions.push(json!({
            "title": title, "kind": "quickfix", "isPreferred": true, "diagnostics": [diagnostic],
            "edit": { "changes": { (uri): [{ "range": range, "newText": new }] } },
        }));
    }
    actions
}

/// The folder of a file.
pub(crate) fn folder_of(uri: &str) -> Option<std::path::PathBuf> {
    path_of(uri)?.parent().map(std::path::Path::to_owned)
}
