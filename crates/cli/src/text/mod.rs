//! Reports and explanations for a terminal.

pub mod bar;
pub mod codes;
pub mod explain;
pub mod part;
pub mod report;
pub mod rules;
pub mod style;
pub mod words;
