//! Keys of records, and ranges of them: `p1 … p38`.

use crate::diagnostic::TrialProblem;
use crate::syntax::tree::Keys;

use super::MAX_RECORDS;

/// Every key of a list.
pub(super) fn expanded(keys: &[Keys]) -> Result<Vec<String>, TrialProblem> {
    let mut all = Vec::new();
    for keys in keys {
        match &keys.last {
            None => all.push(keys.first.text.clone()),
            Some(last) => all.extend(range(&keys.first.text, &last.text)?),
        }
    }
    Ok(all)
}

/// The keys of a cell: one, or those of a range.
pub(super) fn of_cell(text: &str) -> Result<Vec<String>, TrialProblem> {
    let ends = ["…", "...", ".."].iter().find_map(|dots| text.split_once(dots));
    match ends.map(|(first, last)| (first.trim(), last.trim())) {
        Some((first, last)) if !first.is_empty() && !last.is_empty() => range(first, last),
        Some(_) | None => Ok(vec![text.to_owned()]),
    }
}

/// The keys from one to another, which differ in the number at their end.
fn range(first: &str, last: &str) -> Result<Vec<String>, TrialProblem> {
    let refused = || TrialProblem::Range { text: format!("{first} … {last}"), limit: MAX_RECORDS };
    let digits = |key: &str| key.len() - key.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let cut = |key: &'_ str| -> Option<(String, String)> {
        let (before, number) = key.split_at_checked(key.len() - digits(key))?;
        Some((before.to_owned(), number.to_owned()))
    };
    let ((before, from), (same, to)) = cut(first).zip(cut(last)).ok_or_else(refused)?;
    let (start, end) = from.parse::<u64>().ok().zip(to.parse::<u64>().ok()).ok_or_else(refused)?;
    let many = end.checked_sub(start).filter(|many| *many < MAX_RECORDS as u64);
    if before != same || many.is_none() || (from.starts_with('0') && from.len() != to.len()) {
        return Err(refused());
    }
    let width = if from.starts_with('0') { from.len() } else { 0 };
    Ok((start..=end).map(|number| format!("{before}{number:0width$}")).collect())
}
