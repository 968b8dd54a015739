//! Verdicts, by the tables of the semantics.

use super::counts::{Counts, demands};
use super::folding::is_plain;
use super::{Kleene, Oracle, Record, and, not};
use tieuchi::program::{ClauseId, Cond, Criterion, CriterionId, List, Need, Part};

/// The verdicts, in the order in which `and` prefers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    NotMet,
    Undetermined,
    Met,
    NotApplicable,
}

impl Oracle<'_> {
    /// What a criterion says of the records in hand, `where` and all.
    pub fn of(&self, id: CriterionId, hand: &[Record]) -> Verdict {
        let criterion = &self.program.criteria[id.at()];
        self.verdict(&criterion.cond, criterion, hand)
    }

    /// Whether a criterion is about the records in hand.
    pub fn about(&self, id: CriterionId, hand: &[Record]) -> Kleene {
        let criterion = &self.program.criteria[id.at()];
        let filters = criterion
            .for_each
            .iter()
            .zip(hand)
            .map(|(each, record)| each.filter.as_ref().map_or(Some(true), |filter| self.truth(filter, &[*record])));
        and(filters)
    }

    /// All ways to have the records in hand that a criterion is for each of, row by row of the first.
    pub fn hands(&self, id: CriterionId) -> Vec<Vec<Record>> {
        let mut hands: Vec<Vec<Record>> = vec![Vec::new()];
        for each in &self.program.criteria[id.at()].for_each {
            hands = hands
                .into_iter()
                .flat_map(|hand| {
                    self.rows(each.kind).map(move |row| hand.iter().copied().chain([(each.kind, row)]).collect())
                })
                .collect();
        }
        hands
    }

    pub fn overall(&self, id: CriterionId) -> Verdict {
        if self.program.criteria[id.at()].for_each.is_empty() {
            return self.of(id, &[]);
        }
        let mut all = Verdict::NotApplicable;
        let mut doubtful = false;
        let mut perhaps_met = false;
        for hand in self.hands(id) {
            let about = self.about(id, &hand);
            if about == Some(false) {
                continue;
            }
            let verdict = self.of(id, &hand);
            if about == Some(true) {
                all = all.min(verdict);
            } else {
                match verdict {
                    Verdict::NotApplicable => {}
                    Verdict::NotMet | Verdict::Undetermined => doubtful = true,
                    Verdict::Met => perhaps_met = true,
                }
            }
        }
        if doubtful || (perhaps_met && all == Verdict::NotApplicable) {
            all = all.min(Verdict::Undetermined);
        }
        all
    }

    pub(super) fn verdict(&self, cond: &Cond, criterion: &Criterion, hand: &[Record]) -> Verdict {
        match cond {
            Cond::Clause(id) => self.clause_verdict(*id, criterion, hand),
            Cond::List(list @ List { need: Need::All | Need::Any, parts, .. }) => {
                // What speaks of no population is one condition, so that tests of one field are read together.
                let plain: Vec<Part> = parts.iter().filter(|part| is_plain(&part.cond)).cloned().collect();
                let others = parts.iter().filter(|part| !is_plain(&part.cond));
                let mut verdicts: Vec<Verdict> = others.map(|part| self.verdict(&part.cond, criterion, hand)).collect();
                if !plain.is_empty() {
                    verdicts.push(said(self.list(&List { parts: plain, ..list.clone() }, hand)));
                }
                let all = [Verdict::NotMet, Verdict::Undetermined, Verdict::Met];
                let any = [Verdict::Met, Verdict::Undetermined, Verdict::NotMet];
                let order = if list.need == Need::All { all } else { any };
                order.into_iter().find(|verdict| verdicts.contains(verdict)).unwrap_or(Verdict::NotApplicable)
            }
            Cond::Meets(id) => self.meets_verdict(*id, hand),
            Cond::List(_) | Cond::Not(_) | Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) => {
                said(self.truth(cond, hand))
            }
        }
    }

    pub(super) fn clause_verdict(&self, id: ClauseId, criterion: &Criterion, hand: &[Record]) -> Verdict {
        let seen = self.seen(id, hand);
        let clause = &self.program.clauses[id.at()];
        let counts = Counts::of(&seen[0]);
        let stated = criterion.if_none.map(|met| if met { Verdict::Met } else { Verdict::NotMet });
        if counts.nobody_left() {
            return Verdict::Undetermined;
        }
        let idle = and(clause.parts.iter().map(|part| not(demands(&self.threshold(&part.quantifier, hand)))));
        let of_nobody = stated.unwrap_or(match idle {
            Some(false) => Verdict::NotMet,
            Some(true) => Verdict::NotApplicable,
            None => Verdict::Undetermined,
        });
        if counts.all() == 0 {
            return of_nobody;
        }
        let by_truth = said(self.clause(id, hand));
        // Perhaps nobody is in, and over nobody it would say something else.
        if counts.inside.iter().sum::<u64>() == 0 && by_truth != of_nobody { Verdict::Undetermined } else { by_truth }
    }

    /// The records in hand that a criterion is for each of; none where it is asked of the whole roster.
    pub(super) fn handed(&self, id: CriterionId, hand: &[Record]) -> Option<Vec<Record>> {
        let criterion = &self.program.criteria[id.at()];
        criterion.for_each.iter().map(|each| hand.iter().copied().find(|(kind, _)| *kind == each.kind)).collect()
    }

    pub(super) fn meets_verdict(&self, id: CriterionId, hand: &[Record]) -> Verdict {
        let Some(own) = self.handed(id, hand) else { return self.overall(id) };
        let verdict = self.of(id, &own);
        match self.about(id, &own) {
            Some(true) => verdict,
            Some(false) => Verdict::NotApplicable,
            None if verdict == Verdict::NotApplicable => Verdict::NotApplicable,
            None => Verdict::Undetermined,
        }
    }

    pub(super) fn meets(&self, id: CriterionId, hand: &[Record]) -> Kleene {
        let criterion = &self.program.criteria[id.at()];
        let each = |hand: &[Record]| match self.about(id, hand) {
            Some(false) => Some(true),
            about => {
                let truth = self.truth(&criterion.cond, hand);
                if about.is_none() && truth != Some(true) { None } else { truth }
            }
        };
        match self.handed(id, hand) {
            Some(own) => each(&own),
            None => and(self.hands(id).iter().map(|hand| each(hand))),
        }
    }
}

pub(super) fn said(truth: Kleene) -> Verdict {
    match truth {
        Some(true) => Verdict::Met,
        Some(false) => Verdict::NotMet,
        None => Verdict::Undetermined,
    }
}
