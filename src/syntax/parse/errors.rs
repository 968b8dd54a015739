//! From where the grammar stopped to what an author can use.

use std::ops::Range;

use crate::diagnostic::{Expected, SyntaxProblem, nearest};
use crate::source::Language;
use crate::syntax::grammar::Stop;

use super::MAX_DEPTH;
use super::split::{keyword, keywords};

/// What is said of text before the first declaration.
pub(super) fn stray(text: &str, language: Language) -> SyntaxProblem {
    let line = text.lines().next().unwrap_or("").trim();
    let first = first_words(line);
    let other = language.pick(Language::Vi, Language::En);
    if let Some(found) = keyword(line, other) {
        let number = keywords(other).iter().position(|word| *word == found).unwrap_or(0);
        let meant = keywords(language).get(number).copied().unwrap_or("");
        return SyntaxProblem::ForeignKeyword { found: found.to_string(), meant: meant.to_string() };
    }
    let candidates: Vec<&str> = keywords(language).to_vec();
    let meant = nearest(first.0, candidates.iter().copied()).or_else(|| nearest(first.1, candidates.iter().copied()));
    SyntaxProblem::Stray { found: first.0.to_string(), meant: meant.map(str::to_string) }
}

/// The first word, and the first two.
fn first_words(line: &str) -> (&str, &str) {
    let mut ends = line.match_indices(' ').map(|(at, _)| at);
    let one = ends.next().unwrap_or(line.len());
    let two = ends.next().unwrap_or(line.len());
    let cut = |end: usize| line.get(..end.min(line.len())).unwrap_or("");
    let long = |text: &str| text.chars().count() > 40;
    (if long(cut(one)) { "" } else { cut(one) }, if long(cut(two)) { "" } else { cut(two) })
}

/// Explains a stop in a declaration's text.
pub(super) fn explain(text: &str, stop: &Stop, language: Language) -> (SyntaxProblem, Range<usize>) {
    let start = skip_blanks(text, stop.offset);
    let (found, end) = token_at(text, start);
    let range = start..end;
    if stop.too_deep {
        return (SyntaxProblem::TooDeep { limit: MAX_DEPTH }, range);
    }
    if let Some(found) = nearly_declaration(text, start, language) {
        return found;
    }
    // Reading may have stopped behind the first letter of a sign.
    for at in [start, start.saturating_sub(1)] {
        for (wrong, right) in
            [("=>", ">="), ("=<", "<="), ("==", "="), ("<>", "!="), ("≥", ">="), ("≤", "<="), ("≠", "!=")]
        {
            if text.get(at..).is_some_and(|rest| rest.starts_with(wrong)) {
                let problem = SyntaxProblem::WrongSign { found: wrong.to_string(), meant: right.to_string() };
                return (problem, at..at + wrong.len());
            }
        }
    }
    let mut expected: Vec<Expected> = stop.expected.iter().filter_map(|rule| expected_of(rule)).collect();
    expected.sort();
    expected.dedup();
    (SyntaxProblem::Unexpected { found, expected }, range)
}

fn skip_blanks(text: &str, from: usize) -> usize {
    let mut at = from.min(text.len());
    loop {
        let rest = text.get(at..).unwrap_or("");
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        if !trimmed.starts_with('#') {
            return at.min(text.len());
        }
        at += trimmed.find('\n').unwrap_or(trimmed.len());
    }
}

/// The last line at the margin up to a place, if it is nearly the start of another declaration.
fn nearly_declaration(text: &str, stop: usize, language: Language) -> Option<(SyntaxProblem, Range<usize>)> {
    let mut at = stop;
    loop {
        let (start, line) = line_at(text, at)?;
        // The first line is the declaration's own.
        at = start.checked_sub(1)?;
        if line.starts_with(char::is_alphabetic) {
            let problem = stray(line, language);
            let (SyntaxProblem::ForeignKeyword { found, .. } | SyntaxProblem::Stray { found, meant: Some(_) }) =
                &problem
            else {
                return None;
            };
            let range = start..start + found.len();
            return Some((problem, range));
        }
    }
}

fn line_at(text: &str, at: usize) -> Option<(usize, &str)> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    Some((start, text.get(start..)?.lines().next().unwrap_or("")))
}

/// The word, number, quoted text or sign that stands at a place; nothing at the end.
fn token_at(text: &str, at: usize) -> (Option<String>, usize) {
    let rest = text.get(at..).unwrap_or("");
    let Some(first) = rest.chars().next() else { return (None, at) };
    let length = if first.is_alphanumeric() || first == '_' {
        rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())
    } else if first == '"' {
        rest.get(1..).and_then(|rest| rest.find(['"', '\n'])).map_or(1, |end| end + 2)
    } else {
        first.len_utf8()
    };
    let found: String = rest.get(..length).unwrap_or("").chars().take(60).collect();
    (Some(found), at + length)
}

/// What a grammar rule means to an author; rules that would only add noise mean nothing.
fn expected_of(rule: &str) -> Option<Expected> {
    Some(match rule {
        "name" | "plain" | "ticked" | "path" | "naming" => Expected::Name,
        "id" => Expected::Id,
        "string" => Expected::Text,
        "number" | "whole" | "percent" | "fraction" | "amount" => Expected::Number,
        "date" => Expected::Date,
        "label" | "none" => Expected::Label,
        "statement" | "saying" | "said" | "judged" => Expected::Condition,
        "always" | "possible" | "w_always" | "w_possible" | "w_whether" => Expected::Claim,
        "hence" => Expected::Then,
        "imply" | "equivalent_to" => Expected::Imply,
        "expr" | "chain" | "unary" | "test" | "sentence" | "comparison" | "body" => Expected::Condition,
        "sum" | "product" | "factor" | "primary" => Expected::Value,
        "comparator" | "cmp" | "cmp_is" | "cmp_at_least" | "cmp_at_most" | "cmp_above" | "cmp_below" => {
            Expected::Comparison
        }
        "population" => Expected::Kind,
        "property" | "verb" => Expected::Property,
        "tail_clause" | "q_all" | "q_no" | "q_bound" | "q_between" | "tail_all" | "tail_no" => Expected::Quantifier,
        "field" => Expected::Field,
        "field_type" | "t_text" | "t_count" | "t_yes_no" | "t_decimal" | "t_date" => Expected::Type,
        "item" => Expected::Item,
        "award_case" | "band" => Expected::Case,
        "score_line0" | "score_line1" | "score_line2" => Expected::Marker,
        "score_points" => Expected::Value,
        "award_else" | "w_otherwise" | "by_else" => Expected::Otherwise,
        "entries" | "entry0" | "entry1" | "entry2" | "marker0" | "marker1" | "marker2" | "tail_entries" => {
            Expected::Marker
        }
        "colon" => Expected::Colon,
        "close" => Expected::Close,
        "filter" | "w_where" => Expected::Where,
        "w_and" | "w_or" => Expected::AndOr,
        "w_of" | "share_of" => Expected::Of,
        "w_when" => Expected::When,
        "w_to" => Expected::To,
        "w_cites" | "cites" => Expected::Cites,
        "case_tail" | "case" => Expected::Case,
        "setting" | "signed" | "constant" | "table_cell" | "table_row" => Expected::Value,
        "setting_type" => Expected::Type,
        "EOI" => Expected::End,
        _ => return None,
    })
}
