//! What the program says, one file per language. A [`Words`] has every text,
//! so that none can be forgotten in one of them.

mod disk;
mod en;
mod files;
mod help;
mod usage;
mod vi;

use tieuchi::report::RoundedReport;
use tieuchi::source::Language;

pub use disk::disk_fault;
pub use files::file_words;
pub use help::vietnamese;
pub use usage::usage_fault;

/// A number of changes that are lacking.
pub enum Changes {
    /// So many.
    Exactly(u64),
    /// Up to so many, depending on what is unknown.
    UpTo(u64),
    /// From so many to so many, depending on what is unknown.
    Between(u64, u64),
    /// So many or more: in some fillings nothing helps.
    OrMore(u64),
}

/// The texts of a language.
pub struct Words {
    /// Verdicts.
    pub met: &'static str,
    pub not_met: &'static str,
    pub undetermined: &'static str,
    pub not_applicable: &'static str,
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
    /// Values.
    pub yes: &'static str,
    pub no: &'static str,
    pub none: &'static str,
    pub missing: &'static str,
    pub absent: &'static str,
    pub unknown: &'static str,
    pub private: &'static str,
    pub against: &'static str,
    pub or: &'static str,
    /// From or up to a bound.
    pub half_open: fn(Option<&str>, Option<&str>) -> String,
    /// `27 criteria`.
    pub criteria: fn(u64) -> String,
    /// What a clause asks for.
    pub needs_all: &'static str,
    pub needs_none: &'static str,
    pub needs_at_least: fn(&str) -> String,
    pub needs_more_than: fn(&str) -> String,
    pub needs_at_most: fn(&str) -> String,
    pub needs_less_than: fn(&str) -> String,
    pub needs_exactly: fn(&str) -> String,
    pub needs_between: fn(&str, &str) -> String,
    /// Behind a share: how many that is.
    pub that_is: fn(&str) -> String,
    /// Sentences about how many.
    pub of_which: &'static str,
    pub of_the_rest: &'static str,
    pub failing: &'static str,
    pub counted: &'static str,
    pub open_property: &'static str,
    pub perhaps_in: &'static str,
    pub nearest: &'static str,
    pub to_be_met: &'static str,
    pub more: fn(&Changes, one: &str, many: &str, property: &str) -> String,
    pub fewer: fn(&Changes, one: &str, many: &str, property: &str) -> String,
    pub either: fn(&Changes, one: &str, many: &str, property: &str) -> String,
    pub too_few: fn(many: &str) -> String,
    pub beyond: &'static str,
    pub indivisible: fn(many: &str) -> String,
    pub nobody: fn(many: &str) -> String,
    pub empty: fn(many: &str) -> String,
    pub may_be_empty: fn(many: &str) -> String,
    pub left_out: fn(u64) -> String,
    pub nothing_left: &'static str,
    pub missing_fails: &'static str,
    pub missing_passes: &'static str,
    pub without: &'static str,
    /// Lists.
    pub all_with: &'static str,
    pub and_more: fn(u64) -> String,
    pub list_need: fn(at_least: Option<u32>, at_most: Option<u32>, all: usize) -> String,
    /// Criteria.
    pub open: &'static str,
    pub of_record: fn(field: &str, ids: &str) -> String,
    pub no_value: &'static str,
    pub division_by_zero: &'static str,
    pub divided_by: fn(what: &str) -> String,
    pub of_nobody: fn(what: &str) -> String,
    pub cites: &'static str,
    pub item: &'static str,
    pub by_criterion: fn(&str) -> String,
    pub not_this: &'static str,
    pub each_of: fn(u64, one: &str, many: &str) -> String,
    pub perhaps_also: fn(u64) -> String,
    pub perhaps_about: &'static str,
    pub requirement: &'static str,
    pub where_is: &'static str,
    /// Awards.
    pub awards: &'static str,
    pub undecided: &'static str,
    pub rounded: fn(&str, RoundedReport) -> String,
    /// Parameters.
    pub parameter: &'static str,
    pub instead_of: fn(&str) -> String,
    /// Ranks.
    pub ranks: &'static str,
    pub ranked_by: fn(&[String]) -> String,
    pub lowest_first: &'static str,
    pub place: &'static str,
    pub shares_with: &'static str,
    pub undecided_with: &'static str,
    pub perhaps_ranked: &'static str,
    pub would_be: &'static str,
    pub not_ranked: fn(u64) -> String,
    /// Scores.
    pub scores: &'static str,
    pub score_total: &'static str,
    /// By how much a number misses what is asked; `true`: by more than that.
    pub short_by: fn(&str, bool) -> String,
    pub over_by: fn(&str, bool) -> String,
    pub out_of: fn(&str) -> String,
    /// The whole.
    pub period: fn(&str, &str) -> String,
    pub overall: &'static str,
    pub coverage: &'static str,
    pub encoded: fn(usize, usize) -> String,
    pub waived: &'static str,
    pub without_criterion: &'static str,
    pub rules: &'static str,
    pub records: &'static str,
    pub only_counted: &'static str,
    pub rules_sound: fn(criteria: usize, awards: usize, defined: usize, kinds: usize) -> String,
    pub numbers_too: fn(scores: usize, ranks: usize) -> String,
    pub rules_only: &'static str,
    pub no_criteria: &'static str,
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
    pub otherwise: &'static str,
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
