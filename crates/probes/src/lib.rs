//! What must hold of tieuchi whatever bytes it is given.
//!
//! Contract. A probe is a function of bytes that panics where something that is promised doesn't hold. The targets of
//! `fuzz/` call these functions with bytes that a fuzzer makes, and `tests/corpora.rs` with those that are kept, so that
//! what was found once is looked for in every build. Programs and records are those that the property tests make, from
//! bytes in place of random numbers; they are held against the same oracle.

mod analysis;
mod editor;
mod evaluation;
mod feed;
mod files;
mod programs;
mod reports;
mod texts;

#[allow(dead_code, unused_imports, reason = "the properties' own tests run where they stand")]
#[path = "../../../tests/properties/main.rs"]
mod properties;

pub use analysis::analysis;
pub use editor::{editor, server};
pub use evaluation::{oracle, session, tallies};
pub use files::{arrow, csv, ndjson, objects, pack, parquet, workbook};
pub use programs::program;
pub use reports::report;
pub use texts::{check, format, parse, trial};

/// Panics where something doesn't hold of bytes.
pub type Probe = fn(&[u8]);

/// Every probe by its name, which is that of its target in `fuzz/fuzz_targets` and of its corpus.
pub const PROBES: &[(&str, Probe)] = &[
    ("parse", parse),
    ("format", format),
    ("check", check),
    ("trial", trial),
    ("csv", csv),
    ("ndjson", ndjson),
    ("objects", objects),
    ("workbook", workbook),
    ("parquet", parquet),
    ("arrow", arrow),
    ("pack", pack),
    ("program", program),
    ("oracle", oracle),
    ("analysis", analysis),
    ("tallies", tallies),
    ("session", session),
    ("report", report),
    ("editor", editor),
    ("server", server),
];
