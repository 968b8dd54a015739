//! Whether a program is sound: see the contract of the module above.
//!
//! A program may come from anybody's file, so nothing is taken for granted:
//! nesting is measured without recursion before anything else, and only then
//! walked. The checks go from names to types to sentences to the plan; each
//! assumes those before it.

mod claims;
mod expressions;
pub(super) mod nesting;
mod plan;
mod schema;
mod sentences;
mod texts;
mod vi;

use std::fmt;

use crate::source::Language;

use super::{Clause, Criterion, FORMAT, Field, FieldId, Kind, KindId, Labels, LabelsId, Program, Type};

/// The most clauses, aggregates, criteria, kinds, fields of a kind, documents,
/// items, cites, files and parts of one sentence or list.
pub const MAX_ENTRIES: usize = 100_000;

/// The longest text, in bytes.
pub const MAX_TEXT: usize = 1 << 20;

/// The most conditions and numbers that a clause, an aggregate or a criterion
/// may come to when everything that it refers to stood in it.
pub const MAX_EXPANDED: usize = 1_000_000;

/// Why a program is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// Where in the program, such as `clauses[3].parts[0].property`.
    pub at: String,
    /// What is wrong, in English, `{}` for each of the values.
    said: &'static str,
    values: Vec<String>,
}

impl Invalid {
    fn new(said: &'static str) -> Invalid {
        Invalid { at: String::new(), said, values: Vec::new() }
    }

    fn of(said: &'static str, values: &[&dyn fmt::Display]) -> Invalid {
        Invalid { values: values.iter().map(ToString::to_string).collect(), ..Invalid::new(said) }
    }

    /// What is wrong, in a language.
    pub fn why(&self, language: Language) -> String {
        let said = match language {
            Language::En => self.said,
            Language::Vi => vi::said(self.said).unwrap_or(self.said),
        };
        let mut values = self.values.iter();
        let mut parts = said.split("{}");
        let mut why = parts.next().unwrap_or("").to_owned();
        parts.for_each(|part| {
            why += values.next().map_or("", String::as_str);
            why += part;
        });
        why
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.why(Language::En))
    }
}

impl std::error::Error for Invalid {}

type Sound<T = ()> = Result<T, Invalid>;

/// Says where a fault lies; the place is put together on the way out.
trait Within {
    fn within(self, place: &str) -> Self;
    fn within_nth(self, place: &str, index: usize) -> Self;
}

impl<T> Within for Sound<T> {
    fn within(self, place: &str) -> Self {
        self.map_err(|fault| Invalid {
            at: if fault.at.is_empty() { place.to_owned() } else { format!("{place}.{}", fault.at) },
            ..fault
        })
    }

    fn within_nth(self, place: &str, index: usize) -> Self {
        self.map_err(|fault| {
            let Invalid { at, said, values } = fault;
            let at = if at.is_empty() { format!("{place}[{index}]") } else { format!("{place}[{index}].{at}") };
            Invalid { at, said, values }
        })
    }
}

/// A fault unless `sound`.
fn need(sound: bool, said: &'static str) -> Sound {
    if sound { Ok(()) } else { Err(Invalid::new(said)) }
}

/// Checks every entry of a table.
fn each<T>(place: &str, entries: &[T], check: impl Fn(&T) -> Sound) -> Sound {
    each_numbered(place, entries, |_, entry| check(entry))
}

/// Checks every entry of a table, with its number.
fn each_numbered<T>(place: &str, entries: &[T], check: impl Fn(usize, &T) -> Sound) -> Sound {
    need(entries.len() <= MAX_ENTRIES, "too many entries").within(place)?;
    entries.iter().enumerate().try_for_each(|(index, entry)| check(index, entry).within_nth(place, index))
}

/// Checks a whole program; the first fault is returned.
pub fn validate(program: &Program) -> Result<(), Invalid> {
    if program.format != FORMAT {
        return Err(Invalid::of("format {} is not format {}", &[&program.format, &FORMAT])).within("format");
    }
    nesting::bounded(program)?;
    let checker = Checker { program };
    checker.schema()?;
    each("clauses", &program.clauses, |clause: &Clause| checker.clause(clause))?;
    each("aggregates", &program.aggregates, |aggregate| checker.aggregate(aggregate))?;
    each("criteria", &program.criteria, |criterion: &Criterion| checker.criterion(criterion))?;
    checker.derived()?;
    each("scores", &program.scores, |score| checker.score(score))?;
    plan::sound(program)?;
    if program.claims.reads_more() {
        // The rules are sound by themselves; are they with what their claims read behind them?
        need(program.claims.fields.len() <= MAX_ENTRIES, "too many entries").within("claims.fields")?;
        let strays = program.claims.fields.iter().any(|(kind, _)| kind.at() >= program.kinds.len());
        need(!strays, "there is no such field in the data").within("claims.fields")?;
        return validate(&program.with_claims()).within("claims");
    }
    texts::unique(program.claims.list.iter().map(|claim| claim.id.as_str())).within("claims")?;
    each("claims.list", &program.claims.list, |claim| checker.claim(claim))
}

/// Looks things up in the program under check.
struct Checker<'p> {
    program: &'p Program,
}

impl<'p> Checker<'p> {
    fn kind(&self, id: KindId) -> Sound<&'p Kind> {
        self.program.kinds.get(id.at()).ok_or_else(|| Invalid::of("there is no kind {}", &[&id.0]))
    }

    fn field(&self, kind: KindId, field: FieldId) -> Sound<&'p Field> {
        let found = self.kind(kind)?.fields.get(field.at());
        found.ok_or_else(|| Invalid::of("kind {} has no field {}", &[&kind.0, &field.0]))
    }

    fn labels(&self, id: LabelsId) -> Sound<&'p Labels> {
        self.program.labels.get(id.at()).ok_or_else(|| Invalid::of("there is no set of labels {}", &[&id.0]))
    }

    fn label(&self, id: LabelsId, label: u32) -> Sound {
        let there = (label as usize) < self.labels(id)?.labels.len();
        if there { Ok(()) } else { Err(Invalid::of("set {} has no label {}", &[&id.0, &label])) }
    }

    /// The kind that a reference field leads to.
    fn target(&self, kind: KindId, field: FieldId) -> Sound<KindId> {
        match self.field(kind, field)?.ty {
            Type::Reference(target) => Ok(target),
            Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) => {
                Err(Invalid::of("field {} of kind {} is no reference", &[&field.0, &kind.0]))
            }
        }
    }
}

pub(crate) use plan::{Turn, turns};

/// The stratum of each step of a sound program's plan; steps of one stratum don't read each other.
pub(crate) fn strata(program: &Program) -> Vec<usize> {
    plan::strata(program)
}
