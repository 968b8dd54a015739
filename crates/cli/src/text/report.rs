//! The report of `check` for a terminal.

use std::fmt::Write;

use tieuchi::report::{
    AwardReport, CriterionReport, Explanation, ForEachReport, MissingValue, RecordReport, Report, What,
};
use tieuchi::source::Language;
use tieuchi::verdict::Verdict;

use super::style::{self, FAINT, STRONG};
use super::{explain, part, words};

/// The most records of a `for each` criterion or an award that are shown in full.
const RECORDS: usize = 5;

/// The whole report.
pub fn render(report: &Report) -> String {
    let language = report.language;
    let mut out = String::new();
    // The main document stands first in data order; the law that it builds on follows.
    for document in &report.documents {
        let title = document.title.as_deref().unwrap_or(&document.code);
        let _ = write!(out, "{STRONG}{title}{STRONG:#}");
        if document.title.is_some() {
            let _ = write!(out, "  {FAINT}{}", document.code);
            if let Some(period) = &document.period {
                let _ =
                    write!(out, ", {}", words::period(language, &period.first.to_string(), &period.last.to_string()));
            }
            let _ = write!(out, "{FAINT:#}");
        }
        out.push('\n');
    }
    let style = style::verdict(report.verdict);
    let _ = writeln!(
        out,
        "\n{}: {}. {} {style}{}{style:#}\n",
        language.pick(format!("{} criteria", report.criteria.len()), format!("{} tiêu chí", report.criteria.len())),
        words::totals(language, &report.counts),
        language.pick("Overall:", "Kết luận chung:"),
        words::verdict(language, report.verdict),
    );
    for criterion in &report.criteria {
        self::criterion(&mut out, language, criterion);
    }
    for award in &report.awards {
        self::award(&mut out, language, award);
    }
    coverage(&mut out, report);
    out
}

/// The line that names a criterion and its verdict.
pub fn heading(out: &mut String, language: Language, criterion: &CriterionReport) {
    let style = style::verdict(criterion.verdict);
    let _ = writeln!(
        out,
        "{style}{} {}{style:#}  {STRONG}{}{STRONG:#}  {style}{}{style:#}",
        style::sign(criterion.verdict),
        criterion.id,
        criterion.title,
        words::verdict(language, criterion.verdict),
    );
}

/// What a criterion is founded on and where it stands.
pub fn sources(out: &mut String, language: Language, criterion: &CriterionReport) {
    let mut parts: Vec<String> = criterion
        .cites
        .iter()
        .map(|cite| format!("{} {} {}", cite.document, language.pick("item", "mục"), cite.item))
        .collect();
    if let Some(place) = &criterion.place {
        parts.push(format!("{}:{}:{}", place.file, place.line, place.column));
    }
    if !parts.is_empty() {
        let _ = writeln!(out, "    {FAINT}{}{FAINT:#}", parts.join(" · "));
    }
}

fn criterion(out: &mut String, language: Language, criterion: &CriterionReport) {
    heading(out, language, criterion);
    let brief = matches!(criterion.verdict, Verdict::Met | Verdict::NotApplicable);
    if !brief {
        out.push_str(&style::wrap(&criterion.text, 4));
    }
    if let Some(explanation) = &criterion.explanation {
        explained(out, language, explanation, 4, brief);
        if !matches!(explanation.what, What::Clause(_)) {
            missing(out, language, &criterion.open, 4);
        }
    }
    if let Some(each) = &criterion.for_each {
        for_each(out, language, each, brief);
    }
    if !brief {
        sources(out, language, criterion);
    }
    out.push('\n');
}

/// Why, as far as a report says it: sentences with their numbers, lists with their letters.
fn explained(out: &mut String, language: Language, explanation: &Explanation, indent: usize, brief: bool) {
    match &explanation.what {
        What::Clause(clause) => part::clause(out, language, clause, indent, brief),
        What::List(list) => {
            for (number, one) in list.parts.iter().enumerate() {
                let verdict = one.verdict.unwrap_or(Verdict::from(one.explanation.truth));
                if brief && !matches!(one.explanation.what, What::Clause(_)) {
                    continue;
                }
                let style = style::verdict(verdict);
                let letter =
                    if list.lettered { format!("{}) ", explain::letter(language, number)) } else { String::new() };
                let _ = write!(out, "{}{style}{}{style:#} ", " ".repeat(indent), style::sign(verdict));
                out.push_str(style::wrap(&format!("{letter}{}", one.text), indent + 2).trim_start());
                let inner = brief || matches!(verdict, Verdict::Met | Verdict::NotApplicable);
                explained(out, language, &one.explanation, indent + 2, inner);
            }
        }
        What::Compare(_) | What::Test(_) | What::Presence(_) | What::Not(_) | What::Meets(_) => {
            if !brief || matches!(explanation.what, What::Compare(_)) {
                explain::leaf(out, language, explanation, indent);
            }
        }
    }
}

/// The missing values that keep a verdict open.
fn missing(out: &mut String, language: Language, open: &[MissingValue], indent: usize) {
    if !open.is_empty() {
        let line = format!("{} {}", language.pick("missing:", "thiếu dữ liệu:"), words::open(language, open));
        out.push_str(&style::wrap(&line, indent));
    }
}

fn for_each(out: &mut String, language: Language, each: &ForEachReport, brief: bool) {
    let kinds: Vec<&str> = each.kinds.iter().map(|kind| kind.name.as_str()).collect();
    let kinds = kinds.join(language.pick(" and ", " và "));
    let line = format!("{} {kinds}: {}", language.pick("for each", "với mỗi"), words::totals(language, &each.counts));
    out.push_str(&style::wrap(&line, 4));
    if brief {
        return;
    }
    let bad = |record: &&RecordReport| matches!(record.verdict, Verdict::NotMet | Verdict::Undetermined);
    let behind: Vec<&RecordReport> = each.records.iter().filter(bad).collect();
    for record in behind.iter().take(RECORDS) {
        let style = style::verdict(record.verdict);
        let _ = writeln!(
            out,
            "    {style}{} {}{style:#}  {}",
            style::sign(record.verdict),
            record.ids.join(" · "),
            words::verdict(language, record.verdict)
        );
        explained(out, language, &record.explanation, 8, false);
        if !matches!(record.explanation.what, What::Clause(_)) {
            missing(out, language, &record.open, 8);
        }
    }
    more(out, language, behind.len());
}

/// How many records there are beyond those that are shown.
fn more(out: &mut String, language: Language, all: usize) {
    if all > RECORDS {
        let more = all - RECORDS;
        let line = language.pick(format!("… and {more} more"), format!("… và {more} bản ghi nữa"));
        let _ = writeln!(out, "    {line}");
    }
}

fn award(out: &mut String, language: Language, award: &AwardReport) {
    let _ = writeln!(
        out,
        "{STRONG}{}{STRONG:#}  {}",
        language.pick(
            format!("{} of {}", award.field.name, award.kind.name),
            format!("{} của {}", award.field.name, award.kind.name)
        ),
        language.pick("(derived)", "(suy ra)"),
    );
    let mut labels: Vec<&String> = award.cases.iter().collect();
    labels.push(&award.otherwise);
    labels.dedup();
    for label in labels {
        let who: Vec<&str> = award
            .records
            .iter()
            .filter(|record| record.labels.len() == 1 && record.labels.first() == Some(label))
            .map(|record| record.id.as_str())
            .collect();
        if !who.is_empty() {
            let count = who.len();
            let line =
                format!("{}: {count}  {}", words::award(language, label), words::keys(language, who.into_iter()));
            out.push_str(&style::wrap(&line, 4));
        }
    }
    let open: Vec<_> = award.records.iter().filter(|record| record.labels.len() != 1).collect();
    for record in open.iter().take(RECORDS) {
        let possible: Vec<String> = record.labels.iter().map(|label| words::award(language, label)).collect();
        let line = format!("? {}: {}", record.id, possible.join(language.pick(" or ", " hoặc ")));
        out.push_str(&style::wrap(&line, 4));
    }
    more(out, language, open.len());
    out.push('\n');
}

/// Which items of the documents are encoded, waived, or left out.
fn coverage(out: &mut String, report: &Report) {
    let language = report.language;
    for document in &report.documents {
        let total = document.items.len();
        if total == 0 {
            continue;
        }
        let encoded = document.items.iter().filter(|item| !item.criteria.is_empty() || !item.awards.is_empty()).count();
        let waived: Vec<&str> =
            document.items.iter().filter(|item| item.waived.is_some()).map(|item| item.id.as_str()).collect();
        let left: Vec<&str> = document
            .items
            .iter()
            .filter(|item| item.waived.is_none() && item.criteria.is_empty() && item.awards.is_empty())
            .map(|item| item.id.as_str())
            .collect();
        let mut line = match language {
            Language::En => format!("{}: {encoded} of {total} items encoded", document.code),
            Language::Vi => format!("{}: {encoded} trên {total} mục đã được mã hóa thành tiêu chí", document.code),
        };
        for (ids, en, vi) in [(waived, "not measured", "không đo"), (left, "left out", "chưa có tiêu chí")] {
            if !ids.is_empty() {
                let _ = write!(line, "; {}: {}", language.pick(en, vi), ids.join(", "));
            }
        }
        let _ = writeln!(out, "{FAINT}{line}{FAINT:#}");
    }
}
