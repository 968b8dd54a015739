//! Pictures: bars and strips as SVG, told by pattern as well as by colour.

use maud::{Markup, html};
use tieuchi::report::Totals;

use super::{Pen, class};
use crate::bar::{Bar, Toward};
use crate::outline::Line;
use crate::speech::each_total;

/// How wide a bar is, in its own units.
const WIDE: u32 = 600;

/// Where it begins, so that its mark isn't cut.
const LEFT: u32 = 14;

/// The patterns that all pictures share.
pub(super) fn patterns() -> Markup {
    let slanted = |id: &str, turn: &str| {
        html! {
            pattern #(id) width="6" height="6" patternUnits="userSpaceOnUse" patternTransform=(turn) {
                rect .ground width="6" height="6" {}
                line .stroke x1="0" y1="0" x2="0" y2="6" {}
            }
        }
    };
    html! {
        svg .patterns width="0" height="0" aria-hidden="true" focusable="false" {
            defs {
                (slanted("slanted", "rotate(45)"))
                (slanted("crossed", "rotate(-45)"))
                pattern #dotted width="6" height="6" patternUnits="userSpaceOnUse" {
                    rect .ground width="6" height="6" {}
                    circle .dot cx="3" cy="3" r="1.4" {}
                }
            }
        }
    }
}

/// One piece of a bar by itself, for the legend.
pub(super) fn sample(what: &str) -> Markup {
    html! {
        svg .sample width="26" height="14" viewBox="0 0 26 14" aria-hidden="true" focusable="false" {
            @if what == "mark" {
                line .mark x1="8" y1="0" x2="8" y2="14" {}
                path .flag d="M8 0 L16 3.5 L8 7 Z" {}
            } @else {
                rect .{ (what) } x="0" y="2" width="26" height="10" {}
            }
        }
    }
}

impl Pen {
    /// A bar: what is certain, what is possible, and what is asked.
    pub(super) fn bar(&self, bar: &Bar, line: &Line<'_>) -> Markup {
        let cells = bar.cells(WIDE);
        let told: String = line.runs.iter().map(|(_, text)| text.as_str()).collect();
        // Where it is settled, the bar has the colour of what it comes to.
        let look = match (&bar.mark, bar.toward) {
            (Some(mark), Toward::Up) if bar.low >= *mark => "met",
            (Some(mark), Toward::Up) if bar.high < *mark => "not-met",
            (Some(mark), Toward::Down) if bar.high <= *mark => "met",
            (Some(mark), Toward::Down) if bar.low > *mark => "not-met",
            (Some(mark), Toward::There) if bar.low == *mark && bar.high == *mark => "met",
            (Some(mark), Toward::There) if bar.low > *mark || bar.high < *mark => "not-met",
            _ => "open",
        };
        // At a bound that isn't enough itself, the verdict of the line is what counts.
        let look = line.runs.first().map_or(look, |(run, _)| match run {
            crate::look::Look::Good => "met",
            crate::look::Look::Bad => "not-met",
            crate::look::Look::Open => "open",
            _ => look,
        });
        let possible = cells.possible.saturating_sub(cells.certain);
        html! {
            svg .{ "bar " (look) } role="img" aria-label=(told.trim()) viewBox={ "0 0 " (WIDE + 2 * LEFT) " 30" }
                preserveAspectRatio="xMinYMid meet" {
                rect .rest x=(LEFT) y="8" width=(WIDE) height="18" rx="2" {}
                @if cells.certain > 0 { rect .full x=(LEFT) y="8" width=(cells.certain) height="18" rx="2" {} }
                @if possible > 0 {
                    rect .maybe x=(LEFT + cells.certain) y="8" width=(possible) height="18" rx="2" {}
                }
                @if let Some(mark) = cells.mark {
                    line .mark x1=(LEFT + mark) y1="1" x2=(LEFT + mark) y2="29" {}
                    @match bar.toward {
                        Toward::Up => path .flag d={ "M" (LEFT + mark) " 0 l10 4 l-10 4 Z" } {},
                        Toward::Down => path .flag d={ "M" (LEFT + mark) " 0 l-10 4 l10 4 Z" } {},
                        Toward::There => path .flag d={ "M" (LEFT + mark) " 8 l-6 -8 l12 0 Z" } {},
                    }
                }
            }
        }
    }

    /// Verdicts side by side, each as wide as there are many.
    pub(super) fn strip(&self, totals: &Totals) -> Markup {
        let all = totals.all();
        let told: String = self.speech.totals(totals).into_iter().map(|(_, text)| text).collect();
        let mut before = 0;
        // Ends, not widths, are rounded: the last piece ends where the strip does.
        let at =
            |count: u64| u32::try_from(u128::from(count) * u128::from(WIDE) / u128::from(all.max(1))).unwrap_or(WIDE);
        let mut pieces = Vec::new();
        for (verdict, count) in each_total(totals).into_iter().filter(|(_, count)| *count > 0) {
            let (start, end) = (at(before), at(before + count));
            before += count;
            pieces.push((verdict, count, start, end.saturating_sub(start)));
        }
        html! {
            @if all > 0 {
                svg .strip role="img" aria-label=(told.trim()) viewBox={ "0 0 " (WIDE + 2 * LEFT) " 30" }
                    preserveAspectRatio="xMinYMid meet" {
                    @for (verdict, count, start, wide) in pieces {
                        rect .{ "piece " (class(verdict)) } x=(LEFT + start) y="3" width=(wide) height="24" {}
                        @if wide > 34 {
                            text .count x=(LEFT + start + wide / 2) y="20" text-anchor="middle" {
                                (self.speech.verdict(verdict).0) " " (count)
                            }
                        }
                    }
                }
            }
        }
    }
}
