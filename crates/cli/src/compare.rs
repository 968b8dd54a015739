//! The command `diff`: two rules on the same records.

use std::path::Path;

use tieuchi::check::Settings;
use tieuchi::diff::{self, Difference};
use tieuchi::report::Listing;
use tieuchi::source::Language;

use crate::args::ComparisonFormat;
use crate::commands::{as_json, as_ron, evaluated, in_page};
use crate::text::Speech;
use crate::text::diff::{Heading, render};
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
    let heading = Heading { old: shown(old), new: shown(new), records: shown(data) };
    deliver(&found, language, &heading, form)
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
