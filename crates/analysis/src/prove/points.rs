//! The cases and points of rules: cases of awards; lettered conditions and lettered tails, wherever they stand; and the
//! parts of a sentence that has `of which` or `of the rest`.
//!
//! Contract. Each point is put behind the rules as a criterion of its own, for each record or pair that it is asked of;
//! what the rules say stays the same. A point in the property of a sentence is about the records that the sentence
//! counts there, one in a `where` about all records of its kind. A part of a sentence is a sentence about those who are
//! left to it: of `of which`, those who have what is asked before.

use tieuchi::program::{
    AggregateId, AwardCase, Base, Clause, ClauseId, ClausePart, Cond, Criterion, CriterionId, Definition, Field,
    FieldId, ForEach, KindId, List, Need, Origin, Part, Place, Program, RankGives, Step, Term, Type,
};
use tieuchi::verdict::Verdict;

use crate::cells::each_term;
use crate::fact::Fact;

/// A case or a point.
#[derive(Debug, Clone)]
pub(super) struct Site {
    /// What it is part of: a criterion's identifier, a kind's field or a line of its points.
    pub of: String,
    /// How it is written; of a case, its label.
    pub text: String,
    /// Where.
    pub place: Option<Place>,
    /// That it holds.
    pub holds: Fact,
    /// That it fails; none of a case.
    pub fails: Option<Fact>,
}

/// The cases and points of rules, in the order of kinds and criteria, and a program that can be asked of them: `whole`,
/// which begins with these rules, with criteria and sentences behind it.
pub(super) fn sites(rules: &Program, whole: &Program) -> (Vec<Site>, Program) {
    let mut walk = Walk { rules, whole: whole.clone(), sites: Vec::new() };
    for (kind, declared) in (0u32..).map(KindId).zip(&rules.kinds) {
        for (id, field) in (0u32..).map(FieldId).zip(&declared.fields) {
            walk.field(kind, id, field);
        }
    }
    for criterion in &rules.criteria {
        let Criterion { id, for_each, cond, if_none, .. } = criterion;
        for each in for_each {
            let within = Within { of: id.clone(), for_each: vec![], if_none: None }.each(each.kind, None);
            each.filter.iter().for_each(|filter| walk.cond(filter, &within));
        }
        walk.cond(cond, &Within { of: id.clone(), for_each: for_each.clone(), if_none: *if_none });
    }
    (walk.sites, walk.whole)
}

/// What a point stands in.
#[derive(Debug, Clone)]
struct Within {
    of: String,
    /// The records in hand; none: of the whole roster.
    for_each: Vec<ForEach>,
    /// The verdict over nobody.
    if_none: Option<bool>,
}

impl Within {
    /// The same with a record of a kind in hand that a condition holds of.
    fn each(&self, kind: KindId, filter: Option<Cond>) -> Within {
        Within { of: self.of.clone(), for_each: vec![ForEach { kind, filter }], if_none: None }
    }
}

struct Walk<'p> {
    rules: &'p Program,
    whole: Program,
    sites: Vec<Site>,
}

impl Walk<'_> {
    fn field(&mut self, kind: KindId, id: FieldId, field: &Field) {
        let within = Within { of: self.name(kind, id, field), for_each: vec![], if_none: None }.each(kind, None);
        match &field.origin {
            Origin::Award { cases, otherwise, .. } => {
                let mut before: Vec<(Cond, bool)> = Vec::new();
                for AwardCase { label, when, place } in cases {
                    let reached = before.iter().cloned().chain([(when.clone(), true)]).collect();
                    self.case(&within.of, self.label(field.ty, *label), *place, Fact::Some(kind, reached));
                    self.cond(when, &within);
                    before.push((when.clone(), false));
                }
                self.case(&within.of, self.label(field.ty, *otherwise), field.place, Fact::Some(kind, before));
            }
            Origin::Define(definition) => self.definition(definition, &within),
            // How many are ranked is read off the same sentence.
            Origin::Rank(rank) if rank.gives == RankGives::Place => {
                rank.filter.iter().for_each(|filter| self.cond(filter, &within));
                rank.keys.iter().for_each(|key| self.definition(&key.by, &within));
            }
            Origin::Key | Origin::Data { .. } | Origin::Previous { .. } | Origin::Rank(_) => {}
        }
    }

    fn definition(&mut self, definition: &Definition, within: &Within) {
        match definition {
            Definition::Cond(cond) => self.cond(cond, within),
            Definition::Term(term) => self.term(term, within),
        }
    }

    /// What a derived field is called: a line of a table of points by its marker; what has no name of its own, by its kind.
    fn name(&self, kind: KindId, id: FieldId, field: &Field) -> String {
        let Some(declared) = self.rules.kinds.get(kind.at()) else { return String::new() };
        let language = self.rules.language;
        let own = declared.name.shown(language);
        let called = |field: FieldId| declared.fields.get(field.at()).map_or("", |field| field.name.shown(language));
        if field.name.is_spelled() {
            return format!("{own}.{}", called(id));
        }
        let scores = self.rules.scores.iter().filter(|score| score.kind == kind);
        let mut lines = scores.flat_map(|score| score.lines.iter().map(move |line| (score.field, line)));
        let line = lines.find(|(_, line)| line.field == id);
        line.map_or_else(|| own.to_owned(), |(score, line)| format!("{own}.{} {}", called(score), line.marker))
    }

    fn label(&self, ty: Type, label: u32) -> String {
        let Type::Label(set) = ty else { return String::new() };
        let text = self.rules.labels.get(set.at()).and_then(|labels| labels.labels.get(label as usize));
        match text.map(String::as_str) {
            Some("") => self.rules.language.pick("none", "không").to_owned(),
            text => text.unwrap_or_default().to_owned(),
        }
    }

    fn case(&mut self, of: &str, text: String, place: Option<Place>, holds: Fact) {
        self.sites.push(Site { of: of.to_owned(), text, place, holds, fails: None });
    }

    /// A condition as a criterion of its own.
    fn point(&mut self, cond: &Cond, (text, place): (&str, Option<Place>), within: &Within) {
        let id = CriterionId(self.whole.criteria.len() as u32);
        let Within { of, for_each, if_none } = within.clone();
        let fact = |verdict: Verdict| match for_each.as_slice() {
            [] => Fact::Verdict(id, vec![verdict]),
            [..] => Fact::Each(id, vec![verdict]),
        };
        let (holds, fails) = (fact(Verdict::Met), Some(fact(Verdict::NotMet)));
        self.sites.push(Site { of: of.clone(), text: text.to_owned(), place, holds, fails });
        self.whole.criteria.push(Criterion {
            // No author can spell it.
            id: format!("{of} #{}", id.0),
            title: String::new(),
            cites: Vec::new(),
            for_each,
            cond: cond.clone(),
            if_none,
            text: text.to_owned(),
            place,
        });
    }

    /// The points in a condition, from the outside in.
    fn cond(&mut self, cond: &Cond, within: &Within) {
        match cond {
            Cond::List(List { parts, lettered, .. }) => {
                for Part { cond, text, place } in parts {
                    if *lettered {
                        self.point(cond, (text, *place), within);
                    }
                    self.cond(cond, within);
                }
            }
            Cond::Not(inner) => self.cond(inner, within),
            Cond::Compare(one, _, other) => {
                self.term(one, within);
                self.term(other, within);
            }
            Cond::Clause(id) => self.sentence(*id, within),
            Cond::Test(_) | Cond::Presence(..) | Cond::Meets(_) => {}
        }
    }

    fn sentence(&mut self, id: ClauseId, within: &Within) {
        let Some(clause) = self.rules.clauses.get(id.at()) else { return };
        let kind = clause.population.kind;
        let filter = &clause.population.filter;
        filter.iter().for_each(|filter| self.cond(filter, &within.each(kind, None)));
        for part in &clause.parts {
            let base = base(clause, part);
            if clause.parts.len() > 1 {
                let alone = self.alone(clause, part, base.clone());
                self.point(&Cond::Clause(alone), (&part.text, part.place), within);
            }
            part.quantifier.terms().for_each(|term| self.term(term, within));
            part.property.iter().for_each(|property| self.cond(property, &within.each(kind, base.clone())));
        }
    }

    /// A part of a sentence as a sentence about those of its base.
    fn alone(&mut self, clause: &Clause, part: &ClausePart, base: Option<Cond>) -> ClauseId {
        let id = ClauseId(self.whole.clauses.len() as u32);
        let mut population = clause.population.clone();
        population.filter = base;
        let part = ClausePart { base: Base::Population, letter: None, ..part.clone() };
        let (text, place) = (part.text.clone(), part.place);
        self.whole.clauses.push(Clause { population, parts: vec![part], text, place });
        self.whole.plan.push(Step::Clause(id));
        id
    }

    fn term(&mut self, term: &Term, within: &Within) {
        let (mut conds, mut aggregates): (Vec<Cond>, Vec<AggregateId>) = (Vec::new(), Vec::new());
        each_term(term, &mut |inner| match inner {
            Term::Cases(cases, _) | Term::OneOf(cases) => conds.extend(cases.iter().map(|(when, _)| when.clone())),
            Term::Aggregate(id) => aggregates.push(*id),
            _ => {}
        });
        conds.iter().for_each(|when| self.cond(when, within));
        for aggregate in aggregates.iter().filter_map(|id| self.rules.aggregates.get(id.at())) {
            let (kind, filter) = (aggregate.population.kind, &aggregate.population.filter);
            filter.iter().for_each(|filter| self.cond(filter, &within.each(kind, None)));
            aggregate.value.iter().for_each(|value| self.term(value, &within.each(kind, filter.clone())));
        }
    }
}

/// Who is in the base of a part of a sentence; none: all of the kind.
fn base(clause: &Clause, part: &ClausePart) -> Option<Cond> {
    let mut conds: Vec<Cond> = Vec::new();
    let mut at = part.base;
    loop {
        let (earlier, holds) = match at {
            Base::Population => break,
            Base::Holding(earlier) => (earlier as usize, true),
            Base::Rest => (0, false),
        };
        let Some(earlier) = clause.parts.get(earlier) else { break };
        let property = earlier.property.iter().cloned();
        conds.extend(property.map(|property| if holds { property } else { Cond::Not(Box::new(property)) }));
        at = earlier.base;
    }
    conds.extend(clause.population.filter.clone());
    conds.reverse();
    let part = |cond: Cond| Part { cond, text: String::new(), place: None };
    match conds.len() {
        0 | 1 => conds.pop(),
        _ => {
            let parts = conds.into_iter().map(part).collect();
            Some(Cond::List(List { need: Need::All, parts, lettered: false }))
        }
    }
}
