//! Score tables and bands.

use super::{Cite, Comparison, Expr, Ident, Literal, Quoted, Span, Trivia};
use crate::exact::Exact;

/// `score unit.points: out of 1,000 …`, a table of points for every record of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// What the whole may come to.
    pub limit: Option<Limit>,
    /// What it is founded on.
    pub cites: Vec<Cite>,
    /// Its lettered lines.
    pub lines: Vec<ScoreLine>,
}

/// What a line or a table may come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Limit {
    /// `out of 50`: at most that, and the lines below it add up to it.
    OutOf(Exact),
    /// `at most 50`, whatever the lines below it add up to.
    AtMost(Exact),
    /// `from -10 to 10`.
    Range(Exact, Exact),
}

/// `a) bonus "Initiatives" out of 50: 10 * initiatives`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreLine {
    /// Its comments.
    pub trivia: Trivia,
    /// How it counts.
    pub role: Role,
    /// What the points are for.
    pub title: Quoted,
    /// What it may come to.
    pub limit: Option<Limit>,
    /// Its points.
    pub content: LineContent,
    /// Where, letter included.
    pub span: Span,
}

/// How a line counts in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// It is added.
    Plain,
    /// `bonus`: it is added, and the table's maximum holds all the same.
    Bonus,
    /// `bonus beyond`: it is added beyond the table's maximum.
    Beyond,
    /// `minus`: it is taken off.
    Minus,
}

/// Where a line's points come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineContent {
    /// A number. `50 when x` without `otherwise` gives 0 otherwise.
    Points(Expr),
    /// Lines of its own.
    Lines(Vec<ScoreLine>),
}

/// `level by points "A" from 90 "B" below 90`: a label for each stretch of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bands {
    /// The scale.
    pub scale: Ident,
    /// The number.
    pub by: Vec<Ident>,
    /// What it is founded on.
    pub cites: Vec<Cite>,
    /// Each label with its stretch.
    pub bands: Vec<Band>,
    /// `drops one band when …`, whatever the band.
    pub drop: Option<Expr>,
    /// `otherwise …`: what no band covers.
    pub otherwise: Option<Literal>,
}

/// `"A" from 70 to under 90, drops one band when …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// Its comments.
    pub trivia: Trivia,
    /// The label.
    pub label: Literal,
    /// Which numbers.
    pub stretch: BandStretch,
    /// When the next lower band is given instead.
    pub drop: Option<Expr>,
    /// Where.
    pub span: Span,
}

/// The numbers of a band; the ends are constants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BandStretch {
    /// `at least 90`, `above 90`, `at most 50`, `below 50`.
    Side(Comparison, Expr),
    /// `from 70 to under 90`, both ends included unless it is open.
    Between {
        /// Low end.
        low: Expr,
        /// High end.
        high: Expr,
        /// Whether the high end is excluded.
        open: bool,
    },
}
