//! Reports and explanations for a terminal.

pub mod codes;
pub mod diff;
mod draw;
pub mod explain;
pub mod hunts;
mod page;
pub mod plan;
pub mod proof;
mod ranks;
pub mod report;
pub mod rules;
mod scores;
pub mod trials;
#[cfg(feature = "spreadsheets")]
mod workbook;

use std::ops::Deref;

use tieuchi::source::Language;

use crate::words::{Words, words};

pub use page::{Look, Page, Run, padded, run};

/// How things are said on a terminal: as in every rendering, and what the command line says itself.
pub struct Speech {
    shared: tieuchi_rendering::Speech,
    /// The command line's own words.
    pub own: &'static Words,
}

impl Deref for Speech {
    type Target = tieuchi_rendering::Speech;

    fn deref(&self) -> &Self::Target {
        &self.shared
    }
}

impl Speech {
    /// Of a language; `whole` shows everything.
    pub fn new(language: Language, whole: bool) -> Speech {
        Speech { shared: tieuchi_rendering::Speech::new(language, whole), own: words(language) }
    }
}
