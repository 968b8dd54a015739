//! The shape of explanations: conditions, who is behind them, and the values read.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::engine::{Counts, Truth};
use crate::exact::Exact;
use crate::verdict::Verdict;

use super::model::{AwardedReport, KindReport, Named, PlaceReport, RankedReport, ScoreReport, is_zero};
use super::shortfall::Shortfall;

data! {
    /// A condition decided, and why.
    pub struct Explanation {
        /// Whether it holds.
        pub truth: Truth,
        /// What kind of condition it is, and what was read.
        pub what: What,
    }

    /// A value that keeps something open: missing in the data or, with `undefined`, without a value whatever is filled
    /// in.
    pub struct MissingValue {
        /// The record's kind; empty where it is of the whole roster.
        pub kind: String,
        /// The record's key; empty where it is of the whole roster.
        pub id: String,
        /// The field; empty where a number without a name is divided by.
        pub field: String,
        /// The field's name to show; what an aggregate is of, in the rules' words.
        pub name: String,
        /// Why it has no value.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub undefined: Option<Undefined>,
    }

    /// Why a number has no value, whatever is filled in.
    #[serde(rename_all = "snake_case")]
    pub enum Undefined {
        /// It is 0, and something is divided by it.
        DividedByZero,
        /// It is an average, or the least or the greatest, of nobody.
        OfNobody,
    }

    /// The kinds of conditions.
    #[serde(rename_all = "snake_case")]
    pub enum What {
        /// Several conditions, and how many of them must hold.
        List(ListReport),
        /// A sentence about how many records have a property.
        Clause(ClauseReport),
        /// A field's value against what is asked of it.
        Test(TestReport),
        /// Two values against each other.
        Compare(Box<CompareReport>),
        /// Whether there is a value.
        Presence(PresenceReport),
        /// The contrary of a condition.
        Not(Box<Explanation>),
        /// What another criterion says.
        Meets(MeetsReport),
    }

    /// Several conditions.
    pub struct ListReport {
        /// At least so many must hold.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub at_least: Option<u32>,
        /// At most so many may hold.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub at_most: Option<u32>,
        /// How many hold.
        pub holds: u32,
        /// How many fail.
        pub fails: u32,
        /// How many are unknown.
        pub unknown: u32,
        /// Whether the author lettered them.
        pub lettered: bool,
        /// The conditions.
        pub parts: Vec<ListPartReport>,
    }

    /// A condition of a list.
    pub struct ListPartReport {
        /// In the rules' words.
        pub text: String,
        /// Where it stands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub place: Option<PlaceReport>,
        /// Its own verdict, along the outermost `and` and `or` of a criterion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub verdict: Option<Verdict>,
        /// Why.
        pub explanation: Explanation,
    }

    /// A quantified sentence.
    pub struct ClauseReport {
        /// In the rules' words.
        pub text: String,
        /// The kind of the records that it counts.
        pub kind: KindReport,
        /// The head first, then `of which` and `of the rest` in order. All must hold.
        pub parts: Vec<PartReport>,
    }

    /// One clause of a quantified sentence.
    pub struct PartReport {
        /// In the rules' words.
        pub text: String,
        /// Its property in the rules' words; empty where being there is enough.
        pub property: String,
        /// Its place in a lettered tail, from 0.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub letter: Option<u32>,
        /// Which records it counts among.
        pub base: BaseReport,
        /// How many must have the property.
        pub demand: DemandReport,
        /// Whether it holds.
        pub truth: Truth,
        /// {in, maybe in} x {holds, fails, unknown}, and how many were left out.
        pub counts: Counts,
        /// What an unknown property counts as.
        pub missing: MissingReport,
        /// How many of the base must have the property, where base and threshold are known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub required: Option<Required>,
        /// The share that has the property, over all ways to fill what is missing; none if there is nobody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub share: Option<ShareReport>,
        /// Whether there is certainly nobody, nobody for certain, or somebody.
        pub population: PopulationReport,
        /// What is lacking; none where nothing is, or where the threshold is unknown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub shortfall: Option<Shortfall>,
        /// The fields whose values stand with each record below.
        pub reads: Vec<Named>,
        /// Who stands against the clause, where somebody can: those that fail it where more must hold, those that hold where fewer may.
        pub against: Vec<Witness>,
        /// How many more of them there are.
        #[serde(default, skip_serializing_if = "is_zero")]
        pub against_more: u64,
        /// Whose property is unknown.
        pub unknown: Vec<Witness>,
        /// How many more of them there are.
        #[serde(default, skip_serializing_if = "is_zero")]
        pub unknown_more: u64,
        /// Who may be in the base, whatever the property.
        pub maybe: Vec<Witness>,
        /// How many more of them there are.
        #[serde(default, skip_serializing_if = "is_zero")]
        pub maybe_more: u64,
        /// Of those that fail, who is nearest to the property, nearest first; only the first few, and only where it can be
        /// measured and they aren't too many.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub closest: Vec<Closest>,
    }

    /// Which records a clause counts among.
    #[derive(Copy)]
    #[serde(rename_all = "snake_case")]
    pub enum BaseReport {
        /// The population.
        Population,
        /// Those that have the property of the part with this number: `of which`.
        OfWhich(u32),
        /// Those that don't have the property of the head: `of the rest`.
        OfTheRest,
    }

    /// What a clause asks for.
    #[serde(rename_all = "snake_case")]
    pub enum DemandReport {
        /// All.
        All,
        /// None.
        No,
        /// So many, or such a share.
        Bound(BoundReport),
        /// From the first to the second, both included.
        Between {
            /// The first.
            low: Range,
            /// The second.
            high: Range,
        },
    }

    /// A threshold and its side.
    pub struct BoundReport {
        /// On which side.
        pub side: Side,
        /// Whether it is a share (0.7 is 70%) or a number.
        pub share: bool,
        /// The threshold.
        pub threshold: Range,
        /// How the share of the base is rounded to a whole number, if it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub rounded: Option<RoundedReport>,
    }

    /// How a share of a base is rounded.
    #[derive(Copy)]
    #[serde(rename_all = "snake_case")]
    pub enum RoundedReport {
        /// Down.
        Down,
        /// Up.
        Up,
        /// To the nearest.
        Nearest,
    }

    /// On which side of a threshold.
    #[derive(Copy)]
    #[serde(rename_all = "snake_case")]
    pub enum Side {
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

    /// The values that a number may have, both ends included; an end that is not there is open.
    pub struct Range {
        /// Least.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        pub low: Option<Exact>,
        /// Greatest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        pub high: Option<Exact>,
    }

    /// What an unknown property counts as.
    #[derive(Copy)]
    #[serde(rename_all = "snake_case")]
    pub enum MissingReport {
        /// Unknown.
        Unknown,
        /// Failing.
        Failing,
        /// Passing.
        Passing,
        /// The record is left out of the base.
        LeftOut,
    }

    /// How many of a known base must have a property; an end that is not there doesn't bind.
    #[derive(Copy)]
    pub struct Required {
        /// At least.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub at_least: Option<u64>,
        /// At most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub at_most: Option<u64>,
    }

    /// A share, over all ways to fill what is missing.
    pub struct ShareReport {
        /// The least.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        pub low: Exact,
        /// The greatest.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        pub high: Exact,
        /// The least as a percentage, with a decimal point; never printed as a threshold that it isn't.
        pub low_shown: String,
        /// The greatest likewise.
        pub high_shown: String,
    }

    /// Whether there is anybody to speak of.
    #[derive(Copy)]
    #[serde(rename_all = "snake_case")]
    pub enum PopulationReport {
        /// There is.
        Somebody,
        /// Nobody is for certain, somebody may be.
        MayBeEmpty,
        /// Nobody.
        Empty,
    }

    /// A record that decides a clause, or keeps it open.
    pub struct Witness {
        /// Its key.
        pub id: String,
        /// Whether it is in the base: yes or unknown.
        pub member: Truth,
        /// The values of the clause's fields, in their order.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub values: Vec<Value>,
        /// The missing values that keep it open.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub open: Vec<MissingValue>,
    }

    /// A record near to a property.
    pub struct Closest {
        /// Its key.
        pub id: String,
        /// How many of the property's conditions fail.
        pub failing: u32,
        /// How many steps of scales are lacking.
        pub steps: u32,
        /// How much is lacking in numbers, in all.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        pub gap: Exact,
        /// The values of the clause's fields, in their order.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub values: Vec<Value>,
    }

    /// A value as it was read.
    #[serde(rename_all = "snake_case")]
    pub enum Value {
        /// Missing in the data.
        Missing,
        /// Derived, and not settled by what is known.
        Unknown,
        /// An optional reference that leads nowhere.
        Absent,
        /// A private value.
        Private,
        /// The `none` of a scale.
        None,
        /// Yes or no.
        YesNo(bool),
        /// A number.
        Number(#[cfg_attr(feature = "schema", schemars(with = "String"))] Exact),
        /// A share: 0.7 is 70%.
        Percent(#[cfg_attr(feature = "schema", schemars(with = "String"))] Exact),
        /// A number of which only bounds are known.
        Between(Range),
        /// A day.
        Date(#[cfg_attr(feature = "schema", schemars(with = "String"))] Date),
        /// A label.
        Label(String),
        /// One of several labels; the empty one is `none`.
        OneOf(Vec<String>),
        /// A text.
        Text(String),
        /// A record's key.
        Record(String),
    }

    /// A field and its value.
    pub struct TestReport {
        /// The field.
        pub field: Named,
        /// What was read.
        pub value: Value,
        /// Why the field has this value, where it is a defined condition.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub defined: Option<Box<Explanation>>,
        /// Why the record has this label, where the field is an award.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub awarded: Option<Box<AwardedReport>>,
        /// What the number was taken over, where the field is defined as an aggregate.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub taken: Option<TakenReport>,
        /// The table of points filled in, where the field is a score or a line of one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub scored: Option<Box<ScoreReport>>,
        /// Why the record has this place, where the field is a rank.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub ranked: Option<Box<RankedReport>>,
        /// How far the number is from what is asked, where it isn't that for certain.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub lack: Option<Lack>,
    }

    /// Two values against each other.
    pub struct CompareReport {
        /// The left one.
        pub left: TermReport,
        /// How they must stand.
        pub order: OrderReport,
        /// The right one.
        pub right: TermReport,
        /// How far the left number is from what is asked, where it isn't that for certain.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub lack: Option<Lack>,
    }

    /// How far a known number is from the nearest that is asked.
    pub struct Lack {
        /// By how much it must change at least; a percentage by so many hundredths.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        pub by: Exact,
        /// Whether it must rise; else it must fall.
        pub rise: bool,
        /// Whether it must change by more than that, since the number there isn't enough.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub beyond: bool,
    }

    /// An order between two values.
    #[derive(Copy)]
    #[serde(rename_all = "snake_case")]
    pub enum OrderReport {
        /// Equal.
        Is,
        /// Not equal.
        IsNot,
        /// Equal or above.
        AtLeast,
        /// Equal or below.
        AtMost,
        /// Above.
        Above,
        /// Below.
        Below,
    }

    /// A value that was computed or read.
    pub struct TermReport {
        /// The field, or the words of an aggregate; none for anything else.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub source: Option<Named>,
        /// What it was taken over, where it is an aggregate.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub taken: Option<TakenReport>,
        /// Why the record has this place, where it is a rank.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub ranked: Option<Box<RankedReport>>,
        /// The value; none where it can't be shown by itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub value: Option<Value>,
    }

    /// Whether a field has a value.
    pub struct PresenceReport {
        /// The field.
        pub field: Named,
        /// What is asked.
        pub asked: PresenceAsked,
    }

    /// What is asked of a field's presence.
    #[derive(Copy)]
    #[serde(rename_all = "snake_case")]
    pub enum PresenceAsked {
        /// That it is missing.
        Missing,
        /// That it is known.
        Known,
        /// That an optional reference leads somewhere.
        Present,
        /// That it leads nowhere.
        Absent,
    }

    /// What another criterion says.
    pub struct MeetsReport {
        /// The criterion.
        pub criterion: String,
        /// Its title.
        pub title: String,
        /// What is said of it, of the records in hand where it is for each of them.
        pub verdict: Verdict,
    }

    /// What an aggregate was taken over.
    pub struct TakenReport {
        /// The aggregate in the rules' words.
        pub text: String,
        /// The kind of its records.
        pub kind: KindReport,
        /// The records, in the order of the data.
        pub records: Vec<TakenRecord>,
        /// How many more there are.
        #[serde(default, skip_serializing_if = "is_zero")]
        pub more: u64,
    }

    /// A record that an aggregate was taken over.
    pub struct TakenRecord {
        /// Its key.
        pub id: String,
        /// Whether it is in: yes or unknown.
        pub member: Truth,
        /// What it adds; none where records are only counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub value: Option<Value>,
    }
}
