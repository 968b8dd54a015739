//! What a program means without any records: whether criteria can be met, what follows from what; and of records what
//! the least change is that lets them be met.

pub mod ask;
pub mod bulk;
pub mod cells;
pub mod encode;
pub mod fact;
pub mod join;
pub mod logic;
pub mod plan;
pub mod prove;
pub mod search;
pub mod settle;
pub mod slice;
pub mod solver;
pub mod witness;
pub mod world;
