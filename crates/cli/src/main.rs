//! `tieuchi`: criteria of regulations, checked against records.
//!
//! Exit codes: 0 all criteria met or not applicable; 1 some not met; 2 none not
//! met but some undetermined; 3 bad rules, bad data or wrong usage.

mod args;
mod commands;
mod findings;
mod input;
mod output;
mod text;

use std::process::ExitCode;

use clap::Parser;

/// What went wrong on the way, said already or still to be said.
#[derive(Debug)]
pub enum Stop {
    /// Findings have been printed; exit code 3.
    Said,
    /// A sentence to print; exit code 3.
    Say(String),
    /// Nobody reads the output any more; exit as if all had been written.
    PipeClosed,
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Stop {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Stop::PipeClosed,
            _ => Stop::Say(error.to_string()),
        }
    }
}

fn main() -> ExitCode {
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let wrong = error.use_stderr();
            // Nothing can be done about a closed terminal here.
            let _ = error.print();
            return ExitCode::from(if wrong { 3 } else { 0 });
        }
    };
    args.color.apply();
    match commands::run(&args) {
        Ok(code) => ExitCode::from(code),
        Err(Stop::Said) => ExitCode::from(3),
        Err(Stop::PipeClosed) => ExitCode::SUCCESS,
        Err(Stop::Say(what)) => {
            output::complain(&what);
            ExitCode::from(3)
        }
    }
}
