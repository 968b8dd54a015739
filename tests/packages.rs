//! What the project builds on: where it comes from, and under which licences. `cargo metadata` says it, of what is built
//! on this machine; no network is asked, and no list that others keep.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;
use spdx::{Expression, ParseMode};

/// Licences under which anything may be built on: they ask for no more than that they are named.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Those under which tests alone may build on something: nothing of it is in the program.
const IN_TESTS: &[&str] = &["MPL-2.0"];

/// What nobody here may build on, and why.
const BANNED: &[(&str, &str)] = &[
    ("openssl-sys", "a library of the system; nothing here asks anything of other machines"),
    ("reqwest", "nothing here asks anything of other machines"),
    ("rust_decimal", "28 digits can't hold 1/3"),
    ("libyaml-sys", "C, and not kept any more"),
];

fn metadata() -> Value {
    let host = Command::new("rustc").arg("-vV").output().expect("the compiler says what it is");
    let host = String::from_utf8(host.stdout).expect("UTF-8");
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).expect("its machine").to_owned();
    let told = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", &host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo is there");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    serde_json::from_slice(&told.stdout).expect("JSON")
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// Packages that are in what is built for use: reached without going through what only tests need.
fn shipped(metadata: &Value) -> BTreeSet<String> {
    let nodes = metadata["resolve"]["nodes"].as_array().expect("a graph");
    let members = metadata["workspace_members"].as_array().expect("members").iter().filter_map(Value::as_str);
    // The bodies of the fuzz targets are for tests.
    let mut left: Vec<String> = members.filter(|id| !id.contains("probes")).map(str::to_owned).collect();
    let mut found = BTreeSet::new();
    while let Some(id) = left.pop() {
        if !found.insert(id.clone()) {
            continue;
        }
        let node = nodes.iter().find(|node| text(node, "id") == id).expect("a node");
        for needed in node["deps"].as_array().expect("a list") {
            let kinds = needed["dep_kinds"].as_array().expect("kinds");
            if kinds.iter().any(|kind| kind["kind"] != "dev") {
                left.push(text(needed, "pkg").to_owned());
            }
        }
    }
    found
}

#[test]
fn packages_come_from_the_registry_under_licences_that_allow_it() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    let shipped = shipped(&metadata);
    let mut wrong = Vec::new();
    let mut sources = BTreeSet::new();
    for package in packages {
        let (name, id) = (text(package, "name"), text(package, "id"));
        // What has none is of this repository.
        sources.extend(package["source"].as_str());
        let licence = text(package, "license");
        let allowed =
            |licence: &str| LICENCES.contains(&licence) || (IN_TESTS.contains(&licence) && !shipped.contains(id));
        match Expression::parse_mode(licence, ParseMode::LAX) {
            Ok(expression) => {
                if !expression.evaluate(|one| one.license.id().is_some_and(|id| allowed(id.name))) {
                    wrong.push(format!("{name}: {licence}"));
                }
            }
            Err(error) => wrong.push(format!("{name}: {licence}: {error}")),
        }
        if let Some((_, why)) = BANNED.iter().find(|(banned, _)| *banned == name) {
            wrong.push(format!("{name}: {why}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // One registry and nothing else: no repository by its address.
    assert!(sources.len() == 1 && sources.iter().all(|source| source.starts_with("registry+")), "{sources:?}");
    assert!(packages.len() > 100 && shipped.len() > 50 && shipped.len() < packages.len());
}

#[test]
fn the_packages_of_the_project_name_its_licences() {
    let metadata = metadata();
    let own = metadata["packages"].as_array().expect("packages").iter().filter(|package| package["source"].is_null());
    let mut many = 0;
    for package in own {
        assert_eq!(text(package, "license"), "MIT OR Apache-2.0", "{}", text(package, "name"));
        many += 1;
    }
    assert!(many >= 9, "{many}");
}
