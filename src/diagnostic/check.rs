//! What the checker finds in rule files that can be read: E02xx, E03xx and
//! warnings W02xx. The prose of each language stands in a file of its own.

mod en;
mod settings;
mod tables;
mod trials;
mod vi;

pub use settings::{SettingProblem, SettingSort};
pub use tables::TableProblem;
pub use trials::TrialProblem;

use crate::source::Language;

use super::Prose;

/// What a name or number stands for, for prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// A scale.
    Scale,
    /// A kind of record.
    Record,
    /// A field, a definition or an award of a kind.
    Field,
    /// A criterion.
    Criterion,
    /// A document.
    Document,
    /// An item of a document.
    Item,
    /// A label of a scale or of a `one of`.
    Label,
    /// A parameter.
    Parameter,
    /// A claim or a question.
    Claim,
}

/// What an expression gives, for prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sort {
    /// Something that holds or doesn't.
    Condition,
    /// A number.
    Number,
    /// A share.
    Percent,
    /// A free text.
    Text,
    /// A day.
    Date,
    /// A label of the scale or list of this name.
    Label(String),
    /// A yes/no field.
    YesNo,
    /// A reference to a record of the kind of this name.
    Reference(String),
    /// The verdict of a criterion.
    Verdict,
}

/// A stretch of numbers, each end with whether it is in; no end where it is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// From where.
    pub low: Option<(String, bool)>,
    /// To where.
    pub high: Option<(String, bool)>,
}

/// Why a field can't be asked about its presence in this way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PresenceFault {
    /// `is missing`, `is known` of what is never missing: a key, a required reference.
    NeverMissing,
    /// `is missing`, `is known` of an optional reference, which is absent, not missing.
    Optional,
    /// `is missing`, `is known` of a derived field.
    Derived,
    /// `is present`, `is absent` of a field that isn't an optional reference.
    NotOptional,
    /// Not a field at all.
    NotField,
}

/// What keeps records from being a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeriesFault {
    /// The kind is a series already.
    Twice,
    /// A field is named twice.
    SameField,
    /// An owner that is no reference, label or text of the data.
    Owner,
    /// More owners than there may be.
    ManyOwners {
        /// The most there may be.
        most: usize,
    },
    /// A period that is no whole number and no date of the data.
    Period,
    /// A date without a step.
    NoStep,
    /// A step that doesn't divide a year.
    Step,
    /// A step of a whole number, whose periods follow one another anyway.
    StepOfNumber,
}

/// What is wrong with a record's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFault {
    /// There is none.
    None,
    /// There are two.
    Two,
    /// It is private.
    Private,
    /// It is no text.
    NotText,
    /// It is added by `extend`.
    Extended,
}

/// Why nobody can be said to stand at the top of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankTopFault {
    /// It is no rank.
    NoRank,
    /// The top 0.
    Nobody,
    /// More than 100%.
    TooMany,
}

/// Why the period can't be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodFault {
    /// No document says one.
    None,
    /// Several do.
    Several,
    /// A quarter without a year, and the period lies in two years.
    TwoYears,
    /// A quarter that is not 1 to 4, or a year that the calendar lacks.
    Quarter,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CheckProblem {
    /// A field that the record doesn't have.
    UnknownField {
        /// As written.
        name: String,
        /// The kind of record.
        kind: String,
        /// What may have been meant.
        nearest: Option<String>,
        /// What the kind has.
        known: Vec<String>,
    },
    /// A type that is neither scale nor record.
    UnknownType {
        /// As written.
        name: String,
        /// What may have been meant.
        nearest: Option<String>,
    },
    /// A kind of record that nothing declares.
    UnknownKind {
        /// As written.
        name: String,
        /// What may have been meant.
        nearest: Option<String>,
        /// The kinds there are.
        known: Vec<String>,
    },
    /// A label that the scale lacks.
    UnknownLabel {
        /// As written.
        label: String,
        /// The scale.
        scale: String,
        /// What may have been meant.
        nearest: Option<String>,
        /// Its labels; `none` is the empty one.
        known: Vec<String>,
    },
    /// A label of another scale.
    ForeignLabel {
        /// As written.
        label: String,
        /// The scale wanted.
        scale: String,
        /// The scale that it is of.
        other: String,
        /// The labels of the scale wanted; `none` is the empty one.
        known: Vec<String>,
    },
    /// `none` of a scale that has none.
    NoNone {
        /// The scale; none where it can't be told of what.
        scale: Option<String>,
    },
    /// A criterion that isn't there.
    UnknownCriterion {
        /// As written.
        id: String,
        /// What may have been meant.
        nearest: Option<String>,
    },
    /// A document that isn't there.
    UnknownDocument {
        /// As written.
        code: String,
        /// What may have been meant.
        nearest: Option<String>,
    },
    /// An item that no document has.
    UnknownItem {
        /// As written.
        id: String,
        /// The document, where one is named.
        document: Option<String>,
        /// What may have been meant.
        nearest: Option<String>,
    },
    /// An item that several documents have.
    AmbiguousItem {
        /// As written.
        id: String,
        /// The documents.
        documents: Vec<String>,
    },
    /// Declared a second time.
    Twice {
        /// What.
        thing: Thing,
        /// Its name.
        name: String,
    },
    /// Two different names in the other language for one name.
    AliasConflict {
        /// The name.
        name: String,
        /// The alias here.
        alias: String,
        /// The alias elsewhere.
        other: String,
    },
    /// A field that both records in hand have.
    AmbiguousField {
        /// As written.
        name: String,
        /// The kinds in hand.
        kinds: Vec<String>,
    },
    /// A field of the outer record in a property or a filter.
    OuterField {
        /// As written.
        name: String,
        /// The kind that it is of.
        outer: String,
        /// The kind in hand.
        inner: String,
    },
    /// A field where no record is in hand.
    NothingInHand {
        /// As written.
        name: String,
        /// A kind that has such a field.
        kind: Option<String>,
    },
    /// A path through something that is no reference.
    NotReference {
        /// The step.
        name: String,
        /// What it holds.
        sort: Sort,
    },
    /// A path through an optional reference that isn't known to be there.
    Unguarded {
        /// The path up to the reference.
        path: String,
    },
    /// A condition was expected.
    NotCondition {
        /// What stands there.
        sort: Sort,
    },
    /// A literal as a condition.
    BareLiteral,
    /// A value of some sort was expected.
    NotValue {
        /// What is needed; none for any value.
        wanted: Option<Sort>,
        /// What stands there.
        found: Sort,
    },
    /// Two sorts that don't compare.
    Incomparable {
        /// Left.
        left: Sort,
        /// Right.
        right: Sort,
    },
    /// An order asked of what has none.
    NoOrder {
        /// What.
        sort: Sort,
    },
    /// Two constants compared.
    ConstantComparison,
    /// A plain number for a percent.
    PlainForPercent {
        /// The number as written.
        number: String,
    },
    /// A percent for a count.
    PercentForCount {
        /// The percentage as written.
        percent: String,
    },
    /// A percentage added to a percentage: points, or a part of it?
    PointsOrPart {
        /// The constant, as a percentage without its sign.
        percent: String,
    },
    /// Percentage points added to what is no percentage.
    PointsForNumber {
        /// What they are added to.
        sort: Sort,
    },
    /// `is missing` and so on of the wrong field.
    Presence {
        /// The field.
        name: String,
        /// Why not.
        fault: PresenceFault,
    },
    /// A reference compared with a text.
    ReferenceText {
        /// The field.
        name: String,
        /// What to write instead.
        instead: String,
    },
    /// The ends of a range are turned.
    TurnedRange {
        /// The low end.
        low: String,
        /// The high end.
        high: String,
    },
    /// The period can't be told.
    Period(PeriodFault),
    /// A division by 0.
    DivisionByZero,
    /// Nested too deeply.
    TooDeep,
    /// Cases of conditions.
    ConditionalCases,
    /// Nothing where something is needed; only the builder can say that.
    Empty,
    /// A share without at least, at most, exactly.
    BareShare {
        /// As a percentage without its sign.
        percent: String,
    },
    /// A threshold that nothing can reach.
    Impossible {
        /// The threshold as written.
        threshold: String,
    },
    /// A threshold that everything reaches.
    Trivial {
        /// The threshold as written.
        threshold: String,
    },
    /// A count that is not whole.
    NotWhole {
        /// The number as written.
        number: String,
    },
    /// `all persons` and nothing about them.
    NoProperty,
    /// `of which` after a lettered tail.
    AmbiguousTail,
    /// A record that isn't in hand.
    KindNotInHand {
        /// As written.
        kind: String,
        /// The kinds in hand.
        hand: Vec<String>,
    },
    /// No reference from the population to the kind in hand.
    NoLink {
        /// The population's kind.
        kind: String,
        /// The kind in hand.
        to: String,
        /// Longer ways that exist.
        longer: Vec<String>,
    },
    /// Several references from the population to the kind in hand.
    SeveralLinks {
        /// The population's kind.
        kind: String,
        /// The kind in hand.
        to: String,
        /// The references.
        fields: Vec<String>,
    },
    /// A way in parentheses that doesn't lead to the kind in hand.
    WrongLink {
        /// The way.
        path: String,
        /// The kind in hand.
        to: String,
    },
    /// `under` a kind that has no parent.
    NoParent {
        /// The kind.
        kind: String,
    },
    /// `under` a kind that has several references to itself.
    SeveralParents {
        /// The kind.
        kind: String,
        /// The references.
        fields: Vec<String>,
    },
    /// `of the rest` of a head without a property.
    NoRest,
    /// A case that can never be reached.
    Unreachable,
    /// `by` leaves labels out.
    ByIncomplete {
        /// The labels (`none` is the empty one); no label where the values can't be counted.
        labels: Vec<String>,
    },
    /// `by` has a label twice.
    ByTwice {
        /// The label.
        label: String,
    },
    /// `by` over what has no values to list.
    ByWhat {
        /// What.
        sort: Sort,
    },
    /// An award without `otherwise`.
    NoOtherwise,
    /// An award over too many labels.
    TooManyLabels {
        /// The scale.
        scale: String,
        /// How many it has.
        count: usize,
        /// How many there may be.
        most: usize,
    },
    /// Things that need each other.
    Cycle {
        /// The loop.
        names: Vec<String>,
    },
    /// `meets` a criterion that is about other records.
    MeetsWhat {
        /// The criterion.
        id: String,
        /// What it is for each of.
        kinds: Vec<String>,
    },
    /// A record's key.
    Key {
        /// The kind.
        kind: String,
        /// What is wrong.
        fault: KeyFault,
    },
    /// `optional` or `may be unknown` on what is no reference.
    OnlyReference {
        /// The field.
        name: String,
    },
    /// A scale or list with fewer than two labels.
    FewLabels {
        /// The scale or field.
        name: String,
    },
    /// A range on what is no number.
    RangeWithoutNumber {
        /// The field.
        name: String,
    },
    /// `for each` twice of the same kind.
    SameKindTwice {
        /// The kind.
        kind: String,
    },
    /// More than two kinds behind `for each`.
    TooManyKinds,
    /// A definition that gives a text or a reference.
    DefineWhat {
        /// What it gives.
        sort: Sort,
    },
    /// `aka` or `plural` on an `extend`.
    ExtendNaming,
    /// An award on what is no scale.
    AwardWhat {
        /// As written.
        name: String,
    },
    /// What is said of earlier periods where no record of a series is in hand.
    NoSeries {
        /// The kind in hand.
        kind: Option<String>,
    },
    /// A series that can't be one.
    Series {
        /// The field, or the kind.
        name: String,
        /// What is wrong.
        fault: SeriesFault,
    },
    /// A growth that doesn't say whether in percent or in points.
    GrowthHow,
    /// A growth in points of what is no percentage.
    GrowthPoints,
    /// A number of periods that is 0 or too large.
    Periods {
        /// The most there may be.
        most: u32,
    },
    /// A value of an earlier period of which nothing says that it is there.
    NoPrevious {
        /// How many periods earlier.
        periods: u32,
    },
    /// A rank that doesn't say what comes of ties.
    RankTies,
    /// A rank by what has no order.
    RankBy {
        /// What it gives.
        sort: Sort,
    },
    /// A rank by nothing.
    RankByNothing,
    /// Groups of a rank by what can't tell them.
    RankSame {
        /// What it gives.
        sort: Sort,
    },
    /// Ties decided by what is no number of the data.
    RankDecision {
        /// The field.
        name: String,
    },
    /// A rank of one kind among records of another.
    RankAmong {
        /// The kind that is ranked.
        kind: String,
        /// As written.
        among: String,
    },
    /// `in the top` of what has no top.
    RankTop(RankTopFault),
    /// The lines of a score don't add up to what it states.
    ScoreSum {
        /// What is stated.
        stated: String,
        /// What the lines add up to.
        sum: String,
        /// The same with the bonus lines, where there are any.
        bonus: Option<String>,
    },
    /// A line that says no maximum where one is needed.
    LineWithoutMost {
        /// Its title.
        title: String,
    },
    /// A line that a score doesn't have.
    NoScoreLine {
        /// The line; empty where all are meant.
        line: String,
        /// The score.
        name: String,
        /// The lines that it has; none of what is no score.
        known: Vec<String>,
    },
    /// Numbers that no band has.
    BandGap {
        /// Which.
        numbers: Stretch,
    },
    /// Numbers that two bands have.
    BandOverlap {
        /// Which.
        numbers: Stretch,
    },
    /// An end of a band that is no constant.
    BandEnd,
    /// A line of a score that gives a condition instead of points.
    PointsOfCondition,
    /// W: the points that a line gives and its maximum differ.
    ScoreLimit {
        /// The greatest that a case gives.
        given: String,
        /// The maximum.
        most: String,
        /// Whether it is more.
        over: bool,
    },
    /// W: a criterion without cites.
    NoCites {
        /// The criterion.
        id: String,
    },
    /// W: a comparison that always or never holds.
    Settled {
        /// The field.
        name: String,
        /// Whether it always holds (else never).
        always: bool,
    },
    /// W: a population that isn't tied to the record in hand.
    Untied {
        /// The population's kind.
        kind: String,
        /// The kind in hand.
        hand: String,
    },
    /// W: a tail that speaks of nobody whenever its head is met.
    IdleTail,
    /// W: an item that no criterion cites and nothing waives.
    Uncovered {
        /// The item.
        id: String,
    },
    /// W: an item that is waived and cited.
    WaivedAndCited {
        /// The item.
        id: String,
    },
    /// Of a parameter, or what it is set to.
    Setting(SettingProblem),
    /// Of a table, a rounding, or every criterion.
    Table(TableProblem),
    /// Of a test.
    Trial(TrialProblem),
}

impl CheckProblem {
    /// Its stable code.
    pub fn code(&self) -> &'static str {
        match self {
            CheckProblem::UnknownField { .. } => "E0201",
            CheckProblem::UnknownType { .. } => "E0202",
            CheckProblem::UnknownKind { .. } => "E0203",
            CheckProblem::UnknownLabel { .. } => "E0204",
            CheckProblem::ForeignLabel { .. } => "E0205",
            CheckProblem::NoNone { .. } => "E0206",
            CheckProblem::UnknownCriterion { .. } => "E0207",
            CheckProblem::UnknownDocument { .. } => "E0208",
            CheckProblem::UnknownItem { .. } => "E0209",
            CheckProblem::AmbiguousItem { .. } => "E0210",
            CheckProblem::Twice { .. } => "E0211",
            CheckProblem::AliasConflict { .. } => "E0212",
            CheckProblem::AmbiguousField { .. } => "E0213",
            CheckProblem::OuterField { .. } => "E0214",
            CheckProblem::NothingInHand { .. } => "E0215",
            CheckProblem::NotReference { .. } => "E0216",
            CheckProblem::Unguarded { .. } => "E0217",
            CheckProblem::NotCondition { .. } => "E0220",
            CheckProblem::BareLiteral => "E0221",
            CheckProblem::NotValue { .. } => "E0222",
            CheckProblem::Incomparable { .. } => "E0223",
            CheckProblem::NoOrder { .. } => "E0224",
            CheckProblem::ConstantComparison => "E0225",
            CheckProblem::PlainForPercent { .. } => "E0226",
            CheckProblem::PercentForCount { .. } => "E0227",
            CheckProblem::PointsOrPart { .. } => "E0228",
            CheckProblem::PointsForNumber { .. } => "E0229",
            CheckProblem::Presence { .. } => "E0230",
            CheckProblem::ReferenceText { .. } => "E0231",
            CheckProblem::TurnedRange { .. } => "E0232",
            CheckProblem::Period(_) => "E0233",
            CheckProblem::DivisionByZero => "E0234",
            CheckProblem::TooDeep => "E0235",
            CheckProblem::ConditionalCases => "E0236",
            CheckProblem::Empty => "E0237",
            CheckProblem::BareShare { .. } => "E0240",
            CheckProblem::Impossible { .. } => "E0241",
            CheckProblem::Trivial { .. } => "E0242",
            CheckProblem::NotWhole { .. } => "E0243",
            CheckProblem::NoProperty => "E0244",
            CheckProblem::AmbiguousTail => "E0245",
            CheckProblem::KindNotInHand { .. } => "E0246",
            CheckProblem::NoLink { .. } => "E0247",
            CheckProblem::SeveralLinks { .. } => "E0248",
            CheckProblem::WrongLink { .. } => "E0249",
            CheckProblem::NoParent { .. } => "E0250",
            CheckProblem::SeveralParents { .. } => "E0251",
            CheckProblem::NoRest => "E0252",
            CheckProblem::Unreachable => "E0260",
            CheckProblem::ByIncomplete { .. } => "E0261",
            CheckProblem::ByTwice { .. } => "E0262",
            CheckProblem::ByWhat { .. } => "E0263",
            CheckProblem::NoOtherwise => "E0264",
            CheckProblem::TooManyLabels { .. } => "E0265",
            CheckProblem::Cycle { .. } => "E0301",
            CheckProblem::MeetsWhat { .. } => "E0302",
            CheckProblem::Key { .. } => "E0303",
            CheckProblem::OnlyReference { .. } => "E0304",
            CheckProblem::FewLabels { .. } => "E0305",
            CheckProblem::RangeWithoutNumber { .. } => "E0306",
            CheckProblem::SameKindTwice { .. } => "E0307",
            CheckProblem::TooManyKinds => "E0308",
            CheckProblem::DefineWhat { .. } => "E0309",
            CheckProblem::ExtendNaming => "E0310",
            CheckProblem::AwardWhat { .. } => "E0311",
            CheckProblem::NoSeries { .. } => "E0360",
            CheckProblem::Series { .. } => "E0361",
            CheckProblem::GrowthHow => "E0362",
            CheckProblem::GrowthPoints => "E0363",
            CheckProblem::Periods { .. } => "E0364",
            CheckProblem::NoPrevious { .. } => "E0365",
            CheckProblem::RankTies => "E0330",
            CheckProblem::RankBy { .. } => "E0331",
            CheckProblem::RankByNothing => "E0332",
            CheckProblem::RankSame { .. } => "E0333",
            CheckProblem::RankDecision { .. } => "E0334",
            CheckProblem::RankAmong { .. } => "E0335",
            CheckProblem::RankTop(_) => "E0336",
            CheckProblem::ScoreSum { .. } => "E0320",
            CheckProblem::LineWithoutMost { .. } => "E0321",
            CheckProblem::NoScoreLine { .. } => "E0322",
            CheckProblem::BandGap { .. } => "E0323",
            CheckProblem::BandOverlap { .. } => "E0324",
            CheckProblem::BandEnd => "E0325",
            CheckProblem::PointsOfCondition => "E0326",
            CheckProblem::ScoreLimit { .. } => "W0210",
            CheckProblem::NoCites { .. } => "W0201",
            CheckProblem::Settled { .. } => "W0202",
            CheckProblem::Untied { .. } => "W0203",
            CheckProblem::IdleTail => "W0204",
            CheckProblem::Uncovered { .. } => "W0205",
            CheckProblem::WaivedAndCited { .. } => "W0206",
            CheckProblem::Setting(problem) => problem.code(),
            CheckProblem::Trial(problem) => problem.code(),
            CheckProblem::Table(problem) => problem.code(),
        }
    }

    /// In words.
    pub fn prose(&self, language: Language) -> Prose {
        match language {
            Language::En => en::prose(self),
            Language::Vi => vi::prose(self),
        }
    }
}

/// `a`, `b`, `c` and so on: at most eight, each between the quotes.
fn listed(names: &[String], open: &str, close: &str) -> String {
    let mut text: Vec<String> = names.iter().take(8).map(|name| format!("{open}{name}{close}")).collect();
    if names.len() > 8 {
        text.push("…".to_owned());
    }
    text.join(", ")
}
