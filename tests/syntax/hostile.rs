//! Texts made to do harm end quickly in a finding. Tests run on threads of 2 MiB, as small as any stack that matters.

use std::time::{Duration, Instant};

use tieuchi::check::compile;
use tieuchi::source::{Language, Source};
use tieuchi::syntax::parse;
use tieuchi::syntax::print::print;

/// Parses a text and gives the codes of its findings; fails where that takes long.
fn codes(text: &str) -> Vec<&'static str> {
    let start = Instant::now();
    let source = Source::new("hostile", text);
    let parsed = parse(&source, 0);
    let _ = print(&parsed.file);
    let _ = compile(&[source]);
    let taken = start.elapsed();
    let head: String = text.chars().take(200).collect();
    assert!(taken < Duration::from_secs(10), "{taken:?} for {} bytes: {head}", text.len());
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
        for depth in [12, 47, 49, 150, 4000] {
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
