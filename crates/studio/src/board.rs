//! The board: what each criterion says now, what it said without the edits, and what the saved rules say.

use serde::Serialize;
use tieuchi::diagnostic::{Finding, Severity};
use tieuchi::report::{CriterionReport, Listing, Report, Totals, report_listing};
use tieuchi::source::Language;
use tieuchi::verdict::Verdict;
use tieuchi_language_server::samples;

use crate::overlay::Overlay;
use crate::said::{Paths, Place, Said, refused, said, sentence};
use crate::stage::{Scene, Stage};

/// The board.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Board {
    /// Counts whatever changes.
    pub revision: u64,
    /// The rule file that is judged by.
    pub rules: String,
    /// Whether the rules as they are typed have no error.
    pub sound: bool,
    /// Whether the verdicts are of earlier rules or records than those that the page shows.
    pub stale: bool,
    /// How many errors the rules have.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// All criteria taken together; nothing before there was a sound program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overall: Option<Overall>,
    /// The criteria.
    pub criteria: Vec<Line>,
    /// What is said of the rules.
    pub findings: Vec<Said>,
    /// What is said of the records, and of edits that don't fit.
    pub records: Vec<Said>,
    /// How many edits there are.
    pub edits: usize,
    /// The files whose text isn't saved.
    pub drafts: Vec<String>,
}

/// All criteria taken together.
#[derive(Debug, Clone, Serialize)]
pub struct Overall {
    /// What is said of them.
    pub verdict: Verdict,
    /// What is said without the edits, where that is something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Verdict>,
    /// How many have which verdict.
    pub counts: Totals,
}

/// A criterion.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// Its identifier.
    pub id: String,
    /// What it asks.
    pub title: String,
    /// What it is founded on.
    pub cites: Vec<Cited>,
    /// What is said of it.
    pub verdict: Verdict,
    /// What is said of it without the edits, where that is something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Verdict>,
    /// What the rules on the disk say of it without the edits, where that is something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was_saved: Option<Verdict>,
    /// The verdict in words, with the count that it rests on.
    pub summary: String,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// An item of a document.
#[derive(Debug, Clone, Serialize)]
pub struct Cited {
    /// The document.
    pub document: String,
    /// The item.
    pub item: String,
}

/// What a board is told of besides a stage.
pub struct Beside<'a> {
    /// Counts whatever changes.
    pub revision: u64,
    /// The edits.
    pub overlay: &'a Overlay,
    /// The files by their names.
    pub paths: &'a Paths,
    /// The files whose text isn't saved.
    pub drafts: Vec<String>,
    /// The language.
    pub language: Language,
}

impl Board {
    /// The board of a stage.
    pub fn of(stage: &mut Stage, beside: Beside<'_>) -> Board {
        let Beside { revision, overlay, paths, drafts, language } = beside;
        let rules = stage.rules.clone();
        let main = rules.files.first().map(|(source, _)| paths.of(source.name()));
        let errors = rules.errors();
        let mut board = Board {
            revision,
            rules: main.unwrap_or_default(),
            sound: rules.program.is_some(),
            stale: stage.stale,
            errors,
            warnings: rules.findings.len() - errors,
            findings: said(&rules.findings, &rules.sources(), paths, language),
            records: of_records(&stage.of_records, paths, language),
            edits: overlay.edits.len(),
            drafts,
            ..Board::default()
        };
        if let Some(error) = &stage.failed {
            board.records.push(sentence("error", error.say(language)));
        }
        let saved = stage.saved.clone();
        let Some(Scene { session, was, edited, .. }) = &mut stage.scene else { return board };
        for (number, why) in &edited.faults {
            let Some(edit) = overlay.edits.iter().find(|edit| edit.n == *number) else { continue };
            board.records.extend(refused(why, language).into_iter().map(|told| Said {
                severity: "warning",
                message: language.pick(
                    format!("what-if edit of “{}” has no effect: {}", edit.key, told.message),
                    format!("chỉnh sửa giả định ở “{}” không có hiệu lực: {}", edit.key, told.message),
                ),
                ..told
            }));
        }
        let report = report_listing(&session.evaluation(), Listing::Counted);
        let before = was.iter().fold(Verdict::NotApplicable, |all, verdict| all.and(*verdict));
        board.overall = Some(Overall {
            verdict: report.verdict,
            was: (before != report.verdict).then_some(before),
            counts: report.counts,
        });
        board.criteria = lines(&report, paths, language);
        for (line, was) in board.criteria.iter_mut().zip(was) {
            line.was = Some(*was).filter(|was| *was != line.verdict);
            let saved = saved.as_ref().and_then(|saved| saved.get(&line.id).copied());
            line.was_saved = saved.filter(|saved| *saved != line.verdict);
        }
        board
    }
}

/// Findings about records. That records of a kind are missing altogether says nothing while others can't be read.
fn of_records(findings: &[Finding], paths: &Paths, language: Language) -> Vec<Said> {
    let wrong = findings.iter().any(|finding| finding.severity() == Severity::Error);
    let told: Vec<Finding> = findings.iter().filter(|finding| !wrong || finding.code() != "W0403").cloned().collect();
    said(&told, &[], paths, language)
}

fn lines(report: &Report, paths: &Paths, language: Language) -> Vec<Line> {
    let one = |criterion: &CriterionReport| Line {
        id: criterion.id.clone(),
        title: criterion.title.clone(),
        cites: criterion
            .cites
            .iter()
            .map(|cite| Cited { document: cite.document.clone(), item: cite.item.clone() })
            .collect(),
        verdict: criterion.verdict,
        was: None,
        was_saved: None,
        summary: samples::line(criterion, language),
        place: criterion.place.as_ref().map(|place| Place {
            path: paths.of(&place.file),
            line: place.line,
            column: Some(place.column),
        }),
    };
    report.criteria.iter().map(one).collect()
}
