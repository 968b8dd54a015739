//! What a rule file uses.

use tieuchi::source::{Source, Span};
use tieuchi::syntax::tree::Quoted;

/// The strings behind `use`, in order. A declaration starts at the beginning of a line.
pub(crate) fn uses(source: &Source, file: u32) -> Vec<Quoted> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in source.text().split_inclusive('\n') {
        let at = start;
        start += line.len();
        let Some(rest) = line.strip_prefix("use").or_else(|| line.strip_prefix("dùng")) else { continue };
        let behind = rest.trim_start();
        let Some(text) = behind.strip_prefix('"').and_then(|text| text.split_once('"')) else { continue };
        let from = at + line.len() - behind.len();
        let span = Span { file, start: from as u32, end: (from + text.0.len() + 2) as u32 };
        found.push(Quoted { text: text.0.to_owned(), span });
    }
    found
}
