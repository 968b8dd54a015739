//! The line that shows how far it is: on a terminal, and nowhere else.
#![cfg(target_os = "linux")]

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

const RULES: &str = "tieuchi 1, en
document \"D\"
  item 1 \"Staff\"
record unit
  id: text key
  staff: count
criterion 1 \"Somebody\"
  cites 1
  100% of units have staff at least 1
";

/// Starts a check of records that come slowly, with standard error as `stderr`.
fn check(folder: &Path, stderr: Stdio) -> Output {
    fs::write(folder.join("rules.tieuchi"), RULES).unwrap();
    let pipe = folder.join("unit.csv");
    let made = Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there");
    assert!(made.success());
    let child = Command::new(env!("CARGO_BIN_EXE_tieuchi"))
        .args(["check", "rules.tieuchi", "--data", "unit.csv"])
        .current_dir(folder)
        .env("TERM", "xterm")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(stderr)
        .spawn()
        .unwrap();
    let mut input = OpenOptions::new().write(true).open(pipe).unwrap();
    input.write_all(b"id,staff\nA,1\n").unwrap();
    thread::sleep(Duration::from_millis(1_600));
    input.write_all(b"B,2\n").unwrap();
    drop(input);
    child.wait_with_output().unwrap()
}

#[test]
fn a_terminal_sees_a_line_that_is_wiped() {
    let folder = tempfile::tempdir().unwrap();
    let own = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&own).unwrap();
    unlockpt(&own).unwrap();
    let name = ptsname(&own, Vec::new()).unwrap();
    let terminal = OpenOptions::new().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    tcsetwinsize(&terminal, Winsize { ws_row: 24, ws_col: 60, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    let output = check(folder.path(), Stdio::from(terminal));
    let mut seen = Vec::new();
    // The other end is closed by now: what was written is there, and then an error.
    let _ = File::from(own).read_to_end(&mut seen);
    let seen = String::from_utf8(seen).unwrap();
    assert_eq!(output.status.code(), Some(0), "{seen}");
    assert!(seen.contains("\r\x1b[Kreading unit.csv  0.0 kB, 0.0 kB/s\r"), "{seen:?}");
    assert!(seen.ends_with("\r\x1b[K\r"), "{seen:?}");
    assert!(!seen.contains('\n'), "{seen:?}");
    assert!(String::from_utf8(output.stdout).unwrap().contains("Somebody"));
}

#[test]
fn a_pipe_sees_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let output = check(folder.path(), Stdio::piped());
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}
