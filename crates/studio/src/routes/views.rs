//! What is looked at: state, board, criteria, coverage, the report.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use serde::Serialize;
use tieuchi::lint::Standing;
use tieuchi::program::{Name, Program};
use tieuchi::report::{CriterionReport, Listing, behind_one, criterion_listing, report_listing};
use tieuchi::source::{Language, Source};
use tieuchi::syntax::tree::{Body as Declared, File};
use tieuchi_rendering::{Heading, html};

use super::{Answer, Asks, Named};
use crate::app::{App, What, aside, shown};
use crate::body::MAX_DATA;
use crate::grid::{self, KindOf};
use crate::pack::{self, Leaf, Use};
use crate::rules::Rules;
use crate::said::{Paths, Place, Refusal, json, typed};

/// The most records that a list in a report has.
const MOST_LISTED: usize = 1_000;

/// The most records that a criterion is told to be decided by.
const MOST_PEOPLE: usize = 1_000;

#[derive(Serialize)]
struct StateOf {
    pack: String,
    title: String,
    lang: &'static str,
    files: Vec<FileOf>,
    kinds: Vec<KindOf>,
    sources: Vec<SourceOf>,
    limits: Limits,
}

#[derive(Serialize)]
struct SourceOf {
    text: String,
}

#[derive(Serialize)]
struct Limits {
    upload: usize,
}

/// A file as the page knows it.
#[derive(Serialize)]
pub struct FileOf {
    path: String,
    uri: String,
    language: Option<&'static str>,
    kind: Use,
    text: String,
    digest: String,
    changed: bool,
    read_only: bool,
}

impl FileOf {
    /// A file of the pack.
    pub fn of(path: &str, leaf: &Leaf) -> FileOf {
        FileOf {
            path: path.to_owned(),
            uri: pack::uri(leaf),
            language: leaf.language().map(Language::code),
            kind: leaf.used,
            text: leaf.text().to_string(),
            digest: leaf.disk.digest.clone(),
            changed: leaf.draft.is_some(),
            read_only: leaf.read_only,
        }
    }
}

/// Everything that the page begins with.
pub async fn state(State(app): State<App>, asks: Asks) -> Answer {
    let language = asks.language;
    let looking = app.clone();
    if aside(language, move || looking.shelf().look()).await? {
        app.changed(What::Disk);
        app.tell(What::Disk);
    }
    app.latest(language).await?;
    aside(language, move || {
        let kinds = kinds(&app, language);
        let sources = app.sources().names().into_iter().map(|text| SourceOf { text }).collect();
        let shelf = app.shelf();
        // Other packs' files come last.
        let mut files: Vec<FileOf> = shelf.files.iter().map(|(path, leaf)| FileOf::of(path, leaf)).collect();
        files.sort_by_key(|file| file.read_only);
        let manifest = shelf.manifest();
        let name = manifest.as_ref().map(|manifest| manifest.name.clone());
        let name = name.unwrap_or_else(|| crate::sources::shown(&shelf.given));
        json(&StateOf {
            title: manifest.and_then(|manifest| manifest.title).unwrap_or_else(|| name.clone()),
            pack: name,
            lang: language.code(),
            files,
            kinds,
            sources,
            limits: Limits { upload: MAX_DATA },
        })
    })
    .await
}

/// The kinds of records of what is on the stage.
pub fn kinds(app: &App, language: Language) -> Vec<KindOf> {
    let (rules, _) = app.rules(language);
    let mut desk = app.desk();
    let (stage, _) = desk.stage(rules, app.home());
    match (&stage.scene, shown(stage, app.home())) {
        (Some(scene), Some(shown)) => grid::kinds(scene, shown, language),
        _ => Vec::new(),
    }
}

/// The board.
pub async fn board(State(app): State<App>, asks: Asks) -> Answer {
    Ok(json(&*app.board(asks.language).await?))
}

#[derive(Serialize)]
struct Detail {
    id: String,
    html: String,
    people: Vec<Person>,
}

#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord, Clone)]
struct Person {
    kind: String,
    key: String,
}

/// One criterion: how it looks in a report, and who is behind its verdict.
pub async fn criterion(State(app): State<App>, Named(id): Named, asks: Asks) -> Answer {
    let language = asks.language;
    app.latest(language).await?;
    let found = aside(language, move || {
        let paths = app.paths();
        let (rules, _) = app.rules(language);
        let mut desk = app.desk();
        let (stage, _) = desk.stage(rules, app.home());
        let scene = stage.scene.as_mut()?;
        let number = scene.program.criterion(&id)?;
        let evaluation = scene.session.evaluation();
        let mut report = criterion_listing(&evaluation, number, Listing::UpTo(MOST_LISTED))?;
        tell_places(std::slice::from_mut(&mut report), &paths);
        let html = html::fragment(&report, number.at(), language);
        let mut people: Vec<Person> = Vec::new();
        let mut known = BTreeSet::new();
        let each = scene.program.criteria.get(number.at()).map(|criterion| criterion.for_each.as_slice());
        let own: Vec<&str> = each.into_iter().flatten().map(|each| kind_name(&scene.program, each.kind)).collect();
        let _ = behind_one(&evaluation, number, |behind| {
            let found = match behind.kind {
                Some(kind) => vec![(kind_name(&scene.program, kind), behind.id)],
                None => own.iter().copied().zip(behind.each.iter().map(String::as_str)).collect(),
            };
            for (kind, key) in found {
                let person = Person { kind: kind.to_owned(), key: key.to_owned() };
                if known.insert(person.clone()) {
                    people.push(person);
                }
            }
            if people.len() < MOST_PEOPLE { Ok(()) } else { Err(()) }
        });
        Some(json(&Detail { id, html, people }))
    });
    found.await?.ok_or_else(|| Refusal::missing(language))
}

fn kind_name(program: &Program, kind: tieuchi::program::KindId) -> &str {
    program.kinds.get(kind.at()).map_or("", |kind| kind.name.canonical())
}

/// Names files as the page knows them.
fn tell_places(criteria: &mut [CriterionReport], paths: &Paths) {
    for place in criteria.iter_mut().filter_map(|criterion| criterion.place.as_mut()) {
        place.file = paths.of(&place.file);
    }
}

/// The whole report as a page of its own.
pub async fn report(State(app): State<App>, asks: Asks) -> Answer {
    let language = asks.language;
    app.latest(language).await?;
    let found = aside(language, move || {
        let (paths, sources) = (app.paths(), app.sources().names().join(", "));
        let rules_name = crate::sources::shown(&app.shelf().given);
        let (rules, _) = app.rules(language);
        let mut desk = app.desk();
        let (stage, overlay) = desk.stage(rules, app.home());
        let edits = overlay.edits.len();
        let scene = stage.scene.as_mut()?;
        let mut report = report_listing(&scene.session.evaluation(), Listing::UpTo(MOST_LISTED));
        tell_places(&mut report.criteria, &paths);
        let mut records = if sources.is_empty() { language.pick("none", "không có").to_owned() } else { sources };
        if edits > 0 {
            records.push_str(
                &language.pick(format!(" (with {edits} what-if edits)"), format!(" (có {edits} chỉnh sửa giả định)")),
            );
        }
        Some(html::page(&report, language, &Heading { rules: rules_name, records }))
    });
    let page = found.await?.ok_or_else(|| Refusal::missing(language))?;
    let mut response = typed("text/html; charset=utf-8", page);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(html::POLICY));
    Ok(response)
}

#[derive(Serialize)]
struct CoverageOf {
    documents: Vec<DocumentOf>,
}

#[derive(Serialize)]
struct DocumentOf {
    code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    items: Vec<ItemOf>,
}

#[derive(Serialize)]
struct ItemOf {
    id: String,
    title: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    by: Vec<Measure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
}

#[derive(Serialize)]
struct Measure {
    id: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
}

/// How much of the documents is measured.
pub async fn coverage(State(app): State<App>, asks: Asks) -> Answer {
    let language = asks.language;
    app.latest(language).await?;
    let found = aside(language, move || {
        let paths = app.paths();
        let root = app.shelf().root.clone();
        let (rules, _) = app.rules(language);
        let (program, rules) = {
            let mut desk = app.desk();
            let (stage, _) = desk.stage(rules, app.home());
            let scene = stage.scene.as_ref()?;
            (scene.program.clone(), scene.rules.clone())
        };
        Some(json(&covered(&program, &rules, &root, &paths)))
    });
    Ok(found.await?.unwrap_or_else(|| json(&CoverageOf { documents: Vec::new() })))
}

fn covered(program: &Program, rules: &Rules, root: &std::path::Path, paths: &Paths) -> CoverageOf {
    let own = |file: u32| rules.paths.get(file as usize).is_some_and(|path| path.starts_with(root));
    let found = tieuchi::lint::coverage(&rules.files, own, program);
    let documents = found.into_iter().map(|document| {
        let items = document.items.into_iter().map(|item| {
            let place = item_place(&rules.files, &document.document, &item.id, paths);
            let (state, reason, by) = match item.standing {
                Standing::Measured(by) => ("measured", None, by),
                Standing::Waived(reason) => ("waived", Some(reason), Vec::new()),
                Standing::Forgotten => ("forgotten", None, Vec::new()),
            };
            let by = by.into_iter().map(|id| measure(program, id, paths)).collect();
            ItemOf { id: item.id, title: item.title, state, reason, by, place }
        });
        let items = items.collect();
        DocumentOf { code: document.document, title: document.title, items }
    });
    CoverageOf { documents: documents.collect() }
}

/// What measures an item: a criterion, or a field `kind.field` that is an award, a score or a rank.
fn measure(program: &Program, id: String, paths: &Paths) -> Measure {
    let place = |place: &Option<tieuchi::program::Place>| {
        let place = (*place)?;
        let file = program.files.get(place.file as usize)?;
        Some(Place { path: paths.of(file), line: place.line, column: Some(place.column) })
    };
    if let Some(criterion) = program.criterion(&id).and_then(|number| program.criteria.get(number.at())) {
        return Measure { title: criterion.title.clone(), place: place(&criterion.place), id };
    }
    let shown = |name: &Name| name.shown(program.language).to_owned();
    let fields = program.kinds.iter().flat_map(|kind| kind.fields.iter().map(move |field| (kind, field)));
    let found = fields.into_iter().find(|(kind, field)| format!("{}.{}", shown(&kind.name), shown(&field.name)) == id);
    let place = found.and_then(|(_, field)| place(&field.place));
    let title = found.map(|(_, field)| tieuchi_rendering::prose(&shown(&field.name)));
    Measure { title: title.unwrap_or_default(), place, id }
}

/// Where an item stands.
fn item_place(files: &[(Source, File)], code: &str, id: &str, paths: &Paths) -> Option<Place> {
    files.iter().find_map(|(source, tree)| {
        let documents = tree.declarations.iter().filter_map(|declaration| match &declaration.body {
            Declared::Document(document) => Some(document),
            Declared::Use(_)
            | Declared::Scale(_)
            | Declared::Record(_)
            | Declared::Derive(_)
            | Declared::Criterion(_)
            | Declared::Parameter(_)
            | Declared::Claim(_)
            | Declared::Trial(_)
            | Declared::Excuse(_) => None,
        });
        let item = documents
            .filter(|document| document.code.text == code)
            .flat_map(|document| &document.items)
            .find(|item| item.id.text == id)?;
        let at = source.position(item.id.span.start);
        Some(Place { path: paths.of(source.name()), line: at.line, column: Some(at.column) })
    })
}
