//! Expressions: conditions, numbers, sentences about populations.

use crate::date::Date;
use crate::exact::{Exact, Rounding};
use crate::source::Span;
use crate::syntax::tree::{
    self, Amount, Arithmetic, Bound, Calendar, Comparison, Entry, Expr, Literal, Missing, Need, Node, Presence,
    Stretch, Summary, TailBody, Trivia, Value,
};

use super::Label;

/// A condition or a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression(Expr);

impl Expression {
    pub(super) fn of(node: Node) -> Expression {
        expression(node)
    }
}

fn expression(node: Node) -> Expression {
    Expression(Expr { node, span: Span::NONE })
}

fn boxed(value: impl Into<Expression>) -> Box<Expr> {
    Box::new(value.into().0)
}

fn ident(text: &str) -> tree::Ident {
    tree::Ident { text: text.to_owned(), span: Span::NONE }
}

fn idents(path: &str) -> Vec<tree::Ident> {
    path.split('.').map(ident).collect()
}

impl From<&str> for Expression {
    /// A label or a text.
    fn from(text: &str) -> Expression {
        expression(Node::Literal(Value::Text(text.to_owned())))
    }
}

impl From<Label> for Expression {
    fn from(label: Label) -> Expression {
        expression(Node::Literal(label.value()))
    }
}

impl From<i64> for Expression {
    fn from(number: i64) -> Expression {
        expression(Node::Literal(Value::Number(Exact::from(number))))
    }
}

impl From<Exact> for Expression {
    fn from(number: Exact) -> Expression {
        expression(Node::Literal(Value::Number(number)))
    }
}

impl From<Date> for Expression {
    fn from(date: Date) -> Expression {
        expression(Node::Literal(Value::Date(date)))
    }
}

impl From<bool> for Expression {
    /// `yes` or `no`.
    fn from(yes: bool) -> Expression {
        expression(Node::Literal(Value::YesNo(yes)))
    }
}

impl From<Share> for Expression {
    fn from(share: Share) -> Expression {
        expression(Node::Literal(Value::Percent(share.0)))
    }
}

impl From<Sentence> for Expression {
    fn from(sentence: Sentence) -> Expression {
        expression(Node::Quantified(Box::new(sentence.0)))
    }
}

/// A share, such as 70%.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share(pub(super) Exact);

/// So many percent: `percent(70)` is 70%.
pub fn percent(percent: i64) -> Share {
    Share(Exact::decimal(i128::from(percent), 2))
}

/// A fraction such as 1/3; 0 where the denominator is 0, which no threshold takes.
pub fn fraction(numerator: i64, denominator: i64) -> Share {
    Share(Exact::fraction(numerator, denominator).unwrap_or(Exact::zero()))
}

/// Percentage points: `points(3)` added to 70% gives 73%.
pub fn points(points: i64) -> Expression {
    expression(Node::Literal(Value::Points(Exact::decimal(i128::from(points), 2))))
}

/// A field of the record in hand, or of one that it refers to: `field("unit.kind")`.
pub fn field(path: &str) -> Expression {
    expression(Node::Path(idents(path)))
}

/// `not x`.
pub fn not(condition: impl Into<Expression>) -> Expression {
    expression(Node::Not(boxed(condition)))
}

fn list(need: Need, conditions: impl IntoIterator<Item = impl Into<Expression>>) -> Expression {
    expression(Node::List(need, conditions.into_iter().map(|condition| entry(condition.into().0)).collect()))
}

fn entry<T>(content: T) -> Entry<T> {
    Entry { trivia: Trivia::default(), content, span: Span::NONE }
}

/// `all of a) … b) …`.
pub fn all_of(conditions: impl IntoIterator<Item = impl Into<Expression>>) -> Expression {
    list(Need::All, conditions)
}

/// `any of a) … b) …`.
pub fn any_of(conditions: impl IntoIterator<Item = impl Into<Expression>>) -> Expression {
    list(Need::Any, conditions)
}

/// `at least k of a) … b) …`.
pub fn at_least_of(k: u32, conditions: impl IntoIterator<Item = impl Into<Expression>>) -> Expression {
    list(Need::AtLeast(k), conditions)
}

/// `at most k of a) … b) …`.
pub fn at_most_of(k: u32, conditions: impl IntoIterator<Item = impl Into<Expression>>) -> Expression {
    list(Need::AtMost(k), conditions)
}

/// `exactly k of a) … b) …`.
pub fn exactly_of(k: u32, conditions: impl IntoIterator<Item = impl Into<Expression>>) -> Expression {
    list(Need::Exactly(k), conditions)
}

/// `meets id`.
pub fn meets(id: &str) -> Expression {
    expression(Node::Meets(ident(id)))
}

/// `meets every criterion`: all those that don't ask that themselves.
pub fn meets_every_criterion() -> Expression {
    expression(Node::MeetsEvery(None))
}

/// `(value when condition; …; otherwise value)`.
pub fn cases<C: Into<Expression>, V: Into<Expression>>(
    cases: impl IntoIterator<Item = (V, C)>,
    otherwise: impl Into<Expression>,
) -> Expression {
    let cases = cases.into_iter().map(|(value, when)| (value.into().0, when.into().0)).collect();
    expression(Node::Cases(cases, boxed(otherwise)))
}

/// `by path: labels value; …; otherwise value`.
pub fn by<V: Into<Expression>>(
    path: &str,
    rows: impl IntoIterator<Item = (Vec<Label>, V)>,
    otherwise: Option<Expression>,
) -> Expression {
    let literal = |label: Label| Literal { value: label.value(), span: Span::NONE };
    let row = |(labels, value): (Vec<Label>, V)| (labels.into_iter().map(literal).collect(), value.into().0);
    expression(Node::By(idents(path), rows.into_iter().map(row).collect(), otherwise.map(boxed)))
}

/// `the start of the period`.
pub fn period_start() -> Expression {
    expression(Node::PeriodEdge(false))
}

/// `the end of the period`.
pub fn period_end() -> Expression {
    expression(Node::PeriodEdge(true))
}

/// Whole years from a date to another: an age.
pub fn years(from: impl Into<Expression>, to: impl Into<Expression>) -> Expression {
    expression(Node::Elapsed(Calendar::Years, boxed(from), boxed(to)))
}

/// Whole months from a date to another.
pub fn months(from: impl Into<Expression>, to: impl Into<Expression>) -> Expression {
    expression(Node::Elapsed(Calendar::Months, boxed(from), boxed(to)))
}

/// Days from a date to another.
pub fn days(from: impl Into<Expression>, to: impl Into<Expression>) -> Expression {
    expression(Node::Elapsed(Calendar::Days, boxed(from), boxed(to)))
}

impl Expression {
    pub(super) fn tree(self) -> Expr {
        self.0
    }

    fn compared(self, how: Comparison, other: impl Into<Expression>) -> Expression {
        expression(Node::Compare(Box::new(self.0), how, boxed(other)))
    }

    /// `x is y`.
    pub fn is(self, other: impl Into<Expression>) -> Expression {
        self.compared(Comparison::Is, other)
    }

    /// `x is not y`.
    pub fn is_not(self, other: impl Into<Expression>) -> Expression {
        self.compared(Comparison::IsNot, other)
    }

    /// `x at least y`.
    pub fn at_least(self, other: impl Into<Expression>) -> Expression {
        self.compared(Comparison::AtLeast, other)
    }

    /// `x at most y`.
    pub fn at_most(self, other: impl Into<Expression>) -> Expression {
        self.compared(Comparison::AtMost, other)
    }

    /// `x above y`.
    pub fn above(self, other: impl Into<Expression>) -> Expression {
        self.compared(Comparison::Above, other)
    }

    /// `x below y`.
    pub fn below(self, other: impl Into<Expression>) -> Expression {
        self.compared(Comparison::Below, other)
    }

    /// `x between low and high`, both included.
    pub fn between(self, low: impl Into<Expression>, high: impl Into<Expression>) -> Expression {
        expression(Node::Between { value: Box::new(self.0), low: boxed(low), high: boxed(high), open: false })
    }

    /// `x is one of …`.
    pub fn is_one_of(self, labels: impl IntoIterator<Item = impl Into<Label>>) -> Expression {
        let literal = |label: Label| Literal { value: label.value(), span: Span::NONE };
        let labels = labels.into_iter().map(|label| literal(label.into())).collect();
        expression(Node::OneOf(Box::new(self.0), labels))
    }

    fn presence(self, presence: Presence) -> Expression {
        expression(Node::Presence(Box::new(self.0), presence))
    }

    /// `x is missing`.
    pub fn is_missing(self) -> Expression {
        self.presence(Presence::Missing)
    }

    /// `x is known`.
    pub fn is_known(self) -> Expression {
        self.presence(Presence::Known)
    }

    /// `x is present`, of an optional reference.
    pub fn is_present(self) -> Expression {
        self.presence(Presence::Present)
    }

    /// `x is absent`, of an optional reference.
    pub fn is_absent(self) -> Expression {
        self.presence(Presence::Absent)
    }

    /// `x within the period`.
    pub fn within_the_period(self) -> Expression {
        expression(Node::Within(Box::new(self.0), Stretch::Period))
    }

    /// `x in quarter q`, 1 to 4, of a year or of the period's year.
    pub fn in_quarter(self, quarter: u8, year: Option<i16>) -> Expression {
        expression(Node::Within(Box::new(self.0), Stretch::Quarter(quarter, year)))
    }

    /// `x and y`.
    pub fn and(self, other: impl Into<Expression>) -> Expression {
        let mut parts = match self.0.node {
            Node::And(parts) => parts,
            node => vec![Expr { node, span: Span::NONE }],
        };
        parts.push(other.into().0);
        expression(Node::And(parts))
    }

    /// `x or y`.
    pub fn or(self, other: impl Into<Expression>) -> Expression {
        let mut parts = match self.0.node {
            Node::Or(parts) => parts,
            node => vec![Expr { node, span: Span::NONE }],
        };
        parts.push(other.into().0);
        expression(Node::Or(parts))
    }

    fn arithmetic(self, how: Arithmetic, other: impl Into<Expression>) -> Expression {
        expression(Node::Arithmetic(Box::new(self.0), how, boxed(other)))
    }

    /// `x + y`.
    pub fn plus(self, other: impl Into<Expression>) -> Expression {
        self.arithmetic(Arithmetic::Add, other)
    }

    /// `x - y`.
    pub fn minus(self, other: impl Into<Expression>) -> Expression {
        self.arithmetic(Arithmetic::Sub, other)
    }

    /// `x * y`.
    pub fn times(self, other: impl Into<Expression>) -> Expression {
        self.arithmetic(Arithmetic::Mul, other)
    }

    /// `x / y`.
    pub fn over(self, other: impl Into<Expression>) -> Expression {
        self.arithmetic(Arithmetic::Div, other)
    }

    /// `p% of x`.
    pub fn share_of(share: Share, of: impl Into<Expression>) -> Expression {
        expression(Node::PercentOf(share.0, boxed(of)))
    }

    /// `x rounded … to so many places`.
    pub fn rounded(self, how: Rounding, places: u32) -> Expression {
        expression(Node::Rounded(Box::new(self.0), how, places))
    }

    /// `x but at most y`.
    pub fn but_at_most(self, other: impl Into<Expression>) -> Expression {
        expression(Node::AtMost(Box::new(self.0), boxed(other)))
    }

    /// `x but at least y`.
    pub fn but_at_least(self, other: impl Into<Expression>) -> Expression {
        expression(Node::AtLeast(Box::new(self.0), boxed(other)))
    }

    /// A date moved by so many days, months or years; below 0 for before.
    pub fn shifted(self, amount: i64, unit: Calendar) -> Expression {
        expression(Node::Shift(Box::new(self.0), amount, unit))
    }
}

/// `the previous revenue`, `revenue 2 periods before`: a path read of the record so many periods earlier.
pub fn earlier(path: &str, periods: u32) -> Expression {
    expression(Node::Earlier(idents(path), periods))
}

/// `there is a previous period`, `there are 2 previous periods`.
pub fn has_earlier(periods: u32) -> Expression {
    expression(Node::HasEarlier(periods))
}

/// `growth of revenue in percent`, of the value before.
pub fn growth(path: &str) -> Expression {
    expression(Node::Growth(idents(path), Some(tree::Growth::Percent)))
}

/// `growth of rate in points`, the difference of two percentages.
pub fn growth_in_points(path: &str) -> Expression {
    expression(Node::Growth(idents(path), Some(tree::Growth::Points)))
}

/// `number of consecutive periods with (…)`, up to and including this one.
pub fn run(condition: impl Into<Expression>) -> Expression {
    expression(Node::Run(boxed(condition)))
}

impl Expression {
    /// `… for 3 consecutive periods`: this one and those right before it.
    pub fn for_periods(self, periods: u32) -> Expression {
        expression(Node::Lasting(Box::new(self.0), tree::Lasting::UpToNow, periods))
    }

    /// `… for 3 consecutive periods counted anew`: each period counts once only.
    pub fn for_periods_anew(self, periods: u32) -> Expression {
        expression(Node::Lasting(Box::new(self.0), tree::Lasting::Anew, periods))
    }

    /// `… in each of the 3 periods before`.
    pub fn in_periods_before(self, periods: u32) -> Expression {
        expression(Node::Lasting(Box::new(self.0), tree::Lasting::Before, periods))
    }
}

/// Records of a kind, of whom something is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Population(tree::Population);

/// All records of a kind, by its name or plural.
pub fn records(kind: &str) -> Population {
    let (scopes, filter) = (Vec::new(), None);
    Population(tree::Population { kind: ident(kind), scopes, filter, span: Span::NONE })
}

fn scope(under: bool, kind: &str, via: Option<&str>) -> tree::Scope {
    tree::Scope { under, kind: ident(kind), via: via.map(idents), span: Span::NONE }
}

fn narrowed(filter: Option<Expr>, condition: impl Into<Expression>) -> Option<Expr> {
    let condition = condition.into();
    Some(match filter {
        None => condition.0,
        Some(filter) => Expression(filter).and(condition).0,
    })
}

impl Population {
    /// `in the kind`.
    pub fn in_the(mut self, kind: &str) -> Population {
        self.0.scopes.push(scope(false, kind, None));
        self
    }

    /// `in the kind (path)`, where several references lead there.
    pub fn in_the_by(mut self, kind: &str, path: &str) -> Population {
        self.0.scopes.push(scope(false, kind, Some(path)));
        self
    }

    /// `under the kind`: in it or in one below it.
    pub fn under_the(mut self, kind: &str) -> Population {
        self.0.scopes.push(scope(true, kind, None));
        self
    }

    /// `where condition`; a second one must hold as well.
    pub fn filter(mut self, condition: impl Into<Expression>) -> Population {
        self.0.filter = narrowed(self.0.filter.take(), condition);
        self
    }

    fn summary(self, what: Summary, value: Option<Expr>) -> Expression {
        let population = self.0;
        expression(Node::Aggregate(Box::new(tree::Aggregate { what, value, population, leaving_out_missing: false })))
    }

    /// `total x of` them.
    pub fn total(self, of: impl Into<Expression>) -> Expression {
        self.summary(Summary::Total, Some(of.into().0))
    }

    /// `average x of` them.
    pub fn average(self, of: impl Into<Expression>) -> Expression {
        self.summary(Summary::Average, Some(of.into().0))
    }

    /// `least x of` them.
    pub fn least(self, of: impl Into<Expression>) -> Expression {
        self.summary(Summary::Least, Some(of.into().0))
    }

    /// `greatest x of` them.
    pub fn greatest(self, of: impl Into<Expression>) -> Expression {
        self.summary(Summary::Greatest, Some(of.into().0))
    }

    /// `number of` them.
    pub fn number(self) -> Expression {
        self.summary(Summary::Number, None)
    }
}

/// A quantifier with a property: what stands behind `of which`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part(tree::Clause);

fn part(quantifier: tree::Quantifier) -> Part {
    Part(tree::Clause { quantifier, property: None, missing: None, span: Span::NONE })
}

/// `at least 70%`, of a base that stands before it.
pub fn at_least_share(share: Share) -> Part {
    part(tree::Quantifier::Share(Bound::AtLeast, Amount::Fixed(share.0)))
}

/// `at most 30%`, of a base that stands before it.
pub fn at_most_share(share: Share) -> Part {
    part(tree::Quantifier::Share(Bound::AtMost, Amount::Fixed(share.0)))
}

/// `at least k`, of a base that stands before it.
pub fn at_least_count(k: u32) -> Part {
    part(tree::Quantifier::Count(Bound::AtLeast, Amount::Fixed(Exact::from(i64::from(k)))))
}

/// `at most k`, of a base that stands before it.
pub fn at_most_count(k: u32) -> Part {
    part(tree::Quantifier::Count(Bound::AtMost, Amount::Fixed(Exact::from(i64::from(k)))))
}

/// Any quantifier of the language.
pub fn quantified(quantifier: tree::Quantifier) -> Part {
    part(quantifier)
}

impl Part {
    /// What they have.
    pub fn have(mut self, property: impl Into<Expression>) -> Part {
        self.0.property = Some(property.into().0);
        self
    }

    /// What a missing property counts as.
    pub fn missing(mut self, missing: Missing) -> Part {
        self.0.missing = Some(missing);
        self
    }

    /// The sentence about a population that begins with this.
    pub fn of(self, population: Population) -> Sentence {
        Sentence(tree::Quantified { population: population.0, head: self.0, tails: Vec::new() })
    }
}

/// A quantified sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence(tree::Quantified);

/// `all` records of a kind.
pub fn all(kind: &str) -> Sentence {
    part(tree::Quantifier::All).of(records(kind))
}

/// `no` record of a kind.
pub fn no(kind: &str) -> Sentence {
    part(tree::Quantifier::No).of(records(kind))
}

/// `at least k` records of a kind.
pub fn at_least(k: u32, kind: &str) -> Sentence {
    at_least_count(k).of(records(kind))
}

/// `at most k` records of a kind.
pub fn at_most(k: u32, kind: &str) -> Sentence {
    at_most_count(k).of(records(kind))
}

/// `at least p% of` the records of a kind.
pub fn at_least_part(share: Share, kind: &str) -> Sentence {
    at_least_share(share).of(records(kind))
}

/// `at most p% of` the records of a kind.
pub fn at_most_part(share: Share, kind: &str) -> Sentence {
    at_most_share(share).of(records(kind))
}

impl Sentence {
    fn with(mut self, change: impl FnOnce(Population) -> Population) -> Sentence {
        self.0.population = change(Population(self.0.population)).0;
        self
    }

    /// `in the kind`.
    pub fn in_the(self, kind: &str) -> Sentence {
        self.with(|population| population.in_the(kind))
    }

    /// `in the kind (path)`, where several references lead there.
    pub fn in_the_by(self, kind: &str, path: &str) -> Sentence {
        self.with(|population| population.in_the_by(kind, path))
    }

    /// `under the kind`: in it or in one below it.
    pub fn under_the(self, kind: &str) -> Sentence {
        self.with(|population| population.under_the(kind))
    }

    /// `where condition`; a second one must hold as well.
    pub fn filter(self, condition: impl Into<Expression>) -> Sentence {
        self.with(|population| population.filter(condition))
    }

    /// What they have.
    pub fn have(mut self, property: impl Into<Expression>) -> Sentence {
        self.0.head.property = Some(property.into().0);
        self
    }

    /// What a missing property counts as.
    pub fn missing(mut self, missing: Missing) -> Sentence {
        self.0.head.missing = Some(missing);
        self
    }

    fn tail(mut self, rest: bool, body: TailBody) -> Sentence {
        self.0.tails.push(tree::Tail { rest, body, span: Span::NONE });
        self
    }

    /// `, of which …`.
    pub fn of_which(self, part: Part) -> Sentence {
        self.tail(false, TailBody::One(part.0))
    }

    /// `, of the rest …`.
    pub fn of_the_rest(self, part: Part) -> Sentence {
        self.tail(true, TailBody::One(part.0))
    }

    /// `, of which a) … b) …`.
    pub fn of_which_all(self, parts: impl IntoIterator<Item = Part>) -> Sentence {
        self.tail(false, TailBody::Lettered(parts.into_iter().map(|part| entry(part.0)).collect()))
    }
}
