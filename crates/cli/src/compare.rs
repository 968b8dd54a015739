//! The command `diff`: two rules on the same records, or two saved reports.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use tieuchi::check::Settings;
use tieuchi::diff::{self, Difference};
use tieuchi::report::{Listing, REPORT_VERSION, Report};
use tieuchi::source::Language;

use crate::args::ComparisonFormat;
use crate::commands::{as_json, as_ron, evaluated, in_page};
use crate::text::Speech;
use crate::text::diff::{Heading, render};
use crate::words::{disk_fault, words};
use crate::{Stop, input, output};

/// How a comparison is written, and where to.
#[derive(Clone, Copy)]
pub struct Form<'a> {
    /// In which form.
    pub format: ComparisonFormat,
    /// How many records are named.
    pub listing: Listing,
    /// To which file.
    pub out: Option<&'a Path>,
}

/// Rules and what their parameters are set to.
type Rules<'a> = (&'a Path, Settings);

/// Compares, writes, and gives the exit code: 0 nothing differs, 1 something does.
pub fn diff(old: Rules<'_>, new: Rules<'_>, data: &Path, lang: Option<Language>, form: Form<'_>) -> Result<u8, Stop> {
    let ((old, old_set), (new, new_set)) = (old, new);
    let (before, after) = (input::rules(old, lang, &old_set)?, input::rules(new, lang, &new_set)?);
    let language = lang.unwrap_or(after.program.language);
    let mut told = Vec::new();
    let first = input::records_beside(&before, &after, data, &mut told)?;
    let second = input::records_beside(&after, &before, data, &mut told)?;
    let first = evaluated(&before.program, &first, language)?;
    let second = evaluated(&after.program, &second, language)?;
    let found = diff::diff(&first, &second, form.listing);
    let shown = |path: &Path| path.display().to_string();
    let heading = Heading { old: shown(old), new: shown(new), records: Some(shown(data)) };
    deliver(&found, language, &heading, form)
}

/// What every version of a report says of itself.
#[derive(Deserialize)]
struct Versioned {
    report_version: u32,
}

/// Compares two saved reports, as [`diff`] does rules.
pub fn reports(old: &Path, new: &Path, lang: Option<Language>, form: Form<'_>) -> Result<u8, Stop> {
    let (before, after) = (saved(old, lang)?, saved(new, lang)?);
    let language = lang.unwrap_or(after.language);
    let mut found = diff::reports(&before, &after);
    found.shorten(form.listing);
    let shown = |path: &Path| path.display().to_string();
    let heading = Heading { old: shown(old), new: shown(new), records: None };
    deliver(&found, language, &heading, form)
}

/// A report that `check` or `merge` wrote.
fn saved(path: &Path, lang: Option<Language>) -> Result<Report, Stop> {
    let (language, shown) = (lang.unwrap_or_default(), path.display().to_string());
    let words = words(language);
    let none = || Stop::Say((words.no_report)(&shown));
    let ron = match path.extension().and_then(|ending| ending.to_str()) {
        Some("json") => false,
        Some("ron") => true,
        Some(_) | None => return Err(none()),
    };
    let unread = |error: std::io::Error| Stop::Say((words.cant_read)(&shown, &disk_fault(&error, language)));
    let text = fs::read_to_string(path).map_err(unread)?;
    let version = if ron {
        ron::from_str::<Versioned>(&text).map_err(|_| none())?
    } else {
        serde_json::from_str::<Versioned>(&text).map_err(|_| none())?
    };
    if version.report_version != REPORT_VERSION {
        return Err(Stop::Say((words.other_version)(&shown, version.report_version, REPORT_VERSION)));
    }
    let bad = |why: String| Stop::Say((words.bad_report)(&shown, &why));
    if ron {
        ron::from_str(&text).map_err(|error| bad(error.to_string()))
    } else {
        serde_json::from_str(&text).map_err(|error| bad(error.to_string()))
    }
}

/// Writes a comparison and gives its exit code.
fn deliver(found: &Difference, language: Language, heading: &Heading, form: Form<'_>) -> Result<u8, Stop> {
    let written = match form.format {
        ComparisonFormat::Text => in_page(form.out, |page| render(&Speech::new(language, false), page, found, heading)),
        ComparisonFormat::Json => as_json(found)?,
        ComparisonFormat::Ron => as_ron(found)?,
    };
    output::write(&written, form.out)?;
    Ok(u8::from(!found.is_empty()))
}
