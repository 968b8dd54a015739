//! Properties that hold of every tree, program and roster.

mod checking;
mod choices;
mod data;
mod derived;
mod diff;
mod engine;
mod formatting;
mod gaps;
mod hunting;
mod kinds;
mod lint;
mod numbers;
mod oracle;
mod partial;
mod parts;
mod printing;
mod programs;
mod ranks;
mod reading;
#[path = "../common/remarks.rs"]
mod remarks;
mod rosters;
mod scores;
mod sentences;
mod series;
mod session;
mod shortfalls;
mod tables;
mod trees;
mod trials;
