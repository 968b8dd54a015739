//! CSV as offices keep it.

use csv::{ReaderBuilder, StringRecord};
use tieuchi::diagnostic::{DataFault, DataPlace, Notation};
use tieuchi::program::KindId;
use tieuchi::roster::{Builder, Cell, DecimalSign, Header, Origin};

use crate::decode::decode;

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
pub fn read_csv(builder: &mut Builder<'_>, kind: KindId, name: &str, bytes: &[u8]) {
    builder.given(kind);
    let text = match decode(bytes) {
        Ok(text) => text,
        Err(error) => {
            let (place, fault) = error.problem(name);
            return builder.problem(place, fault);
        }
    };
    let (stated, body, first_line) = separator_line(&text);
    let delimiter = stated.unwrap_or_else(|| guess(body));
    Table { builder, kind, name, body, delimiter, lines: LineCount { text: body, at: 0, line: first_line } }.read();
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

struct Table<'b, 'p, 't> {
    builder: &'b mut Builder<'p>,
    kind: KindId,
    name: &'t str,
    body: &'t str,
    delimiter: u8,
    lines: LineCount<'t>,
}

fn is_blank(cell: &str) -> bool {
    cell.chars().all(|c| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'))
}

impl Table<'_, '_, '_> {
    fn read(mut self) {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.delimiter)
            .from_reader(self.body.as_bytes());
        let mut record = StringRecord::new();
        let mut header: Option<(Header, Vec<String>)> = None;
        let mut unnamed = Vec::new();
        let mut origin = Origin { file: Some(self.name.to_owned()), ..Origin::default() };
        loop {
            match reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => return,
                Err(_) => {
                    // The text is UTF-8 and rows may be ragged: there is nothing left for the reader to refuse.
                    let fault = DataFault::Malformed { notation: Notation::Csv, ends_early: false };
                    return self.builder.problem(self.place(None), fault);
                }
            }
            let start = record.position().map_or(0, |position| position.byte() as usize);
            let row = self.lines.line(start);
            if reader.position().byte() as usize >= self.body.len() && self.open_quote(start) {
                return self.builder.problem(self.place(Some(row)), DataFault::OpenQuote);
            }
            if record.iter().all(is_blank) {
                continue;
            }
            origin.row = Some(row);
            match &header {
                None => {
                    let mut names: Vec<String> = record.iter().map(|name| name.trim().to_owned()).collect();
                    while names.last().is_some_and(String::is_empty) {
                        names.pop();
                    }
                    let shown: Vec<&str> = names.iter().map(String::as_str).collect();
                    let read = self.builder.header(self.kind, &origin, &shown);
                    let comma = self.delimiter == b';';
                    header = Some((if comma { read.assume_decimal(DecimalSign::Comma) } else { read }, names));
                }
                Some((header, names)) => {
                    self.cells(&record, names, row, &mut unnamed);
                    let cells = record.iter().map(|cell| match is_blank(cell) {
                        true => Cell::Blank,
                        false => Cell::Text(cell.into()),
                    });
                    self.builder.row(header, &origin, cells);
                }
            }
        }
    }

    /// Whether a row has the header's cells, and no value under a column without a name.
    fn cells(&mut self, record: &StringRecord, names: &[String], row: u64, unnamed: &mut Vec<usize>) {
        let used = record.iter().enumerate().filter(|(_, cell)| !is_blank(cell)).map(|(at, _)| at + 1).max();
        if record.len() < names.len() || used.is_some_and(|used| used > names.len()) {
            let fault = DataFault::Ragged { cells: record.len() as u64, columns: names.len() as u64 };
            self.builder.problem(self.place(Some(row)), fault);
        }
        for (at, (name, cell)) in names.iter().zip(record).enumerate() {
            if name.is_empty() && !is_blank(cell) && !unnamed.contains(&at) {
                unnamed.push(at);
                let fault = DataFault::UnnamedColumn { number: at as u64 + 1 };
                self.builder.problem(self.place(Some(row)), fault);
            }
        }
    }

    /// Whether the last row began a quotation that never ended.
    fn open_quote(&self, start: usize) -> bool {
        let rest = self.body.get(start..).unwrap_or("");
        let opens =
            |before: Option<u8>| before.is_none_or(|byte| matches!(byte, b'\n' | b'\r') || byte == self.delimiter);
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

    fn place(&self, row: Option<u64>) -> DataPlace {
        DataPlace { file: Some(self.name.to_owned()), row, ..DataPlace::default() }
    }
}
