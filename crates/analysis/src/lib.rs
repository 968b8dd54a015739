//! What a program means without any records: whether criteria can be met, what follows from what.

pub mod plan;
pub mod solver;
