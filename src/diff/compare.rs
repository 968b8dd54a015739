//! Going through what comes out of two programs.

use crate::engine::{Evaluation, Hand, Truth};
use crate::program::{Criterion, CriterionId, FieldId, KindId, Path, Type};
use crate::report::{Explainer, Scope, Totals, Value, parameter};
use crate::verdict::{Judged, Verdict};

use super::matching::{self, Records, is_data, is_met, new_hand};
use super::saved::line_by_line;
use super::{
    CriterionDifference, CriterionSide, DIFFERENCE_VERSION, Difference, FieldDifference, FieldSide, ForEachDifference,
    LineDifference, LineSide, OwnField, ProgramSide, RecordDifference, ValueDifference, ValueTurn, VerdictTurn, Why,
    reason::{self, Given},
};

/// A criterion with its number.
type Numbered<'a> = (CriterionId, &'a Criterion);

/// The two programs while they are compared.
pub(super) struct Both<'a> {
    old: &'a Explainer<'a>,
    new: &'a Explainer<'a>,
    /// Of each of the old kinds the new one.
    kinds: Vec<Option<KindId>>,
    /// The records of old kinds, of those that something is said of one by one.
    records: Vec<Option<Records>>,
}

impl<'a> Both<'a> {
    pub fn new(old: &'a Explainer<'a>, new: &'a Explainer<'a>) -> Both<'a> {
        let kinds = matching::kinds(old.program, new.program);
        let each = old.program.criteria.iter().flat_map(|criterion| &criterion.for_each).map(|each| each.kind);
        let asked: Vec<KindId> = each.chain(old.listed().into_iter().map(|(kind, _)| kind)).collect();
        let records = (0u32..).map(KindId).zip(&kinds).map(|(kind, other)| {
            let other = other.filter(|_| asked.contains(&kind))?;
            Some(Records::meet((old.program, old.roster, kind), (new.program, new.roster, other)))
        });
        Both { old, new, records: records.collect(), kinds }
    }

    pub fn difference(&self) -> Difference {
        Difference {
            difference_version: DIFFERENCE_VERSION,
            old: self.side(self.old, self.new, |kind| self.new_kind(kind)),
            new: self.side(self.new, self.old, |kind| self.old_kind(kind)),
            criteria: self.criteria(),
            fields: self.fields(),
        }
    }

    fn new_kind(&self, old: KindId) -> Option<KindId> {
        self.kinds.get(old.at()).copied().flatten()
    }

    fn old_kind(&self, new: KindId) -> Option<KindId> {
        let place = self.kinds.iter().position(|kind| *kind == Some(new))?;
        u32::try_from(place).ok().map(KindId)
    }

    fn most(&self) -> usize {
        self.new.listing.most()
    }

    /// A record's key; kept back where it is private in either program.
    fn id(&self, old: Option<(KindId, u32)>, new: Option<(KindId, u32)>) -> String {
        let of = |explainer: &Explainer<'_>, record: Option<(KindId, u32)>| {
            record.map(|(kind, row)| (explainer.hides_key(kind), explainer.id(kind, row)))
        };
        match (of(self.old, old), of(self.new, new)) {
            (Some((true, id)), _) | (_, Some((_, id))) | (Some((false, id)), None) => id,
            (None, None) => String::new(),
        }
    }

    fn ids(&self, old: Option<Hand>, new: Option<Hand>) -> Vec<String> {
        let at = |hand: Option<Hand>, place: u8| hand.and_then(|hand| hand.get(place));
        let both = (0..2u8).map(|place| (at(old, place), at(new, place)));
        both.filter(|(old, new)| old.is_some() || new.is_some()).map(|(old, new)| self.id(old, new)).collect()
    }

    fn side(&self, own: &Explainer<'_>, other: &Explainer<'_>, kind: impl Fn(KindId) -> Option<KindId>) -> ProgramSide {
        let mut counts = Totals::default();
        let mut verdict = Verdict::NotApplicable;
        for id in (0u32..).map(CriterionId).take(own.program.criteria.len()) {
            let one = own.evaluation.verdict(id);
            counts.add(one, 1);
            verdict = verdict.and(one);
        }
        let (mut own_kinds, mut own_fields) = (Vec::new(), Vec::new());
        for (id, declared) in (0u32..).map(KindId).zip(&own.program.kinds) {
            let Some(there) = kind(id) else {
                own_kinds.push(own.kind(id));
                continue;
            };
            let read = |field: FieldId| other.field(there, field).is_some_and(is_data);
            for (place, field) in (0u32..).map(FieldId).zip(&declared.fields).filter(|(_, field)| is_data(field)) {
                if !matching::field(other.program, there, &field.name).is_some_and(read) {
                    own_fields.push(OwnField { kind: own.kind(id), field: own.named(id, place) });
                }
            }
        }
        let parameters = own.program.parameters.iter().map(|one| parameter(one, own.program.language)).collect();
        let documents = own.program.documents.iter().map(|document| document.code.clone()).collect();
        ProgramSide { language: own.program.language, documents, parameters, verdict, counts, own_kinds, own_fields }
    }

    // ---- criteria ----

    fn criteria(&self) -> Vec<CriterionDifference> {
        let all = |explainer: &'a Explainer<'a>| (0u32..).map(CriterionId).zip(&explainer.program.criteria);
        let shared = all(self.new).filter_map(|new| {
            let old = self.old.program.criterion(&new.1.id);
            match old.and_then(|id| Some((id, self.old.program.criteria.get(id.at())?))) {
                Some(old) => self.criterion(old, new),
                None => Some(self.own(None, Some(new))),
            }
        });
        let gone = all(self.old).filter(|(_, old)| self.new.program.criterion(&old.id).is_none());
        shared.chain(gone.map(|old| self.own(Some(old), None))).collect()
    }

    /// What there is to say of a criterion by itself.
    fn own(&self, old: Option<Numbered<'_>>, new: Option<Numbered<'_>>) -> CriterionDifference {
        let side = |explainer: &Explainer<'_>, numbered: Option<Numbered<'_>>| {
            let (id, criterion) = numbered?;
            Some(CriterionSide {
                title: criterion.title.clone(),
                cites: explainer.cites(&criterion.cites),
                place: explainer.place(criterion.place),
                verdict: explainer.evaluation.verdict(id),
            })
        };
        CriterionDifference {
            id: new.or(old).map_or_else(String::new, |(_, criterion)| criterion.id.clone()),
            old: side(self.old, old),
            new: side(self.new, new),
            why: Why::default(),
            other_records: false,
            for_each: None,
            tallies: Vec::new(),
            filled: Vec::new(),
            opened: Vec::new(),
            cut: false,
        }
    }

    /// A criterion that both have, if it says something else.
    fn criterion(&self, old: Numbered<'_>, new: Numbered<'_>) -> Option<CriterionDifference> {
        let mut found = self.own(Some(old), Some(new));
        let turned = self.old.evaluation.verdict(old.0) != self.new.evaluation.verdict(new.0);
        let each = |(_, criterion): Numbered<'_>| criterion.for_each.iter().map(|each| each.kind).collect::<Vec<_>>();
        let (old_kinds, new_kinds) = (each(old), each(new));
        if old_kinds.is_empty() && new_kinds.is_empty() {
            found.why = if turned { self.why(old.1, Hand::none(), new.1, Hand::none()) } else { Why::default() };
            return turned.then_some(found);
        }
        let same: Vec<Option<KindId>> = old_kinds.iter().map(|kind| self.new_kind(*kind)).collect();
        if same != new_kinds.iter().map(|kind| Some(*kind)).collect::<Vec<_>>() {
            found.other_records = true;
            return Some(found);
        }
        let each = self.for_each(old, &old_kinds, new, &new_kinds);
        if !turned && each.turns.is_empty() {
            return None;
        }
        found.for_each = Some(each);
        Some(found)
    }

    fn for_each(
        &self,
        (old_id, old): Numbered<'_>,
        old_kinds: &[KindId],
        (new_id, new): Numbered<'_>,
        new_kinds: &[KindId],
    ) -> ForEachDifference {
        let judged = |evaluation: &Evaluation<'_>, id: CriterionId, hand: Option<Hand>| {
            let hand = hand?;
            let verdict = evaluation.verdict_of(id, hand)?;
            Some(Judged { verdict, certain: evaluation.included(id, hand) == Truth::Yes })
        };
        let mut turns: Vec<VerdictTurn> = Vec::new();
        let (mut records, mut more, most) = (Vec::new(), 0, self.most());
        let mut offer = |old_hand: Option<Hand>, new_hand: Option<Hand>| {
            let before = judged(self.old.evaluation, old_id, old_hand);
            let after = judged(self.new.evaluation, new_id, new_hand);
            if before == after {
                return;
            }
            match turns.iter_mut().find(|turn| (turn.old, turn.new) == (before, after)) {
                Some(turn) => turn.records += 1,
                None => turns.push(VerdictTurn { old: before, new: after, records: 1 }),
            }
            if records.len() >= most {
                more += 1;
                return;
            }
            let why = match (old_hand.filter(|_| before.is_some()), new_hand.filter(|_| after.is_some())) {
                (Some(one), Some(other)) => self.why(old, one, new, other),
                (Some(_), None) | (None, Some(_)) | (None, None) => Why::default(),
            };
            records.push(RecordDifference { ids: self.ids(old_hand, new_hand), old: before, new: after, why });
        };
        let met: Vec<&Records> = old_kinds.iter().filter_map(|kind| self.records.get(kind.at())?.as_ref()).collect();
        self.old.evaluation.each_hand(old_kinds, |hand| offer(Some(hand), new_hand(&met, hand)));
        self.new.evaluation.each_hand(new_kinds, |hand| {
            if !is_met(&met, hand) {
                offer(None, Some(hand));
            }
        });
        let kinds = new_kinds.iter().map(|kind| self.new.kind(*kind)).collect();
        ForEachDifference { kinds, old: None, new: None, turns, records, more }
    }

    fn why(&self, old: &Criterion, old_hand: Hand, new: &Criterion, new_hand: Hand) -> Why {
        let explain = |explainer: &Explainer<'_>, criterion: &Criterion, hand: Hand| {
            explainer.explain(&criterion.cond, hand, &mut Scope::criterion(criterion.if_none))
        };
        reason::of_conditions(&explain(self.old, old, old_hand), &explain(self.new, new, new_hand))
    }

    // ---- derived fields ----

    fn fields(&self) -> Vec<FieldDifference> {
        let (old, new) = (self.old.listed(), self.new.listed());
        let mut gone = old.clone();
        let mut found = Vec::new();
        for (kind, field) in new {
            let name = self.new.field(kind, field).map(|declared| &declared.name);
            let other = self.old_kind(kind).zip(name).and_then(|(old_kind, name)| {
                Some((old_kind, matching::field(self.old.program, old_kind, name)?)).filter(|one| old.contains(one))
            });
            match other {
                None => found.push(self.own_field(None, Some((kind, field)))),
                Some(other) => {
                    gone.retain(|one| *one != other);
                    found.extend(self.field(other, (kind, field)));
                }
            }
        }
        found.extend(gone.into_iter().map(|one| self.own_field(Some(one), None)));
        found
    }

    fn own_field(&self, old: Option<(KindId, FieldId)>, new: Option<(KindId, FieldId)>) -> FieldDifference {
        let side = |explainer: &Explainer<'_>, (kind, field): (KindId, FieldId)| FieldSide {
            cites: match (explainer.award_at(kind, field), explainer.score_at(kind, field)) {
                (Some(award), _) => explainer.cites(award.cites),
                (None, Some(score)) => explainer.cites(&score.cites),
                (None, None) => {
                    explainer.rank_at(kind, field).map_or_else(Vec::new, |rank| explainer.cites(&rank.cites))
                }
            },
            place: explainer.field(kind, field).and_then(|declared| explainer.place(declared.place)),
        };
        let named = |explainer: &Explainer<'_>, (kind, field)| (explainer.kind(kind), explainer.named(kind, field));
        let shown = new.map(|one| named(self.new, one)).or_else(|| old.map(|one| named(self.old, one)));
        let (kind, field) = shown.unwrap_or_else(|| named(self.new, (KindId(u32::MAX), FieldId(u32::MAX))));
        FieldDifference {
            kind,
            field,
            old: old.map(|one| side(self.old, one)),
            new: new.map(|one| side(self.new, one)),
            counts: Vec::new(),
            cut: false,
            turns: Vec::new(),
            records: Vec::new(),
            more: 0,
        }
    }

    /// A derived field that both have, if it is something else for some record.
    fn field(&self, old: (KindId, FieldId), new: (KindId, FieldId)) -> Option<FieldDifference> {
        let met = self.records.get(old.0.at())?.as_ref()?;
        let mut found = self.own_field(Some(old), Some(new));
        let labels = |explainer: &Explainer<'_>, (kind, field)| {
            matches!(explainer.field(kind, field).map(|declared| declared.ty), Some(Type::Label(_)))
        };
        let (both_labels, most) = (labels(self.old, old) && labels(self.new, new), self.most());
        let mut offer = |old_row: Option<u32>, new_row: Option<u32>| {
            let value = |explainer, at, row: Option<u32>| row.map(|row| derived(explainer, at, row));
            let (before, after) = (value(self.old, old, old_row), value(self.new, new, new_row));
            if same(before.as_ref(), after.as_ref()) {
                return;
            }
            if both_labels {
                let known = found.turns.iter_mut().find(|turn| turn.old == before && turn.new == after);
                match known {
                    Some(turn) => turn.records += 1,
                    None => found.turns.push(ValueTurn { old: before.clone(), new: after.clone(), records: 1 }),
                }
            }
            if found.records.len() >= most {
                found.more += 1;
                return;
            }
            let rows = old_row.zip(new_row);
            let why = rows.map_or_else(Why::default, |rows| self.why_field(old, new, rows));
            let lines = rows.map_or_else(Vec::new, |rows| self.lines(old, new, rows));
            let id = self.id(old_row.map(|row| (old.0, row)), new_row.map(|row| (new.0, row)));
            found.records.push(ValueDifference { id, old: before, new: after, why, lines });
        };
        (0..met.all_old()).for_each(|row| offer(Some(row), met.new_row(row)));
        (0..met.all_new()).filter(|row| !met.is_met(*row)).for_each(|row| offer(None, Some(row)));
        (!found.records.is_empty() || found.more > 0).then_some(found)
    }

    /// The lines of two tables of points that don't come to the same, by their place.
    fn lines(&self, old: (KindId, FieldId), new: (KindId, FieldId), rows: (u32, u32)) -> Vec<LineDifference> {
        line_by_line(filled_in(self.old, old, rows.0), filled_in(self.new, new, rows.1))
    }

    fn why_field(&self, old: (KindId, FieldId), new: (KindId, FieldId), rows: (u32, u32)) -> Why {
        let award = |explainer: &'a Explainer<'a>, (kind, field): (KindId, FieldId)| explainer.award_at(kind, field);
        let (Some(before), Some(after)) = (award(self.old, old), award(self.new, new)) else { return Why::default() };
        reason::of_awards(
            &Given {
                awarded: self.old.awarded(&before, rows.0, &mut Scope::inner()),
                case: &|number| self.old.case(&before, rows.0, number),
            },
            &Given {
                awarded: self.new.awarded(&after, rows.1, &mut Scope::inner()),
                case: &|number| self.new.case(&after, rows.1, number),
            },
        )
    }
}

/// What a derived field says of a record. Who isn't ranked has no place, and where that is unknown there is none to tell.
fn derived(explainer: &Explainer<'_>, (kind, field): (KindId, FieldId), row: u32) -> Value {
    let hand = Hand::one(kind, row);
    match explainer.rank_at(kind, field).map(|rank| explainer.evaluation.is_ranked(rank, hand)) {
        Some(Truth::No) => Value::None,
        Some(Truth::Unknown) => Value::Unknown,
        Some(Truth::Yes) | None => explainer.value(&Path { hand: 0, via: Vec::new(), field }, hand),
    }
}

/// The lines of a record's table of points, or what it is ranked by, if the field is such a one.
fn filled_in(explainer: &Explainer<'_>, (kind, field): (KindId, FieldId), row: u32) -> Vec<(String, LineSide)> {
    if let (Some(rank), Some(ranked)) = (explainer.rank_at(kind, field), explainer.ranked_at(kind, field, row)) {
        let keys = (1u32..).zip(rank.keys.iter().zip(ranked.keys));
        let line = |title: &str, points| LineSide { marker: String::new(), title: title.to_owned(), points };
        return keys.map(|(number, (key, points))| (number.to_string(), line(&key.text, points))).collect();
    }
    let Some(score) = explainer.score_at(kind, field) else { return Vec::new() };
    let table = explainer.score(score, row..row.saturating_add(1));
    let points = table.records.into_iter().next().map_or_else(Vec::new, |record| record.points);
    let lines = table.lines.into_iter().zip(points);
    lines.map(|(line, points)| (line.id, LineSide { marker: line.marker, title: line.title, points })).collect()
}

/// Whether two values are one. Which labels are possible counts, and not how the scale of either program orders them.
pub(super) fn same(old: Option<&Value>, new: Option<&Value>) -> bool {
    match (old, new) {
        (Some(Value::OneOf(one)), Some(Value::OneOf(other))) => {
            one.len() == other.len() && one.iter().all(|label| other.contains(label))
        }
        (one, other) => one == other,
    }
}
