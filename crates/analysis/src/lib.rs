//! What a program means without any records: whether criteria can be met, what follows from what.

pub mod logic;
pub mod ask;
pub mod bulk;
pub mod cells;
pub mod claim;
pub mod encode;
pub mod settle;
pub mod slice;
pub mod solver;
pub mod witness;
pub mod world;
