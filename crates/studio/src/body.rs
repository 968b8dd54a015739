//! Bodies of requests, bounded in size and time.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, StatusCode, header};
use hyper::body::Frame;
use tieuchi::source::Language;
use tokio::sync::mpsc::Receiver;
use tokio::time::{Instant, timeout_at};

use crate::said::Refusal;

/// The longest rule file that is taken, in bytes.
pub const MAX_TEXT: usize = 8 << 20;

/// The longest edit or command.
pub const MAX_COMMAND: usize = 1 << 20;

/// The largest file of records that is taken.
pub const MAX_DATA: usize = 64 << 20;

/// How long a body may keep us waiting for its next piece.
const PAUSE: Duration = Duration::from_secs(10);

/// How long it may take altogether.
const ALTOGETHER: Duration = Duration::from_secs(60);

/// The whole of a body.
///
/// # Errors
///
/// It says that it is too long, and nothing of it is read; or it turns out to be; or it keeps us waiting.
pub async fn read(headers: &HeaderMap, mut body: Body, most: usize, language: Language) -> Result<Vec<u8>, Refusal> {
    let too_long = || {
        let shown = most >> 20;
        Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            language.pick(
                format!("it is larger than {shown} MB: start with --data to read records of any size"),
                format!("nội dung lớn hơn {shown} MB: hãy dùng --data khi khởi động để đọc hồ sơ lớn"),
            ),
        )
    };
    let stated = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if stated.is_some_and(|length| length > most as u64) {
        return Err(too_long());
    }
    let end = Instant::now() + ALTOGETHER;
    let mut bytes: Vec<u8> = Vec::new();
    loop {
        let until = end.min(Instant::now() + PAUSE);
        let next = timeout_at(until, poll_fn(|context| Pin::new(&mut body).poll_frame(context))).await;
        let Some(frame) = next.map_err(|_| slow(language))? else { return Ok(bytes) };
        let Ok(piece) = frame.map_err(|_| slow(language))?.into_data() else { continue };
        if bytes.len() + piece.len() > most {
            return Err(too_long());
        }
        bytes.extend_from_slice(&piece);
    }
}

/// A body as what it should be.
///
/// # Errors
///
/// It isn't.
pub fn parsed<T: serde::de::DeserializeOwned>(bytes: &[u8], language: Language) -> Result<T, Refusal> {
    serde_json::from_slice(bytes).map_err(|_| {
        Refusal::new(
            StatusCode::BAD_REQUEST,
            language.pick("the request can't be understood", "không hiểu được yêu cầu"),
        )
    })
}

fn slow(language: Language) -> Refusal {
    Refusal::new(
        StatusCode::REQUEST_TIMEOUT,
        language.pick("it didn't arrive in time: try again", "không nhận được nội dung kịp thời: hãy thử lại"),
    )
}

/// The body of an answer that comes piece by piece, as long as somebody sends pieces.
pub struct Pieces(pub Receiver<Bytes>);

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| Ok(Frame::data(piece))))
    }
}
