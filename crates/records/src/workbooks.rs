//! Workbooks of spreadsheets, where they are built in.

use tieuchi::diagnostic::DataFault;
use tieuchi::program::KindId;
use tieuchi::roster::Builder;

use crate::input::Input;

/// Reads a workbook as records of one kind.
pub(crate) fn of_kind(builder: &mut Builder<'_>, kind: KindId, input: Input<'_>) -> Result<(), DataFault> {
    #[cfg(feature = "spreadsheets")]
    return read(builder, tieuchi_spreadsheets::Sheets::Of(kind), input);
    #[cfg(not(feature = "spreadsheets"))]
    not_built_in((builder, kind, input))
}

/// Reads a workbook of any kinds, whose file is perhaps named like one.
pub(crate) fn all_kinds(builder: &mut Builder<'_>, kind: Option<KindId>, input: Input<'_>) -> Result<(), DataFault> {
    #[cfg(feature = "spreadsheets")]
    return read(builder, tieuchi_spreadsheets::Sheets::All(kind), input);
    #[cfg(not(feature = "spreadsheets"))]
    not_built_in((builder, kind, input))
}

#[cfg(feature = "spreadsheets")]
fn read(builder: &mut Builder<'_>, sheets: tieuchi_spreadsheets::Sheets, input: Input<'_>) -> Result<(), DataFault> {
    let bytes = input.bytes()?;
    tieuchi_spreadsheets::read_workbook(builder, sheets, &input.shown(), &bytes);
    Ok(())
}

#[cfg(not(feature = "spreadsheets"))]
fn not_built_in<T>(_: T) -> Result<(), DataFault> {
    Err(DataFault::NotBuiltIn { notation: tieuchi::diagnostic::Notation::Workbook })
}
