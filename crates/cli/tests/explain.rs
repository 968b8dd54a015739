//! Explanations of single criteria and records, and what the program says of its own use, in both languages.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use unicode_width::UnicodeWidthStr;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Exit code, output and errors.
fn run(args: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("tieuchi").expect("the program is built");
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    let output = command.current_dir(root()).args(args).output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

fn explain(criterion: &str, more: &[&str]) -> (i32, String, String) {
    let mut args = vec!["explain", "rules/cao-bang-2022", criterion, "--data", "examples/cao-bang-2022/not-met"];
    args.extend(more);
    run(&args)
}

#[test]
fn a_record_that_falls_short_is_explained_down_to_the_values_read() {
    let (code, out, err) = explain("DH.1", &["--record", "CB14"]);
    assert_eq!((code, err.as_str()), (1, ""));
    for line in ["→ CB14: thuộc diện xét", "✘ danh hiệu đủ chuẩn: không có", "kỷ luật: Khiển trách"]
    {
        assert!(out.contains(line), "{line}\n{out}");
    }
    let (_, out, _) = explain("II.3.1", &["--record", "P2", "--lang", "en"]);
    for line in ["→ P2: counted here", "3/6 (50%), more than 50% needed", "united: yes"] {
        assert!(out.contains(line), "{line}\n{out}");
    }
}

#[test]
fn a_number_says_what_it_was_taken_over() {
    let (_, out, _) = explain("I.7", &["--record", "CB10"]);
    assert!(out.contains("(1): VV03"), "{out}");
    let (_, out, _) = explain("I.2.d.2", &[]);
    assert!(out.contains("CS02: 7904") && out.contains("CS02: 8320"), "{out}");
}

#[test]
fn a_record_that_a_criterion_is_for_each_of_stands_alone() {
    let (_, all, _) = explain("DH.3.2", &[]);
    let (_, out, _) = explain("DH.3.2", &["--record", "P4"]);
    assert!(all.contains("✘ BDT") && all.contains("✔ P1"), "{all}");
    assert!(out.contains("P4") && !out.contains("BDT"), "{out}");
}

#[test]
fn a_lettered_part_stands_alone() {
    let (code, out, _) = explain("I.5", &["--part", "b"]);
    assert_eq!(code, 1);
    assert!(out.contains("CDCS (xếp loại: Khá)"), "{out}");
    assert!(!out.contains("chuẩn an ninh"), "{out}");
    let (code, out, err) = explain("I.5", &["--part", "x"]);
    assert_eq!((code, out.as_str()), (3, ""));
    assert!(err.contains("không có điểm “x”"), "{err}");
}

#[test]
fn what_is_not_there_is_said_in_the_language() {
    for (criterion, more, vi, en) in [
        ("II.9", &[][..], "không có tiêu chí hay bảng điểm “II.9”", "there is no criterion and no score “II.9”"),
        ("I.5", &["--record", "nobody"], "không có bản ghi “nobody”", "there is no record “nobody”"),
        ("I.5", &["--record", "CB10"], "không tính “CB10”", "doesn't count “CB10”"),
    ] {
        for (language, said) in [("vi", vi), ("en", en)] {
            let (code, out, err) = explain(criterion, &[more, &["--lang", language]].concat());
            assert_eq!((code, out.as_str()), (3, ""), "{criterion}");
            assert!(err.contains(said), "{err}");
        }
    }
}

#[test]
fn help_and_faults_of_the_call_are_in_both_languages() {
    let (code, vi, _) = run(&["check", "--help", "--lang", "vi"]);
    assert_eq!(code, 0);
    assert!(vi.contains("Cách dùng: tieuchi check") && vi.contains("Tham số:"), "{vi}");
    for english in ["Usage", "Options", "Arguments", "Print help", "possible values", "default:"] {
        assert!(!vi.contains(english), "{english} in\n{vi}");
    }
    let (_, en, _) = run(&["check", "--help"]);
    assert!(en.contains("Usage: tieuchi check"), "{en}");
    for (args, said) in [
        (&["check", "--dta", "x", "--lang", "vi"][..], "không có “--dta” ở đây; có phải ý bạn là “--data”?"),
        (&["check", "--lang=vi"], "thiếu <RULES>"),
        (&["check", "x", "--format", "pdf", "--lang", "vi"], "không nhận “pdf”"),
        (&["chek"], "there is no command “chek”"),
        (&[], "a command is missing"),
    ] {
        let (code, out, err) = run(args);
        assert_eq!((code, out.as_str()), (3, ""), "{args:?}");
        assert!(err.contains(said), "{args:?}: {err}");
    }
}

#[test]
fn lines_fit_a_page_and_sources_stand_with_every_criterion() {
    for (folder, language, founded) in [("met", "vi", "  Căn cứ: "), ("incomplete", "en", "  Founded on: ")] {
        let data = format!("examples/cao-bang-2022/{folder}");
        let (_, out, _) = run(&["check", "rules/cao-bang-2022", "--data", &data, "--lang", language]);
        let wide: Vec<&str> = out.lines().filter(|line| line.width() > 100).collect();
        assert!(wide.is_empty(), "{wide:#?}");
        assert!(out.lines().all(|line| line == line.trim_end()), "blanks at an end of a line");
        assert_eq!(out.lines().filter(|line| line.starts_with(founded)).count(), 42, "{out}");
    }
}

#[test]
fn compiled_rules_use_the_manifest_beside_them() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::copy(root().join("rules/cao-bang-2022/tieuchi.ron"), folder.path().join("tieuchi.ron")).expect("copied");
    let program = folder.path().join("campaign.ron");
    let program = program.to_str().expect("a path");
    assert_eq!(run(&["compile", "rules/cao-bang-2022", "--out", program]).0, 0);
    let data = ["--data", "examples/cao-bang-2022/not-met", "--format", "json"];
    let (code, from_program, err) = run(&[&["check", program][..], &data].concat());
    assert_eq!((code, err.as_str()), (1, ""));
    let (_, from_rules, _) = run(&[&["check", "rules/cao-bang-2022"][..], &data].concat());
    assert_eq!(from_program, from_rules);
}
