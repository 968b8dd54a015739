//! How far reading is.

use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// How far the reading of records is, for whoever shows it while another thread reads.
///
/// Bytes are those on the disk: of a packed file the packed ones. A file that is sought in may be read in part only, and
/// is counted whole once it is done.
#[derive(Debug, Default)]
pub struct Progress {
    passed: Arc<AtomicU64>,
    all: AtomicU64,
    file: Mutex<Option<String>>,
}

impl Progress {
    /// How many bytes were read.
    pub fn passed(&self) -> u64 {
        self.passed.load(Ordering::Relaxed)
    }

    /// How many there are in all files; 0 while nobody knows.
    pub fn all(&self) -> u64 {
        self.all.load(Ordering::Relaxed)
    }

    /// The file that is read now, as findings name it.
    pub fn file(&self) -> Option<String> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What counts the bytes.
    pub(crate) fn counter(&self) -> &Arc<AtomicU64> {
        &self.passed
    }

    /// Says which files there are to read.
    pub(crate) fn expect<'f>(&self, files: impl Iterator<Item = &'f Path>) {
        self.all.store(files.map(length).sum(), Ordering::Relaxed);
    }

    /// Reads a file and counts it whole.
    pub(crate) fn within<T>(&self, path: &Path, read: impl FnOnce() -> T) -> T {
        let before = self.passed();
        *self.file.lock().unwrap_or_else(PoisonError::into_inner) = Some(path.display().to_string());
        let done = read();
        self.passed.store(before.saturating_add(length(path)), Ordering::Relaxed);
        done
    }
}

fn length(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |about| about.len())
}

/// Counts what is read.
pub(crate) struct Counted<R> {
    pub input: R,
    pub passed: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.passed.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
