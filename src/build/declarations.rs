//! Declarations: documents, scales, records, definitions, awards, criteria.

use crate::check::{Checked, Settings, check_with};
use crate::date::Date;
use crate::diagnostic::Finding;
use crate::exact::Exact;
use crate::program::Program;
use crate::source::{Language, Source, Span};
use crate::syntax::tree::{
    self, Body, Declaration, Derive, Derived, FieldType, Literal, Naming, SettingType, Trivia, Value,
};

use super::{Expression, Rank};

/// Rules being written: what a rule file is in text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    name: String,
    file: tree::File,
}

pub(super) fn ident(text: impl Into<String>) -> tree::Ident {
    tree::Ident { text: text.into(), span: Span::NONE }
}

pub(super) fn quoted(text: impl Into<String>) -> tree::Quoted {
    tree::Quoted { text: text.into(), span: Span::NONE }
}

pub(super) fn naming(text: impl Into<String>) -> Naming {
    Naming { name: ident(text), alias: None }
}

pub(super) fn literal(value: impl Into<Label>) -> Literal {
    Literal { value: value.into().0, span: Span::NONE }
}

pub(super) fn cite(item: impl Into<String>, document: Option<String>) -> tree::Cite {
    tree::Cite { document: document.map(quoted), item: ident(item) }
}

/// A label of a scale: a text, or [`Label::NONE`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label(Value);

impl Label {
    /// `none` of a scale.
    pub const NONE: Label = Label(Value::None);

    pub(super) fn value(self) -> Value {
        self.0
    }
}

impl From<&str> for Label {
    fn from(text: &str) -> Label {
        Label(Value::Text(text.to_owned()))
    }
}

impl From<String> for Label {
    fn from(text: String) -> Label {
        Label(Value::Text(text))
    }
}

impl Rules {
    /// Rules whose names and texts are in `language`.
    pub fn new(language: Language) -> Rules {
        let file = tree::File { edition: 1, language, declarations: Vec::new(), tail: Vec::new() };
        Rules { name: "rules".to_owned(), file }
    }

    /// The name to show for them in reports; `rules` if none is given.
    pub fn named(mut self, name: impl Into<String>) -> Rules {
        self.name = name.into();
        self
    }

    pub(super) fn declare(mut self, body: Body) -> Rules {
        let trivia = Trivia::default();
        self.file.declarations.push(Declaration { trivia, tail: Vec::new(), span: Span::NONE, body });
        self
    }

    /// Adds a document.
    pub fn document(self, document: Document) -> Rules {
        self.declare(Body::Document(document.0))
    }

    /// Adds a scale.
    pub fn scale(self, scale: Scale) -> Rules {
        self.declare(Body::Scale(scale.0))
    }

    /// Adds a kind of record, or fields of one.
    pub fn record(self, record: Record) -> Rules {
        self.declare(Body::Record(record.0))
    }

    /// Adds a definition: `define kind.name: value`.
    pub fn define(self, kind: &str, name: &str, value: impl Into<Expression>) -> Rules {
        let what = Derived::Define(value.into().tree());
        self.declare(Body::Derive(Derive { kind: ident(kind), naming: naming(name), what }))
    }

    /// Adds an award.
    pub fn award(self, award: Award) -> Rules {
        self.declare(Body::Derive(award.0))
    }

    /// Adds a rank.
    pub fn rank(self, rank: Rank) -> Rules {
        self.declare(Body::Derive(rank.derive()))
    }

    /// Adds a criterion.
    pub fn criterion(self, criterion: Criterion) -> Rules {
        self.declare(Body::Criterion(criterion.0))
    }

    /// Adds a parameter.
    pub fn parameter(self, parameter: Parameter) -> Rules {
        self.declare(Body::Parameter(parameter.0))
    }

    /// The tree, as the parser would give it; the printer makes a rule file of it.
    pub fn tree(&self) -> &tree::File {
        &self.file
    }

    /// Checks the rules: the program with its warnings, or all findings.
    pub fn check(&self) -> Result<(Program, Vec<Finding>), Vec<Finding>> {
        self.check_with(&Settings::new())
    }

    /// The same with parameters set.
    pub fn check_with(&self, settings: &Settings) -> Result<(Program, Vec<Finding>), Vec<Finding>> {
        let files = [(Source::new(self.name.clone(), ""), self.file.clone())];
        let Checked { program, findings } = check_with(&files, settings);
        match program {
            Some(program) => Ok((program, findings)),
            None => Err(findings),
        }
    }
}

/// A document being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document(tree::Document);

/// `document "code"`.
pub fn document(code: &str) -> Document {
    Document(tree::Document { code: quoted(code), title: None, period: None, items: Vec::new() })
}

impl Document {
    /// `title "…"`.
    pub fn title(mut self, title: &str) -> Document {
        self.0.title = Some(quoted(title));
        self
    }

    /// `period from to to`, both days included.
    pub fn period(mut self, from: Date, to: Date) -> Document {
        self.0.period = Some(tree::Period { from, to, span: Span::NONE });
        self
    }

    fn add(mut self, id: &str, title: &str, waived: Option<tree::Quoted>) -> Document {
        let trivia = Trivia::default();
        self.0.items.push(tree::Item { trivia, id: ident(id), title: quoted(title), waived, span: Span::NONE });
        self
    }

    /// `item id "title"`.
    pub fn item(self, id: &str, title: &str) -> Document {
        self.add(id, title, None)
    }

    /// `item id "title" not measured: "reason"`.
    pub fn waived(self, id: &str, title: &str, reason: &str) -> Document {
        self.add(id, title, Some(quoted(reason)))
    }
}

/// A scale being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale(tree::Scale);

/// `scale name`.
pub fn scale(name: &str) -> Scale {
    Scale(tree::Scale { naming: naming(name), none: false, labels: Vec::new() })
}

impl Scale {
    /// Its name in the other language.
    pub fn aka(mut self, alias: &str) -> Scale {
        self.0.naming.alias = Some(ident(alias));
        self
    }

    /// Begins it with `none`.
    pub fn with_none(mut self) -> Scale {
        self.0.none = true;
        self
    }

    /// Its labels, lowest first.
    pub fn labels<'l>(mut self, labels: impl IntoIterator<Item = &'l str>) -> Scale {
        self.0.labels.extend(labels.into_iter().map(quoted));
        self
    }
}

/// A kind of record being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record(tree::Record);

/// `record name`.
pub fn record(name: &str) -> Record {
    Record(tree::Record { extends: false, naming: naming(name), plural: None, fields: Vec::new(), series: None })
}

/// `extend name`: fields for a record that is declared elsewhere.
pub fn extend(name: &str) -> Record {
    Record(tree::Record { extends: true, naming: naming(name), plural: None, fields: Vec::new(), series: None })
}

impl Record {
    /// Its name in the other language.
    pub fn aka(mut self, alias: &str) -> Record {
        self.0.naming.alias = Some(ident(alias));
        self
    }

    /// The English plural where it isn't name + `s`.
    pub fn plural(mut self, plural: &str) -> Record {
        self.0.plural = Some(ident(plural));
        self
    }

    /// Adds a field.
    pub fn field(mut self, field: Field) -> Record {
        self.0.fields.push(field.0);
        self
    }

    /// `series of unit by year`: one record for each value of the owners and of the period, which is a whole number.
    pub fn series<'o>(self, owners: impl IntoIterator<Item = &'o str>, period: &str) -> Record {
        self.in_series(owners, period, None)
    }

    /// `series of unit by month every 1 month`: the same, where the period is a date in a stretch of so many months.
    pub fn series_every<'o>(self, owners: impl IntoIterator<Item = &'o str>, period: &str, months: u32) -> Record {
        self.in_series(owners, period, Some((months, tree::Calendar::Months)))
    }

    fn in_series<'o>(
        mut self,
        owners: impl IntoIterator<Item = &'o str>,
        period: &str,
        step: Option<(u32, tree::Calendar)>,
    ) -> Record {
        let (owners, period) = (owners.into_iter().map(ident).collect(), ident(period));
        self.0.series = Some(tree::Series { trivia: Trivia::default(), owners, period, step, span: Span::NONE });
        self
    }
}

/// A field being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field(tree::Field);

fn typed(name: &str, ty: FieldType) -> Field {
    Field(tree::Field {
        trivia: Trivia::default(),
        naming: naming(name),
        ty,
        range: None,
        key: false,
        optional: false,
        may_be_unknown: false,
        private: false,
        less_is_better: false,
        note: None,
        span: Span::NONE,
    })
}

/// A field that holds a text.
pub fn text(name: &str) -> Field {
    typed(name, FieldType::Text)
}

/// A field that holds yes or no.
pub fn yes_no(name: &str) -> Field {
    typed(name, FieldType::YesNo)
}

/// A field that holds a whole number from 0.
pub fn count(name: &str) -> Field {
    typed(name, FieldType::Count)
}

/// A field that holds a whole number.
pub fn integer(name: &str) -> Field {
    typed(name, FieldType::Integer)
}

/// A field that holds a decimal.
pub fn decimal(name: &str) -> Field {
    typed(name, FieldType::Decimal)
}

/// A field that holds a share.
pub fn share(name: &str) -> Field {
    typed(name, FieldType::Percent)
}

/// A field that holds a day.
pub fn date(name: &str) -> Field {
    typed(name, FieldType::Date)
}

/// A field that holds one of a few labels without order.
pub fn one_of<'l>(name: &str, labels: impl IntoIterator<Item = &'l str>) -> Field {
    typed(name, FieldType::OneOf(false, labels.into_iter().map(quoted).collect()))
}

/// A field that holds a label of a scale or a reference to a kind of record, by the name of either.
pub fn of(name: &str, of: &str) -> Field {
    typed(name, FieldType::Named(ident(of)))
}

impl Field {
    /// Its name in the other language.
    pub fn aka(mut self, alias: &str) -> Field {
        self.0.naming.alias = Some(ident(alias));
        self
    }

    /// Makes it the key.
    pub fn key(mut self) -> Field {
        self.0.key = true;
        self
    }

    /// The least and the greatest value of a number.
    pub fn range(mut self, low: impl Into<Exact>, high: impl Into<Exact>) -> Field {
        self.0.range = Some((low.into(), high.into()));
        self
    }

    /// A reference that may be absent, for certain.
    pub fn optional(mut self) -> Field {
        self.0.optional = true;
        self
    }

    /// A reference that may be missing.
    pub fn may_be_unknown(mut self) -> Field {
        self.0.may_be_unknown = true;
        self
    }

    /// Keeps its values out of reports.
    pub fn private(mut self) -> Field {
        self.0.private = true;
        self
    }

    /// Says that less of it is better, of a number or a label of a scale: it decides nothing, but lint reads it.
    pub fn less_is_better(mut self) -> Field {
        self.0.less_is_better = true;
        self
    }

    /// What it means, for people.
    pub fn note(mut self, note: &str) -> Field {
        self.0.note = Some(quoted(note));
        self
    }
}

/// An award being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Award(Derive);

/// `award kind.name: scale`.
pub fn award(kind: &str, name: &str, scale: &str) -> Award {
    let what = Derived::Award { scale: ident(scale), cites: Vec::new(), cases: Vec::new(), otherwise: None };
    Award(Derive { kind: ident(kind), naming: naming(name), what })
}

impl Award {
    /// Its name in the other language.
    pub fn aka(mut self, alias: &str) -> Award {
        self.0.naming.alias = Some(ident(alias));
        self
    }

    /// An item that it is founded on.
    pub fn cites(mut self, item: &str) -> Award {
        if let Derived::Award { cites, .. } = &mut self.0.what {
            cites.push(cite(item, None));
        }
        self
    }

    /// An item of a named document that it is founded on.
    pub fn cites_of(mut self, document: &str, item: &str) -> Award {
        if let Derived::Award { cites, .. } = &mut self.0.what {
            cites.push(cite(item, Some(document.to_owned())));
        }
        self
    }

    /// `"label" when condition`, best first.
    pub fn when(mut self, label: impl Into<Label>, condition: impl Into<Expression>) -> Award {
        if let Derived::Award { cases, .. } = &mut self.0.what {
            let (trivia, when) = (Trivia::default(), condition.into().tree());
            cases.push(tree::AwardCase { trivia, label: literal(label), when, span: Span::NONE });
        }
        self
    }

    /// What is given where no case holds.
    pub fn otherwise(mut self, label: impl Into<Label>) -> Award {
        if let Derived::Award { otherwise, .. } = &mut self.0.what {
            *otherwise = Some(literal(label));
        }
        self
    }
}

/// A criterion being written; [`require`](Criterion::require) completes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion(tree::Criterion);

/// `criterion id "title"`.
pub fn criterion(id: &str, title: &str) -> Criterion {
    Criterion(tree::Criterion {
        id: ident(id),
        title: quoted(title),
        cites: Vec::new(),
        for_each: Vec::new(),
        // A list of nothing: what is required is still to be said, and the checker refuses it until then.
        condition: super::all_of(Vec::<Expression>::new()).tree(),
        if_none: None,
    })
}

impl Criterion {
    /// An item that it encodes.
    pub fn cites(mut self, item: &str) -> Criterion {
        self.0.cites.push(cite(item, None));
        self
    }

    /// An item of a named document that it encodes.
    pub fn cites_of(mut self, document: &str, item: &str) -> Criterion {
        self.0.cites.push(cite(item, Some(document.to_owned())));
        self
    }

    /// `for each kind`.
    pub fn for_each(mut self, kind: &str) -> Criterion {
        self.0.for_each.push(tree::ForEach { kind: ident(kind), filter: None });
        self
    }

    /// `for each kind where filter`.
    pub fn for_each_where(mut self, kind: &str, filter: impl Into<Expression>) -> Criterion {
        self.0.for_each.push(tree::ForEach { kind: ident(kind), filter: Some(filter.into().tree()) });
        self
    }

    /// What it asks.
    pub fn require(mut self, condition: impl Into<Expression>) -> Criterion {
        self.0.condition = condition.into().tree();
        self
    }

    /// `if there are none: met` (or not met).
    pub fn if_there_are_none(mut self, met: bool) -> Criterion {
        self.0.if_none = Some(met);
        self
    }
}

/// A parameter being written: a number or a date that whoever runs the rules may set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter(tree::Parameter);

fn parameter(name: &str, ty: SettingType, default: Value) -> Parameter {
    let default = Literal { value: default, span: Span::NONE };
    Parameter(tree::Parameter { naming: naming(name), ty, range: None, default, note: None })
}

/// `parameter name: count = default`.
pub fn count_parameter(name: &str, default: u64) -> Parameter {
    parameter(name, SettingType::Count, Value::Number(Exact::from(default)))
}

/// `parameter name: decimal = default`.
pub fn decimal_parameter(name: &str, default: Exact) -> Parameter {
    parameter(name, SettingType::Decimal, Value::Number(default))
}

/// `parameter name: percent = default`; 15% is 0.15.
pub fn percent_parameter(name: &str, default: Exact) -> Parameter {
    parameter(name, SettingType::Percent, Value::Percent(default))
}

/// `parameter name: date = default`.
pub fn date_parameter(name: &str, default: Date) -> Parameter {
    parameter(name, SettingType::Date, Value::Date(default))
}

impl Parameter {
    /// Its name in the other language.
    pub fn aka(mut self, alias: &str) -> Parameter {
        self.0.naming.alias = Some(ident(alias));
        self
    }

    /// What it may be set to, both ends included; 15% is 0.15.
    pub fn between(mut self, low: Exact, high: Exact) -> Parameter {
        let percent = self.0.ty == SettingType::Percent;
        let end = |number| Literal {
            value: if percent { Value::Percent(number) } else { Value::Number(number) },
            span: Span::NONE,
        };
        self.0.range = Some((end(low), end(high)));
        self
    }

    /// What it is about, for people.
    pub fn note(mut self, note: &str) -> Parameter {
        self.0.note = Some(quoted(note));
        self
    }
}
