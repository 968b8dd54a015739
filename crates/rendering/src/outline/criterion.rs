//! Criteria: what is behind a verdict.

use tieuchi::engine::Truth;
use tieuchi::report::{CriterionReport, ForEachReport, MissingValue, RecordReport, Totals, What};
use tieuchi::verdict::Verdict;

use super::Line;
use crate::look::{Look, run};
use crate::speech::{Speech, prose};

impl Speech {
    /// The requirement in the rules' words, where the lines behind the verdict don't say it part by part.
    pub fn requirement<'r>(&self, criterion: &CriterionReport) -> Option<Line<'r>> {
        let text = || vec![run(Look::Plain, criterion.text.clone())];
        (!says_itself(criterion)).then(|| Line::labelled(self.words.requirement, text()))
    }

    /// What is behind a criterion's verdict.
    pub fn grounds<'r>(&self, criterion: &'r CriterionReport) -> Vec<Line<'r>> {
        let mut lines = match (&criterion.for_each, &criterion.explanation) {
            (Some(each), _) => self.for_each(each),
            (None, Some(explanation)) => self.explanation(explanation),
            (None, None) => Vec::new(),
        };
        lines.extend(self.gaps(&criterion.open, criterion.open_cut));
        lines
    }

    /// On what it is founded and where it is written; empty where neither is known.
    pub fn foot(&self, criterion: &CriterionReport) -> String {
        let place = criterion.place.as_ref();
        let place = place.map(|place| format!("{}: {}:{}", self.words.where_is, place.file, place.line));
        let both = [Some(self.cites(&criterion.cites)), place];
        both.into_iter().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    fn for_each<'r>(&self, each: &'r ForEachReport) -> Vec<Line<'r>> {
        if let [only] = each.records.as_slice() {
            return vec![self.record(only, false)];
        }
        let joined = |names: Vec<String>| names.join(" × ");
        let one = joined(each.kinds.iter().map(|kind| prose(&kind.name)).collect());
        let many = joined(each.kinds.iter().map(|kind| prose(&kind.plural)).collect());
        let mut runs = vec![run(Look::Plain, format!("{}:", (self.words.each_of)(each.counts.all(), &one, &many)))];
        runs.extend(self.totals(&each.counts));
        if each.maybe.all() > 0 {
            runs.push(run(Look::Plain, format!("; {}:", (self.words.perhaps_also)(each.maybe.all()))));
            runs.extend(self.totals(&each.maybe));
        }
        let mut lines = vec![Line::said(runs)];
        let told =
            |record: &&RecordReport| self.whole || matches!(record.verdict, Verdict::NotMet | Verdict::Undetermined);
        let mut all: Vec<&RecordReport> = each.records.iter().filter(told).collect();
        if !self.whole {
            // What is lost stands before what is open.
            all.sort_by_key(|record| record.verdict != Verdict::NotMet);
        }
        let limit = self.limit();
        lines.extend(all.iter().take(limit).map(|record| self.record(record, true)));
        let lost = |totals: &Totals| totals.not_met + totals.undetermined;
        let of_all = match each.more {
            0 => all.len() as u64,
            more if self.whole => all.len() as u64 + more,
            _ => lost(&each.counts) + lost(&each.maybe),
        };
        let more = of_all.saturating_sub(all.len().min(limit) as u64);
        if more > 0 {
            lines.push(Line::faint(format!("… {}", (self.words.and_more)(more))));
        }
        lines
    }

    fn record<'r>(&self, record: &'r RecordReport, several: bool) -> Line<'r> {
        let (_, word, look) = self.verdict(record.verdict);
        let ids = record.ids.join(" × ");
        let mut line = if several || record.included == Truth::Unknown {
            let mut runs = vec![run(Look::Strong, format!("{ids}:")), run(look, format!(" {}", word.to_lowercase()))];
            if record.included == Truth::Unknown {
                runs.push(run(Look::Faint, format!(" ({})", self.words.perhaps_about)));
            }
            Line::signed(record.verdict, runs)
        } else {
            Line::said(vec![run(Look::Strong, ids)])
        };
        line.below = self.explanation(&record.explanation);
        line.below.extend(self.gaps(&record.open, record.open_cut));
        line
    }

    /// What keeps something open.
    pub fn gaps<'r>(&self, open: &[MissingValue], cut: bool) -> Vec<Line<'r>> {
        let all = self.open(open, cut).into_iter();
        all.map(|(label, told)| Line::labelled(label, vec![run(Look::Plain, told)])).collect()
    }
}

/// Whether a criterion's explanation says its parts in their own words, one by one.
fn says_itself(criterion: &CriterionReport) -> bool {
    let of_record = criterion.for_each.as_ref().and_then(|each| match each.records.as_slice() {
        [only] => Some(&only.explanation),
        _ => None,
    });
    match criterion.explanation.as_ref().or(of_record).map(|explanation| &explanation.what) {
        Some(What::List(list)) => list.lettered,
        Some(What::Clause(clause)) => clause.parts.len() > 1,
        Some(What::Test(_) | What::Compare(_) | What::Presence(_) | What::Not(_) | What::Meets(_)) | None => false,
    }
}
