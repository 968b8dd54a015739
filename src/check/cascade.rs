//! Findings that only follow from another one.
//!
//! A declaration that can't be read declares nothing, so that whatever names it
//! declares would be reported as unknown wherever they are used. Such findings
//! are left out: mending the declaration mends them, or shows them next time.

use crate::diagnostic::{CheckProblem, Finding, Problem, SettingProblem, TableProblem};
use crate::source::Source;

/// The most unread declarations that are looked at: each look-up goes over its file.
const MAX_UNREAD: usize = 100;

/// The texts of the declarations that could not be read, of the first ones.
pub(super) fn unread<'s>(sources: &'s [Source], findings: &[Finding]) -> Vec<&'s str> {
    let mut out: Vec<&str> = findings
        .iter()
        .filter(|finding| matches!(finding.problem, Problem::Syntax(_)))
        .take(MAX_UNREAD)
        .filter_map(|finding| around(sources.get(finding.at.file as usize)?.text(), finding.at.start as usize))
        .collect();
    out.dedup_by(|a, b| std::ptr::eq(*a, *b));
    out
}

/// The declaration around a place: from the line at the margin before it to the next one.
fn around(text: &str, at: usize) -> Option<&str> {
    let begins = |line_start: usize| {
        text.get(line_start..)
            .is_some_and(|rest| !rest.starts_with([' ', '\t', '\n', '#', '\u{a0}']) && !rest.is_empty())
    };
    let line_starts = || std::iter::once(0).chain(text.match_indices('\n').map(|(newline, _)| newline + 1));
    let start = line_starts().take_while(|start| *start <= at).filter(|start| begins(*start)).last().unwrap_or(0);
    let end = line_starts().find(|next| *next > at && begins(*next)).unwrap_or(text.len());
    text.get(start..end)
}

/// Whether a finding may follow from a declaration that could not be read.
pub(super) fn follows(finding: &Finding, sources: &[Source], unread: &[&str]) -> bool {
    if unread.is_empty() {
        return false;
    }
    let Problem::Check(problem) = &finding.problem else { return false };
    match problem {
        CheckProblem::UnknownField { .. }
        | CheckProblem::UnknownType { .. }
        | CheckProblem::UnknownKind { .. }
        | CheckProblem::UnknownLabel { .. }
        | CheckProblem::UnknownCriterion { .. }
        | CheckProblem::UnknownDocument { .. }
        | CheckProblem::UnknownItem { .. } => {
            let name = sources.get(finding.at.file as usize).map_or("", |source| source.slice(finding.at));
            let name = name.trim_matches(['"', '“', '”', '`']);
            name.is_empty() || unread.iter().any(|text| text.contains(name))
        }
        CheckProblem::Setting(SettingProblem::Unknown { .. })
        | CheckProblem::Table(TableProblem::Column { .. } | TableProblem::Scale { .. })
        | CheckProblem::NothingInHand { .. }
        | CheckProblem::Period(_)
        | CheckProblem::NoLink { .. }
        | CheckProblem::NoParent { .. }
        | CheckProblem::Key { .. }
        | CheckProblem::Uncovered { .. } => true,
        _ => false,
    }
}
