//! `tally` and `merge` as an office runs them.

use std::fs;

use assert_cmd::Command;
use tempfile::TempDir;

const EN: &str = r#"tieuchi 1, en

document "D"
  item 1 "one"

record unit aka đơn_vị
  id aka mã: text key

record person aka cá_nhân
  id aka mã: text key
  unit aka đơn_vị: unit
  points aka điểm: decimal

criterion 1.a "Most persons have five points"
  cites 1
  at least 60% of persons have points at least 5

criterion 1.b "Each unit has two persons that know their points"
  cites 1
  for each unit:
  at least 2 persons in the unit have points at least 0
"#;

const VI: &str = r#"tieuchi 1, vi

văn bản "D"
  mục 1 "một"

bản ghi đơn_vị còn gọi unit
  mã còn gọi id: chữ khóa

bản ghi cá_nhân còn gọi person
  mã còn gọi id: chữ khóa
  đơn_vị còn gọi unit: đơn_vị
  điểm còn gọi points: số thập phân

tiêu chí 1.a "Phần lớn cá nhân có năm điểm"
  căn cứ 1
  ít nhất 60% cá_nhân có điểm từ 5 trở lên

tiêu chí 1.b "Mỗi đơn vị có hai cá nhân biết điểm"
  căn cứ 1
  với mỗi đơn_vị:
  ít nhất 2 cá_nhân thuộc đơn_vị có điểm từ 0 trở lên
"#;

/// A folder with the rules in both languages and the records of two provinces, apart and together.
fn office() -> TempDir {
    let office = TempDir::new().expect("a folder");
    let north = ("id\nu1\nu2\n", "id,unit,points\np1,u1,5\np2,u1,6\np3,u2,1\n");
    let south = ("id\nv1\n", "id,unit,points\nq1,v1,7\nq2,v1,5.5\n");
    let both = ("id\nu1\nu2\nv1\n", "id,unit,points\np1,u1,5\np2,u1,6\np3,u2,1\nq1,v1,7\nq2,v1,5.5\n");
    for (folder, (units, persons)) in [("north", north), ("south", south), ("both", both)] {
        let folder = office.path().join(folder);
        fs::create_dir(&folder).expect("a folder");
        fs::write(folder.join("unit.csv"), units).expect("a file");
        fs::write(folder.join("person.csv"), persons).expect("a file");
    }
    fs::write(office.path().join("en.tieuchi"), EN).expect("a file");
    fs::write(office.path().join("vi.tieuchi"), VI).expect("a file");
    office
}

fn run(office: &TempDir, line: &str) -> (i32, String, String) {
    let mut command = Command::cargo_bin("tieuchi").expect("the program is built");
    command.current_dir(office.path()).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").args(line.split(' '));
    let output = command.output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

/// Runs what must succeed without a word.
fn done(office: &TempDir, line: &str) {
    let (code, out, err) = run(office, line);
    assert_eq!((code, out.as_str(), err.as_str()), (0, "", ""), "{line}");
}

fn tallied() -> TempDir {
    let office = office();
    done(&office, "tally en.tieuchi --data north --source North --out north.ron");
    // The south speaks Vietnamese and sends JSON.
    done(&office, "tally vi.tieuchi --data south --source Nam --format json --out south.json");
    office
}

#[test]
fn two_provinces_give_the_report_of_both() {
    let office = tallied();
    for rules in ["en.tieuchi", "vi.tieuchi"] {
        for format in ["json", "ron"] {
            let whole = run(&office, &format!("check {rules} --data both --no-names --format {format}"));
            assert_eq!(whole.0, 1, "{}", whole.2);
            for files in ["north.ron south.json", "south.json north.ron"] {
                assert_eq!(run(&office, &format!("merge {rules} {files} --format {format}")), whole, "{rules} {files}");
            }
        }
    }
    let (code, out, _) = run(&office, "merge vi.tieuchi north.ron south.json");
    assert_eq!(code, 1);
    for part in ["Hồ sơ: Nam, North", "không nêu từng bản ghi", "4/5 (80%)", "Trong 3 đơn vị: ✔ 2 đạt, ✘ 1 không đạt"]
    {
        assert!(out.contains(part), "{part}: {out}");
    }
    let (code, out, _) = run(&office, "merge en.tieuchi south.json");
    assert!(code == 0 && out.contains("Records: Nam") && out.contains("Of 1 unit: ✔ 1 met"), "{out}");
}

#[test]
fn what_is_merged_can_be_merged_again() {
    let office = tallied();
    fs::create_dir(office.path().join("west")).expect("a folder");
    fs::write(office.path().join("west/unit.csv"), "id\nw1\n").expect("a file");
    fs::write(office.path().join("west/person.csv"), "id,unit,points\n").expect("a file");
    done(&office, "tally en.tieuchi --data west --source West --out west.ron");
    let (code, report, _) = run(&office, "merge en.tieuchi north.ron south.json --save some.json --out report.txt");
    assert_eq!((code, report.as_str()), (1, ""));
    assert!(office.path().join("report.txt").is_file());
    let all = run(&office, "merge en.tieuchi some.json west.ron");
    assert_eq!(all, run(&office, "merge en.tieuchi west.ron south.json north.ron"));
    let again = run(&office, "merge en.tieuchi some.json north.ron");
    assert_eq!(again.0, 3);
    assert!(again.2.contains("“North”"), "{}", again.2);
}

#[test]
fn what_overlaps_or_does_not_belong_is_refused_in_both_languages() {
    let office = tallied();
    done(&office, "tally en.tieuchi --data both --source All --out all.ron");
    fs::write(office.path().join("secret"), "as long as it must be\n").expect("a file");
    done(&office, "tally en.tieuchi --data south --source Nam --secret secret --out secret.ron");
    fs::write(office.path().join("other.tieuchi"), EN.replace("60%", "70%")).expect("a file");
    let average = EN.replace("points at least 5", "points at least average points of persons");
    fs::write(office.path().join("average.tieuchi"), average).expect("a file");
    fs::write(office.path().join("bad.ron"), "(format: 7)").expect("a file");
    fs::write(office.path().join("short"), "short").expect("a file");
    for (line, en, vi) in [
        ("merge en.tieuchi north.ron all.ron", "2 of unit are found in both", "2 bản ghi đơn vị có cả trong"),
        ("merge en.tieuchi north.ron north.ron", "two sources of the name “North”", "hai nguồn cùng tên “North”"),
        ("merge en.tieuchi north.ron secret.ron", "different secrets", "khóa bí mật khác nhau"),
        (
            "merge other.tieuchi north.ron",
            "north.ron is refused: these are tallies by other rules",
            "theo quy tắc khác",
        ),
        ("merge en.tieuchi bad.ron", "of format 7", "định dạng 7"),
        ("merge en.tieuchi north.csv", "north.csv can't be read", "không đọc được north.csv"),
        ("merge average.tieuchi north.ron", "average.tieuchi:16) is read of single records", "average.tieuchi:16) xét"),
        ("tally average.tieuchi --data north --source N", "can't be evaluated by parts", "không thể đánh giá riêng"),
        ("tally en.tieuchi --data north --source N --secret short", "secret is too short", "khóa bí mật quá ngắn"),
        ("merge en.tieuchi", "FILES", "thiếu"),
    ] {
        for (language, expected) in [("en", en), ("vi", vi)] {
            let (code, out, err) = run(&office, &format!("{line} --lang {language}"));
            assert_eq!((code, out.as_str()), (3, ""), "{line}");
            assert!(err.contains(expected), "{expected}: {err}");
        }
    }
}
