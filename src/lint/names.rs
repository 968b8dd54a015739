//! Names of a tree as they stand in the program.

use crate::program::{Field, FieldId, Kind, KindId, Origin, Program, Type, fields_read};
use crate::syntax::tree::Ident;

/// The program by its names. What can't be found was no error of its author: the checker has been here.
pub(super) struct Names<'a> {
    pub program: &'a Program,
    /// Of each kind, which fields are read by anything that decides.
    read: Vec<Vec<bool>>,
}

impl<'a> Names<'a> {
    pub fn new(program: &'a Program) -> Names<'a> {
        Names { program, read: fields_read(program) }
    }

    /// A kind by its name in either language, or its plural.
    pub fn kind(&self, name: &str) -> Option<KindId> {
        let plural = |kind: &Kind| match &kind.plural {
            Some(plural) => plural == name,
            None => kind.name.en.as_ref().is_some_and(|en| name.strip_suffix('s') == Some(en)),
        };
        let kinds = || (0u32..).map(KindId).zip(&self.program.kinds);
        let named = kinds().find(|(_, kind)| kind.name.is(name));
        named.or_else(|| kinds().find(|(_, kind)| plural(kind))).map(|(id, _)| id)
    }

    pub fn kind_at(&self, kind: KindId) -> Option<&'a Kind> {
        self.program.kinds.get(kind.at())
    }

    pub fn field(&self, kind: KindId, name: &str) -> Option<(FieldId, &'a Field)> {
        let fields = &self.kind_at(kind)?.fields;
        (0u32..).map(FieldId).zip(fields).find(|(_, field)| field.name.is(name))
    }

    /// Whether anything that decides reads a field.
    pub fn is_read(&self, kind: KindId, field: FieldId) -> bool {
        self.read.get(kind.at()).and_then(|fields| fields.get(field.at())).copied().unwrap_or(true)
    }

    /// The field at the end of a path, read with these kinds in hand.
    pub fn path(&self, path: &[Ident], hand: &[KindId]) -> Option<&'a Field> {
        let (first, rest) = path.split_first()?;
        let named = self.kind(&first.text).filter(|kind| !rest.is_empty() && hand.contains(kind));
        let owner = hand.iter().copied().find(|kind| self.field(*kind, &first.text).is_some());
        match (named, owner) {
            (Some(kind), _) if hand.len() > 1 => self.steps(kind, rest),
            (_, Some(kind)) => self.steps(kind, path),
            (Some(kind), None) => self.steps(kind, rest),
            (None, None) => None,
        }
    }

    fn steps(&self, mut kind: KindId, steps: &[Ident]) -> Option<&'a Field> {
        let (last, before) = steps.split_last()?;
        for step in before {
            match self.field(kind, &step.text)?.1.ty {
                Type::Reference(to) => kind = to,
                Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) => return None,
            }
        }
        self.field(kind, &last.text).map(|(_, field)| field)
    }

    /// Whether any sentence, reference or derived field is about a kind.
    pub fn is_used(&self, kind: KindId) -> bool {
        let program = self.program;
        let derived = |origin: &Origin| match origin {
            Origin::Key | Origin::Data { .. } | Origin::Previous { .. } => false,
            Origin::Define(_) | Origin::Award { .. } | Origin::Rank(_) => true,
        };
        let refers =
            |field: &Field| field.ty == Type::Reference(kind) && !matches!(field.origin, Origin::Previous { .. });
        program.clauses.iter().any(|clause| clause.population.kind == kind)
            || program.aggregates.iter().any(|aggregate| aggregate.population.kind == kind)
            || program.criteria.iter().any(|criterion| criterion.for_each.iter().any(|each| each.kind == kind))
            || program.kinds.iter().any(|other| other.fields.iter().any(refers))
            || self.kind_at(kind).is_some_and(|kind| kind.fields.iter().any(|field| derived(&field.origin)))
    }
}
