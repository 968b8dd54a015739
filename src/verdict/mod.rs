//! Verdicts: what truths and counts mean for a criterion.
//!
//! Contract. A verdict is a function of the program and of what the engine has
//! tallied. It differs from a truth in one thing: over nobody a clause has a
//! truth, but a criterion is *not applicable*, or not met where it demands
//! somebody. Verdicts combine along the text, by `and` and `or` and over
//! `for each`, and are never rewritten; tallies merge, verdicts don't.

mod claims;

use serde::{Deserialize, Serialize};

use crate::engine::{Counts, Evaluation, Hand, Tallies, Threshold, Truth, VerdictCounts, decide};
use crate::program::{Bound, ClauseId, Cond, CriterionId, List, Need, Part};

/// What is said of a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is met in every way to fill what is missing.
    Met,
    /// It is not met in any.
    NotMet,
    /// It depends on what is missing.
    Undetermined,
    /// It speaks of nobody.
    NotApplicable,
}

impl Verdict {
    /// All verdicts, in the order in which [`VerdictCounts`] has them.
    pub const ALL: [Verdict; 4] = [Verdict::Met, Verdict::NotMet, Verdict::Undetermined, Verdict::NotApplicable];

    pub(crate) fn number(self) -> usize {
        match self {
            Verdict::Met => 0,
            Verdict::NotMet => 1,
            Verdict::Undetermined => 2,
            Verdict::NotApplicable => 3,
        }
    }

    /// `and`, and over `for each`: the first present of not met, undetermined, met, not applicable.
    pub fn and(self, other: Verdict) -> Verdict {
        self.first(other, [Verdict::NotMet, Verdict::Undetermined, Verdict::Met, Verdict::NotApplicable])
    }

    /// `or`: the first present of met, undetermined, not met, not applicable.
    pub fn or(self, other: Verdict) -> Verdict {
        self.first(other, [Verdict::Met, Verdict::Undetermined, Verdict::NotMet, Verdict::NotApplicable])
    }

    fn first(self, other: Verdict, order: [Verdict; 4]) -> Verdict {
        order.into_iter().find(|verdict| *verdict == self || *verdict == other).unwrap_or(self)
    }
}

impl From<Truth> for Verdict {
    fn from(truth: Truth) -> Verdict {
        match truth {
            Truth::Yes => Verdict::Met,
            Truth::No => Verdict::NotMet,
            Truth::Unknown => Verdict::Undetermined,
        }
    }
}

/// What a criterion says of a record, or of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Judged {
    /// The verdict; of a record that the criterion is only perhaps about: the verdict if it is.
    pub verdict: Verdict,
    /// Whether the criterion is about the record for certain.
    pub certain: bool,
}

/// Whether a quantifier demands somebody, so that it is not met over nobody: at least 1,
/// more than anything, exactly or from 1 up. Unknown over a threshold that may do so and may not.
fn demands(threshold: &Threshold) -> Truth {
    match threshold {
        Threshold::All | Threshold::No => Truth::No,
        Threshold::Count(Bound::AtMost | Bound::LessThan, _)
        | Threshold::Share(Bound::AtLeast | Bound::AtMost | Bound::LessThan | Bound::Exactly, _)
        | Threshold::Rounded(Bound::AtLeast | Bound::AtMost | Bound::LessThan | Bound::Exactly, ..) => Truth::No,
        Threshold::Count(Bound::AtLeast | Bound::MoreThan | Bound::Exactly, _)
        | Threshold::Between(..)
        | Threshold::Share(Bound::MoreThan, _)
        | Threshold::Rounded(Bound::MoreThan, ..) => !decide(threshold, &Counts::default()),
    }
}

impl Evaluation<'_> {
    /// The verdict of a criterion; over all records where it is `for each`.
    pub fn verdict(&self, id: CriterionId) -> Verdict {
        let Some(criterion) = self.program().criteria.get(id.at()) else { return Verdict::NotApplicable };
        if criterion.for_each.is_empty() {
            return self.record_verdict(id, Hand::none());
        }
        self.verdict_counts(id).overall()
    }

    /// The verdict of a `for each` criterion for the records in hand; none where it is not about them.
    /// Where it may be about them, this is its verdict if it is.
    pub fn verdict_of(&self, id: CriterionId, hand: Hand) -> Option<Verdict> {
        (!self.included(id, hand).is_no()).then(|| self.record_verdict(id, hand))
    }

    /// The verdict of a criterion for the records in hand, whether or not it is about them.
    pub(crate) fn record_verdict(&self, id: CriterionId, hand: Hand) -> Verdict {
        match self.program().criteria.get(id.at()) {
            Some(criterion) => self.cond_verdict(&criterion.cond, hand, criterion.if_none),
            None => Verdict::NotApplicable,
        }
    }

    /// The verdict of a part of a criterion's condition that stands along its top-level `and` and `or`.
    pub fn cond_verdict(&self, cond: &Cond, hand: Hand, if_none: Option<bool>) -> Verdict {
        match cond {
            Cond::Clause(id) => self.clause_verdict(*id, hand, if_none),
            Cond::List(list @ List { need: Need::All | Need::Any, .. }) => {
                let join = |a: Verdict, b: Verdict| if list.need == Need::All { a.and(b) } else { a.or(b) };
                let parts = list.parts.iter().map(|part| self.cond_verdict(&part.cond, hand, if_none));
                match parts.reduce(join).unwrap_or(Verdict::NotApplicable) {
                    Verdict::Undetermined => join(Verdict::Undetermined, self.folded_verdict(list, hand)),
                    verdict => verdict,
                }
            }
            Cond::Meets(id) => self.meets_verdict(*id, hand),
            Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) | Cond::Not(_) | Cond::List(_) => {
                Verdict::from(self.truth(cond, hand))
            }
        }
    }

    /// What the parts that speak of no population say together: on one field they may
    /// decide what each leaves open.
    fn folded_verdict(&self, list: &List, hand: Hand) -> Verdict {
        let parts: Vec<Part> = list.parts.iter().filter(|part| !part.cond.asks_others()).cloned().collect();
        Verdict::from(self.truth(&Cond::List(List { parts, need: list.need, lettered: list.lettered }), hand))
    }

    fn meets_verdict(&self, id: CriterionId, hand: Hand) -> Verdict {
        let Some(criterion) = self.program().criteria.get(id.at()) else { return Verdict::NotApplicable };
        let Some(own) = self.asked_of(criterion, hand) else { return self.verdict(id) };
        match self.included(id, own) {
            Truth::No => Verdict::NotApplicable,
            Truth::Yes => self.record_verdict(id, own),
            Truth::Unknown => match self.record_verdict(id, own) {
                Verdict::NotApplicable => Verdict::NotApplicable,
                Verdict::Met | Verdict::NotMet | Verdict::Undetermined => Verdict::Undetermined,
            },
        }
    }

    fn clause_verdict(&self, id: ClauseId, hand: Hand, if_none: Option<bool>) -> Verdict {
        let counts = self.counts(id, hand);
        let truths = self.part_truths(id, hand);
        let Some(head) = counts.first() else { return Verdict::NotApplicable };
        let demanded = || {
            let parts = (0..counts.len()).map(|part| demands(&self.threshold(id, part, hand)));
            parts.fold(Truth::No, Truth::or)
        };
        let nobody = || match if_none {
            Some(met) => Verdict::from(Truth::from(met)),
            None => match demanded() {
                Truth::Yes => Verdict::NotMet,
                Truth::No => Verdict::NotApplicable,
                Truth::Unknown => Verdict::Undetermined,
            },
        };
        if head.all() == 0 {
            // Left out is not nobody: they are there, and nothing is known of them.
            return if head.left_out > 0 { Verdict::Undetermined } else { nobody() };
        }
        let by_truth = truths.into_iter().map(Verdict::from).fold(Verdict::NotApplicable, Verdict::and);
        if head.inside() == 0 && perhaps_nobody(by_truth, nobody()) { Verdict::Undetermined } else { by_truth }
    }

    /// The verdicts of a `for each` criterion's records, counted; zeros where it isn't one.
    pub fn verdict_counts(&self, id: CriterionId) -> VerdictCounts {
        if let Some(known) = self.known_verdicts(id) {
            return known;
        }
        let mut counts = VerdictCounts::default();
        let Some(criterion) = self.program().criteria.get(id.at()) else { return counts };
        if criterion.for_each.is_empty() {
            return counts;
        }
        self.each_alike(id, |hand, alike| {
            let slots = match self.included(id, hand) {
                Truth::No => return,
                Truth::Yes => &mut counts.inside,
                Truth::Unknown => &mut counts.maybe,
            };
            if let Some(slot) = slots.get_mut(self.record_verdict(id, hand).number()) {
                *slot += alike;
            }
        });
        counts
    }

    /// All tallies: whatever the verdicts follow from.
    pub fn tallies(&self) -> Tallies {
        let (clauses, joint) = self.clause_tallies();
        let criteria = (0..self.program().criteria.len() as u32).map(|id| self.verdict_counts(CriterionId(id)));
        Tallies { clauses, joint, aggregates: self.aggregate_tallies(), criteria: criteria.collect() }
    }
}

/// Where perhaps nobody is in: whether that leaves the verdict open, since over nobody it would be another one.
fn perhaps_nobody(somebody: Verdict, nobody: Verdict) -> bool {
    somebody != nobody
}

impl VerdictCounts {
    /// The verdict over all records: `and` over those that the criterion is about. One
    /// that it may be about counts where it is not met or open, and decides alone where no other does.
    pub fn overall(&self) -> Verdict {
        let present =
            |counts: &[u64; 4], verdict: Verdict| counts.get(verdict.number()).is_some_and(|count| *count > 0);
        let certain = Verdict::ALL
            .into_iter()
            .filter(|verdict| present(&self.inside, *verdict))
            .fold(Verdict::NotApplicable, Verdict::and);
        let maybe_bad = present(&self.maybe, Verdict::NotMet) || present(&self.maybe, Verdict::Undetermined);
        let maybe_met = present(&self.maybe, Verdict::Met);
        if maybe_bad || (maybe_met && certain == Verdict::NotApplicable) {
            certain.and(Verdict::Undetermined)
        } else {
            certain
        }
    }
}
