//! Conditions: connectives, lists, and what stands alone.

use crate::diagnostic::{CheckProblem, Sort};
use crate::program::{Cond, List, Need, Part, Path, Set, Test, Type};
use crate::source::Span;
use crate::syntax::tree::{self, Entry, Expr, Node};

use std::collections::HashMap;

use super::guards;
use super::sets;
use super::sorts::Guess;
use super::texts::cut;
use super::{Checker, Context};

impl<'a> Checker<'a> {
    /// A condition.
    pub(super) fn cond(&mut self, expr: &'a Expr, context: &Context) -> Option<Cond> {
        if self.too_deep(context, expr.span) {
            return None;
        }
        let inside = context.deeper(1);
        match self.said(expr) {
            Node::Literal(_) => {
                self.fault(CheckProblem::BareLiteral, expr.span);
                None
            }
            Node::Path(path) => {
                let (found, ty) = self.path(path, context)?;
                match ty {
                    Type::YesNo => Some(Cond::Test(Test { path: found.path, set: Set::YesNo(true) })),
                    Type::Text | Type::Number(_) | Type::Date | Type::Label(_) | Type::Reference(_) => {
                        self.not_condition(self.sort_shown(ty, context.file), expr.span)
                    }
                }
            }
            Node::Not(inner) => {
                let cond = self.cond(inner, &inside)?;
                Some(self.negated(cond, context))
            }
            Node::And(parts) | Node::Or(parts) if parts.is_empty() => {
                self.fault(CheckProblem::Empty, expr.span);
                None
            }
            Node::And(parts) => self.chain(Need::All, parts, &inside),
            Node::Or(parts) => self.chain(Need::Any, parts, &inside),
            Node::List(need, entries) => self.list(*need, entries, expr.span, &inside),
            Node::Compare(left, how, right) => self.compare(left, *how, right, expr.span, &inside),
            // What becomes two comparisons is a level deeper in the program.
            Node::Between { value, low, high, open } => {
                self.between(value, (low, high, *open), expr.span, &context.deeper(2))
            }
            Node::OneOf(value, literals) => self.one_of(value, literals, expr.span, &context.deeper(2)),
            Node::Presence(value, presence) => self.presence(value, *presence, context),
            Node::Top(value, top) => self.top(value, top, expr, &context.deeper(3)),
            Node::Within(value, stretch) => self.within(value, *stretch, expr.span, &context.deeper(2)),
            Node::Quantified(quantified) => self.quantified(quantified, expr, &context.deeper(2)).map(Cond::Clause),
            Node::Meets(id) => self.meets(id, context),
            // Behind a sentence's verb or filter, or in a rule: only what a claim says names verdicts.
            Node::Judged(..) => self.not_condition(Sort::Verdict, expr.span),
            Node::MeetsEvery(item) => self.meets_every(item.as_ref(), expr.span, context),
            Node::HasEarlier(periods) => self.has_earlier(*periods, expr, context),
            Node::Lasting(inner, how, periods) => self.lasting(inner, *how, *periods, expr, context),
            Node::Earlier(path, periods) => {
                let (found, ty) = self.earlier(path, *periods, expr.span, context)?;
                match ty {
                    Type::YesNo => Some(Cond::Test(Test { path: found.path, set: Set::YesNo(true) })),
                    Type::Text | Type::Number(_) | Type::Date | Type::Label(_) | Type::Reference(_) => {
                        self.not_condition(self.sort_shown(ty, context.file), expr.span)
                    }
                }
            }
            Node::EveryLine(path, above, share) => self.every_line(path, *above, share, expr.span, context),
            Node::Arithmetic(..)
            | Node::Negative(_)
            | Node::PercentOf(..)
            | Node::Rounded(..)
            | Node::AtMost(..)
            | Node::AtLeast(..)
            | Node::Cases(..)
            | Node::By(..)
            | Node::Aggregate(_)
            | Node::Shift(..)
            | Node::Elapsed(..)
            | Node::Growth(..)
            | Node::Run(_)
            | Node::PeriodEdge(_)
            | Node::ScoreLine(..) => {
                let before = self.findings.len();
                let sort = match self.sort_of(expr, context) {
                    Guess::Value(ty) => self.sort_shown(ty, context.file),
                    Guess::Condition => {
                        self.fault(CheckProblem::ConditionalCases, expr.span);
                        return None;
                    }
                    Guess::Quoted => Sort::Text,
                    Guess::Nothing => Sort::Number,
                };
                // Whatever is wrong inside matters more than that it stands alone.
                self.value(expr, context, None);
                if self.findings.len() == before {
                    self.fault(CheckProblem::NotCondition { sort }, expr.span);
                }
                None
            }
        }
    }

    fn not_condition(&mut self, sort: Sort, at: Span) -> Option<Cond> {
        self.fault(CheckProblem::NotCondition { sort }, at);
        None
    }

    /// `x and y`, `x or y`. Tests of one field become one set of values, so
    /// that `x > 3 or x <= 3` holds whatever `x` is.
    fn chain(&mut self, need: Need, exprs: &'a [Expr], context: &Context) -> Option<Cond> {
        let contents: Vec<(&'a Expr, Span)> = exprs.iter().map(|expr| (expr, expr.span)).collect();
        let parts = self.parts(need, &contents, context)?;
        let whole = parts.len();
        let all = need == Need::All;
        let words = if all { ("and", "và") } else { ("or", "hoặc") };
        let word = self.language(context.file).pick(words.0, words.1);
        // Where the first test of a field stands among the parts, and all its sets.
        let mut tests: HashMap<Path, (usize, Vec<Set>)> = HashMap::new();
        let mut folded: Vec<Part> = Vec::new();
        for part in parts {
            if let Cond::Test(test) = &part.cond {
                match tests.get_mut(&test.path) {
                    Some((first, sets)) if sets.first().is_some_and(|set| sets::mergeable(set, &test.set)) => {
                        sets.push(test.set.clone());
                        if let Some(first) = folded.get_mut(*first) {
                            first.text = cut(format!("{} {word} {}", first.text, part.text));
                        }
                        continue;
                    }
                    Some(_) => {}
                    None => {
                        tests.insert(test.path.clone(), (folded.len(), vec![test.set.clone()]));
                    }
                }
            }
            folded.push(part);
        }
        for (path, (first, sets)) in tests {
            if sets.len() < 2 {
                continue;
            }
            let of = self.path_type(&path, &context.hand).and_then(|ty| self.labels_of(ty));
            let join = |one: &Set, other: &Set| {
                if all { sets::intersection(one, other) } else { sets::union(one, other, of) }
            };
            if let (Some(set), Some(part)) = (sets::joined(sets, join), folded.get_mut(first)) {
                part.cond = Cond::Test(Test { path, set });
            }
        }
        if folded.len() != whole {
            let at = exprs.first().zip(exprs.last()).map_or(Span::NONE, |(first, last)| first.span.to(last.span));
            for part in &folded {
                if let Cond::Test(test) = &part.cond {
                    self.settled(test, at, context);
                }
            }
        }
        match folded.len() {
            1 => folded.pop().map(|part| part.cond),
            _ => Some(Cond::List(List { need, parts: folded, lettered: false })),
        }
    }

    /// Finds a set of tests that together always or never hold.
    fn settled(&mut self, test: &Test, at: Span, context: &Context) {
        let before = self.findings.len();
        let _ = self.test(test.path.clone(), test.set.clone(), at, context);
        // A test that was settled by itself has been found before.
        if self.findings.len() != before
            && self.findings.get(..before).is_some_and(|earlier| {
                earlier.iter().any(|finding| {
                    finding.code() == "W0202"
                        && finding.at.file == at.file
                        && finding.at.start >= at.start
                        && finding.at.end <= at.end
                })
            })
        {
            self.findings.truncate(before);
        }
    }

    /// The parts of a chain or list, each read knowing what those before it make certain.
    fn parts(&mut self, need: Need, contents: &[(&'a Expr, Span)], context: &Context) -> Option<Vec<Part>> {
        let mut before = context.clone();
        let mut parts = Vec::new();
        for (expr, at) in contents {
            let cond = self.cond(expr, &before);
            if let Some(cond) = &cond {
                match need {
                    Need::All => guards::known(cond, true, &mut before.present),
                    Need::Any => guards::known(cond, false, &mut before.present),
                    Need::AtLeast(_) | Need::AtMost(_) | Need::Exactly(_) => {}
                }
            }
            parts.push(cond.map(|cond| Part { cond, text: self.printed(expr, context.file), place: self.place(*at) }));
        }
        parts.into_iter().collect()
    }

    /// `all of a) … b) …`.
    fn list(&mut self, need: tree::Need, entries: &'a [Entry<Expr>], at: Span, context: &Context) -> Option<Cond> {
        let wanted = self.list_need(need, entries.len(), at);
        let need = wanted.unwrap_or(Need::All);
        let contents: Vec<(&'a Expr, Span)> = entries.iter().map(|entry| (&entry.content, entry.span)).collect();
        let parts = self.parts(need, &contents, context)?;
        wanted.map(|need| Cond::List(List { need, parts, lettered: true }))
    }

    /// How many entries of a list must hold; none where that can't be, or is always so.
    pub(super) fn list_need(&mut self, need: tree::Need, of: usize, at: Span) -> Option<Need> {
        if of == 0 {
            self.fault(CheckProblem::Empty, at);
            return None;
        }
        let of = of as u32;
        let (need, fault) = match need {
            tree::Need::All => (Need::All, None),
            tree::Need::Any => (Need::Any, None),
            tree::Need::AtLeast(k) => (Need::AtLeast(k), threshold_fault(k > of, k == 0)),
            tree::Need::AtMost(k) => (Need::AtMost(k), threshold_fault(false, k >= of)),
            tree::Need::Exactly(k) => (Need::Exactly(k), threshold_fault(k > of, false)),
        };
        if let Some(impossible) = fault {
            let threshold = self.need_text(need, of, at.file);
            let problem =
                if impossible { CheckProblem::Impossible { threshold } } else { CheckProblem::Trivial { threshold } };
            self.fault(problem, at);
        }
        fault.is_none().then_some(need)
    }

    fn need_text(&self, need: Need, of: u32, file: u32) -> String {
        let (en, vi, k) = match need {
            Need::All => ("all of", "đủ", of),
            Need::Any => ("any of", "một trong", of),
            Need::AtLeast(k) => ("at least", "ít nhất", k),
            Need::AtMost(k) => ("at most", "nhiều nhất", k),
            Need::Exactly(k) => ("exactly", "đúng", k),
        };
        let language = self.language(file);
        format!("{} {k} {} {of}", language.pick(en, vi), language.pick("of", "trong"))
    }
}

/// Whether a threshold of a list is impossible (true) or trivial (false).
fn threshold_fault(impossible: bool, trivial: bool) -> Option<bool> {
    if impossible { Some(true) } else { trivial.then_some(false) }
}
