//! JSON and RON, as far as records need them.
//!
//! One cursor reads both, value by value, so that a file is never held as a
//! tree, a number keeps its digits (a parser that goes through `f64` or `i64`
//! would lose them), every value has its place, and what is wrong is said in
//! our words. JSON is read strictly; RON leniently: structs named or not, maps,
//! `Some`, newtypes `(7)`, bare variants as texts, comments, raw strings.

use std::borrow::Cow;

use tieuchi::diagnostic::{DataFault, Notation};
use tieuchi::roster::Cell;

/// How deep lists and records may be nested (only refused values are nested at all).
pub(crate) const MAX_NESTING: u32 = 64;

/// Why reading stopped, and at which byte.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stop {
    pub at: usize,
    pub fault: Box<DataFault>,
}

type Result<T> = std::result::Result<T, Stop>;

/// A place in a text, moving forward.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'t> {
    text: &'t str,
    at: usize,
    notation: Notation,
}

fn starts_name(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

fn in_name(c: char) -> bool {
    // Marks too: a decomposed Vietnamese letter is a letter and marks.
    c == '_' || c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}')
}

impl<'t> Cursor<'t> {
    pub(crate) fn new(text: &'t str, notation: Notation) -> Cursor<'t> {
        Cursor { text, at: 0, notation }
    }

    /// The byte where it stands.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    fn ron(&self) -> bool {
        self.notation == Notation::Ron
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, wanted: char) -> bool {
        let there = self.peek() == Some(wanted);
        if there {
            self.at += wanted.len_utf8();
        }
        there
    }

    /// Takes what satisfies a condition.
    fn take(&mut self, while_true: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c| !while_true(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or("")
    }

    pub(crate) fn stop(&self, fault: DataFault) -> Stop {
        Stop { at: self.at, fault: Box::new(fault) }
    }

    fn malformed(&self) -> Stop {
        let ends_early = self.rest().is_empty();
        self.stop(DataFault::Malformed { notation: self.notation, ends_early })
    }

    /// Passes blanks and, in RON, comments.
    pub(crate) fn skip(&mut self) -> Result<()> {
        if !self.ron() {
            self.take(|c| matches!(c, ' ' | '\t' | '\n' | '\r'));
            return Ok(());
        }
        loop {
            self.take(char::is_whitespace);
            if self.rest().starts_with("//") {
                self.take(|c| c != '\n');
            } else if self.rest().starts_with("/*") {
                let mut open = 0u32;
                loop {
                    if self.rest().starts_with("/*") {
                        (open, self.at) = (open + 1, self.at + 2);
                    } else if self.rest().starts_with("*/") {
                        (open, self.at) = (open - 1, self.at + 2);
                    } else if let Some(c) = self.peek() {
                        self.at += c.len_utf8();
                    } else {
                        return Err(self.malformed());
                    }
                    if open == 0 {
                        break;
                    }
                }
            } else {
                return Ok(());
            }
        }
    }

    /// Passes what may stand before the value of a file: RON's `#![enable(…)]`.
    pub(crate) fn begin(&mut self) -> Result<()> {
        self.skip()?;
        while self.ron() && self.rest().starts_with("#!") {
            self.take(|c| c != ']');
            if !self.eat(']') {
                return Err(self.malformed());
            }
            self.skip()?;
        }
        Ok(())
    }

    /// Nothing may follow.
    pub(crate) fn end(&mut self) -> Result<()> {
        self.skip()?;
        if self.rest().is_empty() { Ok(()) } else { Err(self.malformed()) }
    }

    /// Whether a list stands here.
    pub(crate) fn is_list(&self) -> bool {
        self.peek() == Some('[')
    }

    /// Reads a list, its values one by one; blanks before each are passed.
    pub(crate) fn list(&mut self, mut each: impl FnMut(&mut Self) -> Result<()>) -> Result<()> {
        if !self.eat('[') {
            return Err(self.malformed());
        }
        self.items(']', &mut each)
    }

    /// Values behind an opening bracket, separated by commas.
    fn items(&mut self, close: char, each: &mut dyn FnMut(&mut Self) -> Result<()>) -> Result<()> {
        self.skip()?;
        if self.eat(close) {
            return Ok(());
        }
        loop {
            each(self)?;
            self.skip()?;
            let more = self.eat(',');
            self.skip()?;
            if self.eat(close) {
                // JSON has no comma behind the last value.
                let trailing = more && !self.ron();
                return if trailing {
                    Err(Stop { at: self.at - close.len_utf8(), ..self.malformed_here() })
                } else {
                    Ok(())
                };
            }
            if !more {
                return Err(self.malformed());
            }
        }
    }

    fn malformed_here(&self) -> Stop {
        self.stop(DataFault::Malformed { notation: self.notation, ends_early: false })
    }

    /// Reads a record: `{"id": …}`, in RON also `(id: …)` and `Person(id: …)`.
    /// Gets each name and the cursor before its value, which must be read.
    pub(crate) fn record(&mut self, mut each: impl FnMut(&mut Self, Cow<'t, str>) -> Result<()>) -> Result<()> {
        let start = self.at;
        let no_record = Stop { at: start, fault: Box::new(DataFault::NotRecords) };
        if self.ron() {
            self.name();
            self.skip()?;
        }
        if self.eat('{') {
            return self.items('}', &mut |cursor| {
                let name = cursor.key()?;
                cursor.colon()?;
                each(cursor, name)
            });
        }
        if !self.ron() || !self.eat('(') {
            self.at = start;
            // What stands here instead must at least be readable, or the fault is another.
            return self.single(0).and(Err(no_record));
        }
        self.items(')', &mut |cursor| {
            let Some(name) = cursor.name() else { return Err(no_record.clone()) };
            cursor.colon().map_err(|_| no_record.clone())?;
            each(cursor, Cow::Borrowed(name))
        })
    }

    fn colon(&mut self) -> Result<()> {
        self.skip()?;
        if !self.eat(':') {
            return Err(self.malformed());
        }
        self.skip()
    }

    /// The name of an entry of a map.
    fn key(&mut self) -> Result<Cow<'t, str>> {
        match self.peek() {
            Some('"') => self.string(),
            Some(c) if self.ron() && starts_name(c) => match self.raw_string() {
                Some(text) => text.map(Cow::Borrowed),
                None => Ok(Cow::Borrowed(self.name().unwrap_or(""))),
            },
            _ => Err(self.malformed()),
        }
    }

    /// A bare name, if there is one (RON).
    fn name(&mut self) -> Option<&'t str> {
        if let Some(rest) = self.rest().strip_prefix("r#")
            && rest.starts_with(starts_name)
        {
            self.at += 2;
        }
        if self.peek().is_some_and(starts_name) { Some(self.take(in_name)) } else { None }
    }

    /// Reads one value as a cell; a list or a record becomes [`Cell::Nested`].
    pub(crate) fn single(&mut self, depth: u32) -> Result<Cell<'t>> {
        if depth > MAX_NESTING {
            return Err(self.stop(DataFault::TooDeep { limit: u64::from(MAX_NESTING) }));
        }
        match self.peek() {
            Some('"') => self.string().map(Cell::Text),
            Some('\'') if self.ron() => self.letter().map(Cell::Text),
            Some('[') => {
                self.list(|cursor| cursor.single(depth + 1).map(drop))?;
                Ok(Cell::Nested)
            }
            Some('{') => {
                self.eat('{');
                self.items('}', &mut |cursor| {
                    if cursor.ron() {
                        cursor.single(depth + 1)?;
                    } else {
                        cursor.key()?;
                    }
                    cursor.colon()?;
                    cursor.single(depth + 1).map(drop)
                })?;
                Ok(Cell::Nested)
            }
            Some('(') if self.ron() => self.parenthesised(depth),
            Some(c) if c.is_ascii_digit() || matches!(c, '-' | '+' | '.') => self.number().map(Cell::Number),
            Some(c) if starts_name(c) => self.word(depth),
            _ => Err(self.malformed()),
        }
    }

    /// `(7)` is 7, `()` nothing; anything longer is nested.
    fn parenthesised(&mut self, depth: u32) -> Result<Cell<'t>> {
        self.eat('(');
        let mut found = Cell::Blank;
        let mut count = 0u32;
        self.items(')', &mut |cursor| {
            let value = cursor.single(depth + 1)?;
            cursor.skip()?;
            count += 1;
            found = value;
            if cursor.eat(':') {
                cursor.skip()?;
                cursor.single(depth + 1)?;
                count += 1;
            }
            Ok(())
        })?;
        Ok(if count > 1 { Cell::Nested } else { found })
    }

    /// `true`, `null`; in RON also `Some(…)`, `None` and the variants of enums.
    fn word(&mut self, depth: u32) -> Result<Cell<'t>> {
        if let Some(text) = if self.ron() { self.raw_string() } else { None } {
            return text.map(|text| Cell::Text(Cow::Borrowed(text)));
        }
        let start = self.clone();
        let word = self.name().unwrap_or("");
        match (word, self.ron()) {
            ("true", _) => return Ok(Cell::Bool(true)),
            ("false", _) => return Ok(Cell::Bool(false)),
            ("null", false) => return Ok(Cell::Blank),
            ("None", true) => return Ok(Cell::Blank),
            (_, false) => return Err(start.malformed_here()),
            (_, true) => {}
        }
        let behind = self.clone();
        self.skip()?;
        if self.peek() == Some('(') {
            let inner = self.parenthesised(depth)?;
            return Ok(if word == "Some" { inner } else { Cell::Nested });
        }
        *self = behind;
        Ok(Cell::Text(Cow::Borrowed(word)))
    }

    /// A number's digits. RON's signs, underscores, types and bases become plain ones.
    fn number(&mut self) -> Result<Cow<'t, str>> {
        let start = self.clone();
        let written = self.take(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_'));
        let sound = if self.ron() { ron_number(written) } else { json_number(written) };
        sound.ok_or_else(|| start.malformed_here())
    }

    fn letter(&mut self) -> Result<Cow<'t, str>> {
        self.eat('\'');
        let mut text = String::new();
        match self.peek() {
            Some('\\') => self.escape(&mut text)?,
            Some(c) => {
                text.push(c);
                self.at += c.len_utf8();
            }
            None => {}
        }
        if self.eat('\'') { Ok(Cow::Owned(text)) } else { Err(self.malformed()) }
    }

    /// `r"…"`, `r#"…"#` (RON), if there is one.
    fn raw_string(&mut self) -> Option<Result<&'t str>> {
        let marks = self.rest().strip_prefix('r')?;
        let hashes = marks.len() - marks.trim_start_matches('#').len();
        let body = marks.get(hashes..)?.strip_prefix('"')?;
        let close = format!("\"{}", "#".repeat(hashes));
        Some(match body.find(&close) {
            Some(end) => {
                self.at += 1 + hashes + 1 + end + close.len();
                Ok(body.get(..end).unwrap_or(""))
            }
            None => {
                self.at = self.text.len();
                Err(self.malformed())
            }
        })
    }

    fn string(&mut self) -> Result<Cow<'t, str>> {
        self.eat('"');
        let ron = self.ron();
        let plain = |c: char| c != '"' && c != '\\' && (ron || c >= ' ');
        let first = self.take(plain);
        if self.eat('"') {
            return Ok(Cow::Borrowed(first));
        }
        let mut text = first.to_owned();
        loop {
            match self.peek() {
                Some('\\') => self.escape(&mut text)?,
                Some('"') => {
                    self.eat('"');
                    return Ok(Cow::Owned(text));
                }
                _ => return Err(self.malformed()),
            }
            text.push_str(self.take(plain));
        }
    }

    fn escape(&mut self, text: &mut String) -> Result<()> {
        let start = self.clone();
        self.eat('\\');
        let Some(kind) = self.peek() else { return Err(self.malformed()) };
        self.at += kind.len_utf8();
        let c = match (kind, self.ron()) {
            ('"' | '\\', _) => kind,
            ('/', false) => '/',
            ('b', false) => '\u{8}',
            ('f', false) => '\u{c}',
            ('n', _) => '\n',
            ('r', _) => '\r',
            ('t', _) => '\t',
            ('\'', true) => '\'',
            ('0', true) => '\0',
            ('x', true) => self.hex(2).and_then(char::from_u32).ok_or_else(|| start.malformed_here())?,
            ('u', true) => {
                let opened = self.eat('{');
                let digits = self.take(|c| c.is_ascii_hexdigit());
                let code = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
                code.filter(|_| opened && self.eat('}')).ok_or_else(|| start.malformed_here())?
            }
            ('u', false) => self.surrogates().ok_or_else(|| start.malformed_here())?,
            _ => return Err(start.malformed_here()),
        };
        text.push(c);
        Ok(())
    }

    fn hex(&mut self, digits: usize) -> Option<u32> {
        let written = self.rest().get(..digits)?;
        let value = u32::from_str_radix(written, 16).ok().filter(|_| !written.starts_with('+'))?;
        self.at += digits;
        Some(value)
    }

    /// JSON's `\u1ec5`, or two of them for letters beyond.
    fn surrogates(&mut self) -> Option<char> {
        let first = self.hex(4)?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first);
        }
        if !(self.eat('\\') && self.eat('u')) {
            return None;
        }
        let second = self.hex(4).filter(|second| (0xdc00..0xe000).contains(second))?;
        char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
    }
}

/// JSON's own form: `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`.
fn json_number(written: &str) -> Option<Cow<'_, str>> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let body = written.strip_prefix('-').unwrap_or(written);
    let (number, exponent) = match body.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (body, None),
    };
    let (whole, part) = match number.split_once('.') {
        Some((whole, part)) => (whole, Some(part)),
        None => (number, None),
    };
    let sound = digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && part.is_none_or(digits)
        && exponent.is_none_or(digits);
    sound.then_some(Cow::Borrowed(written))
}

/// RON's: a sign, underscores, `.5`, `5.`, an exponent, a type behind it, `0x`, `0o`, `0b`.
fn ron_number(written: &str) -> Option<Cow<'_, str>> {
    const TYPES: [&str; 12] = ["u128", "i128", "u16", "u32", "u64", "i16", "i32", "i64", "f32", "f64", "u8", "i8"];
    let negative = written.starts_with('-');
    let body = written.strip_prefix(['-', '+']).unwrap_or(written);
    for (prefix, base) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = body.strip_prefix(prefix) {
            // A hexadecimal `1f32` has no type behind it.
            let typed = TYPES.iter().find_map(|ty| digits.strip_suffix(ty).filter(|_| !ty.starts_with('f')));
            let value = i128::from_str_radix(&typed.unwrap_or(digits).replace('_', ""), base).ok()?;
            return (!digits.starts_with(['-', '+']))
                .then(|| Cow::Owned(if negative { -value } else { value }.to_string()));
        }
    }
    let untyped = TYPES.iter().find_map(|ty| body.strip_suffix(ty)).unwrap_or(body);
    let plain = untyped.replace('_', "");
    let (number, exponent) = match plain.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (plain.as_str(), None),
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let some = !(whole.is_empty() && part.is_empty());
    let sound = some && digits(whole) && digits(part) && exponent.is_none_or(|text| !text.is_empty() && digits(text));
    if !sound {
        return None;
    }
    if plain == written {
        Some(Cow::Borrowed(written))
    } else {
        Some(Cow::Owned(if negative { format!("-{plain}") } else { plain }))
    }
}
