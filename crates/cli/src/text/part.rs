//! One clause of a sentence: the bar, the counts, who is behind it, what is lacking.

use std::fmt::Write;

use tieuchi::engine::Truth;
use tieuchi::exact::Exact;
use tieuchi::report::{
    BaseReport, BoundReport, ClauseReport, DemandReport, PartReport, PopulationReport, Side, Witness, percent,
};
use tieuchi::source::Language;
use tieuchi::verdict::Verdict;

use super::bar::bar;
use super::style::{self, FAINT};
use super::words;

/// The clauses of a sentence. `brief` leaves out what stands behind them.
pub fn clause(out: &mut String, language: Language, clause: &ClauseReport, indent: usize, brief: bool) {
    let several = clause.parts.len() > 1;
    if !brief || several {
        for part in &clause.parts {
            let sign = style::sign(Verdict::from(part.truth));
            let style = style::verdict(Verdict::from(part.truth));
            let lead = match part.base {
                BaseReport::Population => "",
                BaseReport::OfWhich(_) => language.pick("of which ", "trong đó "),
                BaseReport::OfTheRest => language.pick("of the rest ", "số còn lại "),
            };
            if several {
                let _ = write!(out, "{}{style}{sign}{style:#} ", " ".repeat(indent));
                let text = style::wrap(&format!("{lead}{}", part.text), indent + 2);
                out.push_str(text.trim_start());
            }
            numbers(out, language, part, indent + if several { 2 } else { 0 });
            if !brief {
                behind(out, language, clause, part, indent + if several { 2 } else { 0 });
            }
        }
    } else if let Some(part) = clause.parts.first() {
        numbers(out, language, part, indent);
    }
}

/// The bar and the counts in a line.
fn numbers(out: &mut String, language: Language, part: &PartReport, indent: usize) {
    let counts = &part.counts;
    let base = counts.in_holds + counts.in_fails + counts.in_unknown;
    let threshold = match &part.demand {
        DemandReport::All => Some(Exact::from(1i64)),
        DemandReport::No => Some(Exact::zero()),
        DemandReport::Bound(bound) if bound.share => bound.threshold.low.clone(),
        DemandReport::Bound(_) | DemandReport::Between { .. } => None,
    };
    let mut line = String::new();
    if let (Some(share), Some(threshold)) = (&part.share, &threshold) {
        let _ = write!(line, "{} ", bar(&share.low, &share.high, Some(threshold)));
    }
    let of = language.pick("of", "trên");
    let _ = write!(line, "{} {of} {base}", counts.in_holds);
    if let Some(share) = &part.share {
        let (low, high) = (words::number(language, &share.low_shown), words::number(language, &share.high_shown));
        if low == high {
            let _ = write!(line, " ({low})");
        } else {
            let _ = write!(line, " ({})", language.pick(format!("{low} to {high}"), format!("từ {low} đến {high}")));
        }
    }
    let demanded = match &part.demand {
        DemandReport::All => language.pick("all".to_string(), "tất cả".to_string()),
        DemandReport::No => language.pick("none".to_string(), "không có ai".to_string()),
        DemandReport::Bound(bound) => words::side(language, bound.side, &threshold_text(language, bound)),
        DemandReport::Between { low, high } => {
            let end = |end: &Option<Exact>| {
                end.as_ref().map_or("…".to_string(), |end| words::number(language, &end.to_string()))
            };
            language.pick(
                format!("{} to {}", end(&low.low), end(&high.high)),
                format!("từ {} đến {}", end(&low.low), end(&high.high)),
            )
        }
    };
    let _ = write!(line, ", {} {demanded}", language.pick("asked:", "yêu cầu:"));
    if let (Some(required), DemandReport::Bound(bound)) = (&part.required, &part.demand)
        && bound.share
    {
        let number = match bound.side {
            Side::AtLeast | Side::MoreThan | Side::Exactly => required.at_least,
            Side::AtMost | Side::LessThan => required.at_most,
        };
        if let Some(number) = number {
            let _ = write!(line, " = {number}");
        }
    }
    for (count, en, vi) in [
        (counts.in_unknown, "unknown", "chưa rõ"),
        (counts.maybe_holds + counts.maybe_fails + counts.maybe_unknown, "perhaps in", "có thể thuộc diện"),
        (counts.left_out, "left out", "bỏ qua"),
    ] {
        if count > 0 {
            let _ = write!(line, ", {count} {}", language.pick(en, vi));
        }
    }
    out.push_str(&style::wrap(&line, indent));
    let empty = match part.population {
        PopulationReport::Somebody => None,
        PopulationReport::MayBeEmpty => Some(language.pick("there may be nobody here", "có thể không có ai")),
        PopulationReport::Empty => Some(language.pick("there is nobody here", "không có ai thuộc diện này")),
    };
    if let Some(empty) = empty {
        let _ = writeln!(out, "{}{FAINT}{empty}{FAINT:#}", " ".repeat(indent));
    }
}

/// A threshold as it is shown: a percentage, a number, or what it may still be.
fn threshold_text(language: Language, bound: &BoundReport) -> String {
    let one = |value: &Exact| if bound.share { percent(value, &[]) } else { value.to_string() };
    match (&bound.threshold.low, &bound.threshold.high) {
        (Some(low), Some(high)) if low == high => one(low),
        (low, high) => {
            let end = |end: &Option<Exact>| end.as_ref().map_or("…".to_string(), one);
            let (low, high) = (end(low), end(high));
            language.pick(format!("something from {low} to {high}"), format!("mức từ {low} đến {high}"))
        }
    }
}

/// Who is behind a clause that isn't met for certain, and what is lacking.
fn behind(out: &mut String, language: Language, clause: &ClauseReport, part: &PartReport, indent: usize) {
    if part.truth == Truth::Yes {
        return;
    }
    let mut row = |label: &str, text: &str| {
        out.push_str(&style::wrap(&format!("{label} {text}"), indent));
    };
    if let Some(shortfall) = &part.shortfall {
        let lacking = words::shortfall(language, shortfall, &clause.kind.name, &part.property);
        row(language.pick("lacking:", "còn thiếu:"), &lacking);
    }
    let ids = |list: &[Witness]| words::keys(language, list.iter().map(|witness| witness.id.as_str()));
    let certain: Vec<Witness> = part.against.iter().filter(|one| one.member == Truth::Yes).cloned().collect();
    if !certain.is_empty() {
        row(language.pick("against:", "chưa đáp ứng:"), &ids(&certain));
    }
    if !part.closest.is_empty() {
        let closest = words::keys(language, part.closest.iter().map(|one| one.id.as_str()));
        row(language.pick("closest:", "gần đạt nhất:"), &closest);
    }
    if !part.unknown.is_empty() {
        let missing: Vec<_> = part.unknown.iter().flat_map(|one| one.open.iter().cloned()).collect();
        let text = if missing.is_empty() { ids(&part.unknown) } else { words::open(language, &missing) };
        row(language.pick("missing:", "thiếu dữ liệu:"), &text);
    }
    if !part.maybe.is_empty() {
        let missing: Vec<_> = part.maybe.iter().flat_map(|one| one.open.iter().cloned()).collect();
        let text = if missing.is_empty() { ids(&part.maybe) } else { words::open(language, &missing) };
        row(language.pick("perhaps in:", "có thể thuộc diện:"), &text);
    }
}
