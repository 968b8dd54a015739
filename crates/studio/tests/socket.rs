//! The language server over a socket, and the stream of events.

mod common;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use common::{RULES, Served, school};
use serde_json::{Value, json};

/// The page's end of a socket.
struct Socket(TcpStream);

/// Why nothing more comes.
#[derive(Debug)]
struct Closed;

impl Socket {
    /// Asks for a socket: it, or the status of the answer.
    fn ask(served: &Served) -> Result<Socket, String> {
        let mut stream = served.connect();
        let request = format!(
            "GET /{}/lsp?lang=en HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nOrigin: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            served.token,
            served.port,
            served.origin()
        );
        stream.write_all(request.as_bytes()).expect("it is taken");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).expect("an answer");
            head.push(byte[0]);
        }
        let status = String::from_utf8_lossy(&head).split(' ').nth(1).unwrap_or("").to_owned();
        if status == "101" { Ok(Socket(stream)) } else { Err(status) }
    }

    fn open(served: &Served) -> Socket {
        Socket::ask(served).expect("a socket")
    }

    fn frame(&mut self, code: u8, payload: &[u8]) -> std::io::Result<()> {
        let mut frame = vec![0x80 | code];
        match payload.len() {
            short @ 0..126 => frame.push(0x80 | short as u8),
            middle @ 126..65_536 => {
                frame.push(0x80 | 126);
                frame.extend((middle as u16).to_be_bytes());
            }
            long => {
                frame.push(0x80 | 127);
                frame.extend((long as u64).to_be_bytes());
            }
        }
        // A mask of zeros leaves everything as it is.
        frame.extend([0; 4]);
        frame.extend(payload);
        self.0.write_all(&frame)
    }

    fn send(&mut self, message: &Value) {
        let _ = self.frame(1, message.to_string().as_bytes());
    }

    /// The next message.
    fn next(&mut self) -> Result<Value, Closed> {
        loop {
            let mut head = [0; 2];
            self.0.read_exact(&mut head).map_err(|_| Closed)?;
            let length = match head[1] & 0x7f {
                126 => {
                    let mut length = [0; 2];
                    self.0.read_exact(&mut length).map_err(|_| Closed)?;
                    u64::from(u16::from_be_bytes(length))
                }
                127 => {
                    let mut length = [0; 8];
                    self.0.read_exact(&mut length).map_err(|_| Closed)?;
                    u64::from_be_bytes(length)
                }
                short => u64::from(short),
            };
            let mut payload = vec![0; length as usize];
            self.0.read_exact(&mut payload).map_err(|_| Closed)?;
            match head[0] & 0xf {
                1 => return Ok(serde_json::from_slice(&payload).expect("JSON")),
                8 => return Err(Closed),
                _ => {}
            }
        }
    }

    /// The answer to a question.
    fn answer(&mut self, id: u64) -> Value {
        loop {
            let message = self.next().expect("an answer");
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
        }
    }

    /// What is told of a file.
    fn findings(&mut self, uri: &str) -> Vec<Value> {
        loop {
            let message = self.next().expect("findings");
            if message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri {
                return message["params"]["diagnostics"].as_array().expect("a list").clone();
            }
        }
    }

    fn initialize(&mut self) {
        self.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "capabilities": {}, "rootUri": "file:///etc" } }));
        assert!(self.answer(1)["result"]["capabilities"]["hoverProvider"].is_boolean());
        self.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
    }

    fn did_open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "tieuchi", "version": 1, "text": text });
        self.send(
            &json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } }),
        );
    }
}

fn uri(served: &Served, path: &str) -> String {
    let files = served.get("state")["files"].clone();
    let file = files.as_array().expect("files").iter().find(|file| file["path"] == path).expect("it is listed").clone();
    file["uri"].as_str().expect("a URI").to_owned()
}

#[test]
fn an_error_is_told_while_it_is_typed_and_gone_when_it_is_mended() {
    let served = school();
    let uri = uri(&served, "school.tieuchi");
    let mut socket = Socket::open(&served);
    socket.initialize();
    socket.did_open(&uri, &RULES.replace("at most 30", "at mst 30"));
    assert!(!socket.findings(&uri).is_empty());
    let change = json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "text": RULES }] });
    socket.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": change }));
    while socket.findings(&uri).iter().any(|finding| finding["severity"] == 1) {}
    // What another page has typed is its own.
    let mut other = Socket::open(&served);
    other.initialize();
    other.did_open(&uri, RULES);
    assert!(other.findings(&uri).iter().all(|finding| finding["severity"] != 1));
    let hover = json!({ "textDocument": { "uri": uri }, "position": { "line": 11, "character": 4 } });
    other.send(&json!({ "jsonrpc": "2.0", "id": 7, "method": "textDocument/hover", "params": hover }));
    assert_eq!(other.answer(7)["id"], 7);
}

#[test]
fn files_that_are_not_the_pack_s_are_not_looked_at() {
    let served = school();
    let outside = served.folder.path().join("outside.tieuchi");
    fs::write(&outside, "tieuchi 1, en\n\nrecord secret\n  id: text key\n").expect("it can be written");
    let outside = format!("file://{}", outside.display());
    let own = uri(&served, "school.tieuchi");
    let forbidden = [
        json!({ "jsonrpc": "2.0", "id": 2, "method": "textDocument/documentSymbol", "params": { "textDocument": { "uri": outside } } }),
        json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": { "uri": "file:///etc/passwd", "languageId": "tieuchi", "version": 1, "text": "" } } }),
        json!({ "jsonrpc": "2.0", "method": "workspace/didChangeWorkspaceFolders", "params": { "event": { "added": [{ "uri": "file:///", "name": "x" }], "removed": [] } } }),
        json!([{ "jsonrpc": "2.0", "id": 2, "method": "textDocument/documentSymbol", "params": { "textDocument": { "uri": outside } } }]),
        json!([{ "jsonrpc": "2.0", "id": 2, "method": "initialize", "params": { "rootUri": "file:///" } }]),
    ];
    for message in forbidden {
        let mut socket = Socket::open(&served);
        socket.initialize();
        socket.did_open(&own, RULES);
        socket.send(&message);
        while let Ok(told) = socket.next() {
            assert!(!told.to_string().contains("secret"), "{told}");
            assert!(told.get("id") != Some(&json!(2)), "{told}");
        }
    }
    // The folder that a page claims to be in is not believed.
    let mut socket = Socket::open(&served);
    socket.initialize();
    socket.send(&json!({ "jsonrpc": "2.0", "id": 3, "method": "workspace/symbol", "params": { "query": "" } }));
    let found = socket.answer(3)["result"].to_string();
    assert!(found.contains("pupil") && !found.contains("secret"), "{found}");
}

#[test]
fn whatever_comes_the_socket_ends_and_the_rest_goes_on() {
    let served = school();
    let frames: [&[u8]; 4] = [b"no JSON", b"[1, 2", b"\xff\xfe", b"{\"jsonrpc\":"];
    for garbage in frames {
        let mut socket = Socket::open(&served);
        let _ = socket.frame(1, garbage);
        while socket.next().is_ok() {}
    }
    let mut socket = Socket::open(&served);
    let _ = socket.frame(2, b"bytes");
    while socket.next().is_ok() {}
    // A frame that says that it is huge: no room is made for it.
    let mut socket = Socket::open(&served);
    let mut head = vec![0x81, 0x80 | 127];
    head.extend((1u64 << 40).to_be_bytes());
    head.extend([0; 4]);
    let _ = socket.0.write_all(&head);
    let _ = socket.0.write_all(&[b'x'; 4096]);
    let begun = Instant::now();
    while socket.next().is_ok() {}
    assert!(begun.elapsed() < Duration::from_secs(30));
    // One that isn't masked.
    let mut socket = Socket::open(&served);
    let _ = socket.0.write_all(&[0x81, 2, b'{', b'}']);
    while socket.next().is_ok() {}
    assert_eq!(served.get("board")["sound"], true);
}

#[test]
fn a_socket_that_closes_leaves_its_place() {
    let served = school();
    let open = || {
        let mut socket = Socket::open(&served);
        socket.initialize();
        socket
    };
    let many: Vec<Socket> = (0..16).map(|_| open()).collect();
    // There is no place left.
    assert_eq!(Socket::ask(&served).err().as_deref(), Some("503"));
    // Some say that they go, some are just gone.
    for (number, mut socket) in many.into_iter().enumerate() {
        if number % 2 == 0 {
            let _ = socket.frame(8, b"");
        }
    }
    let begun = Instant::now();
    let mut free = Vec::new();
    while free.len() < 16 && begun.elapsed() < Duration::from_secs(30) {
        match Socket::ask(&served) {
            Ok(socket) => free.push(socket),
            Err(_) => std::thread::sleep(Duration::from_millis(50)),
        }
    }
    assert_eq!(free.len(), 16);
}

#[test]
fn every_page_hears_what_another_one_changes() {
    let served = school();
    served.get("board");
    let mut listener = served.connect();
    let request = format!("GET /{}/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", served.token, served.port);
    listener.write_all(request.as_bytes()).expect("it is taken");
    let mut heard = String::new();
    let mut hear = |what: &str| {
        let begun = Instant::now();
        while !heard.contains(&format!("\"what\":\"{what}\"")) {
            assert!(begun.elapsed() < Duration::from_secs(30), "{what}: {heard}");
            let mut bytes = [0; 1024];
            let read = listener.read(&mut bytes).expect("it goes on");
            heard.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
    };
    // The head has come when the first is heard; until then nobody may be listening yet.
    std::thread::sleep(Duration::from_millis(300));
    served.edit(&json!([{ "kind": "pupil", "key": "P2", "field": "days_absent", "text": "40" }]));
    hear("edits");
    served.ask("PUT", "draft/school.tieuchi", RULES.replace("at most 30", "at most 29").as_bytes());
    hear("draft");
    served.ask("POST", "data?name=class.csv&keep=1", common::CLASSES.as_bytes());
    hear("data");
    fs::write(served.pack().join("school.tieuchi"), format!("{RULES}\n# more\n")).expect("it can be written");
    hear("disk");
}
