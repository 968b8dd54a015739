//! Random trees of the kind that a parser gives: every node, comments, both languages.
//!
//! A tree is grown from a list of numbers that makes its choices one by one, and
//! takes the first (a leaf) when the list is at its end. Shorter lists and
//! smaller numbers therefore mean smaller trees, and a failure shrinks well.

mod authored;
mod claimed;

use std::fmt;

use proptest::prelude::*;

use tieuchi::date::Date;
use tieuchi::exact::{Exact, Rounding};
use tieuchi::source::{Language, Span};
use tieuchi::syntax::print::{print, print_expr};
use tieuchi::syntax::tree::*;

/// A tree that a failing test shows as text.
pub struct Shown<T>(pub T);

impl fmt::Debug for Shown<File> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&print(&self.0))
    }
}

impl fmt::Debug for Shown<Expr> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&print_expr(&self.0, Language::En))
    }
}

/// Files in a language.
pub fn files(language: Language) -> impl Strategy<Value = Shown<File>> {
    choices(600).prop_map(move |choices| Shown(Grower { language, choices: choices.into_iter(), depth: 0 }.file()))
}

/// Expressions as the body of a declaration.
pub fn expressions(language: Language) -> impl Strategy<Value = Shown<Expr>> {
    choices(60).prop_map(move |choices| {
        let mut grower = Grower { language, choices: choices.into_iter(), depth: 0 };
        Shown(if grower.chance(5) { grower.number() } else { grower.condition() })
    })
}

fn choices(most: usize) -> impl Strategy<Value = Vec<u16>> {
    proptest::collection::vec(any::<u16>(), 0..most)
}

/// Kinds of record: English, plural where it is not name and `s`, Vietnamese.
const KINDS: [(&str, Option<&str>, &str); 4] = [
    ("person", Some("people"), "cá_nhân"),
    ("unit", None, "đơn_vị"),
    ("policy", Some("policies"), "chính_sách"),
    ("no", Some("noes"), "thuộc"),
];

const SCALES: [(&str, &str); 3] = [("grade", "xếp_loại"), ("standing", "danh_hiệu"), ("of", "trên")];

/// Fields; some clash with a word of one language or the other.
const FIELDS: [(&str, &str); 20] = [
    ("hard", "khó"),
    ("income", "thu_nhập"),
    ("title", "tên"),
    ("kind", "loại"),
    ("born", "ngày_sinh"),
    ("parent", "cấp_trên"),
    ("total", "tổng"),
    ("period", "kỳ"),
    ("has", "có"),
    ("days", "ngày"),
    ("the", "mà"),
    ("x1", "y_1"),
    ("notable", "đáng_kể"),
    ("item", "mục"),
    ("missing", "thiếu"),
    ("key", "khóa"),
    ("number", "số"),
    ("start", "từ"),
    ("count", "đếm"),
    ("ở_huyện", "huyện"),
];

const TEXTS: [&str; 7] = [
    "Hoàn thành tốt nhiệm vụ",
    "A",
    "say \"so\"",
    "back\\slash",
    "# no comment",
    "a) b) when of which",
    "Tập thể lao động xuất sắc của năm công tác hai nghìn không trăm hai mươi hai",
];

const NUMBERS: [&str; 10] = ["3", "0", "1", "7.5", "1.234", "1000", "0.125", "1234567.8901", "100", "0.000001"];

const SHARES: [&str; 8] = ["0.7", "1/3", "0.01", "0.005", "1", "0.00125", "2/7", "0"];

const IDS: [&str; 5] = ["II.2", "27", "I.5-party", "II.2.a", "DH.1_x"];

const COMMENTS: [&str; 4] = ["Why so.", "", "# twice", "\"quoted\" tại sao"];

struct Grower {
    language: Language,
    choices: std::vec::IntoIter<u16>,
    depth: usize,
}

impl Grower {
    fn pick(&mut self, of: usize) -> usize {
        usize::from(self.choices.next().unwrap_or(0)) % of
    }

    /// One time in `of`, and never when the choices are at their end.
    fn chance(&mut self, of: usize) -> bool {
        self.pick(of) == of - 1
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.pick(of.len())]
    }

    fn many<T>(&mut self, least: usize, most: usize, mut grow: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let number = least + self.pick(most - least + 1);
        (0..number).map(|_| grow(self)).collect()
    }

    fn maybe<T>(&mut self, of: usize, grow: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.chance(of).then(|| grow(self))
    }

    // Names and literals.

    fn naming(&mut self, (en, vi): (&str, &str)) -> Naming {
        let (name, alias) = self.language.pick((en, vi), (vi, en));
        Naming { name: ident(name), alias: Some(ident(alias)) }
    }

    fn kind(&mut self, one: bool) -> Ident {
        let (en, plural, vi) = self.one(&KINDS);
        match self.language {
            Language::Vi => ident(vi),
            Language::En if one => ident(en),
            Language::En => ident(&plural.map_or_else(|| format!("{en}s"), str::to_owned)),
        }
    }

    fn scale_name(&mut self) -> Ident {
        let (en, vi) = self.one(&SCALES);
        ident(self.language.pick(en, vi))
    }

    fn field_name(&mut self) -> Ident {
        let (en, vi) = self.one(&FIELDS);
        ident(self.language.pick(en, vi))
    }

    fn path(&mut self) -> Vec<Ident> {
        let length = if self.chance(4) { 2 + self.pick(2) } else { 1 };
        (0..length).map(|_| self.field_name()).collect()
    }

    fn quoted(&mut self) -> Quoted {
        Quoted { text: self.one(&TEXTS).to_owned(), span: Span::NONE }
    }

    fn id(&mut self) -> Id {
        ident(self.one(&IDS))
    }

    fn figure(&mut self) -> Exact {
        exact(self.one(&NUMBERS))
    }

    fn date(&mut self) -> Date {
        let (year, month, day) = (1990 + self.pick(40) as i16, 1 + self.pick(12) as i8, 1 + self.pick(28) as i8);
        Date::new(year, month, day).unwrap()
    }

    fn label(&mut self) -> Literal {
        let value = match self.pick(4) {
            0 | 1 => Value::Text(self.quoted().text),
            2 => Value::None,
            _ => Value::Text("B".to_owned()),
        };
        Literal { value, span: Span::NONE }
    }

    /// A literal that a number may be.
    fn amount_value(&mut self) -> Value {
        match self.pick(4) {
            0 | 1 => Value::Number(self.figure()),
            2 => Value::Percent(exact(self.one(&["0.7", "0.005", "1", "0.00125"]))),
            _ => Value::Date(self.date()),
        }
    }

    /// A literal that something may be compared with.
    fn compared_value(&mut self) -> Value {
        match self.pick(6) {
            0 | 1 => self.amount_value(),
            2 => Value::Text(self.quoted().text),
            3 => Value::None,
            4 => Value::YesNo(self.chance(2)),
            _ => Value::Points(exact(self.one(&["0.03", "0.005", "0.01234"]))),
        }
    }

    // Comments.

    fn comments(&mut self) -> Vec<String> {
        if self.chance(8) { self.many(1, 2, |grower| grower.one(&COMMENTS).to_owned()) } else { Vec::new() }
    }

    fn trivia(&mut self) -> Trivia {
        Trivia { before: self.comments(), after: self.maybe(8, |grower| grower.one(&COMMENTS).to_owned()) }
    }

    // Expressions.

    fn deeper<T>(&mut self, grow: impl FnOnce(&mut Self) -> T) -> T {
        self.depth += 1;
        let grown = grow(self);
        self.depth -= 1;
        grown
    }

    fn condition(&mut self) -> Expr {
        let kinds = if self.depth > 5 { 4 } else { 18 };
        let pick = self.pick(kinds);
        self.deeper(|grower| grower.condition_of(pick))
    }

    fn condition_of(&mut self, pick: usize) -> Expr {
        expr(match pick {
            16 => Node::HasEarlier(1 + self.pick(3) as u32),
            17 => {
                let how = self.one(&[Lasting::UpToNow, Lasting::Anew, Lasting::Before]);
                Node::Lasting(Box::new(self.condition()), how, 1 + self.pick(4) as u32)
            }
            0 => Node::Path(self.path()),
            1 => {
                let value = Node::Path(self.path());
                let against = self.compared_value();
                Node::Compare(Box::new(expr(value)), self.comparison(), Box::new(expr(Node::Literal(against))))
            }
            2 if self.chance(3) => Node::EveryLine(self.path(), self.chance(2), exact(self.one(&["0.5", "0.005"]))),
            2 if self.chance(3) => Node::MeetsEvery(
                self.maybe(2, |grower| Cite { document: grower.maybe(3, Self::quoted), item: grower.id() }),
            ),
            2 => Node::Meets(self.id()),
            3 => Node::Presence(
                Box::new(self.number()),
                self.one(&[Presence::Missing, Presence::Known, Presence::Present, Presence::Absent]),
            ),
            4 => Node::Compare(Box::new(self.number()), self.comparison(), Box::new(self.number())),
            5 => Node::Not(Box::new(self.condition())),
            6 => Node::And(self.parts(|node| matches!(node, Node::And(_)))),
            7 => Node::Or(self.parts(|node| matches!(node, Node::Or(_)))),
            8 => {
                let need = match self.pick(5) {
                    0 => Need::All,
                    1 => Need::Any,
                    2 => Need::AtLeast(2),
                    3 => Need::AtMost(1),
                    _ => Need::Exactly(1),
                };
                let most = if self.chance(6) { 23 } else { 3 };
                Node::List(need, self.entries(most, Self::condition))
            }
            9 => {
                let (value, low, high) = (self.number(), self.number(), self.number());
                let open = self.chance(2);
                Node::Between { value: Box::new(value), low: Box::new(low), high: Box::new(high), open }
            }
            10 => Node::OneOf(Box::new(self.number()), self.many(1, 3, Self::label)),
            11 => {
                let stretch = match self.pick(3) {
                    0 => Stretch::Period,
                    1 => Stretch::Quarter(1 + self.pick(4) as u8, None),
                    _ => Stretch::Quarter(1 + self.pick(4) as u8, Some(2022)),
                };
                Node::Within(Box::new(self.number()), stretch)
            }
            12 => {
                let top = match self.pick(3) {
                    0 => Top::First(Exact::from(1 + self.pick(12) as i64)),
                    1 => Top::Share(exact("0.125")),
                    _ => Top::Share(exact("1/3")),
                };
                Node::Top(Box::new(self.number()), top)
            }
            _ => Node::Quantified(Box::new(self.sentence())),
        })
    }

    fn parts(&mut self, same: fn(&Node) -> bool) -> Vec<Expr> {
        // A chain of one word is flat, whatever its parentheses.
        self.many(2, 3, |grower| {
            loop {
                let part = grower.condition();
                if !same(&part.node) {
                    return part;
                }
            }
        })
    }

    fn comparison(&mut self) -> Comparison {
        self.one(&[
            Comparison::Is,
            Comparison::IsNot,
            Comparison::AtLeast,
            Comparison::AtMost,
            Comparison::Above,
            Comparison::Below,
        ])
    }

    fn entries<T>(&mut self, most: usize, mut grow: impl FnMut(&mut Self) -> T) -> Vec<Entry<T>> {
        self.many(1, most, |grower| Entry { trivia: grower.trivia(), content: grow(grower), span: Span::NONE })
    }

    fn number(&mut self) -> Expr {
        let kinds = if self.depth > 5 { 2 } else { 19 };
        let pick = self.pick(kinds);
        self.deeper(|grower| grower.number_of(pick))
    }

    fn number_of(&mut self, pick: usize) -> Expr {
        let boxed = |grower: &mut Self| Box::new(grower.number());
        expr(match pick {
            0 | 17 | 18 => Node::Path(self.path()),
            1 => Node::Literal(self.amount_value()),
            2 => {
                let operation = self.one(&[Arithmetic::Add, Arithmetic::Sub, Arithmetic::Mul, Arithmetic::Div]);
                Node::Arithmetic(boxed(self), operation, boxed(self))
            }
            3 => Node::Negative(boxed(self)),
            4 => Node::PercentOf(exact(self.one(&["0.15", "1", "0.005"])), boxed(self)),
            5 => {
                let how = self.one(&[Rounding::Down, Rounding::Up, Rounding::Nearest]);
                Node::Rounded(boxed(self), how, self.pick(4) as u32)
            }
            6 => Node::AtMost(boxed(self), boxed(self)),
            7 => Node::AtLeast(boxed(self), boxed(self)),
            8 => Node::Cases(self.cases(), boxed(self)),
            9 => {
                let path = self.path();
                let rows = self.many(1, 3, |grower| (grower.many(1, 2, Self::label), grower.number()));
                Node::By(path, rows, self.maybe(2, boxed))
            }
            10 => {
                let what =
                    self.one(&[Summary::Number, Summary::Total, Summary::Average, Summary::Least, Summary::Greatest]);
                let value = (what != Summary::Number).then(|| self.number());
                let population = self.population(false);
                let leaving_out_missing = value.is_some() && self.chance(4);
                Node::Aggregate(Box::new(Aggregate { what, value, population, leaving_out_missing }))
            }
            11 => {
                let amount = 1 + self.pick(30) as i64;
                let amount = if self.chance(2) { amount } else { -amount };
                Node::Shift(boxed(self), amount, self.calendar())
            }
            12 => Node::Elapsed(self.calendar(), boxed(self), boxed(self)),
            16 if self.chance(2) => {
                let place = self.many(1, 3, |grower| grower.pick(20) as u32);
                Node::ScoreLine(place, self.path())
            }
            13 => Node::Earlier(self.path(), 1 + self.pick(3) as u32),
            14 => {
                let how = self.one(&[Some(Growth::Percent), Some(Growth::Points), None]);
                Node::Growth(self.path(), how)
            }
            15 => Node::Run(Box::new(self.condition())),
            _ => Node::PeriodEdge(self.chance(2)),
        })
    }

    fn cases(&mut self) -> Vec<(Expr, Expr)> {
        self.many(1, 2, |grower| (grower.number(), grower.condition()))
    }

    fn calendar(&mut self) -> Calendar {
        self.one(&[Calendar::Days, Calendar::Months, Calendar::Years])
    }

    fn population(&mut self, one: bool) -> Population {
        let under = self.chance(3);
        let scopes = if self.chance(3) { self.many(1, 2, |grower| grower.scope(under)) } else { Vec::new() };
        Population { kind: self.kind(one), scopes, filter: self.maybe(3, Self::condition), span: Span::NONE }
    }

    fn scope(&mut self, under: bool) -> Scope {
        Scope { under, kind: self.kind(true), via: self.maybe(4, Self::path), span: Span::NONE }
    }

    fn sentence(&mut self) -> Quantified {
        let mut head = self.clause();
        let one = match &head.quantifier {
            Quantifier::No => true,
            Quantifier::Count(_, Amount::Fixed(number)) => *number == Exact::from(1i64),
            _ => false,
        };
        let population = self.population(one);
        if self.chance(8) {
            head.property = None;
            head.missing = None;
            return Quantified { population, head, tails: Vec::new() };
        }
        let tails = if self.chance(3) { self.many(1, 2, Self::tail) } else { Vec::new() };
        Quantified { population, head, tails }
    }

    fn clause(&mut self) -> Clause {
        let quantifier = self.quantifier();
        let property = Some(self.condition());
        let missing = self.maybe(6, |grower| grower.one(&[Missing::Failing, Missing::Passing, Missing::LeftOut]));
        Clause { quantifier, property, missing, span: Span::NONE }
    }

    fn tail(&mut self) -> Tail {
        let rest = self.chance(3);
        let body = if self.chance(3) {
            TailBody::Lettered(self.entries(3, |grower| grower.clause()))
        } else {
            TailBody::One(self.clause())
        };
        Tail { rest, body, span: Span::NONE }
    }

    fn quantifier(&mut self) -> Quantifier {
        let bound = |grower: &mut Self| {
            grower.one(&[Bound::AtLeast, Bound::MoreThan, Bound::AtMost, Bound::LessThan, Bound::Exactly])
        };
        match self.pick(8) {
            0 => Quantifier::All,
            1 => Quantifier::No,
            2 | 3 => Quantifier::Count(bound(self), self.threshold(false)),
            4 => Quantifier::Between(self.threshold(false), self.threshold(false)),
            5 => {
                let how = self.one(&[Rounding::Down, Rounding::Up, Rounding::Nearest]);
                Quantifier::Rounded(bound(self), self.threshold(true), how)
            }
            6 => Quantifier::Share(bound(self), self.threshold(true)),
            _ => Quantifier::BareShare(exact(self.one(&["0.7", "0.5", "0.025"]))),
        }
    }

    /// A threshold, of a share or a count.
    fn threshold(&mut self, share: bool) -> Amount {
        let fixed = |grower: &mut Self| {
            if share { exact(grower.one(&SHARES)) } else { Exact::from(grower.pick(40) as i64) }
        };
        match self.pick(8) {
            6 => {
                let value =
                    |number| expr(Node::Literal(if share { Value::Percent(number) } else { Value::Number(number) }));
                let plain =
                    |grower: &mut Self| value(exact(grower.one(if share { &["0.7", "0.9"] } else { &["3", "12"] })));
                let cases = self.many(1, 2, |grower| (plain(grower), grower.condition()));
                Amount::Depends(Box::new(expr(Node::Cases(cases, Box::new(plain(self))))))
            }
            7 => Amount::Depends(Box::new(self.number())),
            _ => Amount::Fixed(fixed(self)),
        }
    }

    // Declarations.

    fn file(&mut self) -> File {
        let mut declarations = self.declared();
        declarations.extend(self.many(0, 6, Self::declaration));
        File { edition: 1, language: self.language, declarations, tail: self.comments() }
    }

    /// The kinds, scales and fields that everything else refers to.
    fn declared(&mut self) -> Vec<Declaration> {
        let mut bodies = Vec::new();
        for names in SCALES {
            bodies.push(Body::Scale(Scale { naming: self.naming(names), none: true, labels: vec![quoted("A")] }));
        }
        for (number, (en, plural, vi)) in KINDS.into_iter().enumerate() {
            let fields = if number == 0 { FIELDS.iter().map(|names| self.field(*names)).collect() } else { Vec::new() };
            let naming = self.naming((en, vi));
            bodies.push(Body::Record(Record {
                extends: false,
                naming,
                plural: plural.map(ident),
                fields,
                series: None,
            }));
        }
        bodies.into_iter().map(|body| self.declaration_of(body)).collect()
    }

    fn series(&mut self) -> Series {
        let owners = self.many(1, 2, |grower| grower.field_name());
        let period = self.field_name();
        let step = self.chance(2).then(|| (1 + self.pick(6) as u32, self.calendar()));
        Series { trivia: self.trivia(), owners, period, step, span: Span::NONE }
    }

    fn declaration_of(&mut self, body: Body) -> Declaration {
        Declaration { trivia: self.trivia(), tail: self.comments(), span: Span::NONE, body }
    }

    fn declaration(&mut self) -> Declaration {
        let body = match self.pick(12) {
            11 => Body::Claim(self.claim()),
            9 => Body::Trial(self.trial()),
            10 => Body::Excuse(self.excuse()),
            8 => Body::Parameter(self.parameter()),
            0 | 1 => Body::Criterion(self.criterion()),
            2 => Body::Use(self.quoted()),
            3 => Body::Document(self.document()),
            4 => {
                let none = self.chance(2);
                let names = self.one(&SCALES);
                Body::Scale(Scale { naming: self.naming(names), none, labels: self.many(1, 5, Self::quoted) })
            }
            5 => {
                let (en, _, vi) = self.one(&KINDS);
                let mut naming = self.naming((en, vi));
                naming.alias = None;
                let fields = self.many(1, 4, |grower| {
                    let names = grower.one(&FIELDS);
                    grower.field(names)
                });
                let series = self.chance(2).then(|| self.series());
                Body::Record(Record { extends: true, naming, plural: None, fields, series })
            }
            _ => {
                let names = self.one(&FIELDS);
                let what = match self.pick(7) {
                    0 => self.award(),
                    1 => Derived::Bands(self.bands()),
                    2 => Derived::Score(self.score()),
                    3 => Derived::Table(self.table()),
                    4 => self.rank(),
                    _ => Derived::Define(self.definition()),
                };
                Body::Derive(Derive { kind: self.kind(true), naming: self.naming(names), what })
            }
        };
        self.declaration_of(body)
    }

    fn table(&mut self) -> Table {
        let by = self.many(1, 3, Self::path);
        let cells = by.len();
        let file = self.maybe(4, Self::quoted);
        let rows = if file.is_some() {
            Vec::new()
        } else {
            self.many(1, 3, |grower| TableRow {
                trivia: grower.trivia(),
                cells: (0..cells).map(|_| grower.cell()).collect(),
                value: grower.constant(),
                span: Span::NONE,
            })
        };
        let otherwise = self.maybe(2, Self::constant);
        Table { by, first: self.chance(2), file, rows, otherwise }
    }

    fn cell(&mut self) -> Cell {
        let how = [Comparison::AtLeast, Comparison::AtMost, Comparison::Above, Comparison::Below];
        let fits = match self.pick(5) {
            0 => Fits::Any,
            1 => Fits::Compare(self.one(&how), self.ordered()),
            2 => Fits::Between(self.ordered(), self.ordered(), self.chance(2)),
            _ => Fits::Is(self.many(1, 3, Self::constant)),
        };
        Cell { fits, span: Span::NONE }
    }

    fn ordered(&mut self) -> Literal {
        let value = match self.pick(4) {
            0 => Value::Percent(self.figure()),
            1 => Value::Date(self.date()),
            2 => Value::Number(self.figure().neg()),
            _ => Value::Number(self.figure()),
        };
        Literal { value, span: Span::NONE }
    }

    fn constant(&mut self) -> Literal {
        match self.pick(3) {
            0 => self.label(),
            1 => Literal { value: Value::YesNo(self.chance(2)), span: Span::NONE },
            _ => self.ordered(),
        }
    }

    fn parameter(&mut self) -> Parameter {
        let names = self.one(&FIELDS);
        let ty = self.one(&[
            SettingType::Count,
            SettingType::Integer,
            SettingType::Decimal,
            SettingType::Percent,
            SettingType::Date,
        ]);
        let setting = |grower: &mut Self| Literal {
            value: match ty {
                SettingType::Count | SettingType::Integer | SettingType::Decimal => {
                    Value::Number(grower.figure().neg())
                }
                SettingType::Percent => Value::Percent(grower.figure()),
                SettingType::Date => Value::Date(grower.date()),
            },
            span: Span::NONE,
        };
        let range = self.maybe(2, |grower| (setting(grower), setting(grower)));
        let default = setting(self);
        Parameter { naming: self.naming(names), ty, range, default, note: self.maybe(2, Self::quoted) }
    }

    fn definition(&mut self) -> Expr {
        if self.chance(2) { self.number() } else { self.condition() }
    }

    fn award(&mut self) -> Derived {
        Derived::Award {
            scale: self.scale_name(),
            cites: self.cites(),
            cases: self.many(1, 3, |grower| AwardCase {
                trivia: grower.trivia(),
                label: grower.label(),
                when: grower.condition(),
                span: Span::NONE,
            }),
            otherwise: self.maybe(2, Self::label),
        }
    }

    fn bands(&mut self) -> Bands {
        let sides = [Comparison::AtLeast, Comparison::AtMost, Comparison::Above, Comparison::Below];
        Bands {
            scale: self.scale_name(),
            by: self.path(),
            cites: self.cites(),
            bands: self.many(1, 3, |grower| Band {
                trivia: grower.trivia(),
                label: grower.label(),
                stretch: if grower.chance(2) {
                    BandStretch::Side(grower.one(&sides), grower.number())
                } else {
                    BandStretch::Between { low: grower.number(), high: grower.number(), open: grower.chance(2) }
                },
                drop: grower.maybe(3, Self::condition),
                span: Span::NONE,
            }),
            drop: self.maybe(3, Self::condition),
            otherwise: self.maybe(2, Self::label),
        }
    }

    fn score(&mut self) -> Score {
        Score { limit: self.limit(), cites: self.cites(), lines: self.score_lines(1) }
    }

    fn limit(&mut self) -> Option<Limit> {
        match self.pick(4) {
            0 => None,
            1 => Some(Limit::OutOf(self.figure())),
            2 => Some(Limit::AtMost(self.figure())),
            _ => Some(Limit::Range(self.figure().neg(), self.figure())),
        }
    }

    fn score_lines(&mut self, level: usize) -> Vec<ScoreLine> {
        self.many(1, 3, |grower| ScoreLine {
            trivia: grower.trivia(),
            role: grower.one(&[Role::Plain, Role::Bonus, Role::Beyond, Role::Minus]),
            title: grower.quoted(),
            limit: grower.limit(),
            content: if level < 3 && grower.chance(4) {
                LineContent::Lines(grower.score_lines(level + 1))
            } else {
                LineContent::Points(grower.points())
            },
            span: Span::NONE,
        })
    }

    fn points(&mut self) -> Expr {
        if self.chance(2) {
            return self.number();
        }
        let otherwise = if self.chance(2) { expr(Node::Literal(Value::Number(Exact::zero()))) } else { self.number() };
        let cases = self.many(1, 2, |grower| (grower.number(), grower.condition()));
        expr(Node::Cases(cases, Box::new(otherwise)))
    }

    fn rank(&mut self) -> Derived {
        Derived::Rank(Box::new(Rank {
            among: self.kind(false),
            same: self.many(0, 2, Self::path),
            filter: self.maybe(2, Self::condition),
            cites: self.cites(),
            keys: self.many(0, 3, |grower| RankKey {
                by: grower.definition(),
                lowest: grower.chance(2),
                span: Span::NONE,
            }),
            ties: self.maybe(
                5,
                |grower| if grower.chance(2) { Ties::Shared } else { Ties::Decided(grower.path().remove(0)) },
            ),
        }))
    }

    fn cites(&mut self) -> Vec<Cite> {
        self.many(0, 2, |grower| Cite { document: grower.maybe(3, Self::quoted), item: grower.id() })
    }

    fn document(&mut self) -> Document {
        Document {
            code: self.quoted(),
            title: self.maybe(2, Self::quoted),
            period: self.maybe(2, |grower| Period { from: grower.date(), to: grower.date(), span: Span::NONE }),
            items: self.many(0, 3, |grower| Item {
                trivia: grower.trivia(),
                id: grower.id(),
                title: grower.quoted(),
                waived: grower.maybe(3, Self::quoted),
                span: Span::NONE,
            }),
        }
    }

    fn field(&mut self, names: (&str, &str)) -> Field {
        let ty = match self.pick(11) {
            0 => FieldType::Text,
            1 => FieldType::YesNo,
            2 => FieldType::Count,
            3 => FieldType::Integer,
            4 => FieldType::Decimal,
            5 => FieldType::Percent,
            6 => FieldType::Date,
            7 => FieldType::OneOf(self.chance(2), self.many(1, 3, Self::quoted)),
            8 => FieldType::Named(self.scale_name()),
            _ => FieldType::Named(self.kind(true)),
        };
        let number = matches!(ty, FieldType::Count | FieldType::Integer | FieldType::Decimal);
        let range = number.then(|| self.maybe(2, |grower| (grower.figure().neg(), grower.figure()))).flatten();
        Field {
            trivia: self.trivia(),
            naming: self.naming(names),
            ty,
            range,
            key: self.chance(5),
            optional: self.chance(5),
            may_be_unknown: self.chance(5),
            private: self.chance(5),
            less_is_better: self.chance(5),
            note: self.maybe(4, Self::quoted),
            span: Span::NONE,
        }
    }

    fn criterion(&mut self) -> Criterion {
        let each = |grower: &mut Self| ForEach { kind: grower.kind(true), filter: grower.maybe(2, Self::condition) };
        Criterion {
            id: self.id(),
            title: self.quoted(),
            cites: self.cites(),
            for_each: if self.chance(3) { self.many(1, 2, each) } else { Vec::new() },
            condition: self.condition(),
            if_none: self.maybe(4, |grower| grower.chance(2)),
        }
    }
}

fn ident(text: &str) -> Ident {
    Ident { text: text.to_owned(), span: Span::NONE }
}

fn quoted(text: &str) -> Quoted {
    Quoted { text: text.to_owned(), span: Span::NONE }
}

fn expr(node: Node) -> Expr {
    Expr { node, span: Span::NONE }
}

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}
