//! NDJSON: a JSON object a line.

use std::io::Read;

use tieuchi::diagnostic::{DataFault, DataPlace, Notation};
use tieuchi::program::KindId;
use tieuchi::roster::{Batch, Builder, Cells, Form, Header, Origin, Span};
use wide::u8x16;

use crate::blocks::{Blocks, Broken, MAX_ROW};
use crate::notation::Cursor;
use crate::objects::{Fields, fields};

/// How many rows are handed on together.
const BATCH: usize = 512;

/// The most names of fields that are read at once.
const MAX_COLUMNS: usize = 64;

/// Reads an NDJSON file: one JSON object of a kind a line. Blank lines are passed over.
///
/// The file is read in blocks: memory is that of the records, not of the text.
pub fn read_ndjson(builder: &mut Builder<'_>, kind: KindId, name: &str, input: impl Read) {
    builder.given(kind);
    let before = builder.len(kind);
    let origin = Origin { file: Some(name.to_owned()), ..Origin::default() };
    let header = builder.header(kind, &origin, &[]);
    let (names, cells, rows) = (Vec::new(), Vec::new(), Vec::new());
    let mut lines = Lines { builder, kind, origin, header, names, cells, rows, line: 1 };
    let mut blocks = Blocks::new(input);
    loop {
        match blocks.next(|text| memchr::memrchr(b'\n', text).map_or(0, |last| last + 1)) {
            Ok(Some(text)) => {
                let line = lines.line;
                lines.block(text);
                let passed = lines.line - line;
                blocks.passed(passed);
            }
            Ok(None) => return,
            Err(Broken::LongRow { .. }) => {
                let fault = DataFault::TooLarge { limit: MAX_ROW as u64 };
                return lines.builder.problem(lines.place(), fault);
            }
            Err(broken) => {
                let (place, fault) = broken.problem(name);
                return lines.builder.give_up(kind, before, name, place, fault);
            }
        }
    }
}

struct Lines<'b, 'p> {
    builder: &'b mut Builder<'p>,
    kind: KindId,
    origin: Origin,
    /// The fields seen so far.
    header: Header,
    names: Vec<Name>,
    /// Cells of the rows that are still to be handed on, each row as wide as there are names.
    cells: Vec<Span>,
    rows: Vec<u64>,
    line: u64,
}

/// The name of a field as it stands in the text: between quotation marks, with a colon.
struct Name {
    written: Box<[u8]>,
    /// Its first sixteen bytes, and which bits those are.
    first: u128,
    mask: u128,
}

/// How a line was read.
enum Line {
    /// Up to this byte, the first of the next line.
    To(usize),
    /// It needs the careful way: it has a name that wasn't seen before, or whatever else.
    Odd,
}

const BLANK: Span = Span { start: 0, len: 0, form: Form::Blank };

impl Lines<'_, '_> {
    fn block(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let width = self.names.len();
            let row = self.rows.len() * width..(self.rows.len() + 1) * width;
            if self.cells.len() < row.end {
                self.cells.resize(BATCH * width, BLANK);
            }
            at = match plain(bytes, at, &self.names, self.cells.get_mut(row).unwrap_or_default()) {
                Line::To(next) => {
                    self.rows.push(self.line);
                    next
                }
                Line::Odd => {
                    self.hand_on(text);
                    self.careful(text, at)
                }
            };
            self.line += 1;
            if self.rows.len() == BATCH {
                self.hand_on(text);
            }
        }
        self.hand_on(text);
    }

    /// Takes up the names of a line that was read, for the lines behind it.
    fn take_up(&mut self, found: &Fields<'_>) {
        for (name, _) in found.cells() {
            let plain = !name.contains(['"', '\\']) && !name.contains(char::is_control);
            let taken = Name::new(name);
            let new = plain && self.names.len() < MAX_COLUMNS;
            let new = new && !self.names.iter().any(|known| known.written == taken.written);
            // Another name of a field that has one stays for the careful way.
            if new && self.builder.widen(&mut self.header, &self.origin, name) {
                self.names.push(taken);
            }
        }
    }

    fn hand_on(&mut self, text: &str) {
        if !self.rows.is_empty() {
            let batch = Batch { text, cells: Cells::Spans(&self.cells), width: self.names.len(), rows: &self.rows };
            self.builder.batch(&self.header, &self.origin, &batch);
        }
        self.rows.clear();
    }

    /// Reads a line in which there may be anything; gives the first byte of the next.
    fn careful(&mut self, text: &str, at: usize) -> usize {
        let rest = text.get(at..).unwrap_or("");
        let line = rest.split('\n').next().unwrap_or("");
        let next = at + line.len() + 1;
        if line.trim().is_empty() {
            return next;
        }
        self.origin.row = Some(self.line);
        let mut cursor = Cursor::new(line, Notation::NdJson);
        let read = cursor.skip().and_then(|()| fields(&mut cursor)).and_then(|found| cursor.end().map(|()| found));
        match read {
            Ok(found) => {
                self.builder.record(self.kind, &self.origin, found.cells());
                self.take_up(&found);
            }
            Err(stop) => self.builder.problem(self.place(), *stop.fault),
        }
        next
    }

    fn place(&self) -> DataPlace {
        DataPlace { file: self.origin.file.clone(), row: Some(self.line), ..DataPlace::default() }
    }
}

impl Name {
    fn new(name: &str) -> Name {
        let written = format!("\"{name}\":").into_bytes();
        let (mut first, mut mask) = ([0; 16], [0; 16]);
        first.iter_mut().zip(&mut mask).zip(&written).for_each(|((byte, mask), from)| (*byte, *mask) = (*from, 0xff));
        Name { first: u128::from_le_bytes(first), mask: u128::from_le_bytes(mask), written: written.into() }
    }

    /// Whether it stands at a byte.
    #[inline(always)]
    fn stands(&self, bytes: &[u8], at: usize) -> bool {
        let rest = bytes.get(at..).unwrap_or_default();
        match rest.first_chunk() {
            Some(chunk) => {
                u128::from_le_bytes(*chunk) & self.mask == self.first
                    && (self.written.len() <= 16 || rest.starts_with(&self.written))
            }
            None => rest.starts_with(&self.written),
        }
    }
}

/// The first byte from one on that is no blank.
#[inline(always)]
fn blanks(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(b' ' | b'\t') => {
            let blank = bytes.get(at..).unwrap_or_default().iter().take_while(|byte| matches!(byte, b' ' | b'\t'));
            at + blank.count()
        }
        _ => at,
    }
}

/// The end of a text that has no escapes, from its first byte on: where its quotation mark stands.
#[inline(always)]
fn text_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<16>()) {
        let lane = u8x16::new(*chunk);
        let control = lane.min(u8x16::splat(0x1f)).simd_eq(lane);
        let ends = lane.simd_eq(u8x16::splat(b'"')) | lane.simd_eq(u8x16::splat(b'\\')) | control;
        let found = ends.to_bitmask();
        if found != 0 {
            let end = found.trailing_zeros() as usize & 15;
            return (chunk[end] == b'"').then_some(at + end);
        }
        at += 16;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    let end = at + rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
    (bytes.get(end) == Some(&b'"')).then_some(end)
}

/// A value and the byte behind it.
#[inline(always)]
fn value(bytes: &[u8], at: usize) -> Option<(Span, usize)> {
    if bytes.get(at) == Some(&b'"') {
        let end = text_end(bytes, at + 1)?;
        return Some((span(at + 1, end, Form::Text), end + 1));
    }
    bare(bytes, at)
}

fn span(start: usize, end: usize, form: Form) -> Span {
    Span { start: start as u32, len: (end - start) as u32, form }
}

/// A value without quotation marks.
fn bare(bytes: &[u8], at: usize) -> Option<(Span, usize)> {
    let rest = bytes.get(at..)?;
    let word = |word: &[u8], form: Form| rest.starts_with(word).then(|| (span(at, at, form), at + word.len()));
    match rest.first()? {
        b't' => word(b"true", Form::Yes),
        b'f' => word(b"false", Form::No),
        b'n' => word(b"null", Form::Blank),
        b'0'..=b'9' => {
            let digits = |from: usize| {
                bytes.get(from..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count()
            };
            let mut end = at + digits(at);
            if rest.first() == Some(&b'0') && end > at + 1 {
                return None;
            }
            if bytes.get(end) == Some(&b'.') {
                let part = digits(end + 1);
                if part == 0 {
                    return None;
                }
                end += 1 + part;
            }
            Some((span(at, end, Form::Number), end))
        }
        // Signs, lists and objects are for the careful way, and so is what is wrong.
        _ => None,
    }
}

/// Reads a line in which there is nothing out of the ordinary.
fn plain(bytes: &[u8], line: usize, names: &[Name], cells: &mut [Span]) -> Line {
    let mut at = blanks(bytes, line);
    if bytes.get(at) != Some(&b'{') {
        return Line::Odd;
    }
    at += 1;
    let (mut seen, mut expected) = (0u64, 0);
    loop {
        // Names come in the same order in most lines, without blanks.
        let column = match names.get(expected) {
            Some(name) if name.stands(bytes, at) => expected,
            Some(_) | None => {
                at = blanks(bytes, at);
                match names.iter().position(|name| name.stands(bytes, at)) {
                    Some(column) => column,
                    None => return Line::Odd,
                }
            }
        };
        let (Some(name), Some(place)) = (names.get(column), cells.get_mut(column)) else { return Line::Odd };
        if seen >> column & 1 == 1 {
            return Line::Odd;
        }
        seen |= 1 << column;
        expected = column + 1;
        at += name.written.len();
        let Some((cell, end)) = value(bytes, at).or_else(|| value(bytes, blanks(bytes, at))) else { return Line::Odd };
        *place = cell;
        at = if bytes.get(end) == Some(&b',') { end } else { blanks(bytes, end) };
        match bytes.get(at) {
            Some(b',') => at += 1,
            Some(b'}') => break,
            _ => return Line::Odd,
        }
    }
    // Whatever was not given is missing.
    if seen.count_ones() as usize != names.len() {
        let left = cells.iter_mut().enumerate().filter(|(column, _)| seen >> column & 1 == 0);
        left.for_each(|(_, cell)| *cell = BLANK);
    }
    at = blanks(bytes, at + 1);
    if bytes.get(at) == Some(&b'\r') {
        at += 1;
    }
    match bytes.get(at) {
        Some(b'\n') => Line::To(at + 1),
        None => Line::To(at),
        Some(_) => Line::Odd,
    }
}
