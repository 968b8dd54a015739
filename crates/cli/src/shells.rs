//! What shells and manuals have from the definitions of the commands: completions and pages.

use std::fs;
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use tieuchi::source::Language;

use crate::args::Args;
use crate::words::{file_words, vietnamese};
use crate::{Stop, output};

/// The commands with their help in a language.
fn command(language: Language) -> Command {
    match language {
        Language::En => Args::command(),
        Language::Vi => vietnamese(Args::command()),
    }
}

/// Prints the completions of a shell.
pub fn completions(shell: Shell) -> Result<u8, Stop> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut command(Language::En), "tieuchi", &mut text);
    output::write(&String::from_utf8_lossy(&text), None)?;
    Ok(0)
}

/// Prints the manual page of the program, or writes those of all its commands into a folder.
pub fn manual(folder: Option<&Path>, language: Language) -> Result<u8, Stop> {
    let command = command(language);
    let Some(folder) = folder else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        output::write(&String::from_utf8_lossy(&page), None)?;
        return Ok(0);
    };
    let unwritten = |error: std::io::Error| Stop::Unwritten(Some(folder.to_owned()), error);
    fs::create_dir_all(folder).map_err(unwritten)?;
    let mut built = command.disable_help_subcommand(true);
    built.build();
    let pages = 1 + built.get_subcommands().filter(|sub| !sub.is_hide_set()).count();
    clap_mangen::generate_to(built, folder).map_err(unwritten)?;
    let written = (file_words(language).pages_written)(pages, &folder.display().to_string());
    output::write(&format!("{written}\n"), None)?;
    Ok(0)
}
