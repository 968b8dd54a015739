//! Exact numbers: fractions of integers of any size up to a stated bound.
//!
//! Nothing here rounds, wraps or goes through a float. Arithmetic is checked:
//! a result of more than [`MAX_BITS`] bits is `None`, which the evaluator
//! reports as an overflow at the place that caused it, so that a rule file of a
//! few lines that squares a number forty times can't fill the memory.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The largest numerator or denominator that arithmetic may give, in bits.
pub const MAX_BITS: u64 = 1024;

/// The most digits that a number in a rule file or in data may have.
pub const MAX_DIGITS: usize = 36;

/// An exact rational number.
///
/// Nearly all numbers of a regulation fit two machine words; only what doesn't is kept at any size.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Exact(Repr);

/// Every number has one form, so that equal numbers are equal and have one hash.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Repr {
    /// In lowest terms, the denominator above 0.
    Small(i64, i64),
    /// Whatever doesn't fit.
    Large(Box<BigRational>),
}

/// How [`Exact::rounded`] rounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Towards minus infinity.
    Down,
    /// Towards plus infinity.
    Up,
    /// To the nearest; a half goes away from zero, as offices round.
    Nearest,
}

impl Exact {
    /// The fraction `numerator / denominator`; `None` if the denominator is 0.
    pub fn fraction(numerator: i64, denominator: i64) -> Option<Exact> {
        (denominator != 0).then(|| Exact::ratio(numerator.into(), denominator.into()))
    }

    /// `mantissa / 10^scale`, the form of a decimal column.
    pub fn decimal(mantissa: i128, scale: u32) -> Exact {
        match (i64::try_from(mantissa), 10i64.checked_pow(scale)) {
            (Ok(mantissa), Some(power)) => Exact::ratio(mantissa.into(), power.into()),
            _ => Exact::large(BigRational::new(mantissa.into(), BigInt::from(10).pow(scale))),
        }
    }

    /// Of a denominator that is not 0, both parts the product of two machine words or their sum.
    fn ratio(numerator: i128, denominator: i128) -> Exact {
        if denominator == 1
            && let Ok(whole) = i64::try_from(numerator)
        {
            return Exact(Repr::Small(whole, 1));
        }
        let shared = match (u64::try_from(numerator.unsigned_abs()), u64::try_from(denominator.unsigned_abs())) {
            (Ok(one), Ok(two)) => i128::from(one.gcd(&two)),
            _ => numerator.gcd(&denominator),
        };
        let sign = denominator.signum();
        let (numerator, denominator) = (sign * (numerator / shared), sign * (denominator / shared));
        match (i64::try_from(numerator), i64::try_from(denominator)) {
            (Ok(numerator), Ok(denominator)) => Exact(Repr::Small(numerator, denominator)),
            _ => Exact(Repr::Large(Box::new(BigRational::new_raw(numerator.into(), denominator.into())))),
        }
    }

    /// In its one form.
    fn large(value: BigRational) -> Exact {
        match (value.numer().to_i64(), value.denom().to_i64()) {
            (Some(numerator), Some(denominator)) => Exact(Repr::Small(numerator, denominator)),
            _ => Exact(Repr::Large(Box::new(value))),
        }
    }

    fn big(&self) -> Cow<'_, BigRational> {
        match &self.0 {
            Repr::Small(numerator, denominator) => {
                Cow::Owned(BigRational::new_raw((*numerator).into(), (*denominator).into()))
            }
            Repr::Large(value) => Cow::Borrowed(value),
        }
    }

    /// Zero.
    pub fn zero() -> Exact {
        Exact(Repr::Small(0, 1))
    }

    /// Whether it is a whole number.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Small(_, denominator) => *denominator == 1,
            Repr::Large(value) => value.is_integer(),
        }
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small(numerator, _) => *numerator < 0,
            Repr::Large(value) => value.is_negative(),
        }
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Repr::Small(0, _))
    }

    /// Numerator of the fraction in lowest terms (its sign is the number's).
    pub fn numerator(&self) -> BigInt {
        self.big().numer().clone()
    }

    /// Denominator of the fraction in lowest terms, above 0.
    pub fn denominator(&self) -> BigInt {
        self.big().denom().clone()
    }

    /// Numerator and denominator where both fit a machine word.
    pub(crate) fn small(&self) -> Option<(i64, i64)> {
        match self.0 {
            Repr::Small(numerator, denominator) => Some((numerator, denominator)),
            Repr::Large(_) => None,
        }
    }

    /// As an `i64` if it is a whole number that fits.
    pub fn to_i64(&self) -> Option<i64> {
        self.small().filter(|(_, denominator)| *denominator == 1).map(|(numerator, _)| numerator)
    }

    /// `(mantissa, scale)` with the least scale so that the number is
    /// `mantissa / 10^scale`, if it is a decimal of at most 18 places that fits.
    pub fn to_decimal(&self) -> Option<(i128, u32)> {
        if let Some(whole) = self.to_i64() {
            return Some((whole.into(), 0));
        }
        let value = self.big();
        (0..=18u32).find_map(|scale| {
            let shifted = value.as_ref() * BigInt::from(10).pow(scale);
            shifted.is_integer().then(|| shifted.numer().to_i128().map(|m| (m, scale))).flatten()
        })
    }

    /// The bounds that mantissas of so many decimal places have to reach to be at least this number, and to be
    /// above it; the ends of the range where they lie beyond.
    pub(crate) fn scaled(&self, scale: u32) -> (i128, i128) {
        let shifted = self.big().as_ref() * BigInt::from(10).pow(scale);
        let end = if self.is_negative() { i128::MIN } else { i128::MAX };
        let at = shifted.ceil().to_integer().to_i128().unwrap_or(end);
        let above = (shifted.floor().to_integer() + BigInt::from(1)).to_i128().unwrap_or(end);
        (at, above)
    }

    fn bounded(value: BigRational) -> Option<Exact> {
        (value.numer().bits() <= MAX_BITS && value.denom().bits() <= MAX_BITS).then(|| Exact::large(value))
    }

    /// Sum; `None` on overflow.
    pub fn add(&self, other: &Exact) -> Option<Exact> {
        if let (Some((a, b)), Some((c, d))) = (self.small(), other.small()) {
            if b == d {
                return Some(Exact::ratio(i128::from(a) + i128::from(c), b.into()));
            }
            let (one, two) = (i128::from(a) * i128::from(d), i128::from(c) * i128::from(b));
            if let Some(sum) = one.checked_add(two) {
                return Some(Exact::ratio(sum, i128::from(b) * i128::from(d)));
            }
        }
        Self::bounded(self.big().as_ref() + other.big().as_ref())
    }

    /// Difference; `None` on overflow.
    pub fn sub(&self, other: &Exact) -> Option<Exact> {
        self.add(&other.neg())
    }

    /// Product; `None` on overflow.
    pub fn mul(&self, other: &Exact) -> Option<Exact> {
        if let (Some((a, b)), Some((c, d))) = (self.small(), other.small()) {
            return Some(Exact::ratio(i128::from(a) * i128::from(c), i128::from(b) * i128::from(d)));
        }
        Self::bounded(self.big().as_ref() * other.big().as_ref())
    }

    /// Quotient; `None` on overflow and on division by zero (ask
    /// [`is_zero`](Self::is_zero) first to tell them apart).
    pub fn div(&self, other: &Exact) -> Option<Exact> {
        if other.is_zero() {
            return None;
        }
        if let (Some((a, b)), Some((c, d))) = (self.small(), other.small()) {
            return Some(Exact::ratio(i128::from(a) * i128::from(d), i128::from(b) * i128::from(c)));
        }
        Self::bounded(self.big().as_ref() / other.big().as_ref())
    }

    /// The same with the sign turned.
    pub fn neg(&self) -> Exact {
        match &self.0 {
            Repr::Small(numerator, denominator) => Exact::ratio(-i128::from(*numerator), (*denominator).into()),
            Repr::Large(value) => Exact::large(-value.as_ref().clone()),
        }
    }

    /// Rounded to `places` decimal places.
    pub fn rounded(&self, how: Rounding, places: u32) -> Exact {
        let unit = BigInt::from(10).pow(places);
        let shifted = self.big().as_ref() * &unit;
        let whole = match how {
            Rounding::Down => shifted.floor(),
            Rounding::Up => shifted.ceil(),
            Rounding::Nearest => shifted.round(),
        };
        Exact::large(whole / unit)
    }

    /// The largest whole number not above it.
    pub fn floor(&self) -> BigInt {
        self.big().floor().to_integer()
    }

    /// The least whole number not below it.
    pub fn ceil(&self) -> BigInt {
        self.big().ceil().to_integer()
    }

    /// Decimal text with at most `places` places, cut towards zero. For
    /// display next to a threshold see `report`, which takes care that a value
    /// under a threshold never prints as the threshold.
    pub fn to_text(&self, places: usize, separator: char) -> String {
        let scale = BigInt::from(10).pow(places as u32);
        let scaled = (self.big().as_ref() * &scale).trunc().to_integer();
        let (whole, rest) = scaled.abs().div_rem(&scale);
        let mut text = format!("{}{}", if scaled.is_negative() { "-" } else { "" }, whole);
        if !rest.is_zero() {
            let digits = format!("{:0>places$}", rest.to_string());
            text.push(separator);
            text.push_str(digits.trim_end_matches('0'));
        }
        text
    }
}

impl From<i64> for Exact {
    fn from(value: i64) -> Exact {
        Exact(Repr::Small(value, 1))
    }
}

impl From<u64> for Exact {
    fn from(value: u64) -> Exact {
        Exact::ratio(value.into(), 1)
    }
}

impl From<BigInt> for Exact {
    fn from(value: BigInt) -> Exact {
        Exact::large(BigRational::from_integer(value))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Exact) -> Ordering {
        match (self.small(), other.small()) {
            (Some((a, b)), Some((c, d))) if b == d => a.cmp(&c),
            (Some((a, b)), Some((c, d))) => (i128::from(a) * i128::from(d)).cmp(&(i128::from(c) * i128::from(b))),
            _ => self.big().cmp(&other.big()),
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Exact) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Why a text is not an exact number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotExact {
    /// Not digits with at most one point, nor a fraction of such.
    #[error("not a number")]
    Shape,
    /// More than [`MAX_DIGITS`] digits.
    #[error("more than {MAX_DIGITS} digits")]
    TooLong,
}

impl FromStr for Exact {
    type Err = NotExact;

    /// Reads `12`, `-3.50` and `2/3`: ASCII digits, a point, no grouping.
    fn from_str(text: &str) -> Result<Exact, NotExact> {
        if let Some((a, b)) = text.split_once('/') {
            let (a, b) = (decimal(a)?, decimal(b)?);
            return if b.is_zero() { Err(NotExact::Shape) } else { Ok(Exact::large(a / b)) };
        }
        decimal(text).map(Exact::large)
    }
}

fn decimal(text: &str) -> Result<BigRational, NotExact> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(part) || (digits.contains('.') && part.is_empty()) {
        return Err(NotExact::Shape);
    }
    // Read back from a program, a number may be a result and longer than what an author may write.
    if whole.len() + part.len() > MAX_BITS as usize / 3 {
        return Err(NotExact::TooLong);
    }
    let joined: BigInt = format!("{whole}{part}").parse().map_err(|_| NotExact::Shape)?;
    let value = BigRational::new(joined, BigInt::from(10).pow(part.len() as u32));
    Ok(if negative { -value } else { value })
}

impl fmt::Display for Exact {
    /// A decimal where it is one (`0.7`), else a fraction in lowest terms (`1/3`).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_decimal() {
            Some((mantissa, scale)) => {
                let sign = if mantissa < 0 { "-" } else { "" };
                let digits = format!("{:0>width$}", mantissa.unsigned_abs(), width = scale as usize + 1);
                let (whole, part) = digits.split_at(digits.len() - scale as usize);
                if part.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{part}") }
            }
            None if self.is_integer() => write!(f, "{}", self.numerator()),
            None => write!(f, "{}/{}", self.numerator(), self.denominator()),
        }
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Exact, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
