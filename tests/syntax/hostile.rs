//! Texts made to do harm end quickly in a finding. Tests run on threads of 2 MiB, as small as any stack that matters.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use tieuchi::check::compile;
use tieuchi::exact::MAX_DIGITS;
use tieuchi::source::{Language, Source};
use tieuchi::syntax::print::print;
use tieuchi::syntax::{MAX_BYTES, MAX_LABEL, parse};

/// Parses a text and gives the codes of its findings; fails where that takes long.
fn codes(text: &str) -> Vec<&'static str> {
    let start = Instant::now();
    let source = Source::new("hostile", text);
    let parsed = parse(&source, 0);
    let _ = print(&parsed.file);
    let _ = compile(&[source]);
    let taken = start.elapsed();
    let head: String = text.chars().take(200).collect();
    assert!(taken < Duration::from_secs(20), "{taken:?} for {} bytes: {head}", text.len());
    parsed.findings.iter().map(|finding| finding.code()).collect()
}

/// A condition as a criterion of its own.
fn criterion(language: Language, condition: &str) -> String {
    match language {
        Language::En => format!("tieuchi 1, en\ncriterion 1 \"x\"\n  {condition}\n"),
        Language::Vi => format!("tieuchi 1, vi\ntiêu chí 1 \"x\"\n  {condition}\n"),
    }
}

/// What nests, as `(before, innermost, after)` to be repeated.
const NESTS: &[(Language, &str, &str, &str)] = &[
    (Language::En, "(", "x", ")"),
    (Language::En, "not ", "x", ""),
    (Language::En, "not (", "x", ")"),
    (Language::En, "- ", "x", ""),
    (Language::En, "-(", "x", ")"),
    (Language::En, "10% of ", "x", ""),
    (Language::En, "10% of (", "x", ")"),
    (Language::En, "at least 1 a where ", "x", ""),
    (Language::En, "at least 1 a in the u (u) where x is one of \"a\", \"b\" and ", "x", " has x"),
    (Language::En, "no a has x is one of \"a\", \"b\" and ", "x", ""),
    (Language::En, "at least (", "1", ") a have x"),
    (Language::En, "at least 1% (1% when ", "x", ") of a have x"),
    (Language::En, "(1 when ", "x", "; otherwise 2)"),
    (Language::En, "(1 when x; otherwise ", "2", ")"),
    (Language::En, "total (", "x", ") of a"),
    (Language::En, "number of a where ", "x", ""),
    (Language::En, "years from years from ", "x", " to x to x"),
    (Language::En, "years from ", "x", ""),
    (Language::En, "age at age at ", "x", " from x from x"),
    (Language::En, "1 day after ", "x", ""),
    (Language::En, "by x: \"a\" 1; \"b\" ", "x", ""),
    (Language::En, "by x: \"a\", \"b\" ", "x", "; otherwise 1"),
    (Language::En, "x is the lowest of a where ", "x", ""),
    (Language::En, "x between ", "1", " and 2"),
    (Language::En, "x from ", "1", ""),
    (Language::En, "all of a) ", "x", ""),
    (Language::En, "(all of a) ", "x", ")"),
    (Language::En, "x, of which at least 1 ", "x", ""),
    (Language::En, "there is at least 1 a where ", "x", ""),
    (Language::Vi, "(", "x", ")"),
    (Language::Vi, "không phải ", "x", ""),
    (Language::Vi, "có ít nhất 1 a mà ", "x", ""),
    (Language::Vi, "có ít nhất 1 a mà (", "x", ")"),
    (Language::Vi, "không có a nào mà (", "x", ")"),
    (Language::Vi, "từ (", "1", ") a có x"),
    (Language::Vi, "từ (", "1", ""),
    (Language::Vi, "từ (1) đến (", "1", ") a có x"),
    (Language::Vi, "x từ (", "1", ") trở lên"),
    (Language::Vi, "ít nhất tỷ lệ (", "1", ") a có x"),
    (Language::Vi, "mọi a thuộc u (u) có x là một trong \"a\", \"b\" và ", "x", ""),
    (Language::Vi, "mọi a có ", "x", ""),
    (Language::Vi, "10% của ", "x", ""),
    (Language::Vi, "số năm từ ", "x", " đến x"),
    (Language::Vi, "tuổi tại ", "x", " từ x"),
    (Language::Vi, "theo x: \"a\" ", "x", ""),
    (Language::Vi, "tổng (", "x", ") của a"),
    (Language::Vi, "x thấp nhất trong a mà ", "x", ""),
    (Language::Vi, "đủ các điều kiện a) ", "x", ""),
];

/// However deep it goes: an answer, quickly, and no overflow.
#[test]
fn nesting_ends_in_an_answer() {
    for (language, before, inner, after) in NESTS {
        for depth in [47, 49, 1000] {
            for closed in [true, false] {
                let after = if closed { after.repeat(depth) } else { String::new() };
                let text = criterion(*language, &format!("{}{inner}{after}", before.repeat(depth)));
                let codes = codes(&text);
                if depth > 200 {
                    assert_ne!(codes, [""; 0], "{before} {depth} times");
                }
            }
        }
    }
}

/// What goes on and on side by side.
#[test]
fn long_texts_end_in_an_answer() {
    let english = |condition: String| criterion(Language::En, &condition);
    for text in [
        english(format!("x{} > 1", " + x".repeat(8_000))),
        english(format!("x{} > 1", " * x".repeat(8_000))),
        english(format!("x{} > 1", " rounded down".repeat(4_000))),
        english(format!("x{} > 1", " but at most 1".repeat(4_000))),
        english(format!("{}x > 1", "- ".repeat(8_000))),
    ] {
        assert_eq!(codes(&text), ["E0111"]);
    }
    for text in [
        english(format!("x{}", " and x".repeat(4_000))),
        english(format!("x is one of \"a\"{}", ", \"b\"".repeat(4_000))),
        english(format!("by x: \"a\" 1{}; otherwise 1", "; \"b\" 2".repeat(4_000))),
        english(format!("(1 when x{}; otherwise 1) > 1", "; 1 when x".repeat(2_000))),
        english(format!("x{}", ", of which all have x".repeat(5_000))),
        format!("tieuchi 1, en\nrecord a\n{}", "  x: text # why\n  # what\n".repeat(4_000)),
        format!("tieuchi 1, en\ndocument \"a\"\n{}", "  item 1 \"b\" not measured: \"c\"\n".repeat(4_000)),
        format!("tieuchi 1, en\n{}", "criterion 1 \"x\"\n  (x\n".repeat(500)),
        format!("tieuchi 1, en\n{}", "what is this\n".repeat(4_000)),
        format!("tieuchi 1, en\naward a.b: c\n{}  otherwise none\n", "  \"x\" when x is \"y\"\n".repeat(5_000)),
        format!("tieuchi 1, en{}", "\n".repeat(1_000_000)),
        format!("tieuchi 1, en\ncriterion 1 \"x\"\n{}x", " ".repeat(1_000_000)),
        format!("tieuchi 1, en\n{}", "#\n".repeat(500_000)),
    ] {
        codes(&text);
    }
}

#[test]
fn what_is_too_long_is_refused() {
    let label = format!("tieuchi 1, en\nscale a\n  \"{}\"\n", "x".repeat(1 << 20));
    assert_eq!(codes(&label), ["E0109"]);
    let name = format!("tieuchi 1, en\nscale {}\n  \"a\"\n", "x".repeat(1 << 20));
    assert_eq!(codes(&name), ["E0109"]);
    let open = format!("tieuchi 1, en\nscale a\n  \"{}\n", "x".repeat(MAX_LABEL - 1));
    assert_eq!(codes(&open), ["E0107"]);
    let digits = criterion(Language::En, &format!("x > {}", "9".repeat(MAX_DIGITS + 1)));
    assert_eq!(codes(&digits), ["E0112"]);
    let parentheses = criterion(Language::Vi, &"(".repeat(100_000));
    assert_eq!(codes(&parentheses), ["E0111"]);
    let file = format!("tieuchi 1, en\n{}", "x".repeat(8 << 20));
    assert_eq!(codes(&file), ["E0110"]);
    let blank = " ".repeat(MAX_BYTES + 1);
    assert!(codes(&blank).contains(&"E0110"));
}

/// A file as authors write them, to be damaged.
const VALID: [&str; 2] = [
    include_str!("../../rules/cao-bang-2022/campaign.en.tieuchi"),
    include_str!("../../rules/cao-bang-2022/campaign.vi.tieuchi"),
];

/// Pieces that change what a text means wherever they land.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("(".to_owned()),
        Just(")".to_owned()),
        Just("\"".to_owned()),
        Just("“".to_owned()),
        Just("\n".to_owned()),
        Just("#".to_owned()),
        Just(" a) ".to_owned()),
        Just(" b.1) ".to_owned()),
        Just(":".to_owned()),
        Just(", ".to_owned()),
        Just(" of which ".to_owned()),
        Just(" trong đó ".to_owned()),
        Just(" not ".to_owned()),
        Just(" không ".to_owned()),
        Just(" có ".to_owned()),
        Just("%".to_owned()),
        Just("1/0".to_owned()),
        Just("\u{301}".to_owned()),
        Just("\0".to_owned()),
        ".{0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_end_in_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        codes(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_letters_behind_a_keyword_end_in_an_answer(text in "\\PC{0,400}") {
        codes(&criterion(Language::En, &text));
        codes(&criterion(Language::Vi, &text));
    }

    #[test]
    fn damaged_files_end_in_an_answer(
        which in 0usize..2,
        cuts in proptest::collection::vec((any::<proptest::sample::Index>(), 0usize..40, piece()), 1..6),
    ) {
        let mut letters: Vec<char> = VALID[which].chars().collect();
        for (at, length, piece) in cuts {
            let at = at.index(letters.len());
            let end = (at + length).min(letters.len());
            letters.splice(at..end, piece.chars());
        }
        codes(&letters.into_iter().collect::<String>());
    }
}
