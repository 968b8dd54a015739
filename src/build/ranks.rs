//! Ranks, and who stands at their top.

use crate::exact::Exact;
use crate::source::Span;
use crate::syntax::tree::{self, Derive, Derived, Naming, Node, Top};

use super::declarations::{cite, ident, naming};
use super::{Expression, Share};

/// A rank being written; [`by`](Rank::by) and one of the two about ties complete it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rank {
    kind: tree::Ident,
    naming: Naming,
    rank: tree::Rank,
}

/// `rank kind.name: among kind`.
pub fn rank(kind: &str, name: &str) -> Rank {
    let (among, same, cites, keys) = (ident(kind), Vec::new(), Vec::new(), Vec::new());
    let rank = tree::Rank { among, same, filter: None, cites, keys, ties: None };
    Rank { kind: ident(kind), naming: naming(name), rank }
}

impl Rank {
    /// Its name in the other language.
    pub fn aka(mut self, alias: &str) -> Rank {
        self.naming.alias = Some(ident(alias));
        self
    }

    /// Within the records that have this field alike, `unit` or `unit.region`; again for another field.
    pub fn in_the_same(mut self, path: &str) -> Rank {
        self.rank.same.push(path.split('.').map(ident).collect());
        self
    }

    /// `where condition`: who is ranked.
    pub fn filter(mut self, condition: impl Into<Expression>) -> Rank {
        self.rank.filter = Some(condition.into().tree());
        self
    }

    /// An item that it is founded on.
    pub fn cites(mut self, item: &str) -> Rank {
        self.rank.cites.push(cite(item, None));
        self
    }

    /// An item of a named document that it is founded on.
    pub fn cites_of(mut self, document: &str, item: &str) -> Rank {
        self.rank.cites.push(cite(item, Some(document.to_owned())));
        self
    }

    /// `by value`, the highest first; again for what counts among those who are equal.
    pub fn by(self, value: impl Into<Expression>) -> Rank {
        self.key(value.into(), false)
    }

    /// `by value lowest first`.
    pub fn by_lowest(self, value: impl Into<Expression>) -> Rank {
        self.key(value.into(), true)
    }

    pub(super) fn derive(self) -> Derive {
        Derive { kind: self.kind, naming: self.naming, what: Derived::Rank(Box::new(self.rank)) }
    }

    fn key(mut self, by: Expression, lowest: bool) -> Rank {
        self.rank.keys.push(tree::RankKey { by: by.tree(), lowest, span: Span::NONE });
        self
    }

    /// `ties shared`.
    pub fn ties_shared(mut self) -> Rank {
        self.rank.ties = Some(tree::Ties::Shared);
        self
    }

    /// `ties decided by field`.
    pub fn ties_decided_by(mut self, field: &str) -> Rank {
        self.rank.ties = Some(tree::Ties::Decided(ident(field)));
        self
    }
}

impl Expression {
    /// `x in the top k`, of a rank.
    pub fn in_the_top(self, places: u32) -> Expression {
        Expression::of(Node::Top(Box::new(self.tree()), Top::First(Exact::from(i64::from(places)))))
    }

    /// `x in the top 20%`, of a rank.
    pub fn in_the_top_share(self, share: Share) -> Expression {
        Expression::of(Node::Top(Box::new(self.tree()), Top::Share(share.0)))
    }
}
