//! How sentences are read where they could be read in two ways.

use tieuchi::source::{Language, Source};
use tieuchi::syntax::parse;
use tieuchi::syntax::tree::{Body, Derive, Derived, Node};

/// The body of a definition.
fn body(language: Language, text: &str) -> Node {
    let text = match language {
        Language::En => format!("tieuchi 1, en\ndefine a.b: {text}\n"),
        Language::Vi => format!("tieuchi 1, vi\nđịnh nghĩa a.b: {text}\n"),
    };
    let parsed = parse(&Source::new("a", &text), 0);
    assert_eq!(parsed.findings, [], "{text}");
    match parsed.file.declarations.into_iter().next().map(|declaration| declaration.body) {
        Some(Body::Derive(Derive { what: Derived::Define(expr), .. })) => expr.node,
        other => panic!("{other:?}"),
    }
}

/// What is written without parentheses, and the same with all of them.
#[test]
fn each_reads_as_with_its_parentheses() {
    for (language, plain, full) in [
        (Language::En, "15% of x rounded down", "(15% of x) rounded down"),
        (Language::En, "x / y rounded down to 2 places", "(x / y) rounded down to 2 places"),
        (Language::En, "x + y rounded up but at most 5", "((x + y) rounded up) but at most 5"),
        (Language::En, "x at least y / 2 rounded up", "x at least ((y / 2) rounded up)"),
        (Language::En, "x + y * z - 1", "(x + (y * z)) - 1"),
        (Language::En, "-x + y", "(-x) + y"),
        (Language::En, "15% of x + y", "(15% of x) + y"),
        (Language::En, "not x and y", "(not x) and y"),
        (Language::En, "x + 1 > y and z", "((x + 1) > y) and z"),
        (Language::En, "no a has x and y", "no a has (x and y)"),
        (Language::En, "no a where x and y has z", "no a where (x and y) has z"),
        (Language::En, "by r: \"p\" by s: \"q\" 1; \"t\" 2", "by r: \"p\" (by s: \"q\" 1; \"t\" 2)"),
        (Language::En, "total x of a where y rounded down", "total x of a where (y rounded down)"),
        (Language::Vi, "15% của x làm tròn xuống", "(15% của x) làm tròn xuống"),
        (Language::Vi, "x từ y / 2 làm tròn lên trở lên", "x từ ((y / 2) làm tròn lên) trở lên"),
        (Language::Vi, "không phải x và y", "(không phải x) và y"),
        (Language::Vi, "có ít nhất 1 a mà x và y", "có ít nhất 1 a mà (x và y)"),
        (Language::Vi, "mọi a đều có ít nhất 1 b có x", "mọi a có (ít nhất 1 b có x)"),
    ] {
        assert_eq!(body(language, plain), body(language, full), "{plain}");
    }
}

/// Spellings in both languages that give the same tree.
#[test]
fn both_languages_give_the_same_tree() {
    for (english, vietnamese) in [
        ("at most 70% of a have x", "từ 70% trở xuống a có x"),
        ("at least 70% of a have x", "từ 70% trở lên a có x"),
        ("at least 70% of a have x", "từ 70% a có x"),
        ("between 2 and 5 a have x", "từ 2 đến 5 a có x"),
        ("between (1) and (2) a have x", "từ (1) đến (2) a có x"),
        ("at least (x) of a have y", "ít nhất tỷ lệ (x) a có y"),
        ("at least (x) a have y", "ít nhất (x) a có y"),
        ("there is at least 1 a in the u where x", "có ít nhất 1 a thuộc u mà x"),
        ("there is no a where x", "không có a nào mà x"),
        ("no a has x counting missing as failing", "không a nào bị x coi thiếu là không đạt"),
        ("x between 1 and 2 rounded down", "x từ 1 đến 2 làm tròn xuống"),
        ("x at least 1,000.5", "x từ 1.000,5 trở lên"),
        ("x is none or x is missing", "x là không có hoặc x chưa rõ"),
        (
            "100% of a have x, of which none has y, of the rest all have z",
            "100% a có x, trong đó không ai có y, số còn lại tất cả có z",
        ),
    ] {
        assert_eq!(body(Language::En, english), body(Language::Vi, vietnamese), "{english} / {vietnamese}");
    }
}

/// `không` at the end of a row and `có` at the beginning of the next are no `không có`.
#[test]
fn rows_of_a_table_end_where_their_lines_do() {
    let text = "tieuchi 1, vi\n\nbảng k.t theo f: dòng khớp đầu tiên\n  \"B\" -> không\n  có hoặc \"C\" -> không có\n";
    let parsed = parse(&Source::new("rows", text), 0);
    assert!(parsed.findings.is_empty(), "{:?}", parsed.findings);
    let Some(Body::Derive(Derive { what: Derived::Table(table), .. })) =
        parsed.file.declarations.first().map(|one| &one.body)
    else {
        panic!("a table")
    };
    assert_eq!(table.rows.len(), 2);
}
