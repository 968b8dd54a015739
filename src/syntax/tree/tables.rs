//! Tables of thresholds, and parameters.

use crate::source::Span;

use super::{Comparison, Ident, Literal, Naming, Quoted, Trivia};

/// `by region, population: first match …`: a value for the values of several attributes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The attributes, each a field or a path.
    pub by: Vec<Vec<Ident>>,
    /// `first match` (true): of several rows that fit the first counts. Else `exactly one match`: no two rows may fit.
    pub first: bool,
    /// `from "thresholds.csv"`: where the rows stand, if not here.
    pub file: Option<Quoted>,
    /// The rows.
    pub rows: Vec<TableRow>,
    /// `otherwise …`: what remains.
    pub otherwise: Option<Literal>,
}

/// `"Vùng cao", under 1,000 -> 60`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// Its comments.
    pub trivia: Trivia,
    /// A cell for each attribute.
    pub cells: Vec<Cell>,
    /// What it gives.
    pub value: Literal,
    /// Where.
    pub span: Span,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What fits it.
    pub fits: Fits,
    /// Where.
    pub span: Span,
}

/// The values that fit a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fits {
    /// `any`.
    Any,
    /// `"A" or "B"`, `5`, `yes`.
    Is(Vec<Literal>),
    /// `at least 5`.
    Compare(Comparison, Literal),
    /// `between 5 and 7`; with `true` at its end `from 5 to under 7`.
    Between(Literal, Literal, bool),
}

/// `parameter quota aka chỉ_tiêu: percent 0% to 100% = 15% "the board may lower it"`: a constant with a name, which
/// whoever runs the rules may set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub naming: Naming,
    /// What it is.
    pub ty: SettingType,
    /// What it may be set to, both ends included.
    pub range: Option<(Literal, Literal)>,
    /// What it is unless it is set: a number, a percentage or a date.
    pub default: Literal,
    /// What it is about, for people.
    pub note: Option<Quoted>,
}

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingType {
    /// `count`: a whole number from 0.
    Count,
    /// `integer`.
    Integer,
    /// `decimal`, exact.
    Decimal,
    /// `percent`.
    Percent,
    /// `date`.
    Date,
}
