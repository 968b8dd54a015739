//! What every name of the rule files stands for, and where it stands: for editors.
//!
//! Contract. The checker writes down what it resolves while it resolves it, so that an index says what the program means
//! and nothing else. What could not be resolved isn't in it. A place is the span of one name; a label's has its quotation
//! marks. There is an index for rules with errors as well, of what could be understood.

use std::collections::BTreeMap;

use crate::program::{self, CriterionId, FieldId, KindId, Labels, LabelsId, Name, Type};
use crate::source::Span;
use crate::syntax::tree::{Body, Naming};

use super::Checker;
use super::names::Known;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sense {
    /// A kind of record.
    Kind(KindId),
    /// A field, a definition, an award, a score or a rank of a kind.
    Field(KindId, FieldId),
    /// A scale.
    Scale(LabelsId),
    /// A label by its number in its set.
    Label(LabelsId, u32),
    /// A document by its number.
    Document(u32),
    /// An item by the number of its document and its own.
    Item(u32, u32),
    /// A criterion.
    Criterion(CriterionId),
    /// A parameter by its number.
    Parameter(u32),
    /// A claim or a question by its number.
    Claim(u32),
}

/// How a name stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// It is declared.
    Declared,
    /// It is declared as the name in the other language.
    Alias,
    /// It is declared as the English plural.
    Plural,
    /// It is used.
    Used,
}

/// A name at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// Where.
    pub at: Span,
    /// What it stands for.
    pub sense: Sense,
    /// How.
    pub role: Role,
}

/// A field as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexedField {
    /// Its name.
    pub name: Name,
    /// Its type; none where that could not be told.
    pub ty: Option<Type>,
}

/// A kind as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexedKind {
    /// Its name.
    pub name: Name,
    /// Its English plural: as declared, or else the name and `s`.
    pub plural: Option<String>,
    /// Whether the plural is declared.
    pub plural_declared: bool,
    /// Its fields by their numbers; those that no author can spell are among them.
    pub fields: Vec<IndexedField>,
}

/// What the names of rule files stand for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Index {
    /// Every name that was resolved, by file and place.
    pub mentions: Vec<Mention>,
    /// The kinds by their numbers.
    pub kinds: Vec<IndexedKind>,
    /// The sets of labels by their numbers.
    pub labels: Vec<Labels>,
    /// The documents by their numbers.
    pub documents: Vec<program::Document>,
    /// The criteria by their numbers: identifier and title.
    pub criteria: Vec<(String, String)>,
    /// The parameters by their numbers.
    pub parameters: Vec<program::Parameter>,
    /// Claims and questions by their numbers: identifier and title.
    pub claims: Vec<(String, String)>,
}

impl Index {
    /// The name that stands at a place of a file; of one that ends there and one that begins there, the latter.
    pub fn at(&self, file: u32, offset: u32) -> Option<&Mention> {
        let key = |mention: &Mention| (mention.at.file, mention.at.start);
        let end = self.mentions.partition_point(|mention| key(mention) <= (file, offset));
        let before = self.mentions.get(..end)?.last()?;
        (before.at.file == file && before.at.end >= offset).then_some(before)
    }

    /// Every place where something is named.
    pub fn of(&self, sense: Sense) -> impl Iterator<Item = &Mention> {
        self.mentions.iter().filter(move |mention| mention.sense == sense)
    }

    /// Where something is declared.
    pub fn declared(&self, sense: Sense) -> Option<&Mention> {
        self.of(sense).find(|mention| mention.role == Role::Declared)
    }
}

impl<'a> Checker<'a> {
    /// Writes down what a name stands for.
    pub(super) fn mention(&self, at: Span, sense: Sense, role: Role) {
        if let (Some(mentions), true) = (&self.mentions, at.is_some()) {
            mentions.borrow_mut().insert((at.file, at.start), Mention { at, sense, role });
        }
    }

    /// Writes down a declaration with its alias.
    pub(super) fn mention_naming(&self, naming: &Naming, sense: Sense) {
        self.mention(naming.name.span, sense, Role::Declared);
        if let Some(alias) = &naming.alias {
            self.mention(alias.span, sense, Role::Alias);
        }
    }

    /// Starts to write down what is resolved; parameters are settled already.
    pub(super) fn record_mentions(&mut self) {
        self.mentions = Some(std::cell::RefCell::new(BTreeMap::new()));
        for (_, declaration) in self.declarations() {
            if let Body::Parameter(parameter) = &declaration.body
                && let Some(place) = self.parameters.place(&parameter.naming.name.text)
            {
                self.mention_naming(&parameter.naming, Sense::Parameter(place));
            }
        }
    }

    /// What was written down.
    pub(super) fn index(&mut self) -> Index {
        let mentions = self.mentions.take().map(std::cell::RefCell::into_inner).unwrap_or_default();
        let field = |field: &super::names::Field<'a>| IndexedField {
            name: field.name.clone(),
            ty: match field.ty {
                Known::Is(ty) => Some(ty),
                Known::Pending | Known::Poisoned => None,
            },
        };
        let kind = |kind: &super::names::Kind<'a>| IndexedKind {
            name: kind.name.clone(),
            plural: kind.plural.clone().or_else(|| kind.name.en.as_ref().map(|en| format!("{en}s"))),
            plural_declared: kind.plural.is_some(),
            fields: kind.fields.iter().map(field).collect(),
        };
        Index {
            mentions: mentions.into_values().collect(),
            kinds: self.kinds.iter().map(kind).collect(),
            labels: self.labels.clone(),
            documents: self.documents.iter().map(|document| document.result.clone()).collect(),
            criteria: self
                .criteria
                .iter()
                .map(|entry| (entry.tree.id.text.clone(), entry.tree.title.text.clone()))
                .collect(),
            parameters: self.program_parameters(),
            claims: self.claim_ids.clone(),
        }
    }
}
