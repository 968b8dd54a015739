//! What-if edits: what is to be other than in the records, kept apart from them.
//!
//! Edits are a state and no history: which records are added, which cells hold another text, which records are gone. So
//! what comes of them doesn't depend on the way there, and taking one back is leaving it out. They are made on a session in
//! that order; whatever doesn't fit yet is tried again when the others are made.

use std::collections::BTreeMap;

use serde::Serialize;
use tieuchi::diagnostic::{Finding, Problem};
use tieuchi::program::Program;
use tieuchi::roster::Cell;
use tieuchi::session::{Edits, Mark, Refused, Session};

use crate::cells::{self, Shown};

/// The most edits that are kept.
pub const MOST: usize = 5_000;

/// How often edits that don't fit are tried again while others are made.
const ROUNDS: usize = 16;

/// The most changes that a session logs before the edits are made anew.
const MOST_LOGGED: usize = 500_000;

/// What an edit does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A cell holds another text.
    Set,
    /// A record is new.
    Add,
    /// A record is gone.
    Remove,
}

/// An edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// Its number.
    pub n: u64,
    /// What it does.
    pub what: What,
    /// The kind, as programs name it.
    pub kind: String,
    /// The record's key.
    pub key: String,
    /// The field, as programs name it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What the record's own cell holds; empty where it is missing.
    pub before: String,
    /// What it holds by the edit.
    pub after: String,
    /// What a removed record's cells held, to be shown.
    #[serde(skip)]
    pub cells: Vec<Option<String>>,
    /// What was typed.
    #[serde(skip)]
    typed: String,
}

/// Which record.
type Record = (String, String);

impl Edit {
    fn record(&self) -> Record {
        (self.kind.clone(), self.key.clone())
    }

    fn is(&self, record: &Record) -> bool {
        self.kind == record.0 && self.key == record.1
    }
}

/// All edits.
#[derive(Debug, Clone, Default)]
pub struct Overlay {
    /// In the order in which they were made.
    pub edits: Vec<Edit>,
    /// How many there have been.
    made: u64,
    /// Counts changes.
    pub version: u64,
}

/// What somebody wants changed, by names as programs have them.
#[derive(Debug, Clone)]
pub enum Wish {
    /// A cell gets another text; an empty one makes it missing.
    Set {
        /// The record's kind and key.
        record: Record,
        /// The field.
        field: String,
        /// The text.
        text: String,
    },
    /// A new record, or one that was removed comes back.
    Add {
        /// Its kind and key.
        record: Record,
        /// Its other cells.
        cells: BTreeMap<String, String>,
    },
    /// A record goes, or one that was added isn't.
    Remove {
        /// Its kind and key.
        record: Record,
    },
}

/// Edits as they stand on a session.
#[derive(Debug, Default)]
pub struct Made {
    mark: Option<Mark>,
    /// The edits by number that don't fit, and why.
    pub faults: BTreeMap<u64, Refused>,
    /// The version of the overlay that was made.
    pub version: u64,
}

impl Made {
    /// Whether the edits stand as they are now.
    pub fn is_made(&self, overlay: &Overlay) -> bool {
        self.mark.is_some() && self.version == overlay.version
    }
}

fn cell(text: &str) -> Cell<'static> {
    if text.trim().is_empty() { Cell::Blank } else { Cell::Text(text.to_owned().into()) }
}

impl Overlay {
    /// Whether a record is new by an edit.
    pub fn is_added(&self, record: &Record) -> bool {
        self.edits.iter().any(|edit| edit.what == What::Add && edit.is(record))
    }

    /// Whether a record is gone by an edit.
    pub fn is_removed(&self, record: &Record) -> bool {
        self.edits.iter().any(|edit| edit.what == What::Remove && edit.is(record))
    }

    fn push(&mut self, what: What, record: &Record, field: Option<String>, typed: &str) -> u64 {
        self.made += 1;
        let (kind, key) = record.clone();
        let (before, after, cells) = (String::new(), typed.trim().to_owned(), Vec::new());
        self.edits.push(Edit { n: self.made, what, kind, key, field, before, after, cells, typed: typed.to_owned() });
        self.made
    }

    /// Takes a wish in and gives the numbers of the edits that it came to.
    fn take(&mut self, wish: &Wish) -> Vec<u64> {
        self.version += 1;
        match wish {
            Wish::Set { record, field, text } => {
                self.edits
                    .retain(|edit| !(edit.what == What::Set && edit.is(record) && edit.field.as_ref() == Some(field)));
                vec![self.push(What::Set, record, Some(field.clone()), text)]
            }
            Wish::Add { record, .. } if self.is_removed(record) => {
                self.edits.retain(|edit| !(edit.what == What::Remove && edit.is(record)));
                Vec::new()
            }
            Wish::Add { record, cells } => {
                let mut numbers = vec![self.push(What::Add, record, None, "")];
                for (field, text) in cells {
                    numbers.push(self.push(What::Set, record, Some(field.clone()), text));
                }
                numbers
            }
            Wish::Remove { record } if self.is_added(record) => {
                self.edits.retain(|edit| !edit.is(record));
                Vec::new()
            }
            Wish::Remove { record } => vec![self.push(What::Remove, record, None, "")],
        }
    }

    /// Leaves edits out; with a new record goes what its cells hold.
    pub fn leave_out(&mut self, numbers: &[u64]) {
        let gone: Vec<Record> = self
            .edits
            .iter()
            .filter(|edit| edit.what == What::Add && numbers.contains(&edit.n))
            .map(Edit::record)
            .collect();
        self.edits.retain(|edit| !numbers.contains(&edit.n) && !gone.iter().any(|record| edit.is(record)));
        self.version += 1;
    }

    /// Leaves all edits out.
    pub fn forget(&mut self) {
        self.edits.clear();
        self.version += 1;
    }

    /// Makes all edits on a session, from its own records on.
    ///
    /// # Errors
    ///
    /// As of a session that rolls back: never, as long as its what-ifs are ours alone.
    pub fn make(&mut self, session: &mut Session, made: &mut Made, shown: Shown<'_>) -> Result<(), Refused> {
        if let Some(mark) = made.mark.take() {
            session.roll_back(mark)?;
        }
        self.look(session, shown);
        made.mark = Some(session.what_if(""));
        made.faults.clear();
        let in_turn = [What::Add, What::Set, What::Remove];
        let all = in_turn.into_iter().flat_map(|what| self.edits.iter().filter(move |edit| edit.what == what));
        let mut left: Vec<&Edit> = all.filter(|edit| edit.what != What::Set || self.stands_alone(edit)).collect();
        for _ in 0..ROUNDS {
            let before = left.len();
            let mut again = Vec::new();
            for edit in left {
                match session.apply(&self.as_edits(session.program(), edit)) {
                    Ok(_) => drop(made.faults.remove(&edit.n)),
                    Err(why) => {
                        made.faults.insert(edit.n, why);
                        again.push(edit);
                    }
                }
            }
            left = again;
            if left.is_empty() || left.len() == before {
                break;
            }
        }
        self.name(session, made, shown);
        made.version = self.version;
        Ok(())
    }

    /// Takes wishes in, each whole or not at all, and gives those that are refused by their places.
    ///
    /// # Errors
    ///
    /// Why all of them are refused: an edit that was made before can't be with them.
    pub fn wish(
        &mut self,
        session: &mut Session,
        made: &mut Made,
        shown: Shown<'_>,
        wishes: &[Wish],
    ) -> Result<Vec<(usize, Refused)>, Refused> {
        let simple = |wish: &Wish| match wish {
            Wish::Set { record, .. } => !self.is_added(record) && !self.is_removed(record),
            Wish::Add { .. } | Wish::Remove { .. } => false,
        };
        let logged = session.what_ifs().next().map_or(0, |(_, changes)| changes);
        if !wishes.iter().all(simple) || !made.faults.is_empty() || logged > MOST_LOGGED {
            return self
                .attempt(session, made, shown, |overlay| wishes.iter().map(|wish| overlay.take(wish)).collect());
        }
        let mut refused = Vec::new();
        for (at, wish) in wishes.iter().enumerate() {
            let Wish::Set { record: (kind, key), field, text } = wish else { continue };
            // What the record itself holds is known from the first edit of its cell.
            let same = |edit: &&Edit| edit.field.as_ref() == Some(field) && edit.kind == *kind && edit.key == *key;
            let first = self.edits.iter().find(same).map(|edit| edit.before.clone());
            let before = first.or_else(|| shown.named(session, kind, key, field)).unwrap_or_default();
            let edits = Edits::new().cells(kind, key, [(field.as_str(), cell(text))]);
            match session.apply(&edits) {
                Ok(_) => {
                    self.take(wish);
                    if let Some(edit) = self.edits.last_mut() {
                        edit.before = before;
                    }
                }
                Err(why) => refused.push((at, why)),
            }
        }
        self.name(session, made, shown);
        made.version = self.version;
        Ok(refused)
    }

    /// Leaves edits out.
    ///
    /// # Errors
    ///
    /// Why nothing is left out: another edit can't be without them.
    pub fn take_back(
        &mut self,
        session: &mut Session,
        made: &mut Made,
        shown: Shown<'_>,
        numbers: &[u64],
    ) -> Result<(), Refused> {
        let change = |overlay: &mut Overlay| {
            overlay.leave_out(numbers);
            Vec::new()
        };
        self.attempt(session, made, shown, change).map(drop)
    }

    /// Makes a change that comes to edits of these numbers for each wish; what keeps an earlier edit from being made isn't.
    fn attempt(
        &mut self,
        session: &mut Session,
        made: &mut Made,
        shown: Shown<'_>,
        change: impl FnOnce(&mut Overlay) -> Vec<Vec<u64>>,
    ) -> Result<Vec<(usize, Refused)>, Refused> {
        let (before, faulty) = (self.clone(), made.faults.clone());
        let numbers = change(self);
        self.make(session, made, shown)?;
        let mut refused: Vec<(usize, Refused)> = Vec::new();
        let mut out: Vec<u64> = Vec::new();
        for (at, numbers) in numbers.iter().enumerate() {
            for number in numbers {
                if let Some(why) = self.refusal(session, made, *number) {
                    refused.push((at, why));
                    out.extend(numbers);
                    break;
                }
            }
        }
        if !out.is_empty() {
            self.leave_out(&out);
            self.make(session, made, shown)?;
        }
        let own: Vec<u64> = numbers.into_iter().flatten().collect();
        let spoilt = |(number, _): &(&u64, &Refused)| {
            let edit = self.edits.iter().find(|edit| edit.n == **number);
            !faulty.contains_key(number) && !own.contains(number) && edit.is_some_and(|edit| edit.what != What::Add)
        };
        if let Some(why) = made.faults.iter().find(spoilt).map(|(_, why)| why.clone()) {
            let version = self.version;
            *self = before;
            self.version = version + 1;
            self.make(session, made, shown)?;
            return Err(why);
        }
        Ok(refused)
    }

    /// Why an edit can't be kept. A new record may wait for cells that it can't be without.
    fn refusal(&self, session: &Session, made: &Made, number: u64) -> Option<Refused> {
        let edit = self.edits.iter().find(|edit| edit.n == number)?;
        let record = edit.record();
        let blames = |why: &Refused, field: &str| match why {
            Refused::Records(findings) => {
                let own: Vec<Finding> = findings.iter().filter(|finding| is_about(finding, field)).cloned().collect();
                (!own.is_empty()).then_some(Refused::Records(own))
            }
            other => Some(other.clone()),
        };
        match edit.what {
            What::Set if self.is_added(&record) => {
                let add = self.edits.iter().find(|edit| edit.what == What::Add && edit.is(&record))?;
                let field = edit.field.as_deref().filter(|_| !edit.typed.trim().is_empty())?;
                blames(made.faults.get(&add.n)?, field)
            }
            What::Set | What::Remove => made.faults.get(&number).cloned(),
            What::Add => blames(made.faults.get(&number)?, key_field(session.program(), &edit.kind)?),
        }
    }

    /// Whether a cell is of a record that isn't new and stays.
    fn stands_alone(&self, edit: &Edit) -> bool {
        let record = edit.record();
        !self.is_added(&record) && !self.is_removed(&record)
    }

    fn as_edits(&self, program: &Program, edit: &Edit) -> Edits {
        let Edit { kind, key, field, typed, .. } = edit;
        match edit.what {
            What::Set => Edits::new().cells(kind, key, field.iter().map(|field| (field.as_str(), cell(typed)))),
            What::Remove => Edits::new().remove(kind, key),
            What::Add => {
                let record = edit.record();
                let own = self.edits.iter().filter(|other| other.what == What::Set && other.is(&record));
                let own = own.filter_map(|other| Some((other.field.as_deref()?, cell(&other.typed))));
                let key = key_field(program, kind).map(|field| (field, cell(key)));
                Edits::new().insert_cells(kind, key.into_iter().chain(own))
            }
        }
    }

    /// Notes what the records themselves hold, before anything is made on them.
    fn look(&mut self, session: &Session, shown: Shown<'_>) {
        for edit in &mut self.edits {
            match (edit.what, &edit.field) {
                (What::Set, Some(field)) => {
                    edit.before = shown.named(session, &edit.kind, &edit.key, field).unwrap_or_default();
                }
                (What::Remove, _) => edit.cells = shown.row(session, &edit.kind, &edit.key),
                (What::Set | What::Add, _) => {}
            }
        }
    }

    /// Notes what cells hold now, as they are shown; those that hold what the records do are no edits.
    fn name(&mut self, session: &Session, made: &Made, shown: Shown<'_>) {
        let added: Vec<Record> = self.edits.iter().filter(|edit| edit.what == What::Add).map(Edit::record).collect();
        for edit in &mut self.edits {
            if let (What::Set, Some(field), false) = (edit.what, &edit.field, made.faults.contains_key(&edit.n))
                && session_has(session, &edit.kind, &edit.key)
            {
                edit.after = shown.named(session, &edit.kind, &edit.key, field).unwrap_or_default();
            }
        }
        let idle = |edit: &Edit| {
            let faulty = made.faults.contains_key(&edit.n);
            edit.what == What::Set
                && edit.before == edit.after
                && !faulty
                && !added.iter().any(|record| edit.is(record))
        };
        self.edits.retain(|edit| !idle(edit));
    }
}

fn session_has(session: &Session, kind: &str, key: &str) -> bool {
    cells::kind(session.program(), kind).is_some_and(|(kind, _)| session.row(kind, key).is_some())
}

/// The name of the key of a kind.
fn key_field<'p>(program: &'p Program, kind: &str) -> Option<&'p str> {
    let (_, kind) = cells::kind(program, kind)?;
    Some(kind.fields.get(kind.key.at())?.name.canonical())
}

fn is_about(finding: &Finding, field: &str) -> bool {
    match &finding.problem {
        Problem::Data(problem) => problem.place.column.as_deref() == Some(field),
        Problem::Syntax(_) | Problem::Check(_) | Problem::Pack(_) | Problem::Lint(_) => false,
    }
}
