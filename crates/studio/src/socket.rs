//! The language server over a WebSocket: each text frame is a message of the protocol.
//!
//! The server is the one that editors have, in process; it works over a pair of streams, with a header before each message.
//! A message may name the files of the pack and no others: what else there is on the disk is nobody's business.

use std::collections::HashSet;
use std::io::{self, Read, Write};
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use serde_json::{Value, json};
use tieuchi_language_server::place::uri_of;
use tieuchi_language_server::server::serve;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::app::App;
use crate::body::MAX_TEXT;
use crate::pack;
use crate::routes::{Answer, Asks};
use crate::said::Refusal;

/// The longest message: a rule file as JSON writes it.
const MAX_MESSAGE: usize = 2 * MAX_TEXT;

/// How many messages wait in either direction.
const WAITING: usize = 64;

/// How long a page may keep us from sending.
const PATIENCE: Duration = Duration::from_secs(20);

/// The stack of the server's thread.
const STACK: usize = 16 << 20;

/// Opens a socket.
pub async fn open(State(app): State<App>, asks: Asks, upgrade: WebSocketUpgrade) -> Answer {
    let language = asks.language;
    let places = app.places().sockets.clone();
    let place = places.try_acquire_owned().map_err(|_| Refusal::crowded(language))?;
    let upgrade = upgrade.max_message_size(MAX_MESSAGE).max_frame_size(MAX_MESSAGE).write_buffer_size(0);
    Ok(upgrade.on_upgrade(move |socket| bridge(app, socket, place)))
}

/// Hands messages to and fro until either side ends.
async fn bridge(app: App, mut socket: WebSocket, place: OwnedSemaphorePermit) {
    let (to_server, from_page) = channel::<Vec<u8>>(WAITING);
    let (to_page, mut from_server) = channel::<String>(WAITING);
    let started = std::thread::Builder::new().name("language server".to_owned()).stack_size(STACK).spawn(move || {
        let _place = place;
        serve(
            Incoming { frames: from_page, rest: Vec::new(), at: 0 },
            Outgoing { messages: to_page, held: Vec::new() },
        );
    });
    if started.is_err() {
        return;
    }
    loop {
        tokio::select! {
            received = socket.recv() => match received {
                Some(Ok(Message::Text(text))) => {
                    let Some(message) = admitted(&app, text.as_str()) else { break };
                    let framed = [format!("Content-Length: {}\r\n\r\n", message.len()).into_bytes(), message].concat();
                    if to_server.send(framed).await.is_err() {
                        break;
                    }
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Binary(_) | Message::Close(_)) | Err(_)) | None => break,
            },
            answer = from_server.recv() => match answer {
                Some(text) => {
                    let sent = tokio::time::timeout(PATIENCE, socket.send(Message::Text(text.into()))).await;
                    if !matches!(sent, Ok(Ok(()))) {
                        break;
                    }
                }
                None => break,
            },
        }
    }
    // The server ends when its streams do.
    drop(to_server);
    from_server.close();
    let _ = tokio::time::timeout(PATIENCE, socket.send(Message::Close(None))).await;
}

/// A message as the server gets it; nothing if it names a file that isn't the pack's, or is no message.
fn admitted(app: &App, text: &str) -> Option<Vec<u8>> {
    let mut message: Value = serde_json::from_str(text).ok()?;
    let (root, known) = {
        let shelf = app.shelf();
        (uri_of(&shelf.root), shelf.files.values().map(pack::uri).collect::<HashSet<String>>())
    };
    match message.get("method").and_then(Value::as_str) {
        Some("initialize") => {
            let params = message.get_mut("params")?.as_object_mut()?;
            params.insert("rootUri".to_owned(), json!(root));
            params.insert("workspaceFolders".to_owned(), json!([{ "uri": root, "name": "pack" }]));
            params.remove("rootPath");
        }
        Some("workspace/didChangeWorkspaceFolders") => return None,
        _ => {
            if !names_known(&message, &known) {
                return None;
            }
        }
    }
    serde_json::to_vec(&message).ok()
}

/// Whether every file that a message names is known.
fn names_known(value: &Value, known: &HashSet<String>) -> bool {
    match value {
        Value::Object(map) => map.iter().all(|(name, value)| {
            let uri = name.to_lowercase().ends_with("uri");
            let fits = !uri || value.as_str().is_none_or(|uri| known.contains(uri));
            // An edit of several files has their names as names.
            let named = !name.starts_with("file:") || known.contains(name);
            fits && named && names_known(value, known)
        }),
        Value::Array(all) => all.iter().all(|value| names_known(value, known)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

/// What the server reads: frames, one after the other.
struct Incoming {
    frames: Receiver<Vec<u8>>,
    rest: Vec<u8>,
    at: usize,
}

impl Read for Incoming {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.rest.len() {
            match self.frames.blocking_recv() {
                Some(frame) => (self.rest, self.at) = (frame, 0),
                None => return Ok(0),
            }
        }
        let left = self.rest.get(self.at..).unwrap_or_default();
        let many = left.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..many), left.get(..many)) {
            to.copy_from_slice(from);
        }
        self.at += many;
        Ok(many)
    }
}

/// What the server writes: messages with a header, handed on when they are flushed.
struct Outgoing {
    messages: Sender<String>,
    held: Vec<u8>,
}

impl Write for Outgoing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let held = std::mem::take(&mut self.held);
        let text = String::from_utf8(held).map_err(|_| io::ErrorKind::InvalidData)?;
        let Some((_, body)) = text.split_once("\r\n\r\n") else { return Ok(()) };
        self.messages.blocking_send(body.to_owned()).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
