//! Writing: to standard output or a file, colour or not.

use std::fs;
use std::io::{IsTerminal, Write};
use std::path::Path;

use crate::Stop;

/// Writes a text with colours for a terminal to standard output, or without any to a file.
pub fn write(text: &str, out: Option<&Path>) -> Result<(), Stop> {
    match out {
        None => {
            let mut stdout = anstream::stdout().lock();
            stdout.write_all(text.as_bytes())?;
            stdout.flush()?;
        }
        Some(path) => {
            let plain = anstream::adapter::strip_str(text).to_string();
            fs::write(path, plain).map_err(|error| Stop::Unwritten(Some(path.to_owned()), error))?;
        }
    }
    Ok(())
}

/// A file in a folder that takes the place of another when all of it is written; who may read it is as for any new file.
pub fn beside(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// The width of lines where there is no terminal to ask.
const WIDTH: usize = 100;

/// How wide lines may be: the terminal's width, or the same for every file and pipe.
pub fn width(out: Option<&Path>) -> usize {
    let terminal = out.is_none() && std::io::stdout().is_terminal();
    let size = if terminal { terminal_size::terminal_size() } else { None };
    size.map_or(WIDTH, |(width, _)| usize::from(width.0))
}

/// Writes findings to standard error; nothing can be done where that fails.
pub fn findings(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Says one sentence on standard error.
pub fn complain(what: &str) {
    findings(&format!("tieuchi: {what}\n"));
}
