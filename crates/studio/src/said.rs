//! Findings as the page shows them, and refusals.

use std::collections::HashMap;

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use serde::Serialize;
use tieuchi::diagnostic::{Finding, Problem, Severity};
use tieuchi::session::Refused;
use tieuchi::source::{Language, Source};

/// The most findings that are told at once.
const MOST: usize = 200;

/// A finding in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Said {
    /// Its stable code; empty where it has none.
    pub code: String,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// What is wrong, and where: readable by itself.
    pub message: String,
    /// What to do.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub help: String,
    /// Where in the files of the pack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The file of records.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The row there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// The column or field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// A place in a file of the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file as the page knows it.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

/// Files as the page knows them, by the name that they have in findings and reports.
#[derive(Debug, Clone, Default)]
pub struct Paths(pub HashMap<String, String>);

impl Paths {
    /// A file; one that the page doesn't know keeps its last part alone, since where the pack lies is nobody's business.
    pub fn of(&self, name: &str) -> String {
        self.0.get(name).cloned().unwrap_or_else(|| name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned())
    }
}

/// A sentence that isn't a finding of the library.
pub fn sentence(severity: &'static str, message: impl Into<String>) -> Said {
    Said { severity, message: message.into(), ..Said::default() }
}

/// Findings in words, at most [`MOST`] of them.
pub fn said(findings: &[Finding], sources: &[Source], paths: &Paths, language: Language) -> Vec<Said> {
    findings.iter().take(MOST).map(|finding| one(finding, sources, paths, language)).collect()
}

fn one(finding: &Finding, sources: &[Source], paths: &Paths, language: Language) -> Said {
    let prose = finding.prose(language);
    let severity = match finding.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let said = Said { code: finding.code().to_owned(), severity, help: prose.help, ..Said::default() };
    if let Some(source) = sources.get(finding.at.file as usize).filter(|_| finding.at.is_some()) {
        let at = source.position(finding.at.start);
        let place = Place { path: paths.of(source.name()), line: at.line, column: Some(at.column) };
        return Said { message: prose.title, place: Some(place), ..said };
    }
    match &finding.problem {
        Problem::Data(problem) => {
            let (file, row, field) = (problem.place.file.clone(), problem.place.row, problem.place.column.clone());
            let shown = file.as_deref().map(|file| paths.of(file));
            let place = tieuchi::diagnostic::DataPlace { file: shown.clone(), ..problem.place.clone() };
            let place = place.shown(language);
            let message = if place.is_empty() { prose.title } else { format!("{place}: {}", prose.title) };
            Said { message, file: shown, row, field, ..said }
        }
        Problem::Pack(problem) => {
            let place = problem.file.as_deref().map(|file| Place {
                path: paths.of(file),
                line: problem.position.map_or(1, |at| at.line),
                column: problem.position.map(|at| at.column),
            });
            Said { message: prose.title, place, ..said }
        }
        Problem::Syntax(_) | Problem::Check(_) | Problem::Lint(_) => Said { message: prose.title, ..said },
    }
}

/// Why a session refuses something. Rows say nothing here: a record is known by its key.
pub fn refused(why: &Refused, language: Language) -> Vec<Said> {
    let Refused::Records(findings) = why else { return vec![sentence("error", why.say(language))] };
    let told = |finding: &Finding| {
        let field = match &finding.problem {
            Problem::Data(problem) => problem.place.column.clone(),
            Problem::Syntax(_) | Problem::Check(_) | Problem::Pack(_) | Problem::Lint(_) => None,
        };
        let prose = finding.prose(language);
        let code = finding.code().to_owned();
        Said { code, severity: "error", message: prose.title, help: prose.help, field, ..Said::default() }
    };
    findings.iter().take(MOST).map(told).collect()
}

/// Why something isn't done.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The HTTP status.
    pub status: StatusCode,
    /// What was found; the first says why.
    pub findings: Vec<Said>,
    /// More that the page wants to know.
    pub more: Option<serde_json::Value>,
}

impl Refusal {
    /// With a sentence.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Refusal {
        Refusal { status, findings: vec![sentence("error", message)], more: None }
    }

    /// There are as many pages as there may be.
    pub fn crowded(language: Language) -> Refusal {
        Refusal::new(
            StatusCode::SERVICE_UNAVAILABLE,
            language.pick("too many pages are open: close some", "mở quá nhiều trang: hãy đóng bớt"),
        )
    }

    /// There is no such thing.
    pub fn missing(language: Language) -> Refusal {
        Refusal::new(StatusCode::NOT_FOUND, language.pick("there is no such thing here", "không có nội dung này"))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response<Body> {
        let mut told = self.more.and_then(|more| more.as_object().cloned()).unwrap_or_default();
        told.insert("findings".to_owned(), serde_json::json!(self.findings));
        let mut response = json(&told);
        *response.status_mut() = self.status;
        response
    }
}

/// An answer as JSON.
pub fn json(value: &impl Serialize) -> Response<Body> {
    typed("application/json", serde_json::to_vec(value).unwrap_or_default())
}

/// An answer of a type.
pub fn typed(mime: &'static str, bytes: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(bytes.into());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    response
}
