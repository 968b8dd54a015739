//! What needs all records: keys, references, circles, columns that never came.

use std::borrow::Cow;

use super::builder::{Builder, Rows};
use super::column::Column;
use super::growing::{BLANK, Growing, REFUSED};
use super::keys::Keys;
use super::names::nearest;
use super::places::Places;
use super::problems::quote;
use super::{Roster, Table, Target};
use crate::diagnostic::{Bilingual, DataFault, DataPlace, Finding, fold};
use crate::program::{Field, FieldId, Kind, KindId, Origin as FieldOrigin, Type};

/// How many keys are looked through for ones that may be meant, in one run.
pub(super) const MAX_COMPARED: usize = 500_000;

/// How many keys of a circle are listed.
pub(super) const MAX_LISTED: usize = 20;

pub(super) fn finish(mut builder: Builder<'_>) -> Result<(Roster, Vec<Finding>), Vec<Finding>> {
    let program = builder.program;
    for (id, kind) in (0u32..).map(KindId).zip(&program.kinds) {
        columns_that_never_came(&mut builder, id, kind);
        check(&mut builder, id);
    }
    let previous = super::series::previous(&mut builder);
    let maps = maps(&builder, None);
    let Builder { tables, problems, files, sheets, .. } = builder;
    let failed = problems.any();
    let (mut errors, mut warnings) = problems.finish(&files);
    errors.iter_mut().chain(&mut warnings).for_each(|finding| sheets.place(finding));
    if failed {
        errors.extend(warnings);
        return Err(errors);
    }
    let done = tables.into_iter().zip(&program.kinds).zip(previous).map(|((table, kind), previous)| {
        let (rows, mut keys) = (table.here(), table.keys);
        let mut done = self::table(rows, table.columns, kind, &maps, &mut keys);
        if let Some((field, rows)) = previous {
            done.set(field, Column::Reference(rows));
        }
        done
    });
    Ok((Roster::new(done.collect()), warnings))
}

/// Looks at the keys and references of the records of a kind that are here.
pub(super) fn check(builder: &mut Builder<'_>, id: KindId) {
    let Some(kind) = builder.program.kinds.get(id.at()) else { return };
    for (field_id, field) in (0u32..).map(FieldId).zip(&kind.fields) {
        match (&field.origin, field.ty) {
            (FieldOrigin::Key, _) => keys(builder, id, kind, field_id),
            (FieldOrigin::Data { optional, may_be_unknown }, Type::Reference(to)) => {
                references(builder, id, field_id, to, !optional && !may_be_unknown);
                if to == id {
                    circles(builder, id, kind, field_id);
                }
            }
            (
                FieldOrigin::Data { .. }
                | FieldOrigin::Define(_)
                | FieldOrigin::Award { .. }
                | FieldOrigin::Previous { .. }
                | FieldOrigin::Rank(_),
                Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) | Type::Reference(_),
            ) => {}
        }
    }
}

/// The row of each key of each kind that others may refer to.
pub(super) fn maps(builder: &Builder<'_>, but: Option<KindId>) -> Vec<Places> {
    let tables = (0u32..).map(KindId).zip(&builder.tables);
    tables.map(|(id, table)| if Some(id) == but { Places::default() } else { table.keys.rows().clone() }).collect()
}

/// So many records of a kind by their columns.
pub(super) fn table(rows: u32, columns: Vec<Growing>, kind: &Kind, maps: &[Places], keys: &mut Keys) -> Table {
    let nowhere = Places::default();
    let columns = columns.into_iter().zip(&kind.fields).map(|(column, field)| {
        let map = match field.ty {
            Type::Reference(to) => maps.get(to.at()).unwrap_or(&nowhere),
            Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) => &nowhere,
        };
        column.finish(blank(field), map, keys)
    });
    Table::new(rows as usize, columns.collect())
}

/// What a blank reference is.
pub(super) fn blank(field: &Field) -> Target {
    match field.origin {
        FieldOrigin::Data { optional: true, .. } => Target::Absent,
        FieldOrigin::Data { optional: false, .. }
        | FieldOrigin::Key
        | FieldOrigin::Define(_)
        | FieldOrigin::Award { .. }
        | FieldOrigin::Previous { .. }
        | FieldOrigin::Rank(_) => Target::Unknown,
    }
}

/// Whether every record must have a value in a field.
pub(super) fn required(field: &Field) -> bool {
    match (&field.origin, field.ty) {
        (FieldOrigin::Key, _) => true,
        (FieldOrigin::Data { optional, may_be_unknown }, Type::Reference(_)) => !optional && !may_be_unknown,
        (
            FieldOrigin::Data { .. }
            | FieldOrigin::Define(_)
            | FieldOrigin::Award { .. }
            | FieldOrigin::Previous { .. }
            | FieldOrigin::Rank(_),
            Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) | Type::Reference(_),
        ) => false,
    }
}

fn columns_that_never_came(builder: &mut Builder<'_>, id: KindId, kind: &Kind) {
    let Some(table) = builder.tables.get(id.at()) else { return };
    let named = Bilingual::from(&kind.name);
    if !table.given {
        builder.problem(DataPlace::default(), DataFault::AbsentKind { kind: named });
        return;
    }
    if table.rows == 0 {
        return;
    }
    let file = builder.place_of(id, 0, None).file;
    let absent: Vec<&Field> = kind
        .fields
        .iter()
        .zip(&table.headed)
        .filter(|(field, headed)| {
            headed.is_none() && matches!(field.origin, FieldOrigin::Key | FieldOrigin::Data { .. })
        })
        .map(|(field, _)| field)
        .collect();
    for field in absent {
        let (kind, name) = (named.clone(), Bilingual::from(&field.name));
        let fault = if required(field) {
            DataFault::MissingColumn { kind, field: name }
        } else {
            DataFault::AbsentColumn { kind, field: name }
        };
        builder.problem(DataPlace { file: file.clone(), ..DataPlace::default() }, fault);
    }
}

/// Records without a key, where there is a column for it at all.
fn keys(builder: &mut Builder<'_>, id: KindId, kind: &Kind, field: FieldId) {
    let Some((table, name)) = headed(builder, id, field) else { return };
    let Some(Growing::Key(values)) = table.columns.get(field.at()) else { return };
    let missing: Vec<u32> =
        (table.gone..).zip(values.iter()).filter(|(_, value)| *value == BLANK).map(|(row, _)| row).collect();
    for row in missing {
        let place = builder.place_of(id, row, Some(&name));
        builder.problem(place, DataFault::MissingKey { kind: Bilingual::from(&kind.name) });
    }
}

fn headed<'b>(builder: &'b Builder<'_>, kind: KindId, field: FieldId) -> Option<(&'b Rows, Box<str>)> {
    let table = builder.tables.get(kind.at())?;
    Some((table, table.headed.get(field.at())?.clone()?))
}

/// References to nowhere, and blanks where one is required.
fn references(builder: &mut Builder<'_>, id: KindId, field: FieldId, to: KindId, required: bool) {
    let Some((table, name)) = headed(builder, id, field) else { return };
    let (Some(Growing::Reference(values)), Some(target)) = (table.columns.get(field.at()), builder.tables.get(to.at()))
    else {
        return;
    };
    let nowhere = |key: u32| !target.unread && target.keys.rows().get(key) == Some(BLANK);
    let bad: Vec<(u32, u32)> = (table.gone..)
        .zip(values.iter().copied())
        .filter(|(_, key)| if *key == BLANK { required } else { *key != REFUSED && nowhere(*key) })
        .collect();
    if bad.is_empty() {
        return;
    }
    let Some(declared) = builder.program.kinds.get(to.at()) else { return };
    let kind = Bilingual::from(&declared.name);
    let known: Vec<Cow<'_, str>> = (0u32..)
        .zip(target.keys.rows().iter())
        .filter(|(_, row)| *row != BLANK)
        .filter_map(|(number, _)| target.keys.text(number))
        .collect();
    let mut compared = builder.compared;
    let faults: Vec<(u32, DataFault)> = bad
        .into_iter()
        .map(|(row, key)| {
            let Some(text) = target.keys.text(key) else {
                return (row, DataFault::MissingReference { kind: kind.clone() });
            };
            let affordable = compared + known.len() <= MAX_COMPARED;
            let near = if affordable {
                compared += known.len();
                nearest(&text, known.iter().map(Cow::as_ref))
            } else {
                None
            };
            let nearest = near_key(&text, near);
            (row, DataFault::UnknownReference { key: quote(&text), kind: kind.clone(), nearest })
        })
        .collect();
    builder.compared = compared;
    for (row, fault) in faults {
        let place = builder.place_of(id, row, Some(&name));
        builder.problem(place, fault);
    }
}

/// The key that may be meant by another one, which is the nearest to it.
pub(super) fn near_key(text: &str, near: Option<&str>) -> Option<String> {
    // One letter of two says nothing, unless it is the same letter in another form.
    near.filter(|near| text.chars().count() > 2 || fold(near) == fold(text)).map(str::to_owned)
}

/// Records above each other in a circle along a reference to their own kind.
fn circles(builder: &mut Builder<'_>, id: KindId, kind: &Kind, field: FieldId) {
    let Some((table, name)) = headed(builder, id, field) else { return };
    let Some(Growing::Reference(values)) = table.columns.get(field.at()) else { return };
    let above = |row: u32| -> Option<u32> {
        let key = *values.get(row as usize)?;
        table.keys.rows().get(key).filter(|row| *row != BLANK)
    };
    // The walk on which each row was first met; 0 before that. Each row is met once.
    let mut met = vec![0u32; values.len()];
    let mut found: Vec<Vec<u32>> = Vec::new();
    for (walk, start) in (1u32..).zip(0..table.rows) {
        let mut at = Some(start);
        while let Some(row) = at {
            let Some(mark) = met.get_mut(row as usize) else { break };
            if *mark == walk {
                let mut circle = vec![row];
                let mut next = above(row);
                while let Some(other) = next.filter(|other| *other != row) {
                    circle.push(other);
                    next = above(other);
                }
                found.push(circle);
                break;
            }
            if *mark != 0 {
                break;
            }
            *mark = walk;
            at = above(row);
        }
    }
    let key = |row: u32| match table.columns.get(kind.key.at()) {
        Some(Growing::Key(values)) => values.get(row).and_then(|key| table.keys.text(key)).map(|key| quote(&key)),
        _ => None,
    };
    let faults: Vec<(u32, DataFault)> = found
        .iter()
        .filter_map(|circle| {
            let keys = circle.iter().take(MAX_LISTED).filter_map(|row| key(*row)).collect();
            circle.first().map(|row| (*row, DataFault::Cycle { keys }))
        })
        .collect();
    for (row, fault) in faults {
        let place = builder.place_of(id, row, Some(&name));
        builder.problem(place, fault);
    }
}
