//! A file's text in the house's layout.

use tieuchi::syntax::{parse, print::print};

use crate::text::Range;
use crate::tokens::{Sort, tokens};
use crate::workspace::Workspace;

/// The edit that brings a file into its layout; none where it is in it.
///
/// # Errors
///
/// Why not, in the language of the file: it doesn't read, or comments would be lost.
pub fn format(workspace: &Workspace, uri: &str) -> Result<Option<(Range, String)>, String> {
    let Some((analysis, file)) = workspace.file(uri) else { return Ok(None) };
    let (text, language) = (analysis.text(file), analysis.language(file));
    let source = text.source();
    let parsed = parse(source, 0);
    if !parsed.findings.is_empty() {
        return Err(language
            .pick("mend the findings of this file first", "hãy sửa các lỗi của tệp này trước")
            .to_owned());
    }
    let whole = source.text();
    if tokens(whole, 0, whole.len()).iter().any(|token| token.sort == Sort::Comment) {
        return Err(language.pick("comments would be lost", "chú thích sẽ bị mất").to_owned());
    }
    let printed = print(&parsed.file);
    Ok((printed != text.raw()).then(|| (text.whole(), printed)))
}
