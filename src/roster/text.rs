//! Text as offices type it: blanks, Unicode forms, tone placement, words for yes and no, days.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::piece::{Piece, eight_digits};
use crate::date::Date;
use crate::program::Labels;
use crate::source::Language;

/// Without blanks around (no-break spaces, byte-order marks and zero-width spaces too), in NFC.
pub(crate) fn tidy(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'));
    match is_nfc_quick(trimmed.chars()) {
        IsNormalized::Yes => Cow::Borrowed(trimmed),
        IsNormalized::No | IsNormalized::Maybe => Cow::Owned(trimmed.nfc().collect()),
    }
}

/// Whether a text is what [`tidy`] makes of it, as far as that shows at once.
///
/// Letters of Vietnamese and other Western languages are single characters below U+0300 or from U+1E80 to U+1EFF, none
/// of which a canonical composition changes (Unicode Standard Annex 15, table 5).
pub(crate) fn is_tidy(text: &[u8]) -> bool {
    let (Some(first), Some(last)) = (text.first(), text.last()) else { return false };
    if *first <= b' ' || *last <= b' ' {
        return false;
    }
    if text.is_ascii() {
        return true;
    }
    let mut rest = text.iter();
    while let Some(lead) = rest.next() {
        // No-break spaces and other blanks are in C2, E1 9A, E2, E3 and EF.
        let plain = match lead {
            0..=0x7f => true,
            0xc3..=0xcb => rest.next().is_some(),
            0xe1 => matches!(rest.next(), Some(0xba | 0xbb)) && rest.next().is_some(),
            _ => false,
        };
        if !plain {
            return false;
        }
    }
    true
}

/// The day of a text of the form `2022-12-31` or `31/12/2022`, in days since 1970-01-01; nothing for all others, and
/// for days that are not there.
#[inline(always)]
pub(super) fn plain_day(text: Piece<'_>) -> Option<i64> {
    if text.len() != 10 {
        return None;
    }
    // Year, month and day are put in this order, the first letter lowest, and read as one number.
    let (first, last) = (u64::from_le_bytes(text.first()), u64::from(u32::from_le_bytes(text.last(0))));
    let digits = if first & 0xff00_00ff_0000_0000 == 0x2d00_002d_0000_0000 {
        first & 0xffff_ffff | (first >> 40 & 0xffff) << 32 | (last >> 16) << 48
    } else if first & 0xff00_00ff_0000 == 0x2f00_002f_0000 {
        last | (first >> 24 & 0xffff) << 32 | first << 48
    } else {
        return None;
    };
    let number = eight_digits(digits, 8)?;
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    // The days of a year before each of its months.
    const BEFORE: [u32; 13] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
    let (before, next) = (*BEFORE.get(month.checked_sub(1)? as usize)?, *BEFORE.get(month as usize)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if year < 1 || day < 1 || day > next - before + u32::from(leap && month == 2) {
        return None;
    }
    let past = year - 1;
    let leaps = past / 4 - past / 100 + past / 400 + u32::from(leap && month > 2);
    Some(i64::from(past * 365 + leaps + before + day) - 719_163)
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

/// What all spellings share that name the same column, kind or file: case, blanks and the place of the tone mark are folded
/// away, `_` and `-` are blanks.
pub fn same_name(text: &str) -> String {
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

/// How `none` of a set of labels is written in records, in a language if it can be; nothing where the labels leave no word.
pub fn none_word(labels: &Labels, language: Language) -> Option<&'static str> {
    let words = language.pick(["none", "không có"], ["không có", "none"]);
    words.into_iter().find(|word| !labels.labels.iter().any(|label| same_name(label) == *word))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_days_are_days() {
        for days in (-719_162..2_932_896).step_by(97) {
            let date = Date::from_days(days).expect("a day between the years 1 and 9999");
            assert_eq!(plain_day(Piece::whole(&date.to_string())), Some(days), "{date}");
        }
        for (text, expected) in
            [("29/02/2024", true), ("29/02/2023", false), ("2100-02-29", false), ("0000-01-01", false)]
        {
            assert_eq!(plain_day(Piece::whole(text)).is_some(), expected, "{text}");
            assert_eq!(day(text).is_ok(), expected, "{text}");
        }
    }

    #[test]
    fn tidy_at_sight_is_tidy() {
        for c in (' '..='\u{ffff}').filter(|c| *c != '\u{fffe}') {
            for text in [format!("{c}"), format!("a{c}b"), format!("Nguyễn{c}")] {
                assert!(!is_tidy(text.as_bytes()) || tidy(&text) == text, "{text:?}");
            }
        }
        assert!(is_tidy("Hoàn thành xuất sắc nhiệm vụ".as_bytes()));
    }
}
