//! Series: which record is the one of the period before.

use std::collections::{HashMap, HashSet};

use super::bits::Bits;
use super::builder::{Builder, Rows};
use super::column::{ABSENT, Codes, Column, UNKNOWN, Whole};
use super::growing::{BLANK, Growing, REFUSED};
use super::resolve::blank;
use super::texts::Texts;
use super::{Roster, Target};
use crate::date::Date;
use crate::diagnostic::{Bilingual, DataFault};
use crate::program::{FieldId, Kind, KindId, Origin, Program};

/// What isn't known of whose a record is.
const NOBODY_KNOWS: u32 = u32::MAX;

/// Whose each record is and of which period.
struct Written {
    /// By owner field, a number for each value.
    owners: Vec<Vec<u32>>,
    periods: Vec<Option<i128>>,
}

/// The record before each record, and records of an owner's period that has one already, with that one.
pub(crate) struct Before {
    /// Rows, [`ABSENT`] or [`UNKNOWN`].
    pub previous: Vec<u32>,
    pub twice: Vec<(u32, u32)>,
}

impl Written {
    /// The group of records of one owner that each belongs to; none where its owner isn't known.
    fn groups(&self) -> Vec<Option<u32>> {
        let known = |number: u32| (number != NOBODY_KNOWS).then_some(number);
        let mut owners = self.owners.iter();
        let first = owners.next().map_or(&[][..], Vec::as_slice);
        let mut groups: Vec<Option<u32>> = first.iter().map(|number| known(*number)).collect();
        for owner in owners {
            let mut numbers: HashMap<(u32, u32), u32> = HashMap::new();
            for (group, number) in groups.iter_mut().zip(owner) {
                *group = group.zip(known(*number)).map(|pair| {
                    let next = numbers.len() as u32;
                    *numbers.entry(pair).or_insert(next)
                });
            }
        }
        groups
    }

    /// What is known of whose a record is, and of the period that it may be of: the shape of what is missing first.
    fn shape(&self, row: usize, period: Option<i128>) -> (Vec<bool>, Vec<i128>) {
        let owners = self.owners.iter().map(|numbers| {
            let number = numbers.get(row).copied().unwrap_or(NOBODY_KNOWS);
            (number != NOBODY_KNOWS).then_some(i128::from(number))
        });
        let all: Vec<Option<i128>> = owners.chain([period]).collect();
        (all.iter().map(Option::is_some).collect(), all.into_iter().flatten().collect())
    }

    fn find(&self) -> Before {
        let groups = self.groups();
        let mut places: HashMap<(u32, i128), u32> = HashMap::with_capacity(groups.len());
        let mut twice = Vec::new();
        // Records that may be of some owner and period or other, by what is known of them.
        let mut loose: HashMap<Vec<bool>, HashSet<Vec<i128>>> = HashMap::new();
        for (row, (group, period)) in groups.iter().zip(&self.periods).enumerate() {
            match group.zip(*period) {
                Some(place) => {
                    let first = *places.entry(place).or_insert(row as u32);
                    if first != row as u32 {
                        twice.push((row as u32, first));
                    }
                }
                None => {
                    let (shape, known) = self.shape(row, *period);
                    loose.entry(shape).or_default().insert(known);
                }
            }
        }
        let may_be = |row: usize, period: i128| {
            let (_, all) = self.shape(row, Some(period));
            loose.iter().any(|(shape, known)| {
                let said = all.iter().zip(shape).filter(|(_, there)| **there).map(|(value, _)| *value);
                known.contains(&said.collect::<Vec<i128>>())
            })
        };
        let previous = groups.iter().zip(&self.periods).enumerate().map(|(row, (group, period))| {
            let Some((group, period)) = group.zip(*period) else { return UNKNOWN };
            match period.checked_sub(1).and_then(|before| places.get(&(group, before)).map(|row| (*row, before))) {
                Some((before, _)) => before,
                None if period.checked_sub(1).is_some_and(|before| may_be(row, before)) => UNKNOWN,
                None => ABSENT,
            }
        });
        Before { previous: previous.collect(), twice }
    }
}

fn texts(values: &Texts, rows: usize) -> Vec<u32> {
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let one = |row| {
        values.get(row).map_or(NOBODY_KNOWS, |text| {
            let next = numbers.len() as u32;
            *numbers.entry(text).or_insert(next)
        })
    };
    (0..rows).map(one).collect()
}

fn codes(codes: &Codes, missing: u32, rows: usize) -> Vec<u32> {
    (0..rows).map(|row| codes.get(row).filter(|code| *code != missing).unwrap_or(NOBODY_KNOWS)).collect()
}

/// Periods by number: whole numbers, or days that each lie in one of the months that a period has.
fn numbers(scale: u32, values: &Whole, known: Option<&Bits>, months: Option<u32>, rows: usize) -> Vec<Option<i128>> {
    let unit = 10i128.checked_pow(scale);
    let one = |row: usize| {
        let there = known.is_none_or(|known| known.get(row));
        let value = values.get(row).filter(|_| there)?;
        match months {
            None => unit.filter(|unit| value % unit == 0).map(|unit| value / unit),
            Some(months) => {
                let day = Date::from_days(i64::try_from(value).ok()?)?;
                let month = i128::from(day.year()) * 12 + i128::from(day.month()) - 1;
                Some(month.div_euclid(i128::from(months.max(1))))
            }
        }
    };
    (0..rows).map(one).collect()
}

fn owner_growing(growing: &Growing, blank: Target, rows: usize) -> Vec<u32> {
    match growing {
        Growing::Text(values) => texts(values, rows),
        Growing::Code { codes: values, missing } => codes(values, *missing, rows),
        Growing::Reference(keys) => {
            let one = |key: &u32| match (*key, blank) {
                (BLANK, Target::Absent) => ABSENT,
                (BLANK | REFUSED, _) => NOBODY_KNOWS,
                (key, _) => key,
            };
            keys.iter().map(one).collect()
        }
        Growing::Derived | Growing::Passed(_) | Growing::Key(_) | Growing::Number { .. } => vec![NOBODY_KNOWS; rows],
    }
}

fn owner_column(column: &Column, rows: usize) -> Vec<u32> {
    match column {
        Column::Text(values) => texts(values, rows),
        Column::Code { codes: values, missing } => codes(values, *missing, rows),
        // UNKNOWN is what nobody knows; a reference to nowhere is an owner like any other.
        Column::Reference(targets) => targets.clone(),
        Column::Derived | Column::Number { .. } => vec![NOBODY_KNOWS; rows],
    }
}

/// The fields by which the records of a kind are a series.
fn declared(kind: &Kind) -> Option<(FieldId, &[FieldId], FieldId, Option<u32>)> {
    (0u32..).map(FieldId).zip(&kind.fields).find_map(|(id, field)| match &field.origin {
        Origin::Previous { owners, period, months } => Some((id, &owners[..], *period, *months)),
        Origin::Key | Origin::Data { .. } | Origin::Define(_) | Origin::Award { .. } | Origin::Rank(_) => None,
    })
}

fn of_rows(kind: &Kind, table: &Rows) -> Option<(FieldId, FieldId, Before)> {
    let (previous, owners, period, months) = declared(kind)?;
    let rows = table.here() as usize;
    let owner = |id: &FieldId| {
        let declared = kind.fields.get(id.at())?;
        Some(owner_growing(table.columns.get(id.at())?, blank(declared), rows))
    };
    let owners = owners.iter().map(owner).collect::<Option<Vec<_>>>()?;
    let periods = match table.columns.get(period.at())? {
        Growing::Number { scale, values, known } => numbers(*scale, values, known.as_ref(), months, rows),
        Growing::Derived
        | Growing::Passed(_)
        | Growing::Key(_)
        | Growing::Text(_)
        | Growing::Code { .. }
        | Growing::Reference(_) => vec![None; rows],
    };
    Some((previous, period, Written { owners, periods }.find()))
}

/// The record before each record that has been read, by kind; periods of an owner that stand twice are problems.
pub(super) fn previous(builder: &mut Builder<'_>) -> Vec<Option<(FieldId, Vec<u32>)>> {
    let program = builder.program;
    let mut all = Vec::with_capacity(program.kinds.len());
    for (id, kind) in (0u32..).map(KindId).zip(&program.kinds) {
        let Some((field, period, found)) = builder.tables.get(id.at()).and_then(|table| of_rows(kind, table)) else {
            all.push(None);
            continue;
        };
        let headed = builder.tables.get(id.at()).and_then(|table| table.headed.get(period.at())?.clone());
        for (row, first) in found.twice {
            let first = Box::new(builder.place_of(id, first, headed.as_deref()));
            let place = builder.place_of(id, row, headed.as_deref());
            builder.problem(place, DataFault::DuplicatePeriod { kind: Bilingual::from(&kind.name), first });
        }
        all.push(Some((field, found.previous)));
    }
    all
}

impl Roster {
    /// The record before each record of a kind as the records stand, and those of an owner's period that stand
    /// twice; none where the kind is no series.
    pub(crate) fn previous(&self, program: &Program, kind: KindId) -> Option<Before> {
        let (_, owners, period, months) = declared(program.kinds.get(kind.at())?)?;
        let rows = self.len(kind);
        let owner = |id: &FieldId| Some(owner_column(self.column(kind, *id)?, rows));
        let owners = owners.iter().map(owner).collect::<Option<Vec<_>>>()?;
        let periods = match self.column(kind, period)? {
            Column::Number { scale, values, known } => numbers(*scale, values, known.as_ref(), months, rows),
            Column::Derived | Column::Text(_) | Column::Code { .. } | Column::Reference(_) => vec![None; rows],
        };
        Some(Written { owners, periods }.find())
    }
}
