//! Sessions: records that change, and verdicts that follow at once.
//!
//! Contract. A [`Session`] holds records and the evaluation of them. Each
//! change gives the verdicts and awards that are others than before; what it
//! costs grows with the criteria and groups that it touches, not with the
//! records. After any changes the session is what a fresh evaluation of its
//! records gives, to the byte of the report; there is no second meaning of a
//! rule. A change is made whole or not at all: whatever a
//! [`Builder`](crate::roster::Builder) would refuse in the records as they
//! would be is refused with the same findings, and so is a number that grows
//! too large.
//!
//! A new record goes behind the last one of its kind. Where one is taken away
//! the last one goes to its place: the order of reports is the order of the
//! [roster](Session::roster). Keeping changes for good is the caller's
//! business; there is a [`Snapshot`] to be written and read back.
//!
//! Some changes are dearer. A unit that goes moves another one, with all who
//! refer to it. A number with more decimal places than any before in its field
//! widens the whole field. A record whose unit is unknown may be in any of
//! them, and touches all. A field that is computed level by level is computed
//! anew for all records where parents change or records of its kind come and
//! go, and so is a tally of groups of two records in hand where such records
//! do, or one whose records may stand below an unknown parent.
//!
//! ```
//! use serde::Serialize;
//! use tieuchi::compile;
//! use tieuchi::engine::Options;
//! use tieuchi::roster::Builder;
//! use tieuchi::session::{Edits, Session};
//! use tieuchi::source::Source;
//! use tieuchi::verdict::Verdict;
//!
//! const RULES: &str = r#"tieuchi 1, en
//!
//! document "School rules 2022"
//!   item 4 "Attendance"
//!
//! record class, plural classes
//!   name: text key
//!
//! record pupil
//!   id: text key
//!   class: class
//!   days_absent: count
//!
//! criterion 4 "In every class nearly everybody attends"
//!   cites 4
//!   for each class:
//!   at least 2/3 of pupils in the class have days_absent at most 10
//! "#;
//!
//! #[derive(Serialize)]
//! struct Class {
//!     name: &'static str,
//! }
//!
//! #[derive(Serialize)]
//! struct Pupil {
//!     id: u32,
//!     class: &'static str,
//!     days_absent: Option<u32>,
//! }
//!
//! let (program, _warnings) = compile(&[Source::new("rules.tieuchi", RULES)]).expect("sound rules");
//! let nobody = {
//!     let mut records = Builder::new(&program);
//!     for kind in ["class", "pupil"] {
//!         records.given(tieuchi::roster::kind_named(&program, kind).expect("it is above"));
//!     }
//!     records.finish().expect("sound records")
//! };
//! let mut session = Session::new(program, nobody, &Options::default())?;
//!
//! // Several changes in one step.
//! let edits = Edits::new()
//!     .insert("class", &Class { name: "6A" })?
//!     .insert("pupil", &Pupil { id: 1, class: "6A", days_absent: Some(0) })?
//!     .insert("pupil", &Pupil { id: 2, class: "6A", days_absent: Some(3) })?
//!     .insert("pupil", &Pupil { id: 3, class: "6A", days_absent: None })?;
//! let changes = session.apply(&edits)?;
//! let of_the_class = changes.verdicts.iter().find(|change| change.record == ["6A"]).expect("it is new");
//! assert_eq!(of_the_class.after.map(|judged| judged.verdict), Some(Verdict::Met));
//!
//! // What if one had been away? Nothing of it stays.
//! let mark = session.what_if("one more absent");
//! let changes = session.set("pupil", "1", "days_absent", &20)?;
//! assert_eq!(changes.verdicts[0].after.map(|judged| judged.verdict), Some(Verdict::Undetermined));
//! session.roll_back(mark)?;
//! let criterion = session.program().criterion("4").expect("it is above");
//! assert_eq!(session.verdict(criterion), Verdict::Met);
//!
//! // A record that others refer to stays.
//! assert!(session.remove("class", "6A").is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod changes;
mod edits;
mod refused;
mod series;
mod snapshot;

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::Arc;

use serde::Serialize;

use crate::diagnostic::{Bilingual, DataFault, DataPlace, DataProblem, Finding};
use crate::engine::{Evaluation, Hand, Live, Options, State, evaluate};
use crate::program::{CriterionId, FieldId, KindId, Program};
use crate::report::Report;
use crate::roster::{
    Datum, DecimalSign, Entries, Entry, IngestError, Ledger, MAX_RECORDS, Roster, cells_of, kind_named,
};
use crate::source::Span;
use crate::verdict::Verdict;

pub use changes::{AwardChange, Changes, Judged, NumberChange, VerdictChange};
pub use edits::Edits;
pub use refused::Refused;
pub use snapshot::{FORMAT, Snapshot};

use edits::Edit;

/// The most cells and records that may be changed while a what-if is open: so much is kept to be rolled back.
pub const MAX_LOGGED: usize = 1_000_000;

/// Records that change, and the evaluation of them.
#[derive(Debug)]
pub struct Session {
    program: Arc<Program>,
    options: Options,
    entries: Entries,
    ledger: Ledger,
    live: Live,
    /// How to take back what was changed since the first what-if that is open.
    log: Vec<Undo>,
    what_ifs: Vec<WhatIf>,
    /// How many what-ifs there have been.
    begun: u64,
}

/// A what-if that is open.
#[derive(Debug)]
struct WhatIf {
    number: u64,
    name: String,
    /// Where the log stood.
    from: usize,
}

/// A what-if: where a session can be [rolled back](Session::roll_back) to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Mark(u64);

/// How to take one change back.
#[derive(Debug)]
enum Undo {
    Put(KindId, FieldId, u32, Datum),
    Insert(KindId, u32, Vec<Datum>),
    Remove(KindId, u32),
}

/// The evaluation of a session as it stands. It has the session for as long as it lives.
#[derive(Debug)]
pub struct Lent<'s> {
    evaluation: Evaluation<'s>,
    live: &'s mut Live,
}

impl<'s> Deref for Lent<'s> {
    type Target = Evaluation<'s>;

    fn deref(&self) -> &Evaluation<'s> {
        &self.evaluation
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let (program, roster) = (self.evaluation.program(), self.evaluation.roster());
        let nothing = Evaluation::of_state(program, roster, State::default());
        self.live.give_back_asked(std::mem::replace(&mut self.evaluation, nothing));
    }
}

fn ask(evaluation: &Evaluation<'_>, id: CriterionId, hand: Hand) -> u8 {
    evaluation.record_verdict(id, hand).number() as u8
}

impl Session {
    /// A session of a program and records that were read for it.
    ///
    /// # Errors
    ///
    /// As of [`evaluate`].
    pub fn new(program: impl Into<Arc<Program>>, roster: Roster, options: &Options) -> Result<Session, Refused> {
        let program = program.into();
        let live = Live::new(evaluate(&program, &roster, options)?, ask);
        Ok(Session {
            entries: Entries::new(&program),
            ledger: Ledger::new(&program, roster),
            live,
            program,
            options: options.clone(),
            log: Vec::new(),
            what_ifs: Vec::new(),
            begun: 0,
        })
    }

    /// The program.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The records as they stand.
    pub fn roster(&self) -> &Roster {
        self.ledger.roster()
    }

    /// The row of a record in the roster, by its key.
    pub fn row(&self, kind: KindId, key: &str) -> Option<u32> {
        self.ledger.find(kind, key)
    }

    /// The key of a record.
    pub(crate) fn key(&self, kind: KindId, row: u32) -> &str {
        self.ledger.key(kind, row)
    }

    /// States the decimal sign of numbers in texts of a kind, as [`Builder::decimal_sign`](crate::roster::Builder::decimal_sign)
    /// does for records that are read. Without one, a number that could be read in two ways (`1.234`) is refused.
    pub fn decimal_sign(&mut self, kind: KindId, sign: DecimalSign) {
        self.entries.decimal_sign(kind, sign);
    }

    /// The evaluation of the records as they stand, for whatever is to be asked of it.
    pub fn evaluation(&mut self) -> Lent<'_> {
        let evaluation = self.live.lend(&self.program, self.ledger.roster());
        Lent { evaluation, live: &mut self.live }
    }

    /// The report on the records as they stand.
    pub fn report(&mut self) -> Report {
        crate::report::report(&self.evaluation())
    }

    /// The verdict of a criterion, over all records where it is for each.
    pub fn verdict(&mut self, id: CriterionId) -> Verdict {
        self.evaluation().verdict(id)
    }

    // ---- changes ----

    /// Adds a record of the kind named `kind`, as [`Builder::add`](crate::roster::Builder::add) does.
    ///
    /// # Errors
    ///
    /// Whatever keeps the records from being what the rules want, or the evaluation from a result.
    pub fn insert<T: Serialize + ?Sized>(&mut self, kind: &str, record: &T) -> Result<Changes, Refused> {
        let cells = cells_of(record)?;
        self.step(|session, undo| session.insert_record(kind, &cells, undo))
    }

    /// Gives a record, by its key, other values: of the fields of a struct or a map. Other fields stay.
    ///
    /// # Errors
    ///
    /// As of [`insert`](Self::insert), and a record that isn't there.
    pub fn change<T: Serialize + ?Sized>(&mut self, kind: &str, key: &str, values: &T) -> Result<Changes, Refused> {
        let cells = cells_of(values)?;
        self.step(|session, undo| session.change_record(kind, key, &cells, undo))
    }

    /// Gives a field of a record, by its key, another value; nothing (`None`) makes it missing.
    ///
    /// # Errors
    ///
    /// As of [`change`](Self::change).
    pub fn set<T: Serialize + ?Sized>(
        &mut self,
        kind: &str,
        key: &str,
        field: &str,
        value: &T,
    ) -> Result<Changes, Refused> {
        let cells = [(Cow::Owned(field.to_owned()), crate::roster::cell_of(field, value)?)];
        self.step(|session, undo| session.change_record(kind, key, &cells, undo))
    }

    /// Takes a record away, by its key.
    ///
    /// # Errors
    ///
    /// A record that isn't there or that others refer to, and as of [`insert`](Self::insert).
    pub fn remove(&mut self, kind: &str, key: &str) -> Result<Changes, Refused> {
        self.step(|session, undo| session.remove_record(kind, key, undo))
    }

    /// Makes several changes in one step, all of them or none.
    ///
    /// # Errors
    ///
    /// As of each of the changes.
    pub fn apply(&mut self, edits: &Edits) -> Result<Changes, Refused> {
        self.step(|session, undo| {
            edits.list.iter().try_for_each(|edit| match edit {
                Edit::Insert { kind, cells } => session.insert_record(kind, cells, undo),
                Edit::Change { kind, key, cells } => session.change_record(kind, key, cells, undo),
                Edit::Remove { kind, key } => session.remove_record(kind, key, undo),
            })
        })
    }

    /// Makes a change, or leaves everything as it was.
    fn step(
        &mut self,
        change: impl FnOnce(&mut Session, &mut Vec<Undo>) -> Result<(), Refused>,
    ) -> Result<Changes, Refused> {
        let mut undo = Vec::new();
        let made = change(self, &mut undo).and_then(|()| {
            self.line_up(&mut undo)?;
            let logged = if self.what_ifs.is_empty() { 0 } else { self.log.len() + undo.len() };
            if logged > MAX_LOGGED {
                return Err(Refused::TooMuchToRollBack);
            }
            Ok(self.live.settle(&self.program, &self.ledger, ask)?)
        });
        match made {
            Ok(outcome) => {
                if !self.what_ifs.is_empty() {
                    self.log.append(&mut undo);
                }
                Ok(Changes::of(&self.program, outcome))
            }
            Err(refused) => {
                self.take_back(undo)?;
                Err(refused)
            }
        }
    }

    /// Takes changes back, the last one first.
    fn take_back(&mut self, undo: Vec<Undo>) -> Result<Changes, Refused> {
        for change in undo.into_iter().rev() {
            match change {
                Undo::Put(kind, field, row, datum) => {
                    self.live.put(&self.program, &mut self.ledger, (kind, field, row), &datum);
                }
                Undo::Insert(kind, row, data) => {
                    self.live.insert(&self.program, &mut self.ledger, kind, row, &data);
                }
                Undo::Remove(kind, row) => {
                    self.live.remove(&self.program, &mut self.ledger, kind, row);
                }
            }
        }
        match self.live.settle(&self.program, &self.ledger, ask) {
            Ok(outcome) => Ok(Changes::of(&self.program, outcome)),
            // These records have been evaluated before: from nothing they are again.
            Err(_) => {
                self.live = Live::new(evaluate(&self.program, self.ledger.roster(), &self.options)?, ask);
                Ok(Changes::default())
            }
        }
    }

    fn kind(&self, kind: &str) -> Result<KindId, Refused> {
        kind_named(&self.program, kind).ok_or_else(|| IngestError::UnknownKind(kind.to_owned()).into())
    }

    fn found(&self, kind: &str, key: &str) -> Result<(KindId, u32), Refused> {
        let id = self.kind(kind)?;
        let row = self.ledger.find_tidy(id, key);
        row.map(|row| (id, row)).ok_or_else(|| Refused::NoSuchRecord { kind: self.named(id), key: key.to_owned() })
    }

    fn named(&self, kind: KindId) -> Bilingual {
        let kind = self.program.kinds.get(kind.at());
        kind.map_or(Bilingual { en: String::new(), vi: String::new() }, |kind| Bilingual::from(&kind.name))
    }

    fn insert_record(
        &mut self,
        kind: &str,
        cells: &[(Cow<'static, str>, crate::roster::Cell<'static>)],
        undo: &mut Vec<Undo>,
    ) -> Result<(), Refused> {
        let kind = self.kind(kind)?;
        let rows = self.ledger.roster().len(kind);
        if rows as u64 >= MAX_RECORDS {
            let fault = DataFault::TooManyRecords { limit: MAX_RECORDS };
            let problem = DataProblem { place: DataPlace::default(), fault };
            return Err(Refused::Records(vec![Finding::new(problem, Span::NONE)]));
        }
        self.live.may_have(&self.program, self.ledger.roster(), kind, rows + 1)?;
        let cells = cells.iter().map(|(name, cell)| (name.as_ref(), cell));
        let found =
            self.entries.read(&self.program, &self.ledger, kind, Entry::New, cells).map_err(Refused::Records)?;
        let fields = self.program.kinds.get(kind.at()).map_or(0, |kind| kind.fields.len());
        let mut data = vec![Datum::Missing; fields];
        for (field, datum) in found {
            if let Some(place) = data.get_mut(field.at()) {
                *place = datum;
            }
        }
        self.live.insert(&self.program, &mut self.ledger, kind, rows as u32, &data);
        undo.push(Undo::Remove(kind, rows as u32));
        Ok(())
    }

    fn change_record(
        &mut self,
        kind: &str,
        key: &str,
        cells: &[(Cow<'static, str>, crate::roster::Cell<'static>)],
        undo: &mut Vec<Undo>,
    ) -> Result<(), Refused> {
        let (kind, row) = self.found(kind, key)?;
        let cells = cells.iter().map(|(name, cell)| (name.as_ref(), cell));
        let found =
            self.entries.read(&self.program, &self.ledger, kind, Entry::Row(row), cells).map_err(Refused::Records)?;
        for (field, datum) in found {
            if self.ledger.roster().datum(kind, field, row) != datum {
                let before = self.live.put(&self.program, &mut self.ledger, (kind, field, row), &datum);
                undo.push(Undo::Put(kind, field, row, before));
            }
        }
        Ok(())
    }

    fn remove_record(&mut self, kind: &str, key: &str, undo: &mut Vec<Undo>) -> Result<(), Refused> {
        let (kind, row) = self.found(kind, key)?;
        let left = self.entries.left_behind(&self.program, &self.ledger, kind, row);
        if !left.is_empty() {
            return Err(Refused::Records(left));
        }
        self.part_from(kind, row, undo);
        let data = self.live.remove(&self.program, &mut self.ledger, kind, row);
        undo.push(Undo::Insert(kind, row, data));
        Ok(())
    }

    // ---- what-ifs ----

    /// Begins a what-if: whatever is changed from now on can be rolled back, records and their order and all. What-ifs
    /// may be begun within others. At most [`MAX_LOGGED`] changes are kept for all of them.
    pub fn what_if(&mut self, name: &str) -> Mark {
        self.begun += 1;
        self.what_ifs.push(WhatIf { number: self.begun, name: name.to_owned(), from: self.log.len() });
        Mark(self.begun)
    }

    /// The what-ifs that are open, the outermost first: their names, and how many cells and records were changed since.
    pub fn what_ifs(&self) -> impl Iterator<Item = (&str, usize)> {
        self.what_ifs.iter().map(|what_if| (what_if.name.as_str(), self.log.len().saturating_sub(what_if.from)))
    }

    fn place(&self, mark: &Mark) -> Result<usize, Refused> {
        self.what_ifs.iter().position(|what_if| what_if.number == mark.0).ok_or(Refused::NoSuchWhatIf)
    }

    /// Takes back whatever was changed since a what-if began, and ends it and those within it. The verdicts that are
    /// told are those that change by this.
    ///
    /// # Errors
    ///
    /// A what-if that isn't open any more.
    pub fn roll_back(&mut self, mark: Mark) -> Result<Changes, Refused> {
        let place = self.place(&mark)?;
        let from = self.what_ifs.get(place).map_or(self.log.len(), |what_if| what_if.from);
        let undo = self.log.split_off(from.min(self.log.len()));
        self.what_ifs.truncate(place);
        self.take_back(undo)
    }

    /// Ends a what-if, and those within it, whose changes stay; a what-if around it can still roll them back.
    ///
    /// # Errors
    ///
    /// A what-if that isn't open any more.
    pub fn keep(&mut self, mark: Mark) -> Result<(), Refused> {
        let place = self.place(&mark)?;
        self.what_ifs.truncate(place);
        if self.what_ifs.is_empty() {
            self.log = Vec::new();
        }
        Ok(())
    }
}
