//! A report from an evaluation.

use crate::engine::{Evaluation, Hand, Truth};
use crate::program::{Cite, Cond, Constant, Criterion, CriterionId, ForEach, KindId, NumberKind, Parameter, Type};
use crate::source::Language;
use crate::verdict::Verdict;

use super::explain::Scope;
use super::values::Explainer;
use super::{
    CriterionReport, DocumentReport, Explanation, ForEachReport, ItemReport, MissingValue, Named, ParameterReport,
    Period, REPORT_VERSION, RecordReport, Report, ScoreReport, Totals, Value,
};

/// Whether a report names records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Listing {
    /// Every record that is behind a verdict, with the values read.
    #[default]
    Named,
    /// At most so many records in each list, the first ones; how many more there are is counted beside the list.
    UpTo(usize),
    /// None: every list of records stays empty, and the counts stand.
    Counted,
}

impl Listing {
    /// The most records of a list.
    pub(crate) fn most(self) -> usize {
        match self {
            Listing::Named => usize::MAX,
            Listing::UpTo(most) => most,
            Listing::Counted => 0,
        }
    }
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
        parameters: explainer.program.parameters.iter().map(|one| parameter(one, explainer.program.language)).collect(),
        verdict,
        counts,
        criteria,
        awards: explainer.awards(),
        ranks: explainer.ranks(),
        scores: explainer.scores(),
    }
}

pub(crate) fn parameter(parameter: &Parameter, language: Language) -> ParameterReport {
    let shown = |constant: &Constant| match (constant, parameter.ty) {
        (Constant::Number(share), Type::Number(NumberKind::Percent)) => Value::Percent(share.clone()),
        (Constant::Number(number), _) => Value::Number(number.clone()),
        (Constant::Date(date), _) => Value::Date(*date),
    };
    let (id, name) = (parameter.name.canonical().to_owned(), parameter.name.shown(language).to_owned());
    ParameterReport {
        name: Named { id, name },
        value: shown(&parameter.value),
        default: parameter.is_set().then(|| shown(&parameter.default)),
        note: parameter.note.clone(),
    }
}

/// One criterion as [`report_listing`] reports it; none if there is no such criterion.
pub fn criterion_listing(evaluation: &Evaluation<'_>, id: CriterionId, listing: Listing) -> Option<CriterionReport> {
    let explainer = Explainer::new(evaluation, false).listing(listing);
    let criterion = explainer.program.criteria.get(id.at())?;
    Some(explainer.criterion(id, criterion))
}

/// Reports one criterion of an evaluation; none if there is no such criterion.
pub fn criterion(evaluation: &Evaluation<'_>, id: CriterionId) -> Option<CriterionReport> {
    let explainer = Explainer::new(evaluation, true);
    let criterion = explainer.program.criteria.get(id.at())?;
    Some(explainer.criterion(id, criterion))
}

/// A record's filled-in table of points, by the score's place in the program; none if there is no such score or record.
pub fn scored(evaluation: &Evaluation<'_>, score: usize, row: u32) -> Option<ScoreReport> {
    let explainer = Explainer::new(evaluation, true);
    let score = explainer.program.scores.get(score)?;
    (row < u32::try_from(explainer.roster.len(score.kind)).unwrap_or(u32::MAX))
        .then(|| explainer.score(score, row..row + 1))
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

/// Missing values that keep something open.
#[derive(Default)]
struct Open {
    values: Vec<MissingValue>,
    /// Whether there are more.
    cut: bool,
}

/// Which records of a criterion are listed where there are too many: those that are lost first, then those that are
/// open, then the others.
struct Kept {
    most: usize,
    /// Whether there are no more than may be listed.
    all: bool,
    hands: [Vec<(u64, Hand)>; 3],
    offered: u64,
}

impl Kept {
    fn new(most: usize, all: u64) -> Kept {
        Kept { most, all: all <= most as u64, hands: Default::default(), offered: 0 }
    }

    fn offer(&mut self, verdict: Verdict, hand: Hand) {
        let rank = match verdict {
            _ if self.all => 0,
            Verdict::NotMet => 0,
            Verdict::Undetermined => 1,
            Verdict::Met | Verdict::NotApplicable => 2,
        };
        if let Some(hands) = self.hands.get_mut(rank).filter(|hands| hands.len() < self.most) {
            hands.push((self.offered, hand));
        }
        self.offered += 1;
    }

    /// Those that are listed, in the order of the data.
    fn in_order(self) -> Vec<Hand> {
        let mut kept: Vec<(u64, Hand)> = self.hands.into_iter().flatten().take(self.most).collect();
        kept.sort_by_key(|(place, _)| *place);
        kept.into_iter().map(|(_, hand)| hand).collect()
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
                    let scores = self.program.scores.iter().filter(|score| citing(&score.cites));
                    let awards = self.each_award().filter(|award| citing(award.cites));
                    let ranks = self.each_rank().filter(|ranked| citing(&ranked.rank.cites));
                    ItemReport {
                        id: declared.id.clone(),
                        title: declared.title.clone(),
                        criteria: criteria.map(|criterion| criterion.id.clone()).collect(),
                        awards: awards.map(|award| self.award_id(&award)).collect(),
                        ranks: ranks.map(|ranked| self.field_id(ranked.kind, ranked.field)).collect(),
                        scores: scores.map(|score| self.field_id(score.kind, score.field)).collect(),
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
        let explain = |hand: Hand| self.explain(&criterion.cond, hand, &mut Scope::criterion(criterion.if_none));
        let mut open = Open::default();
        if whole && verdict == Verdict::Undetermined {
            self.open(&criterion.cond, Hand::none(), &mut open);
        }
        CriterionReport {
            id: criterion.id.clone(),
            title: criterion.title.clone(),
            cites: self.cites(&criterion.cites),
            verdict,
            place: self.place(criterion.place),
            text: criterion.text.clone(),
            open: open.values,
            open_cut: open.cut,
            for_each: (!whole).then(|| self.for_each(id, criterion)),
            explanation: whole.then(|| explain(Hand::none())),
        }
    }

    /// Adds the missing values that keep a condition open.
    fn open(&self, cond: &Cond, hand: Hand, open: &mut Open) {
        let room = self.listing.most().saturating_sub(open.values.len());
        if self.listing == Listing::Counted {
            return;
        }
        let mut cells = self.evaluation.unknowns(cond, hand, room.saturating_add(1));
        open.cut |= cells.len() > room;
        cells.truncate(room);
        open.values.extend(self.gaps(&cells));
    }

    fn for_each(&self, id: CriterionId, criterion: &Criterion) -> ForEachReport {
        let mut report = ForEachReport {
            kinds: criterion.for_each.iter().map(|each| self.kind(each.kind)).collect(),
            counts: Totals::default(),
            maybe: Totals::default(),
            records: Vec::new(),
            more: 0,
        };
        let counts = self.evaluation.verdict_counts(id);
        (report.counts, report.maybe) = (Totals::of(&counts.inside), Totals::of(&counts.maybe));
        let most = self.listing.most();
        if most == 0 {
            return report;
        }
        let all = report.counts.all() + report.maybe.all();
        let mut kept = Kept::new(most, all);
        let kinds: Vec<KindId> = criterion.for_each.iter().map(|ForEach { kind, .. }| *kind).collect();
        self.evaluation.each_hand(&kinds, |hand| {
            if let Some(verdict) = self.evaluation.verdict_of(id, hand) {
                kept.offer(verdict, hand);
            }
        });
        let record = |hand: Hand| self.record(id, criterion, hand);
        report.records = kept.in_order().into_iter().filter_map(record).collect();
        report.more = all - report.records.len() as u64;
        report
    }

    fn record(&self, id: CriterionId, criterion: &Criterion, hand: Hand) -> Option<RecordReport> {
        let included = self.evaluation.included(id, hand);
        let verdict = self.evaluation.verdict_of(id, hand)?;
        let mut open = Open::default();
        if included.is_unknown() {
            for ((kind, row), each) in hand.records().zip(&criterion.for_each) {
                if let Some(filter) = &each.filter {
                    self.open(filter, Hand::one(kind, row), &mut open);
                }
            }
        }
        if verdict == Verdict::Undetermined {
            self.open(&criterion.cond, hand, &mut open);
        }
        let ids = hand.records().map(|(kind, row)| self.id(kind, row)).collect();
        let explanation = self.explain(&criterion.cond, hand, &mut Scope::criterion(criterion.if_none));
        Some(RecordReport { ids, included, verdict, open: open.values, open_cut: open.cut, explanation })
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
