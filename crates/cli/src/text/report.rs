//! A whole report.

use tieuchi::report::{AwardReport, AwardedReport, CriterionReport, DocumentReport, Report};
use tieuchi::verdict::Verdict;
use tieuchi_rendering::speech::is_encoded;
use tieuchi_rendering::{Heading, prose};

use super::Speech;
use super::page::{Look, Page, padded, run};

/// The widths of the columns in which criteria stand.
#[derive(Clone, Copy)]
pub struct Columns {
    verdict: usize,
    id: usize,
}

/// Writes a report.
pub fn render(speech: &Speech, page: &mut Page, report: &Report, heading: &Heading) {
    speech.heading(page, report, heading);
    let columns = speech.columns(report.criteria.iter());
    for criterion in &report.criteria {
        page.gap();
        speech.criterion(page, criterion, columns);
    }
    if !report.awards.is_empty() {
        page.gap();
        page.line(0, &[run(Look::Strong, speech.words.awards)]);
        for award in &report.awards {
            speech.award(page, award);
        }
    }
    if !report.ranks.is_empty() {
        page.gap();
        page.line(0, &[run(Look::Strong, speech.words.ranks)]);
        for rank in &report.ranks {
            speech.rank(page, rank);
        }
    }
    if !report.scores.is_empty() {
        page.gap();
        page.line(0, &[run(Look::Strong, speech.words.scores)]);
        for score in &report.scores {
            speech.score(page, score);
        }
    }
    page.gap();
    speech.coverage(page, &report.documents);
    page.gap();
    speech.overall(page, report);
}

impl Speech {
    fn heading(&self, page: &mut Page, report: &Report, heading: &Heading) {
        if let Some(document) = report.documents.first() {
            if let Some(title) = &document.title {
                page.flow(0, 0, &[], &[run(Look::Strong, title.clone())]);
            }
            let mut line = document.code.clone();
            if let Some(period) = document.period {
                let (first, last) = (self.date(period.first), self.date(period.last));
                line.push_str(&format!(" · {}", (self.words.period)(&first, &last)));
            }
            page.flow(0, 0, &[], &[run(Look::Faint, line)]);
        }
        let of = format!("{}: {} · {}: {}", self.words.rules, heading.rules, self.words.records, heading.records);
        page.flow(0, 0, &[], &[run(Look::Faint, of)]);
        if report.counted {
            page.flow(0, 0, &[], &[run(Look::Faint, self.words.only_counted)]);
        }
        for parameter in &report.parameters {
            page.flow(0, 2, &[], &[self.parameter(parameter)]);
        }
        page.gap();
        self.tally(page, report);
    }

    /// How many criteria have which verdict.
    fn tally(&self, page: &mut Page, report: &Report) {
        let mut runs = vec![run(Look::Strong, format!("{}:", (self.words.criteria)(report.counts.all())))];
        runs.extend(self.totals(&report.counts));
        page.flow(0, 2, &[], &runs);
    }

    /// The columns of these criteria.
    pub fn columns<'a>(&self, criteria: impl Iterator<Item = &'a CriterionReport>) -> Columns {
        let words = [self.words.met, self.words.not_met, self.words.undetermined, self.words.not_applicable];
        Columns {
            verdict: words.iter().map(|word| word.chars().count()).max().unwrap_or(0),
            id: criteria.map(|criterion| criterion.id.chars().count()).max().unwrap_or(0),
        }
    }

    /// A criterion with all that is behind its verdict.
    pub fn criterion(&self, page: &mut Page, criterion: &CriterionReport, columns: Columns) {
        let (sign, word, look) = self.verdict(criterion.verdict);
        let lead = [
            run(look, format!("{sign} {}  ", padded(word, columns.verdict))),
            run(Look::Strong, format!("{}  ", padded(&criterion.id, columns.id))),
        ];
        let hang = columns.verdict + columns.id + 6;
        page.flow(0, hang, &lead, &[run(Look::Strong, criterion.title.clone())]);
        let settled = matches!(criterion.verdict, Verdict::Met | Verdict::NotApplicable);
        if let Some(line) = self.requirement(criterion).filter(|_| !settled || self.whole) {
            self.draw(page, 2, &[line]);
        }
        self.draw(page, 2, &self.grounds(criterion));
        let foot = self.foot(criterion);
        if !foot.is_empty() {
            page.flow(2, 2, &[], &[run(Look::Faint, foot)]);
        }
    }

    // ---- awards ----

    fn award(&self, page: &mut Page, award: &AwardReport) {
        let title = format!("{}: {}", prose(&award.kind.name), prose(&award.field.name));
        let mut runs = vec![run(Look::Label, title)];
        let cites = self.cites(&award.cites);
        if !cites.is_empty() {
            runs.push(run(Look::Faint, format!(" · {cites}")));
        }
        page.flow(2, 2, &[], &runs);
        let mut rows: Vec<(String, Look, u64, Vec<String>)> = Vec::new();
        let mut labels: Vec<&String> = Vec::new();
        for label in award.cases.iter().chain([&award.otherwise]) {
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        let settled = |record: &&AwardedReport| record.labels.len() == 1;
        for label in labels {
            let having = award.records.iter().filter(settled).filter(|record| record.labels.first() == Some(label));
            let ids: Vec<String> = having.map(|record| record.id.clone()).collect();
            rows.push((self.label(label), Look::Plain, award.counts.get(label).copied().unwrap_or(0), ids));
        }
        let open = award.records.iter().filter(|record| !settled(record));
        let open: Vec<String> =
            open.map(|record| format!("{} ({})", record.id, self.alternatives(&record.labels))).collect();
        if award.undecided > 0 {
            rows.push((self.words.undecided.to_owned(), Look::Open, award.undecided, open));
        }
        let wide = rows.iter().map(|(label, ..)| label.chars().count()).max().unwrap_or(0);
        for (label, look, count, ids) in rows {
            let lead = [run(look, padded(&label, wide)), run(Look::Strong, format!("{count:>5}"))];
            let space = run(Look::Plain, if ids.is_empty() { "" } else { "  " });
            let more = if ids.is_empty() { 0 } else { count.saturating_sub(ids.len() as u64) };
            page.flow(4, wide + 7, &[lead.as_slice(), &[space]].concat(), &[run(Look::Plain, self.listed(&ids, more))]);
        }
    }

    // ---- the whole ----

    fn coverage(&self, page: &mut Page, documents: &[DocumentReport]) {
        if documents.iter().all(|document| document.items.is_empty()) {
            return;
        }
        page.line(0, &[run(Look::Strong, self.words.coverage)]);
        for document in documents {
            let encoded = document.items.iter().filter(|item| is_encoded(item));
            let mut text = (self.words.encoded)(encoded.count(), document.items.len());
            let waived: Vec<&str> =
                document.items.iter().filter(|item| item.waived.is_some()).map(|item| item.id.as_str()).collect();
            let bare = document.items.iter().filter(|item| item.waived.is_none() && !is_encoded(item));
            let bare: Vec<&str> = bare.map(|item| item.id.as_str()).collect();
            for (label, items) in [(self.words.waived, waived), (self.words.without_criterion, bare)] {
                if !items.is_empty() {
                    text.push_str(&format!("; {label}: {}", items.join(", ")));
                }
            }
            page.flow(2, 2, &[run(Look::Label, format!("{}: ", document.code))], &[run(Look::Plain, text)]);
        }
    }

    fn overall(&self, page: &mut Page, report: &Report) {
        if report.criteria.is_empty() {
            return page.line(0, &[run(Look::Faint, self.words.no_criteria)]);
        }
        let (sign, word, look) = self.verdict(report.verdict);
        let decisive: Vec<String> = report
            .criteria
            .iter()
            .filter(|criterion| criterion.verdict == report.verdict)
            .map(|criterion| criterion.id.clone())
            .collect();
        let mut runs = vec![run(look, format!("{sign} {}", word.to_uppercase()))];
        if matches!(report.verdict, Verdict::NotMet | Verdict::Undetermined) {
            runs.push(run(Look::Plain, format!(" ({}): {}", decisive.len(), decisive.join(", "))));
        }
        page.flow(0, 2, &[run(Look::Strong, format!("{}: ", self.words.overall))], &runs);
    }
}
