//! Records that two programs read: what one of them alone knows is no problem to the other, what neither knows is.

use std::fs;
use std::path::Path;

use tieuchi::compile;
use tieuchi::diagnostic::Finding;
use tieuchi::program::Program;
use tieuchi::roster::kind_named;
use tieuchi::source::Source;
use tieuchi_records::{MANIFEST, Manifest, Progress, Records, read_path, read_path_beside};

const OLD: &str = r#"tieuchi 1, en

document "D"
  item 1 "one"

record person aka cá_nhân
  id aka mã: text key
  score aka điểm: count

define person.good aka tốt: score at least 5

criterion 1 "one"
  cites 1
  100% of persons are good
"#;

/// It calls the score otherwise, reads `good` from the data, and knows schools.
const NEW: &str = r#"tieuchi 1, vi

văn bản "D"
  mục 1 "một"

bản ghi trường còn gọi school
  mã còn gọi id: chữ khóa

bản ghi cá_nhân còn gọi person
  mã còn gọi id: chữ khóa
  tốt còn gọi good: có/không
  tuổi còn gọi age: số đếm

tiêu chí 1 "một"
  căn cứ 1
  100% cá_nhân có tốt
"#;

fn program(text: &str) -> Program {
    compile(&[Source::new("rules", text)]).expect("sound rules").0
}

/// Of the new program: a column under another name, one that it passes over, and a file.
fn records() -> Records {
    let text = r#"(
        tieuchi: 1, name: "new", main: { "vi": "x.tieuchi" },
        records: {
            "person": (files: ["person.csv"], columns: { "Tuổi đời": "age" }, ignore: ["STT"]),
            "school": (file: "truong.csv"),
        },
    )"#;
    Manifest::read(MANIFEST, text).expect("a sound manifest").records
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(Finding::code).collect()
}

fn written(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

/// How many persons both programs read, or what the first of them that doesn't says.
fn both(path: &Path) -> Result<Vec<usize>, Vec<&'static str>> {
    let (old, new, none, told) = (program(OLD), program(NEW), Records::default(), records());
    let ways = [(&old, &none, (&new, &told)), (&new, &told, (&old, &none))];
    let mut counts = Vec::new();
    for (own, records, other) in ways {
        match read_path_beside(own, records, Some(other), path, &Progress::default()) {
            Ok((roster, warnings)) => {
                assert_eq!(codes(&warnings), Vec::<&str>::new());
                counts.push(roster.len(kind_named(own, "person").expect("a kind")));
            }
            Err(findings) => return Err(codes(&findings)),
        }
    }
    Ok(counts)
}

#[test]
fn each_passes_over_what_the_other_alone_knows() {
    let person = "STT,id,score,good,Tuổi đời\n1,p1,7,no,30\n2,p2,4,yes,40\n";
    let folder = written(&[("person.csv", person), ("truong.csv", "id\ns1\n")]);
    assert_eq!(both(folder.path()), Ok(vec![2, 2]));
    // By itself neither reads them so: the column of an award, unknown columns, a file of nobody.
    let alone = read_path(&program(OLD), &Records::default(), folder.path()).map_err(|findings| codes(&findings));
    let alone = alone.map(|_| ()).expect_err("columns that nobody knows");
    assert_eq!(alone, ["E0413", "E0413", "E0414", "W0404"]);
}

#[test]
fn what_neither_knows_is_a_problem_still() {
    let folder = written(&[("person.csv", "id,skore,good,age\np1,7,no,30\n"), ("truong.csv", "id\ns1\n")]);
    assert_eq!(both(folder.path()), Err(vec!["E0413", "W0401"]));
}

#[test]
fn one_file_may_have_kinds_of_both() {
    let text = r#"{"person": [{"id": "p1", "score": 7, "good": true, "age": 3}], "school": [{"id": "s1"}]}"#;
    let folder = written(&[("all.json", text)]);
    assert_eq!(both(&folder.path().join("all.json")), Ok(vec![1, 1]));
    let folder = written(&[("all.json", &text.replace("school", "skool"))]);
    assert_eq!(both(&folder.path().join("all.json")), Err(vec!["E0420"]));
}
