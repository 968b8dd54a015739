//! Records that are handed on part by part, so that they are never all here at once.

use std::fmt;

use super::builder::Builder;
use super::growing::Growing;
use super::keys::Keys;
use super::{Roster, resolve};
use crate::program::KindId;

/// Where the records of a kind go.
pub(super) struct Handing<'p> {
    kind: KindId,
    /// How many go together at least.
    many: u32,
    to: Box<dyn FnMut(Roster) + 'p>,
    /// Whether a part was handed on.
    begun: bool,
}

impl Handing<'_> {
    /// Whether records of a kind come too late: those of other kinds went with the first part.
    pub fn is_past(&self, kind: KindId) -> bool {
        self.begun && kind != self.kind
    }
}

impl fmt::Debug for Handing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handing").field("kind", &self.kind).field("many", &self.many).finish_non_exhaustive()
    }
}

impl<'p> Builder<'p> {
    /// Hands the records of a kind on whenever there are `many` of them, and keeps no more of them than their keys: see
    /// [`Parts`](crate::engine::Parts).
    ///
    /// The first part comes with the records of all other kinds, which must have come by then: later ones are left out.
    /// Whatever is left at the end [`finish`](Builder::finish) gives: all records where no part was handed on, else those
    /// of the last part alone. Nothing is handed on once a problem was found.
    ///
    /// ```
    /// use std::cell::Cell as Counter;
    /// use tieuchi::program::KindId;
    /// use tieuchi::roster::{Builder, Cell, Origin};
    /// use tieuchi::source::Source;
    ///
    /// let rules = "tieuchi 1, en\nrecord pupil\n  id: text key\n  absent: count\n";
    /// let (program, _) = tieuchi::compile(&[Source::new("rules", rules)]).expect("sound rules");
    /// let gone = Counter::new(0);
    /// let mut builder = Builder::new(&program);
    /// builder.hand_on(KindId(0), 100, |part| gone.set(gone.get() + part.len(KindId(0))));
    /// let header = builder.header(KindId(0), &Origin::default(), &["id", "absent"]);
    /// for id in 0..250 {
    ///     let cells = [Cell::Text(id.to_string().into()), Cell::Number("3".into())];
    ///     builder.row(&header, &Origin::default(), cells);
    /// }
    /// let rest = builder.finish().expect("sound records");
    /// assert_eq!((gone.get(), rest.len(KindId(0))), (200, 50));
    /// ```
    pub fn hand_on(&mut self, kind: KindId, many: u32, to: impl FnMut(Roster) + 'p) {
        self.handing = Some(Handing { kind, many: many.max(1), to: Box::new(to), begun: false });
    }

    /// Hands the records of a kind on, if there are enough of them.
    pub(super) fn hand_on_if_many(&mut self, kind: KindId) {
        let here = self.tables.get(kind.at()).map_or(0, |table| table.here());
        let due = |handing: &mut Handing<'p>| handing.kind == kind && here >= handing.many;
        let Some(mut handing) = self.handing.take_if(due) else { return };
        for other in (0..self.tables.len() as u32).map(KindId).filter(|other| *other == kind || !handing.begun) {
            resolve::check(self, other);
        }
        let part = self.part(kind, !handing.begun);
        handing.begun = true;
        if !self.problems.any() {
            (handing.to)(part);
        }
        self.handing = Some(handing);
    }

    /// Takes the records of a kind out, and of all others if they are wanted.
    fn part(&mut self, kind: KindId, all: bool) -> Roster {
        // Nothing refers to records that don't stay.
        let maps = resolve::maps(self, Some(kind));
        let tables = self.tables.iter_mut().zip(&self.program.kinds).enumerate();
        let tables = tables.map(|(number, (table, declared))| {
            let own = number == kind.at();
            let rows = if own || all { table.here() } else { 0 };
            let columns = table.columns.iter_mut().zip(&declared.fields).map(|(column, field)| {
                let fresh = match column {
                    Growing::Passed(_) => Growing::Passed(0),
                    _ => Growing::new(self.program, field),
                };
                match std::mem::replace(column, fresh) {
                    // The keys stay, to be found again and referred to.
                    Growing::Key(numbers) => Growing::Text(table.keys.texts(&numbers)),
                    taken => taken,
                }
            });
            let columns: Vec<Growing> = columns.collect();
            table.gone += rows;
            resolve::table(rows, columns, declared, &maps, &mut Keys::default())
        });
        Roster::new(tables.collect())
    }
}
