//! Properties that hold of every tree, program and roster.

mod printing;
mod trees;
