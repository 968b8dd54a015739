//! How a sample is made small: fewer records first, then plainer values, until nothing smaller will do.

use crate::exact::{Exact, Rounding};
use crate::program::Type;

use super::ground::{Blank, Ground, Slot, target};
use super::sample::{Sample, Value};

/// From how many records on pairs of them aren't tried.
const MOST_IN_PAIRS: usize = 16;

/// Up to how many records one is left out while a value of another changes.
const MOST_MADE_UP_FOR: usize = 5;

/// A sample that is being made small. Each attempt is either accepted ([`simplify`](Shrinking::simplify)) or taken back
/// ([`complicate`](Shrinking::complicate)); what was accepted last stays the best.
#[derive(Debug, Clone)]
pub struct Shrinking {
    best: Sample,
    attempt: Option<Sample>,
    edits: Vec<Edit>,
    next: usize,
    /// Whether an edit of this round was accepted.
    moved: bool,
}

/// Something that makes a sample smaller.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Edit {
    /// Leave out so many records of a kind from a place on.
    Drop(usize, usize, usize),
    /// Leave out a record with all that refer to it.
    DropWith(usize, usize),
    /// Leave out every second record of a kind.
    Thin(usize),
    /// Leave out two records of a kind.
    Pair(usize, usize, usize),
    /// Leave out a record of a kind, and give another one a value that makes up for it.
    MadeUp(usize, usize, (usize, usize, usize, Value)),
    /// A whole column plain.
    Column(usize, usize),
    /// A value plainer.
    Cell(usize, usize, usize, Value),
}

impl Shrinking {
    /// Begins with a sample.
    pub fn of(ground: &Ground, best: Sample) -> Shrinking {
        let edits = edits(ground, &best);
        Shrinking { best, attempt: None, edits, next: 0, moved: false }
    }

    /// The attempt that is to be judged; the best one where there is none.
    pub fn current(&self) -> &Sample {
        self.attempt.as_ref().unwrap_or(&self.best)
    }

    /// The smallest that was accepted.
    pub fn into_best(self) -> Sample {
        self.best
    }

    /// Accepts the attempt, and makes the next; no where there is none.
    pub fn simplify(&mut self, ground: &Ground) -> bool {
        if let Some(accepted) = self.attempt.take() {
            self.best = accepted;
            self.moved = true;
            self.edits = edits(ground, &self.best);
            // What was tried before failed of a larger one; it comes again in the next round.
            self.next = self.next.saturating_sub(1).min(self.edits.len());
        }
        self.advance(ground)
    }

    /// Takes the attempt back, and makes another; no where there is none.
    pub fn complicate(&mut self, ground: &Ground) -> bool {
        self.attempt = None;
        self.advance(ground)
    }

    fn advance(&mut self, ground: &Ground) -> bool {
        loop {
            match self.edits.get(self.next) {
                Some(edit) => {
                    self.next += 1;
                    let attempt = edited(ground, &self.best, edit);
                    if attempt != self.best {
                        self.attempt = Some(attempt);
                        return true;
                    }
                }
                None if self.moved => (self.moved, self.next) = (false, 0),
                None => return false,
            }
        }
    }
}

/// All that may make a sample smaller, what takes most away first.
fn edits(ground: &Ground, sample: &Sample) -> Vec<Edit> {
    let mut found = Vec::new();
    let tables: Vec<(usize, usize)> = sample.tables.iter().map(Vec::len).enumerate().collect();
    for (kind, count) in &tables {
        let mut length = *count;
        while length > 0 {
            found.extend((0..*count).step_by(length).map(|from| Edit::Drop(*kind, from, length)));
            length /= 2;
        }
        found.extend((0..*count).map(|row| Edit::DropWith(*kind, row)));
        if *count > 3 {
            found.push(Edit::Thin(*kind));
        }
        if *count <= MOST_IN_PAIRS {
            let pairs = (0..*count).flat_map(|one| (one + 1..*count).map(move |other| (one, other)));
            found.extend(pairs.map(|(one, other)| Edit::Pair(*kind, one, other)));
        }
    }
    if sample.len() <= MOST_MADE_UP_FOR {
        found.extend(made_up(ground, sample));
    }
    for (kind, count) in &tables {
        let fields = ground.plots.get(*kind).map_or(0, |plot| plot.slots.len());
        found.extend((0..fields).filter(|_| *count > 1).map(|field| Edit::Column(*kind, field)));
    }
    for (kind, rows) in sample.tables.iter().enumerate() {
        for (row, values) in rows.iter().enumerate() {
            for (field, value) in values.iter().enumerate() {
                let Some(slot) = ground.slot(kind, field) else { continue };
                if ground.plots.get(kind).is_some_and(|plot| plot.key.at() == field) {
                    continue;
                }
                found.extend(plainer(slot, value).into_iter().map(|plain| Edit::Cell(kind, row, field, plain)));
            }
        }
    }
    found
}

/// Leaving out each record, with each value of each other one changed to each that matters.
fn made_up(ground: &Ground, sample: &Sample) -> Vec<Edit> {
    let records =
        || sample.tables.iter().enumerate().flat_map(|(kind, rows)| (0..rows.len()).map(move |row| (kind, row)));
    let mut found = Vec::new();
    for (kind, row) in records() {
        for (other, at) in records().filter(|one| *one != (kind, row)) {
            let slots = ground.plots.get(other).map_or(&[][..], |plot| plot.slots.as_slice());
            for (field, slot) in slots.iter().enumerate() {
                let Some(slot) = slot.as_ref().filter(|slot| slot.read) else { continue };
                if ground.plots.get(other).is_some_and(|plot| plot.key.at() == field) {
                    continue;
                }
                found.extend(slot.edges.iter().map(|edge| Edit::MadeUp(kind, row, (other, at, field, edge.clone()))));
            }
        }
    }
    found
}

fn edited(ground: &Ground, sample: &Sample, edit: &Edit) -> Sample {
    let mut made = sample.clone();
    match edit {
        Edit::Drop(kind, from, length) => {
            let gone: Vec<usize> = (*from..from + length).collect();
            made.drop_rows(ground, *kind, &gone);
        }
        Edit::DropWith(kind, row) => {
            for (other, plot) in ground.plots.iter().enumerate() {
                let refers = |values: &Vec<Value>| {
                    plot.slots.iter().zip(values).any(|(slot, value)| {
                        let leads = slot.as_ref().and_then(target).is_some_and(|to| to.at() == *kind);
                        leads && *value == Value::Record(*row)
                    })
                };
                let own = sample.tables.get(other).map_or(&[][..], Vec::as_slice).iter().enumerate();
                let gone: Vec<usize> =
                    own.filter(|(_, values)| other != *kind && refers(values)).map(|(at, _)| at).collect();
                if !gone.is_empty() {
                    made.drop_rows(ground, other, &gone);
                }
            }
            made.drop_rows(ground, *kind, &[*row]);
        }
        Edit::Thin(kind) => {
            let count = sample.tables.get(*kind).map_or(0, Vec::len);
            let gone: Vec<usize> = (0..count).filter(|row| row % 2 == 1).collect();
            made.drop_rows(ground, *kind, &gone);
        }
        Edit::Pair(kind, one, other) => made.drop_rows(ground, *kind, &[*one, *other]),
        Edit::MadeUp(kind, row, (other, at, field, value)) => {
            let place = made.tables.get_mut(*other).and_then(|rows| rows.get_mut(*at)?.get_mut(*field));
            place.into_iter().for_each(|place| *place = value.clone());
            made.drop_rows(ground, *kind, &[*row]);
        }
        Edit::Column(kind, field) => {
            let Some(slot) = ground.slot(*kind, *field) else { return made };
            let key = ground.plots.get(*kind).is_some_and(|plot| plot.key.at() == *field);
            if key {
                return made;
            }
            for row in made.tables.get_mut(*kind).into_iter().flatten() {
                let Some(value) = row.get_mut(*field) else { continue };
                // Only towards what is plainer, so that there is an end.
                if let Some(plain) = plainer(slot, value).into_iter().next() {
                    *value = plain;
                }
            }
            ground.mend(&mut made);
        }
        Edit::Cell(kind, row, field, plain) => {
            let place = made.tables.get_mut(*kind).and_then(|rows| rows.get_mut(*row)?.get_mut(*field));
            place.into_iter().for_each(|value| *value = plain.clone());
            ground.mend(&mut made);
        }
    }
    made
}

/// Plainer values than one, the plainest first; none of the plainest.
fn plainer(slot: &Slot, value: &Value) -> Vec<Value> {
    if *value == slot.plain {
        return Vec::new();
    }
    match (value, slot.ty) {
        // A value that is there is plainer than one that is missing; a reference that is absent is plainest.
        (Value::Blank, Type::Reference(_)) if slot.blank == Blank::Missing => vec![Value::Record(0)],
        (Value::Blank, _) if slot.blank == Blank::Missing => vec![slot.plain.clone()],
        (Value::Blank, _) => Vec::new(),
        (Value::Record(row), _) => {
            let mut found = Vec::new();
            if slot.blank == Blank::Absent {
                found.push(Value::Blank);
            }
            if *row > 0 {
                found.push(Value::Record(0));
            }
            if *row > 1 {
                found.push(Value::Record(row - 1));
            }
            found
        }
        (Value::Label(label), _) => (0..*label).map(Value::Label).collect(),
        (Value::Text(_) | Value::YesNo(_), _) => vec![slot.plain.clone()],
        (Value::Date(day), _) => {
            let Value::Date(plain) = slot.plain else { return Vec::new() };
            let far = day.days() - plain.days();
            let mut found = vec![slot.plain.clone()];
            found.extend(nearer(far).into_iter().filter_map(|left| plain.plus_days(left)).map(Value::Date));
            found
        }
        (Value::Number(number), _) => numbers(slot, number),
    }
}

/// Numbers nearer to the plain one, by whole steps once the number is whole.
fn numbers(slot: &Slot, number: &Exact) -> Vec<Value> {
    let mut found = vec![slot.plain.clone()];
    let Value::Number(plain) = &slot.plain else { return found };
    let Some(far) = number.sub(plain) else { return found };
    // Percentages go by hundredths.
    let unit = if matches!(slot.ty, Type::Number(crate::program::NumberKind::Percent)) {
        Exact::fraction(1, 100).unwrap_or_else(Exact::zero)
    } else {
        Exact::from(1i64)
    };
    let Some(steps) = far.div(&unit) else { return found };
    let towards =
        if far.is_negative() { steps.neg().rounded(Rounding::Down, 0).neg() } else { steps.rounded(Rounding::Down, 0) };
    let lefts = match towards.to_i64() {
        Some(whole) if steps.is_integer() => nearer(whole),
        Some(whole) => {
            let mut lefts = nearer(whole);
            lefts.push(whole);
            lefts
        }
        None => Vec::new(),
    };
    let at = |left: i64| plain.add(&Exact::from(left).mul(&unit)?);
    found.extend(lefts.into_iter().filter_map(at).map(Value::Number));
    found
}

/// Whole distances shorter than one, halved, then by three quarters and so on up to one step less.
fn nearer(far: i64) -> Vec<i64> {
    let mut found = Vec::new();
    let mut less = far / 2;
    while less != 0 {
        found.push(far - less);
        less /= 2;
    }
    found
}
