//! A file's text in the house's layout.

use tieuchi::syntax::format as laid_out;

use crate::text::Range;
use crate::workspace::Workspace;

/// The edit that brings a file into its layout; none where it is in it.
///
/// # Errors
///
/// That it doesn't read, in the language of the file.
pub fn format(workspace: &Workspace, uri: &str) -> Result<Option<(Range, String)>, String> {
    let Some((analysis, file)) = workspace.file(uri) else { return Ok(None) };
    let (text, language) = (analysis.text(file), analysis.language(file));
    let formatted = laid_out(text.source()).map_err(|findings| {
        let first = findings.first().map_or(String::new(), |finding| format!(": {}", finding.prose(language).title));
        let mend = language.pick("mend the findings of this file first", "hãy sửa các lỗi của tệp này trước");
        format!("{mend}{first}")
    })?;
    Ok((formatted != text.raw()).then(|| (text.whole(), formatted)))
}
