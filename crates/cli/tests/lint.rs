//! `tieuchi lint` as a user runs it.

#![recursion_limit = "256"]

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use serde_json::{Value, json};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn run_in(folder: &std::path::Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("tieuchi").expect("the program is built");
    let output = command.current_dir(folder).env_remove("CLICOLOR_FORCE").arg("lint").args(args).output();
    let output = output.expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

const RULES: &str = "tieuchi 1, en\n\ndocument \"KH-01\"\n  item 1 \"Ratings\"\n  item 2 \"Calls\" not measured: \"no level\"\n  \
                     item 3 \"Study\"\n\nrecord person\n  id: text key\n  good: yes/no\n  violations: count, less is better\n\n\
                     define person.left: good\n\ncriterion 1 \"Good\"\n  cites 1\n  100% of persons are good\n\n\
                     # lint: allow L0012 \"only the rated\"\ncriterion 1.b \"Rated\"\n  cites 1\n  \
                     100% of persons are good leaving out missing\n\ncriterion 1.c \"Few\"\n  cites 1\n  \
                     100% of persons have violations at least 3\n";

/// A folder with these rules.
fn folder(rules: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("một gói")).expect("a folder in it");
    fs::write(folder.path().join("một gói/r.tieuchi"), rules).expect("written");
    folder
}

const FILE: &str = "một gói/r.tieuchi";

#[test]
fn every_pack_of_the_repository_passes_in_both_languages() {
    let packs = fs::read_dir(root().join("rules")).expect("the packs");
    let packs: Vec<String> =
        packs.map(|pack| format!("rules/{}", pack.expect("a pack").file_name().display())).collect();
    for language in ["en", "vi"] {
        let mut args: Vec<&str> = packs.iter().map(String::as_str).collect();
        args.extend(["--lang", language, "--deny", "all"]);
        let (code, out, err) = run_in(&root(), &args);
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
    }
}

#[test]
fn findings_coverage_and_exit_codes() {
    let folder = folder(RULES);
    let (code, out, err) = run_in(folder.path(), &[FILE]);
    assert_eq!((code, err.as_str()), (1, ""), "{out}");
    for said in ["L0001", "L0008", "W0205", "1 of 3 items is measured, 1 waived, 1 forgotten", "only the rated"] {
        assert!(out.contains(said), "{said}: {out}");
    }
    assert!(out.contains("2 denied, 1 to look at, 1 can be mended with --fix"), "{out}");
    let (code, out, _) = run_in(folder.path(), &[FILE, "--lang", "vi"]);
    assert!(code == 1 && out.contains("1/3 mục được đo, 1 mục nêu lý do không đo, 1 mục bị quên"), "{out}");
    assert!(out.contains("2 điều không được qua, 1 điều cần xem lại, 1 sửa được bằng --fix"), "{out}");
    for (args, wanted) in [
        (&["--allow", "W0205", "--allow", "l0008"][..], 0),
        (&["--allow", "all"], 0),
        (&["--allow", "all", "--deny", "L0001"], 1),
        (&["--coverage-only"], 0),
        (&["--allow", "L9999"], 3),
        (&["--coverage-only", "--fix"], 3),
    ] {
        let (code, out, err) = run_in(folder.path(), &[&[FILE], args].concat());
        assert_eq!(code, wanted, "{args:?}: {out}{err}");
    }
    assert_eq!(run_in(folder.path(), &["nowhere"]).0, 3);
    fs::write(folder.path().join(FILE), "tieuchi 1, en\ncriterion\n").expect("written");
    assert_eq!(run_in(folder.path(), &[FILE]).0, 3);
}

#[test]
fn json_has_places_mends_reasons_and_coverage() {
    let folder = folder(RULES);
    let (_, out, _) = run_in(folder.path(), &[FILE, "--format", "json"]);
    let all: Value = serde_json::from_str(&out).expect("JSON");
    let pack = &all[0];
    assert_eq!((&pack["denied"], &pack["warned"], &pack["mended"]), (&json!(2), &json!(1), &json!(0)));
    let findings = pack["findings"].as_array().expect("findings");
    let left = findings.iter().find(|one| one["code"] == "L0001").expect("the definition");
    assert_eq!((&left["file"], &left["line"], &left["column"]), (&json!(FILE), &json!(13), &json!(15)));
    assert_eq!((&left["name"], &left["level"]), (&json!("unused-definition"), &json!("warn")));
    assert_eq!(left["fix"]["edits"][0]["text"], "");
    assert_eq!(pack["silenced"][0]["reason"], "only the rated");
    let coverage = &pack["coverage"][0];
    assert_eq!((&coverage["items"], &coverage["measured"]), (&json!(3), &json!(1)));
    assert_eq!(coverage["covered"][0]["by"], json!(["1", "1.b", "1.c"]));
    assert_eq!(coverage["covered"][1]["reason"], "no level");
    assert_eq!(coverage["covered"][2]["standing"], "forgotten");
}

/// What the published schema of SARIF 2.1.0 asks of the parts that are written here.
fn schema() -> Value {
    let text = json!({ "type": "object", "required": ["text"], "properties": { "text": { "type": "string", "minLength": 1 } } });
    let region = json!({ "type": "object", "required": ["startLine", "startColumn"], "additionalProperties": false, "properties": {
        "startLine": { "type": "integer", "minimum": 1 }, "startColumn": { "type": "integer", "minimum": 1 },
        "endLine": { "type": "integer", "minimum": 1 }, "endColumn": { "type": "integer", "minimum": 1 },
    } });
    let artifact = json!({ "type": "object", "required": ["uri"], "properties": {
        "uri": { "type": "string", "pattern": "^[A-Za-z0-9._~%/-]+$" },
    } });
    let location = json!({ "type": "object", "required": ["physicalLocation"], "properties": { "physicalLocation": {
        "type": "object", "required": ["artifactLocation", "region"], "additionalProperties": false,
        "properties": { "artifactLocation": artifact, "region": region },
    } } });
    let levels = json!({ "enum": ["none", "note", "warning", "error"] });
    json!({
        "type": "object", "required": ["version", "runs"], "additionalProperties": false,
        "properties": {
            "$schema": { "type": "string", "format": "uri" },
            "version": { "const": "2.1.0" },
            "runs": { "type": "array", "items": {
                "type": "object", "required": ["tool", "results"],
                "properties": {
                    "columnKind": { "enum": ["utf16CodeUnits", "unicodeCodePoints"] },
                    "language": { "type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$" },
                    "tool": { "type": "object", "required": ["driver"], "properties": { "driver": {
                        "type": "object", "required": ["name"], "properties": { "rules": { "type": "array", "uniqueItems": true, "items": {
                            "type": "object", "required": ["id"], "properties": {
                                "id": { "type": "string" }, "name": { "type": "string" },
                                "shortDescription": text, "fullDescription": text, "help": text,
                                "defaultConfiguration": { "properties": { "level": levels } },
                            },
                        } } },
                    } } },
                    "results": { "type": "array", "items": {
                        "type": "object", "required": ["message"], "properties": {
                            "ruleId": { "type": "string" }, "ruleIndex": { "type": "integer", "minimum": 0 },
                            "level": levels, "message": text,
                            "locations": { "type": "array", "items": location },
                            "relatedLocations": { "type": "array", "uniqueItems": true, "items": location },
                            "suppressions": { "type": "array", "items": {
                                "type": "object", "required": ["kind"],
                                "properties": { "kind": { "enum": ["inSource", "external"] }, "justification": { "type": "string" } },
                            } },
                            "fixes": { "type": "array", "items": { "type": "object", "required": ["artifactChanges"], "properties": {
                                "artifactChanges": { "type": "array", "minItems": 1, "items": {
                                    "type": "object", "required": ["artifactLocation", "replacements"], "properties": {
                                        "artifactLocation": artifact,
                                        "replacements": { "type": "array", "minItems": 1, "items": {
                                            "type": "object", "required": ["deletedRegion"], "properties": { "deletedRegion": region },
                                        } },
                                    },
                                } },
                            } } },
                        },
                    } },
                },
            } },
        },
    })
}

#[test]
fn sarif_keeps_to_its_schema_and_counts_utf16() {
    let folder = folder(RULES);
    for language in ["en", "vi"] {
        let (code, out, _) = run_in(folder.path(), &[FILE, "--format", "sarif", "--lang", language]);
        assert_eq!(code, 1);
        let log: Value = serde_json::from_str(&out).expect("JSON");
        let validator = jsonschema::validator_for(&schema()).expect("a schema");
        let faults: Vec<String> =
            validator.iter_errors(&log).map(|fault| format!("{fault} at {}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
        let results = run["results"].as_array().expect("results");
        assert_eq!(results.len(), 4);
        for result in results {
            let index = result["ruleIndex"].as_u64().expect("a place") as usize;
            assert_eq!(rules[index]["id"], result["ruleId"]);
            let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
            assert_eq!(uri, "m%E1%BB%99t%20g%C3%B3i/r.tieuchi");
        }
        let find = |code: &str| results.iter().find(|result| result["ruleId"] == code).expect("a result");
        assert_eq!(find("L0012")["suppressions"][0]["justification"], "only the rated");
        let fix = &find("L0001")["fixes"][0]["artifactChanges"][0]["replacements"][0];
        let region = &fix["deletedRegion"];
        assert_eq!((&region["startLine"], &region["startColumn"]), (&json!(13), &json!(1)));
        assert_eq!((&find("L0001")["level"], &find("L0008")["level"]), (&json!("warning"), &json!("error")));
    }
    // A letter beyond the basic plane is two units wide.
    let wide = "tieuchi 1, en\ndocument \"D\"\n  item 1 \"a\"\nrecord person\n  id: text key\n  good: yes/no\ncriterion 1 \"𝔊𝔊\"\n  cites 1\n  100% of persons are good\ncriterion 1.b \"𝔊𝔊\"\n  cites 1\n  all persons are good and id is not \"x\"\n";
    fs::write(folder.path().join(FILE), wide).expect("written");
    let (_, out, _) = run_in(folder.path(), &[FILE, "--format", "sarif"]);
    let log: Value = serde_json::from_str(&out).expect("JSON");
    let region = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "L0014");
    assert_eq!((&region["startColumn"], &region["endColumn"]), (&json!(15), &json!(21)));
}

#[test]
fn mends_are_written_whole_with_the_files_line_ends_and_once() {
    let text = format!("\u{feff}{}", RULES.replace('\n', "\r\n"));
    let folder = folder(&text);
    let (code, out, err) = run_in(folder.path(), &[FILE, "--fix"]);
    assert_eq!((code, err.as_str()), (1, ""), "{out}");
    assert!(out.contains("1 mended"), "{out}");
    let after = fs::read_to_string(folder.path().join(FILE)).expect("the file");
    assert_eq!(after, text.replace("define person.left: good\r\n\r\n", ""));
    let (_, out, _) = run_in(folder.path(), &[FILE, "--fix"]);
    assert!(!out.contains("mended"), "{out}");
    assert_eq!(fs::read_to_string(folder.path().join(FILE)).expect("the file"), after);
    assert_eq!(
        fs::read_dir(folder.path().join("một gói")).expect("the folder").count(),
        1,
        "nothing is left beside it"
    );
}

#[test]
fn codes_are_explained_in_both_languages() {
    let mut command = Command::cargo_bin("tieuchi").expect("the program is built");
    let output = command.args(["explain-code", "l0010"]).output().expect("it runs");
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success() && out.contains("rounded up"), "{out}");
    let mut command = Command::cargo_bin("tieuchi").expect("the program is built");
    let output = command.args(["explain-code", "--list", "--lang", "vi"]).output().expect("it runs");
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(out.contains("L0010") && out.contains("L0019"), "{out}");
}
