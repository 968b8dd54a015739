//! Truths in three values, and verdicts in four, that depend on what is chosen.

use tieuchi::engine::Truth;
use tieuchi::verdict::Verdict;

use crate::solver::{Lit, Model};

/// When it is yes and when no; never both, and unknown where it is neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kleene {
    pub yes: Lit,
    pub no: Lit,
}

impl Kleene {
    pub const YES: Kleene = Kleene { yes: Lit::TRUE, no: Lit::FALSE };
    pub const NO: Kleene = Kleene { yes: Lit::FALSE, no: Lit::TRUE };
    pub const UNKNOWN: Kleene = Kleene { yes: Lit::FALSE, no: Lit::FALSE };

    /// Whether it is never unknown.
    pub(super) fn is_settled(self) -> bool {
        self.no == !self.yes
    }

    pub(super) fn not(self) -> Kleene {
        Kleene { yes: self.no, no: self.yes }
    }

    pub(super) fn all(model: &mut Model, parts: &[Kleene]) -> Kleene {
        let yes: Vec<Lit> = parts.iter().map(|part| part.yes).collect();
        let no: Vec<Lit> = parts.iter().map(|part| part.no).collect();
        Kleene { yes: model.and(&yes), no: model.or(&no) }
    }

    pub(super) fn any(model: &mut Model, parts: &[Kleene]) -> Kleene {
        let turned: Vec<Kleene> = parts.iter().map(|part| part.not()).collect();
        Kleene::all(model, &turned).not()
    }

    /// When it is neither.
    pub(super) fn open(self, model: &mut Model) -> Lit {
        if self.is_settled() { Lit::FALSE } else { model.and(&[!self.yes, !self.no]) }
    }
}

impl From<Truth> for Kleene {
    fn from(truth: Truth) -> Kleene {
        match truth {
            Truth::Yes => Kleene::YES,
            Truth::No => Kleene::NO,
            Truth::Unknown => Kleene::UNKNOWN,
        }
    }
}

impl From<Lit> for Kleene {
    /// Never unknown.
    fn from(yes: Lit) -> Kleene {
        Kleene { yes, no: !yes }
    }
}

/// When a verdict is what; one of the four holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Judged {
    pub met: Lit,
    pub not_met: Lit,
    pub open: Lit,
    pub nobody: Lit,
}

/// The order in which the first verdict that is there wins.
fn order(judged: Judged, all: bool) -> [Lit; 4] {
    if all {
        [judged.not_met, judged.open, judged.met, judged.nobody]
    } else {
        [judged.met, judged.open, judged.not_met, judged.nobody]
    }
}

impl Judged {
    pub(super) fn of(verdict: Verdict) -> Judged {
        let is = |other: Verdict| if verdict == other { Lit::TRUE } else { Lit::FALSE };
        Judged {
            met: is(Verdict::Met),
            not_met: is(Verdict::NotMet),
            open: is(Verdict::Undetermined),
            nobody: is(Verdict::NotApplicable),
        }
    }

    pub(super) fn of_truth(model: &mut Model, truth: Kleene) -> Judged {
        Judged { met: truth.yes, not_met: truth.no, open: truth.open(model), nobody: Lit::FALSE }
    }

    /// Along `and` (`all`) or `or`: the first that is present, where parts are there under conditions.
    pub(super) fn join(model: &mut Model, parts: &[(Lit, Judged)], all: bool) -> Judged {
        let mut found = [Lit::FALSE; 4];
        let mut before: Vec<Lit> = Vec::new();
        for (rank, place) in found.iter_mut().enumerate().take(3) {
            let there: Vec<Lit> = parts
                .iter()
                .filter_map(|(there, judged)| order(*judged, all).get(rank).map(|lit| model.and(&[*there, *lit])))
                .collect();
            let present = model.or(&there);
            let first: Vec<Lit> = before.iter().map(|lit: &Lit| !*lit).chain([present]).collect();
            *place = model.and(&first);
            before.push(present);
        }
        let none: Vec<Lit> = before.iter().map(|lit| !*lit).collect();
        let [first, open, last, _] = found;
        let somebody = parts.iter().any(|(there, judged)| (*there, judged.nobody) == (Lit::TRUE, Lit::FALSE));
        let nobody = if somebody { Lit::FALSE } else { model.and(&none) };
        if all {
            Judged { not_met: first, open, met: last, nobody }
        } else {
            Judged { met: first, open, not_met: last, nobody }
        }
    }

    /// This where a condition holds, else the other.
    pub(super) fn either(model: &mut Model, when: Lit, then: Judged, otherwise: Judged) -> Judged {
        let mut pick = |then: Lit, otherwise: Lit| {
            let (one, other) = (model.and(&[when, then]), model.and(&[!when, otherwise]));
            model.or(&[one, other])
        };
        Judged {
            met: pick(then.met, otherwise.met),
            not_met: pick(then.not_met, otherwise.not_met),
            open: pick(then.open, otherwise.open),
            nobody: pick(then.nobody, otherwise.nobody),
        }
    }
}
