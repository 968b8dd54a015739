//! What is expected against what is, in the words of the test.

use std::collections::BTreeSet;

use crate::date::Date;
use crate::diagnostic::TrialProblem;
use crate::engine::{Evaluation, Hand, Interval, Truth, Value as Read};
use crate::exact::Exact;
use crate::program::{ClauseId, Cond, CriterionId, Definition, FieldId, KindId, NumberKind, Origin, Program, Type};
use crate::report::{Explainer, PartReport};
use crate::roster::Target;
use crate::source::{Language, Span};
use crate::syntax::print;
use crate::syntax::tree::{Comparison, Fate, Fits, Ident, Keys, Literal, Value};
use crate::verdict::Verdict;

use super::keys::expanded;
use super::names::Names;
use super::sites::{Guard, Key, Owner, Site, Sites, What, label_value};

/// What is, and whether that is as expected.
pub(super) struct Outcome {
    pub passed: bool,
    pub actual: String,
}

/// What an evaluation is asked with.
pub(super) struct Asked<'a, 'p> {
    pub evaluation: &'a Evaluation<'a>,
    pub explainer: Explainer<'a>,
    pub program: &'p Program,
    pub sites: &'a Sites<'p>,
    pub names: &'a Names<'a>,
    pub language: Language,
}

/// What a subject is.
pub(super) enum Subject<'s, 'p> {
    /// A value of a record.
    Value(KindId, FieldId),
    /// A place.
    Site(&'s Site<'p>),
}

impl<'a, 'p> Asked<'a, 'p> {
    /// What a key is.
    pub fn subject(&self, key: &Key) -> Option<Subject<'a, 'p>> {
        if let (Owner::Field(kind, field), true) = (key.owner, key.is_whole()) {
            return Some(Subject::Value(kind, field));
        }
        self.sites.find(key).map(Subject::Site)
    }

    /// The records that are named.
    pub fn hand(&self, subject: &Subject<'_, '_>, of: &[String]) -> Result<Hand, TrialProblem> {
        let kinds = match subject {
            Subject::Value(kind, _) => vec![*kind],
            Subject::Site(site) => site.kinds.clone(),
        };
        let whole = matches!(subject, Subject::Site(Site { what: What::Verdict(_), .. })) && of.is_empty();
        if !whole && kinds.len() != of.len() {
            return Err(TrialProblem::Hand { found: of.len(), wanted: kinds.len() });
        }
        let row = |kind: KindId, key: &String| {
            let found = self.row(kind, key).ok_or_else(|| TrialProblem::NoRecord { key: key.clone() })?;
            Ok((kind, found))
        };
        match (&kinds[..], of) {
            ([kind], [key]) => row(*kind, key).map(|(kind, row)| Hand::one(kind, row)),
            ([a, b], [x, y]) => Ok(Hand::two(row(*a, x)?, row(*b, y)?)),
            _ => Ok(Hand::none()),
        }
    }

    fn row(&self, kind: KindId, key: &str) -> Option<u32> {
        let field = self.program.kinds.get(kind.at())?.key;
        let roster = self.evaluation.roster();
        let rows = u32::try_from(roster.len(kind)).unwrap_or(u32::MAX);
        (0..rows).find(|row| roster.text(kind, field, *row) == Some(key))
    }

    /// What is, as far as an expectation asks for it.
    pub fn outcome(
        &self,
        subject: &Subject<'_, 'p>,
        hand: Hand,
        of: &[String],
        fate: &Fate,
    ) -> Result<Outcome, TrialProblem> {
        match fate {
            Fate::Met | Fate::NotMet | Fate::Undetermined | Fate::NotApplicable => {
                let actual = match subject {
                    Subject::Value(..) => return Err(TrialProblem::Unfit),
                    Subject::Site(site) => self.decided(site, hand, of),
                };
                Ok(Outcome { passed: actual == *fate, actual: print::fate(&actual, self.language) })
            }
            Fate::Unknown | Fate::Value(_) => self.value(subject, hand, fate),
            Fate::FailsFor(keys) => {
                let found = self.names(subject, hand, of, false)?;
                self.named(keys, found, Fate::FailsFor)
            }
            Fate::UnknownFor(keys) => {
                let found = self.names(subject, hand, of, true)?;
                self.named(keys, found, Fate::UnknownFor)
            }
            Fate::ShortBy(number) => {
                let part = self.part(subject, hand)?;
                Ok(self.short(&part, *number))
            }
            Fate::Tally(holds, base) => {
                if let Some(id) = each(subject, of) {
                    let counts = self.evaluation.verdict_counts(id);
                    let [met, not_met, open, nobody] = counts.inside;
                    let maybe: u64 = counts.maybe.iter().sum();
                    return Ok(self.tally((*holds, *base), met, met + not_met + nobody, open + maybe));
                }
                let counts = self.part(subject, hand)?.counts;
                let open = counts.in_unknown + counts.maybe_holds + counts.maybe_fails + counts.maybe_unknown;
                Ok(self.tally((*holds, *base), counts.in_holds, counts.in_holds + counts.in_fails, open))
            }
        }
    }

    /// Whether a place holds.
    fn decided(&self, site: &Site<'p>, hand: Hand, of: &[String]) -> Fate {
        let truth = |truth: Truth| match truth {
            Truth::Yes => Fate::Met,
            Truth::No => Fate::NotMet,
            Truth::Unknown => Fate::Undetermined,
        };
        match &site.what {
            What::Verdict(id) => {
                let whole = of.is_empty();
                let own = || self.evaluation.verdict_of(*id, hand).unwrap_or(Verdict::NotApplicable);
                match if whole { self.evaluation.verdict(*id) } else { own() } {
                    Verdict::Met => Fate::Met,
                    Verdict::NotMet => Fate::NotMet,
                    Verdict::Undetermined => Fate::Undetermined,
                    Verdict::NotApplicable => Fate::NotApplicable,
                }
            }
            What::Cond(cond) | What::Case(_, cond) => truth(self.evaluation.truth(cond, hand)),
            What::Part(id, part) => truth(self.evaluation.part_truth(*id, *part, hand)),
        }
    }

    fn tally(&self, wanted: (u64, u64), holds: u64, known: u64, open: u64) -> Outcome {
        let fate = print::fate(&Fate::Tally(holds, known), self.language);
        if open == 0 {
            return Outcome { passed: wanted == (holds, known), actual: fate };
        }
        let unknown = print::fate(&Fate::Unknown, self.language);
        Outcome { passed: false, actual: format!("{fate}; {unknown}: {open}") }
    }

    fn short(&self, part: &PartReport, wanted: u64) -> Outcome {
        let said = |number| print::fate(&Fate::ShortBy(number), self.language);
        match part.shortfall {
            None => Outcome { passed: wanted == 0, actual: said(0) },
            Some(found) => match (found.least, found.most) {
                (Some(least), Some(most)) if least == most => Outcome { passed: wanted == least, actual: said(least) },
                (Some(least), Some(most)) => Outcome { passed: false, actual: format!("{} … {most}", said(least)) },
                (Some(least), None) => Outcome { passed: false, actual: format!("{} …", said(least)) },
                (None, _) => {
                    let never = self.language.pick("no change would do", "không thể đạt bằng thay đổi nào");
                    Outcome { passed: false, actual: never.to_owned() }
                }
            },
        }
    }

    /// The sentence that is asked about.
    fn part(&self, subject: &Subject<'_, 'p>, hand: Hand) -> Result<PartReport, TrialProblem> {
        let (id, part) = self.sentence(subject).ok_or(TrialProblem::NoSentence)?;
        self.explainer.clause(id, hand).parts.into_iter().nth(part).ok_or(TrialProblem::NoSentence)
    }

    fn sentence(&self, subject: &Subject<'_, 'p>) -> Option<(ClauseId, usize)> {
        let cond = match subject {
            Subject::Site(site) => match &site.what {
                What::Part(id, part) => return Some((*id, *part)),
                What::Cond(cond) | What::Case(_, cond) => cond,
                What::Verdict(id) => &self.program.criteria.get(id.at())?.cond,
            },
            Subject::Value(kind, field) => match &self.program.kinds.get(kind.at())?.fields.get(field.at())?.origin {
                Origin::Define(Definition::Cond(cond)) => cond,
                Origin::Define(Definition::Term(_))
                | Origin::Award { .. }
                | Origin::Key
                | Origin::Data { .. }
                | Origin::Previous { .. }
                | Origin::Rank(_) => return None,
            },
        };
        match cond {
            Cond::Clause(id) => Some((*id, 0)),
            Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) | Cond::Not(_) | Cond::List(_) | Cond::Meets(_) => {
                None
            }
        }
    }

    /// Who stands against a sentence, or leaves it open; of a criterion for each record, who is not met or open.
    fn names(
        &self,
        subject: &Subject<'_, 'p>,
        hand: Hand,
        of: &[String],
        open: bool,
    ) -> Result<BTreeSet<String>, TrialProblem> {
        if let (Some(id), Subject::Site(site)) = (each(subject, of), subject) {
            let [kind] = site.kinds[..] else { return Err(TrialProblem::NoSentence) };
            let wanted = if open { Verdict::Undetermined } else { Verdict::NotMet };
            let mut found = BTreeSet::new();
            self.evaluation.each_hand(&site.kinds, |hand| {
                if self.evaluation.verdict_of(id, hand) == Some(wanted) {
                    found.extend(hand.records().map(|(_, row)| self.explainer.id(kind, row)));
                }
            });
            return Ok(found);
        }
        let part = self.part(subject, hand)?;
        let list = if open { part.unknown } else { part.against };
        Ok(list.into_iter().map(|witness| witness.id).collect())
    }

    fn named(
        &self,
        keys: &[Keys],
        found: BTreeSet<String>,
        fate: impl Fn(Vec<Keys>) -> Fate,
    ) -> Result<Outcome, TrialProblem> {
        let wanted: BTreeSet<String> = expanded(keys)?.into_iter().collect();
        let key = |text: &String| Keys { first: Ident { text: text.clone(), span: Span::NONE }, last: None };
        let actual = if found.is_empty() {
            self.language.pick("nobody", "không có ai").to_owned()
        } else {
            print::fate(&fate(found.iter().map(key).collect()), self.language)
        };
        Ok(Outcome { passed: wanted == found, actual })
    }

    fn value(&self, subject: &Subject<'_, 'p>, hand: Hand, fate: &Fate) -> Result<Outcome, TrialProblem> {
        let Subject::Value(kind, field) = subject else { return Err(TrialProblem::Unfit) };
        let Some((_, row)) = hand.get(0) else { return Err(TrialProblem::Unfit) };
        let ty = self.program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at())).map(|field| field.ty);
        let read = self.evaluation.value_of(*kind, *field, row);
        let actual = fits_of(self.program, &read, ty, |kind, row| self.explainer.id(kind, row));
        let shown = || print::fate(&actual.clone().map_or(Fate::Unknown, Fate::Value), self.language);
        let passed = match fate {
            Fate::Value(wanted) => {
                let ty = ty.ok_or(TrialProblem::Unfit)?;
                if !self.names.fits(wanted, ty) {
                    return Err(TrialProblem::Unfit);
                }
                actual.as_ref().and_then(meaning) == meaning(wanted)
            }
            _ => !read.is_known(),
        };
        // Whoever expects that it is unknown needn't hear what it may be.
        let unknown = passed && *fate == Fate::Unknown;
        Ok(Outcome { passed, actual: if unknown { print::fate(fate, self.language) } else { shown() } })
    }
}

/// The criterion for each record that is asked about as a whole.
fn each(subject: &Subject<'_, '_>, of: &[String]) -> Option<CriterionId> {
    match subject {
        Subject::Site(Site { what: What::Verdict(id), kinds, guard: Guard::Criterion(_), .. }) => {
            (!kinds.is_empty() && of.is_empty()).then_some(*id)
        }
        Subject::Site(_) | Subject::Value(..) => None,
    }
}

/// A value as an author writes it; none where nothing is known of it.
fn fits_of(program: &Program, read: &Read<'_>, ty: Option<Type>, id: impl Fn(KindId, u32) -> String) -> Option<Fits> {
    let literal = |value: Value| Literal { value, span: Span::NONE };
    let is = |value: Value| Some(Fits::Is(vec![literal(value)]));
    let range = |interval: &Interval, write: &dyn Fn(&Exact) -> Option<Value>| {
        let end = |end: &Option<Exact>| end.as_ref().and_then(write).map(literal);
        match (end(&interval.low), end(&interval.high)) {
            (Some(low), Some(_)) if interval.known().is_some() => Some(Fits::Is(vec![low])),
            (Some(low), Some(high)) => Some(Fits::Between(low, high, false)),
            (Some(low), None) => Some(Fits::Compare(Comparison::AtLeast, low)),
            (None, Some(high)) => Some(Fits::Compare(Comparison::AtMost, high)),
            (None, None) => None,
        }
    };
    match read {
        Read::Truth(Truth::Unknown) | Read::Text(None) | Read::Reference(Target::Unknown) => None,
        Read::Truth(truth) => is(Value::YesNo(*truth == Truth::Yes)),
        Read::Number(interval) => range(interval, &|number| {
            Some(match ty {
                Some(Type::Number(NumberKind::Percent)) => Value::Percent(number.clone()),
                _ => Value::Number(number.clone()),
            })
        }),
        Read::Date(interval) => range(interval, &|day| day.to_i64().and_then(Date::from_days).map(Value::Date)),
        Read::Labels(set, labels) => {
            let one = |label: &u32| label_value(program, *set, *label).map(literal);
            Some(Fits::Is(labels.iter().map(one).collect::<Option<Vec<_>>>()?))
        }
        Read::Text(Some(text)) => is(Value::Text((*text).to_owned())),
        Read::Reference(Target::Absent) => is(Value::None),
        Read::Reference(Target::Row(row)) => match ty {
            Some(Type::Reference(kind)) => is(Value::Text(id(kind, *row))),
            _ => None,
        },
    }
}

/// A value that can be compared, however it is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    Number(Exact),
    Date(Date),
    Text(String),
    None,
    YesNo(bool),
}

/// What a value says: its ends, or the set of what it may be.
type Said = (Vec<Meaning>, u8);

fn meaning(fits: &Fits) -> Option<Said> {
    let one = |literal: &Literal| match &literal.value {
        Value::Number(number) | Value::Percent(number) | Value::Points(number) => Meaning::Number(number.clone()),
        Value::Date(day) => Meaning::Date(*day),
        Value::Text(text) => Meaning::Text(text.clone()),
        Value::None => Meaning::None,
        Value::YesNo(yes) => Meaning::YesNo(*yes),
    };
    Some(match fits {
        Fits::Is(values) => {
            let mut values: Vec<Meaning> = values.iter().map(one).collect();
            values.sort();
            values.dedup();
            (values, 0)
        }
        Fits::Between(low, high, false) if one(low) == one(high) => (vec![one(low)], 0),
        Fits::Between(low, high, false) => (vec![one(low), one(high)], 1),
        Fits::Compare(Comparison::AtLeast, end) => (vec![one(end)], 2),
        Fits::Compare(Comparison::AtMost, end) => (vec![one(end)], 3),
        Fits::Any | Fits::Between(..) | Fits::Compare(..) => return None,
    })
}
