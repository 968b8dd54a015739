//! What was found wrong, in bounded memory.

use std::collections::HashMap;

use crate::diagnostic::{DataFault, DataPlace, DataProblem, Finding, Problem, Severity};
use crate::program::{FieldId, KindId};
use crate::source::Span;

/// How many problems are kept; the rest is counted.
pub const MAX_PROBLEMS: usize = 1_000;

/// The longest piece of data that a problem quotes, in characters.
const MAX_QUOTE: usize = 80;

/// Labels that were read as another spelling: the first place, the label, how many cells.
type Respelled = HashMap<(KindId, FieldId, Box<str>), (DataPlace, String, u64)>;

/// Collects problems.
#[derive(Debug, Default)]
pub(super) struct Problems {
    errors: Vec<Finding>,
    warnings: Vec<Finding>,
    left_out: u64,
    respelled: Respelled,
}

/// A value for a message, cut where it is long.
pub(super) fn quote(value: &str) -> String {
    match value.char_indices().nth(MAX_QUOTE) {
        Some((at, _)) => format!("{}…", value.get(..at).unwrap_or("")),
        None => value.to_owned(),
    }
}

impl Problems {
    pub(super) fn add(&mut self, problem: DataProblem) {
        let finding = Finding::new(problem, Span::NONE);
        let list = match finding.severity() {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        };
        if list.len() < MAX_PROBLEMS {
            list.push(finding);
        } else {
            self.left_out += 1;
        }
    }

    /// Whether one more would only be counted: then nobody need work out its details.
    pub(super) fn full(&self) -> bool {
        self.errors.len() >= MAX_PROBLEMS
    }

    pub(super) fn any(&self) -> bool {
        !self.errors.is_empty()
    }

    /// A label that was read as another spelling of one of the rules'.
    pub(super) fn respelled(&mut self, kind: KindId, field: FieldId, value: &str, label: &str, place: &DataPlace) {
        let count = self.respelled.len();
        let key = (kind, field, Box::from(value));
        match self.respelled.get_mut(&key) {
            Some((_, _, cells)) => *cells += 1,
            None if count < MAX_PROBLEMS => {
                self.respelled.insert(key, (place.clone(), label.to_owned(), 1));
            }
            None => self.left_out += 1,
        }
    }

    /// Forgets what was found in a file.
    pub(super) fn forget(&mut self, file: &str) {
        let elsewhere = |finding: &Finding| match &finding.problem {
            Problem::Data(problem) => problem.place.file.as_deref() != Some(file),
            Problem::Syntax(_) | Problem::Check(_) | Problem::Pack(_) | Problem::Lint(_) => true,
        };
        self.errors.retain(elsewhere);
        self.warnings.retain(elsewhere);
        self.respelled.retain(|_, (place, _, _)| place.file.as_deref() != Some(file));
    }

    /// How many errors there are so far.
    pub(super) fn mark(&self) -> usize {
        self.errors.len()
    }

    /// The places of the errors since a mark.
    pub(super) fn places_since(&mut self, mark: usize) -> impl Iterator<Item = &mut DataPlace> {
        self.errors.iter_mut().skip(mark).filter_map(|finding| match &mut finding.problem {
            Problem::Data(problem) => Some(&mut problem.place),
            Problem::Syntax(_) | Problem::Check(_) | Problem::Pack(_) | Problem::Lint(_) => None,
        })
    }

    /// Errors and warnings, each in the order of the data.
    pub(super) fn finish(mut self, files: &[String]) -> (Vec<Finding>, Vec<Finding>) {
        for ((_, _, value), (place, label, cells)) in self.respelled {
            let fault = DataFault::ReadAs { value: quote(&value), label, cells };
            self.warnings.push(Finding::new(DataProblem { place, fault }, Span::NONE));
        }
        let order = |finding: &Finding| match &finding.problem {
            Problem::Data(DataProblem { place, .. }) => {
                let file = place.file.as_ref().and_then(|name| files.iter().position(|file| file == name));
                (file.map_or(usize::MAX, |file| file), place.row, place.column.clone())
            }
            Problem::Syntax(_) | Problem::Check(_) | Problem::Pack(_) | Problem::Lint(_) => (usize::MAX, None, None),
        };
        self.errors.sort_by_cached_key(order);
        self.warnings.sort_by_cached_key(order);
        if self.left_out > 0 {
            let fault = DataFault::More { left_out: self.left_out };
            self.warnings.push(Finding::new(DataProblem { place: DataPlace::default(), fault }, Span::NONE));
        }
        (self.errors, self.warnings)
    }
}
