//! Declarations of all files in one namespace: scales, records, fields.

use std::collections::HashMap;

use crate::diagnostic::{CheckProblem, KeyFault, Thing, TrialProblem};
use crate::exact::Exact;
use crate::program::{self, FieldId, KindId, Labels, LabelsId, MAX_AWARD_LABELS, Name, NumberKind, Origin, Type};
use crate::source::{Language, Span};
use crate::syntax::tree::{self, Body, Derived, Expr, FieldType, Ident, Naming, Quoted};

use super::{Checker, MAX_KNOWN, MAX_SUGGESTED, Role, Sense, next};

/// A kind of record being collected.
pub(super) struct Kind<'a> {
    pub name: Name,
    pub plural: Option<String>,
    pub key: Option<FieldId>,
    /// The reference to the record of the period before, where the records are a series.
    pub previous: Option<FieldId>,
    pub fields: Vec<Field<'a>>,
    pub by_name: HashMap<String, FieldId>,
    pub at: Span,
    pub file: u32,
}

/// What a name of a type stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TypeName {
    /// A scale.
    Scale(LabelsId),
    /// A kind of record.
    Kind(KindId),
}

/// A field being collected.
pub(super) struct Field<'a> {
    pub name: Name,
    pub ty: Known,
    pub source: FieldSource<'a>,
    pub private: bool,
    pub less_is_better: bool,
    pub range: Option<(Exact, Exact)>,
    pub note: Option<String>,
    pub at: Span,
    pub file: u32,
    pub place: Option<program::Place>,
    /// What it is in the program, once that is known.
    pub origin: Option<Origin>,
}

/// What is known of a field's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// It is a definition, and not looked at yet.
    Pending,
    /// It can't be known; the reason has been found already.
    Poisoned,
    /// This.
    Is(Type),
}

/// Where a field comes from in the tree.
#[derive(Clone, Copy)]
pub(super) enum FieldSource<'a> {
    /// The data.
    Data { optional: bool },
    /// `define`.
    Define(&'a Expr),
    /// `award`.
    Award(&'a tree::Derive),
    /// `rank`.
    Rank(&'a tree::Derive),
    /// A part of another declaration that has a column of its own.
    Hidden,
    /// `score`.
    Score(&'a tree::Derive, &'a tree::Score),
    /// A line of a score, which is understood with it.
    Line,
    /// `table`.
    Table(&'a tree::Derive),
}

impl Field<'_> {
    /// The field of the program; none where it stayed without meaning.
    pub(super) fn finish(self) -> Option<program::Field> {
        let Known::Is(ty) = self.ty else { return None };
        Some(program::Field {
            name: self.name,
            ty,
            origin: self.origin?,
            private: self.private,
            less_is_better: self.less_is_better,
            // What a derived number may come to is computed.
            range: self.range.filter(|_| matches!(self.source, FieldSource::Data { .. })),
            note: self.note,
            place: self.place,
        })
    }
}

impl Kind<'_> {
    /// The kind of the program; none where a field stayed without meaning.
    pub(super) fn finish(self) -> Option<program::Kind> {
        let fields = self.fields.into_iter().map(Field::finish).collect::<Option<Vec<_>>>()?;
        Some(program::Kind { name: self.name, plural: self.plural, key: self.key?, fields })
    }
}

impl<'a> Checker<'a> {
    /// Collects the declarations.
    pub(super) fn declare(&mut self) {
        self.collect_aliases();
        for (file, declaration) in self.declarations() {
            match &declaration.body {
                Body::Scale(scale) => self.scale(file, scale),
                Body::Record(record) if !record.extends => self.record(file, record),
                Body::Record(_)
                | Body::Use(_)
                | Body::Document(_)
                | Body::Derive(_)
                | Body::Criterion(_)
                | Body::Claim(_)
                | Body::Parameter(_)
                | Body::Trial(_)
                | Body::Excuse(_) => {}
            }
        }
        for (file, declaration) in self.declarations() {
            if let Body::Record(record) = &declaration.body {
                self.fields(file, record);
            }
        }
        for (file, declaration) in self.declarations() {
            if let Body::Record(record) = &declaration.body {
                self.series(file, record);
            }
        }
        for (file, declaration) in self.declarations() {
            if let Body::Derive(derive) = &declaration.body {
                self.derived_field(file, derive);
            }
        }
        for kind in 0..self.kinds.len() {
            let Some(entry) = self.kinds.get(kind) else { continue };
            if entry.key.is_none() {
                let (kind, at) = (entry.name.shown(self.language(entry.file)).to_owned(), entry.at);
                self.fault(CheckProblem::Key { kind, fault: KeyFault::None }, at);
            }
        }
    }

    fn collect_aliases(&mut self) {
        for (file, declaration) in self.declarations() {
            let mut namings: Vec<&'a Naming> = Vec::new();
            match &declaration.body {
                Body::Scale(scale) => namings.push(&scale.naming),
                Body::Record(record) => {
                    namings.push(&record.naming);
                    namings.extend(record.fields.iter().map(|field| &field.naming));
                }
                Body::Derive(derive) => namings.push(&derive.naming),
                Body::Parameter(parameter) => namings.push(&parameter.naming),
                Body::Use(_) | Body::Document(_) | Body::Criterion(_) | Body::Claim(_) => {}
                Body::Trial(_) | Body::Excuse(_) => {
                    let at = Span { end: declaration.span.start + 1, ..declaration.span };
                    self.fault(CheckProblem::Trial(TrialProblem::AmongRules), at);
                }
            }
            for naming in namings {
                if let Some(alias) = &naming.alias {
                    self.alias(self.language(file), &naming.name, alias);
                }
            }
        }
    }

    fn alias(&mut self, language: Language, name: &'a Ident, alias: &'a Ident) {
        let (here, there) = language.pick((0, 1), (1, 0));
        for (table, from, to) in [(here, name, alias), (there, alias, name)] {
            let Some(map) = self.aliases.get_mut(table) else { continue };
            let (known, see) = *map.entry(&from.text).or_insert((&to.text, alias.span));
            if known != to.text {
                let (name, alias_text, other) = (from.text.clone(), to.text.clone(), known.to_owned());
                let problem = CheckProblem::AliasConflict { name, alias: alias_text, other };
                self.fault_see(problem, alias.span, see);
                return;
            }
        }
    }

    /// The name in both languages, with an alias that was declared anywhere.
    pub(super) fn name(&self, file: u32, naming: &Naming) -> Name {
        let language = self.language(file);
        let own = language.pick(0, 1);
        let elsewhere = || self.aliases.get(own)?.get(naming.name.text.as_str()).map(|(alias, _)| (*alias).to_owned());
        let name = Some(naming.name.text.clone());
        let alias = naming.alias.as_ref().map(|alias| alias.text.clone()).or_else(elsewhere);
        let (en, vi) = language.pick((name.clone(), alias.clone()), (alias, name));
        Name { en, vi }
    }

    pub(super) fn twice(&mut self, thing: Thing, name: &Ident, first: Span) {
        self.fault_see(CheckProblem::Twice { thing, name: name.text.clone() }, name.span, first);
    }

    /// Takes the labels of a scale or a list; finds doubles and too few.
    fn label_set(&mut self, owner: &Name, ordered: bool, none: bool, quoted: &[Quoted], at: &Ident) -> LabelsId {
        let mut labels: Vec<String> = if none { vec![String::new()] } else { Vec::new() };
        let mut first: HashMap<&str, Span> = HashMap::new();
        for label in quoted {
            if let Some(first) = first.insert(&label.text, label.span) {
                let problem = CheckProblem::Twice { thing: Thing::Label, name: label.text.clone() };
                self.fault_see(problem, label.span, first);
            } else {
                labels.push(label.text.clone());
            }
        }
        if labels.len() < 2 {
            self.fault(CheckProblem::FewLabels { name: at.text.clone() }, at.span);
        }
        // Two lists of the same labels are the same list, so that their fields compare.
        if let Some(same) = self.lists.get(&(none, labels.clone())).filter(|_| !ordered) {
            let same = *same;
            self.mention_labels(same, none, quoted);
            return same;
        }
        let id = LabelsId(next(&self.labels));
        self.mention_labels(id, none, quoted);
        if !ordered {
            self.lists.insert((none, labels.clone()), id);
        }
        self.label_places.push(labels.iter().cloned().zip(0..).collect());
        self.labels.push(Labels { name: ordered.then(|| owner.clone()), ordered, none, labels });
        self.owners.push(owner.clone());
        id
    }

    fn mention_labels(&self, set: LabelsId, none: bool, quoted: &[Quoted]) {
        for (number, label) in (u32::from(none)..).zip(quoted) {
            self.mention(label.span, Sense::Label(set, number), Role::Declared);
        }
    }

    /// Enters a scale or a kind by both names; finds one that is taken.
    fn enter_type(&mut self, thing: Thing, naming: &Naming, name: &Name, ty: TypeName) {
        for text in [&name.en, &name.vi].into_iter().flatten() {
            if let Some((known, first)) = self.types.get(text).copied() {
                if known != ty {
                    return self.twice(thing, &naming.name, first);
                }
            } else {
                self.types.insert(text.clone(), (ty, naming.name.span));
            }
        }
    }

    fn scale(&mut self, file: u32, scale: &'a tree::Scale) {
        let name = self.name(file, &scale.naming);
        let id = self.label_set(&name, true, scale.none, &scale.labels, &scale.naming.name);
        self.mention_naming(&scale.naming, Sense::Scale(id));
        self.enter_type(Thing::Scale, &scale.naming, &name, TypeName::Scale(id));
    }

    fn record(&mut self, file: u32, record: &'a tree::Record) {
        let name = self.name(file, &record.naming);
        let id = KindId(next(&self.kinds));
        let plural = record.plural.as_ref().map(|plural| plural.text.clone());
        self.mention_naming(&record.naming, Sense::Kind(id));
        if let Some(plural) = &record.plural {
            self.mention(plural.span, Sense::Kind(id), Role::Plural);
        }
        self.enter_type(Thing::Record, &record.naming, &name, TypeName::Kind(id));
        if let Some(plural) = plural.clone().or_else(|| name.en.as_ref().map(|en| format!("{en}s"))) {
            self.plurals.entry(plural).or_insert(id);
        }
        let at = record.naming.name.span;
        let (fields, by_name) = (Vec::new(), HashMap::new());
        self.kinds.push(Kind { name, plural, key: None, previous: None, fields, by_name, at, file });
    }

    /// The kind of a name or plural.
    pub(super) fn kind_named(&self, text: &str) -> Option<KindId> {
        match self.types.get(text) {
            Some((TypeName::Kind(kind), _)) => Some(*kind),
            Some((TypeName::Scale(_), _)) | None => self.plurals.get(text).copied(),
        }
    }

    /// The kind of a name or plural; finds one that isn't there.
    pub(super) fn kind(&mut self, name: &Ident) -> Option<KindId> {
        let found = self.kind_named(&name.text);
        if let Some(kind) = found {
            self.mention(name.span, Sense::Kind(kind), Role::Used);
        } else {
            let language = self.language(name.span.file);
            let shown = self.kinds.iter().map(|kind| kind.name.shown(language).to_owned());
            let known = shown.take(MAX_KNOWN).collect();
            let all = self.kinds.iter().flat_map(|kind| [&kind.name.en, &kind.name.vi, &kind.plural]).flatten();
            let nearest = self.suggest(&name.text, all.map(String::as_str));
            self.fault(CheckProblem::UnknownKind { name: name.text.clone(), nearest, known }, name.span);
        }
        found
    }

    pub(super) fn kind_entry(&self, kind: KindId) -> Option<&Kind<'a>> {
        self.kinds.get(kind.at())
    }

    /// The kind's name in a file's language.
    pub(super) fn kind_name(&self, kind: KindId, file: u32) -> String {
        let language = self.language(file);
        self.kind_entry(kind).map_or(String::new(), |kind| kind.name.shown(language).to_owned())
    }

    pub(super) fn kind_names(&self, kinds: &[KindId], file: u32) -> Vec<String> {
        kinds.iter().map(|kind| self.kind_name(*kind, file)).collect()
    }

    pub(super) fn field_entry(&self, kind: KindId, field: FieldId) -> Option<&Field<'a>> {
        self.kind_entry(kind)?.fields.get(field.at())
    }

    pub(super) fn field_name(&self, kind: KindId, field: FieldId, file: u32) -> String {
        let language = self.language(file);
        self.field_entry(kind, field).map_or(String::new(), |field| field.name.shown(language).to_owned())
    }

    fn fields(&mut self, file: u32, record: &'a tree::Record) {
        if record.extends && (record.naming.alias.is_some() || record.plural.is_some()) {
            self.fault(CheckProblem::ExtendNaming, record.naming.name.span);
        }
        let kind = if record.extends {
            self.kind(&record.naming.name)
        } else {
            // A record that was declared twice has its fields in the first.
            self.kind_named(&record.naming.name.text)
        };
        let Some(kind) = kind else { return };
        for field in &record.fields {
            let ty = self.field_type(file, field);
            self.field_faults(field, ty);
            let id = FieldId(self.kind_entry(kind).map_or(0, |entry| next(&entry.fields)));
            let (optional, may_be_unknown) = (field.optional, field.may_be_unknown);
            let origin = if field.key { Origin::Key } else { Origin::Data { optional, may_be_unknown } };
            if field.key {
                self.key(kind, id, record, field, ty);
            }
            let entry = Field {
                name: self.name(file, &field.naming),
                ty,
                source: FieldSource::Data { optional: field.optional },
                private: field.private,
                less_is_better: field.less_is_better,
                range: field.range.clone(),
                note: field.note.as_ref().map(|note| note.text.clone()),
                at: field.naming.name.span,
                file,
                place: self.place(field.span),
                origin: Some(origin),
            };
            self.enter_field(kind, &field.naming, entry);
        }
    }

    /// Enters a field by both names; finds one that is taken.
    fn enter_field(&mut self, kind: KindId, naming: &Naming, field: Field<'a>) {
        let Some(entry) = self.kinds.get_mut(kind.at()) else { return };
        let names = [&field.name.en, &field.name.vi];
        let taken = names.into_iter().flatten().find_map(|text| entry.by_name.get(text)).copied();
        if let Some(first) = taken.and_then(|id| entry.fields.get(id.at())).map(|first| first.at) {
            return self.twice(Thing::Field, &naming.name, first);
        }
        let id = FieldId(next(&entry.fields));
        for text in names.into_iter().flatten() {
            entry.by_name.insert(text.clone(), id);
        }
        entry.fields.push(field);
        self.mention_naming(naming, Sense::Field(kind, id));
    }

    /// Enters a field under names that no author can spell; of a second declaration, which is found, only the first stays.
    pub(super) fn enter_hidden(&mut self, kind: KindId, field: Field<'a>) {
        let Some(entry) = self.kinds.get_mut(kind.at()) else { return };
        let id = FieldId(next(&entry.fields));
        for text in [&field.name.en, &field.name.vi].into_iter().flatten() {
            entry.by_name.entry(text.clone()).or_insert(id);
        }
        entry.fields.push(field);
    }

    fn key(&mut self, kind: KindId, id: FieldId, record: &tree::Record, field: &tree::Field, ty: Known) {
        let known = self.kind_entry(kind).and_then(|entry| entry.key);
        let fault = if record.extends {
            Some(KeyFault::Extended)
        } else if known.is_some() {
            Some(KeyFault::Two)
        } else if field.private {
            Some(KeyFault::Private)
        } else if ty != Known::Poisoned && ty != Known::Is(Type::Text) {
            Some(KeyFault::NotText)
        } else {
            None
        };
        if let Some(fault) = fault {
            self.fault(CheckProblem::Key { kind: record.naming.name.text.clone(), fault }, field.naming.name.span);
        }
        if let Some(entry) = self.kinds.get_mut(kind.at()) {
            entry.key.get_or_insert(id);
        }
    }

    fn field_type(&mut self, file: u32, field: &tree::Field) -> Known {
        Known::Is(match &field.ty {
            FieldType::Text => Type::Text,
            FieldType::YesNo => Type::YesNo,
            FieldType::Count => Type::Number(NumberKind::Count),
            FieldType::Integer => Type::Number(NumberKind::Integer),
            FieldType::Decimal => Type::Number(NumberKind::Decimal),
            FieldType::Percent => Type::Number(NumberKind::Percent),
            FieldType::Date => Type::Date,
            FieldType::OneOf(none, labels) => {
                let owner = self.name(file, &field.naming);
                Type::Label(self.label_set(&owner, false, *none, labels, &field.naming.name))
            }
            FieldType::Named(name) => match self.used_type(name) {
                Some(TypeName::Scale(scale)) => Type::Label(scale),
                Some(TypeName::Kind(kind)) => Type::Reference(kind),
                None => {
                    let nearest = self.nearest_type(&name.text);
                    self.fault(CheckProblem::UnknownType { name: name.text.clone(), nearest }, name.span);
                    return Known::Poisoned;
                }
            },
        })
    }

    /// The scale or kind of a name.
    fn used_type(&self, name: &Ident) -> Option<TypeName> {
        let (ty, _) = self.types.get(&name.text)?;
        let sense = match ty {
            TypeName::Scale(scale) => Sense::Scale(*scale),
            TypeName::Kind(kind) => Sense::Kind(*kind),
        };
        self.mention(name.span, sense, Role::Used);
        Some(*ty)
    }

    fn nearest_type(&self, name: &str) -> Option<String> {
        if self.findings.len() >= MAX_SUGGESTED {
            return None;
        }
        let mut known: Vec<&str> = self.types.keys().map(String::as_str).collect();
        known.sort_unstable();
        self.suggest(name, known)
    }

    fn field_faults(&mut self, field: &tree::Field, ty: Known) {
        let name = || field.naming.name.text.clone();
        let at = field.naming.name.span;
        let Known::Is(ty) = ty else { return };
        if (field.optional || field.may_be_unknown) && !matches!(ty, Type::Reference(_)) {
            self.fault(CheckProblem::OnlyReference { name: name() }, at);
        }
        if let Some((low, high)) = &field.range {
            let number = matches!(ty, Type::Number(_));
            if !number {
                self.fault(CheckProblem::RangeWithoutNumber { name: name() }, at);
            } else if low > high {
                let (low, high) = (self.number_text(low, ty, at.file), self.number_text(high, ty, at.file));
                self.fault(CheckProblem::TurnedRange { low, high }, field.span);
            }
        }
    }

    fn derived_field(&mut self, file: u32, derive: &'a tree::Derive) {
        let Some(kind) = self.kind(&derive.kind) else { return };
        let (ty, source) = match &derive.what {
            Derived::Define(value) => (Known::Pending, FieldSource::Define(value)),
            Derived::Rank(_) => (Known::Is(Type::Number(NumberKind::Count)), FieldSource::Rank(derive)),
            Derived::Award { scale, .. } | Derived::Bands(tree::Bands { scale, .. }) => {
                (self.award_type(scale), FieldSource::Award(derive))
            }
            Derived::Score(score) => {
                self.score_fields(file, kind, derive, score);
                (Known::Is(Type::Number(NumberKind::Decimal)), FieldSource::Score(derive, score))
            }
            Derived::Table(_) => (self.table_type(derive), FieldSource::Table(derive)),
        };
        let at = derive.naming.name.span;
        let entry = Field {
            name: self.name(file, &derive.naming),
            ty,
            source,
            private: false,
            less_is_better: false,
            range: None,
            note: None,
            at,
            file,
            place: self.place(at),
            origin: None,
        };
        self.enter_field(kind, &derive.naming, entry);
    }

    fn award_type(&mut self, scale: &Ident) -> Known {
        let found = self.used_type(scale);
        let problem = match found {
            Some(TypeName::Scale(id)) => {
                let count = self.labels.get(id.at()).map_or(0, |set| set.labels.len());
                if count <= MAX_AWARD_LABELS {
                    return Known::Is(Type::Label(id));
                }
                CheckProblem::TooManyLabels { scale: scale.text.clone(), count, most: MAX_AWARD_LABELS }
            }
            Some(TypeName::Kind(_)) => CheckProblem::AwardWhat { name: scale.text.clone() },
            None => {
                let nearest = self.nearest_type(&scale.text);
                CheckProblem::UnknownType { name: scale.text.clone(), nearest }
            }
        };
        self.fault(problem, scale.span);
        Known::Poisoned
    }
}
