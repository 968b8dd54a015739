//! From cells to columns, with every problem reported.

use std::collections::HashMap;

use super::batch::said;
use super::cell::{Form, Span};
use super::growing::Growing;
use super::handing::Handing;
use super::keys::{Came, Keys, Origins};
use super::names::{FieldIndex, LabelFound, LabelIndex, nearest_field};
use super::number::DecimalSign;
use super::piece::Piece;
use super::problems::{Problems, quote};
use super::remembered::Remembered;
use super::sheets::Sheets;
use super::value::{self, Reading, Value};
use super::{Cell, Origin, Roster, resolve, text};
use crate::diagnostic::{Bilingual, DataFault, DataPlace, DataProblem, Finding};
use crate::program::{FieldId, Kind, KindId, LabelsId, Origin as FieldOrigin, Program, Type, fields_read};
use crate::source::Position;

/// The most records of one kind.
pub const MAX_RECORDS: u64 = u32::MAX as u64 - 16;

/// The most column names of one file that are remembered.
const MAX_REMEMBERED: usize = 4_096;

/// Takes records one by one, then gives the roster or everything that is wrong with them.
///
/// A cell that can't be read is a problem and the reading goes on, so that one
/// run shows all problems; there is a roster only if there were none.
#[derive(Debug)]
pub struct Builder<'p> {
    pub(super) program: &'p Program,
    pub(super) labels: Vec<LabelIndex>,
    pub(super) tables: Vec<Rows>,
    pub(super) problems: Problems,
    pub(super) files: Vec<String>,
    /// The file that records come from now, in `files`.
    pub(super) file: u32,
    pub(super) sheets: Sheets,
    /// The cells of one column of a batch, and what they say.
    pub(super) spans: Vec<Span>,
    pub(super) said: Vec<i64>,
    /// Where the records of a kind go part by part.
    pub(super) handing: Option<Handing<'p>>,
    /// How many keys were looked through for ones that may be meant.
    pub(super) compared: usize,
    /// A program that reads the same records.
    pub(super) other: Option<&'p Program>,
}

/// The records of one kind while they come in.
#[derive(Debug)]
pub(super) struct Rows {
    /// How many there were in all.
    pub(super) rows: u32,
    /// How many of them were handed on and are here no more.
    pub(super) gone: u32,
    pub(super) columns: Vec<Growing>,
    /// What the texts of each column were read as.
    pub(super) remembered: Vec<Remembered>,
    /// Where each record came from.
    pub(super) came: Origins,
    /// The name that the data have for each field, once it was seen.
    pub(super) headed: Vec<Option<Box<str>>>,
    /// Whether a file or a record of this kind was given at all.
    pub(super) given: bool,
    /// Whether records that come from now on are passed over.
    pub(super) closed: bool,
    /// Whether a file of this kind was given up: then nobody can say which keys there are.
    pub(super) unread: bool,
    /// Keys of this kind, those of records and those that others refer to.
    pub(super) keys: Keys,
    fields: FieldIndex,
    /// What the names of the current file's columns mean.
    names: HashMap<Box<str>, Heading>,
    /// Names that the reader was told to read as a field (`Some`) or to pass over.
    told: HashMap<String, Option<FieldId>>,
    /// The stated decimal sign of numbers in texts.
    sign: Option<DecimalSign>,
}

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    Field(FieldId),
    /// To be passed over, or reported already.
    Nothing,
}

/// The columns of a table as its first line names them: see [`Builder::header`].
#[derive(Debug, Clone)]
pub struct Header {
    pub(super) kind: KindId,
    pub(super) columns: Vec<(Box<str>, Heading)>,
    pub(super) sign: Option<DecimalSign>,
}

impl Header {
    /// Reads numbers in texts by this decimal sign, unless one is [stated](Builder::decimal_sign) for the kind.
    pub fn assume_decimal(mut self, sign: DecimalSign) -> Header {
        self.sign = self.sign.or(Some(sign));
        self
    }

    /// The field that each column is; none of a column that is passed over or was found to be unknown.
    pub fn fields(&self) -> impl Iterator<Item = Option<FieldId>> {
        self.columns.iter().map(|(_, heading)| match heading {
            Heading::Field(field) => Some(*field),
            Heading::Nothing => None,
        })
    }
}

impl<'p> Builder<'p> {
    /// An empty one for a program's schema.
    pub fn new(program: &'p Program) -> Builder<'p> {
        let tables = program.kinds.iter().map(|kind| Rows::new(program, kind)).collect();
        Builder {
            program,
            labels: program.labels.iter().map(LabelIndex::new).collect(),
            tables,
            problems: Problems::default(),
            files: Vec::new(),
            file: u32::MAX,
            sheets: Sheets::default(),
            spans: Vec::new(),
            said: Vec::new(),
            handing: None,
            compared: 0,
            other: None,
        }
    }

    /// Keeps no texts but those that the program's criteria read, and keys. Whoever asks the roster for one of the
    /// others finds it missing. It is to be said before the first record comes in.
    pub fn only_what_is_read(mut self) -> Builder<'p> {
        for (table, read) in self.tables.iter_mut().zip(fields_read(self.program)) {
            for (column, read) in table.columns.iter_mut().zip(read) {
                if !read && matches!(column, Growing::Text(_)) {
                    *column = Growing::Passed(0);
                }
            }
        }
        self
    }

    /// The program whose schema the records follow.
    pub fn program(&self) -> &'p Program {
        self.program
    }

    /// States the decimal sign of numbers in texts of a kind. Without one, a
    /// number that could be read in two ways (`1.234`) is refused.
    pub fn decimal_sign(&mut self, kind: KindId, sign: DecimalSign) {
        if let Some(table) = self.tables.get_mut(kind.at()) {
            table.sign = Some(sign);
        }
    }

    /// Reads a column of a kind as the field named `field`; a field that isn't there is a problem.
    pub fn rename(&mut self, kind: KindId, column: &str, field: &str) {
        let Some(declared) = self.program.kinds.get(kind.at()) else { return };
        let found = self.tables.get(kind.at()).and_then(|table| table.fields.find(field));
        if found.is_none() {
            let fault = DataFault::UnknownTarget {
                kind: Bilingual::from(&declared.name),
                target: quote(field),
                nearest: nearest_field(declared, field),
            };
            let place = DataPlace { column: Some(column.to_owned()), ..DataPlace::default() };
            self.problems.add(DataProblem { place, fault });
        }
        if let Some(table) = self.tables.get_mut(kind.at()) {
            table.told.insert(text::same_name(column), found);
        }
    }

    /// Passes over a column of a kind.
    pub fn ignore(&mut self, kind: KindId, column: &str) {
        if let Some(table) = self.tables.get_mut(kind.at()) {
            table.told.insert(text::same_name(column), None);
        }
    }

    /// Whether a column is a field, or was told about.
    pub(super) fn reads(&self, kind: KindId, column: &str) -> bool {
        let (Some(declared), Some(table)) = (self.program.kinds.get(kind.at()), self.tables.get(kind.at())) else {
            return false;
        };
        table.told.contains_key(&text::same_name(column))
            || meaning(declared, table.fields.find(column), column, true).is_ok()
    }

    /// Adds a problem that a reader found, unless it is none [beside](Self::beside) another program.
    pub fn problem(&mut self, place: DataPlace, fault: DataFault) {
        if !self.is_the_others(&place, &fault) {
            self.problems.add(DataProblem { place, fault });
        }
    }

    /// The number of the label that a text means in a set of labels, as a cell is read; `none` among them.
    pub fn label(&self, set: LabelsId, written: &str) -> Option<u32> {
        match self.labels.get(set.at())?.find(&text::tidy(written)) {
            LabelFound::Exact(number) | LabelFound::Folded(number) => Some(number),
            LabelFound::No => None,
        }
    }

    /// How many records of a kind there are so far.
    pub fn len(&self, kind: KindId) -> u32 {
        self.tables.get(kind.at()).map_or(0, |table| table.rows)
    }

    /// Whether there is no record of a kind so far.
    pub fn is_empty(&self, kind: KindId) -> bool {
        self.len(kind) == 0
    }

    /// Gives a file up: whatever came from it is taken back, so that the kind has its first `rows` records, and what was
    /// found wrong in it is forgotten for the one problem that it has.
    pub fn give_up(&mut self, kind: KindId, rows: u32, file: &str, place: DataPlace, fault: DataFault) {
        self.take_back(kind, rows);
        if let Some(table) = self.tables.get_mut(kind.at()) {
            table.unread = true;
        }
        self.problems.forget(file);
        self.problem(place, fault);
    }

    /// Whether so many errors are kept already that further ones are only counted.
    pub fn is_full(&self) -> bool {
        self.problems.full()
    }

    /// Says that records of a kind are given, even if there turns out to be none.
    pub fn given(&mut self, kind: KindId) {
        if let Some(table) = self.tables.get_mut(kind.at()) {
            table.given = true;
        }
    }

    /// Whether records of a kind were given, even if there was none.
    pub fn is_given(&self, kind: KindId) -> bool {
        self.tables.get(kind.at()).is_some_and(|table| table.given)
    }

    /// Passes over the records of a kind that come from now on: those that are there are all.
    pub fn close(&mut self, kind: KindId) {
        if let Some(table) = self.tables.get_mut(kind.at()) {
            table.closed = true;
        }
    }

    /// Whether records of a kind that come are passed over.
    pub(super) fn is_closed(&self, kind: KindId) -> bool {
        self.tables.get(kind.at()).is_some_and(|table| table.closed)
    }

    /// The columns of a table with a header: each the name of a field in
    /// either language, or empty for a column to pass over.
    pub fn header(&mut self, kind: KindId, origin: &Origin, names: &[&str]) -> Header {
        self.open(kind, origin);
        let mut columns: Vec<(Box<str>, Heading)> = Vec::with_capacity(names.len());
        for name in names {
            let heading = if name.is_empty() { Heading::Nothing } else { self.heading(kind, origin, name) };
            let repeated = heading != Heading::Nothing && columns.iter().any(|(_, other)| *other == heading);
            if let (Heading::Field(field), true) = (heading, repeated) {
                self.repeated(kind, field, place(origin, Some(name)));
                columns.push((Box::from(*name), Heading::Nothing));
            } else {
                columns.push((Box::from(*name), heading));
            }
        }
        Header { kind, columns, sign: self.sign(kind) }
    }

    /// Adds a column to a header, for records whose names of fields come to light one by one; `false`, and no column, if
    /// another column means the same field.
    pub fn widen(&mut self, header: &mut Header, origin: &Origin, name: &str) -> bool {
        let heading = self.heading(header.kind, origin, name);
        let repeated = heading != Heading::Nothing && header.columns.iter().any(|(_, other)| *other == heading);
        if !repeated {
            header.columns.push((Box::from(name), heading));
        }
        !repeated
    }

    /// Adds a record under a header; cells beyond the header's columns are passed over.
    pub fn row<'c>(&mut self, header: &Header, origin: &Origin, cells: impl IntoIterator<Item = Cell<'c>>) {
        let kind = header.kind;
        if !self.begin(kind, origin) {
            return;
        }
        for ((name, heading), cell) in header.columns.iter().zip(cells) {
            if let Heading::Field(field) = heading {
                self.cell(kind, *field, &cell, header.sign, origin, name);
            }
        }
        self.end(kind);
    }

    /// Adds a record of a kind: pairs of a column's name (a field's name in either language) and a cell.
    pub fn record<'c>(&mut self, kind: KindId, origin: &Origin, cells: impl IntoIterator<Item = (&'c str, Cell<'c>)>) {
        self.record_located(kind, origin, cells, |_| None);
    }

    /// As [`record`](Self::record), with a way to find where a column's value
    /// stands in the text, which is asked for bad values only.
    pub fn record_located<'c>(
        &mut self,
        kind: KindId,
        origin: &Origin,
        cells: impl IntoIterator<Item = (&'c str, Cell<'c>)>,
        locate: impl Fn(&str) -> Option<Position>,
    ) {
        self.open(kind, origin);
        if !self.begin(kind, origin) {
            return;
        }
        let (mark, sign) = (self.problems.mark(), self.sign(kind));
        for (name, cell) in cells {
            if let Heading::Field(field) = self.heading(kind, origin, name) {
                self.cell(kind, field, &cell, sign, origin, name);
            }
        }
        self.end(kind);
        for place in self.problems.places_since(mark) {
            if let Some(position) = place.column.as_deref().and_then(&locate) {
                place.position = Some(position);
            }
        }
    }

    /// Resolves references, checks what needs all records, and gives the
    /// roster with warnings, or every error (warnings behind them).
    pub fn finish_with_warnings(self) -> Result<(Roster, Vec<Finding>), Vec<Finding>> {
        resolve::finish(self)
    }

    /// As [`finish_with_warnings`](Self::finish_with_warnings), for callers that have no use for warnings.
    pub fn finish(self) -> Result<Roster, Vec<Finding>> {
        self.finish_with_warnings().map(|(roster, _)| roster)
    }

    /// A new file makes column names mean anew.
    fn open(&mut self, kind: KindId, origin: &Origin) {
        let file = origin.file.as_deref().unwrap_or("");
        if self.files.get(self.file as usize).is_none_or(|current| current != file) {
            let place = self.files.iter().position(|known| known == file).unwrap_or(self.files.len());
            if place == self.files.len() {
                self.files.push(file.to_owned());
            }
            self.file = place as u32;
            self.tables.iter_mut().for_each(|table| table.names.clear());
        }
        self.given(kind);
    }

    /// Starts a row; `false` if there can be no more.
    fn begin(&mut self, kind: KindId, origin: &Origin) -> bool {
        let file = self.file;
        let Some(table) = self.tables.get_mut(kind.at()) else { return false };
        if table.closed || self.handing.as_ref().is_some_and(|handing| handing.is_past(kind)) {
            return false;
        }
        if u64::from(table.rows) >= MAX_RECORDS {
            self.problem(place(origin, None), DataFault::TooManyRecords { limit: MAX_RECORDS });
            return false;
        }
        let at = origin.position.unwrap_or(Position { line: 0, column: 0 });
        table.came.push(Came { file, row: origin.row.unwrap_or(0), line: at.line, column: at.column });
        table.rows += 1;
        true
    }

    /// Ends a row: whatever was not given is missing.
    fn end(&mut self, kind: KindId) {
        let Some(table) = self.tables.get_mut(kind.at()) else { return };
        let rows = table.here() as usize;
        for column in &mut table.columns {
            if column.len().is_some_and(|len| len < rows) {
                column.push_missing();
            }
        }
        self.hand_on_if_many(kind);
    }

    /// What a column's name means in the current file; problems are reported the first time.
    fn heading(&mut self, kind: KindId, origin: &Origin, name: &str) -> Heading {
        let program = self.program;
        let (Some(declared), Some(table)) = (program.kinds.get(kind.at()), self.tables.get_mut(kind.at())) else {
            return Heading::Nothing;
        };
        if table.closed {
            return Heading::Nothing;
        }
        if let Some(known) = table.names.get(name) {
            return *known;
        }
        let found = match table.told.get(&text::same_name(name)) {
            Some(told) => Ok(told.map_or(Heading::Nothing, Heading::Field)),
            None => meaning(declared, table.fields.find(name), name, self.problems.full()),
        };
        let heading = match found {
            Ok(heading) => heading,
            Err(fault) => {
                self.problems.add(DataProblem { place: place(origin, Some(name)), fault });
                Heading::Nothing
            }
        };
        if let Heading::Field(field) = heading
            && let Some(headed) = table.headed.get_mut(field.at())
        {
            headed.get_or_insert_with(|| Box::from(name));
        }
        if table.names.len() >= MAX_REMEMBERED {
            table.names.clear();
        }
        table.names.insert(Box::from(name), heading);
        heading
    }

    fn repeated(&mut self, kind: KindId, field: FieldId, place: DataPlace) {
        let name = self.program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at()));
        if let Some(declared) = name {
            self.problem(place, DataFault::RepeatedColumn { field: Bilingual::from(&declared.name) });
        }
    }

    fn sign(&self, kind: KindId) -> Option<DecimalSign> {
        self.tables.get(kind.at()).and_then(|table| table.sign)
    }

    fn cell(
        &mut self,
        kind: KindId,
        field: FieldId,
        cell: &Cell<'_>,
        sign: Option<DecimalSign>,
        origin: &Origin,
        name: &str,
    ) {
        let program = self.program;
        let declared = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at()));
        let (Some(declared), Some(table)) = (declared, self.tables.get_mut(kind.at())) else { return };
        let (row, here) = (table.rows.saturating_sub(1), table.here().saturating_sub(1));
        let Some(column) = table.columns.get_mut(field.at()) else { return };
        if column.len() != Some(here as usize) {
            self.repeated(kind, field, place(origin, Some(name)));
            return;
        }
        let written = match cell {
            Cell::Text(text) => Some((Form::Text, Piece::whole(text))),
            Cell::Number(text) => Some((Form::Number, Piece::whole(text))),
            Cell::Blank | Cell::Bool(_) | Cell::Nested | Cell::Error(_) => None,
        };
        let mut remembered = table.remembered.get_mut(field.at());
        let known = written.zip(remembered.as_ref()).and_then(|((form, text), all)| all.find(text, form, sign));
        if let Some((says, false)) = known
            && column.push_said(says)
        {
            return;
        }
        let reading = Reading { program, labels: &self.labels, sign, only_counting: self.problems.full() };
        let value = match value::read(&reading, declared, cell) {
            Ok(value) => value,
            Err(fault) => {
                column.push_refused();
                self.problems.add(DataProblem { place: place(origin, Some(name)), fault });
                return;
            }
        };
        let respelled = matches!(value, Value::Label(_, true));
        if let (Some(memory), Some((form, text)), Some(says), None) = (&mut remembered, written, said(&value), known) {
            memory.put(text, form, sign, says, respelled);
        }
        let fault = match (value, column) {
            (Value::Text(text), Growing::Text(values)) => {
                values.push(Some(text.as_ref()));
                None
            }
            (Value::Text(text), Growing::Key(values)) => {
                let key = table.keys.find(&text);
                values.push(key);
                table.keys.give(key, row).map(|first| DataFault::DuplicateKey {
                    key: quote(&text),
                    first: Box::new(self.place_of(kind, first, Some(name))),
                })
            }
            (Value::Key(text), Growing::Reference(_)) => {
                let to = match declared.ty {
                    Type::Reference(to) => to,
                    Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) => kind,
                };
                let key = self.tables.get_mut(to.at()).map(|table| {
                    let key = table.keys.find(&text);
                    table.keys.refer(key);
                    key
                });
                let column = self.tables.get_mut(kind.at()).and_then(|table| table.columns.get_mut(field.at()));
                if let (Some(Growing::Reference(values)), Some(key)) = (column, key) {
                    values.push(key);
                }
                None
            }
            (Value::Number(value), column) => {
                let fits = column.push_number(value);
                if !fits {
                    column.push_missing();
                }
                let written = match cell {
                    Cell::Text(written) | Cell::Number(written) => quote(written.trim()),
                    Cell::Blank | Cell::Bool(_) | Cell::Nested | Cell::Error(_) => String::new(),
                };
                (!fits).then_some(DataFault::TooManyDigits { value: written })
            }
            (value @ (Value::YesNo(_) | Value::Date(_) | Value::Label(..)), column) => {
                if !said(&value).is_some_and(|says| column.push_said(says)) {
                    column.push_missing();
                }
                if let (Value::Label(label, true), Type::Label(set), Cell::Text(written)) = (value, declared.ty, cell)
                    && let Some(label) = program.labels.get(set.at()).and_then(|set| set.labels.get(label as usize))
                {
                    let place = place(origin, Some(name));
                    self.problems.respelled(kind, field, &text::tidy(written), label, &place);
                }
                None
            }
            (Value::Missing | Value::Text(_) | Value::Key(_), column) => {
                column.push_missing();
                None
            }
        };
        if let Some(fault) = fault {
            self.problem(place(origin, Some(name)), fault);
        }
    }

    /// Where a record came from.
    pub(super) fn place_of(&self, kind: KindId, row: u32, column: Option<&str>) -> DataPlace {
        let came = self.tables.get(kind.at()).and_then(|table| table.came.get(row));
        let file = came.and_then(|came| self.files.get(came.file as usize)).filter(|file| !file.is_empty());
        DataPlace {
            file: file.cloned(),
            row: came.map(|came| came.row).filter(|row| *row > 0),
            column: column.map(str::to_owned),
            position: came.filter(|came| came.line > 0).map(|came| Position { line: came.line, column: came.column }),
            ..DataPlace::default()
        }
    }
}

/// What a column that nothing was told about means.
pub(super) fn meaning(
    kind: &Kind,
    found: Option<FieldId>,
    name: &str,
    only_counting: bool,
) -> Result<Heading, DataFault> {
    let found = found.and_then(|id| kind.fields.get(id.at()).map(|field| (id, field)));
    match found {
        Some((id, field)) => match &field.origin {
            FieldOrigin::Key | FieldOrigin::Data { .. } => Ok(Heading::Field(id)),
            FieldOrigin::Define(_) | FieldOrigin::Previous { .. } | FieldOrigin::Rank(_) => {
                Err(DataFault::DerivedColumn { award: false })
            }
            FieldOrigin::Award { .. } => Err(DataFault::DerivedColumn { award: true }),
        },
        None => Err(DataFault::UnknownColumn {
            kind: Bilingual::from(&kind.name),
            nearest: if only_counting { None } else { nearest_field(kind, name) },
        }),
    }
}

pub(super) fn place(origin: &Origin, column: Option<&str>) -> DataPlace {
    DataPlace {
        file: origin.file.clone(),
        row: origin.row,
        column: column.map(quote),
        position: origin.position,
        ..DataPlace::default()
    }
}

impl Rows {
    fn new(program: &Program, kind: &Kind) -> Rows {
        Rows {
            rows: 0,
            gone: 0,
            columns: kind.fields.iter().map(|field| Growing::new(program, field)).collect(),
            remembered: kind.fields.iter().map(|_| Remembered::default()).collect(),
            came: Origins::default(),
            headed: vec![None; kind.fields.len()],
            given: false,
            closed: false,
            unread: false,
            keys: Keys::default(),
            fields: FieldIndex::new(kind),
            names: HashMap::new(),
            told: HashMap::new(),
            sign: None,
        }
    }

    /// How many are here.
    pub(super) fn here(&self) -> u32 {
        self.rows.saturating_sub(self.gone)
    }
}
