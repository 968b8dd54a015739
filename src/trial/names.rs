//! What the names in tests stand for.
//!
//! Contract. Everything that a test names is looked up here and nowhere else, and noted where it stands: what a run of
//! tests is about and what an editor shows of them can't differ.

use std::cell::RefCell;

use crate::check::{Mention, Role, Sense};
use crate::program::{FieldId, KindId, LabelsId, Program, Score, Type};
use crate::roster::{Builder, kind_named};
use crate::source::{Source, Span};
use crate::syntax::tree::{
    Body, Comparison, Fate, File, Fits, Ident, Literal, Place, Subject, TrialRow, TrialStep, Value,
};

use super::sites::{Key, Owner, label_number};
use super::{Shelf, records};

/// The names of a program, and what was looked up among them.
pub(super) struct Names<'p> {
    program: &'p Program,
    noted: RefCell<Vec<Mention>>,
}

/// What every name in tests stands for, in the order of the files and of their text: of kinds, columns and labels of
/// records, parameters, and all that is expected. The spans of `tests` number their files behind the rule files. What
/// names nothing isn't in it; [`run`](super::run) finds it.
pub fn index(program: &Program, tests: &[(Source, File)], shelf: &mut dyn Shelf) -> Vec<Mention> {
    let names = Names::of(program);
    let mut builder = Builder::new(program);
    shelf.prepare(&mut builder);
    for (source, file) in tests {
        for declaration in &file.declarations {
            match &declaration.body {
                Body::Trial(trial) => {
                    for part in &trial.parts {
                        names.step(&mut builder, source, &part.step);
                    }
                }
                Body::Excuse(excuse) => {
                    names.key(&excuse.subject);
                }
                Body::Use(_)
                | Body::Document(_)
                | Body::Scale(_)
                | Body::Record(_)
                | Body::Derive(_)
                | Body::Criterion(_)
                | Body::Claim(_)
                | Body::Parameter(_) => {}
            }
        }
    }
    let mut noted = names.noted.into_inner();
    noted.sort_by_key(|mention| (mention.at.file, mention.at.start));
    noted
}

impl<'p> Names<'p> {
    pub fn of(program: &'p Program) -> Names<'p> {
        Names { program, noted: RefCell::default() }
    }

    fn step(&self, builder: &mut Builder<'_>, source: &Source, step: &TrialStep) {
        match step {
            TrialStep::From(_) => {}
            TrialStep::Set(name, _) => self.parameter(name),
            TrialStep::Records { kind, rows } => {
                if let Some(kind) = self.kind(kind) {
                    records::columns(builder, self, source, kind, rows);
                }
            }
            TrialStep::Expect(expect) => {
                let ty = self.key(&expect.subject).and_then(|key| self.value(&key));
                for outcome in &expect.outcomes {
                    if let (Fate::Value(fits), Some(ty)) = (&outcome.fate, ty) {
                        self.fits(fits, ty);
                    }
                }
            }
        }
    }

    fn note(&self, at: Span, sense: Sense) {
        self.noted.borrow_mut().push(Mention { at, sense, role: Role::Used });
    }

    /// A parameter that a test sets; the checker says if there is none.
    pub fn parameter(&self, name: &Ident) {
        let place = self.program.parameters.iter().position(|parameter| parameter.name.is(&name.text));
        if let Some(number) = place.and_then(|place| u32::try_from(place).ok()) {
            self.note(name.span, Sense::Parameter(number));
        }
    }

    /// The kind of a table of records.
    pub fn kind(&self, name: &Ident) -> Option<KindId> {
        let kind = kind_named(self.program, &name.text)?;
        self.note(name.span, Sense::Kind(kind));
        Some(kind)
    }

    /// The columns of a table and the labels in it.
    pub fn table(&self, builder: &Builder<'_>, kind: KindId, fields: &[Option<FieldId>], rows: &[TrialRow]) {
        let Some((head, rows)) = rows.split_first() else { return };
        for (cell, field) in head.cells.iter().zip(fields) {
            if let Some(field) = field {
                self.note(cell.span, Sense::Field(kind, *field));
            }
        }
        let sets: Vec<Option<LabelsId>> = fields.iter().map(|field| self.labels(kind, (*field)?)).collect();
        for (cell, set) in rows.iter().flat_map(|row| row.cells.iter().zip(&sets)) {
            if let Some(set) = set
                && let Some(number) = builder.label(*set, &cell.text)
            {
                self.label_at(*set, number, cell.span);
            }
        }
    }

    /// A label that stands there; `none` is a word.
    fn label_at(&self, set: LabelsId, number: u32, at: Span) {
        let labels = self.program.labels.get(set.at());
        if labels.is_some_and(|labels| !labels.none || number > 0) {
            self.note(at, Sense::Label(set, number));
        }
    }

    fn ty(&self, kind: KindId, field: FieldId) -> Option<Type> {
        self.program.kinds.get(kind.at())?.fields.get(field.at()).map(|field| field.ty)
    }

    fn labels(&self, kind: KindId, field: FieldId) -> Option<LabelsId> {
        match self.ty(kind, field)? {
            Type::Label(set) => Some(set),
            Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Reference(_) => None,
        }
    }

    /// The type of what is expected there, if that is the value of a field.
    fn value(&self, key: &Key) -> Option<Type> {
        match key.owner {
            Owner::Field(kind, field) if key.is_whole() => self.ty(kind, field),
            Owner::Field(..) | Owner::Criterion(_) => None,
        }
    }

    /// The key that a subject means; none if it names nothing.
    pub fn key(&self, subject: &Subject) -> Option<Key> {
        match &subject.place {
            Place::Line(places, path, spot) => {
                let [kind, field] = &path[..] else { return None };
                let (kind, field) = self.field((&kind.text, kind.span), (&field.text, field.span))?;
                let own = |score: &&Score| score.kind == kind && score.field == field;
                let line = self.program.scores.iter().find(own)?.lines.iter().find(|line| line.position == *places)?;
                let places = spot.as_ref().map_or_else(Vec::new, |spot| spot.places.clone());
                Some(Key { owner: Owner::Field(kind, line.field), case: None, places, aside: subject.aside })
            }
            Place::Named { id, case, spot } => {
                let places = spot.as_ref().map_or_else(Vec::new, |spot| spot.places.clone());
                if let Some(criterion) = self.program.criterion(&id.text).filter(|_| case.is_none()) {
                    self.note(id.span, Sense::Criterion(criterion));
                    return Some(Key { owner: Owner::Criterion(criterion), case: None, places, aside: subject.aside });
                }
                let (kind, field) = id.text.split_once('.')?;
                let point = id.span.start + u32::try_from(kind.len()).ok()?;
                let before = Span { end: point, ..id.span };
                let (kind, field) = self.field((kind, before), (field, Span { start: point + 1, ..id.span }))?;
                let case = match case {
                    None => None,
                    Some(label) => Some(self.case(kind, field, label)?),
                };
                Some(Key { owner: Owner::Field(kind, field), case, places, aside: subject.aside })
            }
        }
    }

    /// A kind and a field of it, by names of either language.
    fn field(&self, (kind, at): (&str, Span), (field, there): (&str, Span)) -> Option<(KindId, FieldId)> {
        let place = self.program.kinds.iter().position(|declared| declared.name.is(kind))?;
        let fields = &self.program.kinds.get(place)?.fields;
        let own = fields.iter().position(|declared| declared.name.is(field) && declared.name.is_spelled())?;
        let (kind, field) = (KindId(u32::try_from(place).ok()?), FieldId(u32::try_from(own).ok()?));
        self.note(at, Sense::Kind(kind));
        self.note(there, Sense::Field(kind, field));
        Some((kind, field))
    }

    /// The label of an award's case.
    fn case(&self, kind: KindId, field: FieldId, label: &Literal) -> Option<u32> {
        let set = self.labels(kind, field)?;
        let number = label_number(self.program, set, &label.value)?;
        self.label_at(set, number, label.span);
        Some(number)
    }

    /// Whether a field of a type can have such a value.
    pub fn fits(&self, fits: &Fits, ty: Type) -> bool {
        let ends: Vec<&Literal> = match fits {
            Fits::Any | Fits::Between(_, _, true) => return false,
            Fits::Is(values) => values.iter().collect(),
            Fits::Between(low, high, false) => vec![low, high],
            Fits::Compare(Comparison::AtLeast | Comparison::AtMost, end) => vec![end],
            Fits::Compare(Comparison::Is | Comparison::IsNot | Comparison::Above | Comparison::Below, _) => {
                return false;
            }
        };
        ends.iter().all(|literal| match (&literal.value, ty) {
            (Value::Number(_) | Value::Percent(_) | Value::Points(_), Type::Number(_))
            | (Value::Date(_), Type::Date)
            | (Value::YesNo(_), Type::YesNo)
            | (Value::Text(_), Type::Text | Type::Reference(_))
            | (Value::None, Type::Reference(_)) => true,
            (value, Type::Label(set)) => {
                let number = label_number(self.program, set, value);
                if let Some(number) = number {
                    self.label_at(set, number, literal.span);
                }
                number.is_some()
            }
            (
                Value::Number(_)
                | Value::Percent(_)
                | Value::Points(_)
                | Value::Date(_)
                | Value::YesNo(_)
                | Value::Text(_)
                | Value::None,
                Type::Number(_) | Type::Date | Type::YesNo | Type::Text | Type::Reference(_),
            ) => false,
        })
    }
}
