//! Score tables and bands: from nodes of the parse to the tree.

use crate::diagnostic::SyntaxProblem;
use crate::exact::Exact;
use crate::syntax::grammar::{Kind, Node};
use crate::syntax::tree::{
    Band, BandStretch, Bands, Comparison, Derive, Derived, Expr, Ident, Limit, LineContent, Literal, Node as What,
    Role, Score, ScoreLine, Trivia, Value,
};

use super::build::Build;
use super::expr::Within;
use super::token;

impl Build<'_> {
    /// `score unit.points: …`.
    pub(super) fn score(&mut self, node: &Node<'_>) -> Option<Derive> {
        let kind = self.name(node.child(Kind::Name)?);
        let naming = self.naming(node.child(Kind::Naming)?)?;
        let limit = self.limit(node)?;
        let cites = self.cites(node)?;
        let lines = self.score_lines(node, Kind::ScoreLine0, &Within::default())?;
        Some(Derive { kind, naming, what: Derived::Score(Score { limit, cites, lines }) })
    }

    /// The limit in a node; `Some(None)` where there is none.
    fn limit(&mut self, node: &Node<'_>) -> Option<Option<Limit>> {
        let Some(limit) = node.child(Kind::ScoreLimit).and_then(Node::first) else { return Some(None) };
        Some(Some(match limit.kind {
            Kind::LimitOutOf => Limit::OutOf(self.number(limit.child(Kind::Number)?)?),
            Kind::LimitAtMost => Limit::AtMost(self.number(limit.child(Kind::Number)?)?),
            _ => {
                let mut ends = limit.all(Kind::Signed);
                let (low, high) = (ends.next()?, ends.next()?);
                Limit::Range(self.signed(low)?, self.signed(high)?)
            }
        }))
    }

    fn score_lines(&mut self, node: &Node<'_>, level: Kind, within: &Within) -> Option<Vec<ScoreLine>> {
        let mut lines = Vec::new();
        for (position, line) in node.all(level).enumerate() {
            let inner = self.marker(line.first()?, position, within);
            let role = match line.children.iter().map(|child| child.kind).find(|kind| role_of(*kind) != Role::Plain) {
                Some(kind) => role_of(kind),
                None => Role::Plain,
            };
            let title = self.quoted(line.child(Kind::String)?)?;
            let limit = self.limit(line)?;
            let content = match line.child(Kind::ScorePoints) {
                Some(points) => LineContent::Points(self.points(points, &inner)?),
                None => {
                    let below = if level == Kind::ScoreLine0 { Kind::ScoreLine1 } else { Kind::ScoreLine2 };
                    LineContent::Lines(self.score_lines(line, below, &inner)?)
                }
            };
            lines.push(ScoreLine { trivia: Trivia::default(), role, title, limit, content, span: self.span(line) });
        }
        Some(lines)
    }

    /// A line's number. Without `otherwise` it is 0 where no case holds.
    fn points(&mut self, node: &Node<'_>, within: &Within) -> Option<Expr> {
        let mut sums = node.all(Kind::Sum);
        let first = self.sum(sums.next()?)?;
        let Some(when) = node.child(Kind::Expr) else { return Some(first) };
        let mut cases = vec![(first, self.expr(when, within)?)];
        for case in node.all(Kind::Case) {
            cases.push(self.case(case)?);
        }
        let span = self.span(node);
        let otherwise = match sums.next() {
            Some(otherwise) => self.sum(otherwise)?,
            None => Expr { node: What::Literal(Value::Number(Exact::zero())), span },
        };
        Some(Expr { node: What::Cases(cases, Box::new(otherwise)), span })
    }

    /// `level by points …` behind the name of an award.
    pub(super) fn bands(&mut self, scale: Ident, node: &Node<'_>, otherwise: Option<Literal>) -> Option<Bands> {
        let by = self.path(node.child(Kind::Path)?);
        let cites = self.cites(node)?;
        let mut bands = Vec::new();
        for band in node.all(Kind::Band) {
            let label = self.label(band.child(Kind::Label)?)?;
            let stretch = self.stretch(band.children.get(1)?)?;
            let drop = self.drop_of(band)?;
            bands.push(Band { trivia: Trivia::default(), label, stretch, drop, span: self.span(band) });
        }
        Some(Bands { scale, by, cites, bands, drop: self.drop_of(node)?, otherwise })
    }

    fn stretch(&mut self, node: &Node<'_>) -> Option<BandStretch> {
        let mut ends = node.all(Kind::Sum);
        let (first, second) = (self.sum(ends.next()?)?, ends.next());
        Some(match (node.kind, second) {
            (Kind::CmpFrom, Some(high)) => {
                BandStretch::Between { low: first, high: self.sum(high)?, open: node.has(Kind::OpenEnd) }
            }
            (Kind::CmpFrom, None) if node.has(Kind::DownTo) => BandStretch::Side(Comparison::AtMost, first),
            (Kind::CmpAtMost, _) => BandStretch::Side(Comparison::AtMost, first),
            (Kind::CmpAbove, _) => BandStretch::Side(Comparison::Above, first),
            (Kind::CmpBelow, _) => BandStretch::Side(Comparison::Below, first),
            // `at least 90`, `from 90`, `từ 90 trở lên`
            _ => BandStretch::Side(Comparison::AtLeast, first),
        })
    }

    /// The condition of `drops one band when` in a node; `Some(None)` where there is none.
    fn drop_of(&mut self, node: &Node<'_>) -> Option<Option<Expr>> {
        match node.child(Kind::BandDrop) {
            None => Some(None),
            Some(drop) => self.expr(drop.child(Kind::Expr)?, &Within::default()).map(Some),
        }
    }

    /// `a.1` as places from 0.
    pub(super) fn line_place(&mut self, node: &Node<'_>) -> Option<Vec<u32>> {
        let mut parts = node.text.split('.');
        let letter = parts.next()?;
        let place = (0u32..).zip(crate::syntax::words::letters(self.language)).find(|(_, known)| **known == letter);
        let rest = parts.map(|part| part.parse::<u32>().ok()?.checked_sub(1)).collect::<Option<Vec<_>>>();
        let (Some((place, _)), Some(rest)) = (place, rest) else {
            let wanted = token::letter(self.language, 0).map_or_else(String::new, String::from);
            let problem = SyntaxProblem::LetterOrder { wanted, found: node.text.to_string() };
            self.finding(problem, self.span(node));
            return None;
        };
        Some(std::iter::once(place).chain(rest).collect())
    }

    /// `every line of points at least 50%`.
    pub(super) fn every_line(&mut self, node: &Node<'_>) -> Option<What> {
        let path = self.path(node.child(Kind::Path)?);
        let share = self.percent(node.child(Kind::Percent)?)?;
        Some(What::EveryLine(path, !node.has(Kind::AtLeast) && !node.has(Kind::UpTo), share))
    }
}

fn role_of(kind: Kind) -> Role {
    match kind {
        Kind::RoleBonus => Role::Bonus,
        Kind::RoleBeyond => Role::Beyond,
        Kind::RoleMinus => Role::Minus,
        _ => Role::Plain,
    }
}
