//! The file of records behind the verdicts.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

fn program() -> Command {
    let mut command = Command::cargo_bin("tieuchi").expect("the program");
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).env("NO_COLOR", "1");
    command
}

const RULES: &str = "tieuchi 1, en
record unit
  id: text key
record person
  id: text key
  unit: unit
  trained: yes/no
criterion 1 \"All are trained\"
  100% of persons are trained
criterion 2 \"Not all of a unit are trained\"
  for each unit:
  not (100% of persons in the unit are trained)
";

/// A folder with rules and records.
fn made() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let (rules, data) = (folder.path().join("rules.tieuchi"), folder.path().join("data"));
    fs::write(&rules, RULES).expect("rules");
    fs::create_dir(&data).expect("a folder");
    fs::write(data.join("unit.csv"), "id\n=U1\nU2\n").expect("records");
    fs::write(data.join("person.csv"), "id,unit,trained\n=A1,=U1,no\nB,U2,yes\n-C,=U1,\n").expect("records");
    (folder, rules, data)
}

fn written(name: &str, more: &[&str]) -> String {
    let (folder, rules, data) = made();
    let to = folder.path().join(name);
    let mut command = program();
    command.arg("check").args([&rules]).arg("--data").arg(&data).arg("--witnesses").arg(&to).args(more);
    command.assert().code(1);
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 3, "nothing else is left");
    fs::read_to_string(&to).expect("the file")
}

/// Whoever may read the other files of the folder may read this one.
#[cfg(unix)]
#[test]
fn it_is_as_readable_as_any_new_file() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, rules, data) = made();
    let to = folder.path().join("failing.csv");
    program().arg("check").args([&rules]).arg("--data").arg(&data).arg("--witnesses").arg(&to).assert().code(1);
    let mode = |path: &Path| fs::metadata(path).expect("the file").permissions().mode();
    assert_eq!(mode(&to), mode(&rules));
}

#[test]
fn a_table_for_spreadsheets() {
    assert_eq!(
        written("failing.csv", &[]),
        "\u{feff}criterion,for,verdict,clause,kind,key,standing
1,,Not met,100% of persons have trained,person,'=A1,against
1,,Not met,100% of persons have trained,person,'-C,unknown
2,U2,Not met,,,,against
2,U2,Not met,100% of persons in the unit have trained,person,B,against
"
    );
}

#[test]
fn lines_for_programs() {
    let lines = written("failing.ndjson", &["--lang", "vi"]);
    let first = lines.lines().next().expect("a line");
    let line: serde_json::Value = serde_json::from_str(first).expect("JSON");
    assert_eq!((line["key"].as_str(), line["standing"].as_str()), (Some("=A1"), Some("against")));
    assert_eq!(lines.lines().count(), 4);
}

#[test]
fn it_is_written_whole_or_not_at_all() {
    let (folder, rules, data) = made();
    let run = |to: &Path| {
        let mut command = program();
        command.arg("check").arg(&rules).arg("--data").arg(&data).arg("--witnesses").arg(to);
        command.assert().code(3)
    };
    run(&folder.path().join("failing.txt"));
    run(&folder.path().join("nowhere/failing.csv"));
    fs::create_dir(folder.path().join("there.csv")).expect("a folder");
    run(&folder.path().join("there.csv"));
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 3);
}
