//! The command `hunt`: what refutes a claim, kept as a test; answers to questions; what can't be hunted.

mod common;

use std::fs;
use std::path::Path;

use serde_json::Value;

use common::{root, run};

const QUOTA: &str = "examples/claims/quota";

fn json(args: &[&str]) -> (i32, Value) {
    let (code, json, err) = run(&[args, &["--format", "json"]].concat());
    (code, serde_json::from_str(&json).unwrap_or_else(|fault| panic!("{fault}: {json}{err}")))
}

/// A copy of a rule file in a folder of its own.
fn copied(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let text = fs::read_to_string(root().join(format!("{QUOTA}.{name}.tieuchi"))).expect("the example");
    fs::write(folder.path().join("quota.tieuchi"), text).expect("written");
    folder
}

fn kept(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("tests")).into_iter().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn both_languages_find_the_same() {
    let mut all = Vec::new();
    for language in ["en", "vi"] {
        let (code, found) = json(&["hunt", &format!("{QUOTA}.{language}.tieuchi")]);
        assert_eq!(code, 1);
        assert_eq!(found["seed"], 0);
        let claims = found["claims"].as_array().expect("claims").clone();
        let outcomes: Vec<&str> = claims.iter().map(|claim| claim["outcome"].as_str().expect("a word")).collect();
        assert_eq!(outcomes, ["not_refuted", "refuted", "example"]);
        assert_eq!(claims[1]["found"]["records"], 7);
        assert_eq!(claims[2]["found"]["records"], 6);
        assert!(claims[0]["applied"].as_u64().expect("a number") > 100);
        let numbers =
            |claim: &Value| (claim["tried"].clone(), claim["applied"].clone(), claim["found"]["records"].clone());
        all.push(claims.iter().map(numbers).collect::<Vec<_>>());
    }
    assert_eq!(all[0], all[1]);
}

#[test]
fn the_same_seed_says_the_same_and_another_one_other_cases() {
    let rules = format!("{QUOTA}.en.tieuchi");
    let once = |seed: &str| run(&["hunt", &rules, "--seed", seed, "--only", "K2"]);
    assert_eq!(once("3"), once("3"));
    assert_ne!(once("3").1, once("4").1);
    let (code, few, _) = run(&["hunt", &rules, "--only", "K1", "--cases", "40"]);
    assert_eq!(code, 0);
    assert!(few.contains("40 cases tried") && few.contains("no proof"), "{few}");
}

#[test]
fn the_shipped_claim_holds_and_a_question_shows_the_gap() {
    for language in ["en", "vi"] {
        let (code, text, err) = run(&["hunt", "rules/khoi-thi-dua", "--lang", language, "--cases", "400"]);
        assert_eq!((code, err.as_str()), (0, ""), "{text}");
        let (code, text, _) =
            run(&["hunt", "rules/khoi-thi-dua", "--lang", language, "--ask", "liệu 5.a có kéo theo 5.b không?"]);
        assert_eq!(code, 0);
        let sign = if language == "en" { "✘ No, not always" } else { "✘ Không phải bao giờ cũng vậy" };
        assert!(text.contains(sign), "{text}");
    }
    let (code, found) = json(&["hunt", "rules/khoi-thi-dua", "--ask", "does 5.a imply 5.b?"]);
    assert_eq!((code, &found["claims"][0]["outcome"]), (0, &Value::from("counter_example")));
}

#[test]
fn what_is_kept_passes_is_formatted_and_writes_over_nothing() {
    for language in ["en", "vi"] {
        let folder = copied(language);
        let rules = folder.path().join("quota.tieuchi");
        let rules = rules.to_str().expect("a path");
        for _ in 0..2 {
            let (code, text, err) = run(&["hunt", rules, "--keep"]);
            assert_eq!((code, err.as_str()), (1, ""), "{text}");
        }
        let names = ["K2-2", "K2", "Q1-2", "Q1"].map(|name| format!("hunt-{name}.{language}.tieuchi"));
        assert_eq!(kept(folder.path()), names);
        let (code, text, err) = run(&["test", rules]);
        assert_eq!((code, err.as_str()), (0, ""), "{text}");
        for name in names {
            let path = folder.path().join("tests").join(name);
            let (code, text, err) = run(&["fmt", "--check", path.to_str().expect("a path")]);
            assert_eq!(code, 0, "{text}{err}");
        }
    }
}

#[test]
fn a_claim_that_is_never_put_to_the_test_is_said_so() {
    let folder = copied("en");
    let rules = folder.path().join("quota.tieuchi");
    let mut text = fs::read_to_string(&rules).expect("the rules");
    text = text.split("claim K1").next().expect("what stands before").to_owned();
    text += "claim K1 \"Never\"\n  always: if 1.a is met and 1.a is not met then 1.b is met\n";
    fs::write(&rules, text).expect("written");
    let (code, text, _) = run(&["hunt", rules.to_str().expect("a path"), "--cases", "50"]);
    assert_eq!(code, 2);
    assert!(text.contains("? Never put to the test"), "{text}");
}

#[test]
fn a_compiled_program_is_hunted_too() {
    let folder = copied("vi");
    let rules = folder.path().join("quota.tieuchi");
    let program = folder.path().join("quota.ron");
    let (rules, program) = (rules.to_str().expect("a path"), program.to_str().expect("a path"));
    assert_eq!(run(&["compile", rules, "--out", program]).0, 0);
    let (of_rules, of_program) = (json(&["hunt", rules]), json(&["hunt", program]));
    assert_eq!(of_rules.1["claims"][1]["found"]["test"], of_program.1["claims"][1]["found"]["test"]);
    let (code, _, err) = run(&["hunt", program, "--keep"]);
    assert_eq!(code, 3);
    assert!(err.contains("--keep"), "{err}");
}

#[test]
fn what_can_not_be_hunted_is_said() {
    let rules = format!("{QUOTA}.en.tieuchi");
    for (args, said) in [
        (vec!["--only", "K3"], "there is no claim or question K3"),
        (vec!["--ask", "does 1.a imply 1.c?"], "1.c"),
        (vec!["--ask", "does 1.a imply"], "E01"),
        (vec!["--ask", ""], "E01"),
        (vec!["--ask", "always: no person has age > 3"], "age"),
        (vec!["--cases", "many"], "--cases"),
        (vec!["--missing", "101"], "--missing"),
    ] {
        let (code, out, err) = run(&[&["hunt", rules.as_str()][..], &args].concat());
        assert_eq!(code, 3, "{args:?}: {out}");
        assert!(err.contains(said), "{args:?}: {err}");
    }
    let deep = format!("always: {}1.a is met{}", "(".repeat(4_000), ")".repeat(4_000));
    let (code, _, err) = run(&["hunt", &rules, "--ask", &deep]);
    assert_eq!(code, 3, "{err}");
    let (code, _, err) = run(&["hunt", "rules/cong-doan"]);
    assert_eq!(code, 3, "{err}");
    assert!(err.contains("--ask"), "{err}");
}
