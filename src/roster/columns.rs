//! Records whose columns have their types already.

use std::borrow::Cow;

use super::batch::Column;
use super::builder::{Builder, Header, Heading, place};
use super::cell::{Batch, Cells, Form};
use super::column::Codes;
use super::growing::{BLANK, Growing};
use super::keys::{Came, Keys};
use super::many::{MOST_PLACES, decimals, many, readable, whole};
use super::number::DecimalSign;
use super::piece::Piece;
use super::remembered::Says;
use super::typed::{FOUR_DIGITS, Integers, MISSING, Mask, Reading, TextList, Typed, UNTOLD, Values};
use super::{Cell, MAX_RECORDS, Origin, text};
use crate::program::{Field, FieldId, KindId, Type};

/// What a column's values are needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Use {
    /// For nothing: the column is no field, which was reported, or is to be passed over.
    Nothing,
    /// Any text or number will do and none is kept.
    AnyText,
    /// They are read.
    Values,
}

/// Lists of no more texts than so many for each row of the first batch are read ahead.
const MOST_AHEAD: usize = 8;

/// Runs the same over integers of any width.
macro_rules! with_integers {
    ($integers:expr, $values:ident => $run:expr) => {
        match $integers {
            Integers::I8($values) => $run,
            Integers::I16($values) => $run,
            Integers::I32($values) => $run,
            Integers::I64($values) => $run,
            Integers::U8($values) => $run,
            Integers::U16($values) => $run,
            Integers::U32($values) => $run,
            Integers::U64($values) => $run,
        }
    };
}

/// A label in another spelling than in the rules: the header's column, the row, the label.
type Respelled = (usize, usize, u32);

impl Builder<'_> {
    /// What the values of a header's column are needed for, so that a reader needn't make others at all.
    pub fn use_of(&self, header: &Header, column: usize) -> Use {
        let Some((_, Heading::Field(field))) = header.columns.get(column) else { return Use::Nothing };
        match self.tables.get(header.kind.at()).and_then(|table| table.columns.get(field.at())) {
            Some(Growing::Passed(_)) => Use::AnyText,
            Some(_) => Use::Values,
            None => Use::Nothing,
        }
    }

    /// Adds many records under a header, column by column: the same as [`row`](Builder::row) for each of them with what
    /// a file without types would say, and faster.
    ///
    /// A number is a [`Cell::Number`], a day a text as `2022-12-31`, a missing value a blank cell. `first` is the row of
    /// the first record in its file, from 1; columns stand as in the header, and those without values (see
    /// [`use_of`](Builder::use_of)) count as missing.
    ///
    /// ```
    /// use tieuchi::program::KindId;
    /// use tieuchi::roster::{Builder, Integers, Mask, Origin, Typed, Values};
    /// use tieuchi::source::Source;
    ///
    /// let rules = "tieuchi 1, en\nrecord school\n  id: text key\n  pupils: count\n\
    ///              criterion 1 \"No tiny school\"\n  100% of schools have pupils at least 10\n";
    /// let (program, _) = tieuchi::compile(&[Source::new("schools", rules)]).expect("sound rules");
    /// let mut builder = Builder::new(&program);
    /// let header = builder.header(KindId(0), &Origin::default(), &["id", "pupils"]);
    /// let keys = vec!["A", "B"];
    /// let ids = Typed { values: Values::Texts(&keys), known: None };
    /// // Of the second school nobody knows.
    /// let known = Some(Mask { bytes: &[0b01], first: 0 });
    /// let pupils = Typed { values: Values::Whole(Integers::I16(&[12, 0])), known };
    /// builder.columns(&header, &Origin::default(), 1, 2, &mut [Some(ids), Some(pupils)]);
    /// assert_eq!(builder.finish().expect("sound records").len(KindId(0)), 2);
    /// ```
    pub fn columns(
        &mut self,
        header: &Header,
        origin: &Origin,
        first: u64,
        count: usize,
        columns: &mut [Option<Typed<'_>>],
    ) {
        let kind = header.kind;
        let Some(before) = self.tables.get(kind.at()).map(|table| table.rows) else { return };
        if self.is_closed(kind) {
            return;
        }
        let mut respelled = Vec::new();
        let clean = u64::from(before) + count as u64 <= MAX_RECORDS
            && !self.problems.full()
            && header.columns.iter().zip(columns.iter_mut()).enumerate().all(|(at, ((_, heading), typed))| {
                match (heading, typed) {
                    (Heading::Field(field), Some(typed)) => {
                        self.typed(header, *field, at, typed, count, &mut respelled)
                    }
                    (Heading::Nothing, _) | (_, None) => true,
                }
            });
        if clean {
            self.came_run(kind, first, count);
            respelled.into_iter().for_each(|one| self.respelled_value(header, origin, first, columns, one));
            return;
        }
        self.take_back(kind, before);
        for row in 0..count {
            let origin = Origin { row: Some(first + row as u64), ..origin.clone() };
            let cells = columns.iter().map(|typed| typed.as_ref().map_or(Cell::Blank, |typed| typed.cell(row)));
            self.row(header, &origin, cells);
        }
    }

    /// Ends a run of records: where they came from; whatever was not given is missing.
    fn came_run(&mut self, kind: KindId, first: u64, count: usize) {
        let file = self.file;
        let Some(table) = self.tables.get_mut(kind.at()) else { return };
        if count == 0 {
            return;
        }
        table.came.push_run(Came { file, row: first, line: 0, column: 0 }, count as u32);
        table.rows += count as u32;
        let all = table.here() as usize;
        for column in &mut table.columns {
            if let Growing::Passed(len) = column {
                *len = all;
            }
            while column.len().is_some_and(|len| len < all) {
                column.push_missing();
            }
        }
    }

    /// Counts a label in another spelling than in the rules.
    fn respelled_value(
        &mut self,
        header: &Header,
        origin: &Origin,
        first: u64,
        columns: &[Option<Typed<'_>>],
        (column, row, code): Respelled,
    ) {
        let Some((name, Heading::Field(id))) = header.columns.get(column) else { return };
        let field = self.program.kinds.get(header.kind.at()).and_then(|kind| kind.fields.get(id.at()));
        let Some(Type::Label(set)) = field.map(|field| field.ty) else { return };
        let label = self.program.labels.get(set.at()).and_then(|set| set.labels.get(code as usize));
        let cell = columns.get(column).and_then(Option::as_ref).map(|typed| typed.cell(row));
        if let (Some(label), Some(Cell::Text(written))) = (label, cell) {
            let origin = Origin { row: Some(first + row as u64), ..origin.clone() };
            let place = place(&origin, Some(name));
            self.problems.respelled(header.kind, *id, &text::tidy(&written), label, &place);
        }
    }

    /// Adds the values of a column; `false` where one of them needs a closer look.
    fn typed(
        &mut self,
        header: &Header,
        id: FieldId,
        at: usize,
        typed: &mut Typed<'_>,
        count: usize,
        respelled: &mut Vec<Respelled>,
    ) -> bool {
        let (kind, sign) = (header.kind, header.sign);
        let field = self.program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(id.at()));
        let (Some(field), Some(table)) = (field, self.tables.get_mut(kind.at())) else { return false };
        let here = table.here() as usize;
        let Some(place) = table.columns.get_mut(id.at()) else { return false };
        if place.len() != Some(here) {
            return false;
        }
        let mut growing = std::mem::replace(place, Growing::Derived);
        let read = self.direct(header, id, field, &mut growing, typed, count, at, respelled);
        if let Some(place) = self.tables.get_mut(kind.at()).and_then(|table| table.columns.get_mut(id.at())) {
            *place = growing;
        }
        read.unwrap_or_else(|| {
            // Types that seldom meet, such as a whole number and a key, meet as text.
            let mut made = String::new();
            let (text, cells) = match typed {
                Typed { values: Values::Written { text, cells }, known: None } => (*text, Cow::Borrowed(*cells)),
                typed => {
                    let cells = typed.spans(count, &mut made);
                    (made.as_str(), Cow::Owned(cells))
                }
            };
            let rows = vec![0; count];
            let batch = Batch { text, cells: Cells::Spans(&cells), width: 1, rows: &rows };
            let mut others = Vec::new();
            let clean = self.column(Column { kind, id, field, sign, at: 0 }, &batch, &mut others);
            respelled.extend(others.into_iter().map(|(_, row, code)| (at, row, code)));
            clean
        })
    }

    /// Adds the values of a column without writing them as text; nothing, and no value, where there is no such way.
    #[allow(clippy::too_many_arguments)]
    fn direct(
        &mut self,
        header: &Header,
        id: FieldId,
        field: &Field,
        growing: &mut Growing,
        typed: &mut Typed<'_>,
        count: usize,
        at: usize,
        respelled: &mut Vec<Respelled>,
    ) -> Option<bool> {
        let kind = header.kind;
        let known = typed.known;
        let is_known = |row: usize| known.as_ref().is_none_or(|known| known.get(row));
        Some(match (growing, field.ty, &mut typed.values) {
            // Any text or number will do.
            (
                Growing::Passed(len),
                _,
                Values::Whole(_) | Values::Decimal { .. } | Values::Days(_) | Values::Texts(_) | Values::Listed { .. },
            ) => {
                *len += count;
                true
            }
            (Growing::Key(values), _, Values::Texts(texts)) => {
                let table = self.tables.get_mut(kind.at())?;
                (0..count).all(|row| {
                    let key = if is_known(row) { texts.text(row) } else { "" };
                    let number = if key.is_empty() { None } else { table.keys.find_cell(Piece::whole(key)) };
                    let Some(number) = number else { return false };
                    let row = table.gone + values.len() as u32;
                    values.push(number);
                    table.keys.give(number, row).is_none()
                })
            }
            (Growing::Reference(values), Type::Reference(to), Values::Texts(texts)) => {
                let keys = &mut self.tables.get_mut(to.at())?.keys;
                values.reserve(count);
                (0..count).all(|row| {
                    if !is_known(row) {
                        values.push(BLANK);
                        return true;
                    }
                    let Some(number) = referred(keys, texts.text(row)) else { return false };
                    values.push(number);
                    true
                })
            }
            (Growing::Text(values), _, Values::Texts(texts)) => (0..count).all(|row| {
                let text = is_known(row).then(|| texts.text(row));
                let tidy = text.is_none_or(|text| text::is_tidy(text.as_bytes()));
                if tidy {
                    values.push(text);
                }
                tidy
            }),
            (Growing::Reference(values), Type::Reference(to), Values::Listed { places, list, reading }) => {
                let keys = &mut self.tables.get_mut(to.at())?.keys;
                let number = |_: &mut Reading, place: u32| referred(keys, list.text(place as usize));
                let all = tell(reading, places, count, true, is_known, number);
                if all {
                    let before = values.len();
                    values.extend(codes(reading, places, count));
                    missing(known, count, |row| put(values, before + row, BLANK));
                }
                all
            }
            (
                growing @ (Growing::Code { .. } | Growing::Number { .. }),
                _,
                Values::Listed { places, list, reading },
            ) => self.listed(
                kind,
                id,
                field,
                header.sign,
                growing,
                (places, *list, reading),
                count,
                known,
                |row, code| {
                    respelled.push((at, row, code));
                },
            ),
            (Growing::Code { codes, missing }, Type::YesNo, Values::YesNo(mask)) => {
                let missing = *missing;
                let before = codes.len();
                extend_codes(codes, (0..count).map(|row| u32::from(mask.get(row))));
                self::missing(known, count, |row| codes.set(before + row, missing));
                true
            }
            (growing @ Growing::Number { .. }, Type::Number(kind), Values::Whole(integers)) => {
                with_integers!(integers, values => whole(growing, values, count, known, |bounds| {
                    readable(field, kind, bounds, 0)
                }))
            }
            (growing @ Growing::Number { .. }, Type::Date, Values::Days(days)) => {
                let inside = |day: i128| i32::try_from(day).is_ok_and(|day| FOUR_DIGITS.contains(&day));
                whole(growing, days, count, known, |(low, high)| inside(low) && inside(high))
            }
            (growing @ Growing::Number { .. }, Type::Number(kind), Values::Decimal { mantissas, places }) => {
                return decimals(growing, field, kind, count, known, mantissas, *places);
            }
            _ => return None,
        })
    }

    /// Adds labels, yes and no, numbers or days that stand in a list.
    #[allow(clippy::too_many_arguments)]
    fn listed(
        &mut self,
        kind: KindId,
        id: FieldId,
        field: &Field,
        sign: Option<DecimalSign>,
        growing: &mut Growing,
        (places, list, reading): (&[i32], &dyn TextList, &mut Reading),
        count: usize,
        known: Option<Mask<'_>>,
        mut respelled: impl FnMut(usize, u32),
    ) -> bool {
        let is_known = |row: usize| known.as_ref().is_none_or(|known| known.get(row));
        let Some(memory) = self.tables.get_mut(kind.at()).and_then(|table| table.remembered.get_mut(id.at())) else {
            return false;
        };
        let mut memory = std::mem::take(memory);
        let say = |reading: &mut Reading, place: u32| {
            let cell = Piece::whole(list.text(place as usize));
            // A list may have nearly as many days as there are rows.
            let day = if field.ty == Type::Date { text::plain_day(cell) } else { None };
            let found = day.map(|days| (Says::Number(days, 0), false)).or_else(|| memory.find(cell, Form::Text, sign));
            let (says, again) = match found {
                Some(found) => found,
                None => (self.meant(&Column { kind, id, field, sign, at: 0 }, &mut memory, Form::Text, cell)?, false),
            };
            if again {
                reading.respelled.push(place);
            }
            Some(match says {
                Says::Missing => MISSING,
                Says::Code(code) => code,
                Says::Number(mantissa, scale) => {
                    reading.numbers.push((mantissa, scale));
                    reading.numbers.len() as u32 - 1
                }
            })
        };
        // Numbers that nobody has would make the column wider.
        let ahead = matches!(growing, Growing::Code { .. });
        let all = tell(reading, places, count, ahead, is_known, say);
        if let Some(place) = self.tables.get_mut(kind.at()).and_then(|table| table.remembered.get_mut(id.at())) {
            *place = memory;
        }
        if !all {
            return false;
        }
        match growing {
            Growing::Code { codes: own, missing: code } => {
                let (code, before) = (*code, own.len());
                extend_codes(own, codes(reading, places, count).map(|told| if told == MISSING { code } else { told }));
                missing(known, count, |row| own.set(before + row, code));
            }
            growing => {
                let all = many_listed(growing, reading, places, count, known);
                if !all.unwrap_or_else(|| each_listed(growing, reading, places, count, is_known)) {
                    return false;
                }
            }
        }
        if !reading.respelled.is_empty() {
            for row in (0..count).filter(|row| is_known(*row)) {
                let place = places.get(row).map_or(u32::MAX, |place| *place as u32);
                if let (true, Some(code)) = (reading.respelled.contains(&place), reading.told.get(place as usize)) {
                    respelled(row, *code);
                }
            }
        }
        true
    }
}

/// The number of a key that a record refers to; nothing where it isn't plainly a key.
fn referred(keys: &mut Keys, key: &str) -> Option<u32> {
    let number = if key.is_empty() { None } else { keys.find_cell(Piece::whole(key)) }?;
    keys.refer(number);
    Some(number)
}

/// Has every text read that stands in the rows; `false` where one needs a closer look.
fn tell(
    reading: &mut Reading,
    places: &[i32],
    count: usize,
    ahead: bool,
    is_known: impl Fn(usize) -> bool,
    mut number: impl FnMut(&mut Reading, u32) -> Option<u32>,
) -> bool {
    let Some(places) = places.get(..count) else { return false };
    let place_of = |place: &i32| *place as u32 as usize;
    // A list of which many will be asked for is read in one go, but for what needs a closer look where it stands.
    if ahead && !reading.begun && reading.told.len() <= count.saturating_mul(MOST_AHEAD) {
        for place in 0..reading.told.len() as u32 {
            if let (Some(told), Some(text)) = (number(reading, place), reading.told.get_mut(place as usize)) {
                *text = told;
            }
        }
    }
    reading.begun = true;
    // Nearly always all of them were read before.
    let fresh = |place: &&i32| reading.told.get(place_of(place)).is_none_or(|told| *told == UNTOLD);
    if places.iter().filter(fresh).count() == 0 {
        return true;
    }
    places.iter().enumerate().all(|(row, place)| match reading.told.get(place_of(place)) {
        Some(&UNTOLD) if is_known(row) => {
            let told = number(reading, *place as u32);
            if let (Some(told), Some(text)) = (told, reading.told.get_mut(place_of(place))) {
                *text = told;
            }
            told.is_some()
        }
        Some(_) => true,
        None => !is_known(row),
    })
}

/// What the rows' texts were read as; anything where the value is missing.
fn codes<'a>(reading: &'a Reading, places: &'a [i32], count: usize) -> impl Iterator<Item = u32> + 'a {
    let told = reading.told.as_slice();
    places.iter().take(count).map(|place| told.get(*place as u32 as usize).copied().unwrap_or(MISSING))
}

/// Calls for every row that has no value.
fn missing(known: Option<Mask<'_>>, count: usize, put: impl FnMut(usize)) {
    if let Some(known) = known {
        known.unset(count).for_each(put);
    }
}

fn put<T>(values: &mut [T], at: usize, value: T) {
    if let Some(place) = values.get_mut(at) {
        *place = value;
    }
}

/// Adds numbers or days that stand in a list; nothing, and no value, where they can't be taken together.
fn many_listed(
    growing: &mut Growing,
    reading: &Reading,
    places: &[i32],
    count: usize,
    known: Option<Mask<'_>>,
) -> Option<bool> {
    let (first, scale) = reading.numbers.first()?;
    let same = reading.numbers.iter().all(|(_, other)| other == scale) && !reading.told.contains(&MISSING);
    let most = 10i64.pow(MOST_PLACES);
    let bounds = reading.numbers.iter().fold((*first, *first), |(low, high), (one, _)| (low.min(*one), high.max(*one)));
    if !same || bounds.0 <= -most || bounds.1 >= most {
        return None;
    }
    let value = |row: usize| {
        let told = places.get(row).and_then(|place| reading.told.get(*place as u32 as usize));
        told.and_then(|told| reading.numbers.get(*told as usize)).map_or(0, |(number, _)| *number)
    };
    Some(many(growing, count, known, value, Some(bounds), *scale))
}

/// As [`many_listed`], one by one.
fn each_listed(
    growing: &mut Growing,
    reading: &Reading,
    places: &[i32],
    count: usize,
    is_known: impl Fn(usize) -> bool,
) -> bool {
    codes(reading, places, count).enumerate().all(|(row, told)| {
        let number = reading.numbers.get(told as usize).filter(|_| is_known(row));
        growing.push_said(number.map_or(Says::Missing, |(mantissa, scale)| Says::Number(*mantissa, *scale)))
    })
}

/// Adds codes, none of which is more than was said at the start.
fn extend_codes(own: &mut Codes, codes: impl Iterator<Item = u32>) {
    match own {
        // Saying that it fits costs a third of the time.
        Codes::U8(own) => own.extend(codes.map(|code| code as u8)),
        Codes::U16(own) => own.extend(codes.map(|code| code as u16)),
        Codes::U32(own) => own.extend(codes),
    }
}
