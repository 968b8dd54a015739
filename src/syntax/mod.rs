//! Syntax: rule text to tree and back. The only room that knows pest.

pub mod print;
pub mod translate;
pub mod tree;
pub mod words;
