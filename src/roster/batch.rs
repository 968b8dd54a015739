//! Many records at once, column by column.

use std::borrow::Cow;

use super::builder::{Builder, Header, Heading};
use super::cell::{Batch, Cells, Form, Span, between};
use super::growing::{BLANK, Growing, MISSING};
use super::keys::Came;
use super::number::DecimalSign;
use super::piece::Piece;
use super::remembered::{Remembered, Says, each};
use super::value::{self, Reading, Value};
use super::{Cell, Origin, text};
use crate::program::{Field, FieldId, KindId, NumberKind, Type};

/// The longest run of digits that is read at once.
const PLAIN_DIGITS: usize = 9;

/// One column of a batch and how it is read.
#[derive(Clone, Copy)]
pub(super) struct Column<'a> {
    pub kind: KindId,
    pub id: FieldId,
    pub field: &'a Field,
    pub sign: Option<DecimalSign>,
    /// Where it stands in the batch.
    pub at: usize,
}

/// Cells of a column.
#[derive(Clone, Copy)]
struct Look<'t> {
    text: &'t str,
    cells: &'t [Span],
}

impl Look<'_> {
    fn from(&self, row: usize) -> Self {
        Look { text: self.text, cells: self.cells.get(row..).unwrap_or_default() }
    }

    /// Notes plain days up to the first cell that holds something else; gives how many these are.
    fn days(&self, said: &mut [i64]) -> usize {
        each(self.cells, said, |cell| match cell.form {
            Form::Blank => Some(MISSING),
            Form::Text | Form::Number => text::plain_day(Piece::of(self.text, cell)),
            Form::Yes | Form::No | Form::Nested => None,
        })
    }

    /// As [`days`](Self::days) for plain numbers that are known to be in the field's range.
    fn numbers(&self, proven: Option<(i64, i64)>, said: &mut [i64]) -> usize {
        let (low, high) = proven.unwrap_or((0, -1));
        each(self.cells, said, |cell| match cell.form {
            Form::Blank => Some(MISSING),
            Form::Text | Form::Number => {
                plain_number(Piece::of(self.text, cell)).filter(|number| (low..=high).contains(number))
            }
            Form::Yes | Form::No | Form::Nested => None,
        })
    }
}

/// What a column's texts were read as before.
struct Memory<'m> {
    remembered: &'m mut Remembered,
    respelled: &'m mut Respelled,
}

/// Labels in another spelling than in the rules that were recognised: column, row and label.
pub(super) type Respelled = Vec<(usize, usize, u32)>;

impl Builder<'_> {
    /// Adds many records under a header: the same as [`row`](Builder::row) for each of them, and faster.
    ///
    /// `origin` is the file; rows are numbered by the batch.
    ///
    /// ```
    /// use tieuchi::program::KindId;
    /// use tieuchi::roster::{Batch, Builder, Cells, Origin};
    /// use tieuchi::source::Source;
    ///
    /// let rules = "tieuchi 1, en\nrecord school\n  id: text key\n  pupils: count\n\
    ///              criterion 1 \"No tiny school\"\n  100% of schools have pupils at least 10\n";
    /// let (program, _) = tieuchi::compile(&[Source::new("schools", rules)]).expect("sound rules");
    /// let mut builder = Builder::new(&program);
    /// let header = builder.header(KindId(0), &Origin::default(), &["id", "pupils"]);
    /// let cells = Cells::Starts(&[0, 2, 5, 7, 9]);
    /// builder.batch(&header, &Origin::default(), &Batch { text: "A,12\nB,7\n", cells, width: 2, rows: &[1, 2] });
    /// assert_eq!(builder.finish().expect("sound records").len(KindId(0)), 2);
    /// ```
    pub fn batch(&mut self, header: &Header, origin: &Origin, batch: &Batch<'_>) {
        let (kind, count) = (header.kind, batch.rows.len());
        let program = self.program;
        let Some(fields) = program.kinds.get(kind.at()).map(|kind| &kind.fields) else { return };
        let Some(before) = self.tables.get(kind.at()).map(|table| table.rows) else { return };
        if self.is_closed(kind) {
            return;
        }
        let mut respelled = Vec::new();
        let clean = u64::from(before) + count as u64 <= super::MAX_RECORDS
            && !self.problems.full()
            && header.columns.iter().enumerate().take(batch.width).all(|(at, (_, heading))| match heading {
                Heading::Field(id) => fields.get(id.at()).is_some_and(|field| {
                    self.column(Column { kind, id: *id, field, sign: header.sign, at }, batch, &mut respelled)
                }),
                Heading::Nothing => true,
            });
        if clean {
            self.came(kind, batch.rows);
            respelled
                .into_iter()
                .for_each(|(column, row, code)| self.respelled(header, origin, batch, column, row, code));
            return;
        }
        // Row by row says what is wrong, and where.
        self.take_back(kind, before);
        for (row, number) in batch.rows.iter().enumerate() {
            let origin = Origin { row: Some(*number), ..origin.clone() };
            self.row(header, &origin, (0..batch.width).map_while(|column| batch.cell(row, column)));
        }
        if let Some(table) = self.tables.get_mut(kind.at()) {
            table.keys.settle();
        }
    }

    /// Ends a batch: where the records came from; whatever was not given is missing.
    fn came(&mut self, kind: KindId, rows: &[u64]) {
        let file = self.file;
        let Some(table) = self.tables.get_mut(kind.at()) else { return };
        let came = |row: u64| Came { file, row, line: 0, column: 0 };
        let (first, last) = (rows.first().copied().unwrap_or(0), rows.last().copied().unwrap_or(0));
        if last.checked_sub(first).map(|run| run + 1) == Some(rows.len() as u64) {
            table.came.push_run(came(first), rows.len() as u32);
        } else {
            rows.iter().for_each(|row| table.came.push(came(*row)));
        }
        table.rows += rows.len() as u32;
        let all = table.here() as usize;
        for column in &mut table.columns {
            while column.len().is_some_and(|len| len < all) {
                column.push_missing();
            }
        }
        self.hand_on_if_many(kind);
    }

    /// Takes back the records of a kind but for the first `rows`, and those that were handed on.
    pub(super) fn take_back(&mut self, kind: KindId, rows: u32) {
        let Some(table) = self.tables.get_mut(kind.at()) else { return };
        let (rows, gone) = (rows.max(table.gone), table.gone);
        let here = rows - gone;
        for column in &mut table.columns {
            if let Growing::Key(numbers) = column {
                let taken = (here..numbers.len() as u32).map(|row| (row, numbers.get(row)));
                taken.for_each(|(row, number)| table.keys.take_back(number.unwrap_or(BLANK), gone + row));
            }
            column.truncate(here as usize);
        }
        table.came.truncate(rows);
        table.rows = rows;
    }

    /// Counts a label in another spelling than in the rules, which stood somewhere before.
    fn respelled(&mut self, header: &Header, origin: &Origin, batch: &Batch<'_>, column: usize, row: usize, code: u32) {
        let Some((name, Heading::Field(id))) = header.columns.get(column) else { return };
        let field = self.program.kinds.get(header.kind.at()).and_then(|kind| kind.fields.get(id.at()));
        let Some(Type::Label(set)) = field.map(|field| field.ty) else { return };
        let label = self.program.labels.get(set.at()).and_then(|set| set.labels.get(code as usize));
        let cell = batch.cell(row, column);
        if let (Some(label), Some(Cell::Text(written))) = (label, cell) {
            let place = super::builder::place(origin, Some(name));
            self.problems.respelled(header.kind, *id, &text::tidy(&written), label, &place);
        }
    }

    /// Adds the cells of a column; `false` where one of them needs a closer look.
    pub(super) fn column(&mut self, column: Column<'_>, batch: &Batch<'_>, respelled: &mut Respelled) -> bool {
        let Some(table) = self.tables.get_mut(column.kind.at()) else { return false };
        let at = column.id.at();
        let (Some(place), Some(memory)) = (table.columns.get_mut(at), table.remembered.get_mut(at)) else {
            return false;
        };
        let (mut growing, mut remembered) = (std::mem::replace(place, Growing::Derived), std::mem::take(memory));
        let mut spans = std::mem::take(&mut self.spans);
        // Any text will do where it isn't kept.
        let passed = matches!((&growing, batch.cells), (Growing::Passed(_), Cells::Starts(_)));
        let all = passed || batch.column(column.at, &mut spans);
        let mut cells = spans.iter().map(|span| (span.form, Piece::of(batch.text, span)));
        let clean = all
            && match &mut growing {
                Growing::Key(numbers) => cells.all(|(form, cell)| {
                    let keyed = form != Form::Blank && written(form);
                    let number = if keyed { table.keys.find_cell(cell) } else { None };
                    let Some(number) = number else { return false };
                    let row = table.gone + numbers.len() as u32;
                    numbers.push(number);
                    table.keys.give(number, row).is_none()
                }),
                Growing::Reference(values) => match column.field.ty {
                    Type::Reference(to) => match self.tables.get_mut(to.at()) {
                        Some(target) => cells.all(|(form, cell)| {
                            if form == Form::Blank {
                                values.push(BLANK);
                                return true;
                            }
                            let number = if written(form) { target.keys.find_cell(cell) } else { None };
                            let Some(number) = number else { return false };
                            target.keys.refer(number);
                            values.push(number);
                            true
                        }),
                        None => false,
                    },
                    Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) => false,
                },
                Growing::Text(values) => cells.all(|(form, cell)| {
                    let tidy = form == Form::Blank || (written(form) && text::is_tidy(cell.bytes()));
                    if tidy {
                        values.push(Some(cell.as_str()).filter(|_| form != Form::Blank));
                    }
                    tidy
                }),
                Growing::Passed(len) => {
                    *len += batch.rows.len();
                    passed || cells.all(|(form, _)| written(form))
                }
                Growing::Code { .. } | Growing::Number { .. } => {
                    let mut memory = Memory { remembered: &mut remembered, respelled };
                    let look = Look { text: batch.text, cells: &spans };
                    self.say(column, look, &mut growing, &mut memory)
                }
                Growing::Derived => false,
            };
        self.spans = spans;
        if let Some(table) = self.tables.get_mut(column.kind.at()) {
            if let Some(place) = table.columns.get_mut(at) {
                *place = growing;
            }
            if let Some(memory) = table.remembered.get_mut(at) {
                *memory = remembered;
            }
        }
        clean
    }

    /// Adds what the cells of a column say.
    fn say(&mut self, column: Column<'_>, look: Look<'_>, growing: &mut Growing, memory: &mut Memory<'_>) -> bool {
        let (count, ty) = (look.cells.len(), column.field.ty);
        let mut said = std::mem::take(&mut self.said);
        said.resize(count, MISSING);
        // Which of them the column doesn't have yet.
        let (mut from, mut row, mut clean) = (0, 0, true);
        loop {
            let rest = look.from(row);
            let places = said.get_mut(row..).unwrap_or_default();
            row += match (ty, growing.scale()) {
                (Type::Date, _) => rest.days(places),
                (Type::Number(NumberKind::Count | NumberKind::Integer | NumberKind::Decimal), 0) => {
                    rest.numbers(memory.remembered.proven, places)
                }
                (Type::Number(_) | Type::YesNo | Type::Label(_) | Type::Text | Type::Reference(_), scale) => {
                    memory.remembered.recognise(rest.text, rest.cells, (column.sign, scale), places)
                }
            };
            let (Some(cell), Some(place)) = (look.cells.get(row), said.get_mut(row)) else { break };
            let Some(says) = self.look(&column, memory, cell.form, Piece::of(look.text, cell), row) else {
                clean = false;
                break;
            };
            let number = match says {
                Says::Code(code) => Some(code.into()),
                Says::Missing => Some(MISSING),
                Says::Number(number, digits) => stretched(number, digits, growing.scale()),
            };
            row += 1;
            if let Some(number) = number {
                *place = number;
                continue;
            }
            // It widens the column, or its scale.
            growing.extend(said.get(from..row - 1).unwrap_or_default());
            from = row;
            if !growing.push_said(says) {
                clean = false;
                break;
            }
        }
        growing.extend(said.get(from..row).unwrap_or_default());
        self.said = said;
        clean
    }

    /// What a cell says that doesn't show at once; nothing where it needs a closer look still.
    #[inline(never)]
    fn look(
        &self,
        column: &Column<'_>,
        memory: &mut Memory<'_>,
        form: Form,
        cell: Piece<'_>,
        row: usize,
    ) -> Option<Says> {
        match form {
            Form::Text | Form::Number => {}
            Form::Yes | Form::No => {
                return (column.field.ty == Type::YesNo).then_some(Says::Code(u32::from(form == Form::Yes)));
            }
            Form::Blank | Form::Nested => return None,
        }
        match memory.remembered.find(cell, form, column.sign) {
            Some((says, false)) => Some(says),
            Some((says, true)) => {
                if let Says::Code(code) = says {
                    memory.respelled.push((column.at, row, code));
                }
                Some(says)
            }
            None => self.meant(column, memory.remembered, form, cell),
        }
    }

    /// What a cell says whose text wasn't read before; nothing where it needs a closer look.
    pub(super) fn meant(
        &self,
        column: &Column<'_>,
        remembered: &mut Remembered,
        form: Form,
        cell: Piece<'_>,
    ) -> Option<Says> {
        let (field, sign) = (column.field, column.sign);
        let written = Cow::Borrowed(cell.as_str());
        let whole = if form == Form::Number { Cell::Number(written) } else { Cell::Text(written) };
        let reading = Reading { program: self.program, labels: &self.labels, sign, only_counting: true };
        let says = match value::read(&reading, field, &whole).ok()? {
            // The first of its spelling is reported with its place.
            Value::Label(_, true) | Value::Text(_) | Value::Key(_) => return None,
            value => said(&value)?,
        };
        match (field.ty, plain_number(cell), says) {
            (
                Type::Number(NumberKind::Count | NumberKind::Integer | NumberKind::Decimal),
                Some(number),
                Says::Number(..),
            ) => {
                let (low, high) = remembered.proven.unwrap_or((number, number));
                remembered.proven = Some((low.min(number), high.max(number)));
            }
            _ => remembered.put(cell, form, sign, says, false),
        }
        Some(says)
    }
}

/// What a value that is no text says, if it fits.
pub(super) fn said(value: &Value<'_>) -> Option<Says> {
    Some(match value {
        Value::Missing => Says::Missing,
        Value::YesNo(value) => Says::Code(u32::from(*value)),
        Value::Label(label, _) => Says::Code(*label),
        Value::Date(day) => Says::Number(day.days(), 0),
        Value::Number(number) => Says::Number(i64::try_from(number.mantissa).ok()?, number.scale),
        Value::Text(_) | Value::Key(_) => return None,
    })
}

/// A number's mantissa at another scale than its own, if that is exact and fits.
fn stretched(number: i64, digits: u32, scale: u32) -> Option<i64> {
    let number = number.checked_mul(10i64.checked_pow(scale.checked_sub(digits)?)?)?;
    (number != MISSING).then_some(number)
}

/// Whether a cell is blank or written as a text or a number.
#[inline(always)]
fn written(form: Form) -> bool {
    match form {
        Form::Blank | Form::Text | Form::Number => true,
        Form::Yes | Form::No | Form::Nested => false,
    }
}

/// The number of a few digits.
#[inline(always)]
fn plain_number(cell: Piece<'_>) -> Option<i64> {
    let len = cell.len();
    if len == 0 || len > PLAIN_DIGITS { None } else { cell.digits(len, 0).map(|number| number as i64) }
}

impl Batch<'_> {
    /// The cells of a column; `false` if there are fewer than there are rows.
    fn column(&self, column: usize, into: &mut Vec<Span>) -> bool {
        let last = column + 1 == self.width;
        into.resize(self.rows.len(), Span { start: 0, len: 0, form: Form::Blank });
        let mut places = into.iter_mut().enumerate().map(|(row, span)| (row * self.width + column, span));
        match self.cells {
            Cells::Spans(spans) => places.all(|(at, span)| spans.get(at).map(|cell| *span = *cell).is_some()),
            Cells::Starts(starts) => places.all(|(at, span)| {
                let both = starts.get(at..).and_then(|starts| starts.first_chunk::<2>());
                both.map(|[start, next]| *span = between(self.text, *start, *next, last)).is_some()
            }),
        }
    }

    /// A cell as the careful way reads it.
    fn cell(&self, row: usize, column: usize) -> Option<Cell<'_>> {
        let span = self.cells.span(self.text, row * self.width + column, column + 1 == self.width)?;
        Some(span.cell(self.text))
    }
}
