//! Criteria, and what meets them.

use crate::diagnostic::{CheckProblem, TableProblem, Thing};
use crate::program::{self, Cond, CriterionId, KindId, List, Need, Part};
use crate::source::Span;
use crate::syntax::tree::{self, Body, Expr, Id, Node};

use super::guards::{self, Present};
use super::{Checker, Context, Role, Sense, next};

/// A criterion being collected.
pub(super) struct Entry<'a> {
    pub tree: &'a tree::Criterion,
    pub file: u32,
    /// The kinds that it is for each of; none where they can't be told.
    pub kinds: Option<Vec<KindId>>,
    pub result: Option<program::Criterion>,
}

impl<'a> Checker<'a> {
    /// Collects the criteria.
    pub(super) fn declare_criteria(&mut self) {
        for (file, declaration) in self.declarations() {
            let Body::Criterion(tree) = &declaration.body else { continue };
            let id = CriterionId(next(&self.criteria));
            let first = self.criterion_ids.get(tree.id.text.as_str()).and_then(|first| self.criteria.get(first.at()));
            if let Some(first) = first.map(|first| first.tree.id.span) {
                self.twice(Thing::Criterion, &tree.id, first);
                continue;
            }
            self.mention(tree.id.span, Sense::Criterion(id), Role::Declared);
            self.criterion_ids.insert(&tree.id.text, id);
            let kinds = self.for_each_kinds(file, tree);
            self.criteria.push(Entry { tree, file, kinds, result: None });
        }
    }

    fn for_each_kinds(&mut self, file: u32, tree: &'a tree::Criterion) -> Option<Vec<KindId>> {
        let mut kinds: Vec<Option<KindId>> = Vec::new();
        for each in &tree.for_each {
            let kind = self.kind(&each.kind);
            if kind.is_some() && kinds.contains(&kind) {
                let kind = kind.map_or(String::new(), |kind| self.kind_name(kind, file));
                self.fault(CheckProblem::SameKindTwice { kind }, each.kind.span);
                return None;
            }
            kinds.push(kind);
        }
        if let Some(third) = tree.for_each.get(2) {
            self.fault(CheckProblem::TooManyKinds, third.kind.span);
            return None;
        }
        kinds.into_iter().collect()
    }

    /// Understands the criteria. Whether one asks for every criterion is known once all have been read: those that do are
    /// none of them, and then all are read again.
    pub(super) fn criteria(&mut self) {
        let before = (self.findings.len(), self.clauses.len(), self.aggregates.len());
        self.read_criteria();
        if self.asking_every.is_empty() {
            return;
        }
        self.findings.truncate(before.0);
        self.clauses.truncate(before.1);
        self.aggregates.truncate(before.2);
        self.every_known = true;
        self.read_criteria();
    }

    fn read_criteria(&mut self) {
        for index in 0..self.criteria.len() {
            let Some(entry) = self.criteria.get(index) else { continue };
            let (tree, file, kinds) = (entry.tree, entry.file, entry.kinds.clone());
            self.reading = Some(index);
            let result = self.criterion(tree, file, kinds);
            self.reading = None;
            if let Some(entry) = self.criteria.get_mut(index) {
                entry.result = result;
            }
        }
    }

    fn criterion(
        &mut self,
        tree: &'a tree::Criterion,
        file: u32,
        kinds: Option<Vec<KindId>>,
    ) -> Option<program::Criterion> {
        let cites = self.cites(&tree.cites, file);
        if tree.cites.is_empty() {
            self.fault(CheckProblem::NoCites { id: tree.id.text.clone() }, tree.id.span);
        }
        let kinds = kinds?;
        let mut context = Context::new(file, kinds.clone());
        let mut for_each = Vec::new();
        let mut sound = true;
        for ((hand, kind), each) in (0u8..).zip(&kinds).zip(&tree.for_each) {
            let mut filter = None;
            if let Some(expr) = &each.filter {
                filter = self.cond(expr, &Context::new(file, vec![*kind]));
                sound &= filter.is_some();
                let mut present = Present::new();
                if let Some(cond) = &filter {
                    guards::known(cond, true, &mut present);
                }
                context.present.extend(present.into_iter().map(|(_, via)| (hand, via)));
            }
            for_each.push(program::ForEach { kind: *kind, filter });
        }
        let cond = self.cond(&tree.condition, &context)?;
        sound.then(|| program::Criterion {
            id: tree.id.text.clone(),
            title: tree.title.text.clone(),
            cites,
            for_each,
            cond,
            if_none: tree.if_none,
            text: self.printed(&tree.condition, file),
            place: self.place(tree.id.span),
        })
    }

    /// `meets II.2.a`.
    pub(super) fn meets(&mut self, id: &Id, context: &Context) -> Option<Cond> {
        let found = self.criterion_named(id)?;
        self.meets_found(found, id.span, context)
    }

    /// The criterion of an identifier; finds one that isn't there.
    pub(super) fn criterion_named(&mut self, id: &Id) -> Option<CriterionId> {
        let Some(found) = self.criterion_ids.get(id.text.as_str()).copied() else {
            let ids = self.criteria.iter().map(|entry| entry.tree.id.text.as_str());
            let nearest = self.suggest(&id.text, ids);
            self.fault(CheckProblem::UnknownCriterion { id: id.text.clone(), nearest }, id.span);
            return None;
        };
        self.mention(id.span, Sense::Criterion(found), Role::Used);
        Some(found)
    }

    fn meets_found(&mut self, found: CriterionId, at: Span, context: &Context) -> Option<Cond> {
        let entry = self.criteria.get(found.at())?;
        let (kinds, id) = (entry.kinds.as_ref()?, &entry.tree.id);
        // From the whole roster, a criterion for each record is asked for its overall verdict.
        if !context.hand.is_empty() && !kinds.iter().all(|kind| context.hand.contains(kind)) {
            let (kinds, id) = (self.kind_names(kinds, context.file), id.text.clone());
            self.fault(CheckProblem::MeetsWhat { id, kinds }, at);
            return None;
        }
        Some(Cond::Meets(found))
    }

    /// `meets every criterion of II`: of the criteria that don't ask for every one themselves.
    pub(super) fn meets_every(&mut self, item: Option<&'a tree::Cite>, at: Span, context: &Context) -> Option<Cond> {
        let Some(reading) = self.reading else {
            self.fault(CheckProblem::Table(TableProblem::EveryWhere), at);
            return None;
        };
        if !self.every_known {
            self.asking_every.insert(reading);
            return None;
        }
        let among = |entry: &Entry<'_>| {
            let Some(item) = item else { return true };
            entry.tree.cites.iter().any(|cite| {
                let document = |code: &tree::Quoted| cite.document.as_ref().is_none_or(|own| own.text == code.text);
                let below = cite.item.text.strip_prefix(&item.item.text);
                item.document.as_ref().is_none_or(document)
                    && below.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-']))
            })
        };
        let asked = |(index, entry): &(usize, &Entry<'_>)| !self.asking_every.contains(index) && among(entry);
        let found: Vec<CriterionId> =
            self.criteria.iter().enumerate().filter(asked).map(|(index, _)| CriterionId(index as u32)).collect();
        if found.is_empty() {
            self.fault(CheckProblem::Table(TableProblem::EveryOfNone), at);
            return None;
        }
        let mut parts = Vec::new();
        for id in found {
            let cond = self.meets_found(id, at, context)?;
            let written = self.criteria.get(id.at()).map(|entry| entry.tree.id.clone())?;
            let text = self.printed(&Expr { node: Node::Meets(written), span: at }, context.file);
            parts.push(Part { cond, text, place: self.place(at) });
        }
        match (parts.len(), parts.pop()) {
            (1, Some(part)) => Some(part.cond),
            (_, last) => {
                parts.extend(last);
                Some(Cond::List(List { need: Need::All, parts, lettered: false }))
            }
        }
    }
}
