//! The bound: the ten criteria by hand, in one pass over columns of codes.
//!
//! It knows the criteria, trusts its input and explains nothing. What a person
//! adds to the counts of a unit depends on six codes; these make the number of
//! a class, a table has what each class adds, and the counts of a unit lie side
//! by side in one cache line, so that a person costs one look-up and one addition.

use crate::answer::{Answer, VERDICTS, over_groups};
use crate::synthetic::{MOST_MONEY, NO_AMOUNT, NO_DAYS, PROVINCES, Synthetic};
use crate::timing::Timing;

/// Persons whose classes are computed before any is counted.
const BLOCK: usize = 1024;
const CLASSES: usize = 5 * 4 * 4 * 3 * 3 * 3;

/// The counts of a unit. A unit has fewer than 65,536 persons.
#[derive(Clone, Copy, Default)]
#[repr(align(64))]
pub struct Line([u16; 32]);

// What is counted. "Open" is missing, "own" is without a contract.
const ALL: usize = 0;
const COMPLETES: usize = 1;
const RATING_OPEN: usize = 2;
const WELL: usize = 3;
const DISCIPLINED: usize = 4;
const WARNED: usize = 5;
const DISCIPLINE_OPEN: usize = 6;
const COMPLETES_OUTSTANDING: usize = 7;
const COMPLETES_TITLE_OPEN: usize = 8;
const RATING_OPEN_OUTSTANDING: usize = 9;
const BOTH_OPEN: usize = 10;
const OWN: usize = 11;
const OWN_EXCELLENT: usize = 12;
const OWN_RATING_OPEN: usize = 13;
const PERHAPS_OWN: usize = 14;
const PERHAPS_OWN_EXCELLENT: usize = 15;
const PERHAPS_OWN_RATING_OPEN: usize = 16;
const ABSENT: usize = 17;
const ABSENT_OPEN: usize = 18;
const OUTSTANDING: usize = 19;
const TITLE_OPEN: usize = 20;
const TRAINED_OR_ADVANCED: usize = 21;
const TRAINED_OR_ADVANCED_OPEN: usize = 22;

fn class(rating: u8, title: u8, discipline: u8, position: u8, absent: u8, trained: u8) -> u16 {
    let discipline = discipline - u8::from(discipline > 2);
    let position = position.saturating_sub(2);
    let absent = u8::from(absent > 20) + u8::from(absent == NO_DAYS);
    let high = u16::from(rating * 16 + title * 4 + discipline);
    high * 27 + u16::from(position * 9 + absent * 3 + trained)
}

/// What a person of each class adds.
fn table() -> Vec<Line> {
    let mut lines = vec![Line::default(); CLASSES];
    for (class, line) in lines.iter_mut().enumerate() {
        let (trained, absent, position) = (class % 3, class / 3 % 3, class / 9 % 3);
        let (discipline, title, rating) = (class / 27 % 4, class / 108 % 4, class / 432);
        let (completes, rating_open) = ((1..4).contains(&rating), rating == 4);
        let (outstanding, title_open) = (title == 2, title == 3);
        let one = trained == 1 || title == 1 || title == 2;
        let mut add = |count: usize, when: bool| line.0[count] = u16::from(when);
        add(ALL, true);
        add(COMPLETES, completes);
        add(RATING_OPEN, rating_open);
        add(WELL, rating == 2 || rating == 3);
        add(DISCIPLINED, discipline == 1 || discipline == 2);
        add(WARNED, discipline == 2);
        add(DISCIPLINE_OPEN, discipline == 3);
        add(COMPLETES_OUTSTANDING, completes && outstanding);
        add(COMPLETES_TITLE_OPEN, completes && title_open);
        add(RATING_OPEN_OUTSTANDING, rating_open && outstanding);
        add(BOTH_OPEN, rating_open && title_open);
        add(OWN, position == 0);
        add(OWN_EXCELLENT, position == 0 && rating == 3);
        add(OWN_RATING_OPEN, position == 0 && rating_open);
        add(PERHAPS_OWN, position == 2);
        add(PERHAPS_OWN_EXCELLENT, position == 2 && rating == 3);
        add(PERHAPS_OWN_RATING_OPEN, position == 2 && rating_open);
        add(ABSENT, absent == 1);
        add(ABSENT_OPEN, absent == 2);
        add(OUTSTANDING, outstanding);
        add(TITLE_OPEN, title_open);
        add(TRAINED_OR_ADVANCED, one);
        add(TRAINED_OR_ADVANCED_OPEN, !one && (trained == 2 || title_open));
    }
    lines
}

/// Scans again and again. The table and the room for the counts are made once.
pub fn in_memory(made: &Synthetic, timing: &mut Timing) -> Vec<Answer> {
    let table = table();
    let mut units = vec![Line::default(); made.units()];
    timing.repeat(|| scan(made, &table, &mut units));
    scan(made, &table, &mut units)
}

fn scan(made: &Synthetic, table: &[Line], units: &mut [Line]) -> Vec<Answer> {
    units.fill(Line::default());
    let mut classes = [0; BLOCK];
    for (block, members) in made.unit.chunks(BLOCK).enumerate() {
        let rows = block * BLOCK..block * BLOCK + members.len();
        let codes = made.rating[rows.clone()]
            .iter()
            .zip(&made.title[rows.clone()])
            .zip(&made.discipline[rows.clone()])
            .zip(&made.position[rows.clone()])
            .zip(&made.absent[rows.clone()])
            .zip(&made.trained[rows]);
        for (number, (((((rating, title), discipline), position), absent), trained)) in classes.iter_mut().zip(codes) {
            *number = class(*rating, *title, *discipline, *position, *absent, *trained);
        }
        for (unit, class) in members.iter().zip(&classes) {
            let Line(counts) = &mut units[*unit as usize];
            for (count, more) in counts.iter_mut().zip(table[*class as usize].0) {
                *count = count.wrapping_add(more);
            }
        }
    }
    decide(made, units)
}

/// Yes, no or neither, as the number of a verdict.
pub fn verdict(yes: bool, no: bool) -> usize {
    if yes {
        0
    } else if no {
        1
    } else {
        2
    }
}

/// Both: no if one is, yes if both are.
fn both(a: usize, b: usize) -> usize {
    if a == 1 || b == 1 { 1 } else { a.max(b) }
}

/// A share of at least a/b: yes or no by the least and the most that it may be.
pub fn at_least([ih, fails, open, mh, mf, mu]: [u32; 6], a: u32, b: u32) -> usize {
    let (least, most) = ((b - a) * ih >= a * (fails + open + mf + mu), (b - a) * (ih + open + mh + mu) < a * fails);
    verdict(least, most)
}

/// A share of at most a/b.
pub fn at_most([ih, fails, open, mh, mf, mu]: [u32; 6], a: u32, b: u32) -> usize {
    let (most, least) = ((b - a) * (ih + open + mh + mu) <= a * fails, (b - a) * ih > a * (fails + open + mf + mu));
    verdict(most, least)
}

/// A share of more than a/b.
fn more_than([ih, fails, open, mh, mf, mu]: [u32; 6], a: u32, b: u32) -> usize {
    let (least, most) = ((b - a) * ih > a * (fails + open + mf + mu), (b - a) * (ih + open + mh + mu) <= a * fails);
    verdict(least, most)
}

/// What is summed over the units of a province.
#[derive(Clone, Copy)]
struct Province {
    counts: [u32; 32],
    planned: u64,
    planned_open: u64,
    disbursed: u64,
    disbursed_open: u64,
}

fn decide(made: &Synthetic, units: &[Line]) -> Vec<Answer> {
    let mut groups = [[0; 4]; 10];
    let mut money = [0; 6];
    let nothing = Province { counts: [0; 32], planned: 0, planned_open: 0, disbursed: 0, disbursed_open: 0 };
    let mut provinces = [nothing; PROVINCES];
    let columns = made.planned.iter().zip(&made.disbursed).zip(&made.province);
    for (Line(line), ((planned, disbursed), province)) in units.iter().zip(columns) {
        let province = &mut provinces[*province as usize];
        for (sum, count) in province.counts.iter_mut().zip(line) {
            *sum += u32::from(*count);
        }
        let six = Six(line.map(u32::from));
        let n = six.0[ALL];
        // 2.a: over nobody "more than" is not met.
        let [disciplined, _, open, ..] = six.disciplined();
        let none = verdict(disciplined + open == 0, disciplined > 0);
        groups[2][both(more_than(six.well(), 1, 2), none)] += 1;
        // 2.b: over nobody "at least 1" is not met.
        let [_, fails, open, ..] = six.completes();
        let everybody = verdict(fails + open == 0, fails > 0);
        let [holds, _, open, perhaps, _, perhaps_open] = six.outstanding();
        let somebody = verdict(holds > 0, holds + open + perhaps + perhaps_open == 0);
        groups[3][both(everybody, both(at_least(six.completes_well(), 7, 10), somebody))] += 1;
        // 2.c: open where perhaps there is nobody whom it is about.
        groups[4][match (six.0[OWN], six.0[PERHAPS_OWN]) {
            (0, 0) => 3,
            (0, _) => 2,
            _ => at_most(six.excellent(), 1, 5),
        }] += 1;
        // 2.d
        let (absent, open) = (six.0[ABSENT], six.0[ABSENT_OPEN]);
        groups[5][if n == 0 { 3 } else { verdict(absent + open <= 2, absent > 2) }] += 1;

        // 4.a and 4.b
        let (planned_open, disbursed_open) = (*planned == NO_AMOUNT, *disbursed == NO_AMOUNT);
        let slot = match (planned_open, disbursed_open) {
            (false, _) if *planned == 0 => None,
            (false, false) => Some(usize::from(disbursed < planned)),
            (false, true) => Some(2),
            (true, false) if *disbursed >= MOST_MONEY => Some(3),
            (true, _) => Some(5),
        };
        if let Some(slot) = slot {
            money[slot] += 1;
        }
        province.planned += if planned_open { 0 } else { *planned as u64 };
        province.planned_open += u64::from(planned_open);
        province.disbursed += if disbursed_open { 0 } else { *disbursed as u64 };
        province.disbursed_open += u64::from(disbursed_open);
    }
    let mut overall = [0; 32];
    for province in &provinces {
        for (sum, count) in overall.iter_mut().zip(province.counts) {
            *sum += count;
        }
        let six = Six(province.counts);
        let empty = six.0[ALL] == 0;
        groups[6][if empty { 3 } else { at_most(six.highest(), 3, 20) }] += 1;
        groups[7][if empty { 3 } else { at_least(six.better(), 7, 10) }] += 1;
        let most = MOST_MONEY as u64;
        let planned_most = province.planned + province.planned_open * most;
        let disbursed_most = province.disbursed + province.disbursed_open * most;
        groups[9]
            [verdict(province.disbursed * 20 >= planned_most * 19, disbursed_most * 20 < province.planned * 19)] += 1;
    }
    answers(&groups, &Six(overall), money)
}

/// The six counts of every clause, from what is counted of a unit or of many.
struct Six([u32; 32]);

impl Six {
    /// Of those who are all in.
    fn inside(&self, holds: usize, open: usize) -> [u32; 6] {
        let Six(counts) = self;
        [counts[holds], counts[ALL] - counts[holds] - counts[open], counts[open], 0, 0, 0]
    }

    /// Of those in a base and of those perhaps in it.
    fn within(&self, base: usize, [holds, open]: [usize; 2], perhaps: usize, [mh, mu]: [usize; 2]) -> [u32; 6] {
        let Six(counts) = self;
        let fails = counts[base] - counts[holds] - counts[open];
        [counts[holds], fails, counts[open], counts[mh], counts[perhaps] - counts[mh] - counts[mu], counts[mu]]
    }

    fn completes(&self) -> [u32; 6] {
        self.inside(COMPLETES, RATING_OPEN)
    }

    fn warned(&self) -> [u32; 6] {
        self.inside(WARNED, DISCIPLINE_OPEN)
    }

    fn well(&self) -> [u32; 6] {
        self.inside(WELL, RATING_OPEN)
    }

    fn disciplined(&self) -> [u32; 6] {
        self.inside(DISCIPLINED, DISCIPLINE_OPEN)
    }

    fn completes_well(&self) -> [u32; 6] {
        let Six(counts) = self;
        [counts[WELL], counts[COMPLETES] - counts[WELL], 0, 0, 0, counts[RATING_OPEN]]
    }

    fn outstanding(&self) -> [u32; 6] {
        let perhaps = [RATING_OPEN_OUTSTANDING, BOTH_OPEN];
        self.within(COMPLETES, [COMPLETES_OUTSTANDING, COMPLETES_TITLE_OPEN], RATING_OPEN, perhaps)
    }

    fn excellent(&self) -> [u32; 6] {
        let perhaps = [PERHAPS_OWN_EXCELLENT, PERHAPS_OWN_RATING_OPEN];
        self.within(OWN, [OWN_EXCELLENT, OWN_RATING_OPEN], PERHAPS_OWN, perhaps)
    }

    fn absent(&self) -> [u32; 6] {
        self.inside(ABSENT, ABSENT_OPEN)
    }

    fn highest(&self) -> [u32; 6] {
        self.inside(OUTSTANDING, TITLE_OPEN)
    }

    fn better(&self) -> [u32; 6] {
        self.inside(TRAINED_OR_ADVANCED, TRAINED_OR_ADVANCED_OPEN)
    }
}

fn answers(groups: &[[u64; 4]; 10], overall: &Six, money: [u32; 6]) -> Vec<Answer> {
    // "All" and "no" over the six counts of everybody.
    let all = |[h, f, u, mh, mf, mu]: [u32; 6]| match h + f + u {
        0 if mh + mf + mu == 0 => VERDICTS[3],
        0 => VERDICTS[2],
        _ => VERDICTS[verdict(f + u + mf + mu == 0, f > 0)],
    };
    let no = |[h, f, u, mh, mf, mu]: [u32; 6]| all([f, h, u, mf, mh, mu]);
    let wide = |counts: [u32; 6]| counts.map(u64::from);
    let one = |id: &str, verdict, counts| Answer { id: id.into(), verdict, groups: [0; 4], counts: vec![wide(counts)] };
    let each = |id: &str, group: usize, parts: &[[u32; 6]]| Answer {
        id: id.into(),
        verdict: over_groups(&groups[group]),
        groups: groups[group],
        counts: parts.iter().copied().map(wide).collect(),
    };
    vec![
        one("1.a", all(overall.completes()), overall.completes()),
        one("1.b", no(overall.warned()), overall.warned()),
        each("2.a", 2, &[overall.well(), overall.disciplined()]),
        each("2.b", 3, &[overall.completes(), overall.completes_well(), overall.outstanding()]),
        each("2.c", 4, &[overall.excellent()]),
        each("2.d", 5, &[overall.absent()]),
        each("3.a", 6, &[overall.highest()]),
        each("3.b", 7, &[overall.better()]),
        one("4.a", all(money), money),
        each("4.b", 9, &[]),
    ]
}
