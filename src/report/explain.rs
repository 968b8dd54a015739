//! Explanations of conditions: the tree of a condition with what was read.
//!
//! Every truth here is asked of the evaluation that decided; nothing is computed again.

use std::collections::HashSet;

use crate::engine::{Hand, Truth};
use crate::program::{
    Cond, CriterionId, Definition, FieldId, KindId, List, Need, Order, Origin, Path, Presence, Score, Term, Test,
};

use crate::verdict::Verdict;

use super::values::Explainer;
use super::{
    AwardedReport, CompareReport, Explanation, ListPartReport, ListReport, MeetsReport, OrderReport, PresenceAsked,
    PresenceReport, ScoreReport, TakenReport, TestReport, What,
};

/// How many definitions deep an explanation goes.
const MAX_DEFINITIONS: usize = 8;

/// What one explanation goes by.
pub(crate) struct Scope {
    /// The verdict over nobody, while along the outermost `and` and `or` of a criterion.
    outermost: Option<Option<bool>>,
    /// Defined conditions that are explained already: each stands once in an explanation.
    told: HashSet<(KindId, FieldId, u32)>,
    /// How many definitions deep it stands.
    depth: usize,
}

impl Scope {
    /// Of a criterion's own condition.
    pub fn criterion(if_none: Option<bool>) -> Scope {
        Scope { outermost: Some(if_none), told: HashSet::new(), depth: 0 }
    }

    /// Of a condition inside.
    pub fn inner() -> Scope {
        Scope { outermost: None, told: HashSet::new(), depth: 0 }
    }
}

impl Explainer<'_> {
    /// Explains a condition for the records in hand.
    pub fn explain(&self, cond: &Cond, hand: Hand, scope: &mut Scope) -> Explanation {
        let truth = self.evaluation.truth(cond, hand);
        let what = match cond {
            Cond::List(list) => What::List(self.list(list, hand, scope)),
            Cond::Clause(id) => What::Clause(self.clause(*id, hand)),
            Cond::Test(test) => What::Test(self.test(test, truth, hand, scope)),
            Cond::Compare(left, order, right) => What::Compare(Box::new(CompareReport {
                left: self.term(left, hand),
                order: match order {
                    Order::Is => OrderReport::Is,
                    Order::IsNot => OrderReport::IsNot,
                    Order::AtLeast => OrderReport::AtLeast,
                    Order::AtMost => OrderReport::AtMost,
                    Order::Above => OrderReport::Above,
                    Order::Below => OrderReport::Below,
                },
                right: self.term(right, hand),
                lack: if truth.is_no() { self.lack_of_terms(left, *order, right, hand) } else { None },
            })),
            Cond::Presence(path, presence) => What::Presence(PresenceReport {
                field: self.path(path, hand),
                asked: match presence {
                    Presence::Missing => PresenceAsked::Missing,
                    Presence::Known => PresenceAsked::Known,
                    Presence::Present => PresenceAsked::Present,
                    Presence::Absent => PresenceAsked::Absent,
                },
            }),
            Cond::Not(inner) => {
                let outermost = scope.outermost.take();
                let inner = self.explain(inner, hand, scope);
                scope.outermost = outermost;
                What::Not(Box::new(inner))
            }
            Cond::Meets(id) => {
                let criterion = self.program.criteria.get(id.at());
                What::Meets(MeetsReport {
                    criterion: criterion.map_or_else(String::new, |one| one.id.clone()),
                    title: criterion.map_or_else(String::new, |one| one.title.clone()),
                    verdict: self.asked(*id, hand),
                })
            }
        };
        Explanation { truth, what }
    }

    /// What another criterion says where it is asked for.
    fn asked(&self, id: CriterionId, hand: Hand) -> Verdict {
        let criterion = self.program.criteria.get(id.at());
        let own = criterion.and_then(|criterion| self.evaluation.asked_of(criterion, hand));
        match own {
            Some(own) => self.evaluation.verdict_of(id, own).unwrap_or(Verdict::NotApplicable),
            None => self.evaluation.verdict(id),
        }
    }

    fn list(&self, list: &List, hand: Hand, scope: &mut Scope) -> ListReport {
        let all = u32::try_from(list.parts.len()).unwrap_or(u32::MAX);
        let (at_least, at_most, along) = match list.need {
            Need::All => (Some(all), None, true),
            Need::Any => (Some(1), None, true),
            Need::AtLeast(k) => (Some(k), None, false),
            Need::AtMost(k) => (None, Some(k), false),
            Need::Exactly(k) => (Some(k), Some(k), false),
        };
        let outermost = scope.outermost;
        scope.outermost = outermost.filter(|_| along);
        let mut parts = Vec::with_capacity(list.parts.len());
        for part in &list.parts {
            let verdict = scope.outermost.map(|if_none| self.evaluation.cond_verdict(&part.cond, hand, if_none));
            let explanation = self.explain(&part.cond, hand, scope);
            parts.push(ListPartReport { text: part.text.clone(), place: self.place(part.place), verdict, explanation });
        }
        scope.outermost = outermost;
        let having = |truth: Truth| {
            let count = parts.iter().filter(|part| part.explanation.truth == truth).count();
            u32::try_from(count).unwrap_or(u32::MAX)
        };
        let (holds, fails, unknown) = (having(Truth::Yes), having(Truth::No), having(Truth::Unknown));
        ListReport { at_least, at_most, holds, fails, unknown, lettered: list.lettered, parts }
    }

    fn test(&self, test: &Test, truth: Truth, hand: Hand, scope: &mut Scope) -> TestReport {
        let defined = self.definition(&test.path, hand).and_then(|(kind, row, cond)| {
            if scope.depth >= MAX_DEFINITIONS || !scope.told.insert((kind, test.path.field, row)) {
                return None;
            }
            let outermost = scope.outermost.take();
            scope.depth += 1;
            let explained = self.explain(cond, Hand::one(kind, row), scope);
            scope.depth -= 1;
            scope.outermost = outermost;
            Some(Box::new(explained))
        });
        TestReport {
            field: self.path(&test.path, hand),
            value: self.value(&test.path, hand),
            defined,
            awarded: self.award_behind(&test.path, hand, scope),
            taken: self.aggregate_behind(&test.path, hand),
            scored: self.score_behind(&test.path, hand, scope),
            ranked: self.rank_behind(&test.path, hand),
            lack: if truth.is_no() { self.lack(test, hand) } else { None },
        }
    }

    /// Why a record has a label, where a path reads an award.
    fn award_behind(&self, path: &Path, hand: Hand, scope: &mut Scope) -> Option<Box<AwardedReport>> {
        let (kind, row) = self.end(path, hand).filter(|_| self.deep)?;
        let award = self.award_at(kind, path.field)?;
        if scope.depth >= MAX_DEFINITIONS || !scope.told.insert((kind, path.field, row)) {
            return None;
        }
        let outermost = scope.outermost.take();
        scope.depth += 1;
        let awarded = self.awarded(&award, row, scope);
        scope.depth -= 1;
        scope.outermost = outermost;
        Some(Box::new(awarded))
    }

    /// What a number was taken over, where a path reads a field that is defined as an aggregate.
    fn aggregate_behind(&self, path: &Path, hand: Hand) -> Option<TakenReport> {
        let (kind, row) = self.end(path, hand)?;
        match &self.field(kind, path.field)?.origin {
            Origin::Define(Definition::Term(Term::Aggregate(id))) => self.taken(*id, Hand::one(kind, row)),
            Origin::Define(_)
            | Origin::Award { .. }
            | Origin::Key
            | Origin::Data { .. }
            | Origin::Previous { .. }
            | Origin::Rank(_) => None,
        }
    }

    /// The table of points that a path reads, or reads a line of; once for each record.
    fn score_behind(&self, path: &Path, hand: Hand, scope: &mut Scope) -> Option<Box<ScoreReport>> {
        let (kind, row) = self.end(path, hand).filter(|_| self.deep)?;
        let own = |score: &&Score| {
            let lines = || score.lines.iter().any(|line| line.field == path.field);
            score.kind == kind && (score.field == path.field || lines())
        };
        let score = self.program.scores.iter().find(own)?;
        let shown = self.field(kind, score.field).is_some_and(|field| !field.private);
        (shown && scope.told.insert((kind, score.field, row))).then(|| Box::new(self.score(score, row..row + 1)))
    }

    /// The condition that defines what a path reads, and the record that it is about.
    fn definition(&self, path: &Path, hand: Hand) -> Option<(KindId, u32, &Cond)> {
        let (kind, row) = self.end(path, hand)?;
        let field = self.field(kind, path.field).filter(|field| !field.private)?;
        match &field.origin {
            Origin::Define(Definition::Cond(cond)) => Some((kind, row, cond)),
            Origin::Define(Definition::Term(_))
            | Origin::Award { .. }
            | Origin::Key
            | Origin::Data { .. }
            | Origin::Previous { .. }
            | Origin::Rank(_) => None,
        }
    }
}
