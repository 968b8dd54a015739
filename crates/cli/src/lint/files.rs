//! Rule files as they stand on the disk.

use std::fs;
use std::io::Write;
use std::path::{Component, Path};

use crate::{Stop, output};

/// Whether a file stands in a folder or below it.
pub fn is_within(name: &str, home: Option<&Path>) -> bool {
    let name = Path::new(name);
    let Some(home) = home.filter(|home| !home.as_os_str().is_empty()) else {
        return name.is_relative() && !name.components().any(|part| part == Component::ParentDir);
    };
    name.starts_with(home)
}

/// Puts a text in a file's place, all of it or nothing, with the byte-order mark and the line ends that the file has.
pub fn replace(path: &Path, text: &str) -> Result<(), Stop> {
    let unwritten = |error| Stop::Unwritten(Some(path.to_owned()), error);
    // A link stays one; what it leads to is written.
    let path = &fs::canonicalize(path).map_err(unwritten)?;
    let before = fs::read_to_string(path).map_err(unwritten)?;
    let mark = if before.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let text = if before.contains("\r\n") { text.replace('\n', "\r\n") } else { text.to_owned() };
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = output::beside(folder).map_err(unwritten)?;
    file.write_all(mark.as_bytes()).and_then(|()| file.write_all(text.as_bytes())).map_err(unwritten)?;
    let permissions = fs::metadata(path).map_err(unwritten)?.permissions();
    file.as_file().set_permissions(permissions).map_err(unwritten)?;
    file.as_file().sync_all().map_err(unwritten)?;
    file.persist(path).map_err(|error| unwritten(error.error))?;
    Ok(())
}
