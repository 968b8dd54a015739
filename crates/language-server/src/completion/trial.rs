//! What may be written at a place of a file of tests.
//!
//! As elsewhere in completion the words before the cursor are looked at: the step of the test that is being written, and
//! in a table of records its first row.

use tieuchi::check::IndexedField;
use tieuchi::diagnostic::fold;
use tieuchi::program::{FieldId, KindId, LabelsId, Origin, Type};
use tieuchi::roster::same_name;
use tieuchi::source::Language;
use tieuchi::syntax::words::Word;

use super::{Proposals, item};
use crate::names::{cell, quoted};
use crate::text::Range;
use crate::tokens::{Sort, Token, in_word, tokens};
use crate::words::{STEPS, TESTED, meaning};

/// How many keys are proposed at most.
const MOST_KEYS: usize = 200;

/// What comes of a condition.
const VERDICTS: &[Word] = &[Word::Met, Word::NotMet, Word::Undetermined, Word::NotApplicable];

/// What comes of the records of a sentence.
const NAMED: &[Word] = &[Word::FailsFor, Word::UnknownFor, Word::ShortBy];

/// A table of records as far as it is written.
struct Table<'t> {
    kind: KindId,
    /// Where its first row begins.
    start: usize,
    head: Vec<&'t str>,
    rows: Vec<Vec<&'t str>>,
}

/// The cells of a row, each with where it begins; bars in quotation marks part none.
fn cells(line: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let (mut open, mut from) = (None, None);
    for (at, letter) in line.char_indices() {
        match (letter, open) {
            ('"', None) => open = Some('"'),
            ('“', None) => open = Some('”'),
            (letter, Some(close)) if letter == close => open = None,
            ('|', None) => {
                found.extend(from.and_then(|from| Some((from, line.get(from..at)?))));
                from = Some(at + 1);
            }
            _ => {}
        }
    }
    found.extend(from.and_then(|from| Some((from, line.get(from..)?))));
    found
}

/// What a cell says.
fn said(cell: &str) -> &str {
    cell.trim().trim_matches(['"', '“', '”'])
}

/// What stands behind a word's spelling at the beginning of a text, if it stands there.
fn behind(text: &str, word: Word, language: Language) -> Option<&str> {
    word.spellings(language).iter().find_map(|spelling| {
        let rest = text.strip_prefix(spelling)?;
        (!rest.starts_with(in_word)).then_some(rest)
    })
}

impl Proposals<'_> {
    /// Proposes what may stand at the cursor of a file of tests; `start` is where the declaration around it begins.
    pub(super) fn in_test(&mut self, text: &str, start: usize) {
        let (at, language) = (self.spot.offset as usize, self.language());
        let line = text.get(..at).map_or(0, |before| before.rfind('\n').map_or(0, |end| end + 1));
        let written = text.get(line..at).unwrap_or("");
        let begun = written.trim_start();
        let margin = begun.len() == written.len();
        if margin && !TESTED.iter().any(|word| behind(written, *word, language).is_some()) {
            return self.tops(TESTED, line, at);
        }
        if begun.starts_with('|') {
            return self.in_row(text, start, line);
        }
        let begins = |word: &Word| fold(word.text(language)).starts_with(&fold(begun));
        if STEPS.iter().any(begins) && !self.goes_on(text, start, line) {
            return self.keywords(STEPS, text, at);
        }
        // A step may go on over several lines.
        let mut from = line;
        loop {
            let inner = text.get(from..at).unwrap_or("").trim_start();
            let found = STEPS.iter().chain(TESTED).find_map(|word| Some((*word, behind(inner, *word, language)?)));
            if let Some((word, rest)) = found {
                return self.in_step(word, rest, text, start);
            }
            if from <= start {
                return;
            }
            from = text.get(..from - 1).map_or(0, |before| before.rfind('\n').map_or(0, |end| end + 1));
        }
    }

    /// Whether the line before isn't at its end: behind it stands more of the same step.
    fn goes_on(&self, text: &str, start: usize, line: usize) -> bool {
        let before = text.get(start..line).unwrap_or("").trim_end();
        before.ends_with([':', ';', ','])
    }

    fn in_step(&mut self, word: Word, rest: &str, text: &str, start: usize) {
        let at = self.spot.offset as usize;
        let words = tokens(rest, 0, rest.len());
        let typing = words.last().is_some_and(|last| last.end() == rest.len() && last.sort == Sort::Word);
        let before = words.len() - usize::from(typing);
        let range = self.range(at - if typing { words.last().map_or(0, |last| last.text.len()) } else { 0 }, at);
        match word {
            Word::Records if before == 0 => {
                self.kinds(range, true);
                self.keywords(&[Word::TableFile], text, at);
            }
            Word::Set if before == 0 => {
                for parameter in self.index().parameters.clone() {
                    let (name, twin) = self.shown(&parameter.name);
                    self.push(&name, &name, (item::CONSTANT, 0), &twin, range);
                }
            }
            Word::Expect | Word::NeverFails | Word::NeverHolds => {
                let colon = words.iter().position(|token| token.text == ":");
                match colon {
                    Some(colon) if word == Word::Expect => self.outcomes(rest, &words, colon, text, start),
                    Some(_) => {}
                    None => self.subject(rest, &words, text, start),
                }
            }
            _ => {}
        }
    }

    /// Criteria, fields, labels of an award's cases, and the records that are meant.
    fn subject(&mut self, rest: &str, words: &[Token<'_>], text: &str, start: usize) {
        let (at, language) = (self.spot.offset as usize, self.language());
        let id = rest.trim_end_matches(|c: char| in_word(c) || ".-".contains(c)).len();
        let before: Vec<&Token<'_>> = words.iter().filter(|token| token.start < id).collect();
        let range = self.range(at - (rest.len() - id), at);
        let of = Word::Of.text(language);
        let line = before.first().is_some_and(|first| first.text == Word::Line.text(language));
        let ofs = before.iter().filter(|token| token.text == of).count();
        if let Some(open) = words.last().filter(|last| last.sort == Sort::Text(false)) {
            let awarded = rest.get(..open.start).and_then(|before| self.subject_field(before));
            if let Some((_, IndexedField { ty: Some(Type::Label(set)), .. })) = awarded {
                self.labels(set, self.range(at - (rest.len() - open.start), at));
            }
        } else if before.is_empty() {
            for (id, title) in self.index().criteria.clone() {
                self.push(&id, &id, (item::REFERENCE, 0), &title, range);
            }
            self.dotted(range, |_, _, _| true);
            self.keywords(&[Word::Line], text, at);
        } else if line && ofs == 1 && before.last().is_some_and(|last| last.text == of) {
            self.dotted(range, |program, kind, field| {
                program.scores.iter().any(|score| score.kind == kind && score.field == field)
            });
        } else if ofs == 1 + usize::from(line) {
            self.keys(None, text, start, range);
        } else {
            self.keywords(&[Word::Of], text, at);
        }
    }

    /// Fields by their kind and name, those that rules define before those of records.
    fn dotted(&mut self, range: Range, wanted: impl Fn(&tieuchi::program::Program, KindId, FieldId) -> bool) {
        let Some(program) = self.spot.analysis.program.clone() else { return };
        for (kind, declared) in (0u32..).map(KindId).zip(&program.kinds) {
            for (id, field) in (0u32..).map(FieldId).zip(&declared.fields) {
                if !field.name.is_spelled() || !wanted(&program, kind, id) {
                    continue;
                }
                let order = match field.origin {
                    Origin::Define(_) | Origin::Award { .. } | Origin::Rank(_) => 1,
                    Origin::Key | Origin::Data { .. } | Origin::Previous { .. } => 2,
                };
                let of = |name: &tieuchi::program::Name| name.shown(self.language()).to_owned();
                let path = format!("{}.{}", of(&declared.name), of(&field.name));
                self.push(&path, &path, (item::FIELD, order), field.note.as_deref().unwrap_or(""), range);
            }
        }
    }

    /// The field that a subject names as a whole, before its case.
    fn subject_field(&self, subject: &str) -> Option<(KindId, IndexedField)> {
        let (kind, field) = subject.trim().split_once('.')?;
        let kind = self.kind(kind)?;
        let declared = self.index().kinds.get(kind.0 as usize)?;
        declared.fields.iter().find(|known| known.name.is(field)).map(|known| (kind, known.clone()))
    }

    /// What may come of what is asked.
    fn outcomes(&mut self, rest: &str, words: &[Token<'_>], colon: usize, text: &str, start: usize) {
        let (at, language) = (self.spot.offset as usize, self.language());
        let of = Word::Of.text(language);
        let asked = words.get(..colon).unwrap_or_default();
        let end = asked.iter().find(|token| token.text == of).or(words.get(colon)).map_or(0, |token| token.start);
        let asked = rest.get(..end).unwrap_or("");
        let last = words.last();
        let typing =
            last.filter(|last| last.end() == rest.len() && matches!(last.sort, Sort::Word | Sort::Text(false)));
        let range = self.range(at - typing.map_or(0, |last| last.text.len()), at);
        let from = words.iter().rposition(|token| [":", ";"].contains(&token.text)).unwrap_or(colon);
        let outcome = rest.get(words.get(from).map_or(0, Token::end)..).unwrap_or("").trim_start();
        if [Word::FailsFor, Word::UnknownFor]
            .iter()
            .any(|word| behind(outcome, *word, language).is_some_and(|rest| !rest.is_empty()))
        {
            return self.keys(None, text, start, range);
        }
        let field = self.subject_field(asked).and_then(|(_, field)| field.ty);
        if let Some(Type::Label(set)) = field {
            self.labels(set, range);
        }
        if typing.is_some_and(|last| last.sort != Sort::Word) {
            return;
        }
        match field {
            None => self.keywords(&[VERDICTS, NAMED].concat(), text, at),
            Some(Type::YesNo) => self.keywords(&[&[Word::Yes, Word::No, Word::Unknown], NAMED].concat(), text, at),
            Some(Type::Label(_)) => self.keywords(&[Word::Unknown], text, at),
            Some(Type::Reference(to)) => {
                self.keys(Some(to), text, start, range);
                self.keywords(&[Word::None, Word::Unknown], text, at);
            }
            Some(Type::Number(_) | Type::Date) => {
                self.keywords(&[Word::Unknown, Word::Between, Word::AtLeast, Word::AtMost], text, at);
            }
            Some(Type::Text) => self.keywords(&[Word::Unknown], text, at),
        }
    }

    // ---- tables of records ----

    /// The tables of the test around the cursor.
    fn tables<'t>(&self, text: &'t str, start: usize) -> Vec<Table<'t>> {
        let language = self.language();
        let mut found: Vec<Table<'t>> = Vec::new();
        let mut kind = None;
        let mut from = start;
        for line in text.get(start..).unwrap_or("").split_inclusive('\n') {
            let (begins, begun) = (from, line.trim());
            from += line.len();
            if begins > start && !begun.is_empty() && !line.starts_with([' ', '\t', '#', '\u{a0}']) {
                break;
            }
            if let Some(named) = behind(begun, Word::Records, language) {
                kind = self.kind(named.split('#').next().unwrap_or("").trim().trim_matches('`'));
                continue;
            }
            if !begun.starts_with('|') {
                continue;
            }
            // What stands behind the last bar is no cell, but for a row that is being written.
            let row: Vec<&str> = cells(line.trim_end()).into_iter().map(|(_, cell)| said(cell)).collect();
            match (kind.take(), found.last_mut()) {
                (Some(kind), _) => found.push(Table { kind, start: begins, head: row, rows: Vec::new() }),
                (None, Some(table)) => table.rows.push(row),
                (None, None) => {}
            }
        }
        found
    }

    /// Columns in the first row of a table, labels, yes and no, and keys of records below it.
    fn in_row(&mut self, text: &str, start: usize, line: usize) {
        let (at, language) = (self.spot.offset as usize, self.language());
        let tables = self.tables(text, start);
        let Some(table) = tables.iter().rfind(|table| table.start <= line) else { return };
        let whole = text.get(line..).unwrap_or("").split('\n').next().unwrap_or("");
        let row = cells(whole);
        let Some(column) = cells(text.get(line..at).unwrap_or("")).len().checked_sub(1) else { return };
        let Some((begins, written)) = row.get(column).copied() else { return };
        let from = (line + begins + (written.len() - written.trim_start().len())).min(at);
        let range = self.range(from, (line + begins + written.trim_end().len()).max(at));
        let Some(kind) = self.index().kinds.get(table.kind.0 as usize).cloned() else { return };
        if table.start == line {
            let recorded = |field: &IndexedField| {
                let program = self.spot.analysis.program.as_ref();
                let declared = program.and_then(|program| program.kinds.get(table.kind.0 as usize));
                let origin = declared.and_then(|kind| kind.fields.iter().find(|known| known.name == field.name));
                origin.is_none_or(|field| matches!(field.origin, Origin::Key | Origin::Data { .. }))
            };
            let there = |field: &IndexedField| {
                let names = [&field.name.en, &field.name.vi].into_iter().flatten();
                let others = table.head.iter().enumerate().filter(|(place, _)| *place != column);
                others.into_iter().any(|(_, head)| names.clone().any(|name| same_name(name) == same_name(head)))
            };
            let wanted = |field: &&IndexedField| field.name.is_spelled() && recorded(field) && !there(field);
            let fields: Vec<IndexedField> = kind.fields.iter().filter(wanted).cloned().collect();
            for (order, field) in (0u32..).zip(fields) {
                let name = field.name.shown(language).to_owned();
                let twin = field.name.shown(crate::words::other(language)).to_owned();
                self.push(&name, &name, (item::FIELD, order.min(9)), &twin, range);
            }
            return;
        }
        let head = table.head.get(column).copied().unwrap_or("");
        let named = |field: &&IndexedField| {
            [&field.name.en, &field.name.vi].into_iter().flatten().any(|name| same_name(name) == same_name(head))
        };
        match kind.fields.iter().find(named).and_then(|field| field.ty) {
            Some(Type::Label(set)) => self.labels_in_cell(set, range),
            Some(Type::YesNo) => {
                for word in [Word::Yes, Word::No] {
                    let text = word.text(language);
                    self.push(text, text, (item::KEYWORD, 0), "", range);
                }
            }
            Some(Type::Reference(to)) => self.keys(Some(to), text, start, range),
            Some(Type::Text | Type::Number(_) | Type::Date) | None => {}
        }
    }

    fn labels_in_cell(&mut self, set: LabelsId, range: Range) {
        let before = self.items.len();
        self.labels(set, range);
        // A cell needs quotation marks only where it would read as something else.
        for proposal in self.items.iter_mut().skip(before) {
            let label = proposal.get("label").and_then(serde_json::Value::as_str).unwrap_or("").to_owned();
            let new = serde_json::Value::String(cell(&label));
            if let Some(edit) = proposal.pointer_mut("/textEdit/newText") {
                *edit = new.clone();
            }
            if let Some(filter) = proposal.pointer_mut("/filterText") {
                *filter = new;
            }
        }
    }

    /// The keys of the records that the test's tables have, of one kind or of all.
    fn keys(&mut self, of: Option<KindId>, text: &str, start: usize, range: Range) {
        let mut known: Vec<&str> = Vec::new();
        for table in self.tables(text, start).iter().filter(|table| of.is_none_or(|kind| table.kind == kind)) {
            let Some(program) = self.spot.analysis.program.as_ref() else { return };
            let Some(kind) = program.kinds.get(table.kind.0 as usize) else { continue };
            let Some(key) = kind.fields.get(kind.key.0 as usize).map(|field| &field.name) else { continue };
            let Some(column) = table.head.iter().position(|head| key.is(head)) else { continue };
            for row in &table.rows {
                if let Some(key) = row.get(column).filter(|key| !key.is_empty() && !known.contains(*key)) {
                    known.push(key);
                }
            }
        }
        let plain = |key: &str| key.chars().all(|c| in_word(c) || ".-".contains(c));
        for key in known.into_iter().take(MOST_KEYS) {
            let ends = key.split(['…', '.']).map(str::trim).all(plain);
            let new = if plain(key) || (key.contains('…') && ends) { key.to_owned() } else { quoted(key) };
            self.push(key, &new, (item::REFERENCE, 0), "", range);
        }
    }

    /// The keywords that declarations of tests begin with.
    fn tops(&mut self, words: &[Word], line: usize, at: usize) {
        let language = self.language();
        let range = self.range(line, at);
        for word in words {
            let keyword = word.text(language);
            self.push(keyword, keyword, (item::KEYWORD, 0), meaning(*word, language).unwrap_or(""), range);
        }
    }
}
