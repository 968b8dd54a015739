//! The command `diff`: two rules on the same records.

use std::path::Path;

use tieuchi::check::Settings;
use tieuchi::diff;
use tieuchi::source::Language;

use crate::commands::{Form, evaluated, write};
use crate::text::Speech;
use crate::text::diff::{Heading, render};
use crate::{Stop, input};

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
    write(&found, form, |page| render(&Speech::new(language, false), page, &found, &heading))?;
    Ok(u8::from(!found.is_empty()))
}
