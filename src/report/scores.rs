//! Tables of points, filled in for each record.

use std::ops::Range;

use crate::engine::Hand;
use crate::program::{FieldId, KindId, Path, Role, Score, ScoreLine};

use super::values::Explainer;
use super::{Listing, RoleReport, ScoreLineReport, ScoreReport, ScoredReport, Value};

impl Explainer<'_> {
    /// All tables with all their records; none whose total nobody may see.
    pub fn scores(&self) -> Vec<ScoreReport> {
        let shown = |score: &&Score| self.field(score.kind, score.field).is_some_and(|field| !field.private);
        let table = |score: &Score| {
            let all = self.roster.len(score.kind);
            let rows = u32::try_from(all.min(self.listing.most())).unwrap_or(u32::MAX);
            let mut report = self.score(score, 0..rows);
            report.more = if self.listing == Listing::Counted { 0 } else { all as u64 - u64::from(rows) };
            report
        };
        self.program.scores.iter().filter(shown).map(table).collect()
    }

    /// The table that a field has the total of, if it may be shown.
    pub fn score_at(&self, kind: KindId, field: FieldId) -> Option<&Score> {
        self.field(kind, field).filter(|field| !field.private)?;
        self.program.scores.iter().find(|score| (score.kind, score.field) == (kind, field))
    }

    /// A table with some of its records.
    pub fn score(&self, score: &Score, rows: Range<u32>) -> ScoreReport {
        ScoreReport {
            kind: self.kind(score.kind),
            field: self.named(score.kind, score.field),
            cites: self.cites(&score.cites),
            least: score.least.clone(),
            most: score.most.clone(),
            lines: score.lines.iter().map(|line| self.score_line(line)).collect(),
            records: rows.map(|row| self.filled_in(score, row)).collect(),
            more: 0,
        }
    }

    fn score_line(&self, line: &ScoreLine) -> ScoreLineReport {
        let id: Vec<String> = line.position.iter().map(|place| (place + 1).to_string()).collect();
        ScoreLineReport {
            id: id.join("."),
            marker: line.marker.clone(),
            role: match line.role {
                Role::Plain => RoleReport::Plain,
                Role::Bonus => RoleReport::Bonus,
                Role::Beyond => RoleReport::Beyond,
                Role::Minus => RoleReport::Minus,
            },
            title: line.title.clone(),
            text: line.text.clone(),
            least: line.least.clone(),
            most: line.most.clone(),
            place: self.place(line.place),
        }
    }

    fn filled_in(&self, score: &Score, row: u32) -> ScoredReport {
        let hand = Hand::one(score.kind, row);
        let read = |field: FieldId| self.value(&Path { hand: 0, via: Vec::new(), field }, hand);
        let total = read(score.field);
        let open = match total {
            Value::Between(_) | Value::Unknown => {
                self.gaps(&self.evaluation.unknown_field(score.kind, score.field, row, usize::MAX))
            }
            _ => Vec::new(),
        };
        let points = score.lines.iter().map(|line| read(line.field)).collect();
        ScoredReport { id: self.id(score.kind, row), total, points, open }
    }
}
