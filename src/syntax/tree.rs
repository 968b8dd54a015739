//! The tree: what a rule file says, as its author wrote it.
//!
//! Contract. The tree is faithful to the text: it keeps comments, order and
//! spans, and the printer gives it back in either language. It is *one* tree
//! for both languages: it holds no keyword, no letter of a lettered list (they
//! follow from the position), no choice between spellings that mean the same.
//! Names are not resolved and types are not known here. Two trees are equal
//! when they say the same; spans take no part.

mod claims;
mod scores;
mod tables;
mod trials;

use crate::date::Date;

use crate::exact::{Exact, Rounding};
use crate::source::{Language, Span};

pub use claims::{Claim, Joint, Judged, Says};
pub use scores::{Band, BandStretch, Bands, Limit, LineContent, Role, Score, ScoreLine};
pub use tables::{Cell, Fits, Parameter, SettingType, Table, TableRow};
pub use trials::{
    Aside, Excuse, Expect, Fate, Keys, Outcome, Place, Spot, Subject, Trial, TrialCell, TrialPart, TrialRow, TrialStep,
};

/// A whole rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The edition on the first line, `tieuchi 1, en`.
    pub edition: u32,
    /// The language on the first line.
    pub language: Language,
    /// Its declarations in order.
    pub declarations: Vec<Declaration>,
    /// Comments after the last declaration's last line that belong to nothing else.
    pub tail: Vec<String>,
}

impl File {
    /// Of a source that holds no rules, such as the rows of a table: it declares nothing.
    pub fn nothing() -> File {
        File { edition: 1, language: Language::En, declarations: Vec::new(), tail: Vec::new() }
    }
}

/// Comments that belong to a line-level element.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trivia {
    /// Comments on lines of their own before it, without `#` and the blanks around.
    pub before: Vec<String>,
    /// The comment at the end of its (first) line.
    pub after: Option<String>,
}

/// A name as written, in NFC, without backquotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ident {
    /// The name.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// A name being declared, with its name in the other language: `rating aka xếp_loại`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    /// The name in the file's language.
    pub name: Ident,
    /// The name in the other language.
    pub alias: Option<Ident>,
}

/// A quoted string: a label, a title, a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// What it says, in NFC.
    pub text: String,
    /// Where, quotes included.
    pub span: Span,
}

/// One top-level declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// Its comments.
    pub trivia: Trivia,
    /// Comments after its last element that no element follows within it.
    pub tail: Vec<String>,
    /// All of it.
    pub span: Span,
    /// What it declares.
    pub body: Body,
}

/// What a declaration declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// `use "titles"`: another file of this pack (`use "titles.tieuchi"`), or a pack that the manifest names.
    Use(Quoted),
    /// `document "…"`.
    Document(Document),
    /// `scale rating "…" < "…"`.
    Scale(Scale),
    /// `record person …`, or `extend person …`, which adds fields to a record declared elsewhere.
    Record(Record),
    /// `define unit.headcount: …`, `award unit.title: scale …` and `rank unit.place: among units …`.
    Derive(Derive),
    /// `criterion II.3 "…" …`.
    Criterion(Criterion),
    /// `claim K1 "…" always: …`, `question Q1 "…" is it possible that …?`: what is stated and asked about the rules.
    Claim(Claim),
    /// `parameter quota: percent = 15%`.
    Parameter(Parameter),
    /// `test "…" records … expect …`: in files of tests alone.
    Trial(Trial),
    /// `never fails II.1 b: "…"`: in files of tests alone.
    Excuse(Excuse),
}

/// `document "PDTD-BDT 2022"`, the regulation being encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its number or short name.
    pub code: Quoted,
    /// `title "…"`.
    pub title: Option<Quoted>,
    /// `period A to B`, both days included.
    pub period: Option<Period>,
    /// `item II.2 "…"`.
    pub items: Vec<Item>,
}

/// `2022-02-01 to 2022-12-31`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Where.
    pub span: Span,
}

/// A dotted identifier of an item or a criterion: `II.2.a`, `I.5-party`, `27`.
pub type Id = Ident;

/// `item II.2 "…"`, maybe `not measured: "…"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its comments.
    pub trivia: Trivia,
    /// Its number.
    pub id: Id,
    /// What it is about.
    pub title: Quoted,
    /// The reason why it has no criterion.
    pub waived: Option<Quoted>,
    /// Where.
    pub span: Span,
}

/// `scale rating none < "…" < "…"`, lowest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// Its name.
    pub naming: Naming,
    /// Whether it begins with `none`.
    pub none: bool,
    /// The labels after `none`, lowest first.
    pub labels: Vec<Quoted>,
}

/// `record person aka cá_nhân, plural people`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Whether this is `extend`: fields added to a record that is declared elsewhere. Then there is no alias and no plural.
    pub extends: bool,
    /// Its name.
    pub naming: Naming,
    /// The English plural where it isn't name + `s`.
    pub plural: Option<Ident>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// `series of unit by year`.
    pub series: Option<Series>,
}

/// `series of unit by year`: one record for each owner and period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its comments.
    pub trivia: Trivia,
    /// Whose records they are: one or more fields.
    pub owners: Vec<Ident>,
    /// The field that says of which period.
    pub period: Ident,
    /// `every 1 month`, of a date.
    pub step: Option<(u32, Calendar)>,
    /// Where.
    pub span: Span,
}

/// `unit: unit, may be unknown "the unit that pays the salary"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its comments.
    pub trivia: Trivia,
    /// Its name.
    pub naming: Naming,
    /// What it holds.
    pub ty: FieldType,
    /// `0 to 100` behind the type of a number.
    pub range: Option<(Exact, Exact)>,
    /// `key`.
    pub key: bool,
    /// `optional`: a reference that may be absent for certain.
    pub optional: bool,
    /// `may be unknown`: a reference that may be missing.
    pub may_be_unknown: bool,
    /// `private`: its values never appear in a report.
    pub private: bool,
    /// `less is better`: of a number or a label of a scale. It decides nothing; a comparison the other way round is pointed out.
    pub less_is_better: bool,
    /// What it means, for the people who fill in records.
    pub note: Option<Quoted>,
    /// Where.
    pub span: Span,
}

/// The type that a field is declared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldType {
    /// `text`.
    Text,
    /// `yes/no`.
    YesNo,
    /// `count`: a whole number from 0.
    Count,
    /// `integer`.
    Integer,
    /// `decimal`, exact.
    Decimal,
    /// `percent`, exact: 12.5% is the number 0.125.
    Percent,
    /// `date`.
    Date,
    /// `one of "…", "…"`: closed, not ordered; `true` if `none` is among them (it is written first).
    OneOf(bool, Vec<Quoted>),
    /// The name of a scale or of a kind of record.
    Named(Ident),
}

/// `define person.hard: …`, `award unit.title: unit_title …` or `table unit.target by …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derive {
    /// The kind of record.
    pub kind: Ident,
    /// The new field.
    pub naming: Naming,
    /// What it derives.
    pub what: Derived,
}

/// The forms of a derived field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Derived {
    /// `define`: a condition or a number.
    Define(Expr),
    /// `award`: a label of a scale, the first case that holds; reported for every record.
    Award {
        /// The scale.
        scale: Ident,
        /// What it is founded on.
        cites: Vec<Cite>,
        /// `"…" when …`, best first.
        cases: Vec<AwardCase>,
        /// `otherwise …`; missing is a finding of the checker.
        otherwise: Option<Literal>,
    },
    /// `rank`: the place among the records of the kind; reported for every record.
    Rank(Box<Rank>),
    /// `award unit.level: level by points …`: an award by stretches of a number.
    Bands(Bands),
    /// `score unit.points: …`: points by a table; reported for every record.
    Score(Score),
    /// `table`: a value by rows of cells.
    Table(Table),
}

/// `among agencies in the same bloc where … by points, then by … ties shared`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rank {
    /// The kind once more, by its name or its plural.
    pub among: Ident,
    /// `in the same bloc, region`: what the records of a group have in common; empty for one group.
    pub same: Vec<Vec<Ident>>,
    /// `where …`: who is ranked.
    pub filter: Option<Expr>,
    /// What it is founded on.
    pub cites: Vec<Cite>,
    /// What they are ranked by, the first key first.
    pub keys: Vec<RankKey>,
    /// What comes of ties; missing is a finding of the checker.
    pub ties: Option<Ties>,
}

/// `by violations lowest first`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankKey {
    /// By what.
    pub by: Expr,
    /// `lowest first`; else the highest comes first.
    pub lowest: bool,
    /// Where.
    pub span: Span,
}

/// What comes of records that are equal by all keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ties {
    /// `ties shared`.
    Shared,
    /// `ties decided by draw`: a field that the data record.
    Decided(Ident),
}

/// How many from the first place on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Top {
    /// `the top 3`.
    First(Exact),
    /// `the top 20%`, kept as 0.2.
    Share(Exact),
}

/// `"Tập thể lao động xuất sắc" when …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwardCase {
    /// Its comments.
    pub trivia: Trivia,
    /// The label (a string or `none`).
    pub label: Literal,
    /// The condition.
    pub when: Expr,
    /// Where.
    pub span: Span,
}

/// `II.2`, or `"NĐ 91/2017" 10` where the item of which document must be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cite {
    /// The document's code.
    pub document: Option<Quoted>,
    /// The item.
    pub item: Id,
}

/// `criterion II.3 "…" cites II.3 for each …: … if there are none: met`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Its identifier.
    pub id: Id,
    /// What it asks, for people.
    pub title: Quoted,
    /// The items that it encodes.
    pub cites: Vec<Cite>,
    /// `for each …`, one or two kinds; empty for the whole population.
    pub for_each: Vec<ForEach>,
    /// The requirement.
    pub condition: Expr,
    /// `if there are none: met` (true) or `not met` (false).
    pub if_none: Option<bool>,
}

/// `unit where kind is "…"` behind `for each`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForEach {
    /// The kind.
    pub kind: Ident,
    /// `where …`.
    pub filter: Option<Expr>,
}

/// An expression with its place. Conditions and numbers are one type here; the checker sorts them out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expr {
    /// What it is.
    pub node: Node,
    /// Where.
    pub span: Span,
}

/// A literal with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// What it is.
    pub value: Value,
    /// Where.
    pub span: Span,
}

/// A literal value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `12`, `7.5`.
    Number(Exact),
    /// `70%`, kept as 0.7.
    Percent(Exact),
    /// `3 points`, percentage points, kept as 0.03.
    Points(Exact),
    /// `2022-12-31`.
    Date(Date),
    /// A label or a text.
    Text(String),
    /// `none` of a scale.
    None,
    /// `yes`, `no`.
    YesNo(bool),
}

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `is`, `=`.
    Is,
    /// `is not`, `!=`.
    IsNot,
    /// `at least`, `>=`, on or after.
    AtLeast,
    /// `at most`, `<=`, on or before.
    AtMost,
    /// `above`, `more than`, `>`, after.
    Above,
    /// `below`, `less than`, `<`, before.
    Below,
}

/// `+ - * /`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Arithmetic {
    /// `+`.
    Add,
    /// `-`.
    Sub,
    /// `*`.
    Mul,
    /// `/`.
    Div,
}

/// What is asked of a field's presence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// `is missing`: there should be a value and there is none.
    Missing,
    /// `is known`.
    Known,
    /// `is present`: an optional reference that is there.
    Present,
    /// `is absent`.
    Absent,
}

/// A unit of calendar time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Calendar {
    /// Days.
    Days,
    /// Months.
    Months,
    /// Years.
    Years,
}

/// Which stretch of time: `the period`, `quarter 1 of 2022`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stretch {
    /// The period of the document.
    Period,
    /// A quarter, 1 to 4; of the year that the document's period lies in where none is named.
    Quarter(u8, Option<i16>),
}

/// How many of a lettered list must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Need {
    /// `all of`.
    All,
    /// `any of`.
    Any,
    /// `at least 2 of`.
    AtLeast(u32),
    /// `at most 1 of`.
    AtMost(u32),
    /// `exactly 1 of`.
    Exactly(u32),
}

/// One entry of a lettered list. Its letter follows from its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<T> {
    /// Its comments.
    pub trivia: Trivia,
    /// What stands behind the letter.
    pub content: T,
    /// Where, letter included.
    pub span: Span,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A literal.
    Literal(Value),
    /// `rating`, `unit.kind`: a field, a definition, an award, or a field of a referenced record.
    Path(Vec<Ident>),
    /// `not x`.
    Not(Box<Expr>),
    /// `x and y and z`.
    And(Vec<Expr>),
    /// `x or y or z`.
    Or(Vec<Expr>),
    /// `all of a) … b) …`.
    List(Need, Vec<Entry<Expr>>),
    /// `rating at least "…"`; a path and a label alone (`title "…"`) is [`Comparison::Is`].
    Compare(Box<Expr>, Comparison, Box<Expr>),
    /// `between a and b`, `from a to b`; with `open`, `from a to under b`. Both ends are included but for that.
    Between {
        /// What lies between.
        value: Box<Expr>,
        /// Low end.
        low: Box<Expr>,
        /// High end.
        high: Box<Expr>,
        /// Whether the high end is excluded.
        open: bool,
    },
    /// `kind is one of "a", "b"`.
    OneOf(Box<Expr>, Vec<Literal>),
    /// `x is missing`.
    Presence(Box<Expr>, Presence),
    /// `start within the period`, `start in quarter 1`.
    Within(Box<Expr>, Stretch),
    /// `place in the top 3`, `place in the top 20%`.
    Top(Box<Expr>, Top),
    /// A quantified sentence.
    Quantified(Box<Quantified>),
    /// `meets II.2.a`.
    Meets(Id),
    /// `meets every criterion of II`: of those that cite an item or one below it, or of all.
    MeetsEvery(Option<Cite>),
    /// `II.3 is met`: the verdict of a criterion, in what a claim says.
    Judged(Id, Judged),
    /// `a + b`.
    Arithmetic(Box<Expr>, Arithmetic, Box<Expr>),
    /// `-x`.
    Negative(Box<Expr>),
    /// `15% of x`.
    PercentOf(Exact, Box<Expr>),
    /// `x rounded down to 2 places`.
    Rounded(Box<Expr>, Rounding, u32),
    /// `x but at most 50`: the smaller of the two.
    AtMost(Box<Expr>, Box<Expr>),
    /// `x but at least 0`: the greater of the two.
    AtLeast(Box<Expr>, Box<Expr>),
    /// `(60 when hard; otherwise 85)`: each value with its condition.
    Cases(Vec<(Expr, Expr)>, Box<Expr>),
    /// `by region: "Tây Nguyên" 41; "A", "B" 59; otherwise 45`. Several labels may share a row.
    By(Vec<Ident>, Vec<(Vec<Literal>, Expr)>, Option<Box<Expr>>),
    /// `total disbursed of policies in the unit where …`.
    Aggregate(Box<Aggregate>),
    /// `6 months before x` (negative amount: before; positive: after).
    Shift(Box<Expr>, i64, Calendar),
    /// `years from born to 2022-12-31`: whole units of time between two dates; `age at D from born` is the same.
    Elapsed(Calendar, Box<Expr>, Box<Expr>),
    /// `the start of the period` (false), `the end of the period` (true).
    PeriodEdge(bool),
    /// `line a.1 of points`: the points of one line of a score. Places from 0, the letter's first.
    ScoreLine(Vec<u32>, Vec<Ident>),
    /// `every line of points at least 50%`: of its own maximum; at least, or above (true).
    EveryLine(Vec<Ident>, bool, Exact),
    /// `the previous revenue`, `revenue 2 periods before`: a path read of the record so many periods earlier.
    Earlier(Vec<Ident>, u32),
    /// `there is a previous period`, `there are 2 previous periods`: so many, one right before the other.
    HasEarlier(u32),
    /// `growth of revenue in percent`.
    Growth(Vec<Ident>, Option<Growth>),
    /// `number of consecutive periods with (x)`: up to and including this one.
    Run(Box<Expr>),
    /// `x for 3 consecutive periods`.
    Lasting(Box<Expr>, Lasting, u32),
}

/// How a growth is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Growth {
    /// `in percent`: of the value before.
    Percent,
    /// `in points`: the difference of two percentages.
    Points,
}

/// Which periods a condition must hold in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lasting {
    /// `for 3 consecutive periods`: this one and the two before it.
    UpToNow,
    /// `for 3 consecutive periods counted anew`: the same, and each period counts once only.
    Anew,
    /// `in each of the 3 periods before`: the three before this one.
    Before,
}

/// `total x of population`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aggregate {
    /// Which.
    pub what: Summary,
    /// Of what; none for `number of`.
    pub value: Option<Expr>,
    /// Over whom.
    pub population: Population,
    /// `leaving out missing`: records whose value is missing are left out.
    pub leaving_out_missing: bool,
}

/// What is taken over a population.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Summary {
    /// `total x of`.
    Total,
    /// `average x of`.
    Average,
    /// `least x of`.
    Least,
    /// `greatest x of`.
    Greatest,
    /// `number of`.
    Number,
}

/// `persons in the unit where …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Population {
    /// The kind of record, by its name or its plural.
    pub kind: Ident,
    /// How it hangs on the records in hand; empty for the whole roster. Two where a criterion is for each of two kinds.
    pub scopes: Vec<Scope>,
    /// `where …`.
    pub filter: Option<Expr>,
    /// Where.
    pub span: Span,
}

/// `in the unit`, `under the unit`, `of the person`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Whether records of units below count too (`under`).
    pub under: bool,
    /// The kind in hand.
    pub kind: Ident,
    /// The reference that leads there, where it must be said: `in the unit (person.unit)`.
    pub via: Option<Vec<Ident>>,
    /// Where.
    pub span: Span,
}

/// A quantified sentence: a head clause and its flat tails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantified {
    /// Over whom the head clause speaks.
    pub population: Population,
    /// The head clause.
    pub head: Clause,
    /// `, of which …`, `, of the rest …`.
    pub tails: Vec<Tail>,
}

/// A quantifier with a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// How many.
    pub quantifier: Quantifier,
    /// What they have; none in `there is at least 1 resolution where …`.
    pub property: Option<Expr>,
    /// What a missing property counts as.
    pub missing: Option<Missing>,
    /// Where.
    pub span: Span,
}

/// `, of which at least 70% have …` or `, of which a) … b) …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tail {
    /// `of the rest` (true): those that the head clause did not select. Else those that the clause before it selected.
    pub rest: bool,
    /// Its clauses.
    pub body: TailBody,
    /// Where.
    pub span: Span,
}

/// One clause, or lettered ones that share the base.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)] // one per sentence: not worth an indirection everywhere
pub enum TailBody {
    /// One clause.
    One(Clause),
    /// `a) at least 50% … b) at most 30% …`, all required.
    Lettered(Vec<Entry<Clause>>),
}

/// What a missing property counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Missing {
    /// `counting missing as failing`.
    Failing,
    /// `counting missing as passing`.
    Passing,
    /// `leaving out missing`.
    LeftOut,
}

/// How many of a population.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quantifier {
    /// `all`, `every`, `each`, `100% of`.
    All,
    /// `no`.
    No,
    /// `at least 3`.
    Count(Bound, Amount),
    /// `between 2 and 5`.
    Between(Amount, Amount),
    /// `at least 70% of`, `more than 1/3 of`.
    Share(Bound, Amount),
    /// `at most 15% rounded up of`.
    Rounded(Bound, Amount, Rounding),
    /// `70% of` with no word before it: refused by the checker with a question.
    BareShare(Exact),
}

/// On which side of its threshold a quantifier holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// `at least`.
    AtLeast,
    /// `more than`.
    MoreThan,
    /// `at most`.
    AtMost,
    /// `fewer than`, `less than`.
    LessThan,
    /// `exactly`.
    Exactly,
}

/// The threshold of a quantifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// `3`, `70%` (kept as 0.7), `1/3`.
    Fixed(Exact),
    /// `80% (70% when hard)` is `Cases`; `(by region: "A" 41%; otherwise 45%)` in parentheses.
    Depends(Box<Expr>),
}
