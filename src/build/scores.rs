//! Tables of points, and awards by bands.

use crate::exact::Exact;
use crate::source::Span;
use crate::syntax::tree::{
    self, Band, BandStretch, Bands, Body, Comparison, Derive, Derived, Expr, Limit, LineContent, Node, Role, Trivia,
    Value,
};

use super::declarations::{cite, ident, literal, naming, quoted};
use super::{Expression, Label, Rules};

impl Rules {
    /// Adds a table of points.
    pub fn score(self, score: Score) -> Rules {
        self.declare(Body::Derive(score.0))
    }

    /// Adds an award by bands.
    pub fn award_by(self, award: AwardBy) -> Rules {
        self.declare(Body::Derive(award.0))
    }
}

/// A table of points being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score(Derive);

/// `score kind.name`, without a maximum until one is said.
pub fn score(kind: &str, name: &str) -> Score {
    let what = Derived::Score(tree::Score { limit: None, cites: Vec::new(), lines: Vec::new() });
    Score(Derive { kind: ident(kind), naming: naming(name), what })
}

impl Score {
    fn table(mut self, change: impl FnOnce(&mut tree::Score)) -> Score {
        if let Derived::Score(score) = &mut self.0.what {
            change(score);
        }
        self
    }

    /// Its name in the other language.
    pub fn aka(mut self, alias: &str) -> Score {
        self.0.naming.alias = Some(ident(alias));
        self
    }

    /// An item that it is founded on.
    pub fn cites(self, item: &str) -> Score {
        self.table(|score| score.cites.push(cite(item, None)))
    }

    /// `out of most`: the lines add up to it.
    pub fn out_of(self, most: impl Into<Exact>) -> Score {
        self.table(|score| score.limit = Some(Limit::OutOf(most.into())))
    }

    /// `at most most`, whatever the lines add up to.
    pub fn at_most(self, most: impl Into<Exact>) -> Score {
        self.table(|score| score.limit = Some(Limit::AtMost(most.into())))
    }

    /// A line, lettered by its place.
    pub fn line(self, line: ScoreLine) -> Score {
        self.table(|score| score.lines.push(line.0))
    }
}

/// A line of a table of points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreLine(tree::ScoreLine);

fn line_with(title: &str, content: LineContent) -> ScoreLine {
    let (trivia, role, title) = (Trivia::default(), Role::Plain, quoted(title));
    ScoreLine(tree::ScoreLine { trivia, role, title, limit: None, content, span: Span::NONE })
}

/// `"title": points`; the points are a number, maybe by [`cases`](super::cases).
pub fn line(title: &str, points: impl Into<Expression>) -> ScoreLine {
    line_with(title, LineContent::Points(points.into().tree()))
}

/// `"title": points when condition`, and 0 otherwise.
pub fn line_when(title: &str, points: impl Into<Expression>, condition: impl Into<Expression>) -> ScoreLine {
    let case = (points.into().tree(), condition.into().tree());
    let zero = Expr { node: Node::Literal(Value::Number(Exact::zero())), span: Span::NONE };
    let cases = Expr { node: Node::Cases(vec![case], Box::new(zero)), span: Span::NONE };
    line_with(title, LineContent::Points(cases))
}

/// `"title"` with lines of its own.
pub fn table(title: &str, lines: impl IntoIterator<Item = ScoreLine>) -> ScoreLine {
    line_with(title, LineContent::Lines(lines.into_iter().map(|line| line.0).collect()))
}

impl ScoreLine {
    /// `out of most`: at most that, and lines below it add up to it.
    pub fn out_of(mut self, most: impl Into<Exact>) -> ScoreLine {
        self.0.limit = Some(Limit::OutOf(most.into()));
        self
    }

    /// `at most most`.
    pub fn at_most(mut self, most: impl Into<Exact>) -> ScoreLine {
        self.0.limit = Some(Limit::AtMost(most.into()));
        self
    }

    /// `from least to most`.
    pub fn from_to(mut self, least: impl Into<Exact>, most: impl Into<Exact>) -> ScoreLine {
        self.0.limit = Some(Limit::Range(least.into(), most.into()));
        self
    }

    /// `bonus`: added within the table's maximum.
    pub fn bonus(mut self) -> ScoreLine {
        self.0.role = Role::Bonus;
        self
    }

    /// `bonus beyond`: added beyond the table's maximum.
    pub fn bonus_beyond(mut self) -> ScoreLine {
        self.0.role = Role::Beyond;
        self
    }

    /// `minus`: taken off.
    pub fn minus(mut self) -> ScoreLine {
        self.0.role = Role::Minus;
        self
    }
}

/// `line a.1 of path`: places from 0, the letter's first.
pub fn line_of(place: &[u32], path: &str) -> Expression {
    Expression::of(Node::ScoreLine(place.to_vec(), path.split('.').map(ident).collect()))
}

/// `every line of path at least share`, a part of 1.
pub fn every_line_at_least(path: &str, share: Exact) -> Expression {
    Expression::of(Node::EveryLine(path.split('.').map(ident).collect(), false, share))
}

/// An award by bands being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwardBy(Derive);

/// `award kind.name: scale by path`.
pub fn award_by(kind: &str, name: &str, scale: &str, path: &str) -> AwardBy {
    let by = path.split('.').map(ident).collect();
    let (cites, bands) = (Vec::new(), Vec::new());
    let what = Derived::Bands(Bands { scale: ident(scale), by, cites, bands, drop: None, otherwise: None });
    AwardBy(Derive { kind: ident(kind), naming: naming(name), what })
}

impl AwardBy {
    fn table(mut self, change: impl FnOnce(&mut Bands)) -> AwardBy {
        if let Derived::Bands(bands) = &mut self.0.what {
            change(bands);
        }
        self
    }

    fn band(self, label: impl Into<Label>, stretch: BandStretch) -> AwardBy {
        let (trivia, label) = (Trivia::default(), literal(label));
        self.table(|bands| bands.bands.push(Band { trivia, label, stretch, drop: None, span: Span::NONE }))
    }

    /// Its name in the other language.
    pub fn aka(mut self, alias: &str) -> AwardBy {
        self.0.naming.alias = Some(ident(alias));
        self
    }

    /// An item that it is founded on.
    pub fn cites(self, item: &str) -> AwardBy {
        self.table(|bands| bands.cites.push(cite(item, None)))
    }

    /// `label at least low`.
    pub fn at_least(self, label: impl Into<Label>, low: impl Into<Expression>) -> AwardBy {
        self.band(label, BandStretch::Side(Comparison::AtLeast, low.into().tree()))
    }

    /// `label from low to under high`.
    pub fn from_to_under(
        self,
        label: impl Into<Label>,
        low: impl Into<Expression>,
        high: impl Into<Expression>,
    ) -> AwardBy {
        let (low, high) = (low.into().tree(), high.into().tree());
        self.band(label, BandStretch::Between { low, high, open: true })
    }

    /// `label from low to high`, both included.
    pub fn between(self, label: impl Into<Label>, low: impl Into<Expression>, high: impl Into<Expression>) -> AwardBy {
        let (low, high) = (low.into().tree(), high.into().tree());
        self.band(label, BandStretch::Between { low, high, open: false })
    }

    /// `label below high`.
    pub fn below(self, label: impl Into<Label>, high: impl Into<Expression>) -> AwardBy {
        self.band(label, BandStretch::Side(Comparison::Below, high.into().tree()))
    }

    /// `drops one band when condition`, whatever the band.
    pub fn drops_one_band_when(self, condition: impl Into<Expression>) -> AwardBy {
        let drop = condition.into().tree();
        self.table(|bands| bands.drop = Some(drop))
    }

    /// What is given where no band has the number.
    pub fn otherwise(self, label: impl Into<Label>) -> AwardBy {
        let label = literal(label);
        self.table(|bands| bands.otherwise = Some(label))
    }
}
