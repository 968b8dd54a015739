//! Markdown: text stays text.

mod common;

use common::{has_wrong_characters, heading, hostile, shipped};
use pulldown_cmark::{Event, Options, Parser, Tag};
use tieuchi_rendering::markdown::{escaped, markdown};

/// Reads as GitHub does, and gives how many tables there are.
fn check(written: &str, what: &str) -> usize {
    let mut tables = 0;
    for event in Parser::new_ext(written, Options::all()) {
        match event {
            Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => panic!("{what}: {event:?}"),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) | Event::Rule => panic!("{what}: {event:?}"),
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Strikethrough | Tag::CodeBlock(_)) => {
                panic!("{what}: {event:?}")
            }
            Event::Start(Tag::BlockQuote(_) | Tag::HtmlBlock | Tag::MetadataBlock(_)) => panic!("{what}: {event:?}"),
            Event::Start(Tag::Table(_)) => tables += 1,
            _ => {}
        }
    }
    assert!(!has_wrong_characters(written), "{what}");
    tables
}

#[test]
fn every_pack_makes_minutes() {
    for (name, language, report) in shipped() {
        let written = markdown(&report, language, &heading());
        let documents = report.documents.iter().filter(|document| !document.items.is_empty()).count();
        let derived = report.awards.len() + report.ranks.len() + report.scores.len();
        assert_eq!(check(&written, &name), documents + derived, "{name}");
    }
}

#[test]
fn nothing_in_a_report_becomes_markup() {
    for (name, language, report) in shipped() {
        check(&markdown(&hostile(&report), language, &heading()), &name);
    }
}

#[test]
fn what_is_escaped_reads_as_it_was() {
    for text in common::HOSTILE.iter().filter(|text| !text.contains(['\n', '\r', '\t', '\0'])) {
        let line = format!("x {}", escaped(text));
        let read: String = Parser::new_ext(&line, Options::all() - Options::ENABLE_SMART_PUNCTUATION)
            .filter_map(|event| match event {
                Event::Text(text) => Some(text.into_string()),
                _ => None,
            })
            .collect();
        assert_eq!(read.replace('\u{2060}', ""), format!("x {text}"));
    }
}
