//! The shape of a comparison as data.
//!
//! Contract. As a report: identifiers don't depend on the language, names
//! beside them are in the program's, a private value stands nowhere, lists are
//! whole but where the number beside them says how many more there are.

use serde::{Deserialize, Serialize};

use crate::engine::{Counts, Truth};
use crate::report::{
    CiteReport, Explanation, KindReport, Listing, MissingValue, Named, ParameterReport, PlaceReport, ShareReport,
    Totals, Value, data,
};
use crate::source::Language;
use crate::verdict::{Judged, Verdict};

/// The version of the form described here.
pub const DIFFERENCE_VERSION: u32 = 1;

data! {
    /// What two programs say of the same records, where they don't say the same.
    pub struct Difference {
        /// [`DIFFERENCE_VERSION`].
        pub difference_version: u32,
        /// The first program.
        pub old: ProgramSide,
        /// The second program.
        pub new: ProgramSide,
        /// The criteria that only one has or that say something else: first in the order of the new rules, then of the old ones.
        pub criteria: Vec<CriterionDifference>,
        /// The derived fields that a report lists, awards, totals of points and ranks, that only one has or that are something else for some
        /// record; in the same order.
        pub fields: Vec<FieldDifference>,
    }

    /// One of the two programs.
    pub struct ProgramSide {
        /// The language of its titles, names and texts.
        pub language: Language,
        /// The regulations that it encodes, by number or short name.
        pub documents: Vec<String>,
        /// Its parameters, and what they are set to.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub parameters: Vec<ParameterReport>,
        /// All its criteria taken together.
        pub verdict: Verdict,
        /// How many of its criteria have which verdict.
        pub counts: Totals,
        /// Kinds of records that it alone reads. They make no difference by themselves.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub own_kinds: Vec<KindReport>,
        /// Fields of the data that it alone reads, of kinds that both read. They make no difference by themselves.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub own_fields: Vec<OwnField>,
    }

    /// A field that one program alone reads.
    pub struct OwnField {
        /// The kind.
        pub kind: KindReport,
        /// The field.
        pub field: Named,
    }

    /// A criterion, known by its identifier, that isn't the same in both.
    pub struct CriterionDifference {
        /// Its identifier.
        pub id: String,
        /// In the first program, if it has it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub old: Option<CriterionSide>,
        /// In the second program, if it has it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub new: Option<CriterionSide>,
        /// Why it says something else, where it isn't for each of a kind.
        #[serde(default, skip_serializing_if = "Why::is_empty")]
        pub why: Why,
        /// Whether one is for each of other records than the other: then the verdicts over all are compared alone.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub other_records: bool,
        /// The records of which it says something else, where it is for each of the same kinds in both.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub for_each: Option<ForEachDifference>,
        /// The clauses whose counts or witnesses aren't the same. Of saved reports alone, as what follows.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub tallies: Vec<TallyDifference>,
        /// Missing values that kept it open and do so no more: they have been filled in, or something else decides.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub filled: Vec<MissingValue>,
        /// Missing values that keep it open and didn't.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub opened: Vec<MissingValue>,
        /// Whether a report doesn't name all, so that more may have changed than is told.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub cut: bool,
    }

    /// A clause that counts something else than it did.
    pub struct TallyDifference {
        /// The record that it is about, or a pair, in a criterion that is for each of a kind.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub ids: Vec<String>,
        /// In the rules' words.
        pub text: String,
        /// What it counted.
        pub old: TallySide,
        /// What it counts.
        pub new: TallySide,
        /// Who stands against it and didn't.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub joined: Vec<String>,
        /// Who stood against it and doesn't.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub left: Vec<String>,
    }

    /// What a clause counts.
    pub struct TallySide {
        /// Whether it holds.
        pub truth: Truth,
        /// How many have the property.
        pub counts: Counts,
        /// As a share.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub share: Option<ShareReport>,
    }

    /// How many certainly have a label.
    pub struct LabelDifference {
        /// The label; the empty one is `none`.
        pub label: String,
        /// How many had it.
        pub old: u64,
        /// How many have it.
        pub new: u64,
    }

    /// A criterion in one of the programs.
    pub struct CriterionSide {
        /// What it asks.
        pub title: String,
        /// The items that it encodes.
        pub cites: Vec<CiteReport>,
        /// Where it stands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub place: Option<PlaceReport>,
        /// What is said of it, over all records.
        pub verdict: Verdict,
    }

    /// Records of which a criterion says something else.
    pub struct ForEachDifference {
        /// The kinds.
        pub kinds: Vec<KindReport>,
        /// The verdicts of all records that it was about; of saved reports alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub old: Option<Totals>,
        /// The verdicts of all records that it is about; of saved reports alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub new: Option<Totals>,
        /// How many records went from what to what, in the order in which they are met.
        pub turns: Vec<VerdictTurn>,
        /// The records.
        pub records: Vec<RecordDifference>,
        /// How many more there are.
        #[serde(default, skip_serializing_if = "is_zero")]
        pub more: u64,
    }

    /// So many records went from one verdict to another.
    #[derive(Copy)]
    pub struct VerdictTurn {
        /// What the first says; none where it isn't about them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub old: Option<Judged>,
        /// What the second says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub new: Option<Judged>,
        /// How many.
        pub records: u64,
    }

    /// A record of which a criterion says something else.
    pub struct RecordDifference {
        /// Its key, or those of a pair.
        pub ids: Vec<String>,
        /// What the first says; none where it isn't about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub old: Option<Judged>,
        /// What the second says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub new: Option<Judged>,
        /// Why.
        #[serde(default, skip_serializing_if = "Why::is_empty")]
        pub why: Why,
    }

    /// A derived field, known by its kind's and its own name, that isn't the same in both.
    pub struct FieldDifference {
        /// The kind.
        pub kind: KindReport,
        /// The field.
        pub field: Named,
        /// In the first program, if it has it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub old: Option<FieldSide>,
        /// In the second program, if it has it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub new: Option<FieldSide>,
        /// How many certainly have which label, where it isn't as many; of saved reports alone.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub counts: Vec<LabelDifference>,
        /// Whether a report doesn't name all; of saved reports alone.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub cut: bool,
        /// How many records went from which label to which, in the order in which they are met; empty for a field that
        /// has no labels.
        pub turns: Vec<ValueTurn>,
        /// The records for which it is something else, where both programs have it.
        pub records: Vec<ValueDifference>,
        /// How many more there are.
        #[serde(default, skip_serializing_if = "is_zero")]
        pub more: u64,
    }

    /// A derived field in one of the programs.
    pub struct FieldSide {
        /// What it is founded on.
        pub cites: Vec<CiteReport>,
        /// Where it stands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub place: Option<PlaceReport>,
    }

    /// So many records went from one label to another.
    pub struct ValueTurn {
        /// In the first; none where it hasn't got the records.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub old: Option<Value>,
        /// In the second.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub new: Option<Value>,
        /// How many.
        pub records: u64,
    }

    /// A record for which a derived field is something else.
    pub struct ValueDifference {
        /// Its key.
        pub id: String,
        /// In the first; none where it hasn't got the record.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub old: Option<Value>,
        /// In the second.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub new: Option<Value>,
        /// Why.
        #[serde(default, skip_serializing_if = "Why::is_empty")]
        pub why: Why,
        /// Of a table of points the lines, of a rank the keys that don't come to the same.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub lines: Vec<LineDifference>,
    }

    /// A line of a table of points that comes to something else, or what a record is ranked by that is something else.
    pub struct LineDifference {
        /// Its place from 1 at each level: `1`, `1.2`; of a rank the number of the key.
        pub id: String,
        /// In the first; none where its table has no line at this place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub old: Option<LineSide>,
        /// In the second.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub new: Option<LineSide>,
    }

    /// A line of a table of points, or a key of a rank, in one of the programs.
    pub struct LineSide {
        /// Its letter and numbers in the program's language; empty for a key.
        pub marker: String,
        /// What the points are for, or the key in the rules' words.
        pub title: String,
        /// What it comes to.
        pub points: Value,
    }

    /// The first thing on which the two don't agree.
    #[derive(Default)]
    pub struct Why {
        /// In the first; none where it asks for nothing of the kind.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub old: Option<Reason>,
        /// In the second.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub new: Option<Reason>,
    }

    /// A condition, and what came of it.
    pub struct Reason {
        /// The label that it would give, where it is of an award; the empty one is `none`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub label: Option<String>,
        /// In the rules' words; empty where they are those of the whole criterion or award.
        pub text: String,
        /// Whether that holds.
        pub truth: Truth,
        /// What it comes down to.
        pub explanation: Explanation,
    }
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Why {
    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.old.is_none() && self.new.is_none()
    }
}

impl Difference {
    /// Cuts lists of records as a report does, and counts the rest.
    pub fn shorten(&mut self, listing: Listing) {
        let most = listing.most();
        let cut = |all: usize| all.saturating_sub(most) as u64;
        for each in self.criteria.iter_mut().filter_map(|criterion| criterion.for_each.as_mut()) {
            each.more += cut(each.records.len());
            each.records.truncate(most);
        }
        for field in &mut self.fields {
            field.more += cut(field.records.len());
            field.records.truncate(most);
        }
    }

    /// Whether both say the same of the records.
    pub fn is_empty(&self) -> bool {
        self.criteria.is_empty() && self.fields.is_empty()
    }
}
