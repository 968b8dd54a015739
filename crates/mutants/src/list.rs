//! The list of mutants, as cargo-mutants gives it.

use std::path::Path;

use serde::Deserialize;

use crate::Error;

/// Line and column from 1 up, in characters.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Span {
    pub start: Position,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum Genre {
    FnValue,
    BinaryOperator,
    UnaryOperator,
    MatchArm,
    MatchArmGuard,
    StructField,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Mutant {
    pub name: String,
    pub file: String,
    pub genre: Genre,
    /// What stands there instead; nothing where something is deleted.
    pub replacement: String,
    pub span: Span,
    /// What the variable of the environment chooses it by, from 1 up.
    #[serde(skip)]
    pub number: usize,
}

pub fn read(path: &Path) -> Result<Vec<Mutant>, Error> {
    let mut mutants: Vec<Mutant> = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    for (number, mutant) in (1..).zip(&mut mutants) {
        mutant.number = number;
    }
    Ok(mutants)
}
