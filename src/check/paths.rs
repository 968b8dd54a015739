//! Paths: from the record in hand through references to a field.

use crate::diagnostic::{CheckProblem, Finding};
use crate::program::{FieldId, KindId, Path, Type};
use crate::syntax::tree::Ident;

use super::names::{FieldSource, Known};
use super::{Checker, Context, MAX_KNOWN, Role, Sense};

/// Where a path leads.
pub(super) struct Found {
    /// The path in the program.
    pub path: Path,
    /// The kind whose field stands at its end.
    pub kind: KindId,
    /// The type of that field.
    pub ty: Known,
    /// What is wrong if an optional reference on the way isn't known to be there.
    pub unguarded: Option<Box<Finding>>,
}

/// Why a path leads nowhere. What may have been meant is looked up only when it is told.
pub(super) enum Lost<'p> {
    /// That has been found already.
    Known,
    /// The first step is no field of a record in hand.
    First(&'p Ident),
    /// A later step is no field of the kind that it is read from.
    Step(KindId, &'p Ident),
    /// Anything else.
    Told(Box<Finding>),
}

impl<'p> Lost<'p> {
    fn told(problem: CheckProblem, at: &'p Ident) -> Lost<'p> {
        Lost::Told(Box::new(Finding::new(problem, at.span)))
    }
}

impl Checker<'_> {
    /// Where a path leads; whatever is wrong with it is found.
    pub(super) fn path(&mut self, path: &[Ident], context: &Context) -> Option<(Found, Type)> {
        if path.is_empty() {
            self.fault(CheckProblem::Empty, crate::source::Span::NONE);
        }
        match self.follow(path, context) {
            Ok(found) => self.reached(found),
            Err(lost) => {
                let finding = self.lost(lost, context)?;
                self.findings.push(finding);
                None
            }
        }
    }

    /// What stands at the end of a path, if every optional reference on it is known to be there.
    pub(super) fn reached(&mut self, mut found: Found) -> Option<(Found, Type)> {
        if let Some(finding) = found.unguarded.take() {
            self.findings.push(*finding);
            return None;
        }
        match found.ty {
            Known::Is(ty) => Some((found, ty)),
            Known::Pending | Known::Poisoned => None,
        }
    }

    /// What is found of a path that leads nowhere.
    pub(super) fn lost(&self, lost: Lost<'_>, context: &Context) -> Option<Finding> {
        match lost {
            Lost::Known => None,
            Lost::First(first) => Some(self.unknown_field(first, context)),
            Lost::Step(kind, step) => Some(Finding::new(self.no_field(kind, step, context), step.span)),
            Lost::Told(finding) => Some(*finding),
        }
    }

    /// Where a path leads. The first step is a field of a record in hand, or
    /// the kind of one (`agency.income`).
    pub(super) fn follow<'p>(&self, path: &'p [Ident], context: &Context) -> Result<Found, Lost<'p>> {
        let (first, rest) = path.split_first().ok_or(Lost::Known)?;
        let hand = || (0u8..).zip(&context.hand);
        let field = |kind: &KindId| self.kind_entry(*kind)?.by_name.get(&first.text).copied();
        let named = self.kind_named(&first.text).filter(|_| !rest.is_empty());
        let by_kind = hand().find(|(_, kind)| named == Some(**kind));
        let mut by_field = hand().filter(|(_, kind)| field(kind).is_some());
        let (one, two) = (by_field.next(), by_field.next());
        let (hand, kind, steps) = match (by_kind, one, two) {
            (Some((hand, kind)), _, _) if context.hand.len() > 1 => (hand, *kind, rest),
            (_, Some((hand, kind)), None) => (hand, *kind, path),
            (_, Some(_), Some(_)) => {
                let kinds = self.kind_names(&context.hand, context.file);
                let problem = CheckProblem::AmbiguousField { name: first.text.clone(), kinds };
                return Err(Lost::told(problem, first));
            }
            (Some((hand, kind)), None, _) => (hand, *kind, rest),
            (None, None, _) => return Err(Lost::First(first)),
        };
        if steps.len() != path.len() {
            self.mention(first.span, Sense::Kind(kind), Role::Used);
        }
        self.steps(hand, kind, steps, Vec::new(), context)
    }

    /// Follows steps from a kind, to which the references `via` have led.
    pub(super) fn steps<'p>(
        &self,
        hand: u8,
        mut kind: KindId,
        steps: &'p [Ident],
        mut via: Vec<FieldId>,
        context: &Context,
    ) -> Result<Found, Lost<'p>> {
        let (last, before) = steps.split_last().ok_or(Lost::Known)?;
        let led = via.len();
        let mut unguarded = None;
        for step in before {
            let (id, ty) = self.step(kind, step)?;
            let target = match ty {
                Known::Is(Type::Reference(target)) => target,
                Known::Is(ty) => {
                    let sort = self.sort_shown(ty, context.file);
                    let problem = CheckProblem::NotReference { name: step.text.clone(), sort };
                    return Err(Lost::told(problem, step));
                }
                Known::Pending | Known::Poisoned => return Err(Lost::Known),
            };
            via.push(id);
            let optional = self.is_optional(kind, id);
            if optional && !context.present.iter().any(|(of, known)| *of == hand && *known == via) {
                let upto = steps.iter().take(via.len() - led).map(|step| step.text.as_str()).collect::<Vec<_>>();
                let problem = CheckProblem::Unguarded { path: upto.join(".") };
                unguarded = unguarded.or(Some(Box::new(Finding::new(problem, step.span))));
            }
            kind = target;
        }
        let (field, ty) = self.step(kind, last)?;
        Ok(Found { path: Path { hand, via, field }, kind, ty, unguarded })
    }

    fn step<'p>(&self, kind: KindId, step: &'p Ident) -> Result<(FieldId, Known), Lost<'p>> {
        let entry = self.kind_entry(kind).ok_or(Lost::Known)?;
        let id = entry.by_name.get(&step.text).copied().ok_or(Lost::Step(kind, step))?;
        let field = self.field_entry(kind, id).ok_or(Lost::Known)?;
        self.mention(step.span, Sense::Field(kind, id), Role::Used);
        Ok((id, field.ty))
    }

    /// The kind that a reference leads to.
    pub(super) fn target(&self, kind: KindId, field: FieldId) -> Option<KindId> {
        match self.field_entry(kind, field)?.ty {
            Known::Is(Type::Reference(target)) => Some(target),
            Known::Is(_) | Known::Pending | Known::Poisoned => None,
        }
    }

    /// The kind and the number of the field at a path's end.
    pub(super) fn path_end(&self, path: &Path, hand: &[KindId]) -> Option<(KindId, FieldId)> {
        let start = hand.get(usize::from(path.hand)).copied()?;
        let kind = path.via.iter().try_fold(start, |kind, field| self.target(kind, *field))?;
        Some((kind, path.field))
    }

    /// The type of the field at a path's end.
    pub(super) fn path_type(&self, path: &Path, hand: &[KindId]) -> Option<Type> {
        let (kind, field) = self.path_end(path, hand)?;
        match self.field_entry(kind, field)?.ty {
            Known::Is(ty) => Some(ty),
            Known::Pending | Known::Poisoned => None,
        }
    }

    /// Whether a field is an optional reference.
    pub(super) fn is_optional(&self, kind: KindId, field: FieldId) -> bool {
        match self.field_entry(kind, field).map(|field| field.source) {
            Some(FieldSource::Data { optional }) => optional,
            Some(
                FieldSource::Define(_)
                | FieldSource::Award(_)
                | FieldSource::Score(..)
                | FieldSource::Line
                | FieldSource::Table(_)
                | FieldSource::Rank(_)
                | FieldSource::Hidden,
            )
            | None => false,
        }
    }

    pub(super) fn no_field(&self, kind: KindId, step: &Ident, context: &Context) -> CheckProblem {
        let language = self.language(context.file);
        let fields = self.kind_entry(kind).map_or(&[][..], |entry| &entry.fields);
        let said = || fields.iter().filter(|field| field.name.is_spelled());
        let known = said().map(|field| field.name.shown(language).to_owned()).take(MAX_KNOWN).collect();
        let all = said().flat_map(|field| [&field.name.en, &field.name.vi]).flatten();
        let known_names = all.map(String::as_str).chain(self.parameters.names());
        let nearest = self.suggest(&step.text, known_names);
        let kind = self.kind_name(kind, context.file);
        CheckProblem::UnknownField { name: step.text.clone(), kind, nearest, known }
    }

    fn unknown_field(&self, first: &Ident, context: &Context) -> Finding {
        let name = first.text.clone();
        let has = |kind: &KindId| {
            let field = self.kind_entry(*kind).is_some_and(|entry| entry.by_name.contains_key(&name));
            field || self.kind_named(&name) == Some(*kind)
        };
        let problem = match (context.hand.first(), context.outer.iter().find(|kind| has(kind))) {
            (Some(inner), Some(outer)) => {
                let (outer, inner) = (self.kind_name(*outer, context.file), self.kind_name(*inner, context.file));
                CheckProblem::OuterField { name, outer, inner }
            }
            (Some(inner), None) => self.no_field(*inner, first, context),
            (None, _) => {
                let mut kinds = self.kinds.iter().filter(|kind| kind.by_name.contains_key(&name));
                let language = self.language(context.file);
                let kind = kinds.next().map(|kind| kind.name.shown(language).to_owned());
                CheckProblem::NothingInHand { name, kind }
            }
        };
        Finding::new(problem, first.span)
    }
}
