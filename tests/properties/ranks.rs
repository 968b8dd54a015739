//! Places against every filling: they hold all of them, and no more where the record's own group is known.

use super::choices::{Choices, choices, some};
use proptest::prelude::*;
use std::cmp::Reverse;
use tieuchi::compile;
use tieuchi::engine::{Evaluation, Options, Value, evaluate};
use tieuchi::program::{FieldId, KindId, Program};
use tieuchi::roster::{Builder, Cell, Origin, Roster};
use tieuchi::source::Source;

const RULES: &str = r#"tieuchi 1, en
record agency, plural agencies
  id: text key
  region: one of "0", "1"
  eligible: yes/no
  points: integer 0 to 2
  faults: integer 0 to 1
  draw: integer 0 to 1

rank agency.place: among agencies in the same region where eligible
  by points, then by faults lowest first
  ties decided by draw
"#;

/// How many values each field may have, behind the key.
const VALUES: [u8; 5] = [2, 2, 3, 2, 2];

const PLACE: FieldId = FieldId(6);

type Record = [Option<u8>; 5];

fn program() -> Program {
    compile(&[Source::new("rules", RULES)]).expect("sound rules").0
}

fn roster(program: &Program, records: &[Record]) -> Roster {
    let mut builder = Builder::new(program);
    let names = ["id", "region", "eligible", "points", "faults", "draw"];
    let header = builder.header(KindId(0), &Origin::default(), &names);
    for (number, record) in records.iter().enumerate() {
        let cell = |(field, value): (usize, &Option<u8>)| match value {
            None => Cell::Blank,
            Some(value) if field == 1 => Cell::Bool(*value == 1),
            Some(value) => Cell::Text(value.to_string().into()),
        };
        let cells = record.iter().enumerate().map(cell);
        let key = Cell::Text(number.to_string().into());
        builder.row(&header, &Origin::default(), std::iter::once(key).chain(cells));
    }
    builder.finish().expect("sound records")
}

fn records(choices: &mut Choices) -> Vec<Record> {
    let count = 2 + choices.below(4);
    let value = |choices: &mut Choices, values: u8| {
        let known = choices.below(usize::from(values)) as u8;
        (!choices.once_in(4)).then_some(known)
    };
    (0..count).map(|_| VALUES.map(|values| value(choices, values))).collect()
}

fn evaluated<'a>(program: &'a Program, roster: &'a Roster) -> Evaluation<'a> {
    evaluate(program, roster, &Options::default()).expect("few records")
}

fn place(evaluation: &Evaluation<'_>, row: usize) -> (i64, i64) {
    let Value::Number(place) = evaluation.value_of(KindId(0), PLACE, row as u32) else { panic!("a place is a number") };
    let end =
        |end: &Option<tieuchi::exact::Exact>| end.as_ref().and_then(|end| end.to_i64()).expect("places are bounded");
    (end(&place.low), end(&place.high))
}

/// Every way to fill what is missing; none where there are too many.
fn fillings(records: &[Record]) -> Option<Vec<Vec<Record>>> {
    let mut all = vec![records.to_vec()];
    for (row, field) in (0..records.len()).flat_map(|row| (0..VALUES.len()).map(move |field| (row, field))) {
        if records[row][field].is_none() {
            let filled = |records: &Vec<Record>, value: u8| {
                let mut records = records.clone();
                records[row][field] = Some(value);
                records
            };
            all = all.iter().flat_map(|records| (0..VALUES[field]).map(|value| filled(records, value))).collect();
        }
        if all.len() > 5_000 {
            return None;
        }
    }
    Some(all)
}

/// The place where everything is known: 1 and how many come before.
fn plain(records: &[Record], row: usize) -> i64 {
    let order = |[_, _, points, faults, draw]: &Record| (Reverse(*points), *faults, *draw);
    let before =
        |other: &&Record| other[0] == records[row][0] && other[1] == Some(1) && order(other) < order(&records[row]);
    1 + records.iter().filter(before).count() as i64
}

proptest! {
    #![proptest_config(some(400))]

    #[test]
    fn a_place_holds_that_of_every_filling(list in choices(60)) {
        let (program, records) = (program(), records(&mut Choices::new(list)));
        let roster = roster(&program, &records);
        let evaluation = evaluated(&program, &roster);
        let Some(fillings) = fillings(&records) else { return Ok(()) };
        for (row, record) in records.iter().enumerate() {
            let places = || fillings.iter().map(|filling| plain(filling, row));
            let (least, most) = (places().min().expect("one"), places().max().expect("one"));
            let (low, high) = place(&evaluation, row);
            prop_assert!(low <= least && most <= high, "{row} of {records:?}: {low} to {high}, {least} to {most}");
            if record[0].is_some() {
                prop_assert_eq!((low, high), (least, most), "{} of {:?}", row, records);
            }
        }
    }

    #[test]
    fn places_do_not_depend_on_the_order_of_records(list in choices(60)) {
        let (program, records) = (program(), records(&mut Choices::new(list)));
        let turned: Vec<Record> = records.iter().rev().copied().collect();
        let (roster, other) = (roster(&program, &records), roster(&program, &turned));
        let (here, there) = (evaluated(&program, &roster), evaluated(&program, &other));
        for row in 0..records.len() {
            prop_assert_eq!(place(&here, row), place(&there, records.len() - 1 - row));
        }
    }
}
