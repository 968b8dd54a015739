//! `tieuchi studio`: it says where the page is, serves it, and ends when it is told to.

#![cfg(feature = "studio")]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use common::{root, run};

/// A studio that runs, and the address that it printed.
struct Running {
    process: Child,
    /// Kept open, so that whatever it prints has somewhere to go.
    _output: BufReader<ChildStdout>,
    address: String,
}

impl Running {
    fn start(args: &[&str]) -> Running {
        let mut process = Command::new(assert_cmd::cargo::cargo_bin("tieuchi"))
            .current_dir(root())
            .args(args)
            .stdout(Stdio::piped())
            .spawn()
            .expect("it runs");
        let mut output = BufReader::new(process.stdout.take().expect("an output"));
        let mut line = String::new();
        output.read_line(&mut line).expect("a line");
        let address = line.split_whitespace().find(|word| word.starts_with("http://")).expect("an address").to_owned();
        Running { process, _output: output, address }
    }

    fn get(&self, path: &str) -> String {
        let rest = self.address.strip_prefix("http://").expect("an address");
        let (host, token) = rest.split_once('/').expect("a path");
        let mut stream = TcpStream::connect(host).expect("it listens");
        write!(stream, "GET /{token}{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
            .expect("it is taken");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn it_serves_the_page_at_the_address_that_it_prints() {
    let studio = Running::start(&["studio", "rules/cao-bang-2022", "--no-open", "--lang", "en"]);
    assert!(studio.address.starts_with("http://127.0.0.1:"), "{}", studio.address);
    assert!(studio.get("").starts_with("HTTP/1.1 200"));
    // Without --data it takes the first sample that the manifest names.
    assert!(studio.get("board").contains("\"overall\":{\"verdict\":\"met\""));
}

#[test]
fn it_takes_records_and_speaks_vietnamese() {
    let data = "examples/cao-bang-2022/not-met";
    let studio = Running::start(&["studio", "rules/cao-bang-2022", "--data", data, "--no-open", "--lang", "vi"]);
    let board = studio.get("board");
    assert!(board.contains("\"overall\":{\"verdict\":\"not_met\"") && board.contains("không đạt"));
}

#[cfg(unix)]
#[test]
fn it_ends_in_order_when_it_is_interrupted() {
    let mut studio = Running::start(&["studio", "rules/danh-hieu-2022", "--no-open"]);
    let number = studio.process.id().to_string();
    assert!(Command::new("kill").args(["-INT", &number]).status().expect("it runs").success());
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(20) {
        if let Some(status) = studio.process.try_wait().expect("it can be asked") {
            assert_eq!(status.code(), Some(0));
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("it goes on");
}

#[test]
fn what_it_cannot_open_is_said_in_the_language_of_the_call() {
    for (args, en, vi) in [
        (&["studio", "no-such-pack"][..], "no-such-pack", "no-such-pack"),
        (&["studio", "docs/report.schema.json"], "is no pack", "không phải là gói quy tắc"),
        (&["studio", "docs"], "E05", "E05"),
        (&["studio", "rules/cao-bang-2022", "--data", "no-such-data"], "can't be read", "không đọc được"),
        (&["studio", "rules/cao-bang-2022", "--port", "70000"], "--port", "--port"),
    ] {
        for (language, said) in [("en", en), ("vi", vi)] {
            let (code, _, err) = run(&[args, &["--no-open", "--lang", language]].concat());
            assert_eq!(code, 3, "{args:?}: {err}");
            assert!(err.contains(said), "{args:?}: {err}");
        }
    }
    // A port that somebody else has.
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("its address").port().to_string();
    let (code, _, err) = run(&["studio", "rules/cao-bang-2022", "--no-open", "--lang", "en", "--port", &port]);
    assert!(code == 3 && err.contains("can't be served"), "{err}");
}
