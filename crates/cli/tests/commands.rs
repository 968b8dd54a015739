//! The program as a user runs it.

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The program, run from the repository's root, with nothing of the environment that changes colours.
fn tieuchi(args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("tieuchi").expect("the program is built");
    command.current_dir(root()).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").args(args);
    command
}

fn run(args: &[&str]) -> (i32, String, String) {
    let output = tieuchi(args).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

#[test]
fn parameters_are_set_and_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let rules = "tieuchi 1, vi\nvăn bản \"D\"\n  mục 1 \"a\"\nbản ghi cá_nhân còn gọi person\n  mã: chữ khóa\n  giỏi: có/không\n\
                 tham số chỉ_tiêu còn gọi quota: phần trăm 0% đến 100% = 50% \"hội đồng có thể hạ\"\n\
                 tiêu chí 1 \"b\"\n  căn cứ 1\n  không quá tỷ lệ (chỉ_tiêu) cá_nhân có giỏi\n";
    fs::write(at("r.tieuchi"), rules).expect("written");
    fs::create_dir(at("d")).expect("a folder");
    fs::write(at("d/person.csv"), "mã,giỏi\np1,có\np2,không\n").expect("written");
    let (rules, data, program) = (at("r.tieuchi"), at("d"), at("p.ron"));
    let (code, out, err) = run(&["check", &rules, "--data", &data]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("Tham số: chỉ tiêu = 50% · hội đồng có thể hạ"), "{out}");
    let (code, out, _) = run(&["check", &rules, "--data", &data, "--set", "quota=49.5%"]);
    assert_eq!(code, 1);
    assert!(out.contains("chỉ tiêu = 49,5% (được đặt, thay cho 50%)"), "{out}");
    let (_, json, _) = run(&["check", &rules, "--data", &data, "--set", "chỉ_tiêu=49,5%", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["parameters"][0]["name"]["id"], "quota");
    assert_eq!(json["parameters"][0]["value"]["percent"], "0.495");
    for (set, said) in [("quata=1%", "`quota`"), ("quota=200%", "E0342"), ("quota=5", "E0341")] {
        let (code, _, err) = run(&["check", &rules, "--set", set]);
        assert!(code == 3 && err.contains(said), "{set}: {err}");
    }
    let (code, _, err) = run(&["check", &rules, "--set", "quota"]);
    assert!(code == 3 && err.contains("--set"), "{err}");
    // A compiled program has its parameters settled.
    let (code, _, err) = run(&["compile", &rules, "--set", "quota=40%", "--out", &program]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(run(&["check", &program, "--data", &data]).0, 1);
    let (code, _, err) = run(&["check", &program, "--data", &data, "--set", "quota=50%", "--lang", "vi"]);
    assert!(code == 3 && err.contains("tieuchi compile"), "{err}");
}

#[test]
fn a_table_in_a_file_is_read_beside_its_rules_and_compiled_with_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    fs::create_dir_all(at("p/d")).expect("a folder");
    fs::write(at("p/tieuchi.ron"), "(tieuchi: 1, name: \"p\", main: {\"vi\": \"r.tieuchi\"})").expect("written");
    let rules = "tieuchi 1, vi\nvăn bản \"D\"\n  mục 1 \"a\"\n\
                 bản ghi xã còn gọi commune\n  mã: chữ khóa\n  vùng còn gọi region: một trong \"Vùng cao\", \"Vùng thấp\"\n  số_dân: số đếm\n  kết_quả: số đếm\n\
                 bảng xã.chỉ_tiêu còn gọi target theo vùng, số_dân: đúng một dòng khớp từ tệp \"t.csv\"\n\
                 tiêu chí 1 \"b\"\n  căn cứ 1\n  100% xã có kết_quả từ chỉ_tiêu trở lên\n";
    fs::write(at("p/r.tieuchi"), rules).expect("written");
    let rows = "số_dân;region;target\ndưới 1.000;Vùng cao;60\ntừ 1.000 trở lên;Vùng cao;\"65\"\nbất kỳ;Vùng thấp;80\n";
    fs::write(at("p/t.csv"), rows).expect("written");
    fs::write(
        at("p/d/commune.csv"),
        "mã,vùng,số_dân,kết_quả\nx1,Vùng cao,999,60\nx2,Vùng cao,1000,65\nx3,Vùng thấp,5,80\n",
    )
    .expect("written");
    let (pack, data, program) = (at("p"), at("p/d"), at("p.ron"));
    let (code, out, err) = run(&["check", &pack, "--data", &data]);
    assert_eq!(code, 0, "{out}{err}");
    assert_eq!(run(&["compile", &pack, "--out", &program]).0, 0);
    // A row that overlaps is shown where it stands in the file.
    fs::write(at("p/t.csv"), rows.replace("bất kỳ;Vùng thấp", "bất kỳ;Vùng thấp hoặc Vùng cao")).expect("written");
    let (code, _, err) = run(&["check", &pack]);
    assert!(code == 3 && err.contains("E0345") && err.contains("t.csv:4:1"), "{err}");
    fs::remove_file(at("p/t.csv")).expect("removed");
    assert_eq!(run(&["check", &program, "--data", &data]).0, 0);
    let (code, _, err) = run(&["check", &pack]);
    assert!(code == 3 && err.contains("t.csv"), "{err}");
    // Nothing outside of the pack is opened.
    fs::write(at("p/r.tieuchi"), rules.replace("t.csv", "../t.csv")).expect("written");
    let (code, _, err) = run(&["check", &pack]);
    assert!(code == 3 && err.contains("E0511"), "{err}");
}

const PACK: &str = "rules/cao-bang-2022";

fn check(folder: &str, more: &[&str]) -> (i32, String, String) {
    let data = format!("examples/cao-bang-2022/{folder}");
    let mut args = vec!["check", PACK, "--data", &data];
    args.extend(more);
    run(&args)
}

fn report(folder: &str, language: &str) -> Value {
    let (_, json, _) = check(folder, &["--format", "json", "--lang", language]);
    serde_json::from_str(&json).expect("JSON")
}

#[test]
fn the_campaign_gives_its_exit_codes() {
    for (folder, code) in [("met", 0), ("not-met", 1), ("incomplete", 2)] {
        for language in ["vi", "en"] {
            let (got, out, err) = check(folder, &["--lang", language]);
            assert_eq!(got, code, "{folder} {language}\n{out}\n{err}");
            assert!(err.is_empty(), "{err}");
        }
    }
}

/// Takes out what is in the language of the rules: titles, texts, shown names, and places in the files.
fn without_language(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for key in ["language", "title", "text", "name", "plural", "property", "place", "waived", "marker"] {
                map.remove(key);
            }
            map.values_mut().for_each(without_language);
        }
        Value::Array(list) => list.iter_mut().for_each(without_language),
        _ => {}
    }
}

#[test]
fn both_languages_give_the_same_report_but_for_language() {
    for folder in ["met", "not-met", "incomplete"] {
        let (mut vi, mut en) = (report(folder, "vi"), report(folder, "en"));
        assert_ne!(vi, en, "{folder}: the texts are not in two languages");
        without_language(&mut vi);
        without_language(&mut en);
        assert!(vi == en, "{folder}: the reports differ");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for format in ["text", "json", "ron"] {
        let (_, first, _) = check("not-met", &["--format", format]);
        let (_, second, _) = check("not-met", &["--format", format]);
        assert!(!first.is_empty());
        assert_eq!(first, second);
    }
}

#[test]
fn reports_follow_the_published_schema() {
    let published = fs::read_to_string(root().join("docs/report.schema.json")).expect("the published schema");
    let (code, printed, _) = run(&["schema"]);
    assert_eq!(code, 0);
    assert_eq!(published, printed, "docs/report.schema.json is old: write `tieuchi schema` to it");
    let schema: Value = serde_json::from_str(&published).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a sound schema");
    for folder in ["met", "not-met", "incomplete"] {
        let report = report(folder, "en");
        let faults: Vec<String> = validator.iter_errors(&report).take(5).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{folder}: {faults:?}");
    }
}

#[test]
fn a_report_reads_back_from_both_forms() {
    let (_, json, _) = check("incomplete", &["--format", "json"]);
    let (_, ron, _) = check("incomplete", &["--format", "ron"]);
    let from_json: tieuchi::report::Report = serde_json::from_str(&json).expect("a report");
    let from_ron: tieuchi::report::Report = ron::from_str(&ron).expect("a report");
    assert_eq!(from_json, from_ron);
}

#[test]
fn nothing_is_coloured_in_a_pipe_or_where_no_color_is_set() {
    let (_, piped, _) = check("not-met", &[]);
    assert!(!piped.contains('\u{1b}'));
    let data = "examples/cao-bang-2022/not-met";
    let coloured = tieuchi(&["check", PACK, "--data", data, "--color", "always"]).output().expect("it runs");
    assert!(coloured.stdout.contains(&0x1b));
    let plain = tieuchi(&["check", PACK, "--data", data]).env("NO_COLOR", "1").output().expect("it runs");
    assert!(!plain.stdout.contains(&0x1b));
}

#[test]
fn a_compiled_program_runs_without_rule_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = folder.path().join("a.tieuchi");
    fs::write(
        &rules,
        "tieuchi 1, en\n\ndocument \"D\"\n  item 1 \"one\"\n\nrecord person\n  id: text key\n  ok: yes/no\n\n\
         criterion A \"all\"\n  cites 1\n  100% of persons have ok\n",
    )
    .expect("written");
    let data = folder.path().join("person.csv");
    fs::write(&data, "id,ok\np1,yes\np2,no\n").expect("written");
    let rules = rules.to_str().expect("a path");
    let data = folder.path().to_str().expect("a path");
    let records = folder.path().join("records");
    fs::create_dir(&records).expect("a folder");
    fs::copy(folder.path().join("person.csv"), records.join("person.csv")).expect("copied");
    let records = records.to_str().expect("a path");
    let (code, direct, _) = run(&["check", rules, "--data", records, "--format", "json"]);
    assert_eq!(code, 1);
    for form in ["ron", "json"] {
        let out = format!("{data}/program.{form}");
        let (code, _, err) = run(&["compile", rules, "--format", form, "--out", &out]);
        assert_eq!((code, err.as_str()), (0, ""));
        let (code, from_program, _) = run(&["check", &out, "--data", records, "--format", "json"]);
        assert_eq!(code, 1);
        assert_eq!(direct, from_program, "{form}");
        let damaged =
            fs::read_to_string(&out).expect("a program").replace("100% of", "").replacen("format", "fromat", 1);
        fs::write(&out, damaged).expect("written");
        let (code, out, err) = run(&["check", &out, "--data", records]);
        assert_eq!(code, 3, "{out}");
        assert!(!err.is_empty());
    }
}

#[test]
fn every_finding_of_a_broken_file_is_told_in_its_language() {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = folder.path().join("b.tieuchi");
    let prelude =
        "tieuchi 1, vi\n\nvăn bản \"D\"\n  mục 1 \"một\"\n\nbản ghi người\n  mã: chữ khóa\n  cờ: có/không\n\n";
    fs::write(
        &rules,
        format!(
            "{prelude}tiêu chí A \"a\"\n  căn cứ 1\n  70% người có cờ\n\ntiêu chí B \"b\"\n  căn cứ 1\n  100% người có cơ\n\n\
             tiêu chí C \"c\"\n  căn cứ 1\n  100% người\n    có\n"
        ),
    )
    .expect("written");
    let (code, out, err) = run(&["check", rules.to_str().expect("a path")]);
    assert_eq!((code, out.as_str()), (3, ""));
    assert!(err.contains("3 lỗi"), "{err}");
    assert!(err.contains("`cờ`") || err.contains("“cờ”"), "the name meant is not suggested: {err}");
    assert!(!err.contains('\u{1b}'));
}

#[test]
fn what_the_disk_refuses_is_said_in_either_language() {
    let folder = tempfile::tempdir().expect("a folder");
    let nowhere = folder.path().join("none/out.json");
    let nowhere = nowhere.to_str().expect("a path");
    let inside = folder.path().to_str().expect("a path");
    let blob = folder.path().join("blob.json");
    fs::write(&blob, [0xF2, 0xF3]).expect("written");
    let blob = blob.to_str().expect("a path");
    let ron = folder.path().join("old.ron");
    fs::write(&ron, "(format: 7)").expect("written");
    let ron = ron.to_str().expect("a path");
    let data = ["--data", "examples/cao-bang-2022/met"];
    let cases: [(&[&str], &str, &str); 5] = [
        (&["check", PACK, "--format", "json", "--out", nowhere], "there is no such file", "không có tệp"),
        (&["check", PACK, "--format", "json", "--out", inside], "this is a folder", "đây là thư mục"),
        (&["check", blob], "not a text in UTF-8", "không phải là chữ theo bảng mã UTF-8"),
        (&["check", ron], "format 7", "định dạng 7"),
        (&["compile", PACK, "--out", nowhere], "there is no such file", "không có tệp"),
    ];
    for (args, english, vietnamese) in cases {
        let more: &[&str] = if args[0] == "check" { &data } else { &[] };
        for (language, said) in [("en", english), ("vi", vietnamese)] {
            let (code, _, err) = run(&[args, more, &["--lang", language]].concat());
            assert_eq!(code, 3, "{args:?} {language}: {err}");
            assert!(err.contains(said), "{args:?} {language}: {err}");
        }
    }
}

#[test]
fn wrong_usage_exits_with_three() {
    for args in [
        &["check"][..],
        &["chek"],
        &["check", "no-such-place"],
        &["explain", PACK, "II.9", "--data", "examples/cao-bang-2022/met"],
        &["explain-code", "E9999"],
    ] {
        let (code, _, err) = run(args);
        assert_eq!(code, 3, "{args:?}");
        assert!(!err.is_empty(), "{args:?}");
    }
    assert_eq!(run(&["--help"]).0, 0);
    assert_eq!(run(&["--version"]).0, 0);
}

#[test]
fn explain_shows_the_values_of_a_record() {
    let (code, out, _) = run(&["explain", PACK, "II.2.a", "--data", "examples/cao-bang-2022/not-met", "--lang", "en"]);
    assert_eq!(code, 1);
    assert!(out.contains("rating: "), "{out}");
    let (code, _, err) =
        run(&["explain", PACK, "II.2.a", "--data", "examples/cao-bang-2022/not-met", "--record", "nobody"]);
    assert_eq!(code, 3);
    assert!(!err.is_empty());
}

#[test]
fn a_private_value_never_appears() {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = folder.path().join("p.tieuchi");
    fs::write(
        &rules,
        "tieuchi 1, en\n\ndocument \"D\"\n  item 1 \"one\"\n\nrecord person\n  id: text key\n  name: text, private\n  \
         salary: count, private\n  unit: text\n\ncriterion A \"all\"\n  cites 1\n  100% of persons have salary >= 5000 and name is not \"x\"\n",
    )
    .expect("written");
    let records = folder.path().join("records");
    fs::create_dir(&records).expect("a folder");
    fs::write(records.join("person.csv"), "id,name,salary,unit\np1,Secretname,4321,a\np2,,8765,b\n").expect("written");
    let (rules, records) = (rules.to_str().expect("a path"), records.to_str().expect("a path"));
    for args in [
        &["check", rules, "--data", records][..],
        &["check", rules, "--data", records, "--format", "json"],
        &["check", rules, "--data", records, "--format", "ron"],
        &["explain", rules, "A", "--data", records],
        &["explain", rules, "A", "--data", records, "--record", "p1"],
    ] {
        let (_, out, err) = run(args);
        for secret in ["Secretname", "4321", "8765"] {
            assert!(!out.contains(secret) && !err.contains(secret), "{secret} in {args:?}:\n{out}{err}");
        }
    }
}

#[test]
fn a_missing_value_that_many_records_wait_for_is_told_once() {
    let (_, text, _) = check("incomplete", &["--lang", "en"]);
    // An incident whose person isn't known yet keeps all 42 persons open.
    assert!(text.contains("Data needed (1): person of VV03\n"), "{text}");
}

#[test]
fn a_report_without_names_counts() {
    for (language, note) in [("en", "not named"), ("vi", "không nêu từng bản ghi")] {
        let (code, out, err) = check("not-met", &["--no-names", "--lang", language]);
        assert_eq!((code, err.as_str()), (1, ""));
        assert!(out.contains(note), "{out}");
        assert!(!out.contains("CS02"), "{out}");
    }
    let (_, named, _) = check("not-met", &[]);
    assert!(named.contains("CS02"), "{named}");
}
