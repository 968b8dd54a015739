//! The bound: points, bands and places by hand.
//!
//! What a value gives stands in a table of its ends, so that a person costs five look-ups; a unit's two keys are one
//! number, and of each province the best and the worst of its units are sorted and merged.

use crate::answer::{Answer, VERDICTS, over_groups};
use crate::scan::{at_least, at_most, verdict};
use crate::synthetic::PROVINCES;
use crate::timing::Timing;

use super::Sums;
use super::made::{ASSIGNED, NO_COUNT, Ranked};

/// The least and the most, in half-points of a person and in twentieths of a unit.
type Ends = (i16, i16);

const LABELS: usize = 4;
const WELL: usize = 2;
/// The most tasks that may be assigned, done.
const MOST: (usize, usize) = (20, 40);

/// What each value gives.
struct Tables {
    tasks: Vec<[Ends; MOST.1 + 2]>,
    initiatives: [Ends; 256],
    trained: [Ends; 3],
    present: [Ends; 256],
    disciplined: [Ends; 5],
}

impl Tables {
    fn new() -> Tables {
        let tasks = |assigned: usize, done: usize| ((100 * done / assigned) as i16).min(100);
        let mut all = vec![[(0, 100); MOST.1 + 2]; MOST.0 + 2];
        for done in 0..=MOST.1 {
            for assigned in ASSIGNED {
                let points = tasks(assigned.into(), done);
                all[assigned as usize][done] = (points, points);
            }
            all[MOST.0 + 1][done] = (tasks(MOST.0, done), tasks(1, done));
        }
        let (mut initiatives, mut present) = ([(0, 40); 256], [(0, 40); 256]);
        for count in 0..255 {
            let points = (10 * count as i16).min(40);
            initiatives[count] = (points, points);
            let points = if count <= 5 {
                40
            } else if count <= 20 {
                20
            } else {
                0
            };
            present[count] = (points, points);
        }
        let trained = [(0, 0), (20, 20), (0, 20)];
        Tables {
            tasks: all,
            initiatives,
            trained,
            present,
            disciplined: [(0, 0), (20, 20), (40, 40), (40, 40), (0, 40)],
        }
    }

    fn points(&self, made: &Ranked, row: usize) -> Ends {
        let at = |value: u8, most: usize| if value == NO_COUNT { most + 1 } else { value.into() };
        let a = self.tasks[at(made.assigned[row], MOST.0)][at(made.done[row], MOST.1)];
        let b = self.initiatives[made.initiatives[row] as usize];
        let c = self.trained[made.roster.trained[row] as usize];
        let d = self.present[made.roster.absent[row] as usize];
        let e = self.disciplined[made.roster.discipline[row] as usize];
        ((a.0 + b.0 + c.0 + d.0 - e.1).max(0), (a.1 + b.1 + c.1 + d.1 - e.0).max(0))
    }
}

/// The band of so many half-points.
fn band(points: i16) -> usize {
    usize::from(points >= 100) + usize::from(points >= 140) + usize::from(points >= 180)
}

#[derive(Clone, Copy, Default)]
struct Unit {
    persons: u32,
    points: (u32, u32),
    well: u32,
    well_open: u32,
    disciplined: u32,
    discipline_open: u32,
}

/// A unit that is ranked: the greater key comes first.
struct Standing {
    best: u64,
    worst: u64,
    /// A total of at least 90: for certain, perhaps.
    high: (bool, bool),
    /// Whether it has 4 models.
    models: usize,
}

/// Evaluates again and again. The tables are made once.
pub fn in_memory(made: &Ranked, timing: &mut Timing) -> Vec<Answer> {
    let tables = Tables::new();
    timing.repeat(|| evaluate(made, &tables));
    evaluate(made, &tables)
}

fn evaluate(made: &Ranked, tables: &Tables) -> Vec<Answer> {
    let mut units = vec![Unit::default(); made.roster.units()];
    let (mut settled, mut open) = ([0u32; LABELS], [0u32; LABELS]);
    let mut points = Sums::default();
    for (row, unit) in made.roster.unit.iter().enumerate() {
        let (low, high) = tables.points(made, row);
        points.add(low.into(), high.into());
        let discipline = made.roster.discipline[row];
        let (drops, may_drop) = (matches!(discipline, 1..=3), discipline >= 1);
        let least = band(low).saturating_sub(may_drop.into());
        let most = band(high).saturating_sub(drops.into());
        if least == most {
            settled[least] += 1;
        } else {
            open[least..=most].iter_mut().for_each(|count| *count += 1);
        }
        let unit = &mut units[*unit as usize];
        unit.persons += 1;
        unit.points.0 += low as u32;
        unit.points.1 += high as u32;
        unit.well += u32::from(least >= WELL);
        unit.well_open += u32::from(least < WELL && most >= WELL);
        unit.disciplined += u32::from(drops);
        unit.discipline_open += u32::from(discipline == 4);
    }
    let persons = made.roster.persons() as u32;
    let six = |holds: u32, open: u32, all: u32| [holds, all - holds - open, open, 0, 0, 0];
    let [fails, completes, well, excellent] = [0, 1, 2, 3].map(|band| six(settled[band], open[band], persons));
    let nobody = verdict(fails[0] + fails[2] == 0, fails[0] > 0);
    let mut answers = vec![
        once("1.a", nobody, fails),
        once("1.b", at_most(completes, 3, 10), completes),
        once("1.c", at_least(well, 2, 5), well),
        once("1.d", at_most(excellent, 1, 5), excellent),
    ];
    answers.append(&mut of_units(made, &units));
    answers.push(points.answer("points"));
    answers
}

fn once(id: &str, verdict: usize, counts: [u32; 6]) -> Answer {
    Answer { id: id.into(), verdict: VERDICTS[verdict], groups: [0; 4], counts: vec![counts.map(u64::from)] }
}

/// What is decided for each group: the verdicts, and their counts in sum.
#[derive(Default)]
struct Each {
    groups: [u64; 4],
    counts: [u64; 6],
}

impl Each {
    /// A group, decided unless there is nobody in it for certain.
    fn add(&mut self, six: [u32; 6], decide: impl Fn([u32; 6]) -> usize) {
        let [holds, fails, open, perhaps @ ..] = six;
        let nobody = if perhaps == [0; 3] { 3 } else { 2 };
        self.groups[if holds + fails + open == 0 { nobody } else { decide(six) }] += 1;
        for (sum, count) in self.counts.iter_mut().zip(six) {
            *sum += u64::from(count);
        }
    }

    fn answer(self, id: &str) -> Answer {
        let verdict = over_groups(&self.groups);
        Answer { id: id.into(), verdict, groups: self.groups, counts: vec![self.counts] }
    }
}

fn of_units(made: &Ranked, units: &[Unit]) -> Vec<Answer> {
    let mut provinces: Vec<Vec<Standing>> = (0..PROVINCES).map(|_| Vec::new()).collect();
    let mut do_well = [[0u32; 6]; PROVINCES];
    let [mut most, mut first, mut fifth, mut well] = [(); 4].map(|()| Each::default());
    for (row, unit) in units.iter().enumerate() {
        let province = made.roster.province[row] as usize;
        let six = [unit.well, unit.persons - unit.well - unit.well_open, unit.well_open, 0, 0, 0];
        most.add(six, |six| at_least(six, 1, 2));
        for (sum, count) in do_well[province].iter_mut().zip(six) {
            *sum += count;
        }
        if unit.persons > 0 {
            provinces[province].push(standing(unit, made.movement[row], made.models[row]));
        }
    }
    let mut places = Sums::default();
    for (standings, six) in provinces.iter().zip(do_well) {
        let (mut three, mut top) = ([0; 6], [0; 6]);
        let sorted = |key: fn(&Standing) -> u64| {
            let mut keys: Vec<u64> = standings.iter().map(key).collect();
            keys.sort_unstable_by(|one, other| other.cmp(one));
            keys
        };
        let (best, worst) = (sorted(|unit| unit.best), sorted(|unit| unit.worst));
        let before = |keys: &[u64], key: u64| keys.partition_point(|other| *other > key);
        for unit in standings {
            let low = 1 + before(&worst, unit.best);
            let high = 1 + before(&best, unit.worst) - usize::from(unit.best > unit.worst);
            places.add(low as i64, high as i64);
            let count = |six: &mut [u32; 6], reaches: &dyn Fn(usize) -> bool, property: usize| {
                if reaches(low) {
                    six[property + if reaches(high) { 0 } else { 3 }] += 1;
                }
            };
            count(&mut three, &|place| place <= 3, verdict(unit.high.0, !unit.high.1));
            count(&mut top, &|place| 5 * place <= standings.len(), unit.models);
        }
        first.add(three, |[_, fails, open, _, mf, mu]| verdict(fails + open + mf + mu == 0, fails > 0));
        fifth.add(top, |six| at_least(six, 7, 10));
        well.add(six, |six| at_least(six, 3, 5));
    }
    vec![most.answer("2.a"), first.answer("3.a"), fifth.answer("3.b"), well.answer("3.c"), places.answer("places")]
}

/// Totals are fractions of a unit's persons. Two of them that differ do so by at least 2⁻³⁰, as no two units have so many
/// pairs of persons; so cut behind as many places they have the same order, and leave room for the second key.
fn standing(unit: &Unit, movement: u8, models: u8) -> Standing {
    let movement_ends: Ends = [(0, 0), (400, 400), (0, 400)][movement as usize];
    let adopted = (40 * i16::from(models)).min(200);
    let models_ends: Ends = (if models == NO_COUNT { 0 } else { adopted }, adopted);
    let persons = u64::from(unit.persons);
    let total = |points: u32, more: i16| 7 * u64::from(points) + persons * more as u64;
    let least = total(unit.points.0, movement_ends.0 + models_ends.0);
    let most = total(unit.points.1, movement_ends.1 + models_ends.1);
    let key = |total: u64, disciplined: u32| ((total << 30) / persons) << 14 | (0x3fff - u64::from(disciplined));
    Standing {
        best: key(most, unit.disciplined),
        worst: key(least, unit.disciplined + unit.discipline_open),
        high: (least >= 1800 * persons, most >= 1800 * persons),
        models: verdict(models >= 4 && models != NO_COUNT, models < 4),
    }
}
