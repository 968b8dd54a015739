//! Syntax: rule text to tree and back. The only room that knows pest.

mod format;
mod grammar;
mod parse;
pub mod print;
mod settings;
pub mod translate;
pub mod tree;
pub mod words;

pub(crate) use settings::{Unsettled, setting};

pub use format::{Translation, format, translate_text};
pub use parse::{EDITION, MAX_BYTES, MAX_DEPTH, MAX_LABEL, MAX_TREE, Parsed, parse};
pub(crate) use parse::{bare, claim, remarks, table_cell, table_value};
