//! What stands above and beside: parameters, totals, what something is founded on.

use tieuchi::engine::Truth;
use tieuchi::report::{
    CiteReport, ItemReport, KindReport, Named, ParameterReport, RankKeyReport, RankedReport, Report, RoleReport,
    ScoreLineReport, ScoreReport, Totals, Value,
};
use tieuchi::verdict::Verdict;

use super::{Speech, prose};
use crate::look::{Look, Run, run};

impl Speech {
    /// What a parameter is, and what it would be if nobody had set it.
    pub fn parameter(&self, parameter: &ParameterReport) -> Run {
        let ParameterReport { name, value, default, note } = parameter;
        let mut line = format!("{}: {} = {}", self.words.parameter, prose(&name.name), self.value(value));
        if let Some(default) = default {
            line.push_str(&format!(" ({})", (self.words.instead_of)(&self.value(default))));
        }
        if let Some(note) = note {
            line.push_str(&format!(" · {note}"));
        }
        run(if default.is_some() { Look::Strong } else { Look::Faint }, line)
    }

    /// Verdicts counted, those that occur.
    pub fn totals(&self, totals: &Totals) -> Vec<Run> {
        let mut runs = Vec::new();
        for (verdict, count) in each_total(totals).into_iter().filter(|(_, count)| *count > 0) {
            let (sign, word, look) = self.verdict(verdict);
            let comma = if runs.is_empty() { " " } else { ", " };
            runs.push(run(Look::Plain, comma));
            runs.push(run(look, format!("{sign} {count} {}", word.to_lowercase())));
        }
        runs
    }

    /// What something is founded on; empty where it is on nothing.
    pub fn cites(&self, cites: &[CiteReport]) -> String {
        let told: Vec<String> =
            cites.iter().map(|cite| format!("{}, {} {}", cite.document, self.words.item, cite.item)).collect();
        if told.is_empty() { String::new() } else { format!("{}: {}", self.words.cites, told.join("; ")) }
    }

    /// A table of points: whose, what, out of what, and what it is founded on.
    pub fn score_title(&self, score: &ScoreReport) -> Vec<Run> {
        let title = format!("{}: {}", prose(&score.kind.name), prose(&score.field.name));
        let mut runs = vec![run(Look::Label, title)];
        if let Some(most) = &score.most {
            runs.push(run(Look::Plain, format!(", {}", (self.words.out_of)(&self.number(most)))));
        }
        let cites = self.cites(&score.cites);
        if !cites.is_empty() {
            runs.push(run(Look::Faint, format!(" · {cites}")));
        }
        runs
    }

    /// A line's points; what is taken off stands with a minus.
    pub fn points(&self, line: &ScoreLineReport, points: &Value) -> String {
        let value = self.value(points);
        match line.role {
            RoleReport::Minus if value != "0" => format!("−{value}"),
            RoleReport::Plain | RoleReport::Bonus | RoleReport::Beyond | RoleReport::Minus => value,
        }
    }

    /// What records are ranked by.
    pub fn rank_key(&self, key: &RankKeyReport) -> String {
        if key.lowest_first { format!("{} ({})", prose(&key.text), self.words.lowest_first) } else { prose(&key.text) }
    }

    /// Who is equal to a record, and what keeps its place open.
    pub fn beside(&self, record: &RankedReport) -> Vec<Run> {
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
            runs.extend(open.into_iter().map(|(label, told)| run(Look::Faint, format!("; {label}: {told}"))));
        }
        runs
    }
}

/// Each verdict with how many there are, in the order in which they are told.
pub fn each_total(totals: &Totals) -> [(Verdict, u64); 4] {
    [
        (Verdict::Met, totals.met),
        (Verdict::NotMet, totals.not_met),
        (Verdict::Undetermined, totals.undetermined),
        (Verdict::NotApplicable, totals.not_applicable),
    ]
}

/// Whether something in the rules cites an item.
pub fn is_encoded(item: &ItemReport) -> bool {
    !item.criteria.is_empty() || !item.awards.is_empty() || !item.scores.is_empty() || !item.ranks.is_empty()
}

/// What is given to records by the rules, and founded on an item.
#[derive(Debug)]
pub struct Derived {
    /// `a` an award, `r` a rank, `s` a table of points.
    pub section: char,
    /// Its number in the report, from 0.
    pub number: usize,
    /// Its name.
    pub name: String,
}

/// The awards, ranks and tables of points that cite an item.
pub fn derived(report: &Report, item: &ItemReport) -> Vec<Derived> {
    let awards = report.awards.iter().enumerate().map(|(number, one)| ('a', number, &one.kind, &one.field));
    let ranks = report.ranks.iter().enumerate().map(|(number, one)| ('r', number, &one.kind, &one.field));
    let scores = report.scores.iter().enumerate().map(|(number, one)| ('s', number, &one.kind, &one.field));
    let all = awards.chain(ranks).chain(scores).filter(|(section, _, kind, field)| {
        let citing = match section {
            'a' => &item.awards,
            'r' => &item.ranks,
            _ => &item.scores,
        };
        citing.iter().any(|name| name.split_once('.') == Some((kind.id.as_str(), field.id.as_str())))
    });
    let named = |kind: &KindReport, field: &Named| format!("{}: {}", prose(&kind.name), prose(&field.name));
    all.map(|(section, number, kind, field)| Derived { section, number, name: named(kind, field) }).collect()
}

/// Whether points aren't settled.
pub fn is_open(value: &Value) -> bool {
    matches!(value, Value::Between(_) | Value::Unknown)
}

/// Whether a record's place isn't settled.
pub fn is_unplaced(record: &RankedReport) -> bool {
    record.place.low != record.place.high || record.ranked == Truth::Unknown
}
