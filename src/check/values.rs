//! Numbers, dates, labels, texts and references: expressions that give a value.

use std::collections::HashMap;

use crate::diagnostic::{CheckProblem, Sort};
use crate::exact::Exact;
use crate::program::{Calendar, LabelsId, NumberKind, Term, Type};
use crate::source::Span;
use crate::syntax::tree::{self, Arithmetic, Expr, Node, Value};

use super::sorts::{aggregate_kind, arithmetic_kind, common_kind, literal_kind, negative_kind, rounded_kind};
use super::{Checker, Context, MAX_KNOWN, Role, Sense};

impl<'a> Checker<'a> {
    /// A value with its type. `scale`: the scale that a label written here is of.
    pub(super) fn value(&mut self, expr: &'a Expr, context: &Context, scale: Option<LabelsId>) -> Option<(Term, Type)> {
        if self.too_deep(context, expr.span) {
            return None;
        }
        let inside = context.deeper(1);
        let (term, kind) = match self.said(expr) {
            Node::Literal(value) => return self.literal(value, expr.span, context, scale),
            Node::Path(path) => {
                let (found, ty) = self.path(path, context)?;
                return Some((Term::Field(found.path), ty));
            }
            Node::Not(_)
            | Node::And(_)
            | Node::Or(_)
            | Node::List(..)
            | Node::Compare(..)
            | Node::Between { .. }
            | Node::OneOf(..)
            | Node::Presence(..)
            | Node::Within(..)
            | Node::Top(..)
            | Node::Quantified(_)
            | Node::MeetsEvery(_)
            | Node::HasEarlier(_)
            | Node::Lasting(..)
            | Node::Meets(_)
            | Node::Judged(..)
            | Node::EveryLine(..) => {
                self.not_value(None, Sort::Condition, expr.span);
                return None;
            }
            Node::Arithmetic(left, how, right) => self.arithmetic(left, *how, right, &inside)?,
            Node::Negative(inner) => {
                let (term, kind) = self.number(inner, &inside)?;
                let negated = match term {
                    Term::Number(number) => Term::Number(number.neg()),
                    term => Term::Sub(Box::new(Term::Number(Exact::zero())), Box::new(term)),
                };
                (negated, negative_kind(kind))
            }
            Node::PercentOf(share, inner) => {
                let (term, _) = self.number(inner, &inside)?;
                (product(Term::Number(share.clone()), term), NumberKind::Decimal)
            }
            Node::Rounded(inner, how, places) => {
                let (term, kind) = self.number(inner, &inside)?;
                (Term::Rounded(Box::new(term), *how, *places), rounded_kind(kind, *how, *places))
            }
            Node::AtMost(one, other) => return self.clamped(one, other, Term::Min, &inside),
            Node::AtLeast(one, other) => return self.clamped(one, other, Term::Max, &inside),
            Node::Cases(cases, otherwise) => return self.cases(cases, otherwise, &inside, scale),
            Node::By(path, rows, otherwise) => {
                return self.by(expr.span, path, rows, otherwise.as_deref(), &inside, scale);
            }
            Node::Aggregate(aggregate) => {
                let (id, of) = self.aggregate(aggregate, expr, &inside)?;
                (Term::Aggregate(id), aggregate_kind(aggregate.what, of))
            }
            Node::Shift(inner, amount, unit) => {
                return Some((shifted(self.date(inner, &inside)?, *amount, *unit), Type::Date));
            }
            Node::Elapsed(unit, from, to) => {
                let (from, to) = (self.date(from, &inside), self.date(to, &inside));
                (Term::Elapsed(calendar(*unit), Box::new(from?), Box::new(to?)), NumberKind::Integer)
            }
            Node::ScoreLine(place, path) => {
                let path = self.score_line(place, path, expr.span, context)?;
                (Term::Field(path), NumberKind::Decimal)
            }
            Node::PeriodEdge(end) => {
                let (first, last) = self.period(context.file, expr.span)?;
                return Some((Term::Date(if *end { last } else { first }), Type::Date));
            }
            Node::Earlier(path, periods) => {
                let (found, ty) = self.earlier(path, *periods, expr.span, context)?;
                return Some((Term::Field(found.path), ty));
            }
            Node::Growth(path, how) => self.growth(path, *how, expr.span, &inside)?,
            Node::Run(inner) => (self.run(inner, expr.span, &inside)?, NumberKind::Count),
        };
        Some((term, Type::Number(kind)))
    }

    /// A number.
    pub(super) fn number(&mut self, expr: &'a Expr, context: &Context) -> Option<(Term, NumberKind)> {
        let (term, ty) = self.value_or_condition(expr, context, Sort::Number)?;
        match ty {
            Type::Number(kind) => Some((term, kind)),
            Type::Text | Type::YesNo | Type::Date | Type::Label(_) | Type::Reference(_) => {
                let found = self.sort_shown(ty, context.file);
                self.not_value(Some(Sort::Number), found, expr.span);
                None
            }
        }
    }

    /// A date.
    pub(super) fn date(&mut self, expr: &'a Expr, context: &Context) -> Option<Term> {
        let (term, ty) = self.value_or_condition(expr, context, Sort::Date)?;
        match ty {
            Type::Date => Some(term),
            Type::Text | Type::YesNo | Type::Number(_) | Type::Label(_) | Type::Reference(_) => {
                let found = self.sort_shown(ty, context.file);
                self.not_value(Some(Sort::Date), found, expr.span);
                None
            }
        }
    }

    /// A value; of a condition it is found that `wanted` was needed.
    fn value_or_condition(&mut self, expr: &'a Expr, context: &Context, wanted: Sort) -> Option<(Term, Type)> {
        match &expr.node {
            Node::Not(_)
            | Node::And(_)
            | Node::Or(_)
            | Node::List(..)
            | Node::Compare(..)
            | Node::Between { .. }
            | Node::OneOf(..)
            | Node::Presence(..)
            | Node::Within(..)
            | Node::Top(..)
            | Node::Quantified(_)
            | Node::MeetsEvery(_)
            | Node::HasEarlier(_)
            | Node::Lasting(..)
            | Node::Meets(_)
            | Node::Judged(..)
            | Node::EveryLine(..) => {
                self.not_value(Some(wanted), Sort::Condition, expr.span);
                None
            }
            Node::Literal(Value::None | Value::Text(_)) => {
                self.not_value(Some(wanted), Sort::Text, expr.span);
                None
            }
            Node::Literal(_)
            | Node::Path(_)
            | Node::Arithmetic(..)
            | Node::Negative(_)
            | Node::PercentOf(..)
            | Node::Rounded(..)
            | Node::AtMost(..)
            | Node::AtLeast(..)
            | Node::Cases(..)
            | Node::By(..)
            | Node::Aggregate(_)
            | Node::Shift(..)
            | Node::Elapsed(..)
            | Node::Earlier(..)
            | Node::Growth(..)
            | Node::Run(_)
            | Node::PeriodEdge(_)
            | Node::ScoreLine(..) => self.value(expr, context, None),
        }
    }

    /// A literal as a value.
    pub(super) fn literal(
        &mut self,
        value: &Value,
        at: Span,
        context: &Context,
        scale: Option<LabelsId>,
    ) -> Option<(Term, Type)> {
        Some(match value {
            Value::Number(number) => (Term::Number(number.clone()), Type::Number(literal_kind(number))),
            Value::Percent(share) | Value::Points(share) => {
                (Term::Number(share.clone()), Type::Number(NumberKind::Percent))
            }
            Value::Date(date) => (Term::Date(*date), Type::Date),
            Value::Text(text) => match scale {
                Some(scale) => (Term::Label(scale, self.label(text, scale, at, context.file)?), Type::Label(scale)),
                None => (Term::Text(text.clone()), Type::Text),
            },
            Value::None => match scale {
                Some(scale) => (Term::Label(scale, self.none_label(scale, at, context.file)?), Type::Label(scale)),
                None => {
                    self.fault(CheckProblem::NoNone { scale: None }, at);
                    return None;
                }
            },
            Value::YesNo(_) => {
                self.not_value(None, Sort::YesNo, at);
                return None;
            }
        })
    }

    pub(super) fn none_label(&mut self, scale: LabelsId, at: Span, file: u32) -> Option<u32> {
        if self.labels.get(scale.at()).is_some_and(|set| set.none) {
            return Some(0);
        }
        let scale = Some(self.labels_name(scale, file));
        self.fault(CheckProblem::NoNone { scale }, at);
        None
    }

    /// A label's number in a scale; finds one that it lacks, and which scale has it.
    pub(super) fn label(&mut self, text: &str, scale: LabelsId, at: Span, file: u32) -> Option<u32> {
        // The empty text stands for `none`, which is written without quotation marks.
        let place = |places: &HashMap<String, u32>| places.get(text).copied().filter(|_| !text.is_empty());
        if let Some(label) = self.label_places.get(scale.at()).and_then(place) {
            self.mention(at, Sense::Label(scale, label), Role::Used);
            return Some(label);
        }
        let labels = self.labels.get(scale.at()).map_or(&[][..], |set| &set.labels);
        let near = self.suggest(text, labels.iter().map(String::as_str));
        let known: Vec<String> = labels.iter().take(MAX_KNOWN).cloned().collect();
        let own = self.labels_name(scale, file);
        let other = (0u32..).zip(&self.label_places).find(|(_, places)| place(places).is_some());
        let other = other.map(|(id, _)| self.labels_name(LabelsId(id), file));
        let label = text.to_owned();
        self.fault(
            match other {
                Some(other) => CheckProblem::ForeignLabel { label, scale: own, other, known },
                None => CheckProblem::UnknownLabel { label, scale: own, nearest: near, known },
            },
            at,
        );
        None
    }

    fn arithmetic(
        &mut self,
        left: &'a Expr,
        how: Arithmetic,
        right: &'a Expr,
        context: &Context,
    ) -> Option<(Term, NumberKind)> {
        let (one, other) = (self.number(left, context), self.number(right, context));
        let ((one, one_kind), (other, other_kind)) = (one?, other?);
        match how {
            Arithmetic::Add | Arithmetic::Sub => {
                self.percentages((left, one_kind), (right, other_kind), context)?;
                self.percentages((right, other_kind), (left, one_kind), context)?;
            }
            Arithmetic::Mul => {}
            Arithmetic::Div => {
                if matches!(&other, Term::Number(number) if number.is_zero()) {
                    self.fault(CheckProblem::DivisionByZero, right.span);
                    return None;
                }
            }
        }
        let kind = arithmetic_kind(one_kind, how, other_kind);
        let folded = match (&one, &other) {
            (Term::Number(one), Term::Number(other)) => match how {
                Arithmetic::Add => one.add(other),
                Arithmetic::Sub => one.sub(other),
                Arithmetic::Mul => one.mul(other),
                Arithmetic::Div => one.div(other),
            },
            _ => None,
        };
        if let Some(number) = folded {
            return Some((Term::Number(number), kind));
        }
        let (one, other) = (Box::new(one), Box::new(other));
        let term = match how {
            Arithmetic::Add => Term::Add(one, other),
            Arithmetic::Sub => Term::Sub(one, other),
            Arithmetic::Mul => Term::Mul(one, other),
            Arithmetic::Div => Term::Div(one, other),
        };
        Some((term, kind))
    }

    /// Whether a constant may be added to (or taken from) the other side: points go with percentages and nothing else.
    fn percentages(
        &mut self,
        (constant, _): (&Expr, NumberKind),
        (other, kind): (&Expr, NumberKind),
        context: &Context,
    ) -> Option<()> {
        let literal = |expr: &Expr| matches!(self.said(expr), Node::Literal(_));
        let percent = kind == NumberKind::Percent;
        let problem = match self.said(constant) {
            Node::Literal(Value::Points(_)) if !percent => {
                let sort = self.sort_shown(Type::Number(kind), context.file);
                CheckProblem::PointsForNumber { sort }
            }
            Node::Literal(Value::Percent(share)) if percent && !literal(other) => {
                CheckProblem::PointsOrPart { percent: self.percent_text(share, context.file) }
            }
            Node::Literal(Value::Percent(share)) if matches!(kind, NumberKind::Count | NumberKind::Integer) => {
                CheckProblem::PercentForCount { percent: self.percent_text(share, context.file) }
            }
            Node::Literal(Value::Number(number)) if percent && !literal(other) && !is_whole_share(number) => {
                CheckProblem::PlainForPercent { number: self.plain_text(number, context.file) }
            }
            _ => return Some(()),
        };
        self.fault(problem, constant.span);
        None
    }

    /// `x but at most 50`: numbers or dates.
    fn clamped(
        &mut self,
        one: &'a Expr,
        other: &'a Expr,
        join: fn(Box<Term>, Box<Term>) -> Term,
        context: &Context,
    ) -> Option<(Term, Type)> {
        let found = self.value(one, context, None);
        match found {
            Some((term, Type::Date)) => {
                let limit = self.date(other, context)?;
                Some((join(Box::new(term), Box::new(limit)), Type::Date))
            }
            Some((term, Type::Number(kind))) => {
                let (limit, limit_kind) = self.number(other, context)?;
                self.percent_sides((one, kind), (other, limit_kind), context)?;
                let kind = if self.is_literal(other) { kind } else { common_kind(kind, limit_kind) };
                Some((join(Box::new(term), Box::new(limit)), Type::Number(kind)))
            }
            Some((_, ty @ (Type::Text | Type::YesNo | Type::Label(_) | Type::Reference(_)))) => {
                let found = self.sort_shown(ty, context.file);
                self.not_value(Some(Sort::Number), found, one.span);
                None
            }
            None => None,
        }
    }

    pub(super) fn is_literal(&self, expr: &Expr) -> bool {
        matches!(self.said(expr), Node::Literal(_))
    }

    /// Finds a percentage set against a plain number, and a whole number against a percentage.
    pub(super) fn percent_sides(
        &mut self,
        (left, left_kind): (&Expr, NumberKind),
        (right, right_kind): (&Expr, NumberKind),
        context: &Context,
    ) -> Option<()> {
        for (expr, other) in [(left, right_kind), (right, left_kind)] {
            if let Node::Literal(value) = self.said(expr) {
                self.percent_literal(value, Type::Number(other), expr.span, context)?;
            }
        }
        Some(())
    }

    /// Finds a plain number where a percentage is, and the other way round.
    pub(super) fn percent_literal(&mut self, value: &Value, other: Type, at: Span, context: &Context) -> Option<()> {
        let Type::Number(other) = other else { return Some(()) };
        let problem = match value {
            Value::Number(number) if other == NumberKind::Percent && !is_whole_share(number) => {
                CheckProblem::PlainForPercent { number: self.plain_text(number, context.file) }
            }
            Value::Percent(share) if matches!(other, NumberKind::Count | NumberKind::Integer) && !share.is_zero() => {
                CheckProblem::PercentForCount { percent: self.percent_text(share, context.file) }
            }
            Value::Number(_)
            | Value::Percent(_)
            | Value::Points(_)
            | Value::Date(_)
            | Value::Text(_)
            | Value::None
            | Value::YesNo(_) => return Some(()),
        };
        self.fault(problem, at);
        None
    }
}

/// 0 and 1 are shares as well as numbers.
fn is_whole_share(number: &Exact) -> bool {
    number.is_zero() || *number == Exact::from(1i64)
}

fn product(one: Term, other: Term) -> Term {
    match (&one, &other) {
        (Term::Number(a), Term::Number(b)) => {
            a.mul(b).map_or_else(|| Term::Mul(Box::new(one.clone()), Box::new(other.clone())), Term::Number)
        }
        _ => Term::Mul(Box::new(one), Box::new(other)),
    }
}

fn calendar(unit: tree::Calendar) -> Calendar {
    match unit {
        tree::Calendar::Days => Calendar::Days,
        tree::Calendar::Months => Calendar::Months,
        tree::Calendar::Years => Calendar::Years,
    }
}

fn shifted(term: Term, amount: i64, unit: tree::Calendar) -> Term {
    let moved = match (&term, unit) {
        (Term::Date(date), tree::Calendar::Days) => date.plus_days(amount),
        (Term::Date(date), tree::Calendar::Months) => date.plus_months(amount),
        (Term::Date(date), tree::Calendar::Years) => amount.checked_mul(12).and_then(|months| date.plus_months(months)),
        _ => None,
    };
    moved.map_or_else(|| Term::Shift(Box::new(term), amount, calendar(unit)), Term::Date)
}
