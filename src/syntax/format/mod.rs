//! The formatter: rule text as its author wrote it, in one layout.
//!
//! Contract. Every word, text and number stays as it is written, in its order; only blanks and line ends change, and
//! where lines break follows from the words alone. Comments stay between the tokens that they stand between, those
//! behind text behind it, those on lines of their own on such lines. Blank lines are kept, one at most, between
//! declarations, between the elements of one and between comments; around a declaration of several lines there is one.
//! What is formatted reads as the same tree, which is asked before anything is given back, and is formatted already.
//! Lines go up to 120 columns where they can be broken.
//!
//! A translation keeps the comments too: before and behind declarations as they stand, within one on the element that
//! they are about.

mod gaps;
mod lines;
mod tokens;

use crate::diagnostic::{Finding, SyntaxProblem};
use crate::source::{Language, Source, Span};

use super::parse::{self, Header, Parts, parse};
use super::translate::{Names, translated};
use super::tree::{Body, Declaration, File, Ident};
use super::{grammar, print};

/// A rule file in its one layout.
///
/// # Errors
///
/// What keeps it from being read, with the places in `source`; also that formatting it would change what it says, which
/// would be a fault of this library. Nothing is formatted then.
///
/// # Examples
///
/// ```
/// use tieuchi::source::Source;
/// use tieuchi::syntax::format;
///
/// let source = Source::new("a.tieuchi", "tieuchi 1, en\nscale grade # of a pupil\n\"low\"<\"high\"\n");
/// assert_eq!(format(&source).unwrap(), "tieuchi 1, en\n\nscale grade  # of a pupil\n  \"low\" < \"high\"\n");
///
/// let findings = format(&Source::new("b.tieuchi", "tieuchi 1, en\nscale grade \"low < \"high\"\n")).unwrap_err();
/// assert_eq!(findings[0].code(), "E0107");
/// ```
pub fn format(source: &Source) -> Result<String, Vec<Finding>> {
    let file = read(source)?;
    let text = laid_out(source);
    kept(source, &text, &file)?;
    Ok(text)
}

/// A rule file in the other language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    /// Its text, formatted.
    pub text: String,
    /// The names that stay as they are because nothing says what they are called in the other language, each once, where
    /// it is declared or else where it stands first in the source. An `aka` behind the name where it is declared mends that.
    pub unnamed: Vec<Ident>,
}

/// A whole rule file in `language`, comments and all: words and names in that language, texts, labels and comments as they
/// are. `names` has what the names of the file are called, see [`Names::gather`]. A file that is in that language already
/// is formatted.
///
/// # Errors
///
/// As for [`format()`].
///
/// # Examples
///
/// ```
/// use tieuchi::source::{Language, Source};
/// use tieuchi::syntax::translate::Names;
/// use tieuchi::syntax::{parse, translate_text};
///
/// let text = "tieuchi 1, en\n\n# Of pupils.\nscale grade aka mức\n  \"low\" < \"high\"\n";
/// let source = Source::new("a.tieuchi", text);
/// let names = Names::gather(&[&parse(&source, 0).file]);
/// let translation = translate_text(&source, Language::Vi, &names).unwrap();
/// assert_eq!(translation.text, "tieuchi 1, vi\n\n# Of pupils.\nthang mức còn gọi grade\n  \"low\" < \"high\"\n");
/// assert!(translation.unnamed.is_empty());
/// ```
pub fn translate_text(source: &Source, language: Language, names: &Names) -> Result<Translation, Vec<Finding>> {
    let file = read(source)?;
    if file.language == language {
        return format(source).map(|text| Translation { text, unnamed: Vec::new() });
    }
    let (other, unnamed) = translated(&file, language, names);
    let (header, parts) = parse::cut(source.text());
    let text = source.text();
    let mut out = heading(text, &header, language);
    let mut from = header.end;
    for (part, declaration) in parts.declarations.iter().zip(&other.declarations) {
        let above = text.get(from..part.start).unwrap_or("");
        out.push_str(above);
        let before = remarks(above) + if from == header.end { remarks(text.get(..from).unwrap_or("")) } else { 0 };
        out.push_str(&printed(declaration, before, language));
        from = part.end;
    }
    out.push_str(text.get(from..).unwrap_or(""));
    let written = Source::new(source.name(), &out);
    let text = laid_out(&written);
    kept(source, &text, &other)?;
    Ok(Translation { text, unnamed })
}

/// A declaration as the printer has it; `before` comments stand above it already.
fn printed(declaration: &Declaration, before: usize, language: Language) -> String {
    let mut out = String::new();
    // Of several comments in its first line the tree keeps one there, and has the others above it.
    for comment in declaration.trivia.before.iter().skip(before) {
        out.push_str(&format!("# {comment}\n"));
    }
    out.push_str(&print::declaration_alone(declaration, language));
    out
}

/// How many comments stand in a text that has no quotation marks.
fn remarks(text: &str) -> usize {
    text.lines().filter(|line| line.contains('#')).count()
}

fn read(source: &Source) -> Result<File, Vec<Finding>> {
    let parsed = parse(source, 0);
    if parsed.findings.is_empty() { Ok(parsed.file) } else { Err(parsed.findings) }
}

/// Whether a text reads as a tree, comments and all.
fn kept(source: &Source, text: &str, tree: &File) -> Result<(), Vec<Finding>> {
    let again = parse(&Source::new(source.name(), text), 0);
    if again.findings.is_empty() && again.file == *tree {
        return Ok(());
    }
    Err(vec![Finding::new(SyntaxProblem::NotKept, Span { file: 0, start: 0, end: 0 })])
}

/// The first line, with the comment behind it.
fn heading(text: &str, header: &Header, language: Language) -> String {
    let first = text.get(..header.end).unwrap_or("");
    let mut line = format!("tieuchi {}, {language}", header.edition);
    if let Some(at) = first.find('#') {
        line.push_str("  ");
        line.push_str(&tokens::comment(first.get(at..).unwrap_or("")));
    }
    line.push('\n');
    line
}

/// The text of a file that reads, laid out.
fn laid_out(source: &Source) -> String {
    let text = source.text();
    let (header, Parts { declarations, .. }) = parse::cut(text);
    let mut out = heading(text, &header, header.language);
    let mut from = header.end;
    // Whether what stands above asks for a blank line below it.
    let mut wide = true;
    // The file has been read before: it has as many declarations as parts.
    let tree = parse(source, 0).file;
    for (part, declaration) in declarations.iter().zip(&tree.declarations) {
        let slice = text.get(part.start..part.end).unwrap_or("");
        let Ok(node) = grammar::declaration(slice, header.language) else {
            // It has been read before.
            continue;
        };
        let above = text.get(from..part.start).unwrap_or("");
        let lines = match &declaration.body {
            // The cells of a test stand in columns, which no gap between two words knows.
            Body::Trial(_) | Body::Excuse(_) => {
                let before =
                    remarks(above) + if from == header.end { remarks(text.get(..from).unwrap_or("")) } else { 0 };
                printed(declaration, before, header.language).trim_end().to_owned()
            }
            Body::Use(_)
            | Body::Document(_)
            | Body::Scale(_)
            | Body::Record(_)
            | Body::Derive(_)
            | Body::Criterion(_)
            | Body::Claim(_)
            | Body::Parameter(_) => lines::declaration(slice, &node),
        };
        let several = lines.contains('\n');
        between(&mut out, above, wide || several);
        out.push_str(&lines);
        out.push('\n');
        (from, wide) = (part.end, several);
    }
    let rest = text.get(from..).unwrap_or("");
    if rest.contains('#') {
        between(&mut out, rest, wide);
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// What stands between two declarations: comments, and blank lines where there were some; one at least where the
/// declarations are `apart`.
fn between(out: &mut String, text: &str, apart: bool) {
    let text = text.strip_prefix('\n').unwrap_or(text);
    let mut blank = apart;
    // The last piece is the beginning of the line that the declaration stands on.
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n').filter(|_| !text.is_empty()) {
        if line.trim().is_empty() {
            blank = true;
            continue;
        }
        if blank {
            out.push('\n');
            blank = false;
        }
        out.push_str(&tokens::comment(line));
        out.push('\n');
    }
    if blank {
        out.push('\n');
    }
}
