//! Ranks: who stands where.

use tieuchi::engine::Truth;
use tieuchi::report::{RankReport, RankedReport, Value};
use tieuchi_rendering::prose;
use tieuchi_rendering::speech::is_unplaced;

use super::Speech;
use super::page::{Look, Page, padded, run};

/// How many records a report shows by their place.
const RANKED: usize = 20;

impl Speech {
    /// A rank with its records, group by group.
    pub fn rank(&self, page: &mut Page, rank: &RankReport) {
        let title = format!("{}: {}", prose(&rank.kind.name), prose(&rank.field.name));
        let mut runs = vec![run(Look::Label, title)];
        let keys: Vec<String> = rank.keys.iter().map(|key| self.rank_key(key)).collect();
        runs.push(run(Look::Plain, format!(" · {}", (self.words.ranked_by)(&keys))));
        let cites = self.cites(&rank.cites);
        if !cites.is_empty() {
            runs.push(run(Look::Faint, format!(" · {cites}")));
        }
        page.flow(2, 2, &[], &runs);
        let limit = if self.whole { usize::MAX } else { RANKED };
        let told: Vec<&RankedReport> = rank.records.iter().filter(|record| record.ranked != Truth::No).collect();
        let wide = told.iter().take(limit).map(|record| self.range(&record.place).chars().count()).max().unwrap_or(0);
        let mut group: Option<&[Value]> = None;
        for record in told.iter().take(limit) {
            if !rank.same.is_empty() && group != Some(&record.same) {
                group = Some(&record.same);
                let values = record.same.iter().zip(&rank.same);
                let values: Vec<String> =
                    values.map(|(value, field)| format!("{}: {}", prose(&field.name), self.value(value))).collect();
                page.flow(4, 2, &[], &[run(Look::Faint, values.join("; "))]);
            }
            let place = padded(&self.range(&record.place), wide);
            let look = if is_unplaced(record) { Look::Open } else { Look::Strong };
            let values: Vec<String> = record
                .keys
                .iter()
                .zip(&rank.keys)
                .map(|(value, key)| format!("{}: {}", prose(&key.text), self.value(value)))
                .collect();
            let mut runs = vec![run(Look::Plain, format!("{} ({})", record.id, values.join("; ")))];
            runs.extend(self.beside(record));
            page.flow(6, wide + 2, &[run(look, format!("{place}  "))], &runs);
        }
        let all = rank.settled + rank.undecided;
        let more = all.saturating_sub(told.len().min(limit) as u64);
        if more > 0 {
            page.flow(6, 2, &[], &[run(Look::Faint, format!("… {}", (self.words.and_more)(more)))]);
        }
        if rank.outside > 0 {
            page.flow(6, 2, &[], &[run(Look::Faint, (self.words.not_ranked)(rank.outside))]);
        }
    }
}
