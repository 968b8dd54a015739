//! Syntax: rule text to tree and back. The only room that knows pest.

pub mod tree;
