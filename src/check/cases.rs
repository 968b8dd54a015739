//! Values by cases: `(60 when …; otherwise 85)` and `by region: …`.

use std::collections::HashMap;

use crate::diagnostic::{CheckProblem, Sort};
use crate::program::{Cond, KindId, LabelsId, NumberKind, Order, Path, Set, Term, Test, Type};
use crate::source::Span;
use crate::syntax::tree::{Expr, Ident, Literal, Value};

use super::guards;
use super::sets;
use super::sorts::{Guess, common_kind};
use super::{Checker, Context};

/// The most cases that are looked through for one that can't be reached.
const MAX_COMPARED: usize = 1000;

impl<'a> Checker<'a> {
    /// `(60 when hard; otherwise 85)`.
    pub(super) fn cases(
        &mut self,
        cases: &'a [(Expr, Expr)],
        otherwise: &'a Expr,
        context: &Context,
        scale: Option<LabelsId>,
    ) -> Option<(Term, Type)> {
        let values: Vec<&'a Expr> = cases.iter().map(|(value, _)| value).chain([otherwise]).collect();
        let scale = self.branches(&values, context, scale)?;
        let mut rows: Vec<Option<(Cond, (Term, Type))>> = Vec::new();
        let mut conds: Vec<(Cond, Span)> = Vec::new();
        // Every case is read knowing that those before it didn't hold.
        let mut falling = context.clone();
        for (value, when) in cases {
            let cond = self.cond(when, &falling);
            let mut inside = falling.clone();
            if let Some(cond) = &cond {
                guards::known(cond, true, &mut inside.present);
                guards::known(cond, false, &mut falling.present);
                conds.push((cond.clone(), when.span));
            }
            let value = self.value(value, &inside, scale);
            rows.push(cond.zip(value));
        }
        let last = self.value(otherwise, &falling, scale);
        self.unreachable_cases(&conds, &context.hand);
        let rows = rows.into_iter().collect::<Option<Vec<_>>>()?;
        let (conds, terms): (Vec<Cond>, Vec<(Term, Type)>) = rows.into_iter().unzip();
        let (mut terms, ty) = self.common(&values, terms.into_iter().chain([last?]).collect(), context)?;
        let last = terms.pop()?;
        Some((Term::Cases(conds.into_iter().zip(terms).collect(), Box::new(last)), ty))
    }

    /// The scale of the labels among the branches; finds branches that are conditions.
    fn branches(&mut self, values: &[&Expr], context: &Context, scale: Option<LabelsId>) -> Option<Option<LabelsId>> {
        let mut found = scale;
        for value in values {
            match self.sort_of(value, context) {
                Guess::Condition => {
                    self.fault(CheckProblem::ConditionalCases, value.span);
                    return None;
                }
                Guess::Value(Type::YesNo) => {
                    self.fault(CheckProblem::ConditionalCases, value.span);
                    return None;
                }
                Guess::Value(Type::Label(labels)) => found = found.or(Some(labels)),
                Guess::Value(_) | Guess::Quoted | Guess::Nothing => {}
            }
        }
        Some(found)
    }

    /// The one type of all branches.
    fn common(&mut self, values: &[&Expr], terms: Vec<(Term, Type)>, context: &Context) -> Option<(Vec<Term>, Type)> {
        let (_, mut ty) = terms.first().cloned()?;
        for (value, (_, other)) in values.iter().zip(&terms) {
            ty = match (ty, *other) {
                (ty, other) if ty == other => ty,
                (Type::Number(one), Type::Number(other)) => {
                    let plain = |kind| matches!(kind, NumberKind::Count | NumberKind::Integer);
                    let percent = NumberKind::Percent;
                    if (one == percent && plain(other)) || (plain(one) && other == percent) {
                        let (left, right) = (Sort::Percent, Sort::Number);
                        self.fault(CheckProblem::Incomparable { left, right }, value.span);
                        return None;
                    }
                    Type::Number(common_kind(one, other))
                }
                (left, right) => {
                    let (left, right) = (self.sort_shown(left, context.file), self.sort_shown(right, context.file));
                    self.fault(CheckProblem::Incomparable { left, right }, value.span);
                    return None;
                }
            };
        }
        Some((terms.into_iter().map(|(term, _)| term).collect(), ty))
    }

    /// Finds cases that those before them leave nothing to: the same condition
    /// again, or a test of a field whose values are all taken.
    pub(super) fn unreachable_cases(&mut self, conds: &[(Cond, Span)], hand: &[KindId]) {
        let mut taken: HashMap<&Path, Set> = HashMap::new();
        // So many cases are no regulation; what they cost to compare grows with their square.
        for (index, (cond, at)) in conds.iter().enumerate().take(MAX_COMPARED) {
            let before = conds.get(..index).unwrap_or(&[]);
            if let Some((_, first)) = before.iter().find(|(earlier, _)| earlier == cond) {
                self.fault_see(CheckProblem::Unreachable, *at, *first);
            }
            let Cond::Test(Test { path, set }) = cond else { continue };
            let of = self.path_type(path, hand).and_then(|ty| self.labels_of(ty));
            let Some(earlier) = taken.get_mut(path) else {
                taken.insert(path, set.clone());
                continue;
            };
            let again = before.iter().any(|(earlier, _)| earlier == cond);
            let covered = sets::covers(earlier, set, &self.domain(path, hand), of);
            *earlier = sets::union(earlier, set, of);
            if covered && !again {
                self.fault(CheckProblem::Unreachable, *at);
            }
        }
    }

    /// `by region: "A" 41; otherwise 45`.
    pub(super) fn by(
        &mut self,
        at: Span,
        path: &'a [Ident],
        rows: &'a [(Vec<Literal>, Expr)],
        otherwise: Option<&'a Expr>,
        context: &Context,
        scale: Option<LabelsId>,
    ) -> Option<(Term, Type)> {
        let values: Vec<&'a Expr> = rows.iter().map(|(_, value)| value).chain(otherwise).collect();
        let scale = self.branches(&values, context, scale);
        let over = self.path(path, context);
        let (found, ty) = over?;
        let scale = scale?;
        if matches!(ty, Type::Date | Type::Reference(_)) {
            let sort = self.sort_shown(ty, context.file);
            let span = path.first().map_or(at, |first| first.span);
            self.fault(CheckProblem::ByWhat { sort }, span);
            return None;
        }
        let mut taken: HashMap<String, Span> = HashMap::new();
        let mut sound = true;
        let mut conds: Vec<Cond> = Vec::new();
        for (literals, _) in rows {
            let mut row: Vec<Set> = Vec::new();
            for literal in literals {
                let Some(set) = self.constant_set(&found.path, ty, Order::Is, literal, context) else {
                    sound = false;
                    continue;
                };
                let label = self.literal_text(&literal.value, context.file);
                if let Some(first) = taken.insert(label.clone(), literal.span) {
                    self.fault_see(CheckProblem::ByTwice { label }, literal.span, first);
                    sound = false;
                }
                row.push(set);
            }
            let of = self.labels_of(ty);
            let Some(set) = sets::joined(row, |one, other| sets::union(one, other, of)) else { continue };
            conds.push(Cond::Test(Test { path: found.path.clone(), set }));
        }
        let terms: Vec<Option<(Term, Type)>> = values.iter().map(|value| self.value(value, context, scale)).collect();
        if !sound {
            return None;
        }
        let complete = self.by_complete(at, ty, &taken, otherwise, context)?;
        let terms = terms.into_iter().collect::<Option<Vec<_>>>()?;
        let (mut terms, result) = self.common(&values, terms, context)?;
        // Where the rows have every label, the last row is what remains.
        let last = terms.pop()?;
        if complete {
            conds.pop();
        }
        if conds.is_empty() {
            return Some((last, result));
        }
        Some((Term::Cases(conds.into_iter().zip(terms).collect(), Box::new(last)), result))
    }

    /// Whether the rows have every value; finds values left out, and an `otherwise` that nothing is left to.
    fn by_complete(
        &mut self,
        at: Span,
        ty: Type,
        taken: &HashMap<String, Span>,
        otherwise: Option<&Expr>,
        context: &Context,
    ) -> Option<bool> {
        let left: Option<Vec<String>> = match ty {
            Type::Label(labels) => {
                let has = |label: &String| taken.contains_key(&self.label_text(label, context.file));
                Some(self.label_texts(labels).into_iter().filter(|label| !has(label)).collect())
            }
            // Rows are of labels and texts alone.
            Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Reference(_) => None,
        };
        let problem = match (&left, otherwise) {
            (Some(left), Some(otherwise)) if left.is_empty() => {
                self.fault(CheckProblem::Unreachable, otherwise.span);
                return None;
            }
            (_, Some(_)) => return Some(false),
            (Some(left), None) if left.is_empty() => return Some(true),
            (Some(left), None) => CheckProblem::ByIncomplete { labels: left.clone() },
            (None, None) => CheckProblem::ByIncomplete { labels: Vec::new() },
        };
        self.fault(problem, at);
        None
    }

    /// The set of labels that a type's values are of.
    pub(super) fn labels_of(&self, ty: Type) -> Option<&crate::program::Labels> {
        match ty {
            Type::Label(labels) => self.labels.get(labels.at()),
            Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Reference(_) => None,
        }
    }

    /// The values of a field that stand in an order to a constant.
    pub(super) fn constant_set(
        &mut self,
        path: &Path,
        ty: Type,
        order: Order,
        literal: &Literal,
        context: &Context,
    ) -> Option<Set> {
        if let (Value::YesNo(yes), Type::YesNo) = (&literal.value, ty) {
            return Some(Set::YesNo(*yes));
        }
        let scale = match ty {
            Type::Label(labels) => Some(labels),
            Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Reference(_) => None,
        };
        let (term, other) = self.literal(&literal.value, literal.span, context, scale)?;
        self.percent_literal(&literal.value, ty, literal.span, context)?;
        self.comparable((ty, Some(path)), order, other, literal.span, context)?;
        self.set_for(order, &term)
    }
}
