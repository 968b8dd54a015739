//! The thin shell: messages in, answers and notices out.
//!
//! One thread reads, one judges samples, one runs tests, and this one answers, in the order of the questions. Questions that were taken
//! back before their turn aren't worked on. Findings are published when the typing pauses.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::io::{BufReader, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tieuchi_records::{Stamps, stamps};

use crate::place::path_of;
use crate::samples::{self, Judged};
use crate::text::{Encoding, Position, Range};
use crate::trials::{self, Tested};
use crate::wire::{self, Received, answer, notice, refusal};
use crate::workspace::Workspace;
use crate::{completion, findings, format, hover, names, outline};

/// How long the typing must pause before findings are published.
const PAUSE: Duration = Duration::from_millis(200);

/// How often records that samples and tests read are looked at for changes.
const LOOK: Duration = Duration::from_secs(1);

/// Codes of refusals.
mod code {
    pub const PARSE: i32 = -32700;
    pub const INVALID: i32 = -32600;
    pub const UNKNOWN: i32 = -32601;
    pub const PARAMS: i32 = -32602;
    pub const INTERNAL: i32 = -32603;
    pub const UNINITIALIZED: i32 = -32002;
    pub const CANCELLED: i32 = -32800;
    pub const FAILED: i32 = -32803;
}

/// What happens to the server.
enum Event {
    Received(Received),
    Judged(String, Judged),
    Tested(String, Tested),
}

/// Serves a client until it says `exit` or its stream ends: the exit code, 0 if it said `shutdown` before.
///
/// The thread that reads goes on until its stream ends.
pub fn serve(input: impl Read + Send + 'static, output: impl Write) -> u8 {
    let (events, inbox) = channel();
    let (samples, sample_jobs) = channel::<samples::Job>();
    let (tests, test_jobs) = channel::<trials::Job>();
    let reading = events.clone();
    thread::spawn(move || {
        let mut input = BufReader::new(input);
        loop {
            let received = wire::read(&mut input).unwrap_or(Received::End);
            let end = matches!(received, Received::End);
            if reading.send(Event::Received(received)).is_err() || end {
                break;
            }
        }
    });
    let judged = events.clone();
    thread::spawn(move || work(&sample_jobs, &judged, |job| &job.uri, samples::judge, Event::Judged));
    thread::spawn(move || work(&test_jobs, &events, |job| &job.uri, trials::test, Event::Tested));
    let server = Server {
        output,
        samples,
        tests,
        workspace: Workspace::default(),
        queue: VecDeque::new(),
        cancelled: HashSet::new(),
        initialized: false,
        shut: false,
        stale: false,
        published: HashSet::new(),
        records: Default::default(),
        judged: BTreeMap::new(),
        tested: BTreeMap::new(),
        snippets: false,
        refresh: false,
        asked: 0,
    };
    server.run(&inbox)
}

/// Does the latest job of each pack.
fn work<Job, Done: Default>(
    todo: &Receiver<Job>,
    events: &Sender<Event>,
    uri: impl Fn(&Job) -> &String,
    act: impl Fn(&Job) -> Done,
    event: impl Fn(String, Done) -> Event,
) {
    while let Ok(first) = todo.recv() {
        let mut latest = BTreeMap::from([(uri(&first).clone(), first)]);
        while let Ok(next) = todo.try_recv() {
            latest.insert(uri(&next).clone(), next);
        }
        for (uri, job) in latest {
            // Should a decoder panic over a record, the rest goes on.
            let done = catch_unwind(AssertUnwindSafe(|| act(&job))).unwrap_or_default();
            if events.send(event(uri, done)).is_err() {
                return;
            }
        }
    }
}

/// Why a question has no answer.
struct Refused(i32, String);

type Answered = Result<Value, Refused>;

/// Where a client asks.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct At {
    text_document: Of,
    position: Position,
}

#[derive(serde::Deserialize)]
struct Of {
    uri: String,
}

fn read<T: DeserializeOwned>(params: &Value) -> Result<T, Refused> {
    serde_json::from_value(params.clone()).map_err(|error| Refused(code::PARAMS, error.to_string()))
}

fn uri(params: &Value) -> Result<String, Refused> {
    let uri = params.pointer("/textDocument/uri").and_then(Value::as_str);
    uri.map(str::to_owned).ok_or_else(|| Refused(code::PARAMS, "textDocument.uri".to_owned()))
}

struct Server<W> {
    output: W,
    samples: Sender<samples::Job>,
    tests: Sender<trials::Job>,
    workspace: Workspace,
    queue: VecDeque<Value>,
    cancelled: HashSet<String>,
    initialized: bool,
    shut: bool,
    /// Whether texts have changed since findings were published.
    stale: bool,
    published: HashSet<String>,
    /// The records that samples and tests read, and their stamps.
    records: (Vec<PathBuf>, Stamps),
    judged: BTreeMap<String, Judged>,
    /// By the main rule file.
    tested: BTreeMap<String, Tested>,
    snippets: bool,
    refresh: bool,
    /// Questions of ours, by number.
    asked: u64,
}

impl<W: Write> Server<W> {
    fn run(mut self, inbox: &Receiver<Event>) -> u8 {
        loop {
            let wait = if !self.queue.is_empty() {
                Duration::ZERO
            } else if self.stale {
                PAUSE
            } else if !self.records.0.is_empty() {
                LOOK
            } else {
                Duration::from_secs(3600)
            };
            match inbox.recv_timeout(wait) {
                Ok(event) => {
                    if let Some(code) = self.take(event) {
                        return code;
                    }
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return u8::from(!self.shut),
                Err(RecvTimeoutError::Timeout) => {}
            }
            // What has come is in the queue: now it is worked on.
            match self.queue.pop_front() {
                Some(message) => {
                    if let Some(code) = self.handle(&message) {
                        return code;
                    }
                }
                None if self.stale => self.publish(),
                // No editor tells of all of them.
                None => self.stale = stamps(self.records.0.clone()) != self.records.1,
            }
        }
    }

    /// Puts a message into the queue, takes notice of questions that are taken back.
    fn take(&mut self, event: Event) -> Option<u8> {
        match event {
            Event::Received(Received::End) => {
                // What was asked before is answered.
                while let Some(message) = self.queue.pop_front() {
                    if let Some(code) = self.handle(&message) {
                        return Some(code);
                    }
                }
                return Some(u8::from(!self.shut));
            }
            Event::Received(Received::Malformed) => self.send(&refusal(&Value::Null, code::PARSE, "not JSON")),
            Event::Received(Received::Message(Value::Array(messages))) => self.queue.extend(messages),
            Event::Received(Received::Message(message)) => {
                if message.get("method").and_then(Value::as_str) == Some("$/cancelRequest") {
                    if let Some(id) = message.pointer("/params/id") {
                        let waiting = self.queue.iter().any(|one| one.get("id") == Some(id));
                        if waiting {
                            self.cancelled.insert(id.to_string());
                        }
                    }
                } else {
                    self.queue.push_back(message);
                }
            }
            Event::Judged(uri, judged) => {
                self.judged.insert(uri, judged);
                self.refresh_lines();
            }
            Event::Tested(uri, tested) => {
                self.tested.insert(uri, tested);
                self.refresh_lines();
                // If texts have changed meanwhile, findings are told when the typing pauses.
                if !self.stale {
                    self.tell_findings(true);
                }
            }
        }
        None
    }

    /// Has the lines above declarations asked for anew.
    fn refresh_lines(&mut self) {
        if self.refresh {
            self.asked += 1;
            let id = format!("tieuchi-{}", self.asked);
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": "workspace/codeLens/refresh" }));
        }
    }

    fn send(&mut self, message: &Value) {
        // A client that doesn't read any more ends the stream that is read, too.
        let _ = wire::write(&mut self.output, message);
    }

    /// Answers a question or takes a notice; the exit code if that was `exit`.
    fn handle(&mut self, message: &Value) -> Option<u8> {
        let id = message.get("id").filter(|id| id.is_number() || id.is_string()).cloned();
        let Some(method) = message.get("method").and_then(Value::as_str) else {
            // An answer to a question of ours says nothing more; anything else is no message.
            if !(message.get("result").is_some() || message.get("error").is_some()) {
                self.send(&refusal(&id.unwrap_or(Value::Null), code::INVALID, "no method"));
            }
            return None;
        };
        let params = message.get("params").cloned().unwrap_or(Value::Null);
        let Some(id) = id else {
            if method == "exit" {
                return Some(u8::from(!self.shut));
            }
            if self.initialized && !self.shut {
                self.noticed(method, &params);
            }
            return None;
        };
        let answered = if self.cancelled.remove(&id.to_string()) {
            Err(Refused(code::CANCELLED, "taken back".to_owned()))
        } else if method == "initialize" && !self.initialized {
            Ok(self.initialize(&params))
        } else if !self.initialized {
            Err(Refused(code::UNINITIALIZED, "initialize comes first".to_owned()))
        } else if self.shut || method == "initialize" {
            Err(Refused(code::INVALID, "not now".to_owned()))
        } else {
            // Should anything go wrong that must not, this question fails and no other.
            let asked = catch_unwind(AssertUnwindSafe(|| self.question(method, &params)));
            asked.unwrap_or_else(|_| Err(Refused(code::INTERNAL, method.to_owned())))
        };
        self.send(&match answered {
            Ok(result) => answer(&id, result),
            Err(Refused(code, message)) => refusal(&id, code, &message),
        });
        None
    }

    fn initialize(&mut self, params: &Value) -> Value {
        self.initialized = true;
        let offered = params.pointer("/capabilities/general/positionEncodings").and_then(Value::as_array);
        let offers = |encoding: Encoding| offered.is_some_and(|all| all.iter().any(|one| one == encoding.name()));
        // What needs no counting first.
        let encoding = [Encoding::Utf8, Encoding::Utf32].into_iter().find(|encoding| offers(*encoding));
        let encoding = if offers(Encoding::Utf16) { Encoding::Utf16 } else { encoding.unwrap_or_default() };
        self.workspace.encoding = encoding;
        let told = |pointer: &str| params.pointer(pointer).and_then(Value::as_bool).unwrap_or(false);
        self.snippets = told("/capabilities/textDocument/completion/completionItem/snippetSupport");
        self.refresh = told("/capabilities/workspace/codeLens/refreshSupport");
        let folders = params.get("workspaceFolders").and_then(Value::as_array);
        let uris = folders.into_iter().flatten().filter_map(|folder| folder.get("uri")?.as_str());
        let root = params.get("rootUri").and_then(Value::as_str);
        self.workspace.folders = uris.chain(root).filter_map(path_of).collect();
        self.workspace.folders.dedup();
        json!({
            "serverInfo": { "name": "tieuchi", "version": env!("CARGO_PKG_VERSION") },
            "capabilities": {
                "positionEncoding": encoding.name(),
                "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
                "hoverProvider": true,
                "completionProvider": { "triggerCharacters": ["\"", ".", "“"] },
                "definitionProvider": true,
                "referencesProvider": true,
                "documentHighlightProvider": true,
                "documentSymbolProvider": true,
                "workspaceSymbolProvider": true,
                "renameProvider": { "prepareProvider": true },
                "codeActionProvider": { "codeActionKinds": ["quickfix"] },
                "foldingRangeProvider": true,
                "documentFormattingProvider": true,
                "codeLensProvider": {},
                "semanticTokensProvider": {
                    "legend": { "tokenTypes": outline::TOKEN_TYPES, "tokenModifiers": ["declaration"] }, "full": true,
                },
                "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
            },
        })
    }

    fn noticed(&mut self, method: &str, params: &Value) {
        match method {
            "textDocument/didOpen" => {
                let document = params.get("textDocument");
                let text = |name: &str| document.and_then(|document| document.get(name)).and_then(Value::as_str);
                if let (Some(uri), Some(said)) = (text("uri"), text("text")) {
                    let version = document.and_then(|document| document.get("version")).and_then(Value::as_i64);
                    self.workspace.set(uri, version.unwrap_or(0), said.to_owned());
                    self.stale = true;
                }
            }
            "textDocument/didChange" => self.changed(params),
            "textDocument/didClose" => {
                if let Ok(uri) = uri(params) {
                    self.workspace.close(&uri);
                    self.stale = true;
                }
            }
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                self.workspace.disk_changed();
                self.stale = true;
            }
            "workspace/didChangeWorkspaceFolders" => {
                let uris = |list: &str| -> Vec<_> {
                    let found = params.pointer(list).and_then(Value::as_array).into_iter().flatten();
                    found.filter_map(|folder| path_of(folder.get("uri")?.as_str()?)).collect()
                };
                let (added, removed) = (uris("/event/added"), uris("/event/removed"));
                self.workspace.folders.retain(|folder| !removed.contains(folder));
                self.workspace.folders.extend(added);
                self.workspace.disk_changed();
                self.stale = true;
            }
            // `initialized`, and what a client may say besides.
            _ => {}
        }
    }

    fn changed(&mut self, params: &Value) {
        let Ok(uri) = uri(params) else { return };
        let Some(document) = self.workspace.document(&uri) else { return };
        let version = params.pointer("/textDocument/version").and_then(Value::as_i64);
        let version = version.unwrap_or(document.version + 1);
        let mut text = document.text.as_ref().clone();
        let changes = params.get("contentChanges").and_then(Value::as_array);
        for change in changes.into_iter().flatten() {
            let Some(new) = change.get("text").and_then(Value::as_str) else { continue };
            let range = change.get("range").and_then(|range| serde_json::from_value::<Range>(range.clone()).ok());
            let raw = range.map_or_else(|| new.to_owned(), |range| text.edited(range, new));
            text = crate::text::Text::new(uri.as_str(), raw, self.workspace.encoding);
        }
        self.workspace.set(&uri, version, text.raw().to_owned());
        self.stale = true;
    }

    /// Publishes the findings of all files that have some, or had, has samples judged and tests run.
    fn publish(&mut self) {
        self.stale = false;
        self.tell_findings(false);
        let open: Vec<String> = self.workspace.documents().map(str::to_owned).collect();
        let (mut judging, mut testing) = (HashSet::new(), HashSet::new());
        let mut records = Vec::new();
        for uri in open {
            // Who does the work may have gone; then there are no lines.
            if let Some(job) = samples::job(&self.workspace, &uri)
                && judging.insert(job.uri.clone())
            {
                records.extend(job.samples.iter().cloned());
                let _ = self.samples.send(job);
            }
            if let Some(job) = trials::job(&self.workspace, &uri)
                && testing.insert(job.uri.clone())
            {
                records.extend(job.records());
                let _ = self.tests.send(job);
            }
        }
        let now = stamps(records.clone());
        self.records = (records, now);
        // What was said of rules that don't read any more, or are closed, holds no longer.
        self.tested.retain(|uri, _| testing.contains(uri));
    }

    /// Publishes findings: of all files, or of files of tests alone.
    fn tell_findings(&mut self, of_tests: bool) {
        let found = catch_unwind(AssertUnwindSafe(|| {
            let mut found = findings::findings(&self.workspace);
            let mut tests = HashSet::new();
            for (uri, told) in &mut found {
                let Some((analysis, file)) =
                    self.workspace.file(uri).filter(|(analysis, file)| analysis.is_test(*file))
                else {
                    continue;
                };
                tests.insert(uri.clone());
                let rules = self.workspace.rules(uri).and_then(|rules| self.tested.get(rules.uri(0)));
                let of_run = rules.map_or(&[][..], |tested| tested.findings(uri, analysis.text(file)));
                of_run.iter().for_each(|finding| findings::add(told, finding.clone()));
            }
            if of_tests {
                found.retain(|uri, _| tests.contains(uri));
            }
            found
        }));
        let Ok(mut found) = found else { return };
        if !of_tests {
            for gone in self.published.iter().filter(|uri| !found.contains_key(*uri)).cloned().collect::<Vec<_>>() {
                found.insert(gone, Vec::new());
            }
            self.published.clear();
        }
        for (uri, diagnostics) in found {
            let open = self.workspace.document(&uri).map(|document| document.version);
            if !diagnostics.is_empty() || open.is_some() {
                self.published.insert(uri.clone());
            }
            let mut params = json!({ "uri": self.spoken(&uri), "diagnostics": diagnostics });
            if let (Some(version), Some(map)) = (open, params.as_object_mut()) {
                map.insert("version".to_owned(), json!(version));
            }
            self.send(&notice("textDocument/publishDiagnostics", params));
        }
    }

    /// A file's URI as its client calls it.
    fn spoken(&self, uri: &str) -> String {
        self.workspace.document(uri).map_or(uri, |document| document.uri.as_str()).to_owned()
    }

    fn located(&self, found: Vec<names::Located>) -> Value {
        found.into_iter().map(|(uri, range)| json!({ "uri": self.spoken(&uri), "range": range })).collect()
    }

    fn question(&mut self, method: &str, params: &Value) -> Answered {
        let workspace = &self.workspace;
        Ok(match method {
            "shutdown" => {
                self.shut = true;
                Value::Null
            }
            "textDocument/hover" => {
                let at: At = read(params)?;
                hover::hover(workspace, &at.text_document.uri, at.position).map_or(
                    Value::Null,
                    |(card, range)| json!({ "contents": { "kind": "markdown", "value": card }, "range": range }),
                )
            }
            "textDocument/completion" => {
                let at: At = read(params)?;
                let items = completion::completion(workspace, &at.text_document.uri, at.position, self.snippets);
                json!({ "isIncomplete": false, "items": items })
            }
            "textDocument/definition" => {
                let at: At = read(params)?;
                self.located(names::definition(workspace, &at.text_document.uri, at.position))
            }
            "textDocument/references" => {
                let at: At = read(params)?;
                let declaration =
                    params.pointer("/context/includeDeclaration").and_then(Value::as_bool).unwrap_or(true);
                self.located(names::references(workspace, &at.text_document.uri, at.position, declaration))
            }
            "textDocument/documentHighlight" => {
                let at: At = read(params)?;
                let found = names::highlights(workspace, &at.text_document.uri, at.position);
                found
                    .into_iter()
                    .map(|(range, declared)| json!({ "range": range, "kind": if declared { 3 } else { 2 } }))
                    .collect()
            }
            "textDocument/prepareRename" => {
                let at: At = read(params)?;
                let found = names::prepare_rename(workspace, &at.text_document.uri, at.position);
                found.map_or(Value::Null, |(range, name)| json!({ "range": range, "placeholder": name }))
            }
            "textDocument/rename" => {
                let at: At = read(params)?;
                let new = params.get("newName").and_then(Value::as_str).unwrap_or("");
                let renamed = names::rename(workspace, &at.text_document.uri, at.position, new);
                self.edited(renamed.map_err(|why| Refused(code::FAILED, why))?)
            }
            "textDocument/documentSymbol" => outline::symbols(workspace, &uri(params)?).into(),
            "workspace/symbol" => {
                let query = params.get("query").and_then(Value::as_str).unwrap_or("");
                outline::workspace_symbols(workspace, query).into()
            }
            "textDocument/foldingRange" => {
                let found = outline::folds(workspace, &uri(params)?);
                found.into_iter().map(|(start, end)| json!({ "startLine": start, "endLine": end })).collect()
            }
            "textDocument/semanticTokens/full" => json!({ "data": outline::tokens(workspace, &uri(params)?) }),
            "textDocument/codeAction" => {
                let shown = params.pointer("/context/diagnostics").and_then(Value::as_array);
                findings::corrections(workspace, &uri(params)?, shown.map_or(&[], Vec::as_slice)).into()
            }
            "textDocument/formatting" => match format::format(workspace, &uri(params)?) {
                Ok(edit) => edit.into_iter().map(|(range, new)| json!({ "range": range, "newText": new })).collect(),
                Err(why) => return Err(Refused(code::FAILED, why)),
            },
            "textDocument/codeLens" => {
                let uri = uri(params)?;
                let Some((analysis, file)) = workspace.file(&uri) else { return Ok(json!([])) };
                let nothing = Judged::new();
                let judged = self.judged.get(analysis.uri(0)).unwrap_or(&nothing);
                let mut found = samples::lenses(&analysis, file, judged);
                let rules = workspace.rules(&uri);
                let tested = rules.and_then(|rules| self.tested.get(rules.uri(0)));
                found.extend(tested.into_iter().flat_map(|tested| trials::lenses(&analysis, file, tested)));
                found
                    .into_iter()
                    .map(|(range, line)| json!({ "range": range, "command": { "title": line, "command": "" } }))
                    .collect()
            }
            _ => return Err(Refused(code::UNKNOWN, method.to_owned())),
        })
    }

    /// An edit of several files, each called as its client calls it.
    fn edited(&self, edit: Value) -> Value {
        let changes = edit.get("changes").and_then(Value::as_object).cloned().unwrap_or_default();
        let changes: serde_json::Map<String, Value> =
            changes.into_iter().map(|(uri, edits)| (self.spoken(&uri), edits)).collect();
        json!({ "changes": changes })
    }
}
