//! What is formatted says the same, keeps its comments in their order and is formatted already, wherever comments stand.

use proptest::prelude::*;

use tieuchi::source::{Language, Source};
use tieuchi::syntax::print::print;
use tieuchi::syntax::translate::Names;
use tieuchi::syntax::tree::Body;
use tieuchi::syntax::{format, parse, translate_text};

use super::remarks::{comments, unquoted};
use super::trees::{self, Shown};

/// A remark, or other blanks, between two words.
#[derive(Debug, Clone)]
struct Change {
    at: u16,
    how: u8,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    proptest::collection::vec((any::<u16>(), any::<u8>()).prop_map(|(at, how)| Change { at, how }), 0..6)
}

/// Where blanks stand between words: in no quotation marks, behind no `#`, and not on the first line.
fn blanks(text: &str) -> Vec<usize> {
    let first = text.find('\n').unwrap_or(text.len());
    unquoted(text).into_iter().filter(|(at, letter)| *letter == ' ' && *at > first).map(|(at, _)| at).collect()
}

/// The text with the changes that leave it readable.
fn changed(text: String, changes: &[Change]) -> String {
    let mut text = text;
    for (number, Change { at, how }) in changes.iter().enumerate() {
        let gaps = blanks(&text);
        if gaps.is_empty() {
            break;
        }
        let blank = gaps[usize::from(*at) % gaps.len()];
        let between = match how % 5 {
            0 => format!("  # behind {number}\n  "),
            1 => format!("\n # above {number}\n "),
            2 => format!("\n\n      #two {number}\n\n  # lines {number}\n    "),
            3 => "\n   ".to_owned(),
            _ => "   ".to_owned(),
        };
        let other = format!("{}{between}{}", &text[..blank], &text[blank + 1..]);
        // `none` of a cell stands on one line.
        if parse(&Source::new("changed", &other), 0).findings.is_empty() {
            text = other;
        }
    }
    text
}

pub fn holds(text: &str) {
    let tree = |text: &str| {
        let parsed = parse(&Source::new("text", text), 0);
        assert_eq!(parsed.findings, [], "{text}");
        parsed.file
    };
    let formatted = format(&Source::new("text", text)).unwrap_or_else(|found| panic!("{found:?}\n{text}"));
    assert!(tree(&formatted) == tree(text), "{text}\n{formatted}");
    let sorted = |text: &str| {
        let mut comments = comments(text);
        comments.sort();
        comments
    };
    // A line of a test is put into columns: of comments amid it, one comes behind it and the others stand around.
    if tree(text).declarations.iter().any(|declaration| matches!(declaration.body, Body::Trial(_) | Body::Excuse(_))) {
        assert_eq!(sorted(&formatted), sorted(text), "{text}\n{formatted}");
    } else {
        assert_eq!(comments(&formatted), comments(text), "{text}\n{formatted}");
    }
    assert_eq!(format(&Source::new("again", &formatted)).as_ref(), Ok(&formatted), "{text}");
    let file = tree(text);
    let other = file.language.pick(Language::Vi, Language::En);
    let there = translate_text(&Source::new("there", text), other, &Names::gather(&[&file]))
        .unwrap_or_else(|found| panic!("{found:?}\n{text}"));
    assert_eq!(sorted(&there.text), sorted(text), "{text}\n{}", there.text);
}

/// Another layout of the same words gives the same lines.
fn narrow(text: &str) {
    if !text.contains('#') {
        let narrow: Vec<String> = text.split("\n\n").map(|part| part.trim_end().replace('\n', "\n    ")).collect();
        let formatted = format(&Source::new("text", text));
        assert_eq!(format(&Source::new("narrow", &narrow.join("\n\n"))), formatted, "{text}");
    }
}

fn both(text: &str) {
    holds(text);
    narrow(text);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn english_files_are_formatted(Shown(file) in trees::files(Language::En), changes in changes()) {
        both(&changed(print(&file), &changes));
    }

    #[test]
    fn vietnamese_files_are_formatted(Shown(file) in trees::files(Language::Vi), changes in changes()) {
        both(&changed(print(&file), &changes));
    }
}
