//! Reading rule files: what goes wrong, and what is made to do harm.

#[path = "syntax/hostile.rs"]
mod hostile;
