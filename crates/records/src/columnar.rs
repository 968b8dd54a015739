//! Parquet and Arrow, where they are built in.

use tieuchi::diagnostic::{DataFault, Notation};
use tieuchi::program::KindId;
use tieuchi::roster::Builder;

use crate::input::Input;

/// Reads a Parquet or Arrow file as records of a kind.
#[cfg(feature = "columnar")]
pub(crate) fn read(
    builder: &mut Builder<'_>,
    kind: KindId,
    input: Input<'_>,
    notation: Notation,
) -> Result<(), DataFault> {
    use std::fs::File;

    use tieuchi_columnar::{read_arrow, read_parquet};

    use crate::packed::{fault, is_packed};

    let (name, passed) = (input.shown(), input.progress.counter());
    // A Parquet file is sought in.
    match notation {
        Notation::Parquet if input.memory.is_some() || is_packed(input.path) => {
            let whole = input.bytes()?;
            read_parquet(builder, kind, &name, whole, &Default::default());
        }
        Notation::Parquet => {
            let file = File::open(input.path).map_err(|error| fault(&error))?;
            read_parquet(builder, kind, &name, file, passed);
        }
        _ => {
            read_arrow(builder, kind, &name, input.open()?, &Default::default());
        }
    }
    Ok(())
}

/// Says that it isn't built in.
#[cfg(not(feature = "columnar"))]
pub(crate) fn read(_: &mut Builder<'_>, _: KindId, _: Input<'_>, notation: Notation) -> Result<(), DataFault> {
    Err(DataFault::NotBuiltIn { notation })
}
