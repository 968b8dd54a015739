//! What an editor may send.

use std::io::Cursor;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tieuchi_language_server::server::serve;
use tieuchi_language_server::text::{Encoding, Position, Range, Text};
use tieuchi_language_server::workspace::Workspace;
use tieuchi_language_server::{completion, findings, format, hover, names, outline, samples, trials};

use crate::feed::Feed;

/// A rule file that stands nowhere on the disk.
const RULES: &str = "untitled:rules.tieuchi";

/// The most edits of a text.
const EDITS: usize = 8;

/// A text that is edited here and there: every question about any place has an answer.
pub fn editor(bytes: &[u8]) {
    let mut feed = Feed::new(bytes);
    let encoding = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32][usize::from(feed.byte()) % 3];
    let edits: Vec<(Range, usize)> = (0..usize::from(feed.byte()) % (EDITS + 1))
        .map(|_| {
            let mut place = || Position { line: u32::from(feed.byte()), character: u32::from(feed.byte()) };
            let (start, end) = (place(), place());
            (Range { start, end }, feed.number())
        })
        .collect();
    let text = String::from_utf8_lossy(feed.rest()).into_owned();
    let words: Vec<&str> = text.split_inclusive([' ', '\n']).collect();
    let mut workspace = Workspace::default();
    workspace.encoding = encoding;
    workspace.set(RULES, 1, text.clone());
    everything(&workspace, RULES, Position { line: 3, character: 7 });
    let mut now = text.clone();
    for (version, (range, word)) in (2..).zip(edits) {
        let new = if words.is_empty() { "" } else { words[word % words.len()] };
        now = Text::new(RULES, now, encoding).edited(range, new);
        workspace.set(RULES, version, now.clone());
        everything(&workspace, RULES, range.start);
    }
}

/// Asks everything about a place.
fn everything(workspace: &Workspace, uri: &str, position: Position) {
    findings::findings(workspace);
    hover::hover(workspace, uri, position);
    completion::completion(workspace, uri, position, true);
    names::definition(workspace, uri, position);
    names::references(workspace, uri, position, true);
    names::highlights(workspace, uri, position);
    if names::prepare_rename(workspace, uri, position).is_some() {
        // Whether it may be so is the answer.
        let _ = names::rename(workspace, uri, position, "another_name");
    }
    outline::symbols(workspace, uri);
    outline::folds(workspace, uri);
    assert_eq!(outline::tokens(workspace, uri).len() % 5, 0);
    let _ = format::format(workspace, uri);
    findings::corrections(workspace, uri, &[]);
    let _ = samples::job(workspace, uri);
    if let Some(job) = trials::job(workspace, uri)
        && let Some((analysis, file)) = workspace.file(uri)
    {
        trials::lenses(&analysis, file, &trials::test(&job));
    }
}

/// Whatever stands on the line, the server ends with it; what it says is framed JSON of the protocol, and nothing that it
/// is asked goes wrong inside.
pub fn server(bytes: &[u8]) {
    // As they come, or each line in a frame, after it was greeted.
    let line = match bytes.split_first() {
        Some((0, rest)) => rest.to_vec(),
        Some((_, rest)) => {
            let greeting = json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {} }).to_string();
            let messages = rest.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
            let framed = |body: &[u8]| [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat();
            [greeting.as_bytes()].into_iter().chain(messages).flat_map(framed).collect()
        }
        None => Vec::new(),
    };
    let said = Said::default();
    assert!(serve(Cursor::new(line), said.clone()) <= 1);
    let said = said.0.lock().expect("nobody panicked").clone();
    for message in messages(&said) {
        assert_eq!(message["jsonrpc"], "2.0");
        assert!(message["error"]["code"] != -32603, "{message}");
    }
}

/// What the server has said.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Said {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Takes frames apart, strictly.
fn messages(said: &[u8]) -> Vec<Value> {
    let mut found = Vec::new();
    let mut rest = std::str::from_utf8(said).expect("UTF-8");
    while !rest.is_empty() {
        let (header, behind) = rest.split_once("\r\n\r\n").expect("a header");
        let length = header.strip_prefix("Content-Length: ").and_then(|length| length.parse().ok());
        let length: usize = length.unwrap_or_else(|| panic!("a length, not {header:?}"));
        found.push(serde_json::from_str(&behind[..length]).expect("JSON"));
        rest = &behind[length..];
    }
    found
}
