//! The colours of words in editors are made from the table of words, and every word has its colour.

use std::fs;
use std::path::PathBuf;

use fancy_regex::Regex;
use serde_json::{Value, json};
use tieuchi::source::Language;
use tieuchi::syntax::words::Word;
use tieuchi_language_server::words::TOP;
use unicode_normalization::UnicodeNormalization;

/// Types of fields and values that are words.
const TYPES: &[Word] =
    &[Word::Text, Word::YesNo, Word::Count, Word::Integer, Word::Decimal, Word::Percent, Word::Date, Word::OneOfType];

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../editors/vscode/syntaxes/tieuchi.tmLanguage.json")
}

/// The parts of a word's spellings that are letters, around their operands.
fn parts(word: Word, language: Language) -> Vec<String> {
    let spellings = word.spellings(language).iter().flat_map(|spelling| spelling.split('…'));
    let parts = spellings.map(|part| part.trim().to_owned());
    parts.filter(|part| part.chars().any(char::is_alphabetic)).collect()
}

fn pattern(mut phrases: Vec<String>) -> String {
    let apart: Vec<String> = phrases.iter().map(|phrase| phrase.nfd().collect()).collect();
    phrases.extend(apart);
    // A longer phrase goes before one that it begins with.
    phrases.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
    phrases.dedup();
    let escaped = phrases.iter().map(|phrase| phrase.replace('%', "\\%").replace(' ', "\\s+"));
    format!(
        "(?<![\\p{{L}}\\p{{M}}\\p{{N}}_])(?:{})(?![\\p{{L}}\\p{{M}}\\p{{N}}_])",
        escaped.collect::<Vec<_>>().join("|")
    )
}

fn words(language: Language, wanted: impl Fn(&Word) -> bool) -> String {
    pattern(Word::ALL.iter().filter(|word| wanted(word)).flat_map(|word| parts(*word, language)).collect())
}

fn section(language: Language) -> Value {
    let code = language.code();
    json!({
        "begin": format!("^\\x{{FEFF}}?(tieuchi)\\s+(1)\\s*,\\s*({code})\\b"),
        "beginCaptures": {
            "1": { "name": "keyword.control.tieuchi" },
            "2": { "name": "constant.numeric.tieuchi" },
            "3": { "name": "constant.language.tieuchi" },
        },
        "end": "(?!)",
        "patterns": [
            { "include": "#common" },
            { "name": "keyword.declaration.tieuchi", "match": format!("^{}", words(language, |word| TOP.contains(word))) },
            { "name": "support.type.tieuchi", "match": format!("(?<=:)\\s*{}", words(language, |word| TYPES.contains(word))) },
            { "name": "keyword.control.tieuchi", "match": words(language, |word| !TOP.contains(word)) },
        ],
    })
}

fn grammar() -> Value {
    json!({
        "name": "tieuchi",
        "scopeName": "source.tieuchi",
        "patterns": [section(Language::Vi), section(Language::En), { "include": "#common" }],
        "repository": {
            "common": {
                "patterns": [
                    { "name": "comment.line.number-sign.tieuchi", "match": "#.*$" },
                    {
                        "name": "string.quoted.double.tieuchi", "begin": "\"", "end": "\"|$",
                        "patterns": [{ "name": "constant.character.escape.tieuchi", "match": "\\\\[\"\\\\]" }],
                    },
                    { "name": "string.quoted.other.tieuchi", "match": "“[^”]*(?:”|$)" },
                    { "name": "variable.other.tieuchi", "match": "`[^`]*`" },
                    {
                        "name": "constant.numeric.tieuchi",
                        "match": "(?<![\\p{L}\\p{M}\\p{N}_.\\-])\\d[\\d.,_/\\-]*(?<=\\d)(?:\\s*%)?(?![\\p{L}\\p{M}_])",
                    },
                    { "name": "markup.list.tieuchi", "match": "^\\s*\\p{L}(?:\\.\\d+)*\\)" },
                ],
            },
        },
    })
}

#[test]
fn the_file_is_what_the_table_of_words_gives() {
    let made = format!("{}\n", serde_json::to_string_pretty(&grammar()).expect("JSON"));
    if std::env::var_os("TIEUCHI_WRITE").is_some() {
        fs::write(path(), &made).expect("written");
    }
    let there = fs::read_to_string(path()).unwrap_or_default();
    assert!(there == made, "write it anew: TIEUCHI_WRITE=1 cargo test -p tieuchi-language-server --test colours");
}

#[test]
fn every_spelling_of_every_word_is_coloured() {
    let grammar: Value = serde_json::from_str(&fs::read_to_string(path()).expect("the file")).expect("JSON");
    for (section, language) in [(0, Language::Vi), (1, Language::En)] {
        let patterns = grammar["patterns"][section]["patterns"].as_array().expect("patterns");
        let of = |name: &str| {
            let found = patterns.iter().find(|pattern| pattern["name"] == name).expect("a pattern");
            Regex::new(found["match"].as_str().expect("a text")).expect("it reads")
        };
        let (top, ty, word_of) =
            (of("keyword.declaration.tieuchi"), of("support.type.tieuchi"), of("keyword.control.tieuchi"));
        for word in Word::ALL {
            for part in parts(*word, language) {
                for form in [part.clone(), part.nfd().collect()] {
                    let (pattern, text) = match word {
                        word if TOP.contains(word) => (&top, format!("{form} x")),
                        _ => (&word_of, format!("  x {form} y")),
                    };
                    let found = pattern.find(&text).expect("it runs");
                    assert_eq!(found.map(|found| found.as_str()), Some(form.as_str()), "{word:?} in {language}");
                    if TYPES.contains(word) {
                        let text = format!("  x: {form}");
                        assert!(
                            ty.find(&text).expect("it runs").is_some_and(|found| found.as_str().ends_with(&form)),
                            "{text}"
                        );
                    }
                }
            }
        }
        // A name that begins like a word is none.
        let name = language.pick("atleast_one", "có_thể");
        assert!(!word_of.is_match(name).expect("it runs"), "{name}");
    }
}
