//! Who is let in, and who isn't: everything that isn't our page with the token gets the same answer without a hint.

mod common;

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use common::{Served, finished, school};
use serde_json::json;

/// Everything that there is behind the token.
const DOORS: &[(&str, &str)] = &[
    ("GET", ""),
    ("GET", "app.js"),
    ("GET", "state"),
    ("GET", "board"),
    ("GET", "criterion/4"),
    ("GET", "coverage"),
    ("GET", "records/pupil"),
    ("POST", "records/pupil"),
    ("GET", "edits"),
    ("POST", "edits"),
    ("DELETE", "edits"),
    ("DELETE", "edits/1"),
    ("PUT", "draft/school.tieuchi"),
    ("POST", "save/school.tieuchi"),
    ("POST", "new"),
    ("POST", "data?name=pupil.csv"),
    ("DELETE", "data"),
    ("GET", "export.xlsx"),
    ("GET", "report.html"),
    ("GET", "events"),
    ("GET", "lsp"),
];

/// Whether an answer says nothing.
fn is_nothing(answer: &common::Answer) -> bool {
    answer.status == 404 && answer.body.is_empty()
}

fn host(served: &Served) -> String {
    format!("127.0.0.1:{}", served.port)
}

#[test]
fn the_page_is_let_in_by_either_name_and_told_what_it_may_load() {
    let served = school();
    for name in ["127.0.0.1", "localhost"] {
        let host = format!("{name}:{}", served.port);
        let path = format!("/{}/", served.token);
        // A browser that opens a page names no origin.
        let answer = served.request("GET", &path, &[("Host", &host), ("Sec-Fetch-Site", "none")], b"");
        assert_eq!(answer.status, 200);
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
        assert!(nonce.len() >= 32 && answer.text().contains(nonce));
        assert!(!answer.text().contains("@NONCE@"));
        for (header, value) in [
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
            ("cache-control", "no-store"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("x-frame-options", "deny"),
        ] {
            assert_eq!(answer.header(header), Some(value));
        }
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
    let script = served.ask("GET", "app.js", b"");
    assert!(script.header("content-type").is_some_and(|mime| mime.starts_with("text/javascript")));
    // The styles are known by another number each time.
    let first = served.ask("GET", "", b"").header("content-security-policy").map(str::to_owned);
    assert_ne!(served.ask("GET", "", b"").header("content-security-policy").map(str::to_owned), first);
}

#[test]
fn without_the_token_there_is_nothing() {
    let served = school();
    let (host, origin) = (host(&served), served.origin());
    let wrong = [
        String::new(),
        "0".repeat(64),
        served.token[..63].to_owned(),
        format!("{}0", served.token),
        served.token.to_uppercase(),
        format!("%{:02x}{}", served.token.as_bytes()[0], &served.token[1..]),
        format!("x/../{}", served.token),
        format!("/{}", served.token),
        format!(".%2f{}", served.token),
    ];
    let mut tried = 0;
    for token in wrong.iter().filter(|token| **token != served.token) {
        for (method, door) in DOORS {
            let path = if token.is_empty() { format!("/{door}") } else { format!("/{token}/{door}") };
            let answer = served.request(method, &path, &[("Host", &host), ("Origin", &origin)], b"{}");
            assert!(is_nothing(&answer), "{method} {path}: {} {}", answer.status, answer.text());
            tried += 1;
        }
    }
    assert!(tried > 100, "{tried}");
}

#[test]
fn another_host_name_gets_nothing() {
    let served = school();
    let (port, origin) = (served.port, served.origin());
    let hosts = [
        format!("evil.example:{port}"),
        "evil.example".to_owned(),
        // Names that somebody else has had resolved to this machine.
        format!("127.0.0.1.evil.example:{port}"),
        format!("localhost.evil.example:{port}"),
        format!("127.0.0.1:{port}.evil.example"),
        format!("evil.example@127.0.0.1:{port}"),
        "127.0.0.1".to_owned(),
        "127.0.0.1:1".to_owned(),
        format!("0.0.0.0:{port}"),
        format!("[::1]:{port}"),
        format!("127.1:{port}"),
        format!("LOCALHOST.:{port}"),
        String::new(),
    ];
    for host in &hosts {
        for (method, door) in DOORS {
            let path = format!("/{}/{door}", served.token);
            let answer = served.request(method, &path, &[("Host", host), ("Origin", &origin)], b"{}");
            assert!(
                matches!(answer.status, 400 | 404) && answer.body.is_empty(),
                "{host} {method} {door}: {}",
                answer.status
            );
        }
    }
    let path = format!("/{}/state", served.token);
    let own = host(&served);
    // None at all, two of them, and one behind an address that a proxy would be asked for.
    assert!(is_nothing(&served.request("GET", &path, &[], b"")));
    assert!(served.request("GET", &path, &[("Host", &own), ("Host", "evil.example")], b"").status != 200);
    let absolute = format!("http://evil.example{path}");
    assert!(served.request("GET", &absolute, &[("Host", &own)], b"").status != 200);
}

#[test]
fn another_origin_gets_nothing_and_changes_nothing() {
    let served = school();
    let own = host(&served);
    let origins = [
        "https://evil.example".to_owned(),
        "null".to_owned(),
        format!("http://127.0.0.1:{}", served.port.wrapping_add(1)),
        format!("https://127.0.0.1:{}", served.port),
        format!("http://127.0.0.1:{}.evil.example", served.port),
        format!("http://localhost:{}/", served.port),
        String::new(),
    ];
    for origin in &origins {
        for (method, door) in DOORS {
            let path = format!("/{}/{door}", served.token);
            let answer = served.request(method, &path, &[("Host", &own), ("Origin", origin)], b"{}");
            assert!(is_nothing(&answer), "{origin} {method} {door}: {}", answer.status);
        }
    }
    for (method, door) in DOORS.iter().filter(|(method, _)| *method != "GET") {
        // What changes something names its origin.
        let path = format!("/{}/{door}", served.token);
        assert!(is_nothing(&served.request(method, &path, &[("Host", &own)], b"{}")), "{method} {door}");
    }
    // A browser says of itself that another site asks.
    let path = format!("/{}/state", served.token);
    let page = format!("/{}/", served.token);
    let opened = [("Host", own.as_str()), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Dest", "document")];
    assert_eq!(served.request("GET", &page, &opened, b"").status, 200);
    assert!(is_nothing(&served.request("GET", &path, &opened, b"")));
    let framed = [("Host", own.as_str()), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Dest", "iframe")];
    assert!(is_nothing(&served.request("GET", &page, &framed, b"")));
    for site in ["cross-site", "same-site"] {
        assert!(is_nothing(&served.request("GET", &path, &[("Host", &own), ("Sec-Fetch-Site", site)], b"")));
    }
    let board = served.get("board");
    assert_eq!(board["edits"], 0);
    assert_eq!(board["drafts"], json!([]));
}

#[test]
fn a_socket_opens_for_our_page_alone() {
    let served = school();
    let own = host(&served);
    let path = format!("/{}/lsp", served.token);
    let upgrade = |head: &[(&str, &str)]| {
        let mut request = format!(
            "GET {path} HTTP/1.1\r\nHost: {own}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        );
        for (name, value) in head {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        let mut stream = served.connect();
        stream.write_all(request.as_bytes()).expect("it is taken");
        let mut first = [0; 12];
        stream.read_exact(&mut first).expect("an answer");
        String::from_utf8_lossy(&first).into_owned()
    };
    assert_eq!(upgrade(&[("Origin", "https://evil.example")]), "HTTP/1.1 404");
    assert_eq!(upgrade(&[("Origin", "null")]), "HTTP/1.1 404");
    assert_eq!(upgrade(&[]), "HTTP/1.1 404");
    assert_eq!(upgrade(&[("Origin", &served.origin())]), "HTTP/1.1 101");
}

#[test]
fn paths_lead_nowhere() {
    let served = school();
    std::fs::write(served.folder.path().join("secret.tieuchi"), "secret").expect("it can be written");
    let tricks = [
        "../secret.tieuchi",
        "..%2fsecret.tieuchi",
        "%2e%2e/secret.tieuchi",
        "%2e%2e%2fsecret.tieuchi",
        "..%5csecret.tieuchi",
        "%252e%252e%252fsecret.tieuchi",
        "school.tieuchi/../../secret.tieuchi",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "%2Fdev%2Fzero",
        "school.tieuchi%00",
        "school.tieuchi%00.txt",
        "./school.tieuchi",
        "school.tieuchi/",
        "SCHOOL.tieuchi",
        "data/pupil.csv",
        "%ff%fe",
        "",
        "C:%5Cwindows",
        "~/.bashrc",
        "%E2%80%AEschool.tieuchi",
    ];
    for trick in tricks {
        for (method, door) in [("PUT", "draft"), ("POST", "save"), ("GET", "criterion"), ("GET", "records")] {
            let answer = served.ask(method, &format!("{door}/{trick}"), b"{\"digest\":\"\"}");
            assert!(matches!(answer.status, 400 | 404 | 405), "{method} {door}/{trick}: {}", answer.status);
            assert!(!answer.text().contains("secret.tieuchi") && !answer.text().contains("root:"));
        }
        assert!(served.ask("GET", trick, b"").status != 200 || trick.is_empty(), "{trick}");
    }
    let refused = [
        "../x.tieuchi",
        "/tmp/x.tieuchi",
        "tests/../../x.tieuchi",
        "x.txt",
        "a/b.tieuchi",
        ".x.tieuchi",
        "x\u{0}.tieuchi",
    ];
    for path in refused {
        assert_eq!(served.post("new", &json!({ "path": path })).status, 422, "{path}");
    }
    let mut there: Vec<_> =
        std::fs::read_dir(served.folder.path()).expect("a folder").flatten().map(|one| one.file_name()).collect();
    there.sort();
    assert_eq!(there, ["pack", "secret.tieuchi"]);
}

#[test]
fn bodies_are_bounded_before_they_are_read() {
    let served = school();
    let own = host(&served);
    for (method, door) in [
        ("PUT", "draft/school.tieuchi"),
        ("POST", "edits"),
        ("POST", "data?name=pupil.csv"),
        ("POST", "save/school.tieuchi"),
        ("POST", "new"),
        ("POST", "records/pupil"),
    ] {
        let length = 100 << 20;
        let request = format!(
            "{method} /{}/{door} HTTP/1.1\r\nHost: {own}\r\nOrigin: {}\r\nContent-Length: {length}\r\n\r\n",
            served.token,
            served.origin()
        );
        let mut stream = served.connect();
        stream.write_all(request.as_bytes()).expect("it is taken");
        let begun = Instant::now();
        // Nothing of the body is sent: the answer doesn't wait for it.
        let mut first = [0; 12];
        stream.read_exact(&mut first).expect("an answer");
        assert_eq!(&first, b"HTTP/1.1 413", "{method} {door}");
        assert!(begun.elapsed() < Duration::from_secs(8), "{door}");
    }
}

#[test]
fn a_body_without_a_stated_length_is_cut_off_where_it_is_too_long() {
    let served = school();
    let head = format!(
        "PUT /{}/draft/school.tieuchi HTTP/1.1\r\nHost: {}\r\nOrigin: {}\r\nTransfer-Encoding: chunked\r\n\r\n",
        served.token,
        host(&served),
        served.origin()
    );
    let mut stream = served.connect();
    stream.write_all(head.as_bytes()).expect("it is taken");
    let piece = vec![b'x'; 1 << 20];
    let mut sent = 0;
    for _ in 0..100 {
        let chunk = [format!("{:x}\r\n", piece.len()).as_bytes(), &piece, b"\r\n"].concat();
        if stream.write_all(&chunk).is_err() {
            break;
        }
        sent += 1;
    }
    // Some of what was sent lies in the system's own buffers.
    assert!(sent < 60, "{sent} MB were taken");
    assert!(matches!(finished(&mut stream).status, 0 | 413));
    assert_eq!(served.get("board")["drafts"], json!([]));
}

#[test]
fn garbage_is_refused_and_everything_goes_on() {
    let served = school();
    let own = host(&served);
    let token = &served.token;
    let origin = served.origin();
    let garbage: Vec<Vec<u8>> = vec![
        b"\0\0\0\0".to_vec(),
        b"GET".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        [b"GET /".to_vec(), vec![b'a'; 1 << 20], b" HTTP/1.1\r\n\r\n".to_vec()].concat(),
        format!("GET /{token}/state HTTP/1.1\r\nHost: {own}\r\nX: {}\r\n\r\n", "y".repeat(1 << 20)).into_bytes(),
        format!("GET /{token}/state HTTP/1.1\r\nHost: {own}\r\n{}\r\n", "X: y\r\n".repeat(5_000)).into_bytes(),
        // Two lengths, a length beside chunks, a length that is none, chunks that are none.
        format!("POST /{token}/edits HTTP/1.1\r\nHost: {own}\r\nOrigin: {origin}\r\nContent-Length: 2\r\nContent-Length: 50\r\n\r\n{{}}").into_bytes(),
        format!("POST /{token}/edits HTTP/1.1\r\nHost: {own}\r\nOrigin: {origin}\r\nContent-Length: -1\r\n\r\n{{}}").into_bytes(),
        format!("POST /{token}/edits HTTP/1.1\r\nHost: {own}\r\nOrigin: {origin}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n").into_bytes(),
        format!("POST /{token}/edits HTTP/1.1\r\nHost: {own}\r\nOrigin: {origin}\r\nTransfer-Encoding: gzip\r\nConnection: close\r\n\r\n").into_bytes(),
        format!("GET /{token}/state HTTP/1.1\r\nHost: {own}\nOrigin: {origin}\r\n folded: x\r\n\r\n").into_bytes(),
    ];
    for bytes in &garbage {
        let mut stream = served.connect();
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let status = finished(&mut stream).status;
        assert!(status != 200, "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(60)]));
    }
    // A second request behind a body whose length is told twice is part of neither.
    let inner = format!("GET /{token}/state HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n");
    let smuggled = format!(
        "POST /{token}/edits HTTP/1.1\r\nHost: {own}\r\nOrigin: {origin}\r\nContent-Length: {}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{inner}",
        5 + inner.len()
    );
    let answer = served.raw(smuggled.as_bytes());
    assert!(!String::from_utf8_lossy(&answer.body).contains("\"files\""), "{}", answer.head);
    assert_eq!(served.get("board")["sound"], true);
}

#[test]
fn whoever_is_slow_keeps_nobody_waiting_and_is_let_go() {
    let served = school();
    let half = format!("GET /{}/state HTTP/1.1\r\nHost: {}\r\n", served.token, host(&served));
    let mut slow: Vec<_> = (0..100)
        .map(|_| {
            let mut stream = served.connect();
            stream.write_all(half.as_bytes()).expect("it is taken");
            stream
        })
        .collect();
    // A body that never comes, too.
    let head = format!(
        "PUT /{}/draft/school.tieuchi HTTP/1.1\r\nHost: {}\r\nOrigin: {}\r\nContent-Length: 1000\r\n\r\nhalf",
        served.token,
        host(&served),
        served.origin()
    );
    let mut body = served.connect();
    body.write_all(head.as_bytes()).expect("it is taken");
    let begun = Instant::now();
    assert_eq!(served.get("board")["sound"], true);
    assert!(begun.elapsed() < Duration::from_secs(9), "{:?}", begun.elapsed());
    for stream in &mut slow {
        assert!(finished(stream).status != 200);
    }
    assert_eq!(finished(&mut body).status, 408);
    assert!(begun.elapsed() < Duration::from_secs(50), "{:?}", begun.elapsed());
}

#[test]
fn it_listens_on_this_machine_alone() {
    let served = school();
    let listening = std::fs::read_to_string("/proc/net/tcp").unwrap_or_default();
    let port = format!(":{:04X}", served.port);
    let own: Vec<&str> = listening
        .lines()
        .filter(|line| line.split_whitespace().nth(1).is_some_and(|local| local.ends_with(&port)))
        .filter(|line| line.split_whitespace().nth(3) == Some("0A"))
        .collect();
    for line in &own {
        assert!(line.split_whitespace().nth(1).is_some_and(|local| local.starts_with("0100007F:")), "{line}");
    }
}
