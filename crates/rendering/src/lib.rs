//! Reports rendered for people: a web page, Markdown, JUnit.
//!
//! Contract. A rendering is a function of a report's data and a language, and
//! of nothing else: the same bytes for the same report, no file, no clock, no
//! network. What stands in a report is text that others wrote, and it stays
//! text: no markup, no link and no control character comes out of it.
//!
//! A report is put into words once, as an [`outline`]: lines with signs, bars
//! and what stands below them. Each rendering draws these lines its own way,
//! that of a terminal too, which is in the command line.

pub mod bar;
mod clean;
pub mod html;
pub mod junit;
pub mod look;
pub mod markdown;
pub mod outline;
pub mod speech;
pub mod words;

pub use look::{Look, Run, run};
pub use speech::{Speech, prose};

/// What a report is of.
#[derive(Debug, Clone)]
pub struct Heading {
    /// The rules as they were named.
    pub rules: String,
    /// The records as they were named.
    pub records: String,
}
