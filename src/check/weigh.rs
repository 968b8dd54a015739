//! How large a value is.

use crate::program::{Cond, Term};

/// Takes the parts of a term off what is left; none where it doesn't suffice.
pub(super) fn term(term: &Term, left: &mut usize) -> Option<()> {
    *left = left.checked_sub(1)?;
    match term {
        Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) | Term::Field(_) | Term::Aggregate(_) => {
            Some(())
        }
        Term::Add(one, other)
        | Term::Sub(one, other)
        | Term::Mul(one, other)
        | Term::Div(one, other)
        | Term::Min(one, other)
        | Term::Max(one, other)
        | Term::Elapsed(_, one, other) => {
            self::term(one, left)?;
            self::term(other, left)
        }
        Term::Rounded(inner, ..) | Term::Shift(inner, ..) => self::term(inner, left),
        Term::Cases(cases, otherwise) => {
            for (when, value) in cases {
                cond(when, left)?;
                self::term(value, left)?;
            }
            self::term(otherwise, left)
        }
        Term::OneOf(cases) => cases.iter().try_for_each(|(when, value)| {
            cond(when, left)?;
            self::term(value, left)
        }),
    }
}

fn cond(cond: &Cond, left: &mut usize) -> Option<()> {
    *left = left.checked_sub(1)?;
    match cond {
        Cond::Test(_) | Cond::Presence(..) | Cond::Clause(_) | Cond::Meets(_) => Some(()),
        Cond::Compare(one, _, other) => {
            term(one, left)?;
            term(other, left)
        }
        Cond::Not(inner) => self::cond(inner, left),
        Cond::List(list) => list.parts.iter().try_for_each(|part| self::cond(&part.cond, left)),
    }
}
