//! An editor as the tests need it: it starts the server and speaks the protocol over its streams.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// How long an answer may take on a machine that does other work as well.
const PATIENCE: Duration = Duration::from_secs(120);

pub struct Client {
    child: Child,
    stdin: Option<ChildStdin>,
    inbox: Receiver<Value>,
    next: u64,
    /// The latest findings of each file.
    pub findings: BTreeMap<String, Vec<Value>>,
    /// What the server has asked.
    pub asked: Vec<String>,
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}

/// A copy of the packs, to be changed at will.
pub fn packs() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&root().join("rules"), &folder.path().join("rules"));
    copy(&root().join("examples"), &folder.path().join("examples"));
    folder
}

/// A pack with tests: its folder, the rules, the tests.
pub fn pack(manifest: &str, rules_text: &str, tests_text: &str) -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let (rules, tests) = (folder.path().join("rules.tieuchi"), folder.path().join("tests/one.tieuchi"));
    fs::create_dir(folder.path().join("tests")).expect("a folder");
    fs::write(folder.path().join("tieuchi.ron"), manifest).expect("written");
    fs::write(&rules, rules_text).expect("written");
    fs::write(&tests, tests_text).expect("written");
    (folder, rules, tests)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry")) {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("copied");
        }
    }
}

pub fn uri(path: &Path) -> String {
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    format!("file://{}", real.display())
}

impl Client {
    /// A server without a word spoken.
    pub fn silent() -> Client {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin("tieuchi"))
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the server starts");
        let mut out = BufReader::new(child.stdout.take().expect("its output"));
        let (sender, inbox) = channel();
        thread::spawn(move || {
            loop {
                let mut length = 0;
                loop {
                    let mut line = String::new();
                    if out.read_line(&mut line).unwrap_or(0) == 0 {
                        return;
                    }
                    if let Some(value) = line.strip_prefix("Content-Length: ") {
                        length = value.trim().parse().expect("a length");
                    }
                    if line == "\r\n" {
                        break;
                    }
                }
                let mut body = vec![0; length];
                if out.read_exact(&mut body).is_err()
                    || sender.send(serde_json::from_slice(&body).expect("JSON")).is_err()
                {
                    return;
                }
            }
        });
        let stdin = child.stdin.take();
        Client { child, stdin, inbox, next: 0, findings: BTreeMap::new(), asked: Vec::new() }
    }

    /// A server that knows a folder.
    pub fn start(folder: &Path) -> Client {
        Client::with(folder, &["utf-16"])
    }

    pub fn with(folder: &Path, encodings: &[&str]) -> Client {
        let mut client = Client::silent();
        let told = client.ask(
            "initialize",
            json!({
                "processId": null, "rootUri": uri(folder), "workspaceFolders": [{ "uri": uri(folder), "name": "x" }],
                "capabilities": {
                    "general": { "positionEncodings": encodings },
                    "workspace": { "codeLens": { "refreshSupport": true } },
                    "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } },
                },
            }),
        );
        assert_eq!(told["result"]["capabilities"]["positionEncoding"], encodings[0]);
        client.tell("initialized", json!({}));
        client
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().expect("open");
        stdin.write_all(bytes).and_then(|()| stdin.flush()).expect("written");
    }

    pub fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    pub fn post(&mut self, method: &str, params: Value) -> u64 {
        self.next += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.next, "method": method, "params": params }));
        self.next
    }

    /// The next message; findings and questions are kept on the way.
    pub fn receive(&mut self) -> Value {
        let message = self.inbox.recv_timeout(PATIENCE).expect("a message in time");
        if message["method"] == "textDocument/publishDiagnostics" {
            let uri = message["params"]["uri"].as_str().expect("a URI").to_owned();
            self.findings.insert(uri, message["params"]["diagnostics"].as_array().expect("a list").clone());
        } else if let (Some(method), Some(id)) = (message["method"].as_str(), message.get("id")) {
            self.asked.push(method.to_owned());
            let id = id.clone();
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": null }));
        }
        message
    }

    pub fn answer_to(&mut self, id: u64) -> Value {
        loop {
            let message = self.receive();
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
        }
    }

    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.post(method, params);
        self.answer_to(id)
    }

    /// The result of a question; a refusal fails the test.
    pub fn result(&mut self, method: &str, params: Value) -> Value {
        let answer = self.ask(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    pub fn open(&mut self, uri: &str, text: &str) {
        self.tell(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": uri, "languageId": "tieuchi", "version": 1, "text": text } }),
        );
    }

    pub fn open_file(&mut self, path: &Path) -> (String, String) {
        let text = fs::read_to_string(path).expect("a text");
        let uri = uri(path);
        self.open(&uri, &text);
        (uri, text)
    }

    /// Replaces the whole text.
    pub fn replace(&mut self, uri: &str, version: i64, text: &str) {
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [{ "text": text }] }),
        );
    }

    /// The findings of a file, as they are published next.
    pub fn next_findings(&mut self, uri: &str) -> Vec<Value> {
        self.findings.remove(uri);
        while !self.findings.contains_key(uri) {
            self.receive();
        }
        self.findings[uri].clone()
    }

    /// Asks about a place.
    pub fn at(&mut self, method: &str, uri: &str, position: Value) -> Value {
        self.result(
            method,
            json!({ "textDocument": { "uri": uri }, "position": position, "context": { "includeDeclaration": true } }),
        )
    }

    /// The lines above declarations, as soon as one of them has a text in it.
    pub fn lines(&mut self, uri: &str, wanted: &str) -> Value {
        loop {
            let lenses = self.result("textDocument/codeLens", json!({ "textDocument": { "uri": uri } }));
            if lenses.to_string().contains(wanted) {
                return lenses;
            }
            // The server says when there are others.
            self.asked.clear();
            while !self.asked.contains(&"workspace/codeLens/refresh".to_owned()) {
                self.receive();
            }
        }
    }

    /// Proposals at a place, by what they put there.
    pub fn proposals(&mut self, uri: &str, position: Value) -> Vec<String> {
        let items = self.at("textDocument/completion", uri, position)["items"].clone();
        items
            .as_array()
            .expect("a list")
            .iter()
            .map(|item| item["textEdit"]["newText"].as_str().expect("a text").to_owned())
            .collect()
    }

    /// Says goodbye and gives the exit code.
    pub fn leave(mut self) -> i32 {
        self.result("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.child.wait().expect("it ends").code().expect("a code")
    }

    /// Ends the stream and gives the exit code.
    pub fn hang_up(mut self) -> i32 {
        self.stdin = None;
        self.child.wait().expect("it ends").code().expect("a code")
    }
}

/// Where a piece of a text begins, in units of UTF-16; `«` marks the place in it.
pub fn place(text: &str, piece: &str) -> Value {
    let within = piece.find('«').expect("a mark");
    let piece = piece.replace('«', "");
    let at = text.find(&piece).unwrap_or_else(|| panic!("no {piece}")) + within;
    let before = &text[..at];
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap_or("").encode_utf16().count();
    json!({ "line": line, "character": column })
}

/// The texts of a file at some ranges.
pub fn slices(text: &str, ranges: &[Value]) -> Vec<String> {
    let lines: Vec<Vec<u16>> = text.split('\n').map(|line| line.encode_utf16().collect()).collect();
    let slice = |range: &Value| {
        let number = |pointer: &str| range.pointer(pointer).and_then(Value::as_u64).expect("a number") as usize;
        let line = &lines[number("/start/line")];
        String::from_utf16(&line[number("/start/character")..number("/end/character")]).expect("UTF-16")
    };
    ranges.iter().map(slice).collect()
}
