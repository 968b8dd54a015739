//! The canonical form of hand-built trees, in both languages.

use tieuchi::source::{Language, Span};
use tieuchi::syntax::print::{print, print_expr, print_in};
use tieuchi::syntax::translate::Names;
use tieuchi::syntax::tree::*;

fn ident(text: &str) -> Ident {
    Ident { text: text.to_owned(), span: Span::NONE }
}

fn quoted(text: &str) -> Quoted {
    Quoted { text: text.to_owned(), span: Span::NONE }
}

fn expr(node: Node) -> Expr {
    Expr { node, span: Span::NONE }
}

fn boxed(node: Node) -> Box<Expr> {
    Box::new(expr(node))
}

fn path(text: &str) -> Node {
    Node::Path(text.split('.').map(ident).collect())
}

fn number(text: &str) -> Node {
    Node::Literal(Value::Number(text.parse().unwrap()))
}

fn compare(left: Node, comparison: Comparison, right: Node) -> Node {
    Node::Compare(boxed(left), comparison, boxed(right))
}

fn text(label: &str) -> Node {
    Node::Literal(Value::Text(label.to_owned()))
}

fn clause(quantifier: Quantifier, property: Node) -> Clause {
    Clause { quantifier, property: Some(expr(property)), missing: None, span: Span::NONE }
}

fn population(kind: &str, filter: Option<Node>) -> Population {
    Population { kind: ident(kind), scopes: Vec::new(), filter: filter.map(expr), span: Span::NONE }
}

fn sentence(quantifier: Quantifier, kind: &str, filter: Option<Node>, property: Node, tails: Vec<Tail>) -> Node {
    let population = population(kind, filter);
    Node::Quantified(Box::new(Quantified { population, head: clause(quantifier, property), tails }))
}

fn at_least(count: i64) -> Quantifier {
    Quantifier::Count(Bound::AtLeast, Amount::Fixed(count.into()))
}

fn entry(content: Node) -> Entry<Expr> {
    Entry { trivia: Trivia::default(), content: expr(content), span: Span::NONE }
}

fn en(node: Node) -> String {
    print_expr(&expr(node), Language::En)
}

fn vi(node: Node) -> String {
    print_expr(&expr(node), Language::Vi)
}

fn title_at_least() -> Node {
    compare(path("title"), Comparison::AtLeast, text("Tập thể lao động tiên tiến"))
}

fn divisions() -> Node {
    let tail = Tail {
        rest: false,
        body: TailBody::One(clause(
            at_least(1),
            compare(path("title"), Comparison::Is, text("Tập thể lao động xuất sắc")),
        )),
        span: Span::NONE,
    };
    let filter = compare(path("type"), Comparison::Is, text("phòng chuyên môn"));
    sentence(Quantifier::All, "units", Some(filter), title_at_least(), vec![tail])
}

#[test]
fn a_sentence_reads_like_the_regulation() {
    assert_eq!(
        en(divisions()),
        "100% of units where type is \"phòng chuyên môn\" have title at least \"Tập thể lao động tiên tiến\", \
         of which at least 1 has title \"Tập thể lao động xuất sắc\""
    );
    assert_eq!(
        vi(divisions()),
        "100% units mà type là \"phòng chuyên môn\" có title từ \"Tập thể lao động tiên tiến\" trở lên, \
         trong đó ít nhất 1 có title \"Tập thể lao động xuất sắc\""
    );
    assert_eq!(vi(sentence(Quantifier::No, "người", None, path("vi_phạm"), vec![])), "không có người nào có vi_phạm");
}

#[test]
fn parentheses_stand_where_they_must() {
    let (a, b, c) = (|| path("a"), || path("b"), || path("c"));
    assert_eq!(en(Node::And(vec![expr(a()), expr(Node::Or(vec![expr(b()), expr(c())]))])), "a and (b or c)");
    let no = |property| sentence(Quantifier::No, "persons", None, property, vec![]);
    assert_eq!(en(Node::And(vec![expr(no(a())), expr(b())])), "(no persons has a) and b");
    assert_eq!(en(Node::And(vec![expr(b()), expr(no(a()))])), "b and no persons has a");
    assert_eq!(en(no(Node::And(vec![expr(a()), expr(b())]))), "no persons has a and b");
    assert_eq!(
        en(sentence(Quantifier::All, "units", None, divisions(), vec![])),
        format!("100% of units have ({})", en(divisions()))
    );
    let sum = Node::Arithmetic(boxed(a()), Arithmetic::Sub, boxed(Node::Negative(boxed(b()))));
    let product = Node::Arithmetic(boxed(sum), Arithmetic::Mul, boxed(number("2.5")));
    assert_eq!(en(compare(product, Comparison::Above, c())), "(a - (-b)) * 2.5 above c");
    assert_eq!(en(Node::Not(boxed(Node::Not(boxed(a()))))), "not (not a)");
}

#[test]
fn numbers_take_the_form_of_the_language() {
    for (written, en_form, vi_form) in
        [("7.5", "7.5", "7,5"), ("1.234", "1.2340", "1,2340"), ("1234", "1234", "1234"), ("0.25", "0.25", "0,25")]
    {
        assert_eq!((en(number(written)), vi(number(written))), (en_form.to_owned(), vi_form.to_owned()));
    }
    let third = Quantifier::Share(Bound::AtLeast, Amount::Fixed("1/3".parse().unwrap()));
    let sentence = || sentence(third.clone(), "persons", None, path("a"), vec![]);
    assert_eq!(en(sentence()), "at least 1/3 of persons have a");
    assert_eq!(vi(sentence()), "ít nhất 1/3 persons có a");
}

fn file() -> File {
    let mut first = entry(path("hard"));
    first.trivia = Trivia { before: vec!["Why so.".to_owned()], after: Some("Here.".to_owned()) };
    let inner = Node::List(Need::Any, vec![entry(path("hard")), entry(divisions())]);
    let list = Node::List(Need::AtLeast(2), vec![first, entry(inner)]);
    let kind = Field {
        trivia: Trivia::default(),
        naming: Naming { name: ident("type"), alias: Some(ident("loại")) },
        ty: FieldType::Named(ident("rating")),
        range: None,
        key: true,
        optional: true,
        may_be_unknown: false,
        private: false,
        less_is_better: false,
        note: Some(quoted("what it is")),
        span: Span::NONE,
    };
    let unit = Record {
        extends: false,
        naming: Naming { name: ident("unit"), alias: Some(ident("đơn_vị")) },
        plural: None,
        fields: vec![kind],
        series: None,
    };
    let title = Derive {
        kind: ident("unit"),
        naming: Naming { name: ident("title"), alias: Some(ident("có")) },
        what: Derived::Define(expr(path("type"))),
    };
    let criterion = Criterion {
        id: ident("II.3"),
        title: quoted("The \"divisions\""),
        cites: vec![Cite { document: Some(quoted("Law")), item: ident("27") }],
        for_each: vec![ForEach { kind: ident("unit"), filter: None }],
        condition: expr(list),
        if_none: Some(false),
    };
    let declaration = |body| Declaration {
        trivia: Trivia { before: vec!["Before.".to_owned()], after: None },
        tail: vec!["Tail.".to_owned()],
        span: Span::NONE,
        body,
    };
    File {
        edition: 1,
        language: Language::En,
        declarations: vec![
            declaration(Body::Record(unit)),
            declaration(Body::Derive(title)),
            declaration(Body::Criterion(criterion)),
        ],
        tail: vec!["The end.".to_owned()],
    }
}

#[test]
fn a_file_is_laid_out() {
    assert_eq!(
        print(&file()),
        r#"tieuchi 1, en

# Before.
record unit aka đơn_vị
  type aka loại: rating key, optional "what it is"
  # Tail.

# Before.
define unit.title aka có: type
  # Tail.

# Before.
criterion II.3 "The \"divisions\""
  cites "Law" 27
  for each unit:
  at least 2 of
    # Why so.
    a) hard  # Here.
    b) any of
      b.1) hard
      b.2) 100% of units where type is "phòng chuyên môn"
        have title at least "Tập thể lao động tiên tiến",
        of which at least 1 has title "Tập thể lao động xuất sắc"
  if there are none: not met
  # Tail.

# The end.
"#
    );
}

#[test]
fn a_file_is_translated_with_its_names() {
    let file = file();
    let (text, missing) = print_in(&file, Language::Vi, &Names::gather(&[&file]));
    assert_eq!(missing, ["rating", "hard"]);
    assert_eq!(
        text,
        r#"tieuchi 1, vi

# Before.
bản ghi đơn_vị còn gọi unit
  loại còn gọi type: rating khóa, không bắt buộc "what it is"
  # Tail.

# Before.
định nghĩa đơn_vị.`có` còn gọi title: loại
  # Tail.

# Before.
tiêu chí II.3 "The \"divisions\""
  căn cứ "Law" 27
  với mỗi đơn_vị:
  ít nhất 2 trong các điều kiện
    # Why so.
    a) hard  # Here.
    b) một trong các điều kiện
      b.1) hard
      b.2) 100% đơn_vị mà loại là "phòng chuyên môn"
        có `có` từ "Tập thể lao động tiên tiến" trở lên,
        trong đó ít nhất 1 có `có` "Tập thể lao động xuất sắc"
  nếu không có ai: không đạt
  # Tail.

# The end.
"#
    );
}

/// Behind the edge of a period, `trước` would read as the period before.
#[test]
fn before_stands_apart_from_the_edge_of_a_period() {
    let edge = |end| boxed(Node::PeriodEdge(end));
    let shifted = boxed(Node::Shift(edge(true), -10, Calendar::Days));
    for (left, en, vi) in [
        (edge(true), "the end of the period", "(cuối kỳ)"),
        (shifted, "10 days before the end of the period", "(10 ngày trước cuối kỳ)"),
    ] {
        let before = expr(Node::Compare(left, Comparison::Below, edge(false)));
        assert_eq!(print_expr(&before, Language::En), format!("{en} before the start of the period"));
        assert_eq!(print_expr(&before, Language::Vi), format!("{vi} trước đầu kỳ"));
    }
}
