//! The files of `conformance/`: rules, records, and what must come of them, in no engine's terms.
//!
//! `conformance/schema.json` says the same for other languages, and `conformance/README.md` what it means.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tieuchi::exact::Exact;

/// The edition of these files.
pub const EDITION: u32 = 1;

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    pub en: String,
    pub vi: String,
}

/// Labels of scales, lowest first.
pub type Scales = BTreeMap<String, Vec<String>>;

/// Fields of kinds.
pub type Kinds = BTreeMap<String, BTreeMap<String, Declared>>;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suite {
    pub conformance: u32,
    pub title: String,
    pub about: String,
    /// The rule text that stands before that of every case.
    pub declarations: Texts,
    /// The same as data: scales with their labels, lowest first, and kinds with their fields.
    pub scales: Scales,
    pub kinds: Kinds,
    pub cases: Vec<Case>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    #[serde(rename = "type")]
    pub ty: String,
    /// The scale or the kind that the type names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<String>,
    /// What a blank means: the value is unknown, or there is no such record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub id: String,
    /// What an engine must be able to do: 1 quantified sentences, 2 conditions that combine, 3 everything.
    pub level: u32,
    /// Why it must be so, in a case that was written by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    pub rules: Texts,
    /// The rules as data, where the form has words for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
    /// Records by kind; a field that isn't there is blank.
    pub records: BTreeMap<String, Vec<BTreeMap<String, Value>>>,
    pub expect: Expect,
}

/// What must come of it; what isn't named isn't asked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub criteria: BTreeMap<String, Judged>,
    /// The sentence that a criterion is, head and tails: of each record where the criterion is for each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sentences: Vec<Sentence>,
    /// Derived fields, `unit.standing`, by the record's key.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, BTreeMap<String, Found>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judged {
    pub verdict: String,
    /// By the record's key, where the criterion is for each.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub each: BTreeMap<String, String>,
    /// Of records that it is only perhaps about: the verdict if it is.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub perhaps: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    pub criterion: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    pub truth: String,
    pub parts: Vec<PartSeen>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartSeen {
    /// In and holds, fails, unknown; maybe in and holds, fails, unknown.
    pub counts: [u64; 6],
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: u64,
    pub truth: String,
    /// The least and the greatest share that may have the property, of a base that isn't empty; none where it must be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<[String; 2]>,
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// The labels that it may still be, lowest first.
    Labels(Vec<String>),
    /// Yes, no, unknown.
    Truth(String),
    /// The least and the greatest value that it may have; none where there is no bound.
    Number([Option<String>; 2]),
}

/// A number as a whole one or a fraction in lowest terms.
pub fn fraction(number: &Exact) -> String {
    let (over, under) = (number.numerator().to_string(), number.denominator().to_string());
    if under == "1" { over } else { format!("{over}/{under}") }
}

// The form.

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awards: Vec<Award>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<Number>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<Criterion>,
}

/// The first case that holds, else `otherwise`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Award {
    pub kind: String,
    pub field: String,
    pub cases: Vec<(String, Cond)>,
    pub otherwise: String,
}

/// A derived number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Number {
    pub kind: String,
    pub field: String,
    pub is: Term,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_each: Option<String>,
    #[serde(rename = "where", default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Cond>,
    pub asks: Cond,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_none: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cond {
    /// A yes/no field.
    Yes(String),
    /// A label of a scale or a list, `none` among them, against that of a field.
    Label(String, String, String),
    /// Two numbers.
    Compare(Term, String, Term),
    Missing(String),
    Known(String),
    Not(Box<Cond>),
    All(Vec<Cond>),
    Any(Vec<Cond>),
    /// So many of them: `at least`, `at most`, `exactly`.
    Some(String, u32, Vec<Cond>),
    Sentence(Quantified),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    Is(String),
    Field(String),
    Add(Box<Term>, Box<Term>),
    Subtract(Box<Term>, Box<Term>),
    Multiply(Box<Term>, Box<Term>),
    NumberOf(Population),
    Total(Sum),
    Average(Sum),
    Least(Sum),
    Greatest(Sum),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    pub field: String,
    pub of: Population,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub leaving_out_missing: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Population {
    pub kind: String,
    /// Of the record in hand: `in` it (by the one reference that leads there), or `under` it at every level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    #[serde(rename = "where", default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Box<Cond>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantified {
    pub population: Population,
    /// The head, then its tails.
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// `of which`: the part whose base and property it narrows to. `of the rest`: "rest". The head has neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Base>,
    pub quantifier: Quantifier,
    pub has: Box<Cond>,
    /// What an unknown property counts as: `fails`, `passes`, `left_out`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    OfWhich(usize),
    OfTheRest,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantifier {
    All,
    No,
    /// `at least`, `more than`, `at most`, `less than`, `exactly` so many.
    Count(String, u32),
    Between(u32, u32),
    /// The same of a share, a fraction in lowest terms.
    Share(String, String),
    /// A share of the base, rounded `up`, `down` or to the `nearest` whole number.
    Rounded(String, String, String),
}
