//! Names, texts and places.

use std::collections::HashSet;

use unicode_normalization::is_nfc;

use super::{Invalid, MAX_TEXT, Sound, Within, need};
use crate::exact::{Exact, MAX_BITS};
use crate::program::{Name, Place, Program};

/// A text as it may stand anywhere.
pub(super) fn text(text: &str) -> Sound {
    need(text.len() <= MAX_TEXT, "the text is too long")?;
    need(is_nfc(text), "the text is not in NFC")
}

/// A text that says something.
pub(super) fn filled(said: &str) -> Sound {
    need(!said.trim().is_empty(), "the text is empty")?;
    text(said)
}

/// A name in at least one language.
pub(super) fn name(name: &Name) -> Sound {
    need(name.en.is_some() || name.vi.is_some(), "there is no name")?;
    [&name.en, &name.vi].into_iter().flatten().try_for_each(|name| filled(name))
}

/// No name is given to two things; one thing may have the same name in both languages.
pub(super) fn distinct<'n>(names: impl Iterator<Item = &'n Name>) -> Sound {
    let mut seen = HashSet::new();
    for (index, name) in names.enumerate() {
        let both = [name.en.as_deref(), name.vi.as_deref().filter(|vi| name.en.as_deref() != Some(*vi))];
        for said in both.into_iter().flatten() {
            if !seen.insert(said) {
                return Err(Invalid::of("the name {} of entry {} is given twice", &[&said, &index]));
            }
        }
    }
    Ok(())
}

/// No text stands twice.
pub(super) fn unique<'t>(texts: impl Iterator<Item = &'t str>) -> Sound {
    let mut seen = HashSet::new();
    for said in texts {
        if !seen.insert(said) {
            return Err(Invalid::of("{} stands twice", &[&said]));
        }
    }
    Ok(())
}

/// A number that arithmetic can have given.
pub(super) fn number(number: &Exact) -> Sound {
    let short = number.numerator().bits() <= MAX_BITS && number.denominator().bits() <= MAX_BITS;
    need(short, "the number is too long")
}

/// A place in one of the program's files.
pub(super) fn place(program: &Program, place: Option<Place>) -> Sound {
    let Some(place) = place else { return Ok(()) };
    let there = (place.file as usize) < program.files.len() && place.line > 0 && place.column > 0;
    need(there, "there is no such place").within("place")
}
