//! What the program says, one file per language. A [`Words`] has every text,
//! so that none can be forgotten in one of them.

mod disk;
mod en;
mod files;
mod help;
mod hunts;
pub mod plan;
#[cfg(feature = "studio")]
mod studio;
mod usage;
mod vi;

use tieuchi::source::Language;

pub use disk::disk_fault;
pub use files::file_words;
pub use help::vietnamese;
pub use hunts::{HuntWords, count, hunt_words};
#[cfg(feature = "studio")]
pub use studio::studio_words;
pub use usage::usage_fault;

/// The texts of a language.
pub struct Words {
    /// Tests.
    pub test_expected: &'static str,
    pub test_actual: &'static str,
    pub tests_counted: fn(u64, u64) -> String,
    pub expectations: fn(u64) -> String,
    pub places_covered: fn(u64, u64) -> String,
    pub never_seen_to_hold: &'static str,
    pub never_seen_to_fail: &'static str,
    pub holds_after_all: &'static str,
    pub fails_after_all: &'static str,
    pub no_tests: fn(&str) -> String,
    pub watching: &'static str,
    /// The whole.
    pub rules_sound: fn(criteria: usize, awards: usize, defined: usize, kinds: usize) -> String,
    pub numbers_too: fn(scores: usize, ranks: usize) -> String,
    pub rules_only: &'static str,
    /// Faults of the program's own doing.
    pub cant_read: fn(&str, &str) -> String,
    pub bad_program: fn(&str, &str) -> String,
    pub bad_tallies: fn(&str, &str) -> String,
    pub settled: fn(&str) -> String,
    pub too_large: fn(&str) -> String,
    pub too_much: &'static str,
    pub no_such_criterion: fn(&str, Option<&str>) -> String,
    pub no_such_record: fn(&str, &str) -> String,
    pub no_such_part: fn(&str) -> String,
    pub no_such_code: fn(&str, Option<&str>) -> String,
    pub not_counted: fn(&str, &str) -> String,
    /// Of explain.
    pub in_base: &'static str,
    pub not_in_base: &'static str,
    pub perhaps_in_base: &'static str,
    pub property_holds: &'static str,
    pub property_fails: &'static str,
    pub property_open: &'static str,
    pub in_clause: &'static str,
    /// While something lasts.
    pub reading: &'static str,
    pub evaluating: &'static str,
    pub left: fn(&str) -> String,
    pub decimal: char,
    /// Of diff.
    pub old: &'static str,
    pub new: &'static str,
    pub nothing_differs: &'static str,
    pub differs: fn(criteria: usize, fields: usize) -> String,
    pub only_old: &'static str,
    pub only_new: &'static str,
    pub read_by_old: &'static str,
    pub read_by_new: &'static str,
    pub other_records: &'static str,
    pub nothing_asked: &'static str,
    pub not_about: &'static str,
    pub no_record: &'static str,
    pub no_line: &'static str,
    /// Of reports that are compared.
    pub no_report: fn(&str) -> String,
    pub bad_report: fn(&str, &str) -> String,
    pub other_version: fn(&str, u32, u32) -> String,
    pub nothing_changed: &'static str,
    pub joined: &'static str,
    pub left_it: &'static str,
    pub filled: &'static str,
    pub opened: &'static str,
    pub not_all_named: &'static str,
    /// Of explain-code.
    pub wrong: &'static str,
    pub right: &'static str,
}

/// The texts of a language.
pub fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &en::WORDS,
        Language::Vi => &vi::WORDS,
    }
}
