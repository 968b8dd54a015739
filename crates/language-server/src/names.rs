//! Where a name is declared and used, and another name for it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use tieuchi::check::{Index, Mention, Role, Sense};
use tieuchi::program::Name;
use tieuchi::roster::same_name;
use tieuchi::source::{Language, Span};
use tieuchi::syntax::tree::Body;
use tieuchi::syntax::words::is_reserved;
use tieuchi::trial::TrialReport;
use tieuchi_records::Manifest;
use unicode_normalization::UnicodeNormalization;

use crate::place::uri_of;
use crate::text::{Position, Range, Text};
use crate::trials::{Outcome, outcomes, records_elsewhere};
use crate::workspace::{Analysis, Spot, Workspace};

/// A place: a file's URI and a stretch of it.
pub type Located = (String, Range);

/// A text as a label or a title stands.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text as a cell of a table in tests stands: in quotation marks where it would read as something else.
pub(crate) fn cell(text: &str) -> String {
    let plain = text.trim() == text && !text.is_empty() && !text.contains(['|', '#', '"', '“', '`']);
    if plain { text.to_owned() } else { quoted(text) }
}

/// Where what stands at a place is declared.
pub fn definition(workspace: &Workspace, uri: &str, position: Position) -> Vec<Located> {
    let Some(spot) = workspace.spot(uri, position) else { return Vec::new() };
    if let Some(mention) = spot.mention() {
        let declared = spot.analysis.index.declared(mention.sense);
        return declared.map(|declared| spot.analysis.place(declared.at)).into_iter().collect();
    }
    used_file(&spot).into_iter().collect()
}

/// The file that a `use` at a place brings in.
fn used_file(spot: &Spot) -> Option<Located> {
    let tree = spot.analysis.tree(spot.file)?;
    let used = tree.declarations.iter().find_map(|declaration| match &declaration.body {
        Body::Use(name) if name.span.start <= spot.offset && spot.offset <= name.span.end => Some(name.text.clone()),
        Body::Use(_)
        | Body::Document(_)
        | Body::Scale(_)
        | Body::Record(_)
        | Body::Derive(_)
        | Body::Criterion(_)
        | Body::Claim(_)
        | Body::Parameter(_)
        | Body::Trial(_)
        | Body::Excuse(_) => None,
    })?;
    let folder = crate::findings::folder_of(spot.analysis.uri(spot.file))?;
    let manifest = Manifest::read("", &std::fs::read_to_string(folder.join("tieuchi.ron")).unwrap_or_default());
    let packs = manifest.map(|manifest| manifest.packs).unwrap_or_default();
    let path = packs.iter().find(|(name, _)| *name == used).map_or(used, |(_, path)| path.clone());
    let prefix = uri_of(&folder.join(Path::new(&path)).canonicalize().ok()?);
    let top = Position { line: 0, character: 0 };
    let found = spot
        .analysis
        .uris
        .iter()
        .find(|uri| uri.strip_prefix(&prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    found.map(|uri| (uri.clone(), Range { start: top, end: top }))
}

/// What a name of one analysis is in another: what is declared at the same place.
fn carried(from: &Analysis, sense: Sense, to: &Analysis) -> Option<Sense> {
    let declared = from.index.declared(sense)?;
    let file = to.number(from.uri(declared.at.file))?;
    to.index.at(file, declared.at.start).filter(|there| there.at.start == declared.at.start).map(|there| there.sense)
}

/// Every pack that has what is declared there, and what it is in it.
fn holders(workspace: &Workspace, spot: &Spot, sense: Sense) -> Vec<(Arc<Analysis>, Sense)> {
    let mut found = vec![(spot.analysis.clone(), sense)];
    for other in workspace.all() {
        if !Arc::ptr_eq(&other, &spot.analysis)
            && let Some(sense) = carried(&spot.analysis, sense, &other)
        {
            found.push((other, sense));
        }
    }
    found
}

/// What is renamed together, in every pack that it concerns. A name has one alias wherever it is declared, so that
/// whatever has the same two names goes along; where one of them goes, every pack that has its file; and with a pack its
/// twin in the other language.
fn related(workspace: &Workspace, spot: &Spot, sense: Sense) -> Vec<(Arc<Analysis>, BTreeSet<Sense>)> {
    let names = named_twice(&spot.analysis.index, sense);
    let mut found: Vec<(Arc<Analysis>, BTreeSet<Sense>)> = Vec::new();
    let mut open = holders(workspace, spot, sense);
    while let Some((analysis, sense)) = open.pop() {
        let known = found.iter().any(|(other, senses)| Arc::ptr_eq(other, &analysis) && senses.contains(&sense));
        if known {
            continue;
        }
        let mut senses = BTreeSet::from([sense]);
        if let Some(names) = &names {
            senses.extend(called(&analysis.index, names));
        }
        for other in workspace.all().into_iter().filter(|other| !Arc::ptr_eq(other, &analysis)) {
            open.extend(senses.iter().filter_map(|sense| Some((other.clone(), carried(&analysis, *sense, &other)?))));
            // The same pack in the other language says the same.
            let folder = |of: &Analysis| of.manifest.as_ref().map(|(folder, _)| folder.clone());
            if let Some(names) = &names
                && folder(&other).is_some()
                && folder(&other) == folder(&analysis)
            {
                open.extend(called(&other.index, names).map(|sense| (other.clone(), sense)));
            }
        }
        match found.iter_mut().find(|(other, _)| Arc::ptr_eq(other, &analysis)) {
            Some((_, known)) => known.extend(senses),
            None => found.push((analysis, senses)),
        }
    }
    found
}

/// Whatever has these two names.
fn called<'i>(index: &'i Index, names: &'i Name) -> impl Iterator<Item = Sense> + 'i {
    let declared = index.mentions.iter().filter(|mention| mention.role == Role::Declared);
    declared.map(|mention| mention.sense).filter(|sense| named_twice(index, *sense).as_ref() == Some(names))
}

/// The name of something that has one in both languages.
fn named_twice(index: &Index, sense: Sense) -> Option<Name> {
    let name = match sense {
        Sense::Kind(kind) => Some(&index.kinds.get(kind.0 as usize)?.name),
        Sense::Field(kind, field) => Some(&index.kinds.get(kind.0 as usize)?.fields.get(field.0 as usize)?.name),
        Sense::Scale(set) => index.labels.get(set.0 as usize)?.name.as_ref(),
        Sense::Parameter(number) => Some(&index.parameters.get(number as usize)?.name),
        Sense::Label(..) | Sense::Document(_) | Sense::Item(..) | Sense::Criterion(_) | Sense::Claim(_) => None,
    };
    name.filter(|name| name.en.is_some() && name.vi.is_some()).cloned()
}

/// Everywhere that what stands at a place is named.
pub fn references(workspace: &Workspace, uri: &str, position: Position, declaration: bool) -> Vec<Located> {
    let Some(spot) = workspace.spot(uri, position) else { return Vec::new() };
    let Some(mention) = spot.mention() else { return Vec::new() };
    let mut found = BTreeSet::new();
    for (analysis, sense) in holders(workspace, &spot, mention.sense) {
        let named = analysis.index.of(sense).filter(|one| declaration || one.role == Role::Used);
        found.extend(named.map(|one| analysis.place(one.at)));
    }
    found.into_iter().collect()
}

/// Everywhere in its file that what stands at a place is named; `true` where it is declared.
pub fn highlights(workspace: &Workspace, uri: &str, position: Position) -> Vec<(Range, bool)> {
    let Some(spot) = workspace.spot(uri, position) else { return Vec::new() };
    let Some(mention) = spot.mention() else { return Vec::new() };
    let here = spot.analysis.index.of(mention.sense).filter(|one| one.at.file == spot.file);
    here.map(|one| (spot.text().range(one.at), one.role != Role::Used)).collect()
}

/// What of a mention is the name: a label's text without its quotation marks, a name without its backquotes, the
/// singular of a plural that follows from it.
fn named(analysis: &Analysis, mention: &Mention) -> (Span, String) {
    let text = analysis.text(mention.at.file).source().slice(mention.at);
    let mut at = mention.at;
    let inner = |open: char, close: char| {
        text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).map(|inner| (open, inner))
    };
    if let Some((open, inner)) = inner('"', '"').or_else(|| inner('“', '”')).or_else(|| inner('`', '`')) {
        at.start += open.len_utf8() as u32;
        at.end = at.start + inner.len() as u32;
        return (at, inner.to_owned());
    }
    if let Some(singular) = singular(&analysis.index, mention, text) {
        at.end = at.start + singular.len() as u32;
        return (at, singular.to_owned());
    }
    (at, text.to_owned())
}

/// The name of a kind that its plural follows from, where that is what stands there.
fn singular<'t>(index: &Index, mention: &Mention, text: &'t str) -> Option<&'t str> {
    let Sense::Kind(kind) = mention.sense else { return None };
    let kind = index.kinds.get(kind.0 as usize)?;
    if kind.name.is(text) || (kind.plural_declared && kind.plural.as_deref() == Some(text)) {
        return None;
    }
    text.strip_suffix('s').filter(|one| kind.name.is(one))
}

/// The stretch that would be renamed, and the name that stands there.
pub fn prepare_rename(workspace: &Workspace, uri: &str, position: Position) -> Option<(Range, String)> {
    let spot = workspace.spot(uri, position)?;
    let (at, name) = named(&spot.analysis, spot.mention()?);
    Some((spot.text().range(at), name))
}

/// The edits that give what stands at a place another name, by file.
///
/// Only the name in that language changes. Whatever has the same two names goes along, with the pack's file in the other
/// language and what its manifest says of records. What it would come to is checked before it is proposed.
///
/// # Errors
///
/// Why not, in the language of the file.
pub fn rename(workspace: &Workspace, uri: &str, position: Position, new: &str) -> Result<Value, String> {
    let nothing = || "nothing to rename here · ở đây không có tên để đổi".to_owned();
    let spot = workspace.spot(uri, position).ok_or_else(nothing)?;
    let mention = *spot.mention().ok_or_else(nothing)?;
    let language = spot.language();
    let new: String = new.trim().nfc().collect();
    let (_, old) = named(&spot.analysis, &mention);
    if new == old {
        return Ok(json!({ "changes": {} }));
    }
    let text_like = matches!(mention.sense, Sense::Label(..) | Sense::Document(_));
    spellable(&new, mention.sense, language)?;
    let held = related(workspace, &spot, mention.sense);
    let mut before = Vec::new();
    for (analysis, _) in &held {
        before.push(sound(analysis).map_err(|file| match language {
            Language::En => format!("mend the findings first ({})", analysis.uri(file)),
            Language::Vi => format!("hãy sửa các lỗi trước ({})", analysis.uri(file)),
        })?);
    }
    let mut edits: BTreeMap<String, BTreeMap<Range, String>> = BTreeMap::new();
    for (analysis, senses) in &held {
        for one in analysis.index.mentions.iter().filter(|one| senses.contains(&one.sense)) {
            let (at, name) = named(analysis, one);
            let test = analysis.is_test(one.at.file);
            // A column of records may be called in another spelling.
            let called = name == old || (test && same_name(&name) == same_name(&old));
            if !called && !text_like {
                continue;
            }
            if analysis.uri(one.at.file).ends_with(".csv") {
                return Err(pick(
                    language,
                    "a table's file names it: change that first".to_owned(),
                    "một tệp bảng có nhãn này: hãy sửa tệp đó trước".to_owned(),
                ));
            }
            let new = match text_like {
                // The whole of a cell, or what stands in quotation marks.
                true if test && at == one.at => cell(&new),
                true => new.replace('\\', "\\\\").replace('"', "\\\""),
                false => new.clone(),
            };
            let (uri, range) = analysis.place(at);
            edits.entry(uri).or_default().insert(range, new);
        }
    }
    if matches!(mention.sense, Sense::Kind(_) | Sense::Field(..)) {
        in_manifests(workspace, &held, (&old, &new), language, &mut edits)?;
    }
    verified(workspace, &held, &edits, (&old, &new), language, &before)?;
    let changes: BTreeMap<String, Vec<Value>> = edits
        .into_iter()
        .map(|(uri, edits)| {
            (uri, edits.into_iter().map(|(range, new)| json!({ "range": range, "newText": new })).collect())
        })
        .collect();
    Ok(json!({ "changes": changes }))
}

/// The edits of manifests that say of a kind or a field by its name where its records are.
fn in_manifests(
    workspace: &Workspace,
    held: &[(Arc<Analysis>, BTreeSet<Sense>)],
    (old, new): (&str, &str),
    language: Language,
    edits: &mut BTreeMap<String, BTreeMap<Range, String>>,
) -> Result<(), String> {
    for (folder, manifest) in held.iter().filter_map(|(analysis, _)| analysis.manifest.as_ref()) {
        let mut wanted = manifest.records.kinds.clone();
        for (kind, options) in &mut wanted {
            let fields = options.columns.iter_mut().map(|(_, field)| field);
            for name in fields.chain([kind]).filter(|name| *name == old) {
                new.clone_into(name);
            }
        }
        if wanted == manifest.records.kinds {
            continue;
        }
        let path = folder.join(tieuchi_records::MANIFEST);
        let Some(text) = workspace.read(&uri_of(&path)) else { continue };
        let whole = text.source().text();
        let records = whole.find("records").unwrap_or(0);
        let (written, instead) = (quoted(old), quoted(new));
        let rest = whole.get(records..).unwrap_or("");
        let places = rest.match_indices(&written).map(|(at, _)| (records + at) as u32);
        let found: BTreeMap<Range, String> = places
            .map(|start| Span { file: 0, start, end: start + written.len() as u32 })
            .map(|span| (text.range(span), instead.clone()))
            .collect();
        // What it comes to must say the same of all others.
        let edited = format!("{}{}", whole.get(..records).unwrap_or(""), rest.replace(&written, &instead));
        let after = Manifest::read("", &edited).map(|after| after.records.kinds);
        if after.as_ref() != Ok(&wanted) {
            let path = path.display();
            return Err(language.pick(
                format!("{path} says where records are by `{old}`: change it there first"),
                format!("{path} nêu hồ sơ theo tên `{old}`: hãy sửa ở đó trước"),
            ));
        }
        edits.insert(uri_of(&path), found);
    }
    Ok(())
}

fn pick(language: Language, en: String, vi: String) -> String {
    language.pick(en, vi)
}

/// Whether a name can be written as what it is to name.
fn spellable(new: &str, sense: Sense, language: Language) -> Result<(), String> {
    let mut letters = new.chars();
    let word = |c: char| c.is_alphanumeric() || c == '_' || unicode_normalization::char::is_combining_mark(c);
    let fits = match sense {
        Sense::Label(..) | Sense::Document(_) => !new.is_empty() && !new.contains(['\n', '\r']),
        Sense::Item(..) | Sense::Criterion(_) | Sense::Claim(_) => {
            new.split(['.', '-']).all(|part| !part.is_empty() && part.chars().all(word))
        }
        Sense::Kind(_) | Sense::Field(..) | Sense::Scale(_) | Sense::Parameter(_) => {
            letters.next().is_some_and(char::is_alphabetic) && letters.all(word)
        }
    };
    if !fits {
        return Err(pick(language, format!("`{new}` can't be a name"), format!("`{new}` không thể dùng làm tên")));
    }
    let name = matches!(sense, Sense::Kind(_) | Sense::Field(..) | Sense::Scale(_) | Sense::Parameter(_));
    if name && (is_reserved(Language::En, new) || is_reserved(Language::Vi, new)) {
        return Err(pick(
            language,
            format!("`{new}` is a word of the language"),
            format!("`{new}` là từ của ngôn ngữ"),
        ));
    }
    Ok(())
}

/// Holds what the edits come to against what there is: every name stands for the same, the program and what comes of the
/// tests are the same but for texts that have the name.
fn verified(
    workspace: &Workspace,
    held: &[(Arc<Analysis>, BTreeSet<Sense>)],
    edits: &BTreeMap<String, BTreeMap<Range, String>>,
    (old, new): (&str, &str),
    language: Language,
    outcomes: &[Vec<Outcome>],
) -> Result<(), String> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for (uri, edits) in edits {
        let text = held.iter().find_map(|(analysis, _)| Some(analysis.text(analysis.number(uri)?).clone()));
        let Some(text) = text.or_else(|| workspace.read(uri)) else { continue };
        // From the last on, so that places before stay.
        let mut edited = text.clone();
        for (range, new) in edits.iter().rev() {
            edited = Text::new(uri.as_str(), edited.edited(*range, new), workspace.encoding);
        }
        texts.insert(uri.clone(), edited.raw().to_owned());
    }
    let other = workspace.with(&texts);
    for ((before, _), came) in held.iter().zip(outcomes) {
        let Some(after) =
            other.all().into_iter().find(|after| after.uris == before.uris && after.language(0) == before.language(0))
        else {
            return Err(pick(
                language,
                "the result could not be checked".to_owned(),
                "không kiểm tra được kết quả".to_owned(),
            ));
        };
        if let Some(finding) =
            after.findings.iter().find(|finding| finding.severity() == tieuchi::diagnostic::Severity::Error)
        {
            return Err(format!("{}: {}", finding.code(), finding.prose(language).title));
        }
        let same = |one: &Mention, other: &Mention| {
            (one.at.file, one.sense, one.role) == (other.at.file, other.sense, other.role)
        };
        let (a, b) = (&before.index.mentions, &after.index.mentions);
        let bound = a.len() == b.len() && a.iter().zip(b).all(|(one, other)| same(one, other));
        let program = |analysis: &Analysis| serde_json::to_value(analysis.program.as_deref()).unwrap_or(Value::Null);
        if !bound || !alike(&program(before), &program(&after), old, new) {
            return Err(pick(
                language,
                format!("`{new}` is taken: the rules would mean something else"),
                format!("`{new}` đã được dùng: đổi thì quy tắc mang nghĩa khác"),
            ));
        }
        same_outcomes(&after, came, (old, new), language)?;
    }
    Ok(())
}

/// What comes of the tests of rules that nothing is wrong with; or else the file with what is. Records that stand outside
/// the tests may be wrong: whoever has changed a name there first changes it here next.
fn sound(rules: &Analysis) -> Result<Vec<Outcome>, u32> {
    if let Some(finding) = rules.test_findings.first() {
        return Err(finding.at.file);
    }
    if !rules.is_sound() {
        return Err(0);
    }
    let came = outcomes(rules);
    let unusable = |outcome: &Outcome| matches!(outcome, Err(findings) if records_elsewhere(rules, findings).is_none());
    match rules.tests().zip(&came).find(|(_, outcome)| unusable(outcome)) {
        Some((file, _)) => Err(file),
        None => Ok(came),
    }
}

/// Holds what comes of tests after an edit against what came of them.
fn same_outcomes(
    after: &Analysis,
    before: &[Outcome],
    (old, new): (&str, &str),
    language: Language,
) -> Result<(), String> {
    let value = |report: &TrialReport| serde_json::to_value(report).unwrap_or(Value::Null);
    for ((file, now), before) in after.tests().zip(outcomes(after)).zip(before) {
        let Ok(before) = before else { continue };
        match now {
            Ok(now) if alike(&value(before), &value(&now), old, new) => {}
            Ok(_) => {
                return Err(pick(
                    language,
                    format!("tests would come out differently with `{new}`"),
                    format!("đổi thành `{new}` thì tình huống cho kết quả khác"),
                ));
            }
            Err(found) => {
                if let Some(elsewhere) = records_elsewhere(after, &found) {
                    return Err(pick(
                        language,
                        format!("records that tests read go by `{old}` ({elsewhere}): change them first"),
                        format!("hồ sơ mà tình huống dùng có `{old}` ({elsewhere}): hãy sửa ở đó trước"),
                    ));
                }
                let why = found.first().map(|finding| format!("{}: {}", finding.code(), finding.prose(language).title));
                return Err(format!("{}: {}", after.uri(file), why.unwrap_or_default()));
            }
        }
    }
    Ok(())
}

/// Whether two programs are the same but for places and for texts that have the name.
fn alike(before: &Value, after: &Value, old: &str, new: &str) -> bool {
    match (before, after) {
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| {
                    key == "place" || other.get(key).is_some_and(|there| alike(value, there, old, new))
                })
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(one, other, old, new))
        }
        (Value::String(one), Value::String(other)) => one == other || (one.contains(old) && other.contains(new)),
        (one, other) => one == other,
    }
}
