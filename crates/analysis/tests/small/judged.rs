//! What records show, as the engine sees it and as the oracle does.

use tieuchi::engine::{Evaluation, Hand, Options, Truth, evaluate};
use tieuchi::program::{Cond, CriterionId, Fate, KindId, Need, Program, Statement};
use tieuchi::roster::Roster;
use tieuchi::verdict::Verdict;
use tieuchi_analysis::fact::Fact;

use super::super::oracle::{self, Oracle};

/// Who says what holds of records.
pub trait Judge {
    /// The verdict of a criterion, over all records.
    fn verdict(&self, id: CriterionId) -> Verdict;

    /// Whether a condition holds of the whole or of a record.
    fn truth(&self, cond: &Cond, record: Option<(KindId, u32)>) -> Option<bool>;
}

impl Judge for Evaluation<'_> {
    fn verdict(&self, id: CriterionId) -> Verdict {
        Evaluation::verdict(self, id)
    }

    fn truth(&self, cond: &Cond, record: Option<(KindId, u32)>) -> Option<bool> {
        let hand = record.map_or(Hand::none(), |(kind, row)| Hand::one(kind, row));
        match Evaluation::truth(self, cond, hand) {
            Truth::Yes => Some(true),
            Truth::No => Some(false),
            Truth::Unknown => None,
        }
    }
}

impl Judge for Oracle<'_> {
    fn verdict(&self, id: CriterionId) -> Verdict {
        match self.overall(id) {
            oracle::Verdict::Met => Verdict::Met,
            oracle::Verdict::NotMet => Verdict::NotMet,
            oracle::Verdict::Undetermined => Verdict::Undetermined,
            oracle::Verdict::NotApplicable => Verdict::NotApplicable,
        }
    }

    fn truth(&self, cond: &Cond, record: Option<(KindId, u32)>) -> Option<bool> {
        Oracle::truth(self, cond, record.as_slice())
    }
}

/// Whether the engine and the oracle both say something of records.
///
/// # Panics
///
/// Where they aren't of one mind.
pub fn holds(program: &Program, roster: &Roster, said: impl Fn(&dyn Judge) -> bool) -> bool {
    let evaluation = evaluate(program, roster, &Options::default()).expect("small records");
    let (engine, oracle) = (said(&evaluation), said(&Oracle::new(program, roster)));
    assert_eq!(engine, oracle, "the engine and the oracle aren't of one mind");
    engine
}

/// Whether a fact holds, straight from what it means.
pub fn shows(judge: &dyn Judge, roster: &Roster, fact: &Fact) -> bool {
    match fact {
        Fact::Verdict(id, verdicts) => verdicts.contains(&judge.verdict(*id)),
        Fact::Some(kind, conds) => (0..roster.len(*kind) as u32)
            .any(|row| conds.iter().all(|(cond, wanted)| judge.truth(cond, Some((*kind, row))) == Some(*wanted))),
        Fact::Said(statement, wanted) => stated(judge, statement) == Some(*wanted),
        // Made of points alone, which aren't looked at here.
        Fact::Each(..) => unreachable!("no wish is of that kind"),
        Fact::Any(parts) => parts.iter().any(|part| shows(judge, roster, part)),
    }
}

/// Whether a statement holds of the whole.
fn stated(judge: &dyn Judge, statement: &Statement) -> Option<bool> {
    match statement {
        Statement::Verdict(id, fate) => {
            let named = match fate {
                Fate::Met => Verdict::Met,
                Fate::NotMet => Verdict::NotMet,
                Fate::Undetermined => Verdict::Undetermined,
                Fate::NotApplicable => Verdict::NotApplicable,
            };
            Some(judge.verdict(*id) == named)
        }
        Statement::Cond(cond) => judge.truth(cond, None),
        Statement::Not(inner) => stated(judge, inner).map(|yes| !yes),
        Statement::List(need, parts) => {
            // Records are complete, and nothing that is said of them is open.
            let said: Option<Vec<bool>> = parts.iter().map(|part| stated(judge, &part.what)).collect();
            let (all, yes) = (parts.len() as u32, said?.into_iter().filter(|yes| *yes).count() as u32);
            Some(match need {
                Need::All => yes == all,
                Need::Any => yes > 0,
                Need::AtLeast(k) => yes >= *k,
                Need::AtMost(k) => yes <= *k,
                Need::Exactly(k) => yes == *k,
            })
        }
    }
}
