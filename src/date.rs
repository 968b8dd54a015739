//! Days of the calendar.
//!
//! End-of-month rule: moving by months or years keeps the day of the month, or
//! takes the month's last day where it has no such day (2022-08-31 less six
//! months is 2022-02-28; 2022-02-28 less six months is 2021-08-28). A whole
//! month or year has passed from `a` to `b` when `a` moved by it is not after `b`.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day from 0001-01-01 to 9999-12-31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(civil::Date);

/// A text that is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a day of the calendar")]
pub struct NotDate;

impl Date {
    /// A day by year (1 to 9999), month and day; `None` if there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Date> {
        (1..=9999).contains(&year).then(|| civil::Date::new(year, month, day).ok().map(Date)).flatten()
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    fn epoch() -> civil::Date {
        civil::date(1970, 1, 1)
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i64 {
        self.0.duration_since(Self::epoch()).as_hours() / 24
    }

    /// The day so many days after 1970-01-01; `None` outside the years 1 to 9999.
    pub fn from_days(days: i64) -> Option<Date> {
        Self::bounded(Date(Self::epoch()).0, days, 0)
    }

    /// Moved by so many days.
    pub fn plus_days(self, days: i64) -> Option<Date> {
        Self::bounded(self.0, days, 0)
    }

    /// Moved by so many months, by the end-of-month rule.
    pub fn plus_months(self, months: i64) -> Option<Date> {
        Self::bounded(self.0, 0, months)
    }

    fn bounded(date: civil::Date, days: i64, months: i64) -> Option<Date> {
        if days.abs() > 4_000_000 || months.abs() > 120_000 {
            return None;
        }
        let moved = date.checked_add(months.months()).ok()?.checked_add(days.days()).ok()?;
        (1..=9999).contains(&moved.year()).then_some(Date(moved))
    }

    /// Whole months from this day to `other`; below 0 where `other` is earlier.
    pub fn months_to(self, other: Date) -> i64 {
        if other < self {
            return -other.months_to(self);
        }
        let rough = (i64::from(other.year()) - i64::from(self.year())) * 12 + i64::from(other.month())
            - i64::from(self.month());
        match self.plus_months(rough) {
            Some(moved) if moved <= other => rough,
            _ => rough - 1,
        }
    }
}

impl fmt::Display for Date {
    /// `2022-12-31`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl FromStr for Date {
    type Err = NotDate;

    /// Reads `2022-12-31` and nothing else.
    fn from_str(text: &str) -> Result<Date, NotDate> {
        let mut parts = text.splitn(3, '-');
        let mut part = |width: usize| -> Result<i16, NotDate> {
            let digits = parts.next().ok_or(NotDate)?;
            let plain = digits.len() == width && digits.bytes().all(|b| b.is_ascii_digit());
            if plain { digits.parse().map_err(|_| NotDate) } else { Err(NotDate) }
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        Date::new(year, month as i8, day as i8).ok_or(NotDate)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
