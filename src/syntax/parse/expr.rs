//! Expressions: from nodes of the parse to the tree.

use crate::diagnostic::SyntaxProblem;
use crate::exact::{Exact, Rounding};
use crate::syntax::grammar::{Kind, Node};
use crate::syntax::tree::{
    Aggregate, Amount, Arithmetic, Bound, Calendar, Clause, Comparison, Entry, Expr, Ident, Literal, Missing, Need,
    Node as What, Population, Presence, Quantified, Quantifier, Scope, Stretch, Summary, Tail, TailBody, Trivia, Value,
};

use super::build::Build;
use super::token;

/// Which list an entry stands in, so that inner lists can be held to longer markers.
#[derive(Debug, Clone, Default)]
pub(super) struct Within {
    /// The marker of the entry that this stands in, without `)`; none outside lists and in parentheses.
    marker: Option<String>,
    /// Whether it stands in a property or a filter: tails behind it belong to the sentence around.
    property: bool,
}

impl Build<'_> {
    /// A condition or a number with its tails.
    pub(super) fn expr(&mut self, node: &Node<'_>, within: &Within) -> Option<Expr> {
        let (mut expr, tails) = self.expr_and_tails(node, within)?;
        self.hang(&mut expr, tails);
        Some(expr)
    }

    /// Of a condition, or of what a claim says.
    fn expr_and_tails(&mut self, node: &Node<'_>, within: &Within) -> Option<(Expr, Vec<Tail>)> {
        let chain = node.child(Kind::Chain).or_else(|| node.child(Kind::Saying))?;
        let (mut expr, mut tails) = self.chain(chain, within)?;
        for tail in node.all(Kind::Tail) {
            tails.push(self.tail(tail, within)?);
        }
        expr.span = self.span(node);
        Some((expr, tails))
    }

    /// Hangs tails on the sentence that an expression ends with.
    fn hang(&mut self, expr: &mut Expr, tails: Vec<Tail>) {
        let Some(first) = tails.first() else { return };
        let at = first.span;
        let end = match &mut expr.node {
            What::And(parts) | What::Or(parts) => match parts.last_mut() {
                Some(last) => last,
                None => return,
            },
            _ => expr,
        };
        match &mut end.node {
            What::Quantified(sentence) => sentence.tails.extend(tails),
            _ => self.finding(SyntaxProblem::TailWithoutSentence, at),
        }
    }

    /// A chain of `and` or `or`. Tails that a list in a property swallowed come back with it.
    fn chain(&mut self, node: &Node<'_>, within: &Within) -> Option<(Expr, Vec<Tail>)> {
        let (and, or) = (node.has(Kind::And), node.has(Kind::Or));
        if and && or {
            self.finding(SyntaxProblem::MixedAndOr, self.span(node));
        }
        let mut parts = Vec::new();
        let mut pending = Vec::<Tail>::new();
        for unary in node.children.iter().filter(|child| matches!(child.kind, Kind::Unary | Kind::Said)) {
            if let Some(tail) = pending.first() {
                let at = tail.span;
                self.finding(SyntaxProblem::TailWithoutSentence, at);
            }
            let (part, tails) = self.unary(unary, within)?;
            parts.push(part);
            pending = tails;
        }
        let span = self.span(node);
        let expr = match parts.len() {
            1 => parts.pop()?,
            _ if or => Expr { node: What::Or(parts), span },
            _ => Expr { node: What::And(parts), span },
        };
        Some((expr, pending))
    }

    fn unary(&mut self, node: &Node<'_>, within: &Within) -> Option<(Expr, Vec<Tail>)> {
        let test = node.children.iter().find(|child| child.kind != Kind::Not)?;
        // The test and the sentence or comparison's parts are a level each.
        let (mut expr, pending) = self.down(node.children.len() + 1, node, |build| build.test(test, within))?;
        for not in node.all(Kind::Not).collect::<Vec<_>>().into_iter().rev() {
            let span = self.span(not).to(expr.span);
            expr = Expr { node: What::Not(Box::new(expr)), span };
        }
        Some((expr, pending))
    }

    fn test(&mut self, node: &Node<'_>, within: &Within) -> Option<(Expr, Vec<Tail>)> {
        let span = self.span(node);
        let plain = |what: What| Some((Expr { node: what, span }, Vec::new()));
        match node.kind {
            Kind::List | Kind::SaidList => self.list(node, within),
            Kind::SaidParen => {
                self.expr(node.child(Kind::Statement)?, &Within::default()).map(|expr| (expr, Vec::new()))
            }
            Kind::Judged => plain(self.judged(node)?),
            Kind::Sentence => {
                let sentence = self.sentence(node)?;
                plain(What::Quantified(Box::new(sentence)))
            }
            Kind::EveryLine => plain(self.every_line(node)?),
            Kind::MeetsEvery => plain(What::MeetsEvery(match node.child(Kind::Cite) {
                None => None,
                Some(cite) => Some(self.cite(cite)?),
            })),
            Kind::Meets => plain(What::Meets(self.ident(node.child(Kind::Id)?))),
            Kind::HasEarlier => plain(self.of_series(node)?),
            _ => self.comparison(node).map(|expr| (expr, Vec::new())),
        }
    }

    // ---- lettered lists ----

    fn list(&mut self, node: &Node<'_>, within: &Within) -> Option<(Expr, Vec<Tail>)> {
        let need = self.need(node.first()?)?;
        let entries = node.child(Kind::Entries).or_else(|| node.child(Kind::SaidEntries))?;
        let mut out: Vec<Entry<Expr>> = Vec::new();
        let mut pending = Vec::new();
        for (position, entry) in entries.children.iter().enumerate() {
            let inner = self.marker(entry.first()?, position, within);
            let said = entry.child(Kind::Expr).or_else(|| entry.child(Kind::Statement))?;
            let (mut content, tails) = self.expr_and_tails(said, &inner)?;
            if within.property && position + 1 == entries.children.len() {
                pending = tails;
            } else {
                self.hang(&mut content, tails);
            }
            out.push(Entry { trivia: Trivia::default(), content, span: self.span(entry) });
        }
        Some((Expr { node: What::List(need, out), span: self.span(node) }, pending))
    }

    /// Checks an entry's marker against its place and gives what its content stands within.
    pub(super) fn marker(&mut self, node: &Node<'_>, position: usize, within: &Within) -> Within {
        let found = node.text.trim_end_matches(')').to_string();
        let wanted = match &within.marker {
            None => token::letter(self.language, position).map(String::from),
            Some(outer) => Some(format!("{outer}.{}", position + 1)),
        };
        match wanted {
            None => self.finding(SyntaxProblem::TooManyLetters, self.span(node)),
            Some(wanted) if wanted != found => {
                let problem = if within.marker.is_some() && node.kind == Kind::Marker0 {
                    SyntaxProblem::InnerList { wanted: wanted.clone() }
                } else {
                    SyntaxProblem::LetterOrder { wanted: wanted.clone(), found: found.clone() }
                };
                self.finding(problem, self.span(node));
            }
            Some(_) => {}
        }
        Within { marker: Some(found), property: within.property }
    }

    fn need(&mut self, node: &Node<'_>) -> Option<Need> {
        Some(match node.kind {
            Kind::NeedAll => Need::All,
            Kind::NeedAny => Need::Any,
            _ => {
                let whole = node.child(Kind::Whole)?;
                let Ok(k) = whole.text.parse::<u32>() else {
                    self.finding(SyntaxProblem::TooManyDigits { limit: 9 }, self.span(whole));
                    return None;
                };
                if node.has(Kind::AtLeast) {
                    Need::AtLeast(k)
                } else if node.has(Kind::AtMost) {
                    Need::AtMost(k)
                } else {
                    Need::Exactly(k)
                }
            }
        })
    }

    // ---- sentences ----

    fn sentence(&mut self, node: &Node<'_>) -> Option<Quantified> {
        let population = self.population(node)?;
        // What a list at the property's end has read of tails belongs to this sentence.
        let (head, tails) = self.clause(node)?;
        Some(Quantified { population, head, tails })
    }

    /// The population of a sentence or an aggregate. In `không KIND nào` its parts stand right in the sentence.
    pub(super) fn population(&mut self, node: &Node<'_>) -> Option<Population> {
        let node = node.child(Kind::Population)?;
        let kind = self.name(node.child(Kind::Name)?);
        let mut scopes = Vec::new();
        if let Some(list) = node.child(Kind::Scopes) {
            let under = list.has(Kind::ScopeUnder);
            for scope in list.all(Kind::Scope) {
                let via = match scope.child(Kind::Via) {
                    Some(via) => Some(self.path(via.child(Kind::Path)?)),
                    None => None,
                };
                let kind = self.name(scope.child(Kind::Name)?);
                scopes.push(Scope { under, kind, via, span: self.span(scope) });
            }
        }
        let filter = self.filter(node)?;
        Some(Population { kind, scopes, filter, span: self.span(node) })
    }

    /// `where …` of a node; `Some(None)` where there is none.
    pub(super) fn filter(&mut self, node: &Node<'_>) -> Option<Option<Expr>> {
        let Some(filter) = node.child(Kind::Filter) else { return Some(None) };
        self.alone(filter.child(Kind::Chain)?).map(Some)
    }

    /// A chain that has no tails.
    pub(super) fn alone(&mut self, chain: &Node<'_>) -> Option<Expr> {
        let (expr, pending) = self.chain(chain, &Within { marker: None, property: true })?;
        if let Some(tail) = pending.first() {
            self.finding(SyntaxProblem::TailWithoutSentence, tail.span);
        }
        Some(expr)
    }

    /// Quantifier, property and policy, and the tails that a list at the property's end swallowed.
    fn clause(&mut self, node: &Node<'_>) -> Option<(Clause, Vec<Tail>)> {
        let quantifier = self.quantifier(node)?;
        let (property, tails) = match node.child(Kind::Property) {
            None => (None, Vec::new()),
            Some(property) => match property.child(Kind::Chain) {
                Some(chain) => {
                    let (expr, tails) = self.chain(chain, &Within { marker: None, property: true })?;
                    (Some(expr), tails)
                }
                None => {
                    let meets = property.child(Kind::Meets)?;
                    let id = self.ident(meets.child(Kind::Id)?);
                    (Some(Expr { node: What::Meets(id), span: self.span(meets) }), Vec::new())
                }
            },
        };
        let missing = node.child(Kind::Policy).and_then(Node::first).and_then(|policy| match policy.kind {
            Kind::AsFailing => Some(Missing::Failing),
            Kind::AsPassing => Some(Missing::Passing),
            Kind::LeaveOut => Some(Missing::LeftOut),
            _ => None,
        });
        Some((Clause { quantifier, property, missing, span: self.span(node) }, tails))
    }

    fn tail(&mut self, node: &Node<'_>, within: &Within) -> Option<Tail> {
        let rest = node.has(Kind::OfRest);
        let span = self.span(node);
        let body = match node.child(Kind::TailEntries) {
            None => TailBody::One(self.tail_clause(node.child(Kind::TailClause)?)?),
            Some(entries) => {
                let mut out = Vec::new();
                for (position, entry) in entries.children.iter().enumerate() {
                    self.marker(entry.first()?, position, within);
                    let content = self.tail_clause(entry.child(Kind::TailClause)?)?;
                    out.push(Entry { trivia: Trivia::default(), content, span: self.span(entry) });
                }
                TailBody::Lettered(out)
            }
        };
        Some(Tail { rest, body, span })
    }

    fn tail_clause(&mut self, node: &Node<'_>) -> Option<Clause> {
        let (clause, tails) = self.clause(node)?;
        if let Some(tail) = tails.first() {
            self.finding(SyntaxProblem::TailWithoutSentence, tail.span);
        }
        Some(clause)
    }

    fn quantifier(&mut self, node: &Node<'_>) -> Option<Quantifier> {
        let what = node
            .children
            .iter()
            .find(|child| matches!(child.kind, Kind::QAll | Kind::QNo | Kind::TailAll | Kind::TailNo | Kind::QBound))?;
        match what.kind {
            Kind::QNo | Kind::TailNo => Some(Quantifier::No),
            Kind::QAll | Kind::TailAll => match what.child(Kind::Percent) {
                None => Some(Quantifier::All),
                Some(percent) => {
                    let share = self.percent(percent)?;
                    Some(if share == Exact::from(1i64) { Quantifier::All } else { Quantifier::BareShare(share) })
                }
            },
            _ => {
                let mut amounts = what.all(Kind::Amount);
                let (low, high) = (amounts.next()?, amounts.next());
                if let Some(high) = high {
                    let (low, high) = (self.amount(low)?.0, self.amount(high)?.0);
                    return Some(Quantifier::Between(low, high));
                }
                let bound = match what.child(Kind::Bound).and_then(Node::first).map(|word| word.kind) {
                    Some(Kind::MoreThan) => Bound::MoreThan,
                    Some(Kind::AtMost) => Bound::AtMost,
                    Some(Kind::LessThan) => Bound::LessThan,
                    Some(Kind::Exactly) => Bound::Exactly,
                    // `từ 70% trở xuống`
                    _ if what.has(Kind::DownTo) => Bound::AtMost,
                    _ => Bound::AtLeast,
                };
                let (amount, share) = self.amount(low)?;
                if let Some(rounded) = what.child(Kind::ShareRounded) {
                    let (how, _) = self.rounding(rounded)?;
                    return Some(Quantifier::Rounded(bound, amount, how));
                }
                let share = share || what.has(Kind::ShareOf);
                Some(if share { Quantifier::Share(bound, amount) } else { Quantifier::Count(bound, amount) })
            }
        }
    }

    /// A threshold, and whether it is a share by its form.
    fn amount(&mut self, node: &Node<'_>) -> Option<(Amount, bool)> {
        let first = node.first()?;
        let (value, fixed, share) = match first.kind {
            Kind::Paren => return Some((Amount::Depends(Box::new(self.paren(first)?)), false)),
            Kind::Percent => {
                let value = self.percent(first)?;
                (Value::Percent(value.clone()), value, true)
            }
            Kind::Fraction => {
                let mut sides = first.all(Kind::Number);
                let (a, b) = (self.number(sides.next()?)?, self.number(sides.next()?)?);
                let Some(value) = a.div(&b) else {
                    self.finding(SyntaxProblem::ZeroFraction, self.span(first));
                    return None;
                };
                (Value::Number(value.clone()), value, true)
            }
            _ => {
                let value = self.number(first)?;
                (Value::Number(value.clone()), value, false)
            }
        };
        let Some(depends) = node.child(Kind::Depends) else { return Some((Amount::Fixed(fixed), share)) };
        let cases = depends.all(Kind::Case).map(|case| self.case(case)).collect::<Option<Vec<_>>>()?;
        let otherwise = Expr { node: What::Literal(value), span: self.span(first) };
        let expr = Expr { node: What::Cases(cases, Box::new(otherwise)), span: self.span(node) };
        Some((Amount::Depends(Box::new(expr)), share))
    }

    // ---- comparisons ----

    fn comparison(&mut self, node: &Node<'_>) -> Option<Expr> {
        let expr = self.compared(node)?;
        self.lasting(expr, node)
    }

    fn compared(&mut self, node: &Node<'_>) -> Option<Expr> {
        let value = self.sum(node.child(Kind::Sum)?)?;
        let Some(right) = node.children.get(1).filter(|right| right.kind != Kind::Lasting) else { return Some(value) };
        let span = self.span(node).to(self.span(right));
        let compare = |build: &mut Self, how: Comparison| -> Option<What> {
            let operand = build.operand(right.child(Kind::Sum)?)?;
            Some(What::Compare(Box::new(value.clone()), how, Box::new(operand)))
        };
        let what = match right.kind {
            Kind::CmpIs => compare(self, Comparison::Is)?,
            Kind::CmpNot | Kind::CmpUnequal => compare(self, Comparison::IsNot)?,
            Kind::CmpAtLeast => compare(self, Comparison::AtLeast)?,
            Kind::CmpAtMost => compare(self, Comparison::AtMost)?,
            Kind::CmpAbove => compare(self, Comparison::Above)?,
            Kind::CmpBelow => compare(self, Comparison::Below)?,
            Kind::CmpFrom if right.has(Kind::UpTo) => compare(self, Comparison::AtLeast)?,
            Kind::CmpFrom if right.has(Kind::DownTo) => compare(self, Comparison::AtMost)?,
            Kind::CmpFrom => {
                let mut ends = right.all(Kind::Sum);
                let (low, high) = (self.operand(ends.next()?)?, self.operand(ends.next()?)?);
                What::Between {
                    value: Box::new(value),
                    low: Box::new(low),
                    high: Box::new(high),
                    open: right.has(Kind::OpenEnd),
                }
            }
            Kind::OneOf => {
                let labels = right.all(Kind::Label).map(|label| self.label(label)).collect::<Option<Vec<_>>>()?;
                What::OneOf(Box::new(value), labels)
            }
            Kind::Presence => {
                let presence = match right.first()?.kind {
                    Kind::Missing => Presence::Missing,
                    Kind::Known => Presence::Known,
                    Kind::Present => Presence::Present,
                    _ => Presence::Absent,
                };
                What::Presence(Box::new(value), presence)
            }
            Kind::Within => {
                let stretch = match right.child(Kind::Quarter) {
                    None => Stretch::Period,
                    Some(quarter) => {
                        let mut numbers = quarter.all(Kind::Whole);
                        let number = numbers.next()?;
                        let Some(which @ 1..=4) = number.text.parse::<u8>().ok() else {
                            self.finding(SyntaxProblem::NoSuchQuarter, self.span(number));
                            return None;
                        };
                        let year = match numbers.next() {
                            None => None,
                            Some(year) => match year.text.parse::<i16>() {
                                Ok(number @ 1..=9999) => Some(number),
                                _ => {
                                    let problem = SyntaxProblem::NoSuchDay { text: year.text.to_string() };
                                    self.finding(problem, self.span(year));
                                    return None;
                                }
                            },
                        };
                        Stretch::Quarter(which, year)
                    }
                };
                What::Within(Box::new(value), stretch)
            }
            Kind::Top => self.top(value, right)?,
            Kind::Extreme => {
                let what = if right.has(Kind::Lowest) { Summary::Least } else { Summary::Greatest };
                let population = self.population(right)?;
                let inner = Aggregate { what, value: Some(value.clone()), population, leaving_out_missing: false };
                let inner = Expr { node: What::Aggregate(Box::new(inner)), span: self.span(right) };
                What::Compare(Box::new(value), Comparison::Is, Box::new(inner))
            }
            Kind::Implied => {
                let label = right.child(Kind::String)?;
                if !matches!(value.node, What::Path(_)) {
                    self.finding(SyntaxProblem::LabelBehindNoField, self.span(label));
                }
                let label = Expr { node: What::Literal(Value::Text(self.text(label)?)), span: self.span(label) };
                What::Compare(Box::new(value), Comparison::Is, Box::new(label))
            }
            _ => return None,
        };
        Some(Expr { node: what, span })
    }

    // ---- numbers ----

    pub(super) fn sum(&mut self, node: &Node<'_>) -> Option<Expr> {
        // Terms stand side by side here, and within one another in the tree.
        self.down(1 + node.children.len() / 2, node, |build| build.terms(node))
    }

    fn terms(&mut self, node: &Node<'_>) -> Option<Expr> {
        let mut out = self.product(node.child(Kind::Product)?)?;
        let mut how = Arithmetic::Add;
        for part in node.children.iter().skip(1) {
            match part.kind {
                Kind::AddOp => how = if part.text == "+" { Arithmetic::Add } else { Arithmetic::Sub },
                Kind::Product => out = self.operation(out, how, part)?,
                Kind::Rounded => {
                    let span = out.span.to(self.span(part));
                    let (how, places) = self.rounding(part)?;
                    out = Expr { node: What::Rounded(Box::new(out), how, places), span };
                }
                Kind::Clamp => {
                    let bound = self.product(part.child(Kind::Product)?)?;
                    let span = out.span.to(self.span(part));
                    let (a, b) = (Box::new(out), Box::new(bound));
                    let node = if part.has(Kind::AtMost) { What::AtMost(a, b) } else { What::AtLeast(a, b) };
                    out = Expr { node, span };
                }
                _ => {}
            }
        }
        Some(out)
    }

    fn rounding(&mut self, node: &Node<'_>) -> Option<(Rounding, u32)> {
        let how = if node.has(Kind::RoundDown) {
            Rounding::Down
        } else if node.has(Kind::RoundUp) {
            Rounding::Up
        } else {
            Rounding::Nearest
        };
        let Some(whole) = node.child(Kind::Whole) else { return Some((how, 0)) };
        match whole.text.parse::<u32>() {
            Ok(places @ 0..=18) => Some((how, places)),
            _ => {
                self.finding(SyntaxProblem::TooManyDigits { limit: 18 }, self.span(whole));
                None
            }
        }
    }

    /// What a value is compared with. `x at least 3 but at most 5` would compare with the smaller of 3 and 5.
    fn operand(&mut self, node: &Node<'_>) -> Option<Expr> {
        if let Some(clamp) = node.child(Kind::Clamp) {
            self.finding(SyntaxProblem::ClampedThreshold, self.span(clamp));
        }
        self.sum(node)
    }

    fn operation(&mut self, left: Expr, how: Arithmetic, right: &Node<'_>) -> Option<Expr> {
        let right = if right.kind == Kind::Product { self.product(right)? } else { self.factor(right)? };
        let span = left.span.to(right.span);
        Some(Expr { node: What::Arithmetic(Box::new(left), how, Box::new(right)), span })
    }

    fn product(&mut self, node: &Node<'_>) -> Option<Expr> {
        self.down(node.children.len() / 2, node, |build| build.factors(node))
    }

    fn factors(&mut self, node: &Node<'_>) -> Option<Expr> {
        let mut out = self.factor(node.child(Kind::Factor)?)?;
        let mut how = Arithmetic::Mul;
        for part in node.children.iter().skip(1) {
            match part.kind {
                Kind::MulOp => how = if part.text == "*" { Arithmetic::Mul } else { Arithmetic::Div },
                Kind::Factor => out = self.operation(out, how, part)?,
                _ => {}
            }
        }
        Some(out)
    }

    fn factor(&mut self, node: &Node<'_>) -> Option<Expr> {
        let span = self.span(node);
        let what = node.children.iter().find(|child| child.kind != Kind::Minus)?;
        let mut out = self.down(node.children.len().saturating_sub(1), node, |build| build.primary(what))?;
        for _ in node.all(Kind::Minus) {
            out = Expr { node: What::Negative(Box::new(out)), span };
        }
        Some(out)
    }

    fn primary(&mut self, node: &Node<'_>) -> Option<Expr> {
        let span = self.span(node);
        let what = match node.kind {
            Kind::Paren => return self.paren(node),
            Kind::Path => What::Path(self.path(node)),
            Kind::Percent => What::Literal(Value::Percent(self.percent(node)?)),
            Kind::Number => What::Literal(Value::Number(self.number(node)?)),
            Kind::String => What::Literal(Value::Text(self.text(node)?)),
            Kind::None => What::Literal(Value::None),
            Kind::Yes => What::Literal(Value::YesNo(true)),
            Kind::No => What::Literal(Value::YesNo(false)),
            Kind::Date => What::Literal(Value::Date(self.date(node)?)),
            Kind::Points => {
                let points = self.number(node.child(Kind::Number)?)?;
                What::Literal(Value::Points(points.div(&Exact::from(100i64))?))
            }
            Kind::PercentOf => {
                let share = self.percent(node.child(Kind::Percent)?)?;
                What::PercentOf(share, Box::new(self.factor(node.child(Kind::Factor)?)?))
            }
            Kind::Shift => {
                let whole = node.child(Kind::Whole)?;
                let Some(amount @ 0..=100_000) = whole.text.parse::<i64>().ok() else {
                    self.finding(SyntaxProblem::TooManyDigits { limit: 5 }, self.span(whole));
                    return None;
                };
                let amount = if node.has(Kind::Before) { -amount } else { amount };
                let date = self.primary(node.children.last()?)?;
                What::Shift(Box::new(date), amount, calendar(node)?)
            }
            Kind::Elapsed => {
                let mut ends = node.all(Kind::Sum);
                let (from, to) = (self.sum(ends.next()?)?, self.sum(ends.next()?)?);
                What::Elapsed(calendar(node)?, Box::new(from), Box::new(to))
            }
            Kind::Age => {
                let (at, from) = (self.primary(node.first()?)?, self.primary(node.children.last()?)?);
                What::Elapsed(Calendar::Years, Box::new(from), Box::new(at))
            }
            Kind::Aggregate => What::Aggregate(Box::new(self.aggregate(node)?)),
            Kind::By => self.by(node)?,
            Kind::PeriodEdge => What::PeriodEdge(node.has(Kind::PeriodEnd)),
            Kind::Earlier | Kind::Growth | Kind::Run => self.of_series(node)?,
            Kind::LineOf => {
                let place = self.line_place(node.child(Kind::LineId)?)?;
                What::ScoreLine(place, self.path(node.child(Kind::Path)?))
            }
            _ => return None,
        };
        Some(Expr { node: what, span })
    }

    /// What stands in parentheses; they are not kept, the printer knows where they are needed.
    fn paren(&mut self, node: &Node<'_>) -> Option<Expr> {
        let expr = self.expr(node.child(Kind::Expr)?, &Within::default())?;
        self.cases(expr, node)
    }

    /// Cases behind a first value, if there are any: `60 when hard; otherwise 85`.
    pub(super) fn cases(&mut self, first: Expr, node: &Node<'_>) -> Option<Expr> {
        let Some(rest) = node.child(Kind::CaseTail) else { return Some(first) };
        let mut exprs = rest.all(Kind::Expr);
        let (when, otherwise) = (exprs.next()?, exprs.next()?);
        let mut cases = vec![(first, self.expr(when, &Within::default())?)];
        for case in rest.all(Kind::Case) {
            cases.push(self.case(case)?);
        }
        let otherwise = self.expr(otherwise, &Within::default())?;
        Some(Expr { node: What::Cases(cases, Box::new(otherwise)), span: self.span(node) })
    }

    pub(super) fn case(&mut self, node: &Node<'_>) -> Option<(Expr, Expr)> {
        Some((self.sum(node.child(Kind::Sum)?)?, self.expr(node.child(Kind::Expr)?, &Within::default())?))
    }

    fn by(&mut self, node: &Node<'_>) -> Option<What> {
        let path = self.path(node.child(Kind::Path)?);
        let mut rows = Vec::new();
        for row in node.all(Kind::ByRow) {
            let labels = row.all(Kind::Label).map(|label| self.label(label)).collect::<Option<Vec<_>>>()?;
            rows.push((labels, self.sum(row.child(Kind::Sum)?)?));
        }
        let otherwise = match node.child(Kind::ByElse) {
            None => None,
            Some(other) => Some(Box::new(self.sum(other.child(Kind::Sum)?)?)),
        };
        Some(What::By(path, rows, otherwise))
    }

    fn aggregate(&mut self, node: &Node<'_>) -> Option<Aggregate> {
        let what = match node.first()?.kind {
            Kind::Total => Summary::Total,
            Kind::Average => Summary::Average,
            Kind::Least => Summary::Least,
            Kind::Greatest => Summary::Greatest,
            _ => Summary::Number,
        };
        let value = match node.child(Kind::AggValue) {
            None => None,
            Some(value) => Some(self.primary(value.first()?)?),
        };
        let population = self.population(node)?;
        Some(Aggregate { what, value, population, leaving_out_missing: node.has(Kind::LeaveOut) })
    }

    /// `none` or a string.
    pub(super) fn label(&mut self, node: &Node<'_>) -> Option<Literal> {
        let span = self.span(node);
        let value = match node.child(Kind::String) {
            Some(string) => Value::Text(self.text(string)?),
            None => Value::None,
        };
        Some(Literal { value, span })
    }

    /// The names of a path.
    pub(super) fn path(&mut self, node: &Node<'_>) -> Vec<Ident> {
        node.all(Kind::Name).map(|name| self.name(name)).collect()
    }
}

pub(super) fn calendar(node: &Node<'_>) -> Option<Calendar> {
    Some(match node.child(Kind::Calendar)?.first()?.kind {
        Kind::Days => Calendar::Days,
        Kind::Months => Calendar::Months,
        _ => Calendar::Years,
    })
}
