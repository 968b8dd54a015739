//! Awards explained: which case gave a record its label, and why the ones before it didn't.

use std::collections::BTreeMap;

use crate::engine::{Hand, Value as Read};
use crate::program::{AwardCase, Cite, FieldId, KindId, Origin, Type};

use super::explain::Scope;
use super::values::Explainer;
use super::{AwardReport, AwardedReport, CaseReport, Explanation, Listing};

/// An award of the program.
pub(crate) struct Award<'a> {
    kind: KindId,
    field: FieldId,
    cases: &'a [AwardCase],
    otherwise: u32,
    /// What it is founded on.
    pub cites: &'a [Cite],
}

impl<'p> Explainer<'p> {
    /// Every award, by kind and field.
    pub fn each_award(&self) -> impl Iterator<Item = Award<'p>> + use<'p> {
        let program = self.program;
        (0u32..).zip(&program.kinds).flat_map(|(number, kind)| {
            let fields = (0u32..).zip(&kind.fields);
            fields.filter_map(move |(place, field)| award(KindId(number), FieldId(place), &field.origin))
        })
    }

    /// The award that a field is, if it is one and may be shown.
    pub fn award_at(&self, kind: KindId, field: FieldId) -> Option<Award<'p>> {
        let declared = self.field(kind, field).filter(|field| !field.private)?;
        award(kind, field, &declared.origin)
    }

    /// The derived fields that a report lists: awards, then totals of points, then ranks.
    pub fn listed(&self) -> Vec<(KindId, FieldId)> {
        let awards = self.each_award().map(|award| (award.kind, award.field));
        let totals = self.program.scores.iter().map(|score| (score.kind, score.field));
        let ranks = self.each_rank().map(|ranked| (ranked.kind, ranked.field));
        let shown = |(kind, field): &(KindId, FieldId)| self.field(*kind, *field).is_some_and(|field| !field.private);
        awards.chain(totals).chain(ranks).filter(shown).collect()
    }

    /// An award as `kind.field`.
    pub fn award_id(&self, award: &Award<'_>) -> String {
        self.field_id(award.kind, award.field)
    }

    /// A field as `kind.field`.
    pub fn field_id(&self, kind: KindId, field: FieldId) -> String {
        let name = self.field(kind, field).map_or("", |field| field.name.canonical());
        format!("{}.{name}", self.kind(kind).id)
    }

    /// All awards with all their records.
    pub fn awards(&self) -> Vec<AwardReport> {
        let listed = self.listed().into_iter();
        listed.filter_map(|(kind, field)| self.award_at(kind, field)).map(|award| self.award(&award)).collect()
    }

    fn award(&self, award: &Award<'_>) -> AwardReport {
        let label = |label: u32| self.award_label(award, label);
        let all = self.roster.len(award.kind);
        let rows = u32::try_from(all.min(self.listing.most())).unwrap_or(u32::MAX);
        let given = self.evaluation.label_counts(award.kind, award.field);
        let mut counts = BTreeMap::new();
        for (number, count) in (0u32..).zip(&given.settled).filter(|(_, count)| **count > 0) {
            *counts.entry(label(number)).or_insert(0) += count;
        }
        AwardReport {
            kind: self.kind(award.kind),
            field: self.named(award.kind, award.field),
            cites: self.cites(award.cites),
            cases: award.cases.iter().map(|case| label(case.label)).collect(),
            otherwise: label(award.otherwise),
            counts,
            undecided: given.open,
            records: (0..rows).map(|row| self.awarded(award, row, &mut Scope::inner())).collect(),
            more: if self.listing == Listing::Counted { 0 } else { all as u64 - u64::from(rows) },
        }
    }

    fn award_label(&self, award: &Award<'_>, label: u32) -> String {
        match self.field(award.kind, award.field).map(|field| field.ty) {
            Some(Type::Label(set)) => self.label(set, label),
            Some(Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Reference(_)) | None => String::new(),
        }
    }

    /// Whether a case of an award holds for a record, and why, whatever the cases before it have told already.
    pub fn case(&self, award: &Award<'_>, row: u32, number: usize) -> Option<Explanation> {
        let case = award.cases.get(number)?;
        Some(self.explain(&case.when, Hand::one(award.kind, row), &mut Scope::inner()))
    }

    /// A record's award, explained.
    pub fn awarded(&self, award: &Award<'_>, row: u32, scope: &mut Scope) -> AwardedReport {
        let hand = Hand::one(award.kind, row);
        let labels = match self.evaluation.value_of(award.kind, award.field, row) {
            Read::Labels(set, labels) => labels.into_iter().map(|label| self.label(set, label)).collect(),
            Read::Truth(_) | Read::Number(_) | Read::Date(_) | Read::Text(_) | Read::Reference(_) => Vec::new(),
        };
        let (mut cases, mut given, mut settled) = (Vec::new(), None, true);
        for (number, case) in (0u32..).zip(award.cases) {
            let explanation = self.explain(&case.when, hand, scope);
            let truth = explanation.truth;
            cases.push(CaseReport { label: self.award_label(award, case.label), explanation });
            settled &= !truth.is_unknown();
            if truth.is_yes() {
                given = settled.then_some(number);
                break;
            }
        }
        let open = match labels.len() {
            0 | 1 => Vec::new(),
            _ => self.gaps(&self.evaluation.unknown_field(award.kind, award.field, row, usize::MAX)),
        };
        AwardedReport { id: self.id(award.kind, row), labels, case: given, open, cases }
    }
}

fn award(kind: KindId, field: FieldId, origin: &Origin) -> Option<Award<'_>> {
    match origin {
        Origin::Award { cases, otherwise, cites } => Some(Award { kind, field, cases, otherwise: *otherwise, cites }),
        Origin::Key | Origin::Data { .. } | Origin::Previous { .. } | Origin::Rank(_) | Origin::Define(_) => None,
    }
}
