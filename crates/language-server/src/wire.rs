//! Messages on the line: each behind a header that says how long it is.
//!
//! What can't be read is told from the end of the line, so that the server answers and goes on.

use std::io::{self, BufRead, Read, Write};

use serde_json::{Value, json};

/// The largest message that is taken, in bytes: the largest rule file as JSON writes it, several times over.
const MAX_MESSAGE: usize = 256 << 20;

/// The longest line of a header.
const MAX_HEADER: u64 = 4096;

/// What stood on the line.
#[derive(Debug)]
pub enum Received {
    /// A message.
    Message(Value),
    /// Something that isn't JSON.
    Malformed,
    /// Nothing more will come.
    End,
}

/// Reads one message. Lines that are no header are passed over.
///
/// # Errors
///
/// Those of the line.
pub fn read(from: &mut impl BufRead) -> io::Result<Received> {
    let mut length: Option<usize> = None;
    loop {
        let mut line = Vec::new();
        let read = from.by_ref().take(MAX_HEADER).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(Received::End);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if let Some((name, value)) = line.split_once(':')
            && name.trim().eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
        }
        if line.is_empty()
            && let Some(length) = length.take()
        {
            if length > MAX_MESSAGE {
                io::copy(&mut from.by_ref().take(length as u64), &mut io::sink())?;
                return Ok(Received::Malformed);
            }
            // Memory grows with what comes, not with what the header promises.
            let mut body = Vec::new();
            if from.by_ref().take(length as u64).read_to_end(&mut body)? < length {
                return Ok(Received::End);
            }
            return Ok(serde_json::from_slice(&body).map_or(Received::Malformed, Received::Message));
        }
    }
}

/// Writes one message.
///
/// # Errors
///
/// Those of the line.
pub fn write(to: &mut impl Write, message: &Value) -> io::Result<()> {
    let body = message.to_string();
    write!(to, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    to.flush()
}

/// An answer.
pub fn answer(id: &Value, result: Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "result": result })
}

/// An answer that there is none.
pub fn refusal(id: &Value, code: i32, message: &str) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } })
}

/// Something that the client is told.
pub fn notice(method: &str, params: Value) -> Value {
    json!({ "jsonrpc": "2.0", "method": method, "params": params })
}
