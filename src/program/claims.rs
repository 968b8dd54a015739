//! What authors state and ask about their rules.
//!
//! Contract. A claim decides nothing: no verdict and no record follows from it, and a program does the same with its
//! claims and without them ([`Program::without_claims`]). What its statements read beside the rules stands apart, in
//! tables that go on where the program's own end: the clause of number `program.clauses.len()` is the first of
//! [`Claims::clauses`], and so on. [`Program::with_claims`] puts them behind the program's own, and gives a program in
//! which every number that a statement names has its entry, and which the engine evaluates as any other.

use serde::{Deserialize, Serialize};

use super::{Aggregate, Cite, Clause, Cond, CriterionId, Field, KindId, Need, Place, Program, Step};

/// Claims and questions, and what they read beside the rules.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// Claims and questions in the order of the text.
    pub list: Vec<Claim>,
    /// Fields that stand for parts of statements (`x for 3 consecutive periods`), behind the fields of their kinds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<(KindId, Field)>,
    /// Clauses behind those of the program.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<Clause>,
    /// Aggregates behind those of the program.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aggregates: Vec<Aggregate>,
    /// What is computed of them, in order, behind the plan of the program.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plan: Vec<Step>,
}

impl Claims {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty() && !self.reads_more()
    }

    /// Whether tables of their own go on behind those of the program.
    pub(crate) fn reads_more(&self) -> bool {
        !(self.fields.is_empty() && self.clauses.is_empty() && self.aggregates.is_empty() && self.plan.is_empty())
    }
}

/// What an author states or asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Its identifier: no other claim or question has it. A criterion may.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// What it is founded on.
    pub cites: Vec<Cite>,
    /// What it says.
    pub says: Says,
    /// How the author wrote it, printed in one line.
    pub text: String,
    /// Where.
    pub place: Option<Place>,
}

/// What is stated or asked of all records that a schema allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Says {
    /// `always: if A then B`: no records make A hold and B fail. Without A: none make B fail.
    Always(Option<Stated>, Stated),
    /// `is it possible that A?`: whether some records make A hold.
    Possible(Stated),
    /// `does A imply B?`: whether no records make A hold and B fail.
    Implies(Stated, Stated),
    /// `is A equivalent to B?`: whether no records make one of them hold and the other fail.
    Equivalent(Stated, Stated),
}

impl Says {
    /// Whether it is asked; else it is stated.
    pub fn is_question(&self) -> bool {
        match self {
            Says::Always(..) => false,
            Says::Possible(_) | Says::Implies(..) | Says::Equivalent(..) => true,
        }
    }

    /// Its statements in the order of the text.
    pub fn statements(&self) -> impl Iterator<Item = &Stated> {
        let (first, second) = match self {
            Says::Always(when, then) => (when.as_ref(), Some(then)),
            Says::Possible(what) => (None, Some(what)),
            Says::Implies(one, other) | Says::Equivalent(one, other) => (Some(one), Some(other)),
        };
        first.into_iter().chain(second)
    }
}

/// A statement with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// What it says.
    pub what: Statement,
    /// How the author wrote it, printed in one line.
    pub text: String,
    /// Where.
    pub place: Option<Place>,
}

/// Something that holds, fails or is unknown of a whole set of records; the connectives are Kleene's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Statement {
    /// `II.3 is met`: whether the criterion has this verdict, over all records where it is for each. Never unknown.
    Verdict(CriterionId, Fate),
    /// A condition with no record in hand: over nobody a sentence has its logical value. It holds no verdict.
    Cond(Cond),
    /// `not`.
    Not(Box<Statement>),
    /// `and`, `or`, lettered lists of which at least one part says something of a verdict.
    List(Need, Vec<Stated>),
}

/// A verdict as a statement names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Fate {
    /// `met`.
    Met,
    /// `not met`.
    NotMet,
    /// `undetermined`.
    Undetermined,
    /// `not applicable`.
    NotApplicable,
}

impl Program {
    /// The same program with what its claims read behind its own tables: every number that a statement names has its
    /// entry. The list of claims stays, and doing it once more changes nothing.
    pub fn with_claims(&self) -> Program {
        let mut whole = self.clone();
        let claims = &mut whole.claims;
        let fields = std::mem::take(&mut claims.fields);
        whole.clauses.append(&mut claims.clauses);
        whole.aggregates.append(&mut claims.aggregates);
        whole.plan.append(&mut claims.plan);
        for (kind, field) in fields {
            whole.kinds.get_mut(kind.at()).into_iter().for_each(|entry| entry.fields.push(field.clone()));
        }
        whole
    }

    /// The same program without its claims: what it says of records is the same.
    pub fn without_claims(&self) -> Program {
        Program { claims: Claims::default(), ..self.clone() }
    }

    /// The claim or question of this identifier.
    pub fn claim(&self, id: &str) -> Option<&Claim> {
        self.claims.list.iter().find(|claim| claim.id == id)
    }
}
