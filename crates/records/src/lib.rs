//! Records and packs from files.
//!
//! Records come as CSV as offices keep it, JSON, NDJSON or RON: a folder with a
//! file for each kind of record, or one JSON or RON file with all kinds; with
//! the feature `columnar`, Parquet and Arrow too; with `spreadsheets`, workbooks. The
//! program's schema decides the types; numbers are read from their digits and
//! never pass through a float; every problem is a finding with its file, row
//! and column, all of them in one go; nothing is half-read.
//!
//! A pack is a folder with a manifest `tieuchi.ron`; see [`Manifest`]. Its rule
//! files use files of their own pack and packs that the manifest names, and
//! nothing else.
//!
//! ```no_run
//! use std::path::Path;
//!
//! let pack = tieuchi_records::load_pack(Path::new("rules/cao-bang-2022"), None).expect("a sound pack");
//! let program = tieuchi::check::check(&pack.files).program.expect("sound rules");
//! match tieuchi_records::read_path(&program, &pack.records, Path::new("examples/cao-bang-2022/met")) {
//!     Ok((roster, warnings)) => println!("{} units, {} warnings", roster.len(tieuchi::program::KindId(0)), warnings.len()),
//!     Err(findings) => println!("{} problems", findings.len()),
//! }
//! ```

mod blocks;
mod columnar;
mod decode;
mod folder;
mod input;
mod lines;
mod manifest;
mod notation;
mod objects;
mod pack;
mod packed;
mod progress;
mod rule_files;
mod split;
mod table;
mod tests;
mod watched;
mod workbooks;

pub use folder::{
    MAX_FILE_BYTES, read_bytes, read_into, read_path, read_path_beside, read_path_in_parts, read_path_showing, tell,
};
pub use lines::read_ndjson;
pub use manifest::{MANIFEST, Manifest, RecordOptions, Records};
pub use objects::{read_json, read_ron};
pub use pack::{MAX_RULE_BYTES, MAX_RULE_FILES, Opened, Pack, Refused, Texts, load_pack, open_pack};
pub use progress::Progress;
pub use rule_files::{pack_files, read_rule_file};
pub use table::read_csv;
pub use tests::{Beside, MAX_TEST_FILES, TESTS, load_tests, test_files};
pub use watched::{Stamps, named_records, stamps};
