//! Gives a probe some files, or all of folders: `cargo run -p tieuchi-probes --example replay -- csv FILE FOLDER`.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use tieuchi_probes::PROBES;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let Some((_, probe)) = PROBES.iter().find(|(known, _)| *known == name) else {
        let names: Vec<&str> = PROBES.iter().map(|(known, _)| *known).collect();
        eprintln!("which of {}?", names.join(", "));
        return ExitCode::FAILURE;
    };
    let mut left: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    let mut many = 0;
    while let Some(path) = left.pop() {
        match fs::read_dir(&path) {
            Ok(entries) => left.extend(entries.filter_map(Result::ok).map(|entry| entry.path())),
            Err(_) => {
                let Ok(bytes) = fs::read(&path) else { continue };
                eprintln!("{}", path.display());
                probe(&bytes);
                many += 1;
            }
        }
    }
    println!("{name}: {many} replayed");
    ExitCode::SUCCESS
}
