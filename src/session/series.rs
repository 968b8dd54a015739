//! Series that change: a record that comes, goes or becomes another owner's or
//! period's is the one before others than it was.

use crate::diagnostic::{Bilingual, DataFault, DataPlace, DataProblem, Finding};
use crate::program::{FieldId, KindId};
use crate::roster::{ABSENT, Before, Datum, UNKNOWN};
use crate::source::Span;

use super::{Refused, Session, Undo};

impl Session {
    /// Puts the record before each record right, for all records of all series.
    pub(super) fn line_up(&mut self, undo: &mut Vec<Undo>) -> Result<(), Refused> {
        // What was put, taken away or added says which kinds have changed.
        let changed = |kind: KindId| {
            undo.iter().any(|change| match change {
                Undo::Put(of, ..) | Undo::Insert(of, ..) | Undo::Remove(of, ..) => *of == kind,
            })
        };
        let series: Vec<(KindId, FieldId)> = self.program.series().filter(|(kind, _)| changed(*kind)).collect();
        for (kind, field) in series {
            let Some(Before { previous, twice }) = self.ledger.roster().previous(&self.program, kind) else { continue };
            if !twice.is_empty() {
                return Err(Refused::Records(twice.into_iter().map(|rows| self.twice(kind, rows)).collect()));
            }
            for (row, target) in (0u32..).zip(previous) {
                let datum = match target {
                    ABSENT => Datum::Absent,
                    UNKNOWN => Datum::Missing,
                    target => Datum::Row(target),
                };
                self.lead(kind, field, row, &datum, undo);
            }
        }
        Ok(())
    }

    /// Has nobody refer to a record as the one before, since it is about to go.
    pub(super) fn part_from(&mut self, kind: KindId, row: u32, undo: &mut Vec<Undo>) {
        let series: Vec<FieldId> =
            self.program.series().filter(|(of, _)| *of == kind).map(|(_, field)| field).collect();
        for field in series {
            let after: Vec<u32> = self.ledger.followers().of(kind, field, row).collect();
            for follower in after {
                self.lead(kind, field, follower, &Datum::Missing, undo);
            }
        }
    }

    fn lead(&mut self, kind: KindId, field: FieldId, row: u32, datum: &Datum, undo: &mut Vec<Undo>) {
        if self.ledger.roster().datum(kind, field, row) != *datum {
            let before = self.live.put(&self.program, &mut self.ledger, (kind, field, row), datum);
            undo.push(Undo::Put(kind, field, row, before));
        }
    }

    fn twice(&self, kind: KindId, (row, first): (u32, u32)) -> Finding {
        let place = |row: u32| DataPlace { row: Some(u64::from(row) + 1), ..DataPlace::default() };
        let declared = self.program.kinds.get(kind.at());
        let named =
            declared.map_or(Bilingual { en: String::new(), vi: String::new() }, |kind| Bilingual::from(&kind.name));
        let fault = DataFault::DuplicatePeriod { kind: named, first: Box::new(place(first)) };
        Finding::new(DataProblem { place: place(row), fault }, Span::NONE)
    }
}
