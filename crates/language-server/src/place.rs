//! Files and their URIs.

use std::path::{Path, PathBuf};

/// The path of a file's URI; none of any other.
pub fn path_of(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let slash = rest.find('/')?;
    let (host, path) = rest.split_at(slash);
    let decoded = decoded(path)?;
    let drive =
        decoded.as_bytes().get(2) == Some(&b':') && decoded.as_bytes().get(1).is_some_and(u8::is_ascii_alphabetic);
    let path = if drive { decoded.get(1..)?.to_owned() } else { decoded };
    if host.is_empty() || host.eq_ignore_ascii_case("localhost") {
        Some(PathBuf::from(path))
    } else {
        Some(PathBuf::from(format!("//{host}{path}")))
    }
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        if *first == b'%' {
            let digits = std::str::from_utf8(behind.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = behind.get(2..)?;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok().filter(|path| !path.contains('\0'))
}

/// The URI of a file.
pub fn uri_of(path: &Path) -> String {
    let shown = path.to_string_lossy().replace('\\', "/");
    let mut uri = String::from(if shown.starts_with('/') { "file://" } else { "file:///" });
    for byte in shown.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
