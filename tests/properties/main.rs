//! Properties that hold of every tree, program and roster.

mod choices;
mod data;
mod engine;
mod kinds;
mod oracle;
mod printing;
mod programs;
mod rosters;
mod trees;
