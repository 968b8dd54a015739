//! For programs.

use serde::Serialize;
use tieuchi::lint::{Coverage, Fix, Level, Standing, rule};
use tieuchi::source::{Language, Source, Span};

use super::Linted;

/// A place: lines and columns from 1, columns in letters as people see them.
#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    level: &'a str,
    #[serde(flatten)]
    place: Option<Place<'a>>,
    title: String,
    label: String,
    help: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Mend<'a>>,
}

#[derive(Serialize)]
struct Mend<'a> {
    title: &'a str,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    #[serde(flatten)]
    place: Option<Place<'a>>,
    text: &'a str,
}

#[derive(Serialize)]
struct Silenced<'a> {
    code: &'a str,
    #[serde(flatten)]
    place: Option<Place<'a>>,
    title: String,
    reason: &'a str,
}

#[derive(Serialize)]
struct Document<'a> {
    document: &'a str,
    title: Option<&'a str>,
    items: usize,
    measured: usize,
    waived: usize,
    forgotten: usize,
    covered: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    title: &'a str,
    standing: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    by: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct Pack<'a> {
    findings: Vec<Finding<'a>>,
    silenced: Vec<Silenced<'a>>,
    coverage: Vec<Document<'a>>,
    denied: usize,
    warned: usize,
    mended: usize,
}

/// Everything, an entry for each pack.
pub fn json(found: &[Linted]) -> String {
    let packs: Vec<Pack<'_>> = found.iter().map(pack).collect();
    // Plain data with names as keys always serialises.
    serde_json::to_string_pretty(&packs).unwrap_or_default() + "\n"
}

fn pack(linted: &Linted) -> Pack<'_> {
    let (sources, language) = (&linted.sources[..], linted.language);
    let findings: Vec<Finding<'_>> = linted
        .hits
        .iter()
        .map(|(hit, level)| {
            let (code, prose) = (hit.finding.code(), hit.finding.prose(language));
            Finding {
                code,
                name: rule(code).map(|rule| rule.name),
                level: named(*level),
                place: place(sources, hit.finding.at),
                title: prose.title,
                label: prose.label,
                help: prose.help,
                fix: hit.fix.as_ref().map(|fix| mend(sources, fix, language)),
            }
        })
        .collect();
    let silenced = linted.silenced.iter().map(|one| Silenced {
        code: one.finding.code(),
        place: place(sources, one.finding.at),
        title: one.finding.prose(language).title,
        reason: &one.reason,
    });
    let denied = linted.hits.iter().filter(|(_, level)| *level == Level::Deny).count();
    Pack {
        warned: findings.len() - denied,
        findings,
        silenced: silenced.collect(),
        coverage: linted.coverage.iter().map(document).collect(),
        denied,
        mended: linted.mended,
    }
}

fn named(level: Level) -> &'static str {
    match level {
        Level::Warn => "warn",
        Level::Deny => "deny",
    }
}

fn mend<'a>(sources: &'a [Source], fix: &'a Fix, language: Language) -> Mend<'a> {
    let edits = fix.edits.iter().map(|edit| Edit { place: place(sources, edit.at), text: &edit.text });
    Mend { title: language.pick(&fix.en, &fix.vi), edits: edits.collect() }
}

fn place(sources: &[Source], at: Span) -> Option<Place<'_>> {
    let source = sources.get(at.file as usize)?;
    let (from, to) = (source.position(at.start), source.position(at.end));
    Some(Place { file: source.name(), line: from.line, column: from.column, end_line: to.line, end_column: to.column })
}

fn document(coverage: &Coverage) -> Document<'_> {
    let [measured, waived, forgotten] = coverage.counts();
    let covered = coverage.items.iter().map(|item| {
        let (standing, by, reason): (_, &[String], _) = match &item.standing {
            Standing::Measured(by) => ("measured", by, None),
            Standing::Waived(reason) => ("waived", &[], Some(reason.as_str())),
            Standing::Forgotten => ("forgotten", &[], None),
        };
        Item { id: &item.id, title: &item.title, standing, by, reason }
    });
    Document {
        document: &coverage.document,
        title: coverage.title.as_deref(),
        items: coverage.items.len(),
        measured,
        waived,
        forgotten,
        covered: covered.collect(),
    }
}
