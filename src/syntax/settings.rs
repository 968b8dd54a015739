//! A value from outside of any file, such as a command's argument: written as in a rule file of either language.

use crate::date::Date;
use crate::diagnostic::SyntaxProblem;
use crate::exact::Exact;
use crate::source::Language;

use super::parse::MAX_LABEL;
use super::parse::token;
use super::tree::Value;

/// Why a value from outside isn't one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unsettled {
    /// It is no number, percentage or date.
    Unread,
    /// It is another one in the other language.
    Ambiguous,
}

/// A number, a percentage or a date.
pub(crate) fn setting(text: &str) -> Result<Value, Unsettled> {
    let text = text.trim();
    if text.len() > MAX_LABEL {
        return Err(Unsettled::Unread);
    }
    if let Some(date) = date(text) {
        return Ok(Value::Date(date));
    }
    let (text, negative) = text.strip_prefix('-').map_or((text, false), |rest| (rest.trim_start(), true));
    let (text, percent) = text.strip_suffix('%').map_or((text, false), |rest| (rest.trim_end(), true));
    let number = number(text)?;
    let number = if negative { number.neg() } else { number };
    if !percent {
        return Ok(Value::Number(number));
    }
    number.div(&Exact::from(100i64)).map(Value::Percent).ok_or(Unsettled::Unread)
}

fn date(text: &str) -> Option<Date> {
    let shaped = text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/'))
        && text.matches(['-', '/']).count() == 2;
    // Vietnamese reads what English does, and the day before the month.
    if shaped { token::date(text, Language::Vi).ok() } else { None }
}

fn number(text: &str) -> Result<Exact, Unsettled> {
    let digits = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '_');
    let ends = text.starts_with(|c: char| c.is_ascii_digit()) && text.ends_with(|c: char| c.is_ascii_digit());
    if !ends || !text.chars().all(digits) {
        return Err(Unsettled::Unread);
    }
    let read = [Language::En, Language::Vi].map(|language| token::number(text, language));
    if read.iter().any(|read| matches!(read, Err(SyntaxProblem::AmbiguousNumber { .. }))) {
        return Err(Unsettled::Ambiguous);
    }
    match read {
        [Ok(one), Ok(other)] if one != other => Err(Unsettled::Ambiguous),
        [Ok(number), _] | [_, Ok(number)] => Ok(number),
        [Err(_), Err(_)] => Err(Unsettled::Unread),
    }
}
