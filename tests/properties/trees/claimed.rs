//! What authors state and ask.

use super::*;

impl Grower {
    pub(super) fn claim(&mut self) -> Claim {
        let says = match self.pick(4) {
            0 => Says::Always(self.maybe(2, Self::statement), self.statement()),
            1 => Says::Possible(self.statement()),
            2 => Says::Implies(self.statement(), self.statement()),
            _ => Says::Equivalent(self.statement(), self.statement()),
        };
        Claim { id: self.id(), title: self.quoted(), cites: self.cites(), says }
    }

    /// Verdicts and conditions, in the shape that a parser gives: a name by itself is a criterion.
    fn statement(&mut self) -> Expr {
        let pick = self.pick(12);
        if self.depth > 4 {
            return self.said_verdict();
        }
        self.deeper(|grower| match pick {
            0..=3 => grower.said_verdict(),
            4 => expr(Node::Not(Box::new(grower.statement()))),
            5 => expr(Node::And(grower.statements(|node| matches!(node, Node::And(_))))),
            6 => expr(Node::Or(grower.statements(|node| matches!(node, Node::Or(_))))),
            7 => {
                let need = grower.one(&[Need::All, Need::Any, Need::AtLeast(2), Need::AtMost(1), Need::Exactly(1)]);
                let entries = grower.entries(3, Self::statement);
                expr(Node::List(need, entries))
            }
            // Comparisons, presence, sentences: whatever no statement is made of.
            8 => grower.condition_of(1),
            9 => {
                let pick = grower.one(&[2, 3, 4, 9, 10, 11, 16]);
                grower.condition_of(pick)
            }
            _ => grower.condition_of(13),
        })
    }

    fn said_verdict(&mut self) -> Expr {
        let judged = [Judged::Met, Judged::NotMet, Judged::Undetermined, Judged::NotApplicable];
        expr(Node::Judged(self.id(), self.one(&judged)))
    }

    fn statements(&mut self, same: fn(&Node) -> bool) -> Vec<Expr> {
        // A chain of one word is flat, whatever its parentheses.
        self.many(2, 3, |grower| {
            let part = grower.statement();
            if same(&part.node) { grower.said_verdict() } else { part }
        })
    }
}
