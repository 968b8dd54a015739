//! A report from an evaluation.

use crate::engine::{Evaluation, Hand, Truth};
use crate::program::{Cite, Cond, Criterion, CriterionId, ForEach, KindId};
use crate::verdict::Verdict;

use super::explain::Scope;
use super::values::Explainer;
use super::{
    CriterionReport, DocumentReport, Explanation, ForEachReport, ItemReport, Period, REPORT_VERSION, RecordReport,
    Report, Totals,
};

/// Whether a report names records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Listing {
    /// Every record that is behind a verdict, with the values read.
    #[default]
    Named,
    /// None: every list of records stays empty, and the counts stand.
    Counted,
}

/// Reports an evaluation: every criterion and award, explained, with the records behind it.
pub fn report(evaluation: &Evaluation<'_>) -> Report {
    report_listing(evaluation, Listing::Named)
}

/// Reports an evaluation, with the records behind it or without.
pub fn report_listing(evaluation: &Evaluation<'_>, listing: Listing) -> Report {
    let explainer = Explainer::new(evaluation, false).listing(listing);
    let criteria: Vec<CriterionReport> = (0u32..)
        .zip(&explainer.program.criteria)
        .map(|(number, criterion)| explainer.criterion(CriterionId(number), criterion))
        .collect();
    let mut counts = Totals::default();
    let mut verdict = Verdict::NotApplicable;
    for criterion in &criteria {
        counts.add(criterion.verdict, 1);
        verdict = verdict.and(criterion.verdict);
    }
    Report {
        report_version: REPORT_VERSION,
        language: explainer.program.language,
        counted: listing == Listing::Counted,
        documents: explainer.documents(),
        verdict,
        counts,
        criteria,
        awards: explainer.awards(),
    }
}

/// Reports one criterion of an evaluation; none if there is no such criterion.
pub fn criterion(evaluation: &Evaluation<'_>, id: CriterionId) -> Option<CriterionReport> {
    let explainer = Explainer::new(evaluation, true);
    let criterion = explainer.program.criteria.get(id.at())?;
    Some(explainer.criterion(id, criterion))
}

/// What one record is to a clause of a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordInClause {
    /// The keys of the records in hand, where the criterion is for each of a kind.
    pub ids: Vec<String>,
    /// The clause part in the rules' words.
    pub text: String,
    /// Its property in the rules' words; empty where being there is enough.
    pub property: String,
    /// Whether the record is in the part's base.
    pub member: Truth,
    /// Whether it has the property, what missing counts as applied.
    pub truth: Truth,
    /// The population's `where` for it.
    pub filter: Option<Explanation>,
    /// The property for it.
    pub explanation: Option<Explanation>,
}

/// What a record is to every clause of a criterion that counts its kind; only
/// where it is or may be in. Empty where the criterion doesn't count its kind.
pub fn record_in_criterion(
    evaluation: &Evaluation<'_>,
    id: CriterionId,
    kind: KindId,
    row: u32,
) -> Vec<RecordInClause> {
    let explainer = Explainer::new(evaluation, true);
    let Some(criterion) = explainer.program.criteria.get(id.at()) else { return Vec::new() };
    let mut found = Vec::new();
    explainer.each_record(criterion, |hand, ids| {
        if !evaluation.included(id, hand).is_no() || criterion.for_each.is_empty() {
            explainer.in_clauses(&criterion.cond, hand, &ids, kind, row, &mut found);
        }
    });
    found
}

impl Totals {
    /// Counts in the order of [`Verdict::ALL`].
    fn of(counts: &[u64; 4]) -> Totals {
        let mut totals = Totals::default();
        Verdict::ALL.into_iter().zip(counts).for_each(|(verdict, count)| totals.add(verdict, *count));
        totals
    }

    /// Adds so many of a verdict.
    pub fn add(&mut self, verdict: Verdict, count: u64) {
        *match verdict {
            Verdict::Met => &mut self.met,
            Verdict::NotMet => &mut self.not_met,
            Verdict::Undetermined => &mut self.undetermined,
            Verdict::NotApplicable => &mut self.not_applicable,
        } += count;
    }

    /// How many there are in all.
    pub fn all(&self) -> u64 {
        self.met + self.not_met + self.undetermined + self.not_applicable
    }
}

impl Explainer<'_> {
    fn documents(&self) -> Vec<DocumentReport> {
        let documents = (0u32..).zip(&self.program.documents);
        let of = |(document, declared): (u32, &crate::program::Document)| DocumentReport {
            code: declared.code.clone(),
            title: declared.title.clone(),
            period: declared.period.map(|(first, last)| Period { first, last }),
            items: (0u32..)
                .zip(&declared.items)
                .map(|(item, declared)| {
                    let cite = Cite { document, item };
                    let citing = |cites: &[Cite]| cites.contains(&cite);
                    let criteria = self.program.criteria.iter().filter(|criterion| citing(&criterion.cites));
                    let awards = self.each_award().filter(|award| citing(award.cites));
                    ItemReport {
                        id: declared.id.clone(),
                        title: declared.title.clone(),
                        criteria: criteria.map(|criterion| criterion.id.clone()).collect(),
                        awards: awards.map(|award| self.award_id(&award)).collect(),
                        waived: declared.waived.clone(),
                    }
                })
                .collect(),
        };
        documents.map(of).collect()
    }

    fn criterion(&self, id: CriterionId, criterion: &Criterion) -> CriterionReport {
        let verdict = self.evaluation.verdict(id);
        let whole = criterion.for_each.is_empty();
        let named = self.listing == Listing::Named;
        let explain = |hand: Hand| self.explain(&criterion.cond, hand, &mut Scope::criterion(criterion.if_none));
        let open = |hand: Hand| self.open(&criterion.cond, hand);
        CriterionReport {
            id: criterion.id.clone(),
            title: criterion.title.clone(),
            cites: self.cites(&criterion.cites),
            verdict,
            place: self.place(criterion.place),
            text: criterion.text.clone(),
            open: if whole && named && verdict == Verdict::Undetermined { open(Hand::none()) } else { Vec::new() },
            for_each: (!whole).then(|| self.for_each(id, criterion)),
            explanation: whole.then(|| explain(Hand::none())),
        }
    }

    fn open(&self, cond: &Cond, hand: Hand) -> Vec<super::MissingValue> {
        self.missing_all(&self.evaluation.unknowns(cond, hand, usize::MAX))
    }

    fn for_each(&self, id: CriterionId, criterion: &Criterion) -> ForEachReport {
        let mut report = ForEachReport {
            kinds: criterion.for_each.iter().map(|each| self.kind(each.kind)).collect(),
            counts: Totals::default(),
            maybe: Totals::default(),
            records: Vec::new(),
        };
        if self.listing == Listing::Counted {
            let counts = self.evaluation.verdict_counts(id);
            (report.counts, report.maybe) = (Totals::of(&counts.inside), Totals::of(&counts.maybe));
            return report;
        }
        self.each_record(criterion, |hand, ids| {
            let included = self.evaluation.included(id, hand);
            let Some(verdict) = self.evaluation.verdict_of(id, hand) else { return };
            let totals = if included.is_yes() { &mut report.counts } else { &mut report.maybe };
            totals.add(verdict, 1);
            let mut open = Vec::new();
            if included.is_unknown() {
                for ((kind, row), each) in hand.records().zip(&criterion.for_each) {
                    if let Some(filter) = &each.filter {
                        open.extend(self.open(filter, Hand::one(kind, row)));
                    }
                }
            }
            if verdict == Verdict::Undetermined {
                open.extend(self.open(&criterion.cond, hand));
            }
            let explanation = self.explain(&criterion.cond, hand, &mut Scope::criterion(criterion.if_none));
            report.records.push(RecordReport { ids, included, verdict, open, explanation });
        });
        report
    }

    /// Calls with every record, or pair, that a criterion may be for each of, and their keys.
    fn each_record(&self, criterion: &Criterion, mut call: impl FnMut(Hand, Vec<String>)) {
        let kinds: Vec<KindId> = criterion.for_each.iter().map(|ForEach { kind, .. }| *kind).collect();
        self.evaluation.each_hand(&kinds, |hand| {
            let ids = hand.records().map(|(kind, row)| self.id(kind, row)).collect();
            call(hand, ids);
        });
    }

    fn in_clauses(
        &self,
        cond: &Cond,
        hand: Hand,
        ids: &[String],
        kind: KindId,
        row: u32,
        found: &mut Vec<RecordInClause>,
    ) {
        match cond {
            Cond::Clause(id) => {
                let Some(clause) = self.program.clauses.get(id.at()) else { return };
                if clause.population.kind != kind {
                    return;
                }
                let record = Hand::one(kind, row);
                for (number, part) in clause.parts.iter().enumerate() {
                    let (member, truth) = self.evaluation.marks(*id, number, hand, row);
                    if member.is_no() && (number > 0 || !ids.is_empty()) {
                        continue;
                    }
                    let explain = |cond: &Cond| self.explain(cond, record, &mut Scope::inner());
                    let filter = clause.population.filter.as_ref().filter(|_| number == 0);
                    found.push(RecordInClause {
                        ids: ids.to_vec(),
                        text: part.text.clone(),
                        property: part.property_text.clone(),
                        member,
                        truth,
                        filter: filter.map(explain),
                        explanation: part.property.as_ref().filter(|_| !member.is_no()).map(explain),
                    });
                }
            }
            Cond::Not(inner) => self.in_clauses(inner, hand, ids, kind, row, found),
            Cond::List(list) => {
                for part in &list.parts {
                    self.in_clauses(&part.cond, hand, ids, kind, row, found);
                }
            }
            Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) | Cond::Meets(_) => {}
        }
    }
}
