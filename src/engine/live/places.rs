//! To which groups a record adds.

use crate::program::Population;

use crate::engine::evaluation::Evaluation;
use crate::engine::links::{Above, Groups};
use crate::engine::read::End;

use super::marked::Marked;

/// Where a record adds something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// To a group that it is in for certain.
    In(usize),
    /// To a group that it may be in.
    Maybe(usize),
    /// To whatever is kept of records that may be in any group.
    Anywhere,
}

/// How a tally hangs on the records that have added to it.
#[derive(Debug)]
pub(super) struct Ties {
    /// How many records add to groups that other records than those on their way decide about.
    pub loose: u64,
    /// Whether the tally is to be made anew.
    pub full: bool,
    /// Groups of which something has changed.
    pub changed: Marked,
}

impl Ties {
    /// Of a tally that is still to be made.
    pub fn new() -> Ties {
        Ties { loose: 0, full: true, changed: Marked::default() }
    }

    /// Something has changed in a place.
    pub fn touch(&mut self, spot: Spot) {
        match spot {
            Spot::In(group) | Spot::Maybe(group) => self.changed.rows.push(group as u32),
            Spot::Anywhere => self.changed.all = true,
        }
    }

    /// A record that may be loose has been added or taken out.
    pub fn count(&mut self, loose: bool, up: bool) {
        if loose {
            self.loose = if up { self.loose + 1 } else { self.loose.saturating_sub(1) };
        }
    }

    /// Whether the tally is to be made anew; then it is from now on, of no record yet.
    pub fn begin(&mut self) -> bool {
        let full = std::mem::take(&mut self.full);
        if full {
            (self.loose, self.changed) = (0, Marked::default());
        }
        full
    }

    /// Nobody is to hear of what has changed so far.
    pub fn settled(&mut self) {
        self.changed = Marked::default();
    }

    /// The tally has been made anew.
    pub fn end(&mut self) {
        self.changed = Marked { all: true, rows: Vec::new() };
    }
}

/// Calls with everything that a record adds to, whatever `where` says. True if it may be in groups that other records
/// than those on its own way decide about.
pub(super) fn each_spot(
    evaluation: &Evaluation<'_>,
    population: &Population,
    groups: &Groups,
    row: u32,
    mut call: impl FnMut(Spot),
) -> bool {
    match &population.links[..] {
        [] => call(Spot::In(0)),
        [link] if link.under.is_none() => match evaluation.follow(population.kind, row, &link.via) {
            End::Record(_, group) => call(Spot::In(group as usize)),
            End::Absent(_) => {}
            End::Unknown(_) => call(Spot::Anywhere),
        },
        links => {
            let places: Vec<_> = links.iter().map(|link| evaluation.place(population.kind, link, row)).collect();
            if let [place] = &places[..]
                && place.maybe == Above::Anything
            {
                call(Spot::Anywhere);
                return false;
            }
            evaluation.each_group(population, groups, row, |group, linked| {
                call(if linked.is_yes() { Spot::In(group) } else { Spot::Maybe(group) });
            });
            return places.iter().any(|place| place.maybe != Above::Nothing);
        }
    }
    false
}
