//! The shape of a report as data.
//!
//! Contract. Plain data, versioned, the same bytes for the same program and
//! records whatever the order in which they were evaluated. Identifiers
//! (kinds, fields, criteria, part numbers) don't depend on the language; names
//! beside them, titles and texts are in the program's. Numbers are exact and
//! stand as text (`"0.7"`, `"1/3"`). Lists of records are in the order of the
//! data, and whole but where the number beside a list says how many more there
//! are. A value of a private field stands nowhere.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::engine::Truth;
use crate::exact::Exact;
use crate::source::Language;
use crate::verdict::Verdict;

use super::tree::{Explanation, MissingValue, Range, Value};

/// The version of the form described here.
pub const REPORT_VERSION: u32 = 1;

/// Whether a list is whole: then the number of those that it lacks is left out.
pub(super) fn is_zero(number: &u64) -> bool {
    *number == 0
}

data! {
    /// What an evaluation found, explained.
    pub struct Report {
        /// [`REPORT_VERSION`].
        pub report_version: u32,
        /// The language of titles, names and texts: the program's.
        pub language: Language,
        /// Whether records are counted only: then every list of records is empty, whatever the counts.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub counted: bool,
        /// The regulations, and which of their items are encoded.
        pub documents: Vec<DocumentReport>,
        /// The parameters of the rules, and what they are set to.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub parameters: Vec<ParameterReport>,
        /// All criteria taken together: not met, undetermined, met, not applicable; the first that occurs.
        pub verdict: Verdict,
        /// How many criteria have which verdict.
        pub counts: Totals,
        /// The criteria, in the order of the rules.
        pub criteria: Vec<CriterionReport>,
        /// The awards, in the order of the rules.
        pub awards: Vec<AwardReport>,
        /// The tables of points, in the order of the rules.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub scores: Vec<ScoreReport>,
        /// The ranks, in the order of the rules.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub ranks: Vec<RankReport>,
    }

    /// A parameter of the rules.
    pub struct ParameterReport {
        /// Its name.
        pub name: Named,
        /// What it is.
        pub value: Value,
        /// What it would be if nobody had set it; only where that is something else.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub default: Option<Value>,
        /// What it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<String>,
    }

    /// Verdicts counted.
    #[derive(Copy, Default)]
    pub struct Totals {
        /// Met.
        pub met: u64,
        /// Not met.
        pub not_met: u64,
        /// Undetermined.
        pub undetermined: u64,
        /// Not applicable.
        pub not_applicable: u64,
    }

    /// A regulation.
    pub struct DocumentReport {
        /// Its number or short name.
        pub code: String,
        /// Its title.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub title: Option<String>,
        /// First and last day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub period: Option<Period>,
        /// Its items.
        pub items: Vec<ItemReport>,
    }

    /// First and last day of a period, both included.
    #[derive(Copy)]
    pub struct Period {
        /// First day.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        pub first: Date,
        /// Last day.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        pub last: Date,
    }

    /// An item of a regulation: encoded if it has criteria, else waived, else left open.
    pub struct ItemReport {
        /// Its number.
        pub id: String,
        /// What it is about.
        pub title: String,
        /// The criteria that cite it.
        pub criteria: Vec<String>,
        /// The awards that cite it, as `kind.field`.
        pub awards: Vec<String>,
        /// The tables of points that cite it, as `kind.field`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub scores: Vec<String>,
        /// The ranks that cite it, as `kind.field`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub ranks: Vec<String>,
        /// Why it isn't measured, if it has been waived.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub waived: Option<String>,
    }

    /// What a criterion or an award is founded on.
    pub struct CiteReport {
        /// The regulation's number.
        pub document: String,
        /// The item's number.
        pub item: String,
        /// The item's title.
        pub title: String,
    }

    /// A place in a rule file.
    pub struct PlaceReport {
        /// The file's name.
        pub file: String,
        /// Line, from 1.
        pub line: u32,
        /// Column, from 1, in what a reader sees as letters.
        pub column: u32,
    }

    /// A criterion decided.
    pub struct CriterionReport {
        /// Its identifier.
        pub id: String,
        /// What it asks.
        pub title: String,
        /// The items that it encodes.
        pub cites: Vec<CiteReport>,
        /// What is said of it.
        pub verdict: Verdict,
        /// Where it stands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub place: Option<PlaceReport>,
        /// The requirement in the rules' words.
        pub text: String,
        /// The missing values that keep it open, in the order of reading.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub open: Vec<MissingValue>,
        /// Whether there are more of them.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub open_cut: bool,
        /// Each record's verdict, where it is for each of a kind.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub for_each: Option<ForEachReport>,
        /// Why, where it isn't for each of a kind.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub explanation: Option<Explanation>,
    }

    /// A field: a name that doesn't depend on the language, and the one to show.
    pub struct Named {
        /// In data: `rating`, or along references `unit.kind`.
        pub id: String,
        /// In the program's language.
        pub name: String,
    }

    /// A kind of records.
    pub struct KindReport {
        /// In data.
        pub id: String,
        /// In the program's language.
        pub name: String,
        /// The name for several records; in Vietnamese the same.
        pub plural: String,
    }

    /// A criterion that is for each record of one or two kinds.
    pub struct ForEachReport {
        /// The kinds.
        pub kinds: Vec<KindReport>,
        /// Verdicts of the records that it is about.
        pub counts: Totals,
        /// Verdicts of the records that it may be about.
        pub maybe: Totals,
        /// The records that it is or may be about, in the order of the data. Where not all are listed, those that are not
        /// met come into the list first, then those that are open.
        pub records: Vec<RecordReport>,
        /// How many more there are.
        #[serde(default, skip_serializing_if = "is_zero")]
        pub more: u64,
    }

    /// A record's verdict under a criterion.
    pub struct RecordReport {
        /// Its key, or those of a pair.
        pub ids: Vec<String>,
        /// Whether the criterion is about it: yes or unknown.
        pub included: Truth,
        /// What is said of it.
        pub verdict: Verdict,
        /// The missing values that keep it open, in the order of reading.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub open: Vec<MissingValue>,
        /// Whether there are more of them.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub open_cut: bool,
        /// Why.
        pub explanation: Explanation,
    }

    /// An award.
    pub struct AwardReport {
        /// The kind of the records that get it.
        pub kind: KindReport,
        /// The field.
        pub field: Named,
        /// What it is founded on.
        pub cites: Vec<CiteReport>,
        /// The labels of its cases, in order.
        pub cases: Vec<String>,
        /// The label where no case holds; empty for `none`.
        pub otherwise: String,
        /// How many records certainly have which label.
        pub counts: BTreeMap<String, u64>,
        /// How many records may have one label or another.
        pub undecided: u64,
        /// Each record, in the order of the data.
        pub records: Vec<AwardedReport>,
        /// How many more there are.
        #[serde(default, skip_serializing_if = "is_zero")]
        pub more: u64,
    }

    /// A record's award.
    pub struct AwardedReport {
        /// Its key.
        pub id: String,
        /// Its label, or all that are possible; the empty one is `none`.
        pub labels: Vec<String>,
        /// The number of the case that gave it, from 0; none where no case did or it is open.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub case: Option<u32>,
        /// The missing values that keep it open, in the order of reading.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub open: Vec<MissingValue>,
        /// Why: the cases up to the one that decided, in order.
        pub cases: Vec<CaseReport>,
    }

    /// A case of an award for one record.
    pub struct CaseReport {
        /// The label that it gives; empty for `none`.
        pub label: String,
        /// Whether it holds, and why.
        pub explanation: Explanation,
    }

    /// A table of points.
    pub struct ScoreReport {
        /// The kind of the records that are scored.
        pub kind: KindReport,
        /// The field that has the total.
        pub field: Named,
        /// What it is founded on.
        pub cites: Vec<CiteReport>,
        /// The least that it may come to, without what goes beyond it.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        pub least: Exact,
        /// The most that it may come to, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        pub most: Option<Exact>,
        /// Its lines, those below a line right behind it.
        pub lines: Vec<ScoreLineReport>,
        /// Each record's table, in the order of the data.
        pub records: Vec<ScoredReport>,
        /// How many more there are.
        #[serde(default, skip_serializing_if = "is_zero")]
        pub more: u64,
    }

    /// A line of a table of points.
    pub struct ScoreLineReport {
        /// Its place from 1 at each level: `1`, `1.2`.
        pub id: String,
        /// Its letter and numbers in the program's language: `a`, `a.2`.
        pub marker: String,
        /// How it counts.
        pub role: RoleReport,
        /// What the points are for.
        pub title: String,
        /// How the points are given, in the rules' words; empty where lines follow below it.
        pub text: String,
        /// The least that it comes to.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        pub least: Exact,
        /// The most that it may come to, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        pub most: Option<Exact>,
        /// Where it stands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub place: Option<PlaceReport>,
    }

    /// How a line counts in its table.
    #[derive(Copy)]
    #[serde(rename_all = "snake_case")]
    pub enum RoleReport {
        /// It is added.
        Plain,
        /// It is added within the table's maximum.
        Bonus,
        /// It is added beyond the table's maximum.
        Beyond,
        /// It is taken off.
        Minus,
    }

    /// A record's table of points, filled in.
    pub struct ScoredReport {
        /// Its key.
        pub id: String,
        /// What it comes to: a number, or between which it lies.
        pub total: Value,
        /// The points of each line, in their order.
        pub points: Vec<Value>,
        /// The missing values that keep it open, in the order of reading.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub open: Vec<MissingValue>,
    }

    /// A rank.
    pub struct RankReport {
        /// The kind of the records that are ranked.
        pub kind: KindReport,
        /// The field.
        pub field: Named,
        /// What it is founded on.
        pub cites: Vec<CiteReport>,
        /// What the records of a group have in common; empty where all are one group.
        pub same: Vec<Named>,
        /// What they are ranked by, the first key first.
        pub keys: Vec<RankKeyReport>,
        /// The field that decides ties; none where they share a place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub decided_by: Option<Named>,
        /// How many records are ranked, with a place that is certain.
        pub settled: u64,
        /// How many are ranked or may be, with a place that is open.
        pub undecided: u64,
        /// How many are not ranked.
        pub outside: u64,
        /// Each record, group by group in the order of places; those that aren't ranked last in their group.
        pub records: Vec<RankedReport>,
        /// How many more there are.
        #[serde(default, skip_serializing_if = "is_zero")]
        pub more: u64,
    }

    /// What records are ranked by.
    pub struct RankKeyReport {
        /// In the rules' words.
        pub text: String,
        /// Whether the lowest comes first.
        pub lowest_first: bool,
    }

    /// A record's place.
    pub struct RankedReport {
        /// Its key.
        pub id: String,
        /// Whether it is ranked; if not, it has the place that it would take.
        pub ranked: Truth,
        /// What it has in common with its group.
        pub same: Vec<Value>,
        /// The first and the last place that it may have; one where it is certain.
        pub place: Range,
        /// What it is ranked by.
        pub keys: Vec<Value>,
        /// What decides where it is equal to others; none where ties are shared.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub decision: Option<Value>,
        /// Who shares its place for certain.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub tied: Vec<String>,
        /// Who is equal to it by all keys, where a decision about them is missing.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub undecided_with: Vec<String>,
        /// Whether there may be more of these.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub tied_cut: bool,
        /// The missing values that keep the place open, in the order of reading.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub open: Vec<MissingValue>,
        /// Whether there are more of them.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub open_cut: bool,
    }
}
