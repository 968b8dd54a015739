//! Parquet and Arrow, where they are built in.

use std::path::Path;

use tieuchi::diagnostic::{DataFault, Notation};
use tieuchi::program::KindId;
use tieuchi::roster::Builder;

use crate::progress::Progress;

/// Reads a Parquet or Arrow file as records of a kind.
#[cfg(feature = "columnar")]
pub(crate) fn read(
    builder: &mut Builder<'_>,
    kind: KindId,
    path: &Path,
    notation: Notation,
    progress: &Progress,
) -> Result<(), DataFault> {
    use std::fs::File;

    use tieuchi_columnar::{read_arrow, read_parquet};

    use crate::folder::{bytes, shown};
    use crate::packed::{fault, is_packed, open};

    let (name, passed) = (shown(path), progress.counter());
    // A Parquet file is sought in.
    match notation {
        Notation::Parquet if is_packed(path) => {
            let whole = bytes(path, progress)?;
            read_parquet(builder, kind, &name, whole, &Default::default());
        }
        Notation::Parquet => {
            let file = File::open(path).map_err(|error| fault(&error))?;
            read_parquet(builder, kind, &name, file, passed);
        }
        _ => {
            let file = open(path, progress).map_err(|error| fault(&error))?;
            read_arrow(builder, kind, &name, file, &Default::default());
        }
    }
    Ok(())
}

/// Says that it isn't built in.
#[cfg(not(feature = "columnar"))]
pub(crate) fn read(
    _: &mut Builder<'_>,
    _: KindId,
    _: &Path,
    notation: Notation,
    _: &Progress,
) -> Result<(), DataFault> {
    Err(DataFault::NotBuiltIn { notation })
}
