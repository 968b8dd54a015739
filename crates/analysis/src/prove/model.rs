//! What is found out about rules, as data. The shape is stable: fields are added, none changes its meaning.

use serde::Serialize;
use tieuchi::program::Fate;
use tieuchi::source::Language;
use tieuchi::verdict::Verdict;

/// The version of the shape.
pub const PROOF_VERSION: u32 = 1;

/// What is found out about rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// [`PROOF_VERSION`].
    pub proof_version: u32,
    /// The language of names and texts.
    pub language: Language,
    /// Whether all criteria can be met together, each by somebody. None where only claims were asked, or there is no
    /// criterion.
    pub together: Option<Found>,
    /// Further criteria that can't be met together, each without the first of those before.
    pub clashes: Vec<Vec<Said>>,
    /// Of each criterion whether it can be met, whether it can fail, and whether it follows from the others.
    pub criteria: Vec<CriterionProof>,
    /// Cases of awards, and points.
    pub parts: Vec<PartProof>,
    /// Claims and questions.
    pub claims: Vec<ClaimProof>,
}

/// What is found out about a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CriterionProof {
    /// Its identifier.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub place: Option<Spot>,
    /// Whether it can be met by somebody.
    pub can_be_met: Found,
    /// Whether it can fail.
    pub can_fail: Found,
    /// Whether it can fail while no other criterion does: else it follows from those that clash. None where it can't fail
    /// at all, or is the only one.
    pub fails_alone: Option<Found>,
}

/// What is found out about a case of an award, or about a point: a lettered condition or tail, or a part of a sentence that
/// has `of which` or `of the rest`. A point is asked as if it were a criterion of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartProof {
    /// What it is part of: a criterion's identifier, a kind's field, or a line of its points.
    pub of: String,
    /// How it is written; of a case of an award, its label.
    pub text: String,
    /// Whether it is a case of an award.
    pub case: bool,
    /// Where it stands.
    pub place: Option<Spot>,
    /// Whether it can hold: of a point, by somebody; of a case, with no earlier case holding.
    pub can_hold: Found,
    /// Whether it can fail; of a case isn't asked.
    pub can_fail: Option<Found>,
}

/// What is found out about a claim or a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimProof {
    /// Its identifier.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it says.
    pub text: String,
    /// Where it stands.
    pub place: Option<Spot>,
    /// What is found out.
    pub answer: ClaimAnswer,
    /// Records that show it: an example of what is asked to be possible, else a counter-example. For an equivalence, the
    /// first or the second direction.
    pub found: Vec<Found>,
}

/// What is found out about a claim or a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimAnswer {
    /// It is so.
    Yes,
    /// It isn't.
    No,
    /// Not decided.
    Undecided,
}

/// A place in the rules.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Spot {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

/// What clashes: something that was to be so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// A criterion's identifier, or how a condition is written.
    pub what: String,
    /// What was to be.
    pub wanted: Wanted,
    /// How the requirement of a criterion is written; empty for a condition.
    pub text: String,
    /// Where it stands; of a verdict that is stated, the statement.
    pub place: Option<Spot>,
}

/// What was to be: of a criterion a verdict, of a condition whether it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// It is met.
    Met,
    /// It is met, or speaks of nobody.
    Kept,
    /// It is not met.
    NotMet,
    /// Of several criteria, one is not met.
    SomeNotMet,
    /// It is undetermined.
    Undetermined,
    /// It is not applicable.
    NotApplicable,
    /// It has another verdict than met.
    OtherThanMet,
    /// It has another verdict than not met.
    OtherThanNotMet,
    /// It has another verdict than undetermined.
    OtherThanUndetermined,
    /// It has another verdict than not applicable.
    OtherThanNotApplicable,
    /// The condition holds.
    Holds,
    /// The condition fails.
    Fails,
}

impl Wanted {
    /// What it is to a criterion that a statement of a verdict holds, or fails.
    pub fn verdict(fate: Fate, holds: bool) -> Wanted {
        match (fate, holds) {
            (Fate::Met, true) => Wanted::Met,
            (Fate::NotMet, true) => Wanted::NotMet,
            (Fate::Undetermined, true) => Wanted::Undetermined,
            (Fate::NotApplicable, true) => Wanted::NotApplicable,
            (Fate::Met, false) => Wanted::OtherThanMet,
            (Fate::NotMet, false) => Wanted::OtherThanNotMet,
            (Fate::Undetermined, false) => Wanted::OtherThanUndetermined,
            (Fate::NotApplicable, false) => Wanted::OtherThanNotApplicable,
        }
    }
}

/// Whether something can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "answer")]
pub enum Found {
    /// It can, as records show.
    Possible {
        /// Whether no roster of fewer records shows it.
        smallest: bool,
        /// The records.
        records: Vec<Records>,
        /// What the criteria say of them.
        verdicts: Vec<Judged>,
    },
    /// It can't: these can't hold together, whatever the records.
    Impossible {
        /// What clashes.
        clash: Vec<Said>,
        /// Whether each of it is needed.
        minimal: bool,
    },
    /// Not decided.
    Undecided {
        /// What isn't turned into counts, and where.
        reasons: Vec<Why>,
        /// A bound that was reached: `steps`, `numbers`, `unbounded`.
        limit: Option<String>,
        /// How many rosters were tried in vain.
        tried: u32,
        /// The most records of a kind that such a roster has.
        most: u32,
    },
}

/// What a criterion says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// Its identifier.
    pub id: String,
    /// Its verdict.
    pub verdict: Verdict,
}

/// Records of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Records {
    /// The kind's name.
    pub kind: String,
    /// The fields' names.
    pub fields: Vec<String>,
    /// Of each field whether what was asked reads it; the others have the plainest value that they may have.
    pub read: Vec<bool>,
    /// A text for each field, as data have it; blank where there is none.
    pub rows: Vec<Vec<String>>,
}

/// Why something is not decided.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Why {
    /// What: `arithmetic`, `mean`, `rank`, `series`, `pairs`, `above`, `levels`, `unknown`, `numbers`, `circle`, `cases`, `key`.
    pub construct: String,
    /// Where.
    pub place: Option<Spot>,
}

impl Found {
    /// Whether it can be; none where that isn't decided.
    pub fn possible(&self) -> Option<bool> {
        match self {
            Found::Possible { .. } => Some(true),
            Found::Impossible { .. } => Some(false),
            Found::Undecided { .. } => None,
        }
    }

    /// How many records show it.
    pub fn size(&self) -> Option<usize> {
        match self {
            Found::Possible { records, .. } => Some(records.iter().map(|table| table.rows.len()).sum()),
            Found::Impossible { .. } | Found::Undecided { .. } => None,
        }
    }
}

impl Proof {
    /// All answers, each with whether its author hopes that it can be.
    fn answers(&self) -> impl Iterator<Item = Option<bool>> {
        let together = self.together.iter().map(Found::possible);
        let criteria = self.criteria.iter().flat_map(|criterion| {
            [Some(&criterion.can_be_met), Some(&criterion.can_fail), criterion.fails_alone.as_ref()]
                .into_iter()
                .flatten()
                .map(Found::possible)
                .collect::<Vec<_>>()
        });
        let parts = self.parts.iter().flat_map(|part| {
            [Some(&part.can_hold), part.can_fail.as_ref()]
                .into_iter()
                .flatten()
                .map(Found::possible)
                .collect::<Vec<_>>()
        });
        let claims = self.claims.iter().map(|claim| match claim.answer {
            ClaimAnswer::Yes => Some(true),
            ClaimAnswer::No => Some(false),
            ClaimAnswer::Undecided => None,
        });
        together.chain(criteria).chain(parts).chain(claims)
    }

    /// 0 if all is as an author hopes, 1 if something isn't, 2 if nothing isn't but something is not decided.
    pub fn exit_code(&self) -> u8 {
        let answers: Vec<Option<bool>> = self.answers().collect();
        if answers.contains(&Some(false)) { 1 } else { u8::from(answers.contains(&None)) * 2 }
    }
}
