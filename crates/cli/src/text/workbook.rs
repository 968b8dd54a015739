//! What a workbook of a report takes from the words of the terminal.

use tieuchi::report::{ClauseReport, Lack, MissingValue, PartReport, Value};
use tieuchi::verdict::Verdict;
use tieuchi_workbooks::Phrases;

use super::Speech;

impl Phrases for Speech {
    fn verdict(&self, verdict: Verdict) -> &str {
        tieuchi_rendering::Speech::verdict(self, verdict).1
    }

    fn value(&self, value: &Value) -> String {
        tieuchi_rendering::Speech::value(self, value)
    }

    fn labels(&self, labels: &[String]) -> String {
        self.alternatives(labels)
    }

    fn missing(&self, missing: &[MissingValue], cut: bool) -> String {
        // The head of the column says that data are missing; numbers that have no value are said to be that.
        let lines = self.open(missing, cut).into_iter().map(|(lead, told)| match lead.starts_with(self.words.open) {
            true => told,
            false => lead + &told,
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn needed(&self, part: &PartReport) -> String {
        self.needs(part)
    }

    fn to_be_met(&self, clause: &ClauseReport, part: &PartReport) -> String {
        part.shortfall.as_ref().map(|lacking| self.shortfall(lacking, clause, part)).unwrap_or_default()
    }

    fn lacks(&self, lack: Option<&Lack>, value: &Value) -> String {
        tieuchi_rendering::Speech::lacks(self, lack, value).unwrap_or_default()
    }

    fn and_more(&self, more: u64) -> String {
        (self.words.and_more)(more)
    }
}
