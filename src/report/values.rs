//! Names and values as a report shows them, and what it must not show.
//!
//! A private field's values stay out, and so does whatever passes them on: a
//! defined number that reads one, an aggregate of one, a comparison's side.
//! Conditions and labels that are decided by a private field are what the
//! author made them for, and are shown.

use std::collections::HashSet;

use crate::date::Date;
use crate::engine::{Divisor, Evaluation, Gap, Hand, Interval, MissingCell, Truth, Value as Read};
use crate::program::{
    AggregateId, Cite, Definition, Field, FieldId, KindId, NumberKind, Origin, Path, Place, Program, Term, Type,
};
use crate::roster::{Roster, Target};
use crate::source::Language;

use super::{
    CiteReport, KindReport, Listing, MissingValue, Named, PlaceReport, Range, TakenRecord, TakenReport, TermReport,
    Undefined, Value,
};

/// What explanations are made from.
pub(crate) struct Explainer<'a> {
    pub evaluation: &'a Evaluation<'a>,
    pub program: &'a Program,
    pub roster: &'a Roster,
    /// Whether awards are explained wherever they are read, and not only by themselves.
    pub deep: bool,
    /// Whether records are named.
    pub listing: Listing,
    private: HashSet<(KindId, FieldId)>,
}

impl<'a> Explainer<'a> {
    pub fn new(evaluation: &'a Evaluation<'a>, deep: bool) -> Explainer<'a> {
        let (program, roster) = (evaluation.program(), evaluation.roster());
        let mut explainer =
            Explainer { evaluation, program, roster, deep, listing: Listing::Named, private: HashSet::new() };
        explainer.find_private();
        explainer
    }

    /// The same with or without records.
    pub fn listing(self, listing: Listing) -> Explainer<'a> {
        Explainer { listing, ..self }
    }

    /// Private fields, and defined values that read one, however far away.
    fn find_private(&mut self) {
        loop {
            let before = self.private.len();
            for (number, kind) in (0u32..).zip(&self.program.kinds) {
                for (place, field) in (0u32..).zip(&kind.fields) {
                    let id = KindId(number);
                    let passes_on = match &field.origin {
                        Origin::Define(Definition::Term(term)) => self.tells_private(term, &[id]),
                        Origin::Define(Definition::Cond(_)) | Origin::Award { .. } | Origin::Rank(_) => false,
                        Origin::Key | Origin::Data { .. } | Origin::Previous { .. } => false,
                    };
                    if field.private || passes_on {
                        self.private.insert((id, FieldId(place)));
                    }
                }
            }
            if self.private.len() == before {
                return;
            }
        }
    }

    /// Whether a term's value would tell a private one; `hand` is the kinds in hand.
    pub fn tells_private(&self, term: &Term, hand: &[KindId]) -> bool {
        let tells = |term: &Term| self.tells_private(term, hand);
        match term {
            Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) => false,
            Term::Field(path) => self.is_private(path, hand),
            Term::Add(a, b)
            | Term::Sub(a, b)
            | Term::Mul(a, b)
            | Term::Div(a, b)
            | Term::Min(a, b)
            | Term::Max(a, b)
            | Term::Elapsed(_, a, b) => tells(a) || tells(b),
            Term::Rounded(inner, _, _) | Term::Shift(inner, _, _) => tells(inner),
            Term::Cases(cases, otherwise) => cases.iter().any(|(_, value)| tells(value)) || tells(otherwise),
            Term::OneOf(cases) => cases.iter().any(|(_, value)| tells(value)),
            Term::Aggregate(id) => self.program.aggregates.get(id.at()).is_some_and(|aggregate| {
                aggregate.value.as_ref().is_some_and(|value| self.tells_private(value, &[aggregate.population.kind]))
            }),
        }
    }

    /// Whether a path ends at a private value.
    pub fn is_private(&self, path: &Path, hand: &[KindId]) -> bool {
        hand.get(usize::from(path.hand))
            .and_then(|kind| self.end_kind(*kind, &path.via))
            .is_some_and(|kind| self.private.contains(&(kind, path.field)))
    }

    pub fn field(&self, kind: KindId, field: FieldId) -> Option<&'a Field> {
        self.program.kinds.get(kind.at())?.fields.get(field.at())
    }

    fn end_kind(&self, kind: KindId, via: &[FieldId]) -> Option<KindId> {
        via.iter().try_fold(kind, |kind, step| match self.field(kind, *step)?.ty {
            Type::Reference(next) => Some(next),
            Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) => None,
        })
    }

    /// The record that a path's references lead to.
    pub fn end(&self, path: &Path, hand: Hand) -> Option<(KindId, u32)> {
        let start = hand.get(path.hand)?;
        path.via.iter().try_fold(start, |(kind, row), step| {
            let next = self.end_kind(kind, std::slice::from_ref(step))?;
            match self.roster.target(kind, *step, row) {
                Target::Row(row) => Some((next, row)),
                Target::Absent | Target::Unknown => None,
            }
        })
    }

    // ---- names ----

    /// A kind's names.
    pub fn kind(&self, id: KindId) -> KindReport {
        let Some(kind) = self.program.kinds.get(id.at()) else {
            return KindReport { id: String::new(), name: String::new(), plural: String::new() };
        };
        let name = kind.name.shown(self.program.language).to_owned();
        let plural = match self.program.language {
            Language::En => kind.plural.clone().unwrap_or_else(|| format!("{name}s")),
            Language::Vi => name.clone(),
        };
        KindReport { id: kind.name.canonical().to_owned(), name, plural }
    }

    /// A path's name, its references parted by points.
    pub fn path(&self, path: &Path, hand: Hand) -> Named {
        let Some((start, _)) = hand.get(path.hand) else { return nameless() };
        let mut named = nameless();
        let mut kind = Some(start);
        for step in path.via.iter().chain([&path.field]) {
            let Some(at) = kind else { break };
            let Some(field) = self.field(at, *step) else { break };
            for (into, part) in
                [(&mut named.id, field.name.canonical()), (&mut named.name, field.name.shown(self.program.language))]
            {
                if !into.is_empty() {
                    into.push('.');
                }
                into.push_str(part);
            }
            kind = self.end_kind(at, std::slice::from_ref(step));
        }
        named
    }

    /// A record's key; where keys are private, its number in the data.
    pub fn id(&self, kind: KindId, row: u32) -> String {
        let numbered = || format!("#{}", u64::from(row) + 1);
        let Some(key) = self.program.kinds.get(kind.at()).map(|kind| kind.key) else { return numbered() };
        if self.hides_key(kind) {
            return numbered();
        }
        self.roster.text(kind, key, row).map_or_else(numbered, str::to_owned)
    }

    /// Whether a record's number stands for its key.
    pub fn hides_key(&self, kind: KindId) -> bool {
        let key = self.program.kinds.get(kind.at()).map(|declared| declared.key);
        key.is_some_and(|key| self.private.contains(&(kind, key)))
    }

    /// A field's names.
    pub fn named(&self, kind: KindId, field: FieldId) -> Named {
        self.field(kind, field).map_or_else(nameless, |field| Named {
            id: field.name.canonical().to_owned(),
            name: field.name.shown(self.program.language).to_owned(),
        })
    }

    pub fn place(&self, place: Option<Place>) -> Option<PlaceReport> {
        let place = place?;
        let file = self.program.files.get(place.file as usize)?.clone();
        Some(PlaceReport { file, line: place.line, column: place.column })
    }

    pub fn cites(&self, cites: &[Cite]) -> Vec<CiteReport> {
        let of = |cite: &Cite| {
            let document = self.program.documents.get(cite.document as usize)?;
            let item = document.items.get(cite.item as usize)?;
            Some(CiteReport { document: document.code.clone(), item: item.id.clone(), title: item.title.clone() })
        };
        cites.iter().filter_map(of).collect()
    }

    /// What keeps something open.
    pub fn gap(&self, gap: &Gap) -> MissingValue {
        let field =
            |kind: KindId, field: FieldId, row: u32| (self.kind(kind).id, self.id(kind, row), self.named(kind, field));
        let of = |hand: Hand| match hand.records().next() {
            Some((kind, row)) => (self.kind(kind).id, self.id(kind, row)),
            None => (String::new(), String::new()),
        };
        let aggregate = |id: AggregateId, hand: Hand| {
            let ((kind, record), text) = (of(hand), self.program.aggregates.get(id.at()).map(|one| one.text.clone()));
            (kind, record, Named { id: format!("aggregate.{}", id.at()), name: text.unwrap_or_default() })
        };
        let other = |hand: Hand| {
            let (kind, record) = of(hand);
            (kind, record, nameless())
        };
        let ((kind, id, named), undefined) = match *gap {
            Gap::Missing(MissingCell { kind, row, field: of }) => (field(kind, of, row), None),
            Gap::DividedBy(divisor) => {
                let told = match divisor {
                    // That it is 0 is not to be told.
                    Divisor::Field(kind, of, row) if self.private.contains(&(kind, of)) => other(Hand::one(kind, row)),
                    Divisor::Field(kind, of, row) => field(kind, of, row),
                    Divisor::Aggregate(id, hand) if self.tells_private(&Term::Aggregate(id), &[]) => other(hand),
                    Divisor::Aggregate(id, hand) => aggregate(id, hand),
                    Divisor::Other(hand) => other(hand),
                };
                (told, Some(Undefined::DividedByZero))
            }
            Gap::OfNobody(id, hand) => (aggregate(id, hand), Some(Undefined::OfNobody)),
        };
        MissingValue { kind, id, field: named.id, name: named.name, undefined }
    }

    pub fn gaps(&self, gaps: &[Gap]) -> Vec<MissingValue> {
        gaps.iter().map(|gap| self.gap(gap)).collect()
    }

    /// A label as reports have it: `none` is empty.
    pub fn label(&self, set: crate::program::LabelsId, label: u32) -> String {
        let labels = self.program.labels.get(set.at());
        labels.and_then(|labels| labels.labels.get(label as usize)).cloned().unwrap_or_default()
    }

    // ---- values ----

    /// What a path reads.
    pub fn value(&self, path: &Path, hand: Hand) -> Value {
        let Some((start, _)) = hand.get(path.hand) else { return Value::Missing };
        let declared = self.end_kind(start, &path.via).and_then(|kind| Some((kind, self.field(kind, path.field)?)));
        let Some((kind, field)) = declared else { return Value::Missing };
        let read = self.evaluation.value(path, hand);
        let from_data = matches!(field.origin, Origin::Key | Origin::Data { .. });
        if !read.is_known() && from_data {
            return Value::Missing;
        }
        if self.private.contains(&(kind, path.field)) {
            return Value::Private;
        }
        self.shown(read, field.ty)
    }

    fn shown(&self, read: Read<'_>, ty: Type) -> Value {
        match read {
            Read::Truth(Truth::Yes) => Value::YesNo(true),
            Read::Truth(Truth::No) => Value::YesNo(false),
            Read::Truth(Truth::Unknown) => Value::Unknown,
            Read::Number(interval) => number(interval, ty),
            Read::Date(interval) => date(&interval),
            Read::Labels(set, labels) => match labels.as_slice() {
                [one] => self.one_label(set, *one),
                several => Value::OneOf(several.iter().map(|label| self.label(set, *label)).collect()),
            },
            Read::Text(text) => text.map_or(Value::Missing, |text| Value::Text(text.to_owned())),
            Read::Reference(target) => match (target, ty) {
                (Target::Row(row), Type::Reference(kind)) => Value::Record(self.id(kind, row)),
                (Target::Absent, _) => Value::Absent,
                (Target::Row(_) | Target::Unknown, _) => Value::Missing,
            },
        }
    }

    fn one_label(&self, set: crate::program::LabelsId, label: u32) -> Value {
        let text = self.label(set, label);
        if text.is_empty() { Value::None } else { Value::Label(text) }
    }

    /// A term of a comparison.
    pub fn term(&self, term: &Term, hand: Hand) -> TermReport {
        let kinds: Vec<KindId> = hand.records().map(|(kind, _)| kind).collect();
        let computed = || match self.term_type(term, &kinds) {
            Some(Type::Date) => Some(date(&self.evaluation.number(term, hand))),
            Some(ty @ Type::Number(_)) => Some(number(self.evaluation.number(term, hand), ty)),
            Some(Type::Text | Type::YesNo | Type::Label(_) | Type::Reference(_)) | None => None,
        };
        let private = self.tells_private(term, &kinds);
        let taken = match term {
            Term::Aggregate(id) => self.taken(*id, hand),
            _ => None,
        };
        let ranked = match term {
            Term::Field(path) => self.rank_behind(path, hand),
            _ => None,
        };
        let (source, value) = match term {
            Term::Field(path) => (Some(self.path(path, hand)), Some(self.value(path, hand))),
            Term::Label(set, label) => (None, Some(self.one_label(*set, *label))),
            Term::Text(text) => (None, Some(Value::Text(text.clone()))),
            Term::Aggregate(id) => {
                let text = self.program.aggregates.get(id.at()).map_or_else(String::new, |one| one.text.clone());
                (Some(Named { id: format!("aggregate.{}", id.at()), name: text }), computed())
            }
            Term::Number(_)
            | Term::Date(_)
            | Term::Add(..)
            | Term::Sub(..)
            | Term::Mul(..)
            | Term::Div(..)
            | Term::Min(..)
            | Term::Max(..)
            | Term::Rounded(..)
            | Term::Cases(..)
            | Term::OneOf(_)
            | Term::Shift(..)
            | Term::Elapsed(..) => (None, computed()),
        };
        let hidden = private && value != Some(Value::Missing);
        TermReport { source, taken, ranked, value: if hidden { Some(Value::Private) } else { value } }
    }

    /// What an aggregate was taken over for the records in hand.
    pub fn taken(&self, id: AggregateId, hand: Hand) -> Option<TakenReport> {
        let aggregate = self.program.aggregates.get(id.at())?;
        let kind = aggregate.population.kind;
        let value = aggregate.value.as_ref();
        let private = value.is_some_and(|value| self.tells_private(value, &[kind]));
        let ty = value.and_then(|value| self.term_type(value, &[kind]));
        let record = |row: u32| {
            let member = self.evaluation.member(&aggregate.population, hand, row);
            let summand = self.evaluation.summand(id, row).map(|summand| match ty {
                _ if private => Value::Private,
                _ if summand.known().is_none() => Value::Missing,
                Some(Type::Date) => date(&summand),
                Some(ty) => number(summand, ty),
                None => Value::Unknown,
            });
            TakenRecord { id: self.id(kind, row), member, value: summand }
        };
        let mut rows = Vec::new();
        if self.listing != Listing::Counted {
            rows = self.evaluation.candidates(&aggregate.population, hand);
            rows.retain(|row| !self.evaluation.member(&aggregate.population, hand, *row).is_no());
        }
        let all = rows.len();
        rows.truncate(self.listing.most());
        Some(TakenReport {
            text: aggregate.text.clone(),
            kind: self.kind(kind),
            more: (all - rows.len()) as u64,
            records: rows.into_iter().map(record).collect(),
        })
    }

    /// What a term gives, as far as its shape tells.
    pub fn term_type(&self, term: &Term, hand: &[KindId]) -> Option<Type> {
        Some(match term {
            Term::Number(_) | Term::Add(..) | Term::Sub(..) | Term::Mul(..) | Term::Div(..) => {
                Type::Number(NumberKind::Decimal)
            }
            Term::Date(_) | Term::Shift(..) => Type::Date,
            Term::Elapsed(..) => Type::Number(NumberKind::Integer),
            Term::Label(set, _) => Type::Label(*set),
            Term::Text(_) => Type::Text,
            Term::Field(path) => {
                let kind = self.end_kind(*hand.get(usize::from(path.hand))?, &path.via)?;
                self.field(kind, path.field)?.ty
            }
            Term::Min(first, _) | Term::Max(first, _) | Term::Rounded(first, _, _) => self.term_type(first, hand)?,
            Term::Cases(_, otherwise) => self.term_type(otherwise, hand)?,
            Term::OneOf(cases) => self.term_type(&cases.first()?.1, hand)?,
            Term::Aggregate(id) => {
                let aggregate = self.program.aggregates.get(id.at())?;
                match &aggregate.value {
                    Some(value) => self.term_type(value, &[aggregate.population.kind])?,
                    None => Type::Number(NumberKind::Count),
                }
            }
        })
    }
}

fn nameless() -> Named {
    Named { id: String::new(), name: String::new() }
}

/// An interval as a range.
pub(super) fn range(interval: Interval) -> Range {
    Range { low: interval.low, high: interval.high }
}

fn number(interval: Interval, ty: Type) -> Value {
    match interval.known() {
        Some(value) if ty == Type::Number(NumberKind::Percent) => Value::Percent(value.clone()),
        Some(value) => Value::Number(value.clone()),
        None if interval.low.is_none() && interval.high.is_none() => Value::Unknown,
        None => Value::Between(range(interval)),
    }
}

fn date(interval: &Interval) -> Value {
    let day = interval.known().and_then(|days| Date::from_days(days.to_i64()?));
    day.map_or(Value::Unknown, Value::Date)
}
