//! Rosters that are tried where nothing is decided: those of the library's strategies for proptest, at the edges of what is
//! asked.
//!
//! The same question gets the same rosters. They are complete, as all that is asked is about complete ones. What shows
//! what is looked for is made small; what none of them shows is not refuted.

use std::collections::BTreeSet;

use tieuchi::hunt::{self, Value};
use tieuchi::program::{Field, FieldId, KindId, Origin, Program, Type};
use tieuchi::proptest::{Records, find, rosters};

use crate::settle::Known;
use crate::witness::{Making, Table};

/// The most records of a kind that a roster has.
pub fn most() -> u32 {
    hunt::Bounds::default().most
}

/// Of so many rosters one that shows what is looked for, as small as it could be made. Fields that aren't read have the
/// plainest values.
pub fn search(
    program: &Program,
    read: &BTreeSet<(KindId, FieldId)>,
    tries: u32,
    shows: impl Fn(&[Table]) -> bool,
) -> Option<Vec<Table>> {
    let fields = |(kind, fields): (KindId, usize)| -> Vec<bool> {
        (0..fields as u32).map(|field| read.contains(&(kind, FieldId(field)))).collect()
    };
    let kinds = (0u32..).map(KindId).zip(program.kinds.iter().map(|kind| kind.fields.len()));
    let read: Vec<Vec<bool>> = kinds.map(fields).collect();
    let rosters = rosters(program).most(most()).reading(&read);
    let found = find(&rosters, tries, |records| tables(program, records).is_some_and(|tables| shows(&tables)))?;
    tables(program, &found)
}

/// Records as tables; none where a value is missing.
fn tables(program: &Program, records: &Records) -> Option<Vec<Table>> {
    let mut making = Making::new(program);
    for (kind, declared) in (0u32..).map(KindId).zip(&program.kinds) {
        for row in records.records(kind) {
            let known = |field: FieldId| row.get(field.at()).and_then(known);
            let place = making.add(kind, known);
            for ((id, field), value) in (0u32..).map(FieldId).zip(&declared.fields).zip(row) {
                match (field.ty, value) {
                    (Type::Reference(to), Value::Record(target)) => making.refer(kind, place, id, to, *target),
                    (_, Value::Blank) if must_be_there(field) => return None,
                    _ => {}
                }
            }
        }
    }
    Some(making.tables())
}

/// Whether a field's value may not be missing: a reference may be absent where it is optional.
fn must_be_there(field: &Field) -> bool {
    match field.origin {
        Origin::Key => true,
        Origin::Data { optional, .. } => !optional,
        Origin::Define(_) | Origin::Award { .. } | Origin::Rank(_) | Origin::Previous { .. } => false,
    }
}

/// What a value says; none of a reference.
fn known(value: &Value) -> Option<Known> {
    Some(match value {
        Value::Text(text) => Known::Text(text.clone()),
        Value::YesNo(yes) => Known::YesNo(*yes),
        Value::Number(number) => Known::Number(number.clone()),
        Value::Date(day) => Known::Date(*day),
        Value::Label(label) => Known::Label(*label),
        Value::Blank | Value::Record(_) => return None,
    })
}
