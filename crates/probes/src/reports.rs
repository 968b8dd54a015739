//! Reports: written and read, rendered, compared.

use quick_xml::Reader;
use quick_xml::events::Event;
use tieuchi::diff::{Difference, diff, reports};
use tieuchi::engine::{Options, evaluate};
use tieuchi::report::{Listing, Report, report as report_of};
use tieuchi::source::Language;
use tieuchi_rendering::{Heading, html, junit, markdown};

use crate::feed::Feed;
use crate::properties::engine::change;
use crate::properties::programs::{self, Wanted};
use crate::properties::rosters;

/// A report is the same when it was written and read; it is rendered in both languages, the XML of it well-formed. A
/// damaged one is refused, or compared and rendered all the same. Between what two evaluations say there is a difference
/// that is the same when it was written and read.
pub fn report(bytes: &[u8]) {
    let mut feed = Feed::new(bytes);
    if feed.byte().is_multiple_of(2) {
        if let Ok(read) = serde_json::from_slice::<Report>(feed.rest()) {
            compared(&read, &read);
        }
        return;
    }
    let sound = made(&mut feed);
    let written = serde_json::to_string(&sound).expect("plain data");
    assert!(serde_json::from_str::<Report>(&written).expect("it was written just now") == sound);
    let mut text = written.into_bytes();
    for _ in 0..=feed.byte() % 4 {
        let at = feed.number() % text.len().max(1);
        change(&mut text, at, feed.byte(), feed.byte() % 4);
    }
    rendered(&sound);
    if let Ok(damaged) = serde_json::from_slice::<Report>(&text) {
        compared(&damaged, &sound);
        compared(&sound, &damaged);
    }
}

/// The report of a made program on some records, which was held against that on others.
fn made(feed: &mut Feed<'_>) -> Report {
    let program = programs::program(&mut feed.chooser(), Wanted::ALL);
    let mut roster = || rosters::cells(&mut feed.chooser(), &program).roster(&program);
    let (one, other) = (roster(), roster());
    let evaluated = |roster| evaluate(&program, roster, &Options::default()).expect("made programs are small");
    let (one, other) = (evaluated(&one), evaluated(&other));
    let difference = diff(&one, &other, Listing::Named);
    let written = serde_json::to_string(&difference).expect("plain data");
    assert!(serde_json::from_str::<Difference>(&written).expect("it was written just now") == difference);
    let (one, other) = (report_of(&one), report_of(&other));
    assert!(reports(&one, &one).is_empty(), "a report differs from itself");
    assert_eq!(reports(&one, &other).is_empty(), reports(&other, &one).is_empty());
    one
}

fn compared(one: &Report, other: &Report) {
    let found = reports(one, other);
    serde_json::to_string(&found).expect("plain data");
    rendered(one);
}

fn rendered(report: &Report) {
    let heading = Heading { rules: "rules".to_owned(), records: "records".to_owned() };
    for language in [Language::En, Language::Vi] {
        let page = html::page(report, language, &heading);
        assert!(page.contains("</html>") && !page.to_lowercase().contains("<script"), "{page}");
        markdown::markdown(report, language, &heading);
        well_formed(&junit::junit(report, language, &heading).expect("XML"));
    }
}

fn well_formed(xml: &str) {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return,
            Ok(_) => {}
            Err(error) => panic!("{error}\n{xml}"),
        }
    }
}
