//! Values that have no type of their own among the fields' types, written out.

use std::fmt::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date64Type, Decimal128Type, Decimal256Type, Float16Type, Float32Type, Float64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, TimeUnit};
use tieuchi::roster::{Form, Span};

/// Pieces of one text.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub text: String,
    pub cells: Vec<Span>,
}

const SECONDS_OF_DAY: i64 = 86_400;

impl Written {
    fn push(&mut self, form: Form, write: impl FnOnce(&mut String)) {
        let start = self.text.len();
        write(&mut self.text);
        let span = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        self.cells.push(Span { start: span(start), len: span(self.text.len() - start), form });
    }

    fn each<T>(&mut self, values: impl Iterator<Item = Option<T>>, form: Form, write: impl Fn(&mut String, T)) {
        for value in values {
            match value {
                Some(value) => self.push(form, |text| write(text, value)),
                None => self.push(Form::Blank, |_| ()),
            }
        }
    }

    fn times(&mut self, values: impl Iterator<Item = Option<i64>>, in_a_second: i64, offset: i64) {
        self.each(values, Form::Text, |text, value| time(text, value, in_a_second, offset));
    }
}

fn number<T: ToString>(text: &mut String, value: T) {
    text.push_str(&value.to_string());
}

/// Writes an array out; none for a type that isn't written.
pub(crate) fn written(array: &ArrayRef) -> Option<Written> {
    let mut all = Written::default();
    match array.data_type() {
        DataType::Float16 => {
            let values = array.as_primitive::<Float16Type>().iter();
            all.each(values, Form::Number, |text, value| number(text, value.to_f32()));
        }
        DataType::Float32 => all.each(array.as_primitive::<Float32Type>().iter(), Form::Number, number),
        DataType::Float64 => all.each(array.as_primitive::<Float64Type>().iter(), Form::Number, number),
        DataType::Decimal256(_, scale) => {
            let values = array.as_primitive::<Decimal256Type>().iter();
            all.each(values, Form::Number, |text, value| decimal(text, &value.to_string(), *scale));
        }
        DataType::Decimal128(_, scale) => {
            let values = array.as_primitive::<Decimal128Type>().iter();
            all.each(values, Form::Number, |text, value| decimal(text, &value.to_string(), *scale));
        }
        DataType::Date64 => all.times(array.as_primitive::<Date64Type>().iter(), 1_000, 0),
        DataType::Timestamp(unit, zone) => {
            let offset = offset(zone.as_deref())?;
            match unit {
                TimeUnit::Second => all.times(array.as_primitive::<TimestampSecondType>().iter(), 1, offset),
                TimeUnit::Millisecond => {
                    all.times(array.as_primitive::<TimestampMillisecondType>().iter(), 1_000, offset)
                }
                TimeUnit::Microsecond => {
                    all.times(array.as_primitive::<TimestampMicrosecondType>().iter(), 1_000_000, offset);
                }
                TimeUnit::Nanosecond => {
                    all.times(array.as_primitive::<TimestampNanosecondType>().iter(), 1_000_000_000, offset);
                }
            }
        }
        _ => return None,
    }
    Some(all)
}

/// Writes `mantissa / 10^scale` with all its places.
fn decimal(text: &mut String, mantissa: &str, scale: i8) {
    let (sign, digits) = mantissa.strip_prefix('-').map_or(("", mantissa), |digits| ("-", digits));
    let places = usize::try_from(scale).unwrap_or(0);
    let zeros = "0".repeat((places + 1).saturating_sub(digits.len()));
    let behind = if digits == "0" { String::new() } else { "0".repeat(usize::from(scale.min(0).unsigned_abs())) };
    let whole = format!("{zeros}{digits}{behind}");
    let (whole, part) = whole.split_at_checked(whole.len() - places).unwrap_or((&whole, ""));
    let point = if part.is_empty() { "" } else { "." };
    let _ = write!(text, "{sign}{whole}{point}{part}");
}

/// Whether [`written`] writes arrays of a type.
pub(crate) fn is_written(ty: &DataType) -> bool {
    match ty {
        DataType::Float16 | DataType::Float32 | DataType::Float64 | DataType::Date64 => true,
        DataType::Decimal128(..) | DataType::Decimal256(..) => true,
        DataType::Timestamp(_, zone) => offset(zone.as_deref()).is_some(),
        _ => false,
    }
}

/// The seconds by which a time zone is ahead of UTC; none for a zone that takes a table of zones to know.
fn offset(zone: Option<&str>) -> Option<i64> {
    let zone = zone.unwrap_or("Z");
    if matches!(zone, "" | "Z" | "UTC" | "Etc/UTC" | "GMT") {
        return Some(0);
    }
    let (sign, rest) = match zone.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':').or_else(|| rest.split_at_checked(2))?;
    let number = |digits: &str, most: i64| {
        let number = digits.parse::<i64>().ok().filter(|number| (0..=most).contains(number))?;
        (digits.len() == 2).then_some(number)
    };
    let minutes = if minutes.is_empty() { 0 } else { number(minutes, 59)? };
    Some(sign * (number(hours, 23)? * 3_600 + minutes * 60))
}

/// Writes a time: a day where it is midnight, and day and time where it isn't, which no field takes as a day.
fn time(text: &mut String, value: i64, in_a_second: i64, offset: i64) {
    let (seconds, part) = (value.div_euclid(in_a_second), value.rem_euclid(in_a_second));
    let local = seconds.saturating_add(offset);
    let (days, second) = (local.div_euclid(SECONDS_OF_DAY), local.rem_euclid(SECONDS_OF_DAY));
    match tieuchi::date::Date::from_days(days).filter(|day| (1..=9_999).contains(&day.year())) {
        Some(day) => {
            let _ = write!(text, "{day}");
        }
        None => {
            let _ = write!(text, "1970-01-01{days:+}d");
        }
    }
    if second != 0 || part != 0 {
        let _ = write!(text, "T{:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60);
    }
    if part != 0 {
        let digits = in_a_second.to_string().len() - 1;
        let _ = write!(text, ".{part:0digits$}");
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{Float32Array, Float64Array, TimestampMicrosecondArray, TimestampSecondArray};

    use super::*;

    fn shown(array: ArrayRef) -> Vec<String> {
        let all = written(&array).expect("a type that is written");
        let cell = |span: &Span| match span.form {
            Form::Blank => "-".to_owned(),
            _ => all.text[span.start as usize..(span.start + span.len) as usize].to_owned(),
        };
        all.cells.iter().map(cell).collect()
    }

    #[test]
    fn floats_are_their_shortest_decimals() {
        let floats = Float64Array::from(vec![Some(0.1 + 0.2), None, Some(0.075), Some(1e21), Some(-0.0)]);
        assert_eq!(shown(Arc::new(floats)), ["0.30000000000000004", "-", "0.075", "1000000000000000000000", "-0"]);
        assert_eq!(shown(Arc::new(Float32Array::from(vec![0.1, f32::NAN]))), ["0.1", "NaN"]);
    }

    #[test]
    fn midnight_is_a_day() {
        let seconds = TimestampSecondArray::from(vec![1_672_444_800, 1_672_444_801, -1]);
        assert_eq!(shown(Arc::new(seconds)), ["2022-12-31", "2022-12-31T00:00:01", "1969-12-31T23:59:59"]);
        let zoned = TimestampMicrosecondArray::from(vec![1_672_419_600_000_000, 1_672_419_600_000_001]);
        assert_eq!(shown(Arc::new(zoned.with_timezone("+07:00"))), ["2022-12-31", "2022-12-31T00:00:00.000001"]);
    }

    #[test]
    fn decimals_keep_their_places() {
        for (mantissa, scale, expected) in
            [("1250", 2, "12.50"), ("-5", 2, "-0.05"), ("12", 0, "12"), ("-12", -3, "-12000"), ("0", -3, "0")]
        {
            let mut text = String::new();
            decimal(&mut text, mantissa, scale);
            assert_eq!(text, expected);
        }
    }

    #[test]
    fn offsets() {
        for (zone, seconds) in
            [("UTC", Some(0)), ("+07:00", Some(25_200)), ("-0330", Some(-12_600)), ("+07", Some(25_200))]
        {
            assert_eq!(offset(Some(zone)), seconds, "{zone}");
        }
        for zone in ["Asia/Ho_Chi_Minh", "+7", "+25:00", "+07:60", "é"] {
            assert_eq!(offset(Some(zone)), None, "{zone}");
        }
    }
}
