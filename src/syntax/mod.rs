//! Syntax: rule text to tree and back. The only room that knows pest.

mod grammar;
mod parse;
pub mod print;
pub mod translate;
pub mod tree;
pub mod words;

pub use parse::{EDITION, MAX_BYTES, MAX_DEPTH, MAX_LABEL, MAX_TREE, Parsed, parse};
