//! Workbooks of spreadsheets, where they are built in.

use std::path::Path;

use tieuchi::diagnostic::DataFault;
use tieuchi::program::KindId;
use tieuchi::roster::Builder;

use crate::progress::Progress;

/// Reads a workbook as records of one kind.
pub(crate) fn of_kind(
    builder: &mut Builder<'_>,
    kind: KindId,
    path: &Path,
    progress: &Progress,
) -> Result<(), DataFault> {
    #[cfg(feature = "spreadsheets")]
    return read(builder, tieuchi_spreadsheets::Sheets::Of(kind), path, progress);
    #[cfg(not(feature = "spreadsheets"))]
    not_built_in((builder, kind, path, progress))
}

/// Reads a workbook of any kinds, whose file is perhaps named like one.
pub(crate) fn all_kinds(
    builder: &mut Builder<'_>,
    kind: Option<KindId>,
    path: &Path,
    progress: &Progress,
) -> Result<(), DataFault> {
    #[cfg(feature = "spreadsheets")]
    return read(builder, tieuchi_spreadsheets::Sheets::All(kind), path, progress);
    #[cfg(not(feature = "spreadsheets"))]
    not_built_in((builder, kind, path, progress))
}

#[cfg(feature = "spreadsheets")]
fn read(
    builder: &mut Builder<'_>,
    sheets: tieuchi_spreadsheets::Sheets,
    path: &Path,
    progress: &Progress,
) -> Result<(), DataFault> {
    let bytes = crate::folder::bytes(path, progress)?;
    tieuchi_spreadsheets::read_workbook(builder, sheets, &crate::folder::shown(path), &bytes);
    Ok(())
}

#[cfg(not(feature = "spreadsheets"))]
fn not_built_in<T>(_: T) -> Result<(), DataFault> {
    Err(DataFault::NotBuiltIn { notation: tieuchi::diagnostic::Notation::Workbook })
}
