//! What the scores read, beside the roster of the ten criteria: the same persons in the same units and provinces.

use std::io::{Result, Write};
use std::path::Path;

use crate::files::{days, file, or_blank, yes_no};
use crate::synthetic::{
    DISCIPLINES, NO_DAYS, Numbers, PROVINCES, Synthetic, label, mixed, person_key, province_key, unit_key,
};

/// A count that is missing; others are below it.
pub const NO_COUNT: u8 = NO_DAYS;
/// How many tasks may be assigned: each of them divides 100, so that a person's points are whole half-points.
pub const ASSIGNED: [u8; 6] = [1, 2, 4, 5, 10, 20];

/// The roster in the order of units, with its further columns.
pub struct Ranked {
    /// Who is in which unit, and what else is known of persons and units.
    pub roster: Synthetic,
    /// Tasks assigned to each person, [`NO_COUNT`] is missing.
    pub assigned: Vec<u8>,
    /// Tasks done by each person, [`NO_COUNT`] is missing.
    pub done: Vec<u8>,
    /// Initiatives of each person, [`NO_COUNT`] is missing.
    pub initiatives: Vec<u8>,
    /// Of each unit: 0 no, 1 yes, 2 is missing.
    pub movement: Vec<u8>,
    /// Models of each unit, [`NO_COUNT`] is missing.
    pub models: Vec<u8>,
}

impl Ranked {
    /// A roster of so many persons.
    pub fn new(persons: usize) -> Ranked {
        let roster = Synthetic::new(persons).by_units();
        let mut numbers = Numbers(2023);
        let or_missing = |numbers: &mut Numbers, count: u64| if numbers.missing() { NO_COUNT } else { count as u8 };
        let (mut movement, mut models) = (Vec::new(), Vec::new());
        for unit in 0..roster.units() as u64 {
            let weights: [u64; 2] = if mixed(unit) % 4 == 0 { [30, 70] } else { [4, 96] };
            movement.push(numbers.code(&weights));
            let count = numbers.below(8);
            models.push(or_missing(&mut numbers, count));
        }
        let (mut assigned, mut done, mut initiatives) = (Vec::new(), Vec::new(), Vec::new());
        for unit in &roster.unit {
            // In per cent of what was assigned, the least and beyond; the most initiatives.
            let (least, beyond, most) = match mixed(u64::from(*unit)) % 4 {
                0 => (40, 60, 4),
                1 => (70, 60, 7),
                2 => (80, 40, 6),
                _ => (60, 80, 6),
            };
            let tasks = ASSIGNED[numbers.below(ASSIGNED.len() as u64) as usize];
            let part = (u64::from(tasks) * (least + numbers.below(beyond))).div_ceil(100);
            let count = numbers.below(most);
            assigned.push(or_missing(&mut numbers, tasks.into()));
            done.push(or_missing(&mut numbers, part));
            initiatives.push(or_missing(&mut numbers, count));
        }
        Ranked { roster, assigned, done, initiatives, movement, models }
    }

    /// A file for each kind, comma-separated, blank where a value is missing.
    pub fn csv(&self, folder: &Path) -> Result<()> {
        let roster = &self.roster;
        let mut out = file(folder, "unit.csv")?;
        writeln!(out, "id,province,movement,models")?;
        for row in 0..roster.units() {
            let (movement, models) = (or_blank(yes_no(self.movement[row])), or_blank(days(self.models[row])));
            writeln!(out, "{},{},{movement},{models}", unit_key(row), province_key(roster.province[row].into()))?;
        }
        out.flush()?;
        let mut out = file(folder, "person.csv")?;
        writeln!(out, "id,unit,discipline,absent,trained,assigned,done,initiatives")?;
        for row in 0..roster.persons() {
            writeln!(
                out,
                "{},{},{},{},{},{},{},{}",
                person_key(row),
                unit_key(roster.unit[row] as usize),
                label(&DISCIPLINES, roster.discipline[row]).unwrap_or(""),
                or_blank(days(roster.absent[row])),
                or_blank(yes_no(roster.trained[row])),
                or_blank(days(self.assigned[row])),
                or_blank(days(self.done[row])),
                or_blank(days(self.initiatives[row])),
            )?;
        }
        out.flush()
    }

    /// The keys of all provinces.
    pub fn provinces() -> impl Iterator<Item = String> {
        (0..PROVINCES).map(province_key)
    }
}
