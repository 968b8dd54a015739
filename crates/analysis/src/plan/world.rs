//! The records as what they may become: classes of records that nothing tells apart, and how many of each become what.
//!
//! Contract. Records of one class have the same values of the fields that may change, and nothing that is asked of them
//! on the way to a goal gives another answer for one than for another; so only how many become what matters, and who is
//! chosen when all is done. Where records are told apart (something is counted below each, others read their fields, or
//! their numbers are computed with), each is a record of its own, and its fields are chosen one by one.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;
use tieuchi::engine::{Evaluation, Hand};
use tieuchi::exact::Exact;
use tieuchi::program::{FieldId, KindId, NumberKind, Program, Type};
use tieuchi::roster::Roster;

use super::moving::{Asked, Moving, numbered};
use super::{FieldCost, Much, Refused, Request};
use crate::solver::{Linear, Lit, Model, Var};

/// The most that the records of one class may become.
const MAX_CELLS: usize = 64;

/// The most values of a number that are told apart in a class.
const MAX_VALUES: usize = 24;

/// The most records and cells that are looked at.
pub(super) const MAX_SLOTS: usize = 1_000_000;

/// Digits behind the point of a number that is chosen, at most.
const MAX_PLACES: u32 = 9;

/// A value of a field that may change.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Given {
    /// Nothing is recorded.
    Missing,
    /// Yes or no.
    YesNo(bool),
    /// A label, by number.
    Label(u32),
    /// A number.
    Number(Exact),
    /// A day, as days since 1970-01-01.
    Date(i64),
}

/// Who a condition is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Slot {
    /// A record by itself.
    Record(KindId, u32),
    /// Those of a class that become one thing: [`World::cells`].
    Cell(usize),
}

/// What those of a class become.
#[derive(Debug)]
pub(super) struct Cell {
    pub kind: KindId,
    /// One of the class, as it is now.
    pub row: u32,
    /// By the kind's fields that may change.
    pub values: Vec<Given>,
    /// How many do.
    pub many: Linear,
    /// Whether somebody does.
    pub some: Lit,
    /// How many there are in the class.
    pub most: usize,
}

/// Records that nothing tells apart.
#[derive(Debug)]
pub(super) struct Class {
    pub kind: KindId,
    /// In the order of the roster.
    pub rows: Vec<u32>,
    /// Their cells: the first is as they are.
    pub first: usize,
    /// By cell behind the first: how many become so.
    pub flows: Vec<Var>,
}

/// What a field of a record by itself may become.
#[derive(Debug)]
pub(super) enum Options {
    /// One of these.
    Among(Vec<(Given, Lit)>),
    /// A number, in this many parts of 1; or, where nothing is recorded, still nothing.
    Number { var: Var, scale: i128, missing: Lit },
}

/// A field of a record by itself.
#[derive(Debug)]
pub(super) struct Own {
    pub field: FieldId,
    pub from: Given,
    pub options: Options,
}

/// Everything that may change.
#[derive(Debug)]
pub(super) struct World {
    pub classes: Vec<Class>,
    pub cells: Vec<Cell>,
    /// By kind: all its records.
    pub slots: Vec<Vec<Slot>>,
    pub own: HashMap<(KindId, u32), Vec<Own>>,
    /// By kind: the fields that may change.
    pub free: Vec<Vec<FieldId>>,
    /// What all changes cost, in this many parts of 1.
    pub cost: Linear,
    pub unit: i128,
    /// How many fields change, and steps of scales and numbers.
    pub changes: Linear,
    pub steps: Linear,
}

impl World {
    /// What the fields that may change make of the records.
    pub(super) fn new(
        request: &Request,
        evaluation: &Evaluation<'_>,
        moving: &Moving<'_>,
        model: &mut Model,
    ) -> Result<World, Refused> {
        let program = evaluation.program();
        let mut world = World {
            classes: Vec::new(),
            cells: Vec::new(),
            slots: Vec::new(),
            own: HashMap::new(),
            free: numbered(KindId, &program.kinds).map(|(kind, _)| moving.free(kind)).collect(),
            cost: Linear::new(),
            unit: unit(request),
            changes: Linear::new(),
            steps: Linear::new(),
        };
        for (asked, kind) in moving.asked().iter().zip((0u32..).map(KindId)) {
            let slots = if world.one_by_one(kind, asked, program) {
                world.records(request, evaluation, asked, kind, model)?
            } else {
                world.classes(request, evaluation, asked, kind, model)
            };
            world.slots.push(slots);
            if world.slots.iter().map(Vec::len).sum::<usize>() > MAX_SLOTS {
                return Err(Refused::TooMany(Much::Records, MAX_SLOTS));
            }
        }
        Ok(world)
    }

    fn free(&self, kind: KindId) -> &[FieldId] {
        self.free.get(kind.at()).map_or(&[], Vec::as_slice)
    }

    /// Whether the records of a kind are told apart.
    fn one_by_one(&self, kind: KindId, asked: &Asked<'_>, program: &Program) -> bool {
        let number = |field: &FieldId| {
            let found = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at()));
            found.is_some_and(|field| matches!(field.ty, Type::Number(_) | Type::Date))
        };
        let mut cells = 1usize;
        for field in self.free(kind) {
            let declared = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at()));
            let values = match declared.map(|field| field.ty) {
                Some(Type::Label(id)) => program.labels.get(id.at()).map_or(0, |labels| labels.labels.len()),
                Some(Type::YesNo) => 2,
                _ => 2 * asked.points.iter().filter(|(of, _)| of == field).count() + 2,
            };
            if values > MAX_VALUES {
                return true;
            }
            cells = cells.saturating_mul(values);
        }
        asked.each || cells > MAX_CELLS || asked.computed.iter().any(number)
    }

    /// Each record by itself.
    fn records(
        &mut self,
        request: &Request,
        evaluation: &Evaluation<'_>,
        asked: &Asked<'_>,
        kind: KindId,
        model: &mut Model,
    ) -> Result<Vec<Slot>, Refused> {
        let roster = evaluation.roster();
        let rows = 0..u32::try_from(roster.len(kind)).unwrap_or(u32::MAX);
        for row in rows.clone().filter(|row| !request.fixed.contains(&(kind, *row))) {
            let free = self.free(kind).to_vec();
            let own: Vec<Own> = free
                .iter()
                .filter_map(|field| {
                    self.choice(request, evaluation.program(), roster, asked, (kind, row, *field), model)
                })
                .collect();
            if !own.is_empty() {
                self.own.insert((kind, row), own);
            }
        }
        Ok(rows.map(|row| Slot::Record(kind, row)).collect())
    }

    /// What a field of a record by itself may become, with what that costs.
    fn choice(
        &mut self,
        request: &Request,
        program: &Program,
        roster: &Roster,
        asked: &Asked<'_>,
        (kind, row, field): (KindId, u32, FieldId),
        model: &mut Model,
    ) -> Option<Own> {
        let declared = program.kinds.get(kind.at())?.fields.get(field.at())?;
        let from = given(roster, kind, field, declared.ty, row);
        let cost = request.cost(kind, field);
        let options = match declared.ty {
            Type::Text | Type::Reference(_) => return None,
            Type::YesNo | Type::Label(_) => {
                let values = values(program, declared.ty, &from);
                let options: Vec<(Given, Lit)> = match values.as_slice() {
                    [one, other] => {
                        let lit = model.bool();
                        vec![(one.clone(), !lit), (other.clone(), lit)]
                    }
                    _ => values.into_iter().map(|value| (value, model.bool())).collect(),
                };
                let count = options.iter().fold(Linear::new(), |mut count, (_, lit)| {
                    count.add_linear(1, &model.counted(*lit));
                    count
                });
                let one = model.equals(&count, 1);
                model.always(one);
                for (to, lit) in options.iter().filter(|(to, _)| *to != from) {
                    let counted = model.counted(*lit);
                    self.pay(cost, &from, to, &counted);
                }
                Options::Among(options)
            }
            Type::Number(_) | Type::Date => {
                let places = match declared.ty {
                    Type::Number(NumberKind::Decimal | NumberKind::Percent) => {
                        places(roster, kind, program, row, asked)
                    }
                    _ => 0,
                };
                let scale = 10i128.pow(places);
                let end = |value: &Exact| value.mul(&whole(scale)).and_then(|value| value.rounded_to_i64());
                let (low, high) = match (&declared.range, declared.ty) {
                    (Some((low, high)), _) => (end(low)?, Some(end(high)?)),
                    (None, Type::Number(NumberKind::Count)) => (0, None),
                    _ => (-1_000_000_000_000_000, Some(1_000_000_000_000_000)),
                };
                let var = model.int(low, high);
                let now = match &from {
                    Given::Number(value) => Some(end(value)?),
                    Given::Date(days) => Some(*days),
                    Given::Missing | Given::YesNo(_) | Given::Label(_) => None,
                };
                let (stays, missing) = match now {
                    Some(now) => (model.equals(&var.into(), now.into()), Lit::FALSE),
                    None => {
                        let missing = model.bool();
                        let pinned = model.equals(&var.into(), low.max(0).into());
                        let pinned = model.implies(missing, pinned);
                        model.always(pinned);
                        (missing, missing)
                    }
                };
                let changed = model.counted(!stays);
                self.cost.add_linear(parts(&cost.each, self.unit), &changed);
                self.changes.add_linear(1, &changed);
                if let Some(now) = now {
                    // How far it goes, in parts of 1.
                    let most = high.map(|high| high.abs_diff(now).max(low.abs_diff(now)));
                    let far = model.int(0, most.and_then(|most| i64::try_from(most).ok()));
                    let (now, pay) = (i128::from(now), parts(&cost.step, self.unit) / scale);
                    let up = model.at_least(&Linear::new().plus(1, far).plus(-1, var), -now);
                    let down = model.at_least(&Linear::new().plus(1, far).plus(1, var), now);
                    model.always(up);
                    model.always(down);
                    self.cost.add(pay, far);
                    self.steps.add(1, far);
                }
                Options::Number { var, scale, missing }
            }
        };
        Some(Own { field, from, options })
    }

    /// Adds what it costs that so many go from one value to another.
    fn pay(&mut self, cost: &FieldCost, from: &Given, to: &Given, many: &Linear) {
        let steps = steps(from, to);
        let each = cost.each.add(&cost.step.mul(&steps).unwrap_or_else(Exact::zero)).unwrap_or_else(Exact::zero);
        self.cost.add_linear(parts(&each, self.unit), many);
        self.changes.add_linear(1, many);
        self.steps.add_linear(i128::from(steps.rounded_to_i64().unwrap_or(1)), many);
    }

    /// Records by what is asked of them.
    fn classes(
        &mut self,
        request: &Request,
        evaluation: &Evaluation<'_>,
        asked: &Asked<'_>,
        kind: KindId,
        model: &mut Model,
    ) -> Vec<Slot> {
        let (program, roster) = (evaluation.program(), evaluation.roster());
        let free = self.free(kind).to_vec();
        let types: Vec<Type> =
            free.iter().filter_map(|field| Some(program.kinds.get(kind.at())?.fields.get(field.at())?.ty)).collect();
        let mut found: BTreeMap<usize, (Vec<Given>, bool, Vec<u32>)> = BTreeMap::new();
        let mut numbers: HashMap<String, usize> = HashMap::new();
        if free.is_empty() && asked.conds.is_empty() && asked.terms.is_empty() && asked.ways.is_empty() {
            // Nothing is asked of them: they are there.
            let rows = (0..u32::try_from(roster.len(kind)).unwrap_or(u32::MAX)).collect::<Vec<u32>>();
            if !rows.is_empty() {
                found.insert(0, (Vec::new(), true, rows));
            }
        } else {
            for row in 0..u32::try_from(roster.len(kind)).unwrap_or(u32::MAX) {
                let now: Vec<Given> =
                    free.iter().zip(&types).map(|(field, ty)| given(roster, kind, *field, *ty, row)).collect();
                let fixed = request.fixed.contains(&(kind, row)) || free.is_empty();
                let key = format!("{now:?}{fixed}{}", answers(evaluation, asked, kind, row));
                let next = numbers.len();
                let number = *numbers.entry(key).or_insert(next);
                found.entry(number).or_insert_with(|| (now, fixed, Vec::new())).2.push(row);
            }
        }
        let mut slots = Vec::new();
        for (now, fixed, rows) in found.into_values() {
            let Some(row) = rows.first().copied() else { continue };
            let (first, most) = (self.cells.len(), rows.len());
            let mut all = vec![Vec::new()];
            for ((field, ty), from) in free.iter().zip(&types).zip(&now) {
                let values = match ty {
                    Type::Number(kind) => near(asked, *field, from, *kind),
                    Type::Date => near(asked, *field, from, NumberKind::Integer),
                    Type::Text | Type::YesNo | Type::Label(_) | Type::Reference(_) => values(program, *ty, from),
                };
                let values: Vec<Given> =
                    values.into_iter().filter(|value| fits(program, kind, *field, value)).collect();
                all = all
                    .into_iter()
                    .flat_map(|before: Vec<Given>| {
                        values.iter().map(move |value| before.iter().cloned().chain([value.clone()]).collect())
                    })
                    .collect();
            }
            let all = if fixed { Vec::new() } else { all };
            let mut stay = Linear::constant(i128::try_from(most).unwrap_or(0));
            let (mut flows, mut cells) = (Vec::new(), Vec::new());
            for values in all.into_iter().filter(|values| *values != now) {
                // What they come from keeps them within bounds.
                let var = model.int(0, None);
                stay.add(-1, var);
                flows.push(var);
                for ((field, from), to) in free.iter().zip(&now).zip(&values).filter(|((_, from), to)| from != to) {
                    let cost = request.cost(kind, *field).clone();
                    self.pay(&cost, from, to, &var.into());
                }
                let some = model.at_least(&var.into(), 1);
                cells.push(Cell { kind, row, values, many: var.into(), some, most });
            }
            let enough = model.at_least(&stay, 0);
            model.always(enough);
            let some = model.at_least(&stay, 1);
            self.cells.push(Cell { kind, row, values: now, many: stay, some, most });
            self.cells.extend(cells);
            slots.extend((first..self.cells.len()).map(Slot::Cell));
            self.classes.push(Class { kind, rows, first, flows });
        }
        slots
    }

    /// The kind and a record of it that stand for a slot.
    pub(super) fn record(&self, slot: Slot) -> Option<(KindId, u32)> {
        match slot {
            Slot::Record(kind, row) => Some((kind, row)),
            Slot::Cell(at) => self.cells.get(at).map(|cell| (cell.kind, cell.row)),
        }
    }
}

/// What is asked of a record that doesn't move, in one text.
fn answers(evaluation: &Evaluation<'_>, asked: &Asked<'_>, kind: KindId, row: u32) -> String {
    use std::fmt::Write;

    let hand = Hand::one(kind, row);
    let mut key = String::new();
    for cond in &asked.conds {
        let _ = write!(key, "{:?}", evaluation.truth(cond, hand));
    }
    for term in &asked.terms {
        let said = match term {
            tieuchi::program::Term::Field(path) => format!("{:?}", evaluation.value(path, hand)),
            other => format!("{:?}", evaluation.number(other, hand)),
        };
        key.push_str(&said);
    }
    for way in &asked.ways {
        let _ = write!(key, "/{:?}", follow(evaluation, kind, row, way));
    }
    key
}

/// Where references of a record lead: the row, or that it is absent or unknown.
pub(super) fn follow(evaluation: &Evaluation<'_>, kind: KindId, row: u32, via: &[FieldId]) -> tieuchi::roster::Target {
    use tieuchi::roster::Target;

    let program = evaluation.program();
    let mut at = (kind, Target::Row(row));
    for field in via {
        let Target::Row(row) = at.1 else { break };
        let to = super::moving::end_of(program, at.0, &[*field]);
        at = (to.unwrap_or(at.0), evaluation.roster().target(at.0, *field, row));
    }
    at.1
}

/// The value of a field.
pub(super) fn given(roster: &Roster, kind: KindId, field: FieldId, ty: Type, row: u32) -> Given {
    let found = match ty {
        Type::YesNo => roster.yes_no(kind, field, row).map(Given::YesNo),
        Type::Label(_) => roster.label(kind, field, row).map(Given::Label),
        Type::Number(_) => roster.number(kind, field, row).map(Given::Number),
        Type::Date => roster.date(kind, field, row).map(|date| Given::Date(date.days())),
        Type::Text | Type::Reference(_) => None,
    };
    found.unwrap_or(Given::Missing)
}

/// All values of a label or a yes/no; nothing stays what it is.
fn values(program: &Program, ty: Type, from: &Given) -> Vec<Given> {
    let all: Vec<Given> = match ty {
        Type::YesNo => vec![Given::YesNo(false), Given::YesNo(true)],
        Type::Label(id) => {
            let labels = program.labels.get(id.at()).map_or(0, |labels| labels.labels.len());
            (0..u32::try_from(labels).unwrap_or(0)).map(Given::Label).collect()
        }
        Type::Text | Type::Number(_) | Type::Date | Type::Reference(_) => Vec::new(),
    };
    if *from == Given::Missing { all.into_iter().chain([Given::Missing]).collect() } else { all }
}

/// Whether a value is in a field's range.
fn fits(program: &Program, kind: KindId, field: FieldId, value: &Given) -> bool {
    let declared = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at()));
    match (value, declared) {
        (Given::Number(value), Some(declared)) => {
            let count = declared.ty == Type::Number(NumberKind::Count);
            !(count && value.is_negative())
                && declared.range.as_ref().is_none_or(|(low, high)| low <= value && value <= high)
        }
        _ => true,
    }
}

/// The value that is there, each point that the number is held against, and between two of them the nearest.
fn near(asked: &Asked<'_>, field: FieldId, from: &Given, kind: NumberKind) -> Vec<Given> {
    let date = matches!(from, Given::Date(_));
    let wrap = |value: Exact| match (date, value.to_i64()) {
        (true, Some(days)) => Some(Given::Date(days)),
        (true, None) => None,
        (false, _) => Some(Given::Number(value)),
    };
    let points: Vec<&Exact> = asked.points.iter().filter(|(of, _)| *of == field).map(|(_, point)| point).collect();
    let now = match from {
        Given::Number(value) => Some(value.clone()),
        Given::Date(days) => Some(Exact::from(*days)),
        Given::Missing | Given::YesNo(_) | Given::Label(_) => None,
    };
    let whole_only = matches!(kind, NumberKind::Count | NumberKind::Integer);
    let digits = points.iter().copied().chain(&now).map(decimals).max().unwrap_or(0);
    let mut values: BTreeSet<Given> = [from.clone()].into();
    values.extend(
        points.iter().filter(|point| !whole_only || point.is_integer()).filter_map(|point| wrap((*point).clone())),
    );
    // The gaps: below the first point, between two, above the last.
    for gap in 0..=points.len() {
        let below = gap.checked_sub(1).and_then(|before| points.get(before)).copied();
        let above = points.get(gap).copied();
        let inside = |value: &Exact| below.is_none_or(|below| below < value) && above.is_none_or(|above| value < above);
        if now.as_ref().is_some_and(inside) {
            continue;
        }
        let upper_side = now.as_ref().is_some_and(|now| above.is_some_and(|above| now >= above));
        let places = if whole_only { 0..=0 } else { digits..=(digits + 2).min(MAX_PLACES) };
        let found = places.into_iter().find_map(|places| {
            let step = Exact::decimal(1, places);
            let up = below.and_then(|below| below.rounded(tieuchi::exact::Rounding::Down, places).add(&step));
            let down = above.and_then(|above| above.rounded(tieuchi::exact::Rounding::Up, places).sub(&step));
            let (first, second) = if upper_side { (down, up) } else { (up, down) };
            first.filter(inside).or_else(|| second.filter(inside))
        });
        values.extend(found.and_then(wrap));
    }
    values.into_iter().collect()
}

/// How many digits a number has behind the point.
fn decimals(value: &Exact) -> u32 {
    value.to_decimal().map_or(MAX_PLACES, |(_, scale)| scale).min(MAX_PLACES)
}

/// Digits behind the point that a number of a record gets: as the record's other numbers have.
fn places(roster: &Roster, kind: KindId, program: &Program, row: u32, asked: &Asked<'_>) -> u32 {
    let fields = program.kinds.get(kind.at()).map_or(&[][..], |kind| kind.fields.as_slice());
    let numbers = numbered(FieldId, fields).filter(|(_, field)| matches!(field.ty, Type::Number(_)));
    let own = numbers.filter_map(|(field, _)| roster.number(kind, field, row)).map(|value| decimals(&value)).max();
    let held = asked.points.iter().map(|(_, point)| decimals(point)).max();
    own.unwrap_or(0).max(held.unwrap_or(0)).clamp(2, MAX_PLACES)
}

/// How far one value is from another: steps of a scale, units of a number; else 1.
pub(super) fn steps(from: &Given, to: &Given) -> Exact {
    let one = Exact::from(1i64);
    match (from, to) {
        (Given::Label(from), Given::Label(to)) => Exact::from(i64::from(from.abs_diff(*to))),
        (Given::Number(from), Given::Number(to)) => {
            let far = to.sub(from).unwrap_or(one);
            if far.is_negative() { far.neg() } else { far }
        }
        (Given::Date(from), Given::Date(to)) => Exact::from(from.abs_diff(*to)),
        _ => one,
    }
}

/// A whole number as a fraction.
pub(super) fn whole(value: i128) -> Exact {
    Exact::decimal(value, 0)
}

/// How many parts of 1 a cost is.
fn parts(cost: &Exact, unit: i128) -> i128 {
    cost.mul(&whole(unit)).and_then(|parts| parts.rounded_to_i64()).map_or(0, i128::from)
}

/// The parts of 1 in which all costs are whole.
fn unit(request: &Request) -> i128 {
    let mut unit = num_bigint::BigInt::from(1);
    for cost in request.costs.values() {
        for part in [&cost.each, &cost.step] {
            unit = num_integer::Integer::lcm(&unit, &part.denominator());
        }
        if !cost.step.is_zero() {
            // Numbers go in parts of 1 as well.
            unit *= 10i64.pow(MAX_PLACES);
        }
    }
    num_traits::ToPrimitive::to_i128(&unit).filter(|unit| *unit < 1 << 80).unwrap_or(1)
}

/// Whole numbers of fractions.
trait Whole {
    fn rounded_to_i64(&self) -> Option<i64>;
}

impl Whole for Exact {
    fn rounded_to_i64(&self) -> Option<i64> {
        self.rounded(tieuchi::exact::Rounding::Nearest, 0).to_i64()
    }
}
