//! tieuchi as it is embedded: what is asked for are verdicts, bands and places.

use tieuchi::engine::{Evaluation, Interval, Options, Truth, Value};
use tieuchi::exact::Exact;
use tieuchi::program::{FieldId, KindId, Program};
use tieuchi::roster::{Builder, Origin, Roster};

use crate::answer::Answer;
use crate::product::{answers, compiled, evaluated, header, kind, labelled, number, text, verdicts, yes_no};
use crate::synthetic::{DISCIPLINES, person_key, province_key, unit_key};
use crate::timing::Timing;

use super::Sums;
use super::made::{NO_COUNT, Ranked};

const RULES: &str = include_str!("../../rules/ranked.en.tieuchi");

fn roster(program: &Program, made: &Ranked) -> Roster {
    let mut builder = Builder::new(program);
    let from = Origin::default();
    let count = |count: u8| number(count.into(), NO_COUNT.into());
    let provinces = header(&mut builder, program, "province", &["id"]);
    for key in Ranked::provinces() {
        builder.row(&provinces, &from, [text(key)]);
    }
    let units = header(&mut builder, program, "unit", &["id", "province", "movement", "models"]);
    for row in 0..made.roster.units() {
        let province = text(province_key(made.roster.province[row].into()));
        let cells = [text(unit_key(row)), province, yes_no(made.movement[row]), count(made.models[row])];
        builder.row(&units, &from, cells);
    }
    let columns = ["id", "unit", "discipline", "absent", "trained", "assigned", "done", "initiatives"];
    let persons = header(&mut builder, program, "person", &columns);
    for row in 0..made.roster.persons() {
        let cells = [
            text(person_key(row)),
            text(unit_key(made.roster.unit[row] as usize)),
            labelled(&DISCIPLINES, made.roster.discipline[row]),
            count(made.roster.absent[row]),
            yes_no(made.roster.trained[row]),
            count(made.assigned[row]),
            count(made.done[row]),
            count(made.initiatives[row]),
        ];
        builder.row(&persons, &from, cells);
    }
    match builder.finish() {
        Ok(roster) => roster,
        Err(findings) => panic!("{:?}", findings.first()),
    }
}

/// Evaluates over a roster in memory, again and again.
pub fn in_memory(made: &Ranked, threads: usize, timing: &mut Timing) -> Vec<Answer> {
    let program = compiled("ranked.en.tieuchi", RULES);
    let roster = roster(&program, made);
    let options = Options { threads, ..Options::default() };
    let (unit, person) = (kind(&program, "unit"), kind(&program, "person"));
    let (place, manned) = (field(&program, unit, "place"), field(&program, unit, "manned"));
    timing.repeat(|| {
        let evaluation = evaluated(&program, &roster, &options);
        (verdicts(&evaluation), units_places(&evaluation, unit, place, manned))
    });
    let evaluation = evaluated(&program, &roster, &options);
    let mut answers = answers(&evaluation);
    answers.push(units_places(&evaluation, unit, place, manned).answer("places"));
    answers.push(persons_points(&evaluation, person, field(&program, person, "points")).answer("points"));
    answers
}

fn field(program: &Program, kind: KindId, name: &str) -> FieldId {
    match program.kinds[kind.at()].fields.iter().position(|field| field.name.is(name)) {
        Some(at) => FieldId(at as u32),
        None => panic!("no field {name}"),
    }
}

/// Places of all units that have persons.
fn units_places(evaluation: &Evaluation<'_>, unit: KindId, place: FieldId, manned: FieldId) -> Sums {
    let mut sums = Sums::default();
    for row in 0..evaluation.roster().len(unit) as u32 {
        if evaluation.value_of(unit, manned, row) == Value::Truth(Truth::Yes) {
            let (low, high) = ends(evaluation.value_of(unit, place, row));
            sums.add(whole(&low), whole(&high));
        }
    }
    sums
}

/// Points of all persons, in halves.
fn persons_points(evaluation: &Evaluation<'_>, person: KindId, points: FieldId) -> Sums {
    let (mut sums, two) = (Sums::default(), Exact::from(2i64));
    let halves = |points: Exact| points.mul(&two).map_or(-1, |halves| whole(&halves));
    for row in 0..evaluation.roster().len(person) as u32 {
        let (low, high) = ends(evaluation.value_of(person, points, row));
        sums.add(halves(low), halves(high));
    }
    sums
}

fn ends(value: Value<'_>) -> (Exact, Exact) {
    match value {
        Value::Number(Interval { low: Some(low), high: Some(high) }) => (low, high),
        other => panic!("{other:?}"),
    }
}

fn whole(number: &Exact) -> i64 {
    match number.to_i64() {
        Some(number) => number,
        None => panic!("{number:?} is not a whole number"),
    }
}
