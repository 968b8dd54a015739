//! `tieuchi studio`: a page on this machine to write rules in.

use std::io::ErrorKind;
use std::path::Path;

use tieuchi::source::Language;
use tieuchi_studio::{Config, Studio, show};

use crate::words::{disk_fault, studio_words, words};
use crate::{Stop, input, output, spoken};

/// What is asked for.
pub struct Asked<'a> {
    /// The pack.
    pub pack: &'a Path,
    /// The records.
    pub data: Option<&'a Path>,
    /// The port.
    pub port: u16,
    /// Whether to open a browser.
    pub open: bool,
}

/// Serves the page until somebody stops it.
pub fn studio(asked: &Asked<'_>, language: Option<Language>) -> Result<u8, Stop> {
    let said = language.unwrap_or_else(spoken);
    let own = studio_words(said);
    let shown = asked.pack.display().to_string();
    let ending = asked.pack.extension().and_then(|ending| ending.to_str()).unwrap_or("");
    if asked.pack.is_file() && ending != "tieuchi" && asked.pack.file_name().is_none_or(|name| name != "tieuchi.ron") {
        return Err(Stop::Say((own.no_pack)(&shown)));
    }
    // A folder without a manifest and a file that isn't there are told as everywhere; rules with errors are what it is for.
    if !asked.pack.is_file() && !asked.pack.join(tieuchi_records::MANIFEST).is_file() {
        input::pack(asked.pack, language)?;
    }
    if let Some(data) = asked.data
        && let Err(error) = data.metadata()
    {
        return Err(Stop::Say((words(said).cant_read)(&data.display().to_string(), &disk_fault(&error, said))));
    }
    let config =
        Config { pack: asked.pack.to_owned(), data: asked.data.map(Path::to_owned), language, port: asked.port };
    let studio = Studio::open(config).map_err(|error| {
        Stop::Say(match error.kind() {
            ErrorKind::AddrInUse | ErrorKind::PermissionDenied if asked.port > 0 => (own.port_taken)(asked.port),
            _ => (own.cant_start)(&disk_fault(&error, said)),
        })
    })?;
    let (address, stopped) = (studio.address(), studio.interrupted());
    output::write(&format!("{}\n", (own.open_at)(&address)), None)?;
    // What the browser was shown lies about no longer than the server runs.
    let shown = if asked.open { show(&address).map_err(|_| output::complain(own.no_browser)).ok() } else { None };
    studio.serve(stopped);
    drop(shown);
    Ok(0)
}
