//! Rosters tried at random, where nothing is decided.
//!
//! The same question gets the same rosters: they follow from a fixed seed. What none of them shows is not refuted.

use tieuchi::program::{FieldId, KindId, Origin, Program, Type};

use crate::cells::{Precision, classes};
use crate::fact::Fact;
use crate::settle::Known;
use crate::slice::{Slice, Slicer};
use crate::witness::{Making, Table};

/// The most records of a kind that a roster has.
pub const MOST: u64 = 5;

/// Numbers that follow from each other (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n.max(1)
    }
}

/// The first of so many random rosters that shows what is looked for.
pub fn search(program: &Program, facts: &[Fact], tries: u32, shows: impl Fn(&[Table]) -> bool) -> Option<Vec<Table>> {
    let mut slicer = Slicer::new(program);
    facts.iter().try_for_each(|fact| fact.touch(&mut slicer)).ok()?;
    let slice = slicer.finish();
    let order = order(program, &slice);
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    (0..tries).find_map(|_| {
        let tables = roster(program, &slice, &order, &mut dice);
        shows(&tables).then_some(tables)
    })
}

/// Kinds, as far as possible each behind those that it refers to.
fn order(program: &Program, slice: &Slice) -> Vec<KindId> {
    let mut left: Vec<KindId> = slice.kinds.keys().copied().collect();
    let mut order = Vec::new();
    while !left.is_empty() {
        let ready = |kind: &KindId| {
            let fields = program.kinds.get(kind.at()).map_or(&[][..], |kind| &kind.fields);
            fields.iter().all(|field| match field.ty {
                Type::Reference(to) => to == *kind || !left.contains(&to),
                Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) => true,
            })
        };
        let place = left.iter().position(ready).unwrap_or(0);
        order.push(left.remove(place));
    }
    order
}

fn roster(program: &Program, slice: &Slice, order: &[KindId], dice: &mut Dice) -> Vec<Table> {
    let mut making = Making::new(program);
    for kind in order {
        let (Some(touched), Some(declared)) = (slice.kinds.get(kind), program.kinds.get(kind.at())) else { continue };
        let values: Vec<(FieldId, Vec<Known>)> = touched
            .fields
            .iter()
            .map(|(field, used)| (*field, classes(program, *kind, *field, used, Precision::Samples)))
            .collect();
        'records: for place in 0..dice.below(MOST + 1) as usize {
            let mut goals = Vec::new();
            for (id, field) in (0u32..).map(FieldId).zip(&declared.fields) {
                let (Type::Reference(to), Origin::Data { optional, .. }) = (field.ty, &field.origin) else { continue };
                // To records that are there already: so nothing goes in circles.
                let there = if to == *kind { place } else { making.len(to) };
                if there == 0 && !optional {
                    continue 'records;
                }
                if there > 0 && !(*optional && dice.below(2) == 0) {
                    goals.push((id, to, dice.below(there as u64) as usize));
                }
            }
            let chosen: Vec<(FieldId, Option<Known>)> = values
                .iter()
                .map(|(field, values)| (*field, values.get(dice.below(values.len() as u64) as usize).cloned()))
                .collect();
            let known =
                |field: FieldId| chosen.iter().find(|(own, _)| *own == field).and_then(|(_, known)| known.clone());
            let place = making.add(*kind, known);
            goals.into_iter().for_each(|(field, to, target)| making.refer(*kind, place, field, to, target));
        }
    }
    making.tables()
}
