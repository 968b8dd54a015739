//! What rules mean, whatever the records.

mod common;
#[path = "common/judged.rs"]
mod judged;

use std::fs;

use common::root;
use judged::{files, option, witnesses};
use serde_json::Value;

/// What is printed; records that `prove` shows are written as well, and the engine and the oracle are of one mind about them.
fn run(args: &[&str]) -> (i32, String, String) {
    if args[0] != "prove" || option(args, "--out").is_some() {
        return common::run(args);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let result = common::run(&[args, &["--out", &out.display().to_string()]].concat());
    if out.is_dir() {
        files(args[1], args, &out);
    }
    result
}

/// The rules of the trap: what an excellent unit needs, with the cap on fighters counted as told.
fn trap(folder: &tempfile::TempDir, cap: &str) -> String {
    let rules = format!(
        r#"tieuchi 1, en

document "D"
  item 1 "Titles"

scale person_title
  none < "advanced" < "fighter"

record agency, plural agencies
  id: text key

record unit
  id: text key
  agency: agency

record person
  id: text key
  unit: unit
  title: person_title

define unit.excellent:
  all of
    a) more than 50% of persons in the unit have title at least "advanced"
    b) at least 1 person in the unit has title "fighter"

# lint: allow L0010 "compared exactly"
criterion cap "At most 15% of the advanced are fighters"
  cites 1
  {cap} where title at least "advanced" have title "fighter"

criterion one "One unit is excellent"
  cites 1
  at least 1 unit is excellent
"#
    );
    let path = folder.path().join("rules.tieuchi");
    fs::write(&path, rules).expect("the rules");
    path.display().to_string()
}

const FEW: &str = "is it possible that cap is met and one is met \
                   and no unit has (at least 7 persons in the unit have title at least \"advanced\")?";

#[test]
fn by_unit_an_excellent_unit_needs_seven_who_are_advanced() {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = trap(&folder, "for each unit:\n  at most 15% of persons in the unit");
    let (code, text, complaint) = run(&["prove", &rules, "--ask", FEW]);
    assert_eq!((code, complaint.as_str()), (1, ""), "{text}");
    for part in ["no --ask", "These can't all be so", "cap is met", "one is met", "at least 7 persons"] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    // With seven of them it is possible: two records above them, and no fewer do.
    let (code, text, _) = run(&["prove", &rules, "--ask", "is it possible that cap is met and one is met?"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("9 records suffice, and no fewer do"), "{text}");
}

#[test]
fn by_agency_it_does_not() {
    let folder = tempfile::tempdir().expect("a folder");
    // All of the agency's persons, whichever their unit.
    let rules = trap(&folder, "for each agency:\n  at most 15% of persons in the agency (unit.agency)");
    let (code, text, complaint) = run(&["prove", &rules, "--ask", FEW]);
    assert_eq!((code, complaint.as_str()), (0, ""), "{text}");
    assert!(text.contains("records suffice"), "{text}");
}

#[test]
fn of_the_titles_of_2022_too() {
    let few = |cap: &str| {
        format!(
            "is it possible that {cap} is met and at least 1 unit has title \"Tập thể lao động xuất sắc\" \
             and no unit has (at least 7 persons in the unit have title at least \"Lao động tiên tiến\")?"
        )
    };
    let asked = |cap: &str| run(&["prove", "rules/danh-hieu-2022", "--lang", "en", "--ask", &few(cap)]);
    let (code, text, _) = asked("DH.3.2");
    assert_eq!(code, 1, "{text}");
    let (code, text, _) = asked("DH.3.1");
    assert_eq!(code, 0, "{text}");
}

fn data(args: &[&str]) -> (i32, Value) {
    let (code, text, complaint) = run(&[args, &["--format", "json", "--time", "3600"]].concat());
    assert_eq!(complaint, "");
    let answer = serde_json::from_str(&text).expect("JSON");
    witnesses(args, &answer);
    (code, answer)
}

/// Criteria that follow from others, with these.
type Follows = Vec<(String, Vec<String>)>;

/// The criteria that follow from others, with these; those that are not decided; and what becomes of all together.
fn found(pack: &str) -> (Follows, Vec<String>, String, i32) {
    let (code, proof) = data(&["prove", &format!("rules/{pack}"), "--lang", "en"]);
    let (mut follows, mut open) = (Vec::new(), Vec::new());
    for criterion in proof["criteria"].as_array().expect("criteria") {
        let id = criterion["id"].as_str().expect("an id").to_owned();
        for asked in ["can_be_met", "can_fail", "fails_alone"] {
            match criterion[asked]["answer"].as_str() {
                Some("impossible") => {
                    let clash = criterion[asked]["clash"].as_array().expect("a clash");
                    let others = clash.iter().map(|said| said["what"].as_str().expect("what").to_owned());
                    follows.push((id.clone(), others.filter(|other| *other != id).collect()));
                }
                Some("undecided") => open.push(format!("{id} {asked}")),
                _ => {}
            }
        }
    }
    (follows, open, proof["together"]["answer"].as_str().expect("an answer").to_owned(), code)
}

fn follow(from: &[(&str, &[&str])]) -> Follows {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    from.iter().map(|(id, others)| ((*id).to_owned(), names(others))).collect()
}

#[test]
fn of_the_unions() {
    let (follows, open, together, code) = found("cong-doan");
    assert_eq!(follows, follow(&[("CĐ.1", &["CĐ.3"]), ("CĐ.2", &["CĐ.3"])]));
    assert_eq!((open.len(), together.as_str(), code), (0, "possible", 1));
}

#[test]
fn of_the_titles_of_2022() {
    let (follows, open, together, code) = found("danh-hieu-2022");
    assert_eq!(follows, follow(&[("XL.3.1", &["XL.3.2"]), ("DH.3.1", &["DH.3.2"])]));
    assert_eq!((open.len(), together.as_str(), code), (0, "possible", 1));
}

#[test]
fn of_the_party_organisations() {
    let (follows, open, together, code) = found("to-chuc-co-so-dang");
    assert_eq!(follows, follow(&[("TCD.3.1", &["TCD.3.2"])]));
    assert_eq!((open.len(), together.as_str(), code), (0, "possible", 1));
}

#[test]
fn what_is_found_is_written_as_records_and_as_a_case() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("found").display().to_string();
    let (code, text, complaint) = run(&["prove", "rules/cong-doan", "--lang", "vi", "--out", &out]);
    assert_eq!((code, complaint.as_str()), (1, ""), "{text}");
    assert!(text.contains("Mọi tiêu chí có thể cùng đạt: chỉ cần 2 bản ghi"), "{text}");
    let (code, text, complaint) = run(&["check", "rules/cong-doan", "--lang", "vi", "--data", &out]);
    assert_eq!((code, complaint.as_str()), (0, ""), "{text}");
    let case = format!("{out}/witness.tieuchi");
    let (code, text, complaint) = run(&["test", "rules/cong-doan", &case, "--lang", "vi"]);
    assert_eq!((code, complaint.as_str()), (0, ""), "{text}");
}

#[test]
fn two_rules_are_held_against_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = |name: &str, share: &str| {
        let text = format!(
            "tieuchi 1, en\n\ndocument \"D\"\n  item 1 \"One\"\n\nrecord person\n  id: text key\n  well: yes/no\n\n\
             criterion 1 \"Well\"\n  cites 1\n  at least {share} of persons are well\n"
        );
        let path = folder.path().join(name);
        fs::write(&path, text).expect("the rules");
        path.display().to_string()
    };
    let (strict, lax) = (rules("strict.tieuchi", "70%"), rules("lax.tieuchi", "50%"));
    let (code, text, complaint) = run(&["prove", &strict, "--implies", &lax]);
    assert_eq!((code, complaint.as_str()), (0, ""), "{text}");
    let (code, found) = data(&["prove", &lax, "--implies", &strict]);
    assert_eq!((code, found["answer"].as_str()), (1, Some("no")));
    // One of two is half of them.
    assert_eq!(found["found"][0]["smallest"], true);
    assert_eq!(found["found"][0]["records"][0]["rows"].as_array().map(Vec::len), Some(2));
    assert_eq!(run(&["prove", &lax, "--equivalent", &strict]).0, 1);
    assert_eq!(run(&["prove", &lax, "--equivalent", &lax]).0, 0);
}

#[test]
fn a_question_that_is_none_is_a_finding() {
    let (code, text, complaint) = run(&["prove", "rules/cong-doan", "--lang", "en", "--ask", "is CĐ.9 met?"]);
    assert_eq!((code, text.as_str()), (3, ""));
    assert!(complaint.contains("--ask"), "{complaint}");
    assert_eq!(run(&["prove", "nowhere"]).0, 3);
    let both = run(&["prove", "rules/cong-doan", "--implies", "rules/cong-doan", "--equivalent", "rules/cong-doan"]);
    assert_eq!(both.0, 3);
}

#[test]
fn what_is_not_decided_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rules.tieuchi");
    let text = "tieuchi 1, en\n\ndocument \"D\"\n  item 1 \"One\"\n\nrecord plot\n  id: text key\n  width: decimal 1 to 9\n  \
                length: decimal 1 to 9\n\ncriterion 1 \"Never so large\"\n  cites 1\n  \
                100% of plots have (width * length) at least 81.5\n";
    fs::write(&path, text).expect("the rules");
    let (code, text, complaint) = run(&["prove", &path.display().to_string()]);
    assert_eq!((code, complaint.as_str()), (2, ""), "{text}");
    assert!(text.contains("whether it can be met is not decided"), "{text}");
    assert!(text.contains("numbers of records are computed with"), "{text}");
    let tried = "2,000 rosters at the edges of what is asked, of up to 24 records of each kind";
    assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains(tried), "{text}");
    assert!(root().join("docs/prove.md").is_file());
}

#[test]
fn what_there_is_no_time_for_is_not_decided() {
    for (lang, said) in [("en", "no time left"), ("vi", "đã hết thời gian")] {
        let (code, text, complaint) = run(&["prove", "rules/cong-doan", "--time", "0", "--lang", lang]);
        assert_eq!((code, complaint.as_str()), (2, ""), "{text}");
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn records_are_written_as_rules_write_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = folder.path().join("rules.tieuchi");
    let text = "tieuchi 1, vi\n\nvăn bản \"D\"\n  mục 1 \"x\"\n\nthang hạng\n  không có < \"Khá\"\n\n\
                bản ghi học_sinh\n  mã: chữ khóa\n  hạng: hạng\n\n\
                tiêu chí 1 \"x\"\n  căn cứ 1\n  mọi học_sinh có hạng \"Khá\"\n";
    fs::write(&rules, text).expect("written");
    let ask = "có thể xảy ra trường hợp 1 không đạt không?";
    let (code, text, complaint) = run(&["prove", &rules.display().to_string(), "--ask", ask]);
    assert_eq!((code, complaint.as_str()), (0, ""), "{text}");
    assert!(text.contains("không có"), "{text}");
}

/// Rules of one criterion, `1`: at least so many of the persons are well.
fn of_the_well(folder: &tempfile::TempDir, language: &str) -> String {
    let text = match language {
        "en" => {
            "tieuchi 1, en\n\ndocument \"D\"\n  item 1 \"One\"\n\nrecord person\n  id: text key\n  well: yes/no\n\n\
             criterion 1 \"Well\"\n  cites 1\n  at least 70% of persons are well\n"
        }
        _ => {
            "tieuchi 1, vi\n\nvăn bản \"D\"\n  mục 1 \"x\"\n\nbản ghi cá_nhân\n  mã: chữ khóa\n  khỏe: có/không\n\n\
             tiêu chí 1 \"Khỏe\"\n  căn cứ 1\n  ít nhất 70% cá_nhân được khỏe\n"
        }
    };
    let path = folder.path().join(format!("{language}.tieuchi"));
    fs::write(&path, text).expect("the rules");
    path.display().to_string()
}

#[test]
fn what_clashes_is_said_in_words_that_read() {
    let folder = tempfile::tempdir().expect("a folder");
    // A question, what clashes as it is told, and as data have it.
    type Asked<'a> = (&'a str, &'a str, &'a [&'a str], &'a [(&'a str, &'a str)]);
    let asked: &[Asked<'_>] = &[
        (
            "en",
            "is it possible that 1 is met and 1 is not met?",
            &["• 1 is met ", "• 1 is not met "],
            &[("1", "met"), ("1", "not_met")],
        ),
        (
            "vi",
            "có thể xảy ra trường hợp 1 đạt và 1 không đạt không?",
            &["• 1 đạt ", "• 1 không đạt "],
            &[("1", "met"), ("1", "not_met")],
        ),
        (
            "en",
            "is it possible that 1 is met and not (1 is met)?",
            &["• 1 is met ", "• 1 is not met, undetermined or not applicable "],
            &[("1", "met"), ("1", "other_than_met")],
        ),
        (
            "vi",
            "có thể xảy ra trường hợp 1 đạt và không phải (1 đạt) không?",
            &["• 1 đạt ", "• 1 không đạt, chưa xác định hoặc không áp dụng "],
            &[("1", "met"), ("1", "other_than_met")],
        ),
        (
            "en",
            "is it possible that 1 is not applicable and (at least 1 person is well)?",
            &["• 1 is not applicable ", "• at least 1 person has well "],
            &[("1", "not_applicable"), ("at least 1 person has well", "holds")],
        ),
        (
            "vi",
            "có thể xảy ra trường hợp 1 không áp dụng và (ít nhất 1 cá_nhân được khỏe) không?",
            &["• 1 không áp dụng ", "• ít nhất 1 cá_nhân có khỏe "],
            &[("1", "not_applicable"), ("ít nhất 1 cá_nhân có khỏe", "holds")],
        ),
        (
            "en",
            "does 1 imply (at least 1 person is well)?",
            &["• 1 is met ", "• not so: at least 1 person has well "],
            &[("1", "met"), ("at least 1 person has well", "fails")],
        ),
        (
            "vi",
            "liệu 1 có kéo theo (ít nhất 1 cá_nhân được khỏe) không?",
            &["• 1 đạt ", "• không đúng: ít nhất 1 cá_nhân có khỏe "],
            &[("1", "met"), ("ít nhất 1 cá_nhân có khỏe", "fails")],
        ),
        (
            "en",
            "is it possible that 1 is undetermined and 1 is met?",
            &["• 1 is undetermined "],
            &[("1", "undetermined")],
        ),
        ("vi", "có thể xảy ra trường hợp 1 chưa xác định không?", &["• 1 chưa xác định "], &[("1", "undetermined")]),
    ];
    for (language, question, told, clash) in asked {
        let rules = of_the_well(&folder, language);
        let (_, text, complaint) = run(&["prove", &rules, "--ask", question]);
        assert_eq!(complaint, "");
        for line in *told {
            assert!(text.contains(line), "{line} in\n{text}");
        }
        let (_, proof) = data(&["prove", &rules, "--ask", question]);
        let found = proof["claims"][0]["found"][0]["clash"].as_array().expect("a clash");
        let found: Vec<(&str, &str)> =
            found.iter().map(|said| (said["what"].as_str().unwrap(), said["wanted"].as_str().unwrap())).collect();
        assert_eq!(found, *clash, "{question}");
        // A criterion comes with its requirement.
        let text = proof["claims"][0]["found"][0]["clash"][0]["text"].as_str().expect("a text");
        assert!(text.contains("70%"), "{text}");
    }
}

#[test]
fn of_several_criteria_one_fails() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("two.tieuchi");
    let text = "tieuchi 1, en\n\ndocument \"D\"\n  item 1 \"One\"\n\nrecord person\n  id: text key\n  well: yes/no\n\n\
                criterion a \"Well\"\n  cites 1\n  at least 70% of persons are well\n\n\
                criterion b \"Well\"\n  cites 1\n  at least 60% of persons are well\n";
    fs::write(&path, text).expect("the rules");
    let path = path.display().to_string();
    let (code, text, complaint) = run(&["prove", &path, "--implies", &path]);
    assert_eq!((code, complaint.as_str()), (0, ""), "{text}");
    assert!(text.contains("• one of a (2), b (2) is not met"), "{text}");
    let (_, text, _) = run(&["prove", &path, "--implies", &path, "--lang", "vi"]);
    assert!(text.contains("• một trong các tiêu chí a (2), b (2) không đạt"), "{text}");
}

#[test]
fn what_is_not_decided_is_looked_for_at_the_edges() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rules.tieuchi");
    // Places aren't turned into counts. Whoever is third with 90 points has two before him who have more.
    let text = "tieuchi 1, en\n\ndocument \"D\"\n  item 1 \"One\"\n\nrecord league\n  id: text key\n\n\
                record team\n  id: text key\n  league: league\n  points: count\n  note: text\n\n\
                rank team.place: among teams\n  cites 1\n  by points\n  ties shared\n\n\
                criterion 1 \"A good third\"\n  cites 1\n  at least 1 team has place at least 3 and points at least 90\n\n\
                criterion 2 \"A long table\"\n  cites 1\n  at least 1 team has place above 24\n";
    fs::write(&path, text).expect("the rules");
    let path = path.display().to_string();
    let ask = "is it possible that 1 is met?";
    let (code, text, complaint) = run(&["prove", &path, "--ask", ask]);
    assert_eq!((code, complaint.as_str()), (0, ""), "{text}");
    // A league and three teams, called as records are called, and nothing of what isn't asked.
    for part in ["4 records suffice; whether fewer do is not decided", "L1", "T3", "90"] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    assert!(!text.contains("note"), "{text}");
    // The same each time.
    assert_eq!(run(&["prove", &path, "--ask", ask]).1, text);
    let (_, proof) = data(&["prove", &path, "--ask", ask]);
    let found = &proof["claims"][0]["found"][0];
    assert_eq!((&found["answer"], &found["smallest"]), (&Value::from("possible"), &Value::from(false)));
    // So many rosters don't show it, of so many records at most that none could.
    let (code, proof) = data(&["prove", &path, "--ask", "is it possible that 2 is met?", "--tries", "40"]);
    let found = &proof["claims"][0]["found"][0];
    assert_eq!((code, &found["tried"], &found["most"]), (2, &Value::from(40), &Value::from(24)));
}
