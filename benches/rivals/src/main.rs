//! What `benches/rivals/run` starts: the generator, tieuchi and the scan.
//!
//! Every command but `generate` prints one line of JSON: times and answers.

mod answer;
#[cfg(feature = "columnar")]
mod columnar;
mod files;
#[cfg(feature = "policy")]
mod policy;
mod product;
mod ranked;
mod scan;
mod synthetic;
mod timing;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use serde_json::json;

use answer::Answer;
use ranked::Ranked;
use synthetic::Synthetic;
use timing::Timing;

#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the synthetic roster.
    Generate {
        /// How many persons.
        #[arg(long)]
        persons: usize,
        /// The form.
        #[arg(long, value_enum)]
        format: Format,
        /// The folder.
        #[arg(long)]
        out: PathBuf,
    },
    /// Evaluate in memory, again and again.
    Memory {
        #[command(flatten)]
        work: Work,
        /// Persons in the order of units, not in that of the data.
        #[arg(long)]
        by_unit: bool,
    },
    /// Score persons and rank units in memory, again and again.
    Ranked(Work),
    /// Ask conditions of one person at a time, of tieuchi and of policy engines.
    #[cfg(feature = "policy")]
    Policy {
        /// How many persons.
        #[arg(long, default_value_t = 100_000)]
        persons: usize,
        /// How many timed runs.
        #[arg(long, default_value_t = 5)]
        runs: usize,
    },
    /// Read a folder of records and evaluate, once.
    Files {
        /// The folder.
        folder: PathBuf,
        /// How many threads.
        #[arg(long, default_value_t = 1)]
        threads: usize,
    },
}

/// What is done again and again.
#[derive(clap::Args)]
struct Work {
    /// What evaluates.
    #[arg(value_enum)]
    engine: Engine,
    /// How many persons.
    #[arg(long)]
    persons: usize,
    /// How many threads.
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// How many timed runs.
    #[arg(long, default_value_t = 9)]
    runs: usize,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Csv,
    Ndjson,
    #[cfg(feature = "columnar")]
    Parquet,
    /// CSV with what scores and ranks read.
    Ranked,
}

#[derive(Clone, Copy, ValueEnum)]
enum Engine {
    /// The product.
    Tieuchi,
    /// The hand-written scan.
    Scan,
}

fn main() -> ExitCode {
    let mut timing = Timing::default();
    let answers: Vec<Answer> = match Args::parse().command {
        Command::Generate { persons, format, out } => {
            let made = || Synthetic::new(persons);
            let written: Result<(), Box<dyn std::error::Error>> = match format {
                Format::Csv => files::csv(&made(), &out).map_err(Box::from),
                Format::Ndjson => files::ndjson(&made(), &out).map_err(Box::from),
                #[cfg(feature = "columnar")]
                Format::Parquet => columnar::parquet(&made(), &out),
                Format::Ranked => Ranked::new(persons).csv(&out).map_err(Box::from),
            };
            return match written {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => {
                    eprintln!("{}: {error}", out.display());
                    ExitCode::FAILURE
                }
            };
        }
        Command::Memory { work: Work { engine, persons, threads, runs }, by_unit } => {
            timing.runs = runs;
            let made = Synthetic::new(persons);
            let made = if by_unit { made.by_units() } else { made };
            match engine {
                Engine::Tieuchi => product::in_memory(&made, threads, &mut timing),
                Engine::Scan => scan::in_memory(&made, &mut timing),
            }
        }
        Command::Ranked(Work { engine, persons, threads, runs }) => {
            timing.runs = runs;
            let made = Ranked::new(persons);
            match engine {
                Engine::Tieuchi => ranked::product(&made, threads, &mut timing),
                Engine::Scan => ranked::scan(&made, &mut timing),
            }
        }
        #[cfg(feature = "policy")]
        Command::Policy { persons, runs } => {
            println!("{}", json!(policy::ask(persons, runs)));
            return ExitCode::SUCCESS;
        }
        Command::Files { folder, threads } => product::from_files(&folder, threads, &mut timing),
    };
    println!("{}", json!({ "timing": timing, "answers": answers }));
    ExitCode::SUCCESS
}
