//! Builds the copy with its mutants in it, without those that don't compile.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::Error;
use crate::list::Mutant;
use crate::run::Test;
use crate::text::Written;
use crate::{places, text};

#[derive(Debug)]
pub struct Built {
    /// The mutants that are in it.
    pub viable: BTreeSet<usize>,
    /// The test programs, by name.
    pub programs: BTreeMap<String, PathBuf>,
}

pub fn build(mutants: &[Mutant], copy: &Path, tests: &[Test]) -> Result<Built, Error> {
    let mut files: BTreeMap<&str, (String, Vec<&Mutant>)> = BTreeMap::new();
    for mutant in mutants {
        if !files.contains_key(mutant.file.as_str()) {
            files.insert(&mutant.file, (std::fs::read_to_string(copy.join(&mutant.file))?, Vec::new()));
        }
        files.entry(&mutant.file).and_modify(|(_, own)| own.push(mutant));
    }
    let module = include_str!("chosen.rs").replace("NUMBER", &(mutants.len() + 1).to_string());
    let library = copy.join("src/lib.rs");
    std::fs::write(&library, std::fs::read_to_string(&library)? + &module)?;

    let mut viable: BTreeSet<usize> = mutants.iter().map(|mutant| mutant.number).collect();
    loop {
        let mut written: BTreeMap<&str, Written> = BTreeMap::new();
        for (file, (text, own)) in &files {
            let own: Vec<&Mutant> = own.iter().copied().filter(|mutant| viable.contains(&mutant.number)).collect();
            let (out, places) = text::written(text, places::wrappers(text, &own)?);
            std::fs::write(copy.join(file), out)?;
            written.insert(file, places);
        }
        // Those that no place was found for aren't there.
        viable = written.values().flat_map(Written::numbers).collect();
        let messages = cargo(copy, tests)?;
        let errors: Vec<&Value> = messages
            .iter()
            .filter(|message| message["reason"] == "compiler-message" && message["message"]["level"] == "error")
            .collect();
        if errors.is_empty() {
            return Ok(Built { viable, programs: programs(&messages) });
        }
        let mut unviable = BTreeSet::new();
        for error in errors {
            let found = blamed(&error["message"], &written);
            if found.is_empty() {
                eprintln!("no mutant is to blame: {}", error["message"]["rendered"].as_str().unwrap_or(""));
            }
            unviable.extend(found);
        }
        if !unviable.iter().any(|number| viable.remove(number)) {
            return Err("what doesn't compile isn't a mutant's: take those around it out of the list".into());
        }
        viable.retain(|number| !unviable.contains(number));
        eprintln!("{} mutants don't compile", mutants.len() - viable.len());
    }
}

/// A profile of its own, so that what it builds stands apart: without what debuggers need, and quick.
const PROFILE: [&str; 4] = [
    "profile.mutants.inherits=\"dev\"",
    "profile.mutants.debug=false",
    "profile.mutants.opt-level=1",
    "profile.mutants.incremental=false",
];

/// What cargo says while it builds the test programs.
fn cargo(copy: &Path, tests: &[Test]) -> Result<Vec<Value>, Error> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(copy).args(["test", "--package=tieuchi", "--profile=mutants", "--no-run"]);
    cargo.args(["--message-format=json"]).args(PROFILE.iter().flat_map(|line| ["--config", line]));
    cargo.args(tests.iter().map(|test| format!("--test={}", test.program)));
    let output = cargo.stderr(Stdio::inherit()).output()?;
    Ok(String::from_utf8(output.stdout)?.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
}

fn programs(messages: &[Value]) -> BTreeMap<String, PathBuf> {
    let artifact = |message: &Value| {
        let name = message["target"]["name"].as_str()?;
        Some((name.to_owned(), PathBuf::from(message["executable"].as_str()?)))
    };
    messages.iter().filter_map(artifact).collect()
}

/// The mutants at the place of an error; else those that stand in the lines that it shows.
fn blamed(error: &Value, written: &BTreeMap<&str, Written>) -> Vec<usize> {
    let spans = || error["spans"].as_array().into_iter().flatten();
    let primary = spans().filter(|span| span["is_primary"] == true);
    for span in primary.chain(spans()) {
        let place = |end: &str| span[end].as_u64().map(|at| at as usize);
        let (Some(start), Some(end)) = (place("byte_start"), place("byte_end")) else { continue };
        let found = span["file_name"].as_str().and_then(|file| written.get(file));
        let found = found.map_or(&[][..], |written| written.at(&Range { start, end }));
        if !found.is_empty() {
            return found.to_vec();
        }
    }
    let shown = error["rendered"].as_str().unwrap_or("");
    shown.split("mutant::on(").skip(1).filter_map(|rest| rest.split(')').next()?.parse().ok()).collect()
}
