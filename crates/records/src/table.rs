//! CSV as offices keep it.

use std::io::Read;
use std::ops::Range;

use csv::{ReaderBuilder, StringRecord};
use tieuchi::diagnostic::{DataFault, DataPlace, Notation};
use tieuchi::program::KindId;
use tieuchi::roster::{Batch, Builder, Cells, DecimalSign, Header, Origin, Span};

use crate::blocks::{Blocks, Broken, MAX_ROW};
use crate::split::{Rows, Stop, span};

/// How many rows are handed on together.
const BATCH: usize = 512;

/// Reads a CSV file as records of a kind; the file is called `name` in findings.
///
/// UTF-8 with or without a byte-order mark, or UTF-16 with one. The separator
/// is `;`, `,` or a tab, whichever the header line has most of, or what a first
/// line `sep=;` says. The header names fields in either language. A row is
/// numbered by the line on which it starts. Blank rows are passed over.
///
/// Where no decimal sign is [stated](Builder::decimal_sign) for the kind, a
/// file separated by `;` has decimal commas, as a spreadsheet in a Vietnamese
/// setting writes it; in any other file a number that could be read in two
/// ways is refused.
///
/// The file is read in blocks: memory is that of the records, not of the text.
pub fn read_csv(builder: &mut Builder<'_>, kind: KindId, name: &str, input: impl Read) {
    builder.given(kind);
    let before = builder.len(kind);
    let origin = Origin { file: Some(name.to_owned()), ..Origin::default() };
    let mut table = Table {
        builder,
        kind,
        origin,
        delimiter: None,
        line: 1,
        header: None,
        unnamed: Vec::new(),
        told: Vec::new(),
        plain: Rows::default(),
        stride: 0,
        text: String::new(),
        cells: Vec::new(),
        rows: Vec::new(),
    };
    let mut blocks = Blocks::new(input);
    loop {
        let separator = table.delimiter;
        match blocks.next(|text| whole_rows(text, separator)) {
            Ok(Some(text)) => {
                let line = table.line;
                table.block(text);
                let lines = table.line - line;
                blocks.passed(lines);
            }
            Ok(None) => return,
            Err(Broken::LongRow { quoted }) => {
                let fault = if quoted { DataFault::OpenQuote } else { DataFault::TooLarge { limit: MAX_ROW as u64 } };
                return table.builder.problem(table.place(Some(table.line)), fault);
            }
            Err(broken) => {
                let (place, fault) = broken.problem(name);
                return table.builder.give_up(kind, before, name, place, fault);
            }
        }
    }
}

/// How many bytes at the start of a text are whole rows. Before the separator is known it may be any of them.
fn whole_rows(text: &[u8], separator: Option<u8>) -> usize {
    if memchr::memchr(b'"', text).is_some() {
        return match separator {
            Some(separator) => last_row(text, &[separator]),
            None => last_row(text, b";,\t"),
        };
    }
    // Where there are no line feeds, rows end with returns; one at the very end may have its line feed yet to come.
    let before_last = text.split_last().map_or(text, |(_, before)| before);
    memchr::memrchr(b'\n', text).or_else(|| memchr::memrchr(b'\r', before_last)).map_or(0, |last| last + 1)
}

/// Where the last row ends that ends at all, by the rules of quotation marks.
fn last_row(text: &[u8], separators: &[u8]) -> usize {
    let (mut quoted, mut fresh, mut whole) = (false, true, 0);
    let mut bytes = text.iter().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' if quoted => {
                if bytes.peek().is_some_and(|(_, next)| **next == b'"') {
                    bytes.next();
                } else {
                    quoted = false;
                }
                fresh = false;
            }
            b'"' if fresh => quoted = true,
            _ if quoted => {}
            b'\n' => {
                whole = at + 1;
                fresh = true;
            }
            b'\r' => {
                if bytes.peek().is_some_and(|(_, next)| **next != b'\n') {
                    whole = at + 1;
                }
                fresh = true;
            }
            byte => fresh = separators.contains(byte),
        }
    }
    whole
}

/// A line `sep=;`, which spreadsheets write and read: the separator, the text behind it, the number of its first line.
fn separator_line(text: &str) -> (Option<u8>, &str, u64) {
    let Some(rest) = text.strip_prefix("sep=").or_else(|| text.strip_prefix("\"sep=")) else { return (None, text, 1) };
    let (line, body) = rest.split_once('\n').unwrap_or((rest, ""));
    match line.trim_end_matches(['\r', '"']).as_bytes() {
        [b'\\', b't'] => (Some(b'\t'), body, 2),
        [byte] if byte.is_ascii_punctuation() || *byte == b'\t' => (Some(*byte), body, 2),
        _ => (None, text, 1),
    }
}

/// The separator that the header line has most of, outside quotation marks.
fn guess(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(0usize, b';'), (0, b','), (0, b'\t')];
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            byte if !quoted => {
                counts.iter_mut().filter(|(_, separator)| *separator == byte).for_each(|(count, _)| *count += 1);
            }
            _ => {}
        }
    }
    // Of equals the first: `;` before `,` before a tab.
    counts.iter().rev().max_by_key(|(count, _)| *count).filter(|(count, _)| *count > 0).map_or(b',', |(_, byte)| *byte)
}

/// Counts lines forwards.
struct LineCount<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl LineCount<'_> {
    /// The line of the first thing at or behind an offset.
    fn line(&mut self, offset: usize) -> u64 {
        let rest = self.text.as_bytes().get(offset..).unwrap_or_default();
        let offset = offset + rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let passed = self.text.as_bytes().get(self.at..offset).unwrap_or_default();
        let alone = |pair: &&[u8]| matches!(pair, [b'\r', other] if *other != b'\n');
        let with_next = self.text.as_bytes().get(self.at..=offset).unwrap_or(passed);
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.line += with_next.windows(2).filter(alone).count() as u64;
        self.at = offset.max(self.at);
        self.line
    }
}

struct Table<'b, 'p> {
    builder: &'b mut Builder<'p>,
    kind: KindId,
    origin: Origin,
    /// None before the first block.
    delimiter: Option<u8>,
    /// The line of the next row.
    line: u64,
    header: Option<(Header, Vec<String>)>,
    /// Columns without a name.
    unnamed: Vec<usize>,
    /// Those of them that hold something, which was reported.
    told: Vec<usize>,
    /// Rows in which there is nothing out of the ordinary.
    plain: Rows,
    /// How many cells each of these has: as many as the header has columns, or more that are blank.
    stride: usize,
    /// Cells of rows that were taken apart with care, end to end, still to be handed on.
    text: String,
    cells: Vec<Span>,
    rows: Vec<u64>,
}

/// What a row is whose cells were found the plain way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Plain,
    Blank,
    /// It has a value where there is no column.
    Beyond,
}

/// How rows are taken apart.
enum Careful {
    /// Up to the header.
    Header,
    /// All of them.
    All,
}

fn is_blank(cell: &str) -> bool {
    cell.chars().all(|c| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'))
}

impl Table<'_, '_> {
    /// Reads a block of whole rows.
    fn block(&mut self, text: &str) {
        let mut body = text;
        if self.delimiter.is_none() {
            let (stated, rest, line) = separator_line(text);
            self.delimiter = Some(stated.unwrap_or_else(|| guess(rest)));
            (body, self.line) = (rest, line);
        }
        if self.header.is_none() {
            let read = self.careful(body, Careful::Header);
            body = body.get(read..).unwrap_or("");
        }
        let read = self.plain(body);
        let rest = body.get(read..).unwrap_or("");
        if !rest.is_empty() {
            self.careful(rest, Careful::All);
        }
    }

    /// Reads rows in which there is nothing out of the ordinary; gives the bytes up to the first row that isn't so.
    fn plain(&mut self, body: &str) -> usize {
        let Some((header, names)) = self.header.take() else { return 0 };
        let mut plain = std::mem::take(&mut self.plain);
        plain.begin(0);
        self.stride = self.stride.max(names.len());
        let read = loop {
            let stop = plain.split(body.as_bytes(), self.delimiter.unwrap_or(b','), self.stride, BATCH);
            let behind = plain.behind(self.stride);
            if let Some(care) = self.hand_on_plain(body, &header, &plain, names.len()) {
                break care;
            }
            match stop {
                Stop::Full => plain.pass(self.stride),
                Stop::End => break body.len(),
                Stop::Odd => break behind,
                Stop::Uneven => match self.uneven(body, behind, names.len()) {
                    Some(row) => plain.begin(row),
                    None => break behind,
                },
            }
        };
        self.plain = plain;
        self.header = Some((header, names));
        read
    }

    /// Hands on rows that were found the plain way; gives the first byte of one that needs care.
    fn hand_on_plain(&mut self, text: &str, header: &Header, plain: &Rows, width: usize) -> Option<usize> {
        let stride = self.stride;
        let mut from = 0;
        for row in 0..plain.count {
            let cells = plain.starts().get(row * stride..=(row + 1) * stride).unwrap_or_default();
            let look = self.look(text, cells, width);
            if look == Look::Plain {
                continue;
            }
            self.flush_plain(text, header, plain, from..row);
            if look == Look::Beyond {
                return cells.first().map(|start| *start as usize);
            }
            self.line += 1;
            from = row + 1;
        }
        self.flush_plain(text, header, plain, from..plain.count);
        None
    }

    /// Looks at a row's cells, each up to a byte before the start of the next.
    fn look(&self, text: &str, starts: &[u32], width: usize) -> Look {
        let first = starts.first().and_then(|start| text.as_bytes().get(*start as usize));
        let blank = |at: usize| match (starts.get(at), starts.get(at + 1)) {
            (Some(start), Some(next)) => is_blank(text.get(*start as usize..*next as usize - 1).unwrap_or("")),
            _ => true,
        };
        let visible = first.is_some_and(|byte| (0x21..0x7f).contains(byte) && Some(*byte) != self.delimiter);
        if !visible && (0..self.stride).all(blank) {
            return Look::Blank;
        }
        let beyond = self.stride > width && !(width..self.stride).all(blank);
        if beyond || !self.unnamed.iter().all(|at| self.told.contains(at) || blank(*at)) {
            return Look::Beyond;
        }
        Look::Plain
    }

    fn flush_plain(&mut self, text: &str, header: &Header, plain: &Rows, rows: Range<usize>) {
        if rows.is_empty() {
            return;
        }
        let line = self.line;
        self.line += rows.len() as u64;
        self.rows.clear();
        self.rows.extend(line..self.line);
        let starts = plain.starts().get(rows.start * self.stride..=rows.end * self.stride).unwrap_or_default();
        let batch = Batch { text, cells: Cells::Starts(starts), width: self.stride, rows: &self.rows };
        self.builder.batch(header, &self.origin, &batch);
        self.rows.clear();
    }

    /// Passes over a row that is blank, or takes up how many cells rows have from this one on; gives the byte from which
    /// to read on, unless the row needs care.
    fn uneven(&mut self, body: &str, row: usize, width: usize) -> Option<usize> {
        let rest = body.get(row..)?;
        let (line, next) = match memchr::memchr(b'\n', rest.as_bytes()) {
            Some(end) => (rest.get(..end)?, row + end + 1),
            None => (rest, body.len()),
        };
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.contains(['"', '\r']) {
            return None;
        }
        let separator = char::from(self.delimiter?);
        if line.split(separator).all(is_blank) {
            self.line += 1;
            return Some(next);
        }
        let cells = line.split(separator).count();
        if cells == self.stride || cells < width || !line.split(separator).skip(width).all(is_blank) {
            return None;
        }
        self.stride = cells;
        Some(row)
    }

    /// Hands on rows that were taken apart with care.
    fn hand_on_careful(&mut self) {
        let (text, Some((header, names))) = (std::mem::take(&mut self.text), self.header.take()) else { return };
        if !self.rows.is_empty() {
            let batch = Batch { text: &text, cells: Cells::Spans(&self.cells), width: names.len(), rows: &self.rows };
            self.builder.batch(&header, &self.origin, &batch);
        }
        self.cells.clear();
        self.rows.clear();
        self.header = Some((header, names));
        self.text = text;
        self.text.clear();
    }

    /// Reads rows with quotation marks and all else that there may be; gives how many bytes.
    fn careful(&mut self, body: &str, how_far: Careful) -> usize {
        let delimiter = self.delimiter.unwrap_or(b',');
        let mut reader =
            ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(body.as_bytes());
        let mut lines = LineCount { text: body, at: 0, line: self.line };
        let mut record = StringRecord::new();
        loop {
            match reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(_) => {
                    // The text is UTF-8 and rows may be ragged: there is nothing left for the reader to refuse.
                    self.hand_on_careful();
                    let fault = DataFault::Malformed { notation: Notation::Csv, ends_early: false };
                    self.builder.problem(self.place(None), fault);
                    break;
                }
            }
            let start = record.position().map_or(0, |position| position.byte() as usize);
            let row = lines.line(start);
            if reader.position().byte() as usize >= body.len() && open_quote(body, start, delimiter) {
                self.hand_on_careful();
                self.builder.problem(self.place(Some(row)), DataFault::OpenQuote);
                break;
            }
            if record.iter().all(is_blank) {
                continue;
            }
            if self.header.is_none() {
                self.read_header(&record, row);
                if let Careful::Header = how_far {
                    let read = reader.position().byte() as usize;
                    self.line = lines.line(read);
                    return read
                        + body.get(read..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\n', '\r']).len());
                }
            } else {
                self.careful_row(&record, row);
            }
        }
        self.hand_on_careful();
        self.line = lines.line(body.len()) + u64::from(body.ends_with('\r'));
        body.len()
    }

    fn read_header(&mut self, record: &StringRecord, row: u64) {
        let mut names: Vec<String> = record.iter().map(|name| name.trim().to_owned()).collect();
        while names.last().is_some_and(String::is_empty) {
            names.pop();
        }
        let shown: Vec<&str> = names.iter().map(String::as_str).collect();
        self.origin.row = Some(row);
        let read = self.builder.header(self.kind, &self.origin, &shown);
        let header = if self.delimiter == Some(b';') { read.assume_decimal(DecimalSign::Comma) } else { read };
        self.unnamed = (0..names.len()).filter(|at| names.get(*at).is_some_and(String::is_empty)).collect();
        self.header = Some((header, names));
    }

    /// Whether a row has the header's cells, and no value under a column without a name; and its cells.
    fn careful_row(&mut self, record: &StringRecord, row: u64) {
        let columns = self.header.as_ref().map_or(0, |(_, names)| names.len());
        let used = record.iter().enumerate().filter(|(_, cell)| !is_blank(cell)).map(|(at, _)| at + 1).max();
        if record.len() < columns || used.is_some_and(|used| used > columns) {
            self.hand_on_careful();
            let fault = DataFault::Ragged { cells: record.len() as u64, columns: columns as u64 };
            self.builder.problem(self.place(Some(row)), fault);
        }
        for at in self.unnamed.clone() {
            if record.get(at).is_some_and(|cell| !is_blank(cell)) && !self.told.contains(&at) {
                self.told.push(at);
                self.hand_on_careful();
                let fault = DataFault::UnnamedColumn { number: at as u64 + 1 };
                self.builder.problem(self.place(Some(row)), fault);
            }
        }
        for at in 0..columns {
            let cell = record.get(at).filter(|cell| !is_blank(cell)).unwrap_or("");
            let start = self.text.len();
            self.text.push_str(cell);
            self.cells.push(span(start, self.text.len()));
        }
        self.rows.push(row);
        if self.rows.len() == BATCH || self.text.len() > MAX_ROW {
            self.hand_on_careful();
        }
    }

    fn place(&self, row: Option<u64>) -> DataPlace {
        DataPlace { file: self.origin.file.clone(), row, ..DataPlace::default() }
    }
}

/// Whether the last row began a quotation that never ended.
fn open_quote(body: &str, start: usize, delimiter: u8) -> bool {
    let rest = body.get(start..).unwrap_or("");
    let opens = |before: Option<u8>| before.is_none_or(|byte| matches!(byte, b'\n' | b'\r') || byte == delimiter);
    let (mut quoted, mut before) = (false, None);
    for byte in rest.bytes() {
        // Within quotes each mark turns the state, so that a doubled one leaves it as it was.
        if byte == b'"' && (quoted || opens(before) || before == Some(b'"')) {
            quoted = !quoted;
        }
        before = Some(byte);
    }
    quoted
}
