//! Text as offices type it: blanks, Unicode forms, tone placement, words for yes and no, days.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::date::Date;

/// Without blanks around (no-break spaces, byte-order marks and zero-width spaces too), in NFC.
pub(crate) fn tidy(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'));
    match is_nfc_quick(trimmed.chars()) {
        IsNormalized::Yes => Cow::Borrowed(trimmed),
        IsNormalized::No | IsNormalized::Maybe => Cow::Owned(trimmed.nfc().collect()),
    }
}

/// What two spellings of one text share: case, kinds and runs of blanks, and
/// the place of the tone mark within a syllable (`hoà`, `hòa`) are folded away.
/// Letters and tones themselves are kept: `hoa` and `hòa` stay apart.
pub(crate) fn same_spelling(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut tones = String::new();
    for c in text.trim().nfd().flat_map(char::to_lowercase) {
        match c {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tones.push(c),
            c if c.is_whitespace() => {
                folded.push_str(&tones);
                tones.clear();
                if !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            c => {
                let joins = c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c);
                if !joins {
                    folded.push_str(&tones);
                    tones.clear();
                }
                folded.push(c);
            }
        }
    }
    folded.push_str(&tones);
    folded
}

/// As [`same_spelling`], with `_` and `-` read as blanks: for names of columns, kinds and files.
pub(crate) fn same_name(text: &str) -> String {
    same_spelling(&text.replace(['_', '-'], " "))
}

/// Yes or no in either language, or true or false; nothing else.
pub(crate) fn yes_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "yes" | "có" | "true" => Some(true),
        "no" | "không" | "false" => Some(false),
        _ => None,
    }
}

/// Whether a text says that there is no label of a set that has a `none`.
pub(crate) fn says_none(text: &str) -> bool {
    matches!(same_spelling(text).nfc().collect::<String>().as_str(), "none" | "không có" | "không")
}

/// Why a text is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotDay {
    /// Not written like one.
    Shape,
    /// No such day; `true` if there is one with the month first.
    Nowhere(bool),
}

/// Reads `2022-12-31` and `31/12/2022` (also with `-` or `.`), a time of
/// midnight behind it left aside. The day always comes before the month.
pub(crate) fn day(text: &str) -> Result<Date, NotDay> {
    let (date, time) = match text.find([' ', 'T']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    if !time.chars().all(|c| matches!(c, ' ' | 'T' | 'Z' | '0' | ':' | '.')) {
        return Err(NotDay::Shape);
    }
    let separator = date.chars().find(|c| !c.is_ascii_digit()).ok_or(NotDay::Shape)?;
    if !matches!(separator, '/' | '-' | '.') {
        return Err(NotDay::Shape);
    }
    let mut parts = date.split(separator);
    let (Some(first), Some(month), Some(last), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(NotDay::Shape);
    };
    let digits = |part: &str, most: usize| -> Result<i16, NotDay> {
        let plain = !part.is_empty() && part.len() <= most && part.bytes().all(|b| b.is_ascii_digit());
        if plain { part.parse().map_err(|_| NotDay::Shape) } else { Err(NotDay::Shape) }
    };
    let (year, day) = if first.len() == 4 && separator == '-' { (first, last) } else { (last, first) };
    if year.len() != 4 {
        return Err(NotDay::Shape);
    }
    let (year, month, day) = (digits(year, 4)?, digits(month, 2)? as i8, digits(day, 2)? as i8);
    Date::new(year, month, day).ok_or_else(|| NotDay::Nowhere(Date::new(year, day, month).is_some()))
}
