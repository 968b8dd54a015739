//! Numbers as offices and programs write them, exactly.

use crate::exact::MAX_DIGITS;

/// The sign between the whole part and the decimals of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DecimalSign {
    /// `1.234,5`, as in Vietnam.
    Comma,
    /// `1,234.5`.
    Point,
}

impl DecimalSign {
    /// The sign.
    pub fn sign(self) -> char {
        match self {
            DecimalSign::Comma => ',',
            DecimalSign::Point => '.',
        }
    }
}

/// `mantissa / 10^scale`, with the least scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal {
    /// The digits.
    pub mantissa: i128,
    /// Decimal places, at most [`MAX_DIGITS`].
    pub scale: u32,
}

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotNumber {
    /// Not written like one.
    Shape,
    /// A decimal or grouped thousands: nobody can tell.
    Ambiguous,
    /// More digits than are kept.
    TooLong,
}

/// From digits before and behind the sign, times `10^exponent`.
fn assemble(negative: bool, whole: &str, part: &str, exponent: i64) -> Result<Decimal, NotNumber> {
    let joined: String = whole.chars().chain(part.chars()).collect();
    let trimmed = joined.trim_start_matches('0');
    let mut scale = part.len() as i64 - exponent;
    let significant = trimmed.trim_end_matches('0');
    if significant.is_empty() {
        return Ok(Decimal { mantissa: 0, scale: 0 });
    }
    // Trailing zeros go while they are decimals; a negative scale puts zeros back.
    scale -= (trimmed.len() - significant.len()) as i64;
    let zeros = usize::try_from(-scale).unwrap_or(0);
    if significant.len().saturating_add(zeros) > MAX_DIGITS || scale > MAX_DIGITS as i64 {
        return Err(NotNumber::TooLong);
    }
    let digits = format!("{significant}{}", "0".repeat(zeros));
    let mantissa: i128 = digits.parse().map_err(|_| NotNumber::Shape)?;
    let mantissa = if negative { -mantissa } else { mantissa };
    Ok(Decimal { mantissa, scale: u32::try_from(scale).unwrap_or(0) })
}

fn digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// Reads the plain form of programs: `-12.50`, `1e3`.
pub(crate) fn plain(text: &str) -> Result<Decimal, NotNumber> {
    let (negative, rest) = sign(text);
    let (number, exponent) = match rest.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent.parse::<i32>().map_err(|_| NotNumber::Shape)?),
        None => (rest, 0),
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if (whole.is_empty() && part.is_empty()) || !digits(whole) || !digits(part) {
        return Err(NotNumber::Shape);
    }
    assemble(negative, whole, part, i64::from(exponent))
}

fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// Whether `groups` are 1 to 3 digits and then threes, as thousands are grouped.
fn grouped(whole: &str, by: impl Fn(char) -> bool + Copy) -> bool {
    let mut groups = whole.split(by);
    let first = groups.next().unwrap_or("");
    (1..=3).contains(&first.len()) && digits(first) && groups.all(|group| group.len() == 3 && digits(group))
}

/// Reads a number as people write it: `1.234,5`, `1,234.5`, `1 234`, `7,5`.
///
/// Without a stated decimal sign, a form that could be both a decimal and
/// grouped thousands (`1.234`, `1,000`) is [`NotNumber::Ambiguous`].
pub(crate) fn written(text: &str, stated: Option<DecimalSign>) -> Result<Decimal, NotNumber> {
    let (negative, text) = sign(text);
    let blank = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}');
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit() || blank(c) || matches!(c, '.' | ',')) {
        return Err(NotNumber::Shape);
    }
    let decimal = match stated {
        Some(sign) => Some(sign.sign()),
        None => infer(text, blank)?,
    };
    let (whole, part) = match decimal.and_then(|sign| text.rsplit_once(sign)) {
        Some((whole, part)) if !part.is_empty() && digits(part) => (whole, part),
        Some(_) => return Err(NotNumber::Shape),
        None => (text, ""),
    };
    let one_kind = |c: char| whole.chars().all(|other| other.is_ascii_digit() || other == c);
    let in_groups = match whole.chars().find(|c| !c.is_ascii_digit()) {
        None => !whole.is_empty(),
        Some(c) if blank(c) => grouped(whole, blank),
        Some(c) => decimal != Some(c) && one_kind(c) && grouped(whole, |other| other == c),
    };
    if !in_groups {
        return Err(NotNumber::Shape);
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    assemble(negative, &whole, part, 0)
}

/// The decimal sign that a number's own form shows; `None` if it has no decimals.
fn infer(text: &str, blank: impl Fn(char) -> bool) -> Result<Option<char>, NotNumber> {
    let count = |c: char| text.chars().filter(|other| *other == c).count();
    let (points, commas) = (count('.'), count(','));
    let (sign, before, behind) = match text.rfind(['.', ',']) {
        None => return Ok(None),
        Some(at) => (text.get(at..).unwrap_or("").chars().next(), text.get(..at).unwrap_or(""), text.len() - at - 1),
    };
    if points > 0 && commas > 0 {
        return Ok(sign);
    }
    if points + commas > 1 {
        return Ok(None);
    }
    let could_be_thousands =
        behind == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0') && !before.chars().any(blank);
    if could_be_thousands { Err(NotNumber::Ambiguous) } else { Ok(sign) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, stated: Option<DecimalSign>) -> String {
        match written(text, stated) {
            Ok(Decimal { mantissa, scale }) => format!("{mantissa}/{scale}"),
            Err(why) => format!("{why:?}"),
        }
    }

    #[test]
    fn office_forms() {
        for (text, expected) in [
            ("12", "12/0"),
            ("007", "7/0"),
            ("7,5", "75/1"),
            ("7.50", "75/1"),
            ("-7.5", "-75/1"),
            ("1.234,5", "12345/1"),
            ("1,234.5", "12345/1"),
            ("1 234", "1234/0"),
            ("1\u{a0}234,567", "1234567/3"),
            ("1.234.567", "1234567/0"),
            ("0,125", "125/3"),
            ("1234.567", "1234567/3"),
            ("1.234", "Ambiguous"),
            ("1,000", "Ambiguous"),
            ("12,34,567", "Shape"),
            ("1.23.456", "Shape"),
            ("1.234,5,6", "Shape"),
            ("5.", "Shape"),
            (",5", "Shape"),
            ("", "Shape"),
            ("-", "Shape"),
            ("12 người", "Shape"),
            ("1e3", "Shape"),
        ] {
            assert_eq!(shown(text, None), expected, "{text}");
        }
    }

    #[test]
    fn a_stated_sign_settles_the_question() {
        assert_eq!(shown("1.234", Some(DecimalSign::Comma)), "1234/0");
        assert_eq!(shown("1.234", Some(DecimalSign::Point)), "1234/3");
        assert_eq!(shown("7.5", Some(DecimalSign::Comma)), "Shape");
        assert_eq!(shown("7,5", Some(DecimalSign::Point)), "Shape");
        assert_eq!(shown("1.234,50", Some(DecimalSign::Comma)), "12345/1");
    }

    #[test]
    fn plain_forms() {
        assert_eq!(plain("-1.50"), Ok(Decimal { mantissa: -15, scale: 1 }));
        assert_eq!(plain("25e-1"), Ok(Decimal { mantissa: 25, scale: 1 }));
        assert_eq!(plain("1e3"), Ok(Decimal { mantissa: 1000, scale: 0 }));
        assert_eq!(plain("1e400"), Err(NotNumber::TooLong));
        assert_eq!(plain("1e-400"), Err(NotNumber::TooLong));
        assert_eq!(plain(&"9".repeat(36)).map(|d| d.scale), Ok(0));
        assert_eq!(plain(&"9".repeat(37)), Err(NotNumber::TooLong));
        assert_eq!(plain("NaN"), Err(NotNumber::Shape));
        assert_eq!(plain("1e99999999999"), Err(NotNumber::Shape));
    }
}
