//! What a program means without any records: whether criteria can be met, what follows from what.

pub mod logic;
mod cells;
mod settle;
mod slice;
pub mod solver;
