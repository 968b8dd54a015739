//! Guards: which optional references a condition makes certain to be there.

use crate::program::{Cond, FieldId, Need, Presence};

/// References known to be there: which record in hand, and the references to follow.
pub(super) type Present = Vec<(u8, Vec<FieldId>)>;

/// Adds the references that are there whenever `cond` holds (`truth`), or whenever it doesn't.
pub(super) fn known(cond: &Cond, truth: bool, present: &mut Present) {
    match cond {
        Cond::Presence(path, presence) => {
            let there = match presence {
                Presence::Present => truth,
                Presence::Absent => !truth,
                Presence::Missing | Presence::Known => false,
            };
            if there {
                let mut via = path.via.clone();
                via.push(path.field);
                present.push((path.hand, via));
            }
        }
        Cond::Not(inner) => known(inner, !truth, present),
        Cond::List(list) => {
            let every = match list.need {
                Need::All => truth,
                Need::Any => !truth,
                Need::AtLeast(_) | Need::AtMost(_) | Need::Exactly(_) => false,
            };
            if every {
                for part in &list.parts {
                    known(&part.cond, truth, present);
                }
            }
        }
        Cond::Test(_) | Cond::Compare(..) | Cond::Clause(_) | Cond::Meets(_) => {}
    }
}
