//! A report as Markdown, for minutes and chats: headings, lists, tables as GitHub has them.
//!
//! Every text goes through [`escaped`]: nothing in a report makes markup, a
//! link, a mention or HTML.

use tieuchi::engine::Truth;
use tieuchi::report::{AwardReport, CriterionReport, DocumentReport, RankReport, Report, ScoreReport};
use tieuchi::source::Language;

use crate::Heading;
use crate::clean::clean;
use crate::look::{Look, Run, run};
use crate::outline::Line;
use crate::speech::{Speech, derived, is_encoded, prose};

/// How many rows a table has; the others are counted.
const ROWS: usize = 50;

/// A report as Markdown in a language.
pub fn markdown(report: &Report, language: Language, heading: &Heading) -> String {
    let mut minutes = Minutes { speech: Speech::new(language, false), written: String::new() };
    minutes.report(report, heading);
    clean(minutes.written)
}

struct Minutes {
    speech: Speech,
    written: String,
}

impl Minutes {
    fn report(&mut self, report: &Report, heading: &Heading) {
        let (speech, words) = (self.speech, self.speech.words);
        let document = report.documents.first();
        let title = document.and_then(|document| document.title.as_ref().or(Some(&document.code)));
        self.heading(1, title.map_or(words.report, String::as_str));
        for document in &report.documents {
            let period = document
                .period
                .map(|period| format!(" · {}", (words.period)(&speech.date(period.first), &speech.date(period.last))));
            let own = document.title.as_deref().filter(|own| title.is_some_and(|title| title != own));
            let own = own.map_or_else(String::new, |own| format!(" {own}"));
            self.item(0, &[run(Look::Strong, &*document.code), run(Look::Plain, own + &period.unwrap_or_default())]);
        }
        let of = format!("{}: {} · {}: {}", words.rules, heading.rules, words.records, heading.records);
        self.item(0, &[run(Look::Plain, of)]);
        if report.counted {
            self.item(0, &[run(Look::Plain, words.only_counted)]);
        }
        for parameter in &report.parameters {
            self.item(0, &[speech.parameter(parameter)]);
        }
        if report.criteria.is_empty() {
            self.item(0, &[run(Look::Plain, words.no_criteria)]);
        } else {
            let (sign, word, _) = speech.verdict(report.verdict);
            let overall = format!("{}: {sign} {word}", words.overall);
            let counts = (words.criteria)(report.counts.all());
            let mut runs = vec![run(Look::Strong, overall), run(Look::Plain, format!(" ({counts}:"))];
            runs.extend(speech.totals(&report.counts));
            runs.push(run(Look::Plain, ")"));
            self.item(0, &runs);
        }
        self.gap();
        if report.documents.iter().any(|document| !document.items.is_empty()) {
            self.heading(2, words.coverage);
            report.documents.iter().for_each(|document| self.items(report, document));
        }
        if !report.criteria.is_empty() {
            self.heading(2, words.one_by_one);
            report.criteria.iter().for_each(|criterion| self.criterion(criterion));
        }
        if !report.awards.is_empty() {
            self.heading(2, words.awards);
            report.awards.iter().for_each(|award| self.award(award));
        }
        if !report.ranks.is_empty() {
            self.heading(2, words.ranks);
            report.ranks.iter().for_each(|rank| self.rank(rank));
        }
        if !report.scores.is_empty() {
            self.heading(2, words.scores);
            report.scores.iter().for_each(|score| self.score(score));
        }
    }

    fn items(&mut self, report: &Report, document: &DocumentReport) {
        if document.items.is_empty() {
            return;
        }
        let (speech, words) = (self.speech, self.speech.words);
        let verdict = |id: &String| report.criteria.iter().find(|criterion| criterion.id == *id);
        let rows = document.items.iter().map(|item| {
            let criteria = item.criteria.iter().filter_map(verdict);
            let mut told: Vec<String> =
                criteria.map(|criterion| format!("{} {}", speech.verdict(criterion.verdict).0, criterion.id)).collect();
            told.extend(derived(report, item).into_iter().map(|field| field.name));
            match &item.waived {
                Some(reason) => told.push(format!("{}: {reason}", words.waived)),
                None if !is_encoded(item) => told.push(words.without_criterion.to_owned()),
                None => {}
            }
            vec![item.id.clone(), item.title.clone(), told.join(", ")]
        });
        let columns = [format!("{} ({})", words.item, document.code), words.content.into(), words.verdict.into()];
        self.table(&columns, rows.collect());
    }

    fn criterion(&mut self, criterion: &CriterionReport) {
        let speech = self.speech;
        let (sign, word, _) = speech.verdict(criterion.verdict);
        self.heading(3, &format!("{sign} {}: {}", criterion.id, criterion.title));
        self.item(0, &[run(Look::Strong, word)]);
        self.item(0, &[run(Look::Plain, format!("{}: {}", speech.words.requirement, prose(&criterion.text)))]);
        self.lines(0, &speech.grounds(criterion));
        let foot = speech.foot(criterion);
        if !foot.is_empty() {
            self.item(0, &[run(Look::Faint, foot)]);
        }
        self.gap();
    }

    fn award(&mut self, award: &AwardReport) {
        let (speech, words) = (self.speech, self.speech.words);
        let title = format!("{}: {}", prose(&award.kind.name), prose(&award.field.name));
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut told: Vec<&String> = Vec::new();
        for label in award.cases.iter().chain([&award.otherwise]) {
            if told.contains(&label) {
                continue;
            }
            told.push(label);
            let count = award.counts.get(label).copied().unwrap_or(0);
            let having = award.records.iter().filter(|record| record.labels == [label.as_str()]);
            let ids: Vec<String> = having.map(|record| record.id.clone()).collect();
            let more = if ids.is_empty() { 0 } else { count.saturating_sub(ids.len() as u64) };
            rows.push(vec![speech.label(label), count.to_string(), speech.listed(&ids, more)]);
        }
        if award.undecided > 0 {
            rows.push(vec![words.undecided.to_owned(), award.undecided.to_string(), String::new()]);
        }
        self.table(&[title, words.number.into(), words.who.into()], rows);
    }

    fn rank(&mut self, rank: &RankReport) {
        let (speech, words) = (self.speech, self.speech.words);
        let mut columns: Vec<String> = rank.same.iter().map(|field| prose(&field.name)).collect();
        columns.extend([format!("{}: {}", words.place, prose(&rank.field.name)), prose(&rank.kind.name)]);
        columns.extend(rank.keys.iter().map(|key| speech.rank_key(key)));
        let told = rank.records.iter().filter(|record| record.ranked != Truth::No).take(ROWS);
        let rows: Vec<Vec<String>> = told
            .map(|record| {
                let same = record.same.iter().map(|value| speech.value(value));
                let keys = record.keys.iter().map(|value| speech.value(value));
                same.chain([speech.range(&record.place), record.id.clone()]).chain(keys).collect()
            })
            .collect();
        let more = (rank.settled + rank.undecided).saturating_sub(rows.len() as u64);
        self.table(&columns, rows);
        self.more(more);
    }

    fn score(&mut self, score: &ScoreReport) {
        let speech = self.speech;
        let top: Vec<usize> = (0..score.lines.len())
            .filter(|at| score.lines.get(*at).is_some_and(|line| !line.id.contains('.')))
            .collect();
        let lines = || top.iter().filter_map(|at| score.lines.get(*at));
        let title: String = speech.score_title(score).into_iter().map(|(_, text)| text).collect();
        let columns: Vec<String> = [title]
            .into_iter()
            .chain(lines().map(|line| format!("{}) {}", line.marker, line.title)))
            .chain([speech.words.score_total.to_owned()])
            .collect();
        let rows = score.records.iter().take(ROWS).map(|record| {
            let points = top.iter().filter_map(|at| Some((score.lines.get(*at)?, record.points.get(*at)?)));
            let points = points.map(|(line, points)| speech.points(line, points));
            [record.id.clone()].into_iter().chain(points).chain([speech.value(&record.total)]).collect()
        });
        self.table(&columns, rows.collect());
        self.more(score.more + score.records.len().saturating_sub(ROWS) as u64);
    }

    fn more(&mut self, more: u64) {
        if more > 0 {
            self.item(0, &[run(Look::Faint, format!("… {}", (self.speech.words.and_more)(more)))]);
            self.gap();
        }
    }

    fn lines(&mut self, depth: usize, lines: &[Line<'_>]) {
        for line in lines {
            let mut runs = Vec::new();
            if let Some(sign) = line.sign {
                runs.push(run(Look::Plain, format!("{} ", self.speech.verdict(sign).0)));
            }
            runs.push(run(Look::Plain, &*line.letter));
            if !line.label.is_empty() {
                runs.push(run(Look::Plain, format!("{}: ", line.label)));
            }
            runs.extend(line.runs.iter().cloned());
            self.item(depth, &runs);
            self.lines(depth + 1, &line.below);
        }
    }

    // ---- what Markdown has ----

    fn heading(&mut self, level: usize, text: &str) {
        self.gap();
        self.written.push_str(&"#".repeat(level));
        self.written.push(' ');
        self.written.push_str(&begun(escaped(text)));
        self.written.push_str("\n\n");
    }

    fn item(&mut self, depth: usize, runs: &[Run]) {
        self.written.push_str(&"  ".repeat(depth));
        self.written.push_str("- ");
        self.written.push_str(&begun(inline(runs)));
        self.written.push('\n');
    }

    fn table(&mut self, columns: &[String], rows: Vec<Vec<String>>) {
        self.gap();
        self.row(columns);
        self.written.push_str(&format!("|{}\n", " --- |".repeat(columns.len())));
        rows.iter().for_each(|cells| self.row(cells));
        self.gap();
    }

    fn row(&mut self, cells: &[String]) {
        let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
        self.written.push_str(&format!("| {} |\n", cells.join(" | ")));
    }

    fn gap(&mut self) {
        if !self.written.is_empty() && !self.written.ends_with("\n\n") {
            self.written.push('\n');
        }
    }
}

/// Runs on one line; what is strong is bold.
fn inline(runs: &[Run]) -> String {
    let mut line = String::new();
    for (look, text) in runs {
        let told = text.trim();
        if *look != Look::Strong || told.is_empty() {
            line.push_str(&escaped(text));
            continue;
        }
        // Blanks stand outside, or the asterisks would be asterisks.
        let before = if text.starts_with(' ') { " " } else { "" };
        let behind = if text.ends_with(' ') { " " } else { "" };
        line.push_str(&format!("{before}**{}**{behind}", escaped(told)));
    }
    line
}

/// A text in which nothing is markup. Signs have a backslash before them; an `@` or `#`, which chats make mentions and
/// references of whatever stands before it, has an invisible joiner behind it.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => escaped.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '$' | '!' | '{' | '}' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '@' | '#' => {
                escaped.push('\\');
                escaped.push(c);
                escaped.push('\u{2060}');
            }
            c => escaped.push(c),
        }
    }
    // An address without a scheme.
    escaped.replace("//", "\\/\\/").replace("www.", "www\\.").replace("WWW.", "WWW\\.")
}

/// A line that begins no list, no heading and no rule.
fn begun(line: String) -> String {
    let line = line.trim_start();
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let (number, rest) = line.split_at(digits);
    match rest.chars().next() {
        Some('.' | ')') if digits > 0 => format!("{number}\\{rest}"),
        Some('-' | '+' | '=' | ':') if digits == 0 => format!("\\{line}"),
        _ => line.to_owned(),
    }
}
