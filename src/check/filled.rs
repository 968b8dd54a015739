//! Tables whose rows stand in a file: they are put into the tree, as if the author had written them there.
//!
//! Whoever calls hands the file over as one more source; its name ends in `.csv`.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{CheckProblem, Finding, TableProblem};
use crate::source::{Language, Source, Span};
use crate::syntax::translate::Names;
use crate::syntax::tree::{self, Body, Cell, Derived, Fits, Literal, Quoted, Table, TableRow, Trivia, Value};
use crate::syntax::{table_cell, table_value};

/// The ending of files that hold the rows of a table.
pub(super) const TABLE_ENDING: &str = ".csv";

/// The most rows that are read of one file.
const MAX_ROWS: usize = 10_000;

/// One field of a line: what it says and where.
struct Piece {
    text: String,
    at: Span,
}

/// The same files with the rows of all tables in place.
pub(super) fn filled<'f>(
    files: &'f [(Source, tree::File)],
    findings: &mut Vec<Finding>,
) -> Cow<'f, [(Source, tree::File)]> {
    let elsewhere = |declaration: &tree::Declaration| matches!(table_of(&declaration.body), Some((_, table)) if table.file.is_some());
    if !files.iter().any(|(_, file)| file.declarations.iter().any(elsewhere)) {
        return Cow::Borrowed(files);
    }
    let mut made = files.to_vec();
    let trees: Vec<&tree::File> = files.iter().map(|(_, file)| file).collect();
    let names = Names::gather(&trees);
    for (source, file) in &mut made {
        let language = file.language;
        for declaration in &mut file.declarations {
            let Body::Derive(derive) = &mut declaration.body else { continue };
            let own = derive.naming.clone();
            let Derived::Table(table) = &mut derive.what else { continue };
            let Some(name) = table.file.clone() else { continue };
            match find(files, source, &name) {
                Some((number, text)) => {
                    let mut reading = Reading { language, names: &names, findings };
                    table.rows = reading.rows(text.text(), number, table, &own);
                }
                None => {
                    let problem = TableProblem::File { name: name.text.clone() };
                    findings.push(Finding::new(CheckProblem::Table(problem), name.span));
                }
            }
        }
    }
    Cow::Owned(made)
}

fn table_of(body: &Body) -> Option<(&tree::Derive, &Table)> {
    match body {
        Body::Derive(derive) => match &derive.what {
            Derived::Table(table) => Some((derive, table)),
            Derived::Define(_) | Derived::Award { .. } | Derived::Bands(_) | Derived::Score(_) | Derived::Rank(_) => {
                None
            }
        },
        Body::Use(_)
        | Body::Document(_)
        | Body::Scale(_)
        | Body::Record(_)
        | Body::Criterion(_)
        | Body::Claim(_)
        | Body::Parameter(_)
        | Body::Trial(_)
        | Body::Excuse(_) => None,
    }
}

/// The file of this name beside a rule file.
fn find<'f>(files: &'f [(Source, tree::File)], beside: &Source, name: &Quoted) -> Option<(u32, &'f Source)> {
    let folder = beside.name().rsplit_once('/').map_or("", |(folder, _)| folder);
    let whole = if folder.is_empty() { name.text.clone() } else { format!("{folder}/{}", name.text) };
    let table = |(_, (source, _)): &(u32, &'f (Source, tree::File))| {
        source.name() == whole && source.name().ends_with(TABLE_ENDING)
    };
    (0u32..).zip(files).find(table).map(|(number, (source, _))| (number, source))
}

struct Reading<'r> {
    language: Language,
    names: &'r Names,
    findings: &'r mut Vec<Finding>,
}

impl Reading<'_> {
    /// An attribute's name as its author writes it, and in the other language.
    fn both(&self, path: &[tree::Ident]) -> Vec<String> {
        let own = |name: &tree::Ident| name.text.clone();
        let other = |name: &tree::Ident| self.names.alias(self.language, &name.text).unwrap_or(&name.text).to_owned();
        let joined = |steps: Vec<String>| steps.join(".");
        vec![joined(path.iter().map(own).collect()), joined(path.iter().map(other).collect())]
    }

    fn fault(&mut self, problem: TableProblem, at: Span) {
        self.findings.push(Finding::new(CheckProblem::Table(problem), at));
    }

    fn rows(&mut self, text: &str, file: u32, table: &Table, own: &tree::Naming) -> Vec<TableRow> {
        let mut lines = lines(text, file).into_iter();
        let header = lines.next().unwrap_or_default();
        // Where each attribute's cells stand, and the values behind them.
        let names: Vec<Vec<String>> = table.by.iter().map(|path| self.both(path)).collect();
        let value = [Some(&own.name), own.alias.as_ref()].into_iter().flatten().map(|name| name.text.clone()).collect();
        let names: Vec<Vec<String>> = names.into_iter().chain([value]).collect();
        let wanted: Vec<String> = names.iter().filter_map(|names| names.first()).cloned().collect();
        let mut places: Vec<Option<usize>> = vec![None; names.len()];
        let mut sound = true;
        for (column, piece) in header.iter().enumerate() {
            let place = names.iter().position(|names| names.contains(&piece.text));
            match place.and_then(|place| places.get_mut(place)) {
                Some(free @ None) => *free = Some(column),
                _ => {
                    let name = piece.text.clone();
                    self.fault(TableProblem::Column { name, lacks: false, wanted: wanted.clone() }, piece.at);
                    sound = false;
                }
            }
        }
        for (name, place) in wanted.iter().zip(&places) {
            if place.is_none() && sound {
                let at = header.first().map_or(Span { file, start: 0, end: 0 }, |piece| piece.at);
                self.fault(TableProblem::Column { name: name.clone(), lacks: true, wanted: wanted.clone() }, at);
                return Vec::new();
            }
        }
        let Some((last, before)) = places.split_last().filter(|_| sound) else { return Vec::new() };
        let mut rows = Vec::new();
        for line in lines.take(MAX_ROWS) {
            let Some(span) = line.first().zip(line.last()).map(|(first, last)| first.at.to(last.at)) else { continue };
            let piece = |place: &Option<usize>| place.and_then(|place| line.get(place));
            let mut cells = Vec::new();
            for place in before {
                if let Some(cell) = piece(place).and_then(|piece| self.cell(piece)) {
                    cells.push(cell);
                }
            }
            let value = piece(last).and_then(|piece| self.value(piece));
            if line.len() != header.len() {
                let (wanted, found) = (header.len(), line.len());
                self.fault(TableProblem::Cells { wanted, found }, span);
                continue;
            }
            if let (Some(value), true) = (value, cells.len() == before.len()) {
                rows.push(TableRow { trivia: Trivia::default(), cells, value, span });
            }
        }
        rows
    }

    /// A cell as in a rule file; a label may stand without its quotation marks.
    fn cell(&mut self, piece: &Piece) -> Option<Cell> {
        if piece.text.is_empty() {
            self.fault(TableProblem::Blank, piece.at);
            return None;
        }
        if let Some(cell) = table_cell(&piece.text, self.language, piece.at) {
            return Some(cell);
        }
        let or = self.language.pick(" or ", " hoặc ");
        let labels = piece.text.split(or).map(|label| bare(label, self.language, piece.at)).collect();
        Some(Cell { fits: Fits::Is(labels), span: piece.at })
    }

    fn value(&mut self, piece: &Piece) -> Option<Literal> {
        if piece.text.is_empty() {
            self.fault(TableProblem::Blank, piece.at);
            return None;
        }
        Some(bare(&piece.text, self.language, piece.at))
    }
}

/// A value as in a rule file, or a text without quotation marks.
fn bare(text: &str, language: Language, at: Span) -> Literal {
    let text = text.trim();
    table_value(text, language, at).unwrap_or_else(|| Literal { value: Value::Text(text.to_owned()), span: at })
}

/// The lines that say something, cut into their fields. The separator is the one that the first line has.
fn lines(text: &str, file: u32) -> Vec<Vec<Piece>> {
    let begin = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let first = text.get(begin..).and_then(|text| text.lines().next()).unwrap_or("");
    let sign = [';', '\t', ','].into_iter().find(|sign| first.contains(*sign)).unwrap_or(',');
    let mut lines = Vec::new();
    let mut line: Vec<Piece> = Vec::new();
    let mut start = begin;
    let mut quoted = false;
    let mut letters = text.char_indices().filter(|(at, _)| *at >= begin).peekable();
    loop {
        let next = letters.next();
        let (at, letter) = next.unwrap_or((text.len(), '\n'));
        match letter {
            '"' => quoted = !quoted,
            _ if next.is_some() && quoted => {}
            letter if letter == sign || letter == '\n' => {
                line.push(piece(text, start..at, file));
                start = at + letter.len_utf8();
                if letter == '\n' {
                    let whole = std::mem::take(&mut line);
                    if whole.iter().any(|piece| !piece.text.is_empty()) {
                        lines.push(whole);
                    }
                }
            }
            _ => {}
        }
        if next.is_none() {
            return lines;
        }
    }
}

/// A field without the blanks and quotation marks around it.
fn piece(text: &str, range: std::ops::Range<usize>, file: u32) -> Piece {
    let raw = text.get(range.clone()).unwrap_or("");
    let said = raw.trim();
    let start = range.start + (raw.len() - raw.trim_start().len());
    let at = Span { file, start: start as u32, end: (start + said.len()) as u32 };
    let inner = said.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let said = inner.map_or_else(|| said.to_owned(), |inner| inner.replace("\"\"", "\""));
    Piece { text: said.trim().nfc().collect(), at }
}
