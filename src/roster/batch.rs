//! Many records at once, column by column.

use std::borrow::Cow;

use super::builder::{Builder, Header, Heading};
use super::cell::{Batch, Form, Span};
use super::growing::Growing;
use super::keys::Came;
use super::number::DecimalSign;
use super::remembered::{Remembered, Says};
use super::value::{self, Reading, Value};
use super::{Cell, Origin, text};
use crate::program::{Field, FieldId, KindId, NumberKind, Type};

/// The longest run of digits that is read at once.
const PLAIN_DIGITS: usize = 9;

/// One column of a batch.
struct Cells<'a, 't> {
    batch: &'a Batch<'t>,
    column: usize,
}

impl<'t> Cells<'_, 't> {
    fn each(&self) -> impl Iterator<Item = (Form, &'t str)> {
        let text = self.batch.text;
        let spans = self.batch.cells.get(self.column..).unwrap_or_default().iter().step_by(self.batch.width.max(1));
        spans.map(|span| {
            let start = span.start as usize;
            (span.form, text.get(start..start + span.len as usize).unwrap_or(""))
        })
    }
}

impl Builder<'_> {
    /// Adds many records under a header: the same as [`row`](Builder::row) for each of them, and faster.
    ///
    /// `origin` is the file; rows are numbered by the batch.
    ///
    /// ```
    /// use tieuchi::program::KindId;
    /// use tieuchi::roster::{Batch, Builder, Form, Origin, Span};
    /// use tieuchi::source::Source;
    ///
    /// let rules = "tieuchi 1, en\nrecord school\n  id: text key\n  pupils: count\n\
    ///              criterion 1 \"No tiny school\"\n  100% of schools have pupils at least 10\n";
    /// let (program, _) = tieuchi::compile(&[Source::new("schools", rules)]).expect("sound rules");
    /// let mut builder = Builder::new(&program);
    /// let header = builder.header(KindId(0), &Origin::default(), &["id", "pupils"]);
    /// let text = "A,12\nB,7\n";
    /// let cell = |start, len| Span { start, len, form: Form::Text };
    /// let cells = [cell(0, 1), cell(2, 2), cell(5, 1), cell(7, 1)];
    /// builder.batch(&header, &Origin::default(), &Batch { text, cells: &cells, width: 2, rows: &[1, 2] });
    /// assert_eq!(builder.finish().expect("sound records").len(KindId(0)), 2);
    /// ```
    pub fn batch(&mut self, header: &Header, origin: &Origin, batch: &Batch<'_>) {
        let (kind, count) = (header.kind, batch.rows.len());
        let Some(before) = self.tables.get(kind.at()).map(|table| table.rows) else { return };
        let mut respelled = Vec::new();
        let clean = u64::from(before) + count as u64 <= super::MAX_RECORDS
            && !self.problems.full()
            && header.columns.iter().enumerate().take(batch.width).all(|(column, (_, heading))| match heading {
                Heading::Field(field) => self.column(kind, *field, header.sign, batch, column, &mut respelled),
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
            let spans = batch.cells.get(row * batch.width..(row + 1) * batch.width).unwrap_or_default();
            self.row(header, &origin, spans.iter().map(|span| batch.cell(*span)));
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
        let all = table.rows as usize;
        for column in &mut table.columns {
            while column.len().is_some_and(|len| len < all) {
                column.push_missing();
            }
        }
    }

    /// Takes back the records of a kind but for the first `rows`.
    pub(super) fn take_back(&mut self, kind: KindId, rows: u32) {
        let Some(table) = self.tables.get_mut(kind.at()) else { return };
        for column in &mut table.columns {
            if let Growing::Key(numbers) = column {
                let taken = (rows..).zip(numbers.get(rows as usize..).unwrap_or_default());
                taken.for_each(|(row, number)| table.keys.take_back(*number, row));
            }
            column.truncate(rows as usize);
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
        let cell = batch.cells.get(row * batch.width + column).map(|span| batch.cell(*span));
        if let (Some(label), Some(Cell::Text(written))) = (label, cell) {
            let place = super::builder::place(origin, Some(name));
            self.problems.respelled(header.kind, *id, &text::tidy(&written), label, &place);
        }
    }

    /// Adds the cells of a column; `false` where one of them needs a closer look.
    pub(super) fn column(
        &mut self,
        kind: KindId,
        id: FieldId,
        sign: Option<DecimalSign>,
        batch: &Batch<'_>,
        column: usize,
        respelled: &mut Vec<(usize, usize, u32)>,
    ) -> bool {
        let field = self.program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(id.at()));
        let (Some(field), Some(table)) = (field, self.tables.get_mut(kind.at())) else { return false };
        let (Some(place), Some(memory)) = (table.columns.get_mut(id.at()), table.remembered.get_mut(id.at())) else {
            return false;
        };
        let (mut growing, mut remembered) = (std::mem::replace(place, Growing::Derived), std::mem::take(memory));
        let cells = Cells { batch, column };
        let clean = match (&mut growing, field.ty) {
            (Growing::Key(values), _) => cells.each().all(|(form, cell)| match written(form, cell) {
                Some(Some(key)) => {
                    let number = table.keys.number(key);
                    let first = table.keys.give(number, values.len() as u32).is_none();
                    values.push(number);
                    first
                }
                Some(None) | None => false,
            }),
            (Growing::Reference(values), Type::Reference(to)) => match self.tables.get_mut(to.at()) {
                Some(target) => cells.each().all(|(form, cell)| {
                    let key =
                        written(form, cell).map(|key| key.map_or(super::growing::BLANK, |key| target.keys.number(key)));
                    key.map(|key| values.push(key)).is_some()
                }),
                None => false,
            },
            (Growing::Text(values), _) => {
                cells.each().all(|(form, cell)| written(form, cell).map(|text| values.push(text)).is_some())
            }
            // Any text will do.
            (Growing::Passed(len), _) => {
                *len += batch.rows.len();
                cells.each().all(|(form, _)| matches!(form, Form::Blank | Form::Text | Form::Number))
            }
            (Growing::Code { .. } | Growing::Number { .. }, _) => {
                cells.each().enumerate().all(|(row, (form, cell))| {
                    let Some((says, again)) = self.says(field, sign, &mut remembered, form, cell) else { return false };
                    if let (true, Says::Code(code)) = (again, says) {
                        respelled.push((column, row, code));
                    }
                    growing.push_said(says)
                })
            }
            (Growing::Derived | Growing::Reference(_), _) => false,
        };
        if let Some(table) = self.tables.get_mut(kind.at()) {
            if let Some(place) = table.columns.get_mut(id.at()) {
                *place = growing;
            }
            if let Some(memory) = table.remembered.get_mut(id.at()) {
                *memory = remembered;
            }
        }
        clean
    }

    /// What a cell says; nothing where it needs a closer look.
    pub(super) fn says(
        &self,
        field: &Field,
        sign: Option<DecimalSign>,
        remembered: &mut Remembered,
        form: Form,
        cell: &str,
    ) -> Option<(Says, bool)> {
        match form {
            Form::Blank => return Some((Says::Missing, false)),
            Form::Yes | Form::No => {
                return (field.ty == Type::YesNo).then_some((Says::Code(u32::from(form == Form::Yes)), false));
            }
            Form::Nested => return None,
            Form::Text | Form::Number => {}
        }
        let plain = match field.ty {
            Type::Number(NumberKind::Count | NumberKind::Integer | NumberKind::Decimal) => {
                plain_number(cell.as_bytes())
            }
            Type::Number(NumberKind::Percent)
            | Type::Text
            | Type::YesNo
            | Type::Date
            | Type::Label(_)
            | Type::Reference(_) => None,
        };
        if let (Some(number), Some((low, high))) = (plain, remembered.proven)
            && (low..=high).contains(&number)
        {
            return Some((Says::Number(number, 0), false));
        }
        if field.ty == Type::Date
            && let Some(days) = text::plain_day(cell.as_bytes())
        {
            return Some((Says::Number(days, 0), false));
        }
        if let Some(found) = remembered.find(cell.as_bytes(), form, sign) {
            return Some(found);
        }
        let written = Cow::Borrowed(cell);
        let whole = if form == Form::Number { Cell::Number(written) } else { Cell::Text(written) };
        let reading = Reading { program: self.program, labels: &self.labels, sign, only_counting: true };
        let says = match value::read(&reading, field, &whole).ok()? {
            // The first of its spelling is reported with its place.
            Value::Label(_, true) | Value::Text(_) | Value::Key(_) => return None,
            value => said(&value)?,
        };
        if let (Some(number), Says::Number(..)) = (plain, says) {
            let (low, high) = remembered.proven.unwrap_or((number, number));
            remembered.proven = Some((low.min(number), high.max(number)));
        } else {
            remembered.put(cell.as_bytes(), form, sign, says, false);
        }
        Some((says, false))
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

/// A text that is tidy as it stands (see [`text::tidy`]) or is not there; nothing where it needs a closer look.
fn written(form: Form, cell: &str) -> Option<Option<&str>> {
    match form {
        Form::Blank => Some(None),
        Form::Text | Form::Number if text::is_tidy(cell.as_bytes()) => Some(Some(cell)),
        Form::Text | Form::Number | Form::Yes | Form::No | Form::Nested => None,
    }
}

/// The number of a few digits.
fn plain_number(cell: &[u8]) -> Option<i64> {
    if cell.is_empty() || cell.len() > PLAIN_DIGITS {
        return None;
    }
    let mut number = 0i64;
    for byte in cell {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + i64::from(digit);
    }
    Some(number)
}

impl Batch<'_> {
    /// A cell as the careful way reads it.
    fn cell(&self, span: Span) -> Cell<'_> {
        span.cell(self.text)
    }
}
