//! A studio on a real socket, and requests written by hand.

#![allow(dead_code)]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use tieuchi::source::Language;
use tieuchi_studio::{Config, Studio};

/// Rules about pupils in classes.
pub const RULES: &str = r#"tieuchi 1, en

document "School rules 2022"
  item 4 "Attendance"
  item 5 "Conduct"

record class, plural classes
  name: text key

record pupil
  id: text key
  class: class
  days_absent: count
  share: percent
  since: date
  helps: yes/no

criterion 4 "In every class nearly everybody attends"
  cites 4
  for each class:
  at least 2/3 of pupils in the class have days_absent at most 10

criterion 4.1 "Nobody is away for more than thirty days"
  cites 4
  100% of pupils have days_absent at most 30
"#;

/// A manifest for [`RULES`].
pub const MANIFEST: &str = r#"(
    tieuchi: 1,
    name: "school",
    title: "School rules",
    main: { "en": "school.tieuchi" },
    samples: ["data"],
)"#;

/// Records for [`RULES`].
pub const CLASSES: &str = "name\n6A\n6B\n";

/// Records for [`RULES`].
pub const PUPILS: &str = "id,class,days_absent,share,since,helps\n\
                          P1,6A,0,12.5%,2020-09-01,yes\n\
                          P2,6A,3,,2020-09-01,no\n\
                          P3,6A,12,50%,2021-09-01,\n\
                          P4,6B,2,100%,,yes\n";

/// The parts of an answer.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The head, in small letters.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The value of a line of the head.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// A studio that serves.
pub struct Served {
    /// Where its pack is.
    pub folder: TempDir,
    /// Its port.
    pub port: u16,
    /// Its token.
    pub token: String,
}

/// Writes files into a folder.
pub fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
}

/// The pack about pupils, with its records.
pub fn school() -> Served {
    serve(&[
        ("pack/tieuchi.ron", MANIFEST),
        ("pack/school.tieuchi", RULES),
        ("pack/data/class.csv", CLASSES),
        ("pack/data/pupil.csv", PUPILS),
    ])
}

/// Serves the pack in the folder `pack`.
pub fn serve(files: &[(&str, &str)]) -> Served {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), files);
    let pack = folder.path().join("pack");
    serve_path(folder, pack, None)
}

/// Serves a pack.
pub fn serve_path(folder: TempDir, pack: PathBuf, data: Option<PathBuf>) -> Served {
    let config = Config { pack, data, language: Some(Language::En), port: 0 };
    let studio = Studio::open(config).expect("a pack");
    let address = studio.address();
    let rest = address.strip_prefix("http://127.0.0.1:").expect("on this machine");
    let (port, token) = rest.split_once('/').expect("a port");
    let (port, token) = (port.parse().expect("a number"), token.trim_end_matches('/').to_owned());
    thread::spawn(move || studio.serve(std::future::pending()));
    Served { folder, port, token }
}

impl Served {
    /// The pack's folder.
    pub fn pack(&self) -> PathBuf {
        self.folder.path().join("pack")
    }

    /// A connection.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("it can be set");
        stream
    }

    /// What our page calls itself.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Sends bytes as they are, and reads to the end.
    pub fn raw(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        // Who refuses early may hang up before everything is sent.
        let _ = stream.write_all(bytes);
        finished(&mut stream)
    }

    /// A request with lines of the head of one's own.
    pub fn request(&self, method: &str, path: &str, head: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        for (name, value) in head {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        self.raw(&[request.as_bytes(), body].concat())
    }

    /// A request as our page makes it.
    pub fn ask(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        let host = format!("127.0.0.1:{}", self.port);
        let path = format!("/{}/{path}", self.token);
        self.request(method, &path, &[("Host", &host), ("Origin", &self.origin())], body)
    }

    /// What our page gets.
    pub fn get(&self, path: &str) -> Value {
        let answer = self.ask("GET", path, b"");
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    /// What our page sends as JSON, and what it gets.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask("POST", path, body.to_string().as_bytes())
    }

    /// Makes edits.
    pub fn edit(&self, edits: &Value) -> Value {
        let answer = self.post("edits", &serde_json::json!({ "edits": edits }));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }
}

/// What comes until the other side hangs up.
pub fn finished(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    // A reset is an end, too.
    let _ = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(bytes.len());
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let body = bytes.get(end + 4..).unwrap_or_default();
    let body = if head.contains("transfer-encoding: chunked") { unchunked(body) } else { body.to_vec() };
    Answer { status, head, body }
}

fn unchunked(mut bytes: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = bytes.windows(2).position(|two| two == b"\r\n") {
        let size = std::str::from_utf8(&bytes[..end]).ok().and_then(|size| usize::from_str_radix(size.trim(), 16).ok());
        let Some(size) = size.filter(|size| *size > 0) else { break };
        whole.extend_from_slice(&bytes[end + 2..end + 2 + size]);
        bytes = &bytes[end + 2 + size + 2..];
    }
    whole
}

/// The verdicts of a board by criterion.
pub fn verdicts(board: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    let all = board["criteria"].as_array().expect("criteria");
    all.iter().map(|one| (text(&one["id"]), text(&one["verdict"]))).collect()
}
