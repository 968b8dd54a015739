//! What each code means, at length: for `explain-code`.
//!
//! Contract. The texts are data, one file per family and language. Each code
//! has a meaning and, where a few lines can show it, a wrong and a right example;
//! tests run the examples. Examples of rules stand behind the [`prelude`] unless
//! they are whole files. Examples of records and packs are
//! folders: each file stands behind a line `-- its name`, or `-- its name -> another` for a link.
//! What only a program can build is shown in Rust. An example too long to print
//! says what it repeats, see [`in_full`].

use std::sync::OnceLock;

use serde::Deserialize;

use crate::source::Language;

/// A code explained.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// The code, such as `E0201`.
    pub code: String,
    /// What it means, a sentence or more.
    pub means: String,
    /// What gives it; empty where no file can show it.
    #[serde(default)]
    pub wrong: String,
    /// The same done right.
    #[serde(default)]
    pub right: String,
    /// Whether the examples are whole files, not to be read behind the [`prelude`].
    #[serde(default)]
    pub alone: bool,
    /// Whether the examples stand in a file of tests, for the rules of the [`prelude`].
    #[serde(default)]
    pub test: bool,
    /// Whether the examples are Rust, for what no file can say.
    #[serde(default)]
    pub rust: bool,
}

/// A piece of an example.
enum Piece<'a> {
    Plain(&'a str),
    /// So many times; `#` in it is the number of the time, from 1.
    Repeated(u64, &'a str),
    /// Bytes in hexadecimal digits that are no text.
    Bytes(&'a str),
}

fn pieces(mut example: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    while let Some((before, rest)) = example.split_once('⟦') {
        pieces.push(Piece::Plain(before));
        let (inside, after) = rest.split_once('⟧').unwrap_or((rest, ""));
        pieces.push(match inside.split_once('|') {
            Some(("x", bytes)) => Piece::Bytes(bytes),
            Some((count, text)) => Piece::Repeated(count.parse().unwrap_or(1), text),
            None => Piece::Plain(inside),
        });
        example = after;
    }
    pieces.push(Piece::Plain(example));
    pieces
}

/// An example written out: `⟦80|(⟧` is 80 parentheses, `⟦3|u#,⟧` is `u1,u2,u3,`, and `⟦x|D0 E2⟧` is these two bytes.
pub fn in_full(example: &str) -> Vec<u8> {
    let mut full = Vec::new();
    for piece in pieces(example) {
        match piece {
            Piece::Plain(text) => full.extend(text.as_bytes()),
            Piece::Repeated(count, text) if text.contains('#') => {
                (1..=count).for_each(|number| full.extend(text.replace('#', &number.to_string()).as_bytes()));
            }
            Piece::Repeated(count, text) => full.extend(text.as_bytes().repeat(usize::try_from(count).unwrap_or(0))),
            Piece::Bytes(digits) => {
                full.extend(digits.split_whitespace().filter_map(|byte| u8::from_str_radix(byte, 16).ok()));
            }
        }
    }
    full
}

/// An example as it is shown: what is repeated stands there twice, and then how often.
pub fn in_short(example: &str) -> String {
    let mut short = String::new();
    for piece in pieces(example) {
        match piece {
            Piece::Plain(text) => short += text,
            Piece::Repeated(count, text) => {
                (1..=count.min(2)).for_each(|number| short += &text.replace('#', &number.to_string()));
                if count > 2 {
                    let end = if text.ends_with('\n') { "\n" } else { "" };
                    let indent: String = text.chars().take_while(|letter| *letter == ' ').collect();
                    short += &format!("{}… (× {count}){end}", if end.is_empty() { "" } else { &indent });
                }
            }
            Piece::Bytes(digits) => {
                digits.split_whitespace().for_each(|byte| short += &format!("<{byte}>"));
            }
        }
    }
    short
}

/// The files of a language, one per family.
type Texts = &'static [(&'static str, &'static str)];

const EN: Texts = &[
    ("syntax", include_str!("codes/syntax.en.ron")),
    ("check", include_str!("codes/check.en.ron")),
    ("tables", include_str!("codes/tables.en.ron")),
    ("trials", include_str!("codes/trials.en.ron")),
    ("data", include_str!("codes/data.en.ron")),
    ("pack", include_str!("codes/pack.en.ron")),
];
const VI: Texts = &[
    ("syntax", include_str!("codes/syntax.vi.ron")),
    ("check", include_str!("codes/check.vi.ron")),
    ("tables", include_str!("codes/tables.vi.ron")),
    ("trials", include_str!("codes/trials.vi.ron")),
    ("data", include_str!("codes/data.vi.ron")),
    ("pack", include_str!("codes/pack.vi.ron")),
];

/// All explanations of a language, in the order of the codes within each family.
pub fn explanations(language: Language) -> &'static [Explanation] {
    static READ: [OnceLock<Vec<Explanation>>; 2] = [OnceLock::new(), OnceLock::new()];
    let (read, texts) = match language {
        Language::En => (&READ[0], EN),
        Language::Vi => (&READ[1], VI),
    };
    // A file that doesn't read is left out; a test reads each.
    read.get_or_init(|| {
        texts.iter().flat_map(|(_, text)| ron::from_str::<Vec<Explanation>>(text).unwrap_or_default()).collect()
    })
}

/// What a code means; none if there is no such code.
pub fn explain(code: &str, language: Language) -> Option<&'static Explanation> {
    explanations(language).iter().find(|explanation| explanation.code.eq_ignore_ascii_case(code))
}

/// The declarations that examples of rules stand behind.
pub fn prelude(language: Language) -> &'static str {
    match language {
        Language::En => include_str!("codes/prelude.en.tieuchi"),
        Language::Vi => include_str!("codes/prelude.vi.tieuchi"),
    }
}
