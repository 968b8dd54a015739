//! Every comment of a file is kept, on the element that it speaks of.

use tieuchi::source::{Language, Source};
use tieuchi::syntax::parse;
use tieuchi::syntax::print::print;
use tieuchi::syntax::tree::{Body, Derived, File, Node, Trivia};

fn read(text: &str) -> File {
    let parsed = parse(&Source::new("a", text), 0);
    assert_eq!(parsed.findings, []);
    parsed.file
}

fn trivia(before: &[&str], after: Option<&str>) -> Trivia {
    Trivia { before: before.iter().map(ToString::to_string).collect(), after: after.map(str::to_owned) }
}

const TEXT: &str = "tieuchi 1, en # of the file
# of the document
document \"D\" # behind the document
  # of the title and so of the item that follows
  title \"#1 is no comment\"
  item 1 \"x\" # behind 1
  # of 2
  item 2 \"y\"
  # left over in the document

# of the record
record a
  x: text key # behind x
    # of y
  y: count,
    private # behind y

# of the award
award a.z: s
  \"A\" when all of # behind A
    # of a
    a) y > 1 # behind a
    b) y > 2 and # behind b
       y < 9 # behind b again
  otherwise none
# of the file's end
";

#[test]
fn comments_stand_where_they_belong() {
    let file = read(TEXT);
    let [document, record, award] = &file.declarations[..] else { panic!() };
    assert_eq!(document.trivia, trivia(&["of the file", "of the document"], Some("behind the document")));
    let Body::Document(inner) = &document.body else { panic!() };
    assert_eq!(inner.title.as_ref().map(|title| title.text.as_str()), Some("#1 is no comment"));
    assert_eq!(inner.items[0].trivia, trivia(&["of the title and so of the item that follows"], Some("behind 1")));
    assert_eq!(inner.items[1].trivia, trivia(&["of 2"], None));
    assert_eq!(document.tail, ["left over in the document"]);
    assert_eq!(record.trivia, trivia(&["of the record"], None));
    let Body::Record(inner) = &record.body else { panic!() };
    assert_eq!(inner.fields[0].trivia, trivia(&[], Some("behind x")));
    assert_eq!(inner.fields[1].trivia, trivia(&["of y"], Some("behind y")));
    assert_eq!(award.trivia, trivia(&["of the award"], None));
    let Body::Derive(inner) = &award.body else { panic!() };
    let Derived::Award { cases, .. } = &inner.what else { panic!() };
    assert_eq!(cases[0].trivia, trivia(&[], Some("behind A")));
    let Node::List(_, entries) = &cases[0].when.node else { panic!() };
    assert_eq!(entries[0].trivia, trivia(&["of a"], Some("behind a")));
    assert_eq!(entries[1].trivia, trivia(&["behind b again"], Some("behind b")));
    assert_eq!(file.tail, ["of the file's end"]);
}

#[test]
fn comments_are_printed_where_they_are_read() {
    let file = read(TEXT);
    let text = print(&file);
    assert!(read(&text) == file, "{text}");
    assert_eq!(text.matches('#').count(), TEXT.matches('#').count());
}

#[test]
fn comments_alone_are_the_files() {
    let file = read("tieuchi 1, vi # a\n# b\n\n  # c\n");
    assert_eq!((file.language, file.tail), (Language::Vi, vec!["a".to_owned(), "b".to_owned(), "c".to_owned()]));
}

#[test]
fn no_span_holds_the_comment_behind_it() {
    let source = Source::new("a", TEXT);
    let file = parse(&source, 0).file;
    let Body::Record(record) = &file.declarations[1].body else { panic!() };
    assert_eq!(source.slice(record.fields[0].span), "x: text key");
    assert_eq!(source.slice(record.fields[1].span), "y: count,\n    private");
    let Body::Derive(award) = &file.declarations[2].body else { panic!() };
    let Derived::Award { cases, .. } = &award.what else { panic!() };
    let Node::List(_, entries) = &cases[0].when.node else { panic!() };
    assert_eq!(source.slice(entries[0].span), "a) y > 1");
}
