//! Files that were made to do harm, given to the program in a process that has so much memory and so many seconds of the
//! processor and no more: it says what is wrong and ends by itself.

#![cfg(target_os = "linux")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Address space, in KiB: the program's own, threads and all, and some times the largest file.
const MEMORY: u64 = 1_500_000;

/// Seconds of the processor.
const SECONDS: u64 = 120;

const RULES: &str = "tieuchi 1, en\ndocument \"D\"\n  item 1 \"one\"\nrecord person\n  id: text key\n  ok: yes/no\n\
                     criterion 1 \"All\" cites 1 100% of persons have ok\n";

/// Runs the program within the limits: its exit code and what it says.
fn limited(folder: &Path, args: &[&str]) -> (i32, String) {
    let output = Command::new("sh")
        .arg("-c")
        .arg(format!("ulimit -v {MEMORY} && ulimit -t {SECONDS} && exec \"$0\" \"$@\""))
        .arg(assert_cmd::cargo::cargo_bin("tieuchi"))
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("a shell");
    let code = output.status.code().unwrap_or_else(|| panic!("{:?}: ended by {}", args, output.status));
    (code, String::from_utf8(output.stderr).expect("UTF-8") + &String::from_utf8_lossy(&output.stdout))
}

fn gzip_of_zeros(mebibytes: usize) -> Vec<u8> {
    // The same block of deflate over and over would do; the zip crate makes one that is packed as well as any.
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("xl/workbook.xml", SimpleFileOptions::default()).expect("a part");
    let zeros = vec![0u8; 1 << 20];
    (0..mebibytes).for_each(|_| zip.write_all(&zeros).expect("in memory"));
    zip.finish().expect("in memory").into_inner()
}

#[test]
fn records_that_do_harm_are_refused_within_limits() {
    let office = TempDir::new().expect("a folder");
    let folder = office.path();
    fs::write(folder.join("rules.tieuchi"), RULES).expect("a file");
    let enormous = "x".repeat(100 << 20);
    let files: [(&str, Vec<u8>); 7] = [
        ("person.csv", format!("id,ok\n{enormous},perhaps\n").into_bytes()),
        ("person.tsv", format!("id\tok\n\"{enormous}").into_bytes()),
        ("person.json", "[".repeat(50_000_000).into_bytes()),
        ("person.ndjson", format!("{{\"id\":\"a\",\"{enormous}\":1}}\n").into_bytes()),
        ("person.ron", "(".repeat(50_000_000).into_bytes()),
        ("person.xlsx", gzip_of_zeros(400)),
        ("person.parquet", [b"PAR1".to_vec(), vec![0xff; 1 << 20], b"\xff\xff\xff\x7fPAR1".to_vec()].concat()),
    ];
    for (name, content) in files {
        fs::write(folder.join(name), content).expect("a file");
        let (code, said) = limited(folder, &["check", "rules.tieuchi", "--data", name]);
        assert_eq!(code, 3, "{name}: {}", said.chars().take(400).collect::<String>());
        // What is shown of a huge cell is short.
        assert!(!said.is_empty() && said.len() < 20_000, "{name}: {} bytes are said", said.len());
        fs::remove_file(folder.join(name)).expect("it is there");
    }
}

#[test]
fn rules_that_do_harm_are_refused_within_limits() {
    let office = TempDir::new().expect("a folder");
    let folder = office.path();
    fs::create_dir(folder.join("pack")).expect("a folder");
    fs::write(folder.join("person.csv"), "id,ok\np1,yes\n").expect("a file");
    fs::write(folder.join("pack/tieuchi.ron"), "(".repeat(10_000_000)).expect("a file");
    let files = [
        ("large.tieuchi", format!("{RULES}{}", "# nothing\n".repeat(1 << 20))),
        ("nested.tieuchi", format!("{RULES}criterion 2 \"x\" cites 1 {}", "(".repeat(1 << 20))),
        ("quoted.tieuchi", format!("{RULES}criterion 2 \"{}", "x".repeat(3 << 20))),
        ("program.json", "{\"format\":".to_owned() + &"[".repeat(20_000_000)),
        ("program.ron", "Some(".repeat(4_000_000)),
    ];
    for (name, text) in &files {
        fs::write(folder.join(name), text).expect("a file");
    }
    for name in files.iter().map(|(name, _)| *name).chain(["pack"]) {
        let (code, said) = limited(folder, &["check", name, "--data", "person.csv"]);
        assert_eq!(code, 3, "{name}: {}", said.chars().take(400).collect::<String>());
        assert!(!said.is_empty() && said.len() < 40_000, "{name}: {} bytes are said", said.len());
    }
}
