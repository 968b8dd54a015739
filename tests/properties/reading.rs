//! No text stops the reader, and what it makes of any text prints and reads back as the same tree.

use std::path::Path;

use proptest::prelude::*;

use tieuchi::source::{Language, Source};
use tieuchi::syntax::parse;
use tieuchi::syntax::print::print;
use tieuchi::syntax::tree::File;

use super::trees;

/// The rule files of the packs.
fn packs() -> Vec<String> {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let folders = std::fs::read_dir(rules).unwrap().map(|entry| entry.unwrap().path());
    let files = folders.flat_map(|folder| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|ext| ext == "tieuchi")).collect();
    files.sort();
    files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// Prints what could be read of a text, reads it again, and compares.
pub fn settles(text: &str) -> File {
    let first = parse(&Source::new("first", text), 0).file;
    let printed = print(&first);
    let second = parse(&Source::new("second", &printed), 0);
    let findings: Vec<String> = second.findings.iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{findings:?}\n{printed}");
    assert_eq!(print(&second.file), printed);
    assert!(second.file == first, "another tree of the same text\n{printed}");
    second.file
}

/// A text cut into words and the blanks between them.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    for letter in text.chars() {
        let joins = |last: &String| last.ends_with(char::is_alphanumeric) && letter.is_alphanumeric();
        match words.last_mut() {
            Some(last) if joins(last) => last.push(letter),
            _ => words.push(letter.to_string()),
        }
    }
    words
}

/// Words dropped, doubled and moved.
fn mangled(text: &str, changes: &[(usize, usize, u8)]) -> String {
    // The first line stays, so that the language does.
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let mut words = words(rest);
    for (from, to, how) in changes {
        let (from, to) = (from % words.len(), to % words.len());
        match how % 4 {
            0 => drop(words.remove(from)),
            1 => words.insert(to, words[from].clone()),
            2 => words.swap(from, to),
            _ => words[to] = words[from].clone(),
        }
    }
    format!("{first}\n{}", words.concat())
}

fn changes() -> impl Strategy<Value = Vec<(usize, usize, u8)>> {
    proptest::collection::vec((0usize..100_000, 0usize..100_000, any::<u8>()), 1..12)
}

#[test]
fn packs_print_and_read_back() {
    let texts = packs();
    assert!(texts.len() >= 4);
    for text in texts {
        assert!(parse(&Source::new("pack", &text), 0).findings.is_empty());
        assert!(!settles(&text).declarations.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mangled_packs_settle(which in 0usize..4, changes in changes()) {
        settles(&mangled(&packs()[which], &changes));
    }

    #[test]
    fn mangled_english_settles(file in trees::files(Language::En), changes in changes()) {
        settles(&mangled(&print(&file.0), &changes));
    }

    #[test]
    fn mangled_vietnamese_settles(file in trees::files(Language::Vi), changes in changes()) {
        settles(&mangled(&print(&file.0), &changes));
    }

    #[test]
    fn any_text_settles(text in "(tieuchi 1, (en|vi)\n)?\\PC*(\n(define|criterion|tiêu chí|award) \\PC*){0,3}") {
        settles(&text);
    }

    #[test]
    fn any_bytes_settle(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        settles(&String::from_utf8_lossy(&bytes));
    }
}
