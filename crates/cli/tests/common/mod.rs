//! The program as its users call it, in the folder of the project.

use std::path::PathBuf;

use assert_cmd::Command;

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Exit code, what it prints, and what it complains of.
pub fn run(args: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("tieuchi").expect("the program").current_dir(root()).args(args).output();
    let output = output.expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}
