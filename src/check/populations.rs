//! Populations: whom a sentence speaks about, and how they hang on the records in hand.

use std::collections::VecDeque;

use crate::diagnostic::{CheckProblem, Sort};
use crate::program::{self, AggregateId, FieldId, KindId, Link, NumberKind, Population, Type};
use crate::source::Span;
use crate::syntax::tree::{Aggregate, Expr, Ident, Scope, Summary};

use super::guards;
use super::names::Known;
use super::{Checker, Context, Role, Sense};

/// The longest way that is suggested where no single reference leads.
const LONGEST_WAY: usize = 3;

impl<'a> Checker<'a> {
    /// A population, and what its properties are read with.
    pub(super) fn population(
        &mut self,
        population: &'a crate::syntax::tree::Population,
        context: &Context,
    ) -> Option<(Population, Context)> {
        let kind = self.kind(&population.kind);
        let mut links = Some(Vec::new());
        if let Some(kind) = kind {
            for scope in &population.scopes {
                let link = self.link(kind, scope, context);
                links = links.zip(link).map(|(mut links, link)| {
                    links.push(link);
                    links
                });
            }
        }
        let kind = kind?;
        let outer = context.hand.iter().chain(&context.outer).copied().collect();
        let hand = vec![kind];
        let mut inner = Context { file: context.file, hand, outer, present: Vec::new(), depth: context.depth + 1 };
        let mut filter = None;
        if let Some(expr) = &population.filter {
            let cond = self.cond(expr, &inner)?;
            guards::known(&cond, true, &mut inner.present);
            filter = Some(cond);
        }
        let hand = context.hand.clone();
        Some((Population { kind, hand, links: links?, filter }, inner))
    }

    /// How records of a kind belong to one in hand.
    fn link(&mut self, kind: KindId, scope: &'a Scope, context: &Context) -> Option<Link> {
        let target = self.kind(&scope.kind)?;
        let Some(hand) = context.hand.iter().position(|held| *held == target) else {
            let hand = self.kind_names(&context.hand, context.file);
            self.fault(CheckProblem::KindNotInHand { kind: scope.kind.text.clone(), hand }, scope.span);
            return None;
        };
        let via = match &scope.via {
            Some(path) => self.way(kind, target, path, context)?,
            None => vec![self.only_reference(kind, target, scope.span, context)?],
        };
        let under = if scope.under { Some(self.parent(target, &via, kind, scope.span, context)?) } else { None };
        Some(Link { via, hand: hand as u8, under })
    }

    /// The fields of a kind that refer to another (or the same), but for the one to the record before.
    pub(super) fn references(&self, kind: KindId, target: KindId) -> Vec<FieldId> {
        let fields = self.kind_entry(kind).map_or(&[][..], |entry| &entry.fields);
        let leads = |ty: Known| ty == Known::Is(Type::Reference(target));
        let said = |id: FieldId| self.kind_entry(kind).is_some_and(|entry| entry.previous != Some(id));
        let fields = (0u32..).map(FieldId).zip(fields).filter(|(id, field)| leads(field.ty) && said(*id));
        fields.map(|(id, _)| id).collect()
    }

    fn only_reference(&mut self, kind: KindId, target: KindId, at: Span, context: &Context) -> Option<FieldId> {
        let found = self.references(kind, target);
        if let [one] = found[..] {
            return Some(one);
        }
        let file = context.file;
        let (from, to) = (self.kind_name(kind, file), self.kind_name(target, file));
        let problem = if found.is_empty() {
            CheckProblem::NoLink { kind: from, to, longer: self.ways(kind, target, file) }
        } else {
            let fields = found.iter().map(|field| self.field_name(kind, *field, file)).collect();
            CheckProblem::SeveralLinks { kind: from, to, fields }
        };
        self.fault(problem, at);
        None
    }

    /// A way said in parentheses.
    fn way(&mut self, kind: KindId, target: KindId, path: &[Ident], context: &Context) -> Option<Vec<FieldId>> {
        let at = path.first().zip(path.last()).map_or(Span::NONE, |(first, last)| first.span.to(last.span));
        let mut via = Vec::new();
        let mut here = Some(kind);
        for step in path {
            let of = here?;
            let Some(field) = self.kind_entry(of).and_then(|entry| entry.by_name.get(&step.text)).copied() else {
                let problem = self.no_field(of, step, context);
                self.fault(problem, step.span);
                return None;
            };
            self.mention(step.span, Sense::Field(of, field), Role::Used);
            match self.field_entry(of, field).map(|entry| entry.ty) {
                Some(Known::Is(Type::Reference(next))) => here = Some(next),
                Some(Known::Is(_)) => here = None,
                Some(Known::Pending | Known::Poisoned) | None => return None,
            }
            via.push(field);
            if here.is_none() {
                break;
            }
        }
        if here != Some(target) || via.is_empty() {
            let path = path.iter().map(|step| step.text.as_str()).collect::<Vec<_>>().join(".");
            let to = self.kind_name(target, context.file);
            self.fault(CheckProblem::WrongLink { path, to }, at);
            return None;
        }
        Some(via)
    }

    /// Ways of several references from a kind to another, the shortest first.
    fn ways(&self, kind: KindId, target: KindId, file: u32) -> Vec<String> {
        let mut found = Vec::new();
        let mut queue: VecDeque<(KindId, Vec<FieldId>)> = VecDeque::from([(kind, Vec::new())]);
        let mut work = 0;
        while let Some((here, way)) = queue.pop_front() {
            let fields = self.kind_entry(here).map_or(0, |entry| entry.fields.len() as u32);
            for field in (0..fields).map(FieldId) {
                work += 1;
                let Some(next) = self.target(here, field) else { continue };
                if self.kind_entry(here).is_some_and(|entry| entry.previous == Some(field)) {
                    continue;
                }
                let mut way = way.clone();
                way.push(field);
                if next == target {
                    let path = program::Path { hand: 0, field, via: way.iter().copied().take(way.len() - 1).collect() };
                    found.push(self.path_text(&path, &[kind], file));
                } else if way.len() < LONGEST_WAY && work < 10_000 {
                    queue.push_back((next, way));
                }
            }
        }
        found.truncate(4);
        found
    }

    /// The reference by which `under` climbs: the way itself where it is one of the kind's own, else the only one.
    fn parent(
        &mut self,
        target: KindId,
        via: &[FieldId],
        kind: KindId,
        at: Span,
        context: &Context,
    ) -> Option<FieldId> {
        if let (true, [own]) = (kind == target, via) {
            return Some(*own);
        }
        let found = self.references(target, target);
        if let [one] = found[..] {
            return Some(one);
        }
        let name = self.kind_name(target, context.file);
        let problem = if found.is_empty() {
            CheckProblem::NoParent { kind: name }
        } else {
            let fields = found.iter().map(|field| self.field_name(target, *field, context.file)).collect();
            CheckProblem::SeveralParents { kind: name, fields }
        };
        self.fault(problem, at);
        None
    }

    /// `total disbursed of policies in the unit`.
    pub(super) fn aggregate(
        &mut self,
        aggregate: &'a Aggregate,
        expr: &'a Expr,
        context: &Context,
    ) -> Option<(AggregateId, NumberKind)> {
        let at = expr.span;
        let found = self.population(&aggregate.population, context);
        let (population, inner) = found?;
        let mut kind = NumberKind::Count;
        let mut value = None;
        match (&aggregate.value, aggregate.what) {
            (Some(of), Summary::Total | Summary::Average | Summary::Least | Summary::Greatest) => {
                let (term, of) = self.number(of, &inner)?;
                (value, kind) = (Some(term), of);
            }
            (None, Summary::Total | Summary::Average | Summary::Least | Summary::Greatest) => {
                self.not_value(Some(Sort::Number), Sort::Reference(aggregate.population.kind.text.clone()), at);
                return None;
            }
            (_, Summary::Number) => {}
        }
        let what = match aggregate.what {
            Summary::Total => program::Summary::Total,
            Summary::Average => program::Summary::Average,
            Summary::Least => program::Summary::Least,
            Summary::Greatest => program::Summary::Greatest,
            Summary::Number => program::Summary::Number,
        };
        let (text, place) = (self.printed(expr, context.file), self.place(at));
        let leave_out_missing = aggregate.leaving_out_missing;
        let id = self.add_aggregate(program::Aggregate { what, value, population, leave_out_missing, text, place });
        Some((id, kind))
    }
}
