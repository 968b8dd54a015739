//! Who is let in: requests to our own address, by our own page, with the token.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, Uri, header};
use axum::middleware::Next;
use subtle::ConstantTimeEq;

/// How many bytes of the system's randomness a token has.
const TOKEN_BYTES: usize = 32;

/// What nobody but the page may know, and where the page is.
#[derive(Debug, Clone)]
pub struct Guard(Arc<Secret>);

#[derive(Debug)]
struct Secret {
    token: String,
    hosts: [String; 2],
    origins: [String; 2],
}

/// So many random bytes of the system as hexadecimal digits.
///
/// # Errors
///
/// The system has none to give.
pub fn random() -> std::io::Result<String> {
    let mut bytes = [0; TOKEN_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

impl Guard {
    /// For a server at an address.
    ///
    /// # Errors
    ///
    /// The system has no randomness to give.
    pub fn new(address: SocketAddr) -> std::io::Result<Guard> {
        let port = address.port();
        let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
        let origins = hosts.clone().map(|host| format!("http://{host}"));
        Ok(Guard(Arc::new(Secret { token: random()?, hosts, origins })))
    }

    /// The address of the page.
    pub fn address(&self) -> String {
        let [origin, _] = &self.0.origins;
        format!("{origin}/{}/", self.0.token)
    }

    /// Whether a request is to be answered.
    fn lets_in(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> bool {
        let Secret { token, hosts, origins } = &*self.0;
        // A page elsewhere may have had its own name resolved to this machine: the name that it used gives it away.
        let host = one(headers, header::HOST).is_some_and(|host| hosts.iter().any(|own| own == host));
        // What a proxy would be asked for isn't asked of us.
        let plain = uri.authority().is_none();
        let upgrade = headers.contains_key(header::UPGRADE);
        let origin = match headers.get_all(header::ORIGIN).iter().count() {
            0 => !upgrade && matches!(*method, Method::GET | Method::HEAD),
            1 => one(headers, header::ORIGIN).is_some_and(|origin| origins.iter().any(|own| own == origin)),
            _ => false,
        };
        let (given, rest) = uri.path().strip_prefix('/').and_then(|path| path.split_once('/')).unwrap_or_default();
        // The page may be opened from anywhere, as by the file that the browser is shown; all else is asked by the page.
        let fetch = |what: &'static str| one(headers, HeaderName::from_static(what));
        let opened = rest.is_empty() && fetch("sec-fetch-dest") == Some("document");
        let near = opened || fetch("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"));
        let known = bool::from(given.as_bytes().ct_eq(token.as_bytes()));
        host && plain && origin && near && known
    }
}

/// A header that stands exactly once.
fn one(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?;
    all.next().is_none().then(|| first.to_str().ok()).flatten()
}

/// Answers whoever may ask, and nobody else; every answer forbids what the page doesn't need.
pub async fn watch(State(guard): State<Guard>, request: Request, next: Next) -> Response<Body> {
    let mut response = if guard.lets_in(request.method(), request.uri(), request.headers()) {
        next.run(request).await
    } else {
        nothing()
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// An answer without a hint; whoever gets it doesn't stay.
fn nothing() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_FOUND;
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// What every answer says. The page itself has a policy of its own, with what its styles are known by.
const HEADERS: &[(&str, &str)] = &[
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cache-control", "no-store"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_never_the_same() {
        let [one, other] = [random().expect("randomness"), random().expect("randomness")];
        assert_eq!(one.len(), 2 * TOKEN_BYTES);
        assert_ne!(one, other);
    }
}
