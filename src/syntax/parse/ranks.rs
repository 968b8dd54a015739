//! Ranks: from nodes of the parse to the tree.

use crate::diagnostic::SyntaxProblem;
use crate::syntax::grammar::{Kind, Node};
use crate::syntax::tree::{Derive, Derived, Expr, Node as What, Rank, RankKey, Ties, Top};

use super::build::Build;

impl Build<'_> {
    /// `rank agency.place: among agencies …`.
    pub(super) fn rank(&mut self, node: &Node<'_>) -> Option<Derive> {
        let mut names = node.all(Kind::Name);
        let (kind, among) = (names.next()?, names.next()?);
        let (kind, among) = (self.name(kind), self.name(among));
        let naming = self.naming(node.child(Kind::Naming)?)?;
        let same = node.child(Kind::Same).map_or_else(Vec::new, |same| {
            same.all(Kind::Path).map(|path| path.all(Kind::Name).map(|step| self.name(step)).collect()).collect()
        });
        let filter = self.filter(node)?;
        let cites = self.cites(node)?;
        let mut keys = Vec::new();
        for key in node.all(Kind::RankKey) {
            let chain = key.child(Kind::Chain)?;
            keys.push(RankKey { by: self.alone(chain)?, lowest: key.has(Kind::LowestFirst), span: self.span(key) });
        }
        let ties = node.child(Kind::Ties).map(|ties| match ties.child(Kind::Name) {
            None => Ties::Shared,
            Some(field) => Ties::Decided(self.name(field)),
        });
        let rank = Rank { among, same, filter, cites, keys, ties };
        Some(Derive { kind, naming, what: Derived::Rank(Box::new(rank)) })
    }

    /// `in the top 3`, `in the top 20%`.
    pub(super) fn top(&mut self, value: Expr, node: &Node<'_>) -> Option<What> {
        let first = node.first()?;
        let top = match first.kind {
            Kind::Percent => Top::Share(self.percent(first)?),
            Kind::Fraction => {
                let mut sides = first.all(Kind::Number);
                let (a, b) = (self.number(sides.next()?)?, self.number(sides.next()?)?);
                let Some(share) = a.div(&b) else {
                    self.finding(SyntaxProblem::ZeroFraction, self.span(first));
                    return None;
                };
                Top::Share(share)
            }
            _ => Top::First(self.number(first)?),
        };
        Some(What::Top(Box::new(value), top))
    }
}
