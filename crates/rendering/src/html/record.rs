//! Tables by record: verdicts, awards, places, points.

use std::collections::HashMap;

use maud::{Markup, html};
use tieuchi::engine::Truth;
use tieuchi::report::{
    AwardReport, AwardedReport, CriterionReport, ForEachReport, RankReport, RankedReport, RecordReport, ScoreReport,
    ScoredReport, Value,
};
use tieuchi::verdict::Verdict;

use super::{NAMES, Pen, ROWS, Sheet, TABLES, anchor, boxed};
use crate::speech::{each_total, is_open, is_unplaced, prose};

/// The criteria that are for each of the same kinds, with their number.
type Group<'r> = Vec<(usize, &'r CriterionReport, &'r ForEachReport)>;

impl<'r> Sheet<'r> {
    /// Records and what each criterion says of them, a table for each kind.
    pub(super) fn by_record(&self) -> Markup {
        let mut groups: Vec<(Vec<&str>, Group<'r>)> = Vec::new();
        for (number, criterion) in self.report.criteria.iter().enumerate() {
            let Some(each) = criterion.for_each.as_ref().filter(|each| !each.records.is_empty()) else { continue };
            let kinds: Vec<&str> = each.kinds.iter().map(|kind| kind.id.as_str()).collect();
            match groups.iter_mut().find(|(known, _)| *known == kinds) {
                Some((_, group)) => group.push((number, criterion, each)),
                None => groups.push((kinds, vec![(number, criterion, each)])),
            }
        }
        html! { @for (_, group) in &groups { (self.group(group)) } }
    }

    fn group(&self, group: &Group<'r>) -> Markup {
        let words = self.speech.words;
        let kinds = group.first().map_or(&[][..], |(_, _, each)| each.kinds.as_slice());
        let name: Vec<String> = kinds.iter().map(|kind| prose(&kind.name)).collect();
        let (title, cut) = ((words.by_record)(&name.join(" × ")), group.iter().any(|(_, _, each)| each.more > 0));
        let mut rows: Vec<(&[String], Vec<Option<&RecordReport>>)> = Vec::new();
        let mut places: HashMap<&[String], usize> = HashMap::new();
        for (column, (_, _, each)) in group.iter().enumerate() {
            for record in &each.records {
                let place = *places.entry(&record.ids).or_insert_with(|| {
                    rows.push((&record.ids, vec![None; group.len()]));
                    rows.len() - 1
                });
                if let Some(cell) = rows.get_mut(place).and_then(|(_, cells)| cells.get_mut(column)) {
                    *cell = Some(record);
                }
            }
        }
        if rows.len() > ROWS {
            // What is lost comes first, then what is open.
            let rank = |cells: &[Option<&RecordReport>]| {
                let has = |verdict| cells.iter().flatten().any(|record| record.verdict == verdict);
                (!has(Verdict::NotMet), !has(Verdict::Undetermined))
            };
            rows.sort_by_key(|(_, cells)| rank(cells));
        }
        let table = html! {
            thead { tr {
                th scope="col" { (name.join(" × ")) }
                @for (number, criterion, _) in group {
                    th scope="col" title=(criterion.title) { a href=(anchor(*number)) { (criterion.id) } }
                }
            } }
            tbody { @for (ids, cells) in rows.iter().take(ROWS) { tr {
                th scope="row" { (ids.join(" × ")) }
                @for (cell, (_, _, each)) in cells.iter().zip(group) { td { (self.cell(*cell, each.more > 0)) } }
            } } }
            tfoot { tr {
                th scope="row" { (words.total) }
                @for (_, _, each) in group { td { ul .verdicts {
                    @for (verdict, count) in each_total(&each.counts).into_iter().filter(|(_, count)| *count > 0) {
                        li { (self.sign(verdict)) " " (count) }
                    }
                } } }
            } }
        };
        html! {
            section {
                h2 { (title) }
                (boxed(&title, table))
                @if cut || rows.len() > ROWS { p .faint { (words.some_not_listed) } }
            }
        }
    }

    fn cell(&self, record: Option<&RecordReport>, cut: bool) -> Markup {
        let words = self.speech.words;
        match record {
            Some(record) => {
                let (_, word, _) = self.speech.verdict(record.verdict);
                html! {
                    span .nowrap { (self.sign(record.verdict)) " " span aria-hidden="true" { (word.to_lowercase()) } }
                    @if record.included == Truth::Unknown { " " small .faint { "(" (words.perhaps_about) ")" } }
                }
            }
            None if cut => html! { span .faint title=(words.not_listed) { "…" } },
            None => html! { span .faint { (words.not_about) } },
        }
    }

    // ---- awards ----

    pub(super) fn awards(&self) -> Markup {
        html! {
            @if !self.report.awards.is_empty() {
                section {
                    h2 { (self.speech.words.awards) }
                    @for (number, award) in self.report.awards.iter().enumerate() { (self.award(number, award)) }
                }
            }
        }
    }

    fn award(&self, number: usize, award: &AwardReport) -> Markup {
        let (speech, words) = (&self.speech, self.speech.words);
        let title = format!("{}: {}", prose(&award.kind.name), prose(&award.field.name));
        let mut labels: Vec<&String> = Vec::new();
        for label in award.cases.iter().chain([&award.otherwise]) {
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        let settled = |record: &AwardedReport| match record.labels.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        };
        let having = |label: Option<&String>| -> Vec<String> {
            let records = award.records.iter().filter(|record| settled(record).as_ref() == label);
            let shown = |record: &AwardedReport| match label {
                Some(_) => record.id.clone(),
                None => format!("{} ({})", record.id, speech.alternatives(&record.labels)),
            };
            records.map(shown).collect()
        };
        let who = |ids: &[String], count: u64| match ids {
            [] => String::new(),
            ids => speech.listed(ids, count.saturating_sub(ids.len() as u64)),
        };
        let cites = speech.cites(&award.cites);
        html! {
            article #{ "a" (number + 1) } {
                h3 { (title) }
                (boxed(&title, html! {
                    thead { tr {
                        th scope="col" { (words.label) }
                        th .number scope="col" { (words.number) }
                        th scope="col" { (words.who) }
                    } }
                    tbody {
                        @for label in labels {
                            @let count = award.counts.get(label).copied().unwrap_or(0);
                            tr {
                                th scope="row" { (speech.label(label)) }
                                td .number { (count) }
                                td { (who(&having(Some(label)), count)) }
                            }
                        }
                        @if award.undecided > 0 {
                            tr {
                                th .open scope="row" { (words.undecided) }
                                td .number { (award.undecided) }
                                td { (who(&having(None), award.undecided)) }
                            }
                        }
                    }
                }))
                @if !cites.is_empty() { p .foot .faint { (cites) } }
            }
        }
    }

    // ---- ranks ----

    pub(super) fn ranks(&self) -> Markup {
        html! {
            @if !self.report.ranks.is_empty() {
                section {
                    h2 { (self.speech.words.ranks) }
                    @for (number, rank) in self.report.ranks.iter().enumerate() { (self.rank(number, rank)) }
                }
            }
        }
    }

    fn rank(&self, number: usize, rank: &RankReport) -> Markup {
        let (speech, words) = (&self.speech, self.speech.words);
        let title = format!("{}: {}", prose(&rank.kind.name), prose(&rank.field.name));
        let told: Vec<&RankedReport> = rank.records.iter().filter(|record| record.ranked != Truth::No).collect();
        let shown = told.get(..ROWS.min(told.len())).unwrap_or_default();
        let mut groups: Vec<(&[Value], Vec<&RankedReport>)> = Vec::new();
        for record in shown {
            match groups.last_mut().filter(|(same, _)| *same == record.same.as_slice()) {
                Some((_, records)) => records.push(record),
                None => groups.push((&record.same, vec![record])),
            }
        }
        let keys: Vec<String> = rank.keys.iter().map(|key| speech.rank_key(key)).collect();
        let more = (rank.settled + rank.undecided).saturating_sub(shown.len() as u64);
        let cites = speech.cites(&rank.cites);
        html! {
            article #{ "r" (number + 1) } {
                h3 { (title) }
                p { ((words.ranked_by)(&keys)) }
                @for (same, records) in &groups { (boxed(&title, html! {
                    @if !same.is_empty() {
                        caption {
                            @for (place, (value, field)) in same.iter().zip(&rank.same).enumerate() {
                                @if place > 0 { "; " }
                                (prose(&field.name)) ": " strong { (speech.value(value)) }
                            }
                        }
                    }
                    thead { tr {
                        th .number scope="col" { (words.place) }
                        th scope="col" { (prose(&rank.kind.name)) }
                        @for key in &keys { th scope="col" { (key) } }
                        th scope="col" { (words.notes) }
                    } }
                    tbody { @for record in records { tr {
                        td .number .open[is_unplaced(record)] { strong { (speech.range(&record.place)) } }
                        th scope="row" { (record.id) }
                        @for value in &record.keys { td { (speech.value(value)) } }
                        td { (self.beside(record)) }
                    } } }
                })) }
                @if more > 0 { p .faint { "… " ((words.and_more)(more)) } }
                @if rank.outside > 0 { p .faint { ((words.not_ranked)(rank.outside)) } }
                @if !cites.is_empty() { p .foot .faint { (cites) } }
            }
        }
    }

    fn beside(&self, record: &RankedReport) -> Markup {
        let mut runs = self.speech.beside(record);
        if let Some((_, first)) = runs.first_mut() {
            *first = first.trim_start_matches("; ").to_owned();
        }
        self.runs(&runs)
    }

    // ---- scores ----

    pub(super) fn scores(&self) -> Markup {
        html! {
            @if !self.report.scores.is_empty() {
                section {
                    h2 { (self.speech.words.scores) }
                    @for (number, score) in self.report.scores.iter().enumerate() { (self.score(number, score)) }
                }
            }
        }
    }

    /// A line for each record, and the first tables filled in.
    fn score(&self, number: usize, score: &ScoreReport) -> Markup {
        let (speech, words) = (&self.speech, self.speech.words);
        let title: String = speech.score_title(score).into_iter().map(|(_, text)| text).collect();
        let top = |at: &usize| score.lines.get(*at).is_some_and(|line| !line.id.contains('.'));
        let columns: Vec<usize> = (0..score.lines.len()).filter(top).collect();
        let shown = score.records.get(..ROWS.min(score.records.len())).unwrap_or_default();
        let more = score.more + (score.records.len() - shown.len()) as u64;
        let cell = |record: &ScoredReport, at: usize| {
            let (line, points) = (score.lines.get(at)?, record.points.get(at)?);
            Some(html! { td .number .open[is_open(points)] { (speech.points(line, points)) } })
        };
        html! {
            article #{ "s" (number + 1) } {
                h3 { (title) }
                @if !shown.is_empty() { (boxed(&title, html! {
                    thead { tr {
                        th scope="col" { (prose(&score.kind.name)) }
                        @for line in columns.iter().filter_map(|at| score.lines.get(*at)) {
                            th .number scope="col" title=(line.title) { (line.marker) ")" }
                        }
                        th .number scope="col" { (words.score_total) }
                    } }
                    tbody { @for record in shown { tr {
                        th scope="row" { (record.id) }
                        @for at in &columns { @if let Some(cell) = cell(record, *at) { (cell) } }
                        td .number .open[is_open(&record.total)] { strong { (speech.value(&record.total)) } }
                    } } }
                })) }
                @if more > 0 { p .faint { "… " ((words.and_more)(more)) } }
                @for record in shown.iter().take(TABLES) { (self.filled_in(score, record)) }
            }
        }
    }
}

impl Pen {
    /// A record's table, filled in as a committee would sign it.
    pub(super) fn filled_in(&self, score: &ScoreReport, record: &ScoredReport) -> Markup {
        let (speech, words) = (self.speech.showing(NAMES), self.speech.words);
        let table = html! {
            caption { strong { (record.id) } " · " (prose(&score.field.name)) }
            thead { tr {
                th scope="col" { (words.line) }
                th scope="col" { (words.content) }
                th .number scope="col" { (words.most) }
                th .number scope="col" { (words.points) }
            } }
            tbody { @for (line, points) in score.lines.iter().zip(&record.points) {
                tr .top[!line.id.contains('.')] {
                    th scope="row" { (line.marker) ")" }
                    td { (line.title) @if !line.text.is_empty() { " " small .faint { (prose(&line.text)) } } }
                    td .number { @if let Some(most) = &line.most { (speech.number(most)) } }
                    td .number .open[is_open(points)] { (speech.points(line, points)) }
                }
            } }
            tfoot { tr {
                th scope="row" colspan="2" { (words.total) }
                td .number { @if let Some(most) = &score.most { (speech.number(most)) } }
                td .number .open[is_open(&record.total)] { strong { (speech.value(&record.total)) } }
            } }
        };
        html! {
            div .filled {
                (boxed(&record.id, table))
                (self.lines(&speech.gaps(&record.open, false)))
            }
        }
    }
}
