//! The language server of tieuchi.
//!
//! [`workspace`] holds texts and what the checker says of them; the other rooms are plain functions over it: findings,
//! lint, tests, names, outline, hover, completion, samples. [`server`] is the thin shell that speaks the Language Server Protocol
//! over a pair of streams. Nothing here writes to the disk.

pub mod advice;
pub mod completion;
pub mod findings;
pub mod format;
pub mod hover;
pub mod names;
pub mod outline;
pub mod place;
pub mod samples;
pub mod server;
mod snippets;
pub mod text;
mod tokens;
pub mod trials;
mod wire;
pub mod words;
pub mod workspace;
