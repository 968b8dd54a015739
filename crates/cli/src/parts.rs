//! `tally` and `merge`: records stay where they are, tallies travel.

use std::fs;
use std::path::{Path, PathBuf};

use tieuchi::partial::{self, MAX_BYTES, Partial, Refused};
use tieuchi::report::Report;
use tieuchi::source::Language;

use crate::args::DataFormat;
use crate::commands::evaluated;
use crate::input::{self, Loaded};
use crate::words::{disk_fault, words};
use crate::{Stop, output};

/// Tallies the records of a source and writes that.
pub fn tally(
    loaded: &Loaded,
    language: Language,
    data: &Path,
    source: &str,
    secret: Option<&Path>,
    format: DataFormat,
    out: Option<&Path>,
) -> Result<u8, Stop> {
    let say = |refused: Refused| Stop::Say(refused.say(language));
    let program = &loaded.program;
    // What is wrong with the rules is said before anything is read.
    partial::divisible(program).map_err(say)?;
    let secret = secret.map(|path| read(path, language)).transpose()?;
    let roster = input::records(loaded, data)?;
    let evaluation = evaluated(program, &roster, language)?;
    let tallies = partial::tally(&evaluation, source, secret.as_deref().map(str::trim).map(str::as_bytes));
    output::write(&written(&tallies.map_err(say)?, format).map_err(say)?, out)?;
    Ok(0)
}

/// Puts tallies together and gives their report and the names of the sources.
pub fn merge(
    loaded: &Loaded,
    language: Language,
    files: &[PathBuf],
    save: Option<&Path>,
) -> Result<(Report, String), Stop> {
    let say = |refused: Refused| Stop::Say(refused.say(language));
    let program = &loaded.program;
    partial::divisible(program).map_err(say)?;
    let mut parts = Vec::with_capacity(files.len());
    for file in files {
        let text = read(file, language)?;
        let part = match form(file) {
            DataFormat::Json => Partial::from_json(program, &text),
            DataFormat::Ron => Partial::from_ron(program, &text),
        };
        parts.push(part.map_err(|refused| unfit(file, &refused, language))?);
    }
    let merged = partial::merge(program, parts).map_err(say)?;
    if let Some(path) = save {
        output::write(&written(&merged, form(path)).map_err(say)?, Some(path))?;
    }
    let report = partial::report(program, &merged).map_err(say)?;
    Ok((report, merged.sources().collect::<Vec<_>>().join(", ")))
}

/// The form that a file's name tells.
fn form(file: &Path) -> DataFormat {
    if file.extension().is_some_and(|ending| ending == "json") { DataFormat::Json } else { DataFormat::Ron }
}

fn written(tallies: &Partial, format: DataFormat) -> Result<String, Refused> {
    let text = match format {
        DataFormat::Ron => tallies.to_ron(),
        DataFormat::Json => tallies.to_json(),
    };
    text.map(|text| text + "\n")
}

fn unfit(file: &Path, refused: &Refused, language: Language) -> Stop {
    Stop::Say((words(language).bad_tallies)(&file.display().to_string(), &refused.say(language)))
}

/// A file's text, if it isn't longer than any that is read.
fn read(file: &Path, language: Language) -> Result<String, Stop> {
    let length = fs::metadata(file).map_or(0, |about| usize::try_from(about.len()).unwrap_or(usize::MAX));
    if length > MAX_BYTES {
        return Err(unfit(file, &Refused::TooLong(length), language));
    }
    let unread =
        |error| Stop::Say((words(language).cant_read)(&file.display().to_string(), &disk_fault(&error, language)));
    fs::read_to_string(file).map_err(unread)
}
