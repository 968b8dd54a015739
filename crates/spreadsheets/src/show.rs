//! What a cell shows.

use std::borrow::Cow;

use calamine::{DataRef, ExcelDateTime};
use tieuchi::roster::Cell;

/// How the number of a cell is shown, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// As it is.
    Plain,
    /// A hundred times as much, with a % sign.
    Percent,
    /// With at least so many digits.
    Digits(usize),
}

/// The digits that a spreadsheet keeps of a number.
const DIGITS: usize = 15;

/// The most digits that a format of zeros fills up to.
const MOST_ZEROS: usize = 30;

impl Shown {
    /// By a number format.
    pub(crate) fn by(format: Option<&str>) -> Shown {
        let format = format.unwrap_or("General");
        // The first part is that of positive numbers.
        let format = format.split(';').next().unwrap_or("");
        if (2..=MOST_ZEROS).contains(&format.len()) && format.bytes().all(|byte| byte == b'0') {
            return Shown::Digits(format.len());
        }
        let (mut quoted, mut escaped) = (false, false);
        for letter in format.chars() {
            match letter {
                _ if escaped => escaped = false,
                '"' => quoted = !quoted,
                _ if quoted => {}
                '\\' | '_' | '*' => escaped = true,
                '%' => return Shown::Percent,
                _ => {}
            }
        }
        Shown::Plain
    }

    /// What a cell is for the fields.
    pub(crate) fn cell(self, value: &DataRef<'_>) -> Cell<'static> {
        let number = |text: String| Cell::Number(Cow::Owned(text));
        let text = |text: String| Cell::Text(Cow::Owned(text));
        match value {
            DataRef::Empty => Cell::Blank,
            DataRef::Int(value) => number(self.digits(value.to_string())),
            DataRef::Float(value) => number(self.float(*value)),
            DataRef::String(value) => text(value.clone()),
            DataRef::SharedString(value) => text((*value).to_owned()),
            DataRef::Bool(value) => Cell::Bool(*value),
            DataRef::DateTime(value) => text(day(value)),
            DataRef::DateTimeIso(value) | DataRef::DurationIso(value) => text(value.clone()),
            DataRef::Error(error) => Cell::Error(Cow::Owned(error.to_string())),
        }
    }

    /// What a cell shows as text.
    pub(crate) fn text(self, value: &DataRef<'_>) -> String {
        match self.cell(value) {
            Cell::Text(text) | Cell::Number(text) | Cell::Error(text) => text.into_owned(),
            Cell::Bool(value) => value.to_string(),
            Cell::Blank | Cell::Nested => String::new(),
        }
    }

    fn float(self, value: f64) -> String {
        let shift = if self == Shown::Percent { 2 } else { 0 };
        let text = decimal(value, shift);
        if self == Shown::Percent { text + "%" } else { self.digits(text) }
    }

    fn digits(self, text: String) -> String {
        match self {
            Shown::Digits(digits) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                "0".repeat(digits.saturating_sub(text.len())) + &text
            }
            Shown::Percent => decimal_shifted(&text),
            Shown::Digits(_) | Shown::Plain => text,
        }
    }
}

/// A whole number as per cent.
fn decimal_shifted(whole: &str) -> String {
    if whole == "0" { "0%".to_owned() } else { format!("{whole}00%") }
}

/// The decimal of [`DIGITS`] digits nearest to a float, times `10^shift`.
fn decimal(value: f64, shift: i32) -> String {
    if !value.is_finite() {
        return value.to_string();
    }
    let scientific = format!("{value:.*e}", DIGITS - 1);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent = exponent.parse::<i32>().unwrap_or(0) + shift;
    let sign = if mantissa.starts_with('-') { "-" } else { "" };
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return "0".to_owned();
    }
    // So many digits stand before the point.
    let before = exponent + 1;
    if before <= 0 {
        return format!("{sign}0.{}{digits}", "0".repeat(before.unsigned_abs() as usize));
    }
    match digits.split_at_checked(before as usize) {
        Some((whole, "")) => format!("{sign}{whole}"),
        Some((whole, part)) => format!("{sign}{whole}.{part}"),
        None => format!("{sign}{digits}{}", "0".repeat(before as usize - digits.len())),
    }
}

/// A day as `2022-12-31`, with the time unless it is midnight.
fn day(value: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = value.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    if value.is_duration() || value.as_f64() < 1.0 {
        return if value.as_f64() < 1.0 { time } else { decimal(value.as_f64(), 0) };
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second, milli) == (0, 0, 0, 0) { date } else { format!("{date}T{time}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_of_a_spreadsheet() {
        for (value, expected) in [
            (0.1 + 0.2, "0.3"),
            (0.075, "0.075"),
            (-1.5, "-1.5"),
            (1e21, "1000000000000000000000"),
            (1e-7, "0.0000001"),
            (123_456_789_012_345_680.0, "123456789012346000"),
            (0.0, "0"),
            (-0.0, "0"),
            (100.0, "100"),
        ] {
            assert_eq!(Shown::Plain.float(value), expected);
        }
    }

    #[test]
    fn formats_are_respected() {
        assert_eq!(Shown::by(Some("0.0%")).float(0.075), "7.5%");
        assert_eq!(Shown::by(Some("0%")).float(2.0), "200%");
        assert_eq!(Shown::by(Some("0%")).float(0.07 + 0.0), "7%");
        assert_eq!(Shown::by(Some("00000")).float(7.0), "00007");
        assert_eq!(Shown::by(Some("00000")).float(7.5), "7.5");
        assert_eq!(Shown::by(Some("0 \"%\"")), Shown::Plain);
        assert_eq!(Shown::by(Some("0\\%")), Shown::Plain);
        assert_eq!(Shown::by(Some("General")), Shown::Plain);
        assert_eq!(Shown::by(None), Shown::Plain);
    }
}
