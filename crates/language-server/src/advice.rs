//! What lint finds in sound rules, and its sure mends.

use serde_json::{Value, json};
use tieuchi::diagnostic::{Finding, Severity};
use tieuchi::lint::{Fix, Hit, lint, mend};

use crate::findings::{folder_of, shown};
use crate::place::path_of;
use crate::workspace::{Analysis, Workspace};

/// What lint finds in a pack's own files, the checker's warnings that no comment silences among it; nothing in rules that
/// aren't sound.
pub fn hits(analysis: &Analysis) -> Vec<Hit> {
    let Some(program) = analysis.program.as_ref().filter(|_| analysis.is_sound()) else { return Vec::new() };
    lint(analysis.rules(), |file| is_own(analysis, file), program, &analysis.findings).hits
}

/// Whether a file is of the pack itself and not of one that it uses.
fn is_own(analysis: &Analysis, file: u32) -> bool {
    let within = |home: std::path::PathBuf| path_of(analysis.uri(file)).is_some_and(|path| path.starts_with(home));
    !analysis.is_test(file) && (file == 0 || folder_of(analysis.uri(0)).is_some_and(within))
}

/// The findings that an author sees: those of lint in place of the checker's warnings where the rules are sound.
pub fn seen(analysis: &Analysis) -> Vec<&Finding> {
    if analysis.program.is_none() || !analysis.is_sound() {
        return analysis.findings.iter().collect();
    }
    let looked_at = |finding: &&Finding| finding.severity() == Severity::Warning && is_own(analysis, finding.at.file);
    let others = analysis.findings.iter().filter(|finding| !looked_at(finding));
    others.chain(analysis.hits().iter().map(|hit| &hit.finding)).collect()
}

/// The mends of what a client shows, as quick fixes; only those after which the rules are sound and otherwise the same.
pub fn mends(workspace: &Workspace, uri: &str, wanted: &[Value]) -> Vec<Value> {
    let Some((analysis, file)) = workspace.file(uri) else { return Vec::new() };
    let language = analysis.language(file);
    let mut actions = Vec::new();
    for diagnostic in wanted {
        let same = |hit: &&Hit| {
            let (_, now) = shown(&analysis, &hit.finding);
            hit.finding.at.file == file && ["code", "range"].iter().all(|part| now.get(part) == diagnostic.get(part))
        };
        let Some(fix) = analysis.hits().iter().find(same).and_then(|hit| hit.fix.as_ref()) else { continue };
        if mend(analysis.rules(), [fix]).is_none() {
            continue;
        }
        let mut title = language.pick(&fix.en, &fix.vi).clone();
        if let Some(first) = title.get(..1).map(str::to_uppercase) {
            title.replace_range(..1, &first);
        }
        actions.push(json!({
            "title": title, "kind": "quickfix", "isPreferred": true, "diagnostics": [diagnostic],
            "edit": { "changes": changes(workspace, &analysis, fix) },
        }));
    }
    actions
}

/// The edits of a mend by file, each called as its client calls it.
fn changes(workspace: &Workspace, analysis: &Analysis, fix: &Fix) -> Value {
    let mut changes = serde_json::Map::new();
    for edit in &fix.edits {
        let (uri, range) = analysis.place(edit.at);
        let uri = workspace.document(&uri).map_or(uri.clone(), |document| document.uri.clone());
        if let Some(edits) = changes.entry(uri).or_insert_with(|| json!([])).as_array_mut() {
            edits.push(json!({ "range": range, "newText": edit.text }));
        }
    }
    changes.into()
}
