//! The program: a rule file resolved, typed, desugared, indexed.
//!
//! Contract. A [`Program`] is plain data that serialises as RON and JSON and
//! runs without any rule text. Names are numbers here: every index points into
//! a table of the same program, every expression is of the type that its place
//! asks for, kinds and fields that a clause reads are computed before it (the
//! [`plan`](Program::plan) has them in order), nesting is bounded. [`validate`]
//! checks all of that, and nothing gets to be a `Program` in the engine's hands
//! without having passed it. There is no comment, no keyword and no span here,
//! only [`Place`]s to show. Nothing here evaluates.
//!
//! A condition is read with one or two *records in hand*: the record of the
//! kind that the field, the `for each` or the property is about. A whole-roster
//! criterion has no record in hand.

mod claims;
mod data;
mod rank;
mod reads;
mod validate;

use crate::date::Date;
use serde::{Deserialize, Serialize};

use crate::exact::{Exact, Rounding};
use crate::source::Language;

pub use claims::{Claim, Claims, Fate, Says, Stated, Statement};
pub use data::{MAX_BYTES, Unread};
pub(crate) use rank::Piece;
pub use rank::{Rank, RankGives, RankKey, Ties};
pub use reads::{Reached, Reader};
pub(crate) use reads::{fields_claimed, fields_read};
pub use validate::{Invalid, MAX_ENTRIES, MAX_EXPANDED, MAX_TEXT, validate};
pub(crate) use validate::{Turn, strata, turns};

/// The version of the serialised form.
pub const FORMAT: u32 = 1;

/// The deepest nesting of conditions and numbers.
pub const MAX_DEPTH: usize = 200;

/// The most fields that say whose records those of a series are.
pub const MAX_OWNERS: usize = 4;

/// The most labels of which an award, a definition or a table may give one.
pub const MAX_AWARD_LABELS: usize = 64;

macro_rules! index {
    ($(#[$doc:meta] $name:ident)*) => {$(
        #[$doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// As an index of its table.
            pub fn at(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

index! {
    /// A set of labels: [`Program::labels`].
    LabelsId
    /// A kind of record: [`Program::kinds`].
    KindId
    /// A field of a kind that is known from where it stands: [`Kind::fields`].
    FieldId
    /// A clause: [`Program::clauses`].
    ClauseId
    /// An aggregate: [`Program::aggregates`].
    AggregateId
    /// A criterion: [`Program::criteria`].
    CriterionId
}

/// A checked program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// [`FORMAT`].
    pub format: u32,
    /// The language of titles and of the texts of clauses.
    pub language: Language,
    /// Names of the rule files, as shown; a [`Place`] points here.
    pub files: Vec<String>,
    /// Constants that could be set when the rules were compiled, settled: what is computed doesn't ask for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Parameter>,
    /// The regulations that are encoded.
    pub documents: Vec<Document>,
    /// Scales and closed lists of labels.
    pub labels: Vec<Labels>,
    /// Kinds of records.
    pub kinds: Vec<Kind>,
    /// Every quantified clause, referred to by number.
    pub clauses: Vec<Clause>,
    /// Every aggregate, referred to by number.
    pub aggregates: Vec<Aggregate>,
    /// Criteria in the order of the text.
    pub criteria: Vec<Criterion>,
    /// Tables of points, in the order of their kinds and fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<Score>,
    /// What is computed when: the strata. Each step reads only input fields and the results of steps before it.
    pub plan: Vec<Step>,
    /// What authors state and ask about these rules: it decides nothing.
    #[serde(default, skip_serializing_if = "Claims::is_empty")]
    pub claims: Claims,
}

impl Program {
    /// The series that records of kinds are: the kind, and its reference to the record before.
    pub(crate) fn series(&self) -> impl Iterator<Item = (KindId, FieldId)> {
        (0u32..).map(KindId).zip(&self.kinds).flat_map(|(kind, declared)| {
            let fields = (0u32..).map(FieldId).zip(&declared.fields);
            fields.filter_map(move |(id, field)| matches!(field.origin, Origin::Previous { .. }).then_some((kind, id)))
        })
    }

    /// Whether a field is the reference to the record before.
    pub(crate) fn is_previous(&self, kind: KindId, field: FieldId) -> bool {
        let found = self.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at()));
        found.is_some_and(|field| matches!(field.origin, Origin::Previous { .. }))
    }

    /// The criterion of this identifier.
    pub fn criterion(&self, id: &str) -> Option<CriterionId> {
        let place = self.criteria.iter().position(|criterion| criterion.id == id)?;
        u32::try_from(place).ok().map(CriterionId)
    }
}

/// A step of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Step {
    /// Tally a clause.
    Clause(ClauseId),
    /// Tally an aggregate.
    Aggregate(AggregateId),
    /// Compute a derived field for all records of a kind.
    Derive(KindId, FieldId),
    /// Compute a derived field that refers to itself downwards along a parent
    /// reference: level by level from the leaves up, and with it the clauses
    /// and aggregates that it reads and that read it.
    DeriveUpwards {
        /// The kind.
        kind: KindId,
        /// The field.
        field: FieldId,
        /// The reference to the record above, of the same kind.
        parent: FieldId,
        /// The clauses that take part, in order.
        clauses: Vec<ClauseId>,
        /// The aggregates that take part, in order.
        aggregates: Vec<AggregateId>,
    },
    /// Compute a derived field that refers to itself of the period before:
    /// period by period.
    DeriveOnwards {
        /// The kind.
        kind: KindId,
        /// The field.
        field: FieldId,
        /// The reference to the record of the period before.
        previous: FieldId,
    },
}

/// A name in both languages. At least one is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// In English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
    /// In Vietnamese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vi: Option<String>,
}

impl Name {
    /// The name that stands in data and reports for programs: English if there is one.
    pub fn canonical(&self) -> &str {
        self.en.as_deref().or(self.vi.as_deref()).unwrap_or("")
    }

    /// The name to show in a language, or the other one.
    pub fn shown(&self, language: Language) -> &str {
        let (first, second) = match language {
            Language::En => (&self.en, &self.vi),
            Language::Vi => (&self.vi, &self.en),
        };
        first.as_deref().or(second.as_deref()).unwrap_or("")
    }

    /// Whether an author can spell it. What has a point or a blank in it names a part of another declaration: a line of
    /// a table of points, the record of the period before.
    pub fn is_spelled(&self) -> bool {
        !self.canonical().contains(['.', ' '])
    }

    /// Whether `text` is this name in either language.
    pub fn is(&self, text: &str) -> bool {
        self.en.as_deref() == Some(text) || self.vi.as_deref() == Some(text)
    }
}

/// A place in a rule file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Number of the file in [`Program::files`].
    pub file: u32,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in graphemes.
    pub column: u32,
}

/// A constant with a name, and what it was set to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// A number or a date.
    pub ty: Type,
    /// What it may be set to, both ends included.
    pub range: Option<(Constant, Constant)>,
    /// What it is unless it is set.
    pub default: Constant,
    /// What it is in this program.
    pub value: Constant,
    /// What it is about, for people.
    pub note: Option<String>,
    /// Where it is declared.
    pub place: Option<Place>,
}

impl Parameter {
    /// Whether it is something else than its author says.
    pub fn is_set(&self) -> bool {
        self.value != self.default
    }
}

/// What a parameter may be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Constant {
    /// A number; 70% is 0.7.
    Number(Exact),
    /// A day.
    Date(Date),
}

/// A regulation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its number or short name.
    pub code: String,
    /// Its title.
    pub title: Option<String>,
    /// First and last day.
    pub period: Option<(Date, Date)>,
    /// Its items.
    pub items: Vec<Item>,
}

/// An item of a regulation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its number.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// Why it has no criterion, if it has been waived.
    pub waived: Option<String>,
}

/// A reference to an item: document number and item number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cite {
    /// In [`Program::documents`].
    pub document: u32,
    /// In [`Document::items`].
    pub item: u32,
}

/// A closed set of labels: a scale, or the labels of a `one of`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    /// The scale's name; a `one of` has none.
    pub name: Option<Name>,
    /// Whether they are ordered, lowest first.
    pub ordered: bool,
    /// Whether the first is `none`, which is stored as the empty text.
    pub none: bool,
    /// The labels, in NFC; a label's number is its place here.
    pub labels: Vec<String>,
}

/// A kind of record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Its name.
    pub name: Name,
    /// Its English plural.
    pub plural: Option<String>,
    /// The key field.
    pub key: FieldId,
    /// Input fields and derived ones.
    pub fields: Vec<Field>,
}

/// A field of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: Type,
    /// Where its values come from.
    pub origin: Origin,
    /// Whether its values must stay out of reports.
    pub private: bool,
    /// Whether less is better, as its author says. It decides nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub less_is_better: bool,
    /// Least and greatest value, both included, of a number.
    pub range: Option<(Exact, Exact)>,
    /// What it means, for people.
    pub note: Option<String>,
    /// Where it is declared.
    pub place: Option<Place>,
}

/// The type of a field or a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Type {
    /// Free text.
    Text,
    /// Yes or no.
    YesNo,
    /// A number.
    Number(NumberKind),
    /// A day.
    Date,
    /// A label.
    Label(LabelsId),
    /// A reference to a record.
    Reference(KindId),
}

/// What a number counts or measures. All are exact rationals; the kind decides what data may hold and how it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum NumberKind {
    /// A whole number from 0.
    Count,
    /// A whole number.
    Integer,
    /// A decimal.
    Decimal,
    /// A share: 12.5% is 0.125.
    Percent,
}

/// Where a field's values come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Origin {
    /// The data: the key.
    Key,
    /// The data.
    Data {
        /// A blank means absent, for certain (references only).
        optional: bool,
        /// A blank reference means unknown (else it is a data error).
        may_be_unknown: bool,
    },
    /// A `define`.
    Define(Definition),
    /// The record of one period earlier, of the same kind and the same owner. Absent where there is none for certain;
    /// unknown where the owner or the period of this record is missing, or of one that may be it.
    Previous {
        /// The fields that say whose records they are: one to [`MAX_OWNERS`].
        owners: Vec<FieldId>,
        /// The field that says of which period: a whole number, or a date.
        period: FieldId,
        /// Of a date, how many months a period has: a divisor of 12. Periods are counted from the start of a year.
        months: Option<u32>,
    },
    /// An `award`: the term gives a label.
    Award {
        /// The cases.
        cases: Vec<AwardCase>,
        /// The label when no case holds.
        otherwise: u32,
        /// What it is founded on.
        cites: Vec<Cite>,
    },
    /// A `rank`: a number, counted from 1.
    Rank(Rank),
}

/// A table of points, as a committee fills it in. The score and each of its lines are definitions like any other: the
/// total reads the lines at the top, a line with lines below it reads these. What stands here is how they are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// The kind of record that is scored.
    pub kind: KindId,
    /// The field that has the total.
    pub field: FieldId,
    /// All lines in the order of the text, those of a line right behind it.
    pub lines: Vec<ScoreLine>,
    /// The least that the lines within come to.
    pub least: Exact,
    /// The most that it may come to, where that is known.
    pub most: Option<Exact>,
    /// What it is founded on.
    pub cites: Vec<Cite>,
}

/// A line of a table of points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreLine {
    /// The field of the same kind that has its points.
    pub field: FieldId,
    /// Where it stands: its place from 0 at each level, the letter's first.
    pub position: Vec<u32>,
    /// The same as letters and numbers in the program's language: `a.2`.
    pub marker: String,
    /// How it counts.
    pub role: Role,
    /// What the points are for.
    pub title: String,
    /// How the points are given, printed in one line; empty where lines follow below it.
    pub text: String,
    /// The least that it comes to.
    pub least: Exact,
    /// The most that it may come to, where that is known.
    pub most: Option<Exact>,
    /// Where.
    pub place: Option<Place>,
}

/// How a line counts in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// It is added.
    Plain,
    /// It is added within the table's maximum.
    Bonus,
    /// It is added beyond the table's maximum.
    Beyond,
    /// It is taken off.
    Minus,
}

/// A defined condition or number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Definition {
    /// A condition; the field is [`Type::YesNo`].
    Cond(Cond),
    /// A number, date or label.
    Term(Term),
}

/// A case of an award.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AwardCase {
    /// The label that it gives.
    pub label: u32,
    /// When.
    pub when: Cond,
    /// Where it is written.
    pub place: Option<Place>,
}

/// A field of the record in hand, or of one that it refers to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Path {
    /// Which record in hand: 0, or 1 where there are two.
    pub hand: u8,
    /// References to follow, each a field of the kind before it.
    pub via: Vec<FieldId>,
    /// The field read at the end.
    pub field: FieldId,
}

/// A condition: yes, no or unknown for the records in hand.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Cond {
    /// Whether a field's value is in a set of values; all comparisons of a field with constants are this.
    Test(Test),
    /// Whether two terms of one type stand in an order (numbers, dates, labels of one scale; texts, labels and references for equality).
    Compare(Term, Order, Term),
    /// Whether a field has a value.
    Presence(Path, Presence),
    /// Not.
    Not(Box<Cond>),
    /// How many of the parts hold: `and`, `or`, lettered lists, k of n.
    List(List),
    /// A quantified clause.
    Clause(ClauseId),
    /// What another criterion says, as if its condition stood here. With a
    /// record in hand of the kind that the criterion is for each of: what it
    /// says of that record.
    Meets(CriterionId),
}

impl Cond {
    /// Whether it asks of other records, by clauses or by another criterion.
    pub(crate) fn asks_others(&self) -> bool {
        match self {
            Cond::Clause(_) | Cond::Meets(_) => true,
            Cond::Not(inner) => inner.asks_others(),
            Cond::List(list) => list.parts.iter().any(|part| part.cond.asks_others()),
            Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) => false,
        }
    }
}

/// A field against a set of values.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// The field.
    pub path: Path,
    /// The values for which it holds.
    pub set: Set,
}

/// A set of values of one type.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Set {
    /// Numbers; for dates, days since 1970-01-01.
    Numbers(NumberSet),
    /// Labels by number, ascending.
    Labels(Vec<u32>),
    /// Texts in NFC; with `true` all texts but these.
    Texts(Vec<String>, bool),
    /// Yes (true) or no (false).
    YesNo(bool),
}

/// A union of intervals: membership of each boundary point and of each gap between them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberSet {
    /// Boundary points, ascending, no two equal.
    pub points: Vec<Exact>,
    /// Whether each point is in.
    pub at: Vec<bool>,
    /// Whether each open gap is in: below the first point, between two, above the last. One more than points.
    pub gaps: Vec<bool>,
}

/// What is asked of a field's presence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Presence {
    /// No value, though there should be one. Never unknown.
    Missing,
    /// A value. Never unknown.
    Known,
    /// An optional reference that is there; unknown where the reference may be unknown and is.
    Present,
    /// An optional reference that is absent for certain.
    Absent,
}

/// An order between two terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Order {
    /// Equal.
    Is,
    /// Not equal.
    IsNot,
    /// `>=`.
    AtLeast,
    /// `<=`.
    AtMost,
    /// `>`.
    Above,
    /// `<`.
    Below,
}

/// A list of conditions and how many must hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// How many.
    pub need: Need,
    /// Of these.
    pub parts: Vec<Part>,
    /// Whether the author lettered them.
    pub lettered: bool,
}

/// How many parts of a list must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Need {
    /// All.
    All,
    /// At least one.
    Any,
    /// At least so many.
    AtLeast(u32),
    /// At most so many.
    AtMost(u32),
    /// Exactly so many.
    Exactly(u32),
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The condition.
    pub cond: Cond,
    /// How the author wrote it, printed in one line.
    pub text: String,
    /// Where.
    pub place: Option<Place>,
}

/// A number, a date, a label, a text or a reference for the records in hand.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Term {
    /// A number.
    Number(Exact),
    /// A day.
    Date(Date),
    /// A label of a set.
    Label(LabelsId, u32),
    /// A text, in NFC.
    Text(String),
    /// A field's value.
    Field(Path),
    /// Sum.
    Add(Box<Term>, Box<Term>),
    /// Difference.
    Sub(Box<Term>, Box<Term>),
    /// Product.
    Mul(Box<Term>, Box<Term>),
    /// Quotient; unknown where the divisor is or may be 0.
    Div(Box<Term>, Box<Term>),
    /// The smaller of two.
    Min(Box<Term>, Box<Term>),
    /// The greater of two.
    Max(Box<Term>, Box<Term>),
    /// Rounded to so many decimal places.
    Rounded(Box<Term>, Rounding, u32),
    /// The value of the first case that holds.
    Cases(Vec<(Cond, Term)>, Box<Term>),
    /// An aggregate.
    Aggregate(AggregateId),
    /// The value of the first case that holds; one of them does, whatever the records say. There is a case.
    OneOf(Vec<(Cond, Term)>),
    /// A date moved by so many units; months and years keep the day of the
    /// month, or take the month's last day where it has no such day.
    Shift(Box<Term>, i64, Calendar),
    /// Whole units of time from the first date to the second; below 0 where the second is earlier.
    Elapsed(Calendar, Box<Term>, Box<Term>),
}

/// A unit of calendar time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Calendar {
    /// Days.
    Days,
    /// Months.
    Months,
    /// Years.
    Years,
}

/// The records that a clause or an aggregate speaks about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Population {
    /// Their kind.
    pub kind: KindId,
    /// The kinds in hand where the clause stands: its groups are the records of these. Empty: one group, the whole roster.
    pub hand: Vec<KindId>,
    /// How the records hang on those in hand. A record in hand without a link doesn't narrow.
    pub links: Vec<Link>,
    /// `where …`, read with the population's record in hand.
    pub filter: Option<Cond>,
}

/// How a record belongs to one in hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The references to follow from the record, each a field of the kind before; the last one leads to the kind in hand.
    pub via: Vec<FieldId>,
    /// Which record in hand.
    pub hand: u8,
    /// The parent reference of that kind, where records below count too (`under`): then a record belongs to whatever `via` leads to and to all above it.
    pub under: Option<FieldId>,
}

/// A quantified sentence: a head clause and its tails. All parts must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Over whom.
    pub population: Population,
    /// The head clause first, then the tails in order.
    pub parts: Vec<ClausePart>,
    /// How the author wrote it, printed in one line.
    pub text: String,
    /// Where.
    pub place: Option<Place>,
}

/// One clause of a quantified sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClausePart {
    /// Which records it is about.
    pub base: Base,
    /// How many must have the property.
    pub quantifier: Quantifier,
    /// The property, read with the population's record in hand; none: being there is enough.
    pub property: Option<Cond>,
    /// What an unknown property counts as.
    pub missing: Missing,
    /// Its place in a lettered tail, from 0.
    pub letter: Option<u32>,
    /// How the author wrote the clause, printed in one line.
    pub text: String,
    /// How the author wrote the property, printed in one line; empty if there is none.
    pub property_text: String,
    /// Where.
    pub place: Option<Place>,
}

/// The base of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Base {
    /// The population: the head clause.
    Population,
    /// Those of an earlier part's base that have its property: `of which`.
    Holding(u32),
    /// Those of the head clause's base that don't have its property: `of the rest`.
    Rest,
}

/// What an unknown property counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub enum Missing {
    /// Unknown.
    #[default]
    Unknown,
    /// Failing.
    Failing,
    /// Passing.
    Passing,
    /// The record is left out of the base.
    LeftOut,
}

/// How many of the base must have the property. Thresholds are numbers that are read with the clause's records in hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Quantifier {
    /// All.
    All,
    /// None.
    No,
    /// So many.
    Count(Bound, Term),
    /// From the first to the second, both included (`exactly k` is [`Bound::Exactly`]).
    Between(Term, Term),
    /// Such a share; 70% is 0.7.
    Share(Bound, Term),
    /// So many as such a share of the base is, rounded to a whole number; never [`Bound::Exactly`]. A share below 0 counts
    /// as 0, one above 1 as 1.
    Rounded(Bound, Term, Rounding),
}

impl Quantifier {
    /// Whether its thresholds are the same whatever record is in hand.
    pub(crate) fn is_constant(&self) -> bool {
        self.terms().all(|term| matches!(term, Term::Number(_)))
    }

    /// Its thresholds.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        let (one, other) = match self {
            Quantifier::All | Quantifier::No => (None, None),
            Quantifier::Count(_, term) | Quantifier::Share(_, term) | Quantifier::Rounded(_, term, _) => {
                (Some(term), None)
            }
            Quantifier::Between(low, high) => (Some(low), Some(high)),
        };
        one.into_iter().chain(other)
    }
}

/// On which side of the threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bound {
    /// At least.
    AtLeast,
    /// More than.
    MoreThan,
    /// At most.
    AtMost,
    /// Less, fewer than.
    LessThan,
    /// Exactly.
    Exactly,
}

/// Something taken over a population.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aggregate {
    /// What.
    pub what: Summary,
    /// Of what, read with the population's record in hand; none for a number of records.
    pub value: Option<Term>,
    /// Over whom.
    pub population: Population,
    /// Whether records whose value is unknown are left out.
    pub leave_out_missing: bool,
    /// How the author wrote it, printed in one line.
    pub text: String,
    /// Where.
    pub place: Option<Place>,
}

/// What is taken over a population.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Summary {
    /// The sum; 0 of nobody.
    Total,
    /// The mean; unknown of nobody.
    Average,
    /// The least; unknown of nobody.
    Least,
    /// The greatest; unknown of nobody.
    Greatest,
    /// How many records.
    Number,
}

/// A criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its identifier.
    pub id: String,
    /// What it asks.
    pub title: String,
    /// The items that it encodes.
    pub cites: Vec<Cite>,
    /// The kinds that it is for each of, with their `where`: none, one or two.
    pub for_each: Vec<ForEach>,
    /// The requirement.
    pub cond: Cond,
    /// The verdict (met: true) over an empty base, where the author says one.
    pub if_none: Option<bool>,
    /// How the author wrote the requirement, printed in one line.
    pub text: String,
    /// Where.
    pub place: Option<Place>,
}

/// A kind that a criterion is for each of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForEach {
    /// The kind.
    pub kind: KindId,
    /// `where …`, read with that record alone in hand.
    pub filter: Option<Cond>,
}
