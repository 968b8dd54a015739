//! Places in the rules that can be seen to hold and to fail, each with what is asked there and of which records.

use crate::program::{
    self, ClauseId, Cond, Criterion, CriterionId, Definition, Field, FieldId, ForEach, KindId, Origin, Place, Program,
    Score, ScoreLine,
};
use crate::source::{Language, Span};
use crate::syntax::print;
use crate::syntax::tree::{self, Aside, Ident, Literal, Spot, Subject, Value};

use super::asides::{Beside, cases, counted};

/// What a place belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Owner {
    /// A criterion.
    Criterion(CriterionId),
    /// A derived field.
    Field(KindId, FieldId),
}

/// A place, whatever it is called in a language.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub owner: Owner,
    /// The label of an award's case.
    pub case: Option<u32>,
    /// The place in the condition, from 0 at each level.
    pub places: Vec<u32>,
    /// What stands beside the condition.
    pub aside: Option<Aside>,
}

impl Key {
    /// Whether it is the whole of its owner.
    pub fn is_whole(&self) -> bool {
        self.case.is_none() && self.places.is_empty() && self.aside.is_none()
    }
}

/// What is asked at a place.
#[derive(Debug, Clone)]
pub(super) enum What<'p> {
    /// The verdict of a criterion.
    Verdict(CriterionId),
    /// A condition.
    Cond(&'p Cond),
    /// A part of a sentence.
    Part(ClauseId, usize),
    /// A case: it counts as seen to hold where no earlier one holds.
    Case(Vec<&'p Cond>, &'p Cond),
}

/// Of which records it is asked.
#[derive(Debug, Clone, Copy)]
pub(super) enum Guard<'p> {
    /// Of all.
    None,
    /// Of those that a criterion is about.
    Criterion(CriterionId),
    /// Of those that a sentence counts.
    Filter(&'p Cond),
}

/// A place with what is asked there.
#[derive(Debug, Clone)]
pub(super) struct Site<'p> {
    pub key: Key,
    pub what: What<'p>,
    /// The kinds in hand.
    pub kinds: Vec<KindId>,
    pub guard: Guard<'p>,
    /// Whether its first place is a letter.
    pub lettered: bool,
    /// In the rules' words.
    pub text: &'p str,
    pub place: Option<Place>,
}

/// All places of a program, in the order of criteria and fields.
pub(super) struct Sites<'p> {
    program: &'p Program,
    pub all: Vec<Site<'p>>,
}

impl<'p> Sites<'p> {
    pub fn of(program: &'p Program) -> Sites<'p> {
        let mut sites = Sites { program, all: Vec::new() };
        for (id, criterion) in (0u32..).map(CriterionId).zip(&program.criteria) {
            sites.criterion(id, criterion);
        }
        for (kind, declared) in (0u32..).map(KindId).zip(&program.kinds) {
            for (id, field) in (0u32..).map(FieldId).zip(&declared.fields) {
                if field.name.is_spelled() || line_of(program, kind, id).is_some() {
                    sites.field(kind, id, field);
                }
            }
        }
        sites
    }

    fn criterion(&mut self, id: CriterionId, criterion: &'p Criterion) {
        let kinds: Vec<KindId> = criterion.for_each.iter().map(|ForEach { kind, .. }| *kind).collect();
        let site = Site {
            key: Key { owner: Owner::Criterion(id), case: None, places: Vec::new(), aside: None },
            what: What::Verdict(id),
            kinds,
            guard: Guard::Criterion(id),
            lettered: false,
            text: &criterion.text,
            place: criterion.place,
        };
        self.all.push(site.clone());
        for each in &criterion.for_each {
            if let Some(filter) = &each.filter {
                self.filter(&Beside { text: "", ..Beside::of(&site) }, each.kind, filter);
            }
        }
        self.within(&site, &criterion.cond);
    }

    fn field(&mut self, kind: KindId, id: FieldId, field: &'p Field) {
        let site = |case, places, what, text, place| Site {
            key: Key { owner: Owner::Field(kind, id), case, places, aside: None },
            what,
            kinds: vec![kind],
            guard: Guard::None,
            lettered: false,
            text,
            place,
        };
        let beside = Beside {
            key: Key { owner: Owner::Field(kind, id), case: None, places: Vec::new(), aside: None },
            lettered: false,
            kinds: vec![kind],
            guard: Guard::None,
            text: "",
            place: field.place,
        };
        match &field.origin {
            Origin::Define(Definition::Cond(cond)) => {
                let site = site(None, Vec::new(), What::Cond(cond), "", field.place);
                self.all.push(site.clone());
                self.within(&site, cond);
            }
            Origin::Define(Definition::Term(term)) => {
                let mut number = 0;
                for group in cases(term) {
                    let mut earlier = Vec::new();
                    for cond in group {
                        let what = What::Case(earlier.clone(), cond);
                        let site = site(None, vec![number], what, "", field.place);
                        self.all.push(site.clone());
                        self.within(&site, cond);
                        earlier.push(cond);
                        number += 1;
                    }
                }
                self.aggregates(&beside, term);
            }
            Origin::Award { cases, .. } => {
                let mut earlier = Vec::new();
                for case in cases {
                    let what = What::Case(earlier.clone(), &case.when);
                    let site = site(Some(case.label), Vec::new(), what, "", case.place.or(field.place));
                    self.all.push(site.clone());
                    self.within(&site, &case.when);
                    earlier.push(&case.when);
                }
            }
            Origin::Rank(rank) => {
                if let Some(filter) = &rank.filter {
                    self.filter(&beside, kind, filter);
                }
            }
            Origin::Key | Origin::Data { .. } | Origin::Previous { .. } => {}
        }
    }

    /// The places within a condition that stands at one.
    fn within(&mut self, at: &Site<'p>, cond: &'p Cond) {
        let deeper = |place: usize, lettered: bool, what: What<'p>, text: &'p str, stands: Option<Place>| {
            let mut site = at.clone();
            site.lettered = if at.key.places.is_empty() { lettered } else { at.lettered };
            site.key.places.push(u32::try_from(place).unwrap_or(u32::MAX));
            (site.what, site.text, site.place) = (what, text, stands.or(at.place));
            site
        };
        match cond {
            Cond::List(list) => {
                for (number, part) in list.parts.iter().enumerate() {
                    let site = deeper(number, list.lettered, What::Cond(&part.cond), &part.text, part.place);
                    self.all.push(site.clone());
                    self.within(&site, &part.cond);
                }
            }
            Cond::Clause(id) => {
                let Some(clause) = self.program.clauses.get(id.at()) else { return };
                self.population(&Beside::of(at), clause);
                let alone = clause.parts.len() == 1;
                for (number, part) in clause.parts.iter().enumerate() {
                    let mut site = at.clone();
                    if !alone {
                        site = deeper(number, false, What::Part(*id, number), &part.text, part.place);
                        self.all.push(site.clone());
                    }
                    part.quantifier.terms().for_each(|term| self.term(&Beside::of(&site), term));
                    if let Some(property) = &part.property {
                        site.kinds = vec![clause.population.kind];
                        site.guard = counted(clause, part.base);
                        self.within(&site, property);
                    }
                }
            }
            Cond::Not(inner) => self.within(at, inner),
            Cond::Compare(left, _, right) => {
                self.term(&Beside::of(at), left);
                self.term(&Beside::of(at), right);
            }
            Cond::Test(_) | Cond::Presence(..) | Cond::Meets(_) => {}
        }
    }

    pub fn program(&self) -> &'p Program {
        self.program
    }

    /// The place of a key.
    pub fn find(&self, key: &Key) -> Option<&Site<'p>> {
        self.all.iter().find(|site| site.key == *key)
    }

    /// Everything that can be named, for suggestions.
    pub fn names(&self, language: Language) -> Vec<String> {
        let criteria = self.program.criteria.iter().map(|criterion| criterion.id.clone());
        let kinds = (0u32..).map(KindId).zip(&self.program.kinds);
        let fields = kinds.flat_map(|(kind, declared)| {
            let spelled = (0u32..).map(FieldId).zip(&declared.fields).filter(|(_, field)| field.name.is_spelled());
            spelled.map(move |(id, _)| field_name(self.program, kind, id, language))
        });
        criteria.chain(fields).collect()
    }

    /// What a place is called, as an author writes it.
    pub fn name(&self, site: &Site<'_>, language: Language) -> String {
        let span = Span::NONE;
        let spot =
            (!site.key.places.is_empty()).then(|| Spot { lettered: site.lettered, places: site.key.places.clone() });
        let case = site.key.case.and_then(|label| {
            let Owner::Field(kind, field) = site.key.owner else { return None };
            let crate::program::Type::Label(set) = self.program.kinds.get(kind.at())?.fields.get(field.at())?.ty else {
                return None;
            };
            Some(Literal { value: label_value(self.program, set, label)?, span })
        });
        let place = match site.key.owner {
            Owner::Criterion(id) => {
                let text = self.program.criteria.get(id.at()).map_or_else(String::new, |one| one.id.clone());
                tree::Place::Named { id: Ident { text, span }, case, spot }
            }
            Owner::Field(kind, field) => match line_place(self.program, kind, field, language) {
                Some((line, path)) => tree::Place::Line(line, path, spot),
                None => {
                    let text = field_name(self.program, kind, field, language);
                    tree::Place::Named { id: Ident { text, span }, case, spot }
                }
            },
        };
        print::subject(&Subject { place, aside: site.key.aside, span }, language)
    }
}

/// The number of a label in its set.
pub(super) fn label_number(program: &Program, set: crate::program::LabelsId, value: &Value) -> Option<u32> {
    let labels = program.labels.get(set.at())?;
    let number = match value {
        Value::None if labels.none => Some(0),
        Value::Text(text) => labels.labels.iter().position(|label| label == text && !label.is_empty()),
        Value::None | Value::Number(_) | Value::Percent(_) | Value::Points(_) | Value::Date(_) | Value::YesNo(_) => {
            None
        }
    };
    number.and_then(|number| u32::try_from(number).ok())
}

/// A label as an author writes it.
pub(super) fn label_value(program: &Program, set: crate::program::LabelsId, label: u32) -> Option<Value> {
    let labels = program.labels.get(set.at())?;
    let text = labels.labels.get(label as usize)?;
    Some(if labels.none && label == 0 { Value::None } else { Value::Text(text.clone()) })
}

/// `unit.title`.
fn field_name(program: &Program, kind: KindId, id: FieldId, language: Language) -> String {
    let Some(declared) = program.kinds.get(kind.at()) else { return String::new() };
    let name = declared.fields.get(id.at()).map_or("", |field| field.name.shown(language));
    format!("{}.{name}", declared.name.shown(language))
}

/// Where a line of a score stands, and the path of the score.
fn line_place(program: &Program, kind: KindId, id: FieldId, language: Language) -> Option<(Vec<u32>, Vec<Ident>)> {
    let (score, line) = line_of(program, kind, id)?;
    let declared = program.kinds.get(kind.at())?;
    let names = [&declared.name, &declared.fields.get(score.field.at())?.name];
    let ident = |name: &program::Name| Ident { text: name.shown(language).to_owned(), span: Span::NONE };
    Some((line.position.clone(), names.map(ident).into()))
}

fn line_of(program: &Program, kind: KindId, id: FieldId) -> Option<(&Score, &ScoreLine)> {
    let mut lines = program.scores.iter().filter(|score| score.kind == kind);
    lines.find_map(|score| Some((score, score.lines.iter().find(|line| line.field == id)?)))
}
