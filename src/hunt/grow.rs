//! How samples grow: numbers of records first, then crowds at the edges of shares, then what stays apart.

use std::collections::HashMap;

use crate::date::Date;
use crate::exact::Exact;
use crate::program::{KindId, NumberKind, Type};

use super::chance::Chance;
use super::ground::{Blank, Ground, Plot, Series, Slot, target};
use super::sample::{Sample, Value};

/// The year that a series begins with where nothing says another one.
const FIRST_YEAR: i64 = 2020;

impl Ground {
    /// The sample of one case of a seed.
    pub fn sample(&self, seed: u64, case: u32) -> Sample {
        let mut chance = Chance::of(seed, case);
        let counts = self.counts(&mut chance);
        let mut sample = Sample { tables: Vec::with_capacity(self.plots.len()) };
        for (kind, plot) in self.plots.iter().enumerate() {
            let rows = self.rows(kind, plot, &counts, &mut chance);
            sample.tables.push(rows);
        }
        for (kind, plot) in self.plots.iter().enumerate() {
            if let (Some(series), Some(rows)) = (&plot.series, sample.tables.get_mut(kind)) {
                follow(plot, series, rows, &mut chance);
            }
        }
        self.mend(&mut sample);
        sample
    }

    /// How many records there are of each kind.
    fn counts(&self, chance: &mut Chance) -> Vec<usize> {
        let mut counts: Vec<usize> = self.plots.iter().map(|plot| self.count(plot, chance)).collect();
        // Whoever must refer to somebody needs somebody to refer to.
        for _ in 0..counts.len() {
            for (kind, plot) in self.plots.iter().enumerate() {
                let needed = plot.slots.iter().flatten().filter(|slot| slot.blank == Blank::Never).filter_map(target);
                for needed in needed {
                    if counts.get(kind).is_none_or(|count| *count == 0) {
                        break;
                    }
                    if needed.at() == kind {
                        // Each below another one, and no end: there are none.
                        counts.get_mut(kind).into_iter().for_each(|count| *count = 0);
                    } else {
                        counts.get_mut(needed.at()).into_iter().for_each(|count| *count = (*count).max(1));
                    }
                }
            }
        }
        counts
    }

    fn count(&self, plot: &Plot, chance: &mut Chance) -> usize {
        let most = self.bounds.most as usize;
        if !plot.read || chance.one_in(10) {
            return 0;
        }
        let near = |chance: &mut Chance, size: usize| (size + chance.below(3)).saturating_sub(1);
        let size = match chance.below(4) {
            0 => chance.one(&plot.sizes).map(|size| *size as usize),
            1 => chance.one(&plot.shares).copied().map(|(_, whole)| {
                let times = 1 + chance.below((most / (whole.max(1) as usize)).clamp(1, 4));
                near(chance, whole as usize * times)
            }),
            _ => None,
        };
        size.unwrap_or_else(|| 1 + chance.below(5)).min(most)
    }

    fn rows(&self, kind: usize, plot: &Plot, counts: &[usize], chance: &mut Chance) -> Vec<Vec<Value>> {
        let count = counts.get(kind).copied().unwrap_or(0);
        // Two sorts of records, as many of the first as a share or a count asks for; one record in ten is of neither.
        let templates = [self.row(plot, chance), self.row(plot, chance)];
        let first = match chance.below(5) {
            0 => chance.below(count + 1),
            1 => chance.one(&plot.sizes).map_or(1, |size| *size as usize),
            2 | 3 => chance.one(&plot.shares).map_or(1, |(part, whole)| {
                let part = count * (*part as usize) / (*whole).max(1) as usize;
                (part + chance.below(3)).saturating_sub(1)
            }),
            _ => usize::MAX,
        };
        let crowd = !chance.one_in(3);
        let strays = chance.one_in(2);
        let mut rows: Vec<Vec<Value>> = (0..count)
            .map(|at| {
                let like = if at < first { templates.first() } else { templates.get(1) };
                match like {
                    Some(row) if crowd && !(strays && chance.one_in(10)) => row.clone(),
                    _ => self.row(plot, chance),
                }
            })
            .collect();
        for (field, slot) in plot.slots.iter().enumerate() {
            let Some((slot, to)) = slot.as_ref().and_then(|slot| Some((slot, target(slot)?))) else { continue };
            let there = counts.get(to.at()).copied().unwrap_or(0);
            let together = chance.one_in(2).then(|| chance.below(there));
            for (at, row) in rows.iter_mut().enumerate() {
                // Records of one kind refer to those before them, so that nobody is above himself.
                let there = if to.at() == kind { at.min(there) } else { there };
                let drawn = self.reference(slot, there, together, chance);
                row.get_mut(field).into_iter().for_each(|value| *value = drawn.clone());
            }
        }
        rows
    }

    fn reference(&self, slot: &Slot, there: usize, together: Option<usize>, chance: &mut Chance) -> Value {
        let blank = match slot.blank {
            Blank::Never => there == 0,
            Blank::Absent => there == 0 || !slot.read || chance.one_in(4),
            Blank::Missing => there == 0 || (slot.read && chance.percent(self.bounds.missing)),
        };
        if blank {
            return Value::Blank;
        }
        if !slot.read {
            return Value::Record(0);
        }
        Value::Record(together.filter(|at| *at < there && !chance.one_in(6)).unwrap_or_else(|| chance.below(there)))
    }

    /// A record without its references.
    fn row(&self, plot: &Plot, chance: &mut Chance) -> Vec<Value> {
        plot.slots.iter().map(|slot| slot.as_ref().map_or(Value::Blank, |slot| self.value(slot, chance))).collect()
    }

    fn value(&self, slot: &Slot, chance: &mut Chance) -> Value {
        if !slot.read || matches!(slot.ty, Type::Reference(_)) {
            return slot.plain.clone();
        }
        if slot.blank == Blank::Missing && chance.percent(self.bounds.missing) {
            return Value::Blank;
        }
        let between = || slot.edges.first().cloned();
        let drawn = if chance.one_in(6) { somewhere(slot, chance) } else { None };
        drawn.or_else(|| chance.one(&slot.edges).cloned()).or_else(between).unwrap_or_else(|| slot.plain.clone())
    }

    /// Makes of a sample that was cut one that the schema allows: references lead somewhere and upwards, no period of an
    /// owner stands twice, keys count from 1.
    pub(super) fn mend(&self, sample: &mut Sample) {
        loop {
            let counts: Vec<usize> = sample.tables.iter().map(Vec::len).collect();
            let mut left_out = false;
            for (kind, (plot, rows)) in self.plots.iter().zip(&mut sample.tables).enumerate() {
                let mut at = 0;
                rows.retain_mut(|row| {
                    let sound = settle(plot, kind, at, row, &counts);
                    at += 1;
                    left_out |= !sound;
                    sound
                });
                if let Some(series) = &plot.series {
                    let mut seen = Vec::new();
                    let before = rows.len();
                    rows.retain(|row| {
                        let own = whose(series, row);
                        let period = row.get(series.period.at()).map(|period| period_of(series, period));
                        let known = own.iter().all(|value| *value != Value::Blank) && period != Some(None);
                        let twice = known && seen.contains(&(own.clone(), period));
                        seen.push((own, period));
                        !twice
                    });
                    left_out |= rows.len() != before;
                }
            }
            if !left_out {
                break;
            }
        }
        for (plot, rows) in self.plots.iter().zip(&mut sample.tables) {
            for (number, row) in (1..).zip(rows) {
                let key = row.get_mut(plot.key.at());
                key.into_iter().for_each(|key| *key = Value::Text(format!("{}{number}", plot.prefix)));
            }
        }
    }
}

/// Lets the references of a record lead somewhere; no where one must and can't.
fn settle(plot: &Plot, kind: usize, at: usize, row: &mut [Value], counts: &[usize]) -> bool {
    for (slot, value) in plot.slots.iter().zip(row) {
        let Some((slot, to)) = slot.as_ref().and_then(|slot| Some((slot, target(slot)?))) else { continue };
        let there = counts.get(to.at()).copied().unwrap_or(0);
        let there = if to.at() == kind { there.min(at) } else { there };
        let leads = matches!(value, Value::Record(row) if *row < there);
        if leads || (*value == Value::Blank && slot.blank != Blank::Never) {
            continue;
        }
        match (slot.blank, there) {
            (Blank::Never, 0) => return false,
            (Blank::Never, _) => *value = Value::Record(0),
            (Blank::Absent | Blank::Missing, _) => *value = Value::Blank,
        }
    }
    true
}

fn whose(series: &Series, row: &[Value]) -> Vec<Value> {
    series.owners.iter().map(|owner| row.get(owner.at()).cloned().unwrap_or(Value::Blank)).collect()
}

/// Which period a value lies in.
fn period_of(series: &Series, value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.to_i64(),
        Value::Date(day) => {
            let months = i64::from(series.months.unwrap_or(12).max(1));
            Some((i64::from(day.year()) * 12 + i64::from(day.month()) - 1).div_euclid(months))
        }
        Value::Blank | Value::Text(_) | Value::YesNo(_) | Value::Label(_) | Value::Record(_) => None,
    }
}

/// Lets the records of each owner follow one another, with a gap now and then.
fn follow(plot: &Plot, series: &Series, rows: &mut Vec<Vec<Value>>, chance: &mut Chance) {
    let Some(slot) = plot.slots.get(series.period.at()).and_then(Option::as_ref) else { return };
    let told = slot.edges.iter().filter_map(|edge| match edge {
        Value::Number(number) => number.to_i64().filter(|year| *year > 2),
        Value::Blank | Value::Text(_) | Value::YesNo(_) | Value::Date(_) | Value::Label(_) | Value::Record(_) => None,
    });
    let low = slot.range.as_ref().and_then(|(low, _)| low.to_i64());
    let told: Vec<i64> = told.collect();
    let first = match (chance.one(&told), low) {
        (Some(told), None) => told - chance.below(3) as i64,
        (_, Some(low)) => low,
        (None, None) => FIRST_YEAR,
    };
    let mut next: HashMap<Vec<Value>, i64> = HashMap::new();
    rows.retain_mut(|row| {
        let Some(place) = row.get(series.period.at()) else { return true };
        if *place == Value::Blank {
            return true;
        }
        let at = next.entry(whose(series, row)).or_insert(first);
        let value = match slot.ty {
            Type::Date => {
                let months = i64::from(series.months.unwrap_or(12).max(1));
                Date::new(FIRST_YEAR as i16, 1, 1)
                    .and_then(|day| day.plus_months((*at - first) * months))
                    .map(Value::Date)
            }
            Type::Text | Type::YesNo | Type::Number(_) | Type::Label(_) | Type::Reference(_) => {
                let number = Exact::from(*at);
                let within = slot.range.as_ref().is_none_or(|(low, high)| number >= *low && number <= *high);
                within.then_some(Value::Number(number))
            }
        };
        *at += if chance.one_in(8) { 2 } else { 1 };
        let Some(value) = value else { return false };
        row.get_mut(series.period.at()).into_iter().for_each(|place| *place = value.clone());
        true
    });
}

/// A value that is at no edge.
fn somewhere(slot: &Slot, chance: &mut Chance) -> Option<Value> {
    match slot.ty {
        Type::Number(kind) => {
            let (low, high) = match &slot.range {
                Some((low, high)) => (low.clone(), high.clone()),
                None if kind == NumberKind::Percent => (Exact::zero(), Exact::from(1i64)),
                None => (Exact::zero(), Exact::from(100i64)),
            };
            let part = Exact::fraction(chance.below(101) as i64, 100)?;
            let number = low.add(&high.sub(&low)?.mul(&part)?)?;
            let places = match kind {
                NumberKind::Count | NumberKind::Integer => 0,
                NumberKind::Decimal => 1,
                NumberKind::Percent => 3,
            };
            let number = number.rounded(crate::exact::Rounding::Down, places);
            let within = number >= low && !(kind == NumberKind::Count && number.is_negative());
            within.then_some(Value::Number(number))
        }
        Type::Date => match chance.one(&slot.edges)? {
            Value::Date(day) => day.plus_days(chance.below(401) as i64 - 200).map(Value::Date),
            Value::Blank | Value::Text(_) | Value::YesNo(_) | Value::Number(_) | Value::Label(_) | Value::Record(_) => {
                None
            }
        },
        Type::Text | Type::YesNo | Type::Label(_) | Type::Reference(_) => None,
    }
}

impl Sample {
    /// Leaves out records of a kind; whoever referred to one of them refers to the first that is left, or to nobody.
    pub(super) fn drop_rows(&mut self, ground: &Ground, kind: usize, gone: &[usize]) {
        let Some(rows) = self.tables.get_mut(kind) else { return };
        let mut at = 0;
        rows.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
        for (plot, rows) in ground.plots.iter().zip(&mut self.tables) {
            for (field, slot) in plot.slots.iter().enumerate() {
                let to = slot.as_ref().and_then(target);
                if to != Some(KindId(kind as u32)) {
                    continue;
                }
                for value in rows.iter_mut().filter_map(|row| row.get_mut(field)) {
                    if let Value::Record(row) = value {
                        let before = gone.iter().filter(|gone| **gone < *row).count();
                        *row = if gone.contains(row) { 0 } else { *row - before };
                    }
                }
            }
        }
        ground.mend(self);
    }
}
