//! Records from JSON and RON.

use std::borrow::Cow;

use tieuchi::diagnostic::{Bilingual, DataFault, DataPlace, Notation};
use tieuchi::program::KindId;
use tieuchi::roster::{Builder, Cell, Origin, kind_named, nearest_kind};
use tieuchi::source::Position;
use unicode_segmentation::UnicodeSegmentation;

use crate::decode::decode;
use crate::notation::{Cursor, Stop};

/// Reads a JSON file; it is called `name` in findings.
///
/// For one kind it is a list of objects: `[{"id": "P1", …}, …]`. Without a
/// kind it is an object with such a list for each kind of record, under the
/// kind's name in either language: `{"unit": […], "person": […]}`; a list
/// without names is refused. Numbers are read from their digits.
pub fn read_json(builder: &mut Builder<'_>, kind: Option<KindId>, name: &str, bytes: &[u8]) {
    read_whole(builder, kind, name, bytes, Notation::Json);
}

/// Reads a RON file, in the shapes of [`read_json`]: records are structs
/// `(id: "P1", …)` with or without a name, or maps.
pub fn read_ron(builder: &mut Builder<'_>, kind: Option<KindId>, name: &str, bytes: &[u8]) {
    read_whole(builder, kind, name, bytes, Notation::Ron);
}

/// Whether a JSON or RON text is a list, and so of one kind.
pub(crate) fn is_list(bytes: &[u8], notation: Notation) -> bool {
    let Ok(text) = decode(bytes) else { return false };
    let mut cursor = Cursor::new(&text, notation);
    cursor.begin().is_ok() && cursor.is_list()
}

fn read_whole(builder: &mut Builder<'_>, kind: Option<KindId>, name: &str, bytes: &[u8], notation: Notation) {
    let text = match decode(bytes) {
        Ok(text) => text,
        Err(error) => {
            let (place, fault) = error.problem(name);
            return match kind {
                Some(kind) => builder.give_up(kind, builder.len(kind), name, place, fault),
                None => builder.problem(place, fault),
            };
        }
    };
    let mut cursor = Cursor::new(&text, notation);
    let mut whole = Whole { builder, name, text: &text, at: 0, position: Position { line: 1, column: 1 } };
    let read = cursor.begin().and_then(|()| match kind {
        Some(kind) => whole.records(&mut cursor, kind),
        None => whole.kinds(&mut cursor),
    });
    if let Err(Stop { at, fault }) = read.and_then(|()| cursor.end()) {
        let position = whole.position(at);
        let place = DataPlace { file: Some(name.to_owned()), position: Some(position), ..DataPlace::default() };
        builder.problem(place, *fault);
    }
}

/// The fields of a record as they stand, each with the byte of its value.
pub(crate) struct Fields<'t>(Vec<(Cow<'t, str>, Cell<'t>, usize)>);

impl<'t> Fields<'t> {
    pub(crate) fn cells(&self) -> impl Iterator<Item = (&str, Cell<'t>)> {
        self.0.iter().map(|(name, cell, _)| (name.as_ref(), cell.clone()))
    }
}

pub(crate) fn fields<'t>(cursor: &mut Cursor<'t>) -> Result<Fields<'t>, Stop> {
    let mut fields = Vec::new();
    cursor.record(|cursor, name| {
        let at = cursor.at();
        let cell = cursor.single(0)?;
        fields.push((name, cell, at));
        Ok(())
    })?;
    Ok(Fields(fields))
}

/// A file with records of one kind or of all.
struct Whole<'b, 'p, 't> {
    builder: &'b mut Builder<'p>,
    name: &'t str,
    text: &'t str,
    /// How far lines are counted, and what they come to.
    at: usize,
    position: Position,
}

/// A position moved on by a text.
fn moved(from: Position, passed: &str) -> Position {
    let letters = |text: &str| if text.is_ascii() { text.len() } else { text.graphemes(true).count() } as u32;
    match passed.rfind('\n') {
        Some(last) => Position {
            line: from.line + passed.matches('\n').count() as u32,
            column: 1 + letters(passed.get(last + 1..).unwrap_or("")),
        },
        None => Position { line: from.line, column: from.column + letters(passed) },
    }
}

impl<'t> Whole<'_, '_, 't> {
    /// Line and column of a byte; counted on from the last one asked for.
    fn position(&mut self, at: usize) -> Position {
        if at < self.at {
            (self.at, self.position) = (0, Position { line: 1, column: 1 });
        }
        self.position = moved(self.position, self.text.get(self.at..at).unwrap_or(""));
        self.at = at;
        self.position
    }

    /// `{"unit": […], "person": […]}`
    fn kinds(&mut self, cursor: &mut Cursor<'t>) -> Result<(), Stop> {
        let mut seen: Vec<KindId> = Vec::new();
        cursor.record(|cursor, name| {
            let program = self.builder.program();
            let Some(kind) = kind_named(program, &name) else {
                let fault = DataFault::UnknownKind {
                    name: name.chars().take(80).collect(),
                    nearest: nearest_kind(program, &name),
                };
                let position = Some(self.position(cursor.at()));
                let place = DataPlace { file: Some(self.name.to_owned()), position, ..DataPlace::default() };
                self.builder.problem(place, fault);
                return cursor.single(0).map(drop);
            };
            if seen.contains(&kind) {
                let named = program.kinds.get(kind.at()).map(|kind| Bilingual::from(&kind.name));
                return Err(cursor.stop(named.map_or(DataFault::NotRecords, |kind| DataFault::RepeatedKind { kind })));
            }
            seen.push(kind);
            self.records(cursor, kind)
        })
    }

    /// `[{…}, {…}]`
    fn records(&mut self, cursor: &mut Cursor<'t>, kind: KindId) -> Result<(), Stop> {
        if !cursor.is_list() {
            let stop = cursor.stop(DataFault::NotRecords);
            // What stands here instead must at least be readable, or the fault is another.
            return cursor.single(0).and(Err(stop));
        }
        self.builder.given(kind);
        let mut origin = Origin { file: Some(self.name.to_owned()), ..Origin::default() };
        cursor.list(|cursor| {
            let start = cursor.at();
            let position = self.position(start);
            origin.row = Some(origin.row.unwrap_or(0) + 1);
            origin.position = Some(position);
            let found = fields(cursor)?;
            let locate = |column: &str| {
                let (_, _, at) = found.0.iter().rfind(|(name, _, _)| name == column)?;
                Some(moved(position, self.text.get(start..*at)?))
            };
            self.builder.record_located(kind, &origin, found.cells(), locate);
            Ok(())
        })
    }
}
