//! Two programs over the same records, as one.
//!
//! Contract. The first program stays as it is; behind its tables stand those of the second, with fields of the data that
//! both have named alike being one. What either program says of records, the joint one says. Whether two fields are one is
//! decided by their names in either language; they must be of one type.

use tieuchi::program::{
    Aggregate, AggregateId, AwardCase, Cite, Clause, ClauseId, ClausePart, Cond, Criterion, CriterionId, Definition,
    Field, FieldId, ForEach, KindId, Labels, LabelsId, Link, List, Name, Origin, Part, Path, Place, Population,
    Program, Quantifier, Rank, RankKey, Step, Term, Test, Ties, Type, validate,
};

/// Two programs as one.
#[derive(Debug, Clone)]
pub struct Joint {
    /// The program.
    pub program: Program,
    /// The criteria of the first.
    pub first: Vec<CriterionId>,
    /// The criteria of the second.
    pub second: Vec<CriterionId>,
}

/// Why two programs don't go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Apart {
    /// A field has another type, or another set of labels, in the second.
    Field {
        /// The kind.
        kind: String,
        /// The field.
        field: String,
    },
    /// A field of the data of one is derived in the other.
    Derived {
        /// The kind.
        kind: String,
        /// The field.
        field: String,
    },
    /// The programs are too large to be put together.
    Large,
}

/// What the numbers of the second program are in the joint one.
struct Shift {
    kinds: Vec<KindId>,
    fields: Vec<Vec<FieldId>>,
    labels: Vec<LabelsId>,
    clauses: u32,
    aggregates: u32,
    criteria: u32,
    documents: u32,
    files: u32,
    /// The kinds' fields of the second program, to follow paths by.
    types: Vec<Vec<Type>>,
}

/// Whether one name may stand for the other.
fn alike(one: &Name, other: &Name) -> bool {
    let same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
    same(&one.en, &other.en) || same(&one.vi, &other.vi)
}

/// Puts two programs together.
pub fn join(first: &Program, second: &Program) -> Result<Joint, Apart> {
    let (first, second) = (first.without_claims(), second.without_claims());
    let mut whole = first.clone();
    let at = |length: usize| u32::try_from(length).map_err(|_| Apart::Large);
    let mut shift = Shift {
        kinds: Vec::new(),
        fields: Vec::new(),
        labels: Vec::new(),
        clauses: at(first.clauses.len())?,
        aggregates: at(first.aggregates.len())?,
        criteria: at(first.criteria.len())?,
        documents: at(first.documents.len())?,
        files: at(first.files.len())?,
        types: second.kinds.iter().map(|kind| kind.fields.iter().map(|field| field.ty).collect()).collect(),
    };
    for labels in &second.labels {
        let same =
            |own: &&Labels| own.ordered == labels.ordered && own.none == labels.none && own.labels == labels.labels;
        let named = |own: &&Labels| match (&own.name, &labels.name) {
            (Some(own), Some(other)) => alike(own, other),
            (None, None) => true,
            _ => false,
        };
        let place = whole.labels.iter().position(|own| same(&own) && named(&own));
        let place = place.or_else(|| whole.labels.iter().position(|own| same(&own)));
        let place = place.unwrap_or_else(|| {
            let mut own = labels.clone();
            // No two scales have one name.
            if own.name.as_ref().is_some_and(|name| {
                whole.labels.iter().any(|other| other.name.as_ref().is_some_and(|other| alike(name, other)))
            }) {
                own.name = own.name.map(second_name);
            }
            whole.labels.push(own);
            whole.labels.len() - 1
        });
        shift.labels.push(LabelsId(at(place)?));
    }
    for kind in &second.kinds {
        let place = whole.kinds.iter().position(|own| alike(&own.name, &kind.name));
        let place = place.unwrap_or_else(|| {
            let mut own = kind.clone();
            own.fields.clear();
            whole.kinds.push(own);
            whole.kinds.len() - 1
        });
        shift.kinds.push(KindId(at(place)?));
    }
    // Fields first, so that whatever refers to them finds them; their origins after.
    let mut derived: Vec<(KindId, FieldId, KindId, Origin)> = Vec::new();
    for ((number, kind), own) in (0u32..).map(KindId).zip(&second.kinds).zip(shift.kinds.clone()) {
        let mut places = Vec::new();
        let fresh = whole.kinds.get(own.at()).is_some_and(|own| own.fields.is_empty());
        for field in &kind.fields {
            let of_data = matches!(field.origin, Origin::Key | Origin::Data { .. });
            let Some(into) = whole.kinds.get_mut(own.at()) else { return Err(Apart::Large) };
            let ty = shift.ty(field.ty);
            let known = into.fields.iter().position(|other| match (&field.origin, &other.origin) {
                (Origin::Key, Origin::Key) => true,
                (Origin::Key, _) | (_, Origin::Key) => false,
                _ => alike(&field.name, &other.name),
            });
            let names = || (kind.name.canonical().to_owned(), field.name.canonical().to_owned());
            let place = match known.filter(|_| of_data) {
                Some(place) => {
                    let Some(other) = into.fields.get_mut(place) else { return Err(Apart::Large) };
                    let (kind, named) = names();
                    if !matches!(other.origin, Origin::Key | Origin::Data { .. }) {
                        return Err(Apart::Derived { kind, field: named });
                    }
                    if other.ty != ty {
                        return Err(Apart::Field { kind, field: named });
                    }
                    narrow(other, field);
                    place
                }
                None => {
                    let mut new = field.clone();
                    new.ty = ty;
                    new.place = shift.place(field.place);
                    if known.is_some() {
                        let (kind, named) = names();
                        let derived_there = into
                            .fields
                            .get(known.unwrap_or(0))
                            .is_some_and(|other| !matches!(other.origin, Origin::Key | Origin::Data { .. }));
                        if !derived_there {
                            return Err(Apart::Derived { kind, field: named });
                        }
                        new.name = second_name(new.name);
                    }
                    into.fields.push(new);
                    into.fields.len() - 1
                }
            };
            places.push(FieldId(at(place)?));
            if fresh
                && field.origin == Origin::Key
                && let Some(into) = whole.kinds.get_mut(own.at())
            {
                into.key = FieldId(at(place)?);
            }
            if !of_data {
                derived.push((own, FieldId(at(place)?), number, field.origin.clone()));
            }
        }
        shift.fields.push(places);
    }
    for (kind, field, of, origin) in derived {
        let origin = shift.origin(origin, of);
        if let Some(field) = whole.kinds.get_mut(kind.at()).and_then(|kind| kind.fields.get_mut(field.at())) {
            field.origin = origin;
        }
    }
    whole.files.extend(second.files.iter().cloned());
    whole.documents.extend(second.documents.iter().cloned().map(|mut document| {
        document.code = format!("{} (2)", document.code);
        document
    }));
    whole.clauses.extend(second.clauses.iter().map(|clause| shift.clause(clause)));
    whole.aggregates.extend(second.aggregates.iter().map(|aggregate| shift.aggregate(aggregate)));
    whole.criteria.extend(second.criteria.iter().map(|criterion| shift.criterion(criterion)));
    whole.plan.extend(second.plan.iter().map(|step| shift.step(step)));
    whole.parameters.clear();
    validate(&whole).map_err(|_| Apart::Large)?;
    let ids = |from: usize, to: usize| (from as u32..to as u32).map(CriterionId).collect();
    let (own, all) = (first.criteria.len(), whole.criteria.len());
    Ok(Joint { first: ids(0, own), second: ids(own, all), program: whole })
}

/// A name that no author can spell, for what has another's.
fn second_name(name: Name) -> Name {
    let mark = |name: Option<String>| name.map(|name| format!("{name} (2)"));
    Name { en: mark(name.en), vi: mark(name.vi) }
}

/// What both allow.
fn narrow(own: &mut Field, other: &Field) {
    own.range = match (own.range.take(), &other.range) {
        (Some((a, b)), Some((c, d))) => Some((a.max(c.clone()), b.min(d.clone()))),
        (one, None) => one,
        (None, other) => other.clone(),
    };
    if let (Origin::Data { optional, may_be_unknown }, Origin::Data { optional: other, may_be_unknown: unknown }) =
        (&mut own.origin, &other.origin)
    {
        *optional &= other;
        *may_be_unknown &= unknown;
    }
}

impl Shift {
    fn kind(&self, kind: KindId) -> KindId {
        self.kinds.get(kind.at()).copied().unwrap_or(kind)
    }

    fn label(&self, labels: LabelsId) -> LabelsId {
        self.labels.get(labels.at()).copied().unwrap_or(labels)
    }

    fn field(&self, kind: KindId, field: FieldId) -> FieldId {
        self.fields.get(kind.at()).and_then(|fields| fields.get(field.at())).copied().unwrap_or(field)
    }

    fn place(&self, place: Option<Place>) -> Option<Place> {
        place.map(|place| Place { file: place.file + self.files, ..place })
    }

    fn cites(&self, cites: &[Cite]) -> Vec<Cite> {
        cites.iter().map(|cite| Cite { document: cite.document + self.documents, item: cite.item }).collect()
    }

    fn ty(&self, ty: Type) -> Type {
        match ty {
            Type::Label(labels) => Type::Label(self.label(labels)),
            Type::Reference(kind) => Type::Reference(self.kind(kind)),
            Type::Text | Type::YesNo | Type::Number(_) | Type::Date => ty,
        }
    }

    /// References that are followed from a kind, and the kind that they lead to.
    fn via(&self, mut kind: KindId, via: &[FieldId]) -> (Vec<FieldId>, KindId) {
        let mut moved = Vec::new();
        for field in via {
            moved.push(self.field(kind, *field));
            if let Some(Type::Reference(to)) = self.types.get(kind.at()).and_then(|fields| fields.get(field.at())) {
                kind = *to;
            }
        }
        (moved, kind)
    }

    fn path(&self, path: &Path, hand: &[KindId]) -> Path {
        let Some(start) = hand.get(usize::from(path.hand)) else { return path.clone() };
        let (via, end) = self.via(*start, &path.via);
        Path { hand: path.hand, via, field: self.field(end, path.field) }
    }

    fn cond(&self, cond: &Cond, hand: &[KindId]) -> Cond {
        match cond {
            Cond::Test(Test { path, set }) => Cond::Test(Test { path: self.path(path, hand), set: set.clone() }),
            Cond::Compare(one, order, other) => Cond::Compare(self.term(one, hand), *order, self.term(other, hand)),
            Cond::Presence(path, presence) => Cond::Presence(self.path(path, hand), *presence),
            Cond::Not(inner) => Cond::Not(Box::new(self.cond(inner, hand))),
            Cond::List(List { need, parts, lettered }) => {
                let parts = parts.iter().map(|part| Part {
                    cond: self.cond(&part.cond, hand),
                    text: part.text.clone(),
                    place: self.place(part.place),
                });
                Cond::List(List { need: *need, parts: parts.collect(), lettered: *lettered })
            }
            Cond::Clause(id) => Cond::Clause(ClauseId(id.0 + self.clauses)),
            Cond::Meets(id) => Cond::Meets(CriterionId(id.0 + self.criteria)),
        }
    }

    fn term(&self, term: &Term, hand: &[KindId]) -> Term {
        let inner = |term: &Term| Box::new(self.term(term, hand));
        let cases = |cases: &[(Cond, Term)]| {
            cases.iter().map(|(when, value)| (self.cond(when, hand), self.term(value, hand))).collect::<Vec<_>>()
        };
        match term {
            Term::Number(_) | Term::Date(_) | Term::Text(_) => term.clone(),
            Term::Label(labels, label) => Term::Label(self.label(*labels), *label),
            Term::Field(path) => Term::Field(self.path(path, hand)),
            Term::Aggregate(id) => Term::Aggregate(AggregateId(id.0 + self.aggregates)),
            Term::Add(a, b) => Term::Add(inner(a), inner(b)),
            Term::Sub(a, b) => Term::Sub(inner(a), inner(b)),
            Term::Mul(a, b) => Term::Mul(inner(a), inner(b)),
            Term::Div(a, b) => Term::Div(inner(a), inner(b)),
            Term::Min(a, b) => Term::Min(inner(a), inner(b)),
            Term::Max(a, b) => Term::Max(inner(a), inner(b)),
            Term::Elapsed(unit, a, b) => Term::Elapsed(*unit, inner(a), inner(b)),
            Term::Rounded(a, how, places) => Term::Rounded(inner(a), *how, *places),
            Term::Shift(a, amount, unit) => Term::Shift(inner(a), *amount, *unit),
            Term::Cases(each, otherwise) => Term::Cases(cases(each), inner(otherwise)),
            Term::OneOf(each) => Term::OneOf(cases(each)),
        }
    }

    fn population(&self, population: &Population) -> Population {
        let links = population.links.iter().map(|link| {
            let (via, end) = self.via(population.kind, &link.via);
            Link { via, hand: link.hand, under: link.under.map(|under| self.field(end, under)) }
        });
        Population {
            kind: self.kind(population.kind),
            hand: population.hand.iter().map(|kind| self.kind(*kind)).collect(),
            links: links.collect(),
            filter: population.filter.as_ref().map(|filter| self.cond(filter, &[population.kind])),
        }
    }

    fn clause(&self, clause: &Clause) -> Clause {
        let hand = &clause.population.hand;
        let term = |term: &Term| self.term(term, hand);
        let parts = clause.parts.iter().map(|part| ClausePart {
            quantifier: match &part.quantifier {
                Quantifier::All => Quantifier::All,
                Quantifier::No => Quantifier::No,
                Quantifier::Count(bound, k) => Quantifier::Count(*bound, term(k)),
                Quantifier::Between(low, high) => Quantifier::Between(term(low), term(high)),
                Quantifier::Share(bound, share) => Quantifier::Share(*bound, term(share)),
                Quantifier::Rounded(bound, share, how) => Quantifier::Rounded(*bound, term(share), *how),
            },
            property: part.property.as_ref().map(|property| self.cond(property, &[clause.population.kind])),
            place: self.place(part.place),
            ..part.clone()
        });
        Clause {
            population: self.population(&clause.population),
            parts: parts.collect(),
            text: clause.text.clone(),
            place: self.place(clause.place),
        }
    }

    fn aggregate(&self, aggregate: &Aggregate) -> Aggregate {
        Aggregate {
            value: aggregate.value.as_ref().map(|value| self.term(value, &[aggregate.population.kind])),
            population: self.population(&aggregate.population),
            place: self.place(aggregate.place),
            ..aggregate.clone()
        }
    }

    fn criterion(&self, criterion: &Criterion) -> Criterion {
        let hand: Vec<KindId> = criterion.for_each.iter().map(|each| each.kind).collect();
        let for_each = criterion.for_each.iter().map(|each| ForEach {
            kind: self.kind(each.kind),
            filter: each.filter.as_ref().map(|filter| self.cond(filter, &[each.kind])),
        });
        Criterion {
            id: format!("{} (2)", criterion.id),
            cites: self.cites(&criterion.cites),
            for_each: for_each.collect(),
            cond: self.cond(&criterion.cond, &hand),
            place: self.place(criterion.place),
            ..criterion.clone()
        }
    }

    fn origin(&self, origin: Origin, kind: KindId) -> Origin {
        let hand = [kind];
        match origin {
            Origin::Key | Origin::Data { .. } => origin,
            Origin::Define(Definition::Cond(cond)) => Origin::Define(Definition::Cond(self.cond(&cond, &hand))),
            Origin::Define(Definition::Term(term)) => Origin::Define(Definition::Term(self.term(&term, &hand))),
            Origin::Previous { owners, period, months } => Origin::Previous {
                owners: owners.iter().map(|field| self.field(kind, *field)).collect(),
                period: self.field(kind, period),
                months,
            },
            Origin::Award { cases, otherwise, cites } => Origin::Award {
                cases: cases
                    .iter()
                    .map(|case| AwardCase {
                        label: case.label,
                        when: self.cond(&case.when, &hand),
                        place: self.place(case.place),
                    })
                    .collect(),
                otherwise,
                cites: self.cites(&cites),
            },
            Origin::Rank(rank) => Origin::Rank(self.rank(rank, &hand)),
        }
    }

    fn rank(&self, rank: Rank, hand: &[KindId]) -> Rank {
        let defined = |by: &Definition| match by {
            Definition::Cond(cond) => Definition::Cond(self.cond(cond, hand)),
            Definition::Term(term) => Definition::Term(self.term(term, hand)),
        };
        Rank {
            gives: rank.gives,
            same: rank.same.iter().map(|path| self.path(path, hand)).collect(),
            filter: rank.filter.as_ref().map(|filter| self.cond(filter, hand)),
            keys: rank
                .keys
                .iter()
                .map(|key| RankKey { by: defined(&key.by), lowest: key.lowest, text: key.text.clone() })
                .collect(),
            ties: match &rank.ties {
                Ties::Shared => Ties::Shared,
                Ties::Decided(path) => Ties::Decided(self.path(path, hand)),
            },
            cites: self.cites(&rank.cites),
        }
    }

    fn step(&self, step: &Step) -> Step {
        let clauses = |ids: &[ClauseId]| ids.iter().map(|id| ClauseId(id.0 + self.clauses)).collect();
        let aggregates = |ids: &[AggregateId]| ids.iter().map(|id| AggregateId(id.0 + self.aggregates)).collect();
        match step {
            Step::Clause(id) => Step::Clause(ClauseId(id.0 + self.clauses)),
            Step::Aggregate(id) => Step::Aggregate(AggregateId(id.0 + self.aggregates)),
            Step::Derive(kind, field) => Step::Derive(self.kind(*kind), self.field(*kind, *field)),
            Step::DeriveUpwards { kind, field, parent, clauses: own, aggregates: sums } => Step::DeriveUpwards {
                kind: self.kind(*kind),
                field: self.field(*kind, *field),
                parent: self.field(*kind, *parent),
                clauses: clauses(own),
                aggregates: aggregates(sums),
            },
            Step::DeriveOnwards { kind, field, previous } => Step::DeriveOnwards {
                kind: self.kind(*kind),
                field: self.field(*kind, *field),
                previous: self.field(*kind, *previous),
            },
        }
    }
}
