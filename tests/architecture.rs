//! The house keeps its shape: who may import whom, and what the core never touches.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room of `src/` and the rooms that it may import.
const ROOMS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("exact", &[]),
    ("date", &[]),
    ("diagnostic", &["source", "exact", "date"]),
    ("syntax", &["source", "exact", "date", "diagnostic"]),
    ("program", &["source", "exact", "date"]),
    ("check", &["source", "exact", "date", "diagnostic", "syntax", "program"]),
    ("build", &["source", "exact", "date", "diagnostic", "syntax", "check", "program"]),
    ("lint", &["source", "exact", "date", "diagnostic", "syntax", "program", "check"]),
    ("roster", &["source", "exact", "date", "diagnostic", "program"]),
    ("engine", &["source", "exact", "date", "diagnostic", "program", "roster"]),
    ("verdict", &["source", "exact", "date", "diagnostic", "program", "roster", "engine"]),
    ("report", &["source", "exact", "date", "diagnostic", "program", "roster", "engine", "verdict"]),
    ("diff", &["source", "program", "roster", "engine", "verdict", "report"]),
    ("partial", &["source", "exact", "date", "diagnostic", "program", "roster", "engine", "verdict", "report"]),
    (
        "trial",
        &[
            "source",
            "exact",
            "date",
            "diagnostic",
            "syntax",
            "check",
            "program",
            "roster",
            "engine",
            "verdict",
            "report",
        ],
    ),
    ("hunt", &["source", "exact", "date", "diagnostic", "syntax", "program", "roster", "engine", "verdict", "report"]),
    ("proptest", &["diagnostic", "hunt", "program", "roster"]),
    ("session", &["source", "date", "diagnostic", "program", "roster", "engine", "verdict", "report", "partial"]),
];

/// Words that no file of the core may contain, with the rooms where they are at home.
const AT_HOME: &[(&str, &[&str])] = &[
    ("pest", &["syntax"]),
    ("::proptest", &["proptest"]),
    ("std::fs", &[]),
    ("std::net", &[]),
    ("std::env", &[]),
    ("std::process", &[]),
    ("SystemTime", &[]),
    ("Instant", &[]),
    // A serde serializer must answer to it; it is taken by its shortest decimal text.
    ("f32", &["roster"]),
    ("f64", &["roster"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("its entries too").path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A file's code without its line comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a Rust file is UTF-8");
    text.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

/// The room of a file in `src/`.
fn room(path: &Path) -> String {
    let inside = path.strip_prefix(root().join("src")).expect("a file of the core");
    let first = inside.components().next().expect("a file has a name");
    first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

/// Where a word stands by itself, as in `pest::` but not in `pestilence`.
fn has_word(code: &str, word: &str) -> bool {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        !code[..at].chars().next_back().is_some_and(part_of_name)
            && !code[at + word.len()..].chars().next().is_some_and(part_of_name)
    })
}

/// The names right behind `crate::`, those in braces too.
fn imports(code: &str) -> BTreeSet<String> {
    let name = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut found = BTreeSet::new();
    for (at, matched) in code.match_indices("crate::") {
        let behind = &code[at + matched.len()..];
        match behind.strip_prefix('{') {
            None => drop(found.insert(name(behind))),
            Some(group) => {
                let mut depth = 0;
                let mut start = true;
                for (at, c) in group.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        c if c.is_whitespace() => {}
                        _ if start => {
                            found.insert(name(&group[at..]));
                            start = false;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    found
}

#[test]
fn imports_point_one_way() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for path in rust_files(&root().join("src")) {
        let room = room(&path);
        if room == "lib" {
            continue;
        }
        let Some((_, may)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("{room} is a room that this test doesn't know"));
            continue;
        };
        for import in imports(&code(&path)) {
            // Items of the façade (macros) and the room itself are free.
            let is_room = ROOMS.iter().any(|(name, _)| *name == import);
            seen += usize::from(is_room);
            if is_room && import != room && !may.contains(&import.as_str()) {
                wrong.push(format!("{}: {room} imports {import}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 20, "only {seen} imports were found: the scan itself is broken");
}

#[test]
fn the_core_touches_neither_files_nor_clocks_nor_another_rooms_crates() {
    let mut wrong = Vec::new();
    for path in rust_files(&root().join("src")) {
        let (room, code) = (room(&path), code(&path));
        for (word, home) in AT_HOME {
            if has_word(&code, word) && !home.contains(&room.as_str()) {
                wrong.push(format!("{}: {word}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_language_server_writes_nothing_and_answers_without_the_protocol() {
    let mut wrong = Vec::new();
    let files = rust_files(&root().join("crates/language-server/src"));
    for path in &files {
        let (name, code) = (path.file_name().expect("a name").to_string_lossy().into_owned(), code(path));
        let writes = ["fs::write", "File::create", "OpenOptions", "create_dir", "remove_file"];
        wrong.extend(writes.iter().filter(|word| code.contains(**word)).map(|word| format!("{name}: {word}")));
        // What an editor asks is answered by functions; streams and methods are the shell's.
        let shell = ["server.rs", "wire.rs", "lib.rs"].contains(&name.as_str());
        if !shell && ["wire", "server"].iter().any(|room| code.contains(&format!("crate::{room}"))) {
            wrong.push(format!("{name} knows the protocol's shell"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(files.len() > 10, "the server has moved");
}

#[test]
fn renderings_touch_neither_files_nor_clocks_and_know_no_terminal() {
    let mut wrong = Vec::new();
    for path in rust_files(&root().join("crates/rendering/src")) {
        let code = code(&path);
        for word in ["std::fs", "std::net", "std::env", "std::process", "SystemTime", "Instant", "f64", "anstyle"] {
            if has_word(&code, word) {
                wrong.push(format!("{}: {word}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let manifest = fs::read_to_string(root().join("crates/rendering/Cargo.toml")).expect("its manifest");
    let (_, needed) = manifest.split_once("[dependencies]").expect("what it needs");
    let own = needed.split("[dev-dependencies]").next().expect("what stands before");
    assert!(own.contains("tieuchi.workspace") && !own.contains("tieuchi-"), "it needs the library alone");
}

/// Rooms of the analysis and what each may not know.
const ANALYSIS: &[(&str, &[&str])] = &[
    // The solver knows numbers and truths, and nothing of rules.
    (
        "solver",
        &[
            "ask", "bulk", "cells", "encode", "fact", "join", "logic", "plan", "prove", "search", "settle", "slice",
            "witness", "world",
        ],
    ),
    ("logic", &["ask", "bulk", "cells", "encode", "fact", "plan", "prove", "solver", "world"]),
    ("settle", &["ask", "bulk", "cells", "encode", "fact", "plan", "prove", "slice", "solver", "world"]),
    ("slice", &["ask", "bulk", "cells", "encode", "fact", "plan", "prove", "solver", "world"]),
    ("encode", &["ask", "bulk", "fact", "plan", "prove", "witness"]),
    ("plan", &["prove"]),
    ("prove", &["plan"]),
];

#[test]
fn the_analysis_keeps_its_rooms_and_touches_no_file_and_no_clock() {
    let mut wrong = Vec::new();
    let folder = root().join("crates/analysis/src");
    let mut seen = 0;
    for path in rust_files(&folder) {
        let inside = path.strip_prefix(&folder).expect("a file of the analysis").components().next().expect("a name");
        let room = inside.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
        let code = code(&path);
        for word in ["std::fs", "std::net", "std::env", "std::process", "SystemTime", "Instant", "f32", "f64"] {
            if has_word(&code, word) {
                wrong.push(format!("{}: {word}", path.display()));
            }
        }
        for import in imports(&code) {
            seen += 1;
            if ANALYSIS.iter().any(|(own, not)| *own == room && not.contains(&import.as_str())) {
                wrong.push(format!("{}: {room} imports {import}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 20, "only {seen} imports were found");
}

#[test]
fn the_studio_writes_in_one_place_and_listens_on_this_machine_alone() {
    let mut wrong = Vec::new();
    let files = rust_files(&root().join("crates/studio/src"));
    for path in &files {
        let (name, code) = (path.file_name().expect("a name").to_string_lossy().into_owned(), code(path));
        // Files of the pack are written by commands of their author; the page is shown to the browser through a file, too.
        let writes =
            ["fs::write", "File::create", "OpenOptions", "create_dir", "remove_file", "tempfile", "fs::rename"];
        let may = ["save.rs", "lib.rs"].contains(&name.as_str());
        wrong.extend(writes.iter().filter(|word| !may && code.contains(**word)).map(|word| format!("{name}: {word}")));
        let binds = code.contains(".bind(") || code.contains("::bind(");
        if binds && !(name == "server.rs" && code.contains("bind((Ipv4Addr::LOCALHOST")) {
            wrong.push(format!("{name} listens"));
        }
        wrong.extend(
            ["TcpStream", "UdpSocket"]
                .iter()
                .filter(|word| code.contains(**word))
                .map(|word| format!("{name}: {word}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(files.len() > 15, "the studio has moved");
}

#[test]
fn no_package_allows_unsafe_code() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    assert!(manifest.contains("unsafe_code = \"forbid\""));
    let packages = fs::read_dir(root().join("crates")).expect("the packages");
    for package in packages.map(|entry| entry.expect("a package").path()).chain([root().to_path_buf()]) {
        let manifest = fs::read_to_string(package.join("Cargo.toml")).expect("its manifest");
        assert!(manifest.contains("[lints]\nworkspace = true"), "{}", package.display());
    }
}

#[test]
fn what_fuzzing_runs_is_for_tests_alone() {
    let packages = fs::read_dir(root().join("crates")).expect("the packages");
    let packages = packages.map(|entry| entry.expect("a package").path()).chain([root().to_path_buf()]);
    for package in packages.filter(|package| !package.ends_with("probes")) {
        let manifest = fs::read_to_string(package.join("Cargo.toml")).expect("its manifest");
        assert!(!manifest.contains("tieuchi-probes"), "{}", package.display());
    }
    let manifest = fs::read_to_string(root().join("crates/probes/Cargo.toml")).expect("its manifest");
    assert!(manifest.contains("publish = false"));
    // The targets stand outside the workspace and its lints.
    let targets = rust_files(&root().join("fuzz"));
    assert!(targets.len() > 10 && targets.iter().all(|path| !has_word(&code(path), "unsafe")));
}

#[test]
fn the_scan_reads_what_rust_reads() {
    let found = imports("use crate::{a::{b, c}, d, e::f};\nfn x() { crate::g::h() }\nuse crate::i;");
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["a", "d", "e", "g", "i"]);
    assert!(has_word("use pest::Parser", "pest"));
    assert!(!has_word("let pester = 1", "pest"));
}
