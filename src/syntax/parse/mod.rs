//! From text to tree. It never gives up: declarations that read are in the
//! tree, every other one is a finding.
//!
//! A file is cut into declarations first, in plain code: one starts where a line
//! begins, at its very first column, with a declaration's keyword. Each is then
//! parsed on its own, so that an error stays within its declaration and the cost
//! is linear in the file. What could overflow a stack or run away is refused
//! (see [`limits`]).

mod build;
mod claims;
mod comments;
mod errors;
mod expr;
mod limits;
mod periods;
mod ranks;
mod scores;
mod split;
pub(super) mod token;
mod trials;

use std::ops::Range;

use crate::diagnostic::{Finding, SyntaxProblem};
use crate::source::{Language, Source, Span};

use super::grammar;
use super::tree::{Cell, Declaration, File, Fits, Literal, Says};

pub(crate) use comments::{bare, remarks};
pub(super) use split::{Header, Parts};

pub use limits::{MAX_BYTES, MAX_DEPTH, MAX_LABEL, MAX_TREE};

/// The edition that this version reads: `tieuchi 1, …`.
pub const EDITION: u32 = 1;

/// What came of a text.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The tree of what could be read.
    pub file: File,
    /// What could not.
    pub findings: Vec<Finding>,
}

/// Reads a rule file; `file` is its number in the list of sources that are read together.
///
/// # Examples
///
/// ```
/// use tieuchi::source::Source;
/// use tieuchi::syntax::parse;
///
/// let source = Source::new("a.tieuchi", "tieuchi 1, en\n\nscale grade\n  \"low\" < \"high\"\n");
/// let parsed = parse(&source, 0);
/// assert!(parsed.findings.is_empty());
/// assert_eq!(parsed.file.declarations.len(), 1);
/// ```
pub fn parse(source: &Source, file: u32) -> Parsed {
    let text = source.text();
    let mut findings = Vec::new();
    let empty = |edition, language| File { edition, language, declarations: Vec::new(), tail: Vec::new() };
    if let Some(problem) = limits::file(text) {
        let language = split::header(text.get(..64).unwrap_or(""), file, &mut Vec::new()).language;
        findings.push(Finding::new(problem, Span { file, start: 0, end: 0 }));
        return Parsed { file: empty(EDITION, language), findings };
    }
    let header = split::header(text, file, &mut findings);
    let mut tree = empty(header.edition, header.language);
    let parts = split::declarations(text, header.end, header.language);
    if let Some(stray) = parts.stray.clone() {
        let problem = errors::stray(text.get(stray.clone()).unwrap_or(""), header.language);
        findings.push(Finding::new(problem, Span { file, start: stray.start as u32, end: stray.end as u32 }));
    }
    let mut before = comments::behind(text.get(..header.end).unwrap_or(""));
    before.extend(comments::own_lines(text, header.end..parts.first()));
    for part in &parts.declarations {
        if let Some(declaration) = one(text, part, file, header.language, &mut before, &mut findings) {
            tree.declarations.push(declaration);
        }
    }
    tree.tail = before;
    Parsed { file: tree, findings }
}

/// The first line of a text and its declarations, as [`parse()`] cuts it.
pub(super) fn cut(text: &str) -> (Header, Parts) {
    let header = split::header(text, 0, &mut Vec::new());
    let parts = split::declarations(text, header.end, header.language);
    (header, parts)
}

/// What a claim or a question says, by itself: `does II.3 imply II.4?`; `file` is the number of its source.
pub(crate) fn claim(source: &Source, file: u32, language: Language) -> Result<Says, Vec<Finding>> {
    let text = source.text();
    let refuse = |problem: SyntaxProblem, at: Range<usize>| {
        vec![Finding::new(problem, Span { file, start: at.start as u32, end: at.end as u32 })]
    };
    if let Some(problem) = limits::file(text) {
        return Err(refuse(problem, 0..0));
    }
    if let Some((problem, at)) = limits::declaration(text) {
        return Err(refuse(problem, at));
    }
    let node = grammar::claim(text, language).map_err(|stop| {
        let (problem, at) = errors::explain(text, &stop, language);
        refuse(problem, at)
    })?;
    if let Some(deep) = node.beyond(MAX_DEPTH + 1) {
        return Err(refuse(SyntaxProblem::TooDeep { limit: MAX_DEPTH }, deep.start..deep.start));
    }
    let mut findings = Vec::new();
    let comments = comments::scan(text);
    let mut build = build::Build { language, file, base: 0, comments, depth: 0, findings: &mut findings };
    let says = node.first().and_then(|says| build.says(says));
    match says {
        Some(says) if findings.is_empty() => Ok(says),
        _ if findings.is_empty() => {
            Err(refuse(SyntaxProblem::Unexpected { found: None, expected: Vec::new() }, 0..text.len()))
        }
        _ => Err(findings),
    }
}

/// One cell of a table that stands in a file of its own, as it would be written in a rule file of `language`; `at` is
/// where it stands.
pub(crate) fn table_cell(text: &str, language: Language, at: Span) -> Option<Cell> {
    let node = grammar::cell(text, language).ok()?;
    let fits = alone(language, at, |build| build.cell(node.first()?))?.fits;
    Some(Cell { fits: moved(fits, at), span: at })
}

/// One value of a table that stands in a file of its own.
pub(crate) fn table_value(text: &str, language: Language, at: Span) -> Option<Literal> {
    let node = grammar::constant(text, language).ok()?;
    let found = alone(language, at, |build| build.constant(node.first()?))?;
    Some(Literal { span: at, ..found })
}

fn alone<T>(language: Language, at: Span, read: impl FnOnce(&mut build::Build<'_>) -> Option<T>) -> Option<T> {
    let mut findings = Vec::new();
    let comments = Vec::new();
    let mut build = build::Build { language, file: at.file, base: 0, comments, depth: 0, findings: &mut findings };
    read(&mut build).filter(|_| findings.is_empty())
}

/// The same with its literals at one place: those of a cell stand nowhere else.
fn moved(fits: Fits, span: Span) -> Fits {
    let to = |literal: Literal| Literal { span, ..literal };
    match fits {
        Fits::Any => Fits::Any,
        Fits::Is(literals) => Fits::Is(literals.into_iter().map(to).collect()),
        Fits::Compare(how, end) => Fits::Compare(how, to(end)),
        Fits::Between(low, high, open) => Fits::Between(to(low), to(high), open),
    }
}

/// Parses one declaration and hangs its comments in.
fn one(
    text: &str,
    part: &split::Part,
    file: u32,
    language: Language,
    before: &mut Vec<String>,
    findings: &mut Vec<Finding>,
) -> Option<Declaration> {
    let own = std::mem::take(before);
    *before = comments::own_lines(text, part.end..part.next);
    let slice = text.get(part.start..part.end)?;
    let base = part.start;
    let mut refuse = |problem: SyntaxProblem, at: Range<usize>| {
        let span = Span { file, start: (base + at.start) as u32, end: (base + at.end) as u32 };
        findings.push(Finding::new(problem, span));
    };
    if let Some((problem, at)) = limits::declaration(slice) {
        refuse(problem, at);
        return None;
    }
    let (node, slice) = match grammar::declaration(slice, language) {
        Ok(node) => (node, slice),
        Err(stop) => {
            let (problem, at) = errors::explain(slice, &stop, language);
            let misspelt = matches!(problem, SyntaxProblem::Stray { .. } | SyntaxProblem::ForeignKeyword { .. });
            let cut = at.start;
            refuse(problem, at);
            if !misspelt {
                return None;
            }
            // Another declaration was meant to begin there: what stands before it may be whole.
            let slice = slice.get(..cut)?.trim_end();
            (grammar::declaration(slice, language).ok()?, slice)
        }
    };
    // The outermost condition is no nesting yet.
    if let Some(deep) = node.beyond(MAX_DEPTH + 1) {
        let end = deep.start + deep.text.chars().next().map_or(0, char::len_utf8);
        refuse(SyntaxProblem::TooDeep { limit: MAX_DEPTH }, deep.start..end);
        return None;
    }
    let known = findings.len();
    let mut build = build::Build { language, file, base, comments: comments::scan(slice), depth: 0, findings };
    let declaration = build.declaration(&node);
    let comments = build.comments;
    let Some(mut declaration) = declaration else {
        if findings.len() == known {
            // The grammar let through what the tree has no place for.
            let at = Span { file, start: part.start as u32, end: part.end as u32 };
            findings.push(Finding::new(SyntaxProblem::Unexpected { found: None, expected: Vec::new() }, at));
        }
        return None;
    };
    if findings.len() > known {
        return None;
    }
    comments::attach(&mut declaration, own, comments, base);
    Some(declaration)
}
