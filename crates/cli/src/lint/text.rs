//! For people.

use std::fmt::Write;

use tieuchi::lint::{Coverage, Level, Standing};
use tieuchi::source::{Language, Source, Span};

use super::{Asked, Linted};
use crate::text::{Look, Page, padded, run};
use crate::{findings, output};

/// The most findings that are shown in full; the rest is counted.
const SHOWN: usize = 100;

/// Everything that was found, with colours.
pub fn page(found: &[Linted], asked: &Asked<'_>) -> String {
    let mut out = String::new();
    for linted in found {
        let language = linted.language;
        for (hit, _) in linted.hits.iter().take(SHOWN) {
            findings::one(&mut out, &linted.sources, &hit.finding, language);
        }
        let mut page = Page::new(output::width(asked.out));
        if linted.hits.len() > SHOWN {
            let more = linted.hits.len() - SHOWN;
            page.line(
                0,
                &[run(Look::Faint, language.pick(format!("… and {more} more"), format!("… và {more} chỗ nữa")))],
            );
        }
        silenced(&mut page, linted);
        linted.coverage.iter().for_each(|coverage| covered(&mut page, coverage, language));
        if !asked.coverage_only {
            page.gap();
            page.line(0, &[run(Look::Strong, sum(linted))]);
        }
        let _ = write!(out, "{}", page.into_text());
    }
    out
}

fn silenced(page: &mut Page, linted: &Linted) {
    if linted.silenced.is_empty() {
        return;
    }
    let (language, number) = (linted.language, linted.silenced.len());
    let title = language.pick(format!("Silenced ({number})"), format!("Đã bỏ qua ({number})"));
    page.line(0, &[run(Look::Strong, title)]);
    for one in &linted.silenced {
        let at = place(&linted.sources, one.finding.at);
        let lead = [run(Look::Faint, format!("{} ", one.finding.code()))];
        page.flow(2, 6, &lead, &[run(Look::Plain, format!("{at}: {}", one.reason))]);
    }
    page.gap();
}

/// `rules/a.tieuchi:12`.
fn place(sources: &[Source], at: Span) -> String {
    sources
        .get(at.file as usize)
        .map_or(String::new(), |source| format!("{}:{}", source.name(), source.position(at.start).line))
}

/// A document, and what has become of each item.
fn covered(page: &mut Page, coverage: &Coverage, language: Language) {
    let [measured, waived, forgotten] = coverage.counts();
    let all = coverage.items.len();
    let figure = match language {
        Language::En => {
            let verb = if measured == 1 { "is" } else { "are" };
            format!("{measured} of {all} items {verb} measured, {waived} waived, {forgotten} forgotten")
        }
        Language::Vi => {
            format!("{measured}/{all} mục được đo, {waived} mục nêu lý do không đo, {forgotten} mục bị quên")
        }
    };
    page.flow(0, 2, &[run(Look::Strong, format!("{}: ", coverage.document))], &[run(Look::Plain, figure)]);
    let width = coverage.items.iter().map(|item| item.id.chars().count()).max().unwrap_or(0);
    for item in &coverage.items {
        let (sign, look, what) = match &item.standing {
            Standing::Measured(by) => {
                ("✔", Look::Good, language.pick("measured by", "đo bằng").to_owned() + " " + &by.join(", "))
            }
            Standing::Waived(reason) => {
                ("–", Look::Faint, format!("{}: {reason}", language.pick("not measured", "không đo")))
            }
            Standing::Forgotten => ("✘", Look::Bad, language.pick("forgotten", "bị quên").to_owned()),
        };
        let lead = [run(look, format!("{sign} ")), run(Look::Label, padded(&item.id, width + 2))];
        page.flow(2, width + 4, &lead, &[run(Look::Plain, &*item.title)]);
        page.flow(width + 6, 2, &[], &[run(Look::Faint, what)]);
    }
}

/// How much was found, in a line.
fn sum(linted: &Linted) -> String {
    let denied = linted.hits.iter().filter(|(_, level)| *level == Level::Deny).count();
    let warned = linted.hits.len() - denied;
    let mends = linted.hits.iter().filter(|(hit, _)| hit.fix.is_some()).count();
    let mut said = match linted.language {
        Language::En => format!("{denied} denied, {warned} to look at"),
        Language::Vi => format!("{denied} điều không được qua, {warned} điều cần xem lại"),
    };
    if linted.mended > 0 {
        let _ = write!(said, ", {} {}", linted.mended, linted.language.pick("mended", "đã sửa"));
    }
    if mends > 0 {
        let more = linted.language.pick("can be mended with --fix", "sửa được bằng --fix");
        let _ = write!(said, ", {mends} {more}");
    }
    said
}
