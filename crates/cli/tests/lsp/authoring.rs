//! What helps an author beside the checker: lint with its mends, and the state of the tests.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::client::{self, Client, packs, slices, uri};

const RULES: &str = r#"tieuchi 1, en

document "Letter 1"
  item 1 "Work"

scale rating
  "Poor" < "Good"

scale standing
  "Low" < "High"

record unit
  id: text key

record person
  id: text key
  unit: unit
  rating: rating

criterion 1 "Most do well"
  cites 1
  at least 70% of persons have rating at least "Good"

award unit.standing: standing
  cites 1
  "High" when all persons in the unit have rating at least "Good"
  otherwise "Low"
"#;

const MANIFEST: &str = r#"(tieuchi: 1, name: "one", main: { "en": "rules.tieuchi" })"#;

const TESTS: &str = r#"tieuchi 1, en

test "Three of four"
  records unit
    | id |
    | U1 |
  records person
    | id      | unit | rating |
    | p1 … p3 | U1   | Good   |
    | p4      | U1   | Poor   |
  expect 1: met
  expect unit.standing of U1: "Low"

test "Half"
  records unit
    | id |
    | U1 |
  records person
    | id | unit | rating |
    | p1 | U1   | Good   |
    | p2 | U1   | Poor   |
  expect 1: not met
"#;

/// A pack with tests: its folder, the rules, the tests.
fn pack() -> (tempfile::TempDir, PathBuf, PathBuf) {
    client::pack(MANIFEST, RULES, TESTS)
}

/// What stands above each declaration of a text.
fn above(text: &str, lenses: &Value) -> Vec<(String, String)> {
    let all = lenses.as_array().expect("a list").iter();
    all.map(|lens| {
        let title = lens["command"]["title"].as_str().expect("a line").to_owned();
        (slices(text, &[lens["range"].clone()])[0].clone(), title)
    })
    .collect()
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(name, line)| ((*name).to_owned(), (*line).to_owned())).collect()
}

fn codes(findings: &[Value]) -> Vec<&str> {
    findings.iter().map(|finding| finding["code"].as_str().expect("a code")).collect()
}

fn open(client: &mut Client, path: &Path) -> String {
    client.open_file(path).0
}

#[test]
fn lint_stands_beside_the_findings_of_sound_rules_and_mends() {
    let (folder, rules, _) = pack();
    let mut client = Client::start(folder.path());
    let uri = open(&mut client, &rules);
    assert_eq!(client.next_findings(&uri), Vec::<Value>::new());
    let unused = format!("{RULES}\nscale mood\n  \"Bad\" < \"Well\"\n");
    client.replace(&uri, 2, &unused);
    let findings = client.next_findings(&uri);
    assert_eq!(codes(&findings), ["L0002"], "{findings:?}");
    assert_eq!((&findings[0]["severity"], &findings[0]["source"]), (&json!(3), &json!("tieuchi")));
    let of = |finding: &Value| json!({ "textDocument": { "uri": uri }, "range": finding["range"], "context": { "diagnostics": [finding] } });
    let actions = client.result("textDocument/codeAction", of(&findings[0]));
    let edit = &actions[0]["edit"]["changes"][&uri][0];
    assert_eq!(actions[0]["title"], "Take out `mood`", "{actions}");
    assert_eq!((&edit["newText"], &edit["range"]["start"]["line"]), (&json!(""), &json!(28)), "{actions}");
    client.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": uri, "version": 3 }, "contentChanges": [
            { "range": edit["range"], "text": edit["newText"] },
        ] }),
    );
    assert_eq!(client.next_findings(&uri), Vec::<Value>::new());
    // What a comment silences isn't shown.
    let silenced = unused.replace("scale mood", "# lint: allow L0002 \"for the next letter\"\nscale mood");
    client.replace(&uri, 4, &silenced);
    assert_eq!(client.next_findings(&uri), Vec::<Value>::new());
    // What makes `tieuchi lint` fail is a warning.
    let twice = RULES.replace(
        "in the unit have rating at least \"Good\"",
        "in the unit have (rating at least \"Good\" and rating at least \"Good\")",
    );
    assert_ne!(twice, RULES);
    client.replace(&uri, 5, &twice);
    let findings = client.next_findings(&uri);
    assert!(!findings.is_empty() && findings.iter().all(|finding| finding["severity"] == 2), "{findings:?}");
    // Of rules that aren't sound lint says nothing.
    client.replace(&uri, 6, &unused.replace("at least 70%", "at least 70% %"));
    let findings = client.next_findings(&uri);
    assert!(!findings.is_empty() && codes(&findings).iter().all(|code| code.starts_with('E')), "{findings:?}");
    assert_eq!(client.leave(), 0);
}

#[test]
fn what_tests_name_says_how_many_do_and_whether_they_pass() {
    let (folder, rules, tests) = pack();
    let mut client = Client::start(folder.path());
    let uri = open(&mut client, &rules);
    let lenses = client.lines(&uri, "tests: pass");
    assert_eq!(above(RULES, &lenses), pairs(&[("1", "2 tests: pass"), ("standing", "1 test: passes")]));
    // The rules change in memory.
    let strict = RULES.replace("70%", "80%");
    client.replace(&uri, 2, &strict);
    let lenses = client.lines(&uri, "fails");
    assert_eq!(above(&strict, &lenses), pairs(&[("1", "1 of 2 tests fails"), ("standing", "1 test: passes")]));
    // The tests say what differs, and change in memory too.
    let test = open(&mut client, &tests);
    let lenses = client.lines(&test, "fails");
    let what = "fails: 1: expected met, actual not met";
    assert_eq!(above(TESTS, &lenses), pairs(&[("\"Three of four\"", what), ("\"Half\"", "passes")]));
    client.replace(&test, 2, &TESTS.replace("expect 1: met", "expect 1: not met"));
    let lenses = client.lines(&uri, "2 tests: pass");
    assert_eq!(above(&strict, &lenses)[0].1, "2 tests: pass");
    // A file of tests that can't be used doesn't keep the others from being run, and it is said.
    fs::write(folder.path().join("tests/two.tieuchi"), "tieuchi 1, en\n\ntest \"x\"\n").expect("written");
    client.tell("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    let lenses = client.lines(&uri, "could not be run");
    assert_eq!(above(&strict, &lenses)[0].1, "2 tests: pass; some tests could not be run");
    assert_eq!(client.leave(), 0);
}

#[test]
fn files_of_tests_are_held_against_their_rules() {
    let (folder, _, tests) = pack();
    let mut client = Client::start(folder.path());
    let file = open(&mut client, &tests);
    // Nothing but what is wrong, before and after the tests have been run.
    assert_eq!(client.next_findings(&file), Vec::<Value>::new());
    assert_eq!(client.next_findings(&file), Vec::<Value>::new());
    let mut version = 1;
    let mut found = |client: &mut Client, text: &str| {
        version += 1;
        client.replace(&file, version, text);
        client.next_findings(&file);
        client.next_findings(&file)
    };
    let wrong = TESTS.replace("expect 1: not met", "expect 7: not met");
    let findings = found(&mut client, &wrong);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(codes(&findings)[0].starts_with("E037"), "{findings:?}");
    assert_eq!(slices(&wrong, &[findings[0]["range"].clone()]), ["7"]);
    // A fault of a record stands in its row.
    let wrong = TESTS.replacen("| Poor   |", "| Sad    |", 1);
    let findings = found(&mut client, &wrong);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(slices(&wrong, &[findings[0]["range"].clone()]), ["| p4      | U1   | Sad    |"]);
    // What belongs among rules.
    let wrong = format!("{TESTS}\nscale mood\n  \"Bad\" < \"Well\"\n");
    let findings = found(&mut client, &wrong);
    assert!(findings.len() == 1 && codes(&findings)[0].starts_with("E03"), "{findings:?}");
    assert_eq!(found(&mut client, TESTS), Vec::<Value>::new());
    // Outline and layout.
    let symbols = client.result("textDocument/documentSymbol", json!({ "textDocument": { "uri": file } }));
    let names: Vec<&Value> = symbols.as_array().expect("a list").iter().map(|symbol| &symbol["name"]).collect();
    assert_eq!(names, ["Three of four", "Half"]);
    found(&mut client, &TESTS.replacen("| id |\n    | U1 |", "|id|\n    | U1|", 1));
    let of = json!({ "textDocument": { "uri": file }, "options": { "tabSize": 2, "insertSpaces": true } });
    let edits = client.result("textDocument/formatting", of);
    assert_eq!(edits[0]["newText"], TESTS);
    assert_eq!(client.leave(), 0);
}

#[test]
fn tests_beside_a_single_rule_file_are_its_own() {
    let (folder, rules, tests) = pack();
    fs::remove_file(folder.path().join("tieuchi.ron")).expect("removed");
    let wrong = TESTS.replace("expect 1: not met", "expect 7: not met");
    fs::write(&tests, &wrong).expect("written");
    let mut client = Client::start(folder.path());
    let file = open(&mut client, &tests);
    assert_eq!(client.next_findings(&file), Vec::<Value>::new());
    assert_eq!(client.next_findings(&file).len(), 1);
    fs::write(&tests, TESTS).expect("written");
    let uri = open(&mut client, &rules);
    client.replace(&file, 2, TESTS);
    let lenses = client.lines(&uri, "2 tests: pass");
    assert_eq!(above(RULES, &lenses)[0].1, "2 tests: pass");
    // Of two rule files beside none is known to be meant: then the tests are only read.
    fs::write(folder.path().join("other.tieuchi"), RULES).expect("written");
    client.replace(&file, 3, &wrong);
    loop {
        let told = &client.receive()["params"];
        if told["uri"] == file && told["version"] == 3 {
            assert_eq!(told["diagnostics"], json!([]));
            break;
        }
    }
    assert_eq!(client.result("textDocument/codeLens", json!({ "textDocument": { "uri": file } })), json!([]));
    assert_eq!(client.leave(), 0);
}

#[test]
fn the_tests_of_the_packs_pass_and_have_no_findings() {
    let folder = packs();
    let mut client = Client::start(folder.path());
    for (file, word) in
        [("danh-hieu-2022/tests/titles.vi.tieuchi", "đúng"), ("cong-doan/tests/union.vi.tieuchi", "đúng")]
    {
        let (file, text) = client.open_file(&folder.path().join("rules").join(file));
        assert_eq!(client.next_findings(&file), Vec::<Value>::new());
        let lenses = client.lines(&file, word);
        let lines = above(&text, &lenses);
        assert!(!lines.is_empty() && lines.iter().all(|(_, line)| line == word), "{lines:?}");
        assert_eq!(client.findings[&file], Vec::<Value>::new());
        assert_eq!(lines.len(), text.matches("\ntình huống ").count());
    }
    // Tests of no rules are only read.
    let alone = uri(&folder.path().join("alone.tieuchi"));
    client.open(&alone, TESTS);
    assert_eq!(client.next_findings(&alone), Vec::<Value>::new());
    assert_eq!(client.leave(), 0);
}
