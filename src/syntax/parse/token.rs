//! Tokens to values: strings, numbers, dates, each by the rules of the file's language.

use crate::date::Date;
use crate::diagnostic::SyntaxProblem;
use crate::exact::{Exact, MAX_DIGITS};
use crate::source::Language;

/// The text between the quotes, escapes resolved.
pub(super) fn unquote(text: &str) -> String {
    // Between curly quotes nothing needs an escape.
    if let Some(inner) = text.strip_prefix('“').and_then(|rest| rest.strip_suffix('”')) {
        return inner.to_string();
    }
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    let mut out = String::with_capacity(inner.len());
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => out.extend(letters.next()),
            letter => out.push(letter),
        }
    }
    out
}

/// A number as written. In English a point parts the decimals and commas group
/// thousands, in Vietnamese the other way round; what could be either is asked back.
pub(in crate::syntax) fn number(text: &str, language: Language) -> Result<Exact, SyntaxProblem> {
    let (point, group) = language.pick(('.', ','), (',', '.'));
    let plain = text.replace('_', "");
    if plain.chars().filter(char::is_ascii_digit).count() > MAX_DIGITS {
        return Err(SyntaxProblem::TooManyDigits { limit: MAX_DIGITS });
    }
    let (whole, part) = match plain.split_once(point) {
        Some((whole, part)) => (whole, Some(part)),
        None => (plain.as_str(), None),
    };
    let ambiguous = || SyntaxProblem::AmbiguousNumber { text: text.to_string() };
    if part.is_some_and(|part| part.contains(point)) {
        return Err(SyntaxProblem::ForeignNumber { text: text.to_string() });
    }
    if part.is_some_and(|part| part.contains(group)) {
        return Err(SyntaxProblem::ForeignNumber { text: text.to_string() });
    }
    let whole = if whole.contains(group) {
        let mut groups = whole.split(group);
        let first = groups.next().unwrap_or("");
        // No thousands begin with 0: `0.125` is a decimal of the other language.
        let whole_first = (1..=3).contains(&first.len()) && !first.starts_with('0');
        let threes = groups.clone().all(|digits| digits.len() == 3) && whole_first;
        if !threes {
            return Err(SyntaxProblem::ForeignNumber { text: text.to_string() });
        }
        whole.replace(group, "")
    } else {
        // `1.000` in English, `1,000` in Vietnamese: a thousand or one?
        if part.is_some_and(|part| part.len() == 3) && (1..=3).contains(&whole.len()) && whole != "0" {
            return Err(ambiguous());
        }
        whole.to_string()
    };
    let text = match part {
        Some(part) => format!("{whole}.{part}"),
        None => whole,
    };
    text.parse().map_err(|_| ambiguous())
}

/// A day as written: `2022-12-31` everywhere, `31/12/2022` where the language settles the order. Any other order is asked back.
pub(in crate::syntax) fn date(text: &str, language: Language) -> Result<Date, SyntaxProblem> {
    let sign = if text.contains('/') { '/' } else { '-' };
    let mut parts = text.split(sign);
    let (Some(first), Some(month), Some(last)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(SyntaxProblem::NoSuchDay { text: text.to_string() });
    };
    let (year, day) = match (sign, language) {
        ('-', _) if first.len() == 4 && last.len() <= 2 => (first, last),
        ('/', Language::Vi) if first.len() <= 2 && last.len() == 4 => (last, first),
        _ => return Err(SyntaxProblem::AmbiguousDate { text: text.to_string() }),
    };
    let date = || Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    date().ok_or_else(|| SyntaxProblem::NoSuchDay { text: text.to_string() })
}

/// The letters of a lettered list in a language's order.
pub(super) fn alphabet(language: Language) -> &'static str {
    language.pick("abcdefghijklmnopqrstuvwxyz", "abcdđeghiklmnopqrstuvxy")
}

/// The letter of the entry at a position, if the alphabet reaches that far.
pub(super) fn letter(language: Language, position: usize) -> Option<char> {
    alphabet(language).chars().nth(position)
}
