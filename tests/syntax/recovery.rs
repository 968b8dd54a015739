//! An error stays within its declaration: all of a file's are reported, and what reads is kept.

use tieuchi::source::{Language, Source};
use tieuchi::syntax::parse;

/// The codes of a text's findings with the text that each points at, and how many declarations were kept.
fn read(text: &str) -> (Vec<(&'static str, String)>, usize) {
    let source = Source::new("a", text);
    let parsed = parse(&source, 0);
    let found = parsed.findings.iter().map(|finding| (finding.code(), source.slice(finding.at).to_owned())).collect();
    (found, parsed.file.declarations.len())
}

fn found(pairs: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    pairs.iter().map(|(code, at)| (*code, (*at).to_owned())).collect()
}

#[test]
fn three_errors_in_three_declarations() {
    let text = "tieuchi 1, en

scale s
  \"a\" < \"b\"

criterion 1 \"x\"
  cites 1
  at least 3 persons have rating at

criterion 2 \"y\"
  cites 1
  no person has violations > 1.000

define person.p: x

criterion 3 \"z\"
  cites 1
  all of a) x c) y
";
    assert_eq!(read(text), (found(&[("E0106", "at"), ("E0113", "1.000"), ("E0120", "c)")]), 2));
}

#[test]
fn three_errors_in_three_declarations_in_vietnamese() {
    let text = "tieuchi 1, vi

thang s
  \"a\" < \"b\"

tiêu chí 1 \"x\"
  căn cứ 1
  ít nhất 3 cá_nhân có xếp_loại từ

tiêu chí 2 \"y\"
  căn cứ 1
  không có cá_nhân nào có số_vi_phạm > 1,000

định nghĩa cá_nhân.p: x

tiêu chí 3 \"z\"
  căn cứ 1
  đủ các điều kiện a) x c) y
";
    assert_eq!(read(text), (found(&[("E0106", ""), ("E0113", "1,000"), ("E0120", "c)")]), 2));
}

#[test]
fn a_declaration_before_one_with_a_misspelt_keyword_is_kept() {
    let text = "tieuchi 1, en\nscale s\n  \"a\"\n\ncritrion 1 \"x\"\n  y\n\nscale t\n  \"a\"\n";
    assert_eq!(read(text), (found(&[("E0104", "critrion")]), 2));
    let text = "tieuchi 1, en\nscale s\n  \"a\"\n\ntiêu chí 1 \"x\"\n  y\n\nscale t\n  \"a\"\n";
    let (codes, kept) = read(text);
    assert_eq!((codes[0].0, kept), ("E0105", 2));
}

#[test]
fn a_file_without_a_first_line_is_read_in_the_language_of_its_keywords() {
    let text = "thang s\n  \"a\"\n\ntiêu chí 1 \"x\"\n  y\n";
    let parsed = parse(&Source::new("a", text), 0);
    assert_eq!(parsed.file.language, Language::Vi);
    assert_eq!(parsed.file.declarations.len(), 2);
    assert_eq!(parsed.findings.len(), 1);
}

#[test]
fn spans_count_in_composed_text() {
    // The same file with letters and tones apart.
    let text = "tieuchi 1, vi\ntiêu chí 1 \"Tốt\"\n  hiệu_quả ≥ 3\n";
    let apart: String = unicode_normalization::UnicodeNormalization::nfd(text).collect();
    assert_ne!(text, apart);
    assert_eq!(read(&apart), read(text));
    assert_eq!(read(text).0, found(&[("E0125", "≥")]));
}

/// Numbers and days that read in two ways, or in the other language's, are asked back and never guessed.
#[test]
fn numbers_and_days() {
    let code = |language: Language, value: &str| {
        let text = match language {
            Language::En => format!("tieuchi 1, en\ndefine a.b: x >= {value}\n"),
            Language::Vi => format!("tieuchi 1, vi\nđịnh nghĩa a.b: x >= {value}\n"),
        };
        read(&text).0.into_iter().map(|(code, at)| format!("{code} {at}")).collect::<Vec<_>>().join(", ")
    };
    for (value, en, vi) in [
        ("12", "", ""),
        ("7.5", "", "E0114 7.5"),
        ("7,5", "E0114 7,5", ""),
        ("1.000", "E0113 1.000", ""),
        ("1,000", "", "E0113 1,000"),
        ("0.125", "", "E0114 0.125"),
        ("0,125", "E0114 0,125", ""),
        ("1_000", "", ""),
        ("1,000,000", "", "E0114 1,000,000"),
        ("1.000.000", "E0114 1.000.000", ""),
        ("1.000,5", "E0114 1.000,5", ""),
        ("1,000.5", "", "E0114 1,000.5"),
        ("12.5%", "", "E0114 12.5"),
        ("2022-12-31", "", ""),
        ("2022-2-1", "", ""),
        ("2022-02-31", "E0116 2022-02-31", "E0116 2022-02-31"),
        ("31/12/2022", "E0115 31/12/2022", ""),
        ("31/02/2022", "E0115 31/02/2022", "E0116 31/02/2022"),
        ("31-12-2022", "E0115 31-12-2022", "E0115 31-12-2022"),
        ("2022/12/31", "E0115 2022/12/31", "E0115 2022/12/31"),
        ("1/3/22", "E0115 1/3/22", "E0115 1/3/22"),
        ("1 / 3 / 22", "", ""),
        ("1/3", "", ""),
    ] {
        assert_eq!(code(Language::En, value), en, "{value}");
        assert_eq!(code(Language::Vi, value), vi, "{value}");
    }
}

/// What is missing is named in the author's language.
#[test]
fn what_is_missing_is_named() {
    for (text, label) in [
        ("tieuchi 1, en\ncriterion 1 \"x\"\n  for each person\n  x > 3\n", "expected `:` or `where`"),
        ("tieuchi 1, vi\ntiêu chí 1 \"x\"\n  với mỗi cá_nhân\n  x > 3\n", "ở đây cần `:` hoặc `mà`"),
    ] {
        let parsed = parse(&Source::new("a", text), 0);
        assert_eq!(parsed.findings.len(), 1);
        assert_eq!(parsed.findings[0].prose(parsed.file.language).label, label);
    }
}
