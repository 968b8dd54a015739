//! Cells of a change, read as the [`Builder`](super::Builder) reads those of a record, with the same findings.

use std::collections::HashSet;

use super::builder::{Heading, meaning};
use super::edit::Datum;
use super::ledger::Ledger;
use super::names::{FieldIndex, LabelIndex, nearest};
use super::number::DecimalSign;
use super::problems::{Problems, quote};
use super::resolve::{MAX_COMPARED, MAX_LISTED, blank, near_key, required};
use super::value::{self, Reading, Value};
use super::{Cell, Target};
use crate::diagnostic::{Bilingual, DataFault, DataPlace, DataProblem, Finding};
use crate::program::{Field, FieldId, KindId, Origin, Program, Type};

/// What reading changes needs to know of a program.
#[derive(Debug)]
pub(crate) struct Entries {
    labels: Vec<LabelIndex>,
    fields: Vec<FieldIndex>,
    /// The stated decimal sign of numbers in texts, by kind.
    signs: Vec<Option<DecimalSign>>,
}

/// Which record some cells are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A new one, behind the last one: what isn't given is blank.
    New,
    /// The one of this row: what isn't given stays.
    Row(u32),
}

impl Entries {
    pub fn new(program: &Program) -> Entries {
        Entries {
            labels: program.labels.iter().map(LabelIndex::new).collect(),
            fields: program.kinds.iter().map(FieldIndex::new).collect(),
            signs: vec![None; program.kinds.len()],
        }
    }

    /// States the decimal sign of numbers in texts of a kind, as [`Builder::decimal_sign`](super::Builder::decimal_sign).
    pub fn decimal_sign(&mut self, kind: KindId, sign: DecimalSign) {
        if let Some(place) = self.signs.get_mut(kind.at()) {
            *place = Some(sign);
        }
    }

    /// Reads the cells of a change of a record, or everything that is wrong with them.
    pub fn read<'c>(
        &self,
        program: &Program,
        ledger: &Ledger,
        kind: KindId,
        entry: Entry,
        cells: impl IntoIterator<Item = (&'c str, &'c Cell<'c>)>,
    ) -> Result<Vec<(FieldId, Datum)>, Vec<Finding>> {
        let (Some(declared), Some(fields)) = (program.kinds.get(kind.at()), self.fields.get(kind.at())) else {
            return Ok(Vec::new());
        };
        let row = match entry {
            Entry::New => ledger.roster().len(kind) as u32,
            Entry::Row(row) => row,
        };
        let mut problems = Problems::default();
        let place =
            |name: &str| DataPlace { row: Some(u64::from(row) + 1), column: Some(quote(name)), ..DataPlace::default() };
        let mut found: Vec<(FieldId, Datum)> = Vec::new();
        let mut seen: HashSet<FieldId> = HashSet::new();
        for (name, cell) in cells {
            let mut problem = |fault| problems.add(DataProblem { place: place(name), fault });
            let id = match meaning(declared, fields.find(name), name, false) {
                Ok(Heading::Field(id)) => id,
                Ok(Heading::Nothing) => continue,
                Err(fault) => {
                    problem(fault);
                    continue;
                }
            };
            let Some(field) = declared.fields.get(id.at()) else { continue };
            if !seen.insert(id) {
                problem(DataFault::RepeatedColumn { field: Bilingual::from(&field.name) });
                continue;
            }
            let here = Here { program, ledger, kind, entry, row, name };
            match self.datum(&here, id, field, cell) {
                Ok(datum) => found.push((id, datum)),
                Err(fault) => problem(fault),
            }
        }
        if entry == Entry::New {
            for (id, field) in (0u32..).map(FieldId).zip(&declared.fields).filter(|(id, _)| !seen.contains(id)) {
                if matches!(
                    field.origin,
                    Origin::Define(_) | Origin::Award { .. } | Origin::Previous { .. } | Origin::Rank(_)
                ) {
                    continue;
                }
                match unsaid(program, declared, field) {
                    Ok(datum) => found.push((id, datum)),
                    Err(fault) => {
                        problems.add(DataProblem { place: place(field.name.canonical()), fault });
                    }
                }
            }
        }
        if problems.any() { Err(problems.finish(&[]).0) } else { Ok(found) }
    }

    fn datum(&self, here: &Here<'_>, id: FieldId, field: &Field, cell: &Cell<'_>) -> Result<Datum, DataFault> {
        let Here { program, ledger, kind, entry, row, name } = *here;
        let sign = self.signs.get(kind.at()).copied().flatten();
        let reading = Reading { program, labels: &self.labels, sign, only_counting: false };
        let declared = program.kinds.get(kind.at());
        let value = value::read(&reading, field, cell)?;
        Ok(match (value, field.ty) {
            (Value::Missing, _) => match declared {
                Some(declared) => return unsaid(program, declared, field),
                None => Datum::Missing,
            },
            (Value::Text(text), _) => {
                if field.origin == Origin::Key
                    && let Some(other) = ledger.find(kind, &text).filter(|other| entry != Entry::Row(*other))
                {
                    let (row, column) = (Some(u64::from(other) + 1), Some(name.to_owned()));
                    let first = DataPlace { row, column, ..DataPlace::default() };
                    return Err(DataFault::DuplicateKey { key: quote(&text), first: Box::new(first) });
                }
                Datum::Text(Box::from(text.as_ref()))
            }
            (Value::YesNo(yes), _) => Datum::Code(u32::from(yes)),
            (Value::Label(label, _), _) => Datum::Code(label),
            (Value::Date(day), _) => Datum::Number(i128::from(day.days()), 0),
            (Value::Number(number), _) => {
                if !ledger.roster().can_hold(kind, id, number.mantissa, number.scale) {
                    let written = match cell {
                        Cell::Text(written) | Cell::Number(written) => quote(written.trim()),
                        Cell::Blank | Cell::Bool(_) | Cell::Nested | Cell::Error(_) => String::new(),
                    };
                    return Err(DataFault::TooManyDigits { value: written });
                }
                Datum::Number(number.mantissa, number.scale)
            }
            (Value::Key(key), Type::Reference(to)) => {
                let target = ledger.find(to, &key).ok_or_else(|| unknown(program, ledger, to, &key))?;
                if to == kind && entry == Entry::Row(row) {
                    circle(ledger, kind, id, row, target)?;
                }
                Datum::Row(target)
            }
            (Value::Key(_), _) => Datum::Missing,
        })
    }

    /// What is wrong where a record that others refer to is to go: each of them refers to nobody then.
    pub fn left_behind(&self, program: &Program, ledger: &Ledger, kind: KindId, row: u32) -> Vec<Finding> {
        let mut problems = Problems::default();
        let key = ledger.key(kind, row);
        let Some(declared) = program.kinds.get(kind.at()) else { return Vec::new() };
        for (from, field) in ledger.leading(kind).iter().filter(|(from, field)| !program.is_previous(*from, *field)) {
            let named = program.kinds.get(from.at()).and_then(|kind| kind.fields.get(field.at()));
            let column = named.map(|field| field.name.canonical().to_owned());
            for follower in ledger.followers().of(*from, *field, row) {
                let place =
                    DataPlace { row: Some(u64::from(follower) + 1), column: column.clone(), ..DataPlace::default() };
                let kind = Bilingual::from(&declared.name);
                let fault = DataFault::UnknownReference { key: quote(key), kind, nearest: None };
                problems.add(DataProblem { place, fault });
            }
        }
        let (mut errors, more) = problems.finish(&[]);
        errors.extend(more);
        errors
    }
}

/// Where a cell belongs.
#[derive(Clone, Copy)]
struct Here<'h> {
    program: &'h Program,
    ledger: &'h Ledger,
    kind: KindId,
    entry: Entry,
    row: u32,
    /// The name of the field as it is written.
    name: &'h str,
}

/// What a blank cell is.
fn unsaid(program: &Program, kind: &crate::program::Kind, field: &Field) -> Result<Datum, DataFault> {
    if required(field) {
        return Err(match field.ty {
            Type::Reference(to) => {
                let to = program.kinds.get(to.at()).unwrap_or(kind);
                DataFault::MissingReference { kind: Bilingual::from(&to.name) }
            }
            Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) => {
                DataFault::MissingKey { kind: Bilingual::from(&kind.name) }
            }
        });
    }
    Ok(match (field.ty, blank(field)) {
        (Type::Reference(_), Target::Absent) => Datum::Absent,
        (Type::Reference(_) | Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_), _) => {
            Datum::Missing
        }
    })
}

fn unknown(program: &Program, ledger: &Ledger, to: KindId, key: &str) -> DataFault {
    let rows = ledger.roster().len(to);
    let keys = (0..rows as u32).map(|row| ledger.key(to, row));
    let near = if rows > MAX_COMPARED { None } else { nearest(key, keys) };
    let kind = program.kinds.get(to.at()).map(|kind| Bilingual::from(&kind.name));
    let kind = kind.unwrap_or(Bilingual { en: String::new(), vi: String::new() });
    DataFault::UnknownReference { key: quote(key), kind, nearest: near_key(key, near) }
}

/// Whether a record would be above itself with another one right above it.
fn circle(ledger: &Ledger, kind: KindId, field: FieldId, row: u32, target: u32) -> Result<(), DataFault> {
    let mut rows = vec![row];
    let mut at = Target::Row(target);
    while let Target::Row(above) = at {
        if above == row {
            let keys = rows.iter().take(MAX_LISTED).map(|row| quote(ledger.key(kind, *row))).collect();
            return Err(DataFault::Cycle { keys });
        }
        if rows.len() < MAX_LISTED {
            rows.push(above);
        }
        at = ledger.roster().target(kind, field, above);
    }
    Ok(())
}
