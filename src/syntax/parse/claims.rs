//! What authors state and ask.

use crate::syntax::grammar::{Kind, Node};
use crate::syntax::tree::{Claim, Judged, Node as What, Says};

use super::build::Build;
use super::expr::Within;

impl Build<'_> {
    pub(super) fn claim(&mut self, node: &Node<'_>) -> Option<Claim> {
        let id = self.ident(node.child(Kind::Id)?);
        let title = self.quoted(node.child(Kind::String)?)?;
        let cites = self.cites(node)?;
        let says = self.says(node.children.last()?)?;
        Some(Claim { id, title, cites, says })
    }

    /// What stands behind the heading of a claim or a question, or by itself.
    pub(super) fn says(&mut self, node: &Node<'_>) -> Option<Says> {
        let mut statements = Vec::new();
        for statement in node.all(Kind::Statement) {
            statements.push(self.expr(statement, &Within::default())?);
        }
        let mut statements = statements.into_iter();
        let (first, second) = (statements.next()?, statements.next());
        Some(match (node.kind, second) {
            (Kind::Implies, Some(second)) => Says::Implies(first, second),
            (Kind::Equivalent, Some(second)) => Says::Equivalent(first, second),
            (Kind::Possible, None) => Says::Possible(first),
            (_, Some(second)) => Says::Always(Some(first), second),
            (_, None) => Says::Always(None, first),
        })
    }

    /// `II.3 is met`; an identifier alone says that it is met.
    pub(super) fn judged(&mut self, node: &Node<'_>) -> Option<What> {
        let id = self.ident(node.child(Kind::Id)?);
        let fate = node.children.get(1).map(|fate| fate.kind);
        Some(What::Judged(
            id,
            match fate {
                Some(Kind::NotMet) => Judged::NotMet,
                Some(Kind::Undetermined) => Judged::Undetermined,
                Some(Kind::NotApplicable) => Judged::NotApplicable,
                _ => Judged::Met,
            },
        ))
    }
}
