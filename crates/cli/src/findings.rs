//! Findings as text: rule findings with an excerpt and carets, data findings one below the other.

use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use tieuchi::diagnostic::{Finding, Problem, Prose, Severity};
use tieuchi::source::{Language, Source, Span};

/// The most findings that are shown in full; the rest is counted.
const SHOWN: usize = 100;

/// All findings as text with colours, and their number at the end.
pub fn render(sources: &[Source], found: &[Finding], language: Language) -> String {
    let mut out = String::new();
    found.iter().take(SHOWN).for_each(|finding| one(&mut out, sources, finding, language));
    let errors = found.iter().filter(|finding| finding.severity() == Severity::Error).count();
    let warnings = found.len() - errors;
    if found.len() > SHOWN {
        let more = found.len() - SHOWN;
        let _ = writeln!(out, "{}", language.pick(format!("… and {more} more"), format!("… và {more} lỗi nữa")));
    }
    let counted = match language {
        Language::En => {
            let one = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
            format!("{}, {}", one(errors, "error"), one(warnings, "warning"))
        }
        Language::Vi => format!("{errors} lỗi, {warnings} cảnh báo"),
    };
    let _ = writeln!(out, "{counted}");
    out
}

/// One finding, with an excerpt where it stands in rule text.
pub fn one(out: &mut String, sources: &[Source], finding: &Finding, language: Language) {
    match sources.get(finding.at.file as usize) {
        Some(source) if finding.at.is_some() => excerpt(out, source, sources, finding, language),
        _ => plain(out, finding, language),
    }
}

fn level(finding: &Finding, language: Language) -> Level<'static> {
    match finding.severity() {
        Severity::Error => Level::ERROR.with_name(language.pick("error", "lỗi")),
        Severity::Warning => Level::WARNING.with_name(language.pick("warning", "cảnh báo")),
    }
}

/// The part of the text that a span covers, cut to one line: an excerpt points at where something begins.
fn range(source: &Source, span: Span) -> std::ops::Range<usize> {
    let text = source.text();
    let start = (span.start as usize).min(text.len());
    let end = (span.end as usize).clamp(start, text.len());
    let line_end = text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| start + at);
    let end = end.min(line_end);
    if end > start { start..end } else { start..(start + 1).min(text.len().max(start)) }
}

fn excerpt(out: &mut String, source: &Source, sources: &[Source], finding: &Finding, language: Language) {
    let Prose { title, label, help } = finding.prose(language);
    let at = range(source, finding.at);
    let primary = AnnotationKind::Primary.span(at);
    let primary = if label.is_empty() { primary } else { primary.label(label.as_str()) };
    let mut snippet = Snippet::source(source.text()).path(source.name()).line_start(1).fold(true).annotation(primary);
    let seen = finding.see.filter(|span| span.is_some());
    let here = language.pick("see here", "xem ở đây");
    let mut other = None;
    if let Some(span) = seen {
        if span.file == finding.at.file {
            snippet = snippet.annotation(AnnotationKind::Context.span(range(source, span)).label(here));
        } else {
            other = sources.get(span.file as usize).map(|source| (source, range(source, span)));
        }
    }
    let mut group: Group<'_> =
        level(finding, language).primary_title(title.as_str()).id(finding.code()).element(snippet);
    if let Some((source, at)) = other {
        let snippet = Snippet::source(source.text()).path(source.name()).line_start(1).fold(true);
        group = group.element(snippet.annotation(AnnotationKind::Context.span(at).label(here)));
    }
    if !help.is_empty() {
        group = group.element(Level::HELP.with_name(language.pick("help", "gợi ý")).message(help.as_str()));
    }
    let _ = writeln!(out, "{}\n", Renderer::styled().render(&[group]));
}

/// A finding without rule text: its place in words.
fn plain(out: &mut String, finding: &Finding, language: Language) {
    let Prose { title, label, help } = finding.prose(language);
    let place = match &finding.problem {
        Problem::Data(problem) => problem.place.shown(language),
        Problem::Pack(problem) => problem.shown(language),
        Problem::Syntax(_) | Problem::Check(_) | Problem::Lint(_) => String::new(),
    };
    let (word, style) = match finding.severity() {
        Severity::Error => (language.pick("error", "lỗi"), anstyle::AnsiColor::BrightRed.on_default().bold()),
        Severity::Warning => (language.pick("warning", "cảnh báo"), anstyle::AnsiColor::Yellow.on_default().bold()),
    };
    let code = finding.code();
    let _ = writeln!(out, "{style}{word}[{code}]{style:#}: {title}");
    for (sign, text) in [("-->", place), ("   ", label), ("  =", help)] {
        if !text.is_empty() {
            let _ = writeln!(out, "  {sign} {text}");
        }
    }
    out.push('\n');
}
