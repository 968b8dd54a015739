//! What records say of claims and questions.

use crate::engine::{Evaluation, Hand, Truth};
use crate::program::{Fate, Need, Says, Statement};

use super::Verdict;

impl Verdict {
    /// Whether it is the verdict that a statement names.
    pub fn is(self, fate: Fate) -> bool {
        self == match fate {
            Fate::Met => Verdict::Met,
            Fate::NotMet => Verdict::NotMet,
            Fate::Undetermined => Verdict::Undetermined,
            Fate::NotApplicable => Verdict::NotApplicable,
        }
    }
}

impl Evaluation<'_> {
    /// Whether a statement holds for these records. Of a program whose claims read more than its rules do, this is asked of
    /// an evaluation of [`with_claims`](crate::program::Program::with_claims).
    pub fn statement(&self, statement: &Statement) -> Truth {
        match statement {
            Statement::Verdict(id, fate) => Truth::from(self.verdict(*id).is(*fate)),
            Statement::Cond(cond) => self.truth(cond, Hand::none()),
            Statement::Not(inner) => !self.statement(inner),
            Statement::List(need, parts) => {
                let (mut yes, mut open) = (0u32, 0u32);
                for part in parts {
                    match self.statement(&part.what) {
                        Truth::Yes => yes += 1,
                        Truth::Unknown => open += 1,
                        Truth::No => {}
                    }
                }
                // The number of parts that hold lies between these, and each in between may be.
                let between = |fits: &dyn Fn(u32) -> bool| {
                    let (low, high) = (fits(yes), fits(yes + open));
                    if low == high { Truth::from(low) } else { Truth::Unknown }
                };
                let all = u32::try_from(parts.len()).unwrap_or(u32::MAX);
                match need {
                    Need::All => between(&|count| count >= all),
                    Need::Any => between(&|count| count >= 1),
                    Need::AtLeast(k) => between(&|count| count >= *k),
                    Need::AtMost(k) => between(&|count| count <= *k),
                    Need::Exactly(k) => between(&|count| count >= *k).and(between(&|count| count <= *k)),
                }
            }
        }
    }

    /// What these records say of a claim or a question: of what is stated of all records, `no` means that they refute it;
    /// of `is it possible that …?`, `yes` that it is.
    pub fn says(&self, says: &Says) -> Truth {
        match says {
            Says::Always(None, then) | Says::Possible(then) => self.statement(&then.what),
            Says::Always(Some(one), other) | Says::Implies(one, other) => {
                (!self.statement(&one.what)).or(self.statement(&other.what))
            }
            Says::Equivalent(one, other) => {
                let (one, other) = (self.statement(&one.what), self.statement(&other.what));
                one.and(other).or((!one).and(!other))
            }
        }
    }

    /// Whether these records settle it: a counter-example to what is stated of all records, or an example of what is
    /// asked to be possible.
    pub fn settles(&self, says: &Says) -> bool {
        match says {
            Says::Possible(_) => self.says(says).is_yes(),
            Says::Always(..) | Says::Implies(..) | Says::Equivalent(..) => self.says(says).is_no(),
        }
    }
}
