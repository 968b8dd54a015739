//! Truth values and the intervals of numbers that missing data leave open.

use serde::{Deserialize, Serialize};

use crate::exact::Exact;

/// Kleene's three truth values.
///
/// Source: S. C. Kleene, Introduction to Metamathematics (1952), § 64: the
/// strong connectives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Truth {
    /// No.
    No,
    /// It can't be known yet.
    Unknown,
    /// Yes.
    Yes,
}

impl Truth {
    /// Strong Kleene and: the lesser.
    pub fn and(self, other: Truth) -> Truth {
        self.min(other)
    }

    /// Strong Kleene or: the greater.
    pub fn or(self, other: Truth) -> Truth {
        self.max(other)
    }

    /// Whether it is yes.
    pub fn is_yes(self) -> bool {
        self == Truth::Yes
    }

    /// Whether it is no.
    pub fn is_no(self) -> bool {
        self == Truth::No
    }

    /// Whether it is unknown.
    pub fn is_unknown(self) -> bool {
        self == Truth::Unknown
    }
}

impl std::ops::Not for Truth {
    type Output = Truth;

    fn not(self) -> Truth {
        match self {
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
            Truth::Yes => Truth::No,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Truth {
        if value { Truth::Yes } else { Truth::No }
    }
}

impl From<Option<bool>> for Truth {
    fn from(value: Option<bool>) -> Truth {
        value.map_or(Truth::Unknown, Truth::from)
    }
}

/// The values that a number may still have, both ends included. `None` is unbounded.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Interval {
    /// Least.
    pub low: Option<Exact>,
    /// Greatest.
    pub high: Option<Exact>,
}

impl Interval {
    /// One known value.
    pub fn point(value: Exact) -> Interval {
        Interval { low: Some(value.clone()), high: Some(value) }
    }

    /// Anything.
    pub fn any() -> Interval {
        Interval { low: None, high: None }
    }

    /// The value, if there is only one.
    pub fn known(&self) -> Option<&Exact> {
        match (&self.low, &self.high) {
            (Some(low), Some(high)) if low == high => Some(low),
            _ => None,
        }
    }
}
