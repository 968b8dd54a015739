//! The page, built in.

use axum::body::Body;
use axum::http::{HeaderValue, Response, header};

use crate::guard;
use crate::said::typed;

/// Where the page stands for what its styles are known by.
const NONCE: &str = "@NONCE@";

/// The page.
const PAGE: &str = include_str!("../web/dist/index.html");

/// What it loads: names, types and contents.
const FILES: &[(&str, &str, &[u8])] = &[
    ("app.js", "text/javascript; charset=utf-8", include_bytes!("../web/dist/app.js")),
    ("app.css", "text/css; charset=utf-8", include_bytes!("../web/dist/app.css")),
    ("icon.svg", "image/svg+xml", include_bytes!("../web/dist/icon.svg")),
    ("licences.txt", "text/plain; charset=utf-8", include_bytes!("../web/dist/licences.txt")),
];

/// The page, whose styles are known by a number that nobody can guess.
///
/// # Errors
///
/// The system has no randomness to give.
pub fn page() -> std::io::Result<Response<Body>> {
    let nonce = guard::random()?;
    let mut response = typed("text/html; charset=utf-8", PAGE.replace(NONCE, &nonce));
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; connect-src 'self'; img-src 'self' data:; \
         font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    );
    if let Ok(policy) = HeaderValue::try_from(policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

/// A file that the page loads.
pub fn file(name: &str) -> Option<Response<Body>> {
    let (_, mime, bytes) = FILES.iter().find(|(known, _, _)| *known == name)?;
    Some(typed(mime, *bytes))
}
