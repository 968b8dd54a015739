//! Conditions of records that may change, as formulas over what is chosen.
//!
//! Contract. What doesn't move is asked of the engine; what moves is taken apart as the language page says, in Kleene's
//! logic, until fields that may change are read. Where something can't be said by sums (a product of two numbers that
//! both change, say) it counts as unknown and is noted: a plan that holds so is one, but a smaller one may have been
//! missed, and that there is none isn't shown.

use std::collections::BTreeSet;

use hashbrown::HashMap;
use tieuchi::engine::{Evaluation, Hand};
use tieuchi::exact::Exact;
use tieuchi::program::{
    AggregateId, ClauseId, Cond, CriterionId, Definition, FieldId, KindId, LabelsId, List, Need, NumberSet, Order,
    Origin, Path, Presence, Program, Set, Term, Type,
};
use tieuchi::roster::Target;

use super::counts::{Group, Tally};
use super::kleene::Kleene;
use super::moving::{Moving, end_of};
use super::numbers::Number;
use super::world::{Given, Options, Slot, World, follow, whole};
use super::{Beyond, Much, Refused};
use crate::solver::{Linear, Lit, Model};

/// The deepest that definitions lead to others, and records to those above and before them.
const MAX_DEPTH: usize = 120;

/// The most parts that a model has.
pub(super) const MAX_PARTS: usize = 3_000_000;

/// Who is in hand.
pub(super) type Held = [Option<Slot>; 2];

/// The records that stand for those in hand.
pub(super) type InHand = [Option<(KindId, u32)>; 2];

/// A field, of whom.
pub(super) type Asked = (KindId, FieldId, Slot);

/// The labels that somebody may have.
#[derive(Debug, Clone, Default)]
pub(super) struct Labels {
    /// Each with when it is possible.
    pub possible: Vec<(u32, Lit)>,
    /// Whether it is always one of them and no other.
    pub settled: bool,
}

impl Labels {
    fn one(label: u32) -> Labels {
        Labels { possible: vec![(label, Lit::TRUE)], settled: true }
    }
}

/// What makes formulas of conditions.
pub(super) struct Encoder<'a> {
    pub program: &'a Program,
    pub evaluation: &'a Evaluation<'a>,
    pub moving: Moving<'a>,
    pub world: World,
    pub model: Model,
    /// What can't be said.
    pub beyond: BTreeSet<Beyond>,
    pub depth: usize,
    pub truths: HashMap<Asked, Kleene>,
    pub labels: HashMap<Asked, Labels>,
    pub numbers: HashMap<Asked, Option<Number>>,
    pub clause_groups: HashMap<ClauseId, Group>,
    pub aggregate_groups: HashMap<AggregateId, Group>,
    pub tallies: HashMap<(ClauseId, InHand), Tally>,
    pub products: HashMap<(usize, Lit), Linear>,
    pub verdicts: HashMap<CriterionId, super::kleene::Judged>,
    /// Requirements that tie all records together and seldom decide anything: that a criterion speaks of somebody.
    pub late: Vec<(Lit, super::verdicts::Demand)>,
}

impl<'a> Encoder<'a> {
    pub(super) fn new(evaluation: &'a Evaluation<'a>, moving: Moving<'a>, world: World, model: Model) -> Encoder<'a> {
        Encoder {
            program: evaluation.program(),
            evaluation,
            moving,
            world,
            model,
            beyond: BTreeSet::new(),
            depth: 0,
            truths: HashMap::new(),
            labels: HashMap::new(),
            numbers: HashMap::new(),
            clause_groups: HashMap::new(),
            aggregate_groups: HashMap::new(),
            tallies: HashMap::new(),
            products: HashMap::new(),
            verdicts: HashMap::new(),
            late: Vec::new(),
        }
    }

    /// The records that stand for those in hand.
    pub(super) fn hand(&self, held: Held) -> Hand {
        match held.map(|slot| slot.and_then(|slot| self.world.record(slot))) {
            [Some(one), Some(other)] => Hand::two(one, other),
            [Some((kind, row)), None] => Hand::one(kind, row),
            [None, _] => Hand::none(),
        }
    }

    fn kinds(&self, held: Held) -> Vec<KindId> {
        held.into_iter().flatten().filter_map(|slot| self.world.record(slot)).map(|(kind, _)| kind).collect()
    }

    /// Goes one deeper for as long as something takes.
    pub(super) fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Result<T, Refused>) -> Result<T, Refused> {
        if self.depth >= MAX_DEPTH {
            return Err(Refused::TooMany(Much::Definitions, MAX_DEPTH));
        }
        if self.model.size() > MAX_PARTS {
            return Err(Refused::TooMany(Much::Comparisons, MAX_PARTS));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    // ---- conditions ----

    /// When a condition holds of those in hand.
    pub(super) fn truth(&mut self, cond: &'a Cond, held: Held) -> Result<Kleene, Refused> {
        if !self.moving.cond(cond, &self.kinds(held)) {
            return Ok(self.evaluation.truth(cond, self.hand(held)).into());
        }
        self.deeper(|encoder| match cond {
            Cond::Test(test) => encoder.test(cond, &test.path, &test.set, held),
            Cond::Compare(left, order, right) => encoder.compare(left, *order, right, held),
            Cond::Presence(path, presence) => encoder.presence(path, *presence, held),
            Cond::Not(inner) => Ok(encoder.truth(inner, held)?.not()),
            Cond::List(list) => encoder.list(cond, list, held),
            Cond::Clause(id) => encoder.clause(*id, held),
            Cond::Meets(id) => encoder.meets(*id, held),
        })
    }

    fn list(&mut self, cond: &'a Cond, list: &'a List, held: Held) -> Result<Kleene, Refused> {
        let parts =
            list.parts.iter().map(|part| self.truth(&part.cond, held)).collect::<Result<Vec<Kleene>, Refused>>()?;
        // What the parts leave open each on its own they may decide together; of a record as it is the engine says so.
        let open = parts.iter().filter(|part| !part.is_settled()).count();
        if open > 1 && self.is_as_it_is(held) && !cond_asks_others(cond) {
            return Ok(self.evaluation.truth(cond, self.hand(held)).into());
        }
        let need = |encoder: &mut Self, low: u32, high: Option<u32>| {
            let (mut sure, mut maybe) = (Linear::new(), Linear::new());
            for part in &parts {
                sure.add_linear(1, &encoder.model.counted(part.yes));
                maybe.add_linear(1, &encoder.model.counted(!part.no));
            }
            let enough = encoder.model.at_least(&sure, low.into());
            let too_few = encoder.model.at_most(&maybe, i128::from(low) - 1);
            match high {
                None => Kleene { yes: enough, no: too_few },
                Some(high) => {
                    let within = encoder.model.at_most(&maybe, high.into());
                    let too_many = encoder.model.at_least(&sure, i128::from(high) + 1);
                    Kleene { yes: encoder.model.and(&[enough, within]), no: encoder.model.or(&[too_few, too_many]) }
                }
            }
        };
        Ok(match list.need {
            Need::All => Kleene::all(&mut self.model, &parts),
            Need::Any => Kleene::any(&mut self.model, &parts),
            Need::AtLeast(least) => need(self, least, None),
            Need::AtMost(most) => need(self, 0, Some(most)),
            Need::Exactly(many) => need(self, many, Some(many)),
        })
    }

    /// Whether those in hand are records whose fields stay.
    fn is_as_it_is(&self, held: Held) -> bool {
        held.into_iter().flatten().all(|slot| match slot {
            Slot::Record(kind, row) => !self.world.own.contains_key(&(kind, row)),
            Slot::Cell(at) => self.world.classes.iter().any(|class| class.first == at),
        })
    }

    // ---- fields ----

    /// Whom a path reads; none where a reference on the way leads nowhere or nobody knows.
    pub(super) fn end(&self, path: &Path, held: Held) -> Option<(KindId, Slot)> {
        let slot = held.get(usize::from(path.hand)).copied().flatten()?;
        let (kind, row) = self.world.record(slot)?;
        if path.via.is_empty() {
            return Some((kind, slot));
        }
        let to = end_of(self.program, kind, &path.via)?;
        match follow(self.evaluation, kind, row, &path.via) {
            Target::Row(row) => Some((to, Slot::Record(to, row))),
            Target::Absent | Target::Unknown => None,
        }
    }

    fn test(&mut self, cond: &'a Cond, path: &'a Path, set: &'a Set, held: Held) -> Result<Kleene, Refused> {
        let Some((kind, slot)) = self.end(path, held) else {
            return Ok(self.evaluation.truth(cond, self.hand(held)).into());
        };
        if self.moving.is_free(kind, path.field) {
            return Ok(self.own_test(cond, path, set, slot, held));
        }
        match set {
            Set::Labels(wanted) => {
                let Labels { possible, settled } = self.possible(kind, path.field, slot)?;
                let (mut inside, mut outside) = (Vec::new(), Vec::new());
                for (label, lit) in possible {
                    if wanted.contains(&label) { inside.push(lit) } else { outside.push(lit) }
                }
                let yes = !self.model.or(&outside);
                Ok(if settled { Kleene::from(yes) } else { Kleene { yes, no: !self.model.or(&inside) } })
            }
            Set::YesNo(wanted) => {
                let truth = self.defined_truth(kind, path.field, slot)?;
                Ok(if *wanted { truth } else { truth.not() })
            }
            Set::Numbers(set) => match self.field_number(kind, path.field, slot)? {
                Some(number) => Ok(self.within(set, &number)),
                None => self.is_beyond(kind, path.field),
            },
            Set::Texts(..) => self.is_beyond(kind, path.field),
        }
    }

    /// A field that may change against a set.
    fn own_test(&mut self, cond: &'a Cond, path: &Path, set: &Set, slot: Slot, held: Held) -> Kleene {
        let value = match slot {
            Slot::Cell(at) => {
                let place = self.place(slot, path.field);
                self.world.cells.get(at).zip(place).and_then(|(cell, place)| cell.values.get(place)).cloned()
            }
            Slot::Record(kind, row) => {
                match self.world.own.get(&(kind, row)).and_then(|own| own.iter().find(|own| own.field == path.field)) {
                    None => None,
                    Some(own) => match &own.options {
                        Options::Among(options) => {
                            let options = options.clone();
                            let (mut yes, mut no) = (Vec::new(), Vec::new());
                            for (value, lit) in &options {
                                let lit = *lit;
                                match is_in(set, value) {
                                    Some(true) => yes.push(lit),
                                    Some(false) => no.push(lit),
                                    // Nothing known stays what it is now.
                                    None => match self.evaluation.truth(cond, self.hand(held)) {
                                        tieuchi::engine::Truth::Yes => yes.push(lit),
                                        tieuchi::engine::Truth::No => no.push(lit),
                                        tieuchi::engine::Truth::Unknown => {}
                                    },
                                }
                            }
                            let all = yes.len() + no.len();
                            let yes = self.model.or(&yes);
                            // It is always one of them.
                            return if all == options.len() {
                                Kleene::from(yes)
                            } else {
                                Kleene { yes, no: self.model.or(&no) }
                            };
                        }
                        Options::Number { var, scale, missing } => {
                            let (number, missing) = (Number::new((*var).into(), *scale), *missing);
                            let inside = match set {
                                Set::Numbers(set) => self.within(set, &number).yes,
                                Set::Labels(_) | Set::Texts(..) | Set::YesNo(_) => Lit::FALSE,
                            };
                            let now = Kleene::from(self.evaluation.truth(cond, self.hand(held)));
                            let known = [self.model.and(&[!missing, inside]), self.model.and(&[!missing, !inside])];
                            let open = [self.model.and(&[missing, now.yes]), self.model.and(&[missing, now.no])];
                            let [yes, no] = known;
                            let [open_yes, open_no] = open;
                            return Kleene { yes: self.model.or(&[yes, open_yes]), no: self.model.or(&[no, open_no]) };
                        }
                    },
                }
            }
        };
        match value.and_then(|value| is_in(set, &value)) {
            Some(inside) => Kleene::from(if inside { Lit::TRUE } else { Lit::FALSE }),
            None => self.evaluation.truth(cond, self.hand(held)).into(),
        }
    }

    /// The place of a field among those of its kind that may change.
    fn place(&self, slot: Slot, field: FieldId) -> Option<usize> {
        let (kind, _) = self.world.record(slot)?;
        self.world.free.get(kind.at())?.iter().position(|free| *free == field)
    }

    /// The value of a field that may change, where a class becomes something; none where it is a choice of its own.
    pub(super) fn own_value(&self, kind: KindId, field: FieldId, slot: Slot) -> Option<Given> {
        match slot {
            Slot::Cell(at) => self.world.cells.get(at)?.values.get(self.place(slot, field)?).cloned(),
            Slot::Record(of, row) => {
                let own = self.world.own.get(&(of, row)).is_some_and(|own| own.iter().any(|own| own.field == field));
                let ty = self.program.kinds.get(kind.at())?.fields.get(field.at())?.ty;
                (!own).then(|| super::world::given(self.evaluation.roster(), kind, field, ty, row))
            }
        }
    }

    /// When a number lies in a set: yes where all that it may be is in one stretch of it, no where in one beside it.
    pub(super) fn within(&mut self, set: &NumberSet, number: &Number) -> Kleene {
        let (mut inside, mut outside) = (Vec::new(), Vec::new());
        // The stretches, from the lowest: points and gaps that follow each other and are alike.
        let mut from: Option<(&Exact, Order)> = None;
        let marks = set.gaps.iter().enumerate().flat_map(|(gap, is_in)| {
            let point = set.points.get(gap).zip(set.at.get(gap));
            [Some((None, *is_in)), point.map(|(point, is_in)| (Some(point), *is_in))].into_iter().flatten()
        });
        let marks: Vec<(Option<&Exact>, bool)> = marks.collect();
        for (at, (point, is_in)) in marks.iter().enumerate() {
            let next = marks.get(at + 1);
            if next.is_some_and(|(_, next)| next == is_in) {
                continue;
            }
            // The stretch ends with this point, or before the next one.
            let to = match (point, next) {
                (Some(point), _) => Some((*point, Order::AtMost)),
                (None, Some((Some(point), _))) => Some((*point, Order::Below)),
                (None, _) => None,
            };
            let bounds: Vec<Kleene> =
                from.into_iter().chain(to).map(|(bound, order)| self.stands(number, order, bound)).collect();
            let all = Kleene::all(&mut self.model, &bounds).yes;
            if *is_in {
                inside.push(all)
            } else {
                outside.push(all)
            }
            from = match to {
                Some((point, Order::AtMost)) => Some((point, Order::Above)),
                Some((point, _)) => Some((point, Order::AtLeast)),
                None => None,
            };
        }
        let known = number.known;
        let (yes, no) = (self.model.or(&inside), self.model.or(&outside));
        if number.is_settled() {
            return Kleene::from(yes);
        }
        Kleene { yes: self.model.and(&[known, yes]), no: self.model.and(&[known, no]) }
    }

    /// Notes that something can't be said, which counts as unknown.
    pub(super) fn is_beyond(&mut self, kind: KindId, field: FieldId) -> Result<Kleene, Refused> {
        self.beyond.insert(Beyond::Field(kind, field));
        Ok(Kleene::UNKNOWN)
    }

    /// A defined condition, or a yes/no of the data, of somebody.
    pub(super) fn defined_truth(&mut self, kind: KindId, field: FieldId, slot: Slot) -> Result<Kleene, Refused> {
        let key = (kind, field, slot);
        if let Some(known) = self.truths.get(&key) {
            return Ok(*known);
        }
        let program = self.program;
        let origin =
            program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at())).map(|field| &field.origin);
        let truth = match origin {
            Some(Origin::Define(Definition::Cond(cond))) => self.truth(cond, [Some(slot), None])?,
            _ => return self.is_beyond(kind, field),
        };
        self.truths.insert(key, truth);
        Ok(truth)
    }

    /// The labels that somebody may have in a field that is derived, each with when it is possible.
    pub(super) fn possible(&mut self, kind: KindId, field: FieldId, slot: Slot) -> Result<Labels, Refused> {
        let key = (kind, field, slot);
        if let Some(known) = self.labels.get(&key) {
            return Ok(known.clone());
        }
        let program = self.program;
        let declared = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at()));
        let possible = match declared.map(|field| (&field.origin, field.ty)) {
            Some((Origin::Award { cases, otherwise, .. }, _)) => {
                let (mut possible, mut before, mut settled) = (Vec::new(), vec![], true);
                for case in cases {
                    let when = self.truth(&case.when, [Some(slot), None])?;
                    settled &= when.is_settled();
                    let all: Vec<Lit> = before.iter().copied().chain([!when.no]).collect();
                    possible.push((case.label, self.model.and(&all)));
                    before.push(!when.yes);
                }
                possible.push((*otherwise, self.model.and(&before)));
                Labels { possible, settled }
            }
            Some((Origin::Define(Definition::Term(term)), Type::Label(id))) => {
                self.labels_of(term, id, [Some(slot), None])?
            }
            _ => {
                self.is_beyond(kind, field)?;
                Labels::default()
            }
        };
        self.labels.insert(key, possible.clone());
        Ok(possible)
    }

    /// The labels that a term may give.
    fn labels_of(&mut self, term: &'a Term, id: LabelsId, held: Held) -> Result<Labels, Refused> {
        let all = |encoder: &Self| {
            let labels = encoder.program.labels.get(id.at()).map_or(0, |labels| labels.labels.len());
            let possible = (0..u32::try_from(labels).unwrap_or(0)).map(|label| (label, Lit::TRUE)).collect();
            Labels { possible, settled: false }
        };
        let (cases, otherwise) = match term {
            Term::Label(_, label) => return Ok(Labels::one(*label)),
            Term::Field(path) => {
                return match self.end(path, held) {
                    None => Ok(all(self)),
                    Some((kind, slot)) if self.moving.is_free(kind, path.field) => {
                        Ok(self.own_labels(kind, path.field, slot).unwrap_or_else(|| all(self)))
                    }
                    Some((kind, slot)) if self.moving.field(kind, path.field) => self.possible(kind, path.field, slot),
                    Some((kind, slot)) => {
                        let row = self.world.record(slot).map_or(0, |(_, row)| row);
                        Ok(match self.evaluation.value_of(kind, path.field, row) {
                            tieuchi::engine::Value::Labels(_, labels) => {
                                let settled = labels.len() == 1;
                                let possible = labels.into_iter().map(|label| (label, Lit::TRUE)).collect();
                                Labels { possible, settled }
                            }
                            _ => all(self),
                        })
                    }
                };
            }
            Term::Cases(cases, otherwise) => (cases, Some(otherwise.as_ref())),
            Term::OneOf(cases) => (cases, None),
            _ => return Ok(all(self)),
        };
        let (mut possible, mut before, mut settled) = (Vec::new(), Vec::new(), true);
        for (when, then) in cases {
            let when = self.truth(when, held)?;
            let guard: Vec<Lit> = before.iter().copied().chain([!when.no]).collect();
            let then = self.labels_of(then, id, held)?;
            settled &= when.is_settled() && then.settled;
            for (label, lit) in then.possible {
                let guard: Vec<Lit> = guard.iter().copied().chain([lit]).collect();
                possible.push((label, self.model.and(&guard)));
            }
            before.push(!when.yes);
        }
        if let Some(otherwise) = otherwise {
            let otherwise = self.labels_of(otherwise, id, held)?;
            settled &= otherwise.settled;
            for (label, lit) in otherwise.possible {
                let guard: Vec<Lit> = before.iter().copied().chain([lit]).collect();
                possible.push((label, self.model.and(&guard)));
            }
        }
        Ok(Labels { possible, settled })
    }

    /// The labels that a field of the data which may change is.
    pub(super) fn own_labels(&mut self, kind: KindId, field: FieldId, slot: Slot) -> Option<Labels> {
        if let Some(value) = self.own_value(kind, field, slot) {
            return match value {
                Given::Label(label) => Some(Labels::one(label)),
                Given::YesNo(_) | Given::Number(_) | Given::Date(_) | Given::Missing => None,
            };
        }
        let Slot::Record(kind, row) = slot else { return None };
        let own = self.world.own.get(&(kind, row))?.iter().find(|own| own.field == field)?;
        let Options::Among(options) = &own.options else { return None };
        let missing = options.iter().find(|(value, _)| *value == Given::Missing).map(|(_, lit)| *lit);
        let labels: Vec<(u32, Lit)> = options
            .iter()
            .filter_map(|(value, lit)| match value {
                Given::Label(label) => Some((*label, *lit)),
                Given::YesNo(_) | Given::Number(_) | Given::Date(_) | Given::Missing => None,
            })
            .collect();
        // Where nothing is known, all are possible.
        Some(match missing {
            None => Labels { possible: labels, settled: true },
            Some(missing) => {
                let either = labels.into_iter().map(|(label, lit)| (label, self.model.or(&[lit, missing])));
                Labels { possible: either.collect(), settled: false }
            }
        })
    }

    fn compare(&mut self, left: &'a Term, order: Order, right: &'a Term, held: Held) -> Result<Kleene, Refused> {
        let label = |encoder: &Self, term: &'a Term| encoder.label_type(term, held);
        if let Some(id) = label(self, left).or_else(|| label(self, right)) {
            let (left, right) = (self.labels_of(left, id, held)?, self.labels_of(right, id, held)?);
            // Yes if it holds of every two that are possible.
            let (mut against, mut along) = (Vec::new(), Vec::new());
            for (one, first) in &left.possible {
                for (other, second) in &right.possible {
                    let both = self.model.and(&[*first, *second]);
                    if stands(one.cmp(other), order) { along.push(both) } else { against.push(both) }
                }
            }
            let yes = !self.model.or(&against);
            return Ok(if left.settled && right.settled {
                Kleene::from(yes)
            } else {
                Kleene { yes, no: !self.model.or(&along) }
            });
        }
        self.compare_numbers(left, order, right, held)
    }

    /// The labels that a term is of, if it is one.
    fn label_type(&self, term: &'a Term, held: Held) -> Option<LabelsId> {
        match term {
            Term::Label(id, _) => Some(*id),
            Term::Field(path) => {
                let slot = held.get(usize::from(path.hand)).copied().flatten()?;
                let (kind, _) = self.world.record(slot)?;
                let kind = end_of(self.program, kind, &path.via)?;
                match self.program.kinds.get(kind.at())?.fields.get(path.field.at())?.ty {
                    Type::Label(id) => Some(id),
                    Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Reference(_) => None,
                }
            }
            Term::Cases(_, otherwise) => self.label_type(otherwise, held),
            Term::OneOf(cases) => cases.first().and_then(|(_, term)| self.label_type(term, held)),
            _ => None,
        }
    }

    fn presence(&mut self, path: &'a Path, presence: Presence, held: Held) -> Result<Kleene, Refused> {
        let Some((kind, slot)) = self.end(path, held) else {
            return Ok(match presence {
                Presence::Known => Kleene::NO,
                Presence::Missing => Kleene::YES,
                Presence::Present | Presence::Absent => Kleene::UNKNOWN,
            });
        };
        let missing = if !self.moving.is_free(kind, path.field) {
            return self.is_beyond(kind, path.field);
        } else if let Some(value) = self.own_value(kind, path.field, slot) {
            if value == Given::Missing { Lit::TRUE } else { Lit::FALSE }
        } else {
            let own = match slot {
                Slot::Record(kind, row) => self.world.own.get(&(kind, row)),
                Slot::Cell(_) => None,
            };
            match own.and_then(|own| own.iter().find(|own| own.field == path.field)).map(|own| &own.options) {
                Some(Options::Number { missing, .. }) => *missing,
                Some(Options::Among(options)) => {
                    options.iter().find(|(value, _)| *value == Given::Missing).map_or(Lit::FALSE, |(_, lit)| *lit)
                }
                None => Lit::FALSE,
            }
        };
        Ok(match presence {
            Presence::Missing => missing.into(),
            Presence::Known => (!missing).into(),
            Presence::Present | Presence::Absent => return self.is_beyond(kind, path.field),
        })
    }
}

/// Whether a condition asks of other records.
fn cond_asks_others(cond: &Cond) -> bool {
    match cond {
        Cond::Clause(_) | Cond::Meets(_) => true,
        Cond::Compare(left, _, right) => [left, right].into_iter().any(|term| {
            !matches!(term, Term::Field(_) | Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_))
        }),
        Cond::Not(inner) => cond_asks_others(inner),
        Cond::List(list) => list.parts.iter().any(|part| cond_asks_others(&part.cond)),
        Cond::Test(_) | Cond::Presence(..) => false,
    }
}

/// Whether a value is in a set; none where nothing is recorded.
fn is_in(set: &Set, value: &Given) -> Option<bool> {
    match (set, value) {
        (Set::Numbers(set), Given::Number(value)) => Some(set.contains(value)),
        (Set::Numbers(set), Given::Date(days)) => Some(set.contains(&whole((*days).into()))),
        (Set::Labels(set), Given::Label(label)) => Some(set.contains(label)),
        (Set::YesNo(wanted), Given::YesNo(value)) => Some(wanted == value),
        _ => None,
    }
}

/// Whether two things that stand so to each other stand in an order.
pub(super) fn stands(found: std::cmp::Ordering, order: Order) -> bool {
    match order {
        Order::Is => found.is_eq(),
        Order::IsNot => found.is_ne(),
        Order::AtLeast => found.is_ge(),
        Order::AtMost => found.is_le(),
        Order::Above => found.is_gt(),
        Order::Below => found.is_lt(),
    }
}
