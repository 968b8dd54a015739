//! A file of records: on the disk, or in memory with the name that it has.

use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::Arc;

use tieuchi::diagnostic::DataFault;

use crate::folder::MAX_FILE_BYTES;
use crate::packed::{MAX_RATIO, fault, open, unpacked};
use crate::progress::Progress;

/// Where the bytes of a file are.
#[derive(Clone, Copy)]
pub(crate) struct Input<'a> {
    /// Its path, or its name alone.
    pub path: &'a Path,
    /// Its bytes, where it isn't on the disk.
    pub memory: Option<&'a Arc<[u8]>>,
    /// Who is told how far it is.
    pub progress: &'a Progress,
}

impl<'a> Input<'a> {
    /// A file on the disk.
    pub fn disk(path: &'a Path, progress: &'a Progress) -> Input<'a> {
        Input { path, memory: None, progress }
    }

    /// Whether there is such a file.
    pub fn exists(&self) -> bool {
        self.memory.is_some() || self.path.exists()
    }

    /// The file's name as findings show it.
    pub fn shown(&self) -> String {
        self.path.display().to_string()
    }

    /// Its content, unpacked if its name says so.
    pub fn open(&self) -> Result<Box<dyn Read>, DataFault> {
        match self.memory {
            Some(bytes) => {
                // What is in memory already is to leave room for what comes of it.
                let length = (bytes.len() as u64).min(MAX_FILE_BYTES / MAX_RATIO);
                Ok(unpacked(self.path, Cursor::new(bytes.clone()), length))
            }
            None => open(self.path, self.progress).map_err(|error| fault(&error)),
        }
    }

    /// All of its content, or why not.
    pub fn bytes(&self) -> Result<Vec<u8>, DataFault> {
        let mut bytes = Vec::new();
        // The length that the system tells may be wrong (pipes) or change: what counts is what is read.
        let read = self.open()?.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes);
        read.map_err(|error| fault(&error))?;
        if bytes.len() as u64 > MAX_FILE_BYTES { Err(DataFault::TooLarge { limit: MAX_FILE_BYTES }) } else { Ok(bytes) }
    }
}
