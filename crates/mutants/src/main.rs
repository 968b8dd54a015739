//! All mutants of a list in one build, of which a variable of the environment chooses one.
//!
//! ```sh
//! cargo mutants --list --json --package tieuchi --file 'src/verdict/**' > list.json
//! git worktree add ../copy
//! cargo run -p tieuchi-mutants -- list.json ../copy suite quantifiers shortfall
//! ```
//!
//! A mutant by itself takes a build of the library and of its tests, which takes far longer than the tests do. Here each stands
//! beside what it replaces, `if on(7) { a < b } else { a <= b }`, so that one build serves them all, and one more test program
//! can be put to those that are left without building anything again.
//!
//! The sources of the copy are written over. What mutants of cargo-mutants mean is kept, but for a few: where a function
//! gives `impl Trait`, another value would be of another type.

mod build;
mod list;
mod places;
mod run;
mod text;

use std::path::Path;

type Error = Box<dyn std::error::Error>;

fn main() -> Result<(), Error> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [list, copy, tests @ ..] = &args[..] else {
        return Err("tieuchi-mutants LIST COPY TEST…: a list of `cargo mutants --list --json`, a copy of the sources to be \
                    written over, names of test programs; `name=filter` runs those of its tests whose names have the word"
            .into());
    };
    let copy = std::fs::canonicalize(copy)?;
    let mutants = list::read(Path::new(list))?;
    let tests: Vec<run::Test> = tests.iter().map(|test| run::Test::named(test)).collect();
    let built = build::build(&mutants, &copy, &tests)?;
    let outcomes = run::run(&mutants, &built, &copy, &tests)?;
    run::tell(&mutants, &outcomes);
    Ok(())
}
