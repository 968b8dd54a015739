//! Ranks: who stands where.

use tieuchi::engine::Truth;
use tieuchi::report::{RankKeyReport, RankReport, RankedReport, Value};

use super::Speech;
use super::page::{Look, Page, Run, padded, run};
use super::values::prose;

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
            let look = if self.is_open(record) { Look::Open } else { Look::Strong };
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

    fn rank_key(&self, key: &RankKeyReport) -> String {
        if key.lowest_first { format!("{} ({})", prose(&key.text), self.words.lowest_first) } else { prose(&key.text) }
    }

    fn is_open(&self, record: &RankedReport) -> bool {
        record.place.low != record.place.high || record.ranked == Truth::Unknown
    }

    /// Who is equal to a record, and what keeps its place open.
    fn beside(&self, record: &RankedReport) -> Vec<Run> {
        let mut runs = Vec::new();
        let more = if record.tied_cut { ", …" } else { "" };
        for (label, ids) in
            [(self.words.shares_with, &record.tied), (self.words.undecided_with, &record.undecided_with)]
        {
            if !ids.is_empty() {
                runs.push(run(Look::Plain, format!("; {label} {}{more}", self.listed(ids, 0))));
            }
        }
        if record.ranked == Truth::Unknown {
            runs.push(run(Look::Open, format!("; {}", self.words.perhaps_ranked)));
        }
        if !record.open.is_empty() && record.undecided_with.is_empty() {
            let open = self.open(&record.open, record.open_cut);
            runs.extend(open.into_iter().map(|(lead, told)| run(Look::Faint, format!("; {lead}{told}"))));
        }
        runs
    }

    /// Why a record has its place; only where everything is shown.
    pub fn ranked(&self, page: &mut Page, indent: usize, ranked: Option<&RankedReport>) {
        let Some(ranked) = ranked.filter(|_| self.whole) else { return };
        let values: Vec<String> = ranked.keys.iter().chain(&ranked.decision).map(|value| self.value(value)).collect();
        let mut runs = vec![run(Look::Plain, format!("{} ({})", ranked.id, values.join("; ")))];
        if ranked.ranked == Truth::No {
            runs.push(run(Look::Plain, format!("; {}", self.words.would_be)));
        }
        runs.extend(self.beside(ranked));
        let lead = run(Look::Label, format!("{} {}: ", self.words.place, self.range(&ranked.place)));
        page.flow(indent, 2, &[lead], &runs);
    }
}
