//! Periods: which records are a series, and what is said of earlier ones.
//!
//! The record of the period before is an optional reference that nobody
//! declares. Everything else comes down to it: an earlier value is a path along
//! it, a growth is arithmetic on two paths, and how long a condition has held
//! is a hidden number that reads itself of the record before.

use crate::diagnostic::{CheckProblem, Finding, SeriesFault};
use crate::exact::Exact;
use crate::program::{
    Cond, Definition, FieldId, KindId, List, MAX_OWNERS, Name, Need, NumberKind, NumberSet, Order, Origin, Part, Path,
    Presence, Set, Term, Test, Type,
};
use crate::source::{Language, Span};
use crate::syntax::print::print_expr;
use crate::syntax::translate::{Names, translate_expr};
use crate::syntax::tree::{self, Calendar, Expr, Growth, Ident, Lasting, Node, Series};

use super::names::{Field, FieldSource, Known};
use super::paths::{Found, Lost};
use super::{Checker, Context, Role, Sense, next};

/// How many periods back a value may be read.
pub(super) const MAX_EARLIER: u32 = 100;

/// The longest condition that the name of a run holds, in letters.
const LONGEST_NAME: usize = 200;

/// A record in hand that belongs to a series.
#[derive(Clone, Copy)]
struct InHand {
    hand: u8,
    kind: KindId,
    previous: FieldId,
}

impl<'a> Checker<'a> {
    // ---- declarations ----

    /// Makes a kind a series: it gets the reference to the record before.
    pub(super) fn series(&mut self, file: u32, record: &'a tree::Record) {
        let Some(series) = &record.series else { return };
        let Some(kind) = self.kind_named(&record.naming.name.text) else { return };
        let name = record.naming.name.text.clone();
        if self.kind_entry(kind).is_some_and(|entry| entry.previous.is_some()) {
            return self.fault(CheckProblem::Series { name, fault: SeriesFault::Twice }, series.span);
        }
        let Some((owners, period, months)) = self.series_fields(file, kind, series) else { return };
        let origin = Origin::Previous { owners, period, months };
        let field = Field {
            name: Name { en: Some("previous period".to_owned()), vi: Some("kỳ liền trước".to_owned()) },
            ty: Known::Is(Type::Reference(kind)),
            // It is there, or it is not, like an optional reference of the data.
            source: FieldSource::Data { optional: true },
            private: false,
            less_is_better: false,
            range: None,
            note: None,
            at: series.span,
            file,
            place: self.place(series.span),
            origin: Some(origin),
        };
        if let Some(entry) = self.kinds.get_mut(kind.at()) {
            entry.previous = Some(FieldId(next(&entry.fields)));
            entry.fields.push(field);
        }
    }

    /// The owners of a series, its period and how many months that has.
    fn series_fields(
        &mut self,
        file: u32,
        kind: KindId,
        series: &'a Series,
    ) -> Option<(Vec<FieldId>, FieldId, Option<u32>)> {
        let mut owners = Vec::new();
        for owner in &series.owners {
            let (id, ty) = self.own_field(file, kind, owner)?;
            let fault = if owners.contains(&id) {
                Some(SeriesFault::SameField)
            } else {
                let whose = matches!(ty, Type::Text | Type::Label(_) | Type::Reference(_));
                (!whose || !self.is_data(kind, id)).then_some(SeriesFault::Owner)
            };
            if let Some(fault) = fault {
                self.fault(CheckProblem::Series { name: owner.text.clone(), fault }, owner.span);
                return None;
            }
            owners.push(id);
        }
        if owners.len() > MAX_OWNERS {
            let (name, fault) = (self.kind_name(kind, file), SeriesFault::ManyOwners { most: MAX_OWNERS });
            self.fault(CheckProblem::Series { name, fault }, series.span);
            return None;
        }
        let (period, ty) = self.own_field(file, kind, &series.period)?;
        let step = series.step.map(|(amount, calendar)| match calendar {
            Calendar::Days => None,
            Calendar::Months => Some(amount),
            Calendar::Years => amount.checked_mul(12),
        });
        let found = match (ty, step) {
            (Type::Number(NumberKind::Count | NumberKind::Integer), None) => Ok(None),
            (Type::Number(NumberKind::Count | NumberKind::Integer), Some(_)) => Err(SeriesFault::StepOfNumber),
            (Type::Date, None) => Err(SeriesFault::NoStep),
            (Type::Date, Some(Some(months))) if months > 0 && 12 % months == 0 => Ok(Some(months)),
            (Type::Date, Some(_)) => Err(SeriesFault::Step),
            (
                Type::Number(NumberKind::Decimal | NumberKind::Percent)
                | Type::Text
                | Type::YesNo
                | Type::Label(_)
                | Type::Reference(_),
                _,
            ) => Err(SeriesFault::Period),
        };
        match found {
            Ok(months) => Some((owners, period, months)),
            Err(fault) => {
                self.fault(CheckProblem::Series { name: series.period.text.clone(), fault }, series.period.span);
                None
            }
        }
    }

    fn own_field(&mut self, file: u32, kind: KindId, name: &Ident) -> Option<(FieldId, Type)> {
        let id = self.kind_entry(kind)?.by_name.get(&name.text).copied();
        let Some(id) = id else {
            let problem = self.no_field(kind, name, &Context::new(file, vec![kind]));
            self.fault(problem, name.span);
            return None;
        };
        self.mention(name.span, Sense::Field(kind, id), Role::Used);
        match self.field_entry(kind, id)?.ty {
            Known::Is(ty) => Some((id, ty)),
            Known::Pending | Known::Poisoned => None,
        }
    }

    fn is_data(&self, kind: KindId, field: FieldId) -> bool {
        let origin = self.field_entry(kind, field).and_then(|field| field.origin.as_ref());
        matches!(origin, Some(Origin::Data { .. }))
    }

    // ---- earlier values ----

    /// The record in hand that belongs to a series; finds that there is none.
    fn in_hand(&mut self, at: Span, context: &Context) -> Option<InHand> {
        let found = self.series_of(context);
        if found.is_none() {
            let kind = context.hand.first().map(|kind| self.kind_name(*kind, context.file));
            self.fault(CheckProblem::NoSeries { kind }, at);
        }
        found
    }

    fn series_of(&self, context: &Context) -> Option<InHand> {
        let mut found = (0u8..).zip(&context.hand).filter_map(|(hand, kind)| {
            self.kind_entry(*kind)?.previous.map(|previous| InHand { hand, kind: *kind, previous })
        });
        let one = found.next()?;
        found.next().is_none().then_some(one)
    }

    /// Whether a number of periods is none at all, or too many, which is then found.
    fn odd_number(&mut self, periods: u32, most: u32, at: Span) -> bool {
        let odd = periods == 0 || periods > most;
        if odd {
            self.fault(CheckProblem::Periods { most }, at);
        }
        odd
    }

    /// A path read of the record so many periods before.
    pub(super) fn earlier(
        &mut self,
        path: &'a [Ident],
        periods: u32,
        at: Span,
        context: &Context,
    ) -> Option<(Found, Type)> {
        if self.odd_number(periods, MAX_EARLIER, at) {
            return None;
        }
        let held = self.in_hand(at, context)?;
        let via = vec![held.previous; periods as usize];
        let guarded = |upto: usize| {
            let upto = via.get(..upto).unwrap_or_default();
            context.present.iter().any(|(of, known)| *of == held.hand && known == upto)
        };
        if !(1..=via.len()).all(guarded) {
            self.fault(CheckProblem::NoPrevious { periods }, at);
            return None;
        }
        let found = self.follow_earlier(path, &held, via, context);
        self.arrive(found, context)
    }

    /// Of which type such a path is, however many periods before; none where no record of a series is in hand.
    pub(super) fn earlier_type<'p>(&self, path: &'p [Ident], context: &Context) -> Option<Result<Found, Lost<'p>>> {
        let held = self.series_of(context)?;
        Some(self.follow_earlier(path, &held, vec![held.previous], context))
    }

    fn follow_earlier<'p>(
        &self,
        path: &'p [Ident],
        held: &InHand,
        via: Vec<FieldId>,
        context: &Context,
    ) -> Result<Found, Lost<'p>> {
        // `result.revenue`, where two records are in hand.
        let steps = match path {
            [first, rest @ ..] if !rest.is_empty() && self.kind_named(&first.text) == Some(held.kind) => {
                self.mention(first.span, Sense::Kind(held.kind), Role::Used);
                rest
            }
            _ => path,
        };
        self.steps(held.hand, held.kind, steps, via, context)
    }

    /// `growth of revenue in percent`: this value by the one before, less 1; `in points`: less the one before.
    pub(super) fn growth(
        &mut self,
        path: &'a [Ident],
        how: Option<Growth>,
        at: Span,
        context: &Context,
    ) -> Option<(Term, NumberKind)> {
        let Some(how) = how else {
            self.fault(CheckProblem::GrowthHow, at);
            return None;
        };
        let (now, ty) = self.path(path, context)?;
        let Type::Number(kind) = ty else {
            let found = self.sort_shown(ty, context.file);
            self.not_value(Some(crate::diagnostic::Sort::Number), found, at);
            return None;
        };
        if how == Growth::Points && kind != NumberKind::Percent {
            self.fault(CheckProblem::GrowthPoints, at);
            return None;
        }
        let (before, _) = self.earlier(path, 1, at, context)?;
        let (now, before) = (Box::new(Term::Field(now.path)), Box::new(Term::Field(before.path)));
        let term = match how {
            Growth::Percent => Term::Sub(Box::new(Term::Div(now, before)), Box::new(Term::Number(Exact::from(1i64)))),
            Growth::Points => Term::Sub(now, before),
        };
        Some((term, NumberKind::Percent))
    }

    /// `there are 2 previous periods`.
    pub(super) fn has_earlier(&mut self, periods: u32, expr: &'a Expr, context: &Context) -> Option<Cond> {
        if self.odd_number(periods, MAX_EARLIER, expr.span) {
            return None;
        }
        let InHand { hand, previous, .. } = self.in_hand(expr.span, context)?;
        let there = |before: u32| {
            let path = Path { hand, via: vec![previous; before as usize], field: previous };
            Cond::Presence(path, Presence::Present)
        };
        if periods == 1 {
            return Some(there(0));
        }
        let parts = (0..periods).map(|before| {
            let text = Expr { node: Node::HasEarlier(before + 1), span: expr.span };
            Part { cond: there(before), text: self.printed(&text, context.file), place: self.place(expr.span) }
        });
        Some(Cond::List(List { need: Need::All, parts: parts.collect(), lettered: false }))
    }

    // ---- consecutive periods ----

    /// `number of consecutive periods with (x)`.
    pub(super) fn run(&mut self, inner: &'a Expr, at: Span, context: &Context) -> Option<Term> {
        let own = self.in_hand(at, context)?;
        let field = self.run_field(inner, None, own, at, context)?;
        Some(Term::Field(Path { hand: own.hand, via: Vec::new(), field }))
    }

    /// `x for 3 consecutive periods`, `x in each of the 3 periods before`.
    pub(super) fn lasting(
        &mut self,
        inner: &'a Expr,
        how: Lasting,
        periods: u32,
        expr: &'a Expr,
        context: &Context,
    ) -> Option<Cond> {
        if self.odd_number(periods, u32::MAX, expr.span) {
            return None;
        }
        let own = self.in_hand(expr.span, context)?;
        let window = (how == Lasting::Anew).then_some(periods);
        let field = self.run_field(inner, window, own, expr.span, context)?;
        let whole = Exact::from(i64::from(periods));
        let test = |via: Vec<FieldId>, above: bool| {
            let set = NumberSet { points: vec![whole.clone()], at: vec![true], gaps: vec![false, above] };
            Cond::Test(Test { path: Path { hand: own.hand, via, field }, set: Set::Numbers(set) })
        };
        Some(match how {
            Lasting::UpToNow => test(Vec::new(), true),
            Lasting::Anew => test(Vec::new(), false),
            Lasting::Before => {
                let there = Path { hand: own.hand, via: Vec::new(), field: own.previous };
                let there = Cond::Presence(there, Presence::Present);
                let named = Expr { node: Node::HasEarlier(1), span: expr.span };
                let named = [(there, self.printed(&named, context.file)), {
                    (test(vec![own.previous], true), self.printed(expr, context.file))
                }];
                let place = self.place(expr.span);
                let parts = named.into_iter().map(|(cond, text)| Part { cond, text, place });
                Cond::List(List { need: Need::All, parts: parts.collect(), lettered: false })
            }
        })
    }

    /// The hidden number of periods, up to and including this one, in which a condition has held without a gap. With
    /// a window it begins anew behind each that is full.
    fn run_field(
        &mut self,
        inner: &'a Expr,
        window: Option<u32>,
        own: InHand,
        at: Span,
        context: &Context,
    ) -> Option<FieldId> {
        let InHand { kind, previous, .. } = own;
        let outer = context.outer.iter().chain(&context.hand).copied().collect();
        let inside = Context { outer, depth: context.depth + 4, ..Context::new(context.file, vec![kind]) };
        let cond = self.cond(inner, &inside)?;
        let name = self.run_name(inner, window, context.file);
        let entry = self.kind_entry(kind)?;
        let id = FieldId(next(&entry.fields));
        let term = |id: FieldId| Some(Origin::Define(Definition::Term(run(cond.clone(), window, previous, id))));
        let known = name.en.as_ref().and_then(|name| entry.by_name.get(name)).copied();
        let same = known.filter(|known| entry.fields.get(known.at()).is_some_and(|field| field.origin == term(*known)));
        if same.is_some() {
            return same;
        }
        let field = Field {
            name: if known.is_some() { numbered(&name, id) } else { name },
            ty: Known::Is(Type::Number(NumberKind::Count)),
            // What it is stands in its origin: nobody has to look for it any more.
            source: FieldSource::Data { optional: false },
            private: false,
            less_is_better: false,
            range: None,
            note: None,
            at,
            file: context.file,
            place: self.place(at),
            origin: term(id),
        };
        self.enter_hidden(kind, field);
        Some(id)
    }

    /// What a run is called in both languages: reports show it.
    fn run_name(&self, inner: &Expr, window: Option<u32>, file: u32) -> Name {
        let own = self.language(file);
        let trees = || self.files.iter().map(|(_, tree)| tree).collect::<Vec<_>>();
        let names = self.names.get_or_init(|| Names::gather(&trees()));
        let text = |language: Language| {
            let mut text = if language == own {
                print_expr(inner, own)
            } else {
                print_expr(&translate_expr(inner, own, names), language)
            };
            if let Some((at, _)) = text.char_indices().nth(LONGEST_NAME) {
                text.truncate(at);
                text.push('…');
            }
            text
        };
        let (en, vi) = (text(Language::En), text(Language::Vi));
        let (anew_en, anew_vi) = window.map_or((String::new(), String::new()), |window| {
            (format!(", counted anew after {window}"), format!(", cứ {window} kỳ tính lại từ đầu"))
        });
        Name {
            en: Some(format!("number of consecutive periods with ({en}){anew_en}")),
            vi: Some(format!("số kỳ liên tiếp có ({vi}){anew_vi}")),
        }
    }

    /// What a path's end is, or what is wrong with it.
    fn arrive(&mut self, found: Result<Found, super::paths::Lost<'_>>, context: &Context) -> Option<(Found, Type)> {
        let finding: Finding = match found {
            Ok(found) => return self.reached(found),
            Err(lost) => self.lost(lost, context)?,
        };
        self.findings.push(finding);
        None
    }
}

/// Another field of the same name gets its number.
fn numbered(name: &Name, id: FieldId) -> Name {
    let with = |text: &Option<String>| text.as_ref().map(|text| format!("{text} ({})", id.0));
    Name { en: with(&name.en), vi: with(&name.vi) }
}

/// How many periods it is that a condition holds: one more than up to the period before, if there is one.
fn run(cond: Cond, window: Option<u32>, previous: FieldId, id: FieldId) -> Term {
    let number = |number: u32| Term::Number(Exact::from(i64::from(number)));
    let before = || Term::Field(Path { hand: 0, via: vec![previous], field: id });
    let there = Cond::Presence(Path { hand: 0, via: Vec::new(), field: previous }, Presence::Present);
    // What isn't known of the period before is at least no less than 0.
    let more = Term::Add(Box::new(Term::Max(Box::new(before()), Box::new(number(0)))), Box::new(number(1)));
    let longer = match window {
        None => more,
        Some(window) => {
            let full = Cond::Compare(before(), Order::Is, number(window));
            let within = Term::Min(Box::new(more), Box::new(number(window)));
            Term::Cases(vec![(full, number(1))], Box::new(within))
        }
    };
    let length = Term::Cases(vec![(there, longer)], Box::new(number(1)));
    Term::Cases(vec![(cond, length)], Box::new(number(0)))
}
