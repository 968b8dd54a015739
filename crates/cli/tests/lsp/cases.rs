//! Names and words in files of tests: what they mean, where they stand, what may be written.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::{Value, json};

use crate::client::{self, Client, packs, place, slices, uri};
use crate::editing::after;

const RULES: &str = r#"tieuchi 1, en

document "Letter 1"
  item 1 "Work"

parameter quota: percent = 70%

scale rating
  none < "Poor" < "Good"

scale standing
  "Low" < "High"

record unit
  id: text key
  capital: yes/no

record person, plural people
  id: text key
  unit: unit
  rating: rating

criterion 1.a "Most do well"
  cites 1
  at least (quota) of people have rating at least "Good"

award unit.standing: standing
  cites 1
  "High" when all people in the unit have rating at least "Good"
  otherwise "Low"

score unit.points: out of 10
  cites 1
  a) "A capital" out of 10: 10 when capital
"#;

const MANIFEST: &str = r#"(
    tieuchi: 1, name: "one", main: { "en": "rules.tieuchi" },
    records: { "person": (columns: { "How well": "rating" }) },
)"#;

const TESTS: &str = r#"tieuchi 1, en

test "Three of four"
  set quota = 60%
  records unit
    | id | capital |
    | U1 | yes     |
  records people
    | id      | unit | rating |
    | p1 … p3 | U1   | Good   |
    | p4      | U1   | "Poor" |
  expect 1.a: met; fails for p4
  expect unit.standing of U1: "Low"
  expect unit.standing "High" of U1: not met
  expect line a of unit.points of U1: 10

never holds unit.standing "High": "an example"
"#;

/// A pack with tests: its folder, the rules, the tests.
fn pack() -> (tempfile::TempDir, PathBuf, PathBuf) {
    client::pack(MANIFEST, RULES, TESTS)
}

fn rename(uri: &str, position: Value, new: &str) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": position, "newName": new })
}

/// Each file of an edit with what it comes to; what isn't open is read from the disk.
fn edited(edit: &Value) -> BTreeMap<PathBuf, String> {
    let changes = edit["changes"].as_object().expect("changes").iter();
    changes
        .map(|(uri, edits)| {
            let path = PathBuf::from(uri.strip_prefix("file://").expect("a file"));
            let text = fs::read_to_string(&path).expect("a text");
            (path, after(&text, edits))
        })
        .collect()
}

/// Whether the program passes the tests of a pack.
fn passes(pack: &Path) -> bool {
    let done = Command::cargo_bin("tieuchi").expect("the program").arg("test").arg(pack).output().expect("it runs");
    done.status.success()
}

#[test]
fn names_in_tests_lead_to_the_rules_and_back() {
    let (folder, rules, tests) = pack();
    let mut client = Client::start(folder.path());
    let (test, _) = client.open_file(&tests);
    let (rule, _) = client.open_file(&rules);
    // What stands there, what its card says, and where it is declared.
    for (piece, card, declared) in [
        ("set q«uota", "parameter quota", "quota"),
        ("records p«eople", "record person", "person"),
        ("| unit | rat«ing |", "rating: rating", "rating"),
        ("| U1   | Goo«d   |", "2 of 2, lowest first", "\"Good\""),
        ("| U1   | \"Po«or\" |", "1 of 2, lowest first", "\"Poor\""),
        ("expect 1«.a", "at least (quota) of people", "1.a"),
        ("expect un«it.standing of", "record unit", "unit"),
        ("expect unit.stand«ing of", "award unit.standing", "standing"),
        ("of U1: \"L«ow\"", "standing", "\"Low\""),
        ("unit.standing \"Hi«gh\" of", "standing", "\"High\""),
        ("line a of unit.po«ints", "score unit.points", "points"),
        ("never holds unit.standing \"Hi«gh\"", "standing", "\"High\""),
    ] {
        let hover = client.at("textDocument/hover", &test, place(TESTS, piece));
        assert!(hover["contents"]["value"].as_str().is_some_and(|text| text.contains(card)), "{piece}: {hover}");
        let found = client.at("textDocument/definition", &test, place(TESTS, piece));
        assert_eq!(found[0]["uri"], rule, "{piece}: {found}");
        assert_eq!(slices(RULES, &[found[0]["range"].clone()]), [declared], "{piece}");
    }
    // From the rules, what tests say is among the places.
    let all = client.at("textDocument/references", &rule, place(RULES, "award unit.stan«ding"));
    let of = |uri: &str| -> Vec<Value> {
        let all = all.as_array().expect("a list").iter();
        all.filter(|one| one["uri"] == *uri).map(|one| one["range"].clone()).collect()
    };
    assert_eq!(slices(TESTS, &of(&test)), ["standing", "standing", "standing"]);
    assert_eq!(of(&rule).len(), 1);
    let here = client.at("textDocument/documentHighlight", &test, place(TESTS, "| U1   | Goo«d   |"));
    assert_eq!(here.as_array().expect("a list").len(), 1);
    // Colours and words.
    let colours = client.result("textDocument/semanticTokens/full", json!({ "textDocument": { "uri": test } }));
    assert!(colours["data"].as_array().expect("numbers").len() / 5 >= 20);
    let word = client.at("textDocument/hover", &test, place(TESTS, "never ho«lds"));
    assert!(word["contents"]["value"].as_str().expect("a card").contains("luôn sai"), "{word}");
    assert_eq!(client.leave(), 0);
}

#[test]
fn completion_in_tests_knows_the_place() {
    let (folder, _, tests) = pack();
    let mut client = Client::start(folder.path());
    let (test, _) = client.open_file(&tests);
    let mut version = 1;
    // The tests with another one behind them that is being written, up to `«`.
    let mut ask = |typed: &str| {
        let marked = format!("{TESTS}\ntest \"New\"\n{typed}\n");
        version += 1;
        client.replace(&test, version, &marked.replace('«', ""));
        let last = marked.rfind('«').expect("a mark");
        let before = &marked[..last];
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap_or("").encode_utf16().count();
        client.proposals(&test, json!({ "line": line, "character": column }))
    };
    assert_eq!(ask("«"), ["test", "never fails", "never holds"]);
    assert_eq!(ask("  «"), ["records", "set", "expect"]);
    assert_eq!(ask("  exp«"), ["records", "set", "expect"]);
    assert_eq!(ask("  records «"), ["unit", "units", "person", "people", "from"]);
    assert_eq!(ask("  set «"), ["quota"]);
    // Columns that aren't there yet, and no derived ones.
    assert_eq!(ask("  records person\n    | id | «"), ["unit", "rating"]);
    assert_eq!(ask("  records unit\n    | «"), ["id", "capital"]);
    let people = "  records unit\n    | id |\n    | U7 |\n  records person\n    | id | unit | How well | rating |\n";
    // Labels as a cell has them, in the order of the scale.
    assert_eq!(ask(&format!("{people}    | p1 | U1 | x | «")), ["none", "Poor", "Good"]);
    assert_eq!(ask(&format!("{people}    | p1 | U1 | x | \"Go«\" |")), ["none", "Poor", "Good"]);
    assert_eq!(ask(&format!("{people}    | p1 | «")), ["U7"]);
    assert_eq!(ask(&format!("{people}    | «")), Vec::<String>::new());
    assert_eq!(ask("  records unit\n    | id | capital |\n    | U1 | «"), ["yes", "no"]);
    // What is expected.
    let subjects = ask("  expect «");
    assert_eq!(subjects[..2], ["1.a", "unit.id"], "{subjects:?}");
    assert!(subjects.contains(&"unit.standing".to_owned()) && subjects.contains(&"line".to_owned()), "{subjects:?}");
    assert!(ask("  expect unit.st«").contains(&"unit.standing".to_owned()));
    assert_eq!(ask("  expect unit.standing \"«"), ["\"Low\"", "\"High\""]);
    assert_eq!(ask("  expect line a of «"), ["unit.points"]);
    assert_eq!(ask("  expect unit.standing «"), ["of"]);
    assert_eq!(ask(&format!("{people}    | p1 | U7 | | |\n  expect unit.standing of «")), ["U7", "p1"]);
    assert_eq!(ask("  expect unit.standing of U1: «")[..2], ["\"Low\"", "\"High\""]);
    assert_eq!(ask("  expect unit.standing of U1: \"L«"), ["\"Low\"", "\"High\""]);
    let verdicts = ask("  expect 1.a: met; «");
    assert!(verdicts.contains(&"not met".to_owned()) && verdicts.contains(&"fails for".to_owned()), "{verdicts:?}");
    assert!(ask("  expect 1.a: met;\n    no«").contains(&"not met".to_owned()));
    assert_eq!(ask(&format!("{people}    | p1 | U7 | | |\n  expect 1.a: fails for «")), ["U7", "p1"]);
    assert!(ask("  expect unit.capital of U1: «").contains(&"yes".to_owned()));
    assert!(ask("never fails «").contains(&"1.a".to_owned()));
    assert!(ask("  expect 1.a: met  # «").is_empty());
    assert_eq!(client.leave(), 0);
}

#[test]
fn a_name_is_changed_in_rules_tests_and_manifest() {
    for (from_test, piece, new, in_rules, in_tests) in [
        (false, "  rat«ing: rating", "grade", "grade: rating", "| unit | grade |"),
        (true, "| unit | rat«ing |", "grade", "grade: rating", "| unit | grade |"),
        (true, "| U1   | Goo«d   |", "Very | good", "at least \"Very | good\"", "| \"Very | good\"   |"),
        (true, "| U1   | \"Po«or\" |", "Bad", "none < \"Bad\" < \"Good\"", "| U1   | \"Bad\" |"),
        (false, "\"Lo«w\" < \"High\"", "Flat", "otherwise \"Flat\"", "of U1: \"Flat\""),
        (true, "expect 1«.a", "II.3", "criterion II.3 \"Most", "expect II.3: met; fails for p4"),
        (false, "award unit.stan«ding", "place", "award unit.place: standing", "expect unit.place \"High\" of U1"),
        (true, "records u«nit", "office", "record office\n", "expect office.standing of U1"),
        (true, "records p«eople", "folk", "record person, plural folk", "records folk"),
        (true, "set qu«ota", "floor", "at least (floor) of", "set floor = 60%"),
        (true, "of unit.poi«nts", "marks", "score unit.marks", "line a of unit.marks of U1"),
    ] {
        let (folder, rules, tests) = pack();
        let mut client = Client::start(folder.path());
        let (path, text) = if from_test { (&tests, TESTS) } else { (&rules, RULES) };
        let (uri, _) = client.open_file(path);
        let edit = client.result("textDocument/rename", rename(&uri, place(text, piece), new));
        let changed = edited(&edit);
        let of = |path: &Path| changed.get(&path.canonicalize().expect("a file")).map_or("", String::as_str);
        assert!(of(&rules).contains(in_rules), "{piece}: {edit}");
        assert!(of(&tests).contains(in_tests), "{piece}: {edit}\n{}", of(&tests));
        if new == "grade" {
            assert!(of(&folder.path().join("tieuchi.ron")).contains("\"How well\": \"grade\""), "{edit}");
        }
        assert!(passes(folder.path()), "before");
        changed.iter().for_each(|(path, text)| fs::write(path, text).expect("written"));
        assert!(passes(folder.path()), "{piece} {new}");
        assert_eq!(client.leave(), 0);
    }
}

#[test]
fn a_change_that_tests_would_notice_is_refused() {
    let (folder, rules, tests) = pack();
    let mut client = Client::start(folder.path());
    let (rule, _) = client.open_file(&rules);
    let at = || place(RULES, "  rat«ing: rating");
    let refused = |client: &mut Client, new: &str| {
        let answer = client.ask("textDocument/rename", rename(&rule, at(), new));
        answer["error"]["message"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    };
    // Records that stand elsewhere go by the name.
    fs::create_dir(folder.path().join("files")).expect("a folder");
    fs::write(folder.path().join("files/units.csv"), "id,capital\nU1,yes\n").expect("written");
    fs::write(folder.path().join("files/people.csv"), "id,unit,rating\np9,U1,Good\n").expect("written");
    let more = "\ntest \"Elsewhere\"\n  records from \"../files\"\n  expect 1.a: met; 1/1\n";
    let (test, _) = client.open_file(&tests);
    client.replace(&test, 2, &format!("{TESTS}{more}"));
    let why = refused(&mut client, "grade");
    assert!(why.contains("records that tests read go by `rating`") && why.contains("people.csv"), "{why}");
    // Whoever has changed them may go on.
    fs::write(folder.path().join("files/people.csv"), "id,unit,grade\np9,U1,Good\n").expect("written");
    let edit = client.result("textDocument/rename", rename(&rule, at(), "grade"));
    assert!(edit["changes"].as_object().expect("changes").contains_key(&test), "{edit}");
    client.replace(&test, 3, TESTS);
    assert!(client.ask("textDocument/rename", rename(&rule, at(), "grade")).get("error").is_none());
    // What isn't sound comes first.
    client.replace(&test, 4, &TESTS.replace("expect 1.a", "expect 1.b"));
    assert!(refused(&mut client, "grade").contains("mend the findings first"));
    client.replace(&test, 5, &TESTS.replace("expect 1.a: met", "expect 1.a: :"));
    assert!(refused(&mut client, "grade").contains("tests/one.tieuchi"));
    assert_eq!(client.leave(), 0);
}

#[test]
fn a_file_of_tests_that_only_the_editor_has_is_one_of_its_pack() {
    let (folder, rules, tests) = pack();
    fs::remove_file(&tests).expect("removed");
    let mut client = Client::start(folder.path());
    let (rule, _) = client.open_file(&rules);
    assert_eq!(client.next_findings(&rule), Vec::<Value>::new());
    let new = uri(&folder.path().canonicalize().expect("a folder").join("tests/new.tieuchi"));
    client.open(&new, TESTS);
    let found = client.at("textDocument/definition", &new, place(TESTS, "expect 1«.a"));
    assert_eq!(found[0]["uri"], rule, "{found}");
    assert!(client.lines(&new, "passes").to_string().contains("passes"));
    assert!(client.lines(&rule, "1 test: passes").to_string().contains("1 test: passes"));
    let edit = client.result("textDocument/rename", rename(&rule, place(RULES, "award unit.stan«ding"), "place"));
    assert!(after(TESTS, &edit["changes"][&new]).contains("expect unit.place of U1"), "{edit}");
    // It is gone when it is closed.
    client.tell("textDocument/didClose", json!({ "textDocument": { "uri": new } }));
    let all = client.at("textDocument/references", &rule, place(RULES, "award unit.stan«ding"));
    assert_eq!(all.as_array().expect("a list").len(), 1, "{all}");
    assert_eq!(client.leave(), 0);
}

#[test]
fn names_are_changed_in_the_tests_of_all_packs_that_have_them() {
    let folder = packs();
    let mut client = Client::start(folder.path());
    let titles = folder.path().join("rules/danh-hieu-2022/tests/titles.vi.tieuchi");
    let (uri, text) = client.open_file(&titles);
    let at = place(&text, "hồ sơ cá_nh«ân");
    let edit = client.result("textDocument/rename", rename(&uri, at, "người"));
    let changed = edited(&edit);
    let of = |path: &str| {
        let path = folder.path().join("rules").join(path).canonicalize().expect("a file");
        changed.get(&path).unwrap_or_else(|| panic!("{} isn't changed: {:?}", path.display(), changed.keys())).clone()
    };
    assert!(of("danh-hieu-2022/titles.vi.tieuchi").contains("bản ghi người còn gọi person"));
    assert!(of("danh-hieu-2022/tests/titles.vi.tieuchi").contains("hồ sơ người\n"));
    assert!(of("cao-bang-2022/tests/campaign.vi.tieuchi").contains("hồ sơ người\n"));
    for (path, text) in &changed {
        fs::write(path, text).expect("written");
    }
    assert!(passes(&folder.path().join("rules/danh-hieu-2022")) && passes(&folder.path().join("rules/cao-bang-2022")));
    assert_eq!(client.leave(), 0);
}
