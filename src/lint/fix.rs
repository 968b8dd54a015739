//! Sure mends, as edits of the text.

use crate::check::check;
use crate::diagnostic::Severity;
use crate::source::{Source, Span};
use crate::syntax::tree::{Declaration, File};
use crate::syntax::{bare, parse};

use super::Rules;

/// A stretch of a file's text and what stands there instead.
#[derive(Debug, Clone)]
pub struct Edit {
    /// What is replaced, in the text of [`Source`].
    pub at: Span,
    /// By what.
    pub text: String,
}

impl PartialEq for Edit {
    fn eq(&self, other: &Edit) -> bool {
        // All spans are equal, so that trees can be.
        let place = |edit: &Edit| (edit.at.file, edit.at.start, edit.at.end);
        place(self) == place(other) && self.text == other.text
    }
}

impl Eq for Edit {}

/// A mend that leaves everything else as it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in English.
    pub en: String,
    /// What it does, in Vietnamese.
    pub vi: String,
    /// The edits, all of them or none.
    pub edits: Vec<Edit>,
}

/// Files with mends made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The new text of each file that has changed, by its number.
    pub texts: Vec<(u32, String)>,
    /// How many mends were made.
    pub made: usize,
}

/// Takes a declaration out. One with comments is left to its author, who alone knows what they are worth.
pub(super) fn without(rules: &Rules<'_>, declaration: &Declaration, name: &str) -> Option<Fix> {
    let (source, _) = rules.files.get(declaration.span.file as usize)?;
    let commented = source.slice(declaration.span).contains('#') || !declaration.tail.is_empty();
    if commented || declaration.trivia.after.is_some() || !declaration.trivia.before.is_empty() {
        return None;
    }
    Some(Fix {
        en: format!("take out `{name}`"),
        vi: format!("bỏ `{name}`"),
        edits: vec![Edit { at: with_blank_lines(source.text(), declaration.span), text: String::new() }],
    })
}

/// A span with the rest of its last line and the blank lines behind it.
fn with_blank_lines(text: &str, span: Span) -> Span {
    let rest = text.get(span.end as usize..).unwrap_or("");
    let blank = rest.len() - rest.trim_start().len();
    let lines = rest.get(..blank).and_then(|blank| blank.rfind('\n')).map_or(0, |at| at + 1);
    Span { end: span.end + lines as u32, ..span }
}

/// Makes the mends of what was found, all that don't overlap, and holds the result against the files: what was not taken
/// out is what it was, and the rules are sound. None where nothing can be mended so.
pub fn mend<'f>(files: &[(Source, File)], fixes: impl IntoIterator<Item = &'f Fix>) -> Option<Mended> {
    let mut taken: Vec<&Edit> = Vec::new();
    let mut made = 0;
    let clash = |one: &Edit, other: &Edit| {
        one.at.file == other.at.file && one.at.start < other.at.end && other.at.start < one.at.end
    };
    for fix in fixes {
        if fix.edits.iter().all(|edit| taken.iter().all(|other| !clash(edit, other))) {
            taken.extend(&fix.edits);
            made += 1;
        }
    }
    taken.sort_by_key(|edit| (edit.at.file, edit.at.start));
    let mut texts = Vec::new();
    let mut after = files.to_vec();
    for (number, (source, tree)) in (0u32..).zip(files) {
        let edits: Vec<&Edit> = taken.iter().filter(|edit| edit.at.file == number).copied().collect();
        if edits.is_empty() {
            continue;
        }
        let text = edited(source.text(), &edits)?;
        let source = Source::new(source.name(), &text);
        let parsed = parse(&source, number);
        if !parsed.findings.is_empty() || said(&parsed.file, &[]) != said(tree, &edits) {
            return None;
        }
        *after.get_mut(number as usize)? = (source, parsed.file);
        texts.push((number, text));
    }
    let sound = check(&after).findings.iter().all(|finding| finding.severity() != Severity::Error);
    (sound && !texts.is_empty()).then_some(Mended { texts, made })
}

fn edited(text: &str, edits: &[&Edit]) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        out.push_str(text.get(at..edit.at.start as usize)?);
        out.push_str(&edit.text);
        at = edit.at.end as usize;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// The declarations of a file, comments apart, without those that edits take out.
fn said(tree: &File, edits: &[&Edit]) -> Vec<Declaration> {
    let out = |span: Span| edits.iter().any(|edit| edit.at.start <= span.start && span.end <= edit.at.end);
    tree.declarations.iter().filter(|declaration| !out(declaration.span)).map(bare).collect()
}
