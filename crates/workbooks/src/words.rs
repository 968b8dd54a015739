//! Words of the sheets, in both languages.

use tieuchi::date::Date;
use tieuchi::source::Language;

/// A name as prose: its first letter is a capital, underscores are blanks.
pub(crate) fn prose(name: &str) -> String {
    let blanks = name.replace('_', " ");
    let mut letters = blanks.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Yes or no.
pub(crate) fn yes_no(yes: bool, language: Language) -> &'static str {
    if yes { language.pick("yes", "có") } else { language.pick("no", "không") }
}

/// A day.
pub(crate) fn day(date: Date, language: Language) -> String {
    match language {
        Language::En => date.to_string(),
        Language::Vi => format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year()),
    }
}

/// A decimal text in the signs of a language.
pub(crate) fn signs(text: &str, language: Language) -> String {
    match language {
        Language::En => text.to_owned(),
        Language::Vi => text.replace('.', ","),
    }
}
