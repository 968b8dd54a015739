//! Definitions and awards.

use crate::diagnostic::{CheckProblem, Sort};
use crate::program::{AwardCase, Cond, Definition, FieldId, KindId, LabelsId, MAX_AWARD_LABELS, Origin, Type};
use crate::source::Span;
use crate::syntax::tree::{self, Derived, Expr, Literal, Value};

use super::guards;
use super::names::{FieldSource, Known};
use super::{Checker, Context};

impl<'a> Checker<'a> {
    /// Understands every definition and award; scores first, since what they may come to is known by them.
    pub(super) fn derives(&mut self) {
        self.each_derived(|source| matches!(source, FieldSource::Score(..)));
        self.each_derived(|source| !matches!(source, FieldSource::Score(..)));
    }

    fn each_derived(&mut self, wanted: impl Fn(FieldSource<'a>) -> bool) {
        for kind in 0..self.kinds.len() {
            let fields = self.kinds.get(kind).map_or(0, |kind| kind.fields.len());
            for field in 0..fields {
                let (kind, field) = (KindId(kind as u32), FieldId(field as u32));
                let Some(entry) = self.field_entry(kind, field) else { continue };
                let (source, ty, file) = (entry.source, entry.ty, entry.file);
                if !wanted(source) {
                    continue;
                }
                let context = Context::new(file, vec![kind]);
                let origin = match source {
                    FieldSource::Data { .. } | FieldSource::Line | FieldSource::Hidden | FieldSource::Rank(_) => {
                        continue;
                    }
                    FieldSource::Define(value) => self.definition_of(value, ty, &context).map(Origin::Define),
                    FieldSource::Award(derive) => match &derive.what {
                        Derived::Bands(bands) => self.bands(bands, derive.naming.name.span, ty, &context),
                        Derived::Award { .. }
                        | Derived::Define(_)
                        | Derived::Score(_)
                        | Derived::Rank(_)
                        | Derived::Table(_) => self.award(derive, ty, &context),
                    },
                    FieldSource::Score(derive, score) => self.score(kind, field, derive, score, &context),
                    FieldSource::Table(derive) => self.table(derive, ty, &context).map(Origin::Define),
                };
                if let Some(entry) = self.kinds.get_mut(kind.at()).and_then(|kind| kind.fields.get_mut(field.at())) {
                    entry.origin = origin;
                }
            }
        }
    }

    fn definition_of(&mut self, value: &'a Expr, ty: Known, context: &Context) -> Option<Definition> {
        match ty {
            Known::Is(Type::YesNo) => self.cond(value, context).map(Definition::Cond),
            Known::Is(ty @ (Type::Number(_) | Type::Date | Type::Label(_))) => {
                let scale = match ty {
                    Type::Label(labels) => Some(labels),
                    Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Reference(_) => None,
                };
                let found = self.value(value, context, scale);
                self.few_labels(ty, value.span, context)?;
                found.map(|(term, _)| Definition::Term(term))
            }
            Known::Is(ty @ (Type::Text | Type::Reference(_))) => {
                let sort: Sort = self.sort_shown(ty, context.file);
                self.fault(CheckProblem::DefineWhat { sort }, value.span);
                None
            }
            // For what is to be found in it.
            Known::Pending | Known::Poisoned => {
                self.value(value, context, None);
                None
            }
        }
    }

    /// Whether labels are few enough to be computed, as those of an award are; finds those that aren't.
    pub(super) fn few_labels(&mut self, ty: Type, at: Span, context: &Context) -> Option<()> {
        let Type::Label(labels) = ty else { return Some(()) };
        let count = self.labels.get(labels.at()).map_or(0, |set| set.labels.len());
        if count <= MAX_AWARD_LABELS {
            return Some(());
        }
        let scale = self.labels_name(labels, context.file);
        self.fault(CheckProblem::TooManyLabels { scale, count, most: MAX_AWARD_LABELS }, at);
        None
    }

    fn award(&mut self, derive: &'a tree::Derive, ty: Known, context: &Context) -> Option<Origin> {
        let Derived::Award { cites, cases, otherwise, .. } = &derive.what else { return None };
        let cites = self.cites(cites, context.file);
        let scale = match ty {
            Known::Is(Type::Label(scale)) => Some(scale),
            Known::Is(_) | Known::Pending | Known::Poisoned => None,
        };
        let mut made: Vec<Option<AwardCase>> = Vec::new();
        let mut conds: Vec<(Cond, Span)> = Vec::new();
        let mut falling = context.clone();
        for case in cases {
            let label = scale.and_then(|scale| self.award_label(&case.label, scale, context.file));
            let when = self.cond(&case.when, &falling);
            if let Some(cond) = &when {
                guards::known(cond, false, &mut falling.present);
                conds.push((cond.clone(), case.span));
            }
            let place = self.place(case.span);
            made.push(label.zip(when).map(|(label, when)| AwardCase { label, when, place }));
        }
        self.unreachable_cases(&conds, &context.hand);
        let Some(otherwise) = otherwise else {
            self.fault(CheckProblem::NoOtherwise, derive.naming.name.span);
            return None;
        };
        let otherwise = self.award_label(otherwise, scale?, context.file)?;
        let cases = made.into_iter().collect::<Option<Vec<_>>>()?;
        Some(Origin::Award { cases, otherwise, cites })
    }

    pub(super) fn award_label(&mut self, literal: &Literal, scale: LabelsId, file: u32) -> Option<u32> {
        match &literal.value {
            Value::Text(text) => self.label(text, scale, literal.span, file),
            Value::None => self.none_label(scale, literal.span, file),
            Value::Number(_) | Value::Percent(_) | Value::Points(_) | Value::Date(_) | Value::YesNo(_) => {
                let wanted = self.sort_shown(Type::Label(scale), file);
                let found = match literal.value {
                    Value::Date(_) => Sort::Date,
                    Value::YesNo(_) => Sort::YesNo,
                    Value::Percent(_) | Value::Points(_) => Sort::Percent,
                    Value::Number(_) | Value::Text(_) | Value::None => Sort::Number,
                };
                self.not_value(Some(wanted), found, literal.span);
                None
            }
        }
    }
}
