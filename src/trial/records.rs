//! The records of a test: its tables, read as a file of records is.

use crate::diagnostic::{CheckProblem, Finding, TrialProblem};
use crate::program::KindId;
use crate::roster::{Builder, Cell, Header, Origin, nearest_kind};
use crate::source::{Source, Span};
use crate::syntax::tree::{Trial, TrialCell, TrialRow, TrialStep};

use super::keys::of_cell;
use super::names::Names;
use super::{MAX_RECORDS, Shelf};

/// Puts the records of a test into a builder. Of kinds that it doesn't mention there are none.
pub(super) fn fill(
    builder: &mut Builder<'_>,
    shelf: &mut dyn Shelf,
    names: &Names<'_>,
    source: &Source,
    trial: &Trial,
    findings: &mut Vec<Finding>,
) {
    let kinds = u32::try_from(builder.program().kinds.len()).unwrap_or(u32::MAX);
    (0..kinds).for_each(|kind| builder.given(KindId(kind)));
    let mut left = MAX_RECORDS;
    for part in &trial.parts {
        match &part.step {
            TrialStep::From(path) => shelf.read(builder, source.name(), &path.text),
            TrialStep::Records { kind, rows } => match names.kind(kind) {
                Some(kind) => table(builder, names, source, kind, rows, &mut left, findings),
                None => {
                    let nearest = nearest_kind(builder.program(), &kind.text);
                    let nearest = nearest.map(|near| (near.en, near.vi));
                    fault(findings, TrialProblem::UnknownKind { name: kind.text.clone(), nearest }, kind.span);
                }
            },
            TrialStep::Set(..) | TrialStep::Expect(_) => {}
        }
    }
}

fn fault(findings: &mut Vec<Finding>, problem: TrialProblem, at: Span) {
    findings.push(Finding::new(CheckProblem::Trial(problem), at));
}

fn table(
    builder: &mut Builder<'_>,
    names: &Names<'_>,
    source: &Source,
    kind: KindId,
    rows: &[TrialRow],
    left: &mut usize,
    findings: &mut Vec<Finding>,
) {
    let Some(header) = columns(builder, names, source, kind, rows) else { return };
    let Some((head, rows)) = rows.split_first() else { return };
    let key = builder.program().kinds.get(kind.at()).map(|kind| kind.key);
    let key = key.and_then(|key| header.fields().position(|field| field == Some(key)));
    for row in rows {
        if row.cells.len() != head.cells.len() {
            let problem = TrialProblem::Cells { found: row.cells.len(), wanted: head.cells.len() };
            fault(findings, problem, row.span);
            continue;
        }
        let cell = |cell: &TrialCell| {
            if cell.text.is_empty() { Cell::Blank } else { Cell::Text(cell.text.clone().into()) }
        };
        let range = key.and_then(|key| row.cells.get(key)).filter(|cell| !cell.quoted);
        let keys = match range.map(|cell| of_cell(&cell.text)) {
            None => vec![String::new()],
            Some(Ok(keys)) => keys,
            Some(Err(problem)) => {
                fault(findings, problem, row.span);
                continue;
            }
        };
        if keys.len() > *left {
            let text = range.map_or_else(String::new, |cell| cell.text.clone());
            fault(findings, TrialProblem::Range { text, limit: MAX_RECORDS }, row.span);
            return;
        }
        *left -= keys.len();
        for own in &keys {
            let cells = row.cells.iter().enumerate().map(|(at, written)| match range {
                Some(_) if Some(at) == key && !own.is_empty() => Cell::Text(own.as_str().into()),
                Some(_) | None => cell(written),
            });
            builder.row(&header, &origin(source, row), cells);
        }
    }
}

fn origin(source: &Source, row: &TrialRow) -> Origin {
    let line = u64::from(source.position(row.span.start).line);
    Origin { file: Some(source.name().to_owned()), row: Some(line), ..Origin::default() }
}

/// What the columns of a table are, as its first row names them.
pub(super) fn columns(
    builder: &mut Builder<'_>,
    names: &Names<'_>,
    source: &Source,
    kind: KindId,
    rows: &[TrialRow],
) -> Option<Header> {
    let head = rows.first()?;
    let written: Vec<&str> = head.cells.iter().map(|cell| cell.text.as_str()).collect();
    let header = builder.header(kind, &origin(source, head), &written);
    names.table(builder, kind, &header.fields().collect::<Vec<_>>(), rows);
    Some(header)
}
