//! What is printed reads back as the same tree; a file translated there and back is itself.

use proptest::prelude::*;

use tieuchi::source::{Language, Source, Span};
use tieuchi::syntax::parse;
use tieuchi::syntax::print::{print, print_expr};
use tieuchi::syntax::translate::{Names, translate};
use tieuchi::syntax::tree::{Body, Declaration, Derive, Derived, Expr, File, Ident, Naming, Trivia};

use super::trees::{self, Shown};

fn read(text: &str) -> File {
    let parsed = parse(&Source::new("printed", text), 0);
    let findings: Vec<String> = parsed.findings.iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{findings:#?}\n{text}");
    parsed.file
}

fn reads_back(file: &File) {
    let text = print(file);
    let again = read(&text);
    assert_eq!(print(&again), text);
    assert!(&again == file, "another tree of the same text\n{text}\n{again:#?}");
}

/// The expression as the body of a definition, for a file.
fn defining(expr: Expr, language: Language) -> File {
    let ident = |text: &str| Ident { text: text.to_owned(), span: Span::NONE };
    let derive =
        Derive { kind: ident("k"), naming: Naming { name: ident("f"), alias: None }, what: Derived::Define(expr) };
    let declaration =
        Declaration { trivia: Trivia::default(), tail: Vec::new(), span: Span::NONE, body: Body::Derive(derive) };
    File { edition: 1, language, declarations: vec![declaration], tail: Vec::new() }
}

/// One line, without comments, reads as the same expression too.
fn line_reads_back(expr: &Expr, language: Language) {
    let line = print_expr(expr, language);
    assert!(!line.contains('\n'));
    let text = match language {
        Language::En => format!("tieuchi 1, en\ndefine k.f: {line}\n"),
        Language::Vi => format!("tieuchi 1, vi\nđịnh nghĩa k.f: {line}\n"),
    };
    assert_eq!(print_expr(body(&read(&text)), language), line);
}

fn body(file: &File) -> &Expr {
    match &file.declarations[0].body {
        Body::Derive(Derive { what: Derived::Define(expr), .. }) => expr,
        other => panic!("{other:?}"),
    }
}

fn there_and_back(file: &File) {
    let other = file.language.pick(Language::Vi, Language::En);
    let (there, missing) = translate(file, other, &Names::gather(&[file]));
    assert_eq!(missing, [""; 0]);
    let (back, missing) = translate(&read(&print(&there)), file.language, &Names::gather(&[&there]));
    assert_eq!(missing, [""; 0]);
    assert!(&back == file, "{}\n{}\n{}", print(file), print(&there), print(&back));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn english_expressions_read_back(Shown(expr) in trees::expressions(Language::En)) {
        line_reads_back(&expr, Language::En);
        reads_back(&defining(expr, Language::En));
    }

    #[test]
    fn vietnamese_expressions_read_back(Shown(expr) in trees::expressions(Language::Vi)) {
        line_reads_back(&expr, Language::Vi);
        reads_back(&defining(expr, Language::Vi));
    }

    #[test]
    fn english_files_read_back(Shown(file) in trees::files(Language::En)) {
        reads_back(&file);
    }

    #[test]
    fn vietnamese_files_read_back(Shown(file) in trees::files(Language::Vi)) {
        reads_back(&file);
    }

    #[test]
    fn english_files_are_translated_and_back(Shown(file) in trees::files(Language::En)) {
        there_and_back(&file);
    }

    #[test]
    fn vietnamese_files_are_translated_and_back(Shown(file) in trees::files(Language::Vi)) {
        there_and_back(&file);
    }
}
