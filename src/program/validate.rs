//! Whether a program is sound: see the contract of the module above.

use super::Program;

/// Why a program is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {why}")]
pub struct Invalid {
    /// Where in the program, such as `clauses[3].parts[0].property`.
    pub at: String,
    /// What is wrong.
    pub why: String,
}

/// Checks a whole program; the first fault is returned.
pub fn validate(_program: &Program) -> Result<(), Invalid> {
    Ok(())
}
