//! Web pages: what stands in them, whatever stands in the report.

mod common;

use std::collections::BTreeSet;

use common::{has_wrong_characters, heading, hostile, shipped};
use scraper::{Html, Selector};
use tieuchi::source::Language;
use tieuchi_rendering::html::page;

/// How the page looks.
const STYLE: &str = concat!(include_str!("../src/html/pieces.css"), include_str!("../src/html/style.css"));

/// The elements and attributes that a page may have.
const ELEMENTS: &[&str] = &[
    "html", "head", "meta", "title", "style", "body", "a", "header", "main", "section", "article", "div", "p", "h1",
    "h2", "h3", "span", "strong", "small", "q", "ul", "li", "table", "caption", "thead", "tbody", "tfoot", "tr", "th",
    "td", "svg", "defs", "pattern", "rect", "line", "path", "circle", "text",
];
const ATTRIBUTES: &[&str] = &[
    "lang",
    "charset",
    "http-equiv",
    "content",
    "name",
    "class",
    "id",
    "href",
    "title",
    "scope",
    "colspan",
    "role",
    "tabindex",
    "aria-label",
    "aria-labelledby",
    "aria-hidden",
    "focusable",
    "viewBox",
    "preserveAspectRatio",
    "width",
    "height",
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "rx",
    "r",
    "cx",
    "cy",
    "d",
    "text-anchor",
    "patternUnits",
    "patternTransform",
];

fn check(written: &str, what: &str) {
    let parsed = Html::parse_document(written);
    let all = Selector::parse("*").unwrap();
    let mut ids = BTreeSet::new();
    let mut links = Vec::new();
    let mut level = 0;
    for element in parsed.select(&all) {
        let value = element.value();
        assert!(ELEMENTS.contains(&value.name()), "{what}: <{}>", value.name());
        for (name, text) in value.attrs() {
            assert!(ATTRIBUTES.contains(&name), "{what}: {name}");
            match name {
                "id" => assert!(ids.insert(text.to_owned()), "{what}: {text} twice"),
                "href" => links.push(text.strip_prefix('#').unwrap_or_else(|| panic!("{what}: {text}")).to_owned()),
                _ => {}
            }
        }
        if let Some(depth) = value.name().strip_prefix('h').and_then(|depth| depth.parse::<u32>().ok()) {
            assert!(depth <= level + 1, "{what}: h{depth} below h{level}");
            level = depth;
        }
        if value.name() == "svg" {
            assert!(value.attr("aria-label").is_some() || value.attr("aria-hidden").is_some(), "{what}");
        }
        if value.name() == "th" {
            assert!(value.attr("scope").is_some(), "{what}");
        }
    }
    assert!(links.iter().all(|link| ids.contains(link)), "{what}");
    assert!(!has_wrong_characters(written), "{what}");
    // One style, which is ours, and nothing but it may be loaded.
    let style: Vec<String> =
        parsed.select(&Selector::parse("style").unwrap()).map(|style| style.text().collect()).collect();
    assert_eq!(style, [STYLE], "{what}");
}

#[test]
fn every_pack_makes_a_sound_page() {
    for (name, language, report) in shipped() {
        let written = page(&report, language, &heading());
        check(&written, &name);
        assert_eq!(written, page(&report, language, &heading()));
        // Whatever language the rules have, the page speaks the reader's.
        let other = language.pick(Language::Vi, Language::En);
        check(&page(&report, other, &heading()), &name);
        let parsed = Html::parse_document(&written);
        assert_eq!(parsed.root_element().attr("lang"), Some(language.pick("en", "vi")));
        let articles = parsed.select(&Selector::parse("article.criterion").unwrap()).count();
        assert_eq!(articles, report.criteria.len(), "{name}");
        let pictures = Selector::parse("svg[role=img]").unwrap();
        assert!(parsed.select(&pictures).count() > 0, "{name}");
    }
}

#[test]
fn nothing_in_a_report_becomes_markup() {
    for (name, language, report) in shipped() {
        let written = page(&hostile(&report), language, &heading());
        check(&written, &name);
        assert!(written.contains("&lt;script&gt;"), "{name}");
    }
}

#[test]
fn the_style_is_the_one_that_the_page_allows() {
    // The digest is what browsers compare; it is computed anew here.
    use base64::Engine as _;
    use sha2::Digest as _;
    let digest = sha2::Sha256::digest(STYLE);
    let shown = base64::engine::general_purpose::STANDARD.encode(digest);
    assert_eq!(include_str!("../src/html/style.sha256"), shown);
}
