//! A whole report.

use tieuchi::engine::Truth;
use tieuchi::report::{
    AwardReport, AwardedReport, CiteReport, CriterionReport, DocumentReport, ForEachReport, ItemReport, MissingValue,
    ParameterReport, RecordReport, Report, Totals, What,
};
use tieuchi::verdict::Verdict;

use super::Speech;
use super::clause::labelled;
use super::page::{Look, Page, Run, padded, run};
use super::values::{SHOWN, prose};

/// What a report is of.
pub struct Heading {
    /// The rules as they were named.
    pub rules: String,
    /// The records as they were named.
    pub records: String,
}

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
            self.parameter(page, parameter);
        }
        page.gap();
        self.tally(page, report);
    }

    /// What a parameter is, and what it would be if nobody had set it.
    fn parameter(&self, page: &mut Page, parameter: &ParameterReport) {
        let ParameterReport { name, value, default, note } = parameter;
        let mut line = format!("{}: {} = {}", self.words.parameter, prose(&name.name), self.value(value));
        if let Some(default) = default {
            line.push_str(&format!(" ({})", (self.words.instead_of)(&self.value(default))));
        }
        if let Some(note) = note {
            line.push_str(&format!(" · {note}"));
        }
        let look = if default.is_some() { Look::Strong } else { Look::Faint };
        page.flow(0, 2, &[], &[run(look, line)]);
    }

    /// How many criteria have which verdict.
    fn tally(&self, page: &mut Page, report: &Report) {
        let mut runs = vec![run(Look::Strong, format!("{}:", (self.words.criteria)(report.counts.all())))];
        runs.extend(self.totals(&report.counts));
        page.flow(0, 2, &[], &runs);
    }

    fn totals(&self, totals: &Totals) -> Vec<Run> {
        let each = [
            (Verdict::Met, totals.met),
            (Verdict::NotMet, totals.not_met),
            (Verdict::Undetermined, totals.undetermined),
            (Verdict::NotApplicable, totals.not_applicable),
        ];
        let mut runs = Vec::new();
        for (verdict, count) in each.into_iter().filter(|(_, count)| *count > 0) {
            let (sign, word, look) = self.verdict(verdict);
            let comma = if runs.is_empty() { " " } else { ", " };
            runs.push(run(Look::Plain, comma));
            runs.push(run(look, format!("{sign} {count} {}", word.to_lowercase())));
        }
        runs
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
        if (!settled || self.whole) && !says_itself(criterion) {
            page.flow(2, 2, &[], &labelled(self.words.requirement, criterion.text.clone()));
        }
        match (&criterion.for_each, &criterion.explanation) {
            (Some(each), _) => self.for_each(page, each),
            (None, Some(explanation)) => self.explanation(page, 2, explanation),
            (None, None) => {}
        }
        if !criterion.open.is_empty() {
            self.gaps(page, 2, &criterion.open, criterion.open_cut);
        }
        self.foot(page, criterion);
    }

    /// On what it is founded and where it is written.
    fn foot(&self, page: &mut Page, criterion: &CriterionReport) {
        let mut line = self.cites(&criterion.cites);
        if let Some(place) = &criterion.place {
            if !line.is_empty() {
                line.push_str(" · ");
            }
            line.push_str(&format!("{}: {}:{}", self.words.where_is, place.file, place.line));
        }
        if !line.is_empty() {
            page.flow(2, 2, &[], &[run(Look::Faint, line)]);
        }
    }

    pub fn cites(&self, cites: &[CiteReport]) -> String {
        let told: Vec<String> =
            cites.iter().map(|cite| format!("{}, {} {}", cite.document, self.words.item, cite.item)).collect();
        if told.is_empty() { String::new() } else { format!("{}: {}", self.words.cites, told.join("; ")) }
    }

    fn for_each(&self, page: &mut Page, each: &ForEachReport) {
        if let [only] = each.records.as_slice() {
            return self.record(page, only, false);
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
        page.flow(2, 2, &[], &runs);
        let told =
            |record: &&RecordReport| self.whole || matches!(record.verdict, Verdict::NotMet | Verdict::Undetermined);
        let limit = if self.whole { usize::MAX } else { SHOWN };
        let mut all: Vec<&RecordReport> = each.records.iter().filter(told).collect();
        if !self.whole {
            // What is lost stands before what is open.
            all.sort_by_key(|record| record.verdict != Verdict::NotMet);
        }
        for record in all.iter().take(limit) {
            self.record(page, record, true);
        }
        let lost = |totals: &Totals| totals.not_met + totals.undetermined;
        let of_all = match each.more {
            0 => all.len() as u64,
            more if self.whole => all.len() as u64 + more,
            _ => lost(&each.counts) + lost(&each.maybe),
        };
        let more = of_all - all.len().min(limit) as u64;
        if more > 0 {
            page.flow(2, 2, &[], &[run(Look::Faint, format!("… {}", (self.words.and_more)(more)))]);
        }
    }

    fn record(&self, page: &mut Page, record: &RecordReport, several: bool) {
        let (sign, word, look) = self.verdict(record.verdict);
        let ids = record.ids.join(" × ");
        let mut runs = vec![run(Look::Strong, format!("{ids}:")), run(look, format!(" {}", word.to_lowercase()))];
        if record.included == Truth::Unknown {
            runs.push(run(Look::Faint, format!(" ({})", self.words.perhaps_about)));
        }
        if several || record.included == Truth::Unknown {
            page.flow(2, 2, &[run(look, format!("{sign} "))], &runs);
        } else {
            page.flow(2, 2, &[], &[run(Look::Strong, ids)]);
        }
        self.explanation(page, 4, &record.explanation);
        if !record.open.is_empty() {
            self.gaps(page, 4, &record.open, record.open_cut);
        }
    }

    /// What keeps something open.
    pub fn gaps(&self, page: &mut Page, indent: usize, open: &[MissingValue], cut: bool) {
        for (lead, told) in self.open(open, cut) {
            page.flow(indent, 2, &[run(Look::Label, lead)], &[run(Look::Plain, told)]);
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

/// Whether something in the rules cites an item.
fn is_encoded(item: &ItemReport) -> bool {
    !item.criteria.is_empty() || !item.awards.is_empty() || !item.scores.is_empty() || !item.ranks.is_empty()
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
