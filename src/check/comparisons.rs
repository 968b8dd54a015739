//! Comparisons: a field against constants is a set of values, everything else compares two terms.

use crate::date::Date;
use crate::diagnostic::{CheckProblem, PeriodFault, PresenceFault, Sort};
use crate::exact::Exact;
use crate::program::{self, Cond, KindId, LabelsId, NumberKind, NumberSet, Order, Path, Set, Term, Test, Type};
use crate::source::Span;
use crate::syntax::tree::{self, Comparison, Expr, Literal, Node, Stretch, Value};

use super::names::{FieldSource, Known};
use super::sets;
use super::sorts::Guess;
use super::{Checker, Context, weigh};

/// The most parts of a value that a comparison of several constants repeats.
const MAX_WEIGHT: usize = 10_000;

impl<'a> Checker<'a> {
    /// `rating at least "…"`.
    pub(super) fn compare(
        &mut self,
        left: &'a Expr,
        how: Comparison,
        right: &'a Expr,
        at: Span,
        context: &Context,
    ) -> Option<Cond> {
        let order = order(how);
        let (left_sort, right_sort) = (self.sort_of(left, context), self.sort_of(right, context));
        if left_sort == Guess::Value(Type::YesNo) || right_sort == Guess::Value(Type::YesNo) {
            return self.compare_yes_no((left, left_sort), order, (right, right_sort), at, context);
        }
        let scale = |sort| match sort {
            Guess::Value(Type::Label(labels)) => Some(labels),
            Guess::Value(_) | Guess::Condition | Guess::Quoted | Guess::Nothing => None,
        };
        // A label that is set against what can't be told is not worth a finding of its own.
        if (left_sort == Guess::Nothing && right_sort == Guess::Quoted)
            || (right_sort == Guess::Nothing && left_sort == Guess::Quoted)
        {
            let unknown = if left_sort == Guess::Nothing { left } else { right };
            self.value(unknown, context, None);
            return None;
        }
        let (one, other) = (self.value(left, context, scale(right_sort)), self.value(right, context, scale(left_sort)));
        let ((one, one_type), (other, other_type)) = (one?, other?);
        if let (Type::Number(one), Type::Number(other)) = (one_type, other_type) {
            self.percent_sides((left, one), (right, other), context)?;
        }
        self.comparable((one_type, field_of(&one)), order, other_type, at, context)?;
        self.test_or_compare(one, order, other, at, context)
    }

    /// `movement_effective is yes`.
    fn compare_yes_no(
        &mut self,
        (left, left_sort): (&'a Expr, Guess),
        order: Order,
        (right, right_sort): (&'a Expr, Guess),
        at: Span,
        context: &Context,
    ) -> Option<Cond> {
        match order {
            Order::Is | Order::IsNot => {}
            Order::AtLeast | Order::AtMost | Order::Above | Order::Below => {
                self.fault(CheckProblem::NoOrder { sort: Sort::YesNo }, at);
                return None;
            }
        }
        let yes = Guess::Value(Type::YesNo);
        let (field, literal, other_sort) =
            if left_sort == yes { (left, right, right_sort) } else { (right, left, left_sort) };
        let cond = self.cond(field, context);
        if let Node::Literal(Value::YesNo(yes)) = literal.node {
            let cond = cond?;
            return Some(if yes == (order == Order::Is) { cond } else { self.negated(cond, context) });
        }
        let right = match other_sort {
            Guess::Value(ty) => self.sort_shown(ty, context.file),
            Guess::Condition => Sort::Condition,
            Guess::Quoted => Sort::Text,
            Guess::Nothing => {
                self.value(literal, context, None);
                return None;
            }
        };
        self.fault(CheckProblem::Incomparable { left: Sort::YesNo, right }, at);
        None
    }

    /// Whether two types compare in this order; finds it if not.
    pub(super) fn comparable(
        &mut self,
        (left, path): (Type, Option<&Path>),
        order: Order,
        right: Type,
        at: Span,
        context: &Context,
    ) -> Option<()> {
        let ordered = match (left, right) {
            (Type::Number(_), Type::Number(_)) | (Type::Date, Type::Date) => true,
            (Type::Label(one), Type::Label(other)) if one == other => {
                self.labels.get(one.at()).is_some_and(|set| set.ordered)
            }
            (Type::Text, Type::Text) => false,
            (Type::Reference(one), Type::Reference(other)) if one == other => false,
            (Type::Reference(kind), Type::Text) => {
                let name = path.map_or(String::new(), |path| self.path_text(path, &context.hand, context.file));
                let key = self.kind_entry(kind).and_then(|entry| entry.key);
                let key = key.map_or("…".to_owned(), |key| self.field_name(kind, key, context.file));
                let instead = format!("{name}.{key}");
                self.fault(CheckProblem::ReferenceText { name, instead }, at);
                return None;
            }
            (left, right) => {
                let (left, right) = (self.sort_shown(left, context.file), self.sort_shown(right, context.file));
                self.fault(CheckProblem::Incomparable { left, right }, at);
                return None;
            }
        };
        let needs_order = match order {
            Order::Is | Order::IsNot => false,
            Order::AtLeast | Order::AtMost | Order::Above | Order::Below => true,
        };
        if needs_order && !ordered {
            let sort = self.sort_shown(left, context.file);
            self.fault(CheckProblem::NoOrder { sort }, at);
            return None;
        }
        Some(())
    }

    /// A field and a constant give a test, two constants a finding, anything else a comparison.
    fn test_or_compare(&mut self, one: Term, order: Order, other: Term, at: Span, context: &Context) -> Option<Cond> {
        let (path, order, constant) = match (&one, &other) {
            (Term::Field(path), other) if is_constant(other) => (path, order, other),
            (one, Term::Field(path)) if is_constant(one) => (path, turned(order), one),
            (one, other) if is_constant(one) && is_constant(other) => {
                self.fault(CheckProblem::ConstantComparison, at);
                return None;
            }
            _ => return Some(Cond::Compare(one, order, other)),
        };
        let set = self.set_for(order, constant)?;
        Some(self.test(path.clone(), set, at, context))
    }

    /// A test; finds one that always or never holds.
    pub(super) fn test(&mut self, path: Path, set: Set, at: Span, context: &Context) -> Cond {
        let domain = self.domain(&path, &context.hand);
        let of = self.path_type(&path, &context.hand).and_then(|ty| self.labels_of(ty));
        let (empty, full) = (sets::is_empty(&set, &domain), sets::is_full(&set, &domain, of));
        if empty || full {
            let name = self.path_text(&path, &context.hand, context.file);
            self.fault(CheckProblem::Settled { name, always: full }, at);
        }
        Cond::Test(Test { path, set })
    }

    /// The values that stand in an order to a constant.
    pub(super) fn set_for(&self, order: Order, constant: &Term) -> Option<Set> {
        match constant {
            Term::Number(number) => Some(Set::Numbers(sets::half_line(order, number.clone()))),
            Term::Date(date) => Some(Set::Numbers(sets::half_line(order, Exact::from(date.days())))),
            Term::Label(labels, label) => Some(sets::labels(order, *label, self.labels.get(labels.at())?)),
            Term::Text(text) => Some(Set::Texts(vec![text.clone()], order == Order::IsNot)),
            Term::Field(_)
            | Term::Add(..)
            | Term::Sub(..)
            | Term::Mul(..)
            | Term::Div(..)
            | Term::Min(..)
            | Term::Max(..)
            | Term::Rounded(..)
            | Term::Cases(..)
            | Term::OneOf(_)
            | Term::Aggregate(_)
            | Term::Shift(..)
            | Term::Elapsed(..) => None,
        }
    }

    /// The numbers that a field may have.
    pub(super) fn domain(&self, path: &Path, hand: &[KindId]) -> NumberSet {
        let field = self.path_end(path, hand).and_then(|(kind, field)| self.field_entry(kind, field));
        let Some(field) = field else { return sets::range(None, None) };
        let zero = Exact::zero();
        // What is counted is never below 0, computed or not; the first place is 1.
        let first = Exact::from(1i64);
        let least = match (field.ty, field.source) {
            (_, FieldSource::Rank(_)) => Some(&first),
            (Known::Is(Type::Number(NumberKind::Count)), _) => Some(&zero),
            (Known::Is(_) | Known::Pending | Known::Poisoned, _) => None,
        };
        match &field.range {
            Some((low, high)) => sets::range(Some(low).max(least), Some(high)),
            None => sets::range(least, None),
        }
    }

    /// Not: of a test, the other values.
    pub(super) fn negated(&self, cond: Cond, context: &Context) -> Cond {
        match cond {
            Cond::Test(Test { path, set }) => {
                let of = self.path_type(&path, &context.hand).and_then(|ty| self.labels_of(ty));
                let set = sets::not(&set, of);
                Cond::Test(Test { path, set })
            }
            Cond::Not(inner) => *inner,
            Cond::Compare(..) | Cond::Presence(..) | Cond::List(_) | Cond::Clause(_) | Cond::Meets(_) => {
                Cond::Not(Box::new(cond))
            }
        }
    }

    /// `between a and b`.
    pub(super) fn between(
        &mut self,
        value: &'a Expr,
        (low, high, open): (&'a Expr, &'a Expr, bool),
        at: Span,
        context: &Context,
    ) -> Option<Cond> {
        let scale: Option<LabelsId> = match self.sort_of(value, context) {
            Guess::Value(Type::Label(labels)) => Some(labels),
            Guess::Value(_) | Guess::Condition | Guess::Quoted | Guess::Nothing => None,
        };
        let found = self.value(value, context, None);
        let (from, to) = if found.is_some() {
            (self.value(low, context, scale), self.value(high, context, scale))
        } else {
            (None, None)
        };
        let ((value_term, ty), (from, from_type), (to, to_type)) = (found?, from?, to?);
        let upper = if open { Order::Below } else { Order::AtMost };
        for (end, end_type, order) in [(low, from_type, Order::AtLeast), (high, to_type, upper)] {
            if let (Type::Number(one), Type::Number(other)) = (ty, end_type) {
                self.percent_sides((value, one), (end, other), context)?;
            }
            self.comparable((ty, field_of(&value_term)), order, end_type, end.span, context)?;
        }
        if let Some(true) = turned_ends(&from, &to, open) {
            let (low, high) = (self.constant_text(low, &from, context), self.constant_text(high, &to, context));
            self.fault(CheckProblem::TurnedRange { low, high }, at);
            return None;
        }
        let upper = if open { Comparison::Below } else { Comparison::AtMost };
        let (low, high) = ((Comparison::AtLeast, from, low), (upper, to, high));
        self.interval((value, value_term), low, high, at, context)
    }

    /// A value between two ends.
    fn interval(
        &mut self,
        (value, term): (&Expr, Term),
        low: (Comparison, Term, &Expr),
        high: (Comparison, Term, &Expr),
        at: Span,
        context: &Context,
    ) -> Option<Cond> {
        if let Term::Field(path) = &term
            && is_constant(&low.1)
            && is_constant(&high.1)
        {
            let (from, to) = (self.set_for(order(low.0), &low.1)?, self.set_for(order(high.0), &high.1)?);
            return Some(self.test(path.clone(), sets::intersection(&from, &to), at, context));
        }
        self.too_heavy(&term, 2, at)?;
        let parts = [low, high].map(|(how, end, written)| {
            let node = Node::Compare(Box::new(value.clone()), how, Box::new(written.clone()));
            let text = self.printed(&Expr { node, span: at }, context.file);
            program::Part { cond: Cond::Compare(term.clone(), order(how), end), text, place: self.place(at) }
        });
        let (need, lettered) = (program::Need::All, false);
        Some(Cond::List(program::List { need, parts: parts.into(), lettered }))
    }

    /// `kind is one of "a", "b"`.
    pub(super) fn one_of(
        &mut self,
        value: &'a Expr,
        literals: &'a [Literal],
        at: Span,
        context: &Context,
    ) -> Option<Cond> {
        if literals.is_empty() {
            self.fault(CheckProblem::Empty, at);
            return None;
        }
        let (term, ty) = self.value(value, context, None)?;
        let Term::Field(path) = term else {
            let scale = match ty {
                Type::Label(labels) => Some(labels),
                Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Reference(_) => None,
            };
            let mut parts = Vec::new();
            self.too_heavy(&term, literals.len(), at)?;
            for literal in literals {
                let (constant, other) = self.literal(&literal.value, literal.span, context, scale)?;
                self.comparable((ty, None), Order::Is, other, literal.span, context)?;
                let cond = Cond::Compare(term.clone(), Order::Is, constant);
                let label = Expr { node: Node::Literal(literal.value.clone()), span: literal.span };
                let node = Node::Compare(Box::new(value.clone()), Comparison::Is, Box::new(label));
                let text = self.printed(&Expr { node, span: at }, context.file);
                parts.push(program::Part { cond, text, place: self.place(at) });
            }
            return Some(Cond::List(program::List { need: program::Need::Any, parts, lettered: false }));
        };
        let found: Vec<Option<Set>> =
            literals.iter().map(|literal| self.constant_set(&path, ty, Order::Is, literal, context)).collect();
        let of = self.labels_of(ty);
        let found = found.into_iter().collect::<Option<Vec<Set>>>()?;
        let set = sets::joined(found, |one, other| sets::union(one, other, of))?;
        Some(self.test(path, set, at, context))
    }

    /// Finds a value too large to be written out so many times: nested, it would grow without end.
    fn too_heavy(&mut self, term: &Term, times: usize, at: Span) -> Option<()> {
        let mut left = MAX_WEIGHT / times.max(1);
        if weigh::term(term, &mut left).is_none() {
            self.fault(CheckProblem::TooDeep, at);
            return None;
        }
        Some(())
    }

    /// `x is missing`.
    pub(super) fn presence(&mut self, value: &'a Expr, presence: tree::Presence, context: &Context) -> Option<Cond> {
        let (found, _) = if let Node::Path(path) = self.said(value) {
            self.path(path, context)?
        } else if let Node::Earlier(path, periods) = &value.node {
            self.earlier(path, *periods, value.span, context)?
        } else {
            let fault = PresenceFault::NotField;
            self.fault(CheckProblem::Presence { name: String::new(), fault }, value.span);
            return None;
        };
        let end = self.field_entry(found.kind, found.path.field);
        let origin = end.and_then(|field| field.origin.clone());
        let there = match presence {
            tree::Presence::Present | tree::Presence::Absent => true,
            tree::Presence::Missing | tree::Presence::Known => false,
        };
        let reference = self.target(found.kind, found.path.field).is_some();
        let fault = match origin {
            Some(program::Origin::Key) if !there => Some(PresenceFault::NeverMissing),
            Some(program::Origin::Data { optional, may_be_unknown }) if !there && reference && !may_be_unknown => {
                Some(if optional { PresenceFault::Optional } else { PresenceFault::NeverMissing })
            }
            Some(program::Origin::Data { optional, .. }) => (there && !optional).then_some(PresenceFault::NotOptional),
            Some(program::Origin::Key) => Some(PresenceFault::NotOptional),
            // That there is a record before has words of its own: no path ends at the reference to it.
            Some(
                program::Origin::Define(_)
                | program::Origin::Award { .. }
                | program::Origin::Rank(_)
                | program::Origin::Previous { .. },
            )
            | None => Some(PresenceFault::Derived),
        };
        if let Some(fault) = fault {
            let name = self.path_text(&found.path, &context.hand, context.file);
            self.fault(CheckProblem::Presence { name, fault }, value.span);
            return None;
        }
        let presence = match presence {
            tree::Presence::Missing => program::Presence::Missing,
            tree::Presence::Known => program::Presence::Known,
            tree::Presence::Present => program::Presence::Present,
            tree::Presence::Absent => program::Presence::Absent,
        };
        Some(Cond::Presence(found.path, presence))
    }

    /// `start within the period`, `start in quarter 1`.
    pub(super) fn within(&mut self, value: &'a Expr, stretch: Stretch, at: Span, context: &Context) -> Option<Cond> {
        let date = self.date(value, context);
        let (first, last) = match stretch {
            Stretch::Period => self.period(context.file, at)?,
            Stretch::Quarter(quarter, year) => {
                let year = match year {
                    Some(year) => year,
                    None => {
                        let (first, last) = self.period(context.file, at)?;
                        if first.year() != last.year() {
                            self.fault(CheckProblem::Period(PeriodFault::TwoYears), at);
                            return None;
                        }
                        first.year()
                    }
                };
                let Some(days) = quarter_days(year, quarter) else {
                    self.fault(CheckProblem::Period(PeriodFault::Quarter), at);
                    return None;
                };
                days
            }
        };
        let written = |date| Expr { node: Node::Literal(Value::Date(date)), span: at };
        let (from, to) = (written(first), written(last));
        let low = (Comparison::AtLeast, Term::Date(first), &from);
        let high = (Comparison::AtMost, Term::Date(last), &to);
        self.interval((value, date?), low, high, at, context)
    }

    /// A constant as written, or as it was reckoned.
    fn constant_text(&self, expr: &Expr, term: &Term, context: &Context) -> String {
        match (self.said(expr), term) {
            (Node::Literal(value), _) => self.literal_text(value, context.file),
            (_, Term::Number(number)) => self.plain_text(number, context.file),
            (_, Term::Date(date)) => self.date_text(*date, context.file),
            _ => self.printed(expr, context.file),
        }
    }
}

fn quarter_days(year: i16, quarter: u8) -> Option<(Date, Date)> {
    let month = i8::try_from(quarter.checked_sub(1)?.checked_mul(3)?.checked_add(1)?).ok()?;
    let first = Date::new(year, month, 1).filter(|_| quarter <= 4)?;
    // The last quarter of the last year ends with the calendar.
    let last = first.plus_months(3).and_then(|next| next.plus_days(-1)).or_else(|| Date::new(year, 12, 31))?;
    Some((first, last))
}

fn field_of(term: &Term) -> Option<&Path> {
    if let Term::Field(path) = term { Some(path) } else { None }
}

fn is_constant(term: &Term) -> bool {
    matches!(term, Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_))
}

/// Whether two constant ends leave nothing between them.
fn turned_ends(low: &Term, high: &Term, open: bool) -> Option<bool> {
    let order = match (low, high) {
        (Term::Number(low), Term::Number(high)) => low.cmp(high),
        (Term::Date(low), Term::Date(high)) => low.cmp(high),
        (Term::Label(_, low), Term::Label(_, high)) => low.cmp(high),
        _ => return None,
    };
    Some(order.is_gt() || (open && order.is_eq()))
}

pub(super) fn order(how: Comparison) -> Order {
    match how {
        Comparison::Is => Order::Is,
        Comparison::IsNot => Order::IsNot,
        Comparison::AtLeast => Order::AtLeast,
        Comparison::AtMost => Order::AtMost,
        Comparison::Above => Order::Above,
        Comparison::Below => Order::Below,
    }
}

/// The same order with its sides changed.
fn turned(order: Order) -> Order {
    match order {
        Order::Is => Order::Is,
        Order::IsNot => Order::IsNot,
        Order::AtLeast => Order::AtMost,
        Order::AtMost => Order::AtLeast,
        Order::Above => Order::Below,
        Order::Below => Order::Above,
    }
}
