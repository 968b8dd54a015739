//! The ground that samples grow on: what a program's schema allows, and which values and numbers of records matter to it.

use crate::date::Date;
use crate::exact::Exact;
use crate::program::{Field, FieldId, Kind, KindId, NumberKind, Origin, Program, Type, validate};

use super::edges::{Edges, edges};
use super::sample::Value;

/// What samples may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// How many records of a kind there are at most.
    pub most: u32,
    /// How many values in a hundred are missing, of fields that may be.
    pub missing: u8,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds { most: 24, missing: 0 }
    }
}

/// A program's schema, with the edges that its conditions have.
#[derive(Debug, Clone)]
pub struct Ground {
    program: Program,
    /// Whether the program is sound, which is looked at once.
    pub(super) sound: bool,
    pub(super) bounds: Bounds,
    pub(super) plots: Vec<Plot>,
}

/// A kind of records.
#[derive(Debug, Clone)]
pub(super) struct Plot {
    /// What its keys begin with.
    pub prefix: String,
    /// Its fields; none where they aren't data.
    pub slots: Vec<Option<Slot>>,
    pub key: FieldId,
    /// How many records sentences turn at.
    pub sizes: Vec<u32>,
    /// Shares that sentences turn at, each as a part of a whole.
    pub shares: Vec<(u32, u32)>,
    pub series: Option<Series>,
    /// Whether the records are read.
    pub read: bool,
}

/// Whose records a series has, and by which field they follow one another.
#[derive(Debug, Clone)]
pub(super) struct Series {
    pub owners: Vec<FieldId>,
    pub period: FieldId,
    /// Of a date, how many months a period has.
    pub months: Option<u32>,
}

/// A field of the data.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub ty: Type,
    /// How it is blank, if it may be.
    pub blank: Blank,
    /// Whether anything reads it.
    pub read: bool,
    /// The plainest value.
    pub plain: Value,
    /// Values at the edges of conditions, and right beside them.
    pub edges: Vec<Value>,
    pub range: Option<(Exact, Exact)>,
}

/// What a blank means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blank {
    /// There can be none.
    Never,
    /// The reference is absent, for certain.
    Absent,
    /// The value is missing.
    Missing,
}

impl Ground {
    /// Of a program, with what its claims read.
    pub fn of(program: &Program, bounds: &Bounds) -> Ground {
        let program = program.with_claims();
        let edges = edges(&program);
        let mut prefixes: Vec<String> = Vec::new();
        let plots = program
            .kinds
            .iter()
            .enumerate()
            .map(|(at, kind)| {
                let prefix = prefix(kind, &program, &prefixes);
                prefixes.push(prefix.clone());
                plot(kind, KindId(at as u32), prefix, &program, &edges)
            })
            .collect();
        Ground { sound: validate(&program).is_ok(), program, bounds: *bounds, plots }
    }

    /// The program that samples are asked with: it has what its claims read.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The same within other bounds.
    pub fn bounded(self, change: impl FnOnce(Bounds) -> Bounds) -> Ground {
        Ground { bounds: change(self.bounds), ..self }
    }

    /// The same where only fields that are read, by kind and field, are anything but plain. Keys are given out and not drawn.
    pub(crate) fn reading(mut self, read: &[Vec<bool>]) -> Ground {
        for (plot, read) in self.plots.iter_mut().zip(read) {
            plot.read = read.contains(&true);
            for ((id, slot), read) in (0u32..).map(FieldId).zip(&mut plot.slots).zip(read) {
                slot.iter_mut().for_each(|slot| slot.read = *read && id != plot.key);
            }
        }
        // Whoever is referred to by what is read is there, whether or not anything of him is read.
        for kind in 0..self.plots.len() {
            let Some(plot) = self.plots.get(kind).filter(|plot| plot.read) else { continue };
            let targets: Vec<KindId> =
                plot.slots.iter().flatten().filter(|slot| slot.read).filter_map(target).collect();
            for target in targets {
                self.plots.get_mut(target.at()).into_iter().for_each(|plot| plot.read = true);
            }
        }
        self
    }

    pub(super) fn slot(&self, kind: usize, field: usize) -> Option<&Slot> {
        self.plots.get(kind)?.slots.get(field)?.as_ref()
    }
}

pub(super) fn target(slot: &Slot) -> Option<KindId> {
    match slot.ty {
        Type::Reference(kind) => Some(kind),
        Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) => None,
    }
}

/// What the keys of a kind begin with: the first letters of its name's parts, as many as tell it from the kinds before.
fn prefix(kind: &Kind, program: &Program, taken: &[String]) -> String {
    let name = kind.name.shown(program.language).to_lowercase();
    let parts: Vec<&str> = name.split('_').filter(|part| !part.is_empty()).collect();
    let first = |length: usize| -> String { parts.iter().flat_map(|part| part.chars().take(length)).collect() };
    let free = |prefix: &String| !prefix.is_empty() && !taken.contains(prefix);
    (1..=4).map(first).find(free).unwrap_or_else(|| format!("r{}_", taken.len()))
}

fn plot(kind: &Kind, id: KindId, prefix: String, program: &Program, edges: &Edges) -> Plot {
    let slots = (0u32..).map(FieldId).zip(&kind.fields).map(|(field, declared)| {
        let blank = match (&declared.origin, declared.ty) {
            (Origin::Key, _) => Blank::Never,
            (Origin::Data { optional: true, .. }, Type::Reference(_)) => Blank::Absent,
            (Origin::Data { may_be_unknown: true, .. }, Type::Reference(_)) => Blank::Missing,
            (Origin::Data { .. }, Type::Reference(_)) => Blank::Never,
            (Origin::Data { .. }, _) => Blank::Missing,
            (Origin::Define(_) | Origin::Award { .. } | Origin::Rank(_) | Origin::Previous { .. }, _) => return None,
        };
        Some(slot(declared, blank, program, edges.of(id, field)))
    });
    let series = kind.fields.iter().find_map(|field| match &field.origin {
        Origin::Previous { owners, period, months } => {
            Some(Series { owners: owners.clone(), period: *period, months: *months })
        }
        Origin::Key | Origin::Data { .. } | Origin::Define(_) | Origin::Award { .. } | Origin::Rank(_) => None,
    });
    let (sizes, shares) = edges.crowds(id);
    Plot { prefix, slots: slots.collect(), key: kind.key, sizes, shares, series, read: true }
}

fn slot(field: &Field, blank: Blank, program: &Program, found: &[Value]) -> Slot {
    let range = field.range.clone();
    let within = |number: &Exact| range.as_ref().is_none_or(|(low, high)| number >= low && number <= high);
    let mut edges: Vec<Value> = Vec::new();
    let mut add = |value: Value| {
        if !edges.contains(&value) {
            edges.push(value);
        }
    };
    match field.ty {
        Type::Text => {
            add(Value::Text("x".to_owned()));
            found.iter().filter(|value| matches!(value, Value::Text(_))).for_each(|value| add(value.clone()));
        }
        Type::YesNo => [false, true].into_iter().for_each(|yes| add(Value::YesNo(yes))),
        Type::Number(kind) => {
            let mut near = Vec::new();
            let usual: &[(i64, i64)] = match kind {
                NumberKind::Count => &[(0, 1), (1, 1), (2, 1)],
                NumberKind::Integer => &[(0, 1), (1, 1), (-1, 1)],
                NumberKind::Decimal => &[(0, 1), (1, 1), (10, 1)],
                NumberKind::Percent => &[(0, 1), (1, 2), (1, 1)],
            };
            near.extend(usual.iter().filter_map(|(number, of)| Exact::fraction(*number, *of)));
            near.extend(range.iter().flat_map(|(low, high)| [low.clone(), high.clone()]));
            for value in found {
                if let Value::Number(edge) = value {
                    near.extend(beside(edge, kind));
                }
            }
            let whole = matches!(kind, NumberKind::Count | NumberKind::Integer);
            let fits = |number: &Exact| {
                within(number)
                    && (!whole || number.is_integer())
                    && !(kind == NumberKind::Count && number.is_negative())
            };
            near.into_iter().filter(fits).for_each(|number| add(Value::Number(number)));
            if edges.is_empty() {
                edges.extend(range.iter().map(|(low, _)| Value::Number(low.clone())));
            }
        }
        Type::Date => {
            let ends = program.documents.iter().filter_map(|document| document.period);
            let mut days: Vec<Date> = ends.flat_map(|(from, to)| [from, to]).collect();
            days.extend(found.iter().filter_map(|value| if let Value::Date(day) = value { Some(*day) } else { None }));
            days.extend(Date::new(2020, 1, 1));
            for day in days {
                [0, -1, 1].into_iter().filter_map(|by| day.plus_days(by)).for_each(|day| add(Value::Date(day)));
            }
        }
        Type::Label(set) => {
            let count = program.labels.get(set.at()).map_or(0, |set| set.labels.len());
            (0..count as u32).for_each(|label| add(Value::Label(label)));
            // Those at an edge are drawn more often.
            let told = found.iter().filter(|value| matches!(value, Value::Label(label) if (*label as usize) < count));
            edges.extend(told.cloned());
        }
        Type::Reference(_) => {}
    }
    let plain = match field.ty {
        // What a report shows of it is least in the way.
        Type::YesNo => Value::YesNo(false),
        Type::Reference(_) => Value::Blank,
        Type::Text | Type::Number(_) | Type::Date | Type::Label(_) => edges.first().cloned().unwrap_or(Value::Blank),
    };
    Slot { ty: field.ty, blank, read: true, plain, edges, range }
}

/// A number with those right beside it.
fn beside(edge: &Exact, kind: NumberKind) -> Vec<Exact> {
    let steps: &[(i64, i64)] = match kind {
        NumberKind::Count | NumberKind::Integer => &[(1, 1)],
        NumberKind::Decimal => &[(1, 100), (1, 1)],
        NumberKind::Percent => &[(1, 1_000), (1, 100)],
    };
    // What is no decimal has decimals on both sides.
    let places = match kind {
        NumberKind::Count | NumberKind::Integer => 0,
        NumberKind::Decimal => 2,
        NumberKind::Percent => 4,
    };
    let low = edge.rounded(crate::exact::Rounding::Down, places);
    let high = edge.rounded(crate::exact::Rounding::Up, places);
    let around = steps.iter().filter_map(|(step, of)| {
        let step = Exact::fraction(*step, *of)?;
        Some([low.sub(&step)?, high.add(&step)?])
    });
    let mut found: Vec<Exact> =
        if edge.to_decimal().is_some_and(|(_, scale)| scale <= 4) { vec![edge.clone()] } else { vec![] };
    found.extend([low.clone(), high.clone()]);
    found.extend(around.flatten());
    found
}
