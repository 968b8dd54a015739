//! Puts the mutants to the tests.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::Error;
use crate::build::Built;
use crate::list::Mutant;

/// The memory that a test program may have, in KiB: a mutant may ask for all there is.
const MEMORY: u64 = 6 << 20;

/// What ends a program whose time is up.
const SIGKILL: i32 = 9;
const SIGXCPU: i32 = 24;

/// A test program, and which of its tests: those whose names have a word, or all.
#[derive(Debug)]
pub struct Test {
    pub program: String,
    filter: Option<String>,
}

impl Test {
    pub fn named(text: &str) -> Test {
        match text.split_once('=') {
            Some((program, filter)) => Test { program: program.to_owned(), filter: Some(filter.to_owned()) },
            None => Test { program: text.to_owned(), filter: None },
        }
    }
}

/// What became of a mutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Unviable,
    Caught,
    /// The processor's time is up, which is caught too.
    Endless,
    Survived,
    /// Survived, since no test comes by.
    Unreached,
}

/// A test program that may be run, with how long it takes and what it comes by.
struct Ready {
    shell: String,
    reached: BTreeSet<usize>,
}

pub fn run(mutants: &[Mutant], built: &Built, copy: &Path, tests: &[Test]) -> Result<BTreeMap<usize, Outcome>, Error> {
    let ready = tests.iter().map(|test| ready(test, built, copy)).collect::<Result<Vec<Ready>, Error>>()?;
    let mut outcomes = BTreeMap::new();
    for mutant in mutants {
        let mut outcome = if built.viable.contains(&mutant.number) { Outcome::Unreached } else { Outcome::Unviable };
        for test in
            ready.iter().filter(|test| built.viable.contains(&mutant.number) && test.reached.contains(&mutant.number))
        {
            let status = shell(&test.shell, copy).env("TIEUCHI_MUTANT", mutant.number.to_string()).status()?;
            outcome = match (status.success(), status.signal()) {
                (true, _) => Outcome::Survived,
                (false, Some(SIGKILL | SIGXCPU)) => Outcome::Endless,
                (false, _) => Outcome::Caught,
            };
            if outcome != Outcome::Survived {
                break;
            }
        }
        if outcome >= Outcome::Survived {
            println!("{outcome:?} {}", mutant.name);
        }
        outcomes.insert(mutant.number, outcome);
    }
    Ok(outcomes)
}

/// Runs a program without any mutant, which it has to pass: what it comes by, and how long it takes.
fn ready(test: &Test, built: &Built, copy: &Path) -> Result<Ready, Error> {
    let program = built.programs.get(&test.program).ok_or_else(|| format!("no test program {}", test.program))?;
    let trace = copy.join(format!("reached-{}", test.program));
    std::fs::write(&trace, "")?;
    let filter = test.filter.as_deref().unwrap_or("");
    let exec = format!("exec '{}' {filter}", program.display());
    let start = Instant::now();
    if !shell(&exec, copy).env("TIEUCHI_MUTANTS_REACHED", &trace).status()?.success() {
        return Err(format!("{} fails without any mutant", test.program).into());
    }
    let seconds = start.elapsed().as_secs() * 4 + 10;
    let reached = std::fs::read_to_string(&trace)?.lines().filter_map(|line| line.parse().ok()).collect();
    Ok(Ready { shell: format!("ulimit -v {MEMORY}; ulimit -c 0; ulimit -t {seconds}; {exec}"), reached })
}

fn shell(text: &str, copy: &Path) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", text]).current_dir(copy).stdout(Stdio::null()).stderr(Stdio::null());
    shell
}

/// How many of each file came to what.
pub fn tell(mutants: &[Mutant], outcomes: &BTreeMap<usize, Outcome>) {
    let mut files: BTreeMap<&str, BTreeMap<Outcome, usize>> = BTreeMap::new();
    for mutant in mutants {
        if let Some(outcome) = outcomes.get(&mutant.number) {
            *files.entry(&mutant.file).or_default().entry(*outcome).or_default() += 1;
        }
    }
    for (file, counts) in files {
        println!("{file}: {counts:?}");
    }
}
