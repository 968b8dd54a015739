//! Names, numbers, dates and strings as a file of either language writes them.

use crate::date::Date;
use crate::exact::{Exact, MAX_DIGITS};
use crate::source::Language;
use crate::syntax::tree::{Ident, Quoted, Value};
use crate::syntax::words::{self, Word};

/// A name, in backquotes where it would read as a word of the language.
pub(super) fn name(ident: &Ident, language: Language) -> String {
    let text = &ident.text;
    let mut letters = text.chars();
    let plain = letters.next().is_some_and(char::is_alphabetic) && letters.all(|c| c.is_alphanumeric() || c == '_');
    if plain && !words::is_reserved(language, text) { text.clone() } else { format!("`{text}`") }
}

/// The name of a scale or a kind where a built-in type could stand.
pub(super) fn type_name(ident: &Ident, language: Language) -> String {
    let types = [Word::Text, Word::Count, Word::Integer, Word::Decimal, Word::Percent, Word::Date];
    if types.iter().any(|word| word.text(language) == ident.text) {
        return format!("`{}`", ident.text);
    }
    name(ident, language)
}

/// `unit.kind`.
pub(super) fn path(path: &[Ident], language: Language) -> String {
    path.iter().map(|ident| name(ident, language)).collect::<Vec<_>>().join(".")
}

/// A string in quotes.
pub(super) fn quoted(text: &Quoted) -> String {
    quote(&text.text)
}

pub(super) fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A literal value.
pub(super) fn value(value: &Value, language: Language) -> String {
    match value {
        Value::Number(number) => self::number(number, language),
        Value::Percent(share) => percent(share, language),
        Value::Points(share) => {
            let points = share.mul(&Exact::from(100i64)).unwrap_or_else(|| share.clone());
            format!("{} {}", number(&points, language), Word::Points.text(language))
        }
        Value::Date(day) => date(*day, language),
        Value::Text(text) => quote(text),
        Value::None => Word::None.text(language).to_owned(),
        Value::YesNo(true) => Word::Yes.text(language).to_owned(),
        Value::YesNo(false) => Word::No.text(language).to_owned(),
    }
}

/// `7.5`, `7,5`; a number that is no decimal as a fraction.
///
/// A number of exactly three places gets a fourth, since `1.234` might mean a thousand.
pub(super) fn number(number: &Exact, language: Language) -> String {
    decimal(number, language).unwrap_or_else(|| fraction(number))
}

/// `70%`, or `1/3` where the share is no decimal.
pub(super) fn percent(share: &Exact, language: Language) -> String {
    share
        .mul(&Exact::from(100i64))
        .and_then(|hundredfold| decimal(&hundredfold, language))
        .map_or_else(|| fraction(share), |text| text + "%")
}

/// `1/3`.
pub(super) fn fraction(number: &Exact) -> String {
    format!("{}/{}", number.numerator(), number.denominator())
}

fn decimal(number: &Exact, language: Language) -> Option<String> {
    let mut shifted = number.clone();
    let mut places = 0;
    while !shifted.is_integer() {
        if places == MAX_DIGITS {
            return None;
        }
        shifted = shifted.mul(&Exact::from(10i64))?;
        places += 1;
    }
    let sign = if shifted.is_negative() { "-" } else { "" };
    let digits = format!("{:0>width$}", shifted.numerator().magnitude().to_string(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    Some(match places {
        0 => format!("{sign}{whole}"),
        3 => format!("{sign}{whole}{}{part}0", language.pick('.', ',')),
        _ => format!("{sign}{whole}{}{part}", language.pick('.', ',')),
    })
}

/// `2022-12-31`, `31/12/2022`.
pub(super) fn date(day: Date, language: Language) -> String {
    match language {
        Language::En => day.to_string(),
        Language::Vi => format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year()),
    }
}
