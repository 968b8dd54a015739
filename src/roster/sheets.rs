//! Sheets of workbooks, as findings name them.

use std::collections::HashMap;

use super::builder::Builder;
use super::problems::quote;
use crate::diagnostic::{DataFault, DataPlace, Finding, Problem};

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The workbook's file, as the user named it.
    pub file: String,
    /// The sheet's name.
    pub name: String,
    /// Names of columns and the letters above them.
    pub columns: Vec<(String, String)>,
}

/// The sheets that records come from, by the names that their [origins](super::Origin) have.
#[derive(Debug, Default)]
pub(super) struct Sheets(HashMap<String, Sheet>);

impl Builder<'_> {
    /// Says that the records of a file of this name, a name that stands for nothing else, come from a sheet: findings
    /// then name file, sheet and the columns' letters.
    pub fn sheet(&mut self, origin: &str, sheet: Sheet) {
        self.sheets.0.insert(origin.to_owned(), sheet);
    }
}

impl Sheets {
    /// Names file, sheet and letters where a finding is in a sheet.
    pub fn place(&self, finding: &mut Finding) {
        let Problem::Data(problem) = &mut finding.problem else { return };
        self.name(&mut problem.place);
        if let DataFault::DuplicateKey { first, .. } | DataFault::DuplicatePeriod { first, .. } = &mut problem.fault {
            self.name(first);
        }
    }

    fn name(&self, place: &mut DataPlace) {
        let Some(sheet) = place.file.as_ref().and_then(|file| self.0.get(file)) else { return };
        place.file = Some(sheet.file.clone());
        place.sheet = Some(sheet.name.clone());
        let named = |(name, _): &&(String, String)| place.column.as_ref().is_some_and(|column| *column == quote(name));
        if let Some((_, letters)) = sheet.columns.iter().find(named) {
            place.letters = Some(letters.clone());
        }
    }
}
