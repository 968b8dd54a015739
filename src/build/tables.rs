//! Tables of thresholds.

use crate::date::Date;
use crate::exact::Exact;
use crate::source::Span;
use crate::syntax::tree::{
    self, Body, Cell as TreeCell, Comparison, Derive, Derived, Fits, Literal, TableRow, Trivia, Value,
};

use super::declarations::{ident, naming};
use super::{Label, Rules, Share};

impl Rules {
    /// Adds a table of thresholds.
    pub fn table(self, table: Thresholds) -> Rules {
        self.declare(Body::Derive(table.0))
    }
}

/// A constant of a table: a label, a number, a share, a day, yes or no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constant(Value);

impl From<&str> for Constant {
    /// A label.
    fn from(text: &str) -> Constant {
        Constant(Value::Text(text.to_owned()))
    }
}

impl From<Label> for Constant {
    fn from(label: Label) -> Constant {
        Constant(label.value())
    }
}

impl From<i64> for Constant {
    fn from(number: i64) -> Constant {
        Constant(Value::Number(Exact::from(number)))
    }
}

impl From<Exact> for Constant {
    fn from(number: Exact) -> Constant {
        Constant(Value::Number(number))
    }
}

impl From<Share> for Constant {
    fn from(share: Share) -> Constant {
        Constant(Value::Percent(share.0))
    }
}

impl From<Date> for Constant {
    fn from(date: Date) -> Constant {
        Constant(Value::Date(date))
    }
}

impl From<bool> for Constant {
    fn from(yes: bool) -> Constant {
        Constant(Value::YesNo(yes))
    }
}

fn constant(value: impl Into<Constant>) -> Literal {
    Literal { value: value.into().0, span: Span::NONE }
}

/// What fits a cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell(Fits);

impl Cell {
    /// `any`.
    pub fn any() -> Cell {
        Cell(Fits::Any)
    }

    /// One value, or one of several.
    pub fn is<C: Into<Constant>>(values: impl IntoIterator<Item = C>) -> Cell {
        Cell(Fits::Is(values.into_iter().map(constant).collect()))
    }

    /// `at least low`.
    pub fn at_least(low: impl Into<Constant>) -> Cell {
        Cell(Fits::Compare(Comparison::AtLeast, constant(low)))
    }

    /// `at most high`.
    pub fn at_most(high: impl Into<Constant>) -> Cell {
        Cell(Fits::Compare(Comparison::AtMost, constant(high)))
    }

    /// `above low`.
    pub fn above(low: impl Into<Constant>) -> Cell {
        Cell(Fits::Compare(Comparison::Above, constant(low)))
    }

    /// `under high`.
    pub fn under(high: impl Into<Constant>) -> Cell {
        Cell(Fits::Compare(Comparison::Below, constant(high)))
    }

    /// `between low and high`, both included.
    pub fn between(low: impl Into<Constant>, high: impl Into<Constant>) -> Cell {
        Cell(Fits::Between(constant(low), constant(high), false))
    }

    /// `from low to under high`.
    pub fn from_to_under(low: impl Into<Constant>, high: impl Into<Constant>) -> Cell {
        Cell(Fits::Between(constant(low), constant(high), true))
    }
}

/// A table of thresholds being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thresholds(Derive);

/// `table kind.name by attributes: exactly one match`.
pub fn exactly_one_match(kind: &str, name: &str, by: &[&str]) -> Thresholds {
    thresholds(kind, name, by, false)
}

/// `table kind.name by attributes: first match`.
pub fn first_match(kind: &str, name: &str, by: &[&str]) -> Thresholds {
    thresholds(kind, name, by, true)
}

fn thresholds(kind: &str, name: &str, by: &[&str], first: bool) -> Thresholds {
    let by = by.iter().map(|path| path.split('.').map(ident).collect()).collect();
    let what = Derived::Table(tree::Table { by, first, file: None, rows: Vec::new(), otherwise: None });
    Thresholds(Derive { kind: ident(kind), naming: naming(name), what })
}

impl Thresholds {
    fn change(mut self, change: impl FnOnce(&mut tree::Table)) -> Thresholds {
        if let Derived::Table(table) = &mut self.0.what {
            change(table);
        }
        self
    }

    /// Its name in the other language.
    pub fn aka(mut self, alias: &str) -> Thresholds {
        self.0.naming.alias = Some(ident(alias));
        self
    }

    /// A row: a cell for each attribute, and what it gives.
    pub fn row(self, cells: impl IntoIterator<Item = Cell>, value: impl Into<Constant>) -> Thresholds {
        let cells = cells.into_iter().map(|cell| TreeCell { fits: cell.0, span: Span::NONE }).collect();
        let (trivia, value) = (Trivia::default(), constant(value));
        self.change(|table| table.rows.push(TableRow { trivia, cells, value, span: Span::NONE }))
    }

    /// What remains.
    pub fn otherwise(self, value: impl Into<Constant>) -> Thresholds {
        let value = constant(value);
        self.change(|table| table.otherwise = Some(value))
    }
}
