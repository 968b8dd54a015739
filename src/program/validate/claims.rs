//! Claims and questions. What they read has been put behind the program's own tables.

use super::texts::{filled, place, text};
use super::{Checker, Invalid, MAX_ENTRIES, Sound, Within, each, need};
use crate::program::{Claim, Cond, MAX_DEPTH, Need, Stated, Statement};

impl Checker<'_> {
    pub(super) fn claim(&self, claim: &Claim) -> Sound {
        filled(&claim.id).within("id")?;
        text(&claim.title).within("title")?;
        text(&claim.text).within("text")?;
        place(self.program, claim.place)?;
        self.cites(&claim.cites)?;
        claim.says.statements().try_for_each(|stated| self.stated(stated)).within("says")
    }

    /// Its nesting has been measured.
    fn stated(&self, stated: &Stated) -> Sound {
        text(&stated.text).within("text")?;
        place(self.program, stated.place)?;
        self.statement(&stated.what)
    }

    fn statement(&self, statement: &Statement) -> Sound {
        match statement {
            Statement::Verdict(id, _) => {
                let there = id.at() < self.program.criteria.len();
                if there { Ok(()) } else { Err(Invalid::of("there is no criterion {}", &[&id.0])) }
            }
            Statement::Cond(cond) => self.cond(cond, &[]),
            Statement::Not(inner) => self.statement(inner),
            Statement::List(wanted, parts) => {
                if let Need::AtLeast(k) | Need::AtMost(k) | Need::Exactly(k) = wanted {
                    need((*k as usize) <= parts.len(), "more parts are asked for than there are")?;
                }
                each("parts", parts, |part| self.stated(part))
            }
        }
    }
}

/// How deep statements nest, and the conditions in them with their depth, without recursion.
pub(super) fn conditions(claim: &Claim) -> Sound<Vec<(usize, &Cond)>> {
    let mut open: Vec<(usize, &Statement)> = claim.says.statements().map(|stated| (1, &stated.what)).collect();
    let (mut found, mut seen) = (Vec::new(), 0usize);
    while let Some((depth, statement)) = open.pop() {
        seen += 1;
        need(depth <= MAX_DEPTH, "the nesting is too deep")?;
        need(seen <= MAX_ENTRIES, "too many entries")?;
        match statement {
            Statement::Verdict(..) => {}
            Statement::Cond(cond) => found.push((depth, cond)),
            Statement::Not(inner) => open.push((depth + 1, inner)),
            Statement::List(_, parts) => open.extend(parts.iter().map(|part| (depth + 1, &part.what))),
        }
    }
    Ok(found)
}
