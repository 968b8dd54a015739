//! Reports as workbooks: sheets to be filtered and printed.
//!
//! A number stands as a number where a spreadsheet keeps all of its digits, which are at most 15; any other, such as 1/3, stands
//! as the text that it is. A text that begins like a formula has an apostrophe before it, so that it stays a text in a CSV file
//! that is saved of the sheet.

mod rows;
mod sheets;
mod table;

use rust_xlsxwriter::Workbook;
use tieuchi::report::{ClauseReport, Lack, MissingValue, PartReport, Report, Value};
use tieuchi::verdict::Verdict;

use crate::{Unwritten, style};
use rows::{Found, Group};
use sheets::Book;

/// What a report is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The rules as they were named.
    pub rules: String,
    /// The records as they were named.
    pub records: String,
}

/// How a report is said in its language.
pub trait Phrases {
    /// A verdict.
    fn verdict(&self, verdict: Verdict) -> &str;
    /// A value that stands as a text.
    fn value(&self, value: &Value) -> String;
    /// Several labels, one of which it is; the empty one is `none`.
    fn labels(&self, labels: &[String]) -> String;
    /// Missing values, and numbers that have none; `cut`: there are more.
    fn missing(&self, missing: &[MissingValue], cut: bool) -> String;
    /// How many a clause part needs.
    fn needed(&self, part: &PartReport) -> String;
    /// What must change so that a clause part is met; empty where nothing must, or nobody knows.
    fn to_be_met(&self, clause: &ClauseReport, part: &PartReport) -> String;
    /// By how much a number misses what is asked; empty where it doesn't.
    fn lacks(&self, lack: Option<&Lack>, value: &Value) -> String;
    /// `and 3 more`.
    fn and_more(&self, more: u64) -> String;
}

/// The most criteria that have a sheet of their own; what is behind the others stands together in one.
const MAX_SHEETS: usize = 300;

/// A report as a workbook.
///
/// The sheets are a summary, the criteria, their conditions with what was counted, for each criterion that isn't met or is open
/// who is behind that, awards, each table of points filled in, each rank, and the items of the regulations.
///
/// # Errors
///
/// What those who write the file say.
pub fn report(report: &Report, heading: &Heading, phrases: &dyn Phrases) -> Result<Vec<u8>, Unwritten> {
    let title = report.documents.first().map_or("", |document| document.title.as_deref().unwrap_or(&document.code));
    let mut groups: Vec<Group> = Vec::new();
    let mut conditions = Vec::new();
    for criterion in &report.criteria {
        let mut found = Found::new(phrases, report.language, criterion);
        found.criterion(criterion);
        conditions.append(&mut found.conditions);
        if found.rows.is_empty() {
            continue;
        }
        let several = groups.len() >= MAX_SHEETS;
        match groups.last_mut().filter(|_| several) {
            Some(last) => last.add(&criterion.id, found.rows, report.language),
            None => groups.push(Group::new(&criterion.id, found.rows)),
        }
    }
    let workbook: Workbook = style::workbook(title)?;
    let mut book = Book::new(workbook, report, phrases);
    let names: Vec<String> = groups.iter().map(|group| book.name(&group.name)).collect();
    book.summary(heading)?;
    book.criteria(&groups, &names)?;
    book.conditions(conditions)?;
    for (group, name) in groups.into_iter().zip(names) {
        book.behind(group, name)?;
    }
    book.awards()?;
    book.scores()?;
    book.ranks()?;
    book.items()?;
    Ok(book.finish()?)
}
