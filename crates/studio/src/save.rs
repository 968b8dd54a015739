//! Writing rule files: all of a file or nothing, inside the pack, over what the author began with and nothing else.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use tempfile::NamedTempFile;
use tieuchi_records::TESTS;

use crate::pack::{Leaf, OnDisk, read};

/// Why a file isn't written.
#[derive(Debug)]
pub enum Unsaved {
    /// It isn't what the author began with.
    Changed {
        /// What it is, unless it has gone.
        disk: Option<OnDisk>,
        /// What the author has typed.
        draft: Arc<str>,
    },
    /// It leads out of the pack, or is no plain file.
    Outside,
    /// What the system says.
    System(io::Error),
}

impl From<io::Error> for Unsaved {
    fn from(error: io::Error) -> Unsaved {
        Unsaved::System(error)
    }
}

/// Writes a draft over the file that has this digest; an empty one is that of a file that has gone.
///
/// # Errors
///
/// The file is another one, leads elsewhere, or the system refuses.
pub fn save(root: &Path, leaf: &Leaf, digest: &str) -> Result<OnDisk, Unsaved> {
    let folder = leaf.real.parent().ok_or(Unsaved::Outside)?;
    // Links may have been laid since the files were looked through.
    if folder.canonicalize()? != folder || !folder.starts_with(root) {
        return Err(Unsaved::Outside);
    }
    let there = match fs::symlink_metadata(&leaf.real) {
        Ok(about) if about.is_file() => Some(about),
        Ok(_) => return Err(Unsaved::Outside),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    let disk = there.as_ref().and_then(|_| read(&leaf.real));
    if disk.as_ref().map_or("", |disk| disk.digest.as_str()) != digest {
        return Err(Unsaved::Changed { disk, draft: leaf.text().clone() });
    }
    let bytes = leaf.disk.dressed(leaf.text());
    let mut file = beside(folder)?;
    file.write_all(&bytes)?;
    if let Some(about) = &there {
        file.as_file().set_permissions(about.permissions())?;
    }
    file.as_file().sync_all()?;
    match there {
        Some(_) => file.persist(&leaf.real).map_err(|error| error.error)?,
        None => file.persist_noclobber(&leaf.real).map_err(|error| error.error)?,
    };
    settled(folder);
    OnDisk::of(&bytes).ok_or(Unsaved::Outside)
}

/// Makes a file that isn't there, by a path that [may be new](crate::pack::may_be_new).
///
/// # Errors
///
/// It is there, leads elsewhere, or the system refuses.
pub fn begin(root: &Path, path: &str, text: &str) -> Result<(), Unsaved> {
    let (folder, name) = match path.rsplit_once('/') {
        Some((_, name)) => (root.join(TESTS), name),
        None => (root.to_owned(), path),
    };
    match fs::create_dir(&folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error.into()),
        Ok(()) | Err(_) => {}
    }
    if folder.canonicalize()? != folder {
        return Err(Unsaved::Outside);
    }
    let mut file = beside(&folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist_noclobber(folder.join(name)).map_err(|error| error.error)?;
    settled(&folder);
    Ok(())
}

/// A file in a folder that takes the place of another when all of it is written; who may read it is as for any new file.
fn beside(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Has the system write the folder down too, where it can.
fn settled(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}
