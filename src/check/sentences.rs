//! Quantified sentences: a head clause and its tails.

use crate::diagnostic::CheckProblem;
use crate::program::{self, Base, Clause, ClauseId, ClausePart, Missing, Quantifier};
use crate::syntax::print::{print_clause, print_quantified};
use crate::syntax::tree::{self, Expr, Quantified, Tail, TailBody};

use super::guards;
use super::texts::cut;
use super::{Checker, Context};

impl<'a> Checker<'a> {
    /// A quantified sentence becomes a clause of the program.
    pub(super) fn quantified(
        &mut self,
        sentence: &'a Quantified,
        expr: &'a Expr,
        context: &Context,
    ) -> Option<ClauseId> {
        let quantifier = self.quantifier(&sentence.head, context);
        let found = self.population(&sentence.population, context);
        let (population, inner) = found?;
        if population.links.is_empty() {
            self.untied(population.kind, &sentence.population, context);
        }
        // The head clause with its population and without its tails.
        let alone = Quantified { tails: Vec::new(), ..sentence.clone() };
        let text = print_quantified(&alone, self.language(context.file));
        let head = self.part(&sentence.head, quantifier, (Base::Population, None), &inner, text);
        let mut parts = Parts { made: vec![head], lettered: false, sound: true };
        for tail in &sentence.tails {
            self.tail(tail, &mut parts, sentence, (context, &inner));
        }
        let parts = parts.made.into_iter().collect::<Option<Vec<_>>>().filter(|_| parts.sound)?;
        let (text, place) = (self.printed(expr, context.file), self.place(expr.span));
        Some(self.add_clause(Clause { population, parts, text, place }))
    }

    /// Finds a population that could hang on the record in hand and doesn't.
    fn untied(&mut self, kind: program::KindId, population: &tree::Population, context: &Context) {
        for held in &context.hand {
            if *held != kind && !self.references(kind, *held).is_empty() {
                let (kind, hand) = (self.kind_name(kind, context.file), self.kind_name(*held, context.file));
                self.fault(CheckProblem::Untied { kind, hand }, population.span);
                return;
            }
        }
    }

    fn part(
        &mut self,
        clause: &'a tree::Clause,
        quantifier: Option<Quantifier>,
        (base, letter): (Base, Option<u32>),
        inner: &Context,
        text: String,
    ) -> Option<ClausePart> {
        let mut property = None;
        if let Some(expr) = &clause.property {
            property = Some(self.cond(expr, inner)?);
        } else if quantifier.as_ref().is_some_and(needs_property) {
            self.fault(CheckProblem::NoProperty, clause.span);
            return None;
        }
        let missing = match clause.missing {
            None => Missing::Unknown,
            Some(tree::Missing::Failing) => Missing::Failing,
            Some(tree::Missing::Passing) => Missing::Passing,
            Some(tree::Missing::LeftOut) => Missing::LeftOut,
        };
        let property_text = clause.property.as_ref().map_or(String::new(), |expr| self.printed(expr, inner.file));
        let place = self.place(clause.span);
        let quantifier = quantifier?;
        let text = cut(text);
        Some(ClausePart { base, quantifier, property, missing, letter, text, property_text, place })
    }

    fn tail(
        &mut self,
        tail: &'a Tail,
        parts: &mut Parts,
        sentence: &'a Quantified,
        (context, inner): (&Context, &Context),
    ) {
        let previous = parts.made.len().saturating_sub(1);
        let base = if tail.rest {
            if sentence.head.property.is_none() {
                self.fault(CheckProblem::NoRest, tail.span);
                parts.sound = false;
                return;
            }
            Base::Rest
        } else {
            if parts.lettered {
                self.fault(CheckProblem::AmbiguousTail, tail.span);
                parts.sound = false;
                return;
            }
            Base::Holding(previous as u32)
        };
        self.idle(tail, previous, sentence);
        // Whoever the tail is about has the properties of the parts before it (or has not the head's).
        let mut inner = inner.clone();
        let mut at = Some(base);
        while let Some(base) = at {
            let (of, truth) = match base {
                Base::Population => break,
                Base::Holding(of) => (of as usize, true),
                Base::Rest => (0, false),
            };
            let part = parts.made.get(of).and_then(Option::as_ref);
            if let Some(property) = part.and_then(|part| part.property.as_ref()) {
                guards::known(property, truth, &mut inner.present);
            }
            at = part.map(|part| part.base);
        }
        let language = self.language(inner.file);
        match &tail.body {
            TailBody::One(clause) => {
                let quantifier = self.quantifier(clause, context);
                let part = self.part(clause, quantifier, (base, None), &inner, print_clause(clause, language));
                parts.made.push(part);
                parts.lettered = false;
            }
            TailBody::Lettered(entries) => {
                if entries.is_empty() {
                    self.fault(CheckProblem::Empty, tail.span);
                }
                for (letter, entry) in (0u32..).zip(entries) {
                    let quantifier = self.quantifier(&entry.content, context);
                    let part = self.part(
                        &entry.content,
                        quantifier,
                        (base, Some(letter)),
                        &inner,
                        print_clause(&entry.content, language),
                    );
                    parts.made.push(part);
                }
                parts.lettered = true;
            }
        }
    }

    /// Finds a tail that speaks of nobody whenever the sentence before it is met.
    fn idle(&mut self, tail: &Tail, previous: usize, sentence: &Quantified) {
        let before = |index: usize| -> Option<&tree::Quantifier> {
            match index.checked_sub(1) {
                None => Some(&sentence.head.quantifier),
                Some(index) => match &sentence.tails.get(index)?.body {
                    TailBody::One(clause) => Some(&clause.quantifier),
                    TailBody::Lettered(_) => None,
                },
            }
        };
        let idle = if tail.rest {
            matches!(sentence.head.quantifier, tree::Quantifier::All)
        } else {
            matches!(before(previous), Some(tree::Quantifier::No))
        };
        if idle {
            self.fault(CheckProblem::IdleTail, tail.span);
        }
    }
}

/// The parts of a sentence so far.
struct Parts {
    made: Vec<Option<ClausePart>>,
    /// Whether the last tail was lettered, so that it isn't clear which part comes before.
    lettered: bool,
    sound: bool,
}

fn needs_property(quantifier: &Quantifier) -> bool {
    match quantifier {
        Quantifier::All | Quantifier::Share(..) | Quantifier::Rounded(..) => true,
        Quantifier::No | Quantifier::Count(..) | Quantifier::Between(..) => false,
    }
}
