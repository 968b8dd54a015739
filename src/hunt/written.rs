//! A sample as a test of the rules: its records in tables, and what is so.

use std::collections::BTreeSet;

use crate::engine::{Evaluation, Value as Read};
use crate::program::{
    Claim, Cond, CriterionId, Fate as Judged, Field, FieldId, KindId, NumberKind, Origin, Says, Stated, Statement, Type,
};
use crate::source::{Language, Span};
use crate::syntax::print::{print, print_value};
use crate::syntax::tree::{
    Body, Declaration, Expect, Fate, File, Fits, Ident, Keys, Literal, Outcome, Place, Quoted, Subject, Trial,
    TrialCell, TrialPart, TrialRow, TrialStep, Trivia, Value as Literally,
};
use crate::verdict::Verdict;

use super::ground::{Blank, Ground};
use super::sample::{Sample, Value};

/// The most expectations that are written.
const MOST: usize = 24;

/// A test of the rules that states what is so of a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// A whole file of tests in the language that was asked for.
    pub text: String,
    /// The verdicts that it states: a criterion's identifier, its title, and what it comes to.
    pub verdicts: Vec<(String, String, Verdict)>,
}

impl Ground {
    /// Writes a sample as a file of tests that states the verdicts of the criteria that a claim is about, and the labels
    /// that awards give which it reads; of a claim about none, the verdicts that follow from what is shown of the records.
    pub fn written(&self, sample: &Sample, claim: &Claim, title: &str, language: Language) -> Written {
        let expectations = |whole: bool| {
            let asked = self.judge(sample, |evaluation| self.expectations(evaluation, sample, claim, language, whole));
            asked.unwrap_or_default()
        };
        let (mut expects, mut verdicts) = expectations(false);
        // Where nothing follows from what matters to the claim, everything is shown.
        let whole = expects.is_empty();
        if whole {
            (expects, verdicts) = expectations(true);
        }
        Written { text: self.file(sample, title, expects, language, whole), verdicts }
    }

    /// Whether nothing but what samples show of records is read by a criterion. They show keys.
    fn shows_all_of(&self, id: CriterionId) -> bool {
        let met = Stated { what: Statement::Verdict(id, Judged::Met), text: String::new(), place: None };
        let read = crate::program::fields_claimed(self.program(), &Says::Possible(met));
        self.plots.iter().zip(&read).all(|(plot, read)| {
            let fields = (0u32..).map(FieldId).zip(&plot.slots).zip(read).filter(|((id, _), _)| *id != plot.key);
            fields.into_iter().all(|((_, slot), read)| slot.as_ref().is_none_or(|slot| slot.read || !read))
        })
    }

    /// Writes a sample as the tables of a test of the rules, with this title and no expectation.
    pub fn tables(&self, sample: &Sample, title: &str, language: Language) -> String {
        self.file(sample, title, Vec::new(), language, false)
    }

    fn file(&self, sample: &Sample, title: &str, expects: Vec<Expect>, language: Language, whole: bool) -> String {
        let mut parts: Vec<TrialStep> = Vec::new();
        for kind in (0..self.plots.len() as u32).map(KindId) {
            let Some(declared) = self.program().kinds.get(kind.at()) else { continue };
            if !sample.records(kind).is_empty() {
                let rows = self.table(sample, kind, language, whole);
                parts.push(TrialStep::Records { kind: ident(declared.name.shown(language)), rows });
            }
        }
        parts.extend(expects.into_iter().map(TrialStep::Expect));
        let part = |step: TrialStep| TrialPart { trivia: Trivia::default(), step, span: Span::NONE };
        let trial = Trial {
            title: Quoted { text: title.to_owned(), span: Span::NONE },
            parts: parts.into_iter().map(part).collect(),
        };
        let body = Body::Trial(trial);
        let declaration = Declaration { trivia: Trivia::default(), tail: Vec::new(), span: Span::NONE, body };
        let file = File { edition: 1, language, declarations: vec![declaration], tail: Vec::new() };
        print(&file)
    }

    fn table(&self, sample: &Sample, kind: KindId, language: Language, whole: bool) -> Vec<TrialRow> {
        let (Some(declared), Some(plot)) = (self.program().kinds.get(kind.at()), self.plots.get(kind.at())) else {
            return Vec::new();
        };
        let series: Vec<FieldId> =
            plot.series.iter().flat_map(|series| series.owners.iter().chain([&series.period])).copied().collect();
        let columns: Vec<(FieldId, &Field)> = (0u32..)
            .map(FieldId)
            .zip(&declared.fields)
            .filter(|(id, _)| {
                let Some(slot) = plot.slots.get(id.at()).and_then(Option::as_ref) else { return false };
                let must = slot.blank == Blank::Never || series.contains(id);
                let said = sample.records(kind).iter().any(|row| row.get(id.at()) != Some(&Value::Blank));
                *id == plot.key || must || ((slot.read || whole) && said)
            })
            .collect();
        let row = |cells: Vec<TrialCell>| TrialRow { trivia: Trivia::default(), cells, span: Span::NONE };
        let mut rows = vec![row(columns.iter().map(|(_, field)| cell(field.name.shown(language), false)).collect())];
        // Records that are alike but for the number of their key stand in one row.
        let mut runs: Vec<(usize, usize)> = Vec::new();
        let records = sample.records(kind);
        let alike = |one: usize, other: usize| {
            columns.iter().filter(|(id, _)| *id != plot.key).all(|(id, _)| {
                let value = |row: usize| records.get(row).and_then(|row| row.get(id.at()));
                value(one) == value(other)
            })
        };
        for at in 0..records.len() {
            match runs.last_mut() {
                Some((from, to)) if alike(*from, at) => *to = at,
                _ => runs.push((at, at)),
            }
        }
        for (from, to) in runs {
            let cells = columns.iter().map(|(id, field)| {
                if *id == plot.key {
                    let (first, last) = (sample.key(self.program(), kind, from), sample.key(self.program(), kind, to));
                    return cell(&if from == to { first.to_owned() } else { format!("{first} … {last}") }, false);
                }
                let value = records.get(from).and_then(|row| row.get(id.at()));
                cell(&value.map_or_else(String::new, |value| self.said(sample, field, value, language)), true)
            });
            rows.push(row(cells.collect()));
        }
        rows
    }

    /// A value as a cell has it.
    fn said(&self, sample: &Sample, field: &Field, value: &Value, language: Language) -> String {
        match (value, field.ty) {
            (Value::Blank, _) => String::new(),
            (Value::Text(text), _) => text.clone(),
            (Value::YesNo(yes), _) => print_value(&Literally::YesNo(*yes), language),
            (Value::Number(number), Type::Number(NumberKind::Percent)) => {
                print_value(&Literally::Percent(number.clone()), language)
            }
            (Value::Number(number), _) => print_value(&Literally::Number(number.clone()), language),
            (Value::Date(day), _) => print_value(&Literally::Date(*day), language),
            (Value::Label(label), Type::Label(set)) => {
                let labels = self.program().labels.get(set.at()).map_or(&[][..], |set| set.labels.as_slice());
                match labels.get(*label as usize).map_or("", String::as_str) {
                    "" => print_value(&Literally::None, language),
                    label => label.to_owned(),
                }
            }
            (Value::Record(row), Type::Reference(kind)) => sample.key(self.program(), kind, *row).to_owned(),
            (Value::Label(_) | Value::Record(_), _) => String::new(),
        }
    }

    fn expectations(
        &self,
        evaluation: &Evaluation<'_>,
        sample: &Sample,
        claim: &Claim,
        language: Language,
        whole: bool,
    ) -> (Vec<Expect>, Vec<(String, String, Verdict)>) {
        let program = self.program();
        let about = self.awards(evaluation, sample, &claim.says, language);
        let mut named = named(&claim.says);
        if named.is_empty() && about.is_empty() {
            let all = (0..program.criteria.len() as u32).map(CriterionId);
            named = all.filter(|id| whole || self.shows_all_of(*id)).take(MOST).collect();
        }
        let (mut expects, mut verdicts) = (Vec::new(), Vec::new());
        for id in named {
            let Some(criterion) = program.criteria.get(id.at()) else { continue };
            let verdict = evaluation.verdict(id);
            let fate = match verdict {
                Verdict::Met => Fate::Met,
                Verdict::NotMet => Fate::NotMet,
                Verdict::Undetermined => Fate::Undetermined,
                Verdict::NotApplicable => Fate::NotApplicable,
            };
            verdicts.push((criterion.id.clone(), criterion.title.clone(), verdict));
            expects.push(expect(&criterion.id, Vec::new(), fate));
        }
        expects.extend(about);
        expects.truncate(MOST);
        (expects, verdicts)
    }

    /// The labels that the awards give which a claim reads, record by record.
    fn awards(&self, evaluation: &Evaluation<'_>, sample: &Sample, says: &Says, language: Language) -> Vec<Expect> {
        let read = crate::program::fields_claimed(self.program(), says);
        let mut found = Vec::new();
        for ((kind, declared), read) in (0u32..).map(KindId).zip(&self.program().kinds).zip(&read) {
            for ((id, field), read) in (0u32..).map(FieldId).zip(&declared.fields).zip(read) {
                let award = matches!(field.origin, Origin::Award { .. }) && field.name.is_spelled();
                for row in (0..sample.records(kind).len()).filter(|_| award && *read) {
                    let Read::Labels(set, possible) = evaluation.value_of(kind, id, row as u32) else { continue };
                    let ([only], Some(labels)) = (&possible[..], self.program().labels.get(set.at())) else { continue };
                    let value = match labels.labels.get(*only as usize).map(String::as_str) {
                        None => continue,
                        Some("") => Literally::None,
                        Some(label) => Literally::Text(label.to_owned()),
                    };
                    let subject = format!("{}.{}", declared.name.shown(language), field.name.shown(language));
                    let key = ident(sample.key(self.program(), kind, row));
                    let literal = Literal { value, span: Span::NONE };
                    let of = vec![Keys { first: key, last: None }];
                    found.push(expect(&subject, of, Fate::Value(Fits::Is(vec![literal]))));
                }
            }
        }
        found
    }
}

fn ident(text: &str) -> Ident {
    Ident { text: text.to_owned(), span: Span::NONE }
}

/// A cell; what would read as something else stands in quotes.
fn cell(text: &str, may_be_quoted: bool) -> TrialCell {
    let quoted = may_be_quoted && text.contains(['|', '#', '"', '“', '`']);
    TrialCell { text: text.to_owned(), quoted, span: Span::NONE }
}

fn expect(id: &str, of: Vec<Keys>, fate: Fate) -> Expect {
    let place = Place::Named { id: ident(id), case: None, spot: None };
    let subject = Subject { place, aside: None, span: Span::NONE };
    Expect { subject, of, outcomes: vec![Outcome { fate, span: Span::NONE }] }
}

/// The criteria that a claim names, in order, each once.
fn named(says: &Says) -> Vec<CriterionId> {
    let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
    let mut open: Vec<&Statement> = says.statements().map(|stated| &stated.what).collect();
    open.reverse();
    let mut add = |id: CriterionId| {
        if seen.insert(id) {
            found.push(id);
        }
    };
    while let Some(statement) = open.pop() {
        match statement {
            Statement::Verdict(id, _) => add(*id),
            Statement::Not(inner) => open.push(inner),
            Statement::List(_, parts) => open.extend(parts.iter().rev().map(|part| &part.what)),
            Statement::Cond(cond) => {
                let mut conds = vec![cond];
                while let Some(cond) = conds.pop() {
                    match cond {
                        Cond::Meets(id) => add(*id),
                        Cond::Not(inner) => conds.push(inner),
                        Cond::List(list) => conds.extend(list.parts.iter().rev().map(|part| &part.cond)),
                        Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) | Cond::Clause(_) => {}
                    }
                }
            }
        }
    }
    found
}
