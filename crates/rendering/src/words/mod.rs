//! What renderings say, one file per language. A [`Words`] has every text, so
//! that none can be forgotten in one of them.

mod en;
mod vi;

use tieuchi::report::RoundedReport;
use tieuchi::source::Language;

/// A number of changes that are lacking.
#[derive(Debug, Clone, Copy)]
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

/// The texts of a language. A text is named by what it says.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Words {
    /// Verdicts.
    pub met: &'static str,
    pub not_met: &'static str,
    pub undetermined: &'static str,
    pub not_applicable: &'static str,
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
    pub no_criteria: &'static str,
    /// Of explain.
    pub otherwise: &'static str,
    /// Pages.
    pub report: &'static str,
    pub skip: &'static str,
    pub content: &'static str,
    pub criterion: &'static str,
    pub verdict: &'static str,
    pub one_by_one: &'static str,
    pub by_record: fn(&str) -> String,
    pub label: &'static str,
    pub number: &'static str,
    pub who: &'static str,
    pub line: &'static str,
    pub most: &'static str,
    pub points: &'static str,
    pub notes: &'static str,
    pub total: &'static str,
    pub not_about: &'static str,
    pub not_listed: &'static str,
    pub some_not_listed: &'static str,
    pub legend: &'static str,
    pub certain: &'static str,
    pub attainable: &'static str,
    pub asked: &'static str,
    pub asked_side: &'static str,
    pub as_a_whole: &'static str,
}

/// The texts of a language.
pub fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &en::WORDS,
        Language::Vi => &vi::WORDS,
    }
}
