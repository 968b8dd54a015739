//! `tieuchi`: criteria of regulations, checked against records.
//!
//! Exit codes: 0 all criteria met or not applicable; 1 some not met; 2 none not
//! met but some undetermined; 3 bad rules, bad data or wrong usage. Of `diff`: 0
//! nothing differs; 1 something does; 3 as above. Of `lint`: 0 nothing denied is
//! found; 1 something is; 3 as above. Of `hunt`: 0 no claim is refuted; 1 some are;
//! 2 none is, but some were never put to the test; 3 as above. Of `prove`: 0 all is
//! as an author hopes; 1 something contradicts, follows, is never reached or isn't so;
//! 2 something is not decided; 3 as above.
//! Of `plan`: 0 the criteria are met, or would be by the plan; 1 no plan would do;
//! 2 it isn't known; 3 as above.

mod args;
mod commands;
mod compare;
mod findings;
mod formatting;
mod hunting;
mod input;
mod lint;
mod output;
mod parts;
mod planning;
mod progress;
mod proving;
mod shells;
mod starter;
#[cfg(feature = "studio")]
mod studio;
mod text;
mod trials;
mod witnesses;
mod words;
mod workbooks;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};
use tieuchi::source::Language;

use crate::args::Args;

/// What went wrong on the way, said already or still to be said.
#[derive(Debug)]
pub enum Stop {
    /// Findings have been printed; exit code 3.
    Said,
    /// A sentence to print; exit code 3.
    Say(String),
    /// The output can't be written: to a file, or to where it goes; exit code 3.
    Unwritten(Option<PathBuf>, std::io::Error),
    /// Nobody reads the output any more; exit as if all had been written.
    PipeClosed,
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Stop {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Stop::PipeClosed,
            _ => Stop::Unwritten(None, error),
        }
    }
}

fn main() -> ExitCode {
    let language = spoken();
    let command = match language {
        Language::En => Args::command(),
        Language::Vi => words::vietnamese(Args::command()),
    };
    let args = match command.try_get_matches().and_then(|matches| Args::from_arg_matches(&matches)) {
        Ok(args) => args,
        Err(error) if !error.use_stderr() => {
            // Help or the version; nothing can be done about a closed terminal here.
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            let named = std::env::args().nth(1).filter(|name| Args::command().find_subcommand(name).is_some());
            let help = named.map_or_else(|| "tieuchi --help".to_owned(), |name| format!("tieuchi {name} --help"));
            let more = language.pick(format!("{help} tells more"), format!("xem hướng dẫn: {help} --lang vi"));
            output::complain(&format!("{}\n{more}", words::usage_fault(&error, language)));
            return ExitCode::from(3);
        }
    };
    args.color.apply();
    match commands::run(&args) {
        Ok(code) => ExitCode::from(code),
        Err(Stop::Said) => ExitCode::from(3),
        Err(Stop::PipeClosed) => ExitCode::SUCCESS,
        Err(Stop::Unwritten(path, error)) => {
            let to = path
                .map_or_else(|| language.pick("the output", "kết quả").to_owned(), |path| path.display().to_string());
            let why = words::disk_fault(&error, language);
            output::complain(&format!("{} {to}: {why}", language.pick("can't write", "không ghi được")));
            ExitCode::from(3)
        }
        Err(Stop::Say(what)) => {
            output::complain(&what);
            ExitCode::from(3)
        }
    }
}

/// The language of help and of what is wrong with a call, before it is understood: what `--lang` says, or else the environment.
fn spoken() -> Language {
    let arguments: Vec<String> = std::env::args_os().map(|one| one.to_string_lossy().into_owned()).collect();
    let behind = arguments.iter().zip(arguments.iter().skip(1));
    let parted = behind.filter(|(option, _)| *option == "--lang").map(|(_, code)| code.as_str());
    let joined = arguments.iter().filter_map(|argument| argument.strip_prefix("--lang="));
    let locale = || ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| std::env::var(name).ok());
    let asked = parted.chain(joined).find_map(|code| code.parse().ok());
    asked.unwrap_or_else(|| match locale() {
        Some(locale) if locale.starts_with("vi") => Language::Vi,
        _ => Language::En,
    })
}
