//! Claims and questions: what is said of verdicts, and conditions over the whole.
//!
//! They are read when everything else has been: what they add to the tables is taken off again and stands in the program's
//! [`Claims`], so that the rules are the same with them and without.

use std::collections::HashMap;

use crate::diagnostic::Thing;
use crate::program::{self, Claims, Fate, Stated, Statement, Step};
use crate::source::Span;
use crate::syntax::print;
use crate::syntax::tree::{self, Body, Expr, Joint, Judged};

use super::texts::cut;
use super::{Checker, Context, Role, Sense, next};

impl<'a> Checker<'a> {
    /// Understands claims and questions; `plan` is that of the rules.
    pub(super) fn claims(&mut self, plan: &[Step]) -> Claims {
        let before = (self.clauses.len(), self.aggregates.len());
        let fields: Vec<usize> = self.kinds.iter().map(|kind| kind.fields.len()).collect();
        // Criteria that ask for every criterion are known by now.
        self.every_known = true;
        self.reading = Some(self.criteria.len());
        let mut claims = Claims { list: self.listed(), ..Claims::default() };
        self.reading = None;
        // A field comes of a sentence that reads it, if at all. Nothing of the rules reads what claims read, so that it can be
        // computed behind them.
        if (self.clauses.len(), self.aggregates.len()) != before {
            let whole = self.plan().unwrap_or_default();
            claims.plan = whole.into_iter().filter(|step| !plan.contains(step)).collect();
        }
        claims.clauses = self.clauses.split_off(before.0);
        claims.aggregates = self.aggregates.split_off(before.1);
        for ((id, kind), count) in (0u32..).map(program::KindId).zip(&mut self.kinds).zip(fields) {
            for field in kind.fields.split_off(count) {
                claims.fields.extend(field.finish().map(|field| (id, field)));
            }
        }
        claims
    }

    fn listed(&mut self) -> Vec<program::Claim> {
        let mut known: HashMap<&str, Span> = HashMap::new();
        let mut list = Vec::new();
        for (file, declaration) in self.declarations() {
            let Body::Claim(tree) = &declaration.body else { continue };
            if let Some(first) = known.insert(&tree.id.text, tree.id.span) {
                self.twice(Thing::Claim, &tree.id, first);
                continue;
            }
            self.mention(tree.id.span, Sense::Claim(next(&self.claim_ids)), Role::Declared);
            self.claim_ids.push((tree.id.text.clone(), tree.title.text.clone()));
            list.extend(self.claim(tree, file));
        }
        list
    }

    fn claim(&mut self, tree: &'a tree::Claim, file: u32) -> Option<program::Claim> {
        let cites = self.cites(&tree.cites, file);
        let context = Context::new(file, Vec::new());
        let text = cut(print::print_says(&tree.says, self.language(file)));
        let says = match &tree.says {
            tree::Says::Always(when, then) => {
                let when = when.as_ref().map(|when| self.stated(when, &context));
                let then = self.stated(then, &context)?;
                match when {
                    None => program::Says::Always(None, then),
                    Some(when) => program::Says::Always(Some(when?), then),
                }
            }
            tree::Says::Possible(what) => program::Says::Possible(self.stated(what, &context)?),
            tree::Says::Implies(one, other) => {
                let (one, other) = (self.stated(one, &context), self.stated(other, &context));
                program::Says::Implies(one?, other?)
            }
            tree::Says::Equivalent(one, other) => {
                let (one, other) = (self.stated(one, &context), self.stated(other, &context));
                program::Says::Equivalent(one?, other?)
            }
        };
        let place = self.place(tree.id.span);
        Some(program::Claim { id: tree.id.text.clone(), title: tree.title.text.clone(), cites, says, text, place })
    }

    fn stated(&mut self, expr: &'a Expr, context: &Context) -> Option<Stated> {
        let what = self.statement(expr, context)?;
        Some(Stated { what, text: self.printed(expr, context.file), place: self.place(expr.span) })
    }

    /// What says nothing of a verdict is a condition like any other.
    fn statement(&mut self, expr: &'a Expr, context: &Context) -> Option<Statement> {
        if !judges(expr) {
            return self.cond(expr, context).map(Statement::Cond);
        }
        if self.too_deep(context, expr.span) {
            return None;
        }
        let inside = context.deeper(1);
        match expr.joint() {
            Joint::Judged(id, fate) => {
                let found = self.criterion_named(id)?;
                Some(Statement::Verdict(found, fate_of(fate)))
            }
            Joint::Not(inner) => Some(Statement::Not(Box::new(self.statement(inner, &inside)?))),
            Joint::List(need, parts) => {
                let need = self.list_need(need, parts.len(), expr.span)?;
                // Every part is looked at, whatever is wrong with those before it.
                let parts: Vec<Option<Stated>> = parts.into_iter().map(|part| self.stated(part, &inside)).collect();
                Some(Statement::List(need, parts.into_iter().collect::<Option<_>>()?))
            }
            Joint::Whole => self.cond(expr, context).map(Statement::Cond),
        }
    }
}

/// Whether an expression says something of a verdict, where a claim may.
fn judges(expr: &Expr) -> bool {
    match expr.joint() {
        Joint::Judged(..) => true,
        Joint::Not(inner) => judges(inner),
        Joint::List(_, parts) => parts.into_iter().any(judges),
        Joint::Whole => false,
    }
}

fn fate_of(judged: Judged) -> Fate {
    match judged {
        Judged::Met => Fate::Met,
        Judged::NotMet => Fate::NotMet,
        Judged::Undetermined => Fate::Undetermined,
        Judged::NotApplicable => Fate::NotApplicable,
    }
}
