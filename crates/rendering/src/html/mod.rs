//! A report as one web page: it needs no network and no script, and prints on A4.
//!
//! Every text of the report goes through maud, which escapes it; nothing of it
//! becomes an attribute but `aria-label` and `title`, likewise escaped. The page
//! forbids scripts, and styles other than its own.

mod criterion;
mod picture;
mod record;
mod summary;

use std::ops::Deref;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use tieuchi::report::{CriterionReport, Report};
use tieuchi::source::Language;
use tieuchi::verdict::Verdict;

use crate::Heading;
use crate::clean::clean;
use crate::look::{Look, Run};
use crate::speech::Speech;

/// How the page looks: its pieces, which other pages may show too, and the whole.
pub const STYLE: &str = concat!(include_str!("pieces.css"), include_str!("style.css"));

/// What the page may load: nothing but [`STYLE`], which is known by its digest.
pub const POLICY: &str = concat!(
    "default-src 'none'; style-src 'sha256-",
    include_str!("style.sha256"),
    "'; base-uri 'none'; form-action 'none'"
);

/// How many names a list has; the others are counted.
const NAMES: usize = 20;

/// How many rows a table has; the others are counted.
const ROWS: usize = 200;

/// How many tables of points stand there filled in.
const TABLES: usize = 20;

/// A report as a web page in a language.
pub fn page(report: &Report, language: Language, heading: &Heading) -> String {
    let sheet = Sheet { pen: Pen { speech: Speech::new(language, false).showing(NAMES) }, report };
    clean(sheet.page(heading).into_string())
}

/// One criterion of a report as a piece of another page: the article that stands for it on the [`page`]. `number` is its
/// place among the criteria, from 0.
///
/// It escapes what it shows as the page does and has no script, no style and no link. `pieces.css` draws it: the article is a
/// `criterion` with `met`, `not-met`, `open` or `none` for its verdict; in it stand `badge`, `rule`, `lines` and `foot`;
/// pictures are `bar` and `strip`, filled with the patterns `slanted`, `crossed` and `dotted` of the page around it;
/// stretches of text are `label` or `faint`.
pub fn fragment(criterion: &CriterionReport, number: usize, language: Language) -> String {
    let pen = Pen { speech: Speech::new(language, false).showing(NAMES) };
    clean(pen.criterion(number, criterion).into_string())
}

/// What draws, whatever it is of.
struct Pen {
    speech: Speech,
}

/// A page that is written.
struct Sheet<'r> {
    pen: Pen,
    report: &'r Report,
}

impl Deref for Sheet<'_> {
    type Target = Pen;

    fn deref(&self) -> &Pen {
        &self.pen
    }
}

impl<'r> Sheet<'r> {
    fn page(&self, heading: &Heading) -> Markup {
        let words = self.speech.words;
        let document = self.report.documents.first();
        let title = document.and_then(|document| document.title.as_deref().or(Some(&document.code)));
        let title = title.unwrap_or(words.report);
        html! {
            (DOCTYPE)
            html lang=(self.speech.language.pick("en", "vi")) {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (title) " · " (words.report) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    a .skip href="#criteria" { (words.skip) }
                    (picture::patterns())
                    (self.head(title, heading))
                    main {
                        (self.items())
                        @if !self.report.criteria.is_empty() {
                            section #criteria aria-labelledby="criteria-h" {
                                h2 #criteria-h { (words.one_by_one) }
                                (self.legend())
                                @for (number, criterion) in self.report.criteria.iter().enumerate() {
                                    (self.criterion(number, criterion))
                                }
                            }
                        }
                        (self.by_record())
                        (self.awards())
                        (self.ranks())
                        (self.scores())
                    }
                }
            }
        }
    }

    fn head(&self, title: &str, heading: &Heading) -> Markup {
        let words = self.speech.words;
        html! {
            header {
                p .kicker { (words.report) }
                h1 { (title) }
                @for document in &self.report.documents {
                    p .document {
                        strong { (document.code) }
                        @if let (Some(title), false) = (&document.title, document.title.as_deref() == Some(title)) {
                            " " (title)
                        }
                        @if let Some(period) = document.period {
                            " · " ((words.period)(&self.speech.date(period.first), &self.speech.date(period.last)))
                        }
                    }
                }
                p .faint { (words.rules) ": " (heading.rules) " · " (words.records) ": " (heading.records) }
                @if self.report.counted { p .faint { (words.only_counted) } }
                @if !self.report.parameters.is_empty() {
                    ul .parameters {
                        @for parameter in &self.report.parameters { li { (self.runs(&[self.speech.parameter(parameter)])) } }
                    }
                }
                (self.overall())
            }
        }
    }

    /// The verdict over all, and how many criteria have which.
    fn overall(&self) -> Markup {
        let (words, report) = (self.speech.words, self.report);
        let deciding = |criterion: &&(usize, &CriterionReport)| {
            criterion.1.verdict == report.verdict && matches!(report.verdict, Verdict::NotMet | Verdict::Undetermined)
        };
        let numbered: Vec<(usize, &CriterionReport)> = report.criteria.iter().enumerate().collect();
        html! {
            @if report.criteria.is_empty() {
                p .faint { (words.no_criteria) }
            } @else {
                div .overall {
                    p { span .faint { (words.overall) } " " (self.badge(report.verdict)) }
                    p { ((words.criteria)(report.counts.all())) ":" (self.runs(&self.speech.totals(&report.counts))) }
                    (self.strip(&report.counts))
                    @if numbered.iter().any(|one| deciding(&one)) {
                        p .deciding {
                            @for (number, criterion) in numbered.iter().filter(deciding) {
                                a href=(anchor(*number)) { (criterion.id) } " "
                            }
                        }
                    }
                }
            }
        }
    }

    fn legend(&self) -> Markup {
        let words = self.speech.words;
        html! {
            p .legend {
                strong { (words.legend) ":" } " "
                span { (picture::sample("full")) " " (words.certain) } " "
                span { (picture::sample("maybe")) " " (words.attainable) } " "
                span { (picture::sample("mark")) " " (words.asked) }
            }
        }
    }
}

impl Pen {
    /// A verdict that is seen from afar: sign, words and colour.
    fn badge(&self, verdict: Verdict) -> Markup {
        let (sign, word, _) = self.speech.verdict(verdict);
        html! { span .{ "badge " (class(verdict)) } { span aria-hidden="true" { (sign) } " " (word) } }
    }

    /// A verdict's sign, which is read as its word.
    fn sign(&self, verdict: Verdict) -> Markup {
        let (sign, word, _) = self.speech.verdict(verdict);
        html! { span .{ "sign " (class(verdict)) } role="img" aria-label=(word) { (sign) } }
    }

    fn runs(&self, runs: &[Run]) -> Markup {
        html! {
            @for (look, text) in runs {
                @match look {
                    Look::Plain => (text),
                    Look::Strong => strong { (text) },
                    Look::Label => span .label { (text) },
                    Look::Faint => span .faint { (text) },
                    Look::Good => span .met { (text) },
                    Look::Bad => span .not-met { (text) },
                    Look::Open => span .open { (text) },
                }
            }
        }
    }
}

/// The class of a verdict.
fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::NotMet => "not-met",
        Verdict::Undetermined => "open",
        Verdict::NotApplicable => "none",
    }
}

/// Where a criterion stands on the page.
fn anchor(number: usize) -> String {
    format!("#c{}", number + 1)
}

/// A table in a box of its own, in which it scrolls where it is wide.
fn boxed(label: &str, table: Markup) -> Markup {
    html! { div .box tabindex="0" role="region" aria-label=(label) { table { (table) } } }
}
