//! Every expression of the files, with what is in hand there and what a requirement wants of it.

use crate::exact::Exact;
use crate::program::KindId;
use crate::syntax::tree::{
    Amount, BandStretch, Body, Bound, Clause, Derived, Expr, LineContent, Need, Node, Population, Quantified,
    Quantifier, ScoreLine, TailBody, Value,
};

use super::Rules;

/// Whether what holds a condition asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    /// The more often it holds, the sooner the requirement is met.
    Holds,
    /// The less often it holds.
    Fails,
    /// Neither can be told.
    Either,
}

impl Want {
    fn turned(self) -> Want {
        match self {
            Want::Holds => Want::Fails,
            Want::Fails => Want::Holds,
            Want::Either => Want::Either,
        }
    }
}

/// Where an expression stands.
#[derive(Debug, Clone)]
pub(super) struct At {
    /// The file.
    pub file: u32,
    /// The kinds in hand.
    pub hand: Vec<KindId>,
    /// What is wanted of it.
    pub want: Want,
}

impl At {
    fn wants(&self, want: Want) -> At {
        At { want, ..self.clone() }
    }
}

/// Calls `look` with every expression of the files that are looked at, the outer one first.
pub(super) fn walk<'a>(rules: &Rules<'a>, look: &mut dyn FnMut(&'a Expr, &At)) {
    let own = rules.own_files().collect::<Vec<_>>();
    own.into_iter()
        .for_each(|(file, _, tree)| tree.declarations.iter().for_each(|one| body(rules, file, &one.body, look)));
}

/// The same with every file, those of other packs too.
pub(super) fn walk_all<'a>(rules: &Rules<'a>, look: &mut dyn FnMut(&'a Expr, &At)) {
    for (file, (_, tree)) in (0u32..).zip(rules.files) {
        tree.declarations.iter().for_each(|one| body(rules, file, &one.body, look));
    }
}

fn body<'a>(rules: &Rules<'a>, file: u32, body: &'a Body, look: &mut dyn FnMut(&'a Expr, &At)) {
    let mut walker = Walker { rules, look };
    let at = |hand: Vec<KindId>, want| At { file, hand, want };
    match body {
        Body::Trial(_)
        | Body::Excuse(_)
        | Body::Use(_)
        | Body::Document(_)
        | Body::Scale(_)
        | Body::Record(_)
        | Body::Parameter(_) => {}
        Body::Derive(derive) => {
            let hand: Vec<KindId> = rules.names.kind(&derive.kind.text).into_iter().collect();
            let either = at(hand.clone(), Want::Either);
            match &derive.what {
                Derived::Define(expr) => walker.expr(expr, &either),
                Derived::Award { cases, .. } => {
                    // What a case gives is wanted, unless it is what there is without any merit.
                    for case in cases {
                        let idle = case.label.value == Value::None;
                        let want = if idle { Want::Fails } else { Want::Holds };
                        walker.expr(&case.when, &either.wants(want));
                    }
                }
                Derived::Bands(bands) => {
                    for band in &bands.bands {
                        match &band.stretch {
                            BandStretch::Side(_, end) => walker.expr(end, &either),
                            BandStretch::Between { low, high, open: _ } => {
                                walker.expr(low, &either);
                                walker.expr(high, &either);
                            }
                        }
                        band.drop.iter().for_each(|drop| walker.expr(drop, &either.wants(Want::Fails)));
                    }
                    bands.drop.iter().for_each(|drop| walker.expr(drop, &either.wants(Want::Fails)));
                }
                Derived::Rank(rank) => {
                    rank.filter.iter().for_each(|filter| walker.expr(filter, &either));
                    rank.keys.iter().for_each(|key| walker.expr(&key.by, &either));
                }
                Derived::Score(score) => walker.lines(&score.lines, &either),
                Derived::Table(_) => {}
            }
        }
        Body::Claim(claim) => claim.says.statements().for_each(|one| walker.expr(one, &at(Vec::new(), Want::Either))),
        Body::Criterion(criterion) => {
            let mut hand = Vec::new();
            for each in &criterion.for_each {
                let kind = rules.names.kind(&each.kind.text);
                let alone = at(kind.into_iter().collect(), Want::Either);
                each.filter.iter().for_each(|filter| walker.expr(filter, &alone));
                hand.extend(kind);
            }
            walker.expr(&criterion.condition, &at(hand, Want::Holds));
        }
    }
}

struct Walker<'r, 'a, 'l> {
    rules: &'r Rules<'a>,
    look: &'l mut dyn FnMut(&'a Expr, &At),
}

impl<'a> Walker<'_, 'a, '_> {
    fn lines(&mut self, lines: &'a [ScoreLine], at: &At) {
        for line in lines {
            match &line.content {
                LineContent::Points(points) => self.expr(points, at),
                LineContent::Lines(lines) => self.lines(lines, at),
            }
        }
    }

    /// The depth is bounded by what the parser let through.
    fn expr(&mut self, expr: &'a Expr, at: &At) {
        (self.look)(expr, at);
        let either = at.wants(Want::Either);
        match &expr.node {
            Node::Literal(_) | Node::Path(_) | Node::Meets(_) | Node::MeetsEvery(_) | Node::PeriodEdge(_) => {}
            Node::Judged(..) => {}
            Node::ScoreLine(..) | Node::EveryLine(..) | Node::Earlier(..) | Node::HasEarlier(_) | Node::Growth(..) => {}
            Node::Not(inner) => self.expr(inner, &at.wants(at.want.turned())),
            Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| self.expr(part, at)),
            Node::List(need, entries) => {
                let want = match need {
                    Need::All | Need::Any | Need::AtLeast(_) => at.want,
                    Need::AtMost(_) => at.want.turned(),
                    Need::Exactly(_) => Want::Either,
                };
                entries.iter().for_each(|entry| self.expr(&entry.content, &at.wants(want)));
            }
            Node::Compare(a, _, b) | Node::Arithmetic(a, _, b) | Node::AtMost(a, b) | Node::AtLeast(a, b) => {
                self.expr(a, &either);
                self.expr(b, &either);
            }
            Node::Elapsed(_, a, b) => {
                self.expr(a, &either);
                self.expr(b, &either);
            }
            Node::Between { value, low, high, open: _ } => {
                [value, low, high].into_iter().for_each(|part| self.expr(part, &either));
            }
            Node::OneOf(inner, _) | Node::Presence(inner, _) | Node::Within(inner, _) | Node::Top(inner, _) => {
                self.expr(inner, &either);
            }
            Node::Negative(inner)
            | Node::PercentOf(_, inner)
            | Node::Rounded(inner, _, _)
            | Node::Shift(inner, _, _) => {
                self.expr(inner, &either);
            }
            Node::Run(inner) => self.expr(inner, &either),
            Node::Lasting(inner, _, _) => self.expr(inner, at),
            Node::Cases(cases, otherwise) => {
                for (value, when) in cases {
                    self.expr(value, &either);
                    self.expr(when, &either);
                }
                self.expr(otherwise, &either);
            }
            Node::By(_, rows, otherwise) => {
                rows.iter().for_each(|(_, value)| self.expr(value, &either));
                otherwise.iter().for_each(|otherwise| self.expr(otherwise, &either));
            }
            Node::Aggregate(aggregate) => {
                let inner = self.population(&aggregate.population, at);
                aggregate.value.iter().for_each(|value| self.expr(value, &inner));
            }
            Node::Quantified(sentence) => self.sentence(sentence, at),
        }
    }

    /// Reads a population, and gives what its records are read with.
    fn population(&mut self, population: &'a Population, at: &At) -> At {
        let hand = self.rules.names.kind(&population.kind.text).into_iter().collect();
        let inner = At { file: at.file, hand, want: Want::Either };
        population.filter.iter().for_each(|filter| self.expr(filter, &inner));
        inner
    }

    fn sentence(&mut self, sentence: &'a Quantified, at: &At) {
        let inner = self.population(&sentence.population, at);
        self.clause(&sentence.head, at, &inner);
        for tail in &sentence.tails {
            match &tail.body {
                TailBody::One(clause) => self.clause(clause, at, &inner),
                TailBody::Lettered(entries) => {
                    entries.iter().for_each(|entry| self.clause(&entry.content, at, &inner));
                }
            }
        }
    }

    fn clause(&mut self, clause: &'a Clause, at: &At, inner: &At) {
        let either = at.wants(Want::Either);
        match &clause.quantifier {
            Quantifier::All | Quantifier::No | Quantifier::BareShare(_) => {}
            Quantifier::Count(_, amount) | Quantifier::Share(_, amount) | Quantifier::Rounded(_, amount, _) => {
                self.amount(amount, &either);
            }
            Quantifier::Between(low, high) => {
                self.amount(low, &either);
                self.amount(high, &either);
            }
        }
        let want = match side(&clause.quantifier) {
            Side::Many => at.want,
            Side::Few => at.want.turned(),
            Side::Both => Want::Either,
        };
        clause.property.iter().for_each(|property| self.expr(property, &inner.wants(want)));
    }

    fn amount(&mut self, amount: &'a Amount, at: &At) {
        match amount {
            Amount::Fixed(_) => {}
            Amount::Depends(expr) => self.expr(expr, at),
        }
    }
}

/// Whether a quantifier asks for many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The more the better.
    Many,
    /// The fewer the better.
    Few,
    /// A number in between.
    Both,
}

pub(super) fn side(quantifier: &Quantifier) -> Side {
    match quantifier {
        Quantifier::All => Side::Many,
        Quantifier::No => Side::Few,
        Quantifier::Between(..) | Quantifier::BareShare(_) => Side::Both,
        Quantifier::Count(bound, _) | Quantifier::Share(bound, _) | Quantifier::Rounded(bound, _, _) => match bound {
            Bound::AtLeast | Bound::MoreThan => Side::Many,
            Bound::AtMost | Bound::LessThan => Side::Few,
            Bound::Exactly => Side::Both,
        },
    }
}

/// The clauses of a sentence, each with the one that it narrows, if it says `of which`.
pub(super) fn clauses(sentence: &Quantified) -> Vec<&Clause> {
    let tails = sentence.tails.iter().flat_map(|tail| match &tail.body {
        TailBody::One(clause) => vec![clause],
        TailBody::Lettered(entries) => entries.iter().map(|entry| &entry.content).collect(),
    });
    std::iter::once(&sentence.head).chain(tails).collect()
}

/// A share in words of rule files: a percentage, or else a fraction.
pub(super) fn share(value: &Exact, separator: char) -> String {
    let hundred = Exact::from(100i64);
    match value.mul(&hundred).filter(|percent| percent.to_decimal().is_some()) {
        Some(percent) => format!("{}%", percent.to_text(6, separator)),
        None => format!("{}/{}", value.numerator(), value.denominator()),
    }
}
